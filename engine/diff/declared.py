"""What changed beside the tree: the ruleset's own facts, groups, functions, parameters, inputs, values, data files.

An input's change is one of what is asked of units; a parameter, a function or a named value by itself gives nobody points:
what follows from it is told of the criteria that read it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

from ..explain.naming import LANGUAGES
from ..files.naming import fold, toned
from ..language.document import Map, plain
from ..model.findings import Place
from ..model.ruleset import Constant, Input, Missing, NamedValue, Node, Ruleset, Words
from ..model.sentences import sentence
from .change import Change, Class, Detail, Part, Proof, Subject
from .judging import Judging, compare_values
from .matching import Kind
from .proving import SAME
from .wording import differences, formula_said, is_share, places_of, said, share_said, written
from .words import FOUND_BY, MISSING

_RULESET: Mapping[str, Class] = {
    "id": "editorial", "version": "editorial", "title": "editorial", "description": "editorial", "period": "editorial",
    "decision": "editorial", "effective": "editorial", "provenance": "editorial", "locale": "editorial",
    "show": "editorial",
}  # fmt: skip
"""Keys of the ruleset itself; `show` is how points are printed, never what they are."""
_DATA: Mapping[str, Class] = {"data": "changed", "units": "changed"}
UNCOMPARED = ("tests",)
"""Keys that change nothing of what a unit gets, and are not compared: that they differ is said."""

_Documents: TypeAlias = tuple[Map, Map]


def declared_changes(judging: Judging, documents: _Documents) -> Iterator[Change]:
    """Give the changes beside the tree, in the order in which a ruleset is written."""
    yield from _facts(documents, _RULESET, "ruleset")
    yield from _groups(judging, documents)
    yield from _functions(documents)
    yield from _parameters(judging, documents)
    yield from _inputs(judging, documents)
    yield from _values(judging, documents)
    yield from _audiences(judging)
    yield from _facts(documents, _DATA, "data")


def altered(judging: Judging, documents: _Documents) -> dict[str, str]:
    """Give the names that mean something else on the two sides, each with its kind."""
    made: dict[str, str] = {}
    for change in declared_changes(judging, documents):
        is_of_formulas = change.subject in {"parameter", "value", "function"} or (
            change.subject == "input" and change.key in {"type", "options", "outliers", "cohort"}
        )
        if is_of_formulas and change.class_ not in _HARMLESS:
            for part in (change.before, change.after):
                if part is not None:
                    made[part.id] = change.subject
    return made


_HARMLESS: frozenset[Class] = frozenset({"editorial", "renamed", "unchanged"})


# ── The ruleset itself ──


_TABLES = frozenset({"decision", "effective"})


def _facts(documents: _Documents, keys: Mapping[str, Class], subject: Subject) -> Iterator[Change]:
    parts = [Part(str(each.get("id", "")), _title(each.get("title")), place=each.place) for each in documents]
    for key, class_ in keys.items():
        first, second = (each.get(key) for each in documents)
        if plain(first) != plain(second):
            at = places_of(key, documents, (documents[0].place, documents[1].place))
            if key in _TABLES:  # each of what they say by its own name
                first, second = (Map() if each is None else each for each in (first, second))
            details = tuple(differences(key, first, second, at))
            yield Change(class_, subject, key, parts[0], parts[1], details=details)


def _title(value: Any) -> Words:
    return written(value) or Words()


# ── Names ──


def _section(document: Map, section: str, name: str) -> tuple[Any, Place]:
    """Give what a section of a document says of a name, and where."""
    table = document.get(section)
    if not isinstance(table, Map):
        return None, document.place
    return table.get(name), table.key_places.get(name, table.place)


def _groups(judging: Judging, documents: _Documents) -> Iterator[Change]:
    titles = [each.groups for each in _rulesets(judging)]

    def part(side: int, key: str) -> Part:
        return Part(key, titles[side][key], place=_section(documents[side], "groups", key)[1])

    def of_pair(first: str, second: str) -> Iterator[Change]:
        yield from _of_group(part(0, first), part(1, second), documents)

    yield from _by_kind(judging, "group", "group", part, of_pair, [tuple(each) for each in titles])


def _of_group(before: Part, after: Part, documents: _Documents) -> Iterator[Change]:
    """Say what a group is called otherwise: files put units into groups by its id and its title."""
    parts = before, after
    if before.id != after.id:
        yield _renamed("group", parts)
    if before.title != after.title:
        details = (Detail("title", said(before.title), said(after.title), (before.place, after.place)),)
        is_read = _folded(before.title) != _folded(after.title)
        yield Change(
            "changed" if is_read else "editorial", "group", "title", *parts, details=details,
            note=_found_by("group", "title") if is_read else Words(),
        )  # fmt: skip
    found = (_section(document, "groups", part.id)[0] for document, part in zip(documents, parts, strict=True))
    first, second = (each if isinstance(each, Map) else None for each in found)
    yield from _notes("group", (first, second), parts, ("description",))


def _renamed(subject: Subject, parts: tuple[Part, Part]) -> Change:
    """Say that an id changed; where files are read by it, they are read otherwise."""
    details = (Detail("id", said(parts[0].id), said(parts[1].id)),)
    note = _found_by(subject, "id")
    return Change("renamed", subject, "id", *parts, details=details, note=note, is_read_otherwise=bool(note))


def _found_by(subject: Subject, key: str) -> Words:
    """Say what is found in files by a name; nothing of what is not."""
    return Words(*(sentence(pair, lang) for lang in LANGUAGES)) if (pair := FOUND_BY.get((subject, key))) else Words()


def _folded(*names: Words | str) -> frozenset[str]:
    """Give names as files are read: whatever the case, the Unicode form and where tone marks stand (semantics, section 4)."""
    texts = (text for name in names for text in ((name.vi, name.en) if isinstance(name, Words) else (name,)))
    return frozenset(toned(fold(text)) for text in texts if text)


def _by_kind(
    judging: Judging,
    kind: Kind,
    subject: Subject,
    part: Callable[[int, str], Part],
    of_pair: Callable[[str, str], Iterator[Change]],
    keys: Sequence[Sequence[str]],
) -> Iterator[Change]:
    """Give the changes of a kind of names: of pairs, then of what is on one side only."""
    to_before = {match.after: match.before for match in judging.matching.pairs[kind]}
    for key in keys[1]:
        if key in to_before:
            yield from of_pair(to_before[key], key)
        else:
            yield Change("new", subject, subject, None, part(1, key))
    kept = set(to_before.values())
    for key in keys[0]:
        if key not in kept:
            yield Change("gone", subject, subject, part(0, key), None)


def _rulesets(judging: Judging) -> tuple[Ruleset, Ruleset]:
    return judging.sides.before.ruleset, judging.sides.after.ruleset


def _functions(documents: _Documents) -> Iterator[Change]:
    """Give functions that came, went, or say something else; what follows is told of the criteria that call them."""
    tables = [_heads(each) for each in documents]
    for name in dict.fromkeys((*tables[1], *tables[0])):
        first, second = (table.get(name) for table in tables)
        if first is not None and first == second:
            continue
        (before, told), (after, now) = (
            _function(document, name, text) for document, text in zip(documents, (first, second), strict=True)
        )
        class_: Class = "new" if before is None else "gone" if after is None else "changed"
        places = (Place() if before is None else before.place, Place() if after is None else after.place)
        details = (Detail("functions", told, now, places),)
        yield Change(class_, "function", "function", before, after, details=details)


def _heads(document: Map) -> dict[str, str]:
    """Give each function by its name, as it is written."""
    return {
        str(head).partition("(")[0].strip(): f"{head}: {body}" for head, body in document.get("functions", {}).items()
    }


def _function(document: Map, name: str, text: str | None) -> tuple[Part | None, Words | None]:
    if text is None:
        return None, None
    return Part(name, place=_section(document, "functions", text.partition(":")[0])[1]), said(text)


def _parameters(judging: Judging, documents: _Documents) -> Iterator[Change]:
    columns = [
        {key: each for key, each in ruleset.columns.items() if isinstance(each, Constant)}
        for ruleset in _rulesets(judging)
    ]

    def part(side: int, key: str) -> Part:
        return Part(key, place=columns[side][key].place)

    told = [
        {key: _value_said(document, key, each.value, ruleset.period) for key, each in table.items()}
        for document, ruleset, table in zip(documents, _rulesets(judging), columns, strict=True)
    ]

    def of_pair(first: str, second: str) -> Iterator[Change]:
        older, newer = columns[0][first], columns[1][second]
        parts = part(0, first), part(1, second)
        if first != second:
            yield _renamed("parameter", parts)
        if older.value != newer.value:
            details = (Detail("parameters", told[0][first], told[1][second], (older.place, newer.place)),)
            yield Change("changed", "parameter", "value", *parts, details=details)
            return
        texts = [
            _section(document, "parameters", key)[0] for document, key in zip(documents, (first, second), strict=True)
        ]
        if plain(texts[0]) != plain(texts[1]):
            written_otherwise = tuple(differences("parameters", texts[0], texts[1], (older.place, newer.place)))
            yield Change("unchanged", "parameter", "value", *parts, "proved", written_otherwise)

    for change in _by_kind(judging, "parameter", "parameter", part, of_pair, [tuple(each) for each in columns]):
        yield _with_value(change, told)


def _value_said(document: Map, key: str, value: Fraction | date, period: str) -> Words | None:
    """Say the value of the period, as per cent where it is written so."""
    written_as = _section(document, "parameters", key)[0]
    if isinstance(written_as, Map):
        written_as = written_as.get(period)
    if isinstance(value, Fraction):
        return share_said(value, share=is_share(written_as))
    return said(value)


def _with_value(change: Change, told: Sequence[Mapping[str, Words | None]]) -> Change:
    """Say what a parameter is that is on one side only."""
    if change.class_ not in {"new", "gone"}:
        return change
    values = [
        None if each is None else table[each.id]
        for each, table in zip((change.before, change.after), told, strict=True)
    ]
    return Change(
        change.class_,
        change.subject,
        change.key,
        change.before,
        change.after,
        details=(Detail("parameters", values[0], values[1]),),
    )


# ── Inputs ──


def _inputs(judging: Judging, documents: _Documents) -> Iterator[Change]:
    columns = [{each.key: each for each in ruleset.inputs} for ruleset in _rulesets(judging)]

    def part(side: int, key: str) -> Part:
        asked = columns[side][key]
        return Part(asked.id, asked.label, place=asked.place)

    def of_pair(first: str, second: str) -> Iterator[Change]:
        yield from _of_input(
            columns[0][first], columns[1][second], (part(0, first), part(1, second)), documents, judging
        )

    yield from _by_kind(judging, "input", "input", part, of_pair, [tuple(each) for each in columns])


def _bound_said(asked: Input, bound: Fraction | date | str | None) -> Words | None:
    """Say a bound of answers, as per cent where they are."""
    return share_said(bound, share=asked.traits.per_cent) if isinstance(bound, Fraction) else said(bound)


def _options_said(asked: Input) -> Words | None:
    """Name the options, those without a title by their ids."""
    told = (", ".join(label.say(lang) or id_ for id_, label in asked.options.items()) for lang in ("vi", "en"))
    return said(Words(*told))


def _missing_said(missing: Missing) -> Words | None:
    """Say what a blank becomes; a value stands for itself."""
    return Words(*MISSING[missing]) if isinstance(missing, str) else said(missing)


_Fact: TypeAlias = Callable[[Input], tuple[object, Words | None]]
_INPUT_FACTS: Sequence[tuple[str, _Fact]] = (
    ("label", lambda each: (each.label, said(each.label))),
    ("type", lambda each: (each.type, Words(*each.traits.asks))),
    ("min", lambda each: (each.minimum, _bound_said(each, each.minimum))),
    ("max", lambda each: (each.maximum, _bound_said(each, each.maximum))),
    ("options", lambda each: (tuple(each.options), _options_said(each))),
    (
        "option labels",
        lambda each: (
            tuple(each.options.items()),
            said("; ".join(f"{id_}: {label.vi}" for id_, label in each.options.items())),
        ),
    ),
    ("missing", lambda each: (each.missing, _missing_said(each.missing))),
    ("outliers", lambda each: (each.outliers, None if each.outliers is None else said(str(each.outliers)))),
    ("cohort", lambda each: (each.cohort, None if each.cohort is None else said(each.cohort.by))),
    ("measured_in", lambda each: (each.measured_in, said(each.measured_in))),
    ("column", lambda each: (each.header, said(each.header))),
    ("publish", lambda each: (each.publish, said(each.publish))),
    ("provenance", lambda each: (each.provenance, said(each.provenance))),
)
_EDITORIAL = frozenset({"label", "option labels", "publish", "provenance"})


_READ: Mapping[str, Callable[[Input], object]] = {
    "label": lambda each: _folded(each.label),
    "option labels": lambda each: {id_: _folded(id_, label) for id_, label in each.options.items()},
}
"""The names by which files are read: where they only differ in what does not count there, nothing changes."""


def _of_input(
    before: Input, after: Input, parts: tuple[Part, Part], documents: _Documents, judging: Judging
) -> Iterator[Change]:
    """Give what is asked otherwise, as it was understood: defaults put in."""
    if before.id != after.id:
        yield _renamed("input", parts)
    renamed = {match.after: match.before for match in judging.matching.pairs["input"]}
    found = [
        _section(document, "inputs", each.id)[0] for document, each in zip(documents, (before, after), strict=True)
    ]
    maps = [each if isinstance(each, Map) else None for each in found]
    for key, fact in _INPUT_FACTS:
        (older, first), (newer, second) = fact(before), fact(after)
        if isinstance(newer, str) and key in {"min", "max"}:
            newer = renamed.get(newer, newer)
        if older == newer or (key == "option labels" and tuple(before.options) != tuple(after.options)):
            continue
        at = places_of(key, (maps[0], maps[1]), (before.place, after.place))
        is_read = key in _READ and _READ[key](before) != _READ[key](after)
        class_: Class = "editorial" if key in _EDITORIAL and not is_read else "changed"
        note = _found_by("input", key) if is_read or key == "column" else Words()
        yield Change(class_, "input", key, *parts, details=(Detail(key, first, second, at),), note=note)
    yield from _of_leaf(before, after, parts, judging)
    yield from _notes("input", (maps[0], maps[1]), parts, ("description",))


def _of_leaf(before: Input, after: Input, parts: tuple[Part, Part], judging: Judging) -> Iterator[Change]:
    """Say that the number of the leaf changed which an input answers: it is one of the names of its column."""
    leaves = [
        ruleset.columns.get(each.id) if each.key != each.id else None
        for ruleset, each in zip(_rulesets(judging), (before, after), strict=True)
    ]
    codes = [leaf.code if isinstance(leaf, Node) else "" for leaf in leaves]
    if codes[0] != codes[1]:
        details = (Detail("code", said(codes[0]), said(codes[1]), (before.place, after.place)),)
        yield Change("changed", "input", "code", *parts, details=details, note=_found_by("input", "code"))


def _notes(
    subject: Subject, maps: tuple[Map | None, Map | None], parts: tuple[Part, Part], keys: Sequence[str]
) -> Iterator[Change]:
    """Give the notes for readers that differ, which nothing is computed from."""
    for key in keys:
        first, second = (None if each is None else each.get(key) for each in maps)
        if plain(first) != plain(second):
            at = places_of(key, maps, (parts[0].place, parts[1].place))
            yield Change("editorial", subject, key, *parts, details=tuple(differences(key, first, second, at)))


# ── Values ──


def _values(judging: Judging, documents: _Documents) -> Iterator[Change]:
    columns = [
        {key: each for key, each in ruleset.columns.items() if isinstance(each, NamedValue) and key.isidentifier()}
        for ruleset in _rulesets(judging)
    ]

    def part(side: int, key: str) -> Part:
        return Part(key, columns[side][key].label, place=columns[side][key].place)

    def of_pair(first: str, second: str) -> Iterator[Change]:
        yield from _of_value(
            judging, (columns[0][first], columns[1][second]), (part(0, first), part(1, second)), documents
        )

    yield from _by_kind(judging, "value", "value", part, of_pair, [tuple(each) for each in columns])


def _of_value(
    judging: Judging, values: tuple[NamedValue, NamedValue], parts: tuple[Part, Part], documents: _Documents
) -> Iterator[Change]:
    sides = judging.sides
    before, after = values
    if before.key != after.key:
        yield _renamed("value", parts)
    if before.label != after.label:
        yield Change(
            "editorial", "value", "label", *parts, details=(Detail("label", said(before.label), said(after.label)),)
        )
    first, second = (
        _section(document, "values", each.key)[0] for document, each in zip(documents, values, strict=True)
    )
    maps = tuple(each if isinstance(each, Map) else None for each in (first, second))
    yield from _notes("value", (maps[0], maps[1]), parts, ("publish", "provenance", "description"))
    is_same = sides.signature(sides.before, before) == sides.signature(sides.after, after)
    found = SAME if is_same else compare_values(judging, before, after)
    class_, proof = _OF_VALUES.get(found.relation, ("changed", "stated"))
    is_same = class_ == "unchanged"
    if is_same and plain(_without_words(first)) == plain(_without_words(second)):
        return
    told = [formula_said(ruleset, each.formula) for ruleset, each in zip(_rulesets(judging), values, strict=True)]
    details = (Detail("formula", told[0], told[1], (before.place, after.place)),) if told[0] != told[1] else tuple(
        differences("values", first, second, (before.place, after.place))
    )  # fmt: skip
    yield Change(class_, "value", "formula", *parts, proof, details)


_OF_VALUES: Mapping[str, tuple[Class, Proof]] = {
    "same": ("unchanged", "proved"),
    "not_proved": ("not_proved", "not_proved"),
}


def _without_words(value: Any) -> Any:
    if not isinstance(value, Map):
        return value
    return {key: item for key, item in value.items() if key not in {"label", "provenance", "publish", "description"}}


# ── Whom scorecards are for ──


def _audiences(judging: Judging) -> Iterator[Change]:
    rulesets = _rulesets(judging)
    cards = [{card.id: card for card in ruleset.scorecards} for ruleset in rulesets]
    groups = {match.after: match.before for match in judging.matching.pairs["group"]}
    for match in judging.matching.pairs["scorecard"]:
        first, second = cards[0][match.before], cards[1][match.after]
        if sorted(first.groups) != sorted(groups.get(group, group) for group in second.groups):
            parts = [
                Part(card.id, card.root.title, card.root.code, card.root.clause, card.root.place)
                for card in (first, second)
            ]
            told = [said(", ".join(card.groups)) for card in (first, second)]
            details = (Detail("for", told[0], told[1], (parts[0].place, parts[1].place)),)
            yield Change("changed", "scorecard", "for", parts[0], parts[1], details=details)
