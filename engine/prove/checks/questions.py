"""The table of questions: what is legal, and what a careful colleague would ask about before anybody reports.

Each is asked once for a ruleset, at the first place, so that an honest ruleset has to answer for a class of slips once.
"""

from . import adding, brackets, branches, inputs, lacking, naming, odd_ones, options, spacing, twins, versions, ways
from .context import Check

QUESTIONS: tuple[Check, ...] = (
    adding.sums_are_meant,
    adding.roles_are_as_titles_say,
    versions.the_period_is_that_of_the_version,
    inputs.percentages_have_a_most,
    spacing.tiers_are_evenly_apart,
    spacing.tiers_begin_below_those_before,
    spacing.items_do_not_pass_the_maximum,
    spacing.full_marks_are_not_for_next_to_nothing,
    odd_ones.bounds_take_in_alike,
    odd_ones.ties_are_broken_everywhere,
    odd_ones.policies_are_alike,
    options.points_follow_the_order_of_options,
    branches.points_follow_the_conditions,
    lacking.points_are_for_having,
    lacking.those_who_have_it_are_scored,
    twins.criteria_are_scored_by_what_they_are,
    naming.titles_say_what_is_read,
    twins.the_same_is_scored_alike,
    brackets.brackets_are_there,
    brackets.two_sides_are_two,
    ways.more_is_not_worse,
    ways.the_best_have_the_most,
)
