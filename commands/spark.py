"""`itrank evaluate --engine spark`: a year of more units than one machine holds, from Parquet to Parquet."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import words
from .opened import note_written
from .progress import doing
from .reading import read_rules
from .terminal import (
    USAGE,
    WELL,
    WRONG,
    approved,
    clashing,
    columns_of,
    fail,
    put_stdout,
    say_aside,
    tell,
    unranked,
    unread,
    unwritten,
    void,
    wants_colour,
    without_library,
)
from .words import said

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from ..engine.model.findings import Finding
    from ..engine.observe.mapping import DataMapping
    from ..engine.scale.on_spark import SparkError
    from ..engine.scale.spark_files import NotForSparkError, Ranked
    from ..engine.scale.spark_folders import NotParquetError
    from ..engine.year import Rules, YearNames

ENGINE = "spark"
_NOT: Mapping[str, tuple[str, str]] = {
    "texts": ("các cột số sau là chữ: {about}", "these columns of numbers are text: {about}"),
    "layout": ("mỗi đơn vị phải là một dòng, mã ở một cột", "each unit must be a row, with its id in one column"),
    "last_year": ("bộ tiêu chí đọc giá trị năm trước", "the ruleset reads values of last year"),
    "parents": ("bộ tiêu chí đọc đơn vị cấp trên", "the ruleset reads the units above units"),
    "digits": ("các cột sau có quá nhiều chữ số: {about}", "these columns have too many digits: {about}"),
    "name": ("tên có dấu mà Spark hiểu là mẫu: * ? [ ] {{ }} \\", "Spark takes signs of the name for a pattern: * ? [ ] {{ }} \\"),
    "form": ("không phải tệp hay thư mục Parquet", "it is no file or folder of Parquet"),
    "kept": ("ở đó có tệp không do Spark ghi, nên không ghi đè", "there are files that Spark did not write, which are not replaced"),
    "partial": ("không đổi tên được bản nháp", "the draft could not be renamed"),
}  # fmt: skip
_STOPPED: Mapping[str, tuple[str, str]] = {
    "settings": ("thiết lập {about} không giữ được", "the setting {about} cannot be kept"),
    "types": ("kiểu của cột không như lúc biên dịch", "columns are of other types than what was compiled for"),
    "rows": ("số liệu đổi trong lúc tính", "the data changed while they were computed"),
    "asked": ("quá nhiều giá trị khác nhau phải hỏi bộ tính chuẩn ({about})", "too many distinct values to ask the reference ({about})"),
    "disk": ("đĩa đầy, có thể là TMPDIR", "a disk is full, maybe that of TMPDIR"),
    "memory": ("thiếu bộ nhớ: tăng SPARK_DRIVER_MEMORY", "out of memory: raise SPARK_DRIVER_MEMORY"),
    "worker": ("tiến trình Python dừng, vì thiếu bộ nhớ hay thiếu thư viện", "a process of Python ended, for lack of memory or of a library"),
    "rights": ("không có quyền đọc hay ghi", "there is no right to read or write"),
    "spark": ("{about}", "{about}"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asked for.

    Attributes:
        names: of the year.
        form: of what goes to the screen; a folder is one of Parquet, whatever its name ends with.
        output: where the result goes; None for the screen.
        master: of Spark; None for the one of this machine, or of `spark-submit`.
    """

    names: "YearNames"
    form: str
    output: str | None
    master: str | None
    lang: str


def evaluate(wanted: Wanted, *, provisional: bool) -> int:
    """Evaluate one table by Spark."""
    lang, names = wanted.lang, wanted.names
    if (code := _refused(wanted, provisional=provisional)) is not None:
        return code
    rules = read_rules(names.ruleset, lang)
    if isinstance(rules, int):
        return rules
    from ..engine.columns.making import UnsupportedError
    from ..engine.scale.on_spark import SparkError, session
    from ..engine.scale.spark_files import NotForSparkError
    from ..engine.scale.spark_folders import NotParquetError

    data = (names.data or [""])[0]
    try:
        mapping, found = _mapping(names)
        address = _checked(wanted, data)
        if isinstance(address, int):
            return address
        with session(wanted.master) as spark:
            return _evaluate(spark, rules, wanted, _Source(address, data, mapping, found))
    except ModuleNotFoundError as error:
        missing = error.name or "pyspark"
        return without_library(lang, missing, "scale" if missing in {"polars", "narwhals"} else "spark")
    except UnsupportedError as error:
        return unranked(error, rules.typed, lang)
    except NotForSparkError as error:
        return _not_for_spark(error, rules.typed if error.why in {"last_year", "parents"} else data, lang)
    except NotParquetError as error:
        return _not_for_spark(error, wanted.output or data if error.why in {"kept", "partial"} else data, lang)
    except SparkError as error:
        return _stopped(error, wanted.master, lang)


def _refused(wanted: Wanted, *, provisional: bool) -> int | None:
    """Refuse what does not go with Spark, before anything is read."""
    names, lang, output = wanted.names, wanted.lang, wanted.output
    data = names.data or ()
    beside = {
        "--provisional": provisional, "--units": names.units, "--previous": names.previous,
        "--corrections": names.corrections, "--stage": names.stage, f"--data {data[-1] if data else ''}": len(data) > 1,
        f"--format {wanted.form}": wanted.form not in {"table", "parquet"},
        "--output -": output == "-",
    }  # fmt: skip
    for option, given in beside.items():
        if given:
            return fail("ITR971", lang, USAGE, option=option, engine=ENGINE)
    if wanted.form == "parquet" and output is None:
        return fail("ITR947", lang, USAGE, option="--format parquet", other="--output")
    if not data:
        return fail("ITR947", lang, USAGE, option=f"--engine {ENGINE}", other="--data")
    if output is not None:
        return clashing(output, lang) or approved(output, output, lang)
    return None


def _checked(wanted: Wanted, data: str) -> str | int:
    """Look at what is read and what is written, before Java takes its seconds to begin; gives the address of the data."""
    from pathlib import Path

    from ..engine.scale.spark_folders import held, is_remote, refuse

    try:
        address = held(data)
    except OSError as error:
        return unread(data, error, wanted.lang)
    try:
        if wanted.output is not None and not is_remote(wanted.output):
            refuse(Path(wanted.output))
    except OSError as error:
        return unwritten(wanted.output or "", error, wanted.lang)
    return address


def _mapping(names: "YearNames") -> "tuple[DataMapping | None, tuple[Finding, ...]]":
    """Read the mapping that was named, or the one beside the data."""
    from pathlib import Path

    from ..engine.files.resolve import Named, given, mapping_of
    from ..engine.observe import read_mapping
    from ..engine.scale.spark_folders import is_remote

    data = (names.data or [""])[0]
    if names.mapping is not None:
        named: Named | None = given(names.mapping)
    else:
        named = None if is_remote(data) else mapping_of(Named(Path(data), data))
    if named is None:
        return None, ()
    mapping, _, _, found = read_mapping(named.location, named.name)
    return mapping, tuple(found)


@dataclass(frozen=True, slots=True)
class _Source:
    """The data: as Spark takes them, as they were called, how they are read, and what is wrong with that."""

    address: str
    shown: str
    mapping: "DataMapping | None"
    findings: "tuple[Finding, ...]"


def _evaluate(spark: "SparkSession", rules: "Rules", wanted: Wanted, source: _Source) -> int:
    from ..engine.model.codes import has_errors, is_unopened
    from ..engine.scale.spark_files import opened, ranked

    lang = wanted.lang
    if has_errors(source.findings):
        return tell((*rules.findings, *source.findings), lang, WRONG, rules.texts, rules.shown)
    with doing(said(words.READING_DATA, lang)):
        data, found = opened(spark, rules.ruleset, source.address, source.shown, source.mapping)
    findings = (*source.findings, *found)
    if data is None:
        code = USAGE if is_unopened(findings) else WRONG
        return tell((*rules.findings, *findings), lang, code, rules.texts, rules.shown)
    with ranked(spark, data, lang) as (ready, more):
        if ready is None:
            return tell((*rules.findings, *findings, *more), lang, WRONG, rules.texts, rules.shown)
        return _given(spark, rules, wanted, ready, (*findings, *more))


def _given(
    spark: "SparkSession", rules: "Rules", wanted: Wanted, ready: "Ranked", findings: "Sequence[Finding]"
) -> int:
    """Compute, and write the result or say what it is."""
    from ..engine.model.codes import has_errors
    from ..engine.model.findings import in_order
    from ..engine.publish.columns_out import counts_text, summary_text
    from ..engine.publish.grid import Look
    from ..engine.result.record import engine_version
    from ..engine.scale.spark_files import reported, summary, write
    from ..engine.scale.spark_folders import drafted
    from ..engine.year.evaluating import out_of_reach

    lang, output = wanted.lang, wanted.output
    with doing(said(words.COMPUTING, lang)):
        if output is not None:
            try:
                with drafted(spark, output) as draft:
                    write(ready, draft, engine_version())
                    made, more = summary(ready), reported(ready)
            except OSError as error:
                return unwritten(output, error, lang)
            note_written(output)
        else:
            made, more = summary(ready, with_best=True), reported(ready)
    failed = WELL
    if output is not None:
        say_aside(counts_text(rules.ruleset, made, ENGINE, Look(lang)))
    else:
        look = Look(lang, columns_of(sys.stdout), wants_colour(sys.stdout, os.environ))
        text = summary_text(rules.ruleset, made, ENGINE, look)
        failed = put_stdout(lambda: void(sys.stdout.write(text)), lang)
    every = in_order((*findings, *more))
    code = WRONG if has_errors(every) else WELL
    tell((*rules.findings, *out_of_reach(rules), *every), lang, code, rules.texts, rules.shown)
    return failed or code


def _not_for_spark(error: "NotForSparkError | NotParquetError", name: str, lang: str) -> int:
    about = ", ".join(getattr(error, "about", ()))
    why, why_en = (text.format(about=about) for text in _NOT[error.why])
    return fail("ITR976", lang, USAGE, name=name, why=why, why_en=why_en)


def _stopped(error: "SparkError", master: str | None, lang: str) -> int:
    """Say what stopped Spark; no message of its own is passed on, which would quote queries and rows."""
    from ..engine.scale.spark_folders import shown

    if error.why == "java":
        return fail("ITR975.java", lang, USAGE)
    if error.why == "connect":
        return fail("ITR975.address", lang, USAGE, address=shown(master or ENGINE))
    reason, reason_en = (text.format(about=error.about) for text in _STOPPED[error.why])
    return fail("ITR975", lang, USAGE, reason=reason, reason_en=reason_en)
