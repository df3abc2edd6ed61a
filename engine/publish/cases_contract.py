"""What is said of cases that were run, as types: their JSON, `itrank-test-result/1`, and its schema follow from them.

`python -m itrank.engine.publish.cases_contract > schemas/test-result.schema.json` writes the committed file.
"""

import sys
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from ..cases.case import Origin
from ..cases.running import Status
from ..model.ruleset import Words
from ..result.contract import About, Exact
from ..result.schema import schema_of, text_of

FORMAT: Literal["itrank-test-result/1"] = "itrank-test-result/1"


@dataclass(frozen=True, slots=True)
class CaseSourceRecord:
    """A file in which cases are written."""

    file: Annotated[str, About("Tệp", "The file")]
    cases: Annotated[int, About("Số ca của tệp đã được hỏi đến", "How many of its cases were asked for")]


@dataclass(frozen=True, slots=True)
class CasePlaceRecord:
    """Where something is written."""

    file: Annotated[str, About("Tệp", "The file")]
    line: Annotated[int, About("Dòng, đếm từ 1; 0: cả tệp", "The line, from 1; 0 for the whole file")]
    column: Annotated[int, About("Cột, đếm từ 1; 0: không biết", "The column, from 1; 0 where unknown")]
    cell: Annotated[str, About("Ô của bảng tính; rỗng nếu là tệp chữ", "The cell of a workbook; empty of a text file")]


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """A value that a case expects."""

    unit: Annotated[str, About("Đơn vị trong ca; rỗng nếu ca chỉ có một", "The unit; empty where it is the only one")]
    key: Annotated[
        str, About("Tiêu chí, giá trị, hoặc total, rank, tier…", "A criterion, a value, or total, rank, tier…")
    ]
    fact: Annotated[
        str, About("score: chính giá trị; hoặc state, tier, rank…", "score for the value itself, or state, tier, rank…")
    ]
    expected: Annotated[str, About("Mong đợi, như đã ghi", "What is expected, as written")]
    found: Annotated[str, About(
        "Tính ra: số viết đủ, hoặc phân số; rỗng nếu không có", "What came out: all decimals or a fraction; empty for none",
    )]  # fmt: skip
    why: Annotated[Words, About("Vì sao không có giá trị", "Why there is no value")]
    difference: Annotated[
        Fraction | None, About("Tính ra trừ mong đợi, của hai số", "Found less expected, of two numbers")
    ]
    holds: Annotated[bool, About("Có đúng như mong đợi không", "Whether it is as expected")]
    place: CasePlaceRecord
    exact: ClassVar[Exact]


@dataclass(frozen=True, slots=True)
class CaseFaultRecord:
    """Why something of a case was not compared."""

    code: Annotated[str, About("Mã lỗi", "The code of the finding")]
    message: Words
    place: CasePlaceRecord


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A case."""

    name: Annotated[str, About("Tên", "Its name")]
    origin: Annotated[Origin, About("Viết ở đâu", "Where it is written")]
    place: CasePlaceRecord
    status: Annotated[Status, About(
        "held: đúng; failed: sai; idle: không mong đợi gì; ill_made: không chạy được; left_out: quá nhiều việc",
        "held, failed, idle where it expects nothing, ill_made where it could not be run, left_out as too much work",
    )]  # fmt: skip
    generated: Annotated[bool, About(
        "Kết quả mong đợi do máy đề xuất, chưa ai xác nhận", "Whether nobody confirmed what it expects",
    )]  # fmt: skip
    basis: Annotated[str, About("Căn cứ của kết quả mong đợi", "Where the expected values come from")]
    checks: tuple[CheckRecord, ...]
    faults: tuple[CaseFaultRecord, ...]


@dataclass(frozen=True, slots=True)
class CasesSummaryRecord:
    """The counts."""

    held: int
    failed: int
    ill_made: int
    idle: int
    left_out: int
    proposed: Annotated[int, About("Ca đúng mà chưa ai xác nhận", "Those that held and nobody confirmed")]
    compared: Annotated[int, About("Số kết quả đã so", "How many values were compared")]
    not_asked: Annotated[int, About("Số ca không chạy vì --case", "How many were not run because of --case")]


@dataclass(frozen=True, slots=True)
class CasesRecord:
    """Cases of a ruleset that were run."""

    ABOUT: ClassVar = About("Các ca kiểm thử của một bộ tiêu chí đã được chạy.", "Cases of a ruleset that were run.")

    format: Annotated[Literal["itrank-test-result/1"], About("Định dạng của tệp này", "The format of this file")]
    engine: Annotated[str, About("Phiên bản itrank", "The version of itrank")]
    ruleset: Annotated[str, About("Bộ tiêu chí, mã@phiên-bản", "The ruleset, id@version")]
    sha256: Annotated[str, About("Mã băm của bộ tiêu chí", "SHA-256 of the ruleset")]
    illustrative: Annotated[bool, About("Có con số nào là minh họa không", "Whether any figure is made up")]
    summary: CasesSummaryRecord
    sources: tuple[CaseSourceRecord, ...]
    cases: tuple[CaseRecord, ...]


def schema_text() -> str:
    """Write the schema as the committed file has it."""
    return text_of(schema_of(CasesRecord, "test-result", FORMAT))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(schema_text())
