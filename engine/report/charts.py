"""Charts of a result as Vega-Lite specifications, for print: one set for PDF, Word and whatever else shows pictures.

A specification holds its data as texts that it parses itself, names among them: nothing in it is an expression, an
address or markup that a name could reach. Lengths and places come from exact figures; printed figures are the result's.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from ..result.contract import ListRecord, NodeRecord, ScorecardRecord, UnitRecord
from ..result.numbers import decimal, show_bound
from ..result.published import Published
from .contents import top_criteria
from .facts import list_named, listed, printed, scorecard, tier_title
from .letters import SANS, font_folder, letters
from .tiers import bound_words
from .words import CHARTS

Spec = dict[str, Any]

MOST_ROWS = 40  # of bars or slopes on a page
_ENDS = 15  # units that are shown from the top and from the bottom of a longer list
_MOST_DOTS = 100  # units that are shown each as a dot
_BINS = 40
_LONGEST_NAME, _LONGEST_PART, _LONGEST_CODE, _HALF = 44, 70, 8, 36  # letters; the last fit in half the width
_ROOM = 62  # beside the longest bar, for its figure
_DOTS_ACROSS = 62  # dots side by side from end to end of the axis: closer ones are piled
_SIDES = ("41", "59")  # hundredths of the width, where ranks of last year and of this year stand
_GAPS = 2  # rungs of a ladder for each unit on it, at most
_WIDTH = 680
_ROW = 19
_PADDING = 6
_VERSION = "6.4"
# In turns dark and light, so that neighbours differ in print without colour; told apart by colour-blind readers.
COLOURS = ("#1f4e79", "#e08a1e", "#1e6b45", "#d58abf", "#4b3483", "#5fa8dc", "#7a3b1d", "#98a2ad")
TIERS = ("#1b6e3c", "#2f7fbf", "#b06f00", "#a3301f", "#6b3fa0")
_SHAPES = frozenset({"svg", "g", "path", "rect", "line", "text"})
_LOOKS = frozenset(
    {
        "width", "height", "viewBox", "transform", "d", "x", "y", "x1", "x2", "y1", "y2", "fill", "fill-opacity", "opacity",
        "stroke", "stroke-width", "stroke-dasharray", "stroke-miterlimit", "text-anchor", "font-size", "font-weight",
    }
)  # fmt: skip
_UP, _DOWN, _LEVEL = "#1b6e3c", "#a3301f", "#98a2ad"
_INK, _SOFT, _LINE = "#1b2430", "#5b6675", "#d8dee6"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, and what stands above it.

    Attributes:
        title: what it shows.
        spec: how it is drawn.
        list: whose units.
        heading: that list, at its first chart and where there is more than one list; else empty.
    """

    title: str
    spec: Spec
    list: str = ""
    heading: str = ""

    @property
    def alt(self) -> str:
        """Say in words what a reader who does not see it should know."""
        return f"{self.title}. {self.list}".strip(" .")


class Moved(NamedTuple):
    """A unit with both ranks: its place in the list, its name, the older rank, the newer, as printed, and by how many places it moved."""

    place: int
    name: str
    before: int
    now: int
    printed: str
    by: int


def charts(published: Published) -> list[Chart]:
    """Give the charts of all lists."""
    lists = published.record.lists
    every = []
    for made in lists:
        title = list_named(published, made)
        for number, chart in enumerate(charts_of(published, made)):
            heading = title if len(lists) > 1 and not number else ""
            every.append(replace(chart, list=letters(title), heading=letters(heading)))
    return every


def charts_of(published: Published, made: ListRecord) -> list[Chart]:
    """Give the charts of a list that say something: the spread of totals, points by criterion, ranks of two years."""
    every = (spread(published, made), bars(published, made), slope(published, made))
    return [chart for chart in every if chart is not None]


def as_svg(spec: Spec) -> str:
    """Draw a specification as SVG; nothing is fetched.

    Raises:
        ModuleNotFoundError: the extra `report` is not installed.
    """
    return _svg(json.dumps(spec))


def as_inline(spec: Spec, label: str) -> str:
    """Draw a specification as an element of a web page: shapes and texts alone, one picture to who hears the page.

    Raises:
        ModuleNotFoundError: the extra `report` is not installed.
        ValueError: the drawing holds something else.
    """
    drawing = ET.fromstring(as_svg(spec))  # noqa: S314  # just made, without entities
    _bare(drawing)
    drawing.set("role", "img")
    drawing.set("aria-label", label)
    return ET.tostring(drawing, encoding="unicode")


def _bare(element: ET.Element) -> None:
    element.tag = element.tag.rpartition("}")[2]
    if element.tag not in _SHAPES:
        raise ValueError(element.tag)
    for name in [name for name in element.attrib if name not in _LOOKS]:
        del element.attrib[name]
    for child in list(element):
        if child.get("display") == "none" or child.get("d") == "":
            element.remove(child)
        else:
            _bare(child)


def as_png(spec: Spec, scale: int = 2) -> bytes:
    """Draw a specification as PNG, so many pixels for each of its units.

    Raises:
        ModuleNotFoundError: the extra `report` is not installed.
    """
    return _png(json.dumps(spec), scale)


# A drawing takes a tenth of a second and several reports of a result, or one made again, have the same.
@lru_cache(maxsize=32)
def _svg(spec: str) -> str:
    svg: str = _converter().vegalite_to_svg(spec, vl_version=_VERSION, allowed_base_urls=[])
    return svg


@lru_cache(maxsize=32)
def _png(spec: str, scale: int) -> bytes:
    png: bytes = _converter().vegalite_to_png(spec, vl_version=_VERSION, scale=scale, allowed_base_urls=[])
    return png


def _converter() -> Any:
    import vl_convert  # noqa: PLC0415  # an extra, 33 MB

    with font_folder() as folder:
        vl_convert.register_font_directory(str(folder))
    return vl_convert


# ── The three charts ──


def bars(published: Published, made: ListRecord) -> Chart | None:
    """Put the points of each unit by criterion side by side, in order of rank.

    Only where these points add up to the total: of one scorecard, none below zero. Of more than 40 units the first and
    the last 15 are shown.
    """
    units, words = listed(published, made), _words(published)
    card = _one_card(published, made)
    if card is None or len(parts := top_criteria(published, card.id)) < 2:
        return None
    scored = [_points(unit, parts) for unit in units]
    if not units or not all(_adds_up(published, unit, points) for unit, points in zip(units, scored, strict=True)):
        return None
    order = range(len(units))
    shown = [*order] if len(units) <= MOST_ROWS else [*order[:_ENDS], *order[-_ENDS:]]
    titles = [f"{code}. {_title(published, node)}" for code, node in zip(_codes(parts), parts, strict=True)]
    names = _distinct([units[place] for place in shown], shown)
    totals = [
        {"unit": names[place], "points": _text(total), "label": printed(total, published)}
        for place in shown
        if (total := units[place].total) is not None
    ]
    y = {"field": "unit", "type": "nominal", "sort": None, "scale": {"domain": [names[place] for place in shown]}}
    columns = 2 if max(map(len, titles)) <= _HALF else 1
    # The end of the axis, drawn by a mark that is not seen: a domain would have to be written as floats.
    end = [{"points": _text(_most(card, [unit.total or Fraction(0) for unit in units]))}]
    stacked = _stacked({names[place]: scored[place] for place in shown}, titles, columns)
    stacked["encoding"] = {
        "y": {**y, "axis": _names_axis()},
        "x": {**_across("points"), "stack": "zero", "scale": {"nice": False}, "axis": _axis(words["points"])},
        **stacked["encoding"],
    }
    layers = [
        stacked,
        {
            "data": _data(totals, "points"),
            "mark": {"type": "text", "align": "left", "dx": 5, "fontWeight": "bold", "color": _INK},
            "encoding": {"y": y, "x": _across("points"), "text": {"field": "label", "type": "nominal"}},
        },
        {"data": _data(end, "points"), "mark": {"type": "point", "opacity": 0}, "encoding": {"x": _across("points")}},
    ]
    cut = "" if len(shown) == len(units) else words["ends"].format(ends=_ENDS, count=len(units))
    spec = _spec(layers, _ROW * len(shown) + 75 + 17 * -(-len(titles) // columns))
    spec["padding"] = {"left": _PADDING, "top": _PADDING, "bottom": _PADDING, "right": _ROOM}
    return Chart(words["bars"] + cut, spec)


def _most(card: ScorecardRecord, totals: Sequence[Fraction]) -> Fraction:
    """Give where an axis of totals ends: at the maximum of the scorecard, unless a total is beyond it or there is none."""
    most = max(totals)
    return most if card.max is None else max(most, card.max)


def _codes(parts: Sequence[NodeRecord]) -> list[str]:
    """Give the numbers that tell criteria apart: their own, or where two have one number, 1, 2, 3."""
    codes = [_short(node.code.rstrip("."), _LONGEST_CODE) for node in parts]
    if len({*filter(None, codes)}) < len(parts):
        return [str(number) for number in range(1, len(parts) + 1)]
    return codes


def _stacked(points: Mapping[str, Sequence[Fraction | None]], titles: Sequence[str], columns: int) -> Spec:
    """Colour the points of each name by criterion; what is nothing is not drawn."""
    rows = [
        {"unit": name, "part": title, "order": str(number), "points": _text(some)}
        for name, of_each in points.items()
        for number, (title, some) in enumerate(zip(titles, of_each, strict=True))
        if some
    ]
    legend = {"orient": "bottom", "columns": columns, "title": None, "symbolType": "square", "labelLimit": 0}
    legend |= {"symbolLimit": len(titles), "columnPadding": 16}
    colours = [COLOURS[number % len(COLOURS)] for number in range(len(titles))]
    return {
        "data": _data(rows, "points", "order"),
        "mark": {"type": "bar", "stroke": "#ffffff", "strokeWidth": 0.8},
        "encoding": {
            "color": {
                "field": "part",
                "type": "nominal",
                "scale": {"domain": [*titles], "range": colours},
                "legend": legend,
            },
            "order": {"field": "order", "type": "quantitative"},
        },
    }


def slope(published: Published, made: ListRecord) -> Chart | None:
    """Join last year's rank with this year's.

    Of more than 40 units that have both ranks those 30 are shown that moved most.
    """
    words = _words(published)
    both = [
        Moved(place, unit.name, unit.previous.rank, unit.rank, unit.rank_printed, unit.rank_change)
        for place, unit in enumerate(listed(published, made))
        if unit.previous and unit.previous.rank is not None and unit.rank is not None and unit.rank_change is not None
    ]
    if len(both) < 3:
        return None
    spec, cut = sloped(both, words)
    return Chart(words["slope"] + cut, spec)


def sloped(both: Sequence[Moved], words: Mapping[str, str]) -> tuple[Spec, str]:
    """Join the older rank of units with the newer; and say where only those are shown that moved most.

    Args:
        both: the units, in the order of the list.
        words: what both sides are called (`before`, `now`), and how it is said that some are left out (`movers`).
    """
    shown = list(both)
    if len(both) > MOST_ROWS:
        shown = sorted(sorted(both, key=lambda each: -abs(each.by))[: 2 * _ENDS], key=lambda each: each.place)
    heights = _heights(shown)
    rungs = max(max(pair) for pair in heights.values())
    cut = "" if len(shown) == len(both) else words["movers"].format(shown=len(shown), count=len(both))
    spec = _spec(_slope_layers(rungs, words), _ROW * (rungs + 1) + 34)
    spec["data"] = _data([row for each in shown for row in _slope_ends(each, heights[each.place])], "x", "height")
    return spec, cut


def _slope_ends(moved: Moved, heights: tuple[int, int]) -> Iterator[dict[str, str]]:
    """Give both ends of a unit's line: its rank there, and its name with how it moved."""
    name = _short(moved.name, _LONGEST_NAME)
    way = "up" if moved.by > 0 else "down" if moved.by < 0 else "level"
    step = f"{'▲' if moved.by > 0 else '▼'}{abs(moved.by)}  " if moved.by else ""
    sides = (("before", str(moved.before), name), ("now", moved.printed, step + name))
    line = str(moved.place)
    for (side, rank, label), x, height in zip(sides, _SIDES, heights, strict=True):
        yield {"line": line, "side": side, "x": x, "height": str(height), "rank": rank, "label": label, "way": way}


def _slope_layers(rungs: int, words: Mapping[str, str]) -> list[Spec]:
    """Draw the lines, the two years above them, and at both ends the ranks and the names."""
    y: Spec = {"field": "height", "type": "quantitative", "axis": None}
    y["scale"] = {"domain": [0, rungs + 1], "reverse": True, "nice": False, "zero": False}
    x: Spec = {"field": "x", "type": "quantitative", "axis": None, "scale": {"domain": [0, 100], "nice": False}}
    ways: Spec = {"domain": ["up", "level", "down"], "range": [_UP, _LEVEL, _DOWN]}
    dashes = {"domain": ["up", "level", "down"], "range": [[1, 0], [1, 0], [6, 3]]}
    years = [{"x": where, "label": words[side]} for side, where in zip(("before", "now"), _SIDES, strict=True)]
    at: Spec = {"x": x, "y": y}
    layers: list[Spec] = [
        {
            "mark": {"type": "line", "strokeWidth": 2},
            "encoding": {
                **at,
                "detail": {"field": "line", "type": "nominal"},
                "color": {"field": "way", "type": "nominal", "scale": ways, "legend": None},
                "strokeDash": {"field": "way", "type": "nominal", "scale": dashes, "legend": None},
            },
        },
        {
            "data": _data(years, "x"),
            "mark": {"type": "text", "y": 0, "fontWeight": "bold", "fontSize": 13, "color": _INK},
            "encoding": {"x": x, "text": {"field": "label", "type": "nominal"}},
        },
    ]
    for side, align, far in (("before", "right", -1), ("now", "left", 1)):
        for field, dx, weight in (("rank", 8 * far, "bold"), ("label", 42 * far, "normal")):
            layer: Spec = {
                "transform": [{"filter": {"field": "side", "equal": side}}],
                "mark": {"type": "text", "align": align, "dx": dx, "color": _INK, "limit": 232, "fontWeight": weight},
                "encoding": {**at, "text": {"field": field, "type": "nominal"}},
            }
            layers.append(layer)
    return layers


def spread(published: Published, made: ListRecord) -> Chart | None:
    """Show how totals are spread, with the bounds of tiers: a dot a unit up to 100 units, else columns that count."""
    words, card = _words(published), _one_card(published, made)
    totals = [(unit, total) for unit in listed(published, made) if (total := unit.total) is not None]
    values = [total for _, total in totals]
    if len(totals) < 3 or min(values) == max(values):
        return None
    bounds = [] if card is None else _bounds(published, card)
    reach = (max(values) - min(values)) / 2
    near = [bound for bound, _ in bounds if min(values) - reach <= bound <= max(values) + reach]
    low, high = min([*values, *near]), max([*values, *near])
    width = _step(high - low)
    first, last = low // width * width, -(-high // width) * width
    if card is not None and card.max is not None and high <= card.max:
        last = min(last, card.max)  # no axis goes beyond what can be had
    colours = _tier_colours(published, card, [tier_title(published, unit) for unit, _ in totals])
    told = [(total, letters(tier_title(published, unit))) for unit, total in totals]
    x = {**_across("x"), "scale": {"nice": False, "zero": False}, "axis": _axis(words["points"])}
    tallest = max(Counter(_column(total, width, last) for total in values).values())
    y_axis = _axis(words["count"]) | {"tickMinStep": 1, "format": "d", "tickCount": min(tallest, 5)}
    y: Spec = {"field": "y", "type": "quantitative", "axis": y_axis}
    many = len(totals) > _MOST_DOTS
    if many:
        height, mark = 230, _columns_that_count(told, width, last, x, y)
    else:
        heights = _piled(values, (last - first) / _DOTS_ACROSS)
        tallest = max(heights)
        y |= {"axis": None, "scale": {"domain": [0, tallest + 1], "nice": False}}
        height, mark = min(max(13 * (tallest + 1), 40), 230) + 60, _dots(told, heights, x, y)
    mark["encoding"]["color"] = _colour(colours)
    # The ends of the axis, drawn by marks that are not seen: a domain would have to be written as floats.
    ends = [{"x": _text(first)}, {"x": _text(last)}]
    unseen = {"data": _data(ends, "x"), "mark": {"type": "point", "opacity": 0}, "encoding": {"x": x}}
    lines = _tier_lines(published, [(bound, title) for bound, title in bounds if first <= bound <= last], x["scale"])
    spec = _spec([mark, unseen, *lines], height + 40 * bool(lines) + 30 * (len(colours) > 1))
    return Chart(words["columns" if many else "dots"], spec)


def _tier_colours(published: Published, card: ScorecardRecord | None, told: Sequence[str]) -> dict[str, str]:
    """Choose the colour of each tier that units have, by its place among all: the best first."""
    found = dict.fromkeys(told)
    known = [] if card is None else [tier.title.say(published.lang) or tier.id for tier in card.tiers]
    places = {title: TIERS[min(place, len(TIERS) - 1)] for place, title in enumerate(known)}
    ordered = dict.fromkeys([*(title for title in known if title in found), *found])
    return {title: places.get(title, COLOURS[0]) for title in ordered}


def _colour(colours: Mapping[str, str]) -> Spec:
    return {
        "field": "tier",
        "type": "nominal",
        "scale": {"domain": [letters(title) for title in colours], "range": list(colours.values())},
        "legend": None if len(colours) < 2 else {"orient": "bottom", "title": None, "labelLimit": 150},
    }


def _column(total: Fraction, width: Fraction, last: Fraction) -> Fraction:
    """Give the step of the axis that a total is in: the end of the axis is in the last one."""
    step = total // width * width
    return step if step < last else step - width


def _columns_that_count(
    told: Sequence[tuple[Fraction, str]], width: Fraction, last: Fraction, x: Spec, y: Spec
) -> Spec:
    """Count the totals of each tier in each step of the axis."""
    counts = Counter((_column(total, width, last), tier) for total, tier in told)
    columns = [
        {"x": _text(column), "end": _text(min(column + width, last)), "y": str(count), "tier": tier}
        for (column, tier), count in sorted(counts.items(), key=lambda each: each[0][0])
    ]
    return {
        "data": _data(columns, "x", "end", "y"),
        "mark": {"type": "bar", "orient": "vertical", "stroke": "#ffffff", "strokeWidth": 0.6},
        "encoding": {"x": x, "x2": {"field": "end"}, "y": {**y, "stack": "zero"}},
    }


def _piled(totals: Sequence[Fraction], apart: Fraction) -> list[int]:
    """Give how high each dot lies: on the lowest level, from 1, where no dot is nearer than so much.

    >>> _piled([Fraction(5), Fraction(5), Fraction(7), Fraction(6)], Fraction(2))
    [1, 2, 1, 3]
    """
    ends: list[Fraction] = []  # the last dot of each level, from the left
    heights = [0] * len(totals)
    for place in sorted(range(len(totals)), key=lambda each: totals[each]):
        at = totals[place]
        level = next((level for level, end in enumerate(ends) if at - end >= apart), len(ends))
        ends[level : level + 1] = [at]
        heights[place] = level + 1
    return heights


def _dots(told: Sequence[tuple[Fraction, str]], heights: Sequence[int], x: Spec, y: Spec) -> Spec:
    """Draw a dot for each total at its value, piled where dots would cover each other."""
    dots = [
        {"x": _text(total), "y": str(height), "tier": tier} for (total, tier), height in zip(told, heights, strict=True)
    ]
    return {
        "data": _data(dots, "x", "y"),
        "mark": {"type": "circle", "size": 85, "opacity": 1},
        "encoding": {"x": x, "y": y},
    }


def _tier_lines(published: Published, bounds: Sequence[tuple[Fraction, str]], scale: Spec) -> list[Spec]:
    """Draw the bounds of tiers, each with its name and its points."""
    if not bounds:
        return []
    digits = published.record.digits
    lines = [
        {"x": _text(bound), "label": f"{_short(title, 16)} {show_bound(bound, digits, published.lang)}"}
        for bound, title in bounds
    ]
    at = {**_across("x"), "scale": scale}
    label = {"type": "text", "align": "left", "baseline": "bottom", "dx": 2, "dy": -3, "angle": 330, "y": 0}
    return [
        {
            "data": _data(lines, "x"),
            "mark": {"type": "rule", "strokeDash": [5, 3], "color": _SOFT},
            "encoding": {"x": at},
        },
        {
            "data": _data(lines, "x"),
            "mark": label | {"color": _INK},
            "encoding": {"x": at, "text": {"field": "label", "type": "nominal"}},
        },
    ]


# ── What they share ──


def _spec(layers: Sequence[Mapping[str, Any]], height: int) -> Spec:
    comma = {"decimal": ",", "thousands": "", "grouping": [3], "currency": ["", ""]}
    label = {"labelFontSize": 12, "labelColor": _INK, "titleFontSize": 12, "titleColor": _SOFT}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": _WIDTH,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "background": "#ffffff",
        "padding": _PADDING,
        "layer": list(layers),
        "config": {
            "font": SANS,
            "locale": {"number": comma},
            "view": {"stroke": None},
            "axis": {
                **label,
                "titleFontWeight": "normal",
                "gridColor": _LINE,
                "domainColor": _LINE,
                "tickColor": _LINE,
            },
            "legend": label,
            "text": {"fontSize": 12, "font": SANS},
        },
    }


def tier_columns(
    rows: Sequence[Spec],
    titles: Sequence[str],
    across: str,
    ends: Sequence[Fraction] = (),
    step: Fraction | None = None,
) -> Spec:
    """Draw rectangles in the colours of tiers.

    Args:
        rows: of each rectangle `x`, `end`, `y` and `top` as texts, its `tier`, and its `label`, which may be empty.
        titles: of the tiers, from the top.
        across: the title of the axis.
        ends: of the axis; empty where 0 and the longest row are.
        step: of a sweep by steps: no finer figures stand at the axis.
    """
    x = {**_across("x"), "scale": {"nice": False, "zero": not ends}, "axis": _axis(across)}
    least = step if ends else Fraction(1)  # without ends it counts units
    if least is not None and least.denominator == 1:
        x["axis"]["tickMinStep"] = least.numerator
    tallest = max((int(row["top"]) for row in rows), default=1)
    y: Spec = {"field": "y", "type": "quantitative", "scale": {"domain": [0, tallest], "nice": False}, "axis": None}
    layers: list[Spec] = [
        {
            "data": _data(rows, "x", "end", "y", "top", "middle", "centre"),
            "mark": {"type": "rect", "stroke": "#ffffff", "strokeWidth": 0.8},
            "encoding": {
                "x": x,
                "x2": {"field": "end"},
                "y": y,
                "y2": {"field": "top"},
                "color": _colour({title: TIERS[min(place, len(TIERS) - 1)] for place, title in enumerate(titles)}),
            },
        },
        {
            "data": _data([row for row in rows if row["label"]], "centre", "middle"),
            "mark": {"type": "text", "color": "#ffffff", "fontWeight": "bold"},
            "encoding": {
                "x": {**_across("centre"), "scale": {"nice": False, "zero": not ends}},
                "y": {**y, "field": "middle"},
                "text": {"field": "label", "type": "nominal"},
            },
        },
    ]
    if ends:  # what was not evaluated has no rectangle, and room all the same
        layers.append({
            "data": _data([{"x": decimal(end)[0]} for end in ends], "x"),
            "mark": {"type": "rule", "opacity": 0},
            "encoding": {"x": {**_across("x"), "scale": {"nice": False, "zero": False}}},
        })  # fmt: skip
    return _spec(layers, 260 if ends else 60 + 46 * tallest)


def _data(rows: Sequence[Spec], *numbers: str) -> Spec:
    """Give rows whose figures are texts that the drawing parses, so that no float is made on the way to it."""
    return {"values": list(rows), "format": {"type": "json", "parse": dict.fromkeys(numbers, "number")}}


def _across(field: str) -> Spec:
    return {"field": field, "type": "quantitative"}


def _axis(title: str) -> Spec:
    return {"title": title, "format": "~f", "labelFlush": False, "tickCount": 10}


def _names_axis() -> Spec:
    return {"title": None, "labelLimit": 0, "ticks": False, "domain": False, "labelPadding": 6}


def _words(published: Published) -> dict[str, str]:
    return {key: both[published.lang] for key, both in CHARTS.items()}


def _text(amount: Fraction) -> str:
    return decimal(amount)[0]


def _one_card(published: Published, made: ListRecord) -> ScorecardRecord | None:
    return scorecard(published, made.scorecards[0]) if len(made.scorecards) == 1 else None


def _points(unit: UnitRecord, parts: Sequence[NodeRecord]) -> list[Fraction | None]:
    by_id = {criterion.id: criterion for criterion in unit.criteria}
    return [by_id[node.id].score for node in parts]


def _heights(shown: Sequence[Moved]) -> dict[int, tuple[int, int]]:
    """Place units on two ladders: at their ranks where each rung is for one unit, else one below the other."""
    ranks = {each.place: (each.before, each.now) for each in shown}
    most = min(MOST_ROWS, _GAPS * len(shown))  # few units far apart would leave most of the ladder empty
    if all(len(set(side)) == len(shown) and max(side) <= most for side in zip(*ranks.values(), strict=True)):
        return ranks
    before = sorted(ranks, key=lambda place: (ranks[place][0], place))
    return {place: (before.index(place) + 1, height) for height, place in enumerate(ranks, start=1)}


def _adds_up(published: Published, unit: UnitRecord, points: Sequence[Fraction | None]) -> bool:
    """Tell whether points make the total, as far as it is printed: some rulesets round totals, and cap what is added."""
    given = [each for each in points if each is not None]
    whole = sum(given, Fraction(0))
    return all(each >= 0 for each in given) and printed(whole, published) == printed(unit.total, published)


def _title(published: Published, node: NodeRecord) -> str:
    return _short(node.title.say(published.lang) or node.id, _LONGEST_PART)


def _short(name: str, most: int) -> str:
    """Cut a name to so many letters, at the end of a word where there is one near.

    >>> _short("Sở Tài nguyên và Môi trường", 16), _short("Sở Nội vụ", 16)
    ('Sở Tài nguyên…', 'Sở Nội vụ')
    """
    text = letters(" ".join(name.split()))
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    word = cut[: cut.rindex(" ")] if " " in cut[most // 2 :] and text[most - 1] != " " else cut
    return f"{word.rstrip()}…"


def _distinct(units: Sequence[UnitRecord], places: Sequence[int]) -> dict[int, str]:
    """Name units by rank and name; equal ones are told apart by what is not seen, so that their bars stay apart."""
    taken: set[str] = set()
    named = {}
    for place, unit in zip(places, units, strict=True):
        name = f"{unit.rank_printed}. {_short(unit.name, _LONGEST_NAME)}"
        while name in taken:
            name += "\u00a0"
        taken.add(name)
        named[place] = name
    return named


def _bounds(published: Published, card: ScorecardRecord) -> list[tuple[Fraction, str]]:
    return [
        (bound.points, tier.title.say(published.lang) or tier.id)
        for tier in card.tiers
        for bound in (tier.from_, tier.above)
        # A share of each unit's own maximum is no line across all of them.
        if bound is not None and bound.points is not None and not bound_words(published, card, bound)[0]
    ]


def _step(span: Fraction) -> Fraction:
    """Give the least of 1, 2, 5, 10, … (or a tenth of such, and so on) that cuts a span into at most 40.

    >>> _step(Fraction(100)), _step(Fraction(81)), _step(Fraction(1, 2))
    (Fraction(5, 1), Fraction(5, 1), Fraction(1, 50))
    """
    power = Fraction(1)
    while power * _BINS > span:
        power /= 10
    while True:
        for times in (1, 2, 5):
            if times * power * _BINS >= span:
                return times * power
        power *= 10
