"""Files that are zips inside, made so that the same content gives the same bytes."""

import io
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, BinaryIO


def made_workbook(title: str, write: Callable[[Any], None]) -> bytes:
    """Let `write` fill a workbook; the same content gives the same bytes, and no text becomes a formula or a link.

    Raises:
        ModuleNotFoundError: the extra `report` is not installed.
    """
    import xlsxwriter  # noqa: PLC0415  # an extra

    stream = io.BytesIO()
    # Columns are as wide as so many digits of this font, which all programs have or know the measures of.
    font = {"font_name": "Times New Roman", "font_size": 11}
    kept = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(stream, {**kept, "default_format_properties": font})
    book.worksheet_class = _sheets()
    # A fixed day: the same workbook is the same file.
    book.set_properties({"title": title[:250], "created": datetime(2000, 1, 1)})  # noqa: DTZ001
    write(book)
    book.close()
    return stream.getvalue()


@cache
def _sheets() -> type:
    """Give sheets that look into each formula once.

    In every formula XlsxWriter searches for some forty functions that Excel got late; the same formulas stand in the forms
    of all units, and searching them took half of the time.
    """
    from xlsxwriter.worksheet import Worksheet  # noqa: PLC0415  # an extra

    slow = getattr(Worksheet(), "_prepare_formula", None)
    if slow is None:  # a version that has it no more is as it is
        return Worksheet  # type: ignore[no-any-return]
    prepare = lru_cache(maxsize=10_000)(slow)
    return type("Sheet", (Worksheet,), {"_prepare_formula": lambda _, *given, **named: prepare(*given, **named)})


def pack(stream: BinaryIO, files: Iterable[tuple[str, bytes]]) -> None:
    """Pack files into a zip one after another; the same files give the same bytes."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in files:
            archive.writestr(_member(name), content)


def _member(name: str) -> zipfile.ZipInfo:
    """Describe a member of a zip: one time for all, and nothing of the machine."""
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 0, 0
    return info


def repacked(content: bytes) -> bytes:
    """Pack a document anew so that its bytes follow from its parts: one time for all, in one order."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new,
    ):
        for name in sorted(old.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            new.writestr(_member(name), old.read(name))
    return stream.getvalue()
