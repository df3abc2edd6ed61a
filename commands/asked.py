"""What no command line may ask, held in one place for all commands: whatever option is given is used, or refused.

The parser knows each option by itself. Here are the tables of what it cannot know: options that mean nothing beside
others, and how the names of files may end. `tests/test_asked.py` tries every option of every command.
"""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from .opened import is_opened, outputs_of
from .terminal import STDOUT

_Row = TypeVar("_Row")
_TEXT = (".txt", ".text", ".log")  # says of a file only that it can be read: so may JSON and CSV
SUFFIXES: Mapping[str, tuple[str, ...]] = {
    "text": _TEXT,
    "table": _TEXT,
    "github": _TEXT,
    "markdown": (".md", ".markdown", *_TEXT),
    "diff": (".diff", ".patch", *_TEXT),
    "json": (".json", *_TEXT),
    "sarif": (".sarif", ".json", *_TEXT),
    "csv": (".csv", *_TEXT),
    "yaml": (".yaml", ".yml"),
    "html": (".html", ".htm"),
    "parquet": (".parquet",),
    "junit": (".xml",),
    "sql": (".sql", *_TEXT),
    "xlsx": (".xlsx",),
    "docx": (".docx",),
    "pdf": (".pdf",),
    "profiles": (".pdf",),
    "zip": (".zip",),
}
"""How the name of a file of each format may end, in every command; a name without an ending, and `-`, always may."""
FOLDER = "folder"
_SHORT_JOINED = re.compile(r"^(-[a-z])=")
_KNOWN = frozenset(suffix for suffixes in SUFFIXES.values() for suffix in suffixes)

# What an option writes where no `--format` says it. `itrank table` has no format but the ending, and holds it itself.
_WRITTEN: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("appraise export", "--output"): (FOLDER,),
    ("collect", "--output"): ("csv",),
    ("compile", "--output"): ("sql",),
    ("collect", "--replies"): (FOLDER,),
    ("collect", "--status"): ("csv", "json"),
    ("data describe", "--write-mapping"): ("yaml",),
    ("freeze", "--output"): ("zip",),
    ("new", "--output"): ("yaml",),
    ("report", "--write-template"): ("docx",),
    ("schema", "--output"): ("json",),
    ("test", "--generate"): ("yaml",),
    ("test", "--template"): ("xlsx",),
    ("test", "--page"): ("html",),
}

# An option, and the one without which it means nothing.
_NEEDS: Mapping[tuple[str, str], str] = {
    ("new", "--columns"): "--from-table",
    ("table", "--columns"): "--against",
    ("formula", "--unit"): "--ruleset",
    ("formula", "--data"): "--unit",
    ("formula", "--units"): "--unit",
    ("formula", "--previous"): "--unit",
    ("freeze", "--reasons"): "--public",
    ("diff", "--units"): "--data",
    ("diff", "--previous"): "--data",
    ("diff", "--shapley"): "--data",
    ("forms", "--agency"): "--letters",
    ("forms", "--signer"): "--letters",
    ("forms", "--date"): "--letters",
    ("forms", "--template"): "--letters",
    ("collect", "--agency"): "--replies",
    ("collect", "--date"): "--replies",
    ("collect", "--deadline"): "--replies",
    ("collect", "--contact"): "--replies",
    ("test", "--fail-under"): "--coverage",
    ("test", "--marked"): "--coverage",
    ("test", "--page"): "--coverage",
    ("test", "--mutants"): "--mutate",
    ("test", "--seed"): "--mutate",
}
# An option beside which others mean nothing; a name without dashes is an argument.
_ALONE: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("check", "--diff"): ("--fix", "--format", "--fail-level"),
    ("check", "--bounds"): ("--fix", "--diff", "--fail-level", "--no-tests"),
    ("check", "--watch"): ("--fix", "--diff", "--explain"),
    ("diff", "--git-path"): ("--data",),
    ("check", "--explain"): (
        "--ruleset", "--format", "--fail-level", "--no-tests", "--fix", "--diff", "--bounds", "--stdin-filename",
    ),
    ("init", "--practice"): ("--example",),
    ("new", "--from-table"): ("--from", "--full"),
    ("test", "--template"): ("--cases", "--case", "--format", "--output", "--coverage", "--mutate", "--generate"),
    ("report", "--write-template"): (
        "result", "--format", "--output", "--agency", "--place", "--date", "--signer", "--template", "--bundle",
    ),
    ("test", "--mutate"): ("--coverage", "--fail-under", "--marked", "--page"),
    ("test", "--generate"): (
        "--coverage", "--fail-under", "--marked", "--page", "--mutate", "--mutants", "--seed", "--format", "--output",
    ),
}  # fmt: skip
_TO_UNITS = ("--agency", "--date", "--deadline", "--contact")
# The formats that read an option.
_READ_BY: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("report", "--agency"): ("text", "docx", "pdf"),
    ("report", "--place"): ("docx", "pdf"),
    ("report", "--date"): ("docx", "pdf"),
    ("report", "--signer"): ("docx", "pdf"),
    ("compare", "--signer"): ("docx",),
    ("report", "--template"): ("docx",),
    ("report", "--bundle"): ("docx", "pdf"),
    ("test", "--coverage"): ("text", "json"),
    ("test", "--marked"): ("text",),
    ("test", "--mutate"): ("text",),
    ("what-if", "--council"): ("html",),
}


class Formats(click.types.StringParamType):
    """What `--format` of a command may be, which the command holds itself; without it the ending of the output says it.

    >>> Formats(("table", "json", "csv")).named_by("kq.JSON"), Formats(("table", "json")).named_by("kq.txt")
    ('json', None)
    """

    def __init__(self, formats: Sequence[str]) -> None:
        self.formats = formats

    def named_by(self, output: str) -> str | None:
        """Give the first format whose files end so; None where the ending says nothing."""
        suffix = suffix_of(output)
        known = ((form, (*SUFFIXES.get(form, ()), f".{form}")) for form in self.formats)
        return next((form for form, suffixes in known if suffix in suffixes and suffix not in _TEXT), None)


class Refused(click.UsageError):
    """A command line that is refused.

    Attributes:
        code: of the finding that says why.
        words: what the finding is about.
    """

    def __init__(self, code: str, **words: str) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


def unreadable(arguments: Sequence[str]) -> str | None:
    r"""Give the first argument that is no UTF-8, as outputs may write it; None where all are.

    >>> unreadable(["evaluate", "--data", "s\udcff.csv"]), unreadable(["evaluate"])
    ('s\\udcff.csv', None)
    """
    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError:
            return argument.encode("utf-8", "backslashreplace").decode()
    return None


def guarded(command: click.Command) -> click.Command:
    """Let a command, and those below it, refuse what may not be asked before anything of it is done."""
    for below in getattr(command, "commands", {}).values():
        guarded(below)
    command.make_parser = partial(_parser, command.make_parser)  # type: ignore[method-assign]
    if not isinstance(command, click.Group):
        command.invoke = partial(_invoke, command.invoke)  # type: ignore[method-assign]
    return command


def _parser(make: Callable[[click.Context], Any], context: click.Context) -> Any:
    """Make a parser that refuses an option with one value which is given twice: the first would be dropped in silence."""
    parser = make(context)
    parse = parser.parse_args

    def parse_once(args: list[str]) -> Any:
        parsed = parse([_SHORT_JOINED.sub(r"\1", each) for each in args])  # else `-o=a.json` is a file "=a.json"
        for param, count in Counter(parsed[2]).items():
            # A flag said twice says nothing else, unless it can be said to be off.
            is_single = isinstance(param, click.Option) and not param.multiple
            is_single = is_single and not (param.is_flag and not param.secondary_opts)
            if is_single and count > 1 and not context.resilient_parsing:
                raise Refused("ITR112.option", option=param.opts[0], count=str(count))
        return parsed

    parser.parse_args = parse_once
    return parser


def _invoke(invoke: Callable[[click.Context], Any], context: click.Context) -> Any:
    _follow_ending(context)
    refuse(context.command_path.partition(" ")[2], _given(context), context.params)
    return invoke(context)


def _follow_ending(context: click.Context) -> None:
    """Let the ending of the output choose the format, where the command line does not."""
    for param in context.command.params:
        name = param.name or ""
        is_chosen = context.get_parameter_source(name) is ParameterSource.COMMANDLINE
        if isinstance(param.type, Formats) and not is_chosen:
            context.params[name] = param.type.named_by(context.params["output"] or "") or context.params[name]


def _given(context: click.Context) -> dict[str, Any]:
    """Name what the command line itself gives: options by their spelling, arguments by their names."""
    found = {}
    for param in context.command.params:
        value = context.params.get(param.name or "")
        if context.get_parameter_source(param.name or "") is ParameterSource.COMMANDLINE:
            spelling = param.secondary_opts if value is False and param.secondary_opts else param.opts
            # What says no more than its absence is not held against anything.
            if value != param.get_default(context):
                found[spelling[0]] = value
    return found


def refuse(command: str, given: Mapping[str, Any], params: Mapping[str, Any]) -> None:
    """Refuse a command line of which a part would be left unused.

    Args:
        command: its name, such as `data describe`.
        given: what the command line gives, by its spelling.
        params: every parameter with its value, by its own name.

    Raises:
        Refused: what is wrong with it.
    """
    _hold_pairs(command, given)
    kinds = {option: _kinds(command, option, given, params) for option in outputs_of(command) if option in given}
    form = (kinds.get("--output") or _kinds(command, "--output", given, params) or ("",))[0]
    for option, formats in _rows(_READ_BY, command, given):
        if "--write-template" not in given and form not in formats:
            raise Refused("ITR542", option=option, other=f"--format {form}")
    for option, formats in kinds.items():
        _hold_output(option, formats, given, kinds)


def _hold_pairs(command: str, given: Mapping[str, Any]) -> None:
    """Hold every option against the others that are given: one that it needs, or beside which it means nothing."""
    for option, needed in _rows(_NEEDS, command, given):
        if needed not in given:
            raise Refused("ITR947", option=option, other=needed)
    for option, others in _rows(_ALONE, command, given):
        if other := next((each for each in others if each in given), None):
            named = other if other.startswith("-") else other.removesuffix("s").upper()
            raise Refused("ITR542", option=option, other=named)
    if command == "appraise export":
        _hold_explanation(given)
    if "--corrections" in given and given.get("--stage") == "declared":
        raise Refused("ITR542", option="--corrections", other="--stage declared")


def _hold_explanation(given: Mapping[str, Any]) -> None:
    """Sheets on which units explain themselves go to them: each holds one unit, and alone says who sends it."""
    if given.get("--stage") == "explanation":
        if given.get("--by") == "criterion":
            raise Refused("ITR542", option="--by criterion", other="--stage explanation")
        return
    if option := next((each for each in _TO_UNITS if each in given), None):
        raise Refused("ITR947", option=option, other="--stage explanation")


def _rows(table: Mapping[tuple[str, str], _Row], command: str, given: Mapping[str, Any]) -> Iterator[tuple[str, _Row]]:
    """Give the rows of a table that are about given options of a command."""
    return ((option, row) for (of, option), row in table.items() if of == command and option in given)


def _kinds(command: str, option: str, given: Mapping[str, Any], params: Mapping[str, Any]) -> tuple[str, ...]:
    """Say which formats an option may write; none where the command holds its own endings."""
    if (written := _WRITTEN.get((command, option))) is not None:
        return written
    form = params.get("format")
    match command:
        case "table":
            return ()
        case "forms":
            return ("zip",) if suffix_of(given.get("--output", "")) == ".zip" else (FOLDER,)
        case "explain":
            return (FOLDER,) if params["all_"] else (form or "text",)
        case "check" if "--explain" in given:
            return ("markdown",)
        case "check" if "--diff" in given:
            return ("diff",)
        case "report":
            form = "text" if form is None else form
    return (form,) if isinstance(form, str) else ()


def _hold_output(
    option: str, formats: tuple[str, ...], given: Mapping[str, Any], kinds: Mapping[str, tuple[str, ...]]
) -> None:
    """Hold an output against what is written to it."""
    output, is_folder = given[option], formats in {(FOLDER,), ("open-data",)}
    suffix = suffix_of(output)
    if output == STDOUT:
        if is_folder:
            raise Refused("ITR929.screen", option=option)
        if other := next((each for each in kinds if each != option and given[each] == STDOUT), None):
            raise Refused("ITR542", option=f"{option} -", other=f"{other} -")
    elif not is_folder:
        _hold_suffix(option, formats, output, suffix)
    elif suffix in _KNOWN and not os.path.lexists(output):  # what is there is refused as such
        raise Refused("ITR929.folder", option=option, suffix=suffix)


def _hold_suffix(option: str, formats: tuple[str, ...], output: str, suffix: str) -> None:
    """Hold the ending of a file against the formats that may be written to it; an address has none."""
    may = _endings(formats)
    is_file = "://" not in output and not is_opened(output)  # a file that is read is refused as such
    if may and suffix and suffix not in may and is_file:
        known = dict.fromkeys(each for each in may if each in _KNOWN)
        raise Refused("ITR929", option=option, suffix=suffix, format=" / ".join(formats), choices=", ".join(known))


def _endings(formats: tuple[str, ...]) -> list[str]:
    """Give how a file of one of these formats may end; a format's own name is no other format's."""
    may = [each for form in formats if form in SUFFIXES for each in (*SUFFIXES[form], f".{form}")]
    # Where several may be written, the ending says which of them it is.
    return may if len(formats) == 1 else [each for each in may if each not in _TEXT]


def suffix_of(name: str) -> str:
    """Give how a file name ends, with its dot and in small letters; nothing where it only looks so.

    >>> suffix_of("kq.JSON"), suffix_of("bang-31.12"), suffix_of("kq"), suffix_of("v2.0/kq")
    ('.json', '', '', '')
    """
    suffix = Path(name).suffix.lower()
    return suffix if re.search(r"[^\W\d_]", suffix) else ""
