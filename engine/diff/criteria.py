"""What changed in criteria: what they are called, where they stand, what they give, and how a branch is put together."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from ..formula.trees import called, walk
from ..language.document import Map, plain
from ..language.edits import value_at, ways_to_nodes
from ..language.loading import Loaded
from ..model.outcome import NoScore
from ..model.reads import formulas_of
from ..model.ruleset import NamedValue, Node, Ruleset, Words
from .change import Change, Class, Detail, Part, Proof, Shown
from .judging import Judged, Judging, compare_steps, follows_from_children, has_same_children, is_given, most_counted
from .matching import parents
from .proving import Evidence, Found
from .wording import (
    BOUNDS,
    at_least_said,
    differences,
    formula_said,
    names_in,
    node_part,
    places_of,
    rounding_said,
    said,
    scale_said,
)
from .words import COUNTED, GIVEN, KEYS

_POINT_KEYS = ("score", "answer", "cap", "min", "then", "out_of", "cohort")
"""Keys of a leaf from which its points follow; what is written otherwise in them is told with the points."""
_EDITORIAL = ("title", "description", "clause", "provenance")


@dataclass(frozen=True)
class Compared:
    """Two rulesets with all that is asked of them on the way.

    Attributes:
        documents: of each side, the map of every criterion by its id.
        altered: names that mean something else on the two sides, by their kind: `parameter`, `value`, `function`, ….
    """

    loaded: tuple[Loaded, Loaded]
    judging: Judging
    altered: Mapping[str, str]
    documents: tuple[Mapping[str, Map], Mapping[str, Map]]
    parents: tuple[Mapping[str, str], Mapping[str, str]]
    nodes: tuple[Mapping[str, Node], Mapping[str, Node]] = field(default=({}, {}))

    @cached_property
    def to_after(self) -> Mapping[str, str]:
        """Give the newer id of each older criterion that has one."""
        return self.judging.matching.of("node")

    @property
    def rulesets(self) -> tuple[Ruleset, Ruleset]:
        """Give both rulesets."""
        first, second = (each.ruleset for each in self.loaded)
        assert first is not None  # what cannot be loaded is not compared
        assert second is not None
        return first, second


def documents_of(loaded: Loaded) -> dict[str, Map]:
    """Give the map of every scorecard, criterion and total by its id."""
    document = loaded.document
    assert document is not None
    made = {id_: value_at(document, way) for id_, way in ways_to_nodes(document).items()}
    return {id_: each for id_, each in made.items() if isinstance(each, Map)}


def parents_of(ruleset: Ruleset) -> dict[str, str]:
    """Give the parent of each criterion."""
    return parents(ruleset)


# ── All criteria ──


def node_changes(compared: Compared) -> Iterator[Change]:
    """Give the changes of all criteria in the newer ruleset's order, then those of the older one only."""
    pairs = {match.after: match.before for match in compared.judging.matching.pairs["node"]}
    for node in compared.rulesets[1].nodes():
        if node.id not in pairs:
            yield Change(
                "new",
                "criterion",
                "criterion",
                None,
                node_part(node),
                details=_whole(compared.rulesets[1], node, is_newer=True),
            )
        else:
            yield from _of_pair(compared, compared.judging.judged[node.id])
    for node in compared.rulesets[0].nodes():
        if node.id not in compared.to_after:
            yield Change(
                "gone",
                "criterion",
                "criterion",
                node_part(node),
                None,
                details=_whole(compared.rulesets[0], node, is_newer=False),
            )


def rounding_changes(compared: Compared) -> Iterator[Change]:
    """Say once how the ruleset rounds otherwise, whatever number of criteria it is for."""
    documents = [each.document or Map() for each in compared.loaded]
    first, second = (each.get("rounding") for each in documents)
    if plain(first) == plain(second):
        return
    is_other = any(
        judged.before.rounding != judged.after.rounding and _is_rounded_by_level(compared, judged)
        for judged in compared.judging.judged.values()
    ) or _is_called_otherwise(compared)
    at = places_of("rounding", (documents[0], documents[1]), (documents[0].place, documents[1].place))
    before, after = (
        Part(ruleset.id, ruleset.title, place=place) for ruleset, place in zip(compared.rulesets, at, strict=True)
    )
    details = tuple(differences("rounding", first, second, at))
    class_: Class = "changed" if is_other else "unchanged"
    yield Change(class_, "ruleset", "rounding", before, after, "stated" if is_other else "proved", details)


def _is_called_otherwise(compared: Compared) -> bool:
    """Say whether formulas call `round`, and it rounds otherwise."""
    first, second = compared.rulesets
    return first.rounding_mode != second.rounding_mode and any(map(_calls_round, (first, second)))


def _calls_round(ruleset: Ruleset) -> bool:
    """Say whether a formula of a ruleset calls `round`."""
    formulas = [column.formula for column in ruleset.columns.values() if isinstance(column, NamedValue)]
    for node in ruleset.nodes():
        rankings = [node.ranking] if node.ranking is not None else []
        formulas += formulas_of(node)
        formulas += [each for tier in node.tiers for each in (tier.requires, tier.when) if each is not None]
        formulas += [each for ranking in rankings for each in (ranking.by, *ranking.tie_break) if each is not None]
    return any(called(part) == "round" for formula in formulas for part in walk(formula.tree))


def _is_rounded_by_level(compared: Compared, judged: Judged) -> bool:
    """Say whether both criteria are rounded as the ruleset says for their level, which says it otherwise."""
    tables = [plain((each.document or Map()).get("rounding")) for each in compared.loaded]
    return tables[0] != tables[1] and not any(each is not None and "round" in each for each in _maps(compared, judged))


def _whole(ruleset: Ruleset, node: Node, *, is_newer: bool) -> tuple[Detail, ...]:
    """Say out of how many points a criterion is that is on one side only, and how it is scored."""
    told = {"max": said(node.full), "score": formula_said(ruleset, node.score)}
    return tuple(
        Detail(key, *((None, each) if is_newer else (each, None))) for key, each in told.items() if each is not None
    )


def _of_pair(compared: Compared, judged: Judged) -> Iterator[Change]:
    yield from _names(compared, judged)
    if judged.after.aggregate is None and judged.before.aggregate is None:
        yield from _points(compared, judged)
    else:
        yield from _put_together(compared, judged)
    yield from _gate(compared, judged)
    for key, class_, facts in _PLAIN:
        if key != "round" or not _is_rounded_by_level(compared, judged):
            yield from _plain(compared, judged, key, class_, facts)


def _change(judged: Judged, class_: Class, key: str, details: Sequence[Detail] = (), **more: Any) -> Change:
    parts = node_part(judged.before), node_part(judged.after)
    return Change(class_, "criterion", key, *parts, details=tuple(details), **more)


def _maps(compared: Compared, judged: Judged) -> tuple[Map | None, Map | None]:
    return compared.documents[0].get(judged.before.id), compared.documents[1].get(judged.after.id)


def _told(
    compared: Compared, judged: Judged, key: str, before: Words | None, after: Words | None
) -> tuple[Detail, ...]:
    """Give a detail where both sides read otherwise; what reads alike counts otherwise by something else."""
    return () if before == after else (_detail(compared, judged, key, before, after),)


def _detail(compared: Compared, judged: Judged, key: str, before: Words | None, after: Words | None) -> Detail:
    at = (judged.before.place, judged.after.place)
    return Detail(key, before, after, places_of(key, _maps(compared, judged), at))


# ── Names and places ──


def _names(compared: Compared, judged: Judged) -> Iterator[Change]:
    before, after = judged.before, judged.after
    if before.id != after.id:
        yield _change(judged, "renamed", "id", [Detail("id", said(before.id), said(after.id))])
    if before.code != after.code:
        yield _change(
            judged, "renumbered", "code", [_detail(compared, judged, "code", said(before.code), said(after.code))]
        )
    details = [
        _detail(compared, judged, key, said(getattr(before, key)), said(getattr(after, key)))
        for key in _EDITORIAL
        if getattr(before, key) != getattr(after, key)
    ]
    if details:
        yield _change(judged, "editorial", "text", details)
    yield from _moved(compared, judged)
    yield from _order(compared, judged)


def _moved(compared: Compared, judged: Judged) -> Iterator[Change]:
    own = [sides.get(node.id, "") for sides, node in zip(compared.parents, (judged.before, judged.after), strict=True)]
    to_after = compared.to_after
    if to_after.get(own[0], own[0]) != own[1] and bool(own[0] or own[1]):
        told = [_called(nodes.get(id_)) for nodes, id_ in zip(compared.nodes, own, strict=True)]
        yield _change(
            judged, "moved", "parent", [Detail("parent", told[0], told[1], (judged.before.place, judged.after.place))]
        )


def _called(node: Node | None) -> Words | None:
    if node is None:
        return None
    number = f"{node.code} " if node.code else ""
    return Words(*(f"{number}{node.title.say(lang) or node.id}" for lang in ("vi", "en")))


def _order(compared: Compared, judged: Judged) -> Iterator[Change]:
    """Say that children which both have stand in another order."""
    to_after = compared.to_after
    theirs = [child.id for child in judged.after.children]
    kept = [to_after[child.id] for child in judged.before.children if to_after.get(child.id) in theirs]
    if kept != [id_ for id_ in theirs if id_ in kept]:
        yield _change(judged, "editorial", "order")


# ── What a leaf gives ──


def _points(compared: Compared, judged: Judged) -> Iterator[Change]:
    """Say how what a leaf gives changed, with all that is written otherwise in it."""
    details = _in_words(compared, judged, _written_otherwise(compared, judged, _POINT_KEYS))
    found, before, after = judged.points, judged.before, judged.after
    if before.full != after.full:
        details = [_detail(compared, judged, "max", said(before.full), said(after.full)), *details]
        yield _of_other_maximum(compared, judged, found, details)
        return
    if before.max != after.max:
        details = [_detail(compared, judged, "max", said(before.max), said(after.max)), *details]
    through = () if details else through_others(compared, judged)
    if found.relation == "same":
        if details:
            yield _same_points(judged, "score", details)
        return
    class_: Class = found.relation
    yield _change(
        judged,
        class_,
        "score",
        details,
        proof=found.proof,
        witness=_shown(judged, found.evidence),
        through=through or through_others(compared, judged),
    )


def _same_points(judged: Judged, key: str, details: Sequence[Detail], witness: Shown | None = None) -> Change:
    """Say that what is written otherwise gives the same points; that it counts as another maximum is a change."""
    if most_counted(judged.before) == most_counted(judged.after):
        return _change(judged, "unchanged", key, details, proof="proved", witness=witness)
    return _change(judged, "changed", key, details, witness=witness, note=Words(*COUNTED))


def _of_other_maximum(compared: Compared, judged: Judged, found: Found, details: Sequence[Detail]) -> Change:
    """Say how a leaf changed that is out of another number of points: by its share of them."""
    evidence = found.evidence
    class_: Class = "reweighted" if found.relation == "same" else found.relation
    proof: Proof = found.proof
    if not judged.by_share:
        class_, proof = "changed", "stated" if evidence is None else "witness"
    elif found.relation == "same":
        evidence = _first(compared, judged, lambda older, newer: older != newer)
    return _change(
        judged,
        class_,
        "max",
        details,
        proof=proof,
        witness=_shown(judged, evidence),
        through=through_others(compared, judged),
        note=Words(*GIVEN) if all(map(is_given, compared.rulesets, (judged.before, judged.after))) else Words(),
    )


def _first(compared: Compared, judged: Judged, is_it: Callable[[Fraction, Fraction], bool]) -> Evidence | None:
    """Give a unit to whom both give points that differ as asked, the one with the greatest difference."""
    found: tuple[Fraction, Evidence] | None = None
    for each in compared.judging.samples.of(judged.before, judged.after):
        older, newer = each.outcomes
        if isinstance(older, NoScore) or isinstance(newer, NoScore) or not is_it(older, newer):
            continue
        if found is None or abs(newer - older) > found[0]:
            found = abs(newer - older), each
    return None if found is None else found[1]


def _shown(judged: Judged, evidence: Evidence | None) -> Shown | None:
    if evidence is None:
        return None
    return Shown(evidence.answers, (judged.before.id, judged.after.id), evidence.outcomes)


def _written_otherwise(compared: Compared, judged: Judged, keys: Sequence[str]) -> list[Detail]:
    """Give the keys that are written otherwise, names of what is only called otherwise put alike first."""
    maps = _maps(compared, judged)
    found: list[Detail] = []
    for key in keys:
        first, second = (None if each is None else each.get(key) for each in maps)
        if plain(first) != plain(second):
            at = places_of(key, maps, (judged.before.place, judged.after.place))
            found += differences(key, first, second, at)
    return found


def _in_words(compared: Compared, judged: Judged, details: list[Detail]) -> list[Detail]:
    """Tell a scale, a table of points or a formula whole and in words: single entries and names cannot be read."""
    scored = [each for each in details if each.key.partition(".")[0].partition("[")[0] == "score"]
    if all(each.key in KEYS and each.key != "score" for each in scored):
        return details
    told = _scales(compared, judged, scored) or _formulas(compared, judged)
    if not all(told) or told[0] == told[1]:
        return details
    return [_detail(compared, judged, "score", *told), *(each for each in details if each not in scored)]


def _scales(compared: Compared, judged: Judged, details: Sequence[Detail]) -> list[Words | None]:
    """Say both scales of steps, where nothing else of the scoring is written otherwise."""
    scores = [None if each is None else each.get("score") for each in _maps(compared, judged)]
    is_of_steps = all(each.key.split(".")[1:2] in ([word] for word in (*BOUNDS, "otherwise")) for each in details)
    told = [scale_said(each) if isinstance(each, Map) else None for each in scores] if is_of_steps else []
    return told if all(told) else []


def _formulas(compared: Compared, judged: Judged) -> list[Words | None]:
    nodes = zip(compared.rulesets, (judged.before, judged.after), strict=True)
    return [formula_said(ruleset, node.score) for ruleset, node in nodes]


def through_others(compared: Compared, judged: Judged, key: str = "") -> tuple[str, ...]:
    """Name what a criterion, or one key of it, reads that means something else on the two sides, as `kind.id`."""
    read = set[str]()
    for each in _maps(compared, judged):
        for own, value in () if each is None else each.items():
            if own == key or (not key and own not in {"criteria", "totals"}):
                read |= names_in(value)
    return tuple(
        f"{compared.altered[name]}.{name}" for name in sorted(_all_read(compared, read)) if name in compared.altered
    )


def _all_read(compared: Compared, names: set[str]) -> set[str]:
    """Follow values and functions to what they read."""
    todo, seen = list(names), set(names)
    while todo:
        name = todo.pop()
        for loaded in compared.loaded:
            document = loaded.document or Map()
            parts = [document.get("values", {}).get(name), *_functions(document, name)]
            for part in parts:
                fresh = names_in(part) - seen
                seen |= fresh
                todo += fresh
    return seen


def _functions(document: Map, name: str) -> list[Any]:
    return [body for head, body in document.get("functions", {}).items() if str(head).partition("(")[0].strip() == name]


# ── Whom it is for ──


def _gate(compared: Compared, judged: Judged) -> Iterator[Change]:
    before, after = (
        formula_said(ruleset, node.applies)
        for ruleset, node in zip(compared.rulesets, (judged.before, judged.after), strict=True)
    )
    maps = _maps(compared, judged)
    texts = [None if each is None else plain(each.get("applies")) for each in maps]
    gate = judged.gate
    if gate.relation == "same":
        if texts[0] != texts[1]:
            yield _change(
                judged, "unchanged", "applies", [_detail(compared, judged, "applies", before, after)], proof="proved"
            )
        return
    through = through_others(compared, judged) if texts[0] == texts[1] else ()
    proof = gate.proof if gate.relation == "not_proved" or gate.evidence is None else "witness"
    class_: Class = "not_proved" if gate.relation == "not_proved" else "changed"
    yield _change(
        judged,
        class_,
        "applies",
        _told(compared, judged, "applies", before, after),
        proof=proof,
        witness=_shown(judged, gate.evidence),
        through=through,
    )


# ── Keys that are what they say ──


_PLAIN: Sequence[tuple[str, Class, Callable[[Node], tuple[object, Words | None]]]] = (
    ("role", "changed", lambda node: (node.role, said(node.role))),
    ("on_fail", "changed", lambda node: (node.on_fail, said(node.on_fail))),
    ("weight", "reweighted", lambda node: (node.weight, said(node.weight))),
    ("not_applicable", "changed", lambda node: (node.not_applicable, said(node.not_applicable))),
    ("at_least", "changed", lambda node: (node.at_least, at_least_said(node.at_least))),
    ("round", "changed", lambda node: (node.rounding, rounding_said(node.rounding))),
)


def _plain(
    compared: Compared, judged: Judged, key: str, class_: Class, facts: Callable[[Node], tuple[object, Words | None]]
) -> Iterator[Change]:
    (older, before), (newer, after) = facts(judged.before), facts(judged.after)
    if older == newer:
        return
    witness = _shown_above(compared, judged) if class_ == "reweighted" else None
    yield _change(judged, class_, key, [_detail(compared, judged, key, before, after)], witness=witness)


def _shown_above(compared: Compared, judged: Judged) -> Shown | None:
    """Show another weight by what the branch above gives."""
    ids = [
        parents_[node.id]
        for parents_, node in zip(compared.parents, (judged.before, judged.after), strict=True)
        if node.id in parents_
    ]
    if len(ids) < 2:
        return None
    pair = Judged(compared.nodes[0][ids[0]], compared.nodes[1][ids[1]])
    return _shown(pair, _first(compared, pair, lambda older, newer: older != newer))


# ── How a branch is put together ──


def _put_together(compared: Compared, judged: Judged) -> Iterator[Change]:
    yield from _aggregate(compared, judged)
    yield from _taken_in(compared, judged)
    yield from _steps(compared, judged)
    yield from _maximum(compared, judged)


def _maximum(compared: Compared, judged: Judged) -> Iterator[Change]:
    """Say that a branch is out of another number of points: for itself, or because those below it are."""
    before, after = judged.before, judged.after
    follows = follows_from_children(before) and follows_from_children(after)
    if before.max == after.max or (follows and (before.out_of, after.out_of) != (None, None)):
        return
    yield _change(
        judged,
        "reweighted" if follows else "changed",
        "max",
        [_detail(compared, judged, "max", said(before.max), said(after.max))],
        follows=follows,
        witness=_any_shown(compared, judged),
    )


def _taken_in(compared: Compared, judged: Judged) -> Iterator[Change]:
    """Say that a total takes in others: what is below a branch is told where it comes and goes."""
    before, after = ([child.id for child in node.children] for node in (judged.before, judged.after))
    if judged.after.is_total and sorted(compared.to_after.get(id_, id_) for id_ in before) != sorted(after):
        details = [_detail(compared, judged, "of", said(", ".join(before)), said(", ".join(after)))]
        yield _change(judged, "changed", "of", details, witness=_any_shown(compared, judged))


def _aggregate(compared: Compared, judged: Judged) -> Iterator[Change]:
    sides = compared.judging.sides
    facts, told = [], []
    for side, node in zip((sides.before, sides.after), (judged.before, judged.after), strict=True):
        facts.append((node.aggregate, side.form(node.formula)))
        told.append(formula_said(side.ruleset, node.formula) or said(node.aggregate or node.kind))
    if facts[0] != facts[1]:
        yield _change(
            judged,
            "changed",
            "aggregate",
            details := _told(compared, judged, "aggregate", told[0], told[1]),
            through=() if details else through_others(compared, judged, "aggregate"),
            witness=_any_shown(compared, judged),
        )


def _any_shown(compared: Compared, judged: Judged) -> Shown | None:
    return _shown(judged, _first(compared, judged, lambda older, newer: older != newer))


_STEPS: Mapping[str, Callable[[Node], Fraction | None]] = {
    "cap": lambda node: node.cap,
    "min": lambda node: node.minimum,
    "out_of": lambda node: node.out_of,
}


def _steps(compared: Compared, judged: Judged) -> Iterator[Change]:
    """Say what a branch does otherwise with what its children give; of steps that changed together, which way all went."""
    before, after = judged.before, judged.after
    told = {key: (said(of(before)), said(of(after))) for key, of in _STEPS.items() if of(before) != of(after)}
    if _then_form(compared, 0, before) != _then_form(compared, 1, after):
        rulesets = compared.rulesets
        told["then"] = formula_said(rulesets[0], before.then), formula_said(rulesets[1], after.then)
    if not told:
        return
    is_alike = has_same_children(compared.judging, before, after)
    found = compare_steps(compared.judging, before, after) if is_alike else Found("changed", "stated")
    for key, sides in told.items():
        if found.relation == "same":
            yield _same_points(judged, key, _told(compared, judged, key, *sides))
            continue
        class_, proof = _class_of_step(judged, key, found, is_alone=len(told) == 1)
        witness = _shown(judged, found.evidence) if key in _LIMITS and is_alike else _any_shown(compared, judged)
        details = _told(compared, judged, key, *sides)
        through = () if details else through_others(compared, judged, key)
        yield _change(judged, class_, key, details, proof=proof, witness=witness, through=through)


_LIMITS = frozenset({"cap", "min"})


def _class_of_step(judged: Judged, key: str, found: Found, *, is_alone: bool) -> tuple[Class, Proof]:
    """Give the class of a step: of a cap and a floor the way in which points go, which other steps do not have."""
    if key in _LIMITS:
        return "changed" if found.relation == "same" else found.relation, found.proof
    is_last = (judged.before.then, judged.after.then, judged.before.minimum, judged.after.minimum) == (None,) * 4
    return ("reweighted" if key == "out_of" and is_alone and is_last else "changed"), "stated"


def _then_form(compared: Compared, side: int, node: Node) -> str:
    """Give the form of a `then`, what the branch gives before it called alike on both sides."""
    own = (compared.judging.sides.before, compared.judging.sides.after)[side]
    return repr(own.form(node.then)).replace(repr(own.names.get(f"value:{node.id}", f"value:{node.id}")), "value")
