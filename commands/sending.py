"""What commands say to units on papers that go out: the options `--deadline`, `--contact` and the like, read once."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

from datetime import date
from typing import TYPE_CHECKING

from .days import day_of

if TYPE_CHECKING:
    from ..engine.model.sending import Sending


def sending_of(
    lang: str,
    *,
    deadline: str | None,
    contact: str,
    agency: str = "",
    issued: str | None = None,
    place: str = "",
    signer: str = "",
) -> "Sending | int":
    """Take what the command line says of a paper; the exit code where a day cannot be read."""
    from ..engine.model.sending import Sending

    days: list[date | None] = []
    for option, text in (("--deadline", deadline), ("--date", issued)):
        day = day_of(option, text, lang) if text is not None else None
        if isinstance(day, int):
            return day
        days.append(day)
    return Sending(days[0], contact, place, agency, days[1], signer)
