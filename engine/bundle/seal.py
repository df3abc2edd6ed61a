"""The seal of an approved result, as types: its format, `itrank-seal/1`, its schema and its reader follow from them.

It lies beside the result (`engine/files/seals.py` names it) and only grows: approved, opened again with a reason, approved
again. The bundle's manifest states the same approval, so that whoever signs the bundle signs it.
Marks and forms are those of `engine/result/contract.py`.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import PurePosixPath
from typing import Annotated, Any, ClassVar, Literal

from ..files.contents import read_bytes
from ..files.held import Location
from ..files.strict_json import parse_record
from ..model.findings import Finding, Place, finding
from ..result.contract import About
from ..result.schema import schema_of, text_of
from ..result.shapes import read, written

FORMAT: Literal["itrank-seal/1"] = "itrank-seal/1"
LARGEST = 2**20
"""Bytes of a seal; one approval of a year with a dozen files takes 3,000."""
LARGEST_MINUTES = 256 * 2**20
_HASH: Mapping[str, Any] = {"pattern": "^[0-9a-f]{64}$"}
_DAY: Mapping[str, Any] = {"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_BARE: Mapping[str, Any] = {"pattern": r"^(?!\.{1,2}$)[^/\\\x00-\x1f]{1,255}$"}
_INSIDE: Mapping[str, Any] = {"pattern": r"^(?![/~])(?!(.*/)?\.\.(/|$))[^\\:\x00-\x1f]{1,400}$"}


@dataclass(frozen=True, slots=True)
class SealedFileRecord:
    """A file beside the seal."""

    file: Annotated[str, About("Tên tệp, nằm cạnh tệp này", "The name of a file beside this one", _BARE)]
    sha256: Annotated[str, About("Mã băm của tệp", "SHA-256 of its bytes", _HASH)]


@dataclass(frozen=True, slots=True)
class SealedSourceRecord:
    """A file of which the result was made."""

    path: Annotated[str, About("Tên như trong kết quả", "As the result names it", {"maxLength": 4096})]
    role: Annotated[
        Literal["ruleset", "data", "units", "previous", "mapping", "corrections"],
        About("Đọc như gì", "What it was read as"),
    ]
    sha256: Annotated[str, About("Mã băm của tệp", "SHA-256 of its bytes", _HASH)]


@dataclass(frozen=True, slots=True)
class MinutesRecord:
    """The minutes by which a result was approved; they are hashed and never read."""

    file: Annotated[str, About(
        "Tệp biên bản, từ thư mục này; chỉ tên nếu nằm ngoài", "Their file, from here; its name alone where it is elsewhere",
        _INSIDE,
    )]  # fmt: skip
    bytes: Annotated[int, About("Số byte", "How many bytes", {"minimum": 1})]
    sha256: Annotated[str, About("Mã băm của tệp biên bản", "SHA-256 of its bytes", _HASH)]
    number: Annotated[
        str, About("Số biên bản, như đã gõ", "Their number, as typed", {"minLength": 1, "maxLength": 200})
    ]
    date: Annotated[str, About("Ngày biên bản, như đã gõ", "Their day, as typed", _DAY)]


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """Who approved a result, when and by which minutes."""

    minutes: MinutesRecord
    by: Annotated[str, About(
        "Người phê duyệt, như đã gõ; rỗng nếu không gõ. Chỉ chữ ký của gói mới chứng tỏ ai",
        "Who approved, as typed; empty where nothing was. Only a signature of the bundle proves who", {"maxLength": 200},
    )]  # fmt: skip
    at: Annotated[str, About("Ngày phê duyệt", "The day of the approval", _DAY)]
    clock: Annotated[
        bool, About("Ngày ấy là của đồng hồ máy hay do người gõ", "Whether the computer's clock gave that day")
    ]


@dataclass(frozen=True, slots=True)
class ReopeningRecord:
    """Why an approved result may be changed again."""

    reason: Annotated[str, About("Lý do", "Why", {"minLength": 1, "maxLength": 2000})]
    by: Annotated[str, About("Người mở lại, như đã gõ", "Who opened it again, as typed", {"maxLength": 200})]
    at: Annotated[str, About("Ngày mở lại", "The day", _DAY)]
    clock: Annotated[
        bool, About("Ngày ấy là của đồng hồ máy hay do người gõ", "Whether the computer's clock gave that day")
    ]


@dataclass(frozen=True, slots=True)
class ApprovalRecord:
    """One approval, and how it ended."""

    decision: DecisionRecord
    result: SealedFileRecord
    bundle: SealedFileRecord
    sources: Annotated[tuple[SealedSourceRecord, ...], About(
        "Bộ tiêu chí và số liệu đã làm ra kết quả", "The ruleset and the data of which the result was made",
        {"maxItems": 10_000},
    )]  # fmt: skip
    reopened: Annotated[ReopeningRecord | None, About(
        "Đã mở lại vì sao; null khi còn hiệu lực", "Why it was opened again; null while it holds",
    )]  # fmt: skip


@dataclass(frozen=True, slots=True)
class SealRecord:
    """The approvals of a result, the last one last."""

    ABOUT: ClassVar = About(
        "Con dấu của một kết quả đã phê duyệt. Chỉ thêm vào cuối, không bao giờ xóa. Cùng tệp, cùng ngày thì cùng từng byte.",
        "The seal of an approved result. It is only added to. The same files and days give the same bytes.",
    )

    format: Annotated[Literal["itrank-seal/1"], About("Định dạng của tệp này", "The format of this file")]
    approvals: Annotated[tuple[ApprovalRecord, ...], About(
        "Các lần phê duyệt, lần cuối ở cuối", "Every approval, the last one last", {"minItems": 1, "maxItems": 1000},
    )]  # fmt: skip

    @property
    def last(self) -> ApprovalRecord:
        """The last approval; it holds unless it was opened again."""
        return self.approvals[-1]

    @property
    def holds(self) -> bool:
        """Whether the result is approved now."""
        return self.last.reopened is None

    def approved(self, approval: ApprovalRecord) -> "SealRecord":
        """Add an approval."""
        return replace(self, approvals=(*self.approvals, approval))

    def opened_again(self, reopening: ReopeningRecord) -> "SealRecord":
        """End the last approval."""
        return replace(self, approvals=(*self.approvals[:-1], replace(self.last, reopened=reopening)))


@dataclass(frozen=True, slots=True)
class StatementRecord:
    """What the manifest of an approved bundle states; the bundle's own hash cannot be in it."""

    decision: DecisionRecord
    earlier: Annotated[tuple[ApprovalRecord, ...], About("Các lần trước", "Earlier approvals")]


def read_seal(path: Location, name: str) -> SealRecord | Finding:
    """Read a seal; a finding says why it is none."""
    content = read_bytes(path, name, LARGEST)
    return content if isinstance(content, Finding) else seal_in(content, name)


def seal_in(content: bytes, name: str) -> SealRecord | Finding:
    """Read the bytes of a seal."""
    try:
        made = parse_record(content.decode(), name)
    except UnicodeDecodeError:
        return _no_seal(name, "UTF-8")
    if isinstance(made, Finding):
        return _no_seal(name, made.params.get("reason_en", "JSON"))
    if (wrong := _mismatch(SealRecord, made)) is not None:
        return _no_seal(name, wrong)
    seal = read(SealRecord, made)
    if any(each.reopened is None for each in seal.approvals[:-1]):
        return _no_seal(name, "approvals: reopened")
    return seal


def seal_bytes(seal: SealRecord) -> bytes:
    """Write a seal; the same seal gives the same bytes."""
    return (json.dumps(written(seal), ensure_ascii=False, indent=1) + "\n").encode()


def stated_approval(manifest: Mapping[str, Any]) -> StatementRecord | str | None:
    """Read what a manifest states of an approval; the place at which it is wrong; None where it states none."""
    if "approval" not in manifest:
        return None
    wrong = _mismatch(StatementRecord, manifest["approval"])
    return read(StatementRecord, manifest["approval"]) if wrong is None else f"approval: {wrong}"[:200]


def is_inside(path: str) -> bool:
    """Whether a path of a seal stays inside the folder that it is named from.

    >>> is_inside("rulesets/2027.yaml"), is_inside("../2027.yaml"), is_inside("/etc/passwd"), is_inside("C:/a")
    (True, False, False, False)
    """
    parts = PurePosixPath(path.replace("\\", "/"))
    return bool(parts.parts) and not parts.is_absolute() and ".." not in parts.parts and ":" not in path


def _no_seal(name: str, why: str) -> Finding:
    return finding("ITR105.seal", Place(name), why=why[:200])


def _mismatch(kind: type, made: Any) -> str | None:
    from fastjsonschema import JsonSchemaValueException  # noqa: PLC0415  # only where one is read

    try:
        _checker(kind)(made)
    except JsonSchemaValueException as error:
        return f"{str(error.name).removeprefix('data').removeprefix('.') or '/'} ({error.rule})"
    return None


@cache
def _checker(kind: type) -> Any:
    import fastjsonschema  # noqa: PLC0415

    schema = schema_of(kind, "seal", FORMAT)
    return fastjsonschema.compile({key: value for key, value in schema.items() if key not in {"$schema", "$id"}})


def schema_text() -> str:
    """Write the schema as the committed file has it."""
    return text_of(schema_of(SealRecord, "seal", FORMAT))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(schema_text())
