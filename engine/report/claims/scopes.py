"""What the counts of a text range over: a list that the sentence, its line or the heading above names, or all lists together."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from ...model.ruleset import Words
from ...result.contract import ListRecord
from ...result.published import Published
from ...result.words import LANGUAGES, decree_named, list_title
from ..facts import scorecard
from ..tiers import asked_besides, conditions_in
from .figures import plain
from .phrases import Titles

WHOLE = "*"
_KINDS = (
    (r"so,? ban,? nganh|so,? nganh|cap tinh|khoi so|cac so|co quan nganh doc", re.compile(r"\bso\b|cap_?tinh|\bsở\b|tinh$")),
    (r"huyen,? thi xa(?:,| va)? thanh pho|cap huyen|khoi huyen|cac huyen|khoi (?:ubnd )?huyen", re.compile(r"huyen")),
    (r"xa,? phuong(?:,| va)? thi tran|xa,? phuong|cap xa|khoi xa|cac xa", re.compile(r"\bxa, ?phuong|cap_?xa")),
)  # fmt: skip
_WHOLE = re.compile(
    r"toan tinh|toan thanh pho|tong cong|tong so|ca tinh|tat ca|ca hai|in all\b|altogether|^cach xep loai|^how tiers are given"
)


def titles_of(published: Published) -> Titles:
    """Give the words of a result that sentences use."""
    record = published.record
    tiers = {
        plain(title): title for card in record.scorecards for tier in card.tiers for title in _languages(tier.title)
    }
    cards = {plain(title): card.id for card in record.scorecards for title in _languages(card.title)}
    below = [node for card in record.scorecards for node in card.criteria if node.parent]
    nodes = {" ".join(plain(title).split()) for node in below for title in _languages(node.title)}
    both = [replace(published, lang=lang) for lang in ("vi", "en")]
    conditions = {plain(words) for words in conditions_in(published)}
    required = {
        plain(asked_besides(made, tier)) for made in both for card in record.scorecards for tier in card.tiers
    } - {""}
    decrees = {plain(decree_named(told, lang)[0]) for told in ({}, record.ruleset.decision) for lang in LANGUAGES}
    lists = [*_list_patterns(published), (_WHOLE, WHOLE)]
    return Titles(tiers, cards, nodes, lists, record.ruleset.id, conditions, required, decrees)


def _languages(title: Words) -> list[str]:
    """Give a title in the languages that it has."""
    return [each for each in (title.vi, title.en) if each]


def _list_patterns(published: Published) -> Iterator[tuple[re.Pattern[str], str]]:
    lists = published.record.lists
    if len(lists) < 2:
        return
    units = {plain(name) for unit in published.record.units for name in (unit.id, unit.name)}
    names = {made.id: {plain(list_title(made.id, made.title, lang)) for lang in LANGUAGES} for made in lists}
    called = Counter(chain.from_iterable(names.values()))
    for made in lists:
        for words in names[made.id]:
            if called[words] == 1:
                yield _name_pattern(made, words, is_word=words == plain(made.id) and words not in units), made.id
    for said, meant in _KINDS:
        fitting = _of_kind(lists, meant)
        if len(fitting) == 1:
            yield re.compile(rf"\b(?:{said})\b"), fitting[0]


def _name_pattern(made: ListRecord, words: str, *, is_word: bool) -> re.Pattern[str]:
    """Find a list's title anywhere. A name that nobody gave it is found as a line; as a word too if it is no other one."""
    name = re.escape(words)
    if made.title:
        return re.compile(name)
    if is_word and re.search(r"[^\W\d]", words):
        return re.compile(rf"(?<!\w){name}(?!\w)")
    return re.compile(rf"^\s*{name}\s*$")


def _of_kind(lists: Sequence[ListRecord], kind: re.Pattern[str]) -> list[str]:
    """Give the lists of a kind of agencies, by their title or id."""
    return [made.id for made in lists if kind.search(f"{plain(made.title.vi)} {made.id}")]


class Scope:
    """Follows a text from line to line and knows which list it speaks of."""

    def __init__(self, titles: Titles) -> None:
        self._lists = titles.lists
        self._heading = WHOLE
        self._line = WHOLE

    def is_name(self, text: str) -> bool:
        """Say whether a line is the name of a list and nothing else."""
        bare = plain(text.strip())
        return any(pattern.fullmatch(bare) for pattern, id_ in self._lists if id_ != WHOLE)

    def enter_line(self, text: str, *, is_heading: bool) -> None:
        """Begin a line; a heading that names one list holds until the next that does."""
        named = {id_ for _, _, id_ in self.named(text)}
        if is_heading and named:
            self._heading = named.pop() if len(named) == 1 else WHOLE
        self._line = self._heading

    def named(self, text: str) -> list[tuple[int, int, str]]:
        """Give the lists that a sentence names, each with its place; the longer of two that overlap."""
        bare = plain(text)
        found = [(match.start(), match.end(), id_) for pattern, id_ in self._lists for match in pattern.finditer(bare)]
        found.sort(key=lambda each: (each[0], -each[1]))
        kept: list[tuple[int, int, str]] = []
        for each in found:
            if not kept or each[0] >= kept[-1][1]:
                kept.append(each)
        return kept

    def at(self, named: list[tuple[int, int, str]], start: int, end: int) -> str:
        """Say what a count at a place ranges over."""
        before = [id_ for _, stop, id_ in named if stop <= start]
        close = [id_ for begin, _, id_ in named if end <= begin <= end + 12]
        return close[0] if close and not before else before[-1] if before else self._line

    def leave_sentence(self, named: list[tuple[int, int, str]]) -> None:
        """Let a list that a sentence names alone hold for the rest of the line."""
        ids = {id_ for _, _, id_ in named}
        if len(ids) == 1:
            self._line = ids.pop()


def lists_in(published: Published, scope: str) -> list[Any]:
    """Give the lists that a scope ranges over."""
    return [made for made in published.record.lists if scope in {WHOLE, made.id}]


def cards_in(published: Published, scope: str) -> list[Any]:
    """Give the scorecards of the lists in a scope."""
    ids = dict.fromkeys(id_ for made in lists_in(published, scope) for id_ in made.scorecards)
    return [card for id_ in ids if (card := scorecard(published, id_)) is not None]
