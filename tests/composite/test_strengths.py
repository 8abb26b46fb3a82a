# SPDX-License-Identifier: EUPL-1.2
"""Strengths and weaknesses by share of others and by rank."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from schakel.composite.bad_input import WrongShape
from schakel.composite.describing.strengths import WrongListing, find_strengths, list_strengths
from schakel.composite.normalising.direction import WrongDirection
from schakel.composite.ranking.rank import rank_indicators

TABLE = np.array(
    [
        [9.0, 1.0, 0.0, 5.0],
        [8.0, 2.0, 0.0, np.nan],
        [7.0, 3.0, 0.0, 6.0],
        [6.0, 4.0, 1.0, 7.0],
    ]
)
cells = st.one_of(st.integers(0, 5).map(float), st.just(np.nan))


def test_strengths_and_weaknesses_by_hand():
    """Ranks of the first unit: 1, 4, 2 (shared by three) and 3 of 3; it is at the lowest of the last three."""
    found = list_strengths(TABLE, n_shown=2)
    assert found.ranks[0].tolist() == [1, 4, 2, 3]
    assert found.strongest[0].tolist() == [0, -1]
    assert found.weakest[0].tolist() == [1, 3]
    assert found.strongest[3].tolist() == [1, 2]
    assert found.weakest[3].tolist() == [0, 1]
    assert found.kept.all()


def test_the_lowest_place_can_be_discarded_nowhere_or_everywhere():
    nowhere = list_strengths(TABLE, n_shown=2, discard_lowest="nowhere")
    assert nowhere.strongest[0].tolist() == [0, 2]
    everywhere = list_strengths(TABLE, n_shown=2, discard_lowest="everywhere")
    assert everywhere.strongest[0].tolist() == [0, -1]
    assert everywhere.weakest[0].tolist() == [0, -1]


def test_an_unknown_value_is_neither_strength_nor_weakness():
    found = list_strengths(TABLE, n_shown=4, discard_lowest="nowhere")
    assert found.strongest[1].tolist() == [0, 2, 1, -1]
    assert found.weakest[1].tolist() == [1, 0, 2, -1]


def test_indicators_with_few_different_values_are_left_out_for_everybody():
    found = list_strengths(TABLE, n_shown=4, smallest_unique_share=0.6, discard_lowest="nowhere")
    assert found.kept.tolist() == [True, True, False, True]
    assert not (found.strongest == 2).any() and not (found.weakest == 2).any()
    assert list_strengths(TABLE, smallest_unique_share=0.5).kept.all()


@given(arrays(np.float64, (5, 4), elements=cells))
@settings(max_examples=40, deadline=None)
def test_directions_turn_strengths_around(table):
    directions = np.array([1.0, -1.0, -1.0, 1.0])
    turned = list_strengths(table * directions, n_shown=2)
    given_ = list_strengths(table, n_shown=2, directions=directions)
    assert (turned.strongest == given_.strongest).all() and (turned.weakest == given_.weakest).all()
    mirrored = list_strengths(-table, n_shown=4, discard_lowest="nowhere")
    plain = list_strengths(table, n_shown=4, discard_lowest="nowhere")
    assert (np.sort(mirrored.strongest) == np.sort(plain.strongest)).all()


@given(arrays(np.float64, (5, 4), elements=cells), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_listed_indicators_have_the_best_and_worst_ranks_in_any_order(table, random):
    rows, columns = list(range(5)), list(range(4))
    random.shuffle(rows)
    random.shuffle(columns)
    found = list_strengths(table, n_shown=2, discard_lowest="nowhere")
    mixed = list_strengths(table[rows][:, columns], n_shown=2, discard_lowest="nowhere")
    for place, unit in enumerate(rows):
        for name in ("strongest", "weakest"):
            listed, other = getattr(found, name)[unit], getattr(mixed, name)[place]
            ranks = [found.ranks[unit, j] for j in listed if j >= 0]
            assert [mixed.ranks[place, j] for j in other if j >= 0] == ranks
        known = np.sort(found.ranks[unit][np.isfinite(found.ranks[unit])])
        best = [found.ranks[unit, j] for j in found.strongest[unit] if j >= 0]
        assert best == known[:2].tolist()


def test_periods_stand_alone_in_both_ways_of_listing():
    panel = np.random.default_rng(0).normal(size=(3, 6, 5))
    panel[1, 2, 3] = np.nan
    for find in (find_strengths, list_strengths):
        together = find(panel, n_shown=2)
        assert together.strongest.shape == (3, 6, 2)
        for period, values in enumerate(panel):
            alone = find(values, n_shown=2)
            assert (together.strongest[period] == alone.strongest).all()
            assert (together.weakest[period] == alone.weakest).all()


def test_units_outside_the_reference_are_ranked_beside_it():
    reference = np.array([True, True, True, False])
    found = list_strengths(TABLE, reference=reference)
    assert found.ranks == pytest.approx(rank_indicators(TABLE, reference=reference), nan_ok=True)
    shares = find_strengths(TABLE, reference=reference).share_below
    assert shares[3].tolist() == [0, 1, 1, 1]


def test_shares_compare_indicators_with_different_numbers_of_known_units():
    table = np.column_stack([np.arange(6.0), [0.0, 1.0, np.nan, np.nan, np.nan, np.nan]])
    found = find_strengths(table, n_shown=1)
    assert found.share_below[1].tolist() == [0.2, 1.0]
    assert found.strongest[1].tolist() == [1]


def test_choices_that_do_not_exist_are_refused():
    for wrong in ({"n_shown": 0}, {"discard_lowest": "some"}, {"smallest_unique_share": 1.5}):
        with pytest.raises(WrongListing, match=next(iter(wrong))):
            list_strengths(TABLE, **wrong)
    with pytest.raises(WrongShape):
        list_strengths(TABLE[0])
    with pytest.raises(WrongShape):
        list_strengths(TABLE, directions=np.ones(3))
    with pytest.raises(WrongDirection, match="'c'"):
        list_strengths(TABLE, directions=np.array([1.0, -1, 0, 1]), indicators=list("abcd"))
