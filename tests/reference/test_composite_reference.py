# SPDX-License-Identifier: EUPL-1.2
"""Published results: OECD/JRC Handbook (2008), PISA 2018 rank sets, European competitiveness ranks."""

import numpy as np
import polars as pl
import pytest
from tests.shared_data import shared_path

from schakel.composite.aggregating.aggregate import aggregate_geometric, aggregate_mean
from schakel.composite.aggregating.bottleneck import (
    aggregate_bottleneck,
    equalise_averages,
    penalise_bottleneck,
)
from schakel.composite.normalising.normalise import (
    normalise_goalposts,
    normalise_minmax,
    normalise_percentile,
    normalise_rank,
    normalise_value_over_mean,
    normalise_zscore,
)
from schakel.composite.ranking.rank import rank_scores
from schakel.composite.ranking.rank_inference import infer_rank, infer_ranks

pytestmark = pytest.mark.reference

PRINTED_TO_2_DECIMALS = 0.005 + 1e-9
PRINTED_TO_1_DECIMAL = 0.05 + 1e-9


def read(name):
    return pl.read_csv(
        shared_path("reference", "ecosystem", name), comment_prefix="#", null_values=["NA", ""]
    )


def raw_table():
    raw = read("oecd2008_tai_raw.csv")
    return raw["country"].to_list(), raw.drop("country").to_numpy().astype(float), raw.columns[1:]


def published(name):
    countries, _, _ = raw_table()
    table = read("oecd2008_tai_published_results.csv")
    return np.array([table.filter(pl.col("country") == c)[name][0] for c in countries], dtype=float)


def test_geometric_mean_ranks_all_23_countries_as_published():
    _, values, _ = raw_table()
    assert (rank_scores(aggregate_geometric(values)) == published("rank_GME")).all()


@pytest.mark.parametrize("weights", ["EW", "BAP"])
def test_goalposts_and_weights_rank_all_23_countries_as_published(weights):
    _, values, names = raw_table()
    goals = read("oecd2008_tai_weights_goalposts.csv")
    rows = {r["indicator"]: r for r in goals.iter_rows(named=True)}
    low = np.array([rows[n]["goalpost_min_UNDP"] for n in names])
    high = np.array([rows[n]["goalpost_max_UNDP"] for n in names])
    own = np.array([rows[n][weights] for n in names])
    index = aggregate_mean(normalise_goalposts(values, low=low, high=high), weights=own)
    assert (rank_scores(index) == published(f"rank_{weights}")).all()


@pytest.mark.parametrize(("weights", "most_off"), [("FA", 1), ("AHP", 2)])
def test_weights_printed_to_two_decimals_come_within_two_places(weights, most_off):
    _, values, names = raw_table()
    goals = {r["indicator"]: r for r in read("oecd2008_tai_weights_goalposts.csv").iter_rows(named=True)}
    low, high, own = (
        np.array([goals[n][c] for n in names]) for c in ("goalpost_min_UNDP", "goalpost_max_UNDP", weights)
    )
    found = rank_scores(aggregate_mean(normalise_goalposts(values, low=low, high=high), weights=own))
    assert np.abs(found - published(f"rank_{weights}")).max() <= most_off


def test_normalisations_of_table_15():
    table = read("oecd2008_tai_table15_normalisation.csv")
    column = table["mean_years_school"].to_numpy().astype(float)[:, None]

    def far(found, name):
        return np.abs(found.ravel() - table[name].to_numpy()).max()

    assert far(normalise_zscore(column), "z_score") <= PRINTED_TO_2_DECIMALS
    assert far(normalise_minmax(column), "min_max") <= PRINTED_TO_2_DECIMALS
    assert far(normalise_value_over_mean(column), "ratio_to_mean") <= PRINTED_TO_2_DECIMALS
    assert far(column / column.max(), "ratio_to_best") <= PRINTED_TO_2_DECIMALS
    assert far(column / column.min(), "ratio_to_worst") <= PRINTED_TO_2_DECIMALS
    assert far(100 * normalise_percentile(column), "percentile") <= PRINTED_TO_1_DECIMAL


def test_ranks_of_table_15_place_the_lowest_at_one():
    table = read("oecd2008_tai_table15_normalisation.csv")
    column = table["mean_years_school"].to_numpy().astype(float)[:, None]
    found, printed = normalise_rank(column).ravel(), table["rank_high_is_top"].to_numpy()
    ties = np.array([(column == v).sum() for v in column.ravel()])
    assert np.abs(found - printed).max() <= (ties.max() - 1) / 2 + 1e-9
    assert (found[ties == 1] == printed[ties == 1]).all()


def test_penalty_for_bottleneck_of_the_toy_case():
    toy = read("pfb_toy_selfmade.csv")
    x = toy.select([f"x{j}" for j in range(1, 6)]).to_numpy()
    y, h = (toy.select([f"{letter}{j}" for j in range(1, 6)]).to_numpy() for letter in "yh")
    equal = equalise_averages(x)
    assert equal == pytest.approx(y, abs=1e-8)
    assert penalise_bottleneck(equal) == pytest.approx(h, abs=1e-8)
    assert 100 * aggregate_bottleneck(equal) == pytest.approx(toy["index_exp"].to_numpy(), abs=1e-6)
    logarithmic = 100 * aggregate_bottleneck(equal, form="logarithmic")
    assert logarithmic == pytest.approx(toy["index_ln"].to_numpy(), abs=1e-6)
    assert (equal.argmin(axis=1) + 1 == toy["bottleneck"].to_numpy()).all()


def pisa():
    table = read("csranks_pisa2018_math_expected.csv")
    scores, errors = table["math_score"].to_numpy(), table["math_se"].to_numpy()
    draws = np.random.default_rng(101).standard_normal((20_000, len(scores))) * errors
    return table, scores, draws


def test_rank_sets_of_pisa_for_all_countries_together_are_exact():
    table, scores, draws = pisa()
    found = infer_ranks(scores, draws, coverage=0.95)
    assert found.low.tolist() == table["simul_L"].to_list()
    assert found.high.tolist() == table["simul_U"].to_list()


def test_rank_sets_of_pisa_for_one_country_are_within_one_place():
    """The published bounds rest on random draws, so one place of difference is allowed."""
    table, scores, draws = pisa()
    for unit in range(len(scores)):
        own = infer_rank(scores, draws[:5000], unit=unit, coverage=0.95)
        assert abs(own.low[unit] - table["marg_L"][unit]) <= 1
        assert abs(own.high[unit] - table["marg_U"][unit]) <= 1


@pytest.mark.parametrize("year", [2010, 2013, 2016, 2019])
def test_ranks_of_dutch_regions_with_ties(year):
    table = read("rci_nl_2010_2019.csv")
    values = table[f"rci_z_{year}"].to_numpy().astype(float)
    assert rank_scores(values).tolist() == table[f"nl_rank_{year}"].to_list()
