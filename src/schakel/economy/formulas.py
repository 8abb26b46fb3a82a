# SPDX-License-Identifier: EUPL-1.2
"""A formula of the picture applied to the series of one area."""

from collections.abc import Callable, Mapping

from schakel.economy.cells import Cell, add_cells, divide_cells, scale_cell
from schakel.economy.picture_definition import Formula

Series = Mapping[int, Cell]


def apply_formula(formula: Formula, series_of: Callable[[str], Series]) -> dict[int, Cell]:
    """Return the series that a formula gives, for the periods that all its measures share.

    Parameters
    ----------
    formula : Formula
        Numerators, denominators and factor.
    series_of : callable
        Gives the series of a measure for the area at hand (empty when there is none).

    Returns
    -------
    dict of int to Cell
        Unknown parts give an unknown value with bounds where they can be known.
    """
    above = _sum_series([series_of(m) for m in formula.numerator])
    if not formula.denominator:
        return {period: scale_cell(cell, formula.factor) for period, cell in above.items()}
    below = _sum_series([series_of(m) for m in formula.denominator])
    return {
        period: divide_cells(above[period], below[period], formula.factor)
        for period in sorted(above.keys() & below.keys())
    }


def _sum_series(parts: list[Series]) -> dict[int, Cell]:
    periods = sorted(set.intersection(*(set(part) for part in parts)))
    return {period: add_cells([part[period] for part in parts]) for period in periods}
