"""`itrank test`: worked examples of a ruleset, computed and compared with what they expect."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from . import options, words
from .options import both
from .progress import doing
from .reading import read_rules
from .terminal import (
    LANGUAGES,
    STDOUT,
    USAGE,
    WELL,
    WRONG,
    Task,
    code_of,
    columns_of,
    fail,
    printable,
    put_bytes,
    put_out,
    refused,
    say_aside,
    speaker,
    tell,
    wants_colour,
    without_library,
)
from .testing import Deeper, answered
from .words import said

if TYPE_CHECKING:
    from ..engine.cases.case import Case
    from ..engine.cases.case_files import CaseFile
    from ..engine.publish.cases_out import CasesRun
    from ..engine.year import Rules

FORMATS = ("text", "json", "junit", "xlsx")
_MOST_NAMED = 12


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "Chạy các ca kiểm thử của bộ tiêu chí: ca trong tests, trong TÊN.test.yaml cạnh nó, và trong tệp ghi sau --cases; "
            "ca nào sai thì nêu mong đợi, tính ra và vì sao.",
            "Run a ruleset's cases: those under tests, in NAME.test.yaml beside it and in files named by --cases; of each "
            "failure what was expected, what came out, and why.",
        )
    )
    def test(
        *,
        ruleset: options.Ruleset,
        cases: Annotated[
            list[str] | None,
            typer.Option(help=both("Thêm ca từ tệp này; lặp lại được.", "Also the cases of this file; repeatable.")),
        ] = None,
        template: Annotated[
            str | None,
            typer.Option(
                help=both(
                    "Không chạy gì: ghi bảng tính để viết ca vào, rồi đưa lại bằng --cases.",
                    "Run nothing: write a workbook in which cases are written, to be named by --cases.",
                )
            ),
        ] = None,
        case: Annotated[
            list[str] | None,
            typer.Option(
                metavar=both("TÊN", "NAME"),
                help=both("Chỉ chạy ca có tên này; lặp lại được.", "Run only the case of this name; repeatable."),
            ),
        ] = None,
        coverage: Annotated[
            bool,
            typer.Option(
                "--coverage",
                help=both("Các ca chạm tới những chỗ nào của bộ tiêu chí.", "Which points of the ruleset cases touch."),
            ),
        ] = False,
        fail_under: Annotated[
            int | None,
            typer.Option(
                min=0,
                max=100,
                metavar=both("PHẦN_TRĂM", "PER_CENT"),
                help=both("Mã thoát 1 nếu chạm ít hơn.", "Exit code 1 where less is touched."),
            ),
        ] = None,
        marked: Annotated[
            bool,
            typer.Option(
                "--marked",
                help=both("In cả bộ tiêu chí, mỗi dòng một dấu.", "Also the ruleset, each line with a mark."),
            ),
        ] = False,
        page: Annotated[
            str | None,
            typer.Option(
                metavar=both("TỆP", "FILE"),
                help=both("Ghi thêm một trang HTML vào tệp này.", "Also write a page of HTML to this file."),
            ),
        ] = None,
        mutate: Annotated[
            bool,
            typer.Option(
                "--mutate",
                help=both(
                    "Đổi thử từng con số, từng dấu của bộ tiêu chí: ca nào phát hiện được.",
                    "Change single figures and signs of the ruleset: which do the cases notice.",
                ),
            ),
        ] = False,
        mutants: Annotated[
            int, typer.Option(min=1, max=5000, help=both("Thử nhiều nhất bao nhiêu.", "How many are tried at most."))
        ] = 500,
        seed: Annotated[int, typer.Option(min=0, help=both("Hạt giống của mẫu.", "The seed of the sample."))] = 0,
        generate: Annotated[
            str | None,
            typer.Option(
                metavar=both("TỆP", "FILE"),
                help=both(
                    "Ghi vào tệp này các ca đề xuất cho những chỗ chưa ca nào chạm.",
                    "Write to this file proposed cases for the points that no case touches.",
                ),
            ),
        ] = None,
        format: Annotated[str, options.form(FORMATS)] = "text",  # noqa: A002
        output: options.Output = None,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        if template is not None:
            return lambda: _template(ruleset, template, lang)
        deeper = Deeper(coverage, fail_under, marked, page, mutate, mutants, seed, generate)
        return lambda: _test(_Wanted(ruleset, tuple(cases or ()), tuple(case or ()), format, output, lang, deeper))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the command line asked for."""

    ruleset: str
    cases: tuple[str, ...]
    case: tuple[str, ...]
    form: str
    output: str | None
    lang: str
    deeper: Deeper


def _template(ruleset: str, output: str, lang: str) -> int:
    """Write the workbook in which cases are written."""
    if (code := refused(lang)) is not None:
        return code
    rules = read_rules(ruleset, lang)
    if isinstance(rules, int):
        return rules
    from ..engine.forms.case_book import case_template

    try:
        made = case_template(rules.ruleset, ruleset)
    except ModuleNotFoundError as error:
        return without_library(lang, error.name or "xlsxwriter")
    code = put_bytes(made, output, lang)
    if code == WELL and output != STDOUT:
        told = said(words.CASES_TEMPLATE, lang, file=printable(quote(output)), ruleset=printable(quote(ruleset)))
        say_aside(told + "\n")
    return code


def _test(wanted: _Wanted) -> int:
    """Read the ruleset and its cases, run them, and write what came of them."""
    if (code := refused(wanted.lang, format=(wanted.form, FORMATS))) is not None:
        return code
    if wanted.form == "xlsx" and wanted.output is None:
        return fail("ITR865", wanted.lang, USAGE, format=wanted.form)
    from ..engine.cases.case_files import beside

    rules = read_rules(wanted.ruleset, wanted.lang)
    if isinstance(rules, int):
        return rules
    files = _case_files(rules, wanted)
    if isinstance(files, int):
        return files
    every = [case for file in files for case in file.cases]
    if not every and not wanted.deeper.needs_no_cases:
        return fail("ITR511", wanted.lang, USAGE, ruleset=rules.typed, file=beside(rules.named).path.name)
    asked = _asked(every, wanted)
    if isinstance(asked, int):
        return asked
    made = _run(rules, files, len(every), asked, wanted.lang)
    if wanted.deeper.is_wanted:
        code = answered(wanted.deeper, rules, made, wanted.form, wanted.output, wanted.lang)
        return code or (_code(made, wanted.lang) if made.outcomes else WELL)
    return _put(made, wanted) or _code(made, wanted.lang)


def _case_files(rules: "Rules", wanted: _Wanted) -> "tuple[CaseFile, ...] | int":
    """Read every place of cases; the exit code where one cannot be read, for then nobody knows what would not be run."""
    from ..engine.cases.case_files import gathered
    from ..engine.files.resolve import Named, given

    typed = Named(rules.named.path, rules.typed)
    files = gathered(typed, rules.loaded, [given(printable(name)) for name in wanted.cases])
    findings = [found for each in files for found in each.findings]
    unread = [each for each in files if each.findings and not each.cases]
    code = max((code_of(each.findings) for each in unread), default=WELL)
    texts = {each.name: each.text for each in files if each.text}
    tell(findings, wanted.lang, code, {**rules.texts, **texts}, rules.shown)
    return code or files


def _asked(every: "Sequence[Case]", wanted: _Wanted) -> "list[Case] | int":
    """Give the cases that were asked for by name, or all of them."""
    if not wanted.case:
        return list(every)
    from ..engine.files.naming import did_you_mean, fold

    names = {fold(name) for name in wanted.case}
    known = {fold(case.name): case.name for case in every}
    for name in wanted.case:
        if fold(name) not in known:
            advice = did_you_mean(name, known.values())
            listed = ", ".join(list(known.values())[:_MOST_NAMED]) + (", …" if len(known) > _MOST_NAMED else "")
            return fail("ITR923.case", wanted.lang, USAGE, advice=advice, found=name, choices=listed)
    return [case for case in every if fold(case.name) in names]


def _run(rules: "Rules", files: "Sequence[CaseFile]", every: int, asked: "Sequence[Case]", lang: str) -> "CasesRun":
    """Run the cases that were asked for."""
    from ..engine.cases import run
    from ..engine.publish.cases_out import CasesRun

    with doing(said(words.RUNNING_CASES, lang)):
        outcomes = run(rules.ruleset, asked)
    texts = {each.name: each.text for each in files if each.text}
    sources = Counter(case.place.file for case in asked)
    return CasesRun(rules.ruleset, sources, outcomes, every - len(asked), {**rules.texts, **texts}, rules.shown)


def _code(made: "CasesRun", lang: str) -> int:
    """Give the exit code: well only where something was compared, and all of it held."""
    if any(outcome.status in {"failed", "ill_made", "left_out"} for outcome in made.outcomes):
        return WRONG
    if not any(outcome.checks for outcome in made.outcomes):
        return fail("ITR510", lang, USAGE, count=len(made.outcomes))
    return WELL


def _put(made: "CasesRun", wanted: _Wanted) -> int:
    """Write the outcomes; a workbook goes to a file, and its counts are printed beside."""
    if wanted.form != "xlsx":
        text = _written(made, wanted)
        return put_out(lambda stream: stream.write(text), wanted.output, wanted.lang)
    from ..engine.forms.case_results import case_results
    from ..engine.publish.cases_out import closing_lines

    output = str(wanted.output)
    try:
        content = case_results(made, wanted.lang)
    except ModuleNotFoundError as error:
        return without_library(wanted.lang, error.name or "xlsxwriter")
    if code := put_bytes(content, output, wanted.lang):
        return code
    say_aside("\n".join([*closing_lines(made, wanted.lang), ""]))
    return WELL


def _written(made: "CasesRun", wanted: _Wanted) -> str:
    """Choose how the outcomes are written."""
    if wanted.form == "json":
        from ..engine.publish.cases_json import cases_json

        return cases_json(made)
    if wanted.form == "junit":
        from ..engine.publish.cases_json import cases_junit

        return cases_junit(made, wanted.lang)
    from ..engine.publish.cases_out import cases_text
    from ..engine.publish.grid import Look

    to_screen = wanted.output is None
    width = columns_of(sys.stdout) if to_screen else None
    return cases_text(made, Look(wanted.lang, width, to_screen and wants_colour(sys.stdout, os.environ)))
