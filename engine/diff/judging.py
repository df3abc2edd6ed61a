"""Whether each criterion of one ruleset gives what its fellow of the other gives, and if not, how they relate.

A criterion is asked about by itself: what its formula, `cap`, `out_of`, `then` and `min` make of the answers, before it
is rounded. A branch is the same where it puts the same children together in the same way.
"""

import ast
from dataclasses import dataclass, field
from fractions import Fraction

from ..formula.parse import placed
from ..formula.staged import closure_of
from ..formula.substitute import substitute
from ..model.outcome import NoScore, Outcome
from ..model.ruleset import Before, Formula, NamedValue, Node, Ruleset
from ..prove.trying import Answers, Trial
from .matching import Matching
from .proving import SAME, Comparer, Found, Pair
from .sampling import Samples
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
    points = _of_points(judging, before, after, by_share=has_other_maximum)
    is_same = points is SAME and not has_other_maximum and gate is SAME and _alike(before, after)
    return Judged(before, after, points, has_other_maximum, gate, is_same and _inside(sides, before, after))


def _alike(before: Node, after: Node) -> bool:
    """Say whether what is done with a finished value is the same."""

    def facts(node: Node) -> tuple[object, ...]:
        return (node.role, node.rounding, node.not_applicable, node.full, node.on_fail)

    return facts(before) == facts(after)


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
        node.out_of,
        node.at_least,
        tuple(map(side.form, node.inside)),
    )


def _of_points(judging: Judging, before: Node, after: Node, *, by_share: bool) -> Found:
    """Compare what two leaves give, where both are asked."""
    sides = judging.sides
    gates = [*map(sides.before.tree, _gates(before)), *map(sides.after.tree, _gates(after))]
    scales = (ONE / before.full, ONE / after.full) if by_share and before.full and after.full else (ONE, ONE)
    trials = _trials(sides, before, after)
    trees = _steps(sides.before, before), _steps(sides.after, after)
    pair = Pair(
        trees,
        trials,
        (lambda given: _worth(trials[0], before, given), lambda given: _worth(trials[1], after, given)),
        (scales[0], scales[1]),
        (sides.before.ruleset.rounding_mode, sides.after.ruleset.rounding_mode),
        tuple({ast.dump(gate): gate for gate in gates}.values()),
    )
    found = judging.comparer.compare(pair, lambda: judging.samples.of(before, after))
    return turned(found) if judging.sign[after.id] < 0 else found


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
    if node.cap is not None:
        tree = _call("min", tree, node.cap, node.score)
    if node.out_of is not None and node.max:
        most = node.max if node.cap is None else min(node.max, node.cap)
        factor = placed(ast.Constant(node.out_of / most if most else ZERO), at)  # type: ignore[arg-type]
        tree = placed(ast.BinOp(tree, ast.Mult(), factor), at)
    if node.then is not None:
        value = side.names.get(f"value:{node.id}", f"value:{node.id}")
        tree = substitute(side.tree(node.then), {value: tree})
    return tree if node.minimum is None else _call("max", tree, node.minimum, node.score)


def _call(name: str, tree: ast.expr, limit: Fraction, formula: Formula) -> ast.expr:
    number = placed(ast.Constant(limit), formula.place)  # type: ignore[arg-type]
    return placed(ast.Call(ast.Name(name, ast.Load()), [tree, number], []), formula.place)


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
    return judging.comparer.compare(pair, list)


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
