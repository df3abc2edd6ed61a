"""Every score of every ruleset here comes out again of the printed explanation alone (tests/retrace.py)."""

import io
import json
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from itrank.engine import load, observe, read_table
from itrank.engine.explain.explaining import explain
from itrank.engine.publish.explanation_json import write_explanation
from itrank.engine.publish.explanation_markdown import explanation_markdown
from itrank.engine.publish.explanation_text import explanation_text
from itrank.engine.publish.grid import Look
from itrank.engine.rank import evaluation, with_declared
from retrace import No, differences, number, retrace
from sampling import drawn
from test_conformance import cases, data_of, loaded, ruleset_text
from test_shipped_rulesets import STEMS, observed, shipped

CASES = Path(__file__).parent / "cases"


def printed(made, index, node=None):
    stream = io.StringIO()
    write_explanation(explain(made, index, node), stream)
    return json.loads(stream.getvalue())


def all_differences(made):
    """Compare the units; of a long list a sample."""
    held = drawn([unit.unit.id for unit in made.result.units], 10)
    return [
        f"{unit.unit.id}: {text}"
        for index, unit in enumerate(made.result.units)
        if unit.unit.id in held
        for text in differences(printed(made, index))
    ]


@pytest.mark.sampled
@pytest.mark.parametrize("stem", STEMS)
def test_every_score_of_a_shipped_ruleset_comes_out_again(stem):
    ruleset = shipped(stem)
    made = evaluation(ruleset, observed(ruleset, stem))
    assert len(made.result.units) >= 30
    assert all_differences(made) == []


PUBLISHED = [
    ("commune_2025", "ruleset.yaml", "self.csv"),
    ("commune_2025", "ruleset.yaml", "appraised.csv"),
    ("cpi_2017", "ruleset.yaml", "data.csv"),
    ("cpi_2017", "ranking.yaml", "scores.csv"),
    ("hdi_2022", "ruleset.yaml", "data.csv"),
    ("papi_2014", "ruleset.yaml", "data.csv"),
    ("pci_2015", "ruleset.yaml", "data.csv"),
]


@pytest.mark.sampled
@pytest.mark.parametrize(("case", "ruleset", "data"), PUBLISHED)
def test_every_score_of_a_published_ranking_comes_out_again(case, ruleset, data):
    rules = load(CASES / case / ruleset).ruleset
    table, _, _ = read_table(CASES / case / data, data)
    assert all_differences(evaluation(rules, observe(rules, [table]))) == []


EXPECTED = [pytest.param(*case.values, id=case.id) for case in cases() if "expect" in case.values[0]]


@pytest.mark.bar(35)
@pytest.mark.parametrize(("case", "source"), EXPECTED)
def test_every_score_of_a_conformance_case_comes_out_again(case, source):
    ruleset = loaded(ruleset_text(case, source)).ruleset
    read = data_of(case, ruleset)
    made = evaluation(ruleset, read, provisional=case.get("provisional") == "true")
    assert all_differences(replace(made, result=with_declared(made.result))) == []


# What the engine calls a column, which no reader knows.
INTERNAL = re.compile(r"\b(self|value):\w|\b(cohort|children)_\w+\(|\)@\w|\blast_year\(")


@pytest.mark.bar(35)
@pytest.mark.parametrize(("case", "source"), EXPECTED)
def test_no_explanation_of_a_conformance_case_says_an_internal_name(case, source):
    ruleset = loaded(ruleset_text(case, source)).ruleset
    made = evaluation(ruleset, data_of(case, ruleset), provisional=case.get("provisional") == "true")
    for lang in ("vi", "en"):
        # The whole tree, then its leaves.
        leaves = [each.node.id for each in made.result.units[0].criteria if not each.node.children]
        for start in (None, *leaves[:3]):
            told = explain(made, 0, start, (lang,))
            for said in (explanation_text(told, Look(lang)), explanation_markdown(told, lang).replace("\\", "")):
                assert [line for line in said.splitlines() if INTERNAL.search(line)] == []
    assert INTERNAL.search("cohort_max(value:c)@all")


# ── What the second evaluator would notice ──


@pytest.fixture(scope="module")
def example():
    ruleset = shipped("2022")
    return evaluation(ruleset, observed(ruleset, "2022"))


@pytest.mark.long
def test_the_points_of_the_tree_add_up_to_the_total(example):
    for index, unit in enumerate(example.result.units):
        record = printed(example, index)
        again = retrace(record)
        parts = {node["parent"]: [] for node in record["nodes"]}
        for node in record["nodes"]:
            if node["role"] == "scored" and not isinstance(again[node["id"]], No):
                parts[node["parent"]].append(number(node["weight"]) * again[node["id"]])
        for node in record["nodes"]:
            shared = any(step["step"].startswith("rescale") for step in node["steps"])
            if node["children"] and not shared and node["aggregate"] == "sum":
                assert sum(parts[node["id"]]) == again[node["id"]]
        assert again[unit.scorecard] == unit.outcome


def numbers_of(tree):
    return [tree] if "number" in tree else [found for arg in tree.get("args", ()) for found in numbers_of(arg)]


def test_a_number_that_is_changed_anywhere_in_a_formula_is_noticed(example):
    record = printed(example, 0)
    assert differences(record) == []
    noticed = 0
    for node in record["nodes"]:
        for found in numbers_of(node["score"]["tree"]) if node["score"] else ():
            kept, found["number"] = found["number"], "-7777777/3"
            noticed += differences(record) != []
            found["number"] = kept
    assert noticed >= 40


@pytest.mark.parametrize(
    ("key", "other"), [("value", "1/7"), ("weight", "2"), ("role", "unscored"), ("cap", "0"), ("min", "1000000")]
)
def test_a_parameter_that_is_changed_is_noticed(example, key, other):
    record = printed(example, 0)
    leaf = next(node for node in record["nodes"] if node["score"] and node["role"] == "scored" and node["value"] != "0")
    leaf[key] = other
    assert differences(record)


def test_an_input_that_is_changed_is_noticed(example):
    record = printed(example, 0)
    noticed = 0
    for told in record["columns"].values():
        if told["kind"] == "input" and told["type"] == "number":
            kept, told["value"] = told["value"], "1/1000003"
            noticed += differences(record) != []
            told["value"] = kept
    assert noticed >= 20


def test_a_value_between_that_is_changed_is_noticed(example):
    record = printed(example, 0)
    values = [told for told in record["columns"].values() if told["kind"] == "value" and told["type"] == "number"]
    assert len(values) >= 5
    for told in values:
        kept, told["value"] = told["value"], "1/1000003"
        assert differences(record)
        told["value"] = kept


def test_one_node_is_explained_with_all_below_it(example):
    root = example.result.units[0].criteria[0].node
    branch = next(child for child in root.children if child.children)
    record = printed(example, 0, branch.id)
    assert [node["id"] for node in record["nodes"]] == [node.id for node in branch.walk()]
    assert record["start"] == branch.id
    again = retrace(record)
    scores = {made.node.id: made.outcome for made in example.result.units[0].criteria}
    assert all(again[id_] == scores[id_] for id_ in again if isinstance(scores[id_], Fraction))


@pytest.mark.long
def test_the_steps_that_are_told_lead_from_one_to_the_next(example):
    for index in range(len(example.result.units)):
        for told in explain(example, index).nodes:
            for earlier, later in zip(told.steps, told.steps[1:], strict=False):
                assert later.before is None or later.before == earlier.after
            if told.steps and told.steps[-1].kind != "at_least":
                assert told.steps[-1].after == told.outcome
