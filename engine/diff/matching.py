"""Which part of one ruleset is which part of another: by id, and where an id changed by what did not.

Rules are asked one after another, and each pairs only what is alone on both sides in what it goes by: a doubt pairs
nothing, and then one is gone and one is new. So the pairs of B and A are those of A and B turned round.
"""

import ast
import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, TypeVar

from ..formula.substitute import substitute
from ..model.ruleset import Constant, Formula, Input, NamedValue, Node, Ruleset, Scorecard, Tier, Words

Kind: TypeAlias = Literal["scorecard", "node", "input", "value", "parameter", "group"]
Why: TypeAlias = Literal["id", "title", "clause", "score", "value", "only"]
"""What shows that two are one: the same id; or another id and the same title or label; the same clause and way of
scoring; the same way of scoring; the same value or formula; or there is no other on either side."""

_Thing = TypeVar("_Thing")


@dataclass(frozen=True, slots=True)
class Match:
    """A part of the one ruleset and the same part of the other, by key."""

    before: str
    after: str
    why: Why

    @property
    def is_renamed(self) -> bool:
        """Whether its id changed."""
        return self.before != self.after

    @property
    def mirrored(self) -> "Match":
        """Turn it round."""
        return Match(self.after, self.before, self.why)


@dataclass(frozen=True, slots=True)
class Matching:
    """Every pair of two rulesets, each kind in the order of the first of them.

    Attributes:
        pairs: of nodes by id, roots and totals among them; of inputs by the key of their column; of the rest by name.
        tiers: by the pair of nodes that have them, pairs of ids of tiers.
    """

    pairs: Mapping[Kind, tuple[Match, ...]]
    tiers: Mapping[tuple[str, str], tuple[Match, ...]] = field(default_factory=dict)

    def of(self, kind: Kind) -> Mapping[str, str]:
        """Give the newer key of each older one of a kind that has one."""
        return {match.before: match.after for match in self.pairs[kind]}

    @property
    def mirrored(self) -> "Matching":
        """Turn every pair round."""
        return Matching(
            {kind: tuple(match.mirrored for match in pairs) for kind, pairs in self.pairs.items()},
            {(b, a): tuple(match.mirrored for match in pairs) for (a, b), pairs in self.tiers.items()},
        )


_Sign: TypeAlias = Callable[[_Thing], Hashable | None]
_Rule: TypeAlias = tuple[Why, _Sign[_Thing], _Sign[_Thing]]
"""By what things are paired: how it is found of an older and of a newer one; None where one has nothing to go by."""


def matched(before: Ruleset, after: Ruleset) -> Matching:
    """Pair the parts of two rulesets, amendments put together.

    >>> matched(_EMPTY, _EMPTY).of("node")
    {}
    """
    groups = _matched(
        dict(before.groups),
        dict(after.groups),
        [_by_title(_words)],
    )
    inputs = _matched(
        {each.key: each for each in before.inputs if not _is_answer(each)},
        {each.key: each for each in after.inputs if not _is_answer(each)},
        [_by_title(_label)],
    )
    to_before = {match.after: match.before for match in inputs}
    values = _matched(
        _named_values(before),
        _named_values(after),
        [
            _by_title(_label),
            ("value", lambda item: _shape(item[1].formula, {}), lambda item: _shape(item[1].formula, to_before)),
        ],
    )
    to_before |= {match.after: match.before for match in values}
    parameters = _matched(_parameters(before), _parameters(after), [("value", _value, _value)])
    to_before |= {match.after: match.before for match in parameters}
    cards = _cards(before, after, {match.after: match.before for match in groups})
    nodes = _nodes(before, after, cards, to_before)
    answers = _answers(before, after, nodes)
    pairs: dict[Kind, tuple[Match, ...]] = {
        "scorecard": cards,
        "node": nodes,
        "input": (*inputs, *answers),
        "value": values,
        "parameter": parameters,
        "group": groups,
    }
    return Matching(pairs, _tiers(before, after, nodes))


_EMPTY = Ruleset("", "", Words(), (), "", {}, ())


def _by_title(words: Callable[[_Thing], Words]) -> _Rule[tuple[str, _Thing]]:
    """Make the rule that pairs what is called the same."""

    def sign(item: tuple[str, _Thing]) -> Hashable | None:
        return _title(words(item[1]))

    return "title", sign, sign


def _words(title: Words) -> Words:
    return title


def _label(column: Input | NamedValue) -> Words:
    return column.label


def _title_of_card(card: Scorecard) -> Words:
    return card.root.title


def _title_of_tier(tier: Tier) -> Words:
    return tier.title


def _value(item: tuple[str, Constant]) -> Hashable:
    return item[1].value


def _title(words: Words) -> Hashable | None:
    """Give what two writings of one title have in common."""
    said = words.say("vi")
    return " ".join(unicodedata.normalize("NFC", said).casefold().split()) or None


def _shape(formula: Formula | None, renamed: Mapping[str, str]) -> str | None:
    """Write a formula with the names of the older ruleset, `self` of an answer without whose it is."""
    if formula is None:
        return None
    names = {name: ast.Name(renamed.get(name, name.partition(":")[0]), ast.Load()) for name in formula.reads}
    return ast.dump(substitute(formula.tree, names))


def _matched(
    before: Mapping[str, _Thing], after: Mapping[str, _Thing], rules: Sequence[_Rule[tuple[str, _Thing]]]
) -> tuple[Match, ...]:
    """Pair things by their keys, then the rest by rules."""
    by_key: _Rule[tuple[str, _Thing]] = ("id", _key, _key)
    return _by_rules(before, after, [by_key, *rules])


def _key(item: tuple[str, object]) -> Hashable:
    return item[0]


def _by_rules(
    before: Mapping[str, _Thing], after: Mapping[str, _Thing], rules: Iterable[_Rule[tuple[str, _Thing]]]
) -> tuple[Match, ...]:
    found: dict[str, Match] = {}
    left, right = dict(before), dict(after)
    for why, of_older, of_newer in rules:
        older, newer = _alone(left, of_older), _alone(right, of_newer)
        for sign, key in older.items():
            if sign in newer:
                found[key] = Match(key, newer[sign], why)
                del left[key], right[newer[sign]]
    return tuple(found[key] for key in before if key in found)


def _alone(things: Mapping[str, _Thing], sign: _Sign[tuple[str, _Thing]]) -> dict[Hashable, str]:
    """Give the key of each thing by its sign, of which there is no other."""
    signs = [(sign(item), item[0]) for item in things.items()]
    counted = Counter(each for each, _ in signs)
    return {each: key for each, key in signs if each is not None and counted[each] == 1}


# ── Columns ──


def _is_answer(asked: Input) -> bool:
    """Say whether an input is a leaf's own answer, which has the name of its leaf."""
    return asked.key != asked.id


def _named_values(ruleset: Ruleset) -> dict[str, NamedValue]:
    """Give the values that the ruleset names, not those that a cohort function needed."""
    return {
        key: column for key, column in ruleset.columns.items() if isinstance(column, NamedValue) and key.isidentifier()
    }


def _parameters(ruleset: Ruleset) -> dict[str, Constant]:
    return {key: column for key, column in ruleset.columns.items() if isinstance(column, Constant)}


def _answers(before: Ruleset, after: Ruleset, nodes: Iterable[Match]) -> tuple[Match, ...]:
    """Pair leaves' own answers as their leaves are."""
    pairs = ((f"self:{match.before}", f"self:{match.after}", match.why) for match in nodes)
    return tuple(Match(*pair) for pair in pairs if pair[0] in before.columns and pair[1] in after.columns)


# ── The tree ──


def _cards(before: Ruleset, after: Ruleset, groups: Mapping[str, str]) -> tuple[Match, ...]:
    """Pair scorecards: by id, by title, by whom they are for; or as the only ones."""

    def audience(card: Scorecard, renamed: Mapping[str, str]) -> Hashable | None:
        return frozenset(renamed.get(group, group) for group in card.groups) or None

    found = _matched(
        {card.id: card for card in before.scorecards},
        {card.id: card for card in after.scorecards},
        [
            _by_title(_title_of_card),
            ("clause", lambda item: audience(item[1], {}), lambda item: audience(item[1], groups)),
        ],
    )
    if not found and len(before.scorecards) == len(after.scorecards) == 1:
        return (Match(before.scorecards[0].id, after.scorecards[0].id, "only"),)
    return found


def _nodes(before: Ruleset, after: Ruleset, cards: Sequence[Match], to_before: Mapping[str, str]) -> tuple[Match, ...]:
    """Pair criteria; roots are paired as their scorecards are.

    The same id is not enough where ids are numbers that shift: first go those that kept both id and title, then those
    whose title and way of scoring stand under another id.
    """
    roots = [{card.root.id for card in each.scorecards} for each in (before, after)]
    older, newer = (
        {node.id: node for node in each.nodes() if node.id not in own}
        for each, own in zip((before, after), roots, strict=True)
    )

    shapes = _shapes(before, {}), _shapes(after, to_before)

    def both(*parts: Callable[[Node], Hashable | None], scored: bool = False) -> tuple[_Sign[tuple[str, Node]], ...]:
        """Make what criteria go by of their own parts, and of how they are scored."""

        def of(shaped: Mapping[str, Hashable | None]) -> _Sign[tuple[str, Node]]:
            def sign(item: tuple[str, Node]) -> Hashable | None:
                made = (*(part(item[1]) for part in parts), *([shaped[item[0]]] if scored else ()))
                return None if None in made else made

            return sign

        return of(shapes[0]), of(shapes[1])

    signs: Sequence[tuple[Why, tuple[_Sign[tuple[str, Node]], ...]]] = [
        ("id", both(_id, _title_of)),
        ("title", both(_title_of, scored=True)),
        ("id", both(_id)),
        ("title", both(_title_of)),
        ("clause", both(_clause, scored=True)),
        ("score", both(scored=True)),
    ]
    found = _by_rules(older, newer, [(why, first, second) for why, (first, second) in signs])
    by_root = {card.before: card for card in cards}
    made = {match.before: match for match in (*found, *by_root.values())}
    return tuple(made[node.id] for node in before.nodes() if node.id in made)


def _id(node: Node) -> Hashable:
    return node.id


def _title_of(node: Node) -> Hashable | None:
    return _title(node.title)


def _clause(node: Node) -> Hashable | None:
    return node.clause or None


def _shapes(ruleset: Ruleset, renamed: Mapping[str, str]) -> dict[str, Hashable | None]:
    """Give how each criterion is scored, and out of how much; a branch by the leaves below it, a heading by nothing."""
    made: dict[str, Hashable | None] = {}
    for node in reversed([*ruleset.nodes()]):  # children before their parents
        if node.children:
            below = frozenset(made.get(child.id) for child in node.children) - {None}
            made[node.id] = (node.aggregate, below) if below else None
        else:
            shape = _shape(node.score, renamed)
            made[node.id] = None if shape is None else (node.role, node.max, shape)
    return made


def _tiers(before: Ruleset, after: Ruleset, nodes: Iterable[Match]) -> dict[tuple[str, str], tuple[Match, ...]]:
    older, newer = ({node.id: node for node in each.nodes()} for each in (before, after))

    def tiers(node: Node) -> dict[str, Tier]:
        return {tier.id: tier for tier in node.tiers}

    rules = [_by_title(_title_of_tier)]
    made = {
        (each.before, each.after): _matched(tiers(older[each.before]), tiers(newer[each.after]), rules)
        for each in nodes
    }
    return {pair: found for pair, found in made.items() if found}


def parents(ruleset: Ruleset) -> dict[str, str]:
    """Give the parent of each criterion; totals stand beside the tree and have none."""
    return {child.id: node.id for card in ruleset.scorecards for node in card.root.walk() for child in node.children}
