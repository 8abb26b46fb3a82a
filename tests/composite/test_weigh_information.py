# SPDX-License-Identifier: EUPL-1.2
"""Weights by entropy, standard deviation and conflict (CRITIC): by hand and from published examples."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.bad_input import NothingKnown
from schakel.composite.describing.correlate import UnknownMethod
from schakel.composite.normalising.normalise import ConstantIndicator, NegativeValue
from schakel.composite.weighing.weigh_information import (
    NothingTold,
    UnknownRelation,
    weigh_by_conflict,
    weigh_by_deviation,
    weigh_by_entropy,
)

ALL = [weigh_by_entropy, weigh_by_deviation, weigh_by_conflict]


def test_entropy_by_hand():
    """Shares (1/2, 1/2, 0) have entropy ln 2 / ln 3, shares (1/4, 1/4, 1/2) 1.5 ln 2 / ln 3."""
    values = np.array([[5.0, 1.0, 7.0], [5.0, 1.0, 7.0], [0.0, 2.0, 7.0]])
    told = 1 - np.array([1.0, 1.5]) * np.log(2) / np.log(3)
    found = weigh_by_entropy(values)
    assert found == pytest.approx(np.array([told[0], told[1], 0]) / told.sum())
    assert found[2] == 0


def test_entropy_weights_of_elsayed_dawood_and_karthikeyan_2017():
    """Published in Int. J. Eng. Trends Technol. 46, 60-66: 12 alternatives, 5 criteria."""
    values = np.array(
        [
            [7, 312, 1891, 6613, 163],
            [72, 88, 728, 941804, 1078],
            [10, 252, 2594, 3466, 117471],
            [10, 145, 980, 2371, 86329],
            [65, 54, 350, 501, 29897],
            [29, 48, 380, 912, 34051],
            [7, 476, 3300, 78470, 2212],
            [70, 87, 650, 733, 819000],
            [4, 86, 591, 3015, 103],
            [12, 79, 579, 3240, 96098],
            [21, 45, 261, 1253, 453],
            [1, 72, 530, 4333, 0.1048],
        ]
    )
    published = [0.104991, 0.069124, 0.071373, 0.449937, 0.304575]
    assert weigh_by_entropy(values) == pytest.approx(published, abs=5e-7)


def test_deviation_by_hand():
    """Min-max places (0, 1/2, 1) and (0, 0, 1): deviations 1/2 and 1 / sqrt(3)."""
    values = np.array([[0.0, 5.0], [10.0, 5.0], [20.0, 9.0]])
    wanted = np.array([0.5, 1 / np.sqrt(3)])
    assert weigh_by_deviation(values) == pytest.approx(wanted / wanted.sum())


def test_deviation_weights_of_jahan_and_edwards_2013():
    """Published in Materials and Design 49, 1000-1008, to two decimals."""
    values = np.array(
        [
            [0, 0, 0],
            [0.39, 0.3, 0.77],
            [0.17, 0.36, 0.8],
            [0.35, 0.29, 0.93],
            [0.3, 0.4, 0.94],
            [0.84, 0.71, 1],
            [1, 1, 0.99],
        ]
    )
    assert weigh_by_deviation(values) == pytest.approx([0.35, 0.31, 0.34], abs=0.005)


def test_conflict_by_hand():
    """Two that agree wholly and one against both: conflicts 2, 2 and 4 with equal deviations."""
    values = np.array([[0.0, 0.0, 2.0], [1.0, 10.0, 1.0], [2.0, 20.0, 0.0]])
    assert weigh_by_conflict(values) == pytest.approx([0.25, 0.25, 0.5])


def test_conflict_weights_of_diakoulaki_1995_and_of_tus_and_adali_2019():
    """Computers and Operations Research 22, 763-770 (8 firms); Opsearch 56, 528-538 (3 decimals)."""
    firms = np.array(
        [
            [61, 1.08, 4.33],
            [20.7, 0.26, 4.34],
            [16.3, 1.98, 2.53],
            [9, 3.29, 1.65],
            [5.4, 2.77, 2.33],
            [4, 4.12, 1.21],
            [-6.1, 3.52, 2.10],
            [-34.6, 3.31, 0.98],
        ]
    )
    assert weigh_by_conflict(firms) == pytest.approx([0.20222554, 0.48090173, 0.31687273], abs=5e-9)
    ranks = weigh_by_conflict(firms, method="spearman")
    assert ranks == pytest.approx([0.21454645, 0.4898563, 0.29559726], abs=5e-9)
    software = np.array(
        [
            [5000, 3, 3, 4, 3, 2],
            [680, 5, 3, 2, 2, 1],
            [2000, 3, 2, 3, 4, 3],
            [600, 4, 3, 1, 2, 2],
            [800, 2, 4, 3, 3, 4.0],
        ]
    )
    published = [0.157, 0.249, 0.168, 0.121, 0.154, 0.151]
    assert weigh_by_conflict(software) == pytest.approx(published, abs=5e-4)


@given(st.integers(0, 300))
@settings(max_examples=25, deadline=None)
def test_weights_follow_the_indicators_and_forget_their_unit_of_measurement(seed):
    rng = np.random.default_rng(seed)
    values, order = rng.gamma(2.0, size=(12, 4)), rng.permutation(4)
    for weigh in ALL:
        found = weigh(values)
        assert found.sum() == pytest.approx(1) and (found >= 0).all()
        mixed = weigh(values[rng.permutation(12)][:, order] * [1, 1000, 0.01, 7])
        assert mixed == pytest.approx(found[order])
        draws = weigh(np.stack([values, values**2]))
        assert draws[0] == pytest.approx(found) and draws[1] == pytest.approx(weigh(values**2))


def test_turning_an_indicator_mirrors_spread_but_not_conflict():
    values = np.random.default_rng(1).normal(size=(15, 3))
    turned = values * [1, 1, -1]
    assert weigh_by_deviation(turned) == pytest.approx(weigh_by_deviation(values))
    assert weigh_by_conflict(turned)[2] != pytest.approx(weigh_by_conflict(values)[2])


def test_unknown_values_are_left_out():
    values = np.array([[1.0, 4.0], [2.0, 6.0], [4.0, 5.0], [3.0, 9.0]])
    holed = np.vstack([values, [np.nan, np.nan]])
    for weigh in ALL:
        assert weigh(holed) == pytest.approx(weigh(values))


def test_weights_by_information_refuse_what_tells_nothing():
    values = np.array([[1.0, 2.0], [1.0, 3.0], [1.0, 5.0]])
    for weigh in (weigh_by_deviation, weigh_by_conflict):
        with pytest.raises(ConstantIndicator, match="'a'"):
            weigh(values, indicators=["a", "b"])
    assert weigh_by_entropy(values).tolist() == [0, 1]
    with pytest.raises(NothingTold):
        weigh_by_entropy(values[:, :1])
    with pytest.raises(NothingTold):
        weigh_by_conflict(np.column_stack([values[:, 1], 2 * values[:, 1]]))
    with pytest.raises(NegativeValue, match=r"'second'.*-1.*'b'"):
        weigh_by_entropy(np.array([[1.0, 2], [2, -1]]), units=["first", "second"], indicators=["a", "b"])
    nothing = np.column_stack([values[:, 1], np.full(3, np.nan)])
    with pytest.raises(NothingKnown, match="'b'"):
        weigh_by_entropy(nothing, indicators=["a", "b"])
    apart = np.array([[1.0, np.nan], [2.0, np.nan], [np.nan, 1.0], [np.nan, 2.0]])
    with pytest.raises(UnknownRelation, match="'a' and 'b'"):
        weigh_by_conflict(apart, indicators=["a", "b"])
    with pytest.raises(UnknownMethod):
        weigh_by_conflict(values[:, 1:], method="guess")
    assert weigh_by_entropy(np.array([[0.0], [0.0], [4.0]])).tolist() == [1]
