"""Signs that cannot be seen: found in what was sent, escaped in what is written."""

import json
import re

# Control characters, line separators, bidirectional controls and what has no width: they would move the cursor, hide
# what stands there, or show it in another order.
_CONTROLS = "\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
# Halves of surrogate pairs, and what is no character (U+FFFE).
_NONE = "\ud800-\udfff\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
HIDDEN_IN_FILES = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f{_CONTROLS}]")
"""What hides what a cell says; tabs and ends of lines part cells."""
_HIDDEN = re.compile(f"[\x00-\x1f{_CONTROLS}{_NONE}]")


def hidden_in(text: str) -> str | None:
    r"""Give the first character of a cell that cannot be seen, as `U+200B`; None if all can.

    >>> hidden_in("Số"), hidden_in("a\u200b")
    (None, 'U+200B')
    """
    match = HIDDEN_IN_FILES.search(text)
    return None if match is None else f"U+{ord(match.group()):04X}"


def visible(text: str) -> str:
    r"""Escape what cannot be seen, so that a name can neither hide anything nor command a terminal.

    >>> visible("a\x1b[2Jb\u202ec")
    'a\\x1b[2Jb\\u202ec'
    """
    return _HIDDEN.sub(lambda match: match[0].encode("unicode_escape", "surrogatepass").decode("ascii"), text)


def visible_in_json(text: str) -> str:
    r"""Escape the same in JSON, where it stands in strings alone: their values stay.

    >>> print(visible_in_json('{"a": "b\u202e\U000e0041"}'))
    {"a": "b\u202e\udb40\udc41"}
    """
    return _HIDDEN.sub(lambda match: match[0] if match[0] in "\t\n\r" else json.dumps(match[0])[1:-1], text)
