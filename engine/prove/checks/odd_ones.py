"""Questions of one that is unlike all others: a policy, a tie-break, the word of a bound."""

from collections import Counter
from collections.abc import Iterator

from ...formula.suggest import listed
from ...language.document import Map
from ...language.kinds import KINDS
from ...model.findings import Finding, Place, finding
from ...model.reads import reads_of
from ...model.ruleset import Node, RollUp, Ruleset, Scorecard, Tier
from .asking import together
from .context import Context, leaves
from .spacing import uneven

_FEW = 2  # others that are alike, for one to be odd
_INCLUDING = {"above": "from", "below": "up_to"}  # a word that leaves its bound out, and the one that takes it in
_WORDS = [*_INCLUDING.items(), *((usual, odd) for odd, usual in _INCLUDING.items())]
_MEETING = {"above": "up_to", "below": "from", "from": "below", "up_to": "above"}


def policies_are_alike(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """Where all criteria but one are treated in one way when they do not apply, that one is too."""
    stated = [node for node in ruleset.nodes() if node.not_applicable and "not_applicable" in context.given(node)]
    usual, count = next(iter(Counter(node.not_applicable for node in stated).most_common(1)), (None, 0))
    others = [node for node in stated if node.not_applicable not in {usual, "exclude"}]  # of which other checks speak
    for odd in others if count >= _FEW and count == len(stated) - 1 else ():
        at = context.at(odd, "not_applicable")
        yield finding("ITR289", at, about=odd.id, policy=odd.not_applicable, expected=usual)


def ties_are_broken_everywhere(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """Where a scorecard breaks ties, the others do; one that only sums others up need not."""
    stated = [card for card in ruleset.scorecards if card.root.ranking is not None]
    ranked = [card for card in stated if _lists(card) not in {"", "all"} and not _is_summary(ruleset, card)]
    lacking = [card for card in ranked if card.root.ranking is not None and not card.root.ranking.tie_break]
    if len(lacking) < len(ranked):
        found = [(context.place("scorecards", card.id, "ranking"), card.id) for card in lacking]
        others = listed([card.id for card in ranked if card not in lacking])
        for place, about in together(found):
            yield finding("ITR288", place, about=about, others=others)


def _lists(card: Scorecard) -> str:
    """Give the word for the lists of a scorecard; empty where they may be those of another scorecard too."""
    lists = card.root.ranking.lists if card.root.ranking is not None else ""
    return lists if isinstance(lists, str) else ""


def _is_summary(ruleset: Ruleset, card: Scorecard) -> bool:
    """Say whether a scorecard only puts together what subordinate units have."""
    scored = [leaf for leaf in card.root.walk() if leaf.score is not None and leaf.role == "scored"]
    return all(any(isinstance(ruleset.columns.get(key), RollUp) for key in reads_of(leaf)) for leaf in scored)


def bounds_take_in_alike(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """Of bounds on one side all take a value in that is equal to them, or none does."""
    found = [each for node in ruleset.nodes() for each in _odd_tiers(node)]
    found += _odd_steps(ruleset, context)
    for odd, usual in _WORDS:
        those = [(place, about) for place, about, word in found if word == odd]
        for place, about in together(those):
            yield finding("ITR286", place, about=about, word=odd, expected=usual)


def _odd_tiers(node: Node) -> Iterator[tuple[Place, str, str]]:
    for odd, usual in _WORDS if uneven(node) is None else ():  # of which another question is asked
        those = [tier for tier in node.tiers if odd in tier.bounds]
        others = sum(usual in tier.bounds for tier in node.tiers)
        if len(those) == 1 and others >= _FEW and not _is_met(those[0], odd, node):
            yield those[0].place, f"{node.id} {those[0].id}", odd


def _is_met(tier: Tier, word: str, node: Node) -> bool:
    """Say whether another tier ends where this one begins, so that both words are chosen."""
    return any(each.bounds.get(_MEETING[word]) == tier.bounds[word] for each in node.tiers)


def _odd_steps(ruleset: Ruleset, context: Context) -> Iterator[tuple[Place, str, str]]:
    """Find the one table of steps that leaves its bounds out, where those of all other criteria take them in."""
    words: dict[str, list[tuple[Node, Place]]] = {}
    for leaf in leaves(ruleset):
        score = context.given(leaf).get("score")
        for word in KINDS[leaf.kind].ladder if isinstance(score, Map) and leaf.kind in KINDS else ():
            if isinstance(score, Map) and word in score:
                words.setdefault(word, []).append((leaf, score.key_places[word]))
    for odd, usual in _WORDS:
        if len(words.get(odd, ())) == 1 and len(words.get(usual, ())) >= _FEW:
            leaf, place = words[odd][0]
            yield place, leaf.id, odd
