"""The announcement: who leads, who follows, who is last, how many in each tier, the method restated; as a province writes it."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from ..files.visible import visible
from ..result.contract import ListRecord, UnitRecord
from ..result.published import Published
from ..result.words import decree_named, period_beside
from .facts import card_named, formulas, list_named, listed, marks, printed, printed_plainly, scorecard, unranked
from .tiers import conditions_stated, failed_lines, points_of, tiers_stated

LANGUAGES = ("vi", "en")
_LEADING, _LAST, _MOST_NAMED = 3, 3, 12

_WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("KẾT QUẢ ĐÁNH GIÁ, XẾP HẠNG", "RESULTS AND RANKING"),
    "period": ("Năm {period}", "Year {period}"),
    "decision": ("Theo {kind} số {number}", "By {kind} {number}"),
    "out_of": ("Thang điểm {max}.", "Out of {max} points."),
    "scales": ("Thang điểm: {scales}.", "Maxima: {scales}."),
    "no_total": (
        "Bộ tiêu chí không tính tổng điểm, nên không có hạng theo tổng điểm, chỉ có hạng theo từng tiêu chí.",
        "The ruleset makes no total, so nothing is ranked by it; there are ranks by criterion only.",
    ),
    "ranked": ("Có {count} đơn vị được xếp hạng{mean}.", "{count} units are ranked{mean}."),
    "mean": (", điểm bình quân {mean}", ", with a mean of {mean} points"),
    "tiers": ("Xếp loại: {tiers}.", "Tiers: {tiers}."),
    "tier": ("{title} {count} đơn vị", "{title} {count}"),
    "first": ("{unit} đứng đầu{points}{change}", "{unit} leads{points}{change}"),
    "firsts": ("{units} cùng đứng đầu{points}", "{units} lead together{points}"),
    "next": ("tiếp theo là {units}", "followed by {units}"),
    "place": ("{unit}{points}, xếp thứ {rank}{change}", "{unit}{points}, in place {rank}{change}"),
    "last": ("Cuối danh sách là {unit}{points}{change}", "Last is {unit}{points}{change}"),
    "lasts": ("Cuối danh sách là {units}{points}", "Last are {units}{points}"),
    "above_last": ("ngay trên là {units}", "just above it {units}"),
    "with": (" với {total} điểm", " with {total} points"),
    "beside": (" {total} điểm", " with {total} points"),
    "each": (", cùng {total} điểm", ", with {total} points each"),
    "ranked_by": ("Xếp hạng theo {by}{least}{more}.", "Ranked by {by}{least}{more}."),
    "total": ("tổng điểm", "the total"),
    "least": (", thấp nhất xếp trước", ", the lowest first"),
    "then_by": ("; bằng nhau thì lần lượt xét {breaks}", "; where that is equal, by {breaks}"),
    "up": (", tăng {count} bậc", ", {count} up"),
    "down": (", giảm {count} bậc", ", {count} down"),
    "same": (", giữ nguyên thứ hạng", ", as last year"),
    "movers": ("Tăng nhiều bậc nhất: {units}.", "Risen most: {units}."),
    "fallers": ("Giảm nhiều bậc nhất: {units}.", "Fallen most: {units}."),
    "mover": ("{unit} ({count} bậc)", "{unit} ({count} places)"),
    "unranked": ("Chưa xếp hạng:", "Not ranked:"),
    "reason": ("- {unit}: {why}", "- {unit}: {why}"),
    "more": ("và {count} đơn vị khác", "and {count} more"),
    "overall": ("Tổng cộng {count} đơn vị được xếp hạng: {tiers}.", "In all {count} units are ranked: {tiers}."),
    "method": ("Cách xếp loại: {tiers}.", "How tiers are given: {tiers}."),
    "method_of": ("Cách xếp loại, {card}: {tiers}.", "How tiers are given, {card}: {tiers}."),
    "conditions_of": ("{card}: {conditions}", "{card}: {conditions}"),
    "by": ("Điểm được tính đúng tuyệt đối theo bộ tiêu chí {ruleset}, mã băm {ruleset_hash}; tệp kết quả có mã băm {result_hash}.",
           "Points are exact, by the ruleset {ruleset}, hash {ruleset_hash}; the result has the hash {result_hash}."),
    "and": (" và ", " and "),
}  # fmt: skip


def announcement(published: Published, agency: str = "") -> str:
    """Say a result in prose; every number is one that the result holds, or a count of its units.

    Args:
        published: the result.
        agency: who publishes, where it is known.
    """
    return "\n".join(visible(line.rstrip()) for line in _lines(published, agency)) + "\n"


def _lines(published: Published, agency: str) -> Iterator[str]:
    tell = _teller(published)
    record = published.record
    rules = record.ruleset
    yield from marks(published)
    if agency:
        yield agency
    yield tell("title")
    title = rules.title.say(published.lang)
    yield title
    if period := period_beside(title, rules.period):
        yield tell("period", period=period)
    kind, number = decree_named(rules.decision, published.lang)
    if number:
        yield tell("decision", kind=kind, number=number)
    yield from general(published)
    for place, made in enumerate(record.lists, start=1):
        yield ""
        title = list_named(published, made)
        if title:
            yield f"{place}. {title}" if len(record.lists) > 1 else title
        yield from list_lines(published, made)
    yield ""
    yield from methods(published)
    yield tell(
        "by",
        ruleset=f"{rules.id} {rules.version}",
        ruleset_hash=rules.sha256[:12],
        result_hash=published.sha256[:12],
    )


class _Teller:
    """Gives sentences in the report's language."""

    def __init__(self, lang: str) -> None:
        self.at = LANGUAGES.index(lang)

    def __call__(self, key: str, **params: object) -> str:
        return _WORDS[key][self.at].format(**params)

    def listed(self, parts: Sequence[str]) -> str:
        """Join with commas, and `and` before the last."""
        return self("and").join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def _teller(published: Published) -> _Teller:
    return _Teller(published.lang)


def general(published: Published) -> Iterator[str]:
    """Say what holds of all lists together."""
    yield from filter(None, (scales(published), *overall(published)))


def counted(published: Published) -> str:
    """Say how many units are ranked in all lists; or that there is no total to rank them by."""
    lists = published.record.lists
    if lists and all(_makes_no_total(published, made) for made in lists):
        return _teller(published)("no_total")
    return _teller(published)("ranked", count=sum(len(made.units) for made in published.record.lists), mean="")


def scales(published: Published) -> str:
    """Say out of how many points; empty where no scorecard has a maximum."""
    tell = _teller(published)
    cards = [card for card in published.record.scorecards if card.max is not None]
    shown = [(card.title.say(published.lang), printed_plainly(card.max, published)) for card in cards]
    if len({most for _, most in shown}) == 1:
        return tell("out_of", max=shown[0][1])
    return tell("scales", scales="; ".join(f"{title} {most}" for title, most in shown)) if shown else ""


def overall(published: Published) -> Iterator[str]:
    """Count the units of all lists together, where every list has the same tiers."""
    tell = _teller(published)
    lists = published.record.lists
    titles = [_tier_titles(published, made) for made in lists]
    if len(lists) > 1 and titles[0] and all(each == titles[0] for each in titles):
        counts = [
            tell("tier", title=title, count=sum(made.tiers.get(id_, 0) for made in lists))
            for id_, title in titles[0].items()
        ]
        yield tell("overall", count=sum(len(made.units) for made in lists), tiers=", ".join(counts))


def _makes_no_total(published: Published, made: ListRecord) -> bool:
    """Say whether nobody in a list has a total, and some have ranks by a criterion instead."""
    inside = unranked(published, made)
    return (
        not made.units
        and bool(inside)
        and all(unit.reason is not None and unit.reason.code in {"not_summed", "role"} for unit in inside)
        and any(one.rank is not None for unit in inside for one in unit.criteria)
    )


def list_lines(published: Published, made: ListRecord) -> Iterator[str]:
    """Say of a list how many are ranked and in which tiers, who leads, who is last, who moved, who is not ranked."""
    tell = _teller(published)
    units = listed(published, made)
    if _makes_no_total(published, made):
        yield tell("no_total")
        return
    mean = tell("mean", mean=printed(made.mean, published)) if made.mean is not None else ""
    yield tell("ranked", count=len(units), mean=mean)
    yield from ranked_by(published, made)
    titles = _tier_titles(published, made)
    if titles:
        counts = [tell("tier", title=titles[id_], count=count) for id_, count in made.tiers.items() if id_ in titles]
        yield tell("tiers", tiers=", ".join(counts))
    if units:
        yield _leaders(published, units, tell)
        if len(units) > _LEADING + _LAST:
            yield _trailers(published, units, tell)
        yield from _movers(units, tell)
    yield from failed_lines(published, [*units, *unranked(published, made)])
    yield from _left_out(published, made, tell)


def ranked_by(published: Published, made: ListRecord) -> Iterator[str]:
    """Say what a list is ranked by where that is not the total, or the lowest is first."""
    formula, tell = formulas(published), _teller(published)
    cards = [scorecard(published, id_) for id_ in made.scorecards]
    for ranking in [card.ranking for card in cards if card is not None][:1]:
        if ranking is not None and (ranking.by is not None or ranking.best == "lowest"):
            breaks = ", ".join(formula(each) for each in ranking.tie_break)
            more = tell("then_by", breaks=breaks) if breaks else ""
            least = tell("least") if ranking.best == "lowest" else ""
            yield tell("ranked_by", by=formula(ranking.by) or tell("total"), least=least, more=more)


def _leaders(published: Published, units: Sequence[UnitRecord], tell: _Teller) -> str:
    first = [unit for unit in units if unit.rank == units[0].rank]
    following = [unit for unit in units[len(first) :] if unit.rank is not None and unit.rank <= _LEADING][:_MOST_NAMED]
    if len(first) > 1:
        said = tell("firsts", units=_names(first, tell), points=_points(published, first[0], "with", tell))
    else:
        points = _points(published, first[0], "with", tell)
        said = tell("first", unit=first[0].name, points=points, change=_change(first[0], tell))
    if following:
        places = [
            tell(
                "place",
                unit=unit.name,
                points=_points(published, unit, "beside", tell),
                rank=unit.rank,
                change=_change(unit, tell),
            )
            for unit in following
        ]
        said += "; " + tell("next", units="; ".join(places))
    return f"{said}."


def _trailers(published: Published, units: Sequence[UnitRecord], tell: _Teller) -> str:
    last = [unit for unit in units if unit.rank == units[-1].rank]
    rest = units[: -len(last)][-_LAST + 1 :][::-1]
    if len(last) > 1:
        said = tell("lasts", units=_names(last, tell), points=_points(published, last[0], "each", tell))
    else:
        points = _points(published, last[0], "with", tell)
        said = tell("last", unit=last[0].name, points=points, change=_change(last[0], tell))
    above = [unit.name + _points(published, unit, "beside", tell) for unit in rest]
    return f"{said}; {tell('above_last', units=tell.listed(above))}." if above else f"{said}."


def _movers(units: Sequence[UnitRecord], tell: _Teller) -> Iterator[str]:
    changes = [unit.rank_change for unit in units if unit.rank_change is not None]
    for key, most in (("movers", max(changes, default=0)), ("fallers", min(changes, default=0))):
        if (key == "movers" and most > 1) or (key == "fallers" and most < -1):
            named = [tell("mover", unit=unit.name, count=abs(most)) for unit in units if unit.rank_change == most]
            yield tell(key, units=_cut(named, tell))


def _left_out(published: Published, made: ListRecord, tell: _Teller) -> Iterator[str]:
    units = unranked(published, made)
    if units:
        yield tell("unranked")
    for unit in units:
        reason = unit.reason
        yield tell("reason", unit=unit.name, why=reason.say(published.lang) if reason else "–")


def _tier_titles(published: Published, made: ListRecord) -> dict[str, str]:
    cards = [scorecard(published, id_) for id_ in made.scorecards]
    return {tier.id: tier.title.say(published.lang) or tier.id for card in cards if card for tier in card.tiers}


def methods(published: Published) -> Iterator[str]:
    """Restate how tiers are given and what decides beside points, once where all scorecards have the same."""
    tell, cards = _teller(published), published.record.scorecards
    said = {card.id: tiers_stated(published, card) for card in cards if card.tiers}
    yield from _for_each(published, said, lambda tiers: tell("method", tiers=tiers), "method_of", "tiers")
    asked = {card.id: " ".join(conditions_stated(published, card)) for card in cards}
    yield from _for_each(
        published, {id_: each for id_, each in asked.items() if each}, str, "conditions_of", "conditions"
    )


def _for_each(
    published: Published, said: Mapping[str, str], all_: Callable[[str], str], key: str, name: str
) -> Iterator[str]:
    """Say a thing once where it is the same of all scorecards that have it, else of each by its name."""
    if len(set(said.values())) == 1:
        yield all_(next(iter(said.values())))
        return
    for id_, text in said.items():
        yield _teller(published)(key, card=card_named(published, id_), **{name: text})


def _points(published: Published, unit: UnitRecord, how: str, tell: _Teller) -> str:
    """Say how many points a unit has; nothing where units are ranked without a total."""
    return "" if unit.total is None else tell(how, total=points_of(published, unit))


def _names(units: Sequence[UnitRecord], tell: _Teller) -> str:
    return _cut([unit.name for unit in units], tell)


def _cut(parts: Sequence[str], tell: _Teller) -> str:
    """Join names, and count those past the twelfth."""
    if len(parts) <= _MOST_NAMED:
        return tell.listed(list(parts))
    return f"{', '.join(parts[:_MOST_NAMED])}, {tell('more', count=len(parts) - _MOST_NAMED)}"


def _change(unit: UnitRecord, tell: _Teller) -> str:
    change = unit.rank_change
    if change is None:
        return ""
    return tell("same") if change == 0 else tell("up" if change > 0 else "down", count=abs(change))
