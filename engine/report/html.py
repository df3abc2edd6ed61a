"""One web page that needs nothing else: rankings, charts, and for each unit its tree down to formulas, answers and clauses.

The page asks for nothing: its policy (CSP) allows its own style and script by their hashes, and no other.
Texts reach the page escaped, by Jinja2's own escaping and as text of elements, never as markup.
"""

import json
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from ..files.visible import visible
from ..result.contract import (
    ABSENT,
    CriterionRecord,
    DeclaredRecord,
    InputRecord,
    ListRecord,
    NodeRecord,
    ScorecardRecord,
    UnitRecord,
)
from ..result.numbers import show, show_gap
from ..result.published import Published
from ..result.words import decree_named, list_title, period_beside
from .answers import answered, told_corrections
from .charts import Chart, as_inline, bars, slope, spread
from .details import NONE, beside, brackets, cell_at, nodes_made, of_values
from .facts import (
    corrections_of,
    formulas,
    heading,
    listed,
    losses,
    marks,
    nodes_of,
    previous_rank,
    printed,
    printed_plainly,
    printed_some,
    retold,
    scorecard,
    tier_named,
    tier_title,
    unranked,
)
from .text import methods, overall, ranked_by
from .tiers import NEAR, failed_lines, failed_of, near_bounds, points_of, tier_asked, total_of
from .words import PAGE

_COLOURS, _TIERS = 8, 5
_AT_ONCE = 200  # rows of a ranking that a screen lays out before all are asked for: 2,000 take seconds
_LOSSES = 10  # named on a unit's page
_DETAILS = 40  # columns beside the ranking; the page of a unit has all
_KEPT = frozenset({"id"})  # what addresses are made of


def page(published: Published) -> str:
    """Make the page of a result; the same result gives the same bytes.

    Raises:
        ModuleNotFoundError: the extra `report` is not installed.
    """
    from jinja2 import Environment  # noqa: PLC0415  # an extra
    from markupsafe import Markup  # noqa: PLC0415

    record, lang = published.record, published.lang
    words = {key: both[lang] for key, both in PAGE.items()}
    style, script = (own(name) for name in ("page.css", "page.js"))
    rules = record.ruleset
    decree = decree_named(rules.decision, lang)
    title = rules.title.say(lang) or rules.id
    context = {
        "lang": lang,
        "t": words,
        "title": title,
        "period": period_beside(title, rules.period),
        "decision": " ".join(decree) if decree[1] else "",
        "summary": " ".join(overall(published)) or words["units"].format(n=len(record.units)),
        "marks": marks(published),
        "appraisal": _stage(published, words),
        "tiers": _tiers(published),
        "at_once": _AT_ONCE,
        "lists": [_list(published, made, words) for made in record.lists],
        "method": " ".join(methods(published)),
        "ruleset": rules,
        "sha256": published.sha256,
        "data": record.data,
        "engine": record.engine,
        "style": Markup(style),  # noqa: S704  # our own files
        "script": Markup(script),  # noqa: S704
        "style_hash": hash_of(style),
        "script_hash": hash_of(script),
        "data_json": Markup(_in_script(retold(_data(published, words), visible, _KEPT))),  # noqa: S704  # escaped for where it stands
        "units_json": Markup(_in_script(retold(_units(published, words), visible, _KEPT))),  # noqa: S704
    }
    return str(template(Environment, "page.html").render(context))


@cache
def template(made_in: Callable[..., Any], name: str) -> Any:
    """Compile the template of a page, once: a bundle is verified with pages in several languages and versions."""

    def shown(value: Any) -> Any:
        return visible(value) if type(value) is str else value

    environment = made_in(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, finalize=shown
    )
    return environment.from_string(own(name))


def own(name: str) -> str:
    """Read a file of a page."""
    return files("itrank.engine.report").joinpath("page", name).read_text("utf-8").rstrip("\n")


def hash_of(text: str) -> str:
    """Give the hash by which a policy allows a style or a script."""
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
        tier.title.say(published.lang) or tier.id: None for card in published.record.scorecards for tier in card.tiers
    }
    return [{"title": title} for title in titles]


def _stage(published: Published, words: Mapping[str, str]) -> str:
    """Say after which appraisal the result stands; empty where there was none."""
    made = published.record.appraisal
    if not made:
        return ""
    return words["appraisal"].format(stage=words[made.stage], n=made.corrections, units=made.units)


def _lacks(made: ListRecord, units: Sequence[UnitRecord], rows: Sequence[Mapping[str, Any]]) -> str:
    """Name, for the style of a list's table, the columns in which nobody has anything."""
    empty = {
        "pointless": made.mean is None,
        "barless": not any(row["bars"] for row in rows),
        "untiered": not any(unit.tier for unit in units),
        "unmoved": all(unit.rank_change is None for unit in units),
    }
    return "".join(f" {word}" for word, is_empty in empty.items() if is_empty)


def _list(published: Published, made: ListRecord, words: Mapping[str, str]) -> dict[str, Any]:
    units, others = listed(published, made), unranked(published, made)
    heights = _heights({unit.id: unit.total for unit in units})
    cards = [card for id_ in made.scorecards if (card := scorecard(published, id_)) is not None]
    titles = {tier.id: tier.title.say(published.lang) or tier.id for card in cards for tier in card.tiers}
    places = {id_: min(place, _TIERS - 1) for place, id_ in enumerate(titles)}
    rows = [
        _row(published, unit, order, places, words) | {"height": heights[unit.id]} for order, unit in enumerate(units)
    ]
    return {
        "title": list_title(made.id, made.title, published.lang),
        "ranked_by": " ".join(ranked_by(published, made)),
        "tiers": _counted(made, titles, places),
        "mean": printed(made.mean, published) if made.mean is not None else "",
        "lacks": _lacks(made, units, rows),
        "parts": [heading(node, published.lang) for card in cards[:1] for node in _parts(card)],
        "rows": rows,
        **_near(published, units, words),
        "compared": [_compared(published, unit, unit.declared) for unit in units if unit.declared],
        **_details(published, made, words),
        "unranked": [_unranked(unit, published.lang) for unit in others],
        "failed": failed_lines(published, [*units, *others]),
        "spread": _figure(spread(published, made)),
        "charts": [figure for chart in (bars(published, made), slope(published, made)) if (figure := _figure(chart))],
    }


def _counted(made: ListRecord, titles: Mapping[str, str], places: Mapping[str, int]) -> list[dict[str, Any]]:
    """Count the units in each tier that a scorecard of the list has."""
    counts = {id_: count for id_, count in made.tiers.items() if id_ in titles}
    return [{"title": titles[id_], "count": count, "place": places[id_]} for id_, count in counts.items()]


def _near(published: Published, units: Sequence[UnitRecord], words: Mapping[str, str]) -> dict[str, Any]:
    """Give the units that lack little for a better tier: total, tiers, bound and what lies between."""
    rows = []
    found = list(near_bounds(published, units))
    for near in found:
        unit = near.unit
        total, gap, bound = show_gap(near.total, near.bound, published.record.digits, published.lang)
        cells = [
            total,
            tier_title(published, unit),
            tier_asked(published, near.tier, unit),
            words[near.side].format(bound=bound),
            words[near.gap_side].format(gap=gap),
        ]
        rows.append({"id": unit.id, "name": unit.name, "cells": cells})
    title = words["near_upper" if any(near.is_upper for near in found) else "near"].format(
        n=len(rows), points=printed_plainly(NEAR * 100, published)
    )
    return {"near_title": title, "near": rows}


def _details(published: Published, made: ListRecord, words: Mapping[str, str]) -> dict[str, Any]:
    """Give ranks and tiers by criterion, what is not scored and published values: a row for each unit that has any."""
    everybody = [*listed(published, made), *unranked(published, made)]
    details = beside(published, made.scorecards, everybody)
    shown = details[:_DETAILS]
    units = [unit for unit in everybody if any(unit.id in each.cells and each.cells[unit.id].is_any for each in shown)]
    left = [each.title for each in details[_DETAILS:]]
    return {
        "details": [{"title": each.heading, "note": each.note} for each in shown],
        "detail_rows": [
            {"id": unit.id, "name": unit.name, "cells": [each.cells.get(unit.id, NONE) for each in shown]}
            for unit in units
        ],
        "details_note": brackets(shown, published.lang),
        "details_left": words["details_left"].format(titles="; ".join(left)) if left else "",
        "has_tiers": any(cell.tier for each in shown for cell in each.cells.values()),
        "no_ranks": not made.units,
    }


def _unranked(unit: UnitRecord, lang: str) -> dict[str, str]:
    return {"id": unit.id, "name": unit.name, "why": unit.reason.say(lang) if unit.reason else "–"}


def _figure(chart: Chart | None) -> dict[str, Any] | None:
    from markupsafe import Markup  # noqa: PLC0415

    if chart is None:
        return None
    return {"title": chart.title, "svg": Markup(as_inline(chart.spec, chart.title))}  # noqa: S704  # shapes and texts


def _heights(totals: Mapping[str, Fraction | None]) -> dict[str, int]:
    """Order units by their totals, which is not their order of rank where scales or rules of ranking differ.

    >>> _heights({"a": Fraction(9), "b": Fraction(10), "c": Fraction(9)})
    {'a': 0, 'b': 1, 'c': 0}
    """
    places = {
        total: place for place, total in enumerate(sorted({each for each in totals.values() if each is not None}))
    }
    return {id_: -1 if total is None else places[total] for id_, total in totals.items()}


def _compared(published: Published, unit: UnitRecord, declared: DeclaredRecord) -> dict[str, Any]:
    """Put what a unit declared beside what was recognised."""
    before, now = declared.total, unit.total
    return {
        "id": unit.id,
        "name": unit.name,
        "cells": [
            printed(before, published),
            printed(now, published),
            _difference(before, now, published),
            "–" if declared.rank is None else str(declared.rank),
            unit.rank_printed or "–",
            tier_named(published, unit.scorecard, declared.tier),
            tier_title(published, unit),
        ],
    }


def _difference(before: Fraction | None, now: Fraction | None, published: Published) -> str:
    if before is None or now is None:
        return "–"
    return "=" if now == before else f"{'+' if now > before else '−'}{printed(abs(now - before), published)}"


def _parts(card: ScorecardRecord) -> list[NodeRecord]:
    """Give the nodes right below the root that take part in the total."""
    nodes = {node.id: node for node in card.criteria}
    root = card.criteria[0]
    return [nodes[id_] for id_ in root.children if nodes[id_].role in {"scored", "bonus"}]


def _row(
    published: Published, unit: UnitRecord, order: int, places: Mapping[str, int], words: Mapping[str, str]
) -> dict[str, Any]:
    change = unit.rank_change
    parts = _bars(published, unit)
    return {
        "id": unit.id,
        "name": unit.name,
        "order": order,
        "rank": unit.rank_printed,
        "change": "" if change is None else "=" if change == 0 else f"{'▲' if change > 0 else '▼'} {abs(change)}",
        "change_order": "" if change is None else change,
        "direction": "" if not change else "up" if change > 0 else "down",
        "total": points_of(published, unit),
        "tier": tier_title(published, unit),
        "place": places.get(unit.tier, 0),
        "provisional": unit.status == "provisional",
        "bars": parts,
        "spoken": "; ".join(part["text"] for part in parts) or words["no_points"],
    }


def _bars(published: Published, unit: UnitRecord) -> list[dict[str, Any]]:
    """Put the parts of a total side by side, each as wide as its share of the maximum; of sums only."""
    card, whole = scorecard(published, unit.scorecard), unit.max
    if card is None or not whole or whole <= 0:
        return []
    scores = {made.id: made for made in unit.criteria}
    parts, left = [], Fraction(0)
    for place, node in enumerate(_parts(card)):
        score = scores[node.id].score
        if score is None or score <= 0 or left >= 1:
            continue
        share = min(score / whole, 1 - left)
        text = f"{heading(node, published.lang)}: {printed(score, published)}"
        parts.append(
            {"colour": place % _COLOURS, "x": _drawn(left * 1000), "width": _drawn(share * 1000), "text": text}
        )
        left += share
    return parts


def _drawn(amount: Fraction) -> str:
    """Write a length of a drawing; nothing but a picture is made of it."""
    return show(amount, 1, "en")


# ── What the script shows of a unit ──


_SAID = (
    "found", "all_rows", "formula", "applies", "clause", "illustrative", "back", "losses", "criterion", "total", "lost",
    "tree", "compared", "declared", "appraised", "difference", "reason", "corrections", "target", "stage", "from", "to",
    "basis", "unscored", "values", "value",
)  # fmt: skip


def _data(published: Published, words: Mapping[str, str]) -> dict[str, Any]:
    record, lang = published.record, published.lang
    return {
        "title": record.ruleset.title.say(lang) or record.ruleset.id,
        "words": {key: words[key] for key in _SAID},
        "at_once": _AT_ONCE,
        "inputs": [{"id": made.id, "label": made.label.say(lang) or made.id} for made in record.inputs],
        "cards": {card.id: _card(published, card) for card in record.scorecards},
    }


def _units(published: Published, words: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give what the pages of units show, apart: it is long, and read only when one is opened."""
    asked = {made.id: made for made in published.record.inputs}
    return [_unit(published, unit, asked, words) for unit in published.record.units]


def _card(published: Published, card: ScorecardRecord) -> dict[str, Any]:
    lang, formula = published.lang, formulas(published)
    return {
        "roots": [node.id for node in card.criteria if not node.parent],
        "nodes": {
            node.id: {
                "code": node.code,
                "title": node.title.say(lang) or node.id,
                "children": node.children,
                "total": node.is_total,
                "formula": formula(node.formula),
                "applies": formula(node.applies),
                "reads": node.reads,
                "clause": node.clause,
                "illustrative": node.provenance == "illustrative",
                "unscored": node.role == "unscored",
            }
            for node in nodes_of(published, card.id)
        },
    }


def _unit(
    published: Published, unit: UnitRecord, asked: Mapping[str, InputRecord], words: Mapping[str, str]
) -> dict[str, Any]:
    lang = published.lang
    tables = [file.path for file in published.record.data if file.role == "data"]
    file = f"{tables[0]}, " if len(tables) == 1 else ""  # the one data file is named at the foot of the page
    facts = [
        f"{words['rank']}: {unit.rank_printed}" if unit.rank_printed else "",
        f"{words['total']}: {total_of(published, unit)} / {printed_plainly(unit.max, published)}",
        f"{words['tier']}: {tier_title(published, unit)}" if unit.tier else "",
        f"{words['before']}: {previous_rank(unit)}" if previous_rank(unit) is not None else "",
        unit.reason.say(lang) if unit.reason else "",
        *failed_of(published, unit),
    ]
    return {
        "id": unit.id,
        "name": unit.name,
        "card": unit.scorecard,
        "facts": [fact for fact in facts if fact],
        "criteria": {node.id: _criterion(published, node, made) for node, made in nodes_made(published, unit)},
        **({"values": values} if (values := _values(published, unit)) else {}),
        "losses": [[node.id, printed_some(lost, published)] for node, lost in losses(published, unit)[:_LOSSES]],
        **(_appraised(published, unit, unit.declared) if unit.declared else {}),
        "inputs": {
            id_: [
                answered(published, unit.inputs, unit.lacks, asked[id_], words),
                unit.cells.get(id_, "").removeprefix(file),
            ]
            for id_ in unit.inputs
            if id_ in asked
        },
    }


def _values(published: Published, unit: UnitRecord) -> list[list[str]]:
    """Give the published values of a unit, each with what it is measured in."""
    details = [detail for detail in of_values(published, [unit]) if detail.has_cells]
    return [[detail.title, f"{detail.cells[unit.id].shown} {detail.note}".strip()] for detail in details]


def _appraised(published: Published, unit: UnitRecord, declared: DeclaredRecord) -> dict[str, Any]:
    """Give the indicators whose points changed, with the reasons, and every correction and explanation in its order."""
    nodes = {node.id: node for node in nodes_of(published, unit.scorecard)}
    differ: list[list[str]] = [["", *_pair(published, declared.total, unit.total), ""]]
    for made in unit.criteria:
        node = nodes[made.id]
        if not node.children and made.declared_score != made.score:
            why = "; ".join(row.reason for row in corrections_of(unit, node))
            differ.append([node.id, *_pair(published, made.declared_score, made.score), why])
    rows = [
        [told.target, told.stage, told.before, told.now, told.reason, told.basis]
        for told in told_corrections(published, unit)
    ]
    return {"compared": differ, "corrections": rows}


def _pair(published: Published, before: Fraction | None, now: Fraction | None) -> tuple[str, str, str]:
    return printed(before, published), printed(now, published), _difference(before, now, published)


def _criterion(published: Published, node: NodeRecord, made: CriterionRecord) -> dict[str, str]:
    reason = made.reason.say(published.lang) if made.reason else ""
    cell = cell_at(published, node, made)
    place = cell.in_words(published.lang)
    return {
        "score": cell.shown or "–",
        "max": printed_plainly(made.counted, published) if made.counted else "",
        **({"place": place} if place else {}),
        **({"reason": reason} if reason else {}),
        **_declared(published, made),
    }


def _declared(published: Published, made: CriterionRecord) -> dict[str, str]:
    """Give what was declared where it is not what counts."""
    if made.declared is ABSENT or made.declared == made.score:
        return {}
    return {"declared": printed(made.declared, published)}
