# SPDX-License-Identifier: EUPL-1.2
"""Workbooks on made-up figures (no figure here is real): sheets, headers, dates, errors, bombs."""

import datetime
import io
import re
import zipfile

import openpyxl
import pytest

from schakel.dataroom.readers import sheets
from schakel.dataroom.readers.forms import read_any, sniff
from schakel.dataroom.readers.mapping import ObservationMapping, fixed, in_column, in_header
from schakel.dataroom.readers.observing import to_observations
from schakel.dataroom.readers.raw_table import ReadOptions
from schakel.dataroom.readers.sheets import (
    FormulaWithoutValue,
    NoSuchSheet,
    NotAWorkbook,
    OversizedWorkbook,
)
from schakel.dataroom.readers.unreadable import UnreadableCells
from schakel.dataroom.readers.workbook import read_workbook


def workbook(fill, *titles):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = titles[0] if titles else "Data"
    fill(book, sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def rows(*lines):
    def fill(book, sheet):
        for line in lines:
            sheet.append(line)

    return workbook(fill)


def repacked(data, change):
    """Rewrite the parts of a workbook: change(name, bytes) -> bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return buffer.getvalue()


def test_numbers_dates_and_texts():
    data = rows(
        ["NUTS", "Naam", "Datum", "2020", 2021],
        ["NL91", "Verzonnen", datetime.datetime(2021, 3, 1), 12.5, 3],
        ["NL92", "Fantasie", datetime.datetime(2021, 4, 1, 12, 30), 0.3, None],
    )
    assert sniff(data, "made_up.xlsx") == "workbook"
    table = read_any(data, "made_up.xlsx")
    assert table.columns == ("NUTS", "Naam", "Datum", "2020", "2021")
    assert table.texts("Datum").to_list() == ["2021-03-01", "2021-04-01T12:30:00"]
    assert table.numbers("2020").to_list() == [12.5, 0.3]
    assert table.cell(1, "2021").status == "missing"
    assert (table.cell(1, "2021").row, table.cell(1, "2021").column) == (3, 5)
    assert table.detected.sheet == "Data"


def test_numbers_stored_as_text_follow_the_same_rules_as_csv():
    data = rows(["Regio", "Banen"], ["A", "12,5"], ["B", "1.234"], ["C", 7])
    assert read_workbook(data, "text.xlsx").numbers("Banen").to_list() == [12.5, 1234.0, 7.0]
    unclear = rows(["Regio", "Banen"], ["A", "1.234"], ["B", 7.5])
    assert read_workbook(unclear, "text.xlsx").kinds == ("text", "text")
    stated = read_workbook(unclear, "text.xlsx", ReadOptions(decimal_mark=","))
    assert stated.numbers("Banen").to_list() == [1234.0, 7.5]


def test_the_sheet_with_most_figures_is_read_and_the_choice_is_stated():
    def fill(book, sheet):
        sheet.append(["Toelichting", "bij de tabel"])
        sheet.append(["Bron", "verzonnen"])
        other = book.create_sheet("Cijfers")
        other.append(["Regio", "2020"])
        other.append(["A", 1])
        hidden = book.create_sheet("Verborgen")
        hidden.sheet_state = "hidden"
        for _ in range(5):
            hidden.append([1, 2, 3])

    data = workbook(fill, "Lees mij")
    table = read_workbook(data, "sheets.xlsx")
    assert table.detected.sheet == "Cijfers"
    assert "Lees mij" in str(table.remarks[0])
    assert read_workbook(data, "sheets.xlsx", ReadOptions(sheet="Verborgen", header_rows=0)).n_rows == 5
    with pytest.raises(NoSuchSheet, match="Lees mij, Cijfers, Verborgen"):
        read_workbook(data, "sheets.xlsx", ReadOptions(sheet="Blad1"))


def test_merged_header_cells_are_filled():
    def fill(book, sheet):
        sheet.append([None, "Bevolking", None, "Banen", None])
        sheet.append(["Regio", 2020, 2021, 2020, 2021])
        sheet.append(["A", 10, 11, 5, 6])
        sheet.append(["B", 20, 21, 7, 8])
        sheet.merge_cells("B1:C1")
        sheet.merge_cells("D1:E1")

    table = read_workbook(workbook(fill), "merged.xlsx")
    assert table.columns == ("Regio", "Bevolking | 2020", "Bevolking | 2021", "Banen | 2020", "Banen | 2021")
    found = to_observations(
        table,
        ObservationMapping(
            measure=in_header(0),
            region=in_column("Regio"),
            period=in_header(1),
            region_codes={"A": "GM9001", "B": "GM9002"},
        ),
    )
    assert found.filter(found["measure"] == "Banen").select("region_code", "period", "value").rows() == [
        ("GM9001", 2020, 5.0),
        ("GM9001", 2021, 6.0),
        ("GM9002", 2020, 7.0),
        ("GM9002", 2021, 8.0),
    ]


def test_title_lines_and_notes_are_kept_apart():
    data = rows(
        ["Verzonnen tabel"],
        [],
        ["Regio", "Soort", "2020"],
        ["A", "x1", 1],
        ["B", "x2", 2],
        [],
        ["Bron: verzonnen"],
    )
    table = read_workbook(data, "titled.xlsx")
    assert table.titles == ("Verzonnen tabel",)
    assert table.footers == ("Bron: verzonnen",)
    assert table.row_numbers == (4, 5)


def test_eurostat_flag_columns_are_joined():
    data = rows(
        ["Data extracted on 01/01/2026 from [ESTAT]"],
        ["Dataset:", "made up"],
        [],
        ["TIME", None, "2020", None, "2021", None],
        ["GEO (Codes)", "GEO (Labels)", "", "", "", ""],
        ["NL91", "Verzonnen", 12.5, "", 13.25, "b"],
        ["NL92", "Fantasie", ":", "c", 7, "u"],
        [],
        ["Special value"],
        [":", "not available"],
    )
    table = read_workbook(data, "made_up.xlsx")
    assert table.columns == ("GEO (Codes)", "GEO (Labels)", "2020", "2021")
    assert [(c.number, c.status, c.note) for row in table.rows() for c in row[2:]] == [
        (12.5, "normal", ""),
        (13.25, "normal", "b"),
        (None, "suppressed", "c"),
        (7.0, "normal", "u"),
    ]
    assert table.cell(0, "2021").column == 5
    found = to_observations(
        table,
        ObservationMapping(
            measure=fixed("made_up"), region=in_column("GEO (Codes)"), period=in_header("TIME")
        ),
    )
    assert found["period"].to_list() == [2020, 2021, 2020, 2021]


def test_an_error_cell_is_refused_where_a_figure_is_needed():
    data = rows(["Regio", "2020"], ["NL91", 1], ["NL92", "#N/A"], ["NL93", "#DIV/0!"])
    table = read_workbook(data, "errors.xlsx")
    with pytest.raises(UnreadableCells, match=r"row 3, column 2 \(2020\): found '#N/A'.*row 4"):
        to_observations(
            table,
            ObservationMapping(fixed("m"), in_column("Regio"), in_header(), value_columns=("2020",)),
        )


def test_a_date_is_no_figure():
    data = rows(["Regio", "2020"], ["NL91", 1], ["NL92", datetime.datetime(2020, 5, 1)])
    with pytest.raises(UnreadableCells, match="2020-05-01"):
        to_observations(
            read_workbook(data, "dates.xlsx"),
            ObservationMapping(fixed("m"), in_column("Regio"), in_header(), value_columns=("2020",)),
        )


def test_a_formula_without_a_stored_result_is_refused():
    with pytest.raises(FormulaWithoutValue, match=r"B3"):
        read_workbook(rows(["Regio", "2020"], ["NL91", 1], ["NL92", "=B2+1"]), "formula.xlsx")


def test_a_formula_with_its_stored_result_is_read():
    data = rows(["Regio", "2020"], ["NL91", 1], ["NL92", "=B2+1"])
    solved = repacked(data, lambda name, part: re.sub(rb"</f><v\s*/?>(</v>)?", b"</f><v>2</v>", part))
    assert read_workbook(solved, "formula.xlsx").numbers("2020").to_list() == [1.0, 2.0]


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 100, b"no zip at all", b""])
def test_no_workbook_is_refused(data):
    with pytest.raises(NotAWorkbook, match=r"broken\.xlsx"):
        read_workbook(data, "broken.xlsx")


def test_a_zip_of_something_else_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("letter.txt", "hello")
    with pytest.raises(NotAWorkbook, match="zip file without a workbook"):
        read_workbook(buffer.getvalue(), "letters.xlsx")


def test_a_zip_bomb_is_refused_before_it_unpacks():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(160):
                part.write(b"\0" * 1_000_000)
    with pytest.raises(OversizedWorkbook, match="160 MB"):
        read_workbook(buffer.getvalue(), "bomb.xlsx")


def test_an_entity_bomb_is_refused():
    data = rows(["Regio", "2020"], ["NL91", 1])
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cccc"><!ENTITY d "&b;&b;">]><a>&d;</a>'
    changed = repacked(data, lambda name, part: bomb if name == "xl/workbook.xml" else part)
    with pytest.raises(NotAWorkbook, match="document type"):
        read_workbook(changed, "bomb.xlsx")


def test_a_sheet_that_claims_a_far_corner_is_bounded(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_CELLS", 50_000)

    def fill(book, sheet):
        sheet.append(["Regio", "2020"])
        for row in range(2, 40):
            sheet.cell(row=row, column=16_384, value=1)

    with pytest.raises(OversizedWorkbook, match="cells"):
        read_workbook(workbook(fill), "corner.xlsx")


def test_a_damaged_part_is_refused():
    data = rows(["Regio", "2020"], ["NL91", 1])
    for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"):
        changed = repacked(data, lambda n, part, name=name: part[: len(part) // 2] if n == name else part)
        with pytest.raises(NotAWorkbook):
            read_workbook(changed, "damaged.xlsx")
