"""Whether each criterion of one ruleset gives what its fellow of the other gives, and if not, how they relate.

A criterion is asked about by itself: what its formula, `cap`, `out_of`, `then` and `min` make of the answers, before it
is rounded. A branch is the same where it puts the same children together in the same way; what its `cap`, `out_of`, `then`
and `min` make of them is compared whatever they give together.
"""

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from ..formula.functions import NOT_APPLICABLE
from ..formula.intervals import Interval
from ..formula.parse import place_of, placed
from ..formula.staged import closure_of
from ..formula.substitute import substitute
from ..formula.trees import below, called, walk
from ..language.nodes import full_maximum
from ..model.findings import Place
from ..model.outcome import NoScore, Outcome
from ..model.ruleset import Before, Formula, Input, NamedValue, Node, Ruleset
from ..prove.node_bounds import of_node
from ..prove.reach import UNKNOWN
from ..prove.trying import Answers, Trial
from .matching import Matching
from .proving import SAME, Comparer, Evidence, Found, Pair
from .sampling import Samples, answers_of
from .sides import Side, Sides, foreign, name_column, sides_of

ONE, ZERO = Fraction(1), Fraction(0)


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found of two criteria that are one.

    Attributes:
        points: how what they give relates, of a leaf: `tightened` is fewer points for the unit.
        by_share: whether shares of the maximum were compared, and not points, as maxima differ.
        gate: how their own `applies` relate.
        is_same: whether everybody gets the same of both.
    """

    before: Node
    after: Node
    points: Found = SAME
    by_share: bool = False
    gate: Found = SAME
    is_same: bool = False


@dataclass(slots=True)
class Judging:
    """Two rulesets on their way to being compared.

    Attributes:
        judged: by the id of the newer criterion.
        sign: of each newer criterion, -1 where more of it is worse for a unit, as of a penalty.
    """

    sides: Sides
    comparer: Comparer
    samples: Samples
    judged: dict[str, Judged] = field(default_factory=dict)
    sign: dict[str, int] = field(default_factory=dict)

    @property
    def matching(self) -> Matching:
        """Give the pairs."""
        return self.sides.matching


def judge(before: Ruleset, after: Ruleset, matching: Matching) -> Judging:
    """Compare every criterion that both rulesets have, in the order in which they are computed."""
    sides = sides_of(before, after, matching)
    made = Judging(sides, Comparer(sides), Samples(sides), sign=_signs(after))
    older = {node.id: node for node in before.nodes()}
    pairs = {match.after: older[match.before] for match in matching.pairs["node"]}
    for key, column in after.columns.items():
        match column:
            case Node():
                own = pairs.get(key)
                if own is not None:
                    made.judged[key] = _judged(made, own, column)
                is_same = own is not None and made.judged[key].is_same
                sides.after.names[key] = own.id if own is not None and is_same else foreign(key)
            case Before():
                sides.after.names[key] = _before_then(made, pairs.get(column.node.id), column.node)
            case _:
                if key not in sides.after.names:
                    name_column(sides, column, key)
    return made


def _signs(ruleset: Ruleset) -> dict[str, int]:
    """Say of each criterion whether more of it is better: not below a penalty, nor where the lowest is best."""
    made: dict[str, int] = {}
    for card in ruleset.scorecards:
        lowest = card.root.ranking is not None and card.root.ranking.best == "lowest"
        made[card.root.id] = -1 if lowest else 1
        for node in card.root.walk():
            for child in node.children:
                made[child.id] = -made[node.id] if child.role == "penalty" else made[node.id]
        made |= {total.id: 1 for total in card.totals}
    return made


def _before_then(judging: Judging, before: Node | None, after: Node) -> str:
    """Name what a node is before its `then`: as the older one's, where it is made of the same behind the same gates."""
    sides = judging.sides
    key = f"value:{after.id}"
    if before is None or before.then is None:
        return foreign(key)
    older, newer = (_until_then(side, node) for side, node in ((sides.before, before), (sides.after, after)))
    return f"value:{before.id}" if older == newer else foreign(key)


def _until_then(side: Side, node: Node) -> tuple[object, ...]:
    """Give what a node is before its `then`, in common names."""
    made = (side.form(node.score), *map(side.form, _gates(node)), node.cap, node.out_of, node.max, node.not_applicable)
    if node.aggregate is None:
        return made
    return (*made, node.aggregate, node.at_least, side.form(node.formula), *_children(side, node))


def _children(side: Side, node: Node) -> tuple[object, ...]:
    """Give what a branch puts together, in common names; in its own order only where a formula may ask for that."""
    children = [(side.names.get(child.id, child.id), child.weight, child.role) for child in node.children]
    return tuple(children if node.aggregate == "formula" else sorted(children, key=repr))


def _gates(node: Node) -> list[Formula]:
    return [gate for gate in (*node.inside, node.applies) if gate is not None]


# ── One criterion ──


def _judged(judging: Judging, before: Node, after: Node) -> Judged:
    sides = judging.sides
    gate = _of_gates(judging, before, after)
    if before.aggregate is not None or after.aggregate is not None:
        is_same = gate is SAME and _branch(sides.before, before) == _branch(sides.after, after)
        return Judged(before, after, gate=gate, is_same=is_same and _alike(before, after))
    if before.score is None or after.score is None:
        return Judged(before, after, gate=gate, is_same=before.score is after.score and _alike(before, after))
    has_other_maximum = before.full != after.full and bool(before.full) and bool(after.full)
    if has_other_maximum and is_given(sides.before.ruleset, before) and is_given(sides.after.ruleset, after):
        return Judged(before, after, Found("changed", "stated"), gate=gate)
    if gate is not SAME and not has_other_maximum and _are_alike_as_a_whole(judging, before, after):
        gate = points = SAME
    else:
        points = _of_points(judging, before, after, by_share=has_other_maximum)
    is_same = points is SAME and not has_other_maximum and gate is SAME and _alike(before, after)
    return Judged(before, after, points, has_other_maximum, gate, is_same and _inside(sides, before, after))


def is_given(ruleset: Ruleset, node: Node) -> bool:
    """Say whether a leaf's points are its own answer, which its maximum bounds: then other answers go with another one."""
    key = node.score.tree.id if node.score is not None and isinstance(node.score.tree, ast.Name) else ""
    asked = ruleset.columns.get(key)
    return isinstance(asked, Input) and key.removeprefix("self:") == node.id != key and asked.maximum == node.max


def _alike(before: Node, after: Node) -> bool:
    """Say whether what is done with a finished value is the same."""

    def facts(node: Node) -> tuple[object, ...]:
        return (node.role, node.rounding, node.not_applicable, node.full, most_counted(node), node.on_fail)

    return facts(before) == facts(after)


def most_counted(node: Node) -> Fraction | None:
    """Give the maximum with which a node counts above it where all of it counts: a `cap` cuts it (semantics, section 9).

    >>> most_counted(Node("c", "", None, Place(), "s", max=Fraction(10), cap=Fraction(6)))
    Fraction(6, 1)
    """
    if node.out_of is not None or node.max is None or node.cap is None:
        return node.full
    return min(node.max, node.cap)


def _inside(sides: Sides, before: Node, after: Node) -> bool:
    """Say whether the branches above ask the same before anything else."""
    return [sides.before.form(gate) for gate in before.inside] == [sides.after.form(gate) for gate in after.inside]


def _branch(side: Side, node: Node) -> tuple[object, ...]:
    """Give how a branch is put together, in common names."""
    return (
        node.aggregate,
        _children(side, node),
        side.form(node.formula),
        side.form(node.then),
        node.cap,
        node.minimum,
        node.max,
        node.out_of,
        node.at_least,
        tuple(map(side.form, node.inside)),
    )


def _of_points(judging: Judging, before: Node, after: Node, *, by_share: bool) -> Found:
    """Compare what two leaves give, where both are asked."""
    pair = _pair(judging, before, after, by_share=by_share)
    found = judging.comparer.compare(pair, lambda: judging.samples.of(before, after))
    return turned(found) if judging.sign[after.id] < 0 else found


def _are_alike_as_a_whole(judging: Judging, before: Node, after: Node) -> bool:
    """Say whether two leaves give the same to the same units, whether `applies` or the scoring says to whom."""
    sides = judging.sides
    first, second = (
        tree if node.applies is None else _behind(side.tree(node.applies), tree)
        for side, node, tree in (
            (sides.before, before, _steps(sides.before, before)),
            (sides.after, after, _steps(sides.after, after)),
        )
    )
    inside = [*map(sides.before.tree, before.inside), *map(sides.after.tree, after.inside)]
    pair = replace(_pair(judging, before, after), trees=(first, second), gates=_each(inside))
    return judging.comparer.compare(pair, lambda: judging.samples.of(before, after)) is SAME


def _behind(gate: ast.expr, tree: ast.expr) -> ast.expr:
    """Write a condition and what does not apply without it as one formula."""
    at = place_of(gate)
    return placed(ast.IfExp(gate, tree, placed(ast.Call(ast.Name(NOT_APPLICABLE, ast.Load()), [], []), at)), at)


def _each(gates: Sequence[ast.expr]) -> tuple[ast.expr, ...]:
    """Give each condition once."""
    return tuple({ast.dump(gate): gate for gate in gates}.values())


def _pair(judging: Judging, before: Node, after: Node, *, by_share: bool = False) -> Pair:
    """Put side by side what two leaves give, where both are asked."""
    sides = judging.sides
    gates = [*map(sides.before.tree, _gates(before)), *map(sides.after.tree, _gates(after))]
    scales = (ONE / before.full, ONE / after.full) if by_share and before.full and after.full else (ONE, ONE)
    trials = _trials(sides, before, after)
    trees = _steps(sides.before, before), _steps(sides.after, after)
    return Pair(
        trees,
        trials,
        (lambda given: _worth(trials[0], before, given), lambda given: _worth(trials[1], after, given)),
        (scales[0], scales[1]),
        (sides.before.ruleset.rounding_mode, sides.after.ruleset.rounding_mode),
        _each(gates),
    )


def turned(found: Found) -> Found:
    """Let more be worse."""
    if found is SAME:
        return found
    relation = {"tightened": "loosened", "loosened": "tightened"}.get(found.relation, found.relation)
    return Found(relation, found.proof, found.evidence)  # type: ignore[arg-type]  # both are relations


def _trials(sides: Sides, before: Node, after: Node) -> tuple[Trial, Trial]:
    """Give what evaluates two criteria, and what their gates ask."""
    first, second = (
        Trial(side.ruleset, frozenset({node.id}), node.scorecard)
        for side, node in ((sides.before, before), (sides.after, after))
    )
    return first, second


def _worth(trial: Trial, node: Node, answers: Answers) -> Outcome:
    cell = trial.outcome(node.id, answers)
    assert isinstance(cell, Fraction | NoScore)  # of a criterion
    return cell


def _steps(side: Side, node: Node) -> ast.expr:
    """Write what a leaf does with its formula, in the order of semantics §5: cap, another scale, `then`, the least."""
    assert node.score is not None  # of a leaf that is scored
    at, tree = node.score.place, side.tree(node.score)
    one, zero = (placed(ast.Constant(each), at) for each in (ONE, ZERO))  # type: ignore[arg-type]  # trees hold exact numbers
    if node.role == "condition":
        test = tree
        if node.score.type.kind == "number":
            test = placed(ast.Compare(tree, [ast.Gt()], [zero]), at)
        tree = placed(ast.IfExp(test, one, zero), at)
    return _where_it_applies(tree, lambda made: _finished(side, node, made, at))


def _where_it_applies(tree: ast.expr, step: Callable[[ast.expr], ast.expr]) -> ast.expr:
    """Take a step on what is a number: what does not apply takes none."""
    if not any(called(part) == NOT_APPLICABLE for part in walk(tree)):
        return step(tree)
    if isinstance(tree, ast.IfExp):
        then, otherwise = (_where_it_applies(part, step) for part in (tree.body, tree.orelse))
        return placed(ast.IfExp(tree.test, then, otherwise), place_of(tree))
    return tree if called(tree) == NOT_APPLICABLE else step(tree)


def _finished(side: Side, node: Node, tree: ast.expr, at: Place) -> ast.expr:
    if node.cap is not None:
        tree = _call("min", tree, node.cap, at)
    if node.out_of is not None and node.max:
        most = node.max if node.cap is None else min(node.max, node.cap)
        tree = _times(tree, node.out_of / most if most else ZERO, at)
    return _at_last(side, node, tree, at)


def _at_last(side: Side, node: Node, tree: ast.expr, at: Place) -> ast.expr:
    """Write what a node does with its value on its scale: `then`, and the least that it gives.

    A `then` is asked only where there is a value, whether or not it reads that.
    """
    if node.then is not None:
        value = side.names.get(f"value:{node.id}", f"value:{node.id}")
        last = side.tree(node.then)
        tree, own = substitute(last, {value: tree}), tree
        if not _surely_reads(last, value):
            tree = placed(ast.BinOp(tree, ast.Add(), _times(own, ZERO, at)), at)
    return tree if node.minimum is None else _call("max", tree, node.minimum, at)


def _surely_reads(tree: ast.expr, name: str) -> bool:
    """Say whether a name is read whatever a formula decides on the way.

    >>> [_surely_reads(ast.parse(text, mode="eval").body, "v") for text in ("v * 2", "v if a else 1", "1 if v > 2 else 0")]
    [True, False, True]
    """
    match tree:
        case ast.Name():
            return tree.id == name
        case ast.IfExp():
            parts = [tree.test]
        case ast.BoolOp():
            parts = tree.values[:1]
        case ast.Call() if called(tree) in {"has", "first_nonzero"}:
            parts = []
        case _:
            parts = list(below(tree))
    return any(_surely_reads(part, name) for part in parts)


def _times(tree: ast.expr, factor: Fraction, at: Place) -> ast.expr:
    number = placed(ast.Constant(factor), at)  # type: ignore[arg-type]
    return placed(ast.BinOp(tree, ast.Mult(), number), at)


def _call(name: str, tree: ast.expr, limit: Fraction, at: Place) -> ast.expr:
    number = placed(ast.Constant(limit), at)  # type: ignore[arg-type]
    return placed(ast.Call(ast.Name(name, ast.Load()), [tree, number], []), at)


# ── One branch ──

_TOGETHER, _EXTRA = "?together", "?extra"  # what the children give together, and what bonuses and penalties add


def compare_steps(judging: Judging, before: Node, after: Node) -> Found:
    """Compare what two branches do with what their children give together, whatever that is, by the units at hand too."""
    more, fewer = _more_and_fewer(judging, before, after)
    if more is not None and fewer is not None:
        return Found("changed", "witness", fewer)
    sign = judging.sign[after.id]
    never_more, never_fewer = _proved_of_steps(judging, before, after)
    if never_more and never_fewer:
        return SAME
    if fewer is not None and never_more:
        return _directed(Found("tightened", "proved", fewer), sign)
    if more is not None and never_fewer:
        return _directed(Found("loosened", "proved", more), sign)
    shown = more or fewer
    return Found("changed" if shown else "not_proved", "not_proved", shown)


def _directed(found: Found, sign: int) -> Found:
    return turned(found) if sign < 0 else found


def _more_and_fewer(judging: Judging, before: Node, after: Node) -> tuple[Evidence | None, Evidence | None]:
    """Give a unit to whom the newer branch gives the most more, and one to whom it gives the most fewer."""
    more: tuple[Fraction, Evidence | None] = (ZERO, None)
    fewer = more
    for each in _of_same_children(judging, before, after):
        older, newer = each.outcomes
        if isinstance(older, Fraction) and isinstance(newer, Fraction):
            more, fewer = (
                (newer - older, each) if newer - older > more[0] else more,
                (newer - older, each) if newer - older < fewer[0] else fewer,
            )
    return more[1], fewer[1]


def _of_same_children(judging: Judging, before: Node, after: Node) -> list[Evidence]:
    """Give the units at hand to whom all children give the same on both sides."""
    found, apart = judging.samples.of(before, after), set[int]()
    for child in after.children:
        own = judging.judged[child.id]
        units = () if own.is_same else judging.samples.of(own.before, child)
        if units and len(units) != len(found):
            return []
        apart |= {number for number, each in enumerate(units) if each.outcomes[0] != each.outcomes[1]}
    return [each for number, each in enumerate(found) if number not in apart]


def has_same_children(judging: Judging, before: Node, after: Node) -> bool:
    """Say whether two branches put together the same criteria in the same way, whatever these give."""
    to_before = {match.after: match.before for match in judging.matching.pairs["node"]}
    older, newer = (
        [(names.get(child.id, ""), child.weight, child.role) for child in node.children]
        for node, names in ((before, {child.id: child.id for child in before.children}), (after, to_before))
    )
    return before.aggregate == after.aggregate and sorted(older) == sorted(newer)


def follows_from_children(node: Node) -> bool:
    """Say whether the maximum of a branch is none of its own: it comes of those of its children, or there is none."""
    return node.max is None or full_maximum(node.aggregate, node.children) is not None


def _proved_of_steps(judging: Judging, before: Node, after: Node) -> tuple[bool, bool]:
    """Say whether the newer branch is proved never to give more, and never to give fewer, of the same children."""
    sides, has_cap = judging.sides, before.cap != after.cap
    is_of_shares = before.out_of is not None and after.out_of is not None
    if (before.out_of is None) != (after.out_of is None) or (is_of_shares and (has_cap or before.max != after.max)):
        return False, False  # each unit may have another maximum of which a share is taken
    trials = _trials(sides, before, after)
    own = [
        _of_branch(side, node, has_cap=has_cap, has_scale=before.out_of != after.out_of)
        for side, node in ((sides.before, before), (sides.after, after))
    ]
    pair = Pair(
        (own[0], own[1]),
        trials,
        (lambda given: _worth(trials[0], before, given), lambda given: _worth(trials[1], after, given)),
        modes=(sides.before.ruleset.rounding_mode, sides.after.ruleset.rounding_mode),
    )
    bounds = {_TOGETHER: _bounds_of(sides, (before, after), has_cap=has_cap), _EXTRA: UNKNOWN}
    never_more, never_fewer = judging.comparer.never(
        pair, bounds if before.out_of == after.out_of else {**bounds, _TOGETHER: UNKNOWN}
    )
    full = [node.full if node.not_applicable == "full" else None for node in (before, after)]
    is_more, is_fewer = (
        full[0] is not None and full[1] is not None and sign * (full[1] - full[0]) > 0 for sign in (1, -1)
    )
    return never_more and not is_more, never_fewer and not is_fewer


def _of_branch(side: Side, node: Node, *, has_cap: bool, has_scale: bool) -> ast.expr:
    """Write what a branch does with what its children give, from the first step on that differs from the other side's."""
    tree: ast.expr = placed(ast.Name(_TOGETHER, ast.Load()), node.place)
    if has_cap:
        tree = tree if node.cap is None else _call("min", tree, node.cap, node.place)
        if any(child.role in _EXTRAS for child in node.children):
            extra = placed(ast.Name(_EXTRA, ast.Load()), node.place)
            tree = placed(ast.BinOp(tree, ast.Add(), extra), node.place)
    if has_scale and node.out_of is not None:
        tree = _times(tree, node.out_of, node.place)
    return _at_last(side, node, tree, node.place)


def _bounds_of(sides: Sides, nodes: tuple[Node, Node], *, has_cap: bool) -> Interval:
    """Bound what comes of the children before the first step that differs, on whichever side."""
    found = []
    for bounds, node in zip(sides.bounds, nodes, strict=True):
        own = replace(node, then=None, minimum=None, rounding=None)
        if has_cap:
            children = tuple(child for child in node.children if child.role not in _EXTRAS)
            own = replace(own, cap=None, children=children)
        found.append(of_node(bounds, own).value)
    lows, highs = ([getattr(each, end) for each in found] for end in ("low", "high"))
    return Interval(None if None in lows else min(lows), None if None in highs else max(highs))


_EXTRAS = frozenset({"bonus", "penalty"})


# ── Conditions ──


def _of_gates(judging: Judging, before: Node, after: Node) -> Found:
    """Compare two `applies`; what always applies is a condition that always holds."""
    if before.applies is None and after.applies is None:
        return SAME
    return compare_conditions(judging, (before.applies, after.applies), (before, after))


def compare_conditions(
    judging: Judging, conditions: tuple[Formula | None, Formula | None], nodes: tuple[Node, Node]
) -> Found:
    """Say how two conditions relate: `tightened` where the newer one never holds where the older one did not."""
    sides = judging.sides
    both = (sides.before, sides.after)
    first, second = (_condition(side, condition) for side, condition in zip(both, conditions, strict=True))
    trials = [
        Trial(side.ruleset, frozenset() if each is None else each.reads, node.scorecard)
        for side, each, node in zip(both, conditions, nodes, strict=True)
    ]
    pair = Pair(
        (first, second),
        (trials[0], trials[1]),
        (
            lambda given: _holds(trials[0], conditions[0], given),
            lambda given: _holds(trials[1], conditions[1], given),
        ),
        modes=(sides.before.ruleset.rounding_mode, sides.after.ruleset.rounding_mode),
    )
    return judging.comparer.compare(pair, lambda: _of_conditions(judging, pair, conditions))


def _of_conditions(judging: Judging, pair: Pair, conditions: tuple[Formula | None, Formula | None]) -> list[Evidence]:
    """Ask conditions about criteria of many answers: no search for answers looks into what a criterion gives."""
    rulesets = judging.sides.before.ruleset, judging.sides.after.ruleset
    read = [() if each is None else each.reads for each in conditions]
    if not any(
        isinstance(ruleset.columns.get(key), Node) for ruleset, keys in zip(rulesets, read, strict=True) for key in keys
    ):
        return []
    pairs = answers_of(judging.sides, pair.trials)
    return [Evidence(each, (pair.evaluated[0](each[0]), pair.evaluated[1](each[1]))) for each in pairs]


def _condition(side: Side, condition: Formula | None) -> ast.expr:
    one, zero = ast.Constant(ONE), ast.Constant(ZERO)  # type: ignore[arg-type]
    return one if condition is None else placed(ast.IfExp(side.tree(condition), one, zero), condition.place)


def _holds(trial: Trial, condition: Formula | None, answers: Answers) -> Outcome:
    if condition is None:
        return ONE
    cell = closure_of(condition.tree, trial.ruleset.rounding_mode)(trial.sheet(answers).cells, 0)
    if isinstance(cell, NoScore):
        return cell
    return ONE if cell is True else ZERO


def compare_values(judging: Judging, before: NamedValue, after: NamedValue) -> Found:
    """Say how two named values relate, of which a blank becomes the same; of those that are no numbers nothing is proved."""
    sides = judging.sides
    kinds = {before.formula.type.kind, after.formula.type.kind}
    if not kinds <= {"number", "yes_no"} or len(kinds) > 1 or _treated(before) != _treated(after):
        return Found("not_proved", "not_proved")
    trials = Trial(sides.before.ruleset, frozenset({before.key})), Trial(sides.after.ruleset, frozenset({after.key}))
    trees = [
        side.tree(value.formula) if kinds == {"number"} else _condition(side, value.formula)
        for side, value in ((sides.before, before), (sides.after, after))
    ]
    pair = Pair(
        (trees[0], trees[1]),
        trials,
        (lambda given: _value(trials[0], before.key, given), lambda given: _value(trials[1], after.key, given)),
        modes=(sides.before.ruleset.rounding_mode, sides.after.ruleset.rounding_mode),
    )
    return judging.comparer.compare(pair, list)


def _treated(value: NamedValue) -> tuple[object, ...]:
    return value.missing, value.outliers, value.cohort


def _value(trial: Trial, key: str, answers: Answers) -> Outcome:
    cell = trial.outcome(key, answers)
    match cell:
        case bool():
            return ONE if cell else ZERO
        case Fraction() | NoScore():
            return cell
    raise AssertionError(key)  # of a number, or of yes or no
