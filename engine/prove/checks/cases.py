"""The ruleset's own cases (`tests:`): each is a sum done by hand, and is done again by the engine."""

from collections.abc import Iterator

from ...cases import cases_in, faults_of, run
from ...cases.case import twice_named
from ...cases.faults import Known
from ...model.findings import Finding, finding
from ...model.ruleset import Ruleset
from .context import Context

MOST_CELLS = 100_000  # of all cases together: a second or two of work


def own_cases_hold(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """Every case of the ruleset is well made, and comes out as it expects."""
    cases = cases_in(context.document.get("tests", ()), "ruleset")
    yield from twice_named(cases)
    if not context.run_tests:
        known = Known.of(ruleset)
        for case in cases:
            yield from faults_of(known, case)
        return
    outcomes = run(ruleset, cases, MOST_CELLS)
    for outcome in outcomes:
        yield from outcome.told()
    left_out = [outcome.case for outcome in outcomes if outcome.status == "left_out"]
    if left_out:
        total = sum(outcome.status != "ill_made" for outcome in outcomes)
        yield finding("ITR508", left_out[0].place, count=len(left_out), total=total, case=left_out[0].name)
