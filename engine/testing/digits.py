"""How numbers of a ruleset are written: the least that a person would change of one, one step of its last digit."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from ..language.document import Map, Seq
from ..model.findings import Place
from ..model.ruleset import Constant, Ruleset

Written: TypeAlias = Mapping[tuple[str, int, int], str]
"""File, line and column of each key and value of a document -> how it is written."""

_MOST_PLACES = 12


def written_in(document: Map) -> Written:
    """Give every key and every plain value of a document by where it stands.

    >>> from itrank.engine.language.document import read_document
    >>> document, _ = read_document(b"score: {steps: x, from: {80%: 5}}", "r.yaml")
    >>> sorted(written_in(document).values())
    ['', '', '5', '80%', 'from', 'score', 'steps', 'x']
    """
    return dict(_in_part(document))


def _in_part(part: Any) -> Iterator[tuple[tuple[str, int, int], str]]:
    waiting = [part]
    while waiting:
        now = waiting.pop()
        if isinstance(now, Map):
            for key, value in now.items():
                yield _at(now.key_places[key]), str(key)
                yield _at(now.value_places[key]), _text(value)
                waiting.append(value)
        elif isinstance(now, Seq):
            for value, place in zip(now, now.places, strict=True):
                yield _at(place), _text(value)
                waiting.append(value)


def _at(place: Place) -> tuple[str, int, int]:
    return place.file, place.line, place.column


def _text(value: Any) -> str:
    return "" if isinstance(value, (Map, Seq)) else str(getattr(value, "text", value))


def step_of(text: str) -> Fraction | None:
    """Give one step of the last digit of a number as it is written; None of what is none.

    >>> step_of("850"), step_of("0.80"), step_of("80%"), step_of("nguong")
    (Fraction(1, 1), Fraction(1, 100), Fraction(1, 100), None)
    """
    digits = text.strip().removesuffix("%").rstrip()
    try:
        exponent = Decimal(digits).as_tuple().exponent
    except ArithmeticError:
        return None
    if not isinstance(exponent, int) or abs(exponent) > _MOST_PLACES:
        return None
    step = Fraction(10) ** min(exponent, 0)
    return step / 100 if text.strip().endswith("%") else step


def place_of_digits(ruleset: Ruleset, place: Place, written: Written) -> Place:
    """Return where the digits of a number are: in the line of a parameter where only its name is written.

    >>> from itrank.engine.model.ruleset import Words
    >>> parameter = Constant("p", Fraction(1, 2), Place("r.yaml", 4, 10))
    >>> ruleset = Ruleset("a", "1", Words(), (), "", {"p": parameter}, ())
    >>> place_of_digits(ruleset, Place("r.yaml", 9, 3), {("r.yaml", 9, 3): "p"}).line
    4
    """
    column = ruleset.columns.get(written.get(_at(place), ""))
    return column.place if isinstance(column, Constant) else place


def step_beside(value: Fraction, place: Place, written: Written, *, is_share: bool = False) -> Fraction:
    """Give one step of a number: of how it is written where that is known, else of its shortest decimal.

    Args:
        value: the number.
        place: where it is written.
        written: how the numbers of the document are written.
        is_share: whether the decimal is that of a percentage.

    >>> step_beside(Fraction(4, 5), Place(), {}), step_beside(Fraction(850), Place(), {})
    (Fraction(1, 10), Fraction(1, 1))
    >>> step_beside(Fraction(4, 5), Place(), {}, is_share=True)
    Fraction(1, 100)
    """
    text = written.get(_at(place))
    step = None if text is None else step_of(text)
    if step is not None:
        return step
    whole = 100 if is_share else 1
    places = next((n for n in range(_MOST_PLACES) if (value * whole * 10**n).denominator == 1), 2)
    return Fraction(1, whole * 10**places)
