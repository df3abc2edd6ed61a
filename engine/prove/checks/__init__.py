"""What a careful colleague would say of a ruleset before any data: a table of invariants, each a function.

These are not needed to evaluate: what makes a ruleset unusable is told when it is loaded (`engine.language`).
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from ...language.loading import Loaded
from ...language.salvage import Rest, rest_of
from ...language.silence import Silenced, apply
from ...language.workshop import computed_after
from ...model.codes import of
from ...model.findings import Finding, in_order
from ...model.records import Trait
from ...model.ruleset import Ruleset
from ..reaching import facts
from . import cases, formulas, gates, inputs, percents, points, rankings, rows, unused, versions
from .amendments import told_here
from .context import Check, Context
from .following import put_together, without_consequences
from .neighbours import Neighbour, neighbours
from .questions import QUESTIONS
from .silenced import reasons_hold
from .sums import pointed_at

__all__ = ["CHECKS", "Checked", "Neighbour", "Silenced", "checked", "neighbours"]

CHECKS: tuple[Check, ...] = (
    unused.inputs_are_read,
    unused.inputs_count,
    unused.parameters_are_used,
    unused.functions_are_called,
    unused.values_are_read,
    unused.options_make_a_difference,
    unused.names_differ_plainly,
    unused.labels_differ,
    percents.per_cent_has_its_sign,
    percents.full_marks_can_be_reached,
    percents.parameters_of_shares_are_shares,
    inputs.ranges_hold_something,
    inputs.bounds_are_of_one_measure,
    formulas.functions_have_something_to_do,
    formulas.parts_stay_within_their_whole,
    formulas.shares_are_not_turned_over,
    formulas.parts_are_divided_by_their_whole,
    points.criteria_read_their_own_scorecard,
    points.points_go_one_way,
    points.steps_of_a_count_hold_a_whole_number,
    points.a_closed_range_is_closed,
    points.weights_add_up,
    points.digits_are_digits,
    points.tiers_fit_every_maximum,
    points.a_blank_sheet_earns_nothing,
    rows.numbers_are_unique,
    rows.numbers_are_in_order,
    rows.titles_are_there,
    rows.clauses_are_there,
    rows.origins_are_there,
    rankings.every_group_is_listed,
    rankings.shared_lists_are_ranked_one_way,
    rankings.totals_are_of_one_scale,
    rankings.quotas_hold_at_ties,
    rankings.something_is_ranked,
    gates.applies_decides,
    gates.conditions_of_tiers_decide,
    gates.tie_breaks_decide,
    gates.caps_cut,
    gates.floors_stay_within_the_maximum,
    versions.days_are_days,
    versions.one_version_is_in_force,
    versions.nothing_is_left_to_do,
    *QUESTIONS,
    cases.own_cases_hold,
)
"""What can be known by reading; what follows from the bounds of inputs is `engine.prove.reaching.FACTS`."""

_OF_THE_WHOLE = (cases.own_cases_hold, points.a_blank_sheet_earns_nothing)  # which evaluate all of a ruleset


class Checked(NamedTuple):
    """What came of a file, what is told of it, and what a comment silences."""

    loaded: Loaded
    told: tuple[Finding, ...]
    silenced: tuple[Silenced, ...]


def checked(
    loaded: Loaded,
    name: str,
    *,
    beside: Sequence[Neighbour] = (),
    run_tests: bool = True,
    whole: bool = True,
    also: Sequence[Check] = (),
) -> tuple[tuple[Finding, ...], tuple[Silenced, ...]]:
    """Say everything that is known of a ruleset without data.

    Args:
        loaded: what came of its file.
        name: of the file, as its findings call it.
        beside: the other versions in its folder.
        run_tests: also do the sums of its own cases.
        whole: where something makes the ruleset unusable, look at the rest of it all the same.
        also: checks of rooms above this one.

    Returns:
        What is told, in order, and what a comment in the file silences.
    """
    found = list(loaded.findings)
    at_load = set(map(id, found))
    ruleset = loaded.ruleset
    if loaded.document is None:  # no ruleset came of the text: its comments cannot be trusted either
        return in_order(found), ()
    if loaded.ruleset is not None:
        context = Context(loaded.ruleset, loaded.document, tuple(beside), run_tests)
        found += [each for check in (*CHECKS, *also) for each in check(loaded.ruleset, context)]
        found += facts(loaded.ruleset, context.bounds)
    elif whole and (rest := rest_of(loaded)) is not None:
        ruleset = rest.ruleset
        found += rest.findings
        found = found if ruleset is None else pointed_at(ruleset, found)
        at_load = set(map(id, found))
        found += _of_the_rest(rest, beside)
    # What the other files silence stays silent; what is left is this file's, and so are the comments that count.
    others = {file: text for file, text in loaded.texts.items() if file != name}
    told, silenced_there = apply(found, others)
    own, is_all = {name: loaded.texts[name]}, loaded.ruleset is not None
    here = told_here(told, loaded, name, at_load)
    told, silenced = apply(here, own, name, is_all=is_all)
    if loaded.ruleset is not None and (false := tuple(reasons_hold(loaded.ruleset, silenced))):
        told, silenced = apply([*here, *false], own, name, is_all=is_all)  # knowingly, a comment may take that back too
    if ruleset is not None:  # what a comment takes back explains nothing
        told = without_consequences(ruleset, told)
    return put_together(told), (*silenced_there, *silenced)


def _of_the_rest(rest: Rest, beside: Sequence[Neighbour]) -> list[Finding]:
    """Say what is known of a ruleset in which something had to be put aside, and does not hang on that."""
    if rest.ruleset is None:
        return []
    context = Context(rest.ruleset, rest.document, tuple(beside))
    # What only the missing part may have read is not unused; what reads it is not known.
    above = _readers(rest.ruleset, {name for name in rest.aside.lost if name in rest.ruleset.columns})
    below = unused.rests_on(rest.ruleset, {name for name in rest.aside.read if name in rest.ruleset.columns})
    told = [each for check in CHECKS if check not in _OF_THE_WHOLE for each in check(rest.ruleset, context)]
    told += facts(rest.ruleset, context.bounds)
    # What is not proved of a rest may well be proved of the whole.
    sure = [each for each in told if Trait.LISTED not in of(each).traits]
    return [each for each in sure if not rest.aside.excuses(each, above, below)]


def _readers(ruleset: Ruleset, names: AbstractSet[str]) -> set[str]:
    """Name all columns that read some, themselves or through others."""
    found = set(names)
    for key, column in ruleset.columns.items():  # what a column reads stands before it
        if not found.isdisjoint(computed_after(column)):
            found.add(key)
    return found - names
