# SPDX-License-Identifier: EUPL-1.2
"""Outranking and Copeland: by hand, exact ties whatever the rounding, gaps, draws and refusals."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.aggregating import outrank as module
from schakel.composite.aggregating.outrank import aggregate_copeland, aggregate_outranking, outrank
from schakel.composite.bad_input import WrongShape
from schakel.composite.weighing.weigh import WrongWeights

# three units; A is ahead of B on the first and third, B on the second; A and C tie on the first
THREE = np.array([[3.0, 1.0, 5.0], [2.0, 2.0, 4.0], [3.0, 3.0, 1.0]])


def tables(k=5, most=6):
    row = st.lists(st.integers(0, 3), min_size=k, max_size=k)
    return st.lists(row, min_size=2, max_size=most).map(lambda rows: np.array(rows, dtype=float))


def whole_weights(k=5):
    return st.lists(st.integers(1, 6), min_size=k, max_size=k).map(lambda w: np.array(w, dtype=float))


def counted(values, weights):
    """Copeland's score with one comparison at a time, in whole numbers."""
    n = len(values)
    points = np.zeros(n)
    for one in range(n):
        for other in range(n):
            balance = sum(
                int(w) * ((x > y) - (x < y))
                for w, x, y in zip(weights, values[one].tolist(), values[other].tolist(), strict=True)
            )
            points[one] += (balance > 0) - (balance < 0)
    return points


def test_by_hand_with_equal_weights():
    expected = [[0, 2 / 3, 0.5], [1 / 3, 0, 1 / 3], [0.5, 2 / 3, 0]]
    assert outrank(THREE) == pytest.approx(np.array(expected), abs=1e-15)
    assert aggregate_copeland(THREE).tolist() == [1, -2, 1]
    assert aggregate_outranking(THREE) == pytest.approx([7 / 12, 1 / 3, 7 / 12], abs=1e-15)


def test_by_hand_with_weights():
    weights = np.array([1.0, 3.0, 2.0])
    assert outrank(THREE, weights=weights)[0, 1] == 0.5
    assert outrank(THREE, weights=weights)[0, 2] == pytest.approx((2 + 0.5) / 6)
    assert aggregate_copeland(THREE, weights=weights).tolist() == [-1, -1, 2]


@pytest.mark.parametrize(
    "weights",
    [
        [0.1, 0.2, 0.3],  # 0.1 + 0.2 is not 0.3 in floating point
        [1 / 49, 48 / 49, 1.0],
        [0.7, 0.1, 0.8],
        [1 / 3, 1 / 6, 1 / 2],
        [1e-3 / 7, 6e-3 / 7, 1e-3],
    ],
)
def test_a_tie_in_weight_is_a_tie_whatever_the_rounding(weights):
    pair = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    for order in ([0, 1, 2], [2, 0, 1], [1, 2, 0]):
        matrix = outrank(pair[:, order], weights=np.array(weights)[order])
        assert matrix[0, 1] == 0.5 == matrix[1, 0]
        assert aggregate_copeland(pair[:, order], weights=np.array(weights)[order]).tolist() == [0, 0]


def test_a_real_difference_in_weight_is_no_tie():
    pair = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    nearly = np.array([1.0, 1.0, 2.0 - 1e-12])
    assert aggregate_copeland(pair, weights=nearly).tolist() == [1, -1]
    whole = np.array([2.0**40, 2.0**40 + 1, 2.0**41])
    assert aggregate_copeland(pair, weights=whole).tolist() == [1, -1]


@given(tables(), whole_weights(), st.floats(1e-6, 1e6))
@settings(max_examples=80, deadline=None)
def test_copeland_counts_pairs_and_only_ratios_of_weights_matter(values, weights, factor):
    expected = counted(values, weights)
    assert aggregate_copeland(values, weights=weights).tolist() == expected.tolist()
    for scaled in (weights * factor, weights / weights.sum()):
        assert aggregate_copeland(values, weights=scaled).tolist() == expected.tolist()


@given(tables(), whole_weights(), st.permutations(range(5)), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_units_and_indicators_changes_no_bit(values, weights, columns, random):
    rows = list(range(len(values)))
    random.shuffle(rows)
    shares = weights / 7
    moved = outrank(values[rows][:, columns], weights=shares[columns])
    assert (moved == outrank(values, weights=shares)[np.ix_(rows, rows)]).all()


@given(tables(), whole_weights())
@settings(max_examples=40, deadline=None)
def test_the_mirror_image_turns_every_comparison(values, weights):
    ahead = outrank(values, weights=weights)
    off = ~np.eye(len(values), dtype=bool)
    assert (ahead + ahead.T)[off] == pytest.approx(1.0, abs=1e-15)
    assert (outrank(-values, weights=weights) == ahead.T).all()
    points = aggregate_copeland(values, weights=weights)
    assert points.sum() == 0
    assert (aggregate_copeland(-values, weights=weights) == -points).all()
    expected = ahead.sum(axis=1) / (len(values) - 1)
    assert aggregate_outranking(values, weights=weights) == pytest.approx(expected, abs=1e-15)


@given(tables(), st.integers(0, 4), st.integers(1, 3))
@settings(max_examples=40, deadline=None)
def test_a_unit_that_improves_never_loses_points(values, column, rise):
    raised = values.copy()
    raised[0, column] += rise
    assert aggregate_copeland(raised)[0] >= aggregate_copeland(values)[0]
    assert aggregate_outranking(raised)[0] >= aggregate_outranking(values)[0] - 1e-15


@given(tables(), tables())
@settings(max_examples=20, deadline=None)
def test_only_the_order_within_an_indicator_counts(values, _other):
    assert (outrank(np.exp(values) * [1, 5, 9, 2, 3]) == outrank(values)).all()


def test_a_pair_is_compared_on_what_both_know():
    values = np.array([[3.0, np.nan, 1.0], [2.0, 9.0, 2.0], [np.nan, 1.0, np.nan]])
    matrix = outrank(values, weights=np.array([3.0, 5.0, 1.0]))
    assert matrix[0, 1] == 0.75
    assert matrix[1, 2] == 1.0
    assert np.isnan(matrix[0, 2])
    points = aggregate_copeland(values, weights=np.array([3.0, 5.0, 1.0]), min_share=0.0)
    assert points.tolist() == [1, 0, -1]
    mean = aggregate_outranking(values, weights=np.array([3.0, 5.0, 1.0]), min_share=0.0)
    assert mean.tolist() == [0.75, (0.25 + 1) / 2, 0.0]


def test_a_unit_that_knows_too_little_is_not_compared():
    values = np.vstack([THREE, [9.0, np.nan, 9.0]])
    assert aggregate_copeland(values)[:3].tolist() == aggregate_copeland(THREE).tolist()
    assert np.isnan(aggregate_copeland(values)[3])
    assert aggregate_copeland(values, min_share=0.6)[3] == 3
    assert np.isnan(aggregate_outranking(values)[3])
    assert aggregate_outranking(values)[:3] == pytest.approx(aggregate_outranking(THREE))
    assert np.isnan(aggregate_outranking(np.array([[1.0], [np.nan]]), min_share=0.0)).all()


def test_draws_of_values_and_of_weights_equal_separate_calls():
    rng = np.random.default_rng(4)
    values = rng.integers(0, 4, size=(3, 7, 11)).astype(float)
    values[rng.random(values.shape) < 0.1] = np.nan
    weights = rng.random((3, 11))
    for method in (outrank, aggregate_copeland, aggregate_outranking):
        share = {} if method is outrank else {"min_share": 0.5}
        both = method(values, weights=weights, **share)
        one_table = method(values[0], weights=weights, **share)
        one_weight = method(values, weights=weights[0], **share)
        for draw in range(3):
            assert both[draw] == pytest.approx(
                method(values[draw], weights=weights[draw], **share), nan_ok=True
            )
            assert one_table[draw] == pytest.approx(
                method(values[0], weights=weights[draw], **share), nan_ok=True
            )
            assert one_weight[draw] == pytest.approx(
                method(values[draw], weights=weights[0], **share), nan_ok=True
            )


def test_blocks_give_what_one_block_gives(monkeypatch):
    rng = np.random.default_rng(5)
    values, weights = rng.integers(0, 5, size=(23, 9)).astype(float), rng.random((2, 9))
    values[rng.random(values.shape) < 0.1] = np.nan
    methods = (
        lambda: outrank(values, weights=weights),
        lambda: aggregate_copeland(values, weights=weights, min_share=0.3),
        lambda: aggregate_outranking(values, weights=weights, min_share=0.3),
    )
    whole = [method() for method in methods]
    monkeypatch.setattr(module, "CELLS_PER_TILE", 50)
    for before, method in zip(whole, methods, strict=True):
        assert method() == pytest.approx(before, nan_ok=True, abs=1e-15)


def test_memory_grows_with_units_not_with_pairs():
    values = np.random.default_rng(6).random((1500, 9))
    tracemalloc.start()
    aggregate_copeland(values)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1500 * 1500 * 8


def test_refusals():
    with pytest.raises(WrongShape):
        outrank(np.ones(3))
    with pytest.raises(WrongShape):
        aggregate_copeland(THREE, weights=np.ones(2))
    with pytest.raises(WrongWeights):
        aggregate_outranking(THREE, weights=np.zeros(3))
