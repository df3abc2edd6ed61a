"""Compute the result of a bundle again: from its files as they were written, or from its plain data."""
# ruff: noqa: PLC0415  # `itrank --version` must not load the engine

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .reading import Rules, Year, result_of, rules_of, year_of

if TYPE_CHECKING:
    from ..engine.bundle.compared import Compared
    from ..engine.bundle.manifest import Member
    from ..engine.bundle.opening import Opened
    from ..engine.files.resolve import Named
    from ..engine.model.findings import Finding
    from ..engine.model.result import Result
    from ..engine.report.published import Published

_BROKEN = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class Recomputed(NamedTuple):
    """What was compared, what was found, and the result as it came out; None where there is none."""

    compared: "Compared"
    findings: "list[Finding]"
    result: "Result | None" = None


def recomputed(opened: "Opened", result: "Published") -> Recomputed:
    """Compute the result from the ruleset and the data, as they were written or plain, by both evaluators.

    Args:
        opened: the bundle.
        result: that is in it.

    Returns:
        What was compared and what was not, and the findings; errors among them where something differs.
    """
    from ..engine.bundle import compared as parts
    from ..engine.bundle.compared import Compared
    from ..engine.bundle.comparison import differs, misnamed, what_is_compared
    from ..engine.bundle.manifest import DATA, RESULT, RULES
    from ..engine.bundle.opening import recomputed
    from ..engine.bundle.plain_data import read_record
    from ..engine.bundle.rules import plain_bytes, rules_record
    from ..engine.bundle.versions import Made, changed_meanings
    from ..engine.model.findings import Finding, Place, finding
    from ..engine.publish.record import engine_version

    at = Place(opened.name)
    found: list[Finding] = []
    if (named := misnamed(opened.manifest, result.record, result.sha256)) is not None:
        found.append(named.told(at))
    if opened.manifest["engine"] != engine_version():
        found.append(finding("ITR884", at, found=opened.manifest["engine"], own=engine_version()))
    if opened.is_public:
        found.append(finding("ITR883", at, count=len(opened.manifest["left_out"])))
    year = _year_inside(opened, result.record)
    if not isinstance(year, Year):
        return Recomputed(Compared(), [*found, *year])
    rules, says = rules_record(year.rules.ruleset), what_is_compared(opened)
    wrong: list[Finding] = []
    newer: list[Finding] = []
    if plain_bytes(rules) != opened.members[RULES]:
        broken = read_record(opened.members[RULES], f"{opened.name}/{RULES}")
        wrong.append(broken if isinstance(broken, Finding) else finding("ITR880", at, path=RULES))
        says = says.without(parts.RULES, parts.UNREAD) if isinstance(broken, Finding) else says
    made = _evaluated(year, opened, result.record)
    if isinstance(made, Finding):
        return Recomputed(Compared(), [*found, *wrong, made])
    data = _plain_data(opened, year, made, wrong, newer)
    if data is None and not any(each.code == "ITR880" and each.params["path"] == DATA for each in wrong):
        says = says.without(parts.PLAIN_DATA if opened.is_public else parts.DATA, parts.UNREAD)
    differs_at, besides = differs(
        made, opened.members[RESULT], opened.name, is_first=opened.is_first and opened.is_public
    )
    if differs_at is not None:
        wrong.append(differs_at.told(at))
    if data is not None and not any(each.code != "ITR872" for each in wrong):
        wrong += recomputed(opened, rules, data)
    newer += besides
    if wrong:
        changed = changed_meanings(Made(year.rules.ruleset, year.rules.texts, result.record), at)
        if changed:  # of many figures that differ for one reason, the first says where
            return Recomputed(says, [*found, *changed, wrong[0]], made)
    return Recomputed(says, [*found, *newer, *wrong], made)


def _plain_data(
    opened: "Opened", year: Year, made: "Result", wrong: "list[Finding]", newer: "list[Finding]"
) -> Mapping[str, Any] | None:
    """Read `data.json`, and hold it against what was read: each byte, or what this version reads too."""
    from ..engine.bundle.manifest import DATA
    from ..engine.bundle.plain_data import read_record
    from ..engine.bundle.rules import data_record, first_data_record, plain_bytes
    from ..engine.bundle.versions import same_data
    from ..engine.model.findings import Finding, Place, finding

    at, ruleset = Place(opened.name), year.rules.ruleset
    data: Any = read_record(opened.members[DATA], f"{opened.name}/{DATA}")
    if isinstance(data, Finding):
        wrong.append(data)
        return None
    if opened.is_first:
        own = first_data_record(ruleset, year.observed)
    else:
        own = data_record(ruleset, year.observed, year.data_findings, made.findings)
    if plain_bytes(own) == opened.members[DATA]:
        return data  # type: ignore[no-any-return]
    if isinstance(data, dict) and same_data(data, json.loads(plain_bytes(own)), opened.manifest["engine"]):
        newer.append(finding("ITR893", at))
        return data
    wrong.append(finding("ITR880", at, path=DATA))
    return None


def _evaluated(year: Year, opened: "Opened", record: Mapping[str, Any]) -> "Result | Finding":
    """Evaluate; what fits a schema and means nothing may still keep plain data from a result."""
    if not opened.is_public:
        return result_of(year, provisional=record["provisional"])
    try:
        return result_of(year, provisional=record["provisional"])
    except _BROKEN as error:
        return _meaningless(opened, error)


def _meaningless(opened: "Opened", error: Exception) -> "Finding":
    from ..engine.bundle.manifest import DATA
    from ..engine.model.findings import Place, finding
    from ..engine.model.reasons import damage

    why = damage(error)
    return finding("ITR894", Place(f"{opened.name}/{DATA}"), where="/", rule=why["reason"], rule_en=why["reason_en"])


def _year_inside(opened: "Opened", record: Mapping[str, Any]) -> "Year | tuple[Finding, ...]":
    """Read the year of a bundle: from the files as they were written, or from the plain data of a public one."""
    from ..engine.bundle.first_format import completed
    from ..engine.bundle.manifest import DATA
    from ..engine.bundle.plain_data import read_plain
    from ..engine.bundle.replay import misfit
    from ..engine.files.resolve import DataSet
    from ..engine.model.findings import Finding, Place, in_order

    if not opened.is_public:
        return again(record, _members(opened))
    rules = _rules_inside(opened, record)
    if not isinstance(rules, Rules):
        return rules
    name = f"{opened.name}/{DATA}"
    observed = read_plain(opened.members[DATA], name, opened.manifest["format"], rules.ruleset)
    if isinstance(observed, Finding):
        return (observed,)
    if opened.is_first:
        observed = completed(observed, record, rules.ruleset)
    try:
        unfit = misfit(rules.ruleset, observed, Place(name))
    except _BROKEN as error:
        unfit = _meaningless(opened, error)
    if unfit is not None:
        return (unfit,)
    return Year(rules, DataSet(()), observed, (), in_order((*rules.findings, *observed.findings)))


def _rules_inside(opened: "Opened", record: Mapping[str, Any]) -> "Rules | tuple[Finding, ...]":
    """Read the ruleset of a public bundle, which is never left out."""
    from ..engine.model.findings import finding

    members = [member for member in _members(opened) if member.role == "ruleset"]
    main = record["ruleset"]["sources"][0]["path"]
    own = next((member for member in members if member.name == main), None)
    if own is None:
        return (finding("ITR870", name=main),)
    rules = rules_of(held(own, members))
    return rules if isinstance(rules, Rules) else tuple(rules.findings)


def _members(opened: "Opened") -> "list[Member]":
    from ..engine.bundle.manifest import DATA_ROLES, Member

    return [
        Member(file["path"], file["role"], opened.members[file["path"]], file["name"])
        for file in opened.manifest["files"]
        if file["role"] in {"ruleset", *DATA_ROLES}
    ]


def held(member: "Member", members: "Sequence[Member]") -> "Named":
    """Name a file of a bundle, which is read from memory: what may name persons lies in no temporary folder.

    Args:
        member: the file.
        members: those that it may name, as a ruleset does what it extends.
    """
    from ..engine.files.resolve import Named
    from ..engine.model.held import Held

    return Named(Path(member.path), member.name, Held(member.path, {each.path: each.content for each in members}))


def again(record: Any, members: "Sequence[Member]") -> "Year | tuple[Finding, ...]":
    """Read a result's ruleset and data from the files of its bundle, under the names that they had."""
    from ..engine.files.resolve import DataSet
    from ..engine.model.findings import finding

    main = record["ruleset"]["sources"][0]["path"]
    order = {path: place for place, path in enumerate(source["path"] for source in record["data"])}

    def named(role: str) -> "list[Named]":
        """Give the files of a role, data in the order in which they were read: a bundle keeps them by their names."""
        found = [member for member in members if member.role == role]
        found.sort(key=lambda member: order.get(member.name, 0))
        return [held(member, members) for member in found]

    own = next((each for each in named("ruleset") if each.name == main), None)
    if own is None or not named("data"):
        return (finding("ITR870", name=main if own is None else "data/"),)
    rules = rules_of(own)
    if not isinstance(rules, Rules):
        return tuple(rules.findings)
    units, previous, mappings = named("units"), named("previous"), named("mapping")
    tables = named("data")
    is_example = any(table.name.startswith("itrank/examples/") for table in tables)
    corrections = named("corrections")
    files = DataSet(
        tuple(tables),
        units[0] if units else None,
        previous[0] if previous else None,
        is_example,
        corrections[0] if corrections else None,
    )
    beside = {mapping.name: mapping for mapping in mappings}
    of_table = {
        table.name: beside.get(f"{table.name.rpartition('.')[0]}.mapping.yaml", mappings[0])
        for table in tables
        if mappings
    }
    stage = record["appraisal"]["stage"] if "appraisal" in record else None
    year = year_of(rules, files, of_table, stage)
    return year if isinstance(year, Year) else year[0]
