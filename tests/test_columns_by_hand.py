"""The evaluator that engines are compared with, itself compared with figures written out, and the schedule with it."""

import pytest
from columns_by_hand import _aggregated, operated, ranked, result_by_hand, values_of
from drawn_programs import Draw, StandIn, drawn_rows
from itrank.engine.columns.integers import Integers
from itrank.engine.columns.program import Aggregate, Layer, Program, Rank, operands, result_columns
from itrank.engine.columns.schedule import as_read, read_as, scheduled

i = Integers()
SCORE, GROUP, ALL = i.column("score", 0, 10), i.column("g", 0, 2), i.true
IS_IN = i.is_less(i.column("n", 0, 9), i.number(5))
ROWS = [
    {"n": n, "unit": unit, "parent": parent, "g": g, "score": score}
    for n, (unit, parent, g, score) in enumerate(
        [("b", "", 1, 5), ("a", "b", 1, 5), ("Đ", "b", 1, 9), ("d", "a", 2, 0), ("B", "", 2, 5), ("c", "b", 2, 10)]
    )
]


def ranks(method, by=(), *, is_greatest=True, where=IS_IN):
    return [row["r"] for row in ranked(Rank("r", ((SCORE, is_greatest),), where, by, method, 6), ROWS)]


def test_ranks_are_these():
    assert ranks("first") == [2, 2, 1, 5, 2, 0]
    assert ranks("last") == [4, 4, 1, 5, 4, 0]
    assert ranks("dense") == [2, 2, 1, 3, 2, 0]
    assert ranks("single") == [4, 3, 1, 5, 2, 0]  # B before a before b
    assert ranks("first", is_greatest=False) == [2, 2, 5, 1, 2, 0]
    assert ranks("first", (GROUP,)) == [2, 2, 1, 2, 1, 0]
    assert ranks("first", where=i.false) == [0] * 6
    two = Rank("r", ((GROUP, False), (SCORE, True)), ALL, (), "dense", 6)
    assert [row["r"] for row in ranked(two, ROWS)] == [2, 2, 1, 5, 4, 3]


def aggregates(how, by=(), at=None, where=IS_IN):
    return [row["a"] for row in _aggregated(Aggregate("a", how, SCORE, where, by, 0, 60, at), ROWS)]


def test_aggregates_are_these():
    assert aggregates("max") == [9] * 6
    assert aggregates("min", (GROUP,)) == [5, 5, 5, 0, 0, 0]
    assert aggregates("sum", ("parent",), ("unit",)) == [14, 0, 0, 0, 0, 0]
    assert aggregates("count", ("parent",)) == [2, 2, 2, 1, 2, 2]
    assert aggregates("count", ("parent",), ("unit",), i.true) == [3, 1, 0, 0, 0, 0]
    assert aggregates("min", where=i.false) == [0] * 6


def test_a_bound_that_does_not_hold_is_an_error():
    with pytest.raises(AssertionError, match="11 is not within 0 and 10"):
        values_of([SCORE], {"score": 11})
    wrong = i.within(i.plus(SCORE, i.one), high=5)
    with pytest.raises(AssertionError, match="6 is not within"):
        values_of([i.pick(i.is_less(SCORE, i.number(3)), wrong, i.zero)], {"score": 5})


def by_schedule(program, rows, answers):
    """Compute a program as an engine would: layer by layer, with no more columns than are kept."""
    schedule, rows = scheduled(program), list(rows)
    always = {"n", "unit", *program.texts}
    for step in schedule.steps:
        if isinstance(step, Layer):
            made = [dict(zip(step.made, values_of(list(step.made.values()), row), strict=True)) for row in rows]
            kept = step.kept | always
            rows = [
                {name: value for name, value in {**row, **more}.items() if name in kept}
                for row, more in zip(rows, made, strict=True)
            ]
        else:
            for operation in step:
                for expr in operands(operation):
                    assert not read_as(expr, schedule.names).args
            rows = operated(
                Program((), (), (), tuple(as_read(each, schedule.names) for each in step), (), {}, 0), rows, answers
            )
    columns = [(name, read_as(expr, schedule.names)) for name, expr in result_columns(program)]
    found = [(row, values_of([expr for _, expr in columns], row)) for row in sorted(rows, key=lambda row: row["n"])]
    return [
        {"n": row["n"], "unit": row["unit"], **dict(zip([name for name, _ in columns], values, strict=True))}
        for row, values in found
    ]


@pytest.mark.parametrize("seed", [pytest.param(seed, marks=pytest.mark.bar(25)) for seed in range(400)])
def test_layers_compute_what_the_program_says(seed):
    program = Draw(seed).program()
    rows = drawn_rows(program, seed, 25)
    assert by_schedule(program, rows, StandIn()) == result_by_hand(program, rows, StandIn())
