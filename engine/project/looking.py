"""Look at a project's folder: what is there of the year, and whether it is made of what is there now."""

import io
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256
from itertools import chain, count
from pathlib import Path

from ..bundle.approving import standing_of
from ..bundle.seal import LARGEST_MINUTES, SealRecord
from ..files.contents import read_bytes
from ..files.resolve import DataSet, given, given_data
from ..files.tables import MOST_BYTES
from ..forms.collected_data import write_data
from ..forms.collecting import Collected, collect
from ..forms.naming import file_names
from ..forms.returned import Asked
from ..forms.returned_files import Met, returned_files
from ..model.codes import has_errors, severity_of
from ..model.findings import Finding, Severity
from ..model.observed import Unit
from ..observe import read_corrections
from ..result.published import LARGEST, Published, published
from ..score.succession import last_years
from ..year import Rules, Stopped, Year, YearNames, open_rules, read_units
from .project import Project
from .standing import Fit, Found

_VIETNAM = timezone(timedelta(hours=7))
"""Where the days of files are counted, wherever the machine stands."""
Counting = Callable[[Iterator[Met], int], Iterable[Met]]


def look(project: Project, counting: Counting) -> Found:
    """Find how far the year is; nothing is written, and what cannot be read is found to be so.

    Args:
        project: of the current folder.
        counting: goes through the returned files, and shows how many of so many units were read.
    """
    rules = open_rules(project.ruleset)
    if isinstance(rules, Stopped):
        return Found(errors=sum(severity_of(each) is Severity.ERROR for each in rules.findings))
    files = _files(project)
    year = _units(project, rules, files)
    collected = None if year is None else _collected(project, year, counting)
    result, fit = _result(project, rules, files)
    return Found(
        ruleset=rules.ruleset,
        units=None if year is None else year.observed.units,
        forms=None if year is None else _forms(project, year.observed.units),
        collected=collected,
        dates={} if collected is None else _dates(Path(project.returned or ""), collected),
        replies=_free("phan-hoi"),
        data=_data(project, collected),
        corrected={} if year is None else _corrected(files, year),
        sheets=frozenset(stage for stage, folder in project.appraisal.items() if Path(folder).is_dir()),
        result=result,
        result_fit=fit,
        approval_fit=_approval(project),
    )


def _files(project: Project) -> DataSet | None:
    """Name the files of the year as commands would, those beside the data too."""
    if not project.data:
        return None
    files = given_data(project.data, project.units, project.previous)
    if isinstance(files, Finding):
        return None
    corrections = files.corrections if project.corrections is None else given(project.corrections)
    return DataSet(files.tables, files.units, files.previous, corrections=corrections)


def _units(project: Project, rules: Rules, files: DataSet | None) -> Year | None:
    """Read who is asked, with their last year; None where that cannot be read."""
    units = project.units if files is None or files.units is None else str(files.units.path)
    if units is None:
        return None
    year = read_units(rules, YearNames(project.ruleset, (), units, project.previous, uses_all=True))
    return None if isinstance(year, Stopped) else year


def _forms(project: Project, units: tuple[Unit, ...]) -> frozenset[str] | None:
    """Say whose forms are in the folder of forms, by the names that `itrank forms` gives them."""
    if project.forms is None or not Path(project.forms).is_dir():
        return None
    names = zip(units, file_names(unit.id for unit in units), strict=True)
    return frozenset(unit.id for unit, name in names if (Path(project.forms) / name).is_file())


def _collected(project: Project, year: Year, counting: Counting) -> Collected | None:
    """Read what came back, as `itrank collect` does; None where there is no such folder."""
    if project.returned is None or not Path(project.returned).exists():
        return None
    observed = year.observed
    before = last_years(observed.units, observed.previous)[0] if project.previous is not None else ()
    asked = Asked(year.rules.ruleset, observed.units, before)
    return collect(asked, counting(returned_files(Path(project.returned)), len(observed.units)))


def _free(folder: str) -> str:
    """Name a folder that is not there: replies are never written over older ones."""
    numbered = (f"{folder}-{number}" for number in count(2))
    return next(name for name in chain((folder,), numbered) if not os.path.lexists(name))


def _dates(folder: Path, collected: Collected) -> Mapping[str, date]:
    """Give the days of the returned files; of one in an archive nothing is known."""
    found = {}
    for name in (name for status in collected.statuses for name in status.files):
        path = folder / name if folder.is_dir() else folder
        try:
            found[name] = datetime.fromtimestamp(path.stat().st_mtime, _VIETNAM).date()
        except (OSError, ValueError, OverflowError):
            continue
    return found


def _data(project: Project, collected: Collected | None) -> Fit:
    """Say whether the data are there and hold what came back."""
    if not project.data:
        return "absent"
    content = read_bytes(Path(project.data[0]), project.data[0], MOST_BYTES)
    if isinstance(content, Finding):
        return "absent"
    if collected is None:
        return "fits"
    text = io.StringIO()
    write_data(collected, text)
    return "fits" if text.getvalue().encode() == content else "behind"


def _corrected(files: DataSet | None, year: Year) -> Mapping[str, frozenset[str]]:
    """Say which units each stage of the appraisal corrected."""
    if files is None or files.corrections is None:
        return {}
    named = files.corrections
    read, _, _ = read_corrections(named.path, named.name, year.rules.ruleset, year.observed.units)
    rows = () if read is None else read.rows
    stages = dict.fromkeys(row.stage for row in rows)
    return {stage: frozenset(row.unit for row in rows if row.stage == stage) for stage in stages}


def _result(project: Project, rules: Rules, files: DataSet | None) -> tuple[Published | None, Fit]:
    """Read the result, and say whether it was computed by this ruleset of these files."""
    if project.result is None:
        return None, "absent"
    content = read_bytes(Path(project.result), project.result, LARGEST)
    if isinstance(content, Finding):
        return None, "absent"
    made = published(content, project.result)
    if isinstance(made, tuple):
        return None, "broken"
    now = frozenset(filter(None, map(_hash, _inputs(files))))
    is_same = made.record.ruleset.sha256 == rules.ruleset.sha256 and now == {each.sha256 for each in made.record.data}
    return made, "fits" if is_same else "behind"


def _inputs(files: DataSet | None) -> Iterator[Path]:
    """Name the files that a result of the year is computed of."""
    if files is not None:
        for named in (*files.tables, files.units, files.previous, files.corrections):
            if named is not None:
                yield named.path


def _hash(path: Path) -> str:
    """Give the hash of a file; empty where it is not there."""
    content = read_bytes(path, str(path), MOST_BYTES)
    return "" if isinstance(content, Finding) else sha256(content).hexdigest()


def _approval(project: Project) -> Fit:
    """Say whether the seal holds, and all that it names is what was approved, the minutes too."""
    approved = project.approved
    if approved is None:
        return "absent"
    seal, _, findings = standing_of(Path(approved.result), Path())
    is_sealed = isinstance(seal, SealRecord) and seal.holds and seal.last.result.sha256 == approved.sha256
    minutes = read_bytes(Path(approved.minutes.file), approved.minutes.file, LARGEST_MINUTES)
    is_kept = not isinstance(minutes, Finding) and sha256(minutes).hexdigest() == approved.minutes.sha256
    return "fits" if is_sealed and is_kept and not has_errors(findings) else "behind"
