# SPDX-License-Identifier: EUPL-1.2
"""Mazziotta-Pareto indices: by hand, invariants, years side by side, and refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.aggregating.mazziotta_pareto import (
    Goalposts,
    MeanNotPositive,
    aggregate_mazziotta_pareto,
    normalise_adjusted_mazziotta_pareto,
    normalise_mazziotta_pareto,
    set_goalposts,
)
from schakel.composite.bad_input import NothingKnown, WrongShape
from schakel.composite.normalising.direction import WrongDirection
from schakel.composite.normalising.normalise import ConstantIndicator, WrongGoalposts

# mean 2 and population variance 2/3; mean 20 and the same spread times ten, turned around
THREE = np.array([[1.0, 30.0], [2.0, 20.0], [3.0, 10.0]])
DOWN = np.array([1.0, -1.0])


def profiles(k=4):
    row = st.lists(st.floats(60, 140), min_size=k, max_size=k)
    return st.lists(row, min_size=2, max_size=6).map(np.array)


def test_standardising_by_hand_uses_the_population_deviation():
    found = normalise_mazziotta_pareto(THREE, directions=DOWN)
    step = 10 / np.sqrt(2 / 3)
    assert found == pytest.approx(np.array([[100 - step] * 2, [100, 100], [100 + step] * 2]))
    assert found.std(axis=0) == pytest.approx([10, 10])


def test_the_penalty_by_hand():
    scores = np.array([[90.0, 110.0], [100.0, 100.0]])
    assert aggregate_mazziotta_pareto(scores).tolist() == [100 - 100 / 100, 100]
    assert aggregate_mazziotta_pareto(scores, penalty="upward").tolist() == [101, 100]
    weighted = aggregate_mazziotta_pareto(scores, weights=np.array([3.0, 1.0]))
    assert weighted == pytest.approx([95 - (0.75 * 25 + 0.25 * 225) / 95, 100])


def test_goalposts_by_hand_lie_half_a_range_around_the_centre():
    posts = set_goalposts(THREE, centre=np.array([1.5, 15.0]))
    assert posts.low.tolist() == [0.5, 5.0]
    assert posts.high.tolist() == [2.5, 25.0]
    found = normalise_adjusted_mazziotta_pareto(THREE, goalposts=posts, directions=DOWN)
    assert found.tolist() == [[85, 55], [115, 85], [145, 115]]


def test_the_centre_scores_100_in_every_direction():
    posts = set_goalposts(THREE)
    middle = THREE.mean(axis=0)[None]
    assert normalise_adjusted_mazziotta_pareto(middle, goalposts=posts, directions=DOWN).tolist() == [
        [100, 100]
    ]


def test_fixed_goalposts_show_progress_that_standardising_hides():
    years = np.stack([THREE, THREE * [1.5, 0.8]])
    posts = set_goalposts(years, base_period=0)
    adjusted = aggregate_mazziotta_pareto(
        normalise_adjusted_mazziotta_pareto(years, goalposts=posts, directions=DOWN)
    )
    assert (adjusted[1] > adjusted[0]).all()
    relative = aggregate_mazziotta_pareto(normalise_mazziotta_pareto(years, directions=DOWN))
    assert relative[1] == pytest.approx(relative[0])


def test_goalposts_over_all_years_hold_every_year_between_70_and_130_when_centred():
    years = np.stack([THREE, THREE + 1])
    posts = set_goalposts(years, centre=np.array([2.5, 20.5]))
    found = normalise_adjusted_mazziotta_pareto(years, goalposts=posts)
    assert found.min() == 70
    assert found.max() == 130


@given(profiles())
@settings(max_examples=50, deadline=None)
def test_the_penalty_falls_on_uneven_profiles_only(table):
    down, up = (aggregate_mazziotta_pareto(table, penalty=sign) for sign in ("downward", "upward"))
    mean = table.mean(axis=1)
    assert (down + up) / 2 == pytest.approx(mean)
    assert down == pytest.approx(mean - table.var(axis=1) / mean)
    even = np.repeat(mean[:, None], 4, axis=1)
    assert aggregate_mazziotta_pareto(even) == pytest.approx(mean)


@given(profiles(), st.permutations(range(4)), st.floats(0.1, 10))
@settings(max_examples=30, deadline=None)
def test_order_and_scale_of_weights_do_not_matter(table, columns, factor):
    weights = np.array([1.0, 2.0, 3.0, 4.0])
    whole = aggregate_mazziotta_pareto(table, weights=weights)
    moved = aggregate_mazziotta_pareto(table[:, columns], weights=factor * weights[columns])
    assert moved == pytest.approx(whole)


@given(profiles())
@settings(max_examples=30, deadline=None)
def test_directions_mirror_the_scale_around_100(table):
    if np.ptp(table, axis=0).min() < 1e-3:
        return
    straight, turned = (normalise_mazziotta_pareto(table, directions=sign * np.ones(4)) for sign in (1, -1))
    assert straight + turned == pytest.approx(np.full(table.shape, 200.0))
    posts = set_goalposts(table)
    straight, turned = (
        normalise_adjusted_mazziotta_pareto(table, goalposts=posts, directions=sign * np.ones(4))
        for sign in (1, -1)
    )
    assert straight + turned == pytest.approx(np.full(table.shape, 200.0))


def test_unknown_values_give_their_weight_to_the_known_ones():
    table = np.array([[90.0, np.nan, 110.0], [np.nan, np.nan, 80.0]])
    assert np.isnan(aggregate_mazziotta_pareto(table)).all()
    assert aggregate_mazziotta_pareto(table, min_share=0.3) == pytest.approx([99, 80])
    holes = THREE.copy()
    holes[0, 0] = np.nan
    scaled = normalise_mazziotta_pareto(holes)
    assert np.isnan(scaled[0, 0])
    assert scaled[1:, 0].tolist() == [90, 110]


def test_a_unit_outside_the_reference_is_placed_without_moving_the_others():
    with_other = np.vstack([THREE, [9.0, 90.0]])
    flags = np.array([True, True, True, False])
    found = normalise_mazziotta_pareto(with_other, reference=flags)
    assert found[:3] == pytest.approx(normalise_mazziotta_pareto(THREE))


def test_draws_equal_separate_calls():
    rng = np.random.default_rng(2)
    draws, weights = rng.normal(100, 10, size=(3, 5, 4)), rng.random((3, 4))
    scaled, together = (
        normalise_mazziotta_pareto(draws),
        aggregate_mazziotta_pareto(draws, weights=weights),
    )
    for draw in range(3):
        assert scaled[draw] == pytest.approx(normalise_mazziotta_pareto(draws[draw]))
        own = aggregate_mazziotta_pareto(draws[draw], weights=weights[draw])
        assert together[draw] == pytest.approx(own)


def test_refusals():
    with pytest.raises(ConstantIndicator, match="'y'"):
        normalise_mazziotta_pareto(np.array([[1.0, 5.0], [2.0, 5.0]]), indicators=["x", "y"])
    with pytest.raises(ConstantIndicator, match="'y'"):
        set_goalposts(np.array([[1.0, 5.0], [2.0, 5.0]]), indicators=["x", "y"])
    with pytest.raises(NothingKnown):
        set_goalposts(np.full((2, 1), np.nan))
    with pytest.raises(WrongShape):
        set_goalposts(THREE, base_period=0)
    with pytest.raises(WrongShape):
        set_goalposts(THREE, centre=np.ones(3))
    with pytest.raises(WrongShape):
        normalise_mazziotta_pareto(np.ones(3))
    with pytest.raises(WrongDirection, match="'y'"):
        normalise_mazziotta_pareto(THREE, directions=np.array([1.0, 2.0]), indicators=["x", "y"])
    with pytest.raises(WrongGoalposts, match="'x'"):
        posts = Goalposts(low=np.array([1.0, 0.0]), high=np.array([1.0, 1.0]))
        normalise_adjusted_mazziotta_pareto(THREE, goalposts=posts, indicators=["x", "y"])
    with pytest.raises(WrongShape):
        normalise_adjusted_mazziotta_pareto(THREE, goalposts=Goalposts(low=np.ones(1), high=np.ones(1)))
    with pytest.raises(MeanNotPositive, match="'B'"):
        aggregate_mazziotta_pareto(np.array([[1.0, 2.0], [-1.0, 0.5]]), units=["A", "B"])
