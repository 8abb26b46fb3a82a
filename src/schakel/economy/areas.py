# SPDX-License-Identifier: EUPL-1.2
"""The areas that a picture compares: the region, its nearest areas, all COROPs, NUTS 2 and the country."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from schakel.koers.label import Label

Kind = str


@dataclass(frozen=True, slots=True)
class PictureArea:
    """An area with the codes under which publishers know it.

    ``codes`` are tried in order (a COROP region is also a NUTS 3 region); ``parts_in`` gives, for
    a year, the parts from which it can be put together where no code has the figure.
    """

    code: str
    label: Label
    kind: Kind
    codes: tuple[str, ...]
    parts_in: Callable[[int], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PictureAreas:
    """All areas of one picture.

    ``nearest`` gives, per level ("corop", "nuts2"), the codes of the areas that hold members,
    with the share of the region's inhabitants (or members) that lives there, largest first.
    ``members`` are the region's municipalities.
    """

    region: PictureArea
    country: PictureArea
    corops: Mapping[str, PictureArea]
    nuts2: Mapping[str, PictureArea]
    nuts2_of_corop: Mapping[str, str]
    nearest: Mapping[str, tuple[tuple[str, float], ...]]
    members: tuple[PictureArea, ...] = ()

    def at_level(self, level: str) -> Mapping[str, PictureArea]:
        """Return the areas of a level by code."""
        return self.corops if level == "corop" else self.nuts2

    def nearest_areas(self, level: str) -> tuple[PictureArea, ...]:
        """Return the areas of a level in which members lie, the one with most of the region first."""
        areas = self.at_level(level)
        return tuple(areas[code] for code, _ in self.nearest[level] if code in areas)


def share_by_area(
    members: tuple[str, ...], area_of: Mapping[str, str], weight: Mapping[str, float]
) -> tuple[tuple[str, float], ...]:
    """Return which areas hold the members and with what share of their weight, largest first.

    Parameters
    ----------
    members : tuple of str
        Municipality codes; one without an area is left out.
    area_of : mapping
        Area code per municipality.
    weight : mapping
        Inhabitants per municipality. When one member has none, every member counts as one.
    """
    counts = (
        {m: weight[m] for m in members} if all(m in weight for m in members) else dict.fromkeys(members, 1.0)
    )
    sums: dict[str, float] = {}
    for member in members:
        if member in area_of:
            sums[area_of[member]] = sums.get(area_of[member], 0.0) + counts[member]
    whole = sum(sums.values())
    return tuple(sorted(((a, s / whole) for a, s in sums.items()), key=lambda pair: (-pair[1], pair[0])))


def no_parts(year: int) -> tuple[str, ...]:
    """Give no parts: for an area that is never put together."""
    return ()
