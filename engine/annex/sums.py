"""A wording whose points are parts added up, each with its own rule: `Điểm = Điểm kết nối + Điểm ứng dụng`."""

import re
from collections.abc import Callable, Sequence
from fractions import Fraction

from ..files.numbers import plain
from .ratios import NUMBER
from .scoring import Asked, Doubt, Scoring, Unsure
from .text import bare, capital, number

_SUM = re.compile(r"(?:tong )?(?:so )?diem(?: so)?\s*=(?P<names>[a-z ]+(?:\+[a-z ]+)+)")
_NAME = re.compile(r"diem [a-z][a-z ]*")
_MOST_OF_PART = re.compile(rf"(?:[x*]|toi da|khong (?:vuot )?qua)\s*(?P<most>{NUMBER})\s*(?:diem)?")
_LETTERS = "abcdefghijkl"


def sum_of_parts(
    said: Sequence[str], most: Fraction, read: Callable[[Sequence[str], Fraction], Scoring | Unsure]
) -> Scoring | Unsure | None:
    """Read points that are a sum of parts which further clauses define; None where the wording is none.

    Args:
        said: the clauses.
        most: the printed maximum, which the parts must add up to.
        read: reads the clauses of a part with its own maximum.
    """
    match = _SUM.fullmatch(bare(said[0]))
    names = [name.strip() for name in match["names"].split("+")] if match is not None else []
    if not names or not all(map(_NAME.fullmatch, names)):
        return None
    parts = _clauses_by_part(names, said[1:])
    maxima = [_most_of(part) for part in parts.values()] if parts is not None else []
    if parts is None or None in maxima:
        return None
    total = sum((each for each in maxima if each is not None), Fraction(0))
    if total != most:
        return Unsure(total)
    made: list[str] = []
    inputs: dict[str, Asked] = {}
    doubts: list[Doubt] = []
    for (name, part), of in zip(parts.items(), maxima, strict=True):
        assert of is not None
        scoring = read(part, of)
        told = _as_formula(scoring, of, name, inputs) if isinstance(scoring, Scoring) and not scoring.keys else None
        if told is None:
            return None
        made.append(told)
        doubts += scoring.doubts if isinstance(scoring, Scoring) else ()
    return Scoring("formula", {"formula": " + ".join(made)}, inputs=inputs, doubts=tuple(doubts))


def _clauses_by_part(names: Sequence[str], said: Sequence[str]) -> dict[str, list[str]] | None:
    """Give the clauses of each part by its name as it is written; None where a part has none, or two, or a clause no part."""
    parts: dict[str, list[str]] = {}
    left = set(names)
    for each in said:
        words = bare(each)
        name = next((name for name in left if re.match(rf"{re.escape(name)}\s*[:=]", words)), None)
        if name is not None:
            left.remove(name)
            written = each[: len(name)]
            parts[written] = [re.sub(r"^\s*[:=]\s*", "", each[len(name) :])]
        elif not parts:
            return None
        else:
            parts[written].append(each)
    return parts if not left and len(set(names)) == len(names) else None


def _most_of(part: Sequence[str]) -> Fraction | None:
    """Give the maximum that a part says at the end of its first clause or as a cap."""
    found = [match for each in part if (match := re.search(rf"{_MOST_OF_PART.pattern}$", bare(each))) is not None]
    return number(found[-1]["most"]) if found else None


def _as_formula(scoring: Scoring, most: Fraction, name: str, inputs: dict[str, Asked]) -> str | None:
    """Write a part as a formula and add what it asks for; None for a kind that none is known of."""
    assert isinstance(scoring.score, dict)
    full, letters = plain(most), iter(_LETTERS[len(inputs) :])
    match scoring.score:
        case {"ratio": _, **more} if not more:
            upper, lower = next(letters), next(letters)
            inputs |= {upper: scoring.inputs["a"], lower: scoring.inputs["b"]}
            return f"min({{{upper}}} / {{{lower}}}, 1) * {full}"
        case {"share": "self", **more} if not more:
            letter = next(letters)
            label = scoring.answer.get("label", f"Tỷ lệ để tính {name[:1].lower()}{name[1:]}")
            inputs[letter] = Asked(capital(str(label)), "percent")
            return f"min({{{letter}}}, 1) * {full}"
        case {"count": "self", "each": Fraction() as each}:
            letter = next(letters)
            inputs[letter] = Asked(str(scoring.answer["label"]), "count")
            return f"min({{{letter}}} * {plain(each)}, {full})"
    return None
