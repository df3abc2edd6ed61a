"""Cases of a ruleset: one form whatever they are written in, one runner, and what it finds."""

import re
from fractions import Fraction
from random import Random

import pytest
from itrank.engine.cases import cases_in, run
from itrank.engine.cases.case import Expected
from itrank.engine.cases.case_files import of_text
from itrank.engine.cases.comparing import difference, is_same
from itrank.engine.cases.running import batches
from itrank.engine.language.loading import load_text
from itrank.engine.model.codes import message
from sampling import size

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


@pytest.mark.parametrize("said_of_it", ["0%", "0", "0.0", "-0", '"0"'])
def test_nought_is_compared_however_it_is_written(said_of_it):
    held, failed = ran(
        f"  - {{name: a, given: {{so_hop: 0}}, expect: {{hop: {said_of_it}, so_hop: {said_of_it}}}}}\n"
        f"  - {{name: b, given: {{so_hop: 1}}, expect: {{hop: {said_of_it}}}}}\n"
    )
    assert (held.status, said(held), failed.status) == ("held", [], "failed")
    assert [difference(check.expected, check.found) for check in failed.checks] == [Fraction(5, 2)]


@pytest.mark.parametrize(
    ("expect", "name"),
    [("rank: true", "rank"), ("hop: {rank: true}", "hop, rank"), ("hop: true", "hop"), ("so_hop: false", "so_hop")],
)
def test_yes_and_no_are_no_numbers(expect, name):
    """Yes was the rank 1 of the first unit."""
    (outcome,) = ran(f"  - {{name: a, given: {{so_hop: 0.4, ty_le: 0}}, expect: {{{expect}, tied: false, co: có}}}}\n")
    assert outcome.status == "ill_made"
    ((found, told),) = zip(outcome.told(), said(outcome), strict=True)
    assert told == f'case "a": {name} is a number, not yes or no'
    assert found.place.line == RULES.count("\n") + 1


def test_a_number_is_never_yes():
    assert not is_same(Expected("rank", "score", True, "true"), 1)
    assert not is_same(Expected("co", "score", Fraction(1), "1"), True)


def test_a_file_may_have_no_cases_yet():
    """`--generate` writes such a file where nothing is left to touch, and it was refused when it was read back."""
    read = of_text(b"format: itrank-tests/1\ntests: []\n", "a.test.yaml")
    assert (read.cases, read.findings) == ((), ())


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


LAST_YEAR = (
    RULES.replace("    max: 20", "    max: 21")
    .replace("  co: {type: yes_no}", "  co: {type: yes_no, missing: last_year}")
    .replace("    tiers:", "      - {id: ke, max: 1, score: {formula: 1 if co else 0}}\n    tiers:")
)


@pytest.mark.parametrize(("said_last_year", "points"), [("co: true", 1), ("co: có", 1), ("co: không", 0)])
def test_last_years_answers_are_read_whatever_their_type(said_last_year, points):
    """Only numbers were, and all else was dropped in silence."""
    (outcome,) = ran(
        f"  - {{name: a, given: {{}}, previous: [{{{said_last_year}}}], expect: {{ke: {points}}}}}\n", LAST_YEAR
    )
    assert (said(outcome), outcome.status) == ([], "held")


def test_a_misspelt_value_of_last_year_is_found():
    (outcome,) = ran("  - {name: a, given: {}, previous: [{coo: true}], expect: {ke: 1}}\n", LAST_YEAR)
    assert said(outcome) == ['case "a": there is no value of last year "coo"']


COHORT = "cohort: [{id: p, so_hop: 1, ty_le: 0}, {id: q, so_hop: 2, ty_le: 0}]"


@pytest.mark.parametrize(
    ("case", "wrong"),
    [
        ("given: {so_hop: 1}, previous: [{id: p, rank: 1}, {id: q, rank: 9}], expect: {rank_change: 8}",
         {"p": 'no unit of the case is "p" of previous', "q": 'no unit of the case is "q" of previous'}),
        ("given: {so_hop: 1}, previous: [{rank: 3}, {id: p, rank: 9}], expect: {rank_change: 8}",
         {"{rank: 3": "each entry of previous needs an id, as there are several units or entries"}),
        (f"{COHORT}, previous: [{{id: pp, rank: 2}}, {{id: q, rank: 1}}], expect: {{q: {{rank: 1}}}}",
         {"pp": 'no unit of the case is "pp" of previous'}),
        (f"{COHORT}, previous: [{{id: p, rank: 2}}, {{id: p, rank: 1}}], expect: {{p: {{rank_change: 0}}}}",
         {"p": 'previous has "p" twice; the first is at ruleset.yaml:18'}),
        (f"{COHORT}, previous: [{{rank: 2}}], expect: {{p: {{rank: 2}}}}",
         {"{rank: 2": "each entry of previous needs an id, as there are several units or entries"}),
        ("given: {so_hop: 1}, previous: [{rank: 2.5}], expect: {rank: 1}",
         {"2.5": 'rank: a rank is a whole number from 1, not "2.5"'}),
        ("given: {so_hop: 1}, previous: [{rank: nhất, total: 80%, co: lạ}], expect: {rank: 1}",
         {"nhất": 'rank: "nhất" is not a number', "80%": 'total: "80%"', "lạ": "co: "}),
        ("given: {so_hop: 1}, previous: [{total: {a: 1}}], expect: {rank: 1}",
         {"{a: 1": "total takes one value and not lines of name: value"}),
    ],
)  # fmt: skip
def test_last_years_result_is_read_whole_or_said_to_be_wrong(case, wrong):
    """Of entries of one unit the last was taken; those of strangers, and text in place of numbers, fell out of sight."""
    line = f"  - {{name: a, {case}}}"
    (outcome,) = ran(line + "\n", LAST_YEAR)
    assert outcome.status == "ill_made"
    places = [(found, re.split("[,}]", line[found.place.column - 1 :])[0]) for found in outcome.told()]
    told = {place: message(found, "en").partition('": ')[2] for found, place in places}
    assert told.keys() == wrong.keys()
    assert all(told[place].startswith(words) for place, words in wrong.items()), told


def test_units_find_their_entries_of_last_year_by_what_they_are_called():
    renamed, merged, alone = ran(
        "  - {name: a, cohort: [{id: p, name: Sở P, so_hop: 1, ty_le: 0, aliases: cu}], previous: [{id: cu, rank: 4}], expect: {p: {rank_change: 3}}}\n"
        "  - {name: b, given: {so_hop: 1, ty_le: 0, predecessors: x;y}, previous: [{id: x, rank: 4}, {id: y, rank: 5}], expect: {rank: 1}}\n"
        "  - {name: c, given: {so_hop: 1, ty_le: 0}, previous: [{id: gì cũng được, rank: 4}], expect: {rank_change: 3}}\n"
    )
    assert [(said(each), each.status) for each in (renamed, merged, alone)] == [([], "held")] * 3


def test_what_is_wrong_beside_the_cells_of_a_case_is_told_of_that_case():
    """12.345,6 and 1.5 in one file contradict one another; of two cases each is read by itself."""
    one = "  - {name: a, cohort: [{id: p, so_hop: '12.345,6'}, {id: q, so_hop: '2,5'}], expect: {q: {hop: 6.25}}}\n"
    two = "  - {name: b, given: {so_hop: 2}, expect: {hop: 5}}\n"
    first, second = ran(one + two)
    assert (first.status, second.status) == ("ill_made", "held")
    assert said(first)


@pytest.mark.parametrize("at", range(size(4, 60)))
def test_damaged_files_of_cases_are_findings_and_never_errors_of_ours(at):
    """Words of a right file are taken out, doubled, swapped or replaced."""
    text = (
        "format: itrank-tests/1\ntests:\n"
        "  - {name: a, why: x, scorecard: bang, given: {so_hop: 3, ty_le: 80%, co: có}, expect: {hop: 7.5, tier: tot}, basis: y}\n"
        "  - {name: b, cohort: [{id: p, so_hop: 1}, {id: q, so_hop: 2}], previous: [{id: p, rank: 1}], expect: {p: {rank: 2}, q: {hop: {state: missing}}}}\n"
    )
    loaded = load_text(RULES.removesuffix("tests:\n"))
    draw = Random(at)
    for _ in range(10):
        words = re.split(r"(\W)", text)
        for _ in range(draw.randint(1, 3)):
            spot = draw.randrange(len(words))
            words[spot] = draw.choice(
                ["", words[spot] * 2, draw.choice(words), "1e9", "~", "[]", "{}", "\u202e", "true", "-1", "0x1"]
            )
        read = of_text("".join(words).encode("utf-8", "surrogatepass"), "a.test.yaml")
        for outcome in run(loaded.ruleset, read.cases):
            assert all(message(found, "vi") for found in outcome.told())
            assert outcome.status in {"held", "idle"} or list(outcome.told())
        assert read.cases or read.findings
