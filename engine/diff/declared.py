"""What changed beside the tree: the ruleset's own facts, groups, functions, parameters, inputs, values, data files.

An input's change is one of what is asked of units; a parameter, a function or a named value by itself gives nobody points:
what follows from it is told of the criteria that read it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

from ..explain.naming import LANGUAGES, cohort_words, spoken_labels
from ..files.naming import fold, toned
from ..language.document import Map, plain
from ..model.findings import Place
from ..model.ruleset import Cohort, Constant, Input, Missing, NamedValue, Node, Outliers, Ruleset, Scorecard, Words
from ..model.sentences import Pair, sentence
from .change import Change, Class, Detail, Part, Proof, Subject
from .judging import Judging, compare_values
from .matching import Kind
from .proving import SAME
from .wording import differences, formula_said, is_share, places_of, said, share_said, written
from .words import CUT, FOUND_BY, IN_EFFECT, MISSING, PERIOD, WINSORISED

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
    yield from _defaults(documents)
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


def _facts(documents: _Documents, keys: Mapping[str, Class], subject: Subject) -> Iterator[Change]:
    parts = [Part(str(each.get("id", "")), _title(each.get("title")), place=each.place) for each in documents]
    for key, class_ in keys.items():
        first, second = (each.get(key) for each in documents)
        if plain(first) != plain(second):
            at = places_of(key, documents, (documents[0].place, documents[1].place))
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
    return Words(*FOUND_BY.get((subject, key), ()))


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
    periods = sorted({ruleset.period for ruleset in _rulesets(judging)})

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
            places = older.place, newer.place
            written_otherwise = (
                tuple(differences("parameters", texts[0], texts[1], places))
                if all(map(_is_by_year, texts))
                else (Detail("parameters", told[0][first], told[1][second], places),)
            )
            value = _amount_said(texts[1], newer.value, periods[-1])
            note = (
                _in_both(IN_EFFECT, period=", ".join(periods), value=value) if any(map(_is_by_year, texts)) else Words()
            )
            yield Change("unchanged", "parameter", "value", *parts, "proved", written_otherwise, note=note)

    for change in _by_kind(judging, "parameter", "parameter", part, of_pair, [tuple(each) for each in columns]):
        yield _with_detail(change, "parameters", told)


def _value_said(document: Map, key: str, value: Fraction | date, period: str) -> Words | None:
    """Say the value of the period, as per cent where it is written so, and of which period it is."""
    written_as = _section(document, "parameters", key)[0]
    amount = _amount_said(written_as, value, period)
    return _in_both(PERIOD, value=amount, period=period) if _is_by_year(written_as) else amount


def _is_by_year(written_as: Any) -> bool:
    return isinstance(written_as, Map)


def _amount_said(written_as: Any, value: Fraction | date, period: str) -> Words | None:
    if isinstance(written_as, Map):
        written_as = written_as.get(period)
    return share_said(value, share=is_share(written_as)) if isinstance(value, Fraction) else said(value)


def _in_both(pair: Pair, **values: str | Words | None) -> Words:
    """Fill a sentence in both languages."""
    return Words(
        *(
            sentence(
                pair, lang, **{key: each.say(lang) if isinstance(each, Words) else each for key, each in values.items()}
            )
            for lang in LANGUAGES
        )
    )


def _with_detail(change: Change, key: str, told: Sequence[Mapping[str, Words | None]]) -> Change:
    """Say what a thing is that is on one side only."""
    if change.class_ not in {"new", "gone"}:
        return change
    values = [
        None if each is None else table[each.id]
        for each, table in zip((change.before, change.after), told, strict=True)
    ]
    return replace(change, details=(Detail(key, values[0], values[1]),))


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

    told = [{each.id: Words(*each.traits.asks) for each in ruleset.inputs} for ruleset in _rulesets(judging)]
    for change in _by_kind(judging, "input", "input", part, of_pair, [tuple(each) for each in columns]):
        yield _with_detail(change, "type", told)


def _bound_said(ruleset: Ruleset, asked: Input, bound: Fraction | date | str | None) -> Words | None:
    """Say a bound of answers, as per cent where they are; another input by its label."""
    if isinstance(bound, str):
        return Words(*(spoken_labels(ruleset, lang)(bound) for lang in LANGUAGES))
    return share_said(bound, share=asked.traits.per_cent) if isinstance(bound, Fraction) else said(bound)


def _outliers_said(outliers: Outliers | None) -> Words | None:
    """Say how extremes are drawn in."""
    if outliers is None:
        return None
    if outliers.percentiles is not None:
        low, high = (share_said(each, share=True) for each in outliers.percentiles)
        return _in_both(CUT, low=low, high=high)
    skew, kurtosis = said(outliers.skew), said(outliers.kurtosis)
    return _in_both(WINSORISED, points=str(outliers.points), skew=skew, kurtosis=kurtosis)


def _alike(judging: Judging, value: object) -> object:
    """Give who is measured against whom so that it can be compared: groups that are one by one name."""
    match value:
        case Cohort():
            renamed = {match.after: match.before for match in judging.matching.pairs["group"]}
            return replace(value, groups=tuple(sorted(renamed.get(group, group) for group in value.groups)))
        case Outliers():
            return replace(value, cohort=Cohort("all")), _alike(judging, value.cohort)
    return value


def _cohort_said(ruleset: Ruleset, cohort: Cohort | None) -> Words | None:
    return None if cohort is None else cohort_words(ruleset, cohort)


def _options_said(asked: Input) -> Words | None:
    """Name the options, those without a title by their ids."""
    told = (", ".join(label.say(lang) or id_ for id_, label in asked.options.items()) for lang in LANGUAGES)
    return said(Words(*told))


def _option_labels_said(asked: Input) -> Words | None:
    """Name the options by id and title."""
    told = ("; ".join(f"{id_}: {label.say(lang)}" for id_, label in asked.options.items()) for lang in LANGUAGES)
    return said(Words(*told))


def _missing_said(missing: Missing) -> Words | None:
    """Say what a blank becomes; a value stands for itself."""
    return Words(*MISSING[missing]) if isinstance(missing, str) else said(missing)


_Fact: TypeAlias = Callable[[Ruleset, Input], tuple[object, Words | None]]
_INPUT_FACTS: Sequence[tuple[str, _Fact]] = (
    ("label", lambda _, each: (each.label, said(each.label))),
    ("type", lambda _, each: (each.type, Words(*each.traits.asks))),
    ("min", lambda ruleset, each: (each.minimum, _bound_said(ruleset, each, each.minimum))),
    ("max", lambda ruleset, each: (each.maximum, _bound_said(ruleset, each, each.maximum))),
    ("options", lambda _, each: (tuple(each.options), _options_said(each))),
    ("option labels", lambda _, each: (tuple(each.options.items()), _option_labels_said(each))),
    ("missing", lambda _, each: (each.missing, _missing_said(each.missing))),
    ("outliers", lambda _, each: (each.outliers, _outliers_said(each.outliers))),
    ("cohort", lambda ruleset, each: (each.cohort, _cohort_said(ruleset, each.cohort))),
    ("measured_in", lambda _, each: (each.measured_in, said(each.measured_in))),
    ("column", lambda _, each: (each.header, said(each.header))),
    ("publish", lambda _, each: (each.publish, said(each.publish))),
    ("provenance", lambda _, each: (each.provenance, said(each.provenance))),
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
        (older, first), (newer, second) = (
            fact(*each) for each in zip(_rulesets(judging), (before, after), strict=True)
        )
        if isinstance(newer, str) and key in {"min", "max"}:
            newer = renamed.get(newer, newer)
        if _alike(judging, older) == _alike(judging, newer) or _is_told_elsewhere(key, before, after):
            continue
        if key == "options" and first == second:  # only ids changed
            first, second = _option_labels_said(before), _option_labels_said(after)
        at = places_of(key, (maps[0], maps[1]), (before.place, after.place))
        is_read = key in _READ and _READ[key](before) != _READ[key](after)
        class_: Class = "editorial" if key in _EDITORIAL and not is_read else "changed"
        note = _found_by("input", key) if is_read or key == "column" else Words()
        yield Change(class_, "input", key, *parts, details=(Detail(key, first, second, at),), note=note)
    yield from _of_leaf(before, after, parts, judging)
    yield from _notes("input", (maps[0], maps[1]), parts, ("description",))


def _is_told_elsewhere(key: str, before: Input, after: Input) -> bool:
    """Say whether a key that reads otherwise says what another does: a label goes with its option, no count is below 0."""
    if key == "option labels":
        return tuple(before.options) != tuple(after.options)
    if key not in {"min", "max"} or before.type != after.type:
        return False
    own = before.traits.least if key == "min" else before.traits.most
    given = [each.minimum if key == "min" else each.maximum for each in (before, after)]
    return own is not None and all(bound in {None, own} for bound in given)


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

    told = [
        {key: formula_said(ruleset, each.formula) for key, each in table.items()}
        for ruleset, table in zip(_rulesets(judging), columns, strict=True)
    ]
    for change in _by_kind(judging, "value", "value", part, of_pair, [tuple(each) for each in columns]):
        yield _with_detail(change, "formula", told)


def _of_value(
    judging: Judging, values: tuple[NamedValue, NamedValue], parts: tuple[Part, Part], documents: _Documents
) -> Iterator[Change]:
    before, after = values
    if before.key != after.key:
        yield _renamed("value", parts)
    if before.label != after.label:
        yield Change(
            "editorial", "value", "label", *parts, details=(Detail("label", said(before.label), said(after.label)),)
        )
    found = [_section(document, "values", each.key)[0] for document, each in zip(documents, values, strict=True)]
    maps = tuple(each if isinstance(each, Map) else None for each in found)
    yield from _notes("value", (maps[0], maps[1]), parts, ("publish", "provenance", "description"))
    yield from _treated(judging, values, parts)
    yield from _computed(judging, values, parts, found)


def _treated(judging: Judging, values: tuple[NamedValue, NamedValue], parts: tuple[Part, Part]) -> Iterator[Change]:
    """Say what else becomes of a blank, of extremes, and by whom values are measured."""
    for key, fact in _VALUE_FACTS:
        (older, first), (newer, second) = (
            fact(ruleset, each) for ruleset, each in zip(_rulesets(judging), values, strict=True)
        )
        if _alike(judging, older) != _alike(judging, newer):
            details = (Detail(key, first, second, (parts[0].place, parts[1].place)),)
            yield Change("changed", "value", key, *parts, details=details)


def _computed(
    judging: Judging, values: tuple[NamedValue, NamedValue], parts: tuple[Part, Part], found: Sequence[Any]
) -> Iterator[Change]:
    """Say how a value is computed differently, or that only its formula is written differently."""
    sides = judging.sides
    forms = [side.form(each.formula) for side, each in zip((sides.before, sides.after), values, strict=True)]
    result = SAME if forms[0] == forms[1] else compare_values(judging, *values)
    class_, proof = _OF_VALUES.get(result.relation, ("changed", "stated"))
    if class_ == "unchanged" and plain(_without_words(found[0])) == plain(_without_words(found[1])):
        return
    told = [formula_said(ruleset, each.formula) for ruleset, each in zip(_rulesets(judging), values, strict=True)]
    places = (parts[0].place, parts[1].place)
    details = (Detail("formula", told[0], told[1], places),) if told[0] != told[1] else tuple(
        differences("values", _without_words(found[0]), _without_words(found[1]), places)
    )  # fmt: skip
    yield Change(class_, "value", "formula", *parts, proof, details)


_VALUE_FACTS: Sequence[tuple[str, Callable[[Ruleset, NamedValue], tuple[object, Words | None]]]] = (
    ("missing", lambda _, each: (each.missing, _missing_said(each.missing))),
    ("outliers", lambda _, each: (each.outliers, _outliers_said(each.outliers))),
    ("cohort", lambda ruleset, each: (each.cohort, _cohort_said(ruleset, each.cohort))),
)
_OF_VALUES: Mapping[str, tuple[Class, Proof]] = {
    "same": ("unchanged", "proved"),
    "not_proved": ("not_proved", "not_proved"),
}


def _without_words(value: Any) -> Any:
    """Give what is written of a value without what is only read by people, or told by itself."""
    if not isinstance(value, Map):
        return value
    made = value.copied()
    for key in _TOLD_APART & value.keys():
        del made[key]
    return made


_TOLD_APART = frozenset({"label", "provenance", "publish", "description", *(key for key, _ in _VALUE_FACTS)})


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
            told = [_groups_said(ruleset, card) for ruleset, card in zip(rulesets, (first, second), strict=True)]
            details = (Detail("for", told[0], told[1], (parts[0].place, parts[1].place)),)
            yield Change("changed", "scorecard", "for", parts[0], parts[1], details=details)


def _groups_said(ruleset: Ruleset, card: Scorecard) -> Words | None:
    """Name the groups that a scorecard is for."""
    told = (", ".join(ruleset.groups[id_].say(lang) or id_ for id_ in card.groups) for lang in LANGUAGES)
    return said(Words(*told))


def _defaults(documents: _Documents) -> Iterator[Change]:
    """Say who criteria are measured against by default; other defaults are told where they hold."""
    first, second = (plain(each.get("defaults", Map()).get("criteria", Map()).get("cohort")) for each in documents)
    if first != second:
        parts = [Part(str(each.get("id", "")), _title(each.get("title")), place=each.place) for each in documents]
        details = (
            Detail(
                "defaults.criteria.cohort", _listed(first), _listed(second), (documents[0].place, documents[1].place)
            ),
        )
        yield Change("changed", "ruleset", "defaults", parts[0], parts[1], details=details)


def _listed(cohort: Any) -> Words | None:
    return said(", ".join(cohort) if isinstance(cohort, list) else cohort)
