"""A year under two rulesets: what tests of `itrank diff --data` begin with."""

from pathlib import Path

from itrank.engine.diff.impact import impact
from itrank.engine.year import Stopped, YearNames, open_rules
from itrank.engine.year.names import find_files
from itrank.engine.year.reading import read_files

HEAD = "format: itrank-ruleset/1\nid: vi-du\nversion: '1'\ntitle: Ví dụ\n"


def written(folder: Path, before: str, after: str, data: str) -> tuple[Path, Path, Path]:
    """Write two rulesets, with their heads, and a table of data."""
    paths = folder / "truoc.yaml", folder / "sau.yaml", folder / "so-lieu.csv"
    for path, text in zip(paths, (before, after, data), strict=True):
        path.write_text(text if text.startswith("format") or path.suffix == ".csv" else HEAD + text, "utf-8")
    return paths


def read(before, after, *data, units=None, previous=None):
    """Read a year by both rulesets, and give its files."""
    rules = [open_rules(str(each)) for each in (before, after)]
    assert not any(isinstance(each, Stopped) for each in rules), [each.findings for each in rules]
    files = [find_files(each, YearNames("", [*map(str, data)], units, previous)) for each in rules]
    years = [read_files(each) for each in files]
    assert not any(isinstance(each, Stopped) for each in years), [each.findings for each in years]
    return (*years, files[0])


def between(folder: Path, before: str, after: str, data: str, *, shares=False):
    """Give the impact of the newer of two rulesets."""
    older, newer, files = read(*written(folder, before, after, data))
    return impact(older, newer, files, shares=shares)


def units_of(made):
    """Give the units of an impact by id."""
    return {unit.id: unit for each in made.lists for unit in each.units}
