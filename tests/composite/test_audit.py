# SPDX-License-Identifier: EUPL-1.2
"""The audit of an index: every finding is proved by a cell, and what is planted is found."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.made_up_index import STEPS, TOWNS, made_up_data, made_up_index, made_up_tree

from schakel.composite.audit.auditing import audit_index
from schakel.composite.audit.default_factors import choose_default_factors
from schakel.composite.audit.findings import FIGURES, worst_severity
from schakel.composite.audit.profiles import UnitNotInIndex
from schakel.composite.audit.subject import TooFewUnits
from schakel.composite.audit.supplied import Supplied
from schakel.composite.audit.thresholds import holding_width
from schakel.composite.bad_input import WrongShape
from schakel.composite.building.build import build_index
from schakel.composite.building.results import DrawsInFront
from schakel.composite.building.steps import Aggregate, Normalise, Screen, change_step
from schakel.composite.ranking.rank import WrongCoverage
from schakel.composite.structure.growing import grow_tree
from schakel.composite.structure.indicator_data import UnknownColumn, hold_data, select_units, with_values
from schakel.composite.structure.reshaping import reweigh_tree
from schakel.composite.structure.tree import Aggregation, Branch, Indicator, UnknownNode
from schakel.composite.varying.alternatives import Alternative, Factor
from schakel.composite.varying.combinations import InfeasibleCombinations
from schakel.composite.varying.data_error import ErrorModel

RUNS = 60
OUTSIDE = {"life expectancy": np.linspace(83, 79, 12)}


def audit(build, seed=1, **options):
    return audit_index(build, rng=np.random.default_rng(seed), n_runs=RUNS, **options)


@pytest.fixture(scope="module")
def found():
    return audit(made_up_index(), supplied=Supplied(outside=OUTSIDE, named_units=("Ef",)))


def codes_of(part):
    return [finding.code for finding in part.findings]


def finding(part, code, **values):
    return next(
        f
        for f in part.findings
        if f.code == code and all(f.values.get(name) == value for name, value in values.items())
    )


def table_of(values, *, names=None, weights=None, aggregation=None):
    """Build an index of one branch from a table of numbers (n_units, k)."""
    names = names or [f"x{place}" for place in range(values.shape[1])]
    weights = weights or [1.0] * len(names)
    tree = grow_tree(
        [Indicator(name, "index", weight=w) for name, w in zip(names, weights, strict=True)],
        [Branch("index", aggregation=aggregation)],
    )
    data = hold_data(values, units=[f"u{place}" for place in range(len(values))], columns=names)
    return build_index(data, tree, (Normalise(), Aggregate()))


def proved(result):
    """Yield every finding that names a column, with the cells that it points at."""
    tables = result.tables()
    for each in result.findings:
        rows = tables[each.place.table]
        for column, value in each.place.where.items():
            rows = rows.filter(pl.col(column) == value)
        if each.place.column:
            yield each, rows[each.place.column].to_list()


def assert_proved(result):
    for each, cells in proved(result):
        assert len(cells) == 1, each
        figure = each.place.where.get("figure", each.place.column)
        named = figure if each.place.table == FIGURES else each.place.column
        expected = each.values[named]
        if isinstance(expected, str | bool) or expected is None:
            assert cells[0] == expected, each
        else:
            assert cells[0] == pytest.approx(expected, rel=1e-12), each


def test_every_finding_is_proved_by_the_cell_that_it_names(found):
    assert len(found.findings) > 40
    assert_proved(found)
    assert_proved(audit(made_up_index(with_errors=False)))


def test_every_other_number_of_a_finding_that_is_a_figure_stands_in_the_figures(found):
    figures = dict(found.tables()[FIGURES].select("figure", "value").iter_rows())
    assert len(figures) == found.tables()[FIGURES].height, "two parts share the name of a figure"
    for each in found.findings:
        if each.place.table == FIGURES:
            for name, value in each.values.items():
                if name in figures and not isinstance(value, str) and value is not None:
                    assert figures[name] == pytest.approx(value), (each.code, name)


def test_no_part_is_skipped_and_no_finding_is_without_a_verdict(found):
    assert list(found.parts) == [
        "structure",
        "selection",
        "imputation",
        "multivariate",
        "treatment",
        "weighting",
        "robustness",
        "profiles",
        "links",
        "presentation",
        "change",
    ]
    for name, part in found.parts.items():
        assert part.findings, name
        assert found.severities[name] == worst_severity(part.findings)
    assert audit(made_up_index(with_errors=False), supplied=Supplied(period=2023)).change is None


def test_the_same_draws_give_the_same_audit():
    first, second = (audit(made_up_index()) for _ in range(2))
    assert first.findings == second.findings
    for name, table in first.tables().items():
        assert table.equals(second.tables()[name], null_equal=True), name


def test_shares_are_products_of_weights_down_the_tree(found):
    rows = {row["code"]: row for row in found.structure.structure.iter_rows(named=True)}
    # working weighs 2 of 4 and has three equal indicators; living 1 of 4 with two
    assert rows["wages"]["share"] == pytest.approx(1 / 2 / 3)
    assert rows["green"]["share"] == pytest.approx(1 / 4 / 2)
    leaves = [row["share"] for row in rows.values() if row["kind"] == "indicator"]
    assert sum(leaves) == pytest.approx(1)
    assert finding(found.structure, "no_share_above_half").values == {"code": "working", "share": 0.5}
    assert found.structure.figures["indicator_share_ratio"] == pytest.approx((1 / 6) / (1 / 12))


def test_a_branch_of_one_and_a_part_above_half_are_seen():
    rng = np.random.default_rng(2)
    tree = grow_tree(
        (
            Indicator("a", "heavy"),
            Indicator("b", "heavy"),
            Indicator("c", "lonely"),
            Indicator("d", "top"),
        ),
        (Branch("heavy", "top", weight=3.0), Branch("lonely", "top"), Branch("top")),
    )
    data = hold_data(
        rng.normal(size=(20, 4)), units=[str(u) for u in range(20)], columns=("a", "b", "c", "d")
    )
    part = audit(build_index(data, tree, (Normalise(), Aggregate()))).structure
    assert finding(part, "share_above_half").values == {"code": "heavy", "share": pytest.approx(0.6)}
    assert finding(part, "branch_of_one_child").values == {"code": "lonely", "n_children": 1, "child": "c"}
    assert finding(part, "nodes_without_name").values == {"n_without_name": 7}
    assert "framework_not_judged" in codes_of(part)


def test_gaps_zeros_and_what_is_left_out_are_counted():
    values = np.random.default_rng(3).normal(size=(10, 4)) + 9
    values[0] = np.nan
    values[0, 3] = 1.0
    values[1:7, 2] = 0.0
    values[1:5, 1] = np.nan
    names = ("a", "b", "c", "d")
    tree = grow_tree([Indicator(name, "index") for name in names], [Branch("index")])
    data = hold_data(values, units=[f"u{place}" for place in range(10)], columns=names)
    result = audit(build_index(data, tree, (Screen(min_known=0.5), Normalise(), Aggregate())))
    part = result.selection
    assert part.figures["share_known"] == pytest.approx(1 - (3 + 4) / 40)
    assert finding(part, "unit_left_out").values == {
        "unit": "u0",
        "share_known": 0.25,
        "reason": "too_few_known",
    }
    assert finding(part, "indicator_little_known").values["code"] == "b"
    assert finding(part, "mostly_zero").values == {"code": "c", "share_nonzero": pytest.approx(3 / 9)}
    assert finding(result.imputation, "left_unknown").values == {"n_still_unknown": 4}
    cells = part.availability_cells.row(0, named=True)
    assert cells == {"unit": "u0", "a": "unknown", "b": "unknown", "c": "unknown", "d": "known"}


def test_filled_cells_are_counted_with_their_method_and_weight(found):
    part = found.imputation
    assert part.figures["n_imputed"] == 3
    row = part.imputation_units.filter(pl.col("unit") == "Jee").row(0, named=True)
    assert row["n_imputed"] == 2 and row["share_of_weight"] == pytest.approx(1 / 4)
    assert row["rank_low"] <= row["rank_high"]
    methods = dict(part.imputation_indicators.select("code", "method").iter_rows())
    assert set(methods.values()) == {"median"}
    assert finding(found.selection, "branch_not_measured").values["unit"] == "Jee"


def test_parts_that_oppose_double_or_stand_in_the_wrong_branch_are_seen():
    rng = np.random.default_rng(4)
    x, y = rng.normal(size=(2, 60))
    columns = np.column_stack([x, x + 0.01 * rng.normal(size=60), y, -y + 0.1 * rng.normal(size=60)])
    part = audit(table_of(columns, names=["one", "same", "for", "against"])).multivariate
    double = finding(part, "near_duplicates").values
    assert (double["first"], double["second"], double["same_branch"]) == ("one", "same", True)
    opposed = finding(part, "siblings_against_each_other").values
    assert (opposed["first"], opposed["second"]) == ("for", "against")
    assert opposed["coefficient"] == pytest.approx(np.corrcoef(columns[:, 2], columns[:, 3])[0, 1])
    assert part.figures["n_strongly_negative"] == 1 and part.figures["n_pairs"] == 6


def test_an_indicator_with_the_wrong_direction_works_against_its_branch():
    x = np.random.default_rng(5).normal(size=40)
    noise = 0.2 * np.random.default_rng(6).normal(size=(40, 3))
    build = table_of(np.column_stack([x, x, x])[:, :3] * [1, 1, -1] + noise, names=["a", "b", "wrong"])
    result = audit(build)
    assert finding(result.multivariate, "against_own_branch").values["code"] == "wrong"
    worked = finding(result.weighting, "works_against_branch")
    assert worked.values["code"] == "wrong" and worked.severity == "serious"
    assert finding(result.multivariate, "children_cancel_out").values["branch"] == "index"


def test_influence_is_the_squared_correlation_as_share_of_the_siblings(found):
    table = found.weighting.weights.filter(pl.col("branch") == "index")
    build = made_up_index()
    scores = build.final.values[1]
    index = scores[:, build.final.position("index")]
    children = ("learning", "working", "living")
    squares = [np.corrcoef(scores[:, build.final.position(c)], index)[0, 1] ** 2 for c in children]
    held = dict(table.select("code", "realised").iter_rows())
    for child, square in zip(children, squares, strict=True):
        assert held[child] == pytest.approx(square / sum(squares))
    assert table["variance_share"].sum() == pytest.approx(1)
    assert dict(table.select("code", "used").iter_rows())["working"] == pytest.approx(0.5)


def test_weights_in_a_mean_of_unrelated_parts_are_far_from_influence():
    values = np.random.default_rng(8).normal(size=(200, 2))
    part = audit(table_of(values, weights=[4.0, 1.0])).weighting
    # with independent parts the influence goes with the square of the weight: 16 to 1, not 4 to 1
    assert finding(part, "counts_less").values["code"] == "x1"


def test_outliers_that_nobody_treated_are_seen_and_treated_ones_are_listed(found):
    values = np.random.default_rng(9).normal(size=(30, 2))
    values[3, 0] = 40.0
    part = audit(table_of(values)).treatment
    assert finding(part, "outliers_not_treated").values == {"n_outlying_before": 1, "n_outlying_after": 1}
    assert finding(part, "still_outlying").values["code"] == "x0"
    points = found.treatment.treated_points
    assert points["code"].to_list() == ["firms"] and points["unit"].to_list() == ["Cee"]
    assert points["after"][0] < points["before"][0]


def test_compensation_ranks_by_both_means_on_one_positive_scale():
    values = np.array([[1.0, 0.0], [0.45, 0.45], [0.0, 1.0], [0.2, 0.2], [0.3, 0.1]])
    part = audit(table_of(values)).weighting
    ranks = part.compensation.select("rank_arithmetic", "rank_geometric").rows()
    # on the scale from 1 to 100 u0 has 100 and 1: mean 50.5, root of the product 10; u1 has 45.55 twice
    # u3 has 20.8 twice, and u4 30.7 and 10.9: root of the product 18.3
    assert ranks[0] == (1.0, 4.0) and ranks[1] == (3.0, 1.0)
    assert finding(part, "least_compensated").values == {"unit": "u1", "change": -2.0}


def test_compensation_is_tried_on_a_positive_scale_also_when_nothing_was_scaled():
    values = np.random.default_rng(15).normal(size=(9, 2))
    tree = grow_tree([Indicator("a", "index"), Indicator("b", "index")], [Branch("index")])
    data = hold_data(values, units=list("pqrstuvwx"), columns=("a", "b"))
    part = audit(build_index(data, tree, (Aggregate(),)))
    assert part.weighting.compensation.height == 9
    assert "not_normalised" in codes_of(part.treatment)


def test_a_ranking_of_units_far_apart_holds_and_one_of_equals_does_not():
    steps = np.linspace(0, 1, 30)
    firm = audit(table_of(np.column_stack([steps, steps + 0.001, steps - 0.001]))).robustness
    assert finding(firm, "ranking_holds").severity == "good"
    assert firm.figures["n_holding"] == 30 and "no_choice_moves_it" in codes_of(firm)
    loose = audit(table_of(np.random.default_rng(10).normal(size=(30, 3)))).robustness
    assert finding(loose, "ranking_holds").severity != "good"
    assert loose.figures["median_width"] > firm.figures["median_width"]


def test_intervals_hold_the_rank_of_the_index_and_places_count_them(found):
    table = found.robustness.rank_intervals
    assert (table["low"] <= table["rank"]).all() and (table["rank"] <= table["high"]).all()
    assert table["rank"].to_list() == sorted(table["rank"].to_list())
    for place, count in found.robustness.common_places.iter_rows():
        inside = (table["low"].floor() <= place) & (place <= table["high"].ceil())
        assert count == inside.sum()
    assert found.robustness.thirds["n_units"].to_list() == [4, 4, 4]
    assert holding_width(12) == 2 and holding_width(51) == 5


def test_combinations_that_cannot_be_built_are_reported_and_left_aside():
    build = table_of(np.random.default_rng(11).normal(size=(15, 3)))
    scale = Factor(
        "scale",
        (
            Alternative("from 0", settings={"normalise": {"low": 0.0}}),
            Alternative("from 1", settings={"normalise": {"low": 1.0}}),
        ),
    )
    mean = Factor(
        "mean",
        tuple(
            Alternative(name, settings={"aggregate": {"aggregation": Aggregation(name)}})
            for name in ("arithmetic", "geometric")
        ),
    )
    part = audit(build, factors=(scale, mean)).robustness
    assert part.infeasible["combination"].to_list() == ["scale: from 0, mean: geometric"]
    assert finding(part, "combinations_left_out").values == {"n_infeasible": 1}
    assert finding(part, "alternative_left_out").values["alternative"] == "mean: geometric"
    assert part.sensitivity["choice"].to_list() == ["scale"]


def test_only_combinations_that_can_be_built_are_asked_for():
    build = table_of(np.random.default_rng(12).normal(size=(15, 3)))
    only = Factor(
        "mean", (Alternative("g", settings={"aggregate": {"aggregation": Aggregation("geometric")}}),)
    )
    with pytest.raises(InfeasibleCombinations):
        audit(build, factors=(only,))


def test_sensitivity_of_the_default_choices_is_exact_and_adds_up(found):
    table = found.robustness.sensitivity
    assert set(table["choice"]) == {"imputation", "outliers", "normalisation", "aggregation", "weights"}
    assert table["exact"].all() and table["n_runs"].to_list() == [800] * 5
    assert (table["total"] >= table["first_order"] - 1e-9).all()
    assert table["first_order"].sum() <= 1 + 1e-9


def test_default_choices_follow_the_steps_that_the_index_has():
    build = table_of(np.random.default_rng(13).normal(size=(15, 3)))
    factors = choose_default_factors(build, rng=np.random.default_rng(1), n_weight_sets=7)
    assert [factor.name for factor in factors] == ["normalisation", "aggregation", "weights"]
    assert [factor.n_alternatives for factor in factors] == [2, 2, 7]


def test_profiles_tell_the_top_the_middle_the_bottom_and_the_named(found):
    shown = found.profiles.units_shown
    assert shown.filter(pl.col("why") == "named")["unit"].to_list() == ["Ef"]
    assert shown.filter(pl.col("why") == "top")["rank"].to_list() == [1, 2, 3]
    parts = found.profiles.contributions
    total = parts["learning"] + parts["working"] + parts["living"]
    assert total.to_numpy() == pytest.approx(parts["score"].to_numpy())
    distance = found.profiles.distance_indicators
    codes = made_up_tree().indicator_codes
    assert distance.select(codes).to_numpy().sum(axis=1) == pytest.approx(distance["distance"].to_numpy())
    # a town above the average on every indicator owes its distance to all of them
    assert abs(distance["distance"].to_numpy().mean()) < 1e-9


def test_a_leader_with_a_weak_spot_is_named_with_its_place(found):
    weak = finding(found.profiles, "leader_with_weak_spot", unit="Aa")
    assert weak.values["node"] == "living" and weak.values["node_rank"] > 9
    assert found.profiles.branch_ranks.filter(pl.col("unit") == "Aa")["living"][0] == weak.values["node_rank"]


def test_links_with_size_and_with_what_was_given_are_told_apart(found):
    followed = finding(found.links, "index_follows_size")
    assert followed.values["variable"] == "people" and followed.severity == "attention"
    assert finding(found.links, "goes_with_outside").values["variable"] == "life expectancy"
    assert "no_outside_variable" in codes_of(audit(made_up_index()).links)
    assert "nothing_to_link_with" in codes_of(audit(table_of(np.eye(5))).links)


def test_rank_sets_need_a_stated_error():
    without = audit(made_up_index(with_errors=False))
    assert codes_of(without.presentation) == ["rank_sets_not_measurable"]
    assert without.presentation.findings[0].severity == "unknown"
    assert "errors_not_stated" in codes_of(without.selection)
    assert "noise_not_measurable" in codes_of(without.change)


def test_rank_sets_hold_the_ranks_and_widen_with_the_error():
    build = made_up_index(with_errors=False)
    widths = []
    for size in (0.001, 0.3):
        models = {code: ErrorModel("relative", size=size) for code in build.tree.indicator_codes}
        part = audit(build, supplied=Supplied(error_models=models)).presentation
        table = part.rank_sets
        assert (table["low"] <= table["rank"]).all() and (table["rank"] <= table["high"]).all()
        widths.append(part.figures["median_set_width"])
        assert part.figures["n_groups"] == table["group"].n_unique()
    assert widths[0] < widths[1]


def test_the_parts_of_a_change_add_up_and_tell_method_from_figures(found):
    table = found.change.change
    parts = table["revision"] + table["indicators"] + table["weights"] + table["method"]
    assert parts.to_numpy() == pytest.approx(table["total"].to_numpy())
    assert found.change.figures["from_period"] == 2023 and "method_changed" not in codes_of(found.change)
    build = made_up_index()
    heavier = reweigh_tree(build.tree, {"living": 6.0})
    later = build_index(build.raw, heavier, build.steps)
    part = audit(build, later=later).change
    assert finding(part, "method_changed").severity == "serious"
    assert np.abs(part.change["weights"].to_numpy()).max() > 1
    assert part.change["indicators"].to_numpy() == pytest.approx(np.zeros(12))


def test_findings_do_not_depend_on_the_order_of_units_or_on_the_scale_of_weights():
    tree = made_up_tree(with_errors=False)
    data = made_up_data(tree)
    filled = with_values(data, np.nan_to_num(data.values, nan=9.0))
    build = build_index(filled, tree, STEPS)
    order = np.random.default_rng(14).permutation(len(TOWNS)).tolist()
    other = build_index(
        select_units(filled, order),
        reweigh_tree(tree, {code: 3 * node.weight for code, node in tree.nodes.items()}),
        STEPS,
    )
    first, second = audit(build), audit(other)
    assert [f.code for f in first.findings] == [f.code for f in second.findings]
    one, two = (a.robustness.rank_intervals.sort("unit") for a in (first, second))
    for name in ("rank", "low", "high"):
        assert one[name].to_numpy() == pytest.approx(two[name].to_numpy())


@settings(max_examples=6, deadline=None)
@given(
    st.integers(min_value=4, max_value=14),
    st.integers(min_value=1, max_value=4),
    st.integers(min_value=0, max_value=2**32 - 1),
)
def test_any_table_of_numbers_can_be_audited(n, k, seed):
    values = np.random.default_rng(seed).normal(size=(n, k))
    result = audit_index(table_of(values), rng=np.random.default_rng(seed), n_runs=8)
    assert_proved(result)
    assert result.robustness.figures["n_ranked"] == n


def test_what_cannot_be_audited_is_refused_with_the_reason():
    build = made_up_index()
    drawn = build_index(
        with_values(build.raw, np.stack([build.raw.values] * 2)), build.tree, (Normalise(), Aggregate())
    )
    refusals = (
        (DrawsInFront, drawn, {}),
        (UnknownColumn, build, {"supplied": Supplied(period=1999)}),
        (UnitNotInIndex, build, {"supplied": Supplied(named_units=("nowhere",))}),
        (WrongShape, build, {"supplied": Supplied(outside={"x": np.zeros(3)})}),
        (UnknownNode, build, {"supplied": Supplied(error_models={"nothing": ErrorModel("count")})}),
        (WrongCoverage, build, {"coverage": 1.0}),
    )
    for kind, wrong, options in refusals:
        with pytest.raises(kind):
            audit(wrong, **options)


def test_a_period_in_which_one_unit_has_a_score_is_refused():
    values = np.full((2, 3, 2), np.nan)
    values[0] = [[1, 2], [2, 1], [3, 5]]
    values[1, 0] = [1, 2]
    tree = grow_tree([Indicator("a", "index"), Indicator("b", "index")], [Branch("index")])
    data = hold_data(values, units=("p", "q", "r"), columns=("a", "b"), periods=(1, 2))
    build = build_index(data, tree, (Normalise(over="all_periods"), Aggregate()))
    with pytest.raises(TooFewUnits, match="1 units in period '2'"):
        audit(build)


def test_an_index_that_compares_units_has_no_shares_of_distance_and_says_so():
    build = made_up_index()
    steps = change_step(build.steps, "aggregate", aggregation=Aggregation("copeland"))
    other = build_index(build.raw, build.tree, steps)
    quick = (replace(choose_default_factors(other, rng=np.random.default_rng(1))[1], name="outliers"),)
    part = audit(other, factors=quick).profiles
    said = finding(part, "distance_not_shared_out")
    assert said.severity == "unknown" and said.failure is not None


def test_a_branch_with_its_own_way_of_joining_is_varied_too_and_what_fails_is_said():
    values = np.random.default_rng(16).random((8, 2)) + 0.1
    way = Aggregation("benefit_of_doubt", low_share=0.3, high_share=0.7)
    result = audit(table_of(values, aggregation=way))
    tried = result.robustness.choices.filter(pl.col("choice") == "aggregation")["alternative"].to_list()
    assert tried == ["as it is", "arithmetic", "geometric"]
    # with bounds on the share of each part no part can be left out
    said = finding(result.robustness, "left_out_unknown")
    assert said.severity == "unknown" and said.failure is not None
    assert "distance_not_shared_out" in codes_of(result.profiles)


def test_kemeny_is_audited_like_any_other_way_of_joining():
    values = np.random.default_rng(17).random((7, 3))
    assert_proved(audit(table_of(values, aggregation=Aggregation("kemeny"))))
