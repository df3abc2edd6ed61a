"""The year inside a bundle: its ruleset and data, read from the bundle's own files or from its plain data."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from ..files.held import Held
from ..files.reasons import damage
from ..files.resolve import DataSet, Named
from ..model.findings import Finding, Place, finding, in_order
from ..result.contract import ResultRecord
from ..year import Rules, Stopped, Year, load_rules, read_files
from ..year.names import YearFiles
from .first_format import completed
from .manifest import DATA, DATA_ROLES, Member
from .opening import Opened
from .plain_data import read_plain
from .replay import misfit

_BROKEN = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
_EXAMPLE = "itrank/examples/"
_Made = TypeVar("_Made")


def year_inside(opened: Opened, record: ResultRecord) -> Year | Stopped:
    """Read the year of a bundle: from the files as they were written, or from the plain data of a public one.

    Args:
        opened: the bundle.
        record: of the result in it.
    """
    members = [
        Member(file["path"], file["role"], opened.members[file["path"]], file["name"])
        for file in opened.manifest["files"]
        if file["role"] in {"ruleset", *DATA_ROLES}
    ]
    if not opened.is_public:
        return year_of_members(record, members)
    rules = _rules_of(record, members)
    if isinstance(rules, Stopped):
        return rules
    name = f"{opened.name}/{DATA}"
    observed = read_plain(opened.members[DATA], name, opened.manifest["format"], rules.ruleset)
    if isinstance(observed, Finding):
        return Stopped((observed,), is_usage=False)
    plain = completed(observed, record, rules.ruleset) if opened.is_first else observed
    unfit = unless_broken(opened, lambda: misfit(rules.ruleset, plain, Place(name)))
    if unfit is not None:
        return Stopped((unfit,), is_usage=False)
    return Year(rules, DataSet(()), plain, in_order((*rules.findings, *plain.findings)))


def unless_broken(opened: Opened, make: Callable[[], _Made]) -> _Made | Finding:
    """Make something of plain data; where they fit their schema and mean nothing, say so instead."""
    try:
        return make()
    except _BROKEN as error:
        why = damage(error)
        at = Place(f"{opened.name}/{DATA}")
        return finding("ITR861.data", at, where="/", rule=why["reason"], rule_en=why["reason_en"])


def year_of_members(record: ResultRecord, members: Sequence[Member]) -> Year | Stopped:
    """Read a result's ruleset and data from the files of its bundle, under the names that they had.

    Args:
        record: of the result.
        members: the files of which it was made.
    """
    of_role = _by_role(record, members)
    if not of_role["data"] and any(_is_main(each, record) for each in members):
        return Stopped((finding("ITR401.source", name="data/"),), is_usage=False)
    rules = _rules_of(record, members)
    if isinstance(rules, Stopped):
        return rules
    tables, mappings = of_role["data"], of_role["mapping"]
    units, previous, corrections = (next(iter(of_role[role]), None) for role in ("units", "previous", "corrections"))
    is_example = any(table.name.startswith(_EXAMPLE) for table in tables)
    files = DataSet(tuple(tables), units, previous, is_example, corrections)
    stage = record.appraisal.stage if record.appraisal else None
    return read_files(YearFiles(rules, files, _mapping_of(tables, mappings)), stage)


def _mapping_of(tables: Sequence[Named], mappings: Sequence[Named]) -> dict[str, Named]:
    """Give the mapping of each table: the one of its name, else the first."""
    beside = {mapping.name: mapping for mapping in mappings}
    names = {table.name: f"{table.name.rpartition('.')[0]}.mapping.yaml" for table in tables}
    return {table: beside.get(name, mappings[0]) for table, name in names.items() if mappings}


def _by_role(record: ResultRecord, members: Sequence[Member]) -> Mapping[str, Sequence[Named]]:
    """Give the files by role, in the order in which they were read: a bundle keeps them by their names."""
    order = {path: place for place, path in enumerate(source.path for source in record.data)}
    found: dict[str, list[Named]] = defaultdict(list)
    for each in sorted(members, key=lambda member: order.get(member.name, 0)):
        found[each.role].append(_in_memory(each, members))
    return found


def _rules_of(record: ResultRecord, members: Sequence[Member]) -> Rules | Stopped:
    """Load the ruleset of a result."""
    own = next((each for each in members if _is_main(each, record)), None)
    if own is None:
        return Stopped((finding("ITR401.source", name=record.ruleset.sources[0].path),), is_usage=False)
    return load_rules(_in_memory(own, members))


def _is_main(member: Member, record: ResultRecord) -> bool:
    """Say whether a file is the ruleset itself, and not one that it extends."""
    return member.role == "ruleset" and member.name == record.ruleset.sources[0].path


def _in_memory(member: Member, members: Sequence[Member]) -> Named:
    """Name a file that is read from memory: what may name persons is never put into a temporary folder.

    Args:
        member: the file.
        members: those that it may name, as a ruleset does what it extends.
    """
    return Named(Path(member.path), member.name, Held(member.path, {each.path: each.content for each in members}))
