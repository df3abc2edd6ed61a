"""What is proved of formulas: "never" is true of every answer, "can" comes with answers that do it, and little is open.

The oracle is exhaustion: of inputs with few answers every combination is evaluated.
"""

import random
from fractions import Fraction
from itertools import pairwise, product

import pytest
from itrank.engine import load_text
from itrank.engine.model.outcome import NoScore, Reason
from itrank.engine.prove.asking import Question, within_gates
from itrank.engine.prove.linear import AtMost, Steps, solution
from itrank.engine.prove.prover import proved_bounds
from itrank.engine.prove.reaching import facts
from sampling import size

HEAD = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
inputs:
  a: {type: count}
  a1: {type: count, min: 1}
  b: {type: count, max: a}
  b1: {type: count, max: a1}
  c: {type: count, max: b}
  t1: {type: count, min: 1}
  t2: {type: count}
  h1: {type: count, max: t1}
  h2: {type: count, max: t2}
  h: {type: count}
  p: {type: percent, min: 0, max: 100%}
  q: {type: percent, min: 0, max: 100%}
  x: {type: number, min: 0, max: 10}
  y: {type: number, min: 1, max: 5}
  co: {type: yes_no}
  co2: {type: yes_no}
  d1: {type: date}
  d2: {type: date}
  k: {type: choice, options: {tot: T, kha: K, kem: Z}}
values:
  hieu: {formula: a1 - b1}
scorecards:
  bang:
    criteria:
"""


def ruleset_of(formula: str, rest: str = ""):
    loaded = load_text(HEAD + f'      - {{id: x1, max: 10, {rest}score: {{formula: "{formula}"}}}}\n')
    assert loaded.ruleset is not None, loaded.findings
    return loaded.ruleset


def found(formula: str, rest: str = ""):
    ruleset = ruleset_of(formula, rest)
    return [each for each in facts(ruleset, proved_bounds(ruleset)) if each.code != "ITR382"]


HONEST = [
    "10 * b / a if a > 0 else 0",
    "10 if a == 0 else b / a * 10",
    "10 * b / a if a > 0 and b >= 0 else 0",
    "10 * b / max(a, 1)",
    "(h1 + h2) / (t1 + t2) * 10",
    "10 * min(h, t1) / t1",
    "0 if a == 0 or h == 0 else 10 * min(a, h) / max(a, h)",
    "floor(b1 / a1 * 10)",
    "round(b1 / a1 * 10, 1)",
    "10 * (a1 - b1) / a1",
    "10 * hieu / a1",
    "5 * b1 / a1 + 5 * h1 / t1",
    "10 * b1 / a1 * h1 / t1",
    "10 * (b1 / a1) ** 2",
    "10 * (2 * b1 / a1 - (b1 / a1) ** 2)",
    "10 * h / (h + t1)",
    "10 * x / (x + y)",
    "10 * mean(p, q, p * q)",
    "10 * p + 10 * (1 - p)",
    "sqrt(1 - p) * 10",
    "max(0, 10 - abs(x - 5))",
    "max(0, 10 - max(0, days(d1, d2)) * 0.5)",
    "10 * (a % 2)",
    "10 * y ** -1",
    "5 * (b + c) / a / 1 if a > 0 else 0",
    "10 * (h1 / t1 if t2 == 0 else (h1 / t1 + h2 / t2) / 2)",
    "10 if k == 'tot' else 5 if k == 'kha' else 0",
]


@pytest.mark.parametrize("formula", HONEST)
def test_an_honest_formula_is_not_accused_and_nothing_is_left_open(formula):
    """*A numerator within its denominator, pooled ratios, repeated names, guards, floor and ceiling.*"""
    assert [each.code for each in found(formula)] == []


@pytest.mark.parametrize(
    ("formula", "code", "answers"),
    [
        ("10 * b / a", "ITR383", {"a": "0", "b": "0"}),
        ("12 * b1 / a1", "ITR380", {"a1": "1", "b1": "1"}),
        ("10 * h / t1", "ITR381", None),
        ("10 / (x - 5)", "ITR383", {"x": "5"}),
        ("10 * b / (a - h)", "ITR383", None),
        ("10 * q / (p * q)", "ITR383", None),
        ("b1 / a1 * 10 + p", "ITR380", {"a1": "1", "b1": "1", "p": "100%"}),
        ("sqrt(p - 0.5)", "ITR384", {"p": "0%"}),
        ("ln(x)", "ITR384", {"x": "0"}),
        ("10 * x ** -1", "ITR383", {"x": "0"}),
        ("power(x, -1)", "ITR384", {"x": "0"}),
        ("10 * (h1 + h2) / t1", "ITR381", None),
        ("10 / days(d1, d2) if d1 <= d2 else 0", "ITR383", {"d1": "2025-01-01", "d2": "2025-01-01"}),
        ("20 if k == 'kha' else 0", "ITR380", {"k": "kha"}),
        ("a // (h % 2)", "ITR383", None),
    ],
)
def test_what_can_happen_comes_with_answers_that_do_it(formula, code, answers):
    (told,) = [each for each in found(formula) if each.code == code]
    assert told.witness is not None
    if answers is not None:
        assert dict(told.witness.answers) == answers


@pytest.mark.parametrize(
    ("formula", "condition", "nearest"),
    [
        ("10 if p > 1 else 0", "p > 1 never holds", "nearest: 1 > 1"),
        ("10 if co and not co else 0", "co and not co never holds", None),
        ("10 if d1 < d2 and d2 < d1 else 0", "d1 < d2 and d2 < d1 never holds", None),
        ("5 if h >= 10 else 4 if h >= 5 else 3 if h >= 12 else 1", "h ≥ 12 never holds", None),
        ("10 if a1 - b1 >= 0 else 0", "a1 − b1 ≥ 0 never fails", "nearest: 0 >= 0"),
        ("10 if c <= b else 0", "c ≤ b never fails", "nearest: 0 <= 0"),
    ],
)
def test_what_never_happens_comes_with_what_is_nearest(formula, condition, nearest):
    from itrank.engine.model.codes import message

    (told,) = [each for each in found(formula) if each.code == "ITR385"]
    assert condition in message(told, "en")
    assert nearest is None or (told.witness is not None and told.witness.gives[1] == nearest)


def test_a_bound_that_may_be_blank_proves_nothing():
    """*A blank bounds nothing*: `c` is within `b` and `b` within `a`, and `c` passes `a` where `b` has no answer."""
    assert found("10 if c <= a else 0") == []
    assert found("5 if b > a else 0") != []


def test_a_gate_is_known_where_the_formula_is_read():
    assert found("10 * b / a", "applies: a > 0, not_applicable: rescale, ") == []
    assert [each.code for each in found("10 * b / a", "applies: a >= 0, not_applicable: rescale, ")] == ["ITR383"]


def test_an_input_that_many_divide_by_is_told_once_at_its_line():
    more = "".join(f"      - {{id: y{n}, max: 10, score: {{ratio: [h1, t2]}}}}\n" for n in range(8))
    loaded = load_text(HEAD + more)
    told = [each for each in facts(loaded.ruleset, proved_bounds(loaded.ruleset)) if each.code == "ITR383"]
    assert [(each.params["id"], each.params["divisor"]) for each in told] == [("y0, y1, y2, y3, y4, y5, … (+2)", "t2")]
    assert told[0].place.line == HEAD.split("\n").index("  t2: {type: count}") + 1


# ── Exhaustion ──

SMALL = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
inputs:
  a: {type: count, max: 4}
  b: {type: count, max: a}
  c: {type: count, min: 1, max: 3}
  y: {type: yes_no}
scorecards:
  bang:
    criteria:
"""
WITH_A = [(a, b, c, y) for a, c, y in product(range(5), range(1, 4), (False, True)) for b in range(a + 1)]
# A blank `a` bounds no `b`.
ROWS = [*WITH_A, *product([None], (0, 1, 5, 9), range(1, 4), (False, True))]


def numbers(row):
    return {key: value if isinstance(value, bool) else Fraction(value) for key, value in row.items()}


def drawn(rng: random.Random, depth: int) -> str:
    """Write a formula at random: sums, products, quotients, choices, extremes and rounded numbers."""
    if depth == 0:
        return rng.choice(["a", "b", "c", "1", "2", "3", "0.5"])
    left, right = drawn(rng, depth - 1), drawn(rng, rng.randrange(depth))
    test = rng.choice(
        ["y", f"{right} > {drawn(rng, 0)}", f"{left} <= {drawn(rng, 0)}", "not y", "a == b", f"y and {right} != 0"]
    )
    return rng.choice(
        [
            f"({left} + {right})",
            f"({left} - {right})",
            f"({left} * {right})",
            f"({left} / {right})",
            f"({left} / {right})",
            f"({left} if {test} else {right})",
            f"min({left}, {right})",
            f"max({left}, {right})",
            f"floor({left} / c)",
            f"abs({left})",
        ]
    )


@pytest.mark.bar(2_000)
def test_verdicts_agree_with_exhaustion():
    """*What is called impossible never happens; each "can" is reproduced.*"""
    asked = open_ = 0
    for seed in range(many := size(60, 2_000)):
        formula = drawn(random.Random(seed), 3)
        loaded = load_text(SMALL + f'      - {{id: x1, max: 10, score: {{formula: "{formula}"}}}}\n')
        if loaded.ruleset is None:
            continue
        node = next(each for each in loaded.ruleset.nodes() if each.id == "x1")
        question = Question(loaded.ruleset, proved_bounds(loaded.ruleset), within_gates(node.score, ()), node)
        rows = [{"a": a, "b": b, "c": c, "y": y} for a, b, c, y in ROWS]
        answers = [{key: value for key, value in row.items() if value is not None} for row in rows]
        sheets = [question.trial.sheet(numbers(row)) for row in answers]
        values = [question.part(question.tree, sheet) for sheet in sheets]
        for limit, above in product(map(Fraction, (0, 2, 6)), (True, False)):
            verdict = question.passes(limit, above=above)
            scored = [value for value in values if not isinstance(value, NoScore)]
            happens = any(value > limit if above else value < limit for value in scored)
            asked, open_ = asked + 1, open_ + (verdict.kind == "open")
            assert verdict.kind != ("never" if happens else "shown"), (seed, formula, limit, above)
        verdicts = []
        for event in (each for each in question.events if each.kind == "divisor"):
            verdicts.append(question.goes_wrong(event).kind)
            parts = [question.part(event.node, sheet) == 0 for sheet in sheets]
            both = any(is_zero and isinstance(value, NoScore) for is_zero, value in zip(parts, values, strict=True))
            assert verdicts[-1] != "shown" or both, (seed, formula)
        by_zero = any(isinstance(value, NoScore) and value.reason is Reason.DIVISION_BY_ZERO for value in values)
        assert not by_zero or set(verdicts) - {"never"}, (seed, formula)
        asked, open_ = asked + len(verdicts), open_ + verdicts.count("open")
    assert asked > 4 * many
    assert open_ * 10 < asked, (open_, asked)


@pytest.mark.bar(4_000)
def test_a_system_has_a_solution_where_the_grid_has_one():
    """*Exact linear arithmetic*: a solution holds, and where there is none no point of a grid holds."""
    rng = random.Random(7)
    for _ in range(size(150, 4_000)):
        rows = [
            AtMost(
                {name: Fraction(rng.randint(-3, 3)) for name in "xyz" if rng.random() < 0.7},
                Fraction(rng.randint(-4, 4)),
                rng.random() < 0.3,
            )
            for _ in range(rng.randint(1, 6))
        ]

        def holds(values, rows=rows):
            return all(
                total < row.limit if row.strict else total <= row.limit
                for row in rows
                for total in [sum(factor * values.get(name, 0) for name, factor in row.factors.items())]
            )

        point = solution(rows, Steps(10**6))
        if point is not None:
            assert holds(point)
            assert min(point.values(), default=0) >= 0
        else:
            grid = product((Fraction(n, 2) for n in range(7)), repeat=3)
            assert not any(holds(dict(zip("xyz", values, strict=True))) for values in grid)


def test_long_numbers_take_more_steps():
    """A step is so much time: of numbers with thousands of digits a pool of steps would last for hours."""

    def taken(scale):
        rows = [AtMost({m: -scale * (1 + n * m % 5) - n for m in range(5)}, -scale * (3 + n)) for n in range(5)]
        rows += [AtMost({m: scale + m}, scale) for m in range(5)]
        steps = Steps(10**9)
        assert solution(rows, steps) is not None
        return 10**9 - steps.left

    assert taken(Fraction(3)) < 100
    assert taken(Fraction(10**2_000)) > 1_000


@pytest.mark.long
def test_a_hostile_ruleset_ends_by_steps_and_says_what_is_open():
    """*A budget counted in steps*: of a formula, and of all together; what is not decided then is "not proved"."""
    names = [f"v{number}" for number in range(12)]
    product_of = " * ".join(f"({one} - {other})" for one, other in pairwise(names))
    nested = "0"
    for number, name in enumerate(names + names[:6]):
        nested = f"({name} + {number} if {name} > {number} else {nested} * {names[number % 11]})"
    formulas = [f"10 / ({product_of} + 0.3)", nested, f"{product_of} / ({product_of} + {names[0]} ** 7 + 1)"]
    inputs = "".join(f"  {name}: {{type: number, min: 0, max: 9}}\n" for name in names)
    leaves = "".join(
        f'      - {{id: x{number}, max: 10, score: {{formula: "{formulas[number % 3]} + {number}"}}}}\n'
        for number in range(30)
    )
    head = HEAD[: HEAD.index("inputs:")] + f"inputs:\n{inputs}scorecards:\n  bang:\n    criteria:\n"
    loaded = load_text(head + leaves)
    assert loaded.ruleset is not None, loaded.findings
    bounds = proved_bounds(loaded.ruleset)
    told = facts(loaded.ruleset, bounds)
    assert {each.code for each in told} & {"ITR276", "ITR277"}
    assert bounds.prover.pool.left <= 0  # all was used, and it ended
