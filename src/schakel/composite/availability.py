# SPDX-License-Identifier: EUPL-1.2
"""How much is known: per unit, per indicator, and where too little is known to go on."""

from dataclasses import dataclass

import numpy as np

from schakel.composite.bad_input import Floats, Mask


@dataclass(frozen=True, slots=True)
class Availability:
    """Shares of known values: per unit (..., n_units), per indicator (..., k_indicators), of all."""

    per_unit: Floats
    per_indicator: Floats
    overall: float


def measure_availability(values: Floats) -> Availability:
    """Count the known (finite) values of an array of shape (..., n_units, k_indicators)."""
    known = np.isfinite(values)
    return Availability(
        per_unit=known.mean(axis=-1), per_indicator=known.mean(axis=-2), overall=float(known.mean())
    )


def enough_known(values: Floats, *, min_share: float) -> Mask:
    """Tell which units have at least ``min_share`` of their indicators, shape (..., n_units)."""
    return np.asarray(np.isfinite(values).mean(axis=-1) >= min_share - 1e-12, dtype=np.bool_)


def constant_indicators(values: Floats) -> Mask:
    """Tell which indicators cannot tell units apart: fewer than two known values, or all equal."""
    known = np.isfinite(values)
    low = np.where(known, values, np.inf).min(axis=-2)
    high = np.where(known, values, -np.inf).max(axis=-2)
    return np.asarray((known.sum(axis=-2) < 2) | (high <= low), dtype=np.bool_)
