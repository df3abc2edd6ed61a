"""One web page that needs nothing else: rankings, charts, and for each unit its tree down to formulas, answers and clauses.

The page asks for nothing: its policy (CSP) allows its own style and script by their hashes, and no other.
Texts reach the page escaped, by Jinja2's own escaping and as text of elements, never as markup.
"""

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from fractions import Fraction
from hashlib import sha256
from importlib.resources import files
from typing import Any

from ..publish.numbers import show
from .facts import Record, fraction, listed, marks, nodes_of, printed, say, scorecard, tier_title, unranked
from .published import Published
from .text import methods, overall
from .words import PAGE

_WIDTH = 980  # of the drawing between its margins
_COLOURS, _TIERS = 8, 5


def page(published: Published) -> str:
    """Make the page of a result; the same result gives the same bytes.

    Raises:
        ModuleNotFoundError: the extra `report` is not installed.
    """
    from jinja2 import Environment  # noqa: PLC0415  # an extra
    from markupsafe import Markup  # noqa: PLC0415

    record, lang = published.record, published.lang
    words = {key: both[lang] for key, both in PAGE.items()}
    style, script = (_own(name) for name in ("page.css", "page.js"))
    rules = record["ruleset"]
    context = {
        "lang": lang,
        "t": words,
        "title": say(rules["title"], lang) or rules["id"],
        "period": rules["period"],
        "decision": rules["decision"].get("number", ""),
        "summary": " ".join(overall(published)) or words["units"].format(n=len(record["units"])),
        "marks": marks(published),
        "tiers": _tiers(published),
        "lists": [_list(published, made, words) for made in record["lists"]],
        "method": " ".join(methods(published)),
        "ruleset": rules,
        "sha256": published.sha256,
        "data": record["data"],
        "engine": record["engine"],
        "style": Markup(style),  # noqa: S704  # our own files
        "script": Markup(script),  # noqa: S704
        "style_hash": _hash(style),
        "script_hash": _hash(script),
        "data_json": Markup(_in_script(_data(published, words))),  # noqa: S704  # escaped for where it stands
    }
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    return environment.from_string(_own("page.html")).render(context)


def _own(name: str) -> str:
    return files("itrank.engine.report").joinpath("page", name).read_text("utf-8").rstrip("\n")


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def _in_script(value: Any) -> str:
    r"""Write JSON that no markup can end.

    >>> _in_script({"name": "</script><b>&"})
    '{"name":"\\u003c/script\\u003e\\u003cb\\u003e\\u0026"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


# ── Lists ──


def _tiers(published: Published) -> list[dict[str, str]]:
    titles = {
        say(tier["title"], published.lang) or tier["id"]: None
        for card in published.record["scorecards"]
        for tier in card["tiers"]
    }
    return [{"title": title} for title in titles]


def _list(published: Published, made: Record, words: Mapping[str, str]) -> dict[str, Any]:
    units = listed(published, made)
    cards = [card for id_ in made["scorecards"] if (card := scorecard(published, id_)) is not None]
    titles = {tier["id"]: say(tier["title"], published.lang) or tier["id"] for card in cards for tier in card["tiers"]}
    places = {id_: min(place, _TIERS - 1) for place, id_ in enumerate(titles)}
    return {
        "title": say(made["title"], published.lang) or words["all_units"],
        "tiers": [
            {"title": titles[id_], "count": count, "place": places[id_]}
            for id_, count in made["tiers"].items()
            if id_ in titles
        ],
        "mean": printed(fraction(made, "mean"), published),
        "parts": [_heading(published, node) for card in cards[:1] for node in _parts(card)],
        "rows": [_row(published, unit, order, places, words) for order, unit in enumerate(units)],
        "unranked": [
            {
                "id": unit["id"],
                "name": unit["name"],
                "why": say(unit["reason"], published.lang) if unit["reason"] else "–",
            }
            for unit in unranked(published, made)
        ],
        "spread": _spread(published, units, cards, places),
        "slope": _slope(units),
    }


def _parts(card: Record) -> list[Record]:
    """Give the nodes right below the root that take part in the total."""
    nodes = {node["id"]: node for node in card["criteria"]}
    root = card["criteria"][0]
    return [nodes[id_] for id_ in root["children"] if nodes[id_]["role"] in {"scored", "bonus"}]


def _heading(published: Published, node: Record) -> str:
    return f"{node['code']} {say(node['title'], published.lang) or node['id']}".strip()


def _row(
    published: Published, unit: Record, order: int, places: Mapping[str, int], words: Mapping[str, str]
) -> dict[str, Any]:
    change = unit["rank_change"]
    bars = _bars(published, unit)
    return {
        "id": unit["id"],
        "name": unit["name"],
        "order": order,
        "rank": unit["rank_printed"],
        "change": "" if change is None else "=" if change == 0 else f"{'▲' if change > 0 else '▼'} {abs(change)}",
        "change_order": -(change or 0) if change is not None else 10**6,
        "direction": "" if not change else "up" if change > 0 else "down",
        "total": printed(fraction(unit, "total"), published),
        "tier": tier_title(published, unit),
        "place": places.get(unit["tier"], 0),
        "provisional": unit["status"] == "provisional",
        "bars": bars,
        "spoken": "; ".join(bar["text"] for bar in bars) or words["no_points"],
    }


def _bars(published: Published, unit: Record) -> list[dict[str, Any]]:
    """Put the parts of a total side by side, each as wide as its share of the maximum; of sums only."""
    card, whole = scorecard(published, unit["scorecard"]), fraction(unit, "max")
    if card is None or not whole or whole <= 0:
        return []
    scores = {made["id"]: made for made in unit["criteria"]}
    bars, left = [], Fraction(0)
    for place, node in enumerate(_parts(card)):
        score = fraction(scores[node["id"]], "score")
        if score is None or score <= 0 or left >= 1:
            continue
        share = min(score / whole, 1 - left)
        text = f"{_heading(published, node)}: {printed(score, published)}"
        bars.append({"colour": place % _COLOURS, "x": _drawn(left * 1000), "width": _drawn(share * 1000), "text": text})
        left += share
    return bars


def _drawn(amount: Fraction) -> str:
    """Write a length of a drawing; nothing but a picture is made of it."""
    return show(amount, 1, "en")


def _spread(
    published: Published, units: Sequence[Record], cards: Sequence[Record], places: Mapping[str, int]
) -> dict[str, Any]:
    """Draw each unit as a dot at its total, with the bounds of tiers where one scorecard has them."""
    totals = [(unit, total) for unit in units if (total := fraction(unit, "total")) is not None]
    bounds = [] if len(cards) != 1 else [
        (Fraction(tier[word]["points"]), say(tier["title"], published.lang) or tier["id"])
        for tier in cards[0]["tiers"]
        for word in ("from", "above")
        if tier[word] is not None and tier[word]["points"] is not None
    ]  # fmt: skip
    values = [total for _, total in totals]
    if not values:
        return {"label": "", "dots": [], "bounds": [], "low": "", "high": ""}
    low, high = min(values), max(values)
    near = [bound for bound, _ in bounds if low - (high - low) / 2 <= bound <= high + (high - low) / 2]
    low, high = min([low, *near]), max([high, *near])
    span = (high - low) or Fraction(1)

    def across(value: Fraction) -> Fraction:
        return 10 + (value - low) / span * _WIDTH

    piles: dict[int, int] = {}
    dots = []
    for unit, total in totals:
        column = int(across(total)) // 12
        piles[column] = piles.get(column, 0) + 1
        dots.append(
            {
                "x": _drawn(across(total)),
                "y": 46 - 9 * min(piles[column] - 1, 3),
                "place": places.get(unit["tier"], 0),
                "text": f"{unit['name']}: {printed(total, published)}",
            }
        )
    return {
        "label": f"{printed(min(values), published)} – {printed(max(values), published)}",
        "dots": dots,
        "bounds": [
            {"x": _drawn(max(Fraction(60), min(across(bound), Fraction(940)))), "y": 12, "text": f"{title} {printed(bound, published)}"}
            for bound, title in bounds
            if low <= bound <= high
        ],
        "low": printed(low, published),
        "high": printed(high, published),
    }  # fmt: skip


def _slope(units: Sequence[Record]) -> dict[str, Any] | None:
    """Join last year's rank with this year's, for units that have both."""
    both = [
        (unit, unit["previous"]["rank"]) for unit in units if unit["previous"] and unit["previous"]["rank"] is not None
    ]
    if len(both) < 3 or len(both) > 100:
        return None
    before = sorted(both, key=lambda pair: (pair[1], pair[0]["rank"]))
    heights = {unit["id"]: 34 + 22 * place for place, (unit, _) in enumerate(before)}
    lines = [
        {
            "y1": heights[unit["id"]],
            "y2": 34 + 22 * place,
            "before": f"{_short(unit['name'])} {was}",
            "now": f"{unit['rank']} {_short(unit['name'])}",
            "direction": "up" if unit["rank_change"] > 0 else "down" if unit["rank_change"] < 0 else "",
        }
        for place, (unit, was) in enumerate(both)
        if unit["rank_change"] is not None
    ]
    return {"height": 46 + 22 * len(both), "lines": lines}


def _short(name: str) -> str:
    return name if len(name) <= 34 else f"{name[:33]}…"


# ── What the script shows of a unit ──


def _data(published: Published, words: Mapping[str, str]) -> dict[str, Any]:
    record, lang = published.record, published.lang
    asked = {made["id"]: made for made in record["inputs"]}
    return {
        "title": say(record["ruleset"]["title"], lang) or record["ruleset"]["id"],
        "words": {key: words[key] for key in ("found", "formula", "applies", "clause", "illustrative", "back")},
        "inputs": [{"id": made["id"], "label": say(made["label"], lang) or made["id"]} for made in record["inputs"]],
        "cards": {card["id"]: _card(published, card) for card in record["scorecards"]},
        "units": [_unit(published, unit, asked, words) for unit in record["units"]],
    }


def _card(published: Published, card: Record) -> dict[str, Any]:
    lang = published.lang
    return {
        "roots": [node["id"] for node in card["criteria"] if not node["parent"]],
        "nodes": {
            node["id"]: {
                "code": node["code"],
                "title": say(node["title"], lang) or node["id"],
                "children": node["children"],
                "total": node["is_total"],
                "formula": say(node["formula"], lang) if node["formula"] else "",
                "applies": say(node["applies"], lang) if node["applies"] else "",
                "reads": node["reads"],
                "clause": node["clause"],
                "illustrative": node["provenance"] == "illustrative",
            }
            for node in nodes_of(published, card["id"])
        },
    }


def _unit(published: Published, unit: Record, asked: Mapping[str, Record], words: Mapping[str, str]) -> dict[str, Any]:
    lang = published.lang
    tables = [file["path"] for file in published.record["data"] if file["role"] == "data"]
    file = f"{tables[0]}, " if len(tables) == 1 else ""  # the one data file is named at the foot of the page
    facts = [
        f"{words['rank']}: {unit['rank_printed']}" if unit["rank_printed"] else "",
        f"{words['total']}: {printed(fraction(unit, 'total'), published)} / {printed(fraction(unit, 'max'), published)}",
        f"{words['tier']}: {tier_title(published, unit)}" if unit["tier"] else "",
        f"{words['before']}: {unit['previous']['rank']}" if unit["previous"] and unit["previous"]["rank"] else "",
        say(unit["reason"], lang) if unit["reason"] else "",
    ]
    return {
        "id": unit["id"],
        "name": unit["name"],
        "card": unit["scorecard"],
        "facts": [fact for fact in facts if fact],
        "criteria": {made["id"]: _criterion(published, made) for made in unit["criteria"]},
        "inputs": {
            id_: [_answer(published, unit, asked[id_], words), unit["cells"].get(id_, "").removeprefix(file)]
            for id_ in unit["inputs"]
            if id_ in asked
        },
    }


def _criterion(published: Published, made: Record) -> dict[str, str]:
    score, counted = fraction(made, "score"), fraction(made, "counted")
    reason = say(made["reason"], published.lang) if made["reason"] else ""
    return {
        "score": printed(score, published),
        "max": printed(counted, published) if counted else "",
        **({"reason": reason} if reason else {}),
    }


def _answer(published: Published, unit: Record, asked: Record, words: Mapping[str, str]) -> str:
    value = unit["inputs"][asked["id"]]
    if value is None:
        return words.get(unit["lacks"].get(asked["id"], "missing"), "–")
    if isinstance(value, bool):
        return words["yes"] if value else words["no"]
    if asked["type"] in {"count", "number", "money", "percent"}:
        amount = fraction(unit["inputs"], asked["id"])
        assert amount is not None  # the value was there
        shown = show(amount * 100 if asked["type"] == "percent" else amount, None, published.lang)
        return f"{shown}%" if asked["type"] == "percent" else f"{shown} {asked['measured_in']}".strip()
    option = asked["options"].get(value)
    return (say(option, published.lang) if option else "") or value
