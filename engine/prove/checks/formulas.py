"""Checks of how formulas are written: a function that does nothing, a part that may be more than its whole."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from ...formula.parse import place_of
from ...formula.suggest import listed
from ...formula.trees import below, walk
from ...language.document import Map
from ...model.findings import Finding, Place, finding
from ...model.ruleset import Constant, Input, NamedValue, Node, Ruleset
from .context import Context, leaves
from .unused import formulas

_OF_SEVERAL = frozenset({"min", "max", "mean", "sum"})
_MOST_PAIRS = 12
_LEAST_SHARE = Fraction(1, 20)
_MOST_SEEN = 500  # values that are looked into for one criterion


def functions_have_something_to_do(ruleset: Ruleset, _: Context) -> Iterator[Finding]:
    """`min`, `max`, `mean` and `sum` have two arguments or more: of one they are that one, for every unit."""
    seen: set[Place] = set()
    for formula in formulas(ruleset):
        for part in walk(formula.tree):
            match part:
                case ast.Call(func=ast.Name(id=name), args=[_]) if name in _OF_SEVERAL:
                    place = place_of(part)
                    if place not in seen:
                        seen.add(place)
                        yield finding("ITR270", place, function=name)


def parts_stay_within_their_whole(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """Of `a / b` that counts up to 1, a is never above b: 400 computers for 40 staff are a slip, and earn full points.

    Asked once for a ruleset. Where both are measured, and not alike, or more than the whole counts, a rate is meant.
    """
    found: dict[tuple[str, str], str] = {}
    place: Place | None = None
    bounding = _bounding(ruleset)
    for leaf in leaves(ruleset):
        pairs = _cut_quotients(ruleset, leaf.score.tree) if leaf.score is not None else ()
        for above, under in pairs:
            is_turned = context.bounds.parts.holds(under.key, above.key)  # which is told as such
            if not is_turned and _may_pass(bounding, above, under):
                place = place or context.at(leaf, "score")
                found.setdefault((above.id, under.id), leaf.id)
    if place is not None:
        said = listed([f"{leaf} ({above} / {under})" for (above, under), leaf in found.items()], _MOST_PAIRS)
        first, second = next(iter(found))
        more = (" và tương tự", " and so on") if len(found) > 1 else ("", "")
        said_of = {"about": said, "first": first, "second": second, "more_vi": more[0], "more_en": more[1]}
        yield finding("ITR275", place, help=None, **said_of)


def shares_are_not_turned_over(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """A share is of a part in its whole: the whole over its part is never below 1, and earns every unit full points."""
    for leaf, above, under in _written_shares(ruleset, context):
        full_at = context.amount(context.given(leaf)["score"].get("full_at", Fraction(1)))
        parts = context.bounds.parts
        if parts.holds(under.key, above.key) and full_at is not None and full_at <= 1:
            row = "ITR300" if (under.key, above.key) in parts.always else "ITR300.blank"
            yield finding(row, context.at(leaf, "score", leaf.kind), id=leaf.id, first=above.id, second=under.id)


def parts_are_divided_by_their_whole(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """A share, as it is written, of a part is one of its whole: officials are no part of computers."""
    bounding = _bounding(ruleset)
    for leaf, above, under in _written_shares(ruleset, context):
        whole = ruleset.columns.get(above.maximum) if isinstance(above.maximum, str) else None
        if isinstance(whole, Input) and _is_another_whole(bounding, above, under, whole):
            yield finding(
                "ITR379.whole", context.at(leaf, "score", leaf.kind), id=leaf.id, first=above.id, one=above.measured_in,
                second=under.id, other=under.measured_in, name=whole.id,
            )  # fmt: skip


def _written_shares(ruleset: Ruleset, context: Context) -> Iterator[tuple[Node, Input, Input]]:
    """Give the leaves that are written as a share of two inputs; what earns full marks at a trifle is a rate."""
    for leaf in leaves(ruleset):
        score = context.given(leaf).get("score")
        pair = score.get(leaf.kind) if isinstance(score, Map) else None
        full_at = context.amount(score.get("full_at", Fraction(1))) if isinstance(score, Map) else None
        if isinstance(pair, list) and len(pair) == 2 and full_at is not None and full_at >= _LEAST_SHARE:
            match [ruleset.columns.get(str(key)) for key in pair]:
                case [Input() as above, Input() as under]:
                    yield leaf, above, under


def _is_another_whole(bounding: Mapping[str, Sequence[str]], above: Input, under: Input, whole: Input) -> bool:
    """Say whether a part is divided by something of another measure, while its whole is of its own."""
    if not above.measured_in or not under.measured_in or not whole.measured_in:
        return False
    measures = [each.measured_in.casefold() for each in (above, whole, under) if each.measured_in]
    return measures[0] == measures[1] != measures[2] and not _is_bounded_by(bounding, above, under)


def _cut_quotients(ruleset: Ruleset, tree: ast.expr) -> Iterator[tuple[Input, Input]]:
    """Give the inputs a, b of each `a / b` in a formula, and in values that it reads, of which no more than 1 counts.

    That is cut by `min`, `clamp` or the kind of the score, or compared with nothing above 1.
    """
    todo: list[tuple[ast.expr, Fraction | None]] = [(tree, None)]  # each with what counts of it at most
    compared: dict[str, tuple[ast.expr, Fraction]] = {}
    seen: set[tuple[str, Fraction | None]] = set()
    while todo or compared:
        if not todo:  # what is compared counts up to the greatest bound
            todo, compared = list(compared.values()), {}
        part, top = todo.pop()
        match part:
            case ast.BinOp() if top is not None and top <= 1 and (pair := _of_inputs(ruleset, part)) is not None:
                yield pair
            case ast.Name(id=name):
                column = ruleset.columns.get(name)
                if isinstance(column, NamedValue) and (name, top) not in seen and len(seen) < _MOST_SEEN:
                    seen.add((name, top))
                    todo.append((column.formula.tree, top))
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                for side, counts in _compared(ruleset, left, op, right):
                    text = ast.dump(side)
                    compared[text] = (side, max(counts, compared.get(text, (side, counts))[1]))
            case ast.IfExp():
                todo += [(part.test, None), (part.body, top), (part.orelse, top)]
            case _:
                todo += _within(ruleset, part, top)


def _of_inputs(ruleset: Ruleset, part: ast.BinOp) -> tuple[Input, Input] | None:
    """Return the two inputs of which a part is the quotient; None where it is another."""
    match part:
        case ast.BinOp(left=ast.Name(id=a), op=ast.Div(), right=ast.Name(id=b)):
            above, under = ruleset.columns.get(a), ruleset.columns.get(b)
            return (above, under) if isinstance(above, Input) and isinstance(under, Input) else None
    return None


def _compared(ruleset: Ruleset, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Iterator[tuple[ast.expr, Fraction]]:
    """Give each side of a comparison with a number, and how much of it counts."""
    for side, other, passes in ((left, right, (ast.Gt, ast.LtE)), (right, left, (ast.Lt, ast.GtE))):
        bound = _constant(ruleset, other)
        if bound is not None:  # `> 1` asks for more than the whole
            yield side, bound + 1 if isinstance(op, passes) and bound >= 1 else bound


def _within(ruleset: Ruleset, part: ast.expr, top: Fraction | None) -> list[tuple[ast.expr, Fraction | None]]:
    """Say how much of each operand counts, where so much of the whole does: of the rest any amount."""
    match part:
        case ast.BinOp() if top is not None and (found := _factored(ruleset, part)) is not None:
            factor, rest = found
            return [(rest, top / factor)]
        case ast.Call(func=ast.Name(id="clamp"), args=[value, _, high]):
            return [(value, _least(top, _constant(ruleset, high)))]
        case ast.Call(func=ast.Name(id="min"), args=arguments):
            least = _least(top, *(_constant(ruleset, each) for each in arguments))
            return [(each, least) for each in arguments]
        case ast.Call(func=ast.Name(id="max"), args=arguments):
            return [(each, top) for each in arguments]
    return [(each, None) for each in below(part)]


def _factored(ruleset: Ruleset, part: ast.BinOp) -> tuple[Fraction, ast.expr] | None:
    """Split a product or a quotient into a number above 0 and the rest; None where no such number is seen in it."""
    match part:
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            for number, rest in ((right, left), (left, right)):
                factor = _constant(ruleset, number)
                if factor is not None and factor > 0:
                    return factor, rest
        case ast.BinOp(left=left, op=ast.Div() as op, right=right):
            divisor = _constant(ruleset, right)
            if divisor is not None and divisor > 0:
                return 1 / divisor, left
            if isinstance(left, ast.BinOp) and isinstance(left.op, ast.Mult):  # k * a / b is a / b, k times
                found = _factored(ruleset, left)
                return None if found is None else (found[0], ast.BinOp(found[1], op, right))
    return None


def _least(*amounts: Fraction | None) -> Fraction | None:
    return min((each for each in amounts if each is not None), default=None)


def _constant(ruleset: Ruleset, part: ast.expr) -> Fraction | None:
    """Give the number or parameter that a part of a formula is."""
    if isinstance(part, ast.Name):
        column = ruleset.columns.get(part.id)
        return column.value if isinstance(column, Constant) and isinstance(column.value, Fraction) else None
    value = part.value if isinstance(part, ast.Constant) else None
    return value if isinstance(value, Fraction) else None


def _bounding(ruleset: Ruleset) -> dict[str, list[str]]:
    """List for each input the inputs that it never passes, as they are declared."""
    found: dict[str, list[str]] = {}
    for asked in ruleset.inputs:
        if isinstance(asked.maximum, str):
            found.setdefault(asked.key, []).append(asked.maximum)
        if isinstance(asked.minimum, str):
            found.setdefault(asked.minimum, []).append(asked.key)
    return found


def _may_pass(bounding: Mapping[str, Sequence[str]], above: Input, under: Input) -> bool:
    """Say whether one input may be more than another of the same kind of amount, as far as they are declared."""
    if above is under or not _are_alike(above, under):
        return False
    if isinstance(above.maximum, Fraction) and isinstance(under.minimum, Fraction) and above.maximum <= under.minimum:
        return False
    return not _is_bounded_by(bounding, above, under)


def _is_bounded_by(bounding: Mapping[str, Sequence[str]], above: Input, under: Input) -> bool:
    """Say whether one input never passes another, by what bounds it, which may itself be bounded by the other."""
    todo, seen = [above.key], {above.key}
    while todo:
        fresh = [key for key in bounding.get(todo.pop(), ()) if key not in seen]
        todo += fresh
        seen |= set(fresh)
    return under.key in seen


def _are_alike(one: Input, other: Input) -> bool:
    """Say whether two inputs are amounts, and not of different measures."""
    measures = {asked.measured_in.casefold() for asked in (one, other) if asked.measured_in}
    return one.traits.is_amount and other.traits.is_amount and len(measures) < 2
