"""What a unit lost, and what its rank and tier hang on, in sentences."""

from fractions import Fraction

from ..explain.explanation import Explanation, Neighbour, NodeTold, TierGap
from .explanation_words import amount, code_and_title
from .words import why_not_comparable

_MOST_LOST, _MOST_TIED = 10, 5


def lost_lines(made: Explanation, lang: str) -> list[tuple[str, str]]:
    """Give the leaves that lost most, in points of the total where those can be told: points, and the title."""
    told = [made.node(id_) for id_ in made.lost]
    lines = [(f"−{amount(_in_total(one), lang)}", code_and_title(one.node, lang) + _scale(one, lang)) for one in told]
    more = len(lines) - _MOST_LOST
    if more > 1:
        rest = sum((_in_total(one) for one in told[_MOST_LOST:]), Fraction(0))
        others = f"{more} tiêu chí khác" if lang == "vi" else f"{more} others"
        lines = [*lines[:_MOST_LOST], (f"−{amount(rest, lang)}", others)]
    return lines


def _scale(told: NodeTold, lang: str) -> str:
    if told.worth is not None:
        return ""
    return " (theo thang riêng)" if lang == "vi" else " (on a scale of its own)"


def _in_total(told: NodeTold) -> Fraction:
    return (told.lost or Fraction(0)) * (told.worth if told.worth is not None else 1)


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
            lines.append(f"{first if vi else second}: {_neighbour(other, lang)}")
    if standing.better is not None:
        lines.append(_better(standing.better, lang))
    if standing.own is not None and standing.tier:
        gap, title = amount(standing.own.gap, lang), standing.tier.say(lang)
        bound = amount(standing.own.bound, lang)
        lines.append(
            f"Hơn ngưỡng {title} ({bound}) {gap} điểm" if vi else f"{gap} above the bound of {title} ({bound})"
        )
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


def _neighbour(other: Neighbour, lang: str) -> str:
    vi = lang == "vi"
    name = other.unit.name or other.unit.id
    rank = f"{'hạng' if vi else 'rank'} {other.rank_printed}"
    said = f"{name} ({rank}), {amount(other.value, lang)}"
    if other.gap:
        return f"{said}, {'cách' if vi else 'a gap of'} {amount(other.gap, lang)} {'điểm' if vi else 'points'}"
    if other.decided is None:
        return f"{said}, {'bằng điểm' if vi else 'the same points'}"
    own, theirs = (amount(value, lang) for value in (other.decided.own, other.decided.other))
    words = other.decided.words.say(lang)
    if vi:
        return f"{said}, bằng điểm; phân định bằng {words}: {own} so với {theirs}"
    return f"{said}, the same points; decided by {words}: {own} against {theirs}"


def _better(gap: TierGap, lang: str) -> str:
    vi = lang == "vi"
    title = gap.tier.title.say(lang) or gap.tier.id
    bound = (
        f"{('trên' if gap.strict else 'từ') if vi else ('above' if gap.strict else 'from')} {amount(gap.bound, lang)}"
    )
    if gap.gap:
        line = (
            f"Thiếu {amount(gap.gap, lang)} điểm để đạt {title} ({bound})"
            if vi
            else f"{amount(gap.gap, lang)} short of {title} ({bound})"
        )
    else:
        line = f"Đủ điểm cho {title} ({bound})" if vi else f"It has the points for {title} ({bound})"
    if gap.requires is not None:
        held = gap.requires.result is True
        needs = gap.requires.words.say(lang)
        state = ("đã đạt" if held else "chưa đạt") if vi else ("it holds" if held else "it does not hold")
        line += f"; cần thêm {needs} ({state})" if vi else f"; it also needs {needs} ({state})"
    return line
