# SPDX-License-Identifier: EUPL-1.2
"""Units of figures as words, by the code or text that the dossier carries."""

from schakel.documents.messages import words
from schakel.koers.failures import N_

UNITS = {
    "x1000": N_("× 1,000"),
    "x 1000": N_("× 1,000"),
    "jobs": N_("jobs"),
    "persons": N_("persons"),
    "people": N_("people"),
    "establishments": N_("establishments"),
    "openings": N_("openings"),
    "jobs_per_establishment": N_("jobs per establishment"),
    "per_1000": N_("per 1,000"),
    "ratio": N_("ratio"),
    "index": N_("index"),
    "percent": "%",
    "eur": "€",
    "1000_eur": N_("€ 1,000"),
    "mln_eur": N_("€ million"),
    "km": "km",
}


def unit_in_words(unit: str, language: str) -> str:
    """Return a unit in the language; a unit that is not in the list is shown as it is."""
    known = UNITS.get(unit)
    return unit if known is None else words(language)(known)


def with_unit(text: str, unit: str, language: str) -> str:
    """Return a formatted number followed by its unit ("15,6%", "9,4 × 1.000")."""
    words_of_unit = unit_in_words(unit, language)
    if words_of_unit == "%":
        return f"{text}%"
    return f"{text} {words_of_unit}".strip()
