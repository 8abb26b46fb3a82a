# SPDX-License-Identifier: EUPL-1.2
"""Sensitivity of scores and ranks to choices: exact indices, and estimates that come near them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.composite.made_up_index import STEPS, flat_tree, made_up_data, skipping_tree, table

from schakel.composite.bad_input import WrongShape
from schakel.composite.building.build import build_index
from schakel.composite.building.steps import Aggregate, Normalise, Screen
from schakel.composite.structure.tree import Aggregation
from schakel.composite.varying.alternatives import Alternative, Factor, as_it_is, vary_setting, vary_weights
from schakel.composite.varying.combinations import InfeasibleCombinations
from schakel.composite.varying.sensitivity import (
    TooFewPoints,
    WrongProbabilities,
    decompose_factorial,
    draw_sobol_design,
    estimate_sensitivity,
)
from schakel.composite.varying.variation import analyse_sensitivity

SCALE = Factor(
    "Scale",
    (
        as_it_is(),
        Alternative("z", settings={"normalise": {"method": "zscore", "mean": 10.0, "deviation": 2.0}}),
    ),
)
MEAN = Factor(
    "Mean",
    tuple(
        Alternative(method, settings={"aggregate": {"aggregation": Aggregation(method)}})
        for method in ("arithmetic", "geometric", "minimum")
    ),
)


def by_brute_force(outputs, chances, factor):
    """Return first-order and total index from conditional means over all combinations, one by one."""
    weights = chances[0]
    for each in chances[1:]:
        weights = np.multiply.outer(weights, each)
    mean = (weights * outputs).sum()
    variance = (weights * (outputs - mean) ** 2).sum()
    others = tuple(axis for axis in range(outputs.ndim) if axis != factor)
    alone = (weights * outputs).sum(axis=others) / weights.sum(axis=others)
    first = (chances[factor] * (alone - mean) ** 2).sum()
    rest = (weights * outputs).sum(axis=factor) / weights.sum(axis=factor)
    explained = (weights.sum(axis=factor) * (rest - mean) ** 2).sum()
    return first / variance, 1 - explained / variance


@settings(max_examples=40)
@given(st.integers(0, 10**6))
def test_exact_indices_are_those_of_conditional_means(seed):
    rng = np.random.default_rng(seed)
    counts = tuple(rng.integers(2, 5, size=3))
    outputs = rng.normal(size=counts)
    chances = [rng.dirichlet(np.ones(n)) for n in counts]
    found = decompose_factorial(outputs, k_factors=3, probabilities=chances)
    for factor in range(3):
        first, total = by_brute_force(outputs, chances, factor)
        assert found.first_order[factor] == pytest.approx(first, abs=1e-9)
        assert found.total[factor] == pytest.approx(total, abs=1e-9)
    assert found.first_order.sum() <= 1 + 1e-9 <= found.total.sum() + 2e-9
    assert (found.first_order >= -1e-12).all() and (found.total >= found.first_order - 1e-9).all()


def test_additive_choices_by_hand():
    """y = a + 2 b with a, b from -1 and 1: variances 1 and 4, and nothing in common."""
    outputs = np.add.outer(np.array([-1.0, 1]), 2 * np.array([-1.0, 1]))
    found = decompose_factorial(outputs, k_factors=2)
    assert found.first_order == pytest.approx([0.2, 0.8]) and found.total == pytest.approx([0.2, 0.8])
    assert found.variance == pytest.approx(5) and found.mean == pytest.approx(0) and found.n_runs == 4
    product = decompose_factorial(np.multiply.outer([-1.0, 1], [-1.0, 1]), k_factors=2)
    assert product.first_order == pytest.approx([0, 0]) and product.total == pytest.approx([1, 1])


def test_several_outputs_at_once_are_each_by_itself():
    outputs = np.random.default_rng(0).normal(size=(3, 2, 4, 5))
    found = decompose_factorial(outputs, k_factors=2)
    assert found.first_order.shape == (2, 4, 5)
    for place in np.ndindex(4, 5):
        alone = decompose_factorial(outputs[(..., *place)], k_factors=2)
        assert found.total[(..., *place)] == pytest.approx(alone.total)


def test_an_output_that_does_not_vary_or_is_unknown_has_none_and_spoils_no_other():
    """One unit that is screened out in one run may not make the indices of all others unknown."""
    outputs = np.random.default_rng(0).normal(size=(3, 2, 4))
    outputs[..., 1] = 0.1 + 0.2
    outputs[1, 1, 2] = np.nan
    outputs[..., 3] *= 1e-9
    found = decompose_factorial(outputs, k_factors=2)
    assert np.isnan(found.first_order[:, 1:3]).all() and np.isnan(found.total[:, 1:3]).all()
    assert np.isfinite(found.total[:, [0, 3]]).all()
    alone = decompose_factorial(outputs[..., :1], k_factors=2)
    assert found.first_order[:, 0] == pytest.approx(alone.first_order[:, 0])


@pytest.mark.parametrize("given_", [[0.5, 0.6], [-0.5, 1.5], [0.2, 0.3, 0.5], [np.nan, 1.0]])
def test_probabilities_that_are_none_are_refused(given_):
    with pytest.raises(WrongProbabilities, match="number 2"):
        decompose_factorial(np.zeros((3, 2)), k_factors=2, probabilities=[None, np.array(given_)])


def test_fewer_axes_than_factors_are_refused():
    with pytest.raises(WrongShape, match="3 axes"):
        decompose_factorial(np.zeros((3, 2)), k_factors=3)


def test_a_design_changes_one_column_at_a_time():
    design = draw_sobol_design(n_base=16, k_factors=3, rng=np.random.default_rng(0)).reshape(5, 16, 3)
    assert ((design > 0) & (design < 1)).all()
    first, second = design[0], design[1]
    assert (first != second).all()
    for factor in range(3):
        changed = design[2 + factor]
        assert (changed[:, factor] == second[:, factor]).all()
        assert (np.delete(changed, factor, axis=1) == np.delete(first, factor, axis=1)).all()
    assert np.abs(first.mean(axis=0) - 0.5).max() < 0.05


def linear_outputs(design, slopes):
    return design @ slopes


@pytest.mark.parametrize("centred", [True, False])
def test_estimates_of_a_linear_model_come_near_its_indices(centred):
    slopes = np.array([1.0, 2.0, 3.0])
    design = draw_sobol_design(n_base=2048, k_factors=3, rng=np.random.default_rng(1))
    found = estimate_sensitivity(
        linear_outputs(design, slopes),
        n_base=2048,
        k_factors=3,
        centred=centred,
        rng=np.random.default_rng(2),
        n_bootstrap=200,
    )
    exact = slopes**2 / (slopes**2).sum()
    assert found.first_order == pytest.approx(exact, abs=0.01)
    assert found.total == pytest.approx(exact, abs=0.01)
    assert found.variance == pytest.approx((slopes**2).sum() / 12, rel=0.01)
    assert (found.first_order_interval[0] < found.first_order).all()
    assert (found.first_order < found.first_order_interval[1]).all()
    assert (found.total_interval[0] < found.total).all() and (found.total < found.total_interval[1]).all()


def test_bootstrap_bounds_are_quantiles_over_base_points_drawn_again():
    """The mean of n terms has standard error s / sqrt(n), so the bounds lie 1.645 of these away."""
    rng = np.random.default_rng(0)
    outputs = rng.normal(size=(512 * 4,))
    found = estimate_sensitivity(outputs, n_base=512, k_factors=2, rng=rng, n_bootstrap=4000)
    blocks = outputs.reshape(4, 512)
    terms = np.square(blocks[0] - blocks[2:]) / 2 / found.variance
    wanted = terms.mean(axis=1) + np.array([[-1.645], [1.645]]) * terms.std(axis=1) / np.sqrt(512)
    assert found.total_interval == pytest.approx(wanted, abs=0.02)
    assert found.total_interval.shape == (2, 2)
    plain = estimate_sensitivity(outputs, n_base=512, k_factors=2)
    assert plain.first_order_interval is None and plain.total_interval is None


def test_estimates_of_an_unknown_or_constant_output_are_unknown_and_spoil_no_other():
    design = draw_sobol_design(n_base=64, k_factors=2, rng=np.random.default_rng(1))
    outputs = np.stack([design @ [1.0, 2.0], np.full(len(design), 0.3), design @ [2.0, 1.0]], axis=1)
    outputs[5, 2] = np.nan
    found = estimate_sensitivity(
        outputs, n_base=64, k_factors=2, rng=np.random.default_rng(0), n_bootstrap=20
    )
    assert np.isfinite(found.total[:, 0]).all() and np.isfinite(found.total_interval[:, :, 0]).all()
    assert np.isnan(found.total[:, 1:]).all() and np.isnan(found.first_order[:, 1:]).all()


def test_too_few_points_and_rows_that_do_not_fit_are_refused():
    with pytest.raises(TooFewPoints, match="4 base points"):
        draw_sobol_design(n_base=4, k_factors=2, rng=np.random.default_rng(0))
    with pytest.raises(TooFewPoints):
        estimate_sensitivity(np.zeros(16), n_base=4, k_factors=2)
    with pytest.raises(WrongShape, match="64"):
        estimate_sensitivity(np.zeros(63), n_base=16, k_factors=2)


def built(seed=0, n=9):
    return build_index(made_up_data(seed, n), skipping_tree(), STEPS)


def test_choices_of_an_index_exactly_and_by_sobol_points():
    build = built()
    weights = vary_weights("Weights", build.tree, spread=0.5, n_sets=8, rng=np.random.default_rng(0))
    factors = [SCALE, weights, MEAN]
    exact = analyse_sensitivity(build, factors, rng=np.random.default_rng(0))
    near = analyse_sensitivity(build, factors, rng=np.random.default_rng(1), max_exact_runs=47, n_base=2048)
    assert exact.scores.exact and exact.scores.n_runs == 48 and exact.variation.scores.shape == (48, 1, 9)
    assert not near.scores.exact and near.scores.n_runs == 2048 * 5
    assert exact.factor_names == ("Scale", "Weights", "Mean")
    for one, other in ((exact.scores, near.scores), (exact.mean_rank_change, near.mean_rank_change)):
        assert other.first_order == pytest.approx(one.first_order, abs=0.04)
        assert other.total == pytest.approx(one.total, abs=0.04)
    assert exact.ranks.first_order.shape == (3, 1, 9) and exact.mean_rank_change.total.shape == (3, 1)


def test_the_mean_change_of_rank_is_that_over_units():
    build = built()
    found = analyse_sensitivity(build, [SCALE, MEAN], rng=np.random.default_rng(0))
    change = np.abs(found.variation.ranks - build.ranks()).mean(axis=-1)
    by_hand = decompose_factorial(change.reshape(2, 3, 1), k_factors=2)
    assert found.mean_rank_change.first_order == pytest.approx(by_hand.first_order, nan_ok=True)


def test_a_choice_without_effect_has_nothing():
    same = Factor("Same", (as_it_is("a"), as_it_is("b")))
    found = analyse_sensitivity(built(), [SCALE, same], rng=np.random.default_rng(0)).scores
    assert found.first_order[1] == pytest.approx(0, abs=1e-12) and found.total[0] == pytest.approx(1)


def test_a_rank_that_never_moves_has_no_indices():
    build = build_index(table([[1, 1, 1], [5, 6, 7], [9, 9, 9]]), flat_tree(3), STEPS)
    found = analyse_sensitivity(build, [SCALE, MEAN], rng=np.random.default_rng(0))
    assert np.isnan(found.ranks.total).all() and np.isnan(found.mean_rank_change.total).all()
    assert np.isfinite(found.scores.total).all()


def test_a_unit_that_one_run_screens_out_is_the_only_one_without_indices():
    rows = made_up_data(n=8).values[0]
    rows[7, :2] = np.nan
    build = build_index(table(rows, "ABCDE"), skipping_tree(), (Screen(min_known=0.5), *STEPS))
    screened = vary_setting("Screen", step="screen", setting="min_known", values={"a": 0.5, "b": 0.9})
    for most in (20_000, 1):
        found = analyse_sensitivity(
            build, [screened, SCALE], rng=np.random.default_rng(0), max_exact_runs=most, n_base=64
        )
        assert np.isnan(found.scores.total[:, 0, 7]).all()
        assert np.isfinite(found.scores.total[:, 0, :7]).all()
        assert np.isfinite(found.mean_rank_change.total).all()


def test_impossible_combinations_cannot_be_skipped_here():
    build = build_index(made_up_data(), skipping_tree(), (Normalise(), Aggregate()))
    with pytest.raises(InfeasibleCombinations, match="Mean = geometric"):
        analyse_sensitivity(build, [SCALE, MEAN], rng=np.random.default_rng(0))
    with pytest.raises(InfeasibleCombinations, match="Mean = geometric"):
        analyse_sensitivity(build, [SCALE, MEAN], rng=np.random.default_rng(0), max_exact_runs=1, n_base=64)


def test_probabilities_are_used_both_exactly_and_by_sobol_points():
    build = built()
    likely = Factor("Mean", MEAN.alternatives, probabilities=(0.8, 0.15, 0.05))
    exact = analyse_sensitivity(build, [SCALE, likely], rng=np.random.default_rng(0)).scores
    near = analyse_sensitivity(
        build, [SCALE, likely], rng=np.random.default_rng(0), max_exact_runs=1, n_base=4096
    ).scores
    even = analyse_sensitivity(build, [SCALE, MEAN], rng=np.random.default_rng(0)).scores
    assert near.first_order == pytest.approx(exact.first_order, abs=0.03)
    assert np.abs(even.first_order - exact.first_order).max() > 0.05
