# SPDX-License-Identifier: EUPL-1.2
"""Rank sets of PISA 2018 as csranks gives them; ranks in groups and over runs as COINr gives them.

csranks' bounds rest on 20,000 random draws. The joint sets, single-step sets and the five best and worst
are equal all the same; the marginal sets may differ by one place where a ratio lies beside its limit.
"""

import numpy as np
import polars as pl
import pytest
from tests.shared_data import shared_path

from schakel.composite.ranking.rank import rank_scores, rank_within_groups, summarise_ranks
from schakel.composite.ranking.rank_inference import (
    infer_best,
    infer_ranks,
    infer_ranks_marginally,
    infer_worst,
    normal_draws,
)

pytestmark = pytest.mark.reference

PLACES_BY_CHANCE = 1
TAU = 5


@pytest.fixture(scope="module")
def pisa():
    path = shared_path("reference", "ecosystem", "csranks_pisa2018_math_expected.csv")
    table = pl.read_csv(path, comment_prefix="#")
    covariance = np.diag(table["math_se"].to_numpy() ** 2)
    draws = normal_draws(covariance, n_draws=20_000, rng=np.random.default_rng(101))
    return table, table["math_score"].to_numpy(), draws, covariance


def coinr(name):
    return pl.read_csv(shared_path("reference", "coinr", name))


@pytest.mark.parametrize(("stepdown", "column"), [(True, "simul"), (False, "simul_singlestep")])
def test_sets_for_all_37_countries_together_are_exact(pisa, stepdown, column):
    table, scores, draws, covariance = pisa
    found = infer_ranks(scores, draws, coverage=0.95, covariance=covariance, stepdown=stepdown)
    assert found.low.tolist() == table[f"{column}_L"].to_list()
    assert found.high.tolist() == table[f"{column}_U"].to_list()


def test_sets_for_each_country_on_its_own_are_within_one_place(pisa):
    table, scores, draws, covariance = pisa
    found = infer_ranks_marginally(scores, draws, coverage=0.95, covariance=covariance)
    off_low, off_high = (
        np.abs(bound - table[f"marg_{letter}"].to_numpy())
        for bound, letter in ((found.low, "L"), (found.high, "U"))
    )
    assert max(off_low.max(), off_high.max()) <= PLACES_BY_CHANCE
    assert (off_low > 0).sum() + (off_high > 0).sum() <= 2


def test_the_countries_that_may_be_among_the_five_best_and_worst_are_exact(pisa):
    table, scores, draws, covariance = pisa
    best = infer_best(scores, draws, places=TAU, coverage=0.95, covariance=covariance)
    worst = infer_worst(scores, draws, places=TAU, coverage=0.95, covariance=covariance)
    assert best.tolist() == table["in_tau5_best"].to_list()
    assert worst.tolist() == table["in_tau5_worst"].to_list()


def test_ranks_within_groups_of_51_countries_are_exact():
    expected = coinr("ex_results_groupranks.csv")
    scores = expected.select("uCode", "GDP_group").join(
        coinr("ex_results_scores.csv"), on="uCode", how="left"
    )
    assert scores["uCode"].to_list() == expected["uCode"].to_list()
    for name in expected.columns[2:]:
        found = rank_within_groups(scores[name].to_numpy(), groups=expected["GDP_group"].to_list())
        assert found.tolist() == expected[name].to_list(), name


@pytest.mark.parametrize(("run", "n_runs"), [("ua_n100", 100), ("sa_d3_n100", 200)])
def test_rank_statistics_over_runs_are_exact(run, n_runs):
    """Of a sensitivity sample COINr takes the two independent parts only, the first 2 N runs."""
    scores, expected = coinr(f"{run}_scores.csv"), coinr(f"{run}_rankstats.csv")
    assert scores["uCode"].to_list() == expected["uCode"].to_list()
    runs = scores.drop("uCode", "Nominal").to_numpy().T[:n_runs]
    found = summarise_ranks(rank_scores(runs), nominal=rank_scores(scores["Nominal"].to_numpy()))
    for values, column in (
        (found.nominal, "Nominal"),
        (found.mean, "Mean"),
        (found.median, "Median"),
        (found.low, "Q5"),
        (found.high, "Q95"),
    ):
        assert values == pytest.approx(expected[column].to_numpy(), rel=1e-9), column
