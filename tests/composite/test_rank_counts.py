# SPDX-License-Identifier: EUPL-1.2
"""Rank sets of counts: binomial tails and Holm's steps worked out by hand, and simulated coverage."""

from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.bad_input import WrongShape
from schakel.composite.ranking.rank import WrongCoverage, rank_scores
from schakel.composite.ranking.rank_counts import (
    WrongExposure,
    WrongNumberOfEvents,
    compare_counts,
    infer_ranks_of_counts,
    infer_ranks_of_counts_marginally,
)

counts_of_units = st.lists(st.integers(0, 60), min_size=1, max_size=7)


def tail(own, together, share=0.5):
    return sum(comb(together, i) * share**i * (1 - share) ** (together - i) for i in range(own, together + 1))


def test_the_exact_chance_by_hand():
    """P(Bin(10, 1/2) >= 8) = (45 + 10 + 1) / 1024; of 3 against 0, 1/8; no events say nothing."""
    found = compare_counts(np.array([8.0, 2.0, 0.0]))
    assert found[0, 1] == pytest.approx(56 / 1024, rel=1e-12)
    assert found[1, 0] == pytest.approx(1 - (1 + 10) / 1024, rel=1e-12)
    assert found[1, 2] == pytest.approx(1 / 4, rel=1e-12)
    assert found[2].tolist() == [1, 1, 1] and np.diag(found).tolist() == [1, 1, 1]
    assert compare_counts(np.array([3.0, 0.0]))[0, 1] == pytest.approx(1 / 8, rel=1e-12)


def test_exposure_shifts_the_half():
    """Twice as many inhabitants: under equal rates two thirds of the events, so P(Bin(5, 2/3) >= 5) = 32/243."""
    found = compare_counts(np.array([5.0, 0.0]), exposure=np.array([20.0, 10.0]))
    assert found[0, 1] == pytest.approx(32 / 243, rel=1e-12)
    other = compare_counts(np.array([5.0, 0.0]), exposure=np.array([10.0, 20.0]))
    assert other[0, 1] == pytest.approx(1 / 243, rel=1e-12)


@given(st.integers(0, 40), st.integers(0, 40), st.sampled_from([(1, 1), (1, 2), (3, 1)]))
@settings(max_examples=60, deadline=None)
def test_the_chance_is_the_sum_of_the_binomial_terms(own, other, exposure):
    found = compare_counts(np.array([own, other], dtype=float), exposure=np.array(exposure, dtype=float))
    share = exposure[0] / sum(exposure)
    assert found[0, 1] == pytest.approx(tail(own, own + other, share), rel=1e-9)


def test_holm_by_hand_for_three_units():
    """20, 8 and 4 events at 90 %: six pairs. 20:4 has p = 0.00077 <= 0.1/6, 20:8 p = 0.0178 <= 0.1/5,
    8:4 p = 0.194 > 0.1/4, so the last two are not told apart. At 92 % the second fails: 0.0178 > 0.08/5."""
    p = compare_counts(np.array([20.0, 8.0, 4.0]))
    assert (p[0, 2], p[0, 1], p[1, 2]) == pytest.approx((0.000772, 0.017849, 0.193848), abs=1e-6)
    found = infer_ranks_of_counts(np.array([20.0, 8.0, 4.0]), coverage=0.9)
    assert found.low.tolist() == [1, 2, 2] and found.high.tolist() == [1, 3, 3]
    stricter = infer_ranks_of_counts(np.array([20.0, 8.0, 4.0]), coverage=0.92)
    assert stricter.low.tolist() == [1, 1, 2] and stricter.high.tolist() == [2, 3, 3]


def test_holm_stops_at_the_first_pair_that_fails():
    """20 against 8 twice: 0.0178 > 0.1/6 fails, so the second does not count although 0.0178 <= 0.1/5."""
    assert infer_ranks_of_counts(np.array([20.0, 8.0, 8.0]), coverage=0.9).high.tolist() == [3, 3, 3]
    assert infer_ranks_of_counts(np.array([20.0, 8.0, 8.0]), coverage=0.89).high.tolist() == [1, 3, 3]


def test_a_low_coverage_never_turns_a_pair_around():
    found = infer_ranks_of_counts(np.array([1000.0, 980.0]), coverage=0.3)
    assert found.low.tolist() == [1, 2] and found.high.tolist() == [1, 2]
    alone = infer_ranks_of_counts_marginally(np.array([1000.0, 980.0]), coverage=0.3)
    assert alone.low.tolist() == [1, 2] and alone.high.tolist() == [1, 2]


def test_single_sets_correct_for_their_own_pairs_only():
    """The middle unit at 92 %: four pairs, 0.0178 <= 0.08/4; on the better side alone two, 0.0178 <= 0.08/2.
    At 97 % its two sides together no longer tell (0.0178 > 0.03/4), nor does one side (0.0178 > 0.03/2)."""
    counts = np.array([20.0, 8.0, 4.0])
    found = infer_ranks_of_counts_marginally(counts, coverage=0.92)
    assert (found.low[1], found.high[1]) == (2, 3)
    assert found.better[1].tolist() == [True, False, False] and not found.worse[1].any()
    assert infer_ranks_of_counts_marginally(counts, coverage=0.97).low[1] == 1
    assert infer_ranks_of_counts_marginally(counts, coverage=0.97, side="low").low[1] == 1
    one_side = infer_ranks_of_counts_marginally(counts, coverage=0.94, side="low")
    assert one_side.low.tolist() == [1, 2, 2] and one_side.high.tolist() == [3, 3, 3]
    assert infer_ranks_of_counts_marginally(counts, coverage=0.94).low[1] == 1
    upper = infer_ranks_of_counts_marginally(counts, coverage=0.94, side="high")
    assert upper.low.tolist() == [1, 1, 1] and upper.high.tolist() == [1, 3, 3]


@given(counts_of_units, st.sampled_from([0.3, 0.9, 0.99]))
@settings(max_examples=80, deadline=None)
def test_sets_hold_the_units_own_rank_and_all_its_ties(numbers, coverage):
    counts = np.array(numbers, dtype=float)
    first = rank_scores(counts)
    last = first + [(first == r).sum() - 1 for r in first]
    joint = infer_ranks_of_counts(counts, coverage=coverage)
    single = infer_ranks_of_counts_marginally(counts, coverage=coverage)
    for sets in (joint, single):
        assert (sets.low <= first).all() and (last <= sets.high).all()
    assert (joint.low <= single.low).all() and (joint.high >= single.high).all()


@given(counts_of_units, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_units_changes_nothing(numbers, shuffler):
    order = list(range(len(numbers)))
    shuffler.shuffle(order)
    counts = np.array(numbers, dtype=float)
    for infer in (infer_ranks_of_counts, infer_ranks_of_counts_marginally):
        assert infer(counts[order]).low.tolist() == infer(counts).low[order].tolist()
        assert infer(counts[order]).high.tolist() == infer(counts).high[order].tolist()


def test_equal_exposures_of_any_size_are_no_exposures():
    counts = np.array([31.0, 12.0, 12.0, 2.0])
    found = infer_ranks_of_counts(counts, exposure=np.full(4, 7.0))
    assert (found.above == infer_ranks_of_counts(counts).above).all()


def test_a_small_place_with_a_high_rate_ranks_above_a_large_one():
    found = infer_ranks_of_counts(np.array([100.0, 60.0]), exposure=np.array([100.0, 10.0]))
    assert found.low.tolist() == [2, 1] and found.high.tolist() == [2, 1]


def test_a_panel_gives_what_each_year_gives():
    panel = np.random.default_rng(1).poisson([[40, 20, 5, 1], [30, 30, 8, 0]]).astype(float)
    joint, single = infer_ranks_of_counts(panel), infer_ranks_of_counts_marginally(panel)
    for year in range(2):
        assert (joint.above[year] == infer_ranks_of_counts(panel[year]).above).all()
        assert (single.low[year] == infer_ranks_of_counts_marginally(panel[year]).low).all()
        assert (single.worse[year] == infer_ranks_of_counts_marginally(panel[year]).worse).all()


def test_the_sets_cover_the_true_ranks_at_least_as_often_as_promised():
    """300 samples of 80 answers, 90 % promised: fewer than 250 would happen by chance once in 10,000."""
    rng = np.random.default_rng(2)
    chances = np.array([0.4, 0.22, 0.18, 0.15, 0.05])
    samples = rng.multinomial(80, chances, size=300).astype(float)
    truth = rank_scores(chances)
    joint = infer_ranks_of_counts(samples)
    assert ((joint.low <= truth) & (truth <= joint.high)).all(axis=1).sum() >= 250
    for side in ("both", "low", "high"):
        single = infer_ranks_of_counts_marginally(samples, side=side)
        assert (((single.low <= truth) & (truth <= single.high)).sum(axis=0) >= 250).all()
    assert (joint.high - joint.low).mean() < 3.5


def test_what_is_no_count_is_refused_by_name():
    units = ["First", "Second"]
    for wrong in (-1.0, 2.5, np.nan, np.inf):
        with pytest.raises(WrongNumberOfEvents, match="'Second'"):
            infer_ranks_of_counts(np.array([3.0, wrong]), units=units)
        with pytest.raises(WrongNumberOfEvents, match="'Second'"):
            infer_ranks_of_counts_marginally(np.array([[3.0, 2.0], [3.0, wrong]]), units=units)
    for wrong in (0.0, np.nan):
        with pytest.raises(WrongExposure, match="'First'"):
            compare_counts(np.array([3.0, 1.0]), exposure=np.array([wrong, 1.0]), units=units)
    with pytest.raises(WrongShape):
        compare_counts(np.array([3.0, 1.0]), exposure=np.ones(3))
    with pytest.raises(WrongShape):
        compare_counts(np.array(3.0))
    with pytest.raises(WrongCoverage):
        infer_ranks_of_counts(np.array([3.0, 1.0]), coverage=90)
