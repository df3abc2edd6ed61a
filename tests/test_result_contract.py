"""The types of a result say what its files are: their schema is generated, and what is read is written again as it was."""

import json
import zipfile
from fractions import Fraction
from pathlib import Path

import pytest
from hostile.results import bases
from itrank.engine.result.contract import ABSENT, PreviousRecord, ResultRecord
from itrank.engine.result.published import published
from itrank.engine.result.schema import schema_text
from itrank.engine.result.shapes import read, written
from pillars import pillar_result
from reports import read as read_report
from reports import record, result_bytes

ROOT = Path(__file__).parent.parent
STEMS = sorted(path.stem for path in (ROOT / "rulesets").glob("*[!t].yaml"))
BUNDLES = sorted((ROOT / "tests" / "bundles").glob("*.zip"))


def as_it_was(content: bytes) -> None:
    """Hold that a result is read and written again with the same values, each key at its place."""
    given = json.loads(content)
    assert json.dumps(written(read(ResultRecord, given))) == json.dumps(given)


def test_the_schema_is_what_the_types_give():
    committed = (ROOT / "schemas" / "result.schema.json").read_text(encoding="utf-8")
    assert committed == schema_text(), "python -m itrank.engine.result.schema > schemas/result.schema.json"


@pytest.mark.parametrize("stem", STEMS)
def test_results_of_shipped_rulesets_come_back_as_they_were(stem):
    as_it_was(result_bytes(stem))


@pytest.mark.parametrize("bundle", BUNDLES, ids=lambda path: path.stem)
def test_results_of_earlier_versions_are_read_and_come_back(bundle):
    with zipfile.ZipFile(bundle) as packed:
        content = packed.read("result.json")
    assert not isinstance(told := published(content, "result.json"), tuple), told
    as_it_was(content)


def test_results_with_every_key_come_back_as_they_were():
    assert [as_it_was(content) for content in bases()] == [None, None]


def test_numbers_are_read_exactly_and_written_with_their_fraction():
    given = {"id": "a", "total": "3.142857142857", "max": "10", "rank": None, "tier": "", "exact": {"total": "22/7"}}
    made = read(PreviousRecord, given)
    assert (made.total, made.max, made.rank_printed) == (Fraction(22, 7), Fraction(10), ABSENT)
    assert written(made) == given


def test_a_fraction_beside_what_is_no_number_is_not_read():
    given = {"id": "0.333333333333", "total": None, "max": None, "rank": None, "tier": "", "exact": {"id": "1/3"}}
    assert read(PreviousRecord, given).id == "0.333333333333"


def test_a_result_names_the_tiers_of_nodes_and_the_published_values():
    given = record(pillar_result())
    as_it_was(json.dumps(given).encode())
    root, node, *others = given["scorecards"][0]["criteria"]
    assert [tier["id"] for tier in node["tiers"]] == ["cao", "thap"]
    assert not [each["id"] for each in (root, *others) if "tiers" in each]
    assert [(each["id"], each["type"]) for each in given["values"]] == [
        ("phan", "percent"), ("loai", "choice"), ("ngay", "date"),
    ]  # fmt: skip
    made = [unit["criteria"][1] for unit in given["units"]]
    assert [(each["rank"], each.get("rank_printed")) for each in made] == [(1, "=1"), (1, "=1"), (4, None), (3, None)]


def _no_such_tier(given):
    given["units"][0]["criteria"][1]["tier"] = "khac"


def _tier_twice(given):
    given["scorecards"][0]["criteria"][1]["tiers"] *= 2


def _value_twice(given):
    given["values"] *= 2


def _no_number(given):
    given["units"][0]["values"]["phan"] = "nhiều"


def _other_points(given):
    given["scorecards"][0]["criteria"][1]["tiers"][0]["from"]["points"] = "9"


@pytest.mark.parametrize(
    ("alter", "place"),
    [
        (_no_such_tier, "units[0].criteria[1].tier"),
        (_tier_twice, "scorecards[0].criteria[1].tiers[2].id"),
        (_value_twice, "values[3].id"),
        (_no_number, "units[0].values.phan"),
        (_other_points, "scorecards[0].criteria[1].tiers[0].from.points"),
    ],
)
def test_what_it_names_of_nodes_and_values_is_there(alter, place):
    given = record(pillar_result())
    assert read_report(given).record.values
    alter(given)
    found = published(json.dumps(given).encode(), "kq.json")
    assert isinstance(found, tuple)
    assert found[0].params["where"] == place
