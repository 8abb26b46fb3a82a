# SPDX-License-Identifier: EUPL-1.2
"""Settings that overrule, contradict or miss each other are refused or followed, never passed over."""

import numpy as np
import pytest

from schakel.composite.building.applying_normalisation import InPeriod, TransformedBefore
from schakel.composite.building.build import DirectionNotApplied, build_index
from schakel.composite.building.comparing import OtherPeriods, compare_builds
from schakel.composite.building.steps import (
    Aggregate,
    Impute,
    Normalise,
    Screen,
    Treat,
    Weighting,
    settle_steps,
)
from schakel.composite.building.weigh_children import PartlyStated
from schakel.composite.changing.change_parts import Version, split_change
from schakel.composite.structure.growing import grow_tree
from schakel.composite.structure.indicator_data import hold_data
from schakel.composite.structure.tree import Aggregation, Branch, Indicator
from schakel.composite.varying.alternatives import (
    Alternative,
    Factor,
    WeightFactor,
    as_it_is,
    choose_weight_sets,
    vary_setting,
)
from schakel.composite.varying.checking_factors import NoWeightLeft, WithoutEffect, WrittenTwice
from schakel.composite.varying.combinations import InfeasibleCombinations
from schakel.composite.varying.data_error import ErrorModel, WrongErrorModel, draw_values
from schakel.composite.varying.imputation_error import carry_imputation
from schakel.composite.varying.variation import analyse_sensitivity, vary_index

ABOVE = (Branch("R"),)
SIMPLE = (Normalise(), Aggregate())


def leaves(k, **settings):
    return [Indicator(f"x{n}", "R", **settings) for n in range(1, k + 1)]


def table(values, periods=("",)):
    cube = np.asarray(values, dtype=float)
    return hold_data(
        cube,
        units=[f"u{n}" for n in range(cube.shape[-2])],
        columns=[f"x{n}" for n in range(1, cube.shape[-1] + 1)],
        periods=periods,
    )


def rng():
    return np.random.default_rng(7)


@pytest.mark.parametrize("method", ["mean", "row_mean", "median", "nearest_units"])
def test_a_unit_that_is_screened_out_in_one_year_has_no_score_in_that_year(method):
    values = rng().normal(50, 10, size=(2, 6, 4))
    values[1, 0, 1:] = np.nan
    values[1, 3, 2] = np.nan
    steps = (Screen(min_known=0.5), Impute(method=method), Normalise(), Aggregate())
    build = build_index(table(values, (2023, 2024)), grow_tree(leaves(4), ABOVE), steps)
    assert np.isfinite(build.scores()[0]).all()
    assert np.isnan(build.scores()[1]).tolist() == [True] + [False] * 5
    flags = build.stage("impute").details.imputed
    assert not flags[1, 0].any() and flags[1, 3].tolist() == [False, False, True, False]


def test_what_a_screening_removes_does_not_count_in_what_others_are_filled_with():
    values = np.array([[[900.0, np.nan, np.nan], [1, 2, 3], [3, 4, 5], [np.nan, 6, 9]]] * 2)
    values[0, 0] = [1, 1, 1]
    steps = (Screen(min_known=0.6), Impute(), Normalise(), Aggregate())
    build = build_index(table(values, (1, 2)), grow_tree(leaves(3), ABOVE), steps)
    assert build.stage("impute").data.values[1, 3, 0] == 2.0


def test_an_indicator_without_figures_in_one_year_stays_unknown_in_that_year():
    values = rng().normal(50, 10, size=(2, 5, 3))
    values[0, :, 1] = np.nan
    values[1, 2, 1] = np.nan
    build = build_index(table(values, (1, 2)), grow_tree(leaves(3), ABOVE), (Impute(), *SIMPLE))
    filled = build.stage("impute").data.values
    assert np.isnan(filled[0, :, 1]).all() and np.isfinite(filled[1]).all()
    assert np.isfinite(build.scores()).all()


def test_a_refusal_in_one_year_names_the_year():
    values = rng().normal(50, 10, size=(2, 5, 2))
    values[1, :, 0] = 4.0
    with pytest.raises(InPeriod, match=r"In period 2024: .*'x1' has the same value 4"):
        build_index(table(values, (2023, 2024)), grow_tree(leaves(2), ABOVE), SIMPLE)


def test_goalposts_after_a_logarithm_are_refused():
    skewed = np.exp(np.linspace(0, 12, 30))[:, None]
    tree = grow_tree([Indicator("x1", "R", low=1.0, high=200_000.0)], ABOVE)
    with pytest.raises(TransformedBefore, match="'x1'"):
        build_index(
            table(skewed), tree, (Treat(max_winsorised=0), Normalise(method="goalposts"), Aggregate())
        )
    kept = Treat(max_winsorised=0, per_indicator={"x1": {"transform": "none"}})
    assert build_index(table(skewed), tree, (kept, Normalise(method="goalposts"), Aggregate()))


def test_treatment_follows_the_scale_over_the_years_unless_it_is_told_otherwise():
    each, pooled = Normalise(), Normalise(over="all_periods")
    assert settle_steps((Treat(), each, Aggregate()))[0].over == "each_period"
    assert settle_steps((Treat(), pooled, Aggregate()))[0].over == "all_periods"
    assert settle_steps((Treat(over="each_period"), pooled, Aggregate()))[0].over == "each_period"
    values = np.exp(rng().normal(0, 1.5, size=(3, 30, 2)))
    data, tree = table(values, (1, 2, 3)), grow_tree(leaves(2), ABOVE)
    build = build_index(data, tree, (Treat(), pooled, Aggregate()))
    told = build_index(data, tree, (Treat(over="all_periods"), pooled, Aggregate()))
    assert np.array_equal(build.scores(), told.scores())


def test_an_indicator_of_which_less_is_better_is_never_added_as_it_is():
    tree = grow_tree([Indicator("x1", "R"), Indicator("x2", "R", direction=-1)], ABOVE)
    data = table([[1, 5], [2, 4], [3, 9]])
    with pytest.raises(DirectionNotApplied, match="'x2'"):
        build_index(data, tree, (Aggregate(),))
    turned = build_index(data, tree, (Normalise(method="none"), Aggregate()))
    assert turned.scores()[0].tolist() == [-2.0, -1.0, -3.0]


def test_stated_limits_turn_with_the_indicator():
    tree = grow_tree([Indicator("x1", "R", direction=-1)], ABOVE)
    step = Normalise(method="scaled", from_value=1.0, to_value=7.0)
    assert build_index(table([[1], [4], [7]]), tree, (step, Aggregate())).scores()[0].tolist() == [100, 50, 0]


def flat():
    values = rng().normal(50, 10, size=(8, 3))
    tree = grow_tree(
        [Indicator("x1", "A"), Indicator("x2", "A"), Indicator("x3", "R")], [Branch("A", "R"), Branch("R")]
    )
    return table(values), tree


def test_an_alternative_that_is_overruled_is_refused():
    data, tree = flat()
    own = Aggregate(per_branch={"A": Aggregation("geometric")}, weights={"x1": 2.0})
    build = build_index(data, tree, (Normalise(low=1.0), own))
    for alternative in (
        Alternative("other", aggregations={"A": Aggregation("harmonic")}),
        Alternative("other", weights={"x1": 5.0}),
    ):
        with pytest.raises(WithoutEffect, match="'other' of 'choice'"):
            vary_index(build, [Factor("choice", (as_it_is(), alternative))], n_runs=4, rng=rng())


def test_two_factors_that_set_the_same_are_refused():
    build = build_index(*flat(), SIMPLE)
    factors = [
        vary_setting(name, step="normalise", setting="method", values={"a": "minmax", "b": "zscore"})
        for name in ("one", "other")
    ]
    with pytest.raises(WrittenTwice, match="'one' and 'other' both set normalise method"):
        analyse_sensitivity(build, factors, rng=rng())


def test_a_weight_set_without_weight_names_the_branch_before_anything_runs():
    build = build_index(*flat(), SIMPLE)
    zero = WeightFactor("sets", {"x1": np.array([1.0, 0.0]), "x2": np.array([1.0, 0.0])})
    with pytest.raises(NoWeightLeft, match="'A' without any weight"):
        analyse_sensitivity(build, [zero], rng=rng())


def test_given_weight_sets_are_refused_where_weights_come_from_elsewhere():
    data, tree = flat()
    build = build_index(data, tree, (Normalise(), Aggregate(weighting=Weighting("equal"))))
    sets = choose_weight_sets("sets", tree, {"x1": np.array([1.0, 2.0]), "x2": np.array([2.0, 1.0])})
    with pytest.raises(InfeasibleCombinations, match="other weights here"):
        vary_index(build, [sets], n_runs=4, rng=rng())


def test_importance_is_stated_for_every_child_or_for_none():
    data, tree = flat()
    step = Aggregate(weighting_per_branch={"A": Weighting("balanced", importance={"x1": 0.5})})
    with pytest.raises(Exception, match="'x2' is not stated") as failure:
        build_index(data, tree, (Normalise(), step))
    assert isinstance(failure.value.details["reason"], PartlyStated)


def test_an_unknown_kind_of_error_is_refused():
    with pytest.raises(WrongErrorModel, match="no kind of error 'counts'"):
        draw_values(table([[1.0], [2.0]]), {"x1": ErrorModel("counts")}, n_draws=3, rng=rng())


def test_the_doubt_of_every_imputation_is_carried():
    values = rng().normal(50, 10, size=(3, 12, 3)) + np.arange(12)[:, None]
    values[1, 0, 0] = np.nan
    values[:, 5, 1] = np.nan
    steps = (Impute(label="time", method="linear_held"), Impute(label="rest"), *SIMPLE)
    build = build_index(table(values, (1, 2, 3)), grow_tree(leaves(3), ABOVE), steps)
    spread = carry_imputation(build, n_draws=60, rng=rng()).standard_errors()
    assert spread[1, 0] > 0 and (spread[:, 5] > 0).all()


def test_effective_weights_are_those_that_were_used():
    data, tree = flat()
    build = build_index(data, tree, (Normalise(), Aggregate(weights={"A": 3.0, "x1": 3.0})))
    assert build.effective_weights == pytest.approx(
        {"R": 1.0, "A": 0.75, "x3": 0.25, "x1": 0.5625, "x2": 0.1875}
    )


def test_versions_of_other_years_are_not_compared_by_place():
    tree = grow_tree(leaves(2), ABOVE)
    values = rng().normal(50, 10, size=(2, 5, 2))
    builds = {
        name: build_index(table(values, years), tree, SIMPLE)
        for name, years in (("old", (2018, 2019)), ("new", (2019, 2020)))
    }
    with pytest.raises(OtherPeriods, match="'old' has the periods 2018, 2019 and 'new' 2019, 2020"):
        compare_builds(builds)


def test_other_weights_of_the_step_are_a_change_of_weights_not_of_method():
    data, tree = flat()
    after = (Normalise(), Aggregate(weights={"x3": 4.0}))
    found = split_change(Version(data, tree, SIMPLE, ""), Version(data, tree, after, ""))
    assert np.abs(found.weights).max() > 1
    assert found.weights == pytest.approx(found.after - found.before)
    assert found.method == pytest.approx(np.zeros(8), abs=1e-12)
