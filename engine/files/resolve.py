"""Which files a short name means: the ruleset, its data, and the example that comes with itrank.

Only names are looked at here; what is in the files is read by others.
The example is used for the ruleset that it was made for, and for no other.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from ..model.findings import Finding, finding
from .held import Held, Location
from .table_formats import suffixes

_SUFFIXES = (".yaml", ".yml")
_HEAD = 65_536  # bytes in which a ruleset names itself
_MOST_FILES = 200  # of a folder, looked at for id@version
_FORMAT = re.compile(rb"^format:[ \t]*['\"]?([^\s'\"#]*)", re.MULTILINE)
_IDENTITY = {
    key: re.compile(rf"^{key}:[ \t]*(?:\"([^\"\n]*)\"|'([^'\n]*)'|([^\s#]+))", re.MULTILINE)
    for key in ("id", "version")
}


@dataclass(frozen=True, slots=True)
class Named:
    """A file and what outputs call it: the path as the user would write it, or `itrank/...` for a packaged one.

    Attributes:
        held: the file where it is in memory; `path` then leads nowhere.
    """

    path: Path
    name: str
    held: Held | None = None

    @property
    def location(self) -> Location:
        """Where readers find it."""
        return self.path if self.held is None else self.held


@dataclass(frozen=True, slots=True)
class DataSet:
    """The files of a year.

    Attributes:
        is_example: whether they come with itrank, so that everything made of them is illustrative.
    """

    tables: tuple[Named, ...]
    units: Named | None = None
    previous: Named | None = None
    is_example: bool = False
    corrections: Named | None = None


def package_folder() -> Path:
    """Find the folder in which the package keeps rulesets and examples."""
    return Path(str(files("itrank")))


def find_ruleset(name: str, here: Path, package: Path) -> Named | Finding:
    """Find a ruleset by path, `2022.yaml`, `2022`, or `id@version`: here, in `rulesets/`, among the packaged ones.

    The first of these places that has it is taken.
    """
    if "\0" in name:
        return _unknown(name, (), package)
    places = _places(here, package)
    is_path = Path(name).name != name
    tried = _files_named(name, places[:1] if is_path else places)
    if (own := next((named for named in tried if _is_file(named.path)), None)) is not None:
        return own
    if is_path or "@" not in name:
        return _unknown(name, tuple(named.name for named in tried), package)
    return _identified(name, places) or _unknown(name, tuple(f"{shown or './'}*.yaml" for _, shown in places), package)


def _places(here: Path, package: Path) -> list[tuple[Path, str]]:
    """Give the folders of rulesets, each with what its files are called by: here, in `rulesets/`, in the package."""
    return [(here, ""), (here / "rulesets", "rulesets/"), (package / "rulesets", "itrank/rulesets/")]


def _files_named(name: str, places: Sequence[tuple[Path, str]]) -> list[Named]:
    """Give the files of these folders that a name without or with its ending may mean."""
    wanted = [name] if name.endswith(_SUFFIXES) else [name, *(f"{name}{suffix}" for suffix in _SUFFIXES)]
    return [Named(folder / file, shown + Path(file).as_posix()) for folder, shown in places for file in wanted]


def _identified(name: str, places: Sequence[tuple[Path, str]]) -> Named | Finding | None:
    """Find the ruleset that calls itself `id@version`, in the first of these folders that has one."""
    for folder, shown in places:
        found = [path for path in _rulesets(folder) if "@".join(identity(path)) == name]
        if len(found) > 1:
            return finding("ITR930.ruleset", name=name, places=", ".join(shown + path.name for path in found))
        if found:
            return Named(found[0], shown + found[0].name)
    return None


def given_data(tables: Sequence[str], units: str | None, previous: str | None) -> DataSet | Finding:
    """Name the files that were given, and the companions of the first table for those that were not."""
    return with_companions(tuple(map(given, tables)), _maybe(units), _maybe(previous))


def given(name: str) -> Named:
    """Name a file as it was given; bytes of another encoding are escaped in what outputs call it."""
    return Named(Path(name), Path(name).as_posix().encode("utf-8", "backslashreplace").decode("utf-8"))


def find_data(
    ruleset: Named, id_: str, here: Path, package: Path, units: str | None = None, previous: str | None = None
) -> DataSet | Finding:
    """Find the data of a ruleset: `data/<stem>.csv` beside it, or beside its folder `rulesets/`; else its example.

    Args:
        ruleset: the file.
        id_: what the ruleset calls itself: an example is only for the ruleset of the same id.
        here: the current folder, from which paths are shown.
        package: where the examples are.
        units: a table of units that was given.
        previous: last year's result that was given.
    """
    stem, folders = ruleset.path.stem, _data_folders(ruleset, here, package)
    candidates = [place / f"{stem}{suffix}" for place in folders for suffix in suffixes()]
    found = [path for path in candidates if _is_file(path)]
    first, *others = suffixes()
    looked = ", ".join(f"{shown_path(place, here)}/{stem}{first} ({' '.join(others)})" for place in folders)
    if len(found) > 1:
        told = ", ".join(shown_path(path, here) for path in found)
        return finding("ITR930.file", places=told, option="--data")
    if found:
        return with_companions((Named(found[0], shown_path(found[0], here)),), _maybe(units), _maybe(previous))
    example = package / "examples" / "data" / f"{stem}.csv"
    if not _is_file(example):
        return finding("ITR903", ruleset=ruleset.name, places=looked)
    owner = identity(package / "rulesets" / f"{stem}.yaml")[0]
    if not owner or owner != id_:
        return finding("ITR903.example", ruleset=ruleset.name, places=looked, owner=owner, id=id_)
    table = Named(example, f"itrank/examples/data/{stem}.csv")
    return with_companions((table,), _maybe(units), _maybe(previous), is_example=True)


def _data_folders(ruleset: Named, here: Path, package: Path) -> list[Path]:
    """Give the folders in which the data of a ruleset may be, each once."""
    folder = ruleset.path.absolute().parent
    folders = [folder / "data"]
    if folder.name == "rulesets":
        folders.append(folder.parent / "data")
    if folder == package.absolute() / "rulesets":
        # Beside a packaged ruleset there is only the package; a user's own data lie in the current folder.
        folders.append(here / "data")
    return list(dict.fromkeys(folders))


def with_companions(
    tables: tuple[Named, ...], units: Named | None, previous: Named | None, *, is_example: bool = False
) -> DataSet | Finding:
    """Add what lies beside the first table: `<stem>.units.csv`, `<stem>.previous.csv` or `.json`, `<stem>.corrections.csv`.

    What was named stands; corrections that were named are for who calls.
    """
    first = tables[0]
    if units is None:
        units = _beside(first, ".units.csv")
    if previous is None:
        found = [beside for suffix in (".previous.json", ".previous.csv") if (beside := _beside(first, suffix))]
        if len(found) > 1:
            return finding("ITR930.file", places=", ".join(named.name for named in found), option="--previous")
        previous = found[0] if found else None
    return DataSet(tables, units, previous, is_example, _beside(first, ".corrections.csv"))


def mapping_of(table: Named) -> Named | None:
    """Find the mapping beside a data file: `<stem>.mapping.yaml`."""
    return _beside(table, ".mapping.yaml")


def list_rulesets(here: Path, package: Path) -> list[Named]:
    """Name the rulesets that a bare name can mean: here, in `rulesets/`, and those that come with itrank; each file once."""
    found: dict[Path, Named] = {}
    for folder, shown in _places(here, package):
        for path in _rulesets(folder):
            if is_ruleset(path):
                found.setdefault(path.resolve(), Named(path, given(shown + path.name).name))
    return list(found.values())


def is_ruleset(path: Path) -> bool:
    """Say whether a file says that it is a ruleset, or says nothing and lies in `rulesets/`."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            said = _FORMAT.search(file.read(_HEAD))
    except (OSError, ValueError):
        return path.absolute().parent.name == "rulesets"
    return said[1].startswith(b"itrank-ruleset") if said else path.absolute().parent.name == "rulesets"


def identity(path: Path) -> tuple[str, str]:
    """Read the id and version by which a ruleset file calls itself, without loading it; empty where it does not."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD).decode("utf-8", "replace")
    except OSError:
        return "", ""
    found = [pattern.search(head) for pattern in _IDENTITY.values()]
    id_, version = ("".join(part or "" for part in match.groups()) if match else "" for match in found)
    return id_, version


def shown_path(path: Path, here: Path) -> str:
    """Give a path as one would write it from `here`."""
    absolute = path.absolute()
    inside = absolute.is_relative_to(here.absolute())
    return (absolute.relative_to(here.absolute()) if inside else path).as_posix()


def _maybe(name: str | None) -> Named | None:
    return None if name is None else given(name)


def _beside(first: Named, suffix: str) -> Named | None:
    if not first.path.name:  # the folder itself: nothing lies beside it
        return None
    file = first.path.stem + suffix
    path = first.path.with_name(file)
    folder = first.name.rpartition("/")
    return Named(path, folder[0] + folder[1] + file) if _is_file(path) else None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that the system cannot hold
        return False


def _rulesets(folder: Path) -> list[Path]:
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix in _SUFFIXES)
    except OSError:
        return []
    return [path for path in paths if _is_file(path)][:_MOST_FILES]


def _unknown(name: str, looked: tuple[str, ...], package: Path) -> Finding:
    packaged = ", ".join(path.stem for path in _rulesets(package / "rulesets") if is_ruleset(path))
    return finding("ITR901", name=name, places=", ".join(dict.fromkeys(looked)) or "–", packaged=packaged or "–")
