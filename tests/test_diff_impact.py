"""What a ruleset does to a year's units: by hand, by brute force over every order, and for drawn rulesets."""

import csv
import random
from fractions import Fraction
from functools import cache, partial
from itertools import chain, count, permutations

import pytest
import yaml
from drawn import Draw
from itrank.engine import load_text
from itrank.engine.diff.clauses import bundled, paired
from itrank.engine.diff.impact import TooMany, impact
from itrank.engine.diff.interacting import interacting
from itrank.engine.diff.sharing import MOST_PLAYERS, shapley
from itrank.engine.diff.trying import Trying
from itrank.engine.files.resolve import Named
from itrank.engine.year import Stopped, YearNames
from itrank.engine.year.names import find_files
from itrank.engine.year.reading import read_files
from itrank.engine.year.rules import Rules
from sampling import size
from years_between import between, units_of

# Hai tiêu chí: so_hop × mỗi cuộc (tối đa 40), và tỷ lệ ký số × 60. Mức Tốt từ 80.
BEFORE = """\
parameters: {moi_cuoc: 5}
inputs: {so_hop: {type: count}, ky_so: {type: percent}}
scorecards:
  bang:
    max: 100
    criteria:
      - {id: hop, code: "1", title: Họp, max: 40, score: {formula: "min(so_hop * moi_cuoc, 40)"}}
      - {id: ky, code: "2", title: Ký số, max: 60, score: {formula: ky_so * 60}}
    tiers: [{id: tot, title: Tốt, from: 80}, {id: kha, title: Khá}]
    ranking: {lists: all}
"""
DATA = "id,so_hop,ky_so\nso-a,4,100%\nso-b,7,50%\nso-c,2,90%\n"


def effects(unit):
    return {each.change: each.alone for each in unit.effects}


def test_one_change_is_all_of_the_change(tmp_path):
    """Mỗi cuộc họp 5 → 8 điểm: so-a 4 × 3 = 12; so-b 35 → min(56, 40) = 40: 5; so-c 2 × 3 = 6."""
    made = between(tmp_path, BEFORE, BEFORE.replace("moi_cuoc: 5", "moi_cuoc: 8"), DATA)
    assert [change.text.vi for change in made.changes] == ["Tham số moi_cuoc: 5 → 8"]
    units = units_of(made)
    assert {id_: unit.total_change for id_, unit in units.items()} == {"so-a": 12, "so-b": 5, "so-c": 6}
    assert all(effects(unit) == {1: unit.total_change} and unit.together == 0 for unit in units.values())
    # 80 → 92, 65 → 70, 64 → 70: so-b và so-c đồng hạng 2 từ nay.
    assert [(units[id_].before.rank, units[id_].after.rank, units[id_].rank_change) for id_ in ("so-a", "so-b", "so-c")] == [
        (1, 1, 0), (2, 2, 0), (3, 2, 1),
    ]  # fmt: skip


def test_what_two_changes_do_together_is_a_line_of_its_own(tmp_path):
    """Công thức thành so_hop × moi_cuoc × 2 và moi_cuoc 5 → 6, cùng trần 40.

    so-c (2 cuộc): 10; chỉ công thức: 20 (+10); chỉ tham số: 12 (+2); cả hai: 24 (+14), nên chung +2, chia đôi mỗi bên 1.
    """
    after = BEFORE.replace("so_hop * moi_cuoc", "so_hop * moi_cuoc * 2").replace("moi_cuoc: 5", "moi_cuoc: 6")
    made = between(tmp_path, BEFORE, after, DATA, shares=True)
    assert [change.text.vi for change in made.changes] == ["Tham số moi_cuoc: 5 → 6", "Tiêu chí 1 Họp: đổi cách chấm"]
    assert len({change.group for change in made.changes}) == 1, "both act on criterion 1"
    unit = units_of(made)["so-c"]
    assert (unit.total_change, effects(unit), unit.together) == (14, {1: 2, 2: 10}, 2)
    assert {each.change: each.shared for each in unit.effects} == {1: 3, 2: 11}


def test_changes_of_different_criteria_do_not_interact(tmp_path):
    """Đổi điểm tối đa hai tiêu chí 40/60 → 50/50: mỗi điều đổi tính riêng, dù tổng phải bằng 100."""
    after = (
        BEFORE.replace("max: 40", "max: 50")
        .replace(", 40)", ", 50)")
        .replace("max: 60", "max: 50")
        .replace("* 60", "* 50")
    )
    made = between(tmp_path, BEFORE, after, DATA, shares=True)
    assert [(change.kind, change.subject, change.group) for change in made.changes] == [
        ("criterion", "hop", 1),
        ("criterion", "ky", 2),
    ]
    assert made.changes[0].text.vi == "Tiêu chí 1 Họp: điểm tối đa 40 → 50; đổi cách chấm"
    for unit in units_of(made).values():
        assert unit.together == 0
        assert sum(each.shared for each in unit.effects) == unit.total_change


def test_a_bound_of_a_tier_moves_no_total_and_names_who_changes_tier(tmp_path):
    made = between(tmp_path, BEFORE, BEFORE.replace("from: 80", "from: 81"), DATA)
    assert [change.text.vi for change in made.changes] == ['Mức xếp loại của bang: "Tốt" ngưỡng từ 80 → 81']
    unit = units_of(made)["so-a"]
    assert (unit.total_change, [(each.alone, each.tier) for each in unit.effects]) == (0, [(0, "kha")])
    assert [(each.from_.vi, each.to.vi, each.units) for each in made.lists[0].tiers] == [("Tốt", "Khá", 1)]
    assert units_of(made)["so-b"].effects == ()


def test_tiers_in_another_order_are_told(tmp_path):
    """so-a (80 điểm) đạt điều kiện của cả hai mức: mức đứng trước được chọn."""
    tiers = "{id: tot, title: Tốt, from: 80}", "{id: nhieu, title: Nhiều, from: 70}"
    before = BEFORE.replace(tiers[0], ", ".join(tiers))
    made = between(tmp_path, before, BEFORE.replace(tiers[0], ", ".join(reversed(tiers))), DATA)
    (change,) = made.changes
    assert change.text.vi == "Mức xếp loại của bang: thứ tự các mức Tốt, Nhiều, Khá → Nhiều, Tốt, Khá"
    assert change.text.en == "Tiers of bang: order of tiers Tốt, Nhiều, Khá → Nhiều, Tốt, Khá"


SAID = {
    "rounding": ("rounding: {mode: half_up}\n", "rounding: {mode: floor}\n", "Rounding: mode halves away from zero → down"),
    "a default": (
        "defaults: {criteria: {cohort: list}}\n", "defaults: {criteria: {cohort: all}}\n",
        "Default of criteria, cohort: the units of the same list → all units",
    ),
    "what decides ties": (
        "ranking: {lists: all}", "ranking: {lists: all, tie_break: [ky]}", 'Ranking of bang: tie-break not stated → "2 Ký số"',
    ),
    "a title in the other language": (
        "title: Tốt,", "title: {vi: Rất tốt, en: Tốt},", 'Tiers of bang: "Tốt" title "Tốt" → "Rất tốt"',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_words_of_the_language_are_said_in_words(tmp_path, name):
    before, after, text = SAID[name]
    first, second = (BEFORE.replace(before, each) if before in BEFORE else each + BEFORE for each in (before, after))
    assert [each.text.en for each in between(tmp_path, first, second, DATA).changes] == [text]


def test_another_title_of_a_tier_is_no_move(tmp_path):
    made = between(tmp_path, BEFORE, BEFORE.replace("title: Khá", "title: Khá tốt"), DATA)
    assert made.lists[0].tiers == ()


def test_what_is_compared_with_last_year_is_found_by_its_id(tmp_path):
    """so_hop → hop: kết quả năm trước ghi so_hop, nên bộ sau không tìm thấy; không được nói là không khác gì."""
    before = BEFORE.replace("min(so_hop * moi_cuoc, 40)", "max(so_hop - last_year(so_hop), 0)").replace(
        "so_hop: {type", "so_hop: {label: Số cuộc họp, type"
    )
    made = between(tmp_path, before, before.replace("so_hop", "hop_nam"), DATA.replace("so_hop", "Số cuộc họp"))
    assert made.changes == ()
    assert next(each.en for each in made.notes) == (
        "Last year's result is read by ids that changed: so_hop → hop_nam. Each ruleset reads it by its own; "
        "what follows from that is attributed to no change."
    )
    assert not [each for each in made.notes if each.en.startswith("The rulesets differ in no rule")]


def test_a_new_criterion_brings_the_input_that_it_reads(tmp_path):
    """Thêm tiêu chí 3 đọc đầu vào mới mà số liệu có: so-a +7."""
    after = BEFORE.replace("ky_so: {type: percent}", "ky_so: {type: percent}, moi: {type: count}").replace(
        "max: 100", "max: 110").replace("    tiers:", "      - {id: them, code: '3', title: Thêm, max: 10, score: {formula: 'min(moi, 10)'}}\n    tiers:")  # fmt: skip
    made = between(tmp_path, BEFORE, after, "id,so_hop,ky_so,moi\nso-a,4,100%,7\nso-b,7,50%,0\n")
    assert [(change.kind, change.text.vi, change.with_) for change in made.changes] == [
        ("new", "Thêm tiêu chí 3 Thêm", ())
    ]
    assert units_of(made)["so-a"].total_change == 7
    assert [(each.id, each.standing) for each in made.uncompared] == [("them", "only_after")]


def test_what_is_asked_anew_and_not_answered_is_said_and_counts_for_nothing(tmp_path):
    """Thước đo giữa hai năm: số liệu năm trước không có đầu vào mới, nên tiêu chí 3 không so được."""
    after = BEFORE.replace("ky_so: {type: percent}", "ky_so: {type: percent}, moi: {type: count, label: Sáng kiến}").replace(
        "max: 100", "max: 110").replace("    tiers:", "      - {id: them, code: '3', title: Thêm, max: 10, score: {formula: 'min(moi, 10)'}}\n    tiers:").replace("moi_cuoc: 5", "moi_cuoc: 8")  # fmt: skip
    made = between(tmp_path, BEFORE, after, DATA)
    unit = units_of(made)["so-a"]
    assert (unit.before.total, unit.after.total, unit.after.max, unit.after.status) == (80, 92, 100, "provisional")
    assert [(each.change, each.alone, each.unanswered) for each in unit.effects] == [(1, 12, ()), (2, 0, ("them",))]
    assert unit.after.unanswered == ("them",)
    assert [(each.id, each.standing, each.units, each.without, [asked.vi for asked in each.inputs]) for each in made.uncompared] == [
        ("them", "no_answers", 3, 3, ["Sáng kiến"])
    ]  # fmt: skip
    assert any("Sáng kiến" in note.vi and "1 tiêu chí không chấm được" in note.vi for note in made.notes)
    assert made.lists[0].tiers == (), "a tier on what there is of a total is no move"


def test_a_renamed_input_keeps_its_answers(tmp_path):
    before = BEFORE.replace("so_hop: {type: count}", "so_hop: {type: count, label: Số cuộc họp}")
    after = before.replace("so_hop", "cuoc_hop").replace("* moi_cuoc", "* moi_cuoc * 2")
    made = between(tmp_path, before, after, DATA)
    unit = units_of(made)["so-c"]
    assert (unit.before.total, unit.after.total, effects(unit)) == (64, 74, {1: 10})
    assert any("cuoc_hop" in note.vi for note in made.notes)


def test_what_makes_no_ruleset_alone_goes_with_what_it_needs(tmp_path):
    """Hai tiêu chí được đưa xuống một nhánh mới: nhánh trống thì không thành bộ tiêu chí."""
    tree = yaml.safe_load(BEFORE)
    root = tree["scorecards"]["bang"]
    root["criteria"] = [{"id": "nhanh", "title": "Nhánh", "criteria": root["criteria"], "cap": 90}]
    root["max"] = 90
    made = between(tmp_path, BEFORE, yaml.safe_dump(tree, allow_unicode=True), DATA)
    assert len(made.changes) == 1
    assert (made.changes[0].kind, len(made.changes[0].with_)) == ("new", 2)
    assert made.changes[0].why is not None
    assert "1 điều đổi gồm nhiều phần" in " ".join(note.vi for note in made.notes)


def test_a_unit_without_a_total_is_said_and_is_no_zero(tmp_path):
    """Chỉ đổi tham số thành 0 thì phép chia không có nghĩa; cả hai bộ đều có tổng điểm."""
    before = BEFORE.replace("min(so_hop * moi_cuoc, 40)", "so_hop / moi_cuoc")
    after = before.replace("so_hop / moi_cuoc", "so_hop * moi_cuoc").replace("moi_cuoc: 5", "moi_cuoc: 0")
    made = between(tmp_path, before, after, DATA, shares=True)
    unit = units_of(made)["so-a"]
    assert unit.total_change is not None
    assert {each.change: each.alone for each in unit.effects}[1] is None
    assert unit.together is None
    assert unit.why_not.vi == "khi chỉ đổi điều 1 thì không có tổng điểm, nên không biết phần nào là của riêng nó"


def test_two_rulesets_that_differ_in_no_rule_change_nothing(tmp_path):
    made = between(tmp_path, BEFORE, BEFORE.replace("title: Họp", "title: Số cuộc họp"), DATA)
    assert made.changes == ()
    assert all(unit.total_change == 0 and unit.effects == () for unit in units_of(made).values())
    assert made.notes[0].vi == "Hai bộ tiêu chí không khác nhau ở quy tắc nào."


# ── Sharing out ──


def by_orders(worth, players):
    """Shapley's value as it is defined: the mean of what each adds over every order."""
    found = [Fraction()] * players
    orders = [*permutations(range(players))]
    for order in orders:
        for place, player in enumerate(order):
            found[player] += worth(frozenset(order[: place + 1])) - worth(frozenset(order[:place]))
    return tuple(each / len(orders) for each in found)


@pytest.mark.parametrize("players", range(1, 7))
def test_shares_are_the_mean_over_every_order(players):
    rng = random.Random(players)
    worth = cache(lambda _: Fraction(rng.randint(-50, 50), rng.randint(1, 9)))
    shares = shapley(worth, players)
    assert shares == by_orders(worth, players)
    assert sum(shares) == worth(frozenset(range(players))) - worth(frozenset())


PRODUCT = """\
parameters: {{{parameters}}}
inputs: {{x: {{type: count}}}}
scorecards:
  bang:
    criteria: [{{id: tich, max: 100000, score: {{formula: "x * {product}"}}}}]
    ranking: {{lists: all}}
"""


def product(factors, value):
    names = [f"p{number}" for number in range(factors)]
    return PRODUCT.format(parameters=", ".join(f"{name}: {value}" for name in names), product=" * ".join(names))


def test_twelve_clauses_that_interact_are_shared_out_and_thirteen_are_not(tmp_path):
    data = "id,x\nso-a,1\n"
    made = between(tmp_path, product(MOST_PLAYERS + 1, 1), product(MOST_PLAYERS + 1, 2), data, shares=True)
    assert isinstance(made, TooMany)
    assert len(made.changes) == MOST_PLAYERS + 1
    assert made.changes[0].vi == "Tham số p0: 1 → 2"
    assert not isinstance(between(tmp_path, product(MOST_PLAYERS + 1, 1), product(MOST_PLAYERS + 1, 2), data), TooMany)


@pytest.mark.slow
def test_twelve_clauses_share_alike(tmp_path):
    """2¹² − 1 chia đều cho 12 tham số như nhau."""
    made = between(tmp_path, product(MOST_PLAYERS, 1), product(MOST_PLAYERS, 2), "id,x\nso-a,1\n", shares=True)
    unit = units_of(made)["so-a"]
    assert {each.shared for each in unit.effects} == {Fraction(2**MOST_PLAYERS - 1, MOST_PLAYERS)}


# ── Drawn rulesets ──


def edits(rng, document):
    """Change a drawn ruleset here and there: rules, maxima, tiers, rounding, parameters, what is there at all."""
    other = Draw(rng.randrange(10_000)).document
    branch, *leaves = document["scorecards"]["b"]["criteria"]
    nodes = {node["id"]: node for node in (branch, *leaves, *branch["criteria"])}
    first, *rest = other["scorecards"]["b"]["criteria"]
    theirs = [*rest, *first["criteria"]]
    for id_ in rng.sample(sorted(nodes.keys() - {"br"}), rng.randint(1, 3)):
        nodes[id_]["score"] = rng.choice(theirs)["score"]
    if rng.random() < 0.4:
        document["rounding"] = rng.choice([{"leaf": 0}, {"total": 1}, {"leaf": 2, "branch": 2, "total": 2}])
    if rng.random() < 0.4:
        document["parameters"]["nguong"] = rng.choice([0.25, 1, 3])
    if rng.random() < 0.3:
        document["scorecards"]["b"]["tiers"] = [{"id": "tot", "from": rng.choice([3, 8])}, {"id": "kem"}]
    if rng.random() < 0.3:
        document["scorecards"]["b"]["criteria"].append({"id": "moi", "max": 5, "score": {"formula": "min(5, 3)"}})
    if rng.random() < 0.2:
        document["scorecards"]["b"]["criteria"].pop(rng.choice([1, 2]))
    if rng.random() < 0.3:
        nodes["br"] |= rng.choice([{"cap": 6}, {"weight": 1}, {"aggregate": "max"}, {"then": "value / 2"}])
    return document


HOLDING = (25, 32, 69, 104, 115, 186, 238, 304)
"""Seeds that are known to give two rulesets: two of three draws are refused."""


def drawn_pairs(few, whole, folder, edits_of=edits):
    """Draw pairs of rulesets that are two, with data; the newer is the older with random edits."""
    held, seeds = 0, chain(HOLDING, count(1))
    while held < size(few, whole):
        seed = next(seeds)
        rng, draw = random.Random(seed), Draw(seed)
        text = yaml.safe_dump(draw.document, allow_unicode=True, sort_keys=False)
        before = load_text(text, "truoc.yaml")
        if before.ruleset is None:
            continue
        after = load_text(yaml.safe_dump(edits_of(rng, draw.document), allow_unicode=True, sort_keys=False), "sau.yaml")
        if after.ruleset is None:
            continue
        with (folder / "so-lieu.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(draw.rows(before.ruleset.inputs))
        years = [year_of(each, folder) for each in (before, after)]
        if any(year is None for year in years):
            continue
        held += 1
        yield seed, *[year for year, _ in years], years[0][1]


def year_of(loaded, folder):
    rules = Rules(Named(folder / "bo.yaml", "bo.yaml"), loaded.ruleset, loaded.findings, loaded.texts, loaded)
    files = find_files(rules, YearNames("", [str(folder / "so-lieu.csv")]))
    year = read_files(files)
    return None if isinstance(year, Stopped) else (year, files)


@pytest.mark.sampled
def test_attribution_adds_up_in_every_drawn_case(tmp_path):
    """«every changed clause's effect alone, plus one line for what only their combination does, adding up exactly»."""
    attributed = together = shared = 0
    for seed, before, after, files in drawn_pairs(8, 400, tmp_path):
        made = impact(before, after, files, shares=True)
        assert not isinstance(made, TooMany), seed
        for unit in units_of(made).values():
            known = None not in (unit.before.total, unit.after.total)
            assert (unit.why_not is None) == (known and all(each.alone is not None for each in unit.effects)), (
                seed,
                unit,
            )
            if unit.why_not is None:
                attributed += 1
                together += unit.together != 0
                assert (
                    sum(each.alone for each in unit.effects) + unit.together == unit.after.total - unit.before.total
                ), seed
                if unit.why_not_shared is None:
                    shared += 1
                    assert sum(each.shared for each in unit.effects) == unit.total_change, seed
    assert min(attributed, shared) > 10, (attributed, shared)
    assert together


@pytest.mark.sampled
def test_an_injected_change_is_all_of_the_change_in_every_drawn_case(tmp_path):
    """«an injected single change is attributed 100 % to it»: one criterion is scored by another rule, and nothing else."""
    moved = 0
    for seed, before, after, files in drawn_pairs(4, 200, tmp_path, edits_of=one_edit):
        made = impact(before, after, files, shares=True)
        assert len(made.changes) <= 1, (seed, made.changes)
        for unit in units_of(made).values():
            if unit.why_not is None:
                assert unit.together == 0, seed
                assert sum(each.alone for each in unit.effects) == unit.total_change, seed
                assert all(each.shared in {each.alone, None} for each in unit.effects), seed
                moved += unit.total_change != 0
    assert moved


def one_edit(rng, document):
    """Score one criterion of a drawn ruleset by another rule."""
    leaf = rng.choice(document["scorecards"]["b"]["criteria"][1:])
    leaf["score"] = {"formula": f"{rng.randint(1, 9)} / 2"}
    return document


def test_other_names_of_everything_change_nothing(tmp_path):
    """Đổi mã của đầu vào, tham số và tiêu chí, kể cả trong công thức: vẫn là bộ ấy."""
    before = BEFORE.replace("so_hop: {type: count}", "so_hop: {type: count, label: Số cuộc họp}")
    after = before.replace("so_hop", "cuoc_hop").replace("moi_cuoc", "diem_cuoc").replace("id: hop", "id: c_hop")
    made = between(tmp_path, before, after, DATA)
    assert made.changes == ()
    assert all(unit.total_change == 0 and unit.after.status == "ranked" for unit in units_of(made).values())


def test_criteria_of_one_plain_sum_do_not_interact(tmp_path):
    """Hai tiêu chí dưới một nhánh, làm tròn cùng số chữ số: cộng thường; thêm trần ở nhánh thì tác động lẫn nhau."""
    tree = yaml.safe_load(BEFORE)
    tree["rounding"] = {"leaf": 2, "branch": 2, "total": 2}
    root = tree["scorecards"]["bang"]
    root["criteria"] = [{"id": "nhanh", "title": "Nhánh", "max": 100, "criteria": root["criteria"]}]
    for extra, groups in (({}, 2), ({"cap": 90, "max": 90}, 1)):
        root["criteria"][0] |= extra
        root["max"] = root["criteria"][0]["max"]
        before = yaml.safe_dump(tree, allow_unicode=True)
        after = before.replace("so_hop * moi_cuoc", "so_hop * moi_cuoc * 2").replace("ky_so * 60", "ky_so * 50")
        made = between(tmp_path, before, after, DATA, shares=True)
        assert len({change.group for change in made.changes}) == groups
        assert all(sum(each.shared for each in unit.effects) == unit.total_change for unit in units_of(made).values())


def totals_of(trying, bundles, numbers):
    """Give the totals under the older ruleset with some bundles."""
    trial = trying.at(frozenset().union(*(bundles[number].addresses for number in numbers)))
    return {} if trial is None else {unit: trial.total(unit) for unit in trial.units}


@pytest.mark.sampled
def test_groups_that_do_not_interact_add_up_in_every_drawn_case(tmp_path):
    """«The effect of any set of bundles on a total is the sum, over groups, of the effect of those in the set»."""
    apart = 0
    for seed, before, after, files in drawn_pairs(8, 400, tmp_path):
        pair = paired(before.rules.loaded, after.rules.loaded)
        bundles = bundled(pair)
        groups = interacting(pair, bundles)
        assert sorted(number for group in groups for number in group) == [*range(len(bundles))]
        trying = Trying(pair, files, (before, after))

        totals = partial(totals_of, trying, bundles)
        start = totals([])
        rng = random.Random(seed)
        for _ in range(3):
            some = [number for number in range(len(bundles)) if rng.random() < 0.7]
            parts = [totals([number for number in group if number in some]) for group in groups]
            for unit, total in totals(some).items():
                known = [part.get(unit) for part in parts]
                if None not in (total, start.get(unit), *known):
                    apart += len(groups) > 1
                    assert total - start[unit] == sum((each - start[unit] for each in known), Fraction()), (
                        seed,
                        unit,
                        groups,
                    )
    assert apart


def test_a_parameter_by_year_is_a_change_of_its_own(tmp_path):
    """Kỳ 2022 → 2023 chọn ngưỡng 60% thay cho 50%: điểm đổi do ngưỡng, kỳ không làm gì."""
    before = """\
period: 2022
parameters: {nguong: {2022: 50%, 2023: 60%}}
inputs: {nop: {type: percent, label: Nộp}}
scorecards:
  bang:
    title: Bảng
    criteria: [{id: a, title: Nộp, max: 30, score: {share: nop, full_at: nguong}}]
    ranking: {lists: all}
"""
    after = before.replace("period: 2022", "period: 2023")
    made = between(tmp_path, before, after, "id,name,nop\nso-a,Sở A,40%\n")
    assert [(each.kind, each.text.vi) for each in made.changes] == [
        ("period", "Kỳ của bộ tiêu chí: 2022 → 2023"), ("parameter", "Tham số nguong: 50% → 60%"),
    ]  # fmt: skip
    (unit,) = made.lists[0].units
    assert [(each.change, each.alone) for each in unit.effects] == [(2, Fraction(-4))]
    assert unit.together == 0


def test_changes_of_two_scorecards_are_told_apart(tmp_path):
    before = """\
groups: {so: {title: Sở}, phuong: {title: Phường}}
inputs: {nop: {type: percent, label: Nộp}}
scorecards:
  b_so: {title: Bảng sở, for: [so], criteria: [{id: a, code: "1", title: Nộp, max: 30, score: {share: nop}}]}
  b_phuong: {title: Bảng phường, for: [phuong], criteria: [{id: b, code: "1", title: Nộp, max: 30, score: {share: nop}}]}
"""
    made = between(
        tmp_path, before, before.replace("max: 30", "max: 40"), "id,name,group,nop\na1,A,so,40%\nb1,B,phuong,40%\n"
    )
    assert [each.text.vi for each in made.changes] == [
        "Tiêu chí 1 Nộp (Bảng sở): điểm tối đa 30 → 40",
        "Tiêu chí 1 Nộp (Bảng phường): điểm tối đa 30 → 40",
    ]
