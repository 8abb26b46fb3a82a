# SPDX-License-Identifier: EUPL-1.2
"""Pairwise comparisons, budgets of points, best and worst."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.bad_input import WrongShape
from schakel.composite.weighing.weigh import WrongWeights
from schakel.composite.weighing.weigh_elicited import WrongPoints, weigh_best_worst, weigh_budget
from schakel.composite.weighing.weigh_pairwise import (
    UnconnectedJudgements,
    WrongJudgement,
    combine_judgements,
    weigh_pairwise,
)

CYCLE = np.array([[1.0, 2.0, 1 / 4], [1 / 2, 1.0, 2.0], [4.0, 1 / 2, 1.0]])


def consistent(weights):
    return np.asarray(weights)[:, None] / np.asarray(weights)[None, :]


def weights_of(k):
    return st.lists(st.floats(0.1, 10), min_size=k, max_size=k).map(lambda w: np.array(w) / np.sum(w))


@given(weights_of(5))
@settings(max_examples=40, deadline=None)
def test_consistent_judgements_give_their_own_weights(weights):
    found = weigh_pairwise(consistent(weights))
    assert found.weights == pytest.approx(weights)
    assert found.largest_eigenvalue == pytest.approx(5)
    assert found.consistency_ratio == pytest.approx(0, abs=1e-9)
    assert found.worst_factor == pytest.approx(1)


def test_an_inconsistent_circle_by_hand():
    """a over b 2, b over c 2, a over c 1/4 instead of 4: 16 times off.

    For three elements lambda = 1 + x + 1/x with x the cube root of that factor, and the weights are the
    geometric means of the rows.
    """
    found = weigh_pairwise(CYCLE)
    x = 16 ** (1 / 3)
    assert found.largest_eigenvalue == pytest.approx(1 + x + 1 / x)
    assert found.consistency_index == pytest.approx((x + 1 / x - 2) / 2)
    assert found.consistency_ratio == pytest.approx((x + 1 / x - 2) / 2 / 0.58)
    rows = np.array([(2 / 4) ** (1 / 3), 1.0, 2 ** (1 / 3)])
    assert found.weights == pytest.approx(rows / rows.sum())
    assert found.worst_triple.tolist() == [0, 1, 2]
    assert found.worst_factor == pytest.approx(16)


def test_the_most_inconsistent_triple_is_found():
    judged = consistent([4.0, 3.0, 2.0, 1.0])
    judged[1, 3], judged[3, 1] = 1 / 3, 3.0
    found = weigh_pairwise(judged)
    assert {1, 3} <= set(found.worst_triple.tolist())
    assert found.worst_factor == pytest.approx(9)


def test_missing_judgements_are_filled_by_the_weights_themselves():
    weights = np.array([0.4, 0.3, 0.2, 0.1])
    judged = consistent(weights)
    judged[0, 3] = judged[3, 0] = judged[1, 2] = judged[2, 1] = np.nan
    found = weigh_pairwise(judged)
    assert found.weights == pytest.approx(weights)
    assert found.n_missing == 2
    one_sided = consistent(weights)
    one_sided[2, 0] = one_sided[3, 3] = np.nan
    assert weigh_pairwise(one_sided).n_missing == 0
    assert weigh_pairwise(one_sided).weights == pytest.approx(weights)


def test_incomplete_and_inconsistent_judgements_solve_harkers_equation():
    judged = np.array([[1, 3, np.nan, 2], [1 / 3, 1, 2, 2], [np.nan, 0.5, 1, 3], [0.5, 0.5, 1 / 3, 1]])
    found = weigh_pairwise(judged)
    known = np.where(np.isnan(judged), 0.0, judged) + np.diag([1.0, 0, 1, 0])
    assert known @ found.weights == pytest.approx(found.largest_eigenvalue * found.weights)
    filled = judged.copy()
    filled[0, 2] = found.weights[0] / found.weights[2]
    filled[2, 0] = 1 / filled[0, 2]
    assert weigh_pairwise(filled).weights == pytest.approx(found.weights)
    index = (found.largest_eigenvalue - 4) / 3
    assert found.consistency_ratio == pytest.approx(index / (0.90 * (1 - 2 / 6)))


def test_a_chain_of_judgements_cannot_be_inconsistent_and_gets_no_ratio():
    judged = np.full((3, 3), np.nan)
    judged[0, 1], judged[1, 2] = 2.0, 3.0
    found = weigh_pairwise(judged)
    assert found.weights == pytest.approx(np.array([6, 3, 1]) / 10)
    assert np.isnan(found.consistency_ratio)
    assert found.worst_triple.tolist() == [-1, -1, -1] and found.worst_factor == 1
    two = weigh_pairwise(np.array([[1.0, 4.0], [0.25, 1.0]]))
    assert two.weights == pytest.approx([0.8, 0.2]) and two.consistency_ratio == 0
    many = weigh_pairwise(consistent(np.arange(1.0, 17)))
    assert np.isnan(many.consistency_ratio)
    assert weigh_pairwise(np.ones((1, 1))).weights.tolist() == [1.0]


def test_experts_combine_by_the_geometric_mean():
    other = consistent([1.0, 2.0, 4.0])
    both = np.stack([CYCLE, other])
    combined = combine_judgements(both)
    assert combined == pytest.approx(np.sqrt(CYCLE * other))
    assert combined * combined.T == pytest.approx(np.ones((3, 3)))
    weighted = combine_judgements(both, expert_weights=np.array([3.0, 1.0]))
    assert weighted == pytest.approx(CYCLE**0.75 * other**0.25)
    each = weigh_pairwise(both)
    assert each.weights[1] == pytest.approx(np.array([1, 2, 4]) / 7)
    assert each.weights[0] == pytest.approx(weigh_pairwise(CYCLE).weights)
    assert each.worst_factor == pytest.approx([16, 1])


def test_an_expert_who_skips_a_pair_is_left_out_of_that_pair_only():
    first, second = consistent([1.0, 2.0, 4.0]), consistent([1.0, 1.0, 1.0])
    first[0, 1:] = first[1:, 0] = np.nan
    combined = combine_judgements(np.stack([first, second]))
    assert combined[0, 1] == pytest.approx(1)
    assert combined[1, 2] == pytest.approx(np.sqrt(0.5))
    second[0, 1:] = second[1:, 0] = np.nan
    nobody = combine_judgements(np.stack([first, second]))
    assert np.isnan(nobody[0, 1])
    with pytest.raises(UnconnectedJudgements, match="'a' with 'b'"):
        weigh_pairwise(nobody, indicators=["a", "b", "c"])


@given(st.integers(0, 100))
@settings(max_examples=20, deadline=None)
def test_the_order_of_elements_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    logs = np.triu(rng.normal(size=(5, 5)), 1)
    judged, order = np.exp(logs - logs.T), rng.permutation(5)
    found, mixed = weigh_pairwise(judged), weigh_pairwise(judged[np.ix_(order, order)])
    assert mixed.weights == pytest.approx(found.weights[order])
    assert mixed.consistency_ratio == pytest.approx(found.consistency_ratio)
    assert mixed.worst_factor == pytest.approx(found.worst_factor)
    assert found.consistency_index >= 0


def test_judgements_that_contradict_themselves_are_named():
    names = ["price", "quality", "style"]
    for change, words in (
        ({(0, 1): -1.0}, "'price' with 'quality' gives -1.0: it must be above 0"),
        ({(1, 1): 2.0}, "'quality' with 'quality' gives 2.0: an element is 1"),
        ({(0, 2): 5.0}, "'price' with 'style' gives 5.0: the other way round"),
        ({(2, 0): np.inf}, "'style' with 'price' gives inf"),
    ):
        judged = consistent([1.0, 2.0, 4.0])
        for place, value in change.items():
            judged[place] = value
        with pytest.raises(WrongJudgement, match=words):
            weigh_pairwise(judged, indicators=names)
    printed = np.array([[1, 3, 7], [0.33, 1, 2], [0.14, 0.5, 1]])
    assert weigh_pairwise(printed).weights.sum() == pytest.approx(1)
    for shape in ((2, 3), (3,), (0, 0)):
        with pytest.raises(WrongShape):
            weigh_pairwise(np.ones(shape))
    with pytest.raises(WrongShape):
        combine_judgements(CYCLE)
    with pytest.raises(WrongShape):
        combine_judgements(CYCLE[None], expert_weights=np.ones(2))
    with pytest.raises(WrongWeights):
        combine_judgements(CYCLE[None], expert_weights=np.zeros(1))


def test_budgets_by_hand():
    points = np.array([[50.0, 30, 20], [40, 40, 20], [45, 35, 20], [0, 0, 100]])
    found = weigh_budget(points)
    assert found.weights == pytest.approx([0.3375, 0.2625, 0.4])
    assert found.medians == pytest.approx([0.425, 0.325, 0.2])
    assert found.deviations == pytest.approx(np.std(points / 100, axis=0, ddof=1))
    assert found.lowest.tolist() == [0, 0, 0.2] and found.highest.tolist() == [0.5, 0.4, 1.0]
    assert found.distances == pytest.approx([0.05, 0.05, 0.025, 0.775])
    assert found.outlying.tolist() == [False, False, False, True]
    coins = weigh_budget(points / 10, total=10)
    assert coins.weights == pytest.approx(found.weights)


def test_agreeing_experts_have_no_outlier_and_one_expert_no_spread():
    same = weigh_budget(np.array([[60.0, 40.0]] * 5))
    assert not same.outlying.any() and same.distances.tolist() == [0] * 5
    slightly = weigh_budget(np.array([[60.0, 40.0]] * 5 + [[55.0, 45.0]]))
    assert not slightly.outlying.any()
    alone = weigh_budget(np.array([[60.0, 40.0]]))
    assert alone.weights == pytest.approx([0.6, 0.4]) and np.isnan(alone.deviations).all()


def test_points_that_do_not_add_up_name_the_expert():
    experts, names = ["first", "second"], ["jobs", "homes"]
    for second, words in (
        ([50.0, 40.0], "'second': the points add up to 90 instead of 100"),
        ([120.0, -20.0], "'second': 'homes' has -20 points"),
        ([100.0, np.nan], "'second': 'homes' has nan points"),
    ):
        with pytest.raises(WrongPoints, match=words):
            weigh_budget(np.array([[50.0, 50.0], second]), experts=experts, indicators=names)
    for shape in ((0, 3), (3, 0), (3,)):
        with pytest.raises(WrongShape):
            weigh_budget(np.ones(shape))


def test_best_and_worst_that_agree_give_the_weights_exactly():
    """Rezaei's car: price 8, quality 4, safety 4, comfort 2 and style 1, all judgements consistent."""
    found = weigh_best_worst(np.array([2.0, 1, 4, 2, 8]), np.array([4.0, 8, 2, 4, 1]), best=1, worst=4)
    assert found.weights == pytest.approx(np.array([4, 8, 2, 4, 1]) / 19)
    assert found.deviation == pytest.approx(0, abs=1e-12)
    assert found.consistency_ratio == 0


def test_best_and_worst_that_disagree_by_hand():
    """b = (8, 2, 1), c = (1, 5, 8): w3 = 2 w2 - x, w2 = 5 w1 - x and w3 = 8 w1 + x give x = w1 / 2."""
    found = weigh_best_worst(np.array([8.0, 2, 1]), np.array([1.0, 5, 8]), best=2, worst=0)
    assert found.weights == pytest.approx(np.array([1, 4.5, 8.5]) / 14)
    assert found.deviation == pytest.approx(0.5 / 14)
    assert found.consistency_ratio == pytest.approx(abs(2 * 5 - 8) / (64 - 8))
    assert found.worst_element == 1


@given(st.integers(0, 200))
@settings(max_examples=25, deadline=None)
def test_no_random_weights_fit_best_and_worst_better(seed):
    rng = np.random.default_rng(seed)
    b, c = rng.integers(1, 10, 4).astype(float), rng.integers(1, 10, 4).astype(float)
    b[0] = c[3] = 1.0
    b[3] = c[0] = 9.0
    found = weigh_best_worst(b, c, best=0, worst=3)

    def deviation(w):
        best, worst = w[..., [0]], w[..., [3]]
        return np.maximum(np.abs(best - b * w), np.abs(w - c * worst)).max(axis=-1)

    assert deviation(found.weights) == pytest.approx(found.deviation, abs=1e-9)
    tried = rng.dirichlet(np.ones(4), size=2000)
    near = found.weights + rng.normal(size=(500, 4)) * 0.01
    near = np.abs(near) / np.abs(near).sum(axis=1, keepdims=True)
    assert found.deviation <= min(deviation(tried).min(), deviation(near).min()) + 1e-9
    assert 0 <= found.consistency_ratio <= 1


def test_comparisons_outside_the_method_are_refused():
    good, names = (np.array([1.0, 2, 8]), np.array([8.0, 5, 1])), ["a", "b", "c"]
    for at, value, words in (
        ((0, 1), 0.5, "'a' with 'b' gives 0.5"),
        ((0, 1), 9.0, "'a' with 'b' gives 9"),
        ((1, 1), np.nan, "'b' with 'c' gives nan"),
        ((0, 0), 2.0, "'a' with 'a' gives 2"),
        ((1, 0), 7.0, "'a' with 'c' gives 7.0: the other list says 8"),
    ):
        changed = [part.copy() for part in good]
        changed[at[0]][at[1]] = value
        with pytest.raises(WrongJudgement, match=words):
            weigh_best_worst(*changed, best=0, worst=2, indicators=names)
    for best, worst in ((0, 0), (0, 5), (-1, 2)):
        with pytest.raises(WrongShape):
            weigh_best_worst(*good, best=best, worst=worst)
    with pytest.raises(WrongShape):
        weigh_best_worst(good[0], good[1][:2], best=0, worst=2)
