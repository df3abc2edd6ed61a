"""Vietnamese of annexes as it is typed: letters without their marks, numbers with a decimal comma, lists of clauses."""

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction

NUMBER = r"\d+(?:[.,]\d+)?"
_BULLET = re.compile(r"^\s*(?:[-–—+*•●▪◦·]|[a-zđ]\)|\d{1,2}\))\s*")
_SENTENCE = re.compile(r"\n|;|(?<=[^\d\s])\.\s+(?=[A-ZĐÂĂÊÔƠƯÁÀẢÃẠ\-+])")


def bare(text: str) -> str:
    """Give lower-case letters without marks, one for each character, so that places stay what they are.

    >>> bare("Điểm tối đa"), len(bare("Ỷ LẠI")) == len("Ỷ LẠI")
    ('diem toi da', True)
    """
    return "".join(_bare_letter(letter) for letter in unicodedata.normalize("NFC", text))


def _bare_letter(letter: str) -> str:
    if letter in "đĐ":
        return "d"
    if letter in "–—−":
        return "-"
    if letter.isspace():
        return letter if letter == "\n" else " "
    plain = unicodedata.normalize("NFD", letter)[0].lower()
    return plain if len(plain) == 1 else letter


def number(text: str) -> Fraction | None:
    """Read a number as an annex writes it; None where it is none, or could be two ("1.000").

    >>> number("2,5"), number("2.5"), number("1.000"), number("12")
    (Fraction(5, 2), Fraction(5, 2), None, Fraction(12, 1))
    """
    match = re.fullmatch(r"(\d{1,12})(?:([.,])(\d{1,6}))?", text.strip())
    if match is None or not text.isascii() or (match[2] and len(match[3]) == 3 and match[1] != "0"):
        return None
    return Fraction(f"{match[1]}.{match[3] or '0'}")


def clauses(text: str) -> list[str]:
    r"""Split how something is scored into its clauses: lines, what semicolons part, sentences; bullets are taken off.

    >>> clauses("- 4 cuộc: 20 điểm;\n- 3 cuộc: 2.5 điểm. Không họp: 0 điểm")
    ['4 cuộc: 20 điểm', '3 cuộc: 2.5 điểm', 'Không họp: 0 điểm']
    """
    return [cut for part in _SENTENCE.split(text) if (cut := _BULLET.sub("", part).strip().rstrip(".,").strip())]


def one_line(text: str) -> str:
    r"""Give a text on one line.

    >>> one_line("a;\nb\nc")
    'a; b; c'
    """
    return "; ".join(line.strip().rstrip(";").strip() for line in text.split("\n") if line.strip(" ;"))


def slug(text: str, most: int = 24) -> str:
    """Make an id of Latin letters, digits and underscores.

    >>> slug("Bí thư/Chủ tịch chủ trì"), slug("4 cuộc"), slug("!")
    ('bi_thu_chu_tich_chu_tri', 'm_4_cuoc', 'muc')
    """
    made = re.sub(r"[^a-z0-9]+", "_", bare(text)).strip("_")
    made = made[:most].rstrip("_") if len(made) > most else made
    return made if made[:1].isalpha() else f"m_{made}" if made else "muc"


def free(wanted: str, taken: set[str]) -> str:
    """Give a name that is not taken, and take it."""
    name, count = wanted, 2
    while name in taken:
        name, count = f"{wanted}_{count}", count + 1
    taken.add(name)
    return name


def figures(text: str) -> Iterator[re.Match[str]]:
    """Find the figures of a text, percent signs with them."""
    return re.finditer(rf"{NUMBER}\s?%?", text)
