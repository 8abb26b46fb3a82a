# SPDX-License-Identifier: EUPL-1.2
"""Filling by column, group of units, row, donor and predictor: by hand, and what every way keeps."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.bad_input import NothingKnown, WrongShape
from schakel.composite.describing.availability import WrongGroup
from schakel.composite.imputing.columns import impute_column_mean, impute_column_median
from schakel.composite.imputing.donors import NoDonor, WrongNeighbours, impute_nearest
from schakel.composite.imputing.groups import NothingKnownInGroup, impute_group_mean, impute_group_median
from schakel.composite.imputing.imputed import impute_given, impute_remaining
from schakel.composite.imputing.regression import (
    ConstantPredictor,
    TooFewPairs,
    UnknownPredictor,
    impute_regression,
)
from schakel.composite.imputing.rows import NothingKnownInRow, impute_row_mean, impute_row_median
from schakel.composite.normalising.direction import WrongDirection
from schakel.composite.normalising.normalise import ConstantIndicator

NAN = np.nan
TABLE = np.array([[1.0, 10.0], [2.0, NAN], [6.0, 40.0], [NAN, 20.0]])
UNITS, INDICATORS = ["north", "east", "south", "west"], ["firms", "skills"]


def in_two_groups(values):
    return impute_group_mean(values, groups=np.arange(values.shape[-2]) % 2, without_known="column")


WAYS = {
    "column mean": impute_column_mean,
    "column median": impute_column_median,
    "group mean": in_two_groups,
    "row mean": lambda v: impute_row_mean(v, without_known="unknown"),
    "row median": lambda v: impute_row_median(v, without_known="unknown"),
    "nearest": lambda v: impute_nearest(v, n_neighbours=2, without_donor="unknown"),
}


def tables():
    cell = st.one_of(st.integers(-20, 20).map(float), st.just(NAN))
    whole = st.tuples(*[st.integers(-20, 20).map(float)] * 3)
    ends = st.tuples(whole, whole).filter(lambda pair: all(a != b for a, b in zip(*pair, strict=True)))
    rows = st.lists(st.tuples(cell, cell, cell), min_size=1, max_size=7)
    return st.tuples(ends, rows).map(lambda parts: np.array([*parts[0], *parts[1]]))


def test_column_mean_and_median_by_hand():
    mean, median = impute_column_mean(TABLE), impute_column_median(TABLE)
    assert mean.values[[3, 1], [0, 1]] == pytest.approx([3.0, 70 / 3])
    assert median.values[[3, 1], [0, 1]].tolist() == [2.0, 20.0]
    assert mean.imputed.tolist() == [[False, False], [False, True], [False, False], [True, False]]
    even = np.array([[1.0], [8.0], [NAN], [2.0], [4.0]])
    assert impute_column_median(even).values[2, 0] == 3.0


def test_only_units_of_the_reference_set_the_mean_and_all_are_filled():
    found = impute_column_mean(TABLE, reference=np.array([True, True, False, False]))
    assert found.values[[3, 1], [0, 1]].tolist() == [1.5, 10.0]


@pytest.mark.parametrize("way", [impute_column_mean, impute_column_median, impute_row_mean, impute_nearest])
def test_an_indicator_of_which_nothing_is_known_is_refused_by_name(way):
    with pytest.raises(NothingKnown, match="skills"):
        way(np.array([[1.0, NAN], [2.0, NAN]]), indicators=INDICATORS)


def test_group_mean_and_median_by_hand():
    values = np.array([[1.0], [2.0], [6.0], [NAN], [50.0], [NAN]])
    groups = ["large", "large", "large", "large", "small", "small"]
    assert impute_group_mean(values, groups=groups).values.ravel().tolist() == [1, 2, 6, 3, 50, 50]
    assert impute_group_median(values, groups=groups).values.ravel().tolist() == [1, 2, 6, 2, 50, 50]


def test_a_group_of_which_nothing_is_known_is_refused_or_filled_by_choice():
    groups = ["large", "small", "large", "small"]
    values = np.array([[1.0, 1.0], [2.0, NAN], [6.0, 3.0], [NAN, NAN]])
    with pytest.raises(NothingKnownInGroup, match=r"east.*skills.*small"):
        impute_group_mean(values, groups=groups, units=UNITS, indicators=INDICATORS)
    column = impute_group_mean(values, groups=groups, without_known="column")
    assert column.values[[1, 3], 1].tolist() == [2.0, 2.0]
    unknown = impute_group_median(values, groups=groups, without_known="unknown")
    assert np.isnan(unknown.values[[1, 3], 1]).all()
    assert unknown.imputed.sum() == 1


def test_a_unit_without_a_group_has_no_group_mean():
    groups = ["", "", "large", "large"]
    with pytest.raises(NothingKnownInGroup, match="east"):
        impute_group_mean(TABLE, groups=groups, units=UNITS)
    assert impute_group_mean(TABLE, groups=groups, without_known="column").values[1, 1] == 70 / 3
    with pytest.raises(WrongShape, match="groups"):
        impute_group_mean(TABLE, groups=groups[:3])


def test_row_mean_by_hand_turns_indicators_where_lower_is_better():
    values = np.array([[0.0, 5.0, 10.0], [4.0, 3.0, NAN], [2.0, 1.0, 20.0]])
    # places of the second unit: 4 of 0..4 is 1; 3 of 5..1 (lower is better) is 0.5; their mean is 0.75
    found = impute_row_mean(values, directions=np.array([1.0, -1.0, 1.0]))
    assert found.values[1, 2] == 10 + 0.75 * 10
    lower = impute_row_mean(values, directions=np.array([1.0, -1.0, -1.0]))
    assert lower.values[1, 2] == 20 - 0.75 * 10


def test_row_median_differs_from_the_mean_with_three_places():
    values = np.array([[0.0, 0.0, 0.0, 0.0], [10.0, 10.0, 10.0, 10.0], [1.0, 2.0, 9.0, NAN]])
    assert impute_row_median(values).values[2, 3] == pytest.approx(2.0)
    assert impute_row_mean(values).values[2, 3] == pytest.approx(4.0)


def test_rows_are_filled_within_groups_of_indicators_only():
    values = np.array([[0.0, 0.0, 0.0, 0.0], [1.0, 1.0, 1.0, 1.0], [0.5, NAN, 0.0, NAN]])
    for groups in ({"skills": [0, 1], "firms": [2, 3]}, np.array([0, 0, 1, 1])):
        assert impute_row_mean(values, groups=groups).values[2].tolist() == [0.5, 0.5, 0.0, 0.0]
    one = impute_row_mean(values, groups={"skills": [0, 1]}, without_known="unknown")
    assert one.imputed[2].tolist() == [False, True, False, False]
    with pytest.raises(WrongGroup):
        impute_row_mean(values, groups={"skills": [0, 1], "firms": [1, 2, 3]})


def test_a_unit_with_nothing_known_in_the_group_is_refused_or_left():
    values = np.array([[0.0, 0.0, 0.0], [1.0, 1.0, 1.0], [1.0, NAN, NAN]])
    groups = {"skills": [1, 2], "firms": [0]}
    with pytest.raises(NothingKnownInRow, match=r"south.*rate"):
        impute_row_mean(values, groups=groups, units=UNITS, indicators=["firms", "rate", "size"])
    assert not impute_row_mean(values, groups=groups, without_known="unknown").imputed.any()


def test_rows_refuse_constants_and_directions_without_meaning():
    with pytest.raises(ConstantIndicator, match=r"firms.*3"):
        impute_row_mean(np.array([[3.0, 1.0], [3.0, NAN]]), indicators=INDICATORS)
    with pytest.raises(WrongDirection, match=r"skills.*0"):
        impute_row_mean(TABLE, directions=np.array([1.0, 0.0]), indicators=INDICATORS)
    with pytest.raises(WrongShape, match="directions"):
        impute_row_mean(TABLE, directions=np.ones(3))


def test_nearest_donor_by_hand():
    values = np.array([[0.0, 5.0], [1.0, 7.0], [10.0, 90.0], [2.0, NAN]])
    assert impute_nearest(values, n_neighbours=1).values[3, 1] == 7.0
    assert impute_nearest(values, n_neighbours=2).values[3, 1] == 6.0
    assert impute_nearest(values, n_neighbours=9).values[3, 1] == pytest.approx(34.0)
    not_east = np.array([True, False, True, True])
    assert impute_nearest(values, n_neighbours=1, reference=not_east).values[3, 1] == 5.0


def test_donors_at_the_same_distance_all_count():
    values = np.array([[1.0, 4.0], [3.0, 8.0], [9.0, 50.0], [2.0, NAN]])
    assert impute_nearest(values, n_neighbours=1).values[3, 1] == 6.0


def test_distance_counts_only_what_both_units_know():
    # both columns hold 0, 1.5, 2 and 9: differences of 1.5 in both are nearer than one of 2 in the only one
    values = np.array([[0.0, 0.0, NAN], [2.0, NAN, 1.0], [1.5, 1.5, 2.0], [9.0, 9.0, 3.0], [NAN, 2.0, 4.0]])
    found = impute_nearest(values, n_neighbours=1, without_donor="unknown")
    assert found.values[0, 2] == 2.0


def test_a_unit_with_nothing_in_common_with_any_donor_is_refused_or_left():
    values = np.array([[1.0, NAN], [2.0, NAN], [NAN, 3.0], [NAN, 4.0]])
    with pytest.raises(NoDonor, match=r"north.*skills"):
        impute_nearest(values, units=UNITS, indicators=INDICATORS)
    assert not impute_nearest(values, without_donor="unknown").imputed.any()
    for wrong in (0, 1.5):
        with pytest.raises(WrongNeighbours, match=str(wrong)):
            impute_nearest(values, n_neighbours=wrong)


def test_many_units_are_compared_in_parts_with_one_result():
    rng = np.random.default_rng(4)
    values = np.round(rng.normal(size=(600, 3)), 2)
    values[rng.random(values.shape) < 0.5] = NAN
    found = impute_nearest(values, n_neighbours=3, without_donor="unknown")
    known = np.isfinite(values)
    assert (found.imputed == ~known & known.any(axis=1, keepdims=True)).all()
    scaled = (values - np.nanmean(values, axis=0)) / np.nanstd(values, axis=0, ddof=1)
    for unit, column in np.argwhere(found.imputed)[::97]:
        shared = known & known[unit]
        squares = np.where(shared, (scaled - scaled[unit]) ** 2, 0.0).sum(axis=1)
        with np.errstate(invalid="ignore"):
            distance = np.where(known[:, column], squares / shared.sum(axis=1), np.inf)
        distance[np.isnan(distance)] = np.inf
        near = distance <= np.sort(distance)[2] + 1e-9
        assert found.values[unit, column] == pytest.approx(values[near, column].mean())


def test_regression_by_hand():
    size = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    values = np.array([[2.0, 1.0], [4.0, 1.0], [7.0, 2.0], [NAN, 3.0], [NAN, 4.0]])
    found = impute_regression(values, predictor=size)
    # means 2 and 13/3, slope (1 * 5) / 2 = 2.5
    assert found.slope[0] == pytest.approx(2.5) and found.intercept[0] == pytest.approx(13 / 3 - 5)
    assert found.values[3:, 0] == pytest.approx([13 / 3 + 5, 13 / 3 + 7.5])
    assert found.share_explained[0] == pytest.approx(np.corrcoef(size[:3], values[:3, 0])[0, 1] ** 2)
    assert found.n_pairs.tolist() == [3, 5]
    assert np.isnan(found.slope[1]) and found.imputed.sum() == 2


def test_regression_refuses_what_gives_no_line():
    values = np.array([[1.0], [2.0], [4.0], [NAN]])
    with pytest.raises(TooFewPairs, match=r"firms.*2"):
        impute_regression(values, predictor=np.array([1.0, 2.0, NAN, 3.0]), indicators=INDICATORS)
    with pytest.raises(ConstantPredictor, match="firms"):
        impute_regression(values, predictor=np.array([0.1, 0.1, 0.1, 3.0]), indicators=INDICATORS)
    lacking = np.array([1.0, 2.0, 3.0, NAN])
    with pytest.raises(UnknownPredictor, match=r"west.*firms"):
        impute_regression(values, predictor=lacking, units=UNITS, indicators=INDICATORS)
    left = impute_regression(values, predictor=lacking, refuse_unknown=False)
    assert np.isnan(left.values[3, 0]) and not left.imputed.any()
    with pytest.raises(WrongShape, match="predictor"):
        impute_regression(values, predictor=np.ones(3))


def test_given_values_fill_and_a_fallback_fills_the_rest():
    expert = np.array([[NAN, 0.0], [NAN, 11.0], [NAN, NAN], [NAN, NAN]])
    first = impute_given(TABLE, replacement=expert)
    assert first.values[1, 1] == 11.0 and np.isnan(first.values[3, 0])
    assert first.imputed.sum() == 1
    second = impute_remaining(first, by=impute_column_mean)
    assert second.values[3, 0] == 3.0 and second.values[1, 1] == 11.0
    assert second.imputed.tolist() == np.isnan(TABLE).tolist()
    assert impute_given(TABLE, replacement=0.0).values[3, 0] == 0.0
    with pytest.raises(WrongShape, match="replacement"):
        impute_given(TABLE, replacement=np.ones(3))
    with pytest.raises(WrongShape, match="by"):
        impute_remaining(first, by=lambda values: impute_given(values[:2], replacement=0.0))


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@given(values=tables())
@settings(max_examples=25, deadline=None)
def test_known_values_stay_and_flags_say_exactly_what_was_filled(way, values):
    before = values.copy()
    found = way(values)
    assert np.array_equal(before, values, equal_nan=True)
    known = np.isfinite(values)
    assert (found.values[known] == values[known]).all()
    assert (found.imputed == (~known & np.isfinite(found.values))).all()
    low, high = np.nanmin(values, axis=0), np.nanmax(values, axis=0)
    inside = (found.values >= low - 1e-9) & (found.values <= high + 1e-9)
    assert inside[np.isfinite(found.values)].all()


@pytest.mark.parametrize("name", [name for name in WAYS if name != "group mean"])
@given(values=tables(), shuffle=st.randoms(use_true_random=False), scale=st.integers(1, 9))
@settings(max_examples=25, deadline=None)
def test_order_of_units_and_indicators_and_unit_of_measurement_do_not_matter(name, values, shuffle, scale):
    rows, columns = list(range(len(values))), [0, 1, 2]
    shuffle.shuffle(rows)
    shuffle.shuffle(columns)
    found = WAYS[name](values).values
    again = WAYS[name](scale * values[np.ix_(rows, columns)] - 7.0).values
    assert again == pytest.approx(scale * found[np.ix_(rows, columns)] - 7.0, abs=1e-6, nan_ok=True)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_draws_are_filled_one_by_one(way):
    rng = np.random.default_rng(5)
    draws = rng.normal(size=(2, 3, 9, 4))
    draws[rng.random(draws.shape) < 0.2] = NAN
    whole = way(draws)
    for place in np.ndindex(2, 3):
        alone = way(draws[place])
        assert whole.values[place] == pytest.approx(alone.values, rel=1e-12, nan_ok=True)
        assert (whole.imputed[place] == alone.imputed).all()


def test_draws_have_their_own_regression_line():
    rng = np.random.default_rng(6)
    draws, size = rng.normal(size=(3, 9, 2)), rng.normal(size=(3, 9))
    draws[:, 0, :] = NAN
    whole = impute_regression(draws, predictor=size)
    for draw in range(3):
        alone = impute_regression(draws[draw], predictor=size[draw])
        assert whole.values[draw] == pytest.approx(alone.values, rel=1e-12)
        assert whole.slope[draw] == pytest.approx(alone.slope, rel=1e-12)


def test_the_row_mean_is_mirrored_when_values_and_directions_turn():
    rng = np.random.default_rng(7)
    values = rng.normal(size=(8, 3))
    values[[0, 3], [1, 2]] = NAN
    turned = np.array([1.0, -1.0, -1.0])
    plain = impute_row_mean(values, directions=np.array([1.0, 1.0, -1.0]))
    mirror = impute_row_mean(values * [1, -1, 1], directions=turned)
    assert mirror.values * [1, -1, 1] == pytest.approx(plain.values)
