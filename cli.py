"""The command line: it reads, calls the engine and writes; it decides nothing about points.

Everything heavy is imported by the command that needs it, so that `itrank --version` answers at once.
A command gives its exit code: 0 well, 1 something in a ruleset or in data is wrong, 2 usage or files, 3 a fault of ours.
"""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import click
import typer

if TYPE_CHECKING:
    from pathlib import Path

    from .engine.model.findings import Finding
    from .engine.model.observed import Observed, Previous, Table
    from .engine.model.result import Result
    from .engine.model.ruleset import Ruleset, Source
    from .engine.publish.resolve import DataSet

WELL, WRONG, USAGE, FAULT = 0, 1, 2, 3
INTERRUPTED, PIPE_CLOSED = 130, 141  # as shells count signals
LANGUAGES = ("vi", "en")
FORMATS = ("table", "json", "csv")

# What cannot be found or opened is a matter of how the command was called.
_IO_CODES = {"ITR120", "ITR122", "ITR401", "ITR402", "ITR403"}
# What is wrong with one cell leaves one unit without a rank; all else that is wrong in data stops everything.
_CELL_CODES = re.compile("ITR4[23][0-9]|ITR44[0-9]|ITR47[67]")

Task = Callable[[], int]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run the command line; whatever happens, give an exit code and no traceback."""
    _prepare_streams()
    lang = language(arguments, os.environ)
    try:
        code = _run(arguments, lang)
        sys.stdout.flush()
    except BrokenPipeError:
        _abandon_stdout()
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except MemoryError:
        return _fail("ITR918", lang, FAULT)
    except Exception as fault:  # noqa: BLE001  # no traceback ever reaches a user
        if os.environ.get("ITRANK_DEBUG") == "1":
            import traceback

            traceback.print_exc()
        return _fail("ITR908", lang, FAULT, reason=type(fault).__name__)
    return code


def _prepare_streams() -> None:
    """Write UTF-8 whatever the console's code page, and nowhere where a stream was closed."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")


def _abandon_stdout() -> None:
    """Let nothing more be written: Python would fail once more when it closes the stream at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Find the operator's language before anything else is read, so that usage errors are told in it.

    >>> language(["evaluate", "--lang", "en"], {}), language([], {"ITRANK_LANG": "en"}), language(["--lang=xx"], {})
    ('en', 'en', 'vi')
    """
    asked = environment.get("ITRANK_LANG", "")
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=False):
        if argument == "--":
            break
        if argument == "--lang":
            asked = following
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    return asked if asked in LANGUAGES else "vi"


def _run(arguments: Sequence[str], lang: str) -> int:
    """Parse the arguments, then do what they ask for."""
    command = typer.main.get_command(application(lang))
    try:
        # The task is run outside of the parser, which has its own ideas about broken pipes and interrupts.
        task = command.main(args=list(arguments), prog_name="itrank", standalone_mode=False)
    except click.UsageError as error:
        return _usage(error, lang)
    except click.Abort:
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except OSError as error:
        return _fail("ITR915", lang, USAGE, reason=error.strerror or type(error).__name__, command="itrank")
    if callable(task):
        return int(task())
    return task if isinstance(task, int) else WELL


def application(lang: str) -> typer.Typer:
    """Build the commands, their help in the given language."""

    def say(vi: str, en: str) -> str:
        return vi if lang == "vi" else en

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
            typer.echo(context.get_help(), err=True)
            raise typer.Exit(USAGE)

    @app.command(
        help=say(
            "Chấm điểm và xếp hạng. Không có --data thì dùng data/<tên>.csv cạnh bộ tiêu chí, hoặc số liệu ví dụ.",
            "Score and rank. Without --data, data/<name>.csv beside the ruleset is read, or its example.",
        )
    )
    def evaluate(
        *,
        ruleset: Annotated[
            str,
            typer.Option(
                help=say(
                    "Bộ tiêu chí: đường dẫn, 2022.yaml, 2022 hoặc mã@phiên-bản.",
                    "A path, 2022.yaml, 2022 or id@version.",
                )
            ),
        ],
        data: Annotated[
            list[str] | None,
            typer.Option(help=say("Tệp số liệu CSV; tệp sau chỉ điền ô trống.", "A CSV file; later ones fill blanks.")),
        ] = None,
        units: Annotated[str | None, typer.Option(help=say("Bảng đơn vị CSV.", "The table of units, CSV."))] = None,
        previous: Annotated[
            str | None, typer.Option(help=say("Kết quả năm trước, JSON hoặc CSV.", "Last year's result, JSON or CSV."))
        ] = None,
        format: Annotated[str, typer.Option(help=", ".join(FORMATS))] = "table",  # noqa: A002
        output: Annotated[
            str | None, typer.Option(help=say("Ghi vào tệp, thay cho màn hình.", "Write to a file instead."))
        ] = None,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
        provisional: Annotated[
            bool,
            typer.Option(
                "--provisional",
                help=say("Xếp hạng tạm cả đơn vị còn thiếu số liệu.", "Also rank units that lack data."),
            ),
        ] = False,
    ) -> Task:
        return lambda: _evaluate(ruleset, data or [], units, previous, format, output, lang, provisional=provisional)

    return app


def _evaluate(
    ruleset_name: str,
    data: Sequence[str],
    units: str | None,
    previous: str | None,
    form: str,
    output: str | None,
    lang: str,
    *,
    provisional: bool,
) -> int:
    """Resolve names, read, evaluate, publish. Nothing is written before everything is known to be well."""
    if lang not in LANGUAGES:
        return _fail(
            "ITR912", language([], os.environ), USAGE, option="--lang", found=lang, choices=", ".join(LANGUAGES)
        )
    if form not in FORMATS:
        return _fail("ITR912", lang, USAGE, option="--format", found=form, choices=", ".join(FORMATS))

    from dataclasses import replace
    from pathlib import Path

    from .engine.language import load
    from .engine.model.codes import has_errors
    from .engine.model.findings import Finding, finding, in_order
    from .engine.publish import resolve
    from .engine.rank import evaluate

    here, package = Path(), resolve.package_folder()
    named = resolve.find_ruleset(ruleset_name, here, package)
    if isinstance(named, Finding):
        return _tell([named], lang, USAGE)
    loaded = load(named.path, named.name)
    if loaded.ruleset is None or has_errors(loaded.findings):
        return _tell(loaded.findings, lang, _code_of(loaded.findings), loaded.texts)
    ruleset = loaded.ruleset
    if "@" in ruleset_name and not named.path.name.startswith(ruleset_name):
        declared = f"{ruleset.id}@{ruleset.version}"
        if declared != ruleset_name:
            return _tell([finding("ITR917", name=named.name, found=declared, wanted=ruleset_name)], lang, USAGE)

    if data:
        files = resolve.given_data(data, units, previous)
    else:
        files = resolve.find_data(named, ruleset.id, here, package, units, previous)
    if isinstance(files, Finding):
        return _tell([*loaded.findings, files], lang, USAGE, loaded.texts)
    read = [named, *files.tables, *(file for file in (files.units, files.previous) if file is not None)]
    if output is not None and any(_is_same(output, file.path) for file in read):
        return _fail("ITR907", lang, USAGE, name=output)
    told = [finding("ITR916", ruleset=named.name)] if files.is_example else []

    observed, findings = _observe(ruleset, files)
    findings = (*loaded.findings, *findings)
    if observed is None or has_errors(tuple(f for f in findings if not _CELL_CODES.fullmatch(f.code))):
        return _tell(in_order(findings), lang, _code_of(findings), loaded.texts)
    observed = replace(observed, illustrative=observed.illustrative or files.is_example)
    result = evaluate(ruleset, observed, provisional=provisional)
    result = replace(result, findings=in_order((*loaded.findings, *result.findings)))
    code = WRONG if has_errors(result.findings) else WELL
    _tell([*told, *result.findings], lang, code, loaded.texts)
    return _publish(result, form, output, lang) or code


def _observe(ruleset: "Ruleset", files: "DataSet") -> tuple["Observed | None", tuple["Finding", ...]]:
    """Read all files, each finding of each of them; no observations where a file cannot be read."""
    from dataclasses import replace

    from .engine.observe import observe, read_previous, read_table

    findings: list[Finding] = []
    sources: list[Source] = []
    tables: list[Table] = []
    for file in (*files.tables, *((files.units,) if files.units else ())):
        table, source, told = read_table(file.path, file.name)
        findings += told
        sources += source
        if table is not None:
            tables.append(table)
    known: Mapping[str, Previous] = {}
    if files.previous is not None:
        known, source, told = read_previous(files.previous.path, files.previous.name)
        findings += told
        sources += source
    if len(tables) < len(files.tables) + bool(files.units):
        return None, tuple(findings)
    roll = tables.pop() if files.units else None
    observed = observe(ruleset, tables, roll, known)
    return replace(observed, sources=tuple(sources)), (*findings, *observed.findings)


def _publish(result: "Result", form: str, output: str | None, lang: str) -> int:
    """Write the result whole, to the file or to stdout; 0 if that went well."""
    if output is None:
        try:
            _writer(result, form, lang, to_screen=True)(sys.stdout)
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            _abandon_stdout()
            return _fail("ITR919", lang, USAGE, reason=error.strerror or type(error).__name__)
        return WELL
    from pathlib import Path

    from .engine.publish.files import write_whole

    try:
        write_whole(Path(output), _writer(result, form, lang, to_screen=False))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return _fail("ITR906", lang, USAGE, name=output, reason=reason)
    return WELL


def _writer(result: "Result", form: str, lang: str, *, to_screen: bool) -> Callable[[TextIO], None]:
    """Choose how the result is written."""
    if form == "json":
        from .engine.publish.record import write_json

        return lambda stream: write_json(result, stream)
    if form == "csv":
        from .engine.publish.csv_out import write_csv

        return lambda stream: write_csv(result, stream, lang)
    from .engine.publish.table import Look, as_table

    columns = None
    if to_screen and _is_terminal(sys.stdout):
        import shutil

        columns = max(40, shutil.get_terminal_size().columns)
    look = Look(lang, columns, to_screen and _wants_colour(sys.stdout, os.environ))
    return lambda stream: _write(stream, as_table(result, look))


def _write(stream: TextIO, text: str) -> None:
    stream.write(text)


def _is_terminal(stream: TextIO) -> bool:
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def _wants_colour(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Colour a terminal, unless NO_COLOR; anything, if FORCE_COLOR (https://no-color.org, https://force-color.org)."""
    if environment.get("NO_COLOR"):
        return False
    return bool(environment.get("FORCE_COLOR")) or _is_terminal(stream)


def _is_same(output: str, path: "Path") -> bool:
    try:
        return path.samefile(output)
    except (OSError, ValueError):
        return False


def _printable(text: str) -> str:
    """Give a path as text that UTF-8 can hold: bytes of another encoding are escaped."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _code_of(findings: Sequence["Finding"]) -> int:
    """Give the exit code of findings that stop everything: 2 if a file could not be opened."""
    return USAGE if any(finding.code in _IO_CODES for finding in findings) else WRONG


def _tell(findings: Sequence["Finding"], lang: str, code: int, texts: Mapping[str, str] | None = None) -> int:
    """Print findings on stderr, and give the exit code."""
    if findings:
        from .engine.publish.diagnostics import as_text

        text = as_text(findings, texts or {}, lang, colour=_wants_colour(sys.stderr, os.environ))
        together = code in {WELL, WRONG} and _is_terminal(sys.stdout) and _is_terminal(sys.stderr)
        sys.stderr.write(f"{text}\n" if together else text)
        sys.stderr.flush()
    return code


def _fail(code: str, lang: str, exit_code: int, **params: object) -> int:
    """Print one finding on stderr, and give the exit code."""
    from .engine.model.findings import finding

    words: Any = {key: _printable(str(value)) for key, value in params.items()}
    return _tell([finding(code, **words)], lang, exit_code)


def _usage(error: click.UsageError, lang: str) -> int:
    """Say in the operator's language what is wrong with the command line."""
    command = error.ctx.command_path if error.ctx is not None else "itrank"
    message = error.format_message()
    quoted = re.search(r"['(]([^')]*)[')]", message)
    found = quoted[1] if quoted else ""
    match error:
        case click.NoSuchOption():
            return _fail("ITR909", lang, USAGE, option=error.option_name, command=command)
        case click.MissingParameter():
            names = error.param.opts if error.param is not None else [found]
            return _fail("ITR910", lang, USAGE, option=names[0], command=command)
        case click.BadOptionUsage():
            return _fail("ITR911", lang, USAGE, option=error.option_name, command=command)
    if message.startswith("No such command"):
        return _fail("ITR913", lang, USAGE, found=found, choices="evaluate")
    if message.startswith("Got unexpected extra argument"):
        return _fail("ITR914", lang, USAGE, found=found, command=command)
    return _fail("ITR915", lang, USAGE, reason=message, command=command)


if __name__ == "__main__":
    main()
