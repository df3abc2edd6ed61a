"""Compare what a wording says with what a rule gives: each level with its points, at its bound and beside it.

The rule is computed exactly at values chosen from the wording's bounds and its own; what it is made of does not matter.
What cannot be compared so is said to be not compared, and never to agree.
"""

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from ..files.naming import fold
from ..formula.exact import Exact, evaluate_exact
from ..formula.words import number as in_full
from ..model.findings import Finding, finding
from ..model.outcome import NoScore
from ..model.ruleset import Constant, Input, NamedValue, Node, Ruleset, Value
from ..prove.checks.context import Context
from .ladders import HAS, NONE, REST, items
from .points import Clause, Range, clause_of, range_of
from .quoting import quoted
from .scoring import Percent, Scoring
from .text import clauses
from .wording import LONGEST, MOST_CLAUSES, scoring_of, without_intro

_MOST_INPUTS, _MOST_COLUMNS, _MOST_CONSTANTS = 12, 200, 60


@dataclass(frozen=True, slots=True)
class Level:
    """One thing that a wording says, and what the rule gives there.

    Attributes:
        said: the wording's condition, and the value at which the rule was computed.
        paper: the points that the wording gives.
        rule: the points that the rule gives; `–` where it gives none.
    """

    said: str
    paper: str
    rule: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """Whether a wording could be compared with a rule, and where the two differ; each level once."""

    is_compared: bool
    differs: tuple[Level, ...] = ()


NOT_COMPARED = Agreement(is_compared=False)


def agreement(ruleset: Ruleset, node: Node, wording: str) -> Agreement:
    """Compare a wording of an annex with the rule of a leaf.

    Args:
        ruleset: of the leaf.
        node: the leaf.
        wording: how it is scored in the annex's words, lines kept.
    """
    wording = re.sub(r"(?i)(?<=\d)\s*phần trăm\b", "%", wording)
    said = clauses(wording) if len(wording) <= LONGEST else []
    rule = _Rule.of(ruleset, node)
    most = node.full
    if node.kind == "given" or rule is None or most is None or not said or len(said) > MOST_CLAUSES:
        return NOT_COMPARED
    scoring = scoring_of(wording, most)
    if isinstance(scoring, Scoring) and scoring.kind in {"ratio", "share", "count"}:
        return _by_formula(rule, scoring, most)
    _, rest = without_intro(said)
    given = [clause_of(each, most) for each in rest]
    if any(each is None for each in given):
        return NOT_COMPARED
    return _by_levels(rule, [each for each in given if each is not None], most)


def wordings_agree(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """The wording that a description quotes of the annex says what the rule gives; an amendment changes both."""
    for card in ruleset.scorecards:
        for node in card.root.walk():
            wording = quoted(node.description)
            if node.score is None or not wording:
                continue
            for level in agreement(ruleset, node, wording).differs:
                yield finding(
                    "ITR752", context.at(node, "score"), what=(node.title.say("vi") or node.id)[:160],
                    level=level.said[:160], paper=level.paper, rule=level.rule,
                )  # fmt: skip


# ── The rule as a function ──


@dataclass(frozen=True, slots=True)
class _Rule:
    """A leaf's points as a function of what a unit reports.

    Attributes:
        asked: the inputs that it reads, in the order in which it reads them.
        steps: the values in between, in an order in which they can be computed.
        constants: the numbers that are written in it.
    """

    ruleset: Ruleset
    node: Node
    asked: tuple[Input, ...]
    steps: tuple[NamedValue | Constant, ...]
    constants: frozenset[Fraction]

    @classmethod
    def of(cls, ruleset: Ruleset, node: Node) -> "_Rule | None":
        """Take the rule of a leaf apart; None where it needs more than what one unit reports."""
        if node.score is None or node.then is not None or node.out_of is not None:
            return None
        trees, seen = [node.score.tree], dict[str, None]()
        constants: set[Fraction] = set()
        while trees:
            for each in ast.walk(trees.pop()):
                if isinstance(each, ast.Constant) and isinstance(each.value, Fraction):
                    constants.add(abs(each.value))
                if not isinstance(each, ast.Name) or each.id in seen or each.id not in ruleset.columns:
                    continue
                seen[each.id] = None
                match ruleset.columns[each.id]:
                    case NamedValue(formula=formula):
                        trees.append(formula.tree)
                    case Constant(value=Fraction() as value):
                        constants.add(abs(value))
                    case Input() | Constant():
                        pass
                    case _:
                        return None
        columns = [ruleset.columns[key] for key in seen]
        asked = tuple(each for each in columns if isinstance(each, Input))
        steps = tuple(
            each for key, each in ruleset.columns.items() if key in seen and isinstance(each, NamedValue | Constant)
        )
        if not 0 < len(asked) <= _MOST_INPUTS or len(steps) > _MOST_COLUMNS or len(constants) > _MOST_CONSTANTS:
            return None
        return cls(ruleset, node, asked, steps, frozenset(constants))

    def at(self, *values: Value) -> Fraction | None:
        """Give the points where the inputs, in their order, have these values; None where it gives none."""
        known: dict[str, Value | NoScore] = {each.key: value for each, value in zip(self.asked, values, strict=True)}
        domain = Exact(known.__getitem__, self.ruleset.rounding_mode)
        for each in self.steps:
            known[each.key] = each.value if isinstance(each, Constant) else evaluate_exact(each.formula.tree, domain)
        assert self.node.score is not None
        points = evaluate_exact(self.node.score.tree, domain)
        if isinstance(points, bool):  # a condition
            return Fraction(points)
        if not isinstance(points, Fraction):
            return None
        points = min(points, self.node.cap) if self.node.cap is not None else points
        return max(points, self.node.minimum) if self.node.minimum is not None else points


def _shown(points: Fraction | None) -> str:
    return "–" if points is None else in_full(points, "vi")


def _first(levels: Iterable[Level]) -> tuple[Level, ...]:
    """Keep the first of each condition."""
    found: dict[str, Level] = {}
    for each in levels:
        found.setdefault(each.said.partition(" [")[0], each)
    return tuple(found.values())


# ── Levels ──


def _by_levels(rule: _Rule, given: Sequence[Clause], most: Fraction) -> Agreement:
    if len(rule.asked) == 1:
        (asked,) = rule.asked
        if asked.traits.is_number:
            return _on_a_quantity(rule, asked, given)
        if asked.traits.kind == "yes_no":
            return _on_yes_or_no(rule, given)
        if asked.traits.kind == "choice":
            return _on_options(rule, asked, given)
    if all(each.traits.kind == "yes_no" for each in rule.asked) and items(given, most) is not None:
        return _on_items(rule, given)
    return NOT_COMPARED


@dataclass(frozen=True, slots=True)
class _Claim:
    """The values that a clause is about, and what it says of them; `scale` makes its bounds values of the input."""

    range: Range
    clause: Clause
    scale: Fraction = Fraction(1)

    @property
    def bounds(self) -> tuple[Fraction, ...]:
        return tuple(each for each in (self.range.low, self.range.high) if each is not None)


def _on_a_quantity(rule: _Rule, asked: Input, given: Sequence[Clause]) -> Agreement:
    claims, rest, none = [], None, None
    for each in given:
        found, words = range_of(each.condition), fold(each.condition)
        if found is not None:
            claims.append(_Claim(found, each))
        elif REST.fullmatch(words) and rest is None:
            rest = each
        elif NONE.fullmatch(words) and none is None:
            none = each
        else:
            return NOT_COMPARED
    # A share is one number however it is written: 80%, or 0,8 of an input that is read as per cent.
    if not claims or (not asked.traits.per_cent and len({claim.range.percent for claim in claims}) > 1):
        return NOT_COMPARED
    if not asked.traits.per_cent and claims[0].range.percent and not _is_hundredths(rule, claims):
        claims = [replace(claim, scale=Fraction(1, 100)) for claim in claims]
    elif asked.traits.per_cent:
        shares = [claim for claim in claims if not claim.range.percent and max(claim.bounds) <= 1]
        claims = [claim if claim in shares else replace(claim, scale=Fraction(1, 100)) for claim in claims]
    return Agreement(is_compared=True, differs=_first(_differing(rule, asked, claims, rest, none)))


def _is_hundredths(rule: _Rule, claims: Sequence[_Claim]) -> bool:
    """Whether a rule on a plain number reckons 80% as 80: more of the bounds are written in it so than as 0.8."""
    bounds = {bound for claim in claims for bound in claim.bounds if bound}
    return len(bounds & rule.constants) > len({bound / 100 for bound in bounds} & rule.constants)


def _differing(
    rule: _Rule, asked: Input, claims: Sequence[_Claim], rest: Clause | None, none: Clause | None
) -> Iterator[Level]:
    bounds = {bound * claim.scale for claim in claims for bound in claim.bounds}
    stated = {claim.clause.worth.points for claim in claims} | {Fraction(0)}
    stated |= {each.worth.points for each in (rest, none) if each is not None}
    is_left = _left(claims)
    # The bounds themselves come first: a level is best named at its own bound.
    for value in _samples(asked, bounds, rule.constants):
        those = [claim.clause for claim in claims if claim.range.takes(value, claim.scale)]
        if value == 0 and none is not None:
            those = [none, *(each for each in those if each.worth.points != none.worth.points)]
        if not those and rest is not None and is_left(value):
            those = [rest]
        points, gives = {each.worth.points for each in those}, rule.at(value)
        at = f" [{_amount(value, asked)}]"
        if len(points) == 1 and gives not in points:
            yield Level(those[0].condition + at, _shown(those[0].worth.points), _shown(gives))
        elif not points and gives is not None and gives not in stated:
            yield Level(f"–{at}", "–", _shown(gives))


def _left(claims: Sequence[_Claim]) -> Callable[[Fraction], bool]:
    """Give which values "còn lại" means: of single values ("4 cuộc: 20; 3 cuộc: 15") those on the worse side of all."""
    single = [claim for claim in claims if claim.range.is_exact]
    if not single:
        return lambda value: True  # noqa: ARG005
    worth = {claim.bounds[0] * claim.scale: claim.clause.worth.points for claim in single}
    lows = [claim.range.low * claim.scale for claim in claims if claim.range.low is not None]
    lowest, highest = min(lows), max(lows)
    if worth[min(worth)] > worth[max(worth)]:
        return lambda value: value > highest
    return lambda value: value < lowest


def _samples(asked: Input, bounds: set[Fraction], constants: frozenset[Fraction]) -> Sequence[Fraction]:
    """Choose values at and beside every bound, those of the wording first, and within what the input takes."""
    points = sorted(bounds | constants | {Fraction(0)})
    gap = min((high - low for low, high in pairwise(points)), default=Fraction(1))
    step = Fraction(1) if asked.traits.is_whole else gap / 4
    chosen = [*sorted(bounds), *(each + sign * step for each in points for sign in (0, -1, 1)), points[-1] * 2 + 1]
    low, high = asked.minimum, asked.maximum
    least = low if isinstance(low, Fraction) else Fraction(0)
    top = high if isinstance(high, Fraction) else None
    fits = [each for each in chosen if each >= least and (top is None or each <= top)]
    return list(dict.fromkeys(each for each in fits if not asked.traits.is_whole or each.denominator == 1))


def _amount(value: Fraction, asked: Input) -> str:
    return f"{in_full(value * 100, 'vi')}%" if asked.traits.per_cent else in_full(value, "vi")


def _on_yes_or_no(rule: _Rule, given: Sequence[Clause]) -> Agreement:
    yes = next((each for each in given if not NONE.match(fold(each.condition)) and not _is_rest(each)), None)
    no = next((each for each in given if each is not yes), None)
    if yes is None or len(given) > 2 or any(range_of(each.condition) for each in given):
        return NOT_COMPARED
    wanted = [(yes.condition, yes.worth.points), (no.condition if no else "–", no.worth.points if no else Fraction(0))]
    gives = [rule.at(True), rule.at(False)]  # the answer
    # Where it is the negative that earns, an input may ask for either.
    if wanted[1][1] > wanted[0][1] and gives == [points for _, points in reversed(wanted)]:
        return Agreement(is_compared=True)
    if no is None and not HAS.match(fold(yes.condition)):
        return NOT_COMPARED
    pairs = zip(wanted, gives, strict=True)
    return Agreement(
        is_compared=True,
        differs=tuple(Level(said, _shown(paper), _shown(found)) for (said, paper), found in pairs if paper != found),
    )


def _is_rest(clause: Clause) -> bool:
    return REST.fullmatch(fold(clause.condition)) is not None


def _on_options(rule: _Rule, asked: Input, given: Sequence[Clause]) -> Agreement:
    names = {id_: _named(title.say("vi") or id_) for id_, title in asked.options.items()}
    if len(set(names.values())) < len(names):
        return NOT_COMPARED
    rest = next((each for each in given if _is_rest(each) and _named(each.condition) not in names.values()), None)
    levels = [each for each in given if each is not rest]
    known = {id_: each for each in levels if (id_ := _option(_named(each.condition), names)) is not None}
    if not known:
        return NOT_COMPARED  # the options are in other words
    differs = [
        Level(each.condition, _shown(each.worth.points), "–") for each in levels if each not in list(known.values())
    ]
    for id_, title in asked.options.items():
        clause, gives = known.get(id_, rest), rule.at(id_)
        paper = clause.worth.points if clause is not None else Fraction(0)
        if gives != paper and (clause is not None or gives is not None):
            differs.append(Level(title.say("vi") or id_, _shown(paper) if clause else "–", _shown(gives)))
    return Agreement(is_compared=True, differs=tuple(differs))


def _option(words: str, names: Mapping[str, str]) -> str | None:
    """Find the option that a condition names: by the same words, or the only one that it holds or that holds it."""
    same = [id_ for id_, name in names.items() if name == words]
    held = [id_ for id_, name in names.items() if f" {name} " in f" {words} " or f" {words} " in f" {name} "]
    held = [id_ for id_ in held if _denies(names[id_]) == _denies(words)]
    found = same or held
    return found[0] if len(found) == 1 else None


def _denies(words: str) -> bool:
    return not {"không", "chưa"}.isdisjoint(words.split())


def _named(words: str) -> str:
    """Give an option's words as they are compared: no capitals, signs or introduction."""
    plain = " ".join("".join(sign if sign.isalnum() else " " for sign in words.casefold()).split())
    return plain.removeprefix("nếu ").removeprefix("trường hợp ").removeprefix("đối với ")


def _on_items(rule: _Rule, given: Sequence[Clause]) -> Agreement:
    """Compare items that add up: what each alone is worth, by the input's name or, where none has it, in any order."""
    if len(given) != len(rule.asked):
        return NOT_COMPARED
    alone = [rule.at(*(other is each for other in rule.asked)) for each in rule.asked]
    named = {_named(each.label.say("vi")): points for each, points in zip(rule.asked, alone, strict=True)}
    paper = [each.worth.points for each in given]
    if any(_named(each.condition) in named for each in given):
        pairs = [(each, named.get(_named(each.condition))) for each in given]
        differs = [each for each in pairs if each[0].worth.points != each[1]]
    elif sorted(paper) == sorted(each if each is not None else Fraction(-1) for each in alone):
        differs = []
    else:
        differs = [(each, points) for each, points in zip(given, alone, strict=True) if each.worth.points != points]
    levels = tuple(Level(each.condition, _shown(each.worth.points), _shown(points)) for each, points in differs)
    return Agreement(is_compared=True, differs=levels)


# ── Formulas ──


def _by_formula(rule: _Rule, scoring: Scoring, most: Fraction) -> Agreement:
    if any(not each.traits.is_number for each in rule.asked) or len(rule.asked) > 2:
        return NOT_COMPARED
    if scoring.kind == "count":
        return _by_count(rule, scoring, most) if len(rule.asked) == 1 else NOT_COMPARED
    assert isinstance(scoring.score, Mapping)
    full_at = scoring.score.get("full_at")
    share = full_at.value / 100 if isinstance(full_at, Percent) else Fraction(1)
    is_rest = scoring.score.get("share") == "1 - self"

    def paper(ratio: Fraction) -> Fraction:
        ratio = 1 - ratio if is_rest else ratio
        return max(Fraction(0), min(ratio / share, Fraction(1))) * most

    ratios = [Fraction(each, 20) for each in range(21)]
    ratios += [each for each in (share, share - Fraction(1, 100), share + Fraction(1, 100)) if 0 <= each <= 1]
    tries: list[Callable[[Fraction], Fraction | None]] = []
    if len(rule.asked) == 1:
        tries = [rule.at, lambda ratio: rule.at(ratio * 100)]
        tries = tries[:1] if rule.asked[0].traits.per_cent else tries
    else:
        whole = Fraction(2000)
        tries = [lambda ratio: rule.at(ratio * whole, whole)]
        labels = [_named(each.label.say("vi")) for each in rule.asked]
        words = [_named(each.label) for each in scoring.inputs.values()]
        # Which of two inputs is above the line is known by their names alone; where those say nothing, either may be.
        if len(words) != 2 or sorted(words) != sorted(labels):
            tries.append(lambda ratio: rule.at(whole, ratio * whole))
        elif words != labels:
            tries = [lambda ratio: rule.at(whole, ratio * whole)]
    told = [
        tuple(
            Level(f"{in_full(ratio * 100, 'vi')}%", _shown(paper(ratio)), _shown(found))
            for ratio in ratios
            if (found := each(ratio)) != paper(ratio)
        )
        for each in tries
    ]
    return Agreement(is_compared=True, differs=min(told, key=len)[:1])


def _by_count(rule: _Rule, scoring: Scoring, most: Fraction) -> Agreement:
    assert isinstance(scoring.score, Mapping)
    each = scoring.score["each"]
    assert isinstance(each, Fraction)
    values = [Fraction(value) for value in (0, 1, 2, 3)] + [most // each, most // each + 1, most // each * 2 + 2]
    asked = rule.asked[0]
    top = asked.maximum if isinstance(asked.maximum, Fraction) else max(values)
    told = [
        Level(in_full(value, "vi"), _shown(min(value * each, most)), _shown(found))
        for value in map(Fraction, values)
        if value <= top and (found := rule.at(value)) != min(value * each, most)
    ]
    return Agreement(is_compared=True, differs=tuple(told[:1]))
