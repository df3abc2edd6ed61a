"""Judges of what is said of a unit: its points, rank, change and tier."""
# ruff: noqa: ARG001  # judges have one signature

from collections.abc import Callable, Mapping

from ...result.contract import UnitRecord
from ..facts import scorecard, tier_title
from ..tiers import conditions_in, failed_of, unmet_tiers
from .claim import Claim
from .figures import plain
from .judged import (
    MANY_UNITS,
    NO_UNIT,
    NOTHING,
    UNKNOWN_UNIT,
    Facts,
    Judge,
    Judged,
    Told,
    amount,
    is_whole,
    stated_of,
    titles,
)


def of_unit(own: Callable[[Facts, Claim, UnitRecord], Judged]) -> Judge:
    """Make a judge of claims about a unit: a claim of which nobody knows whom it is about is left open."""

    def judged(facts: Facts, claim: Claim) -> Judged:
        if not claim.units:
            return Judged(None, NOTHING, UNKNOWN_UNIT if claim.subject else NO_UNIT)
        if len(claim.units) > 1:
            return Judged(None, NOTHING, MANY_UNITS)
        return own(facts, claim, facts.units[claim.units[0]])

    return judged


# ── Of units ──


def _score(facts: Facts, claim: Claim, unit: UnitRecord) -> Judged:
    return amount(facts, claim, unit.total, ("điểm", "points"))


def _max_of(facts: Facts, claim: Claim, unit: UnitRecord) -> Judged:
    return amount(facts, claim, unit.max, ("điểm tối đa", "maximum"))


def _rank(facts: Facts, claim: Claim, unit: UnitRecord) -> Judged:
    about = f"hạng {stated_of(claim).text}", f"rank {stated_of(claim).text}"
    if unit.rank is None:
        return Judged(False, about, ("chưa xếp hạng", "not ranked"))
    return Judged(is_whole(claim, unit.rank), about, _rank_words(unit))


def _rank_words(unit: UnitRecord) -> Told:
    shown = str(unit.rank)
    return (f"hạng {shown}, đồng hạng", f"rank {shown}, tied") if unit.tied else (f"hạng {shown}", f"rank {shown}")


def _previous_rank(facts: Facts, claim: Claim, unit: UnitRecord) -> Judged:
    about = f"hạng năm trước {stated_of(claim).text}", f"rank last year {stated_of(claim).text}"
    rank = unit.previous.rank if unit.previous else None
    if rank is None:
        return Judged(None, about, ("kết quả không có hạng năm trước", "the result does not have last year's rank"))
    return Judged(is_whole(claim, rank), about, (f"hạng {rank}", f"rank {rank}"))


def _of_ranked(facts: Facts, claim: Claim, unit: UnitRecord) -> Judged:
    ranked = len(facts.list_of(unit))
    return Judged(
        is_whole(claim, ranked),
        (f"trong {stated_of(claim).text} đơn vị", f"of {stated_of(claim).text} units"),
        (str(ranked), str(ranked)),
    )


def _first(facts: Facts, claim: Claim, unit: UnitRecord) -> Judged:
    about = "đứng đầu", "leads"
    return Judged(unit.rank == 1, about, _place(unit))


def _place(unit: UnitRecord) -> Told:
    return ("chưa xếp hạng", "not ranked") if unit.rank is None else _rank_words(unit)


def _last(facts: Facts, claim: Claim, unit: UnitRecord) -> Judged:
    return Judged(
        unit.rank is not None and unit.rank == max(facts.ranks_beside(unit)), ("đứng cuối", "is last"), _place(unit)
    )


def _above_last(number: int) -> Callable[[Facts, Claim, UnitRecord], Judged]:
    def judged(facts: Facts, claim: Claim, unit: UnitRecord) -> Judged:
        from_last = number or int(stated_of(claim).value)
        below = sum(rank > (unit.rank or 0) for rank in facts.ranks_beside(unit))
        about = f"thứ {from_last} từ dưới lên", f"place {from_last} from the bottom"
        return Judged(unit.rank is not None and below == from_last - 1, about, _place(unit))

    return judged


def _top(facts: Facts, claim: Claim, unit: UnitRecord) -> Judged:
    number = int(claim.stated.value) if claim.stated else 1
    return Judged(
        unit.rank is not None and unit.rank <= number,
        (f"trong {number} đơn vị dẫn đầu", f"among the first {number}"),
        _place(unit),
    )


def _bottom(facts: Facts, claim: Claim, unit: UnitRecord) -> Judged:
    number = int(claim.stated.value) if claim.stated else 1
    below = sum(rank > (unit.rank or 0) for rank in facts.ranks_beside(unit))
    return Judged(
        unit.rank is not None and below < number,
        (f"trong {number} đơn vị cuối", f"among the last {number}"),
        _place(unit),
    )


def _change(facts: Facts, claim: Claim, unit: UnitRecord) -> Judged:
    change, sign = unit.rank_change, claim.words.get("sign", "")
    about = _change_words(int(stated_of(claim).value), sign)
    if change is None:
        return Judged(None, about, ("kết quả không có thay đổi hạng", "the result has no change of rank"))
    stated = stated_of(claim).value
    right = abs(change) == stated and (not sign or stated == 0 or (change > 0) == (sign == "+"))
    return Judged(right, about, _change_words(abs(change), "+" if change > 0 else "-" if change else "="))


def _change_words(number: int, sign: str) -> Told:
    if number == 0:
        return "giữ nguyên hạng", "keeps its rank"
    words = {"+": ("tăng", "up"), "-": ("giảm", "down")}.get(sign, ("thay đổi", "moved"))
    return f"{words[0]} {number} bậc", f"{words[1]} {number}"


def _total_change(facts: Facts, claim: Claim, unit: UnitRecord) -> Judged:
    down = claim.words.get("sign") == "-"
    change = unit.total_change
    truth = None if change is None else -change if down else change
    return amount(facts, claim, truth, ("giảm điểm" if down else "tăng điểm", "points down" if down else "points up"))


def _most_moved(facts: Facts, claim: Claim, unit: UnitRecord) -> Judged:
    up = not (
        claim.words.get("text") == "fallen"
        or plain(claim.words.get("word", "")).startswith(("giam", "tut", "ha", "xuong"))
    )
    about = ("tăng nhiều bậc nhất", "risen most") if up else ("giảm nhiều bậc nhất", "fallen most")
    changes = [each.rank_change for each in facts.list_of(unit) if each.rank_change is not None]
    change = unit.rank_change
    if change is None or not changes:
        return Judged(None, about, ("kết quả không có thay đổi hạng", "the result has no change of rank"))
    most = max(changes) if up else min(changes)
    return Judged(change == most, about, _change_words(abs(change), "+" if change > 0 else "-"))


def _tier(facts: Facts, claim: Claim, unit: UnitRecord) -> Judged:
    own = tier_title(facts.published, unit)
    card = scorecard(facts.published, unit.scorecard)
    ids = [tier.id for tier in (card.tiers if card else ()) if plain(claim.words["tier"]) in titles(tier)]
    about = f"xếp loại {claim.words['tier']}", f"tier {claim.words['tier']}"
    return Judged(unit.tier in ids, about, (own or "không xếp loại", own or "no tier"))


def _unranked(facts: Facts, claim: Claim, unit: UnitRecord) -> Judged:
    return Judged(unit.rank is None, ("chưa xếp hạng", "not ranked"), _place(unit))


def _failed(facts: Facts, claim: Claim, unit: UnitRecord) -> Judged:
    words = claim.words["text"]
    ids = {id_ for said, each in conditions_in(facts.published).items() if plain(said) == words for id_ in each}
    truth = "; ".join(failed_of(facts.published, unit)) or "đạt các điều kiện"
    about = f"không đạt điều kiện {words}", f"fails the condition {words}"
    return Judged(bool(ids & set(unit.failed)), about, (truth, truth))


def _unmet(facts: Facts, claim: Claim, unit: UnitRecord) -> Judged:
    tiers = [tier for tier in unmet_tiers(facts.published, unit) if plain(claim.words["tier"]) in titles(tier)]
    about = f"đủ điểm cho mức {claim.words['tier']}, chưa đạt yêu cầu khác", f"points enough for {claim.words['tier']}"
    own = tier_title(facts.published, unit)
    return Judged(bool(tiers), about, (own or "không xếp loại", own or "no tier"))


OF_UNITS: Mapping[str, Judge] = {
    "score": of_unit(_score),
    "score_of": of_unit(_max_of),
    "rank": of_unit(_rank),
    "rank_of": of_unit(_of_ranked),
    "previous_rank": of_unit(_previous_rank),
    "first": of_unit(_first),
    "last": of_unit(_last),
    "second_last": of_unit(_above_last(2)),
    "from_bottom": of_unit(_above_last(0)),
    "top": of_unit(_top),
    "bottom": of_unit(_bottom),
    "change": of_unit(_change),
    "total_change": of_unit(_total_change),
    "most_moved": of_unit(_most_moved),
    "tier": of_unit(_tier),
    "unranked": of_unit(_unranked),
    "failed": of_unit(_failed),
    "unmet": of_unit(_unmet),
}
