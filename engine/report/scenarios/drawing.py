"""Charts of scenarios: how many units are in each tier, who changes rank, and tiers along a sweep."""

from fractions import Fraction

from ...files.visible import visible
from ...publish.whatif_saying import Saying, list_title, rank
from ...result.numbers import decimal
from ...scenario.contract import MovedListRecord, SweepRecord, SweptListRecord
from ..charts import Chart, Moved, Spec, sloped, tier_columns
from ..letters import letters
from . import words

_NARROW = 25  # a part of an axis this small has no room for a figure


def list_charts(saying: Saying, made: MovedListRecord) -> list[Chart]:
    """Give the charts of a list: tiers as they are and under the scenario, and ranks that change."""
    found = []
    if any(each.before != each.now for each in made.tiers):
        found.append(_tiers(saying, made))
    moved = [
        Moved(place, unit.name or unit.id, unit.before.rank, unit.now.rank, rank(unit.now), unit.rank_change)
        for place, unit in enumerate(made.units)
        if unit.before.rank is not None and unit.now.rank is not None and unit.rank_change
    ]
    if moved:
        spec, cut = sloped(moved, {key: saying(pair) for key, pair in words.SLOPE.items()})
        found.append(Chart(saying(words.RANKS_MOVED) + cut, spec, list_title(saying, made)))
    return found


def _tiers(saying: Saying, made: MovedListRecord) -> Chart:
    """Put the tiers as they are below those of the scenario."""
    titles = [letters(visible(each.title.say(saying.lang))) for each in made.tiers]
    rows: list[Spec] = []
    whole = max(sum(each.before for each in made.tiers), sum(each.now for each in made.tiers))
    for height, counts in enumerate(([each.now for each in made.tiers], [each.before for each in made.tiers])):
        at = 0
        for title, count in zip(titles, counts, strict=True):
            if count:
                middle = Fraction(2 * height + 1, 2)
                rows.append(_rectangle((at, at + count), (height, height + 1), middle, title, str(count), whole))
            at += count
    spec = tier_columns(rows, titles, saying(words.UNITS_AXIS))
    return Chart(saying(words.TIERS_MOVED), spec, list_title(saying, made))


def _rectangle(
    across: tuple[int | Fraction, int | Fraction],
    up: tuple[int, int],
    middle: Fraction,
    title: str,
    label: str,
    whole: int | Fraction,
) -> Spec:
    """Give a rectangle as texts; a narrow one has no figure."""
    low, high = (Fraction(each) for each in across)
    return {
        "x": decimal(low)[0],
        "end": decimal(high)[0],
        "centre": decimal((low + high) / 2)[0],
        "y": str(up[0]),
        "top": str(up[1]),
        "middle": decimal(middle)[0],
        "tier": title,
        "label": label if (high - low) * _NARROW >= whole else "",
    }


def sweep_charts(saying: Saying, sweep: SweepRecord) -> list[Chart]:
    """Show how many units of each list are in each tier along a sweep, the best at the bottom."""
    found = (_swept(saying, sweep, each) for each in sweep.lists)
    return [each for each in found if each is not None]


def _swept(saying: Saying, sweep: SweepRecord, made: SweptListRecord) -> Chart | None:
    """Show one list; None where nobody has a tier. Of a sweep by steps each value is as wide as a step."""
    if not made.tiers:
        return None
    scale = 100 if sweep.per_cent else 1
    beside = sweep.step / 2 if sweep.known == "every_value" and sweep.step is not None else 0
    low, high = ((sweep.low - beside) * scale, (sweep.high + beside) * scale)
    titles = [letters(visible(each.title.say(saying.lang))) for each in made.tiers]
    rows: list[Spec] = []
    for stretch in made.stretches:
        at = 0
        for title, tier in zip(titles, made.tiers, strict=True):
            count = stretch.tiers.get(tier.id, 0)
            if count:
                across = ((stretch.low - beside) * scale, (stretch.high + beside) * scale)
                middle = Fraction(2 * at + count, 2)
                rows.append(_rectangle(across, (at, at + count), middle, title, str(count), high - low))
            at += count
    if not rows:
        return None
    about = visible(sweep.about.say(saying.lang))
    unit = f"{about} (%)" if sweep.per_cent else about
    spec = tier_columns(rows, titles, letters(unit), (low, high), sweep.step if beside else None)
    title = list_title(saying, made)
    return Chart(saying(words.SWEPT, about=about, list=title), spec, title)
