# SPDX-License-Identifier: EUPL-1.2
"""What moved since the previous year, split in real change, revision and method.

Four values of one subject are compared. P: what the previous measurement said. R: the
previous year computed again with the figures of then and the method of now. Q: the same with the
figures of now. N: this year. Then method = R - P, revision = Q - R, real = N - Q, and these
add up to N - P. A part whose values cannot be known is ``None``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from schakel.diagnosis.dossier import Area, Change, Dossier, Interval, Note
from schakel.koers.label import Label

SubjectKind = Literal["element", "picture", "index"]
Key = tuple[SubjectKind, str, str]
SMALL = 1e-12


@dataclass(frozen=True, slots=True)
class Quantity:
    """The value of one subject for one area in one dossier."""

    label: Label
    area: Area
    unit: str
    period: int
    spread: Interval


@dataclass(frozen=True, slots=True)
class Split:
    """A change and its parts; ``None`` where a part cannot be known."""

    total: float | None
    real: float | None
    revision: float | None
    method: float | None


def split_change(
    stated: float | None, remade: float | None, revised: float | None, now: float | None
) -> Split:
    """Split a change into real change, revision and method.

    Parameters
    ----------
    stated, remade, revised, now : float or None
        P, R, Q and N of the module's text.

    Returns
    -------
    Split
        Known parts add up to ``total`` (to the last bits). With R unknown the real change
        can still be known; with P unknown there is no total.
    """

    def step(after: float | None, before: float | None) -> float | None:
        if after is None or before is None:
            return None
        gap = after - before
        return 0.0 if abs(gap) < SMALL else gap

    return Split(step(now, stated), step(now, revised), step(revised, remade), step(remade, stated))


def quantities_of(dossier: Dossier) -> dict[Key, Quantity]:
    """Return every value of a dossier that is followed through the years."""
    found: dict[Key, Quantity] = {}
    for item in dossier.picture:
        at = item.standing
        if at.area is not None and at.period is not None:
            spread = Interval(at.value, at.low, at.high)
            key: Key = ("picture", item.code, at.area.code)
            found[key] = Quantity(item.label, at.area, item.unit, at.period, spread)
    for comparison in dossier.comparisons:
        areas = {area.code: area for area in comparison.targets}
        for rank in comparison.ranks:
            spread, area = rank.index, areas[rank.area_code]
            key = ("index", comparison.code, rank.area_code)
            found[key] = Quantity(comparison.label, area, "index", dossier.year, spread)
        for element in comparison.elements:
            if element.measured:
                key = ("element", element.element, element.area_code)
                period = element.newest_period or dossier.year
                area = areas[element.area_code]
                found[key] = Quantity(element.label, area, "score", period, element.score)
    return found


def is_beyond_noise(before: Interval, after: Interval) -> bool | None:
    """Say whether two estimates differ more than their own 90 % intervals allow.

    True when each value lies outside the other's interval; ``None`` without intervals.
    """
    if before.value is None or after.value is None:
        return None
    if before.low is None or before.high is None or after.low is None or after.high is None:
        return None
    return not (before.low <= after.value <= before.high) and not (after.low <= before.value <= after.high)


@dataclass(frozen=True, slots=True)
class Retellings:
    """The previous year as stated then, remade with today's method, and also with today's figures.

    ``remade`` is ``None`` when the figures of then are no longer there.
    """

    stated: Dossier
    remade: Dossier | None
    revised: Dossier | None


def changes_since(
    now: Dossier, previous: Retellings, noise: Mapping[str, float | None]
) -> tuple[Change, ...]:
    """Return what moved between the previous measurement and this one, in the order of the dossier.

    Parameters
    ----------
    now : Dossier
        This year's dossier.
    previous : Retellings
        The previous year's, told up to three times.
    noise : mapping
        Per item of the picture the smallest change that is more than rounding and margin.
    """
    stated = quantities_of(previous.stated)
    remade = quantities_of(previous.remade) if previous.remade else {}
    revised = quantities_of(previous.revised) if previous.revised else {}
    found = []
    for key, quantity in quantities_of(now).items():
        before = stated.get(key)
        if before is None or (before.spread.value is None and quantity.spread.value is None):
            continue
        split = split_change(
            before.spread.value,
            _value(remade.get(key)),
            _value(revised.get(key)),
            quantity.spread.value,
        )
        beyond = _beyond(key, split, before, quantity, noise)
        found.append(_change(key, quantity, before, split, beyond))
    return tuple(found)


def _value(quantity: Quantity | None) -> float | None:
    return quantity.spread.value if quantity else None


def _beyond(
    key: Key, split: Split, before: Quantity, after: Quantity, noise: Mapping[str, float | None]
) -> bool | None:
    if key[0] != "picture":
        return is_beyond_noise(before.spread, after.spread)
    smallest = noise.get(key[1])
    moved = split.real if split.real is not None else split.total
    return None if smallest is None or moved is None else abs(moved) > smallest


def _change(key: Key, quantity: Quantity, before: Quantity, split: Split, beyond: bool | None) -> Change:
    return Change(
        subject_kind=key[0],
        subject=key[1],
        label=quantity.label,
        area=quantity.area,
        unit=quantity.unit,
        period=quantity.period,
        previous_period=before.period,
        previous_value=before.spread.value,
        value=quantity.spread.value,
        total=split.total,
        real=split.real,
        revision=split.revision,
        method=split.method,
        is_beyond_noise=beyond,
        notes=tuple(_notes(key, quantity, before, split)),
    )


def _notes(key: Key, quantity: Quantity, before: Quantity, split: Split) -> Iterable[Note]:
    if key[0] != "index" and quantity.period == before.period and split.total == 0:
        yield Note("no_newer_figure", {"period": quantity.period})
    if split.total is not None and split.revision is None:
        yield Note("parts_unknown", {})
