"""What an address is about, in words for who does not read addresses: a council."""

from collections.abc import Mapping

from ..language.document import Map
from ..language.edits import Steps, value_at
from ..language.inputs import words
from ..model.observed import Unit
from ..model.ruleset import Input, Words
from ..model.sentences import Pair
from .addresses import Target

_KEYS: Mapping[str, Pair] = {
    "max": ("điểm tối đa", "maximum"),
    "weight": ("trọng số", "weight"),
    "cap": ("mức trần", "cap"),
    "min": ("mức sàn", "floor"),
    "out_of": ("thang điểm", "points out of"),
    "round": ("làm tròn", "rounding"),
}
_SCORE, _BOUND = ("cách chấm", "score"), ("mốc", "bound")
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
    return _joined(node_title(document, path[:at]), _of_key(path[at:], is_bound=target.is_bound))


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


def _of_key(rest: Steps, *, is_bound: bool) -> Words:
    """Name a key of a node, or a number of its score."""
    if len(rest) == 1 and str(rest[0]) in _KEYS:
        return Words(*_KEYS[str(rest[0])])
    inside = [str(step) for step in rest if step != "score"]
    pair = _BOUND if is_bound else _SCORE
    return Words(*(f"{each} {' '.join(inside)}" for each in pair))
