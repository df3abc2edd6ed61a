"""A file in memory that readers take in place of a path: what a stranger's bundle holds is never copied to a disk."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Held:
    """A file, or a folder of files, that lies in memory; named as a path is, from the folder of all of them.

    >>> goc = Held("ruleset/goc.yaml", {"ruleset/goc.yaml": b"id: goc"})
    >>> goc.content, (goc.parent / "./khac.yaml").content, (goc.parent / "../../goc.yaml").path
    (b'id: goc', None, '../goc.yaml')

    Attributes:
        path: of this one.
        files: path -> content, of all that are held together.
    """

    path: str
    files: Mapping[str, bytes] = field(compare=False, repr=False)

    def __truediv__(self, name: str) -> "Held":
        return Held(posixpath.normpath(posixpath.join(self.path, name)), self.files)

    @property
    def parent(self) -> "Held":
        """The folder in which it lies."""
        return Held(posixpath.dirname(self.path), self.files)

    @property
    def name(self) -> str:
        """What it is called in its folder."""
        return posixpath.basename(self.path)

    @property
    def suffix(self) -> str:
        """How its name ends, with the dot."""
        return posixpath.splitext(self.name)[1]

    @property
    def content(self) -> bytes | None:
        """Its bytes; None where there is no such file."""
        return self.files.get(self.path)

    def as_posix(self) -> str:
        """Give its path."""
        return self.path

    def is_dir(self) -> bool:
        """Say whether files are held in it."""
        return any(path.startswith(f"{self.path}/") for path in self.files)

    def is_relative_to(self, folder: "Held") -> bool:
        """Say whether it lies in a folder or below it."""
        return self.path.startswith(f"{folder.path}/")

    def glob(self, pattern: str) -> list["Held"]:
        """List the files of this folder itself whose names end as `*.yaml` says."""
        ending = pattern.removeprefix("*")
        found = [self / path.removeprefix(f"{self.path}/") for path in self.files if path.startswith(f"{self.path}/")]
        return [each for each in found if each.parent == self and each.name.endswith(ending)]


Location: TypeAlias = Path | Held
"""Where readers find a file: on a disk, or in memory."""
