"""`data.json` says all that a result is made of but its ruleset: the result follows from it to the byte."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from itrank.engine import evaluate
from itrank.engine.bundle.data_schema import written
from itrank.engine.bundle.plain_data import read_plain
from itrank.engine.bundle.rules import data_record, plain_bytes
from itrank.engine.model.findings import Finding
from itrank.engine.result.record import write_json
from test_conformance import data_of, loaded, ruleset_text
from test_explain_retrace import EXPECTED
from test_shipped_rulesets import STEMS, observed, shipped

SCHEMA = Path(__file__).parent.parent / "schemas" / "data.schema.json"


def published(ruleset, seen, *, provisional):
    stream = io.StringIO()
    made = evaluate(ruleset, seen, provisional=provisional)
    write_json(made, stream)
    return stream.getvalue(), plain_bytes(data_record(ruleset, seen, seen.findings, made.findings))


def holds(ruleset, seen, *, provisional=False):
    result, plain = published(ruleset, seen, provisional=provisional)
    again = read_plain(plain, "data.json", "itrank-bundle/2", ruleset)
    assert not isinstance(again, Finding), again
    assert published(ruleset, again, provisional=provisional) == (result, plain)


def test_the_committed_schema_is_the_one_of_the_code():
    told = "run: python -m itrank.engine.bundle.data_schema > schemas/data.schema.json"
    assert SCHEMA.read_text("utf-8") == written(), told


@pytest.mark.parametrize("stem", STEMS)
def test_a_shipped_result_follows_from_its_plain_data(stem):
    ruleset = shipped(stem)
    holds(ruleset, replace(observed(ruleset, stem), illustrative=True))


@pytest.mark.bar(30)
@pytest.mark.parametrize(("case", "source"), EXPECTED)
def test_a_result_of_a_conformance_case_follows_from_its_plain_data(case, source):
    ruleset = loaded(ruleset_text(case, source)).ruleset
    holds(ruleset, data_of(case, ruleset), provisional=case.get("provisional") == "true")


@pytest.fixture(scope="module")
def example():
    ruleset = shipped("2022")
    seen = observed(ruleset, "2022")
    return ruleset, json.loads(plain_bytes(data_record(ruleset, seen, seen.findings)))


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda made: made.pop("previous"), "previous (required)"),
        (lambda made: made.update(more=1), "more (additionalProperties)"),
        (lambda made: made.update(format="itrank-data/1"), "format (const)"),
        (lambda made: made["units"].append(made["units"][0]), "units (id)"),
        (lambda made: made["units"].pop(), "inputs.co_ke_hoach (30 / 29)"),
        (lambda made: made["inputs"].update(khac=[]), "inputs.khac (ruleset)"),
        (lambda made: made["inputs"]["can_bo"].__setitem__(0, {"number": "1/0"}), "inputs.can_bo[0].number (pattern)"),
        (lambda made: made["inputs"]["can_bo"].__setitem__(0, {"number": 1}), "inputs.can_bo[0].number (type)"),
        (lambda made: made["inputs"]["can_bo"].__setitem__(0, {"yes": True}), "inputs.can_bo[0] (count)"),
        (
            lambda made: made["inputs"]["can_bo"].__setitem__(0, {"number": "9" * 5_001}),
            "inputs.can_bo[0].number (pattern)",
        ),
        (lambda made: made["inputs"]["truong_ban"].__setitem__(0, {"option": "x"}), "inputs.truong_ban[0] (choice)"),
        (lambda made: made["inputs"]["can_bo"].__setitem__(0, {}), "inputs.can_bo[0] (minProperties)"),
        (
            lambda made: made["inputs"]["can_bo"][0].update(lack="missing", number="1"),
            "inputs.can_bo[0] (maxProperties)",
        ),
        (lambda made: made["inputs"]["can_bo"].__setitem__(0, {"at": ["a", "b"]}), "inputs.can_bo[0] (count)"),
        (lambda made: made["inputs"]["can_bo"][0].update(at=["a", 1]), "inputs.can_bo[0].at (file, cell)"),
        (
            lambda made: made["previous"][0]["values"].update(x={"date": "2025-02-30"}),
            "previous[0].values.x (2025-02-30)",
        ),
        (lambda made: made.update(declared={}), "declared (appraised)"),
        (lambda made: made.update(appraised={}, declared={}), "stage (required)"),
        (
            lambda made: made["findings"].append({"code": "ITR000", "at": ["", 0, 0, ""], "words": {}}),
            "findings[0].code (ITR000)",
        ),
    ],
)
def test_what_a_stranger_put_into_it_is_named(example, change, where):
    ruleset, made = example
    altered = json.loads(json.dumps(made))
    change(altered)
    found = read_plain(json.dumps(altered).encode(), "goi.zip/data.json", "itrank-bundle/2", ruleset)
    assert isinstance(found, Finding)
    assert (found.code, found.place.file) == ("ITR861", "goi.zip/data.json")
    assert f"{found.params['where']} ({found.params['rule']})" == where


def test_half_a_character_is_no_json(example):
    ruleset, made = example
    altered = json.loads(json.dumps(made))
    altered["units"][0]["name"] = "\ud800"
    found = read_plain(json.dumps(altered).encode(), "goi.zip/data.json", "itrank-bundle/2", ruleset)
    assert isinstance(found, Finding)
    assert (found.code, found.place.file) == ("ITR492", "goi.zip/data.json")


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "ITR492"), (b"{", "ITR492"), (b'{"a": 1, "a": 1}', "ITR492"), (b"[" * 100_000, "ITR492"),
     (b'{"a": ' * 500 + b"1" + b"}" * 500, "ITR492"), (b"\xff", "ITR861"), (b"[]", "ITR861"), (b"NaN", "ITR492")],
)  # fmt: skip
def test_what_is_no_data_is_named(example, content, code):
    found = read_plain(content, "goi.zip/data.json", "itrank-bundle/2", example[0])
    assert isinstance(found, Finding)
    assert (found.code, found.place.file) == (code, "goi.zip/data.json")


def test_numbers_of_five_thousand_digits_are_read(example):
    ruleset, made = example
    altered = json.loads(json.dumps(made))
    altered["previous"][0]["total"] = "7" * 5_000
    seen = read_plain(json.dumps(altered).encode(), "data.json", "itrank-bundle/2", ruleset)
    assert not isinstance(seen, Finding)
    assert next(iter(seen.previous.values())).total > 10**4_999
