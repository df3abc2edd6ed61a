"""The apostrophe before a text that a spreadsheet would run as a formula: written by itrank, and taken off where it reads.

A text that has such an apostrophe of its own gets one more, so that reading takes off exactly what writing put there.
"""

import re

# The signs of a formula, also full-width and small, which East Asian spreadsheets run too; white space that they skip.
_SIGNS = "[=+\\-@\t\r\n＝＋－＠﹦﹢﹣﹫]"
RISKY = f"^'*{_SIGNS}"
"""How a text begins that gets an apostrophe: an expression that engines of columns read alike."""
_RISKY = re.compile(RISKY)
GUARDED = f"^'+{_SIGNS}"
"""How a text begins that has such an apostrophe: an expression that engines of columns read alike."""
_GUARDED = re.compile(GUARDED)


def guarded(text: str) -> str:
    """Keep a spreadsheet from running a text as a formula.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("＝1+1"), guarded("'Sở"), guarded("Sở Nội vụ")
    ("'=1+1", "''=1+1", "'＝1+1", "'Sở", 'Sở Nội vụ')
    """
    return f"'{text}" if _RISKY.match(text) else text


def unguarded(text: str) -> str:
    """Take off the apostrophe of `guarded`; of two before such a sign one is the text's own.

    >>> unguarded("'=1+1"), unguarded("''=1+1"), unguarded("'Sở"), unguarded("Sở Nội vụ")
    ('=1+1', "'=1+1", "'Sở", 'Sở Nội vụ')
    """
    return text[1:] if _GUARDED.match(text) else text
