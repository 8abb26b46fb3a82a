# SPDX-License-Identifier: EUPL-1.2
"""Would chance give as large an empty corner? The approximate permutation test.

Dul, van der Laan and Kuik (2020), "A statistical significance test for Necessary Condition Analysis",
*Organizational Research Methods* 23(2). The outcomes are dealt out anew over the units R times; the
p-value ``(1 + number of dealings with an effect size at least as large) / (R + 1)`` is valid for every
R (Phipson and Smyth 2010, *Statistical Applications in Genetics and Molecular Biology* 9(1)).
"""

from dataclasses import dataclass

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats
from schakel.composite.necessity.ceiling_lines import draw_ceiling
from schakel.composite.necessity.ceilings import Ceiling, scope_areas
from schakel.composite.necessity.pairs import CeilingForm, OrientedPairs, orient_pairs

CELLS_AT_ONCE = 400_000
SAME_EFFECT = 1e-12


class NoPermutations(BadInput):
    """A permutation test without a single permutation."""

    template = N_("{n_permutations} permutations were asked for.")
    cure = N_("Ask for at least 1; 10,000 is usual.")


@dataclass(frozen=True, slots=True)
class NecessityTest:
    """How the effect size compares with chance; shape (..., k) unless another is given.

    Attributes
    ----------
    effect_size
        As observed.
    p_value
        ``(1 + n_at_least) / (n_permutations + 1)``.
    standard_error
        Of the p-value, as R dealings are a sample of all: ``sqrt(p * (1 - p) / R)``.
    n_at_least
        Dealings with an effect size at least as large as observed.
    effect_by_chance
        Mean effect size over the dealings: a ceiling always leaves some corner empty.
    n_permutations
        Number of dealings R.
    """

    effect_size: Floats
    p_value: Floats
    standard_error: Floats
    n_at_least: Floats
    effect_by_chance: Floats
    n_permutations: int


def permute_necessity(
    found: Ceiling, *, rng: np.random.Generator, n_permutations: int = 10_000
) -> NecessityTest:
    """Return how often dealing out the outcomes anew gives at least the effect size observed.

    Known outcomes are dealt over the units of the pair; the scope stays. Conditions with the same number
    of pairs get the same dealings, so the order of the conditions does not matter.

    Parameters
    ----------
    found
        From :func:`schakel.composite.necessity.ceilings.measure_ceiling`.
    rng
        Source of the dealings.
    n_permutations
        Number of dealings R for each condition (and draw).

    Raises
    ------
    NoPermutations
        For fewer than one.
    """
    if n_permutations < 1:
        raise NoPermutations(n_permutations=n_permutations)
    pairs = orient_pairs(found.question)
    shape = found.effect_size.shape
    at_least, by_chance = np.zeros(shape), np.zeros(shape)
    seed = int(rng.integers(2**63))
    for place in np.ndindex(shape):
        effects = _dealt_effects(pairs, place, found.question.ceiling, (seed, n_permutations))
        at_least[place] = (effects >= found.effect_size[place] - SAME_EFFECT).sum()
        by_chance[place] = effects.mean()
    p_value = (1 + at_least) / (n_permutations + 1)
    return NecessityTest(
        effect_size=found.effect_size,
        p_value=p_value,
        standard_error=np.sqrt(p_value * (1 - p_value) / n_permutations),
        n_at_least=at_least,
        effect_by_chance=by_chance,
        n_permutations=n_permutations,
    )


def _dealt_effects(
    pairs: OrientedPairs, place: tuple[int, ...], form: CeilingForm, dealing: tuple[int, int]
) -> Floats:
    """Return the effect sizes of all dealings for one condition, shape (n_permutations,)."""
    seed, n_permutations = dealing
    rng = np.random.default_rng(seed)
    n_pairs = int(pairs.n_pairs[place])
    # pairs are sorted by condition: dealing sorted outcomes makes the result blind to the order of units
    known = np.sort(pairs.outcome[place][:n_pairs])
    rows = max(1, CELLS_AT_ONCE // n_pairs)
    effects = np.empty(n_permutations)
    for start in range(0, n_permutations, rows):
        count = min(rows, n_permutations - start)
        dealt = rng.permuted(np.broadcast_to(known, (count, n_pairs)), axis=-1)
        lines = OrientedPairs(
            condition=pairs.condition[place][None, :n_pairs],
            outcome=dealt,
            order=pairs.order[place][None, :n_pairs],
            condition_low=pairs.condition_low[place][None],
            condition_high=pairs.condition_high[place][None],
            outcome_low=pairs.outcome_low[place][None],
            outcome_high=pairs.outcome_high[place][None],
            n_pairs=pairs.n_pairs[place][None],
        )
        effects[start : start + count] = draw_ceiling(lines, form).zone / scope_areas(lines)
    return effects
