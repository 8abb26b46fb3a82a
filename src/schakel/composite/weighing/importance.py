# SPDX-License-Identifier: EUPL-1.2
"""How much each element really counts in a composite, beside the weight it was given.

Becker, Saisana, Paruolo and Vandecasteele (2017), "Weights and importance in composite indicators:
closing the gap", *Ecological Indicators* 80; Paruolo, Saisana and Saltelli (2013), "Ratings and
rankings: voodoo or science?", *Journal of the Royal Statistical Society A* 176.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import isotonic_regression

from schakel.composite.bad_input import N_, BadInput, Floats, WrongShape, name_of
from schakel.composite.normalising.normalise import CONSTANT_TOLERANCE, ConstantIndicator
from schakel.composite.weighing.weigh import NoVariance, weigh_given

Smoother = Literal["linear", "isotonic", "kernel"]
FEWEST_UNITS = 4
BANDWIDTHS = np.geomspace(0.25, 8.0, 12)
NEAREST = 5


class UnknownSmoother(BadInput):
    """A way to draw a line through points that does not exist here."""

    template = N_("'{smoother}' is not a way to smooth here.")
    cure = N_("Choose one of: linear, isotonic, kernel.")


class TooFewKnown(BadInput):
    """An element known for too few units to compare it with the composite."""

    template = N_("Element '{indicator}' and the composite are known together for {n_known} units only.")
    cure = N_("At least 4 are needed; leave the element out or fill its gaps.")


@dataclass(frozen=True, slots=True)
class Importance:
    """First-order importance of elements.

    Attributes
    ----------
    explained
        Share of the variance of the composite that each element alone accounts for, 0 to 1, shape
        (k,). Correlated elements share variance, so the sum is often above 1.
    relative
        The same as share of their sum, shape (k,); NaN where no element explains anything.
    correlations
        Pearson correlation with the composite, shape (k,): its sign tells whether an element works
        with the composite or against it.
    """

    explained: Floats
    relative: Floats
    correlations: Floats


@dataclass(frozen=True, slots=True)
class StatedAgainstRealised:
    """Stated beside realised importance of every element.

    Attributes
    ----------
    stated
        What the maker says an element should count, sum 1, shape (k,).
    weights
        What was used in the mean, sum 1, shape (k,).
    realised
        Relative first-order importance, sum 1, shape (k,).
    difference
        Realised minus stated, shape (k,).
    importance
        The numbers behind it.
    n_units
        Number of units without a gap that were used.
    """

    stated: Floats
    weights: Floats
    realised: Floats
    difference: Floats
    importance: Importance
    n_units: int


def measure_importance(
    elements: Floats,
    composite: Floats,
    *,
    smoother: Smoother = "linear",
    indicators: Sequence[str] | None = None,
) -> Importance:
    """Measure the share of the composite's variance that each element alone explains.

    ``S_j = var(E[A | e_j]) / var(A)`` with A the composite. The curve E[A | e_j] is a straight line
    (``linear``: S is the squared correlation), the best non-falling step curve (``isotonic``; 0 for an
    element that runs against the composite), or a local straight line with Gaussian weights
    (``kernel``), whose width is the best of a fixed grid by leaving units out. Step curves follow noise:
    with few units isotonic S is too high. Kernel curves flatten peaks: S is somewhat too low where the
    relation turns sharply. The kernel compares all units with all.

    Parameters
    ----------
    elements
        Shape (n_units, k); a unit with an unknown value is left out for that element only.
    composite
        Shape (n_units,), by whatever aggregation.
    smoother
        Which curve.
    indicators
        Names, for the message.

    Raises
    ------
    WrongShape
        When the two do not fit.
    UnknownSmoother
        For another curve.
    TooFewKnown, ConstantIndicator, NoVariance
        When an element or the composite cannot be compared.
    """
    if elements.ndim != 2 or composite.shape != elements.shape[:1]:
        raise WrongShape(name="composite", found=composite.shape, expected=f"({elements.shape[0]},)")
    if smoother not in ("linear", "isotonic", "kernel"):
        raise UnknownSmoother(smoother=smoother)
    explained, correlations = np.empty(elements.shape[1]), np.empty(elements.shape[1])
    for j in range(elements.shape[1]):
        x, y = _standard_pair(elements[:, j], composite, name_of(indicators, j))
        correlations[j] = np.clip(x @ y / len(x), -1, 1)
        explained[j] = _explained(x, y, float(correlations[j]), smoother)
    total = explained.sum()
    relative = explained / total if total > 0 else np.full(explained.shape, np.nan)
    return Importance(explained=explained, relative=relative, correlations=correlations)


def compare_importance(
    elements: Floats,
    *,
    weights: Floats,
    stated: Floats | None = None,
    smoother: Smoother = "linear",
    indicators: Sequence[str] | None = None,
) -> StatedAgainstRealised:
    """Compare stated with realised importance in the weighted mean of the elements.

    Units with an unknown element are left out.

    Parameters
    ----------
    elements
        Shape (n_units, k), normalised.
    weights
        Shape (k,), any positive scale.
    stated
        What each should count, shape (k,), any positive scale; the weights by default.
    smoother
        Which curve, as for :func:`measure_importance`.
    indicators
        Names, for the message.

    Raises
    ------
    WrongShape, WrongWeights, UnknownSmoother, TooFewKnown, ConstantIndicator, NoVariance
        As :func:`measure_importance` and :func:`schakel.composite.weighing.weigh.weigh_given`.
    """
    wanted = weights if stated is None else stated
    for name, given in (("weights", weights), ("stated", wanted)):
        if elements.ndim != 2 or given.shape != elements.shape[1:]:
            raise WrongShape(name=name, found=given.shape, expected=f"({elements.shape[-1]},)")
    shares, wanted = weigh_given(weights), weigh_given(wanted)
    known = elements[np.isfinite(elements).all(axis=1)]
    found = measure_importance(known, known @ shares, smoother=smoother, indicators=indicators)
    return StatedAgainstRealised(
        stated=wanted,
        weights=shares,
        realised=found.relative,
        difference=found.relative - wanted,
        importance=found,
        n_units=len(known),
    )


def _standard_pair(x: Floats, y: Floats, name: str) -> tuple[Floats, Floats]:
    """Return the two as z-scores (population) over the units known on both."""
    both = np.isfinite(x) & np.isfinite(y)
    x, y = x[both], y[both]
    if len(x) < FEWEST_UNITS:
        raise TooFewKnown(indicator=name, n_known=len(x))
    if np.ptp(x) <= CONSTANT_TOLERANCE * np.abs(x).max():
        raise ConstantIndicator(indicator=name, value=float(x[0]))
    if np.ptp(y) <= CONSTANT_TOLERANCE * np.abs(y).max():
        raise NoVariance()
    return (x - x.mean()) / x.std(), (y - y.mean()) / y.std()


def _explained(x: Floats, y: Floats, correlation: float, smoother: Smoother) -> float:
    if smoother == "linear":
        return correlation**2
    fitted = _step_curve(x, y) if smoother == "isotonic" else _local_line(x, y)
    return float(np.clip(np.var(fitted), 0.0, 1.0))


def _step_curve(x: Floats, y: Floats) -> Floats:
    _, which, counts = np.unique(x, return_inverse=True, return_counts=True)
    means = np.bincount(which, weights=y) / counts
    fitted = isotonic_regression(means, weights=counts.astype(np.float64)).x
    return np.asarray(fitted[which], dtype=np.float64)


def _local_line(x: Floats, y: Floats) -> Floats:
    """Smooth with the width that predicts left-out units best; a straight line is one candidate.

    Where units lie far apart the width is the distance to the fifth nearest, so that every line rests
    on several units.
    """
    slope = float(x @ y / (x @ x))
    best, fitted = _left_out_error(y, slope * x, 1 / len(x) + x**2 / (x @ x)), slope * x
    squared = np.square(x[:, None] - x[None, :])
    place = min(NEAREST, len(x) - 1)
    nearest = np.partition(squared, place, axis=1)[:, [place]]
    for width in BANDWIDTHS * len(x) ** -0.2:
        curve, own = _smooth(x, y, np.exp(-squared / (2 * np.maximum(width**2, nearest))))
        error = _left_out_error(y, curve, own)
        if error < best:
            best, fitted = error, curve
    return fitted


def _smooth(x: Floats, y: Floats, kernel: Floats) -> tuple[Floats, Floats]:
    """Return the local line at every unit and the weight that a unit has in its own value."""
    moments = kernel @ np.column_stack([np.ones_like(x), x, x**2, y, x * y])
    total, first, second, sum_y, cross = moments.T
    first, second, cross = (
        first - x * total,
        second - 2 * x * first + x**2 * total,
        cross - x * sum_y,
    )
    spread = total * second - first**2
    flat = spread <= 1e-9 * total**2
    with np.errstate(divide="ignore", invalid="ignore"):
        line = (second * sum_y - first * cross) / spread
        own = second / spread
    return np.where(flat, sum_y / total, line), np.where(flat, 1 / total, own)


def _left_out_error(y: Floats, fitted: Floats, own: Floats) -> float:
    """Return the mean squared error of predicting every unit from the others."""
    if (own >= 1 - 1e-9).any():
        return np.inf
    return float(np.square((y - fitted) / (1 - own)).mean())
