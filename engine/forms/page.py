"""What a form that came back shows besides its answers, held against what it should show.

A form counts for the unit of its hidden sheet and by the maxima of the ruleset; its page is what people read and sign.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import isfinite
from typing import Any
from unicodedata import normalize

from ..files.naming import fold
from ..files.numbers import cut, plain
from ..files.tables import letters
from ..files.visible import hidden_in
from ..files.workbooks import Sheet, cell_name, decimal_of, written
from ..model.findings import Finding, Place, finding
from ..model.observed import Unit
from ..model.sentences import plural
from .plan import FIRST
from .workbook import EVIDENCE, Form

_NAME = (1, 0)
_LAST, _NOTE, _LAST_MISSING = 4, 12, 2
_COPY = re.compile(r"(?:\s*\([0-9]{1,3}\)|\s*-\s*(?:copy|bản sao|sao chép)(?:\s*\([0-9]{1,3}\))?)+$")
_ESCAPE = re.compile(r"_x[0-9a-f]{1,4}_|\s+")  # LibreOffice takes the first for the second
_DAYS = re.compile(
    r"\b(?:(?P<d>[0-9]{1,2})\s*[/.-]\s*(?P<m>[0-9]{1,2})\s*[/.-]\s*(?P<y>[0-9]{4}|[0-9]{2})"
    r"|(?P<y2>[0-9]{4})[/.-](?P<m2>[0-9]{1,2})[/.-](?P<d2>[0-9]{1,2})"
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


def listed(names: Iterator[str] | Sequence[str], most: int = 8, sign: str = ", ") -> str:
    """List the first of many names."""
    known = list(names)
    return sign.join(known[:most]) + (f"{sign}…" if len(known) > most else "")


def whose_page(
    form: Form,
    entry: Sheet,
    missing: Sheet | None,
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
        missing: the sheet of what is missing, which names the unit too.
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
    said = _name_of(entry, label)
    shown = bare(said)
    pages = [(said, (f"ô {place.cell}", place.cell))]
    if missing is not None:
        cell = cell_name(missing.name, 0, 0)
        pages.append((_name_of(missing, label, (0, 0)), (f"ô {cell}", cell)))
    pages.append((made_for, ("tên ghi khi lập biểu", "the name for which it was made")))
    for told, where in pages:
        other = others.get(bare(told))
        if bare(told) not in own and other is not None and other.id != unit.id:
            return finding("ITR641", place, where=where[0], where_en=where[1], shown=cut(told), unit=unit.name)
    stem = _COPY.sub("", fold(name.rpartition("/")[2].rpartition(".")[0]))
    by_file = stems.get(stem) or others.get(bare(stem))
    if by_file is not None and by_file.id != unit.id and bare(stem) not in own and not stem.isdecimal():
        where = "tên tệp", "the file's name"
        return finding("ITR641", Place(name), where=where[0], where_en=where[1], shown=by_file.name, unit=unit.name)
    if shown in own:
        return None
    is_known = not shown or shown == bare(made_for) or any(_holds(said, known) for known in (unit.name, *unit.aliases))
    if not is_known or hidden_in(said) is not None or _names_another(said, unit, others.values()):
        _, where = pages[0]
        return finding("ITR641", place, where=where[0], where_en=where[1], shown=cut(said) or "–", unit=unit.name)
    return finding("ITR642", place, sheet=entry.name, shown=cut(said) or "–", unit=unit.name)


def _name_of(sheet: Sheet, label: str, cell: tuple[int, int] = _NAME) -> str:
    """Give the name of a unit that a cell shows, without the label before it."""
    text = " ".join(_shown(sheet, cell).split())
    is_labelled = fold(text).startswith(fold(label))
    return text[len(label.strip()) :].strip() if is_labelled else text


def _shown(sheet: Sheet, cell: tuple[int, int]) -> str:
    """Give what a cell shows: by its format, and without what is struck out."""
    text = written(value_at(sheet, *cell), cell, sheet.notes)[0]
    return sheet.notes.struck.get(cell, text)


def _holds(text: str, name: str) -> bool:
    """Whether a name stands in a text, as words of their own."""
    at, whole, wanted = -1, fold(text), fold(name)
    while wanted and (at := whole.find(wanted, at + 1)) >= 0:
        around = whole[:at][-1:] + whole[at + len(wanted) :][:1]
        if not any(map(str.isalnum, around)):
            return True
    return False


def _names_another(said: str, unit: Unit, others: Iterable[Unit]) -> bool:
    """Whether a text names another unit, beside its own or with other signs and spaces than that one's name has."""
    rest = fold(said)
    for known in sorted(map(fold, (unit.name, *unit.aliases)), key=len, reverse=True):
        rest = rest.replace(known, " ") if known else rest
    bones = _bones(said)
    return any(each.id != unit.id and (_holds(rest, each.name) or _bones(each.name) == bones) for each in others)


def _bones(text: str) -> str:
    return "".join(filter(str.isalnum, fold(normalize("NFKC", text))))


def other_words(
    form: Form, entry: Sheet, last_year: Mapping[str, Any], name: str, *, is_current: bool
) -> Iterator[Finding]:
    """Tell of maxima, texts of rules, marks and figures of last year of the page that are not what they should be.

    Args:
        form: of the scorecard.
        entry: the sheet of entries.
        last_year: what the form's calculation holds of last year, by key.
        name: of the file.
        is_current: whether the form was made by the very rules; of others only maxima are compared, for that their
            words changed is told already.
    """
    pick = form.pick
    sign = ",."[pick]
    differing: list[tuple[tuple[int, int], str, str]] = []
    figures: dict[tuple[int, int], Fraction] = {cell: decimal_of(float(full)) for cell, full in form.maxima.items()}
    for line in form.plan.questions:
        assert line.asked is not None
        value = last_year.get(line.asked.key)
        if isinstance(value, Fraction) and line.asked.traits.is_number:
            figures[line.row, _LAST] = value
    for cell, figure in figures.items():
        value = value_at(entry, *cell)
        remark = written(value, cell, entry.notes)[2]
        if _number(value) != figure or (remark is not None and not remark.is_held):
            shown = _shown(entry, cell)
            if shown not in {
                plain(figure),
                plain(figure, ","),
                f"{plain(figure * 100, sign)}%",
            }:  # a figure that was pasted as text is no other
                differing.append((cell, shown.replace(".", sign) or "–", plain(figure, sign)))
    for cell, text in form.words.items() if is_current else ():
        shown = _shown(entry, cell)
        if bare(shown) != bare(text):
            differing.append((cell, f'"{cut(shown)}"', f'"{cut(text)}"'))
    if differing:
        differing.sort()
        cell, count = differing[0][0], len(differing)
        yield finding(
            "ITR643",
            Place(name, cell[0] + 1, cell[1] + 1, cell_name(entry.name, *cell)),
            count=count,
            count_en=plural(count, "cell"),
            cells=listed(
                [f"{_address(at)} ghi {found}, đúng là {wanted}" for at, found, wanted in differing], sign="; "
            ),
            cells_en=listed(
                [f"{_address(at)} says {found}, should be {wanted}" for at, found, wanted in differing], sign="; "
            ),
        )


def not_read(form: Form, entry: Sheet, sheets: Sequence[Sheet], name: str) -> Iterator[Finding]:
    """Tell of what was typed where no answer is read: below or beside the table, into locked cells, on other sheets."""
    missing = form.word("missing")
    for sheet in sheets:
        if sheet.name in {"_chon", "_tinh", "_itrank"}:
            continue
        typed = [
            (row, column)
            for row, values in enumerate(sheet.grid)
            for column, value in enumerate(values)
            if value is not None
            and str(value).strip()
            and not (sheet.name == entry.name and _is_own(form, entry, (row, column)))
            and not (sheet.name == missing and column <= _LAST_MISSING and row < 5 + len(form.plan.questions))
        ]
        if typed:
            row, column = typed[0]
            count = len(typed)
            yield finding(
                "ITR644",
                Place(name, row + 1, column + 1, cell_name(sheet.name, row, column)),
                count=count,
                count_en=plural(count, "cell was/cells were"),
                cells=f"{cut(sheet.name)}!{_listed(typed)}",
            )


def _is_own(form: Form, entry: Sheet, cell: tuple[int, int]) -> bool:
    """Whether what stands in a cell is the form's own, or an answer."""
    if cell not in form.places_of_its_own:
        return False
    if cell[1] != _NOTE or cell[0] < FIRST or cell in entry.notes.formulas:
        return True
    return bare(value_at(entry, *cell)) in form.notes  # a formula of which no program tells, or its value


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


def _address(cell: tuple[int, int]) -> str:
    return f"{letters(cell[1])}{cell[0] + 1}"


def _listed(cells: Iterator[tuple[int, int]] | Sequence[tuple[int, int]]) -> str:
    return listed([_address(cell) for cell in cells])
