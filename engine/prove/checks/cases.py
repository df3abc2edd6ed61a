"""The ruleset's own cases (`tests:`): each is a sum done by hand, and is done again by the engine."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import Any

from ...formula.figures import amount
from ...formula.suggest import Adviser, adviser, closest, did_you_mean
from ...language.document import Map, Num, Seq
from ...language.kinds.leaf import percentage
from ...model.codes import has_errors, message, of
from ...model.findings import Finding, Place, finding
from ...model.observed import Observed, Previous
from ...model.outcome import NoScore
from ...model.records import Subject
from ...model.result import CriterionResult
from ...model.ruleset import Column, RollUp, Ruleset, Statistic
from ...observe import observe, table_of
from ...observe.units import list_attributes
from ...rank import evaluation
from ...rank.ranking import Evaluation
from .context import Context, listed

MOST_CELLS = 100_000  # of all cases together: a second or two of work
_OF_ROWS = frozenset({Subject.CELL, Subject.UNIT})  # what else is wrong in data is of files, which a case is not
_SCORECARD: dict[str, Any] = {"what": "bảng điểm", "what_en": "scorecard"}
_INPUT: dict[str, Any] = {"what": "đầu vào", "what_en": "input"}
_EXPECTED_UNIT: dict[str, Any] = {"what": "đơn vị", "what_en": "unit"}
_EXPECTED_VALUE: dict[str, Any] = {"what": "kết quả", "what_en": "result"}
_UNIT_WORDS = ("id", "name", "group", "parent", "role", "aliases", "predecessors")
_NAMES = {"name", "parent", "aliases", "predecessors"}
_PLAIN_ID = re.compile(r"[a-z0-9_-]{1,60}")
_UNIT_FACTS = ("total", "max", "tier", "list", "rank", "tied", "status", "rank_change")
_OF_PREVIOUS = frozenset({"id", "name", "total", "max", "rank", "tier"})


def own_cases_hold(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """Every case of the ruleset is well made, and comes out as it expects."""
    names: dict[str, int] = {}
    ready: list[Case] = []
    known = Known.of(ruleset)
    for index, written in enumerate(context.document.get("tests", ())):
        at = context.place("tests", index, "name")
        name = str(written["name"])
        if name in names:
            yield finding("ITR507", at, case=name, line=names[name])
        names.setdefault(name, at.line)
        case = Case(name, written)
        wrong = list(_ill_made(known, case))
        yield from wrong
        if not wrong:
            ready.append(case)
    if context.run_tests:
        rows = accumulate(len(case.rows) for case in ready)
        run = [case for case, count in zip(ready, rows, strict=True) if count * len(ruleset.columns) <= MOST_CELLS]
        for together in _batches(ruleset, run):
            yield from _differences(ruleset, together)
        if len(run) < len(ready):
            first = ready[len(run)]
            at = first.written.value_places["name"]
            yield finding("ITR508", at, count=len(ready) - len(run), total=len(ready), case=first.name)


@dataclass(frozen=True, slots=True)
class Case:
    """One case as it was written."""

    name: str
    written: Map

    @property
    def rows(self) -> list[Map]:
        """The units of the case: those of `cohort`, or one that reports what is `given`."""
        rows = self.written["cohort"] if self.is_cohort else [self.written.get("given", Map())]
        return [row for row in rows if isinstance(row, Map)]

    @property
    def is_cohort(self) -> bool:
        """Whether it is about several units."""
        return "cohort" in self.written

    @property
    def stands_alone(self) -> bool:
        """Whether its units have names by which those of another case could be taken for them."""
        ids = [str(row.get("id", "")) for row in self.rows]
        is_named = any(key in _NAMES for row in self.rows for key in row) or (
            self.is_cohort and (len(set(ids)) < len(ids) or not all(map(_PLAIN_ID.fullmatch, ids)))
        )
        return is_named or "previous" in self.written


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a case may use.

    Attributes:
        of_units: what may be said of a unit besides its inputs.
        expectable: what may be expected of a unit.
        advise: finds what was probably meant.
    """

    cards: tuple[str, ...]
    inputs: Mapping[str, None]
    of_units: frozenset[str]
    expectable: Mapping[str, None]
    advise: Adviser

    @classmethod
    def of(cls, ruleset: Ruleset) -> "Known":
        """Collect them once for all cases."""
        columns = [key for key in ruleset.columns if re.fullmatch(r"\w+", key)]
        return cls(
            tuple(card.id for card in ruleset.scorecards),
            dict.fromkeys(asked.id for asked in ruleset.inputs),
            frozenset((*_UNIT_WORDS, *list_attributes(ruleset))),
            dict.fromkeys((*columns, *_UNIT_FACTS)),
            adviser(),
        )


@dataclass(frozen=True, slots=True)
class _Row:
    """One unit of a case.

    Attributes:
        number: of the case among those that are evaluated with it.
        cells: as a data file has them.
        called: its id in the case; empty for the only unit of a case.
    """

    number: int
    case: Case
    written: Map
    cells: Mapping[str, str]
    called: str

    @property
    def id(self) -> str:
        """The id by which it is evaluated."""
        return self.cells["id"]


def _batches(ruleset: Ruleset, cases: Sequence[Case]) -> list[list[Case]]:
    """Put together the cases that cannot see one another: a ruleset is walked once for all of them."""
    looks_around = bool(ruleset.predecessors) or any(map(_is_of_others, ruleset.columns.values()))
    alone = [looks_around or case.stands_alone for case in cases]
    together = [case for case, is_alone in zip(cases, alone, strict=True) if not is_alone]
    single = [[case] for case, is_alone in zip(cases, alone, strict=True) if is_alone]
    return [together, *single] if together else single


def _is_of_others(column: Column) -> bool:
    """Say whether what a unit has in a column can come of other units."""
    means = {"group_mean", "cohort_mean"}
    is_drawn = getattr(column, "outliers", None) is not None or getattr(column, "missing", "") in means
    return is_drawn or isinstance(column, (Statistic, RollUp))


def _ill_made(known: Known, case: Case) -> Iterator[Finding]:
    """Find names in a case that the ruleset does not have."""
    written = case.written
    if "given" in written and case.is_cohort:
        yield finding("ITR321.case", written.key_places["cohort"], case=case.name)
        return
    card = str(written.get("scorecard", known.cards[0]))
    if card not in known.cards:
        yield _no_such(known, case, card, written.value_places["scorecard"], known.cards, _SCORECARD)
    yield from _strange_cells(known, case)
    yield from _strange_expectations(known, case)


def _no_such(known: Known, case: Case, name: str, at: Place, names: Iterable[str], what: Mapping[str, Any]) -> Finding:
    return finding("ITR204.case", at, help=_near(name, list(names), known.advise), case=case.name, name=name, **what)


def _strange_cells(known: Known, case: Case) -> Iterator[Finding]:
    """Find units without an id where there are several, and what is said of them that the ruleset does not ask."""
    for row in _nameless(case):
        problem = {"problem": "mỗi đơn vị trong cohort cần id", "problem_en": "each unit of a cohort needs an id"}
        yield Finding("ITR505", row.place, {"case": case.name, **problem})
    for row in case.rows:
        for key in row:
            if key not in known.inputs and key not in known.of_units:
                yield _no_such(known, case, key, row.key_places[key], known.inputs, _INPUT)


def _nameless(case: Case) -> list[Map]:
    return [row for row in case.rows if case.is_cohort and "id" not in row]


def _strange_expectations(known: Known, case: Case) -> Iterator[Finding]:
    """Find units and results that a case expects and that there are not."""
    expect = case.written["expect"]
    units = dict.fromkeys(str(row.get("id", "")) for row in case.rows)
    for unit in expect if case.is_cohort and not _nameless(case) else ():
        if unit not in units:
            yield _no_such(known, case, unit, expect.key_places[unit], units, _EXPECTED_UNIT)
    for wanted in expect.values() if case.is_cohort else [expect]:
        strange = [key for key in wanted if key not in known.expectable] if isinstance(wanted, Map) else ()
        for key in strange:
            yield _no_such(known, case, key, wanted.key_places[key], known.expectable, _EXPECTED_VALUE)


def _differences(ruleset: Ruleset, cases: Sequence[Case]) -> Iterator[Finding]:
    """Evaluate cases together, each ranked by itself, and find where they do not come out as expected."""
    is_batch = len(cases) > 1
    rows = _rows_of(ruleset, cases)
    observed = _observed(ruleset, rows)
    wrong = [(each, rows[max(each.place.line - 1, 0)]) for each in observed.findings if _is_of_a_row(each)]
    unread = {row.number: row.case for _, row in wrong}
    for each, row in wrong:
        if row.called and is_batch:  # told below, where its units are called as in the file
            continue
        said = {"problem": message(each, "vi"), "problem_en": message(each, "en")}
        yield finding("ITR505", _written_at(each.place, row.written), case=row.case.name, **said)  # type: ignore[arg-type]
    for case in unread.values():
        if case.is_cohort and is_batch:
            yield from _differences(ruleset, [case])
    if observed.units:
        read = [row for row in rows if row.number not in unread]
        yield from _told_of(ruleset, observed, rows, read, is_batch=is_batch)


def _is_of_a_row(found: Finding) -> bool:
    return of(found).subject in _OF_ROWS and has_errors([found])


def _told_of(
    ruleset: Ruleset, observed: Observed, rows: Sequence[_Row], read: Sequence[_Row], *, is_batch: bool
) -> Iterator[Finding]:
    """Evaluate what was observed, and compare the units of the cases that could be read with what they expect."""
    companies = {row.id: str(row.number) for row in rows}
    apart = [companies[unit.id] for unit in observed.units] if is_batch else None
    result = evaluation(ruleset, observed, apart=apart)
    order = {unit.unit.id: index for index, unit in enumerate(result.result.units)}
    for row in read:
        index, expect = order.get(row.id), row.case.written["expect"]
        wanted = expect.get(row.called) if row.case.is_cohort else expect
        if index is not None and isinstance(wanted, Map):
            yield from _compared(result, index, wanted, row.case.name, f"{row.called}: " if row.case.is_cohort else "")


def _rows_of(ruleset: Ruleset, cases: Sequence[Case]) -> list[_Row]:
    """Write the units of cases as rows of one table, no two of one id."""
    sign = ruleset.headers.decimal or "."
    rows: list[_Row] = []
    for position, case in enumerate(cases, 1):
        group = _group(ruleset, case)
        for written in case.rows:
            own = {key: _cell(value, sign) for key, value in written.items()}
            called = own["id"] if case.is_cohort else ""
            # Several cases may have units of one id; equals of an `ordinal` list stand in the order of theirs.
            id_ = called if case.is_cohort else f"ca-{position}"
            if called and len(cases) > 1:
                id_ = f"ca-{position}-{called}"
            rows.append(_Row(position, case, written, {"group": group, **own, "id": id_}, called))
    return rows


def _observed(ruleset: Ruleset, rows: Sequence[_Row]) -> Observed:
    """Read rows as data, a table of units and last year's result are read."""
    inputs = {asked.id for asked in ruleset.inputs}
    data = [{"id": row.id, **{key: cell for key, cell in row.cells.items() if key in inputs}} for row in rows]
    units = [{key: cell for key, cell in row.cells.items() if key not in inputs} for row in rows]
    previous = {
        # Of the only unit of a case there is one entry, whatever it is called.
        (id_ := str(entry.get("id", "")) if row.case.is_cohort else row.id): _previous(entry, id_)
        for row in rows
        for entry in row.case.written.get("previous", ())
        if isinstance(entry, Map)
    }
    return observe(ruleset, [table_of("given", data)], table_of("units", units), previous)


def _group(ruleset: Ruleset, case: Case) -> str:
    """Find the group in which the units of a case are scored by its scorecard."""
    wanted = str(case.written.get("scorecard", ruleset.scorecards[0].id))
    card = next(card for card in ruleset.scorecards if card.id == wanted)
    return card.groups[0] if card.groups else next(iter(ruleset.groups), "")


def _compared(result: Evaluation, index: int, expect: Map, case: str, prefix: str = "") -> Iterator[Finding]:
    criteria = {made.node.id: made for made in result.result.units[index].criteria}
    for key, wanted in expect.items():
        facts = _of_criterion(criteria[key]) if key in criteria else {"score": _value(result, index, key)}
        parts = wanted.items() if isinstance(wanted, Map) else [("score", wanted)]
        for word, value in parts:
            at = wanted.value_places[word] if isinstance(wanted, Map) else expect.value_places[key]
            if word not in facts:
                help_ = _near(word, list(facts), closest)
                yield finding(
                    "ITR204.case", wanted.key_places[word], help=help_, case=case, name=word, **_EXPECTED_VALUE
                )
            elif not _same(value, facts[word]):
                vi, en = _shown(facts[word])
                said = prefix + (key if word == "score" else f"{key}, {word}")
                yield finding("ITR504", at, case=case, name=said, expected=_written(value), found=vi, found_en=en)


def _of_criterion(made: CriterionResult) -> dict[str, object]:
    """Return what can be expected of a criterion."""
    facts: dict[str, object] = {
        "score": made.outcome,
        "state": made.state.value,
        "counted": made.counted,
        "tier": made.tier,
        "rank": made.rank,
    }
    return {**facts, "reason": made.outcome.reason.value} if isinstance(made.outcome, NoScore) else facts


def _value(result: Evaluation, index: int, key: str) -> object:
    """Return the value of a column, or what the result says of the unit itself."""
    if key in result.sheet.cells:
        return result.sheet.cells[key][index]
    unit = result.result.units[index]
    return unit.outcome if key == "total" else getattr(unit, key)


def _same(wanted: Any, found: object) -> bool:
    """Say whether a value is the one that was written: numbers exactly, words letter by letter."""
    if isinstance(found, bool):
        return wanted is found or str(wanted).casefold() in ({"có", "yes"} if found else {"không", "no"})
    if isinstance(found, int):
        found = Fraction(found)
    if isinstance(found, Fraction):
        try:
            amount = Fraction(wanted) if not isinstance(wanted, str) else percentage(wanted) or Fraction(wanted)
        except (ValueError, ZeroDivisionError, TypeError):
            return False
        return amount == found
    return not isinstance(found, NoScore) and _written(wanted) == ("" if found is None else str(found))


def _shown(found: object) -> tuple[str, str]:
    """Write what came out, in Vietnamese and English."""
    match found:
        case NoScore():
            about = f" ({found.about.removeprefix('self:')})" if found.about else ""
            return (
                f"không có điểm: {found.state}, {found.reason}{about}",
                f"no score: {found.state}, {found.reason}{about}",
            )
        case bool():
            return ("có", "yes") if found else ("không", "no")
        case None | "":
            return "để trống", "empty"
        case Fraction():
            return amount(found), amount(found)
    return str(found), str(found)


def _written(value: Any) -> str:
    """Give what stands in the file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(getattr(value, "text", value))


def _cell(value: Any, sign: str) -> str:
    """Write a value of a case as a cell of a data file."""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, Num):
        return value.text.replace(".", sign)
    return ";".join(map(str, value)) if isinstance(value, Seq) else str(value)


def _written_at(place: Place, row: Map) -> Place:
    """Find the key of a case whose cell a finding about its data names."""
    named = next((key for key in row if f'"{key}"' in place.cell), None)
    return row.value_places[named] if named is not None else row.place


def _previous(row: Map, id_: str) -> Previous:
    """Read last year's result of a unit."""

    def amount(key: str) -> Fraction | None:
        value = row.get(key)
        return Fraction(value) if isinstance(value, Fraction) else None

    rank = amount("rank")
    values = {
        key: Fraction(value) for key, value in row.items() if key not in _OF_PREVIOUS and isinstance(value, Fraction)
    }
    return Previous(
        id_, str(row.get("name", "")), amount("total"), amount("max"),
        int(rank) if rank is not None else None, str(row.get("tier", "")), values,
    )  # fmt: skip


def _near(word: str, known: Sequence[str], advise: Adviser) -> tuple[str, str]:
    names = listed(list(known), 12) or "–"
    return did_you_mean(advise(word, known), f"Các tên có ở đây: {names}.", f"Names here: {names}.")
