"""The functions that a formula may call: one table, one row each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ..model.outcome import NoScore, Reason, State
from ..model.ruleset import RoundingMode, Value
from .irrational import (
    OUT_OF_DOMAIN,
    decimal_logarithm,
    exponential,
    natural_logarithm,
    normal_cdf,
    power,
    square_root,
    weighted_geometric_mean,
)
from .rounding import MOST_DIGITS, rounded

Answer = Value | NoScore


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A function that every formula may call; `Function` is one of a ruleset.

    Attributes:
        least, most: how many arguments it takes.
        exact: its value from exact arguments and the ruleset's rounding mode.
        gives: the type of its value.
        takes: the type of its arguments; `any` where it asks only whether there is a value.
        vi, en: what it does.
        example: an expression and its value, run by the tests.
    """

    least: int
    most: int
    exact: Callable[[Sequence[Fraction], RoundingMode], Answer]
    vi: str
    en: str
    example: tuple[str, str]
    gives: str = "number"
    takes: str = "number"


MANY = 64


def _digits(arguments: Sequence[Fraction]) -> int | None:
    """Read the digits of round, floor and ceil: a whole number from -12 to 12."""
    if len(arguments) < 2:
        return 0
    digits = arguments[1]
    return int(digits) if digits.denominator == 1 and abs(digits) <= MOST_DIGITS else None


def _round(arguments: Sequence[Fraction], mode: RoundingMode) -> Answer:
    digits = _digits(arguments)
    return OUT_OF_DOMAIN if digits is None else rounded(arguments[0], digits, mode)


def _harmonic_mean(arguments: Sequence[Fraction], _: RoundingMode) -> Answer:
    if any(value <= 0 for value in arguments):
        return OUT_OF_DOMAIN
    return len(arguments) / sum((1 / value for value in arguments), Fraction(0))


SLOW = frozenset({"sqrt", "power", "ln", "log10", "exp", "normal_cdf", "geometric_mean"})
"""Functions whose values have as many digits as are asked for; a call takes as long as a hundred sums."""

FUNCTIONS: Mapping[str, BuiltIn] = {
    "min": BuiltIn(1, MANY, lambda a, _: min(a), "số nhỏ nhất", "the smallest", ("min(3, 1, 2)", "1")),
    "max": BuiltIn(1, MANY, lambda a, _: max(a), "số lớn nhất", "the largest", ("max(3, 1, 2)", "3")),
    "sum": BuiltIn(1, MANY, lambda a, _: sum(a, Fraction(0)), "tổng", "the sum", ("sum(1, 2, 3)", "6")),
    "mean": BuiltIn(
        1, MANY, lambda a, _: sum(a, Fraction(0)) / len(a), "trung bình cộng", "the mean", ("mean(1, 2)", "3/2")
    ),
    "geometric_mean": BuiltIn(
        1,
        MANY,
        lambda a, _: weighted_geometric_mean([(value, Fraction(1)) for value in a]),
        "trung bình nhân",
        "the geometric mean",
        ("geometric_mean(2, 8)", "4"),
    ),
    "harmonic_mean": BuiltIn(
        1, MANY, _harmonic_mean, "trung bình điều hòa", "the harmonic mean", ("harmonic_mean(2, 6)", "3")
    ),
    "abs": BuiltIn(1, 1, lambda a, _: abs(a[0]), "giá trị tuyệt đối", "the distance from 0", ("abs(-2)", "2")),
    "clamp": BuiltIn(
        3,
        3,
        lambda a, _: min(max(a[0], a[1]), a[2]),
        "cắt vào khoảng từ số thứ hai đến số thứ ba",
        "cut to the range from the second to the third",
        ("clamp(7, 0, 5)", "5"),
    ),
    "sqrt": BuiltIn(1, 1, lambda a, _: square_root(a[0]), "căn bậc hai", "the square root", ("sqrt(9 / 4)", "3/2")),
    "power": BuiltIn(
        2, 2, lambda a, _: power(a[0], a[1]), "lũy thừa", "the first to the power of the second", ("power(8, 2 / 3)", "4")
    ),
    "ln": BuiltIn(1, 1, lambda a, _: natural_logarithm(a[0]), "logarit tự nhiên", "the natural logarithm", ("ln(1)", "0")),
    "log10": BuiltIn(
        1, 1, lambda a, _: decimal_logarithm(a[0]), "logarit cơ số 10", "the logarithm to base 10", ("log10(100)", "2")
    ),
    "exp": BuiltIn(1, 1, lambda a, _: exponential(a[0]), "e mũ", "e to the power", ("exp(0)", "1")),
    "normal_cdf": BuiltIn(
        1,
        1,
        lambda a, _: normal_cdf(a[0]),
        "hàm phân phối chuẩn tắc",
        "the standard normal distribution function",
        ("normal_cdf(0)", "1/2"),
    ),
    "round": BuiltIn(
        1, 2, _round, "làm tròn theo cách của bộ tiêu chí", "rounded in the ruleset's mode", ("round(2.345, 2)", "2.35")
    ),
    "floor": BuiltIn(
        1,
        2,
        lambda a, _: OUT_OF_DOMAIN if (d := _digits(a)) is None else rounded(a[0], d, "floor"),
        "làm tròn xuống",
        "rounded down",
        ("floor(-1.5)", "-2"),
    ),
    "ceil": BuiltIn(
        1,
        2,
        lambda a, _: OUT_OF_DOMAIN if (d := _digits(a)) is None else rounded(a[0], d, "ceiling"),
        "làm tròn lên",
        "rounded up",
        ("ceil(1.2)", "2"),
    ),
    # The domains evaluate these three themselves: they look at whether there is a value, or take dates.
    "has": BuiltIn(
        1, 1, lambda *_: True, "có giá trị hay không", "whether there is a value", ("1 if has(5) else 0", "1"), "yes_no", "any"
    ),
    "first_nonzero": BuiltIn(
        1,
        MANY,
        lambda a, _: next((value for value in a if value != 0), Fraction(0)),
        "giá trị đầu tiên có và khác 0",
        "the first value that is there and not 0",
        ("first_nonzero(0, 7)", "7"),
    ),
    "days": BuiltIn(
        2, 2, lambda *_: OUT_OF_DOMAIN, "số ngày từ ngày đầu đến ngày sau", "days from the first to the second", ("", ""),
        takes="date",
    ),
}  # fmt: skip

NOT_APPLICABLE = "_not_applicable"
"""What a kind lowers `not_applicable` to; no author can write it."""


def days_between(first: date, last: date) -> Fraction:
    """Count the days from one date to another.

    >>> days_between(date(2022, 1, 1), date(2022, 1, 31))
    Fraction(30, 1)
    """
    return Fraction((last - first).days)


OPTION_NOT_APPLICABLE = NoScore(State.NOT_APPLICABLE, Reason.OPTION_NOT_APPLICABLE)
