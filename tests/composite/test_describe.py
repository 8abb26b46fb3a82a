# SPDX-License-Identifier: EUPL-1.2
"""Statistics of indicators by hand, what leaves them alone, and their flags."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.bad_input import WrongShape
from schakel.composite.describing.describe import describe_indicators, kurtosis, skewness

# deviations of 0, 0, 0, 4 from their mean 1: -1, -1, -1, 3
SPIKE = np.array([[0.0], [0.0], [0.0], [4.0]])


def tables(n_min=5):
    row = st.tuples(*[st.one_of(st.integers(-9, 9).map(float), st.just(math.nan))] * 3)
    return st.lists(row, min_size=n_min, max_size=12).map(np.array)


def test_skewness_and_kurtosis_by_hand():
    # m2 = 12/4 = 3, m3 = 24/4 = 6, m4 = 84/4 = 21, n = 4
    assert skewness(SPIKE) == pytest.approx([6 / 3**1.5 * math.sqrt(12) / 2])
    excess = 21 / 9 - 3
    assert kurtosis(SPIKE) == pytest.approx([(5 * excess + 6) * 3 / (2 * 1)])


def test_too_few_known_values_have_no_shape():
    values = np.array([[1.0, 1.0], [2.0, np.nan], [4.0, np.nan], [np.nan, 7.0]])
    assert np.isfinite(skewness(values)).tolist() == [True, False]
    assert np.isnan(kurtosis(values)).all()


@pytest.mark.parametrize("level", [0.0, 0.1, -3.3, 1e9])
def test_a_constant_has_no_shape_whatever_rounding_does_to_its_mean(level):
    values = np.full((10_001, 1), level)
    assert np.isnan(skewness(values)).all() and np.isnan(kurtosis(values)).all()
    with_hole = np.where(np.arange(10_001)[:, None] == 0, np.nan, values)
    assert np.isnan(skewness(with_hole)).all()


def test_differences_that_only_rounding_made_have_no_shape():
    values = np.array([[0.3], [0.1 + 0.2], [0.3], [0.3], [0.3]])
    assert values[0] != values[1]
    assert np.isnan(skewness(values)).all() and np.isnan(kurtosis(values)).all()


@given(tables(), st.floats(0.1, 50), st.floats(-50, 50), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_shape_ignores_unit_of_measurement_and_order_and_turns_with_the_sign(values, scale, shift, shuffle):
    order = list(range(len(values)))
    shuffle.shuffle(order)
    moved = scale * values[order] + shift
    assert skewness(moved) == pytest.approx(skewness(values), rel=1e-6, abs=1e-6, nan_ok=True)
    assert kurtosis(moved) == pytest.approx(kurtosis(values), rel=1e-6, abs=1e-6, nan_ok=True)
    assert skewness(-values) == pytest.approx(-skewness(values), abs=1e-12, nan_ok=True)
    assert kurtosis(-values) == pytest.approx(kurtosis(values), abs=1e-12, nan_ok=True)


@given(tables(n_min=1))
@settings(max_examples=60, deadline=None)
def test_statistics_equal_those_of_each_column_counted_one_by_one(values):
    found = describe_indicators(values)
    for column, given_values in enumerate(values.T):
        known = given_values[np.isfinite(given_values)]
        assert found.n_known[column] == known.size
        assert found.n_nonzero[column] == np.count_nonzero(known)
        different, counts = np.unique(known, return_counts=True)
        assert found.n_unique[column] == different.size
        assert found.n_most_frequent[column] == counts.max(initial=0)
        assert found.share_known[column] == pytest.approx(known.size / len(values))
        if known.size:
            assert found.minimum[column] == known.min() and found.maximum[column] == known.max()
            assert found.median[column] == pytest.approx(np.median(known))
            assert found.mean[column] == pytest.approx(known.mean())
        if known.size > 1:
            assert found.standard_deviation[column] == pytest.approx(known.std(ddof=1))


def test_flags_by_hand():
    values = np.array(
        [[1.0, 0.0, 0.0, 1.0], [2.0, 0.0, np.nan, 1.0], [3.0, 0.0, np.nan, 1.0], [4.0, 5.0, np.nan, 2.0]]
    )
    found = describe_indicators(values, max_skewness=1.0, max_kurtosis=1.0)
    assert found.too_few_known.tolist() == [False, False, True, False]
    assert found.too_few_nonzero.tolist() == [False, True, True, False]
    assert found.too_few_unique.tolist() == [False, False, False, False]
    assert describe_indicators(values, min_share_unique=0.6).too_few_unique.tolist() == [0, 1, 0, 1]
    assert found.outlying.tolist() == [False, True, False, True]
    assert not describe_indicators(values).outlying.any()


def test_an_indicator_of_which_nothing_is_known_is_flagged_and_not_refused():
    found = describe_indicators(np.array([[1.0, np.nan], [2.0, np.nan]]))
    assert found.n_known.tolist() == [2, 0] and found.n_most_frequent[1] == 0
    assert found.too_few_known[1] and found.too_few_nonzero[1] and found.too_few_unique[1]
    assert np.isnan([found.mean[1], found.median[1], found.minimum[1], found.share_unique[1]]).all()


def test_draws_are_described_one_by_one():
    rng = np.random.default_rng(1)
    draws = rng.lognormal(size=(3, 2, 9, 4))
    draws[rng.random(draws.shape) < 0.2] = np.nan
    whole = describe_indicators(draws)
    for place in np.ndindex(3, 2):
        alone = describe_indicators(draws[place])
        for name in alone.__slots__:
            expected = getattr(alone, name)
            assert getattr(whole, name)[place] == pytest.approx(expected, rel=1e-12, nan_ok=True), name


@pytest.mark.parametrize("values", [np.ones(3), np.ones((0, 2))])
def test_values_without_units_are_refused(values):
    for statistic in (skewness, kurtosis, describe_indicators):
        with pytest.raises(WrongShape, match="n_units"):
            statistic(values)
