# SPDX-License-Identifier: EUPL-1.2
"""Weights from principal components and rotated factors.

OECD/JRC (2008), *Handbook on Constructing Composite Indicators*, step 6.1, after Nicoletti, Scarpetta
and Boylaud (2000), OECD Economics Department Working Paper 226. These weights correct for overlap
between indicators; they say nothing about importance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, WrongShape, name_of
from schakel.composite.describing.components import count_components, find_components
from schakel.composite.describing.rotate_factors import NoSuchNumber, rotate_varimax
from schakel.composite.weighing.weigh import weigh_given

Negative = Literal["refuse", "clip_to_zero", "flip"]
Assigned = Literal["squared_loading", "loading"]
ROUNDING = 1e-12


class NegativeLoading(BadInput):
    """An indicator that runs against the component that should weigh it."""

    template = N_("Indicator '{indicator}' has loading {loading}: a weight below zero.")
    cure = N_("Turn its direction, leave it out, or choose explicitly what to do with it.")


class UnknownTreatment(BadInput):
    """A choice that does not exist here."""

    template = N_("'{choice}' is not a choice here.")
    cure = N_("Choose one of: {choices}.")


@dataclass(frozen=True, slots=True)
class FirstComponentWeights:
    """Weights from the first principal component.

    Attributes
    ----------
    weights
        Sum 1, shape (k,).
    vector
        First eigenvector with positive sum, before any treatment, shape (k,).
    explained
        Share of the variance of the standardised indicators that the component explains.
    changed
        Indicators whose negative loading was clipped or flipped, shape (k,).
    """

    weights: Floats
    vector: Floats
    explained: float
    changed: Mask


@dataclass(frozen=True, slots=True)
class FactorWeights:
    """Weights from rotated factors.

    Attributes
    ----------
    weights
        Sum 1, shape (k,).
    loadings
        After varimax rotation, shape (k, m).
    factor_of
        Factor that each indicator belongs to, from 0, shape (k,).
    factor_shares
        Variance of each factor as share of that of all kept factors, shape (m,).
    explained
        Share of the variance of all indicators that the kept factors explain.
    against
        Indicators with a negative loading on their own factor, shape (k,): their weight is positive
        though they run against their group.
    """

    weights: Floats
    loadings: Floats
    factor_of: np.ndarray
    factor_shares: Floats
    explained: float
    against: Mask


def weigh_first_component(
    values: Floats, *, negative: Negative = "refuse", indicators: Sequence[str] | None = None
) -> FirstComponentWeights:
    """Weigh indicators by their entry in the first eigenvector of the correlation matrix.

    The weights belong to standardised indicators (z-scores). A negative entry is refused; explicitly
    asked, ``clip_to_zero`` leaves the indicator without weight and ``flip`` weighs it by its absolute
    value, which only makes sense when the indicator itself is turned around too.

    Parameters
    ----------
    values
        Shape (n_units, k), higher is better; units with a gap are left out.
    negative
        What to do with entries below zero.
    indicators
        Names, for the message.

    Raises
    ------
    NegativeLoading
        With ``refuse``, naming the most negative indicator.
    UnknownTreatment
        For another choice.
    WrongShape, TooFewComplete, ConstantIndicator
        As :func:`schakel.composite.describing.components.find_components`.
    """
    _require_choice(negative, ("refuse", "clip_to_zero", "flip"))
    if values.ndim != 2:
        raise WrongShape(name="values", found=values.shape, expected="(n_units, k_indicators)")
    found = find_components(values, indicators=indicators)
    vector = found.vectors[:, 0]
    below = vector < -ROUNDING
    if negative == "refuse" and below.any():
        worst = int(np.argmin(vector))
        raise NegativeLoading(indicator=name_of(indicators, worst), loading=round(float(vector[worst]), 3))
    raw = np.abs(vector) if negative == "flip" else np.clip(vector, 0.0, None)
    return FirstComponentWeights(
        weights=weigh_given(raw), vector=vector, explained=float(found.shares[0]), changed=below
    )


def weigh_factors(
    values: Floats,
    *,
    n_components: int | None = None,
    assign_by: Assigned = "squared_loading",
    indicators: Sequence[str] | None = None,
) -> FactorWeights:
    """Weigh indicators by their squared rotated loading on the factor they belong to.

    With a_jf the loading of indicator j on factor f after varimax and E_f = sum_j a_jf^2: every
    indicator belongs to its strongest factor; inside the factor it weighs a_jf^2 / E_f, the factor
    itself E_f / sum E, and the products are scaled to sum 1.

    Parameters
    ----------
    values
        Shape (n_units, k), higher is better; units with a gap are left out.
    n_components
        Number of factors; by default :func:`schakel.composite.describing.components.count_components`.
    assign_by
        Strongest by ``squared_loading``, or by the ``loading`` itself, so that an indicator joins the
        factor it agrees with most.
    indicators
        Names, for the message.

    Raises
    ------
    NoSuchNumber
        For fewer than 1 or more than k factors.
    UnknownTreatment
        For another way to assign.
    WrongShape, TooFewComplete, ConstantIndicator, NotRotated
        As :func:`schakel.composite.describing.components.find_components` and
        :func:`schakel.composite.describing.rotate_factors.rotate_varimax`.
    """
    _require_choice(assign_by, ("squared_loading", "loading"))
    if values.ndim != 2:
        raise WrongShape(name="values", found=values.shape, expected="(n_units, k_indicators)")
    found = find_components(values, indicators=indicators)
    m = count_components(found.eigenvalues).kept if n_components is None else n_components
    if not 1 <= m <= values.shape[1]:
        raise NoSuchNumber(n_components=m, k=values.shape[1])
    rotated = rotate_varimax(found.loadings, n_components=m)
    squared = np.square(rotated.loadings)
    factor_of = (squared if assign_by == "squared_loading" else rotated.loadings).argmax(axis=1)
    own = np.take_along_axis(rotated.loadings, factor_of[:, None], axis=1)[:, 0]
    factor_shares = rotated.explained / rotated.explained.sum()
    inside = np.square(own) / rotated.explained[factor_of]
    return FactorWeights(
        weights=weigh_given(inside * factor_shares[factor_of]),
        loadings=rotated.loadings,
        factor_of=factor_of,
        factor_shares=factor_shares,
        explained=float(rotated.explained.sum() / values.shape[1]),
        against=own < -ROUNDING,
    )


def _require_choice(choice: str, choices: tuple[str, ...]) -> None:
    if choice not in choices:
        raise UnknownTreatment(choice=choice, choices=", ".join(choices))
