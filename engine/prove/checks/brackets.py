"""Questions of formulas that read as if brackets had been lost."""

import ast
from collections.abc import Callable, Iterator

from ...formula.parse import place_of
from ...formula.suggest import listed
from ...formula.trees import walk
from ...formula.words import say
from ...model.findings import Finding, Place, finding
from ...model.reads import name_in_formula
from ...model.ruleset import Input, NamedValue, Ruleset
from .context import Context
from .percents import is_share
from .unused import formulas


def brackets_are_there(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """A share of a whole is not added to a number of its parts, and what is taken off a whole is not added back."""
    for id_, place, part in _parts(ruleset, lambda part: _meant(ruleset, context, part) is not None):
        meant = _meant(ruleset, context, part)
        if meant is not None:
            yield finding("ITR294", place, id=id_, part=meant[0], meant=meant[1], expected=meant[2])


def two_sides_are_two(ruleset: Ruleset, _: Context) -> Iterator[Finding]:
    """What is subtracted, or counted between, is not one and the same figure."""
    for id_, place, part in _parts(ruleset, _is_of_itself):
        yield finding("ITR298", place, id=id_, part=say(part, name_in_formula, "en"))


def _is_of_itself(part: ast.expr) -> bool:
    match part:
        case ast.Call(func=ast.Name(id="days"), args=[ast.Name(id=a), ast.Name(id=b)]):
            return a == b
        case ast.BinOp(left=ast.Name(id=a), op=ast.Sub(), right=ast.Name(id=b)):
            return a == b
    return False


def _parts(ruleset: Ruleset, is_wanted: Callable[[ast.expr], bool]) -> Iterator[tuple[str, Place, ast.expr]]:
    """Give the parts of formulas that are wanted, each place once, with whose it is and where it is written."""
    owners = {id(column.formula): column.key for column in ruleset.columns.values() if isinstance(column, NamedValue)}
    owners |= {id(node.score): node.id for node in ruleset.nodes() if node.score is not None}
    seen: set[tuple[Place, str]] = set()
    for formula in formulas(ruleset):
        for part in filter(is_wanted, walk(formula.tree)):
            own = place_of(part)
            place = own if own.line else formula.place
            if (place, ast.dump(part)) not in seen:
                seen.add((place, ast.dump(part)))
                yield owners.get(id(formula), listed(sorted(formula.reads))), place, part


def _meant(ruleset: Ruleset, context: Context, part: ast.expr) -> tuple[str, str, str] | None:
    """Return a part as it is written, as it is read, and as it may be meant."""
    match part:
        case ast.BinOp(
            left=ast.BinOp(left=ast.Constant(value=whole), op=ast.Sub(), right=ast.Name(id=a)),
            op=ast.Add(),
            right=ast.Name(id=b),
        ) if whole in (1, 100) and _are_shares(ruleset, context, a, b):
            first, second = name_in_formula(a), name_in_formula(b)
            return f"{whole} - {first} + {second}", f"({whole} - {first}) + {second}", f"{whole} - ({first} + {second})"
        case ast.BinOp(
            left=ast.Name(id=a),
            op=ast.Add() | ast.Sub() as op,
            right=ast.BinOp(left=ast.Name(id=b), op=ast.Div(), right=under),
        ) if _are_parts(ruleset, a, b, under):
            sign = "+" if isinstance(op, ast.Add) else "-"
            first, second, divisor = name_in_formula(a), name_in_formula(b), say(under, name_in_formula, "en")
            return (
                f"{first} {sign} {second} / {divisor}",
                f"{first} {sign} ({second} / {divisor})",
                f"({first} {sign} {second}) / {divisor}",
            )
        case ast.BinOp(
            left=ast.BinOp(left=ast.Name(id=a), op=ast.Div(), right=ast.Name(id=b)), op=ast.Add(), right=ast.Name(id=c)
        ) if _are_wholes(ruleset, a, b, c):
            above, first, second = (name_in_formula(name) for name in (a, b, c))
            return f"{above} / {first} + {second}", f"({above} / {first}) + {second}", f"{above} / ({first} + {second})"
    return None


def _are_shares(ruleset: Ruleset, context: Context, *names: str) -> bool:
    return all(is_share(ruleset, context, name) for name in names)


def _are_wholes(ruleset: Ruleset, *names: str) -> bool:
    """Say whether three inputs are counts of one sort, and the last two parts of one whole or measured alike."""
    asked = [column for name in names if isinstance(column := ruleset.columns.get(name), Input)]
    if len(asked) < len(names) or len({column.type for column in asked}) > 1 or asked[0].traits.per_cent:
        return False
    _, one, other = asked
    is_of_one = isinstance(one.maximum, str) and one.maximum == other.maximum
    is_alike = one.measured_in is not None and one.measured_in == other.measured_in == asked[0].measured_in
    return one.traits.is_amount and (is_of_one or is_alike)


def _are_parts(ruleset: Ruleset, first: str, second: str, under: ast.expr) -> bool:
    """Say whether two inputs are counts of one sort, and the first a part of what divides the second."""
    one, other = ruleset.columns.get(first), ruleset.columns.get(second)
    if not isinstance(one, Input) or not isinstance(other, Input) or not isinstance(under, ast.Name):
        return False
    is_of_whole = under.id in {one.key, one.maximum} and other.key != under.id
    return one.type == other.type and one.traits.is_amount and not one.traits.per_cent and is_of_whole
