"""Why not a better tier, as text and as JSON."""

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from ..explain.headroom import Gain, Shortfall, Unmet
from ..explain.naming import condition_in_words, formula_in_words, names, shower
from ..files.visible import visible
from ..formula.figures import figure
from ..model.outcome import NoScore
from ..model.ruleset import Digits, Input, Quota, Ruleset, Value, unpadded
from ..model.sentences import sentence
from ..result.numbers import decimal, show, show_apart, show_bound, show_some
from ..result.quotas import quota_record, quota_words
from ..result.shapes import written
from ..result.words import name_of, state_words, tier_title, why_no_score
from . import texts
from .conditions import unranking
from .explanation_words import code_and_title
from .text import width

FORMAT = "itrank-why-not/1"
_MOST = 15  # leaves that are named


def as_text(found: Shortfall, ruleset: Ruleset, lang: str, *, illustrative: bool = False) -> str:
    """Write what is missing to a tier and where it could come from."""
    return "\n".join(visible(line) for line in _lines(found, ruleset, lang, illustrative=illustrative)) + "\n"


def _lines(found: Shortfall, ruleset: Ruleset, lang: str, *, illustrative: bool) -> Iterator[str]:
    if illustrative:
        yield sentence(texts.ILLUSTRATIVE, lang)
    yield _now(found, ruleset, lang)
    if found.is_reached:
        yield sentence(texts.IS_REACHED, lang, tier=tier_title(found.card, found.tier.id, lang))
        return
    yield from _causes(found, ruleset, lang)
    yield from _wanting(found, ruleset, lang)
    if found.gains and not found.is_unreachable:  # points that cannot lead to the tier are no advice
        yield ""
        yield from _gains(found, ruleset, lang)


def _now(found: Shortfall, ruleset: Ruleset, lang: str) -> str:
    """Say what total and tier the unit has."""
    unit = found.unit
    total, name = unit.outcome, unit.unit.name or unit.unit.id
    if not isinstance(total, Fraction):
        why = why_no_score(ruleset, total)
        return sentence(texts.TOTAL_UNKNOWN, lang, unit=name, why=why.say(lang))
    tier = tier_title(found.card, unit.tier, lang) or sentence(texts.NO_TIER, lang)
    shown = show_apart(total, [found.bound, found.over], ruleset.show, lang)
    if unit.max is None:
        return sentence(texts.TOTAL_NOW, lang, unit=name, total=shown, tier=tier)
    most = show(unit.max, unpadded(ruleset.show), lang)
    return sentence(texts.TOTAL_OF_NOW, lang, unit=name, total=shown, most=most, tier=tier)


def _wanting(found: Shortfall, ruleset: Ruleset, lang: str) -> Iterator[str]:
    """Say what is missing: points to the bound, what the tier asks for besides, what cannot be reached."""
    digits, wanted = ruleset.show, tier_title(found.card, found.tier.id, lang)
    if found.bound is not None:
        side, bound = sentence(texts.ABOVE if found.above else texts.FROM, lang), show_bound(found.bound, digits, lang)
        short = _short(found, ruleset, lang)
        yield sentence(texts.BOUND_OF_TIER, lang, tier=wanted, side=side, bound=bound, short=short)
    if found.over is not None:
        yield sentence(
            texts.PASSES_UPPER_BOUND,
            lang,
            tier=wanted,
            bound=show_bound(found.over, digits, lang),
            by=_passed(found, digits, lang),
        )
    for unmet in found.unmet:
        yield _unmet(unmet, ruleset, lang)
    if found.tier.quota is not None:
        yield _within_quota(found, found.tier.quota, ruleset, lang)
    if found.is_unreachable:
        most = sentence(texts.NO_BOUND, lang) if found.most is None else show(found.most, digits, lang)
        yield sentence(texts.OUT_OF_REACH, lang, most=most)
    elif found.appraised:
        nodes = "; ".join(code_and_title(node, lang) for node in found.appraised)
        yield sentence(texts.SET_BY_APPRAISERS, lang, nodes=nodes)


def _within_quota(found: Shortfall, quota: Quota, ruleset: Ruleset, lang: str) -> str:
    """Say that a tier takes so many units; of who is not ranked, that it takes ranked ones only, and why it is none."""
    words = quota_words(quota, lang)
    if found.unit.rank is not None:
        return sentence(texts.QUOTA_TOO, lang, quota=words)
    failed = ", ".join(name_of(ruleset, id_, lang) for id_ in unranking(ruleset, found.unit))
    why = sentence(texts.AS_IT_FAILS, lang, conditions=failed) if failed else ""
    return sentence(texts.RANKED_ONLY, lang, quota=words, why=why)


def _unmet(unmet: Unmet, ruleset: Ruleset, lang: str) -> str:
    """Say what is asked for and does not hold, and what the unit has of it."""
    show = shower(ruleset, lang)
    has = "; ".join(
        f"{names(ruleset, key).say(lang)} = "
        + (state_words(value.state, lang) if isinstance(value, NoScore) else show(key, value))
        for key, value in unmet.values
    )
    asked = formula_in_words(ruleset, unmet.formula, lang)
    return sentence(texts.REQUIREMENT_UNMET_HAS if has else texts.REQUIREMENT_UNMET, lang, formula=asked, has=has)


def _short(found: Shortfall, ruleset: Ruleset, lang: str) -> str:
    """Say how many points are missing to the bound."""
    if found.gap:
        pair = texts.SHORT_BY_MORE if found.above else texts.SHORT
        return sentence(pair, lang, gap=show_some(found.gap, ruleset.show, lang))
    if found.gap is None:
        return sentence(texts.SHORT_UNKNOWN, lang)
    is_on_bound = found.above and found.unit.outcome == found.bound
    return sentence(texts.MUST_BE_ABOVE if is_on_bound else texts.POINTS_ENOUGH, lang)


def _passed(found: Shortfall, digits: Digits, lang: str) -> str:
    """Say by how much the total passes the upper bound; nothing where it is at a bound that it must be below."""
    total = found.unit.outcome
    if found.over is None or not isinstance(total, Fraction) or total == found.over:
        return ""
    return sentence(texts.PASSED_BY, lang, gap=show_some(total - found.over, digits, lang))


def _gains(found: Shortfall, ruleset: Ruleset, lang: str) -> Iterator[str]:
    """List the leaves that could give points, in columns."""
    yield sentence(texts.GAINS, lang)
    rows = [_row(gain, ruleset, lang) for gain in found.gains[:_MOST]]
    widths = [max(width(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        cells = [cell + " " * (size - width(cell)) for cell, size in zip(row[:3], widths, strict=True)]
        yield f"  {'  '.join(cells)}  {row[3]}".rstrip()
    if len(found.gains) > _MOST:
        yield sentence(texts.MORE_GAINS, lang, rest=len(found.gains) - _MOST)


def _causes(found: Shortfall, ruleset: Ruleset, lang: str) -> Iterator[str]:
    """Name the failed conditions that decided whatever the points are, what each asks for, and what would be without."""
    if not found.lowering:
        return
    yield sentence(texts.LOWERED, lang, tier=tier_title(found.card, found.card.root.tiers[-1].id, lang))
    for node, answers in found.lowering:
        name, asked = name_of(ruleset, node.id, lang), condition_in_words(ruleset, node, lang)
        has = "; ".join(_shown(*each, lang) for each in answers)
        yield sentence(texts.NEEDS_AND_HAS if has else texts.NEEDS, lang, name=name, asked=asked, has=has)
    if found.otherwise is not None:
        yield sentence(texts.OTHERWISE, lang, tier=tier_title(found.card, found.otherwise.id, lang))


def _row(gain: Gain, ruleset: Ruleset, lang: str) -> tuple[str, str, str, str]:
    more = "…" if gain.at_total is None else f"+{show_some(gain.at_total, ruleset.show, lang)}"
    now = "–" if isinstance(gain.now, NoScore) else show(gain.now, ruleset.show, lang)
    best = "…" if gain.reachable is None else show(gain.reachable, ruleset.show, lang)
    answers = "; ".join(_shown(asked, value, lang) for asked, value in gain.answers)
    return more, f"{now} → {best}", code_and_title(gain.node, lang), answers


def _shown(asked: Input, value: Value | None, lang: str) -> str:
    """Write an answer: `Số cuộc họp = 5`."""
    if value is None:
        shown = sentence(texts.BLANK, lang)
    elif isinstance(value, str) and value in asked.options:
        shown = asked.options[value].say(lang) or value
    else:
        shown = figure(value, lang, percent=asked.traits.per_cent)
    return f"{asked.label.say(lang) or asked.id} = {shown}"


def as_json(found: Shortfall, ruleset: Ruleset, *, illustrative: bool = False) -> str:
    """Write the same for machines, numbers as text."""

    def number(value: Fraction | None) -> str | None:
        if value is None:
            return None
        text, fraction = decimal(value)
        return fraction or text

    unit = found.unit
    made: dict[str, Any] = {
        "format": FORMAT,
        "ruleset": {"id": ruleset.id, "version": ruleset.version, "sha256": ruleset.sha256},
        "illustrative": illustrative,
        "unit": {"id": unit.unit.id, "name": unit.unit.name, "tier": unit.tier},
        "total": number(unit.outcome) if isinstance(unit.outcome, Fraction) else None,
        "tier": found.tier.id,
        "reached": found.is_reached,
        "bound": number(found.bound),
        "above": found.above,
        "gap": number(found.gap),
        "requires_holds": not found.unmet,
        **({"conditions": [node.id for node, _ in found.lowering]} if found.lowering else {}),
        **({"otherwise": found.otherwise.id} if found.otherwise else {}),
        **({"over": number(found.over)} if found.over is not None else {}),
        **({} if found.tier.quota is None else {"quota": written(quota_record(found.tier.quota))}),
        "most": number(found.most),
        "gains": [
            {
                "id": gain.node.id,
                "code": gain.node.code,
                "now": number(gain.now) if isinstance(gain.now, Fraction) else None,
                "reachable": number(gain.reachable),
                "at_total": number(gain.at_total),
                "inputs": [asked.id for asked, _ in gain.answers],
            }
            for gain in found.gains
        ],
        **({"appraised": [node.id for node in found.appraised]} if found.appraised else {}),
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"
