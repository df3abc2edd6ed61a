"""Read a file of corrections: who changed which declared answer, at which stage of the appraisal, and why.

The file is append-only: a row a correction, in the order in which they were made, and no row ever goes.
Whether a row fits what stood before it is asked where the stages are gone through (`rank.appraising`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from ..files.held import Location
from ..files.naming import fold
from ..files.numbers import Problem, cut, parse_number, plain
from ..files.table_files import read_tables
from ..files.tables import place_of, wrong_in
from ..model.appraisal import STAGES, Correction, names_minutes
from ..model.findings import Finding, Place
from ..model.observed import Observation, Table, Unit
from ..model.ruleset import Input, Node, Ruleset, Source, Value
from .report import Report
from .values import Style, parse_day, reader_of, shown

COLUMNS = ("unit", "target", "stage", "from", "to", "reason", "basis", "by", "at")
LACKS = ("missing", "not_applicable", "invalid", "skipped", "unscored")
"""What `from` may say of an answer that has no value, after a `!`; `to` may say the first two."""
_NEEDED = ("unit", "target", "stage", "reason", "by", "at")
_EXACT = Style(".", allow_fraction=True)


@dataclass(frozen=True, slots=True)
class Lack:
    """An answer without a value: `missing`, `not_applicable` and so on."""

    state: str


Stood: TypeAlias = Value | Lack


@dataclass(frozen=True, slots=True)
class Target:
    """What a correction is of: an answer, or the points of a leaf.

    Attributes:
        key: of the input's column, or the leaf's id.
        read: reads a text of it.
    """

    key: str
    asked: Input | None
    leaf: Node | None
    read: Callable[[str], Value | Problem]


@dataclass(frozen=True, slots=True)
class Corrections:
    """A file of corrections whose every row can be understood.

    Attributes:
        table: the rows as text.
        columns: where in it each of `COLUMNS` stands.
        rows: of which the data are not asked yet.
    """

    table: Table
    columns: Mapping[str, int]
    rows: tuple[Correction, ...]

    def cell(self, row: Correction, column: str) -> Place:
        """Name a cell of a row."""
        return place_of(self.table, row.row, self.columns[column])


def read_corrections(
    path: Location, name: str, ruleset: Ruleset, units: tuple[Unit, ...]
) -> tuple[Corrections | None, tuple[Source, ...], tuple[Finding, ...]]:
    """Read a file of corrections.

    Args:
        path: the file; CSV, or any other kind that data may have.
        name: what findings call it.
        ruleset: whose inputs and leaves are corrected.
        units: of the year.

    Returns:
        The corrections, or None where a finding says why not; the file and its hash; the findings.
    """
    tables, source, findings = read_tables(path, name)
    if not tables:
        return None, source, findings
    made, found = corrections_of(tables[0], ruleset, units)
    return made, source, (*findings, *found)


def corrections_of(
    table: Table, ruleset: Ruleset, units: tuple[Unit, ...]
) -> tuple[Corrections | None, tuple[Finding, ...]]:
    """Understand the rows of a table of corrections, or say which cannot be; as `read_corrections`."""
    report = Report()
    headers = {fold(header): column for column, header in enumerate(table.headers)}
    lacking = [column for column in COLUMNS if column not in headers]
    if lacking:
        report.add("ITR460.corrections", place_of(table, -1, 0), missing=", ".join(lacking), columns=",".join(COLUMNS))
        return None, report.findings()
    made = Corrections(table, {column: headers[column] for column in COLUMNS}, ())
    for wrong in wrong_in(table, made.columns.values()):
        report.take(wrong)
    rows = _rows(made, targets_of(ruleset), {unit.id for unit in units}, report)
    found = report.findings()
    return (None if found else replace(made, rows=rows)), found


def targets_of(ruleset: Ruleset) -> dict[str, Target]:
    """Name all that can be corrected: inputs but for evidence in words, and leaves without an answer of their own."""
    found = {
        asked.id: Target(asked.key, asked, None, reader_of(asked, _EXACT))
        for asked in ruleset.inputs
        if not asked.traits.is_evidence
    }
    for card in ruleset.scorecards:
        for node in card.nodes():
            if node.score is not None and node.role in {"scored", "bonus", "penalty"}:
                found.setdefault(node.id, Target(node.id, None, node, _points_of(node)))
    return found


def _points_of(node: Node) -> Callable[[str], Value | Problem]:
    def read(text: str) -> Value | Problem:
        points = parse_number(text, allow_fraction=True)
        if isinstance(points, Fraction) and (points < 0 or (node.full is not None and points > node.full)):
            most = "" if node.full is None else plain(node.full)
            return Problem("ITR446.appraised", {"found": cut(text), "most": most or "∞"})
        return points

    return read


def read_standing(target: Target, text: str) -> Stood | Problem:
    """Read what `from` or `to` says: a value, or `!missing` and the like.

    >>> from ..model.ruleset import Words
    >>> so_hop = Target("so_hop", None, None, lambda text: Fraction(text))
    >>> read_standing(so_hop, "4"), read_standing(so_hop, "!missing"), read_standing(so_hop, "")
    (Fraction(4, 1), Lack(state='missing'), Lack(state='missing'))
    """
    if not text:
        return Lack("missing")
    if text.startswith("!") and text[1:] in LACKS:
        return Lack(text[1:])
    return target.read(text)


def stood(seen: Observation) -> Stood:
    """Give what an observation says, or why it says nothing."""
    return (
        seen.value
        if seen.state == "observed" and seen.value is not None
        else Lack("missing" if seen.state == "observed" else seen.state)
    )


def standing_text(target: Target, value: Stood) -> str:
    """Write what stands as `from` and `to` have it: `4`, `85%`, `yes`, `2026-03-01`, `!missing`.

    >>> standing_text(Target("a", None, None, str), Fraction(1, 3)), standing_text(Target("a", None, None, str), True)
    ('1/3', 'yes')
    """
    match value:
        case Lack():
            return f"!{value.state}"
        case bool():
            return "yes" if value else "no"
        case Fraction() if target.asked is not None:
            return shown(value, target.asked, ".")
        case Fraction():
            return plain(value)
        case date():
            return value.isoformat()
    return value


def _rows(file: Corrections, targets: Mapping[str, Target], units: set[str], report: Report) -> tuple[Correction, ...]:
    """Read each row as far as can be said without the data."""
    found: list[Correction] = []
    for number, cells in enumerate(file.table.rows):
        told = {column: cells[place] for column, place in file.columns.items()}
        row = Correction(
            told["unit"], told["target"], told["stage"], told["from"], told["to"],  # type: ignore[arg-type]
            told["reason"], told["basis"], told["by"], told["at"],
            place_of(file.table, number, file.columns["to"]), number,
        )  # fmt: skip
        found.append(row)
        _check_blank(file, row, told, report)
        _check_names(file, row, targets, units, report)
        if (target := targets.get(row.target)) is not None:
            _check_values(file, row, told, target, report)
    return tuple(found)


def _check_blank(file: Corrections, row: Correction, told: Mapping[str, str], report: Report) -> None:
    """Report what a row must say and does not: an explanation may leave the value, the council must name its minutes."""
    blank = [column for column in _NEEDED if not told[column]]
    if not row.after and row.stage != "explanation":
        blank.append("to")
    for column in blank:
        unit, target = cut(row.unit) or "–", cut(row.target) or "–"
        report.add("ITR466.correction", file.cell(row, column), subject=column, column=column, unit=unit, target=target)
    if row.stage == "council" and not names_minutes(row.basis):
        about = f"{cut(row.target)} ({cut(row.unit)})"
        report.add("ITR466.minutes", file.cell(row, "basis"), subject="basis", about=about, found=cut(row.basis))


def _check_names(
    file: Corrections, row: Correction, targets: Mapping[str, Target], units: set[str], report: Report
) -> None:
    """Report a unit, a target, a stage or a day that there is not."""
    if row.unit and row.unit not in units:
        report.add("ITR461.correction", file.cell(row, "unit"), near=(row.unit, units), found=cut(row.unit))
    if row.target and row.target not in targets:
        report.add("ITR602", file.cell(row, "target"), near=(row.target, targets), found=cut(row.target))
    if row.stage and row.stage not in STAGES:
        report.add("ITR440.stage", file.cell(row, "stage"), found=cut(row.stage), stages=", ".join(STAGES))
    if row.at and isinstance(problem := parse_day(row.at), Problem):
        report.tell(problem, file.cell(row, "at"), "at")


def _check_values(file: Corrections, row: Correction, told: Mapping[str, str], target: Target, report: Report) -> None:
    """Report a value that the target cannot have, and a row that ends without a value where there must be one."""
    for column in ("from", "to"):
        value = read_standing(target, told[column])
        if isinstance(value, Problem):
            report.tell(value, file.cell(row, column), f"{row.target} ({cut(row.unit)})")
        elif column == "to" and row.after and isinstance(value, Lack) and not _may_end(value, target):
            report.add("ITR608", file.cell(row, column), found=row.after, target=row.target)


def _may_end(lack: Lack, target: Target) -> bool:
    """Say whether a row may end with no value: an answer may be struck, a leaf's points may not; 0 says that."""
    return target.leaf is None and lack.state in LACKS[:2]


__all__ = [
    "COLUMNS", "LACKS", "Corrections", "Lack", "Stood", "Target", "corrections_of", "read_corrections", "read_standing",
    "standing_text", "stood", "targets_of",
]  # fmt: skip
