# SPDX-License-Identifier: EUPL-1.2
"""Weights and aggregation: by hand, the algebra behind the choice, and refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.aggregating.aggregate import (
    NegativeUnderGeometric,
    aggregate_additive,
    aggregate_geometric,
    aggregate_mean,
    aggregate_minimum,
    aggregate_product,
)
from schakel.composite.aggregating.bottleneck import (
    NotBetweenZeroAndOne,
    aggregate_bottleneck,
    equalise_averages,
    penalise_bottleneck,
)
from schakel.composite.bad_input import WrongShape
from schakel.composite.normalising.normalise import (
    normalise_exponential_z,
    normalise_value_over_mean,
    normalise_zscore,
)
from schakel.composite.ranking.rank import rank_scores
from schakel.composite.weighing.weigh import (
    NoVariance,
    WrongBounds,
    WrongWeights,
    effective_weights,
    weigh_by_variation,
    weigh_equal,
    weigh_given,
    weights_from_uniform,
)

TWO = np.array([[1.0, 4.0], [2.0, 2.0]])
METHODS = [
    aggregate_mean,
    aggregate_additive,
    aggregate_geometric,
    aggregate_product,
    aggregate_minimum,
    aggregate_bottleneck,
]


def profiles(k=4):
    row = st.lists(st.floats(0.1, 5), min_size=k, max_size=k)
    return st.lists(row, min_size=2, max_size=6).map(np.array)


def test_by_hand():
    assert aggregate_mean(TWO).tolist() == [2.5, 2.0]
    assert aggregate_additive(TWO).tolist() == [5.0, 4.0]
    assert aggregate_geometric(TWO) == pytest.approx([2.0, 2.0])
    assert aggregate_product(TWO) == pytest.approx([4.0, 4.0])
    assert aggregate_minimum(TWO).tolist() == [1.0, 2.0]
    assert aggregate_mean(TWO, weights=np.array([3.0, 1.0])).tolist() == [1.75, 2.0]
    assert aggregate_bottleneck(TWO) == pytest.approx([(1 + 2 - np.exp(-3)) / 2, 2.0])


def test_unknown_values_are_left_out_until_too_little_is_known():
    holes = np.array([[1.0, np.nan, 3.0], [np.nan, np.nan, 3.0]])
    assert aggregate_mean(holes, min_share=0.6)[0] == 2.0
    assert np.isnan(aggregate_mean(holes, min_share=0.6)[1])
    assert np.isnan(aggregate_minimum(holes)).all()
    assert aggregate_minimum(holes, min_share=0.3).tolist() == [1.0, 3.0]


def test_an_indicator_without_weight_is_no_bottleneck():
    pillars = np.array([[0.1, 0.8, 0.9]])
    alone = aggregate_bottleneck(pillars[:, 1:])
    assert aggregate_bottleneck(pillars, weights=np.array([0.0, 1.0, 1.0])) == pytest.approx(alone)
    per_run = aggregate_bottleneck(pillars[None], weights=np.array([[0.0, 1, 1], [1, 1, 1]]))
    assert per_run[0] == pytest.approx(alone)
    assert per_run[1] < per_run[0]


def test_weights_per_draw_equal_separate_calls():
    weights = np.array([[1.0, 2.0], [5.0, 1.0]])
    for method in METHODS:
        together = method(TWO[None], weights=weights)
        for row, own in enumerate(weights):
            assert together[row] == pytest.approx(method(TWO, weights=own))


def test_a_child_without_weight_is_as_one_left_out():
    rng = np.random.default_rng(11)
    table = rng.uniform(0.5, 5, size=(6, 4))
    table[0, 1] = table[2, 3] = np.nan
    weights = np.array([2.0, 0.0, 1.0, 3.0])
    left_out = np.delete(table, 1, axis=1)
    for method in METHODS:
        without = method(left_out, weights=np.delete(weights, 1), min_share=0.2)
        assert method(table, weights=weights, min_share=0.2) == pytest.approx(without, nan_ok=True)
    assert aggregate_additive(TWO, weights=np.array([1.0, 0.0])).tolist() == [1.0, 2.0]
    assert aggregate_product(TWO, weights=np.array([0.0, 5.0])) == pytest.approx([4.0, 2.0])


def test_children_with_weight_are_counted_per_draw():
    weights = np.array([[1.0, 0.0, 1.0], [1.0, 1.0, 1.0]])
    rows = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    sums, products = aggregate_additive(rows, weights=weights), aggregate_product(rows, weights=weights)
    assert sums == pytest.approx(np.array([[4.0, 10.0], [6.0, 15.0]]))
    assert products == pytest.approx(np.array([[3.0, 24.0], [6.0, 120.0]]))


def test_refusals():
    with pytest.raises(NegativeUnderGeometric, match=r"'B'.*-1"):
        aggregate_geometric(np.array([[1.0, 2.0], [3.0, -1.0]]), units=["A", "B"], indicators=["x", "y"])
    with pytest.raises(WrongWeights):
        aggregate_mean(TWO, weights=np.zeros(2))
    with pytest.raises(WrongWeights):
        weigh_given(np.array([1.0, -1.0]))
    with pytest.raises(WrongWeights):
        weigh_equal(0)
    with pytest.raises(WrongShape):
        aggregate_mean(TWO, weights=np.ones(3))
    with pytest.raises(NoVariance):
        effective_weights(np.ones((3, 2)), weights=np.ones(2))
    with pytest.raises(WrongBounds):
        weights_from_uniform(np.full((1, 2), 0.5), bounds=(1.5, 2.0))
    with pytest.raises(NotBetweenZeroAndOne):
        equalise_averages(np.array([[0.5, 2.0]]))


@given(profiles(), st.floats(0.01, 100))
@settings(max_examples=50, deadline=None)
def test_only_the_ratios_of_weights_matter(table, factor):
    weights = np.array([1.0, 2.0, 3.0, 4.0])
    for method in METHODS:
        assert method(table, weights=weights * factor) == pytest.approx(method(table, weights=weights))


@given(profiles(), st.integers(0, 3), st.floats(0.01, 2))
@settings(max_examples=50, deadline=None)
def test_raising_one_value_never_lowers_the_whole(table, column, rise):
    raised = table.copy()
    raised[:, column] += rise
    for method in METHODS:
        assert (method(raised) >= method(table) - 1e-9).all()


@given(profiles())
@settings(max_examples=50, deadline=None)
def test_from_full_to_no_compensation(table):
    low, geometric, mean = aggregate_minimum(table), aggregate_geometric(table), aggregate_mean(table)
    assert (low <= geometric + 1e-9).all()
    assert (geometric <= mean + 1e-9).all()
    assert (aggregate_bottleneck(table) <= mean + 1e-9).all()
    assert (aggregate_bottleneck(table) >= low - 1e-9).all()


@given(profiles())
@settings(max_examples=50, deadline=None)
def test_the_penalty_keeps_the_weakest_and_raises_nobody(table):
    for form in ("exponential", "logarithmic"):
        held = penalise_bottleneck(table, form=form)
        assert held.min(axis=1) == pytest.approx(table.min(axis=1))
        assert (held <= table + 1e-12).all()
    assert (penalise_bottleneck(table, form="logarithmic") >= penalise_bottleneck(table) - 1e-12).all()


def test_product_of_leendertse_scores_ranks_as_the_sum_of_z():
    rng = np.random.default_rng(3)
    table = rng.gamma(2.0, size=(40, 10))
    product = aggregate_product(normalise_exponential_z(table))
    assert (rank_scores(product) == rank_scores(normalise_zscore(table).sum(axis=1))).all()
    logs = np.log(product)
    assert logs - normalise_zscore(table).sum(axis=1) == pytest.approx(
        np.full(40, logs[0] - normalise_zscore(table).sum(axis=1)[0])
    )


def test_geometric_mean_of_ratio_data_does_not_depend_on_units():
    table = np.random.default_rng(4).gamma(2.0, size=(30, 6))
    ranks = rank_scores(aggregate_geometric(table))
    assert (rank_scores(aggregate_geometric(table * [1, 100, 0.1, 7, 3, 2])) == ranks).all()
    assert (rank_scores(aggregate_geometric(normalise_value_over_mean(table))) == ranks).all()


@given(st.lists(st.floats(-2, 2), min_size=3, max_size=6), st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_the_sum_of_exponentials_rewards_an_uneven_profile(z, share):
    """Moving two z-scores towards each other never raises the sum: it is Schur-convex."""
    uneven = np.array(z)
    even = uneven.copy()
    even[0], even[1] = (1 - share / 2) * z[0] + share / 2 * z[1], share / 2 * z[0] + (1 - share / 2) * z[1]
    assert np.exp(even).sum() <= np.exp(uneven).sum() + 1e-9


def test_effective_weights_by_hand_and_their_sum():
    elements = np.array([[0.0, 0.0], [2.0, 1.0], [4.0, 2.0]])
    assert effective_weights(elements, weights=np.ones(2)) == pytest.approx([2 / 3, 1 / 3])
    rng = np.random.default_rng(5)
    table = rng.normal(size=(50, 5))
    assert effective_weights(table, weights=np.arange(1.0, 6)).sum() == pytest.approx(1)
    assert effective_weights(np.column_stack([table[:, 0], -0.5 * table[:, 0]]), weights=np.ones(2))[1] < 0


def test_value_over_mean_weighs_by_variation():
    table = np.array([[1.0, 90.0], [2.0, 100.0], [3.0, 110.0]])
    assert weigh_by_variation(table) == pytest.approx(np.array([0.5, 0.1]) / 0.6)


def test_drawn_weights_stay_within_bounds_and_use_every_draw():
    uniform = np.random.default_rng(6).random((500, 8))
    weights = weights_from_uniform(uniform, bounds=(0.5, 2.0))
    assert weights.sum(axis=1) == pytest.approx(np.ones(500))
    assert weights.min() >= 0.5 / 8 - 1e-12
    assert weights.max() <= 2 / 8 + 1e-12
    assert weights.std(axis=0).min() > 0.005
    assert weights.mean(axis=0) == pytest.approx(np.full(8, 1 / 8), abs=0.01)


def test_equalised_pillars_have_one_mean():
    values = np.random.default_rng(7).uniform(0.05, 1, size=(12, 5))
    equal = equalise_averages(values)
    assert equal.mean(axis=0) == pytest.approx(np.full(5, values.mean()))
    assert (np.argsort(equal, axis=0) == np.argsort(values, axis=0)).all()
