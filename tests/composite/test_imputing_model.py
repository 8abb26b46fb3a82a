# SPDX-License-Identifier: EUPL-1.2
"""The normal model, draws from it and pooling: closed forms, monotone fit, doubt of the right size."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.bad_input import NothingKnown, WrongShape
from schakel.composite.imputing.draws import TooFewDraws, draw_imputations, pool_draws
from schakel.composite.imputing.normal_model import (
    NotConverged,
    SingularCovariance,
    WrongRidge,
    expect_unknown,
    fit_normal_model,
    impute_normal_model,
)
from schakel.composite.normalising.normalise import ConstantIndicator

NAN = np.nan


def factor_table(n, k, *, seed, share=0.2):
    """A table with one common factor and holes; at least two known values a column."""
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(n, 1)) + 0.7 * rng.normal(size=(n, k))
    values[rng.random(values.shape) < share] = NAN
    values[:2] = rng.normal(size=(2, k))
    return values


def line_table():
    """One complete column and one with holes, and the line over the complete pairs."""
    rng = np.random.default_rng(9)
    x = rng.normal(size=14)
    y = 1 + 2 * x + 0.7 * rng.normal(size=14)
    y[[2, 5, 9]] = NAN
    known = np.isfinite(y)
    design = np.column_stack([np.ones(known.sum()), x[known]])
    line, squares, *_ = np.linalg.lstsq(design, y[known], rcond=None)
    return np.column_stack([x, y]), line, float(squares[0]), design


def test_without_holes_the_model_is_the_mean_and_covariance():
    values = np.random.default_rng(10).normal(size=(20, 3))
    found = fit_normal_model(values)
    assert found.mean == pytest.approx(values.mean(axis=0))
    assert found.covariance == pytest.approx(np.cov(values.T, ddof=0))
    assert found.converged and found.n_iterations <= 2
    assert not impute_normal_model(values).imputed.any()


def test_with_one_incomplete_indicator_filling_is_regression():
    values, line, _, _ = line_table()
    found = impute_normal_model(values, tolerance=1e-12)
    assert found.values[[2, 5, 9], 1] == pytest.approx(line[0] + line[1] * values[[2, 5, 9], 0], rel=1e-8)


def test_the_fit_never_falls_and_is_the_likelihood_of_what_is_known():
    values = factor_table(25, 5, seed=11)
    for ridge in (0.0, 2.0):
        found = fit_normal_model(values, ridge=ridge)
        assert found.converged and found.n_iterations == found.path.size > 3
        assert (np.diff(found.path) >= -1e-9).all() and found.path[-1] > found.path[0]
    variances = np.nanvar(values, axis=0)
    inverse = np.linalg.inv(found.covariance)
    distance = -np.linalg.slogdet(variances[:, None] * inverse)[1] + (variances * np.diag(inverse)).sum()
    assert found.path[-1] == pytest.approx(found.log_likelihood - 2.0 / 2 * distance, rel=1e-9)
    plain = fit_normal_model(values)
    total = 0.0
    for row in values:
        o = np.isfinite(row)
        covariance, deviation = plain.covariance[np.ix_(o, o)], row[o] - plain.mean[o]
        quadratic = deviation @ np.linalg.solve(covariance, deviation)
        total -= 0.5 * (o.sum() * np.log(2 * np.pi) + np.linalg.slogdet(covariance)[1] + quadratic)
    assert plain.log_likelihood == pytest.approx(total, rel=1e-9)


def test_no_other_model_nearby_fits_better():
    values = factor_table(25, 3, seed=12)
    best = fit_normal_model(values, tolerance=1e-10)

    def likelihood(mean, covariance):
        total = 0.0
        for row in values:
            o = np.isfinite(row)
            part, deviation = covariance[np.ix_(o, o)], row[o] - mean[o]
            total -= 0.5 * (np.linalg.slogdet(part)[1] + deviation @ np.linalg.solve(part, deviation))
        return total

    rng = np.random.default_rng(13)
    top = likelihood(best.mean, best.covariance)
    for _ in range(20):
        noise = 0.02 * rng.normal(size=(3, 3))
        assert likelihood(best.mean + 0.02 * rng.normal(size=3), best.covariance) < top
        assert likelihood(best.mean, best.covariance + noise @ noise.T - 0.01 * noise - 0.01 * noise.T) < top


def test_a_ridge_equals_extra_units_in_which_indicators_are_uncorrelated():
    values = np.random.default_rng(14).normal(size=(10, 2)) @ np.array([[1.0, 2.0], [0.0, 1.0]])
    found = fit_normal_model(values, ridge=5.0)
    plain = np.cov(values.T, ddof=0)
    assert np.diag(found.covariance) == pytest.approx(np.diag(plain))
    assert found.covariance[0, 1] == pytest.approx(plain[0, 1] * 10 / 15)


def test_more_indicators_than_units_need_a_ridge():
    values = factor_table(8, 12, seed=15)
    with pytest.raises(SingularCovariance, match=r"8 units.*12"):
        impute_normal_model(values)
    found = impute_normal_model(values, ridge=2.0)
    assert np.isfinite(found.values).all()
    assert found.imputed.sum() == np.isnan(values).sum()


def test_an_indicator_that_follows_from_others_needs_a_ridge():
    values = factor_table(20, 3, seed=16, share=0.0)
    values = np.column_stack([values, values @ [1.0, 1.0, 2.0]])
    values[0, 0] = NAN
    with pytest.raises(SingularCovariance):
        fit_normal_model(values)
    assert fit_normal_model(values, ridge=0.5).converged


def test_expectations_have_a_deviation_and_known_values_none():
    values, line, squares, _ = line_table()
    model = fit_normal_model(values, tolerance=1e-12)
    expected, deviation = expect_unknown(values, model=model)
    assert expected[2, 1] == pytest.approx(line[0] + line[1] * values[2, 0])
    assert deviation[[2, 5, 9], 1] == pytest.approx(np.sqrt(squares / 11))
    assert deviation[np.isfinite(values)].max() == 0.0


def test_a_unit_of_which_nothing_is_known_gets_the_means_and_moves_nothing():
    values = factor_table(15, 3, seed=17)
    with_empty = np.vstack([values, np.full((1, 3), NAN)])
    plain, extended = fit_normal_model(values, tolerance=1e-10), fit_normal_model(with_empty, tolerance=1e-10)
    assert extended.mean == pytest.approx(plain.mean, abs=1e-7)
    assert extended.covariance == pytest.approx(plain.covariance, abs=1e-7)
    assert expect_unknown(with_empty, model=extended)[0][-1] == pytest.approx(extended.mean)


@given(
    seed=st.integers(0, 999),
    shuffle=st.randoms(use_true_random=False),
    scale=st.floats(0.01, 1000),
    shift=st.floats(-100, 100),
)
@settings(max_examples=15, deadline=None)
def test_order_and_unit_of_measurement_do_not_matter(seed, shuffle, scale, shift):
    values = factor_table(12, 3, seed=seed)
    rows, columns = list(range(12)), [0, 1, 2]
    shuffle.shuffle(rows)
    shuffle.shuffle(columns)
    moved = shift + scale * values[np.ix_(rows, columns)]
    found = impute_normal_model(values, ridge=0.5).values[np.ix_(rows, columns)]
    again = impute_normal_model(moved, ridge=0.5).values
    assert (again - shift) / scale == pytest.approx(found, abs=1e-4 + 1e-9 * abs(shift) / scale)


def test_tables_of_draws_are_fitted_one_by_one():
    draws = np.stack([factor_table(12, 3, seed=seed) for seed in (1, 2)])
    whole = impute_normal_model(draws)
    for draw in range(2):
        assert whole.values[draw].tolist() == impute_normal_model(draws[draw]).values.tolist()


def test_input_without_a_model_is_refused():
    values = factor_table(12, 3, seed=18)
    constant, empty = values.copy(), values.copy()
    constant[:, 1], empty[:, 1] = 4.0, NAN
    names = ["firms", "skills", "rate"]
    with pytest.raises(ConstantIndicator, match="skills"):
        fit_normal_model(constant, indicators=names)
    with pytest.raises(NothingKnown, match="skills"):
        draw_imputations(empty, n_draws=2, rng=np.random.default_rng(1), indicators=names)
    with pytest.raises(WrongRidge, match="-1"):
        fit_normal_model(values, ridge=-1.0)
    with pytest.raises(WrongShape, match="n_units"):
        fit_normal_model(values[None])
    assert not fit_normal_model(values, max_iterations=1).converged
    with pytest.raises(NotConverged, match="after 1 steps"):
        impute_normal_model(values, max_iterations=1)


def test_draws_have_the_known_predictive_distribution():
    """With one incomplete indicator a drawn value is Student's t around the regression line."""
    values, line, squares, design = line_table()
    found = draw_imputations(values, n_draws=20_000, rng=np.random.default_rng(19))
    freedom = design.shape[0] - 1
    for unit in (2, 5, 9):
        row = np.array([1.0, values[unit, 0]])
        leverage = row @ np.linalg.inv(design.T @ design) @ row
        deviation = np.sqrt(squares / (freedom - 2) * (1 + leverage))
        assert found.values[:, unit, 1].mean() == pytest.approx(row @ line, abs=4 * deviation / 141)
        assert found.values[:, unit, 1].std() == pytest.approx(deviation, rel=0.03)


def test_draws_keep_known_values_flag_the_rest_and_follow_the_random_numbers():
    values = factor_table(12, 4, seed=20)
    first, second, other = (
        draw_imputations(values, n_draws=3, rng=np.random.default_rng(seed), ridge=1.0) for seed in (1, 1, 2)
    )
    known = np.isfinite(values)
    assert (first.imputed == ~known).all() and np.isfinite(first.values).all()
    assert (first.values[:, known] == values[known]).all()
    assert (first.values == second.values).all()
    assert (first.values != other.values)[:, ~known].all()
    assert first.n_steps >= 50


def test_more_indicators_than_units_are_drawn_with_enough_ridge():
    values = factor_table(6, 9, seed=21)
    with pytest.raises(SingularCovariance):
        draw_imputations(values, n_draws=2, rng=np.random.default_rng(1), ridge=3.9)
    found = draw_imputations(values, n_draws=2, rng=np.random.default_rng(1), ridge=6.0, n_steps=10)
    assert np.isfinite(found.values).all()


def test_intervals_of_a_mean_with_half_unknown_hold_the_truth_as_often_as_they_say():
    rng = np.random.default_rng(22)
    runs, inside = 120, 0
    for _ in range(runs):
        x = rng.normal(size=30)
        y = 3.0 + x + rng.normal(size=30)
        y[(x > 0) & (rng.random(30) < 0.8)] = NAN
        draws = draw_imputations(np.column_stack([x, y]), n_draws=20, rng=rng, n_steps=30).values[..., 1]
        pooled = pool_draws(draws.mean(axis=1), variances=draws.var(axis=1, ddof=1) / 30)
        inside += abs(pooled.estimate - 3.0) <= 1.96 * np.sqrt(pooled.total)
    # 95 % of 120 is 114, with a standard error of 2.4
    assert 106 <= inside <= 120


def test_pooling_by_hand():
    estimates = np.array([[1.0, 5.0], [3.0, 5.0]])
    found = pool_draws(estimates, variances=np.array([[1.0, 0.0], [2.0, 0.0]]))
    assert found.estimate.tolist() == [2.0, 5.0]
    assert found.within.tolist() == [1.5, 0.0]
    assert found.between.tolist() == [2.0, 0.0]
    assert found.total.tolist() == [1.5 + 1.5 * 2.0, 0.0]
    assert found.share_imputation == pytest.approx([3 / 4.5, 0.0])
    assert found.degrees_of_freedom == pytest.approx([(4.5 / 3) ** 2, np.inf])
    only_imputation = pool_draws(estimates)
    assert only_imputation.total.tolist() == [3.0, 0.0]
    assert only_imputation.share_imputation.tolist() == [1.0, 0.0]


def test_an_estimate_unknown_in_one_draw_is_unknown_and_bad_pools_are_refused():
    found = pool_draws(np.array([[1.0, NAN], [3.0, 5.0]]))
    assert np.isnan([found.estimate[1], found.total[1], found.share_imputation[1]]).all()
    with pytest.raises(TooFewDraws, match="at least 2"):
        pool_draws(np.ones((1, 4)))
    with pytest.raises(WrongShape, match="variances"):
        pool_draws(np.ones((3, 4)), variances=np.ones(4))
    for choices in ({"n_draws": 0}, {"n_draws": 2, "n_steps": 0}):
        with pytest.raises(TooFewDraws, match="at least 1"):
            draw_imputations(factor_table(9, 2, seed=1), rng=np.random.default_rng(1), **choices)
