"""What results call the files that they were made of: names that say nothing of the machine.

A file is named from its project, which is the folder of the ruleset, or the one above where the ruleset lies in
`rulesets/`; a file that lies elsewhere by its name alone; a packaged ruleset or example `itrank/...`.
So the same files give the same bytes wherever they lie, from whichever folder and through whichever link they are read.
"""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from unicodedata import normalize

from .resolve import DataSet, Named, package_folder

_PACKAGED = "itrank/"
_NUMBERED = re.compile(r" \(\d+\)")


@dataclass(frozen=True, slots=True)
class YearFiles:
    """The files of a year under the names that results give them.

    Attributes:
        files: with those names.
        mappings: by data file.
        shown: name -> what the user called the file, for who looks at the terminal.
    """

    files: DataSet
    mappings: Mapping[str, Named]
    shown: Mapping[str, str]


def ruleset_name(path: Path, shown: str) -> str:
    """Name a ruleset: from its project, or as a packaged one.

    Args:
        path: its file.
        shown: what the user would call it; a name that begins with `itrank/` is a packaged one's and stays.
    """
    if shown.startswith(_PACKAGED) and _is_packaged(path):
        return shown
    if _is_packaged(path):
        return f"{_PACKAGED}rulesets/{path.name}"
    return file_name(path, project_of(path))


def project_of(ruleset: Path) -> Path | None:
    """Find the folder from which the files of a ruleset are named; none for a packaged one, or at the root of a disk."""
    if _is_packaged(ruleset):
        return None
    folder = ruleset.absolute().parent
    above = folder.parent if folder.name == "rulesets" and not _is_root(folder.parent) else folder
    return None if _is_root(above) else above


def file_name(path: Path, project: Path | None) -> str:
    """Name a file from its project; by its name alone where it lies elsewhere.

    A link within the project keeps the name it has there; one from outside is followed.

    >>> file_name(Path("/p/data/2026.csv"), Path("/p")), file_name(Path("/q/2026.csv"), Path("/p"))
    ('data/2026.csv', '2026.csv')
    """
    inside = None if project is None else _inside(path, project)
    return _printable(path.name if inside is None else inside)


def year_files(ruleset: Named, files: DataSet, mappings: Mapping[str, Named]) -> YearFiles:
    """Give the files of a year the names that results call them by, each file one and no two files the same.

    What lies beside a data file under its stem is named after it; of two files that would be named alike the later one
    is numbered, in the order of the command line: `2026 (2).csv`.

    Args:
        ruleset: the file.
        files: as the user named them.
        mappings: likewise, by data file.
    """
    project = project_of(ruleset.path)
    taken: dict[str, Path] = {}
    shown: dict[str, str] = {}

    def named(file: Named, tables: Sequence[Named] = ()) -> Named:
        name = next((made for table in tables if (made := _companion(table, file.path))), None)
        if name is None:
            packaged = file.name if files.is_example and file.name.startswith(_PACKAGED) else None
            name = packaged or file_name(file.path, project)
        name = _free(name, file.path, taken)
        shown.setdefault(name, file.name)
        return replace(file, name=name)

    tables = [named(table) for table in files.tables]
    units, previous, corrections = (
        named(file, tables) if file else None for file in (files.units, files.previous, files.corrections)
    )
    found = {
        table.name: named(mappings[file.name], tables)
        for file, table in zip(files.tables, tables, strict=True)
        if file.name in mappings
    }
    return YearFiles(DataSet(tuple(tables), units, previous, files.is_example, corrections), found, shown)


def reported(rulesets: Sequence[Named], here: Path) -> list[Named]:
    """Name rulesets for a report of a check: from the current folder where they lie in it, else as results name them.

    What reads such a report (a service, an editor) finds a file from the folder in which the check was run.
    """
    taken: dict[str, Path] = {}
    made = []
    for each in rulesets:
        inside = None if each.name.startswith(_PACKAGED) else _inside(each.path, here)
        name = ruleset_name(each.path, each.name) if inside is None else _printable(inside)
        made.append(replace(each, name=_free(name, each.path, taken)))
    return made


def names_on_disk(name: str) -> tuple[str, ...]:
    """Give the names under which a file may lie that a result calls so: a number that it was given may be left out.

    >>> names_on_disk("data/2026.csv"), names_on_disk("2026 (2).csv")
    (('2026.csv',), ('2026 (2).csv', '2026.csv'))
    """
    own = name.rpartition("/")[2]
    return tuple(dict.fromkeys((own, _NUMBERED.sub("", own, count=1))))


def _is_packaged(path: Path) -> bool:
    return path.absolute().parent.resolve() == (package_folder() / "rulesets").resolve()


def _is_root(folder: Path) -> bool:
    return folder == folder.parent


def _inside(path: Path, project: Path) -> str | None:
    """Say where a file lies in a folder: as it is written, else where its folder lies, else where it lies itself."""
    written = Path(os.path.normpath(path.absolute()))
    places = [written] if _is_same(written, path) else []  # `..` behind a link leads elsewhere than it reads
    try:
        places += [path.parent.resolve() / path.name, path.resolve()]
        folders = [Path(os.path.normpath(project)), project.resolve()]
    except (OSError, RuntimeError, ValueError):  # a circle of links, a name that the system cannot hold
        return None
    return next(
        (
            place.relative_to(folder).as_posix()
            for place in places
            for folder in folders
            if place.is_relative_to(folder)
        ),
        None,
    )


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # nothing is there: only the name is known
        return ".." not in other.parts


def _companion(table: Named, path: Path) -> str | None:
    """Name what lies beside a table under its stem."""
    stem = table.path.stem
    if path.parent != table.path.parent or not path.name.startswith(f"{stem}."):
        return None
    folder, slash, own = table.name.rpartition("/")
    return f"{folder}{slash}{own.removesuffix(table.path.suffix)}{path.name.removeprefix(stem)}"


def _free(name: str, path: Path, taken: dict[str, Path]) -> str:
    """Number a name that another file has already."""
    folder, slash, own = name.rpartition("/")
    stem, dot, rest = own.partition(".")
    number = 1
    while name in taken and not _is_same(taken[name], path):
        number += 1
        name = f"{folder}{slash}{stem} ({number}){dot}{rest}"
    taken[name] = path
    return name


def _printable(name: str) -> str:
    """Give a name as text that UTF-8 can hold and that every system writes alike."""
    return normalize("NFC", name.encode("utf-8", "backslashreplace").decode("utf-8"))
