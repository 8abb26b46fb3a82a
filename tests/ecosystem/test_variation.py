# SPDX-License-Identifier: EUPL-1.2
"""Runs over data errors and method choices: kept apart, reproducible, and honest at the edges."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ecosystem.made_up_table import make_large_table, make_table

from schakel.ecosystem.choices import Choices, ChoiceSpace
from schakel.ecosystem.error_draws import draw_values
from schakel.ecosystem.method_space import enumerate_runs, list_combinations, sample_runs
from schakel.ecosystem.results import MODES
from schakel.ecosystem.spread import bound_runs, weakest_shares
from schakel.ecosystem.variation import vary
from schakel.ecosystem.weakest_links import find_weakest_links

SPACE = ChoiceSpace(
    alternatives={
        "scaling": ("value_over_mean", "minmax"),
        "aggregation": ("geometric", "product", "minimum", "bottleneck_penalty"),
        "treatment": ("winsorise",),
        "national_values": ("include",),
    }
)
FIXED = ChoiceSpace(drawn_weights=False, leave_one_out=False)


@pytest.fixture(scope="module")
def varied():
    return vary(make_large_table(40, 18), space=SPACE, n_runs=600, seed=5)


def test_ranks_and_scores_lie_in_their_intervals(varied):
    for mode in MODES:
        spread = varied.spread(mode)
        for bounds, point in (
            (spread.rank, varied.ranking.ranks),
            (spread.index, varied.index.values),
            (spread.element_score, varied.scores.scores),
        ):
            known = np.isfinite(point)
            assert (bounds.low[known] <= point[known]).all()
            assert (point[known] <= bounds.high[known]).all()
            assert np.isnan(bounds.low[~known]).all()


def test_probabilities_are_probabilities_and_nested(varied):
    for mode in MODES:
        shares = varied.weakest[mode]
        known = np.isfinite(shares[..., 0])
        assert known[:, :9].all() and not known[:, 9].any()
        found = shares[known]
        assert ((found >= 0) & (found <= 1)).all()
        assert (np.diff(found, axis=1) >= -1e-12).all()
        for k in range(3):
            assert np.nansum(shares[..., k], axis=1) == pytest.approx(np.full(2, k + 1.0), abs=0.02)
        above = varied.spread(mode).probability_above
        ranked = np.isfinite(above)
        assert ((above[ranked] >= 0) & (above[ranked] <= 1)).all()
        assert above[0, 1] + above[1, 0] == pytest.approx(1)
        assert above[0, 0] == pytest.approx(0.5)


def test_same_seed_same_result_other_seed_other_runs():
    table = make_large_table(20, 9)
    one, same, other = (vary(table, space=SPACE, n_runs=400, seed=s) for s in (1, 1, 2))
    for mode in MODES:
        assert np.array_equal(one.spread(mode).index.low, same.spread(mode).index.low, equal_nan=True)
        assert np.array_equal(one.weakest[mode], same.weakest[mode], equal_nan=True)
    assert not np.array_equal(one.data.index.low, other.data.index.low)


def test_without_error_and_alternatives_nothing_varies():
    found = vary(make_large_table(15, 9, error=0.0, missing=0), space=FIXED, n_runs=50)
    for mode in MODES:
        assert np.array_equal(found.spread(mode).rank.low, found.spread(mode).rank.high)
    assert found.n_groups == 15
    assert not found.cannot_be_told_apart.any()
    assert find_weakest_links(found).per_target[0].is_single


def test_larger_errors_widen_the_intervals_and_merge_groups():
    small, large = (
        vary(make_large_table(30, 9, error=e, missing=0), space=FIXED, n_runs=300) for e in (0.02, 0.3)
    )
    assert (small.data.rank.high - small.data.rank.low).mean() < (
        large.data.rank.high - large.data.rank.low
    ).mean()
    assert small.n_groups > large.n_groups
    assert small.cannot_be_told_apart.sum() < large.cannot_be_told_apart.sum()


def test_a_region_with_a_missing_element_gets_a_wider_interval():
    table = make_large_table(30, 9, error=0.05, missing=0)
    values = table.values.copy()
    values[9, 4] = np.nan
    holed = replace(table, values=values, reasons=np.where(np.isfinite(values), "", "missing").astype(object))
    whole = vary(table, space=FIXED, n_runs=500).data.index
    missing = vary(holed, space=FIXED, n_runs=500).data.index
    assert missing.high[9] - missing.low[9] > 1.3 * (whole.high[9] - whole.low[9])


def test_a_value_measured_once_moves_its_regions_together():
    groups = [[0], [0], [1], [2]]
    table = make_table(
        [[10.0], [10.0], [12.0], [9.0]], elements=["talent"], errors=[("relative", 0.1)], groups=groups
    )
    draws = draw_values(table, n_runs=200, rng=np.random.default_rng(1))
    assert np.array_equal(draws[:, 0], draws[:, 1])
    assert not np.array_equal(draws[:, 0], draws[:, 2])


@pytest.mark.parametrize(
    ("error", "scale", "deviation"),
    [
        (("absolute", 2.0), "interval", 2.0),
        (("relative", 0.1), "ratio", 10.0),
        (("relative", 0.1), "interval", 10.0),
        (("rounding", 6.0), "ratio", 6 / np.sqrt(12)),
    ],
)
def test_draws_have_the_declared_spread(error, scale, deviation):
    table = make_table([[100.0], [100.0]], elements=["talent"], errors=[error], scales=[scale])
    draws = draw_values(table, n_runs=20_000, rng=np.random.default_rng(2))
    assert draws[:, 0, 0].std() == pytest.approx(deviation, rel=0.03)
    assert np.median(draws[:, 0, 0]) == pytest.approx(100, abs=0.2)


def test_counts_vary_as_counts_and_zero_is_not_certain():
    """400 events of 0.5 each: value 200, spread 0.5 * sqrt(400); zero events may hide a rate."""
    table = make_table(
        [[200.0], [0.0]], elements=["talent"], errors=[("poisson", 1.0)], event_sizes=[[0.5], [0.5]]
    )
    draws = draw_values(table, n_runs=20_000, rng=np.random.default_rng(3))[:, :, 0]
    assert draws[:, 0].std() == pytest.approx(10, rel=0.03)
    assert draws.min() >= 0 and draws[:, 1].max() > 0.5


def test_a_ratio_never_turns_negative_and_unknown_stays_unknown():
    table = make_table([[1.0], [50.0], [np.nan]], elements=["talent"], errors=[("absolute", 5.0)])
    draws = draw_values(table, n_runs=500, rng=np.random.default_rng(4))
    assert draws[:, 0].min() == 0.5
    assert np.isnan(draws[:, 2]).all()


def test_infeasible_combinations_are_left_out_with_the_reason_and_the_rest_is_complete():
    feasible, excluded = list_combinations(SPACE)
    assert len(feasible) == (3 * 5 - 2) * 2 * 2
    assert {(e.scaling, e.aggregation) for e in excluded} == {("minmax", "geometric"), ("minmax", "product")}
    assert {e.reason for e in excluded} == {"zero_under_product"}


def test_enumeration_gives_every_combination_and_kind_of_weights_the_same_mass():
    measured = np.array([True, True, True, False])
    runs = enumerate_runs(
        SPACE, measured=measured, base=np.ones(4), n_runs=1000, rng=np.random.default_rng(1)
    )
    assert runs.mass.sum() == pytest.approx(1)
    assert np.bincount(runs.combination, weights=runs.mass) == pytest.approx(np.full(52, 1 / 52))
    assert np.bincount(runs.weight_kind, weights=runs.mass) == pytest.approx(np.full(3, 1 / 3))
    assert runs.n_runs <= 1000
    assert (runs.element_weights[runs.weight_kind == 1] == 0).sum(axis=1).tolist() == [1] * (52 * 3)


def test_too_many_combinations_become_spread_out_points():
    runs = enumerate_runs(
        SPACE, measured=np.ones(9, dtype=bool), base=np.ones(9), n_runs=256, rng=np.random.default_rng(1)
    )
    assert runs.n_runs == 256
    assert np.bincount(runs.combination, minlength=52).min() >= 2
    points = sample_runs(
        FIXED, measured=np.ones(3, dtype=bool), base=np.ones(3), n_runs=10, rng=np.random.default_rng(1)
    )
    assert (points.element_weights == 1).all()


def test_flips_say_what_one_other_choice_does(varied):
    for flip in varied.flips:
        row = varied.scores.units.index(flip.target)
        if flip.holds:
            assert varied.data.rank.low[row] <= flip.rank <= varied.data.rank.high[row]
    assert {f.choice for f in varied.flips} == {
        "scaling",
        "aggregation",
        "treatment",
        "national_values",
        "leave_out",
    }
    by_target = [i for i in varied.influences if i.target == "R1"]
    assert [i.mean_shift for i in by_target] == sorted((i.mean_shift for i in by_target), reverse=True)
    assert {i.choice for i in by_target} >= {"weights", "scaling"}


def test_the_rank_set_for_all_regions_is_wide_enough_for_the_rank(varied):
    ranked = np.isfinite(varied.ranking.ranks)
    assert (varied.rank_sets[ranked, 0] <= varied.ranking.ranks[ranked]).all()
    assert (varied.ranking.ranks[ranked] <= varied.rank_sets[ranked, 1]).all()
    assert (varied.groups[ranked] >= 1).all()
    assert (np.diff(varied.groups[ranked][np.argsort(varied.ranking.ranks[ranked])]) >= 0).all()


def test_weakest_set_reaches_its_coverage_and_names_what_is_not_measured(varied):
    links = find_weakest_links(varied)
    for found in (links.together, *links.per_target):
        probabilities = [link.probability for link in found.links]
        assert sum(probabilities) >= 0.9
        assert sum(probabilities[:-1]) < 0.9
        assert probabilities == sorted(probabilities, reverse=True)
    assert links.not_measured == ("leadership",)
    assert links.partly_measured == ()


def test_one_weakest_link_needs_the_data_behind_it(varied):
    sure = {m: np.zeros((1, 2, 3)) for m in MODES}
    for mode in MODES:
        sure[mode][0, 0] = [0.95, 1, 1]
        sure[mode][0, 1] = [0.05, 1, 1]
    small = replace(varied, targets=("R1",), scores=replace(varied.scores, elements=("a", "b")), weakest=sure)
    assert find_weakest_links(small).together.is_single
    unsure = {**sure, "data": np.array([[[0.6, 1, 1], [0.4, 1, 1]]])}
    assert not find_weakest_links(replace(small, weakest=unsure)).together.is_single


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_equal_masses_give_the_same_bounds_as_no_masses(values):
    runs = np.array(values)[:, None]
    mass = np.full(len(values), 1 / len(values))
    one, other = (bound_runs(runs, mass=m, value=runs[0]) for m in (None, mass))
    assert one.low.tolist() == other.low.tolist()
    assert one.high.tolist() == other.high.tolist()


def test_tied_elements_share_the_weakest_place():
    found = weakest_shares(np.array([[[1.0, 1.0, 2.0]]]), measured=np.array([[True, True, True]]), mass=None)
    assert found[0].tolist() == [[1, 1, 1], [1, 1, 1], [0, 0, 1]]


def test_default_choices_of_a_space_come_first():
    space = ChoiceSpace(default=Choices(scaling="minmax"), alternatives={"scaling": ("z_exp", "minmax")})
    assert space.codes("scaling") == ("minmax", "z_exp")
