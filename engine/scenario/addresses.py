"""Addresses: how somebody names one number of a ruleset, or one answer of a unit, to try another value for it.

An address is a way through the ruleset's document, with names in place of positions:

    parameters.nguong_nop          a parameter; parameters.nguong_nop.2023 its value of one year
    tiers.tot                      the bound of a tier, in every scorecard that has the tier
    tinh.tiers.tot.from            the same of one scorecard, with the side of the bound
    t_hop.max                      a key of a criterion, a scorecard or a total, stated or not
    t_hop.from.4                   the points of a step; `score.` may be left out
    t_hop.from.4.bound             the bound of that step itself
    inputs.can_bo.max              any other part of the document, from the top
    Sở Y tế.so_hop                 an answer of a unit, by its id or name and the id of the input

A part may stand in quotation marks. Keys may have points in them: the longest that fits is taken.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..formula.suggest import closest, did_you_mean, listed
from ..language.document import Map, Seq, place_at
from ..language.edits import Steps, value_at, ways_to_nodes
from ..language.schema import INPUT_KEYS, NODE_KEYS
from ..model.findings import Finding, Place, finding
from ..model.observed import Unit
from ..model.ruleset import SIDES, Input, Ruleset
from .scenario import bare

_MOST_LISTED = 12
_LONGEST = 400  # characters of an address
_BOUND = ".bound"
_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?%?")


@dataclass(frozen=True, slots=True)
class Target:
    """What an address leads to.

    Attributes:
        address: as it was written.
        paths: to the parts of the document that change; none of an answer.
        unit: of an answer, the unit by index; -1 of a part of the document.
        key: of an answer, the key of the input.
        is_bound: whether it is the last key of the paths that changes, the bound of a step, and not what stands there.
    """

    address: str
    paths: tuple[Steps, ...] = ()
    unit: int = -1
    key: str = ""
    is_bound: bool = False

    @property
    def is_tier(self) -> bool:
        """Whether it is the bound of a tier, on which no points depend."""
        return bool(self.paths) and all(
            len(path) > 3 and path[-3] == "tiers" and path[-1] in SIDES for path in self.paths
        )


@dataclass(frozen=True, slots=True)
class Places:
    """What addresses are looked up in.

    Attributes:
        document: of the ruleset, with all that it extends.
        ways: to each node by its id.
        units: of the data.
        inputs: by id.
    """

    document: Map
    ways: Mapping[str, Steps]
    units: Sequence[Unit]
    inputs: Mapping[str, Input]


def places_of(document: Map, ruleset: Ruleset, units: Sequence[Unit]) -> Places:
    """Gather what addresses are looked up in; answers are named by the id of their input, which of a leaf is its own."""
    return Places(document, ways_to_nodes(document), units, {each.id: each for each in ruleset.inputs})


def target_of(address: str, places: Places, at: Place) -> Target | Finding:
    """Find what an address leads to.

    Args:
        address: as somebody wrote it.
        places: what it is looked up in.
        at: where it is written.

    Returns:
        The target; or why there is none: nothing has the name, or it is not one value.
    """
    text = address.strip()
    if not text or len(text) > _LONGEST:
        return finding("ITR782", at, found=text[:80] or "–")
    paths = tuple(dict.fromkeys(_paths(text, places)))
    if not paths and text.endswith(_BOUND):
        steps = tuple(path for path in _paths(text.removesuffix(_BOUND), places) if _is_step(path, places))
        if steps:
            return Target(text, steps[:1], is_bound=True)
    if not paths:
        answer = _answer(text, places)
        return answer or _unknown(text, places, at)
    whole = tuple(path for path in (_settled(each, places) for each in paths) if path is not None)
    if not whole:
        return _several(text, paths[0], places, at)
    if len(whole) > 1 and len({str(value_at(places.document, path)) for path in whole}) > 1:
        listed = ", ".join(f"{_owner(path)}.{text}" for path in whole)
        return finding("ITR781", at, target=bare(text), choices=listed)
    return Target(text, whole)


def _paths(text: str, places: Places) -> Iterator[Steps]:
    """Give the ways through the document that an address may mean: of nodes first, then from the top."""
    for id_, rest in _heads(text, places.ways):
        yield from _below(places.document, places.ways[id_], rest)
    if text == "tiers" or text.startswith("tiers."):
        for way in places.ways.values():
            if len(way) == 2:  # a scorecard: ("scorecards", id)
                yield from _below(places.document, way, text)
        return
    yield from _below(places.document, (), text)


def _heads(text: str, names: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Give each name with which a text begins, the longest first, and what follows it.

    >>> list(_heads("0.80.x", {"0": 1, "0.80": 1})), list(_heads('"a.b".max', {"a.b": 1}))
    ([('0.80', 'x'), ('0', '80.x')], [('a.b', 'max')])
    """
    if text.startswith('"'):
        quoted, _, rest = text[1:].partition('"')
        if quoted in names and (not rest or rest.startswith(".")):
            yield quoted, rest[1:]
        return
    ends = [place for place, sign in enumerate(text) if sign == "."]
    for end in (len(text), *reversed(ends)):
        if text[:end] in names:
            yield text[:end], text[end + 1 :]


def _below(document: Map, path: Steps, rest: str) -> Iterator[Steps]:
    """Give the ways from a part of the document along the rest of an address."""
    part = value_at(document, path)
    if not rest:
        yield path
    elif isinstance(part, Map):
        yield from _in_map(document, path, part, rest)
    elif isinstance(part, Seq):
        named = {_name_of(item, number): number for number, item in enumerate(part)}
        for name, more in _heads(rest, named):
            yield from _below(document, (*path, named[name]), more)


def _in_map(document: Map, path: Steps, part: Map, rest: str) -> Iterator[Steps]:
    found = False
    for name, more in _heads(rest, part):
        for each in _below(document, (*path, name), more):
            found = True
            yield each
    if found:
        return
    keys = NODE_KEYS if _is_node(path) else INPUT_KEYS if path[:1] == ("inputs",) and len(path) == 2 else {}
    if isinstance(part.get("score"), Map) and _is_node(path):
        yield from _in_map(document, (*path, "score"), part["score"], rest)
    if rest in keys and rest not in part:
        yield (*path, rest)


def _is_node(path: Steps) -> bool:
    """Say whether a way leads to a scorecard, a criterion or a total."""
    if path[:1] != ("scorecards",):
        return False
    return len(path) == 2 or (len(path) > 2 and path[-2] in {"criteria", "totals"} and isinstance(path[-1], int))


def _name_of(item: Any, number: int) -> str:
    """Name an item of a list: by its id, else by its place from 1."""
    id_ = item.get("id") if isinstance(item, Map) else None
    return str(number + 1) if id_ is None else str(id_)


def _settled(path: Steps, places: Places) -> Steps | None:
    """Give the way to one value: of a tier its only bound; a parameter stated by years is set for all of them."""
    value = value_at(places.document, path)
    if isinstance(value, Map) and len(path) >= 2 and path[-2] == "tiers":
        sides = [side for side in SIDES if side in value]
        return (*path, sides[0]) if len(sides) == 1 else None
    if isinstance(value, Map) and not (len(path) == 2 and path[0] == "parameters"):
        return None
    return None if isinstance(value, Seq) or not path else path


def _is_step(path: Steps, places: Places) -> bool:
    """Say whether a way leads to a row of a table of a score, whose key is a number: a step, or a point of a line."""
    above = value_at(places.document, path[:-1])
    return len(path) > 2 and path[-3] == "score" and isinstance(above, Map) and bool(_NUMBER.fullmatch(str(path[-1])))


def _owner(path: Steps) -> str:
    """Name the scorecard in which a way leads."""
    return str(path[1]) if len(path) > 1 and path[0] == "scorecards" else str(path[0])


def _answer(text: str, places: Places) -> Target | None:
    """Find an answer of a unit: its id or name, a point, the id of the input."""
    named: dict[str, int] = {}
    for index, unit in enumerate(places.units):
        for name in (unit.id, unit.name):
            named.setdefault(name, index)
    for name, rest in _heads(text, named):
        bare = rest.strip('"')
        if bare in places.inputs and sum(name in {unit.id, unit.name} for unit in places.units) == 1:
            return Target(text, unit=named[name], key=places.inputs[bare].key)
    return None


def _several(text: str, path: Steps, places: Places, at: Place) -> Finding:
    """Say that an address leads to many values, and to which."""
    value = value_at(places.document, path)
    names = list(value) if isinstance(value, Map) else [_name_of(each, n) for n, each in enumerate(value or ())]
    listed = ", ".join(f"{text}.{name}" for name in names[:_MOST_LISTED]) + (", …" if len(names) > _MOST_LISTED else "")
    return finding("ITR781", at, target=bare(text), choices=listed or "–")


def _unknown(text: str, places: Places, at: Place) -> Finding:
    """Say that nothing has the name, and what was perhaps meant."""
    if (found := _unknown_answer(text, places, at)) is not None:
        return found
    near = closest(text, known_addresses(places))
    words = did_you_mean(
        near,
        "Các địa chỉ: tiers.MỨC, parameters.TÊN, TIÊU_CHÍ.max, TIÊU_CHÍ.from.BẬC, ĐƠN_VỊ.ĐẦU_VÀO; xem docs/what-if.md.",
        "Addresses: tiers.TIER, parameters.NAME, CRITERION.max, CRITERION.from.STEP, UNIT.INPUT; see docs/what-if.md.",
    )
    return finding("ITR780", at, help=words, target=bare(text))


def _unknown_answer(text: str, places: Places, at: Place) -> Finding | None:
    """Say of the address of an answer what of it is not known; None where no answer seems to be meant."""
    if any(True for _ in _heads(text, places.ways)) or text.partition(".")[0] in {"tiers", *places.document}:
        return None
    named = {name: unit.id for unit in places.units for name in (unit.id, unit.name) if name}
    for name, rest in _heads(text, named):
        if rest:
            return _unknown_input(name, rest.strip('"'), places, at)
    name, _, rest = text[1:].partition('"') if text.startswith('"') else text.rpartition(".")
    if not name or not (text.startswith('"') or rest.strip('"') in places.inputs):
        return None
    words = did_you_mean(
        _nearest_unit(name, named),
        "Ghi tên hoặc mã đơn vị như trong số liệu.",
        "Write the name or the id of the unit as the data have it.",
    )
    return finding("ITR780.unit", at, help=words, target=bare(name))


def _unknown_input(name: str, asked: str, places: Places, at: Place) -> Finding:
    """Say of a unit that is there that its input is not, or that several units have the name."""
    if asked in places.inputs:
        owners = [unit.id for unit in places.units if name in {unit.id, unit.name}]
        return finding(
            "ITR781", at, target=bare(f"{name}.{asked}"), choices=listed([f"{id_}.{asked}" for id_ in owners])
        )
    some = listed(list(places.inputs))
    words = did_you_mean(closest(asked, places.inputs), f"Các đầu vào: {some}.", f"The inputs: {some}.")
    return finding("ITR780.input", at, help=words, unit=bare(name), target=bare(asked))


def _nearest_unit(name: str, names: Iterable[str]) -> str | None:
    """Find the unit that was probably meant: the one with the same numbers first.

    >>> _nearest_unit("Sở 1", ["Sở 10", "Sở 01"]), _nearest_unit("so y te", ["Sở Y tế"])
    ('Sở 01', 'Sở Y tế')
    """
    known = list(names)
    same = [each for each in known if _without_zeros(each) == _without_zeros(name)]
    return same[0] if same else closest(name, known)


def _without_zeros(name: str) -> str:
    return _ZEROS.sub("", name)


def known_addresses(places: Places) -> list[str]:
    """List the addresses of a ruleset that are stated, for a did-you-mean: parameters, tiers, numbers of nodes."""
    found = [f"parameters.{name}" for name in places.document.get("parameters", ())]
    for id_, way in places.ways.items():
        node = value_at(places.document, way)
        for tier in node.get("tiers", ()):
            found += [f"tiers.{_name_of(tier, 0)}", f"{id_}.tiers.{_name_of(tier, 0)}"]
        found += [f"{id_}.{key}" for key in ("max", "weight", "cap", "min", "round") if key in NODE_KEYS]
        found += [f"{id_}.{name}" for name in _leaves(node.get("score"))]
    return list(dict.fromkeys(found))


def _leaves(score: Any) -> Iterator[str]:
    """Name the numbers of a score."""
    if not isinstance(score, Map):
        return
    for key, value in score.items():
        if isinstance(value, Map):
            yield from (f"{key}.{name}" for name in value)
        else:
            yield key


def place_of(target: Target, document: Map) -> Place:
    """Give where the ruleset says what is tried otherwise."""
    return place_at(document, target.paths[0]) if target.paths else Place()
