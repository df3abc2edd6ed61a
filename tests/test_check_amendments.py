"""What an amendment breaks is told at the line of the amendment, and what was wrong before it stays where it was."""

from pathlib import Path

import pytest
from itrank.engine import load
from itrank.engine.model.codes import advice, message
from itrank.engine.prove.checks import checked

BASE = """format: itrank-ruleset/1
id: goc
version: "1"
title: Gốc
inputs:
  a: {type: count}
  b: {type: count, min: 1}
  c: {type: count, max: b}
scorecards:
  bang:
    criteria:
      - id: nhom
        max: 30
        criteria:
          - {id: x, max: 20, score: {steps: a, from: {4: 20, 2: 10}, otherwise: 0}}
          - {id: z, max: 10, score: {ratio: [c, b]}}
"""
HEAD = 'format: itrank-ruleset/1\nid: sau\nversion: "2"\ntitle: Sau\nextends: goc.yaml\n'


@pytest.fixture
def told(tmp_path: Path):
    def tell(changes: str, base: str = BASE) -> list[str]:
        (tmp_path / "goc.yaml").write_text(base, "utf-8")
        (tmp_path / "sau.yaml").write_text(HEAD + changes, "utf-8")
        loaded = load(tmp_path / "sau.yaml")
        name = next(name for name in loaded.texts if name.endswith("sau.yaml"))
        found = [each for each in checked(loaded, name)[0] if each.code != "ITR842"]
        return [f"{Path(each.place.file).name}:{each.place.line} {each.code} {message(each, 'en')}" for each in found]

    return tell


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ("amend:\n  x: {max: 15}\n  nhom: {max: 25}\n", ["sau.yaml:7 ITR380 x: its points can reach 20, above its maximum of 15"]),
        ("amend:\n  x: {max: 25}\n  nhom: {max: 35}\n", ["sau.yaml:7 ITR382 x: no unit can reach its maximum of 25; the most is 20"]),
        ("amend:\n  z: {max: 15}\n", ["sau.yaml:7 ITR301 nhom: x: 20 + z: 15 = 35, but max is stated as 30"]),
        ("add:\n  - {under: nhom, id: y, max: 5, score: {yes_no: a > 1}}\n", ["sau.yaml:7 ITR301 nhom: x: 20 + z: 10 + y: 5 = 35, but max is stated as 30"]),
        ("repeal:\n  - x\n", ["sau.yaml:7 ITR301 nhom: z: 10 = 10, but max is stated as 30"]),
        ("amend:\n  z: {score: {ratio: [c, a]}}\n", ["sau.yaml:7 ITR383 z: the divisor a can be 0"]),
    ],
)  # fmt: skip
def test_it_is_told_where_it_was_changed(told, changes, expected):
    assert [each for each in told(changes) if not {"ITR275", "ITR340"} & set(each.split())] == expected


def test_what_nothing_reads_any_more_is_told_where_the_file_is_taken_up(told):
    found = told("amend:\n  z: {score: {yes_no: b > 4}}\n")
    assert found == ['sau.yaml:5 ITR340 units must report "c", and nothing uses it']


def test_what_is_repealed_and_still_read_is_told_at_the_repeal(told):
    found = told("repeal:\n  - x\namend:\n  nhom: {max: 10}\n", BASE + "    ranking: {lists: all, tie_break: [x]}\n")
    assert [each for each in found if "ITR204" in each] == ['sau.yaml:7 ITR204 unknown name "x"']


def test_what_was_wrong_before_stays_where_it_is(told):
    """The other file has an error of its own, in a part that the amendment leaves alone."""
    text = BASE + "      - {id: w, max: 5, criteria: [{id: w1, max: 6, score: given}]}\n"
    found = told("amend:\n  z: {title: Tên mới}\n", text)
    assert [each for each in found if "ITR301" in each] == ["goc.yaml:17 ITR301 w: w1: 6 = 6, but max is stated as 5"]


def test_the_advice_says_what_does_not_fit_any_more(tmp_path):
    (tmp_path / "goc.yaml").write_text(BASE, "utf-8")
    (tmp_path / "sau.yaml").write_text(f"{HEAD}amend:\n  z: {{max: 15}}\n", "utf-8")
    loaded = load(tmp_path / "sau.yaml")
    name = next(name for name in loaded.texts if name.endswith("sau.yaml"))
    (found,) = checked(loaded, name)[0]
    assert advice(found, "en").endswith("What it does not fit: goc.yaml, line 13.")
    assert advice(found, "vi").endswith("Chỗ không còn khớp: goc.yaml, dòng 13.")
