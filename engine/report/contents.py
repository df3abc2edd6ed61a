"""The province's report as plain data: what a Word document and a PDF of a result both print.

Layout words are those of Nghị định 30/2020/NĐ-CP, phụ lục I. Everything is text, from the result alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from itertools import chain, count
from string import ascii_lowercase
from typing import Any

from ..files.visible import visible
from ..result.contract import ListRecord, NodeRecord, ScorecardRecord, UnitRecord
from ..result.published import Published
from ..result.words import STAGES, decree_date, decree_named, period_beside
from .details import NONE, Detail, beside, brackets, of_nodes, with_places
from .facts import (
    list_named,
    listed,
    marks,
    nodes_of,
    previous_rank,
    printed,
    stated_day,
    tier_title,
)
from .text import counted, general, list_lines, methods
from .tiers import points_of, total_of

_MOST_COLUMNS = 13  # of points by criterion, on a page
_TALL, _WIDE = 45, 78  # letters in these columns, each with _GAP, beside rank, name and total on A4, upright and turned
_GAP = 2
_WIDEST = 24  # letters of a column that are not wrapped
_MOST_TABLES = 6  # of a scorecard; what they have no room for is named

_WORDS: Mapping[str, tuple[str, str]] = {
    "nation": ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SOCIALIST REPUBLIC OF VIET NAM"),
    "motto": ("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness"),
    "agency": ("(CƠ QUAN BAN HÀNH)", "(ISSUING AGENCY)"),
    "number": ("Số:       /BC-", "No.       /BC-"),
    "place": ("…………", "…………"),
    "day": ("{place}, {day}", "{place}, {day}"),
    "no_day": ("{place}, ngày …… tháng …… năm ……", "{place}, date …………"),
    "kind": ("BÁO CÁO", "REPORT"),
    "subject": ("Kết quả {title}", "Results: {title}"),
    "subject_period": ("Kết quả {title}, năm {period}", "Results: {title}, {period}"),
    "basis": ("Căn cứ {kind} số {number}{date}{of};", "By {kind} {number}{date}{of};"),
    "basis_date": (" {day}", " of {day}"),
    "basis_of": (" của {by}", " by {by}"),
    "intro": ("Kết quả đánh giá, xếp hạng như sau:", "The results and the ranking are as follows:"),
    "general": ("I. KẾT QUẢ CHUNG", "I. GENERAL RESULTS"),
    "ranking": ("II. XẾP HẠNG", "II. RANKING"),
    "appraisal": ("III. TỰ CHẤM VÀ THẨM ĐỊNH", "III. DECLARED AND APPRAISED"),
    "appraised": (
        "Kết quả đứng sau {stage}: {corrections} điều chỉnh ở {units} đơn vị. Số tự kê khai được giữ nguyên trong tệp kết quả.",
        "The results stand after the {stage}: {corrections} corrections of {units} units. What was declared is kept in the result.",
    ),
    "method": ("{number}. CÁCH XẾP LOẠI VÀ KIỂM TRA LẠI", "{number}. HOW TIERS ARE GIVEN, AND HOW TO CHECK"),
    "exact": (
        "Điểm được tính đúng tuyệt đối theo bộ tiêu chí {ruleset}; ai có bộ tiêu chí và số liệu đều tính lại được.",
        "Points are exact, by the ruleset {ruleset}; whoever has the ruleset and the data can compute them again.",
    ),
    "charts": ("Phụ lục: biểu đồ", "Annex: charts"),
    "annex": ("Phụ lục: điểm theo tiêu chí", "Annex: points by criterion"),
    "annex_of": ("Phụ lục: điểm theo tiêu chí, {title}", "Annex: points by criterion, {title}"),
    "annex_more": ("Phụ lục: hạng, mức theo tiêu chí và số liệu công bố", "Annex: ranks, tiers by criterion and published figures"),
    "annex_more_of": (
        "Phụ lục: hạng, mức theo tiêu chí và số liệu công bố, {title}", "Annex: ranks, tiers by criterion and published figures, {title}",
    ),
    "continued": ("{annex} (tiếp theo)", "{annex} (continued)"),
    "too_many": (
        "Không in ở đây vì có nhiều tiêu chí hơn bề rộng trang giấy: điểm theo tiêu chí có trong sổ Excel, trang web và bảng CSV.",
        "Not printed here, as there are more criteria than a page holds: the workbook, the web page and the CSV have their points.",
    ),
    "left_out": ("Không in ở đây, xem trang web hoặc dữ liệu mở: {titles}.", "Not printed here, see the web page or the open data: {titles}."),
    "rank": ("Hạng", "Rank"),
    "unit": ("Đơn vị", "Unit"),
    "total": ("Điểm", "Points"),
    "tier": ("Xếp loại", "Tier"),
    "before": ("Năm trước", "Last year"),
    "change": ("Tăng, giảm", "Change"),
    "declared": ("Tự chấm", "Declared"),
    "difference": ("Chênh lệch", "Difference"),
    "corrections": ("Số điều chỉnh", "Corrections"),
    "recipients": ("Nơi nhận:", "To:"),
    "recipient_lines": ("- Như trên;\n- Các đơn vị được đánh giá;\n- Lưu: VT.", "- As above;\n- The units that were assessed;\n- Files."),
    "signer": ("QUYỀN HẠN, CHỨC VỤ CỦA\u00a0NGƯỜI\u00a0KÝ", "AUTHORITY AND POSITION OF\u00a0WHO\u00a0SIGNS"),
    "signer_hint": ("(Chữ ký, dấu)", "(Signature, seal)"),
    "signer_name": ("Họ và tên", "Full name"),
    "result_hash": ("Tệp kết quả, SHA-256: {hash}", "Result, SHA-256: {hash}"),
    "ruleset_hash": ("Bộ tiêu chí, SHA-256: {hash}", "Ruleset, SHA-256: {hash}"),
    "manifest_hash": ("Bản kê của gói kết quả, SHA-256: {hash}", "Manifest of the bundle, SHA-256: {hash}"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RankedUnit:
    """A ranked unit as it is printed."""

    rank: str
    name: str
    total: str
    tier: str
    before: str
    change: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: its title, what is said of it, its ranked units, and whether any of them was ranked last year."""

    title: str
    lines: tuple[str, ...]
    rows: tuple[RankedUnit, ...]
    is_compared: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """A unit's declared and appraised points."""

    name: str
    declared: str
    total: str
    difference: str
    corrections: str


@dataclass(frozen=True, slots=True)
class Points:
    """A unit's points by criterion, in the order of the annex's codes."""

    rank: str
    name: str
    points: tuple[str, ...]
    total: str


@dataclass(frozen=True, slots=True)
class Annex:
    """Points by criterion, of one scorecard and list; without ranks and totals where nobody has any.

    `is_wide`: on a page that is turned. Without rows it is no table: its legend says where the points are.
    """

    title: str
    legend: tuple[str, ...]
    codes: tuple[str, ...]
    rows: tuple[Points, ...]
    has_totals: bool
    is_wide: bool


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a report prints, in its order.

    Attributes:
        lang: `vi` or `en`.
        mark: the warning on every page; empty where there is none.
        head: words of tables and blocks, by name.
        author: who publishes, for the properties of the file; empty where nobody says it.
        dated: the day of the file's properties, ISO.
        manifest: the line of the bundle's hash for the first page; empty where there is no bundle.
    """

    lang: str
    mark: str
    head: Mapping[str, str]
    author: str
    dated: str
    agency: str
    number: str
    nation: str
    motto: str
    place_date: str
    kind: str
    subject: str
    manifest: str
    basis: tuple[str, ...]
    intro: str
    general_title: str
    general: tuple[str, ...]
    ranking_title: str
    lists: tuple[Listed, ...]
    appraisals: tuple[str, ...]
    appraisal_title: str
    compared: tuple[Compared, ...]
    method_title: str
    method: tuple[str, ...]
    hashes: tuple[str, ...]
    recipients: tuple[str, ...]
    annexes: tuple[Annex, ...]
    has_wide: bool

    def record(self) -> dict[str, Any]:
        """Give all of it as lists, mappings and texts."""
        return asdict(self)


def contents(
    published: Published,
    *,
    agency: str = "",
    place: str = "",
    day: date | None = None,
    signer: str = "",
    manifest: str = "",
) -> Contents:
    """Gather what a report prints.

    Args:
        published: the result.
        agency: who publishes.
        place: where it is issued.
        day: of issue; it is left open where nobody says it, and the clock is never asked.
        signer: who signs, as `signature` reads it.
        manifest: the SHA-256 of the manifest of the bundle that holds this result.
    """
    words = words_of(published.lang)
    record = published.record
    annexes = sorted(_annexes(published, words), key=lambda annex: annex.is_wide)
    rules = record.ruleset
    title = lowered(rules.title.say(published.lang))
    period = period_beside(title, rules.period)
    subject = words["subject_period" if period else "subject"].format(title=title, period=period)
    stage = record.appraisal
    compared = tuple(_compared(published)) if stage else ()
    method = (
        *methods(published),
        words["exact"].format(ruleset=f"{rules.id} {rules.version}"),
    )
    hashes = (
        words["ruleset_hash"].format(hash=rules.sha256),
        words["result_hash"].format(hash=published.sha256),
    )
    made = Contents(
        lang=published.lang,
        mark=" · ".join(marks(published)),
        head={key: words[key] for key in (
            "rank", "unit", "total", "tier", "before", "change", "declared", "difference", "corrections", "charts",
        )} | signature(published.lang, signer),
        author=agency.upper(),
        dated=(day or stated_day(published)).isoformat(),
        **heading(published.lang, agency, place, day),
        kind=words["kind"],
        subject=subject,
        manifest=words["manifest_hash"].format(hash=manifest) if manifest else "",
        basis=tuple(basis(words, rules.decision, published.lang)),
        intro=words["intro"],
        general_title=words["general"],
        general=tuple(general(published)) or (counted(published),),
        ranking_title=words["ranking"],
        lists=tuple(_list(published, made) for made in record.lists),
        appraisal_title=words["appraisal"] if stage else "",
        appraisals=(words["appraised"].format(stage=STAGES[stage.stage][published.lang != "vi"], corrections=stage.corrections, units=stage.units),) if stage else (),
        compared=compared,
        method_title=words["method"].format(number="IV" if stage else "III"),
        method=method,
        hashes=hashes,
        recipients=tuple(words["recipient_lines"].split("\n")),
        annexes=tuple(annexes),
        has_wide=any(annex.is_wide for annex in annexes),
    )  # fmt: skip
    return _shown(made)


def heading(lang: str, agency: str = "", place: str = "", day: date | None = None) -> dict[str, str]:
    """Give what stands above the title of an official document: who issues it, its number, the motto, place and day."""
    words = words_of(lang)
    return {
        "agency": agency.upper() or words["agency"],
        "number": words["number"],
        "nation": words["nation"],
        "motto": words["motto"],
        "place_date": _place_date(lang, place, day),
    }


def signature(lang: str, signer: str = "") -> dict[str, str]:
    """Give the words of recipients and signature; what nobody says of the signer is left open.

    Args:
        lang: `vi` or `en`.
        signer: the position of who signs, and after a semicolon the name. No comma parts them: positions have commas.

    >>> made = signature("vi", "KT. Giám đốc, Phó giám đốc; Trần Văn A")
    >>> made["signer"], made["signer_name"], signature("vi", "Giám đốc")["signer_name"]
    ('KT. GIÁM ĐỐC, PHÓ GIÁM ĐỐC', 'Trần Văn A', 'Họ và tên')
    """
    words = words_of(lang)
    position, _, name = (visible(part.strip()) for part in signer.partition(";"))
    return {
        "recipients": words["recipients"],
        "signer": position.upper() or words["signer"],
        "signer_hint": words["signer_hint"],
        "signer_name": name or words["signer_name"],
    }


def words_of(lang: str) -> dict[str, str]:
    """Give the words of official documents in one language."""
    return {key: pair[0 if lang == "vi" else 1] for key, pair in _WORDS.items()}


def change(moved: int | None) -> str:
    """Write a change of rank: `+3`, `−2`, `0`, or a dash.

    >>> change(3), change(-2), change(None)
    ('+3', '−2', '–')
    """
    return "–" if moved is None else f"+{moved}" if moved > 0 else f"−{-moved}" if moved < 0 else "0"


def signed(amount: Fraction | None, published: Published) -> str:
    """Write a difference of points with its sign; a dash where there is none."""
    if amount is None:
        return "–"
    text = printed(abs(amount), published)
    return f"+{text}" if amount > 0 else f"−{text}" if amount < 0 else text


def _shown(made: Contents) -> Contents:
    """Make what strangers wrote visible: no control sign reaches a document."""

    def clean(value: Any) -> Any:
        match value:
            case str():
                return visible(value)
            case tuple():
                return tuple(map(clean, value))
            case RankedUnit() | Listed() | Compared() | Points() | Annex():
                return type(value)(*(clean(getattr(value, name)) for name in type(value).__dataclass_fields__))
        return value

    return Contents(*(clean(getattr(made, name)) for name in Contents.__dataclass_fields__))


def lowered(title: str) -> str:
    """Lower the first letter of a title that stands within a sentence, unless it is a word of capitals."""
    first, _, rest = title.partition(" ")
    return title if first.isupper() else f"{first[:1].lower()}{first[1:]}{' ' if rest else ''}{rest}"


def _place_date(lang: str, place: str, day: date | None) -> str:
    words = words_of(lang)
    where = place or words["place"]
    if day is None:
        return words["no_day"].format(place=where)
    return words["day"].format(place=where, day=decree_date(day.isoformat(), lang))


def basis(words: Mapping[str, str], decision: Mapping[str, str], lang: str) -> Iterator[str]:
    """Name the decision that a document is based on, if the ruleset names it."""
    kind, number = decree_named(decision, lang)
    if number:
        on = words["basis_date"].format(day=decree_date(decision["date"], lang)) if decision.get("date") else ""
        by = words["basis_of"].format(by=decision["by"]) if decision.get("by") else ""
        yield words["basis"].format(kind=kind, number=number, date=on, of=by)


def _list(published: Published, made: ListRecord) -> Listed:
    rows = tuple(_row(published, unit) for unit in listed(published, made))
    is_compared = any({row.before, row.change} != {"–"} for row in rows)
    return Listed(list_named(published, made), tuple(list_lines(published, made)), rows, is_compared)


def _row(published: Published, unit: UnitRecord) -> RankedUnit:
    before = previous_rank(unit)
    return RankedUnit(
        unit.rank_printed,
        unit.name,
        points_of(published, unit),
        tier_title(published, unit),
        "–" if before is None else str(before),
        change(unit.rank_change),
    )


def _compared(published: Published) -> Iterator[Compared]:
    for unit in published.record.units:
        told = unit.declared
        if not told:
            continue
        declared, total = told.total, unit.total
        difference = None if declared is None or total is None else total - declared
        corrected = sum(row.stage != "explanation" for row in unit.corrections or ())
        yield Compared(
            unit.name,
            printed(declared, published),
            printed(total, published),
            signed(difference, published),
            str(corrected),
        )


def _annexes(published: Published, words: Mapping[str, str]) -> Iterator[Annex]:
    """Give the tables of points by criterion, with the ranks and tiers there; then those of all else beside totals."""
    lists, cards = published.record.lists, published.record.scorecards
    shared = len(lists) > len(cards)
    yield from _elsewhere(published, words)
    for card in cards:
        for each in lists:
            units = [unit for unit in with_places(published, each) if unit.scorecard == card.id]
            title = ""
            if len(lists) > 1 or len(cards) > 1:
                title = list_named(published, each) if shared or not card.title else card.title.say(published.lang)
            if units:
                yield from _annexes_of(published, words, card, units, title)


def _elsewhere(published: Published, words: Mapping[str, str]) -> Iterator[Annex]:
    """Say once of all scorecards with more criteria than a page holds where their points are."""
    cards, used = published.record.scorecards, {unit.scorecard for unit in published.record.units}
    those = [card for card in cards if card.id in used and len(top_criteria(published, card.id)) > _MOST_COLUMNS]
    if those:
        title = "; ".join(card.title.say(published.lang) for card in those) if len(cards) > 1 else ""
        yield Annex(_named("annex", words, title), (words["too_many"],), (), (), has_totals=False, is_wide=False)


def _annexes_of(
    published: Published, words: Mapping[str, str], card: ScorecardRecord, units: Sequence[UnitRecord], title: str
) -> Iterator[Annex]:
    top = top_criteria(published, card.id)
    is_listed = 1 < len(top) <= _MOST_COLUMNS
    points = _coded(of_nodes(published, top, units) if is_listed else [], map(str, count(1)))
    others = beside(published, [card.id], units, top if is_listed else ())
    more = _coded(others, chain(ascii_lowercase, map(str, count(1))))
    for key, columns in (("annex", points), ("annex_more", more)):
        yield from _tables(published, words, _named(key, words, title), columns, units)


def _named(key: str, words: Mapping[str, str], title: str) -> str:
    """Name an annex, of which scorecard or list too where there are several."""
    return words[f"{key}_of" if title else key].format(title=title)


def _coded(details: Sequence[Detail], spare: Iterator[str]) -> list[tuple[str, Detail]]:
    """Give each column a short head: the number of a criterion, else one to spare."""
    return [(detail.code or next(spare), detail) for detail in details]


def _tables(
    published: Published,
    words: Mapping[str, str],
    title: str,
    columns: Sequence[tuple[str, Detail]],
    units: Sequence[UnitRecord],
) -> Iterator[Annex]:
    """Set columns in as many tables as their width asks for; the last one says what had no room."""
    tables = list(_fitting(columns))
    is_wide = any(sum(_letters(*column) for column in table) > _TALL for table in tables[:_MOST_TABLES])
    left = [detail.heading for table in tables[_MOST_TABLES:] for _, detail in table]
    for number, table in enumerate(tables[:_MOST_TABLES]):
        details = [detail for _, detail in table]
        legend = [f"{code}. {each.title}{f' ({each.note})' if each.note else ''}" for code, each in table]
        legend += [f"{line}." for line in [brackets(details, published.lang)] if line]
        if left and number == _MOST_TABLES - 1:
            legend.append(words["left_out"].format(titles="; ".join(left)))
        named = words["continued"].format(annex=title) if number else title
        rows = tuple(_points(published, details, unit) for unit in units)
        has_totals = any(unit.rank_printed or unit.total is not None for unit in units)
        codes = tuple(code for code, _ in table)
        yield Annex(named, tuple(legend), codes, rows, has_totals, is_wide)


def _letters(code: str, detail: Detail) -> int:
    """Reckon how wide a column is."""
    longest = max((len(str(cell)) for cell in detail.cells.values()), default=0)
    return min(max(longest, len(code)), _WIDEST) + _GAP


def _fitting(columns: Sequence[tuple[str, Detail]]) -> Iterator[list[tuple[str, Detail]]]:
    """Share columns among tables that fit a page, in their order."""
    table, taken = list[tuple[str, Detail]](), 0
    for code, detail in columns:
        wide = _letters(code, detail)
        if table and (taken + wide > _WIDE or len(table) == _MOST_COLUMNS):
            yield table
            table, taken = [], 0
        table.append((code, detail))
        taken += wide
    if table:
        yield table


def top_criteria(published: Published, card: str) -> list[NodeRecord]:
    """Give the criteria right below the root of a scorecard that count."""
    nodes = nodes_of(published, card)
    root = nodes[0].id if nodes else ""
    return [node for node in nodes if node.parent == root and node.role in {"scored", "bonus", "penalty"}]


def _points(published: Published, details: Sequence[Detail], unit: UnitRecord) -> Points:
    points = tuple(str(detail.cells.get(unit.id, NONE)) for detail in details)
    return Points(unit.rank_printed or "–", unit.name, points, total_of(published, unit))
