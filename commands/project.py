"""The project of the current folder: what commands take of `itrank.yaml` where their command line says nothing.

A command line that names a ruleset of its own takes nothing of the year; one that names data of its own takes the
ruleset alone. So the figures of one year meet the rules of another only where somebody wrote both down.
"""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import os
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .terminal import USAGE, WELL, WRONG, tell

if TYPE_CHECKING:
    from ..engine.model.findings import Finding
    from ..engine.model.ruleset import Ruleset
    from ..engine.project import Project
    from ..engine.publish.checking import CheckedFile
    from ..engine.result.published import Published
    from ..engine.year import Stopped

FILE = "itrank.yaml"
"""As `engine.project.FILE`."""
_YEAR = ("ruleset", "data", "units", "previous", "corrections")
_TAKES: Mapping[str, tuple[str, ...]] = {
    "evaluate": _YEAR,
    "explain": _YEAR,
    "why-not": _YEAR,
    "what-if": _YEAR,
    "forms": ("ruleset", "units", "previous", "deadline", "agency", "signer", "place", "contact"),
    "collect": ("folder", "ruleset", "units", "previous", "deadline", "agency", "signer", "place", "contact"),
    "appraise export": _YEAR,
    "appraise apply": _YEAR,
    "data describe": ("ruleset", "units"),
    "table": ("ruleset",),
    "test": ("ruleset",),
    "report": ("result", "agency", "place", "signer"),
    "claims": ("result",),
    "approve": ("result",),
    "reopen": ("result",),
    "freeze": ("result",),
    "release": ("ruleset",),
}
"""The parameters of each command that are taken of the project; those that the command does not have are passed over."""
_KEYS: Mapping[str, str] = {"folder": "returned"}
"""Where a parameter is called otherwise in `itrank.yaml`."""
_INSTEAD = "write_template"
"""A parameter beside which `report` reads no result."""
_NOT_GIVEN = (None, (), getattr(click.core, "UNSET", None))
"""What a parser gives for an argument that is not there; since click 8.3 a value of its own."""
_SAID = "itrank.taken"


def project_here() -> "Project | Stopped | None":
    """Read the project of the current folder; None where it is none."""
    if not os.path.lexists(FILE):  # most folders: that room need not be loaded
        return None
    from ..engine.project import read_project

    return read_project(Path())


def must_be_project(lang: str) -> "Project | int":
    """Give the project of the current folder; where it is none, or cannot be read, say so and give the exit code."""
    from ..engine.model.findings import finding
    from ..engine.year import Stopped

    project = project_here()
    if project is None:
        return tell([finding("ITR957")], lang, USAGE)
    return _stopped(project, lang) if isinstance(project, Stopped) else project


def _stopped(stopped: "Stopped", lang: str) -> int:
    return tell(stopped.findings, lang, USAGE if stopped.is_usage else WRONG, stopped.texts)


def within(command: click.Command, lang: str) -> click.Command:
    """Let a command, and those below it, take of the project what the command line does not say."""
    for below in getattr(command, "commands", {}).values():
        within(below, lang)
    if not isinstance(command, click.Group):
        command.make_parser = partial(_taking, command.make_parser, lang)  # type: ignore[method-assign]
        command.invoke = partial(_telling, command.invoke, lang)  # type: ignore[method-assign]
    return command


def _taking(make: Callable[[click.Context], Any], lang: str, context: click.Context) -> Any:
    """Make a parser after which the project's values stand where the command line has none."""
    parser = make(context)
    parse = parser.parse_args

    def parse_and_take(args: list[str]) -> Any:
        values, rest, order = parse(args)
        given = {name: value for name, value in values.items() if value not in _NOT_GIVEN}
        if not context.resilient_parsing:
            context.default_map = _taken(context, given, lang)
        return {name: given[name] for name in values if name in given}, rest, order

    parser.parse_args = parse_and_take
    return parser


def _taken(context: click.Context, given: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Give what is taken of the project by parameter, and note it to be said.

    Raises:
        click.exceptions.Exit: the project cannot be read, and that was told.
    """
    takes = _TAKES.get(context.command_path.partition(" ")[2], ())
    asks_help = context.command.get_help_option(context)
    if not takes or _INSTEAD in given or (asks_help is not None and asks_help.name in given):
        return {}
    from ..engine.year import Stopped

    project = project_here()
    if project is None:
        return {}
    if isinstance(project, Stopped):
        raise click.exceptions.Exit(_stopped(project, lang))
    has = {param.name for param in context.command.params}
    wanted = [name for name in _allowed(project, takes, given) if name in has and name not in given]
    found = {name: getattr(project, _KEYS.get(name, name)) for name in wanted}
    taken = {name: value for name, value in found.items() if value}
    context.meta[_SAID] = ", ".join(f"{_KEYS.get(name, name)} {_shown(value)}" for name, value in taken.items())
    return {name: str(value) if not isinstance(value, tuple) else list(value) for name, value in taken.items()}


def _allowed(project: "Project", takes: tuple[str, ...], given: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the parameters that may be taken beside those that are given."""
    if "ruleset" in given and not is_projects_ruleset(project, given["ruleset"]):
        return tuple(name for name in takes if name not in {*_YEAR, *_KEYS})
    if "data" in given and "data" in takes:
        return tuple(name for name in takes if name == "ruleset" or name not in _YEAR)
    return takes


def is_projects_ruleset(project: "Project", name: str) -> bool:
    """Say whether a name of a ruleset means the project's, under whatever name."""
    from ..engine.files.resolve import find_ruleset, package_folder
    from ..engine.model.findings import Finding

    found = find_ruleset(name, Path(), package_folder())
    try:
        return not isinstance(found, Finding) and found.path.samefile(project.ruleset)
    except (OSError, ValueError):
        return False


def _shown(value: object) -> str:
    return " + ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _telling(invoke: Callable[[click.Context], Any], lang: str, context: click.Context) -> Any:
    """Say what was taken, once the command line is known to be right."""
    if listed := context.meta.get(_SAID):
        from ..engine.model.findings import finding

        tell([finding("ITR958", listed=listed)], lang, WELL)
    return invoke(context)


def not_as_released(ruleset: "Ruleset") -> "tuple[Finding, ...]":
    """Say that a ruleset is not as this folder's project released it; nothing where it is, or there is no project."""
    project = project_here()
    if project is None:
        return ()
    from ..engine.project import Project
    from ..engine.project.releasing import changed_since

    if not isinstance(project, Project):
        return ()
    return changed_since(project, ruleset.id, ruleset.version, ruleset.sha256, ruleset.sources[0].path)


def not_by_released(published: "Published") -> "tuple[Finding, ...]":
    """Say that a result is of another ruleset than this folder's project released under that version."""
    project = project_here()
    if project is None:
        return ()
    from ..engine.project import Project
    from ..engine.project.releasing import made_by_other

    return made_by_other(project, published) if isinstance(project, Project) else ()


def wrong_in_project(files: "Iterable[CheckedFile]") -> "tuple[tuple[Finding, ...], Mapping[str, str]]":
    """Say what is wrong in `itrank.yaml`, or which rulesets are not as it released them; and its text, for excerpts."""
    project = project_here()
    if project is None:
        return (), {}
    from ..engine.project.releasing import changed_since
    from ..engine.year import Stopped

    if isinstance(project, Stopped):
        return project.findings, project.texts
    told = [changed_since(project, file.id, file.version, file.sha256, file.file) for file in files if file.sha256]
    return tuple(chain.from_iterable(told)), {}
