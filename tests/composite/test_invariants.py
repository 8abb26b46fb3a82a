# SPDX-License-Identifier: EUPL-1.2
"""What must hold for every index, whatever its data: order, scale, direction, monotonicity and ties."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.composite.made_up_index import flat_tree, made_up_data, skipping_tree

from schakel.composite.building.build import build_index
from schakel.composite.building.steps import (
    Aggregate,
    Denominate,
    Impute,
    Normalise,
    Screen,
    Treat,
    Weighting,
)
from schakel.composite.structure.growing import grow_tree
from schakel.composite.structure.indicator_data import hold_data, select_units, with_values
from schakel.composite.structure.reshaping import reweigh_tree
from schakel.composite.structure.tree import Aggregation
from schakel.composite.varying.alternatives import vary_weights
from schakel.composite.varying.variation import run_design

EXAMPLES = settings(max_examples=12, deadline=None)
SEEDS = st.integers(0, 10**6)
SCALES = [
    Normalise(low=1.0, high=100.0),
    Normalise(method="zscore", mean=50.0, deviation=8.0),
    Normalise(method="rank"),
    Normalise(method="goalposts", from_value=1.0, to_value=60.0, low=1.0, high=100.0),
]
MEANS = [
    Aggregation("arithmetic"),
    Aggregation("geometric"),
    Aggregation("harmonic"),
    Aggregation("power", power=0.5),
    Aggregation("minimum"),
    Aggregation("maximum"),
    Aggregation("median"),
    Aggregation("ordered_weights", orness=0.3),
    Aggregation("mazziotta_pareto"),
    Aggregation("bottleneck_penalty", scale=100.0),
]
ACROSS_UNITS = [
    Aggregation("copeland"),
    Aggregation("outranking"),
    Aggregation("benefit_of_doubt", low_share=0.05, high_share=0.7),
]
WAYS = [*MEANS, *ACROSS_UNITS]


def chain(scale, way, *before):
    """Return steps; the index of Mazziotta and Pareto has a scale of its own, on which it stays above 0."""
    if way.method == "mazziotta_pareto":
        scale = replace(scale, method="mazziotta_pareto")
    return (*before, scale, Aggregate(aggregation=way))


CHAIN_BEFORE = (Denominate(), Screen(min_known=0.4), Impute(method="median"), Treat(over="each_period"))


def close(found, wanted):
    return np.allclose(found, wanted, rtol=1e-9, atol=1e-9, equal_nan=True)


def data_of(seed, *, share_unknown=0.1, n=9, **beside):
    return made_up_data(seed, n, share_unknown=share_unknown, **beside)


@EXAMPLES
@given(SEEDS, st.sampled_from(SCALES), st.sampled_from(WAYS), st.permutations(range(9)))
def test_the_order_of_units_does_not_matter(seed, scale, way, order):
    data, steps = data_of(seed, share_unknown=0.0), chain(scale, way, *CHAIN_BEFORE)
    one = build_index(data, skipping_tree(), steps)
    other = build_index(select_units(data, order), skipping_tree(), steps)
    assert close(other.final.values[0], one.final.values[0][list(order)])


@EXAMPLES
@given(SEEDS, st.permutations(range(9)))
def test_the_order_of_units_with_gaps_does_not_matter(seed, order):
    data, steps = data_of(seed), chain(SCALES[0], MEANS[0], *CHAIN_BEFORE)
    one = build_index(data, skipping_tree(), steps)
    other = build_index(select_units(data, order), skipping_tree(), steps)
    places = [other.units.index(unit) for unit in one.units]
    assert close(other.final.values[0][places], one.final.values[0])


@EXAMPLES
@given(SEEDS, st.sampled_from(SCALES), st.sampled_from(WAYS), st.permutations(range(5)))
def test_the_order_of_columns_indicators_and_branches_does_not_matter(seed, scale, way, order):
    data, tree = data_of(seed, share_unknown=0.0), skipping_tree(A=2, Q=3)
    moved = hold_data(
        data.values[..., list(order)], units=data.units, columns=[data.columns[place] for place in order]
    )
    other = grow_tree([tree.indicators[place] for place in order], tree.branches[::-1])
    steps = chain(scale, way, *CHAIN_BEFORE)
    one, again = build_index(data, tree, steps), build_index(moved, other, steps)
    for code in tree.nodes:
        assert close(again.final.column(code), one.final.column(code)), code


@EXAMPLES
@given(SEEDS, st.sampled_from(WAYS), st.floats(0.01, 100))
def test_weights_times_a_number_change_nothing(seed, way, factor):
    data, steps = data_of(seed, share_unknown=0.0), chain(SCALES[0], way)
    weights = {code: 1.0 + place for place, code in enumerate("ABCDEPQ")}
    one = build_index(data, reweigh_tree(skipping_tree(), weights), steps)
    scaled = {code: weight * factor for code, weight in weights.items()}
    other = build_index(data, reweigh_tree(skipping_tree(), scaled), steps)
    assert close(other.scores(), one.scores())


@EXAMPLES
@given(SEEDS, st.sampled_from(SCALES[:3]), st.sampled_from(WAYS))
def test_a_turned_indicator_with_the_other_direction_is_the_same(seed, scale, way):
    """What is good when low, such as distance, is as good as minus that when high."""
    data, steps = data_of(seed, share_unknown=0.0), chain(scale, way)
    tree = skipping_tree()
    mirrored = with_values(data, data.values * np.array([1, -1, -1, 1, 1]))
    turned = replace(
        tree,
        indicators=tuple(
            replace(each, direction=-each.direction) if each.code in "BC" else each
            for each in tree.indicators
        ),
    )
    one, other = build_index(data, tree, steps), build_index(mirrored, turned, steps)
    assert close(other.scores(), one.scores())


@EXAMPLES
@given(SEEDS, st.sampled_from(SCALES[:3]), st.floats(0.01, 1000), st.floats(-1000, 1000))
def test_other_units_of_measurement_change_nothing(seed, scale, factor, shift):
    """Degrees, kilometres, thousands: min-max, z-scores and places do not see them."""
    data, steps = data_of(seed), chain(scale, MEANS[0])
    other = with_values(data, data.values * np.array([1, factor, 1, 1, 1]) + np.array([0, 0, shift, 0, 0]))
    found = build_index(other, skipping_tree(), steps).scores()
    wanted = build_index(data, skipping_tree(), steps).scores()
    assert np.allclose(found, wanted, rtol=1e-7, atol=1e-7, equal_nan=True)


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.sampled_from(MEANS[:8]), st.integers(0, 8), st.integers(0, 4), st.floats(0.001, 30))
def test_a_better_value_never_lowers_the_own_score_between_fixed_goalposts(seed, way, unit, place, more):
    """Not for the penalised mean of Mazziotta and Pareto, which an uneven profile may lower by design."""
    data, steps = data_of(seed), chain(SCALES[3], way)
    better = data.values.copy()
    better[0, unit, place] += -more if place == 2 else more
    one = build_index(data, skipping_tree(), steps)
    other = build_index(with_values(data, better), skipping_tree(), steps)
    own, others = other.scores()[0, unit], np.delete(other.scores()[0], unit)
    if np.isfinite(one.scores()[0, unit]):
        assert own >= one.scores()[0, unit] - 1e-9
    assert np.array_equal(others, np.delete(one.scores()[0], unit), equal_nan=True)


@settings(max_examples=20, deadline=None)
@given(SEEDS, st.integers(0, 8), st.sampled_from(["zscore", "rank"]))
def test_a_better_value_never_lowers_the_own_place_under_a_mean(seed, unit, method):
    data, steps = data_of(seed, share_unknown=0.0), (Normalise(method=method), Aggregate())
    better = data.values.copy()
    better[0, unit, 0] *= 1.3
    tree = flat_tree(5)
    one, other = (build_index(each, tree, steps) for each in (data, with_values(data, better)))
    if method == "rank":
        assert other.ranks()[0, unit] <= one.ranks()[0, unit]
    assert other.final.column("A")[0, unit] >= one.final.column("A")[0, unit] - 1e-9


@pytest.mark.parametrize("scale", SCALES, ids=lambda step: step.method)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.method)
def test_equal_units_have_equal_scores_to_the_last_bit(scale, way):
    """After every step, also with thirds as weights and with a unit far away in the table."""
    rows = data_of(1, share_unknown=0.0, n=11).values[0]
    rows[[4, 10]] = rows[0]
    data = hold_data(rows, units=[f"u{place}" for place in range(11)], columns=list("ABCDE"))
    build = build_index(data, skipping_tree(A=1 / 3, P=0.7), chain(scale, way, Treat(), Impute()))
    final = build.final.values[0]
    assert (final[4] == final[0]).all() and (final[10] == final[0]).all()
    assert len(set(build.ranks()[0][[0, 4, 10]])) == 1


def test_equal_units_have_equal_places_in_the_kemeny_order():
    rows = data_of(1, share_unknown=0.0, n=8).values[0]
    rows[[4, 7]] = rows[0]
    data = hold_data(rows, units=list("abcdefgh"), columns=list("ABCDE"))
    steps = (
        SCALES[0],
        Aggregate(aggregation=Aggregation("arithmetic"), per_branch={"I": Aggregation("kemeny")}),
    )
    scores = build_index(data, skipping_tree(A=1 / 3, P=0.7), steps).scores()[0]
    assert scores[4] == scores[0] == scores[7] and len(set(scores)) > 3


@EXAMPLES
@given(SEEDS, st.sampled_from(MEANS))
def test_equal_units_stay_tied_under_all_drawn_weights(seed, way):
    rows = data_of(seed, share_unknown=0.1, n=8).values[0]
    rows[5] = rows[2]
    data = hold_data(rows, units=list("abcdefgh"), columns=list("ABCDE"))
    build = build_index(data, skipping_tree(), chain(SCALES[0], way))
    noise = vary_weights("W", build.tree, spread=0.9, n_sets=60, rng=np.random.default_rng(seed))
    found = run_design(build, [noise], np.arange(60)[:, None])
    assert np.array_equal(found.scores[..., 5], found.scores[..., 2], equal_nan=True)
    assert np.array_equal(found.ranks[..., 5], found.ranks[..., 2], equal_nan=True)


@EXAMPLES
@given(SEEDS, st.sampled_from(WAYS))
def test_other_names_of_units_change_nothing(seed, way):
    data, steps = data_of(seed, share_unknown=0.0), chain(SCALES[0], way)
    renamed = replace(data, units=tuple(f"unit {place}" for place in range(9, 0, -1)))
    one, other = (build_index(each, skipping_tree(), steps) for each in (data, renamed))
    assert other.final.values.tobytes() == one.final.values.tobytes()
    assert other.units == renamed.units


@EXAMPLES
@given(SEEDS, st.sampled_from(WAYS))
def test_a_unit_that_is_better_on_everything_is_never_below(seed, way):
    rows = data_of(seed, share_unknown=0.0, n=8).values[0]
    rows[6] = rows[1] * np.array([1.1, 1.1, 0.9, 1.1, 1.1])
    data = hold_data(rows, units=list("abcdefgh"), columns=list("ABCDE"))
    scores = build_index(data, skipping_tree(), chain(SCALES[0], way)).scores()[0]
    if way.method != "mazziotta_pareto":
        assert scores[6] >= scores[1] - 1e-9


@EXAMPLES
@given(SEEDS, st.sampled_from(["equal", "entropy", "critic", "standard_deviation", "balanced"]))
def test_weights_found_from_the_values_do_not_depend_on_the_order_of_units(seed, method):
    data = data_of(seed, share_unknown=0.0, n=12)
    steps = (Normalise(low=1.0, high=100.0), Aggregate(weighting=Weighting(method)))
    one = build_index(data, flat_tree(3), steps)
    other = build_index(select_units(data, range(11, -1, -1)), flat_tree(3), steps)
    shares = [np.array([float(each.weights[code]) for code in "ABC"]) for each in (one, other)]
    assert shares[1] == pytest.approx(shares[0], abs=1e-5)
    assert shares[0].sum() == pytest.approx(1) and (shares[0] >= 0).all()


@EXAMPLES
@given(SEEDS, st.integers(2, 4), st.sampled_from(MEANS))
def test_a_panel_of_the_same_year_repeated_is_that_year(seed, n_periods, way):
    data = data_of(seed)
    panel = hold_data(
        np.repeat(data.values, n_periods, axis=0),
        units=data.units,
        columns=data.columns,
        periods=range(n_periods),
    )
    one = build_index(data, skipping_tree(), chain(SCALES[0], way, *CHAIN_BEFORE))
    for over in ("each_period", "all_periods"):
        steps = chain(replace(SCALES[0], over=over), way, *CHAIN_BEFORE)
        found = build_index(panel, skipping_tree(), steps)
        for period in range(n_periods):
            assert close(found.final.values[period], one.final.values[0])
    base = chain(replace(SCALES[0], base_period=1), way, *CHAIN_BEFORE)
    assert close(build_index(panel, skipping_tree(), base).scores()[0], one.scores()[0])
