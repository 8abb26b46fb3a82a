# SPDX-License-Identifier: EUPL-1.2
"""Tables: order, unknown values last, and files with the same rows."""

import csv
import io

import openpyxl
import polars as pl
import pytest
from tests.made_up_dossier import made_up_measurement
from tests.web.site import address

from schakel.web.tables.table import Cell, Column, Row, Table, as_csv, as_xlsx


def table(*values):
    columns = (Column("name", "Name"), Column("value", "Value", True))
    rows = tuple(Row((Cell(f"row {i}", f"row {i}"), Cell(str(v), v))) for i, v in enumerate(values))
    return Table("example", "Example", columns, rows)


def values_of(one):
    return [row.cells[1].value for row in one.rows]


def test_unknown_values_come_last_in_both_orders():
    assert values_of(table(2.0, None, 1.0).ordered("value")) == [1.0, 2.0, None]
    assert values_of(table(2.0, None, 1.0).ordered("-value")) == [2.0, 1.0, None]


def test_an_unknown_column_changes_nothing():
    assert table(2.0, 1.0).ordered("nothing") == table(2.0, 1.0)


def test_text_that_a_spreadsheet_would_run_is_made_harmless():
    risky = Table("x", "x", (Column("a", "A"),), (Row((Cell("=1+1", "=1+1"),)),))
    assert as_csv(risky).decode("utf-8-sig").splitlines()[1] == "'=1+1"
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(risky, {}))).worksheets[0]
    assert sheet["A2"].value == "=1+1" and sheet["A2"].data_type == "s"


def test_a_negative_number_stays_a_number_in_the_file():
    assert as_csv(table(-1.5)).decode("utf-8-sig").splitlines()[1] == "row 0,-1.5"


@pytest.mark.parametrize("name", ["elements", "weakest", "ranking", "picture", "changes", "printed", "coverage", "contradictions", "sources", "figures"])  # fmt: skip
def test_every_table_downloads_in_both_forms_with_the_same_rows(site, name):
    text = site.get(address(f"tabel/{name}.csv")).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    book = openpyxl.load_workbook(io.BytesIO(site.get(address(f"tabel/{name}.xlsx")).content))
    assert len(rows) == book.worksheets[0].max_row
    assert len(rows) > 1


def test_the_ranking_file_holds_the_stored_ranking(site):
    text = site.get(address("tabel/ranking.csv?comparison=dutch")).content.decode("utf-8-sig")
    ranks = [int(float(r["rank"])) for r in csv.DictReader(io.StringIO(text))]
    stored = made_up_measurement(first_year=False).table("index_ranking")
    assert ranks == sorted(stored.filter(pl.col("comparison") == "dutch")["rank"].to_list())


def test_a_page_is_put_in_order_by_link(site):
    html = site.get(address("ecosysteem/?comparison=dutch&sort=ranking.-index")).content.decode()
    assert 'aria-sort="descending"' in html


@pytest.mark.parametrize(("form", "start"), [("csv", b"comparison,"), ("parquet", b"PAR1")])
def test_stored_tables_download_whole(site, form, start):
    assert site.get(address(f"verantwoording/tabellen/element_scores.{form}")).content.startswith(start)


def test_the_provenance_downloads_as_json(site):
    facts = site.get(address("verantwoording/herkomst.json")).json()
    assert facts["seed"] == 2022
    assert len(facts["snapshots"]) == 2
