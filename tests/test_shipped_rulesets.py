"""The shipped rulesets say what their decisions say, and their example data give what was published."""

import csv
import runpy
from fractions import Fraction
from pathlib import Path

import pytest
from itrank.engine import evaluate, load
from itrank.engine.model.codes import has_errors, message
from itrank.engine.model.observed import Observed
from itrank.engine.model.outcome import NoScore
from itrank.engine.model.result import Result, UnitResult
from itrank.engine.model.ruleset import Node, Ruleset
from itrank.engine.observe import observe, read_previous, read_table, table_of
from itrank.engine.prove import prover
from itrank.engine.prove.bounds import bounds_of
from itrank.engine.prove.checks.context import Context
from itrank.engine.prove.checks.gates import applies_decides, caps_cut, conditions_of_tiers_decide, tie_breaks_decide
from itrank.engine.prove.tier_facts import points_left
from itrank.engine.prove.within_points import within_points
from itrank.engine.rank.tiers import tier_of

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "examples" / "data"
STEMS = ("2021", "2022", "mau-hai-cap")


def ruleset_of(path: Path) -> Ruleset:
    """Load a ruleset that must be without findings."""
    loaded = load(path)
    assert [message(found, "en") for found in loaded.findings] == []
    assert loaded.ruleset is not None
    return loaded.ruleset


def shipped(stem: str) -> Ruleset:
    return ruleset_of(ROOT / "rulesets" / f"{stem}.yaml")


def observed(ruleset: Ruleset, stem: str) -> Observed:
    """Read an example's data, which must be without findings."""
    data, _, findings = read_table(DATA / f"{stem}.csv", f"{stem}.csv")
    units, _, more = read_table(DATA / f"{stem}.units.csv", f"{stem}.units.csv")
    assert data is not None
    assert units is not None
    previous = None
    if (DATA / f"{stem}.previous.csv").exists():
        previous, _, even_more = read_previous(DATA / f"{stem}.previous.csv")
        findings = (*findings, *even_more)
    assert (*findings, *more) == ()
    read = observe(ruleset, [data], units, previous)
    assert [message(found, "en") for found in read.findings] == []
    return read


_RESULTS: dict[str, Result] = {}


def example(stem: str) -> Result:
    """Evaluate an example, once."""
    if stem not in _RESULTS:
        ruleset = shipped(stem)
        _RESULTS[stem] = evaluate(ruleset, observed(ruleset, stem))
    return _RESULTS[stem]


def unit_named(result: Result, name: str) -> UnitResult:
    return next(unit for unit in result.units if unit.unit.name == name)


def score_of(unit: UnitResult, id_: str) -> Fraction:
    outcome = next(made.outcome for made in unit.criteria if made.node.id == id_)
    assert isinstance(outcome, Fraction)
    return outcome


def root(ruleset: Ruleset, card: str) -> Node:
    return next(scorecard.root for scorecard in ruleset.scorecards if scorecard.id == card)


def scored(node: Node) -> list[Node]:
    return [child for child in node.children if child.role == "scored"]


# ── Every shipped ruleset ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("stem", STEMS)
def test_an_example_is_ranked_without_a_finding_and_calls_itself_illustrative(stem: str):
    result = example(stem)
    assert [message(found, "en") for found in result.findings] == []
    assert result.illustrative
    assert {unit.status for unit in result.units} <= {"ranked", "reference"}
    assert all(unit.tier for unit in result.units)


@pytest.mark.parametrize("stem", STEMS)
def test_a_ruleset_keeps_its_own_cases(stem: str):
    """`tests:` of a ruleset: a unit with the inputs given has the scores expected."""
    ruleset = shipped(stem)
    assert ruleset.tests
    for case in ruleset.tests:
        expect = case["expect"]
        assert isinstance(expect, dict)
        if "cohort" in case:
            keeps_a_cohort(ruleset, case)
            continue
        given = case["given"]
        assert isinstance(given, dict)
        card = next(card for card in ruleset.scorecards if card.id == case.get("scorecard", ruleset.scorecards[0].id))
        row = {"id": "thu", "group": card.groups[0]} | {name: str(getattr(v, "text", v)) for name, v in given.items()}
        unit = evaluate(ruleset, observe(ruleset, [table_of("thu", [row])])).units[0]
        found = {made.node.id: made for made in unit.criteria}
        for id_, wanted in expect.items():
            if isinstance(wanted, dict):
                assert found[id_].state == wanted["state"], (case["name"], id_)
            else:
                assert found[id_].outcome == Fraction(wanted), (case["name"], id_)


def keeps_a_cohort(ruleset, case) -> None:
    """Several units, some subordinate to others: each has the total or the score expected of it."""
    rows = [{key: str(getattr(value, "text", value)) for key, value in row.items()} for row in case["cohort"]]
    about = [{key: row[key] for key in ("id", "group", "parent") if key in row} for row in rows]
    data = [{key: row[key] for key in row if key not in {"group", "parent"}} for row in rows]
    result = evaluate(ruleset, observe(ruleset, [table_of("thu", data)], table_of("units", about)))
    for unit in result.units:
        found = {made.node.id: made.outcome for made in unit.criteria} | {"total": unit.outcome}
        for id_, wanted in case["expect"].get(unit.unit.id, {}).items():
            assert found[id_] == Fraction(wanted), (case["name"], unit.unit.id, id_)


@pytest.mark.long
def test_the_example_data_are_made_by_the_script_beside_this_test():
    files = runpy.run_path(str(ROOT / "tests" / "make_examples.py"))["make"]()
    assert sorted(files) == sorted(path.name for path in DATA.iterdir())
    for name, text in files.items():
        assert (DATA / name).read_bytes() == text.encode(), name


# ── 2021 ────────────────────────────────────────────────────────────────────────────────────────────────────────────

# Cổng thông tin điện tử thành phố Vị Thanh, 28/3/2022: unit, total, rank, previous rank, tier.
# Ranks from the end of the list (-1 is the last) were told in words; all of these hold by construction of the data.
PUBLISHED = (
    ("cap_tinh", "Kho bạc Nhà nước", "989", 1, 4, "tot"),
    ("cap_tinh", "Sở Nội vụ", "961", 2, 2, "tot"),
    ("cap_tinh", "Sở Lao động - Thương binh và Xã hội", "959.9", 3, 5, "tot"),
    ("cap_tinh", "Ngân hàng Nhà nước", "829.9", -3, None, "kha"),
    ("cap_tinh", "Thanh tra tỉnh", "821.5", -2, None, "kha"),
    ("cap_tinh", "Ban Dân tộc", "789", -1, None, "kha"),
    ("cap_huyen", "Thành phố Vị Thanh", "960.4", 1, None, "tot"),
    ("cap_huyen", "Huyện Châu Thành A", "938.3", 2, None, "tot"),
    ("cap_huyen", "Huyện Long Mỹ", "915.6", 3, None, "tot"),
    ("cap_huyen", "Thị xã Long Mỹ", "722.9", -1, None, "kha"),
)


@pytest.mark.parametrize(("group", "name", "total", "rank", "before", "tier"), PUBLISHED)
def test_what_was_published_of_2021_comes_out(
    group: str, name: str, total: str, rank: int, before: int | None, tier: str
):
    result = example("2021")
    unit = unit_named(result, name)
    length = {"cap_tinh": 22, "cap_huyen": 8}[group]
    assert unit.outcome == Fraction(total)
    assert unit.tier == tier
    assert unit.list == group
    assert unit.rank == (rank if rank > 0 else length + 1 + rank)
    assert unit.rank_change == (None if before is None else before - rank)
    assert not unit.tied


def test_2021_has_26_good_and_4_fair_units_in_two_lists():
    lists = {made.id: made for made in example("2021").lists}
    assert {id_: len(made.units) for id_, made in lists.items()} == {"cap_tinh": 22, "cap_huyen": 8}
    counts = {id_: {tier: count for tier, count in made.tiers.items() if count} for id_, made in lists.items()}
    assert counts == {"cap_tinh": {"tot": 19, "kha": 3}, "cap_huyen": {"tot": 7, "kha": 1}}


def test_2021_has_five_criteria_of_1000_points_together():
    card = root(shipped("2021"), "cntt")
    assert card.max == 1000
    assert [child.title.vi for child in card.children] == [
        "Hạ tầng CNTT",
        "Ứng dụng CNTT trong hoạt động của đơn vị",
        "Nhân lực CNTT",
        "Hoạt động của trang/cổng thông tin điện tử",
        "Công tác đảm bảo an toàn, an ninh thông tin",
    ]
    assert card.provenance == "published"
    assert {node.provenance for node in card.walk()} - {card.provenance} == {"illustrative"}


def test_units_with_a_name_get_the_same_share_of_every_criterion():
    result = example("2021")
    for _, name, total, *_ in PUBLISHED:
        unit = unit_named(result, name)
        for child in root(result.ruleset, "cntt").children:
            assert child.max is not None
            assert abs(score_of(unit, child.id) - child.max * Fraction(total) / 1000) <= Fraction("0.01"), name


def test_two_units_of_2021_share_a_rank_and_the_next_is_left_out():
    ranks = sorted(unit.rank or 0 for unit in example("2021").units if unit.list == "cap_tinh")
    assert ranks == [1, 2, 3, 4, 5, 6, 7, 7, *range(9, 23)]


def test_a_unit_without_online_services_is_measured_on_the_rest():
    unit = unit_named(example("2021"), "Đơn vị 05")
    made = next(made for made in unit.criteria if made.node.id == "dvc")
    assert isinstance(made.outcome, NoScore)
    assert made.state == "not_applicable"
    own = sum(score_of(unit, id_) for id_ in ("ud_ky_so", "ud_ho_so", "ud_thu", "ud_phan_mem", "ud_hop", "ud_chi_dao"))
    assert score_of(unit, "ung_dung") == own * 350 / 190
    assert unit.max == 1000


def test_a_threshold_is_moved_by_editing_the_file(tmp_path: Path):
    text = (ROOT / "rulesets" / "2021.yaml").read_text(encoding="utf-8")
    assert text.count("from: 850}") == 1
    (tmp_path / "2021.yaml").write_text(text.replace("from: 850}", "from: 930}"), encoding="utf-8")
    ruleset = ruleset_of(tmp_path / "2021.yaml")
    result = evaluate(ruleset, observed(ruleset, "2021"))
    tiers = [unit.tier for unit in result.units]
    assert (tiers.count("tot"), tiers.count("kha")) == (12, 18)
    assert [unit.rank for unit in result.units] == [unit.rank for unit in example("2021").units]


# ── 2022 ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("card", "points", "mains", "leaves"), [("tinh", 245, 5, 24), ("huyen", 360, 7, 33)])
def test_2022_has_the_published_scales(card: str, points: int, mains: int, leaves: int):
    top = root(shipped("2022"), card)
    assert top.max == points
    assert len(scored(top)) == mains
    assert sum(len(scored(main)) for main in scored(top)) == leaves
    assert all(leaf.score for main in scored(top) for leaf in scored(main))


BOUNDS = {
    "tinh": ((220, "xuat_sac", "tot"), (196, "tot", "kha"), (171, "kha", "trung_binh"), (122, "trung_binh", "yeu")),
    "huyen": ((324, "xuat_sac", "tot"), (288, "tot", "kha"), (252, "kha", "trung_binh"), (180, "trung_binh", "yeu")),
}

# A unit with full points everywhere; the wholes are such that one less is a hundredth of a point less.
FULL = {
    "co_ke_hoach": "có", "can_bo": 1000, "so_hop": 4, "hop_chu_tri": 4, "truong_ban": "dung_dau",
    "vb_yeu_cau": 1000, "vb_nguoi_ky": 1000, "chuyen_muc": "có", "chuyen_muc_moi": "có",
    "can_bo_may": 1000, "bang_thong": 100, "truyen_so_lieu": "có", "nen_tang": 5,
    "hinh_thuc": "chuyen_trach", "trinh_do": "dai_hoc", "can_bo_tap_huan": 1000, "can_bo_ky_nang": 1000,
    "can_bo_can_ky": 500, "can_bo_chu_ky": 500, "he_thong": 1500, "he_thong_cap_do": 1500,
    "may_tinh": 1000, "may_diet_virus": 1000, "su_co": 0,
    "tuong_lua": "có", "sao_luu": "có", "quy_che": "có", "dien_tap": "có",
    "vb_di": 1500, "vb_ky_so": 1500, "hs_cong_viec": 100, "hs_tren_mang": 100, "co_tthc": "có", "tthc": 10, "dvctt": 10,
    "hs_mot_cua": 100, "hs_cong_dvc": 100, "hs_truc_tuyen": 100, "dong_bo": "100%", "hs_so_hoa": 100,
    "ty_le_tre": "0%", "ty_le_khong_hai_long": "0%", "bao_cao_tre": 0,
}  # fmt: skip
FULL_DISTRICT = FULL | {
    "may_tinh": 1500, "may_diet_virus": 1500, "so_xa": 1500, "xa_mang": 1500, "xa_mot_cua": 1500,
    "so_ap": 1000, "ap_co_to": 1000, "dn": 1000, "dn_nen_tang": 1000, "dn_hoa_don": 1000, "ocop": 10, "ocop_san": 10,
    "thanh_toan_so": "100%", "dan_tai_khoan": "100%", "dan_dinh_danh": "100%", "dan_suc_khoe": "100%",
    "ho_cap_quang": "100%",
}  # fmt: skip
# Answers that lose whole points, then counts that lose a hundredth each: (points, answers) and columns.
WHOLE_LOSSES = (
    (20, {"so_hop": 0, "hop_chu_tri": 0}), (5, {"truong_ban": "khac"}), (10, {"nen_tang": 0}), (10, {"su_co": 5}),
    (10, {"tuong_lua": "không", "sao_luu": "không", "quy_che": "không", "dien_tap": "không"}), (5, {"bao_cao_tre": 3}),
    (10, {"thanh_toan_so": "0%"}), (10, {"dan_dinh_danh": "0%"}),
)  # fmt: skip
FINE_COUNTS = (
    "vb_nguoi_ky", "can_bo_may", "can_bo_ky_nang", "he_thong_cap_do", "may_diet_virus", "vb_ky_so",
    "xa_mang", "ap_co_to", "dn_hoa_don",
)  # fmt: skip


def unit_with(total: Fraction, full: dict[str, object], most: int) -> dict[str, object]:
    """Take points away from a perfect unit until the total is left."""
    row, loss = dict(full), most - total
    for points, answers in WHOLE_LOSSES:
        if points <= loss and answers.keys() <= row.keys():
            row |= answers
            loss -= points
    for column in FINE_COUNTS:
        if column in row:
            taken = min(int(loss * 100), int(str(row[column])))
            row[column] = int(str(row[column])) - taken
            loss -= Fraction(taken, 100)
    assert loss == 0
    return row


@pytest.mark.parametrize("card", ["tinh", "huyen"])
def test_a_tier_begins_at_its_bound_and_not_a_hundredth_below(card: str):
    full, most, group = {"tinh": (FULL, 245, "cap_tinh"), "huyen": (FULL_DISTRICT, 360, "cap_huyen")}[card]
    wanted = {Fraction(most): "xuat_sac"}
    for bound, at, below in BOUNDS[card]:
        wanted |= {Fraction(bound): at, bound - Fraction("0.01"): below}
    rows = [{"id": f"u{index}", "group": group} | unit_with(total, full, most) for index, total in enumerate(wanted)]
    ruleset = shipped("2022")
    result = evaluate(ruleset, observe(ruleset, [table_of("bien", rows)]))
    assert not has_errors(result.findings)
    assert {unit.outcome: unit.tier for unit in result.units} == wanted


def test_a_change_of_scale_leaves_the_change_of_rank_and_not_of_points():
    result = example("2022")
    old, new = unit_named(result, "Đơn vị 01"), unit_named(result, "Đơn vị 21")
    assert old.rank is not None
    assert old.previous is not None
    assert old.rank_change == 9 - old.rank
    assert old.total_change is None
    assert (new.previous, new.rank_change) == (None, None)


def test_a_condition_is_named_and_gives_no_points():
    unit = unit_named(example("2022"), "Đơn vị 14")
    assert unit.failed == ("t_ke_hoach",)
    assert unit.status == "ranked"
    assert sum(score_of(unit, main.id) for main in scored(root(shipped("2022"), "tinh"))) == unit.outcome


NEXT_YEAR = """\
format: itrank-ruleset/1
id: haugiang-dti
version: "2023.1"
extends: haugiang-dti@2022.1
period: 2023
amend:
  tinh:
    max: 255
    tiers:
      - {id: xuat_sac, title: Xuất sắc, from: 95%}
      - {id: dat, title: Đạt, from: 60%}
      - {id: khong_dat, title: Không đạt}
  t_hop: {max: 15}
  t_chinh_quyen: {max: 100}
add:
  - {under: t_chinh_quyen, after: t_so_hoa, id: t_du_lieu_mo, code: "5.8", title: Dữ liệu mở, max: 10, score: {count: nen_tang, each: 2}}
repeal: [t_chuyen_muc]
"""


def test_next_year_is_a_file_and_no_code(tmp_path: Path):
    """Maxima changed, a sub-criterion repealed, another added, new tiers, a threshold of the new year."""
    (tmp_path / "2022.yaml").write_bytes((ROOT / "rulesets" / "2022.yaml").read_bytes())
    (tmp_path / "2023.yaml").write_text(NEXT_YEAR, encoding="utf-8")
    ruleset = ruleset_of(tmp_path / "2023.yaml")
    government = next(child for child in scored(root(ruleset, "tinh")) if child.id == "t_chinh_quyen")
    assert [leaf.id for leaf in government.children][4:6] == ["t_so_hoa", "t_du_lieu_mo"]
    result = evaluate(ruleset, observed(ruleset, "2022"))
    assert [message(found, "en") for found in result.findings] == []
    before = {unit.unit.id: unit for unit in example("2022").units}
    with (DATA / "2022.csv").open(encoding="utf-8", newline="") as stream:
        data = {row["id"]: row for row in csv.DictReader(stream)}
    tiers = set()
    for unit in result.units:
        if unit.unit.group == "cap_huyen":
            continue
        row, old = data[unit.unit.id], before[unit.unit.id]
        tiers.add(unit.tier)
        assert unit.max == 255
        assert not any(made.node.id == "t_chuyen_muc" for made in unit.criteria)
        assert score_of(unit, "t_du_lieu_mo") == min(2 * int(row["nen_tang"]), 10)
        assert score_of(unit, "t_hop") == score_of(old, "t_hop") * Fraction(3, 2)
        if row["co_tthc"] == "có":
            share = Fraction(row["hs_truc_tuyen"]) / max(int(row["hs_mot_cua"]), int(row["hs_cong_dvc"]))
            exact = min(share * Fraction(row["dong_bo"].rstrip("%")) / 100 / Fraction("0.6"), 1) * 15
            assert abs(score_of(unit, "t_nop") - exact) <= Fraction("0.005")
        assert isinstance(unit.outcome, Fraction)
        assert unit.tier == (
            "xuat_sac" if unit.outcome >= Fraction("242.25") else "dat" if unit.outcome >= 153 else "khong_dat"
        )
    assert len(tiers) > 1


# ── The template for two levels ─────────────────────────────────────────────────────────────────────────────────────


def test_the_province_is_the_mean_of_its_communes_and_departments():
    result = example("mau-hai-cap")
    province = unit_named(result, "Toàn tỉnh")
    assert (province.status, province.rank) == ("reference", None)
    for group, id_, count in (("cap_xa", "p_xa", 100), ("so_nganh", "p_so", 14)):
        totals = [unit.outcome for unit in result.units if unit.unit.group == group]
        assert len(totals) == count
        mean = sum((total for total in totals if isinstance(total, Fraction)), Fraction()) / count
        assert abs(score_of(province, id_) - mean) <= Fraction("0.005"), id_


def test_a_department_answers_for_the_communes_in_its_charge():
    result = example("mau-hai-cap")
    department = unit_named(result, "Sở 01")
    communes = [unit.outcome for unit in result.units if unit.unit.parent == department.unit.id]
    assert len(communes) == 8
    mean = sum((total for total in communes if isinstance(total, Fraction)), Fraction()) / 8
    assert abs(score_of(department, "s_dia_ban") - mean / 10) <= Fraction("0.005")
    without = unit_named(result, "Sở 13")
    made = next(made for made in without.criteria if made.node.id == "s_dia_ban")
    assert (made.state, without.max) == ("not_applicable", 100)


# ── Tiers divide what can be reached ────────────────────────────────────────────────────────────────────────────────


def values_to_try(node: Node, low: Fraction, high: Fraction) -> list[Fraction]:
    """Give both ends of what a node can reach, and each bound of a tier with the values right beside it.

    Between two of them nothing changes, so that what holds of these holds of all.
    """
    unit = Fraction(1, 10**4) if node.rounding is None else Fraction(10) ** -node.rounding.digits
    bounds = [bound.points(node.full) for tier in node.tiers for bound in tier.bounds.values()]
    beside = [bound + step for bound in bounds for step in (-unit, 0, unit)]
    return sorted({low, high, *(value for value in beside if low <= value <= high)})


@pytest.mark.parametrize("stem", STEMS)
def test_tiers_are_a_partition_of_what_can_be_reached(stem):
    """Every rounded total has one tier, more points are no worse one, and each tier is for somebody.

    So it is whether or not a unit keeps what a tier requires; and each such condition can hold and can fail.
    """
    ruleset = shipped(stem)
    bounds = bounds_of(ruleset)
    with_tiers = [node for node in ruleset.nodes() if node.tiers]
    assert with_tiers
    for node in with_tiers:
        reach = bounds.nodes[node.id].value
        # What comes of other units has no bounds here; nothing is below 0 or above its maximum without a finding.
        low = reach.low if reach.low is not None else Fraction(0)
        high = reach.high if reach.high is not None else node.full
        order = [tier.id for tier in node.tiers]
        reached = set()
        for keeps in (True, False):
            taken = [
                tier_of(node.tiers, value, node.full, lambda _, keeps=keeps: keeps)
                for value in values_to_try(node, low, high)
            ]
            assert None not in taken
            places = [order.index(tier.id) for tier in taken]
            assert places == sorted(places, reverse=True), node.id
            reached |= {tier.id for tier in taken}
        assert reached == set(order), node.id
        for tier in node.tiers:
            assert tier.when is None
            if tier.requires is not None:
                left = points_left(ruleset, node, tier, node.tiers[: order.index(tier.id)], bounds)
                inside = within_points(bounds, node, left, tier.requires.reads)
                assert prover.answers(ruleset, inside, tier.requires.tree) == {True, False}


@pytest.mark.parametrize("stem", STEMS)
def test_nothing_that_opens_ranks_or_cuts_is_idle(stem):
    """Conditions of criteria, tie-breaks and caps decide something, as far as the bounds of inputs show."""
    loaded = load(ROOT / "rulesets" / f"{stem}.yaml")
    context = Context(loaded.ruleset, loaded.document)
    for check in (applies_decides, conditions_of_tiers_decide, tie_breaks_decide, caps_cut):
        assert list(check(loaded.ruleset, context)) == []
