"""A ruleset as its annex would be printed: a table a scorecard, how each criterion is scored in words, the tiers."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ..explain.naming import quoted_names, spoken_labels
from ..files.visible import visible
from ..formula.aggregates import AGGREGATES
from ..formula.spoken import Names, spoken
from ..formula.words import day, number
from ..model.reads import closure, names_in, values_read_by
from ..model.ruleset import (
    Bound,
    Constant,
    Formula,
    NamedValue,
    Node,
    Ruleset,
    Scorecard,
    Tier,
)
from ..publish.texts import ILLUSTRATIVE
from ..result.quotas import quota_words
from ..result.rules_record import said
from ..result.words import period_beside
from .agreement import standing_wording
from .quoting import quoted, with_wording

HEADS: Mapping[str, tuple[str, ...]] = {
    "vi": ("TT", "Tiêu chí", "Điểm tối đa", "Cách chấm điểm", "Minh chứng, ghi chú"),
    "en": ("No.", "Criterion", "Points", "How it is scored", "Evidence, notes"),
}
_ILLUSTRATIVE = "illustrative"
_WORDS = {
    "for": ("Áp dụng: {groups}", "For: {groups}"),
    "total": ("Tổng cộng", "Total"),
    "role_bonus": ("Điểm thưởng", "Bonus points"),
    "role_penalty": ("Điểm trừ", "Penalty points"),
    "role_condition": ("Điều kiện, không tính điểm", "A condition, without points"),
    "role_unscored": ("Để biết, không tính điểm", "For information, without points"),
    "applies": ("Chỉ áp dụng khi {words}", "Only where {words}"),
    "then": ("Sau đó: {words}", "Then: {words}"),
    "where": ("Trong đó: {name} = {words}", "Where: {name} = {words}"),
    "cap": ("Không quá {points} điểm", "At most {points} points"),
    "minimum": ("Không dưới {points} điểm", "At least {points} points"),
    "weight": ("Trọng số {points}", "Weight {points}"),
    "tiers": ("Xếp loại: {tiers}.", "Tiers: {tiers}."),
    "from": ("từ {n}", "from {n}"),
    "above": ("trên {n}", "above {n}"),
    "up_to": ("đến {n}", "up to {n}"),
    "below": ("dưới {n}", "below {n}"),
    "requires": ("với điều kiện {words}", "provided that {words}"),
    "amended": (
        "(lời văn trước khi sửa đổi không in ở đây: phải viết lại theo cách chấm mới)",
        "(the wording of before the amendment is not printed here: it has to be renewed)",
    ),
    "rest": ("còn lại", "all others"),
    "illustrative": ILLUSTRATIVE,
    "partly": ("CÓ PHẦN SỐ LIỆU MINH HỌA", "PARTLY ILLUSTRATIVE DATA"),
    "made_up": ("Số liệu minh họa", "Illustrative data"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the table.

    Attributes:
        parent: what the criterion stands under.
        depth: 0 of what stands right below the root.
        max: None where nothing is printed.
        wording: how it is scored, as the ruleset has it, in words.
        notes: the ruleset's description: evidence, the words of the decree.
    """

    node: Node
    parent: Node
    depth: int
    number: str
    label: str
    max: Fraction | None
    wording: str
    notes: str


@dataclass(frozen=True, slots=True)
class Printed:
    """The table of a scorecard, and what is said above and below it.

    Attributes:
        rows: the texts of a row for each entry, and a last one of the total where there is a maximum;
            whether a row is printed bold.
    """

    card: Scorecard
    title: str
    about: tuple[str, ...]
    heads: tuple[str, ...]
    entries: tuple[Entry, ...]
    rows: tuple[tuple[tuple[str, ...], bool], ...]
    notes: tuple[str, ...]


def printed(ruleset: Ruleset, lang: str) -> tuple[Printed, ...]:
    """Give the tables of all scorecards, in the ruleset's order.

    In the language `vi` or `en`.
    """
    named = quoted_names(ruleset, lang)
    return tuple(_table(ruleset, card, named, lang) for card in ruleset.scorecards)


def _table(ruleset: Ruleset, card: Scorecard, named: Names, lang: str) -> Printed:
    root, say = card.root, _teller(lang)
    groups = [visible(ruleset.groups[id_].say(lang) or id_) for id_ in card.groups if id_ in ruleset.groups]
    decision = ruleset.title.say(lang) or ruleset.id
    about = [
        visible(f"{decision} {period_beside(decision, ruleset.period)}".strip()),
        f"{ruleset.id}@{ruleset.version}",
    ]
    if groups:
        about.append(say("for", groups="; ".join(groups)))
    if _ILLUSTRATIVE in {ruleset.provenance, root.provenance}:
        about.append(say("illustrative"))
    elif any(node.provenance == _ILLUSTRATIVE for node in root.walk()):
        about.append(say("partly"))
    entries = tuple(_entries(ruleset, root, named, lang))
    rows = [(_texts(entry, lang), bool(entry.node.children)) for entry in entries]
    if root.full is not None:
        rows.append((("", say("total"), number(root.full, lang), "", ""), True))
    return Printed(
        card=card,
        title=visible(root.title.say(lang) or card.id),
        about=tuple(about),
        heads=HEADS[lang],
        entries=entries,
        rows=tuple(rows),
        notes=(*_notes(ruleset, root, lang), *_meanings(ruleset, root, named, lang)),
    )


def _texts(entry: Entry, lang: str) -> tuple[str, ...]:
    most = "" if entry.max is None else number(entry.max, lang)
    return entry.number, entry.label, most, entry.wording, entry.notes


def _entries(ruleset: Ruleset, root: Node, named: Names, lang: str) -> Iterator[Entry]:
    def below(node: Node, parent: Node, depth: int) -> Iterator[Entry]:
        yield _entry(ruleset, node, parent, depth, named, lang)
        for child in node.children:
            yield from below(child, node, depth + 1)

    for child in root.children or (root,):
        yield from below(child, root, 0)


def _entry(ruleset: Ruleset, node: Node, parent: Node, depth: int, named: Names, lang: str) -> Entry:
    description = node.description
    if quoted(description) and not standing_wording(ruleset, node):
        description = with_wording(description, _teller(lang)("amended"))
    notes = [*map(visible, description.splitlines())]
    if node.provenance == _ILLUSTRATIVE != ruleset.provenance:
        notes.append(_teller(lang)("made_up"))
    return Entry(
        node=node,
        parent=parent,
        depth=depth,
        number=visible(node.code),
        label=visible(node.title.say(lang) or node.id),
        max=node.full,
        wording="\n".join(map(visible, _wording(ruleset, node, named, lang))),
        notes="\n".join(notes),
    )


def _wording(ruleset: Ruleset, node: Node, named: Names, lang: str) -> Iterator[str]:
    """Say how a criterion is scored: its role, its rule, and what is done with what that gives."""
    say = _teller(lang)
    if node.role != "scored":
        yield say(f"role_{node.role}")
    yield from _formula(ruleset, node.score or node.formula, named, lang)
    if node.children and (aggregate := AGGREGATES.get(node.aggregate or "")) is not None and aggregate.annex:
        yield aggregate.annex.say(lang)
    yield from (say("then", words=words) for words in _formula(ruleset, node.then, named, lang))
    yield from (say("applies", words=words) for words in _formula(ruleset, node.applies, named, lang))
    for key, value in (("cap", node.cap), ("minimum", node.minimum)):
        if value is not None:
            yield say(key, points=number(value, lang))
    if node.weight != 1:
        yield say("weight", points=number(node.weight, lang))


def _formula(ruleset: Ruleset, formula: Formula | None, named: Names | None, lang: str) -> Iterator[str]:
    """Say a formula, if there is one."""
    words = said(ruleset, formula)
    if words is not None:
        yield spoken(words[lang], lang, named)


def _notes(ruleset: Ruleset, root: Node, lang: str) -> Iterator[str]:
    say = _teller(lang)
    if root.tiers:
        yield say("tiers", tiers="; ".join(_tier(ruleset, tier, root.full, lang) for tier in root.tiers))


def _meanings(ruleset: Ruleset, root: Node, named: Names, lang: str) -> Iterator[str]:
    """Say what each value and parameter is that a formula of the table names, in the order of the ruleset."""
    formulas = [
        each for node in root.walk() for each in (node.score, node.formula, node.applies, node.then)
    ] + [each for tier in root.tiers for each in (tier.when, tier.requires)]  # fmt: skip
    found = closure(ruleset.columns, names_in(formulas), values_read_by)
    say, label = _teller(lang), spoken_labels(ruleset, lang)
    for key, column in ruleset.columns.items():
        if key not in found or key.startswith("["):
            continue
        match column:
            case NamedValue(formula=formula) if (words := said(ruleset, formula)) is not None:
                yield visible(say("where", name=label(key), words=spoken(words[lang], lang, named)))
            case Constant(value=value):
                printed = day(value, lang) if isinstance(value, date) else number(value, lang)
                yield visible(say("where", name=label(key), words=printed))


def _tier(ruleset: Ruleset, tier: Tier, full: Fraction | None, lang: str) -> str:
    say = _teller(lang)
    bounds = [
        say(word, n=_bound(bound, full, lang))
        for word, bound in (
            ("from", tier.from_), ("above", tier.above), ("up_to", tier.up_to), ("below", tier.below),
        )
        if bound is not None
    ]  # fmt: skip
    when = said(ruleset, tier.when)
    told = " ".join(bounds) or (spoken(when[lang], lang) if when else say("rest"))
    requires = said(ruleset, tier.requires)
    more = f", {say('requires', words=spoken(requires[lang], lang))}" if requires else ""
    more += f", {quota_words(tier.quota, lang)}" if tier.quota is not None else ""
    return visible(f"{tier.title.say(lang) or tier.id} {told}{more}")


def _bound(bound: Bound, full: Fraction | None, lang: str) -> str:
    """Write a bound as it is stated, with the points that a share comes to."""
    if not bound.share:
        return number(bound.amount, lang)
    share = f"{number(bound.amount * 100, lang)}%"
    return share if full is None else f"{share} ({number(bound.amount * full, lang)})"


def _teller(lang: str) -> Callable[..., str]:
    at = 0 if lang == "vi" else 1
    return lambda key, **values: _WORDS[key][at].format(**values)
