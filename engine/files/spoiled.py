"""Recognise texts that an encoding spoiled: UTF-8 read as another, lost letters, and the fonts used before Unicode.

Only what no Vietnamese text holds is recognised, so that a clean name is never accused.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Literal, NamedTuple, TypeAlias

from ..model.findings import Finding, Place, finding
from ..model.observed import Table
from .numbers import cut
from .tables import is_collected, place_of

How: TypeAlias = Literal["utf8", "lost", "TCVN3 (ABC, .VnTime)", "VNI-Windows"]
_MOST_TEXTS = 50_000  # different ones that are looked at, of one file
_LONGEST = 300
_FEWEST_WORDS = 2  # of a file in an old encoding: one strange word may be a foreign name


class Spoiled(NamedTuple):
    """What happened to a text, what it was where that can be told, and how many of its words say so."""

    how: How
    reading: str
    words: int = 1


def spoiled(text: str) -> Spoiled | None:
    """Say what an encoding did to a text; None for one that is as it was written.

    >>> spoiled("Sá»Ÿ Ná»™i vá»¥").reading, spoiled("Së Néi vô").reading, spoiled("Sôû Noäi vuï").reading
    ('Sở Nội vụ', 'Sở Nội vụ', 'Sở Nội vụ')
    >>> spoiled("S? N?i v?").how, spoiled("Sở Nội vụ"), spoiled("Citroën")
    ('lost', None, None)
    """
    if len(text) > _LONGEST:
        return None
    if _READ_WRONGLY.search(text):
        return Spoiled("utf8", _as_utf8(text))
    if "\N{REPLACEMENT CHARACTER}" in text or ("?" in text and _LOST.search(text) and "://" not in text):
        return Spoiled("lost", "")
    if _TELLTALE.search(text) is None or _UNICODE.search(text):
        return None
    both = [made for how, read in _READINGS if (made := _in_old(text, how, read)) is not None]
    return max(both, key=lambda made: made.words, default=None)


def tell_spoiled(tables: Sequence[Table]) -> tuple[Finding, ...]:
    """Say once of a file, and of each way in which its texts are spoiled, how many are and what to do."""
    first: dict[How, tuple[tuple[Table, int, int], Spoiled]] = {}
    counts: dict[How, int] = {}
    words: dict[How, int] = {}
    seen: dict[str, Spoiled | None] = {}
    for table, row, column, text in _texts(tables):
        if text not in seen:
            if len(seen) >= _MOST_TEXTS:
                break
            seen[text] = spoiled(text)
            if (made := seen[text]) is not None:
                words[made.how] = words.get(made.how, 0) + made.words
        if (made := seen[text]) is not None:
            first.setdefault(made.how, ((table, row, column), made))
            counts[made.how] = counts.get(made.how, 0) + 1
    found = (_told(*_at(*cell), made, counts[how], words.get(how, 0)) for how, (cell, made) in first.items())
    return tuple(each for each in found if each is not None)


def tell_spoiled_of(texts: Iterable[tuple[str, int, Callable[[], Place]]]) -> tuple[Finding, ...]:
    """Say the same of texts that were counted.

    Args:
        texts: each different one, how many cells have it, and what finds the place of the first; in the order of these.
    """
    first: dict[How, tuple[str, Callable[[], Place], Spoiled]] = {}
    counts: dict[How, int] = {}
    words: dict[How, int] = {}
    for text, count, place in islice(texts, _MOST_TEXTS):
        if (made := spoiled(text)) is not None:
            first.setdefault(made.how, (text, place, made))
            counts[made.how] = counts.get(made.how, 0) + count
            words[made.how] = words.get(made.how, 0) + made.words
    found = (_told(place(), text, made, counts[how], words[how]) for how, (text, place, made) in first.items())
    return tuple(each for each in found if each is not None)


def _at(table: Table, row: int, column: int) -> tuple[Place, str]:
    return place_of(table, row, column), table.headers[column] if row < 0 else table.rows[row][column]


def _told(place: Place, text: str, made: Spoiled, count: int, words: int) -> Finding | None:
    """Say of how many cells it holds, at the first; of an old encoding only where enough words were read so."""
    text, reading = cut(text), cut(made.reading)
    if made.how == "utf8":
        return finding("ITR577.misread", place, found=text, reading=reading, count=count)
    if made.how == "lost":
        return finding("ITR577.lost", place, found=text, count=count)
    if words < _FEWEST_WORDS:
        return None
    return finding("ITR577", place, found=text, reading=reading, count=count, encoding=made.how)


def _texts(tables: Sequence[Table]) -> Iterator[tuple[Table, int, int, str]]:
    """Give headers and cells that are not plain; of collected answers only what readers of data look at."""
    for table in tables:
        width = 4 if is_collected(table.headers) else len(table.headers)
        for row, cells in enumerate((table.headers, *table.rows), start=-1):
            for column, text in enumerate(cells[:width]):
                if not text.isascii() or "?" in text:
                    yield table, row, column, text


_AFTER = "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122"
"""What the second and third byte of a letter look like in Windows-1252."""
_READ_WRONGLY = re.compile(
    f"á[º»][{_AFTER}]|[ÃÄÅÆ][\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u00bf]|Ä[\u0082\u0083\u0090\u0091\u201a\u0192\u2018]"
)
_LOST = re.compile(r"[^\W\d_]\?[^\W\d_]|(?:[^\W\d_]+\? ){2,}|^[^\W\d_]\? (?:[^\W\d_]+ )*[^\W\d_]+\?$")


def _as_utf8(text: str) -> str:
    """Read a text as what it was before it was read as Windows-1252."""
    try:
        whole = b"".join(one.encode("latin-1") if ord(one) < 0xA0 else one.encode("cp1252") for one in text)
        return unicodedata.normalize("NFC", whole.decode("utf-8"))
    except UnicodeError:
        return "…"


_TCVN3 = dict(
    zip(
        "\u00b5\u00b8\u00b6\u00b7\u00b9\u00a8\u00bb\u00be\u00bc\u00bd\u00c6\u00a9\u00c7\u00ca\u00c8\u00c9\u00cb\u00cc\u00d0\u00ce\u00cf\u00d1"
        "\u00aa\u00d2\u00d5\u00d3\u00d4\u00d6\u00d7\u00dd\u00d8\u00dc\u00de\u00df\u00e3\u00e1\u00e2\u00e4\u00ab\u00e5\u00e8\u00e6\u00e7\u00e9"
        "\u00ac\u00ea\u00ed\u00eb\u00ec\u00ee\u00ef\u00f3\u00f1\u00f2\u00f4\u00ad\u00f5\u00f8\u00f6\u00f7\u00f9\u00fa\u00fd\u00fb\u00fc\u00fe"
        "\u00ae\u00a1\u00a2\u00a3\u00a4\u00a5\u00a6\u00a7",
        "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_TONES = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_ROOFED = dict(zip("âáàåãä", ("", *"\u0301\u0300\u0309\u0303\u0323"), strict=True))
_BOWED = dict(zip("êéèúüë", ("", *"\u0301\u0300\u0309\u0303\u0323"), strict=True))
_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}


def _as_tcvn3(word: str) -> str:
    """Read a word of the fonts of TCVN 5712:1993, a byte a letter; capitals with a tone are lower-case there."""
    return "".join(_TCVN3.get(one, one) for one in word)


def _as_vni(word: str) -> str:
    """Read a word of the VNI fonts, where a vowel's mark stands behind it."""
    made: list[str] = []
    for one in word:
        low = one.lower()
        before = made[-1].lower() if made else ""
        if before in {"a", "e", "o"} and low in _ROOFED:
            made[-1] += "\u0302" + _ROOFED[low]
        elif before == "a" and low in _BOWED:
            made[-1] += "\u0306" + _BOWED[low]
        elif before in {"a", "e", "o", "u", "y", "ơ", "ư"} and low in _TONES:
            made[-1] += _TONES[low]
        else:
            alone = _ALONE.get(low, low)
            made.append(alone.upper() if one.isupper() else alone)
    return unicodedata.normalize("NFC", "".join(made))


_READINGS: tuple[tuple[How, Callable[[str], str]], ...] = (
    ("TCVN3 (ABC, .VnTime)", _as_tcvn3),
    ("VNI-Windows", _as_vni),
)
_TELLTALE = re.compile("[¨©ª«¬®µ¶·¸¹»¼½¾ÆÇËÎÏÐÑÖ×ØÜÞßåæçäëîïñöø÷ûüþ\u00ad]|[^\\W\\d_A-Z][ÊÈÉÌÒÓÔÕÝ]")
"""Signs and letters that Vietnamese does not have, or a capital behind a small letter."""
_UNICODE = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u0300-\u036f\u1ea0-\u1ef9]"
)
"""Letters of Vietnamese that no old encoding has: who writes them writes Unicode."""
SUSPECT = (
    "á[º»]|[ÃÄÅÆ][\u0080-\u00bf\u201a\u0192\u2018]|\N{REPLACEMENT CHARACTER}|\\S[?]"
    "|[¨©ª«¬®µ¶·¸¹»¼½¾ÆÇËÎÏÐÑÖ×ØÜÞßåæçäëîïñöø÷ûüþ\u00ad]|[^A-Z0-9_ ][ÊÈÉÌÒÓÔÕÝ]"
)
"""What every spoiled text has and few others, in signs that regular expressions of other languages read alike."""
_WORD = re.compile(r"[^\s0-9,.;:()\[\]/\"'–-]+")
_SYLLABLE = re.compile(
    "(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?[aăâeêioôơuưy]{1,3}(?:ch?|k|m|ng|nh|n|p|t)?"
)


def _in_old(text: str, how: How, read: Callable[[str], str]) -> Spoiled | None:
    """Read a text as one of an old encoding; None where a word of it is none then."""
    told = 0

    def as_read(match: re.Match[str]) -> str:
        nonlocal told
        word = match[0]
        made = read(word)
        told += len(word) > 1 and made != word and _TELLTALE.search(word) is not None and _is_syllable(made)
        return made

    made = _WORD.sub(as_read, text)
    others = [word for word in _WORD.findall(made) if not word.isascii() and not _is_syllable(word)]
    return Spoiled(how, made, told) if told and not others else None


def _is_syllable(word: str) -> bool:
    """Whether a word is one of Vietnamese: at most one tone, and letters in the order that it allows."""
    bare = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in bare if mark in "\u0300\u0301\u0303\u0309\u0323"]
    letters = unicodedata.normalize("NFC", "".join(mark for mark in bare if mark not in tones))
    return len(tones) <= 1 and _SYLLABLE.fullmatch(letters) is not None
