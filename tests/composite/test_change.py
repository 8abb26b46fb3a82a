# SPDX-License-Identifier: EUPL-1.2
"""Why a score moved: parts that add up exactly, and the indicators behind a movement."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.composite.made_up_index import STEPS, flat_tree, made_up_data, skipping_tree

from schakel.composite.bad_input import WrongShape
from schakel.composite.building.build import build_index
from schakel.composite.building.steps import Aggregate, Normalise, Screen, Weighting, change_step
from schakel.composite.changing.attribute_change import ComparesUnits, attribute_change
from schakel.composite.changing.change_parts import PARTS, NoCommonUnits, Version, split_change
from schakel.composite.structure.indicator_data import (
    UnknownColumn,
    UnknownPeriod,
    hold_data,
    select_period,
    select_units,
    with_values,
)
from schakel.composite.structure.reshaping import prune_tree, reweigh_tree, set_aggregation
from schakel.composite.structure.tree import Aggregation, UnknownNode

FIXED = (
    Normalise(method="goalposts", from_value=0.0, to_value=100.0, low=0.0, high=100.0),
    Aggregate(),
)


def two_years(seed=0, n=8):
    return made_up_data(seed, n, n_periods=2)


def version(data=None, tree=None, steps=STEPS, period=2020):
    return Version(data or two_years(), tree or skipping_tree(), steps, period)


def parts_of(found):
    return {part: getattr(found, part) for part in PARTS}


def assert_only(found, *expected):
    for part, moved in parts_of(found).items():
        if part in expected:
            assert np.abs(moved).max() > 1e-6, part
        else:
            assert moved == pytest.approx(np.zeros(len(moved)), abs=1e-12), part


def add_up(found):
    return np.allclose(sum(parts_of(found).values()), found.after - found.before, rtol=0, atol=1e-9)


def revised(data, place=0, seed=9):
    values = data.values.copy()
    values[place] *= np.exp(0.2 * np.random.default_rng(seed).normal(size=values[place].shape))
    return with_values(data, values)


def test_other_weights_give_only_that_part():
    found = split_change(version(), version(tree=skipping_tree(A=4, Q=2)))
    assert_only(found, "weights")
    assert add_up(found)


def test_another_method_gives_only_that_part():
    found = split_change(
        version(), version(steps=change_step(STEPS, "aggregate", aggregation=Aggregation("geometric")))
    )
    assert_only(found, "method")
    other = set_aggregation(skipping_tree(), {"P": Aggregation("minimum")})
    found = split_change(version(), version(tree=other))
    assert_only(found, "method")
    assert found.before == pytest.approx(build_index(two_years(), skipping_tree(), STEPS).scores()[0])
    assert found.after == pytest.approx(build_index(two_years(), other, STEPS).scores()[0])
    assert (found.method <= 1e-9).all()


def test_weights_of_the_step_are_weights_and_not_method():
    heavier = change_step(STEPS, "aggregate", weights={"A": 5.0, "P": 2.0})
    found = split_change(version(), version(steps=heavier))
    assert_only(found, "weights")
    assert found.after == pytest.approx(build_index(two_years(), skipping_tree(), heavier).scores()[0])
    weighed = change_step(STEPS, "aggregate", weighting=Weighting("standard_deviation"))
    assert_only(split_change(version(), version(steps=weighed)), "weights")


def test_a_new_year_gives_only_what_the_indicators_did():
    found = split_change(version(), version(period=2021))
    assert_only(found, "indicators")
    assert add_up(found)


def test_better_knowledge_of_the_same_year_gives_only_revision():
    found = split_change(version(), version(data=revised(two_years())))
    assert_only(found, "revision")
    assert add_up(found)


def test_revision_and_movement_by_hand():
    """u1 had 10 in 2020 as then known and 14 as known now, and 20 in 2021."""
    old = hold_data(np.array([[[10.0], [50]]]), units=["u1", "u2"], columns="A", periods=[2020])
    new = hold_data(
        np.array([[[14.0], [50]], [[20], [40]]]), units=["u1", "u2"], columns="A", periods=[2020, 2021]
    )
    tree = flat_tree(1)
    found = split_change(Version(old, tree, FIXED, 2020), Version(new, tree, FIXED, 2021))
    assert found.revision == pytest.approx([4, 0]) and found.indicators == pytest.approx([6, -10])
    assert found.before.tolist() == [10, 50] and found.after.tolist() == [20, 40]
    without = split_change(
        Version(old, tree, FIXED, 2020), Version(select_period(new, 2021), tree, FIXED, 2021)
    )
    assert without.revision.tolist() == [0, 0] and without.indicators == pytest.approx([10, -10])


def test_two_causes_share_what_they_do_together_by_hand():
    """A 10 to 30 and weights from (1, 0) to (1/2, 1/2), B always 50.

    Movement first: +20, then weights +10; weights first: +20, then movement +10. So 15 each.
    """
    data = hold_data(np.array([[[10.0, 50]], [[30, 50]]]), units=["u1"], columns="AB", periods=[1, 2])
    before = Version(data, flat_tree(2, B={"weight": 0.0}), FIXED, 1)
    after = Version(data, flat_tree(2), FIXED, 2)
    found = split_change(before, after)
    assert found.indicators == pytest.approx([15]) and found.weights == pytest.approx([15])
    assert found.revision.tolist() == [0] and found.method == pytest.approx([0])


def test_a_revision_of_nothing_changes_no_other_part():
    """Three causes by hand: with a revision of 0 the other two share as if it were not there."""
    data = hold_data(np.array([[[10.0, 50]], [[30, 50]]]), units=["u1"], columns="AB", periods=[1, 2])
    before = Version(select_period(data, 1), flat_tree(2, B={"weight": 0.0}), FIXED, 1)
    found = split_change(before, Version(data, flat_tree(2), FIXED, 2))
    alone = split_change(before, Version(select_period(data, 2), flat_tree(2), FIXED, 2))
    for part in PARTS:
        assert parts_of(found)[part] == pytest.approx(parts_of(alone)[part]), part


@settings(max_examples=15)
@given(st.integers(0, 10**6))
def test_the_parts_add_up_exactly_whatever_changed(seed):
    rng = np.random.default_rng(seed)
    old = made_up_data(seed % 5, 8, n_periods=2)
    data = with_values(old, old.values * np.exp(0.1 * rng.normal(size=old.values.shape)))
    tree = reweigh_tree(skipping_tree(), {code: rng.uniform(0.2, 3) for code in "ABCDEPQ"})
    steps = change_step(STEPS, "normalise", method="zscore", mean=50.0, deviation=9.0)
    one, other = version(data=old), version(data=data, tree=tree, steps=steps, period=2021)
    found = split_change(one, other)
    assert add_up(found)
    assert found.before == pytest.approx(build_index(old, one.tree, STEPS).scores()[0])
    assert found.after == pytest.approx(build_index(data, tree, steps).scores()[1])
    back = split_change(other, one)
    assert add_up(back)


def test_an_indicator_that_is_left_out_counts_as_method():
    found = split_change(version(), version(tree=prune_tree(skipping_tree(), ["E"])))
    assert_only(found, "method")


def test_only_units_of_both_versions_are_split_and_unknown_ones_are_unknown():
    data = two_years()
    values = data.values.copy()
    values[1, 3] = np.nan
    after = version(data=with_values(data, values), period=2021)
    before = version(data=select_units(data, [7, 3, 1, 0]))
    found = split_change(before, after)
    assert found.units == ("u8", "u4", "u2", "u1")
    assert np.isnan(found.after[1]) and np.isfinite(found.before).all()
    assert np.isfinite(np.delete(found.indicators, 1)).all() and np.isnan(found.indicators[1])
    screened = version(data=with_values(data, values), period=2021, steps=(Screen(), *STEPS))
    assert np.isnan(split_change(before, screened).after[1])


def test_versions_that_cannot_be_compared_are_refused():
    data = two_years()
    with pytest.raises(UnknownPeriod, match="'1999'; known are 2020, 2021"):
        split_change(version(period=1999), version())
    other = hold_data(
        data.values, units=[f"x{n}" for n in range(8)], columns=data.columns, periods=data.periods
    )
    with pytest.raises(NoCommonUnits):
        split_change(version(), version(data=other))
    draws = with_values(data, np.repeat(data.values[None], 2, axis=0))
    with pytest.raises(WrongShape):
        split_change(version(), version(data=draws))
    with pytest.raises(UnknownNode, match="'Z'"):
        split_change(version(), version(steps=(Normalise(), Aggregate(weights={"Z": 1.0}))))


def sides(seed=0, n=7, codes="ABCDE"):
    rng = np.random.default_rng(seed)
    before = {code: rng.uniform(1, 100, size=n) for code in codes}
    after = {code: rng.uniform(1, 100, size=n) for code in codes}
    return before, after


def test_a_weighted_mean_shares_out_weight_times_movement():
    before, after = sides()
    tree = skipping_tree(A=2, P=3)
    found = attribute_change(before, after, tree, Aggregate())
    shares = {"A": 3 / 5 * 2 / 3, "B": 3 / 5 / 3, "C": 1 / 10, "D": 1 / 10, "E": 1 / 5}
    for code, share in shares.items():
        assert found.contributions[code] == pytest.approx(share * (after[code] - before[code]), rel=1e-7)
    assert found.contributions["P"] == pytest.approx(found.contributions["A"] + found.contributions["B"])
    assert found.contributions["I"] == pytest.approx(found.change)
    assert found.residual == pytest.approx(np.zeros(7), abs=1e-8)


SMOOTH = ["geometric", "harmonic", "power", "product", "additive", "mazziotta_pareto"]


@pytest.mark.parametrize("method", SMOOTH)
def test_the_parts_of_every_smooth_method_add_up(method):
    before, after = sides(seed=1)
    scale = 1e-2 if method == "product" else 1.0
    before, after = ({code: 20 + values * scale for code, values in side.items()} for side in (before, after))
    step = Aggregate(aggregation=Aggregation(method, power=3.0))
    found = attribute_change(before, after, skipping_tree(), step)
    assert found.residual == pytest.approx(np.zeros(7), abs=1e-6 * np.abs(found.change).max())


@pytest.mark.parametrize("method", ["minimum", "maximum", "median", "ordered_weights"])
def test_methods_with_kinks_leave_little(method):
    before, after = sides(seed=2)
    step = Aggregate(aggregation=Aggregation(method, orness=0.2))
    found = attribute_change(before, after, skipping_tree(), step)
    assert np.abs(found.residual).max() < 0.5 and np.abs(found.change).max() > 5


def test_bottleneck_penalty_adds_up_on_its_own_scale():
    before, after = ({c: v / 100 for c, v in side.items()} for side in sides(seed=3))
    found = attribute_change(
        before, after, skipping_tree(), Aggregate(aggregation=Aggregation("bottleneck_penalty"))
    )
    assert np.abs(found.residual).max() < 0.005


def test_a_geometric_mean_by_integration():
    """sqrt(a b) from (1, 4) to (4, 4): all of it is the doing of a; and two equal movements share alike."""
    tree, step = flat_tree(2), Aggregate(aggregation=Aggregation("geometric"))
    before = {"A": np.array([1.0, 1.0]), "B": np.array([4.0, 1.0])}
    after = {"A": np.array([4.0, 3.0]), "B": np.array([4.0, 3.0])}
    found = attribute_change(before, after, tree, step)
    assert found.contributions["A"] == pytest.approx([2, 1], rel=1e-6)
    assert found.contributions["B"] == pytest.approx([0, 1], abs=1e-6)


def test_values_near_0_under_a_harmonic_mean_stay_above_0():
    tree, step = flat_tree(2), Aggregate(aggregation=Aggregation("harmonic"))
    before = {"A": np.array([1e-4, 100.0]), "B": np.array([50.0, 60.0])}
    after = {"A": np.array([2e-4, 90.0]), "B": np.array([50.0, 70.0])}
    found = attribute_change(before, after, tree, step)
    assert found.residual == pytest.approx([0, 0], abs=1e-6)
    assert found.contributions["A"][0] == pytest.approx(2e-4, rel=1e-3)


def test_what_is_unknown_at_both_sides_adds_nothing_and_at_one_side_is_unknown():
    before, after = sides(n=2)
    before["A"][0] = after["A"][0] = np.nan
    before["C"][1] = np.nan
    found = attribute_change(before, after, skipping_tree(), Aggregate())
    assert found.contributions["A"][0] == 0
    assert found.residual[0] == pytest.approx(0, abs=1e-8)
    assert np.isnan(found.contributions["C"][1]) and np.isnan(found.contributions["I"][1])
    assert np.isfinite(found.change).all()


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (Aggregate(aggregation=Aggregation("copeland")), "'P' is joined by 'copeland'"),
        (Aggregate(per_branch={"I": Aggregation("benefit_of_doubt")}), "'I' is joined by 'benefit_of_doubt'"),
        (Aggregate(per_branch={"Q": Aggregation("kemeny")}), "'Q' is joined by 'kemeny'"),
        (Aggregate(weighting=Weighting("critic")), "'P' is joined by 'critic'"),
        (Aggregate(aggregation=Aggregation("bottleneck_penalty", scale=100.0, equalise=True)), "bottleneck"),
    ],
)
def test_methods_that_compare_units_are_refused(step, words):
    with pytest.raises(ComparesUnits, match=words):
        attribute_change(*sides(), skipping_tree(), step)


def test_sides_that_do_not_fit_are_refused():
    before, after = sides()
    with pytest.raises(UnknownColumn, match="'E'"):
        attribute_change(before, {code: after[code] for code in "ABCD"}, skipping_tree(), Aggregate())
    with pytest.raises(WrongShape, match="'B'"):
        attribute_change({**before, "B": np.ones(3)}, after, skipping_tree(), Aggregate())
    shorter = {code: values[:3] for code, values in after.items()}
    with pytest.raises(WrongShape, match="after"):
        attribute_change(before, shorter, skipping_tree(), Aggregate())


def test_the_movement_between_two_years_of_an_index():
    data = two_years()
    build = build_index(data, skipping_tree(), (replace(FIXED[0], cap=True), FIXED[1]))
    scaled = build.stage("normalise").data
    sides_ = ({code: scaled.column(code)[year] for code in "ABCDE"} for year in (0, 1))
    found = attribute_change(*sides_, build.tree, build.steps[-1])
    assert found.change == pytest.approx(build.scores()[1] - build.scores()[0])
    assert found.residual == pytest.approx(np.zeros(8), abs=1e-7)
