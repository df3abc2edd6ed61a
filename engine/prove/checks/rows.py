"""Checks of the rows of a decree: numbers, titles, clauses and where things come from."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from ...formula.suggest import listed
from ...language.document import Map
from ...model.findings import Finding, Place, finding
from ...model.ruleset import Node, Ruleset, Scorecard, Words
from .context import Context, leaves

_NUMBERED = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})*\.?")
LANGUAGES = {"vi": ("Việt", "Vietnamese"), "en": ("Anh", "English")}


def numbers_are_unique(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """No two rows of a scorecard have one number; one that is counted anew under each heading is of its heading."""
    for card in ruleset.scorecards:
        for first, node in _twice(card):
            at = context.at(node, "code")
            yield finding("ITR364", at, code=node.code, card=card.id, first=first.id, second=node.id)


def _twice(card: Scorecard) -> Iterator[tuple[Node, Node]]:
    """Give the rows that have the number of one before them, each after that."""
    seen: dict[tuple[str, str], Node] = {}
    rows = [(parent.id, child) for parent in card.root.walk() for child in parent.children]
    for parent, node in [*rows, *((card.root.id, total) for total in card.totals)]:
        number = node.code.rstrip(".")
        first = seen.setdefault(("" if "." in number else parent, number), node) if number else node
        if first is not node:
            yield first, node


def numbers_are_in_order(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """Rows stand in the order of their numbers, each below the number that it begins with."""
    for card in ruleset.scorecards:
        repeated = Counter(node.code.rstrip(".") for node in card.nodes())
        doubled = {node.id for pair in _twice(card) for node in pair}
        for parent in card.root.walk():
            if parent.id in doubled:
                continue  # that is told of the heading, and not again of all that stands under it
            numbered = [child for child in parent.children if _NUMBERED.fullmatch(child.code) and not parent.is_total]
            for child in numbered:
                above = _above(child, parent, card)
                if above and _key(child.code)[: len(_key(above))] != _key(above):
                    why, why_en = f'nó nằm dưới "{above}"', f'it stands below "{above}"'
                    yield finding(
                        "ITR365", context.at(child, "code"), id=child.id, code=child.code, why=why, why_en=why_en
                    )
            for before, after in pairwise(numbered):
                if _stands_after(after.code, before.code) and repeated[after.code.rstrip(".")] == 1:
                    why, why_en = f'nó đứng sau "{before.code}"', f'it comes after "{before.code}"'
                    yield finding(
                        "ITR365", context.at(after, "code"), id=after.id, code=after.code, why=why, why_en=why_en
                    )


def _stands_after(number: str, greater: str) -> bool:
    """Say whether the second of two numbers that count the same is the greater one.

    >>> _stands_after("1.2", "1.3"), _stands_after("1.4", "1.3"), _stands_after("2.1", "1.3")
    (True, False, False)
    """
    one, other = _key(greater), _key(number)
    return len(one) == len(other) and one[:-1] == other[:-1] and one > other


def _above(child: Node, parent: Node, card: Scorecard) -> str:
    """Give the number that a child's number should begin with; empty where it need not."""
    is_deeper = "." in child.code.rstrip(".")
    return parent.code if is_deeper and parent.id != card.root.id and _NUMBERED.fullmatch(parent.code) else ""


def _key(code: str) -> tuple[int, ...]:
    return tuple(int(part) for part in code.rstrip(".").split("."))


def titles_are_there(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """Every row with a number has a title, and every title is there in the language of the reports."""
    lang = ruleset.locale
    lacking = [*_without_title(ruleset, context), *_without_label(ruleset, context)]
    if ruleset.title and not _is_said(ruleset.title, context.document.get("title"), lang):
        lacking.insert(0, ("title", context.key_place("title")))
    if lacking:
        language, language_en = LANGUAGES[lang]
        yield finding(
            "ITR357.title", lacking[0][1], count=len(lacking), locale=lang, language=language, language_en=language_en,
            ids=listed([id_ for id_, _ in lacking]),
        )  # fmt: skip


def _without_title(ruleset: Ruleset, context: Context) -> Iterator[tuple[str, Place]]:
    for node in ruleset.nodes():
        is_row = node.code and node.role != "unscored"
        is_said = _is_said(node.title, context.given(node).get("title"), ruleset.locale)
        if not is_said and (node.title or is_row):
            yield node.id, context.at(node, "title")


def _is_said(words: Words, written: object, lang: str) -> bool:
    """Say whether a title is there in a language; plain text is taken to be in that of the ruleset.

    >>> _is_said(Words("Theme 1"), "Theme 1", "en"), _is_said(Words("Một"), Map(), "en"), _is_said(Words(), None, "en")
    (True, False, False)
    """
    return bool(getattr(words, lang) or (words and not isinstance(written, Map)))


def _without_label(ruleset: Ruleset, context: Context) -> Iterator[tuple[str, Place]]:
    """Give the inputs without a label; where no input has one, none is asked for."""
    labelled = [column for column in ruleset.inputs if not column.key.startswith("self:")]
    if any(column.label for column in labelled):
        given = context.document.get("inputs", {})
        written = {column.id: given.get(column.id, {}).get("label") for column in labelled}
        yield from (
            (column.id, column.place)
            for column in labelled
            if not _is_said(column.label, written[column.id], ruleset.locale)
        )


def clauses_are_there(ruleset: Ruleset, _: Context) -> Iterator[Finding]:
    """Where a ruleset names its decision and some leaves their clause, every leaf has one, itself or above it."""
    if not ruleset.decision:
        return
    tops = [node for card in ruleset.scorecards for node in card.root.walk() if node.id != card.root.id]
    covered = {node.id for top in tops if top.clause for node in top.walk()}
    scored = _scored_leaves(ruleset)
    lacking = [leaf for leaf in scored if leaf.id not in covered]
    if 0 < len(lacking) < len(scored):
        yield finding("ITR357", lacking[0].place, count=len(lacking), total=len(scored), ids=_ids(lacking))


def origins_are_there(ruleset: Ruleset, _: Context) -> Iterator[Finding]:
    """Where some leaves say whether they are published or made up, every leaf does."""
    scored = _scored_leaves(ruleset)
    lacking = [leaf for leaf in scored if not leaf.provenance]
    if 0 < len(lacking) < len(scored):
        yield finding("ITR357.provenance", lacking[0].place, count=len(lacking), total=len(scored), ids=_ids(lacking))


def _scored_leaves(ruleset: Ruleset) -> list[Node]:
    return [leaf for leaf in leaves(ruleset) if leaf.role != "unscored"]


def _ids(nodes: list[Node]) -> str:
    return listed([node.id for node in nodes])
