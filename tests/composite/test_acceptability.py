# SPDX-License-Identifier: EUPL-1.2
"""Acceptability under drawn weights: exact shares of the simplex, small cases by hand, and invariants."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.aggregating.aggregate import aggregate_geometric, aggregate_mean
from schakel.composite.bad_input import WrongShape
from schakel.composite.ranking.acceptability import (
    analyse_acceptability,
    find_central_weights,
    measure_confidence,
    measure_holistic_acceptability,
    measure_pairwise_winning,
    measure_rank_acceptability,
    score_draws,
    weigh_ranks,
)
from schakel.composite.ranking.rank import probability_above, rank_scores
from schakel.composite.weighing.draw_weights import HardlyAnyWeights, WrongOrder, WrongRanges, draw_weights
from schakel.composite.weighing.weigh import WrongWeights

# Three draws of three units: a, b, c. In the second a and b tie; in the third c has no score.
RUNS = np.array([[3.0, 2.0, 1.0], [2.0, 2.0, 1.0], [1.0, 5.0, np.nan]])
MONTE_CARLO = 0.012


def rng(seed=1):
    return np.random.default_rng(seed)


def test_acceptability_and_winning_by_hand():
    rank = measure_rank_acceptability(RUNS)
    assert rank == pytest.approx(np.array([[2 / 3, 1 / 3, 0], [2 / 3, 1 / 3, 0], [0, 0, 1]]))
    winning = measure_pairwise_winning(RUNS)
    assert winning == pytest.approx(np.array([[0.5, 0.5, 1], [0.5, 0.5, 1], [0, 0, 0.5]]))


def test_runs_can_weigh_differently():
    mass = np.array([2.0, 1.0, 1.0])
    rank = measure_rank_acceptability(RUNS, run_weights=mass)
    assert rank == pytest.approx(np.array([[0.75, 0.25, 0], [0.5, 0.5, 0], [0, 0, 1]]))
    assert measure_pairwise_winning(RUNS, run_weights=mass)[0, 1] == pytest.approx((2 + 0.5) / 4)
    weights = np.array([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]])
    central = find_central_weights(RUNS, weights=weights, run_weights=mass)
    assert central[0] == pytest.approx([(2 * 1 + 0.5) / 3, 0.5 / 3])
    assert central[1] == pytest.approx([0.25, 0.75]) and np.isnan(central[2]).all()


def test_a_unit_without_any_score_has_no_acceptability():
    runs = np.column_stack([RUNS, np.full(3, np.nan)])
    rank, winning = measure_rank_acceptability(runs), measure_pairwise_winning(runs)
    assert np.isnan(rank[3]).all() and np.isnan(winning[3]).all() and np.isnan(winning[:, 3]).all()
    assert rank[:3, :3] == pytest.approx(measure_rank_acceptability(RUNS))


def test_three_specialists_share_the_simplex_exactly():
    """Each is first in a third of it; its own weight is then the largest of three: (1 + 1/2 + 1/3) / 3 = 11/18."""
    weights = draw_weights(3, n_draws=20_000, rng=rng())
    found = analyse_acceptability(np.eye(3), weights=weights)
    assert found.rank == pytest.approx(np.full((3, 3), 1 / 3), abs=MONTE_CARLO)
    assert found.winning == pytest.approx(np.full((3, 3), 0.5), abs=MONTE_CARLO)
    expected = np.full((3, 3), 7 / 36) + np.eye(3) * (11 / 18 - 7 / 36)
    assert found.central_weights == pytest.approx(expected, abs=MONTE_CARLO)
    assert found.confidence.tolist() == [1, 1, 1]
    assert found.holistic == pytest.approx(np.full(3, (1 + 5 / 11 + 2 / 11) / 3), abs=MONTE_CARLO)


def test_a_compromise_is_seldom_first_and_never_last():
    """Two specialists and a unit at 0.55 on both: it is first while both weights are below 0.55, a tenth of all."""
    elements = np.array([[1.0, 0.0], [0.0, 1.0], [0.55, 0.55]])
    weights = draw_weights(2, n_draws=20_000, rng=rng(2))
    found = analyse_acceptability(elements, weights=weights)
    assert found.rank[2] == pytest.approx([0.1, 0.9, 0.0], abs=MONTE_CARLO)
    assert found.rank[0] == pytest.approx([0.45, 0.05, 0.5], abs=MONTE_CARLO)
    assert found.central_weights[2] == pytest.approx([0.5, 0.5], abs=MONTE_CARLO)
    assert found.holistic[[0, 2]] == pytest.approx([31 / 55, 0.1 + 0.9 * 5 / 11], abs=MONTE_CARLO)
    linear = measure_holistic_acceptability(found.rank, rank_weights=weigh_ranks(3, form="linear"))
    assert linear == pytest.approx([0.475, 0.475, 0.55], abs=MONTE_CARLO)
    elements[2] = 0.45
    lower = analyse_acceptability(elements, weights=weights)
    assert lower.rank[2] == pytest.approx([0.0, 0.9, 0.1], abs=MONTE_CARLO)
    assert np.isnan(lower.central_weights[2]).all() and np.isnan(lower.confidence[2])


def test_confidence_falls_when_elements_are_uncertain():
    """At equal weights 1 + e against 0 with e normal: first with P(N > -1 / 0.5) when e is averaged with one exact."""
    source = rng(3)
    elements = np.zeros((20_000, 2, 2))
    elements[:, 0] = 1.0
    elements[:, 0, 0] += source.normal(size=20_000)
    central = np.array([[0.5, 0.5], [np.nan, np.nan]])
    found = measure_confidence(elements, central_weights=central)
    assert found[0] == pytest.approx(0.97725, abs=0.005) and np.isnan(found[1])
    assert measure_confidence(elements.mean(axis=0), central_weights=central)[0] == 1.0
    certain = np.zeros(20_000)
    certain[elements[:, 0].sum(axis=1) > 0] = 1.0
    assert measure_confidence(elements, central_weights=central, run_weights=certain)[0] == 1.0


def test_rank_weights_by_hand():
    assert weigh_ranks(3) == pytest.approx([1, 5 / 11, 2 / 11])
    assert weigh_ranks(3, form="linear").tolist() == [1.0, 0.5, 0.0]
    assert weigh_ranks(4, form="inverse").tolist() == [1, 1 / 2, 1 / 3, 1 / 4]
    assert [weigh_ranks(1, form=form).tolist() for form in ("centroid", "linear", "inverse")] == [[1]] * 3
    acceptability = np.array([[0.5, 0.5, 0.0], [0.0, 0.5, 0.5]])
    found = measure_holistic_acceptability(acceptability, rank_weights=np.array([1.0, 0.5, 0.0]))
    assert found.tolist() == [0.75, 0.25]


@given(st.integers(0, 10_000))
@settings(max_examples=50, deadline=None)
def test_shares_add_up_whatever_the_scores(seed):
    source = rng(seed)
    runs = source.integers(0, 4, size=(int(source.integers(1, 30)), int(source.integers(1, 6)))).astype(float)
    runs[source.random(runs.shape) < 0.15] = np.nan
    mass = source.random(len(runs)) + 0.01 if seed % 2 else None
    rank, winning = (
        f(runs, run_weights=mass) for f in (measure_rank_acceptability, measure_pairwise_winning)
    )
    scored = np.isfinite(runs).any(axis=0)
    assert rank[scored].sum(axis=1) == pytest.approx(np.ones(scored.sum()))
    assert np.isnan(rank[~scored]).all()
    both = np.isfinite(winning)
    assert (winning + winning.T)[both] == pytest.approx(np.ones(both.sum()))
    shares = None if mass is None else mass / mass.sum()
    for unit in range(runs.shape[1]):
        alone = probability_above(runs, unit=unit, run_weights=shares)
        assert winning[unit] == pytest.approx(alone, nan_ok=True)
        own = rank_scores(runs)[:, unit]
        weighed = np.ones(len(runs)) if mass is None else mass
        if scored[unit]:
            assert rank[unit, 0] == pytest.approx(weighed[own == 1].sum() / weighed[np.isfinite(own)].sum())


@given(st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_a_dominated_unit_never_scores_above_its_dominator(seed):
    source = rng(seed)
    k = int(source.integers(1, 6))
    elements = source.normal(size=(4, k)).round(2)
    elements[1] = elements[0] - source.integers(0, 2, size=k) * 0.1
    elements[3] = elements[2]
    weights = draw_weights(k, n_draws=200, rng=source)
    scores = score_draws(elements, weights=weights)
    assert (scores[:, 1] <= scores[:, 0]).all()
    assert measure_pairwise_winning(scores)[2, 3] == 0.5
    found = analyse_acceptability(elements, weights=weights)
    assert (found.rank[0].cumsum() >= found.rank[1].cumsum() - 1e-12).all()


@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_order_of_units_and_elements_and_the_level_change_nothing(seed, shuffler):
    source = rng(seed)
    elements, weights = source.normal(size=(5, 3)), draw_weights(3, n_draws=100, rng=source)
    units, columns = list(range(5)), list(range(3))
    shuffler.shuffle(units)
    shuffler.shuffle(columns)
    first = analyse_acceptability(elements, weights=weights)
    moved = analyse_acceptability((2 * elements + 1)[units][:, columns], weights=7 * weights[:, columns])
    assert moved.rank == pytest.approx(first.rank[units])
    assert moved.winning == pytest.approx(first.winning[np.ix_(units, units)])
    central = first.central_weights[units][:, columns]
    assert moved.central_weights == pytest.approx(7 * central, nan_ok=True)


def test_a_higher_element_never_lowers_the_first_rank():
    source = rng(4)
    elements, weights = source.normal(size=(6, 4)), draw_weights(4, n_draws=500, rng=source)
    better = elements.copy()
    better[2, 1] += 0.5
    one, other = (
        analyse_acceptability(elements, weights=weights),
        analyse_acceptability(better, weights=weights),
    )
    assert (other.rank[2].cumsum() >= one.rank[2].cumsum() - 1e-12).all()
    assert (other.winning[2] >= one.winning[2] - 1e-12).all()


def test_scores_of_draws_are_the_loop_over_draws_for_any_aggregation():
    source = rng(5)
    weights = draw_weights(3, n_draws=7, rng=source)
    for elements in (source.random((4, 3)) + 0.5, source.random((7, 4, 3)) + 0.5):
        for aggregate in (aggregate_mean, aggregate_geometric):
            found = score_draws(elements, weights=weights, aggregate=aggregate)
            for draw in range(7):
                own = elements if elements.ndim == 2 else elements[draw]
                assert found[draw] == pytest.approx(aggregate(own, weights=weights[draw]))
    analysed = analyse_acceptability(elements, weights=weights, aggregate=aggregate_geometric)
    assert analysed.rank == pytest.approx(measure_rank_acceptability(found))
    for unit in np.flatnonzero(np.isfinite(analysed.confidence)):
        own = np.array([aggregate_geometric(e, weights=analysed.central_weights[unit]) for e in elements])
        assert analysed.confidence[unit] == pytest.approx((own.argmax(axis=1) == unit).mean())


def test_a_unit_with_an_unknown_element_has_no_score():
    elements = np.array([[1.0, 2.0], [3.0, np.nan], [2.0, 1.0]])
    found = analyse_acceptability(elements, weights=draw_weights(2, n_draws=50, rng=rng(6)))
    assert np.isnan(found.rank[1]).all() and np.isnan(found.confidence[1]) and np.isnan(found.holistic[1])
    assert found.rank[[0, 2]].sum(axis=1).tolist() == [1, 1]


def test_weights_in_order_have_the_known_means():
    """The sorted weights of an even draw of three have means 11/18, 5/18 and 2/18."""
    found = draw_weights(3, n_draws=20_000, rng=rng(7), orders=[(2, 0, 1)])
    assert (found[:, 2] >= found[:, 0]).all() and (found[:, 0] >= found[:, 1]).all()
    assert found.mean(axis=0) == pytest.approx([5 / 18, 2 / 18, 11 / 18], abs=MONTE_CARLO)
    overlapping = draw_weights(3, n_draws=20_000, rng=rng(8), orders=[(0, 1), (0, 2)])
    assert overlapping.mean(axis=0) == pytest.approx([11 / 18, 7 / 36, 7 / 36], abs=MONTE_CARLO)


def test_weights_in_ranges_are_even():
    """Of two weights the first is uniform on its range: mean 0.35 and variance 0.3^2 / 12."""
    found = draw_weights(2, n_draws=20_000, rng=rng(9), low=np.array([0.2, 0.0]), high=np.array([0.5, 1.0]))
    assert found[:, 0].mean() == pytest.approx(0.35, abs=0.003)
    assert found[:, 0].var() == pytest.approx(0.0075, rel=0.04)


@pytest.mark.parametrize(("low", "high"), [(0.05, 0.2), (0.0, 0.125), (0.08, 1.0)])
def test_ranges_keep_every_weight_inside_and_equal_indicators_equal(low, high):
    found = draw_weights(10, n_draws=4000, rng=rng(10), low=np.full(10, low), high=np.full(10, high))
    assert found.shape == (4000, 10) and found.sum(axis=1) == pytest.approx(np.ones(4000))
    assert found.min() >= low and found.max() <= high
    assert found.mean(axis=0) == pytest.approx(np.full(10, 0.1), abs=0.006)


def test_both_ways_to_enclose_ranges_give_the_same_distribution():
    """Between 0.1 and 0.6: seen from below a simplex of 0.7, from above of 0.8; dropped from plain draws the same."""
    plain = rng(11).dirichlet(np.ones(3), size=60_000)
    expected = plain[((plain >= 0.1) & (plain <= 0.6)).all(axis=1)]
    found = draw_weights(3, n_draws=20_000, rng=rng(12), low=np.full(3, 0.1), high=np.full(3, 0.6))
    upper = plain[(plain <= 0.45).all(axis=1)]
    from_above = draw_weights(3, n_draws=20_000, rng=rng(13), high=np.full(3, 0.45))
    for one, other in ((found, expected), (from_above, upper)):
        levels = np.quantile(other[:, 0], [0.1, 0.3, 0.5, 0.7, 0.9])
        assert [(one[:, 0] <= level).mean() for level in levels] == pytest.approx(
            [0.1, 0.3, 0.5, 0.7, 0.9], abs=2 * MONTE_CARLO
        )


def test_orders_and_different_ranges_go_together():
    low, high = np.array([0.1, 0.0, 0.0, 0.2]), np.array([0.5, 0.4, 0.3, 0.2])
    found = draw_weights(4, n_draws=2000, rng=rng(14), low=low, high=high, orders=[(0, 1, 2)])
    assert (found >= low).all() and (found <= high).all() and (found[:, 3] == 0.2).all()
    assert (np.diff(found[:, :3], axis=1) <= 0).all()
    plain = 0.8 * rng(15).dirichlet(np.ones(3), size=200_000)
    kept = plain[((plain <= high[:3]) & (plain >= low[:3])).all(axis=1) & (np.diff(plain) <= 0).all(axis=1)]
    assert found[:, :3].mean(axis=0) == pytest.approx(kept.mean(axis=0), abs=MONTE_CARLO)


def test_weights_can_be_fixed_and_the_same_source_gives_the_same_weights():
    fixed = np.array([0.25, 0.75])
    assert (draw_weights(2, n_draws=3, rng=rng(), low=fixed, high=fixed) == fixed).all()
    assert (draw_weights(1, n_draws=3, rng=rng()) == 1).all()
    assert draw_weights(2, n_draws=0, rng=rng()).shape == (0, 2)
    assert (draw_weights(4, n_draws=5, rng=rng(3)) == draw_weights(4, n_draws=5, rng=rng(3))).all()


def test_impossible_ranges_and_orders_are_refused():
    names = ["talent", "finance"]
    for low, high in (
        ([0.6, 0.5], [1, 1]),
        ([0, 0], [0.4, 0.5]),
        ([0.5, 0.2], [0.4, 1]),
        ([-0.1, 0], [1, 1]),
    ):
        with pytest.raises(WrongRanges, match="'talent'"):
            draw_weights(2, n_draws=5, rng=rng(), low=np.array(low), high=np.array(high), indicators=names)
    with pytest.raises(WrongRanges, match="'finance'"):
        draw_weights(2, n_draws=5, rng=rng(), low=np.array([0.0, np.nan]), indicators=names)
    for order in ((0, 2), (1, 1), (-1, 0)):
        with pytest.raises(WrongOrder):
            draw_weights(2, n_draws=5, rng=rng(), orders=[order])
    with pytest.raises(HardlyAnyWeights):
        draw_weights(2, n_draws=5, rng=rng(), orders=[(0, 1)], high=np.array([0.3, 1.0]))
    with pytest.raises(WrongShape):
        draw_weights(2, n_draws=5, rng=rng(), low=np.zeros(3))


def test_arrays_that_do_not_fit_are_refused():
    elements, weights = np.ones((4, 3)), np.ones((5, 3))
    for wrong in (np.ones((5, 2)), np.ones(3), np.ones((0, 3))):
        with pytest.raises(WrongShape):
            analyse_acceptability(elements, weights=wrong)
    with pytest.raises(WrongShape):
        analyse_acceptability(np.ones((6, 4, 3)), weights=weights)
    with pytest.raises(WrongShape):
        measure_rank_acceptability(np.ones(4))
    with pytest.raises(WrongShape):
        measure_pairwise_winning(np.ones((5, 4)), run_weights=np.ones(4))
    with pytest.raises(WrongWeights):
        measure_rank_acceptability(np.ones((2, 4)), run_weights=np.array([-1.0, 2.0]))
    with pytest.raises(WrongShape):
        find_central_weights(np.ones((4, 2)), weights=weights)
    with pytest.raises(WrongShape):
        measure_confidence(elements, central_weights=np.ones((3, 3)))
    with pytest.raises(WrongShape):
        measure_holistic_acceptability(np.ones((4, 4)), rank_weights=np.ones(3))


def test_memory_does_not_grow_with_pairs_times_draws():
    source = rng(16)
    elements, weights = source.normal(size=(120, 5)), draw_weights(5, n_draws=2000, rng=source)
    tracemalloc.start()
    analyse_acceptability(elements, weights=weights)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * 2000 * 120 * 8
