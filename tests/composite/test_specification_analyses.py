# SPDX-License-Identifier: EUPL-1.2
"""An analysis of a specification is the room's own function with the settings that were asked."""

import numpy as np
import polars as pl
import pytest
from tests.made_up_towns import write_workbook

from schakel.composite.aggregating.benefit_of_doubt import give_benefit_of_doubt
from schakel.composite.aggregating.kemeny import rank_kemeny
from schakel.composite.aggregating.outrank import outrank
from schakel.composite.building.build import replay
from schakel.composite.building.steps import change_step
from schakel.composite.changing.attribute_change import attribute_change
from schakel.composite.describing.components import find_components
from schakel.composite.describing.correlate import correlate
from schakel.composite.describing.reliability import measure_alpha
from schakel.composite.describing.trend import measure_trend
from schakel.composite.effort.allocate import spend_budget
from schakel.composite.effort.effort_levers import Levers
from schakel.composite.fuzzy_sets.calibrate import calibrate_direct
from schakel.composite.fuzzy_sets.truth_table import Cuts, tabulate_truth
from schakel.composite.necessity.ceilings import measure_ceiling
from schakel.composite.ranking.rank_counts import infer_ranks_of_counts
from schakel.composite.ranking.rank_inference import infer_ranks_marginally
from schakel.composite.specification.plain import write_plain
from schakel.composite.specification.running import make_index, read_index, run_analyses
from schakel.composite.specification.stating import settle_analyses, state_in_full
from schakel.composite.specification.tables_of_index import tabulate_index, tabulate_ranking
from schakel.composite.varying.alternatives import vary_weights
from schakel.composite.varying.data_error import ErrorModel, carry_error
from schakel.composite.varying.variation import analyse_sensitivity
from schakel.composite.weighing.weigh_pairwise import weigh_pairwise

DATA = {"file": "towns.xlsx", "other_columns": ["cases"]}
CHILDREN = ("work", "ideas", "nature")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("towns")
    write_workbook(place / "towns.xlsx", years=(2021, 2022, 2023))
    return place


def run(folder, *analyses, **top):
    plain = {"data": DATA, "analyses": list(analyses), "runs": 120, **top}
    given = read_index(plain, folder=folder)
    index = make_index(given)
    ran = run_analyses(index, given.specification.analyses)
    for each in ran:
        if each.failure is not None:
            raise each.failure
    return index, [each.found for each in ran]


def column(table, name):
    return table[name].cast(pl.Float64).fill_null(np.nan).to_numpy()


def test_uncertainty_draws_the_same_whatever_other_analyses_are_asked(folder):
    alone = run(folder, "uncertainty")[1][0]
    beside = run(folder, "description", {"rank_sets": {"n_draws": 60}}, "uncertainty")[1][2]
    assert alone.tables[""].equals(beside.tables[""])
    other_seed = run(folder, "uncertainty", seed=2)[1][0]
    assert not alone.tables["runs"].equals(other_seed.tables["runs"])


def test_sensitivity_varies_what_uncertainty_varies(folder):
    factors = [{"name": "noise", "vary_weights": {"spread": 0.5, "n_sets": 9, "codes": ["work", "ideas"]}}]
    index, (_, found) = run(folder, {"uncertainty": {"factors": factors}}, "sensitivity")
    noise = vary_weights(
        "noise", index.build.tree, spread=0.5, n_sets=9, rng=index.rng("weights"), codes=["work", "ideas"]
    )
    expected = analyse_sensitivity(index.build, [noise], rng=np.random.default_rng(0))
    np.testing.assert_array_equal(found.result.ranks.total, expected.ranks.total)
    assert found.tables[""]["factor"].to_list() == ["noise"]


def test_data_error_takes_columns_with_cases(folder):
    models = {
        "school": {"kind": "share", "cases_column": "cases", "per": 100},
        "wages": {"kind": "relative", "size": 0.1},
    }
    index, (found,) = run(folder, {"data_error": {"models": models, "n_draws": 40}})
    rows = np.array([[50.0 + 7 * n for n in range(16)]] * 3)
    stated = {
        i.code: ErrorModel("absolute", i.standard_error)
        for i in index.build.tree.indicators
        if i.standard_error
    }
    own = {"school": ErrorModel("share", cases=rows, per=100), "wages": ErrorModel("relative", 0.1)}
    expected = carry_error(index.build, n_draws=40, rng=index.rng("data_error"), models={**stated, **own})
    np.testing.assert_array_equal(found.result.scores, expected.scores)


def test_rank_sets_come_from_the_same_draws_as_data_error(folder):
    _, (spread, found) = run(
        folder,
        {"data_error": {"n_draws": 80}},
        {"rank_sets": {"kinds": ["marginal", "best"], "places": 2, "n_draws": 80}},
    )
    drawn = spread.result.scores[:, -1]
    expected = infer_ranks_marginally(
        spread.result.nominal_scores[-1], drawn - drawn.mean(axis=0), coverage=0.9
    )
    table = found.tables[""].sort("unit")
    np.testing.assert_array_equal(column(table, "marginal_low"), expected.low)
    assert table["may_be_among_best_2"].sum() >= 2
    best = found.tables[""]["score"].to_list()
    assert best == sorted(best, reverse=True)


def test_rank_counts_compare_events_with_their_exposure(folder):
    index, (found,) = run(
        folder, {"rank_counts": {"counts": "cases", "exposure": "inhabitants"}}, period=2022
    )
    counts, exposure = index.column("cases")[1], index.column("inhabitants")[1]
    expected = infer_ranks_of_counts(counts, coverage=0.9, exposure=exposure)
    np.testing.assert_array_equal(column(found.tables[""], "simultaneous_high"), expected.high)


def test_acceptability_draws_weights_within_ranges_and_orders(folder):
    asked = {"n_draws": 300, "low": {"nature": 0.4}, "orders": [["work", "ideas"]]}
    _, (found,) = run(folder, {"acceptability": asked})
    central = found.result.central_weights[np.isfinite(found.result.central_weights[:, 0])]
    assert (central[:, 2] >= 0.4 - 1e-12).all()
    assert (central[:, 0] >= central[:, 1] - 1e-12).all()
    np.testing.assert_allclose(found.result.rank.sum(axis=1), 1.0)


def test_kemeny_counts_indicators_by_their_share_of_the_whole(folder):
    index, (found,) = run(folder, {"kemeny": {"elements": "indicators"}})
    weights = index.indicator_weights("index")
    np.testing.assert_allclose(weights, [2 / 9, 1 / 9, 1 / 6, 1 / 6, 1 / 6, 1 / 6])
    values = index.values(index.build.tree.indicator_codes)
    assert found.result.support == rank_kemeny(outrank(values, weights=weights)).support


def test_benefit_of_the_doubt_has_bounds_for_all_and_for_one(folder):
    asked = {"contribution_shares": {"low": 0.1, "high_per_element": {"work": 0.5}}}
    steps = ["denominate", "impute", {"normalise": {"low": 1}}, "aggregate"]
    index, (found,) = run(folder, {"benefit_of_doubt": asked}, steps=steps)
    bounds = (np.full(3, 0.1), np.array([0.5, 1.0, 1.0]))
    expected = give_benefit_of_doubt(index.values(CHILDREN), contribution_shares=bounds)
    np.testing.assert_array_equal(column(found.tables[""], "score"), expected.scores)


def test_necessity_of_figures_as_they_came(folder):
    asked = {
        "outcome": "wages",
        "conditions": ["school", "cases"],
        "stage": "raw",
        "n_permutations": 50,
        "corner": "low_for_high",
    }
    index, (found,) = run(folder, {"necessity": asked})
    raw = index.build.raw
    conditions = np.stack([raw.column("school")[-1], index.column("cases")[-1]], axis=-1)
    expected = measure_ceiling(conditions, raw.column("wages")[-1], corner="low_for_high")
    np.testing.assert_array_equal(column(found.tables[""], "effect_size")[:2], expected.effect_size)


def test_fuzzy_sets_calibrate_each_condition_by_its_own_thresholds(folder):
    asked = {
        "outcome": "wages",
        "calibration": {
            "wages": {"thresholds": [2500, 2800, 3200]},
            "school": {"thresholds": [30, 38, 45]},
            "air": {"thresholds": [13, 11, 9]},
        },
        "cuts": {"inclusion": 0.7},
    }
    index, (found,) = run(folder, {"fuzzy_sets": asked}, steps=["normalise", "aggregate"])
    raw = index.build.raw
    values = np.stack([raw.column("school")[-1], raw.column("air")[-1]], axis=-1)
    members = calibrate_direct(values, thresholds=np.array([[30.0, 38, 45], [13, 11, 9]]))
    outcome = calibrate_direct(raw.column("wages")[-1], thresholds=np.array([2500.0, 2800, 3200]))
    expected = tabulate_truth(members, outcome, cuts=Cuts(inclusion=0.7))
    np.testing.assert_array_equal(column(found.tables["truth_table"], "consistency"), expected.consistency)


def test_change_adds_up_in_parts_and_by_indicator(folder):
    before = {"period": 2021, "weights": {"work": 3}}
    index, (found,) = run(folder, {"change": {"before": before}})
    table = found.tables[""]
    parts = sum(column(table, part) for part in ("revision", "indicators", "weights", "method"))
    np.testing.assert_allclose(parts, column(table, "change"), atol=1e-9)
    assert np.abs(column(table, "weights")).max() > 0.1
    shared = found.tables["by_indicator"]
    indicators = sum(column(shared, f"from {code}") for code in index.build.tree.indicator_codes)
    np.testing.assert_allclose(indicators, column(shared, "change"), atol=1e-6)
    side = {
        place: {c: index.build.final.column(c)[place] for c in index.build.tree.indicator_codes}
        for place in (0, -1)
    }
    expected = attribute_change(side[0], side[-1], index.build.tree, index.build.steps[-1])
    np.testing.assert_allclose(column(shared, "change"), expected.change, atol=1e-12)


def test_change_can_take_an_older_edition_of_the_figures(folder):
    write_workbook(folder / "old.xlsx", years=(2021, 2022))
    edition = {"period": 2022, "data": {"file": "old.xlsx"}}
    _, (found, same) = run(
        folder,
        {"change": {"before": edition, "by_indicator": False}},
        {"change": {"label": "within", "before": {"period": 2022}, "by_indicator": False}},
    )
    np.testing.assert_allclose(column(found.tables[""], "after"), column(same.tables[""], "after"))
    np.testing.assert_allclose(column(found.tables[""], "revision"), 0.0, atol=1e-9)


def test_trends_are_those_of_the_raw_figures(folder):
    index, (found,) = run(folder, {"trends": {"codes": ["wages"], "method": "theil_sen"}})
    values = index.build.raw.column("wages")[..., None]
    expected = measure_trend(values, periods=np.array([2021.0, 2022, 2023]), method="theil_sen")
    np.testing.assert_array_equal(column(found.tables[""], "slope"), expected.slopes[:, 0])


def test_effort_has_costs_caps_and_children_that_cannot_change(folder):
    asked = {
        "unit": "T05",
        "budget": 12,
        "costs": {"work": 2},
        "cannot_change": ["ideas"],
        "highest": {"nature": 70},
    }
    index, (found,) = run(folder, {"effort": asked})
    scores = index.values(CHILDREN)[4]
    levers = Levers(costs=np.array([2.0, np.inf, 1.0]), highest=np.array([np.inf, np.inf, 70.0]))
    expected = spend_budget(scores, budget=12, levers=levers, aggregation="arithmetic")
    np.testing.assert_allclose(column(found.tables[""], "score_after"), expected.scores)
    assert found.tables["whole"]["index_after"][0] == pytest.approx(expected.index_after)


def test_versions_are_compared_with_the_index_as_built(folder):
    versions = [
        {"name": "z", "settings": {"normalise": {"method": "zscore"}}},
        {"name": "less", "dropped": ["waste"]},
    ]
    index, (found,) = run(folder, {"compare": {"versions": versions}})
    other = replay(index.build, steps=change_step(index.build.steps, "normalise", method="zscore"))
    np.testing.assert_array_equal(column(found.tables[""], "score z"), other.scores()[-1])
    assert found.tables["whole"]["version"].to_list() == ["as built", "z", "less"]


def test_each_part_is_left_out_once(folder):
    index, (found,) = run(folder, "remove_each")
    assert set(found.tables[""]["code"]) == {*CHILDREN, *index.build.tree.indicator_codes}


def test_correlations_partial_and_pairs(folder):
    index, (plain, partial) = run(
        folder,
        {"correlations": {"method": "spearman", "other": ["index"]}},
        {"correlations": {"label": "p", "controls": ["cases"], "above": 0.2, "below": -0.2}},
    )
    values = index.values(index.build.tree.indicator_codes)
    expected = correlate(values, index.values(["index"]), method="spearman")
    np.testing.assert_array_equal(column(plain.tables[""], "index"), expected.coefficients[:, 0])
    assert (partial.tables["pairs"]["correlation"].abs() > 0.2).all()


def test_components_and_reliability(folder):
    index, (components, reliability) = run(folder, {"components": {"branch": "work"}}, "reliability")
    values = index.values(["jobs", "wages"])
    expected = find_components(values)
    np.testing.assert_array_equal(column(components.tables[""], "eigenvalue"), expected.eigenvalues)
    alpha = float(measure_alpha(values).alpha)
    assert reliability.tables[""].filter(pl.col("branch") == "work")["alpha"][0] == alpha


def test_importance_and_balanced_weights_state_what_children_should_count(folder):
    stated = {"stated": {"work": 2, "ideas": 1, "nature": 1}}
    _, (importance, balanced) = run(
        folder, {"importance": {"branches": ["index"], **stated}}, {"balanced_weights": stated}
    )
    assert importance.tables[""]["stated"].to_list() == [0.5, 0.25, 0.25]
    assert importance.tables[""]["realised"].sum() == pytest.approx(1.0)
    assert balanced.tables[""]["balanced_weight"].sum() == pytest.approx(1.0)


def test_strengths_profiles_and_description(folder):
    _, (strengths, profiles, description) = run(
        folder, {"strengths": {"n_shown": 2}}, "profiles", "description"
    )
    own = strengths.tables[""].filter((pl.col("unit") == "T01") & (pl.col("kind") == "strength"))
    ranks = profiles.tables[""].filter(pl.col("unit") == "T01")
    best = ranks.filter(pl.col("code") == own["code"][0])["rank"][0]
    assert own["rank"][0] == best
    added = profiles.tables["contributions"]
    total = sum(column(added, f"contribution {code}") for code in CHILDREN)
    np.testing.assert_allclose(total, column(added, "score"))
    assert description.tables[""]["n_known"].to_list() == [16, 16, 15, 16, 15, 16]


def test_judgements_become_the_weights_of_the_children(folder):
    judgements = {"work": {"ideas": 2, "nature": 4}, "ideas": {"nature": 2}}
    structure = {
        "judged_weights": [
            {"pairwise": {"branch": "index", "judgements": judgements}},
            {
                "budget": {
                    "branch": "work",
                    "experts": {"a": {"jobs": 70, "wages": 30}, "b": {"jobs": 90, "wages": 10}},
                }
            },
            {
                "best_worst": {
                    "branch": "nature",
                    "best": "air",
                    "worst": "waste",
                    "best_to_others": {"waste": 3},
                    "others_to_worst": {"air": 3},
                }
            },
        ]
    }
    index, _ = run(folder, structure=structure)
    used = index.build.weights
    expected = weigh_pairwise(np.array([[1, 2, 4], [np.nan, 1, 2], [np.nan, np.nan, 1]])).weights
    assert [used[child] for child in CHILDREN] == pytest.approx(list(expected))
    assert used["jobs"] == pytest.approx(0.8)
    assert used["air"] == pytest.approx(0.75)
    tables = tabulate_index(index, ())
    assert tables["judged_weights_1"]["consistency_ratio"][0] == pytest.approx(0.0, abs=1e-12)


def test_experts_are_combined_by_their_weight(folder):
    experts = {"a": {"jobs": {"wages": 8}}, "b": {"jobs": {"wages": 1}}}

    def ratio(**more):
        judged = {"pairwise": {"branch": "work", "experts": experts, **more}}
        used = run(folder, structure={"judged_weights": [judged]})[0].build.weights
        return used["jobs"] / used["wages"]

    assert ratio() == pytest.approx(8**0.5)
    assert ratio(expert_weights={"a": 2, "b": 1}) == pytest.approx(4.0)


def test_the_usual_analyses_say_what_is_varied_and_state_themselves(folder):
    given = read_index({"data": {"file": "towns.xlsx"}, "runs": 100}, folder=folder)
    index = make_index(given)
    specification, settled, remarks = settle_analyses(given.specification, index)
    labels = [asked.label for asked in specification.analyses]
    assert labels[:5] == ["uncertainty", "sensitivity", "data_error", "rank_sets", "imputation_error"]
    assert {"change", "trends", "strengths", "importance"} <= set(labels)
    told = " ".join(map(str, remarks))
    assert "z-scores" in told and "geometric mean" in told and "quarter" in told
    stated = state_in_full(specification, given)
    again = read_index(write_plain(stated), folder=folder)
    assert again.specification == stated
    first = tabulate_index(settled, run_analyses(settled, specification.analyses))
    repeated = make_index(again)
    second = tabulate_index(repeated, run_analyses(repeated, again.specification.analyses))
    assert list(first) == list(second)
    assert [name for name in first if not first[name].equals(second[name])] == []


def test_choices_that_an_analysis_leaves_open_are_settled_and_stated(folder):
    own = [{"name": "noise", "vary_weights": {"n_sets": 5}}]
    plain = {"data": DATA, "analyses": ["sensitivity", {"uncertainty": {"factors": own}}]}
    given = read_index(plain, folder=folder)
    specification, _, remarks = settle_analyses(given.specification, make_index(given))
    assert specification == given.specification and not remarks
    given = read_index({"data": DATA, "analyses": ["sensitivity", "description"]}, folder=folder)
    specification, _, remarks = settle_analyses(given.specification, make_index(given))
    assert len(specification.analyses[0].factors) == 4 and remarks


def test_another_mean_that_cannot_be_taken_is_left_out_and_said(folder):
    steps = [
        "normalise",
        {"normalise": {"label": "again", "method": "zscore"}},
        {"impute": {"label": "late"}},
    ]
    plain = {
        "data": DATA,
        "steps": [*steps, {"normalise": {"label": "last", "method": "mazziotta_pareto"}}, "aggregate"],
    }
    given = read_index(plain, folder=folder)
    specification, _, remarks = settle_analyses(given.specification, make_index(given))
    names = [factor.name for factor in specification.analyses[0].factors]
    assert names == ["normalisation", "weights", "aggregation"]
    ranked = {**plain, "steps": ["impute", {"normalise": {"method": "distance_to_maximum"}}, "aggregate"]}
    given = read_index(ranked, folder=folder)
    specification, _, remarks = settle_analyses(given.specification, make_index(given))
    names = [factor.name for factor in specification.analyses[0].factors]
    assert names == ["normalisation", "weights"]
    assert any("'aggregation' is not varied" in str(remark) for remark in remarks)


def test_an_analysis_without_meaning_stops_no_other(folder):
    plain = {
        "data": {"file": "towns.xlsx"},
        "steps": ["impute", "normalise", {"aggregate": {"aggregation": "minimum"}}],
        "analyses": [{"effort": {"unit": "T01", "budget": 5}}, "strengths"],
    }
    given = read_index(plain, folder=folder)
    failed, made = run_analyses(make_index(given), given.specification.analyses)
    assert failed.found is None and "minimum" in str(failed.failure)
    assert made.failure is None


def test_the_tables_hold_every_step_the_flags_and_the_weights(folder):
    index, _ = run(folder)
    tables = tabulate_index(index, ())
    assert [name for name in tables if name.startswith("step_")] == [
        "step_0_data",
        "step_1_denominate",
        "step_2_screen",
        "step_3_impute",
        "step_4_treat",
        "step_4_treat_what_was_done",
        "step_5_normalise",
        "step_6_aggregate",
    ]
    filled = tables["flags"].filter(pl.col("flag") == "imputed").select("period", "unit", "code").rows()
    assert set(filled) == {
        (str(y), u, c) for y in (2021, 2022, 2023) for u, c in (("T04", "air"), ("T10", "patents"))
    }
    weights = tables["weights"]
    leaves = weights.filter(pl.col("level") == 1)
    assert leaves["share_used"].sum() == pytest.approx(1.0)
    assert tabulate_ranking(index, ())["rank"].to_list() == list(range(1, 17))
