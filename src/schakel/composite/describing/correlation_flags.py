# SPDX-License-Identifier: EUPL-1.2
"""Reading a table of correlations: what is significant, and which pairs ask for attention.

Many pairs are tested at once, so some look significant by chance: Holm (1979), *Scandinavian Journal
of Statistics* 6, and Benjamini and Hochberg (1995), *Journal of the Royal Statistical Society B* 57.
Flags as in OECD/JRC (2008), step 4: indicators of one group that hardly differ count double, and
indicators of one group that run against each other cancel out.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, WrongShape
from schakel.composite.describing.correlate import Correlations

Adjustment = Literal["holm", "benjamini_hochberg"]


class UnknownAdjustment(BadInput):
    """A way to adjust p-values that does not exist here."""

    template = N_("'{method}' is not an adjustment for many tests.")
    cure = N_("Choose one of: holm, benjamini_hochberg.")


class WrongThreshold(BadInput):
    """A threshold that no correlation or probability can pass."""

    template = N_("The threshold {threshold} for '{name}' lies outside {low} to {high}.")
    cure = N_("Give a number within these bounds.")


@dataclass(frozen=True, slots=True)
class CorrelatedPairs:
    """A table of pairs of indicators, the strongest relation first.

    Attributes
    ----------
    first, second
        Column numbers of the two indicators, shape (n_pairs,); ``first`` is the lower number.
    coefficients, p_values
        Of the pair, shape (n_pairs,).
    """

    first: np.ndarray
    second: np.ndarray
    coefficients: Floats
    p_values: Floats


def blank_insignificant(
    found: Correlations, *, largest_p_value: float = 0.05, p_values: Floats | None = None
) -> Floats:
    """Return the coefficients with NaN where the p-value is above a limit or unknown.

    ``p_values`` (same shape) replaces those in ``found``, for example adjusted ones.

    Raises
    ------
    WrongThreshold
        When the limit is no probability.
    WrongShape
        When the p-values have another shape.
    """
    _require_between(largest_p_value, "largest_p_value", 0.0, 1.0)
    tested = found.p_values if p_values is None else p_values
    if tested.shape != found.coefficients.shape:
        raise WrongShape(name="p_values", found=tested.shape, expected=str(found.coefficients.shape))
    with np.errstate(invalid="ignore"):
        return np.where(tested <= largest_p_value, found.coefficients, np.nan)


def adjust_p_values(
    p_values: Floats, *, method: Adjustment = "holm", each_pair_twice: bool = False
) -> Floats:
    """Adjust p-values for the number of tests made together.

    With p(1) <= ... <= p(m): ``holm`` max over i <= j of (m - i + 1) p(i), which keeps the chance of
    one or more false finds below the level; ``benjamini_hochberg`` min over i >= j of m p(i) / i, which
    keeps the expected share of false finds below it. At most 1.

    Parameters
    ----------
    p_values
        One family of tests, shape (m,), or one family for every table of shape (..., k, m). NaN is no
        test and stays NaN.
    method
        Which of the two.
    each_pair_twice
        For a square table of an index with itself: the pairs above the diagonal are the tests, the
        result is mirrored and the diagonal is kept as it is.

    Raises
    ------
    UnknownAdjustment
        For any other method.
    WrongShape
        When ``each_pair_twice`` is asked of a table that is not square.
    """
    if method not in ("holm", "benjamini_hochberg"):
        raise UnknownAdjustment(method=method)
    if p_values.ndim < 2:
        return _adjusted(p_values, method)
    rows, columns = p_values.shape[-2:]
    if each_pair_twice and rows != columns:
        raise WrongShape(name="p_values", found=p_values.shape, expected="(..., k, k)")
    result = p_values.astype(np.float64, copy=True)
    upper = np.triu_indices(rows, 1)
    for place in np.ndindex(p_values.shape[:-2]):
        table = result[place]
        if each_pair_twice:
            table[upper] = _adjusted(table[upper], method)
            table[upper[1], upper[0]] = table[upper]
        else:
            table[...] = _adjusted(table.ravel(), method).reshape(table.shape)
    return result


def find_pairs(
    found: Correlations,
    *,
    above: float | None = None,
    below: float | None = None,
    groups: Sequence[Hashable] | None = None,
    largest_p_value: float = 1.0,
) -> CorrelatedPairs:
    """List the pairs of indicators with a correlation above or below a threshold.

    With ``groups`` only pairs of one group: above 0.9 they measure nearly the same, below -0.4 they
    work against each other inside the group. Without ``groups`` all pairs of the index: redundancy
    (``above=0.9``) or any negative relation (``below=0``). Each pair is listed once; pairs with an
    unknown correlation never.

    Parameters
    ----------
    found
        Of one table of indicators with itself, arrays of shape (k, k).
    above, below
        A coefficient strictly beyond either is listed; with neither, all pairs are.
    groups
        One label per indicator.
    largest_p_value
        Pairs with a higher p-value are left out.

    Raises
    ------
    WrongShape
        When the table is not square or the groups are not one per indicator.
    WrongThreshold
        When a threshold lies outside -1 to 1.
    """
    square = found.coefficients
    k = square.shape[-1]
    if square.ndim != 2 or square.shape != (k, k):
        raise WrongShape(name="found", found=square.shape, expected="(k, k)")
    if groups is not None and len(groups) != k:
        raise WrongShape(name="groups", found=(len(groups),), expected=f"({k},)")
    for name, limit in (("above", above), ("below", below)):
        if limit is not None:
            _require_between(limit, name, -1.0, 1.0)
    _require_between(largest_p_value, "largest_p_value", 0.0, 1.0)
    first, second = np.triu_indices(k, 1)
    coefficients, p_values = square[first, second], found.p_values[first, second]
    same = np.ones(len(first), dtype=np.bool_)
    if groups is not None:
        pairs = zip(first.tolist(), second.tolist(), strict=True)
        same = np.array([groups[i] == groups[j] for i, j in pairs], dtype=np.bool_)
    kept = np.isfinite(coefficients) & same & _beyond(coefficients, above, below)
    kept &= ~(p_values > largest_p_value)
    places = np.flatnonzero(kept)
    places = places[np.argsort(-np.abs(coefficients[places]), kind="stable")]
    return CorrelatedPairs(
        first=first[places],
        second=second[places],
        coefficients=coefficients[places],
        p_values=p_values[places],
    )


def _beyond(coefficients: Floats, above: float | None, below: float | None) -> Mask:
    if above is None and below is None:
        return np.ones(coefficients.shape, dtype=np.bool_)
    high = coefficients > (np.inf if above is None else above)
    low = coefficients < (-np.inf if below is None else below)
    return np.asarray(high | low, dtype=np.bool_)


def _adjusted(p_values: Floats, method: Adjustment) -> Floats:
    result = p_values.astype(np.float64, copy=True)
    known = np.flatnonzero(np.isfinite(p_values))
    order = known[np.argsort(p_values[known], kind="stable")]
    m, ordered = len(order), p_values[order]
    if method == "holm":
        raised = np.maximum.accumulate(np.arange(m, 0, -1) * ordered)
    else:
        raised = np.minimum.accumulate((m / np.arange(1, m + 1) * ordered)[::-1])[::-1]
    result[order] = np.minimum(raised, 1.0)
    return result


def _require_between(number: float, name: str, low: float, high: float) -> None:
    if not low <= number <= high:
        raise WrongThreshold(threshold=number, name=name, low=low, high=high)
