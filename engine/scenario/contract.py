"""What trying scenarios gives, as types: its JSON, `itrank-tried/1`, and its schema follow from them.

It is no `itrank-result/1`, so that nothing takes a scenario for a result. Marks and forms are those of
`engine/result/contract.py`.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, ClassVar, Literal, TypeAlias

from ..model.ruleset import Words
from ..result.contract import About, DataFileRecord, DiagnosticRecord, Exact, Rank, ReasonRecord
from ..result.schema import schema_of, text_of

FORMAT: Literal["itrank-tried/1"] = "itrank-tried/1"
NOTICE = Words("KỊCH BẢN, KHÔNG PHẢI KẾT QUẢ", "SCENARIO, NOT A RESULT")
Through: TypeAlias = Literal["points", "bounds", "order", "nothing", "same"]
Known: TypeAlias = Literal["exact", "every_value", "grid"]


@dataclass(frozen=True, slots=True)
class PartRecord:
    """How a unit stands in a criterion that has tiers or a ranking of its own."""

    id: Annotated[str, About("Mã tiêu chí", "The criterion's id")]
    code: Annotated[str, About("Số mục", "Its number")]
    title: Words
    tier: Annotated[str, About("Mã mức ở tiêu chí ấy; rỗng nếu không có", "The id of the tier there; empty for none")]
    tier_title: Words
    rank: Annotated[Rank, About("Hạng ở tiêu chí ấy", "The rank there")]
    rank_printed: Annotated[str, About("Hạng như được in", "The rank as it is printed")]


@dataclass(frozen=True, slots=True)
class StandingRecord:
    """How a unit stands."""

    status: Annotated[
        Literal["ranked", "provisional", "unranked", "reference"], About("Như trong kết quả", "As in a result")
    ]
    reason: Annotated[ReasonRecord | None, About("Vì sao không có hạng", "Why it has no rank")]
    rank: Annotated[Rank, About("Hạng", "The rank")]
    rank_printed: Annotated[str, About("Hạng như được in", "The rank as it is printed")]
    total: Annotated[Fraction | None, About("Tổng điểm", "The total")]
    max: Annotated[Fraction | None, About("Điểm tối đa của đơn vị", "The unit's maximum")]
    tier: Annotated[str, About("Mã mức xếp loại", "The id of the tier")]
    tier_title: Words
    parts: Annotated[Sequence[PartRecord], About(
        "Ở từng tiêu chí có mức hay có xếp hạng riêng", "In each criterion that has tiers or a ranking of its own"
    )]  # fmt: skip
    exact: ClassVar[Exact]


@dataclass(frozen=True, slots=True)
class CauseRecord:
    """A criterion whose points changed, and of which no part below it changed: where the change begins."""

    id: Annotated[str, About("Mã tiêu chí", "The criterion's id")]
    code: Annotated[str, About("Số mục", "Its number")]
    title: Words
    clause: Annotated[str, About("Điều khoản", "The clause of the decree")]
    before: Annotated[Fraction | None, About("Điểm hiện hành", "The points now in effect")]
    now: Annotated[Fraction | None, About("Điểm theo kịch bản", "The points of the scenario")]
    change: Annotated[Fraction | None, About("Chênh lệch", "The difference")]
    exact: ClassVar[Exact]


@dataclass(frozen=True, slots=True)
class MoveRecord:
    """A unit that stands otherwise."""

    id: Annotated[str, About("Mã đơn vị", "Its id")]
    name: Annotated[str, About("Tên", "Its name")]
    before: StandingRecord
    now: StandingRecord
    rank_change: Annotated[int | None, About("Số bậc lên (dương) hay xuống", "Places up, or down where negative")]
    total_change: Annotated[Fraction | None, About("Chênh lệch tổng điểm", "The difference of the totals")]
    through: Annotated[Through, About(
        "points: điểm của chính đơn vị đổi; bounds: ngưỡng hay điều kiện của mức đổi; order: đơn vị khác đổi chỗ; nothing: chỉ điểm tối đa đổi; same: không có gì đổi",
        "points: its own points changed; bounds: the bounds or conditions of tiers did; order: others passed it; nothing: only its maximum changed; same: it stands as before",
    )]  # fmt: skip
    causes: Annotated[Sequence[CauseRecord], About("Điểm đổi ở tiêu chí nào", "At which criteria points changed")]
    is_named: Annotated[bool, About(
        "Kịch bản đổi chính câu trả lời của đơn vị: luôn được nêu, cả khi không gì đổi",
        "The scenario changes its own answers: it is listed even where it stands as before",
    )]  # fmt: skip
    exact: ClassVar[Exact]


@dataclass(frozen=True, slots=True)
class NearRecord:
    """A unit close to the bound of a tier under the scenario."""

    id: Annotated[str, About("Mã đơn vị", "Its id")]
    name: Annotated[str, About("Tên", "Its name")]
    total: Annotated[Fraction, About("Tổng điểm", "The total")]
    tier: Annotated[str, About("Mức có ngưỡng ấy", "The tier whose bound it is")]
    tier_title: Words
    bound: Annotated[Fraction, About("Ngưỡng, bằng điểm", "The bound, in points")]
    gap: Annotated[Fraction, About("Tổng điểm trừ ngưỡng", "The total minus the bound")]
    asks: Annotated[bool, About("Mức ấy còn điều kiện kèm theo", "Whether that tier asks for more than points")]
    exact: ClassVar[Exact]


@dataclass(frozen=True, slots=True)
class TierCountRecord:
    """How many ranked units of a list are in a tier."""

    id: Annotated[str, About("Mã mức", "The id of the tier")]
    title: Words
    before: Annotated[int, About("Theo bộ tiêu chí gốc", "Under the ruleset itself")]
    now: Annotated[int, About("Theo kịch bản", "Under the scenario")]


@dataclass(frozen=True, slots=True)
class NamedUnitRecord:
    """A unit by its id and name."""

    id: Annotated[str, About("Mã đơn vị", "Its id")]
    name: Annotated[str, About("Tên", "Its name")]


@dataclass(frozen=True, slots=True)
class MovedListRecord:
    """A list under a scenario."""

    id: Annotated[str, About("Mã danh sách", "Its id")]
    title: Words
    units: Annotated[
        Sequence[MoveRecord],
        About(
            "Các đơn vị đổi khác, và đơn vị mà kịch bản nêu tên",
            "The units that stand otherwise, and those that the scenario names",
        ),
    ]
    other_tier: Annotated[int, About("Số đơn vị đổi xếp loại", "How many changed tier")]
    up: Annotated[int, About("Số đơn vị lên hạng", "How many rose")]
    down: Annotated[int, About("Số đơn vị xuống hạng", "How many fell")]
    unchanged: Annotated[int, About("Số đơn vị không đổi gì", "How many stand as before")]
    unranked: Annotated[
        Sequence[NamedUnitRecord], About("Chưa xếp hạng theo kịch bản", "Without a rank under the scenario")
    ]
    tiers: Annotated[Sequence[TierCountRecord], About("Số đơn vị ở từng mức", "How many units are in each tier")]
    near: Annotated[
        Sequence[NearRecord], About("Gần ngưỡng nhất theo kịch bản", "Closest to a bound under the scenario")
    ]


@dataclass(frozen=True, slots=True)
class ChangedRecord:
    """A value that was tried in place of another."""

    address: Annotated[str, About("Địa chỉ", "The address")]
    about: Annotated[Words, About("Là gì", "What it is about")]
    before: Annotated[
        str, About("Giá trị hiện hành; rỗng nếu chưa ghi", "The value in effect; empty where none is stated")
    ]
    before_words: Annotated[Words, About("Giá trị ấy, như in cho người đọc", "That value, as it is printed for people")]
    now: Annotated[
        str,
        About("Giá trị thử; rỗng nếu tính lại theo mục con", "The value that is tried; empty of a sum that follows"),
    ]
    now_words: Annotated[Words, About("Giá trị ấy, như in cho người đọc", "That value, as it is printed for people")]
    follows: Annotated[
        bool,
        About(
            "Điểm tối đa của mục trên, tự cộng lại theo mục con", "A maximum above, which follows as the sum that it is"
        ),
    ]


@dataclass(frozen=True, slots=True)
class AtPointRecord:
    """A unit that moves at a point of a sweep."""

    id: Annotated[str, About("Mã đơn vị", "Its id")]
    name: Annotated[str, About("Tên", "Its name")]
    list: Annotated[str, About("Danh sách", "The list")]
    below: Annotated[StandingRecord | None, About(
        "Ngay dưới, hoặc ở bước trước; null nếu check báo lỗi ở đó",
        "Just below, or at the step before; null where check finds errors there",
    )]  # fmt: skip
    at: Annotated[StandingRecord | None, About(
        "Tại điểm ấy; null nếu check báo lỗi ở đó", "At the point; null where check finds errors there"
    )]  # fmt: skip
    above: Annotated[StandingRecord | None, About(
        "Ngay trên, hoặc tại bước ấy; null nếu check báo lỗi ở đó",
        "Just above, or at the step itself; null where check finds errors there",
    )]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PointRecord:
    """A value of a sweep at which somebody moves."""

    value: Annotated[
        Fraction | None,
        About("Giá trị đúng; null nếu chỉ biết khoảng", "The exact value; null where only an interval is known"),
    ]
    low: Annotated[Fraction, About(
        "Ngay dưới, hoặc bước trước: đã tính ở đây", "Just below, or the step before: evaluated here"
    )]  # fmt: skip
    high: Annotated[Fraction, About(
        "Ngay trên, hoặc chính bước ấy: đã tính ở đây", "Just above, or the step itself: evaluated here"
    )]  # fmt: skip
    is_refused_below: Annotated[bool, About("Ngay dưới, check báo lỗi", "Just below, check finds errors")]
    is_refused_above: Annotated[bool, About("Ngay trên, check báo lỗi", "Just above, check finds errors")]
    units: Sequence[AtPointRecord]
    exact: ClassVar[Exact]


@dataclass(frozen=True, slots=True)
class NamedTierRecord:
    """A tier that units have in a sweep."""

    id: Annotated[str, About("Mã mức", "The id of the tier")]
    title: Words


@dataclass(frozen=True, slots=True)
class StretchRecord:
    """A stretch of a sweep without a point within it; of a sweep by steps, from one evaluated value to another."""

    low: Annotated[Fraction, About("Từ", "From")]
    high: Annotated[Fraction, About("Đến", "To")]
    tiers: Annotated[Mapping[str, int], About(
        "Mã mức: số đơn vị có hạng; rỗng nếu check báo lỗi", "Tier: how many ranked units; empty where check finds errors",
    )]  # fmt: skip
    exact: ClassVar[Exact]


@dataclass(frozen=True, slots=True)
class SweptListRecord:
    """A list in a sweep."""

    id: Annotated[str, About("Mã danh sách; rỗng: ngoài mọi danh sách", "The list's id; empty: in no list")]
    title: Words
    units: Annotated[int, About("Số đơn vị", "How many units it has")]
    tiers: Annotated[Sequence[NamedTierRecord], About(
        "Các mức, từ cao xuống: của đơn vị, hoặc của tiêu chí có mức được quét",
        "The tiers, from the top: of units, or of the criterion whose tier is swept",
    )]  # fmt: skip
    stretches: Annotated[Sequence[StretchRecord], About("Giữa các điểm", "Between the points")]


@dataclass(frozen=True, slots=True)
class SweepRecord:
    """What a sweep found."""

    address: Annotated[str, About("Địa chỉ", "The address")]
    about: Annotated[Words, About("Là gì", "What it is about")]
    low: Annotated[
        Fraction, About("Từ; theo bước thì là giá trị đầu đã tính", "From; by steps, the first value evaluated")
    ]
    high: Annotated[
        Fraction, About("Đến; theo bước thì là giá trị cuối đã tính", "To; by steps, the last value evaluated")
    ]
    per_cent: Annotated[bool, About("Viết bằng phần trăm", "Written as per cent")]
    known: Annotated[Known, About(
        "exact: mọi điểm đổi đều được tìm ra, có lý do; every_value: đã tính mọi giá trị của bước, mỗi điểm là giá trị đầu tiên khác giá trị trước; grid: giữa hai điểm lưới, đổi rồi đổi lại thì không thấy",
        "exact: every point is found, with a reason; every_value: every value of the step was evaluated, a point being the first value unlike the one before; grid: what moves and moves back between two values of the grid is not seen",
    )]  # fmt: skip
    step: Annotated[Fraction | None, About("Bước của lưới", "The step of the grid")]
    evaluated: Annotated[int, About("Số lần đã tính", "How many evaluations were made")]
    stays: Annotated[int, About(
        "Số đơn vị của các danh sách ấy đứng như nhau ở mọi giá trị đã tính",
        "Units of those lists that stand alike at every value evaluated",
    )]  # fmt: skip
    elsewhere: Annotated[int, About(
        "Số đơn vị ở ngoài các danh sách ấy, không đổi", "Units outside of those lists, which do not move"
    )]  # fmt: skip
    points: Sequence[PointRecord]
    lists: Annotated[Sequence[SweptListRecord], About(
        "Các danh sách mà số được quét chạm tới", "The lists that the swept number can touch"
    )]  # fmt: skip
    refused: Annotated[
        Sequence[DiagnosticRecord],
        About("Lỗi của check ở chỗ đầu tiên không dùng được", "The errors of check where the ruleset is first refused"),
    ]
    exact: ClassVar[Exact]


@dataclass(frozen=True, slots=True)
class ScenarioRecord:
    """A scenario, and what it does."""

    id: Annotated[str, About("Tên kịch bản", "Its name")]
    title: Words
    amendment: Annotated[str, About("Tệp sửa đổi; rỗng nếu không có", "The amendment file; empty for none")]
    changes: Sequence[ChangedRecord]
    lists: Annotated[Sequence[MovedListRecord], About("Rỗng ở kịch bản quét", "Empty of a sweep")]
    sweep: SweepRecord | None
    warnings: Annotated[Sequence[DiagnosticRecord], About("Cảnh báo mới của check", "What check newly warns of")]


@dataclass(frozen=True, slots=True)
class WhatIfRecord:
    """Scenarios side by side: never a result."""

    ABOUT: ClassVar = About(
        "Kịch bản: thử số khác trước khi quyết định; không phải kết quả.",
        "Scenarios: other figures tried before anything is decided; not a result.",
    )
    format: Literal["itrank-tried/1"]
    notice: Annotated[Words, About("Dấu trên mọi bản in", "The mark on every output")]
    ruleset: Annotated[str, About("Bộ tiêu chí được so, mã@phiên-bản", "The ruleset that is compared with, id@version")]
    ruleset_sha256: Annotated[str, About("Mã băm của bộ ấy", "Its SHA-256")]
    title: Words
    period: Annotated[str, About("Kỳ của số liệu", "Period of the figures")]
    data: Annotated[Sequence[DataFileRecord], About("Các tệp số liệu", "The files of data")]
    illustrative: Annotated[bool, About("Có con số nào là minh họa không", "Whether any figure is made up")]
    scenarios: Sequence[ScenarioRecord]


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(text_of(schema_of(WhatIfRecord, "tried", FORMAT)))
