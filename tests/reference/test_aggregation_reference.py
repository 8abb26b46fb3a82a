# SPDX-License-Identifier: EUPL-1.2
"""Aggregation beyond the mean, against COINr, Compind, giniCI and the OECD/JRC Handbook (2008)."""

import numpy as np
import polars as pl
import pytest
from tests.shared_data import shared_path

from schakel.composite.aggregating.benefit_of_doubt import aggregate_benefit_of_doubt, give_benefit_of_doubt
from schakel.composite.aggregating.bottleneck import aggregate_bottleneck, equalise_averages
from schakel.composite.aggregating.kemeny import rank_kemeny
from schakel.composite.aggregating.mazziotta_pareto import (
    aggregate_mazziotta_pareto,
    normalise_adjusted_mazziotta_pareto,
    set_goalposts,
)
from schakel.composite.aggregating.ordered_weights import aggregate_ordered
from schakel.composite.aggregating.outrank import aggregate_copeland, aggregate_outranking, outrank
from schakel.composite.effort.allocate import fill_lowest_first, reach_target, spend_budget
from schakel.composite.effort.effort_levers import Levers
from schakel.composite.normalising.normalise import normalise_minmax
from schakel.composite.ranking.rank import rank_scores

pytestmark = pytest.mark.reference

EXACT = 1e-9
PRINTED_TO_9_DECIMALS = 5.01e-10


def coinr(name):
    return pl.read_csv(
        shared_path("reference", "coinr", name), infer_schema_length=None, null_values=["NA", ""]
    )


def handbook(name):
    return pl.read_csv(shared_path("reference", "ecosystem", name), comment_prefix="#")


def numbers(table, skip=1):
    return table[:, skip:].to_numpy().astype(float)


def tree():
    """The weights of the example's nodes by parent: {parent: [(child, weight), ...]}."""
    meta = coinr("in_asem_imeta.csv").filter(pl.col("Type").is_in(["Indicator", "Aggregate"]))
    children = {}
    for row in meta.iter_rows(named=True):
        if row["Parent"] is not None:
            children.setdefault(row["Parent"], []).append((row["iCode"], row["Weight"], row["Level"]))
    return children


def indicators(table):
    return [code for code in table.columns if code != "uCode"]


# Outranking and Copeland


def test_outranking_matrix_of_49_indicators():
    values, matrix = coinr("norm_minmax_1_100.csv"), coinr("outrank_matrix_equal.csv")
    assert outrank(numbers(values)) == pytest.approx(numbers(matrix), rel=EXACT)
    rows = coinr("outrank_scores_equal.csv")
    mean = aggregate_outranking(numbers(values))
    assert 50 * mean == pytest.approx(rows["outrank_rowsum"].to_numpy(), rel=EXACT)


def test_copeland_with_exact_ties():
    """COINr decides exact ties by rounding in 10 of 51 units; the file holds whole-number arithmetic."""
    values, exact = coinr("norm_minmax_1_100.csv"), coinr("exact_copeland.csv")
    assert values["uCode"].to_list() == exact["uCode"].to_list()
    table = numbers(values)
    assert aggregate_copeland(table).tolist() == exact["exact_equal"].to_list()
    for rounded in (np.full(49, 1 / 49), np.full(49, 0.1)):
        assert aggregate_copeland(table, weights=rounded).tolist() == exact["exact_equal"].to_list()
    assert (exact["exact_equal"] != exact["coinr_equal"]).sum() == 10


def test_copeland_with_other_weights():
    values, exact = coinr("norm_minmax_1_100.csv"), coinr("exact_copeland.csv")
    custom = coinr("agg_weights_custom.csv")
    weight = dict(zip(custom["iCode"], custom["Weight"], strict=True))
    own = np.array([weight[code] for code in indicators(values)], dtype=float)
    for weights in (own, own / own.sum(), own / 3):
        found = aggregate_copeland(numbers(values), weights=weights)
        assert found.tolist() == exact["exact_custom"].to_list()


def test_copeland_down_the_tree_where_no_pair_is_tied():
    """COINr's own scores hold for every unit without an exactly tied pair at the node."""
    values, expected, children = coinr("norm_minmax_1_100.csv"), coinr("agg_copeland.csv"), tree()
    scores = {code: values[code].to_numpy().astype(float) for code in indicators(values)}
    tied_somewhere = 0
    for parent, below in sorted(children.items(), key=lambda item: item[1][0][2]):
        cells = np.column_stack([scores[code] for code, _, _ in below])
        weights = np.array([weight for _, weight, _ in below], dtype=float)
        found = aggregate_copeland(cells, weights=weights)
        ties = (outrank(cells, weights=weights) == 0.5).sum(axis=1)
        published = expected[parent].to_numpy().astype(float)
        assert found[ties == 0].tolist() == published[ties == 0].tolist(), parent
        # rounding can only turn ties into wins or losses
        assert (np.abs(found - published) <= ties).all(), parent
        tied_somewhere += int((ties > 0).sum())
        scores[parent] = published  # COINr builds the next level on its own scores
    assert tied_somewhere > 0


def test_outranking_with_missing_values_where_both_definitions_agree():
    """COINr divides by all weight and sets the lower triangle to 1 - upper; here the weight known for both."""
    values, matrix = coinr("agg_missing_input.csv"), numbers(coinr("outrank_matrix_missing.csv"))
    table = numbers(values)
    known = np.isfinite(table).astype(float)
    both = known @ known.T / table.shape[1]
    found = outrank(table)
    upper = np.triu_indices(len(table), 1)
    assert (found * both)[upper] == pytest.approx(matrix[upper], rel=EXACT, abs=1e-15)
    complete = (both == 1) & ~np.eye(len(table), dtype=bool)
    assert complete.sum() > 500
    assert found[complete] == pytest.approx(matrix[complete], rel=EXACT)
    off = ~np.eye(len(table), dtype=bool)
    assert (found + found.T)[off] == pytest.approx(1.0, abs=1e-15)


# Kemeny and the voting examples of the Handbook


def test_outranking_matrix_and_kemeny_orders_of_five_countries():
    table = handbook("oecd2008_kemeny_five_countries.csv")
    names = table["country"].to_list()
    printed = np.column_stack([table[f"e_vs_{name}"].to_numpy() for name in names])
    values = table[:, 1:9].to_numpy().astype(float)
    matrix = outrank(values)
    assert matrix == pytest.approx(printed, abs=1e-15)
    found = rank_kemeny(matrix)
    assert found.support == found.bound == 6.375
    orders = {tuple(names[unit] for unit in order) for order in found.orders}
    assert orders == {
        ("USA", "Sweden", "Finland", "Japan", "Korea"),
        ("Sweden", "Finland", "USA", "Japan", "Korea"),
        ("Sweden", "USA", "Finland", "Japan", "Korea"),
    }
    assert found.all_listed and found.unique is False
    published_next = [names.index(name) for name in ("Finland", "USA", "Sweden", "Japan", "Korea")]
    support = np.triu(matrix[np.ix_(published_next, published_next)], 1).sum()
    assert support == 6.125


def votes(example):
    """Return the options, their places turned into values, and how many indicators order them so."""
    rows = handbook("oecd2008_voting_examples.csv").filter(pl.col("example") == example)
    options = sorted(rows["order_best_first"][0])
    values = np.array([[-order.index(option) for order in rows["order_best_first"]] for option in options])
    return options, values.astype(float), rows["n_indicators"].to_numpy().astype(float)


def test_condorcet_order_of_table_25():
    options, values, weights = votes("T25")
    borda = (values + len(options) - 1) @ weights
    assert dict(zip(options, borda, strict=True)) == {"a": 24, "b": 44, "c": 38, "d": 20}
    found = rank_kemeny(outrank(values, weights=weights))
    assert [options[unit] for unit in found.order] == ["c", "b", "d", "a"]
    assert found.unique
    points = aggregate_copeland(values, weights=weights)
    assert [options[unit] for unit in np.argsort(-points)] == ["c", "b", "d", "a"]


def test_condorcet_cycle_and_kemeny_scores_of_table_28():
    options, values, weights = votes("T28")
    counts = outrank(values, weights=weights) * weights.sum()
    a, b, c = range(3)
    assert counts[[a, b, c], [b, c, a]] == pytest.approx([33, 42, 35])
    printed = {"abc": 100, "bca": 104, "cab": 86, "bac": 94, "cba": 80, "acb": 76}
    for order, score in printed.items():
        places = [options.index(option) for option in order]
        assert np.triu(counts[np.ix_(places, places)], 1).sum() == pytest.approx(score)
    found = rank_kemeny(counts)
    assert "".join(options[unit] for unit in found.order) == "bca"
    assert found.support == pytest.approx(104)
    assert aggregate_copeland(values, weights=weights).tolist() == [0, 0, 0]


def test_leaving_out_the_last_option_turns_borda_but_not_the_pairs_in_table_31():
    options, values, weights = votes("T31")
    borda = (values + 3) @ weights
    assert borda.tolist() == [13, 12, 11, 6]
    kept = [options.index(option) for option in "abc"]
    places = np.argsort(np.argsort(-values[kept], axis=0), axis=0)
    assert ((2 - places) @ weights).tolist() == [6, 7, 8]
    whole, without = outrank(values, weights=weights), outrank(values[kept], weights=weights)
    assert (whole[np.ix_(kept, kept)] == without).all()


def test_kemeny_beats_the_printed_ranking_of_23_countries():
    """The Handbook's NCMC column is no Kemeny optimum on its own data, so it is a lower bound only."""
    raw = handbook("oecd2008_tai_raw.csv")
    published = handbook("oecd2008_tai_published_results.csv")
    rank = dict(zip(published["country"], published["rank_NCMC"], strict=True))
    matrix = outrank(numbers(raw))
    found = rank_kemeny(matrix)
    places = np.array([rank[country] for country in raw["country"]])
    printed = [
        np.triu(matrix[np.ix_(order, order)], 1).sum()
        for order in (np.lexsort((turn * np.arange(len(raw)), places)) for turn in (1, -1))
    ]
    assert found.proven
    assert found.support == pytest.approx(184.5, abs=0.05)
    # two pairs of countries share a printed rank; the order within them moves the support a little
    assert max(printed) == pytest.approx(182.125)
    assert max(printed) < found.bound - 2


# Mazziotta-Pareto


@pytest.mark.parametrize(("column", "base"), [("AMPI_pooled", None), ("AMPI_ref2014", 0)])
def test_adjusted_mazziotta_pareto_of_36_countries_over_four_years(column, base):
    table = handbook("oecd_bli_2014_2017_ampi.csv").sort("year", "country")
    names = table.columns[2:13]
    values = table[names].to_numpy().astype(float).reshape(4, 36, 11)
    down = {"HO_HISH", "EQ_AIRP", "PS_REPH"}
    directions = np.array([-1.0 if name in down else 1.0 for name in names])
    posts = set_goalposts(values, base_period=base)
    scaled = normalise_adjusted_mazziotta_pareto(values, goalposts=posts, directions=directions)
    found = aggregate_mazziotta_pareto(scaled)
    assert found.ravel() == pytest.approx(table[column].to_numpy(), rel=EXACT)


# Benefit of the doubt


def test_benefit_of_doubt_of_two_transport_indicators():
    given = coinr("compind_in_eu_nuts1.csv")
    expected = coinr("compind_eu_nuts1_bod.csv")
    assert given["NUTS1"].to_list() == expected["NUTS1"].to_list()
    values = given[["roads", "trains"]].to_numpy().astype(float)
    found = give_benefit_of_doubt(values)
    assert found.scores == pytest.approx(expected["bod"].to_numpy(), rel=EXACT)
    # the call restricts contributions to between 0 and 1, which restricts nothing
    same = give_benefit_of_doubt(values, contribution_shares=(0.0, 1.0))
    assert same.scores == pytest.approx(expected["bod"].to_numpy(), rel=EXACT)
    assert (found.scores[found.peer_units] == 1).all()
    assert found.peers.sum(axis=1) == pytest.approx(found.scores, rel=EXACT)


def test_bounded_benefit_of_doubt_of_table_19():
    """Each weight between 10 and 15 per cent; the scores are printed from rounded data with two decimals."""
    raw = handbook("oecd2008_tai_raw.csv")
    published = handbook("oecd2008_tai_published_results.csv")
    printed = dict(zip(published["country"], published["bod_score"], strict=True))
    expected = np.array([printed[country] for country in raw["country"]])
    values = normalise_minmax(numbers(raw))
    found = aggregate_benefit_of_doubt(values, low_share=0.10, high_share=0.15)
    assert np.abs(found - expected).max() < 0.007
    assert (found == 1).sum() == 3
    assert (give_benefit_of_doubt(values).scores == 1).sum() == 8


def test_benefit_of_doubt_of_eleven_indicators_bounds_and_proof():
    """No scores of Compind are at hand for these data: the answers are proven by weights and peers instead."""
    values = numbers(coinr("compind_in_bli2017.csv"))
    for bounds in ({}, {"weight_shares": (0.05, 0.2)}, {"contribution_shares": (0.05, 0.2)}):
        found = give_benefit_of_doubt(values, **bounds)
        assert (found.weights @ values.T <= 1 + 1e-9).all()
        assert found.peers.sum(axis=1) == pytest.approx(found.scores, abs=1e-9)
    minmax = numbers(coinr("compind_bli2017_minmax.csv"))
    assert normalise_minmax(values) == pytest.approx(minmax, abs=1e-12)


# Ordered weights: the files hold no scores, the known members of the family are COINr's and numpy's


def test_equal_order_weights_are_the_arithmetic_mean_down_the_tree():
    values, expected, children = coinr("norm_minmax_1_100.csv"), coinr("agg_amean.csv"), tree()
    for parent, below in children.items():
        if all(level == 1 for _, _, level in below):
            cells = np.column_stack([values[code].to_numpy().astype(float) for code, _, _ in below])
            weights = np.array([weight for _, weight, _ in below], dtype=float)
            found = aggregate_ordered(cells, order_weights=np.ones(len(below)), weights=weights)
            assert found == pytest.approx(expected[parent].to_numpy(), rel=EXACT)


# Bottleneck and effort


def test_water_filling_of_the_toy_case():
    toy = handbook("pfb_toy_selfmade.csv")
    y = toy.select([f"y{j}" for j in range(1, 6)]).to_numpy()
    allocation = toy.select([f"alloc{j}_B030" for j in range(1, 6)]).to_numpy()
    found = fill_lowest_first(y, budget=0.3)
    assert found == pytest.approx(allocation, abs=2 * PRINTED_TO_9_DECIMALS)
    levels = np.where(found > 0, y + found, -np.inf).max(axis=1)
    assert levels == pytest.approx(toy["waterlevel_B030"].to_numpy(), abs=2 * PRINTED_TO_9_DECIMALS)
    after = 100 * aggregate_bottleneck(y + found)
    assert after == pytest.approx(toy["index_after"].to_numpy(), abs=1e-7)


def test_the_optimum_of_the_toy_case_is_water_filling_and_the_way_back_costs_the_same():
    toy = handbook("pfb_toy_selfmade.csv")
    x = toy.select([f"x{j}" for j in range(1, 6)]).to_numpy()
    allocation = toy.select([f"alloc{j}_B030" for j in range(1, 6)]).to_numpy()
    levers = Levers(costs=np.ones(5))
    for scores, expected in zip(equalise_averages(x), allocation, strict=True):
        best = spend_budget(scores, budget=0.3, levers=levers)
        assert best.raises == pytest.approx(expected, abs=1e-8)
        assert best.raises == pytest.approx(fill_lowest_first(scores, budget=0.3), abs=1e-9)
        assert best.residual < 1e-10
        back = reach_target(scores, target=best.index_after, levers=levers)
        assert back.budget == pytest.approx(0.3, abs=1e-12)


def test_ranks_of_the_example_by_copeland_are_those_of_the_exact_scores():
    values, exact = coinr("norm_minmax_1_100.csv"), coinr("exact_copeland.csv")
    own = rank_scores(aggregate_copeland(numbers(values)))
    assert own.tolist() == rank_scores(exact["exact_equal"].to_numpy().astype(float)).tolist()
