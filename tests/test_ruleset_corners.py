"""Corners of loading a ruleset that no shipped one goes through: what is told there, where, and what is not."""

from fractions import Fraction

import pytest
from itrank.engine import evaluate, load_text, observe
from itrank.engine.model.codes import message
from itrank.engine.model.outcome import Reason, State
from itrank.engine.observe import table_of

HEAD = 'format: itrank-ruleset/1\nid: thu\nversion: "1"\ntitle: Thử\n'


def card(*rows: str, head: str = "", keys: str = "") -> str:
    """Make a ruleset of one scorecard; each row is a criterion, in one line."""
    return HEAD + head + f"scorecards:\n  bang:\n{keys}    criteria:\n" + "".join(f"      - {row}\n" for row in rows)


def told(text: str) -> list[str]:
    return [f"{each.place.line}:{each.place.column} {each.code}" for each in load_text(text).findings]


def steps(count: int) -> str:
    table = ", ".join(f"{number}: 1" for number in range(count))
    return card(
        f"{{id: a, max: 5, score: {{steps: n, from: {{{table}}}, otherwise: 0}}}}", head="inputs: {n: {type: count}}\n"
    )


def test_steps_are_a_hundred_at_most():
    assert told(steps(100)) == []
    assert [each.split()[1] for each in told(steps(101))] == ["ITR142"]


def test_total_in_a_value_is_that_of_the_one_scorecard():
    """Of two scorecards neither is *the* total, and a value belongs to none."""
    one = card(
        "{id: a, score: given}",
        head="values: {phan: total / 2}\n",
        keys="    tiers: [{id: t, requires: phan > 1}, {id: k}]\n",
    )
    assert told(one) == []
    two = one + "  kia:\n    for: [x]\n    criteria: [{id: c, score: given}]\n"
    two = two.replace("title: Thử\n", "title: Thử\ngroups: {x: {title: X}, y: {title: Y}}\n")
    assert [each.split()[1] for each in told(two.replace("  bang:\n", "  bang:\n    for: [y]\n"))] == ["ITR257"]


SKIPPED = "inputs: {n: {type: count, missing: skip}, m: {type: count}}\n"


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        # A mean before it, in which leaving out is meant.
        (["{id: a, aggregate: mean, criteria: [{id: b, score: {formula: n}}]}", "{id: c, score: {formula: n}}"], 9),
        # Criteria before it that do not count, or have no score of their own.
        (["{id: a, role: unscored, score: {formula: m}}", "{id: c, score: {formula: n}}"], 9),
        (["{id: a, criteria: [{id: b, score: {formula: m}}]}", "{id: c, score: {formula: n}}"], 9),
        (["{id: a, criteria: [{id: b, score: {formula: n}}]}", "{id: c, score: {formula: m}}"], 8),
    ],
)
def test_what_is_left_out_of_a_sum_is_told_wherever_it_stands(rows, line):
    text = card(*rows, head=SKIPPED).replace("    criteria:\n", "    aggregate: sum\n    criteria:\n", 1)
    assert [each.split(":")[0] for each in told(text)] == [str(line + 2)]
    assert [each.split()[1] for each in told(text)] == ["ITR336"]


def test_what_is_left_out_of_a_sum_below_a_mean_is_told():
    text = card("{id: a, criteria: [{id: b, score: {formula: n}}]}", head=SKIPPED, keys="    aggregate: mean\n")
    assert [each.split()[1] for each in told(text)] == ["ITR336"]


def test_what_is_wrong_with_an_answer_is_told_at_its_key():
    text = card("{id: a, score: given, answer: {type: number, min: nguong}}")
    assert told(text) == [f"8:{text.splitlines()[7].index('nguong') + 1} ITR204"]


def test_bounds_by_default_reach_only_inputs_of_their_kind():
    """`max: 100` says nothing about a day, a choice or a yes and no."""
    text = card(
        "{id: a, max: 1, score: {ratio: [x, 100]}}",
        "{id: b, max: 1, score: {yes_no: y}}",
        "{id: c, max: 1, score: {choice: z, points: {co: 1, khong: 0}}}",
        "{id: d, max: 1, score: {yes_no: ngay <= han}}",
        head="parameters: {han: 2026-01-31}\ndefaults: {inputs: {min: 0, max: 100, missing: zero}}\ninputs: {x: {}, y: {type: yes_no}, "
        "z: {type: choice, options: {co: Có, khong: Không}}, ngay: {type: date}}\n",
    )
    ruleset = load_text(text).ruleset
    assert ruleset is not None, told(text)
    bounds = {column.id: (column.minimum, column.maximum) for column in ruleset.inputs}
    assert bounds == {"x": (0, 100), "y": (None, None), "z": (None, None), "ngay": (None, None)}


def test_a_child_that_does_not_count_needs_no_weight():
    assert told(card("{id: a, weight: 2, score: given}", "{id: b, role: unscored, score: given}")) == []
    assert [each.split()[1] for each in told(card("{id: a, weight: 2, score: given}", "{id: b, score: given}"))] == [
        "ITR327"
    ]


def test_a_child_that_does_not_count_is_no_term_of_the_sum():
    (found,) = load_text(
        card("{id: a, title: A, max: 5, score: given}", "{id: b, title: B, role: unscored, max: 9, score: given}", keys="    max: 6\n")
    ).findings  # fmt: skip
    assert message(found, "en") == "bang: A: 5 = 5, but max is stated as 6"


def test_a_circle_names_each_link_once():
    """A criterion before and after its `then` is two columns and one name."""
    text = card("{id: a, score: {formula: z}, then: value * 2}", "{id: z, score: {formula: a}}")
    assert message(load_text(text).findings[0], "en").rpartition(": ")[2] == "a → z → a"


def test_a_name_read_in_the_points_of_one_option_is_told_alone():
    """What cannot be read is not worth nothing: the others are not made into a score without it."""
    text = card(
        "{id: a, max: 5, score: {choice: n, points: {x: 5, y: khong_co}}}",
        head="inputs: {n: {type: choice, options: {x: X, y: Y}}}\n",
    )
    loaded = load_text(text)
    assert (loaded.ruleset, [each.code for each in loaded.findings]) == (None, ["ITR252"])


# ── and of scoring ──────────────────────────────────────────────────────────────────────────────────────────────────


def scored(text: str, **row: object):
    loaded = load_text(text)
    assert loaded.ruleset is not None, loaded.findings
    (unit,) = evaluate(loaded.ruleset, observe(loaded.ruleset, [table_of("t", [{"id": "a", **row}])])).units
    return unit


BLANK = "inputs: {n: {type: count, missing: skip}, m: {type: count, missing: skip}}\n"


def test_a_mean_of_which_only_what_weighs_nothing_is_left_has_no_value():
    """The weights that are left have a sum of 0: that is no division by it, and no mean."""
    text = card(
        "{id: x, weight: 0, score: {formula: n}}", "{id: y, weight: 1, score: {formula: m}}",
        head=BLANK, keys="    aggregate: mean\n",
    )  # fmt: skip
    assert scored(text, n=4, m=2).outcome == 2
    lack = scored(text, n=4).outcome
    assert (lack.state, lack.reason) == (State.INVALID, Reason.DIVISION_BY_ZERO)


@pytest.mark.parametrize(("least", "enough"), [("50%", True), ("60%", False)])
def test_leaves_below_a_branch_that_was_left_out_count_among_all(least, enough):
    """Two of four answers: a branch without any is no branch that does not apply."""
    text = card(
        "{id: x, aggregate: mean, criteria: [{id: x1, score: {formula: n}}, {id: x2, score: {formula: n + 1}}]}",
        "{id: y, aggregate: mean, criteria: [{id: y1, score: {formula: m}}, {id: y2, score: {formula: m + 1}}]}",
        head=BLANK, keys=f"    aggregate: mean\n    at_least: {{leaves: {least}}}\n",
    )  # fmt: skip
    assert isinstance(scored(text, n=1).outcome, Fraction) is enough


# ── what is read in part ────────────────────────────────────────────────────────────────────────────────────────────

COUNTS = "inputs: {n: {type: count, min: 1}, m: {type: count}, co: {type: yes_no}}\n"


@pytest.mark.parametrize(
    "score",
    ["{ratio: [n +, m]}", "{ratio: [n, m +]}", "{checklist: {a: 0, b: 0}, of: [co]}", "{scale: n, from: -5, to: -1, log: true}"],
)  # fmt: skip
def test_a_score_of_which_a_part_is_wrong_is_told_once_and_makes_nothing(score):
    loaded = load_text(card(f"{{id: a, max: 5, score: {score}}}", head=COUNTS))
    assert (loaded.ruleset, len(loaded.findings)) == (None, 1), loaded.findings


@pytest.mark.parametrize("goalposts", [("-5", "-1"), ("0", "10"), ("-1", "10")])
def test_a_logarithmic_scale_has_positive_goalposts(goalposts):
    start, end = goalposts
    text = card(f"{{id: a, max: 5, score: {{scale: n, from: {start}, to: {end}, log: true}}}}", head=COUNTS)
    assert [each.split()[1] for each in told(text)] == ["ITR372"]


def test_a_function_behind_one_that_is_no_function_is_there():
    text = card("{id: a, score: {formula: 'g(n)'}}", head=COUNTS + 'functions: {"f(1)": "2", "g(x)": x + 1}\n')
    assert [each.split()[1] for each in told(text)] == ["ITR142"]


@pytest.mark.parametrize(("policy", "is_asked"), [("exclude", True), ("zero", False)])
def test_a_branch_leaves_where_all_its_children_leave(policy, is_asked):
    """Of a child that stays with 0 points a branch stays too, and needs no policy of its own."""
    rows = [f"{{id: {id_}, max: 5, score: given, applies: co, not_applicable: {policy}}}" for id_ in ("a", "b")]
    text = card(f"{{id: h, criteria: [{', '.join(rows)}]}}", "{id: z, score: {formula: h}}", head=COUNTS)
    assert ("ITR325" in [each.split()[1] for each in told(text)]) is is_asked


def test_a_long_circle_is_named_by_its_ends():
    names = [f"v{number}" for number in range(15)]
    values = ", ".join(f"{name}: {names[(at + 1) % 15]} + 1" for at, name in enumerate(names))
    loaded = load_text(card("{id: a, score: given}", head=f"values: {{{values}}}\n"))
    (chain,) = {each.params["chain"] for each in loaded.findings}
    assert (chain.count("→"), "…" in chain) == (14, True)
    values = ", ".join(f"{name}: {names[(at + 1) % 13]} + 1" for at, name in enumerate(names[:13]))
    loaded = load_text(card("{id: a, score: given}", head=f"values: {{{values}}}\n"))
    (chain,) = {each.params["chain"] for each in loaded.findings}
    assert (chain.count("→"), "…" in chain) == (13, False)


@pytest.mark.parametrize(("count", "shown"), [(25, "a24: 1"), (26, "… (+2) + a25: 1")])
def test_a_long_sum_of_maxima_is_told_in_part(count, shown):
    rows = [f"{{id: a{number}, max: 1, score: given}}" for number in range(count)]
    (found,) = load_text(card(*rows, keys="    max: 99\n")).findings
    assert message(found, "en").removesuffix(f" = {count}, but max is stated as 99").endswith(shown)


@pytest.mark.parametrize(
    "reads",
    ["{id: a, score: {formula: 1 if v else 0}}", "{id: a, applies: v, not_applicable: zero, score: given}",
     "{id: a, score: {choice: v, points: {x: 1}}}", "{id: a, score: {yes_no: v}}"],
)  # fmt: skip
def test_a_value_that_is_wrong_is_of_no_known_type(reads):
    """That it is no condition, or no choice, is not told of those who read it."""
    text = card(reads, head=COUNTS + "values: {v: n + khong_co}\n")
    assert [each.split()[1] for each in told(text)] == ["ITR204"]


def test_a_circle_of_values_is_told_though_their_types_are_not_known():
    text = card("{id: a, score: {formula: 1 if v else 0}}", head="values: {v: w, w: v}\n")
    assert "ITR262" in [each.split()[1] for each in told(text)]
