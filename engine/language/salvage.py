"""What can still be known of a ruleset in which something is wrong: that is put aside, and the rest is looked at.

Whoever mends a file wants to hear everything at once. So what is wrong (a key, an input, the score of a leaf) is cut
out of a copy of the document, or takes a stand-in that could be worth anything, and the copy is loaded. What is told of
it then counts only if it cannot come of the cut itself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ..formula.suggest import closest
from ..model.codes import severity_of
from ..model.findings import Finding, Place, Severity
from ..model.ruleset import Ruleset
from .document import Map, Seq, Text
from .loading import Loaded
from .lowering import lower
from .schema import NODE_KEYS, ruleset_schema
from .slips import Places, Steps, keys_at, kind_meant, meant, words_at
from .validate import validate
from .workshop import NAME

LONGEST = 120_000  # characters, of all files together: a copy is loaded some times
MOST_ERRORS = 100  # at once; a file with more is of another kind
MOST_ROUNDS = 6
_MOST_WORDS = 500  # lost, among which slips are looked for

_NAMED = frozenset({"inputs", "values", "parameters", "functions"})
_FAR = frozenset({"defaults", "period", "extends", "scorecards"})  # what everything hangs on
_ASIDE = frozenset(
    {"title", "clause", "code", "description", "provenance", "tiers", "ranking", "for"}
)  # what no sum hangs on
_UPWARD = frozenset({"max", "min", "cap", "out_of", "round"})  # what criteria below do not hang on
_OF_FORMULAS = frozenset(f"ITR{number}" for number in range(200, 270))
_OF_TREES = frozenset(f"ITR{number}" for number in (301, 345, 359, 360, 364, 365, 374, 387, 388))
"""What is told of maxima, weights, numbers and bounds of tiers, whatever a leaf is scored by."""
_OF_ALL = frozenset({"ITR357", "ITR358", "ITR366"})
"""What counts over all titles, clauses and sources."""
_OF_USE = frozenset({"ITR340", "ITR341", "ITR342", "ITR343", "ITR344", "ITR346"})
_COUNTED = frozenset({"title", "label", "clause", "provenance"})
_DECLARES_NOTHING = frozenset(NODE_KEYS) - {"criteria", "id"} | {"tiers", "ranking"}
_OF_EXTENDS = frozenset(f"ITR{number}" for number in range(120, 140))
_NEEDED = {"format": "itrank-ruleset/1", "id": "0", "version": "0", "title": "0"}


@dataclass(slots=True)
class Aside:
    """What was cut out, as far as it can matter to what is told of the rest.

    Attributes:
        items: paths of criteria, inputs and sections that are not whole.
        opened: of leaves of which only the score is not known.
        sums: of criteria of which only the maximum, or how it is cut or rounded, is not known.
        lost: every word of what may have declared a name, and the ids of criteria that are not whole.
        read: every word of what was cut, as it may have read it.
        is_counted: whether no title, clause or source was cut out.
    """

    items: set[Steps] = field(default_factory=set)
    opened: set[Steps] = field(default_factory=set)
    sums: set[Steps] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    is_counted: bool = True
    spots: Mapping[str, Places] = field(default_factory=dict)

    def path(self, place: Place) -> Steps | None:
        """Find what stands at a place of the document that is looked at."""
        spots = self.spots.get(place.file)
        return None if spots is None or not place.line else spots.last(place.line, place.column)

    def excuses(
        self, found: Finding, above: AbstractSet[str] = frozenset(), below: AbstractSet[str] = frozenset()
    ) -> bool:
        """Say whether a finding may come of what was cut out.

        Args:
            found: the finding.
            above: names that rest on what was lost.
            below: names on which rests what was cut out.
        """
        path = self.path(found.place)
        if path is None:
            return True
        item = item_of(path)
        if found.code not in _OF_FORMULAS and any(other[: len(item)] == item for other in self.sums):
            return True
        if found.code in _OF_TREES:
            return _touches(item, self.items)
        said = {word for value in found.params.values() for word in NAME.findall(value)}
        if said & self.lost or said & above:
            return True
        if found.code in _OF_ALL:
            return bool(self.items) or not self.is_counted
        if found.code in _OF_USE and (said & self.read or said & below or self._has_slip_of(found.params["name"])):
            return True
        if found.code == "ITR389" and not self.items.isdisjoint({("rounding",), ("show",)}):
            return True
        if found.code in _OF_FORMULAS:
            return item in self.items or item in self.opened
        return _touches(item, self.items) or _touches(item, self.opened)

    def _has_slip_of(self, name: str) -> bool:
        """Say whether one of the lost words is a slip of a name; of many words that is not asked."""
        return len(self.read) > _MOST_WORDS or closest(name, sorted(self.read)) is not None


def _touches(item: Steps, others: Iterable[Steps]) -> bool:
    return any(item[: len(other)] == other or other[: len(item)] == item for other in others)


@dataclass(frozen=True, slots=True)
class Rest:
    """What is known besides what made the ruleset unusable.

    Attributes:
        findings: of the rest of it, none of them for want of what was cut out.
        ruleset: of the rest; None where too much is wrong.
        document: of which that was made.
    """

    findings: tuple[Finding, ...]
    ruleset: Ruleset | None
    document: Map
    aside: Aside


def rest_of(loaded: Loaded) -> Rest | None:
    r"""Look at what is not wrong in a ruleset that could not be loaded; None where nothing can be said.

    >>> from .loading import load_text
    >>> text = "format: itrank-ruleset/1\nid: a\nversion: '1'\ntitle: A\ninputs: {n: {typ: count}}\n"
    >>> found = rest_of(load_text(text + "scorecards: {b: {criteria: [{id: c, score: {formula: m + 1}}]}}"))
    >>> [(each.code, each.params["name"]) for each in found.findings]
    [('ITR204', 'm')]
    """
    if loaded.ruleset is not None or loaded.document is None or sum(map(len, loaded.texts.values())) > LONGEST:
        return None
    document: Map = _copied(loaded.document)
    aside = Aside()
    kept: list[Finding] = []
    errors = [each for each in loaded.findings if severity_of(each) is Severity.ERROR]
    told = {(each.code, each.place) for each in loaded.findings}
    for _ in range(MOST_ROUNDS):
        if len(errors) > MOST_ERRORS:
            break
        aside.spots = _spots(document, loaded.texts)
        paths = [_wrong(each, aside.spots) for each in errors]
        # What is missing comes after the strange keys, of which one may be it.
        found = sorted(zip(errors, paths, strict=True), key=lambda each: each[0].code == "ITR141")
        if not all(path is not None and _cut(document, path, each, aside) for each, path in found):
            break
        aside.spots = _spots(document, loaded.texts)
        ruleset, findings = None, validate(document)
        if not findings:
            ruleset, findings = lower(document, ())
        kept += [each for each in findings if (each.code, each.place) not in told and not aside.excuses(each)]
        if ruleset is not None:
            return Rest(tuple(kept), ruleset, document, aside)
        errors = [each for each in findings if severity_of(each) is Severity.ERROR]
    return Rest(tuple(kept), None, document, aside)


def item_of(path: Sequence[str | int]) -> Steps:
    """Name the criterion, input or section that a path leads into.

    >>> item_of(("scorecards", "so", "criteria", 0, "criteria", 2, "score", "formula"))
    ('scorecards', 'so', 'criteria', 0, 'criteria', 2)
    >>> item_of(("inputs", "n", "type")), item_of(("data", "marks", "x"))
    (('inputs', 'n'), ('data',))
    """
    if not path or path[0] not in {*_NAMED, "groups", "scorecards"}:
        return tuple(path[:1])
    deep = 2
    if path[0] == "scorecards":
        while path[deep : deep + 1] == ("criteria",) and len(path) > deep + 1:
            deep += 2
    return tuple(path[:deep])


def _copied(value: Any) -> Any:
    if isinstance(value, Map):
        made = Map(value.place)
        for key, part in value.items():
            made.put(key, _copied(part), value.key_places[key], value.value_places[key])
        return made
    if isinstance(value, Seq):
        items = Seq(value.place)
        for part, place in zip(value, value.places, strict=True):
            items.put(_copied(part), place)
        return items
    return value


def _spots(document: Map, names: Iterable[str]) -> dict[str, Places]:
    return {name: Places(document, name) for name in names}


def _wrong(found: Finding, spots: Mapping[str, Places]) -> Steps | None:
    """Find the path of what an error is about."""
    at = spots.get(found.place.file)
    if at is None or found.code in _OF_EXTENDS:
        return None
    line, column = found.place.line, found.place.column
    if not line:
        return None
    if found.code in {"ITR110", "ITR112", "ITR140"}:
        # A key; of two that are equal the document holds the first.
        line = int(found.params["line"]) if found.code == "ITR112" else line
        return at.key(line, found.params["key"])
    return at.last(line, column)


def _cut(document: Map, path: Steps, found: Finding, aside: Aside) -> bool:
    """Cut out what is wrong; False where too much hangs on it."""
    if found.code == "ITR141" and found.params["key"] in _NEEDED and found.params["key"] not in document:
        _put(document, found.params["key"], _text(_NEEDED[found.params["key"]], document.place))
        return True
    if found.code == "ITR112" and (len(path) == 1 or path[-1] == "criteria"):
        return False  # what stood below the second one is not known
    above = _at(document, path[:-1])
    if found.code == "ITR140" and isinstance(above, Map) and isinstance(path[-1], str):
        key = meant(path[-1], keys_at(path[:-1]))
        if key is not None and key not in above:
            _renamed(above, path[-1], key)
            return True
        if len(path) == 1 and (isinstance(above[path[-1]], Map | Seq) or _needs_a_period(document)):
            return False  # a section of which nobody knows what it says
    if found.code == "ITR143" and isinstance(above, Map) and path and isinstance(word := above.get(str(path[-1])), str):
        right = meant(word, words_at(path))
        if right is not None:
            above[str(path[-1])] = _text(right, above.value_places[str(path[-1])])
            return True
    if found.code == "ITR144" and isinstance(score := _at(document, path), Map):
        near = kind_meant(score, path)
        if near is not None:
            _renamed(score, *near)
            return True
    if found.code == "ITR334":
        return _given_a_group(document, path, aside)
    if path[:1] == ("scorecards",) and len(path) > 1:
        return _cut_in_card(document, path, aside)
    item = item_of(path)
    if not item or item[0] in _FAR:
        return False
    aside.items.add(item)
    _removed(_at(document, item[:-1]), str(item[-1]), aside)
    if item[0] in _NEEDED:
        _put(document, str(item[0]), _text(_NEEDED[str(item[0])], document.place))
    return True


def _needs_a_period(document: Map) -> bool:
    table = document.get("parameters")
    return "period" not in document and isinstance(table, Map) and any(isinstance(each, Map) for each in table.values())


def _cut_in_card(document: Map, path: Steps, aside: Aside) -> bool:
    item = item_of(path)
    node, key = _at(document, item), path[len(item)] if len(path) > len(item) else None
    if not isinstance(node, Map):
        items = _at(document, item[:-1])
        if not isinstance(items, Seq):
            return False
        node = Map(items.places[int(item[-1])])
        _put(node, "id", _text(f"aside_{len(aside.items)}", node.place))
        items[int(item[-1])] = node
        key = "id"
    id_ = str(node.get("id", item[-1]))
    is_leaf = "criteria" not in node
    if key in {"score", "answer"} and is_leaf and node.get("score") != "given":
        aside.opened.add(item)
    elif key in _UPWARD:
        aside.sums.add(item)
    elif key not in _ASIDE:
        aside.items.add(item)
    if key == "for":
        aside.items.add(("groups",))
    if key not in _ASIDE - {"tiers", "ranking", "for"} and key not in _UPWARD - {"max"}:
        aside.lost.add(id_)
    if key in {"score", "answer"} and is_leaf and node.get("score") != "given":
        _opened(node, aside)
    elif key == "criteria" or (key in node and key not in {None, "id", "score", "answer"}):
        _removed(node, str(key), aside)
        if key == "criteria":
            _opened(node, aside)
    else:  # the criterion itself: it could be worth anything
        for name in [name for name in node if name not in {"id", "title", "code", "max", "for"}]:
            _removed(node, name, aside)
        if "id" not in node and len(item) > 2:
            _put(node, "id", _text(f"aside_{len(aside.items)}", node.place))
        aside.lost.add(str(node.get("id", id_)))
        _opened(node, aside)
    return True


def _given_a_group(document: Map, path: Steps, aside: Aside) -> bool:
    """Let a scorecard be for a group of its own."""
    card, name = _at(document, path), f"aside_{len(aside.items)}"
    groups = document.setdefault("groups", Map(document.place))
    if not isinstance(card, Map) or not isinstance(groups, Map):
        return False
    document.key_places.setdefault("groups", document.place)
    document.value_places.setdefault("groups", document.place)
    _put(groups, name, Map(card.place))
    own = Seq(card.place)
    own.put(_text(name, card.place), card.place)
    _put(card, "for", own)
    aside.items.add(("groups",))
    aside.lost.add(name)
    return True


def _opened(node: Map, aside: Aside) -> None:
    """Let a leaf be worth whatever is put down for it."""
    for key in ("score", "answer"):
        if key in node:
            _removed(node, key, aside)
    _put(node, "score", _text("given", node.place))


def _removed(table: Any, key: str, aside: Aside) -> None:
    if isinstance(table, Map) and key in table:
        words = {*(() if key in _keys() else NAME.findall(key)), *_words(table[key])}
        aside.read |= words
        if key not in _DECLARES_NOTHING:
            aside.lost |= words
        aside.is_counted = aside.is_counted and key not in _COUNTED
        del table[key]


def _put(table: Map, key: str, value: Any) -> None:
    table.put(key, value, table.place, table.place)


def _renamed(table: Map, key: str, right: str) -> None:
    rows = [(name, value, table.key_places[name], table.value_places[name]) for name, value in table.items()]
    table.clear()
    for name, value, key_place, value_place in rows:
        table.put(right if name == key else name, value, key_place, value_place)


def _text(said: str, place: Place) -> Text:
    made = Text(said)
    made.place = place
    return made


def _at(document: Any, path: Steps) -> Any:
    value = document
    for step in path:
        if isinstance(value, Map):
            value = value.get(str(step))
        elif isinstance(value, Seq) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


@cache
def _keys() -> frozenset[str]:
    """Name all keys of the language, which are no names of a ruleset."""
    found: set[str] = set()
    todo: list[Any] = [ruleset_schema()]
    while todo:
        part = todo.pop()
        if isinstance(part, dict):
            found.update(part.get("properties", ()))
            todo += part.values()
        elif isinstance(part, list):
            todo += part
    return frozenset(found)


def _words(value: Any) -> Iterator[str]:
    todo = [value]
    while todo:
        part = todo.pop()
        if isinstance(part, Map):
            for key in part.keys() - _keys():
                yield from NAME.findall(key)
            todo += part.values()
        elif isinstance(part, Seq):
            todo += part
        elif isinstance(part, str):
            yield from NAME.findall(part)
