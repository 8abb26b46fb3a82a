# SPDX-License-Identifier: EUPL-1.2
"""The whole chain gives the numbers of COINr 1.1.14 on its example, and the ranks of the Handbook's TAI."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from tests.reference.asem_index import (
    STEPS,
    load_asem,
    load_columns,
    numbers,
    read,
    relative_difference,
)
from tests.shared_data import shared_path

from schakel.composite.building.build import build_index, replay
from schakel.composite.building.comparing import compare_builds, compare_from_step, drop_nodes, remove_each
from schakel.composite.building.results import summarise_unit, tabulate_results
from schakel.composite.building.steps import Aggregate, Normalise, change_step, without_step
from schakel.composite.ranking.rank import rank_indicators
from schakel.composite.structure.growing import grow_tree
from schakel.composite.structure.indicator_data import hold_data, with_values
from schakel.composite.structure.reshaping import reweigh_tree
from schakel.composite.structure.tree import Aggregation, Branch, Indicator, effective_tree_weights

pytestmark = pytest.mark.reference

RELATIVE = 1e-9
PRINTED_TO_12_DECIMALS = 5e-13 + 1e-14


@pytest.fixture(scope="module")
def asem():
    return load_asem()


@pytest.fixture(scope="module")
def built(asem):
    return asem.build()


def table_of(name):
    path = shared_path("reference", "ecosystem", f"{name}.csv")
    return pl.read_csv(path, comment_prefix="#", infer_schema_length=None)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("denominate", "ex_denominated"),
        ("impute", "ex_imputed"),
        ("screen", "ex_screened"),
        ("treat", "ex_treated"),
        ("normalise", "ex_normalised"),
        ("aggregate", "ex_aggregated"),
    ],
)
def test_every_stage_of_the_example(built, label, name):
    assert relative_difference(built.stage(label).data, name) < RELATIVE


def test_the_raw_data_are_kept(built):
    assert relative_difference(built.raw, "ex_raw") == 0


def test_the_screening_keeps_every_unit_for_the_same_reasons(built):
    table, found = read("ex_screen_summary").sort("uCode"), built.stage("screen").details
    assert found.kept[0].tolist() == table["Included"].to_list()
    assert found.share_known[0] == pytest.approx(table["Dat_Avail"].to_numpy(), rel=RELATIVE)
    assert found.share_nonzero[0] == pytest.approx(table["Non_Zero"].to_numpy(), rel=RELATIVE)


def test_the_same_points_are_pulled_in(built):
    details, pulled = read("ex_treat_details"), built.stage("treat").details
    counts = dict(zip(built.raw.columns, pulled.n_winsorised[0].tolist(), strict=True))
    wanted = details.with_columns(pl.col("winsorise.nwin").fill_null(0))
    assert counts == dict(wanted.select("iCode", "winsorise.nwin").iter_rows())
    assert (pulled.transform == "none").all()


def test_levels_above_every_indicator(asem):
    for row in read("ex_lineage").iter_rows():
        assert asem.tree.path(row[0]) == row


def test_effective_weights(asem):
    shares, table = effective_tree_weights(asem.tree), read("ex_effective_weights")
    assert set(shares) == set(table["iCode"])
    assert [shares[code] for code in table["iCode"]] == pytest.approx(
        table["EffWeight"].to_list(), rel=RELATIVE
    )


def test_the_table_of_scores(built):
    wanted, found = read("ex_results_scores"), tabulate_results(built)
    assert found["unit"].to_list() == wanted["uCode"].to_list()
    assert found["rank"].to_list() == wanted["Rank"].to_list()
    columns = wanted.columns[2:]
    difference = numbers(found, columns) - numbers(wanted, columns)
    assert np.abs(difference).max() < PRINTED_TO_12_DECIMALS


def test_the_table_of_ranks(built):
    wanted, found = read("ex_results_ranks").sort("uCode"), tabulate_results(built, what="ranks").sort("unit")
    columns = wanted.columns[1:]
    assert len(columns) == 60
    assert (numbers(found, columns) == numbers(wanted, columns)).all()


def test_the_table_of_ranks_within_groups(built):
    wanted = read("ex_results_groupranks").sort("uCode")
    found = tabulate_results(built, what="group_ranks", group="GDP_group").sort("unit")
    assert found["GDP_group"].to_list() == wanted["GDP_group"].to_list()
    columns = wanted.columns[2:]
    assert (numbers(found, columns) == numbers(wanted, columns)).all()


def test_the_profile_of_a_unit(built):
    wanted, found = read("ex_unit_summary_AUT"), summarise_unit(built, "AUT")
    found = found.filter(pl.col("code").is_in(wanted["Code"].to_list()))
    assert found["code"].to_list() == wanted["Code"].to_list()
    assert found["name"].to_list() == wanted["Name"].to_list()
    assert found["score"].to_list() == pytest.approx(wanted["Score"].to_list(), rel=RELATIVE)
    assert found["rank"].to_list() == wanted["Rank"].to_list()
    assert set(found["n_ranked"]) == {51}


AGGREGATIONS = {
    "agg_amean": Aggregation("arithmetic"),
    "agg_gmean": Aggregation("geometric"),
    "agg_hmean": Aggregation("harmonic"),
    "agg_genmean_p2": Aggregation("power", power=2),
    "agg_genmean_m1": Aggregation("power", power=-1),
}


def turned(tree):
    """Return the tree for data that are normalised already: more is better everywhere."""
    return grow_tree((replace(each, direction=1) for each in tree.indicators), tree.branches)


@pytest.mark.parametrize("name", AGGREGATIONS)
def test_aggregation_at_every_level(asem, name):
    data = load_columns("norm_minmax_1_100")
    build = build_index(data, turned(asem.tree), (Aggregate(aggregation=AGGREGATIONS[name]),))
    assert relative_difference(build.final, name) < RELATIVE
    ranks = with_values(build.final, rank_indicators(build.final.values))
    assert relative_difference(ranks, f"{name}_ranks") == 0


def with_custom_weights(tree):
    rows = read("agg_weights_custom").select("iCode", "Weight").iter_rows()
    return reweigh_tree(tree, {code: float(weight) for code, weight in rows})


def test_aggregation_with_other_weights(asem):
    data = load_columns("norm_minmax_1_100")
    build = build_index(data, turned(with_custom_weights(asem.tree)), (Aggregate(),))
    assert relative_difference(build.final, "agg_amean_custom_w") < RELATIVE
    ranks = with_values(build.final, rank_indicators(build.final.values))
    assert relative_difference(ranks, "agg_amean_custom_w_ranks") == 0


def test_weights_of_the_step_overrule_those_of_the_tree(asem):
    data = load_columns("norm_minmax_1_100")
    weights = {code: float(weight) for code, _, weight in read("agg_weights_custom").iter_rows()}
    build = build_index(data, turned(asem.tree), (Aggregate(weights=weights),))
    assert relative_difference(build.final, "agg_amean_custom_w") < RELATIVE


@pytest.mark.parametrize(
    ("name", "aggregation"),
    [
        ("agg_missing_amean", Aggregation()),
        ("agg_missing_amean_t09", Aggregation(min_share=0.9, share_of="children")),
    ],
)
def test_aggregation_of_what_is_known(asem, name, aggregation):
    data = load_columns("agg_missing_input")
    build = build_index(data, turned(asem.tree), (Aggregate(aggregation=aggregation),))
    assert relative_difference(build.final, name) < RELATIVE
    ranks = with_values(build.final, rank_indicators(build.final.values))
    assert relative_difference(ranks, f"{name}_ranks") == 0


def test_copeland_at_every_level(asem):
    data = load_columns("norm_minmax_1_100")
    build = build_index(data, turned(asem.tree), (Aggregate(aggregation=Aggregation("copeland")),))
    assert relative_difference(build.final, "agg_copeland") == 0
    ranks = with_values(build.final, rank_indicators(build.final.values))
    assert relative_difference(ranks, "agg_copeland_ranks") == 0


@pytest.mark.parametrize(("weights", "n_coinr_off"), [("equal", 10), ("custom", 5)])
def test_copeland_of_all_indicators_at_once_is_exact_where_coinr_decides_ties_by_rounding(
    weights, n_coinr_off, asem
):
    data, table = load_columns("norm_minmax_1_100"), read("exact_copeland").sort("uCode")
    own = {code: float(weight) for code, _, weight in read("agg_weights_custom").iter_rows()}
    flat = grow_tree(
        [Indicator(c, "I", weight=own[c] if weights == "custom" else 1.0) for c in data.columns],
        [Branch("I")],
    )
    build = build_index(data, flat, (Aggregate(aggregation=Aggregation("copeland")),))
    assert build.scores()[0].tolist() == table[f"exact_{weights}"].to_list()
    assert (table[f"exact_{weights}"] != table[f"coinr_{weights}"]).sum() == n_coinr_off


@pytest.mark.parametrize("level", [1, 3])
def test_removing_each_node_of_a_level(built, level):
    table, scores = read(f"whatif_remove_l{level}"), read(f"whatif_remove_l{level}_scores").sort("uCode")
    codes = [code for code in table[table.columns[0]] if code != "Nominal"]
    found = remove_each(built, codes)
    assert pytest.approx(numbers(scores, codes), rel=RELATIVE) == found.scores[:, 0].T
    wanted = dict(table.iter_rows())
    assert found.mean_rank_change[:, 0] == pytest.approx([wanted[code] for code in codes], rel=RELATIVE)


def test_dropping_two_indicators_and_building_again(built):
    assert (
        relative_difference(drop_nodes(built, ["LPI", "Forest"]).final, "whatif_drop_LPI_Forest") < RELATIVE
    )


def versions(built):
    screened = replay(built, steps=without_step(STEPS, "impute"))
    return {
        "Nominal": built,
        "Prank": replay(built, steps=change_step(STEPS, "normalise", method="percentile")),
        "Drop": drop_nodes(built, ["LPI", "Forest"]),
        "Screen90": screened,
    }


def test_screening_instead_of_imputation(built):
    screened = versions(built)["Screen90"]
    assert len(screened.units) == 46
    assert relative_difference(screened.final, "whatif_noimpute_screen90") < RELATIVE


def test_versions_side_by_side(built):
    found, table = compare_builds(versions(built)), read("whatif_compare_multi")
    rows = [found.units.index(unit) for unit in table["uCode"]]
    wanted = numbers(table, found.names)
    assert np.array_equal(found.ranks[:, 0].T[rows], wanted, equal_nan=True)
    assert np.isnan(found.ranks[3, 0]).sum() == 5


def test_rank_correlation_with_another_normalisation(built):
    """COINr correlates ranks in which ties share the better place; ``Compared`` correlates scores."""
    for code, wanted in read("whatif_compare_corr").iter_rows():
        found = compare_builds(versions(built), code=code)
        ranks = found.ranks[:2, 0].T
        assert np.corrcoef(ranks.T)[0, 1] == pytest.approx(wanted, rel=RELATIVE)
        assert found.correlations[1, 0] == pytest.approx(np.corrcoef(found.scores[:2, 0])[0, 1], rel=RELATIVE)


def test_another_normalisation_from_that_step_on(built):
    found = compare_from_step(built, {"Prank": ("normalise", {"method": "percentile"})})
    assert np.array_equal(
        found.scores, compare_builds({n: versions(built)[n] for n in ("Nominal", "Prank")}).scores
    )


def tai(weighting=None, *, steps):
    """Return the Technology Achievement Index of the Handbook, with the weights of one of its columns."""
    raw, meta = table_of("oecd2008_tai_raw"), table_of("oecd2008_tai_weights_goalposts")
    indicators = [
        Indicator(
            row["indicator"],
            "TAI",
            weight=1.0 if weighting is None else row[weighting],
            low=row["goalpost_min_UNDP"],
            high=row["goalpost_max_UNDP"],
        )
        for row in meta.iter_rows(named=True)
    ]
    codes = [indicator.code for indicator in indicators]
    data = hold_data(numbers(raw, codes), units=raw["country"].to_list(), columns=codes)
    return build_index(data, grow_tree(indicators, [Branch("TAI")]), steps)


def published_ranks(build, column):
    table = table_of("oecd2008_tai_published_results")
    rows = [build.units.index(country) for country in table["country"]]
    return build.ranks()[0][rows], table[column].to_numpy()


def test_the_handbooks_geometric_mean_of_raw_data_ranks_23_of_23_countries():
    build = tai(steps=(Normalise(method="none"), Aggregate(aggregation=Aggregation("geometric"))))
    found, wanted = published_ranks(build, "rank_GME")
    assert found.tolist() == wanted.tolist()


GOALPOSTS = (Normalise(method="goalposts", low=0.0, high=1.0), Aggregate())


@pytest.mark.parametrize("weighting", ["EW", "BAP"])
def test_the_handbooks_linear_index_ranks_23_of_23_countries(weighting):
    found, wanted = published_ranks(tai(weighting, steps=GOALPOSTS), f"rank_{weighting}")
    assert found.tolist() == wanted.tolist()


@pytest.mark.parametrize(("weighting", "n_equal", "most_off"), [("FA", 19, 1), ("AHP", 20, 2)])
def test_weights_printed_to_2_decimals_move_few_countries(weighting, n_equal, most_off):
    """The Handbook ranked with unrounded weights, of which it prints two decimals."""
    found, wanted = published_ranks(tai(weighting, steps=GOALPOSTS), f"rank_{weighting}")
    assert (found == wanted).sum() >= n_equal
    assert np.abs(found - wanted).max() <= most_off


def test_benefit_of_the_doubt_with_every_weight_between_10_and_15_per_cent():
    """Table 19 prints two decimals of scores on min-max values; no rank of Table 23 is more than 1 off."""
    steps = (
        Normalise(low=0.0, high=1.0),
        Aggregate(aggregation=Aggregation("benefit_of_doubt", low_share=0.10, high_share=0.15)),
    )
    build = tai(steps=steps)
    table = table_of("oecd2008_tai_published_results")
    rows = [build.units.index(country) for country in table["country"]]
    assert np.abs(build.scores()[0][rows] - table["bod_score"].to_numpy()).max() <= 0.0075
