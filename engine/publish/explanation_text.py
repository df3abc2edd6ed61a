"""An explanation for a terminal: the tree with its points, what was lost, and what the rank hangs on."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from ..explain.explanation import Explanation, NodeTold
from ..files.visible import visible
from ..model.sentences import sentence
from . import texts
from .explanation_columns import value_lines
from .explanation_facts import Fact, in_full
from .explanation_standing import lost_lines, standing_lines
from .explanation_steps import calculation
from .explanation_words import code_and_title, headline, points, source
from .grid import Look
from .text import fit, flowed, width, wrapped

_WIDTH, _WIDEST = 100, 120  # where nobody looks; so that points stay near their titles
_BAR = 10
_NARROWEST_TITLE = 20


def explanation_text(made: Explanation, look: Look) -> str:
    """Write an explanation: of the whole tree compact, of one node in full."""
    wide = min(look.columns or _WIDTH, _WIDEST)
    blocks = [list(_head(made, look, wide))]
    # A unit that no list has, has no nodes.
    alone = [told for told in made.nodes[:1] if not made.is_whole or not told.node.children]
    blocks += [list(_in_full(title, said, look, wide)) for title, said in in_full(made, alone, look.lang)]
    if len(made.nodes) > 1:
        blocks.append(list(_tree(made, made.nodes if made.is_whole else made.nodes[1:], look, wide)))
    if lost := lost_lines(made, look.lang):
        blocks.append(list(_lost(lost, look, wide)))
    if made.is_whole and (lines := standing_lines(made, look.lang)):
        blocks.append([look.paint(sentence(texts.RANK_AND_TIER, look.lang), "bold"), *_bullets(lines, wide)])
    return "\n\n".join("\n".join(line.rstrip() for line in block) for block in blocks if block) + "\n"


def tree_lines(made: Explanation, nodes: tuple[NodeTold, ...], look: Look, wide: int) -> list[str]:
    """Write some nodes of an explanation as a tree, without naming the unit; of a value all there is to say of it.

    Args:
        made: the explanation.
        nodes: of it, parents first; without any, the value that is explained.
        look: how to print.
        wide: the most cells of a line.
    """
    if nodes:
        return [line.rstrip() for line in _tree(made, nodes, look, wide)]
    return [line for title, said in in_full(made, (), look.lang) for line in _in_full(title, said, look, wide)]


def _head(made: Explanation, look: Look, wide: int) -> Iterator[str]:
    name, *said = headline(made, look.lang)
    for line in wrapped(visible(name), wide):
        yield look.paint(line, "bold")
    for line in flowed(map(visible, said), wide):
        yield look.paint(line, "bold")
    yield from (look.paint(line, "dim") for line in flowed(map(visible, source(made, look.lang)), wide, "  "))
    if made.illustrative:
        yield look.paint(sentence(texts.ILLUSTRATIVE, look.lang), "bold yellow")


def _in_full(title: str, said: Iterable[Fact], look: Look, wide: int) -> Iterator[str]:
    for line in wrapped(visible(title), wide):
        yield look.paint(line, "bold")
    for heading, lines in said:
        yield look.paint(f"  {heading}", "cyan")
        yield from _nested(lines, wide, "    ")


def _nested(lines: list[str], wide: int, indent: str) -> Iterator[str]:
    """Set out lines that are indented by their depth."""
    for line in lines:
        said = line.lstrip(" ")
        deeper = indent + " " * (len(line) - len(said))
        yield from wrapped(visible(said), wide, f"{deeper}  ", deeper)


def _tree(made: Explanation, nodes: tuple[NodeTold, ...], look: Look, wide: int) -> Iterator[str]:
    """A line for each node with its points and a bar; below a leaf how they came about."""
    shown = [visible(points(told, look.lang)) for told in nodes]
    most = min(max(map(width, shown)), 26)
    bar = _BAR + 2 if wide >= 70 else 0
    space = max(wide - most - bar - 2, _NARROWEST_TITLE)
    base = min(told.depth for told in nodes)
    values: set[str] = set()  # that were told under an earlier leaf
    for told, right in zip(nodes, shown, strict=True):
        indent = "  " * min(told.depth - base, 8)
        heads = told.illustrative and not _above_is(made, told) and not made.illustrative
        title = code_and_title(told.node, look.lang) + (
            f"  [{sentence(texts.ILLUSTRATIVE, look.lang)}]" if heads else ""
        )
        lines = wrapped(visible(title), space, indent + "  ", indent)
        style = "bold" if told.node.children else ""
        drawn = f"  {look.paint(_bar(told), _bar_style(told))}" if bar else ""
        yield f"{look.paint(fit(lines[0], space), style)}  {fit(right, most, right=True)}{drawn}"
        yield from (look.paint(line, style) for line in lines[1:])
        below = [*calculation(made, told, look.lang), *value_lines(made, told.reads, values, look.lang)]
        yield from (look.paint(line, "dim") for line in _nested(below, wide - bar, f"{indent}    "))


def _above_is(made: Explanation, told: NodeTold) -> bool:
    return any(above.node.id == told.parent and above.illustrative for above in made.nodes)


def _bar(told: NodeTold) -> str:
    """Draw the share of the maximum that was reached; nothing where there is no maximum."""
    if not isinstance(told.outcome, Fraction) or not told.counted or told.node.role != "scored":
        return " " * _BAR
    share = min(max(told.outcome / told.counted, Fraction(0)), Fraction(1))
    full = int(share * _BAR)
    return "█" * full + "░" * (_BAR - full)


def _bar_style(told: NodeTold) -> str:
    return "green" if told.outcome == told.counted else "" if told.outcome else "red"


def _lost(lines: list[tuple[str, str]], look: Look, wide: int) -> Iterator[str]:
    yield look.paint(sentence(texts.LOST_MOST_FIRST, look.lang), "bold")
    most = max(width(much) for much, _ in lines)
    for much, name in lines:
        yield from wrapped(visible(name), wide, " " * (most + 4), f"  {fit(much, most, right=True)}  ")


def _bullets(lines: list[str], wide: int) -> Iterator[str]:
    for line in lines:
        yield from wrapped(visible(line), wide, "    ", "  ")
