"""What a ruleset does to a year's units in place of another, as types: its JSON, `itrank-impact/1`, and its schema.

Marks and forms are those of `engine/result/contract.py`.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, ClassVar, Literal, TypeAlias

from ..model.ruleset import Words
from ..result.contract import About, Exact, Rank, ReasonRecord
from ..result.schema import schema_of, text_of

FORMAT: Literal["itrank-impact/1"] = "itrank-impact/1"
Lack: TypeAlias = Literal["no_answers", "some_answers", "only_before", "only_after"]


@dataclass(frozen=True, slots=True)
class SideRecord:
    """One of the two rulesets."""

    ruleset: Annotated[str, About("Bộ tiêu chí, mã@phiên-bản", "The ruleset, id@version")]
    sha256: Annotated[str, About("Mã băm của bộ tiêu chí", "SHA-256 of the ruleset")]
    title: Words
    period: Annotated[str, About("Kỳ của bộ tiêu chí", "The ruleset's period")]


@dataclass(frozen=True, slots=True)
class DataFileRecord:
    """A file of the year's data."""

    file: Annotated[str, About("Tên tệp", "The file's name")]
    sha256: Annotated[str, About("Mã băm", "SHA-256 of its bytes")]
    role: Annotated[str, About("data, units, previous, mapping, corrections", "What it was read as")]


@dataclass(frozen=True, slots=True)
class ChangedClauseRecord:
    """A changed clause, or several that make no ruleset without one another."""

    id: Annotated[int, About("Số thứ tự, từ 1; effects nhắc lại số này", "Its number from 1, which effects name")]
    kind: Annotated[str, About(
        "criterion, new, gone, moved, tiers, ranking, parameter, function, input, value, group, unit, rounding, defaults, reading, period, other",
        "What is changed",
    )]  # fmt: skip
    subject: Annotated[str, About("Mã tiêu chí hoặc tên của cái bị đổi", "The id or name of what is changed")]
    text: Annotated[Words, About("Nói bằng lời", "Said in words")]
    with_: Annotated[tuple[Words, ...], About(
        "Những điều đổi cùng, vì đứng riêng thì không thành bộ tiêu chí", "What goes with it, as apart they make no ruleset",
    )]  # fmt: skip
    why: Annotated[Words | None, About("Đứng riêng thì sai ở đâu", "What is wrong with it apart")]
    group: Annotated[int, About(
        "Các điều khác số này chắc chắn không tác động lẫn nhau", "Those of different numbers provably do not interact",
    )]  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnitUnderRecord:
    """A unit under one of the two rulesets."""

    list: Annotated[str, About("Danh sách xếp hạng", "The ranking list")]
    scorecard: Annotated[str, About("Bảng điểm", "Its scorecard")]
    status: Annotated[Literal["ranked", "provisional", "unranked", "reference"], About(
        "provisional: chỉ tính trên những gì có số liệu", "provisional: computed on what there are answers to",
    )]  # fmt: skip
    reason: Annotated[ReasonRecord | None, About("Vì sao không có hạng", "Why it has no rank")]
    rank: Annotated[Rank, About("Hạng", "The rank")]
    rank_printed: Annotated[str, About("Hạng như được in", "The rank as it is printed")]
    total: Annotated[Fraction | None, About("Tổng điểm", "The total")]
    max: Annotated[Fraction | None, About("Điểm tối đa của đơn vị", "The unit's maximum")]
    tier: Annotated[str, About("Mã mức xếp loại", "Id of the tier")]
    tier_title: Words
    tier_known: Annotated[bool, About(
        "Mức có chắc không, dù những số liệu còn thiếu là gì; false thì tier rỗng",
        "Whether the tier is sure, whatever the missing answers are; where it is not, tier is empty",
    )]  # fmt: skip
    unanswered: Annotated[tuple[str, ...], About(
        "Các tiêu chí không chấm được vì thiếu số liệu", "Criteria without a score for want of answers",
    )]  # fmt: skip
    exact: ClassVar[Exact]


@dataclass(frozen=True, slots=True)
class EffectRecord:
    """What one change by itself does to a unit."""

    change: Annotated[int, About("Số của điều đổi", "The number of the change")]
    alone: Annotated[Fraction | None, About(
        "Tổng điểm đổi bao nhiêu khi chỉ đổi điều này; null nếu khi đó không có tổng điểm",
        "The change of the total where only this changes; null where there is no total then",
    )]  # fmt: skip
    shared: Annotated[Fraction | None, About(
        "Với --shapley: phần của điều này trong thay đổi chung; null nếu không chia",
        "With --shapley: its share of the whole change; null where it is not shared out",
    )]  # fmt: skip
    rank: Annotated[int | None, About("Hạng khi chỉ đổi điều này", "The rank where only this changes")]
    tier: Annotated[str, About("Mã mức xếp loại khi chỉ đổi điều này", "Id of the tier where only this changes")]
    tier_title: Words
    tier_known: Annotated[bool, About(
        "Mức có chắc không, dù những số liệu còn thiếu là gì; false thì tier rỗng",
        "Whether the tier is sure, whatever the missing answers are; where it is not, tier is empty",
    )]  # fmt: skip
    unanswered: Annotated[tuple[str, ...], About(
        "Các tiêu chí vì điều này mà không chấm được, do thiếu số liệu",
        "Criteria that for want of answers have no score where this changes",
    )]  # fmt: skip
    exact: ClassVar[Exact]


@dataclass(frozen=True, slots=True)
class UnitImpactRecord:
    """What became of a unit."""

    id: Annotated[str, About("Mã đơn vị", "Its id")]
    name: Annotated[str, About("Tên", "Its name")]
    before: Annotated[UnitUnderRecord, About("Theo bộ tiêu chí trước", "Under the older ruleset")]
    after: Annotated[UnitUnderRecord, About("Theo bộ tiêu chí sau", "Under the newer ruleset")]
    rank_change: Annotated[int | None, About(
        "Hạng trước trừ hạng sau, khi danh sách gồm cùng các đơn vị; dương là lên",
        "The rank before minus that after, where the list has the same units; positive is up",
    )]  # fmt: skip
    total_change: Annotated[Fraction | None, About("Thay đổi tổng điểm", "The change of the total")]
    effects: Annotated[Sequence[EffectRecord], About(
        "Các điều đổi làm đơn vị này đổi điểm, hạng hoặc xếp loại, hoặc khi đó không có tổng điểm",
        "The changes that by themselves change its total, rank or tier, or leave it without a total",
    )]  # fmt: skip
    together: Annotated[Fraction | None, About(
        "Phần chỉ có khi các điều đổi cùng nhau: các alone cộng phần này bằng total_change; null nếu không tách được",
        "What only their combination does: alone of all effects and this add up to total_change; null where it is not attributed",
    )]  # fmt: skip
    why_not: Annotated[Words | None, About("Vì sao không tách được", "Why it is not attributed")]
    why_not_shared: Annotated[
        Words | None, About("Vì sao --shapley không chia được", "Why --shapley shares nothing out")
    ]
    exact: ClassVar[Exact]


@dataclass(frozen=True, slots=True)
class CriterionAnswersRecord:
    """A criterion that cannot be compared between the rulesets."""

    id: Annotated[str, About("Mã tiêu chí, theo bộ tiêu chí có nó", "Its id, in the ruleset that has it")]
    code: Annotated[str, About("Số mục", "Its number")]
    title: Words
    max: Annotated[Fraction | None, About("Điểm tối đa", "Its maximum")]
    standing: Annotated[Lack, About(
        "no_answers: không đơn vị nào có số liệu; some_answers: một số đơn vị thiếu; only_before, only_after: chỉ một bộ có",
        "No unit has answers, some do not, or only one of the rulesets has it",
    )]  # fmt: skip
    units: Annotated[int, About("Bao nhiêu đơn vị phải có điểm này", "How many units it is for")]
    without: Annotated[int, About("Bao nhiêu trong đó thiếu số liệu", "How many of them lack answers")]
    inputs: Annotated[tuple[Words, ...], About(
        "Các đầu vào của nó mà không đơn vị nào có", "Its inputs that no unit answered",
    )]  # fmt: skip
    exact: ClassVar[Exact]


@dataclass(frozen=True, slots=True)
class TierChangeRecord:
    """How many units went from a tier to another."""

    from_: Words
    to: Words
    units: int


@dataclass(frozen=True, slots=True)
class ListImpactRecord:
    """A list under the newer ruleset."""

    id: Annotated[str, About("Mã danh sách; rỗng: không thuộc danh sách nào", "Its id; empty for units in no list")]
    title: Words
    up: Annotated[int, About("Lên hạng", "Risen")]
    down: Annotated[int, About("Xuống hạng", "Fallen")]
    stayed: Annotated[int, About("Giữ nguyên hạng", "With the same rank")]
    uncompared: Annotated[int, About("Không so được hạng", "Whose ranks cannot be compared")]
    tiers: Annotated[tuple[TierChangeRecord, ...], About("Đổi mức xếp loại", "Changes of tier")]
    units: Annotated[
        Sequence[UnitImpactRecord],
        About("Theo hạng sau, rồi những đơn vị không có hạng", "By the newer rank, then those without"),
    ]


@dataclass(frozen=True, slots=True)
class ImpactRecord:
    """What a ruleset does to a year's units in place of another."""

    ABOUT: ClassVar = About(
        "Bộ tiêu chí sau làm gì với các đơn vị của một năm, thay cho bộ tiêu chí trước; cùng số liệu.",
        "What the newer ruleset does to a year's units in place of the older one, on the same data.",
    )

    format: Annotated[Literal["itrank-impact/1"], About("Định dạng của tệp này", "The format of this file")]
    before: SideRecord
    after: SideRecord
    data: tuple[DataFileRecord, ...]
    illustrative: Annotated[bool, About("Có con số nào là minh họa không", "Whether any figure is made up")]
    notes: Annotated[tuple[Words, ...], About("Điều cần biết khi đọc", "What to know when reading")]
    changes: tuple[ChangedClauseRecord, ...]
    uncompared: Annotated[tuple[CriterionAnswersRecord, ...], About(
        "Các tiêu chí không so được: bộ sau hỏi mà số liệu không có, hoặc chỉ một bộ có",
        "Criteria that cannot be compared: asked and not answered, or of one ruleset only",
    )]  # fmt: skip
    lists: tuple[ListImpactRecord, ...]


def schema_text() -> str:
    """Write the schema as the committed file has it."""
    return text_of(schema_of(ImpactRecord, "impact", FORMAT))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(schema_text())
