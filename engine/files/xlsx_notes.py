"""Look an Excel workbook (ECMA-376) over before a reader opens it, and note what the reader does not give.

It reads no values: only number formats, what is struck out, failed and uncalculated formulas, and what would harm.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from posixpath import normpath
from typing import ClassVar, Literal, NamedTuple

from .guard import RefusedError, is_on, walk
from .number_formats import BUILT_IN, changes_texts, shows_per_cent, shows_plainly
from .sheet_notes import (
    LONGEST_FORMULA,
    MOST_CELLS,
    MOST_COLUMN,
    MOST_FORMATS,
    MOST_ROW,
    Runs,
    SheetNotes,
    check_merges,
    formula_text,
    without_struck,
)
from .tables import Cell, letters

_REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
_RANGE = re.compile(r"[A-Za-z]{1,3}[1-9][0-9]{0,6}(?::[A-Za-z]{1,3}[1-9][0-9]{0,6})?")
_DIMENSION = re.compile(rb"<(?:[\w.-]+:)?dimension\b[^>]*>(?:\s*</(?:[\w.-]+:)?dimension\s*>)?")
_SHEET_ROWS, _SHEET_COLUMNS = 1_048_576, 16_384  # of any sheet of Excel


def notes_of_xlsx(archive: zipfile.ZipFile) -> Mapping[str, SheetNotes]:
    """Give, by the sheet's name, what is in it besides values.

    Raises:
        RefusedError: if something in it would harm a reader.
    """
    return _Xlsx(archive).sheets()


def without_dimensions(content: bytes, notes: Iterable[SheetNotes]) -> bytes:
    """Take from a workbook the ranges that its sheets state, where a reader takes them for damage: nothing needs them."""
    odd = {each.part for each in notes if each.has_odd_dimension}
    if not odd:
        return content
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as new:
        for info in old.infolist():
            part = old.read(info)
            if info.filename in odd:
                head, rows, rest = part.partition(b"sheetData")
                part = _DIMENSION.sub(b"", head) + rows + rest
            new.writestr(info.filename, part)
    return stream.getvalue()


def _cell(reference: str) -> Cell:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise RefusedError("ITR417", cell=reference[:20])
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _area(reference: str) -> tuple[Cell, Cell] | None:
    """Read a range of several cells; None for one, or where it is no range."""
    first, _, last = reference.partition(":")
    known = last and _REFERENCE.fullmatch(first) and _REFERENCE.fullmatch(last)
    return (_cell(first), _cell(last)) if known else None


class _Style(NamedTuple):
    """How cells look: what their format does to numbers and to texts, and whether they are struck out."""

    code: str = "General"
    numbers: Literal["plain", "percent", "other"] = "plain"
    changes_texts: bool = False
    is_struck: bool = False


_PLAIN = _Style()


def _style(code: str, *, is_struck: bool) -> _Style:
    """Say how cells of a format look."""
    numbers: Literal["plain", "percent", "other"] = (
        "plain" if shows_plainly(code) else "percent" if shows_per_cent(code) else "other"
    )
    made = _Style(code, numbers, changes_texts(code), is_struck)
    return _PLAIN if made == _PLAIN._replace(code=code) else made


def _note_look(notes: SheetNotes, cell: Cell, kind: str, look: _Style, runs: Runs) -> None:
    """Note of a cell with a value in which way it shows another thing."""
    if kind in {"", "n"}:
        if look.numbers == "percent":
            notes.percents.add(cell)
        elif look.numbers == "other":
            notes.formats[cell] = look.code
    elif look.changes_texts and kind in {"s", "str", "inlineStr"}:
        notes.formats[cell] = look.code
    rest = without_struck(runs, by_itself=look.is_struck)
    if rest is not None:
        notes.struck[cell] = rest


class _Strings:
    """Pieces of rich text as they are met, in shared strings and in cells."""

    def __init__(self) -> None:
        self.runs: Runs = []
        self._struck: bool | None = None
        self._phonetic = 0
        self._is_text = False

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        match tag:
            case "r":
                self._struck = None
            case "rPr":
                self._struck = False
            case "strike" if self._struck is not None:
                self._struck = is_on(given)
            case "rPh":
                self._phonetic += 1
            case "t":
                self._is_text = not self._phonetic

    def end(self, tag: str) -> None:
        match tag:
            case "r":
                self._struck = None
            case "rPh":
                self._phonetic -= 1
            case "t":
                self._is_text = False

    def text(self, text: str) -> None:
        if self._is_text:
            self.runs.append((text, self._struck))

    def take(self) -> Runs:
        """Give the pieces, and begin anew."""
        runs, self.runs = self.runs, []
        return runs


class _Xlsx:
    """The notes of an Excel workbook (ECMA-376)."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.parts = {name.casefold(): name for name in archive.namelist()}  # the names of parts have no case
        self.names: dict[str, str] = {}

    def sheets(self) -> dict[str, SheetNotes]:
        archive = self.archive
        sheets, targets = self._sheet_parts()
        styles = self._styles(targets.get("styles", "xl/styles.xml"))
        strings = self._rich_strings(targets.get("sharedStrings", "xl/sharedStrings.xml"))
        found = {name: self._notes(part, styles, strings) for name, part in sheets.items()}
        read = set(sheets.values())
        others = (info.filename for info in archive.infolist() if info.filename.endswith((".xml", ".rels")))
        for part in others:
            if part not in read:
                walk(archive, part)
        return found

    def _sheet_parts(self) -> tuple[dict[str, str], dict[str, str]]:
        """Find the part of each sheet, by its name; and the other parts of the workbook, by what they are."""
        targets: dict[str, str] = {}
        kinds: dict[str, str] = {}
        listed: list[tuple[str, str]] = []

        def relation(tag: str, given: dict[str, str]) -> None:
            if tag == "Relationship" and given.get("TargetMode") != "External":
                target = given.get("Target", "")
                path = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
                targets[given.get("Id", "")] = path
                kinds.setdefault(given.get("Type", "").rpartition("/")[2], path)

        defined = ""

        def sheet(tag: str, given: dict[str, str]) -> None:
            nonlocal defined
            defined = given.get("name", "") if tag == "definedName" else ""
            if tag == "sheet":
                id_ = next((value for key, value in given.items() if key.rpartition(":")[2] == "id"), "")
                listed.append((given.get("name", ""), id_))

        def define(text: str) -> None:
            if defined and len(text) <= LONGEST_FORMULA:
                self.names[defined] = self.names.get(defined, "") + text

        walk(self.archive, self.parts.get("xl/_rels/workbook.xml.rels", "xl/_rels/workbook.xml.rels"), relation)
        walk(self.archive, self.parts.get("xl/workbook.xml", "xl/workbook.xml"), sheet, text=define)
        return self._named_parts(listed, targets), kinds

    def _named_parts(self, listed: Sequence[tuple[str, str]], targets: Mapping[str, str]) -> dict[str, str]:
        """Find the part of each sheet by the id of its relation; each name and each part may be there once."""
        found: dict[str, str] = {}
        for name, id_ in listed:
            part = self.parts.get(targets.get(id_, "").casefold(), "")
            if not part or "/worksheets/" not in f"/{part.casefold()}":
                continue
            if name in found or part in found.values():  # read once for each name, a small file takes for ever
                raise RefusedError("ITR499.twice", part=name[:60] if name in found else part[:60])
            found[name] = part
        return found

    def _styles(self, part: str) -> list[_Style]:
        """Read how the cells of each style look."""
        name = self.parts.get(part.casefold())
        if name is None:
            return []
        codes = {str(number): code for number, code in BUILT_IN.items()}
        struck: list[bool] = []
        looks: list[tuple[str, str]] = []
        inside = [""]

        def start(tag: str, given: dict[str, str]) -> None:
            above = inside[-1]
            inside.append(tag)
            match tag:
                case "numFmt" if above == "numFmts":
                    codes[given.get("numFmtId", "")] = given.get("formatCode", "")
                case "font" if above == "fonts":
                    struck.append(False)
                case "strike" if above == "font" and inside[-3] == "fonts":
                    struck[-1] = is_on(given)
                case "xf" if above == "cellXfs":
                    looks.append((given.get("numFmtId", ""), given.get("fontId", "")))

        walk(self.archive, name, start, lambda _: inside.pop())
        struck_fonts = {number for number, is_struck in enumerate(struck) if is_struck}
        looking = [
            (codes.get(id_, "General"), font.isdecimal() and int(font[:7]) in struck_fonts) for id_, font in looks
        ]
        seen = set(looking)
        if len(seen) > MOST_FORMATS:  # each is tried out
            told = f"{len(seen)} định dạng số", f"{len(seen)} number formats"
            raise RefusedError("ITR416", found=told[0], found_en=told[1], limit=MOST_FORMATS)
        known = {one: _style(one[0], is_struck=one[1]) for one in seen}
        return [known[one] for one in looking]

    def _rich_strings(self, part: str) -> dict[int, Runs]:
        """Read the pieces of the shared strings that are made of several, by the number of the string."""
        name = self.parts.get(part.casefold())
        found: dict[int, Runs] = {}
        if name is None:
            return found
        strings, number, is_rich = _Strings(), -1, False

        def start(tag: str, given: dict[str, str]) -> None:
            nonlocal number, is_rich
            if tag == "si":
                number, is_rich = number + 1, False
            is_rich = is_rich or tag == "rPr"
            strings.start(tag, given)

        def end(tag: str) -> None:
            strings.end(tag)
            if tag == "si" and (runs := strings.take()) and is_rich:
                found[number] = runs

        walk(self.archive, name, start, end, strings.text)
        return found

    def _notes(self, part: str, styles: Sequence[_Style], rich: Mapping[int, Runs]) -> SheetNotes:
        reader = _SheetReader(SheetNotes(part=part, names=self.names), styles, rich)
        walk(self.archive, part, reader.start, reader.end, reader.text)
        return reader.notes


@dataclass(slots=True)
class _XlsxCell:
    """The cell that is being read; `is_filled`: whether it is more than a blank that has a look."""

    at: Cell
    kind: str
    style: str
    has_formula: bool = False
    has_value: bool = False
    is_filled: bool = False

    def is_failed(self, text: str) -> bool:
        return self.kind == "e" or (self.kind == "str" and text.startswith("#"))

    def is_uncalculated(self, text: str) -> bool:
        return self.has_formula and (not self.has_value or (self.kind != "str" and not text))


class _SheetReader:
    """Reads one sheet as its elements are met."""

    def __init__(self, notes: SheetNotes, styles: Sequence[_Style], rich: Mapping[int, Runs]) -> None:
        self.notes = notes
        self._styles, self._rich = styles, rich
        self._seen: set[Cell] = set()
        self._cell: _XlsxCell | None = None
        self._row = self._column = -1
        self._merges = 0
        self._is_value = self._is_formula = False
        self._sharing: dict[str, Cell] = {}
        self._strings = _Strings()
        self._shown: list[str] = []  # of the cell, as its formula is
        self._formula: list[str] = []

    def start(self, tag: str, given: dict[str, str]) -> None:
        handle = self._STARTS.get(tag)
        if handle is not None:
            handle(self, given)
        elif self._is_value:
            self._strings.start(tag, given)

    def end(self, tag: str) -> None:
        if tag == "f":
            self._is_formula = False
        elif tag in {"v", "is"}:
            self._is_value = False
        elif self._is_value:
            self._strings.end(tag)
        if tag == "c" and self._cell is not None:
            self._end_cell(self._cell)

    def text(self, text: str) -> None:
        if self._is_formula:
            self._formula.append(text)
        if self._is_value:
            self._shown.append(text)
            self._strings.text(text)

    def _start_row(self, given: Mapping[str, str]) -> None:
        self._start_column(given)
        number = given.get("r", "")
        is_number = number.isdecimal() and len(number) < 12
        self._row, self._column = (int(number) - 1 if is_number else self._row + 1), -1
        if self._row >= _SHEET_ROWS:
            raise RefusedError("ITR417", cell=number or str(self._row + 1))

    def _start_column(self, given: Mapping[str, str]) -> None:
        self.notes.hidden = self.notes.hidden or given.get("hidden") in {"1", "true"}

    def _start_cell(self, given: Mapping[str, str]) -> None:
        # Without a name a cell is beside the one before, in the row that is open.
        at = _cell(given["r"]) if "r" in given else (self._row, self._column + 1)
        self._column = at[1]
        if at in self._seen or at[1] >= _SHEET_COLUMNS or len(self._seen) >= MOST_CELLS:
            raise RefusedError("ITR417", cell=given.get("r", f"R{at[0] + 1}C{at[1] + 1}"))
        self._seen.add(at)
        self._cell = _XlsxCell(at, given.get("t", ""), given.get("s", "0"))
        self._is_value = False
        self._shown.clear()

    def _start_formula(self, given: Mapping[str, str]) -> None:
        self._is_formula = True
        self._formula.clear()
        if (cell := self._cell) is None:
            return
        cell.has_formula = cell.is_filled = True
        if given.get("t") == "shared":
            self.notes.shared[cell.at] = self._sharing.setdefault(given.get("si", ""), cell.at)
        elif given.get("t") in {"array", "dataTable"} and (area := _area(given.get("ref", ""))):
            self.notes.areas.append(area)

    def _start_value(self, *, is_text: bool) -> None:
        self._is_value = True
        self._strings.take()
        if self._cell is not None:
            self._cell.has_value = True
            self._cell.is_filled = self._cell.is_filled or is_text or self._cell.kind not in {"", "n"}

    def _merge(self, _: Mapping[str, str]) -> None:
        self._merges += 1
        check_merges(self._merges)

    def _state_range(self, given: Mapping[str, str]) -> None:
        is_odd = not _RANGE.fullmatch(given.get("ref", ""))
        self.notes.has_odd_dimension = self.notes.has_odd_dimension or is_odd

    _STARTS: ClassVar[Mapping[str, Callable[["_SheetReader", Mapping[str, str]], object]]] = {
        "row": _start_row,
        "col": _start_column,
        "c": _start_cell,
        "f": _start_formula,
        "v": lambda self, _: self._start_value(is_text=False),
        "is": lambda self, _: self._start_value(is_text=True),
        "mergeCell": _merge,
        "dimension": _state_range,
    }

    def _end_cell(self, cell: _XlsxCell) -> None:
        notes, at, text = self.notes, cell.at, "".join(self._shown)
        if (cell.is_filled or text) and (at[0] >= MOST_ROW or at[1] >= MOST_COLUMN):
            raise RefusedError("ITR417", cell=f"{letters(at[1])}{at[0] + 1}")
        if cell.has_formula:
            notes.formulas[at] = formula_text("".join(self._formula))
        if cell.is_failed(text):
            notes.failed[at] = text[:20]
        elif cell.is_uncalculated(text):
            notes.uncalculated.add(at)
        if text:
            look, runs = self._look(cell), self._runs(cell, text)
            if look is not _PLAIN or any(struck for _, struck in runs):
                _note_look(notes, at, cell.kind, look, runs)

    def _look(self, cell: _XlsxCell) -> _Style:
        number = int(cell.style) if cell.style.isdecimal() and len(cell.style) < 8 else -1
        return self._styles[number] if 0 <= number < len(self._styles) else _PLAIN

    def _runs(self, cell: _XlsxCell, text: str) -> Runs:
        shared = self._rich.get(int(text[:9])) if cell.kind == "s" and text.isdecimal() else None
        return shared or self._strings.take() or [(text, None)]
