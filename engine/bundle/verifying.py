"""Compare what a bundle holds with what belongs in it: its files by what they are, its result, its reports."""

from typing import NamedTuple

from ..model.codes import has_errors
from ..model.findings import Finding, Place
from ..result.contract import ResultRecord
from ..result.published import Published, published
from .compared import DEPENDENCIES, EVALUATOR, FILES, GUIDE, Compared
from .evaluators import strange_members
from .freezing import wrong_sources
from .manifest import RESULT
from .opening import Opened
from .recomputing import recomputed_bundle
from .report_members import Source, compared_reports


class Verified(NamedTuple):
    """What was compared in a bundle, what was found, and the record of its result; None where that cannot be read."""

    compared: Compared
    findings: tuple[Finding, ...]
    record: ResultRecord | None


def verified(opened: Opened) -> Verified:
    """Compare all of an opened bundle; who signed it is not asked here."""
    at, content = Place(opened.name), opened.members[RESULT]
    result = published(content, f"{opened.name}/{RESULT}")
    if not isinstance(result, Published):
        return Verified(Compared((FILES,)), tuple(result), None)
    strange = strange_members(opened.members, opened.manifest, result.record, at)
    members = Compared((FILES, EVALUATOR, GUIDE), (DEPENDENCIES,))
    if wrong := wrong_sources(result.record, opened.manifest, at):
        return Verified(members, (*strange, *wrong), result.record)
    made = recomputed_bundle(opened, result)
    found = (*strange, *made.findings)
    if made.result is None or has_errors(found):
        return Verified(members + made.compared, found, result.record)
    reports, figures = compared_reports(opened, Source(result, made.result, content))
    return Verified(members + made.compared + reports, (*found, *figures), result.record)
