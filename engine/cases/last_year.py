"""Read what a case says of last year's result as a table of it is read: each value by the type that it has now."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..files.numbers import plain
from ..language.kinds.leaf import percentage
from ..model.codes import has_errors
from ..model.findings import Finding
from ..model.observed import Previous
from ..observe.previous_tables import rows_of
from ..observe.remembering import Names
from .case import Case, Entry, Given, as_table, of_data, unreadable, written_at, written_in


def last_year_of(names: Names, case: Case) -> tuple[tuple[Previous, ...], tuple[Finding, ...]]:
    """Read last year's result of the units of a case.

    Args:
        names: of the ruleset.
        case: whose entries are read.

    Returns:
        What is known of each unit, in the order of the case; and what cannot be read of it, each at its place.

    >>> said = {"id": Given("a"), "rank": Given("2.5", "number")}
    >>> from itrank.engine.model.codes import message
    >>> _, (found,) = last_year_of(Names({}, {}, {}), Case("ca", (), previous=(Entry(said),)))
    >>> message(found, "en")
    'case "ca": rank (a): a rank is a whole number from 1, not "2.5"'
    """
    rows = [(each.id, _readable(names, each)) for each in case.previous]
    known, findings = rows_of(as_table("previous", rows), names)
    return known, tuple(_of_case(case, found) for found in findings if has_errors([found]))


def _readable(names: Names, entry: Entry) -> dict[str, Given]:
    """Write a share of what is no input, such as a named value, as the number that it is: only inputs are of per cent."""
    said = {key: given for key, given in entry.said.items() if key != "id"}
    for key in said.keys() & names.by_key.keys():
        share = percentage(said[key].text) if names.by_key[key].asked is None else None
        if share is not None:
            said[key] = replace(said[key], text=plain(share))
    return said


def _of_case(case: Case, found: Finding) -> Finding:
    entry = case.previous[found.place.line - 1]
    about = str(found.params.get("about", "")).removesuffix(" ()")  # the only unit of a case needs no id
    told = replace(found, params={**found.params, "about": about})
    at = written_in(found.place, entry.said, entry.place)
    return of_data(case.name, at, told)


def unclear_owners(case: Case) -> Iterator[Finding]:
    """Say of which entries nobody knows whose they are: one without an id beside others, and two of one id.

    >>> entries = (Entry({"id": Given("a")}), Entry({"id": Given("a")}), Entry({}))
    >>> [found.params["problem_en"] for found in unclear_owners(Case("ca", (), is_cohort=True, previous=entries))]
    ['previous has "a" twice; the first is at :0', 'each entry of previous needs an id, as there are several units or entries']
    """
    first: dict[str, Entry] = {}
    for entry in case.previous:
        at = entry.said["id"].place if "id" in entry.said else entry.place
        if not entry.id and (case.is_cohort or len(case.previous) > 1):
            vi = "mỗi dòng của previous cần id, vì có nhiều đơn vị hoặc nhiều dòng"
            en = "each entry of previous needs an id, as there are several units or entries"
            yield unreadable(case.name, at, vi, en)
        elif entry.id in first:
            before = written_at(first[entry.id].place)
            vi = f'previous có hai dòng của "{entry.id}"; dòng trước ở {before}'
            en = f'previous has "{entry.id}" twice; the first is at {before}'
            yield unreadable(case.name, at, vi, en)
        first.setdefault(entry.id, entry)


def of_nobody(case: Case, gone: Iterable[Previous]) -> Iterator[Finding]:
    """Say which entries are those of no unit of the case, so that nothing would come of them.

    Args:
        case: that was read.
        gone: units of last year whose place no unit takes.
    """
    ids = {each.id for each in gone}
    for entry in case.previous:
        if entry.id in ids:
            at = entry.said["id"].place if "id" in entry.said else entry.place
            vi = f'không đơn vị nào của ca là "{entry.id}" trong previous'
            en = f'no unit of the case is "{entry.id}" of previous'
            yield replace(unreadable(case.name, at, vi, en), help=_WHOSE)


_WHOSE: tuple[str, str] = (
    "Ghi id như trong cohort, hoặc nêu aliases, predecessors của đơn vị; ca một đơn vị thì previous chỉ có một dòng.",
    "Give the id that it has in the cohort, or aliases or predecessors of the unit; for a single unit previous has one entry.",
)
