# SPDX-License-Identifier: EUPL-1.2
"""Which combinations of choices are run, with what mass: enumerated where possible, else Sobol' points."""

from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from schakel.composite.weighing.weigh import weights_from_uniform
from schakel.ecosystem.choices import Choices, ChoiceSpace, why_impossible
from schakel.ecosystem.results import ExcludedCombination, Floats

COMBINED = ("scaling", "aggregation", "treatment", "national_values")


@dataclass(frozen=True, slots=True)
class MethodRuns:
    """Runs over choices.

    Attributes
    ----------
    combinations
        Every feasible combination of scaling, aggregation, treatment and national values.
    combination
        Shape (n_runs,): which combination a run uses.
    element_weights
        Shape (n_runs, k_elements).
    weight_kind
        Shape (n_runs,): 0 equal (or as given), 1 one element left out, 2 drawn.
    mass
        Shape (n_runs,), sum 1: every combination has the same mass, and so has every weight kind.
    """

    combinations: tuple[Choices, ...]
    combination: NDArray[np.int64]
    element_weights: Floats
    weight_kind: NDArray[np.int64]
    mass: Floats

    @property
    def n_runs(self) -> int:
        """Number of runs."""
        return len(self.mass)


def list_combinations(space: ChoiceSpace) -> tuple[tuple[Choices, ...], tuple[ExcludedCombination, ...]]:
    """Return the feasible combinations of choices, and those that are left out with the reason."""
    feasible: list[Choices] = []
    excluded: dict[tuple[str, str], ExcludedCombination] = {}
    for codes in product(*(space.codes(name) for name in COMBINED)):
        named: dict[str, Any] = dict(zip(COMBINED, codes, strict=True))
        reason = why_impossible(named["scaling"], named["aggregation"])
        if reason is None:
            feasible.append(replace(space.default, **named))
        else:
            pair = (named["scaling"], named["aggregation"])
            excluded[pair] = ExcludedCombination(*pair, reason)
    return tuple(feasible), tuple(excluded.values())


def enumerate_runs(
    space: ChoiceSpace, *, measured: NDArray[np.bool_], base: Floats, n_runs: int, rng: np.random.Generator
) -> MethodRuns:
    """Return every combination with every set of weights, when these fit in ``n_runs``; else Sobol' points.

    Drawn weights fill what is left: the same scrambled Sobol' draws for every combination.

    Parameters
    ----------
    space
        Default choices and alternatives.
    measured
        Shape (k_elements,): elements that can be left out or weighed.
    base
        Weights of the default choices, shape (k_elements,).
    n_runs
        The most runs to make.
    rng
        Source of chance for drawn weights.
    """
    combinations, _ = list_combinations(space)
    fixed, kinds = _fixed_weights(space, measured, base)
    room = n_runs // len(combinations) - len(fixed)
    if room < (1 if space.drawn_weights else 0):
        return sample_runs(space, measured=measured, base=base, n_runs=n_runs, rng=rng)
    if space.drawn_weights:
        drawn = _drawn_weights(_sobol(room, int(measured.sum()), rng), space, measured, base)
        fixed, kinds = np.vstack([fixed, drawn]), np.concatenate([kinds, np.full(room, 2)])
    per_kind = np.bincount(kinds, minlength=3)
    mass = 1 / (np.count_nonzero(per_kind) * per_kind[kinds] * len(combinations))
    n = len(combinations)
    return MethodRuns(
        combinations=combinations,
        combination=np.repeat(np.arange(n), len(kinds)),
        element_weights=np.tile(fixed, (n, 1)),
        weight_kind=np.tile(kinds, n),
        mass=np.tile(mass, n),
    )


def sample_runs(
    space: ChoiceSpace, *, measured: NDArray[np.bool_], base: Floats, n_runs: int, rng: np.random.Generator
) -> MethodRuns:
    """Return ``n_runs`` scrambled Sobol' points over combinations and weights, all with the same mass."""
    combinations, _ = list_combinations(space)
    k = int(measured.sum())
    points = _sobol(n_runs, k + 3, rng)
    fixed, kinds = _fixed_weights(space, measured, base)
    present = [0] + ([1] if (kinds == 1).any() else []) + ([2] if space.drawn_weights else [])
    kind = np.array(present)[(points[:, 1] * len(present)).astype(np.int64)]
    weights = np.tile(base, (n_runs, 1)).astype(np.float64)
    if 1 in present:
        one_out = fixed[kinds == 1]
        weights[kind == 1] = one_out[(points[kind == 1, 2] * len(one_out)).astype(np.int64)]
    if 2 in present:
        weights[kind == 2] = _drawn_weights(points[kind == 2, 3:], space, measured, base)
    return MethodRuns(
        combinations=combinations,
        combination=(points[:, 0] * len(combinations)).astype(np.int64),
        element_weights=weights,
        weight_kind=kind,
        mass=np.full(n_runs, 1 / n_runs),
    )


def _fixed_weights(
    space: ChoiceSpace, measured: NDArray[np.bool_], base: Floats
) -> tuple[Floats, NDArray[np.int64]]:
    rows, kinds = [base], [0]
    if space.leave_one_out and np.count_nonzero(measured & (base > 0)) > 2:
        for element in np.flatnonzero(measured & (base > 0)):
            rows.append(np.where(np.arange(len(base)) == element, 0.0, base))
            kinds.append(1)
    return np.array(rows, dtype=np.float64), np.array(kinds, dtype=np.int64)


def _drawn_weights(uniform: Floats, space: ChoiceSpace, measured: NDArray[np.bool_], base: Floats) -> Floats:
    """Draw weights of the measured elements; elements that only a national value has keep their own."""
    weights = np.tile(base, (len(uniform), 1)).astype(np.float64)
    k = int(measured.sum())
    factors = weights_from_uniform(uniform[:, :k], bounds=space.weight_bounds) * k
    weights[:, measured] *= factors
    return weights


def _sobol(n: int, dimensions: int, rng: np.random.Generator) -> Floats:
    points = qmc.Sobol(dimensions, scramble=True, rng=rng).random_base2(max(int(n - 1).bit_length(), 0))
    return np.asarray(points[:n], dtype=np.float64)
