"""Completion of a command line by the shell: names of rulesets, units and criteria; nothing is ever told of what is wrong.

Shells take what is offered into their own languages: only plain words are offered, whatever a file or a unit is called.
"""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from . import words
from .terminal import LANGUAGES, USAGE, WELL, fail, language, put_out
from .words import said

if TYPE_CHECKING:
    from ..engine.year import Rules

SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")
VARIABLE = "_ITRANK_COMPLETE"
SHOW, INSTALL = "--show-completion", "--install-completion"
_PLAIN = re.compile(r"[\w][\w.@-]*")
_MOST = 500


def is_about(arguments: Sequence[str]) -> bool:
    """Say whether the command line asks for completion to be shown or installed.

    >>> is_about(["--show-completion", "bash"]), is_about(["evaluate"])
    (True, False)
    """
    return bool(arguments) and arguments[0] in {SHOW, INSTALL}


def run(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Print a shell's completion script, or put it where the shell looks; the shell is named, or the operator's own."""
    lang = language(arguments, environment)
    named = [word for word in arguments[1:] if not word.startswith("-") and word not in LANGUAGES]
    shell = named[0] if named else Path(environment.get("SHELL", "")).name
    if shell not in SHELLS:
        return fail(
            "ITR923",
            lang,
            USAGE,
            what="gợi ý lệnh cho",
            what_en="completion for",
            found=shell,
            choices=", ".join(SHELLS),
        )
    from typer._completion_shared import get_completion_script, install

    if arguments[0] == SHOW:
        script = get_completion_script(prog_name="itrank", complete_var=VARIABLE, shell=shell)
        return put_out(lambda stream: stream.write(f"{script}\n"), None, lang)
    _, path = install(shell, "itrank", VARIABLE)
    text = said(words.COMPLETION_INSTALLED, lang, path=path)
    return put_out(lambda stream: stream.write(f"{text}\n"), None, lang) or WELL


def prepare() -> None:
    """Make ready to answer a shell, where one asks."""
    if VARIABLE in os.environ:
        from typer._completion_classes import completion_init

        completion_init()


def rulesets(incomplete: str) -> list[str]:
    """Offer the rulesets at hand, as `evaluate --ruleset` takes them."""
    from ..engine.files.resolve import list_rulesets, package_folder

    return _offered((named.path.stem for named in list_rulesets(Path(), package_folder())), incomplete)


def units(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer the ids of the units in the data of the ruleset that the command line names."""
    from ..engine.year import Stopped, YearNames
    from ..engine.year.names import find_files
    from ..engine.year.reading import observe_year

    rules = _rules(ctx)
    if rules is None:
        return []
    given = ctx.params
    names = YearNames(
        rules.typed, given.get("data") or (), given.get("units"), given.get("previous"), given.get("mapping")
    )
    found = find_files(rules, names)
    year = found if isinstance(found, Stopped) else observe_year(found)
    return [] if isinstance(year, Stopped) else _offered((unit.id for unit in year.observed.units), incomplete)


def nodes(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer the ids of the criteria, values and inputs of the ruleset that the command line names."""
    from ..engine.model.ruleset import Input, NamedValue

    rules = _rules(ctx)
    if rules is None:
        return []
    criteria = [node.id for card in rules.ruleset.scorecards for node in card.nodes()]
    values = [key for key, each in rules.ruleset.columns.items() if isinstance(each, (Input, NamedValue))]
    return _offered((*criteria, *values), incomplete)


def tiers(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer the ids of the tiers of the ruleset that the command line names."""
    rules = _rules(ctx)
    cards = rules.ruleset.scorecards if rules is not None else ()
    return _offered((tier.id for card in cards for tier in card.root.tiers), incomplete)


def _rules(ctx: typer.Context) -> "Rules | None":
    from ..engine.year import Stopped, open_rules

    name = str(ctx.params.get("ruleset") or _said_later("--ruleset", os.environ.get("COMP_WORDS", "")))
    rules = open_rules(name)
    return None if isinstance(rules, Stopped) else rules


def _said_later(option: str, line: str) -> str:
    """Find what an option is given behind the cursor; the library looks only before it, and not every shell tells.

    >>> _said_later("--ruleset", "itrank explain  --ruleset 2022"), _said_later("--ruleset", "itrank explain")
    ('2022', '')
    """
    words = line.split()
    return next((after for word, after in pairwise(words) if word == option), "")


def _offered(words: Iterable[str], incomplete: str) -> list[str]:
    """Give the plain words that begin so, each once.

    >>> _offered(["so_a", "so b", "$(x)", "so_a", "xa"], "so")
    ['so_a']
    """
    found = dict.fromkeys(word for word in words if word.startswith(incomplete) and _PLAIN.fullmatch(word))
    return list(found)[:_MOST]
