# SPDX-License-Identifier: EUPL-1.2
"""Numbers in text, words for settings, and the method of a branch as text."""

import math
from typing import Literal, get_args, get_origin, get_type_hints

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.spreadsheets.aggregation_cells import read_aggregation, write_aggregation
from schakel.composite.spreadsheets.cells import (
    is_number,
    number_readings,
    read_number,
    read_text,
    settle_decimal_mark,
)
from schakel.composite.spreadsheets.guess_words import FIELDS, direction_of, field_of, plain
from schakel.composite.spreadsheets.problems import KINDS, Placed, problem_at
from schakel.composite.structure.tree import Aggregation


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("3,5", {",": 3.5}),
        ("3.5", {".": 3.5}),
        ("12", {".": 12, ",": 12}),
        ("1.234", {".": 1.234, ",": 1234}),
        ("1,234", {".": 1234, ",": 1.234}),
        ("0.606", {".": 0.606}),
        ("1.234.567", {",": 1234567}),
        ("1.234,5", {",": 1234.5}),
        ("1,234.5", {".": 1234.5}),
        ("1 234,5", {",": 1234.5}),
        ("1\u00a0234", {".": 1234, ",": 1234}),
        ("\u2212 3", {}),
        ("\u22123", {".": -3, ",": -3}),
        ("-,5", {",": -0.5}),
        ("1e-3", {".": 0.001, ",": 0.001}),
        ("0034", {}),
        ("12.34.56", {}),
        ("1.2345,6", {}),
        ("1.234 567", {}),
        ("5%", {}),
        ("12a", {}),
        ("", {}),
    ],
)
def test_a_text_is_read_with_a_point_and_with_a_comma(text, readings):
    assert number_readings(text) == readings


@settings(max_examples=100, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_is_read_back_with_either_mark(number):
    written = repr(number)
    point, comma = read_number(written, "."), read_number(written.replace(".", ","), ",")
    assert point == number
    assert comma == number


def test_a_text_counts_only_as_the_rule_allows():
    assert read_number("3,5") is None
    assert read_number("3,5", "same") is None
    assert read_number("3,5", ",") == 3.5
    assert read_number("12", "same") == 12
    assert read_number("1.234", "same") is None
    assert math.isnan(read_number("n/a"))
    assert read_number("-") is None


def test_the_mark_is_settled_by_proof_only():
    assert settle_decimal_mark(["1.234", "3,5", "12"]) == ","
    assert settle_decimal_mark(["1.234", "12"]) is None
    assert settle_decimal_mark(["3.5", "3,5"]) is None


def test_truth_values_are_no_numbers_and_numpy_numbers_are():
    assert not is_number(True)
    assert not is_number(np.bool_(True))
    assert is_number(np.int64(3))
    assert is_number(np.float32(0.5))
    assert read_text(3.0) == "3"
    assert read_text(0.5) == "0.5"


@pytest.mark.parametrize(
    ("value", "direction"),
    [(1, 1), (-1.0, -1), ("+", 1), ("-", -1), ("\u2013", -1), ("Hoger is beter", 1), ("lower is better", -1)],
)
def test_directions_are_understood_in_dutch_and_english(value, direction):
    assert direction_of(value) == direction


@pytest.mark.parametrize("value", [0, 2, -0.5, "", "ja", None, True])
def test_anything_else_is_no_direction(value):
    assert direction_of(value) is None


def test_a_word_names_one_field_only():
    every = [word for words in FIELDS.values() for word in words]
    assert len(every) == len(set(every))
    assert all(plain(word) == word for word in every)


@pytest.mark.parametrize(
    ("word", "field"),
    [("Gewicht:", "weight"), ("RICHTING (+/-)", "direction"), ("Sub-pillar", "parent"), ("Gemeente", None)],
)
def test_fields_are_found_whatever_the_case_and_brackets(word, field):
    assert field_of(word) == field


@pytest.mark.parametrize(
    "aggregation",
    [
        Aggregation("geometric"),
        Aggregation("power", power=0.1 + 0.2, min_share=0.5, share_of="weight"),
        Aggregation("ordered_weights", order_weights=(0.5, 0.25, 0.25)),
        Aggregation("mazziotta_pareto", penalty="upward"),
        Aggregation("ordered_weights", orness=0.7),
        None,
    ],
)
def test_the_method_of_a_branch_survives_the_cell(aggregation):
    text = write_aggregation(aggregation)
    assert (read_aggregation(text) if text else None) == aggregation


def of_kind(kind):
    if get_origin(kind) is Literal:
        return st.sampled_from(get_args(kind))
    if kind is bool:
        return st.booleans()
    number = st.floats(allow_nan=False, allow_infinity=False)
    if get_origin(kind) is tuple:
        return st.lists(number, max_size=3).map(tuple)
    return number | st.none() if type(None) in get_args(kind) else number


@settings(max_examples=100, deadline=None)
@given(st.builds(Aggregation, **{name: of_kind(kind) for name, kind in get_type_hints(Aggregation).items()}))
def test_every_setting_of_a_method_survives_the_cell(aggregation):
    assert read_aggregation(write_aggregation(aggregation)) == aggregation


@pytest.mark.parametrize(
    "text",
    [
        "mean of sorts",
        "power; power=x",
        "power; power=1 2",
        "power; power",
        "power; strength=2",
        "power; form=round",
        "power; equalise=perhaps",
        "power; method=product",
    ],
)
def test_an_unknown_method_or_setting_is_not_read(text):
    assert read_aggregation(text) is None


@pytest.mark.parametrize("kind", KINDS)
def test_every_problem_can_be_said_with_the_words_it_is_given(kind):
    names = ["code", "unit", "known", "other", "first", "parent", "parent_level", "understood", "mark"]
    words = dict.fromkeys([*names, "with_point", "with_comma"], "w")
    said = str(problem_at(kind, Placed("v", "Data", 4, "x"), **words))
    assert said.startswith("Data, row 4, column 'x': ")
    assert "{" not in said
