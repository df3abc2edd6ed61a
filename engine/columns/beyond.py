"""What no expression of integers says, made a question to the reference: which rows it reads, and what comes back.

A value that comes back is an integer where its digits and bounds are known (a rounded criterion, a median), else the
number of an exact value that the reference keeps, and what reads that asks the reference in its turn.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from math import lcm

from ..model.outcome import NoScore, Reason, State
from ..model.reads import closure
from ..model.ruleset import (
    Before,
    Formula,
    Input,
    NamedValue,
    Node,
    Outliers,
    Statistic,
)
from ..prove.reach import finished
from ..score.worth import leaves_points_pending
from .integers import NARROW, Expr, TooWideError
from .lacks import NO_MAXIMUM
from .making import Making, UnsupportedError
from .program import (
    AboveMaximum,
    Answered,
    Asked,
    AskedOfAll,
    CountedOf,
    Itself,
    Note,
    Partition,
    Read,
    Reference,
    Sampled,
    TierBounds,
)
from .quantity import Absent, Cell, FallsBackError, Kept, Number, Plain
from .reference import asked_keys, reads_in_full
from .worths import Worth

MOST_KEPT = 2**31 - 1
ZERO = Fraction(0)
CAUSES = (
    (State.INVALID, Reason.DIVISION_BY_ZERO),
    (State.INVALID, Reason.OUT_OF_DOMAIN),
    (State.INVALID, Reason.TOO_LARGE),
    (State.NOT_APPLICABLE, Reason.OPTION_NOT_APPLICABLE),
    (State.NOT_APPLICABLE, Reason.DOES_NOT_APPLY),
    (State.NOT_APPLICABLE, Reason.NO_CHILD_COUNTS),
    (State.SKIPPED, Reason.NO_CHILD_COUNTS),
    (State.MISSING, Reason.TOO_FEW),
    (State.UNSCORED, Reason.NOT_SUMMED),
    (State.NOT_APPLICABLE, Reason.OTHER_SCORECARD),
    (State.MISSING, Reason.NO_VALUE),
)
"""Why a column may have no value, so that a code is there before any row is read."""


def why_of(error: FallsBackError | TooWideError) -> tuple[str, str]:
    """Give the cause, as a name of `plan.WHY`, and what it is about."""
    return ("too_wide", f"{error.most:.0e}") if isinstance(error, TooWideError) else (error.why, error.about)


def by_reference(making: Making, key: str, error: FallsBackError | TooWideError) -> None:
    """Leave a column to the reference."""
    column = making.ruleset.columns[key]
    why, about = why_of(error)
    match column:
        case Node() | Before():
            _node(making, column, why, about)
        case NamedValue():
            making.cells[key] = of_formula(making, column.formula, key, error)
        case Statistic():
            making.cells[key] = _statistic(making, column, why)
        case _:
            raise UnsupportedError(why, about or key)
    making.notes[key] = Note("reference", why, about)


def finished_input(making: Making, column: Input | NamedValue) -> None:
    """Do with the blanks and the extremes of a column as it says."""
    key = column.key
    cell = making.cells.get(key)
    if cell is None:
        return
    try:
        making.cells[key] = making.filled(key, cell, column.missing, column.cohort)
    except FallsBackError as error:
        making.cells[key] = _filled_in(making, key, cell, column)
        making.notes[key] = Note("reference", *why_of(error))
    if column.outliers is not None:
        _drawn_in(making, key, column.outliers)
        making.notes[key] = Note("reference", "outliers", key)


# What the reference reads


def _part(making: Making, key: str, cell: Cell) -> Read:
    """Say where the value of a column is."""
    i = making.i
    match cell:
        case Number():
            return Read(key, "value", "number", cell.top, cell.bottom, cell.lack)
        case Plain():
            top = i.pick(cell.value, i.one, i.zero) if cell.value.is_truth else cell.value
            return Read(key, "value", cell.kind, top, i.one, cell.lack)
        case Kept():
            return Read(key, "value", "kept", cell.value, i.one, cell.lack)
        case Absent():
            return Read(key, "value", "number", i.zero, i.one, cell.lack)


def _parts_of_worth(making: Making, key: str, worth: Worth) -> Iterator[Read]:
    i = making.i

    def truth(part: Expr) -> Expr:
        return i.pick(part, i.one, i.zero)

    yield Read(key, "value", "number", worth.value.top, worth.value.bottom, worth.value.lack)
    yield Read(key, "counted", "number", worth.counted.top, worth.counted.bottom, i.zero)
    yield Read(key, "has_maximum", "yes_no", truth(worth.has_maximum), i.one, i.zero)
    yield Read(key, "pending", "number", worth.pending.top, worth.pending.bottom, i.zero)
    yield Read(key, "final", "yes_no", truth(worth.final), i.one, i.zero)


def _read(making: Making, of: object) -> tuple[tuple[Read, ...], frozenset[str]]:
    """Give what is read for a question, down to columns that are there, and what is computed on the way."""
    parts, between = _down_to_nodes(making, asked_keys(of), through=False)
    nodes = [*(making.ruleset.columns[key] for key in between), of]
    if any(_asks_below(column) for column in nodes):
        # Who has enough children of their own is asked of inputs, and of whose blanks were filled.
        parts, between = _down_to_nodes(making, asked_keys(of), through=True)
        parts += tuple(_filled(making, closure(making.ruleset.columns, asked_keys(of), reads_in_full)))
    return (*parts, _card(making)), between


def _card(making: Making) -> Read:
    return Read("", "card", "number", making.card(), making.i.one, making.i.zero)


def _asks_below(column: object) -> bool:
    """Say whether more than the worths of children is asked: who has enough of them, or how far they may be above."""
    if isinstance(column, AboveMaximum):
        return bool(column.node.children)
    node = column.node if isinstance(column, (Before, CountedOf)) else column
    return isinstance(node, Node) and node.at_least is not None


def _filled(making: Making, keys: Iterable[str]) -> Iterator[Read]:
    i = making.i
    for key in sorted(keys):
        if key in making.imputed:
            yield Read(key, "filled", "yes_no", i.pick(making.imputed[key], i.one, i.zero), i.one, i.zero)


def _down_to_nodes(making: Making, keys: Iterable[str], *, through: bool) -> tuple[tuple[Read, ...], frozenset[str]]:
    parts: list[Read] = []
    between: set[str] = set()
    waiting, seen = sorted(keys, reverse=True), set[str]()
    while waiting:
        key = waiting.pop()
        column = making.ruleset.columns.get(key)
        if column is None or key in seen:
            continue
        seen.add(key)
        is_node = isinstance(column, (Node, Before))
        if is_node and (through or key not in making.worths):
            between.add(key)
            waiting += sorted(reads_in_full(column), reverse=True)
        elif is_node:
            parts += _parts_of_worth(making, key, making.worths[key])
        elif key in making.cells:
            parts.append(_part(making, key, making.cells[key]))
    return tuple(parts), frozenset(between)


def _reads(parts: Iterable[Read]) -> tuple[Expr, ...]:
    exprs = (expr for part in parts for expr in (part.top, part.bottom, part.lack) if not expr.is_constant)
    return tuple({id(expr): expr for expr in exprs}.values())


def _asked(making: Making, key: str, of: object, makes: Answered, why: str, about: str) -> tuple[Expr, Expr]:
    """Ask the reference, and give the two columns that it makes."""
    parts, between = _read(making, of)
    for name in (*between, key):
        for state, reason in CAUSES:
            making.a.lacks.code(NoScore(state, reason, name))
    making.operations.append(Reference(key, _reads(parts), makes, f"{why} {about}".strip(), Asked(of, parts)))  # type: ignore[arg-type]
    return _columns(making, makes)


def _columns(making: Making, makes: Answered) -> tuple[Expr, Expr]:
    return making.i.column(makes.name, makes.low, makes.high), making.i.column(makes.lack, 0, making.a.lacks.most)


def _kept(making: Making) -> Answered:
    name = f"f{len(making.operations) + 1}"
    return Answered(name, f"{name}_s", 1, 0, MOST_KEPT, is_kept=True)


def _answered(making: Making, scale: int, low: Fraction | None, high: Fraction | None) -> Answered:
    """Take an integer where the bounds are known and it fits; 0 is within them, for lacks."""
    if low is None or high is None:
        return _kept(making)
    first, last = min(0, (low * scale) // 1), max(0, -((-high * scale) // 1))
    if max(-first, last) > NARROW:
        return _kept(making)
    name = f"f{len(making.operations) + 1}"
    return Answered(name, f"{name}_s", scale, first, last)


def _cell(making: Making, makes: Answered, columns: tuple[Expr, Expr], why: str) -> Number | Kept:
    value, lack = columns
    return Kept(value, lack, why) if makes.is_kept else Number(value, making.i.number(makes.scale), lack)


# Formulas and nodes


def of_formula(making: Making, formula: Formula, about: str, error: FallsBackError | TooWideError) -> Cell:
    """Let the reference evaluate a formula."""
    why, what = why_of(error)
    kind = formula.type.kind
    if kind == "number":
        makes = _kept(making)
        return _cell(making, makes, _asked(making, about, formula, makes, why, what), "reads")
    most = {"yes_no": 1, "choice": max(0, len(making.options) - 1)}.get(kind, 10**7)
    makes = _answered(making, 1, ZERO, Fraction(most))
    value, lack = _asked(making, about, formula, makes, why, what)
    return Plain(making.i.is_equal(value, making.i.one) if kind == "yes_no" else value, kind, lack)


def formula(making: Making, of: Formula, about: str) -> Cell:
    """Give a formula as expressions, or let the reference evaluate it."""
    try:
        return making.formulas(about).of(of)
    except (FallsBackError, TooWideError) as error:
        return of_formula(making, of, about, error)


def _node(making: Making, column: Node | Before, why: str, about: str) -> None:
    """Let the reference compute a node; where its value or its maximum is no integer, what reads it asks in its turn."""
    node, key = (column.node, column.key) if isinstance(column, Before) else (column, column.id)
    reach = making.proved().nodes[key]
    interval = finished(reach, node).value if isinstance(column, Before) else reach.value
    digits = node.rounding.digits if isinstance(column, Node) and node.rounding is not None else None
    makes = _kept(making) if digits is None else _answered(making, 10 ** max(0, digits), interval.low, interval.high)
    value, lack = _asked(making, key, column, makes, why, about)
    i = making.i
    elsewhere = making.a.lacks.code(NoScore(State.NOT_APPLICABLE, Reason.OTHER_SCORECARD))
    lack = i.pick(making.is_of_card(node.scorecard), lack, elsewhere)
    cell = _cell(making, makes, (value, lack), "reads")
    making.cells[key] = cell
    counted = reach.fixed_maximum
    pends = leaves_points_pending([node])
    if isinstance(cell, Number) and isinstance(column, Node) and counted is not None and not pends:
        making.worths[key] = replace(making.worths_of().plain(cell, counted if node.full is not None else None))
    else:
        making.kept_back[key] = why


def counted_of(making: Making, node: Node) -> Cell:
    """Let the reference compute a unit's maximum."""
    reach = making.proved().nodes[node.id]
    grain = reach.own_grain
    low, high = reach.counted.low, reach.counted.high
    makes = _kept(making)
    if grain is not None and node.full is not None and high is not None:
        makes = _answered(making, lcm(grain.denominator, node.full.denominator), low, max(high, node.full))
    return _cell(making, makes, _asked(making, node.id, CountedOf(node), makes, "reads", node.id), "reads")


def asked_above(making: Making, node: Node, error: FallsBackError | TooWideError) -> Cell:
    """Let the reference say where a node is above its maximum, as `above.above_of` does."""
    making.a.lacks.code(NO_MAXIMUM)
    makes = _kept(making)
    return _cell(making, makes, _asked(making, node.id, AboveMaximum(node), makes, *why_of(error)), "reads")


def kept(making: Making, cell: Cell) -> Kept:
    """Let the reference keep a number, so that it can stand beside others that it keeps."""
    if isinstance(cell, Kept):
        return cell
    part = replace(_part(making, "", cell), lack=making.i.zero)
    makes = _kept(making)
    making.operations.append(
        Reference("", _reads([part, _card(making)]), makes, "reads", Asked(Itself(), (part, _card(making))))
    )
    return Kept(_columns(making, makes)[0], cell.lack, "reads")


def tier_bounds_of(making: Making, node: Node) -> Expr:
    """Let the reference say which tiers' bounds a value is within: a bit for each."""
    makes = _answered(making, 1, ZERO, Fraction(2 ** len(node.tiers) - 1))
    return _asked(making, node.id, TierBounds(node), makes, "reads", node.id)[0]


# Statistics


def _sampled(
    making: Making,
    key: str,
    cell: Cell,
    asks: AskedOfAll,
    where: Expr,
    by: Partition,
    makes: Answered,
    why: str,
    *,
    is_placed: bool,
) -> tuple[Expr, Expr]:
    where = making.i.every([where, making.a.lacks.is_there(cell.lack)])
    making.a.lacks.code(NoScore(State.MISSING, Reason.NO_COHORT, asks.about))
    for state, reason in CAUSES[:3]:
        making.a.lacks.code(NoScore(state, reason, asks.about))
    # What lies beside a lack is asked about as well, and nobody reads the answer.
    asks = replace(asks, part=replace(asks.part, lack=making.i.zero))
    making.operations.append(Sampled(key, _reads([asks.part]), where, by, is_placed, makes, why, asks))
    return _columns(making, makes)


PLACED = frozenset({"above", "below", "rank", "percentile_rank"})


def _statistic(making: Making, column: Statistic, why: str) -> Cell:
    """Let the reference compute a statistic of each cohort."""
    cell = making.cells[column.of]
    if not isinstance(cell, (Number, Kept)):
        cell = making.of_one_scale(cell)
    asks = AskedOfAll(column.stat, column.argument, None, _part(making, column.of, cell), column.of)
    makes = _range_of_statistic(making, column, cell)
    by, where = making.partition(column.cohort), making.is_member(column.cohort)
    is_placed = column.stat in PLACED
    value, lack = _sampled(making, column.key, cell, asks, where, by, makes, why, is_placed=is_placed)
    if is_placed:
        lack = making.a.lacks.first([cell.lack, lack])
    return _cell(making, makes, (value, lack), "reads")


def _range_of_statistic(making: Making, column: Statistic, cell: Number | Kept) -> Answered:
    if column.stat in {"above", "below", "rank"}:
        return _answered(making, 1, ZERO, Fraction(making.most_rows + 1))
    if isinstance(cell, Kept) or not cell.bottom.is_constant:
        return _kept(making)
    shares = {"median": 2, "percentile": (column.argument or ZERO).denominator, "max": 1, "min": 1}
    if column.stat not in shares:
        return _kept(making)
    bottom = cell.bottom.low
    return _answered(
        making, bottom * shares[column.stat], Fraction(cell.top.low, bottom), Fraction(cell.top.high, bottom)
    )


def _drawn_in(making: Making, key: str, rule: Outliers) -> None:
    """Let the reference draw in the extremes of a column, cohort by cohort."""
    cell = making.cells[key]
    if not isinstance(cell, (Number, Kept)):
        return
    shares = [share.denominator for share in rule.percentiles or ()]
    if isinstance(cell, Number) and cell.bottom.is_constant:
        bottom = cell.bottom.low
        ends = Fraction(cell.top.low, bottom), Fraction(cell.top.high, bottom)
        makes = _answered(making, lcm(*shares, 1) * bottom, *ends)
    else:
        makes = _kept(making)
    asks = AskedOfAll("outliers", None, rule, _part(making, key, cell), key)
    by, where = making.partition(rule.cohort), making.is_member(rule.cohort)
    value, _ = _sampled(making, key, cell, asks, where, by, makes, "outliers", is_placed=True)
    made = _cell(making, makes, (value, making.i.zero), "reads")
    making.cells[key] = replace(made, lack=cell.lack)


def _filled_in(making: Making, key: str, cell: Cell, column: Input | NamedValue) -> Cell:
    """Let the reference put something in place of blanks: what is there is kept too, so that both are read alike."""
    part = _part(making, key, cell)
    makes = _kept(making)
    by: Partition = ()
    where = making.i.false
    constant = column.missing if isinstance(column.missing, Fraction) else None
    if column.missing in {"group_mean", "cohort_mean"}:
        by, where = making.company(column.missing, column.cohort)
    elif constant is None:
        raise UnsupportedError("blank", key)
    asks = AskedOfAll("filled", constant, None, part, key)
    where = making.i.every([where, making.a.lacks.is_there(cell.lack)])
    making.a.lacks.code(NoScore(State.MISSING, Reason.NO_COHORT, key))
    making.operations.append(
        Sampled(key, _reads([part]), where, by, is_placed=True, makes=makes, why="blank", asks=asks)
    )
    value, lack = _columns(making, makes)
    making.imputed[key] = making.i.every([making.is_blank(cell), making.a.lacks.is_there(lack)])
    return Kept(value, lack, "reads")


def order_of(making: Making, cell: Cell, where: Expr, by: Partition) -> Expr:
    """Give integers that put values in order; where there is no room, of how many values of the part each is above."""
    if isinstance(cell, Number):
        try:
            return making.a.order(cell)
        except TooWideError:
            pass
    elif not isinstance(cell, Kept):
        return making.i.zero
    makes = _answered(making, 1, ZERO, Fraction(making.most_rows))
    asks = AskedOfAll("order", None, None, _part(making, "", cell), "")
    return _sampled(making, "", cell, asks, where, by, makes, "many_scales", is_placed=True)[0]
