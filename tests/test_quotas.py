"""Quotas of tiers: who takes a place, what a tie at the edge does, and what is certain while answers are missing."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itrank.cli import run
from itrank.engine import load_text
from itrank.engine.model.codes import message
from itrank.engine.model.ruleset import Quota
from itrank.engine.observe import observe, table_of
from itrank.engine.prove.certainty import certainty_of
from itrank.engine.rank import evaluation
from itrank.engine.rank.tiers import within_quota

RULES = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
scorecards:
  bang:
    criteria:
      - {id: a, max: 4, score: given}
    tiers:
      - {id: xs, TIER}
      - {id: tot, from: 2}
      - {id: con_lai}
    ranking: {lists: all}
"""


@given(
    st.dictionaries(st.integers(0, 12), st.integers(1, 6), max_size=9),
    st.integers(1, 10),
    st.sampled_from(["below", "above"]),
)
def test_a_quota_takes_whole_ranks_from_the_top(ranks, places, at_ties):
    """Below never passes the quota and leaves no rank out that would fit; above passes it by the last rank alone."""
    taken = within_quota(Quota(Fraction(places), False, at_ties), ranks, 99)
    in_order = sorted(set(ranks.values()))
    whole = [[unit for unit, rank in ranks.items() if rank == each] for each in in_order]
    expected: list[int] = []
    for units in whole:
        if len(expected) + (len(units) if at_ties == "below" else 1) > places:
            break
        expected += units
    assert sorted(taken) == sorted(expected)


def found(tier: str, rows: dict[str, object]):
    ruleset = load_text(RULES.replace("TIER", tier)).ruleset
    data = [{"id": id_, "a": "" if value is None else str(value)} for id_, value in rows.items()]
    units = [{"id": id_} for id_ in rows]
    return evaluation(ruleset, observe(ruleset, [table_of("data", data)], table_of("units", units), {}))


@pytest.mark.parametrize("at_ties", ["below", "above"])
@pytest.mark.parametrize("quota", ["25%", "50%", "1", "3"])
@pytest.mark.parametrize("known", [(4, 3, 3), (3, 3, 3), (2, 1, 4), (0, 0, 4), (4, 4, 1)])
def test_a_unit_ends_in_a_tier_that_is_called_possible(at_ties, quota, known):
    """Whatever the missing answer turns out to be, also for the units whose own answers are all there."""
    tier = f"from: 3, quota: {quota}, at_ties: {at_ties}"
    rows: dict[str, object] = {"u": None} | {f"v{i}": value for i, value in enumerate(known)}
    certain = certainty_of(found(tier, rows))
    assert certain.keys() == rows.keys()
    for halves in range(9):
        for unit in found(tier, rows | {"u": Fraction(halves, 2)}).result.units:
            assert unit.tier in certain[unit.unit.id].tiers, (halves, unit.unit.id)


def test_a_tier_that_others_may_take_is_not_called_certain():
    certain = certainty_of(found("from: 3, quota: 1, at_ties: below", {"u": None, "v": 3, "w": 1}))
    assert (certain["v"].tiers, certain["w"].tiers) == (("xs", "tot"), ("con_lai",))


@pytest.mark.parametrize(
    ("tier", "words"),
    [
        ("quota: 25%", "ITR324 the tier xs: quota is stated, and at_ties is not"),
        ("at_ties: above", "ITR324 the tier xs: at_ties is stated, and quota is not"),
        ("quota: 0, at_ties: above", "ITR372 the tier xs: the quota is 0"),
        ("quota: 0%, at_ties: above", "ITR372 the tier xs: the quota is 0%"),
        ("quota: 101%, at_ties: above", "ITR372 the tier xs: the quota is 101%"),
        ("quota: 2.5, at_ties: above", "ITR372 the tier xs: the quota is 2.5"),
        ("quota: 100%, at_ties: above", ""),
        ("quota: 1, at_ties: below", ""),
    ],
)
def test_what_a_quota_may_be(tier, words):
    told = [f"{each.code} {message(each, 'en')}" for each in load_text(RULES.replace("TIER", tier)).findings]
    assert [each.split(";")[0] for each in told] == [words] * bool(words)


BARRED = """format: itrank-ruleset/1
id: tuyen
version: "1"
title: Tuyển
inputs: {liet: {type: yes_no, label: Bị điểm liệt}}
scorecards:
  bang:
    max: 30
    criteria:
      - {id: x, title: Điểm thi, max: 30, score: given}
      - {id: dk, title: Không bị điểm liệt, role: condition, on_fail: unranked, score: {yes_no: not liet}}
    tiers: [{id: do, title: Đỗ, from: 15, quota: 2, at_ties: above}, {id: truot, title: Trượt}]
    ranking: {lists: all}
"""


def test_who_is_not_ranked_is_kept_out_by_its_condition_and_not_by_the_quota(tmp_path, monkeypatch, capsys):
    """Semantics §16: a quota counts ranked units; one of its two places is free here."""
    monkeypatch.chdir(tmp_path)
    Path("r.yaml").write_text(BARRED, encoding="utf-8")
    Path("d.csv").write_text("id,x,liet\na,20,không\nb,14,không\nc,29,có\n", encoding="utf-8")
    assert run(["evaluate", "r.yaml", "--data", "d.csv"]) == 0
    shown = capsys.readouterr().out
    assert "chưa đáp ứng" not in shown
    assert 'c: "Không bị điểm liệt" (dk), không xếp hạng' in shown
    assert run(["why-not", "c", "--tier", "do", "--ruleset", "r.yaml", "--data", "d.csv"]) == 0
    told = capsys.readouterr().out
    assert "Mức này chỉ dành cho đơn vị được xếp hạng" in told
    assert 'vì không đạt điều kiện "Không bị điểm liệt" (dk).' in told
    assert run(["evaluate", "r.yaml", "--data", "d.csv", "-o", "k.json"]) == 0
    assert run(["report", "k.json", "--format", "text"]) == 0
    assert "chưa đáp ứng" not in capsys.readouterr().out
