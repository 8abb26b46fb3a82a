# SPDX-License-Identifier: EUPL-1.2
"""Ranks, confidence sets for ranks, outliers, availability and strengths."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.bad_input import WrongShape
from schakel.composite.describing.availability import constant_indicators, enough_known, measure_availability
from schakel.composite.describing.strengths import find_strengths
from schakel.composite.ranking.rank import probability_above, rank_indicators, rank_scores
from schakel.composite.ranking.rank_inference import (
    UnknownEstimate,
    group_by_leader,
    infer_rank,
    infer_ranks,
    normal_draws,
)
from schakel.composite.treating.winsorise_share import WrongShare, treat_winsorise


def test_ties_share_the_better_rank_and_unknown_is_unranked():
    assert rank_scores(np.array([5.0, 7.0, 5.0, 1.0])).tolist() == [2, 1, 2, 4]
    found = rank_scores(np.array([5.0, np.nan, 9.0]))
    assert found[0] == 2 and np.isnan(found[1]) and found[2] == 1


def test_a_unit_outside_the_reference_does_not_move_the_others():
    scores = np.array([5.0, 3.0, 4.0])
    assert rank_scores(scores, reference=np.array([True, True, False])).tolist() == [1, 2, 2]


def test_ranks_come_before_rounding():
    assert rank_scores(np.array([0.12341, 0.12342])).tolist() == [2, 1]


@given(st.lists(st.integers(0, 5), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_ranks_equal_a_count_of_better_ones(scores):
    values = np.array(scores, dtype=float)
    assert rank_scores(values).tolist() == [1 + (values > v).sum() for v in values]
    assert rank_indicators(values[:, None])[:, 0].tolist() == rank_scores(values).tolist()


def test_probability_above_by_hand():
    runs = np.array([[1.0, 2.0, np.nan], [3.0, 2.0, np.nan], [2.0, 2.0, np.nan]])
    found = probability_above(runs, unit=0)
    assert found[:2].tolist() == [0.5, pytest.approx(0.5)]
    assert np.isnan(found[2])
    assert probability_above(runs, unit=0, run_weights=np.array([0.0, 1.0, 0.0]))[1] == 1.0


def test_far_apart_units_have_one_rank_and_equal_ones_have_all():
    rng = np.random.default_rng(1)
    noise = rng.normal(size=(2000, 3))
    certain = infer_ranks(np.array([100.0, 50.0, 0.0]), noise)
    assert certain.low.tolist() == certain.high.tolist() == [1, 2, 3]
    unsure = infer_ranks(np.array([0.1, 0.0, -0.1]), noise)
    assert unsure.low.tolist() == [1, 1, 1] and unsure.high.tolist() == [3, 3, 3]


def test_without_error_every_difference_counts_and_ties_stay():
    found = infer_ranks(np.array([3.0, 1.0, 1.0]), np.zeros((50, 3)))
    assert found.low.tolist() == [1, 2, 2]
    assert found.high.tolist() == [1, 3, 3]


def test_one_units_set_is_inside_the_set_for_all():
    rng = np.random.default_rng(2)
    estimates = np.linspace(3, -3, 12)
    noise = rng.normal(size=(1000, 12))
    everyone = infer_ranks(estimates, noise)
    for unit in range(12):
        own = infer_rank(estimates, noise, unit=unit)
        assert everyone.low[unit] <= own.low[unit] <= unit + 1 <= own.high[unit] <= everyone.high[unit]


def test_the_sets_cover_the_true_ranks_as_often_as_promised():
    """200 repetitions, 90 % promised: fewer than 164 would happen by chance once in 10,000."""
    rng = np.random.default_rng(3)
    truth = np.array([0.0, 0.5, 0.6, 2.0, 4.0])
    noise = rng.normal(size=(400, 5))
    true_rank = rank_scores(truth)
    inside = 0
    for _ in range(200):
        sets = infer_ranks(truth + rng.normal(size=5), noise)
        inside += bool(((sets.low <= true_rank) & (true_rank <= sets.high)).all())
    assert inside >= 164


def test_groups_start_where_the_leader_is_significantly_better():
    above = np.zeros((4, 4), dtype=bool)
    above[0, 2] = above[0, 3] = above[1, 3] = True
    assert group_by_leader(np.array([4.0, 3.0, 2.0, 1.0]), above).tolist() == [1, 1, 2, 2]


def test_rank_inference_refuses_what_it_cannot_use():
    with pytest.raises(WrongShape):
        infer_ranks(np.zeros(3), np.zeros((5, 2)))
    with pytest.raises(UnknownEstimate, match="number 2"):
        infer_ranks(np.array([1.0, np.nan]), np.zeros((5, 2)))


def test_normal_draws_have_the_covariance():
    covariance = np.array([[2.0, 0.5], [0.5, 1.0]])
    draws = normal_draws(covariance, n_draws=50_000, rng=np.random.default_rng(4))
    assert np.cov(draws, rowvar=False) == pytest.approx(covariance, abs=0.05)


def test_winsorising_by_hand():
    values = np.array([[0.0], [5.0], [6.0], [7.0], [100.0]])
    assert treat_winsorise(values, share=0.2).ravel().tolist() == [5, 5, 6, 7, 7]
    assert treat_winsorise(values, share=0.1).ravel().tolist() == values.ravel().tolist()
    with_hole = np.vstack([values, [[np.nan]]])
    found = treat_winsorise(with_hole, share=0.2).ravel()
    assert found[:5].tolist() == [5, 5, 6, 7, 7] and np.isnan(found[5])
    outside = treat_winsorise(
        np.vstack([values, [[500.0]]]), share=0.2, reference=np.array([True] * 5 + [False])
    )
    assert outside[5, 0] == 7.0
    with pytest.raises(WrongShare):
        treat_winsorise(values, share=0.5)


def test_availability_by_hand():
    table = np.array([[1.0, np.nan], [2.0, 3.0], [2.0, np.nan]])
    found = measure_availability(table)
    assert found.per_unit.tolist() == [0.5, 1.0, 0.5]
    assert found.per_indicator.tolist() == [1.0, pytest.approx(1 / 3)]
    assert found.overall == pytest.approx(4 / 6)
    assert enough_known(table, min_share=0.6).tolist() == [False, True, False]
    assert constant_indicators(table).tolist() == [False, True]


def test_strengths_by_hand():
    table = np.array([[1.0, 9.0, 5.0], [2.0, 8.0, np.nan], [3.0, 7.0, 6.0]])
    found = find_strengths(table, n_shown=1)
    assert found.strongest.ravel().tolist() == [1, 0, 0]
    assert found.weakest.ravel().tolist() == [0, 0, 1]
    assert found.share_below[0].tolist() == [0.0, 1.0, 0.0]
    assert find_strengths(table, n_shown=3).strongest[1].tolist() == [0, 1, -1]
