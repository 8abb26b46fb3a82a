# SPDX-License-Identifier: EUPL-1.2
"""A sum or share never becomes smaller because something is withheld."""

from hypothesis import given
from hypothesis import strategies as st

from schakel.economy.cells import Cell, add_cells, divide_cells, scale_cell
from schakel.economy.formulas import apply_formula
from schakel.economy.picture_definition import Formula

AMOUNTS = st.integers(0, 10_000).map(float)


def known(value, period=2020):
    return Cell(period, value, None, None, "normal")


def withheld(low, high, period=2020):
    return Cell(period, None, low, high, "suppressed")


@given(parts=st.lists(AMOUNTS, min_size=1, max_size=6), hidden=AMOUNTS, slack=AMOUNTS)
def test_a_withheld_part_makes_a_sum_unknown_with_bounds_that_hold_the_truth(parts, hidden, slack):
    cells = [known(v) for v in parts] + [withheld(max(0.0, hidden - slack), hidden + slack)]
    found = add_cells(cells)
    assert found.value is None
    assert found.status == "suppressed"
    assert found.low <= sum(parts) + hidden <= found.high
    assert found.low >= sum(parts)


def test_a_withheld_part_without_bounds_leaves_the_sum_without_bounds():
    found = add_cells([known(5.0), withheld(None, None)])
    assert (found.value, found.low, found.high) == (None, None, None)


@given(above=AMOUNTS, hidden=st.integers(1, 1000).map(float), slack=st.integers(0, 500).map(float))
def test_a_share_of_a_withheld_whole_lies_within_its_bounds(above, hidden, slack):
    whole = withheld(max(0.5, hidden - slack), hidden + slack)
    found = divide_cells(known(above), whole, 100.0)
    assert found.value is None
    assert found.low <= 100 * above / hidden + 1e-9
    assert 100 * above / hidden <= found.high + 1e-9


def test_dividing_by_zero_is_unknown_and_never_infinite():
    found = divide_cells(known(3.0), known(0.0), 100.0)
    assert found.value is None
    assert found.status == "missing"


def test_a_published_margin_goes_through_a_division():
    found = divide_cells(
        Cell(2022, 27.8, 25.85, 29.75, "estimated"), Cell(2022, 14.0, 12.05, 15.95, "estimated"), 1.0
    )
    assert round(found.value, 2) == 1.99
    assert round(found.low, 2) == 1.62
    assert round(found.high, 2) == 2.47


def test_a_formula_uses_only_periods_that_all_measures_have():
    series = {
        "a": {2019: known(2.0, 2019), 2020: known(3.0)},
        "b": {2020: known(1.0), 2021: known(9.0, 2021)},
        "c": {2020: known(8.0), 2021: known(8.0, 2021)},
    }
    formula = Formula(numerator=("a", "b"), denominator=("c",), factor=100.0)
    found = apply_formula(formula, lambda measure: series[measure])
    assert {period: cell.value for period, cell in found.items()} == {2020: 50.0}


def test_scaling_scales_bounds_too():
    assert scale_cell(withheld(1.0, 2.0), 1000.0) == withheld(1000.0, 2000.0)
