"""Units that were renamed, merged, split, that are gone or new: what is compared with last year, and what is said."""

import csv
import io
import json
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from itrank.engine import evaluate, load_text, observe
from itrank.engine.bundle import recompute
from itrank.engine.model.codes import advice, message
from itrank.engine.model.findings import Place
from itrank.engine.model.observed import Previous, Unit
from itrank.engine.model.outcome import NoScore, Reason, State
from itrank.engine.observe import table_of
from itrank.engine.publish.csv_out import write_csv
from itrank.engine.publish.grid import Look
from itrank.engine.publish.table import as_table
from itrank.engine.score.succession import doubts, gone, last_years
from reports import record
from sampling import size

SCHEMA = json.loads((Path(__file__).parent.parent / "schemas" / "result.schema.json").read_text("utf-8"))
RULESET = """
format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
inputs:
  x: {type: number}
  moi: {type: number, missing: last_year}
values:
  truoc: {formula: last_year(x), missing: zero, publish: true}
  tang: {formula: x - last_year(x), publish: true}
scorecards:
  bang: {max: 100, criteria: [{id: diem, max: 100, score: {formula: x}}]}
"""
BEFORE = {
    id_: Previous(id_, f"Sở {id_.upper()}", Fraction(total), Fraction(100), rank, values={"x": Fraction(total), "moi": Fraction(1)})
    for id_, total, rank in (("a", 90, 1), ("b", 80, 2), ("c", 70, 3), ("d", 60, 4))
}  # fmt: skip


def unit(id_, *predecessors, aliases=()):
    return Unit(id_, f"Đơn vị {id_}", aliases=aliases, predecessors=predecessors)


def named(id_, name, *predecessors, aliases=()):
    return Unit(id_, name, aliases=aliases, predecessors=predecessors)


def compared(*units, before=BEFORE):
    """Say of each unit with whom it is compared, or why not."""
    found, why = last_years(units, before)
    return [
        before.id if before else f"{w.kind} {'+'.join(old.id for old in w.of)}" if w else "new"
        for before, w in zip(found, why, strict=True)
    ]


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ((unit("a"), unit("x")), ["a", "new"]),
        ((unit("x", aliases=("a",)),), ["a"]),
        ((unit("x", "a"),), ["a"]),  # renamed
        ((unit("x", "Sở A"),), ["a"]),
        ((unit("x", "a", aliases=("a",)),), ["a"]),
        ((unit("x", "a", "b"),), ["merged a+b"]),
        ((unit("a", "b"),), ["b"]),  # what a unit declares replaces what only its id finds
        ((unit("a", "b", aliases=("a",)),), ["merged b+a"]),
        ((named("a", "Sở A", "b"),), ["merged b+a"]),  # it took another in, under its own id and name
        ((named("x", "Sở A", "b"),), ["merged b+a"]),
        ((unit("a", "a", "b"),), ["merged a+b"]),
        ((unit("x", "a"), unit("y", "a")), ["split a", "split a"]),
        ((unit("a"), unit("y", "a")), ["split a", "split a"]),  # a part was taken out of it
        ((unit("x", "a", "b"), unit("y", "b")), ["merged a+b", "split b"]),
        ((unit("x", "zz"),), ["new"]),
        ((unit("x", "a", "zz"),), ["a"]),
        ((unit("x", aliases=("a",)), unit("y", aliases=("a",))), ["a", "a"]),  # nobody said that it was split
        ((named("a", "Sở B"),), ["unclear a+b"]),  # a code that was given to another
        ((named("a", "Sở B"), named("b", "Sở A")), ["unclear a+b", "unclear b+a"]),
        ((named("a", "Sở B", "b"), named("b", "Sở A", "a")), ["b", "a"]),
        ((named("a", "Sở B", aliases=("b",)),), ["b"]),
        ((named("a", "Sở B", aliases=("Sở A",)),), ["a"]),  # it was renamed
        ((named("a", "a"),), ["a"]),
        ((named("a", "Sở Mới"), named("x", "Sở A")), ["unclear a", "unclear a"]),  # its code was given to another
        ((named("a", "Sở Mới"), named("x", "Sở A", "a")), ["new", "a"]),
        ((named("a", "Sở Mới"), named("x", "Sở A", aliases=("a",))), ["new", "a"]),
        ((named("a", "Sở A"), named("x", "Sở A")), ["a", "new"]),  # another of that name
        ((named("x", "Sở A"), named("y", "Sở A")), ["unclear a", "unclear a"]),
        ((named("x", "Sở A"), named("y", "Sở A", "a")), ["split a", "split a"]),
        ((named("x", "Sở A"), named("y", "Sở Mới", "a")), ["split a", "split a"]),
    ],
)
def test_who_is_compared_with_whom(units, expected):
    assert compared(*units) == expected
    assert sorted(compared(*reversed(units))) == sorted(expected)


def test_who_is_gone_and_what_no_result_has():
    units = unit("x", "a", "b"), unit("c"), unit("y", "zz")
    assert [before.id for before in gone(units, BEFORE)] == ["d"]
    assert gone(units, {}) == ()
    assert [message(found, "en") for found in doubts(units, BEFORE)] == [
        'the unit "y" names "zz" as its predecessor, which last year\'s result does not have'
    ]
    assert doubts(units, {}) == ()


NAMESAKES = {"1": Previous("1", "Xã Tân Lập"), "2": Previous("2", "Xã Tân Lập"), "3": Previous("3", "Xã Ba")}


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ((named("1", "Xã Tân Lập"), named("2", "Xã Tân Lập")), ["1", "2"]),
        ((named("9", "Xã Tân Lập"),), ["unclear 1+2"]),
        ((named("9", "Xã Tân Lập", "2"),), ["2"]),
        ((named("9", "Xã Chín", "Xã Tân Lập"),), ["unclear 1+2"]),
        ((named("3", "Xã Tân Lập"),), ["unclear 3+1+2"]),
    ],
)
def test_a_name_that_several_have_is_nobodys(units, expected):
    assert compared(*units, before=NAMESAKES) == expected
    assert not {before.id for before in gone(units, NAMESAKES)} & {
        id_ for text in expected for id_ in "123" if id_ in text
    }


def test_what_is_open_is_told():
    told = [
        message(found, "en") for found in doubts((named("a", "Sở B"), named("d", "Sở Mới"), named("x", "Sở D")), BEFORE)
    ]
    assert told == [
        'it is unclear which unit of last year "a" (Sở B) is: Sở A (a), Sở B (b); it is not compared with last year',
        '"d" (Sở Mới) and Sở D (x) match one unit of last year: Sở D (d); neither is compared with last year',
        '"x" (Sở D) and Sở Mới (d) match one unit of last year: Sở D (d); neither is compared with last year',
    ]
    (found,) = doubts((unit("a", "b"),), BEFORE)
    assert message(found, "en") == (
        '"a" names other predecessors, so it does not take the place of the unit of last year with its id: Sở A (a); nobody does'
    )
    assert "list all in the column predecessors: b; a." in advice(found, "en")
    assert doubts((unit("a", "b"), unit("x", "a")), BEFORE) == ()


@pytest.mark.parametrize(("strangers", "is_told"), [(0, False), (4, False), (5, True)])
def test_a_result_that_is_about_others_is_told(strangers, is_told):
    """Of eight units, four in last year's result are enough; fewer than half are not."""
    units = [*(unit(id_) for id_ in "abcd"), *(unit(f"n{n}") for n in range(strangers))]
    found = doubts(units, BEFORE, Place("truoc.csv"))
    assert [each.code for each in found] == (["ITR576"] if is_told else [])
    assert doubts(units, BEFORE) == ()  # columns of the data, which are about whom they are about
    if is_told:
        assert message(found[0], "en") == (
            "units found in last year's result: 4 of 9 (4 listed there); "
            "not found: Đơn vị n0 (n0), Đơn vị n1 (n1), Đơn vị n2 (n2), Đơn vị n3 (n3), Đơn vị n4 (n4); of last year's: –"
        )
    nobody = doubts([unit(f"n{n}") for n in range(6)], BEFORE, Place("truoc.csv"))
    assert "0 of 6 (4 listed there)" in message(nobody[0], "en")
    assert message(nobody[0], "en").endswith(
        "Đơn vị n4 (n4), …; of last year's: Sở A (a), Sở B (b), Sở C (c), Sở D (d)"
    )


NAMES = st.sampled_from(["a", "b", "Sở A", "Sở B", "zz"])
UNITS = st.builds(
    lambda name, aliases, old: (name, tuple(aliases), tuple(old)),
    st.sampled_from(["a", "Sở A", "Sở B", "Sở Mới"]), st.lists(NAMES, max_size=1), st.lists(NAMES, max_size=2),
)  # fmt: skip


@given(
    st.dictionaries(st.sampled_from("abcx"), UNITS, min_size=1),
    st.dictionaries(st.sampled_from(["a", "b", "c", "Sở A"]), st.sampled_from(["", "Sở A", "Sở B"])),
    st.randoms(),
)
@settings(max_examples=size(100, 1_000))
def test_both_evaluators_agree_on_who_is_who(drawn, names, random):
    """In whatever order the units are; and of one entry two are never compared with it unless aliases say so."""
    units = [Unit(id_, name, aliases=also, predecessors=old) for id_, (name, also, old) in drawn.items()]
    before = {id_: Previous(id_, name) for id_, name in names.items()}
    found, why = last_years(units, before)
    plain = [
        {"id": u.id, "name": u.name, "aliases": list(u.aliases), "predecessors": list(u.predecessors)} for u in units
    ]
    theirs = recompute.successions(plain, [{"id": each.id, "name": each.name} for each in before.values()])
    assert [(each and each["id"], became) for each, became in theirs] == [
        (each and each.id, w.kind if w else "") for each, w in zip(found, why, strict=True)
    ]
    shuffled = random.sample(units, len(units))
    again = dict(zip([u.id for u in shuffled], zip(*last_years(shuffled, before), strict=True), strict=True))
    assert [again[u.id][0] for u in units] == found
    taken = [each.id for each, u in zip(found, units, strict=True) if each is not None and not u.aliases]
    assert len(taken) == len(set(taken))
    left = {each.id for each in gone(units, before)}
    assert not left & {each.id for each in found if each} | left & {each.id for w in why if w for each in w.of}


def result(rows, units, ruleset=RULESET):
    loaded = load_text(ruleset)
    assert loaded.findings == ()
    observed = observe(loaded.ruleset, [table_of("d", rows)], table_of("u", units), BEFORE)
    return evaluate(loaded.ruleset, observed)


ROWS = [{"id": "x", "x": 95}, {"id": "c", "x": 75, "moi": 2}, {"id": "n", "x": 10, "moi": 3}]
UNITS = [
    {"id": "x", "name": "Sở X", "predecessors": "a; Sở B"}, {"id": "c", "name": "Sở C"}, {"id": "n", "name": "Sở Mới"},
]  # fmt: skip


def test_a_merged_unit_has_no_change_and_no_values_of_last_year():
    """last_year of a merged or split unit is no score, not_comparable; what foresees a lack foresees this one."""
    made = result(ROWS, UNITS)
    merged, same, new = made.units
    assert (merged.rank, merged.rank_change, merged.total_change, merged.previous) == (1, None, None, None)
    assert (same.rank_change, same.total_change, same.succession) == (1, 5, None)
    assert (new.previous, new.succession) == (None, None)
    assert merged.values["tang"] == NoScore(State.MISSING, Reason.NOT_COMPARABLE, "x")
    assert (merged.values["truoc"], same.values["truoc"], new.values["truoc"]) == (0, 70, 0)
    assert new.values["tang"] == NoScore(State.MISSING, Reason.NO_LAST_YEAR, "x")
    assert [before.id for before in made.gone] == ["d"]


def test_predecessors_may_stand_in_the_ruleset_and_must_agree():
    ruleset = RULESET.replace("inputs:", "units: {x: {predecessors: [a, b]}}\ninputs:")
    plain = [{"id": "x", "name": "Sở X"}]
    assert result(ROWS[:1], plain, ruleset).units[0].succession.kind == "merged"
    other = result(ROWS[:1], [{**plain[0], "predecessors": "a"}], ruleset)
    assert [message(found, "en") for found in other.findings if found.code == "ITR481"] == [
        'predecessors of the unit "x" is "a" here, but "a; b" in thu'
    ]
    same = result(ROWS[:1], [{**plain[0], "predecessors": "b;a"}], ruleset)
    assert "ITR481" not in [found.code for found in same.findings]


def test_every_face_says_why_there_is_nothing_to_compare():
    made = result(ROWS, UNITS)
    table = as_table(made, Look("vi"))
    lines = table.splitlines()
    assert next(line for line in lines if "Sở X" in line).split()[:2] == ["1", "≠"]
    assert next(line for line in lines if "Sở Mới" in line).split()[:2] == ["3", "mới"]
    assert "Không so sánh được với năm trước (≠)\n  Sở X: hợp nhất từ Sở A, Sở B\n" in table
    assert lines[-1] == "Không còn so với năm trước: Sở D (hạng 4)"
    english = as_table(made, Look("en"))
    assert "Not comparable with last year (≠)\n  Sở X: merged from Sở A and Sở B\n" in english
    assert english.splitlines()[-1] == "Gone since last year: Sở D (rank 4)"

    shown = record(made)
    jsonschema.validate(shown, SCHEMA)
    assert shown["units"][0]["succession"] == {
        "kind": "merged", "of": ["a", "b"], "vi": "hợp nhất từ Sở A, Sở B", "en": "merged from Sở A and Sở B",
    }  # fmt: skip
    assert [unit["succession"] for unit in shown["units"][1:]] == [None, None]
    assert [(before["id"], before["name"], before["rank"]) for before in shown["gone"]] == [("d", "Sở D", 4)]

    stream = io.StringIO()
    write_csv(made, stream, "vi")
    rows = list(csv.DictReader(io.StringIO(stream.getvalue().removeprefix("\ufeff"))))
    assert [row["not_comparable"] for row in rows] == ["hợp nhất từ Sở A, Sở B", "", ""]


def test_a_split_is_told_as_such():
    units = [{"id": "x", "name": "Sở X", "predecessors": "a"}, {"id": "a", "name": "Sở A"}]
    made = result([{"id": "x", "x": 1, "moi": 1}, {"id": "a", "x": 2, "moi": 1}], units)
    assert [u.succession.kind for u in made.units] == ["split", "split"]
    assert "  Sở X: tách từ Sở A" in as_table(made, Look("vi"))
    assert "  Sở X: split from Sở A" in as_table(made, Look("en"))


def test_a_result_about_others_is_not_listed_as_gone():
    """Where most units are not compared with last year, those of last year are others and not gone."""
    rows = [{"id": f"n{i}", "x": i, "moi": 1} for i in range(3)]
    made = result(rows, [{"id": row["id"]} for row in rows])
    assert len(made.gone) == 4
    assert "Không còn" not in as_table(made, Look("vi"))
