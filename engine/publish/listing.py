"""The rulesets that are at hand, as text and as JSON (format `itrank-rulesets/1`)."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..files.visible import visible
from ..model.codes import CODES, message
from ..model.findings import Finding
from ..model.ruleset import Ruleset, Scorecard
from ..model.sentences import sentence
from ..result.numbers import decimal, show
from ..result.record import engine_version, finding_record
from ..result.words import decree_named
from . import texts
from .text import flowed

FORMAT = "itrank-rulesets/1"
_INDENT = "  "


@dataclass(frozen=True, slots=True)
class Listed:
    """A ruleset file: what came of it, or the first error that stopped it.

    Attributes:
        file: as outputs call it.
        is_packaged: whether it comes with itrank.
    """

    file: str
    ruleset: Ruleset | None
    error: Finding | None = None
    is_packaged: bool = False


def listing_text(listed: Sequence[Listed], lang: str, columns: int | None = None) -> str:
    """Write a paragraph for each ruleset.

    >>> print(listing_text([Listed("a.yaml", None, Finding("ITR105"))], "en").splitlines()[0])
    a.yaml
    """
    return "\n\n".join("\n".join(_paragraph(each, lang, columns)) for each in listed) + "\n"


def _paragraph(each: Listed, lang: str, columns: int | None) -> Iterator[str]:
    ruleset = each.ruleset
    if ruleset is None:
        yield visible(each.file)
        broken = sentence(texts.BROKEN, lang)
        if each.error is not None:
            code = CODES[each.error.code].code
            yield f"{_INDENT}{broken}: {visible(_at(each.error))}{code}: {visible(message(each.error, lang))}"
        return
    yield f"{visible(ruleset.id)}@{visible(ruleset.version)}  {visible(ruleset.title.say(lang))}"
    for parts in (_origin(ruleset, lang), [_card(card, lang) for card in ruleset.scorecards], _last(each, lang)):
        width = None if columns is None else columns - len(_INDENT)
        yield from (_INDENT + line for line in flowed([visible(part) for part in parts], width, _INDENT))


def _at(error: Finding) -> str:
    return f"{error.place.line}:{error.place.column}: " if error.place.line else ""


def _origin(ruleset: Ruleset, lang: str) -> list[str]:
    parts = []
    if ruleset.period:
        parts.append(sentence(texts.PERIOD, lang, period=ruleset.period))
    kind, number = decree_named(ruleset.decision, lang)
    if number:
        day = ruleset.decision.get("date")
        parts.append(f"{kind.lower()} {number}{f' ({day})' if day else ''}")
    first, last = (ruleset.effective.get(key, "…") for key in ("from", "through"))
    if ruleset.effective:
        parts.append(sentence(texts.EFFECTIVE, lang, first=first, last=last))
    return parts or [sentence(texts.NO_ORIGIN, lang)]


def _card(card: Scorecard, lang: str) -> str:
    groups, points = ", ".join(card.groups) or sentence(texts.ALL_GROUPS, lang), card.root.full
    most = "" if points is None else sentence(texts.MOST_POINTS, lang, most=show(points, None, lang))
    return f"{card.id}: {groups}{most}"


def _last(each: Listed, lang: str) -> list[str]:
    ruleset = each.ruleset
    assert ruleset is not None
    inputs = sentence(texts.INPUTS, lang, inputs=len(ruleset.inputs))
    origin = texts.ORIGINS.get(ruleset.provenance)
    return [inputs, *([sentence(origin, lang)] if origin else []), each.file]


def listing_json(listed: Sequence[Listed]) -> str:
    """Write the rulesets as JSON, a line for each."""
    rows = ",\n  ".join(json.dumps(_record(each), ensure_ascii=False) for each in listed)
    return f'{{"format": "{FORMAT}",\n "engine": {json.dumps(engine_version())},\n "rulesets": [{rows}]}}\n'


def _record(each: Listed) -> dict[str, Any]:
    made: dict[str, Any] = {"file": each.file, "packaged": each.is_packaged}
    ruleset = each.ruleset
    if ruleset is None:
        return {**made, "loaded": False, "error": None if each.error is None else finding_record(each.error)}
    return {
        **made,
        "loaded": True,
        "id": ruleset.id,
        "version": ruleset.version,
        "sha256": ruleset.sha256,
        "title": {"vi": ruleset.title.say("vi"), "en": ruleset.title.say("en")},
        "period": ruleset.period,
        "decision": dict(ruleset.decision),
        "effective": dict(ruleset.effective),
        "provenance": ruleset.provenance,
        "inputs": len(ruleset.inputs),
        "scorecards": [
            {
                "id": card.id,
                "groups": list(card.groups),
                "max": None if card.root.full is None else decimal(card.root.full)[0],
            }
            for card in ruleset.scorecards
        ],
    }
