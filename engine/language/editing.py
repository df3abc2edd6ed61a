"""Edit the text of a ruleset and keep its comments: the only importer of ruamel.yaml, and only when something is edited.

Text comes here after `read_document` has taken it: no anchors, no tags, bounded in size and depth.
"""
# ruff: noqa: PLC0415  # ruamel costs start-up time that only edits should pay

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..model.findings import Place
from .document import Map, Num, Seq, read_document

LONGEST_LINE = 120
_MOST_ROUNDS = 30  # a document is at most 24 deep
_WIDEST = 1_000_000  # lines are broken by us or not at all


def _editor() -> Any:
    """Make a round-trip editor to which every plain scalar is text, so that each is written as it was."""
    from ruamel.yaml import YAML
    from ruamel.yaml.resolver import VersionedResolver

    class Resolver(VersionedResolver):
        """Sees no numbers, days or switches: `1.10` and `80%` stay what they are."""

        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
            from ruamel.yaml.nodes import ScalarNode
            from ruamel.yaml.tag import Tag

            if kind is ScalarNode:
                return Tag(suffix="tag:yaml.org,2002:str")
            return super().resolve(kind, value, implicit)

    editor = YAML(typ="rt")
    editor.Resolver = Resolver
    editor.preserve_quotes = True
    editor.width = _WIDEST
    editor.allow_unicode = True
    editor.indent(mapping=2, sequence=4, offset=2)
    return editor


def _written(editor: Any, document: Any) -> str:
    stream = io.StringIO()
    editor.dump(document, stream)
    return stream.getvalue()


def laid_out(text: str) -> str | None:
    r"""Lay a document out anew: two spaces for each level, lists set in, long `{...}` a key a line; comments are kept.

    A formula stays on one line, however long: a caret under one of its words then stands at its true place.

    Returns:
        The text; None where it cannot be laid out and mean the same.

    >>> laid_out("a:\n    b: [1.10,   80%]\n    # x\n    c: 1")
    'a:\n  b: [1.10, 80%]\n    # x\n  c: 1\n'
    """
    text = text.removeprefix("\ufeff")
    made = text
    try:
        for _ in range(_MOST_ROUNDS):
            before, made = made, _opened(_round_trip(made))
            if made == before:
                break
        else:
            return None
    except Exception:  # noqa: BLE001  # whatever a second reader of YAML stumbles over, the file stays as it is
        return None
    return made if _same(text, made) else None


def with_key(text: str, key: str, value: Any) -> str | None:
    r"""Set a key at the top of a document, or take it away; all else keeps its meaning, and comments stay.

    Args:
        text: of the document.
        key: a name.
        value: text, or mappings and lists of text, each written in quotes; None takes the key away.

    Returns:
        The text; None where it cannot be written so.

    >>> with_key("a: 1.10  # x\n", "b", [{"c": "1"}])
    'a: 1.10  # x\nb:\n  - c: "1"\n'
    """
    text = text.removeprefix("\ufeff")
    try:
        editor = _editor()
        document = editor.load(text)
        if value is not None:
            document[key] = _quoted(value)
        elif key in document:
            del document[key]
        made = _written(editor, document)
    except Exception:  # noqa: BLE001  # whatever a second reader of YAML stumbles over, the file stays as it is
        return None
    # The editor holds a comment behind a value to be a part of it: it goes with what was there before.
    lost = Counter(said for _, said in _comments(text)) - Counter(said for _, said in _comments(made))
    made += "".join(f"{said}\n" for said in lost.elements())
    (before, told), (after, told_too) = read_document(text, ""), read_document(made, "")
    if told or told_too or before is None or after is None:
        return None
    found = after.get(key)
    is_set = (found is None) if value is None else _bare(found) == _bare(_as_read(value))
    rest = [[each for each in _bare(one) if each[0] != key] for one in (before, after)]
    return made if is_set and rest[0] == rest[1] else None


def _quoted(value: Any) -> Any:
    """Give text to the editor so that it is written in quotes, and stays text whatever it looks like."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    if isinstance(value, Mapping):
        return {key: _quoted(each) for key, each in value.items()}
    return DoubleQuotedScalarString(value) if isinstance(value, str) else [_quoted(each) for each in value]


def _as_read(value: Any) -> Any:
    """Give a value as `read_document` gives it, without places."""
    if isinstance(value, Mapping):
        made = Map()
        for key, each in value.items():
            made.put(key, _as_read(each), Place(), Place())
        return made
    if isinstance(value, str):
        return value
    items = Seq()
    for each in value:
        items.put(_as_read(each), Place())
    return items


def _round_trip(text: str) -> str:
    editor = _editor()
    made = _written(editor, editor.load(text))
    return "\n".join(line.rstrip() for line in made.rstrip("\n").split("\n")) + "\n"


def _opened(text: str) -> str:
    """Write a `{...}` or `[...]` that makes a line too long in block style; one that has a comment stays."""
    for _ in range(_MOST_ROUNDS):
        rows = text.split("\n")
        if max(map(len, rows)) <= LONGEST_LINE:  # most files: nothing need be read once more
            break
        editor = _editor()
        document = editor.load(text)
        found = [each for each in _flows(document) if _is_too_long(rows, each.lc.line)]
        if not found:
            break
        for each in found:
            each.fa.set_block_style()
        text = _written(editor, document)
    return text


def _flows(value: Any) -> Iterator[Any]:
    """Give the outermost flow collections."""
    if not isinstance(value, (dict, list)):
        return
    if value.fa.flow_style() and value:  # type: ignore[union-attr]  # ruamel's own dict and list
        yield value
        return
    for item in value.values() if isinstance(value, dict) else value:
        yield from _flows(item)


def _is_too_long(rows: Sequence[str], number: int) -> bool:
    row = rows[number]
    # A comment on the line, or one above that silences it, speaks of this line: it is not torn apart.
    return len(row) > LONGEST_LINE and "#" not in row and "itrank:" not in rows[number - 1]


def _same(text: str, other: str) -> bool:
    """Say whether two texts are the same document, and have the same comments in the same order."""
    one, told = read_document(text, "", keep_empty=True)
    two, told_too = read_document(other, "", keep_empty=True)
    said, said_too = ([each.row for each in found] for found in (told, told_too))
    return said == said_too and _bare(one) == _bare(two) and _comments(text) == _comments(other)


def _bare(value: Any) -> Any:
    """Give a document without places, its numbers as they are written, its keys in their order."""
    if isinstance(value, Map):
        return [(key, _bare(item)) for key, item in value.items()]
    if isinstance(value, Seq):
        return [None, *map(_bare, value)]
    if isinstance(value, Num):
        return ("number", value.text)
    return value if isinstance(value, bool) else None if value is None else str(value)


def _comments(text: str) -> list[tuple[bool, str]]:
    """Give what stands behind each `#` that may begin a comment, and whether it has the line for itself."""
    found = [re.search(r"(?:^|[ \t])(#.*)", row) for row in text.splitlines()]
    return [(not match.string[: match.start(1)].strip(), match[1].rstrip()) for match in found if match]
