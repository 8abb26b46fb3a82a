# SPDX-License-Identifier: EUPL-1.2
"""What parts, units and choices of an audited index are called in the reader's language."""

from dataclasses import dataclass
from functools import cached_property

from schakel.composite.building.build import Build
from schakel.documents.formats import enumeration
from schakel.documents.messages import Words, words
from schakel.koers.failures import N_

WORDS_OF_CODES: dict[str, str] = {
    "imputation": N_("how gaps are filled"),
    "outliers": N_("how extreme values are treated"),
    "normalisation": N_("how indicators come onto one scale"),
    "aggregation": N_("how parts are joined"),
    "weights": N_("the weights"),
    "as it is": N_("as it is"),
    "not treated": N_("not treated"),
    "drawn weights": N_("up to a quarter higher or lower"),
    "min-max": N_("between the lowest and the highest value"),
    "minmax": N_("between the lowest and the highest value"),
    "z-scores": N_("in standard deviations from the mean"),
    "zscore": N_("in standard deviations from the mean"),
    "goalposts": N_("between fixed goalposts"),
    "rank": N_("by rank"),
    "percentile": N_("by the share of units that do worse"),
    "mean": N_("mean"),
    "median": N_("median"),
    "group_mean": N_("mean of the group"),
    "group_median": N_("median of the group"),
    "row_mean": N_("mean of the other parts of the unit"),
    "latest": N_("latest known value"),
    "linear": N_("line between years"),
    "normal_model": N_("model of all indicators together"),
    "nearest_units": N_("most similar units"),
    "arithmetic": N_("average"),
    "geometric": N_("geometric mean"),
    "harmonic": N_("harmonic mean"),
    "none": N_("none"),
    "top": N_("top"),
    "middle": N_("middle"),
    "bottom": N_("bottom"),
    "named": N_("chosen"),
    "too_few_known": N_("too little is known"),
    "too_few_nonzero": N_("too many zeros"),
    "too_few_known_and_nonzero": N_("too little is known and too many zeros"),
    "forced_out": N_("left out on purpose"),
    "absolute": N_("in the unit of measurement"),
    "relative": N_("as a share of the value"),
    "count": N_("number of cases"),
    "share": N_("share of cases"),
    "revision": N_("revisions of the past"),
    "log_coin_tool": N_("logarithm"),
    "log": N_("logarithm"),
    "box_cox": N_("power transformation"),
}


@dataclass(frozen=True)
class AuditNames:
    """Words for the parts and units of one index."""

    build: Build
    language: str

    @property
    def say(self) -> Words:
        """The translator of this language."""
        return words(self.language)

    @cached_property
    def _units(self) -> dict[str, str]:
        raw = self.build.raw
        return {unit: raw.name_of_unit(place) for place, unit in enumerate(raw.units)}

    @property
    def index(self) -> str:
        """The name of the whole index."""
        return self.node(self.build.tree.root)

    def node(self, code: str) -> str:
        """Return the name of a part; a code that is no part stays as it is."""
        return self.build.tree.named(code) if code in self.build.tree.nodes else code

    def quoted(self, code: str) -> str:
        """Return the name of a part between quotes, as it stands in a sentence."""
        return f"“{self.node(code)}”"

    def quoted_list(self, codes: str) -> str:
        """Return the parts in "a, b, c" as a sentence lists them."""
        return enumeration([self.quoted(code.strip()) for code in codes.split(",")], self.language)

    def unit(self, code: str) -> str:
        """Return the name of a unit."""
        return self._units.get(code, code)

    def word(self, code: str) -> str:
        """Return the words for a method, a choice or a reason; what has none is shown as it is."""
        known = WORDS_OF_CODES.get(code)
        return self.say(known) if known else code

    def words(self, codes: str) -> str:
        """Return the words of several methods in "a, b"."""
        return enumeration([self.word(code.strip()) for code in codes.split(",")], self.language)
