# SPDX-License-Identifier: EUPL-1.2
"""Growth is refused across a break, or chained and says so."""

import polars as pl
import pytest
from tests.dataroom.figures_at_hand import FOUR, a_break, a_measure, shipped_measures, shipped_regions

from schakel.dataroom.growth import GrowthAcrossBreak, GrowthAcrossRedivision, growth
from schakel.dataroom.region_sums import sum_over_members

PLAIN = a_measure("m")
BROKEN = a_measure("m", breaks=(a_break(2015),))


def series(**values):
    rows = [(int(year[1:]), value, "normal") for year, value in values.items()]
    return pl.DataFrame(rows, schema=["period", "value", "status"], orient="row")


def test_growth_between_two_periods():
    found = growth(series(y2010=100.0, y2020=110.0), measure=PLAIN, from_period=2010, to_period=2020)
    assert (found.absolute, found.relative, found.left_out) == (10.0, pytest.approx(0.1), ())


def test_growth_across_a_break_is_refused():
    with pytest.raises(GrowthAcrossBreak, match="breaks in 2015"):
        growth(series(y2014=100.0, y2015=150.0), measure=BROKEN, from_period=2014, to_period=2015)


def test_growth_beside_a_break_is_allowed():
    for first, last in ((2013, 2014), (2015, 2016)):
        years = series(y2013=100.0, y2014=110.0, y2015=150.0, y2016=165.0)
        assert growth(years, measure=BROKEN, from_period=first, to_period=last).relative == pytest.approx(0.1)


def test_chained_growth_leaves_the_step_onto_the_break_out_and_says_so():
    years = series(y2013=100.0, y2014=110.0, y2015=150.0, y2016=165.0)
    found = growth(years, measure=BROKEN, from_period=2013, to_period=2016, chain=True)
    assert found.relative == pytest.approx(0.21)
    assert found.left_out == (2015,)
    assert found.absolute is None


def test_a_chain_with_a_gap_is_unknown():
    years = series(y2013=100.0, y2015=150.0, y2016=165.0)
    assert growth(years, measure=BROKEN, from_period=2013, to_period=2016, chain=True).relative is None


def test_growth_from_an_unknown_figure_is_unknown():
    found = growth(series(y2010=None, y2020=110.0), measure=PLAIN, from_period=2010, to_period=2020)
    assert (found.absolute, found.relative) == (None, None)


def test_growth_from_zero_has_no_rate():
    found = growth(series(y2010=0.0, y2020=110.0), measure=PLAIN, from_period=2010, to_period=2020)
    assert (found.absolute, found.relative) == (110.0, None)


def test_growth_of_an_area_that_changed_is_refused():
    moved = shipped_regions().boundary_changes("CR24", 2020, 2024)
    with pytest.raises(GrowthAcrossRedivision, match="GM0457 went to GM0363"):
        growth(
            series(y2020=1.0, y2024=2.0), measure=PLAIN, from_period=2020, to_period=2024, redivisions=moved
        )
    years = series(y2020=100.0, y2021=110.0, y2022=121.0, y2023=60.0, y2024=66.0)
    found = growth(years, measure=PLAIN, from_period=2020, to_period=2024, redivisions=moved, chain=True)
    assert found.relative == pytest.approx(1.1**3 - 1)
    assert found.left_out == (2023,)


def test_establishments_from_2014_to_2015_are_refused(shipped):
    measure = shipped_measures()["cbs_establishments:TOTAL"]
    table = sum_over_members(shipped, measure=measure.code, members=FOUR, measures=shipped_measures())
    with pytest.raises(GrowthAcrossBreak, match="2015"):
        growth(table, measure=measure, from_period=2014, to_period=2015)
    assert growth(table, measure=measure, from_period=2017, to_period=2020).relative == pytest.approx(
        24475 / 22215 - 1
    )
    naive = table.filter(period=2016)["value"][0] / table.filter(period=2012)["value"][0] - 1
    chained = growth(table, measure=measure, from_period=2012, to_period=2016, chain=True)
    assert chained.relative < naive / 2
