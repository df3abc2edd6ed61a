"""Look an Excel workbook (ECMA-376) over before a reader opens it, and note what the reader does not give.

It reads no values: only number formats, what is struck out, failed and uncalculated formulas, and what would harm.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from posixpath import normpath
from typing import Literal, NamedTuple

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
                walk(archive, part, lambda *_: None)
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
        found: dict[str, str] = {}
        for name, id_ in listed:
            part = self.parts.get(targets.get(id_, "").casefold(), "")
            if not part or "/worksheets/" not in f"/{part.casefold()}":
                continue
            if name in found or part in found.values():  # read once for each name, a small file takes for ever
                raise RefusedError("ITR496", part=name[:60] if name in found else part[:60])
            found[name] = part
        return found, kinds

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
        looking = [
            (codes.get(id_, "General"), font.isdecimal() and int(font[:7]) < len(struck) and struck[int(font[:7])])
            for id_, font in looks
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

    def _notes(self, part: str, styles: list[_Style], rich: Mapping[int, Runs]) -> SheetNotes:  # noqa: C901
        notes = SheetNotes(part=part, names=self.names)
        seen: set[Cell] = set()
        cell: Cell | None = None
        row = column = -1
        kind, style, has_formula, has_value, is_inside, is_filled, merges = "", "", False, False, False, False, 0
        shown: list[str] = []
        formula: list[str] = []
        is_formula = False
        sharing: dict[str, Cell] = {}
        strings = _Strings()

        def start(tag: str, given: dict[str, str]) -> None:
            nonlocal cell, row, column, kind, style, has_formula, has_value, is_inside, is_filled, merges, is_formula
            match tag:
                case "row" | "col":
                    notes.hidden = notes.hidden or given.get("hidden") in {"1", "true"}
                    if tag == "row":
                        told = given.get("r", "")
                        row, column = (int(told) - 1 if told.isdecimal() and len(told) < 12 else row + 1), -1
                        if row >= _SHEET_ROWS:
                            raise RefusedError("ITR417", cell=told or str(row + 1))
                case "c":
                    # Without a name a cell stands beside the one before, in the row that is open.
                    cell = _cell(given["r"]) if "r" in given else (row, column + 1)
                    column = cell[1]
                    if cell in seen or column >= _SHEET_COLUMNS or len(seen) >= MOST_CELLS:
                        raise RefusedError("ITR417", cell=given.get("r", f"R{cell[0] + 1}C{column + 1}"))
                    seen.add(cell)
                    kind, style = given.get("t", ""), given.get("s", "0")
                    has_formula = has_value = is_inside = is_filled = False
                    shown.clear()
                case "f":
                    has_formula = is_filled = is_formula = True
                    formula.clear()
                    if cell is not None and given.get("t") == "shared":
                        notes.shared[cell] = sharing.setdefault(given.get("si", ""), cell)
                    elif given.get("t") in {"array", "dataTable"} and (area := _area(given.get("ref", ""))):
                        notes.areas.append(area)
                case "v" | "is":
                    has_value = is_inside = True
                    is_filled = is_filled or tag == "is" or kind not in {"", "n"}
                    strings.take()
                case "mergeCell":
                    merges += 1
                    check_merges(merges)
                case "dimension":
                    notes.has_odd_dimension = notes.has_odd_dimension or not _RANGE.fullmatch(given.get("ref", ""))
                case _ if is_inside:
                    strings.start(tag, given)

        def end(tag: str) -> None:
            nonlocal is_inside, is_formula
            if tag == "f":
                is_formula = False
            elif tag in {"v", "is"}:
                is_inside = False
            elif is_inside:
                strings.end(tag)
            if tag != "c" or cell is None:
                return
            text = "".join(shown)
            if (is_filled or text) and (cell[0] >= MOST_ROW or cell[1] >= MOST_COLUMN):
                raise RefusedError("ITR417", cell=f"{letters(cell[1])}{cell[0] + 1}")
            if has_formula:
                notes.formulas[cell] = formula_text("".join(formula))
            if kind == "e" or (kind == "str" and text.startswith("#")):
                notes.failed[cell] = text[:20]
            elif has_formula and (not has_value or (kind != "str" and not shown)):
                notes.uncalculated.add(cell)
            if text:
                look = styles[int(style)] if style.isdecimal() and 0 <= int(style[:7]) < len(styles) else _PLAIN
                runs = rich.get(int(text[:9])) if kind == "s" and text.isdecimal() else None
                runs = runs or strings.take() or [(text, None)]
                if look is not _PLAIN or any(struck for _, struck in runs):
                    _note_look(notes, cell, kind, look, runs)

        def keep(text: str) -> None:
            if is_formula:
                formula.append(text)
            if is_inside:
                shown.append(text)
                strings.text(text)

        walk(self.archive, part, start, end, keep)
        return notes
