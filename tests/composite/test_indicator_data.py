# SPDX-License-Identifier: EUPL-1.2
"""Holding numbers together with their units, columns, periods, denominators and groups."""

import numpy as np
import pytest
from tests.composite.made_up_index import made_up_data, table

from schakel.composite.bad_input import WrongShape
from schakel.composite.structure.indicator_data import (
    CodesNotUnique,
    InfiniteValue,
    UnknownColumn,
    UnknownPeriod,
    hold_data,
    select_columns,
    select_period,
    select_units,
    with_values,
)

ROWS = [[1.0, 2.0], [3.0, 4.0], [5.0, np.nan]]


def held(**changes):
    given = {"values": ROWS, "units": ["u", "v", "w"], "columns": ["A", "B"]} | changes
    return hold_data(np.array(given.pop("values"), dtype=float), **given)


def test_one_table_becomes_one_period_without_a_name():
    data = held()
    assert data.values.shape == (1, 3, 2)
    assert data.periods == ("",)
    assert data.column("B")[0, :2].tolist() == [2.0, 4.0]
    assert data.name_of_unit(1) == "v"
    assert held(unit_names=["U", "V", "W"]).name_of_unit(1) == "V"


def test_draws_may_stand_in_front():
    data = hold_data(np.zeros((7, 2, 3, 2)), units="uvw", columns="AB", periods=[2020, 2021])
    assert data.column("A").shape == (7, 2, 3)


def test_the_numbers_are_a_copy():
    rows = np.array(ROWS)
    data = hold_data(rows, units="uvw", columns="AB")
    rows[0, 0] = 99
    assert data.values[0, 0, 0] == 1


def test_years_from_numpy_are_whole_numbers():
    """Imputation over time asks for whole numbers, and numpy's own kind is no ``int``."""
    data = hold_data(np.zeros((2, 3, 2)), units="uvw", columns="AB", periods=np.array([2020, 2021]))
    assert all(type(period) is int for period in data.periods)


def test_a_unit_without_a_group_has_an_empty_text():
    assert held(groups={"kind": ["x", None, 3]}).groups["kind"] == ("x", "", "3")


@pytest.mark.parametrize(
    ("changes", "failure", "words"),
    [
        ({"units": ["u", "v"]}, WrongShape, "'values'"),
        ({"columns": ["A", "A"]}, CodesNotUnique, "'A' occurs 2 times among the columns"),
        ({"units": ["u", "v", "u"]}, CodesNotUnique, "'u' occurs 2 times among the units"),
        ({"units": [1, "1", "w"]}, CodesNotUnique, "'1' occurs 2 times among the units"),
        ({"periods": [2020, 2021]}, WrongShape, "'values'"),
        ({"values": [[1, 2], [3, np.inf], [5, 6]]}, InfiniteValue, "Unit 'v' has an infinite value for 'B'"),
        ({"values": [[1, 2], [-np.inf, 4], [5, 6]]}, InfiniteValue, "Unit 'v' has an infinite value for 'A'"),
        ({"denominators": {"people": [1.0, 2.0]}}, WrongShape, "'people'"),
        ({"groups": {"kind": ["x", "y"]}}, WrongShape, r"'kind' has shape \(2,\); expected \(3,\)"),
        ({"unit_names": ["U"]}, WrongShape, "'unit_names'"),
    ],
)
def test_what_does_not_fit_together_is_refused(changes, failure, words):
    with pytest.raises(failure, match=words):
        held(**changes)


def test_periods_may_not_repeat():
    with pytest.raises(CodesNotUnique, match="'2020' occurs 2 times among the periods"):
        hold_data(np.zeros((2, 3, 2)), units="uvw", columns="AB", periods=[2020, "2020"])


def test_selections_keep_everything_beside_the_numbers_in_step():
    data = hold_data(
        np.arange(12.0).reshape(2, 3, 2),
        units="uvw",
        columns="AB",
        periods=[2020, 2021],
        unit_names=["U", "V", "W"],
        denominators={"people": np.arange(6.0).reshape(2, 3)},
        groups={"kind": ["x", "y", "z"]},
    )
    few = select_units(data, [2, 0])
    assert few.units == ("w", "u") and few.unit_names == ("W", "U")
    assert few.values[1, 0].tolist() == [10.0, 11.0]
    assert few.denominators["people"].tolist() == [[2, 0], [5, 3]]
    assert few.groups["kind"] == ("z", "x")
    one = select_period(data, 2021)
    assert one.periods == (2021,) and one.denominators["people"].tolist() == [[3, 4, 5]]
    assert select_columns(data, ["B"]).values[0, :, 0].tolist() == [1, 3, 5]
    assert select_columns(data, ("A", "B")) is data


def test_what_is_not_there_is_named():
    data = made_up_data()
    with pytest.raises(UnknownColumn, match="'Z'; known are A, B, C, D, E"):
        data.column("Z")
    with pytest.raises(UnknownColumn, match="'Z'"):
        select_columns(data, ["A", "Z"])
    with pytest.raises(UnknownPeriod, match="no period '1999'"):
        select_period(data, 1999)


def test_other_numbers_may_have_other_columns():
    data = with_values(table([[1, 2], [3, 4]]), np.zeros((1, 2, 1)), ["Z"])
    assert data.columns == ("Z",) and data.units == ("u1", "u2")
