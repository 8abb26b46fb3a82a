# SPDX-License-Identifier: EUPL-1.2
"""The region of a course through time: which municipalities, since when, and in which larger areas."""

from datetime import date
from typing import Annotated, Literal

import pydantic

from schakel.koers.entries import Code, Entry, Text, Words
from schakel.koers.failures import N_, Failure
from schakel.koers.problems import nearest_name

MunicipalityCode = Annotated[str, pydantic.StringConstraints(pattern=r"^GM[0-9]{4}$")]
CoropCode = Annotated[str, pydantic.StringConstraints(pattern=r"^CR[0-9]{2}$")]
ProvinceCode = Annotated[str, pydantic.StringConstraints(pattern=r"^PV[0-9]{2}$")]
Nuts2Code = Annotated[str, pydantic.StringConstraints(pattern=r"^[A-Z]{2}[0-9A-Z]{2}$")]
Nuts3Code = Annotated[str, pydantic.StringConstraints(pattern=r"^[A-Z]{2}[0-9A-Z]{3}$")]


class UnknownVariant(Failure):
    """A region boundary that the course does not declare."""

    template = N_("The course has no region boundary named “{found}”.")
    cure = N_("Use one of: {expected}.")


class Member(Entry):
    """A municipality of the region, with the areas it lies in.

    It belongs to the region from ``valid_from`` until ``valid_to`` (not included).
    ``certainty`` says how well ``valid_from`` is known: the exact day, only the year, or not;
    with "unknown" ``valid_from`` is absent and ``not_before`` is a day on which it was not yet a member.
    """

    code: MunicipalityCode
    name: Text
    corop: CoropCode
    province: ProvinceCode
    nuts3: Nuts3Code
    nuts2: Nuts2Code
    valid_from: date | None = None
    valid_to: date | None = None
    certainty: Literal["day", "year", "unknown"] = "day"
    not_before: date | None = None
    section: Text | None = None
    note: Words | None = None

    def belongs_on(self, day: date) -> bool:
        """Whether the municipality is known to belong to the region on this day."""
        if self.valid_from is None or day < self.valid_from:
            return False
        return self.valid_to is None or day < self.valid_to


class Variant(Entry):
    """A way to draw the region's boundary: a named set of municipalities."""

    code: Code
    label: Words
    members: tuple[MunicipalityCode, ...] = pydantic.Field(min_length=1)
    note: Words | None = None


class Region(Entry):
    """The region: every municipality that belongs or belonged to it, and the boundaries in use."""

    code: Code
    label: Words
    members: tuple[Member, ...] = pydantic.Field(min_length=1)
    default_variant: Code
    variants: tuple[Variant, ...] = pydantic.Field(min_length=1)

    def variant(self, code: str | None = None) -> Variant:
        """Return a boundary by code, the default one without a code.

        Raises
        ------
        UnknownVariant
            Where the course declares no such boundary.
        """
        wanted = code or self.default_variant
        for variant in self.variants:
            if variant.code == wanted:
                return variant
        codes = [v.code for v in self.variants]
        raise UnknownVariant(found=wanted, expected=", ".join(codes), nearest=nearest_name(wanted, codes))

    def members_of(self, variant: str | None = None) -> tuple[Member, ...]:
        """Return the municipalities of a boundary, in the order of the file."""
        codes = self.variant(variant).members
        return tuple(member for member in self.members if member.code in codes)

    def members_on(self, day: date) -> tuple[Member, ...]:
        """Return the municipalities that are known to belong to the region on a day."""
        return tuple(member for member in self.members if member.belongs_on(day))

    def areas_of(
        self, kind: Literal["corop", "province", "nuts3", "nuts2"], variant: str | None = None
    ) -> tuple[str, ...]:
        """Return the larger areas that a boundary touches, each once, in the order of its members."""
        return tuple(dict.fromkeys(getattr(member, kind) for member in self.members_of(variant)))
