"""Compare what a wording says with what a rule gives: each level with its points, at its bound and beside it.

The rule is computed exactly at values chosen from the wording's bounds and its own; what it is made of does not matter.
What cannot be compared so is said to be not compared, and never to agree.
"""

import ast
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice, pairwise, product
from typing import TypeAlias

from ..files.naming import fold
from ..formula.exact import Exact, evaluate_exact
from ..formula.words import number as in_full
from ..language.loading import load_text
from ..model.findings import Finding, finding
from ..model.outcome import NoScore
from ..model.ruleset import Column, Constant, Formula, Input, NamedValue, Node, Ruleset, Value
from ..model.sentences import plural
from ..prove.checks.context import Context
from .drafting import rule_alone
from .ladders import HAS, NONE, REST, items, sort_clauses
from .points import Clause, Range, Worth, clause_of, range_of
from .printed_rules import printed_rule
from .quoting import quoted
from .scoring import Scoring
from .text import clauses
from .wording import LONGEST, MOST_CLAUSES, scoring_of, without_intro, without_what_is_not_judged

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
    said = clauses(wording) if len(wording) <= LONGEST else []
    rule, most = _Rule.of(ruleset, node), node.full
    if rule is None or most is None or not 0 < len(said) <= MOST_CLAUSES:
        return NOT_COMPARED
    scoring = scoring_of(wording, most)
    is_print = printed_rule(wording, most) is not None
    if isinstance(scoring, Scoring) and (is_print or scoring.kind in {"ratio", "share", "count", "formula"}):
        return _by_formula(rule, scoring, most)
    judged, _ = without_what_is_not_judged(said)
    if not judged:
        return NOT_COMPARED
    _, rest = without_intro(judged)
    given = [clause for each in rest if (clause := clause_of(each, most)) is not None]
    return _by_levels(rule, given, most) if len(given) == len(rest) else NOT_COMPARED


def standing_wording(ruleset: Ruleset, node: Node) -> str:
    """Give the annex's words for how a criterion is scored; empty where its rule is another one by now.

    An amendment may state a rule anew and leave the description of before: such a wording stands only where it is known
    to say what the rule gives.
    """
    wording = quoted(node.description)
    if node.score is None or not wording:
        return wording
    held = agreement(ruleset, node, wording)
    stated = {place.file for place in (node.place, node.described_at) if place is not None}
    is_amended = node.score.place.file not in stated
    return "" if held.differs or (is_amended and not held.is_compared) else wording


def wordings_agree(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """The wording that a description quotes of the annex says what the rule gives; an amendment changes both."""
    for card in ruleset.scorecards:
        for node in card.root.walk():
            wording = quoted(node.description)
            if node.score is None or not wording:
                continue
            what, differs = (node.title.say("vi") or node.id)[:160], agreement(ruleset, node, wording).differs
            if differs:
                level, others = differs[0], len(differs) - 1
                yield finding(
                    "ITR752", context.at(node, "score"), id=node.id, what=what,
                    level=level.said[:160], paper=level.paper, rule=level.rule,
                    more_vi=f" (và {others} mức nữa)" if others else "",
                    more_en=f" (and {plural(others, 'more level')})" if others else "",
                )  # fmt: skip
            if not differs and not standing_wording(ruleset, node):
                yield finding("ITR752.amended", context.at(node, "score"), what=what)


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
        if node.score is None or not _is_score_alone(node):
            return None
        columns = _columns_within(ruleset, node.score)
        if columns is None:
            return None
        asked = tuple(each for each in columns.values() if isinstance(each, Input))
        steps = tuple(
            each for key, each in ruleset.columns.items() if key in columns and isinstance(each, NamedValue | Constant)
        )
        rule = cls(ruleset, node, asked, steps, written_in(node.score).union(*map(_written, steps)))
        return rule if rule.is_small else None

    @property
    def is_small(self) -> bool:
        """Whether it reads something, and so little that it can be tried at many values."""
        is_bounded = len(self.steps) <= _MOST_COLUMNS and len(self.constants) <= _MOST_CONSTANTS
        return is_bounded and 0 < len(self.asked) <= _MOST_INPUTS

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


def _is_score_alone(node: Node) -> bool:
    """Whether a leaf's points are what its rule gives: not reported as they are, and not changed afterwards."""
    return node.kind != "given" and node.then is None and node.out_of is None


def _columns_within(ruleset: Ruleset, score: Formula) -> dict[str, Column] | None:
    """Give the columns that a formula reads, with those of its values, in the order in which it reads them.

    None where one of them is not of one unit alone.
    """
    trees, found = [score.tree], dict[str, Column]()
    while trees:
        names = (each.id for each in ast.walk(trees.pop()) if isinstance(each, ast.Name))
        for key in names:
            if key in found or key not in ruleset.columns:
                continue
            column = found[key] = ruleset.columns[key]
            if isinstance(column, NamedValue):
                trees.append(column.formula.tree)
            elif not isinstance(column, Input | Constant):
                return None
    return found


def written_in(formula: Formula) -> frozenset[Fraction]:
    """Give the numbers that are written in a formula, without their signs."""
    values: list[object] = [each.value for each in ast.walk(formula.tree) if isinstance(each, ast.Constant)]
    return frozenset(abs(value) for value in values if isinstance(value, Fraction))


def _written(step: NamedValue | Constant) -> frozenset[Fraction]:
    if isinstance(step, NamedValue):
        return written_in(step.formula)
    return frozenset({abs(step.value)}) if isinstance(step.value, Fraction) else frozenset()


def shown(points: Fraction | None) -> str:
    """Write points as an annex does; a dash for none."""
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


@dataclass(frozen=True, slots=True)
class _OfQuantity:
    """What clauses say of one quantity: the values that they name, what holds for those left, and where nothing occurs."""

    claims: tuple[_Claim, ...]
    rest: Clause | None
    none: Clause | None

    @classmethod
    def of(cls, given: Sequence[Clause]) -> "_OfQuantity | None":
        """Sort clauses; None where one of them is about anything else, or none names values."""
        said = sort_clauses(given)
        if said is None or not said.ranges:
            return None
        return cls(tuple(_Claim(found, clause) for found, clause in said.ranges), said.rest, said.none)

    @property
    def bounds(self) -> set[Fraction]:
        return {bound * claim.scale for claim in self.claims for bound in claim.bounds}

    @property
    def stated(self) -> set[Fraction]:
        """All points that are given, and none."""
        clauses = [claim.clause for claim in self.claims] + [
            each for each in (self.rest, self.none) if each is not None
        ]
        return {Fraction(0), *(each.worth.points for each in clauses)}

    def at(self, value: Fraction) -> Sequence[Clause]:
        """Give the clauses that speak of a value."""
        those = [claim.clause for claim in self.claims if claim.range.takes(value, claim.scale)]
        if value == 0 and self.none is not None:
            points = self.none.worth.points
            return [self.none, *(each for each in those if each.worth.points != points)]
        return [self.rest] if not those and self.rest is not None and self._is_left(value) else those

    def _is_left(self, value: Fraction) -> bool:
        """Whether "còn lại" means a value: of single ones ("4 cuộc: 20; 3 cuộc: 15") those on the worse side of all."""
        single = [claim for claim in self.claims if claim.range.is_exact]
        if not single:
            return True
        worth = {claim.bounds[0] * claim.scale: claim.clause.worth.points for claim in single}
        lows = [claim.range.low * claim.scale for claim in self.claims if claim.range.low is not None]
        is_worse_above = worth[min(worth)] > worth[max(worth)]
        return value > max(lows) if is_worse_above else value < min(lows)


def _on_a_quantity(rule: _Rule, asked: Input, given: Sequence[Clause]) -> Agreement:
    said = _OfQuantity.of(given)
    if said is None:
        return NOT_COMPARED
    # A share is one number however it is written: 80%, or 0,8 of an input that is read as per cent.
    if not asked.traits.per_cent and len({claim.range.percent for claim in said.claims}) > 1:
        return NOT_COMPARED
    said = replace(said, claims=tuple(replace(each, scale=_scale(rule, asked, said, each)) for each in said.claims))
    return Agreement(is_compared=True, differs=_first(_differing(rule, asked, said)))


def _scale(rule: _Rule, asked: Input, said: _OfQuantity, claim: _Claim) -> Fraction:
    """Give the factor that makes the bounds of a claim values of the input."""
    if asked.traits.per_cent:
        is_plain = not claim.range.percent and max(claim.bounds) <= 1
    else:
        is_plain = not claim.range.percent or _is_hundredths(rule, said.claims)
    return Fraction(1) if is_plain else Fraction(1, 100)


def _is_hundredths(rule: _Rule, claims: Sequence[_Claim]) -> bool:
    """Whether a rule on a plain number reckons 80% as 80: more of the bounds are written in it so than as 0.8."""
    bounds = {bound for claim in claims for bound in claim.bounds if bound}
    return len(bounds & rule.constants) > len({bound / 100 for bound in bounds} & rule.constants)


def _differing(rule: _Rule, asked: Input, said: _OfQuantity) -> Iterator[Level]:
    stated = said.stated
    # The bounds themselves come first: a level is best named at its own bound.
    for value in _samples(asked, said.bounds, rule.constants):
        those, gives = said.at(value), rule.at(value)
        points = {each.worth.points for each in those}
        at = f" [{_amount(value, asked)}]"
        if len(points) == 1 and gives not in points:
            yield Level(those[0].condition + at, shown(those[0].worth.points), shown(gives))
        elif not points and gives is not None and gives not in stated:
            yield Level(f"–{at}", "–", shown(gives))


def _samples(asked: Input, bounds: set[Fraction], constants: frozenset[Fraction]) -> Sequence[Fraction]:
    """Choose values at and beside every bound, those of the wording first, and within what the input takes."""
    points = sorted(bounds | constants | {Fraction(0)})
    gap = min((high - low for low, high in pairwise(points)), default=Fraction(1))
    step = Fraction(1) if asked.traits.is_whole else gap / 4
    chosen = [*sorted(bounds), *(each + sign * step for each in points for sign in (0, -1, 1)), points[-1] * 2 + 1]
    least = asked.minimum if isinstance(asked.minimum, Fraction) else Fraction(0)
    return [each for each in dict.fromkeys(chosen) if each >= least and _is_taken(asked, each)]


def _is_taken(asked: Input, value: Fraction) -> bool:
    """Whether an input takes a value: no more than its maximum, and whole where it counts."""
    is_below = not isinstance(asked.maximum, Fraction) or value <= asked.maximum
    return is_below and (not asked.traits.is_whole or value.denominator == 1)


def _amount(value: Fraction, asked: Input) -> str:
    return f"{in_full(value * 100, 'vi')}%" if asked.traits.per_cent else in_full(value, "vi")


def _on_yes_or_no(rule: _Rule, given: Sequence[Clause]) -> Agreement:
    said = _yes_and_no(given)
    if said is None:
        return NOT_COMPARED
    yes, no = said
    paper, gives = [yes.worth.points, no.worth.points], [rule.at(True), rule.at(False)]  # the answer
    # Where it is the negative that earns, an input may ask for either.
    if paper[1] > paper[0] and gives == paper[::-1]:
        return Agreement(is_compared=True)
    if no is _UNSAID and not HAS.match(fold(yes.condition)):
        return NOT_COMPARED
    return _levels(((yes, gives[0]), (no, gives[1])))


_UNSAID = Clause("–", Worth(Fraction(0)))


def _yes_and_no(given: Sequence[Clause]) -> tuple[Clause, Clause] | None:
    """Give the clause of "yes" and that of "no", which need not be said; None where there are others."""
    yes = next((each for each in given if not NONE.match(fold(each.condition)) and not _is_rest(each)), None)
    no = next((each for each in given if each is not yes), _UNSAID)
    if yes is None or len(given) > 2 or any(range_of(each.condition) for each in given):
        return None
    return yes, no


def _levels(pairs: Iterable[tuple[Clause, Fraction | None]]) -> Agreement:
    """List the clauses for which the rule gives other points."""
    differs = [(each, gives) for each, gives in pairs if each.worth.points != gives]
    return Agreement(
        is_compared=True,
        differs=tuple(Level(each.condition, shown(each.worth.points), shown(gives)) for each, gives in differs),
    )


def _is_rest(clause: Clause) -> bool:
    return REST.fullmatch(fold(clause.condition)) is not None


def _on_options(rule: _Rule, asked: Input, given: Sequence[Clause]) -> Agreement:
    names = {id_: _named(title.say("vi") or id_) for id_, title in asked.options.items()}
    if len(set(names.values())) < len(names):
        return NOT_COMPARED
    known, rest, unknown = _by_option(names, given)
    if not known:
        return NOT_COMPARED  # the options are in other words
    differs = [Level(each.condition, shown(each.worth.points), "–") for each in unknown]
    for id_, title in asked.options.items():
        differs += _option_differs(title.say("vi") or id_, known.get(id_, rest), rule.at(id_))
    return Agreement(is_compared=True, differs=tuple(differs))


def _by_option(
    names: Mapping[str, str], given: Sequence[Clause]
) -> tuple[Mapping[str, Clause], Clause | None, Sequence[Clause]]:
    """Give the clause of each option that has one, the clause of all others, and those that name no option."""
    rest = next((each for each in given if _is_rest(each) and _named(each.condition) not in names.values()), None)
    levels = [each for each in given if each is not rest]
    known = {id_: each for each in levels if (id_ := _option(_named(each.condition), names)) is not None}
    return known, rest, [each for each in levels if each not in known.values()]


def _option_differs(name: str, clause: Clause | None, gives: Fraction | None) -> Iterator[Level]:
    """Compare what a wording and a rule give for an option; what neither names has no points."""
    paper = clause.worth.points if clause is not None else Fraction(0)
    if gives != paper and (clause is not None or gives is not None):
        yield Level(name, shown(paper) if clause else "–", shown(gives))


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
    if any(_named(each.condition) in named for each in given):
        return _levels((each, named.get(_named(each.condition))) for each in given)
    if Counter(alone) == Counter(each.worth.points for each in given):
        return Agreement(is_compared=True)
    return _levels(zip(given, alone, strict=True))


# ── Formulas ──


def _by_formula(rule: _Rule, scoring: Scoring, most: Fraction) -> Agreement:
    """Compare a rule with the one that a wording is, drafted as `itrank new` drafts it: both computed at the same values."""
    drafted = load_text(rule_alone(scoring, most), "").ruleset
    if drafted is None:
        return NOT_COMPARED
    paper = _Rule.of(drafted, next(each for each in drafted.scorecards[0].nodes() if each.id == "mot_"))
    if paper is None:
        return NOT_COMPARED
    are_numbers = all(each.traits.is_number for each in (*rule.asked, *paper.asked))
    if scoring.kind == "ratio" or (scoring.kind == "share" and len(paper.asked) == 1):
        return _on_ratios(rule, paper, scoring) if are_numbers and len(rule.asked) <= 2 else NOT_COMPARED
    if scoring.kind in {"count", "formula"} and len(rule.asked) == len(paper.asked) == 1:
        return _on_counts(rule, paper) if are_numbers else NOT_COMPARED
    return _on_named_answers(rule, paper)


def _on_ratios(rule: _Rule, paper: _Rule, scoring: Scoring) -> Agreement:
    of_paper = paper.at if len(paper.asked) == 1 else lambda ratio: paper.at(ratio * _WHOLE, _WHOLE)
    ratios = _ratios(paper.constants | rule.constants)
    told = [_ratio_differs(each, of_paper, ratios) for each in _readings(rule, scoring)]
    return Agreement(is_compared=True, differs=min(told, key=len)[:1])


_WHOLE = Fraction(2000)


def _ratios(constants: Iterable[Fraction]) -> Sequence[Fraction]:
    """Choose ratios from 0 to 1, and those at and beside the shares that are written in a rule."""
    shares = {each / by for each in constants for by in (1, 100)}
    beside = (share + sign * Fraction(1, 100) for share in sorted(shares) for sign in (0, -1, 1))
    return [*(Fraction(each, 20) for each in range(21)), *(each for each in beside if 0 <= each <= 1)]


_OfRatio: TypeAlias = Callable[[Fraction], Fraction | None]


def _ratio_differs(rule: _OfRatio, paper: _OfRatio, ratios: Iterable[Fraction]) -> tuple[Level, ...]:
    pairs = ((ratio, paper(ratio), rule(ratio)) for ratio in ratios)
    return tuple(
        Level(f"{shown(ratio * 100)}%", shown(said), shown(found)) for ratio, said, found in pairs if said != found
    )


def _readings(rule: _Rule, scoring: Scoring) -> Sequence[_OfRatio]:
    """Give the ways in which a rule may take a ratio: as one number, in hundredths or not, or as two of which one is above."""
    if len(rule.asked) == 1:
        plain: list[_OfRatio] = [rule.at, lambda ratio: rule.at(ratio * 100)]
        return plain[:1] if rule.asked[0].traits.per_cent else plain
    ways: list[_OfRatio] = [
        lambda ratio: rule.at(ratio * _WHOLE, _WHOLE),
        lambda ratio: rule.at(_WHOLE, ratio * _WHOLE),
    ]
    labels = [_named(each.label.say("vi")) for each in rule.asked]
    words = [_named(each.label) for each in scoring.inputs.values()]
    # Which of two inputs is above the line is known by their names alone; where those say nothing, either may be.
    if len(words) != 2 or sorted(words) != sorted(labels):
        return ways
    return ways[:1] if words == labels else ways[1:]


def _on_counts(rule: _Rule, paper: _Rule) -> Agreement:
    """Compare two rules of one number: at the first whole ones, and at tens of them."""
    asked = rule.asked[0]
    values = (
        value
        for value in map(Fraction, (*range(_COUNTED), *range(_COUNTED, _COUNTED * 10, 10)))
        if _is_taken(asked, value)
    )
    told = ((value, paper.at(value), rule.at(value)) for value in values)
    differs = (Level(in_full(value, "vi"), shown(said), shown(found)) for value, said, found in told if said != found)
    return Agreement(is_compared=True, differs=tuple(islice(differs, 1)))


_COUNTED = 60


def _on_named_answers(rule: _Rule, paper: _Rule) -> Agreement:
    """Compare two rules that ask for the same by its name, at answers of each with each."""
    theirs, ours = ({_named(each.label.say("vi")): each for each in one.asked} for one in (paper, rule))
    if theirs.keys() != ours.keys() or len(theirs) < len(paper.asked) or len(ours) < len(rule.asked):
        return NOT_COMPARED
    answers = [_answers(ours[name], asked, paper.constants | rule.constants) for name, asked in theirs.items()]
    if not all(answers):
        return NOT_COMPARED
    for pairs in islice(product(*answers), _MOST_COMPARED):
        by_name = {name: pair[0] for name, pair in zip(theirs, pairs, strict=True)}
        said, found = paper.at(*(pair[1] for pair in pairs)), rule.at(*map(by_name.__getitem__, ours))
        if said != found:
            told = " · ".join(_answer_said(value, ours[name]) for name, value in by_name.items())
            return Agreement(is_compared=True, differs=(Level(told, shown(said), shown(found)),))
    return Agreement(is_compared=True)


_MOST_COMPARED = 5_000


def _answers(ours: Input, theirs: Input, constants: Iterable[Fraction]) -> Sequence[tuple[Value, Value]]:
    """Give answers to a rule with those that mean the same to the one of the wording; none where the two ask otherwise."""
    if ours.traits.kind == theirs.traits.kind == "yes_no":
        return [(True, True), (False, False)]
    if ours.options and theirs.options:
        ids = {_named(title.say("vi")): id_ for id_, title in theirs.options.items()}
        pairs = ((id_, ids.get(_named(title.say("vi")), ids.get("còn lại"))) for id_, title in ours.options.items())
        return [(one, other) for one, other in pairs if other is not None]
    if not (ours.traits.is_number and theirs.traits.is_number):
        return []
    bounds = set(constants) | {each / 100 for each in constants if ours.traits.per_cent}
    chosen = [*(_SHARES if ours.traits.per_cent else _NUMBERS), *_samples(ours, bounds, frozenset())]
    return [(each, each) for each in dict.fromkeys(chosen) if _is_taken(ours, each)]


def _answer_said(value: Value, asked: Input) -> str:
    if isinstance(value, bool):
        return f"{asked.label.say('vi')}: {'có' if value else 'không'}"
    return _amount(value, asked) if isinstance(value, Fraction) else asked.options[str(value)].say("vi")


_NUMBERS = [Fraction(each) for each in (10, 3, 1, 0, 7)]
_SHARES = [Fraction(each, 10) for each in (10, 5, 0, 8)]
