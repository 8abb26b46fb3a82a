# SPDX-License-Identifier: EUPL-1.2
"""Correlations between indicators, with the number of units they rest on and their p-values.

Every pair of indicators uses the units known on both (pairwise complete). OECD/JRC (2008),
*Handbook on Constructing Composite Indicators*, step 4; Kendall (1945), "The treatment of ties in
ranking problems", *Biometrika* 33.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import stdtr

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, WrongShape, filled
from schakel.composite.describing.correlate_kendall import correlate_kendall
from schakel.composite.describing.pairwise_ranks import order_columns, rank_averages, rank_columns_among
from schakel.composite.normalising.normalise import CONSTANT_TOLERANCE

Method = Literal["pearson", "spearman", "kendall"]
FEWEST_UNITS = 3
CANCELLED = 1e-6
ROUNDING = 1e-14


class UnknownMethod(BadInput):
    """A kind of correlation that does not exist here."""

    template = N_("'{method}' is not a correlation that can be computed here.")
    cure = N_("Choose one of: {choices}.")


@dataclass(frozen=True, slots=True)
class Correlations:
    """Correlations between k indicators and m others.

    Attributes
    ----------
    coefficients
        Between -1 and 1, shape (..., k, m). NaN where fewer than 3 units are known on both, or where
        one of the two is constant among them.
    pairs
        Number of units known on both, shape (..., k, m).
    p_values
        Two-sided probability of a coefficient at least as far from 0 when there is no relation,
        shape (..., k, m); NaN where the coefficient is NaN, 0 between an indicator and itself.
    """

    coefficients: Floats
    pairs: Floats
    p_values: Floats


def correlate(values: Floats, other: Floats | None = None, *, method: Method = "pearson") -> Correlations:
    """Correlate every indicator with every other over the units.

    ``pearson``: cov(x, y) / (sd(x) sd(y)). ``spearman``: the same of the ranks (tied values share the
    mean rank) among the units known on both. ``kendall``: tau-b = (C - D) / sqrt((P - Tx)(P - Ty))
    with C concordant, D discordant, P all and T tied pairs of units.

    p-values: t = r sqrt((n - 2) / (1 - r^2)) against Student's t with n - 2 degrees of freedom
    (Pearson; for Spearman an approximation). Kendall: the exact distribution of C - D below 50 units
    without ties, otherwise normal with the variance corrected for ties, without continuity correction.

    Parameters
    ----------
    values
        Shape (..., n_units, k); NaN is unknown and leaves the unit out of the pairs with that indicator.
    other
        Shape (..., n_units, m), for example the parents' scores; ``values`` itself by default.
    method
        Kendall compares all pairs of units: its time grows with the square of both numbers.

    Returns
    -------
    Correlations, with arrays of shape (..., k, m)

    Raises
    ------
    WrongShape
        When the two have other numbers of units, or no unit axis.
    UnknownMethod
        For any other method.
    """
    _require_units(values, values if other is None else other)
    values = np.where(np.isfinite(values), values, np.nan)
    second = values if other is None else np.where(np.isfinite(other), other, np.nan)
    p_values = None
    if method == "pearson":
        coefficients, pairs = _pearson(values, second)
    elif method == "spearman":
        coefficients, pairs = _spearman(values, second)
    elif method == "kendall":
        coefficients, pairs, p_values = correlate_kendall(values, second)
    else:
        raise UnknownMethod(method=method, choices="pearson, spearman, kendall")
    certain = np.where(np.abs(coefficients) > 1 - ROUNDING, np.sign(coefficients), coefficients)
    coefficients = np.where(pairs >= FEWEST_UNITS, certain, np.nan)
    if p_values is None:
        p_values = p_of_correlation(coefficients, pairs - 2)
    if other is None:
        diagonal = np.eye(values.shape[-1], dtype=np.bool_) & np.isfinite(coefficients)
        coefficients, p_values = np.where(diagonal, 1.0, coefficients), np.where(diagonal, 0.0, p_values)
    p_values = np.where(np.isfinite(coefficients), p_values, np.nan)
    return Correlations(coefficients=coefficients, pairs=pairs, p_values=p_values)


def p_of_correlation(coefficients: Floats, freedom: Floats) -> Floats:
    """Return two-sided p-values of correlations by Student's t; NaN without degrees of freedom."""
    enough = np.isfinite(coefficients) & (freedom > 0)
    safe = np.where(enough, freedom, 1.0)
    inside = np.where(enough, np.clip(coefficients, -1, 1), 0.0)
    with np.errstate(divide="ignore"):
        t = np.abs(inside) * np.sqrt(safe / ((1 - inside) * (1 + inside)))
    return np.where(enough, 2 * stdtr(safe, -t), np.nan)


def covary(values: Floats) -> Floats:
    """Return the covariance matrix (n - 1) over the units known on both, shape (..., k, k).

    NaN where fewer than two units are known on both; 0 with an indicator that is constant over its
    known units. Takes values of shape (..., n_units, k).

    Raises
    ------
    WrongShape
        When there is no unit axis.
    """
    _require_units(values, values)
    mask = np.isfinite(values)
    centred = np.where(_constant(values, mask), 0.0, _centred(values, mask))
    known = mask.astype(np.float64)
    turned, turned_known = np.swapaxes(centred, -1, -2), np.swapaxes(known, -1, -2)
    pairs = turned_known @ known
    sums = turned @ known
    with np.errstate(divide="ignore", invalid="ignore"):
        found = (turned @ centred - sums * np.swapaxes(sums, -1, -2) / pairs) / (pairs - 1)
    return np.where(pairs > 1, found, np.nan)


def _require_units(values: Floats, other: Floats) -> None:
    if values.ndim < 2:
        raise WrongShape(name="values", found=values.shape, expected="(..., n_units, k_indicators)")
    if other.ndim < 2 or other.shape[-2] != values.shape[-2]:
        raise WrongShape(name="other", found=other.shape, expected=f"(..., {values.shape[-2]}, m)")


def _constant(values: Floats, mask: Mask) -> Mask:
    low = np.where(mask, values, np.inf).min(axis=-2, keepdims=True, initial=np.inf)
    high = np.where(mask, values, -np.inf).max(axis=-2, keepdims=True, initial=-np.inf)
    return np.asarray(~(high - low > CONSTANT_TOLERANCE * np.maximum(np.abs(low), np.abs(high))))


def _centred(values: Floats, mask: Mask) -> Floats:
    """Subtract the mean of the known values; 0 where unknown."""
    counts = np.maximum(mask.sum(axis=-2, keepdims=True), 1)
    return filled(values - filled(values, mask).sum(axis=-2, keepdims=True) / counts, mask)


def _standard(values: Floats) -> tuple[Floats, Mask, Mask]:
    """Return z-scores with 0 where unknown, what is known, and which columns are constant."""
    mask = np.isfinite(values)
    constant = _constant(values, mask)
    size = np.abs(filled(values, mask)).max(axis=-2, keepdims=True, initial=0.0)
    centred = _centred(values / np.where(constant, 1.0, size), mask)
    counts = np.maximum(mask.sum(axis=-2, keepdims=True), 1)
    deviation = np.sqrt(np.square(centred).sum(axis=-2, keepdims=True) / counts)
    z = np.where(constant, 0.0, centred / np.where(constant, 1.0, deviation))
    return z, mask, constant[..., 0, :]


def _pearson(values: Floats, other: Floats) -> tuple[Floats, Floats]:
    x, known_x, constant_x = _standard(values)
    y, known_y, constant_y = (x, known_x, constant_x) if other is values else _standard(other)
    turned, counted = np.swapaxes(x, -1, -2), np.swapaxes(known_x, -1, -2).astype(np.float64)
    known = known_y.astype(np.float64)
    pairs = counted @ known
    sum_x, sum_y = turned @ known, counted @ y
    square_x, square_y = np.square(turned) @ known, counted @ np.square(y)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance_x, variance_y = square_x - sum_x**2 / pairs, square_y - sum_y**2 / pairs
        found = (turned @ y - sum_x * sum_y / pairs) / np.sqrt(variance_x * variance_y)
    usable = (pairs >= 2) & ~constant_x[..., :, None] & ~constant_y[..., None, :]
    lost = (variance_x <= CANCELLED * square_x) | (variance_y <= CANCELLED * square_y)
    for place in np.argwhere(usable & lost):
        lead, (i, j) = tuple(place[:-2]), place[-2:]
        found[tuple(place)] = _directly(
            np.broadcast_to(values, (*found.shape[:-2], *values.shape[-2:]))[lead][:, i],
            np.broadcast_to(other, (*found.shape[:-2], *other.shape[-2:]))[lead][:, j],
        )
    return np.where(usable, found, np.nan), pairs


def _directly(x: Floats, y: Floats) -> float:
    """Correlate two columns without the shortcut, where it would lose digits."""
    both = np.isfinite(x) & np.isfinite(y)
    x, y = x[both], y[both]
    for column in (x, y):
        if np.ptp(column) <= CONSTANT_TOLERANCE * np.abs(column).max():
            return np.nan
    x, y = x - x.mean(), y - y.mean()
    x, y = x / np.abs(x).max(), y / np.abs(y).max()
    return float(x @ y / np.sqrt((x @ x) * (y @ y)))


def _spearman(values: Floats, other: Floats) -> tuple[Floats, Floats]:
    if np.isfinite(values).all() and np.isfinite(other).all():
        ranks = rank_averages(values)
        return _pearson(ranks, ranks if other is values else rank_averages(other))
    lead = np.broadcast_shapes(values.shape[:-2], other.shape[:-2])
    found = np.empty((*lead, values.shape[-1], other.shape[-1]))
    pairs = np.empty_like(found)
    left = np.broadcast_to(values, (*lead, *values.shape[-2:]))
    right = np.broadcast_to(other, (*lead, *other.shape[-2:]))
    for place in np.ndindex(lead):
        found[place], pairs[place] = _spearman_with_holes(left[place], right[place])
    return found, pairs


def _spearman_with_holes(values: Floats, other: Floats) -> tuple[Floats, Floats]:
    """Correlate ranks taken anew among the units that each pair shares."""
    known_x, known_y = np.isfinite(values), np.isfinite(other)
    orders = order_columns(other)
    found = np.full((values.shape[1], other.shape[1]), np.nan)
    pairs = known_x.T.astype(np.float64) @ known_y
    for i in range(values.shape[1]):
        both = known_x[:, [i]] & known_y
        middle = (pairs[i] + 1) / 2
        own = rank_averages(np.where(both, values[:, [i]], np.nan))
        theirs = rank_columns_among(orders, known_x[:, i], known_y)
        x, y = np.where(both, own - middle, 0.0), np.where(both, theirs - middle, 0.0)
        spread = np.square(x).sum(axis=0) * np.square(y).sum(axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            found[i] = np.where(spread > 0, (x * y).sum(axis=0) / np.sqrt(spread), np.nan)
    return found, pairs
