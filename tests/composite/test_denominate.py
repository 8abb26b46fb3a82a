# SPDX-License-Identifier: EUPL-1.2
"""Division by size by hand, denominators that cannot be used, and indicators that follow size."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.bad_input import WrongShape
from schakel.composite.describing.denominate import (
    UnknownIndicator,
    WrongDenominator,
    WrongScale,
    correlate_denominators,
    denominate_indicators,
)

NAN = np.nan
VALUES = np.array([[10.0, 5.0], [30.0, 6.0], [NAN, 7.0]])
PEOPLE = np.array([2000.0, 3000.0, 4000.0])
UNITS, INDICATORS = ["north", "east", "south"], ["firms", "rate"]


def test_firms_per_thousand_inhabitants_by_hand():
    found = denominate_indicators(VALUES, denominators={0: PEOPLE}, scale=1000.0)
    assert found.values == pytest.approx(np.array([[5.0, 5.0], [10.0, 6.0], [NAN, 7.0]]), nan_ok=True)
    assert not found.lost.any()


def test_each_indicator_may_have_its_own_scale_and_any_function():
    both = {0: PEOPLE, 1: PEOPLE}
    found = denominate_indicators(VALUES, denominators=both, scale=np.array([1000.0, 1.0]))
    assert found.values[0].tolist() == [5.0, 5.0 / 2000]
    per_root = denominate_indicators(VALUES, denominators=both, combine=lambda x, d: x / np.sqrt(d))
    assert per_root.values[1].tolist() == [30 / np.sqrt(3000), 6 / np.sqrt(3000)]


@pytest.mark.parametrize("bad", [0.0, -5.0, NAN, np.inf])
def test_a_denominator_that_cannot_be_used_is_named_or_makes_the_value_unknown(bad):
    wrong = np.array([2000.0, bad, 4000.0])
    with pytest.raises(WrongDenominator, match=r"east.*firms"):
        denominate_indicators(VALUES, denominators={0: wrong}, units=UNITS, indicators=INDICATORS)
    found = denominate_indicators(VALUES, denominators={0: wrong}, wrong="unknown")
    assert np.isnan(found.values[1, 0])
    assert found.lost.tolist() == [[False, False], [True, False], [False, False]]


def test_a_denominator_of_zero_under_an_unknown_value_takes_nothing_away():
    found = denominate_indicators(VALUES, denominators={0: np.array([1.0, 1.0, 0.0])})
    assert np.isnan(found.values[2, 0]) and not found.lost.any()


def test_input_that_does_not_fit_is_refused():
    with pytest.raises(UnknownIndicator, match="place 2"):
        denominate_indicators(VALUES, denominators={2: PEOPLE})
    with pytest.raises(WrongShape, match="denominators"):
        denominate_indicators(VALUES, denominators={0: PEOPLE[:2]})
    with pytest.raises(WrongShape, match="scale"):
        denominate_indicators(VALUES, denominators={0: PEOPLE}, scale=np.ones(3))
    with pytest.raises(WrongScale, match=r"rate.*0"):
        denominate_indicators(
            VALUES, denominators={0: PEOPLE}, scale=np.array([1.0, 0.0]), indicators=INDICATORS
        )
    with pytest.raises(WrongShape, match="denominators"):
        correlate_denominators(VALUES, denominators=PEOPLE)


def test_the_input_is_left_as_it_was():
    before = VALUES.copy()
    denominate_indicators(VALUES, denominators={0: PEOPLE})
    assert before == pytest.approx(VALUES, nan_ok=True)


def test_draws_of_values_or_of_denominators_are_divided_one_by_one():
    rng = np.random.default_rng(2)
    values, people = rng.lognormal(size=(4, 3, 2)), rng.lognormal(size=(4, 3))
    whole = denominate_indicators(values, denominators={1: people}, scale=10.0)
    one_table = denominate_indicators(values[0], denominators={1: people})
    assert one_table.values.shape == (4, 3, 2)
    for draw in range(4):
        alone = denominate_indicators(values[draw], denominators={1: people[draw]}, scale=10.0)
        assert whole.values[draw].tolist() == alone.values.tolist()
        again = denominate_indicators(values[0], denominators={1: people[draw]})
        assert one_table.values[draw].tolist() == again.values.tolist()


@given(st.lists(st.tuples(st.floats(0.1, 99), st.floats(0.1, 99)), min_size=1, max_size=9), st.floats(0.1, 9))
@settings(max_examples=50, deadline=None)
def test_multiplying_value_and_size_alike_changes_nothing(pairs, factor):
    table = np.array(pairs)
    plain = denominate_indicators(table[:, :1], denominators={0: table[:, 1]}).values
    both = denominate_indicators(factor * table[:, :1], denominators={0: factor * table[:, 1]}).values
    assert both == pytest.approx(plain)


def test_correlations_by_hand_skip_what_is_unknown():
    values = np.array([[1.0, 3.0, 7.0], [2.0, 2.0, 7.0], [3.0, 1.0, 7.0], [NAN, 9.0, 7.0]])
    size = np.array([[2.0, NAN], [4.0, 1.0], [6.0, 1.0], [1.0, 1.0]])
    found = correlate_denominators(values, denominators=size)
    assert found.correlations[0] == pytest.approx([1.0, NAN], nan_ok=True)
    known = np.corrcoef(values[:, 1], size[:, 0])[0, 1]
    assert found.correlations[1] == pytest.approx([known, NAN], nan_ok=True)
    assert np.isnan(found.correlations[2]).all()
    assert found.large.tolist() == [[True, False], [abs(known) > 0.6, False], [False, False]]


def test_a_strong_negative_correlation_is_large_too():
    values = np.array([[3.0], [2.0], [1.0]])
    assert correlate_denominators(values, denominators=-values).large.all()


def test_correlations_of_draws_equal_those_of_each_draw():
    rng = np.random.default_rng(3)
    values, size = rng.normal(size=(3, 8, 2)), rng.normal(size=(3, 8, 2))
    values[rng.random(values.shape) < 0.2] = NAN
    whole = correlate_denominators(values, denominators=size).correlations
    for draw in range(3):
        alone = correlate_denominators(values[draw], denominators=size[draw]).correlations
        assert whole[draw] == pytest.approx(alone, rel=1e-12)
