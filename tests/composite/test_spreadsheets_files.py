# SPDX-License-Identifier: EUPL-1.2
"""Files in and out: kinds of files, exact numbers, safe text, names of sheets, and what is refused."""

import io
import math
import zipfile

import numpy as np
import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.composite.made_up_workbook import saved, workbook

from schakel.composite.spreadsheets.export import export_workbook, unique_names, write_csv_folder
from schakel.composite.spreadsheets.read_csv import find_separator
from schakel.composite.spreadsheets.read_sheets import (
    FormulaWithoutResult,
    NoSuchSheet,
    NotASpreadsheet,
    OversizedSpreadsheet,
    named_sheet,
    read_sheets,
    sheet_names,
)

ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="Data">
<table:table-row><table:table-cell office:value-type="string"><text:p>land</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell/><table:table-cell
 table:number-columns-repeated="2" office:value-type="float" office:value="0.1"><text:p>0,1</text:p></table:table-cell>
<table:table-cell table:number-columns-repeated="16000"/></table:table-row>
<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def ods(content=ODS):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return out.getvalue()


def exported(sheets, **more):
    out = io.BytesIO()
    export_workbook(out, sheets, **more)
    return out.getvalue()


def test_rows_and_columns_keep_their_place_in_the_sheet():
    sheet = read_sheets(workbook(Data=[[], [None, "x", " "], [1, None, 2.5]]))[0]
    assert sheet.rows == ((None, None, None), (None, "x", None), (1, None, 2.5))
    assert sheet.address(2, 2) == "Data!C3"


def test_sheets_that_are_hidden_empty_or_not_wanted_are_left_out():
    book = openpyxl.Workbook()
    book.active.title = "Seen"
    book.active["A1"] = 1
    book.create_sheet("Hidden")["A1"] = 1
    book["Hidden"].sheet_state = "hidden"
    book.create_sheet("Empty")
    book.create_sheet("Other")["A1"] = 1
    data = saved(book)
    assert [sheet.name for sheet in read_sheets(data)] == ["Seen", "Other"]
    assert [sheet.name for sheet in read_sheets(data, only=["Other"])] == ["Other"]
    assert sheet_names(data) == ("Seen", "Hidden", "Empty", "Other")
    with pytest.raises(NoSuchSheet, match="Seen, Other"):
        named_sheet(read_sheets(data), "Third")


def test_an_open_document_is_read_with_its_repeats():
    sheet = read_sheets(ods())[0]
    assert sheet.rows == (("land", "a", None), (None, 0.1, 0.1), (None, 0.1, 0.1))
    assert sheet_names(ods()) == ("Data",)


def test_dates_and_truth_values_in_an_open_document_are_no_numbers():
    for kind, name in (("date", "date-value"), ("boolean", "boolean-value")):
        other = ODS.replace('"float" office:value="0.1"', f'"{kind}" office:{name}="true"')
        assert not isinstance(read_sheets(ods(other))[0].rows[1][1], float)


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a;b\nx;1,5\ny;2,5\n", ";"),
        ("a,b\nx,1.5\n", ","),
        ("a\tb\nx\t1,5\n", "\t"),
        ("Title\n\na;b;c\nx;1,5;2\n", ";"),
        ('"a, with b",c\n"d",1\n', ","),
        ("alone\n", ","),
    ],
)
def test_the_separator_is_the_one_that_makes_equal_rows(text, separator):
    assert find_separator(text) == separator


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_accents_are_read_from_any_usual_encoding(encoding):
    sheet = read_sheets("naam;a\nCafé;1\n".encode(encoding))[0]
    assert sheet.rows == (("naam", "a"), ("Café", "1"))
    assert sheet.separator == ";"


def test_several_csv_files_are_sheets_named_after_them(tmp_path):
    for name in ("iData", "iMeta"):
        (tmp_path / f"{name}.csv").write_text("a,b\n1,2\n")
    sheets = read_sheets([tmp_path / "iData.csv", tmp_path / "iMeta.csv"])
    assert [sheet.name for sheet in sheets] == ["iData", "iMeta"]


def test_a_formula_without_a_stored_result_is_refused_and_one_with_a_result_is_read():
    with pytest.raises(FormulaWithoutResult, match=r"1 formulas .*\(B2\)"):
        read_sheets(workbook(Data=[["a", "b"], [1, "=A2+1"]]))
    stored = workbook(Data=[["a", "b"], [1, "=A2+1"], [2, "=IF(1,0,0)"]])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(stored)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            xml = old.read(part)
            if part.endswith("sheet1.xml"):
                xml = xml.replace(b"<f>A2+1</f><v></v>", b"<f>A2+1</f><v>2</v>")
                xml = xml.replace(b"<f>A2+1</f><v />", b"<f>A2+1</f><v>2</v>")
                xml = xml.replace(b'<c r="B3">', b'<c r="B3" t="str">')
            new.writestr(part, xml)
    assert read_sheets(out.getvalue())[0].rows[1] == (1, 2)


@pytest.mark.parametrize(
    "data",
    [
        b"\xd0\xcf\x11\xe0 old",
        b"PK\x03\x04 broken",
        b"text\x00with zeros",
        ods("<a><b></a>"),
        ods("<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"),
        ods(ODS.replace('number-rows-repeated="2"', 'number-rows-repeated="9999999"')),
        ods(ODS.replace('number-columns-repeated="2"', 'number-columns-repeated="9999999"')),
        ods(ODS.replace('office:value="0.1"', 'office:value="a"')),
    ],
)
def test_what_is_no_spreadsheet_is_refused_with_a_cure(data):
    for read in (read_sheets, sheet_names):
        if read is read_sheets or data.startswith(b"PK"):
            with pytest.raises(NotASpreadsheet, match=r"save it as \.xlsx"):
                read(data)


def test_a_text_with_an_endless_field_is_refused():
    with pytest.raises(NotASpreadsheet):
        read_sheets(b'a,b\n"' + b"x" * 200_000)


def test_a_zip_without_a_workbook_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "b")
    with pytest.raises(NotASpreadsheet):
        read_sheets(out.getvalue())


def test_a_bomb_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", b" " * 160_000_000)
    with pytest.raises(OversizedSpreadsheet):
        read_sheets(out.getvalue())


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(allow_infinity=False), min_size=1, max_size=20))
def test_numbers_in_a_workbook_are_exact(numbers):
    table = pl.DataFrame({"unit": [f"u{i}" for i in range(len(numbers))], "x": numbers})
    page = read_sheets(exported([("t", table)]))[1]
    again = [math.nan if row[1] is None else float(row[1]) for row in page.rows[1:]]
    np.testing.assert_array_equal(again, numbers)


def test_the_last_bit_survives_where_sixteen_digits_would_lose_it():
    number = 0.1 + 0.2
    assert float(f"{number:.16g}") != number
    assert read_sheets(exported([("t", pl.DataFrame({"x": [number]}))]))[1].rows[1][0] == number


def test_the_first_sheet_lists_the_others_below_the_notes():
    table = pl.DataFrame({"unit": ["a", "b"], "x": [1.5, None]})
    data = exported([("Scores", table), ("Ranks", table[:1])], notes=["Made up"], contents="Inhoud")
    front = read_sheets(data)[0]
    assert front.name == "Inhoud"
    assert front.rows[0][0] == "Made up"
    assert front.rows[3:] == (("Scores", "Scores", 2, 2), ("Ranks", "Ranks", 1, 2))
    page = openpyxl.load_workbook(io.BytesIO(data))
    assert page["Scores"].freeze_panes == "B2"
    assert page["Scores"]["B1"].font.bold
    assert page["Inhoud"]["A4"].hyperlink.location == "'Scores'!A1"


def test_whole_numbers_and_fractions_get_their_own_format():
    table = pl.DataFrame({"year": [2020, 2021], "x": [0.25, 3.0], "p": [0.0001, 0.0]})
    page = openpyxl.load_workbook(io.BytesIO(exported([("t", table)])))["t"]
    assert [page.cell(2, column).number_format for column in (1, 2, 3)] == ["0", "0.000", "0.00E+00"]


def test_text_never_runs_as_a_formula_and_infinity_is_text():
    table = pl.DataFrame({"=unit": ["=1+1", "@x", "http://x"], "x": [math.inf, -math.inf, math.nan]})
    page = openpyxl.load_workbook(io.BytesIO(exported([("t", table)])))["t"]
    assert [cell.data_type for cell in (page["A1"], page["A2"], page["A3"], page["A4"])] == ["s"] * 4
    assert page["A4"].hyperlink is None
    assert [page["B2"].value, page["B3"].value, page["B4"].value] == ["inf", "-inf", None]


def test_the_same_tables_give_the_same_bytes(tmp_path):
    tables = [("t", pl.DataFrame({"x": [1.5]}))]
    export_workbook(tmp_path / "a.xlsx", tables)
    assert (tmp_path / "a.xlsx").read_bytes() == exported(tables)


def test_names_of_sheets_are_short_allowed_and_unique():
    names = unique_names(["a" * 40, "A" * 40, "x/y:[z]", "", "history", "it's'", "table"])
    assert names == ("a" * 31, "A" * 29 + " 2", "x-y--z-", "table", "history 2", "it's", "table 2")
    assert len({name.casefold() for name in names}) == len(names)
    table = pl.DataFrame({"x": [1]})
    assert len(openpyxl.load_workbook(io.BytesIO(exported([(n, table) for n in names]))).sheetnames) == 8


def test_csv_files_have_seventeen_digits_and_empty_fields(tmp_path):
    table = pl.DataFrame({"unit": ["=a", "b, c", None], "x": [0.1, math.nan, None], "n": [1, 2, -3]})
    paths = write_csv_folder(tmp_path / "out", {"scores/all": table, "ranks": table})
    assert [path.name for path in paths] == ["scores_all.csv", "ranks.csv"]
    assert paths[0].read_text() == 'unit,x,n\n\'=a,0.10000000000000001,1\n"b, c",,2\n,,-3\n'
    assert read_sheets(paths[0])[0].rows[1] == ("=a", "0.10000000000000001", "1")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(allow_infinity=False), min_size=1, max_size=20))
def test_numbers_in_a_csv_file_are_exact(tmp_path_factory, numbers):
    folder = tmp_path_factory.mktemp("csv")
    path = write_csv_folder(folder, {"t": pl.DataFrame({"x": numbers, "y": numbers})})[0]
    again = pl.read_csv(path, schema={"x": pl.Float64, "y": pl.Float64})
    np.testing.assert_array_equal(again["x"].fill_null(math.nan).to_numpy(), numbers)
