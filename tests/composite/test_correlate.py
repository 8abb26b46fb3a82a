# SPDX-License-Identifier: EUPL-1.2
"""Correlations with p-values, adjustment for many tests, partial correlations and flags."""

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from schakel.composite.bad_input import WrongShape
from schakel.composite.describing.correlate import UnknownMethod, correlate, covary
from schakel.composite.describing.correlate_partial import correlate_partial
from schakel.composite.describing.correlation_flags import (
    UnknownAdjustment,
    WrongThreshold,
    adjust_p_values,
    blank_insignificant,
    find_pairs,
)
from schakel.composite.describing.pairwise_ranks import rank_averages

METHODS = ["pearson", "spearman", "kendall"]


def tables(n=(4, 9), k=(2, 4)):
    """Small tables with ties and gaps: whole numbers, some of them unknown."""
    cell = st.one_of(st.integers(0, 4).map(float), st.just(np.nan))
    return st.tuples(st.integers(*n), st.integers(*k)).flatmap(
        lambda shape: arrays(np.float64, shape, elements=cell)
    )


def table_with_holes(seed=0, n=40, k=6):
    rng = np.random.default_rng(seed)
    table = np.round(rng.normal(size=(n, k)) + rng.normal(size=(n, 1)), 1)
    table[rng.random(table.shape) < 0.15] = np.nan
    return table


def test_pearson_by_hand():
    """Deviations (-1, 0, 1) and (-2, 1, 1): 3 / sqrt(2 * 6)."""
    found = correlate(np.array([[1.0, 0.0], [2.0, 3.0], [3.0, 3.0]]))
    r = 3 / np.sqrt(12)
    assert found.coefficients[0, 1] == pytest.approx(r)
    t = r / np.sqrt(1 - r**2)
    assert found.p_values[0, 1] == pytest.approx(1 - 2 * np.arctan(t) / np.pi)
    assert found.pairs.tolist() == [[3, 3], [3, 3]]
    assert found.coefficients.diagonal().tolist() == [1, 1]
    assert found.p_values.diagonal().tolist() == [0, 0]


def test_spearman_and_kendall_by_hand():
    """Ranks 1 2 3 4 against 1.5 1.5 4 3: one pair tied, one discordant, four concordant."""
    table = np.array([[1.0, 5.0], [2.0, 5.0], [3.0, 9.0], [4.0, 7.0]])
    assert correlate(table, method="spearman").coefficients[0, 1] == pytest.approx(3.5 / np.sqrt(5 * 4.5))
    assert correlate(table, method="kendall").coefficients[0, 1] == pytest.approx((4 - 1) / np.sqrt(6 * 5))


def test_the_exact_kendall_p_value_by_counting_permutations():
    """Of the 24 orders of 4 units, one agrees wholly and one disagrees wholly: 2 / 24."""
    table = np.column_stack([np.arange(4.0), np.arange(4.0) ** 3])
    assert correlate(table, method="kendall").p_values[0, 1] == pytest.approx(2 / 24)


@pytest.mark.parametrize(
    ("method", "peer"),
    [
        ("pearson", scipy.stats.pearsonr),
        ("spearman", scipy.stats.spearmanr),
        ("kendall", scipy.stats.kendalltau),
    ],
)
def test_every_pair_equals_scipy_on_the_units_that_both_have(method, peer):
    table = table_with_holes()
    table[:, 4:] = np.random.default_rng(9).normal(size=(40, 2))
    table[3, 4] = np.nan
    found = correlate(table, method=method)
    for i in range(6):
        for j in range(6):
            both = np.isfinite(table[:, i]) & np.isfinite(table[:, j])
            x, y = table[both, i], table[both, j]
            untied = len(set(x)) == len(x) and len(set(y)) == len(y)
            how = {"method": "exact" if untied else "asymptotic"} if method == "kendall" else {}
            known = peer(x, y, **how)
            assert found.pairs[i, j] == both.sum()
            assert found.coefficients[i, j] == pytest.approx(known.statistic, abs=1e-12)
            if i != j:
                assert found.p_values[i, j] == pytest.approx(known.pvalue, rel=1e-9)


@given(tables())
@settings(max_examples=40, deadline=None)
def test_a_column_or_few_units_without_differences_have_no_correlation(table):
    for method in METHODS:
        found = correlate(table, method=method)
        for i in range(table.shape[1]):
            for j in range(table.shape[1]):
                both = np.isfinite(table[:, i]) & np.isfinite(table[:, j])
                spread = both.sum() >= 3 and np.ptp(table[both, i]) > 0 and np.ptp(table[both, j]) > 0
                assert np.isfinite(found.coefficients[i, j]) == spread
                assert np.isfinite(found.p_values[i, j]) == spread


@given(tables(), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_order_of_units_and_indicators_does_not_matter(table, random):
    rows, columns = list(range(table.shape[0])), list(range(table.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    for method in METHODS:
        found = correlate(table, method=method)
        mixed = correlate(table[rows][:, columns], method=method)
        for name in ("coefficients", "pairs", "p_values"):
            wanted = getattr(found, name)[np.ix_(columns, columns)]
            assert getattr(mixed, name) == pytest.approx(wanted, abs=1e-9, nan_ok=True)


@given(tables(), st.floats(0.1, 50), st.floats(-100, 100))
@settings(max_examples=30, deadline=None)
def test_scale_and_direction_only_turn_the_sign(table, factor, shift):
    changed = table.copy()
    changed[:, 0] = shift - factor * table[:, 0]
    for method in METHODS:
        before, after = correlate(table, method=method), correlate(changed, method=method)
        assert after.coefficients[0, 1:] == pytest.approx(-before.coefficients[0, 1:], abs=1e-9, nan_ok=True)
        assert after.p_values[0, 1:] == pytest.approx(before.p_values[0, 1:], abs=1e-7, nan_ok=True)


@given(tables())
@settings(max_examples=30, deadline=None)
def test_a_rising_transformation_does_not_change_rank_correlations(table):
    for method in ("spearman", "kendall"):
        changed = correlate(np.exp(table), method=method).coefficients
        assert changed == pytest.approx(correlate(table, method=method).coefficients, nan_ok=True)


@pytest.mark.parametrize("method", METHODS)
def test_draws_equal_separate_calls(method):
    draws = np.stack([table_with_holes(seed, n=12) for seed in range(3)])
    together = correlate(draws, draws[..., :2], method=method)
    assert together.coefficients.shape == (3, 6, 2)
    for place, table in enumerate(draws):
        alone = correlate(table, table[:, :2], method=method)
        for name in ("coefficients", "pairs", "p_values"):
            assert getattr(together, name)[place] == pytest.approx(getattr(alone, name), nan_ok=True)


def test_units_that_hardly_differ_far_from_the_mean_keep_their_digits():
    """The units known on both are a cluster at 1e6 with differences of 1: sums of squares would lose them."""
    x = np.array([0.0, 1e6, 1e6 + 1, 1e6 + 2, 1e6 + 4])
    y = np.array([np.nan, 2.0, 1.0, 5.0, 6.0])
    known = scipy.stats.pearsonr(x[1:], y[1:]).statistic
    assert correlate(np.column_stack([x, y])).coefficients[0, 1] == pytest.approx(known, rel=1e-9)
    flat = np.column_stack([[0.0, 0.1, 0.1, 0.1, 0.1], y])
    assert np.isnan(correlate(flat).coefficients[0, 1])
    assert correlate(np.column_stack([x, y]) * 1e200).coefficients[0, 1] == pytest.approx(known, rel=1e-9)


def test_infinite_is_unknown():
    table = np.array([[1.0, 1.0], [2.0, 3.0], [3.0, 2.0], [4.0, np.inf]])
    for method in METHODS:
        found = correlate(table, method=method)
        assert found.pairs[0, 1] == 3
        assert found.coefficients[0, 1] == pytest.approx(
            correlate(table[:3], method=method).coefficients[0, 1]
        )


def test_average_ranks_share_the_mean_place():
    ranks = rank_averages(np.array([[3.0], [1.0], [3.0], [np.nan]]))
    assert ranks[:3, 0].tolist() == [2.5, 1, 2.5] and np.isnan(ranks[3, 0])


def test_covariances_equal_those_of_the_units_that_both_have():
    table = table_with_holes()
    found = covary(table)
    both = np.isfinite(table[:, 0]) & np.isfinite(table[:, 1])
    assert found[0, 1] == pytest.approx(np.cov(table[both, 0], table[both, 1])[0, 1])
    assert found[2, 2] == pytest.approx(np.nanvar(table[:, 2], ddof=1))
    lonely = np.array([[1.0, np.nan], [np.nan, 2.0], [3.0, 0.1]])
    assert np.isnan(covary(lonely)[0, 1])
    assert (covary(np.column_stack([np.full(7, 0.1), np.arange(7)]))[0] == 0).all()


def test_partial_correlation_by_the_formula_for_one_control():
    rng = np.random.default_rng(1)
    z = rng.normal(size=30)
    table = rng.normal(size=(30, 2)) + z[:, None]
    r = correlate(np.column_stack([table, z])).coefficients
    wanted = (r[0, 1] - r[0, 2] * r[1, 2]) / np.sqrt((1 - r[0, 2] ** 2) * (1 - r[1, 2] ** 2))
    found = correlate_partial(table, controls=z[:, None])
    assert found.coefficients[0, 1] == pytest.approx(wanted)
    t = wanted * np.sqrt(27 / (1 - wanted**2))
    assert found.p_values[0, 1] == pytest.approx(2 * scipy.stats.t.sf(abs(t), 27))
    ranks = correlate_partial(table, controls=z[:, None], method="spearman")
    as_ranks = correlate_partial(rank_averages(table), controls=rank_averages(z[:, None]))
    assert ranks.coefficients == pytest.approx(as_ranks.coefficients)


def test_partial_correlation_with_gaps_equals_the_units_that_are_known_throughout():
    table = table_with_holes()
    controls = table[:, 4:]
    found = correlate_partial(table[:, :3], table[:, 2:4], controls=controls)
    rows = np.isfinite(table[:, [0, 3, 4, 5]]).all(axis=1)
    alone = correlate_partial(table[rows][:, [0]], table[rows][:, [3]], controls=controls[rows])
    assert found.pairs[0, 1] == rows.sum()
    assert found.coefficients[0, 1] == pytest.approx(alone.coefficients[0, 0])
    assert found.p_values[0, 1] == pytest.approx(alone.p_values[0, 0])
    double = correlate_partial(table[:, :2], controls=np.column_stack([controls, controls[:, 0] * 1e9]))
    single = correlate_partial(table[:, :2], controls=controls)
    assert double.p_values[0, 1] == pytest.approx(single.p_values[0, 1])


def test_what_the_controls_explain_wholly_has_no_partial_correlation():
    rng = np.random.default_rng(2)
    z = rng.normal(size=(20, 1))
    table = np.column_stack([3 * z + 7, rng.normal(size=20), np.full(20, 0.1)])
    found = correlate_partial(table, controls=z)
    assert np.isnan(found.coefficients[0]).all() and np.isnan(found.coefficients[2]).all()
    assert np.isfinite(found.coefficients[1, 1])
    few = correlate_partial(table[:3], controls=z[:3])
    assert np.isnan(few.p_values).all()


def test_adjusted_p_values_by_hand():
    p = np.array([0.04, 0.01, np.nan, 0.03])
    holm, false_finds = adjust_p_values(p), adjust_p_values(p, method="benjamini_hochberg")
    assert holm[[1, 3, 0]] == pytest.approx([0.03, 0.06, 0.06])
    assert false_finds[[1, 3, 0]] == pytest.approx([0.03, 0.04, 0.04])
    assert np.isnan(holm[2]) and np.isnan(false_finds[2])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
@settings(max_examples=50, deadline=None)
def test_adjusting_never_lowers_a_p_value_and_holm_is_the_stricter(p):
    p = np.array(p)
    holm, false_finds = adjust_p_values(p), adjust_p_values(p, method="benjamini_hochberg")
    assert (p <= false_finds + 1e-15).all() and (false_finds <= holm + 1e-12).all() and (holm <= 1).all()
    known = scipy.stats.false_discovery_control(p)
    assert false_finds == pytest.approx(known)
    order = np.argsort(p)
    assert (np.diff(holm[order]) >= 0).all()


def test_a_square_table_counts_every_pair_once():
    found = correlate(np.random.default_rng(3).normal(size=(20, 4)))
    adjusted = adjust_p_values(found.p_values, each_pair_twice=True)
    upper = np.triu_indices(4, 1)
    assert adjusted[upper] == pytest.approx(adjust_p_values(found.p_values[upper]))
    assert (adjusted == adjusted.T).all() and adjusted.diagonal().tolist() == [0, 0, 0, 0]
    whole = adjust_p_values(found.p_values[:2, 2:])
    assert whole.ravel() == pytest.approx(adjust_p_values(found.p_values[:2, 2:].ravel()))


def test_what_is_not_significant_is_blanked():
    found = correlate(table_with_holes())
    limit = float(np.median(found.p_values[np.triu_indices(6, 1)]))
    blanked = blank_insignificant(found, largest_p_value=limit)
    assert (np.isnan(blanked) == ~(found.p_values <= limit)).all()
    assert 0 < np.isnan(blanked).sum() < 30
    strict = blank_insignificant(found, p_values=np.ones_like(found.p_values))
    assert np.isnan(strict).all()


def test_flags_by_hand():
    base = np.arange(8.0)
    wave = np.array([1.0, -1, 1, -1, 1, -1, 1, -1])
    table = np.column_stack([base, base + 0.1 * wave, -base + wave, wave])
    found = correlate(table)
    twins = find_pairs(found, above=0.9)
    assert (twins.first.tolist(), twins.second.tolist()) == ([0], [1])
    against = find_pairs(found, below=-0.4)
    assert list(zip(against.first.tolist(), against.second.tolist(), strict=True)) == [(0, 2), (1, 2)]
    assert abs(against.coefficients[0]) >= abs(against.coefficients[1])
    inside = find_pairs(found, above=0.9, below=-0.4, groups=["a", "b", "b", "a"])
    assert list(zip(inside.first.tolist(), inside.second.tolist(), strict=True)) == [(1, 2)]
    assert inside.coefficients[0] == found.coefficients[1, 2]
    assert inside.p_values[0] == found.p_values[1, 2]
    assert len(find_pairs(found).first) == 6
    assert len(find_pairs(found, largest_p_value=1e-6).first) < 6
    assert len(find_pairs(correlate(table[:, :1])).first) == 0


def test_refusals_name_what_is_wrong():
    with pytest.raises(WrongShape, match="'other'"):
        correlate(np.zeros((3, 2)), np.zeros((4, 2)))
    with pytest.raises(WrongShape):
        correlate(np.zeros(3))
    with pytest.raises(UnknownMethod, match="guess"):
        correlate(np.zeros((3, 2)), method="guess")
    with pytest.raises(UnknownMethod, match="kendall"):
        correlate_partial(np.zeros((3, 2)), controls=np.zeros((3, 1)), method="kendall")
    with pytest.raises(WrongShape, match="'controls'"):
        correlate_partial(np.zeros((3, 2)), controls=np.zeros((2, 1)))
    with pytest.raises(UnknownAdjustment):
        adjust_p_values(np.zeros(2), method="guess")
    with pytest.raises(WrongShape):
        adjust_p_values(np.zeros((2, 3)), each_pair_twice=True)
    found = correlate(table_with_holes())
    with pytest.raises(WrongThreshold, match="'above'"):
        find_pairs(found, above=1.5)
    with pytest.raises(WrongThreshold):
        blank_insignificant(found, largest_p_value=-0.1)
    with pytest.raises(WrongShape, match="'groups'"):
        find_pairs(found, groups=["a"])
    with pytest.raises(WrongShape, match="'found'"):
        find_pairs(correlate(np.zeros((4, 2)), np.zeros((4, 3))))
