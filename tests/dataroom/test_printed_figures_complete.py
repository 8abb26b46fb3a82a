# SPDX-License-Identifier: EUPL-1.2
"""Every number that stands in the course's text is a printed figure, a year of one, or a name."""

import re

from tests.dataroom.checks_material import COURSE
from tests.shared_data import shared_path

from schakel.dataroom.ledger import load_printed_figures

NAMES_WITH_A_NUMBER = ("Skills4Future", "RIS3", "3D printing", "20e eeuw")
NUMBERED_HEADING_OR_ITEM = re.compile(r"^\s*\d\.\s")
WORDS_FOR_NUMBERS = {
    "drie niveaus": 3,
    "drie hoofdlijnen": 3,
    "vier jaar": 4,
    "twee keer zoveel": 2,
    "Eens per jaar": 1,
}


def numbers_in_text():
    text = shared_path("koers", "strategische-koers-2022-2025.txt").read_text(encoding="utf-8")
    for name in NAMES_WITH_A_NUMBER:
        text = text.replace(name, "")
    for line in text.splitlines():
        for token in re.findall(r"\d+(?:[.,]\d+)*", NUMBERED_HEADING_OR_ITEM.sub("", line)):
            yield float(token.replace(".", "").replace(",", "."))


def test_no_number_of_the_text_is_left_out():
    printed = load_printed_figures(COURSE)
    known = {abs(v) for v in printed["value"]}
    known |= {float(y) for name in ("period", "from_period") for y in printed[name].drop_nulls()}
    assert set(numbers_in_text()) <= known


def test_each_measured_number_stands_as_often_as_it_is_printed():
    printed = load_printed_figures(COURSE)
    found = list(numbers_in_text())
    for value in (
        118000,
        3500,
        22420,
        18400,
        18100,
        18300,
        16.5,
        15.6,
        910,
        1030,
        20.3,
        17.7,
        51,
        40,
        25,
        38,
        20000,
    ):
        rows = printed.filter(printed["value"].abs() == value)
        assert rows.height == found.count(value), value


def test_numbers_in_words_are_there_too():
    text = shared_path("koers", "strategische-koers-2022-2025.txt").read_text(encoding="utf-8")
    printed = load_printed_figures(COURSE)
    programme = printed.filter(~printed["unit"].is_in(["jobs", "percent", "establishments"]))
    for words, value in WORDS_FOR_NUMBERS.items():
        assert words.lower() in text.lower()
        assert value in set(programme["value"])
