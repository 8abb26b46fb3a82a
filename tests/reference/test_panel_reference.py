# SPDX-License-Identifier: EUPL-1.2
"""The example panel of COINr (51 units, 5 periods) through the period axis."""

import numpy as np
import pytest
from tests.reference.asem_index import STEPS, load_asem, load_panel, numbers, read

from schakel.composite.building.build import build_index
from schakel.composite.building.steps import Aggregate, Normalise, Screen, Treat, change_step
from schakel.composite.structure.indicator_data import select_period
from schakel.composite.structure.tree import Aggregation

pytestmark = pytest.mark.reference

RELATIVE = 1e-9


@pytest.fixture(scope="module")
def panel():
    return load_panel()


def test_screening_and_treatment_by_year_and_one_scale_for_all_years(panel):
    """COINr drops a unit in the years in which it knows too little; here it is unknown in those years."""
    steps = (
        Screen(min_known=0.9),
        Treat(over="each_period"),
        Normalise(over="all_periods"),
        Aggregate(),
    )
    build = build_index(panel.data, panel.tree, steps)
    found, table = build.stage("normalise").data, read("purse_normalised")
    columns = table.columns[2:]
    assert set(columns) == set(panel.tree.indicator_codes)
    wanted = numbers(table, columns)
    at = [(found.periods.index(row[0]), found.units.index(row[1])) for row in table.iter_rows()]
    places, rows = np.array(at).T
    own = np.stack([found.column(column)[places, rows] for column in columns], axis=-1)
    assert (np.isnan(own) == np.isnan(wanted)).all()
    assert np.nanmax(np.abs(own - wanted) / np.where(wanted == 0, 1, np.abs(wanted))) < RELATIVE
    assert build.stage("screen").details.kept.sum() == len(table)
    elsewhere = np.ones(found.values.shape[:2], dtype=bool)
    elsewhere[places, rows] = False
    assert np.isnan(found.values[elsewhere]).all()


@pytest.mark.parametrize(
    "steps",
    [
        STEPS,
        change_step(STEPS, "normalise", method="zscore", mean=50.0, deviation=15.0),
        change_step(
            change_step(STEPS, "normalise", low=1.0),
            "aggregate",
            aggregation=Aggregation("geometric"),
        ),
    ],
)
def test_years_by_themselves_are_the_builds_of_each_year(panel, steps):
    """Every step, with the screening of each year: the same bits as five indices apart."""
    whole = build_index(panel.data, panel.tree, steps)
    for place, period in enumerate(panel.data.periods):
        alone = build_index(select_period(panel.data, period), panel.tree, steps)
        rows = [whole.units.index(unit) for unit in alone.units]
        assert whole.final.values[place][rows] == pytest.approx(alone.final.values[0], rel=1e-12, nan_ok=True)
        others = np.setdiff1d(np.arange(len(whole.units)), rows)
        assert np.isnan(whole.scores()[place][others]).all()


def test_the_year_of_the_example_is_the_example(panel):
    """The panel is made up from the example: its year 2018 holds the same numbers."""
    asem = load_asem()
    year = select_period(panel.data, 2018)
    assert year.units == asem.data.units
    assert year.values == pytest.approx(asem.data.values, rel=1e-12, nan_ok=True)
