"""How far long work is, or what is being done: on stderr, to a person at a terminal, after a second; else nothing."""

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Lock, Timer
from typing import TypeVar

from .terminal import is_terminal, say_aside

AFTER, EVERY = 1.0, 0.1
"""Seconds before anything is said, and between two lines."""

_ERASE = "\r\x1b[K"
_Item = TypeVar("_Item")


def counted(items: Iterable[_Item], label: str, total: int) -> Iterator[_Item]:
    """Give items as they come, and say how many there have been.

    Args:
        items: each takes time to make or to use.
        label: what is being done, in the operator's language.
        total: how many there probably are; that there are more is no fault.
    """
    if not is_terminal(sys.stderr):
        yield from items
        return
    due, is_shown = time.monotonic() + AFTER, False
    try:
        for number, item in enumerate(items):
            if time.monotonic() >= due:
                say_aside(f"{_ERASE}{label}: {number}/{max(number, total)}", sys.stderr)
                due, is_shown = time.monotonic() + EVERY, True
            yield item
    finally:
        if is_shown:
            say_aside(_ERASE, sys.stderr)


@contextmanager
def doing(label: str) -> Iterator[None]:
    """Say what is being done while one step lasts of which nobody knows how far it is."""
    if not is_terminal(sys.stderr):
        yield
        return
    lock, said = Lock(), list[str]()
    is_over = False

    def say() -> None:
        with lock:
            if not is_over:
                said.append(label)
                say_aside(f"{label}…", sys.stderr)

    timer = Timer(AFTER, say)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        with lock:
            is_over = True
            if said:
                say_aside(_ERASE, sys.stderr)
