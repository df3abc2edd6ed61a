"""What a result holds, as types: the schema, the writer and the reader of the format `itrank-result/1` follow from them.

Fields stand in the order in which they are written. A name that Python has for itself ends in `_` here alone.
A class with `exact` writes the fractions of those of its numbers that 12 decimals do not hold, under that key and
at that place; numbers of a class without it are cut when the record is made.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from ..model.appraisal import Appraised, Stage
from ..model.ruleset import Decimals, Digits, RoundingMode, Side, Words
from .numbers import read_exact

FORMAT: Literal["itrank-result/1"] = "itrank-result/1"


@dataclass(frozen=True, slots=True, eq=False)
class About:
    """What a key says, in Vietnamese and English, and what its schema asks for beside its type (`minimum`, `pattern`, …)."""

    vi: str = ""
    en: str = ""
    rules: Mapping[str, Any] = field(default_factory=dict)


class Absent(Enum):
    """The value of a key that is not there, where its type allows that; it is falsy."""

    ABSENT = "absent"

    def __bool__(self) -> Literal[False]:
        return False


ABSENT: Literal[Absent.ABSENT] = Absent.ABSENT


class Exact:
    """Where a class writes the fractions of its numbers that are cut."""


@dataclass(frozen=True, slots=True)
class Values(Mapping[str, str | bool | None]):
    """Values by id: numbers as decimals, days as YYYY-MM-DD, None for none; and the fractions of decimals that are cut."""

    shown: Mapping[str, str | bool | None]
    exact: Mapping[str, Fraction]

    def __getitem__(self, id_: str) -> str | bool | None:
        return self.shown[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self.shown)

    def __len__(self) -> int:
        return len(self.shown)

    def number(self, id_: str) -> Fraction:
        """Give a number exactly; only of what is one.

        >>> Values({"a": "0.333333333333", "b": "0.5"}, {"a": Fraction(1, 3)}).number("a")
        Fraction(1, 3)
        """
        return self.exact[id_] if id_ in self.exact else read_exact(str(self.shown[id_]))


Rank: TypeAlias = int | None
_HASH: Mapping[str, Any] = {"pattern": "^[0-9a-f]{64}$"}
_FROM_0: Mapping[str, Any] = {"minimum": 0}
_FROM_1: Mapping[str, Any] = {"minimum": 1}

# ── The rules ──


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A file of the ruleset that was read."""

    ABOUT: ClassVar = About("Một tệp đã đọc.", "A file that was read.")

    path: Annotated[str, About(
        "Tên tính từ thư mục của bộ tiêu chí, không phải đường dẫn của máy; itrank/... là tệp kèm theo chương trình",
        "Named from the ruleset's folder, no path of the machine; itrank/... comes with the program",
    )]  # fmt: skip
    sha256: Annotated[str, About("Mã băm SHA-256 của tệp", "SHA-256 of the file", _HASH)]


@dataclass(frozen=True, slots=True)
class RulesetRecord:
    """What is said of the ruleset as a whole."""

    id: Annotated[str, About("Mã bộ tiêu chí", "Its id")]
    version: Annotated[str, About("Phiên bản", "Its version")]
    title: Words
    period: Annotated[str, About("Kỳ của số liệu", "Period of the figures")]
    locale: Annotated[Literal["vi", "en"], About("Ngôn ngữ của bộ tiêu chí", "The ruleset's language")]
    decision: Annotated[Mapping[str, str], About("Quyết định ban hành", "The decision")]
    effective: Annotated[Mapping[str, str], About("Ngày hiệu lực, cả hai đầu", "Days of effect, both included")]
    provenance: Annotated[str, About(
        "published, illustrative, inferred hoặc rỗng", "published, illustrative, inferred or empty",
    )]  # fmt: skip
    sha256: Annotated[str, About("Mã băm của mọi tệp nguồn gộp lại", "Hash of all sources together", _HASH)]
    sources: Annotated[tuple[SourceRecord, ...], About(
        "Tệp của bộ tiêu chí, rồi những tệp nó kế thừa", "The ruleset's file, then what it extends", {"minItems": 1},
    )]  # fmt: skip


@dataclass(frozen=True, slots=True)
class GroupRecord:
    """A group of units."""

    id: Annotated[str, About("Mã nhóm", "Its id")]
    title: Words


@dataclass(frozen=True, slots=True)
class InputRecord:
    """What units report."""

    ABOUT: ClassVar = About("Một số liệu mà đơn vị báo cáo.", "What units report.")

    id: Annotated[
        str, About("Mã đầu vào, hoặc mã chỉ tiêu mà nó trả lời", "Its id, or that of the leaf that it answers")
    ]
    label: Words
    type: Annotated[str, About("Kiểu", "Type")]
    measured_in: Annotated[str, About("Đơn vị đo", "Unit of measurement")]
    options: Annotated[Mapping[str, Words], About("Các lựa chọn", "The options")]
    provenance: Annotated[str, About("Nguồn gốc", "Provenance")]


@dataclass(frozen=True, slots=True)
class ValueRecord:
    """A published value: an input, or a named step of the ruleset."""

    ABOUT: ClassVar = About("Một giá trị được công bố.", "A published value.")

    id: Annotated[str, About("Mã, như trong values của đơn vị", "Its id, as in the values of units")]
    label: Words
    type: Annotated[str, About("Kiểu", "Type")]
    measured_in: Annotated[str, About("Đơn vị đo", "Unit of measurement")]
    options: Annotated[Mapping[str, Words], About("Các lựa chọn", "The options")]


@dataclass(frozen=True, slots=True)
class BoundRecord:
    """A bound of a tier, of points or of a share of the maximum; cut to 12 decimals."""

    amount: Fraction
    is_share: Annotated[bool, About("Là tỷ lệ của điểm tối đa", "Whether it is a share of the maximum")]
    points: Annotated[Fraction | None, About(
        "Số điểm ứng với điểm tối đa của bảng", "The points that it comes to of the scorecard's maximum",
    )]  # fmt: skip


@dataclass(frozen=True, slots=True)
class QuotaRecord:
    """How many units a tier takes at most; the amount is a decimal or a fraction as text."""

    ABOUT: ClassVar = About(
        "Nhiều nhất bao nhiêu đơn vị; chỉ có ở mức có hạn mức", "At most so many units; only where the tier has a quota"
    )

    amount: Annotated[str, About(rules={"pattern": r"^(0|[1-9][0-9]{0,99})(\.[0-9]{1,12}|/[1-9][0-9]{0,99})?$"})]
    is_share: bool
    at_ties: Literal["below", "above"]


@dataclass(frozen=True, slots=True)
class PointsAskedRecord:
    """Points of a node that a tier asks for; the amount is cut to 12 decimals."""

    ABOUT: ClassVar = About("Điểm của một mục mà mức đòi hỏi.", "Points of a node that a tier asks for.")

    node: Annotated[str, About("Mã mục", "The node")]
    side: Annotated[Side, About("from ≥, above >, up_to ≤, below <", "from ≥, above >, up_to ≤, below <")]
    amount: Fraction


@dataclass(frozen=True, slots=True)
class TierRecord:
    """A tier: ≥ `from_`, > `above`, ≤ `up_to`, < `below`, and what it asks for beside points."""

    ABOUT: ClassVar = About("Một mức xếp loại: ≥, >, ≤, <.", "A tier: ≥, >, ≤, <.")

    id: Annotated[str, About("Mã mức", "Its id")]
    title: Words
    from_: BoundRecord | None
    above: BoundRecord | None
    up_to: BoundRecord | None
    below: BoundRecord | None
    when: Words | None
    requires: Words | None
    points_asked: Annotated[tuple[PointsAskedRecord, ...] | Absent, About(
        "when và requires nếu chỉ so điểm của các mục với số; mọi điều phải đúng",
        "What when and requires come to where they only compare points of nodes with numbers; all must hold",
    )]  # fmt: skip
    quota: QuotaRecord | Absent
    unreachable: Annotated[Literal[True] | Absent, About(
        "Không ai có thể đủ điểm cho mức này, dù mọi tiêu chí cao nhất; không có nếu có thể",
        "Nobody can have the points that it asks for, with the most of every criterion; absent where somebody can",
    )]  # fmt: skip

    @property
    def bounds(self) -> dict[Side, BoundRecord]:
        """The bounds that it has, by their names in a ruleset."""
        every: dict[Side, BoundRecord | None] = {
            "from": self.from_,
            "above": self.above,
            "up_to": self.up_to,
            "below": self.below,
        }
        return {side: bound for side, bound in every.items() if bound is not None}


@dataclass(frozen=True, slots=True)
class RoundingRecord:
    """How a finished value is rounded."""

    digits: Annotated[int, About(
        "Số chữ số lẻ; âm là hàng chục, trăm", "Decimals; negative: tens, hundreds", {"minimum": -12, "maximum": 12},
    )]  # fmt: skip
    mode: Annotated[RoundingMode, About("Cách làm tròn", "The mode")]


@dataclass(frozen=True, slots=True)
class BranchRecord:
    """How the points of the nodes below are put together, step by step; numbers are cut to 12 decimals."""

    ABOUT: ClassVar = About("Điểm của các mục con được gộp thế nào.", "How the points below are put together.")

    aggregate: Annotated[str, About("Cách gộp; formula là công thức riêng", "The aggregate, or formula, or none")]
    cap: Annotated[Fraction | None, About("Không quá", "At most so much, before bonus and penalty")]
    out_of: Annotated[Fraction | None, About("Quy về thang", "The scale that it is brought to")]
    then: Annotated[bool, About("Có công thức tính tiếp không", "Whether a formula follows")]
    min: Annotated[Fraction | None, About("Không dưới", "At least so much")]
    rounding: RoundingRecord | None


@dataclass(frozen=True, slots=True)
class NodeRecord:
    """A node of a scorecard."""

    ABOUT: ClassVar = About("Một mục của bảng điểm.", "A node of a scorecard.")

    id: Annotated[str, About("Mã mục", "Its id")]
    code: Annotated[str, About("Số mục", "Its number")]
    title: Words
    parent: Annotated[str, About(
        "Mục cha; rỗng ở gốc và ở tổng phụ", "The node above; empty for the root and for totals",
    )]  # fmt: skip
    children: Annotated[tuple[str, ...], About(
        "Mục con; của tổng phụ: các mục được cộng", "The nodes below; of a total: those that it adds up",
    )]  # fmt: skip
    is_total: Annotated[bool, About("Là tổng đứng cạnh cây", "Whether it is a total beside the tree")]
    max: Annotated[Fraction | None, About("Điểm tối đa", "Its maximum")]
    role: Annotated[str, About("Vai trò", "Role")]
    weight: Annotated[Fraction | Absent, About(
        "Trọng số trong mục cha, cắt ở 12 chữ số lẻ; không có nếu là 1", "Its weight above, cut to 12 decimals; absent where it is 1",
    )]  # fmt: skip
    branch: Annotated[BranchRecord | Absent, About(
        "Các mục con được gộp thế nào; không có ở mục không có mục con", "How the nodes below are put together; absent of a leaf",
    )]  # fmt: skip
    on_fail: Annotated[Literal["flag", "unranked", "lowest_tier"] | Absent, About(
        "Của điều kiện: không đạt thì sao", "Of a condition: what follows for who fails it",
    )]  # fmt: skip
    kind: Words
    formula: Annotated[Words | None, About("Cách tính bằng lời", "How it is made, in words")]
    applies: Annotated[Words | None, About("Áp dụng khi", "When it applies")]
    reads: Annotated[tuple[str, ...], About("Các đầu vào được đọc", "The inputs that it reads")]
    clause: Annotated[str, About("Điều khoản", "Clause")]
    provenance: Annotated[str, About("Nguồn gốc", "Provenance")]
    tiers: Annotated[tuple[TierRecord, ...] | Absent, About(
        "Các mức riêng của mục dưới gốc; không có nếu mục không có mức riêng",
        "The tiers of a node below the root; absent where it has none of its own",
    )]  # fmt: skip


@dataclass(frozen=True, slots=True)
class RankingRecord:
    """How a scorecard ranks."""

    best: Annotated[str, About("highest hoặc lowest", "highest or lowest")]
    ties: Annotated[str, About("Cách xếp khi bằng nhau", "How ties are ranked")]
    by: Words | None
    tie_break: Annotated[tuple[Words, ...], About("Xét thêm khi bằng nhau", "What parts a tie")]
    tie_nodes: Annotated[tuple[str, ...] | Absent, About(
        "Mã mục mà mỗi tiêu chí phụ xét; rỗng nếu nó không phải một mục; không có nếu không xét thêm gì",
        "The node that each tie-break compares; empty where it is none; absent where there are no tie-breaks",
    )]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ScorecardRecord:
    """A scorecard: its nodes, its tiers and how it ranks."""

    ABOUT: ClassVar = About("Một bảng điểm.", "A scorecard.")

    id: Annotated[str, About("Mã bảng điểm", "Its id")]
    title: Words
    max: Annotated[Fraction | None, About("Điểm tối đa", "Its maximum")]
    groups: Annotated[tuple[str, ...], About(
        "Các nhóm dùng bảng này; rỗng: mọi nhóm", "Groups that it is for; empty: all",
    )]  # fmt: skip
    criteria: Annotated[tuple[NodeRecord, ...], About(
        "Các mục: gốc trước, cha trước con, rồi các tổng phụ", "The nodes: the root first, parents before children, then totals",
        {"minItems": 1},
    )]  # fmt: skip
    tiers: Annotated[tuple[TierRecord, ...], About(
        "Các mức, mức đầu tiên phù hợp được chọn", "The tiers; the first that fits is taken",
    )]  # fmt: skip
    ranking: RankingRecord | None


# ── The data ──


@dataclass(frozen=True, slots=True)
class TableRecord:
    """What was read of a table."""

    sheet: Annotated[
        str, About("Trang tính; trống nếu không phải sổ tính", "Its sheet; empty where the file is no workbook")
    ]
    span: Annotated[str, About("Các dòng hoặc vùng ô đã đọc", "The lines or cells that were read")]
    rows: Annotated[int, About("Số dòng dưới tên cột", "Rows below the headers", _FROM_0)]
    units: Annotated[int, About("Số đơn vị có dòng trong bảng", "Units that have a row in it", _FROM_0)]
    decimal: Annotated[Literal[".", ",", ""], About(
        "Dấu thập phân của chữ trong tệp; trống nếu không biết", "The decimal sign of text in the file; empty where it is unknown",
    )]  # fmt: skip
    marks: Annotated[Mapping[str, Annotated[int, About(rules=_FROM_1)]], About(
        "Mỗi ký hiệu có trong bao nhiêu ô", "How many cells hold each mark",
    )]  # fmt: skip


@dataclass(frozen=True, slots=True)
class DataFileRecord(SourceRecord):
    """A file of the data."""

    ABOUT: ClassVar = About()

    role: Annotated[Literal["data", "units", "previous", "mapping", "corrections"], About(
        "Đọc như gì: số liệu, bảng đơn vị, kết quả năm trước, tệp ghép cột, điều chỉnh", "What it was read as",
    )]  # fmt: skip
    tables: Annotated[tuple[TableRecord, ...], About("Các bảng đã đọc trong tệp", "The tables that were read from it")]


@dataclass(frozen=True, slots=True)
class AppraisalRecord:
    """The stage of the appraisal after which a result holds."""

    stage: Annotated[Appraised, About(
        "first: thẩm định lần một; second: lần hai; council: hội đồng", "first or second appraisal, or the council",
    )]  # fmt: skip
    corrections: Annotated[int, About(
        "Số điều chỉnh, không kể giải trình", "How many corrections, explanations not counted", _FROM_0,
    )]  # fmt: skip
    units: Annotated[int, About("Số đơn vị có điều chỉnh", "How many units have any", _FROM_0)]


# ── Units ──


@dataclass(frozen=True, slots=True)
class ReasonRecord:
    """Why there is no score or no rank, as one sentence without a full stop.

    Attributes:
        code: a reason of the model, or `role`, `scorecard`, `condition`, `merged`, `split`, `unclear`.
        about: the input, value or criterion that it began with; empty where there is none.
    """

    ABOUT: ClassVar = About(
        "Vì sao không có điểm hoặc hạng; null nếu có.", "Why there is no score or rank; null where there is."
    )

    code: Annotated[str, About("Mã lý do", "The reason's code")]
    about: Annotated[str, About(
        "Đầu vào, giá trị hoặc tiêu chí là nguyên nhân", "The input, value or criterion that it began with",
    )]  # fmt: skip
    vi: Annotated[str, About("Câu tiếng Việt", "A sentence in Vietnamese")]
    en: Annotated[str, About("Câu tiếng Anh", "A sentence in English")]

    def say(self, lang: str) -> str:
        """Give the sentence in `vi` or `en`, or in the other where that is empty."""
        return Words(self.vi, self.en).say(lang)


RankPrinted: TypeAlias = Annotated[
    str | Absent,
    About(
        "Hạng như đã công bố, nếu là một khoảng như 101-150; khi đó rank là null",
        "The rank as it was published where it is a band such as 101-150; rank is null then",
    ),
]


@dataclass(frozen=True, slots=True)
class PreviousRecord:
    """A unit's result of last year."""

    ABOUT: ClassVar = About("Kết quả năm trước; null nếu không biết.", "Last year's result; null where unknown.")

    id: Annotated[str, About("Mã đơn vị năm đó", "The unit's id of that year")]
    total: Annotated[Fraction | None, About("Tổng điểm", "Total")]
    max: Annotated[Fraction | None, About("Điểm tối đa", "Maximum")]
    rank: Annotated[Rank, About("Hạng", "Rank", _FROM_1)]
    tier: Annotated[str, About("Mức xếp loại", "Tier")]
    rank_printed: RankPrinted
    exact: ClassVar[Exact]


@dataclass(frozen=True, slots=True)
class GoneRecord:
    """A unit of last year whose place nobody takes: its name, and its result of last year."""

    ABOUT: ClassVar = About()

    name: Annotated[str, About("Tên đơn vị", "Its name")]
    id: Annotated[str, About("Mã đơn vị năm đó", "The unit's id of that year")]
    total: Annotated[Fraction | None, About("Tổng điểm", "Total")]
    max: Annotated[Fraction | None, About("Điểm tối đa", "Maximum")]
    rank: Annotated[Rank, About("Hạng", "Rank", _FROM_1)]
    tier: Annotated[str, About("Mức xếp loại", "Tier")]
    rank_printed: RankPrinted
    exact: ClassVar[Exact]


@dataclass(frozen=True, slots=True)
class SuccessionRecord:
    """Why a unit cannot be compared with last year."""

    kind: Annotated[Literal["merged", "split", "unclear"], About(
        "Hợp nhất, chia tách, hoặc chưa rõ là đơn vị nào", "Merged, split, or unclear which it was",
    )]  # fmt: skip
    of: Annotated[tuple[str, ...], About("Mã các đơn vị năm trước", "Units of last year", {"minItems": 1})]
    vi: Annotated[str, About("Bằng lời, tiếng Việt", "In Vietnamese")]
    en: Annotated[str, About("Bằng lời, tiếng Anh", "In English")]

    def say(self, lang: str) -> str:
        """Give the sentence in `vi` or `en`, or in the other where that is empty."""
        return Words(self.vi, self.en).say(lang)


@dataclass(frozen=True, slots=True)
class CorrectionRecord:
    """A correction of an appraiser, or a unit's explanation."""

    target: Annotated[str, About("Đầu vào hoặc tiêu chí được điều chỉnh", "The input or criterion that was corrected")]
    stage: Annotated[Stage, About(
        "first, explanation (đơn vị giải trình), second, council (hội đồng)", "The stage",
    )]  # fmt: skip
    from_: Annotated[str, About("Giá trị trước đó", "What stood before")]
    to: Annotated[str, About(
        "Giá trị từ dòng này; của giải trình là đề nghị", "What stands from here; of an explanation what is proposed",
    )]  # fmt: skip
    reason: Annotated[str, About("Lý do", "Why")]
    basis: Annotated[str, About("Căn cứ", "On what basis")]


@dataclass(frozen=True, slots=True)
class DeclaredRecord:
    """What a unit would have by what it declared itself."""

    total: Annotated[Fraction | None, About("Tổng điểm tự chấm", "The total as declared")]
    max: Annotated[Fraction | None, About("Điểm tối đa", "Its maximum")]
    tier: Annotated[str, About(
        "Mức xếp loại theo số tự kê khai; rỗng nếu không có", "The tier as declared; empty where there is none",
    )]  # fmt: skip
    rank: Annotated[Rank, About("Hạng theo số tự kê khai", "The rank as declared", _FROM_1)]
    exact: ClassVar[Exact]


@dataclass(frozen=True, slots=True)
class CriterionRecord:
    """A node for one unit. `declared` is there if and only if the result has an appraisal."""

    id: Annotated[str, About("Mã tiêu chí", "Its id")]
    code: Annotated[str, About(
        "Số hiệu trong quyết định, là chữ: 1.10 khác 1.1", "Its number in the decision, as text: 1.10 is not 1.1",
    )]  # fmt: skip
    title: Words
    score: Annotated[Fraction | None, About(
        "Điểm sau khi hoàn tất; null là không có điểm, không phải 0", "The finished score; null is no score, not 0",
    )]  # fmt: skip
    max: Annotated[Fraction | None, About("Điểm tối đa theo bộ tiêu chí", "The maximum in the ruleset")]
    counted: Annotated[Fraction | None, About(
        "Điểm tối đa được tính cho đơn vị này", "The maximum that counts for this unit",
    )]  # fmt: skip
    declared: Annotated[Fraction | Absent | None, About(
        "Điểm theo số tự kê khai; chỉ có khi có thẩm định", "The score of what was declared; only where there is an appraisal",
    )]  # fmt: skip
    tier: Annotated[str, About("Mức, nếu tiêu chí có mức riêng", "The tier, where the criterion has its own")]
    rank: Annotated[
        Rank, About("Hạng, nếu tiêu chí có xếp hạng riêng", "The rank, where the criterion has its own", _FROM_1)
    ]
    rank_printed: Annotated[str | Absent, About(
        "Hạng như được in, nếu khác rank: đồng hạng được in khác", "The rank as it is printed where that is not rank: for who shares it",
    )]  # fmt: skip
    state: Annotated[
        Literal["scored", "not_applicable", "skipped", "missing", "invalid", "unscored"],
        About("Trạng thái", "The state"),
    ]
    reason: ReasonRecord | None
    provenance: Annotated[str, About(
        "published: đã công bố; illustrative: minh họa; rỗng nếu không nói",
        "published, illustrative, or empty where nothing is said",
    )]  # fmt: skip
    exact: ClassVar[Exact]

    @property
    def declared_score(self) -> Fraction | None:
        """The score of what was declared; None where there is none, or no appraisal."""
        return self.declared if isinstance(self.declared, Fraction) else None


@dataclass(frozen=True, slots=True)
class UnitOutcome:
    """A unit without its answers and its criteria: total, tier and rank, or why it is not ranked."""

    id: Annotated[str, About("Mã đơn vị", "Its id")]
    name: Annotated[str, About("Tên", "Its name")]
    group: Annotated[str, About("Nhóm", "Its group")]
    parent: Annotated[str, About("Đơn vị cấp trên", "Its superior unit")]
    scorecard: Annotated[str, About("Bảng điểm", "Its scorecard")]
    status: Annotated[Literal["ranked", "provisional", "unranked", "reference"], About(
        "ranked: có hạng; provisional: xếp tạm; unranked: không xếp; reference: chỉ tham chiếu", "What became of it",
    )]  # fmt: skip
    reason: ReasonRecord | None
    total: Annotated[Fraction | None, About("Tổng điểm", "The total")]
    max: Annotated[Fraction | None, About("Điểm tối đa của đơn vị", "The unit's maximum")]
    tier: Annotated[str, About("Mức xếp loại", "The tier")]
    list: Annotated[str, About("Danh sách xếp hạng", "The ranking list")]
    rank: Annotated[Rank, About("Hạng", "The rank", _FROM_1)]
    rank_printed: Annotated[str, About("Hạng như được in", "The rank as it is printed")]
    tied: Annotated[bool, About("Có đồng hạng không", "Whether it shares its rank")]
    tie_break: Annotated[int | None, About(
        "Tiêu chí phụ thứ mấy (từ 0) đã phân định; null nếu không",
        "The index (from 0) of the tie-break that decided; null if none did", _FROM_0,
    )]  # fmt: skip
    previous: PreviousRecord | None
    succession: Annotated[SuccessionRecord | None, About(
        "Vì sao không so sánh được với năm trước; null nếu so sánh được",
        "Why it cannot be compared with last year; null where it can",
    )]  # fmt: skip
    rank_change: Annotated[int | None, About(
        "Hạng trước trừ hạng nay; dương là lên", "Previous rank minus rank; positive is up",
    )]  # fmt: skip
    total_change: Annotated[Fraction | None, About(
        "Thay đổi tổng điểm, chỉ khi hai năm cùng điểm tối đa",
        "The change of the total, only where both years have the same maximum",
    )]  # fmt: skip
    unresolved: Annotated[tuple[str, ...], About(
        "Đầu vào còn thiếu hoặc sai mà tổng điểm cần đến", "Inputs that lack a value on which the total hangs",
    )]  # fmt: skip
    failed: Annotated[tuple[str, ...], About("Điều kiện không đạt", "Conditions that do not hold")]
    values: Annotated[Values, About(
        "Giá trị được công bố; số là chuỗi thập phân; null là không có",
        "Published values; numbers are decimals as text; null is none",
    )]  # fmt: skip
    exact: ClassVar[Exact]


@dataclass(frozen=True, slots=True)
class UnitRecord(UnitOutcome):
    """A unit with all that is known of it."""

    inputs: Annotated[Values, About(
        "Số liệu đã báo cáo, như đã đọc; ngày viết YYYY-MM-DD", "What it reported, as read; days as YYYY-MM-DD",
    )]  # fmt: skip
    lacks: Annotated[Mapping[str, Literal["missing", "not_applicable", "invalid"]], About(
        "Số liệu không có giá trị và lý do", "Inputs without a value, and why",
    )]  # fmt: skip
    cells: Annotated[Mapping[str, str], About("Ô của từng số liệu", "The cell of each input")]
    declared: Annotated[DeclaredRecord | Absent, About(
        "Kết quả theo số tự kê khai; chỉ có khi có thẩm định",
        "The result of what the unit declared; only where there is an appraisal",
    )]  # fmt: skip
    corrections: Annotated[tuple[CorrectionRecord, ...] | Absent, About(
        "Các điều chỉnh và giải trình, theo thứ tự", "Corrections and explanations, in their order",
    )]  # fmt: skip
    criteria: Annotated[Sequence[CriterionRecord], About(
        "Mọi tiêu chí của bảng điểm, cha trước con", "Every criterion of the scorecard, parents first",
    )]  # fmt: skip


# ── Lists, what is certain, findings ──


@dataclass(frozen=True, slots=True)
class ListRecord:
    """A list of units that are ranked against each other."""

    id: Annotated[str, About("Mã danh sách", "Its id")]
    title: Words
    scorecards: Annotated[tuple[str, ...], About("Các bảng điểm có mặt", "The scorecards in it")]
    units: Annotated[tuple[str, ...], About("Đơn vị có hạng, theo thứ hạng", "Ranked units, in order of rank")]
    unranked: Annotated[tuple[str, ...], About("Đơn vị không có hạng", "Units without a rank")]
    tiers: Annotated[Mapping[str, Annotated[int, About(rules=_FROM_0)]], About(
        "Số đơn vị có hạng ở mỗi mức, theo thứ tự của bộ tiêu chí",
        "How many ranked units are in each tier, in the ruleset's order",
    )]  # fmt: skip
    mean: Annotated[Fraction | None, About("Điểm bình quân của đơn vị có hạng", "The mean total of ranked units")]
    exact: ClassVar[Exact]


@dataclass(frozen=True, slots=True)
class MissingRecord:
    """A missing answer, with the least and the most that it may be; cut to 12 decimals."""

    input: str
    min: Fraction | None
    max: Fraction | None


@dataclass(frozen=True, slots=True)
class CertaintyRecord:
    """What is certain of a unit while answers are missing."""

    unit: str
    best: Annotated[int, About("Hạng cao nhất có thể", "The best possible rank", _FROM_1)]
    worst: Annotated[int, About("Hạng thấp nhất có thể", "The worst possible rank", _FROM_1)]
    low: Annotated[Fraction | None, About("Tổng điểm thấp nhất có thể", "The least possible total")]
    high: Annotated[Fraction | None, About("Tổng điểm cao nhất có thể", "The greatest possible total")]
    tiers: Annotated[tuple[str, ...], About("Các mức xếp loại có thể", "The possible tiers")]
    hangs_on: Annotated[tuple[MissingRecord, ...], About(
        "Số liệu còn thiếu của đơn vị và khoảng cho phép", "The unit's missing inputs and their declared range",
    )]  # fmt: skip
    exact: ClassVar[Exact]


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """Where a finding is."""

    file: Annotated[str, About("Tệp", "File")]
    line: Annotated[int, About("Dòng, từ 1; 0 là cả tệp", "Line from 1; 0 is the whole file", _FROM_0)]
    column: Annotated[int, About("Cột, từ 1; 0 là cả dòng", "Column from 1; 0 is the whole line", _FROM_0)]
    cell: Annotated[str, About("Ô của bảng", "A cell of a table")]


@dataclass(frozen=True, slots=True)
class DiagnosticRecord:
    """A finding."""

    code: Annotated[str, About("Mã", "Its code", {"pattern": "^ITR[0-9]{3}$"})]
    severity: Annotated[Literal["error", "warning", "info"], About("Mức độ", "How bad it is")]
    message: Words
    help: Words
    place: PlaceRecord


# ── All of it ──


@dataclass(frozen=True, slots=True)
class ResultRecord:
    """A year's result."""

    ABOUT: ClassVar = About(
        "Kết quả một năm của itrank. Không có thời gian hay tên máy: cùng dữ liệu cho cùng từng byte.",
        "A year's result by itrank. No time and no machine: the same data give the same bytes.",
    )

    format: Annotated[Literal["itrank-result/1"], About("Định dạng của tệp này", "The format of this file")]
    engine: Annotated[str, About("Phiên bản itrank", "Version of itrank")]
    ruleset: RulesetRecord
    data: Annotated[tuple[DataFileRecord, ...], About("Các tệp số liệu", "The data files")]
    illustrative: Annotated[bool, About("Có con số nào là minh họa không", "Whether any figure is made up")]
    provisional: Annotated[bool, About(
        "Có yêu cầu xếp hạng tạm thời không", "Whether a provisional ranking was asked for",
    )]  # fmt: skip
    appraisal: Annotated[AppraisalRecord | Absent, About(
        "Kết quả sau giai đoạn thẩm định nào; không có nếu chưa điều chỉnh gì",
        "The stage of the appraisal after which it stands; absent where nothing was corrected",
    )]  # fmt: skip
    show: Annotated[int | None, About(
        "Số chữ số lẻ khi in; không đổi giá trị", "Decimals that are printed; changes no value", {"minimum": 0, "maximum": 12},
    )]  # fmt: skip
    show_fixed: Annotated[Literal[True] | Absent, About(
        "Luôn in đủ số chữ số lẻ ấy, như 70,00; không có nếu số 0 ở cuối không được in",
        "So many decimals always, as in 70.00; absent where zeros at the end are not printed",
    )]  # fmt: skip
    groups: Annotated[tuple[GroupRecord, ...], About("Các nhóm đơn vị", "Groups of units")]
    inputs: Annotated[tuple[InputRecord, ...], About("Số liệu đơn vị báo cáo", "What units report")]
    values: Annotated[tuple[ValueRecord, ...] | Absent, About(
        "Các giá trị được công bố; không có nếu bộ tiêu chí không công bố giá trị nào",
        "The published values; absent where the ruleset publishes none",
    )]  # fmt: skip
    scorecards: Annotated[tuple[ScorecardRecord, ...], About("Các bảng điểm", "The scorecards")]
    lists: Annotated[tuple[ListRecord, ...], About("Các danh sách xếp hạng", "The ranking lists")]
    gone: Annotated[tuple[GoneRecord, ...], About(
        "Đơn vị của năm trước mà năm nay không còn đơn vị nào thay", "Units of last year whose place nobody takes",
    )]  # fmt: skip
    certainty: Annotated[tuple[CertaintyRecord, ...], About(
        "Điều chắc chắn dù số liệu còn thiếu là bao nhiêu, của các danh sách còn thiếu số liệu",
        "What stands whatever the missing answers are, of the lists in which an answer is missing",
    )]  # fmt: skip
    units: Annotated[Sequence[UnitRecord], About(
        "Các đơn vị, theo thứ tự của số liệu", "The units, in the order of the data",
    )]  # fmt: skip
    diagnostics: Annotated[Sequence[DiagnosticRecord], About("Các phát hiện", "Findings")]

    @property
    def digits(self) -> Digits:
        """How points are printed: `show`, with its zeros at the end where they are asked for."""
        return Decimals(self.show, self.show) if self.show is not None and self.show_fixed else self.show
