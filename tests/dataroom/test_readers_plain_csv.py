# SPDX-License-Identifier: EUPL-1.2
"""Plain tables on made-up figures (no figure here is real): everything by evidence, doubt is refused."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.dataroom.readers.delimited import NoRows, NoSeparator, WrongQuotes
from schakel.dataroom.readers.forms import read_any, sniff
from schakel.dataroom.readers.headers import NoSuchHeader
from schakel.dataroom.readers.plain_csv import read_plain_csv
from schakel.dataroom.readers.raw_table import ReadOptions


def read(text, **options):
    return read_plain_csv(text.encode(), "made_up.csv", ReadOptions(**options))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_follows_from_the_file(separator):
    text = "code,naam,waarde\nGM9001,A,1.5\nGM9002,B,2.5\n".replace(",", separator)
    table = read(text)
    assert table.detected.separator == separator
    assert table.numbers("waarde").to_list() == [1.5, 2.5]


def test_semicolons_win_from_decimal_commas():
    table = read("a;b\n1,5;2,5\n3,5;4,5\n")
    assert table.detected.separator == ";"
    assert table.numbers("b").to_list() == [2.5, 4.5]


def test_two_separators_that_fit_equally_well_are_refused_and_can_be_stated():
    text = "a,b;c\nx,y;z\nv,w;u\n"
    with pytest.raises(NoSeparator, match="fit equally well"):
        read(text)
    assert read(text, separator=";").columns == ("a,b", "c")


@pytest.mark.parametrize("text", ["alleen maar tekst\nzonder kolommen\n", "x", "a\nb\nc\n"])
def test_a_text_that_is_no_table_is_refused(text):
    with pytest.raises(NoSeparator):
        read(text)


def test_a_header_without_rows_is_refused():
    with pytest.raises((NoRows, NoSuchHeader)):
        read("a;b\n")


def test_codes_with_leading_zeros_stay_text():
    table = read("band,n\n00,5\n01,6\n11,7\n")
    assert table.kinds == ("text", "number")
    assert table.texts("band").to_list() == ["00", "01", "11"]


def test_a_lone_dash_is_no_figure_unless_stated():
    text = "regio;a;b\nA;1;2\nB;-;3\nC;4;5\nD;5;6\nE;6;7\nF;8;9\n"
    table = read(text)
    assert table.kinds[1] == "text"
    assert "row 3, column 2 (a): found '-'" in str(table.remarks[0])
    stated = read(text, marks={"-": "nil"})
    assert (stated.cell(1, "a").number, stated.cell(1, "a").status) == (0.0, "nil")


def test_a_file_without_names_is_numbered_and_says_so():
    table = read("A;2006;aantal;55\nB;2007;aantal;66\nC;2008;aantal;77\nD;2009;aantal;88\n")
    assert table.columns == ("column 1", "column 2", "column 3", "column 4")
    assert table.n_rows == 4
    assert "no row with column names" in str(table.remarks[0])
    named = read("A;2006;aantal;55\nB;2007;aantal;66\n", header_rows=1)
    assert named.n_rows == 1


def test_names_that_occur_twice_are_told_apart():
    assert read("a;a;;b\n1;2;3;4\n5;6;7;8\n").columns == ("a", "a (2)", "column 3", "b")


def test_a_separator_after_the_last_field_makes_no_column():
    table = read("a;b;\n1;2;\n3;4;\n")
    assert table.columns == ("a", "b")
    assert table.numbers("b").to_list() == [2.0, 4.0]


def test_wide_years_are_names():
    table = read("NUTS,Name,2000,2001\nNL91,A,13.1,12.8\nNL92,B,17.4,17.6\n")
    assert table.columns == ("NUTS", "Name", "2000", "2001")
    assert table.n_rows == 2


def test_more_header_rows_than_rows_are_refused():
    with pytest.raises(NoSuchHeader, match="3 rows"):
        read("a;b\n1;2\n3;4\n", header_rows=3)


def test_a_field_without_end_is_refused():
    with pytest.raises(WrongQuotes, match="row 1"):
        read('a;"b\n1;2\n')
    with pytest.raises(WrongQuotes, match="row 2"):
        read('a;b\n"1"2;3\n')


def test_a_huge_field_is_refused():
    with pytest.raises(WrongQuotes, match="field larger"):
        read("a;b\n1;" + "9" * 200_000 + "\n")


def test_the_assumption_about_thousands_is_stated():
    table = read("project;bedrag\nA;1.234.567\nB;107.097\nC;5\n")
    assert table.numbers("bedrag").to_list() == [1234567.0, 107097.0, 5.0]
    assert any("'107.097' was read as 107097" in str(remark) for remark in table.remarks)


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn")), max_size=12)


@settings(max_examples=150, deadline=None)
@given(
    names=st.lists(NAMES, min_size=2, max_size=12),
    tenths=st.data(),
    separator=st.sampled_from([";", "\t", "|", ","]),
    decimal=st.sampled_from([",", "."]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    newline=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_a_table_written_in_any_dialect_comes_back_equal(
    names, tenths, separator, decimal, quoting, newline, encoding
):
    figures = [[tenths.draw(st.integers(-9999, 9999)) / 10 for _ in range(2)] for _ in names]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=separator, quoting=quoting, lineterminator=newline)
    writer.writerow(["code", "naam", "eerste", "tweede"])
    for i, (name, pair) in enumerate(zip(names, figures, strict=True)):
        writer.writerow([f"GM{9000 + i}", name, *(f"{figure:.1f}".replace(".", decimal) for figure in pair)])
    table = read_any(buffer.getvalue().encode(encoding), "made_up.csv", ReadOptions(separator=separator))
    assert table.texts("naam").to_list() == [name.strip() for name in names]
    assert [
        list(pair) for pair in zip(table.numbers("eerste"), table.numbers("tweede"), strict=True)
    ] == figures


def test_the_form_follows_from_the_contents_not_from_the_name():
    assert sniff(b"unit,geo\\time\t2020 \nA,NL13\t5 \n", "anything.csv") == "eurostat_tsv"
    assert sniff(b'"Perioden";"Regio\'s";"Banen"\n"2019";"A";5\n', "x.tsv") == "statline_csv"
    assert sniff(b"gm,year,count\nGM9001,2020,5\n", "x") == "plain_csv"
