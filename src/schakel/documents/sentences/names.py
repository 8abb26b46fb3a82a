# SPDX-License-Identifier: EUPL-1.2
"""What things in a dossier are called in the reader's language."""

from dataclasses import dataclass
from functools import cached_property

from schakel.diagnosis.dossier import Area, Dossier, Provenance
from schakel.documents.formats import enumeration
from schakel.documents.messages import Words, words
from schakel.koers.label import Label

WITHOUT_UNIT = ("ratio", "score", "index")


@dataclass(frozen=True)
class Names:
    """Labels of the elements, comparisons, items and areas of one dossier, by code."""

    dossier: Dossier
    language: str

    @property
    def say(self) -> Words:
        """The translator of this language."""
        return words(self.language)

    @cached_property
    def _elements(self) -> dict[str, str]:
        found = {e.element: e.label for c in self.dossier.comparisons for e in c.elements}
        return {code: label.in_language(self.language) for code, label in found.items()}

    @cached_property
    def _areas(self) -> dict[str, str]:
        areas = [self.dossier.region, *self.dossier.members, *(p.area for p in self.dossier.peers)]
        areas += [a for c in self.dossier.comparisons for a in c.targets]
        areas += [line.area for item in self.dossier.picture for line in item.lines]
        return {a.code: a.label.in_language(self.language) for a in areas}

    @cached_property
    def _indicators(self) -> dict[str, str]:
        found = {i.code: i.label for c in self.dossier.comparisons for i in c.indicators}
        return {code: label.in_language(self.language) for code, label in found.items()}

    def element(self, code: str) -> str:
        """Return the name of an element."""
        return self._elements.get(code, code)

    def indicator(self, code: str) -> str:
        """Return the name of an indicator."""
        return self._indicators.get(code, code)

    def elements(self, codes: tuple[str, ...] | list[str], *, lower: bool = True) -> str:
        """Return names of elements joined as in a sentence."""
        names = [self.element(code) for code in codes]
        return enumeration([lower_first(n) for n in names] if lower else names, self.language)

    def area(self, code: str | Area | None) -> str:
        """Return the name of an area or of its code."""
        if isinstance(code, Area):
            return code.label.in_language(self.language)
        return self._areas.get(code or "", code or "")

    def comparison(self, code: str) -> str:
        """Return the name of a comparison."""
        found = next((c for c in self.dossier.comparisons if c.code == code), None)
        return found.label.in_language(self.language) if found else code

    def item(self, code: str) -> str:
        """Return the name of an item of the economic picture."""
        found = next((i for i in self.dossier.picture if i.code == code), None)
        return found.label.in_language(self.language) if found else code

    def unit(self, code: str) -> str:
        """Return a unit in words; a code that the dossier does not explain is shown as it is."""
        if code in WITHOUT_UNIT:
            return ""
        label = self.dossier.units.get(code)
        return code if label is None else label.in_language(self.language)

    def with_difference_unit(self, text: str, code: str) -> str:
        """Return a difference with its unit; between percentages that is percentage points."""
        if self.unit(code) == "%":
            return f"{text} {self.say('percentage points')}"
        return self.with_unit(text, code)

    def with_unit(self, text: str, code: str) -> str:
        """Return a formatted number followed by its unit ("15,6%", "€ 31.000", "9,4 × 1.000 banen")."""
        unit = self.unit(code)
        if unit == "%":
            return f"{text}%"
        return f"€ {text}" if unit == "€" else f"{text} {unit}".strip()

    @property
    def region(self) -> str:
        """The name of the region."""
        return self.dossier.region.label.in_language(self.language)


def lower_first(text: str) -> str:
    """Make the first letter small, unless the word is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """Make the first letter a capital."""
    return text[:1].upper() + text[1:]


def empty_dossier() -> Dossier:
    """Return a dossier without content, for sentences about something that belongs to no dossier."""
    nothing = Label("", "")
    provenance = Provenance("", "", "", 0, 0, {}, (), 0.0, 0.0, 0.0, None)
    return Dossier(
        course_id="",
        course_label=nothing,
        region=Area("", nothing, "region"),
        members=(),
        year=0,
        comparisons=(),
        weakest=(),
        picture=(),
        peers=(),
        strong_points=(),
        attention_points=(),
        changes=(),
        cannot_say=(),
        contradictions=(),
        coverage=(),
        coverage_holes=(),
        provenance=provenance,
    )
