"""Two rulesets compared by meaning.

Whichever way they are given, they are compared in one order and what is found is turned round where it must be: so that
the comparison of B with A mirrors that of A with B, its witnesses and what could not be proved included.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from ..explain.naming import LANGUAGES
from ..language.document import Map, plain
from ..language.loading import Loaded
from ..model.reads import last_year_keys
from ..model.ruleset import Ruleset, Words
from ..model.sentences import Pair
from . import words
from .change import Change, Difference, Subject
from .criteria import Compared, documents_of, node_changes, parents_of, rounding_changes
from .declared import UNCOMPARED, altered, declared_changes
from .judging import judge
from .matching import Matching, matched
from .tiers import tier_changes

_SECTIONS: Sequence[str] = tuple(words.SECTIONS)
_OF_NODE: Sequence[Subject] = ("scorecard", "criterion", "tier", "ranking")


def difference(before: Loaded, after: Loaded) -> Difference:
    """Compare two rulesets that were loaded without errors, each with all that it extends.

    >>> from itrank.engine.language.loading import load_text
    >>> difference(load_text(_EXAMPLE), load_text(_EXAMPLE.replace("a * 2", "a + a"))).keeps_meaning
    True
    """
    assert before.ruleset is not None  # of a ruleset with errors nothing is compared
    assert after.ruleset is not None
    is_turned = _text(before) > _text(after)
    found = _difference(*((after, before) if is_turned else (before, after)))
    found = found.mirrored if is_turned else found
    return replace(found, changes=_in_order(found, before.ruleset, after.ruleset))


_EXAMPLE = """\
format: itrank-ruleset/1
id: a
version: "1"
title: A
inputs: {a: {type: count, max: 5}}
scorecards: {b: {criteria: [{id: c, max: 10, score: {formula: a * 2}}]}}
"""


def _text(loaded: Loaded) -> str:
    return repr(plain(loaded.document))


def _difference(before: Loaded, after: Loaded) -> Difference:
    first, second = before.ruleset, after.ruleset
    documents = before.document, after.document
    assert first is not None
    assert second is not None
    assert documents[0] is not None
    assert documents[1] is not None
    both = documents[0], documents[1]
    matching = matched(first, second)
    judging = judge(first, second, matching)
    compared = Compared(
        (before, after),
        judging,
        altered(judging, both),
        (documents_of(before), documents_of(after)),
        (parents_of(first), parents_of(second)),
        ({node.id: node for node in first.nodes()}, {node.id: node for node in second.nodes()}),
    )
    changes = (
        *declared_changes(judging, both),
        *rounding_changes(compared),
        *node_changes(compared),
        *tier_changes(compared),
    )
    remembered = {key.removeprefix("self:") for ruleset in (first, second) for key in last_year_keys(ruleset)}
    unscored = [
        frozenset(node.id for node in ruleset.nodes() if node.role == "unscored") for ruleset in (first, second)
    ]
    told = tuple(_noted(each, remembered, unscored) for each in changes)
    return Difference(matching, told, _counts(matching), _left(both))


def _noted(change: Change, remembered: AbstractSet[str], unscored: Sequence[AbstractSet[str]]) -> Change:
    """Say of a change what only the whole rulesets show: what last year's result is read by, and what counts in no total."""
    if change.key == "id" and change.part.id in remembered:
        return replace(change, note=_joined(change.note, words.HISTORY), is_read_otherwise=True)
    parts = change.before, change.after
    is_unscored = all(part is not None and part.id in ids for part, ids in zip(parts, unscored, strict=True))
    if change.subject == "criterion" and change.key in {"score", "max"} and is_unscored:
        return replace(change, note=_joined(change.note, words.UNSCORED))
    return change


def _joined(note: Words, pair: Pair) -> Words:
    notes = (note, Words(*pair))
    return Words(*("; ".join(filter(None, (each.say(lang) for each in notes))) for lang in LANGUAGES))


def _counts(matching: Matching) -> Mapping[str, int]:
    counts = {str(kind): len(pairs) for kind, pairs in matching.pairs.items()}
    return {**counts, "tier": sum(map(len, matching.tiers.values()))}


def _left(documents: tuple[Map, Map]) -> tuple[str, ...]:
    return tuple(key for key in UNCOMPARED if plain(documents[0].get(key)) != plain(documents[1].get(key)))


# ── Order ──


def _in_order(found: Difference, before: Ruleset, after: Ruleset) -> tuple[Change, ...]:
    """Put changes in the order of the newer ruleset; what is gone stands where it stood."""
    places = _places(found.matching, before, after)
    declared = {
        key: place
        for place, key in enumerate(dict.fromkeys((*after.groups, *after.columns, *before.groups, *before.columns)))
    }

    def place(change: Change) -> tuple[object, ...]:
        part = change.part
        if change.subject in words.SECTIONS:
            name = part.id if part.id in declared else f"self:{part.id}"
            return (_SECTIONS.index(change.subject), declared.get(name, 0), part.id, change.key, change.class_)
        node = part.id if change.of is None else change.of[1].id
        side = "before" if change.after is None and change.of is None else "after"
        own = _OF_NODE.index(change.subject)
        return (
            _SECTIONS.index("tree"),
            places.get((side, node), 0),
            node,
            own,
            _tier_place(change, after, before),
            change.key,
        )

    return tuple(sorted(found.changes, key=lambda change: tuple(map(_sortable, place(change)))))


def _sortable(part: object) -> tuple[int, object]:
    return (0, part) if isinstance(part, int | float) else (1, str(part))


def _places(matching: Matching, before: Ruleset, after: Ruleset) -> dict[tuple[str, str], int]:
    """Give the place of every criterion: of the newer ruleset in its order, of one that is gone after what stood before it."""
    newer = {node.id: place * 10_000 for place, node in enumerate(after.nodes(), start=1)}
    made = {("after", id_): place for id_, place in newer.items()}
    to_after = matching.of("node")
    last = 0
    for node in before.nodes():
        last = newer[to_after[node.id]] if node.id in to_after else last + 1
        made["before", node.id] = last
    return made


def _tier_place(change: Change, after: Ruleset, before: Ruleset) -> int:
    """Give where a tier stands among those of its criterion; keys of a criterion have no order of their own."""
    if change.subject != "tier" or change.of is None:
        return 0
    ruleset, node, tier = (
        (before, change.of[0].id, change.before) if change.after is None else (after, change.of[1].id, change.after)
    )
    tiers = next((each.tiers for each in ruleset.nodes() if each.id == node), ())
    return next((place for place, each in enumerate(tiers) if tier is not None and each.id == tier.id), 0)
