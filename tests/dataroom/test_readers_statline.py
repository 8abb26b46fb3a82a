# SPDX-License-Identifier: EUPL-1.2
"""StatLine quirks, one by one, on made-up figures (no figure here is real)."""

import gzip

import pytest

from schakel.dataroom.readers.delimited import UnequalRows, WrongQuotes
from schakel.dataroom.readers.encodings import BrokenGzip, EmptyFile, NotText, UnclearEncoding
from schakel.dataroom.readers.forms import read_any, sniff
from schakel.dataroom.readers.raw_table import NoSuchColumn, ReadOptions
from schakel.dataroom.readers.statline import read_statline_csv

LONG = (
    '"Perioden";"Regio\'s";"Banen (x 1 000)"\r\n'
    '"2019";"Verzonnendam (GM)";12,5\r\n'
    '"2020*";"Verzonnendam (GM)";13\r\n'
    '"2020*";"Fantasiestad (GM)";x\r\n'
    '"2021**";"Fantasiestad (GM)";.\r\n'
    '"2021**";"Niemandsland (CR)";-\r\n'
)


def read(text: str, encoding: str = "utf-8", **options):
    return read_statline_csv(text.encode(encoding), "made up.csv", ReadOptions(**options))


def values(table, column):
    return [(c.number, c.status) for row in table.rows() if (c := row[table.column_index(column)])]


def test_marks_and_decimal_comma():
    table = read(LONG)
    assert table.columns == ("Perioden", "Regio's", "Banen (x 1 000)")
    assert table.kinds == ("period", "text", "number")
    assert values(table, "Banen (x 1 000)") == [
        (12.5, "normal"),
        (13.0, "normal"),
        (None, "suppressed"),
        (None, "missing"),
        (0.0, "nil"),
    ]
    assert table.detected.decimal_mark == ","
    assert table.detected.separator == ";"
    assert [str(remark) for remark in table.remarks] == [
        "'-' was read as nil (0), as in StatLine, in 1 cells."
    ]


def test_a_cell_knows_its_place_in_the_file():
    cell = read(LONG).cell(2, "Banen (x 1 000)")
    assert (cell.text, cell.status, cell.row, cell.column) == ("x", "suppressed", 4, 3)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252", "mac_roman"])
def test_letters_survive_every_encoding(encoding):
    text = LONG.replace("Verzonnendam", "Súdwest-Fryslân").replace("Fantasiestad", "Coëvorde")
    table = read(text, encoding)
    assert table.texts("Regio's").to_list()[:3] == [
        "Súdwest-Fryslân (GM)",
        "Súdwest-Fryslân (GM)",
        "Coëvorde (GM)",
    ]
    assert table.numbers("Banen (x 1 000)").to_list()[0] == 12.5


def test_one_latin_1_row_in_a_utf_8_file():
    good = '"Regio\'s";"Banen"\n"Súdwest";1\n"Fryslân";2\n'.encode()
    table = read_statline_csv(good + '"Coëvorde";3\n'.encode("latin-1"), "joined.csv")
    assert table.texts("Regio's").to_list() == ["Súdwest", "Fryslân", "Coëvorde"]
    assert "some rows latin-1" in str(table.remarks[0])


def test_letters_that_could_be_either_are_refused_and_can_be_stated():
    data = b'"Regio\'s";"Banen"\n"\xa4 stad";1\n'
    with pytest.raises(UnclearEncoding, match="row 2"):
        read_statline_csv(data, "unclear.csv")
    assert (
        read_statline_csv(data, "unclear.csv", ReadOptions(encoding="latin-1")).texts("Regio's")[0]
        == "¤ stad"
    )


def test_every_quote_doubled():
    text = (
        '"Perioden"";""Regio\'s"";""Banen"\r\n'
        '"2024*"";""Verzonnendam"";8258,9\r\n'
        '""2024*"";""Fantasiestad"";11,4\r\n'
        '"'
    )
    table = read(text, "utf-8-sig")
    assert table.columns == ("Perioden", "Regio's", "Banen")
    assert [[c.text for c in row] for row in table.rows()] == [
        ["2024*", "Verzonnendam", "8258,9"],
        ["2024*", "Fantasiestad", "11,4"],
    ]
    assert table.detected.quoting == "doubled"
    assert any("doubled" in str(remark) for remark in table.remarks)


def test_every_line_wrapped_in_quotes():
    wrapped = '"""Perioden"";""Banen"""\n"""2019"";""1,5"""\n"""2020"";""2,5"""\n'
    table = read(wrapped)
    assert table.detected.quoting == "wrapped lines"
    assert table.numbers("Banen").to_list() == [1.5, 2.5]
    plain = read('"Perioden;Banen"\n"2019;1,5"\n"2020;2,5"\n')
    assert plain.numbers("Banen").to_list() == [1.5, 2.5]


def test_three_header_rows_with_merged_cells():
    text = (
        '"Regio\'s";"Verzonnendam (GM)";;"Fantasiestad (GM)";\n'
        '"Perioden";"2011*";"2012*";"2011*";"2012*"\n'
        '"Bedrijfstakken/branches SBI 2008";"aantal";"aantal";"aantal";"aantal"\n'
        '"C Industrie";"940";"945";"-";"x"\n'
    )
    table = read(text)
    assert table.detected.header_rows == 3
    assert table.detected.first_data_row == 4
    assert table.level_names == ("Regio's", "Perioden", "Bedrijfstakken/branches SBI 2008")
    assert table.header[2] == ("Verzonnendam (GM)", "2012*", "aantal")
    assert table.columns[0] == "Bedrijfstakken/branches SBI 2008"
    assert table.columns[2] == "Verzonnendam (GM) | 2012* | aantal"
    assert [table.cell(0, c).number for c in range(1, 5)] == [940.0, 945.0, 0.0, None]


def test_title_above_and_source_below():
    text = '"Verzonnen banen per gemeente"\n' + LONG.replace("\r\n", "\n") + '"Bron: CBS"\n'
    table = read(text)
    assert table.titles == ("Verzonnen banen per gemeente",)
    assert table.footers == ("Bron: CBS",)
    assert table.n_rows == 5
    assert table.detected.first_data_row == 3


def test_a_note_after_a_blank_line_is_a_footer():
    table = read(LONG + "\r\nHet aantal is afgerond.\r\nZie de toelichting.\r\n")
    assert table.n_rows == 5
    assert table.footers == ("Het aantal is afgerond.", "Zie de toelichting.")


def test_ghost_municipalities_stay_as_rows_of_missing_figures():
    text = '"Perioden";"Regio\'s";"Totaal";"Jong"\n"2025";"Oudendorp";;\n"2025";"Nieuwdorp";100;40\n"2025";"Weg";;\n'
    table = read(text)
    assert table.n_rows == 3
    assert values(table, "Totaal") == [(None, "missing"), (100.0, "normal"), (None, "missing")]


def test_rows_without_figures_at_the_top_do_not_become_names():
    text = "Regio's;2019;2020\nOudendorp;;\nWeg;;\nNieuwdorp;1,5;2,5\nDaar;3,5;4,5\n"
    table = read(text)
    assert table.detected.header_rows == 1
    assert table.n_rows == 4


def test_padded_codes_are_trimmed():
    text = '"Wijken en buurten";"Codering (code)";"Aantal"\n"Emmerik";"GM9114    ";5\n"Dorp";"BU91140001";"       7"\n'
    table = read(text)
    assert table.texts("Codering (code)").to_list() == ["GM9114", "BU91140001"]
    assert table.numbers("Aantal").to_list() == [5.0, 7.0]


def test_provisional_marks_behind_values():
    table = read("Regio's;Banen\nA;1,5*\nB;2,5**\nC;3,5\nD;x\n")
    assert values(table, "Banen") == [
        (1.5, "provisional"),
        (2.5, "provisional"),
        (3.5, "normal"),
        (None, "suppressed"),
    ]
    assert table.cell(1, "Banen").note == "**"


def test_comma_file_with_quoted_decimal_commas():
    table = read(
        '"Perioden","Regio\'s","Banen"\n"2019","Verzonnendam","12,5"\n"2020","Verzonnendam","1.012,5"\n'
    )
    assert table.detected.separator == ","
    assert table.numbers("Banen").to_list() == [12.5, 1012.5]


def test_odata_keys_are_recognised():
    data = b'"ID","RegioS","Perioden","Banen_1"\n0,"GM9109    ","2024JJ00","       7.5"\n1,"CR98  ","2024JJ00","."\n'
    assert sniff(data, "TypedDataSet.csv") == "statline_csv"
    table = read_any(data, "TypedDataSet.csv")
    assert table.kinds == ("number", "text", "period", "number")
    assert table.texts("RegioS").to_list() == ["GM9109", "CR98"]
    assert values(table, "Banen_1") == [(7.5, "normal"), (None, "missing")]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_break(newline):
    table = read(LONG.replace("\r\n", newline))
    assert table.n_rows == 5
    assert table.row_numbers == (2, 3, 4, 5, 6)


def test_a_line_break_within_quotes_keeps_the_row_numbers_right():
    table = read('"Regio\'s";"Noot";"Banen"\n"A";"eerste\nregel";1\n"B";"";2\n')
    assert table.row_numbers == (2, 4)


def test_gzip_is_unpacked():
    table = read_statline_csv(gzip.compress(LONG.encode()), "made up.csv.gz")
    assert table.detected.compressed
    assert table.n_rows == 5


def test_a_cut_off_gzip_is_refused():
    with pytest.raises(BrokenGzip, match="end is missing"):
        read_statline_csv(gzip.compress(LONG.encode())[:-9], "made up.csv.gz")


def test_a_row_with_another_number_of_fields_is_refused_with_its_place():
    with pytest.raises(UnequalRows, match="row 4 has 4 fields"):
        read(LONG.replace('"Fantasiestad (GM)";x', '"Fantasiestad";"(GM)";x'))


def test_a_file_that_breaks_off_is_refused():
    with pytest.raises(WrongQuotes, match="row 6"):
        read(LONG[: LONG.index('"Niemandsland') + 6])
    with pytest.raises(UnequalRows):
        read("Regio's;Banen\nA;1\nB;2\nAa en Hu")


def test_a_file_without_a_last_line_break_says_so():
    table = read(LONG.rstrip())
    assert any("does not end with a line break" in str(remark) for remark in table.remarks)


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(NotText, match="row 1"):
        read_statline_csv(b"Regio's;Ba\x00nen\nA;1\n", "nul.csv")
    with pytest.raises(EmptyFile):
        read_statline_csv(b"\xef\xbb\xbf  \r\n ", "leeg.csv")
    with pytest.raises(NotText, match="old Excel"):
        read_statline_csv(b"\xd0\xcf\x11\xe0rest", "oud.xls")


def test_an_odd_cell_in_a_column_of_figures_is_pointed_out():
    rows = "".join(f"Dorp {i};{i},5\n" for i in range(10))
    table = read("Regio's;Banen\n" + rows + "Stad;veel\n")
    assert table.kinds == ("text", "text")
    assert "row 12, column 2 (Banen): found 'veel'" in str(table.remarks[0])


def test_a_column_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(NoSuchColumn, match="Perioden, Regio's, Banen"):
        read(LONG).texts("Banen")


def test_a_dash_in_a_table_of_another_make_is_no_zero():
    own = b"Gemeente;Jaar;Leden\nA;2020;5\nB;2020;-\n"
    assert sniff(own, "own.csv") == "plain_csv"
    assert read_any(own, "own.csv").cell(1, "Leden").status is None
    stated = read_any(own, "own.csv", ReadOptions(form="statline_csv"))
    assert (stated.cell(1, "Leden").number, stated.cell(1, "Leden").status) == (0.0, "nil")
