"""One slip each, in rulesets of another layout than those of other tests: what is told of it, and what only looks like it."""

import pytest
from itrank.engine import load_text
from itrank.engine.model.codes import message
from itrank.engine.prove.checks import checked

BASE = """format: itrank-ruleset/1
id: nong-thon-so
version: "1"
title: Nông thôn số
show: 2
inputs:
  HoDan: {label: Số hộ dân, type: count, min: 1}
  HoNgheo: {label: Số hộ nghèo, type: count, max: HoDan}
  HoNet: {label: Số hộ có internet, type: count, max: HoDan}
  GiaiNgan: {label: Tỷ lệ giải ngân, type: percent, min: 0, max: 100%}
  ViPham: {label: Số vụ vi phạm, type: count, max: 5}
  CoCho: {label: Có chợ, type: yes_no}
  SoHop: {label: Số cuộc họp, type: count, max: 12}
scorecards:
  Xa:
    max: 100
    criteria:
      - {id: Net, code: "A1", title: Hộ có internet, max: 60, score: {ratio: [HoNet, HoDan], full_at: 80%}}
      - {id: Ngheo, code: "A2", title: Hộ nghèo, max: 20, score: {scale: HoNgheo / HoDan, from: 10%, to: 2%}}
      - {id: Chi, code: "A3", title: Giải ngân, max: 10, score: {formula: "10 if GiaiNgan >= 0.95 else 6 if GiaiNgan >= 0.8 else 0"}}
      - {id: Cho, code: "A4", title: Chợ, max: 10, applies: CoCho, not_applicable: rescale, score: {steps: SoHop, from: {4: 10, 2: 5}, otherwise: 0}}
      - {id: Tru, role: penalty, max: 5, title: Vi phạm, score: {count: ViPham, each: 1}}
    tiers:
      - {id: Mau, title: Kiểu mẫu, from: 90%}
      - {id: Dat, title: Đạt, from: 50%}
      - {id: Chua, title: Chưa đạt}
    ranking: {lists: all}
"""


def told(*slips: tuple[str, str]) -> list[str]:
    """Make the slips, and give what is told of them."""
    text = BASE
    for old, new in slips:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    loaded = load_text(text)
    assert loaded.ruleset is not None, [message(found, "en") for found in loaded.findings]
    return [
        f"{each.code} {message(each, 'en')}" for each in checked(loaded, "ruleset.yaml")[0] if each.code != "ITR340"
    ]


def test_nothing_is_told_of_the_ruleset_itself():
    assert told() == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Chưa đạt}", "Chưa đạt, from: 25%}", ["ITR387 Xa: no tier takes ≈ 9.72% of the maximum"]),
        ("Chưa đạt}", "Chưa đạt, from: -10%}", []),
        ("Chưa đạt}", "Chưa đạt, below: 40%}", ["ITR387 Xa: no tier takes 45% of the maximum"]),
        ("from: 90%}", "from: 900%}", ['ITR386 Xa: the tier "Mau" begins at 900 points, above the maximum of 100']),
        ("from: 50%}", "from: 95%}", ['ITR386 Xa: no unit can be in the tier "Dat": the tiers before it take all of its points']),
        ("from: 50%}", "from: 50%, up_to: 90%}", ['ITR388 Xa: two tiers, "Mau" and "Dat", take 90% of the maximum; the first is taken']),
        ("from: 50%}", "from: 50%, below: 90%}", []),
        ("from: 90%}", "from: 100%}", []),
    ],
)  # fmt: skip
def test_tiers_in_shares_of_a_maximum_that_is_not_everybodys(old, new, expected):
    assert told((old, new)) == expected


def test_a_tier_that_bonuses_do_not_reach_is_told_in_shares():
    found = told(
        (
            "role: penalty, max: 5, title: Vi phạm, score: {count: ViPham",
            "role: bonus, max: 5, title: Thưởng, score: {count: HoNet",
        ),
        ("from: 90%}", "from: 200%}"),
    )
    assert found == [
        'ITR386 Xa: no unit can be in the tier "Mau": the share of the maximum lies between 0% and ≈ 105.56%'
    ]


def test_a_tier_that_nobody_reaches_is_not_also_asked_about():
    found = told(("from: 90%}", "from: 900}"), ("from: 50%}", "from: 50}"))
    assert found == ['ITR386 Xa: the tier "Mau" begins at 900 points, above the maximum of 100']
