"""Where the seal of an approved result lies, and the seals that may protect a file.

`ket-qua.json` is sealed by `ket-qua.approved.json` beside it, and its bundle is `ket-qua.approved.zip`. What a seal says is
read in `engine/bundle/seal.py`; here are only names, so that writing a file where no seal is near costs nothing.
"""

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

SEAL, BUNDLE = ".approved.json", ".approved.zip"
"""How the names of a seal and of the bundle beside it end."""
FOLDERS_ABOVE = 3
"""How many folders above a result may hold the project that its files are named from."""
_MOST_MET, _MOST_SEALS = 20_000, 200  # names that are looked at in a folder, seals that are read


def seal_of(result: Path) -> Path:
    """Name the seal of a result.

    >>> seal_of(Path("2027/ket-qua.json")).as_posix(), seal_of(Path("2027/ket-qua.approved.zip")).as_posix()
    ('2027/ket-qua.approved.json', '2027/ket-qua.approved.json')
    """
    return result.with_name(f"{_stem(result)}{SEAL}")


def bundle_of(result: Path) -> Path:
    """Name the bundle in which a result is approved.

    >>> bundle_of(Path("ket-qua.json")).name
    'ket-qua.approved.zip'
    """
    return result.with_name(f"{_stem(result)}{BUNDLE}")


def _stem(result: Path) -> str:
    sealed = next((end for end in (SEAL, BUNDLE) if result.name.endswith(end)), None)
    return result.stem if sealed is None else result.name.removesuffix(sealed)


def seals_near(target: Path, here: Path) -> list[Path]:
    """Find every seal that may protect a file.

    Args:
        target: the file that is to be written, its links followed.
        here: the current folder, as a rule that of the project: results may be one folder below it.

    Returns:
        The seal of the target itself, then those in its folder, in the folders above and in those below `here`.
    """
    folders = dict.fromkeys([target.parent, *target.parents[1 : 1 + FOLDERS_ABOVE], here, *_folders_in(here)])
    found = [seal_of(target), *(seal for folder in folders for seal in _seals_in(folder))]
    return [seal for seal in islice(dict.fromkeys(found), _MOST_SEALS) if seal.is_file()]


def _folders_in(here: Path) -> list[Path]:
    return [here / entry.name for entry in _entries(here) if not entry.name.startswith(".") and _is_folder(entry)]


def _seals_in(folder: Path) -> list[Path]:
    return [folder / entry.name for entry in _entries(folder) if entry.name.endswith(SEAL)]


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _entries(folder: Path) -> Iterator["os.DirEntry[str]"]:
    """Give what is in a folder, in order of name; nothing where it cannot be read."""
    try:
        with os.scandir(folder) as entries:
            met = list(islice(entries, _MOST_MET))
    except OSError:
        return
    yield from sorted(met, key=lambda entry: entry.name)
