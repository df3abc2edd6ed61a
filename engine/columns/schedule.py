"""In which order a program is computed: which expressions get a column of their own, and when that can be forgotten."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from .integers import Expr
from .program import Layer, Operation, Program, Schedule, Step, columns_in, in_order, made_by, operands

LEAST_SHARED = 3  # operations of an expression that is read twice, before it gets a column of its own
DEEPEST = 40  # operations within one another, before what is below gets a column of its own
LEAVES = frozenset({"column", "number", "true", "false"})


def scheduled(program: Program) -> Schedule:
    """Put a program into layers and operations, each after all that it reads.

    Args:
        program: its operations stand in an order in which each comes after what it reads.

    Returns:
        The steps, and the name of each expression that has a column: all that operations and outputs read, unless it
        is a constant or a column already, and what is read twice.
    """
    roots = [expr for operation in program.operations for expr in operands(operation)]
    outputs = [expr for output in program.outputs for expr in (output.top, output.bottom, output.lack)]
    order = in_order([*roots, *outputs])
    stages = _stages(order, program.operations)
    names = _named(order, [*roots, *outputs])
    written = rewritten(order, names)
    levels: dict[int, int] = {}
    layers: dict[tuple[int, int], dict[str, Expr]] = {}
    for expr in order:
        below = max((_below(arg, expr, levels, names, stages) for arg in expr.args), default=0)
        levels[id(expr)] = below
        if id(expr) in names:
            layers.setdefault((stages[id(expr)], below), {})[names[id(expr)]] = written[id(expr)]
    waves: dict[int, list[Operation]] = {}
    for operation in program.operations:
        waves.setdefault(max((stages[id(expr)] for expr in operands(operation)), default=0), []).append(operation)
    return Schedule(_with_what_is_kept(layers, waves, outputs, names), names)


def _below(
    arg: Expr, expr: Expr, levels: Mapping[int, int], names: Mapping[int, str], stages: Mapping[int, int]
) -> int:
    """Say in which layer of its stage an expression can be at the earliest, because of one of its arguments."""
    if stages[id(arg)] < stages[id(expr)]:
        return 0
    return levels[id(arg)] + (id(arg) in names)


def _stages(order: Sequence[Expr], operations: Iterable[Operation]) -> dict[int, int]:
    """Give the number of waves of operations after which each expression can be computed."""
    found: dict[int, int] = {}
    waves: dict[str, int] = {}
    for operation in operations:
        read = operands(operation)
        _stage(in_order(read, found), found, waves)
        wave = 1 + max((found[id(expr)] for expr in read), default=0)
        waves |= dict.fromkeys(made_by(operation), wave)
    _stage(order, found, waves)
    return found


def _stage(order: Iterable[Expr], found: dict[int, int], waves: Mapping[str, int]) -> None:
    """Add the stages of expressions that come in order, from the waves that make columns."""
    for expr in order:
        if expr.op == "column":
            found[id(expr)] = waves.get(expr.column, 0)
        else:
            found[id(expr)] = max((found[id(arg)] for arg in expr.args), default=0)


def _named(order: Sequence[Expr], roots: Sequence[Expr]) -> dict[int, str]:
    """Choose the expressions that get a column, and name them."""
    uses = Counter(id(arg) for expr in order for arg in expr.args)
    wanted = {id(root) for root in roots}
    sizes: dict[int, int] = {}
    depths: dict[int, int] = {}
    names: dict[int, str] = {}
    for expr in order:
        if expr.op in LEAVES:
            sizes[id(expr)] = depths[id(expr)] = 0
            continue
        parts = [arg for arg in expr.args if id(arg) not in names]
        size = 1 + sum(sizes[id(arg)] for arg in parts)
        depth = 1 + max((depths[id(arg)] for arg in parts), default=0)
        sizes[id(expr)], depths[id(expr)] = size, depth
        is_shared = uses[id(expr)] > 1 and size >= LEAST_SHARED
        if id(expr) in wanted or is_shared or depth >= DEEPEST:
            names[id(expr)] = f"c{len(names) + 1}"
    return names


def rewritten(order: Iterable[Expr], names: Mapping[int, str]) -> dict[int, Expr]:
    """Write expressions so that what has a column of its own below them is read from there.

    Args:
        order: the expressions and all that they are made of, parts first.
        names: the column of each expression that has one, by the identity of the expression.

    Returns:
        Each as it is computed, by its identity.
    """
    made: dict[int, Expr] = {}
    read: dict[int, Expr] = {}
    for each in order:
        args = tuple(read[id(arg)] for arg in each.args)
        made[id(each)] = Expr(each.op, args, each.low, each.high, each.column) if args else each
        read[id(each)] = read_as(each, names) if id(each) in names else made[id(each)]
    return made


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
            steps.append(Layer(layers[key], needed))
            needed = (needed - layers[key].keys()) | columns_in(layers[key].values())
    return tuple(reversed(steps))
