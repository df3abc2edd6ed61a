"""Why not a better tier, as text and as JSON."""

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from ..explain.headroom import Gain, Shortfall
from ..explain.naming import condition_in_words, formula_in_words
from ..formula.figures import figure
from ..model.outcome import NoScore
from ..model.ruleset import Input, Ruleset, Value
from ..result.numbers import decimal, show, show_apart, show_bound, show_some
from .explanation_words import code_and_title
from .quotas import quota_record, quota_words
from .text import visible, width
from .words import name_of, tier_title, why_no_score

FORMAT = "itrank-why-not/1"
_MOST = 15  # leaves that are named


def as_text(found: Shortfall, ruleset: Ruleset, lang: str, *, illustrative: bool = False) -> str:
    """Write what is missing to a tier and where it could come from."""
    return "\n".join(visible(line) for line in _lines(found, ruleset, lang, illustrative=illustrative)) + "\n"


def _lines(found: Shortfall, ruleset: Ruleset, lang: str, *, illustrative: bool) -> Iterator[str]:
    vi = lang == "vi"
    unit, wanted = found.unit, tier_title(found.card, found.tier.id, lang)

    def number(value: Fraction | None) -> str:
        return ("không có chặn trên" if vi else "no bound") if value is None else show(value, ruleset.show, lang)

    if illustrative:
        yield "SỐ LIỆU MINH HỌA" if vi else "ILLUSTRATIVE DATA"
    total = unit.outcome
    now = tier_title(found.card, unit.tier, lang) or ("chưa xếp loại" if vi else "no tier")
    if isinstance(total, Fraction):
        most = "" if unit.max is None else f"/{number(unit.max)}"
        yield f"{unit.unit.name or unit.unit.id}: {show_apart(total, [found.bound, found.over], ruleset.show, lang)}{most} {'điểm' if vi else 'points'}, {now}"
    else:
        why = why_no_score(ruleset, total)
        yield f"{unit.unit.name or unit.unit.id}: {'chưa có tổng điểm' if vi else 'no total'} ({why.vi if vi else why.en})"
    if found.is_reached:
        yield f"Đã đạt {wanted}." if vi else f"It is {wanted} already."
        return
    yield from _causes(found, ruleset, lang)
    if found.bound is not None:
        side = ("trên" if found.above else "từ") if vi else ("above" if found.above else "from")
        if found.gap:
            more, gap = (
                ("hơn " if vi else "more than ") if found.above else "",
                show_some(found.gap, ruleset.show, lang),
            )
            lacks = f"còn thiếu {more}{gap} điểm" if vi else f"{more}{gap} points short"
        elif found.gap is None:
            lacks = "chưa tính được" if vi else "unknown"
        elif found.above and total == found.bound:
            lacks = "phải trên ngưỡng" if vi else "must be above the bound"
        else:
            lacks = "đã đủ điểm" if vi else "points enough"
        yield f"{wanted} ({side} {show_bound(found.bound, ruleset.show, lang)}): {lacks}."
    if found.over is not None:
        over = show_bound(found.over, ruleset.show, lang)
        yield (
            f"Tổng điểm vượt mức trên của {wanted}: {over}."
            if vi
            else f"The total passes the upper bound of {wanted}: {over}."
        )
    for condition in found.unmet:
        words = formula_in_words(ruleset, condition, lang)
        yield f"Điều kiện chưa đạt: {words}" if vi else f"What it requires does not hold: {words}"
    if found.tier.quota is not None:
        place = quota_words(found.tier.quota, lang)
        yield f"Mức này còn đòi hỏi phải {place}." if vi else f"It must also be {place}."
    if _is_out_of_reach(found):
        yield (
            f"Dù mọi tiêu chí đạt mức cao nhất cũng không quá {number(found.most)} điểm."
            if vi
            else f"Even with the most of every criterion it would be at most {number(found.most)} points."
        )
    if found.appraised:
        named = "; ".join(code_and_title(node, lang) for node in found.appraised)
        yield (
            f"Điểm do thẩm định ấn định, chỉ đổi được ở lần thẩm định sau: {named}."
            if vi
            else f"Set by appraisers, and changed by another appraisal only: {named}."
        )
    if not found.gains:
        return
    yield ""
    yield (
        "Điểm có thể lấy thêm (không quá), nhiều nhất trước:"
        if vi
        else "Where points could come from (at most), the most first:"
    )
    rows = [_row(gain, ruleset, lang) for gain in found.gains[:_MOST]]
    widths = [max(width(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        cells = [cell + " " * (size - width(cell)) for cell, size in zip(row[:3], widths, strict=True)]
        yield f"  {'  '.join(cells)}  {row[3]}".rstrip()
    if len(found.gains) > _MOST:
        rest = len(found.gains) - _MOST
        yield f"  … và {rest} tiêu chí khác" if vi else f"  … and {rest} more criteria"


def _causes(found: Shortfall, ruleset: Ruleset, lang: str) -> Iterator[str]:
    """Name the failed conditions that decided whatever the points are, what each asks for, and what would be without."""
    vi = lang == "vi"
    if not found.lowering:
        return
    last = tier_title(found.card, found.card.root.tiers[-1].id, lang)
    yield (
        f"Không đạt điều kiện nên xếp mức {last}, dù được bao nhiêu điểm:"
        if vi
        else f"It fails a condition, so its tier is {last} whatever its points:"
    )
    for node, answers in found.lowering:
        asked, has = condition_in_words(ruleset, node, lang), "; ".join(_shown(*each, lang) for each in answers)
        needs = f"cần {asked}" if vi else f"it needs {asked}"
        now = f"; {'hiện' if vi else 'now'} {has}" if has else ""
        yield f"  {name_of(ruleset, node.id, lang)}: {needs}{now}"
    if found.otherwise is not None:
        tier = tier_title(found.card, found.otherwise.id, lang)
        yield (
            f"Nếu đạt các điều kiện ấy, mọi thứ khác như cũ: {tier}."
            if vi
            else f"With those conditions held and all else as it is: {tier}."
        )


def _is_out_of_reach(found: Shortfall) -> bool:
    if found.bound is None or found.most is None or not found.most_holds:
        return False
    return found.most < found.bound or (found.above and found.most == found.bound)


def _row(gain: Gain, ruleset: Ruleset, lang: str) -> tuple[str, str, str, str]:
    more = "…" if gain.at_total is None else f"+{show_some(gain.at_total, ruleset.show, lang)}"
    now = "–" if isinstance(gain.now, NoScore) else show(gain.now, ruleset.show, lang)
    best = "…" if gain.reachable is None else show(gain.reachable, ruleset.show, lang)
    answers = "; ".join(_shown(asked, value, lang) for asked, value in gain.answers)
    return more, f"{now} → {best}", code_and_title(gain.node, lang), answers


def _shown(asked: Input, value: Value | None, lang: str) -> str:
    """Write an answer: `Số cuộc họp = 5`."""
    if value is None:
        shown = "trống" if lang == "vi" else "blank"
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
        **({} if found.tier.quota is None else {"quota": quota_record(found.tier.quota)}),
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
