"""A page for each unit: where it stands, where it is strong and weak, which points it lost, who is next to it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from ..result.contract import CriterionRecord, ListRecord, NodeRecord, UnitRecord
from ..result.numbers import show_gap
from ..result.published import Published
from ..result.words import prefers_least
from .answers import ToldCorrection, told_corrections
from .contents import change, top_criteria
from .details import beside, cell_at
from .facts import (
    list_named,
    listed,
    losses,
    marks,
    printed,
    printed_plainly,
    printed_some,
    scorecard,
    stated_day,
    tier_title,
    titled,
    unranked,
)
from .tiers import best_tier, failed_of, next_tier, tier_asked, total_of
from .words import PAGE

_MOST_LOSSES, _MOST_CRITERIA, _MOST_DETAILS, _EXTREMES = 6, 14, 6, 3
_WEAK = Fraction(1, 10)
"""Of a criterion's maximum: who lost as much or more there is weak at it, and who lost less is strong."""

_WORDS: Mapping[str, tuple[str, str]] = {
    "heading": ("HỒ SƠ ĐƠN VỊ", "UNIT PROFILE"),
    "rank": ("Hạng", "Rank"),
    "of": ("{rank}/{count}", "{rank} of {count}"),
    "total": ("Điểm", "Points"),
    "total_of": ("{total}/{max}", "{total} of {max}"),
    "tier": ("Xếp loại", "Tier"),
    "change": ("So với năm trước", "Since last year"),
    "declared": ("Tự chấm", "Declared"),
    "criteria": ("Điểm theo tiêu chí", "Points by criterion"),
    "mean": ("vạch: bình quân danh sách", "line: mean of the list"),
    "strong": ("Mạnh (mất dưới 10% điểm tối đa)", "Strong (less than 10% of the maximum lost)"),
    "weak": ("Yếu (mất từ 10% điểm tối đa)", "Weak (10% of the maximum lost, or more)"),
    "none": ("Không có tiêu chí nào.", "No criterion."),
    "corrections": ("Các điều chỉnh và giải trình", "Corrections and explanations"),
    "losses": ("Mất điểm nhiều nhất", "Most points lost"),
    "lost": ("−{lost}", "−{lost}"),
    "no_losses": ("Không mất điểm ở tiêu chí nào.", "No points were lost."),
    "details": ("Hạng, mức theo tiêu chí khác và số liệu công bố", "Ranks and tiers by other criteria, published figures"),
    "more": (
        "Không in ở đây, xem trang web hoặc dữ liệu mở: {titles}.", "Not printed here, see the web page or the open data: {titles}.",
    ),
    "around": ("Trong danh sách", "In its list"),
    "above": ("Ngay trên: {unit}, {total} điểm (hơn {gap}).", "Next above: {unit}, {total} points ({gap} more)."),
    "below": ("Ngay dưới: {unit}, {total} điểm (kém {gap}).", "Next below: {unit}, {total} points ({gap} fewer)."),
    "above_equal": ("Ngay trên: {unit}, {total} điểm (bằng điểm).", "Next above: {unit}, {total} points (the same)."),
    "below_equal": ("Ngay dưới: {unit}, {total} điểm (bằng điểm).", "Next below: {unit}, {total} points (the same)."),
    "next": ("Còn {gap} điểm nữa tới mốc của mức {tier}.", "{gap} points to the bound of {tier}."),
    "pass": ("Phải trên {bound} điểm mới tới mức {tier}.", "More than {bound} points are needed for {tier}."),
    "failed": ("{condition}.", "{condition}."),
    "best": ("Đã ở mức cao nhất.", "In the best tier already."),
    "unranked": ("Chưa xếp hạng: {why}", "Not ranked: {why}"),
    "footer": ("{ruleset} · tệp kết quả SHA-256 {hash}", "{ruleset} · result SHA-256 {hash}"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Criterion:
    """A top-level criterion of a unit; `share` and `mean` are thousandths of its maximum, −1 where there is none.

    `place` is the rank and the tier by it alone, empty where it has none.
    """

    title: str
    points: str
    place: str
    max: str
    share: int
    mean: int


@dataclass(frozen=True, slots=True)
class Profile:
    """What the page of a unit prints."""

    name: str
    list: str
    facts: tuple[tuple[str, str], ...]
    criteria: tuple[Criterion, ...]
    more_criteria: str
    strong: tuple[str, ...]
    weak: tuple[tuple[str, str], ...]
    losses: tuple[tuple[str, str], ...]
    prefers_least: bool
    details: tuple[tuple[str, str], ...]
    more: str
    around: tuple[str, ...]
    corrections: tuple[ToldCorrection, ...]


def profiles(published: Published) -> dict[str, Any]:
    """Gather the pages of all units, in the order of lists and ranks, as lists, mappings and texts."""
    at = 0 if published.lang == "vi" else 1
    words = {key: pair[at] for key, pair in _WORDS.items()}
    words |= {key: PAGE[key][published.lang] for key in ("target", "stage", "from", "to", "reason", "basis")}
    rules = published.record.ruleset
    return {
        "lang": published.lang,
        "dated": stated_day(published).isoformat(),
        "mark": " · ".join(marks(published)),
        "title": titled(published),
        "words": words,
        "footer": words["footer"].format(ruleset=f"{rules.id} {rules.version}", hash=published.sha256),
        "profiles": [asdict(made) for made in _profiles(published, words)],
    }


def _profiles(published: Published, words: Mapping[str, str]) -> Iterator[Profile]:
    for made in published.record.lists:
        ranked = listed(published, made)
        means = _means(ranked)
        for place, unit in enumerate(ranked):
            yield _profile(published, words, made, unit, means, _around(published, words, ranked, place))
        for unit in unranked(published, made):
            why = unit.reason.say(published.lang) if unit.reason else "–"
            said = [words["failed"].format(condition=each) for each in failed_of(published, unit)]
            yield _profile(published, words, made, unit, means, (words["unranked"].format(why=why), *said))


def _profile(
    published: Published,
    words: Mapping[str, str],
    made: ListRecord,
    unit: UnitRecord,
    means: Mapping[str, Fraction],
    around: tuple[str, ...],
) -> Profile:
    by_id = {criterion.id: criterion for criterion in unit.criteria}
    top = [(node, by_id[node.id]) for node in top_criteria(published, unit.scorecard) if node.role == "scored"]
    strong, weak = _strong_and_weak(top)
    shown = top[:_MOST_CRITERIA]
    details, more = _details(published, words, unit, [node for node, _ in shown])
    title, card = _title(published), scorecard(published, unit.scorecard)
    return Profile(
        name=unit.name,
        list=list_named(published, made),
        facts=tuple(_facts(published, words, made, unit)),
        criteria=tuple(
            Criterion(
                title(node),
                cell.shown or "–",
                cell.in_words(published.lang),
                printed_plainly(told.counted, published),
                _thousandths(_share(told)),
                _thousandths(means.get(node.id)),
            )
            for node, told in shown
            for cell in (cell_at(published, node, told),)
        ),
        more_criteria=_elsewhere(words, [title(node) for node, _ in top[_MOST_CRITERIA:]]),
        strong=tuple(title(node) for node in strong[:_EXTREMES]),
        weak=tuple((title(node), _lost(published, words, lost)) for node, lost in weak[:_EXTREMES]),
        losses=tuple(_losses(published, words, unit)),
        prefers_least=card is not None and prefers_least(card.ranking, card.tiers),
        details=details,
        more=more,
        around=around,
        corrections=tuple(told_corrections(published, unit)),
    )


def _strong_and_weak(
    top: Sequence[tuple[NodeRecord, CriterionRecord]],
) -> tuple[list[NodeRecord], list[tuple[NodeRecord, Fraction]]]:
    """Part criteria by whether a tenth of the maximum was lost: the best share first; the most points lost first."""
    strong, weak = [], []
    for node, told in top:
        share = _share(told)
        if share is None or told.score is None or told.counted is None:
            continue
        if share > 1 - _WEAK:
            strong.append((node, share))
        else:
            weak.append((node, told.counted - told.score))
    strong.sort(key=lambda each: -each[1])
    return [node for node, _ in strong], sorted(weak, key=lambda each: -each[1])


def _facts(
    published: Published, words: Mapping[str, str], made: ListRecord, unit: UnitRecord
) -> Iterator[tuple[str, str]]:
    rank = unit.rank_printed
    yield words["rank"], words["of"].format(rank=rank, count=len(made.units)) if rank else "–"
    total, most = total_of(published, unit), printed_plainly(unit.max, published)
    yield words["total"], words["total_of"].format(total=total, max=most) if unit.max is not None else total
    yield words["tier"], tier_title(published, unit) or "–"
    yield words["change"], change(unit.rank_change)
    if unit.declared:
        yield words["declared"], printed(unit.declared.total, published)


def _losses(published: Published, words: Mapping[str, str], unit: UnitRecord) -> Iterator[tuple[str, str]]:
    title = _title(published)
    for node, lost in losses(published, unit)[:_MOST_LOSSES]:
        yield title(node), _lost(published, words, lost)


def _lost(published: Published, words: Mapping[str, str], lost: Fraction) -> str:
    """Write points that were lost: with the digits of points, and more where they would read as none."""
    return words["lost"].format(lost=printed_some(lost, published))


def _details(
    published: Published, words: Mapping[str, str], unit: UnitRecord, above: Sequence[NodeRecord]
) -> tuple[tuple[tuple[str, str], ...], str]:
    """Give what else a unit has, as far as there is room, and name what has none."""
    details = beside(published, [unit.scorecard], [unit], above)
    said = []
    for detail in details[:_MOST_DETAILS]:
        cell = detail.cells[unit.id]
        shown = " · ".join(filter(None, (cell.shown or "–", cell.in_words(published.lang))))
        said.append((f"{detail.heading} ({detail.note})" if detail.note else detail.heading, shown))
    return tuple(said), _elsewhere(words, [detail.heading for detail in details[_MOST_DETAILS:]])


def _elsewhere(words: Mapping[str, str], titles: Sequence[str]) -> str:
    """Name what the page has no room for, and where it is; nothing where there is room for all."""
    return words["more"].format(titles="; ".join(titles)) if titles else ""


def _around(
    published: Published, words: Mapping[str, str], ranked: Sequence[UnitRecord], place: int
) -> tuple[str, ...]:
    """Say who stands right above and below, and how far the next tier is."""
    unit = ranked[place]
    own = unit.total
    said = []
    for key, other in (("above", place - 1), ("below", place + 1)):
        if not 0 <= other < len(ranked):
            continue
        that = ranked[other].total
        if own is not None and that is not None:
            total, gap, _ = show_gap(that, own, published.record.digits, published.lang)
            told = {"unit": ranked[other].name, "total": total}
            said.append(words[key if that != own else f"{key}_equal"].format(**told, gap=gap))
    said += [words["failed"].format(condition=each) for each in failed_of(published, unit)]
    better = next_tier(published, unit)
    if better is not None:
        _, gap, bound = show_gap(better.total, better.bound, published.record.digits, published.lang)
        key = "next" if better.bound > better.total else "pass"
        said.append(words[key].format(gap=gap, bound=bound, tier=tier_asked(published, better.tier, unit)))
    elif unit.tier and unit.tier == best_tier(published, unit):
        said.append(words["best"])
    return tuple(said)


def _title(published: Published) -> Any:
    def title(node: NodeRecord) -> str:
        said = node.title.say(published.lang) or node.id
        return f"{node.code}. {said}" if node.code else said

    return title


def _share(told: CriterionRecord) -> Fraction | None:
    points, counted = told.score, told.counted
    return points / counted if points is not None and counted else None


def _means(ranked: Sequence[UnitRecord]) -> dict[str, Fraction]:
    """Give the mean share of each criterion over the ranked units of a list, for the line in a bar."""
    shares: dict[str, list[Fraction]] = {}
    for unit in ranked:
        for told in unit.criteria:
            if (share := _share(told)) is not None:
                shares.setdefault(told.id, []).append(share)
    return {id_: sum(each, Fraction(0)) / len(each) for id_, each in shares.items()}


def _thousandths(share: Fraction | None) -> int:
    """Round a share down to thousandths within 0 to 1: what a bar of a page can show.

    >>> _thousandths(Fraction(2, 3)), _thousandths(None), _thousandths(Fraction(5, 4))
    (666, -1, 1000)
    """
    return -1 if share is None else int(min(max(share, Fraction(0)), Fraction(1)) * 1000)
