"""Find the workbooks of a folder that strangers filled: loose, in folders, in zips; what they are, their bytes say.

Nothing is unpacked to the disk, no link is followed, and folders, archives, files and bytes are counted.
"""

import io
import os
import stat
import zipfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from ..files.contents import MEBIBYTE, OLE, ZIP, read_bytes
from ..files.guard import MOST_RATIO
from ..files.reasons import damage, reasons
from ..files.tables import MOST_BYTES
from ..model.codes import of
from ..model.findings import Finding, Place, finding
from ..model.records import Trait
from ..model.sentences import Pair

MOST_FILES = 20_000
DEEPEST = 8
"""Folders within folders, and archives within archives, together."""
MOST_ARCHIVE = 100 * MEBIBYTE
MOST_UNPACKED = 1024 * MEBIBYTE  # of all archives together
MOST_LISTED = 100_000  # entries that an archive may seem to have; each takes memory before it is looked at
_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".zip")
_CLOSED = {".rar": b"Rar!\x1a\x07", ".7z": b"7z\xbc\xaf\x27\x1c"}
"""Archives that only programs of their own open, by their first bytes."""
_ENTRY = b"PK\x01\x02"
_OTHER = tuple(name.encode("utf-16-le") for name in ("WordDocument", "PowerPoint Document"))


class Workbook(NamedTuple):
    """A file that may be a form; one in an archive is named as if that were a folder."""

    name: str
    content: bytes


class Other(NamedTuple):
    """A file that is no workbook, such as evidence."""

    name: str


Met: TypeAlias = Workbook | Other | Finding
Kind: TypeAlias = Literal["workbook", "archive", "closed", "other", "damaged"]


def returned_files(folder: Path) -> Iterator[Met]:
    """Go through a folder, or one file, in the order of names."""
    walk = _Walk()
    try:
        if folder.is_dir():
            yield from walk.folder(folder, "", 0)
        else:
            yield from walk.file(folder, printable(folder.name), 0)
    except _FullError as full:
        yield full.finding


def kind_of(content: bytes) -> Kind:
    r"""Say what the bytes of a file are.

    >>> kind_of(b"%PDF-1.7"), kind_of(b"PK\x03\x04"), kind_of(b"Rar!\x1a\x07\x00")
    ('other', 'damaged', 'closed')
    """
    if content.startswith(OLE):
        return "other" if any(name in content for name in _OTHER) and b"W\0o\0r\0k\0b" not in content else "workbook"
    if content.startswith(tuple(_CLOSED.values())):
        return "closed"
    if not content.startswith((ZIP, b"PK\x05\x06")):
        return "other"
    if content[30:38] == b"mimetype":
        return "workbook" if b"opendocument.spreadsheet" in content[38:200] else "other"
    return _kind_of_zip(content)


def _kind_of_zip(content: bytes) -> Kind:
    """Say what a zip file is by what it lists."""
    if content.count(_ENTRY) > MOST_LISTED:
        return "damaged"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except Exception:  # noqa: BLE001  # hostile bytes fail in more ways than the library tells
        return "damaged"
    if any(name.startswith("xl/") for name in names):
        return "workbook"
    return "other" if "[Content_Types].xml" in names or "mimetype" in names else "archive"


def printable(name: str) -> str:
    """Give a name as text that UTF-8 can hold."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


class _FullError(Exception):
    def __init__(self, told: Finding) -> None:
        super().__init__(told.code)
        self.finding = told


_LINK: Pair = ("là liên kết, không phải tệp", "it is a link and not a file")
_SPECIAL: Pair = ("không phải tệp thường", "it is no regular file")
_DAMAGED_ZIP: Pair = ("tệp nén bị hỏng", "the archive is damaged")
_DAMAGED: Pair = ("tệp bị hỏng, không còn là bảng tính", "it is damaged and no workbook any more")
_OUTSIDE: Pair = ("tên trong tệp nén dẫn ra ngoài thư mục", "its name in the archive leads out of the folder")
_TWICE: Pair = ("tệp nén có hai tệp cùng tên này", "the archive has two files of this name")
_LOCKED: Pair = ("tệp nén có mật khẩu", "the archive is protected by a password")


def _not_opened(name: str, reason: Pair) -> Finding:
    return finding("ITR613", Place(name), reason=reason[0], reason_en=reason[1])


def _too_large(name: str, vi: str, en: str, limit: object) -> Finding:
    return finding("ITR101.forms", Place(name), found=vi, found_en=en, limit=limit)


def _closed(name: str) -> Finding:
    return finding("ITR613.archive", Place(name), kind=", ".join(_CLOSED))


class _Walk:
    """Counts what was met on the way."""

    def __init__(self) -> None:
        self.files = self.unpacked = 0

    def folder(self, path: Path, shown: str, depth: int) -> Iterator[Met]:
        if depth > DEEPEST:
            yield _too_large(shown, "quá nhiều tầng thư mục", "too many folders within folders", DEEPEST)
            return
        try:
            with os.scandir(path) as entries:
                names = sorted(entry.name for _, entry in zip(range(MOST_FILES + 1), entries, strict=False))
        except OSError as error:
            yield finding("ITR403", Place(shown), name=shown or printable(path.name), **reasons(error))
            return
        for name in names:
            inner, told = path / name, f"{shown}/{printable(name)}" if shown else printable(name)
            if _is_litter(name):
                continue
            try:
                mode = inner.lstat().st_mode
            except OSError as error:
                yield finding("ITR403", Place(told), name=told, **reasons(error))
                continue
            if stat.S_ISDIR(mode):
                yield from self.folder(inner, told, depth + 1)
            elif stat.S_ISREG(mode):
                yield from self.file(inner, told, depth)
            else:
                yield _not_opened(told, _LINK if stat.S_ISLNK(mode) else _SPECIAL)

    def file(self, path: Path, shown: str, depth: int) -> Iterator[Met]:
        self.count(shown)
        content = read_bytes(path, shown, MOST_ARCHIVE)
        if isinstance(content, Finding):
            is_large = Trait.TOO_LARGE in of(content).traits
            if is_large and shown.casefold().endswith(tuple(_CLOSED)):
                yield _closed(shown)
            else:
                is_ours = not is_large or shown.casefold().endswith(_SUFFIXES)
                yield content if is_ours else Other(shown)
            return
        yield from self.look(content, shown, depth)

    def look(self, content: bytes, shown: str, depth: int) -> Iterator[Met]:
        match kind_of(content):
            case "workbook" if len(content) > MOST_BYTES:
                yield finding("ITR101.data", Place(shown), name=shown, limit=MOST_BYTES // MEBIBYTE)
            case "workbook":
                yield Workbook(shown, content)
            case "archive":
                yield from self.archive(content, shown, depth + 1)
            case "closed":
                yield _closed(shown)
            case "damaged" | "other" if shown.casefold().endswith(tuple(_CLOSED)):
                yield _closed(shown)
            case "damaged" if not shown.casefold().endswith(_SUFFIXES[:-1]):
                yield _not_opened(shown, _DAMAGED_ZIP)
            case "damaged" | "other" if shown.casefold().endswith(
                _SUFFIXES
            ):  # by its bytes nothing; a form that was damaged is told
                yield _not_opened(shown, _DAMAGED)
            case "other":
                yield Other(shown)

    def count(self, shown: str) -> None:
        self.files += 1
        if self.files > MOST_FILES:
            raise _FullError(_too_large(shown, "quá nhiều tệp", "too many files", MOST_FILES))

    def archive(self, content: bytes, shown: str, depth: int) -> Iterator[Met]:
        if depth > DEEPEST:
            yield _too_large(shown, "quá nhiều tầng tệp nén", "too many archives within archives", DEEPEST)
            return
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            seen: set[str] = set()
            for member in sorted(archive.infolist(), key=lambda info: info.filename):
                name = printable(member.filename)
                parts = name.replace("\\", "/").split("/")
                if member.is_dir() or any(map(_is_litter, parts)):
                    continue
                told = f"{shown}/{name}"
                self.count(told)
                yield from self.member(archive, member, told, parts, seen, depth)

    def member(
        self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, told: str, parts: list[str], seen: set[str], depth: int
    ) -> Iterator[Met]:
        """Unpack one file of an archive, if its name and size are those of a file."""
        reason = _refusal(member, parts, seen)
        seen.add("/".join(parts).casefold())
        if reason is not None:
            yield _not_opened(told, reason)
        elif member.file_size > MOST_ARCHIVE or member.file_size > MOST_RATIO * max(member.compress_size, 1_000):
            size = f"{member.file_size // MEBIBYTE} MiB"
            yield _too_large(told, size, size, f"{MOST_ARCHIVE // MEBIBYTE} MiB")
        else:
            yield from self.unpack(archive, member, told, depth)

    def unpack(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, told: str, depth: int) -> Iterator[Met]:
        self.unpacked += member.file_size
        if self.unpacked > MOST_UNPACKED:
            size = f"{self.unpacked // MEBIBYTE} MiB"
            raise _FullError(_too_large(told, size, size, f"{MOST_UNPACKED // MEBIBYTE} MiB"))
        try:
            with archive.open(member) as stream:
                inner = stream.read(member.file_size + 1)
        except Exception as error:  # noqa: BLE001  # zlib, lzma and bz2 have no common class of errors
            yield finding("ITR613", Place(told), **damage(error))
        else:
            yield from self.look(inner, told, depth)


def _refusal(member: zipfile.ZipInfo, parts: Sequence[str], seen: Collection[str]) -> Pair | None:
    """Say why a member of an archive is not to be unpacked, by its name and its flags."""
    if ".." in parts or parts[0] == "" or ":" in parts[0]:
        return _OUTSIDE
    if "/".join(parts).casefold() in seen:
        return _TWICE
    if stat.S_ISLNK(member.external_attr >> 16):
        return _LINK
    return _LOCKED if member.flag_bits & 1 else None


def _is_litter(name: str) -> bool:
    """Whether programs left a file or folder behind: locks of Office, what macOS and Windows keep, hidden ones."""
    if name in {".", ".."}:
        return False
    return name.startswith(("~$", ".", "__MACOSX")) or name in {"Thumbs.db", "desktop.ini"}
