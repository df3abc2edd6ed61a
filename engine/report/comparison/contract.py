"""What a comparison of two results holds, as types: its JSON, `itrank-comparison/1`, and its schema follow from them.

Marks and forms are those of `engine/result/contract.py`.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, ClassVar, Literal, TypeAlias

from ...model.ruleset import Words
from ...result.contract import About, Exact, Rank, ReasonRecord
from ...result.schema import schema_of, text_of

FORMAT: Literal["itrank-comparison/1"] = "itrank-comparison/1"
Kind: TypeAlias = Literal["same", "renamed", "new", "merged", "split", "unclear"]
Standing: TypeAlias = Literal["compared", "only_before", "only_now", "other_maximum", "no_score"]


@dataclass(frozen=True, slots=True)
class ComparedResultRecord:
    """One of the two results."""

    file: Annotated[str, About("Tên tệp, không có thư mục", "The file's name, without folders")]
    sha256: Annotated[str, About("Mã băm của tệp kết quả", "SHA-256 of the result")]
    ruleset: Annotated[str, About("Bộ tiêu chí, mã@phiên-bản", "The ruleset, id@version")]
    ruleset_sha256: Annotated[str, About("Mã băm của bộ tiêu chí", "SHA-256 of the ruleset")]
    title: Words
    period: Annotated[str, About("Kỳ của số liệu", "Period of the figures")]
    stage: Annotated[Literal["declared", "first", "second", "council"], About(
        "declared nếu chưa điều chỉnh gì", "declared where nothing was corrected",
    )]  # fmt: skip
    illustrative: Annotated[bool, About("Có con số nào là minh họa không", "Whether any figure is made up")]
    provisional: Annotated[bool, About("Có phải kết quả tạm thời không", "Whether it is provisional")]


@dataclass(frozen=True, slots=True)
class UnitSideRecord:
    """A unit in one of the two results."""

    id: Annotated[str, About("Mã đơn vị", "Its id")]
    name: Annotated[str, About("Tên", "Its name")]
    list: Annotated[str, About("Danh sách xếp hạng", "The ranking list")]
    scorecard: Annotated[str, About("Bảng điểm", "Its scorecard")]
    status: Annotated[Literal["ranked", "provisional", "unranked", "reference"], About(
        "Như trong kết quả", "As in the result",
    )]  # fmt: skip
    reason: Annotated[ReasonRecord | None, About("Vì sao không có hạng", "Why it has no rank")]
    rank: Annotated[Rank, About("Hạng", "The rank")]
    rank_printed: Annotated[str, About("Hạng như được in", "The rank as it is printed")]
    total: Annotated[Fraction | None, About("Tổng điểm", "The total")]
    max: Annotated[Fraction | None, About("Điểm tối đa của đơn vị", "The unit's maximum")]
    per_cent: Annotated[Fraction | None, About("Phần trăm của điểm tối đa", "Per cent of the maximum")]
    tier: Annotated[str, About("Mã mức xếp loại", "Id of the tier")]
    tier_title: Words
    exact: ClassVar[Exact]


@dataclass(frozen=True, slots=True)
class CriterionChangeRecord:
    """A criterion of the first level for one unit in both results."""

    id: Annotated[str, About("Mã tiêu chí", "Its id")]
    code: Annotated[str, About("Số hiệu", "Its number")]
    title: Words
    standing: Annotated[Standing, About(
        "compared: so được; only_before, only_now: chỉ một kết quả có; other_maximum: điểm tối đa khác; no_score: thiếu điểm",
        "compared; or why not: in one result only, of another maximum, or without a score",
    )]  # fmt: skip
    before: Annotated[
        Fraction | None, About("Điểm trước; điểm trừ mang dấu âm", "Points before; of a penalty negative")
    ]
    now: Annotated[Fraction | None, About("Điểm sau; điểm trừ mang dấu âm", "Points now; of a penalty negative")]
    max_before: Annotated[Fraction | None, About(
        "Điểm tối đa trước, được tính cho đơn vị", "The maximum that counted for the unit before",
    )]  # fmt: skip
    max_now: Annotated[Fraction | None, About(
        "Điểm tối đa sau, được tính cho đơn vị", "The maximum that counts for the unit now",
    )]  # fmt: skip
    change: Annotated[Fraction | None, About("Thay đổi; null nếu không so được", "The change; null where not compared")]
    exact: ClassVar[Exact]


@dataclass(frozen=True, slots=True)
class UnitChangeRecord:
    """What became of a unit of the newer result."""

    kind: Annotated[Kind, About(
        "same: vẫn đơn vị ấy; renamed: đổi tên; new: mới; merged: hợp nhất; split: tách; unclear: chưa rõ là đơn vị nào",
        "Whether it is the same unit, renamed, new, merged, split, or unclear which it was",
    )]  # fmt: skip
    why: Annotated[Words | None, About("Vì sao không so được", "Why it cannot be compared")]
    of: Annotated[tuple[UnitSideRecord, ...], About(
        "Các đơn vị trước mà nó hợp nhất, tách ra từ, hoặc có thể là", "Units of before that it was merged or split from, or may be",
    )]  # fmt: skip
    before: Annotated[UnitSideRecord | None, About("Ở kết quả trước", "In the older result")]
    now: UnitSideRecord
    rank_change: Annotated[int | None, About(
        "Hạng trước trừ hạng sau, trong cùng danh sách; dương là lên",
        "The rank before minus that now, in the same list; positive is up",
    )]  # fmt: skip
    total_change: Annotated[Fraction | None, About(
        "Thay đổi tổng điểm, chỉ khi cùng điểm tối đa", "The change of the total, only where the maximum is the same",
    )]  # fmt: skip
    adds_up: Annotated[bool, About(
        "Ở cả hai kết quả, tổng điểm là tổng các tiêu chí dưới đây; khi đó các change cộng other_change bằng total_change",
        "Whether the total is the sum of these criteria in both results; then their changes and other_change add up to total_change",
    )]  # fmt: skip
    other_change: Annotated[Fraction | None, About(
        "Phần thay đổi của tổng điểm do những tiêu chí không so được; null nếu tổng điểm không so được hoặc không cộng từ tiêu chí",
        "The part of the total's change from criteria that are not compared; null where the total is not compared or no sum",
    )]  # fmt: skip
    criteria: Annotated[Sequence[CriterionChangeRecord], About(
        "Các tiêu chí cấp một, theo thứ tự của kết quả sau, rồi những tiêu chí chỉ kết quả trước có",
        "Criteria of the first level in the newer result's order, then those of the older result only",
    )]  # fmt: skip
    exact: ClassVar[Exact]

    @property
    def has_totals(self) -> bool:
        """Whether there is a total in both results."""
        return self.before is not None and self.before.total is not None and self.now.total is not None

    @property
    def is_on_other_scale(self) -> bool:
        """Whether its totals are not subtracted, as their maxima or scales differ."""
        return self.has_totals and self.total_change is None


@dataclass(frozen=True, slots=True)
class TierMoveRecord:
    """How many units went from a tier to another."""

    from_: Words
    to: Words
    units: int


@dataclass(frozen=True, slots=True)
class SummaryRecord:
    """What became of the units of a list, counted."""

    up: Annotated[int, About("Lên hạng", "Risen")]
    down: Annotated[int, About("Xuống hạng", "Fallen")]
    stayed: Annotated[int, About("Giữ nguyên hạng", "With the same rank")]
    uncompared: Annotated[int, About("Không so được hạng", "Whose ranks cannot be compared")]
    tiers: Annotated[tuple[TierMoveRecord, ...], About("Đổi mức xếp loại", "Changes of tier")]
    mean_before: Annotated[Fraction | None, About("Điểm bình quân trước", "The mean before")]
    mean_now: Annotated[Fraction | None, About("Điểm bình quân sau", "The mean now")]
    mean_change: Annotated[Fraction | None, About(
        "Thay đổi, chỉ khi mọi đơn vị có hạng cùng một điểm tối đa ở cả hai kết quả",
        "The change, only where all ranked units of both results have one maximum",
    )]  # fmt: skip
    exact: ClassVar[Exact]


@dataclass(frozen=True, slots=True)
class ListChangeRecord:
    """A list of the newer result."""

    id: Annotated[str, About(
        "Mã danh sách; rỗng: các đơn vị không thuộc danh sách nào", "Its id; empty for units in no list",
    )]  # fmt: skip
    title: Words
    before: Annotated[str | None, About(
        "Danh sách ấy ở kết quả trước; null nếu không có", "The same list in the older result; null if there is none",
    )]  # fmt: skip
    summary: SummaryRecord
    units: Annotated[Sequence[UnitChangeRecord], About(
        "Theo hạng, rồi những đơn vị không có hạng", "By rank, then those without one",
    )]  # fmt: skip
    gone: Annotated[tuple[UnitSideRecord, ...], About(
        "Đơn vị của danh sách ấy mà kết quả sau không còn", "Units of the list that the newer result does not have",
    )]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ComparisonRecord:
    """Two results compared."""

    ABOUT: ClassVar = About(
        "Hai kết quả của itrank được so với nhau. Cùng hai kết quả cho cùng từng byte.",
        "Two results of itrank compared. The same results give the same bytes.",
    )

    format: Annotated[Literal["itrank-comparison/1"], About("Định dạng của tệp này", "The format of this file")]
    before: ComparedResultRecord
    now: ComparedResultRecord
    notes: Annotated[tuple[Words, ...], About(
        "Điều cần biết khi đọc: hai kết quả khác nhau ở đâu, số nào không so được",
        "What to know when reading: how the results differ, and what is not compared",
    )]  # fmt: skip
    differs: Annotated[bool, About(
        "Có đơn vị nào khác về tên, danh sách, hạng, điểm, xếp loại hay tiêu chí không",
        "Whether any unit differs in name, list, rank, points, tier or criteria",
    )]  # fmt: skip
    lists: tuple[ListChangeRecord, ...]


def schema_text() -> str:
    """Write the schema as the committed file has it."""
    return text_of(schema_of(ComparisonRecord, "comparison", FORMAT))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(schema_text())
