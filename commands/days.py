"""Days on the command line: read once for all commands, and refused with the option that has a wrong one."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

from datetime import date

from .terminal import USAGE, fail


def day_of(option: str, text: str, lang: str) -> date | int:
    """Read a day, as 2027-03-20 or 20/3/2027; where it is none, say so and give the exit code."""
    from ..engine.observe.values import parse_day

    day = parse_day(text)
    return day if isinstance(day, date) else fail("ITR912.date", lang, USAGE, option=option, found=text)


def day_or_today(option: str, text: str | None, lang: str) -> date | int:
    """Read a day; where none is given, today where the operator sits."""
    return date.today() if text is None else day_of(option, text, lang)  # noqa: DTZ011
