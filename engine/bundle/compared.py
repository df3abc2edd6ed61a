"""What of a bundle was compared with what its rules and data give, and what was not: data for the verdict."""

from dataclasses import dataclass
from typing import NamedTuple


class Part(NamedTuple):
    """A part of a bundle that an auditor can name; `key` is for programs, the words are for people."""

    key: str
    vi: str
    en: str


class Reason(NamedTuple):
    """Why a part was not compared."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What a verdict rests on.

    Attributes:
        parts: that were made again and agree with the bundle, or else a finding names where they differ.
        not_compared: each part that was not, with the reason.
    """

    parts: tuple[Part, ...] = ()
    not_compared: tuple[tuple[Part, Reason], ...] = ()

    def __add__(self, other: "Compared") -> "Compared":
        """Put together what two comparisons say.

        >>> a, b = Part("rules", "quy tắc", "rules"), Part("names", "tên", "names")
        >>> (Compared((a,)) + Compared((b,))).parts == (a, b)
        True
        """
        return Compared(self.parts + other.parts, self.not_compared + other.not_compared)


_ONLY_PLAIN = Reason(
    "gói công khai không có tệp số liệu gốc; chỉ so với data.json",
    "the original data are not in a public bundle; compared with data.json only",
)
RULES = Part("rules", "bộ tiêu chí và rules.json", "the ruleset and rules.json")
RESULT = Part("result", "từng số, hạng, tên và lời của kết quả", "every figure, rank, name and word of the result")
FIGURES = Part("result", "từng số, mức và hạng của kết quả", "every figure, tier and rank of the result")
DATA = Part("data", "số liệu gốc và data.json", "the original data and data.json")
PLAIN_DATA = Part("plain_data", "data.json", "data.json")
WORDS = Part("finding_words", "lời văn của các điều báo", "the words of findings")
FROM_FILES = (
    (Part("data_files", "mã băm của số liệu gốc", "the hashes of the original data"), _ONLY_PLAIN),
    (
        Part("cell_findings", "chỗ và lời của điều báo về từng ô", "places and texts of findings about cells"),
        _ONLY_PLAIN,
    ),
    (Part("evidence", "bằng chứng bằng chữ", "evidence in words"), _ONLY_PLAIN),
    (Part("correction_words", "lý do và căn cứ điều chỉnh", "reasons and bases of corrections"), _ONLY_PLAIN),
)
"""What a public bundle says and nobody can compute: with its plain data alone it agrees or not."""
OTHER_VERSION = Reason(
    "itrank phiên bản khác ghi gói này và viết lời khác", "another version of itrank made the bundle, in other words"
)
