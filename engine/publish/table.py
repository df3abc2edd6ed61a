"""The ranking for a terminal, a list at a time; in a pipe the same without colours and lines, and never cut.

Every table says which ruleset and which data it rests on, and that its figures are illustrative where any is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from ..files.visible import visible
from ..model.observed import Previous
from ..model.outcome import NoScore
from ..model.reading import TableRead
from ..model.result import CriterionResult, ListResult, Result, UnitResult
from ..model.ruleset import Node, Scorecard
from ..model.sentences import sentence
from ..rank.ranking import barring_of
from ..result.numbers import show, show_apart
from ..result.words import scorecard_of, status_words, tier_title, why_no_score, why_unranked
from . import texts
from .node_lists import NodeList, makes_no_total, node_lists, ranked_nodes
from .notes import APART, notes
from .text import cut, fit, flowed, paint, width, wrapped

_HASH = 12  # digits of a hash that are printed
_GAP = "  "
_NARROWEST_NAME = 22
_WIDEST_TITLE = 18  # of a criterion, as a column's header
_WIDEST_HEADING = 120  # so that the banner stays near the table
_MOST_GONE = 12  # units of last year that are named
_FEW = 3  # tiers from which the last one is marked

_SAID = {
    "vi": {
        "decision": "Quyết định", "data": "Số liệu", "units": "đơn vị", "one": "đơn vị", "mean": "điểm bình quân", "all": "Tất cả đơn vị",
        "rank": "Hạng", "unit": "Đơn vị", "total": "Điểm", "max": "Tối đa", "tier": "Xếp loại", "new": "mới",
        "unranked": "Không có hạng", "why": "Lý do", "sum": "Toàn bộ", "gone": "Không còn so với năm trước",
        "read": "Đọc", "not_read": "Không đọc", "inputs": "đầu vào", "input": "đầu vào", "comma": "dấu thập phân: phẩy",
        "provisional": "XẾP HẠNG TẠM THỜI", "outside": "Không thuộc danh sách nào",
        "points": "Điểm", "no_total": "Bộ tiêu chí không tính tổng điểm, nên không có hạng theo tổng điểm.",
    },
    "en": {
        "decision": "Decision", "data": "Data", "units": "units", "one": "unit", "mean": "mean total", "all": "All units",
        "rank": "Rank", "unit": "Unit", "total": "Total", "max": "Maximum", "tier": "Tier", "new": "new",
        "unranked": "Without a rank", "why": "Reason", "sum": "Altogether", "gone": "Gone since last year",
        "read": "Read", "not_read": "Not read", "inputs": "inputs", "input": "input", "comma": "decimal comma",
        "provisional": "PROVISIONAL RANKING", "outside": "In no list",
        "points": "Points", "no_total": "The ruleset makes no total, so nothing is ranked by it.",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header and one cell for each row; numbers are aligned at their decimal sign.

    Attributes:
        styles: of the cells, one for each row; empty for none.
    """

    header: str
    cells: Sequence[str]
    right: bool = False
    styles: Sequence[str] = ()

    @property
    def cells_wide(self) -> int:
        """The width that shows everything."""
        return max(map(width, (self.header, *self.cells)))


@dataclass(frozen=True, slots=True)
class Look:
    """How to print.

    Attributes:
        lang: `vi` or `en`.
        columns: of the terminal; None in a pipe, where nothing is cut and no line is drawn.
        colour: whether escapes are wanted.
    """

    lang: str = "vi"
    columns: int | None = None
    colour: bool = False

    def say(self, word: str) -> str:
        """Give one of the table's own words."""
        return _SAID[self.lang][word]

    def count(self, units: int) -> str:
        """Say how many units there are."""
        return f"{units} {self.say('one' if units == 1 else 'units')}"

    def paint(self, text: str, style: str) -> str:
        """Give a text a style, where colours are wanted."""
        return paint(text, style, colour=self.colour)

    def clip(self, text: str) -> str:
        """Cut a line that the terminal would break."""
        return text if self.columns is None else cut(text, self.columns)


def as_table(result: Result, look: Look) -> str:
    """Print a result: where it comes from, each list, then what a council asks about."""
    units = {unit.unit.id: unit for unit in result.units}
    blocks = [list(_head(result, look)), *(list(_list(result, made, units, look)) for made in result.lists)]
    blocks += [list(_node_list(result, made, look)) for made in node_lists(result)]
    listed = {id_ for made in result.lists for id_ in (*made.units, *made.unranked)}
    stray = [unit for unit in result.units if unit.unit.id not in listed]
    if stray:
        title = f"{look.say('outside')} · {look.count(len(stray))}"
        blocks.append([*_titled(result, title, "", look), *_unranked(result, stray, look)])
    blocks.append(list(_gone(result, look)))
    return "\n\n".join("\n".join(line.rstrip() for line in block) for block in blocks if block) + "\n"


def _head(result: Result, look: Look) -> Iterator[str]:
    """Name the ruleset, its decision, its hash and the data."""
    ruleset = result.ruleset
    title = visible(ruleset.title.say(look.lang))
    if title:
        yield from (look.paint(line, "bold") for line in wrapped(title, look.columns))
    parts = [f"{visible(ruleset.id)}@{visible(ruleset.version)}"]
    if number := ruleset.decision.get("number"):
        day = _day(ruleset.decision.get("date", ""), look.lang)
        parts.append(f"{look.say('decision')} {visible(number)}" + (f" ({day})" if day else ""))
    parts.append(f"sha256 {ruleset.sha256[:_HASH]}")
    yield from flowed(parts, look.columns)
    if result.data:
        named = [f"{visible(source.path)} ({source.sha256[:_HASH]})" for source in result.data]
        named[0] = f"{look.say('data')}: {named[0]}"
        yield from (look.paint(line, "dim") for line in flowed(named, look.columns, "  "))
    for read in result.read:
        yield from (look.paint(line, "dim") for line in flowed(_read(read, look), look.columns, "  "))
    if len(result.lists) > 1 and (told := _altogether(result, look)):
        yield told
    if result.illustrative:
        yield look.paint(sentence(texts.ILLUSTRATIVE, look.lang), "bold yellow")
    if any(unit.status == "provisional" for unit in result.units):
        yield look.paint(look.say("provisional"), "bold yellow")


def _read(read: TableRead, look: Look) -> list[str]:
    """Say in a line what was read of a table: its name, lines, columns, decimal sign where it is a comma, marks."""
    vi = look.lang == "vi"
    name = f"{visible(read.file)} [{visible(read.sheet)}]" if read.sheet else visible(read.file)
    lines = (" dòng " if vi else " lines ") if read.span[:1].isdigit() else " "
    if not read.columns:
        return [f"{look.say('not_read')}: {name}"]
    parts = [f"{look.say('read')}: {name}{lines}{read.span}" if read.span else f"{look.say('read')}: {name}"]
    used = sum(column.use == "input" for column in read.columns)
    parts.append(f"{look.count(read.units)}, {used} {look.say('inputs' if used != 1 else 'input')}")
    if read.decimal == ",":
        parts.append(look.say("comma"))
    parts += [f"{visible(mark)}: {count}" for mark, count in read.marks.items()]
    return parts


def _gone(result: Result, look: Look) -> Iterator[str]:
    """Name the units of last year whose place nobody takes, where most units are compared with last year."""
    compared = sum(_has_rank_before(unit) or unit.succession is not None for unit in result.units)
    if not result.gone or 2 * compared < len(result.units):
        return
    rank = "hạng" if look.lang == "vi" else "rank"
    named = [
        visible(before.name or before.id) + (f" ({rank} {shown})" if (shown := _rank_before(before)) else "")
        for before in result.gone
    ]
    more = [f"… (+{len(named) - _MOST_GONE})"] if len(named) > _MOST_GONE else []
    parts = [f"{look.say('gone')}: {named[0]}", *named[1:_MOST_GONE], *more]
    yield from flowed(parts, look.columns, "  ")


def _day(text: str, lang: str) -> str:
    """Write a day, a month or a year as the language does."""
    return visible("/".join(part.lstrip("0") for part in reversed(text.split("-"))) if lang == "vi" else text)


def _altogether(result: Result, look: Look) -> str:
    """Count the tiers of all lists together, where they have the same ones."""
    first = result.lists[0]
    if (
        not first.tiers
        or _makes_no_total(result, first)
        or any(list(made.tiers) != list(first.tiers) for made in result.lists)
    ):
        return ""
    counted = {tier: sum(made.tiers[tier] for made in result.lists) for tier in first.tiers}
    ranked = sum(len(made.units) for made in result.lists)
    card = scorecard_of(result.ruleset, first.scorecards[0]) if first.scorecards else None
    return f"{look.say('sum')} {look.count(ranked)}{_tiers(card, counted, look)}"


def _tiers(card: Scorecard | None, counted: dict[str, int], look: Look) -> str:
    """Count tiers: `: Tốt 26, Khá 4`; empty ones are left out."""
    parts = [f"{visible(tier_title(card, tier, look.lang))} {count}" for tier, count in counted.items() if count]
    return f": {', '.join(parts)}" if parts else ""


def _list(result: Result, made: ListResult, units: dict[str, UnitResult], look: Look) -> Iterator[str]:
    """Print a list: title and counts, its table, then what is to be said of its units."""
    card = scorecard_of(result.ruleset, made.scorecards[0]) if made.scorecards else None
    ranked = [units[id_] for id_ in made.units]
    title = _list_title(made, look)
    told = f"{look.count(len(ranked))}{_tiers(card, dict(made.tiers), look)}"
    if _makes_no_total(result, made):
        told = f"{look.count(len(made.unranked))}. {look.say('no_total')}"
    if made.mean is not None:
        told += f" · {look.say('mean')} {show(made.mean, result.ruleset.show, look.lang)}"
    yield from _titled(result, title, told, look)
    if ranked:
        yield from _ranking(result, made, card, ranked, look)
    unranked = [units[id_] for id_ in made.unranked]
    if unranked and not (_makes_no_total(result, made) and ranked_nodes(result.ruleset)):
        yield ""
        yield look.paint(look.say("unranked"), "bold")
        yield from _unranked(result, unranked, look)
    for heading, lines in notes(result, [*ranked, *unranked], look.lang):
        yield ""
        yield from (look.paint(line, "bold") for line in wrapped(visible(heading), look.columns))
        for line in lines:
            yield from wrapped(visible(line), look.columns, "    ", "  ")


def _list_title(made: ListResult | NodeList, look: Look) -> str:
    return visible(made.title.say(look.lang) or (look.say("all") if made.id == "all" else made.id))


def _makes_no_total(result: Result, made: ListResult) -> bool:
    cards = [scorecard_of(result.ruleset, id_) for id_ in made.scorecards]
    return all(card is not None and makes_no_total(card) for card in cards)


def _node_list(result: Result, made: NodeList, look: Look) -> Iterator[str]:
    """Print a list of a ranked node: rank, unit, what the node is worth; then who has no rank in it, and why."""
    digits, lang = result.ruleset.show, look.lang
    title = f"{_title(made.node, lang)} · {_list_title(made, look)}"
    yield from _titled(result, title, look.count(len(made.ranked)), look)
    if made.ranked:
        names = [visible(unit.unit.name or unit.unit.id) + _mark(unit) for unit, _, _ in made.ranked]
        points = _aligned([_amount(worth.outcome, digits, lang) for _, _, worth in made.ranked], lang)
        columns = [
            Column(look.say("rank"), [visible(printed) for _, printed, _ in made.ranked], right=True),
            Column(look.say("unit"), names),
            Column(look.say("points"), points, right=True),
        ]
        leaders = ["bold" if worth.rank == 1 else "" for _, _, worth in made.ranked]
        yield from _grid(columns, 1, leaders, look)
    if made.others:
        yield ""
        yield look.paint(look.say("unranked"), "bold")
        names = [visible(unit.unit.name or unit.unit.id) + _mark(unit) for unit, _ in made.others]
        whys = [visible(_why_not_here(result, unit, worth, lang)) for unit, worth in made.others]
        columns = [Column(look.say("unit"), names), Column(look.say("why"), whys)]
        yield from _grid(columns, 0, [""] * len(whys), look, wrap_last=True)


def _why_not_here(result: Result, unit: UnitResult, worth: CriterionResult, lang: str) -> str:
    """Say why a unit has no rank in a list of a node: its role, its lack of a value, or a condition."""
    if unit.unit.role != "ranked":
        why = why_unranked(result.ruleset, unit)
    elif isinstance(worth.outcome, NoScore):
        why = why_no_score(result.ruleset, worth.outcome)
    else:
        barring = barring_of(next(card for card in result.ruleset.scorecards if card.id == unit.scorecard))
        failed = next((id_ for id_ in unit.failed if id_ in barring[worth.node.id]), None)
        why = None if failed is None else why_unranked(result.ruleset, replace(unit, why=failed))
    return why.say(lang) if why is not None else status_words(unit.status, lang)


def _titled(result: Result, title: str, told: str, look: Look) -> Iterator[str]:
    """Begin a table: its title, what it holds, and the banner on the right."""
    banner = sentence(texts.ILLUSTRATIVE, look.lang) if result.illustrative else ""
    wide = None if look.columns is None else min(look.columns, _WIDEST_HEADING)
    space = None if wide is None else wide - width(title) - width(banner)
    if banner and space is not None and space >= len(_GAP):
        yield look.paint(title, "bold") + " " * space + look.paint(banner, "yellow")
    else:
        yield from (look.paint(line, "bold") for line in wrapped(title, wide))
        if banner:
            yield look.paint(banner, "yellow")
    if told:
        yield from wrapped(told, wide)


def _ranking(
    result: Result, made: ListResult, card: Scorecard | None, units: Sequence[UnitResult], look: Look
) -> Iterator[str]:
    digits, lang = result.ruleset.show, look.lang
    marks = [_mark(unit) for unit in units]
    names = [visible(unit.unit.name or unit.unit.id) + mark for unit, mark in zip(units, marks, strict=True)]
    tiers = [unit.tier for unit in units]
    fixed = [Column(look.say("rank"), [visible(unit.rank_printed) for unit in units], right=True)]
    changes = _changes(units, look)
    if any(changes):
        fixed.append(
            Column("", changes, styles=["green" if c[:1] == "▲" else "red" if c[:1] == "▼" else "" for c in changes])
        )
    name = Column(look.say("unit"), names)
    rest = [Column(look.say("total"), _aligned([_total(result, unit, lang) for unit in units], lang), right=True)]
    if _has_own_maxima(result, units):
        maxima = [_amount(unit.max, digits, lang) for unit in units]
        rest.append(Column(look.say("max"), _aligned(maxima, lang), right=True))
    if any(tiers):
        titles = [visible(tier_title(scorecard_of(result.ruleset, unit.scorecard), unit.tier, lang)) for unit in units]
        order = list(made.tiers)
        rest.append(Column(look.say("tier"), titles, styles=[_tier_style(tier, order) for tier in tiers]))
    criteria, legend = _criteria(
        card if len(made.scorecards) == 1 else None, units, [*fixed, name, *rest], digits, look
    )
    leaders = ["bold" if unit.rank == 1 else "" for unit in units]
    yield from _grid([*fixed, name, *rest, *criteria], len(fixed), leaders, look)
    yield from (look.paint(line, "dim") for line in legend)


def _mark(unit: UnitResult) -> str:
    """Mark a name that a note below the table is about."""
    return (" *" if unit.status == "provisional" else "") + (" !" if unit.failed else "")


def _tier_style(tier: str, order: Sequence[str]) -> str:
    """The best tier is green, and the last of three or more is red; what lies between stays plain."""
    if not tier or tier not in order:
        return ""
    place = order.index(tier)
    return "green" if place == 0 else "red" if place == len(order) - 1 and len(order) >= _FEW else ""


def _changes(units: Sequence[UnitResult], look: Look) -> list[str]:
    """Say how each unit moved since last year; who is absent from a whole list of last year is new.

    Where last year is known of fewer than half of the units, absence says nothing.
    """
    known = sum(_has_rank_before(unit) or unit.succession is not None for unit in units)
    absent = look.say("new") if 2 * known >= len(units) else ("–" if known else "")
    return [
        APART
        if unit.succession is not None
        else _change(unit, absent if unit.previous is None else "–" if known else "")
        for unit in units
    ]


def _has_rank_before(unit: UnitResult) -> bool:
    return unit.previous is not None and bool(_rank_before(unit.previous))


def _rank_before(before: Previous) -> str:
    """Give a rank of last year as it is shown: a number, or a band of ranks."""
    return visible(before.rank_text) if before.rank is None else str(before.rank)


def _change(unit: UnitResult, unknown: str) -> str:
    change = unit.rank_change
    if change is None:
        before = unit.previous
        return (
            f"({_rank_before(before)})" if before is not None and before.rank_text and before.rank is None else unknown
        )
    return "=" if change == 0 else f"▲{change}" if change > 0 else f"▼{-change}"


def _amount(outcome: object, digits: int | None, lang: str) -> str:
    return show(outcome, digits, lang) if isinstance(outcome, Fraction) else "–"


def _total(result: Result, unit: UnitResult, lang: str) -> str:
    """Write a total so that nobody takes it for one on the other side of a tier's bound."""
    card, total = scorecard_of(result.ruleset, unit.scorecard), unit.outcome
    if card is None or not isinstance(total, Fraction):
        return "–"
    bounds = [
        bound.amount * (unit.max or 0) if bound.share else bound.amount
        for tier in card.root.tiers
        for bound in (tier.from_, tier.above, tier.up_to, tier.below)
        if bound is not None
    ]
    return show_apart(total, bounds, result.ruleset.show, lang)


def _has_own_maxima(result: Result, units: Sequence[UnitResult]) -> bool:
    """Say whether tiers are shares of a maximum that not every unit has in full."""
    for unit in units:
        card = scorecard_of(result.ruleset, unit.scorecard)
        if card is not None and unit.max is not None and unit.max != card.root.full:
            bounds = [b for tier in card.root.tiers for b in (tier.from_, tier.above, tier.up_to, tier.below)]
            if any(bound is not None and bound.share for bound in bounds):
                return True
    return False


def _aligned(numbers: Sequence[str], lang: str) -> list[str]:
    """Fill numbers on the right, so that their decimal signs stand in one column.

    >>> _aligned(["989", "959,9"], "vi")
    ['989  ', '959,9']
    """
    sign = "," if lang == "vi" else "."
    tails = [len(number.partition(sign)[1] + number.partition(sign)[2]) for number in numbers]
    most = max(tails, default=0)
    return [number + " " * (most - tail) for number, tail in zip(numbers, tails, strict=True)]


def _criteria(
    card: Scorecard | None, units: Sequence[UnitResult], columns: Sequence[Column], digits: int | None, look: Look
) -> tuple[list[Column], list[str]]:
    """Make a column for each criterion of the first level, all or none; under titles if they fit, else under codes."""
    shown = {"scored", "bonus", "penalty"}
    nodes = [node for node in card.root.children if node.role in shown] if card is not None else []
    if not nodes:
        return [], []
    scores = [{made.node.id: made.outcome for made in unit.criteria} for unit in units]
    cells = [_aligned([_amount(row.get(node.id), digits, look.lang) for row in scores], look.lang) for node in nodes]
    short = [visible(node.code or node.id) for node in nodes]
    name = next(column for column in columns if column.header == look.say("unit"))
    others = sum(column.cells_wide + len(_GAP) for column in columns if column is not name)
    for headers, needed in (
        ([cut(_title(node, look.lang), _WIDEST_TITLE) for node in nodes], name.cells_wide),
        (short, min(name.cells_wide, _NARROWEST_NAME)),
    ):
        made = [Column(header, column, right=True) for header, column in zip(headers, cells, strict=True)]
        wide = others + needed + sum(column.cells_wide + len(_GAP) for column in made)
        if look.columns is None and headers is not short:
            continue  # in a pipe the narrower form, which no title can change
        if look.columns is None or wide <= look.columns:
            return made, [] if headers is not short else _legend(nodes, short, digits, look)
    return [], []


def _title(node: Node, lang: str) -> str:
    title = visible(node.title.say(lang) or node.id)
    return f"{visible(node.code)} {title}" if node.code else title


def _legend(nodes: Sequence[Node], short: Sequence[str], digits: int | None, look: Look) -> list[str]:
    """Say what the codes in the header stand for, with the maximum of each."""
    parts = []
    for node, code in zip(nodes, short, strict=True):
        title = visible(node.title.say(look.lang))
        most = f" ({show(node.full, digits, look.lang)})" if node.full is not None else ""
        parts.append((f"{code} {title}" if title and title != code else code) + most)
    return flowed(parts, look.columns)


def _unranked(result: Result, units: Sequence[UnitResult], look: Look) -> Iterator[str]:
    """Print the units without a rank: total and tier where they have them, and why they are here."""
    lang = look.lang
    names = Column(look.say("unit"), [visible(unit.unit.name or unit.unit.id) + _mark(unit) for unit in units])
    columns = [names]
    if any(isinstance(unit.outcome, Fraction) for unit in units):
        totals = _aligned([_total(result, unit, lang) for unit in units], lang)
        columns.append(Column(look.say("total"), totals, right=True))
    if any(unit.tier for unit in units):
        tiers = [visible(tier_title(scorecard_of(result.ruleset, unit.scorecard), unit.tier, lang)) for unit in units]
        columns.append(Column(look.say("tier"), tiers))
    whys = []
    for unit in units:
        why = why_unranked(result.ruleset, unit)
        whys.append(visible(why.say(lang) if why is not None else status_words(unit.status, lang)))
    yield from _grid([*columns, Column(look.say("why"), whys)], 0, [""] * len(units), look, wrap_last=True)


def _grid(
    columns: Sequence[Column], flexible: int, row_styles: Sequence[str], look: Look, *, wrap_last: bool = False
) -> Iterator[str]:
    """Print columns side by side; where they are too wide the flexible one is cut, or the last one wrapped."""
    wide = [column.cells_wide for column in columns]
    if look.columns is not None:
        room = look.columns - len(_GAP) * (len(columns) - 1)
        if wrap_last:
            wide[flexible] = min(wide[flexible], max(_NARROWEST_NAME, room // 3))
            wide[-1] = min(wide[-1], max(_NARROWEST_NAME, room - sum(wide[:-1])))
        else:
            wide[flexible] = min(wide[flexible], max(_NARROWEST_NAME // 2, room - sum(wide) + wide[flexible]))
    header = _GAP.join(
        fit(column.header, cells, right=column.right) for column, cells in zip(columns, wide, strict=True)
    )
    yield look.paint(look.clip(header.rstrip()), "dim")
    if look.columns is not None:
        yield look.paint("─" * min(look.columns, sum(wide) + len(_GAP) * (len(columns) - 1)), "dim")
    for row, row_style in enumerate(row_styles):
        cells = [column.cells[row] for column in columns]
        last = wrapped(cells[-1], wide[-1]) if wrap_last and look.columns is not None else [cells[-1]]
        for number, tail in enumerate(last):
            line = []
            for place, (column, across) in enumerate(zip(columns, wide, strict=True)):
                text = tail if place == len(columns) - 1 else cells[place] if number == 0 else ""
                shown = fit(text, across, right=column.right)
                style = column.styles[row] if column.styles else ""
                line.append(look.paint(shown, f"{row_style} {style}".strip()))
            yield _GAP.join(line)
