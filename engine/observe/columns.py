"""The names by which tables may call the inputs of a ruleset, and the columns that say something of the unit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ..files.naming import fold, toned
from ..model.findings import Place
from ..model.observed import Table
from ..model.ruleset import Headers, Input, Node, Ruleset, Words

STANDARD = ("id", "name", "group", "parent")
LONG = ("input", "value", "state")
"""What a mapping may say of the columns of a table that has a row for each value."""
PROVENANCE = "provenance"
USUAL = {
    "id": ("Mã đơn vị", "Mã cơ quan", "Mã"),
    "name": ("Tên đơn vị", "Tên", "Đơn vị", "Tên cơ quan", "Cơ quan", "Tên cơ quan, đơn vị", "Cơ quan, đơn vị"),
    "group": ("Nhóm", "Nhóm đơn vị"),
    "parent": ("Đơn vị cấp trên", "Cấp trên"),
}
"""What officials call the columns of the unit, where neither the ruleset nor a mapping calls them otherwise."""
NUMBERS = ("STT", "TT", "Số TT", "Số thứ tự")
"""What they call the column that numbers the rows."""


class Target(NamedTuple):
    """An input that a column feeds; `only` for the units of one scorecard, where it is not empty."""

    input: Input
    only: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The names by which tables may call inputs, folded.

    Attributes:
        first: ids, and the columns that the ruleset names.
        second: labels, and the codes and titles of criteria; asked where `first` knows nothing.
        names: all of them as they are written, for a did-you-mean.
        toned: folded names by the same names with their tone marks at the end of each word.
        mapped: what the mapping beside a file says, before all else; nothing for a name that is to be left out.
    """

    first: Mapping[str, tuple[Target, ...]]
    second: Mapping[str, tuple[Target, ...]]
    names: tuple[str, ...]
    toned: Mapping[str, tuple[str, ...]]
    mapped: Mapping[str, tuple[Target, ...]] = field(default_factory=dict)

    def targets(self, name: str) -> tuple[Target, ...]:
        """Find what a name stands for: nothing, one input, several, or one answer for each scorecard."""
        folded = fold(name)
        if folded in self.mapped:
            return self.mapped[folded]
        found = self.first.get(folded) or self.second.get(folded, ())
        return (Target(found[0].input),) if len(found) == 1 else found

    def is_left_out(self, name: str) -> bool:
        """Whether a mapping says that a name is not to be read."""
        return self.mapped.get(fold(name)) == ()

    def read(self, *names: str) -> list[str]:
        """Give those of some headers that no mapping leaves out.

        >>> Catalogue({}, {}, (), {}, {"parent": ()}).read("Cấp trên", "parent")
        ['Cấp trên']
        """
        return [name for name in names if not self.is_left_out(name)]

    def written(self, folded: str) -> str:
        """Give a folded name as it is written."""
        return next((name for name in self.names if fold(name) == folded), folded)

    def same_but_for_tones(self, name: str) -> str:
        """Find the one name that differs only in where tone marks stand; empty if there is none."""
        alike = self.toned.get(toned(fold(name)), ())
        return alike[0] if len(alike) == 1 and alike[0] != fold(name) else ""


def catalogue(ruleset: Ruleset) -> Catalogue:
    """List the names of a ruleset's inputs."""
    first: dict[str, list[Target]] = {}
    second: dict[str, list[Target]] = {}
    names: dict[str, None] = {}
    for asked in ruleset.inputs:
        node = _leaf_of(ruleset, asked)
        target = Target(asked, node.scorecard if node else "")
        further = (node.code, *_texts(asked.label), *_texts(node.title)) if node else _texts(asked.label)
        for table, texts in ((first, (asked.id, asked.header)), (second, further)):
            for text in filter(None, texts):
                known = table.setdefault(fold(text), [])
                if target not in known:
                    known.append(target)
                    names[text] = None
    by_tone: dict[str, dict[str, None]] = {}
    for folded in (*first, *second):
        by_tone.setdefault(toned(folded), {})[folded] = None
    return Catalogue(_frozen(first), _frozen(second), tuple(names), {key: tuple(same) for key, same in by_tone.items()})


def _leaf_of(ruleset: Ruleset, asked: Input) -> Node | None:
    """Give the leaf of which an input is the own answer; None for an input that has a name of its own."""
    leaf = ruleset.columns.get(asked.id) if asked.key.startswith("self:") else None
    return leaf if isinstance(leaf, Node) else None


def kind_of_name(text: str, target: Target, ruleset: Ruleset) -> str:
    """Say which of an input's names a text is: `id`, `column`, `label`, `code` or `title`."""
    folded, asked = fold(text), target.input
    if folded == fold(asked.id):
        return "id"
    if asked.header and folded == fold(asked.header):
        return "column"
    if folded in map(fold, _texts(asked.label)):
        return "label"
    leaf = ruleset.columns.get(asked.id)
    return "code" if isinstance(leaf, Node) and folded == fold(leaf.code) else "title"


def is_ambiguous(targets: tuple[Target, ...]) -> bool:
    """Whether a name stands for several inputs, and not for one answer in each of several scorecards."""
    cards = [target.only for target in targets]
    return len(targets) > 1 and ("" in cards or len(set(cards)) < len(cards))


def find_column(table: Table, *names: str) -> int:
    """Find the first of several headers; -1 if there is none.

    >>> find_column(Table("t", ("Mã", "Tên"), ()), "id", "mã")
    0
    """
    folded = [fold(header) for header in table.headers]
    return next((folded.index(fold(name)) for name in names if name and fold(name) in folded), -1)


def standard_columns(table: Table, headers: Headers, names: Catalogue) -> dict[str, int]:
    """Find the columns of id, name, group and parent, as the ruleset, we or officials call them; -1 where absent.

    What is the name of an input, or is to be left out, is no column of the unit by custom alone.
    """
    found = {word: find_column(table, *names.read(getattr(headers, word), word)) for word in STANDARD}
    for word, usual in USUAL.items():
        free = [name for name in usual if not names.targets(name) and not names.is_left_out(name)]
        column = find_column(table, *free) if found[word] < 0 else -1
        if column >= 0 and column not in found.values():
            found[word] = column
    return found


def previous_headers(headers: Headers) -> dict[str, str]:
    """Say which columns hold last year's rank, total and tier.

    >>> previous_headers(Headers(previous="rank=r;total=t")), previous_headers(Headers(previous="r"))
    ({'rank': 'r', 'total': 't'}, {'rank': 'r'})
    """
    if "=" not in headers.previous:
        return {"rank": headers.previous} if headers.previous else {}
    pairs = (part.partition("=") for part in headers.previous.split(";"))
    return {what.strip(): header.strip() for what, _, header in pairs}


def ids(targets: Iterable[Target]) -> list[str]:
    """Name the inputs of targets."""
    return [target.input.id for target in targets]


def whole(table: Table) -> Place:
    """Name a table as a whole."""
    return Place(table.name)


def in_sheet(table: Table) -> Place:
    """Name a table by its file, and its sheet where it has one."""
    return Place(table.name, cell=table.sheet)


def _texts(words: Words) -> tuple[str, ...]:
    return tuple(text for text in (words.vi, words.en) if text)


def _frozen(table: dict[str, list[Target]]) -> dict[str, tuple[Target, ...]]:
    return {name: tuple(targets) for name, targets in table.items()}
