"""`itrank appraise`: sheets for appraisers, and what they say taken back as corrections."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import chain, tee
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import options, words
from .options import both
from .progress import counted
from .reading import open_year
from .sending import sending_of
from .terminal import (
    LANGUAGES,
    USAGE,
    WELL,
    WRONG,
    Task,
    code_of,
    exists,
    fail,
    put_bytes,
    put_out,
    refused,
    speaker,
    tell,
    unwritten,
    without_library,
)
from .words import said

if TYPE_CHECKING:
    from ..engine.files.resolve import Named
    from ..engine.forms.appraisal_returned import Taken
    from ..engine.forms.appraisal_sheets import Round
    from ..engine.model.sending import Sending
    from ..engine.observe.corrections import Corrections
    from ..engine.year import Year, YearNames

STAGES = ("first", "explanation", "second", "council")
BY = ("unit", "criterion")
_LARGEST = 20 * 2**20  # bytes of a file of corrections


def declare(app: typer.Typer, lang: str) -> None:
    """Declare the command, its help in the given language."""
    say = speaker(lang)
    group = typer.Typer(
        help=say(
            "Thẩm định: lập bảng Excel cho người thẩm định, và nhận lại thành các điều chỉnh có lý do.",
            "Appraisal: Excel sheets for appraisers, taken back as corrections with their reasons.",
        ),
    )
    app.add_typer(group, name="appraise")
    options.ask_command(group)

    @group.command(
        help=say(
            "Lập bảng thẩm định: kê khai, năm trước, minh chứng, ô thẩm định, lý do.",
            "Make the sheets: declared, last year, evidence, and cells for what is recognised and why.",
        )
    )
    def export(
        *,
        ruleset: options.Ruleset,
        output: Annotated[str, options.output("Thư mục mới, chưa có.", "A new folder.")],
        stage: Annotated[str, typer.Option(help=", ".join(STAGES))] = "first",
        by: Annotated[str, typer.Option(help=", ".join(BY))] = "unit",
        data: options.Data = None,
        units: options.Units = None,
        previous: options.Previous = None,
        mapping: options.Mapping = None,
        corrections: options.Corrections = None,
        agency: options.Agency = "",
        date: options.Issued = None,
        deadline: options.Deadline = None,
        contact: options.Contact = "",
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        from ..engine.year import YearNames

        names = YearNames(ruleset, data or (), units, previous, mapping, corrections, "declared", uses_all=True)

        def export_all() -> int:
            sending = sending_of(lang, deadline=deadline, contact=contact, agency=agency, issued=date)
            return sending if isinstance(sending, int) else _export(names, stage, by, output, sending, lang)

        return export_all

    @group.command(
        help=say(
            "Nhận lại bảng thẩm định: thêm các điều chỉnh vào cuối tệp, hoặc không thêm gì nếu có chỗ sai.",
            "Take sheets back: their corrections are added to the file, or none where anything is wrong.",
        )
    )
    def apply(
        returned: Annotated[
            list[str],
            typer.Argument(
                help=both("Thư mục hoặc tệp đã điền.", "Folders or files that were filled."),
                metavar=both("THƯ_MỤC...", "FOLDER..."),
            ),
        ],
        *,
        ruleset: options.Ruleset,
        data: options.Data = None,
        units: options.Units = None,
        previous: options.Previous = None,
        mapping: options.Mapping = None,
        corrections: options.Corrections = None,
        dry_run: Annotated[bool, typer.Option("--dry-run", help=both("Chỉ cho xem.", "Only show."))] = False,
        lang: Annotated[str, typer.Option(help=", ".join(LANGUAGES))] = lang,
    ) -> Task:
        from ..engine.year import YearNames

        names = YearNames(ruleset, data or (), units, previous, mapping, corrections, "declared", uses_all=True)
        return lambda: _apply(returned, names, lang, dry_run=dry_run)


def _export(names: "YearNames", stage: str, by: str, out: str, sending: "Sending", lang: str) -> int:
    """Read the year and what was corrected so far, then write every sheet, or none."""
    if (code := refused(lang, stage=(stage, STAGES), by=(by, BY))) is not None:
        return code
    read = _opened(names, lang, must_be=False)
    if isinstance(read, int):
        return read
    year, _, existing, _ = read
    from ..engine.files.writing import write_folder
    from ..engine.forms.appraisal_sheets import round_of

    try:
        import xlsxwriter  # noqa: F401
    except ModuleNotFoundError as error:
        return without_library(lang, error.name or str(error))
    made = round_of(year.rules.ruleset, year.observed, existing, stage, _evidence(year), sending)  # type: ignore[arg-type]
    try:
        write_folder(Path(out), _workbooks(made, by, lang))
    except (OSError, ValueError) as error:
        return unwritten(out, error, lang)
    return WELL


def _opened(names: "YearNames", lang: str, *, must_be: bool) -> "tuple[Year, Named, Corrections | None, str] | int":
    """Read the year as declared, and the corrections that there are, with the hash of the file; where it is or will be."""
    from ..engine.files.resolve import given
    from ..engine.model.findings import Finding, Place, finding
    from ..engine.observe import read_corrections
    from ..engine.rank import appraise, last_stage

    year = open_year(names, lang)
    if isinstance(year, int):
        return year
    shown, table = year.rules.shown, year.files.tables[0].name
    first = shown.get(table, table)
    named = year.files.corrections or given(f"{first.rpartition('.')[0] or first}.corrections.csv")
    if must_be and year.files.is_example and names.corrections is None:
        return tell([finding("ITR910", option="--corrections", command="itrank appraise apply")], lang, USAGE)
    if not must_be and names.corrections is not None and not exists(names.corrections):
        return fail("ITR401", lang, USAGE, name=names.corrections)
    if not named.path.exists():
        return year, named, None, sha256(b"").hexdigest()
    existing, source, findings = read_corrections(named.path, named.name, year.rules.ruleset, year.observed.units)
    if existing is None:
        missing = (finding("ITR401", Place(named.name), name=shown.get(named.name, named.name)),)
        return tell(findings or missing, lang, code_of(findings), shown=shown)
    found: tuple[Finding, ...] = ()
    if (stage := last_stage(existing)) is not None:
        _, found = appraise(year.rules.ruleset, year.observed, existing, stage)
    return tell(found, lang, code_of(found), shown=shown) if found else (year, named, existing, source[0].sha256)


def _evidence(year: "Year") -> Mapping[tuple[str, str], Sequence[str]]:
    """Take number, date, title and link of the documents that collected data name, by unit and input."""
    from ..engine.files.tables import is_collected
    from ..engine.forms.collected_data import EVIDENCE
    from ..engine.observe import read_tables

    found = {}
    for file in year.files.tables:
        for table in read_tables(file.path, file.name)[0]:
            places = [place for place, head in enumerate(table.headers) if head in EVIDENCE]
            if len(places) == len(EVIDENCE) and is_collected(table.headers):
                for row in table.rows:
                    if any(said := [row[place] for place in places]):
                        found[row[0], row[1]] = said
    return found


def _workbooks(made: "Round", by: str, lang: str) -> Iterator[tuple[str, bytes]]:
    """Make the sheets one after another."""
    from ..engine.forms.appraisal_sheets import workbooks
    from ..engine.forms.naming import each_file_name
    from ..engine.forms.plan import plan_of

    plans = {card.id: plan_of(made.ruleset, card) for card in made.ruleset.scorecards}
    label = said(words.MAKING_SHEETS, lang)
    length = (
        len(made.observed.units) if by == "unit" else sum(len(card.root.children) for card in made.ruleset.scorecards)
    )
    books, again = tee(workbooks(made, plans, by))  # type: ignore[arg-type]  # one of BY
    named = zip(each_file_name(of for of, *_ in again), books, strict=True)
    for name, (_, _, content) in counted(named, label, length):
        yield name, content


def _apply(returned: Sequence[str], names: "YearNames", lang: str, *, dry_run: bool) -> int:
    """Read every sheet, then add all that they say to the file at once, or nothing."""
    if (code := refused(lang)) is not None:
        return code
    for name in returned:
        if not exists(name):
            return fail("ITR401", lang, USAGE, name=name)
    read = _opened(names, lang, must_be=True)
    if isinstance(read, int):
        return read
    year, named, existing, read_as = read
    shown = year.rules.shown
    from ..engine.files.contents import read_bytes
    from ..engine.forms.appraisal_returned import appended, take_back
    from ..engine.forms.returned_files import returned_files
    from ..engine.model.codes import has_errors
    from ..engine.model.findings import Finding, Place, finding

    if existing is not None and not existing.table.delimiter:
        return tell((finding("ITR105.corrections", Place(named.name)),), lang, USAGE, shown=shown)
    met = chain.from_iterable(returned_files(Path(name)) for name in returned)
    taken = take_back(year.rules.ruleset, year.observed, existing, met)
    if has_errors(taken.findings):
        return tell(taken.findings, lang, WRONG)
    tell(taken.findings, lang, WELL)
    if taken.rows and not dry_run:
        old = read_bytes(named.path, named.name, _LARGEST) if existing is not None else b""
        if isinstance(old, Finding):
            return tell((old,), lang, USAGE, shown=shown)
        if named.path.exists() is not (existing is not None) or sha256(old).hexdigest() != read_as:
            return tell((finding("ITR543.corrections", Place(named.name)),), lang, WRONG, shown=shown)
        if (code := put_bytes(appended(old, taken.rows, existing), str(named.path), lang, in_place=True)) != WELL:
            return code
    name = shown.get(named.name, named.name)
    return put_out(lambda stream: stream.write(_summary(taken, year, name, lang, dry_run=dry_run)), None, lang)


def _summary(taken: "Taken", year: "Year", name: str, lang: str, *, dry_run: bool) -> str:
    """Say what was added, a line a correction, in the words of the sheets."""
    from ..engine.files.visible import visible
    from ..engine.forms.appraisal_sheets import in_words, label_of
    from ..engine.observe.corrections import targets_of

    units = len({row.unit for row in taken.rows})
    done = words.WOULD_APPEND if dry_run else words.APPENDED
    lines = [said(done, lang, sheets=taken.files, rows=len(taken.rows), units=units, name=name)]
    ruleset = year.rules.ruleset
    targets, called = targets_of(ruleset), {unit.id: unit.name or unit.id for unit in year.observed.units}
    for row in taken.rows:
        target = targets[row.target]
        before, after = (in_words(ruleset, target, text) if text else "–" for text in (row.before, row.after))
        lines.append(visible(f"  {called[row.unit]} · {label_of(ruleset, target)}: {before} → {after} ({row.reason})"))
    return "\n".join(lines) + "\n"
