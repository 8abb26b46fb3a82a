# SPDX-License-Identifier: EUPL-1.2
"""The picture of the shipped course agrees with an independent check of its figures."""

import csv
import re

import polars as pl
import pytest
from tests.shared_data import REPOSITORY, shared_path

from schakel.dataroom.store import ingest_figures
from schakel.diagnosis.diagnosing import picture_of
from schakel.diagnosis.figures_used import figures_known
from schakel.diagnosis.inputs import load_inputs
from schakel.economy.figure_source import FigureSource

COURSE = REPOSITORY / "courses" / "dutch-techzone"
FIGURES = REPOSITORY / "figures"


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    ingest_figures(FIGURES, home)
    return load_inputs(COURSE, FIGURES, home)


@pytest.fixture(scope="module")
def figures(inputs):
    return figures_known(inputs.observations, 2025, inputs.wanted)


@pytest.fixture(scope="module")
def source(inputs, figures):
    return FigureSource(figures, inputs.measures, inputs.regions)


@pytest.fixture(scope="module")
def picture(inputs, figures):
    return picture_of(inputs, figures, 2025)


@pytest.fixture(scope="module")
def independent():
    with shared_path("data", "tidy", "course_figures_check.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def cells(picture, item, area):
    found = next(i for i in picture.items if i.definition.code == item)
    return next(line.cells for line in found.lines if line.area.code == area)


def verdicts(picture):
    return {check.id: check.verdict for checks in picture.checks for check in checks}


def test_the_share_of_industry(picture, independent):
    rows = [
        r["gevonden"]
        for r in independent
        if r["wat"].startswith("aandeel industrie") and "83582" in r["bron"]
    ]
    years = [2010, 2016, 2020, 2024]
    shares = [float(re.search(r"= ([\d.]+)%", text)[1]) for text in rows]
    series = cells(picture, "industry_share", "CR08")
    assert [round(series[year].value, 1) for year in years] == shares
    item = next(i for i in picture.items if i.definition.code == "industry_share")
    assert f"rank {item.standing.rank} of {item.standing.n_regions}" in rows[-1]


def test_establishments_of_the_region(picture, independent):
    for row in independent:
        if row["wat"].startswith("vestigingen B-E"):
            year = int(row["bron"].rsplit(" ", 1)[1])
            industry, total = (int(n) for n in row["gevonden"].split(" / "))
            assert (
                cells(picture, "industry_establishments", picture.areas.region.code)[year].value == industry
            )
            assert cells(picture, "establishments", picture.areas.region.code)[year].value == total


@pytest.mark.parametrize(
    ("item", "what", "year", "digits"),
    [
        ("education_high", "aandeel_hbo_wo", 2022, 2),
        ("participation", "nettoarbeidsparticipatie", 2022, 2),
        ("benefits", "uitkeringsontvangers_tot_aow_leeftijd_pct_inwoners", 2021, 2),
    ],
)
def test_ratios_of_the_region_and_the_country(picture, independent, item, what, year, digits):
    text = next(r["gevonden"] for r in independent if r["wat"] == what)
    own, country = (float(n) for n in re.findall(r"[\d.]+", text))
    assert cells(picture, item, picture.areas.region.code)[year].value == pytest.approx(
        own, abs=0.6 * 10**-digits
    )
    assert cells(picture, item, "NL")[year].value == pytest.approx(country, abs=0.6 * 10**-digits)


def test_commuting_openings_and_income_per_head(picture, independent):
    ratio = next(r["gevonden"] for r in independent if r["wat"].startswith("uitpendel"))
    assert f"ratio {cells(picture, 'commuting', 'CR08')[2022].value:.2f}" in ratio
    for row in independent:
        if row["wat"].startswith("oprichtingen per 100"):
            year = int(row["bron"].rsplit(" ", 1)[1])
            for area, printed in re.findall(r"(CR\d\d|NL) ([\d.]+)", row["gevonden"].split(";")[0]):
                assert cells(picture, "openings_rate", area)[year].value == pytest.approx(
                    float(printed), abs=0.051
                )
        if row["wat"] == "bbp per hoofd":
            for year, own, country in re.findall(r"(\d{4}): (\d+) vs NL (\d+)", row["gevonden"]):
                assert cells(picture, "gdp_per_head", "CR08")[int(year)].value == float(own)
                assert cells(picture, "gdp_per_head", "NL")[int(year)].value == float(country)


def test_population_is_that_of_the_four_municipalities(picture):
    people = cells(picture, "population", picture.areas.region.code)
    assert {year: people[year].value for year in (2021, 2022, 2024, 2025)} == {
        2021: 259_301,
        2022: 261_028,
        2024: 264_594,
        2025: 265_859,
    }
    assert cells(picture, "working_age", picture.areas.region.code)[2025].value == 164_308


def test_what_the_course_prints_gets_the_verdict_that_the_figures_allow(picture):
    found = verdicts(picture)
    expected = {
        "jobs-total-2020": "no_figure",
        "jobs-grew": "confirmed",
        "industry-jobs-fell": "not_confirmed",
        "share-industry-2016-opening": "other_definition",
        "industry-share-fell": "confirmed",
        "establishments-total-2020": "other_definition",
        "establishments-grew": "confirmed",
        "industry-establishments-change": "confirmed",
        "firm-size-fell": "confirmed",
        "too-few-new-firms": "confirmed",
        "share-high-region": "other_definition",
        "fewer-highly-educated": "confirmed",
        "lower-participation": "confirmed",
        "more-benefits": "confirmed",
        "higher-unemployment": "not_confirmed",
        "commuting-ratio": "other_definition",
        "potential-labour-force-change": "no_figure",
    }
    assert {code: found[code] for code in expected} == expected
    assert set(found.values()) == {"confirmed", "other_definition", "not_confirmed", "no_figure"}


def test_a_mean_that_hides_a_municipality_names_it(picture):
    checks = {check.id: check for checks in picture.checks for check in checks}
    for claim in ("lower-participation", "more-benefits"):
        remarks = dict(checks[claim].remarks)
        assert remarks["members_differ"]["members_nl"] == "Hardenberg"


def test_no_figure_of_a_larger_area_is_called_the_regions(picture):
    for item in picture.items:
        roles = {line.role for line in item.lines if line.area.code == picture.areas.region.code}
        assert roles <= {"region"}
        if item.level != "region":
            assert not any(line.role == "region" for line in item.lines)


def test_withheld_manufacturing_jobs_make_the_regions_sum_a_bracket(source, picture):
    series = source.series("cbs_jobs_employees_81402:C", picture.areas.region)
    assert series[2008].value == pytest.approx(18.05)
    for year, known in ((2009, 13.54), (2010, 13.01)):
        assert series[year].value is None
        assert series[year].status == "suppressed"
        assert known - 0.02 <= series[year].low < series[year].high  # less what rounding allows


def test_peers_are_other_areas_in_order_of_distance(picture):
    own = {code for code, _ in picture.areas.nearest["corop"]}
    assert own == {"CR08", "CR09", "CR10"}
    assert len(picture.peers) == 6
    assert not own & {p.code for p in picture.peers}
    assert [p.distance for p in picture.peers] == sorted(p.distance for p in picture.peers)


def test_the_country_is_never_a_smaller_sum(picture):
    item = next(i for i in picture.items if i.definition.code == "industry_jobs")
    country = next(line.cells for line in item.lines if line.role == "country")
    for cell in country.values():
        assert cell.value is not None or cell.status in ("suppressed", "missing")
        if cell.value is not None:
            assert cell.value > 700


def test_an_edition_of_a_later_year_is_not_used_where_an_earlier_one_exists():
    schema = {
        "measure": "m",
        "region_code": "R",
        "period": 2020,
        "unit": "x",
        "status": "normal",
        "source_table": "t",
    }
    rows = [
        {**schema, "value": 1.0, "vintage": "2023-02"},
        {**schema, "value": 2.0, "vintage": "2024"},
        {**schema, "value": 3.0, "vintage": "2026-01-01"},
    ]
    table = pl.DataFrame(rows)
    assert figures_known(table, 2023, ["m"])["value"].to_list() == [1.0]
    assert figures_known(table, 2025, ["m"])["value"].to_list() == [2.0]
    assert figures_known(table, 2021, ["m"])["value"].to_list() == [3.0]
    assert figures_known(table, 2019, ["m"]).is_empty()
