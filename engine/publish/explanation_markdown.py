"""An explanation as a Markdown document; what strangers wrote can be no markup in it."""

import re
from collections.abc import Iterator

from ..explain.explanation import Explanation, NodeTold
from ..files.visible import visible
from ..model.sentences import sentence
from . import texts
from .explanation_standing import lost_lines, standing_lines
from .explanation_words import (
    calculation,
    code_and_title,
    facts,
    headline,
    points,
    source,
)

_MARKUP = re.compile(r"[\\`*_{}\[\]<>|~&$@#]|(?<=[a-z]):(?=//)|(?<=www)\.", re.IGNORECASE)
_LEADING = re.compile(r"^(\s*)(\d*)([-+=]|(?<=\d)[.)](?=\s|$))")
_WORDS = {
    "vi": {"title": "Giải trình", "table": "Điểm từng tiêu chí", "node": "Tiêu chí", "points": "Điểm", "how": "Cách tính",
           "lost": "Mất điểm, nhiều nhất trước", "standing": "Thứ hạng và xếp loại", "detail": "Chi tiết"},
    "en": {"title": "Explanation", "table": "Points of each criterion", "node": "Criterion", "points": "Points", "how": "How",
           "lost": "Points lost, the most first", "standing": "Rank and tier", "detail": "In detail"},
}  # fmt: skip


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


def _lines(made: Explanation, lang: str) -> Iterator[str]:
    words = _WORDS[lang]
    name, *said = headline(made, lang)
    yield from (f"# {words['title']}: {safe(name)}", "", f"**{' · '.join(map(safe, said))}**", "")
    if made.illustrative:
        yield from (f"> **{sentence(texts.ILLUSTRATIVE, lang)}**", "")
    yield from (*(f"* {safe(part)}" for part in source(made, lang)), "")
    if made.nodes:
        yield from (f"## {words['table']}", "")
        yield from (f"| {words['node']} | {words['points']} | {words['how']} |", "|---|---:|---|")
        yield from (_row(made, told, lang) for told in made.nodes)
        yield ""
    if lost := lost_lines(made, lang):
        yield from (f"## {words['lost']}", "", f"| {words['points']} | {words['node']} |", "|---:|---|")
        yield from (f"| {safe(much)} | {safe(title)} |" for much, title in lost)
        yield ""
    if made.is_whole and (lines := standing_lines(made, lang)):
        yield from (f"## {words['standing']}", "", *(f"* {safe(line)}" for line in lines), "")
    told = [told for told in made.nodes if told.score is not None or told.then is not None or not made.is_whole]
    if told:
        yield from (f"## {words['detail']}", "")
    for one in told:
        yield from _detail(made, one, lang)


def _row(made: Explanation, told: NodeTold, lang: str) -> str:
    title = safe(code_and_title(told.node, lang))
    title = f"**{title}**" if told.node.children else title
    banner = f" ({sentence(texts.ILLUSTRATIVE, lang)})" if told.illustrative and not made.illustrative else ""
    how = "; ".join(safe(line) for line in calculation(made, told, lang))
    return f"| {title}{banner} | {safe(points(told, lang))} | {how} |"


def _detail(made: Explanation, told: NodeTold, lang: str) -> Iterator[str]:
    title = f"{code_and_title(told.node, lang)} ({told.node.id}): {points(told, lang)}"
    yield from (f"### {safe(title)}", "")
    for heading, lines in facts(made, told, lang):
        if len(lines) == 1:
            yield f"* {heading}: {safe(lines[0])}"
            continue
        yield f"* {heading}:"
        for line in lines:
            yield f"  {'  ' * line.startswith('  ')}* {safe(line.strip())}"
    yield ""
