"""Take declared answers through their corrections again: what stands in plain data must be what they lead to."""

from dataclasses import replace

from ..model.appraisal import Correction
from ..model.findings import Finding, Place, finding
from ..model.observed import Appraisal, Observed, Table
from ..model.ruleset import Ruleset
from ..observe.corrections import COLUMNS, corrections_of, stood, targets_of
from ..rank import appraise

_UNSAID = {"reason": "-", "basis": "0", "by": "-", "at": "2000-01-01"}  # what a public bundle leaves out


def misfit(ruleset: Ruleset, observed: Observed, at: Place) -> Finding | None:
    """Name what of the observed values is not what the corrections make of the declared ones.

    Args:
        ruleset: of the data.
        observed: read from plain data.
        at: those.
    """
    if (appraisal := observed.appraisal) is None:
        return None
    rows = [_row(each) for own in appraisal.corrections.values() for each in own]
    corrections, found = corrections_of(Table("", COLUMNS, rows), ruleset, observed.units)
    if corrections is None:
        return _misfit(at, "corrections", found[0].code)
    targets = targets_of(ruleset)
    for row in corrections.rows:
        if targets[row.target].leaf is None and targets[row.target].key not in observed.values:
            return _misfit(at, f"inputs.{row.target}")
    declared = replace(observed, values={**observed.values, **appraisal.declared}, appraisal=None)
    made, found = appraise(ruleset, declared, corrections, appraisal.stage)
    if made.appraisal is None or found:
        return _misfit(at, "corrections", found[0].code if found else appraisal.stage)
    where = _unlike(observed, made, appraisal, made.appraisal)
    return None if where is None else _misfit(at, where)


def _row(made: Correction) -> tuple[str, ...]:
    """Write a correction as a file of corrections has it."""
    return (
        made.unit, made.target, made.stage, made.before, made.after, made.reason or _UNSAID["reason"],
        made.basis or _UNSAID["basis"], made.by or _UNSAID["by"], made.at or _UNSAID["at"],
    )  # fmt: skip


def _misfit(at: Place, where: str, rule: str = "corrections") -> Finding:
    return finding("ITR861.data", at, where=where, rule=rule, rule_en=rule)


def _unlike(there: Observed, here: Observed, own: Appraisal, made: Appraisal) -> str | None:
    """Name the first value that corrections do not lead to; None where they lead to all."""
    if made.points != own.points:
        return "appraised"
    if made.declared.keys() != own.declared.keys():
        return "declared"
    return next(
        (
            f"inputs.{key}[{place}]"
            for key in own.declared
            for place, (one, other) in enumerate(zip(there.values[key], here.values[key], strict=True))
            if stood(one) != stood(other)
        ),
        None,
    )
