"""Match the columns of tables to the inputs of a ruleset: by name, exactly but for case and space, never by guess."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ..model.findings import Place
from ..model.observed import Table
from ..model.ruleset import Headers, Input, Node, Ruleset, Words
from .naming import fold
from .report import Report
from .tables import place_of

STANDARD = ("id", "name", "group", "parent")
PROVENANCE = "provenance"


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
    """

    first: Mapping[str, tuple[Target, ...]]
    second: Mapping[str, tuple[Target, ...]]
    names: tuple[str, ...]

    def targets(self, name: str) -> tuple[Target, ...]:
        """Find what a name stands for: nothing, one input, several, or one answer for each scorecard."""
        folded = fold(name)
        found = self.first.get(folded) or self.second.get(folded, ())
        return (Target(found[0].input),) if len(found) == 1 else found


def catalogue(ruleset: Ruleset) -> Catalogue:
    """List the names of a ruleset's inputs."""
    first: dict[str, list[Target]] = {}
    second: dict[str, list[Target]] = {}
    names: dict[str, None] = {}
    for asked in ruleset.inputs:
        leaf = ruleset.columns.get(asked.id) if asked.key.startswith("self:") else None
        node = leaf if isinstance(leaf, Node) else None
        target = Target(asked, node.scorecard if node else "")
        titles = (asked.label, node.title) if node else (asked.label,)
        others = (node.code if node else "", *(text for title in titles for text in _texts(title)))
        for table, texts in ((first, (asked.id, asked.header)), (second, others)):
            for text in texts:
                known = table.setdefault(fold(text), []) if text else None
                if known is not None and target not in known:
                    known.append(target)
                    names[text] = None
    return Catalogue(_frozen(first), _frozen(second), tuple(names))


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


def standard_columns(table: Table, headers: Headers) -> dict[str, int]:
    """Find the columns of id, name, group and parent, as the ruleset or everybody calls them; -1 where absent."""
    return {word: find_column(table, getattr(headers, word), word) for word in STANDARD}


def previous_headers(headers: Headers) -> dict[str, str]:
    """Say which columns hold last year's rank, total and tier.

    >>> previous_headers(Headers(previous="rank=r;total=t")), previous_headers(Headers(previous="r"))
    ({'rank': 'r', 'total': 't'}, {'rank': 'r'})
    """
    if "=" not in headers.previous:
        return {"rank": headers.previous} if headers.previous else {}
    pairs = (part.partition("=") for part in headers.previous.split(";"))
    return {what.strip(): header.strip() for what, _, header in pairs}


def match_columns(
    table: Table, names: Catalogue, reserved: Mapping[int, str], known: Iterable[str], report: Report
) -> dict[int, tuple[Target, ...]]:
    """Match the columns of a wide table.

    Args:
        table: the table.
        names: what inputs may be called.
        reserved: columns that say something of the unit, with the word for it.
        known: other headers about which nothing need be said.
        report: takes the findings.
    """
    quiet = {fold(header) for header in known}
    matched: dict[int, tuple[Target, ...]] = {}
    taken: dict[str, str] = {}
    for column, header in enumerate(table.headers):
        place = place_of(table, -1, column)
        targets = names.targets(header)
        if column in reserved:
            if targets:
                report.add("ITR451", place, header=header, candidates=", ".join((reserved[column], *ids(targets))))
            continue
        if not targets:
            if fold(header) not in quiet:
                report.add("ITR450", place, near=(header, names.names), header=header)
            continue
        if is_ambiguous(targets):
            report.add("ITR451", place, header=header, candidates=", ".join(ids(targets)))
            continue
        twin = next((target.input.key for target in targets if target.input.key in taken), None)
        if twin is not None:
            report.add("ITR452", place, first=taken[twin], second=header, input=twin.removeprefix("self:"))
            continue
        taken.update((target.input.key, header) for target in targets)
        matched[column] = targets
    return matched


def ids(targets: Iterable[Target]) -> list[str]:
    """Name the inputs of targets."""
    return [target.input.id for target in targets]


def whole(table: Table) -> Place:
    """Name a table as a whole."""
    return Place(table.name)


def _texts(words: Words) -> tuple[str, ...]:
    return tuple(text for text in (words.vi, words.en) if text)


def _frozen(table: dict[str, list[Target]]) -> dict[str, tuple[Target, ...]]:
    return {name: tuple(targets) for name, targets in table.items()}
