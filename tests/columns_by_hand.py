"""A program on columns computed row by row in plain Python: what every engine has to agree with.

It reads the operations and outputs of a `Program` and nothing else of the engines: no schedule, no layers, no names of
its own. Each expression is computed for every row, whether or not a choice reads it, and its bounds are checked there.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from itrank.engine.columns.integers import Expr
from itrank.engine.columns.program import (
    Aggregate,
    Answers,
    Partition,
    Program,
    Rank,
    Reference,
    Sampled,
    in_order,
    result_columns,
)

Row = Mapping[str, int | str]


def _divided(top: int, bottom: int) -> int:
    assert top >= 0, top
    assert bottom > 0, bottom
    return top // bottom


def _chosen(*args: int) -> int:
    pairs = zip(args[:-1:2], args[1:-1:2], strict=True)
    return next((value for test, value in pairs if test), args[-1])


OPERATIONS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "div": _divided,
    "greatest": max,
    "within": lambda a: a,
    "case": _chosen,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "==": lambda a, b: a == b,
    "and": lambda *parts: all(parts),
    "or": lambda *parts: any(parts),
    "not": lambda a: not a,
    "true": lambda: True,
    "false": lambda: False,
}


def values_of(exprs: Sequence[Expr], row: Row) -> list[int | bool]:
    """Compute expressions for one row; a bound that does not hold is an AssertionError."""
    made: dict[int, int | bool] = {}
    for expr in in_order(exprs):
        if expr.op == "column":
            value = row[expr.column]
        elif expr.op == "number":
            value = expr.low
        else:
            value = OPERATIONS[expr.op](*(made[id(arg)] for arg in expr.args))
        assert expr.low <= value <= expr.high, f"{value} is not within {expr.low} and {expr.high}: {expr!r}"
        made[id(expr)] = value
    return [made[id(expr)] for expr in exprs]


def part_of(by: Partition, row: Row) -> tuple[int | str, ...]:
    """Give what a row has in common with the others of its part; truth values as 0 and 1."""
    return tuple(row[key] if isinstance(key, str) else int(values_of([key], row)[0]) for key in by)


def _holds(where: Expr, row: Row) -> bool:
    return bool(values_of([where], row)[0])


HOW = {"max": max, "min": min, "sum": sum, "count": len}


def _aggregated(asked: Aggregate, rows: Sequence[Row]) -> list[dict[str, int]]:
    found: dict[tuple, list[int]] = defaultdict(list)
    for row in rows:
        (value,) = values_of([asked.of], row)
        if _holds(asked.where, row):
            found[part_of(asked.by, row)].append(value)
    at = asked.by if asked.at is None else asked.at
    values = [HOW[asked.how](found.get(part_of(at, row), ()) or [0] * (asked.how != "count")) for row in rows]
    assert all(asked.low <= value <= asked.high for value in values), asked
    return [{asked.name: value} for value in values]


def ranked(asked: Rank, rows: Sequence[Row]) -> list[dict[str, int]]:
    """Give the place of each row, by comparing it with each other row of its part."""
    parts: dict[tuple, list[tuple[tuple[int, ...], str, int]]] = defaultdict(list)
    for place, row in enumerate(rows):
        keys = values_of([key for key, _ in asked.keys], row)
        signed = tuple(-key if is_greatest else key for key, (_, is_greatest) in zip(keys, asked.keys, strict=True))
        if _holds(asked.where, row):
            parts[part_of(asked.by, row)].append((signed, row["unit"], place))
    found = [0] * len(rows)
    for members in parts.values():
        ordered = sorted(members)
        different = sorted({keys for keys, _, _ in members})
        for order, (keys, _, place) in enumerate(ordered, start=1):
            match asked.method:
                case "first":
                    found[place] = 1 + sum(other < keys for other, _, _ in members)
                case "last":
                    found[place] = sum(other <= keys for other, _, _ in members)
                case "dense":
                    found[place] = 1 + different.index(keys)
                case "single":
                    found[place] = order
    assert all(0 <= value <= asked.high for value in found), asked
    return [{asked.name: value} for value in found]


def _distinct(rows: Iterable[tuple]) -> list[tuple]:
    return list(dict.fromkeys(rows))


def _answered(asked: Reference | Sampled, answers: Sequence[tuple[int, int]], rows: Sequence[tuple], each: Sequence):
    known = dict(zip(rows, answers, strict=True))
    makes = asked.makes
    found = [{makes.name: known[row][0], makes.lack: known[row][1]} for row in each]
    assert all(makes.low <= row[makes.name] <= makes.high for row in found), asked
    return found


def _referred(asked: Reference, rows: Sequence[Row], answers: Answers) -> list[dict[str, int]]:
    read = [tuple(map(int, values_of(asked.reads, row))) for row in rows]
    different = _distinct(read)
    return _answered(asked, answers.of_rows(asked, different), different, read)


def _sampled(asked: Sampled, rows: Sequence[Row], answers: Answers) -> list[dict[str, int]]:
    members: Counter[tuple[tuple, tuple]] = Counter()
    read = []
    for row in rows:
        part, value = part_of(asked.by, row), tuple(map(int, values_of(asked.of, row)))
        members[part, value] += _holds(asked.where, row)
        read.append((part, value if asked.is_placed else ()))
    there = [(part, value, count) for (part, value), count in members.items() if count]
    different = _distinct(read)
    return _answered(asked, answers.of_parts(asked, there, different), different, read)


def operated(program: Program, rows: Sequence[Row], answers: Answers | None = None) -> list[Row]:
    """Give the rows with the columns that all operations of a program make."""
    made: list[Row] = list(rows)
    for operation in program.operations:
        match operation:
            case Aggregate():
                new = _aggregated(operation, made)
            case Rank():
                new = ranked(operation, made)
            case Reference():
                assert answers is not None
                new = _referred(operation, made, answers)
            case Sampled():
                assert answers is not None
                new = _sampled(operation, made, answers)
        made = [{**row, **more} for row, more in zip(made, new, strict=True)]
    return made


def result_by_hand(
    program: Program, rows: Sequence[Row], answers: Answers | None = None
) -> list[dict[str, int | bool | str]]:
    """Compute a program: a row a unit with `n`, `unit` and what `result_columns` names, in the order of `n`."""
    columns = result_columns(program)
    found = []
    for row in sorted(operated(program, rows, answers), key=lambda row: row["n"]):
        values = values_of([expr for _, expr in columns], row)
        names = (name for name, _ in columns)
        found.append({"n": row["n"], "unit": row["unit"], **dict(zip(names, values, strict=True))})
    return found
