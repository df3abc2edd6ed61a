"""`itrank evaluate --engine`: a year of very many units, on columns of integers."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import words
from .progress import doing
from .reading import read_rules, read_year
from .terminal import (
    STDOUT,
    USAGE,
    WELL,
    WRONG,
    clashing,
    columns_of,
    fail,
    put_file,
    put_out,
    put_stdout,
    say_aside,
    tell,
    unranked,
    unwritten,
    wants_colour,
    without_library,
)
from .words import said

if TYPE_CHECKING:
    from ..engine.files.resolve import Named
    from ..engine.model.findings import Finding
    from ..engine.model.observed import Previous
    from ..engine.model.ruleset import Ruleset, Source
    from ..engine.observe.mapping import DataMapping
    from ..engine.scale.ahead import Ahead
    from ..engine.scale.frames import Sheet
    from ..engine.scale.preparing import Looked
    from ..engine.scale.results import Made
    from ..engine.scale.running import Summary
    from ..engine.year import Rules, YearNames

ENGINES = ("auto", "reference", "polars", "duckdb", "spark")
KEPT = ("cells", "criteria")
SERVER = ("postgresql://", "postgres://")
ON_FILES = frozenset({"parquet", "csv", "json"})


def engine_for(asked: str, names: "YearNames", output: str | None) -> str:
    """Choose the engine: the reference as long as it takes the data and can write the result."""
    if asked != "auto":
        return asked
    if output is not None and (output.endswith(".parquet") or output.startswith(SERVER)):
        return "polars"
    data = names.data[0] if len(names.data) == 1 else ""
    if data.startswith(SERVER):
        return "polars"
    if not data:
        return "reference"
    # A look at the first bytes; who has thirty units loads no engine.
    path = Path(data)
    if path.suffix.lower() not in {".csv", ".parquet", ".arrow", ".feather", ".ipc"} or not _is_large(path):
        return "reference"
    from ..engine.scale.running import is_for_columns

    return "polars" if is_for_columns(path) else "reference"


def _is_large(path: Path) -> bool:
    try:
        return path.suffix.lower() != ".csv" or path.stat().st_size > 20_000
    except OSError:
        return False


def evaluate(
    names: "YearNames", engine: str, form: str, output: str | None, lang: str, *, provisional: bool, keep: str
) -> int:
    """Evaluate one table by an engine of columns."""
    if provisional:
        return fail("ITR971", lang, USAGE, option="--provisional", engine=engine)
    if form == "parquet" and output is None:
        return fail("ITR947", lang, USAGE, option="--format parquet", other="--output")
    if keep != KEPT[0] and form not in ON_FILES and not (output or "").startswith(SERVER):
        return fail("ITR947", lang, USAGE, option=f"--keep {keep}", other="--format csv, json, parquet")
    if (code := _nowhere(output, lang)) is not None:
        return code
    ahead = _opened_ahead(names, engine)
    rules = read_rules(names.ruleset, lang)
    if isinstance(rules, int):
        return rules
    from ..engine.columns.making import UnsupportedError

    try:
        return _evaluate(rules, names, engine, form, output, lang, keep, ahead)
    except UnsupportedError as error:
        return unranked(error, rules.typed, lang)
    except ModuleNotFoundError as error:
        return without_library(lang, error.name or "polars", "postgres" if error.name == "psycopg" else "scale")
    except Exception as error:
        if (code := _of_server_error(error, lang)) is None:
            raise
        return code


def _nowhere(output: str | None, lang: str) -> int | None:
    """Refuse a file in a folder that is not there, before anything is computed; None of any other output."""
    if output is None or output.startswith(SERVER):
        return None
    try:
        os.stat(f"{Path(output).parent}/")  # noqa: PTH116  # which a file is not
    except (OSError, ValueError) as error:
        return unwritten(output, error, lang)
    return None


def _opened_ahead(names: "YearNames", engine: str) -> "Ahead | None":
    """Begin to open a table that columns read, where nothing stands beside it that says how."""
    from ..engine.files.resolve import given, mapping_of
    from ..engine.scale import running

    is_one = len(names.data) == 1 and names.mapping is None and not names.data[0].startswith(SERVER)
    if engine not in running.ENGINES or not is_one:
        return None
    named = given(names.data[0])
    if mapping_of(named) is not None or not running.is_for_columns(named.path):
        return None
    from ..engine.scale.ahead import opened_ahead

    return opened_ahead(named.path)


def _evaluate(
    rules: "Rules",
    names: "YearNames",
    engine: str,
    form: str,
    output: str | None,
    lang: str,
    keep: str,
    ahead: "Ahead | None",
) -> int:
    # Whether there is a place for the result is told before it is computed.
    if output is not None and output.startswith(SERVER):
        from ..engine.scale.on_postgres import address, may_write

        may_write(address(output))
    looked = looked_at(rules, names, engine, lang, ahead)
    if isinstance(looked, int):
        return looked
    if (code := clashing(output, lang)) is not None:
        return code
    from ..engine.model.codes import has_errors
    from ..engine.model.findings import in_order
    from ..engine.scale.frames import UntrueError
    from ..engine.year.evaluating import out_of_reach

    try:
        with doing(said(words.COMPUTING, lang)):
            written, made = _written(rules, looked, engine, form, output, lang, keep)
    except UntrueError as error:
        return tell((error.finding(looked.name),), lang, USAGE)
    # What was not written whole was perhaps not computed whole, so that nothing is known of its rows.
    findings = in_order((*looked.findings, *(made.findings if made is not None else ())))
    code = WRONG if has_errors(findings) else WELL
    tell([*rules.findings, *out_of_reach(rules), *findings], lang, code, rules.texts, rules.shown)
    return written or code


def looked_at(
    rules: "Rules", names: "YearNames", engine: str, lang: str, ahead: "Ahead | None" = None
) -> "Looked | int":
    """Open the data, and look at them: one large table as columns, all else as the reference reads a year.

    Args:
        rules: of the ruleset.
        names: of the files.
        engine: as it was asked for.
        lang: of what is said.
        ahead: the table, where it is being opened as columns.
    """
    if ahead is None and not _is_for_columns(names):
        return _of_year(rules, names, engine, lang)
    beside = [
        ("units", "--units", names.units), ("corrections", "--corrections", names.corrections),
        ("corrections", "--stage", names.stage), ("", f"--data {names.data[-1]}", len(names.data) > 1),
    ]  # fmt: skip
    for why, option, given in beside:
        if given:
            return REFUSALS[why](lang, option, engine)
    return of_table(rules, names, engine, lang, is_compared=True, ahead=ahead)


def _is_for_columns(names: "YearNames") -> bool:
    from ..engine.scale.running import is_for_columns

    return any(data.startswith(SERVER) or is_for_columns(Path(data)) for data in names.data)


def _of_year(rules: "Rules", names: "YearNames", engine: str, lang: str) -> "Looked | int":
    """Read a year as the reference does: with a table of units, last year, and corrections of answers."""
    from dataclasses import replace

    from ..engine.scale.preparing import looked_of

    year = read_year(rules, names, lang)
    if isinstance(year, int):
        return year
    appraisal = year.observed.appraisal
    if appraisal is not None and appraisal.points:
        return fail("ITR971", lang, USAGE, option="--corrections", engine=engine)
    looked = looked_of(rules.ruleset, year.observed)
    return replace(looked, findings=(*year.notices, *year.data_findings, *looked.findings))


def of_table(
    rules: "Rules",
    names: "YearNames",
    engine: str,
    lang: str,
    *,
    is_compared: bool = False,
    ahead: "Ahead | None" = None,
) -> "Looked | int":
    """Open one table as columns; what is wrong with more than single cells stops, and so do files beside it.

    Args:
        rules: of the ruleset.
        names: of the files.
        engine: as it was asked for.
        lang: of what is said.
        is_compared: whether last year's result may be beside it.
        ahead: the table, where it is being opened.
    """
    from dataclasses import replace

    from ..engine.model.codes import has_errors, is_unopened
    from ..engine.model.codes import of as record_of
    from ..engine.model.records import Subject
    from ..engine.scale.preparing import look

    if (beside := _beside(rules, names, is_compared=is_compared)) is not None:
        why, option = beside
        return REFUSALS[why](lang, option, engine)
    with doing(said(words.READING_DATA, lang)):
        sheet, mapping, mapped_by, found = _opened(rules, names, ahead)
        known, source, of_last_year = _previous(rules, names)
        looked = None if sheet is None else look(rules.ruleset, sheet, mapping, known, source)
        if looked is not None and mapped_by:
            # As the reference has them: data, how these are read, last year.
            at = len(looked.sources) - (source is not None)
            between = [replace(each, role="mapping") for each in mapped_by]
            looked = replace(looked, sources=(*looked.sources[:at], *between, *looked.sources[at:]))
    findings = (*rules.findings, *found, *of_last_year, *(() if looked is None else looked.findings))
    stops = has_errors(each for each in findings if record_of(each).subject is not Subject.CELL)
    if looked is None or looked.frame is None or stops:
        return tell(findings, lang, USAGE if is_unopened(findings) else WRONG, rules.texts, rules.shown)
    return looked


def _beside(rules: "Rules", names: "YearNames", *, is_compared: bool) -> tuple[str, str] | None:
    """Name a file beside the table that would be a part of the year and that columns do not read, after why not."""
    from ..engine.model.reads import last_year_keys

    units, previous, corrections = _files_beside(rules, names)
    given = {"units": units, "corrections": corrections}
    if not is_compared:
        given[""] = previous
    elif not last_year_keys(rules.ruleset):
        given["previous"] = previous
    return next(((why, named.name) for why, named in given.items() if named is not None), None)


def _files_beside(rules: "Rules", names: "YearNames") -> "tuple[Named | None, Named | None, Named | None]":
    """Name the table of units, last year's result and the corrections, where there are any; beside a server those given."""
    from ..engine.files.resolve import given
    from ..engine.year.names import find_files
    from ..engine.year.stopping import Stopped

    if names.data and names.data[0].startswith(SERVER):
        return None, given(names.previous) if names.previous else None, None
    files = find_files(rules, names)
    if isinstance(files, Stopped):
        return None, None, None  # told where the table is opened
    return files.files.units, files.files.previous, files.files.corrections


REFUSALS: "Mapping[str, Callable[[str, str, str], int]]" = {
    "": lambda lang, option, engine: fail("ITR971", lang, USAGE, option=option, engine=engine),
    "units": lambda lang, option, _: fail("ITR971.units", lang, USAGE, option=option),
    "corrections": lambda lang, option, _: fail("ITR971.corrections", lang, USAGE, option=option),
    "previous": lambda lang, option, _: fail("ITR971.previous", lang, USAGE, option=option),
}
"""How what is beside a table is refused: with what to do instead."""


def _previous(
    rules: "Rules", names: "YearNames"
) -> "tuple[Mapping[str, Previous] | None, Source | None, tuple[Finding, ...]]":
    """Read last year's result, as the reference does, where there is one."""
    from dataclasses import replace

    from ..engine.observe import read_previous

    _, named, _ = _files_beside(rules, names)
    if named is None:
        return None, None, ()
    known, sources, found = read_previous(named.location, named.name, rules.ruleset)
    return known, replace(sources[0], role="previous") if sources else None, found


WHY_NOT: Mapping[str, tuple[str, str]] = {
    "password": ("địa chỉ có mật khẩu", "it holds a password"),
    "form": ("không phải một địa chỉ postgresql://", "it is no address postgresql://"),
    "option": ("có tùy chọn không biết: {about}", "it has an option that is not known: {about}"),
    "table": ("không ghi bảng nào dùng được (?table=...)", "it names no table that can be used (?table=...)"),
    "server": ("PostgreSQL {about} cũ quá", "PostgreSQL {about} is too old"),
}


_DUPLICATE_TABLE = "42P07"
_TABLE_IS_THERE = (
    "Bảng ấy đã có, và không bị ghi đè. Đặt tên khác sau ?table=, hoặc xóa bảng cũ trước (DROP TABLE).",
    "There is such a table, and it was not overwritten. Give another name after ?table=, or drop that one first.",
)


def _of_server_error(error: Exception, lang: str) -> int | None:
    """Tell what a server, or its address, is refused for; None of any other error. No password is in either."""
    from ..engine.scale.on_postgres import AddressError

    if isinstance(error, AddressError):
        vi, en = (text.format(about=error.about) for text in WHY_NOT[error.why])
        return fail("ITR974", lang, USAGE, reason=vi, reason_en=en)
    if type(error).__module__.startswith("psycopg"):
        said_there = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
        advice = _TABLE_IS_THERE if getattr(error, "sqlstate", None) == _DUPLICATE_TABLE else None
        return fail("ITR973", lang, USAGE, advice=advice, reason=said_there)
    return None


def _opened(
    rules: "Rules", names: "YearNames", ahead: "Ahead | None" = None
) -> "tuple[Sheet | None, DataMapping | None, tuple[Source, ...], tuple[Finding, ...]]":
    """Open the table, and the mapping that says how it is read, with the file that this is in."""
    from ..engine.files.resolve import given
    from ..engine.files.tables import Frame
    from ..engine.observe import read_mapping
    from ..engine.scale.ahead import taken
    from ..engine.year.names import find_files
    from ..engine.year.stopping import Stopped

    if names.data and names.data[0].startswith(SERVER):
        return _of_server(names.data[0], names.mapping)
    files = find_files(rules, names)
    if isinstance(files, Stopped):
        return None, None, (), files.findings[len(rules.findings) :]
    table = files.files.tables[0]
    mapping, frame = None, Frame()
    source: tuple[Source, ...] = ()
    found: tuple[Any, ...] = ()
    if table.name in files.mappings:
        named = files.mappings[table.name]
        mapping, _, source, found = read_mapping(named.location, named.name)
        frame = mapping.frame if mapping is not None else frame
    sheet, more = taken(ahead, given(str(table.path)).path, table.name, frame)
    return sheet, mapping, source, (*found, *more)


def _of_server(
    url: str, mapped: str | None
) -> "tuple[Sheet | None, DataMapping | None, tuple[Source, ...], tuple[Finding, ...]]":
    from ..engine.files.resolve import given
    from ..engine.observe import read_mapping
    from ..engine.scale.on_postgres import address, read
    from ..engine.scale.running import of_server

    mapping: DataMapping | None = None
    source: tuple[Source, ...] = ()
    told: tuple[Finding, ...] = ()
    if mapped is not None:
        named = given(mapped)
        mapping, _, source, told = read_mapping(named.location, named.name)
    sheet, found = of_server(read(address(url)), url.partition("?")[0].rpartition("/")[2] or "postgresql")
    return sheet, mapping, source, (*told, *found)


def _written(
    rules: "Rules", looked: "Looked", engine: str, form: str, output: str | None, lang: str, keep: str
) -> "tuple[int, Made | None]":
    """Compute, and write the result or say what it is; gives the exit code, and what was computed whole."""
    from ..engine.model.sentences import sentence
    from ..engine.publish import texts
    from ..engine.result.record import engine_version
    from ..engine.scale.results import write_stream, write_table
    from ..engine.scale.running import (
        held,
        made_by,
        made_of_others,
        stream_to_parquet,
        summary_of,
        summary_of_parquet,
    )

    only = made_of_others(rules.ruleset) if keep == "criteria" else None

    def computed() -> "Made":
        return held(made_by(engine, looked, lang, sentence(texts.ILLUSTRATIVE, lang), only))

    version = engine_version()
    if output is not None and output.startswith(SERVER):
        from ..engine.scale.on_postgres import address, write
        from ..engine.scale.running import as_arrow

        made = computed()
        write(as_arrow(made), address(output))
        return _counted(WELL, rules.ruleset, made, summary_of, engine, lang)
    to_file = output not in {None, STDOUT}
    if form == "parquet" and engine == "polars" and output is not None and to_file:
        streamed: list[Any] = []
        path = Path(output)
        code = put_file(
            lambda path: streamed.append(stream_to_parquet(looked, path, lang, version, only)), output, lang
        )
        whole = streamed[0] if streamed else None
        return _counted(code, rules.ruleset, whole, lambda made: summary_of_parquet(made, path), engine, lang)
    made = computed()
    if form not in ON_FILES:
        return _told(rules.ruleset, made, engine, output, lang), made
    if output is not None and to_file:
        code = put_file(lambda path: write_table(made, path, form, version), output, lang)  # type: ignore[arg-type]
    else:
        code = put_stdout(lambda: write_stream(made, sys.stdout.buffer, form, version), lang)  # type: ignore[arg-type]
    return _counted(code, rules.ruleset, made, summary_of, engine, lang)


def _counted(
    code: int,
    ruleset: "Ruleset",
    made: "Made | None",
    summary_of: "Callable[[Made], Summary]",
    engine: str,
    lang: str,
) -> "tuple[int, Made | None]":
    """Say aside how many units a result has that was written, and why others have no rank."""
    from ..engine.publish.columns_out import counts_text
    from ..engine.publish.grid import Look

    if code or made is None:
        return code, None
    say_aside(counts_text(ruleset, summary_of(made), engine, Look(lang)))
    return code, made


def _told(ruleset: "Ruleset", made: "Made", engine: str, output: str | None, lang: str) -> int:
    from ..engine.publish.columns_out import summary_text
    from ..engine.publish.grid import Look
    from ..engine.scale.running import summary_of

    is_shown = output is None
    look = Look(lang, columns_of(sys.stdout) if is_shown else None, is_shown and wants_colour(sys.stdout, os.environ))
    text = summary_text(ruleset, summary_of(made), engine, look)
    return put_out(lambda stream: stream.write(text), output, lang)
