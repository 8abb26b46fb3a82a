# SPDX-License-Identifier: EUPL-1.2
"""Choose which units to keep: those of which enough is known and not nearly everything is zero."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, WrongShape
from schakel.composite.describing.availability import measure_availability

ScreenBy = Literal["missing", "zeros", "missing_and_zeros"]
ScreenReason = Literal[
    "enough", "too_few_known", "too_few_nonzero", "too_few_known_and_nonzero", "forced_in", "forced_out"
]


class WrongForce(BadInput):
    """A unit that is forced in or out but is not there, or is forced both ways."""

    template = N_("Unit '{unit}' cannot be forced: {why}.")
    cure = N_("Name only units that are among the data, each in one of the two lists.")


class NotAShare(BadInput):
    """A share outside 0 to 1."""

    template = N_("'{name}' is {share}.")
    cure = N_("Give a share from 0 to 1.")


class NoUnitsLeft(BadInput):
    """A screening that removes every unit."""

    template = N_("No unit has enough known values ({min_share_known}) and values other than 0.")
    cure = N_("Lower the thresholds, or leave out the indicators about which little is known.")


@dataclass(frozen=True, slots=True)
class Screening:
    """Which units are kept, and why; every array has shape (..., n_units).

    Attributes
    ----------
    kept
        Flag per unit, to be used as ``values[kept]`` (without leading axes).
    reason
        One of ``ScreenReason`` per unit.
    share_known, share_nonzero
        Known values as a share of the indicators; values other than 0 as a share of the known ones.
    too_few_known, too_few_nonzero
        Below the threshold, whether or not that counted in this screening.
    """

    kept: Mask
    reason: NDArray[np.str_]
    share_known: Floats
    share_nonzero: Floats
    too_few_known: Mask
    too_few_nonzero: Mask


def screen_units(
    values: Floats,
    *,
    by: ScreenBy = "missing",
    min_share_known: float = 2 / 3,
    min_share_nonzero: float = 0.05,
    keep: Sequence[str] = (),
    remove: Sequence[str] = (),
    units: Sequence[str] | None = None,
) -> Screening:
    """Tell which units to keep: a share below a threshold that counts removes a unit.

    Definitions and default thresholds as in Becker et al. (2022), *JOSS* 7:4567.

    Parameters
    ----------
    values
        Shape (..., n_units, k_indicators); NaN is unknown. A unit of which nothing is known fails both.
    by
        Which thresholds count: of missing values, of zeros, or either.
    min_share_known
        Least share of known values.
    min_share_nonzero
        Least share of the known values that is not zero.
    keep, remove
        Names of units forced in and out, whatever their shares.
    units
        Names of the units; needed for ``keep`` and ``remove``.

    Raises
    ------
    WrongForce
        When a forced unit is not among ``units``, or in both lists.
    NotAShare
        When a threshold is not a share.
    NoUnitsLeft
        When nothing remains (of any draw).
    WrongShape
        When ``units`` is not one name per unit.
    """
    for name, share in (("min_share_known", min_share_known), ("min_share_nonzero", min_share_nonzero)):
        if not 0 <= share <= 1:
            raise NotAShare(name=name, share=share)
    forced_in, forced_out = _forced(keep, remove, units, values.shape[-2])
    found = measure_availability(values)
    few_known = ~(found.per_unit >= min_share_known - 1e-12)
    few_nonzero = ~(found.nonzero_per_unit >= min_share_nonzero - 1e-12)
    by_known = few_known & (by != "zeros")
    by_zeros = few_nonzero & (by != "missing")
    kept = (~(by_known | by_zeros) | forced_in) & ~forced_out
    if not kept.any(axis=-1).all():
        raise NoUnitsLeft(min_share_known=min_share_known)
    reason = np.select(
        [np.broadcast_to(flag, kept.shape) for flag in (forced_in, forced_out)]
        + [by_known & by_zeros, by_known, by_zeros],
        [
            "forced_in",
            "forced_out",
            "too_few_known_and_nonzero",
            "too_few_known",
            "too_few_nonzero",
        ],
        default="enough",
    )
    return Screening(
        kept=kept,
        reason=reason,
        share_known=found.per_unit,
        share_nonzero=found.nonzero_per_unit,
        too_few_known=few_known,
        too_few_nonzero=few_nonzero,
    )


def _forced(
    keep: Sequence[str], remove: Sequence[str], units: Sequence[str] | None, n_units: int
) -> tuple[Mask, Mask]:
    """Return flags per unit for the two lists of names."""
    if units is not None and len(units) != n_units:
        raise WrongShape(name="units", found=(len(units),), expected=f"({n_units},)")
    known = list(units or ())
    for unit in (*keep, *remove):
        if unit not in known:
            raise WrongForce(unit=unit, why=N_("it is not among the units"))
        if unit in keep and unit in remove:
            raise WrongForce(unit=unit, why=N_("it is forced in and out"))
    names = known or [""] * n_units
    return (
        np.array([name in keep for name in names], dtype=np.bool_),
        np.array([name in remove for name in names], dtype=np.bool_),
    )
