"""`itrank check`: everything that can be known about a ruleset without data."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import mending, options
from .project import project_here, wrong_in_project
from .terminal import (
    LANGUAGES,
    USAGE,
    WELL,
    Task,
    code_of,
    fail,
    put_out,
    read_stdin,
    refused,
    speaker,
    tell,
    wants_colour,
)
from .watching import Watched, watched

if TYPE_CHECKING:
    from ..engine.files.resolve import Named
    from ..engine.language import Loaded
    from ..engine.model.findings import Finding
    from ..engine.prove.checks import Checked
    from ..engine.publish.checking import CheckedFile, Report

FORMATS = ("text", "json", "sarif", "github")
FORMATS_OF_BOUNDS = ("text", "json")
LEVELS = ("error", "warning", "info")
STDIN = "-"
NAMELESS = "<stdin>"
_SUFFIXES = {".yaml", ".yml"}
_MOST_FILES = 1_000


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "Kiểm tra bộ tiêu chí khi chưa có số liệu. BỘ_TIÊU_CHÍ là tệp, thư mục, tên như 2022, mã@phiên-bản, hoặc - (stdin); "
            "không ghi gì thì kiểm tra thư mục rulesets/ ở đây và bộ tiêu chí của itrank.yaml.",
            "Check rulesets without data. RULESET is a file, a folder, a name such as 2022, id@version, or - (standard "
            "input); without one the folder rulesets/ here is checked, and the ruleset of itrank.yaml.",
        )
    )
    def check(
        *,
        ruleset: options.Rulesets = None,
        format: Annotated[str, options.form(FORMATS)] = "text",  # noqa: A002
        fail_level: Annotated[
            str,
            typer.Option(
                help=say("Mã thoát là 1 từ mức này: ", "Exit with 1 from this level on: ") + ", ".join(LEVELS)
            ),
        ] = "error",
        tests: Annotated[
            bool,
            typer.Option(
                "--tests/--no-tests",
                help=say("Chạy các ca (tests) của chính bộ tiêu chí.", "Run the ruleset's own cases (tests)."),
            ),
        ] = True,
        fix: Annotated[
            bool,
            typer.Option(
                "--fix",
                help=say(
                    "Sửa tại chỗ những lỗi chỉ có một cách sửa, rồi báo những gì còn lại.",
                    "Mend in place what can be right in one way only, then tell what is left.",
                ),
            ),
        ] = False,
        diff: Annotated[
            bool,
            typer.Option(
                "--diff",
                help=say(
                    "In những chỗ --fix sẽ sửa, không ghi; mã thoát 1 nếu có.",
                    "Print what --fix would mend, write nothing; exit with 1 if there is any.",
                ),
            ),
        ] = False,
        bounds: Annotated[
            bool,
            typer.Option(
                "--bounds",
                help=say(
                    "In mỗi mục được từ bao nhiêu đến bao nhiêu điểm, kèm câu trả lời cho thấy điều đó.",
                    "Print from what to what each node can score, with the answers that show it.",
                ),
            ),
        ] = False,
        explain: Annotated[
            str | None,
            typer.Option(metavar=say("MÃ", "CODE"), help=say("Giải thích một mã, ví dụ ITR204.", "Explain a code.")),
        ] = None,
        stdin_filename: Annotated[
            str | None,
            typer.Option(help=say("Tên tệp của nội dung đọc từ stdin.", "The file name of what is read from stdin.")),
        ] = None,
        output: options.Output = None,
        watch: options.Watch = False,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task | Watched:
        if explain is not None:
            return lambda: _explain(explain, output, lang)
        wanted = _Wanted(
            tuple(ruleset or ()), format, fail_level, tests, fix, diff, bounds, stdin_filename, output, lang
        )
        if watch and STDIN in wanted.rulesets:
            return lambda: fail("ITR542", lang, USAGE, option="--watch", other=STDIN)
        return watched(lambda: _check(wanted), lang, watch=watch)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the command line asked for."""

    rulesets: tuple[str, ...]
    form: str
    fail_level: str
    tests: bool
    fix: bool
    diff: bool
    bounds: bool
    stdin_filename: str | None
    output: str | None
    lang: str


def _check(wanted: _Wanted) -> int:
    """Find the files, check each, and write what was found."""
    lang = wanted.lang
    formats = FORMATS_OF_BOUNDS if wanted.bounds else FORMATS
    if (code := refused(lang, format=(wanted.form, formats), fail_level=(wanted.fail_level, LEVELS))) is not None:
        return code
    if wanted.stdin_filename is not None and STDIN not in wanted.rulesets:
        return fail("ITR947", lang, USAGE, option="--stdin-filename", other=STDIN)
    targets = _targets(wanted)
    if isinstance(targets, int):
        return targets
    if wanted.bounds:
        return _bounds(targets, wanted)
    if wanted.diff:
        return mending.show(targets, wanted.output, lang, run_tests=wanted.tests)
    fixed = mending.fix(targets, lang, run_tests=wanted.tests) if wanted.fix else (WELL, None)
    if fixed is None:
        return USAGE
    unwritten, known = fixed
    if known is not None and known.loaded.ruleset is None:
        known = None  # mends look at nothing beside what is wrong
    from ..engine.publish.checking import fails

    report = _report(targets, known, run_tests=wanted.tests)
    code = unwritten or (code_of(report.findings) if fails(report.findings, wanted.fail_level) else WELL)
    colour = wanted.output is None and wants_colour(sys.stdout, os.environ)
    text = _written(report, wanted.form, lang, colour=colour)
    return put_out(lambda stream: stream.write(text), wanted.output, lang) or code


def _bounds(targets: "Sequence[Named]", wanted: _Wanted) -> int:
    """Write what each node can reach; of a ruleset with errors that nothing is known."""
    from ..engine.publish.reaches_out import reached_file, reaches_json, reaches_text

    loaded = [_loaded(target) for target in targets]
    files = [reached_file(target.name, each.ruleset) for target, each in zip(targets, loaded, strict=True)]
    text = reaches_json(files) if wanted.form == "json" else reaches_text(files, wanted.lang)
    code = max((code_of(each.findings) for each in loaded if each.ruleset is None), default=WELL)
    return put_out(lambda stream: stream.write(text), wanted.output, wanted.lang) or code


def _written(report: "Report", form: str, lang: str, *, colour: bool) -> str:
    if form == "json":
        from ..engine.publish.checking import report_json

        return report_json(report)
    if form == "sarif":
        from ..engine.publish.sarif import report_sarif

        return report_sarif(report, lang)
    if form == "github":
        from ..engine.publish.github import report_github

        return report_github(report, lang)
    from ..engine.publish.checking import report_text

    return report_text(report, lang, colour=colour)


def _targets(wanted: _Wanted) -> "list[Named] | int":
    """Name the files to check, each once; if a name leads nowhere the exit code."""
    from ..engine.model.findings import Finding

    names = list(wanted.rulesets) or _here()
    if not names:
        return fail("ITR901.here", wanted.lang, USAGE)
    found: list[Named] = []
    problems: list[Finding] = []
    for name in names:
        named = _named(name, wanted.stdin_filename)
        if isinstance(named, Finding):
            problems.append(named)
            continue
        if not named and (wanted.rulesets or (name == names[-1] and not found)):
            return fail("ITR901.folder", wanted.lang, USAGE, name=name)
        found += named
    if problems:
        return tell(problems, wanted.lang, USAGE)
    found = list({named.name: named for named in found}.values())
    return found if wanted.form == "text" and wanted.output is None else _outward(found)


def _here() -> list[str]:
    """Name what is checked where nothing is named: `rulesets/`, and the project's own, even if it says that it is none."""
    from ..engine.project import Project

    project = project_here()
    own = project.ruleset if isinstance(project, Project) else ""
    return [*(["rulesets"] if Path("rulesets").is_dir() else []), *([own] if own and Path(own).is_file() else [])]


def _named(name: str, stdin_filename: str | None) -> "list[Named] | Finding":
    """Name the files that a name stands for: standard input, those below a folder, or the ruleset that it means."""
    from ..engine.files.resolve import Named, find_ruleset, package_folder
    from ..engine.model.findings import Finding

    if name == STDIN:
        return [Named(Path(STDIN), stdin_filename or NAMELESS)]
    if "\0" not in name and Path(name).is_dir():
        return _rulesets_under(name)
    named = find_ruleset(name, Path(), package_folder())
    return named if isinstance(named, Finding) else [named]


def _outward(targets: "Sequence[Named]") -> "list[Named]":
    """Name the files for a report that goes elsewhere: from here, or else from their project."""
    from ..engine.files.file_names import reported

    files = [target for target in targets if target.path != Path(STDIN)]
    named = dict(zip(files, reported(files, Path.cwd()), strict=True))
    return [named.get(target, target) for target in targets]


def _rulesets_under(folder: str) -> "list[Named]":
    """Find the rulesets of a folder and of those in it: what says that it is one, and all that lies in `rulesets/`."""
    from ..engine.files.resolve import given, is_ruleset

    found = []
    for top, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(top, name)
            if path.suffix in _SUFFIXES and not name.startswith(".") and is_ruleset(path):
                found.append(given(str(path)))
        if len(found) > _MOST_FILES:
            break
    return found[:_MOST_FILES]


def _report(targets: "Sequence[Named]", known: "Checked | None", *, run_tests: bool) -> "Report":
    """Check every file, unless that is known, and put together what was found, each thing once."""
    from ..engine.model.findings import in_order
    from ..engine.publish.checking import Report

    files: list[CheckedFile] = []
    findings: list[Finding] = []
    silenced: dict[object, tuple[Finding, str]] = {}
    texts: dict[str, str] = {}
    for target in targets:
        file, told, taken_back, read = _one(target, known or _checked(target, run_tests=run_tests), run_tests=run_tests)
        files.append(file)
        findings += told
        silenced |= {each.sort_key: (each, reason) for each, reason in taken_back}
        texts |= read
    wrong, of_project = wrong_in_project(files)
    findings += wrong
    texts |= of_project
    return Report(tuple(files), in_order(findings), tuple(silenced.values()), texts)


def _checked(target: "Named", *, run_tests: bool) -> "Checked":
    from ..engine.annex.agreement import wordings_agree
    from ..engine.prove.checks import Checked, checked, neighbours

    loaded = _loaded(target)
    path = Path(target.name) if target.path == Path(STDIN) else target.path
    id_ = "" if loaded.document is None else str(loaded.document.get("id", ""))
    beside = neighbours(path, id_) if id_ and target.name != NAMELESS else ()
    told = checked(loaded, target.name, beside=beside, run_tests=run_tests, also=(wordings_agree,))
    return Checked(loaded, *told)


def _loaded(target: "Named") -> "Loaded":
    """Load a file, or what is read from standard input."""
    from ..engine.language import Loaded, load
    from ..engine.language.document import MOST_BYTES
    from ..engine.language.loading import load_bytes
    from ..engine.model.findings import Finding

    if target.path != Path(STDIN):
        return load(target.path, target.name)
    folder = None if target.name == NAMELESS else Path(target.name).parent
    content = read_stdin(MOST_BYTES + 1)
    if isinstance(content, Finding):
        return Loaded(None, (content,))
    return load_bytes(content, target.name, folder)


def _one(
    target: "Named", check: "Checked", *, run_tests: bool
) -> "tuple[CheckedFile, list[Finding], list[tuple[Finding, str]], dict[str, str]]":
    from ..engine.model.codes import of
    from ..engine.model.records import Trait
    from ..engine.prove.left_over import left_over
    from ..engine.publish.checking import CheckedFile

    loaded, told, silenced = check
    ruleset = loaded.ruleset
    names = _shown_names(loaded, target, Path(target.name) if target.path == Path(STDIN) else target.path)
    left = left_over(loaded, target.name)
    file = CheckedFile(target.name, left=left)
    if ruleset is not None:
        total = len(ruleset.tests)
        not_run = (
            sum(int(each.params["count"]) for each in told if Trait.LEAVES_OUT_CASES in of(each).traits)
            if run_tests
            else total
        )
        file = CheckedFile(target.name, ruleset.id, ruleset.version, ruleset.sha256, total - not_run, not_run, left)
    return (
        file,
        [_renamed(each, names) for each in told],
        [(_renamed(each.finding, names), each.reason) for each in silenced],
        {names.get(name, name): text for name, text in loaded.texts.items()},
    )


def _shown_names(loaded: "Loaded", target: "Named", path: Path) -> dict[str, str]:
    """Say how the files that a ruleset extends are written from here: it names them from its own folder."""
    from ..engine.files.resolve import given

    names = {}
    for name in loaded.texts:
        if name != target.name and (path.parent / name).is_file():
            names[name] = given(str(Path(target.name).parent / name)).name
    return names


def _renamed(found: "Finding", names: dict[str, str]) -> "Finding":
    file = names.get(found.place.file)
    return found if file is None else replace(found, place=found.place._replace(file=file))


def _explain(code: str, output: str | None, lang: str) -> int:
    """Print the page of a code."""
    if (refusal := refused(lang)) is not None:
        return refusal
    from ..engine.model.codes import CODES, code_named
    from ..engine.model.findings import finding
    from ..engine.publish.pages import page_of

    wanted = code_named(code)
    page = page_of(wanted) if wanted is not None else None
    if page is None:
        near = _near(code, list(CODES))
        listed = ", ".join(near)
        words = (f"Các mã gần nhất: {listed}.", f"The nearest codes are: {listed}.")
        return tell([finding("ITR923.code", help=words, found=code)], lang, USAGE)
    return put_out(lambda stream: stream.write(page.say(lang)), output, lang)


def _near(wanted: str, codes: list[str]) -> list[str]:
    """Find the codes whose number is nearest to what was asked for; any text has some."""
    digits = "".join(sign for sign in wanted[:20] if sign.isascii() and sign.isdecimal())
    number = int(digits[:3] or 0)
    return sorted(sorted(codes, key=lambda code: abs(int(code[3:]) - number))[:4])
