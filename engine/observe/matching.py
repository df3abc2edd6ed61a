"""Match the columns of a wide table to the inputs of a ruleset, and never by guess.

A header is a name of an input, but for case, white space and Unicode form.
Where no header names an input so, one may that differs only in where tone marks stand (hoà, hòa), that ends in the
unit of measurement of the input ("Cán bộ (người)"), or whose last part alone names it under stacked headings
("Hạ tầng / Máy tính"): if it is the only one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ..files.naming import fold, nearest
from ..files.tables import place_of
from ..model.observed import Table
from ..model.reading import ColumnRead, Despite
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
    matched: dict[int, tuple[Target, ...]] = {}
    read: dict[int, ColumnRead] = {}
    taken: dict[str, str] = {}
    left: list[int] = []
    for column, header in enumerate(table.headers):
        place = place_of(table, -1, column)
        targets = names.targets(header)
        if column in reserved:
            read[column] = ColumnRead(place_of(table, -1, column).column, header, "unit", (reserved[column],))
            if targets:
                report.add("ITR451", place, header=header, candidates=", ".join((reserved[column], *ids(targets))))
        elif names.is_left_out(header):
            read[column] = ColumnRead(place_of(table, -1, column).column, header, "ignored", by="mapping")
        elif not targets:
            left.append(column)
        elif is_ambiguous(targets):
            read[column] = ColumnRead(place_of(table, -1, column).column, header, "unread", tuple(ids(targets)))
            report.add("ITR451", place, header=header, candidates=", ".join(ids(targets)))
        elif (twin := next((target.input.key for target in targets if target.input.key in taken), None)) is not None:
            read[column] = ColumnRead(place_of(table, -1, column).column, header, "unread", tuple(ids(targets)))
            if fold(taken[twin]) != fold(header):  # of two columns of one name it is told elsewhere
                report.add("ITR452", place, first=taken[twin], second=header, input=twin.removeprefix("self:"))
        else:
            taken.update((target.input.key, header) for target in targets)
            matched[column] = targets
            by = "mapping" if fold(header) in names.mapped else kind_of_name(header, targets[0], ruleset)
            read[column] = ColumnRead(place_of(table, -1, column).column, header, "input", tuple(ids(targets)), by)
    unknown = [column for column in left if fold(table.headers[column]) not in quiet]
    close, told = _close(table, unknown, names, taken, report)
    for column in left:
        header = table.headers[column]
        if column in close:
            targets, seen = close[column]
            matched[column] = targets
            by = "mapping" if fold(seen.name) in names.mapped else kind_of_name(seen.name, targets[0], ruleset)
            read[column] = ColumnRead(
                place_of(table, -1, column).column, header, "input", tuple(ids(targets)), by, seen.despite
            )
            if "tone" in seen.despite:
                report.add("ITR456", place_of(table, -1, column), found=header, name=names.written(seen.name))
        elif fold(header) in quiet:
            read[column] = ColumnRead(place_of(table, -1, column).column, header, "attribute", (header,))
        else:
            near = nearest(header, names.names)
            read[column] = ColumnRead(place_of(table, -1, column).column, header, "unread", near=near)
            if column not in told:
                report.add("ITR450", place_of(table, -1, column), near=(header, names.names), header=header)
    return matched, tuple(read[column] for column in sorted(read))


def _close(
    table: Table, columns: list[int], names: Catalogue, taken: Mapping[str, str], report: Report
) -> tuple[dict[int, tuple[tuple[Target, ...], Close]], set[int]]:
    """Find the columns that hold the name of an input which no other column has, and no other holds either.

    Returns:
        What they hold; and the columns of which a finding says why they do not.
    """
    told: set[int] = set()
    last_parts = Counter(fold(header.rpartition(SEPARATOR)[2]) for header in table.headers)
    found: dict[int, tuple[tuple[Target, ...], Close]] = {}
    for column in columns:
        header = table.headers[column]
        for close in _names_in(header, names, last_parts):
            targets = names.targets(close.name)
            if is_ambiguous(targets) or any(target.input.key in taken for target in targets):
                continue
            if close.measure and (wrong := [t.input for t in targets if not is_measured_so(t.input, close.measure)]):
                if fold(close.measure) in _MEASURES:
                    _tell_measure(table, column, wrong[0], close.measure, report)
                    told.add(column)
                continue
            found[column] = targets, close
            break
    claimed = Counter(target.input.key for targets, _ in found.values() for target in targets)
    own = {
        column: (targets, close)
        for column, (targets, close) in found.items()
        if all(claimed[target.input.key] == 1 for target in targets)
    }
    return own, told


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
    report.add("ITR455", place_of(table, -1, column), header=header, input=asked.id, found=measure, expected=expected)
