"""Units that were renamed, merged, split, that are gone or new: what is compared with last year, and what is said."""

import csv
import io
import json
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest
from itrank.engine import evaluate, load_text, observe
from itrank.engine.model.codes import message
from itrank.engine.model.observed import Previous, Unit
from itrank.engine.model.outcome import NoScore, Reason, State
from itrank.engine.observe import table_of
from itrank.engine.publish.csv_out import write_csv
from itrank.engine.publish.record import record
from itrank.engine.publish.table import Look, as_table
from itrank.engine.score.succession import gone, last_years, unknown_predecessors

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


def compared(*units):
    """Say of each unit with whom it is compared, or why not."""
    found, why = last_years(units, BEFORE)
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
        ((unit("a", "b"),), ["merged b+a"]),  # it took another in
        ((unit("a", "a", "b"),), ["merged a+b"]),
        ((unit("x", "a"), unit("y", "a")), ["split a", "split a"]),
        ((unit("a"), unit("y", "a")), ["split a", "split a"]),  # a part was taken out of it
        ((unit("x", "a", "b"), unit("y", "b")), ["merged a+b", "split b"]),
        ((unit("x", "zz"),), ["new"]),
        ((unit("x", "a", "zz"),), ["a"]),
        ((unit("x", aliases=("a",)), unit("y", aliases=("a",))), ["a", "a"]),  # nobody said that it was split
    ],
)
def test_who_is_compared_with_whom(units, expected):
    assert compared(*units) == expected
    assert sorted(compared(*reversed(units))) == sorted(expected)


def test_who_is_gone_and_what_no_result_has():
    units = unit("x", "a", "b"), unit("c"), unit("y", "zz")
    assert [before.id for before in gone(units, BEFORE)] == ["d"]
    assert gone(units, {}) == ()
    assert [message(found, "en") for found in unknown_predecessors(units, BEFORE)] == [
        'the unit "y" names "zz" as its predecessor, which last year\'s result does not have'
    ]
    assert unknown_predecessors(units, {}) == ()


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
    assert [message(found, "en") for found in other.findings if found.code == "ITR472"] == [
        'predecessors of the unit "x" is "a" here, but "a; b" in thu'
    ]
    same = result(ROWS[:1], [{**plain[0], "predecessors": "b;a"}], ruleset)
    assert "ITR472" not in [found.code for found in same.findings]


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
