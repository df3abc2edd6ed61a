"""Many tables as one, each apart from the others, so that one statement of an engine computes a program for all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from itrank.engine.columns.program import Aggregate, Operation, Program, Rank, Sampled

Row = Mapping[str, int | str]

TABLE = "table"
FAR = 1_000_000  # numbers of rows of one table


def beside_others(program: Program) -> Program:
    """Give the program that looks at rows of one table only, whatever it looked at before.

    The text column `table` says of which table a row is; ids of units, and of those above them, begin with it.
    """
    return replace(
        program, texts=(*program.texts, TABLE), operations=tuple(_of_one_table(each) for each in program.operations)
    )


def _of_one_table(operation: Operation) -> Operation:
    match operation:
        case Aggregate():
            at = None if operation.at is None else (*operation.at, TABLE)
            return replace(operation, by=(*operation.by, TABLE), at=at)
        case Rank() | Sampled():
            return replace(operation, by=(*operation.by, TABLE))
    return operation


def put_together(tables: Sequence[Sequence[Row]]) -> list[Row]:
    """Give the rows of all tables."""
    return [_moved(row, number) for number, rows in enumerate(tables) for row in rows]


def _moved(row: Row, number: int) -> Row:
    table = f"{number:03} "
    moved: dict[str, int | str] = {**row, "n": int(row["n"]) + FAR * number, "unit": f"{table}{row['unit']}"}
    if row.get("parent"):
        moved["parent"] = f"{table}{row['parent']}"
    return moved | {TABLE: table}


def apart(rows: Sequence[Row], count: int) -> list[list[Row]]:
    """Give the results of each table, as it would have them alone."""
    found: list[list[Row]] = [[] for _ in range(count)]
    for row in sorted(rows, key=lambda row: int(row["n"])):
        number, n = divmod(int(row["n"]), FAR)
        found[number].append({**row, "n": n, "unit": str(row["unit"])[4:]})
    return found
