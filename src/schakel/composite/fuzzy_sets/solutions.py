# SPDX-License-Identifier: EUPL-1.2
"""How well a solution fits, and which units it accounts for.

Ragin (2006), *Political Analysis* 14(3); Schneider and Rohlfing (2013), *Sociological Methods and
Research* 42(4), for the kinds of cases.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from schakel.composite.bad_input import Floats, Mask, filled
from schakel.composite.fuzzy_sets.fit import (
    SufficiencyFit,
    known_memberships,
    measure_sufficiency,
    measure_unique_coverage,
)
from schakel.composite.fuzzy_sets.terms import Terms, measure_terms


@dataclass(frozen=True, slots=True)
class SolutionFit:
    """Fit and units of one model with T terms.

    Attributes
    ----------
    solution
        Consistency, PRI and coverage of the union of the terms, shape (..., 1).
    terms
        The same for each term, shape (..., T).
    unique_coverage
        Part of the outcome that only this term accounts for, shape (..., T).
    in_term
        The unit has more than 0.5 of the term, shape (..., n_units, T).
    in_term_only
        And of no other term.
    deviant
        The unit has more than 0.5 of the term and less than 0.5 of the outcome.
    unexplained
        The unit has more than 0.5 of the outcome and not of the solution, shape (..., n_units).
    """

    solution: SufficiencyFit
    terms: SufficiencyFit
    unique_coverage: Floats
    in_term: Mask
    in_term_only: Mask
    deviant: Mask
    unexplained: Mask


def measure_solution(
    memberships: Floats,
    outcome: Floats,
    *,
    terms: Terms,
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> SolutionFit:
    """Return fit and units of the union of some terms.

    A unit with an unknown condition or outcome is left out and counted, as in the truth table, and is in
    no term.

    Parameters
    ----------
    memberships
        Shape (..., n_units, k).
    outcome
        Shape (..., n_units) or (n_units,).
    terms
        Shape (T, k), such as those of :func:`schakel.composite.fuzzy_sets.minimise.list_model_terms`.
    units, indicators
        Names for messages.

    Raises
    ------
    WrongShape, NotAMembership
        When the arrays do not fit or hold numbers outside 0 to 1.
    """
    _, y, known = known_memberships(memberships, outcome, units=units, indicators=indicators)
    complete: Mask = np.asarray(known.all(axis=-1))
    own = np.where(complete, y[..., 0], np.nan)
    in_each = measure_terms(np.where(complete[..., None], memberships, np.nan), terms=terms)
    in_each = np.where(complete[..., None], in_each, np.nan)
    together = in_each.max(axis=-1, keepdims=True)
    in_term = filled(in_each, complete[..., None]) > 0.5
    return SolutionFit(
        solution=measure_sufficiency(together, own),
        terms=measure_sufficiency(in_each, own),
        unique_coverage=measure_unique_coverage(in_each, own),
        in_term=in_term,
        in_term_only=in_term & (in_term.sum(axis=-1, keepdims=True) == 1),
        deviant=in_term & (own < 0.5)[..., None],
        unexplained=(own > 0.5) & ~in_term.any(axis=-1),
    )
