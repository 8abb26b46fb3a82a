# SPDX-License-Identifier: EUPL-1.2
"""Ranks, medians and changes that do not cross a break."""

from hypothesis import given
from hypothesis import strategies as st

from schakel.economy.areas import share_by_area
from schakel.economy.cells import Cell
from schakel.economy.standing import change_within_series, median_cells, newest_known, rank_among


def series(values):
    return {p: Cell(p, v, None, None, "normal" if v is not None else "missing") for p, v in values.items()}


def test_rank_one_is_best_whichever_way_is_better():
    others = [1.0, 2.0, 3.0]
    assert rank_among(2.5, others, higher_is="better") == 2
    assert rank_among(2.5, others, higher_is="neutral") == 2
    assert rank_among(2.5, others, higher_is="worse") == 3
    assert rank_among(2.0, others, higher_is="better") == 2


@given(st.dictionaries(st.integers(2000, 2025), st.floats(0, 100), min_size=2), st.integers(2000, 2025))
def test_a_change_never_crosses_a_break(values, from_period):
    change, since = change_within_series(series(values), [from_period], years=30)
    newest = max(values)
    if since is not None:
        assert since < newest
        assert not since < from_period <= newest
        assert change == values[newest] - values[since]


def test_a_change_is_refused_when_the_break_leaves_one_figure():
    assert change_within_series(series({2014: 2790.0, 2015: 3205.0}), [2015], years=10) == (None, None)


def test_a_change_reaches_back_no_more_than_the_years_asked():
    assert change_within_series(series({2000: 1.0, 2015: 4.0, 2020: 6.0}), [], years=10) == (2.0, 2015)


def test_a_median_needs_half_of_the_areas():
    areas = [series({2020: 1.0}), series({2020: 3.0}), series({2020: None}), series({2021: 9.0})]
    found = median_cells(areas)
    assert found[2020].value == 2.0
    assert found[2020].status == "estimated"
    assert 2021 not in found


def test_the_newest_value_goes_before_a_newer_bracket():
    cells = series({2008: 18.05}) | {2010: Cell(2010, None, 13.0, 17.0, "suppressed")}
    assert newest_known(cells).period == 2008
    assert newest_known({2010: cells[2010]}).period == 2010
    assert newest_known({}) is None


def test_where_a_region_lies_is_weighed_by_inhabitants():
    found = share_by_area(("a", "b", "c"), {"a": "X", "b": "Y", "c": "X"}, {"a": 10.0, "b": 60.0, "c": 30.0})
    assert found == (("Y", 0.6), ("X", 0.4))
    without = share_by_area(("a", "b", "c"), {"a": "X", "b": "Y", "c": "X"}, {"a": 10.0})
    assert without[0] == ("X", 2 / 3)
