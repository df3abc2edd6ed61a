"""A result as open data: tables whose description is true, the result itself beside them."""

import csv
import io
import json
from hashlib import sha256

import pytest
from itrank import cli
from itrank.engine.report.open_data import package
from itrank.engine.result.published import published


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    path = tmp_path_factory.mktemp("result") / "kq.json"
    assert cli.run(["evaluate", "--ruleset", "2022", "--format", "json", "--output", str(path)]) == 0
    return path.read_bytes()


def made(content, lang=None):
    return package(published(content, "kq.json", lang), content)


def rows(files, name):
    return list(csv.DictReader(io.StringIO(files[name])))


@pytest.mark.long
def test_the_tables_have_the_figures_of_the_result(content):
    files, result = made(content), json.loads(content)
    ranking = rows(files, "ranking.csv")
    assert [row["unit"] for row in ranking] == [id_ for one in result["lists"] for id_ in one["units"]]
    units = {unit["id"]: unit for unit in result["units"]}
    for row in ranking:
        unit = units[row["unit"]]
        assert (row["rank"], row["total"], row["max"], row["tier"]) == (
            str(unit["rank"]),
            unit["total"],
            unit["max"],
            unit["tier"],
        )
    scores = {(row["unit"], row["criterion"]): row["score"] for row in rows(files, "scores.csv")}
    assert scores == {
        (unit["id"], each["id"]): each["score"] or "" for unit in result["units"] for each in unit["criteria"]
    }
    titles = {row["criterion"]: row["title"] for row in rows(files, "criteria.csv")}
    assert titles["t_hop"] == "Ban chỉ đạo họp trong năm"


def test_the_description_is_true_of_the_files(content):
    files = made(content)
    described = json.loads(files["datapackage.json"])
    assert files["result.json"].encode() == content
    assert {resource["path"] for resource in described["resources"]} == files.keys() - {"datapackage.json"}
    for resource in described["resources"]:
        own = files[resource["path"]].encode()
        assert (resource["bytes"], resource["hash"]) == (len(own), f"sha256:{sha256(own).hexdigest()}")
        if "schema" in resource:
            table = rows(files, resource["path"])
            assert [field["name"] for field in resource["schema"]["fields"]] == list(table[0])
            keys = [tuple(row[key] for key in resource["schema"]["primaryKey"]) for row in table]
            assert len(set(keys)) == len(keys)
            for field in resource["schema"]["fields"]:
                if field["type"] == "integer":
                    assert all(row[field["name"]].lstrip("-").isdigit() for row in table if row[field["name"]])
    assert described["description"] == "SỐ LIỆU MINH HỌA"
    assert described["itrank"]["illustrative"] is True
    assert described["name"] == "haugiang-dti-2022.1"


def test_no_name_is_a_formula_and_no_number_is_a_text(content):
    changed = json.loads(content)
    changed["units"][0]["name"] = "=cmd()"
    changed["units"][0]["total"] = "-3.5"
    files = made(json.dumps(changed, ensure_ascii=False).encode())
    row = next(row for row in rows(files, "ranking.csv") if row["unit"] == changed["units"][0]["id"])
    assert (row["name"], row["total"]) == ("'=cmd()", "-3.5")


def test_units_without_a_rank_come_last(content):
    changed = json.loads(content)
    one = changed["lists"][0]
    gone = one["units"].pop(0)
    one["unranked"].append(gone)
    next(unit for unit in changed["units"] if unit["id"] == gone)["rank"] = None
    last = rows(made(json.dumps(changed, ensure_ascii=False).encode()), "ranking.csv")[-1]
    assert (last["unit"], last["rank"]) == (gone, "")


def test_a_folder_is_written_whole_or_not_at_all(tmp_path, content, capsys):
    (tmp_path / "kq.json").write_bytes(content)
    target = tmp_path / "du-lieu"
    asked = ["report", str(tmp_path / "kq.json"), "--format", "open-data", "--output", str(target)]
    assert cli.run(asked) == 0
    names = sorted(path.name for path in target.iterdir())
    assert names == ["criteria.csv", "datapackage.json", "ranking.csv", "result.json", "scores.csv", "values.csv"]
    assert (target / "result.json").read_bytes() == content
    assert cli.run(asked) == 2
    assert "ITR906" in capsys.readouterr().err
    assert cli.run(asked[:-2]) == 2
    assert "ITR865" in capsys.readouterr().err


def test_it_speaks_english_too(content):
    fields = json.loads(made(content, "en")["datapackage.json"])["resources"][0]["schema"]["fields"]
    assert fields[1]["description"] == "Rank; empty where there is none"
