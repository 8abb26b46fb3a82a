# SPDX-License-Identifier: EUPL-1.2
"""Penalty for bottleneck: the general form, the benchmark step, equalised averages, and refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.aggregating.bottleneck import (
    CannotEqualise,
    NotAboveZero,
    WrongPenalty,
    WrongPercentile,
    aggregate_bottleneck,
    equalise_averages,
    normalise_to_benchmark,
    penalise_bottleneck,
)
from schakel.composite.bad_input import NothingKnown, WrongShape

PILLARS = np.array([[0.2, 0.7, 1.2]])


def profiles(k=4):
    row = st.lists(st.floats(0.05, 1), min_size=k, max_size=k)
    return st.lists(row, min_size=2, max_size=6).map(np.array)


def test_the_general_form_by_hand():
    found = penalise_bottleneck(PILLARS, size=0.8, steepness=0.5)
    assert found == pytest.approx(0.2 + 0.8 * (1 - np.exp(-0.5 * np.array([[0.0, 0.5, 1.0]]))))
    found = penalise_bottleneck(PILLARS, form="logarithmic", size=0.8, steepness=0.5)
    assert found == pytest.approx(0.2 + 0.8 * np.log(1 + 0.5 * np.array([[0.0, 0.5, 1.0]])))
    held = aggregate_bottleneck(PILLARS, size=0.8, steepness=0.5)
    assert held == pytest.approx((0.2 + 0.8 * (1 - np.exp(-0.5 * np.array([0.0, 0.5, 1.0])))).mean())


def test_the_largest_penalty_within_0_and_1_is_that_of_the_literature():
    lowest = np.array([[0.0, 1.0]])
    assert 1 - penalise_bottleneck(lowest)[0, 1] == pytest.approx(np.exp(-1))
    assert 1 - penalise_bottleneck(lowest, form="logarithmic")[0, 1] == pytest.approx(1 - np.log(2))


@given(profiles(), st.floats(0.1, 1), st.floats(0.1, 1), st.sampled_from(["exponential", "logarithmic"]))
@settings(max_examples=60, deadline=None)
def test_every_size_and_steepness_keeps_the_weakest_and_rises_with_every_pillar(table, size, steep, form):
    held = penalise_bottleneck(table, form=form, size=size, steepness=steep)
    assert held.min(axis=1) == pytest.approx(table.min(axis=1))
    assert (held <= table + 1e-12).all()
    for column in range(table.shape[1]):
        raised = table.copy()
        raised[:, column] += 0.2
        before = aggregate_bottleneck(table, form=form, size=size, steepness=steep)
        after = aggregate_bottleneck(raised, form=form, size=size, steepness=steep)
        assert (after >= before - 1e-12).all()


def test_the_benchmark_cuts_off_the_top_and_divides():
    values = np.column_stack([np.arange(1.0, 22.0), np.arange(1.0, 22.0) * 10])
    found = normalise_to_benchmark(values)
    # the 95th percentile of 1 to 21 is 20
    assert found[:, 0].tolist() == (np.minimum(np.arange(1.0, 22.0), 20) / 20).tolist()
    assert found[:, 1] == pytest.approx(found[:, 0])
    assert (found.max(axis=0) == 1).all()
    whole = normalise_to_benchmark(values, percentile=100)
    assert whole == pytest.approx(values / values.max(axis=0))


def test_the_benchmark_skips_the_unknown_and_takes_each_draw_by_itself():
    rng = np.random.default_rng(1)
    draws = rng.random((3, 30, 2))
    draws[:, 4, 0] = np.nan
    found = normalise_to_benchmark(draws)
    assert np.isnan(found[:, 4, 0]).all()
    for draw in range(3):
        assert found[draw] == pytest.approx(normalise_to_benchmark(draws[draw]), nan_ok=True)
    without = np.delete(draws[0], 4, axis=0)
    assert found[0][:, 0][np.isfinite(found[0][:, 0])] == pytest.approx(normalise_to_benchmark(without)[:, 0])


@given(profiles())
@settings(max_examples=50, deadline=None)
def test_equalised_pillars_have_the_grand_mean_and_keep_their_order(table):
    table = table * 0.9  # nobody at 1, so that every mean can be reached
    equal = equalise_averages(table)
    assert equal.mean(axis=0) == pytest.approx(np.full(4, table.mean()), rel=1e-9)
    above = table[:, None] > table[None]
    assert (equal[:, None] >= equal[None])[above].all()
    assert (equal[:, None] > equal[None])[table[:, None] > table[None] * (1 + 1e-9)].all()


def test_equalising_draws_equals_separate_calls_and_skips_the_unknown():
    rng = np.random.default_rng(2)
    draws = rng.uniform(0.1, 0.9, size=(3, 8, 4))
    draws[1, 2, 3] = np.nan
    found = equalise_averages(draws)
    for draw in range(3):
        assert found[draw] == pytest.approx(equalise_averages(draws[draw]), nan_ok=True)
    means = np.nanmean(draws[1], axis=0).mean()
    assert np.nanmean(found[1], axis=0) == pytest.approx(np.full(4, means))


def test_the_chain_from_raw_figures_to_an_index():
    rng = np.random.default_rng(3)
    raw = rng.lognormal(size=(60, 5)) * [1, 10, 100, 0.1, 5]
    shares = normalise_to_benchmark(raw)
    pillars = equalise_averages(shares)
    index = 100 * aggregate_bottleneck(pillars)
    assert index.min() > 0
    assert index.max() <= 100
    assert pillars.mean(axis=0) == pytest.approx(np.full(5, shares.mean()))


def test_refusals():
    for wrong in ({"size": 0.0}, {"size": 1.1}, {"steepness": -1.0}, {"steepness": np.nan}):
        with pytest.raises(WrongPenalty):
            penalise_bottleneck(PILLARS, **wrong)
    names = {"units": ["A", "B"], "indicators": ["x", "y"]}
    with pytest.raises(NotAboveZero, match=r"'B' has 0.*'y'"):
        normalise_to_benchmark(np.array([[1.0, 1.0], [1.0, 0.0]]), **names)
    with pytest.raises(NothingKnown, match="'y'"):
        normalise_to_benchmark(np.array([[1.0, np.nan], [1.0, np.nan]]), indicators=["x", "y"])
    for percentile in (0, 101, np.nan):
        with pytest.raises(WrongPercentile):
            normalise_to_benchmark(PILLARS, percentile=percentile)
    with pytest.raises(NothingKnown, match="'y'"):
        equalise_averages(np.array([[0.5, np.nan], [0.4, np.nan]]), indicators=["x", "y"])
    with pytest.raises(CannotEqualise, match="'y'"):
        # three of four units have 1 on y: no power brings its mean below 0.75, the grand mean is lower
        table = np.column_stack([[0.1, 0.2, 0.3, 0.4], [1.0, 1.0, 1.0, 0.5]])
        equalise_averages(table, indicators=["x", "y"])
    with pytest.raises(WrongShape):
        equalise_averages(np.array([0.5, 0.6]))
