"""Formulas of real decrees and indices, as their sources have them: `check` accuses none, and none goes wrong when evaluated.

`honest/` has a ruleset for each source, named in its first lines, and two of other ways of writing and building them;
`honest/open.md` says what sources leave open, and is therefore in none of them, and which figures were compared.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from itrank.engine import Loaded, evaluate, load, observe
from itrank.engine.model.codes import message, severity_of
from itrank.engine.model.findings import Finding, Severity
from itrank.engine.model.outcome import State
from itrank.engine.model.ruleset import Input, Node, Ruleset
from itrank.engine.observe import table_of
from itrank.engine.prove.checks import checked
from itrank.engine.prove.prover import proved_bounds
from sampling import drawn, size

FOLDER = Path(__file__).parent / "honest"
WAYS = {"ways-of-building", "ways-of-writing"}
SOURCES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
HELD = sorted(drawn(SOURCES, 20))
"""Those that this run checks."""

# Kinds that only choose among points, or take a number that is given: they are no formulas in the count.
CHOOSING = {"choice", "yes_no", "steps", "given", "checklist"}

LEFT_OUT = {State.UNSCORED, State.NOT_APPLICABLE}


@cache
def loaded(source: str) -> Loaded:
    return load(FOLDER / f"{source}.yaml")


def ruleset_of(source: str) -> Ruleset:
    found = loaded(source)
    assert found.ruleset is not None, [message(each, "en") for each in found.findings]
    return found.ruleset


def leaves(ruleset: Ruleset) -> Iterator[Node]:
    """Give every criterion that is scored by itself."""
    for card in ruleset.scorecards:
        yield from (node for node in card.root.walk() if not node.children)


@cache
def found_in(source: str) -> tuple[Finding, ...]:
    return checked(loaded(source), str(FOLDER / f"{source}.yaml"))[0]


def accusations(source: str) -> set[tuple[str, str]]:
    """Give the errors and warnings: what each is about, and its code."""
    return {
        (str(each.params.get("id", message(each, "en"))), each.code)
        for each in found_in(source)
        if severity_of(each) is not Severity.INFO
    }


@pytest.mark.sampled
@pytest.mark.parametrize("source", HELD)
def test_an_honest_ruleset_is_not_accused(source):
    assert accusations(source) == set()


@pytest.mark.sampled
@pytest.mark.parametrize("source", HELD)
def test_an_honest_ruleset_is_asked_little(source):
    asked = [message(each, "en") for each in found_in(source) if severity_of(each) is Severity.INFO]
    assert len(asked) <= 3, asked


def test_there_are_two_hundred_formulas():
    kinds = [node.kind for source in SOURCES if source not in WAYS for node in leaves(ruleset_of(source))]
    assert sum(kind not in CHOOSING for kind in kinds) >= 200, len(kinds)


# ── What it is worth ──


def ends(item: Input, row: dict[str, Any]) -> tuple[Any, Any]:
    """Give the least and the greatest answer, where bounds are other inputs their answers in this row."""
    least, most = (row[bound] if isinstance(bound, str) else bound for bound in (item.minimum, item.maximum))
    if item.traits.kind == "date":
        return least or date(2020, 1, 1), most or date(2026, 12, 31)
    low = Fraction(0) if least is None else least
    return low, low + 1000 if most is None else most


def answer(item: Input, row: dict[str, Any], rng: random.Random) -> Any:
    """Draw an answer within its bounds, at one of its ends in one case of four."""
    if item.type == "yes_no":
        return rng.random() < 0.5
    if item.type == "choice":
        return rng.choice(list(item.options))
    low, high = ends(item, row)
    if rng.random() < 0.25:
        return rng.choice((low, high))
    if item.traits.kind == "date":
        return low + timedelta(rng.randint(0, (high - low).days))
    if item.type == "count":
        return Fraction(rng.randint(int(low), int(high)))
    return max(low, min(high, low + (high - low) * Fraction(round(rng.random() ** 2 * 1000), 1000)))


def rows(ruleset: Ruleset, how_many: int) -> list[dict[str, object]]:
    """Draw units in turn of its groups, each answer after those that bound it; always the same."""
    rng = random.Random(23)
    groups = [group for card in ruleset.scorecards for group in card.groups]
    made = []
    for number in range(how_many):
        answers: dict[str, Any] = {}
        waiting = list(ruleset.inputs)
        while waiting:
            item = waiting.pop(0)
            if all(bound in answers for bound in (item.minimum, item.maximum) if isinstance(bound, str)):
                answers[item.key] = answer(item, answers, rng)
            else:
                waiting.append(item)
        row: dict[str, object] = {
            item.id: answers[item.key] * 100 if item.type == "percent" else answers[item.key] for item in ruleset.inputs
        }
        made.append({"id": f"u{number}", **({"group": groups[number % len(groups)]} if groups else {}), **row})
    return made


@pytest.mark.sampled
@pytest.mark.parametrize("source", HELD)
def test_an_honest_ruleset_never_goes_wrong(source):
    """In drawn answers within the bounds: no division by zero, nothing above its maximum, every criterion a value."""
    ruleset = ruleset_of(source)
    result = evaluate(ruleset, observe(ruleset, [table_of(source, rows(ruleset, size(20, 200)))]))
    assert [message(each, "en") for each in result.findings] == []
    reach = proved_bounds(ruleset).nodes
    for unit in result.units:
        for criterion in unit.criteria:
            # *What is called impossible never happens*: a proved bound is never passed.
            assert not isinstance(criterion.outcome, Fraction) or criterion.outcome in reach[criterion.node.id].value
            assert isinstance(criterion.outcome, Fraction) or criterion.outcome.state in LEFT_OUT, criterion.node.id
