# SPDX-License-Identifier: EUPL-1.2
"""What to do about what an audit found, by code."""

from schakel.koers.failures import N_

STATE_CONCEPT = N_(
    "Write down what the index is meant to measure, and let people who know the subject test it."
)
SPREAD_WEIGHT = N_("Spread the weight, or say openly that this part decides the index.")
ASK_SOURCE = N_("Ask the source for the missing values before the next edition.")
STATE_ERRORS = N_(
    "State for each indicator how far the figures may be off: ask the publisher, or estimate it."
)
SHOW_GAPS = N_("Show the filled-in values as such wherever the score of these units is shown.")
LOOK_AT_PAIR = N_(
    "Look at these pairs: turn an indicator round if its direction is wrong, move it, or show both apart."
)
ONE_OF_TWO = N_("Keep one of the two, or halve their weights.")
MOVE_INDICATOR = N_("Consider moving the indicator to the branch that it goes with, or leaving it out.")
SPLIT_BRANCH = N_("Split the branch, or show its parts beside the score.")
TREAT_OUTLIERS = N_("Look at the extreme values: correct errors, and pull in or transform the rest.")
COMMON_SCALE = N_("Scale all years together or to fixed goalposts, so that scores can be compared over time.")
SAY_INFLUENCE = N_(
    "Say what each part really counts, or choose weights that give the influence that is wanted."
)
SHOW_PARTS = N_("Show the parts beside the score, so that a weak part is not hidden by a strong one.")
SHOW_INTERVALS = N_("Show places with their intervals, and speak of groups instead of single places.")
DISCUSS_CHOICE = N_("Decide this choice with those who use the index, and record why.")
DIVIDE_BY_SIZE = N_("Divide these indicators by the size of the unit, or say that size is meant.")
GIVE_OUTCOME = N_("Add an outcome from outside the index and look whether a higher score goes with it.")
RECOMPUTE = N_("Compute older editions again with the method of today before telling what changed.")
MAKE_POSITIVE = N_("Use a scale with positive numbers only, so that this can be computed.")
MORE_UNITS = N_("Compare more units, or fewer indicators in one branch.")
NAME_PARTS = N_("Give every part a name that readers understand.")

NEXT_STEPS: dict[str, str] = {
    "framework_not_judged": STATE_CONCEPT,
    "share_above_half": SPREAD_WEIGHT,
    "branch_of_one_child": SPREAD_WEIGHT,
    "uneven_indicators": SPREAD_WEIGHT,
    "nodes_without_name": NAME_PARTS,
    "share_known": ASK_SOURCE,
    "indicator_little_known": ASK_SOURCE,
    "unit_little_known": ASK_SOURCE,
    "unit_left_out": ASK_SOURCE,
    "branch_not_measured": ASK_SOURCE,
    "errors_partly_stated": STATE_ERRORS,
    "errors_not_stated": STATE_ERRORS,
    "rank_sets_not_measurable": STATE_ERRORS,
    "sets_too_narrow": STATE_ERRORS,
    "noise_not_measurable": STATE_ERRORS,
    "left_unknown": SHOW_GAPS,
    "imputed": SHOW_GAPS,
    "unit_much_imputed": SHOW_GAPS,
    "imputation_moves_ranks": SHOW_GAPS,
    "unit_moved_by_imputation": SHOW_GAPS,
    "negative_counted": LOOK_AT_PAIR,
    "siblings_against_each_other": LOOK_AT_PAIR,
    "against_own_branch": LOOK_AT_PAIR,
    "works_against_branch": LOOK_AT_PAIR,
    "near_duplicates": ONE_OF_TWO,
    "weak_in_own_branch": MOVE_INDICATOR,
    "closer_to_other_branch": MOVE_INDICATOR,
    "children_cancel_out": SPLIT_BRANCH,
    "more_than_one_thing": SPLIT_BRANCH,
    "coherence_unknown": MORE_UNITS,
    "outliers_not_treated": TREAT_OUTLIERS,
    "still_outlying": TREAT_OUTLIERS,
    "many_points_treated": TREAT_OUTLIERS,
    "periods_scaled_apart": COMMON_SCALE,
    "weights_compared": SAY_INFLUENCE,
    "counts_more": SAY_INFLUENCE,
    "counts_less": SAY_INFLUENCE,
    "weights_from_data": SAY_INFLUENCE,
    "order_with_geometric_mean": SHOW_PARTS,
    "most_compensated": SHOW_PARTS,
    "compensation_unknown": MAKE_POSITIVE,
    "ranking_holds": SHOW_INTERVALS,
    "could_share_a_place": SHOW_INTERVALS,
    "equal_rank_groups": SHOW_INTERVALS,
    "choice_that_matters_most": DISCUSS_CHOICE,
    "leader_with_weak_spot": SHOW_PARTS,
    "one_part_dominates": SHOW_PARTS,
    "index_follows_size": DIVIDE_BY_SIZE,
    "indicator_follows_size": DIVIDE_BY_SIZE,
    "no_outside_variable": GIVE_OUTCOME,
    "nothing_to_link_with": GIVE_OUTCOME,
    "method_changed": RECOMPUTE,
    "old_figures_revised": RECOMPUTE,
}
