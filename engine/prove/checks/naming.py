"""Questions of names: a criterion whose title says another input than the one that it reads."""

import re
from collections.abc import Iterator, Mapping, Sequence

from ...language.document import Map
from ...model.findings import Finding, Place, finding
from ...model.reads import closure, reads_of
from ...model.ruleset import Input, Node, Ruleset
from .asking import together
from .context import Context, leaves
from .saying import said

_SHORT = 2  # words that say too little to tell inputs apart
_LITTLE = (1, 3)  # so much of a title at most is in what is read
_WORD = re.compile(r"\w+")
# Words that titles and labels have besides what they are about.
_COMMON = frozenset(
    _WORD.findall(
        """số tỷ tỉ lệ tổng của được có đã các và trong trên cho là về theo mức độ điểm trừ năm kết quả chỉ tiêu chí
        the of a an and in on with to for by number rate share total percentage percent index score points per"""
    )
)


def titles_say_what_is_read(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """A criterion reads the input whose label has the words of its title, where one has and those that it reads do not."""
    words = {asked.key: _words(asked.label.vi or asked.label.en) for asked in ruleset.inputs}
    having = _by_word(words)
    found: list[tuple[Place, str]] = []
    for leaf in leaves(ruleset):
        if leaf.role != "condition" and isinstance(context.given(leaf).get("score"), Map):
            meant = _meant(ruleset, leaf, words, having)
            found += [(context.at(leaf, "score"), f'{leaf.id} ({key}: "{label}")') for key, label in meant]
    for place, about in together(found):
        yield finding("ITR299", place, about=about)


def _by_word(words: Mapping[str, frozenset[str]]) -> Mapping[str, set[str]]:
    """Give for each word the inputs that have it in their label."""
    having: dict[str, set[str]] = {}
    for key, those in words.items():
        for word in those if not key.startswith("self:") else ():
            having.setdefault(word, set()).add(key)
    return having


def _meant(
    ruleset: Ruleset, leaf: Node, words: Mapping[str, frozenset[str]], having: Mapping[str, set[str]]
) -> Iterator[tuple[str, str]]:
    """Give the one input that has all words of a title, where what the leaf reads has hardly any."""
    title = _words(leaf.title.vi or leaf.title.en)
    if len(title) < _SHORT or leaf.score is None:
        return
    others = set.intersection(*(having.get(word, set()) for word in title))
    if len(others) != 1:
        return
    read = closure(ruleset.columns, leaf.score.reads, reads_of) & words.keys()
    if others.isdisjoint(read) and _says_nothing_of(title, [words[key] for key in read]):
        asked = ruleset.columns[others.pop()]
        if isinstance(asked, Input):
            yield asked.id, asked.label.vi or asked.label.en


def _says_nothing_of(title: frozenset[str], labels: Sequence[frozenset[str]]) -> bool:
    """Say whether hardly any word of a title is in some labels, all of which say something."""
    own = title & frozenset[str]().union(*labels)
    part, whole = _LITTLE
    return bool(labels) and all(labels) and len(own) * whole <= len(title) * part


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(said(text))) - _COMMON
