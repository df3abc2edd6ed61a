"""The words of a result in Vietnamese and English: why there is no score, and what became of a unit."""

import re
from collections.abc import Iterable, Mapping, Sequence

from ..files.visible import visible
from ..model.outcome import NoScore, Reason, State
from ..model.result import Succession, UnitResult
from ..model.ruleset import Input, NamedValue, Node, Ranking, Ruleset, Scorecard, Tier, Words
from ..model.sentences import Pair, sentence
from ..score.succession import entries_named
from .contract import RankingRecord, ReasonRecord, TierRecord

LANGUAGES = ("vi", "en")
STAGES: Mapping[str, tuple[str, str]] = {
    "first": ("thẩm định lần một", "first appraisal"),
    "explanation": ("đơn vị giải trình", "the unit explains"),
    "second": ("thẩm định lần hai", "second appraisal"),
    "council": ("quyết định của hội đồng", "decision of the council"),
}
"""What the stages of an appraisal are called, in Vietnamese and English."""
LACKS: Mapping[str, tuple[str, str]] = {
    "missing": ("không có", "none"),
    "not_applicable": ("không áp dụng", "does not apply"),
    "invalid": ("không đọc được", "not read"),
    "skipped": ("để ra ngoài", "left out"),
    "unscored": ("không chấm điểm", "not scored"),
}
"""What stands in a cell in place of a value, by its state."""
ROLES: Mapping[str, tuple[str, str]] = {
    "bonus": ("điểm thưởng", "bonus"),
    "penalty": ("điểm trừ", "penalty"),
    "unscored": ("không tính điểm", "not scored"),
    "condition": ("điều kiện", "condition"),
}
"""What a criterion counts as, where it is more than scored."""
MODES: Mapping[str, tuple[str, str]] = {
    "half_up": ("nửa làm tròn lên", "halves away from zero"),
    "half_even": ("nửa về số chẵn", "halves to even"),
    "half_down": ("nửa làm tròn xuống", "halves towards zero"),
    "up": ("luôn lên", "away from zero"),
    "down": ("bỏ phần lẻ", "towards zero"),
    "floor": ("xuống", "down"),
    "ceiling": ("lên", "up"),
}
"""How a value is rounded."""

_ISO_DAY = re.compile("([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_LAST_MONTH_WITH_ZERO = 2

_KINDS: tuple[tuple[str, str, str], ...] = (
    ("ND", "Nghị định", "Decree"),
    ("TTLT", "Thông tư liên tịch", "Joint Circular"),
    ("TT", "Thông tư", "Circular"),
    ("NQ", "Nghị quyết", "Resolution"),
    ("QD", "Quyết định", "Decision"),
    ("KH", "Kế hoạch", "Plan"),
    ("CT", "Chỉ thị", "Directive"),
    ("HD", "Hướng dẫn", "Guidance"),
    ("TB", "Thông báo", "Notice"),
    ("CV", "Văn bản", "Document"),
    ("QH", "Văn bản", "Document"),  # of the National Assembly: a law or a resolution
    ("", "Luật", "Law"),
    ("", "Công văn", "Official Letter"),
)  # the symbol in a number (Nghị định 30/2020/NĐ-CP, phụ lục III), without the stroke of Đ; the names
_SYMBOL = re.compile(r"/([A-Z]+)(?=-|[0-9]|$)")

_LISTS: Mapping[str, Pair] = {
    "all": ("Tất cả đơn vị", "All units"),
    "": ("Không thuộc danh sách nào", "In no list"),
}

_REASONS: Mapping[Reason, tuple[str, str]] = {
    Reason.DOES_NOT_APPLY: ("{about} không áp dụng cho đơn vị này", "{about} does not apply to this unit"),
    Reason.MARKED_NOT_APPLICABLE: (
        "{about} được đánh dấu không áp dụng trong số liệu", "{about} is marked not applicable in the data",
    ),
    Reason.OPTION_NOT_APPLICABLE: (
        "{about} không áp dụng theo câu trả lời của đơn vị", "{about} does not apply, by the unit's own answer",
    ),
    Reason.NO_CHILD_COUNTS: (
        "không tiêu chí nào của {about} được tính cho đơn vị này", "no criterion of {about} counts for this unit",
    ),
    Reason.NO_VALUE: ("thiếu số liệu {about}", "{about} is missing from the data"),
    Reason.NO_VALUE_EXPECTED: (
        "không có số liệu {about}; bộ tiêu chí cho phép để trống", "there are no data for {about}, as the ruleset allows",
    ),
    Reason.LEFT_OUT: (
        "không có số liệu {about} nên được bỏ qua theo bộ tiêu chí", "there are no data for {about}; the ruleset leaves it out",
    ),
    Reason.TOO_FEW: (
        "quá ít số liệu để tính {about}", "there are too few data for {about}",
    ),
    Reason.BAD_VALUE: ("số liệu {about} sai", "the value of {about} is wrong"),
    Reason.DIVISION_BY_ZERO: ("phép chia cho 0 khi tính {about}", "division by zero in {about}"),
    Reason.OUT_OF_DOMAIN: (
        "{about} ra ngoài miền xác định của hàm", "{about} is outside the domain of a function",
    ),
    Reason.TOO_LARGE: ("{about} lớn quá giới hạn", "{about} passes the limit of magnitude"),
    Reason.NO_COHORT: (
        "không có đơn vị nào để so sánh khi tính {about}", "there is nobody to compare with in {about}",
    ),
    Reason.NO_LAST_YEAR: ("không có {about} của năm trước", "{about} of last year is unknown"),
    Reason.NOT_COMPARABLE: (
        "{about} của năm trước không so sánh được: đơn vị được hợp nhất, chia tách hoặc chưa rõ là đơn vị nào",
        "{about} of last year cannot be compared: the unit was merged or split, or it is unclear which it was",
    ),
    Reason.NO_SUBORDINATES: (
        "không có đơn vị trực thuộc nào để tính {about}", "there are no subordinate units for {about}",
    ),
    Reason.OTHER_SCORECARD: (
        "{about} thuộc bảng điểm khác", "{about} belongs to another scorecard",
    ),
    Reason.NOT_SUMMED: ("{about} không tính điểm", "{about} is not scored"),
}  # fmt: skip

_STATES: Mapping[State, tuple[str, str]] = {
    State.SCORED: ("có điểm", "scored"),
    State.NOT_APPLICABLE: ("không áp dụng", "not applicable"),
    State.SKIPPED: ("bỏ qua", "skipped"),
    State.MISSING: ("thiếu số liệu", "missing"),
    State.INVALID: ("số liệu sai", "invalid"),
    State.UNSCORED: ("không tính điểm", "unscored"),
}

_STATUSES: Mapping[str, tuple[str, str]] = {
    "ranked": ("được xếp hạng", "ranked"),
    "provisional": ("xếp hạng tạm thời", "ranked provisionally"),
    "unranked": ("chưa xếp hạng", "not ranked"),
    "reference": ("chỉ để tham chiếu, không xếp hạng", "for reference only, not ranked"),
}


def decree_date(day: str, lang: str) -> str:
    """Write an ISO day, month or year as decrees write them (Nghị định 30/2020/NĐ-CP).

    Days below 10 and the months 1 and 2 have a zero before them, and no other month has one.

    >>> decree_date("2027-03-05", "vi"), decree_date("2026-02", "vi"), decree_date("2026", "vi")
    ('ngày 05 tháng 3 năm 2027', 'tháng 02 năm 2026', 'năm 2026')
    >>> decree_date("2027-03-05", "en")
    '2027-03-05'
    """
    found = _ISO_DAY.fullmatch(day)
    if lang != "vi" or found is None:
        return day
    year, month, date = found.groups()
    months = f"tháng {int(month)}" if month and int(month) > _LAST_MONTH_WITH_ZERO else f"tháng {month}"
    return " ".join([*([f"ngày {date}"] if date else []), *([months] if month else []), f"năm {year}"])


def decree_named(decision: Mapping[str, str], lang: str) -> tuple[str, str]:
    """Give what kind of document a ruleset is based on, and its number; the number is empty where none is stated.

    The kind is the name that the number begins with, else what its symbol stands for; a number without either is a
    decision's.

    >>> decree_named({"number": "335/2025/NĐ-CP"}, "vi"), decree_named({"number": "30/2024/TT-BNV"}, "en")
    (('Nghị định', '335/2025/NĐ-CP'), ('Circular', '30/2024/TT-BNV'))
    >>> decree_named({"number": "Nghị quyết số 12/NQ-HĐND"}, "en"), decree_named({"number": "1949"}, "vi")
    (('Resolution', '12/NQ-HĐND'), ('Quyết định', '1949'))
    """
    number = visible(decision.get("number", ""))
    for _, *names in _KINDS:
        for name in names:
            if number.casefold().startswith(f"{name.casefold()} "):
                return names[lang != "vi"], re.sub(
                    r"^\s*(?:số|no\.?)\s+", "", number[len(name) :], flags=re.IGNORECASE
                ).strip()
    found = _SYMBOL.search(number.upper().replace("Đ", "D"))
    named = {symbol: names for symbol, *names in _KINDS if symbol}
    return named.get(found[1] if found else "", named["QD"])[lang != "vi"], number


def prefers_least(ranking: Ranking | RankingRecord | None, tiers: Sequence[Tier | TierRecord]) -> bool:
    """Say whether less is better: the lowest total is first, or the best tier has upper bounds alone.

    >>> prefers_least(None, [])
    False
    """
    is_lowest_first = ranking is not None and ranking.by is None and ranking.best == "lowest"
    sides = set(tiers[0].bounds) if tiers else set()
    return is_lowest_first or (bool(sides) and sides <= {"up_to", "below"})


def state_words(state: State, lang: str) -> str:
    """Name a state.

    >>> state_words(State.MISSING, "vi")
    'thiếu số liệu'
    """
    return _STATES[state][lang != "vi"]


def status_words(status: str, lang: str) -> str:
    """Name what became of a unit.

    >>> status_words("provisional", "en")
    'ranked provisionally'
    """
    return _STATUSES[status][lang != "vi"]


def name_of(ruleset: Ruleset, key: str, lang: str) -> str:
    """Name an input, a value or a criterion by its title and id."""
    id_ = key.removeprefix("self:").removeprefix("value:")
    column = ruleset.columns.get(key) or ruleset.columns.get(id_)
    match column:
        case Node():
            title = column.title.say(lang)
        case Input() | NamedValue():
            title = column.label.say(lang)
            own = ruleset.columns.get(id_)
            if not title and isinstance(own, Node):
                title = own.title.say(lang)
        case _:
            title = ""
    if not id_:
        return "tổng điểm" if lang == "vi" else "the total"
    return f'"{title}" ({id_})' if title and title != id_ else f'"{id_}"'


def why_no_score(ruleset: Ruleset, lack: NoScore) -> ReasonRecord:
    """Say why there is no score."""
    vi, en = _REASONS[lack.reason]
    about = lack.about.removeprefix("self:")
    return ReasonRecord(
        lack.reason.value,
        about,
        vi.format(about=name_of(ruleset, lack.about, "vi")),
        en.format(about=name_of(ruleset, lack.about, "en")),
    )


def why_unranked(ruleset: Ruleset, unit: UnitResult) -> ReasonRecord | None:
    """Say why a unit has no rank; None for one that has."""
    match unit.why:
        case None:
            return None
        case NoScore():
            return why_no_score(ruleset, unit.why)
        case word:
            return why_not_ranked(ruleset, word, unit.unit.group, is_reference=unit.status == "reference")


def why_not_ranked(ruleset: Ruleset, word: str, group: str, *, is_reference: bool) -> ReasonRecord:
    """Say why a unit takes no part: `role`, `scorecard`, or the id of a condition that does not hold."""
    match word:
        case "role" if is_reference:
            return ReasonRecord("role", "", *_STATUSES["reference"])
        case "role":
            return ReasonRecord("role", "", "không thuộc diện xếp hạng", "not among the units to be ranked")
        case "scorecard":
            return ReasonRecord(
                "scorecard",
                "",
                f'không có bảng điểm cho nhóm "{group}"',
                f'there is no scorecard for the group "{group}"',
            )
        case condition:
            vi, en = (name_of(ruleset, condition, lang) for lang in LANGUAGES)
            return ReasonRecord(
                "condition", condition, f"không đạt điều kiện {vi}", f"the condition {en} does not hold"
            )


def why_not_comparable(succession: Succession | None) -> ReasonRecord | None:
    """Say why a unit cannot be compared with last year."""
    if succession is None:
        return None
    names = [before.name or before.id for before in succession.of]
    if succession.kind == "unclear":
        listed = entries_named(succession.of)
        return ReasonRecord(
            "unclear", names[0], f"chưa rõ là đơn vị nào của năm trước: {listed}",
            f"it is unclear which unit of last year it is: {listed}",
        )  # fmt: skip
    vi, en = ("hợp nhất từ", "merged from") if succession.kind == "merged" else ("tách từ", "split from")
    listed_en = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return ReasonRecord(succession.kind, names[0], f"{vi} {', '.join(names)}", f"{en} {listed_en}")


def scorecard_of(ruleset: Ruleset, id_: str) -> Scorecard | None:
    """Find a scorecard by its id."""
    return next((card for card in ruleset.scorecards if card.id == id_), None)


def tier_title(card: Scorecard | None, tier: str, lang: str) -> str:
    """Give the title of a root's tier, or its id where it has none."""
    return title_of(card.root.tiers if card is not None else (), tier, lang)


def list_title(id_: str, title: Words, lang: str) -> str:
    """Name a list: by its title; the list of all units and the units in no list in words; else by its id.

    >>> list_title("h1", Words(), "vi"), list_title("so", Words("Sở", ""), "vi"), list_title("all", Words(), "en")
    ('h1', 'Sở', 'All units')
    """
    return visible(title.say(lang)) or (sentence(_LISTS[id_], lang) if id_ in _LISTS else visible(id_))


def period_beside(title: str, period: str) -> str:
    """Give the period, where the title beside which it is printed does not say it already.

    >>> period_beside("Xếp hạng DTI", "2022"), period_beside("Xếp hạng DTI 2022", "2022"), period_beside("TCVN 12022", "2022")
    ('2022', '', '2022')
    """
    return "" if re.search(rf"(?<!\w){re.escape(period)}(?!\w)", title) else period


def title_of(tiers: Iterable[Tier], tier: str, lang: str) -> str:
    """Give the title of one of some tiers, or its id where it has none."""
    return next((known.title.say(lang) for known in tiers if known.id == tier), "") or tier
