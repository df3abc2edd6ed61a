"""What can still be known of a ruleset in which something is wrong: that is put aside, and the rest is looked at.

Whoever mends a file wants to hear everything at once. So what is wrong (a key, an input, the score of a leaf) is cut
out of a copy of the document, or takes a stand-in that could be worth anything, and the copy is loaded. What is told of
it then counts only if it cannot come of the cut itself.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from ..formula.suggest import MOST_ADVISED, closest
from ..model.codes import names_in, of, severity_of
from ..model.findings import Finding, Place, Severity
from ..model.records import Code, Depends, Fix, Subject, Trait
from ..model.ruleset import Ruleset
from .document import Map, Num, Seq, Text
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
_OURS = "aside_"  # how names begin that are put in the place of what is wrong

# Keys of a document.
_NAMED = frozenset({"inputs", "values", "parameters", "functions"})
_FAR = frozenset({"defaults", "period", "extends", "scorecards"})  # what everything hangs on
_NEEDED = {"format": "itrank-ruleset/1", "id": "0", "version": "0", "title": "0"}
_PROSE = frozenset({"title", "label", "description", "why", "clause", "decision", "measured_in", "provenance"})
_COUNTED = frozenset({"title", "label", "clause", "provenance"})

# Keys of a criterion.
_SILENT = frozenset({"title", "clause", "code", "description", "provenance"})  # what nothing hangs on
_LISTED = frozenset({"tiers", "ranking", "for", "on_fail"})  # what only lists, tiers and groups hang on
_UPWARD = frozenset({"max", "min", "cap", "out_of", "round"})  # what criteria below do not hang on
_DECLARES_NOTHING = frozenset(NODE_KEYS) - {"criteria", "id"} | {"tiers", "ranking"}


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
        shaken: ids of criteria above those that are not whole.
        is_nameless: whether a criterion has no id that can be read: any name that is not there may be its.
        is_partly_read: whether there is something (the second of two equal keys) of which nobody knows what it reads.
        is_vague: whether something was cut out on which much hangs.
        is_astray: whether a change goes to a criterion that is not there, so that the tree is not what was meant.
        begun: the leaves that were opened in this round: of a second error in one score nothing more follows.
        has_refused: whether a name was cut out that no formula can read: what reads it cannot be read either.
        made: how many names are ours.
        asked: for how many names slips were looked for.
        spots: file name -> what stands where in it.
    """

    items: set[Steps] = field(default_factory=set)
    opened: set[Steps] = field(default_factory=set)
    sums: set[Steps] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    is_counted: bool = True
    is_vague: bool = False
    is_astray: bool = False
    shaken: set[str] = field(default_factory=set)
    is_nameless: bool = False
    is_partly_read: bool = False
    begun: set[Steps] = field(default_factory=set)
    has_refused: bool = False
    made: int = 0
    asked: int = 0
    spots: Mapping[str, Places] = field(default_factory=dict)

    def path(self, place: Place) -> Steps | None:
        """Find what stands at a place of the document that is looked at."""
        spots = self.spots.get(place.file)
        return None if spots is None or not place.line else spots.last(place.line, place.column)

    def name(self) -> str:
        """Make a name that nobody else has."""
        self.made += 1
        return f"{_OURS}{self.made}"

    def excuses(
        self, found: Finding, above: AbstractSet[str] = frozenset(), below: AbstractSet[str] = frozenset()
    ) -> bool:
        """Say whether a finding may come of what was cut out.

        Args:
            found: the finding.
            above: names that rest on what was lost.
            below: names on which rests what was cut out.
        """
        path, record = self.path(found.place), of(found)
        if path is None or (self.is_vague and not record.is_local):
            return True
        if self.is_astray and record.depends is Depends.TREE:
            return True
        told = _Told(found, item_of(path), frozenset(_words_of(found)), above, below)
        if record.depends is Depends.KEY:
            return told.item in self.items
        if any(word.startswith(_OURS) for word in told.said):
            return True
        return _QUESTIONS.get(record.depends, Aside.excuses_points)(self, told)

    def excuses_groups(self, told: "_Told") -> bool:
        """Say so of a finding about the names of groups and tiers."""
        return told.item in self.items or bool(told.said & self.lost)

    def excuses_formula(self, told: "_Told") -> bool:
        """Say so of a finding about one formula."""
        is_known = told.said.isdisjoint(self.lost) and told.said.isdisjoint(told.above)
        return told.item in self.items or told.item in self.opened or not is_known

    def excuses_tree(self, told: "_Told") -> bool:
        """Say so of a finding about maxima, weights and bounds of tiers."""
        return self._has_sum_below(told.item) or _touches(told.item, self.items)

    def excuses_points(self, told: "_Told") -> bool:
        """Say so of a finding about points, or about the whole ruleset."""
        is_known = all(map(told.said.isdisjoint, (self.lost, self.shaken, told.above)))
        if self._has_sum_below(told.item) or not is_known or self._excuses_all(told):
            return True
        return _touches(told.item, self.items) or _touches(told.item, self.opened)

    def _has_sum_below(self, item: Steps) -> bool:
        return any(other[: len(item)] == item for other in self.sums)

    def _excuses_all(self, told: "_Told") -> bool:
        """Say whether a finding that depends on the whole ruleset may come of what was cut out."""
        match of(told.found).depends:
            case Depends.TITLES:
                return bool(self.items) or not self.is_counted
            case Depends.READERS:
                is_read = self.is_partly_read or not all(map(told.said.isdisjoint, (self.read, told.below)))
                return is_read or self._has_slip_of(told.found.params["name"])
            case Depends.ROUNDING:
                return not self.items.isdisjoint({("rounding",), ("show",)})
        return False

    def _has_slip_of(self, name: str) -> bool:
        """Say whether one of the lost words is a slip of a name; of many that is not asked."""
        self.asked += 1
        is_asked = len(self.read) <= _MOST_WORDS and self.asked <= MOST_ADVISED
        return not is_asked or closest(name, sorted(self.read)) is not None


class _Told(NamedTuple):
    """A finding that may come of what was cut out.

    Attributes:
        item: that it is about.
        said: the words of its parameters.
        above: names that rest on what was lost.
        below: names on which rests what was cut out.
    """

    found: Finding
    item: Steps
    said: frozenset[str]
    above: AbstractSet[str]
    below: AbstractSet[str]


_QUESTIONS: Mapping[Depends, Callable[[Aside, _Told], bool]] = {
    Depends.GROUPS: Aside.excuses_groups,
    Depends.FORMULA: Aside.excuses_formula,
    Depends.NAMES: lambda aside, told: aside.has_refused or aside.excuses_formula(told),
    Depends.IDS: lambda aside, told: aside.is_nameless or aside.excuses_formula(told),
    Depends.TREE: Aside.excuses_tree,
}
"""What is asked of a finding, by what it depends on; of all others `excuses_points`."""


def _words_of(found: Finding) -> Iterator[str]:
    return (word for text in names_in(found) for word in NAME.findall(text))


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
    errors = _errors_in(loaded.findings)
    told = {(each.row, each.place) for each in loaded.findings}
    for _ in range(MOST_ROUNDS):
        if len(errors) > MOST_ERRORS or not _cut_all(document, errors, loaded.texts, aside):
            break
        aside.spots = _spots(document, loaded.texts)
        ruleset, findings = None, validate(document)
        if not findings:
            ruleset, findings = lower(document, ())
        kept += [each for each in findings if (each.row, each.place) not in told and not aside.excuses(each)]
        if ruleset is not None:
            aside.read |= _called(document, aside.read)
            return Rest(tuple(kept), ruleset, document, aside)
        errors = _errors_in(findings)
    return Rest(tuple(kept), None, document, aside)


def _errors_in(findings: Iterable[Finding]) -> list[Finding]:
    return [each for each in findings if severity_of(each) is Severity.ERROR]


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


def _called(document: Map, read: AbstractSet[str]) -> set[str]:
    """Give every word of the functions that words call, themselves or through others."""
    table = document.get("functions")
    bodies = {str(heading).partition("(")[0].strip(): body for heading, body in table.items()} if table else {}
    found, todo = set[str](), set(read)
    while todo:
        fresh = {word for name in todo if name in bodies for word in NAME.findall(str(bodies[name]))}
        todo = fresh - found
        found |= fresh
    return found


def _spots(document: Map, names: Iterable[str]) -> dict[str, Places]:
    return {name: Places(document, name) for name in names}


def _wrong(found: Finding, spots: Mapping[str, Places]) -> Steps | None:
    """Find the path of what an error is about; None where too much hangs on it."""
    at = spots.get(found.place.file)
    record = of(found)
    if at is None or record.depends is Depends.EXTENDS or not found.place.line:
        return None
    if record.depends is Depends.BASE:  # a change to what is not there: it stands in no part of the document
        return ()
    if record.subject is Subject.KEY and Trait.ABSENT not in record.traits:
        # Of two keys that are equal the document holds the first.
        line = int(found.params["line"]) if Trait.TWICE in record.traits else found.place.line
        return at.key(line, found.params["key"])
    return at.last(found.place.line, found.place.column)


# ── Cutting ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _cut_all(document: Map, errors: list[Finding], names: Iterable[str], aside: Aside) -> bool:
    """Cut out all that is wrong in a round; False where too much hangs on one of them."""
    aside.begun.clear()
    aside.spots = _spots(document, names)
    # What is missing comes after the strange keys, of which one may be it.
    errors.sort(key=lambda each: Trait.ABSENT in of(each).traits)
    paths = [_wrong(each, aside.spots) for each in errors]
    return all(path is not None and _cut(document, path, each, aside) for each, path in zip(errors, paths, strict=True))


def _cut(document: Map, path: Steps, found: Finding, aside: Aside) -> bool:
    """Cut out what is wrong; False where too much hangs on it."""
    record, key = of(found), found.params.get("key", "")
    aside.has_refused = aside.has_refused or Trait.NO_NAME in record.traits
    if record.depends is Depends.BASE:
        aside.is_vague = aside.is_astray = True
        return True
    if Trait.ABSENT in record.traits and key in _NEEDED and key not in document:
        _put(document, key, _text(_NEEDED[key], document.place))
        return True
    if Trait.TWICE in record.traits:
        aside.is_partly_read = True
        if len(path) == 1 or path[-1] == "criteria":
            return False  # what stood below the second one is not known
    if _is_mended(document, path, record.fix):
        return True
    if Trait.NO_GROUP in record.traits:
        return _given_a_group(document, path, aside)
    if path[:1] == ("scorecards",) and len(path) > 1:
        return _cut_in_card(document, path, record, aside)
    return _cut_outside(document, path, record, aside)


def _cut_outside(document: Map, path: Steps, record: Code, aside: Aside) -> bool:
    """Cut an input, a section or a default out; False where too much hangs on it."""
    item = item_of(path)
    if path[:1] == ("defaults",) and len(path) > 2:
        aside.is_vague = True
        _removed(_at(document, path[:2]), str(path[2]), aside)
        _without_empty(document, path[:2])
        return True
    if not item or item[0] in _FAR:
        return False
    if record.fix is Fix.KEY and len(path) == 1:  # a section of which nobody knows what it says
        aside.is_vague = aside.is_vague or isinstance(document[str(path[0])], Map | Seq) or _needs_a_period(document)
    aside.items.add(item)
    _removed(_at(document, item[:-1]), str(item[-1]), aside)
    _without_empty(document, item[:-1])
    if item[0] in _NEEDED:
        _put(document, str(item[0]), _text(_NEEDED[str(item[0])], document.place))
    return True


def _is_mended(document: Map, path: Steps, fix: Fix | None) -> bool:
    """Write the one word that was certainly meant, where there is one: then nothing is cut out."""
    match fix:
        case Fix.KEY:
            return _has_mended_key(_at(document, path[:-1]), path)
        case Fix.WORD:
            return _has_mended_word(_at(document, path[:-1]), path)
        case Fix.KIND:
            score = _at(document, path)
            near = kind_meant(score, path) if isinstance(score, Map) else None
            if near is not None:
                _renamed(score, *near)
            return near is not None
    return False


def _has_mended_key(table: Any, path: Steps) -> bool:
    key = meant(str(path[-1]), keys_at(path[:-1])) if isinstance(table, Map) else None
    if key is None or key in table:
        return False
    _renamed(table, str(path[-1]), key)
    return True


def _has_mended_word(table: Any, path: Steps) -> bool:
    key = str(path[-1])
    word = table.get(key) if isinstance(table, Map) else None
    right = meant(word, words_at(path)) if isinstance(word, str) else None
    if right is None:
        return False
    table[key] = _text(right, table.value_places[key])
    return True


def _needs_a_period(document: Map) -> bool:
    table = document.get("parameters")
    return "period" not in document and isinstance(table, Map) and any(isinstance(each, Map) for each in table.values())


def _cut_in_card(document: Map, path: Steps, record: Code, aside: Aside) -> bool:
    """Cut a key out of a criterion, or let the criterion be worth anything."""
    item = item_of(path)
    node, key = _at(document, item), str(path[len(item)]) if len(path) > len(item) else ""
    if not isinstance(node, Map):
        items = _at(document, item[:-1])
        if not isinstance(items, Seq):
            return False
        node, key = Map(items.places[int(item[-1])]), ""
        items[int(item[-1])] = node
    if key == "id" and record.subject in {Subject.VALUE, Subject.NAME}:
        _renew_id(node, aside)
    elif Trait.NO_WEIGHT in record.traits:
        _put(node, "weight", _one(node.place))
    else:
        # Of the criterion as a whole is told at its first key.
        _cut_from(document, item, node, "" if key == "id" else key, aside)
    return True


def _cut_from(document: Map, item: Steps, node: Map, key: str, aside: Aside) -> None:
    """Cut a key out of a criterion; without one, or with one that is not there, all that it says of its points."""
    if key not in _SILENT | _LISTED:
        above = [_at(document, item[:deep]) for deep in range(2, len(item), 2)]
        aside.shaken |= {str(each.get("id", item[1])) for each in above if isinstance(each, Map)}
    id_ = str(node.get("id", item[-1]))
    is_of_score = key in {"score", "answer"} and "criteria" not in node
    if is_of_score and (node.get("score") != "given" or item in aside.begun):
        aside.opened.add(item)
        aside.begun.add(item)
        aside.lost.add(id_)
        _opened(node, aside)
    elif key == "criteria" or (key in node and not is_of_score):
        _cut_key(node, key, item, aside)
        aside.lost |= set() if key in _SILENT | _UPWARD - {"max"} else {id_}
    else:
        aside.items.add(item)
        aside.lost.add(id_)
        _cut_points(node, aside)
        if "id" not in node and len(item) > 2:
            _renew_id(node, aside)


def _cut_points(node: Map, aside: Aside) -> None:
    """Cut out all that a criterion says of its points, and let it be worth anything."""
    for name in [name for name in node if name not in {"id", "title", "code", "max", "for"}]:
        _removed(node, name, aside)
    _opened(node, aside)


def _cut_key(node: Map, key: str, item: Steps, aside: Aside) -> None:
    if key in _UPWARD:
        aside.sums.add(item)
    elif key == "for":
        aside.items.add(("groups",))
    elif key not in _SILENT | _LISTED:
        aside.items.add(item)
    _removed(node, key, aside)
    if key == "criteria":
        _opened(node, aside)


def _given_a_group(document: Map, path: Steps, aside: Aside) -> bool:
    """Let a scorecard be for a group of its own."""
    card, name = _at(document, path), aside.name()
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
    return True


def _renew_id(node: Map, aside: Aside) -> None:
    """Call a criterion otherwise, of which the id is wrong or there already."""
    aside.lost.add(str(node.get("id", "")))
    aside.is_nameless = aside.is_nameless or not isinstance(node.get("id"), Text)
    _put(node, "id", _text(aside.name(), node.place))


def _opened(node: Map, aside: Aside) -> None:
    """Let a leaf be worth whatever is put down for it."""
    for key in ("score", "answer"):
        _removed(node, key, aside)
    _put(node, "score", _text("given", node.place))


def _removed(table: Any, key: str, aside: Aside) -> None:
    if not isinstance(table, Map) or key not in table:
        return
    words = set() if key in _keys() else set(NAME.findall(key))
    words |= set() if key in _PROSE else set(_words(table[key]))
    aside.read |= words
    aside.lost |= set() if key in _DECLARES_NOTHING else words
    aside.is_counted = aside.is_counted and key not in _COUNTED
    del table[key]


# ── Documents ───────────────────────────────────────────────────────────────────────────────────────────────────────


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


def _put(table: Map, key: str, value: Any) -> None:
    table.put(key, value, table.place, table.place)


def _without_empty(document: Map, path: Steps) -> None:
    """Take a table away from which everything was cut out, and then what holds nothing else."""
    while path and _at(document, path) == {}:
        above = _at(document, path[:-1])
        if isinstance(above, Map):
            above.pop(str(path[-1]), None)
        path = path[:-1]


def _renamed(table: Map, key: str, right: str) -> None:
    rows = [(name, value, table.key_places[name], table.value_places[name]) for name, value in table.items()]
    table.clear()
    for name, value, key_place, value_place in rows:
        table.put(right if name == key else name, value, key_place, value_place)


def _text(said: str, place: Place) -> Text:
    made = Text(said)
    made.place = place
    return made


def _one(place: Place) -> Num:
    made = Num(1)
    made.text, made.place = "1", place
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
    """Give every word of keys and values that may be a name; what is written for people is not looked at."""
    todo = [value]
    while todo:
        part = todo.pop()
        if isinstance(part, Map):
            for key in part.keys() - _keys():
                yield from NAME.findall(key)
            todo += (each for key, each in part.items() if key not in _PROSE)
        elif isinstance(part, Seq):
            todo += part
        elif isinstance(part, str):
            yield from NAME.findall(part)
