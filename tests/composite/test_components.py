# SPDX-License-Identifier: EUPL-1.2
"""Principal components, their number, varimax rotation, alpha, sampling adequacy and sphericity."""

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.bad_input import WrongShape
from schakel.composite.describing.components import (
    TooFewComplete,
    count_components,
    find_components,
    standardise_complete,
    turn_upward,
)
from schakel.composite.describing.correlate import correlate
from schakel.composite.describing.correlate_partial import correlate_partial
from schakel.composite.describing.reliability import (
    RedundantIndicator,
    TooFewIndicators,
    UnknownGapTreatment,
    measure_alpha,
    measure_sampling_adequacy,
    measure_sphericity,
)
from schakel.composite.describing.rotate_factors import NoSuchNumber, rotate_varimax
from schakel.composite.normalising.normalise import ConstantIndicator


def table(seed=0, n=25, k=5):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, k)) * rng.uniform(0.1, 50, k) + rng.normal(size=(n, 1))


def two_columns(correlation):
    """Two standardised columns with exactly this correlation."""
    x = np.array([1.0, -1, 1, -1])
    y = np.array([1.0, 1, -1, -1])
    return np.column_stack([x, correlation * x + np.sqrt(1 - correlation**2) * y])


def test_two_indicators_by_hand():
    """Eigenvalues 1 + r and 1 - r; vectors (1, 1) and (1, -1) over the root of 2."""
    found = find_components(two_columns(0.6))
    assert found.eigenvalues == pytest.approx([1.6, 0.4])
    assert found.shares == pytest.approx([0.8, 0.2])
    assert np.abs(found.vectors) == pytest.approx(np.full((2, 2), np.sqrt(0.5)))
    assert (found.vectors[:, 0] > 0).all()
    assert found.vectors[np.abs(found.vectors[:, 1]).argmax(), 1] > 0
    assert found.loadings[:, 0] == pytest.approx(np.full(2, np.sqrt(0.8)))
    assert found.n_complete == 4


def test_components_of_indicators_that_run_against_each_other_have_a_fixed_sign():
    found = find_components(two_columns(-0.6))
    assert found.eigenvalues == pytest.approx([1.6, 0.4])
    assert (found.vectors[:, 1] > 0).all()
    turned = turn_upward(np.array([[-0.8, 0.6], [0.6, -0.6]]))
    assert turned.tolist() == [[0.8, 0.6], [-0.6, -0.6]]


def test_loadings_are_correlations_of_indicators_with_scores():
    found = find_components(table())
    between = correlate(table(), found.scores).coefficients
    assert between == pytest.approx(found.loadings, abs=1e-9)
    assert np.square(found.loadings).sum(axis=1) == pytest.approx(np.ones(5))
    assert found.eigenvalues.sum() == pytest.approx(5)
    assert np.var(found.scores, axis=0, ddof=1) == pytest.approx(found.eigenvalues)


def test_units_with_a_gap_are_left_out_and_have_no_scores():
    holed = table()
    holed[3, 2] = np.nan
    found = find_components(holed)
    assert found.eigenvalues == pytest.approx(find_components(np.delete(table(), 3, axis=0)).eigenvalues)
    assert np.isnan(found.scores[3]).all() and np.isfinite(np.delete(found.scores, 3, axis=0)).all()
    assert found.n_complete == 24


@given(st.integers(0, 200))
@settings(max_examples=25, deadline=None)
def test_order_and_scale_of_indicators_do_not_matter(seed):
    rng = np.random.default_rng(seed)
    values, order = table(seed), rng.permutation(5)
    found = find_components(values)
    mixed = find_components(7 * values[rng.permutation(25)][:, order] - 3)
    assert mixed.eigenvalues == pytest.approx(found.eigenvalues)
    assert mixed.vectors == pytest.approx(found.vectors[order], abs=1e-6)


def test_draws_equal_separate_calls():
    draws = np.stack([table(seed) for seed in range(3)])
    draws[1, 4, 2] = np.nan
    together = find_components(draws)
    adequacy, sphericity, alpha = (
        f(draws) for f in (measure_sampling_adequacy, measure_sphericity, measure_alpha)
    )
    for place, values in enumerate(draws):
        alone = find_components(values)
        for name in ("eigenvalues", "vectors", "loadings", "scores", "n_complete"):
            assert getattr(together, name)[place] == pytest.approx(getattr(alone, name), nan_ok=True)
        assert adequacy.overall[place] == pytest.approx(measure_sampling_adequacy(values).overall)
        assert sphericity.p_value[place] == pytest.approx(measure_sphericity(values).p_value)
        assert alpha.alpha_without[place] == pytest.approx(measure_alpha(values).alpha_without)


def test_the_number_of_components_by_the_three_conditions():
    found = count_components(np.array([3.3, 1.7, 0.98, 0.9, 0.5, 0.3, 0.2, 0.12]))
    assert (found.kept, found.by_eigenvalue, found.by_share, found.by_total) == (2, 2, 4, 2)
    assert found.enough and found.explained == pytest.approx(5 / 8)
    flat = count_components(np.array([1.2, 1.1] + [0.9625] * 8))
    assert (flat.kept, flat.by_share, flat.by_total, flat.enough) == (2, 2, 6, False)
    assert count_components(np.ones(3)).kept == 1
    with pytest.raises(WrongShape):
        count_components(np.zeros(0))


def test_varimax_finds_back_a_simple_structure():
    """Two clean factors turned by 30 degrees: the rotation turns them back."""
    simple = np.array([[0.9, 0.0], [0.8, 0.0], [0.0, 0.7], [0.0, 0.6]])
    angle = np.pi / 6
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    found = rotate_varimax(simple @ turn)
    assert found.loadings[:, np.argsort(-found.explained)] == pytest.approx(simple, abs=1e-9)
    assert found.communalities == pytest.approx([0.81, 0.64, 0.49, 0.36])
    assert found.rotation.T @ found.rotation == pytest.approx(np.eye(2), abs=1e-12)
    assert simple @ turn @ found.rotation == pytest.approx(found.loadings)


@given(st.integers(0, 200), st.integers(1, 4))
@settings(max_examples=25, deadline=None)
def test_no_small_turn_of_two_factors_does_better_than_varimax(seed, m):
    loadings = find_components(table(seed)).loadings
    found = rotate_varimax(loadings, n_components=m)
    size = np.sqrt(found.communalities)[:, None]

    def criterion(turned):
        return np.var(np.square(turned / size), axis=0).sum()

    best = criterion(found.loadings)
    assert best >= criterion(loadings[:, :m]) - 1e-12
    for a in range(m):
        for b in range(a + 1, m):
            for angle in (-0.3, -0.01, 0.01, 0.3):
                turned = found.loadings.copy()
                turned[:, a] = np.cos(angle) * found.loadings[:, a] - np.sin(angle) * found.loadings[:, b]
                turned[:, b] = np.sin(angle) * found.loadings[:, a] + np.cos(angle) * found.loadings[:, b]
                assert best >= criterion(turned) - 1e-12
    assert (found.loadings.sum(axis=0) >= 0).all()
    assert found.explained.sum() == pytest.approx(np.square(loadings[:, :m]).sum())


def test_components_refuse_what_they_cannot_use():
    holed = table(n=4)
    holed[:2, 1] = np.nan
    with pytest.raises(TooFewComplete, match=r"Only 2 units.*'b'"):
        find_components(holed, indicators=list("abcde"))
    flat = table()
    flat[:, 3] = 0.1
    with pytest.raises(ConstantIndicator, match="'d'"):
        standardise_complete(flat, indicators=list("abcde"))
    with pytest.raises(WrongShape):
        find_components(np.zeros(3))
    with pytest.raises(NoSuchNumber, match="6 components"):
        rotate_varimax(np.eye(5), n_components=6)
    with pytest.raises(WrongShape):
        rotate_varimax(np.zeros(3))


def test_alpha_by_hand():
    """Variances 1 and 1, covariance 0.6: alpha = 2 * 1.2 / 3.2."""
    found = measure_alpha(two_columns(0.6))
    assert found.alpha == pytest.approx(2 * 1.2 / 3.2)
    assert found.mean_correlation == pytest.approx(0.6)
    assert found.item_total == pytest.approx([0.6, 0.6])
    assert np.isnan(found.alpha_without).all()
    assert measure_alpha(two_columns(-0.6)).alpha == pytest.approx(2 * -1.2 / 0.8)


def test_alpha_of_copies_is_one_and_without_each_is_that_of_the_rest():
    values = table()
    copies = np.column_stack([values[:, 0]] * 3)
    assert measure_alpha(copies).alpha == pytest.approx(1)
    found = measure_alpha(values)
    for j in range(5):
        rest = np.delete(values, j, axis=1)
        assert found.alpha_without[j] == pytest.approx(measure_alpha(rest).alpha)
        assert found.item_total[j] == pytest.approx(np.corrcoef(values[:, j], rest.sum(axis=1))[0, 1])
    total = values.sum(axis=1).var(ddof=1)
    assert found.alpha == pytest.approx(5 / 4 * (1 - values.var(axis=0, ddof=1).sum() / total))


def test_alpha_with_gaps_uses_pairs_or_complete_units_as_asked():
    values = table()
    values[0, 0] = values[1, 1] = np.nan
    complete = measure_alpha(values, missing="complete")
    assert complete.alpha == pytest.approx(measure_alpha(values[2:]).alpha)
    assert measure_alpha(values).alpha != pytest.approx(complete.alpha, rel=1e-6)
    with pytest.raises(UnknownGapTreatment):
        measure_alpha(values, missing="guess")
    with pytest.raises(TooFewIndicators):
        measure_alpha(values[:, :1])


def test_sampling_adequacy_sets_correlations_against_partial_ones():
    values = table(k=3)
    r = correlate(values).coefficients
    q = [correlate_partial(values, controls=values[:, [j]]).coefficients for j in range(3)]
    squares = {(0, 1): q[2][0, 1], (0, 2): q[1][0, 2], (1, 2): q[0][1, 2]}
    own, left = sum(r[p] ** 2 for p in squares), sum(v**2 for v in squares.values())
    found = measure_sampling_adequacy(values)
    assert found.overall == pytest.approx(own / (own + left))
    first = r[0, 1] ** 2 + r[0, 2] ** 2
    partial = squares[0, 1] ** 2 + squares[0, 2] ** 2
    assert found.per_indicator[0] == pytest.approx(first / (first + partial))
    assert measure_sampling_adequacy(two_columns(0.3)).overall == pytest.approx(0.5)


def test_sphericity_by_hand():
    """-(4 - 1 - 9/6) ln(1 - 0.36) with one degree of freedom."""
    found = measure_sphericity(two_columns(0.6))
    assert found.statistic == pytest.approx(-1.5 * np.log(0.64))
    assert found.freedom == 1
    assert found.p_value == pytest.approx(scipy.stats.chi2.sf(-1.5 * np.log(0.64), 1))


def test_a_redundant_indicator_is_named():
    values = table()
    values[:, 4] = values[:, 1] * 2 + 1
    for measure in (measure_sampling_adequacy, measure_sphericity):
        with pytest.raises(RedundantIndicator, match=r"'(b|e)'"):
            measure(values, indicators=list("abcde"))
        with pytest.raises(TooFewIndicators):
            measure(values[:, :1])
        with pytest.raises(WrongShape):
            measure(values[0])
