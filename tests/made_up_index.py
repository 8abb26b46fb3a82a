# SPDX-License-Identifier: EUPL-1.2
"""A small invented index in two years: twelve towns, eight indicators, gaps, an outlier, stated errors."""

import numpy as np

from schakel.composite.building.build import Build, build_index
from schakel.composite.building.steps import Aggregate, Denominate, Impute, Normalise, Treat
from schakel.composite.structure.growing import grow_tree
from schakel.composite.structure.indicator_data import IndicatorData, hold_data
from schakel.composite.structure.tree import Branch, Indicator, Tree

TOWNS = ("Aa", "Bee", "Cee", "Dee", "Ee", "Ef", "Gee", "Haa", "Ii", "Jee", "Kaa", "El")
STEPS = (Denominate(), Impute(method="median"), Treat(), Normalise(over="all_periods"), Aggregate())


def made_up_tree(*, with_errors: bool = True) -> Tree:
    """Return three branches under one root; errors stated for all indicators but one."""
    error = 0.05 if with_errors else None
    return grow_tree(
        (
            Indicator("schools", "learning", "Schools", "number", denominator="people", factor=1000.0),
            Indicator("graduates", "learning", "Graduates", "per cent", relative_error=error),
            Indicator("courses", "learning", "Courses", "per cent", relative_error=error),
            Indicator("firms", "working", "Firms", "number", relative_error=error),
            Indicator("wages", "working", "Wages", "euro", relative_error=error),
            Indicator("jobless", "working", "People out of work", "per cent", direction=-1),
            Indicator("green", "living", "Green", "per cent", relative_error=error),
            Indicator("noise", "living", "Noise", "decibel", direction=-1, relative_error=error),
        ),
        (
            Branch("learning", "index", "Learning"),
            Branch("working", "index", "Working", weight=2.0),
            Branch("living", "index", "Living"),
            Branch("index", name="Index of invented towns"),
        ),
    )


def made_up_data(tree: Tree) -> IndicatorData:
    """Return two years in which learning and working go together and living partly against them."""
    rng = np.random.default_rng(7)
    n = len(TOWNS)
    level = np.linspace(1.6, -1.6, n)
    signs = np.array([1, 1, 1, 1, 1, -1, -0.6, 1])
    years = []
    for year in range(2):
        noise = rng.normal(scale=0.55, size=(n, 8))
        years.append(10 + 0.1 * year + 1.5 * (level[:, None] * signs + noise))
    values = np.stack(years)
    values[:, 2, 3] *= 6
    values[1, 4, 1] = values[1, 9, 6] = values[1, 9, 7] = values[0, 3, 2] = np.nan
    people = np.stack([np.linspace(900, 6000, n)] * 2)
    values[..., 0] *= people / 1000
    return hold_data(
        values,
        units=TOWNS,
        columns=tree.indicator_codes,
        periods=(2023, 2024),
        unit_names=[f"{town}stad" for town in TOWNS],
        denominators={"people": people},
    )


def made_up_index(*, with_errors: bool = True) -> Build:
    """Return the built index."""
    tree = made_up_tree(with_errors=with_errors)
    return build_index(made_up_data(tree), tree, STEPS)
