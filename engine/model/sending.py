"""What is said to units about a paper that goes to them and comes back."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Sending:
    """Who sends a paper, and what units are asked; what is empty is left open on paper.

    Attributes:
        deadline: the last day on which an answer is in time.
        contact: whom a unit asks.
        place: where it is signed.
        agency: who sends it.
        day: of issue; the clock is never asked.
        signer: the position of who signs; after a semicolon, the name.
    """

    deadline: date | None = None
    contact: str = ""
    place: str = ""
    agency: str = ""
    day: date | None = None
    signer: str = ""


UNSAID = Sending()
"""Of a paper of which nobody said anything."""
