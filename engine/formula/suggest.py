"""Did you mean: the nearest of some names, accents and case ignored."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches


def folded(word: str) -> str:
    """Fold case and Vietnamese accents away.

    >>> folded("Điểm số")
    'diem so'
    """
    plain = unicodedata.normalize("NFD", word.casefold().replace("đ", "d"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """Find the candidate that was probably meant, or None.

    >>> closest("so_hopp", ["so_hop", "can_bo"]), closest("x", ["so_hop"])
    ('so_hop', None)
    """
    by_fold = {folded(name): name for name in list(candidates)[:2_000]}
    near = get_close_matches(folded(word)[:100], list(by_fold), n=1, cutoff=0.7)
    return by_fold[near[0]] if near else None
