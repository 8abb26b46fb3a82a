# SPDX-License-Identifier: EUPL-1.2
"""Kemeny orders: by hand, against all orders of small sets, certificates, ties, limits and refusals."""

from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.aggregating import kemeny_programme
from schakel.composite.aggregating.kemeny import (
    OrderNotSettled,
    PairNotCompared,
    aggregate_kemeny,
    rank_kemeny,
)
from schakel.composite.aggregating.outrank import outrank
from schakel.composite.bad_input import WrongShape

# a beats b by 6 to 3, b beats c by 7 to 2, and c beats a by 5 to 4: turning the weakest of the three is best
CYCLE = np.array([[0.0, 6.0, 4.0], [3.0, 0.0, 7.0], [5.0, 2.0, 0.0]])


def hard_case():
    """Sixteen units whose linear relaxation gives no order: the programme has to be searched."""
    rng = np.random.default_rng(34)
    return rng.normal(size=(16, 50)), rng.random(50)


HARD = hard_case()


def tables():
    sizes = st.tuples(st.integers(1, 4), st.integers(1, 5))
    return sizes.flatmap(
        lambda size: st.lists(
            st.lists(st.integers(0, 3), min_size=size[1], max_size=size[1]),
            min_size=size[0],
            max_size=size[0],
        ).map(lambda rows: np.array(rows, dtype=float))
    )


def supports(preference):
    """The support of every order, added pair by pair."""
    n = len(preference)
    return {
        order: sum(preference[order[a], order[b]] for a in range(n) for b in range(a + 1, n))
        for order in permutations(range(n))
    }


def test_a_majority_cycle_is_cut_at_its_weakest_link():
    found = rank_kemeny(CYCLE)
    assert found.order.tolist() == [0, 1, 2]
    assert found.ranks.tolist() == [1, 2, 3]
    assert found.support == found.bound == 6 + 7 + 4
    assert found.proven and found.unique and found.all_listed


def test_three_equal_orders_of_a_symmetric_cycle_are_all_listed():
    symmetric = np.array([[0.0, 2.0, 1.0], [1.0, 0.0, 2.0], [2.0, 1.0, 0.0]])
    found = rank_kemeny(symmetric)
    assert found.orders.tolist() == [[0, 1, 2], [1, 2, 0], [2, 0, 1]]
    assert found.support == 5
    assert found.unique is False and found.all_listed


@given(tables())
@settings(max_examples=30, deadline=None)
def test_the_best_of_all_orders_is_found_and_so_are_its_equals(values):
    preference = outrank(values)
    every = supports(preference)
    best = max(every.values())
    equal = sorted(order for order, support in every.items() if abs(support - best) < 1e-9)
    found = rank_kemeny(preference, most_orders=1000)
    assert found.proven and found.all_listed
    assert found.support == pytest.approx(best, abs=1e-9)
    assert sorted(tuple(order) for order in found.orders.tolist()) == equal
    assert found.unique is (len(equal) == 1)
    places = np.array([[order.index(unit) + 1 for unit in range(len(values))] for order in equal])
    assert found.highest.tolist() == places.min(axis=0).tolist()
    assert found.lowest.tolist() == places.max(axis=0).tolist()
    middle = (places.min(axis=0) + places.max(axis=0)) / 2
    assert aggregate_kemeny(values).tolist() == (len(values) - middle).tolist()
    fewer = rank_kemeny(preference, most_orders=2)
    assert fewer.orders.tolist() == found.orders[:2].tolist()
    assert fewer.all_listed is (len(equal) <= 2)


@pytest.mark.parametrize("seed", range(6))
def test_seven_units_against_all_5040_orders(seed):
    rng = np.random.default_rng(seed)
    preference = outrank(rng.integers(0, 9, size=(7, 5)).astype(float), weights=rng.random(5))
    best = max(supports(preference).values())
    assert rank_kemeny(preference).support == pytest.approx(best, abs=1e-9)


@given(st.integers(0, 10_000), st.permutations(range(9)))
@settings(max_examples=15, deadline=None)
def test_a_condorcet_order_and_names_that_move_along(seed, renamed):
    rng = np.random.default_rng(seed)
    preference = outrank(rng.normal(size=(9, 7)))
    found = rank_kemeny(preference, most_orders=1)
    for upper, lower in pairwise(found.order):
        assert preference[upper, lower] >= 0.5
    moved = rank_kemeny(preference[np.ix_(renamed, renamed)], most_orders=1)
    assert moved.support == pytest.approx(found.support, abs=1e-9)


def test_forty_units_with_noise_are_proven():
    rng = np.random.default_rng(2)
    values = rng.normal(size=(40, 9))
    preference = outrank(values)
    found = rank_kemeny(preference, most_orders=1)
    assert found.proven
    assert found.support == pytest.approx(found.bound, abs=1e-9)
    assert sorted(found.order.tolist()) == list(range(40))
    # the certificate: no order can have more than every pair in its majority direction
    assert found.support < np.triu(np.maximum(preference, preference.T), 1).sum()
    assert found.unique is None and not found.all_listed


def test_units_that_beat_each_other_in_line_need_no_programme(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("no programme is needed")

    monkeypatch.setattr(kemeny_programme, "linprog", refuse)
    values = np.arange(300.0)[:, None] * np.ones(3)
    found = rank_kemeny(outrank(values))
    assert found.order.tolist() == list(range(299, -1, -1))
    assert found.proven and found.unique


def test_when_time_is_up_the_order_comes_with_a_bound():
    preference = outrank(HARD[0], weights=HARD[1])
    found = rank_kemeny(preference, time_limit=1e-6)
    assert not found.proven
    assert found.support < found.bound
    assert found.unique is None
    settled = rank_kemeny(preference)
    assert settled.proven and settled.unique
    assert found.support < settled.support <= found.bound + 1e-9


def test_at_a_node_places_that_time_does_not_allow_are_refused():
    with pytest.raises(OrderNotSettled, match="16 units are not proven after 1e-06 seconds"):
        aggregate_kemeny(HARD[0], weights=HARD[1], time_limit=1e-6)
    assert sorted(aggregate_kemeny(HARD[0], weights=HARD[1])) == list(range(16))


def test_places_without_proof_are_limits_that_hold():
    preference = outrank(HARD[0], weights=HARD[1])
    limits, settled = rank_kemeny(preference, time_limit=1e-6), rank_kemeny(preference)
    assert not limits.places_proven and settled.places_proven
    assert (limits.highest <= settled.ranks).all() and (settled.ranks <= limits.lowest).all()
    assert settled.highest.tolist() == settled.lowest.tolist() == settled.ranks.tolist()


def test_units_that_are_alike_share_a_place_however_many():
    assert aggregate_kemeny(np.ones((40, 2))).tolist() == [19.5] * 40
    found = rank_kemeny(outrank(np.ones((40, 2))), most_orders=3)
    assert found.proven and found.places_proven and found.unique is False
    assert (found.highest == 1).all() and (found.lowest == 40).all()
    assert found.orders[0].tolist() == list(range(40))
    assert not found.all_listed


def test_opposite_orders_of_two_indicators_leave_every_place_open():
    values = np.stack([np.arange(6.0), -np.arange(6.0)], axis=1)
    assert aggregate_kemeny(values).tolist() == [2.5] * 6


def test_with_two_indicators_places_follow_from_who_is_better_on_both():
    """Pairs are won or tied, so the best orders are all those that keep the wins."""
    rng = np.random.default_rng(5)
    values = np.argsort(rng.random((40, 2)), axis=0).astype(float)
    better = (values[:, None] > values).all(axis=-1)
    found = rank_kemeny(outrank(values))
    assert found.highest.tolist() == (better.sum(axis=0) + 1).tolist()
    assert found.lowest.tolist() == (40 - better.sum(axis=1)).tolist()
    expected = 40 - (found.highest + found.lowest) / 2
    assert aggregate_kemeny(values).tolist() == expected.tolist()


def test_a_lead_of_a_billionth_still_decides():
    values = np.stack([np.arange(12.0), -np.arange(12.0)], axis=1)
    found = rank_kemeny(outrank(values, weights=np.array([0.5, 0.5 + 1e-9])))
    assert found.proven and found.unique
    assert found.order.tolist() == list(range(12))


@given(st.integers(0, 10_000), st.integers(1, 6))
@settings(max_examples=20, deadline=None)
def test_copies_of_units_widen_the_places_but_do_not_part_the_others(seed, k):
    rng = np.random.default_rng(seed)
    values = rng.integers(0, 4, size=(5, k)).astype(float)
    once = rank_kemeny(outrank(values), most_orders=2)
    twice = rank_kemeny(outrank(np.repeat(values, 2, axis=0)), most_orders=2)
    assert twice.highest.tolist() == np.repeat(2 * once.highest - 1, 2).tolist()
    assert twice.lowest.tolist() == np.repeat(2 * once.lowest, 2).tolist()


@pytest.mark.parametrize("k", [2, 5, 8, 10, 20])
@pytest.mark.parametrize("share", [0.0, 1.0])
def test_forty_units_have_proven_places_that_do_not_depend_on_their_sequence(k, share):
    rng = np.random.default_rng(k)
    values = share * rng.normal(size=(40, 1)) + rng.normal(size=(40, k))
    moved = rng.permutation(40)
    found = aggregate_kemeny(values)
    assert aggregate_kemeny(values[moved]).tolist() == found[moved].tolist()
    better = (values[:, None] > values).all(axis=-1)
    assert (found[:, None] > found)[better].all()


def test_which_best_order_comes_first_does_not_depend_on_the_sequence_of_the_units():
    rng = np.random.default_rng(3)
    values = rng.normal(size=(12, 1)) + rng.normal(size=(12, 6))
    first, moved = rank_kemeny(outrank(values)), rng.permutation(12)
    middles = first.highest + first.lowest
    means = outrank(values).sum(axis=1)
    assert first.unique is False
    assert len({(middle, round(mean, 9)) for middle, mean in zip(middles, means, strict=True)}) == 12
    assert moved[rank_kemeny(outrank(values[moved])).order].tolist() == first.order.tolist()


def test_nothing_is_printed(capfd):
    """The branching of the solver library prints a line of its own; linear programmes do not."""
    for seed in range(20):
        rng = np.random.default_rng(seed)
        aggregate_kemeny(rng.normal(size=(14, 4)))
    rank_kemeny(outrank(HARD[0], weights=HARD[1]))
    assert capfd.readouterr() == ("", "")


def test_a_unit_that_knows_too_little_is_not_placed():
    values = np.array([[3.0, 3.0], [np.nan, 9.0], [1.0, 1.0]])
    found = aggregate_kemeny(values)
    assert found[[0, 2]].tolist() == [1, 0]
    assert np.isnan(found[1])
    assert aggregate_kemeny(values, min_share=0.5).tolist() == [1, 2, 0]


def test_draws_equal_separate_calls():
    rng = np.random.default_rng(1)
    values, weights = rng.normal(size=(3, 5, 4)), rng.random((3, 4))
    together = aggregate_kemeny(values, weights=weights)
    for draw in range(3):
        assert together[draw].tolist() == aggregate_kemeny(values[draw], weights=weights[draw]).tolist()


def test_refusals():
    with pytest.raises(WrongShape):
        rank_kemeny(np.ones((2, 3)))
    with pytest.raises(PairNotCompared, match="'A' and 'B'"):
        aggregate_kemeny(np.array([[1.0, np.nan], [np.nan, 2.0]]), min_share=0.0, units=["A", "B"])
