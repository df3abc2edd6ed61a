"""Take declared answers through their corrections again: what stands in plain data must be what they lead to."""

from dataclasses import replace

from ..model.findings import Finding, Place, finding
from ..model.observed import Observed, Table
from ..model.ruleset import Ruleset
from ..observe.corrections import COLUMNS, corrections_of, stood, targets_of
from ..rank import appraise

_UNSAID = {"reason": "-", "by": "-", "at": "2000-01-01"}  # what a public bundle leaves out


def misfit(ruleset: Ruleset, observed: Observed, at: Place) -> Finding | None:
    """Name what of the observed values is not what the corrections make of the declared ones.

    Args:
        ruleset: of the data.
        observed: read from plain data.
        at: those.
    """
    if (appraisal := observed.appraisal) is None:
        return None
    rows = [
        (
            each.unit, each.target, each.stage, each.before, each.after, each.reason or _UNSAID["reason"], each.basis,
            each.by or _UNSAID["by"], each.at or _UNSAID["at"],
        )
        for own in appraisal.corrections.values()
        for each in own
    ]  # fmt: skip
    corrections, found = corrections_of(Table("", COLUMNS, rows), ruleset, observed.units)
    if corrections is None:
        return finding("ITR894", at, where="corrections", rule=found[0].code, rule_en=found[0].code)
    targets = targets_of(ruleset)
    for row in corrections.rows:
        if targets[row.target].leaf is None and targets[row.target].key not in observed.values:
            return finding("ITR894", at, where=f"inputs.{row.target}", rule="corrections", rule_en="corrections")
    declared = replace(observed, values={**observed.values, **appraisal.declared}, appraisal=None)
    made, found = appraise(ruleset, declared, corrections, appraisal.stage)
    if made.appraisal is None or found:
        why = found[0].code if found else appraisal.stage
        return finding("ITR894", at, where="corrections", rule=why, rule_en=why)
    if made.appraisal.points != appraisal.points:
        return finding("ITR894", at, where="appraised", rule="corrections", rule_en="corrections")
    if made.appraisal.declared.keys() != appraisal.declared.keys():
        return finding("ITR894", at, where="declared", rule="corrections", rule_en="corrections")
    for key in appraisal.declared:
        for place, (there, here) in enumerate(zip(observed.values[key], made.values[key], strict=True)):
            if stood(there) != stood(here):
                return finding("ITR894", at, where=f"inputs.{key}[{place}]", rule="corrections", rule_en="corrections")
    return None
