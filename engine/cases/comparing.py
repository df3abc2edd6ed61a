"""Compare what came of a unit with what a case expects: numbers exactly, words letter by letter."""

from collections.abc import Mapping
from fractions import Fraction

from ..files.numbers import parse_number
from ..formula.figures import amount
from ..model.outcome import NoScore
from ..model.result import CriterionResult
from ..rank.ranking import Evaluation
from .case import Expected


def facts_of(result: Evaluation, index: int, criteria: Mapping[str, CriterionResult], key: str) -> Mapping[str, object]:
    """Give what a unit has under a name, by the words under which a case can expect it.

    Args:
        result: an evaluation.
        index: of the unit in it.
        criteria: of that unit, by id.
        key: of a criterion, a named value or an input, or a word for the unit itself.
    """
    if key in criteria:
        return facts_of_criterion(criteria[key])
    if key in result.sheet.cells:
        return {"score": result.sheet.cells[key][index]}
    unit = result.result.units[index]
    return {"score": unit.outcome if key == "total" else getattr(unit, key)}


def facts_of_criterion(made: CriterionResult) -> Mapping[str, object]:
    """Give what a unit has of a criterion, by the words under which a case can expect it.

    >>> from itrank.engine.model.findings import Place
    >>> from itrank.engine.model.outcome import State
    >>> from itrank.engine.model.ruleset import Node, Words
    >>> node = Node("a", "1", Words(), Place(), "s")
    >>> facts_of_criterion(CriterionResult(node, Fraction(7), Fraction(10), State.SCORED))["counted"]
    Fraction(10, 1)
    """
    facts: dict[str, object] = {
        "score": made.outcome,
        "state": made.state.value,
        "counted": made.counted,
        "tier": made.tier,
        "rank": made.rank,
    }
    return {**facts, "reason": made.outcome.reason.value} if isinstance(made.outcome, NoScore) else facts


def is_same(wanted: Expected, found: object) -> bool:
    """Say whether a value is the one that is expected.

    >>> is_same(Expected("a", "score", "1/3", "1/3"), Fraction(1, 3)), is_same(Expected("a", "score", "có", "có"), True)
    (True, True)
    >>> is_same(Expected("a", "score", Fraction(333, 1000), "0.333"), Fraction(1, 3))
    False
    """
    value = wanted.value
    if isinstance(found, bool):
        return value is found or str(value).casefold() in ({"có", "yes"} if found else {"không", "no"})
    if isinstance(found, int):
        found = Fraction(found)
    if isinstance(found, Fraction):
        number = _number(value)
        return number is not None and number == found
    return not isinstance(found, NoScore) and wanted.text == ("" if found is None else str(found))


def _number(value: Fraction | bool | str) -> Fraction | None:
    """Read what is expected as a number, such as `80%`; None of what is none, and yes is not 1."""
    if not isinstance(value, str):
        return None if isinstance(value, bool) else value
    read = parse_number(value, allow_fraction=True, percent=value.endswith("%"))
    return read if isinstance(read, Fraction) else None


def difference(wanted: Expected, found: object) -> Fraction | None:
    """Give what came out less what is expected, of two numbers; None of all else.

    >>> difference(Expected("a", "score", Fraction(7), "7"), Fraction(15, 2))
    Fraction(1, 2)
    """
    number = _number(wanted.value)
    if number is None or isinstance(found, bool) or not isinstance(found, int | Fraction):
        return None
    return found - number


def shown(found: object) -> tuple[str, str]:
    """Write what came out, in Vietnamese and English.

    >>> shown(Fraction(5, 2)), shown(None)
    (('2.5', '2.5'), ('để trống', 'empty'))
    """
    match found:
        case NoScore():
            about = f" ({found.about.removeprefix('self:')})" if found.about else ""
            return (
                f"không có điểm: {found.state}, {found.reason}{about}",
                f"no score: {found.state}, {found.reason}{about}",
            )
        case bool():
            return ("có", "yes") if found else ("không", "no")
        case None | "":
            return "để trống", "empty"
        case Fraction():
            return amount(found), amount(found)
    return str(found), str(found)
