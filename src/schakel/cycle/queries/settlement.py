# SPDX-License-Identifier: EUPL-1.2
"""Inhabitants, jobs and firms from the picture of a diagnosis: levels and growth, beside similar areas.

The series of a diagnosis are those of the region as it is composed today. Growth over a break in a series
is never given. Where a figure does not exist for the region itself, the growth of the areas in which it lies
is given from the lowest to the highest, and none for the region.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from schakel.diagnosis.dossier import Dossier, Line, PictureItem
from schakel.koers.label import Label

ITEMS = ("population", "jobs", "industry_jobs", "industry_establishments")
"""The items of the picture that the course's fourth criterion is about: living, working, making firms."""


@dataclass(frozen=True, slots=True)
class Growth:
    """Growth of an item between two periods, in per cent.

    ``value`` is of the region itself. ``low`` and ``high`` are the lowest and highest of the areas that have
    the figure: the region, or the larger areas in which it lies. ``because`` says why there is none: "break",
    "no_earlier", "no_figure". ``n_peers`` similar areas have a value in both periods; ``peers`` is the middle
    of them.
    """

    item: str
    label: Label
    from_period: int | None
    to_period: int | None
    value: float | None
    low: float | None
    high: float | None
    peers: float | None
    n_peers: int
    country: float | None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """The newest level of an item for the region itself; unknown where only larger areas have the figure."""

    item: str
    period: int | None
    value: float | None
    low: float | None
    high: float | None


def item_of(dossier: Dossier | None, code: str) -> PictureItem | None:
    """Return an item of the picture; ``None`` where the diagnosis does not have it."""
    if dossier is None:
        return None
    return next((item for item in dossier.picture if item.code == code), None)


def level_of(item: PictureItem) -> Level:
    """Return the newest level of the region; what larger areas count says nothing about it."""
    at = item.standing
    if item.is_region_exact:
        return Level(item.code, at.period, at.value, at.low, at.high)
    return Level(item.code, at.period, None, None, None)


def growth_of(item: PictureItem, since: int | None = None) -> Growth:
    """Return the growth up to the newest period.

    Parameters
    ----------
    since
        The period to count from; without it the earliest that the standing of the item was counted from.
    """
    own = [line for line in item.lines if line.role in ("region", "nearest")]
    values = [_values(line) for line in own]
    to = max((p for known in values for p in known), default=None)
    start = since if since is not None else item.standing.change_from_period
    if to is None:
        return _no_growth(item, start, to, "no_figure")
    if start is None or start >= to:
        return _no_growth(item, start, to, "no_earlier")
    if any(start < first <= to for first in breaks_of(item)):
        return _no_growth(item, start, to, "break")
    found = _growths(own, start, to)
    if not found:
        return _no_growth(item, start, to, "no_earlier")
    peers = [g for line in _of_role(item, "peer") if (g := _growth(_values(line), start, to)) is not None]
    country = [
        g for line in _of_role(item, "country") if (g := _growth(_values(line), start, to)) is not None
    ]
    return Growth(
        item.code,
        item.label,
        start,
        to,
        found[0] if len(own) == 1 and item.is_region_exact else None,
        min(found),
        max(found),
        median(peers) if peers else None,
        len(peers),
        country[0] if country else None,
    )


def breaks_of(item: PictureItem) -> tuple[int, ...]:
    """Return the first period of each new series."""
    found = (note.details.get("from_period") for note in item.breaks)
    return tuple(sorted(period for period in found if isinstance(period, int)))


def growths(dossier: Dossier | None, since: int | None = None) -> tuple[Growth, ...]:
    """Return the growth of every item of this criterion that the diagnosis has."""
    items = (item_of(dossier, code) for code in ITEMS)
    return tuple(growth_of(item, since) for item in items if item is not None)


def _no_growth(item: PictureItem, start: int | None, to: int | None, because: str) -> Growth:
    return Growth(item.code, item.label, start, to, None, None, None, None, 0, None, because)


def _of_role(item: PictureItem, role: str) -> Iterable[Line]:
    return (line for line in item.lines if line.role == role)


def _values(line: Line) -> dict[int, float]:
    return {p.period: p.value for p in line.points if p.value is not None}


def _growths(lines: Iterable[Line], start: int, to: int) -> list[float]:
    return [g for line in lines if (g := _growth(_values(line), start, to)) is not None]


def _growth(values: Mapping[int, float], start: int, to: int) -> float | None:
    before, now = values.get(start), values.get(to)
    return None if not before or now is None else 100 * (now / before - 1)
