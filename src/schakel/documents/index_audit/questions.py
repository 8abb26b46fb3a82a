# SPDX-License-Identifier: EUPL-1.2
"""The question of each section of an audit, the findings that answer it, and how the answer is known."""

from schakel.koers.failures import N_

QUESTIONS: dict[str, str] = {
    "structure": N_("What is the index made of?"),
    "selection": N_("How complete are the figures?"),
    "imputation": N_("What was filled in?"),
    "multivariate": N_("Do the parts belong together?"),
    "treatment": N_("What was done to the figures before they were joined?"),
    "weighting": N_("Does each part count as it was meant to?"),
    "robustness": N_("Does the ranking hold under other choices?"),
    "profiles": N_("What makes units strong or weak?"),
    "links": N_("How does the index go with other figures?"),
    "presentation": N_("Which places can the figures tell apart?"),
    "change": N_("What changed?"),
}
LEADS: dict[str, tuple[str, ...]] = {
    "structure": ("structure_counted", "share_above_half", "no_share_above_half"),
    "selection": ("share_known", "errors_stated", "errors_partly_stated", "errors_not_stated"),
    "imputation": (
        "nothing_imputed",
        "imputed",
        "imputation_moves_ranks",
        "imputation_doubt_not_measured",
        "left_unknown",
    ),
    "multivariate": ("negative_counted", "no_near_duplicates"),
    "treatment": (
        "no_outliers",
        "outliers_treated",
        "outliers_not_treated",
        "one_scale",
        "several_scales",
        "not_normalised",
    ),
    "weighting": (
        "weights_compared",
        "influence_unknown",
        "order_with_geometric_mean",
        "compensation_unknown",
    ),
    "robustness": (
        "ranking_holds",
        "could_share_a_place",
        "choice_that_matters_most",
        "no_choice_moves_it",
        "sensitivity_unknown",
    ),
    "profiles": ("profile_strength", "leader_with_weak_spot", "one_part_dominates", "profile_weakness"),
    "links": ("goes_with_outside", "index_follows_size", "nothing_to_link_with", "no_outside_variable"),
    "presentation": ("equal_rank_groups", "rank_sets_not_measurable"),
    "change": ("change_counted", "beyond_noise", "noise_not_measurable", "change_not_split"),
}
HOW_WE_KNOW: dict[str, str] = {
    "structure": N_(
        "Step 1 of the Handbook of OECD and JRC (2008). The share of a part is its weight among its "
        "siblings, multiplied by the shares of all that stands above it."
    ),
    "selection": N_(
        "Step 2. Counted in the figures as they came in, before anything was filled in or left out. Zeros "
        "are counted apart, since a zero is sometimes an unknown value in disguise."
    ),
    "imputation": N_(
        "Step 3. Filled cells are flagged when they are filled. Where a model of normal distributions can be "
        "fitted to what is known, each filled cell is drawn again up to 200 times, with the doubt about the "
        "model itself, and the whole index is built for each draw; bounds hold {coverage} of the "
        "draws. Where the place of the index lies outside them, the way of filling itself helps or harms the "
        "unit."
    ),
    "multivariate": N_(
        "Step 4. Correlations are taken after all indicators were turned so that more is better, over units "
        "where both are known. Alpha (Cronbach 1951) tells how far parts agree; components count how many "
        "separate things there are (eigenvalues above 1)."
    ),
    "treatment": N_(
        "Step 5. An indicator has extreme values when its skewness is above 2 and its kurtosis above 3.5, as "
        "the JRC does. Left and right in the picture: before and after."
    ),
    "weighting": N_(
        "Step 6. Weights in a mean are not the same as importance. The influence of a part is the share of "
        "the differences in the score of its branch that goes with it alone, as part of the sum over its "
        "siblings (Becker, Saisana, Paruolo and Vandecasteele 2017). To see making up, the whole index is "
        "built twice on one scale from 1 to 100: with averages, and with geometric means."
    ),
    "robustness": N_(
        "Step 7. The index was built {n_runs} times, each time with a random combination of choices that "
        "others could defend as well; a line holds {coverage} of the places that a unit got. The changes "
        "are shared out over the choices by their variance (Sobol' 1993; Saltelli et al. 2010), over all "
        "combinations where that is possible."
    ),
    "profiles": N_(
        "Step 8. Strong and weak are meant by the share of the other units that do worse, indicator by "
        "indicator; where units are equal, half of them count. What a part adds is its weight times its "
        "score, so that the parts add up."
    ),
    "links": N_(
        "Step 9. Correlations of places (Spearman) and of scores (Pearson) with figures that are not in the "
        "index. They tell what goes together, not what causes what."
    ),
    "presentation": N_(
        "Step 10. Every indicator is drawn again {n_runs} times within its stated error and the whole index "
        "is built for each draw. From these the bounds of all places together follow (Mogstad, "
        "Romano, Shaikh and Wilhelm 2024): with {coverage} certainty none lies outside. This is "
        "error in the figures only, apart from the choices above."
    ),
    "change": N_(
        "The change of each score is cut into four parts that add up: revision of old figures, new figures, "
        "other weights and another method, each averaged over every order in which they can be changed."
    ),
}
