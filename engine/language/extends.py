"""`extends`: a ruleset made from another as an amending decree does: maps merge, the tree changes by id.

Positions travel with the values, so that a finding points into the file that said it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from ..files.contents import read_inside
from ..files.held import Location
from ..formula.suggest import Adviser, adviser, did_you_mean
from ..model.codes import has_errors
from ..model.findings import Finding, Place, finding
from ..model.ruleset import Source
from .document import MOST_BYTES, Map, Seq, read_document
from .kinds import KINDS

DEEPEST = 8
MOST_CANDIDATES = 200
_CHANGES = ("amend", "add", "repeal")
_PLACING = ("under", "after", "before")
_NAMED = ("inputs", "values", "parameters")  # what `repeal` takes away besides criteria

_Replaced: TypeAlias = tuple[str, Place, dict[str, Map]]
"""A list of criteria that is written anew: whose, where, and what stands below it in the base."""


def resolve(
    document: Map, name: str, folder: Location | None, texts: dict[str, str]
) -> tuple[Map | None, tuple[Source, ...], tuple[Finding, ...]]:
    """Put a ruleset together with all that it extends.

    Args:
        document: as read.
        name: of its file.
        folder: where it lies; None where it lies nowhere.
        texts: takes the text of each file read, for excerpts.

    Returns:
        The document without `extends`, `amend`, `add`, `repeal`; the files read besides its own; and what is wrong.
    """
    return _resolve(document, folder, texts, ((name, _identity(document)),))


def _identity(document: Map) -> str:
    return f"{document.get('id', '')}@{getattr(document.get('version'), 'text', document.get('version', ''))}"


def _resolve(
    document: Map, folder: Location | None, texts: dict[str, str], chain: tuple[tuple[str, str], ...]
) -> tuple[Map | None, tuple[Source, ...], tuple[Finding, ...]]:
    if document.get("extends") is None:
        stray = [finding("ITR947.extends", document.key_places[key], key=key) for key in _CHANGES if key in document]
        return document, (), tuple(stray)
    at = document.value_places["extends"]
    reference = document["extends"]
    if not isinstance(reference, str):
        return None, (), (finding("ITR142.extends", at, found=str(reference)),)
    if len(chain) > DEEPEST:
        return None, (), (finding("ITR132", at, limit=DEEPEST),)
    found = _find(str(reference), folder, at)
    if isinstance(found, Finding):
        return None, (), (found,)
    content, base_name, base_folder = found
    base, findings = read_document(content, base_name)
    texts[base_name] = content.decode("utf-8", "replace")
    if base is None or has_errors(findings):
        return None, (), findings
    step = (base_name, _identity(base))
    if step in chain:
        told = " → ".join(identity for _, identity in (*chain[chain.index(step) :], step))
        return None, (), (finding("ITR262.extends", at, chain=told),)
    complete, sources, more = _resolve(base, base_folder, texts, (*chain, step))
    if complete is None or has_errors(more):
        return None, (), (*findings, *more)
    own = Source(base_name, sha256(content).hexdigest())
    merged, problems = amended(complete, document)
    return merged, (own, *sources), (*findings, *more, *problems)


def _find(reference: str, folder: Location | None, at: Place) -> tuple[bytes, str, Location | None] | Finding:
    """Find the file that `extends` names: a relative path, or id@version among the rulesets beside it or packaged."""
    if "@" not in reference:
        if folder is None or "://" in reference or Path(reference).is_absolute() or "\\" in reference:
            return finding("ITR142.extends", at, found=reference)
        content = read_inside(folder / reference, folder, reference, MOST_BYTES, at)
        return content if isinstance(content, Finding) else (content, reference, folder)
    for content, name, place in _candidates(folder):
        document, findings = read_document(content, name)
        if document is not None and not has_errors(findings) and _identity(document) == reference:
            return content, name, place
    return finding("ITR901.extends", at, wanted=reference)


def _candidates(folder: Location | None) -> Iterator[tuple[bytes, str, Location | None]]:
    if folder is not None and folder.is_dir():
        beside: Iterable[Location] = folder.glob("*.yaml")
        for path in sorted(beside, key=lambda each: each.name)[:MOST_CANDIDATES]:
            content = read_inside(path, folder, path.name, MOST_BYTES)
            if not isinstance(content, Finding):
                yield content, path.name, folder
    packaged = files("itrank").joinpath("rulesets")
    for entry in sorted(packaged.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".yaml"):
            yield entry.read_bytes(), f"itrank/rulesets/{entry.name}", None


def merged_maps(base: Map, changes: Map, *, skip: tuple[str, ...] = ()) -> Map:
    """Merge maps key by key; anything else in `changes` replaces what `base` has."""
    made = base.copied()
    for key, value in changes.items():
        if key in skip:
            continue
        if isinstance(value, Map) and isinstance(made.get(key), Map):
            value = merged_maps(made[key], value)  # noqa: PLW2901
        made.put(key, value, changes.key_places[key], changes.value_places[key])
    return made


def _merged_node(base: Map, changes: Map) -> Map:
    """Merge a node's keys; a `score` that names its kind is the whole of the new rule, and no step of the old one stays."""
    made = merged_maps(base, changes)
    score = changes.get("score")
    if isinstance(score, Map) and not KINDS.keys().isdisjoint(score):
        made.put("score", score, changes.key_places["score"], changes.value_places["score"])
    return made


class _Changes(NamedTuple):
    """What a ruleset says of the tree of the one that it extends."""

    repealed: Seq
    amendments: Map
    additions: Seq

    @property
    def gone(self) -> set[str]:
        """The ids of what is repealed."""
        return set(map(str, self.repealed))


def amended(base: Map, changes: Map) -> tuple[Map, tuple[Finding, ...]]:
    """Apply a ruleset's changes to the one that it extends."""
    document = merged_maps(base, changes, skip=("extends", *_CHANGES))
    findings: list[Finding] = []
    stated = _Changes(*(_items(changes, key, findings) for key in ("repeal", "amend", "add")))
    advise = adviser()
    before, cards = base.get("scorecards"), document.get("scorecards")
    replaced = _replaced(before, changes, stated.amendments) if isinstance(before, Map) else []
    known = {id_: node for *_, below in replaced for id_, node in below.items()}
    known |= _ids(cards) if isinstance(cards, Map) else {}
    findings += _misnamed(stated, known, _without_repealed(document, stated.gone - known.keys()), advise)
    if not isinstance(cards, Map):
        return document, tuple(findings)
    rebuilt = cards.copied()
    for id_, card in cards.items():
        rebuilt.put(id_, _changed(id_, card, stated), cards.key_places[id_], cards.value_places[id_])
    findings += _add_all(_ids(rebuilt), stated, replaced, advise)
    document.put("scorecards", rebuilt, document.key_places["scorecards"], document.value_places["scorecards"])
    return document, tuple(findings)


def _without_repealed(document: Map, names: AbstractSet[str]) -> set[str]:
    """Take inputs, values and parameters away that are repealed, and give the names of those that were there."""
    found: set[str] = set()
    for section in _NAMED:
        table = document.get(section)
        if isinstance(table, Map) and (gone := names & table.keys()):
            kept = Map(table.place)
            for key in (each for each in table if each not in gone):
                kept.put(key, table[key], table.key_places[key], table.value_places[key])
            if kept:
                document.put(section, kept, document.key_places[section], document.value_places[section])
            else:
                del document[section]
            found |= gone
    return found


def _add_all(
    known: dict[str, Map], stated: _Changes, replaced: Sequence[_Replaced], advise: Adviser
) -> Iterator[Finding]:
    """Put the additions into the tree, and find what is lost where lists of criteria are written anew."""
    lost = {id_ for *_, below in replaced for id_ in below} - known.keys() - stated.gone
    for addition in stated.additions:
        problem = _add(known, addition, advise)
        if problem is not None and lost.isdisjoint(str(addition[key]) for key in _PLACING if key in addition):
            yield problem
    yield from _left_out(replaced, lost - known.keys())


def _misnamed(
    stated: _Changes, known: Mapping[str, object], others: AbstractSet[str], advise: Adviser
) -> Iterator[Finding]:
    """Find what is repealed or amended and is not there, and what is both; what is repealed need be no criterion."""
    for index, id_ in enumerate(map(str, stated.repealed)):
        if id_ not in known and id_ not in others:
            yield _unknown(id_, stated.repealed.places[index], known, advise)
        if id_ in stated.amendments:
            yield finding("ITR321.repealed", stated.amendments.key_places[id_], id=id_)
    for id_ in stated.amendments:
        if id_ not in known:
            yield _unknown(id_, stated.amendments.key_places[id_], known, advise)


def _left_out(replaced: Sequence[_Replaced], lost: AbstractSet[str]) -> Iterator[Finding]:
    """Find lists of criteria that were written anew without some that stood in them."""
    for id_, at, below in replaced:
        if names := [name for name in below if name in lost]:
            listed = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
            yield finding("ITR150", at, id=id_, lost=listed, first=names[0])


def _replaced(cards: Map, changes: Map, amendments: Mapping[str, Map]) -> list[_Replaced]:
    """Find every list of criteria that is written anew.

    A scorecard and an amendment may both write one; what is below a criterion that is itself replaced is told once.
    """
    nodes = _ids(cards)
    own = changes.get("scorecards")
    written = [*(own.items() if isinstance(own, Map) else ()), *amendments.items()]
    found = []
    for id_, node in written:
        if isinstance(node, Map) and "criteria" in node and str(id_) in nodes:
            children = [(str(child.get("id", "")), child) for _, child in _children(nodes[str(id_)])]
            found.append((str(id_), node.key_places["criteria"], _nodes(children[::-1])))
    return found


def _items(changes: Map, key: str, findings: list[Finding]) -> Any:
    """Return what is to be repealed, amended or added; nothing where it is not written as that is."""
    value = changes.get(key)
    if value is None or not _is_change(key, value):
        if value is not None:
            findings.append(finding("ITR142.amend", changes.value_places[key], key=key))
        return Map() if key == "amend" else Seq()
    return value


def _is_change(key: str, value: Any) -> bool:
    if key == "amend":
        return isinstance(value, Map) and all(isinstance(item, Map) for item in value.values())
    if key == "add":
        return isinstance(value, Seq) and all(
            isinstance(item, Map) and "under" in item and "id" in item for item in value
        )
    return isinstance(value, Seq)


def _children(node: Map) -> Iterator[tuple[int, Map]]:
    criteria = node.get("criteria")
    if isinstance(criteria, Seq):
        for index, child in enumerate(criteria):
            if isinstance(child, Map):
                yield index, child


def _ids(cards: Map) -> dict[str, Map]:
    """Collect the nodes of all scorecards by id."""
    return _nodes([(str(id_), card) for id_, card in reversed(cards.items()) if isinstance(card, Map)])


def _nodes(todo: list[tuple[str, Map]]) -> dict[str, Map]:
    """Collect nodes, and all below them, by id."""
    found: dict[str, Map] = {}
    while todo:
        id_, node = todo.pop()
        found[id_] = node
        todo.extend((str(child.get("id", "")), child) for _, child in reversed(list(_children(node))))
    return found


def _changed(id_: str, node: Any, stated: _Changes) -> Any:
    """Copy a node with what is amended and repealed of it and below it."""
    if not isinstance(node, Map):
        return node
    made = node.copied()
    criteria = node.get("criteria")
    if isinstance(criteria, Seq):
        kept = Seq(criteria.place)
        for index, child in enumerate(criteria):
            own = str(child.get("id", "")) if isinstance(child, Map) else ""
            if own not in stated.gone:
                kept.put(_changed(own, child, stated), criteria.places[index])
        if kept:
            made.put("criteria", kept, node.key_places["criteria"], node.value_places["criteria"])
        else:
            del made["criteria"]
    return _merged_node(made, stated.amendments[id_]) if id_ in stated.amendments else made


def _add(known: dict[str, Map], addition: Map, advise: Adviser) -> Finding | None:
    """Put a node under its parent, after or before a sibling; last where neither is said. It is known then."""
    under = str(addition["under"])
    parent = known.get(under)
    if parent is None:
        return _unknown(under, addition.value_places["under"], known, advise)
    node = Map(addition.place)
    for key, value in addition.items():
        if key not in _PLACING:
            node.put(key, value, addition.key_places[key], addition.value_places[key])
    criteria = parent.get("criteria")
    if not isinstance(criteria, Seq):
        criteria = Seq(addition.place)
        parent.put("criteria", criteria, addition.place, addition.place)
    ids = [str(child.get("id", "")) if isinstance(child, Map) else "" for child in criteria]
    position = len(ids)
    for key, step in (("after", 1), ("before", 0)):
        if key in addition:
            sibling = str(addition[key])
            if sibling not in ids:
                return _unknown(sibling, addition.value_places[key], dict.fromkeys(ids), advise)
            position = ids.index(sibling) + step
    criteria.insert(position, node)
    criteria.places.insert(position, addition.place)
    known |= _nodes([(str(node.get("id", "")), node)])
    return None


def _unknown(id_: str, at: Place, known: Mapping[str, object], advise: Adviser) -> Finding:
    near = advise(id_, known)
    listed = ", ".join(list(known)[:12])
    help_ = did_you_mean(near, f"Các tiêu chí: {listed}.", f"The criteria are: {listed}.")
    return finding("ITR204.criterion", at, help=help_, id=id_)
