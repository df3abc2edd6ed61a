"""Run cases: evaluate what their units report by the ruleset, and compare what comes out with what they expect."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal, TypeAlias

from ..formula.suggest import closest
from ..model.codes import has_errors, of
from ..model.findings import Finding, Place, finding
from ..model.observed import Observation, Observed, Previous
from ..model.records import Subject
from ..model.ruleset import Column, Node, RollUp, Ruleset, Scorecard, Statistic
from ..observe import observe, table_of
from ..observe.remembering import names_of
from ..rank import evaluation
from ..rank.ranking import Evaluation
from ..score.succession import gone
from .case import Case, CaseUnit, Expected, as_table, of_data, unreadable, written_in
from .comparing import facts_of, is_same, shown
from .faults import RESULT, Known, faults_of, no_such
from .last_year import last_year_of, of_nobody

MOST_CELLS = 2_000_000
"""Of all cases together, units by columns: half a minute of work."""
Status: TypeAlias = Literal["held", "failed", "idle", "ill_made", "left_out"]
_OF_ROWS = frozenset({Subject.CELL, Subject.UNIT})  # what else is wrong in data is of files, which a case is not


@dataclass(frozen=True, slots=True)
class Check:
    """One expectation, and what came out.

    Attributes:
        unit: the number of the unit in its case, from 0.
        found: a value, a `NoScore`, text, or None for what is empty.
        holds: whether it is what was expected.
        fault: why nothing was compared; None where it was.
    """

    unit: int
    expected: Expected
    found: object
    holds: bool
    fault: Finding | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a case.

    Attributes:
        status: `held` and `failed` of what was compared, every expectation of it; `ill_made` where names or figures
            cannot be read (`findings` say why), `idle` where nothing is expected, `left_out` where it would be too
            much work: of these nothing was compared.
        checks: every expectation with what came out, in the order of the case.
        evaluation: in which its units are, maybe with those of other cases; None where it was not evaluated.
        units: of each unit of the case its number in the evaluation.
    """

    case: Case
    status: Status
    checks: tuple[Check, ...] = ()
    findings: tuple[Finding, ...] = ()
    evaluation: Evaluation | None = None
    units: tuple[int, ...] = ()

    @property
    def differences(self) -> tuple[Check, ...]:
        """The expectations that do not hold."""
        return tuple(check for check in self.checks if not check.holds)

    def told(self) -> Iterator[Finding]:
        """Give what is wrong as findings, each at its line or cell."""
        yield from self.findings
        for check in self.differences:
            yield check.fault or self.different(check)

    def different(self, check: Check) -> Finding:
        """Say of an expectation what came out in its place."""
        found_vi, found_en = shown(check.found)
        unit, wanted = self.case.units[check.unit], check.expected
        name = f"{unit.id}: {wanted.name}" if self.case.is_cohort else wanted.name
        return finding(
            "ITR504", wanted.place,
            case=self.case.name, name=name, expected=wanted.text, found=found_vi, found_en=found_en,
        )  # fmt: skip


def run(ruleset: Ruleset, cases: Sequence[Case], most_cells: int = MOST_CELLS) -> tuple[Outcome, ...]:
    """Run cases by a ruleset.

    Args:
        ruleset: as loaded.
        cases: from wherever they are written.
        most_cells: units by columns; cases from the first on that passes it are left out.

    Returns:
        The outcome of each case, in the order of the cases.
    """
    known = Known.of(ruleset)
    wrong = {number: found for number, case in enumerate(cases) if (found := faults_of(known, case))}
    ready = [number for number in range(len(cases)) if number not in wrong]
    cells = accumulate(len(cases[number].units) * len(ruleset.columns) for number in ready)
    taken = [number for number, count in zip(ready, cells, strict=True) if count <= most_cells]
    outcomes = {number: Outcome(cases[number], "ill_made", findings=found) for number, found in wrong.items()}
    for together in batches(ruleset, [cases[number] for number in taken]):
        done = _run_together(ruleset, together.cases)
        outcomes |= {taken[number]: outcome for number, outcome in zip(together.numbers, done, strict=True)}
    return tuple(outcomes.get(number) or Outcome(case, "left_out") for number, case in enumerate(cases))


def run_alone(ruleset: Ruleset, case: Case) -> Outcome:
    """Run one well-made case by itself: its units are called as in the case, and there are no others."""
    return _run_together(ruleset, [case])[0]


@dataclass(frozen=True, slots=True)
class Batch:
    """Cases that are evaluated together, with the number of each among all."""

    numbers: tuple[int, ...]
    cases: tuple[Case, ...]


def batches(ruleset: Ruleset, cases: Sequence[Case]) -> tuple[Batch, ...]:
    """Put together the cases that cannot see one another: a ruleset is walked once for all of them."""
    looks_around = bool(ruleset.predecessors) or any(map(_is_of_others, ruleset.columns.values()))
    alone = {number: case for number, case in enumerate(cases) if looks_around or case.stands_alone}
    together = tuple(number for number in range(len(cases)) if number not in alone)
    numbers = [*([together] if together else []), *((number,) for number in alone)]
    return tuple(Batch(each, tuple(cases[number] for number in each)) for each in numbers)


def _is_of_others(column: Column) -> bool:
    """Say whether what a unit has in a column can come of other units."""
    means = {"group_mean", "cohort_mean"}
    is_drawn = getattr(column, "outliers", None) is not None or getattr(column, "missing", "") in means
    return is_drawn or isinstance(column, (Statistic, RollUp))


@dataclass(frozen=True, slots=True)
class _Row:
    """One unit of a case.

    Attributes:
        number: of the case among those that are evaluated with it.
        id: by which it is evaluated.
    """

    number: int
    case: Case
    unit: CaseUnit
    id: str


def _run_together(ruleset: Ruleset, cases: Sequence[Case]) -> list[Outcome]:
    """Evaluate cases together, each ranked by itself."""
    rows = _rows_of(cases)
    observed = _observed(ruleset, rows)
    others = [each for each in observed.findings if has_errors([each]) and not _is_of_a_row(each)]
    if others and len(cases) > 1:
        return [run_alone(ruleset, case) for case in cases]  # where it is known whose it is
    if others:
        (case,) = cases
        return [_ill_made(case, (of_data(case.name, case.place, each) for each in others))]
    unread = _unread(rows, observed) or _of_nobody(cases, observed)
    outcomes = {
        # By itself the units of a case are called as in its file.
        number: run_alone(ruleset, cases[number])
        if cases[number].is_cohort and len(cases) > 1
        else _ill_made(cases[number], found)
        for number, found in unread.items()
    }
    units = _evaluated(ruleset, rows, observed, len(cases)) if observed.units else None
    return [
        outcomes.get(number)
        or (
            _compared(case, *units[number])
            if units
            else _ill_made(case, (_not_read(case, each) for each in case.units))
        )
        for number, case in enumerate(cases)
    ]


def _evaluated(
    ruleset: Ruleset, rows: Sequence[_Row], observed: Observed, count: int
) -> list[tuple[Evaluation, tuple[int, ...]]]:
    """Evaluate what was read; of each of so many cases give the numbers of its units, -1 of one that was not read."""
    companies = {row.id: str(row.number) for row in rows}
    apart = [companies[unit.id] for unit in observed.units] if count > 1 else None
    result = evaluation(ruleset, observed, apart=apart)
    order = {unit.unit.id: index for index, unit in enumerate(result.result.units)}
    units: list[list[int]] = [[] for _ in range(count)]
    for row in rows:
        units[row.number].append(order.get(row.id, -1))
    return [(result, tuple(each)) for each in units]


def _unread(rows: Sequence[_Row], observed: Observed) -> dict[int, list[Finding]]:
    """Give what is wrong with the rows of each case, by its number, in the words of the case."""
    unread: dict[int, list[Finding]] = {}
    for found in filter(_is_of_a_row, observed.findings):
        row = rows[max(found.place.line - 1, 0)]
        at = written_in(found.place, row.unit.given, row.unit.place)
        unread.setdefault(row.number, []).append(of_data(row.case.name, at, _without_id(found, row)))
    return unread


def _of_nobody(cases: Sequence[Case], observed: Observed) -> dict[int, list[Finding]]:
    """Give the entries of last year's result that no unit takes, by the number of the only case that has any."""
    lost = list(of_nobody(cases[0], gone(observed.units, observed.previous))) if observed.previous else []
    return {0: lost} if lost else {}


def _ill_made(case: Case, findings: Iterable[Finding]) -> Outcome:
    return Outcome(case, "ill_made", findings=tuple(findings))


def _without_id(found: Finding, row: _Row) -> Finding:
    """Leave out the id by which the only unit of a case was evaluated: nobody wrote it."""
    if row.case.is_cohort:
        return found
    return replace(found, params={key: text.replace(f" ({row.id})", "") for key, text in found.params.items()})


def _is_of_a_row(found: Finding) -> bool:
    return of(found).subject in _OF_ROWS and has_errors([found])


def _compared(case: Case, result: Evaluation, units: tuple[int, ...]) -> Outcome:
    """Compare the units of a case with what it expects of them."""
    lost = [unit for unit, index in zip(case.units, units, strict=True) if index < 0]
    if lost:  # nothing that is not compared is told as well
        return _ill_made(case, (_not_read(case, unit) for unit in lost))
    checks = [
        check
        for number, (unit, index) in enumerate(zip(case.units, units, strict=True))
        if unit.expected
        for check in _checks(case, number, result, index)
    ]
    status: Status = "held" if all(check.holds for check in checks) else "failed"
    return Outcome(case, status if checks else "idle", tuple(checks), (), result, units)


def _not_read(case: Case, unit: CaseUnit) -> Finding:
    vi, en = f'đơn vị "{unit.id}" không đọc được', f'the unit "{unit.id}" could not be read'
    return unreadable(case.name, unit.place, vi, en)


def _checks(case: Case, number: int, result: Evaluation, index: int) -> Iterator[Check]:
    ruleset, own = result.result.ruleset, result.result.units[index].scorecard
    criteria = {made.node.id: made for made in result.result.units[index].criteria}
    for wanted in case.units[number].expected:
        if wanted.key not in criteria and isinstance(ruleset.columns.get(wanted.key), Node):
            yield Check(number, wanted, None, holds=False, fault=_of_other_card(ruleset, case, wanted, own))
            continue
        facts = facts_of(result, index, criteria, wanted.key)
        if wanted.fact in facts:
            found = facts[wanted.fact]
            yield Check(number, wanted, found, is_same(wanted, found))
        else:
            fault = no_such(case, wanted.fact, wanted.fact_at, facts, closest, RESULT)
            yield Check(number, wanted, None, holds=False, fault=fault)


def _of_other_card(ruleset: Ruleset, case: Case, wanted: Expected, own: str) -> Finding:
    """Say that a unit has no such criterion: it is of another scorecard than the unit."""
    cards = {card.id: card for card in ruleset.scorecards}
    others = [id_ for id_, card in cards.items() if any(node.id == wanted.key for node in card.nodes())]
    of_vi, of_en = (", ".join(_titled(cards[id_], lang) for id_ in others) for lang in ("vi", "en"))
    own_vi, own_en = (_titled(cards[own], lang) if own else "–" for lang in ("vi", "en"))
    return finding(
        "ITR505", wanted.place,
        help=(
            "Mong đợi tiêu chí của bảng điểm mà đơn vị thuộc về, hoặc nêu nhóm khác cho đơn vị (group; trong YAML còn có scorecard).",
            "Expect a criterion of the unit's own scorecard, or give the unit another group (group; in YAML also scorecard).",
        ),
        case=case.name,
        problem=f"{wanted.key} là tiêu chí của bảng điểm {of_vi}, còn đơn vị thuộc bảng điểm {own_vi}",
        problem_en=f"{wanted.key} is a criterion of the scorecard {of_en}, and the unit is of the scorecard {own_en}",
    )  # fmt: skip


def _titled(card: Scorecard, lang: str) -> str:
    """Name a scorecard by its title and its id."""
    title = card.root.title.say(lang)
    return f'"{title}" ({card.id})' if title and title != card.id else f'"{card.id}"'


def _rows_of(cases: Sequence[Case]) -> list[_Row]:
    """Give the units of cases, no two of one id."""
    rows: list[_Row] = []
    for number, case in enumerate(cases):
        for unit in case.units:
            # Several cases may have units of one id; equals of an `ordinal` list stand in the order of theirs.
            id_ = unit.id if case.is_cohort else f"ca-{number + 1}"
            if unit.id and len(cases) > 1:
                id_ = f"ca-{number + 1}-{unit.id}"
            rows.append(_Row(number, case, unit, id_))
    return rows


def _observed(ruleset: Ruleset, rows: Sequence[_Row]) -> Observed:
    """Read rows as data, a table of units and last year's result are read."""
    inputs = {asked.id for asked in ruleset.inputs}
    units = [
        {
            "group": _group(ruleset, row.case),
            **{key: given.text for key, given in row.unit.given.items() if key not in inputs},
            "id": row.id,
        }
        for row in rows
    ]
    said = [(row.id, {key: given for key, given in row.unit.given.items() if key in inputs}) for row in rows]
    observed = observe(ruleset, [as_table("given", said)], table_of("units", units), _last_year(ruleset, rows))
    return replace(observed, values=_written_there(observed, rows))


def _last_year(ruleset: Ruleset, rows: Sequence[_Row]) -> Mapping[str, Previous]:
    """Give last year's result by the ids of units; a case that has any is evaluated by itself."""
    if not any(row.case.previous for row in rows):
        return {}
    case = rows[0].case
    known, _ = last_year_of(names_of(ruleset), case)
    if len(known) == 1 and not case.is_cohort:
        return {rows[0].id: replace(known[0], id=rows[0].id)}
    return {before.id: before for before in known}


def _written_there(observed: Observed, rows: Sequence[_Row]) -> dict[str, list[Observation]]:
    """Give every value the place at which its case has it, and none to what a case does not say."""
    given = {row.id: row.unit.given for row in rows}
    said = [given.get(unit.id, {}) for unit in observed.units]
    return {
        key: [
            replace(value, place=own[id_].place if id_ in own else Place())
            for value, own in zip(values, said, strict=True)
        ]
        for key, values in observed.values.items()
        for id_ in [key.removeprefix("self:")]
    }


def _group(ruleset: Ruleset, case: Case) -> str:
    """Find the group in which the units of a case are scored by its scorecard."""
    wanted = case.scorecard or ruleset.scorecards[0].id
    card = next(card for card in ruleset.scorecards if card.id == wanted)
    return card.groups[0] if card.groups else next(iter(ruleset.groups), "")
