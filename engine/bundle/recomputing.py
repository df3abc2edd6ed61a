"""Compute the result of a bundle again, by both evaluators, and compare each part with what the bundle holds."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..files.strict_json import read_again
from ..model.findings import Finding, Place, finding
from ..model.result import Result
from ..result.contract import ResultRecord
from ..result.published import Published
from ..result.record import engine_version
from ..year import Stopped, Year, result_of
from . import compared as parts
from .compared import Compared
from .comparison import differs, misnamed, what_is_compared
from .inside import unless_broken, year_inside
from .manifest import DATA, RESULT, RULES
from .opening import Opened, recomputed
from .plain_data import read_record
from .rules import data_record, first_data_record, plain_bytes, rules_record
from .versions import Made, changed_meanings, data_as_now, same_data


class Recomputed(NamedTuple):
    """What was compared, what was found, and the result as it came out; None where there is none."""

    compared: Compared
    findings: list[Finding]
    result: Result | None = None


class _Part(NamedTuple):
    """A plain file of a bundle beside what it should be.

    Attributes:
        record: what the second evaluator reads; None where the file is of no use to it.
        wrong: why it is not what it should be.
        newer: what is different only since the bundle was made by another version.
        is_unread: whether it cannot be read at all.
    """

    record: Mapping[str, Any] | None
    wrong: tuple[Finding, ...] = ()
    newer: tuple[Finding, ...] = ()
    is_unread: bool = False


def recomputed_bundle(opened: Opened, published: Published) -> Recomputed:
    """Compute a bundle's result from its ruleset and data, as they were written or plain, by both evaluators.

    Args:
        opened: the bundle.
        published: the result in it.

    Returns:
        What was compared and what was not, and the findings; errors among them where something differs.
    """
    at, record = Place(opened.name), published.record
    found = list(_circumstances(opened, published))
    year = year_inside(opened, record)
    if isinstance(year, Stopped):
        return Recomputed(Compared(), [*found, *year.findings])
    rules = _compared_rules(opened, year)
    result = _evaluated(year, opened, record)
    if isinstance(result, Finding):
        return Recomputed(Compared(), [*found, *rules.wrong, result])
    data = _compared_data(opened, year, result)
    says = what_is_compared(opened)
    if rules.is_unread:
        says = says.without(parts.RULES, parts.UNREAD)
    if data.is_unread:
        says = says.without(parts.PLAIN_DATA if opened.is_public else parts.DATA, parts.UNREAD)
    wrong, newer = _compared_result(opened, result, rules, data)
    if wrong:
        changed = changed_meanings(Made(year.rules.ruleset, year.rules.texts, record), at)
        if changed:  # of many figures that differ for one reason, the first says where
            return Recomputed(says, [*found, *changed, wrong[0]], result)
    return Recomputed(says, [*found, *data.newer, *newer, *wrong], result)


def _circumstances(opened: Opened, published: Published) -> list[Finding]:
    """Say what the manifest states about the bundle: a name that is another's, another version, files left out."""
    at, found = Place(opened.name), list[Finding]()
    if (named := misnamed(opened.manifest, published.record, published.sha256)) is not None:
        found.append(named.told(at))
    if opened.manifest["engine"] != engine_version():
        found.append(finding("ITR884", at, found=opened.manifest["engine"], own=engine_version()))
    if opened.is_public:
        found.append(finding("ITR883", at, count=len(opened.manifest["left_out"])))
    return found


def _evaluated(year: Year, opened: Opened, record: ResultRecord) -> Result | Finding:
    """Evaluate; plain data that fit their schema may still mean nothing."""
    if not opened.is_public:
        return result_of(year, provisional=record.provisional)
    return unless_broken(opened, lambda: result_of(year, provisional=record.provisional))


def _compared_rules(opened: Opened, year: Year) -> _Part:
    """Compare `rules.json` with the ruleset, each byte."""
    rules, content = rules_record(year.rules.ruleset), opened.members[RULES]
    if plain_bytes(rules) == content:
        return _Part(rules)
    broken = read_record(content, f"{opened.name}/{RULES}")
    if isinstance(broken, Finding):
        return _Part(rules, (broken,), is_unread=True)
    return _Part(rules, (finding("ITR880", Place(opened.name), path=RULES),))


def _compared_data(opened: Opened, year: Year, result: Result) -> _Part:
    """Compare `data.json` with what was read: each byte, or what this version reads too."""
    at, ruleset, content = Place(opened.name), year.rules.ruleset, opened.members[DATA]
    data: Any = read_record(content, f"{opened.name}/{DATA}")
    if isinstance(data, Finding):
        return _Part(None, (data,), is_unread=True)
    if opened.is_first:
        own = first_data_record(ruleset, year.observed)
    else:
        own = data_record(ruleset, year.observed, year.data_findings, result.findings)
    made = plain_bytes(own)
    if made == content:
        return _Part(data)
    here = read_again(made)
    if isinstance(data, dict) and same_data(data, here, opened.manifest["engine"]):
        return _Part(data, newer=() if data_as_now(data) == here else (finding("ITR892.last_year", at),))
    return _Part(None, (finding("ITR880", at, path=DATA),))


def _compared_result(
    opened: Opened, result: Result, rules: _Part, data: _Part
) -> tuple[list[Finding], tuple[Finding, ...]]:
    """Compare the result with what both evaluators compute; what is wrong, and what is only newer."""
    is_plain = opened.is_first and opened.is_public
    differs_at, newer = differs(result, opened.members[RESULT], opened.name, is_first=is_plain)
    wrong = [*rules.wrong, *data.wrong]
    is_readable = not wrong
    if differs_at is not None:
        wrong.append(differs_at.told(Place(opened.name)))
    if is_readable and rules.record is not None and data.record is not None:
        wrong += recomputed(opened, rules.record, data.record)
    return wrong, tuple(newer)
