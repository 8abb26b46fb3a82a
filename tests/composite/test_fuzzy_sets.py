# SPDX-License-Identifier: EUPL-1.2
"""Calibration, necessity and sufficiency of sets, combinations and the truth table."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from schakel.composite.bad_input import WrongShape
from schakel.composite.fuzzy_sets.calibrate import (
    WrongFullMembership,
    WrongThresholds,
    calibrate_crisp,
    calibrate_direct,
    calibrate_two_sided,
)
from schakel.composite.fuzzy_sets.fit import (
    NotAMembership,
    OutcomeNotAMembership,
    find_ambiguous,
    intersect_memberships,
    list_ambiguous,
    measure_necessity,
    measure_sufficiency,
    measure_unique_coverage,
    negate_membership,
    unite_memberships,
)
from schakel.composite.fuzzy_sets.terms import UnknownCondition, measure_terms, read_terms, write_terms
from schakel.composite.fuzzy_sets.truth_table import (
    Cuts,
    TooManyConditions,
    WrongCuts,
    list_units_of_rows,
    tabulate_truth,
)

RISING = np.array([20.0, 50.0, 80.0])
BELL = np.array([0.0, 10.0, 20.0, 30.0, 40.0, 50.0])
X = np.array([0.2, 0.8, 0.6, 1.0])[:, None]
Y = np.array([0.4, 0.8, 0.2, 0.9])


def memberships(n=6, k=3):
    return arrays(np.float64, (n, k + 1), elements=st.integers(0, 10).map(lambda tenth: tenth / 10))


def test_the_three_thresholds_get_their_memberships():
    found = calibrate_direct(RISING, thresholds=RISING)
    assert found == pytest.approx([0.05, 0.5, 0.95], abs=1e-15)
    assert calibrate_direct(RISING, thresholds=RISING, full_membership=0.99)[0] == pytest.approx(0.01)
    assert calibrate_direct(RISING, thresholds=RISING, form="linear").tolist() == [0.0, 0.5, 1.0]
    # halfway between crossover and full: odds of the square root of 19
    halfway = calibrate_direct(np.array([65.0]), thresholds=RISING)
    assert halfway == pytest.approx([np.sqrt(19) / (1 + np.sqrt(19))])


def test_less_can_be_more_in_the_set_and_unknown_stays_unknown():
    values = np.array([-50.0, 20.0, 35.0, np.nan, 150.0])
    up, down = (calibrate_direct(values, thresholds=t) for t in (RISING, RISING[::-1]))
    assert down == pytest.approx(1 - up, nan_ok=True)
    assert np.isnan(up).tolist() == [False, False, False, True, False]
    assert 0 < up[0] < 1e-4, "not rounded to fully out"
    assert calibrate_direct(np.array([1e9, -1e9]), thresholds=RISING).tolist() == [1.0, 0.0]


def test_each_indicator_can_have_its_own_thresholds():
    values = np.array([[20.0, 3.0], [80.0, 1.0]])
    found = calibrate_direct(values, thresholds=np.array([[20.0, 50.0, 80.0], [3.0, 2.0, 1.0]]))
    assert found == pytest.approx(np.array([[0.05, 0.05], [0.95, 0.95]]))


@given(st.lists(st.floats(-200, 200), min_size=2, max_size=8), st.booleans())
@settings(max_examples=60, deadline=None)
def test_calibration_keeps_the_order_of_the_values(values, linear):
    form = "linear" if linear else "logistic"
    found = calibrate_direct(np.sort(np.array(values)), thresholds=RISING, form=form)
    assert (np.diff(found) >= 0).all() and ((found >= 0) & (found <= 1)).all()


def test_a_bell_holds_what_is_neither_too_low_nor_too_high():
    values = np.array([-5.0, 0.0, 10.0, 20.0, 25.0, 30.0, 40.0, 50.0, 55.0])
    straight = calibrate_two_sided(values, thresholds=BELL, form="linear")
    assert straight.tolist() == [0.0, 0.0, 0.5, 1.0, 1.0, 1.0, 0.5, 0.0, 0.0]
    curved = calibrate_two_sided(values, thresholds=BELL)
    assert curved[[1, 2, 3, 5, 6, 7]] == pytest.approx([0.05, 0.5, 0.95, 0.95, 0.5, 0.05])
    assert curved[4] > 0.95
    assert curved == pytest.approx(curved[::-1])


def test_a_crisp_set_starts_at_its_threshold():
    assert calibrate_crisp(np.array([1.9, 2.0, 3.0]), threshold=2.0).tolist() == [0.0, 1.0, 1.0]
    found = calibrate_crisp(np.array([[1.0, 5.0], [np.nan, 6.0]]), threshold=np.array([1.0, 6.0]))
    assert found[0].tolist() == [1.0, 0.0] and np.isnan(found[1, 0]) and found[1, 1] == 1.0
    with pytest.raises(WrongShape):
        calibrate_crisp(np.ones((2, 3)), threshold=np.ones(2))


def test_wrong_thresholds_are_refused_by_name():
    for wrong in ([50.0, 20.0, 80.0], [20.0, 20.0, 80.0], [20.0, np.nan, 80.0]):
        with pytest.raises(WrongThresholds, match="indicator 'number 1'"):
            calibrate_direct(np.ones(2), thresholds=np.array(wrong))
    pair = np.array([[1.0, 2.0, 3.0], [1.0, 3.0, 2.0]])
    with pytest.raises(WrongThresholds, match="talent"):
        calibrate_direct(np.ones((2, 2)), thresholds=pair, indicators=["capital", "talent"])
    with pytest.raises(WrongThresholds, match="i1 <= i2"):
        calibrate_two_sided(np.ones(2), thresholds=BELL[::-1])
    for thresholds in (np.ones(4), np.ones((3, 3))):
        with pytest.raises(WrongShape):
            calibrate_direct(np.ones(2), thresholds=thresholds)
    with pytest.raises(WrongFullMembership):
        calibrate_direct(np.ones(2), thresholds=RISING, full_membership=0.5)


def test_necessity_by_hand():
    # min(X, Y) = 0.2 + 0.8 + 0.2 + 0.9 = 2.1; sum X = 2.6; sum Y = 2.3
    found = measure_necessity(X, Y)
    assert found.consistency == pytest.approx([2.1 / 2.3])
    assert found.coverage == pytest.approx([2.1 / 2.6])
    assert found.relevance == pytest.approx([(4 - 2.6) / (4 - 2.1)])


def test_sufficiency_by_hand():
    # min(X, Y, 1 - Y) = 0.2 + 0.2 + 0.2 + 0.1 = 0.7
    found = measure_sufficiency(X, Y)
    assert found.consistency == pytest.approx([2.1 / 2.6])
    assert found.proportional_reduction == pytest.approx([(2.1 - 0.7) / (2.6 - 0.7)])
    assert found.coverage == pytest.approx([2.1 / 2.3])


def test_unique_coverage_by_hand():
    both = np.hstack([X, [[0.4], [0.1], [0.1], [0.2]]])
    # the union covers 0.4 + 0.8 + 0.2 + 0.9 = 2.3, the sets alone 2.1 and 0.4 + 0.1 + 0.1 + 0.2 = 0.8
    assert measure_unique_coverage(both, Y) == pytest.approx([(2.3 - 0.8) / 2.3, (2.3 - 2.1) / 2.3])
    assert measure_unique_coverage(X, Y) == pytest.approx(measure_sufficiency(X, Y).coverage)


@given(memberships())
@settings(max_examples=60, deadline=None)
def test_necessity_is_sufficiency_with_the_roles_exchanged(table):
    x, y = table[:, [0]], table[:, -1]
    necessary, sufficient = measure_necessity(x, y), measure_sufficiency(y[:, None], x[:, 0])
    assert necessary.consistency == pytest.approx(sufficient.consistency, nan_ok=True)
    assert necessary.coverage == pytest.approx(sufficient.coverage, nan_ok=True)


@given(memberships())
@settings(max_examples=60, deadline=None)
def test_wider_sets_are_more_necessary_and_cover_more(table):
    x, y = table[:, :3], table[:, -1]
    any_of, all_of = unite_memberships(x)[:, None], intersect_memberships(x)[:, None]
    singles = measure_necessity(x, y).consistency
    if y.sum() > 0:
        assert measure_necessity(any_of, y).consistency[0] >= singles.max() - 1e-12
        assert measure_necessity(all_of, y).consistency[0] <= singles.min() + 1e-12
        shares = measure_unique_coverage(x, y)
        assert (shares >= -1e-12).all()
        assert shares.sum() <= measure_sufficiency(any_of, y).coverage[0] + 1e-12
    reduction, consistency = (
        measure_sufficiency(x, y).proportional_reduction,
        measure_sufficiency(x, y).consistency,
    )
    assert (reduction[~np.isnan(reduction)] <= consistency[~np.isnan(reduction)] + 1e-12).all()


def test_units_with_an_unknown_membership_are_left_out_and_counted():
    x = np.vstack([X, [[np.nan]], [[0.3]]])
    y = np.append(Y, [0.5, np.nan])
    for measure in (measure_necessity, measure_sufficiency):
        found = measure(x, y)
        assert found.consistency == pytest.approx(measure(X, Y).consistency)
        assert found.n_cases.tolist() == [4.0] and found.n_left_out.tolist() == [2.0]
    assert measure_unique_coverage(x, y) == pytest.approx(measure_unique_coverage(X, Y))


def test_where_a_set_is_empty_there_is_no_number():
    empty = np.zeros((4, 1))
    assert np.isnan(measure_sufficiency(empty, Y).consistency).all()
    assert np.isnan(measure_necessity(X, np.zeros(4)).consistency).all()
    assert np.isnan(measure_necessity(np.ones((4, 1)), np.ones(4)).relevance).all()


def test_numbers_that_are_no_memberships_are_refused_by_name():
    wrong = X.copy()
    wrong[2, 0] = 1.2
    with pytest.raises(NotAMembership, match=r"Unit 'c' has 1\.2 in set 'talent'"):
        measure_necessity(wrong, Y, units=list("abcd"), indicators=["talent"])
    with pytest.raises(OutcomeNotAMembership, match="Unit 'number 1'"):
        measure_sufficiency(X, Y - 1)
    with pytest.raises(WrongShape):
        measure_sufficiency(X, Y[:3])
    with pytest.raises(WrongShape):
        measure_sufficiency(X[:, 0], Y)


def test_combinations_are_read_and_written():
    names = ["A", "B", "C"]
    terms = read_terms("A*~B + C", names=names)
    assert terms.tolist() == [[1, 0, -1], [-1, -1, 1]]
    assert write_terms(terms, names=names) == "A*~B + C"
    assert write_terms(read_terms("1", names=names), names=names) == "1"
    for wrong in ("A*D", "A*~A", "", "A + "):
        with pytest.raises(UnknownCondition):
            read_terms(wrong, names=names)


def test_membership_in_a_combination_is_that_of_its_weakest_part():
    table = np.array([[0.7, 0.4, 0.9], [0.2, 0.1, np.nan]])
    terms = read_terms("A*~B + C + 1", names=["A", "B", "C"])
    found = measure_terms(table, terms=terms)
    assert found[0] == pytest.approx([0.6, 0.9, 1.0])
    absent = measure_terms(table, terms=read_terms("~A", names=["A", "B", "C"]))
    assert absent[:, 0].tolist() == negate_membership(table[:, 0]).tolist()
    assert found[1, 0] == pytest.approx(0.2) and np.isnan(found[1, 1]) and found[1, 2] == 1.0
    with pytest.raises(WrongShape):
        measure_terms(table[:, :2], terms=terms)


def test_a_truth_table_by_hand():
    table = np.array([[0.9, 0.8], [0.8, 0.3], [0.1, 0.6], [0.2, 0.1], [0.7, 0.9], [0.5, 0.9]])
    outcome = np.array([0.9, 0.3, 0.2, 0.1, 0.4, 1.0])
    found = tabulate_truth(table, outcome)
    assert found.configurations.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert found.n_cases.tolist() == [1.0, 1.0, 1.0, 2.0]
    assert found.row_of_unit.tolist() == [3, 2, 1, 0, 3, -1]
    # row 11: memberships 0.8, 0.3, 0.1, 0.1, 0.7, 0.5; with the outcome 0.8, 0.3, 0.1, 0.1, 0.4, 0.5
    assert found.consistency[3] == pytest.approx(2.2 / 2.5)
    # of which also in the opposite: 0.1 + 0.3 + 0.1 + 0.1 + 0.4 + 0
    assert found.proportional_reduction[3] == pytest.approx((2.2 - 1.0) / (2.5 - 1.0))
    assert found.positive.tolist() == [False, False, False, True]
    assert found.negative.tolist() == [True, True, True, False]
    assert found.mixed.tolist() == [False, False, False, True]
    assert found.deviant.tolist() == [False, False, False, False, True, False]
    assert list_units_of_rows(found, units=list("abcdef")) == [["d"], ["c"], ["b"], ["a", "e"]]
    assert found.ambiguous.sum() == 1 and found.n_left_out == 0


def test_units_between_two_rows_are_named():
    table = np.array([[0.5, 0.9], [0.3, 0.5], [0.2, 0.1]])
    found = list_ambiguous(table, units=["north", "south", "west"], indicators=["capital", "talent"])
    assert found == [("north", "capital"), ("south", "talent")]
    assert tabulate_truth(table, np.full(3, 0.7)).row_of_unit.tolist() == [-1, -1, 0]
    assert find_ambiguous(np.array([0.1 + 0.4, 0.51, np.nan])).tolist() == [True, False, False]


def test_cuts_code_the_rows():
    table, outcome = np.array([[0.9], [0.9], [0.1]]), np.array([0.6, 0.6, 0.05])
    plain = tabulate_truth(table, outcome)  # consistencies: row 0 0.25 / 1.1, row 1 1.25 / 1.9
    assert plain.consistency == pytest.approx([0.25 / 1.1, 1.25 / 1.9])
    assert plain.negative.all()
    band = tabulate_truth(table, outcome, cuts=Cuts(inclusion=0.7, exclusion=0.6))
    assert band.contradictory.tolist() == [False, True] and band.negative.tolist() == [True, False]
    few = tabulate_truth(table, outcome, cuts=Cuts(inclusion=0.6, n_cases=2))
    assert few.positive.tolist() == [False, True] and few.remainder.tolist() == [True, False]
    weak = tabulate_truth(table, outcome, cuts=Cuts(inclusion=0.6, proportional_reduction=0.9))
    assert weak.negative.all()


@given(memberships())
@settings(max_examples=40, deadline=None)
def test_every_row_has_one_code_and_every_unit_one_row_or_a_half(table):
    found = tabulate_truth(table[:, :3], table[:, 3], cuts=Cuts(exclusion=0.5))
    codes = found.positive.astype(int) + found.contradictory + found.negative + found.remainder
    assert (codes == 1).all()
    half = found.ambiguous.any(axis=-1)
    assert ((found.row_of_unit == -1) == half).all()
    assert found.n_cases.sum() == (~half).sum()
    order = np.arange(6)[::-1]
    moved = tabulate_truth(table[order, :3], table[order, 3], cuts=Cuts(exclusion=0.5))
    assert moved.consistency == pytest.approx(found.consistency, nan_ok=True)
    turned = tabulate_truth(table[:, [1, 0, 2]], table[:, 3], cuts=Cuts(exclusion=0.5))
    swap = [0, 1, 4, 5, 2, 3, 6, 7]
    assert turned.consistency[swap] == pytest.approx(found.consistency, nan_ok=True)


def test_units_with_an_unknown_condition_are_in_no_row():
    table = np.array([[0.9, 0.8], [np.nan, 0.3], [0.1, 0.6]])
    found = tabulate_truth(table, np.array([0.9, 0.9, np.nan]))
    alone = tabulate_truth(table[:1], np.array([0.9]))
    assert found.n_left_out == 2 and found.row_of_unit.tolist() == [3, -1, -1]
    assert found.consistency == pytest.approx(alone.consistency)


def test_draws_in_front_equal_a_loop_over_draws():
    rng = np.random.default_rng(2)
    table, outcome = rng.uniform(size=(3, 7, 2)), rng.uniform(size=(3, 7))
    table[1, 3, 0] = np.nan
    terms = read_terms("A*~B + B", names=["A", "B"])
    together = tabulate_truth(table, outcome)
    for draw in range(3):
        one = tabulate_truth(table[draw], outcome[draw])
        for name in ("n_cases", "consistency", "positive", "row_of_unit", "n_left_out", "mixed"):
            assert getattr(together, name)[draw] == pytest.approx(getattr(one, name), nan_ok=True), name
        for measure in (measure_necessity, measure_sufficiency):
            found, own = measure(table, outcome), measure(table[draw], outcome[draw])
            assert found.consistency[draw] == pytest.approx(own.consistency)
        unique = measure_unique_coverage(table, outcome)[draw]
        assert unique == pytest.approx(measure_unique_coverage(table[draw], outcome[draw]))
        own = measure_terms(table[draw], terms=terms)
        assert measure_terms(table, terms=terms)[draw] == pytest.approx(own, nan_ok=True)


def test_bad_tables_and_cuts_are_refused():
    with pytest.raises(TooManyConditions, match="13 conditions"):
        tabulate_truth(np.full((3, 13), 0.7), np.ones(3))
    for wrong in (Cuts(inclusion=1.2), Cuts(inclusion=0.7, exclusion=0.8), Cuts(n_cases=0)):
        with pytest.raises(WrongCuts):
            tabulate_truth(X, Y, cuts=wrong)
    with pytest.raises(NotAMembership):
        tabulate_truth(2 * X, Y)
