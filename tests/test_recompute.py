"""The evaluator that goes into a bundle computes every ruleset here again, from plain rules and data alone.

It is one file that imports nothing of itrank (engine/bundle/recompute.py); so it is loaded here by its path.
"""

import ast
import copy
import importlib.util
import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from itrank.engine import evaluate, load, observe, read_table
from itrank.engine.bundle.rules import data_record, rules_record
from itrank.engine.formula.irrational import power
from itrank.engine.model.outcome import NoScore
from reports import record
from test_conformance import data_of, loaded, ruleset_text
from test_explain_retrace import EXPECTED, PUBLISHED
from test_shipped_rulesets import STEMS, observed, shipped

TESTS = Path(__file__).parent
EVALUATOR = TESTS.parent / "engine" / "bundle" / "recompute.py"
CASES = TESTS / "cases"


def evaluator():
    spec = importlib.util.spec_from_file_location("recompute_alone", EVALUATOR)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


again = evaluator()


def as_read(made):
    """Values as JSON hands them to whoever reads the file."""
    return json.loads(json.dumps(made))


def parts(ruleset, data, *, provisional=False):
    result = as_read(record(evaluate(ruleset, data, provisional=provisional)))
    return as_read(rules_record(ruleset)), as_read(data_record(ruleset, data)), result


def found(rules, data, result):
    return again.differences(result, again.computed(rules, data, result["provisional"]))


def test_it_imports_nothing_but_the_standard_library():
    tree = ast.parse(EVALUATOR.read_text("utf-8"))
    named = {
        alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    named |= {node.module.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert named == {"datetime", "decimal", "fractions", "json", "math", "pathlib", "re", "sys", "zipfile"}


@pytest.mark.parametrize("stem", STEMS)
def test_a_shipped_ruleset_comes_out_again(stem):
    ruleset = shipped(stem)
    rules, data, result = parts(ruleset, observed(ruleset, stem))
    assert len(result["units"]) >= 30
    assert found(rules, data, result) == []


@pytest.mark.parametrize(("case", "ruleset", "data"), PUBLISHED)
def test_a_published_ranking_comes_out_again(case, ruleset, data):
    rules = load(CASES / case / ruleset).ruleset
    table, _, _ = read_table(CASES / case / data, data)
    assert found(*parts(rules, observe(rules, [table]))) == []


@pytest.mark.bar(40)
@pytest.mark.parametrize(("case", "source"), EXPECTED)
def test_a_conformance_case_comes_out_again(case, source):
    ruleset = loaded(ruleset_text(case, source)).ruleset
    read = data_of(case, ruleset)
    assert found(*parts(ruleset, read, provisional=case.get("provisional") == "true")) == []


# ── What it would notice ──


@pytest.fixture(scope="module")
def example():
    ruleset = shipped("2022")
    return parts(ruleset, observed(ruleset, "2022"))


def numbers_in(made):
    """Every object that holds a number of a formula or of the data."""
    match made:
        case {"number": _}:
            yield made
        case dict():
            for value in made.values():
                yield from numbers_in(value)
        case list():
            for value in made:
                yield from numbers_in(value)


@pytest.mark.slow
def test_a_number_that_is_changed_in_the_rules_is_noticed(example):
    rules, data, result = copy.deepcopy(example)
    scored = [column for column in rules["columns"] if column["kind"] == "node" and column["score"]]
    unnoticed = []
    for leaf in scored:
        for told in list(numbers_in(leaf["score"])):
            kept, told["number"] = told["number"], "-7777777/3"
            noticed = found(rules, data, result) != []
            told["number"] = kept
            if noticed:
                break
        else:
            unnoticed.append(leaf["key"])
    assert len(scored) >= 40
    assert unnoticed == [leaf["key"] for leaf in scored if not list(numbers_in(leaf["score"]))]


def test_an_answer_that_is_changed_is_noticed(example):
    rules, data, result = copy.deepcopy(example)
    seen = data["inputs"]["can_bo_may"][0]
    seen["number"] = "1"
    places = [place for place, _, _ in found(rules, data, result)]
    assert f"{data['units'][0]['id']}.total" in places


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda unit: unit.update(total="1"), ".total"),
        (lambda unit: unit.update(rank=unit["rank"] + 1), ".rank"),
        (lambda unit: unit.update(tier="khac"), ".tier"),
        (lambda unit: unit.update(status="unranked"), ".status"),
        (lambda unit: unit.update(rank_change=-9), ".rank_change"),
        (lambda unit: unit["criteria"][4].update(score="0.01"), ".score"),
        (lambda unit: unit["criteria"][4].update(counted="0.01"), ".counted"),
        (lambda unit: unit["criteria"].pop(), ".criteria"),
        (lambda unit: unit.update(id="khac"), "units"),
    ],
)
def test_a_figure_that_is_changed_in_the_result_is_noticed(example, change, place):
    rules, data, result = copy.deepcopy(example)
    change(next(unit for unit in result["units"] if unit["status"] == "ranked"))
    assert any(told.endswith(place) for told, _, _ in found(rules, data, result))


def test_a_list_that_is_changed_in_the_result_is_noticed(example):
    rules, data, result = copy.deepcopy(example)
    first = result["lists"][0]
    first["units"].reverse()
    first["mean"] = "1"
    first.pop("exact", None)
    first["tiers"] = dict.fromkeys(first["tiers"], 0)
    assert {place.rpartition(".")[2] for place, _, _ in found(rules, data, result)} == {"units", "mean", "tiers"}


@pytest.fixture
def folder(tmp_path, example):
    for name, made in zip(("rules.json", "data.json", "result.json"), example, strict=True):
        (tmp_path / name).write_text(json.dumps(made), "utf-8")
    return tmp_path


def run(folder):
    """As an auditor would: no itrank in sight."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(EVALUATOR), str(folder)], check=False, capture_output=True, encoding="utf-8"
    )


def test_an_auditor_runs_it_alone(folder):
    done = run(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "30 units" in done.stdout
    assert "all agree" in done.stdout


def test_an_auditor_is_told_each_difference(folder):
    result = json.loads((folder / "result.json").read_text("utf-8"))
    unit = result["units"][0]
    unit["total"] = "1"
    (folder / "result.json").write_text(json.dumps(result), "utf-8")
    done = run(folder)
    assert done.returncode == 1
    assert f"{unit['id']}.total: 1 in the result" in done.stdout


def test_an_auditor_is_told_what_cannot_be_read(tmp_path):
    done = run(tmp_path)
    assert done.returncode == 2
    assert "cannot be read" in done.stderr


# ── Powers ──


@pytest.mark.parametrize(
    ("base", "exponent"),
    [
        (Fraction(2), Fraction(1, 3**40)),  # a root of a degree that no bits of 2 reach
        (Fraction(7, 5), Fraction(3, 10**30)),
        (Fraction(2), Fraction(1, 2**199)),
        (Fraction(2), Fraction(1, 2**200)),
        (Fraction(1), Fraction(2000)),
        (Fraction(0), Fraction(2000)),
        (Fraction(3), Fraction(1001)),
        (Fraction(3), Fraction(-1000)),
        (Fraction(-3), Fraction(1001)),
        (Fraction(27, 8), Fraction(2, 3)),
    ],
)
def test_powers_of_any_exponent_end_and_are_the_same(base, exponent):
    """*A `power` whose exponent lies outside −1000..1000, or has a denominator of more than 200 bits* (semantics §1)."""
    expected = power(base, exponent)
    if isinstance(expected, NoScore):
        with pytest.raises(again.Stop) as stopped:
            again.power(base, exponent)
        assert stopped.value.args[0].reason == expected.reason
    else:
        assert again.power(base, exponent) == expected
