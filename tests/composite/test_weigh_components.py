# SPDX-License-Identifier: EUPL-1.2
"""Weights from the first principal component and from rotated factors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.bad_input import WrongShape
from schakel.composite.describing.rotate_factors import NoSuchNumber
from schakel.composite.weighing.weigh_components import (
    NegativeLoading,
    UnknownTreatment,
    weigh_factors,
    weigh_first_component,
)

X = np.array([1.0, -1, 1, -1, 1, -1, 1, -1])
Y = np.array([1.0, 1, -1, -1, 1, 1, -1, -1])
Z = np.array([1.0, 1, 1, 1, -1, -1, -1, -1])


def test_the_first_component_by_hand():
    """Correlations r between the first two, none with the third: eigenvector (1, 1, 0)."""
    values = np.column_stack([X, 0.6 * X + 0.8 * Y, Z])
    found = weigh_first_component(values)
    assert found.weights == pytest.approx([0.5, 0.5, 0.0])
    assert found.explained == pytest.approx(1.6 / 3)
    assert not found.changed.any()


def test_a_negative_loading_is_refused_unless_asked_otherwise():
    values = np.column_stack([X, 0.8 * X + 0.6 * Y, -0.5 * X + np.sqrt(0.75) * Z])
    with pytest.raises(NegativeLoading, match="'third'"):
        weigh_first_component(values, indicators=["first", "second", "third"])
    clipped = weigh_first_component(values, negative="clip_to_zero")
    flipped = weigh_first_component(values, negative="flip")
    assert clipped.weights[2] == 0 and clipped.weights.sum() == pytest.approx(1)
    assert flipped.weights == pytest.approx(np.abs(flipped.vector) / np.abs(flipped.vector).sum())
    assert clipped.changed.tolist() == flipped.changed.tolist() == [False, False, True]
    turned = values * [1, 1, -1]
    assert weigh_first_component(turned).weights == pytest.approx(flipped.weights)
    with pytest.raises(UnknownTreatment, match="hope"):
        weigh_first_component(values, negative="hope")


def test_factor_weights_by_hand():
    """Two blocks with correlations 0.8 and 0.4: loadings^2 of 0.9 and 0.7 on their own factor."""
    values = np.column_stack([X, 0.8 * X + 0.6 * Y, Z, 0.4 * Z + np.sqrt(0.84) * (X * Y)])
    found = weigh_factors(values, n_components=2)
    assert found.weights == pytest.approx(np.array([0.9, 0.9, 0.7, 0.7]) / 3.2)
    assert found.factor_of[0] == found.factor_of[1] != found.factor_of[2] == found.factor_of[3]
    assert sorted(found.factor_shares) == pytest.approx([1.4 / 3.2, 1.8 / 3.2])
    assert found.explained == pytest.approx(3.2 / 4)
    assert not found.against.any()


def test_the_number_of_factors_follows_the_handbook_rule_by_default():
    values = np.column_stack([X, 0.8 * X + 0.6 * Y, Z, 0.4 * Z + np.sqrt(0.84) * (X * Y)])
    assert weigh_factors(values).loadings.shape == (4, 2)


def test_an_indicator_against_its_factor_is_reported_or_joins_another():
    rng = np.random.default_rng(1)
    first, second = rng.normal(size=(2, 200))
    noise = rng.normal(size=(200, 5)) * 0.4
    mixed = -0.9 * first + 0.7 * second
    values = np.column_stack([first, first, second, second, mixed]) + noise
    strongest = weigh_factors(values, n_components=2)
    agreeing = weigh_factors(values, n_components=2, assign_by="loading")
    assert strongest.against.tolist() == [False] * 4 + [True]
    assert strongest.factor_of[4] == strongest.factor_of[0]
    assert agreeing.factor_of[4] == agreeing.factor_of[2]
    assert not agreeing.against.any()
    assert agreeing.weights[4] < strongest.weights[4]


@given(st.integers(0, 200))
@settings(max_examples=20, deadline=None)
def test_weights_follow_the_indicators_in_any_order_and_scale(seed):
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(30, 5)) + rng.normal(size=(30, 1))
    order = rng.permutation(5)
    for weigh in (lambda v: weigh_first_component(v, negative="flip"), weigh_factors):
        found, mixed = weigh(values), weigh(values[rng.permutation(30)][:, order] * 1000)
        assert found.weights.sum() == pytest.approx(1) and (found.weights >= 0).all()
        assert mixed.weights == pytest.approx(found.weights[order], abs=1e-6)


def test_factor_weights_refuse_what_does_not_exist():
    values = np.random.default_rng(0).normal(size=(10, 3))
    for number in (0, 4):
        with pytest.raises(NoSuchNumber):
            weigh_factors(values, n_components=number)
    with pytest.raises(UnknownTreatment):
        weigh_factors(values, assign_by="hope")
    for weigh in (weigh_factors, weigh_first_component):
        with pytest.raises(WrongShape):
            weigh(values[None])
