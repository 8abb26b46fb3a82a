# SPDX-License-Identifier: EUPL-1.2
"""Weights from how much the indicators tell units apart: entropy, standard deviation and CRITIC.

Shannon (1948), *Bell System Technical Journal* 27; Zeleny (1982), *Multiple Criteria Decision Making*;
Diakoulaki, Mavrotas and Papayannakis (1995), "Determining objective weights in multiple criteria
problems: the CRITIC method", *Computers and Operations Research* 22. An indicator with more spread
weighs more here, whatever it means: such weights are no opinion about importance.
"""

from collections.abc import Sequence

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats, first_place, known_counts, name_of
from schakel.composite.describing.correlate import Method, correlate
from schakel.composite.normalising.normalise import NegativeValue, normalise_minmax
from schakel.composite.weighing.weigh import weigh_given


class NothingTold(BadInput):
    """Indicators of which none tells units apart."""

    template = N_("None of the indicators tells units apart.")
    cure = N_("Weights by information need indicators that differ between units.")


class UnknownRelation(BadInput):
    """Two indicators that are not known for enough of the same units."""

    template = N_("Indicators '{first}' and '{second}' are known together for fewer than 3 units.")
    cure = N_("Fill gaps, or leave one of the two out.")


def weigh_by_entropy(
    values: Floats, *, units: Sequence[str] | None = None, indicators: Sequence[str] | None = None
) -> Floats:
    """Weigh indicators by how unevenly their total is spread over the units.

    With p_ij = x_ij / sum_i x_ij and e_j = -sum_i p_ij ln p_ij / ln n_j over the n_j known units (0 ln 0
    is 0): w_j = (1 - e_j) / sum (1 - e). A constant indicator gets 0.

    Parameters
    ----------
    values
        Shape (..., n_units, k), 0 or more on a scale with a true zero; NaN is left out.
    units, indicators
        Names, for the message.

    Returns
    -------
    array of shape (..., k) with sum 1

    Raises
    ------
    NegativeValue
        For a value below zero.
    NothingKnown
        For an indicator without any known value.
    NothingTold
        When every indicator is constant.
    """
    mask = np.isfinite(values)
    negative = mask & (values < 0)
    if negative.any():
        unit, column = first_place(negative)
        raise NegativeValue(
            unit=name_of(units, unit),
            indicator=name_of(indicators, column),
            value=float(values[negative].flat[0]),
        )
    counts = known_counts(mask, indicators)[..., 0, :]
    known = np.where(mask, values, 0.0)
    total = known.sum(axis=-2, keepdims=True)
    shares = np.where(total > 0, known / np.where(total > 0, total, 1.0), mask / counts[..., None, :])
    logs = np.log(np.where(shares > 0, shares, 1.0))
    entropy = -(shares * logs).sum(axis=-2) / np.log(np.maximum(counts, 2))
    told = np.where(counts > 1, np.clip(1 - entropy, 0.0, None), 0.0)
    return _shares(np.where(told < 1e-14, 0.0, told))


def weigh_by_deviation(values: Floats, *, indicators: Sequence[str] | None = None) -> Floats:
    """Weigh indicators by their standard deviation after placing them between 0 and 1.

    ``w_j = s_j / sum s`` with s_j the standard deviation (n - 1) of the min-max normalised indicator.

    Parameters
    ----------
    values
        Shape (..., n_units, k); NaN is left out.
    indicators
        Names, for the message.

    Returns
    -------
    array of shape (..., k) with sum 1

    Raises
    ------
    ConstantIndicator, NothingKnown
        As :func:`schakel.composite.normalising.normalise.normalise_minmax`.
    """
    return _shares(_spread(normalise_minmax(values, indicators=indicators)))


def weigh_by_conflict(
    values: Floats, *, method: Method = "pearson", indicators: Sequence[str] | None = None
) -> Floats:
    """Weigh indicators by spread and by disagreement with the others (CRITIC).

    ``c_j = s_j sum_l (1 - r_jl)`` and w_j = c_j / sum c, with s_j the standard deviation (n - 1) of the
    min-max normalised indicator and r the correlations over the units known on both.

    Parameters
    ----------
    values
        Shape (..., n_units, k), higher is better; NaN is left out.
    method
        Which correlation.
    indicators
        Names, for the message.

    Returns
    -------
    array of shape (..., k) with sum 1

    Raises
    ------
    ConstantIndicator, NothingKnown, UnknownMethod
        As the functions used.
    UnknownRelation
        When two indicators share too few units, or one is constant among them.
    NothingTold
        When all indicators are perfectly correlated.
    """
    normal = normalise_minmax(values, indicators=indicators)
    found = correlate(normal, method=method).coefficients
    itself = np.eye(values.shape[-1], dtype=np.bool_)
    unknown = np.isnan(found) & ~itself
    if unknown.any():
        first, second = first_place(unknown)
        raise UnknownRelation(first=name_of(indicators, first), second=name_of(indicators, second))
    conflict = np.where(itself | (found > 1 - 1e-12), 0.0, 1 - found).sum(axis=-1)
    return _shares(_spread(normal) * conflict)


def _spread(normal: Floats) -> Floats:
    mask = np.isfinite(normal)
    counts = mask.sum(axis=-2, keepdims=True)
    known = np.where(mask, normal, 0.0)
    centred = np.where(mask, known - known.sum(axis=-2, keepdims=True) / counts, 0.0)
    return np.asarray(np.sqrt(np.square(centred).sum(axis=-2) / (counts[..., 0, :] - 1)))


def _shares(told: Floats) -> Floats:
    if (told.sum(axis=-1) <= 0).any():
        raise NothingTold()
    return weigh_given(told)
