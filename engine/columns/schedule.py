"""In which order a program is computed: which expressions get a column of their own, and when that can be forgotten."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
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
    named = _named(order, {*outputs}.union(*map(operands, program.operations)))
    names = {id(expr): name for expr, name in named.items()}
    return Schedule(_with_what_is_kept(_layers(order, stages, named), waves, outputs, names), names)


def _staged(
    operations: Iterable[Operation], outputs: Sequence[Expr]
) -> tuple[list[Expr], dict[Expr, int], dict[int, list[Operation]]]:
    """Put all expressions in order, parts first.

    Returns:
        Them; the number of waves of operations after which each can be computed; and the operations of each wave.
    """
    order: list[Expr] = []
    stages: dict[Expr, int] = {}
    made: dict[str, int] = {}
    waves: dict[int, list[Operation]] = {}
    for operation in operations:
        read = operands(operation)
        order += _with_stages(in_order(read, stages), stages, made)
        wave = max([stages[expr] for expr in read], default=0)
        waves.setdefault(wave, []).append(operation)
        made |= dict.fromkeys(made_by(operation), wave + 1)
    order += _with_stages(in_order(outputs, stages), stages, made)
    return order, stages, waves


def _with_stages(order: list[Expr], stages: dict[Expr, int], made: Mapping[str, int]) -> list[Expr]:
    """Add the stages of expressions that come in order, from the stages in which columns are there."""
    for expr in order:
        stages[expr] = max([stages[arg] for arg in expr.args]) if expr.args else made.get(expr.column, 0)
    return order


def _named(order: Sequence[Expr], wanted: Container[Expr]) -> dict[Expr, str]:
    """Choose the expressions that get a column, and name them."""
    uses = Counter([arg for expr in order for arg in expr.args])
    # How many operations an expression is made of down to what has a column, and how many within one another.
    sizes: dict[Expr, int] = {}
    depths: dict[Expr, int] = {}
    names: dict[Expr, str] = {}
    for expr in order:
        size = depth = 0
        if expr.args:
            size = 1 + sum([sizes[arg] for arg in expr.args])
            depth = 1 + max([depths[arg] for arg in expr.args])
            if expr in wanted or expr.op == "greatest" or (size >= LEAST_SHARED and uses[expr] > 1) or depth >= DEEPEST:
                names[expr] = f"c{len(names) + 1}"
                size = depth = 0
        sizes[expr], depths[expr] = size, depth
    return names


def _layers(
    order: Iterable[Expr], stages: Mapping[Expr, int], names: Mapping[Expr, str]
) -> dict[tuple[int, int], dict[str, Expr]]:
    """Put what has a column into layers: by stage, and by how many layers of the stage come before.

    Each is written so that what has a column of its own below it is read from there.
    """
    read: dict[Expr, Expr] = {}
    above: dict[Expr, int] = {}  # in which layer of its stage an expression can be read at the earliest
    layers: dict[tuple[int, int], dict[str, Expr]] = {}
    for expr in order:
        if not expr.args:
            above[expr], read[expr] = 0, expr
            continue
        stage = stages[expr]
        level = max([above[arg] for arg in expr.args if stages[arg] == stage], default=0)
        args = tuple([read[arg] for arg in expr.args])
        made = expr if args == expr.args else Expr(expr.op, args, expr.low, expr.high)
        if (name := names.get(expr)) is not None:
            layers.setdefault((stage, level), {})[name] = made
            level, made = level + 1, Expr("column", (), expr.low, expr.high, name)
        above[expr], read[expr] = level, made
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
