"""Drafts of cases: what units report and of what something should be expected, before the engine has filled it in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from ..cases import Case, CaseUnit, Expected, Given, Outcome, run
from ..files.numbers import plain as decimal
from ..model.outcome import NoScore
from ..model.ruleset import Input, Ruleset, Value
from ..model.sentences import Pair

Wanted = tuple[str, str]
"""A key and a fact, as `Expected` has them."""

_MOST_SHOWN = 8  # of what a case shows, in its `why`


@dataclass(frozen=True, slots=True)
class DraftUnit:
    """One unit of a draft.

    Attributes:
        id: empty for the only unit of a case.
        answers: by the key of the input; what is not here is blank.
        words: of the table of units: `group`, `parent`, `role`.
        wanted: of what something is expected.
    """

    answers: Mapping[str, Value]
    wanted: tuple[Wanted, ...]
    id: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """A case without its expected values.

    Attributes:
        group: what it is about; drafts of one group may become one case.
        shows: what it shows, one sentence for each point.
    """

    name: Pair
    card: str
    units: tuple[DraftUnit, ...]
    group: str = ""
    shows: tuple[Pair, ...] = ()

    @property
    def is_cohort(self) -> bool:
        """Whether it has several units."""
        return len(self.units) > 1 or bool(self.units[0].id)


def joined(first: Draft, second: Draft, inputs: Mapping[str, frozenset[str]]) -> Draft | None:
    """Put two drafts of one unit together; None where one would change what the other shows.

    Args:
        first: of one unit.
        second: of another, which becomes the same.
        inputs: of each column, the keys of the inputs from which it is computed.
    """
    if first.is_cohort or second.is_cohort or (first.card, first.group) != (second.card, second.group):
        return None
    ours, theirs = first.units[0], second.units[0]
    if any(ours.answers.get(key, value) != value for key, value in theirs.answers.items()):
        return None
    fresh = theirs.answers.keys() - ours.answers.keys()
    stale = ours.answers.keys() - theirs.answers.keys()
    if not fresh.isdisjoint(_read(ours, inputs)) or not stale.isdisjoint(_read(theirs, inputs)):
        return None
    wanted = tuple(dict.fromkeys((*ours.wanted, *theirs.wanted)))
    unit = replace(ours, answers={**ours.answers, **theirs.answers}, wanted=wanted)
    return replace(first, units=(unit,), shows=(*first.shows, *second.shows))


def _read(unit: DraftUnit, inputs: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*(inputs.get(key, frozenset()) for key, _ in unit.wanted))


def filled(ruleset: Ruleset, draft: Draft, lang: str = "vi") -> Outcome | None:
    """Evaluate a draft, and give the case that expects what came out; None where a cell of it cannot be read.

    Of what has no score the state is expected. The case is a proposal (`generated`).
    """
    asked = _case(ruleset, draft, lang, {})
    outcome = run(ruleset, [asked])[0]
    if outcome.status not in {"held", "failed"}:
        return None
    found = {(check.unit, check.expected.key, check.expected.fact): check.found for check in outcome.checks}
    made = run(ruleset, [_case(ruleset, draft, lang, found)])[0]
    return made if made.status == "held" else None


def _case(ruleset: Ruleset, draft: Draft, lang: str, found: Mapping[tuple[int, str, str], object]) -> Case:
    asked = {each.key: each for each in ruleset.inputs}
    units = []
    for number, unit in enumerate(draft.units):
        given = {key: Given(value) for key, value in unit.words.items()}
        given |= {asked[key].id: _given(asked[key], value) for key, value in unit.answers.items() if key in asked}
        if unit.id:
            given = {"id": Given(unit.id), **given}
        expected = tuple(_expected(key, fact, found.get((number, key, fact))) for key, fact in unit.wanted)
        units.append(CaseUnit(unit.id, given, expected))
    say = 0 if lang == "vi" else 1
    shows = list(dict.fromkeys(each[say] for each in draft.shows))
    more = f"; +{len(shows) - _MOST_SHOWN}" if len(shows) > _MOST_SHOWN else ""
    why = "; ".join(shows[:_MOST_SHOWN]) + more
    return Case(draft.name[say], tuple(units), draft.is_cohort, draft.card, why=why, is_generated=True)


def _expected(key: str, fact: str, found: object) -> Expected:
    if isinstance(found, NoScore):
        return Expected(key, "state", found.state.value, found.state.value)
    text = shown_exactly(found)
    value = found if isinstance(found, (Fraction, bool)) else Fraction(found) if isinstance(found, int) else text
    return Expected(key, fact, value, text)


def shown_exactly(found: object) -> str:
    """Write what came out so that it is read as the same: a decimal where it ends, else a fraction.

    >>> shown_exactly(Fraction(5, 4)), shown_exactly(Fraction(1, 3)), shown_exactly(True)
    ('1.25', '1/3', 'có')
    """
    match found:
        case bool():
            return "có" if found else "không"
        case Fraction():
            return decimal(found)
        case None:
            return ""
    return str(found)


def _given(asked: Input, value: Value) -> Given:
    if isinstance(value, bool):
        return Given("có" if value else "không")
    if isinstance(value, Fraction):
        text = f"{decimal(value * 100)}%" if asked.traits.per_cent else decimal(value)
        return Given(text, "number")
    return Given(str(value))


def lines_of(outcomes: Sequence[Outcome]) -> Iterable[str]:
    """Write cases as YAML, ready to be pasted under `tests:`."""
    for outcome in outcomes:
        yield from case_lines(outcome.case)


def case_lines(case: Case) -> Iterable[str]:
    """Write one case as YAML."""
    yield f"  - name: {quoted(case.name)}"
    if case.scorecard:
        yield f"    scorecard: {case.scorecard}"
    if case.why:
        yield f"    why: {quoted(case.why)}"
    if case.basis:
        yield f"    basis: {quoted(case.basis)}"
    if case.is_cohort:
        yield "    cohort:"
        yield from (f"      - {_row(unit)}" for unit in case.units)
        yield "    expect:"
        yield from (f"      {unit.id}: {_wanted(unit)}" for unit in case.units if unit.expected)
    else:
        yield f"    given: {_row(case.units[0])}"
        yield f"    expect: {_wanted(case.units[0])}"
    if case.is_generated:
        yield "    generated: true"


def _row(unit: CaseUnit) -> str:
    return "{" + ", ".join(f"{key}: {quoted(given.text)}" for key, given in unit.given.items()) + "}"


def _wanted(unit: CaseUnit) -> str:
    facts: dict[str, list[Expected]] = {}
    for wanted in unit.expected:
        facts.setdefault(wanted.key, []).append(wanted)
    return "{" + ", ".join(f"{key}: {_facts(each)}" for key, each in facts.items()) + "}"


def _facts(wanted: Sequence[Expected]) -> str:
    if len(wanted) == 1 and wanted[0].fact == "score":
        return quoted(wanted[0].text)
    return "{" + ", ".join(f"{each.fact}: {quoted(each.text)}" for each in wanted) + "}"


def quoted(text: str) -> str:
    """Write a text as a scalar of YAML: plain where nothing in it is a sign of YAML, else in double quotes.

    >>> quoted("80%"), quoted("1.1 Họp: 4"), quoted("")
    ('80%', '"1.1 Họp: 4"', '""')
    """
    plain = bool(text) and text == text.strip() and all(each.isalnum() or each in " ._/%()-" for each in text)
    if plain and text[0] not in "-%" and text.casefold() not in {"true", "false", "null", "yes", "no", "~"}:
        return text
    if plain and text[0] == "-" and len(text) > 1 and text[1].isdecimal():
        return text
    escaped = "".join(_ESCAPED.get(each) or (each if each.isprintable() else f"\\u{ord(each):04x}") for each in text)
    return f'"{escaped}"'


_ESCAPED: Mapping[str, str] = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def answers_text(ruleset: Ruleset, answers: Mapping[str, Value]) -> str:
    """Write answers as `given:` of a case takes them."""
    asked = {each.key: each for each in ruleset.inputs}
    given = {asked[key].id: _given(asked[key], value) for key, value in answers.items() if key in asked}
    return _row(CaseUnit("", given))
