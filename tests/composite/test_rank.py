# SPDX-License-Identifier: EUPL-1.2
"""Ranks within groups, ranks of many draws at once, and what runs say about a rank."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import schakel.composite.ranking.rank as rank_module
from schakel.composite.bad_input import WrongShape
from schakel.composite.ranking.rank import WrongCoverage, rank_scores, rank_within_groups, summarise_ranks

some_scores = st.sampled_from([-2.0, -0.0, 0.0, 0.5, 1.0, 3.0, np.nan, np.inf, -np.inf])
tables = arrays(np.float64, st.tuples(st.integers(0, 5), st.integers(1, 7)), elements=some_scores)


def counted_ranks(line, flags):
    better = [s for s, f in zip(line, flags, strict=True) if f and np.isfinite(s)]
    return [1 + sum(b > s for b in better) if np.isfinite(s) else np.nan for s in line]


@given(tables, st.integers(0, 127))
@settings(max_examples=120, deadline=None)
def test_ranks_of_many_draws_are_counts_of_better_reference_units(scores, bits):
    flags = np.array([bool(bits >> place & 1) for place in range(scores.shape[1])])
    for given_flags in (None, flags):
        own = np.ones(len(flags), dtype=bool) if given_flags is None else flags
        found = rank_scores(scores, reference=given_flags)
        expected = np.array([counted_ranks(line, own) for line in scores]).reshape(scores.shape)
        assert np.array_equal(found, expected, equal_nan=True)


def test_blocks_of_draws_join_without_a_seam(monkeypatch):
    scores = np.round(np.random.default_rng(1).normal(size=(3, 11, 6)), 1)
    whole = rank_scores(scores)
    monkeypatch.setattr(rank_module, "CELLS_AT_ONCE", 13)
    assert (rank_scores(scores) == whole).all()


def test_no_units_and_a_wrong_reference():
    assert rank_scores(np.empty((4, 0))).shape == (4, 0)
    with pytest.raises(WrongShape):
        rank_scores(np.zeros((2, 3)), reference=np.array([True]))


def test_ranks_within_groups_by_hand():
    scores = np.array([5.0, 9.0, 7.0, 7.0, np.nan, 8.0, 1.0])
    groups = ["north", "south", "north", "north", "south", None, ""]
    found = rank_within_groups(scores, groups=groups)
    assert found[:4].tolist() == [3, 1, 1, 1]
    assert np.isnan(found[4:]).all()
    reference = np.array([True, True, True, False, True, True, True])
    assert rank_within_groups(scores, groups=groups, reference=reference)[:4].tolist() == [2, 1, 1, 1]


def test_one_group_of_all_is_the_plain_ranking_and_draws_are_ranked_each():
    scores = np.random.default_rng(2).normal(size=(4, 9))
    assert (rank_within_groups(scores, groups=np.zeros(9)) == rank_scores(scores)).all()
    labels = np.array([1, 2, 1, 2, 1, 2, 1, 2, 1])
    together = rank_within_groups(scores, groups=labels)
    for draw in range(4):
        assert (together[draw] == rank_within_groups(scores[draw], groups=labels)).all()
    assert np.isnan(rank_within_groups(np.ones(2), groups=np.array([np.nan, 1.0]))[0])
    with pytest.raises(WrongShape):
        rank_within_groups(scores, groups=["one"])
    with pytest.raises(WrongShape):
        rank_within_groups(scores, groups=labels, reference=np.array([True]))


def test_the_summary_of_runs_by_hand():
    """Ranks 1, 2, 2, 3, 7 of one unit: mean 3, median 2; 5 % lies a fifth of the way from 1 to 2."""
    ranks = np.array([[2.0, 1.0], [1.0, np.nan], [7.0, np.nan], [3.0, 2.0], [2.0, np.nan]])
    found = summarise_ranks(ranks, nominal=np.array([4.0, 1.0]))
    assert found.nominal.tolist() == [4, 1]
    assert found.mean.tolist() == [3.0, 1.5] and found.median.tolist() == [2.0, 1.5]
    assert found.low == pytest.approx([1.2, 1.05]) and found.high == pytest.approx([6.2, 1.95])
    assert found.best.tolist() == [1, 1] and found.worst.tolist() == [7, 2]
    assert found.ranked_share.tolist() == [1.0, 0.4]


@given(arrays(np.float64, st.tuples(st.integers(1, 9), st.integers(1, 4)), elements=st.integers(1, 9)))
@settings(max_examples=60, deadline=None)
def test_the_summary_agrees_with_numpys_quantiles(ranks):
    found = summarise_ranks(ranks, nominal=ranks[0], coverage=0.8)
    expected = np.quantile(ranks, [0.1, 0.5, 0.9], axis=0)
    assert np.array([found.low, found.median, found.high]) == pytest.approx(expected, rel=1e-12)
    assert found.mean == pytest.approx(ranks.mean(axis=0)) and (found.ranked_share == 1).all()


def test_a_unit_that_is_never_ranked_has_no_summary():
    found = summarise_ranks(np.full((3, 1), np.nan), nominal=np.array([np.nan]))
    for numbers in (found.mean, found.median, found.low, found.high, found.best, found.worst):
        assert np.isnan(numbers).all()
    assert found.ranked_share.tolist() == [0.0]


def test_runs_that_do_not_fit_are_refused():
    with pytest.raises(WrongShape):
        summarise_ranks(np.ones((3, 2)), nominal=np.ones(3))
    with pytest.raises(WrongShape):
        summarise_ranks(np.ones((0, 2)), nominal=np.ones(2))
    with pytest.raises(WrongCoverage):
        summarise_ranks(np.ones((3, 2)), nominal=np.ones(2), coverage=90)
