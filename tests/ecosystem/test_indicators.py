# SPDX-License-Identifier: EUPL-1.2
"""Indicators from the shipped figures: periods, levels, national values, the region from its municipalities."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from schakel.dataroom.measures import load_measures
from schakel.dataroom.observations import newest_vintage, read_observations
from schakel.dataroom.regions import load_regions
from schakel.dataroom.store import ingest_figures
from schakel.ecosystem.choices import Choices
from schakel.ecosystem.indicators import NoRegionsToCompare, choice_space, compute_indicators
from schakel.ecosystem.trying import try_choices
from schakel.koers.framework import load_framework
from schakel.koers.reading import read_course

REPOSITORY = Path(__file__).resolve().parents[2]
COURSE = REPOSITORY / "courses" / "dutch-techzone"


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    ingest_figures(REPOSITORY / "figures", home)
    return {
        "observations": read_observations(home),
        "framework": load_framework(COURSE),
        "regions": load_regions(REPOSITORY / "figures"),
        "measures": load_measures(REPOSITORY / "figures"),
        "region": read_course(COURSE).region,
    }


@pytest.fixture(scope="module")
def european(world):
    return compute_indicators(**world, comparison="european", year=2025)


@pytest.fixture(scope="module")
def dutch(world):
    return compute_indicators(**world, comparison="dutch", year=2025)


def column(table, code):
    return [i.code for i in table.indicators].index(code)


def cell(table, attribute, unit, code):
    return getattr(table, attribute)[table.row(unit), column(table, code)]


def test_a_figure_arrives_unchanged(european):
    assert cell(european, "values", "NL13", "corruption") == 1.407
    assert cell(european, "periods", "NL13", "corruption") == 2021
    assert european.targets == ("NL13", "NL21")
    assert len(european.units) == 234


def test_national_values_are_found_for_every_dutch_region_and_marked(european):
    for code in ("smes_collaborating", "digital_skills", "rd_public", "product_innovators"):
        dutch_units = [
            u for u in european.units if u.startswith("NL") and np.isfinite(cell(european, "values", u, code))
        ]
        assert len(dutch_units) >= 10
        assert {cell(european, "reasons", u, code) for u in dutch_units} == {"national_value"}
    tried = try_choices(european, Choices())
    assert np.isnan(tried.scores.score("NL13", "finance"))
    assert tried.scores.n_used[european.row("NL13"), european.elements.index("networks")] == 1


def test_a_country_that_is_one_region_has_a_regional_figure(european):
    assert cell(european, "reasons", "LU00", "rd_public") == ""


def test_regions_of_one_nuts_1_area_share_one_error_draw(european):
    groups = european.error_groups[:, column(european, "gerd")]
    north = {groups[european.row(u)] for u in ("NL11", "NL12", "NL13")}
    assert len(north) == 1
    assert groups[european.row("NL21")] not in north
    own = european.error_groups[:, column(european, "patents")]
    assert len(set(own.tolist())) == len(european.units)


def test_all_regions_have_the_same_period(european, dutch):
    for table in (european, dutch):
        for periods in table.periods.T:
            assert len(set(periods[periods > 0].tolist())) <= 1


def test_figures_after_the_year_of_the_diagnosis_are_not_used(world):
    earlier = compute_indicators(**world, comparison="dutch", year=2023)
    assert earlier.periods.max() <= 2023
    assert np.isnan(cell(earlier, "values", "CR08", "income_median"))
    assert cell(earlier, "reasons", "CR08", "income_median") == "missing"


def test_a_ratio_is_the_sum_of_numerators_over_the_sum_of_denominators(world, dutch):
    newest = newest_vintage(world["observations"])

    def figure(measure):
        period = int(cell(dutch, "periods", "CR08", "service_jobs"))
        row = newest.filter(
            (pl.col("measure") == measure) & (pl.col("region_code") == "CR08") & (pl.col("period") == period)
        )
        return row["value"][0]

    services = sum(figure(f"cbs_jobs_employees:{s}") for s in ("J", "K", "M-N"))
    expected = 100 * services / figure("cbs_jobs_employees:TOTAL")
    assert cell(dutch, "values", "CR08", "service_jobs") == pytest.approx(expected)


def test_the_region_is_built_from_its_municipalities_where_the_figure_is_municipal(world, dutch):
    """Weighted by the inhabitants of each municipality, and therefore between its lowest and highest."""
    members = world["region"].variant(None).members
    code = world["region"].code
    rows = world["observations"].filter(
        (pl.col("measure") == "cbs_distance_hospital") & pl.col("region_code").is_in(list(members))
    )
    value = cell(dutch, "values", code, "distance_hospital")
    assert rows["value"].min() < value < rows["value"].max()
    assert cell(dutch, "levels", code, "distance_hospital") == "municipality"
    assert not dutch.is_reference[dutch.row(code)]
    assert np.isnan(cell(dutch, "values", code, "service_jobs"))
    assert cell(dutch, "reasons", code, "service_jobs") == "not_at_this_level"


def test_both_boundaries_are_there_and_differ(world, dutch):
    assert len(dutch.boundaries) == 2
    four, five = dutch.boundaries
    assert four == world["region"].code
    assert cell(dutch, "values", four, "distance_hospital") != cell(
        dutch, "values", five, "distance_hospital"
    )
    tried = try_choices(dutch, Choices(boundary=five))
    assert five in tried.scores.units and four not in tried.scores.units


def test_a_region_with_too_few_elements_is_not_ranked(world, dutch):
    tried = try_choices(dutch, choice_space(world["framework"]).default)
    assert tried.ranking.rank(world["region"].code) is None
    assert sorted(r for r in tried.ranking.ranks if np.isfinite(r)) == list(range(1, 41))


def test_without_figures_there_is_nothing_to_compare(world):
    empty = {**world, "observations": world["observations"].head(0)}
    with pytest.raises(NoRegionsToCompare, match="european"):
        compute_indicators(**empty, comparison="european", year=2025)
    nothing = compute_indicators(**empty, comparison="dutch", year=2025)
    assert np.isnan(nothing.values).all()
