"""Which points a node can have at all: one of a few numbers, or a multiple of one, as steps and rounding leave them."""

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce

from ..formula.functions import NOT_APPLICABLE
from ..formula.rounding import rounded
from ..formula.trees import called, walk
from ..model.policies import LEAVING, POLICIES
from ..model.reads import formulas_of
from ..model.ruleset import Constant, Input, NamedValue, Node, Ruleset
from .reach import ONE, ZERO, common_grain
from .whole import DEEPEST, LEFT_BLANK, Whole

_MOST_DIGITS = 12
_MOST_VALUES = 1_000
APART = frozenset({"unscored", "condition"})  # what counts in nothing, and may read what it stands below
_MARKED = "not_applicable"  # what a mark in a cell can mean
_PICKS = frozenset({"min", "max", "clamp", "first_nonzero"})  # what gives one of its arguments


@dataclass(frozen=True, slots=True)
class Points:
    """What a value is, wherever there is one.

    Attributes:
        values: one of these; None where they are not known, or too many.
        grain: a multiple of this; 0 of what is always 0, None where none is known.
    """

    values: frozenset[Fraction] | None = None
    grain: Fraction | None = None

    @property
    def single(self) -> Fraction | None:
        """The value, where there is only one."""
        return next(iter(self.values)) if self.values is not None and len(self.values) == 1 else None

    def are_multiples(self, unit: Fraction) -> bool:
        """Say whether a value is always a multiple of a number above 0.

        >>> Points(grain=Fraction(1, 2)).are_multiples(Fraction(1, 10)), Points().are_multiples(ONE)
        (True, False)
        """
        return self.grain is not None and (self.grain / unit).denominator == 1

    def each(self, made: Callable[[Fraction], Fraction], grain: Fraction | None) -> "Points":
        """Make something of each value, of the given grain where the values are not known."""
        return Points(grain=grain) if self.values is None else few(map(made, self.values))

    def times(self, factor: Fraction) -> "Points":
        """Multiply by a number."""
        return self.each(lambda value: value * factor, None if self.grain is None else self.grain * abs(factor))

    def plus(self, other: "Points") -> "Points":
        """Add what another one can be.

        >>> sorted(few([ZERO, ONE]).plus(few([ZERO, Fraction(1, 2)])).values)[-1]
        Fraction(3, 2)
        """
        grain = common_grain((self.grain, other.grain))
        if self.values is None or other.values is None or len(self.values) * len(other.values) > _MOST_VALUES:
            return Points(grain=grain)
        return few(one + two for one in self.values for two in other.values)


UNKNOWN, WHOLE = Points(), Points(grain=ONE)


def few(values: Iterable[Fraction]) -> Points:
    """Say that a value is one of a few."""
    found = frozenset(values)
    return Points(found, common_grain(map(abs, found)))


def either(parts: Iterable[Points]) -> Points:
    """Say that a value is what one of several is.

    >>> either([few([ONE]), Points(grain=Fraction(1, 2))]).grain
    Fraction(1, 2)
    """
    every = list(parts)
    grain = common_grain(each.grain for each in every)
    sets = [each.values for each in every if each.values is not None]
    if len(sets) < len(every) or sum(map(len, sets)) > _MOST_VALUES:
        return Points(grain=grain)
    return Points(frozenset().union(*sets), grain)


# ── Nodes ──


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was found so far: what is read twice by each of many would be looked into many times over.

    Attributes:
        points: of columns.
        leaving: of nodes and values, whether they may not apply, or be left out.
        open: the columns that are being looked into, each for the one before.
    """

    ruleset: Ruleset
    whole: Whole
    points: dict[str, Points] = field(default_factory=dict)
    leaving: dict[str, bool] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)


def points_of(ruleset: Ruleset, node: Node) -> Points:
    """Say what a node's value can be, whatever is answered."""
    return _of_node(_Seen(ruleset, Whole(ruleset.columns)), node)


def _of_node(seen: _Seen, node: Node) -> Points:
    if node.role == "condition":
        return few([ZERO, ONE])
    made = _as_made(seen, node)
    if node.not_applicable in LEAVING or node.not_applicable is None or not _may_be_left_out(seen, node):
        return made
    final = POLICIES[node.not_applicable].points(node.full)  # finished at once, and never rounded
    return either([made, UNKNOWN if final is None else few([final])])


def _as_made(seen: _Seen, node: Node) -> Points:
    """Say what all steps make: what is a multiple of the last digit is not rounded."""
    made = _before_rounding(seen, node)
    if node.rounding is None:
        return made
    digits, mode = node.rounding.digits, node.rounding.mode
    unit = Fraction(10) ** -digits
    return made.each(lambda value: rounded(value, digits, mode), made.grain if made.are_multiples(unit) else unit)


def _before_rounding(seen: _Seen, node: Node) -> Points:
    if node.then is not None or node.out_of is not None:
        return UNKNOWN
    made = _of_leaf(seen, node) if not node.children else _of_branch(seen, node)
    for end, cut in ((node.cap, min), (node.minimum, max)):
        if end is not None:
            made = made.each(lambda value, end=end, cut=cut: cut(value, end), common_grain((made.grain, abs(end))))  # type: ignore[misc]
    return made


def _of_leaf(seen: _Seen, node: Node) -> Points:
    return UNKNOWN if node.score is None else _of_tree(seen, node.score.tree)


def _of_branch(seen: _Seen, node: Node) -> Points:
    counting = [child for child in node.children if child.role not in APART]
    if any(_shares_out(seen, child) for child in node.children):
        return UNKNOWN  # in parts of what is left
    if node.aggregate == "sum":
        scored = [_counted(seen, child) for child in counting if child.role == "scored"]
        # Under `at_least` a blank child leaves, and one at least does not.
        made = reduce(_and_or if node.at_least is not None else Points.plus, scored) if scored else few([ZERO])
        return reduce(Points.plus, (_counted(seen, child) for child in counting if child.role != "scored"), made)
    if node.formula is not None and all(child.role == "scored" for child in counting):
        return _of_tree(seen, node.formula.tree)
    return UNKNOWN


def _and_or(one: Points, other: Points) -> Points:
    """Say what a sum can be of which one of two may be left out."""
    return either([one, other, one.plus(other)])


def _shares_out(seen: _Seen, child: Node) -> bool:
    """Say whether the points of a child, or of something below it, may go to others."""
    return any(each.not_applicable in LEAVING and _may_be_left_out(seen, each) for each in child.walk())


def _counted(seen: _Seen, child: Node) -> Points:
    """Say what a child adds; a bonus or penalty that does not apply adds nothing."""
    made = _of_node(seen, child).times(-child.weight if child.role == "penalty" else child.weight)
    return made if child.role == "scored" else either([made, few([ZERO])])


def _may_be_left_out(seen: _Seen, node: Node) -> bool:
    """Say whether a node may not apply to a unit, or be left out where something is blank."""
    if node.id not in seen.leaving:
        seen.leaving[node.id] = _leaves(seen, node)
    return seen.leaving[node.id]


def _leaves(seen: _Seen, node: Node) -> bool:
    if node.applies is not None or node.inside or _MARKED in seen.ruleset.headers.marks.values():
        return True
    if any(_may_not_apply(seen, formula.tree) for formula in formulas_of(node)):
        return True
    return any(_may_be_left_out(seen, child) for child in node.children if child.role not in APART)


def _may_not_apply(seen: _Seen, tree: ast.expr) -> bool:
    return any(_says_so(part) or _reads_such(seen, part) for part in walk(tree))


def _says_so(part: ast.AST) -> bool:
    return isinstance(part, ast.Call) and called(part) == NOT_APPLICABLE


def _reads_such(seen: _Seen, part: ast.AST) -> bool:
    """Say whether something is a name of what may not apply, or be left out where it is blank."""
    match seen.ruleset.columns.get(part.id) if isinstance(part, ast.Name) else None:
        case Input(missing="skip") | NamedValue(missing="skip"):
            return True
        case NamedValue(key=key, formula=formula):
            if key not in seen.leaving:
                if len(seen.open) == DEEPEST:
                    return True
                seen.open.append(key)
                seen.leaving[key] = _may_not_apply(seen, formula.tree)
                seen.open.pop()
            return seen.leaving[key]
        case Node() as node:
            return _may_be_left_out(seen, node)
    return False


# ── Formulas ──


def _of_tree(seen: _Seen, tree: ast.expr) -> Points:
    """Say what an expression can give.

    >>> from itrank.engine.formula.parse import Place, parse
    >>> from itrank.engine.model.ruleset import Words
    >>> alone = Ruleset("a", "1", Words(), (), "", {}, ())
    >>> sorted(_of_tree(_Seen(alone, Whole({})), parse("2.5 if 1 > 2 else 1", Place())[0]).values)
    [Fraction(1, 1), Fraction(5, 2)]
    """
    match tree:
        case ast.Constant(value=Fraction() as value):
            return few([value])
        case ast.Name(id=key):
            found = _of_column(seen, key)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=part):
            found = _of_tree(seen, part).times(-ONE if isinstance(sign, ast.USub) else ONE)
        case ast.BinOp(left=left, op=op, right=right):
            found = _of_operation(op, _of_tree(seen, left), _of_tree(seen, right))
        case ast.IfExp(body=body, orelse=orelse):
            found = either([_of_tree(seen, body), _of_tree(seen, orelse)])
        case ast.Call():
            found = _of_call(seen, tree)
        case _:
            found = UNKNOWN
    return WHOLE if found.grain is None and seen.whole.tree(tree) else found


def _of_operation(op: ast.operator, left: Points, right: Points) -> Points:
    fixed = right.single
    match op:
        case ast.Add():
            return left.plus(right)
        case ast.Sub():
            return left.plus(right.times(-ONE))
        case ast.Mult() if fixed is not None:
            return left.times(fixed)
        case ast.Mult():
            return Points(grain=None if left.grain is None or right.grain is None else left.grain * right.grain)
        case ast.Div() if fixed:
            return left.times(1 / fixed)
    return UNKNOWN


def _of_column(seen: _Seen, key: str) -> Points:
    if key not in seen.points:
        if len(seen.open) == DEEPEST:
            return UNKNOWN
        seen.open.append(key)
        seen.points[key] = _of_what_is_named(seen, key)
        seen.open.pop()
    return seen.points[key]


def _of_what_is_named(seen: _Seen, key: str) -> Points:
    match seen.ruleset.columns.get(key):
        case Constant(value=Fraction() as value):
            return few([value])
        case NamedValue(outliers=None) as value:
            made = _of_tree(seen, value.formula.tree)
            if isinstance(value.missing, Fraction):
                return either([made, few([value.missing])])
            return made if value.missing in LEFT_BLANK else UNKNOWN
        case Node() as node:
            return _of_node(seen, node)
    return UNKNOWN


def _of_call(seen: _Seen, call: ast.Call) -> Points:
    name, parts = called(call), [_of_tree(seen, part) for part in call.args]
    if name in _PICKS:
        return either(parts)
    if name == "sum":
        return reduce(Points.plus, parts, few([ZERO]))
    if name == "abs":
        return parts[0].each(abs, parts[0].grain)
    digits = parts[1].single if name in {"round", "floor", "ceil"} and len(parts) > 1 else None
    if digits is None or digits.denominator > 1 or abs(digits) > _MOST_DIGITS:
        return UNKNOWN
    return Points(grain=Fraction(10) ** -int(digits))
