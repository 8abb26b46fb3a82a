# SPDX-License-Identifier: EUPL-1.2
"""Benefit of the doubt against a few units: limits, an exact expectation, odd units, and refusals."""

from itertools import product

import numpy as np
import pytest

from schakel.composite.aggregating.benefit_of_doubt import (
    NegativeUnderDoubt,
    NoSuchShares,
    give_benefit_of_doubt,
)
from schakel.composite.aggregating.benefit_of_doubt_robust import (
    WrongCount,
    ZeroUnderRobustDoubt,
    give_robust_benefit_of_doubt,
    score_expected_dominance,
)
from schakel.composite.bad_input import WrongShape
from schakel.composite.normalising.normalise import ConstantIndicator

FOUR = np.array([[4.0, 1.0], [1.0, 4.0], [2.5, 2.5], [1.25, 1.25]])


def generator():
    return np.random.default_rng(11)


def test_with_many_units_in_a_draw_it_is_the_ordinary_score():
    found = give_robust_benefit_of_doubt(FOUR, rng=generator(), n_peers=200, n_draws=5)
    assert found.scores == pytest.approx(give_benefit_of_doubt(FOUR).scores)
    assert found.standard_errors == pytest.approx(np.zeros(4), abs=1e-12)
    assert found.share_at_top.tolist() == [1, 1, 1, 0]


def test_against_one_other_unit_by_all_draws():
    """One peer i: the score is the largest ratio x_cj / x_ij; its mean is over four equal chances."""
    found = give_robust_benefit_of_doubt(FOUR, rng=generator(), n_peers=1, n_draws=4000)
    exact = (FOUR[:, None, :] / FOUR[None, :, :]).max(axis=2).mean(axis=1)
    assert (np.abs(found.scores - exact) <= 4 * found.standard_errors).all()
    assert (found.standard_errors > 0).all()


def test_it_falls_towards_the_ordinary_score_as_more_units_are_drawn():
    values = 1 + np.random.default_rng(4).random((30, 3))
    few, more = (
        give_robust_benefit_of_doubt(values, rng=generator(), n_peers=m, n_draws=60) for m in (5, 60)
    )
    plain = give_benefit_of_doubt(values).scores
    assert (few.scores > more.scores).all()
    assert (more.scores >= plain - 1e-9).all()


def test_one_odd_unit_hardly_moves_the_others():
    values = 1 + np.random.default_rng(6).random((40, 3))
    odd = np.vstack([values, [20.0, 20.0, 20.0]])
    plain = give_benefit_of_doubt(odd).scores[:-1] / give_benefit_of_doubt(values).scores
    assert plain.max() < 0.15
    robust = [
        give_robust_benefit_of_doubt(table, rng=generator(), n_peers=8, n_draws=300).scores
        for table in (odd, values)
    ]
    assert (robust[0][:-1] / robust[1]).min() > 0.6
    assert robust[0][-1] > 5


def test_bounds_hold_and_the_same_source_gives_the_same_draws():
    shares = (0.25, 0.75)
    found, again = (
        give_robust_benefit_of_doubt(FOUR, rng=generator(), n_peers=3, n_draws=20, weight_shares=shares)
        for _ in range(2)
    )
    free = give_robust_benefit_of_doubt(FOUR, rng=generator(), n_peers=3, n_draws=20)
    assert found.scores.tolist() == again.scores.tolist()
    assert (found.scores <= free.scores + 1e-9).all()


def test_expected_dominance_equals_the_mean_over_every_possible_draw():
    found = score_expected_dominance(FOUR, n_peers=3)
    for own, score in zip(FOUR, found, strict=True):
        largest = [
            max((FOUR[peer] / own).min() for peer in draw) for draw in product(range(len(FOUR)), repeat=3)
        ]
        assert score == pytest.approx(1 / np.mean(largest))


def test_expected_dominance_is_free_of_units_of_measurement_and_order():
    values = 1 + np.random.default_rng(8).random((12, 4))
    rows = np.random.default_rng(9).permutation(12)
    moved = score_expected_dominance(values[rows] * [1, 100, 0.01, 5], n_peers=4)
    assert moved == pytest.approx(score_expected_dominance(values, n_peers=4)[rows])


def test_a_unit_with_an_unknown_value_is_never_drawn():
    holed = np.vstack([FOUR, [np.nan, 900.0]])
    assert score_expected_dominance(holed, n_peers=3)[:4] == pytest.approx(
        score_expected_dominance(FOUR, n_peers=3)
    )
    assert np.isnan(score_expected_dominance(holed, n_peers=3)[4])
    found = give_robust_benefit_of_doubt(holed, rng=generator(), n_peers=3, n_draws=10)
    assert np.isfinite(found.scores[:4]).all()
    assert np.isnan(found.scores[4])
    unknown = give_robust_benefit_of_doubt(np.full((2, 2), np.nan), rng=generator(), n_peers=3, n_draws=10)
    assert np.isnan(unknown.scores).all()


def test_refusals():
    zero = FOUR.copy()
    zero[1, 0] = 0
    with pytest.raises(ZeroUnderRobustDoubt, match="'B' has 0 on 'x'"):
        score_expected_dominance(zero, n_peers=2, units=["A", "B", "C", "D"], indicators=["x", "y"])
    with pytest.raises(NegativeUnderDoubt):
        score_expected_dominance(-FOUR, n_peers=2)
    with pytest.raises(WrongCount, match="n_peers"):
        score_expected_dominance(FOUR, n_peers=0)
    with pytest.raises(WrongCount, match="n_draws"):
        give_robust_benefit_of_doubt(FOUR, rng=generator(), n_peers=2, n_draws=1)
    with pytest.raises(WrongShape):
        score_expected_dominance(np.ones(3), n_peers=2)
    with pytest.raises(NoSuchShares):
        give_robust_benefit_of_doubt(FOUR, rng=generator(), n_peers=2, weight_shares=(0.6, 1.0))
    with pytest.raises(ConstantIndicator):
        give_robust_benefit_of_doubt(np.column_stack([FOUR, np.ones(4)]), rng=generator(), n_peers=2)
