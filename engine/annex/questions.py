"""What a wording that is no rule leaves undetermined, as a question to those who wrote it."""

import re

from ..files.naming import fold
from .counts import MEASURED
from .scoring import Doubt

_OFF = Doubt(
    "các khoản trừ có cộng dồn không, và trừ đến mấy điểm?", "do the points taken off add up, and how far do they go?"
)
_ASKED: tuple[tuple[re.Pattern[str], Doubt], ...] = (
    (
        re.compile(rf"\b(?:mỗi|cứ)\b[^;:]*(?:\d\s*%|\b\d+\s*{MEASURED.pattern})|\b(?:cứ|mỗi) (?:tăng |giảm )?thêm\b"),
        Doubt("phần lẻ, chưa đủ một đơn vị ấy, được tính thế nào?", "how is less than one whole of what is counted scored?"),
    ),
    (re.compile(r"(?<!loại )\btrừ\b|\bgiảm (?:đi )?\d[\d.,]*\s*điểm|(?:^|[\s:])[-–−]\s?\d[\d.,]*\s*điểm"), _OFF),
    (
        re.compile(r"\btheo (?:đúng )?t[ỷỉ] lệ\b"),
        Doubt("tỷ lệ của số nào trên số nào, nhân với mấy điểm?", "the ratio of what to what, times how many points?"),
    ),
    (re.compile(r"(?<!\w)[a-z]\s*[/+]\s*[a-z](?!\w)"), Doubt("mỗi chữ cái là số liệu nào?", "what figure is each letter?")),
)  # fmt: skip


def asked_of(wording: str) -> Doubt | None:
    """Name what a wording leaves undetermined; None where that is not plain.

    >>> asked_of("mỗi 1% hồ sơ trễ hạn trừ 1 điểm").vi
    'phần lẻ, chưa đủ một đơn vị ấy, được tính thế nào?'
    >>> asked_of("Theo mức độ thực tế") is None
    True
    """
    words = fold(wording)
    return next((doubt for pattern, doubt in _ASKED if pattern.search(words)), None)
