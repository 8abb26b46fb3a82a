# SPDX-License-Identifier: EUPL-1.2
"""Necessary conditions: ceilings, bottleneck table, permutation test and leaving units out."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from schakel.composite.bad_input import NothingKnown, WrongShape
from schakel.composite.necessity import significance
from schakel.composite.necessity.bottleneck_table import (
    NoMaximum,
    WrongLevels,
    find_short_units,
    tabulate_bottlenecks,
    write_bottlenecks,
)
from schakel.composite.necessity.ceilings import measure_ceiling
from schakel.composite.necessity.leave_out import leave_out_units
from schakel.composite.necessity.pairs import (
    ConstantCondition,
    ConstantOutcome,
    OutcomeOutsideScope,
    OutsideScope,
    Scope,
)
from schakel.composite.necessity.significance import NoPermutations, permute_necessity

STAIRS, LINE, HULL, LINEAR = FORMS = (
    "free_disposal_hull",
    "regression_through_peers",
    "varying_returns_hull",
    "linear_programme",
)
CORNERS = ("high_for_high", "low_for_high", "high_for_low", "low_for_low")
# peers are (0, 1), (2, 4) and (6, 8); the scope is 10 by 7
CONDITION = np.array([[0.0], [2.0], [4.0], [6.0], [10.0]])
OUTCOME = np.array([1.0, 4.0, 3.0, 8.0, 5.0])


def grids():
    triple = st.tuples(*[st.integers(0, 6)] * 3)
    return st.lists(triple, min_size=3, max_size=9).map(lambda rows: np.array(rows, dtype=float))


def split(table):
    assume((np.ptp(table, axis=0) > 0).all())
    return table[:, :2], table[:, 2]


def test_the_four_ceilings_by_hand():
    found = {form: measure_ceiling(CONDITION, OUTCOME, ceiling=form) for form in FORMS}
    # stairs: 2 wide and 7 high, then 4 wide and 4 high
    assert found[STAIRS].zone.tolist() == [30.0]
    assert found[STAIRS].scope_area.tolist() == [70.0]
    assert found[STAIRS].effect_size == pytest.approx([30 / 70])
    assert found[STAIRS].is_peer.ravel().tolist() == [True, True, False, True, False]
    # least squares through the peers: slope 8/7, intercept 9/7, at the top for 47/8
    assert found[LINE].slope == pytest.approx([8 / 7])
    assert found[LINE].intercept == pytest.approx([9 / 7])
    assert found[LINE].zone == pytest.approx([47 / 8 * 47 / 7 / 2])
    assert found[LINE].n_above.tolist() == [1.0] and found[LINE].accuracy == pytest.approx([0.8])
    assert found[LINE].fit == pytest.approx([47 / 8 * 47 / 7 / 2 / 30])
    # hull: trapezia of 2 by (7 + 4) / 2 and of 4 by (4 + 0) / 2
    assert found[HULL].zone == pytest.approx([19.0])
    # the mean condition of the peers, 8/3, lies under the edge from (2, 4) to (6, 8)
    assert found[LINEAR].slope == pytest.approx([1.0]) and found[LINEAR].intercept == pytest.approx([2.0])
    assert found[LINEAR].zone == pytest.approx([18.0])
    assert found[LINEAR].is_peer.ravel().tolist() == [False, True, False, True, False]


def test_inefficiencies_by_hand():
    stairs = measure_ceiling(CONDITION, OUTCOME)
    assert stairs.condition_inefficiency == pytest.approx([0.4])
    assert stairs.outcome_inefficiency == pytest.approx([0.0])
    line = measure_ceiling(CONDITION, OUTCOME, ceiling=LINE)
    assert line.condition_inefficiency == pytest.approx([(10 - 47 / 8) / 10])
    assert line.outcome_inefficiency == pytest.approx([(9 / 7 - 1) / 7])


@pytest.mark.parametrize("form", FORMS)
def test_the_unit_of_the_outcome_does_not_matter(form):
    """A slope far below one thousandth is a slope like any other."""
    plain = measure_ceiling(CONDITION, OUTCOME, ceiling=form)
    small = measure_ceiling(1e4 * CONDITION + 5, 1e-6 * OUTCOME - 3, ceiling=form)
    for name in ("effect_size", "accuracy", "fit", "condition_inefficiency", "outcome_inefficiency"):
        assert getattr(small, name) == pytest.approx(getattr(plain, name), abs=1e-6), name
    tables = [tabulate_bottlenecks(one) for one in (plain, small)]
    assert tables[1].required == pytest.approx(tables[0].required, abs=1e-4, nan_ok=True)


def test_limits_by_theory_by_hand():
    scope = Scope(np.array([[-10.0, np.nan]]), np.array([0.0, 10.0]))
    found = measure_ceiling(CONDITION, OUTCOME, scope=scope)
    # left of all units 10 by 10, then 2 by 9, 4 by 6 and 4 by 2
    assert found.zone.tolist() == [150.0] and found.effect_size.tolist() == [0.75]
    mirrored = measure_ceiling(
        -CONDITION, OUTCOME, corner="low_for_high", scope=Scope(np.array([[np.nan, 10.0]]), scope.outcome)
    )
    assert mirrored.effect_size.tolist() == [0.75]
    assert tabulate_bottlenecks(found, levels=np.array([95.0])).not_available.all()


def test_one_peer_leaves_no_corner_and_no_line():
    outcome = np.array([9.0, 4.0, 3.0, 8.0, 5.0])
    for form in FORMS:
        found = measure_ceiling(CONDITION, outcome, ceiling=form)
        assert found.effect_size.tolist() == [0.0] and np.isnan(found.slope).all(), form
        assert np.isnan(found.condition_inefficiency).all()
        assert tabulate_bottlenecks(found).not_necessary.all()


def test_units_at_the_same_place_are_peers_together_and_weigh_twice_in_the_regression():
    twice = np.vstack([CONDITION, [[2.0]]]), np.append(OUTCOME, 4.0)
    assert measure_ceiling(*twice).is_peer.ravel().tolist() == [True, True, False, True, False, True]
    assert measure_ceiling(*twice).effect_size == pytest.approx([30 / 70])
    slope, intercept = np.polyfit([0, 2, 2, 6], [1, 4, 4, 8], 1)
    line = measure_ceiling(*twice, ceiling=LINE)
    assert (line.slope[0], line.intercept[0]) == pytest.approx((slope, intercept))
    assert measure_ceiling(*twice, ceiling=HULL).zone == pytest.approx([19.0])


@given(grids())
@settings(max_examples=60, deadline=None)
def test_the_stairs_equal_a_count_of_empty_cells(table):
    conditions, outcome = split(table)
    found = measure_ceiling(conditions, outcome)
    for place, condition in enumerate(conditions.T):
        steps = np.arange(condition.min(), condition.max())
        heights = [outcome.max() - outcome[condition <= step].max() for step in steps]
        assert found.zone[place] == pytest.approx(sum(heights))
        peers = [
            y > outcome[condition < x].max(initial=-1) and y == outcome[condition <= x].max()
            for x, y in zip(condition, outcome, strict=True)
        ]
        assert found.is_peer[:, place].tolist() == peers


@given(grids())
@settings(max_examples=60, deadline=None)
def test_a_hull_lies_above_the_stairs_and_a_line_above_the_hull(table):
    conditions, outcome = split(table)
    stairs, hull, line = (measure_ceiling(conditions, outcome, ceiling=f) for f in (STAIRS, HULL, LINEAR))
    assert (hull.zone <= stairs.zone + 1e-9).all() and (line.zone <= hull.zone + 1e-9).all()
    assert (line.n_above == 0).all()


@given(grids())
@settings(max_examples=60, deadline=None)
def test_the_line_is_an_optimum_of_the_linear_programme(table):
    """With ties several lines are optimal, so the total height over the peers is compared."""
    conditions, outcome = split(table)
    stairs, line = (measure_ceiling(conditions, outcome, ceiling=form) for form in (STAIRS, LINEAR))
    for place in np.flatnonzero(np.isfinite(line.slope)):
        x, y = conditions[stairs.is_peer[:, place], place], outcome[stairs.is_peer[:, place]]
        heights = np.stack([np.ones(len(x)), x], axis=1)
        best = linprog(heights.sum(axis=0), A_ub=-heights, b_ub=-y, bounds=[(None, None), (0, None)])
        own = line.intercept[place] + line.slope[place] * x
        assert (own >= y - 1e-9).all()
        assert own.sum() == pytest.approx(best.fun)


@given(grids())
@settings(max_examples=60, deadline=None)
def test_the_hull_is_the_least_concave_ceiling(table):
    """Its height at every whole x is the highest chord over the peers; between peers it is straight."""
    conditions, outcome = split(table)
    stairs, hull = (measure_ceiling(conditions, outcome, ceiling=form) for form in (STAIRS, HULL))
    for place, is_peer in enumerate(stairs.is_peer.T):
        x, y = conditions[is_peer, place], outcome[is_peer]
        grid = np.arange(x.min(), conditions[:, place].max() + 1)
        chords = [
            np.where((a <= grid) & (grid <= c), b + (d - b) * (grid - a) / max(c - a, 1), -np.inf)
            for a, b in zip(x, y, strict=True)
            for c, d in zip(x, y, strict=True)
            if a <= c
        ]
        height = np.where(grid >= x.max(), outcome.max(), np.max(chords, axis=0))
        empty = outcome.max() - height
        assert hull.zone[place] == pytest.approx(((empty[1:] + empty[:-1]) / 2).sum())


@pytest.mark.parametrize("form", FORMS)
@given(table=grids(), data=st.data())
@settings(max_examples=25, deadline=None)
def test_order_of_units_and_conditions_does_not_matter(form, table, data):
    conditions, outcome = split(table)
    order = data.draw(st.permutations(range(len(outcome))))
    plain = measure_ceiling(conditions, outcome, ceiling=form)
    moved = measure_ceiling(conditions[order][:, ::-1], outcome[order], ceiling=form)
    assert moved.effect_size[::-1] == pytest.approx(plain.effect_size)
    assert (moved.is_peer[:, ::-1] == plain.is_peer[order]).all()


@pytest.mark.parametrize("form", FORMS)
@given(table=grids())
@settings(max_examples=25, deadline=None)
def test_every_corner_is_the_mirror_image_of_the_first(form, table):
    conditions, outcome = split(table)
    plain = measure_ceiling(conditions, outcome, ceiling=form)
    levels = np.linspace(outcome.min(), outcome.max(), 5)
    needed = tabulate_bottlenecks(plain, levels=levels, outcome_as="actual", condition_as="actual")
    for corner, (x, y) in zip(CORNERS, ((1, 1), (-1, 1), (1, -1), (-1, -1)), strict=True):
        found = measure_ceiling(x * conditions, y * outcome, ceiling=form, corner=corner)
        assert found.effect_size == pytest.approx(plain.effect_size)
        assert x * y * found.slope == pytest.approx(plain.slope, nan_ok=True)
        assert y * found.intercept == pytest.approx(plain.intercept, nan_ok=True)
        table_here = tabulate_bottlenecks(
            found, levels=y * levels, outcome_as="actual", condition_as="actual"
        )
        assert x * table_here.required == pytest.approx(needed.required, nan_ok=True)
        assert (table_here.not_necessary == needed.not_necessary).all()
        assert table_here.n_short == pytest.approx(needed.n_short, nan_ok=True)


@pytest.mark.parametrize("form", [STAIRS, HULL, LINEAR])
@given(table=grids())
@settings(max_examples=40, deadline=None)
def test_no_unit_reaches_a_level_with_less_than_it_needs(form, table):
    conditions, outcome = split(table)
    found = measure_ceiling(conditions, outcome, ceiling=form)
    needed = tabulate_bottlenecks(found)
    reached = outcome >= needed.outcome_values[:, None] - 1e-9
    assert not (find_short_units(needed, conditions) & reached[:, :, None]).any()
    rising = np.where(needed.not_necessary, conditions.min(axis=0), needed.required_values)
    assert (np.diff(rising, axis=0) >= -1e-9).all()
    assert not needed.not_available.any()


def test_the_bottleneck_table_by_hand():
    found = measure_ceiling(CONDITION, OUTCOME)
    levels = np.array([0.0, 300 / 7, 50.0, 100.0])
    table = tabulate_bottlenecks(found, levels=levels)
    assert table.outcome_values == pytest.approx([1.0, 4.0, 4.5, 8.0])
    assert write_bottlenecks(table, decimals=0) == [["NN"], ["20"], ["60"], ["60"]]
    assert table.required_values.ravel()[1:].tolist() == [2.0, 6.0, 6.0]
    assert table.n_short.ravel().tolist() == [0.0, 1.0, 3.0, 3.0]
    assert table.share_short.ravel().tolist() == [0.0, 0.2, 0.6, 0.6]
    percentiles = tabulate_bottlenecks(found, levels=levels, condition_as="percentile")
    assert write_bottlenecks(percentiles, decimals=0) == [["NN"], ["20"], ["60"], ["60"]]
    actual = tabulate_bottlenecks(found, levels=np.array([4.0]), outcome_as="actual", condition_as="actual")
    assert actual.required.tolist() == [[2.0]]
    of_maximum = tabulate_bottlenecks(
        found, levels=np.array([50.0]), outcome_as="percentage_of_maximum", condition_as="actual"
    )
    assert of_maximum.outcome_values.tolist() == [4.0]
    median = tabulate_bottlenecks(
        found, levels=np.array([50.0]), outcome_as="percentile", condition_as="percentage_of_maximum"
    )
    assert median.outcome_values.tolist() == [4.0] and median.required.tolist() == [[20.0]]


def test_between_the_corners_of_a_hull_the_need_rises_in_a_straight_line():
    found = measure_ceiling(CONDITION, OUTCOME, ceiling=HULL)
    levels = np.array([1.0, 2.5, 4.0, 6.0, 8.0])
    table = tabulate_bottlenecks(found, levels=levels, outcome_as="actual", condition_as="actual")
    assert table.not_necessary.ravel().tolist() == [True, False, False, False, False]
    assert table.required.ravel()[1:] == pytest.approx([1.0, 2.0, 4.0, 6.0])


def test_a_unit_outside_the_table_can_fall_short():
    table = tabulate_bottlenecks(measure_ceiling(CONDITION, OUTCOME), levels=np.array([0.0, 50.0]))
    short = find_short_units(table, np.array([[5.9], [6.0], [np.nan]]))
    assert short[:, :, 0].tolist() == [[False, False, False], [True, False, False]]


def test_unknown_pairs_are_left_out_for_that_condition_only_and_counted():
    conditions = np.hstack([CONDITION, CONDITION[::-1]])
    holes = np.vstack([conditions, [[5.0, 5.0]]])
    outcome = np.append(OUTCOME, np.nan)
    holes[4, 0] = np.nan
    found = measure_ceiling(holes, outcome)
    assert found.n_left_out.tolist() == [2.0, 1.0] and found.n_pairs.tolist() == [4.0, 5.0]
    assert found.effect_size[0] == measure_ceiling(CONDITION[:4], OUTCOME[:4]).effect_size[0]
    assert found.effect_size[1] == measure_ceiling(CONDITION[::-1], OUTCOME).effect_size[0]


def test_a_level_that_no_unit_of_a_condition_reaches_is_not_available():
    conditions = np.hstack([CONDITION, CONDITION])
    conditions[3, 1] = np.nan
    table = tabulate_bottlenecks(measure_ceiling(conditions, OUTCOME), levels=np.array([100.0]))
    assert write_bottlenecks(table) == [["60.0", "NA"]]
    assert np.isnan(table.share_short[0, 1])


@pytest.mark.parametrize("form", FORMS)
def test_draws_in_front_equal_a_loop_over_draws(form):
    rng = np.random.default_rng(1)
    conditions, outcome = rng.integers(0, 9, (3, 8, 2)).astype(float), rng.integers(0, 9, (3, 8)) + 0.0
    conditions[1, 2, 0] = outcome[2, 4] = np.nan
    found = measure_ceiling(conditions, outcome, ceiling=form)
    table, without = tabulate_bottlenecks(found), leave_out_units(found)
    for draw in range(3):
        one = measure_ceiling(conditions[draw], outcome[draw], ceiling=form)
        assert found.effect_size[draw] == pytest.approx(one.effect_size)
        assert (found.is_peer[draw] == one.is_peer).all()
        assert table.required[draw] == pytest.approx(tabulate_bottlenecks(one).required, nan_ok=True)
        assert without.effect_size[draw] == pytest.approx(leave_out_units(one).effect_size, nan_ok=True)
    shared = measure_ceiling(conditions, outcome[0], ceiling=form)
    assert shared.effect_size[1] == pytest.approx(
        measure_ceiling(conditions[1], outcome[0], ceiling=form).effect_size
    )


def test_without_a_peer_the_effect_changes_and_without_another_it_does_not():
    found = measure_ceiling(CONDITION, OUTCOME)
    without = leave_out_units(found)
    # without (2, 4): 4 wide and 7 high, then 2 wide and 5 high; without (4, 3) nothing moves
    assert without.effect_size.ravel()[1:3] == pytest.approx([38 / 70, 30 / 70])
    assert without.change.ravel()[2] == 0
    for unit in range(5):
        rest = np.arange(5) != unit
        assert without.effect_size[unit] == pytest.approx(
            measure_ceiling(CONDITION[rest], OUTCOME[rest]).effect_size
        )


def test_leaving_out_a_unit_can_leave_no_scope():
    found = measure_ceiling(np.array([[1.0], [1.0], [2.0]]), np.array([1.0, 2.0, 3.0]))
    assert np.isnan(leave_out_units(found).effect_size).ravel().tolist() == [False, False, True]
    two = measure_ceiling(np.array([[1.0], [2.0], [np.nan]]), np.array([1.0, 2.0, 3.0]))
    assert np.isnan(leave_out_units(two).effect_size).ravel().tolist() == [True, True, False]


@pytest.mark.parametrize("form", FORMS)
def test_the_p_value_agrees_with_all_permutations(form):
    found = measure_ceiling(CONDITION, OUTCOME, ceiling=form)
    all_effects = [
        measure_ceiling(CONDITION, np.array(order), ceiling=form).effect_size[0]
        for order in permutations(OUTCOME)
    ]
    exact = np.mean(np.array(all_effects) >= found.effect_size[0] - 1e-9)
    test = permute_necessity(found, rng=np.random.default_rng(3), n_permutations=5000)
    assert test.p_value[0] == pytest.approx(exact, abs=0.025)
    assert test.effect_by_chance[0] == pytest.approx(np.mean(all_effects), abs=0.02)
    assert test.p_value[0] == (1 + test.n_at_least[0]) / 5001
    assert test.standard_error[0] == pytest.approx(np.sqrt(test.p_value[0] * (1 - test.p_value[0]) / 5000))


def test_the_p_value_does_not_depend_on_the_order_of_units_or_conditions():
    rng = np.random.default_rng(4)
    conditions, outcome = rng.normal(size=(20, 3)), rng.normal(size=20)
    conditions[3, 1] = np.nan
    plain = permute_necessity(
        measure_ceiling(conditions, outcome), rng=np.random.default_rng(5), n_permutations=300
    )
    order = rng.permutation(20)
    moved = permute_necessity(
        measure_ceiling(conditions[order][:, ::-1], outcome[order]),
        rng=np.random.default_rng(5),
        n_permutations=300,
    )
    assert moved.p_value[::-1].tolist() == plain.p_value.tolist()
    assert plain.p_value.min() >= 1 / 301


def test_a_perfect_necessary_condition_is_rarely_matched_by_chance():
    x = np.arange(12.0)
    test = permute_necessity(measure_ceiling(x[:, None], x), rng=np.random.default_rng(6), n_permutations=999)
    assert test.p_value.tolist() == [0.001] and test.effect_by_chance[0] < test.effect_size[0]


def test_dealings_in_portions_are_the_same_dealings(monkeypatch):
    rng = np.random.default_rng(7)
    found = measure_ceiling(rng.normal(size=(20, 2)), rng.normal(size=20), ceiling=HULL)
    whole = permute_necessity(found, rng=np.random.default_rng(8), n_permutations=100)
    monkeypatch.setattr(significance, "CELLS_AT_ONCE", 150)
    parts = permute_necessity(found, rng=np.random.default_rng(8), n_permutations=100)
    assert parts.p_value.tolist() == whole.p_value.tolist()
    assert parts.effect_by_chance == pytest.approx(whole.effect_by_chance)


def test_bad_input_is_refused_by_name():
    names = ["capital", "talent"]
    two = np.hstack([CONDITION, CONDITION])
    with pytest.raises(WrongShape, match="outcome"):
        measure_ceiling(two, OUTCOME[:4])
    with pytest.raises(WrongShape, match="conditions"):
        measure_ceiling(CONDITION[:, 0], OUTCOME)
    unknown = two.copy()
    unknown[:, 1] = np.nan
    with pytest.raises(NothingKnown, match="talent"):
        measure_ceiling(unknown, OUTCOME, indicators=names)
    constant = two.copy()
    constant[:, 1] = 3.0
    with pytest.raises(ConstantCondition, match="talent"):
        measure_ceiling(constant, OUTCOME, indicators=names)
    with pytest.raises(ConstantOutcome, match="capital"):
        measure_ceiling(two, np.ones(5), indicators=names)
    units = list("abcde")
    low = Scope(np.array([[0.0, 10.0], [0.0, 9.0]]), np.full(2, np.nan))
    with pytest.raises(OutsideScope, match="'talent' of unit 'e' is 10"):
        measure_ceiling(two, OUTCOME, scope=low, units=units, indicators=names)
    with pytest.raises(OutcomeOutsideScope, match="unit 'd' is 8"):
        measure_ceiling(two, OUTCOME, scope=Scope(np.full((2, 2), np.nan), np.array([0.0, 7.0])), units=units)
    for scope in (Scope(np.zeros((1, 2)), np.zeros(2)), Scope(np.full((2, 2), np.nan), np.zeros(3))):
        with pytest.raises(WrongShape, match="scope"):
            measure_ceiling(two, OUTCOME, scope=scope)
    with pytest.raises(KeyError):
        measure_ceiling(two, OUTCOME, ceiling="ce_fdh")


def test_a_condition_that_is_constant_has_a_scope_by_theory():
    scope = Scope(np.array([[0.0, 10.0]]), np.full(2, np.nan))
    assert measure_ceiling(np.full((5, 1), 4.0), OUTCOME, scope=scope).effect_size.tolist() == [0.4]


def test_bad_levels_and_tests_are_refused():
    found = measure_ceiling(CONDITION, OUTCOME)
    for levels in ([101.0], [-1.0], [np.nan]):
        with pytest.raises(WrongLevels):
            tabulate_bottlenecks(found, levels=np.array(levels))
    with pytest.raises(WrongShape):
        tabulate_bottlenecks(found, levels=np.array([[50.0]]))
    with pytest.raises(NoMaximum):
        tabulate_bottlenecks(measure_ceiling(CONDITION, OUTCOME - 9), outcome_as="percentage_of_maximum")
    with pytest.raises(NoMaximum):
        tabulate_bottlenecks(measure_ceiling(CONDITION - 10, OUTCOME), condition_as="percentage_of_maximum")
    with pytest.raises(WrongShape):
        find_short_units(tabulate_bottlenecks(found), np.ones((2, 2)))
    with pytest.raises(WrongShape):
        write_bottlenecks(tabulate_bottlenecks(measure_ceiling(CONDITION[None], OUTCOME[None])))
    with pytest.raises(NoPermutations):
        permute_necessity(found, rng=np.random.default_rng(1), n_permutations=0)
