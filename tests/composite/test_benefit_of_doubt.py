# SPDX-License-Identifier: EUPL-1.2
"""Benefit of the doubt: by hand, against one programme at a time, bounds, peers and refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from schakel.composite.aggregating import linear_programmes
from schakel.composite.aggregating.benefit_of_doubt import (
    NegativeUnderDoubt,
    NoSuchShares,
    NothingAboveZero,
    ZeroContribution,
    aggregate_benefit_of_doubt,
    give_benefit_of_doubt,
)
from schakel.composite.aggregating.linear_programmes import solve_programmes
from schakel.composite.bad_input import WrongShape
from schakel.composite.normalising.normalise import ConstantIndicator

# A and B are best at one thing each, C lies on the line between them, D halfway to that line
FOUR = np.array([[4.0, 1.0], [1.0, 4.0], [2.5, 2.5], [1.25, 1.25]])


def one_by_one(values, low=0.0, high=1.0, *, of_contributions=False):
    """The scores by HiGHS, one unit at a time with every restriction written out."""
    n, k = values.shape
    found = []
    for own in values:
        parts = np.diag(own) if of_contributions else np.eye(k)
        total = parts.sum(axis=0)
        rows = np.vstack([values, low * total - parts, parts - high * total])
        limits = np.concatenate([np.ones(n), np.zeros(2 * k)])
        found.append(-linprog(-own, A_ub=rows, b_ub=limits, method="highs").fun)
    return np.array(found)


def tables():
    sizes = st.tuples(st.integers(2, 9), st.integers(2, 4))
    return sizes.flatmap(
        lambda size: st.lists(
            st.lists(st.integers(1, 6), min_size=size[1], max_size=size[1]),
            min_size=size[0],
            max_size=size[0],
        ).map(lambda rows: np.array(rows, dtype=float))
    )


def varied(values):
    return (np.ptp(values, axis=0) > 0).all()


def test_by_hand():
    found = give_benefit_of_doubt(FOUR)
    assert found.scores == pytest.approx([1, 1, 1, 0.5])
    assert found.weights[3] == pytest.approx([0.2, 0.2])
    assert found.contributions[3] == pytest.approx([0.25, 0.25])
    assert found.peers[3, :3].sum() == pytest.approx(0.5)
    assert found.peers[3, 3] == 0
    assert 3 not in found.peer_units


def test_fixed_weights_leave_no_doubt():
    found = give_benefit_of_doubt(FOUR, weight_shares=(np.array([0.75, 0.25]), np.array([0.75, 0.25])))
    mean = FOUR @ [0.75, 0.25]
    assert found.scores == pytest.approx(mean / mean.max())


def test_fixed_contributions_by_hand():
    """With half of the score from each indicator, B scores 1 / max over i of (x_i1 / 1 + x_i2 / 4) / 2."""
    found = give_benefit_of_doubt(FOUR, contribution_shares=(0.5, 0.5))
    ratios = (FOUR[:, None, :] / FOUR[None, :, :]).mean(axis=2).max(axis=0)
    assert found.scores == pytest.approx(1 / ratios)
    assert found.contributions == pytest.approx(found.scores[:, None] / 2 * np.ones(2))


@given(tables())
@settings(max_examples=25, deadline=None)
def test_scores_are_those_of_one_programme_at_a_time(values):
    k = values.shape[1]
    if varied(values):
        assert give_benefit_of_doubt(values).scores == pytest.approx(one_by_one(values), abs=1e-9)
    low, high = 0.5 / k, 1.5 / k
    by_weight = give_benefit_of_doubt(values, weight_shares=(low, high))
    assert by_weight.scores == pytest.approx(one_by_one(values, low, high), abs=1e-9)
    by_part = give_benefit_of_doubt(values, contribution_shares=(low, high))
    assert by_part.scores == pytest.approx(one_by_one(values, low, high, of_contributions=True), abs=1e-9)


@given(tables())
@settings(max_examples=25, deadline=None)
def test_weights_peers_and_bounds_prove_the_score(values):
    k = values.shape[1]
    low, high = 0.5 / k, 1.5 / k
    found = give_benefit_of_doubt(values, weight_shares=(low, high))
    assert found.contributions.sum(axis=1) == pytest.approx(found.scores)
    assert (found.weights @ values.T <= 1 + 1e-9).all()
    shares = found.weights / found.weights.sum(axis=1, keepdims=True)
    assert shares.min() >= low - 1e-9
    assert shares.max() <= high + 1e-9
    assert found.peers.sum(axis=1) == pytest.approx(found.scores)
    load = found.weights @ values[found.peer_units].T
    assert load[found.peer_prices > 1e-9] == pytest.approx(1)
    assert (found.scores[found.peer_units] == 1).all()
    parts = give_benefit_of_doubt(values, contribution_shares=(low, high))
    shares = parts.contributions / parts.scores[:, None]
    assert shares.min() >= low - 1e-9
    assert shares.max() <= high + 1e-9


@given(tables(), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_units_of_measurement_and_order_do_not_matter(values, random):
    rows, columns = list(range(values.shape[0])), list(range(values.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    scale = np.array([0.001, 1.0, 70.0, 1e6])[: len(columns)]
    shares = (0.5 / len(columns), 1.0)
    for bounds in ({}, {"contribution_shares": shares}):
        if not bounds and not varied(values):
            continue
        found = give_benefit_of_doubt(values, **bounds).scores
        moved = give_benefit_of_doubt(values[rows][:, columns] * scale, **bounds).scores
        assert moved == pytest.approx(found[rows])


@given(tables(), st.integers(0, 1))
@settings(max_examples=25, deadline=None)
def test_more_is_never_worse_and_bounds_never_help(values, column):
    k = values.shape[1]
    raised = values.copy()
    raised[0, column] += 2
    loose, tight = (0.25 / k, 1.0), (0.75 / k, 1.25 / k)
    assert (
        give_benefit_of_doubt(raised, weight_shares=tight).scores[0]
        >= give_benefit_of_doubt(values, weight_shares=tight).scores[0] - 1e-9
    )
    wide = give_benefit_of_doubt(values, weight_shares=loose).scores
    narrow = give_benefit_of_doubt(values, weight_shares=tight).scores
    assert (narrow <= wide + 1e-9).all()
    assert narrow.max() == 1


def test_scores_of_one_are_exactly_one_and_twins_are_equal():
    rng = np.random.default_rng(5)
    values = np.repeat(rng.random((20, 6)), 2, axis=0)
    scores = give_benefit_of_doubt(values).scores
    assert scores[0::2] == pytest.approx(scores[1::2], abs=1e-12)
    assert (scores[scores > 1 - 1e-9] == 1.0).all()


def test_weights_are_called_unique_only_when_they_are():
    found = give_benefit_of_doubt(np.array([[4.0, 1.0], [1.0, 4.0], [1.0, 1.0]]))
    # the first two reach 1 with many weights; the third only where both lines cross
    assert found.weights_unique.tolist() == [False, False, True]
    assert found.weights[2] == pytest.approx([0.2, 0.2])


def test_a_unit_with_an_unknown_value_takes_no_part():
    values = np.vstack([FOUR, [np.nan, 99.0]])
    found = give_benefit_of_doubt(values)
    assert found.scores[:4] == pytest.approx(give_benefit_of_doubt(FOUR).scores)
    assert np.isnan(found.scores[4])
    assert np.isnan(found.peers[4]).all()
    first = give_benefit_of_doubt(np.vstack([[np.nan, 99.0], FOUR]))
    assert first.peer_units.tolist() == [unit + 1 for unit in found.peer_units]
    assert np.isnan(give_benefit_of_doubt(np.full((2, 2), np.nan)).scores).all()


def test_at_a_node_zero_weight_leaves_an_indicator_out():
    wide = np.column_stack([FOUR, [9.0, 0.0, 0.0, 9.0]])
    found = aggregate_benefit_of_doubt(wide, weights=np.array([1.0, 1.0, 0.0]), low_share=0.25)
    assert found == pytest.approx(give_benefit_of_doubt(FOUR, weight_shares=(0.25, 1.0)).scores)


def test_draws_equal_separate_calls():
    rng = np.random.default_rng(1)
    draws, weights = rng.random((3, 6, 3)), np.array([[1.0, 1, 1], [1, 0, 1], [1, 1, 1]])
    together = aggregate_benefit_of_doubt(draws, weights=weights, high_share=0.6)
    for draw in range(3):
        own = aggregate_benefit_of_doubt(draws[draw], weights=weights[draw], high_share=0.6)
        assert together[draw] == pytest.approx(own)


def test_a_walk_that_fails_is_solved_again(monkeypatch):
    rng = np.random.default_rng(2)
    values = rng.random((12, 4))
    expected = give_benefit_of_doubt(values, weight_shares=(0.1, 0.5))
    monkeypatch.setattr(linear_programmes, "MOST_STEPS_PER_VARIABLE", 0)
    again = give_benefit_of_doubt(values, weight_shares=(0.1, 0.5))
    assert again.scores == pytest.approx(expected.scores, abs=1e-9)
    assert again.peers.sum(axis=1) == pytest.approx(again.scores)
    assert not again.weights_unique.any()


def test_chunks_give_what_one_piece_gives(monkeypatch):
    rng = np.random.default_rng(3)
    values = rng.random((40, 5))
    expected = give_benefit_of_doubt(values, contribution_shares=(0.1, 0.4))
    monkeypatch.setattr(linear_programmes, "CELLS_AT_ONCE", 300)
    found = give_benefit_of_doubt(values, contribution_shares=(0.1, 0.4))
    assert found.scores == pytest.approx(expected.scores, abs=1e-12)


def test_a_programme_without_limit_is_infinite():
    found = solve_programmes(np.array([[1.0, 1.0], [1.0, 0.0]]), np.array([[1.0, 0.0]]), np.zeros((1, 0, 2)))
    assert found.values.tolist() == [np.inf, 1.0]


def test_integers_with_many_ties_need_no_second_solver(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("solved again")

    monkeypatch.setattr(linear_programmes, "linprog", refuse)
    for seed in range(30):
        rng = np.random.default_rng(seed)
        values = rng.integers(0, 3, size=(25, 5)).astype(float)
        values[0], values[1] = 2, 0
        assert give_benefit_of_doubt(values, weight_shares=(0.05, 0.6)).scores[:2].tolist() == [1, 0]
        give_benefit_of_doubt(values)


def test_refusals():
    names = {"units": ["A", "B", "C", "D"], "indicators": ["x", "y"]}
    wrong = FOUR.copy()
    wrong[1, 0] = -1
    with pytest.raises(NegativeUnderDoubt, match=r"'B' has -1.0 on 'x'"):
        give_benefit_of_doubt(wrong, **names)
    with pytest.raises(NothingAboveZero, match="'y'"):
        give_benefit_of_doubt(FOUR * [1, 0], **names)
    with pytest.raises(ConstantIndicator, match="'y'"):
        give_benefit_of_doubt(np.column_stack([FOUR[:, 0], np.ones(4)]), **names)
    zero = FOUR.copy()
    zero[2, 1] = 0
    with pytest.raises(ZeroContribution, match="'C' has 0 on 'y'"):
        give_benefit_of_doubt(zero, contribution_shares=(0.1, 1.0), **names)
    for shares in ((0.6, 1.0), (0.0, 0.4), (0.5, 0.4), (-0.1, 1.0)):
        with pytest.raises(NoSuchShares):
            give_benefit_of_doubt(FOUR, weight_shares=shares)
    with pytest.raises(WrongShape):
        give_benefit_of_doubt(FOUR[None])
    with pytest.raises(NegativeUnderDoubt, match=r"'B' has -1.0 on 'x'"):
        hidden = np.vstack([wrong, [np.nan, 1.0]])
        aggregate_benefit_of_doubt(hidden, units=["A", "B", "C", "D", "E"], indicators=["x", "y"])
