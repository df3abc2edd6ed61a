"""What a form that came back shows besides its answers, held against what it should show.

A form counts for the unit of its hidden sheet and by the maxima of the ruleset; its page is what people read and sign.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import isfinite
from typing import Any

from ..model.findings import Finding, Place, finding
from ..model.observed import Unit
from ..observe.files import hidden_in
from ..observe.naming import fold
from ..observe.numbers import cut, plain
from ..observe.tables import letters
from ..observe.workbooks import Sheet, cell_name, decimal_of, written
from .workbook import EVIDENCE, Form

_NAME = (1, 0)
_COPY = re.compile(r"(?:\s*\([0-9]{1,3}\)|\s*-\s*(?:copy|bản sao|sao chép)(?:\s*\([0-9]{1,3}\))?)+$")
_ESCAPE = re.compile(r"_x[0-9a-f]{1,4}_|\s+")  # LibreOffice takes the first for the second
_DAYS = re.compile(
    r"\b(?:(?P<d>[0-9]{1,2})\s*[/.-]\s*(?P<m>[0-9]{1,2})\s*[/.-]\s*(?P<y>[0-9]{4}|[0-9]{2})"
    r"|(?P<y2>[0-9]{4})-(?P<m2>[0-9]{1,2})-(?P<d2>[0-9]{1,2})"
    r"|ngày\s+(?P<d3>[0-9]{1,2})\s+tháng\s+(?P<m3>[0-9]{1,2})\s+năm\s+(?P<y3>[0-9]{4}))\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


def bare(text: Any) -> str:
    """Give a text as it is compared: without case, white space, and what LibreOffice takes for an escape."""
    return _ESCAPE.sub("", fold("" if text is None else str(text)))


def value_at(sheet: Sheet, row: int, column: int) -> Any:
    """Give what stands in a cell, both from 0; None beyond the sheet."""
    cells = sheet.grid[row] if row < len(sheet.grid) else ()
    return cells[column] if column < len(cells) else None


def listed(names: Iterator[str] | Sequence[str], most: int = 8) -> str:
    """List the first of many names."""
    known = list(names)
    return ", ".join(known[:most]) + (", …" if len(known) > most else "")


def whose_page(
    form: Form,
    entry: Sheet,
    unit: Unit,
    others: Mapping[str, Unit],
    stems: Mapping[str, Unit],
    made_for: str,
    name: str,
) -> Finding | None:
    """Hold the name that the page shows, the hidden one and the file's own against the unit that the form counts for.

    Args:
        form: of its scorecard.
        entry: the sheet of entries.
        unit: whom the form counts for.
        others: all units, by their names as they are compared.
        stems: all units, by the names of the files that they were given, folded.
        made_for: the name on the hidden sheet.
        name: of the file.

    Returns:
        ITR641 where it is another unit's, ITR642 where the page shows a name that nobody has.
    """
    label, place = form.word("unit"), Place(name, 2, 1, cell_name(entry.name, *_NAME))
    own = {bare(known) for known in (unit.name, *unit.aliases)}
    held = bare(value_at(entry, *_NAME))
    shown = held.removeprefix(bare(label))
    said = str(value_at(entry, *_NAME) or "").strip()
    said = said.removeprefix(label.strip()).strip() or "–"
    stem = fold(name.rpartition("/")[2].rpartition(".")[0])
    by_file = stems.get(_COPY.sub("", stem)) or others.get(bare(_COPY.sub("", stem)))
    for key, told, where in (
        (shown, said, (f"ô {place.cell}", place.cell)),
        (bare(made_for), made_for, ("tên ghi khi lập biểu", "the name for which it was made")),
    ):
        other = others.get(key)
        if key not in own and other is not None and other.id != unit.id:
            return finding("ITR641", place, where=where[0], where_en=where[1], shown=cut(told), unit=unit.name)
    if by_file is not None and by_file.id != unit.id and stem not in own:
        where = "tên tệp", "the file's name"
        return finding("ITR641", Place(name), where=where[0], where_en=where[1], shown=by_file.name, unit=unit.name)
    if shown in own:
        return None
    is_known = not shown or shown == bare(made_for) or any(each and each in shown for each in own)
    if not is_known:
        where = f"ô {place.cell}", place.cell
        return finding("ITR641", place, where=where[0], where_en=where[1], shown=cut(said), unit=unit.name)
    return finding("ITR642", place, sheet=entry.name, shown=cut(said), unit=unit.name)


def other_words(form: Form, entry: Sheet, name: str) -> Iterator[Finding]:
    """Tell of maxima, texts of rules and marks of the page that are no longer the ruleset's."""
    lang = form.plan.ruleset.locale
    sign = "," if lang == "vi" else "."
    differing: list[tuple[tuple[int, int], str, str]] = []
    for cell, full in form.maxima.items():
        value = value_at(entry, *cell)
        if _number(value) != decimal_of(float(full)):
            differing.append((cell, _said(value, sign), plain(full, sign)))
    for cell, text in form.words.items():
        if bare(value_at(entry, *cell)) != bare(text):
            differing.append((cell, f'"{cut(str(value_at(entry, *cell) or ""))}"', f'"{cut(text)}"'))
    if differing:
        differing.sort()
        cell, found, wanted = differing[0]
        count = len(differing)
        yield finding(
            "ITR643",
            Place(name, cell[0] + 1, cell[1] + 1, cell_name(entry.name, *cell)),
            count=count,
            count_en=f"{count} cell{'s' * (count != 1)}",
            cells=_listed(cell for cell, _, _ in differing),
            cell=_address(cell),
            found=found,
            wanted=wanted,
        )


def not_read(form: Form, entry: Sheet, sheets: Sequence[Sheet], name: str) -> Iterator[Finding]:
    """Tell of what was typed where no answer is read: below or beside the table, into locked cells, on other sheets."""
    own = {entry.name, form.word("missing"), "_chon", "_tinh", "_itrank"}
    for sheet in sheets:
        if sheet.name != entry.name and sheet.name in own:
            continue
        places = form.places_of_its_own if sheet.name == entry.name else frozenset()
        typed = [
            (row, column)
            for row, values in enumerate(sheet.grid)
            for column, value in enumerate(values)
            if value is not None and value != "" and (row, column) not in places
        ]
        if typed:
            row, column = typed[0]
            count = len(typed)
            yield finding(
                "ITR644",
                Place(name, row + 1, column + 1, cell_name(sheet.name, row, column)),
                count=count,
                count_en="1 cell was" if count == 1 else f"{count} cells were",
                cells=f"{cut(sheet.name)}!{_listed(typed)}",
            )


def odd_evidence(form: Form, entry: Sheet, name: str) -> Iterator[Finding]:
    """Tell of evidence with characters that nobody sees, of a day after the period, or of one that is none."""
    end = last_day(form.plan.ruleset.period, form.plan.ruleset.effective.get("through", ""))
    for row in (line.row for line in form.plan.questions):
        for column in range(EVIDENCE, EVIDENCE + 4):
            cell = (row, column)
            text = written(value_at(entry, *cell), cell, entry.notes)[0]
            place = Place(name, row + 1, column + 1, cell_name(entry.name, *cell))
            if (character := hidden_in(text)) is not None:
                yield finding("ITR648", place, cell=_address(cell), character=character)
            if column == EVIDENCE + 1:
                yield from _odd_days(text, end, place, _address(cell))


def _odd_days(text: str, end: date | None, place: Place, cell: str) -> Iterator[Finding]:
    for match in _DAYS.finditer(text[:200]):
        day, month, year = (
            next(int(match[key]) for key in (one, f"{one}2", f"{one}3") if match[key] is not None) for one in "dmy"
        )
        try:
            found = date(year + 2000 if year < 100 else year, month, day)
        except ValueError:
            reason, reason_en = "không phải một ngày có thật", "is no day of the calendar"
        else:
            if end is None or found <= end:
                continue
            reason = f"sau kỳ đánh giá, hết ngày {end:%d/%m/%Y}"
            reason_en = f"is after the period, which ends on {end:%d/%m/%Y}"
        yield finding("ITR649", place, cell=cell, found=match[0], reason=reason, reason_en=reason_en)


def last_day(period: str, through: str) -> date | None:
    """Give the last day of a period: of the last year that it names, else of what the ruleset is in force for.

    >>> last_day("2022", ""), last_day("Quý I", "2022-03-31"), last_day("", "")
    (datetime.date(2022, 12, 31), datetime.date(2022, 3, 31), None)
    """
    if years := _YEAR.findall(period):
        return date(int(years[-1]), 12, 31)
    try:
        return date.fromisoformat(through)
    except ValueError:
        return None


def _number(value: Any) -> Fraction | None:
    is_number = isinstance(value, float | int) and not isinstance(value, bool) and isfinite(value)
    return decimal_of(value) if is_number else None


def _said(value: Any, sign: str) -> str:
    number = _number(value)
    return plain(number, sign) if number is not None else f'"{cut(str(value or ""))}"'


def _address(cell: tuple[int, int]) -> str:
    return f"{letters(cell[1])}{cell[0] + 1}"


def _listed(cells: Iterator[tuple[int, int]] | Sequence[tuple[int, int]]) -> str:
    return listed([_address(cell) for cell in cells])
