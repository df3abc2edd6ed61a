"""What a comparison of two rulesets holds, as types: its JSON, `itrank-diff/1`, and its schema follow from them.

Marks and forms are those of `engine/result/contract.py`.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from ..model.ruleset import Words
from ..result.contract import About, Absent, Exact
from ..result.schema import schema_of, text_of
from .change import Class, Proof, Subject
from .impact_contract import ImpactRecord

FORMAT: Literal["itrank-diff/1"] = "itrank-diff/1"


@dataclass(frozen=True, slots=True)
class ComparedRulesetRecord:
    """One of the two rulesets."""

    id: Annotated[str, About("Mã", "Its id")]
    version: Annotated[str, About("Phiên bản", "Its version")]
    title: Words
    file: Annotated[str, About("Tệp, như các đầu ra gọi", "The file, as outputs call it")]
    sha256: Annotated[
        str, About("Mã băm của tệp và những tệp nó dựa trên", "SHA-256 of the file and all that it extends")
    ]
    illustrative: Annotated[bool, About("Có phần minh họa không", "Whether any part of it is illustrative")]


@dataclass(frozen=True, slots=True)
class PartRecord:
    """The subject of a change, in one of the two rulesets."""

    id: Annotated[str, About("Mã", "Its id")]
    title: Words
    code: Annotated[str, About("Số mục", "Its number")]
    clause: Annotated[str, About("Điều khoản", "The clause of the decree")]
    file: Annotated[str, About("Tệp", "The file")]
    line: Annotated[int, About("Dòng, đếm từ 1; 0 là cả tệp", "The line, from 1; 0 is the whole file")]


@dataclass(frozen=True, slots=True)
class DetailRecord:
    """A key that is written otherwise."""

    key: Annotated[str, About("Khóa của ngôn ngữ, ví dụ score.full_at", "A key of the language, e.g. score.full_at")]
    before: Annotated[
        Words | None, About("Bên trước; null nếu không có", "On the older side; null where nothing stands there")
    ]
    after: Annotated[
        Words | None, About("Bên sau; null nếu không có", "On the newer side; null where nothing stands there")
    ]
    line_before: int
    line_after: int


@dataclass(frozen=True, slots=True)
class WitnessRecord:
    """A unit that shows a difference: its answers were evaluated under both rulesets."""

    criterion_before: Annotated[
        str, About("Điểm là của tiêu chí này, bên trước", "The criterion whose points these are, on the older side")
    ]
    criterion_after: Annotated[str, About("Và bên sau", "And on the newer side")]
    answers_before: Annotated[Mapping[str, str], About(
        "Câu trả lời bên trước, như itrank formula --let đọc", "The answers on the older side, as itrank formula --let reads them",
    )]  # fmt: skip
    answers_after: Annotated[Mapping[str, str], About("Câu trả lời bên sau", "The answers on the newer side")]
    points_before: Annotated[Fraction | None, About(
        "Điểm bên trước; của điều kiện, 1 là đúng; null nếu không có điểm", "Points on the older side; of a condition 1 where it holds; null without a score",
    )]  # fmt: skip
    points_after: Annotated[Fraction | None, About("Điểm bên sau", "Points on the newer side")]
    tier_before: Annotated[str, About(
        "Mức bên trước; - là không mức nào; rỗng nếu không hỏi về mức", "The tier on the older side; - for none; empty where tiers are not asked about",
    )]  # fmt: skip
    tier_after: Annotated[str, About("Mức bên sau", "The tier on the newer side")]
    points_only: Annotated[bool, About(
        "Chỉ là một số điểm, không tìm câu trả lời nào cho ra điểm ấy", "Whether it is only points, for which no answers were looked for",
    )]  # fmt: skip
    exact: ClassVar[Exact]


@dataclass(frozen=True, slots=True)
class ChangeRecord:
    """One difference."""

    class_: Annotated[Class, About(
        "Loại thay đổi; định nghĩa trong docs/diff.md", "What kind of change it is; defined in docs/diff.md",
    )]  # fmt: skip
    subject: Annotated[Subject, About("Thay đổi của cái gì", "Of what it is")]
    key: Annotated[str, About("Của phần nào", "Of which of its keys")]
    proof: Annotated[Proof, About(
        "proved: đã chứng minh; witness: có đơn vị cho thấy; stated: hai tệp nói thế; not_proved: chưa chứng minh được",
        "proved; witness: a unit shows it; stated: the files say so; not_proved",
    )]  # fmt: skip
    keeps_meaning: Annotated[bool, About(
        "Điểm, xếp loại, thứ hạng của mọi đơn vị và số liệu phải thu không thể vì thế mà khác", "Whether nobody's points, tier or rank, and nothing that is asked of units, can differ for it",
    )]  # fmt: skip
    follows: Annotated[bool, About("Chỉ là hệ quả của thay đổi khác", "Whether it only follows from other changes")]
    before: Annotated[PartRecord | None, About("Bên trước; null nếu mới", "On the older side; null where it is new")]
    after: Annotated[PartRecord | None, About("Bên sau; null nếu bãi bỏ", "On the newer side; null where it is gone")]
    of: Annotated[
        str,
        About(
            "Mức hay xếp hạng là của tiêu chí này, bên sau",
            "The criterion that a tier or ranking is of, on the newer side",
        ),
    ]
    details: tuple[DetailRecord, ...]
    through: Annotated[
        tuple[str, ...], About("Thay đổi qua những tên này, kind.id", "The names through which it changed, kind.id")
    ]
    witness: WitnessRecord | None
    sentence: Annotated[Words, About("Thay đổi ấy thành câu", "The change as a sentence")]


@dataclass(frozen=True, slots=True)
class DiffRecord:
    """Two rulesets compared."""

    ABOUT: ClassVar = About(
        "Hai bộ tiêu chí được so với nhau theo ý nghĩa. Cùng hai bộ cho cùng từng byte.",
        "Two rulesets compared by meaning. The same rulesets give the same bytes.",
    )

    format: Annotated[Literal["itrank-diff/1"], About("Định dạng của tệp này", "The format of this file")]
    before: ComparedRulesetRecord
    after: ComparedRulesetRecord
    differs: Annotated[bool, About("Có thay đổi nào không", "Whether there is any change")]
    keeps_meaning: Annotated[bool, About(
        "Điểm, xếp loại, thứ hạng của mọi đơn vị và số liệu phải thu vẫn như cũ", "Whether everybody's points, tier and rank, and what is asked of units, stay as they were",
    )]  # fmt: skip
    counts: Annotated[Mapping[str, int], About("Số thay đổi theo loại", "Changes by class")]
    compared: Annotated[Mapping[str, int], About(
        "Có ở cả hai và đã so, theo loại", "What both have and what was compared, by kind",
    )]  # fmt: skip
    not_compared: Annotated[
        tuple[str, ...], About("Khóa khác nhau mà không so", "Keys that differ and were not compared")
    ]
    changes: Annotated[tuple[ChangeRecord, ...], About("Theo thứ tự của bộ sau", "In the order of the newer ruleset")]
    impact: Annotated[ImpactRecord | Absent, About(
        "Với --data: tác động đến các đơn vị, như định dạng itrank-impact/1", "With --data: what it does to the units, as the format itrank-impact/1 has it",
    )]  # fmt: skip


def schema_text() -> str:
    """Write the schema as the committed file has it."""
    return text_of(schema_of(DiffRecord, "diff", FORMAT))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(schema_text())
