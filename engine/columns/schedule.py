"""In which order a program is computed: which expressions get a column of their own, and when that can be forgotten."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from .integers import Expr
from .program import Layer, Operation, Program, Schedule, Step, columns_in, in_order, made_by, operands

LEAST_SHARED = 3  # operations of an expression that is read twice, before it gets a column of its own
DEEPEST = 40  # operations within one another, before what is below gets a column of its own


def scheduled(program: Program) -> Schedule:
    """Put a program into layers and operations, each after all that it reads.

    Args:
        program: its operations stand in an order in which each comes after what it reads.

    Returns:
        The steps, and the name of each expression that has a column: all that operations and outputs read, unless it
        is a constant or a column already, and what is read twice.
    """
    outputs = [expr for output in program.outputs for expr in (output.top, output.bottom, output.lack)]
    order, stages, waves = _staged(program.operations, outputs)
    names = _named(order, {id(root) for root in outputs}.union(*_read_by(program.operations)))
    return Schedule(_with_what_is_kept(_layers(order, stages, names), waves, outputs, names), names)


def _read_by(operations: Iterable[Operation]) -> Iterator[set[int]]:
    for operation in operations:
        yield {id(expr) for expr in operands(operation)}


def _staged(
    operations: Iterable[Operation], outputs: Sequence[Expr]
) -> tuple[list[Expr], dict[int, int], dict[int, list[Operation]]]:
    """Put all expressions in order, parts first.

    Returns:
        Them; the number of waves of operations after which each can be computed; and the operations of each wave.
    """
    order: list[Expr] = []
    stages: dict[int, int] = {}
    made: dict[str, int] = {}
    waves: dict[int, list[Operation]] = {}
    for operation in operations:
        read = operands(operation)
        order += _with_stages(in_order(read, stages), stages, made)
        wave = max((stages[id(expr)] for expr in read), default=0)
        waves.setdefault(wave, []).append(operation)
        made |= dict.fromkeys(made_by(operation), wave + 1)
    order += _with_stages(in_order(outputs, stages), stages, made)
    return order, stages, waves


def _with_stages(order: list[Expr], stages: dict[int, int], made: Mapping[str, int]) -> list[Expr]:
    """Add the stages of expressions that come in order, from the stages in which columns are there."""
    for expr in order:
        stage = made.get(expr.column, 0)
        for arg in expr.args:
            below = stages[id(arg)]
            stage = max(stage, below)
        stages[id(expr)] = stage
    return order


def _named(order: Sequence[Expr], wanted: Container[int]) -> dict[int, str]:
    """Choose the expressions that get a column, and name them."""
    uses = Counter([id(arg) for expr in order for arg in expr.args])
    heights: dict[int, tuple[int, int]] = {}  # how many operations what is not named is made of, and within one another
    names: dict[int, str] = {}
    for expr in order:
        own = id(expr)
        if not expr.args:
            heights[own] = 0, 0
            continue
        size, depth = 1, 0
        for arg in expr.args:
            if id(arg) not in names:
                more, deep = heights[id(arg)]
                size += more
                depth = max(depth, deep)
        heights[own] = size, depth + 1
        if own in wanted or (size >= LEAST_SHARED and uses[own] > 1) or depth + 1 >= DEEPEST:
            names[own] = f"c{len(names) + 1}"
    return names


def _layers(
    order: Iterable[Expr], stages: Mapping[int, int], names: Mapping[int, str]
) -> dict[tuple[int, int], dict[str, Expr]]:
    """Put what has a column into layers: by stage, and by how many layers of the stage come before.

    Each is written so that what has a column of its own below it is read from there.
    """
    read: dict[int, Expr] = {}
    above: dict[int, int] = {}  # in which layer of its stage an expression can be read at the earliest
    layers: dict[tuple[int, int], dict[str, Expr]] = {}
    for expr in order:
        own = id(expr)
        if not expr.args:
            above[own], read[own] = 0, expr
            continue
        stage, level = stages[own], 0
        for arg in expr.args:
            if stages[id(arg)] == stage:
                level = max(level, above[id(arg)])
        args = tuple([read[id(arg)] for arg in expr.args])
        made = expr if args == expr.args else Expr(expr.op, args, expr.low, expr.high)
        if own in names:
            layers.setdefault((stage, level), {})[names[own]] = made
            above[own], read[own] = level + 1, read_as(expr, names)
        else:
            above[own], read[own] = level, made
    return layers


def read_as(expr: Expr, names: Mapping[int, str]) -> Expr:
    """Give what an operation or an output reads: a column, or a constant."""
    name = names.get(id(expr))
    return expr if name is None else Expr("column", (), expr.low, expr.high, name)


def as_read(operation: Operation, names: Mapping[int, str]) -> Operation:
    """Write an operation so that all that it reads is a column, a constant or the name of a text column.

    `Answers` are asked with the operation of the program, never with this one: they know expressions by their identity.
    """

    def read(value: Any) -> Any:
        if isinstance(value, Expr):
            return read_as(value, names)
        return tuple(map(read, value)) if isinstance(value, tuple) else value

    return replace(operation, **{field.name: read(getattr(operation, field.name)) for field in fields(operation)})


def _with_what_is_kept(
    layers: Mapping[tuple[int, int], Mapping[str, Expr]],
    waves: Mapping[int, Sequence[Operation]],
    outputs: Sequence[Expr],
    names: Mapping[int, str],
) -> tuple[Step, ...]:
    """Put layers and waves in order, from the last to the first, with what is still read after each."""
    needed = columns_in([read_as(expr, names) for expr in outputs])
    steps: list[Step] = []
    for stage in sorted({*(stage for stage, _ in layers), *waves}, reverse=True):
        operations = tuple(waves.get(stage, ()))
        if operations:
            steps.append(operations)
            made = {name for operation in operations for name in made_by(operation)}
            read = columns_in([read_as(expr, names) for each in operations for expr in operands(each)])
            needed = (needed - made) | read
        for key in sorted((key for key in layers if key[0] == stage), reverse=True):
            reads = columns_in(layers[key].values())
            steps.append(Layer(layers[key], needed, reads))
            needed = (needed - layers[key].keys()) | reads
    return tuple(reversed(steps))
