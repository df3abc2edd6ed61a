"""What a key says, in Vietnamese and English, for the old and the new side of a change; nothing is compared here."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from ..explain.naming import LANGUAGES, quoted_names, spoken_labels
from ..formula.spoken import spoken
from ..formula.words import day, number, say
from ..language.document import Map, Num, Seq, place_at, plain
from ..model.findings import Place
from ..model.ruleset import AtLeast, Bound, Formula, Node, Quota, Rounding, Ruleset, Tier, Words
from ..model.sentences import plural
from ..result.quotas import AT_TIES
from ..result.words import MODES
from .change import Detail, Part

_LONGEST = 300
_DEEPEST = 12
_MANY = 12  # items of a list that are compared one by one
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SHARE = re.compile(r"\s*\d+(?:\.\d+)?\s*%\s*")
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
    if is_share(value):
        return share_said(Fraction(value.strip().removesuffix("%").strip()) / 100, share=True)
    if isinstance(value, Num) and "%" not in value.text:
        return said(Fraction(value))
    if isinstance(value, Map) and value.keys() <= {"vi", "en"}:
        return Words(*(_short(str(value.get(lang, ""))) for lang in LANGUAGES))
    text = ", ".join(value) if _is_of_words(value) else _flow(value)
    return Words(*([_short(text)] * 2))


def _is_of_words(value: Any) -> bool:
    return isinstance(value, Seq) and all(isinstance(each, str) for each in value)


def is_share(value: Any) -> bool:
    """Say whether a part of a document is an amount in per cent.

    >>> is_share("12.5%"), is_share("a * 5%")
    (True, False)
    """
    return isinstance(value, str) and _SHARE.fullmatch(value) is not None


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
    """Say a formula in words, inputs and options by their labels."""
    if formula is None:
        return None
    told = (say(formula.tree, spoken_labels(ruleset, lang), lang) for lang in LANGUAGES)
    return Words(
        *(_short(spoken(words, lang, quoted_names(ruleset, lang))) for words, lang in zip(told, LANGUAGES, strict=True))
    )


BOUNDS: Mapping[str, tuple[str, str]] = {
    "from": ("từ {bound}: {points}", "from {bound}: {points}"),
    "above": ("trên {bound}: {points}", "above {bound}: {points}"),
    "up_to": ("đến {bound}: {points}", "up to {bound}: {points}"),
    "below": ("dưới {bound}: {points}", "below {bound}: {points}"),
}
"""How a step of a scale is told, by the word of its bound."""
_OTHERWISE = ("còn lại {points}", "else {points}")


def scale_said(score: Map) -> Words | None:
    """Say a whole scale of steps, as it is written; None of a score that has none.

    >>> from ..language.document import read_document
    >>> made, _ = read_document(b"{steps: x, from: {6: 100%, 2: 0.5}, otherwise: 0}", "r.yaml")
    >>> scale_said(made).vi
    'từ 6: 100%; từ 2: 0,5; còn lại 0'
    """
    word = next((word for word in BOUNDS if isinstance(score.get(word), Map)), None)
    if word is None:
        return None
    told = []
    for at, lang in enumerate(LANGUAGES):
        steps = [
            BOUNDS[word][at].format(bound=bound, points=_points_said(points, lang))
            for bound, points in score[word].items()
        ]
        rest = [_OTHERWISE[at].format(points=_points_said(score["otherwise"], lang))] if "otherwise" in score else []
        told.append(_short("; ".join([*steps, *rest])))
    return Words(*told)


def _points_said(points: Any, lang: str) -> str:
    made = written(points)
    return "" if made is None else made.say(lang)


def rounding_said(rounding: Rounding | None) -> Words | None:
    """Say how a value is rounded."""
    if rounding is None:
        return None
    mode = MODES[rounding.mode]
    return Words(f"{rounding.digits} chữ số lẻ ({mode[0]})", f"{plural(rounding.digits, 'digit')} ({mode[1]})")


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
    ties = AT_TIES[quota.at_ties]
    return Words(f"{amount.vi} ({ties[0]})", f"{amount.en} ({ties[1]})")


def at_least_said(rule: AtLeast | None) -> Words | None:
    """Write how much must be there."""
    if rule is None:
        return None
    amount = share_said(rule.amount, share=rule.share)
    assert amount is not None
    of = {"children": ("mục con", "child/children"), "leaves": ("tiêu chí lá", "leaf/leaves")}[rule.of]
    many = of[1].rpartition("/")[2]
    return Words(f"{amount.vi} {of[0]}", f"{amount.en} of the {many}" if rule.share else plural(amount.en, of[1]))


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
    if key.partition(".")[0] in _TABLES:  # each of what they say by its own name
        before, after = (_opened(each, other) for each, other in ((before, after), (after, before)))
    if isinstance(before, Map) and isinstance(after, Map) and not _are_words(before, after):
        kinds = [next(iter(each), "") for each in (before, after)]
        if key != "score" or kinds[0] == kinds[1]:
            yield from _of_maps(key, before, after)
            return
    is_whole = _is_of_words(before) and _is_of_words(after)  # such as groups: told by all of them
    if isinstance(before, Seq) and isinstance(after, Seq) and len(before) == len(after) <= _MANY and not is_whole:
        for index, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from differences(f"{key}[{index + 1}]", one, other, (before.places[index], after.places[index]))
        return
    yield Detail(key, written(before), written(after), places)


_TABLES = frozenset({"data", "decision", "effective", "units"})
"""Sections of which each entry is told by itself, also where the whole section is on one side only."""


def _opened(part: Any, other: Any) -> Any:
    return Map(other.place) if part is None and isinstance(other, Map) else part


def _are_words(before: Map, after: Map) -> bool:
    return {*before, *after} <= {"vi", "en"}


def _of_maps(key: str, before: Map, after: Map) -> Iterator[Detail]:
    if key.count(".") > _DEEPEST:
        yield Detail(key, written(before), written(after), (before.place, after.place))
        return
    for name in dict.fromkeys((*before, *after)):
        at = (before.value_places.get(name, before.place), after.value_places.get(name, after.place))
        yield from differences(f"{key}.{name}", before.get(name), after.get(name), at)


def names_in(part: Any, *, with_keys: bool = False) -> set[str]:
    """Give every word of a part of a document that could be a name; those of keys too where they are asked for.

    >>> from ..language.document import read_document
    >>> made, _ = read_document(b"{formula: a + b}", "r.yaml")
    >>> sorted(names_in(made)), sorted(names_in(made, with_keys=True))
    (['a', 'b'], ['a', 'b', 'formula'])
    """
    todo, found = [part], set[str]()
    while todo:
        each = todo.pop()
        match each:
            case Map():
                todo += each.values()
                todo += map(str, each) if with_keys else ()
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
