# SPDX-License-Identifier: EUPL-1.2
"""Texts of what an audit finds in steps 1 to 5, by code: framework to normalisation."""

from schakel.koers.failures import N_

STRUCTURE_TEXTS: dict[str, str] = {
    "structure_counted": N_(
        "The index joins {n_indicators} indicators in {n_branches} branches on {n_levels} levels."
    ),
    "no_share_above_half": N_(
        "No part is more than half of the whole; the largest is {code} with {share} of the weight."
    ),
    "share_above_half": N_("{code} alone has {share} of the weight, so it decides more than all the rest."),
    "branch_of_one_child": N_("{code} has one part only, {child}: the level adds a name and nothing else."),
    "uneven_indicators": N_(
        "Indicators do not count alike: {heaviest} weighs {indicator_share_ratio} times as much as "
        "{lightest}, because their branches differ in size or weight."
    ),
    "nodes_without_name": N_("{n_without_name} parts have a code and no name, so readers cannot check them."),
    "framework_not_judged": N_(
        "Whether these indicators describe what the index is called cannot be judged from figures; that "
        "takes a definition and people who know the subject."
    ),
}

SELECTION_TEXTS: dict[str, str] = {
    "share_known": N_("{share_known} of all values that the index needs are known."),
    "indicator_little_known": N_("{code} is known for {share_known} of the units only."),
    "unit_little_known": N_("{unit} stays in the index although only {share_known} of its values are known."),
    "unit_left_out": N_("{unit} is left out: {share_known} of its values are known ({reason})."),
    "mostly_zero": N_(
        "{code} is zero for most units: only {share_nonzero} of the values are something else."
    ),
    "few_different": N_(
        "{code} hardly tells units apart: it has few different values ({share_different} of those known)."
    ),
    "branch_not_measured": N_("Nothing is known of {unit} on {node}: its score there rests on filled cells."),
    "errors_stated": N_("For all {n_indicators} indicators it is stated how far the figures may be off."),
    "errors_partly_stated": N_(
        "For {n_without_error} of {n_indicators} indicators it is not stated how far the figures may be off; "
        "they are taken as exact."
    ),
    "errors_not_stated": N_(
        "For none of the {n_without_error} indicators it is stated how far the figures may be off, so the "
        "error in the data cannot be carried into the ranking."
    ),
    "source_not_judged": N_(
        "Source, definition and age of the figures are not part of the data, and are not judged here."
    ),
}

IMPUTATION_TEXTS: dict[str, str] = {
    "nothing_imputed": N_("No value had to be filled in."),
    "left_unknown": N_(
        "{n_still_unknown} values stay unknown. The parts that are known then count for more, as if the "
        "unknown ones were as good as the rest of their branch."
    ),
    "imputed": N_("{n_imputed} values, {share_imputed} of all, are not measured but filled in."),
    "unit_much_imputed": N_("Of {unit} {share_imputed} of the values are filled in."),
    "imputation_moves_ranks": N_(
        "Other likely values in the filled cells move the units with gaps over {mean_rank_width} places on "
        "average."
    ),
    "unit_moved_by_imputation": N_(
        "{unit} could stand anywhere from place {rank_low} to {rank_high} for this reason alone; "
        "{n_imputed} of its own values are filled in."
    ),
    "imputation_doubt_not_measured": N_(
        "How far the filled values may be off cannot be computed, since no model can be fitted to what is "
        "known."
    ),
}

MULTIVARIATE_TEXTS: dict[str, str] = {
    "negative_counted": N_(
        "Of {n_pairs} pairs of parts that are joined directly, {n_negative} run against each other beyond "
        "chance, {n_strongly_negative} of them strongly."
    ),
    "siblings_against_each_other": N_(
        "In {branch} {first} and {second} run against each other ({coefficient}): what a unit gains on the "
        "one it tends to lose on the other."
    ),
    "no_near_duplicates": N_("No two indicators are so alike that they count one thing twice."),
    "near_duplicates": N_(
        "{first} and {second} hardly differ ({coefficient}): together they count one thing twice."
    ),
    "parent_link_unknown": N_("How {code} goes with its branch {parent} cannot be computed."),
    "against_own_branch": N_(
        "{code} runs against its own branch {parent} ({with_parent}): a higher value goes with a lower score."
    ),
    "weak_in_own_branch": N_("{code} has little to do with its branch {parent} ({with_parent})."),
    "closer_to_other_branch": N_(
        "{code} goes more with {strongest_elsewhere} ({with_elsewhere}) than with its own branch {parent} "
        "({with_parent})."
    ),
    "coherence_unknown": N_(
        "Whether the parts of {branch} belong together cannot be computed: too few units."
    ),
    "children_cancel_out": N_(
        "The parts of {branch} work against each other (alpha {alpha}), so its score says little "
        "about any of them."
    ),
    "more_than_one_thing": N_(
        "{branch} holds {n_components} separate things rather than one; the first explains {first_share} of "
        "the differences."
    ),
    "loosely_connected": N_("The parts of {branch} hang together loosely (alpha {alpha})."),
    "one_thing": N_("The parts of {branch} measure one thing: it explains {first_share} of the differences."),
}

TREATMENT_TEXTS: dict[str, str] = {
    "no_outliers": N_("No indicator has extreme values that would decide its scale."),
    "outliers_treated": N_(
        "{n_outlying_before} indicators had extreme values before treatment, {n_outlying_after} after it."
    ),
    "outliers_not_treated": N_(
        "{n_outlying_before} indicators have extreme values, and nothing is done about them: a few units "
        "decide the scale for all."
    ),
    "points_pulled_in": N_("{n_points} values were pulled in to the nearest ordinary value."),
    "still_outlying": N_("{code} still has extreme values (skewness {skewness_after})."),
    "transformed": N_(
        "{code} is transformed ({transform}): equal steps in its score are no equal steps in its value."
    ),
    "many_points_treated": N_(
        "Of {code} {share_treated} of the values were pulled in ({n_treated} units), which takes away real "
        "differences."
    ),
    "not_normalised": N_("The indicators are joined on the scales on which they came in."),
    "several_scales": N_("The indicators come onto their scales by {n_methods} different methods."),
    "one_scale": N_("All indicators come onto one scale in the same way: {method}."),
    "directions_reversed": N_("{n_reversed} indicators are turned round, since less is better there."),
    "periods_scaled_apart": N_(
        "Each year is scaled on its own, so scores of different years cannot be compared, only ranks."
    ),
}
