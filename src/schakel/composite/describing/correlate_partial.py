# SPDX-License-Identifier: EUPL-1.2
"""Correlations between indicators once a shared cause, such as density, is taken out.

Fisher (1924), "The distribution of the partial correlation coefficient", *Metron* 3.
"""

from typing import Literal

import numpy as np

from schakel.composite.bad_input import Floats, Mask, WrongShape
from schakel.composite.describing.correlate import FEWEST_UNITS, Correlations, UnknownMethod, p_of_correlation
from schakel.composite.describing.pairwise_ranks import rank_averages
from schakel.composite.normalising.normalise import CONSTANT_TOLERANCE

EXPLAINED_WHOLLY = 1e-10


def correlate_partial(
    values: Floats,
    other: Floats | None = None,
    *,
    controls: Floats,
    method: Literal["pearson", "spearman"] = "pearson",
) -> Correlations:
    """Correlate what is left of the indicators once control variables are taken out.

    Both indicators (for ``spearman`` their ranks, and those of the controls) are regressed on the
    controls over the units known on both and on every control; the residuals are correlated, with
    n - 2 - c degrees of freedom for c independent controls. ``pairs`` counts the units used. An
    indicator that the controls explain wholly has NaN.

    Parameters
    ----------
    values, other
        Shapes (n_units, k) and (n_units, m), as for :func:`correlate`.
    controls
        Shape (n_units, c), for example density.
    method
        Of the values, or of their ranks.

    Raises
    ------
    WrongShape, UnknownMethod
        As for :func:`correlate`; leading axes are not taken.
    """
    second = values if other is None else other
    for name, table in (("values", values), ("other", second), ("controls", controls)):
        if table.ndim != 2 or len(table) != len(values):
            raise WrongShape(name=name, found=table.shape, expected=f"({len(values)}, k)")
    if method not in ("pearson", "spearman"):
        raise UnknownMethod(method=method, choices="pearson, spearman")
    usable = np.isfinite(controls).all(axis=1, keepdims=True)
    left, right = np.where(usable, values, np.nan), np.where(usable, second, np.nan)
    coefficients = np.full((values.shape[1], second.shape[1]), np.nan)
    pairs, freedom = np.zeros(coefficients.shape), np.zeros(coefficients.shape)
    for mask, columns in _patterns(left):
        for other_mask, other_columns in _patterns(right):
            rows = mask & other_mask
            block = np.ix_(columns, other_columns)
            parts = [left[rows][:, columns], right[rows][:, other_columns], controls[rows]]
            if method == "spearman":
                parts = [rank_averages(part) for part in parts]
            pairs[block] = rows.sum()
            coefficients[block], freedom[block] = _partial(*parts)
    p_values = p_of_correlation(coefficients, freedom)
    return Correlations(coefficients=coefficients, pairs=pairs, p_values=p_values)


def _patterns(values: Floats) -> list[tuple[Mask, np.ndarray]]:
    """Return the distinct patterns of known units, each with its columns."""
    patterns, which = np.unique(np.isfinite(values), axis=1, return_inverse=True)
    return [(patterns[:, p], np.flatnonzero(which.ravel() == p)) for p in range(patterns.shape[1])]


def _partial(x: Floats, y: Floats, controls: Floats) -> tuple[Floats, float]:
    """Correlate residuals of complete columns; NaN where too few units or nothing is left."""
    nothing = np.full((x.shape[1], y.shape[1]), np.nan)
    if len(x) < FEWEST_UNITS:
        return nothing, 0.0
    centred = controls - controls.mean(axis=0)
    design = np.column_stack([np.ones(len(x)), centred / np.abs(centred).max(axis=0).clip(1e-300)])
    basis, sizes, _ = np.linalg.svd(design, full_matrices=False)
    rank = int((sizes > EXPLAINED_WHOLLY * sizes[0]).sum())
    freedom = len(x) - 1 - rank
    if freedom < 1:
        return nothing, 0.0
    left, gone_left = _residuals(x, basis[:, :rank])
    right, gone_right = _residuals(y, basis[:, :rank])
    lengths = np.outer(np.sqrt(np.square(left).sum(axis=0)), np.sqrt(np.square(right).sum(axis=0)))
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.clip(left.T @ right / lengths, -1, 1)
    return np.where(gone_left[:, None] | gone_right[None, :], np.nan, found), float(freedom)


def _residuals(columns: Floats, basis: Floats) -> tuple[Floats, Mask]:
    """Return what the basis leaves of every column, and which columns have nothing of their own left."""
    size = np.abs(columns).max(axis=0)
    scaled = columns / np.where(size > 0, size, 1.0)
    left = scaled - basis @ (basis.T @ scaled)
    whole = np.ptp(scaled, axis=0)
    gone = (whole <= CONSTANT_TOLERANCE) | (np.abs(left).max(axis=0) <= EXPLAINED_WHOLLY * whole)
    return left, gone
