"""What of a bundle was compared with what its rules and data give, and what was not: data for the verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ..model.sentences import Pair, sentence


class Part(NamedTuple):
    """A part of a bundle that an auditor can name; `key` is for programs, the words are for people."""

    key: str
    vi: str
    en: str

    def say(self, lang: str) -> str:
        """Name it in `vi` or `en`."""
        return self.vi if lang == "vi" else self.en


class Reason(NamedTuple):
    """Why a part was not compared."""

    vi: str
    en: str

    def say(self, lang: str) -> str:
        """Say it in `vi` or `en`."""
        return self.vi if lang == "vi" else self.en


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

    def without(self, part: Part, reason: "Reason") -> "Compared":
        """Take a part for one that was not compared.

        >>> Compared((RULES,)).without(RULES, UNREAD).not_compared == ((RULES, UNREAD),)
        True
        """
        kept = tuple(each for each in self.parts if each != part)
        return Compared(kept, (*self.not_compared, (part, reason)))


_OPTIONS = {
    "agency": ("cơ quan", "agency"),
    "place": ("nơi", "place"),
    "date": ("ngày", "day"),
    "bundle": ("mã băm một bản kê", "hash of a manifest"),
}
_ONLY_PLAIN = Reason(
    "gói công khai không có tệp số liệu gốc; chỉ so với data.json",
    "the original data are not in a public bundle; compared with data.json only",
)
RULES = Part("rules", "bộ tiêu chí và rules.json", "the ruleset and rules.json")
RESULT = Part("result", "từng số, hạng, tên và lời của kết quả", "every figure, rank, name and word of the result")
FIGURES = Part("result", "từng số, mức và hạng của kết quả", "every figure, tier and rank of the result")
DATA = Part("data", "số liệu gốc và data.json", "the original data and data.json")
PLAIN_DATA = Part("plain_data", "data.json", "data.json")
FIRST_NAMES = Part(
    "names",
    "tên và nhóm đơn vị, với số liệu gốc (định dạng cũ itrank-bundle/1)",
    "names and groups of units, with the original data (older format itrank-bundle/1)",
)
UNREAD = Reason("tệp trong gói không đọc được", "the file in the bundle cannot be read")
WORDS = Part("finding_words", "lời văn của các điều báo", "the words of findings")
ONLY_RESULT = Reason(
    "định dạng cũ itrank-bundle/1, không có tệp số liệu gốc: chỉ result.json nói điều này",
    "older format itrank-bundle/1 without the original data: result.json alone says it",
)
FROM_FILES = (
    (
        Part("data_files", "mã băm và độ dài của số liệu gốc", "the hashes and lengths of the original data"),
        _ONLY_PLAIN,
    ),
    (
        Part("cell_findings", "chỗ và lời của điều báo về từng ô", "places and texts of findings about cells"),
        _ONLY_PLAIN,
    ),
    (Part("evidence", "bằng chứng bằng chữ", "evidence in words"), _ONLY_PLAIN),
    (
        Part(
            "correction_words",
            "lý do, căn cứ điều chỉnh, và mã băm của kết quả đầy đủ có các chữ ấy",
            "reasons and bases of corrections, and the hash of the full result that has them",
        ),
        _ONLY_PLAIN,
    ),
)
"""What a public bundle says and nobody can compute: with its plain data alone it agrees or not."""
OTHER_VERSION = Reason(
    "itrank phiên bản khác ghi gói này và viết lời khác", "another version of itrank made the bundle, in other words"
)
FILES = Part("files", "mã băm từng tệp theo bản kê", "the hash of each file by the manifest")
GUIDE = Part("guide", "lời dẫn (DOC-TRUOC.txt)", "the guide (DOC-TRUOC.txt)")
EVALUATOR = Part(
    "evaluator",
    "bộ tính thứ hai (recompute.py): đúng tệp của itrank",
    "the second evaluator (recompute.py): itrank's own file",
)
DEPENDENCIES = (
    Part(
        "dependencies",
        "phiên bản các thư viện ghi trong bản kê",
        "the versions of libraries in the manifest (dependencies)",
    ),
    Reason("không suy ra được từ gì trong gói", "nothing in the bundle tells them"),
)
APPROVAL = Part("approval", "việc phê duyệt, theo con dấu", "the approval, by the seal")
ONLY_STATED = (
    Part("approval", "việc phê duyệt ghi trong bản kê", "the approval that the manifest states"),
    Reason(
        "không suy ra được từ gì trong gói, và không có con dấu cạnh gói để so",
        "nothing in the bundle tells it, and there is no seal beside the bundle to compare it with",
    ),
)
ORIGIN = Part("origin", "ai lập gói", "who made the bundle")
SIGNED_BY = Part("signature", "chữ ký, bằng khóa đã cho", "the signature, by the key that was given")
NOT_SIGNED = (
    ORIGIN,
    Reason(
        "gói không có chữ ký: ai cũng có thể sửa số liệu, quy tắc hay tên, chấm lại rồi đóng gói lại, và gói ấy cũng sẽ đúng"
        " như gói này; nó chứng minh kết quả theo đúng quy tắc và số liệu trong gói, không chứng minh của ai",
        "not signed: anybody can change data, rules or names, evaluate and pack again, and that bundle would hold as this one"
        " does; it proves that the result follows from the rules and data in it, not whose they are",
    ),
)
NO_KEY = (
    ORIGIN,
    Reason(
        "có chữ ký nhưng không cho khóa (--key): ai cũng có thể sửa số liệu, chấm lại, đóng gói lại và ký bằng khóa của mình",
        "signed, but no key was given (--key): anybody can change data, evaluate, pack again and sign with a key of their own",
    ),
)
NO_LIBRARY = (
    Part("signature", "chữ ký", "the signature"),
    Reason("chưa cài thư viện cryptography", "the library cryptography is not installed"),
)


def report_made(path: str, options: Mapping[str, str]) -> Part:
    """Name a report that was made again, each byte, with what of it the result does not say.

    >>> report_made("reports/a.txt", {"agency": "UBND"}).en
    'reports/a.txt: made again, byte for byte, with words that the result does not have: agency “UBND”'
    """
    vi = en = ""
    if options:
        told = [f"{_OPTIONS[key][at]} “{value[:120]}”" for at in (0, 1) for key, value in options.items()]
        vi = f", với lời mà kết quả không có: {', '.join(told[: len(options)])}"
        en = f", with words that the result does not have: {', '.join(told[len(options) :])}"
    return Part(f"report:{path}", f"{path}: lập lại, đúng từng byte{vi}", f"{path}: made again, byte for byte{en}")


def report_by_hash(path: str, why: Reason, figures: Reason) -> tuple[Part, Reason]:
    """Name a report that was not made again, why, and how far its figures were compared."""
    part = Part("reports", "báo cáo chỉ so mã băm", "reports: by hash only")
    return part, Reason(f"{path}: {why.vi}; {figures.vi}", f"{path}: {why.en}; {figures.en}")


def reason(pair: Pair, **values: object) -> Reason:
    """Fill a reason in both languages."""
    return Reason(*(sentence(pair, lang, **values) for lang in ("vi", "en")))
