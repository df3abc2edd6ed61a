"""Make the reports of a bundle again: of which of our reports a file is each byte, and by which options.

A report is recognised when it is frozen; the manifest keeps how it was made, so that `verify` makes it again and compares
each byte. What is not recognised (a template of the province's own, an edited file) is held by its hash, and its figures
are read.
"""

import io
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePosixPath
from typing import Any

from ..model.findings import Finding
from ..model.result import Result
from ..publish.csv_out import write_csv
from ..result.published import Published
from .charts import charts
from .claims.reading import parse_document
from .contents import contents
from .docx import document
from .html import page
from .open_data import package
from .pdf import profiles_pdf, report_pdf
from .profiles import profiles
from .text import announcement
from .xlsx import workbook

LANGUAGES = ("vi", "en")
_LIBRARIES: Mapping[str, tuple[str, ...]] = {
    "html": ("Jinja2", "vl-convert-python"),
    "xlsx": ("XlsxWriter", "zlib"),
    "docx": ("Jinja2", "docxtpl", "python-docx", "vl-convert-python", "zlib"),
    "pdf": ("typst", "vl-convert-python"),
    "profiles": ("pikepdf", "typst"),
}
FORMATS = ("json", "csv", "text", "html", "xlsx", "docx", "pdf", "profiles", "open-data")
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "text": ("agency",),
    "docx": ("agency", "place", "date", "bundle"),
    "pdf": ("agency", "place", "date", "bundle"),
}
"""Which options the reports of a format have; the others have none."""
_SUFFIXES: Mapping[str, tuple[str, ...]] = {
    ".json": ("json", "open-data"),
    ".csv": ("csv", "open-data"),
    ".txt": ("text",),
    ".md": ("text", "open-data"),
    ".html": ("html",),
    ".htm": ("html",),
    ".xlsx": ("xlsx",),
    ".docx": ("docx",),
    ".pdf": ("pdf", "profiles"),
}
_MOST_PROFILES = 200  # units: a page each, which a typesetter sets in a second or two
_PLACE_AND_DAY = (
    re.compile(r"(?P<place>.*), ngày (?:…+ tháng …+ năm …+|(?P<d>\d\d?) tháng (?P<m>\d\d?) năm (?P<y>\d{4}))"),
    re.compile(r"(?P<place>.*), (?:date …+|(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d))"),
)
_BUNDLE = re.compile(r"SHA-256: ([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a report is made of a result.

    Attributes:
        format: one of `FORMATS`; `json` is the result itself, `open-data` a file of that package.
        lang: what it speaks.
        agency: who publishes, where that was given; so the place, the day (ISO) and the hash of a bundle's manifest.
    """

    format: str
    lang: str
    agency: str = ""
    place: str = ""
    date: str = ""
    bundle: str = ""

    @property
    def options(self) -> dict[str, str]:
        """What of it the result does not say, where that was given."""
        return {key: value for key in OPTIONS["docx"] if (value := getattr(self, key))}

    def record(self, path: str) -> dict[str, str]:
        """Give it as a row of a manifest."""
        return {"path": path, **asdict(self)}


def made(recipe: Recipe, published: Published, result: Result, content: bytes, name: str) -> bytes | None:
    """Make a report.

    Args:
        recipe: how.
        published: the result that it is made of.
        result: the same, as computed.
        content: its bytes.
        name: of the report's file; of a package of open data it says which file.

    Returns:
        Its bytes, or None where there is no such file, or none that could be made.

    Raises:
        ModuleNotFoundError: a library is not installed.
        ValueError: the day is none.
    """
    told = replace(published, lang=recipe.lang)
    match recipe.format:
        case "json":
            return content
        case "csv":
            stream = io.StringIO()
            write_csv(result, stream, recipe.lang)
            return stream.getvalue().encode()
        case "text":
            return announcement(told, recipe.agency).encode()
        case "html":
            return page(told).encode()
        case "xlsx":
            book = workbook(told)
            return book if isinstance(book, bytes) else None
        case "profiles":
            return profiles_pdf(profiles(told))
        case "open-data":
            text = package(told, content).get(name)
            return None if text is None else text.encode()
    day = date.fromisoformat(recipe.date) if recipe.date else None
    report = contents(told, agency=recipe.agency, place=recipe.place, day=day, manifest=recipe.bundle)
    if recipe.format == "pdf":
        return report_pdf(report, charts(told))
    filled = document(report, None, "", charts(told))
    return filled if isinstance(filled, bytes) else None


def recognised(
    content: bytes, name: str, published: Published, result: Result, own: bytes, known: Iterable[Recipe] = ()
) -> Recipe | None:
    """Find out of which of our reports a file is each byte, and with which options.

    Args:
        content: of the file.
        name: of the file.
        published: the result.
        result: the same, as computed.
        own: its bytes.
        known: recipes of the reports beside it: a PDF does not say its options.
    """
    for recipe in candidates(content, name, published, known):
        try:
            if made(recipe, published, result, own, name) == content:
                return recipe
        except ModuleNotFoundError:
            continue
    return None


def candidates(content: bytes, name: str, published: Published, known: Iterable[Recipe] = ()) -> Iterator[Recipe]:
    """Give what a file of this name may be, the likelier first; its options are read in it."""
    forms = _SUFFIXES.get(PurePosixPath(name).suffix.casefold(), ())
    for form in forms:
        if form == "profiles" and len(published.record.units) > _MOST_PROFILES:
            continue
        for lang in sorted(LANGUAGES, key=lambda each: each != published.lang):
            plain = Recipe(form, lang)
            yield plain
            if form == "text":
                yield from _with_agency(plain, content, published)
            elif form == "docx":
                yield from _with_options(plain, content)
            elif form == "pdf":
                yield from (replace(each, format="pdf", lang=lang) for each in known if each.options)
            if form in {"json", "open-data"}:
                break  # these speak no language, or both


def _with_agency(plain: Recipe, content: bytes, published: Published) -> Iterator[Recipe]:
    """Read the agency where it stands: the one line that a text without an agency does not have."""
    lines = content.decode("utf-8", "replace").splitlines()[:20]
    without = announcement(replace(published, lang=plain.lang)).splitlines()
    place = next((at for at, (one, other) in enumerate(zip(lines, without, strict=False)) if one != other), None)
    if place is not None:
        yield replace(plain, agency=lines[place])


def _with_options(plain: Recipe, content: bytes) -> Iterator[Recipe]:
    """Read agency, place, day and hash where the shipped template puts them: a capital is the capital of a capital."""
    read = parse_document(content, "a.docx")
    if isinstance(read, Finding):
        return
    cells = [passage.cells for passage in read.passages[:2] if passage.cells]
    if len(cells) < 2 or not cells[0] or not cells[1]:
        return
    agency = cells[0][0].rstrip("_ ")
    if agency.startswith("("):
        agency = ""
    found = _PLACE_AND_DAY[plain.lang == "en"].fullmatch(cells[1][-1])
    if found is None:
        return
    place = "" if found["place"].startswith("…") else found["place"]
    day = "" if found["y"] is None else f"{found['y']}-{int(found['m']):02}-{int(found['d']):02}"
    hashes = [made[1] for passage in read.passages[2:4] if (made := _BUNDLE.search(passage.text)) is not None]
    yield replace(plain, agency=agency, place=place, date=day, bundle=hashes[0] if hashes else "")


def libraries(recipes: Iterable[Recipe]) -> dict[str, str]:
    """Give the versions of the libraries on which the bytes of reports hang."""
    names = {name for recipe in recipes for name in _LIBRARIES.get(recipe.format, ())}
    return {name: library_version(name) for name in sorted(names)}


def library_version(name: str) -> str:
    """Give the version of a library that is installed, else 0."""
    if name == "zlib":
        return zlib.ZLIB_RUNTIME_VERSION
    try:
        return version(name)
    except PackageNotFoundError:
        return "0"


def other_libraries(recipe: Recipe, dependencies: Mapping[str, str]) -> list[str]:
    """Name the libraries of which a bundle states another version than is installed here, with both."""
    names = _LIBRARIES.get(recipe.format, ())
    here = {name: library_version(name) for name in names}
    return [
        f"{name} {dependencies.get(name, '–')} ≠ {here[name]}" for name in names if dependencies.get(name) != here[name]
    ]


def recipe_of(row: Mapping[str, Any]) -> Recipe:
    """Read a row of a manifest, whose schema holds."""
    return Recipe(**{key: row[key] for key in row if key != "path"})
