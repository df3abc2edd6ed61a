"""What a unit lost, and what its rank and tier hang on, in sentences."""

from collections.abc import Iterator
from fractions import Fraction

from ..explain.explanation import Explanation, Neighbour, NodeTold, Standing, TierGap
from ..explain.naming import condition_in_words
from ..model.outcome import NoScore, Outcome
from ..result.numbers import show_gap
from .explanation_words import amount, code_and_title
from .quotas import quota_words
from .words import name_of, why_not_comparable

_MOST_LOST, _MOST_TIED = 10, 5


def lost_lines(made: Explanation, lang: str) -> list[tuple[str, str]]:
    """Give the leaves that lost most: how much more the total would be without each loss, all else as it is.

    What does not change the total is no loss of it; where it is not known, the leaf's own points are given.
    """
    told = [one for one in (made.node(id_) for id_ in made.lost) if one.cost is None or one.cost > 0]
    lines = [(f"−{amount(_in_total(one), lang)}", code_and_title(one.node, lang) + _scale(one, lang)) for one in told]
    more = len(lines) - _MOST_LOST
    if more > 1:
        rest = told[_MOST_LOST:]
        # Losses add up only where sums alone lie between, and no rounding or cap.
        is_sum = all(one.worth is not None and one.cost == (one.lost or 0) * abs(one.worth) for one in rest)
        total = f"−{amount(sum(map(_in_total, rest), Fraction(0)), lang)}" if is_sum else "…"
        lines = [*lines[:_MOST_LOST], (total, f"{more} tiêu chí khác" if lang == "vi" else f"{more} others")]
    return lines


def _scale(told: NodeTold, lang: str) -> str:
    if told.cost is not None:
        return ""
    return " (theo thang riêng)" if lang == "vi" else " (on a scale of its own)"


def _in_total(told: NodeTold) -> Fraction:
    return told.cost if told.cost is not None else told.lost or Fraction(0)


def standing_lines(made: Explanation, lang: str) -> list[str]:
    """Say what the rank and the tier hang on."""
    vi, unit, standing = lang == "vi", made.unit, made.standing
    lines = []
    if standing.by is not None and standing.value is not None:
        said = f"{standing.by.words.say(lang)} = {amount(standing.value, lang)}"
        lines.append(f"Xếp hạng theo {said}" if vi else f"Ranked by {said}")
    if standing.tied:
        names = ", ".join(other.name or other.id for other in standing.tied[:_MOST_TIED])
        names += f" … (+{len(standing.tied) - _MOST_TIED})" if len(standing.tied) > _MOST_TIED else ""
        lines.append(f"Đồng hạng với {names}" if vi else f"Shares its rank with {names}")
    for other, first, second in (
        (standing.above, "Ngay trên", "Next above"),
        (standing.below, "Ngay dưới", "Next below"),
    ):
        if other is not None:
            lines.append(f"{first if vi else second}: {_neighbour(other, standing, lang)}")
    lines += _conditions(made, lang)
    if standing.better is not None:
        lines.append(_better(standing.better, standing, unit.outcome, lang))
    if standing.own is not None and standing.tier and standing.own.gap >= 0:
        gap, bound, title = amount(standing.own.gap, lang), amount(standing.own.bound, lang), standing.tier.say(lang)
        if standing.own.gap:
            lines.append(
                f"Hơn ngưỡng {title} ({bound}) {gap} điểm" if vi else f"{gap} above the bound of {title} ({bound})"
            )
        else:
            lines.append(f"Vừa đúng ngưỡng {title} ({bound})" if vi else f"At the bound of {title} ({bound})")
    if unit.rank_change is not None and unit.previous is not None:
        lines.append(_change(made, lang))
    elif (why := why_not_comparable(unit.succession)) is not None:
        lines.append(
            f"Không so sánh được với năm trước: {why.say(lang)}"
            if vi
            else f"Not comparable with last year: {why.say(lang)}"
        )
    return lines


def _change(made: Explanation, lang: str) -> str:
    vi, unit = lang == "vi", made.unit
    moved, before = unit.rank_change or 0, unit.previous
    rank = before.rank if before is not None else None
    if vi:
        said = f"lên {moved} bậc" if moved > 0 else f"xuống {-moved} bậc" if moved else "giữ nguyên hạng"
        line = f"So với năm trước: {said} (năm trước hạng {rank})"
    else:
        said = f"up {moved}" if moved > 0 else f"down {-moved}" if moved else "the same rank"
        line = f"Since last year: {said} (from rank {rank})"
    if unit.total_change is not None:
        sign = "+" if unit.total_change > 0 else ""
        line += f", {sign}{amount(unit.total_change, lang)} {'điểm' if vi else 'points'}"
    return line


def _conditions(made: Explanation, lang: str) -> Iterator[str]:
    """Name the failed conditions: first those that decided the tier."""
    vi, standing, ruleset = lang == "vi", made.standing, made.result.ruleset
    unknown = {one.node.id for one in made.nodes if isinstance(one.outcome, NoScore)}
    for node in (*standing.lowering, *standing.failed):
        name, asked = name_of(ruleset, node.id, lang), condition_in_words(ruleset, node, lang)
        effect = ""
        if node in standing.lowering:
            tier = standing.tier.say(lang)
            effect = (
                f", nên xếp mức {tier} dù được bao nhiêu điểm" if vi else f", so its tier is {tier} whatever its points"
            )
        elif node.on_fail == "unranked":
            effect = ", nên không xếp hạng" if vi else ", so it is not ranked"
        if node.id in unknown:
            yield (
                f"Chưa biết, tính như không đạt điều kiện {name}{effect}; cần {asked}"
                if vi
                else f"Not known, so the condition {name} counts as not held{effect}; it needs {asked}"
            )
        else:
            yield (
                f"Không đạt điều kiện {name}{effect}; cần {asked}"
                if vi
                else f"The condition {name} does not hold{effect}; it needs {asked}"
            )


def _neighbour(other: Neighbour, standing: Standing, lang: str) -> str:
    vi = lang == "vi"
    name = other.unit.name or other.unit.id
    points = ("" if standing.by is not None else " điểm") if vi else "" if standing.by is not None else " points"
    value = amount(other.value, lang)
    if other.gap and standing.value is not None:
        value, gap = show_gap(other.value, standing.value, None, lang)[:2]
        return f"{name} ({'hạng' if vi else 'rank'} {other.rank_printed}), {value}, {'cách' if vi else 'a gap of'} {gap}{points}"
    said = f"{name} ({'hạng' if vi else 'rank'} {other.rank_printed}), {value}"
    same = ("bằng điểm" if points else "bằng nhau") if vi else ("the same points" if points else "the same")
    if other.decided is None:
        by_id = ("; theo thứ tự mã đơn vị" if vi else "; in the order of ids") if standing.by_id else ""
        return f"{said}, {same}{by_id}"
    own, theirs = (amount(each, lang) for each in (other.decided.own, other.decided.other))
    words = other.decided.words.say(lang)
    if vi:
        return f"{said}, {same}; phân định bằng {words}: {own} so với {theirs}"
    return f"{said}, {same}; decided by {words}: {own} against {theirs}"


def _better(gap: TierGap, standing: Standing, total: Outcome, lang: str) -> str:
    vi = lang == "vi"
    title = gap.tier.title.say(lang) or gap.tier.id
    side = ("trên" if gap.strict else "từ") if vi else ("above" if gap.strict else "from")
    bound = f"{side} {amount(gap.bound, lang)}"
    if gap.gap:
        much = amount(gap.gap, lang)
        line = f"Thiếu {much} điểm để đạt {title} ({bound})" if vi else f"{much} short of {title} ({bound})"
    elif gap.strict and total == gap.bound:
        line = (
            f"Phải trên ngưỡng mới đạt {title} ({bound})" if vi else f"It must be above the bound of {title} ({bound})"
        )
    else:
        line = f"Đủ điểm cho {title} ({bound})" if vi else f"It has the points for {title} ({bound})"
    for asked in (gap.when, gap.requires):
        if asked is not None:
            held = asked.result is True
            needs = asked.words.say(lang)
            state = ("đã đạt" if held else "chưa đạt") if vi else ("it holds" if held else "it does not hold")
            line += f"; cần thêm {needs} ({state})" if vi else f"; it also needs {needs} ({state})"
    if standing.lowering:
        line += "; cần đạt cả điều kiện nêu trên" if vi else "; the condition named above must hold too"
    if gap.tier.quota is not None:
        place = quota_words(gap.tier.quota, lang)
        line += f"; phải {place}" if vi else f"; it must be {place}"
    return line
