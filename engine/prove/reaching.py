"""What can and cannot happen to points and tiers, from bounds alone: a table of facts, each a function.

Every one of these is told before any data are read, and none needs to hold for a ruleset to be evaluated.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, TypeAlias

from ..formula.figures import amount
from ..formula.interpreter import COMPARISON, Interpreter, Thunk
from ..formula.intervals import CONTRARY, Interval
from ..formula.parse import place_of
from ..formula.rounding import rounded
from ..formula.words import say
from ..language.kinds import KINDS
from ..language.workshop import reads_of
from ..model.findings import Finding, Place, finding
from ..model.ruleset import Bound, Constant, Formula, Input, NamedValue, Node, Ruleset, Statistic, Tier
from ..score.maxima import checks_maximum, divides_by_weights, has_bonus
from .bounds import bounds_of, of_input
from .node_bounds import ONE, Bounds, Related

Fact: TypeAlias = Callable[[Ruleset, Bounds], Iterator[Finding]]
"""One thing that bounds can show, and a finding wherever it does."""

_MOST_TRIED = 12  # bounds of inputs that are tried for an advice: each is a look at all that a node is made of
_MOST_ADVISED = 20  # nodes for which bounds are tried
_STAND_IN = 10**6  # a bound that an author might declare
_MOST_STRETCHES = 8  # of points, in a finding about tiers
_DOMAINS = {
    "ln": ("> 0", True),
    "log10": ("> 0", True),
    "sqrt": ("≥ 0", False),
    "geometric_mean": ("≥ 0", False),
    "harmonic_mean": ("> 0", True),
}


_COLUMN = re.compile(r"\b(self|value):\w+|\[([^\]]*)\]")


def _text(value: Fraction | None) -> str:
    return "–" if value is None else amount(value)


def _nodes(ruleset: Ruleset) -> Iterator[Node]:
    for card in ruleset.scorecards:
        yield from card.nodes()


def _is_within(kind: str) -> bool:
    return kind in KINDS and KINDS[kind].within_max


def _lists_points(kind: str) -> bool:
    """Say whether the points of a kind stand in a table, whose greatest is looked for where it is written."""
    return kind in KINDS and (bool(KINDS[kind].ladder) or KINDS[kind].answer == "choice")


def _is_of_cohort(ruleset: Ruleset, tree: ast.expr) -> bool:
    """Say whether a divisor is a figure of the cohort, for which there is no `on_zero`."""
    return isinstance(tree, ast.Name) and isinstance(ruleset.columns.get(tree.id), Statistic)


def points_stay_within_their_maximum(ruleset: Ruleset, bounds: Bounds) -> Iterator[Finding]:
    """What a node can be worth does not pass what it says it is worth at most."""
    tried = 0
    for node in _nodes(ruleset):
        if node.full is None or _is_within(node.kind) or not checks_maximum(node) or node.is_total:
            continue
        if has_bonus(node) or (node.score is None and node.formula is None and node.then is None):
            continue  # what its bonuses and penalties can do is told where they stand
        high = bounds.nodes[node.id].value.high
        place = node.score.place if node.score else node.place
        if high is None:
            tried += 1
            others = _needed(ruleset, node) if tried <= _MOST_ADVISED else []
            yield finding("ITR381", place, help=_cut_advice(node, others), id=node.id, max=_text(node.full))
        elif high > (
            node.full if node.rounding is None else rounded(node.full, node.rounding.digits, node.rounding.mode)
        ):
            words = ("sửa công thức, hoặc khai max cho đầu vào", "mend the formula, or declare max for the inputs")
            yield finding(
                "ITR380", place, help=_cut_advice(node, (words,)), id=node.id, high=_text(high), max=_text(node.full)
            )


def _cut_advice(node: Node, others: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Say how the points of a node are cut at the step that can still pass its maximum, and what else would help."""
    most = _text(node.full)
    if node.then is not None:
        cut = f"then: min({node.then.source}, {most})"
    elif node.out_of is not None:
        cut = f"then: min(value, {most})"  # `cap` is before it
    else:
        cut = f"cap: {most}"
    vi, en = (", ".join(part for part in (text, *(other[n] for other in others))) for n, text in enumerate(
        (f"Cắt bằng {cut}", f"Cut it with {cut}")
    ))  # fmt: skip
    return f"{vi}.", f"{en}."


def _needed(ruleset: Ruleset, node: Node) -> list[tuple[str, str]]:
    """Say for which inputs a `max`, or a `min`, would bound the points of a node, if that is tried and does."""
    columns = {key: ruleset.columns[key] for key in _read_by(ruleset, node)}
    part = replace(ruleset, columns=columns)
    asked = [column for column in columns.values() if isinstance(column, Input) and column.traits.is_number]
    stand_ins = {("min", each.key): each for each in asked if _lacks_min(each) and not each.key.startswith("self:")}
    stand_ins |= {("max", each.key): each for each in asked if not isinstance(each.maximum, Fraction)}
    if not stand_ins or len(stand_ins) > _MOST_TRIED or not _is_bounded(part, node, stand_ins):
        return []
    for key in list(stand_ins):
        fewer = {other: each for other, each in stand_ins.items() if other != key}
        if _is_bounded(part, node, fewer):
            stand_ins = fewer
    said_vi, said_en = [], []
    for word, shown in (("max", "max"), ("min", "min: 1")):
        if names := ", ".join(each.id for (kind, _), each in stand_ins.items() if kind == word):
            said_vi.append(f"{shown} cho đầu vào: {names}")
            said_en.append(f"{shown} for the inputs: {names}")
    return [(f"hoặc khai {' và '.join(said_vi)}", f"or declare {' and '.join(said_en)}")] if said_vi else []


def _read_by(ruleset: Ruleset, node: Node) -> list[str]:
    """Name all that a node is made of, with the inputs that bound others, in the ruleset's order of computation."""
    found, todo = {node.id}, [node.id]
    while todo:
        column = ruleset.columns[todo.pop()]
        bounding = (column.minimum, column.maximum) if isinstance(column, Input) else ()
        named = reads_of(column) | {bound for bound in bounding if isinstance(bound, str)}
        fresh = {key for key in named if key in ruleset.columns} - found
        found |= fresh
        todo += fresh
    return [key for key in ruleset.columns if key in found]


def _lacks_min(asked: Input) -> bool:
    return not isinstance(asked.minimum, Fraction) or asked.minimum <= 0


def _is_bounded(part: Ruleset, node: Node, stand_ins: Mapping[tuple[str, str], Input]) -> bool:
    """Say whether the points of a node have an upper bound once some inputs have a `min` or `max`."""

    def known(key: str) -> Interval | None:
        column = part.columns.get(key)
        if not isinstance(column, Input) or not {("min", key), ("max", key)} & stand_ins.keys():
            return None
        found = of_input(column)
        low = ONE if ("min", key) in stand_ins else found.low
        high = max(ONE, found.low or ONE) * _STAND_IN if ("max", key) in stand_ins else found.high
        return Interval(low, high, found.may_lack)

    return bounds_of(part, known).nodes[node.id].value.high is not None


def bonuses_add_and_penalties_take(ruleset: Ruleset, bounds: Bounds) -> Iterator[Finding]:
    """A bonus can raise the total, and a penalty, which is subtracted, can lower it."""
    for node in _nodes(ruleset):
        if node.role not in {"bonus", "penalty"} or node.weight == 0:
            continue
        value = bounds.nodes[node.id].value
        most = value.high if node.weight > 0 else None if value.low is None else -value.low
        if most is not None and most <= 0:
            place = node.score.place if node.score else node.place
            vi, en = ("điểm thưởng", "bonus") if node.role == "bonus" else ("điểm trừ", "penalty")
            does = {"bonus": ("tăng", "raises"), "penalty": ("giảm", "lowers")}[node.role]
            low, high = (("…" if end is None else amount(end * node.weight)) for end in (value.low, value.high))
            if node.weight < 0:
                low, high = high, low
            yield finding(
                "ITR391", place, id=node.id, role_vi=vi, role=en, does_vi=does[0], does=does[1], low=low, high=high
            )


def extras_stand_beside_means(ruleset: Ruleset, _: Bounds) -> Iterator[Finding]:
    """A bonus or penalty under a mean is added as it is: the weights of its siblings do not scale it."""
    for node in _nodes(ruleset):
        siblings = [child.weight for child in node.children if child.role == "scored"]
        if not divides_by_weights(node) or node.is_total or all(weight == 1 for weight in siblings):
            continue
        for child in node.children:
            if child.role in {"bonus", "penalty"} and child.weight != 1:
                most = "…" if child.full is None else amount(child.weight * child.full)
                yield finding(
                    "ITR392", child.place, id=child.id, parent=node.id, weight=amount(child.weight), most=most,
                    sum=amount(sum(siblings, Fraction(0))),
                )  # fmt: skip


def maxima_can_be_reached(ruleset: Ruleset, bounds: Bounds) -> Iterator[Finding]:
    """Somebody could get full points."""
    for node in _nodes(ruleset):
        if node.score is None or node.max is None or node.role != "scored" or _lists_points(node.kind):
            continue
        reach = bounds.nodes.get(f"value:{node.id}") or bounds.nodes[node.id]
        high = reach.value.high
        if high is not None and high < (node.full or 0) and high >= 0:
            yield finding("ITR382", node.score.place, id=node.id, high=_text(high), max=_text(node.full))


@dataclass(frozen=True, slots=True)
class _Seen:
    """Something that a walk over bounds came upon: a divisor, an argument or a condition."""

    kind: str
    node: ast.expr
    bounds: Interval
    function: str = ""
    wanted: str = ""


class _Watching(Related):
    """Walks a formula over bounds and keeps divisors that can be 0, arguments out of domain, conditions that are settled."""

    def __init__(self, bounds: Bounds) -> None:
        super().__init__(bounds)
        self.seen: list[_Seen] = []
        self.positive: list[str] = []  # what cannot be 0 here, by how it is written

    def _where(self, test: ast.expr, branch: Thunk[Interval], *, holds: bool) -> Interval:
        before = len(self.positive)
        self.positive += _not_zero(test, holds=holds)
        try:
            return super()._where(test, branch, holds=holds)
        finally:
            del self.positive[before:]

    def arithmetic(self, op: str, left: Interval, right: Interval, node: ast.BinOp) -> Interval:
        divides = op in {"/", "//", "%"}
        is_inverse = op == "**" and right.high is not None and right.high < 0  # a negative power of 0 divides by 0
        divisor, bounds = (node.right, right) if divides else (node.left, left)
        if (divides or is_inverse) and Fraction(0) in bounds and _written(divisor) not in self.positive:
            self.seen.append(_Seen("divisor", divisor, bounds))
        return super().arithmetic(op, left, right, node)

    def choose(self, test: Interval, then: Thunk[Interval], otherwise: Thunk[Interval], node: ast.IfExp) -> Interval:
        if len(test.holds) == 1:
            self.seen.append(_Seen("condition", node.test, test))
        return super().choose(test, then, otherwise, node)

    def call(self, name: str, arguments: Sequence[Thunk[Interval]], node: ast.Call) -> Interval:
        if name in _DOMAINS:
            wanted, excludes_zero = _DOMAINS[name]
            for part, argument in zip(arguments, node.args, strict=True):
                self._held(argument, part(), name, wanted, excludes_zero=excludes_zero)
        elif name == "power":
            base, exponent = (part() for part in arguments)
            is_inverse = exponent.low is None or exponent.low < 0
            called = f"power(…, {'< 0' if exponent.low is None else amount(exponent.low)})"
            if base.low is not None and base.low >= 0 and is_inverse:
                self._held(node.args[0], base, called, "> 0", excludes_zero=True)
            else:
                self._held(node.args[0], base, name, "≥ 0", excludes_zero=False)
        return super().call(name, arguments, node)

    def _held(self, argument: ast.expr, found: Interval, function: str, wanted: str, *, excludes_zero: bool) -> None:
        """Keep an argument that can leave the domain of its function."""
        is_positive = _written(argument) in self.positive
        safe = found.low is not None and (found.low > 0 or (found.low == 0 and (not excludes_zero or is_positive)))
        if not safe:
            self.seen.append(_Seen("argument", argument, found, function, wanted))


def _written(tree: ast.expr) -> str:
    return ast.dump(tree)


def _not_zero(test: ast.expr, *, holds: bool) -> list[str]:
    """Find what a condition keeps from being 0."""
    match test:
        case ast.BoolOp(op=ast.And(), values=parts) if holds:
            return [found for part in parts for found in _not_zero(part, holds=True)]
        case ast.BoolOp(op=ast.Or(), values=parts) if not holds:
            return [found for part in parts for found in _not_zero(part, holds=False)]
        case ast.UnaryOp(op=ast.Not(), operand=part):
            return _not_zero(part, holds=not holds)
        case ast.Compare(left=left, ops=[op], comparators=[ast.Constant(value=bound)]) if isinstance(bound, Fraction):
            sign = COMPARISON[type(op)]
            kept: dict[str, bool] = {
                ">": bound >= 0, ">=": bound > 0, "<": bound <= 0, "<=": bound < 0, "!=": bound == 0, "==": bound != 0,
            }  # fmt: skip
            return [_written(left)] if kept[sign if holds else CONTRARY[sign]] else []
    return []


def _formulas(ruleset: Ruleset) -> Iterator[tuple[str, str, Formula]]:
    """Give every formula with what it belongs to and its kind."""
    for column in ruleset.columns.values():
        if isinstance(column, NamedValue):
            yield column.key, "value", column.formula
    for node in _nodes(ruleset):
        for formula in (node.score, node.formula, node.applies, node.then):
            if formula is not None:
                yield node.id, node.kind if formula is node.score else "formula", formula


def _watched(ruleset: Ruleset, bounds: Bounds) -> Iterator[tuple[str, str, Formula, _Seen]]:
    for id_, kind, formula in _formulas(ruleset):
        watching = _Watching(bounds)
        Interpreter(watching).evaluate(formula.tree)
        told: set[str] = set()
        for seen in watching.seen:
            key = f"{seen.kind} {_written(seen.node)}"
            if key not in told:
                told.add(key)
                yield id_, kind, formula, seen


def _shown(tree: ast.expr) -> str:
    return say(tree, _called, "en")


def _called(key: str) -> str:
    """Give the name of a column as its formula has it: `cohort_max(value)` for `cohort_max(value:c)@all`."""
    return _COLUMN.sub(lambda found: found[1] or found[2], key.partition("@")[0])


def _at(formula: Formula, tree: ast.expr) -> Place:
    place = place_of(tree)
    return place if place.line else formula.place


def formulas_have_values(ruleset: Ruleset, bounds: Bounds) -> Iterator[Finding]:
    """No divisor can be 0, no argument can leave its function's domain, and every branch of an `if` can be taken."""
    for id_, kind, formula, seen in _watched(ruleset, bounds):
        place = _at(formula, seen.node)
        match seen.kind:
            case "divisor" if not (_is_within(kind) and _is_of_cohort(ruleset, seen.node)):
                help_ = _divisor_advice(ruleset, kind, seen)
                yield finding("ITR383", place, help=help_, id=id_, divisor=_shown(seen.node))
            case "argument":
                low = seen.bounds.low
                yield finding(
                    "ITR384",
                    place,
                    id=id_,
                    function=seen.function,
                    wanted=seen.wanted,
                    argument=_shown(seen.node),
                    low="< 0" if low is None or low < 0 else "0",
                )
            case "condition" if not _by_parameters_only(ruleset, seen.node):
                answer = True not in seen.bounds.holds
                words = ("đúng", "holds") if answer else ("sai", "fails")
                shown = _shown(seen.node)
                yield finding("ITR385", place, id=id_, condition=shown, answer_vi=words[0], answer_en=words[1])


def _divisor_advice(ruleset: Ruleset, kind: str, seen: _Seen) -> tuple[str, str] | None:
    """Say what helps where a divisor can be 0: what the kind of the score has, and the input that it is."""
    shown = _shown(seen.node)
    column = ruleset.columns.get(seen.node.id) if isinstance(seen.node, ast.Name) else None
    keys = KINDS[kind].keys if kind in KINDS else {}
    takes_formula = "prefixItems" not in keys.get(kind, {})
    ways = [("thêm on_zero", "add on_zero")] if "on_zero" in keys else []
    if isinstance(column, Input) and (seen.bounds.high is None or seen.bounds.high >= 1):
        ways.append((f"khai min: 1 cho {column.id}", f"declare min: 1 for {column.id}"))
    if takes_formula:
        ways.append((f"viết ... if {shown} > 0 else ...", f"write ... if {shown} > 0 else ..."))
    vi, en = (", hoặc ".join(way[0] for way in ways), ", or ".join(way[1] for way in ways))
    end = " ..." if takes_formula else "."
    return f"{vi[0].upper()}{vi[1:]}".rstrip(". ") + end, f"{en[0].upper()}{en[1:]}".rstrip(". ") + end


def _by_parameters_only(ruleset: Ruleset, tree: ast.expr) -> bool:
    """Say whether a condition only asks parameters, which another year may set otherwise."""
    names = [part.id for part in ast.walk(tree) if isinstance(part, ast.Name) and part.id in ruleset.columns]
    return bool(names) and all(isinstance(ruleset.columns[name], Constant) for name in names)


# -- tiers -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Range:
    """The values between two ends, either of which may be open or missing."""

    low: Fraction | None = None
    high: Fraction | None = None
    with_low: bool = True
    with_high: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether no value lies in it."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and not (self.with_low and self.with_high))

    def common(self, other: "Range") -> "Range":
        """Give the values that lie in both.

        >>> Range(Fraction(1), Fraction(5)).common(Range(Fraction(3), None, with_low=False))
        Range(low=Fraction(3, 1), high=Fraction(5, 1), with_low=False, with_high=True)
        """
        low, with_low = self.low, self.with_low
        if other.low is not None and (low is None or other.low > low or (other.low == low and not other.with_low)):
            low, with_low = other.low, other.with_low
        high, with_high = self.high, self.with_high
        if other.high is not None and (
            high is None or other.high < high or (other.high == high and not other.with_high)
        ):
            high, with_high = other.high, other.with_high
        return Range(low, high, with_low, with_high)

    def without(self, other: "Range") -> "list[Range]":
        """Give what is left when another range is taken away, from below to above."""
        parts = []
        if other.low is not None:
            parts.append(self.common(Range(None, other.low, with_high=not other.with_low)))
        if other.high is not None:
            parts.append(self.common(Range(other.high, None, with_low=not other.with_high)))
        return [part for part in parts if not part.is_empty]

    def example(self, digits: int | None) -> Fraction | None:
        """Give a value in it: the lowest with so many decimals, or one in the middle; None if there is no such value."""
        if digits is not None:
            unit = Fraction(1, 10**digits) if digits >= 0 else Fraction(10**-digits)
            start = self.low if self.low is not None else self.high
            if start is None:
                return Fraction(0)
            steps = rounded(start / unit, 0, "ceiling" if self.low is not None else "floor")
            for step in (0, 1) if self.low is not None else (0, -1):
                value = (steps + step) * unit
                if not Range(value, value).common(self).is_empty:
                    return value
            return None
        if self.low is not None and self.high is not None:
            return (self.low + self.high) / 2
        if self.low is not None:
            return self.low if self.with_low else self.low + 1
        return Fraction(0) if self.high is None else self.high if self.with_high else self.high - 1


def range_of(tier: Tier, maximum: Fraction | None) -> Range | None:
    """Give the values that a tier's bounds take; None where a share has no fixed maximum to be of."""

    def points(bound: Bound | None) -> Fraction | None:
        return None if bound is None else bound.amount * (maximum or 0) if bound.share else bound.amount

    if maximum is None and any(b is not None and b.share for b in (tier.from_, tier.above, tier.up_to, tier.below)):
        return None
    found = Range()
    for low, included in ((points(tier.from_), True), (points(tier.above), False)):
        if low is not None:
            found = found.common(Range(low, None, with_low=included))
    for high, included in ((points(tier.up_to), True), (points(tier.below), False)):
        if high is not None:
            found = found.common(Range(None, high, with_high=included))
    return found


def tiers_divide_the_scale(ruleset: Ruleset, bounds: Bounds) -> Iterator[Finding]:
    """Every tier can be reached, every value has one, and no two take the same value unseen."""
    for node in _nodes(ruleset):
        if not node.tiers:
            continue
        reach = bounds.nodes[node.id]
        fixed = reach.counted.low == reach.counted.high
        maximum = reach.counted.low if fixed else None
        ranges = [range_of(tier, maximum) for tier in node.tiers]
        possible = Range(reach.value.low, reach.value.high)
        if any(each is None for each in ranges):  # shares of a maximum that is not everybody's
            for tier, each in zip(node.tiers, ranges, strict=True):
                if each is not None and tier.when is None and each.common(possible).is_empty:
                    yield _unreached(node, tier, possible)
            continue
        digits = node.rounding.digits if node.rounding is not None else None
        taken = [(tier, each) for tier, each in zip(node.tiers, ranges, strict=True) if each is not None]
        yield from _divided(node, taken, possible, digits)
        yield from _printed(ruleset, node, taken)


def tiers_follow_points(ruleset: Ruleset, bounds: Bounds) -> Iterator[Finding]:
    """With more points the tier only rises, or only falls: no value between two of one tier has one further down."""
    for node in _nodes(ruleset):
        reach = bounds.nodes[node.id]
        plain = [tier for tier in node.tiers if tier.when is None]
        stated = [b for tier in plain for b in (tier.from_, tier.above, tier.up_to, tier.below) if b is not None]
        fixed = reach.counted.low if reach.counted.low == reach.counted.high else None
        is_of_shares = fixed is None and all(bound.share for bound in stated)
        maximum, value = (ONE, reach.share) if is_of_shares else (fixed, reach.value)
        ranges = [range_of(tier, maximum) for tier in plain]
        if any(each is None for each in ranges):
            continue
        taken = [(tier, each) for tier, each in zip(plain, ranges, strict=True) if each is not None]
        unsure = [tier for tier, _ in taken if tier.requires is not None or tier.quota is not None]
        sure = [(tier, each) for tier, each in taken if tier not in unsure]
        digits = node.rounding.digits if node.rounding is not None and not is_of_shares else None
        possible = Range(value.low, value.high)
        said = _against_points(taken, possible, digits, is_of_shares=is_of_shares)
        where = ("", "")
        if not said and unsure:
            said = _against_points(sure, possible, digits, is_of_shares=is_of_shares)
            names = ", ".join(f'"{tier.id}"' for tier in unsure)
            where = f" khi không được vào mức {names}", f" for units that are not taken into {names}"
        if said:
            at = next(tier.place for tier in plain if tier not in unsure or not where[0])
            yield finding("ITR274", at, id=node.id, where_vi=where[0], where_en=where[1], examples=said)


def _against_points(
    taken: Sequence[tuple[Tier, Range]], possible: Range, digits: int | None, *, is_of_shares: bool
) -> str:
    """Give a value of each stretch of points with its tier, upwards, where tiers go up and down; else nothing."""
    left = [] if possible.is_empty else [possible]
    pieces: list[tuple[Fraction, int]] = []
    for index, (_, own) in enumerate(taken):
        reached = [part for part in (own.common(rest) for rest in left) if not part.is_empty]
        pieces += [(value, index) for part in reached if (value := part.example(digits)) is not None]
        left = [piece for rest in left for piece in rest.without(own)]
    pieces.sort()
    order = [index for _, index in pieces]
    if order in (sorted(order), sorted(order, reverse=True)):
        return ""

    def shown(value: Fraction) -> str:
        return f"{amount(value * 100)}%" if is_of_shares else amount(value)

    said = [f'{shown(value)} → "{taken[index][0].id}"' for value, index in pieces]
    return ", ".join(said[:_MOST_STRETCHES]) + (", …" if len(said) > _MOST_STRETCHES else "")


def _unreached(node: Node, tier: Tier, possible: Range) -> Finding:
    low, high = _text(possible.low), _text(possible.high)
    why: dict[str, Any] = {"why_vi": f"điểm chỉ từ {low} đến {high}", "why_en": f"points lie between {low} and {high}"}
    return finding("ITR386", tier.place, id=node.id, tier=tier.id, cause="points", **why)


def _divided(node: Node, taken: Sequence[tuple[Tier, Range]], possible: Range, digits: int | None) -> Iterator[Finding]:
    left = [possible]
    before: list[tuple[Tier, Range]] = []
    for tier, own in taken:
        reached = [part for part in (own.common(rest) for rest in left) if not part.is_empty]
        reached = [part for part in reached if part.example(digits) is not None]
        place = tier.place
        if tier.when is None and not reached:
            if own.common(possible).is_empty:
                yield _unreached(node, tier, possible)
            else:
                why = {
                    "why_vi": "các mức đứng trước đã nhận hết",
                    "why_en": "the tiers before it take all of its points",
                }
                yield finding("ITR386", place, id=node.id, tier=tier.id, cause="tiers", **why)  # type: ignore[arg-type]
        if tier.when is None:
            for other, range_ in before:
                if not _are_apart_as_written(range_, own):
                    continue
                both = own.common(range_).common(possible)
                example = None if both.is_empty else both.example(digits)
                if example is not None and other.when is None and other.requires is None and other.quota is None:
                    told: dict[str, Any] = {"first": other.id, "second": tier.id, "example": _text(example)}
                    yield finding("ITR388", place, id=node.id, **told)
        if tier.when is None and tier.requires is None and tier.quota is None:
            left = [piece for rest in left for piece in rest.without(own)]
        before.append((tier, own))
    if any(tier.when is not None for tier, _ in taken):
        return  # what a condition takes is not known from bounds
    for rest in left:
        example = rest.example(digits)
        if example is not None:
            yield finding("ITR387", node.tiers[-1].place, id=node.id, example=_text(example))


def _are_apart_as_written(first: Range, own: Range) -> bool:
    """Say whether the bounds of a tier are written as if it took nothing of one before it.

    From the best down, a tier with a lower bound alone reaches over those before it, which have taken theirs; so does
    one with an upper bound alone from the worst up.

    >>> best, good, rest = Range(8, None), Range(5, None), Range(None, 6)
    >>> _are_apart_as_written(best, good), _are_apart_as_written(good, rest), _are_apart_as_written(rest, Range(None, 9))
    (False, True, False)
    """
    if own.low is None:
        return own.high is not None and first.low is not None
    rises = first.high is not None and (first.low is None or own.low >= first.low)
    return own.high is not None or rises


def _printed(ruleset: Ruleset, node: Node, taken: Sequence[tuple[Tier, Range]]) -> Iterator[Finding]:
    """A value just below a bound is not printed as if it had reached it."""
    show = ruleset.show
    if show is None or (node.rounding is not None and node.rounding.digits <= show):
        return
    tier, low = next(((tier, each.low) for tier, each in taken if each.low is not None), (None, None))
    if tier is None or low is None:
        return
    example = low - Fraction(4, 10 ** (show + 1))
    if rounded(example, show, ruleset.rounding_mode) != low:
        return
    told: dict[str, Any] = {"show": show, "example": _text(example), "printed": _text(low), "tier": tier.id}
    yield finding("ITR389", tier.place, id=node.id, **told)


FACTS: tuple[Fact, ...] = (
    points_stay_within_their_maximum,
    bonuses_add_and_penalties_take,
    extras_stand_beside_means,
    maxima_can_be_reached,
    formulas_have_values,
    tiers_divide_the_scale,
    tiers_follow_points,
)


def facts(ruleset: Ruleset, bounds: Bounds) -> tuple[Finding, ...]:
    """Tell everything that bounds show of a ruleset."""
    return tuple(found for fact in FACTS for found in fact(ruleset, bounds))
