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
from reports import result_bytes

ROOT = Path(__file__).parent.parent
STEMS = sorted(path.stem for path in (ROOT / "rulesets").glob("*.yaml"))
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
