# SPDX-License-Identifier: EUPL-1.2
"""The shortest descriptions of the sufficient rows of a truth table.

Quine (1952), *American Mathematical Monthly* 59; McCluskey (1956), *Bell System Technical Journal* 35.
All 3^k terms over k conditions are judged at once: a term is an implicant when every row it covers is
sufficient or may be used, and it is prime when no condition can be dropped from it. The models are all
the covers of the sufficient rows with the fewest prime implicants; ties are kept.
"""

from dataclasses import dataclass

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Mask, WrongShape
from schakel.composite.fuzzy_sets.covers import find_minimal_covers
from schakel.composite.fuzzy_sets.terms import FREE, Terms, cover_rows
from schakel.composite.fuzzy_sets.truth_table import TruthTable


class NoSufficientRow(BadInput):
    """A truth table in which no row is sufficient for the outcome."""

    template = N_("No row of the truth table is sufficient for the outcome at these cuts.")
    cure = N_("Look at the consistencies of the rows before lowering a cut.")


class NotARemainder(BadInput):
    """A row that was to be used freely although its units show what it does."""

    template = N_("Row {row} of the truth table is no remainder.")
    cure = N_("Use only rows with too few units.")


@dataclass(frozen=True, slots=True)
class Minimisation:
    """All shortest descriptions of the sufficient rows.

    Attributes
    ----------
    prime_implicants
        Terms (see ``terms``), shape (n_primes, k), those that cover a sufficient row.
    rows
        Numbers of the sufficient rows, shape (n_rows,).
    chart
        Which prime implicant covers which sufficient row, shape (n_primes, n_rows).
    essential
        Prime implicants that cover a row no other covers, so that every model has them, shape
        (n_primes,).
    models
        Places in ``prime_implicants``, one tuple a model, fewest conditions first. More than one model
        means that the data do not tell between them.
    complete
        Whether these are all the models; otherwise a limit on their number or on the search was met.
    assumed
        Remainders that each model takes as sufficient (simplifying assumptions), shape (n_models, 2^k).
    """

    prime_implicants: Terms
    rows: np.ndarray
    chart: Mask
    essential: Mask
    models: tuple[tuple[int, ...], ...]
    complete: bool
    assumed: Mask


def list_model_terms(found: Minimisation, *, model: int = 0) -> Terms:
    """Return the terms of one model, shape (n_terms, k)."""
    return found.prime_implicants[list(found.models[model])]


def minimise_truth_table(
    table: TruthTable, *, usable: Mask | None = None, most_models: int = 1000
) -> Minimisation:
    """Return the prime implicants of the sufficient rows and all models with the fewest of them.

    Contradictory rows count as not sufficient.

    Parameters
    ----------
    table
        Without draws.
    usable
        Remainders that may be taken as sufficient where that makes a term shorter, shape (2^k,). None
        uses no remainder (conservative or complex solution); ``table.remainder`` uses all (parsimonious).
    most_models
        Stop after this many.

    Raises
    ------
    WrongShape, NoSufficientRow, NotARemainder
        When the table has draws, no row is sufficient, or a usable row has units enough.
    """
    if table.positive.ndim != 1:
        raise WrongShape(name="table.positive", found=table.positive.shape, expected="(2^k,)")
    if not table.positive.any():
        raise NoSufficientRow()
    free = np.zeros_like(table.positive) if usable is None else usable
    if free.shape != table.positive.shape:
        raise WrongShape(name="usable", found=free.shape, expected=str(table.positive.shape))
    if (free & ~table.remainder).any():
        raise NotARemainder(row=int(np.flatnonzero(free & ~table.remainder)[0]))
    primes = find_prime_implicants(table.positive, free)
    rows = np.flatnonzero(table.positive)
    covered = cover_rows(primes, table.configurations)
    chart = covered[:, rows]
    covers = find_minimal_covers(chart, most_covers=most_models)
    lengths = (primes != FREE).sum(axis=-1)
    models = tuple(sorted(covers.covers, key=lambda model: (int(lengths[list(model)].sum()), model)))
    assumed = [covered[list(model)].any(axis=0) & ~table.positive for model in models]
    return Minimisation(
        prime_implicants=primes,
        rows=rows,
        chart=chart,
        essential=(chart & (chart.sum(axis=0) == 1)).any(axis=-1),
        models=models,
        complete=covers.complete,
        assumed=np.array(assumed, dtype=np.bool_),
    )


def find_prime_implicants(positive: Mask, usable: Mask) -> Terms:
    """Return the prime implicants that cover a positive row, shape (n_primes, k), shortest first.

    Parameters
    ----------
    positive, usable
        Rows that must and rows that may be covered, shape (2^k,).
    """
    k = len(positive).bit_length() - 1
    allowed = (positive | usable).reshape((2,) * k)
    needed = positive.reshape((2,) * k)
    for axis in range(k):
        absent, present = allowed.take([0], axis=axis), allowed.take([1], axis=axis)
        allowed = np.concatenate([allowed, absent & present], axis=axis)
        absent, present = needed.take([0], axis=axis), needed.take([1], axis=axis)
        needed = np.concatenate([needed, absent | present], axis=axis)
    prime = allowed & needed
    for axis in range(k):
        wider = allowed.take([2], axis=axis)
        prime &= ~np.concatenate([wider, wider, np.zeros_like(wider)], axis=axis)
    places = np.argwhere(prime).reshape(-1, k)
    terms = np.where(places == 2, FREE, places).astype(np.int8)
    order = np.argsort((terms != FREE).sum(axis=-1), kind="stable")
    return terms[order]
