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

from .terminal import LANGUAGES, USAGE, WELL, fail, language, put_out, speaker

if TYPE_CHECKING:
    from ..engine.files.resolve import Named
    from ..engine.language import Loaded

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
        return fail("ITR926", lang, USAGE, found=shell, choices=", ".join(SHELLS))
    from typer._completion_shared import get_completion_script, install

    if arguments[0] == SHOW:
        script = get_completion_script(prog_name="itrank", complete_var=VARIABLE, shell=shell)
        return put_out(lambda stream: stream.write(f"{script}\n"), None, lang)
    _, path = install(shell, "itrank", VARIABLE)
    said = speaker(lang)("Đã cài gợi ý lệnh; mở cửa sổ lệnh mới để dùng", "Completion is installed; open a new shell")
    return put_out(lambda stream: stream.write(f"{said}: {path}\n"), None, lang) or WELL


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
    found = _ruleset(ctx)
    if found is None or found[1].ruleset is None:
        return []
    from ..engine.files import resolve
    from ..engine.model.findings import Finding
    from .reading import mappings_of, observe_files

    given = {key: ctx.params.get(key) for key in ("data", "units", "previous")}
    if given["data"]:
        files = resolve.given_data(given["data"], given["units"], given["previous"])
    else:
        package = resolve.package_folder()
        files = resolve.find_data(found[0], found[1].ruleset.id, Path(), package, given["units"], given["previous"])
    if isinstance(files, Finding):
        return []
    observed, _, _ = observe_files(found[1].ruleset, files, mappings_of(files, ctx.params.get("mapping")))
    return [] if observed is None else _offered((unit.id for unit in observed.units), incomplete)


def nodes(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer the ids of the criteria of the ruleset that the command line names."""
    found = _ruleset(ctx)
    if found is None or found[1].ruleset is None:
        return []
    return _offered((node.id for card in found[1].ruleset.scorecards for node in card.nodes()), incomplete)


def tiers(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer the ids of the tiers of the ruleset that the command line names."""
    found = _ruleset(ctx)
    if found is None or found[1].ruleset is None:
        return []
    return _offered((tier.id for card in found[1].ruleset.scorecards for tier in card.root.tiers), incomplete)


def _ruleset(ctx: typer.Context) -> "tuple[Named, Loaded] | None":
    from ..engine.files import resolve
    from ..engine.language import load
    from ..engine.model.findings import Finding

    asked = str(ctx.params.get("ruleset") or _said_later("--ruleset", os.environ.get("COMP_WORDS", "")))
    named = resolve.find_ruleset(asked, Path(), resolve.package_folder())
    return None if isinstance(named, Finding) else (named, load(named.path, named.name))


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
