"""Between which integers each input lies, before a ruleset is compiled: what it declares, else what the data hold."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Range:
    """The range of an input, as the integers that an engine is given: what `Given` has of it.

    Attributes:
        low, high: between which the integers lie: a number times 10 ** digits, yes 1 and no 0, the place of an option,
            a day's ordinal.
        digits: how many decimals the integers have.
        origin: `declared` where both ends are the ruleset's (or follow from the type), `data` where one was measured,
            `assumed` where there is neither.
    """

    low: int
    high: int
    digits: int
    origin: Literal["declared", "data", "assumed"]
