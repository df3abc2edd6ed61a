"""The files of a year, read: tables to observations, and these through the appraisal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..files.resolve import DataSet, Named
from ..files.tables import Frame
from ..model.codes import has_errors, is_unopened
from ..model.codes import of as record_of
from ..model.findings import Finding, in_order
from ..model.observed import Observed, Previous, Table
from ..model.records import Subject
from ..model.ruleset import Ruleset, Source
from ..observe import observe, read_corrections, read_mapping, read_previous, read_tables
from ..observe.mapping import DataMapping
from ..rank import appraise, last_stage
from .names import YearFiles
from .rules import Rules
from .stopping import Stopped


@dataclass(frozen=True, slots=True)
class Year:
    """A year's ruleset and data as they were read.

    Attributes:
        findings: about the ruleset and the data, in order.
        notices: about the choice of files; shown before the findings.
    """

    rules: Rules
    files: DataSet
    observed: Observed
    findings: tuple[Finding, ...]
    notices: tuple[Finding, ...] = ()

    @property
    def data_findings(self) -> tuple[Finding, ...]:
        """What was found about the data, without the ruleset's own findings."""
        of_rules = {each.sort_key for each in self.rules.findings}
        return tuple(each for each in self.findings if each.sort_key not in of_rules)

    def stopped(self, findings: tuple[Finding, ...], *, is_usage: bool) -> Stopped:
        """End here, with these findings."""
        return Stopped(findings, is_usage, self.rules.texts, self.rules.shown)


def read_files(of: YearFiles, stage: str | None = None) -> Year | Stopped:
    """Read the files of a year for an evaluation; what is wrong with more than single cells stops.

    Args:
        of: the files, with the ruleset.
        stage: `declared`, or the appraisal after which the data are taken; None: the last one in the corrections.
    """
    year = observe_year(of)
    if isinstance(year, Stopped):
        return year
    # What is wrong with one cell leaves one unit without a rank; all else that is wrong in data stops everything.
    if has_errors(each for each in year.findings if record_of(each).subject is not Subject.CELL):
        return year.stopped(year.findings, is_usage=is_unopened(year.findings))
    observed, files = year.observed, of.files
    observed = replace(observed, illustrative=observed.illustrative or files.is_example)
    if files.corrections is None or stage == "declared":
        return replace(year, observed=observed)
    observed, found = _appraised(of.rules.ruleset, observed, files.corrections, stage)
    findings = in_order((*year.findings, *found))
    if has_errors(found):
        return year.stopped(findings, is_usage=is_unopened(findings))
    return replace(year, observed=observed, findings=findings)


def observe_year(of: YearFiles) -> Year | Stopped:
    """Read every file of a year, whatever is wrong in it; only a file that cannot be read at all stops."""
    observed, found, texts = _observed(of.rules.ruleset, of.files, of.mappings)
    rules = replace(of.rules, texts={**of.rules.texts, **texts})
    findings = in_order((*rules.findings, *found))
    if observed is None:
        return Stopped(findings, is_unopened(findings), rules.texts, rules.shown)
    return Year(rules, of.files, observed, findings)


def _observed(
    ruleset: Ruleset, files: DataSet, mappings: Mapping[str, Named]
) -> tuple[Observed | None, tuple[Finding, ...], Mapping[str, str]]:
    """Read all files, with the findings of each, and the text of the mappings for their excerpts."""
    findings: list[Finding] = []
    sources: list[Source] = []
    read: dict[str, DataMapping] = {}
    texts: dict[str, str] = {}
    mapping_sources: list[Source] = []
    for named in dict.fromkeys(mappings.values()):
        mapping, text, source, found = read_mapping(named.location, named.name)
        findings += found
        mapping_sources += _as_role(source, "mapping")
        texts[named.name] = text
        if mapping is not None:
            read |= {file: mapping for file, own in mappings.items() if own == named}
    tables: list[Table] = []
    roll: Table | None = None
    is_whole = True
    for file in (*files.tables, *((files.units,) if files.units else ())):
        frame = read[file.name].frame if file.name in read else Frame()
        made, source, found = read_tables(file.location, file.name, frame, bare=True)
        findings += found
        sources += _as_role(source, "units" if file is files.units else "data")
        if file is files.units:
            roll = made[0] if made else None
        else:
            tables += made
        is_whole = is_whole and bool(made)
    sources += mapping_sources
    known: Mapping[str, Previous] = {}
    if files.previous is not None:
        known, source, found = read_previous(files.previous.location, files.previous.name, ruleset)
        findings += found
        sources += _as_role(source, "previous")
    if not is_whole or read.keys() != mappings.keys():
        return None, tuple(findings), texts
    observed = observe(ruleset, tables, roll, known, read)
    return replace(observed, sources=tuple(sources)), (*findings, *observed.findings), texts


def _appraised(
    ruleset: Ruleset, observed: Observed, named: Named, stage: str | None
) -> tuple[Observed, tuple[Finding, ...]]:
    """Take the data through the appraisal, to a stage or to the last that there is."""
    corrections, source, findings = read_corrections(named.location, named.name, ruleset, observed.units)
    if corrections is None:
        return observed, findings
    observed = replace(observed, sources=(*observed.sources, *_as_role(source, "corrections")))
    wanted = stage or last_stage(corrections)
    if wanted is None:
        return observed, findings
    observed, found = appraise(ruleset, observed, corrections, wanted)  # type: ignore[arg-type]  # of RESULT_STAGES
    return observed, (*findings, *found)


def _as_role(sources: Sequence[Source], role: str) -> list[Source]:
    return [replace(source, role=role) for source in sources]
