"""What each node can reach, with the answers that show it, as text and as JSON (format `itrank-bounds/1`)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from ..files.visible import visible
from ..formula.figures import figure
from ..model.findings import Witness
from ..model.ruleset import Ruleset
from ..model.sentences import sentence
from ..prove.reaches import End, Reached, reaches
from ..prove.tier_reaches import Tiers, tiers_reached
from ..result.numbers import decimal
from ..result.record import engine_version
from . import texts
from .grid import Column, Look, grid
from .witnesses import command_of, told_witness

FORMAT = "itrank-bounds/1"


@dataclass(frozen=True, slots=True)
class ReachedFile:
    """What the nodes of a ruleset can reach; nothing of one with errors.

    Attributes:
        ruleset: None of one with errors.
        tiers: of the nodes that have some, by id.
    """

    file: str
    ruleset: Ruleset | None = None
    nodes: tuple[Reached, ...] = ()
    tiers: Mapping[str, Tiers] = field(default_factory=dict)


def reached_file(file: str, ruleset: Ruleset | None) -> ReachedFile:
    """Find what the nodes of a ruleset can reach, and which of their tiers; of one with errors nothing is known."""
    if ruleset is None:
        return ReachedFile(file)
    found = reaches(ruleset)
    return ReachedFile(file, ruleset, found.nodes, tiers_reached(ruleset, found))


def reaches_text(files: Sequence[ReachedFile], lang: str) -> str:
    """Write a table for each ruleset, below each node the answers at both its ends."""
    parts = ["\n".join(_lines(file, lang)) for file in files]
    return "\n\n".join(parts) + "\n"


def _lines(file: ReachedFile, lang: str) -> Iterator[str]:
    name = visible(file.file)
    if file.ruleset is None:
        yield sentence(texts.NO_BOUNDS, lang, file=name)
        return
    yield sentence(texts.BOUNDS_OF, lang, file=name)
    yield ""
    codes = {key: code for card in file.ruleset.scorecards for key, code in card.full_codes().items()}
    rows = [[visible(cell) for cell in _cells(each, codes, lang)] for each in file.nodes]
    headers = [sentence(pair, lang) for pair in texts.BOUNDS_HEAD]
    columns = [
        Column(header, [row[place] for row in rows], right=place > 2)  # numbers stand after the title
        for place, header in enumerate(headers)
    ]
    head, *printed = grid(columns, [""] * len(rows), Look(lang), flexible=2)
    yield head
    for line, each in zip(printed, file.nodes, strict=True):
        yield line.rstrip()
        yield from (f"    {below}" for below in _below(each, file.file, lang))
        if each.node.id in file.tiers:
            yield from (f"    {below}" for below in _tiers(file.tiers[each.node.id], file.file, lang))


def _cells(each: Reached, codes: dict[str, str], lang: str) -> Iterator[str]:
    node = each.node
    yield node.id
    yield codes.get(node.id, node.code)
    yield node.title.say(lang)
    yield "–" if node.full is None else figure(node.full, lang)
    yield _cell(each.low, "≥", lang)
    yield _cell(each.high, "≤", lang)


def _cell(end: End, sign: str, lang: str) -> str:
    """Write one end: what was evaluated, and where that is not all what is proved."""
    if end.state == "unbounded":
        return sentence(texts.UNBOUNDED, lang)
    value = "–" if end.value is None else figure(end.value, lang)
    if end.bound is None or end.state == "reached":
        return value
    return sentence(texts.SHOWN_WITHIN, lang, value=value, sign=sign, bound=figure(end.bound, lang))


def _below(each: Reached, file: str, lang: str) -> Iterator[str]:
    for end, is_high in ((each.low, False), (each.high, True)):
        beyond = "" if (pair := texts.BEYOND.get((end.state, is_high))) is None else sentence(pair, lang)
        if end.state != "reached" and end.bound is not None:
            beyond += sentence(texts.NEVER_BEYOND[is_high], lang, bound=figure(end.bound, lang))
        told = sentence(texts.ENDS[end.state, is_high], lang)
        shown = "" if end.witness is None else f": {told_witness(end.witness, lang)}"
        yield f"{told}{shown}{beyond}"
        if end.witness is not None and (command := command_of(end.witness, file)):
            yield f"  {sentence(texts.TRY, lang)}: {command}"
    inputs = ", ".join(each.inputs)
    yield sentence(texts.RESTS_ON, lang, inputs=inputs) if inputs else sentence(texts.RESTS_ON_NOTHING, lang)


def _tiers(tiers: Tiers, file: str, lang: str) -> Iterator[str]:
    """Say whether each value has a tier, then of each tier what is known."""
    hole = "" if tiers.hole is None else figure(tiers.hole, lang)
    yield sentence(texts.DIVISIONS[tiers.division], lang, hole=hole)
    for each in tiers.tiers:
        title = visible(each.tier.title.say(lang) or each.tier.id)
        also = sentence(texts.TIER_ASKS_MORE, lang) if each.is_conditional and each.state == "reached" else ""
        shown = "" if each.witness is None else f": {told_witness(each.witness, lang)}"
        yield f"  {sentence(texts.TIERS_REACHED[each.state], lang, tier=title)}{shown}{also}"
        if each.witness is not None and (command := command_of(each.witness, file)):
            yield f"    {sentence(texts.TRY, lang)}: {command}"


def reaches_json(files: Sequence[ReachedFile]) -> str:
    """Write what nodes can reach as JSON, a line for each node; `schemas/bounds.schema.json` describes it."""
    rulesets = ",\n  ".join(map(_ruleset, files))
    return f'{{"format": {_dumped(FORMAT)},\n "engine": {_dumped(engine_version())},\n "rulesets": [{rulesets}]}}\n'


def _ruleset(file: ReachedFile) -> str:
    ruleset = file.ruleset
    head = {
        "file": file.file,
        "id": "" if ruleset is None else ruleset.id,
        "version": "" if ruleset is None else ruleset.version,
        "sha256": "" if ruleset is None else ruleset.sha256,
        "loaded": ruleset is not None,
    }
    nodes = ",\n    ".join(_dumped(_node(each, file.tiers.get(each.node.id), file.file)) for each in file.nodes)
    return f'{_dumped(head)[:-1]}, "nodes": [{nodes}]}}'


def _node(each: Reached, tiers: Tiers | None, file: str) -> dict[str, Any]:
    node = each.node
    made = {
        "id": node.id,
        "scorecard": node.scorecard,
        "code": node.code,
        "title": {"vi": node.title.vi, "en": node.title.en},
        "max": _number(node.full),
        "low": _end(each.low, file),
        "high": _end(each.high, file),
        "inputs": list(each.inputs),
    }
    return made if tiers is None else {**made, "division": _division(tiers, file)}


def _division(tiers: Tiers, file: str) -> dict[str, Any]:
    rows = [
        {
            "id": each.tier.id,
            "title": {"vi": each.tier.title.vi, "en": each.tier.title.en},
            "state": each.state,
            "conditional": each.is_conditional,
            "value": _number(each.value),
            **_answered(each.witness, file),
        }
        for each in tiers.tiers
    ]
    return {"state": tiers.division, "hole": _number(tiers.hole), "tiers": rows}


def _end(end: End, file: str) -> dict[str, Any]:
    made: dict[str, Any] = {"state": end.state, "bound": _number(end.bound), "value": _number(end.value)}
    return {**made, **_answered(end.witness, file)}


def _answered(witness: Witness | None, file: str) -> dict[str, Any]:
    return {} if witness is None else {"answers": dict(witness.answers), "command": command_of(witness, file)}


def _number(value: Fraction | None) -> str | None:
    """Write a number in full: a decimal, or a fraction where that has no end."""
    if value is None:
        return None
    text, ratio = decimal(value)
    return ratio or text


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
