"""Collect forms: each is read alone, then the forms of one unit are held against one another.

Answers are read by the same reader as data files, so that a wrong cell is told as `evaluate` would tell it.
Nothing is guessed: of two forms that differ neither is taken.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal, TypeAlias

from ..files.numbers import cut
from ..files.tables import COLLECTED
from ..files.workbooks import cell_name
from ..formula.excel_text import Shown
from ..model.codes import has_errors, of
from ..model.findings import Finding, Place, finding, in_order
from ..model.observed import Observation, Table, Unit
from ..model.records import Subject, Trait
from ..model.ruleset import Node, Ruleset
from ..observe import observe, table_of
from ..observe.values import shown
from ..result.numbers import show
from .calculation import chosen_option, needed, option_text, so_far
from .filling import as_typed, filled, remembered
from .page import listed
from .returned import Asked, Refused, Returned, Typed, cell_of_points, label_of, read_returned
from .returned_files import Met, Other, Workbook
from .shared_evidence import Citation, cited_together
from .workbook import Form

State: TypeAlias = Literal["complete", "incomplete", "wrong", "conflict", "refused", "absent"]

_OF_ANSWERS = frozenset({Subject.CELL, Subject.NOTATION})  # others are of tables, which a form is not
_NEAR = Fraction(1, 10**9)  # a workbook keeps 15 digits


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that was read, with the cell and the evidence."""

    typed: Typed
    seen: Observation

    @property
    def key(self) -> str:
        """The key of what was asked."""
        return self.typed.asked.key

    @property
    def lacks_evidence(self) -> bool:
        """Whether it claims something that evidence could show, and names none."""
        claims = self.seen.state == "observed" and self.seen.value is not False and self.seen.value != 0
        return claims and not any(self.typed.evidence)


@dataclass(frozen=True, slots=True)
class Submission:
    """What a form says, and what is to be mended in it.

    Attributes:
        missing: the answers that are wanted and not there.
        bare: the answers that name no evidence.
        points: its self-score so far, computed here; None where it has none, as while nothing is answered.
        wanted: how many answers are asked of this unit, by what it answered.
    """

    form: Returned
    answers: tuple[Answer, ...]
    missing: tuple[Typed, ...]
    bare: tuple[Typed, ...]
    points: Fraction | None
    wanted: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class FormStatus:
    """Whether and how a unit answered.

    Attributes:
        files: its forms, by name.
        taken: the one whose answers are taken.
        findings: all that is to be told of its forms.
    """

    unit: Unit
    state: State
    files: tuple[str, ...] = ()
    taken: Submission | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def answered(self) -> int:
        """Count the answers that can be read."""
        return sum(one.seen.state in {"observed", "not_applicable"} for one in self.taken.answers) if self.taken else 0


@dataclass(frozen=True, slots=True)
class Collected:
    """A folder of forms.

    Attributes:
        statuses: of the units that are asked, in the order of the table of units.
        findings: of all files, in order.
    """

    ruleset: Ruleset
    statuses: tuple[FormStatus, ...]
    findings: tuple[Finding, ...]


def collect(asked: Asked, met: Iterable[Met]) -> Collected:
    """Read what was met in a folder."""
    read = _Folder.of(asked, met)
    statuses = tuple(
        _status(unit, read.submitted.get(number, ()), read.refused.get(number, ()))
        for number, unit in enumerate(asked.units)
        if asked.cards[number]
    )
    findings = [*read.findings, *(told for status in statuses for told in status.findings)]
    if read.others:
        findings.append(finding("ITR611", count=len(read.others), names=listed(read.others)))
    findings += _shared(statuses, asked)
    absent = [status.unit.name for status in statuses if status.state == "absent"]
    if absent:
        findings.append(finding("ITR624", count=len(absent), units=listed(absent, 12)))
    return Collected(asked.ruleset, statuses, in_order(findings))


def _shared(statuses: Sequence[FormStatus], asked: Asked) -> Iterator[Finding]:
    """Point out the documents that several units cite, or one unit for several criteria."""
    names = {status.unit.id: status.unit.name for status in statuses}
    labels: dict[str, str] = {}
    for form in asked.forms.values():
        labels |= {
            line.asked.id: line.code or label_of(asked.ruleset, line) for line in form.plan.questions if line.asked
        }
    answers = [(status.unit.id, one.typed) for status in statuses if status.taken for one in status.taken.answers]
    cited = cited_together(
        (Citation(unit, labels[typed.asked.id], typed.asked.id), typed.evidence) for unit, typed in answers
    )
    if cited:
        told = [
            f"{cut(one.text)}: {listed([f'{names[of]} ({code})' for of, code in _places(one.places)], 6)}"
            for one in cited.values()
        ]
        yield finding("ITR625", count=len(cited), documents=listed(told, 12, "; "))


def _places(cited: Sequence[Citation]) -> dict[tuple[str, str], None]:
    return dict.fromkeys((place.unit, place.criterion) for place in cited)


@dataclass(frozen=True, slots=True)
class _Folder:
    """What was met in a folder.

    Attributes:
        submitted: unit -> its forms.
        refused: the same of forms that cannot be read.
        others: files that are no workbooks.
        findings: of what is of no unit that is asked anything.
    """

    submitted: dict[int, list[Submission]] = field(default_factory=dict)
    refused: dict[int, list[Refused]] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @classmethod
    def of(cls, asked: Asked, met: Iterable[Met]) -> "_Folder":
        """Read all files."""
        read = cls()
        for file in met:
            match file:
                case Finding():
                    read.findings.append(file)
                case Other():
                    read.others.append(file.name)
                case Workbook():
                    read.take(read_returned(file, asked), asked)
        return read

    def take(self, made: Returned | Refused | None, asked: Asked) -> None:
        """Put a form to those of its unit."""
        if isinstance(made, Returned):
            self.submitted.setdefault(made.unit, []).append(submission(made, asked))
        elif made is not None and made.unit is not None and asked.cards[made.unit]:
            self.refused.setdefault(made.unit, []).append(made)
        elif made is not None:
            self.findings.extend(made.findings)


def submission(form: Returned, asked: Asked) -> Submission:
    """Type the answers of a form, compute its self-score, and say what is to be mended."""
    ruleset, unit = asked.ruleset, asked.units[form.unit]
    made = asked.forms[form.card]
    seen, told = _observed(form, made, unit, ruleset)
    answers = tuple(Answer(typed, seen[typed.asked.key]) for typed in form.answers)
    known = {one.key: as_typed(one.typed.asked, one.seen, ruleset) for one in answers}
    before = remembered(made.plan, asked.before[form.unit]) if asked.before else form.last_year
    cells = filled(made.plan, known, before)
    wanted = {one.key for one in answers if cells[needed(one.key)] is True}
    answered = {one.key for one in answers if one.seen.state != "missing"}
    missing = tuple(one.typed for one in answers if one.key in wanted - answered)
    bare = tuple(one.typed for one in answers if one.lacks_evidence)
    findings = [*form.findings, *told, *_as_text(form, answers, unit), *_wanting(form, missing, bare)]
    if form.is_current and all(one.seen.state != "invalid" for one in answers):
        findings += _other_points(form, made, cells)
    total = cells[_shown_key(made, made.plan.card.root.id)]
    points = total if isinstance(total, Fraction) and answered else None
    return Submission(form, answers, missing, bare, points, len(wanted | answered), in_order(findings))


def _wanting(form: Returned, missing: Sequence[Typed], bare: Sequence[Typed]) -> Iterator[Finding]:
    """Tell of the answers that are not there, and of those without evidence."""
    for code, some in (("ITR622", missing), ("ITR623", bare)):
        if some:
            yield finding(code, _place(form, some[0]), count=len(some), cells=listed(map(_short, some)))


def _observed(form: Returned, made: Form, unit: Unit, ruleset: Ruleset) -> tuple[dict[str, Observation], list[Finding]]:
    """Read the answers as data: a long table that stands where the form's cells stand."""
    readable = [typed for typed in form.answers if typed.problem is None and (typed.text or typed.remark)]
    units = table_of("units", [{"id": unit.id, "name": unit.name, "group": unit.group}])
    found = observe(ruleset, [_table(form, made, unit, readable)], units)
    seen = {
        typed.asked.key: Observation(None, "missing" if typed.problem is None else "invalid") for typed in form.answers
    }
    if found.units:
        seen |= {typed.asked.key: found.values[typed.asked.key][0] for typed in readable}
    told = [_to_unit(one, form, ruleset.locale) for one in found.findings if of(one).subject in _OF_ANSWERS]
    return seen, told


def _to_unit(told: Finding, form: Returned, lang: str) -> Finding:
    """Word a finding of an answer for who filled the form: as its list offers options, never by their ids."""
    told = replace(told, help=of(told).help_unit or told.help)
    asked = next((typed.asked for typed in form.answers if typed.row + 1 == told.place.line), None)
    if "options" not in told.params or asked is None or not asked.options:
        return told
    options = listed([option_text(asked, option, lang) for option in asked.options], sign="; ")
    return replace(told, params={**told.params, "options": options})


def _table(form: Returned, made: Form, unit: Unit, readable: Sequence[Typed]) -> Table:
    """Write the answers of a form as a long table."""
    lang = made.plan.ruleset.locale
    return Table(
        name=form.name,
        headers=COLLECTED,
        rows=[
            (unit.id, typed.asked.id, chosen_option(typed.asked, typed.text, lang), "observed") for typed in readable
        ],
        lines=[typed.row + 1 for typed in readable],
        sheet=made.word("entry"),
        columns=(1, 2, 6, 7),
        kinds={(row, 2): typed.kind for row, typed in enumerate(readable) if typed.kind is not None},
        remarks={(row, 2): typed.remark for row, typed in enumerate(readable) if typed.remark is not None},
    )


def _as_text(form: Returned, answers: Sequence[Answer], unit: Unit) -> Iterator[Finding]:
    """Tell of the numbers that were typed as text and can be read in one way only."""
    for typed, seen in ((one.typed, one.seen) for one in answers):
        if typed.asked.traits.is_number and typed.kind is None and isinstance(seen.value, Fraction):
            reading = shown(seen.value, typed.asked, ",")
            about = f"{typed.asked.id} ({unit.id})"
            yield finding("ITR437", _place(form, typed), about=about, found=cut(typed.text), reading=reading)


def _shown_key(made: Form, node: str) -> str:
    return so_far(node) if node in made.plan.calculation.so_far else node


def _other_points(form: Returned, made: Form, cells: Mapping[str, Shown]) -> Iterator[Finding]:
    """Tell where the form shows another self-score than its answers give."""
    computed = {node: cells[_shown_key(made, node)] for node in form.points}
    exact = {node: value if isinstance(value, Fraction) else None for node, value in computed.items()}
    differing = [node for node, found in form.points.items() if found is not None and _differs(found, exact[node])]
    if differing:
        node, ruleset = differing[0], made.plan.ruleset
        column = ruleset.columns.get(node)
        title = column.title.say(ruleset.locale) if isinstance(column, Node) else ""
        row, number = cell_of_points(made, node)
        place = Place(form.name, row + 1, number + 1, cell_name(made.word("entry"), row, number))
        shown, own = (_said(each, ruleset) for each in (form.points[node], exact[node]))
        yield finding("ITR618", place, count=len(differing), criterion=title or node, shown=shown, computed=own)


def _differs(found: Fraction | str, exact: Fraction | None) -> bool:
    """Whether a cell shows other points than those that are computed; where there are none, it is blank."""
    if isinstance(found, str) or exact is None:
        return exact is not None or found != ""
    return abs(found - exact) > _NEAR * max(Fraction(1), abs(exact))


def _said(amount: Fraction | str | None, ruleset: Ruleset) -> str:
    return show(amount, None, ruleset.locale) if isinstance(amount, Fraction) else amount or "–"


def _status(unit: Unit, submitted: Sequence[Submission], refused: Sequence[Refused]) -> FormStatus:
    """Hold the forms of one unit against one another."""
    files = tuple(sorted([one.form.name for one in submitted] + [one.name for one in refused]))
    findings = [told for one in refused for told in one.findings]
    if not submitted:
        return FormStatus(unit, "refused" if refused else "absent", files, None, in_order(findings))
    first, *rest = sorted(submitted, key=lambda one: one.form.name)
    differing = [cell for one in rest for cell in _differing(first, one)]
    if differing:
        cells = dict.fromkeys(typed.cell for typed in differing)
        names = listed((one.form.name for one in submitted), 4)
        place = _place(first.form, differing[0])
        told = finding("ITR620", place, unit=unit.id, files=names, count=len(cells), cells=listed(list(cells)))
        return FormStatus(unit, "conflict", files, None, in_order([*findings, told]))
    findings += [finding("ITR621", Place(one.form.name), first=first.form.name) for one in rest]
    findings += first.findings
    return FormStatus(unit, _state(first), files, first, in_order(findings))


def _state(taken: Submission) -> State:
    """Say how far a form can be used: that answers are missing is no fault of what it says."""
    if has_errors(told for told in taken.findings if Trait.NO_ANSWER not in of(told).traits):
        return "wrong"
    return "incomplete" if taken.missing else "complete"


def _differing(one: Submission, other: Submission) -> list[Typed]:
    """Give the cells in which two forms of a unit say different things."""
    return [
        mine.typed
        for mine, theirs in zip(one.answers, other.answers, strict=True)
        if mine.typed.evidence != theirs.typed.evidence
        or (mine.seen.value, mine.seen.state) != (theirs.seen.value, theirs.seen.state)
        or (mine.seen.state == "invalid" and mine.typed.text != theirs.typed.text)
    ]


def _short(typed: Typed) -> str:
    return typed.cell.rpartition("!")[2]


def _place(form: Returned, typed: Typed) -> Place:
    return Place(form.name, typed.row + 1, 6, typed.cell)
