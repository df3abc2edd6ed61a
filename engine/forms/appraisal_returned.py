"""Take appraisers' sheets back as corrections: only what differs from what stands, and nothing unless all of it fits."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property

from ..files.apostrophes import guarded
from ..files.naming import fold
from ..files.numbers import Problem, cut, parse_number, plain
from ..files.visible import hidden_in
from ..files.workbooks import Sheet, cell_name, decimal_of, open_workbook, written
from ..formula.days import from_serial, serial
from ..formula.excel_text import Shown
from ..model.appraisal import SCORED_STAGES, STAGES, Correction, names_minutes
from ..model.findings import Finding, Place, finding, in_order
from ..model.observed import CellKind, Look, Observation, Observed, Remark, Table
from ..model.ruleset import Ruleset
from ..observe.cells import marks_of
from ..observe.corrections import (
    COLUMNS,
    Corrections,
    Lack,
    Stood,
    Target,
    read_standing,
    standing_text,
    stood,
    targets_of,
)
from ..observe.report import Report
from ..observe.values import Style, lacks_per_cent, parse_day, reader_of
from ..rank import appraise
from ..result.words import STAGES as STAGE_WORDS
from ..score import Sheet as Scored
from ..score import evaluate_columns
from .appraisal_sheets import (
    APPRAISED,
    AT,
    BASIS,
    BY,
    DECLARED,
    FIRST,
    FORMAT,
    FROM,
    HEAD,
    HEADS,
    LABEL,
    NAME,
    NOT_APPLICABLE,
    NOT_RECOGNISED,
    REASON,
    SHEET,
    STANDS,
    TARGET,
    UNIT,
    label_of,
    points_of,
)
from .calculation import NO, YES, chosen_option
from .filling import as_typed
from .page import bare, value_at
from .returned import about_of
from .returned_files import Met, Workbook

_STRUCK: Mapping[str, Lack] = {
    fold(NOT_RECOGNISED): Lack("missing"), fold(NOT_APPLICABLE): Lack("not_applicable"),
}  # fmt: skip
_SHOWS = {
    DECLARED: ("số liệu kê khai", "what was declared"),
    STANDS: ("số đứng khi lập bảng", "what stood when the sheet was made"),
}
_HEADINGS = ("dòng tiêu đề không còn như khi lập", "the headings are not as they were made")
_LONGEST = 2_000  # characters of a reason or a basis
_NEW = 10_000_000  # the line from which rows are not in the file yet


@dataclass(frozen=True, slots=True)
class Taken:
    """What sheets say.

    Attributes:
        rows: that are new, each with its cell as place; none where a finding is an error.
        files: how many workbooks were read.
    """

    rows: tuple[Correction, ...]
    files: int
    findings: tuple[Finding, ...]


def take_back(ruleset: Ruleset, observed: Observed, existing: Corrections | None, met: Iterable[Met]) -> Taken:
    """Read sheets that came back.

    Args:
        ruleset: as loaded.
        observed: as declared.
        existing: corrections that stand in the file; they fit.
        met: the files of a folder.
    """
    report, warned = Report(), Report()
    names = {unit.id: unit.name for unit in observed.units}
    rules = _Rules(ruleset, targets_of(ruleset), names, _Shown(ruleset, observed))
    taking = _Taking.after(existing.rows if existing is not None else (), report)
    findings: list[Finding] = []
    files = 0
    for file in met:
        if isinstance(file, Finding):
            findings.append(file)
        elif isinstance(file, Workbook):
            files += 1
            for row in _read(file, rules, report, warned):
                taking.take(row, file.name)
    findings += report.findings()
    rows = tuple(taking.rows.values())
    if not findings and rows:
        findings += _misfits(ruleset, observed, existing, rows)
    struck = () if findings else _struck_without_rule(rules.targets, names, rows)
    return Taken(() if findings else rows, files, in_order([*findings, *struck, *warned.findings()]))


@dataclass(frozen=True, slots=True)
class _Taking:
    """The rows that are taken from sheets, one after another.

    Attributes:
        known: the rows that stand in the file.
        begun: the latest stage that has any.
        last: unit, target and stage -> the last of them that changed something.
        said: the same -> the first row of a sheet.
        rows: that are new.
    """

    known: frozenset[tuple[str, ...]]
    begun: int
    last: Mapping[tuple[str, str, str], Correction]
    report: Report
    said: dict[tuple[str, str, str], Correction] = field(default_factory=dict)
    rows: dict[tuple[str, ...], Correction] = field(default_factory=dict)

    @classmethod
    def after(cls, old: Sequence[Correction], report: Report) -> "_Taking":
        """Begin with the rows that stand in the file."""
        last = {_key(row): row for row in old if row.stage != "explanation"}
        begun = max((STAGES.index(row.stage) for row in old), default=0)
        return cls(frozenset(map(_same, old)), begun, last, report)

    def take(self, row: Correction, file: str) -> None:
        """Take a row, or tell why it cannot be: it comes too late, or contradicts another."""
        if _same(row) in self.known:
            return  # the same sheet once more
        if STAGES.index(row.stage) < self.begun:
            _tell_late(row, STAGES[self.begun], file, self.report)
            return
        made = self.last.get(_key(row))
        is_new = row.before != row.after or row.stage == "explanation"
        if not is_new and made is not None and made.after != row.after:
            _tell_conflict(made, row, self.report)  # a correction that was taken, of what this sheet recognises
            return
        first = self.said.setdefault(_key(row), row)
        if (first.before, first.after) != (row.before, row.after):
            _tell_conflict(first, row, self.report)
        elif is_new:
            self.rows.setdefault(_same(row), row)


def _key(row: Correction) -> tuple[str, str, str]:
    return row.unit, row.target, row.stage


def _struck_without_rule(
    targets: Mapping[str, Target], names: Mapping[str, str], rows: Sequence[Correction]
) -> Iterable[Finding]:
    """Tell where what is not recognised leaves a unit without a rank, as the ruleset says nothing of missing answers."""
    for row in rows:
        asked = targets[row.target].asked
        if row.stage != "explanation" and row.after == "!missing" and asked is not None and asked.missing == "error":
            yield finding("ITR639", row.place, unit=cut(names.get(row.unit) or row.unit), target=row.target)


def _same(row: Correction) -> tuple[str, ...]:
    """Give what makes two rows one: who agrees for reasons of their own, or explains once more, has a row more."""
    return (row.unit, row.target, row.stage, row.before, row.after, row.reason, row.basis, row.by)


def appended(existing: bytes, rows: Sequence[Correction], file: Corrections | None = None) -> bytes:
    """Give the file with the rows at its end, by its own delimiter and in its own columns; what was there stays.

    Args:
        existing: the bytes of the file; none where there is no file yet.
        rows: that are new.
        file: as those bytes were read.

    >>> row = Correction("a", "x", "first", "4", "3", "vì", "", "A", "2026-02-01")
    >>> appended(b"", [row]).decode("utf-8-sig").splitlines()
    ['unit,target,stage,from,to,reason,basis,by,at', 'a,x,first,4,3,vì,,A,2026-02-01']
    """
    stream = io.StringIO()
    end = "\r\n" if b"\r\n" in existing else "\n"
    writer = csv.writer(stream, lineterminator=end, delimiter=file.table.delimiter if file is not None else ",")
    if file is None:
        existing = b"\xef\xbb\xbf"
        writer.writerow(COLUMNS)
    elif not existing.endswith(b"\n"):
        stream.write(end)
    places = {place: number for number, place in enumerate(file.columns.values())} if file is not None else {}
    width = len(file.table.headers) if file is not None else len(COLUMNS)
    for row in rows:
        cells = tuple(map(_guarded, _cells(row)))
        writer.writerow(
            [cells[places[place]] if place in places else "" for place in range(width)] if places else cells
        )
    return existing + stream.getvalue().encode()


def _guarded(text: str) -> str:
    """Guard a text from being run by a spreadsheet, but leave a negative number alone."""
    return text if isinstance(parse_number(text, percent=True, allow_fraction=True), Fraction) else guarded(text)


@dataclass(frozen=True, slots=True)
class _Rules:
    """What sheets are held against: `names` are of units, by id."""

    ruleset: Ruleset
    targets: Mapping[str, Target]
    names: Mapping[str, str]
    shown: "_Shown"


class _Shown:
    """What a row shows beside what is typed: what the unit declared, and what stood when the sheet was made."""

    def __init__(self, ruleset: Ruleset, observed: Observed) -> None:
        self.ruleset, self.observed = ruleset, observed
        self.index = {unit.id: number for number, unit in enumerate(observed.units)}

    @cached_property
    def points(self) -> Scored:
        return evaluate_columns(self.ruleset, self.observed)[0]

    def cells(self, unit: str, target: Target, before: str) -> Iterable[tuple[int, Shown]]:
        at = self.index.get(unit)
        if at is not None:
            leaf = target.leaf
            declared = points_of(self.points, leaf.id, at) if leaf else stood(self.observed.values[target.key][at])
            yield DECLARED, self.typed(target, declared)
        if not isinstance(standing := read_standing(target, before), Problem):
            yield STANDS, self.typed(target, standing)

    def typed(self, target: Target, value: Stood) -> Shown:
        if target.asked is None:
            return value if isinstance(value, Fraction) else None
        state = value.state if isinstance(value, Lack) else "observed"
        seen = Observation(None if isinstance(value, Lack) else value, state)  # type: ignore[arg-type]  # `LACKS`
        return as_typed(target.asked, seen, self.ruleset)


def _read(file: Workbook, rules: _Rules, report: Report, warned: Report) -> list[Correction]:
    sheets = open_workbook(file.content, file.name)
    if isinstance(sheets, Finding):
        report.tell(Problem(sheets.row, sheets.params, sheets.help), sheets.place, "")
        return []
    by_name = {sheet.name: sheet for sheet in sheets}
    said = about_of(by_name.get("_itrank"))
    place, ruleset = Place(file.name), rules.ruleset
    if said.get("format") != FORMAT or said.get("stage") not in STAGES:
        report.add("ITR105.appraisal_sheet", place)
        return []
    found, own = f"{said.get('ruleset')}@{said.get('version')}", f"{ruleset.id}@{ruleset.version}"
    if found != own:
        report.add("ITR614", place, found=cut(found), wanted=own)
        return []
    pick = 0 if ruleset.locale == "vi" else 1
    sheet = by_name.get(SHEET[pick])
    if sheet is None or not _has_heads(sheet, pick):
        report.add("ITR616", place, change=_HEADINGS[0], change_en=_HEADINGS[1])
        return []
    return list(_rows(_Reading(file.name, sheet, said["stage"], rules, report, warned)))


def _has_heads(sheet: Sheet, pick: int) -> bool:
    """Whether the headings are as they were made."""
    heads = (str(value_at(sheet, HEAD, column) or "") for column in range(len(HEADS)))
    return [fold(head) for head in heads] == [fold(both[pick]) for both in HEADS]


@dataclass(frozen=True, slots=True)
class _Reading:
    name: str
    sheet: Sheet
    stage: str
    rules: _Rules
    report: Report
    warned: Report

    def text(self, row: int, column: int) -> tuple[str, CellKind | None]:
        text, kind, _ = self.cell(row, column)
        return " ".join(text.split()) if kind is None else text, kind

    def cell(self, row: int, column: int) -> tuple[str, CellKind | None, Remark | None]:
        return written(value_at(self.sheet, row, column), (row, column), self.sheet.notes)

    def is_refused(self, row: int, *columns: int) -> bool:
        """Tell the cells that show another thing than they hold, or are struck out in part; and those that are wholly."""
        is_wrong = False
        for column in columns:
            remark = self.cell(row, column)[2]
            if remark is not None and not remark.is_held:
                report = self.warned if remark.look is Look.STRUCK else self.report
                header = HEADS[column][0 if self.rules.ruleset.locale == "vi" else 1]
                report.tell(Problem(remark.row, remark.params), self.place(row, column), f'"{header}"')
                is_wrong = is_wrong or report is self.report
        return is_wrong

    def place(self, row: int, column: int) -> Place:
        return Place(self.name, row + 1, column + 1, cell_name(self.sheet.name, row, column))


@dataclass(slots=True)
class _Signature:
    """Who signed a sheet and when; that one of both is missing is reported once for the sheet."""

    who: str
    day: str
    is_reported: bool = False


def _rows(made: _Reading) -> Iterable[Correction]:
    """Give a correction for each row that says something else than stands."""
    signature = _Signature(made.text(*BY)[0], made.text(*AT)[0])
    made.is_refused(*BY)
    made.is_refused(*AT)
    for row in range(FIRST, len(made.sheet.grid)):
        if made.is_refused(row, APPRAISED, REASON, BASIS):
            continue
        found = _correction(made, row, signature)
        if found is not None:
            yield found


def _correction(made: _Reading, row: int, signature: _Signature) -> Correction | None:
    """Read a row of a sheet; None where it changes nothing, or is reported."""
    (text, kind), (reason, _), (basis, _) = (made.text(row, column) for column in (APPRAISED, REASON, BASIS))
    is_explained = made.stage == "explanation" and bool(reason)
    if not text and not is_explained:
        if reason:
            made.report.add("ITR632.value", made.place(row, APPRAISED), subject=made.name)
        return None
    unit, name, before = (made.text(row, column)[0] for column in (UNIT, TARGET, FROM))
    target = _target(made, row, unit, name)
    if target is None or _is_altered(made, row, unit, target, before):
        return None
    about = f"{name} ({cut(unit)})"
    value = _value(made.rules.ruleset, target, text, kind) if text else None
    if isinstance(value, Problem):
        made.report.tell(value, made.place(row, APPRAISED), about)
        return None
    place = made.place(row, APPRAISED)
    if value is not None and value == read_standing(target, before) and not is_explained:
        if made.stage == "explanation":
            return None
        # What somebody recognises and another corrects is a conflict.
        return Correction(unit, name, made.stage, before, before, "", place=place)  # type: ignore[arg-type]
    day = _signed(made, signature) if _is_reasoned(made, row, reason, basis, signature.who, about) else None
    if day is None:
        return None
    after = "" if value is None else standing_text(target, value)
    return Correction(
        unit, name, made.stage, before, after, reason, basis, signature.who[:200], day.isoformat(), place,  # type: ignore[arg-type]
    )  # fmt: skip


def _target(made: _Reading, row: int, unit: str, name: str) -> Target | None:
    """Give what a row is about, by its ids; report a row that has lost one."""
    target = made.rules.targets.get(name)
    if target is None or not unit:
        change = f"hàng {row + 1} không còn mã đơn vị hoặc mã tiêu chí"
        change_en = f"row {row + 1} has lost the ids of its unit or target"
        made.report.add("ITR616", made.place(row, TARGET), change=change, change_en=change_en)
        return None
    return target


def _is_reasoned(made: _Reading, row: int, reason: str, basis: str, who: str, about: str) -> bool:
    """Whether a row has a reason that can be kept; report it if not."""
    if not reason:
        made.report.add("ITR632", made.place(row, REASON), subject=made.name, about=about)
        return False
    if made.stage == "council" and not names_minutes(basis):
        made.report.add("ITR466.minutes", made.place(row, BASIS), subject=made.name, about=about, found=cut(basis))
        return False
    hidden = hidden_in(reason + basis + who)
    if hidden is not None:
        made.report.add("ITR103.cell", made.place(row, REASON), character=hidden)
        return False
    longest, column = max((reason, REASON), (basis, BASIS), key=lambda said: len(said[0]))
    if len(longest) > _LONGEST:
        place, found = made.place(row, column), len(longest)
        made.report.add("ITR428.cell", place, line=row + 1, column=column + 1, found=found, limit=_LONGEST)
        return False
    return True


def _signed(made: _Reading, signature: _Signature) -> date | None:
    """Give the day of a signature; None where it, or who signed, is missing or unreadable."""
    at = parse_day(signature.day) if signature.day else None
    if signature.who and at is not None and not isinstance(at, Problem):
        return at
    if not signature.is_reported:
        place = made.place(*(BY if not signature.who else AT))
        made.report.add("ITR634", place, found=cut(signature.day) or "–")
        signature.is_reported = True
    return None


def _is_altered(made: _Reading, row: int, unit: str, target: Target, before: str) -> bool:
    """Tell the visible cell of a row that does not say what it was made to say: whose and what the row is, what was declared, what stood."""
    wanted = {NAME: made.rules.names.get(unit), LABEL: label_of(made.rules.ruleset, target)}
    for column, text in wanted.items():
        if text is not None and bare(value_at(made.sheet, row, column)) != bare(text):
            cell = cell_name(made.sheet.name, row, column)
            made.report.add(
                "ITR616", made.place(row, column), change=f"ô {cell} không còn đúng chữ khi lập, nên không chắc hàng này là của đơn vị, nội dung nào",
                change_en=f"the cell {cell} does not say what it was made to say; it is not certain whose and what the row is",
            )  # fmt: skip
            return True
    for column, shown in made.rules.shown.cells(unit, target, before):
        raw = value_at(made.sheet, row, column)
        if not _shows(raw, shown):
            cell, found = cell_name(made.sheet.name, row, column), cut(made.text(row, column)[0]) or "–"
            is_date = target.asked is not None and target.asked.traits.kind == "date"
            wanted_here = _written(shown, is_date=is_date)
            vi, en = _SHOWS[column]
            made.report.add(
                "ITR616", made.place(row, column), change=f"ô {cell} ghi {found}, {vi} là {wanted_here}",
                change_en=f"the cell {cell} says {found}, {en} is {wanted_here}",
            )  # fmt: skip
            return True
    return False


def _shows(raw: object, shown: Shown) -> bool:
    """Say whether a cell shows what it was made to show, to the 15 digits that a spreadsheet keeps."""
    if isinstance(raw, (date, datetime)):
        raw = serial(raw.date() if isinstance(raw, datetime) else raw).numerator
    if isinstance(shown, Fraction):
        is_number = isinstance(raw, (int, float)) and not isinstance(raw, bool)
        return is_number and abs(decimal_of(raw) - shown) <= abs(shown) / 10**14  # type: ignore[arg-type]
    return bare(raw) == bare((YES if shown else NO) if isinstance(shown, bool) else shown)


def _written(shown: Shown, *, is_date: bool) -> str:
    if isinstance(shown, Fraction):
        return f"{from_serial(shown):%d/%m/%Y}" if is_date else plain(shown, ",")
    return cut(str(shown)) if shown is not None else "–"


def _value(ruleset: Ruleset, target: Target, text: str, kind: CellKind | None) -> Stood | Problem:
    """Read a cell: a number cell exactly as its 15 digits, a text with the decimal sign that the ruleset's readers write."""
    if kind == "uncalculated":
        return Problem("ITR434", {})
    if target.asked is not None:
        text = chosen_option(target.asked, text, ruleset.locale)
    if (known := _option(target, text) or _lack(ruleset, target, text)) is not None:
        return known
    is_numeric = target.asked is None or target.asked.traits.is_number
    if kind == "date" and is_numeric:
        return Problem("ITR420.day", {"found": text})
    if target.asked is not None and lacks_per_cent(target.asked, text, kind):
        return Problem("ITR635", {"one": f"{text}%", "other": f"{plain(Fraction(text) * 100)}%"})
    return _typed_number(ruleset, target, text) if kind is None and is_numeric else target.read(text)


def _option(target: Target, text: str) -> Stood | None:
    """Read the name of an option, which may be "không áp dụng"."""
    has_options = target.asked is not None and target.asked.traits.has_options
    read = target.read(text) if has_options else None
    return None if isinstance(read, Problem) else read


def _lack(ruleset: Ruleset, target: Target, text: str) -> Lack | None:
    """Read what says that an answer is not recognised or does not apply; a leaf always has points."""
    if target.leaf is not None:
        return None
    state = marks_of(ruleset.headers).get(fold(text))
    return _STRUCK.get(fold(text)) or (Lack(state) if state in {"missing", "not_applicable"} else None)


def _typed_number(ruleset: Ruleset, target: Target, text: str) -> Stood | Problem:
    sign = ruleset.headers.decimal or ("," if ruleset.locale == "vi" else ".")
    if target.asked is not None:
        return reader_of(target.asked, Style(sign))(text)
    points = parse_number(text, decimal=sign)
    return points if isinstance(points, Problem) else target.read(plain(points))


def _tell_late(row: Correction, begun: str, name: str, report: Report) -> None:
    (vi, en), (then, then_en) = STAGE_WORDS[row.stage], STAGE_WORDS[begun]
    report.add("ITR614.stage", row.place, subject=name, stage=vi, stage_en=en, begun=then, begun_en=then_en)


def _tell_conflict(first: Correction, second: Correction, report: Report) -> None:
    report.add(
        "ITR481.sheets", second.place, subject=second.target, target=second.target, unit=cut(second.unit),
        one=first.after or "–", other=second.after or "–", file=first.place.file, cell=first.place.cell,
    )  # fmt: skip


def _misfits(
    ruleset: Ruleset,
    observed: Observed,
    existing: Corrections | None,
    rows: Sequence[Correction],
) -> list[Finding]:
    """Try the rows at the end of the file, and tell what does not fit at the cell of the sheet that said it."""
    units = {unit.id for unit in observed.units}
    unknown = [finding("ITR461.correction", row.place, found=cut(row.unit)) for row in rows if row.unit not in units]
    if unknown:
        return unknown
    _, findings = appraise(ruleset, observed, _with_rows(existing, rows), SCORED_STAGES[-1])
    return [
        replace(each, place=rows[each.place.line - _NEW].place) if (each.place.line or 0) >= _NEW else each
        for each in findings
    ]


def _with_rows(existing: Corrections | None, rows: Sequence[Correction]) -> Corrections:
    """Give a file of corrections, in our own columns, with more rows from line `_NEW` on."""
    old: Sequence[Correction] = ()
    cells: list[tuple[str, ...]] = []
    name, lines = "–", range(_NEW, _NEW + len(rows))
    if existing is not None:
        old, name = existing.rows, existing.table.name
        places = existing.columns.values()
        cells = [tuple(existing.table.rows[row.row][place] for place in places) for row in old]
    table = Table(name, COLUMNS, [*cells, *map(_cells, rows)], [*(existing.table.lines if existing else ()), *lines])
    added = [replace(row, row=len(old) + at, place=Place(name, _NEW + at)) for at, row in enumerate(rows)]
    return Corrections(table, {column: place for place, column in enumerate(COLUMNS)}, (*old, *added))


def _cells(row: Correction) -> tuple[str, ...]:
    return (row.unit, row.target, row.stage, row.before, row.after, row.reason, row.basis, row.by, row.at)
