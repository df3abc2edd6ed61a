"""What `--columns` says of an annex's columns: `mã,tên,điểm,cách chấm` from the left, or `A=mã; C=tên; Mức=điểm`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ..files.tables import letters
from ..model.findings import Finding, Place, finding
from .alike import plain
from .text import bare

ROLE_WORDS: Mapping[str, tuple[str, str]] = {
    "number": ("mã", "number"), "label": ("tên", "name"), "max": ("điểm", "points"), "wording": ("cách chấm", "scoring"),
    "evidence": ("minh chứng", "evidence"), "notes": ("ghi chú", "notes"),
}  # fmt: skip
"""Role -> what an official writes for it, in Vietnamese and English."""
GROUP_WORDS = ("tên nhóm của các hàng", "the group of rows")
_ALSO: Mapping[str, tuple[str, ...]] = {
    "number": ("tt", "stt", "so tt", "so", "so thu tu", "ma so", "code", "no"),
    "label": ("tieu chi", "chi so", "noi dung", "ten tieu chi", "label", "criterion"),
    "max": ("diem toi da", "toi da", "diem chuan", "max"),
    "wording": ("cach tinh", "cach cham diem", "phuong phap", "wording"),
    "evidence": ("tai lieu", "kiem chung"),
    "notes": ("khac", "bo qua", "-", ""),
}
_ROLES = {bare(word): role for role, words in ROLE_WORDS.items() for word in (*words, *_ALSO[role])}
_MOST = 60


@dataclass(frozen=True, slots=True)
class AskedColumn:
    """A column that somebody has named.

    Attributes:
        said: its letter, its number or its heading; empty where its place is told by the order.
        at: from 0; -1 where only the heading tells.
    """

    role: str
    said: str
    at: int = -1

    def place(self, headings: Sequence[str]) -> int | None:
        """Find it among the headings of a table; None where it is not there."""
        if self.at >= 0:
            return self.at if self.at < len(headings) else None
        return next((at for at, heading in enumerate(headings) if plain(heading) == plain(self.said)), None)


Asked: TypeAlias = tuple[AskedColumn, ...]


def asked_columns(text: str) -> Asked | Finding:
    """Read `--columns`, or say what of it cannot be read.

    >>> [(each.role, each.at) for each in asked_columns("mã, tên, -, điểm")]
    [('number', 0), ('label', 1), ('notes', 2), ('max', 3)]
    >>> [(each.role, each.at, each.said) for each in asked_columns("A=mã; 3=tên; Mức chấm = điểm")]
    [('number', 0, 'A'), ('label', 2, '3'), ('max', -1, 'Mức chấm')]
    """
    parts = [part.strip() for part in re.split(r"[;,]", text)]
    found: list[AskedColumn] = []
    for order, part in enumerate(parts[:_MOST]):
        said, sign, word = (each.strip() for each in part.rpartition("="))
        role = _ROLES.get(" ".join(bare(word).split()))
        if role is None or (sign and not said):
            return _refused(text, part)
        found.append(AskedColumn(role, said, _column(said) if sign else order))
    roles = [each.role for each in found if each.role != "notes"]
    if (
        len(parts) > _MOST
        or len(set(roles)) < len(roles)
        or "label" not in roles
        or not {"max", "wording"} & set(roles)
    ):
        return _refused(text, text)
    return tuple(found)


def _column(said: str) -> int:
    """Give the column of a letter or a number; -1 for anything else."""
    if re.fullmatch(r"[1-9]\d?", said):
        return int(said) - 1
    return next((at for at in range(_MOST) if letters(at) == said.upper()), -1)


def _refused(text: str, part: str) -> Finding:
    return finding("ITR912.columns", Place("--columns"), found=text[:120], part=part[:60])
