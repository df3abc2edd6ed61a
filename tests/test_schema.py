"""The schema teaches the language, is what is committed, and says each mismatch once."""

import json
from pathlib import Path

import pytest
import yaml
from itrank.engine import load_text
from itrank.engine.language.kinds import KINDS
from itrank.engine.language.schema import ruleset_schema, written
from itrank.engine.model.codes import advice, message
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parent.parent
HEAD = 'format: itrank-ruleset/1\nid: thu\nversion: "1"\ntitle: Thử\n'


def test_the_committed_schema_is_the_one_of_the_code():
    committed = (ROOT / "schemas" / "ruleset.schema.json").read_text("utf-8")
    assert committed == written(), "run: python -m itrank.engine.language.schema > schemas/ruleset.schema.json"


def test_the_schema_is_a_schema_without_remote_references():
    Draft202012Validator.check_schema(ruleset_schema())
    references = [part.split('"')[1] for part in written().split('"$ref": ')[1:]]
    assert references
    assert all(reference.startswith("#/$defs/") for reference in references)


def properties(schema, path=""):
    if isinstance(schema, dict):
        for name, key in schema.get("properties", {}).items():
            yield f"{path}.{name}", key
        for name, part in schema.items():
            yield from properties(part, f"{path}.{name}")
    elif isinstance(schema, list):
        for index, part in enumerate(schema):
            yield from properties(part, f"{path}.{index}")


def test_every_key_is_described_in_vietnamese_and_english():
    nested = {"winsorise", "skew", "kurtosis", "percentiles", "leaves", "digits", "formula", "vi", "en", "rank", "total",
              "tier", "max", "unit", "input", "value", "state", "inputs", "values", "criteria"}  # fmt: skip
    found = dict(properties(ruleset_schema()))
    assert len(found) > 200
    for path, key in found.items():
        if path.rpartition(".")[2] in nested and "description" not in key:
            continue  # described by the key around it
        vi, _, en = key["description"].partition("\n\n")
        assert vi, path
        assert en, path


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_the_example_of_every_kind_loads(name, kind):
    inputs = {
        "can_bo_may": "count", "can_bo": "count", "tre_han": "count", "khong_hai_long": "count", "ho_so": "count",
        "co_tuong_lua": "yes_no", "co_gioi_thieu": "yes_no", "co_tin_tuc": "yes_no", "co_van_ban": "yes_no",
        "tuoi_tho": "number", "bang_thong": "number", "so_hop": "count", "so_ung_dung": "count", "ty_le": "percent",
        "so_lop": "count",
    }  # fmt: skip
    declared = "".join(f"  {key}: {{type: {type_}}}\n" for key, type_ in inputs.items())
    declared += "  chu_tri: {type: choice, options: {bi_thu: x, pho: y, khong: z}}\n"
    leaf = "\n".join("        " + line for line in kind.example.splitlines())
    text = f"{HEAD}inputs:\n{declared}scorecards:\n  bang:\n    criteria:\n      - id: la\n{leaf}\n"
    assert load_text(text).findings == ()
    assert name in kind.keys
    assert kind.words.vi
    assert kind.words.en


def test_an_editor_that_knows_only_the_schema_finds_a_wrong_key():
    """What VS Code underlines, the validator of the schema alone finds too."""
    document = {"format": "itrank-ruleset/1", "id": "a", "version": "1", "title": "x", "scorecards": {"b": {"maxx": 1}}}
    errors = list(Draft202012Validator(json.loads(written())).iter_errors(document))
    assert [error.validator for error in errors] == ["additionalProperties"]


@pytest.mark.parametrize(
    ("score", "editor", "codes"),
    [
        ("{yes_noo: a}", ["additionalProperties"], ["ITR144"]),
        ("{full_at: 80%}", ["type"], ["ITR144"]),
        ("{ratio: [a, b], on_zero: zero, each: 1}", ["additionalProperties"], ["ITR140"]),
        ("{ratio: [a, b], strange: 1}", ["additionalProperties", "additionalProperties"], ["ITR140"]),
        ("given", [], []),
    ],
)
def test_a_score_is_held_to_its_kind_by_the_schema_alone_and_told_once_by_itrank(score, editor, codes):
    text = (
        f"inputs: {{a: {{type: count}}, b: {{type: count, min: 1}}}}\nscorecards: {{s: {{max: 1, score: {score}}}}}\n"
    )
    errors = Draft202012Validator(json.loads(written())).iter_errors(yaml.safe_load(HEAD + text))
    assert sorted(error.validator for error in errors) == editor
    assert [found.code for found in findings(text)] == codes


def findings(text):
    return load_text(HEAD + text).findings


@pytest.mark.parametrize(
    ("text", "code", "vi", "help_"),
    [
        ("scorecards: {b: {criterai: []}}", "ITR140", 'khóa "criterai" không có ở đây', 'Có phải "criteria"?'),
        ("scorecards: {b: {criteria: []}}", "ITR142", "một danh sách từ 1", ""),
        ("scorecards: {}", "ITR142", "các dòng tên: giá trị ở dưới, ít nhất một", ""),
        ("scorecards: []", "ITR142", "các dòng tên: giá trị ở dưới", ""),
        ("scorecards: {b: {score: [1]}}", "ITR142", "", ""),
        ("scorecards: {b: {score: giveen}}", "ITR142", "", ""),
        ("show: 13\nscorecards: {b: {score: given}}", "ITR142", "một số nguyên", ""),
        ("locale: fr\nscorecards: {b: {score: given}}", "ITR143", '"fr" không phải một lựa chọn', "Dùng được: vi, en."),
        ("rounding: {mode: halfup}\nscorecards: {b: {score: given}}", "ITR143", "halfup", 'Có phải "half_up"?'),
        ("scorecards: {b: {criteria: [{score: given}]}}", "ITR141", 'thiếu khóa "id"', "Tên duy nhất"),
        ("title2: x\nscorecards: {b: {score: given}}", "ITR140", "title2", 'Có phải "title"?'),
        ("data: {decimal: ';'}\nscorecards: {b: {score: given}}", "ITR143", ";", 'Dùng được: ".", ","'),
        ("effective: {from: 1/1/2022}\nscorecards: {b: {score: given}}", "ITR142", "năm-tháng-ngày", ""),
    ],
)
def test_a_mismatch_is_one_finding_in_the_readers_words(text, code, vi, help_):
    told = findings(text)
    assert [found.code for found in told] == [code]
    assert vi in message(told[0], "vi")
    assert help_ in advice(told[0], "vi")
    assert message(told[0], "en")
    assert told[0].place.line >= 5
