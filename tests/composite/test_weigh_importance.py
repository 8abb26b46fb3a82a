# SPDX-License-Identifier: EUPL-1.2
"""Stated against realised importance, and weights with noise."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.bad_input import WrongShape
from schakel.composite.normalising.normalise import ConstantIndicator
from schakel.composite.weighing.importance import (
    TooFewKnown,
    UnknownSmoother,
    compare_importance,
    measure_importance,
)
from schakel.composite.weighing.weigh import NoVariance, WrongNoise, WrongWeights, disturb_weights

SMOOTHERS = ["linear", "isotonic", "kernel"]


def test_linear_importance_by_hand():
    """Uncorrelated elements with deviations 2 and 1: 4/5 and 1/5 of the variance of their sum."""
    values = np.array([[2, 1], [2, -1], [-2, 1], [-2, -1.0]])
    found = measure_importance(values, values.sum(axis=1))
    assert found.explained == pytest.approx([0.8, 0.2])
    assert found.relative == pytest.approx([0.8, 0.2])
    assert found.correlations == pytest.approx(np.sqrt([0.8, 0.2]))


def test_step_curve_by_hand():
    """Means 1, 4, 2, 5 of rising x pool to 1, 3, 3, 5: variance 2 of 2.5."""
    x, y = np.array([[1.0], [2], [3], [4]]), np.array([1.0, 4, 2, 5])
    assert measure_importance(x, y, smoother="isotonic").explained == pytest.approx([2 / 2.5])
    falling = measure_importance(-x, np.arange(4.0), smoother="isotonic")
    assert falling.explained == pytest.approx([0]) and np.isnan(falling.relative[0])
    tied = np.array([[1.0], [1], [2], [2]])
    assert measure_importance(tied, y, smoother="isotonic").explained == pytest.approx([0.25 * 1 / 2.5])


def test_a_straight_relation_has_the_same_importance_by_every_curve():
    x = np.random.default_rng(0).normal(size=(30, 1))
    for smoother in SMOOTHERS:
        assert measure_importance(x, 3 * x[:, 0] - 2, smoother=smoother).explained == pytest.approx([1])


def test_only_the_kernel_sees_a_relation_that_turns_around():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(200, 2))
    y = np.cos(2 * x[:, 0]) + 0.3 * x[:, 1]
    truth = np.var(np.cos(2 * x[:, 0])) / np.var(y)
    linear, kernel = (measure_importance(x, y, smoother=s).explained for s in ("linear", "kernel"))
    assert linear[0] < 0.1
    assert kernel[0] == pytest.approx(truth, abs=0.1)
    assert kernel[1] == pytest.approx(linear[1], abs=0.05)


def test_the_kernel_takes_two_levels_and_noise_without_falling_over():
    rng = np.random.default_rng(2)
    level = np.repeat([0.0, 1.0], 20)
    y = level + rng.normal(size=40)
    known = np.corrcoef(level, y)[0, 1] ** 2
    assert measure_importance(level[:, None], y, smoother="kernel").explained == pytest.approx([known])
    noise = rng.normal(size=(100, 1))
    assert measure_importance(noise, rng.normal(size=100), smoother="kernel").explained[0] < 0.1


@given(st.integers(0, 300), st.sampled_from(SMOOTHERS))
@settings(max_examples=25, deadline=None)
def test_importance_does_not_depend_on_order_scale_or_units_elsewhere(seed, smoother):
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(20, 3))
    y = values @ [1, 2, 3]
    rows = rng.permutation(20)
    found = measure_importance(values, y, smoother=smoother)
    mixed = measure_importance(values[rows] * 10 + 3, 2 * y[rows] - 1, smoother=smoother)
    assert mixed.explained == pytest.approx(found.explained, abs=1e-8)
    assert ((found.explained >= 0) & (found.explained <= 1)).all()
    extended = np.vstack([values, np.full(3, np.nan)])
    again = measure_importance(extended, np.append(y, 99.0), smoother=smoother)
    assert again.explained == pytest.approx(found.explained)
    assert measure_importance(values, y, smoother="isotonic").explained[0] >= 0


def test_stated_against_realised_importance_by_hand():
    values = np.array([[2, 1], [2, -1], [-2, 1], [-2, -1], [np.nan, 9.0]])
    found = compare_importance(values, weights=np.array([5.0, 5.0]))
    assert found.stated.tolist() == found.weights.tolist() == [0.5, 0.5]
    assert found.realised == pytest.approx([0.8, 0.2])
    assert found.difference == pytest.approx([0.3, -0.3])
    assert found.n_units == 4
    wished = compare_importance(values, weights=np.array([1.0, 2.0]), stated=np.array([3.0, 1.0]))
    assert wished.realised == pytest.approx([0.5, 0.5])
    assert wished.difference == pytest.approx([-0.25, 0.25])


def test_importance_refuses_what_it_cannot_compare():
    values, y = np.arange(10.0).reshape(5, 2), np.arange(5.0)
    with pytest.raises(WrongShape):
        measure_importance(values, y[:4])
    with pytest.raises(UnknownSmoother):
        measure_importance(values, y, smoother="guess")
    with pytest.raises(NoVariance):
        measure_importance(values, np.full(5, 0.1))
    with pytest.raises(ConstantIndicator, match="'b'"):
        measure_importance(np.column_stack([y, np.full(5, 0.1)]), y, indicators=["a", "b"])
    holed = values.copy()
    holed[:2, 1] = np.nan
    with pytest.raises(TooFewKnown, match=r"'b'.*3 units"):
        measure_importance(holed, y, indicators=["a", "b"])
    with pytest.raises(WrongShape, match="'stated'"):
        compare_importance(values, weights=np.ones(2), stated=np.ones(3))
    with pytest.raises(WrongWeights):
        compare_importance(values, weights=np.zeros(2))


def test_noise_is_uniform_within_its_factor_and_leaves_other_weights_alone():
    weights, factor = np.array([1.0, 2.0, 0.0, 4.0]), np.array([0.25, 0.5, 0.5, 0.0])
    drawn = disturb_weights(weights, factor=factor, n_draws=4000, rng=np.random.default_rng(1))
    assert drawn.shape == (4000, 4)
    relative = drawn[:, :2] / weights[:2] - 1
    assert (np.abs(relative) <= factor[:2]).all()
    assert relative.min(axis=0) == pytest.approx(-factor[:2], rel=0.01)
    assert relative.std(axis=0) == pytest.approx(factor[:2] / np.sqrt(3), rel=0.05)
    assert relative.mean(axis=0) == pytest.approx([0, 0], abs=0.02)
    assert abs(np.corrcoef(relative.T)[0, 1]) < 0.05
    assert (drawn[:, 2] == 0).all() and (drawn[:, 3] == 4).all()


def test_the_same_generator_gives_the_same_noise_and_the_formula_holds():
    weights = np.array([1.0, 3.0])
    drawn = disturb_weights(weights, factor=0.4, n_draws=5, rng=np.random.default_rng(7))
    uniform = np.random.default_rng(7).uniform(-1, 1, size=(5, 2))
    assert drawn == pytest.approx(weights * (1 + 0.4 * uniform))


def test_noise_that_could_turn_a_weight_negative_is_refused():
    rng = np.random.default_rng(0)
    for factor in (1.5, -0.1, np.nan):
        with pytest.raises(WrongNoise):
            disturb_weights(np.ones(2), factor=factor, n_draws=1, rng=rng)
    with pytest.raises(WrongShape):
        disturb_weights(np.ones(2), factor=np.ones(3), n_draws=1, rng=rng)
    with pytest.raises(WrongShape):
        disturb_weights(np.ones((2, 2)), factor=0.1, n_draws=1, rng=rng)
    with pytest.raises(WrongWeights):
        disturb_weights(np.array([1.0, -1.0]), factor=0.1, n_draws=1, rng=rng)
