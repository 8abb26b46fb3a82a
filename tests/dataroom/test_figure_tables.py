# SPDX-License-Identifier: EUPL-1.2
"""Reading one shipped table: defaults, and every way in which it can be wrong."""

import pytest
from tests.dataroom.figures_at_hand import TABLE, a_measure, small_land

from schakel.dataroom.figure_tables import WrongColumns, WrongFigure, read_figure_table
from schakel.dataroom.observations import WrongObservations

MEASURES = {"m": a_measure("m", unit_code="percent")}
LAND = small_land(GM1="CRA", GM2="CRA")


def read(text):
    content = text if isinstance(text, bytes) else text.encode()
    return read_figure_table(content, table=TABLE, measures=MEASURES, regions=LAND, snapshot_id="abc")


def test_columns_that_are_left_out_take_their_defaults():
    row = read("measure,region_code,period,value\nm,GM1,2020,12.5\n").row(0, named=True)
    assert row == {
        "measure": "m",
        "region_code": "GM1",
        "period": 2020,
        "value": 12.5,
        "lower": None,
        "upper": None,
        "unit": "percent",
        "status": "normal",
        "note": "",
        "measured_at_level": "municipality",
        "source_table": "TEST 1",
        "vintage": "2026",
        "snapshot_id": "abc",
    }


def test_columns_that_are_there_count():
    text = "measure,region_code,period,value,lower,upper,status,note,measured_at_level,vintage\nm,CRA,2020,,1,2,suppressed,why,province,2025\n"
    row = read(text).row(0, named=True)
    assert (row["value"], row["lower"], row["upper"], row["status"], row["note"]) == (
        None,
        1,
        2,
        "suppressed",
        "why",
    )
    assert (row["measured_at_level"], row["vintage"]) == ("province", "2025")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("measure,region_code,period,value\nm,GM1,2020,1\nn,GM1,2020,1\n", "line 3, column measure: found n"),
        (
            "measure,region_code,period,value\nm,GM1,2020,1\nm,GM9,2020,1\n",
            "line 3, column region_code: found GM9",
        ),
        ("measure,region_code,period,value\nm,GM1,2020*,1\n", r"line 2, column period: found 2020\*"),
        ('measure,region_code,period,value\nm,GM1,2020,"1,5"\n', "line 2, column value: found 1,5"),
        ("measure,region_code,period,value\n,GM1,2020,1\n", "line 2, column measure: found None"),
    ],
)
def test_a_wrong_cell_is_refused_with_its_line(text, message):
    with pytest.raises(WrongFigure, match=message):
        read(text)


@pytest.mark.parametrize(
    "text",
    ["measure,region_code,value\nm,GM1,1\n", "measure,region_code,period,value,colour\nm,GM1,2020,1,red\n"],
)
def test_other_columns_are_refused(text):
    with pytest.raises(WrongColumns):
        read(text)


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"measure,region_code,period,value\n\xff\xfe,GM1,2020,1\n", b'measure,"region\n'],
)
def test_bytes_that_are_no_table_are_refused(content):
    with pytest.raises((WrongFigure, WrongColumns)):
        read(content)


def test_rules_of_observations_hold():
    with pytest.raises(WrongObservations, match="every key once"):
        read("measure,region_code,period,value\nm,GM1,2020,1\nm,GM1,2020,2\n")
    with pytest.raises(WrongObservations, match="a number, or the status"):
        read("measure,region_code,period,value\nm,GM1,2020,\n")
