# SPDX-License-Identifier: EUPL-1.2
"""Building an index by its steps, over periods and draws, and building it again from a step on."""

from dataclasses import replace

import numpy as np
import pytest
from tests.composite.made_up_index import STEPS, flat_tree, made_up_data, skipping_tree, table

from schakel.composite.bad_input import WrongShape
from schakel.composite.building.applying_normalisation import NoBasePeriod
from schakel.composite.building.build import build_index, replay
from schakel.composite.building.steps import (
    Aggregate,
    Custom,
    Denominate,
    Impute,
    Normalise,
    Screen,
    Treat,
    UnknownSetting,
    Weighting,
    change_step,
    without_step,
)
from schakel.composite.normalising.normalise import NegativeValue
from schakel.composite.normalising.scale_parameters import ScaleNotRising
from schakel.composite.structure.indicator_data import (
    IndicatorData,
    InfiniteValue,
    UnknownColumn,
    hold_data,
    select_columns,
    select_period,
    with_values,
)
from schakel.composite.structure.reshaping import reweigh_tree, set_aggregation
from schakel.composite.structure.tree import Aggregation, UnknownNode, effective_tree_weights

NORMALISATIONS = [
    {"method": "minmax", "low": 1.0, "high": 100.0},
    {"method": "zscore", "mean": 50.0, "deviation": 10.0},
    {"method": "scaled", "from_value": 0.0, "to_value": 50.0, "low": 0.0, "high": 1.0},
    {"method": "distance_to_maximum"},
    {"method": "distance_to_reference", "unit": "u3"},
    {"method": "distance_to_target", "target": 1.0e3, "per_indicator": {"C": {"target": 0.001}}},
    {"method": "rank"},
    {"method": "borda", "ties": "average"},
    {"method": "percentile"},
    {"method": "goalposts", "from_value": 2.0, "to_value": 40.0},
    {"method": "exponential_z"},
    {"method": "robust_z"},
    {"method": "categories"},
    {"method": "logistic"},
    {"method": "mazziotta_pareto"},
    {"method": "none"},
]
EVERY_NORMALISATION = pytest.mark.parametrize("own", NORMALISATIONS, ids=lambda own: own["method"])
ALL_STEPS = (
    Denominate(denominators={"A": "people"}),
    Screen(min_known=0.6),
    Impute(method="median", per_indicator={"B": "mean"}),
    Treat(over="each_period"),
    Normalise(low=1.0, high=100.0),
    Aggregate(aggregation=Aggregation("geometric")),
)


def panel(seed=0, n_periods=4, n=12, share_unknown=0.12):
    rng = np.random.default_rng(seed)
    data = made_up_data(seed, n=n, n_periods=n_periods, share_unknown=share_unknown)
    data.values[:, 2] = [40, 40, 2, 40, 40]
    return replace(
        data,
        denominators={"people": rng.uniform(1, 9, size=(n_periods, n))},
        groups={"kind": tuple("xy"[place % 2] for place in range(n))},
    )


def test_an_index_by_hand():
    """A: 0, 50, 100 on the scale; B, where less is better: 100, 75, 0."""
    tree = flat_tree(2, B={"direction": -1}, A={"weight": 3.0})
    build = build_index(table([[1, 10], [2, 20], [3, 50]]), tree, (Normalise(), Aggregate()))
    assert build.stage("normalise").data.values[0].tolist() == [[0, 100], [50, 75], [100, 0]]
    assert build.scores()[0].tolist() == [25, 56.25, 75]
    assert build.ranks()[0].tolist() == [3, 2, 1]
    assert build.weights == {"I": 1.0, "A": 0.75, "B": 0.25}
    assert build.final.columns == ("A", "B", "I")
    assert build.raw.values[0].tolist() == [[1, 10], [2, 20], [3, 50]]


def test_columns_that_the_tree_does_not_name_are_left_aside():
    data = made_up_data(codes=("Z", "B", "A", "C"))
    build = build_index(data, flat_tree(3), STEPS)
    assert build.raw.columns == ("A", "B", "C")
    with pytest.raises(UnknownColumn, match="'A'"):
        build_index(select_columns(data, ["B", "C"]), flat_tree(3), STEPS)


def test_a_unit_of_which_nothing_is_known_has_no_score_and_moves_nobody():
    rows = made_up_data(n=8).values[0]
    lone = build_index(table(rows, "ABCDE"), skipping_tree(), STEPS)
    more = build_index(table([*rows, [np.nan] * 5], "ABCDE"), skipping_tree(), STEPS)
    assert np.isnan(more.final.values[0, 8]).all()
    assert more.scores()[0, :8].tolist() == lone.scores()[0].tolist()
    assert np.isnan(more.ranks()[0, 8])


def test_a_second_normalisation_does_not_turn_indicators_again():
    data, tree = made_up_data(), skipping_tree()
    steps = (Normalise(), Normalise(label="again", method="zscore"), Aggregate())
    twice = build_index(data, tree, steps).stage("again").data
    once = build_index(data, tree, (Normalise(method="zscore"), Aggregate())).stage("normalise").data
    assert twice.values == pytest.approx(once.values)
    worse = np.corrcoef(data.column("C")[0], twice.column("C")[0])[0, 1]
    assert worse == pytest.approx(-1)


def test_rows_imputed_after_normalisation_take_the_indicators_as_turned():
    """C is better when lower; a unit that is best elsewhere gets the best C, before or after turning."""
    rows = [[1.0, 10.0], [2.0, 5.0], [3.0, np.nan], [0.0, 12.0]]
    tree = flat_tree(2, B={"direction": -1})
    impute = Impute(method="row_mean")
    before = build_index(table(rows), tree, (impute, Normalise(), Aggregate()))
    after = build_index(table(rows), tree, (Normalise(), impute, Aggregate()))
    assert before.final.column("B")[0, 2] == pytest.approx(100)
    assert after.final.column("B")[0, 2] == pytest.approx(100)


def test_scores_may_be_scaled_after_they_are_joined():
    data, tree = made_up_data(), skipping_tree()
    steps = (Normalise(method="zscore"), Aggregate(), Normalise(label="last"))
    build = build_index(data, tree, steps)
    assert build.scores().min() == 0 and build.scores().max() == 100
    assert (build.ranks() == build_index(data, tree, steps[:2]).ranks()).all()


def test_goalposts_of_an_indicator_do_not_fit_once_it_is_scaled():
    tree = flat_tree(1, A={"low": 0.0, "high": 9.0})
    steps = (Normalise(), Normalise(label="again", method="goalposts"), Aggregate())
    with pytest.raises(ValueError, match="'A' has no low, which 'goalposts' needs"):
        build_index(table([[1], [2]]), tree, steps)


def test_a_step_may_occur_twice():
    data, tree = made_up_data(share_unknown=0.2, n=20), flat_tree(5)
    steps = (
        Treat(label="first", max_winsorised=2),
        Impute(),
        Treat(label="second", max_winsorised=1),
        *STEPS,
    )
    build = build_index(data, tree, steps)
    assert [stage.step.label for stage in build.stages] == [step.label for step in steps]
    without = replay(build, steps=without_step(steps, "second"))
    assert without.stages[1] is build.stages[1]
    assert without.stages[2] is not build.stages[2]


def fresh_and_again(build, **changes):
    given = {"data": build.raw, "tree": build.tree, "steps": build.steps} | changes
    return build_index(**given), replay(build, **changes)


@pytest.mark.parametrize(
    ("label", "settings_", "n_kept"),
    [
        ("denominate", {"denominators": {}}, 0),
        ("screen", {"min_known": 0.8}, 1),
        ("impute", {"method": "mean", "per_indicator": {}}, 2),
        ("treat", {"max_winsorised": 1}, 3),
        ("normalise", {"method": "zscore", "mean": 50.0, "deviation": 5.0}, 4),
        ("aggregate", {"aggregation": Aggregation("minimum")}, 5),
        ("aggregate", {}, 6),
    ],
)
def test_a_replay_equals_a_fresh_build_and_keeps_what_came_before(label, settings_, n_kept):
    build = build_index(panel(), skipping_tree(), ALL_STEPS)
    fresh, again = fresh_and_again(build, steps=change_step(ALL_STEPS, label, **settings_))
    assert again.final.values.tobytes() == fresh.final.values.tobytes()
    assert again.units == fresh.units and again.steps == fresh.steps
    for place in range(6):
        assert (again.stages[place] is build.stages[place]) == (place < n_kept)


def test_other_weights_or_methods_keep_everything_before_the_aggregation():
    build = build_index(panel(), skipping_tree(), ALL_STEPS)
    for tree in (
        reweigh_tree(build.tree, {"A": 4}),
        set_aggregation(build.tree, {"P": Aggregation("harmonic")}),
    ):
        fresh, again = fresh_and_again(build, tree=tree)
        assert again.final.values.tobytes() == fresh.final.values.tobytes()
        assert again.stages[4] is build.stages[4] and again.stages[5] is not build.stages[5]
        assert again.tree == tree


def test_another_direction_or_other_data_build_everything_again():
    build = build_index(panel(), skipping_tree(), ALL_STEPS)
    turned = replace(
        build.tree, indicators=tuple(replace(each, direction=1) for each in build.tree.indicators)
    )
    for changes in ({"tree": turned}, {"data": panel(seed=5)}):
        fresh, again = fresh_and_again(build, **changes)
        assert again.final.values.tobytes() == fresh.final.values.tobytes()
        assert again.stages[0] is not build.stages[0]


@EVERY_NORMALISATION
def test_periods_by_themselves_are_the_builds_of_each_period(own):
    steps = (*ALL_STEPS[:4], Normalise(**own), Aggregate())
    data = panel(n=14)
    whole = build_index(data, skipping_tree(), steps)
    for place, period in enumerate(data.periods):
        alone = build_index(select_period(data, period), skipping_tree(), steps)
        rows = [whole.units.index(unit) for unit in alone.units]
        wanted = alone.final.values[0]
        assert whole.final.values[place][rows] == pytest.approx(wanted, rel=1e-9, abs=1e-12, nan_ok=True)


@EVERY_NORMALISATION
def test_draws_are_the_loop_over_draws_through_all_steps(own):
    data = panel(n_periods=2, n=14, share_unknown=0.1)
    rng = np.random.default_rng(2)
    drawn = with_values(data, data.values * np.exp(0.1 * rng.normal(size=(3, *data.values.shape))))
    steps = (
        ALL_STEPS[0],
        Screen(min_known=0.0),
        Impute(method="group_mean", group="kind"),
        Treat(),
        Normalise(**own),
        Aggregate(aggregation=Aggregation("median")),
    )
    together = build_index(drawn, skipping_tree(), steps)
    for draw in range(3):
        alone = build_index(with_values(data, drawn.values[draw]), skipping_tree(), steps)
        assert together.final.values[draw] == pytest.approx(
            alone.final.values, rel=1e-9, abs=1e-12, nan_ok=True
        )


@pytest.mark.parametrize(
    "method",
    [
        "mean",
        "median",
        "group_mean",
        "group_median",
        "row_mean",
        "row_median",
        "latest",
        "constant",
        "linear",
        "linear_held",
        "normal_model",
        "nearest_units",
    ],
)
def test_every_imputation_of_draws_is_the_loop_over_draws(method):
    data = panel(n_periods=3, n=16, share_unknown=0.08)
    rng = np.random.default_rng(3)
    drawn = with_values(data, data.values * np.exp(0.1 * rng.normal(size=(2, *data.values.shape))))
    within = ("I",) if "row" in method or "model" in method else ()
    steps = (Impute(method=method, group="kind", within=within), Normalise(), Aggregate())
    together = build_index(drawn, skipping_tree(), steps)
    for draw in range(2):
        alone = build_index(with_values(data, drawn.values[draw]), skipping_tree(), steps)
        assert together.final.values[draw] == pytest.approx(alone.final.values, rel=1e-7, nan_ok=True)
        flags = together.stage("impute").details.imputed[draw]
        assert (flags == alone.stage("impute").details.imputed).all()
        assert (np.isnan(data.values) >= flags).all()


def test_screening_of_draws_may_differ_by_draw():
    values = np.tile([[1.0, 2], [3, 4], [5, 6], [2, 8]], (2, 1, 1, 1))
    values[1, 0, 3] = np.nan
    data = hold_data(values, units="uvwx", columns="AB")
    build = build_index(data, flat_tree(2), (Screen(), *STEPS))
    assert build.units == ("u", "v", "w", "x")
    assert np.isfinite(build.scores()[0]).all() and np.isnan(build.scores()[1, 0, 3])
    alone = build_index(with_values(data, values[1]), flat_tree(2), (Screen(), *STEPS))
    assert alone.units == ("u", "v", "w")
    assert build.scores()[1, 0, :3] == pytest.approx(alone.scores()[0])


def holed_panel():
    """Return three units in two years; u1 knows one of three indicators in the first year."""
    values = np.array([[[1.0, np.nan, np.nan], [2, 4, 6], [3, 8, 5]], [[4, 5, 6], [5, 7, 1], [6, 9, 2]]])
    return hold_data(values, units=["u1", "u2", "u3"], columns="ABC", periods=[2020, 2021])


@pytest.mark.parametrize(
    "impute",
    [
        Impute(),
        Impute(method="median"),
        Impute(method="row_mean"),
        Impute(method="nearest_units"),
        Impute(method="linear_held"),
        Impute(method="constant"),
    ],
    ids=lambda step: step.method,
)
def test_a_unit_that_is_screened_out_in_a_period_is_not_filled_in_again(impute):
    build = build_index(holed_panel(), flat_tree(3), (Screen(), impute, *STEPS))
    assert np.isnan(build.final.values[0, 0]).all() and np.isfinite(build.final.values[1, 0]).all()
    assert not build.stage("impute").details.imputed[0, 0].any()
    assert np.isnan(build.ranks()[0, 0]) and build.ranks()[0, 1:].max() == 2


def test_a_unit_that_is_screened_out_in_a_period_counts_in_no_mean_there():
    """C of u3 is filled with the mean of 2020: 6 of u2 alone, not of u1 with its 30."""
    data = holed_panel()
    values = data.values.copy()
    values[0, 2, 2] = np.nan
    values[0, 0] = [np.nan, np.nan, 30]
    steps = (Screen(min_known=0.5), Impute(), *STEPS)
    found = build_index(
        with_values(data, values), flat_tree(3), (*steps[:2], Normalise(method="none"), Aggregate())
    )
    assert found.stage("impute").data.column("C")[0].tolist()[1:] == [6, 6]


def test_what_one_screening_removed_a_second_one_keeps_removed():
    """The first looks at gaps, the second at zeros: u1 goes in 2020 by the one, u2 in 2021 by the other."""
    data = holed_panel()
    values = data.values.copy()
    values[1, 1] = [0, 0, 1]
    steps = (Screen(), Screen(label="zeros", by="zeros", min_nonzero=0.5), Impute(), Normalise(), Aggregate())
    build = build_index(with_values(data, values), flat_tree(3), steps)
    assert build.stage("zeros").data.removed.tolist() == [[True, False, False], [False, True, False]]
    assert np.isnan(build.scores()).tolist() == [[True, False, False], [False, True, False]]


def test_screened_units_stay_out_when_the_numbers_are_selected_and_built_further():
    build = build_index(holed_panel(), flat_tree(3), (Screen(), Impute(), *STEPS))
    year = select_period(build.stage("screen").data, 2020)
    assert year.removed.tolist() == [[True, False, False]]
    again = build_index(year, flat_tree(3), (Impute(), *STEPS))
    assert np.isnan(again.scores()[0, 0])


def test_treatment_follows_the_normalisation_after_it_unless_it_says_otherwise():
    values = np.array([[1.0, 2, 3, 4, 5], [1.5, 2.5, 3.5, 4.5, 900]])[..., None]
    data = hold_data(values, units="uvwxy", columns="A", periods=[1, 2])
    top = {}
    for name, treat, scale in (
        ("apart", Treat(), Normalise()),
        ("together", Treat(), Normalise(over="all_periods")),
        ("base", Treat(), Normalise(base_period=1)),
        ("goalposts", Treat(), Normalise(method="goalposts", from_value=0.0, to_value=9.0)),
        ("stated", Treat(over="each_period"), Normalise(over="all_periods")),
    ):
        build = build_index(data, flat_tree(1), (treat, scale, Aggregate()))
        top[name] = build.stage("treat").data.values[1].max()
    assert top == {"apart": 4.5, "together": 5, "base": 5, "goalposts": 5, "stated": 4.5}


def test_another_normalisation_may_change_the_treatment_before_it():
    """Scaled over all periods the outliers of all periods are pulled in together, so both are done again."""
    build = build_index(panel(), skipping_tree(), (Impute(), Treat(), *STEPS))
    pooled = change_step(build.steps, "normalise", over="all_periods")
    fresh, again = fresh_and_again(build, steps=pooled)
    assert again.final.values.tobytes() == fresh.final.values.tobytes()
    assert again.stages[0] is build.stages[0] and again.stages[1] is not build.stages[1]


def test_effective_weights_are_those_that_were_used():
    tree = skipping_tree(A=3, P=2)
    build = build_index(made_up_data(), tree, (Normalise(), Aggregate(weights={"A": 1.0})))
    assert build.effective_weights["A"] == pytest.approx(1 / 2 * 1 / 2)
    assert sum(build.effective_weights[code] for code in "ABCDE") == pytest.approx(1)
    plain = build_index(made_up_data(), tree, STEPS)
    assert plain.effective_weights == pytest.approx(effective_tree_weights(tree))


def two_years():
    return hold_data(
        [[[1.0, 10], [2, 20], [3, 30]], [[2, 10], [4, 40], [6, 30]]],
        units="uvw",
        columns="AB",
        periods=[2020, 2021],
    )


def test_one_scale_over_all_periods_by_hand():
    """A runs from 1 to 6 over both years, and B, turned, from 40 down to 10."""
    tree = flat_tree(2, B={"direction": -1})
    found = build_index(two_years(), tree, (Normalise(over="all_periods"), Aggregate())).final
    assert found.column("A") == pytest.approx(np.array([[0, 20, 40], [20, 60, 100]]))
    assert found.column("B") == pytest.approx(np.array([[100, 200 / 3, 100 / 3], [100, 0, 100 / 3]]))


def test_the_scale_of_a_base_period_by_hand():
    """In 2020 A runs from 1 to 3: the 6 of 2021 lies far beyond."""
    found = build_index(two_years(), flat_tree(2), (Normalise(base_period=2020), Aggregate())).final
    assert found.column("A").tolist() == [[0, 50, 100], [50, 150, 250]]
    zscore = build_index(
        two_years(), flat_tree(2), (Normalise("normalise", "zscore", base_period=2020), Aggregate())
    )
    assert zscore.final.column("A").tolist() == [[-1, 0, 1], [0, 2, 4]]


def test_distances_take_the_base_period_too():
    """Worst of 2020 is 1: with target 5, and with the reference unit v (2 in 2020)."""
    steps = (Normalise(method="distance_to_target", target=5.0, base_period=2020), Aggregate())
    found = build_index(two_years(), flat_tree(1), steps).final
    assert found.column("A").tolist() == [[0, 0.25, 0.5], [0.25, 0.75, 1.25]]
    steps = (Normalise(method="distance_to_reference", unit="v", base_period=2020), Aggregate())
    found = build_index(two_years(), flat_tree(1), steps).final
    assert found.column("A").tolist() == [[0, 1, 2], [1, 3, 5]]
    pooled = change_step(steps, "normalise", base_period=None, over="all_periods")
    with pytest.raises(NoBasePeriod, match="'v'"):
        build_index(two_years(), flat_tree(1), pooled)


def test_treatment_over_all_periods_by_hand():
    """Ten values with one far away in the second year: pulled in to the next of either year."""
    values = np.array([[1.0, 2, 3, 4, 5], [1.5, 2.5, 3.5, 4.5, 900]])[..., None]
    data = hold_data(values, units="uvwxy", columns="A", periods=[1, 2])
    treated = build_index(data, flat_tree(1), (Treat(over="all_periods"), *STEPS)).stage("treat").data
    assert treated.column("A")[1].tolist() == [1.5, 2.5, 3.5, 4.5, 5]


def test_an_indicator_that_starts_later_is_scaled_from_then_on():
    data = two_years()
    values = data.values.copy()
    values[0, :, 1] = np.nan
    build = build_index(with_values(data, values), flat_tree(2), (Normalise(), Aggregate()))
    assert np.isnan(build.final.column("B")[0]).all()
    assert build.final.column("B")[1] == pytest.approx([0, 100, 200 / 3])
    assert build.scores()[0].tolist() == [0, 50, 100]


def test_fixed_goalposts_stay_when_an_indicator_starts_later():
    """The adjusted index has one set of goalposts over the periods, also where a period is empty."""
    rng = np.random.default_rng(0)
    values = rng.uniform(1, 9, size=(2, 6, 2))
    values[0, :, 1] = np.nan
    data = hold_data(values, units="uvwxyz", columns="AB", periods=[1, 2])
    step = Normalise(method="adjusted_mazziotta_pareto")
    both = build_index(data, flat_tree(2), (step, Aggregate())).final.column("A")
    alone = build_index(data, flat_tree(1), (step, Aggregate())).final.column("A")
    assert both == pytest.approx(alone)


def test_settings_of_one_indicator_change_only_what_they_name():
    data, tree = made_up_data(), skipping_tree()
    step = Normalise(low=1.0, high=5.0, per_indicator={"A": {"high": 9.0}, "B": {"method": "rank"}})
    found = build_index(data, tree, (step, Aggregate())).final
    assert (found.column("A").min(), found.column("A").max()) == (1, 9)
    assert sorted(found.column("B")[0]) == list(range(1, 13))
    assert (found.column("D").min(), found.column("D").max()) == (1, 5)


def test_one_imputation_per_indicator_asks_nothing_of_the_others():
    """B is unknown in the whole of the first period: no mean, but A does not need it."""
    values = two_years().values.copy()
    values[0, :, 1] = np.nan
    values[0, 0, 0] = np.nan
    data = with_values(two_years(), values)
    step = Impute(method="latest", per_indicator={"A": "mean"})
    found = build_index(data, flat_tree(2), (step, Normalise(), Aggregate())).stage("impute").data
    assert found.column("A")[0].tolist() == [2.5, 2, 3]
    assert np.isnan(found.column("B")[0]).all()


def test_rows_are_imputed_from_all_indicators_of_their_family_whatever_their_own_method():
    rows = [[1.0, 5.0], [2.0, 7.0], [3.0, np.nan], [np.nan, 9.0]]
    step = Impute(method="mean", per_indicator={"B": "row_mean"})
    found = build_index(table(rows), flat_tree(2), (step, Normalise(), Aggregate())).stage("impute")
    assert found.data.column("B")[0, 2] == pytest.approx(9)
    assert found.data.column("A")[0, 3] == pytest.approx(2)
    assert found.details.imputed[0].tolist() == [[False] * 2] * 2 + [[False, True], [True, False]]


def test_rows_are_imputed_within_the_named_branch_only():
    """A unit lacks D of the other branch: nothing is known there, and nothing is asked."""
    rows = [[1.0, 5, 3, 4, 1], [2, 7, 1, 5, 2], [3, np.nan, 2, 6, 3], [4, 9, np.nan, np.nan, np.nan]]
    for method in ("row_mean", "normal_model"):
        step = Impute(method=method, within=("P",))
        found = build_index(table(rows, "ABCDE"), skipping_tree(), (step, *STEPS)).stage("impute").data
        assert np.isfinite(found.column("B")).all()
        assert np.isnan(found.values[0, 3, 2:]).all()


def test_weights_that_were_used_are_kept():
    weighting = Weighting("equal")
    build = build_index(made_up_data(), skipping_tree(A=7), (Normalise(), Aggregate(weighting=weighting)))
    assert build.weights["A"] == 0.5 and build.weights["E"] == pytest.approx(1 / 3)
    noisy = with_values(made_up_data(), np.stack([made_up_data(seed).values for seed in range(3)]))
    step = Aggregate(weighting=Weighting("critic"))
    assert build_index(noisy, skipping_tree(), (Normalise(), step)).weights["A"].shape == (3, 1)


@pytest.mark.parametrize(
    ("step", "failure", "words"),
    [
        (Aggregate(weights={"Z": 1.0}), UnknownNode, "'Z'"),
        (Aggregate(per_branch={"A": Aggregation("minimum")}), UnknownNode, "'A'; known are P, Q, I"),
        (Aggregate(weighting_per_branch={"Z": Weighting()}), UnknownNode, "'Z'"),
        (Aggregate(weighting=Weighting("balanced", importance={"Z": 1.0})), UnknownNode, "'Z'"),
        (
            Aggregate(weighting_per_branch={"P": Weighting("balanced", importance={"C": 1.0})}),
            UnknownNode,
            "'C'",
        ),
    ],
)
def test_a_setting_for_a_node_that_is_not_there_is_refused(step, failure, words):
    with pytest.raises(failure, match=words):
        build_index(made_up_data(), skipping_tree(), (Normalise(), step))
    build = build_index(made_up_data(), skipping_tree(), STEPS)
    with pytest.raises(failure, match=words):
        replay(build, steps=(Normalise(), step))


@pytest.mark.parametrize(
    ("step", "failure", "words"),
    [
        (Normalise(method="goalposts", from_value=0, to_value=9, low=100, high=0), ScaleNotRising, "100"),
        (Normalise(method="scaled", low=1, high=1), ScaleNotRising, "1"),
        (Normalise(low=5, high=5), ScaleNotRising, "5"),
        (Treat(method="share", per_indicator={"A": {"max_winsorised": 0}}), UnknownSetting, "per_indicator"),
        (Normalise(method="benchmark", base_period=2020), UnknownSetting, "base_period"),
    ],
)
def test_settings_that_would_be_left_aside_or_turn_the_scale_are_refused(step, failure, words):
    with pytest.raises(failure, match=words):
        build_index(made_up_data(), flat_tree(2), (step, Normalise(label="n"), Aggregate()))


def test_a_negative_value_is_named_with_its_unit():
    with pytest.raises(NegativeValue, match=r"Unit 'u2' has the negative value -1.0 on indicator 'A'"):
        build_index(table([[3], [-1]]), flat_tree(1), (Normalise(method="value_over_mean"), Aggregate()))


def test_the_final_numbers_are_data():
    assert isinstance(build_index(made_up_data(), skipping_tree(), STEPS).final, IndicatorData)


def test_any_function_can_be_a_step_and_what_it_returns_is_checked():
    data = made_up_data()

    def doubled(held):
        return held.values * 2

    steps = (Custom(doubled), Normalise(method="none"), Aggregate())
    plain = build_index(data, skipping_tree(), steps[1:])
    assert build_index(data, skipping_tree(), steps).scores() == pytest.approx(2 * plain.scores())
    with pytest.raises(WrongShape, match="'halved' has shape"):
        build_index(data, skipping_tree(), (Custom(lambda d: d.values[..., :1], "halved"), *steps[1:]))
    with pytest.raises(InfiniteValue, match="infinite value"):
        build_index(data, skipping_tree(), (Custom(lambda d: d.values + np.inf), *steps[1:]))
