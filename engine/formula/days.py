"""Days as rulesets write them, what only looks like one, and how Excel counts them."""

import re
from datetime import date, timedelta
from fractions import Fraction

DAY = re.compile(r"(?<![\w.\"'])(?:[12][0-9]{3}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}/[0-9]{1,2}/[12][0-9]{3})(?![\w.])")
"""What people write for a day; to Python it is a subtraction or a division."""

_ISO = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")
_PARTS = re.compile(r"[-/]")
_EPOCH = date(1899, 12, 30)  # Excel counts a 29 February 1900, so that its day 1 is right from March 1900 on


def is_like_day(text: str) -> bool:
    """Whether the whole of a text is written as people write a day.

    >>> is_like_day("2023-12-15"), is_like_day("15/12/2023"), is_like_day("2023-12-15 + 1")
    (True, True, False)
    """
    return DAY.fullmatch(text) is not None


def day_of(text: str) -> date | None:
    """Read a day as rulesets write it, `YYYY-MM-DD`; None for any other text and for a day that no calendar has.

    >>> day_of("2023-12-15"), day_of("2023-12-5"), day_of("2023-02-30")
    (datetime.date(2023, 12, 15), None, None)
    """
    return _meant(text) if _ISO.fullmatch(text) else None


def how_written(text: str) -> tuple[str, str] | None:
    """Say in Vietnamese and English what is wrong with a text that is meant as a day; None if it is not.

    >>> how_written("15/12/2023")[1], how_written("2023-02-30")[1]
    ('Write it as 2023-12-15: year, month, day.', 'The calendar does not have this day.')
    """
    day = _meant(text)
    if day is None:
        is_meant = is_like_day(text)
        return ("Lịch không có ngày này.", "The calendar does not have this day.") if is_meant else None
    return f"Viết là {day.isoformat()}: năm, tháng, ngày.", f"Write it as {day.isoformat()}: year, month, day."


def as_parameter(text: str) -> tuple[str, str]:
    """Say in Vietnamese and English how a formula comes by a day.

    >>> as_parameter("15/12/2023")[1]
    'In a formula a day has a name: parameters: {due: 2023-12-15}, and then sent <= due.'
    """
    shown = "2023-12-15" if (day := _meant(text)) is None else day.isoformat()
    return (
        f"Trong công thức, ngày phải có tên: parameters: {{han: {shown}}}, rồi viết ngay_nop <= han.",
        f"In a formula a day has a name: parameters: {{due: {shown}}}, and then sent <= due.",
    )


def _meant(text: str) -> date | None:
    """Read a day in any of the ways in which people write it."""
    if not is_like_day(text):
        return None
    first, month, last = (int(part) for part in _PARTS.split(text))
    year, day = (last, first) if "/" in text else (first, last)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def serial(day: date) -> Fraction:
    """Give a day as Excel counts it.

    >>> serial(date(2022, 1, 1))
    Fraction(44562, 1)
    """
    return Fraction((day - _EPOCH).days)


def from_serial(number: Fraction) -> date:
    """Give the day that Excel counts so; the inverse of `serial`.

    >>> from_serial(serial(date(2022, 1, 1)))
    datetime.date(2022, 1, 1)
    """
    return _EPOCH + timedelta(days=int(number))
