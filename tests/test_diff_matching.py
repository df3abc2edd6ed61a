"""Which part of a ruleset is which of another: ids, renamings, renumberings, and what is too alike to say."""

import pytest
from itrank.engine import load_text
from itrank.engine.diff.matching import matched

HEAD = """\
format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
groups: {so: {title: Sở}}
inputs:
  hop: {label: Số cuộc họp, type: count}
  may: {label: Số máy, type: count, min: 1}
  tot: {label: Máy tốt, type: count, max: may}
parameters: {nguong: 80%}
values:
  ty_le: {label: Tỷ lệ, formula: tot / may}
scorecards:
  bang:
    title: Bảng điểm
"""
TREE = """\
    criteria:
      - id: c1
        title: Nhóm một
        criteria:
          - {id: c11, code: "1.1", title: Họp, max: 10, score: {count: hop, each: 1}}
          - {id: c12, code: "1.2", title: Máy, max: 20, score: {ratio: [tot, may], full_at: nguong}}
      - {id: c2, code: "2", title: Phần còn lại, max: 5, score: {yes_no: self}}
    tiers: [{id: tot_nhat, title: Tốt, from: 30}, {id: kem, title: Kém}]
"""


def read(text):
    loaded = load_text(text)
    assert loaded.ruleset is not None, loaded.findings
    return loaded.ruleset


def pairs(before, after, kind="node"):
    return {(each.before, each.after, each.why) for each in matched(read(before), read(after)).pairs[kind]}


def changed(*swaps, text=HEAD + TREE):
    for old, new in swaps:
        assert old in text, old
        text = text.replace(old, new)
    return text


def renamed(before, after, kind="node"):
    return {(a, b, why) for a, b, why in pairs(before, after, kind) if a != b}


A = HEAD + TREE


def test_a_ruleset_is_paired_with_itself_by_ids():
    found = matched(read(A), read(A))
    assert all(each.why == "id" and not each.is_renamed for kind in found.pairs.values() for each in kind)
    assert [each.before for each in found.pairs["node"]] == ["bang", "c1", "c11", "c12", "c2"]
    assert [each.before for each in found.pairs["input"]] == ["hop", "may", "tot", "self:c2"]
    assert [each.before for each in found.tiers["bang", "bang"]] == ["tot_nhat", "kem"]


def test_ids_that_are_numbers_and_shift_follow_their_titles():
    """A criterion is put in before the others, and every id after it is one more: title and scoring tell which is which."""
    first = HEAD + TREE
    second = changed(("id: c2,", "id: c3,"), ("id: c1\n", "id: c2\n"), ("id: c11", "id: c21"), ("id: c12", "id: c22"))
    second = second.replace(
        "      - id: c2\n", "      - {id: c1, title: Mục mới, max: 3, score: {yes_no: self}}\n      - id: c2\n"
    )
    assert renamed(first, second) == {
        ("c1", "c2", "title"), ("c11", "c21", "title"), ("c12", "c22", "title"), ("c2", "c3", "title"),
    }  # fmt: skip
    assert renamed(first, second, "input") == {("self:c2", "self:c3", "title")}


@pytest.mark.parametrize(
    ("swaps", "kind", "expected"),
    [
        ([("id: c11", "id: hop_ban")], "node", ("c11", "hop_ban", "title")),
        ([("id: c11", "id: hop_ban"), ("title: Họp", "title: Họp ban")], "node", ("c11", "hop_ban", "score")),
        ([("  hop:", "  so_hop:"), ("count: hop", "count: so_hop")], "input", ("hop", "so_hop", "title")),
        ([("nguong:", "muc:"), ("full_at: nguong", "full_at: muc")], "parameter", ("nguong", "muc", "value")),
        ([("ty_le: {label: Tỷ lệ, ", "tl: {")], "value", ("ty_le", "tl", "value")),
        ([("ty_le:", "tl:")], "value", ("ty_le", "tl", "title")),
        ([("{so: {title: Sở}}", "{s: {title: Sở}}")], "group", ("so", "s", "title")),
        ([("bang:", "b:"), ("title: Bảng điểm", "title: Bảng khác")], "scorecard", ("bang", "b", "only")),
    ],
)  # fmt: skip
def test_what_was_renamed_is_known_by_what_did_not_change(swaps, kind, expected):
    second = changed(*swaps)
    assert renamed(A, second, kind) == {expected}
    assert renamed(second, A, kind) == {(expected[1], expected[0], expected[2])}


def test_a_renamed_input_does_not_hide_how_a_renamed_criterion_is_scored():
    second = changed(
        ("  hop:", "  so_hop:"), ("count: hop", "count: so_hop"), ("id: c11", "id: x"), ("title: Họp", "title: Y")
    )
    assert renamed(A, second) == {("c11", "x", "score")}


def test_tiers_are_paired_by_id_and_title():
    second = changed(("id: tot_nhat,", "id: xuat_sac,"))
    found = matched(read(A), read(second)).tiers["bang", "bang"]
    assert [(each.before, each.after, each.why) for each in found] == [
        ("tot_nhat", "xuat_sac", "title"), ("kem", "kem", "id"),
    ]  # fmt: skip


def test_what_is_too_alike_is_not_paired():
    """Two criteria of one title and scoring went, and two came: nobody can say which is which."""
    two = "          - {id: %s, title: Họp, max: 10, score: {count: hop, each: 1}}\n"
    line = '          - {id: c11, code: "1.1", title: Họp, max: 10, score: {count: hop, each: 1}}\n'
    first, second = (A.replace(line, two % a + two % b) for a, b in (("p", "q"), ("x", "y")))
    assert renamed(first, second) == set()
    assert {a for a, *_ in pairs(first, second)} == {"bang", "c1", "c12", "c2"}


def test_titles_that_changed_places_are_editorial_unless_the_scoring_went_with_them():
    second = changed(("title: Họp,", "title: @,"), ("title: Máy,", "title: Họp,"), ("title: @,", "title: Máy,"))
    assert renamed(A, second) == set()
    with_scores = changed(
        ("id: c11", "id: @"), ("id: c12", "id: c11"), ("id: @", "id: c12"),
    )  # fmt: skip
    assert renamed(A, with_scores) == {("c11", "c12", "title"), ("c12", "c11", "title")}


@pytest.mark.parametrize("second", [A, changed(("id: c11", "id: x")), changed(("id: c11", "id: c12x"), ("Máy", "Họp"))])
def test_pairs_of_b_and_a_are_those_of_a_and_b_turned_round(second):
    found, back = matched(read(A), read(second)), matched(read(second), read(A)).mirrored
    assert {kind: set(pairs) for kind, pairs in found.pairs.items()} == {
        kind: set(pairs) for kind, pairs in back.pairs.items()
    }
    assert {pair: set(tiers) for pair, tiers in found.tiers.items()} == {
        pair: set(tiers) for pair, tiers in back.tiers.items()
    }
