"""Text as a terminal shows it: widths counted in cells, colours only where they are wanted."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


def width(text: str) -> int:
    """Count the cells that a text takes: combining marks none, East Asian wide characters two.

    >>> width("Sở Nội vụ"), width("o\u031b\u0309"), width("漢")
    (9, 1, 2)
    """
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


@lru_cache(4096)  # one page of a text has a few hundred signs
def _cells(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, cells: int) -> str:
    """Shorten a text to so many cells; what is cut ends in an ellipsis.

    >>> cut("Sở Khoa học và Công nghệ", 12)
    'Sở Khoa học…'
    """
    if width(text) <= cells:
        return text
    kept, taken = "", 0
    for character in text:
        taken += _cells(character)
        if taken > cells - 1:
            break
        kept += character
    return kept.rstrip() + "…"


def fit(text: str, cells: int, *, right: bool = False) -> str:
    """Shorten or pad a text to exactly so many cells.

    >>> fit("ab", 4), fit("ab", 4, right=True), fit("abcde", 4)
    ('ab  ', '  ab', 'abc…')
    """
    shown = cut(text, cells)
    space = " " * (cells - width(shown))
    return space + shown if right else shown + space


def wrapped(text: str, cells: int | None, indent: str = "", first: str = "") -> list[str]:
    """Break a text at spaces into lines of at most so many cells; lines after the first are indented.

    >>> wrapped("một hai ba bốn", 8, "  ")
    ['một hai', '  ba bốn']
    """
    lines, line = [], first
    taken = width(line)
    for word in text.split(" "):
        space = " " if line.strip() else ""
        more = len(space) + width(word)
        if cells is not None and space and taken + more > cells:
            lines.append(line)
            line, taken, more, space = indent, width(indent), width(word), ""
        line += space + word
        taken += more
    return [*lines, line]


def flowed(parts: Iterable[str], cells: int | None, indent: str = "") -> list[str]:
    """Set parts side by side, a dot between them, and break lines between parts, or inside one that is too long.

    >>> flowed(["một hai", "ba"], 9)
    ['một hai', 'ba']
    """
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]} · {part}" if lines else part
        if lines and (cells is None or width(longer) <= cells):
            lines[-1] = longer
        else:
            lines += wrapped(part, cells, indent, indent if lines else "")
    return lines


def paint(text: str, style: str, *, colour: bool) -> str:
    r"""Give a text one or more styles, such as `bold red`; without colour it stays as it is.

    >>> paint("!", "bold", colour=True), paint("!", "bold", colour=False)
    ('\x1b[1m!\x1b[0m', '!')
    """
    if not colour or not style or not text:
        return text
    codes = ";".join(_STYLES[word] for word in style.split())
    return f"\x1b[{codes}m{text}\x1b[0m"


def arrow(change: int | None) -> str:
    """Write a change of rank.

    >>> arrow(2), arrow(-1), arrow(0), arrow(None)
    ('▲2', '▼1', '=', '–')
    """
    return "–" if change is None else "=" if change == 0 else f"▲{change}" if change > 0 else f"▼{-change}"
