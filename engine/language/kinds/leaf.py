"""What a scoring kind sees while it is lowered: its leaf, and how to read what the author wrote."""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from ...formula.figures import amount as shown
from ...formula.substitute import template
from ...model.findings import Finding, Place, finding
from ..document import Share

_OR_A_NUMBER = ("Thêm max cho tiêu chí, hoặc viết điểm bằng số.", "Give the leaf a max, or write points as a number.")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf on its way to a formula.

    Attributes:
        id: the leaf's id.
        max: its `max`; None stands for the share itself.
        at: where its `score` is written.
        place: finds where the value of a key of the score (or of a key within it) is written; `key=True`: the key.
        read: parses an expression and puts the ruleset's functions in place.
        report: takes a finding.
        constant: evaluates what may use parameters only: a number, `80%`, a parameter's name or an expression of these.
        known: the same, and a day.
        share: reads what is written in per cent: `80%`, or the name of a parameter that is.
        options: the options of the choice that an expression is, in order; None if it is no choice.
    """

    id: str
    max: Fraction | None
    at: Place
    place: Callable[..., Place]
    read: Callable[[Any, Place], ast.expr | None]
    report: Callable[[Finding], None]
    constant: Callable[[Any, Place], Fraction | None]
    known: Callable[[Any, Place], Fraction | date | None]
    share: Callable[[Any], Fraction | None]
    options: Callable[[ast.expr], tuple[str, ...] | None]

    def expression(self, value: Any, *path: str | int) -> ast.expr | None:
        """Read an author's expression: text, a number, or a quantity such as `80%`."""
        return self.read(value, self.place(*path))

    def points(self, value: Any, *path: str | int) -> ast.expr | None:
        """Read points: a number (parameters allowed), or a percentage of the leaf's `max`."""
        at = self.place(*path)
        share = self.share(value)
        if share is not None:
            if self.max is None:
                self.report(
                    finding(
                        "ITR306", at, help=_OR_A_NUMBER, id=self.id, what=f"{value} của max", what_en=f"{value} of it"
                    )
                )
                return None
            return number(share * self.max, at)
        amount = self.constant(value, at)
        return None if amount is None else number(amount, at)

    def times_max(self, share: ast.expr) -> ast.expr:
        """Multiply a share of 0..1 by the leaf's `max`."""
        if self.max is None:
            return share
        return template("S * M", at=self.at, S=share, M=number(self.max, self.at))

    def cut_share(
        self, share: ast.expr, *, full_at: ast.expr | None, divisor: ast.expr | None, on_zero: Any
    ) -> ast.expr | None:
        """Cut a share to 0..1 and multiply it by `max`; where `divisor` is zero it is worth what `on_zero` says."""
        if isinstance(full_at, ast.Constant) and isinstance(full_at.value, Fraction) and full_at.value <= 0:
            self.report(finding("ITR372.full_at", self.place("full_at"), id=self.id, found=shown(full_at.value)))
            return None
        if full_at is not None:
            share = template("S / T", at=self.at, S=share, T=full_at)
        worth = self.times_max(template("clamp(S, 0, 1)", at=self.at, S=share))
        if on_zero is None:
            return worth
        if divisor is None:
            self.report(finding("ITR305", self.place("on_zero"), id=self.id))
            return None
        instead = self._of_zero(on_zero)
        return None if instead is None else template("Z if D == 0 else W", at=self.at, Z=instead, D=divisor, W=worth)

    def _of_zero(self, on_zero: Any) -> ast.expr | None:
        """Return what a leaf is worth whose divisor is zero."""
        if on_zero == "not_applicable":
            return template("_not_applicable()", at=self.at)
        fixed = {"zero": Fraction(0), "full": Fraction(1)}
        share = fixed[on_zero] if on_zero in fixed else self.constant(on_zero, self.place("on_zero"))
        return None if share is None else number(share * (1 if self.max is None else self.max), self.at)


def number(value: Fraction | date, at: Place) -> ast.expr:
    """Make a constant node of an exact number or a day."""
    node = ast.Constant(value=value)  # type: ignore[arg-type]  # constants of formulas are exact
    node.place = at  # type: ignore[attr-defined]
    return node


def percentage(text: str) -> Fraction | None:
    """Read `80%` as 4/5.

    >>> percentage("12.5%"), percentage("80")
    (Fraction(1, 8), None)
    """
    if isinstance(text, Share):
        return text.value
    digits = text.removesuffix("%").rstrip()
    if digits == text or not digits.removeprefix("-").replace(".", "", 1).isascii() or len(digits) > 40:
        return None
    whole, dot, part = digits.removeprefix("-").partition(".")
    if not whole.isdecimal() or (dot and not part.isdecimal()):
        return None
    return Fraction(digits) / 100
