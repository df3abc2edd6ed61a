"""Look an OpenDocument spreadsheet (ISO/IEC 26300) over before a reader opens it, and note what the reader does not give."""

import zipfile
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from .guard import RefusedError, local, walk
from .number_formats import says_scale
from .reasons import WORKBOOK, damage
from .sheet_notes import MOST_CELLS, MOST_COLUMN, MOST_ROW, Runs, SheetNotes, check_merges, formula_text, without_struck
from .tables import Cell


def notes_of_ods(archive: zipfile.ZipFile) -> Mapping[str, SheetNotes]:
    """Give, by the sheet's name, what is in it besides values.

    Raises:
        RefusedError: if it is no spreadsheet, or something in it would harm a reader.
    """
    return _Ods(archive).sheets()


class _OdsStyle(NamedTuple):
    """A look of an OpenDocument spreadsheet; None where the look above it decides."""

    parent: str = ""
    is_struck: bool | None = None
    data: str = ""


class _OdsStyles:
    """The looks of cells and of pieces of text, from styles.xml and the beginning of content.xml."""

    def __init__(self) -> None:
        self._styles: dict[str, _OdsStyle] = {}
        self._scaled: set[str] = set()
        self._own = self._data = ""
        self._looks: dict[str, tuple[bool | None, bool]] = {}

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        match tag:
            case "style" | "default-style":
                # The default of a family has no name; those of cells and of texts do not meet otherwise.
                self._own = given.get("name", f"*{given.get('family', '')}")
                parent = given.get("parent-style-name", "") or f"*{given.get('family', '')}" * (tag == "style")
                self._styles[self._own] = _OdsStyle(parent, None, given.get("data-style-name", ""))
            case "text-properties" if self._own:
                lines = given.get("text-line-through-style"), given.get("text-line-through-type")
                if any(lines):
                    self._styles[self._own] = self._styles[self._own]._replace(is_struck="none" not in lines)
            case "number-style" | "percentage-style" | "currency-style":
                self._data = given.get("name", "")
            case "number" if given.get("display-factor", "1") != "1":
                self._scaled.add(self._data)

    def end(self, tag: str) -> None:
        if tag in {"style", "default-style"}:
            self._own = ""

    def look(self, name: str) -> tuple[bool | None, bool]:
        """Whether what looks so is struck out, and whether a number is shown in thousands or the like."""
        if name not in self._looks:
            above = list(self._lineage(name))
            struck = next((one.is_struck for one in above if one.is_struck is not None), None)
            self._looks[name] = struck, next((one.data in self._scaled for one in above if one.data), False)
        return self._looks[name]

    def _lineage(self, name: str) -> Iterator[_OdsStyle]:
        for _ in range(_MOST_PARENTS):
            own = self._styles.get(name)
            if own is None:
                return
            yield own
            name = own.parent


_MOST_PARENTS = 20


class _Ods:
    """The notes of an OpenDocument spreadsheet (ISO/IEC 26300)."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.styles = _OdsStyles()
        self.found: dict[str, SheetNotes] = {}
        self.names: dict[str, str] = {}
        self._notes = SheetNotes()
        self._row = self._column = self._cells = 0
        self._repeat = self._wide = 1
        self._given: Mapping[str, str] = {}
        self._ends: list[int] = []  # of columns that look alike, and how they look
        self._of_columns: list[str] = []
        self._of_row = ""
        self._spans: list[bool | None] = []
        self._runs: Runs = []
        self._aside = 0
        self._has_text = self._is_text = False

    def sheets(self) -> dict[str, SheetNotes]:
        if self.archive.read("mimetype")[:100].strip() != b"application/vnd.oasis.opendocument.spreadsheet":
            raise RefusedError("ITR498", **WORKBOOK, **damage("mimetype"))
        parts = {
            "META-INF/manifest.xml": (self._start, self._end),
            "styles.xml": (self.styles.start, self.styles.end),
            "content.xml": (self._start, self._end),
            "meta.xml": (lambda *_: None, _void),
            "settings.xml": (lambda *_: None, _void),
        }
        for part, (start, end) in parts.items():
            if part in self.archive.namelist():
                walk(self.archive, part, lambda tag, given, start=start: start(tag, local(given)), end, self._text)  # type: ignore[misc]
        return self.found

    def _start(self, tag: str, given: dict[str, str]) -> None:
        match tag:
            case "encryption-data":
                raise RefusedError("ITR497")
            case "table":
                notes = SheetNotes(part="content.xml", names=self.names)
                self._notes = self.found.setdefault(given.get("name", ""), notes)
                self._row = self._column = 0
                self._ends, self._of_columns = [], []
            case "table-column":
                last = self._ends[-1] if self._ends else 0
                self._ends.append(last + _times(given, "number-columns-repeated"))
                self._of_columns.append(given.get("default-cell-style-name", ""))
            case "table-row":
                self._repeat, self._column = _times(given, "number-rows-repeated"), 0
                self._of_row = given.get("default-cell-style-name", "")
                self._notes.hidden = self._notes.hidden or given.get("visibility", "visible") != "visible"
            case "table-cell" | "covered-table-cell":
                self._start_cell(given)
            case "named-range" | "named-expression":
                self.names[given.get("name", "")] = formula_text(
                    given.get("cell-range-address", given.get("expression", ""))
                )
            case "annotation":
                self._aside += 1
            case "p" if not self._aside:
                self._has_text = self._is_text = True
            case "span":
                own = self.styles.look(given.get("style-name", ""))[0]
                self._spans.append(own if own is not None or not self._spans else self._spans[-1])
            case _:
                self.styles.start(tag, given)

    def _start_cell(self, given: Mapping[str, str]) -> None:
        self._given, self._wide = given, _times(given, "number-columns-repeated")
        self._runs, self._has_text = [], False
        row, column, notes = self._row, self._column, self._notes
        type_ = given.get("value-type", "")
        if type_ and (row + self._repeat > MOST_ROW or column + self._wide > MOST_COLUMN):
            raise RefusedError("ITR417", cell=f"R{row + self._repeat}C{column + self._wide}")
        self._cells += self._repeat * self._wide if type_ else 1
        if self._cells > MOST_CELLS:
            raise RefusedError("ITR417", cell=f"R{row + 1}C{column + 1}")
        tall, broad = _times(given, "number-rows-spanned"), _times(given, "number-columns-spanned")
        if tall > 1 or broad > 1:
            notes.merges.append(((row, column), (row + tall - 1, column + broad - 1)))
            check_merges(len(notes.merges))
        if type_ == "percentage":
            notes.percents.update(self._places())
        if "formula" in given:
            notes.formulas[row, column] = formula_text(given["formula"])
            if not type_:
                notes.uncalculated.add((row, column))

    def _end(self, tag: str) -> None:
        match tag:
            case "table-row":
                self._row += self._repeat
            case "table-cell" | "covered-table-cell":
                if self._given.get("value-type"):
                    self._end_cell()
                self._column += self._wide
            case "annotation":
                self._aside -= 1
            case "p":
                self._is_text = False
            case "span" if self._spans:
                self._spans.pop()
            case _:
                self.styles.end(tag)

    def _end_cell(self) -> None:
        """Note of a cell with a value in which way it shows another thing."""
        text = "".join(text for text, _ in self._runs).strip()
        struck, is_scaled = self.styles.look(self._look())
        is_number = self._given["value-type"] in {"float", "currency", "percentage"}
        is_other = not any(map(str.isdigit, text)) or says_scale(text) or is_scaled
        if is_number and self._has_text and is_other:
            self._notes.shown.update(dict.fromkeys(self._places(), text))
        rest = without_struck(self._runs or [("1", None)], by_itself=bool(struck))
        if rest is not None:
            self._notes.struck.update(dict.fromkeys(self._places(), rest))

    def _look(self) -> str:
        """Find the look of the cell: its own, else that of its row, else of its column."""
        number = bisect_right(self._ends, self._column)
        of_column = self._of_columns[number] if number < len(self._of_columns) else ""
        return self._given.get("style-name", "") or self._of_row or of_column or "*table-cell"

    def _places(self) -> Iterator[Cell]:
        return ((self._row + r, self._column + c) for r in range(self._repeat) for c in range(self._wide))

    def _text(self, text: str) -> None:
        if self._is_text and not self._aside:
            self._runs.append((text, self._spans[-1] if self._spans else None))


def _times(given: Mapping[str, str], key: str) -> int:
    told = given.get(key, "1")
    if not told.isdigit() or len(told) > 9:
        raise RefusedError("ITR417", cell=told[:20])
    return max(1, int(told))


def _void(_: object) -> None:
    """Give nothing."""
