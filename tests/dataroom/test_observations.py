# SPDX-License-Identifier: EUPL-1.2
"""The rules that every row of observations keeps."""

import polars as pl
import pytest
from tests.dataroom.figures_at_hand import observed

from schakel.dataroom.observations import (
    NoObservations,
    WrongObservations,
    check_observations,
    empty_observations,
    newest_vintage,
    read_observations,
)


def test_right_rows_come_back_sorted_by_key():
    table = check_observations(observed(("m", "GM2", 2020, 1.0), ("m", "GM1", 2020, 2.0)), "test")
    assert table["region_code"].to_list() == ["GM1", "GM2"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("m", "GM1", 2020, 1.0, {"status": "guessed"}), "a status of"),
        (("m", "GM1", 2020, 1.0, {"measured_at_level": "street"}), "a level of"),
        (("m", "GM1", 2020, 1.0, {"status": "suppressed"}), "no value where it is suppressed"),
        (("m", "GM1", 2020, None, {"status": "normal"}), "a number, or the status"),
        (("m", "GM1", 2020, float("inf"), {}), "a number, or the status"),
        (("m", "GM1", 2020, float("nan"), {}), "a number, or the status"),
        (("m", "GM1", 2020, 3.0, {"status": "nil"}), "the value 0"),
        (("m", "GM1", 2020, 3.0, {"lower": 4.0, "upper": 5.0}), "lower <= value <= upper"),
        (("m", "GM1", 2020, None, {"lower": 5.0, "upper": 4.0}), "lower <= value <= upper"),
        (("m", "GM1", 2020, 3.0, {"vintage": None}), "no empty key"),
    ],
)
def test_a_row_that_breaks_a_rule_is_refused_with_the_rule(row, expected):
    with pytest.raises(WrongObservations, match=expected):
        check_observations(observed(row), "test")


def test_the_message_names_the_row():
    with pytest.raises(WrongObservations, match="region_code GM1, period 2020"):
        check_observations(observed(("m", "GM1", 2020, 3.0, {"status": "nil"})), "test")


def test_a_key_may_stand_once():
    with pytest.raises(WrongObservations, match="every key once"):
        check_observations(observed(("m", "GM1", 2020, 3.0), ("m", "GM1", 2020, 4.0)), "test")


def test_another_column_is_refused():
    with pytest.raises(WrongObservations, match="colour"):
        check_observations(observed(("m", "GM1", 2020, 3.0)).with_columns(colour=pl.lit("red")), "test")


def test_the_newest_edition_of_a_figure_is_kept():
    rows = observed(
        ("m", "GM1", 2020, 3.0, {"vintage": "2023-02"}),
        ("m", "GM1", 2020, 4.0, {"vintage": "2024"}),
        ("m", "GM1", 2019, 1.0, {"vintage": "2023-02"}),
    )
    assert newest_vintage(rows)["value"].to_list() == [1.0, 4.0]


def test_without_figures_there_is_a_cure(tmp_path):
    with pytest.raises(NoObservations, match="make start"):
        read_observations(tmp_path)


def test_an_empty_table_is_right():
    assert check_observations(empty_observations(), "test").height == 0
