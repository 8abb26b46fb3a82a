# SPDX-License-Identifier: EUPL-1.2
"""Eurostat's bulk TSV and SDMX-CSV on made-up figures (no figure here is real)."""

import gzip

import pytest

from schakel.dataroom.readers.eurostat import (
    DoubleColumn,
    NotBulkTsv,
    NotSdmxCsv,
    read_eurostat_tsv,
    read_sdmx_csv,
)
from schakel.dataroom.readers.forms import read_any, sniff
from schakel.dataroom.readers.mapping import ObservationMapping, in_column, in_header
from schakel.dataroom.readers.observing import to_observations
from schakel.dataroom.readers.unreadable import UnreadableCells

BULK = (
    "unit,geo\\time\t2021 \t2020 \t2019 \n"
    "EUR_HAB,NL13\t: \t31500 p\t31000 \n"
    "EUR_HAB,NL21\t: c\t40000 \t39000 b\n"
    "MIO_EUR,NL13\t16000.5 bep\t15000 e\t14000 d\n"
)
SDMX = (
    "DATAFLOW,LAST UPDATE,freq,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
    "ESTAT:MADE_UP(1.0),01/02/24 11:00:00,A,PC,NL13,2020,3.5,\n"
    "ESTAT:MADE_UP(1.0),01/02/24 11:00:00,A,PC,NL21,2020,4.25,b\n"
    "ESTAT:MADE_UP(1.0),01/02/24 11:00:00,A,PC,DE24,2020,,c\n"
    "ESTAT:MADE_UP(1.0),01/02/24 11:00:00,A,PC,DE25,2020,1e-05,p\n"
    "ESTAT:MADE_UP(1.0),01/02/24 11:00:00,A,PC,DE26,2020,:,\n"
)


def test_dimensions_become_columns_and_flags_become_statuses():
    table = read_eurostat_tsv(BULK.encode(), "made_up.tsv")
    assert table.columns == ("unit", "geo", "2021", "2020", "2019")
    assert table.level_names == ("time",)
    assert [(c.number, c.status, c.note) for c in next(iter(table.rows()))[2:]] == [
        (None, "missing", ""),
        (31500.0, "provisional", "p"),
        (31000.0, "normal", ""),
    ]
    assert [(c.number, c.status, c.note) for c in list(table.rows())[1][2:]] == [
        (None, "suppressed", "c"),
        (40000.0, "normal", ""),
        (39000.0, "normal", "b"),
    ]
    assert [(c.number, c.status, c.note) for c in list(table.rows())[2][2:]] == [
        (16000.5, "estimated", "bep"),
        (15000.0, "estimated", "e"),
        (14000.0, "normal", "d"),
    ]
    assert (table.cell(0, "2020").row, table.cell(0, "2020").column) == (2, 3)


def test_the_bulk_file_becomes_observations():
    table = read_any(gzip.compress(BULK.encode()), "made_up.tsv.gz")
    found = to_observations(
        table,
        ObservationMapping(
            measure=in_column("unit"),
            region=in_column("geo"),
            period=in_header("time"),
            where={"unit": ("EUR_HAB",)},
        ),
    )
    assert found.select("region_code", "period", "value", "status").rows() == [
        ("NL13", 2021, None, "missing"),
        ("NL13", 2020, 31500.0, "provisional"),
        ("NL13", 2019, 31000.0, "normal"),
        ("NL21", 2021, None, "suppressed"),
        ("NL21", 2020, 40000.0, "normal"),
        ("NL21", 2019, 39000.0, "normal"),
    ]


def test_a_value_that_is_none_is_refused_with_its_place():
    with pytest.raises(UnreadableCells, match=r"row 3, column 4 \(2019\): found '39000 b!'"):
        read_eurostat_tsv(BULK.replace("39000 b", "39000 b!").encode(), "made_up.tsv")
    with pytest.raises(UnreadableCells, match="found '31,500'"):
        read_eurostat_tsv(BULK.replace("31500 p", "31,500").encode(), "made_up.tsv")


def test_a_key_too_few_is_refused_with_its_place():
    with pytest.raises(UnreadableCells, match=r"row 3, column 1 .* expected 2 keys"):
        read_eurostat_tsv(BULK.replace("EUR_HAB,NL21", "NL21").encode(), "made_up.tsv")


def test_another_tsv_is_no_bulk_file():
    with pytest.raises(NotBulkTsv):
        read_eurostat_tsv(b"geo\t2020\nNL13\t5\n", "other.tsv")
    assert sniff(b"geo\t2020\nNL13\t5\n", "other.tsv") == "plain_csv"


def test_sdmx_csv_joins_the_flag():
    assert sniff(SDMX.encode(), "made_up.csv") == "sdmx_csv"
    table = read_sdmx_csv(SDMX.encode(), "made_up.csv")
    cells = [table.cell(i, "OBS_VALUE") for i in range(table.n_rows)]
    assert [(c.number, c.status, c.note) for c in cells] == [
        (3.5, "normal", ""),
        (4.25, "normal", "b"),
        (None, "suppressed", "c"),
        (0.00001, "provisional", "p"),
        (None, "missing", ""),
    ]


def test_sdmx_csv_becomes_observations():
    found = to_observations(
        read_any(SDMX.encode(), "made_up.csv"),
        ObservationMapping(
            measure=in_column("unit"),
            region=in_column("geo"),
            period=in_column("TIME_PERIOD"),
            value_columns=("OBS_VALUE",),
        ),
    )
    assert found["value"].to_list() == [3.5, 4.25, None, 0.00001, None]
    assert found["row"].to_list() == [2, 3, 4, 5, 6]


def test_sdmx_csv_with_a_word_for_a_value_is_refused():
    with pytest.raises(UnreadableCells, match=r"row 2, column 7 \(OBS_VALUE\): found 'much'"):
        read_sdmx_csv(SDMX.replace("3.5,", "much,").encode(), "made_up.csv")


def test_a_csv_without_the_columns_is_no_sdmx():
    with pytest.raises(NotSdmxCsv, match="OBS_VALUE"):
        read_sdmx_csv(b"geo,TIME_PERIOD\nNL13,2020\n", "other.csv")


def test_a_period_given_twice_is_refused():
    with pytest.raises(DoubleColumn, match="'2020'"):
        read_eurostat_tsv(BULK.replace("2021", "2020").encode(), "made_up.tsv")
    with pytest.raises(DoubleColumn, match="'geo'"):
        read_sdmx_csv(SDMX.replace("unit", "geo").encode(), "made_up.csv")
