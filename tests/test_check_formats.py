"""What a check finds, for machines: JSON by its schema, SARIF 2.1.0, and workflow commands that nothing can inject into."""

import json
from pathlib import Path

import pytest
from itrank.cli import run
from itrank.engine.model.codes import CODES, checks
from itrank.engine.model.findings import Finding, Place, finding
from itrank.engine.publish.checking import CheckedFile, Report, report_json
from itrank.engine.publish.diagnostics import as_text
from itrank.engine.publish.github import annotation, report_github
from itrank.engine.publish.pages import page_of
from itrank.engine.publish.sarif import report_sarif, uri_of
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads((ROOT / "schemas" / "findings.schema.json").read_text("utf-8"))
TEXT = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
inputs:
  so_hop: {type: count}
  so_lop: {type: count}
  so_lop_: {type: count}  # itrank: ignore[ITR340] để dành
scorecards:
  bang:
    criteria:
      - {id: hop, title: "Đơn vị: 😀, họp", score: {formula: so_hop + so_hopp}}
"""
WELL = TEXT.replace(" + so_hopp", "")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ITRANK_LANG", raising=False)
    (tmp_path / "năm 1.yaml").write_text(WELL, "utf-8")
    # Nothing else is wrong with it: all that can be told of a file is told at once.
    other = TEXT.replace("id: thu\n", "id: khac\n").replace("so_hop + so_hopp", "so_hop + so_lop + so_lop_ + so_hopp")
    (tmp_path / "b.yaml").write_text(
        other.replace("so_lop_", "bieu").replace("  # itrank: ignore[ITR340] để dành", ""), "utf-8"
    )
    return tmp_path


def printed(capsys, *arguments: str) -> str:
    run(["check", "năm 1.yaml", "b.yaml", *arguments])
    return capsys.readouterr().out


# ── JSON ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_json_is_what_its_schema_says(capsys, folder):
    Draft202012Validator.check_schema(SCHEMA)
    made = json.loads(printed(capsys, "--format", "json"))
    Draft202012Validator(SCHEMA).validate(made)
    assert made["format"] == "itrank-findings/1"
    assert [(file["file"], file["loaded"], file["version"]) for file in made["rulesets"]] == [
        ("năm 1.yaml", True, "1"), ("b.yaml", False, ""),
    ]  # fmt: skip
    assert made["summary"] == {"error": 1, "warning": 1, "info": 1, "silenced": 1}
    assert [each["code"] for each in made["findings"]] == ["ITR204", "ITR340", "ITR367"]
    assert made["findings"][0]["place"] == {"file": "b.yaml", "line": 12, "column": 86, "cell": "", "length": 7}
    assert [(each["code"], each["reason"]) for each in made["silenced"]] == [("ITR340", "để dành")]


def test_json_does_not_hang_on_the_language(capsys, folder):
    assert printed(capsys, "--format", "json", "--lang", "en") == printed(capsys, "--format", "json")


@pytest.mark.parametrize(
    "change",
    [
        lambda made: made.pop("summary"),
        lambda made: made["findings"][0].pop("place"),
        lambda made: made["findings"][0].update(severity="fatal"),
        lambda made: made["silenced"][0].pop("reason"),
        lambda made: made["rulesets"][0].update(more=1),
    ],
)
def test_the_schema_refuses_what_is_not_so(capsys, folder, change):
    made = json.loads(printed(capsys, "--format", "json"))
    change(made)
    assert not Draft202012Validator(SCHEMA).is_valid(made)


# ── SARIF ───────────────────────────────────────────────────────────────────────────────────────────────────────────

# What the published schema (OASIS, sarif-schema-2.1.0.json) requires of the parts that are used here.
WORDS = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
COUNT = {"type": "integer", "minimum": 1}
SARIF = {
    "type": "object", "additionalProperties": False, "required": ["version", "runs"],
    "properties": {"$schema": {"type": "string", "format": "uri"}, "version": {"const": "2.1.0"}, "runs": {"type": "array", "items": {
        "type": "object", "additionalProperties": False, "required": ["tool"],
        "properties": {
            "tool": {"type": "object", "required": ["driver"], "properties": {"driver": {
                "type": "object", "additionalProperties": False, "required": ["name"],
                "properties": {"name": {"type": "string"}, "version": {"type": "string"}, "rules": {"type": "array", "uniqueItems": True, "items": {
                    "type": "object", "additionalProperties": False, "required": ["id"],
                    "properties": {"id": {"type": "string"}, "shortDescription": WORDS, "fullDescription": WORDS, "help": WORDS,
                                   "defaultConfiguration": {"type": "object", "properties": {"level": LEVEL}}}}}}}}},
            "language": {"type": "string", "pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"},
            "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
            "artifacts": {"type": "array", "uniqueItems": True, "items": {"type": "object"}},
            "results": {"type": "array", "items": {
                "type": "object", "additionalProperties": False, "required": ["message"],
                "properties": {
                    "ruleId": {"type": "string"}, "ruleIndex": {"type": "integer", "minimum": 0}, "level": LEVEL, "message": WORDS,
                    "locations": {"type": "array", "items": {"type": "object", "required": ["physicalLocation"], "properties": {"physicalLocation": {
                        "type": "object", "required": ["artifactLocation"],
                        "properties": {"artifactLocation": {"type": "object", "properties": {"uri": {"type": "string", "pattern": r"^[!-~]+$"}}},
                                       "region": {"type": "object", "required": ["startLine"], "properties": {
                                           "startLine": COUNT, "startColumn": COUNT, "endColumn": COUNT}}}}}}},
                    "suppressions": {"type": "array", "items": {"type": "object", "required": ["kind"], "properties": {
                        "kind": {"enum": ["inSource", "external"]}, "justification": {"type": "string"}}}}}}}}}},
    },
}  # fmt: skip


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_sarif_is_what_the_standard_requires(capsys, folder, lang):
    made = json.loads(printed(capsys, "--format", "sarif", "--lang", lang))
    Draft202012Validator(SARIF).validate(made)
    (ran,) = made["runs"]
    rules, results = ran["tool"]["driver"]["rules"], ran["results"]
    assert [rule["id"] for rule in rules] == ["ITR204", "ITR340", "ITR367"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in results)
    assert [(result["ruleId"], result["level"], "suppressions" in result) for result in results] == [
        ("ITR204", "error", False), ("ITR340", "warning", False), ("ITR367", "note", False), ("ITR340", "warning", True),
    ]  # fmt: skip
    assert results[3]["suppressions"] == [{"kind": "inSource", "justification": "để dành"}]
    assert ("there is no" in results[0]["message"]["text"] or "unknown name" in results[0]["message"]["text"]) is (
        lang == "en"
    )


def test_rules_of_sarif_are_explained_in_both_languages(capsys, folder):
    (ran,) = json.loads(printed(capsys, "--format", "sarif"))["runs"]
    for rule in ran["tool"]["driver"]["rules"]:
        page = page_of(rule["id"])
        assert page.vi in rule["shortDescription"]["text"]
        assert page.en in rule["shortDescription"]["text"]
        assert page.about_vi in rule["help"]["text"]
        assert page.about_en in rule["help"]["text"]
        assert "```yaml" in rule["help"]["markdown"]


def test_columns_of_sarif_count_characters(capsys, folder):
    """The letters before it have accents, and one of them lies outside the first plane: still a column each."""
    (ran,) = json.loads(printed(capsys, "--format", "sarif"))["runs"]
    assert ran["columnKind"] == "unicodeCodePoints"
    region = ran["results"][0]["locations"][0]["physicalLocation"]["region"]
    line = (folder / "b.yaml").read_text("utf-8").splitlines()[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "so_hopp"


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("rulesets/2022.yaml", "rulesets/2022.yaml"), ("năm 1.yaml", "n%C4%83m%201.yaml"), ("a#b?.yaml", "a%23b%3F.yaml"),
        ("/srv/a b.yaml", "file:///srv/a%20b.yaml"), ("<stdin>", "%3Cstdin%3E"),
    ],
)  # fmt: skip
def test_a_path_becomes_a_uri(file, uri):
    assert uri_of(file) == uri


def test_what_is_about_no_file_or_a_whole_file_has_no_region():
    report = Report((CheckedFile("a.yaml"),), (Finding("ITR479"), finding("ITR105", Place("a.yaml"))))
    first, second = json.loads(report_sarif(report, "en"))["runs"][0]["results"]
    assert "locations" not in first
    assert second["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "a.yaml"}}}]


def test_an_empty_report_is_well_formed_in_every_format():
    report = Report((), ())
    Draft202012Validator(SCHEMA).validate(json.loads(report_json(report)))
    Draft202012Validator(SARIF).validate(json.loads(report_sarif(report, "vi")))
    assert report_github(report, "vi") == ""


# ── GitHub ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_annotations_are_lines_of_github(capsys, folder):
    lines = printed(capsys, "--format", "github", "--lang", "en").splitlines()
    assert lines[0] == (
        '::error file=b.yaml,line=12,col=86,endColumn=93,title=ITR204::unknown name "so_hopp"%0Adid you mean '
        '"so_hop"? Names here: so_hop, so_lop, bieu, bang, hop.'
    )  # fmt: skip
    assert [line.partition(" ")[0] for line in lines] == ["::error", "::warning", "::notice"]


HOSTILE = "x\n::set-env name=a::b\r\n%0A, :::"


def test_many_columns_that_nothing_reads_are_told_at_once():
    near = Finding("ITR450", Place("d.csv", 1, 3), {"header": "so hop"}, ("Có phải?", "Did you mean?"))
    strange = [Finding("ITR450", Place("d.csv", 1, 4 + number), {"header": f"E_{number}"}) for number in range(20)]
    said = as_text([near, *strange], {}, "en")
    assert said.count("ITR450") == 2
    assert 'so too: 19 others: "E_1", "E_2", "E_3", "E_4", "E_5", "E_6", "E_7", "E_8", …' in said
    assert said.endswith("21 warnings\n")
    assert as_text([near, *strange[:3]], {}, "en").count("ITR450") == 4


def test_nothing_in_a_name_can_become_a_command_or_a_property():
    found = finding("ITR340", Place("a,b:c\n.yaml", 1, 2, "", 3), name=HOSTILE)
    line = annotation(found, "en")
    assert len(line.splitlines()) == 1
    head, _, message = line.removeprefix("::").partition("::")
    assert head == "warning file=a%2Cb%3Ac%0A.yaml,line=1,col=2,endColumn=5,title=ITR340"
    assert 'must report "x%0A::set-env name=a::b%0D%0A%250A, :::"' in message


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_no_format_lets_a_terminal_be_commanded(capsys, tmp_path, monkeypatch, form):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a\x1b[2J\u202e.yaml").write_text(WELL, "utf-8")
    assert run(["check", ".", "--format", form]) == 0
    assert run(["check", "a\x1b[2J\u202e.yaml", "--format", form]) == 0
    out = capsys.readouterr().out
    if form in {"text", "json", "sarif"}:
        assert "\x1b" not in out
    if form == "text":
        assert "\u202e" not in out


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_code_of_checks_has_a_page_that_explain_can_print():
    for row in checks.CODES:
        page = page_of(row.code)
        assert page is not None, row.code
        assert page.code == row.code
        assert page.say("vi").startswith(f"# {row.code}: {page.vi}\n\n{page.about_vi}\n\n## Sai\n")
        assert page.say("en").startswith(f"# {row.code}: {page.en}\n\n{page.about_en}\n\n## Bad\n")


@pytest.mark.parametrize("code", ["ITR999", "README", "../ITR204", "ITR204.md", "", "itr204"])
def test_what_is_no_code_has_no_page(code):
    assert page_of(code) is None


def test_a_page_says_what_its_file_says():
    text = (ROOT / "docs" / "codes" / "ITR204.md").read_text("utf-8")
    assert page_of("ITR204").whole() == text
    assert len(CODES) > 200
