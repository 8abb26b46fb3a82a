# SPDX-License-Identifier: EUPL-1.2
"""The truth table: every combination of conditions, with its units and its fit to the outcome.

Ragin (2008), *Redesigning Social Inquiry*, chapter 7. A unit belongs to the one row in which its
membership exceeds 0.5; a row is sufficient for the outcome when it has enough units and its memberships
are consistent enough with being a subset of the outcome.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, filled, name_of
from schakel.composite.fuzzy_sets.fit import (
    find_ambiguous,
    known_memberships,
    proportional_reduction,
    share_of,
)
from schakel.composite.fuzzy_sets.terms import Terms

MOST_CONDITIONS = 12
SAME_SHARE = 1e-9


class TooManyConditions(BadInput):
    """More conditions than a truth table can hold with meaning."""

    template = N_("{found} conditions make 2^{found} rows.")
    cure = N_("Use at most {most}; with some forty units four to six.")


class WrongCuts(BadInput):
    """Cuts that cannot code a row."""

    template = N_("Cut {cut} is {value}.")
    cure = N_(
        "Use shares between 0 and 1, an exclusion cut not above the inclusion cut, and one unit or more."
    )


@dataclass(frozen=True, slots=True)
class TruthTable:
    """All 2^k rows; the first condition changes slowest, so row 0 is all absent.

    Attributes
    ----------
    configurations
        1 present, 0 absent, shape (2^k, k).
    n_cases
        Units with a membership above 0.5, shape (..., 2^k).
    consistency, proportional_reduction
        Sufficiency of the row for the outcome, from all memberships, shape (..., 2^k). Also given for
        rows without units (the field's programs leave those open); NaN where no unit has any membership.
    positive, contradictory, negative, remainder
        The coding, shape (..., 2^k); exactly one is true. Remainders have fewer units than the cut.
    mixed
        The row has units above and units below 0.5 of the outcome, shape (..., 2^k).
    row_of_unit
        Row to which each unit belongs, shape (..., n_units); -1 for a unit with a membership of exactly
        0.5 or an unknown one.
    deviant
        The unit belongs to a positive row with less than 0.5 of the outcome, shape (..., n_units).
    ambiguous
        Membership of exactly 0.5, shape (..., n_units, k).
    n_left_out
        Units left out as a condition or the outcome is unknown, shape (...,).
    """

    configurations: Terms
    n_cases: Floats
    consistency: Floats
    proportional_reduction: Floats
    positive: Mask
    contradictory: Mask
    negative: Mask
    remainder: Mask
    mixed: Mask
    row_of_unit: NDArray[np.int64]
    deviant: Mask
    ambiguous: Mask
    n_left_out: Floats


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where rows are told apart.

    Attributes
    ----------
    inclusion
        From this consistency a row is sufficient.
    exclusion
        From this consistency up to ``inclusion`` a row is contradictory; None for no such band.
    proportional_reduction
        Least PRI of a sufficient row; a row above ``inclusion`` that misses it is negative.
    n_cases
        Fewest units of a row that is no remainder.
    """

    inclusion: float = 0.8
    exclusion: float | None = None
    proportional_reduction: float = 0.0
    n_cases: int = 1


def tabulate_truth(
    memberships: Floats,
    outcome: Floats,
    *,
    cuts: Cuts | None = None,
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> TruthTable:
    """Return the truth table of k conditions.

    The membership of a unit in a row is the lowest over the conditions, absence counting ``1 - X``.

    Parameters
    ----------
    memberships
        Shape (..., n_units, k) with k at most 12, between 0 and 1. A unit with an unknown value is left
        out and counted.
    outcome
        Shape (..., n_units) or (n_units,). For the absence of the outcome give ``1 - outcome``.
    cuts
        Where rows are told apart; inclusion 0.8 and one unit by default.
    units, indicators
        Names for messages.

    Raises
    ------
    WrongShape, NotAMembership, TooManyConditions, WrongCuts
        When arrays or cuts cannot be used.
    """
    cuts = Cuts() if cuts is None else cuts
    _check_cuts(cuts)
    k = memberships.shape[-1]
    if k > MOST_CONDITIONS:
        raise TooManyConditions(found=k, most=MOST_CONDITIONS)
    _, y, known = known_memberships(memberships, outcome, units=units, indicators=indicators)
    complete: Mask = np.asarray(known.all(axis=-1))
    rows = _row_memberships(filled(memberships, complete[..., None])) * complete[..., None]
    own_outcome = filled(y[..., 0], complete)
    belongs = rows > 0.5
    has = np.asarray(own_outcome[..., None] > 0.5)
    has_not = np.asarray(own_outcome[..., None] < 0.5)
    consistency = share_of(np.minimum(rows, own_outcome[..., None]).sum(axis=-2), rows.sum(axis=-2))
    reduction = proportional_reduction(rows, own_outcome[..., None])
    n_cases = belongs.sum(axis=-2).astype(np.float64)
    positive, contradictory, remainder = _code_rows(n_cases, consistency, reduction, cuts)
    row_of_unit = np.where(belongs.any(axis=-1), belongs.argmax(axis=-1), -1)
    return TruthTable(
        configurations=list_configurations(k),
        n_cases=n_cases,
        consistency=consistency,
        proportional_reduction=reduction,
        positive=positive,
        contradictory=contradictory,
        negative=~(positive | contradictory | remainder),
        remainder=remainder,
        mixed=np.asarray((belongs & has).any(axis=-2) & (belongs & has_not).any(axis=-2)),
        row_of_unit=row_of_unit,
        deviant=np.asarray((belongs & has_not & positive[..., None, :]).any(axis=-1)),
        ambiguous=find_ambiguous(memberships),
        n_left_out=(~complete).sum(axis=-1).astype(np.float64),
    )


def list_configurations(k: int) -> Terms:
    """Return all rows of k conditions, shape (2^k, k), the first condition changing slowest."""
    return np.asarray((np.arange(2**k)[:, None] >> np.arange(k)[::-1]) & 1, dtype=np.int8)


def list_units_of_rows(table: TruthTable, *, units: Sequence[str] | None = None) -> list[list[str]]:
    """Return the names of the units of each row, of a table without draws."""
    named: list[list[str]] = [[] for _ in range(len(table.configurations))]
    for unit, row in enumerate(table.row_of_unit):
        if row >= 0:
            named[int(row)].append(name_of(units, unit))
    return named


def _row_memberships(memberships: Floats) -> Floats:
    """Return the membership of every unit in every row, shape (..., n_units, 2^k)."""
    rows = np.ones((*memberships.shape[:-1], 1))
    for place in range(memberships.shape[-1]):
        own = memberships[..., [place]]
        pair = np.stack([np.minimum(rows, 1 - own), np.minimum(rows, own)], axis=-1)
        rows = pair.reshape(*memberships.shape[:-1], -1)
    return rows


def _code_rows(
    n_cases: Floats, consistency: Floats, reduction: Floats, cuts: Cuts
) -> tuple[Mask, Mask, Mask]:
    """Return positive, contradictory and remainder; an undefined PRI passes no cut above 0."""
    known_consistency = np.where(np.isnan(consistency), 0.0, consistency)
    known_reduction = np.where(np.isnan(reduction), 0.0, reduction)
    remainder = n_cases < cuts.n_cases
    included = known_consistency >= cuts.inclusion - SAME_SHARE
    reduces = known_reduction >= cuts.proportional_reduction - SAME_SHARE
    exclusion = cuts.inclusion if cuts.exclusion is None else cuts.exclusion
    between = ~included & (known_consistency >= exclusion - SAME_SHARE)
    return ~remainder & included & reduces, ~remainder & between, remainder


def _check_cuts(cuts: Cuts) -> None:
    shares = {"inclusion": cuts.inclusion, "proportional_reduction": cuts.proportional_reduction}
    if cuts.exclusion is not None:
        shares["exclusion"] = cuts.exclusion
    for cut, value in shares.items():
        if not 0 <= value <= 1:
            raise WrongCuts(cut=cut, value=value)
    if cuts.exclusion is not None and cuts.exclusion > cuts.inclusion:
        raise WrongCuts(cut="exclusion", value=cuts.exclusion)
    if cuts.n_cases < 1:
        raise WrongCuts(cut="n_cases", value=cuts.n_cases)
