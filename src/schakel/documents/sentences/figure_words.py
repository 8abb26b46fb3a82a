# SPDX-License-Identifier: EUPL-1.2
"""Short words about one figure: the level at which it was measured, and whether it counts."""

from schakel.diagnosis.dossier import IndicatorResult
from schakel.documents.messages import Words


def level_word(level: str, say: Words) -> str:
    """Return the level at which a figure was measured."""
    levels = {
        "municipality": say("municipality"),
        "corop": say("COROP area"),
        "province": say("province"),
        "nuts3": "NUTS 3",
        "nuts2": "NUTS 2",
        "nuts1": "NUTS 1",
        "country": say("country"),
        "region": say("region"),
    }
    return levels.get(level, level)


def counts_word(result: IndicatorResult, say: Words) -> str:
    """Return whether a figure counts as evidence about the region, and why not."""
    if result.used:
        return say("counts")
    reasons = {
        "national_value": say("does not count: one value for the whole country"),
        "missing": say("no figure"),
        "not_at_this_level": say("does not count: not measured at this level"),
    }
    return reasons.get(result.reason or "", say("does not count"))
