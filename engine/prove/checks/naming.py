"""Questions of names: a criterion whose title says another input than the one that it reads."""

import re
from collections.abc import Iterator, Sequence

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
    [
        "số",
        "tỷ",
        "tỉ",
        "lệ",
        "tổng",
        "của",
        "được",
        "có",
        "đã",
        "các",
        "và",
        "trong",
        "trên",
        "cho",
        "là",
        "về",
        "theo",
        "mức",
        "độ",
        "điểm",
        "trừ",
        "năm",
        "kết",
        "quả",
        "chỉ",
        "tiêu",
        "chí",
        "the",
        "of",
        "a",
        "an",
        "and",
        "in",
        "on",
        "with",
        "to",
        "for",
        "by",
        "number",
        "rate",
        "share",
        "total",
        "percentage",
        "percent",
        "index",
        "score",
        "points",
        "per",
    ]
)


def titles_say_what_is_read(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """A criterion reads the input whose label has the words of its title, where one has and those that it reads do not."""
    labelled = [asked for asked in ruleset.inputs if asked.label and not asked.key.startswith("self:")]
    found: list[tuple[Place, str]] = []
    for leaf in leaves(ruleset):
        if leaf.role not in {"scored", "bonus", "penalty"} or not isinstance(context.given(leaf).get("score"), Map):
            continue
        meant = _meant(ruleset, leaf, labelled)
        if meant is not None:
            found.append((context.at(leaf, "score"), f'{leaf.id} ({meant.id}: "{meant.label.vi or meant.label.en}")'))
    for place, about in together(found):
        yield finding("ITR299", place, about=about)


def _meant(ruleset: Ruleset, leaf: Node, labelled: Sequence[Input]) -> Input | None:
    """Return the one input that has all words of a title, where what the leaf reads has hardly any."""
    title = _words(leaf.title.vi or leaf.title.en)
    keys = closure(ruleset.columns, sorted(leaf.score.reads) if leaf.score is not None else (), reads_of)
    read = [column for key in keys if isinstance(column := ruleset.columns.get(key), Input)]
    if len(title) < _SHORT or not read or any(not column.label for column in read):
        return None
    own = title & frozenset[str]().union(*(_words(column.label.vi or column.label.en) for column in read))
    others = [asked for asked in labelled if title <= _words(asked.label.vi or asked.label.en)]
    part, whole = _LITTLE
    return others[0] if len(others) == 1 and others[0] not in read and len(own) * whole <= len(title) * part else None


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(said(text))) - _COMMON
