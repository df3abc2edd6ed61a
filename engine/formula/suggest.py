"""Did you mean: the nearest of some names, accents and case ignored."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from functools import lru_cache

MOST_ADVISED = 40
"""Words of one file that are told what was probably meant: whoever has more of them begins with these."""


@lru_cache(maxsize=4_096)
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
    plain = folded(word[:200])[:100]
    by_fold = {folded(name): name for name in list(candidates)[:2_000]}
    near = get_close_matches(plain, [fold for fold in by_fold if _may_be_close(plain, fold)], n=1, cutoff=0.7)
    return by_fold[near[0]] if near else None


def did_you_mean(near: str | None, vi: str, en: str) -> tuple[str, str]:
    """Return advice in Vietnamese and English, first of all the name that was probably meant, where there is one.

    >>> did_you_mean("so_hop", "Dùng được: so_hop.", "Allowed here: so_hop.")[1]
    'Did you mean "so_hop"? Allowed here: so_hop.'
    """
    return (f'Có phải "{near}"? {vi}', f'Did you mean "{near}"? {en}') if near else (vi, en)


def listed(names: Sequence[str], most: int = 5) -> str:
    """Name the first few.

    >>> listed(["a", "b", "c"], 2), listed(["a"])
    ('a, b, …', 'a')
    """
    return ", ".join(names[:most]) + (", …" if len(names) > most else "")


Adviser = Callable[[str, Iterable[str]], str | None]


def adviser() -> Adviser:
    """Give what finds the candidate that was probably meant, as `closest`, for the first `MOST_ADVISED` words.

    >>> advise = adviser()
    >>> {advise("so_hopp", ["so_hop"]) for _ in range(MOST_ADVISED)}, advise("so_hopp", ["so_hop"])
    ({'so_hop'}, None)
    """
    left = iter(range(MOST_ADVISED))
    return lambda word, candidates: None if next(left, None) is None else closest(word, candidates)


def _may_be_close(one: str, other: str) -> bool:
    """Say whether two words can be seven tenths alike by their lengths and letters: to compare in earnest is slow.

    >>> _may_be_close("so_hopp", "so_hop"), _may_be_close("so_hop", "can_bo")
    (True, False)
    """
    both = 7 * (len(one) + len(other))
    return 20 * min(len(one), len(other)) >= both and 20 * sum(map(other.__contains__, one)) >= both
