"""Find which text of a Word document nobody sees: struck out or hidden, by itself or by its styles.

The rules are those of ECMA-376, part 1: 17.7.2 for the order of styles, 17.7.3 for properties that styles switch.
"""

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .guard import is_on, local, walk

STYLES = "word/styles.xml"
UNSEEN = ("strike", "dstrike", "vanish")
# Where a paragraph style and a character style both say so, they take it back. It does not hold of double strikethrough.
_SWITCHED = frozenset({"strike", "vanish"})


@dataclass(slots=True)
class Looks:
    """What the styles of a document say of the properties in `UNSEEN`.

    Attributes:
        styles: style -> property -> whether it is on.
        based_on: style -> the style whose properties it takes over.
        standard: kind of style (`paragraph`, `character`, `table`) -> the style of what names none.
        defaults: property -> whether it is on where no style says.
    """

    styles: dict[str, dict[str, bool]] = field(default_factory=dict)
    based_on: dict[str, str] = field(default_factory=dict)
    standard: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, bool] = field(default_factory=dict)
    _known: dict[str, Mapping[str, bool]] = field(default_factory=dict)

    def is_unseen(self, direct: Mapping[str, bool], table: str, paragraph: str, character: str) -> bool:
        """Say whether text is struck out or hidden.

        Args:
            direct: property -> whether it is on, as the text itself says.
            table: style of the table around it; empty for none or the standard one, as those that follow.
            paragraph: style of its paragraph.
            character: its own style.

        >>> looks = Looks({"Old": {"strike": True}})
        >>> looks.is_unseen({}, "", "Old", ""), looks.is_unseen({}, "", "Old", "Old")
        (True, False)
        >>> looks.is_unseen({"strike": False}, "", "Old", ""), looks.is_unseen({"vanish": True}, "", "", "")
        (False, True)
        """
        if not direct and not self.styles and not self.defaults:
            return False
        named = {"table": table, "paragraph": paragraph, "character": character}
        looks = [self._look(style or self.standard.get(kind, "")) for kind, style in named.items()]
        return any(direct[each] if each in direct else self._by_styles(each, looks) for each in UNSEEN)

    def _by_styles(self, wanted: str, looks: Sequence[Mapping[str, bool]]) -> bool:
        said = [look[wanted] for look in looks if wanted in look]
        if wanted in _SWITCHED:
            return self.defaults.get(wanted, False) or sum(said) % 2 == 1
        return said[-1] if said else self.defaults.get(wanted, False)

    def _look(self, style: str) -> Mapping[str, bool]:
        """Give what a style says, with what it takes over; styles that are based on each other end."""
        if style not in self._known:
            made: dict[str, bool] = {}
            seen: set[str] = set()
            above = style
            while above and above not in seen:
                seen.add(above)
                made = {**self.styles.get(above, {}), **made}
                above = self.based_on.get(above, "")
            self._known[style] = made
        return self._known[style]


def read_looks(archive: zipfile.ZipFile) -> Looks:
    """Read what the styles of a document say of text that nobody sees."""
    looks = Looks()
    if STYLES in archive.namelist():
        reader = _Styles(looks)
        walk(archive, STYLES, reader.start, reader.end)
    return looks


class _Styles:
    def __init__(self, looks: Looks) -> None:
        self._looks = looks
        self._inside: list[str] = []
        self._style = ""

    def start(self, tag: str, given: dict[str, str]) -> None:
        above = self._inside[-2:]
        self._inside.append(tag)
        if tag == "style":
            self._start_style(local(given))
        elif tag == "basedOn":
            self._looks.based_on[self._style] = local(given).get("val", "")
        elif tag in UNSEEN and above == ["style", "rPr"]:
            self._looks.styles.setdefault(self._style, {})[tag] = is_on(given)
        elif tag in UNSEEN and above == ["rPrDefault", "rPr"]:
            self._looks.defaults[tag] = is_on(given)

    def _start_style(self, given: Mapping[str, str]) -> None:
        self._style = given.get("styleId", "")
        if given.get("default") in {"1", "true", "on"}:
            self._looks.standard[given.get("type", "")] = self._style

    def end(self, _: str) -> None:
        self._inside.pop()
