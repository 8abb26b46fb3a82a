# SPDX-License-Identifier: EUPL-1.2
"""What the limits of an audit are about, in words."""

from schakel.koers.failures import N_

THRESHOLD_WORDS: dict[str, str] = {
    "largest_share": N_("Largest share of one part in the whole"),
    "uneven_shares": N_("Heaviest indicator over lightest"),
    "fewest_known": N_("Least share known, per unit and per indicator"),
    "nearly_all_known": N_("Share known above which gaps do little harm"),
    "fewest_nonzero": N_("Least share of values other than zero"),
    "fewest_different": N_("Least share of different values"),
    "redundant": N_("Correlation above which two indicators count one thing"),
    "strongly_negative": N_("Correlation below which parts strongly oppose each other"),
    "weak_link": N_("Least correlation of an indicator with its branch"),
    "largest_p_value": N_("Largest probability of chance"),
    "fair_alpha": N_("Least alpha of a branch"),
    "smallest_eigenvalue": N_("Least eigenvalue of a separate component"),
    "skewness": N_("Largest skewness without extreme values"),
    "kurtosis": N_("Largest kurtosis without extreme values"),
    "many_treated": N_("Largest share of values pulled in"),
    "influence_ratio": N_("Largest ratio of influence and weight"),
    "weight_spread": N_("How far weights are varied"),
    "holding_share": N_("Width of an interval in which a place holds, as share of the ranking"),
    "least_holding": N_("Least width in which a place holds, in places"),
    "uncertain_share": N_("Width above which a place is unsure, as share of the ranking"),
    "one_choice_decides": N_("Share of the changes above which one choice decides"),
    "compensation": N_("Mean move without making up, as share of the ranking"),
    "dominant_part": N_("How far the share of a part in a score is above its weight"),
    "weak_spot": N_("Lowest part of the ranking that is called weak"),
    "follows_size": N_("Correlation of an indicator with size"),
    "strong_link": N_("Rank correlation of the index with another figure"),
}
