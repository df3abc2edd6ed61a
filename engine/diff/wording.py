"""What a key says, in Vietnamese and English, for the old and the new side of a change; nothing is compared here."""

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from ..explain.naming import LANGUAGES, spoken_labels
from ..formula.spoken import spoken
from ..formula.words import day, number, say
from ..language.document import Map, Num, Seq, place_at, plain
from ..model.findings import Place
from ..model.ruleset import AtLeast, Bound, Formula, Node, Quota, Rounding, Ruleset, Tier, Words
from .change import Detail, Part

_LONGEST = 300
_DEEPEST = 12
_MANY = 12  # items of a list that are compared one by one
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NAME = re.compile(r"[^\W\d]\w*")


def said(value: object) -> Words | None:
    """Write a value for people; None of what is not there.

    >>> said(Fraction(5, 2)), said(True), said(None)
    (Words(vi='2,5', en='2.5'), Words(vi='có', en='yes'), None)
    """
    match value:
        case None | "":
            return None
        case bool():
            return Words("có", "yes") if value else Words("không", "no")
        case Fraction() | int():
            return Words(*(number(Fraction(value), lang) for lang in LANGUAGES))
        case date():
            return Words(*(day(value, lang) for lang in LANGUAGES))
        case Words():
            return value or None
    return Words(_short(str(value)), _short(str(value)))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def written(value: Any) -> Words | None:
    """Write a part of a document in one line, as YAML would have it; numbers and days as the reader writes them.

    >>> written("2022-03-28"), written("2022-13-28")
    (Words(vi='28/3/2022', en='2022-03-28'), Words(vi='2022-13-28', en='2022-13-28'))
    """
    if value is None:
        return None
    if isinstance(value, str) and _DAY.fullmatch(value):
        return said(_day(value))
    if isinstance(value, Num) and "%" not in value.text:
        return said(Fraction(value))
    if isinstance(value, Map) and value.keys() <= {"vi", "en"}:
        return Words(*(_short(str(value.get(lang, ""))) for lang in LANGUAGES))
    return Words(*([_short(_flow(value))] * 2))


def _day(text: str) -> object:
    try:
        return date.fromisoformat(text)
    except ValueError:  # no day of any month
        return text


def _flow(value: Any) -> str:
    match value:
        case Map():
            return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
        case Seq():
            return "[" + ", ".join(map(_flow, value)) + "]"
        case Num():
            return value.text
        case bool():
            return "true" if value else "false"
    return str(value)


def formula_said(ruleset: Ruleset, formula: Formula | None) -> Words | None:
    """Say a formula in words, inputs by their labels."""
    if formula is None:
        return None
    return Words(*(_short(spoken(say(formula.tree, spoken_labels(ruleset, lang), lang), lang)) for lang in LANGUAGES))


def rounding_said(rounding: Rounding | None) -> Words | None:
    """Say how a value is rounded."""
    if rounding is None:
        return None
    return Words(
        f"{rounding.digits} chữ số lẻ ({rounding.mode})",
        f"{rounding.digits} {'digit' if rounding.digits == 1 else 'digits'} ({rounding.mode})",
    )


def share_said(amount: Fraction, *, share: bool) -> Words | None:
    """Write an amount, as per cent where it is a share.

    >>> share_said(Fraction(17, 20), share=True)
    Words(vi='85%', en='85%')
    """
    made = said(amount * 100 if share else amount)
    return made if made is None or not share else Words(f"{made.vi}%", f"{made.en}%")


def bound_said(bound: Bound | None) -> Words | None:
    """Write a bound of a tier."""
    return None if bound is None else share_said(bound.amount, share=bound.share)


def quota_said(quota: Quota | None) -> Words | None:
    """Write how many a tier takes."""
    if quota is None:
        return None
    amount = share_said(quota.amount, share=quota.share)
    assert amount is not None
    return Words(f"{amount.vi} (at_ties: {quota.at_ties})", f"{amount.en} (at_ties: {quota.at_ties})")


def at_least_said(rule: AtLeast | None) -> Words | None:
    """Write how much must be there."""
    if rule is None:
        return None
    amount = share_said(rule.amount, share=rule.share)
    assert amount is not None
    of = {"children": ("mục con", "children"), "leaves": ("tiêu chí lá", "leaves")}[rule.of]
    return Words(f"{amount.vi} {of[0]}", f"{amount.en} {of[1]}")


def node_part(node: Node) -> Part:
    """Give a criterion as the subject of a change."""
    return Part(node.id, node.title, node.code, node.clause, node.place)


def tier_part(tier: Tier) -> Part:
    """Give a tier as the subject of a change."""
    return Part(tier.id, tier.title, place=tier.place)


# ── What is written otherwise ──


def differences(key: str, before: Any, after: Any, places: tuple[Place, Place]) -> Iterator[Detail]:
    """Give what is written otherwise in two parts of documents, key by key, as deep as both have the same keys.

    Args:
        key: the way to both.
        before: what stands in the older document; None where nothing does.
        after: the same of the newer one.
        places: where they stand.
    """
    if plain(before) == plain(after) and type(before) is type(after):
        return
    if isinstance(before, Map) and isinstance(after, Map) and not _are_words(before, after):
        kinds = [next(iter(each), "") for each in (before, after)]
        if key != "score" or kinds[0] == kinds[1]:
            yield from _of_maps(key, before, after)
            return
    if isinstance(before, Seq) and isinstance(after, Seq) and len(before) == len(after) <= _MANY:
        for index, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from differences(f"{key}[{index + 1}]", one, other, (before.places[index], after.places[index]))
        return
    yield Detail(key, written(before), written(after), places)


def _are_words(before: Map, after: Map) -> bool:
    return {*before, *after} <= {"vi", "en"}


def _of_maps(key: str, before: Map, after: Map) -> Iterator[Detail]:
    if key.count(".") > _DEEPEST:
        yield Detail(key, written(before), written(after), (before.place, after.place))
        return
    for name in dict.fromkeys((*before, *after)):
        at = (before.value_places.get(name, before.place), after.value_places.get(name, after.place))
        yield from differences(f"{key}.{name}", before.get(name), after.get(name), at)


def names_in(part: Any) -> set[str]:
    """Give every word of a part of a document that could be a name."""
    todo, found = [part], set[str]()
    while todo:
        each = todo.pop()
        match each:
            case Map():
                todo += each.values()
            case Seq():
                todo += each
            case str():
                found.update(_NAME.findall(each))
    return found


def key_place(part: Map | None, key: str, otherwise: Place) -> Place:
    """Give where a key of a part stands."""
    return otherwise if part is None or key not in part else place_at(part, (key,))


def places_of(key: str, parts: tuple[Map | None, Map | None], otherwise: tuple[Place, Place]) -> tuple[Place, Place]:
    """Give where a key stands on both sides, or else where its subject does."""
    return (key_place(parts[0], key, otherwise[0]), key_place(parts[1], key, otherwise[1]))
