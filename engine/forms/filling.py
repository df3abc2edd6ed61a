"""A form as Excel will show it: every cell of its calculation, computed exactly."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from ..formula.days import serial
from ..formula.excel import Lack
from ..formula.excel_text import Shown, computed
from ..model.observed import Observation, Previous
from ..model.ruleset import Input, Ruleset
from .calculation import NO, YES, answer, option_text
from .plan import Plan


def filled(plan: Plan, answers: Mapping[str, Shown], last_year: Mapping[str, Shown]) -> dict[str, Shown]:
    """Compute every cell of a form.

    Args:
        plan: the form.
        answers: by input key, what is typed; what is not there is blank.
        last_year: by key, what is known of last year.
    """
    cells: dict[str, Shown] = {answer(line.asked.key): None for line in plan.questions if line.asked is not None}
    cells |= {answer(key): shown for key, shown in answers.items()}
    for label, key in plan.calculation.last_year.items():
        cells[label] = last_year.get(key, Lack.MISSING)
    for row in plan.calculation.rows:
        cells[row.label] = computed(row.part, cells.__getitem__)
    return cells


def as_typed(asked: Input, seen: Observation, ruleset: Ruleset) -> Shown:
    """Give an observation as it is typed into a form; None where nothing is."""
    if seen.state == "not_applicable":
        marks = [mark for mark, state in ruleset.headers.marks.items() if state == "not_applicable"]
        return marks[0] if marks else None
    match seen.value:
        case None:
            return None
        case bool():
            return YES if seen.value else NO
        case date():
            return serial(seen.value)
        case str() if asked.traits.has_options:
            return option_text(asked, seen.value, ruleset.locale)
        case _:
            return seen.value


def remembered(plan: Plan, previous: Previous | None) -> dict[str, Shown]:
    """Give what is known of a unit's last year, by key, as a cell holds it."""
    if previous is None:
        return {}
    wanted = {
        *plan.calculation.last_year.values(),
        *(line.asked.key for line in plan.questions if line.asked is not None),
    }
    known: dict[str, Shown] = {}
    for key in wanted:
        value = previous.value(key)
        if value is None and key == plan.card.root.id:
            value = previous.total
        if isinstance(value, date):
            known[key] = serial(value)
        elif isinstance(value, (bool, Fraction, str)):
            known[key] = value
    return known
