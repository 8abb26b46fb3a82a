# SPDX-License-Identifier: EUPL-1.2
"""Numbers from frames and back: places, unknown values, what is refused and how it is said."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.bad_input import WrongShape
from schakel.composite.spreadsheets.problems import WrongTable
from schakel.composite.structure.frames import (
    NotAFrame,
    data_from_frame,
    data_to_frame,
    data_to_long_frame,
    numbers_from_text,
)
from schakel.composite.structure.indicator_data import CodesNotUnique, UnknownColumn, hold_data

PANEL = pl.DataFrame(
    {
        "year": [2021, 2020, 2021],
        "region": ["b", "a", "a"],
        "name": ["Bee", "Old a", "New a"],
        "size": ["large", "small", "small"],
        "people": [200.0, 100.0, 110.0],
        "x": [1.5, None, 3.0],
        "y": [10, 20, 30],
    }
)


class PandasLikeColumn:
    def __init__(self, values, name=None):
        self.values, self.name = values, name

    def tolist(self):
        return list(self.values)


class PandasLikeFrame:
    def __init__(self, columns, index=None):
        self.held, self.index = columns, index

    @property
    def columns(self):
        return [name for name, _ in self.held]

    def __getitem__(self, name):
        return PandasLikeColumn(dict(self.held)[name])


def problems_of(error):
    return [(one.row, one.column, one.found) for one in error.value.problems]


def read_panel(frame=PANEL):
    return data_from_frame(
        frame,
        unit="region",
        period="year",
        unit_name="name",
        denominators=["people"],
        groups=["size"],
    )


def test_a_panel_becomes_a_cube_with_unknown_where_a_unit_lacks_a_period():
    data = read_panel()
    assert data.units == ("b", "a")
    assert data.periods == (2020, 2021)
    assert data.columns == ("x", "y")
    expected = [[[math.nan, math.nan], [math.nan, 20.0]], [[1.5, 10.0], [3.0, 30.0]]]
    np.testing.assert_array_equal(data.values, expected)
    np.testing.assert_array_equal(data.denominators["people"], [[math.nan, 100], [200, 110]])
    assert data.groups == {"size": ("large", "small")}
    assert data.unit_names == ("Bee", "New a")


def test_pandas_like_frames_mappings_and_lazy_frames_give_the_same_data():
    columns = [(name, PANEL[name].to_list()) for name in PANEL.columns]
    expected = read_panel()
    for frame in (PANEL.lazy(), dict(columns), PandasLikeFrame(columns)):
        data = read_panel(frame)
        np.testing.assert_array_equal(data.values, expected.values)
        assert data.units == expected.units


def test_a_named_index_of_pandas_is_a_column():
    frame = PandasLikeFrame([("x", [1.0, 2.0])], index=PandasLikeColumn(["a", "b"], "unit"))
    assert data_from_frame(frame).units == ("a", "b")


def test_numeric_codes_of_units_become_text_without_decimals():
    assert data_from_frame({"unit": [34.0, 12], "x": [1, 2]}).units == ("34", "12")


def test_na_as_code_of_a_unit_stays_a_code():
    assert data_from_frame({"unit": ["NA", "BE"], "x": [1, 2]}).units == ("NA", "BE")


def test_words_for_unknown_are_unknown():
    data = data_from_frame({"unit": ["a", "b", "c", "d"], "x": [1, "NA", " ", ".."]})
    np.testing.assert_array_equal(data.values[0, :, 0], [1, math.nan, math.nan, math.nan])


def test_every_problem_is_named_at_once_with_row_and_column():
    frame = {
        "unit": ["a", "a", None, "d"],
        "x": [1.0, 2.0, 3.0, math.inf],
        "y": ["3,5", "1.234", "-", "much"],
    }
    with pytest.raises(WrongTable) as error:
        data_from_frame(frame)
    assert problems_of(error) == [
        (3, "unit", "a"),
        (4, "unit", ""),
        (5, "x", "inf"),
        (2, "y", "3,5"),
        (3, "y", "1.234"),
        (4, "y", "-"),
        (5, "y", "much"),
    ]
    message = str(error.value)
    assert "7 problem(s)" in message
    assert "row 2, column 'y': Unit 'a' has the text '3,5', which would be read as 3.5." in message
    assert "decimal mark ','" in message
    assert "can be 1.234 or 1234" in message
    assert all(one.expected for one in error.value.problems)


def test_of_many_problems_the_text_shows_ten_and_the_number_of_the_rest():
    frame = {"unit": [f"u{row}" for row in range(400)], "x": ["much"] * 400}
    with pytest.raises(WrongTable) as error:
        data_from_frame(frame)
    lines = str(error.value).splitlines()
    assert len(error.value.problems) == 400
    assert len(lines) == 11
    assert "row 11, column 'x': Unit 'u9'" in lines[9]
    assert lines[10] == "There are 390 more; 'problems' holds them all."
    ten = {name: cells[:10] for name, cells in frame.items()}
    with pytest.raises(WrongTable) as error:
        data_from_frame(ten)
    assert len(str(error.value).splitlines()) == 10


@pytest.mark.parametrize("text", ["3,5", "1.234"])
def test_the_cure_for_a_number_in_text_is_one_that_a_frame_has(text):
    frame = {"unit": ["a"], "x": [text]}
    with pytest.raises(WrongTable, match="with numbers_from_text for a frame"):
        data_from_frame(frame)
    assert data_from_frame(numbers_from_text(frame, ["x"], decimal_mark=",")).values[0, 0, 0] in (3.5, 1234)


def test_a_missing_column_is_named_with_those_there_are():
    with pytest.raises(WrongTable, match=r"no column 'unit'.*there are region, x"):
        data_from_frame({"region": ["a"], "x": [1]})


def test_a_unit_that_changes_its_group_is_refused():
    frame = {"unit": ["a", "a"], "year": [1, 2], "size": ["s", "m"], "x": [1, 2]}
    with pytest.raises(WrongTable, match="row 3, column 'size'"):
        data_from_frame(frame, period="year", groups=["size"])


@pytest.mark.parametrize("value", [True, b"1", object()])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(WrongTable, match="no number"):
        data_from_frame({"unit": ["a"], "x": [value]})


def test_columns_of_unequal_length_and_things_without_columns_are_refused():
    with pytest.raises(WrongShape):
        data_from_frame({"unit": ["a", "b"], "x": [1]})
    with pytest.raises(NotAFrame):
        data_from_frame(3)
    with pytest.raises(WrongTable, match="Two columns"):
        data_from_frame(PandasLikeFrame([("unit", ["a"]), ("x", [1]), ("x", [2])]))
    with pytest.raises(WrongTable, match="no row"):
        data_from_frame({"unit": [], "x": []})


def test_text_is_made_numbers_with_the_mark_that_is_stated():
    frame = pl.DataFrame({"unit": ["a", "b", "c"], "x": ["3,5", "1.234,5", "NA"]})
    read = numbers_from_text(frame, ["x"], decimal_mark=",")
    assert read["x"].to_list() == [3.5, 1234.5, None]
    assert data_from_frame(read).values[0, 1, 0] == 1234.5
    with pytest.raises(WrongTable, match="row 2"):
        numbers_from_text(frame, ["x"], decimal_mark=".")
    with pytest.raises(UnknownColumn):
        numbers_from_text(frame, ["z"], decimal_mark=".")


def test_the_wide_frame_has_period_unit_and_columns_and_null_where_unknown():
    frame = data_to_frame(read_panel(), unit="region", period="year")
    assert frame.columns == ["year", "region", "x", "y"]
    assert frame["year"].to_list() == [2020, 2020, 2021, 2021]
    assert frame["x"].to_list() == [None, None, 1.5, 3.0]
    beside = data_to_frame(read_panel(), beside=True)
    assert beside.columns == ["period", "unit", "unit_name", "size", "people", "x", "y"]


def test_one_period_without_a_name_gives_no_period_column():
    data = hold_data(np.ones((2, 1)), units="ab", columns=["x"])
    assert data_to_frame(data).columns == ["unit", "x"]
    assert data_to_long_frame(data).columns == ["unit", "column", "value"]


def test_the_long_frame_numbers_the_draws():
    values = np.arange(24.0).reshape(3, 1, 4, 2)
    data = hold_data(values, units="abcd", columns="xy")
    frame = data_to_long_frame(data)
    assert frame.columns == ["draw", "unit", "column", "value"]
    row = frame.filter((pl.col("draw") == 2) & (pl.col("unit") == "c") & (pl.col("column") == "y"))
    assert row["value"].to_list() == [values[2, 0, 2, 1]]
    with pytest.raises(WrongShape):
        data_to_frame(data)


def test_two_columns_of_one_name_are_refused():
    data = hold_data(np.ones((2, 1)), units="ab", columns=["unit"])
    with pytest.raises(CodesNotUnique):
        data_to_frame(data)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_cube_survives_the_frame_whatever_the_order_of_rows_and_columns(draw):
    shape = draw.draw(st.tuples(st.integers(1, 3), st.integers(1, 4), st.integers(1, 3)))
    cell = st.floats(allow_infinity=False) | st.just(math.nan)
    n = int(np.prod(shape))
    values = np.array(draw.draw(st.lists(cell, min_size=n, max_size=n))).reshape(shape)
    units, columns = [f"u{i}" for i in range(shape[1])], [f"x{j}" for j in range(shape[2])]
    data = hold_data(values, units=units, columns=columns, periods=range(2000, 2000 + shape[0]))
    frame = data_to_frame(data)
    rows = draw.draw(st.permutations(range(frame.height)))
    names = draw.draw(st.permutations(frame.columns))
    again = data_from_frame(frame[list(rows)].select(names), period="period")
    assert again.periods == data.periods
    in_place = [again.units.index(unit) for unit in units]
    order = [again.columns.index(column) for column in columns]
    np.testing.assert_array_equal(again.values[:, in_place][:, :, order], values)
