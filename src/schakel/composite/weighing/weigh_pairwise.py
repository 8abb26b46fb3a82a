# SPDX-License-Identifier: EUPL-1.2
"""Weights from pairwise comparisons (analytic hierarchy process), complete or not, by one or more experts.

Saaty (1980), *The Analytic Hierarchy Process*; Harker (1987), "Incomplete pairwise comparisons in the
analytic hierarchy process", *Mathematical Modelling* 9; Aczel and Saaty (1983), "Procedures for
synthesizing ratio judgements", *Journal of Mathematical Psychology* 27; OECD/JRC (2008), step 6.7.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, WrongShape, name_of
from schakel.composite.weighing.weigh import weigh_given

# Saaty (1980): mean consistency index of random matrices of 1 to 15 elements
RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
RECIPROCAL_TOLERANCE = 0.05


class WrongJudgement(BadInput):
    """A comparison that cannot be a ratio of two importances."""

    template = N_("Comparing '{first}' with '{second}' gives {value}: {reason}.")
    cure = N_("Give how many times the first is more important than the second, above 0.")


class UnconnectedJudgements(BadInput):
    """Comparisons that leave two groups of elements without any link."""

    template = N_("Nothing compares '{first}' with '{second}', directly or through others.")
    cure = N_("Ask for at least one comparison between the two groups.")


@dataclass(frozen=True, slots=True)
class PairwiseWeights:
    """Weights from pairwise comparisons, with their consistency.

    Attributes
    ----------
    weights
        Principal eigenvector with sum 1, shape (..., k).
    largest_eigenvalue
        k when all judgements agree, otherwise more; shape (...).
    consistency_index
        (largest eigenvalue - k) / (k - 1), shape (...).
    consistency_ratio
        Index over that of random judgements (with missing ones: of as many random judgements, Agoston
        and Csato 2022, *Omega* 108), shape (...). The Handbook accepts below 0.1, or 0.2. NaN above 15
        elements and where no judgement is more than needed; 0 for two elements.
    n_missing
        Number of pairs without a judgement, shape (...).
    worst_triple
        Three elements a, b, c whose judgements disagree most, shape (..., 3); -1 where no three are
        compared with each other.
    worst_factor
        How many times a over c differs from a over b times b over c, at least 1, shape (...).
    """

    weights: Floats
    largest_eigenvalue: Floats
    consistency_index: Floats
    consistency_ratio: Floats
    n_missing: np.ndarray
    worst_triple: np.ndarray
    worst_factor: Floats


def weigh_pairwise(judgements: Floats, *, indicators: Sequence[str] | None = None) -> PairwiseWeights:
    """Weigh elements by the principal eigenvector of their comparison matrix (analytic hierarchy process).

    ``a_ij`` says how many times element i is more important than j; ``A w = lambda w`` with the largest
    lambda. NaN is no judgement: one side of a pair fills the other, and pairs without any are left to
    the weights themselves (Harker: 0 in the matrix, and the number of missing ones of that row added
    to the diagonal). Look at ``consistency_ratio`` before using the weights, and at ``worst_triple``
    to see what to ask again.

    Parameters
    ----------
    judgements
        Shape (..., k, k): every leading axis is a separate matrix, for example one per expert.
    indicators
        Names, for the message.

    Raises
    ------
    WrongShape
        When the matrices are not square.
    WrongJudgement
        For a number of 0 or below, a diagonal that is not 1, or two sides that contradict each other.
    UnconnectedJudgements
        When missing judgements leave elements that cannot be compared.
    """
    logs = _logarithms(judgements, indicators)
    k, known = logs.shape[-1], np.isfinite(logs)
    _require_connected(known, indicators)
    matrix = np.where(known, np.exp(np.where(known, logs, 0.0)), 0.0)
    missing = (~known).sum(axis=-1)
    matrix = matrix + missing[..., :, None] * np.eye(k)
    eigenvalues, vectors = np.linalg.eig(matrix)
    place = np.argmax(eigenvalues.real, axis=-1)
    largest = np.maximum(np.take_along_axis(eigenvalues.real, place[..., None], axis=-1)[..., 0], k)
    weights = np.abs(np.take_along_axis(vectors.real, place[..., None, None], axis=-1)[..., 0])
    n_missing = missing.sum(axis=-1) // 2
    index = (largest - k) / max(k - 1, 1)
    triple, factor = _worst_triple(logs)
    return PairwiseWeights(
        weights=weigh_given(weights),
        largest_eigenvalue=largest,
        consistency_index=index,
        consistency_ratio=_consistency_ratio(index, k, n_missing),
        n_missing=n_missing,
        worst_triple=triple,
        worst_factor=factor,
    )


def combine_judgements(
    judgements: Floats,
    *,
    expert_weights: Floats | None = None,
    indicators: Sequence[str] | None = None,
) -> Floats:
    """Combine the comparison matrices of several experts by the geometric mean of every judgement.

    The only mean that keeps a_ij = 1 / a_ji (Aczel and Saaty 1983). An expert who did not judge a pair
    is left out of that pair; a pair nobody judged stays NaN.

    Parameters
    ----------
    judgements
        Shape (n_experts, k, k).
    expert_weights
        Shape (n_experts,); equal by default.
    indicators
        Names, for the message.

    Returns
    -------
    array of shape (k, k), for :func:`weigh_pairwise`

    Raises
    ------
    WrongShape, WrongJudgement, WrongWeights
        For matrices that are not usable, or weights that are not one per expert.
    """
    if judgements.ndim != 3:
        raise WrongShape(name="judgements", found=judgements.shape, expected="(n_experts, k, k)")
    given = np.ones(len(judgements)) if expert_weights is None else expert_weights
    if given.shape != judgements.shape[:1]:
        raise WrongShape(name="expert_weights", found=given.shape, expected=f"({len(judgements)},)")
    logs = _logarithms(judgements, indicators)
    counted = weigh_given(given)[:, None, None] * np.isfinite(logs)
    total = counted.sum(axis=0)
    with np.errstate(invalid="ignore"):
        means = (counted * np.nan_to_num(logs)).sum(axis=0) / np.where(total > 0, total, np.nan)
    return np.asarray(np.exp(means), dtype=np.float64)


def _logarithms(judgements: Floats, indicators: Sequence[str] | None) -> Floats:
    """Return antisymmetric logarithms of the judgements, NaN where neither side was judged."""
    k = judgements.shape[-1] if judgements.ndim >= 2 else 0
    if k == 0 or judgements.shape[-2] != k:
        raise WrongShape(name="judgements", found=judgements.shape, expected="(..., k, k)")
    judged = ~np.isnan(judgements)
    no_ratio = judged & ~((judgements > 0) & np.isfinite(judgements))
    _refuse_where(no_ratio, judgements, indicators, N_("it must be above 0"))
    diagonal = np.eye(k, dtype=np.bool_)
    not_one = diagonal & judged & (judgements != 1)
    _refuse_where(not_one, judgements, indicators, N_("an element is 1 against itself"))
    logs = np.log(judgements)
    turned = -np.swapaxes(logs, -1, -2)
    apart = np.abs(logs - turned) > RECIPROCAL_TOLERANCE
    _refuse_where(apart, judgements, indicators, N_("the other way round says something else"))
    both = np.where(np.isnan(logs), turned, np.where(np.isnan(turned), logs, (logs + turned) / 2))
    return np.where(diagonal, 0.0, both)


def _refuse_where(wrong: Mask, judgements: Floats, indicators: Sequence[str] | None, reason: str) -> None:
    if wrong.any():
        place = tuple(np.argwhere(wrong)[0])
        raise WrongJudgement(
            first=name_of(indicators, int(place[-2])),
            second=name_of(indicators, int(place[-1])),
            value=float(judgements[place]),
            reason=reason,
        )


def _require_connected(known: Mask, indicators: Sequence[str] | None) -> None:
    reach = known.astype(np.float64)
    for _ in range(int(np.ceil(np.log2(max(2, known.shape[-1]))))):
        reach = np.minimum(reach @ reach, 1.0)
    if (reach == 0).any():
        place = np.argwhere(reach == 0)[0]
        raise UnconnectedJudgements(
            first=name_of(indicators, int(place[-2])), second=name_of(indicators, int(place[-1]))
        )


def _consistency_ratio(index: Floats, k: int, n_missing: np.ndarray) -> Floats:
    if k > len(RANDOM_INDEX):
        return np.full(np.shape(index), np.nan)
    if k <= 2:
        return np.zeros(np.shape(index))
    random = RANDOM_INDEX[k - 1] * (1 - 2 * n_missing / ((k - 1) * (k - 2)))
    return np.where(random > 1e-9, index / np.where(random > 1e-9, random, 1.0), np.nan)


def _worst_triple(logs: Floats) -> tuple[np.ndarray, Floats]:
    """Return the three elements whose judgements differ most from each other, and the factor."""
    k = logs.shape[-1]
    apart = np.abs(logs[..., :, :, None] + logs[..., None, :, :] - logs[..., :, None, :])
    a, b, c = np.ogrid[:k, :k, :k]
    apart = np.where((a < b) & (b < c) & np.isfinite(apart), apart, -1.0).reshape(*logs.shape[:-2], -1)
    place, largest = apart.argmax(axis=-1), apart.max(axis=-1)
    triple = np.stack(np.unravel_index(place, (k, k, k)), axis=-1)
    return np.where(largest[..., None] < 0, -1, triple), np.exp(np.maximum(largest, 0.0))
