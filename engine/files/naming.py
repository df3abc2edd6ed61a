"""Compare names as people write them: case and white space do not count, and a near miss is only ever proposed."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

MOST_CANDIDATES = 3_000
_LONGEST = 120
_ENOUGH_ALIKE = 0.8
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")


@lru_cache(maxsize=1_024)  # the heads of a table are held against every name that is looked for
def fold(text: str) -> str:
    """Give a name without case, doubled white space and differences of Unicode form.

    >>> fold("  Tổng   SỐ ") == fold("tổng số")
    True
    """
    return unicodedata.normalize("NFC", " ".join(text.split()).casefold())


def toned(text: str) -> str:
    """Give a name with the tone mark of each word at its end: "hoà" and "hòa" are one word, typed in two ways.

    >>> toned("hoà giải") == toned("hòa giải"), toned("hoá") == toned("hòa")
    (True, False)
    """
    words = unicodedata.normalize("NFD", text).split(" ")
    return " ".join(_TONES.sub("", word) + "".join(_TONES.findall(word)) for word in words)


def nearest(text: str, candidates: Iterable[str]) -> str:
    """Find the candidate that was probably meant; empty if there is none.

    >>> nearest("so hop", ["so_hop", "chu_tri"]), nearest("Sở Y te", ["Sở Y tế"]), nearest("x", ["y"])
    ('so_hop', 'Sở Y tế', '')
    """
    names = {name: _bare(name) for name in candidates}
    if len(text) > _LONGEST or len(names) > MOST_CANDIDATES:
        return ""
    wanted = _bare(text)
    for name, bare in names.items():
        if bare and bare == wanted:
            return name
    alike = get_close_matches(wanted, names.values(), 1, _ENOUGH_ALIKE)
    return next((name for name, bare in names.items() if bare in alike), "")


def did_you_mean(text: str, candidates: Iterable[str]) -> tuple[str, str] | None:
    """Word the proposal of `nearest` as the help of a finding."""
    name = nearest(text, candidates)
    return (f'Có phải là "{name}"?', f'Did you mean "{name}"?') if name else None


def _bare(text: str) -> str:
    """Letters and digits only, without marks."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "", plain.replace("đ", "d"))
