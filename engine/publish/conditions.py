"""What decides a tier or a rank beside points: the conditions that a unit fails, and what its tiers ask for besides."""

from collections.abc import Iterator
from fractions import Fraction

from ..explain.naming import formula_in_words
from ..model.outcome import NoScore
from ..model.result import UnitResult
from ..model.ruleset import Node, Ruleset, Tier
from ..model.sentences import sentence
from ..rank.tiers import within
from ..result.quotas import quota_words
from ..result.words import name_of, scorecard_of, tier_title
from . import texts


def lowering(ruleset: Ruleset, unit: UnitResult) -> tuple[str, ...]:
    """Give the ids of the failed conditions that put a unit into the lowest tier, whatever its points."""
    return tuple(id_ for id_ in unit.failed if _on_fail(ruleset, id_) == "lowest_tier")


def unranking(ruleset: Ruleset, unit: UnitResult) -> tuple[str, ...]:
    """Give the ids of the failed conditions for which a unit is not ranked."""
    return tuple(id_ for id_ in unit.failed if _on_fail(ruleset, id_) == "unranked")


def _on_fail(ruleset: Ruleset, id_: str) -> str:
    node = ruleset.columns.get(id_)
    return (node.on_fail or "flag") if isinstance(node, Node) else "flag"


def failed_words(ruleset: Ruleset, unit: UnitResult, lang: str) -> list[str]:
    """Name the conditions that a unit fails, whether that is known, and what follows from it.

    Semantics §11: what is not known counts as not held; but nobody has failed yet.
    """
    card = scorecard_of(ruleset, unit.scorecard)
    unknown = {made.node.id for made in unit.criteria if isinstance(made.outcome, NoScore)} if unit.failed else set()
    not_known = sentence(texts.NOT_KNOWN, lang)
    said = []
    for id_ in unit.failed:
        effect = ""
        if _on_fail(ruleset, id_) == "lowest_tier" and card is not None and card.root.tiers:
            effect = sentence(texts.SO_LOWEST, lang, tier=tier_title(card, card.root.tiers[-1].id, lang))
        elif _on_fail(ruleset, id_) == "unranked":
            effect = sentence(texts.SO_UNRANKED, lang)
        said.append(name_of(ruleset, id_, lang) + effect + (not_known if id_ in unknown else ""))
    return said


def unmet_tiers(ruleset: Ruleset, unit: UnitResult) -> Iterator[Tier]:
    """Give the better tiers for which a unit has the points, but not what they ask for besides.

    A quota is for ranked units: who is not ranked is kept out by what says so, and not by the quota.
    """
    card = scorecard_of(ruleset, unit.scorecard)
    if card is None or not isinstance(unit.outcome, Fraction) or lowering(ruleset, unit):
        return
    for tier in card.root.tiers:
        if tier.id == unit.tier:
            return
        asks = (tier.when or tier.requires) and tier.bounds
        is_open = tier.quota is None or unit.rank is not None
        if is_open and (asks or tier.quota) and within(tier, unit.outcome, unit.max):
            yield tier


def besides(ruleset: Ruleset, tier: Tier, lang: str) -> list[str]:
    """Say what a tier asks for beside points."""
    asked = [formula_in_words(ruleset, each, lang) for each in (tier.when, tier.requires) if each is not None]
    return asked if tier.quota is None else [*asked, quota_words(tier.quota, lang)]


def conditions_words(ruleset: Ruleset, unit: UnitResult, lang: str) -> list[str]:
    """Say all that decided beside points: the conditions that fail, and what better tiers ask for besides."""
    said = [sentence(texts.FAILS, lang, condition=each) for each in failed_words(ruleset, unit, lang)]
    for tier in unmet_tiers(ruleset, unit):
        title, asked = tier.title.say(lang) or tier.id, "; ".join(besides(ruleset, tier, lang))
        said.append(sentence(texts.ENOUGH_BUT, lang, tier=title, asked=asked))
    return said
