"""Judges of what is said of lists, of the rules, and of where the result comes from."""
# ruff: noqa: ARG001  # judges have one signature

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction

from ...result.contract import BoundRecord, ScorecardRecord, TierRecord
from ...result.words import LANGUAGES, decree_named
from ..facts import scorecard
from ..tiers import bound_words, conditions_in
from .claim import Claim, Stated
from .figures import agrees, holds, plain, rounded
from .judged import (
    NO_FIGURE,
    NOTHING,
    RELATIONS,
    Facts,
    Judge,
    Judged,
    Told,
    amount,
    count_of,
    is_whole,
    stated_of,
    titles,
)
from .scopes import WHOLE, cards_in

# ── Of lists ──


def _tier_count(facts: Facts, claim: Claim) -> Judged:
    wanted = plain(claim.words["tier"])
    truth = 0
    for made in facts.lists(claim):
        ids = {
            tier.id
            for id_ in made.scorecards
            if (card := scorecard(facts.published, id_)) is not None
            for tier in card.tiers
            if wanted in titles(tier)
        }
        truth += sum(made.tiers.get(id_, 0) for id_ in ids)
    return count_of(claim, truth, (f"đơn vị {claim.words['tier']}", f"units {claim.words['tier']}"))


def _all_ranked(facts: Facts, claim: Claim) -> Judged:
    return count_of(claim, len(facts.ranked(claim)), ("đơn vị được xếp hạng", "ranked units"))


def _unit_count(facts: Facts, claim: Claim) -> Judged:
    ranked, others = len(facts.ranked(claim)), len(facts.unranked(claim))
    name = ("đơn vị", "units")
    if others and is_whole(claim, ranked + others):
        return count_of(claim, ranked + others, name)
    made = count_of(claim, ranked, name)
    return made if made.right or claim.words.get("sure") else made._replace(right=None)


def _unranked_count(facts: Facts, claim: Claim) -> Judged:
    return count_of(claim, len(facts.unranked(claim)), ("đơn vị chưa xếp hạng", "units not ranked"))


def _points_count(facts: Facts, claim: Claim) -> Judged:
    bound, relation = Fraction(claim.words["bound"]), claim.words["relation"]
    figure = Stated("", ((bound, 0),))
    totals = [unit.total for unit in facts.ranked(claim)]
    truth = sum(holds(figure, relation, total, facts.digits) is True for total in totals if total is not None)
    more = RELATIONS.get(relation, NOTHING)
    points = facts.show(bound)
    return count_of(claim, truth, (f"đơn vị {more[0]}{points} điểm", f"units {more[1]}{points} points"))


def _change_count(facts: Facts, claim: Claim) -> Judged:
    word = claim.words["word"]
    units = facts.ranked(claim)
    changes = [unit.rank_change for unit in units if unit.rank_change is not None]
    if len(changes) < len(units):
        return Judged(
            None,
            (claim.excerpt, claim.excerpt),
            ("không phải đơn vị nào cũng có thay đổi hạng", "not every unit has a change of rank"),
        )
    truth = sum(change > 0 if word == "tang" else change < 0 if word == "giam" else change == 0 for change in changes)
    names = {"tang": ("đơn vị tăng hạng", "units up"), "giam": ("đơn vị giảm hạng", "units down")}
    return count_of(claim, truth, names.get(word, ("đơn vị giữ nguyên hạng", "units that keep their rank")))


def _share(facts: Facts, claim: Claim) -> Judged:
    about = f"{stated_of(claim).text}%", f"{stated_of(claim).text}%"
    ranked = len(facts.ranked(claim))
    if "tier" not in claim.words or not ranked:
        return Judged(None, about, NO_FIGURE)
    count = int(_tier_count(facts, claim).truth[0])
    share = Fraction(count * 100, ranked)
    right = any(value == share or (value == rounded(share, places)) for value, places in stated_of(claim).readings)
    shown = f"{facts.show_per_cent(share)}% ({count}/{ranked})"
    return Judged(
        right,
        (f"{about[0]} đơn vị {claim.words['tier']}", f"{about[1]} of units {claim.words['tier']}"),
        (shown, shown),
    )


def _mean(facts: Facts, claim: Claim) -> Judged:
    lists = facts.lists(claim)
    if len(lists) == 1:
        truth = lists[0].mean
    else:
        totals = [total for unit in facts.ranked(claim) if (total := unit.total) is not None]
        cards = {id_ for made in lists for id_ in made.scorecards}
        truth = sum(totals, Fraction(0)) / len(totals) if totals and len(cards) == 1 else None
    return amount(facts, claim, truth, ("điểm bình quân", "mean"))


def _extreme(facts: Facts, claim: Claim) -> Judged:
    totals = [total for unit in facts.ranked(claim) if (total := unit.total) is not None]
    highest = claim.words["end"] == "highest"
    truth = None if not totals else max(totals) if highest else min(totals)
    return amount(
        facts, claim, truth, ("điểm cao nhất", "highest points") if highest else ("điểm thấp nhất", "lowest points")
    )


# ── Of the rules ──


def _cards_meant(facts: Facts, claim: Claim) -> Sequence[ScorecardRecord]:
    """Give the scorecard that a claim names, else those of the lists that it is about."""
    named = [card for card in facts.record.scorecards if card.id == claim.words.get("card")]
    return named or cards_in(facts.published, claim.words.get("scope", WHOLE))


def _max(facts: Facts, claim: Claim) -> Judged:
    maxima = dict.fromkeys(card.max for card in _cards_meant(facts, claim) if card.max is not None)
    name = ("thang điểm", "maximum")
    if len(maxima) == 1:
        return amount(facts, claim, next(iter(maxima)), name)
    about = f"{name[0]} {stated_of(claim).text}", f"{name[1]} {stated_of(claim).text}"
    return _one_of(facts, claim, maxima, about)


def _one_of(facts: Facts, claim: Claim, amounts: Collection[Fraction], about: Told) -> Judged:
    """Hold a figure against several amounts, of which it may be any."""
    shown = "; ".join(facts.show(each) for each in amounts)
    right = any(agrees(stated_of(claim), each, facts.digits) for each in amounts)
    return Judged(right if amounts else None, about, (shown, shown) if amounts else NO_FIGURE)


def _node_max(facts: Facts, claim: Claim) -> Judged:
    """Hold a maximum against that of the criteria of that title; several scorecards may have one each."""
    wanted = claim.words["node"]
    found = [
        node
        for card in facts.record.scorecards
        for node in card.criteria
        if wanted in {" ".join(plain(title).split()) for title in (node.title.vi, node.title.en)}
    ]
    maxima = dict.fromkeys(node.max for node in found if node.max is not None)
    title = found[0].title.say("vi")
    about = (
        f"{title}: tối đa {stated_of(claim).text}",
        f"{found[0].title.say('en')}: at most {stated_of(claim).text}",
    )
    return _one_of(facts, claim, maxima, about)


def _corrections(facts: Facts, claim: Claim) -> Judged:
    made = facts.record.appraisal
    return _of_appraisal(claim, made.corrections if made else None, ("điều chỉnh", "corrections"))


def _corrected_units(facts: Facts, claim: Claim) -> Judged:
    made = facts.record.appraisal
    return _of_appraisal(claim, made.units if made else None, ("đơn vị có điều chỉnh", "units with corrections"))


def _of_appraisal(claim: Claim, truth: int | None, name: Told) -> Judged:
    if truth is None:
        return Judged(None, (f"{stated_of(claim).text} {name[0]}", f"{stated_of(claim).text} {name[1]}"), NO_FIGURE)
    return count_of(claim, truth, name)


_SIDES = {"from": ("từ", "from"), "above": ("trên", "above"), "up_to": ("đến", "up to"), "below": ("dưới", "below")}


def _bound(facts: Facts, claim: Claim) -> Judged:
    """Hold a bound against the tier's own, or for an upper one against the lower one of the tier above it."""
    side, wanted = claim.words["side"], plain(claim.words["tier"])
    is_share = "share" in claim.words
    truths = [
        truth
        for card in _cards_meant(facts, claim)
        for place, tier in enumerate(card.tiers)
        if wanted in titles(tier)
        for own, bound in _bounds(card.tiers, place, upper=side in {"up_to", "below"})
        for truth in _truth(facts, card, own, bound, is_share=is_share)
    ]
    words = _SIDES[side]
    named, sign = claim.words["tier"], ("% điểm tối đa", "% of the maximum") if is_share else (" điểm", " points")
    figure = stated_of(claim).text
    about = f"{named} {words[0]} {figure}{sign[0]}", f"{named} {words[1]} {figure}{sign[1]}"
    if not truths:
        return Judged(None, about, ("bộ tiêu chí không có mốc này", "the ruleset has no such bound"))
    right = any(own == side and agrees(stated_of(claim), amount, facts.digits) for own, amount, _ in truths)
    told = dict.fromkeys(words for _, _, words in truths)
    return Judged(right, about, ("; ".join(vi for vi, _ in told), "; ".join(en for _, en in told)))


_NEVER = Fraction(-1)  # what no bound is


def _truth(
    facts: Facts, card: ScorecardRecord, side: str, bound: BoundRecord, *, is_share: bool
) -> Iterator[tuple[str, Fraction, Told]]:
    """Give a bound as it may be stated: points where they are the same for every unit, per cent of the maximum, or both."""
    words = _SIDES[side]
    percent = bound.amount * 100 if bound.is_share else None
    points = None if bound.points is None or bound_words(facts.published, card, bound)[0] else bound.points
    if percent is None and points is not None and card.max:
        percent = points * 100 / card.max
    shown = f"{facts.show(points)}" if points is not None else f"{facts.show_per_cent(percent)} %"
    own = points is None
    told = (
        f"{words[0]} {shown}{' điểm tối đa của đơn vị' if own else ''}",
        f"{words[1]} {shown}{' of the unit’s maximum' if own else ''}",
    )
    amount = percent if is_share else points
    yield side, _NEVER if amount is None else amount, told


def _bounds(tiers: Sequence[TierRecord], place: int, *, upper: bool) -> list[tuple[str, BoundRecord]]:
    wanted = {"up_to", "below"} if upper else {"from", "above"}
    found: list[tuple[str, BoundRecord]] = [
        (side, bound) for side, bound in tiers[place].bounds.items() if side in wanted
    ]
    if found or not upper or place == 0:
        return found
    opposite = {"from": "below", "above": "up_to"}
    return [(opposite[side], bound) for side, bound in tiers[place - 1].bounds.items() if side in opposite]


def _effect(facts: Facts, claim: Claim) -> Judged:
    """Hold what is said to follow from a failed condition against the ruleset."""
    words, said = claim.words["text"], claim.words["word"]
    ids = {id_ for called, each in conditions_in(facts.published).items() if plain(called) == words for id_ in each}
    found = [(node.on_fail, card) for card in facts.record.scorecards for node in card.criteria if node.id in ids]
    right = any(
        effect == said and (said != "lowest_tier" or plain(claim.words["tier"]) in titles(card.tiers[-1]))
        for effect, card in found
    )
    about = f"điều kiện {words}: {claim.excerpt}", f"the condition {words}: {claim.excerpt}"
    is_known = any(effect for effect, _ in found)
    shown = ", ".join(dict.fromkeys(f"on_fail: {effect or None}" for effect, _ in found))
    return Judged(right if is_known else None, about, (shown, shown) if is_known else NO_FIGURE)


# ── Of where the result comes from ──


def _same_text(found: str, truth: str, name: Told, *, sure: bool) -> Judged:
    right = plain(found) == plain(truth)
    # Texts are read without case and accents; one that agrees is shown as it is written.
    shown = truth if right and truth else found
    about = f"{name[0]} {shown}", f"{name[1]} {shown}"
    if not truth:
        return Judged(None, about, NO_FIGURE)
    return Judged(True if right else False if sure else None, about, (truth, truth))


def _decision(facts: Facts, claim: Claim) -> Judged:
    found = claim.words["text"]
    vi, en = (decree_named({"number": found}, lang)[0].lower() for lang in LANGUAGES)
    return _same_text(found, decree_named(facts.record.ruleset.decision, "vi")[1], (vi, en), sure=False)


def _period(facts: Facts, claim: Claim) -> Judged:
    found = claim.words.get("text") or claim.words["word"]
    return _same_text(found, facts.record.ruleset.period, ("năm", "year"), sure="sure" in claim.words)


def _version(facts: Facts, claim: Claim) -> Judged:
    rules = facts.record.ruleset
    found = f"{claim.words['word']} {claim.words['text']}"
    return _same_text(found, f"{rules.id} {rules.version}", ("bộ tiêu chí", "ruleset"), sure=True)


def _hash(facts: Facts, claim: Claim) -> Judged:
    found = claim.words["text"]
    rules, result = facts.record.ruleset.sha256, facts.published.sha256
    meant = {"bo tieu chi": (rules,), "ruleset": (rules,), "ket qua": (result,), "result": (result,)}
    truths = meant.get(claim.words.get("word", ""), (rules, result))
    shown = " / ".join(truth[: len(found)] for truth in truths)
    return Judged(
        any(truth.startswith(found) for truth in truths), (f"mã băm {found}", f"hash {found}"), (shown, shown)
    )


def _figure(facts: Facts, claim: Claim) -> Judged:
    text = claim.excerpt
    return Judged(
        None, (f"số {text}", f"the figure {text}"), ("không nhận ra số này nói gì", "it is not clear what it says")
    )


OF_LISTS: Mapping[str, Judge] = {
    "tier_count": _tier_count,
    "tier_count_of": _all_ranked,
    "unit_count": _unit_count,
    "unit_count_of": _all_ranked,
    "unranked_count": _unranked_count,
    "unranked_count_of": _unit_count,
    "points_count": _points_count,
    "points_count_of": _all_ranked,
    "change_count": _change_count,
    "change_count_of": _all_ranked,
    "share": _share,
    "mean": _mean,
    "extreme": _extreme,
    "max": _max,
    "node_max": _node_max,
    "corrections": _corrections,
    "corrections_of": _corrected_units,
    "bound": _bound,
    "effect": _effect,
    "decision": _decision,
    "period": _period,
    "version": _version,
    "hash": _hash,
    "figure": _figure,
}
