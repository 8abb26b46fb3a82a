# SPDX-License-Identifier: EUPL-1.2
"""Ordered weighted averages: by hand, their family, derived order weights, and refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.aggregating.aggregate import aggregate_mean
from schakel.composite.aggregating.ordered_weights import (
    WrongOrness,
    WrongQuantifier,
    aggregate_ordered,
    between_shares,
    measure_evenness,
    measure_orness,
    order_weights_from_orness,
    order_weights_from_quantifier,
)
from schakel.composite.bad_input import WrongShape
from schakel.composite.weighing.weigh import WrongWeights

ROW = np.array([[2.0, 8.0, 4.0, 6.0]])


def profiles(k=4):
    row = st.lists(st.floats(-5, 5), min_size=k, max_size=k)
    return st.lists(row, min_size=1, max_size=5).map(np.array)


def positive(k=4):
    return st.lists(st.floats(0.01, 1), min_size=k, max_size=k).map(np.array)


def test_by_hand():
    assert aggregate_ordered(ROW, order_weights=np.array([4.0, 3.0, 2.0, 1.0])) == pytest.approx([6.0])
    assert aggregate_ordered(ROW, order_weights=np.array([1.0, 0, 0, 0])).tolist() == [8]
    assert aggregate_ordered(ROW, order_weights=np.array([0.0, 0, 0, 1])).tolist() == [2]
    assert aggregate_ordered(ROW, order_weights=np.array([0.0, 1, 1, 0])).tolist() == [5]


def test_importance_by_hand():
    # ordered 8, 6, 4, 2 with importance 0.4, 0.1, 0.3, 0.2; running 0.4, 0.5, 0.8, 1.
    # order weights 0, 0, 1/2, 1/2 rise from 0 at a half to 1: 0, 0, 0.6, 0.4 of the weight
    found = aggregate_ordered(
        ROW, order_weights=np.array([0.0, 0.0, 1.0, 1.0]), weights=np.array([0.2, 0.4, 0.3, 0.1])
    )
    assert found == pytest.approx([0.6 * 4 + 0.4 * 2])


@given(profiles(), positive())
@settings(max_examples=50, deadline=None)
def test_equal_order_weights_give_the_weighted_mean(table, weights):
    found = aggregate_ordered(table, order_weights=np.ones(4), weights=weights)
    assert found == pytest.approx(aggregate_mean(table, weights=weights), abs=1e-12)


@given(profiles(), positive(), positive(), st.permutations(range(4)), st.floats(0.1, 10))
@settings(max_examples=50, deadline=None)
def test_it_lies_between_lowest_and_highest_and_names_do_not_matter(table, order, weights, columns, factor):
    found = aggregate_ordered(table, order_weights=order, weights=weights)
    assert (found >= table.min(axis=1) - 1e-12).all()
    assert (found <= table.max(axis=1) + 1e-12).all()
    moved = aggregate_ordered(
        table[:, columns], order_weights=factor * order, weights=factor * weights[columns]
    )
    assert moved == pytest.approx(found, abs=1e-9)
    without_importance = aggregate_ordered(table[:, columns], order_weights=order)
    assert without_importance == pytest.approx(aggregate_ordered(table, order_weights=order), abs=1e-12)


@given(profiles(), positive(), st.integers(0, 3), st.floats(0, 3))
@settings(max_examples=50, deadline=None)
def test_raising_one_value_never_lowers_the_whole(table, order, column, rise):
    raised = table.copy()
    raised[:, column] += rise
    weights = np.array([1.0, 2.0, 3.0, 4.0])
    before = aggregate_ordered(table, order_weights=order, weights=weights)
    assert (aggregate_ordered(raised, order_weights=order, weights=weights) >= before - 1e-9).all()


@given(profiles(), positive())
@settings(max_examples=30, deadline=None)
def test_the_mirror_image_reverses_the_order_weights(table, order):
    found = aggregate_ordered(-table, order_weights=order[::-1])
    assert found == pytest.approx(-aggregate_ordered(table, order_weights=order), abs=1e-12)


@given(st.integers(2, 12), st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_order_weights_have_the_orness_asked_for(k, orness):
    found = order_weights_from_orness(k, orness=orness)
    assert found.sum() == pytest.approx(1)
    assert measure_orness(found) == pytest.approx(orness, abs=1e-9)


def test_entropy_is_largest_for_the_published_example():
    """Three values with orness 0.7 by the closed form: h solves h^2 (1 - 0.7) - 0.7 + h (0.5 - 0.7) = 0."""
    height = (0.2 + np.sqrt(0.04 + 4 * 0.3 * 0.7)) / (2 * 0.3)
    expected = np.array([height**2, height, 1.0])
    found = order_weights_from_orness(3, orness=0.7)
    assert found == pytest.approx(expected / expected.sum(), abs=1e-12)
    rng = np.random.default_rng(1)
    for _ in range(200):
        # any other weights with orness 0.7: add a multiple of (1, -2, 1), which leaves orness alone
        other = found + rng.uniform(-0.05, 0.05) * np.array([1.0, -2.0, 1.0])
        assert measure_evenness(other) <= measure_evenness(found) + 1e-12


def test_half_orness_is_the_mean_and_the_ends_are_extremes():
    assert order_weights_from_orness(5, orness=0.5) == pytest.approx(np.full(5, 0.2))
    assert order_weights_from_orness(3, orness=1.0).tolist() == [1, 0, 0]
    assert order_weights_from_orness(3, orness=0.0).tolist() == [0, 0, 1]
    assert order_weights_from_orness(1, orness=0.5).tolist() == [1]
    assert measure_evenness(np.ones(4)) == pytest.approx(1)
    assert measure_evenness(np.array([0.0, 1.0])) == 0


def test_quantifiers_by_hand():
    assert order_weights_from_quantifier(4, quantifier=lambda share: share) == pytest.approx([0.25] * 4)
    assert order_weights_from_quantifier(2, quantifier=lambda share: share**2).tolist() == [0.25, 0.75]
    most = order_weights_from_quantifier(4, quantifier=between_shares(0.3, 0.8))
    assert most == pytest.approx([0, 0.4, 0.5, 0.1])
    half = order_weights_from_quantifier(4, quantifier=between_shares(0.0, 0.5))
    assert half.tolist() == [0.5, 0.5, 0, 0]


def test_unknown_values_are_left_out():
    table = np.array([[2.0, np.nan, 4.0, 6.0], [np.nan, np.nan, np.nan, 1.0]])
    lowest, highest = np.array([0.0, 0, 0, 1]), np.array([1.0, 0, 0, 0])
    assert np.isnan(aggregate_ordered(table, order_weights=lowest)).all()
    assert aggregate_ordered(table, order_weights=lowest, min_share=0.7)[0] == 2
    assert np.isnan(aggregate_ordered(table, order_weights=lowest, min_share=0.7)[1])
    assert aggregate_ordered(table, order_weights=highest, min_share=0.0).tolist() == [6, 1]
    even = aggregate_ordered(table, order_weights=np.ones(4), min_share=0.0)
    assert even == pytest.approx([4, 1])


def test_rounding_of_equal_weights_does_not_move_a_bend():
    table = np.array([[3.0, 2.0, 1.0]])
    third = np.array([0.1, 0.1, 0.1]) * 3
    assert aggregate_ordered(table, order_weights=np.array([1.0, 0, 0]), weights=third).tolist() == [3]


def test_draws_equal_separate_calls():
    rng = np.random.default_rng(3)
    draws, weights = rng.normal(size=(3, 5, 4)), rng.random((3, 4))
    order = np.array([1.0, 2.0, 0.0, 4.0])
    together = aggregate_ordered(draws, order_weights=order, weights=weights)
    shared = aggregate_ordered(draws[0], order_weights=order, weights=weights)
    for draw in range(3):
        own = aggregate_ordered(draws[draw], order_weights=order, weights=weights[draw])
        assert together[draw] == pytest.approx(own)
        assert shared[draw] == pytest.approx(
            aggregate_ordered(draws[0], order_weights=order, weights=weights[draw])
        )


def test_refusals():
    with pytest.raises(WrongShape):
        aggregate_ordered(ROW, order_weights=np.ones(3))
    with pytest.raises(WrongWeights):
        aggregate_ordered(ROW, order_weights=np.zeros(4))
    with pytest.raises(WrongWeights):
        order_weights_from_quantifier(0, quantifier=lambda share: share)
    for k, orness in ((3, -0.1), (3, 1.1), (1, 0.7), (0, 0.5), (3, np.nan)):
        with pytest.raises(WrongOrness):
            order_weights_from_orness(k, orness=orness)
    with pytest.raises(WrongOrness):
        measure_orness(np.ones(1))
    with pytest.raises(WrongOrness):
        measure_evenness(np.ones(1))
    for quantifier in (
        lambda s: s + 0.1,
        lambda s: 1 - s,
        lambda s: np.sin(3 * np.pi * s) + s,
        lambda s: 1.0,
    ):
        with pytest.raises(WrongQuantifier):
            order_weights_from_quantifier(4, quantifier=quantifier)
    with pytest.raises(WrongQuantifier):
        between_shares(0.8, 0.3)
