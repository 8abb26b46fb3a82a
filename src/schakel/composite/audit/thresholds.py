# SPDX-License-Identifier: EUPL-1.2
"""The limits of the audit, each with where it comes from."""

from dataclasses import dataclass

from schakel.composite.bad_input import N_


@dataclass(frozen=True, slots=True)
class Threshold:
    """A limit, and its source in words."""

    name: str
    value: float
    source: str


LARGEST_SHARE = Threshold(
    "largest_share", 0.5, N_("OECD/JRC Handbook (2008), step 6: no indicator or dimension above half")
)
UNEVEN_SHARES = Threshold("uneven_shares", 3.0, N_("our convention: heaviest over lightest indicator"))
FEWEST_KNOWN = Threshold(
    "fewest_known", 0.65, N_("practice of JRC audits and default of the COIN Tool: known per row and column")
)
NEARLY_ALL_KNOWN = Threshold(
    "nearly_all_known", 0.95, N_("OECD/JRC Handbook (2008), step 3: below 5 % missing does little harm")
)
FEWEST_NONZERO = Threshold("fewest_nonzero", 0.5, N_("Becker et al. (2022), default of COINr"))
FEWEST_DIFFERENT = Threshold("fewest_different", 0.5, N_("Becker et al. (2022), default of COINr"))
REDUNDANT = Threshold(
    "redundant", 0.92, N_("practice of JRC audits: above it two indicators count one thing")
)
STRONGLY_NEGATIVE = Threshold("strongly_negative", -0.4, N_("Becker et al. (2022), default of COINr"))
WEAK_LINK = Threshold("weak_link", 0.3, N_("practice of JRC audits: least correlation with the own branch"))
LARGEST_P_VALUE = Threshold("largest_p_value", 0.05, N_("convention of the field"))
FAIR_ALPHA = Threshold("fair_alpha", 0.7, N_("Nunnally (1978), in OECD/JRC Handbook (2008), step 4"))
SMALLEST_EIGENVALUE = Threshold(
    "smallest_eigenvalue", 1.0, N_("Kaiser (1960), in OECD/JRC Handbook (2008), step 4")
)
SKEWNESS = Threshold("skewness", 2.0, N_("Becker et al. (2022), default of the COIN Tool"))
KURTOSIS = Threshold("kurtosis", 3.5, N_("Becker et al. (2022), default of the COIN Tool"))
MANY_TREATED = Threshold("many_treated", 0.1, N_("our convention: share of the values of one indicator"))
INFLUENCE_RATIO = Threshold(
    "influence_ratio", 2.0, N_("our convention, on the measure of Becker et al. (2017)")
)
WEIGHT_SPREAD = Threshold("weight_spread", 0.25, N_("practice of JRC audits: weights up to a quarter off"))
HOLDING_SHARE = Threshold(
    "holding_share", 0.1, N_("our convention: a place holds within a tenth of the ranking, at least 2 places")
)
LEAST_HOLDING = Threshold("least_holding", 2.0, N_("our convention: at least this many places"))
UNCERTAIN_SHARE = Threshold("uncertain_share", 0.3, N_("our convention: wider than this part of the ranking"))
ONE_CHOICE_DECIDES = Threshold(
    "one_choice_decides", 0.5, N_("our convention: total effect of one choice on the ranking")
)
COMPENSATION = Threshold(
    "compensation", 0.05, N_("our convention: mean change of place as part of the ranking")
)
DOMINANT_PART = Threshold(
    "dominant_part", 0.25, N_("our convention: how far a part's share in a score is above its weight")
)
WEAK_SPOT = Threshold("weak_spot", 0.25, N_("our convention: among the lowest quarter on one branch"))
FOLLOWS_SIZE = Threshold("follows_size", 0.6, N_("Becker et al. (2022), default of COINr"))
STRONG_LINK = Threshold("strong_link", 0.7, N_("our convention: half of the variation in common"))

THRESHOLDS: tuple[Threshold, ...] = (
    LARGEST_SHARE,
    UNEVEN_SHARES,
    FEWEST_KNOWN,
    NEARLY_ALL_KNOWN,
    FEWEST_NONZERO,
    FEWEST_DIFFERENT,
    REDUNDANT,
    STRONGLY_NEGATIVE,
    WEAK_LINK,
    LARGEST_P_VALUE,
    FAIR_ALPHA,
    SMALLEST_EIGENVALUE,
    SKEWNESS,
    KURTOSIS,
    MANY_TREATED,
    INFLUENCE_RATIO,
    WEIGHT_SPREAD,
    HOLDING_SHARE,
    LEAST_HOLDING,
    UNCERTAIN_SHARE,
    ONE_CHOICE_DECIDES,
    COMPENSATION,
    DOMINANT_PART,
    WEAK_SPOT,
    FOLLOWS_SIZE,
    STRONG_LINK,
)


def holding_width(n_units: int) -> float:
    """Return how many places a rank may vary and still be said to hold, among this many units."""
    return max(LEAST_HOLDING.value, float(int(HOLDING_SHARE.value * n_units)))
