"""*Exhaustive evaluation over small inputs never contradicts a proved class*, and whatever is drawn is compared both ways."""

import copy
import random
from itertools import product

import pytest
import yaml
from drawn import Draw
from itrank.engine import evaluate, load_text
from itrank.engine.diff.differing import difference
from itrank.engine.diff.saying import said, shown
from itrank.engine.model.observed import Observation, Observed, Unit
from itrank.engine.model.outcome import NoScore, State
from sampling import size

pytestmark = pytest.mark.sampled

HEAD = """\
format: itrank-ruleset/1
id: f
version: "1"
title: F
parameters: {k: 2}
inputs:
  a: {type: count, max: 3}
  b: {type: count, max: 2}
  c: {type: count, max: a}
  y: {type: yes_no}
  h: {type: choice, options: {p: P, q: Q, r: R}}
values:
  v: {formula: "a + b"}
scorecards:
  s:
    criteria: [{id: l, %s score: {%s}}]
    ranking: {lists: all}
"""
NUMBERS = ("a", "b", "c", "v", "k", "1", "2", "0.5", "3")


def number(rng, depth):
    if depth == 0 or rng.random() < 0.2:
        return rng.choice(NUMBERS)
    x, y = (number(rng, depth - 1) for _ in "xy")
    return rng.choice([
        f"({x} + {y})", f"({x} - {y})", f"({x} * {y})", f"({x} / {y})", f"min({x}, {y})", f"max({x}, {y})",
        f"({x} if {condition(rng, depth - 1)} else {y})", f"round({x} / 2)", f"floor({x})", f"abs({x})",
        f"clamp({x}, 0, {y})", f"({x} / {y} if {y} > 0 else 0)",
    ])  # fmt: skip


def condition(rng, depth):
    x, y = (number(rng, max(depth - 1, 0)) for _ in "xy")
    return rng.choice(
        ["y", "not y", "h == 'p'", "h != 'q'", f"{x} > {y}", f"{x} >= {y}", f"{x} == {y}", f"({x} < {y} and y)"]
    )


REWRITTEN = (
    lambda e: f"({e} + 0)", lambda e: f"({e}) * 2 / 2", lambda e: f"(({e}) if y else ({e}))", lambda e: f"min({e}, {e})",
    lambda e: f"-(0 - ({e}))", lambda e: f"({e}) - 1 + 1",
)  # fmt: skip
"""Ways of writing that give the same value; of an answer that is asked for besides, a blank aside."""
CHANGED = (
    lambda e, _: f"({e}) + 1", lambda e, _: f"min({e}, 2)", lambda e, _: f"max({e}, 1)", lambda e, _: f"({e}) * 2",
    lambda e, rng: f"({e}) if {condition(rng, 1)} else {number(rng, 1)}", lambda e, rng: f"({e}) / {number(rng, 1)}",
    lambda e, _: e.replace("a", "b", 1), lambda e, _: e.replace("+", "-", 1), lambda e, _: e.replace("2", "3", 1),
)  # fmt: skip
KEYS = (
    "",
    "",
    "",
    "cap: 2, ",
    "min: 1, ",
    "applies: y, not_applicable: zero, ",
    "applies: 'a > 0', not_applicable: exclude, ",
    "round: 0, ",
)


TABLES = (
    lambda rng: (
        f"ratio: [{rng.choice('abc')}, {rng.choice('ab')}], on_zero: {rng.choice(('zero', 'full', 'not_applicable'))}"
    ),
    lambda rng: (
        f"ratio: [c, a], full_at: {rng.choice(('50%', '80%'))}, on_zero: {rng.choice(('zero', 'not_applicable'))}"
    ),
    lambda rng: (
        f"steps: v, from: {{4: {rng.choice((3, 4))}, 2: {rng.choice((1, 2))}}}, otherwise: {rng.choice((0, 1))}"
    ),
    lambda rng: f"count: {rng.choice('abv')}, each: {rng.choice((1, 2))}",
    lambda rng: f"choice: h, points: {{p: 4, q: {rng.choice((2, 3))}, r: {rng.choice((0, 1))}}}",
    lambda rng: f"interpolate: a, points: {{0: 0, {rng.choice((1, 2))}: 2, 3: 4}}",
    lambda rng: f"scale: b, from: {rng.choice((0, 2))}, to: {rng.choice((1, 3))}",
)
"""Scores of the other kinds, of which the same is drawn twice: of 4 points, or of 8."""
MORE = ("max: 4, ", "max: 4, ", "max: 8, ", "max: 4, role: penalty, ", "max: 4, cap: 3, ", "max: 4, then: 'value / 2', ",
        "max: 4, min: 1, ", "max: 4, out_of: 8, ", "max: 4, applies: y, not_applicable: zero, ",
        "max: 4, not_applicable: exclude, ")  # fmt: skip


def every_unit():
    """Every unit that can answer within the bounds."""
    for a, b, y, h in product(range(4), range(3), (True, False), "pqr"):
        for c in range(a + 1):
            yield {"a": a, "b": b, "c": c, "y": y, "h": h}


UNITS = list(every_unit())


def outcomes(ruleset):
    """What the criterion is worth to each of them, evaluated."""
    from fractions import Fraction

    values = {
        each.key: [
            Observation(
                given[each.key] if isinstance(given[each.key], bool | str) else Fraction(given[each.key]), "observed"
            )
            for given in UNITS
        ]
        for each in ruleset.inputs
    }
    units = tuple(Unit(str(number), str(number), "", "") for number in range(len(UNITS)))
    found = {unit.unit.id: unit for unit in evaluate(ruleset, Observed(units, values)).units}
    return [next(each.outcome for each in found[unit.id].criteria if each.node.id == "l") for unit in units]


def pair(rng):
    """A ruleset of one criterion, and the same written otherwise or changed."""
    if rng.random() < 0.4:
        table, keys = rng.choice(TABLES), rng.choice(MORE)
        return HEAD % (keys, table(rng)), HEAD % (keys if rng.random() < 0.5 else rng.choice(MORE), table(rng))
    old, keys = number(rng, rng.randint(1, 3)), rng.choice(KEYS)
    new, more = old, keys
    for _ in range(rng.randint(1, 2)):
        new = rng.choice(REWRITTEN)(new) if rng.random() < 0.5 else rng.choice(CHANGED)(new, rng)
    if rng.random() < 0.3:
        more = rng.choice(KEYS)
    return HEAD % (keys, f'formula: "{old}"'), HEAD % (more, f'formula: "{new}"')


@pytest.mark.long
def test_every_unit_agrees_with_what_is_proved():
    rng = random.Random(3)
    counts = dict.fromkeys(("same", "tightened", "loosened", "other", "not_proved"), 0)
    wanted, tried = size(35, 3_000), 0
    while tried < wanted:
        texts = pair(rng)
        before, after = map(load_text, texts)
        if before.ruleset is None or after.ruleset is None:
            continue
        tried += 1
        counts[agree(before, after, texts)] += 1
    assert all(counts[each] for each in ("same", "tightened", "loosened", "other")), counts
    assert counts["not_proved"] <= wanted / 4, counts


def agree(before, after, texts):
    """Hold what is said of the criterion against all units, one by one."""
    found = difference(before, after)
    told = {each.key: each for each in found.changes if each.subject == "criterion" and each.part.id == "l"}
    score = told.get("score") or told.get("max")
    pairs = list(zip(outcomes(before.ruleset), outcomes(after.ruleset), strict=True))
    both = [(x, y) for x, y in pairs if not isinstance(x, NoScore) and not isinstance(y, NoScore)]
    is_apart = any(kind(x) is not kind(y) for x, y in pairs)
    about = (texts, [said(each, "en") for each in found.changes])
    if not told or all(each.class_ == "unchanged" for each in told.values()):
        assert all(x == y for x, y in both), about
        assert not is_apart, about
        return "same"
    if score is None or {"applies", "not_applicable", "round", "role"} & told.keys():
        return "other"
    if score.proof == "not_proved":
        return "not_proved"
    scales = [1, 1]
    if "max" in told and score.class_ != "changed":
        scales = [next(each.full for each in side.ruleset.nodes() if each.id == "l") for side in (before, after)]
    worse = -1 if "penalty" in texts[1] else 1
    signs = {sign((y / scales[1] - x / scales[0]) * worse) for x, y in both}
    if score.class_ in {"tightened", "loosened"}:
        assert signs - {0} == {-1 if score.class_ == "tightened" else 1}, about
        assert not is_apart, about
        return score.class_
    if score.class_ == "reweighted":
        assert (signs, is_apart) == ({0}, False), about
    elif score.class_ == "changed" and "max" not in told:
        assert is_apart or {1, -1} <= signs, about
    return "other"


def kind(outcome):
    """Whether there is a value (None), and if not whether the criterion does not apply."""
    return outcome.state is State.NOT_APPLICABLE if isinstance(outcome, NoScore) else None


def sign(value):
    return (value > 0) - (value < 0)


# ── Whatever is drawn ──


def edited(document, rng):
    """Change, take away or double something somewhere in a document."""
    made = copy.deepcopy(document)
    todo, places = [made], []
    while todo:
        each = todo.pop()
        for key in list(each) if isinstance(each, dict) else range(len(each)):
            places.append((each, key))
            if isinstance(each[key], dict | list):
                todo.append(each[key])
    for _ in range(rng.randint(1, 3)):
        where, key = rng.choice(places)
        try:
            value = where[key]
        except (KeyError, IndexError):
            continue
        match value:
            case bool():
                where[key] = not value
            case int() | float():
                where[key] = value + rng.choice((1, -1, 2))
            case str():
                where[key] = rng.choice((value, "x0", "x1", "1", value + "1"))
            case list():
                where[key] = value[::-1]
            case _:
                del where[key]
    return made


@pytest.mark.long
def test_whatever_is_drawn_is_compared_both_ways():
    """*diff(A, B) mirrors diff(B, A)*, *diff(A, A) is empty*, and every sentence can be said."""
    compared, seed = 0, 0
    while compared < size(4, 1_500):
        seed += 1
        rng = random.Random(seed)
        first = Draw(seed, is_wide=rng.random() < 0.3).document
        before, after = (load_text(yaml.safe_dump(each, allow_unicode=True)) for each in (first, edited(first, rng)))
        if before.ruleset is None or after.ruleset is None:
            continue
        compared += 1
        assert difference(before, before).changes == ()
        found, back = difference(before, after), difference(after, before)
        assert set(map(repr, back.mirrored.changes)) == set(map(repr, found.changes)), seed
        for change in found.changes:
            assert all(said(change, lang) for lang in ("vi", "en")), seed
            shown(change, (before.ruleset, after.ruleset), "vi")
