"""Read a form that came back: whose it is by its hidden sheet, its answers by their cells, and what was altered in it.

What the hidden sheet says is compared and never followed: which cell is which question, the ruleset says.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple

from ..files.compound import formulas_of
from ..files.contents import OLE
from ..files.naming import fold
from ..files.numbers import cut, plain
from ..files.tables import MOST_CHARACTERS, letters
from ..files.visible import hidden_in
from ..files.workbooks import Sheet, cell_name, decimal_of, left_out_of, merged_over, open_workbook, written
from ..formula.excel import Lack
from ..formula.excel_text import Shown
from ..model.codes import has_errors
from ..model.findings import Finding, Place, finding
from ..model.observed import CellKind, Previous, Remark, Unit
from ..model.ruleset import Input, Node, Ruleset
from ..model.sentences import Pair, plural, sentence
from ..observe.values import lacks_per_cent
from .arithmetic import Cell, Recomputing, number_of, recomputing
from .naming import file_names
from .page import bare, listed, not_read, odd_evidence, other_words, value_at, whose_page
from .plan import FORMAT, Line, plan_of
from .returned_files import Workbook
from .workbook import EVIDENCE, HEADS, OTHERS, Form, title_of

_ABOUT, _CALCULATION = "_itrank", "_tinh"
REPLY = "itrank-reply/1"
"""What replies call themselves, so that one that lies among the forms is passed over."""
_HEAD_ROW = 7
_ANSWER, _POINTS, _TOTAL = 5, 10, (5, 2)
_NOISE = Fraction(1, 10**13)  # of the largest number of a formula; a workbook keeps 15 digits
_MOST_HELD = 10**15
_FORMAT = re.compile(r"itrank-form/([0-9]{1,6})")
_NUMBER = re.compile(r"[0-9]+")
_CHECKED: Pair = ("đã tính lại, khớp", "computed again, they agree")
_NOT_CHECKED: Pair = ("không tính lại được: {cells}", "not computed again: {cells}")


@dataclass(frozen=True)
class Asked:
    """Who was asked what.

    Attributes:
        before: of each unit, what is known of last year; where there is none, what its form says stands.
    """

    ruleset: Ruleset
    units: Sequence[Unit]
    before: Sequence[Previous | None] = ()

    @cached_property
    def forms(self) -> Mapping[str, Form]:
        """Give the form of each scorecard."""
        return {card.id: Form(plan_of(self.ruleset, card)) for card in self.ruleset.scorecards}

    @property
    def is_illustrative(self) -> bool:
        """Whether anything of the criteria is made up."""
        return any(form.is_illustrative for form in self.forms.values())

    @cached_property
    def labels(self) -> Mapping[str, Mapping[int, str]]:
        """Give what stands in the first two columns of each row, by scorecard, folded."""
        return {
            id_: {line.row: _row_text(self.ruleset, line) for line in form.plan.lines}
            for id_, form in self.forms.items()
        }

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Find a unit by its id or by the hash of its id."""
        by_hash = {sha256(unit.id.encode()).hexdigest(): number for number, unit in enumerate(self.units)}
        return by_hash | {unit.id: number for number, unit in enumerate(self.units)}

    @cached_property
    def by_name(self) -> Mapping[str, Unit]:
        """Find a unit by its name, as names are compared; not what two are called."""
        names = [bare(unit.name) for unit in self.units]
        return {name: unit for name, unit in zip(names, self.units, strict=True) if names.count(name) == 1}

    @cached_property
    def by_file(self) -> Mapping[str, Unit]:
        """Find a unit by the name of the file that its form was written to."""
        own = [unit for unit, card in zip(self.units, self.cards, strict=True) if card]
        return {fold(name): unit for name, unit in zip(file_names((unit.id for unit in own), ""), own, strict=True)}

    @cached_property
    def cards(self) -> Sequence[str]:
        """Name the scorecard of each unit; empty where it is asked nothing."""
        found = {unit.group: self.ruleset.scorecard_of(unit.group) for unit in self.units}
        return [card.id if (card := found[unit.group]) else "" for unit in self.units]


class Typed(NamedTuple):
    """What stands in the cell of an answer, and in those of its evidence: number, date, title, link.

    Attributes:
        problem: why it is not read, although something stands there.
        remark: what must be said of its cell where it is read.
    """

    asked: Input
    cell: str
    row: int
    text: str
    kind: CellKind | None = None
    evidence: tuple[str, ...] = ("", "", "", "")
    problem: Finding | None = None
    remark: Remark | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """A form that can be read.

    Attributes:
        unit: its number.
        points: of the cells that show a self-score, by node: what they show; None where no program computed it.
        last_year: what its calculation holds of last year, by key.
        is_current: whether it was made by the very rules that are collected by.
    """

    name: str
    sha256: str
    unit: int
    card: str
    answers: tuple[Typed, ...]
    points: Mapping[str, Fraction | str | None] = field(default_factory=dict)
    last_year: Mapping[str, Shown] = field(default_factory=dict)
    is_current: bool = True
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that gives no answers; `unit` is whose form it is, where that is known."""

    name: str
    findings: tuple[Finding, ...]
    unit: int | None = None


def read_returned(file: Workbook, asked: Asked) -> Returned | Refused | None:
    """Read a workbook as a form; None for one of our own replies."""
    opened = _opened(file)
    if isinstance(opened, Finding):
        return Refused(file.name, (opened,))
    said = about_of(opened.sheet(_ABOUT))
    if said.get("format") == REPLY:
        return None
    if "format" not in said:
        return Refused(file.name, (finding("ITR105.form", Place(file.name)),))
    unit = asked.index.get(said.get("unit_sha256", ""), asked.index.get(said.get("unit", "")))
    told = _other(said, asked.ruleset, file.name) or _whose(said, unit, asked, file.name)
    if told is not None or unit is None:
        return Refused(file.name, (told,) if told else (), unit)
    return _of_unit(file, opened, said, unit, asked)


@dataclass(frozen=True, slots=True)
class _Opened:
    """The sheets of a form.

    Attributes:
        is_old: whether the file tells nothing of how its cells look.
        has_formulas: whether it tells which cells are formulas.
    """

    sheets: Sequence[Sheet]
    is_old: bool
    has_formulas: bool

    def sheet(self, name: str) -> Sheet | None:
        return next((sheet for sheet in reversed(self.sheets) if sheet.name == name), None)


def _opened(file: Workbook) -> _Opened | Finding:
    sheets = open_workbook(file.content, file.name)
    if isinstance(sheets, Finding):
        return sheets
    is_old = file.content.startswith(OLE)
    formulas = formulas_of(file.content) if is_old else ()
    for sheet, found in zip(sheets, formulas, strict=False) if len(formulas) == len(sheets) else ():
        sheet.notes.formulas.update(found)
    return _Opened(sheets, is_old, has_formulas=not is_old or bool(formulas))


def _of_unit(file: Workbook, opened: _Opened, said: Mapping[str, str], unit: int, asked: Asked) -> Returned | Refused:
    """Read the form of a unit that is asked by it, if its page is as it was made."""
    name, card = file.name, asked.cards[unit]
    form = asked.forms[card]
    entry = opened.sheet(form.word("entry"))
    visible = [sheet.name for sheet in opened.sheets if sheet.is_visible]
    told = _altered(said, entry, form, asked.labels[card], visible, name)
    if told is not None or entry is None:
        return Refused(name, (told,) if told else (), unit)
    own, missing, made_for = asked.units[unit], opened.sheet(form.word("missing")), said.get("name", "")
    named = whose_page(form, entry, missing, own, asked.by_name, asked.by_file, made_for, name)
    if named is not None and has_errors([named]):
        return Refused(name, (named,), unit)
    again = recomputing(opened.sheets)
    answers = tuple(_typed(form, entry, name, again, is_old=opened.is_old))
    last_year = _last_year(form, opened.sheet(_CALCULATION))
    is_current = said.get("sha256") == asked.ruleset.sha256
    findings = (
        *(one.problem for one in answers if one.problem is not None),
        *((named,) if named is not None else ()),
        *_struck_evidence(form, entry, name),
        *odd_evidence(form, entry, name),
        *other_words(form, entry, last_year, name, is_current=is_current),
        *not_read(form, entry, opened.sheets, name),
        *(() if is_current else (_of_older_rules(asked.ruleset, name),)),
        *(_typed_over(form, entry, name) if opened.has_formulas else ()),
        *_computed(form, entry, name, again),
    )
    sha, points = sha256(file.content).hexdigest(), _points(form, entry)
    return Returned(name, sha, unit, card, answers, points, last_year, is_current, findings)


def _of_older_rules(ruleset: Ruleset, name: str) -> Finding:
    return finding("ITR615", Place(name), ruleset=f"{ruleset.id}@{ruleset.version}")


def about_of(sheet: Sheet | None) -> dict[str, str]:
    """Read what a form says that it is."""
    said: dict[str, str] = {}
    for row in sheet.grid[:10] if sheet is not None else ():
        if len(row) >= 2 and isinstance(row[0], str) and isinstance(row[1], str):
            said.setdefault(row[0], row[1][:500])
    return said


def _other(said: Mapping[str, str], ruleset: Ruleset, name: str) -> Finding | None:
    """Tell of a form of another format, ruleset or version."""
    place, own = Place(name), f"{ruleset.id}@{ruleset.version}"
    found = said["format"]
    if found != FORMAT:
        known = _FORMAT.fullmatch(found)
        if known is None:
            return finding("ITR105.form", place)
        help_ = (
            "Cài bản itrank mới hơn; biểu này do bản ấy lập.",
            "Install a newer itrank: such a one made this form.",
        )
        return finding("ITR614", place, help=help_, found=found, wanted=FORMAT)
    id_, version = said.get("ruleset", ""), said.get("version", "")
    if _same(id_, ruleset.id) and _same(version, ruleset.version):
        return None
    told = f"{id_}@{version}"
    if not _same(id_, ruleset.id):
        return finding("ITR614", place, found=told, wanted=own)
    help_ = (
        ("Biểu lập theo phiên bản cũ: đề nghị đơn vị điền biểu của phiên bản hiện nay.", "It is of an older version: ask the unit to fill the form of this one.")
        if _numbers(version) < _numbers(ruleset.version)
        else ("Biểu lập theo phiên bản mới hơn: tổng hợp bằng bộ tiêu chí ấy.", "It is of a newer version: collect it by that ruleset.")
    )  # fmt: skip
    return finding("ITR614", place, help=help_, found=told, wanted=own)


def _whose(said: Mapping[str, str], unit: int | None, asked: Asked, name: str) -> Finding | None:
    """Tell of a form of a unit that is not asked, or is asked something else now."""
    shown = said.get("unit", "")
    if unit is None:
        reasons = ("không có trong bảng đơn vị", "it is not in the table of units")
    elif shown and not _same(shown, asked.units[unit].id):
        where = "mã ghi khi lập biểu", "the id for which it was made"
        own = asked.units[unit].id
        return finding("ITR641", Place(name), where=where[0], where_en=where[1], shown=cut(shown), unit=own)
    elif not asked.cards[unit]:
        reasons = ("nhóm của đơn vị không có bảng điểm nào", "its group has no scorecard")
    elif not _same(said.get("scorecard", ""), asked.cards[unit]):
        own, other = asked.cards[unit], said.get("scorecard", "")
        reasons = (
            f"biểu của bảng điểm {other}, nay đơn vị thuộc bảng {own}",
            f"it is of the scorecard {other}; the unit's is now {own}",
        )
    else:
        return None
    return finding("ITR619", Place(name), unit=shown, reason=reasons[0], reason_en=reasons[1])


def _altered(
    said: Mapping[str, str],
    entry: Sheet | None,
    form: Form,
    labels: Mapping[int, str],
    visible: Sequence[str],
    name: str,
) -> Finding | None:
    """Tell of what was moved, renamed or taken away."""
    wanted = form.word("entry")
    if said.get("layout") != form.plan.layout:
        return _change(
            Place(name),
            "bộ câu hỏi hoặc vị trí các ô không giống biểu của bộ tiêu chí hiện nay",
            "its questions, or where they stand, are not those of the ruleset's form of now",
        )
    if entry is None:
        sheets = ", ".join(visible)[:200] or "–"
        return _change(
            Place(name),
            f'không có trang "{wanted}"; các trang: {sheets}',
            f'there is no sheet "{wanted}"; the sheets: {sheets}',
        )
    if not entry.is_visible:
        return _change(
            Place(name, cell=entry.name),
            f'trang "{wanted}" bị ẩn, nên người xem thấy trang khác',
            f'the sheet "{wanted}" is hidden, so people see another one',
        )
    heads = [bare(both[form.pick]) for both in HEADS]
    moved = [
        (_HEAD_ROW, column) for column, head in enumerate(heads) if bare(value_at(entry, _HEAD_ROW, column)) != head
    ]
    moved += [
        (row, 1)
        for row, label in labels.items()
        if bare(value_at(entry, row, 0)) + bare(value_at(entry, row, 1)) != label
    ]
    if not moved:
        return None
    row, column = moved[0]
    cell = cell_name(entry.name, row, column)
    count = len(moved)
    return _change(
        Place(name, row + 1, column + 1, cell),
        f"{count} ô không còn đúng chữ của biểu, đầu tiên là {cell} (thêm, bớt, chuyển hàng hoặc cột?)",
        f"{count} cells do not say what the form says, the first is {cell} (rows or columns added, removed or moved?)",
    )


def _change(place: Place, vi: str, en: str) -> Finding:
    return finding("ITR616", place, change=vi, change_en=en)


def _struck_evidence(form: Form, entry: Sheet, name: str) -> Iterator[Finding]:
    """Tell of evidence that is struck out: it is evidence no more."""
    rows = {line.row for line in form.plan.questions}
    for row, column in sorted(entry.notes.struck):
        if row in rows and column in range(EVIDENCE, EVIDENCE + 4):
            remark = written(value_at(entry, row, column), (row, column), entry.notes)[2]
            if remark is not None:
                yield left_out_of(name, entry.name, (row, column), remark)


def _evidence(entry: Sheet, row: int) -> Iterator[str]:
    """Give the cells of an answer's evidence, without what is struck out."""
    for cell in ((row, EVIDENCE + number) for number in range(4)):
        text = written(value_at(entry, *cell), cell, entry.notes)[0]
        yield entry.notes.struck.get(cell, text)


def _typed(form: Form, entry: Sheet, name: str, again: Recomputing, *, is_old: bool) -> Iterator[Typed]:
    over = _merged(form, entry)
    for line in form.plan.questions:
        asked, row = line.asked, line.row
        assert asked is not None
        place = Place(name, row + 1, _ANSWER + 1, cell_name(entry.name, row, _ANSWER))
        raw = value_at(entry, row, _ANSWER)
        text, kind, remark = written(raw, (row, _ANSWER), entry.notes)
        remark = remark or over.get((row, _ANSWER))
        problem = None
        if lacks_per_cent(asked, text, kind):
            if is_old:  # nothing tells how its cells look; the form's own are of per cent
                text = f"{plain(decimal_of(raw) * 100)}%"
            else:
                one, other = text.replace(".", ","), plain(Fraction(text) * 100, ",")
                problem = _change(
                    place,
                    f"ô {place.cell} không còn định dạng phần trăm: {one}% hay {other}%?",
                    f"the cell {place.cell} has lost its format of per cent: is it {text}% or {plain(Fraction(text) * 100)}%?",
                )
        if len(text) > MOST_CHARACTERS:
            problem = finding(
                "ITR428.cell", place, line=row + 1, column=_ANSWER + 1, found=len(text), limit=MOST_CHARACTERS
            )
        if (hidden := hidden_in(text)) is not None:
            problem = finding("ITR103.cell", place, character=hidden)
        problem = _wrongly_computed(entry, (row, _ANSWER), place, again) or problem
        yield Typed(asked, place.cell, row, text, kind, tuple(_evidence(entry, row)), problem, remark)


def _wrongly_computed(entry: Sheet, cell: tuple[int, int], place: Place, again: Recomputing) -> Finding | None:
    """Tell of an answer that is computed from elsewhere, or is not what its own formula comes to."""
    own = Cell(fold(entry.name), *cell)
    if again.formula(own) is None or cell in entry.notes.uncalculated or cell in entry.notes.failed:
        return None  # no formula, or one without a value, which is told where it is read
    if again.is_elsewhere(own):
        reason = "lấy số từ tệp hoặc nơi khác", "that takes its number from another file or place"
    else:
        made, held = again.worked(own), again.held(own)
        if made.value is None or (isinstance(held, Fraction) and abs(made.value - held) <= _NOISE * made.largest):
            return None
        shown = plain(held) if isinstance(held, Fraction) else f'"{cut(str(held or ""))}"'
        reason = (
            f"cho ra {cut(plain(made.value))}, nhưng tệp ghi {shown}",
            f"that comes to {cut(plain(made.value))}, and the file says {shown}",
        )
    return finding("ITR646", place, cell=_address(*cell), reason=reason[0], reason_en=reason[1])


def _address(row: int, column: int) -> str:
    return f"{letters(column)}{row + 1}"


def _computed(form: Form, entry: Sheet, name: str, again: Recomputing) -> Iterator[Finding]:
    """Tell of answers that are formulas, and which of them could not be computed again; of numbers too long for a cell."""
    checked: dict[tuple[int, int], bool] = {}
    for row in (line.row for line in form.plan.questions):
        cell = (row, _ANSWER)
        own = Cell(fold(entry.name), *cell)
        place = Place(name, row + 1, _ANSWER + 1, cell_name(entry.name, *cell))
        held = again.held(own)
        if isinstance(held, Fraction) and abs(held) >= _MOST_HELD:
            yield finding("ITR647", place, cell=_address(*cell), found=plain(held))
        if again.formula(own) is not None and _wrongly_computed(entry, cell, place, again) is None:
            checked[cell] = again.worked(own).value is not None and again.worked(own).is_whole
    if checked:
        yield _formulas(checked, entry, name)


def _formulas(checked: Mapping[tuple[int, int], bool], entry: Sheet, name: str) -> Finding:
    """Tell which answers are formulas, and which of them were not computed again."""
    row, column = next(iter(checked))
    place = Place(name, row + 1, column + 1, cell_name(entry.name, row, column))
    rest = [cell for cell, is_checked in checked.items() if not is_checked]
    told = _NOT_CHECKED if rest else _CHECKED
    names = listed(_address(*cell) for cell in rest)
    vi, en = (sentence(told, lang, cells=names) for lang in ("vi", "en"))
    return finding(
        "ITR645", place, count=len(checked), count_en=plural(len(checked), "answer is/answers are each"),
        cells=listed(_address(*cell) for cell in checked), checked=vi, checked_en=en,
    )  # fmt: skip


def _merged(form: Form, entry: Sheet) -> dict[tuple[int, int], Remark]:
    """Remark on the answers that somebody merged into one cell."""
    rows = {line.row for line in form.plan.questions}
    texts: list[list[str]] = []
    kinds: dict[tuple[int, int], CellKind] = {}
    for row, values in enumerate(entry.grid if entry.merges else ()):
        cells = [written(value, (row, column), entry.notes)[:2] for column, value in enumerate(values[: _ANSWER + 1])]
        texts.append([text for text, _ in cells])
        kinds |= {(row, column): kind for column, (_, kind) in enumerate(cells) if kind is not None}
    over = merged_over(entry.merges, texts, kinds, rows)
    return over if isinstance(over, dict) else {}


def _typed_over(form: Form, entry: Sheet, name: str) -> Iterator[Finding]:
    cells = [
        cell
        for cell in (_TOTAL, *((row, _POINTS) for row in _nodes(form).values()))
        if cell not in entry.notes.formulas
    ]
    if cells:
        row, column = cells[0]
        told = listed(f"{letters(column)}{row + 1}" for row, column in cells)
        yield finding(
            "ITR617", Place(name, row + 1, column + 1, cell_name(entry.name, row, column)), count=len(cells), cells=told
        )


def _nodes(form: Form) -> dict[str, int]:
    """Give the row of each criterion."""
    return {line.node.id: line.row for line in form.plan.lines if line.node is not None}


def cell_of_points(form: Form, node: str) -> tuple[int, int]:
    """Find the cell that shows the self-score of a criterion."""
    rows = _nodes(form)
    return (rows[node], _POINTS) if node in rows else _TOTAL


def _points(form: Form, entry: Sheet) -> dict[str, Fraction | str | None]:
    cells = {node: (row, _POINTS) for node, row in _nodes(form).items()}
    cells[form.plan.card.root.id] = _TOTAL
    found: dict[str, Fraction | str | None] = {}
    nothing = bare(form.word("nothing"))
    for node, cell in cells.items():
        value = value_at(entry, *cell)
        if cell in entry.notes.uncalculated or bare(value) == nothing:
            found[node] = None
        elif (number := number_of(value)) is not None:
            found[node] = number
        else:
            found[node] = "" if value is None else str(value)[:60]
    return found


def _last_year(form: Form, sheet: Sheet | None) -> dict[str, Shown]:
    """Read what the form was given of last year; its formulas count with nothing else."""
    wanted = form.plan.calculation.last_year
    rows = [row for row in sheet.grid[: len(wanted)] if len(row) >= 2] if sheet is not None else []
    return {wanted[row[0]]: _known(row[1]) for row in rows if row[0] in wanted}


def _known(value: object) -> Shown:
    """Read a cell of last year's values: blank, or with an error in it, it holds none."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value if value and not value.startswith("#") else Lack.MISSING
    number = number_of(value)
    return Lack.MISSING if number is None else number


def label_of(ruleset: Ruleset, line: Line) -> str:
    """Give what a row of the form asks or names."""
    if line.asked is not None:
        return line.asked.label.say(ruleset.locale) or title_of(ruleset, line.asked)
    return "" if line.node is None else line.node.title.say(ruleset.locale) or line.node.id


def _row_text(ruleset: Ruleset, line: Line) -> str:
    if line.asked is None and line.node is None:
        return bare(OTHERS[0 if ruleset.locale == "vi" else 1])
    code = line.node.code if isinstance(line.node, Node) else ""
    return bare(code) + bare(label_of(ruleset, line))


def _same(one: str, other: str) -> bool:
    return bare(one) == bare(other)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part[:9]) for part in _NUMBER.findall(version)[:8])
