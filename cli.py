"""The command line: it finds the command, runs it, and whatever happens gives an exit code and no traceback.

Each command is a module of `commands/`. It gives its exit code: 0 well, 1 something in a ruleset or in data is wrong,
2 usage or files, 3 a fault of ours.
"""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import gc
import os
import re
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Annotated

import click
import typer

from .commands import (
    appraise,
    approve,
    check,
    claims,
    collect,
    compare,
    compile,  # noqa: A004  # a command's module has its name
    complete,
    data,
    diff,
    doctor,
    evaluate,
    explain,
    fmt,
    forms,
    formula,
    freeze,
    init,
    new,
    plan,
    release,
    reopen,
    report,
    rulesets,
    schema,
    status,
    table,
    test,
    verify,
    what_if,
    why_not,
)
from .commands.asked import Refused, guarded, unreadable
from .commands.opened import watch
from .commands.options import by_position, speak
from .commands.project import within
from .commands.secrets import has_password
from .commands.terminal import (
    FAULT,
    INTERRUPTED,
    PIPE_CLOSED,
    USAGE,
    WELL,
    abandon,
    fail,
    language,
    prepare_streams,
    say_aside,
    speaker,
)
from .commands.tried import TRIED, meant
from .commands.watching import Asked, Watched, run_again

COMMANDS: Mapping[str, Callable[[typer.Typer, str], None]] = {
    "init": init.declare,
    "new": new.declare,
    "table": table.declare,
    "check": check.declare,
    "test": test.declare,
    "release": release.declare,
    "status": status.declare,
    "evaluate": evaluate.declare,
    "plan": plan.declare,
    "compile": compile.declare,
    "explain": explain.declare,
    "why-not": why_not.declare,
    "what-if": what_if.declare,
    "forms": forms.declare,
    "collect": collect.declare,
    "appraise": appraise.declare,
    "report": report.declare,
    "claims": claims.declare,
    "compare": compare.declare,
    "diff": diff.declare,
    "approve": approve.declare,
    "reopen": reopen.declare,
    "freeze": freeze.declare,
    "verify": verify.declare,
    "data": data.declare,
    "formula": formula.declare,
    "fmt": fmt.declare,
    "rulesets": rulesets.declare,
    "schema": schema.declare,
    "doctor": doctor.declare,
}
"""Every command by its name: what declares it, in the order in which help lists them."""


class Stopped(BaseException):
    """A signal that asks the program to end: what it began is cleaned up, as after Ctrl+C."""

    def __init__(self, number: int | str) -> None:
        super().__init__(number)
        # Where a signal comes while polars asks Python something, polars makes this again from its text, with more lines.
        self.number = int(str(number).split()[0])


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit."""
    # Hardly anything here is part of a circle; looking for circles after every 700 new objects took a tenth of a short command.
    gc.set_threshold(100_000, 20, 20)
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:  # under nohup it stays ignored
            signal.signal(number, _stop)
    code = run(sys.argv[1:] if arguments is None else arguments)
    # Python looks for circles among all objects once more before it ends: 0.25 s after polars and a large ruleset were used.
    gc.freeze()
    sys.exit(code)


def _stop(number: int, _: object) -> None:
    raise Stopped(number)


def run(arguments: Sequence[str]) -> int:
    """Run the command line; whatever happens, give an exit code and no traceback."""
    prepare_streams()
    lang = language(arguments, os.environ)
    watch(arguments)
    try:
        code = _run(arguments, lang)
        sys.stdout.flush()
    except BrokenPipeError:
        abandon(sys.stdout)
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except Stopped as stopped:
        return 128 + stopped.number  # as shells count signals
    except MemoryError:
        return fail("ITR918", lang, FAULT)
    except Exception as fault:  # noqa: BLE001  # no traceback ever reaches a user
        if os.environ.get("ITRANK_DEBUG") == "1":
            import traceback

            traceback.print_exc()
        return fail("ITR908", lang, FAULT, reason=type(fault).__name__)
    return code


def _run(arguments: Sequence[str], lang: str) -> int:
    """Parse the arguments, then do what they ask for."""
    if complete.is_about(arguments):
        return complete.run(arguments, os.environ)
    if (found := unreadable(arguments)) is not None:
        return fail("ITR405.command_line", lang, USAGE, found=found)
    if has_password(arguments):
        return fail("ITR974.password", lang, USAGE)
    complete.prepare()
    # The task is run outside of the parser, which has its own ideas about broken pipes and interrupts.
    asked = _asked(arguments, lang)
    if isinstance(asked, Watched):
        return run_again(asked, partial(_asked, arguments, lang))
    return asked() if callable(asked) else asked


def _asked(arguments: Sequence[str], lang: str) -> Asked:
    """Parse the arguments: what they ask for, or the exit code where it was told what is wrong with them."""
    try:
        task = _parser(lang).main(args=list(arguments), prog_name="itrank", standalone_mode=False)
    except click.UsageError as error:
        return _usage(error, arguments, lang)
    except click.Abort:
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except OSError as error:  # of help, or of the version
        abandon(sys.stdout)
        from .engine.files.reasons import reasons

        return fail("ITR906.stream", lang, USAGE, **reasons(error))
    return task if isinstance(task, int | Watched) or callable(task) else WELL


@cache
def _parser(lang: str) -> click.Command:
    """Build what parses a command line, once per language for a process that runs many commands."""
    return guarded(within(speak(by_position(typer.main.get_command(application(lang))), lang), lang))


def application(lang: str) -> typer.Typer:
    """Build the commands, their help in the given language."""
    say = speaker(lang)

    app = typer.Typer(
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        help=say(
            "Xếp hạng cơ quan theo bộ tiêu chí viết bằng YAML: đúng, kiểm tra được, giải thích được.",
            "Rank public agencies by rules written in YAML: exact, explained, recomputable.",
        ),
    )

    @app.callback(invoke_without_command=True)
    def itrank(
        context: typer.Context,
        *,
        version: Annotated[bool, typer.Option("--version", help=say("In phiên bản.", "Print the version."))] = False,
    ) -> None:
        if version:
            from importlib.metadata import version as installed

            typer.echo(f"itrank {installed('itrank')}")
        elif context.invoked_subcommand is None:
            say_aside(context.get_help() + "\n")
            raise typer.Exit(USAGE)

    for declare in COMMANDS.values():
        declare(app, lang)
    return app


def _usage(error: click.UsageError, arguments: Sequence[str], lang: str) -> int:
    """Say in the operator's language what is wrong with the command line."""
    command = error.ctx.command_path if error.ctx is not None else "itrank"
    from .engine.formula.suggest import did_you_mean

    message = error.format_message()
    quoted = re.search(r"['(]([^')]*)[')]", message)
    found = quoted[1] if quoted else ""
    match error:
        case Refused():
            return fail(error.code, lang, USAGE, advice=None, **error.words)
        case click.NoSuchOption():
            near = next(iter(error.possibilities or ()), None)
            advice = did_you_mean(near, f"Chạy: {command} --help", f"Run: {command} --help")
            return fail("ITR923.option", lang, USAGE, advice=advice, option=error.option_name, command=command)
        case click.MissingParameter():
            name = (error.param.metavar or error.param.opts[0]) if error.param is not None else found
            return fail("ITR910", lang, USAGE, option=name, command=command)
        case click.BadOptionUsage() if "does not take a value" not in message:
            return fail("ITR110.option", lang, USAGE, option=error.option_name, command=command)
    if message.startswith("No such command"):
        commands = getattr(error.ctx.command, "commands", COMMANDS) if error.ctx is not None else COMMANDS
        return fail("ITR923.command", lang, USAGE, advice=_advised(found, arguments, tuple(commands)), found=found)
    if message.startswith("Got unexpected extra argument"):
        return fail("ITR914", lang, USAGE, found=found, command=command)
    match error:
        case click.BadOptionUsage():
            reason = f"{error.option_name} không nhận giá trị nào"
        case click.BadParameter(param=click.Parameter() as param):
            reason = f"giá trị {found} của {param.metavar or param.opts[0]} không dùng được".replace("  ", " ")
        case _:
            reason = "không hiểu được các tham số"
    return fail("ITR915", lang, USAGE, reason=reason, reason_en=message, command=command)


def _advised(found: str, arguments: Sequence[str], commands: Sequence[str]) -> tuple[str, str]:
    """Say which command was probably meant: the line that does it where people try the word, else the nearest name."""
    from .engine.formula.suggest import closest, did_you_mean

    tried = TRIED if len(commands) == len(COMMANDS) else {}
    near = closest(found, [*commands, *tried])
    if near is not None and near in tried:
        rest = arguments[arguments.index(found) + 1 :]
        return f"Chạy: {meant(near, rest, 'vi')}", f"Run: {meant(near, rest, 'en')}"
    names = ", ".join(commands)
    return did_you_mean(near, f"Các lệnh: {names}.", f"The commands are: {names}.")


if __name__ == "__main__":
    main()
