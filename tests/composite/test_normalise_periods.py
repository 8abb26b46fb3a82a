# SPDX-License-Identifier: EUPL-1.2
"""Panels: periods scaled each by itself, all together, or by a base period."""

import numpy as np
import pytest

from schakel.composite.bad_input import WrongShape
from schakel.composite.normalising.normalise import (
    normalise_exponential_z,
    normalise_minmax,
    normalise_percentile,
    normalise_rank,
    normalise_value_over_mean,
    normalise_zscore,
)
from schakel.composite.normalising.normalise_distance import (
    normalise_distance_to_maximum,
    normalise_distance_to_reference,
    normalise_distance_to_target,
    normalise_fraction_of_maximum,
)
from schakel.composite.normalising.normalise_middle import (
    normalise_above_below_mean,
    normalise_logistic,
    normalise_robust_z,
)
from schakel.composite.normalising.normalise_places import (
    normalise_borda,
    normalise_categories,
    normalise_percentile_rank,
)
from schakel.composite.normalising.pool_periods import pool_periods, split_periods


def to_target(values, **more):
    return normalise_distance_to_target(values, targets=np.array([50.0, 50.0]), **more)


SCALINGS = [
    normalise_minmax,
    normalise_zscore,
    normalise_exponential_z,
    normalise_value_over_mean,
    normalise_rank,
    normalise_percentile,
    normalise_distance_to_maximum,
    normalise_fraction_of_maximum,
    normalise_robust_z,
    normalise_logistic,
    normalise_above_below_mean,
    normalise_borda,
    normalise_categories,
    normalise_percentile_rank,
    to_target,
]
PANEL = np.random.default_rng(7).uniform(1, 20, size=(3, 6, 2)) * np.array([1.0, 1.3, 1.7])[:, None, None]
PANEL[1, 2, 0] = np.nan


def same(found, expected):
    return found.shape == expected.shape and np.allclose(found, expected, rtol=1e-12, equal_nan=True)


def test_pooling_and_splitting_by_hand():
    panel = np.arange(12.0).reshape(2, 3, 2)
    assert pool_periods(panel)[:, 0].tolist() == [0, 2, 4, 6, 8, 10]
    assert (split_periods(pool_periods(panel), n_periods=2) == panel).all()
    draws = np.stack([panel, -panel])
    assert pool_periods(draws).shape == (2, 6, 2)
    assert (split_periods(pool_periods(draws), n_periods=2) == draws).all()


def test_two_periods_by_hand():
    panel = np.array([[[0.0], [10.0]], [[5.0], [20.0]]])
    assert normalise_minmax(panel).ravel().tolist() == [0, 1, 0, 1]
    assert normalise_minmax(panel, over="all_periods").ravel().tolist() == [0, 0.5, 0.25, 1]
    base = np.array([[True, True], [False, False]])
    fixed = normalise_minmax(panel, over="all_periods", reference=base)
    assert fixed.ravel().tolist() == [0, 1, 0.5, 2]
    assert normalise_rank(panel, over="all_periods").ravel().tolist() == [1, 3, 2, 4]


@pytest.mark.parametrize("scale", SCALINGS, ids=lambda f: f.__name__)
def test_each_period_is_scaled_as_if_it_were_alone(scale):
    found = scale(PANEL)
    for period, expected in enumerate(map(scale, PANEL)):
        assert same(found[period], expected)


@pytest.mark.parametrize("scale", SCALINGS, ids=lambda f: f.__name__)
def test_all_periods_together_are_one_long_table(scale):
    found = scale(PANEL, over="all_periods")
    assert same(found, split_periods(scale(pool_periods(PANEL)), n_periods=3))
    draws = np.stack([PANEL, PANEL[::-1]])
    assert same(scale(draws, over="all_periods")[0], found)


@pytest.mark.parametrize("scale", SCALINGS, ids=lambda f: f.__name__)
def test_with_a_base_period_that_period_is_scaled_as_if_it_were_alone(scale):
    base = np.zeros((3, 6), dtype=bool)
    base[0] = True
    found = scale(PANEL, over="all_periods", reference=base)
    assert same(found[0], scale(PANEL[0]))


@pytest.mark.parametrize("scale", SCALINGS, ids=lambda f: f.__name__)
def test_reference_units_are_the_same_in_every_period(scale):
    units = np.array([True, True, True, True, False, True])
    found = scale(PANEL, over="all_periods", reference=units)
    expected = scale(pool_periods(PANEL), reference=np.tile(units, 3))
    assert same(found, split_periods(expected, n_periods=3))


def test_the_base_period_gives_the_parameters_to_later_ones():
    base = np.zeros((3, 6), dtype=bool)
    base[0] = True
    mean, deviation = PANEL[0].mean(axis=0), PANEL[0].std(axis=0, ddof=1)
    found = normalise_zscore(PANEL, over="all_periods", reference=base)
    assert same(found, (PANEL - mean) / deviation)
    assert same(found, normalise_zscore(PANEL, mean=mean, deviation=deviation))


def test_a_unit_in_a_base_period_can_be_the_reference_unit():
    pooled = pool_periods(PANEL)
    unit = int(np.argmax(PANEL[0, :, 0] + PANEL[0, :, 1]))
    found = normalise_distance_to_reference(pooled, unit=unit)
    assert found[unit].tolist() == [1, 1]
    assert np.nanmin(found, axis=0).tolist() == [0, 0]


def test_what_is_no_panel_is_refused():
    with pytest.raises(WrongShape, match="n_periods"):
        normalise_minmax(PANEL[0], over="all_periods")
    with pytest.raises(WrongShape, match="reference"):
        normalise_minmax(PANEL, over="all_periods", reference=np.ones((2, 6), dtype=bool))
    with pytest.raises(WrongShape, match="reference"):
        normalise_minmax(PANEL, reference=np.ones((3, 6), dtype=bool))
    with pytest.raises(WrongShape):
        split_periods(pool_periods(PANEL), n_periods=4)
    with pytest.raises(WrongShape):
        pool_periods(PANEL[0])
