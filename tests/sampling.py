"""How much of a large bar a run holds: plain pytest 0.4 of its `few` cases, `ITRANK_SAMPLE=4` four times them, `all` the whole.

`ITRANK_SEED` draws other cases; where `ITRANK_WRITE` writes what is expected, none is left out.
"""

import math
import os
from collections.abc import Sequence
from hashlib import sha256

SAMPLE, SEED = os.environ.get("ITRANK_SAMPLE", "0.4"), os.environ.get("ITRANK_SEED", "1")
if os.environ.get("ITRANK_WRITE"):
    SAMPLE = "all"


def size(few: int, whole: int) -> int:
    """Give how many of `whole` cases are held, where a sample of 1 holds `few`; never none."""
    return whole if SAMPLE == "all" else min(whole, math.ceil(few * float(SAMPLE)))


def drawn(names: Sequence[str], few: int) -> set[str]:
    """Draw a sample of some cases: always the same ones for a seed, whatever the machine and the order."""
    ordered = sorted(names, key=lambda name: sha256(f"{SEED} {name}".encode()).digest())
    return set(ordered[: size(few, len(names))])
