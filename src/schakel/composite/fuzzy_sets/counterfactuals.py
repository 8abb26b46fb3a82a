# SPDX-License-Identifier: EUPL-1.2
"""The three solutions of the standard analysis, which differ in what they assume of unseen rows.

Ragin and Sonnett (2005), "Between complexity and parsimony"; Ragin (2008), *Redesigning Social
Inquiry*, chapters 8 and 9. The conservative solution uses no remainder, the parsimonious one any that
makes it shorter, the intermediate one only those that theory makes likely (easy counterfactuals).
"""

from dataclasses import dataclass
from functools import partial
from itertools import islice, product

import numpy as np
from numpy.typing import NDArray

from schakel.composite.bad_input import N_, BadInput, Mask
from schakel.composite.fuzzy_sets.minimise import Minimisation, minimise_truth_table
from schakel.composite.fuzzy_sets.terms import FREE, Terms, cover_rows
from schakel.composite.fuzzy_sets.truth_table import TruthTable


class WrongExpectations(BadInput):
    """Expectations that are not one of present, absent and none for each condition."""

    template = N_("The expectations are {found} for {k} conditions.")
    cure = N_("Give 1 (expected present), 0 (expected absent) or -1 (no expectation) for each.")


@dataclass(frozen=True, slots=True)
class Intermediate:
    """One intermediate solution.

    Attributes
    ----------
    pairs
        Numbers of the conservative and the parsimonious model between which it stands; several pairs
        can lead to the same easy counterfactuals.
    easy, difficult
        Simplifying assumptions of the parsimonious model that are and are not used, shape (2^k,); the
        difficult ones of the first pair.
    minimisation
        The models.
    """

    pairs: tuple[tuple[int, int], ...]
    easy: Mask
    difficult: Mask
    minimisation: Minimisation


@dataclass(frozen=True, slots=True)
class StandardAnalysis:
    """The three solutions.

    Attributes
    ----------
    conservative, parsimonious
        Without remainders, and with all.
    intermediate
        One for each different set of easy counterfactuals; empty without expectations.
    complete
        Whether no limit on the number of models or on the search was met anywhere.
    """

    conservative: Minimisation
    parsimonious: Minimisation
    intermediate: tuple[Intermediate, ...]
    complete: bool


def solve_truth_table(
    table: TruthTable,
    *,
    expectations: NDArray[np.integer] | None = None,
    usable: Mask | None = None,
    most_models: int = 1000,
) -> StandardAnalysis:
    """Return the conservative, parsimonious and intermediate solutions.

    For a conservative and a parsimonious model: from every conservative term that lies within a
    parsimonious one, the conditions that the parsimonious term lacks are dropped where the expectation is
    their opposite. Remainders covered by what is left are the easy counterfactuals, and the sufficient
    rows are minimised anew with them.

    Parameters
    ----------
    table
        Without draws.
    expectations
        Shape (k,): 1 the presence of the condition should help the outcome, 0 its absence, -1 none.
        Without expectations there is no intermediate solution.
    usable
        Remainders that may be used at all, shape (2^k,); all by default. Leave out those that cannot
        exist or that also serve the absence of the outcome.
    most_models
        Stop after this many models (and pairs of models).

    Raises
    ------
    WrongShape, NoSufficientRow, NotARemainder, WrongExpectations
        When table, rows or expectations cannot be used.
    """
    remainders = table.remainder if usable is None else usable
    conservative = minimise_truth_table(table, most_models=most_models)
    parsimonious = minimise_truth_table(table, usable=remainders, most_models=most_models)
    complete = conservative.complete and parsimonious.complete
    if expectations is None:
        return StandardAnalysis(conservative, parsimonious, (), complete)
    k = table.configurations.shape[-1]
    if expectations.shape != (k,) or not np.isin(expectations, (-1, 0, 1)).all():
        raise WrongExpectations(found=expectations.tolist(), k=k)
    numbers = product(range(len(conservative.models)), range(len(parsimonious.models)))
    pairs = list(islice(numbers, most_models))
    complete = complete and len(pairs) == len(conservative.models) * len(parsimonious.models)
    rows_of_pair = partial(_easy_rows, table, conservative, parsimonious, expectations, {})
    by_rows: dict[bytes, list[tuple[int, int]]] = {}
    for pair in pairs:
        by_rows.setdefault((rows_of_pair(pair) & remainders).tobytes(), []).append(pair)
    intermediate = []
    for key, own in by_rows.items():
        easy = np.frombuffer(key, dtype=np.bool_)
        found = minimise_truth_table(table, usable=easy, most_models=most_models)
        difficult = parsimonious.assumed[own[0][1]] & ~easy
        intermediate.append(Intermediate(tuple(own), easy, difficult, found))
        complete = complete and found.complete
    return StandardAnalysis(conservative, parsimonious, tuple(intermediate), complete)


def drop_unexpected(narrow: Terms, wide: Terms, *, expectations: NDArray[np.integer]) -> Terms:
    """Return a conservative term without the conditions that theory gives no reason to keep.

    A condition goes when the wider term lacks it and the expectation is its opposite.

    Parameters
    ----------
    narrow, wide
        A conservative term and a parsimonious term that holds wherever it holds, shape (k,).
    expectations
        Shape (k,).
    """
    unexpected = (wide == FREE) & (expectations != FREE) & (expectations != narrow)
    return np.where(unexpected, FREE, narrow).astype(np.int8)


def _easy_rows(
    table: TruthTable,
    conservative: Minimisation,
    parsimonious: Minimisation,
    expectations: NDArray[np.integer],
    known: dict[tuple[int, int], Mask],
    pair: tuple[int, int],
) -> Mask:
    """Return the rows covered by what is left of a conservative model, given a parsimonious one."""
    rows = np.zeros(len(table.configurations), dtype=np.bool_)
    for one, other in product(conservative.models[pair[0]], parsimonious.models[pair[1]]):
        if (one, other) not in known:
            narrow, wide = conservative.prime_implicants[one], parsimonious.prime_implicants[other]
            kept = drop_unexpected(narrow, wide, expectations=expectations)[None]
            within = bool(((wide == FREE) | (wide == narrow)).all())
            known[one, other] = cover_rows(kept, table.configurations)[0] & within
        rows |= known[one, other]
    return rows
