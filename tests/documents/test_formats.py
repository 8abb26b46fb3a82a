# SPDX-License-Identifier: EUPL-1.2
"""Numbers, shares, intervals and dates, worked out by hand."""

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.diagnosis.dossier import Interval
from schakel.documents import formats as f


@pytest.mark.parametrize(
    ("value", "decimals", "dutch", "english"),
    [
        (1234.5, 1, "1.234,5", "1,234.5"),
        (18300, 0, "18.300", "18,300"),
        (-0.3, 1, "−0,3", "−0.3"),
        (-0.04, 1, "0,0", "0.0"),
        (0.0, 2, "0,00", "0.00"),
        (None, 1, "niet bekend", "not known"),
        (math.nan, 1, "niet bekend", "not known"),
        (math.inf, 1, "niet bekend", "not known"),
    ],
)
def test_a_number_in_both_languages(value, decimals, dutch, english):
    assert f.number(value, "nl", decimals) == dutch
    assert f.number(value, "en", decimals) == english


@pytest.mark.parametrize(
    ("value", "dutch"),
    [(15.6, "15,6"), (111_515.2, "111.515"), (2.0, "2"), (16.07, "16,07"), (118.04, "118"), (0.256, "0,256")],
)
def test_a_plain_number_has_only_the_decimals_that_matter(value, dutch):
    assert f.plain_number(value, "nl") == dutch


def test_shares_and_probabilities_never_claim_certainty_that_is_not_there():
    assert f.percent(0.156, "nl", 1) == "15,6%"
    assert f.probability(0.999, "nl") == "meer dan 99%"
    assert f.probability(0.001, "en") == "less than 1%"
    assert f.probability(1.0, "en") == "100%"
    assert f.probability(0.0, "nl") == "0%"
    assert f.short_probability(0.999, "nl") == ">99%"
    assert f.short_probability(0.5, "nl") == "50%"


@given(st.floats(min_value=0, max_value=1, exclude_min=True, exclude_max=True))
def test_a_probability_between_nought_and_one_is_never_written_as_nought_or_all(share):
    assert f.probability(share, "en") not in ("0%", "100%")


def test_intervals_keep_value_and_bounds_together():
    assert f.interval(Interval(31, 27, 35), "nl") == "31 (27–35)"
    assert f.interval(Interval(None, 27, 35), "nl") == "27–35"
    assert f.interval(Interval(31), "nl") == "31"
    assert f.interval(Interval(None), "en") == "not known"
    assert f.span(-2.0, 3.0, "nl", 1) == "−2,0 tot 3,0"
    assert f.span(27, None, "en") == "27 to not known"
    assert f.bracket(None, 840, 910, "nl", 0) == "840–910"


def test_differences_carry_their_sign():
    assert f.signed(0.25, "nl", 1) in ("+0,2", "+0,3")
    assert f.signed(-0.3, "nl") == "−0,3"
    assert f.signed(0.01, "nl") == "0,0"
    assert f.signed(None, "nl") == "niet bekend"


def test_dates_as_precise_as_they_are_known():
    assert f.day("2025-11-03", "nl") == "3 november 2025"
    assert f.day(date(2025, 11, 3), "en") == "3 November 2025"
    assert f.day("2025-11", "nl") == "november 2025"
    assert f.day("2025", "nl") == "2025"
    assert f.day(None, "nl") == "niet bekend"
    assert f.day("spring edition", "en") == "spring edition"
    assert f.day("2025-13-45", "en") == "2025-13-45"
    assert f.year(2024, "nl") == "2024"


def test_words_are_joined_as_in_a_sentence():
    assert f.enumeration(["a", "b", "c"], "nl") == "a, b en c"
    assert f.enumeration(["a", "b", "c"], "en") == "a, b and c"
    assert f.enumeration([], "nl") == ""
