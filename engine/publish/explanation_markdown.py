"""An explanation as a Markdown document; what strangers wrote can be no markup in it."""

import re
from collections.abc import Iterable, Iterator, Sequence

from ..explain.explanation import Explanation, NodeTold
from ..files.visible import visible
from ..model.sentences import Pair, sentence
from . import texts
from .explanation_facts import Fact, in_full
from .explanation_standing import lost_lines, standing_lines
from .explanation_steps import calculation
from .explanation_words import code_and_title, headline, points, source

_MARKUP = re.compile(r"[\\`*_{}\[\]<>|~&$@#]|(?<=[a-z]):(?=//)|(?<=www)\.", re.IGNORECASE)
_LEADING = re.compile(r"^(\s*)(\d*)([-+=]|(?<=\d)[.)](?=\s|$))")


def safe(text: str) -> str:
    r"""Escape whatever Markdown (CommonMark, with tables, autolinks and math) would take for markup.

    >>> print(safe("<b>|x|</b> [a](http://x)"), safe("1. một"), safe("- hai"))
    \<b\>\|x\|\</b\> \[a\](http\://x) 1\. một \- hai
    """
    escaped = _MARKUP.sub(lambda match: f"\\{match.group()}", visible(text))
    return _LEADING.sub(r"\1\2\\\3", escaped)


def explanation_markdown(made: Explanation, lang: str) -> str:
    """Write an explanation as a document: a table of points, what was lost, the rank, then each criterion in full."""
    return "\n".join(_lines(made, lang)).rstrip() + "\n"


def table_lines(heads: Sequence[Pair], marks: str, rows: Iterable[Sequence[str]], lang: str) -> list[str]:
    """Write a table whose cells are Markdown; `marks` sets its columns to the left or the right."""
    cells = ([sentence(head, lang) for head in heads], *rows)
    head, *lines = (f"| {' | '.join(row)} |" for row in cells)
    return [head, marks, *lines]


def banner_lines(is_illustrative: bool, lang: str) -> list[str]:
    """Say that data are illustrative, if they are."""
    return [f"> **{sentence(texts.ILLUSTRATIVE, lang)}**", ""] if is_illustrative else []


def _lines(made: Explanation, lang: str) -> Iterator[str]:
    name, *said = headline(made, lang)
    yield from (f"# {sentence(texts.EXPLANATION, lang)}: {safe(name)}", "", f"**{' · '.join(map(safe, said))}**", "")
    yield from banner_lines(made.illustrative, lang)
    yield from (*(f"* {safe(part)}" for part in source(made, lang)), "")
    yield from _section(texts.POINTS_TABLE, _points(made, lang), lang)
    yield from _section(texts.LOST_MOST_FIRST, _lost(made, lang), lang)
    standing = standing_lines(made, lang) if made.is_whole else ()
    yield from _section(texts.RANK_AND_TIER, [f"* {safe(line)}" for line in standing], lang)
    told = [told for told in made.nodes if told.score is not None or told.then is not None or not made.is_whole]
    lines = [line for title, said in in_full(made, told, lang) for line in _detail(title, said)]
    yield from _section(texts.IN_DETAIL, lines, lang)


def _section(heading: Pair, lines: Sequence[str], lang: str) -> list[str]:
    """Set lines under a heading; nothing where there are none."""
    return [f"## {sentence(heading, lang)}", "", *lines, ""] if lines else []


def _points(made: Explanation, lang: str) -> list[str]:
    rows = [_row(made, told, lang) for told in made.nodes]
    return table_lines(texts.NODE_HEADS, "|---|---:|---|", rows, lang) if rows else []


def _lost(made: Explanation, lang: str) -> list[str]:
    rows = [(safe(much), safe(title)) for much, title in lost_lines(made, lang)]
    return table_lines(texts.LOST_HEADS, "|---:|---|", rows, lang) if rows else []


def _row(made: Explanation, told: NodeTold, lang: str) -> tuple[str, str, str]:
    title = safe(code_and_title(told.node, lang))
    title = f"**{title}**" if told.node.children else title
    banner = f" ({sentence(texts.ILLUSTRATIVE, lang)})" if told.illustrative and not made.illustrative else ""
    how = "; ".join(safe(line) for line in calculation(made, told, lang))
    return title + banner, safe(points(told, lang)), how


def _detail(title: str, said: Iterable[Fact]) -> Iterator[str]:
    yield from (f"### {safe(title)}", "")
    for heading, lines in said:
        if len(lines) == 1:
            yield f"* {heading}: {safe(lines[0])}"
            continue
        yield f"* {heading}:"
        for line in lines:
            text = line.lstrip(" ")
            yield f"  {' ' * (len(line) - len(text))}* {safe(text)}"
    yield ""
