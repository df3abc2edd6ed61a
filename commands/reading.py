"""What commands read; where that stops, the findings are printed and the exit code is given in its place."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from . import words
from .progress import doing
from .project import not_as_released, not_by_released
from .terminal import USAGE, WELL, WRONG, code_of, fail, printable, tell, unread, without_library
from .words import said

if TYPE_CHECKING:
    from ..engine.annex.annex import Annex
    from ..engine.model.findings import Finding
    from ..engine.result.published import Published
    from ..engine.year import Rules, Stopped, Year, YearNames

_Made = TypeVar("_Made")


def unless_stopped(made: "_Made | Stopped", lang: str) -> "_Made | int":
    """Give what the engine made; where it stopped, print why and give the exit code."""
    from ..engine.year import Stopped

    if not isinstance(made, Stopped):
        return made
    return tell(made.findings, lang, USAGE if made.is_usage else WRONG, made.texts, made.shown)


def read_rules(name: str, lang: str) -> "Rules | int":
    """Find and load a ruleset; where this folder's project released it otherwise, say so."""
    from ..engine.year import open_rules

    rules = unless_stopped(open_rules(name), lang)
    if not isinstance(rules, int):
        tell(not_as_released(rules.ruleset), lang, WELL, shown=rules.shown)
    return rules


def open_year(names: "YearNames", lang: str) -> "Year | int":
    """Find and read a ruleset and its year."""
    rules = read_rules(names.ruleset, lang)
    return rules if isinstance(rules, int) else read_year(rules, names, lang)


def read_year(rules: "Rules", names: "YearNames", lang: str) -> "Year | int":
    """Find and read the year of a ruleset."""
    from ..engine.year import read_year

    with doing(said(words.READING_DATA, lang)):
        year = read_year(rules, names)
    return unless_stopped(year, lang)


def unless_unread(read: "Published | tuple[Finding, ...]", lang: str) -> "Published | int":
    """Give a result that was read; where it could not be, print why and give the exit code."""
    if not isinstance(read, tuple):
        tell(not_by_released(read), lang, WELL)
        return read
    return tell(read, lang, code_of(read))


def read_table(name: str, columns: str | None, lang: str) -> "Annex | int":
    """Read an annex that has a table of criteria; where there is none the findings are told, and the exit code is given.

    Args:
        name: of the file.
        columns: what the table's columns are, as `--columns` says it.
        lang: of what is told.
    """
    from ..engine.annex.asked_columns import asked_columns
    from ..engine.annex.paper import read_paper
    from ..engine.annex.reading import read_annex
    from ..engine.model.findings import Finding

    asked = asked_columns(columns) if columns is not None else ()
    if isinstance(asked, Finding):
        return tell((asked,), lang, USAGE)
    paper = read_paper(Path(name), printable(name))
    if isinstance(paper, Finding):
        return tell((paper,), lang, code_of((paper,)))
    annex = read_annex(paper, asked)
    return annex if annex.parts else tell(annex.findings, lang, WRONG)


def with_key(key: str, lang: str, use: Callable[[bytes], _Made]) -> _Made | int:
    """Do something with the bytes of a key file; the exit code where that is none, or no library can read it."""
    from ..engine.bundle.signing import KeyFileError

    try:
        return use(Path(key).read_bytes())
    except KeyFileError:
        return fail("ITR105.key", lang, USAGE, name=key)
    except ModuleNotFoundError as error:
        return without_library(lang, error.name or "cryptography")
    except OSError as error:
        return unread(key, error, lang)
