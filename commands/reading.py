"""What commands read: the ruleset that a name means, and the data of a year."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .options import APPRAISED
from .progress import doing
from .terminal import USAGE, WRONG, code_of, printable, refused, speaker, tell

if TYPE_CHECKING:
    from ..engine.annex.annex import Annex
    from ..engine.files.resolve import DataSet, Named
    from ..engine.language import Loaded
    from ..engine.model.findings import Finding
    from ..engine.model.observed import Observed, Previous, Table
    from ..engine.model.result import Result
    from ..engine.model.ruleset import Ruleset, Source
    from ..engine.observe.mapping import DataMapping

# What is wrong with one cell leaves one unit without a rank; all else that is wrong in data stops everything.
_CELL_CODES = re.compile("ITR4[23][0-9]|ITR44[0-689]|ITR47[67]|ITR56[0-9]|ITR579")


@dataclass(frozen=True, slots=True)
class Rules:
    """A ruleset that was found and holds, with what was found about it on the way.

    Attributes:
        findings: warnings that no comment in the file silences; errors stop a command before this is made.
        named: the file, under the name that results give it.
        texts: file name -> text, for the excerpts of findings.
        loaded: what it was made of.
        shown: file name -> what the user called the file, for the terminal.
    """

    named: "Named"
    ruleset: "Ruleset"
    findings: tuple["Finding", ...]
    texts: Mapping[str, str]
    loaded: "Loaded"
    shown: Mapping[str, str] = field(default_factory=dict)

    @property
    def typed(self) -> str:
        """What the user called the ruleset."""
        return self.shown.get(self.named.name, self.named.name)


@dataclass(frozen=True, slots=True)
class Year:
    """A year's data as a command reads them.

    Attributes:
        told: what is said of the choice of files, before all else.
        findings: about the ruleset and the data, in order.
    """

    rules: Rules
    files: "DataSet"
    observed: "Observed"
    told: tuple["Finding", ...]
    findings: tuple["Finding", ...]

    @property
    def data_findings(self) -> tuple["Finding", ...]:
        """What was found about the data, the ruleset's own findings left out."""
        of_rules = {each.sort_key for each in self.rules.findings}
        return tuple(each for each in self.findings if each.sort_key not in of_rules)


def read_rules(name: str, lang: str) -> Rules | int:
    """Find and load a ruleset; where that fails the findings are told, and the exit code is given."""
    from ..engine.files import resolve
    from ..engine.files.file_names import ruleset_name
    from ..engine.model.findings import Finding, finding

    typed = resolve.find_ruleset(name, Path(), resolve.package_folder())
    if isinstance(typed, Finding):
        return tell([typed], lang, USAGE)
    named = resolve.Named(typed.path, ruleset_name(typed.path, typed.name))
    shown = {named.name: typed.name}
    rules = rules_of(named)
    if not isinstance(rules, Rules):
        return tell(rules.findings, lang, code_of(rules.findings), rules.texts, shown)
    rules = replace(rules, shown=shown)
    ruleset = rules.ruleset
    if "@" in name and not named.path.name.startswith(name):
        declared = f"{ruleset.id}@{ruleset.version}"
        if declared != name:
            return tell([finding("ITR917", name=typed.name, found=declared, wanted=name)], lang, USAGE)
    return rules


def rules_of(named: "Named") -> "Rules | Loaded":
    """Load a ruleset; where it does not hold, give what was found instead."""
    from ..engine.language import load
    from ..engine.language.silence import apply
    from ..engine.model.codes import has_errors

    loaded = load(named.location, named.name)
    if loaded.ruleset is None or has_errors(loaded.findings):
        return loaded
    findings, _ = apply(loaded.findings, loaded.texts)
    return Rules(named, loaded.ruleset, findings, loaded.texts, loaded)


@dataclass(frozen=True, slots=True)
class YearAsked:
    """The files of a year as the command line names them.

    Attributes:
        uses_all: whether the command uses every value of last year, not only those that formulas read.
        shows_ranks: whether it shows last year's ranks, totals and tiers.
    """

    ruleset: str
    data: Sequence[str] = ()
    units: str | None = None
    previous: str | None = None
    mapping: str | None = None
    corrections: str | None = None
    stage: str | None = None
    uses_all: bool = False
    shows_ranks: bool = True


def open_year(asked: YearAsked, lang: str) -> Year | int:
    """Find and read a ruleset and its year; as `read_rules` and `read_year`."""
    rules = read_rules(asked.ruleset, lang)
    if isinstance(rules, int):
        return rules
    return read_year(rules, asked, lang)


def read_year(rules: Rules, asked: YearAsked, lang: str) -> Year | int:
    """Find and read a year's data; where that fails the findings are told, and the exit code is given.

    Args:
        rules: the ruleset.
        asked: the files that were named; others are looked for.
        lang: of the findings.
    """
    from ..engine.files import resolve
    from ..engine.model.findings import Finding, finding

    if (code := refused(lang, stage=(APPRAISED[0] if asked.stage is None else asked.stage, APPRAISED))) is not None:
        return code
    here, package = Path(), resolve.package_folder()
    typed = resolve.Named(rules.named.path, rules.typed)
    if asked.data:
        files = resolve.given_data(asked.data, asked.units, asked.previous)
    else:
        files = resolve.find_data(typed, rules.ruleset.id, here, package, asked.units, asked.previous)
    if isinstance(files, Finding):
        return tell([*rules.findings, files], lang, USAGE, rules.texts, rules.shown)
    if asked.corrections is not None:
        files = replace(files, corrections=resolve.given(asked.corrections))
    if files.corrections is None and asked.stage not in {None, "declared"}:
        return tell([*rules.findings, finding("ITR938", stage=asked.stage)], lang, USAGE, rules.texts, rules.shown)
    named = named_files(rules, files, asked.mapping)
    with doing(speaker(lang)("Đọc số liệu", "Reading the data")):
        year = year_of(named.rules, named.files, named.mappings, asked.stage)
    if not isinstance(year, Year):
        findings, texts = year
        return tell(findings, lang, code_of(findings), texts, named.rules.shown)
    if asked.previous is not None and (unused := unused_previous(year.observed, rules.ruleset, asked)) is not None:
        return tell([*year.findings, unused], lang, USAGE, year.rules.texts, year.rules.shown)
    return replace(year, told=(finding("ITR916", ruleset=typed.name),)) if files.is_example else year


def unused_previous(observed: "Observed", ruleset: "Ruleset", asked: YearAsked) -> "Finding | None":
    """Say that the file that `--previous` names tells nothing of what the command uses; None where it tells something."""
    from ..engine.model.findings import finding
    from ..engine.observe.remembering import is_used, names_of

    read = [key for key, name in names_of(ruleset).by_key.items() if name.is_read]
    # A scorecard's value of last year is the total where nothing else is known of it.
    shows_ranks = asked.shows_ranks or any(card.root.id in read for card in ruleset.scorecards)
    keys = None if asked.uses_all else read
    if any(is_used(before, keys, is_ranked=shows_ranks) for before in observed.previous.values()):
        return None
    return finding("ITR960", name=printable(asked.previous or ""))


def year_of(
    rules: Rules, files: "DataSet", mappings: Mapping[str, "Named"], stage: str | None = None
) -> Year | tuple[tuple["Finding", ...], Mapping[str, str]]:
    """Read the files of a year, or say what is wrong, with the texts for excerpts.

    Args:
        rules: the ruleset.
        files: of the year.
        mappings: by data file.
        stage: `declared`, or the appraisal after which the data stand; None: the last one that there is.
    """
    from ..engine.model.codes import has_errors
    from ..engine.model.findings import in_order

    observed, found, texts = observe_files(rules.ruleset, files, mappings)
    findings = in_order((*rules.findings, *found))
    texts = {**rules.texts, **texts}
    if observed is None or has_errors(tuple(f for f in findings if not _CELL_CODES.fullmatch(f.code))):
        return findings, texts
    observed = replace(observed, illustrative=observed.illustrative or files.is_example)
    if files.corrections is not None and stage != "declared":
        observed, found = _appraised(rules.ruleset, observed, files.corrections, stage)
        findings = in_order((*findings, *found))
        if has_errors(found):
            return findings, texts
    return Year(replace(rules, texts=texts), files, observed, (), findings)


def _appraised(
    ruleset: "Ruleset", observed: "Observed", named: "Named", stage: str | None
) -> tuple["Observed", tuple["Finding", ...]]:
    """Take the data through the appraisal, to a stage or to the last that there is."""
    from ..engine.observe import read_corrections
    from ..engine.rank import appraise, last_stage

    corrections, source, findings = read_corrections(named.location, named.name, ruleset, observed.units)
    if corrections is None:
        return observed, findings
    observed = replace(observed, sources=(*observed.sources, *_as_role(source, "corrections")))
    wanted = stage or last_stage(corrections)
    if wanted is None:
        return observed, findings
    observed, found = appraise(ruleset, observed, corrections, wanted)  # type: ignore[arg-type]  # of APPRAISED
    return observed, (*findings, *found)


@dataclass(frozen=True, slots=True)
class FilesNamed:
    """The files of a year under the names that results give them.

    Attributes:
        rules: which know now what the user called each file.
    """

    rules: Rules
    files: "DataSet"
    mappings: Mapping[str, "Named"]


def named_files(rules: Rules, files: "DataSet", mapping: str | None) -> FilesNamed:
    """Name the files that the user named as results name them, with the mapping for all or those beside the tables."""
    from ..engine.files.file_names import year_files

    made = year_files(rules.named, files, mappings_of(files, mapping))
    return FilesNamed(replace(rules, shown={**rules.shown, **made.shown}), made.files, made.mappings)


def mappings_of(files: "DataSet", given: str | None) -> dict[str, "Named"]:
    """Name the mapping of each data file: the one that was given for all, or those that lie beside them."""
    from ..engine.files import resolve

    named = resolve.given(given) if given is not None else None
    found = {file.name: named or resolve.mapping_of(file) for file in files.tables}
    return {name: mapping for name, mapping in found.items() if mapping is not None}


def observe_files(
    ruleset: "Ruleset", files: "DataSet", mappings: Mapping[str, "Named"]
) -> tuple["Observed | None", tuple["Finding", ...], Mapping[str, str]]:
    """Read all files, each finding of each of them; no observations where a file cannot be read.

    Returns:
        What was observed; the findings; and the text of the mappings, for their excerpts.
    """
    from ..engine.files.tables import Frame
    from ..engine.observe import observe, read_mapping, read_previous, read_tables

    findings: list[Finding] = []
    sources: list[Source] = []
    read: dict[str, DataMapping] = {}
    texts: dict[str, str] = {}
    mapping_sources: list[Source] = []
    for named in dict.fromkeys(mappings.values()):
        mapping, text, source, told = read_mapping(named.location, named.name)
        findings += told
        mapping_sources += _as_role(source, "mapping")
        texts[named.name] = text
        if mapping is not None:
            read |= {file: mapping for file, own in mappings.items() if own == named}
    tables: list[Table] = []
    roll: Table | None = None
    unread = False
    for file in (*files.tables, *((files.units,) if files.units else ())):
        frame = read[file.name].frame if file.name in read else Frame()
        found, source, told = read_tables(file.location, file.name, frame, bare=True)
        findings += told
        sources += _as_role(source, "units" if file is files.units else "data")
        if file is files.units:
            roll = found[0] if found else None
        else:
            tables += found
        unread = unread or not found
    sources += mapping_sources
    known: Mapping[str, Previous] = {}
    if files.previous is not None:
        known, source, told = read_previous(files.previous.location, files.previous.name, ruleset)
        findings += told
        sources += _as_role(source, "previous")
    if unread or read.keys() != mappings.keys():
        return None, tuple(findings), texts
    observed = observe(ruleset, tables, roll, known, read)
    return replace(observed, sources=tuple(sources)), (*findings, *observed.findings), texts


def _as_role(sources: Sequence["Source"], role: str) -> list["Source"]:
    return [replace(source, role=role) for source in sources]


def result_of(year: Year, *, provisional: bool) -> "Result":
    """Evaluate a year, with all that was found on the way and with what is certain of it while answers are missing."""
    from ..engine.model.findings import in_order
    from ..engine.rank import evaluation, with_declared

    made = evaluation(year.rules.ruleset, year.observed, provisional=provisional)
    result = replace(with_declared(made.result), findings=in_order((*year.findings, *made.result.findings)))
    if any(unit.unresolved or unit.status == "provisional" for unit in result.units):
        from ..engine.prove.certainty import certainty_of

        result = replace(result, certainty=certainty_of(made))
    return result


def read_table(name: str, lang: str) -> "Annex | int":
    """Read an annex that has a table of criteria; where there is none the findings are told, and the exit code is given."""
    from ..engine.annex.paper import read_paper
    from ..engine.annex.reading import read_annex
    from ..engine.model.findings import Finding

    paper = read_paper(Path(name), printable(name))
    if isinstance(paper, Finding):
        return tell((paper,), lang, code_of((paper,)))
    annex = read_annex(paper)
    return annex if annex.parts else tell(annex.findings, lang, WRONG)
