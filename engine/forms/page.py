"""What a form that came back shows besides its answers, held against what it should show.

A form counts for the unit of its hidden sheet and by the maxima of the ruleset; its page is what people read and sign.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any
from unicodedata import normalize

from ..files.naming import fold
from ..files.numbers import cut, plain
from ..files.tables import letters
from ..files.visible import hidden_in
from ..files.workbooks import Sheet, cell_name, decimal_of, written
from ..model.findings import Finding, Place, finding
from ..model.observed import Unit
from ..model.sentences import Pair, plural, sentence
from .arithmetic import number_of
from .plan import FIRST
from .workbook import EVIDENCE, Form

_NAME = (1, 0)
_MADE_FOR: Pair = ("tên ghi khi lập biểu", "the name for which it was made")
_FILE: Pair = ("tên tệp", "the file's name")
_DIFFERS: Pair = ("{cell} ghi {found}, đúng là {wanted}", "{cell} says {found}, should be {wanted}")
_NO_DAY: Pair = ("không phải một ngày có thật", "is no day of the calendar")
_LATE: Pair = ("sau kỳ đánh giá, hết ngày {end}", "is after the period, which ends on {end}")
_HIDDEN = frozenset({"_chon", "_tinh", "_itrank"})
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
    pages = [(said, (f"ô {place.cell}", place.cell))]
    if missing is not None:
        cell = cell_name(missing.name, 0, 0)
        pages.append((_name_of(missing, label, (0, 0)), (f"ô {cell}", cell)))
    pages.append((made_for, _MADE_FOR))
    for told, where in pages:
        other = others.get(bare(told))
        if bare(told) not in own and other is not None and other.id != unit.id:
            return finding("ITR641", place, where=where[0], where_en=where[1], shown=cut(told), unit=unit.name)
    if (by_file := _other_by_file(name, unit, own, others, stems)) is not None:
        vi, en = _FILE
        return finding("ITR641", Place(name), where=vi, where_en=en, shown=by_file.name, unit=unit.name)
    if bare(said) in own:
        return None
    shown = cut(said) or "–"
    if (
        _is_of_nobody(said, unit, made_for)
        or hidden_in(said) is not None
        or _names_another(said, unit, others.values())
    ):
        vi, en = pages[0][1]
        return finding("ITR641", place, where=vi, where_en=en, shown=shown, unit=unit.name)
    return finding("ITR642", place, sheet=entry.name, shown=shown, unit=unit.name)


def _other_by_file(
    name: str, unit: Unit, own: Collection[str], others: Mapping[str, Unit], stems: Mapping[str, Unit]
) -> Unit | None:
    """Give the other unit after which a file is called."""
    stem = _COPY.sub("", fold(name.rpartition("/")[2].rpartition(".")[0]))
    found = stems.get(stem) or others.get(bare(stem))
    is_other = found is not None and found.id != unit.id and bare(stem) not in own and not stem.isdecimal()
    return found if is_other else None


def _is_of_nobody(said: str, unit: Unit, made_for: str) -> bool:
    """Whether a page shows a name that is neither the one for which it was made nor has the unit's in it."""
    if bare(said) in {"", bare(made_for)}:
        return False
    return not any(_holds(said, known) for known in (unit.name, *unit.aliases))


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
    differing = [*_other_figures(form, entry, last_year), *(_other_texts(form, entry) if is_current else ())]
    if differing:
        differing.sort()
        cell, count = differing[0][0], len(differing)
        vi, en = (
            listed(
                [
                    sentence(_DIFFERS, lang, cell=_address(at), found=found, wanted=wanted)
                    for at, found, wanted in differing
                ],
                sign="; ",
            )
            for lang in ("vi", "en")
        )
        place = Place(name, cell[0] + 1, cell[1] + 1, cell_name(entry.name, *cell))
        yield finding("ITR643", place, count=count, count_en=plural(count, "cell"), cells=vi, cells_en=en)


def _other_figures(
    form: Form, entry: Sheet, last_year: Mapping[str, Any]
) -> Iterator[tuple[tuple[int, int], str, str]]:
    """Give the maxima and figures of last year that differ, with what is shown and what should be."""
    sign = ",."[form.pick]
    figures: dict[tuple[int, int], Fraction] = {cell: decimal_of(float(full)) for cell, full in form.maxima.items()}
    for line in form.plan.questions:
        assert line.asked is not None
        value = last_year.get(line.asked.key)
        if isinstance(value, Fraction) and line.asked.traits.is_number:
            figures[line.row, _LAST] = value
    for cell, figure in figures.items():
        value, shown = value_at(entry, *cell), _shown(entry, cell)
        remark = written(value, cell, entry.notes)[2]
        is_held = number_of(value) == figure and (remark is None or remark.is_held)
        # A figure that was pasted as text is no other.
        if not is_held and shown not in {plain(figure), plain(figure, ","), f"{plain(figure * 100, sign)}%"}:
            yield cell, shown.replace(".", sign) or "–", plain(figure, sign)


def _other_texts(form: Form, entry: Sheet) -> Iterator[tuple[tuple[int, int], str, str]]:
    """Give the texts of rules and the marks that differ, with what is shown and what should be."""
    for cell, text in form.words.items():
        shown = _shown(entry, cell)
        if bare(shown) not in {bare(text), bare(form.earlier_words.get(cell, text))}:
            yield cell, f'"{cut(shown)}"', f'"{cut(text)}"'


def not_read(form: Form, entry: Sheet, sheets: Sequence[Sheet], name: str) -> Iterator[Finding]:
    """Tell of what was typed where no answer is read: below or beside the table, into locked cells, on other sheets."""
    for sheet in sheets:
        typed = [] if sheet.name in _HIDDEN else list(_typed_beside(form, entry, sheet))
        if typed:
            row, column = typed[0]
            place = Place(name, row + 1, column + 1, cell_name(sheet.name, row, column))
            count_en = plural(len(typed), "cell was/cells were")
            yield finding(
                "ITR644", place, count=len(typed), count_en=count_en, cells=f"{cut(sheet.name)}!{_listed(typed)}"
            )


def _typed_beside(form: Form, entry: Sheet, sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Give the cells of a sheet in which something stands that is neither the form's own nor an answer."""
    last = 5 + len(form.plan.questions)
    for row, values in enumerate(sheet.grid):
        for column, value in enumerate(values):
            if value is None or not str(value).strip():
                continue
            if sheet.name == entry.name:
                is_own = _is_own(form, entry, (row, column))
            else:
                is_own = sheet.name == form.word("missing") and column <= _LAST_MISSING and row < last
            if not is_own:
                yield row, column


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
            reason, reason_en = _NO_DAY
        else:
            if end is None or found <= end:
                continue
            reason, reason_en = (sentence(_LATE, lang, end=f"{end:%d/%m/%Y}") for lang in ("vi", "en"))
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


def _address(cell: tuple[int, int]) -> str:
    return f"{letters(cell[1])}{cell[0] + 1}"


def _listed(cells: Iterator[tuple[int, int]] | Sequence[tuple[int, int]]) -> str:
    return listed([_address(cell) for cell in cells])
