"""Formulas in one canonical form: what has the same form gives the same value, whatever it reads.

A sum is a number and terms with factors; numbers are multiplied into choices, `min` and `max`; comparisons have one
direction. Nothing is cancelled and nothing is left out: what both sides read, both forms read. So equal forms have a value
for the same answers too. Forms that differ say nothing: the prover is asked then.
"""

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

from ..formula.trees import called, unchained

Form: TypeAlias = tuple[Any, ...]
"""A nested tuple, its first part the name of the operation. What is more than a term by itself is
`("sum", constant, ((term, factor), ...))`."""

ONE, ZERO = Fraction(1), Fraction(0)
_OPERATORS: Mapping[type[ast.AST], str] = {
    ast.Gt: ">", ast.GtE: ">=", ast.Lt: "<", ast.LtE: "<=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
_CONTRARY = {">": ">=", ">=": ">"}


def form(tree: ast.expr) -> Form:
    """Give the canonical form of a checked tree.

    >>> from itrank.engine.formula.parse import Place, parse
    >>> def of(text): return form(parse(text, Place())[0])
    >>> of("2 * (a + 3) - a") == of("6 + a"), of("10 * min(a / b, 1)") == of("min(10, a * 10 / b)")
    (True, True)
    >>> of("8 if a < 4 else 9") == of("9 if a >= 4 else 8"), of("a > b") == of("0 < 2 * a - 2 * b")
    (True, True)
    """
    return _FORMS[type(tree)](tree)


def times(made: Form, factor: Fraction) -> Form:
    """Multiply the form of a number.

    >>> times(form(ast.Name("a")), Fraction(2)) == form(ast.BinOp(ast.Name("a"), ast.Mult(), ast.Constant(Fraction(2))))
    True
    """
    constant, terms = _parts(made)
    return _added([_sum(constant * factor, {}), *(_multiple(term, own * factor) for term, own in terms)])


def _sum(constant: Fraction, terms: Mapping[Form, Fraction]) -> Form:
    if not constant and list(terms.values()) == [ONE]:
        return next(iter(terms))
    return ("sum", constant, tuple(sorted(terms.items(), key=repr)))


def _parts(made: Form) -> tuple[Fraction, Sequence[tuple[Form, Fraction]]]:
    """Split a form into a number and terms, each with its factor."""
    return (made[1], made[2]) if made[0] == "sum" else (ZERO, [(made, ONE)])


def _added(parts: Sequence[Form]) -> Form:
    constant, terms = ZERO, dict[Form, Fraction]()
    for part in parts:
        own, of_part = _parts(part)
        constant += own
        for term, factor in of_part:
            terms[term] = terms.get(term, ZERO) + factor
    return _sum(constant, terms)


def _multiple(term: Form, factor: Fraction) -> Form:
    """Multiply a term: a number goes into a choice, and into `min` and `max`, which change places where it is negative."""
    if factor in {ONE, ZERO} or term[0] not in {"if", "min", "max"}:
        return _sum(ZERO, {term: factor})
    if term[0] == "if":
        _, test, then, otherwise = term
        return ("if", test, times(then, factor), times(otherwise, factor))
    name = term[0] if factor > 0 else {"min": "max", "max": "min"}[term[0]]
    return _extreme(name, [times(part, factor) for part in term[1]])


def _extreme(name: str, parts: Sequence[Form]) -> Form:
    """Give the least or greatest of parts, those of a part that is the same kind of extreme among them."""
    flat: list[Form] = []
    for part in parts:
        flat += part[1] if part[0] == name else [part]
    return (name, tuple(sorted(set(flat), key=repr)))


def _product(left: Form, right: Form) -> Form:
    """Multiply: a number goes into what it multiplies, other factors stand beside one another in order.

    What a factor is divided by divides them all.
    """
    for one, other in ((left, right), (right, left)):
        if one[0] == "sum" and not one[2]:
            return times(other, one[1])
    (first, a), (second, b) = _content(left), _content(right)
    overs, unders = zip(_fraction(first), _fraction(second), strict=True)
    over, under = _factors(overs), _factors(unders)
    made = over if under is None else ("quotient", ("sum", ONE, ()) if over is None else over, under)
    return _sum(ZERO, {made or ("sum", ONE, ()): a * b})


def _fraction(made: Form) -> tuple[Form | None, Form | None]:
    """Split what is multiplied into what is above and what is below the line; None for 1."""
    if made[0] != "quotient":
        return made, None
    _, over, under = made
    return (None if over == ("sum", ONE, ()) else over), under


def _factors(parts: Iterable[Form | None]) -> Form | None:
    """Put factors beside one another; None for 1."""
    found: list[Form] = []
    for part in parts:
        if part is not None:
            found += part[1] if part[0] == "product" else [part]
    if len(found) < 2:  # a product has two
        return found[0] if found else None
    return ("product", tuple(sorted(found, key=repr)))


def _content(made: Form) -> tuple[Form, Fraction]:
    """Split a number's form into what is multiplied and by what."""
    constant, terms = _parts(made)
    return terms[0] if not constant and len(terms) == 1 and terms[0][1] else (made, ONE)


def _quotient(left: Form, right: Form) -> Form:
    if right[0] == "sum" and not right[2] and right[1]:
        return times(left, 1 / right[1])
    (over, a), (under, b) = _content(left), _content(right)
    if over[0] == "sum" and not over[2] and over[1]:  # a number over something
        over, a = ("sum", ONE, ()), a * over[1]
    above, before = _fraction(over)
    line = _factors([before, under])
    return _sum(ZERO, {("quotient", ("sum", ONE, ()) if above is None else above, line): a / b})


def _arithmetic(tree: ast.BinOp) -> Form:
    left, right = form(tree.left), form(tree.right)
    match tree.op:
        case ast.Add():
            return _added([left, right])
        case ast.Sub():
            return _added([left, times(right, -ONE)])
        case ast.Mult():
            return _product(left, right)
        case ast.Div():
            return _quotient(left, right)
    return (type(tree.op).__name__, left, right)


def _signed(tree: ast.UnaryOp) -> Form:
    part = form(tree.operand)
    match tree.op:
        case ast.USub():
            return times(part, -ONE)
        case ast.Not():
            return _inverse(part)
    return part


def _inverse(test: Form) -> Form:
    if test[0] in {">", ">="}:
        return _directed(_CONTRARY[test[0]], times(test[1], -ONE))
    if test[0] in {"==", "!="}:
        return ({"==": "!=", "!=": "=="}[test[0]], *test[1:])
    return test[1] if test[0] == "not" else ("not", test)


def _directed(op: str, difference: Form) -> Form:
    """Give `difference > 0` or `>= 0` with the least whole factors that it can have."""
    lead = _lead(difference)
    return (op, times(difference, 1 / abs(lead)) if lead else difference)


def _lead(made: Form) -> Fraction:
    """Give the first factor that is not 0; 0 where there is none."""
    return next((factor for _, factor in _parts(made)[1] if factor), ZERO)


def _compared(tree: ast.Compare) -> Form:
    if len(tree.ops) > 1:
        return form(unchained(tree))
    op, left, right = _OPERATORS[type(tree.ops[0])], form(tree.left), form(tree.comparators[0])
    if op in {"<", "<="}:
        op, left, right = {"<": ">", "<=": ">="}[op], right, left
    texts = {"text", "day"} & {left[0], right[0]}
    if op in {"==", "!="} and texts:
        return (op, *sorted((left, right), key=repr))
    if texts:
        return (op, left, right)
    difference = _less(left, right)
    if op in {">", ">="}:
        return _directed(op, difference)
    lead = _lead(difference)
    return (op, times(difference, 1 / lead) if lead else difference)


def _together(tree: ast.BoolOp) -> Form:
    """Give `and`, `or`: in the order in which they are asked, as what comes later may have no value."""
    name = "and" if isinstance(tree.op, ast.And) else "or"
    parts: list[Form] = []
    for part in map(form, tree.values):
        parts += part[1] if part[0] == name else [part]
    return (name, tuple(parts))


def _chosen(tree: ast.IfExp) -> Form:
    test, then, otherwise = form(tree.test), form(tree.body), form(tree.orelse)
    if test[0] in {"not", "!="} or (test[0] in {">", ">="} and _is_later(test, _inverse(test))):
        test, then, otherwise = _inverse(test), otherwise, then
    if test[0] in {">", ">="}:  # the greater of two, or the lesser
        for name, difference in (("max", _less(then, otherwise)), ("min", _less(otherwise, then))):
            if _directed(test[0], difference) == test and _lead(difference):
                return _extreme(name, [then, otherwise])
    return ("if", test, then, otherwise)


def _is_later(test: Form, other: Form) -> bool:
    """Say which of two contrary conditions is asked, in one order."""
    return (len(repr(test)), repr(test)) > (len(repr(other)), repr(other))


def _less(left: Form, right: Form) -> Form:
    return _added([left, times(right, -ONE)])


def _called(tree: ast.Call) -> Form:
    name, parts = called(tree), [form(part) for part in tree.args]
    made = _FUNCTIONS.get(name)
    if made is not None:
        return made(parts)
    modes = [keyword.value.value for keyword in tree.keywords if isinstance(keyword.value, ast.Constant)]
    return ("call", name, tuple(parts), *modes)


def _clamped(parts: Sequence[Form]) -> Form:
    return _extreme("min", [_extreme("max", parts[:2]), parts[2]])


def _constant(tree: ast.Constant) -> Form:
    match tree.value:
        case bool():
            return ("yes_no", tree.value)
        case Fraction():
            return _sum(tree.value, {})
        case date():
            return ("day", tree.value.isoformat())
    return ("text", tree.value)


_FUNCTIONS: Mapping[str, Callable[[Sequence[Form]], Form]] = {
    "min": lambda parts: _extreme("min", parts),
    "max": lambda parts: _extreme("max", parts),
    "sum": _added,
    "mean": lambda parts: times(_added(parts), Fraction(1, len(parts))),
    "clamp": _clamped,
}
_FORMS: Mapping[type[ast.expr], Callable[[Any], Form]] = {
    ast.BinOp: _arithmetic,
    ast.UnaryOp: _signed,
    ast.Compare: _compared,
    ast.BoolOp: _together,
    ast.IfExp: _chosen,
    ast.Call: _called,
    ast.Name: lambda tree: ("name", tree.id),
    ast.Constant: _constant,
}
