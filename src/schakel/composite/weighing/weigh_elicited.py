# SPDX-License-Identifier: EUPL-1.2
"""Weights from what people judge at once: a budget of points, or comparisons with the best and the worst.

OECD/JRC (2008), *Handbook on Constructing Composite Indicators*, step 6.5; Rezaei (2016), "Best-worst
multi-criteria decision-making method: some properties and a linear model", *Omega* 64; Liang, Brunelli
and Rezaei (2020), "Consistency issues in the best worst method", *Omega* 96. Pairwise comparisons of all
with all are in :mod:`schakel.composite.weighing.weigh_pairwise`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, Reason, WrongShape, name_of
from schakel.composite.weighing.weigh import weigh_given
from schakel.composite.weighing.weigh_pairwise import WrongJudgement

NORMAL_DEVIATION = 1.4826


class WrongPoints(BadInput):
    """Points that are not a division of the budget."""

    template = N_("Expert '{expert}': {reason}.")
    cure = N_("Let every expert divide exactly {total} points, 0 for what gets none.")


@dataclass(frozen=True, slots=True)
class BudgetWeights:
    """Weights from budgets of points, with the spread between experts.

    Attributes
    ----------
    weights
        Mean share over the experts, sum 1, shape (k,).
    medians
        Median share, not scaled to sum 1, shape (k,).
    deviations
        Standard deviation (n - 1) of the shares, shape (k,); NaN for one expert.
    lowest, highest
        Extremes of the shares, shape (k,).
    distances
        Share of the points that each expert would have to move to agree with the medians, shape
        (n_experts,).
    outlying
        Experts far from the others, shape (n_experts,).
    """

    weights: Floats
    medians: Floats
    deviations: Floats
    lowest: Floats
    highest: Floats
    distances: Floats
    outlying: Mask


@dataclass(frozen=True, slots=True)
class BestWorstWeights:
    """Weights from comparisons with the best and the worst element.

    Attributes
    ----------
    weights
        Sum 1, shape (k,).
    deviation
        Largest difference between a judgement and the weights, in weight: 0 when all agree.
    consistency_ratio
        0 when all judgements agree, 1 when they could not disagree more.
    worst_element
        The element whose two judgements disagree most.
    """

    weights: Floats
    deviation: float
    consistency_ratio: float
    worst_element: int


def weigh_budget(
    points: Floats,
    *,
    total: float = 100.0,
    far: float = 3.0,
    smallest_distance: float = 0.1,
    experts: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> BudgetWeights:
    """Weigh indicators by the mean division of a budget of points over them.

    An expert is outlying when moving at least ``smallest_distance`` of the points is needed to agree
    with the medians and that distance lies more than ``far`` robust standard deviations (1.4826 times
    the median absolute deviation) above the median distance. Outlying experts are reported, not removed.

    Parameters
    ----------
    points
        Shape (n_experts, k), 0 or more, every row with sum ``total``.
    total
        Size of the budget.
    far, smallest_distance
        When an expert is outlying: robust standard deviations, and share of the points.
    experts, indicators
        Names, for the message.

    Raises
    ------
    WrongShape
        When there is no expert or no indicator.
    WrongPoints
        For an unknown or negative number or another sum, naming the expert.
    """
    if points.ndim != 2 or 0 in points.shape:
        raise WrongShape(name="points", found=points.shape, expected="(n_experts, k)")
    wrong = ~(np.isfinite(points) & (points >= 0))
    if wrong.any():
        row, column = (int(place) for place in np.argwhere(wrong)[0])
        given = {"indicator": name_of(indicators, column), "points": f"{points[row, column]:g}"}
        reason = Reason(N_("'{indicator}' has {points} points"), given)
        raise WrongPoints(expert=name_of(experts, row), reason=reason, total=f"{total:g}")
    sums = points.sum(axis=1)
    off = np.abs(sums - total) > 1e-6 * total
    if off.any():
        row = int(np.argmax(off))
        sums_to = {"found": f"{sums[row]:g}", "expected": f"{total:g}"}
        reason = Reason(N_("the points add up to {found} instead of {expected}"), sums_to)
        raise WrongPoints(expert=name_of(experts, row), reason=reason, total=f"{total:g}")
    shares = points / sums[:, None]
    medians = np.median(shares, axis=0)
    distances = np.abs(shares - medians).sum(axis=1) / 2
    middle = np.median(distances)
    spread = NORMAL_DEVIATION * np.median(np.abs(distances - middle))
    one = len(points) == 1
    return BudgetWeights(
        weights=weigh_given(shares.mean(axis=0)),
        medians=medians,
        deviations=np.full(shares.shape[1], np.nan) if one else shares.std(axis=0, ddof=1),
        lowest=shares.min(axis=0),
        highest=shares.max(axis=0),
        distances=distances,
        outlying=(distances > middle + far * spread + 1e-12) & (distances >= smallest_distance),
    )


def weigh_best_worst(
    best_to_others: Floats,
    others_to_worst: Floats,
    *,
    best: int,
    worst: int,
    indicators: Sequence[str] | None = None,
) -> BestWorstWeights:
    """Weigh elements by the linear best-worst method.

    Minimises x subject to ``|w_best - b_j w_j| <= x``, ``|w_j - c_j w_worst| <= x`` and sum 1, with b_j
    how many times the best is more important than j and c_j how many times j is more important than
    the worst. Consistency by input: max_j |b_j c_j - b_worst| / (b_worst^2 - b_worst).

    Parameters
    ----------
    best_to_others, others_to_worst
        Shape (k,), 1 or more (usually 1 to 9).
    best, worst
        Positions of the two.
    indicators
        Names, for the message.

    Raises
    ------
    WrongShape
        When the two do not fit, or ``best`` and ``worst`` are no two positions.
    WrongJudgement
        For a number below 1 or above that of best over worst, the best or worst that is not 1 against
        itself, or two different numbers for best over worst.
    """
    k = len(best_to_others)
    if best_to_others.shape != (k,) or others_to_worst.shape != (k,) or not _two_places(best, worst, k):
        raise WrongShape(name="others_to_worst", found=others_to_worst.shape, expected=f"({k},)")
    _require_comparisons(best_to_others, others_to_worst, best, worst, indicators)
    unit = np.eye(k)
    to_best = unit[best] - best_to_others[:, None] * unit
    to_worst = unit - others_to_worst[:, None] * unit[worst]
    rows = np.vstack([to_best, -to_best, to_worst, -to_worst])
    found = linprog(
        np.append(np.zeros(k), 1.0),
        A_ub=np.column_stack([rows, -np.ones(len(rows))]),
        b_ub=np.zeros(len(rows)),
        A_eq=np.append(np.ones(k), 0.0)[None, :],
        b_eq=[1.0],
    )
    extreme = best_to_others[worst]
    apart = np.abs(best_to_others * others_to_worst - extreme)
    apart[[best, worst]] = 0.0
    scale = extreme**2 - extreme
    return BestWorstWeights(
        weights=weigh_given(np.clip(found.x[:k], 0.0, None)),
        deviation=float(found.x[k]),
        consistency_ratio=float(apart.max() / scale) if scale > 0 else 0.0,
        worst_element=int(apart.argmax()),
    )


def _two_places(best: int, worst: int, k: int) -> bool:
    return 0 <= best < k and 0 <= worst < k and best != worst


def _require_comparisons(
    to_others: Floats, to_worst: Floats, best: int, worst: int, indicators: Sequence[str] | None
) -> None:
    places = ((to_others, best, None), (to_worst, None, worst))
    for numbers, first, second in places:
        low = ~(numbers >= 1) | ~(numbers <= to_others[worst])
        own = best if second is None else worst
        low[own] |= numbers[own] != 1
        if low.any():
            j = int(np.argmax(low))
            raise WrongJudgement(
                first=name_of(indicators, j if first is None else first),
                second=name_of(indicators, j if second is None else second),
                value=float(numbers[j]),
                reason=N_("it must lie between 1 and that of best over worst, and be 1 against itself"),
            )
    if to_others[worst] != to_worst[best]:
        raise WrongJudgement(
            first=name_of(indicators, best),
            second=name_of(indicators, worst),
            value=float(to_worst[best]),
            reason=Reason(N_("the other list says {other}"), {"other": f"{to_others[worst]:g}"}),
        )
