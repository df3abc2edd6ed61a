"""`itrank report`: reading a result, and the facts that reports draw from it."""

import json
import sys
from fractions import Fraction

import pytest
from itrank import cli
from itrank.engine.model.codes import message
from itrank.engine.report import facts
from itrank.engine.report import published as reading
from itrank.engine.report.published import Published, published, read_published


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    path = tmp_path_factory.mktemp("result") / "kq.json"
    assert cli.run(["evaluate", "--ruleset", "2021.yaml", "--format", "json", "--output", str(path)]) == 0
    return json.loads(path.read_bytes())


def bytes_of(made):
    return json.dumps(made, ensure_ascii=False).encode()


def told(content):
    found = published(content, "kq.json")
    assert not isinstance(found, Published)
    return [(each.code, message(each, "en")) for each in found]


def test_a_result_is_read_as_it_was_written(result):
    made = published(bytes_of(result), "kq.json")
    assert made.record == json.loads(bytes_of(result))
    assert (made.lang, published(bytes_of(result), "kq.json", "en").lang) == ("vi", "en")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda made: made.pop("lists"), "(required: format, engine, "),
        (lambda made: made.update(more=1), "(additionalProperties: False)"),
        (lambda made: made["units"][3]["criteria"][2].update(score=12.5), "units[3].criteria[2]"),
        (lambda made: made["units"][3]["criteria"][2].update(score="012"), "units[3].criteria[2]"),
        (lambda made: made["units"][0].update(rank="1"), "units[0]"),
        (lambda made: made["units"][0].update(tied=1), "units[0]"),
    ],
)
def test_what_does_not_fit_the_schema_is_told_with_its_place(result, change, where):
    made = json.loads(bytes_of(result))
    change(made)
    ((code, words),) = told(bytes_of(made))
    assert code == "ITR861"
    assert where in words


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "ITR492", "Expecting value"),
        (b"\xff\xfe{", "ITR861", "UTF-8"),
        (b"[]", "ITR862", 'its format is "-"'),
        (b'{"format": "itrank-result/2"}', "ITR862", 'its format is "itrank-result/2", "itrank-result/1" is expected'),
        (b'{"format": "itrank-result/1", "format": "itrank-result/1"}', "ITR492", "there twice"),
        (b'{"format": "itrank-result/1", "show": NaN}', "ITR492", "NaN is no number"),
        (b"[" * 100_000, "ITR492", "nested too deeply"),
        (b'{"format": "' + b"x" * 1000 + b'"}', "ITR862", "x…"),
    ],
)
def test_what_is_no_result_is_told(content, code, words):
    ((found, said),) = told(content)
    assert found == code
    assert words in said


def test_a_result_past_the_limit_is_not_read(tmp_path, monkeypatch):
    path = tmp_path / "kq.json"
    monkeypatch.setattr(reading, "LARGEST", 100)
    path.write_bytes(b"[" + b" " * 98 + b"]")
    assert read_published(path)[0].code == "ITR862"
    path.write_bytes(b"[" + b" " * 99 + b"]")
    assert read_published(path)[0].code == "ITR863"


def test_facts_are_those_of_the_result(result):
    made = published(bytes_of(result), "kq.json", "vi")
    first = made.record["lists"][0]
    ranks = [unit["rank"] for unit in facts.listed(made, first)]
    assert ranks == sorted(ranks)
    top = facts.listed(made, first)[0]
    assert (facts.printed(facts.fraction(top, "total"), made), facts.tier_title(made, top)) == ("989", "Tốt")
    assert facts.fraction(first, "mean") == Fraction(40085, 44)
    assert facts.marks(made) == ("SỐ LIỆU MINH HỌA",)
    assert facts.scorecard(made, "khong") is None
    assert facts.nodes_of(made, "cntt")[0]["id"] == "cntt"
    assert facts.unranked(made, first) == []


def test_the_rules_in_a_result_say_what_each_leaf_reads(result):
    nodes = {node["id"]: node for node in result["scorecards"][0]["criteria"]}
    assert nodes["ht_may"]["reads"] == ["can_bo", "can_bo_may"]
    assert nodes["ht_may"]["parent"] == "ha_tang"
    assert nodes["ht_may"]["formula"]["vi"].startswith('clamp("Số CBCCVC được trang bị máy tính" ÷ "Tổng số CBCCVC"')
    assert [tier["from"] and tier["from"]["points"] for tier in result["scorecards"][0]["tiers"]] == [
        "850",
        "700",
        "550",
        None,
    ]


def test_a_form_whose_library_is_missing_is_told(tmp_path, result, monkeypatch, capsys):
    (tmp_path / "kq.json").write_bytes(bytes_of(result))
    monkeypatch.setitem(sys.modules, "itrank.engine.report.html", None)
    code = cli.run(["report", str(tmp_path / "kq.json"), "--output", str(tmp_path / "kq.html"), "--lang", "en"])
    assert code == 2
    assert (
        "ITR864: this form needs a library that is not installed: itrank.engine.report.html" in capsys.readouterr().err
    )


def test_a_report_never_overwrites_its_result(tmp_path, result, capsys):
    (tmp_path / "kq.json").write_bytes(bytes_of(result))
    code = cli.run(["report", str(tmp_path / "kq.json"), "--output", str(tmp_path / "kq.json"), "--format", "html"])
    assert (code, (tmp_path / "kq.json").read_bytes()) == (2, bytes_of(result))
    assert "ITR906" in capsys.readouterr().err
