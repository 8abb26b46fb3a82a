# SPDX-License-Identifier: EUPL-1.2
"""Confidence sets for ranks: against a plain re-computation, by hand, and in simulated samples."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.bad_input import WrongShape
from schakel.composite.ranking.largest_difference import TooFewDrawsForCoverage, WrongCovariance
from schakel.composite.ranking.rank import WrongCoverage, rank_scores
from schakel.composite.ranking.rank_inference import (
    UnknownEstimate,
    WrongPlaces,
    infer_best,
    infer_rank,
    infer_ranks,
    infer_ranks_marginally,
    infer_worst,
    normal_draws,
)

# Signed errors of one unit beside one without error: |e| is 0 in 4, 1 in 8 and 2 in 8 of 20 draws.
FIVE_STEPS = np.repeat([-2.0, -1.0, 0.0, 1.0, 2.0], 4)
ONE_UNCERTAIN = np.column_stack([FIVE_STEPS, np.zeros(20)])


def plain_rejections(estimates, draws, tested, coverage, *, stepdown=True):
    """The definition, pair by pair: ordered pairs in ``tested``, (j, k) means "j is above k"."""
    covariance = np.cov(draws, rowvar=False)
    centred = draws - draws.mean(axis=0)
    ratio, statistic = {}, {}
    for j, k in tested:
        error = np.sqrt(max(covariance[j, j] + covariance[k, k] - 2 * covariance[j, k], 0))
        difference = estimates[j] - estimates[k]
        sure = error <= 1e-6 * np.sqrt(covariance[j, j] + covariance[k, k])
        ratio[j, k] = np.inf * np.sign(difference) if sure and difference else difference / (error or 1)
        statistic[j, k] = 0 * centred[:, j] if sure else (centred[:, j] - centred[:, k]) / error
    rejected, left = set(), set(tested)
    while left:
        largest = np.maximum(np.max([statistic[pair] for pair in left], axis=0), 0)
        limit = np.quantile(largest, coverage)
        found = {pair for pair in left if ratio[pair] > limit}
        rejected |= found
        left -= found
        if not found or not stepdown:
            break
    return rejected


def case(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 9))
    estimates = np.round(rng.normal(size=n) * rng.choice([0.5, 2.0, 6.0]), 1)
    draws = rng.normal(size=(int(rng.integers(20, 150)), n)) @ rng.normal(size=(n, n))
    if seed % 3 == 0:
        draws[:, 0] = 0.0
        draws[:, n - 1] = draws[:, n // 2]
    return estimates, draws


@given(st.integers(0, 10_000), st.sampled_from([0.5, 0.8, 0.95]), st.booleans())
@settings(max_examples=80, deadline=None)
def test_all_ranks_together_agree_with_the_definition(seed, coverage, stepdown):
    estimates, draws = case(seed)
    n = len(estimates)
    pairs = [(j, k) for j in range(n) for k in range(n) if j != k]
    expected = plain_rejections(estimates, draws, pairs, coverage, stepdown=stepdown)
    found = infer_ranks(estimates, draws, coverage=coverage, stepdown=stepdown)
    assert {tuple(pair) for pair in np.argwhere(found.above)} == expected
    assert found.low.tolist() == [1 + sum(k == j for _, k in expected) for j in range(n)]
    assert found.high.tolist() == [n - sum(i == j for i, _ in expected) for j in range(n)]


@given(st.integers(0, 10_000), st.sampled_from(["both", "low", "high"]))
@settings(max_examples=60, deadline=None)
def test_every_rank_on_its_own_agrees_with_the_definition(seed, side):
    estimates, draws = case(seed)
    n = len(estimates)
    found = infer_ranks_marginally(estimates, draws, coverage=0.9, side=side)
    for unit in range(n):
        above = [(k, unit) for k in range(n) if k != unit]
        below = [(unit, k) for k in range(n) if k != unit]
        pairs = {"both": above + below, "low": above, "high": below}[side]
        expected = plain_rejections(estimates, draws, pairs, 0.9)
        assert set(np.flatnonzero(found.better[unit])) == {j for j, k in expected if k == unit}
        assert set(np.flatnonzero(found.worse[unit])) == {k for j, k in expected if j == unit}
        assert found.low[unit] == 1 + found.better[unit].sum()
        assert found.high[unit] == n - found.worse[unit].sum()


@pytest.mark.parametrize(
    ("difference", "coverage", "apart"),
    [(0.9, 0.5, False), (1.1, 0.5, True), (1.9, 0.9, False), (2.1, 0.9, True)],
)
def test_two_units_by_hand(difference, coverage, apart):
    """The median of |e| is 1 and its 90 % quantile 2; the standard error divides both sides."""
    found = infer_ranks(np.array([difference, 0.0]), ONE_UNCERTAIN, coverage=coverage)
    assert found.above[0, 1] == apart
    assert found.low.tolist() == ([1, 2] if apart else [1, 1])
    assert found.high.tolist() == ([1, 2] if apart else [2, 2])


def test_one_side_alone_needs_a_smaller_difference():
    """At 70 %, place 13.3 of 20: |e| has 2 there, e itself 1, so a difference of 1.5 counts on one side only."""
    estimates = np.array([1.5, 0.0])
    both = infer_ranks_marginally(estimates, ONE_UNCERTAIN, coverage=0.7)
    low = infer_ranks_marginally(estimates, ONE_UNCERTAIN, coverage=0.7, side="low")
    high = infer_ranks_marginally(estimates, ONE_UNCERTAIN, coverage=0.7, side="high")
    assert both.low.tolist() == [1, 1] and both.high.tolist() == [2, 2]
    assert low.low.tolist() == [1, 2] and low.high.tolist() == [2, 2]
    assert high.low.tolist() == [1, 1] and high.high.tolist() == [1, 2]


@given(st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_a_set_holds_the_units_own_rank_and_the_joint_set_holds_the_single_one(seed):
    estimates, draws = case(seed)
    own = rank_scores(estimates)
    joint, single = infer_ranks(estimates, draws), infer_ranks_marginally(estimates, draws)
    for low, high in ((joint.low, joint.high), (single.low, single.high)):
        assert (low <= own).all() and (own <= high).all()
    tied_from, tied_to = own, own + np.array([(own == r).sum() - 1 for r in own])
    assert (joint.low <= tied_from).all() and (joint.high >= tied_to).all()
    assert (joint.low <= single.low).all() and (joint.high >= single.high).all()
    assert (infer_ranks(estimates, draws, stepdown=False).high >= joint.high).all()


@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_order_of_units_level_and_unit_of_measurement_change_nothing(seed, shuffler):
    estimates, draws = case(seed)
    order = list(range(len(estimates)))
    shuffler.shuffle(order)
    first = infer_ranks(estimates, draws)
    assert (infer_ranks(estimates[order], draws[:, order]).above == first.above[np.ix_(order, order)]).all()
    assert (infer_ranks(estimates * 8 + 64, draws * 8 + 16).above == first.above).all()


@given(st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_the_mirrored_ranking_has_mirrored_sets(seed):
    estimates, draws = case(seed)
    n = len(estimates)
    one, other = infer_ranks(estimates, draws), infer_ranks(-estimates, -draws)
    assert (one.low == n + 1 - other.high).all() and (one.above == other.above.T).all()
    one = infer_ranks_marginally(estimates, draws, side="low")
    other = infer_ranks_marginally(-estimates, -draws, side="high")
    assert (one.low == n + 1 - other.high).all()
    assert (infer_best(estimates, draws, places=1) == infer_worst(-estimates, -draws, places=1)).all()


def test_one_unit_asked_alone_gives_its_row_of_the_sets_of_all():
    estimates, draws = case(4)
    for side in ("both", "low", "high"):
        everyone = infer_ranks_marginally(estimates, draws, side=side)
        for unit in range(len(estimates)):
            own = infer_rank(estimates, draws, unit=unit, side=side)
            assert (own.low[unit], own.high[unit]) == (everyone.low[unit], everyone.high[unit])
    assert infer_rank(estimates, draws, unit=-1).low[-1] == infer_ranks_marginally(estimates, draws).low[-1]


def test_a_panel_gives_what_each_year_gives():
    rng = np.random.default_rng(6)
    estimates, draws = rng.normal(size=(3, 5)) * 3, rng.normal(size=(3, 200, 5))
    panel, single = infer_ranks(estimates, draws), infer_ranks_marginally(estimates, draws)
    for year in range(3):
        alone = infer_ranks(estimates[year], draws[year])
        assert (panel.above[year] == alone.above).all() and (panel.low[year] == alone.low).all()
        assert (single.high[year] == infer_ranks_marginally(estimates[year], draws[year]).high).all()


def test_a_unit_without_an_estimate_can_be_left_out():
    estimates, draws = case(7)
    holed = np.insert(estimates, 1, np.nan)
    padded = np.insert(draws, 1, np.nan, axis=1)
    whole = infer_ranks(estimates, draws)
    found = infer_ranks(holed, padded, unknown="leave_out")
    assert np.isnan(found.low[1]) and np.isnan(found.high[1])
    assert not found.above[1].any() and not found.above[:, 1].any()
    assert np.delete(found.low, 1).tolist() == whole.low.tolist()
    assert np.delete(found.high, 1).tolist() == whole.high.tolist()
    best = infer_best(holed, padded, places=1, unknown="leave_out")
    assert not best[1] and (np.delete(best, 1) == infer_best(estimates, draws, places=1)).all()
    nobody = infer_ranks(np.full(2, np.nan), np.zeros((50, 2)), unknown="leave_out")
    assert np.isnan(nobody.low).all()


def test_a_known_covariance_gives_the_standard_errors():
    """With standard errors 3 and 4 the difference has 5; the largest of one pair is |N(0, 1)|: 1.96 at 95 %."""
    covariance = np.diag([9.0, 16.0])
    draws = normal_draws(covariance, n_draws=40_000, rng=np.random.default_rng(8))
    for difference, apart in ((1.92 * 5, False), (2.00 * 5, True)):
        estimates = np.array([difference, 0.0])
        found = infer_ranks(estimates, draws, coverage=0.95, covariance=covariance)
        assert found.above[0, 1] == apart
    shared = np.array([[4.0, 3.9], [3.9, 4.0]])
    draws = normal_draws(shared, n_draws=4000, rng=np.random.default_rng(9))
    assert infer_ranks(np.array([2.0, 0.0]), draws, covariance=shared).above[0, 1]


def test_a_large_shared_error_does_not_blur_a_small_own_one():
    rng = np.random.default_rng(10)
    own, shared = rng.normal(size=(2000, 2)), 400_000 * rng.normal(size=(2000, 1))
    estimates = np.column_stack([np.linspace(1, 3, 401), np.zeros(401)])
    with_shared, without = np.empty((2, 401, 2000, 2))
    with_shared[:], without[:] = own + shared, own
    assert (infer_ranks(estimates, with_shared).above == infer_ranks(estimates, without).above).all()


def test_rounding_of_one_shared_error_is_no_error():
    rng = np.random.default_rng(11)
    shared, other = rng.normal(size=(2000, 1)), rng.normal(size=(2000, 1))
    same = np.hstack([shared * 3.0, shared * 0.3 * 10.0, other])
    assert np.ptp(same[:, :2], axis=1).max() > 0
    found = infer_ranks(np.array([0.5, 0.0, 20.0]), same)
    assert found.low.tolist() == [2, 3, 1] and found.high.tolist() == [2, 3, 1]


def test_equal_published_figures_with_one_shared_error_stay_tied():
    shared = np.random.default_rng(11).normal(size=(200, 1))
    draws = np.hstack([shared, shared, 0.1 * shared[::-1]])
    found = infer_ranks(np.array([0.1 + 0.2, 0.3, -9.0]), draws)
    assert found.low.tolist() == [1, 1, 3] and found.high.tolist() == [2, 2, 3]


def test_who_may_be_best_and_worst():
    draws = np.random.default_rng(12).normal(size=(2000, 4))
    estimates = np.array([20.0, 19.5, 10.0, 0.0])
    assert infer_best(estimates, draws, places=1).tolist() == [True, True, False, False]
    assert infer_best(estimates, draws, places=3).tolist() == [True, True, True, False]
    assert infer_worst(estimates, draws, places=1).tolist() == [False, False, False, True]
    assert infer_worst(estimates, draws, places=4).all()
    for places in (0, 5):
        with pytest.raises(WrongPlaces, match=str(places)):
            infer_best(estimates, draws, places=places)


@pytest.mark.parametrize("side", ["both", "low", "high"])
def test_single_sets_cover_the_true_rank_as_often_as_promised(side):
    """300 repetitions, 90 % promised: fewer than 250 would happen by chance once in 10,000."""
    rng = np.random.default_rng(13)
    truth = np.array([0.0, 0.5, 0.6, 2.0, 4.0])
    covariance = np.diag([1.0, 0.25, 1.0, 4.0, 1.0])
    noise = normal_draws(covariance, n_draws=500, rng=rng)
    true_rank = rank_scores(truth)
    inside = np.zeros(5)
    for _ in range(300):
        estimates = truth + normal_draws(covariance, n_draws=1, rng=rng)[0]
        sets = infer_ranks_marginally(estimates, noise, covariance=covariance, side=side)
        inside += (sets.low <= true_rank) & (true_rank <= sets.high)
    assert (inside >= 250).all()


def test_the_true_best_are_among_those_that_may_be_best_as_often_as_promised():
    """300 repetitions, 90 % promised: fewer than 250 would happen by chance once in 10,000."""
    rng = np.random.default_rng(14)
    truth = np.array([0.0, 0.2, 0.4, 0.6, 3.0])
    noise = rng.normal(size=(500, 5))
    held = sum(infer_best(truth + rng.normal(size=5), noise, places=2)[3:].all() for _ in range(300))
    assert held >= 250


def test_memory_does_not_grow_with_pairs_times_draws():
    rng = np.random.default_rng(15)
    estimates, draws = rng.normal(size=150), rng.normal(size=(2000, 150))
    tracemalloc.start()
    infer_ranks(estimates, draws)
    infer_ranks_marginally(estimates, draws)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6 * draws.nbytes


def test_what_cannot_be_used_is_refused_by_name():
    draws = np.random.default_rng(16).normal(size=(50, 3))
    estimates = np.array([1.0, np.nan, 2.0])
    with pytest.raises(UnknownEstimate, match="'Middle'"):
        infer_ranks(estimates, draws, units=["First", "Middle", "Last"])
    holed = draws.copy()
    holed[3, 2] = np.nan
    with pytest.raises(UnknownEstimate, match="'Last'"):
        infer_ranks_marginally(estimates, holed, units=["First", "Middle", "Last"], unknown="leave_out")
    for coverage in (0.0, 1.0, 95):
        with pytest.raises(WrongCoverage):
            infer_ranks(np.zeros(3), draws, coverage=coverage)
    with pytest.raises(TooFewDrawsForCoverage, match=r"50 draws.*100"):
        infer_ranks(np.zeros(3), draws, coverage=0.99)
    with pytest.raises(WrongShape):
        infer_ranks(np.zeros((2, 3)), draws)
    with pytest.raises(WrongShape):
        infer_rank(np.zeros((2, 3)), draws, unit=0)
    with pytest.raises(WrongShape):
        infer_ranks(np.zeros(3), draws, covariance=np.eye(2))


def test_a_matrix_that_is_no_covariance_is_refused():
    rng = np.random.default_rng(17)
    lopsided = np.array([[1.0, 0.5], [0.2, 1.0]])
    negative = np.array([[1.0, 2.0], [2.0, 1.0]])
    for matrix, reason in ((lopsided, "symmetric"), (negative, "negative")):
        with pytest.raises(WrongCovariance, match=reason):
            normal_draws(matrix, n_draws=10, rng=rng)
        with pytest.raises(WrongCovariance, match=reason):
            infer_ranks(np.zeros(2), np.zeros((50, 2)), covariance=matrix)
    with pytest.raises(WrongCovariance, match="unknown"):
        normal_draws(np.full((2, 2), np.nan), n_draws=10, rng=rng)
    with pytest.raises(UnknownEstimate, match="number 2"):
        infer_ranks(np.zeros(2), np.zeros((50, 2)), covariance=np.diag([1.0, np.nan]))
    singular_but_allowed = np.ones((3, 3))
    assert np.ptp(normal_draws(singular_but_allowed, n_draws=5, rng=rng), axis=1).max() < 1e-7
