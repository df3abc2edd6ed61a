"""From names to a year that was read: find, read, and say which named file is of no use."""

from dataclasses import replace

from ..files.resolve import DataSet, given, given_data
from ..model.codes import has_errors, is_unopened, of
from ..model.findings import Finding, finding, in_order
from ..model.observed import Observed
from ..model.records import Trait
from ..model.ruleset import Ruleset
from ..observe.remembering import is_used, names_of
from ..score.succession import doubts_about
from .names import YearNames, find_files, named_files
from .reading import Year, observe_year, read_files
from .rules import Rules, open_rules
from .stopping import Stopped


def open_year(names: YearNames) -> Year | Stopped:
    """Find and read a ruleset and its year; as `open_rules`, then `read_year`.

    >>> year = open_year(YearNames("2022"))
    >>> len(year.observed.units), [note.code for note in year.notices]
    (30, ['ITR916'])
    >>> open_year(YearNames("2022", stage="third")).is_usage
    True
    """
    rules = open_rules(names.ruleset)
    return rules if isinstance(rules, Stopped) else read_year(rules, names)


def read_year(rules: Rules, names: YearNames) -> Year | Stopped:
    """Find and read a year's data, for a ruleset that was read already."""
    found = find_files(rules, names)
    if isinstance(found, Stopped):
        return found
    year = read_files(found, names.stage)
    if isinstance(year, Stopped):
        return year
    if (unused := _unused_previous(year.observed, rules.ruleset, names)) is not None:
        return year.stopped((*year.findings, unused), is_usage=True)
    return replace(year, notices=(finding("ITR916", ruleset=rules.typed),)) if found.files.is_example else year


def read_tables(rules: Rules, names: YearNames) -> Year | Stopped:
    """Read the tables that are named, and what is beside the first, whatever is wrong in them."""
    files = given_data(names.data, names.units, names.previous)
    if isinstance(files, Finding):
        return Stopped((files,), is_usage=True, texts=rules.texts)
    return observe_year(named_files(rules, files, names.mapping))


def read_units(rules: Rules, names: YearNames) -> Year | Stopped:
    """Read who is asked for data, with last year's answers and those that there are; only what is named is read.

    Any error stops, also one of a single cell: nothing was computed that could be kept.
    """
    previous = given(names.previous) if names.previous is not None else None
    units = given(names.units) if names.units is not None else None
    year = observe_year(named_files(rules, DataSet(tuple(map(given, names.data)), units, previous), names.mapping))
    if isinstance(year, Stopped):
        return year
    # Units are read before there are data: that no column has an answer is no news.
    findings = tuple(each for each in year.findings if Trait.EXPECTED_WITHOUT_DATA not in of(each).traits)
    if has_errors(findings):
        return year.stopped(findings, is_usage=is_unopened(findings))
    if (unused := _unused_previous(year.observed, rules.ruleset, names)) is not None:
        return year.stopped((*findings, unused), is_usage=True)
    return replace(year, findings=in_order((*findings, *doubts_about(year.observed))))


def _unused_previous(observed: Observed, ruleset: Ruleset, names: YearNames) -> Finding | None:
    """Say that nothing of the file that was named as last year's is used; None where something is, or none was named."""
    if names.previous is None:
        return None
    read = [key for key, name in names_of(ruleset).by_key.items() if name.is_read]
    # A scorecard's value of last year is the total where nothing else is known of it.
    is_ranked = names.shows_ranks or any(card.root.id in read for card in ruleset.scorecards)
    keys = None if names.uses_all else read
    if any(is_used(before, keys, is_ranked=is_ranked) for before in observed.previous.values()):
        return None
    return finding("ITR960", name=names.previous)
