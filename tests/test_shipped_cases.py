"""The cases of the shipped rulesets: they hold, they touch every point, and a second evaluator expects the same.

Where no sum stands in `basis`, the expected values are those of `tests/oracle`, which is written from docs/semantics.md
alone; here it computes every case again.
"""

import sys
from fractions import Fraction
from pathlib import Path

import pytest
from itrank.engine.cases import run
from itrank.engine.cases.case_files import gathered
from itrank.engine.cases.comparing import is_same
from itrank.engine.files.resolve import Named
from itrank.engine.language.document import Map, Num, Seq
from itrank.engine.language.loading import load
from itrank.engine.testing.covering import coverage_of
from itrank.engine.testing.mutating import mutation_of
from sampling import size

sys.path.insert(0, str(Path(__file__).parent / "oracle"))

import oracle
from formula import No

ROOT = Path(__file__).parents[1]
NAMES = ("2021", "2022", "mau-hai-cap")
TRIED = size(8, 500)


@pytest.fixture(scope="module", params=NAMES)
def shipped(request):
    path = ROOT / "rulesets" / f"{request.param}.yaml"
    loaded = load(path)
    cases = [case for file in gathered(Named(path, path.name), loaded) for case in file.cases]
    return loaded, cases, run(loaded.ruleset, cases)


def bare(value):
    """Give a document as the oracle takes it: plain dicts, lists, numbers and texts."""
    if isinstance(value, Map):
        return {key: bare(each) for key, each in value.items()}
    if isinstance(value, Seq):
        return [bare(each) for each in value]
    if isinstance(value, (bool, Num)):
        return value if isinstance(value, bool) else Fraction(value)
    return str(value)


def ruleset_of(loaded):
    made = bare(loaded.document)
    for card in made["scorecards"].values():
        numbered(card)
    return made


def numbered(node):
    """The bounds of a table are numbers to the oracle, keys of a map in YAML."""
    score = node.get("score")
    for word in ("from", "above", "up_to", "below", "points") if isinstance(score, dict) else ():
        table = score.get(word)
        if isinstance(table, dict) and "choice" not in score:
            score[word] = {amount(key): worth for key, worth in table.items()}
    for child in node.get("criteria", ()):
        numbered(child)


def amount(key):
    return key if key.endswith("%") else Fraction(key)


def units_of(loaded, case):
    first = loaded.ruleset.scorecards[0].id
    card = next(each for each in loaded.ruleset.scorecards if each.id == (case.scorecard or first))
    return [
        {"group": card.groups[0], **{key: given.text for key, given in unit.given.items()}, "id": unit.id or "ca"}
        for unit in case.units
    ]


def expected_by_the_oracle(loaded, case):
    """Compute a case by the oracle, and give what it finds for each expectation."""
    units, ruleset = units_of(loaded, case), ruleset_of(loaded)
    roles = {unit["id"]: {"role": unit.pop("role")} for unit in units if "role" in unit}
    ruleset["units"] = {**ruleset.get("units", {}), **roles}
    found = oracle.evaluate(ruleset, units)
    lists = {unit["id"]: unit["group"] for unit in units}  # every list of these rulesets is a group
    for unit in case.units:
        id_ = unit.id or "ca"
        rivals = [made["rank"] for other, made in found.items() if lists[other] == lists[id_]]
        for wanted in unit.expected:
            yield unit.id, wanted, fact_of(found[id_], rivals, wanted)


def fact_of(made, rivals, wanted):
    node = made["nodes"].get(wanted.key)
    if node is not None:
        value = node["score"]
        if wanted.fact == "state":
            return value.state if isinstance(value, No) else "scored"
        return value if wanted.fact == "score" else node[{"counted": "max"}.get(wanted.fact, wanted.fact)]
    if wanted.key == "tied":
        return made["rank"] is not None and rivals.count(made["rank"]) > 1
    return made.get(wanted.key)


def test_every_case_holds(shipped):
    _, cases, outcomes = shipped
    assert len(cases) > 40
    assert [outcome.case.name for outcome in outcomes if outcome.status != "held"] == []


def test_no_case_is_a_mere_proposal_and_each_says_where_its_values_come_from(shipped):
    _, cases, _ = shipped
    beside = [case for case in cases if case.origin == "file"]
    assert [case.name for case in beside if case.is_generated or not case.basis] == []
    assert sum("tests/oracle" not in case.basis for case in beside) >= 10


@pytest.mark.long
def test_the_oracle_expects_the_same(shipped):
    loaded, cases, _ = shipped
    values = {each for each in loaded.ruleset.columns if each not in {node.id for node in loaded.ruleset.nodes()}}
    differ, compared = [], 0
    for case in cases:
        for unit, wanted, found in expected_by_the_oracle(loaded, case):
            if wanted.key in values:  # a named value, which the oracle has no output for
                continue
            compared += 1
            if not is_same(wanted, found):
                differ.append(f"{case.name} {unit} {wanted.name}: {wanted.text}, oracle {found}")
    assert differ == []
    assert compared > 100


def test_the_cases_touch_every_point(shipped):
    loaded, _, outcomes = shipped
    found = coverage_of(loaded, outcomes)
    assert [each.point.id for each in found.of("gap")] == []
    assert found.share == 1


@pytest.mark.long
@pytest.mark.sampled
def test_the_cases_notice_nineteen_mutants_in_twenty(shipped):
    loaded, _, outcomes = shipped
    found = mutation_of(loaded, outcomes, TRIED)
    whole = found.count("killed") + found.count("survived")
    allowed = max(whole - -(-whole * 95 // 100), 2 if found.left else 0)  # of a small sample one more says nothing
    assert len(found.survivors) <= allowed, [each.tried.mutant.id for each in found.survivors]
