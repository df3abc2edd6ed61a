"""A year that was read, evaluated."""

from dataclasses import replace

from ..model.findings import in_order
from ..model.result import Result
from ..prove.bounds import bounds_of
from ..prove.tier_facts import unreachable_tiers
from ..rank import Evaluation, evaluation, with_declared
from .reading import Year


def evaluated(year: Year, *, provisional: bool = False) -> Evaluation:
    """Evaluate a year; of an appraised one as declared too. The result has every finding of the year.

    Args:
        year: as read.
        provisional: also rank units that are unranked only because something is missing or invalid.
    """
    ruleset = year.rules.ruleset
    made = evaluation(ruleset, year.observed, provisional=provisional)
    result = with_declared(made.result)
    result = replace(with_unreachable(result), findings=in_order((*year.findings, *result.findings)))
    return replace(made, result=result)


def with_unreachable(result: Result) -> Result:
    """Say which tiers nobody can reach."""
    ruleset = result.ruleset
    if not any(node.tiers for node in ruleset.nodes()):
        return result
    return replace(result, unreachable=unreachable_tiers(ruleset, bounds_of(ruleset)))


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
