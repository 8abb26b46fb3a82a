# SPDX-License-Identifier: EUPL-1.2
"""Laws of the checks: figures rounded from one truth never contradict; order does not matter."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dataroom.checks_material import (
    COURSE,
    FIGURES,
    REGIONS,
    figure,
    measure,
    measures,
    observation,
    observations,
    printed,
)

from schakel.dataroom.checks import check_figures, load_rules
from schakel.dataroom.checks.bounds import Bounds, bounds_of, spread_of
from schakel.dataroom.checks.findings import SEVERITIES
from schakel.dataroom.checks.likelihood import find_likelier
from schakel.dataroom.checks.relations import relations_of
from schakel.dataroom.checks.rules import PartsSumOfMeasures, RatioOf, ShareOf
from schakel.dataroom.checks.stated import StatedFigures
from schakel.dataroom.ledger import load_printed_figures
from schakel.dataroom.measures import load_measures
from schakel.dataroom.observations import read_observations
from schakel.dataroom.regions import load_regions
from schakel.dataroom.store import ingest_figures

RULES = load_rules(COURSE, FIGURES)
RATIO = RatioOf(
    id="r",
    label={"nl": "a", "en": "b"},
    kind="ratio_of",
    ratio="size",
    numerator="industry",
    denominator="firms",
)
STEPS = st.sampled_from([0.1, 1.0, 5.0, 10.0, 100.0, 500.0, 1000.0])


def rounded(value, step):
    return round(value / step) * step


def check(table):
    return check_figures(observations(), table, RULES, {}, REGIONS, 2022)


@st.composite
def courses_of_one_truth(draw):
    """Figures of the course as they would be printed when one truth lay behind them."""
    jobs, change = draw(st.floats(2e4, 3e5)), draw(st.floats(-9e3, 9e3))
    firms = draw(st.floats(100, 3_000))
    rows, at_least = [], draw(st.booleans())
    jobs_step = draw(STEPS)
    printed_jobs = math.floor(jobs / jobs_step) * jobs_step if at_least else rounded(jobs, jobs_step)
    qualifier = "at_least" if at_least else "exact"
    rows.append(figure("j", "jobs_total", printed_jobs, rounding=jobs_step, qualifier=qualifier))
    step = draw(STEPS)
    rows.append(figure("c", "jobs_total_change", rounded(change, step), rounding=step, from_period=2016))
    for period, total in ((2016, jobs - change), (2020, jobs)):
        industry = total * draw(st.floats(0.02, 0.6))
        for passage in ("4a", "4b"):
            step = draw(STEPS)
            more = {"period": period, "passage": passage}
            rows.append(
                figure(f"i{period}{passage}", "jobs_industry", rounded(industry, step), rounding=step, **more)
            )
        share = rounded(100 * industry / total, 0.1)
        rows.append(
            figure(f"s{period}", "share_industry", share, rounding=0.1, unit="percent", period=period)
        )
        step = draw(st.sampled_from([1.0, 5.0, 10.0]))
        name, size = "jobs_per_manufacturing_establishment", rounded(industry / firms, 0.1)
        rows.append(
            figure(
                f"f{period}",
                "establishments_manufacturing",
                rounded(firms, step),
                rounding=step,
                period=period,
            )
        )
        rows.append(figure(f"z{period}", name, size, rounding=0.1, unit="ratio", period=period))
    return rows


@given(courses_of_one_truth())
@settings(max_examples=60, deadline=None)
def test_figures_of_one_truth_never_contradict_each_other(rows):
    arithmetic = {"same_quantity", "share_of", "ratio_of", "difference_of"}
    assert {f.severity for f in check(printed(*rows)) if f.kind in arithmetic} <= {"rounding"}


@given(courses_of_one_truth(), st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_the_order_of_the_rows_does_not_matter(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert check(printed(*rows)) == check(printed(*shuffled))


def test_the_order_of_the_courses_rows_does_not_matter():
    table = load_printed_figures(COURSE)
    assert check(table) == check(table.reverse()) == check(table.sample(fraction=1, shuffle=True, seed=3))


@given(
    st.floats(1e3, 1e5),
    st.floats(0.05, 0.5),
    st.floats(-3, 3),
    st.floats(0.1, 500),
    st.floats(1, 5),
    st.booleans(),
)
@settings(max_examples=80, deadline=None)
def test_wider_rounding_never_makes_a_contradiction(jobs, share, error, step, wider, at_least):
    qualifier = "at_least" if at_least else "exact"

    def severity(factor):
        rows = [
            figure("j", "jobs_total", jobs, rounding=step * factor, qualifier=qualifier),
            figure("i", "jobs_industry", jobs * share, rounding=step * factor),
            figure("s", "share_industry", 100 * share + error, rounding=0.1 * factor, unit="percent"),
        ]
        found = [f.severity for f in check(printed(*rows)) if f.kind == "share_of"]
        return SEVERITIES.index(found[0]) if found else len(SEVERITIES)

    assert severity(wider) >= severity(1)


def test_bounds_follow_the_qualifier():
    assert bounds_of(100, 10, "exact") == Bounds(95, 105)
    assert bounds_of(100, 10, "approximately") == Bounds(90, 110)
    assert bounds_of(100, 10, "at_least") == Bounds(100, math.inf)
    assert spread_of(100, 10, "at_least") == Bounds(100, 110)


@given(st.lists(st.floats(0.1, 100), min_size=4, max_size=4), st.floats(0, 1), st.floats(0, 1))
def test_interval_arithmetic_holds_every_true_result(ends, first, second):
    a, b = Bounds(*sorted(ends[:2])), Bounds(*sorted(ends[2:]))
    x, y = a.low + first * (a.high - a.low), b.low + second * (b.high - b.low)
    for bounds, value in ((a + b, x + y), (a - b, x - y), (a.over(b), x / y)):
        assert bounds.low - 1e-9 <= value <= bounds.high + 1e-9


def test_a_divisor_around_zero_leaves_everything_open():
    assert Bounds(1, 2).over(Bounds(-1, 1)) == Bounds(-math.inf, math.inf)


def ratio_figures(*industry):
    rows = [figure(f"i{v}", "industry", v, rounding=100) for v in industry]
    rows += [figure("f", "firms", 1030, rounding=10), figure("z", "size", 17.7, rounding=0.1)]
    return StatedFigures(printed(*rows))


@pytest.mark.parametrize("industry", [18_100, 18_200, 18_300])
def test_the_chance_of_a_ratio_agrees_with_drawing_numbers(industry):
    (relation,) = relations_of(RATIO, ratio_figures(industry))
    rng = np.random.default_rng(1)
    draws = rng.uniform(industry - 50, industry + 50, 400_000) / rng.uniform(1025, 1035, 400_000)
    drawn = float(np.mean((draws >= 17.65) & (draws <= 17.75)))
    assert relation.probability() == pytest.approx(drawn, abs=0.004)


def test_the_chance_of_a_share_of_a_derived_total_agrees_with_drawing_numbers():
    course = load_printed_figures(COURSE).with_columns(
        value=pl.when(pl.col("quantity") == "share_industry").then(16.0).otherwise("value")
    )
    rule = next(r for r in RULES.rules if isinstance(r, ShareOf))
    relation = next(
        r for r in relations_of(rule, StatedFigures(course, RULES.rules)) if r.stated.period == 2016
    )
    rng = np.random.default_rng(2)
    total = rng.uniform(118_000, 119_000, 400_000) - rng.uniform(3_450, 3_550, 400_000)
    share = 100 * rng.uniform(18_350, 18_450, 400_000) / total
    drawn = float(np.mean((share >= 15.95) & (share <= 16.05)))
    assert relation.probability() == pytest.approx(drawn, abs=0.004)


def test_the_likelier_value_by_hand():
    # only the ratio speaks: chances 9.8 % and 39.2 %; each gets 5 % of slips over 20 steps (0.0025)
    figures = ratio_figures(18_100, 18_300)
    likelier = find_likelier(figures.of("industry"), figures, [RATIO])
    chances = likelier.evidence[0].chances
    low, high = (0.95 * c + 0.0025 for c in chances)
    assert likelier.probabilities == pytest.approx((low / (low + high), high / (low + high)))
    assert likelier.favoured.value == 18_300
    assert sum(likelier.probabilities) == pytest.approx(1)


def test_no_relation_no_favourite():
    figures = ratio_figures(18_100, 18_300)
    likelier = find_likelier(figures.of("industry"), figures, [])
    assert likelier.probabilities == (0.5, 0.5)
    assert likelier.favoured is None


@given(st.lists(st.floats(0, 1e4), min_size=2, max_size=8), st.sampled_from([0.1, 1.0, 5.0, 100.0]))
@settings(max_examples=40, deadline=None)
def test_parts_and_whole_rounded_from_one_truth_always_add_up(parts, step):
    codes = [f"jobs:P{n}" for n in range(len(parts))]
    meaning = measures(
        measure("jobs:T", rounding=step),
        *[
            measure(c, rounding=step, within="jobs:T", siblings=tuple(o for o in codes if o != c))
            for c in codes
        ],
    )
    rows = [observation("jobs:T", "GM0001", 2020, rounded(sum(parts), step))]
    rows += [observation(c, "GM0001", 2020, rounded(p, step)) for c, p in zip(codes, parts, strict=True)]
    rule = PartsSumOfMeasures(
        id="p", label={"nl": "a", "en": "b"}, kind="parts_sum_of_measures", measures=("jobs",)
    )
    assert not check_figures(observations(*rows), printed(), [rule], meaning, REGIONS, 2022)


def test_the_shipped_figures_give_the_expected_findings_in_any_order(tmp_path):
    ingest_figures(FIGURES, tmp_path)
    everything = read_observations(tmp_path)
    course, meaning, regions = load_printed_figures(COURSE), load_measures(FIGURES), load_regions(FIGURES)
    found = check_figures(everything, course, RULES, meaning, regions, 2025)
    kinds = {f.kind for f in found if f.scope == "figures"}
    assert kinds >= {
        "growth_across_break",
        "sum_over_suppressed",
        "national_value_repeated",
        "sources_disagree",
        "revised",
        "outdated",
        "mixed_series",
    }
    assert not [f for f in found if f.scope == "figures" and f.severity == "contradiction"]
    shuffled = everything.sample(fraction=1, shuffle=True, seed=5)
    assert check_figures(shuffled, course, RULES, meaning, regions, 2025) == found
    ris = next(
        f for f in found if f.kind == "national_value_repeated" and "RIS" in f.note_details["source_table"]
    )
    assert (
        ris.note_details["n_measures"],
        ris.note_details["n_of_measures"],
        ris.note_details["n_regions"],
    ) == (10, 21, 12)
