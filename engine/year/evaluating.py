"""A year that was read, evaluated."""

from collections.abc import Mapping
from dataclasses import replace

from ..language.silence import apply
from ..model.findings import Finding, in_order
from ..model.result import Result
from ..model.ruleset import Ruleset
from ..prove.bounds import bounds_of
from ..prove.tier_facts import unreachable_tiers
from ..rank import Evaluation, evaluation, with_declared
from .reading import Year
from .rules import Rules


def evaluated(year: Year, *, provisional: bool = False) -> Evaluation:
    """Evaluate a year; of an appraised one as declared too. The result has every finding of the year.

    Args:
        year: as read.
        provisional: also rank units that are unranked only because something is missing or invalid.
    """
    ruleset = year.rules.ruleset
    made = evaluation(ruleset, year.observed, provisional=provisional)
    result = with_declared(made.result)
    out = _unreachable(ruleset)
    told, _ = apply(out.values(), year.rules.texts)
    findings = in_order((*year.findings, *result.findings, *told))
    return replace(made, result=replace(result, unreachable=frozenset(out), findings=findings))


def out_of_reach(rules: Rules) -> tuple[Finding, ...]:
    """Warn of the tiers that nobody can reach, where no comment in the ruleset silences it.

    A bound that is mistyped puts everybody a tier lower, and the ranking looks as it should: who has not run `check`
    reads it here.

    >>> from .rules import open_rules
    >>> out_of_reach(open_rules("2021"))
    ()
    """
    return apply(_unreachable(rules.ruleset).values(), rules.texts)[0]


def with_unreachable(result: Result) -> Result:
    """Say which tiers nobody can reach."""
    return replace(result, unreachable=frozenset(_unreachable(result.ruleset)))


def _unreachable(ruleset: Ruleset) -> Mapping[tuple[str, str], Finding]:
    if not any(node.tiers for node in ruleset.nodes()):
        return {}
    return unreachable_tiers(ruleset, bounds_of(ruleset))


def result_of(year: Year, *, provisional: bool = False) -> Result:
    """Evaluate a year, with what is certain of it while answers are missing; as `evaluated`.

    >>> from .names import YearNames
    >>> from .opening import open_year
    >>> result = result_of(open_year(YearNames("2021")))
    >>> next((unit.unit.name, unit.outcome) for unit in result.units if unit.rank == 1)
    ('Kho bạc Nhà nước', Fraction(989, 1))
    """
    made = evaluated(year, provisional=provisional)
    if not any(unit.unresolved or unit.status == "provisional" for unit in made.result.units):
        return made.result
    from ..prove.certainty import certainty_of  # noqa: PLC0415  # the prover, where nothing is uncertain

    return replace(made.result, certainty=certainty_of(made))
