"""What came of comparing a ruleset with an annex: what differs, and what was not compared and why."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..model.findings import Finding, Place, finding
from ..model.sentences import plural

# Why a cell was not compared: what the row lacks in the ruleset, or what no rule of ours understands.
_LEFT: Mapping[str, tuple[str, str]] = {
    "wording": (
        "lời văn cách chấm (bộ tiêu chí không ghi lại ở mô tả; chỉ so con số)",
        "wordings of the scoring (the ruleset does not quote them; only their figures were compared)",
    ),
    "letters": (
        "từng chữ của cách chấm (đã so từng mức với điểm; bộ tiêu chí không ghi lại lời văn)",
        "the letters of the scoring (each level was compared with its points; the ruleset does not quote the wording)",
    ),
    "rule": (
        "công thức chấm với lời văn (lời văn đúng như phần trích, nhưng máy không hiểu trọn)",
        "the rule with its wording (the wording is the one quoted, but is not wholly understood)",
    ),
    "evidence": ("minh chứng (bộ tiêu chí không ghi lại)", "evidence (the ruleset does not quote it)"),
    "notes": ("các cột khác (bộ tiêu chí không ghi lại)", "other columns (the ruleset does not quote them)"),
    "footnotes": ("chú thích (bộ tiêu chí không ghi lại)", "footnotes (the ruleset does not quote them)"),
    "shared": ("ô gộp với hàng trên", "cells merged with the one above"),
    "cut": ("phần cuối của những ô quá dài", "the ends of cells that are too long"),
    "heading": ("đề mục không phải tiêu chí", "headings that are no criteria"),
    "head": ("tiêu đề cột lạ", "unknown headings of columns"),
    "total": ("chữ trong hàng tổng", "words in rows of totals"),
    "outside": ("dòng ngoài bảng", "lines outside of the tables"),
    "tiers": ("mức xếp loại (không thấy trong tệp phụ lục)", "tiers (not found in the annex)"),
}
_QUOTABLE = ("wording", "letters", "evidence", "notes", "footnotes")
_BY_EYE = ("Đọc soát bằng mắt bên bản đã ký.", "Proof-read beside the signed paper.")
"""What to do where quoting the annex in a description would not let it be compared."""


@dataclass(slots=True)
class Comparison:
    """What came of comparing a ruleset with an annex.

    Attributes:
        differs: what is not the same, in the annex's order.
        left: why -> the cells that were not compared, as `Comparison.findings` lists them.
        rows: how many rows were compared.
    """

    differs: list[Finding] = field(default_factory=list)
    left: dict[str, list[Place]] = field(default_factory=dict)
    rows: int = 0

    def leave(self, why: str, place: Place) -> None:
        """Keep a cell that is not compared."""
        self.left.setdefault(why, []).append(place)

    @property
    def cells(self) -> int:
        """How many cells were not compared, each once."""
        return len({place for places in self.left.values() for place in places})

    def findings(self, file: str) -> tuple[Finding, ...]:
        """List what was not compared, one finding for each reason."""
        return tuple(
            finding(
                "ITR753", Place(file), count=len(places),
                count_en=plural(len(places), "cell"), what_vi=_LEFT[why][0], what_en=_LEFT[why][1],
                cells=listed(places), help=None if why in _QUOTABLE else _BY_EYE,
            )
            for why in _LEFT
            if (places := list(dict.fromkeys(self.left.get(why, ()))))
        )  # fmt: skip


def listed(places: Sequence[Place]) -> str:
    """Name cells, those of a column together.

    >>> one, two = (Place("a.docx", cell=f"bảng 1, hàng {row}, cột 4") for row in (2, 5))
    >>> listed([one, two]), listed([Place("a.xlsx", cell="Bảng!D3"), Place("a.xlsx", cell="Bảng!D9")])
    ('bảng 1, cột 4: hàng 2, 5', 'Bảng!D3, 9')
    """
    groups: dict[str, list[str]] = {}
    for place in places:
        word = re.fullmatch(r"(bảng \d+), hàng (\d+), (cột \d+)", place.cell)
        sheet = re.fullmatch(r"(.*)!([A-Z]*\d+)", place.cell, re.DOTALL)
        paragraph = re.fullmatch(r"đoạn (\d+)", place.cell)
        if word is not None:
            groups.setdefault(f"{word[1]}, {word[3]}: hàng ", []).append(word[2])
        elif sheet is not None:
            column = re.sub(r"\d", "", sheet[2])
            groups.setdefault(f"{sheet[1]}!{column}", []).append(sheet[2].removeprefix(column))
        elif paragraph is not None:
            groups.setdefault("đoạn ", []).append(paragraph[1])
        else:
            groups.setdefault("", []).append(place.cell or f"{place.file}:{place.line}")
    return "; ".join(f"{name}{', '.join(_spans(cells))}" for name, cells in groups.items())


def _spans(cells: Sequence[str]) -> list[str]:
    """Write neighbours as one span.

    >>> _spans(["2", "3", "4", "7"]), _spans(["2", "3", "?"])
    (['2–4', '7'], ['2, 3', '?'])
    """
    spans: list[list[str]] = []
    for cell in cells:
        if spans and cell.isdecimal() and spans[-1][-1].isdecimal() and int(cell) == int(spans[-1][-1]) + 1:
            spans[-1].append(cell)
        else:
            spans.append([cell])
    return [
        each[0] if len(each) == 1 else f"{each[0]}–{each[-1]}" if len(each) > 2 else ", ".join(each) for each in spans
    ]
