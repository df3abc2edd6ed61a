"""The fonts that reports carry, and texts as those fonts can show them.

Two families come with itrank (`fonts/`, SIL Open Font License): the same letters on every machine, Vietnamese whole.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

from ..files.visible import visible

SERIF, SANS = "Itrank Serif", "Itrank Sans"
# What every one of the fonts has: Latin, Greek, Cyrillic, signs. A test holds this against the fonts.
SHOWN = (
    " -~\u00a0-\u024f\u0259\u02bc\u02c6-\u02dd\u0300-\u036f\u0374-\u0375\u037a-\u037e\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce"
    "\u03d0-\u045f\u0490-\u0491\u1e00-\u1e9b\u1e9e\u1ea0-\u1ef9\u2010\u2012-\u2022\u2026\u202f-\u2030\u2032-\u2034\u2039-\u203a"
    "\u203c\u203e\u2044\u20ab-\u20ac\u2116\u2122\u2190-\u2195\u2202\u2206\u220f\u2211-\u2212\u2215\u2219-\u221a\u221e-\u221f\u2229"
    "\u222b\u2248\u2260-\u2262\u2264-\u2265\u25a0-\u25a1\u25aa-\u25ac\u25b2\u25ba\u25bc\u25c4\u25ca-\u25cc\u25cf"
)
_UNKNOWN = re.compile(f"[^{SHOWN}]")


def letters(text: str) -> str:
    r"""Give a text as the fonts can show it: composed, what is hidden written out, a box for what they do not have.

    >>> letters("Sở Nội vu\u0323"), letters("a\u202eb"), letters("部 x")
    ('Sở Nội vụ', 'a\\u202eb', '□ x')
    """
    return _UNKNOWN.sub("□", visible(unicodedata.normalize("NFC", text)))


@contextmanager
def font_folder() -> Iterator[Path]:
    """Give the folder of the fonts, unpacked for the while where the package is a zip."""
    with as_file(files("itrank.engine.report").joinpath("fonts")) as folder:
        yield folder
