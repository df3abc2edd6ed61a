"""Proposed cases: units whose answers touch the points that no case touches yet, with what the engine makes of them."""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import chain, combinations, islice, product
from math import ceil

from ..cases import Outcome
from ..files.naming import fold
from ..formula.parse import placed
from ..formula.staged import closure_of
from ..formula.trees import walk
from ..language.loading import Loaded
from ..model.reads import closure
from ..model.ruleset import Column, Input, Node, RollUp, Ruleset, Scorecard, Statistic, Tier, Value
from ..model.sentences import Pair
from ..prove.asking import answer_at
from ..prove.trying import Answers, Trial
from .covering import looks_of, touched_by
from .depending import counted_reads
from .drafts import Draft, DraftUnit, Wanted, filled, joined
from .formula_points import conjoined, constant
from .listing import Listing
from .looking import OF_COLUMNS
from .points import Point
from .unreachable import Reach

_MOST_PAIRS = 40
_MOST_TRIES = 12
_MOST_APART = 3  # leaves of which each in turn has the rest of a total
_MOST_FIGURES = 400
_MOST_BESIDE = 19  # units beside one, for a place among 5 %
_PARTS_BESIDE = tuple(Fraction(1, part) for part in (2, 4, 1, 10, 100))  # of a point, beside the bound of a tier


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was proposed.

    Attributes:
        cases: each evaluated; every one touches a point that none before it does.
        left: points for which no case was found.
    """

    cases: tuple[Outcome, ...]
    left: tuple[Point, ...]
    points: int


def proposed(loaded: Loaded, outcomes: Sequence[Outcome], taken: Iterable[str] = ()) -> Proposal:
    """Propose cases for the points of a ruleset that are not touched yet.

    Args:
        loaded: a ruleset without errors.
        outcomes: of the cases that there are and that came out as they expect.
        taken: names that cases have already.
    """
    assert loaded.ruleset is not None
    writer = Writer(loaded.ruleset, Reach(loaded.ruleset))
    every = Listing.of(loaded).points
    done = touched_by(loaded.ruleset, every, outcomes)
    points = [point for point in every if point.id not in done]
    wanted = [point for point in points if not writer.reach.found(point).is_never]
    cases = _fewest(list(_packed(writer, wanted)))
    covered = {id_ for _, ids in cases for id_ in ids}
    left = tuple(point for point in wanted if point.id not in covered)
    return Proposal(tuple(_named_apart([outcome for outcome, _ in cases], taken)), left, len(wanted))


def _named_apart(outcomes: Sequence[Outcome], taken: Iterable[str]) -> Iterator[Outcome]:
    """Number the cases of one name, so that each can be asked for."""
    seen = {fold(name) for name in taken}
    for outcome in outcomes:
        name, number = outcome.case.name, 1
        while fold(name) in seen:
            number += 1
            name = f"{outcome.case.name} ({number})"
        seen.add(fold(name))
        yield replace(outcome, case=replace(outcome.case, name=name))


def touches(ruleset: Ruleset, outcome: Outcome, points: Sequence[Point]) -> frozenset[str]:
    """Give the ids of the points that a case touches."""
    looks = list(looks_of(ruleset, outcome))
    return frozenset(point.id for point in points if any(point.is_touched(look) for look in looks))


@dataclass
class _Open:
    """A draft that may still grow, and what it touches."""

    draft: Draft
    outcome: Outcome
    ids: frozenset[str]


def _packed(writer: "Writer", wanted: Sequence[Point]) -> Iterator[tuple[Outcome, frozenset[str]]]:
    """Make drafts for the points in turn, each put into one that is there where it fits."""
    open_: list[_Open] = []
    for point in wanted:
        if any(point.id in each.ids for each in open_):
            continue
        for draft in writer.drafts(point):
            if _placed_in(writer, open_, draft, point, wanted):
                break
    for each in open_:
        yield each.outcome, each.ids


def _placed_in(writer: "Writer", open_: list[_Open], draft: Draft, point: Point, wanted: Sequence[Point]) -> bool:
    """Put a draft into the first that takes it, or beside them; say whether it touches its point."""
    ruleset, lang = writer.ruleset, writer.ruleset.locale
    alone = filled(ruleset, draft, lang)
    if alone is None or point.id not in touches(ruleset, alone, [point]):
        return False
    for each in open_:
        both = joined(each.draft, draft, writer.inputs)
        made = None if both is None else filled(ruleset, both, lang)
        if both is None or made is None:
            continue
        ids = touches(ruleset, made, wanted)
        if point.id in ids and each.ids <= ids:
            each.draft, each.outcome, each.ids = both, made, ids
            return True
    open_.append(_Open(draft, alone, touches(ruleset, alone, wanted)))
    return True


def _fewest(cases: list[tuple[Outcome, frozenset[str]]]) -> list[tuple[Outcome, frozenset[str]]]:
    """Leave out cases all of whose points others touch, the last first."""
    kept = list(cases)
    for each in reversed(cases):
        others = frozenset[str]().union(*(ids for other, ids in kept if other is not each[0]))
        if each[1] <= others:
            kept = [other for other in kept if other[0] is not each[0]]
    return kept


@dataclass(frozen=True, slots=True)
class _Start:
    """A unit of which some answers may be changed.

    Attributes:
        kept: the inputs whose answers stay.
    """

    answers: Answers
    kept: frozenset[str] = frozenset()


@dataclass
class Writer:
    """Finds units that touch a point.

    Attributes:
        reach: knows answers that touch the points of formulas.
    """

    ruleset: Ruleset
    reach: Reach
    full: dict[str, Answers] = field(default_factory=dict)

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Every node by id."""
        return self.reach.nodes

    @cached_property
    def cards(self) -> Mapping[str, Scorecard]:
        """Every scorecard by id."""
        return {card.id: card for card in self.ruleset.scorecards}

    @cached_property
    def inputs(self) -> Mapping[str, frozenset[str]]:
        """Of each column, the inputs from which it is computed."""
        return {key: self._inputs_of(key) for key in self.ruleset.columns}

    def _inputs_of(self, key: str) -> frozenset[str]:
        found = closure(self.ruleset.columns, [key], _own_reads)
        return frozenset(each for each in found if isinstance(self.ruleset.columns.get(each), Input))

    @cached_property
    def parents(self) -> Mapping[str, Node]:
        """The parent of each node."""
        return {child.id: node for node in self.ruleset.nodes() for child in node.children if not node.is_total}

    def heading(self, node: Node) -> Node:
        """Give the criterion of the first level that a node is of."""
        while (above := self.parents.get(node.id)) is not None and above.id not in self.cards:
            node = above
        return node

    def drafts(self, point: Point) -> Iterator[Draft]:
        """Give units that may touch a point, the plainest first."""
        ways = {
            "blank": self._blank, "tier": self._tier, "order": self._ranked, "tie": self._ranked,
            "tie_break": self._ranked, "on_fail": self._failing,
        }  # fmt: skip
        yield from self._answered(point)
        yield from self._searched(point)
        if point.kind in ways:
            yield from ways[point.kind](point)
        elif point.fact == "tier":
            yield from self._near_bounds(point, self.nodes[point.owner])
        yield from self._compared(point)
        yield from self._of_branch(point)

    # A leaf by itself

    def _answered(self, point: Point) -> Iterator[Draft]:
        answers = self.reach.found(point).answers
        if answers is None or point.fact not in OF_COLUMNS:
            return
        yield self.of_leaf(point, answers)

    def of_leaf(self, point: Point, answers: Answers, wanted: Sequence[Wanted] = ()) -> Draft:
        """Make a draft of one unit that answers, and of which a column is expected."""
        node = self.nodes.get(point.owner)
        card = node.scorecard if node is not None else self._card_of(point.owner)
        heading = self.heading(node) if node is not None else None
        name = self.named(heading) if heading is not None else self._of_value(point.owner)
        unit = DraftUnit(dict(answers), tuple(wanted) or ((point.depends, "score"),))
        return Draft(name, card, (unit,), heading.id if heading is not None else point.owner, (self._shows(point),))

    def _shows(self, point: Point) -> Pair:
        return point.owner + ": " + point.says[0], point.owner + ": " + point.says[1]

    def named(self, node: Node) -> Pair:
        """Name a criterion by its number and title."""
        vi, en = (f"{node.code} {node.title.say(lang) or node.id}".strip() for lang in ("vi", "en"))
        return vi, en

    def _of_value(self, key: str) -> Pair:
        label = getattr(self.ruleset.columns.get(key), "label", None)
        return (label.say("vi") or key, label.say("en") or key) if label is not None else (key, key)

    def _card_of(self, key: str) -> str:
        """Find a scorecard that reads a column; the first where none does."""
        for card in self.ruleset.scorecards:
            if key in closure(self.ruleset.columns, [card.root.id], counted_reads):
                return card.id
        return self.ruleset.scorecards[0].id

    def _searched(self, point: Point) -> Iterator[Draft]:
        """Try round figures for the inputs of a point whose answers the prover leaves open."""
        if point.fact not in OF_COLUMNS or point.when is None or self.reach.found(point).answers is not None:
            return
        read = {part.id for part in walk(point.when) if isinstance(part, ast.Name)} & self.ruleset.columns.keys()
        trial = Trial(self.ruleset, frozenset({point.owner, *read}), self._card_of(point.owner))
        holds = closure_of(point.when, self.ruleset.rounding_mode)
        for answers in islice(_figures(trial), _MOST_FIGURES):
            if trial.admits(answers) and holds(trial.sheet(answers).cells, 0) is True:
                yield self.of_leaf(point, answers)
                return

    # Blanks

    def _blank(self, point: Point) -> Iterator[Draft]:
        """Leave an input blank beside answers to all others of a leaf that reads it."""
        tried = 0
        for node in self.ruleset.nodes():
            if node.score is None or point.owner not in self.inputs.get(node.id, ()) or tried >= _MOST_TRIES:
                continue
            tried += 1
            full = self.full_unit(self.cards[node.scorecard])
            answers = {key: full[key] for key in self.inputs[node.id] if key in full and key != point.owner}
            yield self.of_leaf(replace(point, owner=node.id), answers, [(node.id, "score")])

    # A whole unit

    def full_unit(self, card: Scorecard) -> Answers:
        """Give answers to all inputs of a scorecard that make much of every leaf."""
        if card.id not in self.full:
            self.full[card.id] = self._full(card)
        return self.full[card.id]

    def thirds(self, card: Scorecard) -> Answers:
        """Give a whole unit with figures that leave a rest: a third less of what another figure bounds."""
        made = dict(self.full_unit(card))
        for asked in self._trial(card).inputs:
            value = made.get(asked.key)
            if isinstance(asked.maximum, str) and isinstance(value, Fraction) and not isinstance(value, bool):
                made[asked.key] = Fraction(int(value * 2 / 3)) if asked.traits.is_whole else value * 2 / 3
            elif asked.traits.per_cent and isinstance(value, Fraction):
                made[asked.key] = value * 2 / 3
        return made if self._trial(card).admits(made) else self.full_unit(card)

    def _trial(self, card: Scorecard) -> Trial:
        return Trial(self.ruleset, frozenset({card.root.id}), card.id)

    def _full(self, card: Scorecard) -> Answers:
        """Begin with round figures, and change one answer after another for as long as points are gained."""
        trial, made = self._trial(card), dict[str, Value]()
        for asked in trial.inputs:
            value = _round_figure(asked, made)
            if value is not None:
                made[asked.key] = value
        leaves = [node for node in card.root.walk() if node.score is not None and node.role in {"scored", "bonus"}]
        best = _points(trial, leaves, made)
        for asked in trial.inputs:
            for value in _others(asked, made):
                made, best = _better(trial, leaves, made, {asked.key: value}, best)
        for leaf in leaves:
            for change in self._zeros(trial, leaf):
                made, best = _better(trial, leaves, made, change, best)
        return made

    def _zeros(self, trial: Trial, leaf: Node) -> Iterator[Answers]:
        """Give changes that let several figures of a leaf be 0 together."""
        own = [asked.key for asked in trial.inputs if asked.key in self.inputs[leaf.id] and _may_be_zero(asked)]
        for count in (2, 3):
            for keys in list(combinations(own, count))[:_MOST_TRIES]:
                yield dict.fromkeys(keys, Fraction(0))

    def _free(self, card: Scorecard, start: _Start) -> list[tuple[Node, Fraction, Answers]]:
        """Give the leaves that can lose points by answers which no other leaf reads: how much, and by which."""
        trial, full = self._trial(card), start.answers
        sheet = trial.sheet(full)
        held = self._shared(card) | start.kept
        found = []
        for node in card.root.walk():
            if node.score is None or node.role != "scored":
                continue
            own = self._moved(trial, node, full, self.inputs[node.id] - held)
            now, then = sheet.cells[node.id][0], trial.sheet({**full, **own}).cells[node.id][0]
            if isinstance(then, Fraction) and isinstance(now, Fraction) and then < now:
                found.append((node, now - then, own))
        return sorted(found, key=lambda each: -each[1])

    def _shared(self, card: Scorecard) -> frozenset[str]:
        """Name the inputs of a scorecard that more than one of its leaves reads."""
        counts: dict[str, int] = {}
        for node in card.nodes():
            for key in self.inputs[node.id] if node.score is not None else ():
                counts[key] = counts.get(key, 0) + 1
        return frozenset(key for key, count in counts.items() if count > 1)

    def _with_total(self, card: Scorecard, target: Fraction, start: _Start) -> Iterator[Answers]:
        """Give units whose total is a number: one to start with, less whole leaves and a part of one."""
        free = self._free(card, start)
        yield from self._lessened(card, target, start, free, None)
        for apart in free[:_MOST_APART]:
            yield from self._lessened(card, target, start, [each for each in free if each is not apart], apart[0])

    def _lessened(
        self, card: Scorecard, target: Fraction, start: _Start, free: Sequence[tuple[Node, Fraction, Answers]],
        apart: Node | None,
    ) -> Iterator[Answers]:  # fmt: skip
        """Let leaves lose all they can while the total stays at or above a number, and one of the others the rest."""
        trial, answers = self._trial(card), dict(start.answers)
        total = trial.outcome(card.root.id, answers)
        if not isinstance(total, Fraction) or total < target:
            return
        rest = [] if apart is None else [apart]
        for node, _, own in free:
            tried = {**answers, **own}
            then = trial.outcome(card.root.id, tried) if trial.admits(tried) else None
            if isinstance(then, Fraction) and target <= then < total:
                answers, total = tried, then
            elif apart is None:
                rest.append(node)
        if total == target:
            yield answers
            return
        now = trial.sheet(answers)
        for node in reversed(rest):
            value = now.cells[node.id][0]
            part = self._worth(node, value - (total - target), start) if isinstance(value, Fraction) else None
            tried = {**answers, **(part or {})}
            if part is not None and trial.admits(tried) and trial.outcome(card.root.id, tried) == target:
                yield tried

    def _worth(self, node: Node, value: Fraction, start: _Start) -> Answers | None:
        """Find answers by which a leaf is worth just so much."""
        assert node.score is not None
        card = self.cards[node.scorecard]
        held = self._shared(card) | start.kept
        when = placed(ast.Compare(node.score.tree, [ast.Eq()], [constant(value, node.place)]), node.place)
        given = {key: each for key, each in start.answers.items() if key in self.inputs[node.id] & held}
        found = self.reach.asked(when, node, given).answers
        if found is None:
            return None
        return {key: each for key, each in found.items() if key in self.inputs[node.id] - held}

    # Tiers

    def _tier(self, point: Point) -> Iterator[Draft]:
        node = self.nodes[point.owner]
        if node.id in self.cards:
            card = self.cards[node.id]
            yield from (self._of_unit(point, card, each) for each in (self.full_unit(card), self._lowest(card)))
        yield from self._near_bounds(point, node)

    def _near_bounds(self, point: Point, node: Node) -> Iterator[Draft]:
        """Give units that are at the bounds of a tier, or beside them, and keep what else it asks."""
        tier = next((each for each in node.tiers if f"/tiers/{each.id}/" in f"{point.id}/"), None)
        if node.id not in self.cards or tier is None:
            return
        card = self.cards[node.id]
        asked = [each.tree for each in (tier.when, tier.requires) if each is not None]
        for start in self._starts(card, asked if point.when is None else [point.when]):
            if point.when is not None:
                yield self._of_unit(point, card, start.answers)
            for target in _targets(point, node, tier):
                for answers in self._with_total(card, target, start):
                    yield self._with_a_place(self._of_unit(point, card, answers), card, tier)

    def _with_a_place(self, draft: Draft, card: Scorecard, tier: Tier) -> Draft:
        """Put as many units of fewer points beside one as a tier needs to have a place; none where it asks no share."""
        quota = tier.quota
        others = ceil(1 / quota.amount) - 1 if quota is not None and quota.share and quota.amount else 0
        if not 0 < others <= _MOST_BESIDE:
            return draft
        own, lowest = draft.units[0], self._lowest(card)
        beside = (DraftUnit(lowest, (("tier", "score"),), f"b{number}") for number in range(1, others + 1))
        return replace(draft, units=(replace(own, id="a"), *beside))

    def _lowest(self, card: Scorecard) -> Answers:
        """Give the full unit, less all that its leaves can lose."""
        lowest = {**self.full_unit(card)}
        for _, _, own in self._free(card, _Start(lowest)):
            lowest.update(own)
        return lowest

    def _starts(self, card: Scorecard, conditions: Sequence[ast.expr]) -> Iterator[_Start]:
        """Give the full unit, so changed that it keeps some conditions, if that is found; then without penalties."""
        start = self._keeping(card, conditions)
        if start is None:
            return
        yield start
        trial, answers = self._trial(card), dict(start.answers)
        for node in card.root.walk():
            if node.score is not None and node.role == "penalty":
                answers |= self._moved(trial, node, answers, self.inputs[node.id] - start.kept)
        if answers != start.answers:
            yield replace(start, answers=answers)

    def _keeping(self, card: Scorecard, conditions: Sequence[ast.expr]) -> _Start | None:
        """Change the full unit so that it keeps some conditions; None where no figures are found that do."""
        full = self.full_unit(card)
        if not conditions:
            return _Start(full)
        when = conjoined(tuple(conditions[:-1]), conditions[-1])
        read = {part.id for part in walk(when) if isinstance(part, ast.Name)} & self.ruleset.columns.keys()
        trial, holds = Trial(self.ruleset, frozenset(read), card.id), closure_of(when, self.ruleset.rounding_mode)
        for change in chain([{}], islice(_figures(trial), _MOST_FIGURES)):
            answers = {**full, **change}
            if self._trial(card).admits(answers) and holds(trial.sheet(answers).cells, 0) is True:
                return _Start(answers, frozenset[str]().union(*(self.inputs[key] for key in read)))
        return None

    def _of_unit(self, point: Point, card: Scorecard, answers: Answers) -> Draft:
        name = f"{self.named(card.root)[0]}: {point.says[0]}", f"{self.named(card.root)[1]}: {point.says[1]}"
        wanted: tuple[Wanted, ...] = (
            (("total", "score"), ("tier", "score")) if card.root.tiers else (("total", "score"),)
        )
        return Draft(name, card.id, (DraftUnit(answers, wanted),), f"{point.id}", (self._shows(point),))

    # Several units

    def _ranked(self, point: Point) -> Iterator[Draft]:
        """Rank two units beside one another: alike, apart, or with as many points from elsewhere."""
        node = self.nodes[point.owner]
        card = self.cards.get(node.scorecard)
        if card is None:
            return
        full = self.full_unit(card)
        free = self._free(card, _Start(full))
        if point.kind == "tie":
            yield self._of_two(point, card, full, full)
        if point.kind == "order" and free:
            yield self._of_two(point, card, full, {**full, **free[0][2]})
        pairs = [pair for pair in combinations(free, 2) if pair[0][1] == pair[1][1]]
        for (_, _, own), (_, _, other) in pairs[:_MOST_PAIRS] if point.kind == "tie_break" else ():
            yield self._of_two(point, card, {**full, **own}, {**full, **other})

    def _of_two(self, point: Point, card: Scorecard, first: Answers, second: Answers) -> Draft:
        wanted: tuple[Wanted, ...] = (("total", "score"), ("rank", "score"), ("tied", "score"))
        units = tuple(DraftUnit(each, wanted, id_) for id_, each in (("a", first), ("b", second)))
        name = f"{self.named(card.root)[0]}: {point.says[0]}", f"{self.named(card.root)[1]}: {point.says[1]}"
        return Draft(name, card.id, units, point.id, (self._shows(point),))

    def _compared(self, point: Point) -> Iterator[Draft]:
        """Put units beside one another for what is measured against others."""
        node = self.nodes.get(point.owner)
        if node is None or not self._measures(node.id) or point.fact not in OF_COLUMNS:
            return
        keys = [asked for asked in self.ruleset.inputs if asked.key in self.inputs[node.id]]
        low, some, high = (self._grown(keys, times) for times in (1, 2, 4))
        none = {**low, **{asked.key: Fraction(0) for asked in keys[:] if _may_be_zero(asked)}}
        for sides in ((some, high), (none, none), (low, some)):
            yield self._of_many(point, node, sides)
        yield self._of_many(point, node, (low, some, high), outside=True)

    def _grown(self, keys: Sequence[Input], times: int) -> dict[str, Value]:
        """Give answers of which those that no other input bounds grow."""
        grows = [asked for asked in keys if _may_be_zero(asked)]
        return {asked.key: Fraction(times if asked in grows else 1) for asked in keys if asked.traits.is_number}

    def _measures(self, key: str) -> bool:
        found = closure(self.ruleset.columns, [key], counted_reads)
        return any(isinstance(self.ruleset.columns.get(each), Statistic) for each in found)

    def _of_many(self, point: Point, node: Node, sides: Sequence[Answers], *, outside: bool = False) -> Draft:
        """Expect the points of a leaf of several units; the last may stand outside of the ranking."""
        names = "abcdefgh"
        units = tuple(
            DraftUnit(
                side, ((node.id, "score"),), names[index],
                {"role": "reference"} if outside and index == len(sides) - 1 else {},
            )
            for index, side in enumerate(sides)
        )  # fmt: skip
        return Draft(self.named(node), node.scorecard, units, point.id, (self._shows(point),))

    # A branch

    def _of_branch(self, point: Point) -> Iterator[Draft]:
        """Change a full unit by what touches a point below, and expect the branch above."""
        node = self.nodes.get(point.depends)
        own = self.nodes.get(point.owner)
        if node is None or own is None or point.fact not in OF_COLUMNS:
            return
        card = self.cards[own.scorecard]
        full = self.full_unit(card)
        known = {key: full[key] for key in self.inputs[node.id] if key in full}
        wanted = [(node.id, "score"), *([(own.id, "score")] if own.id != node.id else [])]
        for change in self._changes(point, own, node):
            answers = {**known, **change}
            if self._trial(card).admits(answers):
                yield replace(self.of_leaf(replace(point, owner=own.id), answers, wanted), group=point.id)

    def _changes(self, point: Point, own: Node, node: Node) -> Iterator[Answers]:
        """Give changes of answers: none, those that let a node leave, the lowest, and those of each child."""
        found = self.reach.found(point).answers
        if found is not None:
            yield found
        yield {}
        yield self._leaving(own)
        yield self._moved(
            self._trial(self.cards[own.scorecard]),
            own,
            self.full_unit(self.cards[own.scorecard]),
            self.inputs[own.id],
            up=True,
        )
        leaves = [each for each in node.walk() if each.score is not None]
        lowest = [self._least(leaf) for leaf in leaves]
        yield {key: value for each in lowest for key, value in each.items()}
        for child in node.children:
            below = {leaf.id for leaf in child.walk() if leaf.score is not None}
            yield {
                k: v
                for leaf, least in zip(leaves, lowest, strict=True)
                if leaf.id not in below
                for k, v in least.items()
            }
            yield {
                k: v for leaf, least in zip(leaves, lowest, strict=True) if leaf.id in below for k, v in least.items()
            }

    def _least(self, leaf: Node) -> Answers:
        card = self.cards[leaf.scorecard]
        return self._moved(self._trial(card), leaf, self.full_unit(card), self.inputs[leaf.id])

    def _moved(
        self, trial: Trial, leaf: Node, answers: Answers, keys: AbstractSet[str], *, up: bool = False
    ) -> Answers:
        """Change some answers, one after another, for as long as the points of a leaf fall or rise; give those changed."""
        made, best = dict(answers), trial.outcome(leaf.id, answers)
        for asked in trial.inputs:
            for value in _others(asked, made) if asked.key in keys else ():
                tried = {**made, asked.key: value}
                worth = trial.outcome(leaf.id, tried) if trial.admits(tried) else None
                if (
                    isinstance(worth, Fraction)
                    and isinstance(best, Fraction)
                    and worth != best
                    and (worth > best) is up
                ):
                    made, best = tried, worth
        return {key: value for key, value in made.items() if answers.get(key) != value}

    def _leaving(self, node: Node) -> dict[str, Value]:
        """Give answers by which a node does not apply, or all below it do not."""
        made: dict[str, Value] = {}
        for each in node.walk():
            for point in self._points_of.get(each.id, ()):
                is_gate = "/applies/" in point.id and point.says[0].startswith("không")
                is_zero = "/score/" in point.id and point.kind == "condition" and point.says[0].startswith("có")
                answers = self.reach.found(point).answers if is_gate or is_zero else None
                if answers is not None:
                    own = {key: value for key, value in answers.items() if key in self.inputs[each.id]}
                    if is_gate:
                        return {**made, **own}
                    made |= own
        return made

    @cached_property
    def _points_of(self) -> Mapping[str, Sequence[Point]]:
        found: dict[str, list[Point]] = {}
        for point in Listing(self.ruleset).points:
            found.setdefault(point.owner, []).append(point)
        return found

    def _failing(self, point: Point) -> Iterator[Draft]:
        """Let a condition fail in a full unit."""
        node = self.nodes[point.owner]
        assert node.score is not None
        card = self.cards[node.scorecard]
        answers = {**self.full_unit(card), **self._least(node)}
        wanted: tuple[Wanted, ...] = (("status", "score"), ("rank", "score"))
        draft = self._of_unit(point, card, answers)
        yield replace(draft, units=(replace(draft.units[0], wanted=(*draft.units[0].wanted, *wanted)),))


def _own_reads(column: Column) -> frozenset[str]:
    """Return from what a column is computed that the unit itself reports: what subordinate units report is not."""
    return frozenset() if isinstance(column, RollUp) else counted_reads(column)


def _points(trial: Trial, leaves: Sequence[Node], answers: Answers) -> Fraction:
    """Add up the points of some leaves; one without points adds nothing."""
    sheet = trial.sheet(answers)
    cells = (sheet.cells[leaf.id][0] for leaf in leaves)
    return sum((cell for cell in cells if isinstance(cell, Fraction)), Fraction(0))


def _better(
    trial: Trial, leaves: Sequence[Node], made: dict[str, Value], change: Answers, best: Fraction
) -> tuple[dict[str, Value], Fraction]:
    """Take a change of answers where it gains points."""
    tried = {**made, **change}
    worth = _points(trial, leaves, tried) if trial.admits(tried) else best
    return (tried, worth) if worth > best else (made, best)


def _to_try(asked: Input) -> list[Value]:
    """Give the round figure of an input, half of it, none, and others."""
    first = _round_figure(asked, {})
    if first is None:
        return []
    less = [first / 2, Fraction(0)] if isinstance(first, Fraction) else []
    return [first, *less, *_others(asked, {asked.key: first})]


def _figures(trial: Trial) -> Iterator[Answers]:
    """Give answers of round figures in turn."""
    choices = [[(asked.key, each) for each in _to_try(asked)] for asked in trial.inputs]
    for picked in product(*choices):
        yield dict(picked)


def _round_figure(asked: Input, made: Answers) -> Value | None:
    """Give a figure that is easy to read: a hundred, or as much as the bounds of an input allow; yes; the first option."""
    kind = asked.traits.kind
    if kind == "number":
        low, high = (made.get(each) if isinstance(each, str) else each for each in (asked.minimum, asked.maximum))
        figure = Fraction(1) if asked.traits.per_cent else _ROUND
        figure = min(figure, high) if isinstance(high, Fraction) else figure
        return max(figure, low) if isinstance(low, Fraction) else figure
    return True if kind == "yes_no" else answer_at(asked, {asked.key: Fraction(0)}, made)


def _others(asked: Input, made: Answers) -> Iterator[Value]:
    """Give other answers to try: the ends of the bounds, twice as much, the other options."""
    if asked.options:
        yield from (option for option in asked.options if option != made.get(asked.key))
    elif isinstance(made.get(asked.key), bool):
        yield not made[asked.key]
    elif asked.traits.kind == "number":
        yield asked.minimum if isinstance(asked.minimum, Fraction) else Fraction(0)
        yield from (_ROUND * 2, _ROUND * 10)


_ROUND = Fraction(100)


def _may_be_zero(asked: Input) -> bool:
    return asked.traits.is_number and (asked.minimum is None or asked.minimum == 0)


def _targets(point: Point, node: Node, tier: Tier) -> Iterator[Fraction]:
    """Give totals that are exactly at the bound of a tier, and just across it."""
    for side, bound in tier.bounds.items():
        at = bound.points(node.full)
        if point.id.endswith(f"{side}/at") or point.kind == "tier" or point.when is not None:
            yield at
        if point.id.endswith(f"{side}/beside"):
            way = -1 if side in {"from", "below"} else 1
            yield from (at + way * part for part in _PARTS_BESIDE)
