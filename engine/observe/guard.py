"""Look a workbook over before a reader opens it: a zip of bounded size, XML without entities, cells where cells can be.

It reads no values: only what the reader does not tell (formats of per cent, failed and uncalculated formulas) and what
would harm it.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import normpath
from typing import Any, TypeAlias, TypeVar
from xml.parsers import expat  # entities are refused as soon as they are declared

from ..model.findings import Finding, Place, finding
from ..model.reasons import damage
from .files import MEBIBYTE

MOST_PARTS = 2_000
MOST_PART = 50 * MEBIBYTE  # of one part, and of all of them together, unpacked
MOST_RATIO = 200
MOST_ROW, MOST_COLUMN = 20_000 + 100, 500 + 20  # a table of the most rows may stand below a title
MOST_CELLS = 4_000_000
MOST_MERGES = 20_000
_CHUNK = 1 << 16

T = TypeVar("T")

Cell: TypeAlias = tuple[int, int]
"""A row and a column, both from 0."""


@dataclass(slots=True)
class SheetNotes:
    """What stands in a sheet besides values.

    Attributes:
        percents: cells with a format of per cent.
        formulas: cells that hold a formula.
        failed: cells in which a formula has failed, with the sign that they show.
        uncalculated: formulas without a value.
        hidden: whether rows or columns are hidden.
    """

    percents: set[Cell] = field(default_factory=set)
    formulas: set[Cell] = field(default_factory=set)
    failed: dict[Cell, str] = field(default_factory=dict)
    uncalculated: set[Cell] = field(default_factory=set)
    hidden: bool = False


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


_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def _cell(reference: str) -> Cell:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise RefusedError("ITR417", cell=reference[:20])
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    cell = int(match[2]) - 1, column - 1
    if cell[0] >= MOST_ROW or cell[1] >= MOST_COLUMN:
        raise RefusedError("ITR417", cell=reference)
    return cell


class _Xlsx:
    """The notes of an Excel workbook (ECMA-376)."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive

    def sheets(self) -> dict[str, SheetNotes]:
        archive = self.archive
        percent_styles = self._percent_styles()
        found: dict[str, SheetNotes] = {}
        parts = dict(self._sheet_parts())
        for name, part in parts.items():
            found[name] = self._notes(part, percent_styles)
        others = (info.filename for info in archive.infolist() if info.filename.endswith((".xml", ".rels")))
        for part in others:
            if part not in parts.values():
                walk(archive, part, lambda *_: None)
        return found

    def _sheet_parts(self) -> Iterator[tuple[str, str]]:
        targets: dict[str, str] = {}
        listed: list[tuple[str, str]] = []

        def relation(tag: str, given: dict[str, str]) -> None:
            if tag == "Relationship":
                targets[given.get("Id", "")] = given.get("Target", "")

        def sheet(tag: str, given: dict[str, str]) -> None:
            if tag == "sheet":
                id_ = next((value for key, value in given.items() if key.rpartition(":")[2] == "id"), "")
                listed.append((given.get("name", ""), id_))

        walk(self.archive, "xl/_rels/workbook.xml.rels", relation)
        walk(self.archive, "xl/workbook.xml", sheet)
        names = set(self.archive.namelist())
        for name, id_ in listed:
            target = targets.get(id_, "")
            part = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
            if part in names and "/worksheets/" in f"/{part}":
                yield name, part

    def _percent_styles(self) -> set[int]:
        """Find the cell formats that show per cent."""
        if "xl/styles.xml" not in self.archive.namelist():
            return set()
        formats = {"9", "10"}  # the two that need not be declared
        styles: list[str] = []
        inside = [""]

        def start(tag: str, given: dict[str, str]) -> None:
            inside.append(tag)
            if tag == "numFmt" and "%" in given.get("formatCode", ""):
                formats.add(given.get("numFmtId", ""))
            if tag == "xf" and inside[-2] == "cellXfs":
                styles.append(given.get("numFmtId", ""))

        walk(self.archive, "xl/styles.xml", start, lambda _: void(inside.pop()))
        return {number for number, id_ in enumerate(styles) if id_ in formats}

    def _notes(self, part: str, percent_styles: set[int]) -> SheetNotes:
        notes = SheetNotes()
        seen: set[Cell] = set()
        cell: Cell | None = None
        kind, style, has_formula, has_value, merges = "", "", False, False, 0
        shown: list[str] = []

        def start(tag: str, given: dict[str, str]) -> None:
            nonlocal cell, kind, style, has_formula, has_value, merges
            match tag:
                case "row" | "col":
                    notes.hidden = notes.hidden or given.get("hidden") in {"1", "true"}
                    if tag == "row" and given.get("r", "1").isdigit() and int(given.get("r", "1")) > MOST_ROW:
                        raise RefusedError("ITR417", cell=given["r"])
                case "c":
                    cell = _cell(given["r"]) if "r" in given else None
                    if cell is not None and cell in seen:
                        raise RefusedError("ITR417", cell=given["r"])
                    if cell is not None:
                        seen.add(cell)
                    if len(seen) > MOST_CELLS:
                        raise RefusedError("ITR417", cell=given.get("r", "–"))
                    kind, style, has_formula, has_value = given.get("t", ""), given.get("s", ""), False, False
                    shown.clear()
                case "f":
                    has_formula = True
                case "v" | "is":
                    has_value = True
                case "mergeCell":
                    merges += 1
                    if merges > MOST_MERGES:
                        raise RefusedError(
                            "ITR416", found="quá nhiều ô gộp", found_en="too many merges", limit=MOST_MERGES
                        )

        def end(tag: str) -> None:
            if tag != "c" or cell is None:
                return
            if has_formula:
                notes.formulas.add(cell)
            if kind == "e" or (kind == "str" and "".join(shown).startswith("#")):
                notes.failed[cell] = "".join(shown)[:20]
            elif has_formula and (not has_value or (kind != "str" and not shown)):
                notes.uncalculated.add(cell)
            if style.isdigit() and int(style) in percent_styles:
                notes.percents.add(cell)

        def keep(text: str) -> None:
            if has_value:
                shown.append(text)

        walk(self.archive, part, start, end, keep)
        return notes


class _Ods:
    """The notes of an OpenDocument spreadsheet (ISO/IEC 26300)."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive

    def sheets(self) -> dict[str, SheetNotes]:
        if self.archive.read("mimetype")[:100].strip() != b"application/vnd.oasis.opendocument.spreadsheet":
            raise RefusedError("ITR498", **damage("mimetype"))
        found: dict[str, SheetNotes] = {}
        notes = SheetNotes()
        row = column = cells = 0
        repeat = 1

        def start(tag: str, given: dict[str, str]) -> None:
            nonlocal notes, row, column, repeat, cells
            plain = {key.rpartition(":")[2]: value for key, value in given.items()}
            match tag:
                case "encryption-data":
                    raise RefusedError("ITR497")
                case "table":
                    notes = found.setdefault(plain.get("name", ""), SheetNotes())
                    row, column = 0, 0
                case "table-row":
                    repeat, column = _times(plain, "number-rows-repeated"), 0
                    notes.hidden = notes.hidden or plain.get("visibility", "visible") != "visible"
                case "table-cell" | "covered-table-cell":
                    wide = _times(plain, "number-columns-repeated")
                    type_ = plain.get("value-type", "")
                    if type_ and (row + repeat > MOST_ROW or column + wide > MOST_COLUMN):
                        raise RefusedError("ITR417", cell=f"R{row + repeat}C{column + wide}")
                    cells += repeat * wide if type_ else 1
                    if cells > MOST_CELLS:
                        raise RefusedError("ITR417", cell=f"R{row + 1}C{column + 1}")
                    if type_ == "percentage":
                        notes.percents |= {(row + r, column + c) for r in range(repeat) for c in range(wide)}
                    if "formula" in plain:
                        notes.formulas.add((row, column))
                        if not type_:
                            notes.uncalculated.add((row, column))
                    column += wide

        def end(tag: str) -> None:
            nonlocal row
            if tag == "table-row":
                row += repeat

        for part in ("META-INF/manifest.xml", "content.xml", "styles.xml", "meta.xml", "settings.xml"):
            if part in self.archive.namelist():
                walk(
                    self.archive,
                    part,
                    start if part in {"content.xml", "META-INF/manifest.xml"} else lambda *_: None,
                    end,
                )
        return found


def _times(given: Mapping[str, str], key: str) -> int:
    told = given.get(key, "1")
    if not told.isdigit() or len(told) > 9:
        raise RefusedError("ITR417", cell=told[:20])
    return max(1, int(told))


def void(_: object) -> None:
    """Give nothing."""
