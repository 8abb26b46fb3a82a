# SPDX-License-Identifier: EUPL-1.2
"""Combinations of conditions, as numbers and as text.

A term is a row of k whole numbers: 1 the condition is present, 0 it is absent, -1 it is not in the
term. Text follows the habit of the field: ``A*~B + C`` is "A and not B, or C". A term without any
condition holds for everything and is written ``1``.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, WrongShape

Terms = NDArray[np.int8]
PRESENT, ABSENT, FREE = 1, 0, -1


class UnknownCondition(BadInput):
    """A combination that names a condition twice, or one that does not exist."""

    template = N_("'{found}' in the combination '{text}' is not one of the conditions, or is there twice.")
    cure = N_("Use each of {names} at most once in a term.")


def read_terms(text: str, *, names: Sequence[str]) -> Terms:
    """Return the terms of ``A*~B + C`` as an array of shape (n_terms, k).

    Parameters
    ----------
    text
        Terms divided by ``+``, conditions by ``*``, ``~`` for absence.
    names
        Names of the k conditions, in order.

    Raises
    ------
    UnknownCondition
        For a name that is not among them, or stands twice in a term.
    """
    places = {name: place for place, name in enumerate(names)}
    rows = []
    for piece in text.split("+"):
        row = [FREE] * len(names)
        for literal in piece.strip().split("*"):
            name = literal.strip().removeprefix("~").strip()
            if name == "1" and piece.strip() == "1" and name not in places:
                continue
            if name not in places or row[places[name]] != FREE:
                raise UnknownCondition(found=literal.strip(), text=text, names=", ".join(names))
            row[places[name]] = ABSENT if literal.strip().startswith("~") else PRESENT
        rows.append(row)
    return np.array(rows, dtype=np.int8)


def write_terms(terms: Terms, *, names: Sequence[str]) -> str:
    """Return terms of shape (n_terms, k) as text.

    Raises
    ------
    WrongShape
        When the number of names differs.
    """
    if terms.ndim != 2 or terms.shape[1] != len(names):
        raise WrongShape(name="terms", found=terms.shape, expected=f"(n_terms, {len(names)})")
    return " + ".join(
        "*".join(
            ("" if value == PRESENT else "~") + name
            for value, name in zip(term, names, strict=True)
            if value != FREE
        )
        or "1"
        for term in terms
    )


def measure_terms(memberships: Floats, *, terms: Terms) -> Floats:
    """Return the membership of every unit in every term, shape (..., n_units, n_terms).

    The lowest of the memberships in its conditions, absence counting ``1 - X``; 1 for a term without
    conditions. Unknown where a condition of the term is unknown.

    Parameters
    ----------
    memberships
        Shape (..., n_units, k).
    terms
        Shape (n_terms, k).

    Raises
    ------
    WrongShape
        When the number of conditions differs.
    """
    if terms.ndim != 2 or terms.shape[-1] != memberships.shape[-1]:
        raise WrongShape(name="terms", found=terms.shape, expected=f"(n_terms, {memberships.shape[-1]})")
    lowest = np.ones((*memberships.shape[:-1], len(terms)))
    for place in range(terms.shape[-1]):
        own, asked = memberships[..., [place]], terms[:, place]
        lowest = np.where(asked == PRESENT, np.minimum(lowest, own), lowest)
        lowest = np.where(asked == ABSENT, np.minimum(lowest, 1 - own), lowest)
    return lowest


def cover_rows(terms: Terms, configurations: Terms) -> Mask:
    """Return which terms hold for which complete rows, shape (n_terms, n_rows)."""
    fits = (terms[:, None, :] == FREE) | (terms[:, None, :] == configurations[None, :, :])
    return np.asarray(fits.all(axis=-1))
