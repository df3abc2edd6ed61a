"""What is certain while answers are missing, held against every answer that may still come."""

import json
import random
import re
from fractions import Fraction
from itertools import product

import pytest
from itrank.cli import run
from itrank.engine import load_text, observe
from itrank.engine.observe import table_of
from itrank.engine.prove.certainty import certainty_of
from itrank.engine.rank import evaluation

HEAD = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
inputs:
  a: {type: count, max: 3}
  b: {type: count, max: 2}
  c: {type: yes_no}
scorecards:
  bang:
"""

HELD = HEAD.replace("b: {type: count, max: 2}", "b: {type: count, min: 0, max: a}").replace("max: 3", "min: 0, max: 3")
CARDS = {
    "a gate": (
        "criteria: [{id: x, max: 3, score: {formula: a}},"
        " {id: y, max: 4, score: {formula: 2 * b}, applies: c, not_applicable: zero}]"
    ),
    "a gate around a branch": (
        "criteria: [{id: x, max: 3, score: {formula: a}}, {id: h, applies: c, not_applicable: zero, criteria:"
        " [{id: y, max: 4, score: {formula: 2 * b}}, {id: z, max: 3, score: {formula: a}}]}]"
    ),
    "a gate of numbers": (
        "criteria: [{id: x, max: 3, score: {formula: a}},"
        " {id: y, max: 4, score: {formula: 2 * b}, applies: a >= 2, not_applicable: full}]"
    ),
    "the best of the list": (
        "criteria: [{id: x, max: 6, score: {relative: a + 1, to: best}, cohort: list},"
        " {id: y, max: 6, score: {relative: b + 1, to: min_max, on_zero: zero}, cohort: list}]"
    ),
    "a sum": "criteria: [{id: x, score: {formula: a}}, {id: y, score: {formula: 2 * b}}, {id: z, max: 1, score: {yes_no: c}}]",
    "a cohort": (
        "criteria: [{id: x, max: 6, score: {relative: a, to: best}, cohort: all, not_applicable: zero},"
        " {id: y, score: {formula: b}}]"
    ),
    "a mean of the cohort": "criteria: [{id: x, score: {formula: a - cohort_mean(a)}, cohort: all}, {id: y, score: {formula: b}}]",
    "what does not apply": (
        "criteria: [{id: x, max: 4, score: {formula: a}, applies: c, not_applicable: rescale},"
        " {id: y, max: 4, score: {formula: 2 * b}}]"
    ),
    "a ratio": (
        "criteria: [{id: x, max: 4, score: {ratio: [b, a], on_zero: full}}, {id: y, score: {formula: 2 * b if c else a}}]"
    ),
    "what is there": "criteria: [{id: x, score: {formula: a + (3 if has(b) else 0)}}, {id: y, max: 1, score: {yes_no: c}}]",
    "what is left out": (
        "criteria: [{id: x, max: 4, score: {formula: a}, applies: c, not_applicable: exclude},"
        " {id: y, max: 4, score: {formula: 2 * b}}]"
    ),
    "a mean": "aggregate: mean\n    criteria: [{id: x, score: {formula: a}}, {id: y, score: {formula: 2 * b}}]",
    "a bonus": "criteria: [{id: x, score: {formula: 2 * b}}, {id: y, role: bonus, score: {formula: a}}]",
    "the lowest first": "criteria: [{id: x, score: {formula: a + b}}]\n    ranking: {best: lowest}",
    "dense": "criteria: [{id: x, score: {formula: a + b}}]\n    ranking: {ties: dense}",
    "ordinal": "criteria: [{id: x, score: {formula: a + b}}]\n    ranking: {ties: ordinal}",
    "a tie-break": "criteria: [{id: x, score: {formula: a + b}}]\n    ranking: {tie_break: [b]}",
    "by another value": "criteria: [{id: x, score: {formula: a}}, {id: y, score: {formula: b}}]\n    ranking: {by: x}",
    "a condition": (
        "criteria: [{id: x, score: {formula: a + b}}, {id: k, role: condition, on_fail: lowest_tier, score: {yes_no: c}}]"
    ),
}  # fmt: skip
QUOTAS = {
    "a quota": "cohort: all\n    criteria: [{id: x, score: {formula: a + b}}]",
    "a quota of the lowest": "cohort: all\n    criteria: [{id: x, score: {formula: a + b}}]\n    ranking: {best: lowest}",
}
QUOTA = (
    "\n    tiers: [{id: cao, from: 3, requires: cohort_rank(bang) <= 2},"
    " {id: vua, when: cohort_rank(bang) <= cohort_count(bang) * 0.75}, {id: thap}]\n"
)
TIERS = "\n    tiers: [{id: cao, from: 4}, {id: vua, from: 2, requires: b >= 1}, {id: thap}]\n"
ANSWERS = {"a": range(4), "b": range(3), "c": (True, False)}


def evaluated(ruleset, rows):
    return evaluation(ruleset, observe(ruleset, [table_of("t", rows)]))


@pytest.mark.bar(5)
@pytest.mark.parametrize("card", [*CARDS.values(), *QUOTAS.values()], ids=[*CARDS, *QUOTAS])
def test_every_answer_lies_within_what_is_certain(card):
    hold(HEAD + f"    {card}" + (QUOTA if card in QUOTAS.values() else TIERS))


@pytest.mark.parametrize("card", ["a sum", "a cohort", "a mean", "the lowest first", "a tie-break", "by another value"])
def test_an_answer_keeps_the_bounds_that_other_answers_are(card):
    hold(HELD + f"    {CARDS[card]}" + TIERS)


TWO = HEAD.replace("inputs:", "groups: {g: {title: G}, h: {title: H}}\ninputs:")


@pytest.mark.bar(3)
@pytest.mark.parametrize("lists", ["all", "group"])
@pytest.mark.parametrize("card", ["a sum", "a gate", "a cohort", "the best of the list", "what does not apply"])
def test_two_scorecards_hide_nothing(card, lists):
    """A unit's criteria are those of its own scorecard; the others say nothing of it."""
    own = CARDS[card]
    other = re.sub(r"\bid: (\w+)", r"id: \1_2", own)
    ranking = f"\n    ranking: {{lists: {lists}}}"
    tiers = TIERS.removesuffix("\n")
    hold(
        f"{TWO}    for: [g]\n    {own}{ranking}{tiers}\n  kia:\n    for: [h]\n    {other}{ranking}{tiers}\n",
        groups=("g", "h", "g", "h"),
    )


def hold(text, groups=("", "", "", "")):
    """Hold what is certain against every answer that its own bounds let in."""
    loaded = load_text(text)
    assert loaded.ruleset is not None, loaded.findings
    rng = random.Random(7)
    narrow = 0
    for _ in range(12):
        rows = [
            {
                "id": f"u{number}",
                "group": groups[number],
                "a": rng.randint(0, 3),
                "b": rng.randint(0, 2),
                "c": rng.random() < 0.6,
            }
            for number in range(4)
        ]
        blanks = rng.sample([(row, key) for row in range(4) for key in ANSWERS], rng.choice((1, 2)))
        for row in rows if text.startswith(HELD) else ():
            row["b"] = min(row["a"], row["b"])
        for row, key in blanks:
            rows[row][key] = None
        certain = certainty_of(evaluated(loaded.ruleset, rows))
        if not certain:
            continue  # the blank is one that nobody asks
        narrow += any(each.worst - each.best < 3 for each in certain.values())
        for answers in product(*(ANSWERS[key] for _, key in blanks)):
            filled = [dict(row) for row in rows]
            for (row, key), answer in zip(blanks, answers, strict=True):
                filled[row][key] = answer
            if text.startswith(HELD) and any(row["b"] > row["a"] for row in filled):
                continue
            for unit in evaluated(loaded.ruleset, filled).result.units:
                if unit.unit.id not in certain or not isinstance(unit.outcome, Fraction):
                    continue
                told = certain[unit.unit.id]
                assert told.low is None or told.low <= unit.outcome
                assert told.high is None or unit.outcome <= told.high
                assert told.best <= unit.rank <= told.worst, (unit.unit.id, unit.rank, told, filled)
                assert unit.tier in told.tiers, (unit.tier, told, filled)
    assert narrow, "it says nothing"


def test_what_stands_and_what_hangs_on_which_answer():
    loaded = load_text(HEAD + f"    {CARDS['a sum']}" + TIERS)
    rows = [
        {"id": "u1", "a": 3, "b": 2, "c": True},
        {"id": "u2", "a": 2, "b": 0, "c": True},
        {"id": "u3", "a": 1, "b": None, "c": False},
        {"id": "u4", "a": 0, "b": 0, "c": False},
    ]
    certain = certainty_of(evaluated(loaded.ruleset, rows))
    assert {id_: (each.best, each.worst) for id_, each in certain.items()} == {
        "u1": (1, 1), "u2": (2, 3), "u3": (2, 3), "u4": (4, 4),
    }  # fmt: skip
    u3 = certain["u3"]
    assert (u3.low, u3.high, u3.tiers) == (1, 5, ("cao", "vua", "thap"))
    assert u3.hangs_on == {"b": (0, 2)}
    assert certain["u1"].tiers == ("cao",)


def test_an_answer_hangs_on_the_answers_that_bound_it():
    """`b` is at most the 1 that `a` is; and where `b` is known, `a` is at least that."""
    loaded = load_text(HELD + f"    {CARDS['a sum']}" + TIERS)
    rows = [{"id": "u1", "a": 1, "b": None, "c": True}, {"id": "u2", "a": None, "b": 2, "c": True}]
    certain = certainty_of(evaluated(loaded.ruleset, rows))
    assert {id_: (each.low, each.high, each.hangs_on) for id_, each in certain.items()} == {
        "u1": (2, 4, {"b": (0, 1)}), "u2": (7, 8, {"a": (2, 3)}),
    }  # fmt: skip
    filled = load_text(
        (HELD + f"    {CARDS['a sum']}" + TIERS).replace("a: {type: count", "a: {type: count, missing: 1")
    )
    certain = certainty_of(evaluated(filled.ruleset, [{"id": "u1", "a": 1, "b": None, "c": True}]))
    assert certain["u1"].hangs_on == {"b": (0, None)}  # 1 is what a blank counts as: nobody was held against it


def test_a_blank_behind_another_comes_in_unless_it_counts_as_it_is():
    """Only the first blank of a formula is named; the total hangs on the other, too."""
    rows = [{"id": "u1", "a": None, "b": None, "c": True}]
    found = {}
    for second in ("b", "(b if has(b) else 7)", "first_nonzero(b, 7)"):
        loaded = load_text(HEAD + f"    criteria: [{{id: x, score: {{formula: 'a + {second}'}}}}]" + TIERS)
        assert loaded.ruleset is not None, loaded.findings
        certain = certainty_of(evaluated(loaded.ruleset, rows))
        found[second] = [(told.low, told.high, [*told.hangs_on]) for told in certain.values()]
    assert found == {"b": [(0, 5, ["a", "b"])], "(b if has(b) else 7)": [], "first_nonzero(b, 7)": [(0, 10, ["a"])]}


def test_a_condition_of_a_tier_that_no_answer_changes_is_settled():
    rows = [{"id": f"u{b}", "a": None, "b": b, "c": True} for b in range(2)]
    text = HEAD + "    criteria: [{id: x, score: {formula: a + 4 * b}}]\n"
    loaded = load_text(text + "    tiers: [{id: cao, from: 0, requires: b >= 1}, {id: vua, from: 0}, {id: thap}]\n")
    assert loaded.ruleset is not None, loaded.findings
    certain = certainty_of(evaluated(loaded.ruleset, rows))
    assert {id_: told.tiers for id_, told in certain.items()} == {"u0": ("vua",), "u1": ("cao",)}


def test_the_example_of_the_semantics():
    """*Totals 44, 38 and 20, and a unit with 10 points and an input still blank that can give 0 to 24 more*"""
    text = HEAD.replace("max: 3", "max: 12").replace("max: 2", "max: 20")
    loaded = load_text(text + "    criteria: [{id: x, score: {formula: 2 * a + b}}]\n")
    answers = enumerate([(12, 20), (9, 20), (5, 10), (None, 10)], 1)
    rows = [{"id": f"u{n}", "a": a, "b": b, "c": True} for n, (a, b) in answers]
    certain = certainty_of(evaluated(loaded.ruleset, rows))
    assert {id_: (each.best, each.worst) for id_, each in certain.items()} == {
        "u1": (1, 1), "u2": (2, 2), "u3": (3, 4), "u4": (3, 4),
    }  # fmt: skip


def test_nothing_is_said_where_nothing_is_missing():
    loaded = load_text(HEAD + f"    {CARDS['a sum']}" + TIERS)
    assert certainty_of(evaluated(loaded.ruleset, [{"id": "u1", "a": 3, "b": 2, "c": True}])) == {}


def test_nothing_is_to_come_where_the_ruleset_leaves_a_unit_unranked():
    text = HEAD.replace("b: {type: count, max: 2}", "b: {type: count, max: 2, missing: unranked}")
    loaded = load_text(text + f"    {CARDS['a sum']}" + TIERS)
    rows = [{"id": "u1", "a": 3, "b": 2, "c": True}, {"id": "u2", "a": 3, "b": None, "c": True}]
    assert certainty_of(evaluated(loaded.ruleset, rows)) == {}
    rows[0]["a"] = None
    assert list(certainty_of(evaluated(loaded.ruleset, rows))) == ["u1"]


@pytest.mark.parametrize(
    ("criteria", "rows"),
    [
        (  # the condition's answer decides whether u2 is ranked
            "[{id: x, score: {formula: a}}, {id: k, role: condition, on_fail: unranked, score: {yes_no: c}}]",
            [{"id": "u1", "a": 2, "b": 1, "c": True}, {"id": "u2", "a": 3, "b": 1, "c": None}, {"id": "u3", "a": None, "b": 1, "c": True}],
        ),
        (  # u2 has no rank if b is 0
            "[{id: x, score: {formula: a / b}}]",
            [{"id": "u1", "a": 2, "b": 1, "c": True}, {"id": "u2", "a": 3, "b": None, "c": True}],
        ),
        (  # u2 has a criterion that no answer can mend
            "[{id: x, score: {formula: a}}, {id: y, score: {formula: 1 / b}}]",
            [{"id": "u1", "a": 2, "b": 1, "c": True}, {"id": "u2", "a": None, "b": 0, "c": True}],
        ),
    ],
)  # fmt: skip
def test_nothing_is_said_where_the_answers_decide_who_is_ranked(criteria, rows):
    loaded = load_text(HEAD + f"    criteria: {criteria}\n")
    assert loaded.ruleset is not None, loaded.findings
    assert certainty_of(evaluated(loaded.ruleset, rows)) == {}


PRINTED = {
    "vi": """Dù số liệu còn thiếu là bao nhiêu (trong khoảng cho phép)
  hạng 1 không đổi
  Sở 2: hạng 2–3 (3 điểm), chắc chắn Vừa
  Sở 3: hạng 2–3 (1 đến 5 điểm), Cao, Vừa hoặc Thấp
  Sở 4: hạng 4 (0 điểm), chắc chắn Thấp
  còn tùy "Số họp" (b) (0 đến 2): Sở 3
""",
    "en": """Whatever the missing answers are (within their declared range)
  unchanged: 1
  Sở 2: rank 2–3 (3 points), surely Vừa
  Sở 3: rank 2–3 (1 to 5 points), Cao, Vừa or Thấp
  Sở 4: rank 4 (0 points), surely Thấp
  it hangs on "Số họp" (b) (0 to 2): Sở 3
""",
}


@pytest.mark.parametrize("lang", PRINTED)
def test_it_is_printed_below_the_ranking(lang, tmp_path, monkeypatch, capsys):
    text = HEAD.replace("b: {", "b: {label: Số họp, ") + f"    {CARDS['a sum']}"
    text += "\n    tiers: [{id: cao, title: Cao, from: 4}, {id: vua, title: Vừa, from: 2}, {id: thap, title: Thấp}]\n"
    (tmp_path / "r.yaml").write_text(text, "utf-8")
    rows = "u1,Sở 1,3,2,có\nu2,Sở 2,2,0,có\nu3,Sở 3,1,,không\nu4,Sở 4,0,0,không\n"
    (tmp_path / "d.csv").write_text("id,name,a,b,c\n" + rows, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["evaluate", "--ruleset", "r.yaml", "--data", "d.csv", "--lang", lang]) == 1
    assert capsys.readouterr().out.endswith(PRINTED[lang])
    assert run(["evaluate", "--ruleset", "r.yaml", "--data", "d.csv", "--format", "json"]) == 1
    (third,) = [each for each in json.loads(capsys.readouterr().out)["certainty"] if each["unit"] == "u3"]
    assert third == {
        "unit": "u3", "best": 2, "worst": 3, "low": "1", "high": "5", "tiers": ["cao", "vua", "thap"],
        "hangs_on": [{"input": "b", "min": "0", "max": "2"}],
    }  # fmt: skip


def test_a_blank_that_the_ruleset_reckons_with_may_stay_one():
    """`has(b)` gives points where `b` is blank: u2 has them now, and loses them if the answer comes after all."""
    loaded = load_text(
        HEAD + "    criteria: [{id: x, score: {formula: a}}, {id: y, max: 4, score: {yes_no: not has(b)}}]\n"
    )
    rows = [{"id": "u1", "a": None, "b": 1, "c": True}, {"id": "u2", "a": 1, "b": None, "c": True}]
    certain = certainty_of(evaluated(loaded.ruleset, rows))
    assert {id_: (each.low, each.high, each.best, each.worst) for id_, each in certain.items()} == {
        "u1": (0, 3, 1, 2), "u2": (1, 5, 1, 2),
    }  # fmt: skip
    assert certain["u2"].hangs_on == {}
