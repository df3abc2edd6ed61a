"""What an address is about, in words for who does not read addresses: a council."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..language.document import Map
from ..language.edits import Steps, value_at
from ..language.inputs import words
from ..model.codes import message, of
from ..model.findings import Finding
from ..model.observed import Unit
from ..model.parameters import kinds_of
from ..model.records import Kind
from ..model.ruleset import SIDES, Input, Ruleset, Words
from ..model.sentences import Pair
from ..result.contract import DiagnosticRecord
from ..result.record import diagnostic
from .addresses import Target

_IDS = frozenset({"ids", "target", "tier"})  # parameters that hold ids, beside those that are names
_QUOTED = re.compile(r'"([^"]+)"')

_KEYS: Mapping[str, Pair] = {
    "max": ("điểm tối đa", "maximum"),
    "weight": ("trọng số", "weight"),
    "cap": ("mức trần", "cap"),
    "min": ("mức sàn", "floor"),
    "out_of": ("thang điểm", "points out of"),
    "round": ("làm tròn", "rounding"),
}
_INSIDE: Mapping[str, Pair] = {
    "from": ("từ", "from"),
    "above": ("trên", "above"),
    "up_to": ("đến", "up to"),
    "below": ("dưới", "below"),
    "otherwise": ("điểm của trường hợp còn lại", "points otherwise"),
    "full_at": ("mốc đạt điểm tối đa", "bound of full points"),
    "points": ("điểm của", "points of"),
}
_SCORE, _BOUND = ("cách chấm", "score"), ("mốc của bậc", "bound of the step")
_STEP = ("điểm của bậc", "points of the step")
_TIER, _PARAMETER = ("ngưỡng mức", "bound of the tier"), ("tham số", "parameter")


def named(target: Target, document: Map, units: tuple[Unit, ...], inputs: Mapping[str, Input]) -> Words:
    """Say what an address is about; its own words where there are none for it."""
    if not target.paths:
        asked, unit = inputs[target.key], units[target.unit]
        label = asked.label or Words(asked.id, asked.id)
        return _joined(Words(unit.name or unit.id, unit.name or unit.id), label)
    path = target.paths[0]
    if path[0] == "parameters":
        return Words(*(f"{pair} {'.'.join(map(str, path[1:]))}" for pair in _PARAMETER))
    if path[0] != "scorecards":
        return Words(target.address, target.address)
    if target.is_tier:
        return _of_tier(target, document)
    at = _node_steps(path)
    return _joined(node_title(document, path[:at]), _of_key(path[at:], inputs, is_bound=target.is_bound))


def in_words(found: Finding, ruleset: Ruleset, addresses: Mapping[str, Words]) -> DiagnosticRecord:
    """Give a finding as results have it, its message with titles in place of the ids of criteria, tiers and addresses.

    Args:
        found: about a ruleset, or a scenario.
        ruleset: that it is about.
        addresses: what each address of the scenario is about.
    """
    nodes = {node.id: node for node in ruleset.nodes()}
    about = nodes.get(found.params.get("id", ""))
    titles = {
        id_: Words(*(f"{node.code} {node.title.say(lang)}".strip() for lang in ("vi", "en")))
        for id_, node in nodes.items()
    }
    titles |= {tier.id: tier.title for tier in about.tiers} if about is not None else {}
    said = {
        lang: message(replace(found, params=_titled(found, {**titles, **addresses}, lang)), lang)
        for lang in ("vi", "en")
    }
    return replace(diagnostic(found), message=Words(said["vi"], said["en"]))


def _titled(found: Finding, titles: Mapping[str, Words], lang: str) -> dict[str, str]:
    """Put titles in place of ids in the parameters of a finding."""

    def title(id_: str) -> str:
        return titles.get(id_, Words()).say(lang) or id_

    def quoted(match: re.Match[str]) -> str:
        return f'"{title(match[1])}"'

    kinds = kinds_of(of(found))
    return {
        name: ", ".join(map(title, value.split(", ")))
        if name in _IDS or kinds.get(name) is Kind.NAME
        else _QUOTED.sub(quoted, value)
        for name, value in found.params.items()
    }


def _joined(one: Words, other: Words) -> Words:
    return Words(f"{one.say('vi')}: {other.say('vi')}", f"{one.say('en')}: {other.say('en')}")


def _of_tier(target: Target, document: Map) -> Words:
    """Name the tier; its criterion too, and its scorecard where the bound of one of several is meant."""
    path = target.paths[0]
    tier = value_at(document, path[:-1])
    title = words(tier.get("title")) or Words(str(tier["id"]), str(tier["id"]))
    made = Words(f"{_TIER[0]} {title.say('vi')}", f"{_TIER[1]} {title.say('en')}")
    is_of_card = path[:-3] == path[:2]
    if not is_of_card or (len(target.paths) == 1 and len(document["scorecards"]) > 1):
        return _joined(node_title(document, path[:-3]), made)
    return made


def _node_steps(path: Steps) -> int:
    """Count the steps that lead to a node: a scorecard, then criteria and totals by position."""
    at = 2
    while at + 1 < len(path) and path[at] in {"criteria", "totals"} and isinstance(path[at + 1], int):
        at += 2
    return at


def node_title(document: Map, path: Steps) -> Words:
    """Give the number and title of a node; its id where it has none."""
    node = value_at(document, path)
    title, code = words(node.get("title")), str(node.get("code", ""))
    own = str(node.get("id", path[-1]))
    return Words(*(f"{code} {title.say(lang) or own}".strip() for lang in ("vi", "en")))


def maximum_of(document: Map, path: Steps) -> Words:
    """Say of a way to a node that its maximum is meant."""
    return _joined(node_title(document, path), Words(*_KEYS["max"]))


def _of_key(rest: Steps, inputs: Mapping[str, Input], *, is_bound: bool) -> Words:
    """Name a key of a node, or a number of its score: a step, the points of an option, or by its key."""
    if len(rest) == 1 and str(rest[0]) in _KEYS:
        return Words(*_KEYS[str(rest[0])])
    inside = [str(step) for step in rest if step != "score"]
    pair = _BOUND if is_bound else _STEP if inside[0] in SIDES else _SCORE
    if inside[0] not in SIDES and inside[0] in _INSIDE:
        pair = "", ""
    said = [_inside(step, inputs) for step in inside]
    return Words(
        *(
            f"{head} {_row(said, lang, is_quoted=bool(head))}".strip()
            for head, lang in zip(pair, ("vi", "en"), strict=True)
        )
    )


def _row(said: Sequence[Words], lang: str, *, is_quoted: bool) -> str:
    made = " ".join(each.say(lang) for each in said)
    return f'"{made}"' if is_quoted else made


def _inside(step: str, inputs: Mapping[str, Input]) -> Words:
    """Name a step within a score: in words, as the one option of that id, or as it is written."""
    titles = {asked.options[step] for asked in inputs.values() if step in asked.options}
    if step in _INSIDE:
        return Words(*_INSIDE[step])
    return titles.pop() if len(titles) == 1 else Words(step, step)
