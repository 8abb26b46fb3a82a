# SPDX-License-Identifier: EUPL-1.2
"""Texts of findings for when a count is nought or one, by code: which count, and the sentence for each."""

from schakel.koers.failures import N_

COUNT_TEXTS: dict[str, tuple[str, dict[int, str]]] = {
    "nodes_without_name": (
        "n_without_name",
        {1: N_("One part has a code and no name, so readers cannot check it.")},
    ),
    "left_unknown": (
        "n_still_unknown",
        {
            1: N_(
                "One value stays unknown. The parts that are known then count for more, as if the unknown "
                "one were as good as the rest of its branch."
            )
        },
    ),
    "imputed": ("n_imputed", {1: N_("One value, {share_imputed} of all, is not measured but filled in.")}),
    "negative_counted": (
        "n_negative",
        {0: N_("None of the {n_pairs} pairs of parts that are joined directly run against each other.")},
    ),
    "outliers_treated": (
        "n_outlying_before",
        {1: N_("One indicator had extreme values before treatment, {n_outlying_after} after it.")},
    ),
    "outliers_not_treated": (
        "n_outlying_before",
        {
            1: N_(
                "One indicator has extreme values, and nothing is done about them: a few units decide the "
                "scale for all."
            )
        },
    ),
    "points_pulled_in": ("n_points", {1: N_("One value was pulled in to the nearest ordinary value.")}),
    "directions_reversed": (
        "n_reversed",
        {1: N_("One indicator is turned round, since less is better there.")},
    ),
    "weights_compared": (
        "n_far_from_stated",
        {
            0: N_("None of the {n_compared} parts counts more than twice, or less than half, of its weight."),
            1: N_("One of {n_compared} parts counts more than twice, or less than half, of its weight."),
        },
    ),
    "weights_from_data": (
        "n_data_weighted",
        {
            1: N_(
                "In one branch the weights come from the figures themselves, not from a choice about what "
                "matters."
            )
        },
    ),
    "combinations_left_out": (
        "n_infeasible",
        {
            1: N_(
                "One combination of choices cannot be built and was left out; what it would do is not known."
            )
        },
    ),
    "ranking_holds": (
        "n_holding",
        {
            0: N_(
                "None of the {n_ranked} units keeps its place within {holding_width} places when other "
                "defensible choices are made."
            ),
            1: N_(
                "One of {n_ranked} units keeps its place within {holding_width} places when other defensible "
                "choices are made."
            ),
        },
    ),
    "third_of_ranking": (
        "n_holding",
        {
            0: N_(
                "In the {third} third none of {n_units} units keeps its place; an interval is {mean_width} "
                "places wide on average."
            )
        },
    ),
    "equal_rank_groups": (
        "n_groups",
        {
            1: N_(
                "With the errors that are stated the figures cannot tell any of the {n_in_largest_group} "
                "units apart from the first one."
            )
        },
    ),
    "beyond_noise": (
        "n_beyond_noise",
        {
            0: N_(
                "For none of the {n_units_compared} units the change is more than the error of the figures "
                "alone would give."
            ),
            1: N_(
                "For one of {n_units_compared} units the change is more than the error of the figures "
                "alone would give."
            ),
        },
    ),
}
