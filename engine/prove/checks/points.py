"""Checks of points: steps, full marks, weights, digits, and tiers in points where a unit's maximum is not everybody's."""

import ast
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from ...formula.aggregates import AGGREGATES
from ...formula.exact import Exact, evaluate_exact
from ...formula.figures import amount
from ...formula.parse import place_of
from ...formula.rationals import summed
from ...formula.rounding import MOST_DIGITS
from ...formula.suggest import listed
from ...formula.trees import walk
from ...formula.words import say
from ...language.document import Map
from ...language.kinds import KINDS
from ...language.workshop import names_read_bare
from ...model.findings import Finding, Place, finding
from ...model.reads import name_in_formula
from ...model.ruleset import Bound, Constant, Input, NamedValue, Node, Ruleset, Tier
from ..blank import blank_sheet, blank_words
from ..whole import Whole, whole_between
from .context import Context, leaves
from .unused import formulas

_SEVERAL = 3  # weights, of which one is mistyped

_RANGE = re.compile(
    r"(?:\b\d+\s*(?:đến|tới|to|-|–|…|\.\.)\s*|\b(?:tối đa|nhiều nhất|at most|up to)\s+)(\d+)(?!\s*[%\d])", re.IGNORECASE
)


def criteria_read_their_own_scorecard(ruleset: Ruleset, _: Context) -> Iterator[Finding]:
    """No criterion needs the points of a criterion of another scorecard, which its units never have."""
    rests: dict[str, dict[str, str]] = {}  # a column -> the scorecards that it needs, each with a criterion of it
    for key, column in ruleset.columns.items():  # what a column reads stands before it
        if not isinstance(column, NamedValue | Node):
            continue
        own = (column.applies, column.score, column.then) if isinstance(column, Node) else ()
        trees = [formula.tree for formula in (column.formula, *own) if formula is not None]
        read = sorted(frozenset().union(*map(names_read_bare, trees)))
        needs = {card: name for other in read for card, name in rests.get(other, {}).items()}
        if isinstance(column, NamedValue):
            rests[key] = needs
            continue
        rests[key] = {column.scorecard: column.id}
        for card, name in needs.items():
            if card != column.scorecard:
                yield finding("ITR375", column.place, id=column.id, name=name, card=card, own=column.scorecard)
                break


def points_go_one_way(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """The points of steps, and of lines between points, only rise or only fall as the value grows."""
    for leaf in leaves(ruleset):
        found = _steps_of(leaf, context)
        if found is None:
            continue
        place, steps = found
        worths = [worth for _, worth in steps]
        if worths not in (sorted(worths), sorted(worths, reverse=True)):
            shown = ", ".join(f"{bound}: {amount(worth)}" for bound, worth in steps)
            yield finding("ITR347", place, id=leaf.id, steps=shown)


def _steps_of(leaf: Node, context: Context) -> tuple[Place, list[tuple[str, Fraction]]] | None:
    """Read the steps of a leaf in ascending order, as (bound as written, points); None where it has none."""
    score = context.given(leaf).get("score")
    if not isinstance(score, Map):
        return None
    ladder = KINDS[leaf.kind].ladder
    word = next((word for word in ladder if word in score), "")
    table = score.get(word)
    if not isinstance(table, Map):
        return None
    rows = []
    for bound, worth in table.items():
        at, points = context.bound(_number(bound)), context.amount(worth, leaf.max)
        if at is None or points is None:
            return None
        rows.append((at, str(bound), points))
    steps = [(bound, points) for _, bound, points in sorted(rows)]
    if ladder[word]:
        rest = context.amount(score.get("otherwise"), leaf.max)
        if rest is None:
            return None
        steps = [*steps, ("otherwise", rest)] if ladder[word] == "high" else [("otherwise", rest), *steps]
    return score.key_places[word], steps


def _asked_by(ruleset: Ruleset, leaf: Node, score: Map) -> Input | None:
    """Return the input whose steps a leaf has; None where they are of something else."""
    asked = str(score[leaf.kind])
    column = ruleset.columns.get(f"self:{leaf.id}" if asked == "self" else asked)
    return column if isinstance(column, Input) else None


def steps_of_a_count_hold_a_whole_number(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """Between two steps of a count lies a whole number: from 2.2 to below 2.7 there is none that gets the points."""
    whole = Whole(ruleset.columns)
    for leaf in leaves(ruleset):
        score = context.given(leaf).get("score")
        if leaf.kind != "steps" or not isinstance(score, Map):
            continue
        counted = _counted_by(whole, leaf)
        word = next((word for word in KINDS["steps"].ladder if word in score), "")
        if counted is None or not isinstance(score.get(word), Map):
            continue
        for low, high, empty in _empty_steps(score[word], word, context):
            yield finding(
                "ITR376", context.at(leaf, "score", word, empty), id=leaf.id, word=word, bound=empty,
                low=low, high=high, input=say(counted, name_in_formula, "en"),
            )  # fmt: skip


def _counted_by(whole: Whole, leaf: Node) -> ast.expr | None:
    """Return what the steps of a leaf are of, where it is a whole number; None of anything else."""
    match None if leaf.score is None else leaf.score.tree:
        case ast.IfExp(test=ast.Compare(left=quantity)) if whole.tree(quantity):
            return quantity
    return None


def _empty_steps(table: Map, word: str, context: Context) -> Iterator[tuple[str, str, str]]:
    """Give the bounds as written between which no whole number gets points, and the one of the two that has the points."""
    bounds = [(context.amount(_number(text)), text) for text in table]
    rows = sorted((bound, text) for bound, text in bounds if bound is not None)
    with_bound = word in {"from", "up_to"}  # whether a number that is a bound belongs to its step
    is_above = word in {"from", "above"}  # whether a step lies between its bound and the next
    with_low = with_bound if is_above else not with_bound
    for (low, first), (high, second) in pairwise(rows):
        if not whole_between(low, high, with_low=with_low, with_high=not with_low):
            yield first, second, first if is_above else second


def _number(written: str) -> Any:
    return Fraction(written) if re.fullmatch(r"-?[0-9]{1,40}(\.[0-9]{1,40})?", written) else written


def a_closed_range_is_closed(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """Where words say "0 đến 4", the input does not take 7 and give it the points of 4."""
    for leaf in leaves(ruleset):
        score = context.given(leaf).get("score")
        open_above = {word for word, rest in KINDS[leaf.kind].ladder.items() if rest == "low"}
        if not isinstance(score, Map) or score.keys().isdisjoint(open_above):
            continue
        asked, found = _asked_by(ruleset, leaf, score), _steps_of(leaf, context)
        if found is None or asked is None or asked.maximum is not None:
            continue
        place, steps = found
        bound, worth = steps[-1]
        top = context.amount(_number(bound))
        said = (asked.label.vi, asked.label.en, leaf.title.vi, leaf.title.en)
        words = next((each for each in said if (match := _RANGE.search(each)) and Fraction(match[1]) == top), None)
        if words is not None:
            yield finding("ITR348", place, id=leaf.id, words=words, bound=bound, points=amount(worth), input=asked.id)


def weights_add_up(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """Weights that are plainly meant as shares of 1 or of 100 add up to it."""
    for node in ruleset.nodes():
        weights = _stated_weights(node, context)
        total, whole = summed(weights), _whole_meant(weights)
        if len(weights) > 1 and whole is not None and total != whole:
            terms = " + ".join(map(amount, weights))
            yield finding("ITR374", node.place, id=node.id, found=amount(total), expected=amount(whole), terms=terms)


def _stated_weights(node: Node, context: Context) -> list[Fraction]:
    """Return the weights of the children that count; none where one of them states none."""
    children = [child for child in node.children if child.role == "scored"]
    is_stated = all("weight" in context.given(child) for child in children)
    return [child.weight for child in children] if is_stated and not node.is_total else []


def _whole_meant(weights: Sequence[Fraction]) -> Fraction | None:
    """Return the whole that weights come near to; None where they are no shares."""
    total = summed(weights)
    wholes = (whole for whole in (Fraction(1), Fraction(100)) if abs(total - whole) <= whole / 10)
    near = next((whole for whole in wholes if all(0 < weight < whole for weight in weights)), None)
    return near or _whole_of_one_tenfold(weights, total)


def _whole_of_one_tenfold(weights: Sequence[Fraction], total: Fraction) -> Fraction | None:
    """Return the whole that weights come to just when one of them is a tenth of what it is, or ten times as much."""
    if len(weights) < _SEVERAL or any(weight <= 0 for weight in weights):
        return None
    mended = [total - weight + right for weight in weights for right in (weight / 10, weight * 10)]
    return next((whole for whole in (Fraction(1), Fraction(100)) if mended.count(whole) == 1), None)


def digits_are_digits(ruleset: Ruleset, _: Context) -> Iterator[Finding]:
    """The digits of `round`, `floor` and `ceil` are whole numbers from -12 to 12."""
    columns = ruleset.columns.values()
    constants = {
        column.key: column.value
        for column in columns
        if isinstance(column, Constant) and isinstance(column.value, Fraction)
    }
    for digits in _digits_of(ruleset):
        names = {part.id for part in walk(digits) if isinstance(part, ast.Name)}
        if names <= constants.keys():
            made = evaluate_exact(digits, Exact(constants.__getitem__, ruleset.rounding_mode))
            if isinstance(made, Fraction) and _is_wrong(made):
                yield finding("ITR372", place_of(digits), found=amount(made))


def _digits_of(ruleset: Ruleset) -> Iterator[ast.expr]:
    for formula in formulas(ruleset):
        for part in walk(formula.tree):
            match part:
                case ast.Call(func=ast.Name(id="round" | "floor" | "ceil"), args=[_, digits]):
                    yield digits


def _is_wrong(digits: Fraction) -> bool:
    return digits.denominator != 1 or abs(digits) > MOST_DIGITS


def tiers_fit_every_maximum(ruleset: Ruleset, _: Context) -> Iterator[Finding]:
    """A tier in points is held against everybody's points, so everybody has the same maximum."""
    for node in ruleset.nodes():
        bounds = ((tier, word, bound) for tier in node.tiers for word, bound in tier.bounds.items())
        first = next((each for each in bounds if not each[2].share and each[2].amount), None)
        if first is not None and node.full:
            yield from _of_other_maxima(node, *first)


def _of_other_maxima(node: Node, tier: Tier, word: str, bound: Bound) -> Iterator[Finding]:
    """Point out what makes the maximum of some units another one, so that points mean something else for them."""
    assert node.full is not None
    at = Place(tier.place.file, tier.place.line, tier.place.column, "", tier.place.length)
    said: dict[str, Any] = {"id": node.id, "tier": tier.id, "bound": f"{word}: {amount(bound.amount)}"}
    below = [(below.id, below.not_applicable) for below in _counted(node)]
    shrinking = [] if node.out_of is not None else [each.id for each in shrinking_below(node)]
    sharing = [(id_, policy) for id_, policy in below if policy in {"rescale", "rescale_total"}]
    if shrinking:
        share = f"{word}: {amount(bound.amount / node.full * 100)}%"
        yield finding("ITR359", at, **said, node=listed(shrinking, 3), policy="exclude", share=share)
    elif sharing:
        names = listed([id_ for id_, _ in sharing], 3)
        yield finding("ITR360", at, **said, node=names, policy=str(sharing[0][1]))


def shrinking_below(node: Node) -> Iterator[Node]:
    """Give the nodes below whose `exclude` makes the maximum of one unit smaller than another's.

    Where a child is the only one with a maximum, nothing is left without it: then there are no points to be compared.
    """
    aggregate = AGGREGATES.get(node.aggregate or "")
    if aggregate is None or aggregate.maximum is None:
        return
    scored = [child for child in node.children if child.role == "scored"]
    is_alone = sum(child.full != 0 for child in scored) == 1
    alike = node.aggregate != "sum" and len({child.full for child in scored}) == 1
    for child in scored:
        if child.not_applicable == "exclude" and child.full and not is_alone and not alike:
            yield child
        if child.out_of is None:
            yield from shrinking_below(child)


def _counted(node: Node) -> Iterator[Node]:
    """Give all below a node that its maximum is made of."""
    for child in node.children:
        if child.role == "scored":
            yield child
            if child.out_of is None:
                yield from _counted(child)


def a_blank_sheet_earns_nothing(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """A unit that answers nothing gets no points, or somebody meant it to."""
    for card in ruleset.scorecards:
        blank = blank_sheet(ruleset, card)
        if blank is not None and blank.points > 0:
            params: dict[str, Any] = {"card": card.id, **blank_words(blank)}
            yield Finding("ITR842", context.key_place("scorecards", card.id), params)
