# SPDX-License-Identifier: EUPL-1.2
"""What a text is as a number: decided by evidence, refused where it could be either (made-up figures)."""

import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.dataroom.readers.numbers import EUROSTAT_MARKS, PLAIN_MARKS, STATLINE_MARKS, interpret


def column(texts, decimal_mark=None, marks=PLAIN_MARKS, flags=False):
    return interpret(
        pl.Series(texts, dtype=pl.String), 1, marks=marks, decimal_mark=decimal_mark, flags=flags
    )


def numbers(texts, decimal_mark=None, **more):
    return column(texts, decimal_mark, **more).cells["number"].to_list()


@pytest.mark.parametrize(
    ("texts", "mark", "expected"),
    [
        (["12,5", "1.234"], ",", [12.5, 1234.0]),
        (["12.5", "1,234"], ".", [12.5, 1234.0]),
        (["12.5", "1.234"], ".", [12.5, 1.234]),
        (["12,5", "1,234"], ",", [12.5, 1.234]),
        (["1.234.567", "1.234"], ",", [1234567.0, 1234.0]),
        (["1,234,567", "1,234"], ".", [1234567.0, 1234.0]),
        (["1.234,5", "2"], ",", [1234.5, 2.0]),
        (["1,234.5", "2"], ".", [1234.5, 2.0]),
        (["0.123", "1.234"], ".", [0.123, 1.234]),
        (["0,123", "1,234"], ",", [0.123, 1.234]),
        (["1234.567"], ".", [1234.567]),
        (["-7,25", "+3,5"], ",", [-7.25, 3.5]),
        (["\u22127,25"], ",", [-7.25]),
        ([",5", "-,25"], ",", [0.5, -0.25]),
        (["6.16e+08", "1e-05"], ".", [616000000.0, 0.00001]),
        (["1 234", "12 345 678"], "", [1234.0, 12345678.0]),
        (["1\u00a0234,5"], ",", [1234.5]),
        (["12", "345", "0"], "", [12.0, 345.0, 0.0]),
    ],
)
def test_the_column_proves_its_decimal_mark(texts, mark, expected):
    result = column(texts)
    assert result.decimal_marks == (mark,)
    assert result.cells["number"].to_list() == expected
    assert result.kinds == ("number",)


@pytest.mark.parametrize("texts", [["1.234", "2.345"], ["1,234"], ["1.234", "12", "999"]])
def test_a_number_that_could_be_either_is_no_number(texts):
    result = column(texts)
    assert result.decimal_marks == ("?",)
    either = [t for t in texts if "." in t or "," in t]
    assert result.cells.filter(pl.col("text").is_in(either))["number"].null_count() == len(either)
    assert result.kinds == ("text",)


def test_a_stated_decimal_mark_settles_it():
    assert numbers(["1.234", "2"], ",") == [1234.0, 2.0]
    assert numbers(["1.234", "2"], ".") == [1.234, 2.0]


def test_a_number_against_the_stated_mark_is_no_number():
    assert numbers(["12.5", "1,5"], ",") == [None, 1.5]


def test_a_column_with_both_marks_is_no_column_of_numbers():
    result = column(["12.5", "1,5", "3"])
    assert result.decimal_marks == ("!",)
    assert result.cells["number"].to_list() == [None, None, 3.0]


def test_another_column_may_prove_it():
    result = interpret(pl.Series(["1.234", "2,5", "5.678", "3,5"]), 2, marks=PLAIN_MARKS)
    assert result.decimal_marks == (",", ",")
    assert result.cells["number"].to_list() == [1234.0, 2.5, 5678.0, 3.5]


def test_columns_with_different_proof_keep_their_own_and_prove_nothing_for_a_third():
    result = interpret(pl.Series(["1.5", "2,5", "1.234"]), 3, marks=PLAIN_MARKS)
    assert result.decimal_marks == (".", ",", "?")
    assert result.cells["number"].to_list() == [1.5, 2.5, None]


def test_one_typing_error_does_not_turn_a_hundred_thousands_into_decimals():
    texts = [f"{1 + i // 100}.{100 + i}" for i in range(100)] + ["12.5"]
    assert column(texts).decimal_marks == ("?",)


@pytest.mark.parametrize("text", ["0034", "01", "-007"])
def test_a_leading_zero_is_a_code(text):
    assert column([text, "12"]).kinds == ("text",)


@pytest.mark.parametrize(
    "text",
    [
        "12%",
        "€ 5",
        "1.23.4",
        "12,34,5",
        "1..2",
        "(5)",
        "5-",
        "abc",
        "1e",
        "--5",
        "1,2,3",
        "٣",
        "½",
        "1e999",
        "12 34",
    ],
)
def test_what_is_no_number_is_not_read_as_one(text):
    assert numbers([text]) == [None]
    assert column([text]).cells["status"].to_list() == [None]


def test_marks_of_statline_and_of_plain_files_differ():
    assert column(["-", "x", ".", ""], marks=STATLINE_MARKS).cells["status"].to_list() == [
        "nil",
        "suppressed",
        "missing",
        "missing",
    ]
    assert column(["-", "x", "NA", ""]).cells["status"].to_list() == [
        None,
        "suppressed",
        "missing",
        "missing",
    ]


@pytest.mark.parametrize(
    ("text", "number", "status", "note"),
    [
        ("4700 p", 4700.0, "provisional", "p"),
        ("4700", 4700.0, "normal", ""),
        ("15.9 b", 15.9, "normal", "b"),
        ("15.9b", 15.9, "normal", "b"),
        ("3.1 bep", 3.1, "estimated", "bep"),
        ("7 s", 7.0, "estimated", "s"),
        (":", None, "missing", ""),
        (": c", None, "suppressed", "c"),
        (":c", None, "suppressed", "c"),
        (": p", None, "missing", "p"),
        ("1e-05", 0.00001, "normal", ""),
        ("5e", 5.0, "estimated", "e"),
        ("12 q", None, None, ""),
    ],
)
def test_eurostat_flags(text, number, status, note):
    cells = column([text], ".", marks=EUROSTAT_MARKS, flags=True).cells
    assert cells.select("number", "status", "note").row(0) == (number, status, note)


@settings(max_examples=200, deadline=None)
@given(
    figures=st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=30),
    decimals=st.sampled_from([1, 2]),
    mark=st.sampled_from([",", "."]),
    grouped=st.booleans(),
)
def test_figures_written_with_any_marks_come_back_equal(figures, decimals, mark, grouped):
    exact = [figure / 10**decimals for figure in figures]
    texts = [f"{value:{',' if grouped else ''}.{decimals}f}" for value in exact]
    if mark == ",":
        texts = [text.translate(str.maketrans(",.", ".,")) for text in texts]
    assert all(math.isclose(a, b, abs_tol=1e-9) for a, b in zip(numbers(texts), exact, strict=True))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text("0123456789.,- x*eE+:'", max_size=12), min_size=1, max_size=12))
def test_any_cell_has_a_finite_number_or_a_mark_or_is_a_text(texts):
    for marks, flags in ((STATLINE_MARKS, False), (PLAIN_MARKS, False), (EUROSTAT_MARKS, True)):
        for text, number, status in (
            column(texts, marks=marks, flags=flags).cells.select("text", "number", "status").iter_rows()
        ):
            assert number is None or math.isfinite(number)
            assert (number is not None) == (status in ("normal", "provisional", "estimated", "nil"))
            assert text == text.strip()
