"""Limits in seconds of the machine that the figures of `docs/performance.md` come from, whatever machine runs the tests."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

REFERENCE = 0.14  # seconds that `_work` takes there


@contextmanager
def within(limit: float, clock: Callable[[], float] = time.process_time, of: str = "") -> Iterator[None]:
    """Hold what is done inside to `limit` seconds; `of` names it where it takes longer.

    A machine that is slower now, be it by its make or by what else it does, is allowed as many times more as a fixed
    piece of work takes on it.  Nothing is held while lines are traced: that would time the tracer.
    """
    began = clock()
    yield
    taken = clock() - began
    if taken >= limit and sys.gettrace() is None:
        allowed = limit * slowness()
        assert taken < allowed, (
            f"{of} took {taken:.2f} s of the {allowed:.2f} that are allowed on this machine".lstrip()
        )


def slowness() -> float:
    """Give how many times slower than the reference this machine is now; 1 where it is faster."""
    took = []
    for _ in range(3):
        began = time.process_time()
        _work()
        took.append(time.process_time() - began)
    return max(1.0, sorted(took)[1] / REFERENCE)


def _work() -> int:
    kept = {f"k{i}": i * i % 97 for i in range(200_000)}
    return sorted(kept.values())[5]
