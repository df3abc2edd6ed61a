"""What puts the points of a branch together, as pieces of a formula of Excel (semantics §7)."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from .excel import Lack, Part, call, times, total, value

_BEYOND = Fraction(10**15)


class Term(NamedTuple):
    """A child of a branch, which counts unless it is gone.

    Attributes:
        part: its value.
        weight: of its value.
        gone: asks whether it leaves; None: it never does.
    """

    part: Part
    weight: Fraction = Fraction(1)
    gone: Part | None = None

    def of(self, there: Part, otherwise: Part) -> Part:
        """Read a piece only where the child counts."""
        return there if self.gone is None else call("IF", self.gone, otherwise, there)

    def with_part(self, part: Part) -> "Term":
        """Give the same child with another value, as its maximum."""
        return self._replace(part=part)


Terms: TypeAlias = Sequence[Term]


def added(terms: Terms) -> Part:
    """Add up the weighted values of the children that count."""
    return total([term.of(_weighted(term), value(0)) for term in terms])


def mean(terms: Terms) -> Part:
    """Take the weighted mean of the children that count."""
    return Part("/", (added(terms), _weights(terms)))


def extreme(which: str, terms: Terms) -> Part:
    """Give the least or the greatest value; one that does not count is beyond all others."""
    beyond = value(_BEYOND if which == "min" else -_BEYOND)
    return call(which.upper(), *(term.of(term.part, beyond) for term in terms)) if terms else value(0)


def _weighted(term: Term) -> Part:
    """Multiply by the weight; a constant at once."""
    constant = term.part.args[0] if term.part.op == "value" else None
    return value(term.weight * constant) if isinstance(constant, Fraction) else times(term.weight, term.part)


def _weights(terms: Terms) -> Part:
    return total([term.of(value(term.weight), value(0)) for term in terms])


def _geometric_mean(terms: Terms) -> Part:
    powers = []
    for term in terms:
        power = Part("^", (term.part, value(term.weight)))
        powers.append(term.of(call("IF", Part(">=", (term.part, value(0))), power, value(Lack.INVALID)), value(1)))
    return Part("^", (call("PRODUCT", *powers), Part("/", (value(1), _weights(terms)))))


def _harmonic_mean(terms: Terms) -> Part:
    inverse = []
    for term in terms:
        share = Part("/", (value(term.weight), term.part))
        share = call("IF", Part(">", (term.part, value(0))), share, value(Lack.INVALID))
        inverse.append(term.of(share, value(0)))
    return Part("/", (_weights(terms), total(inverse)))


class Written(NamedTuple):
    """How an aggregate is written.

    Attributes:
        part: makes the piece.
        may_fail: whether there may be no value although every child has one.
        is_rough: whether Excel knows the value to 15 digits only.
    """

    part: Callable[[Terms], Part]
    may_fail: bool = False
    is_rough: bool = False


WRITTEN: Mapping[str, Written] = {
    "sum": Written(added),
    "mean": Written(mean, may_fail=True),
    "geometric_mean": Written(_geometric_mean, may_fail=True, is_rough=True),
    "harmonic_mean": Written(_harmonic_mean, may_fail=True),
    "min": Written(lambda terms: extreme("min", terms)),
    "max": Written(lambda terms: extreme("max", terms)),
}
"""By the names of `aggregates.py`."""
