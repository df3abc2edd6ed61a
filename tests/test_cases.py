"""Published rankings come out of a ruleset alone. Sources, licences and what is exact: the README.md beside each."""

import csv
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from itrank.engine import evaluate, load, observe, read_table
from itrank.engine.model.outcome import NoScore

CASES = Path(__file__).parent / "cases"


@cache
def result(case, ruleset="ruleset.yaml", data="data.csv"):
    loaded = load(CASES / case / ruleset)
    assert loaded.findings == ()
    table, sources, findings = read_table(CASES / case / data, data)
    assert findings == ()
    assert len(sources) == 1
    return evaluate(loaded.ruleset, observe(loaded.ruleset, [table]))


@cache
def published(case, name="expected.csv"):
    with (CASES / case / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_id(found):
    return {unit.unit.id: unit for unit in found.units}


def differing(expected, found):
    """List what differs, as (unit, published, found)."""
    return [(unit, value, found.get(unit)) for unit, value in expected.items() if found.get(unit) != value]


def nodes(unit):
    return {criterion.node.id: criterion.outcome for criterion in unit.criteria}


def test_hdi_2022_has_every_published_value_rank_and_group():
    found = result("hdi_2022")
    assert found.findings == ()
    rows = [row for row in published("hdi_2022") if row["hdi"]]
    units = by_id(found)
    assert differing({r["id"]: Fraction(r["hdi"]) for r in rows}, {i: u.outcome for i, u in units.items()}) == []
    assert differing({r["id"]: int(r["rank"]) for r in rows}, {i: u.rank for i, u in units.items()}) == []
    groups = {r["id"]: r["group"] for r in rows if r["group"]}
    assert differing(groups, {i: u.tier for i, u in units.items()}) == []
    assert len(rows) == 193
    assert len(groups) == 192


def test_hdi_2022_leaves_two_units_unranked_and_says_why():
    unranked = [unit for unit in result("hdi_2022").units if unit.rank is None]
    assert {unit.unit.id for unit in unranked} == {"PRK", "MCO"}
    for unit in unranked:
        assert unit.status == "unranked"
        assert isinstance(unit.outcome, NoScore)
        assert isinstance(unit.why, NoScore)
        assert unit.why.expected


def test_pci_2015_has_every_published_total_rank_and_label():
    found = result("pci_2015")
    assert found.findings == ()
    rows = published("pci_2015")
    units = by_id(found)
    assert len(rows) == len(units) == 63
    apart = {r["id"]: abs(units[r["id"]].outcome - Fraction(r["total"])) for r in rows}
    assert max(apart.values()) <= Fraction(1, 100_000)
    assert differing({r["id"]: int(r["rank"]) for r in rows}, {i: u.rank for i, u in units.items()}) == []
    assert differing({r["id"]: r["tier"] for r in rows}, {i: u.tier for i, u in units.items()}) == []


def test_pci_2015_ranks_follow_the_unrounded_total():
    """Four pairs are equal at two decimals and still ranked apart."""
    units = by_id(result("pci_2015"))
    for pair in (("Lâm Đồng", "Sóc Trăng"), ("Đắk Lắk", "Hà Nội"), ("Hải Dương", "Phú Thọ"), ("An Giang", "Bắc Giang")):
        first, second = (units[name] for name in pair)
        assert abs(first.outcome - second.outcome) < Fraction(1, 100)
        assert first.rank != second.rank
        assert not first.tied


def test_pci_2015_changes_against_2014():
    with (CASES / "pci_2015" / "data.csv").open(encoding="utf-8") as file:
        before = {row["id"]: int(row["rank_2014"]) for row in csv.DictReader(file)}
    for unit in result("pci_2015").units:
        assert unit.rank_change == before[unit.unit.id] - unit.rank


def test_papi_2014_has_every_published_total_and_dimension():
    """The figures are printed with six decimals or seven digits: a sum of k printed terms is off by at most k + 1 halves."""
    found = result("papi_2014")
    assert found.findings == ()
    units = by_id(found)
    half = Fraction(1, 2_000_000)
    terms = {"D1": 4, "D2": 3, "D3": 3, "D4": 4, "D5": 4, "D6": 4, "total": 22}
    compared = 0
    for row in published("papi_2014"):
        unit = units[row["id"]]
        if not row["total"]:
            continue
        values = nodes(unit) | {"total": unit.outcome}
        for name, count in terms.items():
            apart = abs(values[name] - Fraction(row[name]))
            assert apart <= (count + 1) * half, (row["id"], name, row[name], str(values[name]))
        compared += 1
    assert compared == 61


def test_papi_2014_leaves_two_provinces_unranked_and_not_at_zero():
    unranked = {unit.unit.id: unit for unit in result("papi_2014").units if unit.rank is None}
    assert set(unranked) == {"Bắc Giang", "Đồng Tháp"}
    assert all(isinstance(unit.outcome, NoScore) for unit in unranked.values())


def test_cpi_2017_has_every_score_within_one_point():
    """The sources are published rounded, so that their mean is the published score for 165 countries and near for all."""
    found = result("cpi_2017")
    assert found.findings == ()
    units = by_id(found)
    rows = published("cpi_2017")
    apart = [abs(units[row["id"]].outcome - int(row["score"])) for row in rows]
    assert len(apart) == 180
    assert max(apart) <= 1
    assert apart.count(0) == 165


def test_cpi_2017_counts_the_sources():
    units = by_id(result("cpi_2017"))
    for row in published("cpi_2017"):
        values = [value for name, value in nodes(units[row["id"]]).items() if name != "cpi"]
        assert sum(isinstance(value, Fraction) for value in values) == int(row["n_sources"])


def test_cpi_2017_has_every_rank_and_change_from_the_published_scores():
    found = result("cpi_2017", "ranking.yaml", "scores.csv")
    units = by_id(found)
    rows = published("cpi_2017")
    assert differing({r["id"]: int(r["rank"]) for r in rows}, {i: u.rank for i, u in units.items()}) == []
    for row in rows:
        change = int(row["rank_change"]) if row["rank_change"] else None
        assert units[row["id"]].rank_change == change
        points = int(row["score_change"]) if row["score_change"] else None
        before = units[row["id"]].previous
        assert (units[row["id"]].outcome - before.total if points is not None else None) == points
    assert sum(bool(row["rank_change"]) for row in rows) == 176


@pytest.mark.parametrize(
    ("data", "total", "groups"),
    [
        ("self", "787.84", ["59.47", "51.85", "100.00", "442.43", "80.00", "54.09"]),
        ("appraised", "606.27", ["50.00", "35.38", "94.52", "320.94", "80.00", "25.43"]),
    ],
)
def test_the_commune_table_adds_up_as_printed(data, total, groups):
    (unit,) = result("commune_2025", data=f"{data}.csv").units
    assert unit.outcome == Fraction(total)
    assert unit.max == 960
    values = nodes(unit)
    names = ["ha_tang", "nhan_luc", "an_toan", "chinh_quyen", "kinh_te", "xa_hoi"]
    assert [values[name] for name in names] == [Fraction(group) for group in groups]
    leaves = [criterion for criterion in unit.criteria if not criterion.node.children]
    assert len(leaves) == 62


def test_one_edited_weight_moves_the_ranks(tmp_path):
    """The figures are computed from the ruleset, not looked up."""
    text = (CASES / "pci_2015" / "ruleset.yaml").read_text("utf-8")
    edited = tmp_path / "pci.yaml"
    edited.write_text(text.replace("max: 10, weight: 0.5, score: {formula: land}", "max: 10, weight: 3, score: {formula: land}")
                      .replace("max: 100\n", "max: 125\n"), "utf-8")  # fmt: skip
    loaded = load(edited)
    assert loaded.findings == ()
    table, _, _ = read_table(CASES / "pci_2015" / "data.csv", "data.csv")
    moved = by_id(evaluate(loaded.ruleset, observe(loaded.ruleset, [table])))
    assert sum(moved[row["id"]].rank != int(row["rank"]) for row in published("pci_2015")) > 20
