"""`itrank what-if`: who moves if a figure were another, and at which figure; never a result."""

import json
import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from zipfile import ZipFile

import pytest
from itrank import cli
from itrank.engine.language.edits import Edit, edited, number
from itrank.engine.language.loading import remade
from itrank.engine.model.findings import Finding, Place
from itrank.engine.rank import evaluation
from itrank.engine.result.schema import schema_of, text_of
from itrank.engine.scenario import sweeping
from itrank.engine.scenario.addresses import Target, known_addresses, places_of, target_of
from itrank.engine.scenario.contract import FORMAT, WhatIfRecord
from itrank.engine.scenario.reading import scenarios_of
from itrank.engine.scenario.running import Refused, what_if
from itrank.engine.scenario.scenario import MOST_CHANGES, MOST_POINTS, MOST_SCENARIOS, of_command_line, value_of
from itrank.engine.scenario.scenario_schema import MOST_KEPT, written
from itrank.engine.scenario.sweeping import GRID, simplest
from itrank.engine.scenario.trying import asked_of
from itrank.engine.year import Stopped, YearNames, open_year
from pace import within
from python_calamine import CalamineWorkbook
from sampling import size

ROOT = Path(__file__).resolve().parent.parent
RULES = """\
format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
period: 2026
parameters: {du: {2026: 80%, 2027: 90%}, tran: 30}
inputs:
  so_hop: {type: count, max: 20}
  diem: {type: number, min: 0, max: 100}
  co: {type: yes_no, missing: zero}
scorecards:
  bang:
    clause: Quyết định 5
    max: 40
    criteria:
      - {id: hop, code: "1", title: Họp, clause: Điều 1, max: 10, score: {steps: so_hop, from: {4: 10, 2: 5}, otherwise: 0}}
      - {id: ket_qua, code: "2", title: Kết quả, clause: Điều 2, max: 30, score: {share: diem / 100, full_at: du}}
    tiers: [{id: tot, title: Tốt, from: 30}, {id: kha, title: Khá, from: 50%}, {id: yeu, title: Yếu}]
    ranking: {lists: all}
"""
DATA = "id,name,so_hop,diem,co\na,Sở A,4,60,1\nb,Sở B,3,72,0\nc,Sở C,2,40,1\nd,TP. D,0,90,\n"


@pytest.fixture
def year(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r.yaml").write_text(RULES, "utf-8")
    (tmp_path / "d.csv").write_text(DATA, "utf-8")
    return opened("r.yaml", ["d.csv"])


def opened(ruleset, data=()):
    made = open_year(YearNames(ruleset, data))
    assert not isinstance(made, Stopped), made.findings
    return made


def tried(year, *said, names=None):
    """What comes of changes that are typed, or the findings."""
    scenario = of_command_line(said, "--set")
    if isinstance(scenario, tuple):
        return scenario
    asked = asked_of(scenario, year)
    if isinstance(asked, tuple):
        return asked
    made = what_if(year, names or YearNames("r.yaml", ["d.csv"]), [asked])
    return made.findings if isinstance(made, Refused) else made.scenarios[0]


def moves(scenario):
    return {
        unit.name: (unit.before.rank, unit.now.rank, unit.before.tier, unit.now.tier, unit.total_change)
        for made in scenario.lists
        for unit in made.units
    }


def rows(findings):
    return [each.row for each in findings]


# ── Addresses ──


@pytest.mark.parametrize(
    ("address", "paths"),
    [
        ("tiers.tot", [("scorecards", "bang", "tiers", 0, "from")]),
        ("bang.tiers.kha.from", [("scorecards", "bang", "tiers", 1, "from")]),
        ("parameters.tran", [("parameters", "tran")]),
        ("parameters.du", [("parameters", "du")]),
        ("parameters.du.2027", [("parameters", "du", "2027")]),
        ("hop.max", [("scorecards", "bang", "criteria", 0, "max")]),
        ("hop.weight", [("scorecards", "bang", "criteria", 0, "weight")]),
        ("hop.cap", [("scorecards", "bang", "criteria", 0, "cap")]),
        ("hop.from.4", [("scorecards", "bang", "criteria", 0, "score", "from", "4")]),
        ("hop.score.from.4", [("scorecards", "bang", "criteria", 0, "score", "from", "4")]),
        ("hop.otherwise", [("scorecards", "bang", "criteria", 0, "score", "otherwise")]),
        ("hop.from.4.bound", [("scorecards", "bang", "criteria", 0, "score", "from", "4")]),
        ("inputs.so_hop.max", [("inputs", "so_hop", "max")]),
        ("inputs.co.min", [("inputs", "co", "min")]),
        ('"hop".max', [("scorecards", "bang", "criteria", 0, "max")]),
    ],
)
def test_an_address_is_a_way_through_the_document(year, address, paths):
    found = target_of(address, places(year), Place())
    assert isinstance(found, Target)
    assert list(found.paths) == paths


@pytest.mark.parametrize(
    ("address", "unit", "key"),
    [("Sở A.so_hop", 0, "so_hop"), ("a.so_hop", 0, "so_hop"), ('"Sở A".diem', 0, "diem"), ("TP. D.diem", 3, "diem")],
)
def test_an_answer_is_named_by_its_unit_and_input(year, address, unit, key):
    found = target_of(address, places(year), Place())
    assert (found.unit, found.key, found.paths) == (unit, key, ())


@pytest.mark.parametrize(
    ("address", "row", "meant"),
    [
        ("tirs.tot", "ITR780", "tiers.tot"),
        ("hopp.max", "ITR780", "hop.max"),
        ("parameters.tram", "ITR780", "parameters.tran"),
        ("hop.form.4", "ITR780", "hop.from.4"),
        ("x" * 401, "ITR782", ""),
        ("bang.tiers", "ITR781", ""),
        ("hop.from", "ITR781", ""),
        ("parameters", "ITR781", ""),
        ("hop.score.from.4.x", "ITR780", ""),
        ("scorecards.bang.criteria.0.max", "ITR780", ""),
    ],
)
def test_an_unknown_target_says_what_was_meant(year, address, row, meant):
    found = target_of(address, places(year), Place())
    assert isinstance(found, Finding)
    assert found.row == row
    assert meant in (found.help or ("", ""))[1]


def places(year):
    return places_of(year.rules.loaded.document, year.rules.ruleset, year.observed.units)


@pytest.mark.parametrize("ruleset", ["2021", "2022", "mau-hai-cap"])
def test_every_address_that_is_listed_leads_somewhere(ruleset):
    where = places(opened(ruleset))
    for address in known_addresses(where):
        found = target_of(address, where, Place())
        assert isinstance(found, Target) or found.row == "ITR781", address


# ── Who moves ──


def test_a_bound_moves_tiers_and_no_points(year):
    """a has 10 + 22.5 = 32.5 of 40, b 5 + 27 = 32, c 5 + 15 = 20, d 0 + 30 = 30."""
    made = tried(year, "tiers.tot=32")
    assert moves(made) == {"TP. D": (3, 3, "tot", "kha", 0)}
    (only,) = made.lists
    assert (only.other_tier, only.up, only.down, only.unchanged) == (1, 0, 0, 3)
    assert only.units[0].through == "bounds"
    assert [(each.name, each.gap) for each in only.near][:2] == [("Sở B", 0), ("Sở C", 0)]


def test_a_bound_is_near_only_where_a_tier_hangs_on_it(tmp_path, monkeypatch):
    """B (32 points) has the points of Tốt and not what else it asks for; D has 30, just the bound, and no more."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r.yaml").write_text(
        RULES.replace("title: Tốt, from: 30}", "title: Tốt, from: 30, requires: co}"), "utf-8"
    )
    (tmp_path / "d.csv").write_text(DATA, "utf-8")
    made = tried(opened("r.yaml", ["d.csv"]), "hop.max=10")
    near = {each.name: (each.tier, each.gap, each.asks) for each in made.lists[0].near}
    assert near == {
        "Sở A": ("tot", Fraction(5, 2), True),
        "Sở B": ("kha", 12, False),
        "Sở C": ("kha", 0, False),
        "TP. D": ("kha", 10, False),
    }


def test_points_move_through_their_clause(year):
    """Four meetings are worth 10; were they worth 4, a would fall by 6 to 26.5 and the third place."""
    made = tried(year, "hop.from.4=4")
    assert moves(made)["Sở A"] == (1, 3, "tot", "kha", -6)
    assert moves(made)["Sở B"] == (2, 1, "tot", "tot", 0)
    first = next(unit for unit in made.lists[0].units if unit.name == "Sở A")
    (cause,) = first.causes
    assert (cause.id, cause.clause, cause.before, cause.now, cause.change) == ("hop", "Điều 1", 10, 4, -6)
    assert {unit.name: unit.through for unit in made.lists[0].units} == {
        "Sở A": "points",
        "Sở B": "order",
        "TP. D": "order",
    }


def test_an_answer_of_a_unit_is_tried(year):
    made = tried(year, "Sở C.so_hop=4", "TP. D.diem=40")
    assert moves(made)["Sở C"][4] == 5
    assert moves(made)["TP. D"][4] == -15


def test_a_parameter_by_year_a_weight_a_cap_and_a_step(year):
    assert moves(tried(year, "parameters.du=100%"))["Sở A"][4] == Fraction(18) - Fraction("22.5")
    assert moves(tried(year, "parameters.du.2026=100%")) == moves(tried(year, "parameters.du=100%"))
    assert moves(tried(year, "parameters.du.2027=100%")) == {}
    assert tried(year, "parameters.du=100%").changes[0].before == "80%"
    assert moves(tried(year, "ket_qua.cap=20"))["Sở B"][4] == -7
    assert moves(tried(year, "hop.from.4.bound=5"))["Sở A"][4] == -5


def test_a_maximum_takes_the_sums_above_with_it(year):
    made = tried(year, "hop.max=20", "hop.from.4=20")
    assert [(each.address, each.before, each.now, each.follows) for each in made.changes] == [
        ("hop.max", "10", "20", False),
        ("hop.from.4", "10", "20", False),
        ("bang.max", "40", "", True),
    ]
    assert {unit.now.max for unit in made.lists[0].units} == {50}
    assert rows(tried(year, "hop.max=20", "bang.max=40")) == ["ITR301"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (["tiers.tot=10"], [("ITR386.order", "Khá")]),
        (["tiers.tot=41"], [("ITR386", "Tốt")]),
        (["tiers.tot=40"], []),
        (["tiers.tot=20"], [("ITR386.order", "Khá")]),  # 50% of 40 is 20: the limit
        (["tiers.tot=20.5"], []),
        (["hop.from.4=4"], []),
        (['"Sở A".so_hop=2'], []),
    ],
)
def test_tiers_that_nobody_can_be_in_are_told_with_the_scenario(year, said, told):
    assert year.rules.ruleset is not None
    found = [each for each in tried(year, *said).warnings if each.code in {"ITR386", "ITR387", "ITR388", "ITR274"}]
    assert [(each.code, next(id_ for id_ in ("Khá", "Tốt") if f'"{id_}"' in each.message.vi)) for each in found] == [
        (row.partition(".")[0], tier) for row, tier in told
    ]


def test_tiers_that_overlap_are_told_once_and_what_was_so_before_is_not(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = RULES.replace("{id: kha, title: Khá, from: 50%}", "{id: kha, title: Khá, from: 20, below: 30}")
    Path("r.yaml").write_text(text.replace("title: Yếu}", "title: Yếu, up_to: 21}"), "utf-8")
    Path("d.csv").write_text(DATA, "utf-8")
    year = opened("r.yaml", ["d.csv"])
    overlaps = [each.message.vi for each in tried(year, "tiers.tot=25").warnings if each.code == "ITR388"]
    assert len(overlaps) == 1  # "kha" and "yeu" overlap as it stands: that is not told again
    assert overlaps[0].startswith('bang: hai mức "Tốt" và "Khá" cùng nhận')
    told = [each.message.vi for each in tried(year, "tiers.tot=35").warnings]
    assert [each for each in told if "không mức xếp loại nào nhận" in each], told


def test_the_page_never_says_that_a_ruleset_is_in_effect(ran):
    _, out, _ = ran("what-if", "--set", "tiers.tot=31")
    assert "So với bộ tiêu chí: thu@1, sha256 " in out
    for more in ([], ["--council"]):
        ran("what-if", "--set", "tiers.tot=31", *more, "-o", "thu.html")
        text = out + Path("thu.html").read_text("utf-8")
        assert "hiệu lực" not in text
        assert "iện hành" not in text


def test_what_breaks_the_ruleset_gets_the_findings_of_check(year):
    (found,) = tried(year, "ket_qua.full_at=0")
    assert (found.row, found.place.file) == ("ITR372.full_at", "--set")
    assert rows(tried(year, "hop.from.4=abc")) == ["ITR252"]
    assert rows(tried(year, "Sở A.so_hop=21")) == ["ITR446"]
    assert rows(tried(year, "Sở A.so_hop=2.5")) == ["ITR430"]
    assert rows(tried(year, "Sở A.so_hop=nhiều"))[0].startswith("ITR4")


def test_units_that_are_in_no_list_under_a_scenario_are_not_lost(ran):
    Path("r.yaml").write_text(RULES + "groups: {so: {title: Sở}, xa: {title: Xã}}\n", "utf-8")
    amendment = """\
format: itrank-ruleset/1
id: sua
version: "2"
title: Sửa
extends: thu@1
scorecards: {bang: {for: [so]}}
"""
    Path("sua.yaml").write_text(amendment, "utf-8")
    Path("d.csv").write_text("id,name,group,so_hop,diem\na,Sở A,so,4,60\nb,Xã B,xa,3,72\n", "utf-8")
    code, out, err = ran("what-if", "--amend", "sua.yaml", "--format", "json")
    assert code == 0, err
    whole, stray = json.loads(out)["scenarios"][0]["lists"]
    assert (whole["id"], [unit["id"] for unit in whole["units"]], whole["unchanged"]) == ("all", [], 1)
    assert (stray["id"], [unit["id"] for unit in stray["units"]], [unit["id"] for unit in stray["unranked"]]) == (
        "",
        ["b"],
        ["b"],
    )
    assert "Không thuộc danh sách nào trong kịch bản" in ran("what-if", "--amend", "sua.yaml")[1]


def test_what_cannot_be_ranked_is_said(year):
    made = tried(year, "Sở A.diem=")
    assert [each.name for each in made.lists[0].unranked] == ["Sở A"]
    unit = next(each for each in made.lists[0].units if each.id == "a")
    assert unit.now.rank is None
    assert unit.now.reason.en


def test_the_ruleset_itself_stays(year):
    before = Path("r.yaml").read_bytes()
    tried(year, "tiers.tot=32")
    assert Path("r.yaml").read_bytes() == before
    assert year.rules.ruleset.scorecards[0].root.tiers[0].from_.amount == 30


# ── Sweeps ──


def swept(year, *said, names=None):
    made = tried(year, *said, names=names)
    assert not isinstance(made, tuple), made
    return made.sweep


@pytest.mark.long
def test_a_swept_bound_meets_each_total():
    year = opened("2021")
    sweep = swept(year, "tiers.tot=800..900", names=YearNames("2021"))
    totals = sorted(
        u.outcome for u in evaluation(year.rules.ruleset, year.observed).result.units if 800 <= u.outcome <= 900
    )
    assert sweep.known == "exact"
    assert [each.value for each in sweep.points] == totals
    for point in sweep.points:
        for unit in point.units:
            assert (unit.below.tier, unit.at.tier, unit.above.tier) == ("tot", "tot", "kha")
            assert unit.at.total == point.value


@pytest.mark.long
@pytest.mark.parametrize(
    ("ruleset", "said", "lists", "elsewhere"),
    [
        ("2022", "tinh.tiers.xuat_sac=200..245", [22], 8),
        ("2022", "huyen.tiers.xuat_sac=320..330", [8], 22),
        ("2021", "tiers.tot=840..860", [22, 8], 0),
        ("2022", "parameters.nguong_dvc=85%..90% step 5%", [22, 8], 0),  # who reads a parameter is not known
    ],
)
def test_a_sweep_counts_the_lists_that_its_value_can_touch(ruleset, said, lists, elsewhere):
    sweep = swept(opened(ruleset), said, names=YearNames(ruleset))
    assert ([each.units for each in sweep.lists], sweep.elsewhere) == (lists, elsewhere)
    for each in sweep.lists:
        assert each.title.vi
        assert {sum(stretch.tiers.values()) for stretch in each.stretches} == {each.units}  # all of them are ranked
    assert sweep.stays == sum(lists) - len({unit.id for point in sweep.points for unit in point.units})


@pytest.mark.long
def test_a_sweep_names_its_lists_and_draws_each_apart(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    assert cli.run(["what-if", "2022", "--set", "tinh.tiers.xuat_sac=200..245", "-o", "s.html"]) == 0
    text = Path("s.html").read_text("utf-8")
    assert "Tính trong: Sở, ban, ngành tỉnh (22 đơn vị)." in text
    assert "8 đơn vị ở danh sách khác không đổi và không được đếm." in text
    assert text.count('role="img"') == 1
    assert cli.run(["what-if", "2021", "--set", "tiers.tot=840..860", "-o", "t.html"]) == 0
    assert Path("t.html").read_text("utf-8").count('role="img"') == 2


def test_a_share_meets_each_total_over_its_maximum(year):
    sweep = swept(year, "tiers.kha=40%..90%")
    assert [each.value for each in sweep.points][:1] == [Fraction(20, 40)]
    assert sweep.known == "exact"


def test_a_swept_maximum_meets_where_totals_cross(year):
    """a has 10 + x * 3 / 4, b 5 + x * 9 / 10, c 5 + x / 2, d x: a meets d at x = 40, b at 100/3; b meets d at 50; d meets c at 10."""
    sweep = swept(year, "ket_qua.max=20..45")
    assert sweep.known == "grid"
    crossings = {Fraction(100, 3), Fraction(40)}
    assert crossings <= {each.value for each in sweep.points}
    assert all(each.value is not None for each in sweep.points)


def test_a_swept_answer_that_is_whole_takes_every_value(year):
    sweep = swept(year, "Sở A.so_hop=0..6")
    assert (sweep.known, sweep.evaluated, sweep.step) == ("every_value", 7, 1)
    assert [each.value for each in sweep.points] == [2, 4] or {each.value for each in sweep.points} <= {2, 4}


@pytest.mark.long
def test_where_the_ruleset_is_refused_a_sweep_says_so(year):
    """A share from which points are full is above 0."""
    sweep = swept(year, "ket_qua.full_at=-50%..50%")
    assert [each.code for each in sweep.refused] == ["ITR372"]
    (edge,) = [each for each in sweep.points if each.is_refused_below]
    assert (edge.value, edge.is_refused_above) == (0, False)
    assert set(rows(tried(year, "ket_qua.full_at=-50%..-10%"))) == {"ITR372.full_at"}


SMALL = [("tiers.tot", 10, 40), ("ket_qua.max", 20, 45), ("ket_qua.cap", 5, 30), ("hop.from.4", 0, 10)]


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize(("address", "low", "high"), SMALL)
def test_a_fine_grid_sees_the_same_moves(year, address, low, high):
    _sees_the_same(year, YearNames("r.yaml", ["d.csv"]), address, low, high, size(40, 4_000))


@pytest.mark.long
@pytest.mark.parametrize(("address", "low", "high"), [("ket_qua.cap", 5, 30)])
def test_where_points_are_rounded_the_grid_itself_sees_the_same_moves(year, address, low, high):
    """*What moves and moves back between two values of the grid is not seen*: c wavers about half of its maximum."""
    Path("r.yaml").write_text(RULES + "rounding: {leaf: 1}\n", "utf-8")
    year, names = opened("r.yaml", ["d.csv"]), YearNames("r.yaml", ["d.csv"])
    _sees_the_same(year, names, address, low, high, GRID)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("ruleset", "address", "low", "high", "count"),
    [
        ("2021", "tiers.kha", 650, 750, 200),
        ("2022", "tinh.tiers.tot", 172, 219, 200),
        ("2022", "t_hop.max", 7, 12, GRID),  # its points are rounded: two units change places six times within a step
    ],
)
def test_a_fine_grid_sees_the_same_moves_of_a_year(ruleset, address, low, high, count):
    _sees_the_same(opened(ruleset), YearNames(ruleset), address, low, high, count)


def _sees_the_same(year, names, address, low, high, count):
    """Evaluated apart from the sweep, everybody stands the same between two points, and otherwise beyond each."""
    sweep = swept(year, f"{address}={low}..{high}", names=names)
    target = target_of(address, places(year), Place())
    points = [each.value for each in sweep.points]
    assert None not in points
    last = None
    for step in range(count + 1):
        at = Fraction(low) + Fraction(high - low) * step / count
        now = standings(year, target, at)
        inside = sum(point < at for point in points)
        if at in points:
            last = None
            continue
        if last is not None and last[0] == inside:
            assert last[1] == now, (address, at)
        elif last is not None and inside - last[0] == 1:
            point = next(each for each in sweep.points if each.value == points[inside - 1])
            same = all((unit.below.rank, unit.below.tier) == (unit.above.rank, unit.above.tier) for unit in point.units)
            assert (last[1] == now) is same, (address, at)
        last = inside, now


def standings(year, target, at):
    document = year.rules.loaded.document
    changes = [Edit(path, number(at)) for path in target.paths]
    if target.paths[0][-1] == "max":
        way = target.paths[0]
        changes += [Edit((*way[:depth], "max")) for depth in range(len(way) - 3, 1, -2)]
    made = remade(year.rules.loaded, edited(document, changes))
    assert made.ruleset is not None, made.findings
    return [(u.rank, u.tier) for u in evaluation(made.ruleset, year.observed).result.units]


@pytest.mark.parametrize(("low", "high"), [("1/3", "1/2"), ("0", "1"), ("2", "5/2"), ("-3/2", "-4/3"), ("7/10", "5/7")])
def test_the_simplest_number_has_the_smallest_denominator(low, high):
    low, high = Fraction(low), Fraction(high)
    found = simplest(low, high)
    assert low < found < high
    for bottom in range(1, found.denominator):
        assert not any(low < Fraction(top, bottom) < high for top in range(-20 * bottom, 20 * bottom))


def test_a_share_that_a_unit_reports_is_swept_exactly(tmp_path, monkeypatch):
    """Half of 85% to 90% is 87.5%; b has 8.75 of 10, and a meets it just there, though a third is no decimal."""
    monkeypatch.chdir(tmp_path)
    text = RULES.replace("diem: {type: number, min: 0, max: 100}", "diem: {type: percent, max: 100%}")
    Path("r.yaml").write_text(text.replace("diem / 100", "diem"), "utf-8")
    Path("d.csv").write_text("id,name,so_hop,diem\na,Sở A,0,10%\nb,Sở B,0,66.7%\n", "utf-8")
    year, names = opened("r.yaml", ["d.csv"]), YearNames("r.yaml", ["d.csv"])
    for said in ("Sở A.diem=40%..70%", "Sở A.diem=40..70"):
        sweep = swept(year, said, names=names)
        assert not sweep.refused
        assert {float(each.value) for each in sweep.points} >= {0.667 if "%" in said else 66.7}
    assert tried(year, "Sở A.diem=50%", names=names).changes[0].before == "10%"


def test_a_point_that_is_not_found_in_time_lies_between_two_values(year, monkeypatch):
    monkeypatch.setattr(sweeping, "MOST_EVALUATIONS", GRID)
    sweep = swept(year, "ket_qua.max=20..45")
    open_ = [each for each in sweep.points if each.value is None]
    assert open_
    assert all(each.low < each.high for each in open_)


def test_the_bound_of_a_tier_meets_no_more_points_than_may_be_evaluated(year, monkeypatch):
    """Five values and one between each two would be nine evaluations: it is swept on a grid, and says so."""
    monkeypatch.setattr(sweeping, "MOST_EVALUATIONS", 8)
    sweep = swept(year, "tiers.tot=20..40")
    assert sweep.known == "grid"
    assert {each.value for each in sweep.points} <= {20, 30, 32, Fraction(65, 2), None}
    assert all(each.low < each.high for each in sweep.points)
    monkeypatch.setattr(sweeping, "MOST_EVALUATIONS", 9)
    assert swept(year, "tiers.tot=20..40").known == "exact"


def test_a_sweep_by_steps_ends_where_its_last_step_is(year):
    """20, 24, 28, 32: c with 20 and d with 30 points are in another tier than at the value before; 33 is not tried."""
    sweep = swept(year, "tiers.tot=20..33 step 4")
    assert (sweep.low, sweep.high, sweep.evaluated, sweep.stays) == (20, 32, 4, 2)
    assert [(each.low, each.value, [unit.name for unit in each.units]) for each in sweep.points] == [
        (20, 24, ["Sở C"]),
        (28, 32, ["TP. D"]),
    ]
    runs = [(each.low, each.high, dict(each.tiers)) for each in sweep.lists[0].stretches]
    assert runs == [(20, 20, {"tot": 4}), (24, 28, {"tot": 3, "kha": 1}), (32, 32, {"tot": 2, "kha": 2})]


def test_a_sweep_by_steps_says_what_it_looked_at(ran):
    said = ["--set", "tiers.tot=20..33 step 4"]
    _, out, _ = ran("what-if", *said)
    assert "ngưỡng mức Tốt: 30 → từ 20 đến 33, bước 4 (tiers.tot)" in out
    assert "từ 20 đến 32: 2 điểm có đơn vị đổi hạng hoặc đổi mức; 2 đơn vị không đổi ở mọi giá trị đã tính." in out
    assert "Đã tính 4 giá trị, từ 20 đến 32, bước 4; mỗi giá trị được so với giá trị ngay trước." in out
    assert "Tại  Đơn vị  Giá trị trước → tại giá trị này\n 24  Sở C    Tốt → Khá\n" in out
    assert "Ngay dưới" not in out
    assert "cả khoảng" not in out
    _, out, _ = ran("what-if", *said, "--lang", "en")
    assert "from 20 to 32: 2 points where somebody changes rank or tier; 2 units stand alike at every value" in out
    ran("what-if", *said, "-o", "thu.xlsx")
    assert ["Tại", "Đơn vị", "Giá trị trước → tại giá trị này"] in [row[1:4] for row in sheets("thu.xlsx")["Quét"]]


def test_only_what_is_proved_is_said_of_the_whole_range(ran):
    assert "2 đơn vị không đổi trên cả khoảng." in ran("what-if", "--set", "tiers.tot=31..33")[1]
    assert "1 đơn vị không thấy đổi." in ran("what-if", "--set", "ket_qua.max=20..45")[1]


def test_a_value_that_cannot_be_evaluated_ends_no_claim(year):
    """A share is full from above 0 on: nobody is said to move where the values begin that can be evaluated."""
    sweep = swept(year, "ket_qua.full_at=0%..50% step 25%")
    assert [(each.value, len(each.units), each.is_refused_below) for each in sweep.points] == [
        (Fraction(1, 4), 0, True),
        (Fraction(1, 2), 2, False),
    ]
    assert [dict(each.tiers) for each in sweep.lists[0].stretches] == [{}, {"tot": 4}, {"tot": 3, "kha": 1}]


@pytest.mark.long
def test_the_bound_of_a_step_is_swept_at_decimals(year):
    """a and b have 4 and 3 meetings, c two: points move just above 2 and 3, and no value is too long to be written."""
    sweep = swept(year, "hop.from.4.bound=2.5..3.5")
    assert ([each.value for each in sweep.points], sweep.refused) == ([3], ())
    sweep = swept(year, "hop.from.4.bound=1.5..2.5")
    assert [(each.value, each.units[0].at) for each in sweep.points] == [(2, None)]
    assert [each.code for each in sweep.refused] == ["ITR112"]  # two steps from 2


def test_an_answer_that_is_whole_takes_no_more_values_than_a_sweep_may(year):
    assert rows(tried(year, f"Sở A.so_hop=0..{MOST_POINTS}")) == ["ITR784.points"]
    assert rows(tried(year, f"Sở A.so_hop=1..{MOST_POINTS}")) != ["ITR784.points"]


# ── Tiers and rankings of criteria ──

WITH_PARTS = """\
format: itrank-ruleset/1
id: n
version: "1"
title: N
period: 2027
scorecards:
  bang:
    max: 100
    criteria:
      - {id: c1, code: "1", title: Hồ sơ, max: 60, score: {count: self, each: 1}, answer: {type: count}, ranking: {lists: all}, tiers: [{id: t1, title: T1, from: 30}, {id: t2, title: T2}]}
      - {id: c2, code: "2", title: Họp, max: 40, score: {count: self, each: 1}, answer: {type: count}}
    tiers: [{id: cao, title: Cao, from: 80}, {id: kha, title: Kha, from: 0}]
    ranking: {lists: all}
"""


@pytest.fixture
def parts(tmp_path, monkeypatch, capfd):
    """Units a, b, c with 25, 35, 50 points in c1 and 55, 75, 85 in all; gives what a command prints."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ITRANK_LANG", raising=False)
    (tmp_path / "r.yaml").write_text(WITH_PARTS, "utf-8")
    (tmp_path / "d.csv").write_text("id,c1,c2\na,25,30\nb,35,40\nc,50,35\n", "utf-8")

    def run(*said):
        assert cli.run(["what-if", "--ruleset", "r.yaml", "--data", "d.csv", *said]) == 0
        return capfd.readouterr().out

    return run


def in_c1(standing):
    (part,) = standing.parts
    return part.tier, part.rank


def test_a_tier_of_a_criterion_moves_units(parts):
    out = parts("--set", "c1.tiers.t1=40")
    assert "Không đơn vị nào khác" not in out
    assert (
        "0 đơn vị đổi xếp loại, 0 lên hạng, 0 xuống hạng; 1 đơn vị có gì đó khác, 2 không đổi. "
        "1 đơn vị đổi mức hay hạng ở một tiêu chí có mức hay xếp hạng riêng."
    ) in out
    assert "b       ngưỡng, điều kiện của mức" in out
    assert "b       1 Hồ sơ   mức T1 → T2" in out
    (made,) = tried(opened("r.yaml", ["d.csv"]), "c1.tiers.t1=40").lists
    assert [(unit.id, in_c1(unit.before), in_c1(unit.now)) for unit in made.units] == [("b", ("t1", 2), ("t2", 2))]


def test_a_rank_in_a_criterion_moves_units(parts):
    """40 instead of 25 points in c1 put a before b there, and c and b keep their ranks in all."""
    out = parts("--set", "a.c1=40")
    assert "a       1 Hồ sơ   mức T2 → T1; hạng 3 → 2" in out
    assert "b       1 Hồ sơ   hạng 2 → 3" in out
    assert "b       đơn vị khác đổi chỗ" in out


def test_pages_and_workbooks_name_the_criteria_in_which_tiers_change(parts):
    for said in (["-o", "thu.html"], ["--council", "-o", "hop.html"], ["-o", "thu.xlsx"]):
        parts("--set", "c1.tiers.t1=40", *said)
    assert "<td>1 Hồ sơ</td><td>mức T1 → T2</td>" in Path("thu.html").read_text("utf-8")
    council = Path("hop.html").read_text("utf-8")
    assert "<td>Kha; 1 Hồ sơ: mức T1 → T2</td>" in council
    assert "chỉ đổi điểm" not in council
    sheet = CalamineWorkbook.from_path("thu.xlsx").get_sheet_by_name("Mức và hạng ở từng tiêu chí").to_python()
    assert sheet[-1][1:4] == ["b", "1 Hồ sơ", "mức T1 → T2"]


@pytest.mark.parametrize(
    ("said", "points"),
    [
        ("c1.tiers.t1=20..40", [25, 35]),
        ("c1.tiers.t1=40%..70%", [Fraction(25, 60), Fraction(35, 60)]),  # of 60, which c1 has at most
    ],
)
def test_a_swept_tier_of_a_criterion_meets_the_points_of_the_criterion(parts, said, points):
    del parts
    year = opened("r.yaml", ["d.csv"])
    sweep = swept(year, said)
    assert (sweep.known, [each.value for each in sweep.points], sweep.stays) == ("exact", points, 1)
    assert sweep.about.vi == "1 Hồ sơ: ngưỡng mức T1"
    assert [[unit.id for unit in each.units] for each in sweep.points] == [["a"], ["b"]]
    for point in sweep.points:
        for unit in point.units:
            assert [in_c1(side)[0] for side in (unit.below, unit.at, unit.above)] == ["t1", "t1", "t2"]
    assert [dict(each.tiers) for each in sweep.lists[0].stretches] == [
        {"t1": 3},
        {"t1": 2, "t2": 1},
        {"t1": 1, "t2": 2},
    ]


def test_the_rows_of_a_sweep_name_the_criterion(parts):
    out = parts("--set", "c1.tiers.t1=20..40")
    assert " 25  a, 1 Hồ sơ  mức T1 → T1 → T2" in out
    assert "2 điểm có đơn vị đổi hạng hoặc đổi mức; 1 đơn vị không đổi trên cả khoảng." in out


# ── Limits and strangers ──


def test_a_sweep_has_a_limit():
    assert not isinstance(value_of(f"1..{MOST_POINTS} step 1", Place()), Finding)
    found = value_of(f"0..{MOST_POINTS} step 1", Place())
    assert (found.row, found.params["found"]) == ("ITR784.points", str(MOST_POINTS + 1))


def test_a_scenario_has_a_limit_of_changes():
    assert not isinstance(of_command_line([f"a{n}=1" for n in range(MOST_CHANGES)], "--set"), tuple)
    assert rows(of_command_line([f"a{n}=1" for n in range(MOST_CHANGES + 1)], "--set")) == ["ITR784.changes"]


@pytest.mark.parametrize("wrong", ["5..5", "9..4", "5..x", "50%..80", "1..5 step 0", "1..5 step -1", "1..5 step 10%"])
def test_a_range_rises(wrong):
    assert value_of(wrong, Place()).row == "ITR785"


def test_a_scenario_sweeps_one_number_and_sets_each_once():
    assert rows(of_command_line(["a=1..2", "b=1..2"], "--set")) == ["ITR786"]
    assert rows(of_command_line(["a=1", "a=2"], "--set")) == ["ITR789"]
    assert rows(of_command_line(["a"], "--set")) == ["ITR782"]


def test_one_value_under_two_addresses_is_set_once(year):
    assert rows(tried(year, "tiers.tot=31", "bang.tiers.tot.from=32")) == ["ITR789"]


def kept(text, folder=None):
    return scenarios_of(text.encode(), "thu.whatif.yaml", folder or Path(), opened("2021").rules.ruleset)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("format: itrank-ruleset/1\nscenarios: {a: {set: {x: 1}}}", "ITR1"),
        ("format: itrank-whatif/1\nscenarios: {a: {sets: {x: 1}}}", "ITR140"),
        ("format: itrank-whatif/1\nscenarios: {a: {amend: ../x.yaml}}", "ITR1"),
        ("format: itrank-whatif/1\nscenarios: {a: {amend: /etc/passwd}}", "ITR1"),
        ("format: itrank-whatif/1\nruleset: khac@1\nscenarios: {a: {set: {x: 1}}}", "ITR787"),
        ("format: itrank-whatif/1\nscenarios: {a: {set: {x: [1]}}}", "ITR1"),
        ("format: itrank-whatif/1\nscenarios: {a: &x {set: {x: 1}}}", "ITR109"),
        ('format: itrank-whatif/1\nscenarios: {"a\\u202e": {set: {x: 1}}}', "ITR103"),
        ("format: itrank-whatif/1\nscenarios: {" + ", ".join(f"k{n}: {{set: {{x: 1}}}}" for n in range(MOST_KEPT + 1)) + "}", "ITR1"),
    ],
)  # fmt: skip
def test_a_file_of_scenarios_is_read_strictly(text, row):
    made = kept(text)
    assert isinstance(made, Stopped)
    assert made.findings[0].row.startswith(row), made.findings


def test_a_file_of_scenarios_holds_as_many_as_it_may():
    made = kept(
        "format: itrank-whatif/1\nscenarios: {" + ", ".join(f"k{n}: {{set: {{x: 1}}}}" for n in range(MOST_KEPT)) + "}"
    )
    assert len(made.scenarios) == MOST_KEPT


@pytest.mark.parametrize(
    ("address", "row", "params", "meant"),
    [
        ('"Sở 1".so_hop', "ITR780.unit", {"target": "Sở 1"}, "Sở 01"),
        ("Sở 1.so_hop", "ITR780.unit", {"target": "Sở 1"}, "Sở 01"),
        ('"Sở 1".sohop', "ITR780.unit", {"target": "Sở 1"}, "Sở 01"),
        ('"Sở 01".sohop', "ITR780.input", {"unit": "Sở 01", "target": "sohop"}, "so_hop"),
        ("a.sohop", "ITR780.input", {"unit": "a", "target": "sohop"}, "so_hop"),
        ('"Sở 10".so_hop', "ITR781", {"target": "Sở 10.so_hop", "choices": "c.so_hop, d.so_hop"}, ""),
        ('"hopp".max', "ITR780.unit", {"target": "hopp"}, ""),
        ("bang.tierz", "ITR780", {"target": "bang.tierz"}, ""),
        ("tiers.x.so_hop", "ITR780", {"target": "tiers.x.so_hop"}, ""),
    ],
)
def test_an_unknown_answer_says_whether_its_unit_or_its_input_is_unknown(year, address, row, params, meant):
    names = {"a": "Sở 01", "b": "Sở 11", "c": "Sở 10", "d": "Sở 10"}
    units = tuple(replace(unit, name=names[unit.id]) for unit in year.observed.units)
    found = target_of(address, replace(places(year), units=units), Place())
    assert isinstance(found, Finding)
    assert (found.row, found.params) == (row, params)
    if meant:
        assert f'Có phải "{meant}"?' in found.help[0]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("tiers.tot=30.0", "ngưỡng mức Tốt vốn đã là 30.0: đặt lại như vậy không đổi gì"),
        ('"Sở A".so_hop=4', "Sở A: so_hop vốn đã là 4: đặt lại như vậy không đổi gì"),
        ("a.co=có", "Sở A: co vốn đã là có: đặt lại như vậy không đổi gì"),
        ("hop.from.4.bound=4", '1 Họp: mốc của bậc "từ 4" vốn đã là 4: đặt lại như vậy không đổi gì'),
        ("tiers.kha=50%", "ngưỡng mức Khá vốn đã là 50%: đặt lại như vậy không đổi gì"),
        ("tiers.tot=31", None),
        ("hop.cap=5", None),
        ('"Sở A".so_hop=', None),
    ],
)
def test_a_change_to_what_is_so_already_is_told(year, said, told):
    found = [each.message.vi for each in tried(year, said).warnings if each.code == "ITR791"]
    assert found == ([] if told is None else [told])


@pytest.mark.parametrize("typed", ["+10", " + 10", "+1,5", "+5%", "+0"])
def test_a_plus_sign_is_never_guessed(year, typed):
    (found,) = of_command_line([f"tiers.tot={typed}"], "--set")
    assert (found.row, found.params["found"]) == ("ITR782.sign", typed.strip())
    kept_ = kept(f"format: itrank-whatif/1\nscenarios: {{a: {{set: {{tiers.tot: '{typed}'}}}}}}\n")
    assert rows(kept_.findings) == ["ITR782.sign"]


def test_a_minus_sign_is_a_negative_number(year):
    scenario = of_command_line(["bang.min=-5"], "--set")
    assert str(scenario.changes[0].value) == "-5"
    assert tried(year, "bang.min=-5").changes[0].now == "-5"


# ── The command ──


@pytest.fixture
def ran(year, capfd, monkeypatch):  # its folder
    monkeypatch.delenv("ITRANK_LANG", raising=False)

    def run(*arguments):
        capfd.readouterr()
        code = cli.run(
            [*arguments, "--ruleset", "r.yaml", "--data", "d.csv"] if arguments[0] == "what-if" else [*arguments]
        )
        printed = capfd.readouterr()
        return code, printed.out, printed.err

    return run


def test_the_table_says_who_moves_and_that_it_is_no_result(ran):
    code, out, err = ran("what-if", "--set", "hop.from.4=4")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == lines[-1] == "KỊCH BẢN, KHÔNG PHẢI KẾT QUẢ"
    assert 'Kịch bản: 1 Họp: điểm của bậc "từ 4" = 4' in lines
    assert '  1 Họp: điểm của bậc "từ 4": 10 → 4 (hop.from.4)' in lines
    assert "1 đơn vị đổi xếp loại, 2 lên hạng, 1 xuống hạng; 3 đơn vị có gì đó khác, 1 không đổi." in lines
    assert "1 → 3  ▼2  Sở A        32,5           26,5     −6  Tốt → Khá" in lines
    assert "Sở A    1 Họp 10 → 4 (−6)" in lines


def test_scenarios_stand_side_by_side(ran):
    Path("r.whatif.yaml").write_text(
        "format: itrank-whatif/1\nruleset: thu@1\nscenarios:\n"
        "  thap: {title: Hạ ngưỡng, set: {tiers.tot: 20}}\n  cao: {title: Nâng ngưỡng, set: {tiers.tot: 32}}\n",
        "utf-8",
    )
    code, out, _ = ran("what-if", "--lang", "en")
    assert code == 0
    assert "Side by side" in out
    assert "Scenario: Hạ ngưỡng" in out
    assert "Scenario: Nâng ngưỡng" in out
    code, out, _ = ran("what-if", "--scenario", "cao")
    assert "Hạ ngưỡng" not in out
    code, _, err = ran("what-if", "--scenario", "caoo")
    assert code == 2
    assert 'Có phải "cao"?' in err


def test_more_scenarios_than_stand_side_by_side_are_refused(ran):
    names = [f"k{n}" for n in range(MOST_SCENARIOS + 1)]
    text = "format: itrank-whatif/1\nscenarios:\n" + "".join(
        f"  {name}: {{set: {{tiers.tot: 20}}}}\n" for name in names
    )
    Path("r.whatif.yaml").write_text(text, "utf-8")
    assert ran("what-if")[0] == 2
    chosen = [word for name in names[:-1] for word in ("--scenario", name)]
    assert ran("what-if", *chosen)[0] == 0


def test_an_amendment_is_a_scenario(ran):
    amendment = 'format: itrank-ruleset/1\nid: sua\nversion: "2"\ntitle: Sửa\nextends: thu@1\namend: {hop: {score: {steps: so_hop, from: {3: 10}, otherwise: 0}}}\n'
    Path("sua.yaml").write_text(amendment, "utf-8")
    code, out, _ = ran("what-if", "--amend", "sua.yaml", "--format", "json")
    assert code == 0
    (scenario,) = json.loads(out)["scenarios"]
    assert {unit["id"]: unit["total_change"] for unit in scenario["lists"][0]["units"]}["b"] == "5"
    Path("sua.yaml").write_text(amendment.replace("thu@1", "khac@1"), "utf-8")
    code, _, err = ran("what-if", "--amend", "sua.yaml")
    assert code == 1
    assert "ITR788" in err


def test_a_scenario_that_breaks_the_ruleset_ends_with_1_at_its_line(ran):
    Path("r.whatif.yaml").write_text(
        "format: itrank-whatif/1\nscenarios:\n  sai:\n    set:\n      ket_qua.full_at: 0\n", "utf-8"
    )
    code, out, err = ran("what-if")
    assert (code, out) == (1, "")
    assert "r.whatif.yaml:5:" in err


def test_points_that_appraisers_set_stay_and_that_is_said(ran):
    row = "a,hop,first,10,7,Thiếu biên bản,Biên bản 3,Tổ thẩm định,2026-01-05\n"
    Path("d.corrections.csv").write_text("unit,target,stage,from,to,reason,basis,by,at\n" + row, "utf-8")
    code, out, err = ran("what-if", "--set", "Sở A.so_hop=0")
    assert code == 0
    assert "người thẩm định đã ấn định điểm ở 1 Họp" in out
    assert "cảnh báo ITR790" in err
    assert "4 không đổi" in out or "đã so 4 đơn vị" in out
    assert "ITR790" not in ran("what-if", "--set", "Sở A.so_hop=0", "--stage", "declared")[2]


def test_a_name_cannot_command_the_terminal(ran):
    Path("d.csv").write_text(DATA.replace("Sở A", "Sở\x1b[2JA"), "utf-8")
    _, out, err = ran("what-if", "--set", "hop.from.4=4")
    assert "\x1b" not in out + err
    _, out, err = ran("what-if", "--set", "hop\x1b[2J.max=4")
    assert "\x1b" not in out + err


# ── Never a result ──


@pytest.mark.parametrize(
    "command",
    [
        ["report", "thu.json"],
        ["freeze", "thu.json", "-o", "goi.zip"],
        ["approve", "thu.json", "--minutes", "d.csv", "--number", "1", "--date", "2026-01-02"],
        ["compare", "thu.json", "thu.json"],
    ],
)
def test_no_command_takes_a_scenario_for_a_result(ran, command):
    assert ran("what-if", "--set", "tiers.tot=32", "-o", "thu.json")[0] == 0
    code, out, err = ran(*command)
    assert code != 0
    assert out == ""
    assert "đây là kịch bản thử (what-if), không phải kết quả" in err
    assert not Path("goi.zip").exists()


def test_scenarios_are_no_ruleset(ran):
    Path("r.whatif.yaml").write_text("format: itrank-whatif/1\nscenarios: {a: {set: {x: 1}}}\n", "utf-8")
    code, _, err = ran("evaluate", "r.whatif.yaml", "--data", "d.csv")
    assert code == 1
    assert "đây là tệp kịch bản (itrank-whatif/1), không phải bộ tiêu chí" in err


@pytest.mark.long
def test_json_keeps_its_schema(ran):
    committed = (ROOT / "schemas" / "tried.schema.json").read_text("utf-8")
    assert committed == text_of(schema_of(WhatIfRecord, "tried", FORMAT)), "python -m itrank.engine.scenario.contract"
    import jsonschema

    for said in ("hop.from.4=4", "tiers.tot=20..40", "ket_qua.max=20..45"):
        code, out, _ = ran("what-if", "--set", said, "--format", "json")
        assert code == 0
        jsonschema.validate(json.loads(out), json.loads(committed))
    assert json.loads(out)["notice"] == {"vi": "KỊCH BẢN, KHÔNG PHẢI KẾT QUẢ", "en": "SCENARIO, NOT A RESULT"}


def test_the_schema_of_scenario_files_is_the_one_of_the_code():
    committed = (ROOT / "schemas" / "whatif.schema.json").read_text("utf-8")
    assert committed == written(), "python -m itrank.engine.scenario.scenario_schema > schemas/whatif.schema.json"


def test_illustrative_data_are_marked(capfd):
    assert cli.run(["what-if", "2021", "--set", "tiers.tot=860", "--lang", "en"]) == 0
    assert capfd.readouterr().out.splitlines()[1] == "ILLUSTRATIVE DATA"


@pytest.mark.long
def test_same_bytes(tmp_path):
    made = [
        subprocess.run(
            ["itrank", "what-if", "2021", "--set", "tiers.tot=860", "--format", "json"],
            capture_output=True, check=True, cwd=tmp_path, env={"PATH": str(ROOT / ".venv" / "bin"), "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert made[0] == made[1]


# ── Pages and workbooks ──


def test_the_page_asks_for_nothing_and_says_twice_that_it_is_no_result(ran):
    code, out, _ = ran("what-if", "--set", "hop.from.4=4", "-o", "thu.html")
    text = Path("thu.html").read_text("utf-8")
    assert (code, out) == (0, "")
    assert text.count("KỊCH BẢN, KHÔNG PHẢI KẾT QUẢ") >= 2
    assert "default-src 'none'" in text
    assert "<script" not in text
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert text.count('role="img"') == 2  # tiers, and ranks
    assert "1 Họp 10 → 4 (−6)" in text


def test_the_page_of_a_sweep_draws_it(ran):
    ran("what-if", "--set", "tiers.tot=20..40", "-o", "thu.html")
    text = Path("thu.html").read_text("utf-8")
    assert text.count('role="img"') == 1
    assert "32,5" in text


def test_the_page_for_the_council_has_one_table_a_list(ran):
    ran("what-if", "--set", "hop.from.4=4", "--council", "-o", "hop.html")
    text = Path("hop.html").read_text("utf-8")
    assert text.count("<table") == 1
    for words in ("Ai đổi", "Ai gần ngưỡng", "Tốt → Khá", "còn thiếu 3,5 điểm tới ngưỡng Tốt (30)"):
        assert words in text
    assert text.count("KỊCH BẢN, KHÔNG PHẢI KẾT QUẢ") >= 2


def test_the_page_for_the_council_reads_words(ran):
    text = RULES.replace(
        "co: {type: yes_no, missing: zero}",
        """co: {type: yes_no, missing: zero}
  ban: {label: Trưởng ban, type: choice, options: {cap_pho: Cấp phó, dung_dau: Người đứng đầu}, missing: skip}""",
    )
    Path("r.yaml").write_text(text, "utf-8")
    said = ["--set", "tiers.tot=30.0", "--set", "tiers.kha=35.5", "--set", "a.co=không", "--set", "a.ban=cap_pho"]
    ran("what-if", *said, "--council", "-o", "hop.html")
    text = Path("hop.html").read_text("utf-8")
    for words in (
        "<li>ngưỡng mức Khá: 50% → 35,5</li>",
        "<li>Sở A: co: có → không</li>",
        "<li>Sở A: Trưởng ban: chưa ghi → Cấp phó</li>",
        "ngưỡng mức Tốt vốn đã là 30.0: đặt lại như vậy không đổi gì",
    ):
        assert words in text
    assert "không đơn vị nào được xếp mức &#34;Khá&#34;" in text
    for code in ("ITR", "tiers.", "cap_pho", "&#34;kha&#34;", "check"):
        assert code not in text
    ran("what-if", "--set", "ket_qua.full_at=0%..50% step 25%", "--council", "-o", "hop.html")
    text = Path("hop.html").read_text("utf-8")
    assert "<p>Một phần của khoảng không tính được.</p>" in text
    assert "full_at" not in text


def test_the_council_reads_who_has_no_rank_and_that_maxima_differ(ran):
    ran("what-if", "--set", "Sở A.diem=", "--set", "ket_qua.max=40", "--council", "-o", "hop.html")
    text = Path("hop.html").read_text("utf-8")
    assert "<p>Không xếp hạng trong kịch bản (1): Sở A.</p>" in text
    assert "không cùng điểm tối đa.</p>" in text
    assert text.count("Gần ngưỡng nhất") == 0  # they stand in a list


def test_what_a_scenario_names_is_listed_though_only_its_points_change(ran):
    said = ["--set", '"Sở A".diem=61']
    _, out, _ = ran("what-if", *said)
    assert "0 đơn vị đổi xếp loại, 0 lên hạng, 0 xuống hạng; 1 đơn vị có gì đó khác, 3 không đổi." in out
    assert "Sở A    2 Kết quả 22,5 → 22,875 (+0,375)" in out
    ran("what-if", *said, "--council", "-o", "hop.html")
    text = Path("hop.html").read_text("utf-8")
    for words in ("32,5 → 32,875 (+0,375)", "2 Kết quả 22,5 → 22,875", "Không đơn vị nào đổi hạng hay đổi mức."):
        assert words in text
    assert "đơn vị khác chỉ đổi điểm" not in text


def test_what_a_scenario_names_is_listed_though_nothing_of_it_changes(ran):
    said = ["--set", "a.so_hop=5"]  # from 4 on it is 10 points
    _, out, _ = ran("what-if", *said)
    assert "Không đơn vị nào khác: đã so 4 đơn vị." in out
    assert "Sở A    không gì đổi" in out
    ran("what-if", *said, "--council", "-o", "hop.html")
    text = Path("hop.html").read_text("utf-8")
    assert "không gì đổi" in text
    assert "chỉ đổi điểm" not in text
    ran("what-if", *said, "-o", "thu.json")
    (made,) = json.loads(Path("thu.json").read_text("utf-8"))["scenarios"][0]["lists"]
    (unit,) = made["units"]
    assert (unit["name"], unit["is_named"], unit["through"], made["unchanged"]) == ("Sở A", True, "same", 4)


def test_others_are_others_only_beside_some_that_are_listed(ran):
    ran("what-if", "--set", "hop.from.4=9.9", "--council", "-o", "hop.html")
    text = Path("hop.html").read_text("utf-8")
    assert "<p>1 đơn vị chỉ đổi điểm</p>" in text
    assert "<table" not in text  # no head over no rows
    ran("what-if", "--set", "hop.from.4=9.9", "--set", "b.diem=72.1", "--council", "-o", "hop.html")
    assert "<p>và 1 đơn vị khác chỉ đổi điểm</p>" in Path("hop.html").read_text("utf-8")


def test_the_chart_of_a_list_stands_before_who_is_near(ran):
    ran("what-if", "--set", "hop.from.4=4", "--council", "-o", "hop.html")
    text = Path("hop.html").read_text("utf-8")
    assert text.index("<table") < text.index("<figure") < text.index("Ai gần ngưỡng")


def test_no_sheet_ends_with_the_head_of_a_table(ran):
    ran("what-if", "--set", "tiers.tot=20..40", "-o", "thu.html")
    printed = Path("thu.html").read_text("utf-8").partition("</style>")[0].rpartition("@media print")[2]
    assert "h4,caption,thead{break-after:avoid}tbody tr:first-child{break-before:avoid}" in printed


def test_a_page_holds_names_of_strangers_as_text(ran):
    Path("d.csv").write_text(DATA.replace("Sở A", "<script>alert(1)</script>").replace("Sở B", "=1+1"), "utf-8")
    for more in ([], ["--council"]):
        ran("what-if", "--set", "hop.from.4=4", *more, "-o", "thu.html")
        assert "<script>" not in Path("thu.html").read_text("utf-8")
    ran("what-if", "--set", "hop.from.4=4", "-o", "thu.xlsx")
    with ZipFile("thu.xlsx") as inside:
        assert not any(b"<f>" in inside.read(name) for name in inside.namelist())


def sheets(name):
    """Each sheet's name with its rows."""
    book = CalamineWorkbook.from_path(name)
    return {each: book.get_sheet_by_name(each).to_python() for each in book.sheet_names}


def test_the_workbook_holds_numbers_as_numbers_and_marks_every_sheet(ran):
    assert ran("what-if", "--set", "hop.from.4=4", "-o", "thu.xlsx")[0] == 0
    every = sheets("thu.xlsx")
    assert list(every) == ["Kịch bản", "Ai đổi", "Điểm đổi ở tiêu chí nào"]
    assert all(rows[0][0] == "KỊCH BẢN, KHÔNG PHẢI KẾT QUẢ" for rows in every.values())
    rows = every["Ai đổi"]
    head = next(number for number, row in enumerate(rows) if row[0] == "Kịch bản")
    assert rows[head + 3][2:9] == ["Sở A", "1", "3", -2, 32.5, 26.5, -6]
    assert ran("what-if", "--set", "hop.from.4=4", "--format", "xlsx")[0] == 2


def test_a_page_or_workbook_of_a_scenario_is_no_result(ran):
    ran("what-if", "--set", "tiers.tot=32", "-o", "thu.html")
    ran("what-if", "--set", "tiers.tot=32", "-o", "thu.xlsx")
    code, _, err = ran("report", "thu.html")
    assert code == 1
    assert "đây là kịch bản thử" in err
    assert ran("report", "thu.xlsx")[0] != 0


def test_same_pages_and_workbooks(ran):
    made = []
    for _ in range(2):
        for name in ("thu.html", "thu.xlsx"):
            Path(name).unlink(missing_ok=True)
            ran("what-if", "--set", "hop.from.4=4", "-o", name)
            made.append(Path(name).read_bytes())
    assert made[:2] == made[2:]


@pytest.mark.slow
def test_a_scenario_of_100_leaves_takes_half_a_second(tmp_path, monkeypatch):
    """30 units and 100 leaves: at most 0.5 s of CPU beyond start-up and reading."""
    monkeypatch.chdir(tmp_path)
    leaves = [f"      - {{id: l{n}, max: 10, score: {{ratio: [a{n}, b{n}]}}}}" for n in range(100)]
    inputs = [f"  a{n}: {{type: count, max: b{n}}}\n  b{n}: {{type: count, min: 1}}" for n in range(100)]
    head = "format: itrank-ruleset/1\nid: lon\nversion: '1'\ntitle: Lớn\nrounding: {leaf: 2}\ninputs:"
    tiers = "    tiers: [{id: tot, from: 700}, {id: yeu}]\n    ranking: {lists: all}\n"
    Path("r.yaml").write_text(
        "\n".join([head, *inputs, "scorecards:", "  s:", "    criteria:", *leaves, tiers]), "utf-8"
    )
    names = ",".join(f"a{n},b{n}" for n in range(100))
    units = [f"u{u}," + ",".join(f"{(u * n) % 97},{97 + n}" for n in range(100)) for u in range(30)]
    Path("d.csv").write_text("\n".join([f"id,{names}", *units]), "utf-8")
    year, of = opened("r.yaml", ["d.csv"]), YearNames("r.yaml", ["d.csv"])
    for said in ("l3.max=20", "tiers.tot=500", "u3.a5=7"):
        with within(0.5, of=said):
            made = tried(year, said, names=of)
        assert made.lists
