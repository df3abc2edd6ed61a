"""Match the columns of a wide table to the inputs of a ruleset, and never by guess.

A header is a name of an input, but for case, white space and Unicode form.
Where no header names an input so, one may that differs only in where tone marks stand (hoà, hòa), that ends in the
unit of measurement of the input ("Cán bộ (người)"), or whose last part alone names it under stacked headings
("Hạ tầng / Máy tính"): if it is the only one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from ..files.naming import fold, nearest
from ..files.tables import place_of
from ..model.observed import Table
from ..model.reading import ColumnRead, Despite, Use
from ..model.ruleset import Input, Ruleset
from .columns import Catalogue, Target, ids, is_ambiguous, kind_of_name
from .report import Report

SEPARATOR = " / "  # between the headings of stacked headers

_MEASURED = re.compile(r"(.*[^\s(\[])\s*[(\[]\s*([^()\[\]]{1,40}?)\s*[)\]]")
_PREFIX = re.compile(r"(?:đvt|đv|đơn vị tính|đơn vị|unit)\s*:?\s+")
_MEASURES = frozenset({
    "%", "‰", "phần trăm", "percent", "người", "lượt", "lượt người", "hộ", "cuộc", "lần", "lớp", "khóa", "hồ sơ",
    "văn bản", "bài", "tin", "tin bài", "ý kiến", "dịch vụ", "dvc", "thủ tục", "tthc", "máy", "máy tính", "cái",
    "chiếc", "bộ", "hệ thống", "phần mềm", "đơn vị", "cơ quan", "xã", "huyện", "điểm", "đồng", "nghìn đồng",
    "ngàn đồng", "triệu đồng", "tỷ đồng", "tỉ đồng", "vnd", "usd", "giờ", "phút", "ngày", "tháng", "năm", "km", "m",
    "m2", "m²", "km2", "km²", "ha", "kg", "tấn", "mbps", "gbps", "mb", "gb", "tb", "persons", "people", "number",
    "points", "days", "hours", "years",
})  # fmt: skip


class Close(NamedTuple):
    """A name that a header holds although it is not written so, and what is looked past to see it."""

    name: str
    despite: tuple[Despite, ...]
    measure: str = ""


_Found: TypeAlias = dict[int, tuple[tuple[Target, ...], Close]]


def match_columns(
    ruleset: Ruleset,
    table: Table,
    names: Catalogue,
    reserved: Mapping[int, str],
    known: Iterable[str],
    report: Report,
) -> tuple[dict[int, tuple[Target, ...]], tuple[ColumnRead, ...]]:
    """Match the columns of a wide table.

    Args:
        ruleset: for which of its names an input was called by.
        table: the table.
        names: what inputs may be called.
        reserved: columns that say something of the unit, with the word for it.
        known: other headers about which nothing need be said.
        report: takes the findings.

    Returns:
        The inputs of each column that is read; and what every column was taken for.
    """
    quiet = {fold(header) for header in known}
    made = _Matching(ruleset, table, names, report)
    left = [column for column in range(len(table.headers)) if not made.by_name(column, reserved.get(column, ""))]
    unknown = [column for column in left if fold(table.headers[column]) not in quiet]
    close, told = _close(table, unknown, names, made.taken, report)
    for column in left:
        header = table.headers[column]
        if column in close:
            made.by_likeness(column, *close[column])
        elif fold(header) in quiet:
            made.note(column, "attribute", (header,))
        else:
            made.note(column, "unread", near=nearest(header, names.names))
            if column not in told:
                report.add("ITR450", place_of(table, -1, column), near=(header, names.names), header=header)
    return made.matched, made.in_order()


@dataclass(frozen=True, slots=True)
class _Matching:
    """The columns of a table as far as they are matched.

    Attributes:
        matched: the inputs of each column that is read.
        read: what each column was taken for.
        taken: input -> the header that names it.
    """

    ruleset: Ruleset
    table: Table
    names: Catalogue
    report: Report
    matched: dict[int, tuple[Target, ...]] = field(default_factory=dict)
    read: dict[int, ColumnRead] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)

    def note(self, column: int, use: Use, names: Sequence[str] = (), **how: Any) -> None:
        """Keep what a column was taken for; `how` as `ColumnRead` has it."""
        number = place_of(self.table, -1, column).column
        self.read[column] = ColumnRead(number, self.table.headers[column], use, tuple(names), **how)

    def in_order(self) -> tuple[ColumnRead, ...]:
        """Say of every column what it was taken for."""
        return tuple(self.read[column] for column in sorted(self.read))

    def by_name(self, column: int, reserved: str) -> bool:
        """Match a column by its header as it is written; `reserved` is the word for what it says of the unit."""
        header, names = self.table.headers[column], self.names
        targets = names.targets(header)
        if reserved:
            self.note(column, "unit", (reserved,))
            if targets:
                self._tell_ambiguous(column, (reserved, *ids(targets)))
        elif names.is_left_out(header):
            self.note(column, "ignored", by="mapping")
        elif not targets:
            return False
        elif is_ambiguous(targets):
            self.note(column, "unread", ids(targets))
            self._tell_ambiguous(column, ids(targets))
        elif not self._is_second(column, targets):
            self.taken.update((target.input.key, header) for target in targets)
            self._match(column, targets, header)
        return True

    def by_likeness(self, column: int, targets: tuple[Target, ...], seen: Close) -> None:
        """Match a column by a name that its header holds."""
        self._match(column, targets, seen.name, seen.despite)
        if "tone" in seen.despite:
            place, name = place_of(self.table, -1, column), self.names.written(seen.name)
            self.report.add("ITR456", place, found=self.table.headers[column], name=name)

    def _match(self, column: int, targets: tuple[Target, ...], name: str, despite: tuple[Despite, ...] = ()) -> None:
        self.matched[column] = targets
        by = "mapping" if fold(name) in self.names.mapped else kind_of_name(name, targets[0], self.ruleset)
        self.note(column, "input", ids(targets), by=by, despite=despite)

    def _is_second(self, column: int, targets: Sequence[Target]) -> bool:
        """Whether a column names an input that another has named, which is told."""
        header = self.table.headers[column]
        twin = next((key for key in _keys(targets) if key in self.taken), None)
        if twin is None:
            return False
        self.note(column, "unread", ids(targets))
        first = self.taken[twin]
        if fold(first) != fold(header):  # of two columns of one name it is told elsewhere
            place, key = place_of(self.table, -1, column), twin.removeprefix("self:")
            self.report.add("ITR112.input", place, first=first, second=header, input=key)
        return True

    def _tell_ambiguous(self, column: int, candidates: Sequence[str]) -> None:
        place, header = place_of(self.table, -1, column), self.table.headers[column]
        self.report.add("ITR451", place, header=header, candidates=", ".join(candidates))


def _close(
    table: Table, columns: Sequence[int], names: Catalogue, taken: Mapping[str, str], report: Report
) -> tuple[_Found, set[int]]:
    """Find the columns that hold the name of an input which no other column has, and no other holds either.

    Returns:
        What they hold; and the columns of which a finding says why they do not.
    """
    told: set[int] = set()
    last_parts = Counter(fold(header.rpartition(SEPARATOR)[2]) for header in table.headers)
    found: _Found = {}
    for column in columns:
        for close in _names_in(table.headers[column], names, last_parts):
            targets = names.targets(close.name)
            if is_ambiguous(targets) or not taken.keys().isdisjoint(_keys(targets)):
                continue
            wrong = next((each.input for each in targets if not _is_measured_so(each.input, close)), None)
            if wrong is None:
                found[column] = targets, close
                break
            if fold(close.measure) in _MEASURES:
                _tell_measure(table, column, wrong, close.measure, report)
                told.add(column)
    return _claimed_once(found), told


def _claimed_once(found: _Found) -> _Found:
    """Leave the columns of which no other holds a name of the same input."""
    claimed = Counter(key for targets, _ in found.values() for key in _keys(targets))
    twice = {key for key, count in claimed.items() if count > 1}
    return {column: each for column, each in found.items() if twice.isdisjoint(_keys(each[0]))}


def _keys(targets: Sequence[Target]) -> Iterator[str]:
    return (target.input.key for target in targets)


def _is_measured_so(asked: Input, close: Close) -> bool:
    return not close.measure or is_measured_so(asked, close.measure)


def _names_in(header: str, names: Catalogue, last_parts: Mapping[str, int]) -> Iterator[Close]:
    """Give the names of inputs that a header holds, the nearest first."""
    texts = [Close(header, ())]
    before, separator, last = header.rpartition(SEPARATOR)
    if separator and before and last_parts[fold(last)] == 1:
        texts.append(Close(last, ("headings",)))
    for text in list(texts):
        if (match := _MEASURED.fullmatch(text.name)) is not None:
            measure = _PREFIX.sub("", fold(match[2]))
            texts.append(Close(match[1], (*text.despite, "measure"), measure))
    for text in texts:
        if text.despite and names.targets(text.name):
            yield text
        if alike := names.same_but_for_tones(text.name):
            yield Close(alike, (*text.despite, "tone"), text.measure)


def is_measured_so(asked: Input, measure: str) -> bool:
    """Whether what stands in brackets after a header is the unit of measurement of an input.

    >>> from ..model.findings import Place
    >>> from ..model.ruleset import Words
    >>> can_bo = Input("a", "a", Words(), "count", Place(), measured_in="người")
    >>> is_measured_so(can_bo, "Người"), is_measured_so(can_bo, "triệu đồng")
    (True, False)
    """
    folded = fold(measure)
    if folded in {"%", "phần trăm", "percent"}:
        return asked.traits.per_cent or (asked.traits.may_be_share and fold(asked.measured_in or "%") == folded)
    if asked.measured_in:
        return folded == fold(asked.measured_in)
    return folded in _MEASURES and asked.traits.is_amount


def _tell_measure(table: Table, column: int, asked: Input, measure: str, report: Report) -> None:
    expected = "%" if asked.traits.per_cent else asked.measured_in or "–"
    header = table.headers[column]
    report.add(
        "ITR218.column", place_of(table, -1, column), header=header, input=asked.id, found=measure, expected=expected
    )
