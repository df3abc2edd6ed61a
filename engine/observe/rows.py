"""Decide which rows of a table are units: totals, numbers of columns, titles of blocks and signatures are none.

A row whose unit is known, from a list of units, the ruleset or a mapping, is always read, whatever it looks like.
What may be a unit or not is an error that names the row; nothing is left out without a word.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import Literal, TypeAlias

from ..files.naming import fold, toned
from ..files.numbers import cut, parse_number
from ..files.surroundings import has_number
from ..files.tables import only, place_of
from ..model.findings import Place
from ..model.observed import Heading, Table
from .cells import answers_of, marks_of
from .columns import NUMBERS, PROVENANCE, find_column
from .mapping import Guide
from .report import Report
from .row_words import (
    Count,
    count_of,
    has_noun,
    is_signed,
    is_title_of_block,
    key_of,
    total_in,
    words_of,
)
from .values import reader_of

Kind: TypeAlias = Literal["total", "numbering", "headers", "heading", "signature", "doubt"]

_MOST_SIGNS = 4  # cells in a row of signatures
_MOST_SUMMED = 2_000  # rows, and columns below, of which it is asked whether a row is their sum
_MOST_COLUMNS_SUMMED = 20
_MOST_DOUBTS = 40  # rows of which that is asked
_FORMULA = re.compile(r"[(\[]?(?P<number>[0-9]{1,3})[)\]]?\s*=[\s0-9()\[\]+*/x×:.,%–-]{1,60}")
_LABEL = re.compile(r"(?P<open>[(\[])?\s*(?P<label>[A-Za-zĐđ]|[0-9]{1,3})\s*(?P<close>[)\]])?")
_PLACES = "trung bình"  # is the name of communes too


@dataclass(frozen=True, slots=True)
class Known:
    """The units that are known before a table is read.

    Attributes:
        names: ids, aliases and names, as `key_of` writes them.
        is_list: whether a unit that is not among them is none.
    """

    names: Collection[str] = frozenset()
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """The columns of a table that say whose a row is; -1 where absent.

    Attributes:
        group_of: from the words of a title to a group of the ruleset; empty where it is none.
        titles: of the groups, as words.
    """

    id: int
    name: int
    group: int = -1
    parent: int = -1
    group_of: Callable[[str], str] = lambda _: ""
    titles: frozenset[tuple[str, ...]] = frozenset()


@dataclass(slots=True)
class _Verdict:
    kind: Kind
    said: tuple[str, str] = ("", "")  # what else than a unit the row may be, in doubt
    group: str = ""  # that a heading names


class _Rows:
    """What is asked again and again of the rows of a wide table.

    Attributes:
        of: column -> the inputs that its header names.
        number: the column that numbers the rows; -1 where absent.
        labels: columns that say whose a row is, or stand before those that do.
        values: columns that say something of the unit.
        titles: of groups and blocks, as words.
        figured: whether each row has a figure.
    """

    def __init__(self, table: Table, about: About, guide: Guide, known: Known, *, is_roll: bool = False) -> None:
        self.table, self.about, self.guide, self.known, self.is_roll = table, about, guide, known, is_roll
        self.of = {
            column: tuple(target.input for target in targets)
            for column, header in enumerate(table.headers)
            if (targets := guide.names.targets(header))
        }
        self.number = find_column(table, *NUMBERS)
        named = {find_column(table, header) for header in (*guide.key, PROVENANCE)}
        own = {about.id, about.name, about.group, about.parent, self.number, *named} - {-1}
        last = max(about.id, about.name)
        self.labels = [
            column
            for column in range(len(table.headers))
            if column in {about.id, about.name, self.number} or (column < last and column not in {*own, *self.of})
        ]
        self.values = [column for column in range(len(table.headers)) if column not in {*own, *self.labels}]
        self.titles = set(about.titles)
        self.figured = [self._has_figure(row) for row in range(len(table.rows))]
        self._has_both = about.id >= 0 and about.name >= 0 and about.id != about.name
        ids = [cells[about.id] for cells in table.rows if cells[about.id]] if about.id >= 0 else []
        self._is_lettered = 2 * sum(map(_is_letter, ids)) >= len(ids)
        self._marks = {*marks_of(guide.headers), *answers_of(guide.headers)}

    def name(self, row: int) -> str:
        """Give the words by which a row calls its unit: its name, its id, else what stands before them."""
        cells, about = self.table.rows[row], self.about
        own = [cells[column] for column in (about.name, about.id) if column >= 0 and cells[column]]
        before = [cells[column] for column in self.labels if cells[column] and column not in {about.name, about.id}]
        words = [text for text in before if not count_of(text, is_whole=True).kind and not text.isdecimal()]
        if words and total_in(words[-1]) and (not own or total_in(f"{words[-1]} {own[0]}", self.titles) == "whole"):
            return " ".join((words[-1], *own[:1]))
        others = (cells[column] for column in (about.group, about.parent) if column >= 0 and cells[column])
        return next(iter((*own, *words[-1:], *others)), "")

    def count(self, row: int) -> Count:
        """Read what numbers a row."""
        cells = self.table.rows[row]
        for column in reversed(self.labels):
            if column not in {self.about.name, self.about.id} and cells[column]:
                return count_of(cells[column], is_whole=True)
        if self._has_both and cells[self.about.id] and not self.is_own(row):
            return count_of(cells[self.about.id], is_whole=True)
        return count_of(self.name(row))

    def is_own(self, row: int) -> bool:
        """Whether a row has an id that does not only number it: "I" is none where others are no letters."""
        text = self.table.rows[row][self.about.id] if self._has_both else ""
        return bool(text) and (self._is_lettered or not _is_letter(text))

    def is_bare(self, row: int) -> bool:
        """Whether a row has nothing but a name, and perhaps a number or words before it."""
        cells, about = self.table.rows[row], self.about
        if any(cells[column] for column in (*self.values, about.group, about.parent) if column >= 0):
            return False
        return not (self.is_own(row) and cells[about.name])

    def is_known(self, row: int) -> bool:
        """Whether a row names a unit that is known."""
        cells, about = self.table.rows[row], self.about
        if self.is_roll and (self.is_own(row) or any(cells[column] for column in {about.group, about.parent} - {-1})):
            return True
        return any(
            key_of(cells[column]) in self.known.names or fold(cells[column]) in self.guide.units
            for column in {about.id, about.name} - {-1}
            if cells[column]
        )

    def has_answer(self, row: int) -> bool:
        """Whether a cell can be read as an answer of its input, other than as words."""
        return self.figured[row] or any(self._answers(row, column) for column in self.of)

    def texts(self, row: int) -> list[str]:
        """Give what stands in a row, also in columns without a header."""
        return [*filter(None, self.table.rows[row]), *(text for _, text in self.table.beside.get(row, ()))]

    def _answers(self, row: int, column: int) -> bool:
        text = self.table.rows[row][column]
        inputs = [asked for asked in self.of[column] if not asked.traits.is_evidence]
        if not text or not inputs:
            return False
        return fold(text) in self._marks or any(isinstance(reader_of(asked)(text), bool | str) for asked in inputs)

    def _has_figure(self, row: int) -> bool:
        cells, kinds = self.table.rows[row], self.table.kinds
        return has_number([cells[column] for column in self.values]) or any(
            (row, column) in kinds for column in self.values
        )


def _is_letter(text: str) -> bool:
    return count_of(text, is_whole=True).kind == "letter"


def units_of(
    table: Table,
    about: About,
    guide: Guide,
    known: Known,
    report: Report,
    *,
    is_roll: bool = False,
    is_sure: bool = True,
) -> Table:
    """Give a wide table without the rows that are no units, and say of each why.

    Args:
        table: the table.
        about: its columns.
        guide: to its file.
        known: the units that are known.
        report: takes the findings.
        is_roll: whether it is a table of units; what it says more of than a name is one.
        is_sure: whether a row in doubt is an error; else it is a unit.
    """
    if max(about.id, about.name) < 0 or not table.rows:
        return table
    rows = _Rows(table, about, guide, known, is_roll=is_roll)
    judged = _judge(rows)
    if not is_sure:
        judged = {row: verdict for row, verdict in judged.items() if verdict.kind != "doubt"}
    kept = [row for row in range(len(table.rows)) if row not in judged and any(table.rows[row])]
    headings = _tell(rows, judged, kept, report)
    return table if len(kept) == len(table.rows) else only(table, kept, headings)


def units_of_long(table: Table, unit: int, column: int, guide: Guide, known: Known, report: Report) -> Table:
    """Give a long table without the rows of totals and signatures, and say of each name why.

    Args:
        table: the table.
        unit: its column of units.
        column: its column of inputs.
        guide: to its file.
        known: the units that are known.
        report: takes the findings.
    """
    verdicts: dict[str, str] = {}
    kept = []
    for row, cells in enumerate(table.rows):
        name = cells[unit]
        if name not in verdicts:
            is_known = key_of(name) in known.names or fold(name) in guide.units
            verdicts[name] = "" if is_known or not name else total_in(name)
            if verdicts[name] == "whole":
                _tell_total(table, row, unit, name, report)
            elif verdicts[name] == "start" and not known.is_list:
                _tell_doubt(table, row, unit, name, _TOTAL, guide, report)
        is_signature = not cells[column] and any(map(is_signed, cells)) and not has_number(cells)
        if is_signature and key_of(name) not in known.names:
            _tell_signature(table, row, " · ".join(filter(None, cells)), report, is_last=False)
        elif verdicts[name] != "whole":
            kept.append(row)
    return table if len(kept) == len(table.rows) else only(table, kept)


_Sign: TypeAlias = Literal["whole", "start", "inside"]
_TOTAL = ("một dòng tổng hợp (tổng, bình quân, …)", "a row of totals or means")
_HEADING = ("tiêu đề của các dòng bên dưới", "a heading of the rows below")
_SUBTOTAL = ("tiêu đề kèm số cộng của các dòng bên dưới", "a heading with the subtotals of the rows below")
_NUMBERING = ("dòng đánh số các cột", "the numbers of the columns")
_SIGNATURE = ("chữ ký hoặc ghi chú", "a signature or a note")


def _judge(rows: _Rows) -> dict[int, _Verdict]:
    """Say of each row that is none, or may be none, what it is."""
    judged: dict[int, _Verdict] = {}
    count = len(rows.table.rows)
    unknown = [row for row in range(count) if not rows.is_known(row)]
    free = set(unknown)
    _judge_numbering(rows, unknown, judged)
    _judge_signatures(rows, [row for row in unknown if row not in judged], judged)
    rows.titles |= {words_of(rows.name(row)) for row in unknown if row not in judged and rows.is_bare(row)} - {()}
    signs = _judge_totals(rows, [row for row in unknown if row not in judged], judged)
    _judge_headings(rows, [row for row in unknown if row not in judged and row not in signs], judged)
    if rows.known.is_list:
        return {row: verdict for row, verdict in judged.items() if verdict.kind != "doubt"}
    _judge_doubtful_totals(rows, signs, judged)
    assert free.issuperset(judged), "a row of a known unit is always read"
    return judged


# ── Numbers of columns, and headers again ───────────────────────────────────────────────────────────────────────────


def _judge_numbering(rows: _Rows, unknown: Sequence[int], judged: dict[int, _Verdict]) -> None:
    """Find rows that number the columns, below the headers or where a page begins, and the headers again."""
    table = rows.table
    headers = [fold(header) for header in table.headers]
    seen: set[tuple[str, ...]] = set()
    top = 0
    for row in unknown:
        cells = table.rows[row]
        filled = [column for column, text in enumerate(cells) if text]
        if len(filled) >= 2 and all(
            fold(cells[c]) in {headers[c], fold(table.headers[c].rpartition(" / ")[2])} for c in filled
        ):
            judged[row] = _Verdict("headers")
            top = max(top, row + 1)
            continue
        is_first = row == top or all(before in judged for before in range(row))
        how = numbering([cells[column] for column in filled])
        if not how or (how == "plain" and (filled[-1] - filled[0] >= len(filled) or not (is_first or cells in seen))):
            continue
        verdict = _Verdict("numbering") if how == "sure" or cells in seen else _of_plain(rows, row, len(filled))
        if verdict is not None:
            judged[row] = verdict
            seen.add(cells)


def numbering(texts: Sequence[str]) -> Literal["", "plain", "sure"]:
    """Say whether cells only number columns; `sure` where no figures are written so.

    >>> numbering(["A", "B", "1", "2"]), numbering(["(1)", "(2)=(3)+(4)", "(3)"]), numbering(["1", "2", "5"])
    ('plain', 'sure', '')
    """
    labels: list[str] = []
    bracketed = formulas = 0
    for text in texts:
        if (formula := _FORMULA.fullmatch(text)) is not None:
            labels.append(formula["number"])
            formulas += 1
        elif (label := _LABEL.fullmatch(text)) is not None and bool(label["open"]) == bool(label["close"]):
            labels.append(label["label"].casefold())
            bracketed += bool(label["open"])
        else:
            return ""
    letters = [label for label in labels if not label.isdecimal()]
    numbers = [int(label) for label in labels if label.isdecimal()]
    if len(labels) < 2 or labels[: len(letters)] != letters or formulas == len(labels):
        return ""
    if letters and letters not in (
        list("abcdefghijklmnopqrstuvwxyz")[: len(letters)],
        list("abcdđeghiklmn")[: len(letters)],
    ):
        return ""
    if numbers and (
        numbers != list(range(numbers[0], numbers[0] + len(numbers))) or numbers[0] not in {0, 1, len(letters) + 1}
    ):
        return ""
    if bracketed + formulas == len(labels) or formulas:
        return "sure"
    return "plain" if bracketed in {0, len(letters), len(numbers)} else ""


def _of_plain(rows: _Rows, row: int, filled: int) -> _Verdict | None:
    """Tell numbers of columns from a unit that is called "A" or "1", by what the other units are called."""
    name = rows.name(row)
    cells = rows.table.rows
    others = [rows.name(other) for other in range(len(cells)) if cells[other] != cells[row]]
    others = [other for other in others if other]
    if not others:
        return None
    if name.strip("()[]").isdecimal():
        alike = [other for other in others if other.isdecimal()]
        if any(len(other) == len(name) for other in alike):
            return None
    else:
        alike = [other for other in others if len(other.strip("()[]")) == 1]
        if alike:
            return None
    if alike or filled < 3:
        return _Verdict("doubt", _NUMBERING) if len(others) > 1 else None
    return _Verdict("numbering")


# ── Signatures and notes ────────────────────────────────────────────────────────────────────────────────────────────


def _judge_signatures(rows: _Rows, unknown: Sequence[int], judged: dict[int, _Verdict]) -> None:
    """Find signatures and notes, and below the first of them all rows without an answer, if none follows with one."""
    table = rows.table
    answered = [row for row in range(len(table.rows)) if rows.has_answer(row)]
    last = answered[-1] if answered else -1
    free = set(unknown)
    first = len(table.rows)
    for row in unknown:
        texts = rows.texts(row)
        if len(texts) > _MOST_SIGNS or rows.figured[row] or not any(map(is_signed, texts)):
            continue
        own = [table.rows[row][column] for column in {rows.about.name, rows.about.id} - {-1} if table.rows[row][column]]
        is_apart = row > last and (row == 0 or (bool(table.lines) and table.lines[row] > table.lines[row - 1] + 1))
        if not own or all(map(is_signed, own)):
            is_doubt = rows.has_answer(row)
        elif rows.has_answer(row) or not (is_apart or _has_words_for_figures(rows, row)):
            continue
        else:
            is_doubt = True
        judged[row] = _Verdict("doubt", _SIGNATURE) if is_doubt else _Verdict("signature")
        if not is_doubt:
            first = min(first, row)
    for row in range(max(first, last + 1), len(table.rows)):
        if row > first and row in free and (row not in judged or judged[row].kind == "doubt"):
            judged[row] = _Verdict("signature")


def _has_words_for_figures(rows: _Rows, row: int) -> bool:
    """Whether words of a signature stand where a figure, a day or a choice belongs."""
    cells = rows.table.rows[row]
    return any(
        cells[column] and is_signed(cells[column]) and all(not asked.traits.is_evidence for asked in inputs)
        for column, inputs in rows.of.items()
    )


# ── Headings ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _judge_headings(rows: _Rows, unknown: Sequence[int], judged: dict[int, _Verdict]) -> None:
    """Find the rows that only head those below."""
    figured = [row for row in unknown if rows.figured[row]]
    marks = _marks_of(rows, unknown, figured)
    unsure: list[int] = []
    for row in filter(rows.is_bare, unknown):
        if marks.is_marked(row) or row in marks.titled:
            judged[row] = _Verdict("heading", group=marks.groups[row])
        else:
            unsure.append(row)
    is_parted = any(verdict.kind == "heading" for verdict in judged.values())
    _judge_subtotals(rows, figured, marks, judged)
    _judge_unsure(rows, unsure, figured, marks, judged, is_parted=is_parted)


@dataclass(frozen=True, slots=True)
class _Marks:
    """What rows of no known unit have of headings.

    Attributes:
        counted: how each row of the table is counted.
        usual: how most of those with figures are.
        groups: the group that a row names.
        following: rows that letters count, one after another.
        titled: rows with the words of a heading that are not counted as most are.
    """

    counted: Sequence[Count]
    usual: str
    groups: Mapping[int, str]
    following: Collection[int]
    titled: Collection[int]

    def is_marked(self, row: int) -> bool:
        return bool(self.groups[row]) or row in self.following


def _marks_of(rows: _Rows, unknown: Sequence[int], figured: Sequence[int]) -> _Marks:
    counted = [rows.count(row) for row in range(len(rows.table.rows))]
    usual = Counter(counted[row].kind for row in figured).most_common(1)
    kind = usual[0][0] if usual else ""
    others = (row for row in unknown if not counted[row].kind or counted[row].kind != kind)
    return _Marks(
        counted,
        kind,
        groups={row: rows.about.group_of(rows.name(row)) for row in unknown},
        following=_following(counted, unknown, kind),
        titled={row for row in others if is_title_of_block(rows.name(row))},
    )


def _judge_subtotals(rows: _Rows, figured: Sequence[int], marks: _Marks, judged: dict[int, _Verdict]) -> None:
    """Find the headings that have figures: the sums of the rows below."""
    is_titled = Counter(is_title_of_block(rows.name(row)) for row in figured if marks.counted[row].kind != "letter")
    # Where most names have such words, they are the names of units.
    titled = marks.titled if is_titled[True] <= is_titled[False] else ()
    asked = [row for row in figured if (marks.is_marked(row) or row in titled) and not _is_placed(rows, row)]
    barred = {*judged, *asked}
    for row in asked:
        if _is_of_others(rows, row, barred):
            judged[row] = _Verdict("heading", _SUBTOTAL, marks.groups[row])
        elif marks.is_marked(row) or has_units_below(rows, row, barred):
            judged[row] = _Verdict("doubt", _SUBTOTAL)


def _is_placed(rows: _Rows, row: int) -> bool:
    """Whether a row is a unit's by what stands beside its name: it has what only units have, or a group."""
    group = rows.about.group
    return rows.is_own(row) or (group >= 0 and bool(rows.table.rows[row][group]))


def _judge_unsure(
    rows: _Rows,
    unsure: Sequence[int],
    figured: Sequence[int],
    marks: _Marks,
    judged: dict[int, _Verdict],
    *,
    is_parted: bool,
) -> None:
    """Ask of rows without figures whether they are headings: where others are, or they are counted otherwise."""
    firsts = {words[0] for row in figured if (words := words_of(rows.name(row)))}
    for row in unsure:
        words = words_of(rows.name(row))
        is_counted_alike = bool(marks.usual) and marks.counted[row].kind == marks.usual
        is_unit = not words or words[0] in firsts or is_counted_alike or rows.is_own(row)
        if not is_unit and (marks.usual or is_parted) and _has_figures_below(rows, row, judged):
            judged[row] = _Verdict("doubt", _HEADING)


def _has_figures_below(rows: _Rows, row: int, judged: Collection[int]) -> bool:
    return any(rows.figured[after] for after in range(row + 1, len(rows.figured)) if after not in judged)


def _following(counted: Sequence[Count], unknown: Sequence[int], usual: str) -> set[int]:
    """Find the rows that letters or Roman numbers count, one after another or from the first on, unlike the others."""
    found: set[int] = set()
    previous = 0
    for row in unknown:
        if counted[row].kind != "letter" or usual == "letter":
            continue
        following = [number for number in counted[row].values if number in {1, previous + 1}]
        if following:
            found.add(row)
            previous = max(following)
    return found


def has_units_below(rows: _Rows, row: int, barred: Collection[int]) -> bool:
    """Whether a row with figures follows directly."""
    after = row + 1
    return after < len(rows.figured) and after not in barred and rows.figured[after]


# ── Totals ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _judge_totals(rows: _Rows, unknown: Sequence[int], judged: dict[int, _Verdict]) -> dict[int, _Sign]:
    """Find rows that are called nothing but a total, and give where each row has a word of totals."""
    signs: dict[int, _Sign] = {}
    for row in unknown:
        if sign := total_in(rows.name(row), rows.titles):
            signs[row] = sign
            if sign == "whole" and not (_is_of_place(rows, row) and _is_like_others(rows, row)):
                judged[row] = _Verdict("total")
    return signs


def _judge_doubtful_totals(rows: _Rows, signs: Mapping[int, _Sign], judged: dict[int, _Verdict]) -> None:
    """Decide by their figures on rows whose names may be those of totals; where figures do not decide, ask."""
    asked = 0
    for row, sign in signs.items():
        if row in judged or (sign == "inside" and has_noun(rows.name(row))):
            continue
        asked += 1
        is_like = _is_like_others(rows, row)
        is_sum = asked <= _MOST_DOUBTS and _is_of_others(rows, row, judged)
        if is_sum and not is_like:
            judged[row] = _Verdict("total")
        elif is_sum or not is_like or sign == "whole":
            judged[row] = _Verdict("doubt", _TOTAL)


# ── Totals in doubt ─────────────────────────────────────────────────────────────────────────────────────────────────


def _is_of_place(rows: _Rows, row: int) -> bool:
    return toned(_PLACES) == " ".join(words_of(rows.name(row))) or fold(rows.name(row)) == _PLACES


def _is_like_others(rows: _Rows, row: int) -> bool:
    """Whether a row has what units have and totals have not: an id, a group, the next number."""
    table, about = rows.table, rows.about
    others = [other for other in range(len(table.rows)) if other != row and rows.figured[other]]
    for column in {about.id, about.group, about.parent} - {-1, about.name}:
        if table.rows[row][column] and sum(bool(table.rows[other][column]) for other in others) * 2 > len(others):
            return True
    own = rows.count(row)
    before = rows.count(row - 1) if row else Count()
    after = rows.count(row + 1) if row + 1 < len(table.rows) else Count()
    if own.kind != "number":
        return False
    return before.values == (own.values[0] - 1,) or (row == 0 and after.values == (own.values[0] + 1,))


def _is_of_others(rows: _Rows, row: int, barred: Collection[int]) -> bool:
    """Whether each figure of a row is the sum, the mean, the median or a bound of the figures of other rows.

    The others are those from the last row that is no unit on, those up to the next one, or all; two at least.
    A mean is compared with as many decimals as it is written with.
    """
    count = len(rows.table.rows)
    above, below = [], []
    for other in range(row - 1, -1, -1):
        if other in barred:
            break
        above.append(other)
    for other in range(row + 1, count):
        if other in barred:
            break
        below.append(other)
    everybody = [other for other in range(count) if other not in barred and other != row]
    return any(_is_of(rows, row, block) for block in (above, below, everybody) if 2 <= len(block) <= _MOST_SUMMED)


def _is_of(rows: _Rows, row: int, block: Sequence[int]) -> bool:
    table = rows.table
    columns = [column for column in rows.values if table.rows[row][column]][:_MOST_COLUMNS_SUMMED]
    compared = 0
    for column in columns:
        for decimal in (".", ","):
            own = _number(table, row, column, decimal)
            others = [_number(table, other, column, decimal) for other in block if table.rows[other][column]]
            numbers = [number for number in others if number is not None]
            if own is None or len(numbers) < len(others) or len(numbers) < 2 or not any(numbers):
                continue
            if own in _results(numbers) or _is_rounded(
                own, table.rows[row][column], sum(numbers, Fraction(0)) / len(numbers)
            ):
                compared += 1
                break
        else:
            return False
    return compared > 0


def _results(numbers: Sequence[Fraction]) -> Iterator[Fraction]:
    yield sum(numbers, Fraction(0))
    yield sum(numbers, Fraction(0)) / len(numbers)
    yield max(numbers)
    yield min(numbers)
    yield median(numbers)


def _is_rounded(number: Fraction, text: str, exact: Fraction) -> bool:
    """Whether a number is an exact one rounded to the decimals that are written."""
    decimals = len(re.sub(r".*[.,]", "", text.rstrip("% "))) if re.search(r"[.,]", text) else 0
    # Half a unit in the last place, of a percentage in the last place of its hundredths.
    return decimals > 0 and abs(number - exact) * 2 * 10 ** min(decimals, 40) <= 1


def _number(table: Table, row: int, column: int, decimal: str) -> Fraction | None:
    text = table.rows[row][column]
    kind = table.kinds.get((row, column))
    found = parse_number(text.removesuffix("%").rstrip(), decimal="." if kind == "number" else decimal)
    return found if isinstance(found, Fraction) else None


# ── What is told ────────────────────────────────────────────────────────────────────────────────────────────────────


def _tell(rows: _Rows, judged: Mapping[int, _Verdict], kept: Sequence[int], report: Report) -> list[Heading | None]:
    """Tell of each row that is left out or in doubt; and give the heading of each row that stays."""
    table, about = rows.table, rows.about
    by = about.name if about.name >= 0 else about.id
    foot = _foot(table, judged)
    staying = set(kept)
    headings: list[Heading | None] = []
    heading: Heading | None = None
    for row in range(len(table.rows)):
        if row in staying:
            headings.append(heading)
        if row not in judged:
            continue
        verdict, place, name = judged[row], place_of(table, row, by), cut(_shown(rows, row))
        match verdict.kind:
            case "total":
                _tell_total(table, row, by, name, report)
            case "numbering" | "headers":
                report.add("ITR545", place, row=place.line, cells=cut(" ".join(rows.texts(row))))
            case "signature":
                if row <= foot:
                    _tell_signature(table, row, " · ".join(rows.texts(row)), report, is_last=row == foot)
            case "doubt":
                _tell_doubt(table, row, by, name, verdict.said, rows.guide, report)
            case "heading":
                heading = Heading(name, place, verdict.group)
                if verdict.group:
                    report.add("ITR438", place, group=verdict.group)
                else:
                    report.add("ITR546", place, row=place.line, heading=name)
    return headings if any(headings) else []


def _shown(rows: _Rows, row: int) -> str:
    """Give the words of a row as they are told of it."""
    cells = rows.table.rows[row]
    return " ".join(cells[column] for column in rows.labels if cells[column]) or rows.name(row)


def _foot(table: Table, judged: Mapping[int, _Verdict]) -> int:
    """Find the first row of the signatures and notes that end a table; the number of rows if there are none."""
    row = len(table.rows)
    while row and row - 1 in judged and judged[row - 1].kind == "signature":
        row -= 1
    return row


def _tell_total(table: Table, row: int, by: int, name: str, report: Report) -> None:
    report.add("ITR418", place_of(table, row, by), row=place_of(table, row, by).line, name=cut(name))


def _tell_signature(table: Table, row: int, text: str, report: Report, *, is_last: bool) -> None:
    line = place_of(table, row, 0).line
    rows = (f"từ dòng {line} trở xuống", f"from row {line} on") if is_last else (f"dòng {line}", f"in row {line}")
    place = Place(table.name, line, cell=f"{table.sheet}!{line}" if table.sheet else "")
    report.add("ITR439", place, rows=rows[0], rows_en=rows[1], text=cut(text))


def _tell_doubt(
    table: Table, row: int, by: int, name: str, said: tuple[str, str], guide: Guide, report: Report
) -> None:
    line = place_of(table, row, 0).line
    skip = f" skip_rows: [{line}]" if table.delimiter or table.sheet else ""
    help_ = (
        f'Nếu là đơn vị: ghi vào bảng đơn vị (--units), hoặc ghi trong {guide.mapping_name} units: {{"{name}": mã}}. '
        + (f"Nếu không phải: ghi{skip} ở tệp ấy." if skip else "Nếu không phải: xóa dòng này."),
        f'If it is a unit: put it in the table of units (--units), or write units: {{"{name}": its id}} in {guide.mapping_name}. '
        + (f"If not: write{skip} there." if skip else "If not: delete it."),
    )
    report.add("ITR548", place_of(table, row, by), help=help_, name=name, what=said[0], what_en=said[1])
