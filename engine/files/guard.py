"""Look a workbook over before a reader opens it: a zip of bounded size, XML without entities, cells where cells can be.

It reads no values: only what the reader does not tell (number formats, what is struck out, failed and uncalculated
formulas) and what would harm it.
"""

import io
import re
import zipfile
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import normpath
from typing import Any, Literal, NamedTuple, TypeAlias, TypeVar
from xml.parsers import expat  # entities are refused as soon as they are declared

from ..model.findings import Finding, Place, finding
from ..model.reasons import damage
from .contents import MEBIBYTE
from .number_formats import BUILT_IN, changes_texts, says_scale, shows_per_cent, shows_plainly
from .tables import letters

MOST_PARTS = 2_000
MOST_PART = 50 * MEBIBYTE  # of one part, and of all of them together, unpacked
MOST_RATIO = 200
MOST_ROW, MOST_COLUMN = 20_000 + 100, 500 + 20  # a table of the most rows may stand below a title
MOST_CELLS = 4_000_000
MOST_MERGES = 20_000
LONGEST_FORMULA = 8_192  # characters, as in Excel
MOST_FORMATS = 1_000  # ways in which the cells of a workbook look; Excel has some 250 number formats of one's own
_CHUNK = 1 << 16

T = TypeVar("T")

Cell: TypeAlias = tuple[int, int]
"""A row and a column, both from 0."""


@dataclass(slots=True)
class SheetNotes:
    """What stands in a sheet besides values.

    Attributes:
        percents: numbers with a format of per cent.
        formats: other cells whose number format does not show what they hold, each with the format.
        shown: the same where the file holds what is shown rather than a format (ODS): a number's text.
        struck: cells with text that is struck out, each with the text that is not: none of it where all is struck out.
        formulas: cells that hold a formula, each with its text as the file has it; empty where another
            cell has it, or it is longer than `LONGEST_FORMULA`.
        shared: of such cells, the one that has the formula, from where it is counted on.
        areas: the first and the last of cells that one formula fills.
        names: of the whole workbook, what stands behind the names that formulas use.
        failed: cells in which a formula has failed, with the sign that they show.
        uncalculated: formulas without a value.
        hidden: whether rows or columns are hidden.
        merges: the first and the last of merged cells, where the reader does not give them (ODS).
        part: of the archive, that holds the sheet.
        has_odd_dimension: whether the sheet states its range in a way that the reader takes for damage.
    """

    percents: set[Cell] = field(default_factory=set)
    formats: dict[Cell, str] = field(default_factory=dict)
    shown: dict[Cell, str] = field(default_factory=dict)
    struck: dict[Cell, str] = field(default_factory=dict)
    formulas: dict[Cell, str] = field(default_factory=dict)
    shared: dict[Cell, Cell] = field(default_factory=dict)
    areas: list[tuple[Cell, Cell]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    failed: dict[Cell, str] = field(default_factory=dict)
    uncalculated: set[Cell] = field(default_factory=set)
    hidden: bool = False
    merges: list[tuple[Cell, Cell]] = field(default_factory=list)
    part: str = ""
    has_odd_dimension: bool = False


Runs: TypeAlias = list[tuple[str, bool | None]]
"""The pieces of a text, each with whether it is struck out; None where its cell's own look decides."""


def _formula(text: str) -> str:
    return text if len(text) <= LONGEST_FORMULA else ""


class RefusedError(Exception):
    """A file that is not opened, with the finding that says why."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params: dict[str, Any] = params


def inspect(content: bytes, name: str) -> Mapping[str, SheetNotes] | Finding:
    """Look over an XLSX or ODS file.

    Returns:
        By the sheet's name, what stands in it besides values; or why the file is not opened.
    """

    def sheets(archive: zipfile.ZipFile) -> Mapping[str, SheetNotes]:
        return _Ods(archive).sheets() if "mimetype" in archive.namelist() else _Xlsx(archive).sheets()

    return opened(content, name, sheets)


def opened(content: bytes, name: str, read: Callable[[zipfile.ZipFile], T]) -> T | Finding:
    """Open an archive whose list of parts is within the limits, and read it; or say why it is not opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_entries(archive)
            return read(archive)
    except RefusedError as refused:
        return finding(refused.code, Place(name), **refused.params)
    except (
        zipfile.BadZipFile,
        expat.ExpatError,
        KeyError,
        ValueError,
        OSError,
        EOFError,
        NotImplementedError,
    ) as error:
        return finding("ITR498", Place(name), **damage(error))
    except RuntimeError:  # zipfile's word for a part that needs a password
        return finding("ITR497", Place(name))
    except Exception as error:  # noqa: BLE001  # zlib's errors have no common class with the others
        return finding("ITR498", Place(name), **damage(error))


def check_entries(archive: zipfile.ZipFile) -> None:
    """Hold the list of parts against the limits, before any of them is unpacked."""
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise RefusedError("ITR416", found=f"{len(parts)} phần", found_en=f"{len(parts)} parts", limit=MOST_PARTS)
    seen: set[str] = set()
    total = 0
    for part in parts:
        path = part.filename
        if path.startswith(("/", "\\")) or ".." in path.replace("\\", "/").split("/") or ":" in path:
            raise RefusedError("ITR495", part=path[:60])
        if path.casefold() in seen:
            raise RefusedError("ITR496", part=path[:60])
        seen.add(path.casefold())
        if part.flag_bits & 1:
            raise RefusedError("ITR497")
        total += part.file_size
        if total > MOST_PART or part.file_size > MOST_RATIO * max(part.compress_size, 1_000):
            size = f"{total // MEBIBYTE} MiB"
            raise RefusedError("ITR416", found=size, found_en=size, limit=f"{MOST_PART // MEBIBYTE} MiB")


def walk(
    archive: zipfile.ZipFile,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] = lambda _: None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Run through the elements of a part; a document type, and so any entity, is refused."""
    parser = expat.ParserCreate(namespace_separator=None)
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise RefusedError("ITR499", part=part[:60])

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda tag, given: start(tag.rpartition(":")[2], given)
    parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
    if text is not None:
        parser.CharacterDataHandler = text
    read = 0
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            read += len(chunk)
            if read > MOST_PART:  # the directory may lie
                size = f"{read // MEBIBYTE} MiB"
                raise RefusedError("ITR416", found=size, found_en=size, limit=f"{MOST_PART // MEBIBYTE} MiB")
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


_REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
_RANGE = re.compile(r"[A-Za-z]{1,3}[1-9][0-9]{0,6}(?::[A-Za-z]{1,3}[1-9][0-9]{0,6})?")
_DIMENSION = re.compile(rb"<(?:[\w.-]+:)?dimension\b[^>]*>(?:\s*</(?:[\w.-]+:)?dimension\s*>)?")
_SHEET_ROWS, _SHEET_COLUMNS = 1_048_576, 16_384  # of any sheet of Excel


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


def is_on(given: Mapping[str, str]) -> bool:
    """Whether an element such as `<strike/>` says yes."""
    return next((value for key, value in given.items() if key.rpartition(":")[2] == "val"), "1") not in {
        "0", "false", "off",
    }  # fmt: skip


def _not_struck(runs: Runs, *, by_itself: bool) -> str | None:
    """Give what is not struck out of a text; None where nothing is. `by_itself`: whether its cell is struck out."""
    seen = [(text, by_itself if struck is None else struck) for text, struck in runs]
    if not any(struck and text.strip() for text, struck in seen):
        return None
    return "".join(text for text, struck in seen if not struck).strip()


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
    rest = _not_struck(runs, by_itself=look.is_struck)
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

        walk(self.archive, name, start, lambda _: void(inside.pop()))
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
                    if merges > MOST_MERGES:
                        raise _too_many_merges()
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
                notes.formulas[cell] = _formula("".join(formula))
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
            raise RefusedError("ITR498", **damage("mimetype"))
        parts = {
            "META-INF/manifest.xml": (self._start, self._end),
            "styles.xml": (self.styles.start, self.styles.end),
            "content.xml": (self._start, self._end),
            "meta.xml": (lambda *_: None, void),
            "settings.xml": (lambda *_: None, void),
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
                self.names[given.get("name", "")] = _formula(
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
            if len(notes.merges) > MOST_MERGES:
                raise _too_many_merges()
        if type_ == "percentage":
            notes.percents.update(self._places())
        if "formula" in given:
            notes.formulas[row, column] = _formula(given["formula"])
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
        rest = _not_struck(self._runs or [("1", None)], by_itself=bool(struck))
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


def local(given: Mapping[str, str]) -> dict[str, str]:
    """Take the prefixes from the names of attributes."""
    return {key.rpartition(":")[2]: value for key, value in given.items()}


def _too_many_merges() -> RefusedError:
    return RefusedError("ITR416", found="quá nhiều ô gộp", found_en="too many merges", limit=MOST_MERGES)


def _times(given: Mapping[str, str], key: str) -> int:
    told = given.get(key, "1")
    if not told.isdigit() or len(told) > 9:
        raise RefusedError("ITR417", cell=told[:20])
    return max(1, int(told))


def void(_: object) -> None:
    """Give nothing."""
