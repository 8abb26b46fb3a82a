# SPDX-License-Identifier: EUPL-1.2
"""How well memberships X fit the outcome Y as a necessary or as a sufficient condition.

Ragin (2006), *Political Analysis* 14(3): consistency and coverage. Schneider and Wagemann (2012),
*Set-Theoretic Methods for the Social Sciences*: proportional reduction in inconsistency (PRI) and
relevance of necessity (RoN). Sums are over the units in which every set asked for is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from schakel.composite.bad_input import (
    N_,
    BadInput,
    Floats,
    Mask,
    WrongShape,
    filled,
    first_place,
    name_of,
)


class NotAMembership(BadInput):
    """A value outside 0 to 1 where a membership was expected."""

    template = N_("Unit '{unit}' has {value} in set '{indicator}'; a membership lies between 0 and 1.")
    cure = N_("Calibrate the numbers first.")


class OutcomeNotAMembership(NotAMembership):
    """An outcome outside 0 to 1 where a membership was expected."""

    template = N_("Unit '{unit}' has outcome {value}; a membership lies between 0 and 1.")


@dataclass(frozen=True, slots=True)
class NecessityFit:
    """Is the outcome a subset of the condition? Shape (..., k).

    Attributes
    ----------
    consistency
        ``sum min(X, Y) / sum Y``: 1 if no unit has more of the outcome than of the condition.
    coverage
        ``sum min(X, Y) / sum X``: low where the condition is far larger than the outcome.
    relevance
        ``sum (1 - X) / sum (1 - min(X, Y))`` (RoN): low where nearly every unit has the condition.
    n_cases, n_left_out
        Units used, and units left out as a membership is unknown.
    """

    consistency: Floats
    coverage: Floats
    relevance: Floats
    n_cases: Floats
    n_left_out: Floats


@dataclass(frozen=True, slots=True)
class SufficiencyFit:
    """Is the condition a subset of the outcome? Shape (..., k).

    Attributes
    ----------
    consistency
        ``sum min(X, Y) / sum X``: 1 if no unit has more of the condition than of the outcome.
    proportional_reduction
        ``(sum min(X, Y) - B) / (sum X - B)`` with ``B = sum min(X, Y, 1 - Y)`` (PRI): how much better the
        condition fits the outcome than its opposite.
    coverage
        ``sum min(X, Y) / sum Y`` (raw coverage): the part of the outcome it accounts for.
    n_cases, n_left_out
        Units used, and units left out as a membership is unknown.
    """

    consistency: Floats
    proportional_reduction: Floats
    coverage: Floats
    n_cases: Floats
    n_left_out: Floats


def negate_membership(memberships: Floats) -> Floats:
    """Return the memberships in the opposite set, ``1 - X``."""
    return 1 - memberships


def intersect_memberships(memberships: Floats) -> Floats:
    """Return the membership in all sets at once: the lowest over the last axis; NaN where one is unknown."""
    lowest: Floats = memberships.min(axis=-1)
    return lowest


def unite_memberships(memberships: Floats) -> Floats:
    """Return the membership in any of the sets: the highest over the last axis; NaN where one is unknown."""
    highest: Floats = memberships.max(axis=-1)
    return highest


def find_ambiguous(memberships: Floats) -> Mask:
    """Return where a membership is exactly 0.5 (to 1e-12): such a unit belongs to no truth-table row."""
    return np.asarray(np.abs(memberships - 0.5) <= 1e-12)


def list_ambiguous(
    memberships: Floats,
    *,
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> list[tuple[str, str]]:
    """Return unit and set of every membership of exactly 0.5, of one draw.

    Parameters
    ----------
    memberships
        Shape (n_units, k).
    units, indicators
        Names; numbers from 1 by default.
    """
    return [
        (name_of(units, int(unit)), name_of(indicators, int(place)))
        for unit, place in np.argwhere(find_ambiguous(memberships))
    ]


def measure_necessity(
    memberships: Floats,
    outcome: Floats,
    *,
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> NecessityFit:
    """Return how necessary each condition is for the outcome.

    For other sets give their memberships: ``negate_membership(x)``, ``unite_memberships(x[..., [0, 2]])``.

    Parameters
    ----------
    memberships
        Shape (..., n_units, k), between 0 and 1; NaN is unknown, and leaves the unit out for that
        condition.
    outcome
        Memberships in the outcome, shape (..., n_units) or (n_units,).
    units, indicators
        Names for messages.

    Returns
    -------
    NecessityFit; NaN where a denominator is 0, so where the outcome or the condition is nowhere present.

    Raises
    ------
    WrongShape, NotAMembership
        When the arrays do not fit or hold numbers outside 0 to 1.
    """
    x, y, known = known_memberships(memberships, outcome, units=units, indicators=indicators)
    both = np.minimum(x, y).sum(axis=-2)
    n_cases = known.sum(axis=-2).astype(np.float64)
    return NecessityFit(
        consistency=share_of(both, y.sum(axis=-2)),
        coverage=share_of(both, x.sum(axis=-2)),
        relevance=share_of(n_cases - x.sum(axis=-2), n_cases - both),
        n_cases=n_cases,
        n_left_out=memberships.shape[-2] - n_cases,
    )


def measure_sufficiency(
    memberships: Floats,
    outcome: Floats,
    *,
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> SufficiencyFit:
    """Return how sufficient each condition is for the outcome.

    Parameters
    ----------
    memberships, outcome, units, indicators
        As for :func:`measure_necessity`.

    Returns
    -------
    SufficiencyFit; NaN where a denominator is 0.

    Raises
    ------
    WrongShape, NotAMembership
        When the arrays do not fit or hold numbers outside 0 to 1.
    """
    x, y, known = known_memberships(memberships, outcome, units=units, indicators=indicators)
    both = np.minimum(x, y).sum(axis=-2)
    n_cases = known.sum(axis=-2).astype(np.float64)
    return SufficiencyFit(
        consistency=share_of(both, x.sum(axis=-2)),
        proportional_reduction=proportional_reduction(x, y),
        coverage=share_of(both, y.sum(axis=-2)),
        n_cases=n_cases,
        n_left_out=memberships.shape[-2] - n_cases,
    )


def measure_unique_coverage(
    memberships: Floats,
    outcome: Floats,
    *,
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> Floats:
    """Return the part of the outcome that only this set accounts for, shape (..., k).

    The coverage of the union of all sets minus that of the union of the others. With one set it is its
    raw coverage.

    Parameters
    ----------
    memberships
        Sets of one solution, shape (..., n_units, k); a unit counts when all are known.
    outcome, units, indicators
        As for :func:`measure_necessity`.

    Raises
    ------
    WrongShape, NotAMembership
        When the arrays do not fit or hold numbers outside 0 to 1.
    """
    x, y, known = known_memberships(memberships, outcome, units=units, indicators=indicators)
    complete: Mask = np.asarray(known.all(axis=-1))
    x, y = filled(x, complete[..., None]), filled(y[..., 0], complete)
    total = y.sum(axis=-1)
    together = np.minimum(x.max(axis=-1), y).sum(axis=-1)
    unique = []
    for place in range(x.shape[-1]):
        others = np.delete(x, place, axis=-1).max(axis=-1, initial=0.0)
        unique.append(share_of(together - np.minimum(others, y).sum(axis=-1), total))
    return np.stack(unique, axis=-1)


def known_memberships(
    memberships: Floats,
    outcome: Floats,
    *,
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> tuple[Floats, Floats, Mask]:
    """Return X and Y of shape (..., n_units, k), 0 in both where one is unknown, and where both are known.

    Parameters
    ----------
    memberships, outcome, units, indicators
        As for :func:`measure_necessity`.

    Raises
    ------
    WrongShape, NotAMembership
        When the arrays do not fit or hold numbers outside 0 to 1.
    """
    if memberships.ndim < 2:
        raise WrongShape(name="memberships", found=memberships.shape, expected="(..., n_units, k)")
    if outcome.shape not in {memberships.shape[:-1], memberships.shape[-2:-1]}:
        raise WrongShape(name="outcome", found=outcome.shape, expected=str(memberships.shape[:-1]))
    y = np.broadcast_to(outcome[..., None], memberships.shape)
    for refusal, values in ((NotAMembership, memberships), (OutcomeNotAMembership, outcome[..., None])):
        wrong = (values < 0) | (values > 1)
        if wrong.any():
            unit, place = first_place(wrong)
            value = float(values[tuple(np.argwhere(wrong)[0])])
            raise refusal(unit=name_of(units, unit), value=value, indicator=name_of(indicators, place))
    known = ~(np.isnan(memberships) | np.isnan(y))
    return filled(memberships, known), filled(y, known), known


def proportional_reduction(x: Floats, y: Floats) -> Floats:
    """Return PRI over the units axis (the second to last) of memberships without unknown values."""
    both = np.minimum(x, y)
    neither = np.minimum(both, 1 - y).sum(axis=-2)
    return share_of(both.sum(axis=-2) - neither, x.sum(axis=-2) - neither)


def share_of(part: Floats, whole: Floats) -> Floats:
    """Return part / whole, NaN where the whole is 0 (to 1e-12, as both are sums of memberships)."""
    some = whole > 1e-12
    return np.where(some, part / np.where(some, whole, 1.0), np.nan)
