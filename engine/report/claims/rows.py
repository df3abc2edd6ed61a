"""Rows of a table as claims: what its heads call points, rank, tier, change and last year's rank, of the unit in the row."""

import re
from collections.abc import Iterator, Mapping

from .claim import Claim, Stated
from .figures import plain, stated
from .names import Names
from .reading import Passage

_HEADS = (
    ("previous_rank", r"(?:hang|xep hang|vi tri|thu hang).*(?:nam truoc|nam ngoai|truoc)|rank last year|previous rank"),
    ("change", r"tang.*giam|thay doi|bien dong|so bac|change"),
    ("max", r"toi da|thang diem|maximum"),
    ("score", r"^(?:tong )?(?:so )?diem(?: so| dat| dat duoc| tong| danh gia| tham dinh| cuoi cung)?$|tong diem|total|^points$|^score$"),
    ("tier", r"xep loai|muc xep|^loai$|^muc$|tier"),
    ("rank", r"^(?:xep )?(?:thu )?hang$|xep hang|thu hang|vi tri|rank"),
    ("unit", r"don vi|co quan|ten|dia phuong|unit"),
)  # fmt: skip


class Columns:
    """What each column of a table says."""

    def __init__(self, heads: tuple[str, ...], tiers: Mapping[str, str]) -> None:
        self.heads, self.tiers = heads, tiers
        self.kinds: list[str] = []
        for head in heads:
            words = " ".join(re.sub(r"[^\w\s]", " ", plain(head)).split())
            kind = next((kind for kind, pattern in _HEADS if re.search(pattern, words)), "")
            self.kinds.append("" if kind in self.kinds else kind)


def claims_of_row(passage: Passage, columns: Columns, names: Names) -> Iterator[Claim]:
    """Give what a row states about its unit; heads, rows without a unit and columns of other things state nothing."""
    if passage.cells == columns.heads or "unit" not in columns.kinds:
        return
    at = columns.kinds.index("unit")
    name = passage.cells[at] if at < len(passage.cells) else ""
    found = names.mentions(name)
    units = found[0].units if found else ()
    if not name or not (found or re.search(r"\d", "".join(passage.cells[at + 1 :]))):
        return
    for kind, cell in zip(columns.kinds, passage.cells, strict=False):
        claim = _claim(kind, cell.strip(), columns.tiers)
        if claim is None:
            continue
        own, value, words = claim
        yield Claim(own, passage.line, passage.where, 0, cell.strip(), name, units, value, "=", words)


def _sign(bare: str) -> str:
    """Read which way a rank moved: up where nothing says down, as in a column of places gained."""
    if bare in {"=", "giu nguyen", "khong doi"}:
        return "="
    return "-" if re.match(r"[-−–▼↓]|giam|xuong", bare) else "+"


def _claim(kind: str, cell: str, tiers: Mapping[str, str]) -> tuple[str, Stated | None, dict[str, str]] | None:
    if kind in {"", "unit"} or not cell or cell in {"-", "–", "—", "…"}:
        return None
    if kind == "tier":
        title = tiers.get(plain(cell))
        return (kind, None, {"tier": title or cell})
    sign = _sign(plain(cell)) if kind == "change" else ""
    if sign == "=":
        return (kind, stated("0"), {"sign": "="})
    match = re.search(r"\d+(?:[.,]\d+)*", cell)
    figure = stated(match.group()) if match else None
    if figure is None:
        return None
    return ({"max": "score_of"}.get(kind, kind), figure, {"sign": sign} if sign else {})
