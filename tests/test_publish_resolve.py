"""Short names: which file is meant, and that nobody's ruleset is ever fed another's example."""

from pathlib import Path

import pytest
from itrank.engine.files.resolve import DataSet, Named, find_data, find_ruleset, identity, with_companions
from itrank.engine.model.codes import message
from itrank.engine.model.findings import Finding


@pytest.fixture
def package(tmp_path):
    """A package with the ruleset 2022 of the id `mau`, and its example."""
    folder = tmp_path / "package"
    put(folder / "rulesets" / "2022.yaml", 'id: mau\nversion: "2022.1"\n')
    put(folder / "rulesets" / "cu.yml", "id: cu\nversion: 1\n")
    for suffix in ("csv", "units.csv", "previous.csv"):
        put(folder / "examples" / "data" / f"2022.{suffix}")
    return folder


@pytest.fixture
def here(tmp_path):
    folder = tmp_path / "here"
    folder.mkdir()
    return folder


def put(path: Path, text: str = "id\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def said(found: object) -> str:
    assert isinstance(found, Finding)
    return f"{found.code} {message(found, 'en')}"


@pytest.mark.parametrize("name", ["2022", "2022.yaml", "mau@2022.1"])
def test_the_nearest_ruleset_is_taken(name, here, package):
    assert find_ruleset(name, here, package) == Named(package / "rulesets" / "2022.yaml", "itrank/rulesets/2022.yaml")
    own = put(here / "rulesets" / "2022.yaml", 'id: mau\nversion: "2022.1"\n')
    assert find_ruleset(name, here, package) == Named(own, "rulesets/2022.yaml")
    nearer = put(here / "2022.yaml", 'id: mau\nversion: "2022.1"\n')
    assert find_ruleset(name, here, package) == Named(nearer, "2022.yaml")


def test_a_path_means_one_file_and_no_search(here, package):
    deep = put(here / "a" / "2022.yaml")
    assert find_ruleset("a/2022.yaml", here, package) == Named(deep, "a/2022.yaml")
    assert find_ruleset("a/2022", here, package) == Named(deep, "a/2022.yaml")
    assert said(find_ruleset("b/2022", here, package)) == (
        'ITR901 there is no ruleset "b/2022"; looked for: b/2022, b/2022.yaml, b/2022.yml'
    )


@pytest.mark.parametrize("name", ["2030", "mau@2022.2", "mau@", "", ".", "\0", "a" * 5000, "../2022"])
def test_an_unknown_ruleset_says_what_there_is(name, here, package):
    found = find_ruleset(name, here, package)
    assert said(found).startswith("ITR901 there is no ruleset")
    assert found.params["packaged"] == "2022, cu"


def test_what_was_looked_for_is_said(here, package):
    assert said(find_ruleset("x.yaml", here, package)) == (
        'ITR901 there is no ruleset "x.yaml"; looked for: x.yaml, rulesets/x.yaml, itrank/rulesets/x.yaml'
    )


def test_two_files_of_one_identity_are_told_apart_by_the_user(here, package):
    put(here / "a.yaml", 'id: mau\nversion: "2022.1"\n')
    put(here / "b.yaml", "id: 'mau'\nversion: 2022.1\n")
    assert said(find_ruleset("mau@2022.1", here, package)) == (
        'ITR930 "mau@2022.1" is found in several files: a.yaml, b.yaml'
    )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('# id: no\nid: a-b\nversion: "1.10"  # x\n', ("a-b", "1.10")),
        ("id: 'a'\nversion: 2022.1\n", ("a", "2022.1")),
        ("scorecards:\n  id: inner\n", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_file_says_who_it_is(tmp_path, text, names):
    assert identity(put(tmp_path / "r.yaml", text)) == names
    assert identity(tmp_path / "gone.yaml") == ("", "")


def test_data_lie_beside_the_ruleset_with_their_companions(here, package):
    put(here / "2022.yaml")
    data, units, previous = (put(here / "data" / f"2022.{end}") for end in ("csv", "units.csv", "previous.json"))
    assert find_data(Named(here / "2022.yaml", "2022.yaml"), "other", here, package) == DataSet(
        (Named(data, "data/2022.csv"),),
        Named(units, "data/2022.units.csv"),
        Named(previous, "data/2022.previous.json"),
    )


def test_data_lie_beside_the_folder_of_rulesets(here, package):
    put(here / "rulesets" / "2022.yaml")
    data = put(here / "data" / "2022.csv")
    ruleset = Named(here / "rulesets" / "2022.yaml", "rulesets/2022.yaml")
    found = find_data(ruleset, "other", here, package)
    assert found == DataSet((Named(data, "data/2022.csv"),))
    put(here / "rulesets" / "data" / "2022.csv")
    assert said(find_data(ruleset, "other", here, package)) == (
        "ITR930 it is unclear which file is meant: rulesets/data/2022.csv, data/2022.csv"
    )


def test_data_beside_any_other_folder_are_not_looked_for(here, package):
    put(here / "quy-tac" / "2022.yaml")
    put(here / "data" / "2022.csv")
    ruleset = Named(here / "quy-tac" / "2022.yaml", "quy-tac/2022.yaml")
    assert said(find_data(ruleset, "other", here, package)).endswith(
        "looked for: quy-tac/data/2022.csv (.xlsx .ods .xls .json); the example that comes with itrank is of mau and not for other"
    )


def test_two_results_of_last_year_are_unclear(here, package):
    put(here / "2022.yaml")
    for end in ("csv", "previous.csv", "previous.json"):
        put(here / "data" / f"2022.{end}")
    found = find_data(Named(here / "2022.yaml", "2022.yaml"), "mau", here, package)
    assert said(found) == ("ITR930 it is unclear which file is meant: data/2022.previous.json, data/2022.previous.csv")
    assert found.params["option"] == "--previous"
    given = Named(here / "x.json", "x.json")
    table = Named(here / "data" / "2022.csv", "data/2022.csv")
    assert with_companions((table,), None, given) == DataSet((table,), None, given)


def test_the_example_is_for_the_ruleset_of_its_own_id_only(here, package):
    """Never another province's invented figures under somebody's ruleset."""
    ruleset = Named(put(here / "2022.yaml"), "2022.yaml")
    found = find_data(ruleset, "mau", here, package)
    assert isinstance(found, DataSet)
    assert found.is_example
    assert [file.name for file in (*found.tables, found.units, found.previous)] == [
        "itrank/examples/data/2022.csv",
        "itrank/examples/data/2022.units.csv",
        "itrank/examples/data/2022.previous.csv",
    ]
    assert said(find_data(ruleset, "mau-2", here, package)) == (
        "ITR903 there are no data for 2022.yaml; looked for: data/2022.csv (.xlsx .ods .xls .json); "
        "the example that comes with itrank is of mau and not for mau-2"
    )


def test_an_example_whose_ruleset_is_gone_is_nobodys(here, package):
    (package / "rulesets" / "2022.yaml").unlink()
    assert said(find_data(Named(put(here / "2022.yaml"), "2022.yaml"), "", here, package)).startswith("ITR903")


def test_no_data_at_all(here, package):
    assert said(find_data(Named(put(here / "x.yaml"), "x.yaml"), "mau", here, package)) == (
        "ITR903 there are no data for x.yaml; looked for: data/x.csv (.xlsx .ods .xls .json)"
    )


def test_own_data_in_the_current_folder_come_before_the_example_of_a_packaged_ruleset(here, package):
    ruleset = Named(package / "rulesets" / "2022.yaml", "itrank/rulesets/2022.yaml")
    assert find_data(ruleset, "mau", here, package).is_example
    put(here / "data" / "2022.csv")
    found = find_data(ruleset, "mau", here, package)
    assert not found.is_example
    assert found.tables[0].name == "data/2022.csv"
