"""Cases of a ruleset: one form whatever they are written in, one runner, and what it finds."""

from fractions import Fraction

import pytest
from itrank.engine.cases import cases_in, run
from itrank.engine.cases.running import batches
from itrank.engine.language.loading import load_text
from itrank.engine.model.codes import message

RULES = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
inputs:
  so_hop: {type: number}
  ty_le: {type: percent}
  co: {type: yes_no}
scorecards:
  bang:
    max: 20
    criteria:
      - {id: hop, max: 10, score: {formula: so_hop * 2.5}}
      - {id: le, max: 10, score: {formula: ty_le * 10}}
    tiers: [{id: tot, from: 15}, {id: kha}]
tests:
"""


def ran(cases: str, rules: str = RULES, **how):
    loaded = load_text(rules + cases)
    assert loaded.ruleset is not None, loaded.findings
    return run(loaded.ruleset, cases_in(loaded.document["tests"], "ruleset"), **how)


def said(outcome) -> list[str]:
    return [message(found, "en") for found in outcome.told()]


def test_what_is_expected_is_compared_one_by_one():
    (outcome,) = ran(
        "  - {name: a, given: {so_hop: 3, ty_le: 80%}, expect: {hop: 7.5, le: 8, total: 15.4, tier: tot, rank: 1}}\n"
    )
    assert outcome.status == "failed"
    assert [(check.expected.key, check.found, check.holds) for check in outcome.checks] == [
        ("hop", Fraction(15, 2), True),
        ("le", Fraction(8), True),
        ("total", Fraction(31, 2), False),
        ("tier", "tot", True),
        ("rank", 1, True),
    ]
    assert said(outcome) == ['case "a": total is expected to be 15.4, but is 15.5']


def test_a_case_that_expects_nothing_compares_nothing():
    (outcome,) = ran("  - {name: a, given: {so_hop: 3, ty_le: 80%}, expect: {}}\n")
    assert (outcome.status, outcome.checks) == ("idle", ())
    assert outcome.evaluation is not None
    assert outcome.evaluation.result.units[outcome.units[0]].outcome == Fraction(31, 2)


@pytest.mark.parametrize("decimal", ["", "data: {decimal: ','}\n", "data: {decimal: '.'}\n"])
def test_numbers_of_cases_are_read_whatever_the_sign_of_data_files(decimal):
    """1.234 alone says nothing of the sign of a data file, and is 1.234 in YAML."""
    rules = RULES.replace("inputs:\n", f"{decimal}inputs:\n", 1)
    (outcome,) = ran("  - {name: a, given: {so_hop: 1.234, ty_le: 12.345%}, expect: {hop: 3.085, le: 1.2345}}\n", rules)
    assert said(outcome) == []
    assert outcome.status == "held"


def test_outcomes_stand_in_the_order_of_the_cases_whatever_was_run_with_which():
    outcomes = ran(
        "  - {name: một, cohort: [{id: p, name: Sở P, so_hop: 1, ty_le: 0}], expect: {p: {hop: 2.5}}}\n"
        "  - {name: hai, given: {so_hop: 4}, expect: {hop: 10}}\n"
        "  - {name: ba, given: {so_hopp: 4}, expect: {hop: 10}}\n"
        "  - {name: bốn, given: {so_hop: ba}, expect: {hop: 10}}\n"
        "  - {name: năm, given: {so_hop: 2}, expect: {hop: 4}}\n"
    )
    assert [(each.case.name, each.status) for each in outcomes] == [
        ("một", "held"), ("hai", "held"), ("ba", "ill_made"), ("bốn", "ill_made"), ("năm", "failed"),
    ]  # fmt: skip
    assert said(outcomes[2]) == ['case "ba": there is no input "so_hopp"']


def test_cases_beyond_the_limit_are_left_out_and_say_so():
    cases = "".join(f"  - {{name: c{n}, given: {{so_hop: 4}}, expect: {{hop: 10}}}}\n" for n in range(3))
    columns = len(load_text(RULES + cases).ruleset.columns)
    assert [each.status for each in ran(cases, most_cells=3 * columns)] == ["held"] * 3
    assert [each.status for each in ran(cases, most_cells=3 * columns - 1)] == ["held", "held", "left_out"]


def test_a_value_that_is_no_value_is_not_run():
    (outcome,) = ran("  - {name: a, given: {so_hop: {b: 1}}, expect: {hop: 1}}\n")
    assert said(outcome) == ['case "a": so_hop takes one value and not lines of name: value']
    assert outcome.status == "ill_made"


def test_what_nobody_confirmed_and_where_values_come_from_is_kept():
    loaded = load_text(
        RULES + "  - {name: a, given: {so_hop: 4}, expect: {hop: 10}, basis: Điều 5 khoản 2, generated: true}\n"
    )
    (case,) = cases_in(loaded.document["tests"], "ruleset")
    assert (case.basis, case.is_generated, case.expected) == ("Điều 5 khoản 2", True, 1)
    assert [batch.numbers for batch in batches(loaded.ruleset, [case])] == [(0,)]
