"""Open archives that strangers send: zips of bounded size whose XML has no entities, whatever they hold."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from xml.parsers import expat  # entities are refused as soon as they are declared

from ..model.findings import Finding, Place, finding
from .contents import MEBIBYTE
from .reasons import WORKBOOK, damage

MOST_PARTS = 2_000
MOST_PART = 50 * MEBIBYTE  # of one part, and of all of them together, unpacked
MOST_RATIO = 200
_CHUNK = 1 << 16

T = TypeVar("T")


class RefusedError(Exception):
    """A file that is not opened, with the finding that says why."""

    def __init__(self, row: str, **params: object) -> None:
        super().__init__(row)
        self.row = row
        self.params: dict[str, Any] = params


def opened(content: bytes, name: str, read: Callable[[zipfile.ZipFile], T]) -> T | Finding:
    """Open an archive whose list of parts is within the limits, and read it; or say why it is not opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_entries(archive)
            return read(archive)
    except RefusedError as refused:
        return finding(refused.row, Place(name), **refused.params)
    except (
        zipfile.BadZipFile,
        expat.ExpatError,
        KeyError,
        ValueError,
        OSError,
        EOFError,
        NotImplementedError,
    ) as error:
        return finding("ITR498", Place(name), **WORKBOOK, **damage(error))
    except RuntimeError:  # zipfile's word for a part that needs a password
        return finding("ITR497", Place(name))
    except Exception as error:  # noqa: BLE001  # zlib's errors have no common class with the others
        return finding("ITR498", Place(name), **WORKBOOK, **damage(error))


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
            raise RefusedError("ITR499.name", part=path[:60])
        if path.casefold() in seen:
            raise RefusedError("ITR499.twice", part=path[:60])
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
    start: Callable[[str, dict[str, str]], None] | None = None,
    end: Callable[[str], object] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Run through the elements of a part; a document type, and so any entity, is refused.

    What is not asked for costs no call of Python: a part is checked by the parser alone.
    """
    parser = expat.ParserCreate(namespace_separator=None)
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise RefusedError("ITR499", part=part[:60])

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    if start is not None:
        parser.StartElementHandler = lambda tag, given: start(tag.rpartition(":")[2], given)
    if end is not None:
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


def is_on(given: Mapping[str, str]) -> bool:
    """Whether an element such as `<strike/>` says yes."""
    return next((value for key, value in given.items() if key.rpartition(":")[2] == "val"), "1") not in {
        "0", "false", "off",
    }  # fmt: skip


def local(given: Mapping[str, str]) -> dict[str, str]:
    """Take the prefixes from the names of attributes."""
    return {key.rpartition(":")[2]: value for key, value in given.items()}
