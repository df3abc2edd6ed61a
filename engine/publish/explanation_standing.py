"""What a unit lost, and what its rank and tier depend on, in sentences."""

from collections.abc import Iterator
from fractions import Fraction

from ..explain.explanation import Explanation, Neighbour, NodeTold, Standing, TierGap
from ..explain.naming import condition_in_words
from ..model.outcome import NoScore, Outcome
from ..model.sentences import sentence
from ..result.numbers import show_apart
from ..result.quotas import quota_words
from ..result.words import name_of, prefers_least, scorecard_of, why_not_comparable
from . import texts
from .explanation_words import amount, code_and_title

_MOST_LOST, _MOST_TIED = 10, 5


def lost_lines(made: Explanation, lang: str) -> list[tuple[str, str]]:
    """Give the leaves that lost most: how much more the total would be without each loss, all else as it is.

    What does not change the total is no loss of it; where it is not known, the leaf's own points are given. Where less
    is better nothing is lost.
    """
    card = scorecard_of(made.result.ruleset, made.unit.scorecard)
    if card is None or prefers_least(card.root.ranking, card.root.tiers):
        return []
    told = [one for one in (made.node(id_) for id_ in made.lost) if one.cost is None or one.cost > 0]
    lines = [(f"−{amount(_in_total(one), lang)}", code_and_title(one.node, lang) + _scale(one, lang)) for one in told]
    more = len(lines) - _MOST_LOST
    if more > 1:
        rest = told[_MOST_LOST:]
        # Losses add up only where sums alone lie between, and no rounding or cap.
        is_sum = all(one.worth is not None and one.cost == (one.lost or 0) * abs(one.worth) for one in rest)
        total = f"−{amount(sum(map(_in_total, rest), Fraction(0)), lang)}" if is_sum else "…"
        lines = [*lines[:_MOST_LOST], (total, sentence(texts.OTHERS, lang, more=more))]
    return lines


def _scale(told: NodeTold, lang: str) -> str:
    if told.cost is not None:
        return ""
    return sentence(texts.SEPARATE_SCALE, lang)


def _in_total(told: NodeTold) -> Fraction:
    return told.cost if told.cost is not None else told.lost or Fraction(0)


def standing_lines(made: Explanation, lang: str) -> list[str]:
    """Say what the rank and the tier depend on."""
    unit, standing = made.unit, made.standing
    lines = [*_places(standing, lang), *tier_lines(made, lang)]
    if unit.rank_change is not None and unit.previous is not None:
        lines.append(_change(made, lang))
    elif (why := why_not_comparable(unit.succession)) is not None:
        lines.append(sentence(texts.UNIT_NOT_COMPARABLE, lang, why=why.say(lang)))
    return lines


def tier_lines(made: Explanation, lang: str) -> Iterator[str]:
    """Say what the tier depends on: failed conditions, what a better tier asks for, how far the bound of its own is."""
    standing = made.standing
    yield from _conditions(made, lang)
    if standing.better is not None:
        yield _better(standing.better, standing, made.unit.outcome, lang)
    if standing.own is not None and standing.tier and standing.own.gap >= 0:
        gap, bound, title = amount(standing.own.gap, lang), amount(standing.own.bound, lang), standing.tier.say(lang)
        pair = texts.OVER_BOUND if standing.own.gap else texts.AT_BOUND
        yield sentence(pair, lang, tier=title, bound=bound, gap=gap)


def _places(standing: Standing, lang: str) -> Iterator[str]:
    """Say by what a unit is ranked, with whom it shares its rank, and who is next to it."""
    if standing.by is not None and standing.value is not None:
        by = standing.by.words.say(lang)
        yield sentence(texts.RANKED_BY, lang, by=by, value=amount(standing.value, lang))
    if standing.tied:
        names = ", ".join(other.name or other.id for other in standing.tied[:_MOST_TIED])
        more = len(standing.tied[_MOST_TIED:]) + standing.tied_left_out
        names += f" … (+{more})" if more else ""
        yield sentence(texts.TIED_WITH, lang, units=names)
    for other, pair in ((standing.above, texts.NEXT_ABOVE), (standing.below, texts.NEXT_BELOW)):
        if other is not None:
            yield sentence(pair, lang, unit=_neighbour(other, standing, lang))


def _change(made: Explanation, lang: str) -> str:
    unit = made.unit
    moved, before = unit.rank_change or 0, unit.previous
    rank = before.rank if before is not None else None
    pair = texts.ROSE if moved > 0 else texts.FELL if moved else texts.SAME_RANK
    line = sentence(pair, lang, steps=abs(moved), rank=rank)
    if unit.total_change is not None:
        sign = "+" if unit.total_change > 0 else ""
        line += sentence(texts.TOTAL_CHANGE, lang, change=f"{sign}{amount(unit.total_change, lang)}")
    return line


def _conditions(made: Explanation, lang: str) -> Iterator[str]:
    """Name the failed conditions: first those that decided the tier."""
    standing, ruleset = made.standing, made.result.ruleset
    unknown = {one.node.id for one in made.nodes if isinstance(one.outcome, NoScore)}
    for node in (*standing.lowering, *standing.failed):
        name, asked = name_of(ruleset, node.id, lang), condition_in_words(ruleset, node, lang)
        effect = ""
        if node in standing.lowering:
            effect = sentence(texts.LOWERS, lang, tier=standing.tier.say(lang))
        elif node.on_fail == "unranked":
            effect = sentence(texts.UNRANKS, lang)
        pair = texts.CONDITION_UNKNOWN if node.id in unknown else texts.CONDITION_FAILED
        yield sentence(pair, lang, name=name, effect=effect, asked=asked)


def _neighbour(other: Neighbour, standing: Standing, lang: str) -> str:
    has_points = standing.by is None

    def placed(value: str) -> str:
        name = other.unit.name or other.unit.id
        return sentence(texts.NEIGHBOUR, lang, unit=name, rank=other.rank_printed, value=value)

    if other.gap and standing.value is not None:
        gap = sentence(texts.GAP_OF_POINTS if has_points else texts.GAP_OF, lang, gap=amount(other.gap, lang))
        return placed(_apart(other.value, standing.value, lang)) + gap
    same = sentence(texts.SAME_POINTS if has_points else texts.SAME_VALUE, lang)
    if other.decided is not None:
        own, theirs = (amount(each, lang) for each in (other.decided.own, other.decided.other))
        by = other.decided.words.say(lang)
        same += sentence(texts.DECIDED_BY, lang, by=by, own=own, other=theirs)
    elif standing.by_id:
        same += sentence(texts.BY_ID, lang)
    return placed(amount(other.value, lang)) + same


def _apart(value: Fraction, other: Fraction, lang: str) -> str:
    """Write a number with as many places as tell it from another; after `≈` where that is not all of it.

    >>> _apart(Fraction(1, 3), Fraction(1), "vi"), _apart(Fraction(1, 8), Fraction(1), "en")
    ('≈0,333333', '0.125')
    """
    text = show_apart(value, [other], None, lang)
    return ("" if Fraction(text.replace(",", ".")) == value else "≈") + text


def _better(gap: TierGap, standing: Standing, total: Outcome, lang: str) -> str:
    """Say what is missing to the next better tier."""
    pair = texts.ENOUGH_FOR_TIER
    if gap.gap:
        pair = texts.SHORT_OF_TIER
    elif gap.strict and total == gap.bound:
        pair = texts.ABOVE_TIER
    side = sentence(texts.ABOVE if gap.strict else texts.FROM, lang)
    much = amount(gap.gap, lang) if gap.gap else ""
    title = gap.tier.title.say(lang) or gap.tier.id
    line = sentence(pair, lang, gap=much, tier=title, side=side, bound=amount(gap.bound, lang))
    for asked in (gap.when, gap.requires):
        if asked is not None:
            needs = texts.NEEDS_HELD if asked.result is True else texts.NEEDS_UNHELD
            line += sentence(needs, lang, asked=asked.words.say(lang))
    if standing.lowering:
        line += sentence(texts.CONDITION_TOO, lang)
    if gap.tier.quota is not None:
        line += sentence(texts.MUST_BE, lang, quota=quota_words(gap.tier.quota, lang))
    return line
