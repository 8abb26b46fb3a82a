# SPDX-License-Identifier: EUPL-1.2
"""Draws of what the indicators might have been, given their declared errors."""

import numpy as np

from schakel.ecosystem.indicator_table import IndicatorSpec, IndicatorTable
from schakel.ecosystem.results import Floats


def draw_values(table: IndicatorTable, *, n_runs: int, rng: np.random.Generator) -> Floats:
    """Draw the whole table ``n_runs`` times, shape (n_runs, n_units, k_indicators).

    Each indicator by its declared error: absolute (normal), relative (lognormal with the value as
    median; normal on an interval scale), poisson (the rate behind the counted events, by its
    posterior Gamma(events + 1/2), so that a count of zero is not certain either) and rounding
    (uniform over one step). Cells of one error group share one draw. A ratio-scale indicator stays
    at or above zero, and above half its lowest positive value when no region has a true zero.
    Unknown cells stay unknown.
    """
    draws = np.empty((n_runs, *table.values.shape))
    for column, indicator in enumerate(table.indicators):
        if indicator.error_kind == "poisson":
            drawn = _draw_rates(table, column, indicator, n_runs, rng)
        elif indicator.error_value > 0:
            drawn = _draw_errors(table, column, indicator, n_runs, rng)
        else:
            drawn = np.broadcast_to(table.values[:, column], draws.shape[:2])
        if indicator.scale == "ratio":
            drawn = np.maximum(drawn, _floor(table.values[:, column]))
        draws[:, :, column] = drawn
    return draws


def _draw_errors(
    table: IndicatorTable, column: int, indicator: IndicatorSpec, n_runs: int, rng: np.random.Generator
) -> Floats:
    values = table.values[:, column]
    group, position = np.unique(table.error_groups[:, column], return_inverse=True)
    shape = (n_runs, len(group))
    if indicator.error_kind == "rounding":
        return np.asarray(values + indicator.error_value * (rng.random(shape) - 0.5)[:, position])
    standard = rng.standard_normal(shape)[:, position]
    if indicator.error_kind == "absolute":
        return np.asarray(values + indicator.error_value * standard)
    if indicator.scale == "interval":
        return np.asarray(values + np.abs(values) * indicator.error_value * standard)
    return np.asarray(values * np.exp(np.sqrt(np.log1p(indicator.error_value**2)) * standard))


def _draw_rates(
    table: IndicatorTable, column: int, indicator: IndicatorSpec, n_runs: int, rng: np.random.Generator
) -> Floats:
    """Draw the rate behind counted events; cells whose number of events is unknown stay as they are."""
    values, size = table.values[:, column], table.event_sizes[:, column]
    counted = np.isfinite(values) & np.isfinite(size) & (size > 0) & (values >= 0)
    events = np.where(counted, values / np.where(counted, size, 1.0), 0.0)
    rates = rng.standard_gamma(events + 0.5, size=(n_runs, len(events)))
    return np.where(counted, rates * np.where(counted, size, 0.0), values)


def _floor(values: Floats) -> float:
    known = values[np.isfinite(values)]
    if not len(known) or known.min() < 0:
        return -np.inf
    return float(known.min()) / 2


def fill_unknown_elements(scores: Floats, is_reference: np.ndarray, rng: np.random.Generator) -> Floats:
    """Return scores in which an unknown element of a unit is drawn, so that its index is less certain.

    The draw is the unit's own mean over its known elements, times the ratio of that element to the
    mean in a reference region taken at random. Only for use inside the runs: the score that is
    shown is never filled. Elements that no reference region has stay unknown.

    Parameters
    ----------
    scores
        Shape (n_runs, n_units, k_elements), above or equal to 0.
    is_reference
        Shape (n_units,): regions that may lend their ratio.
    rng
        Source of chance.
    """
    known = np.isfinite(scores[0])
    measured = known[is_reference].any(axis=0)
    wanting = ~known & measured & known.any(axis=1)[:, None]
    if not wanting.any():
        return scores
    found = scores.copy()
    counts = np.maximum((known & measured).sum(axis=1), 1)
    means = np.where(known & measured, scores, 0.0).sum(axis=2) / counts
    runs = np.arange(len(scores))
    for unit, element in np.argwhere(wanting):
        donors = np.flatnonzero(is_reference & known[:, element])
        donor = rng.choice(donors, size=len(scores))
        found[:, unit, element] = means[:, unit] * scores[runs, donor, element] / means[runs, donor]
    return found
