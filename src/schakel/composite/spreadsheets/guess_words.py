# SPDX-License-Identifier: EUPL-1.2
"""The Dutch and English words by which fields, directions, units and periods are recognised in a sheet."""

import re
from collections.abc import Mapping
from typing import Literal


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


FIELDS: Mapping[str, frozenset[str]] = {
    "code": _words(
        "code|id|afkorting|abbreviation|short name|korte naam|icode|indicatorcode|indicator code"
        "|variabele|variable|kolom|column"
    ),
    "name": _words(
        "naam|name|indicator|indicatornaam|indicator name|iname|omschrijving|beschrijving"
        "|description|titel|title|label"
    ),
    "parent": _words(
        "parent|ouder|hoort bij|belongs to|valt onder|pijler|pillar|subpijler|sub pijler|subpillar"
        "|sub pillar|element|dimensie|dimension|subdimensie|sub dimension|thema|theme|subthema"
        "|sub theme|domein|domain|categorie|category|cluster|tak|branch|onderdeel|deelindex"
        "|sub index|subindex|component"
    ),
    "weight": _words("gewicht|weight|weging|wegingsfactor|weights|gewichten|weegfactor"),
    "direction": _words("richting|direction|teken|sign|polariteit|polarity|orientation"),
    "unit": _words("eenheid|unit|meeteenheid|units|unit of measure|unit of measurement|uitgedrukt in"),
    "denominator": _words("noemer|denominator|delen door|gedeeld door|divide by|divided by"),
    "factor": _words("factor|schaalfactor|scale factor|vermenigvuldigen met|multiplier"),
    "target": _words("doel|target|streefwaarde|doelwaarde|streefcijfer|goal|target value"),
    "low": _words("ondergrens|laag|low|lower|lower bound|goalpost lower|lower goalpost|minimum|min"),
    "high": _words("bovengrens|hoog|high|upper|upper bound|goalpost upper|upper goalpost|maximum|max"),
    "standard_error": _words("fout|error|standaardfout|standard error|meetfout|measurement error|se"),
    "relative_error": _words("relatieve fout|relative error|fout aandeel|error share"),
    "aggregation": _words("methode|method|aggregatie|aggregation|samenvoeging"),
    "type": _words("type|soort|kind"),
}
LEVELS = _words("level|niveau")
UNIT_CODES = _words(
    "code|id|nr|nummer|number|ucode|unit code|gemeentecode|regiocode|landcode|country code"
    "|region code|municipality code|iso|iso3|nuts|geo"
)
UNIT_NAMES = _words(
    "naam|name|uname|unit name|gemeentenaam|regionaam|gemeente|regio|land|provincie|country"
    "|region|municipality|province|city|stad|unit|eenheid|organisatie|organisation|school"
    "|bedrijf|firm"
)
PERIODS = _words("jaar|year|periode|period|time|tijd|jaren|datum|date|kwartaal|quarter|maand|month")
TYPES: Mapping[str, frozenset[str]] = {
    "indicator": frozenset({"indicator"}),
    "branch": _words("aggregate|branch|tak|pijler|pillar|dimensie|dimension|element|index"),
    "group": frozenset({"group", "groep"}),
    "denominator": frozenset({"denominator", "noemer"}),
    "other": frozenset({"other", "overig", "anders"}),
}
TOTALS = _words("totaal|total|gemiddelde|average|mean|gemiddeld|mediaan|median|som|sum|minimum|maximum")
NOTES = frozenset({"bron", "bronnen", "source", "sources", "noot", "note", "notes", "toelichting", "let op"})
BETTER_HIGH = _words(
    "1|+|+1|1.0|hoger is beter|hoog is beter|meer is beter|higher is better|high is better"
    "|more is better|positief|positive|pos|hoger|higher|omhoog|up|max|maximise|maximize"
)
BETTER_LOW = _words(
    "-1|-|-1.0|lager is beter|laag is beter|minder is beter|lower is better|low is better"
    "|less is better|negatief|negative|neg|lager|lower|omlaag|down|min|minimise|minimize"
)
_DASHES = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2014": "-"})


def plain(text: object) -> str:
    """Return a text for comparing: small letters, one space between words, no colon at the end."""
    small = re.sub(r"[\s_\u00a0]+", " ", str(text)).strip().casefold()
    return small.rstrip(":").strip()


def field_of(text: object) -> str | None:
    """Return the field that a word names, or None; what stands between brackets does not count."""
    if not isinstance(text, str):
        return None
    word = re.sub(r"\s*\(.*?\)", "", plain(text)).replace("-", " ").replace(".", "").strip()
    for name, words in FIELDS.items():
        if word in words:
            return name
    return None


def type_of(text: object) -> str | None:
    """Return the type of a node or column that a word names, or None."""
    word = plain(text)
    return next((name for name, words in TYPES.items() if word in words), None)


def direction_of(value: object) -> Literal[1, -1] | None:
    """Return 1 (more is better) or -1 (less is better) for a number or a word, None for anything else."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return 1 if value == 1 else -1 if value == -1 else None
    word = plain(str(value).translate(_DASHES))
    if word in BETTER_HIGH:
        return 1
    return -1 if word in BETTER_LOW else None
