# SPDX-License-Identifier: EUPL-1.2
"""Weights that meet stated importances, or keep most information, within bounds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from schakel.composite.bad_input import WrongShape
from schakel.composite.describing.components import TooFewComplete
from schakel.composite.normalising.normalise import ConstantIndicator
from schakel.composite.weighing.importance import measure_importance
from schakel.composite.weighing.weigh_balanced import (
    ImpossibleBounds,
    NothingInCommon,
    WrongTarget,
    weigh_balanced,
    weigh_most_informative,
)


def elements(seed, n=40, k=5, together=0.7):
    rng = np.random.default_rng(seed)
    return (rng.normal(size=(n, k)) @ rng.normal(size=(k, k)) + together * rng.normal(size=(n, 1))) * 10


def correlations(values, weights):
    composite = values @ weights
    return np.array([np.corrcoef(column, composite)[0, 1] for column in values.T])


def distance(values, weights, stated):
    found = correlations(values, weights)
    return np.square(found / found.sum() - stated / stated.sum()).sum()


def test_two_elements_by_hand():
    """r1 = r2 when w1 s1 = w2 s2: with deviations 1 and 3 the weights are 3/4 and 1/4."""
    rng = np.random.default_rng(0)
    values = rng.normal(size=(30, 2)) + rng.normal(size=(30, 1))
    values = values / values.std(axis=0, ddof=1) * [1, 3]
    found = weigh_balanced(values)
    assert found.weights == pytest.approx([0.75, 0.25])
    assert found.reached and not (found.at_lower | found.at_upper).any()
    assert found.correlations[0] == pytest.approx(found.correlations[1])
    assert weigh_most_informative(values).weights == pytest.approx([0.75, 0.25])


def test_uncorrelated_elements_by_hand():
    """r_j in proportion to w_j s_j, so stated 2 : 1 : 1 with equal deviations gives those weights."""
    values = np.array([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1.0]])
    found = weigh_balanced(values, stated=np.array([2.0, 1, 1]))
    assert found.weights == pytest.approx([0.5, 0.25, 0.25])
    squared = weigh_balanced(values, stated=np.array([4.0, 1, 1]), measure="importance")
    assert squared.weights == pytest.approx([0.5, 0.25, 0.25])
    assert squared.realised == pytest.approx([4 / 6, 1 / 6, 1 / 6])
    assert squared.reached


@given(st.integers(0, 300))
@settings(max_examples=25, deadline=None)
def test_without_binding_bounds_the_stated_shares_are_met_exactly(seed):
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(40, 4)) + 1.5 * rng.normal(size=(40, 1))
    stated = rng.uniform(0.9, 1.1, 4)
    found = weigh_balanced(values, stated=stated)
    if not found.at_lower.any():
        shares = correlations(values, found.weights)
        assert shares / shares.sum() == pytest.approx(stated / stated.sum(), abs=1e-9)
        assert found.reached
    squared = weigh_balanced(values, stated=stated, measure="importance")
    if squared.reached:
        real = measure_importance(values, values @ squared.weights).relative
        assert real == pytest.approx(stated / stated.sum(), abs=1e-7)


@pytest.mark.parametrize("seed", range(8))
def test_within_bounds_no_other_weights_come_nearer(seed):
    """The best of ten local searches from random starts never beats the exact answer."""
    rng = np.random.default_rng(100 + seed)
    values, stated = elements(seed), rng.uniform(0.2, 1, 5)
    low, high = 0.05, 0.45
    try:
        found = weigh_balanced(values, stated=stated, bounds=(low, high))
    except NothingInCommon:
        pytest.fail("these elements have a common direction")
    covariance = np.cov(values.T)
    deviations = np.sqrt(np.diag(covariance))

    def off(weights):
        pulls = covariance @ weights / deviations
        return np.square(pulls / pulls.sum() - stated / stated.sum()).sum()

    start = [low + (1 - 5 * low) * rng.dirichlet(np.ones(5)) for _ in range(10)]
    searched = [
        minimize(
            off,
            w,
            method="SLSQP",
            bounds=[(low, high)] * 5,
            constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
            options={"ftol": 1e-15, "maxiter": 500},
        )
        for w in start
    ]
    allowed = [s.fun for s in searched if (covariance @ s.x / deviations).sum() > 0]
    assert off(found.weights) == pytest.approx(distance(values, found.weights, stated))
    assert off(found.weights) <= min(allowed) + 1e-9
    assert found.objective == pytest.approx(np.log(off(found.weights) / 5))
    assert (found.weights >= low - 1e-12).all() and (found.weights <= high + 1e-12).all()
    if not found.reached:
        assert (found.at_lower | found.at_upper).any()
        assert found.residual == pytest.approx(found.realised - found.stated)


@pytest.mark.parametrize("seed", range(5))
def test_the_most_informative_weights_cannot_be_beaten_either(seed):
    values = elements(seed)
    found = weigh_most_informative(values, bounds=(0.1, 0.3))
    rng = np.random.default_rng(seed)
    tried = rng.dirichlet(np.ones(5), size=4000)
    tried = tried[((tried >= 0.1) & (tried <= 0.3)).all(axis=1)]
    assert len(tried) > 20
    assert found.objective >= max(correlations(values, w).sum() for w in tried) - 1e-12
    assert found.objective == pytest.approx(correlations(values, found.weights).sum())
    free = weigh_most_informative(values)
    assert free.objective >= found.objective - 1e-12
    deviations = values.std(axis=0, ddof=1)
    assert free.weights == pytest.approx(1 / deviations / (1 / deviations).sum())
    assert free.objective == pytest.approx(np.sqrt(np.corrcoef(values.T).sum()))
    assert np.isnan(free.stated).all() and not free.reached


def test_a_bound_that_stands_in_the_way_is_named_with_what_falls_short():
    rng = np.random.default_rng(3)
    common = rng.normal(size=60)
    values = common[:, None] + 0.3 * rng.normal(size=(60, 4))
    values[:, 3] = -common + 1.5 * rng.normal(size=60)
    free = weigh_balanced(values)
    assert free.reached and free.weights[3] > 0.35
    found = weigh_balanced(values, bounds=(0.0, 0.3))
    assert not found.reached
    assert found.at_upper[3] and not found.at_lower.any()
    assert found.residual[3] < 0 < found.residual[:3].max()


def test_groups_keep_the_share_of_their_parent():
    values = elements(1, k=6)
    groups, sums = [0, 1, 0, 1, 1, 0], np.array([2.0, 1.0])
    for weigh in (weigh_balanced, weigh_most_informative):
        found = weigh(values, group_sums=(groups, sums))
        assert found.weights[[0, 2, 5]].sum() == pytest.approx(2 / 3)
        assert (found.weights >= 0).all()
        free = weigh(values)
        better = free.objective >= found.objective - 1e-9
        assert better if weigh is weigh_most_informative else free.objective <= found.objective + 1e-9


@given(st.integers(0, 300), st.floats(0.01, 100))
@settings(max_examples=25, deadline=None)
def test_order_of_elements_and_their_common_scale_do_not_matter(seed, factor):
    rng = np.random.default_rng(seed)
    values, order, stated = elements(seed), rng.permutation(5), rng.uniform(0.5, 1, 5)
    found = weigh_balanced(values, stated=stated, bounds=(0.02, 1.0))
    mixed = weigh_balanced(
        values[rng.permutation(40)][:, order] * factor, stated=3 * stated[order], bounds=(0.02, 1.0)
    )
    assert mixed.weights == pytest.approx(found.weights[order], abs=1e-7)


def test_collinear_elements_are_reported_and_share_evenly():
    values = elements(2, k=3)
    twice = np.column_stack([values, values[:, 2]])
    found = weigh_most_informative(twice)
    assert not found.unique
    assert found.weights[2] == pytest.approx(found.weights[3])
    balanced = weigh_balanced(twice, stated=np.array([1.0, 1, 0.5, 0.5]))
    assert not balanced.unique and balanced.weights.sum() == pytest.approx(1)
    wide = weigh_balanced(np.random.default_rng(0).normal(size=(6, 10)))
    assert not wide.unique and (wide.weights >= 0).all()


def test_bounds_that_leave_one_choice_give_it():
    values = elements(3)
    fixed = np.array([0.1, 0.2, 0.3, 0.25, 0.15])
    assert weigh_balanced(values, bounds=(fixed, fixed)).weights == pytest.approx(fixed)
    assert weigh_most_informative(values, bounds=(0.2, 0.2)).weights == pytest.approx(np.full(5, 0.2))


def test_units_with_a_gap_are_left_out():
    values = elements(4)
    holed = np.vstack([values, np.full(5, 1e6)])
    holed[-1, 0] = np.nan
    assert weigh_balanced(holed).weights == pytest.approx(weigh_balanced(values).weights)


def test_what_cannot_be_met_is_refused():
    values = elements(5)
    for bounds in ((0.3, 1.0), (0.0, 0.1), (-0.1, 1.0), (0.3, 0.2), (np.nan, 1.0)):
        with pytest.raises(ImpossibleBounds):
            weigh_balanced(values, bounds=bounds)
    with pytest.raises(ImpossibleBounds, match="groups"):
        weigh_balanced(values, bounds=(0.0, 0.3), group_sums=([0, 1, 1, 1, 1], np.array([0.5, 0.5])))
    with pytest.raises(WrongTarget):
        weigh_balanced(values, stated=np.array([1.0, 1, 1, 1, 0]))
    with pytest.raises(WrongShape, match="'stated'"):
        weigh_balanced(values, stated=np.ones(3))
    with pytest.raises(WrongShape, match="group_sums"):
        weigh_balanced(values, group_sums=([0, 0, 0, 2, 2], np.array([0.5, 0.5])))
    with pytest.raises(WrongShape):
        weigh_balanced(values[0])
    with pytest.raises(TooFewComplete):
        weigh_balanced(values[:2])
    with pytest.raises(ConstantIndicator, match="'b'"):
        weigh_balanced(np.column_stack([values[:, 0], np.ones(40)]), indicators=["a", "b"])
    opposite = np.column_stack([values[:, 0], -values[:, 0]])
    with pytest.raises(NothingInCommon):
        weigh_balanced(opposite)
