# SPDX-License-Identifier: EUPL-1.2
"""Texts of what an audit finds in steps 6 to 10 and in the change, by code: weights to rank sets."""

from schakel.koers.failures import N_

WEIGHTING_TEXTS: dict[str, str] = {
    "weights_compared": N_(
        "{n_far_from_stated} of {n_compared} parts count more than twice, or less than half, of what their "
        "weight says."
    ),
    "influence_unknown": N_(
        "What each part really counts cannot be computed: too few units or no differences."
    ),
    "influence_of_part_unknown": N_("What {code} really counts in {branch} cannot be computed."),
    "works_against_branch": N_(
        "{code} weighs {used} in {branch} but works against it ({correlation}): better on this part goes "
        "with a lower score."
    ),
    "counts_more": N_("{code} counts {realised} in {branch}, with a weight of {used}."),
    "counts_less": N_("{code} counts {realised} in {branch}, with a weight of {used}."),
    "weights_from_data": N_(
        "In {n_data_weighted} branches the weights come from the figures themselves, not from a choice "
        "about what matters."
    ),
    "order_with_geometric_mean": N_(
        "When a low score can no longer be made up for by a high one (geometric mean), units move "
        "{mean_compensation} places on average, of {n_ranked}."
    ),
    "most_compensated": N_(
        "{unit} leans most on making up: without it the unit would stand {change} places lower."
    ),
    "least_compensated": N_(
        "{unit} would gain most: without making up it would stand {change} places higher."
    ),
    "compensation_unknown": N_("What happens without making up cannot be computed for these figures."),
}

ROBUSTNESS_TEXTS: dict[str, str] = {
    "ranking_holds": N_(
        "{n_holding} of {n_ranked} units keep their place within {holding_width} places when other "
        "defensible choices are made."
    ),
    "could_share_a_place": N_(
        "{n_at_widest_place} units, now at places {widest_from} to {widest_to}, could all stand at place "
        "{widest_place}: among them the order says little."
    ),
    "third_of_ranking": N_(
        "In the {third} third {n_holding} of {n_units} units keep their place; an interval is {mean_width} "
        "places wide on average."
    ),
    "most_certain_unit": N_("The surest place is that of {unit}: {rank} (from {low} to {high})."),
    "most_uncertain_unit": N_("The least sure place is that of {unit}: {rank} (from {low} to {high})."),
    "choice_that_matters_most": N_(
        "The choice that moves the ranking most is {choice}: {total} of the changes go with it, "
        "{first_order} with it alone."
    ),
    "no_choice_moves_it": N_("None of the choices that were tried moves the ranking."),
    "left_out_unknown": N_("What happens when a part is left out cannot be computed."),
    "part_that_matters_most": N_(
        "Leaving out {code} would move units {mean_rank_change} places on average, more than leaving out any "
        "other part."
    ),
    "combinations_left_out": N_(
        "{n_infeasible} combinations of choices cannot be built and were left out; what they would do is "
        "not known."
    ),
    "alternative_left_out": N_(
        "To share out the changes every combination is needed, so this alternative was left aside there: "
        "{alternative}."
    ),
    "sensitivity_unknown": N_("Which choice moves the ranking most cannot be computed."),
}

PROFILE_TEXTS: dict[str, str] = {
    "profile_strength": N_("{unit}, at place {rank}, is strongest on {nodes}."),
    "profile_weakness": N_("{unit}, at place {rank}, is weakest on {nodes}."),
    "leader_with_weak_spot": N_(
        "{unit} stands at the top but at place {node_rank} of {n_ranked} on {node}: others can learn "
        "from it, not on everything."
    ),
    "one_part_dominates": N_(
        "{node} makes up {share} of the score of {unit}, with a weight of {weight}: the score tells about "
        "that part."
    ),
    "distance_not_shared_out": N_(
        "How far each part puts a unit above or below the average cannot be computed for this way of joining."
    ),
}

LINKS_TEXTS: dict[str, str] = {
    "link_unknown": N_("How the index goes with {variable} cannot be computed."),
    "goes_with_outside": N_("Between the index and {variable} the rank correlation is {spearman}."),
    "index_follows_size": N_(
        "The index goes closely with {variable} ({spearman}): it may tell about size more than about what it "
        "is called."
    ),
    "index_apart_from_size": N_("The index is no mirror of {variable} ({spearman})."),
    "indicator_follows_size": N_(
        "{code} goes closely with {denominator} ({correlation}) and is not divided by it: it may tell about "
        "size."
    ),
    "nothing_to_link_with": N_(
        "No other figures were given, so it cannot be judged whether the index goes with anything outside it."
    ),
    "no_outside_variable": N_(
        "No outcome from outside the index was given (such as income, growth or health), so it cannot be "
        "judged whether a higher score goes with a better outcome."
    ),
}

PRESENTATION_TEXTS: dict[str, str] = {
    "rank_sets_not_measurable": N_(
        "Which places the figures can tell apart is not measurable: it takes the error of the figures, which "
        "is not stated or cannot be carried through."
    ),
    "equal_rank_groups": N_(
        "With the errors that are stated the figures tell {n_groups} groups of units apart; the "
        "largest holds {n_in_largest_group} units. All places lie within their bounds together with "
        "{coverage} certainty."
    ),
    "sets_too_narrow": N_(
        "An error is stated for {n_indicators_with_error} of {n_indicators} indicators; the others are taken "
        "as exact, so the true bounds are wider."
    ),
}

CHANGE_TEXTS: dict[str, str] = {
    "change_not_split": N_("The change cannot be split into its parts."),
    "change_counted": N_(
        "{n_units_compared} units can be compared; scores moved {mean_change} points on average."
    ),
    "method_changed": N_(
        "Part of the change is our own doing: method {mean_method}, weights {mean_weights}, against "
        "{mean_indicators} points by the figures, on average."
    ),
    "old_figures_revised": N_(
        "Old figures were revised, which moved scores {mean_revision} points on average."
    ),
    "largest_rise": N_("{unit} rose most: from place {rank_before} to {rank_after}."),
    "largest_fall": N_("{unit} fell most: from place {rank_before} to {rank_after}."),
    "noise_not_measurable": N_(
        "Whether these changes are more than noise cannot be judged, since the error of the figures is not "
        "stated for both."
    ),
    "beyond_noise": N_(
        "For {n_beyond_noise} of {n_units_compared} units the change is more than the error of the figures "
        "alone would give."
    ),
}
