"""Vietnamese of annexes as it is typed: letters without their marks, numbers with a decimal comma, clauses."""

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache

from ..files.numbers import plain

_BULLET = re.compile(
    r"^\s*(?:[-–—+*•●▪◦·]\s*|[a-zđ]\)\s*|[a-zđ]\.\s+(?=\S+ )|\d{1,2}\)\s*|\d{1,2}\.\s+|[Mm]ức \d{1,2}\s*:\s*(?=[^:]*:))"
)
_LONGEST_POINTS = 100  # characters of a cell that is points alone
_CELL = re.compile(r"(?P<sign>-\s*)?(?:toi da|diem toi da|diem|\+)?\s*(\d+(?:[.,]\d+)?)\s*(?:diem|d)?\.?")
# A clause ends with a line, a semicolon, a sentence, or the points that it gives.
_END = re.compile(
    r"\n|;|(?<=[a-z0-9)][a-z%)])\.\s+(?=\S)|\.\s+(?=trong do\b)|(?<=\bdiem)(?: toi da)?\s*(?:,\s+|\.\s+|\s[-+]\s*)(?=\S)"
    r"|(?<=\bdiem)\s*/\s*(?=(?:khong|chua)\b[^;\n]*\d)"
    r"|,\s+(?=[b-n]\s*(?:=|la\s)|(?:nhung )?(?:toi da|khong qua|khong vuot)|con lai\b)"
    r"|\s+(?=(?:nhung|va) (?:toi da|khong qua|khong vuot))"
)
_DIGITS = {
    word: at for at, word in enumerate(["khong", "mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi"])
}
_WORD = rf"(?P<word>{'|'.join(_DIGITS)})"
# What annexes write in several ways is written in one: the same number twice, "5đ", a cap or a gloss in brackets.
_ALIKE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"\b{_WORD}\s*\(\s*(?P<digits>\d{{1,2}})\s*\)"), "digits"),
    (re.compile(rf"(?<![\w.,])(?P<digits>\d{{1,2}})\s*\(\s*{_WORD}\s*\)"), "digits"),
    (re.compile(r"\b(?:toan bo|tat ca)\s*\(\s*(?P<kept>100\s*%)\s*\)"), "kept"),
    (re.compile(r"\bmuc \d{1,2}\s*\((?P<kept>[^()\n]*\d[^()\n]*)\)(?=\s*:)"), "kept"),
    (re.compile(r"\s*\((?:trung binh|binh quan|tuong duong|tuc la|tuc|nghia la)\b[^()\n]*\)"), ""),
)
_CAPPED = re.compile(r"\s*\(\s*(?P<kept>(?:nhung )?(?:toi da|khong qua|khong vuot qua|cao nhat)\b[^()\n]*)\)")
_POINTS = re.compile(r"(?<=\d)\s?đ(?!\w)", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<![\d.,/])[1-9]\d{0,2}(?:\.\d{3})+(?![\d/]|[.,]\d|\s*(?:%|điểm))")


def bare(text: str) -> str:
    """Give lower-case letters without marks, one for each character, so that places stay what they are.

    >>> bare("Điểm tối đa"), len(bare("Ỷ LẠI")) == len("Ỷ LẠI")
    ('diem toi da', True)
    """
    return "".join(map(_bare_letter, unicodedata.normalize("NFC", text)))


@lru_cache(4096)
def _bare_letter(letter: str) -> str:
    if letter in "đĐ":
        return "d"
    if letter in "–—−":
        return "-"
    if letter in "×∗":
        return "x" if letter == "×" else "*"
    if letter.isspace():
        return letter if letter == "\n" else " "
    plain = unicodedata.normalize("NFD", letter)[0].lower()
    return plain if len(plain) == 1 else letter


def number(text: str) -> Fraction | None:
    """Read a number as an annex writes it; None where it is none, or could be two ("1.000").

    >>> number("2,5"), number("2.5"), number("1.000"), number("04")
    (Fraction(5, 2), Fraction(5, 2), None, Fraction(4, 1))
    """
    match = re.fullmatch(r"(\d{1,9})(?:([.,])(\d{1,6}))?", text.strip())
    if match is None or not text.isascii() or (match[2] and len(match[3]) == 3 and match[1] != "0"):
        return None
    return Fraction(f"{match[1]}.{match[3] or '0'}")


def points_in(text: str) -> Fraction | None:
    """Read a cell for points: a number, maybe with the word; None for anything else.

    >>> points_in("2,5"), points_in("10 điểm"), points_in("Tối đa 5đ"), points_in("- 3"), points_in("5-10"), points_in("1.000")
    (Fraction(5, 2), Fraction(10, 1), Fraction(5, 1), Fraction(-3, 1), None, None)
    """
    match = _CELL.fullmatch(bare(text).strip()) if len(text) <= _LONGEST_POINTS else None
    points = number(match[2]) if match is not None else None
    return -points if points is not None and match is not None and match["sign"] else points


def clauses(text: str) -> list[str]:
    r"""Split how something is scored into its clauses; bullets and last full stops are taken off, a last colon is kept.

    >>> clauses("- 4 cuộc: 20 điểm;\n- 3 cuộc: 2.5 điểm. Không họp: 0 điểm")
    ['4 cuộc: 20 điểm', '3 cuộc: 2.5 điểm', 'Không họp: 0 điểm']
    >>> clauses("Có: 2 điểm, không: 0 điểm"), clauses("Mỗi lớp 0,5 điểm, tối đa 5 điểm")
    (['Có: 2 điểm', 'không: 0 điểm'], ['Mỗi lớp 0,5 điểm', 'tối đa 5 điểm'])
    """
    text = _alike(re.sub(r"[^\S\n]+", " ", text))
    plain = bare(text)
    cuts, start = [], 0
    for match in _END.finditer(plain):
        # What gives the points belongs to the clause; the sign behind does not.
        end = match.start() + len(" toi da") * match[0].startswith(" toi da")
        cuts.append(text[start:end])
        start = match.end()
    cuts.append(text[start:])
    found = (re.sub(r"[\s.,]+$", "", _BULLET.sub("", cut).strip()) for cut in cuts)
    return [cut for cut in found if re.search(r"\w", cut)]


_ANNOUNCES = re.compile(
    r"(?:(?:cach|phuong phap|cong thuc) (?:tinh|cham|danh gia)(?: diem)?|thang diem|muc diem|trong do|cu the|cham diem nhu sau|diem"
    r"|(?:can cu|dua|theo)(?: [a-z]+){1,20} (?:tinh|cham) diem|diem (?:duoc )?tinh|(?:duoc )?(?:tinh|cham) diem)(?: cu the)?(?: nhu sau)?[\s:]*"
)


def is_announcement(words: str) -> bool:
    """Whether bare words only announce what follows.

    >>> is_announcement("cach tinh diem nhu sau:"), is_announcement("can cu ty le can bo co may tinh de tinh diem nhu sau")
    (True, True)
    >>> is_announcement("so cuoc hop")
    False
    """
    return _ANNOUNCES.fullmatch(words) is not None


def _alike(text: str) -> str:
    """Write what annexes write in several ways in one.

    >>> _alike("được năm (05) điểm"), _alike("từ 1.000 lượt (trung bình 3 lượt/ngày): 5đ (tối đa 10 điểm)")
    ('được 05 điểm', 'từ 1000 lượt: 5 điểm; tối đa 10 điểm')
    >>> _alike("năm (06) điểm"), _alike("1.000 lượt: 0.5 điểm")
    ('năm (06) điểm', '1.000 lượt: 0.5 điểm')
    """
    text = unicodedata.normalize("NFC", text)
    text = _POINTS.sub(" điểm", re.sub(r"(?i)(?<=\d)\s*phần trăm\b", "%", text).replace("½", "1/2"))
    for pattern, kept in _ALIKE:
        text = _rewritten(text, pattern, kept)
    text = _rewritten(text, _CAPPED, "kept", "; ")
    # Full stops part thousands, unless the same text writes decimals with them.
    if re.search(r"\d\.\d", _THOUSANDS.sub("", text)):
        return text
    return _THOUSANDS.sub(lambda match: match[0].replace(".", ""), text)


def _rewritten(text: str, pattern: re.Pattern[str], kept: str, before: str = "") -> str:
    """Put one group of what a pattern matches, without marks, in place of it; a number in words must be that in digits."""
    made, start = "", 0
    for match in pattern.finditer(bare(text)):
        said = match.groupdict()
        if "word" in said and _DIGITS[said["word"]] != int(said["digits"]):
            continue
        made += text[start : match.start()] + (before + text[match.start(kept) : match.end(kept)] if kept else "")
        start = match.end()
    return made + text[start:]


def one_line(text: str) -> str:
    r"""Give a text on one line.

    >>> one_line("a;\nb\nc")
    'a; b; c'
    """
    return "; ".join(line.strip().rstrip(";").strip() for line in text.split("\n") if line.strip(" ;"))


def capital(text: str) -> str:
    """Begin a text with a capital; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def slug(text: str, most: int = 24) -> str:
    """Make an id of Latin letters, digits and underscores.

    >>> slug("Bí thư/Chủ tịch chủ trì"), slug("4 cuộc"), slug("!")
    ('bi_thu_chu_tich_chu_tri', 'm_4_cuoc', 'muc')
    """
    made = re.sub(r"[^a-z0-9]+", "_", bare(text)).strip("_")
    made = made[:most].rsplit("_", 1)[0] if len(made) > most and "_" in made[:most] else made[:most]
    return made if made[:1].isalpha() else f"m_{made}" if made else "muc"


def free(wanted: str, taken: set[str]) -> str:
    """Give a name that is not taken, and take it."""
    name, count = wanted, 2
    while name in taken:
        name, count = f"{wanted}_{count}", count + 1
    taken.add(name)
    return name


def plain_points(points: Fraction | None) -> str:
    """Write points as an annex does: with a decimal comma; nothing for none.

    >>> plain_points(Fraction(5, 2)), plain_points(None)
    ('2,5', '')
    """
    return "" if points is None else plain(points, ",")
