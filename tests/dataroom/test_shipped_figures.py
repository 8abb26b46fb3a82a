# SPDX-License-Identifier: EUPL-1.2
"""The figures that the project ships: declared, licensed, complete, and agreeing with a second total."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.dataroom.figures_at_hand import FIGURES, FOUR, shipped_measures, shipped_regions
from tests.shared_data import shared_path

from schakel.dataroom.measures import WrongDeclaration, load_measures, load_tables
from schakel.dataroom.observations import STATUSES, newest_vintage
from schakel.koers.framework import load_framework

COURSES = Path(__file__).resolve().parents[2] / "courses"
SECTORS = ["A", "B-E", "F", "G-I", "J", "K", "L", "M-N", "O-Q", "R-U"]
LARGEST_MEGABYTES = 6


@pytest.mark.parametrize("table", load_tables(FIGURES).values(), ids=lambda t: t.stem)
def test_every_table_says_whose_it_is_and_on_what_terms(table):
    assert table.licence and table.attribution and table.publisher
    assert table.url.startswith("https://")
    assert table.title.nl and table.title.en and table.cautions.nl and table.cautions.en
    assert (FIGURES / f"{table.stem}.csv").is_file()


@pytest.mark.parametrize("measure", shipped_measures().values(), ids=lambda m: m.code)
def test_every_measure_is_declared_in_both_languages_without_gaps(measure):
    for words in (measure.label, measure.unit, measure.definition):
        assert words.nl and words.en
        assert "{" not in words.nl + words.en
    assert measure.counts_what


def test_every_measure_has_figures_and_every_figure_a_measure(shipped):
    assert set(shipped["measure"]) == set(shipped_measures())


def test_the_tables_are_small():
    assert sum(p.stat().st_size for p in FIGURES.glob("*.csv")) < LARGEST_MEGABYTES * 1e6


def test_every_indicator_of_every_course_has_figures(shipped):
    known = set(shipped["measure"])
    for folder in sorted(p.parent for p in COURSES.glob("*/framework.yaml")):
        framework = load_framework(folder)
        assert set(framework.measures) <= known, folder.name
        assert {c.units_from for c in framework.comparisons} - {None} <= known


def test_every_indicator_covers_its_regions(shipped):
    framework = load_framework(COURSES / "dutch-techzone")
    regions = shipped_regions()
    for indicator in framework.indicators:
        for measure in indicator.measures:
            rows = shipped.filter((pl.col("measure") == measure) & pl.col("value").is_not_null())
            codes = [
                c for c in rows["region_code"].unique() if indicator.level in (regions.level(c), "nuts2")
            ]
            rows = rows.filter(pl.col("region_code").is_in(codes))
            newest = rows.filter(pl.col("period") == rows["period"].max())["region_code"].n_unique()
            wanted = {"municipality": 335, "corop": 40, "nuts3": 40, "nuts2": 200}[indicator.level]
            assert newest >= wanted, (indicator.code, measure, newest)


def test_statuses_are_carried(shipped):
    counts = dict(shipped["status"].value_counts().iter_rows())
    assert set(counts) <= set(STATUSES)
    assert counts["suppressed"] > 300
    jobs = shipped.filter(pl.col("measure").str.starts_with("cbs_jobs_employees:"))
    assert jobs.filter(status="suppressed").height == 48
    assert jobs.filter(status="estimated").height == 130
    income = shipped.filter(pl.col("measure") == "cbs_income_mean_standardised")
    assert set(income["status"]) == {"provisional"}


def test_two_editions_of_gdp_stand_side_by_side(shipped):
    gdp = shipped.filter(measure="eurostat_gdp:MIO_EUR", region_code="NL132", period=2020)
    assert dict(gdp.select("vintage", "status").iter_rows()) == {"2023-02": "provisional", "2024": "normal"}
    power = shipped.filter(measure="eurostat_gdp:PPS_HAB_EU27_2020", period=2010, region_code="NL132")
    assert sorted(power["value"]) == [100.0, 100.0]
    both = shipped.filter(pl.col("measure").str.starts_with("eurostat_gdp")).group_by(
        "measure", "region_code", "period"
    )
    revised = both.agg(pl.col("value").n_unique().alias("n")).filter(pl.col("n") > 1)
    assert revised.height > 50
    assert newest_vintage(gdp)["vintage"].to_list() == ["2024"]


@pytest.mark.parametrize(
    ("measure", "region", "period", "value"),
    [
        ("cbs_jobs_employees_81402:C", "GM0160", 2008, 4.00),
        ("cbs_jobs_employees_81402:C", "GM0160", 2009, None),
        ("cbs_jobs_employees_81402:A-U", "CR08", 2008, 63.7),
        ("cbs_establishments_2012:C", "NL", 2012, 59185),
        ("cbs_population:TOTAL", "GM0114", 2025, 109678),
        ("eurostat_gdp:EUR_HAB", "NL132", 2021, 32500),
        ("eurostat_population:TOTAL", "NL132", 2022, 169054),
        ("eurostat_education:ED5-8", "NL13", 2019, 33.8),
        ("cbs_commuting:out", "CR08", 2022, 27.8),
        ("cbs_commuting:in", "CR08", 2022, 14.0),
        ("qog_eqi", "NL12", 2010, 0.997),
    ],
)
def test_figures_that_are_known_from_elsewhere(shipped, measure, region, period, value):
    found = newest_vintage(shipped.filter(measure=measure, region_code=region, period=period))[
        "value"
    ].to_list()
    assert found == [value]


def test_ten_sectors_make_the_total_of_every_corop_area(shipped):
    jobs = shipped.filter(pl.col("measure").is_in([f"cbs_jobs_employees:{s}" for s in [*SECTORS, "TOTAL"]]))
    wide = jobs.pivot(on="measure", index=["region_code", "period"], values="value").drop_nulls()
    parts = wide.select(pl.sum_horizontal([f"cbs_jobs_employees:{s}" for s in SECTORS])).to_series()
    assert wide.height > 540
    assert (parts - wide["cbs_jobs_employees:TOTAL"]).abs().max() <= 0.55


def test_openings_are_of_the_right_year(shipped):
    """A first transcription of this table was one year off; only a second total shows that."""
    openings = shipped.filter(pl.col("measure").str.starts_with("cbs_openings:") & (pl.col("period") >= 2015))
    total = openings.filter(measure="cbs_openings:TOTAL").select("region_code", "period", total="value")
    parts = (
        openings.filter(pl.col("measure") != "cbs_openings:TOTAL")
        .group_by("region_code", "period")
        .agg(pl.col("value").sum())
    )
    joined = parts.join(total, on=["region_code", "period"])
    assert joined.height == 440
    assert (joined["value"] - joined["total"]).abs().max() <= 25
    shifted = parts.with_columns(pl.col("period") + 1).join(total, on=["region_code", "period"])
    assert (shifted["value"] - shifted["total"]).abs().max() > 25


def test_no_municipality_is_a_ghost(shipped):
    regions = shipped_regions()
    towns = shipped.filter(pl.col("region_code").str.starts_with("GM") & pl.col("value").is_not_null())
    pairs = towns.filter(pl.col("period") >= 2022).select("region_code", "period").unique()
    ghosts = [(c, p) for c, p in pairs.iter_rows() if not regions.region(c).exists_on(date(p, 1, 1))]
    assert ghosts == []


def test_the_figures_of_the_region_are_all_there(shipped):
    own = shipped.filter(
        pl.col("region_code").is_in([*FOUR, "GM1681"])
        & pl.col("measure").str.starts_with("cbs_establishments:")
    )
    assert own.group_by("measure", "region_code").len()["len"].to_list() == [19] * 50


def test_compiling_again_gives_the_same_tables(tmp_path):
    shared = shared_path("data")
    (tmp_path / "redivisions.csv").write_bytes((FIGURES / "redivisions.csv").read_bytes())
    command = [sys.executable, str(FIGURES / "compile_figures.py"), str(shared), "--out", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    made = sorted(tmp_path.glob("*.csv"))
    assert len(made) >= 25
    for path in made:
        assert path.read_bytes() == (FIGURES / path.name).read_bytes(), path.name


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("unit: score", "unit: smileys"), "vocabulary.yaml"),
        (("time_semantics: index", "time_semantics: magic"), "flow, stock, ratio, index"),
        (("licence:", "terms:"), "licence"),
        (("retrieved_date: 2026-11-23", "retrieved_date: soon"), "a date such as"),
        (("counts_what: survey score", "weight: nothing\n    counts_what: x"), "a declared measure"),
        (("measures:", "measures: ["), "YAML"),
    ],
)
def test_a_wrong_declaration_is_refused_with_its_file(tmp_path, change, message):
    for name in ("qog_eqi.yaml", "vocabulary.yaml"):
        (tmp_path / name).write_text((FIGURES / name).read_text())
    path = tmp_path / "qog_eqi.yaml"
    assert change[0] in path.read_text()
    path.write_text(path.read_text().replace(*change, 1))
    with pytest.raises(WrongDeclaration, match=message) as refusal:
        load_measures(tmp_path)
    assert "qog_eqi.yaml" in str(refusal.value)
