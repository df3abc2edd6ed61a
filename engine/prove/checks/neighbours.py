"""Read which other versions of a ruleset lie in its folder."""

import re
from dataclasses import dataclass
from pathlib import Path

from ...files.contents import read_inside
from ...language.document import MOST_BYTES, read_document
from ...model.findings import Finding

MOST_NEIGHBOURS = 200
# What names a version and its days; a folder of large rulesets is not read whole for the sake of one.
_HEAD = re.compile(rb"^(?:id|version|effective):[^\n]*\n?(?:[ \t]+[^\n]*\n?)*", re.MULTILINE)
_LONGEST_HEAD = 4_096


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another ruleset file in the folder, of the same id.

    Attributes:
        first, last: the days from which and through which it is effective, as it states them itself; else empty.
    """

    file: str
    version: str
    first: str = ""
    last: str = ""


def neighbours(path: Path, id_: str) -> tuple[Neighbour, ...]:
    """Read the other ruleset files of a folder that have an id; what cannot be read is told when it is checked itself."""
    found = []
    try:
        files = sorted(file for file in path.parent.iterdir() if file.suffix in {".yaml", ".yml"})[:MOST_NEIGHBOURS]
    except OSError:
        return ()
    for file in files:
        if file.name == path.name:
            continue
        content = read_inside(file, file.parent, file.name, MOST_BYTES)
        head = b"" if isinstance(content, Finding) else b"\n".join(_HEAD.findall(content))
        found.append(_neighbour(head, file.name, id_))
    return tuple(each for each in found if each is not None)


def _neighbour(head: bytes, file: str, id_: str) -> Neighbour | None:
    """Read the id, the version and the days of a file; None where it is of another id or cannot be read."""
    document, _ = read_document(head, file) if len(head) <= _LONGEST_HEAD else (None, ())
    if document is None or str(document.get("id", "")) != id_:
        return None
    effective, version = document.get("effective"), document.get("version", "")
    days = effective if isinstance(effective, dict) else {}
    text = str(getattr(version, "text", version))
    return Neighbour(file, text, str(days.get("from", "")), str(days.get("through", "")))
