"""`itrank new`: next year's ruleset from this year's, or a first draft from the table of a decision's annex."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import complete, options, words
from .init import is_year
from .project import project_here
from .reading import read_rules, read_table
from .terminal import LANGUAGES, USAGE, WELL, WRONG, Task, fail, printable, put_out, put_said, refused, speaker, tell
from .words import said

if TYPE_CHECKING:
    from ..engine.language.loading import Loaded
    from ..engine.language.successor import Base
    from ..engine.model.findings import Finding
    from ..engine.year import Rules


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)

    @app.command(
        help=say(
            "Tạo bộ tiêu chí của năm mới: từ bộ của năm trước, như một quyết định sửa đổi (itrank new 2023 --from 2022); hoặc "
            "bản thảo từ bảng trong phụ lục của quyết định (itrank new 2026 --from-table phu-luc.docx).",
            "Make the ruleset of a new year: from last year's, as an amending decree (itrank new 2023 --from 2022), or a draft "
            "from the table of a decision's annex (itrank new 2026 --from-table annex.docx).",
        )
    )
    def new(
        year: Annotated[str, typer.Argument(metavar=say("NĂM", "YEAR"), help=say("Năm mới.", "The new year."))],
        *,
        base: Annotated[
            str | None,
            typer.Option(
                "--from",
                autocompletion=complete.rulesets,
                help=say(
                    "Bộ của năm trước: đường dẫn, 2022.yaml, 2022 hoặc mã@phiên-bản.",
                    "Last year's: a path, 2022.yaml, 2022 or id@version.",
                ),
            ),
        ] = None,
        table: Annotated[
            str | None,
            typer.Option(
                "--from-table",
                help=say(
                    "Phụ lục có bảng tiêu chí: .docx, .xlsx, .xls, .ods.",
                    "An annex with a table of criteria: .docx, .xlsx, .xls, .ods.",
                ),
            ),
        ] = None,
        columns: options.Columns = None,
        full: Annotated[
            bool,
            typer.Option(
                "--full",
                help=say(
                    "Chép toàn bộ, giữ chú thích, thay vì nối tiếp (extends).", "Copy the whole, with its comments."
                ),
            ),
        ] = False,
        output: Annotated[
            str | None,
            options.output("Tệp mới; mặc định <năm>.yaml cạnh bộ cũ.", "The new file; <year>.yaml beside it."),
        ] = None,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        return lambda: _begun(year, base, table, columns, output, lang, full=full)


def _begun(
    year: str, base: str | None, table: str | None, columns: str | None, output: str | None, lang: str, *, full: bool
) -> int:
    """Choose what the new ruleset is made from."""
    if (code := refused(lang)) is not None:
        return code
    if not is_year(year):
        return fail("ITR912.year", lang, USAGE, found=year)
    if table is not None:
        return _drafted(year, table, columns, output, lang)
    if base is None:
        return fail("ITR910", lang, USAGE, option=said(words.FROM_OR_TABLE, lang), command="itrank new")
    return _new(year, base, output, lang, full=full)


def _schema(folder: Path) -> str:
    """Find the schema of a project, seen from a folder of it; nothing outside a project."""
    near = ("schemas/ruleset.schema.json", "../schemas/ruleset.schema.json")
    return next((name for name in near if (folder / name).is_file()), "")


def _drafted(year: str, name: str, columns: str | None, output: str | None, lang: str) -> int:
    """Write the draft of an annex's table, and say what of it is doubtful."""
    target = Path(output) if output is not None else _own(year)
    shown = printable(target.as_posix())
    if os.path.lexists(target):
        return fail("ITR488.version", lang, USAGE, name=shown)
    from ..engine.annex.drafting import draft
    from ..engine.annex.telling import tables_told
    from ..engine.language.loading import load_text
    from ..engine.model.codes import has_errors

    annex = read_table(name, columns, lang)
    if isinstance(annex, int):
        return annex
    made = draft(annex, int(year), _schema(target.parent))
    loaded = load_text(made.text, shown, target.parent)
    if loaded.ruleset is None:
        return tell(loaded.findings, lang, WRONG, loaded.texts)
    if (code := put_out(lambda stream: stream.write(made.text), str(target), lang)) != WELL:
        return code
    code = tell(made.findings, lang, WRONG if has_errors(made.findings) else WELL)
    kinds = ", ".join(f"{kind} {count}" for kind, count in made.kinds.items())
    lines = [
        *tables_told(annex, lang),
        said(words.DRAFTED, lang, name=shown, source=printable(name), cards=len(annex.parts), criteria=made.criteria),
        said(words.RECOGNISED, lang, known=sum(made.kinds.values()), leaves=made.leaves, kinds=kinds and f" ({kinds})"),
        *_for_project(target, shown, lang),
        said(words.FILL_IN_AND_COMPARE, lang),
    ]
    return _put_next(lines, shown, output, lang) or code


def _for_project(target: Path, shown: str, lang: str) -> list[str]:
    """Say how the project of this folder takes a draft that is not its ruleset."""
    from ..engine.project import Project

    project = project_here()
    if not isinstance(project, Project) or Path(project.ruleset).absolute() == target.absolute():
        return []
    return [said(words.PUT_INTO_PROJECT, lang, own=printable(project.ruleset), name=shown)]


def _new(year: str, name: str, output: str | None, lang: str, *, full: bool) -> int:
    """Write the new ruleset, if it is one, beside the old one."""
    rules = read_rules(name, lang)
    if isinstance(rules, int):
        return rules
    base = _base(rules)
    if is_year(rules.ruleset.period) and int(rules.ruleset.period) >= int(year):
        return fail("ITR703", lang, USAGE, found=year, period=rules.ruleset.period, base=base.identity)
    target = Path(output) if output is not None else _beside(rules.named.path, year)
    shown = printable(target.as_posix())
    if os.path.lexists(target):
        return fail("ITR488.version", lang, USAGE, name=shown)
    from ..engine.language.successor import amendment, full_copy, without_cases
    from ..engine.model.codes import of
    from ..engine.model.records import Subject

    text = (full_copy if full else amendment)(base, int(year), lang)
    made = _loaded(text, shown, target, base, lang)
    if isinstance(made, int):
        return made
    # A case of last year may not hold with a threshold that last year's ruleset had for this one already.
    failing = [each for each in _errors(made, shown) if of(each).subject is Subject.CASE]
    aside = frozenset(str(each.params["case"]) for each in failing)
    if aside:
        text = without_cases(base, text, aside, int(year), lang)
        made = _loaded(text, shown, target, base, lang)
        if isinstance(made, int):
            return made
    if (code := put_out(lambda stream: stream.write(text), str(target), lang)) != WELL:
        return code
    wrong = _errors(made, shown)
    code = tell(wrong, lang, WRONG if wrong else WELL, made.texts)
    assert made.ruleset is not None, "_loaded refuses what is no ruleset"
    identity = f"{made.ruleset.id}@{made.ruleset.version}"
    succeeded = said(words.SUCCEEDED, lang, name=shown, identity=identity, base=base.identity)
    set_aside = [said(words.SET_ASIDE, lang, cases=len(aside))] if aside and not wrong else []
    return _put_next([succeeded, *set_aside, said(words.FILL_IN, lang)], shown, output, lang) or code


def _errors(made: "Loaded", shown: str) -> "list[Finding]":
    from ..engine.model.codes import severity_of
    from ..engine.model.findings import Severity
    from ..engine.prove.checks import checked

    return [each for each in checked(made, shown)[0] if severity_of(each) is Severity.ERROR]


def _loaded(text: str, shown: str, target: Path, base: "Base", lang: str) -> "Loaded | int":
    """Load the new text; the exit code where it does not find its base, or is no ruleset."""
    from ..engine.language.loading import load_text
    from ..engine.model.codes import has_errors, of
    from ..engine.model.records import Trait

    made = load_text(text, shown, target.parent)
    if any(Trait.NO_BASE in of(each).traits for each in made.findings):
        return fail("ITR704", lang, USAGE, name=shown, base=base.identity)
    if made.ruleset is None or has_errors(made.findings):
        return tell(made.findings, lang, WRONG, made.texts)
    return made


def _put_next(lines: Sequence[str], shown: str, output: str | None, lang: str) -> int:
    """Say what was made, and the command to run next."""
    from ..engine.files.visible import visible

    told = (*lines, "", f"    itrank check {shlex.quote(shown)}")
    return put_said("\n".join(map(visible, told)) + "\n", lang, (output,))


def _base(rules: "Rules") -> "Base":
    """Take the base as it was read, and its own file alone."""
    from ..engine.language.document import Map, read_document
    from ..engine.language.successor import Base

    text = rules.loaded.texts[rules.named.name]
    own, _ = read_document(text, rules.named.name)
    return Base(rules.ruleset.id, rules.ruleset.version, text, rules.loaded.document or Map(), own or Map())


def _beside(base: Path, year: str) -> Path:
    """Name the new file: in the folder of the old one, but nothing is ever written into the package."""
    from ..engine.files.resolve import package_folder

    if base.parent.resolve() != (package_folder() / "rulesets").resolve():
        return base.with_name(f"{year}.yaml")
    return _own(year)


def _own(year: str) -> Path:
    return Path("rulesets", f"{year}.yaml") if Path("rulesets").is_dir() else Path(f"{year}.yaml")
