"""Find the approval that a file belongs to: what is approved is changed by no command until it is opened again."""

import os
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ..files.contents import read_bytes
from ..files.seals import FOLDERS_ABOVE, seal_of, seals_near
from ..model.findings import Finding
from .freezing import LARGEST_FILE
from .seal import ApprovalRecord, SealRecord, is_inside, read_seal

_PACKAGED = "itrank/"
_OF_RESULTS = {"", ".json", ".zip"}
"""How a result or its bundle may end: of a seal that cannot be read these are protected, and no report of that name."""


class Guard(NamedTuple):
    """A seal, and what it says or why it cannot be read."""

    path: Path
    seal: SealRecord | Finding


def guard_of(path: Path, here: Path, beside: Sequence[str] = ()) -> Guard | None:
    """Find what forbids to write a file.

    A seal that holds protects its result, the bundle and the files of which the result was made: these under the names
    that the result has for them, and wherever they are while their bytes are those that were approved. A seal is its
    commands' alone, and one that cannot be read protects the result that it lies beside.

    Args:
        path: the file.
        here: the current folder.
        beside: names of files that belong to a seal in their folder or right below it, such as that of the project.
    """
    target = _real(path)
    for place in seals_near(target, here):
        seal = read_seal(place, str(place))
        is_own = seal_of(target) == place and target.suffix in _OF_RESULTS
        if _real(place) == target or (isinstance(seal, Finding) and is_own):
            return Guard(place, seal)
        if isinstance(seal, Finding) or not seal.holds:
            continue
        is_beside = target.name in beside and target.parent in {_real(place.parent), _real(place.parent).parent}
        if is_beside or _protects(place.parent, seal.last, target, here):
            return Guard(place, seal)
    return None


def places_of(source: str, role: str, main: str, folder: Path, here: Path) -> Iterator[Path]:
    """Name the places at which a file of a sealed result may be.

    Args:
        source: its name in the result.
        role: what it was read as; what a ruleset extends may be named from the ruleset's folder.
        main: the ruleset's name in the result.
        folder: the seal's.
        here: the current folder.
    """
    if source.startswith(_PACKAGED) or not is_inside(source):
        return
    beside = [(PurePosixPath(main).parent / source).as_posix()] if role == "ruleset" and is_inside(main) else []
    for root in (folder, here, *folder.absolute().parents[:FOLDERS_ABOVE]):
        yield from (root / name for name in (source, *beside))


def _protects(folder: Path, approval: ApprovalRecord, target: Path, here: Path) -> bool:
    main = approval.sources[0].path if approval.sources else ""
    named = [folder / approval.result.file, folder / approval.bundle.file]
    for source in approval.sources:
        named += places_of(source.path, source.role, main, folder, here)
    if target in map(_real, named):
        return True
    hashes = {source.sha256 for source in approval.sources}
    content = read_bytes(target, target.name, LARGEST_FILE)
    return not isinstance(content, Finding) and sha256(content).hexdigest() in hashes


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
