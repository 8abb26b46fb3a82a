# SPDX-License-Identifier: EUPL-1.2
"""Codes from names: by hand, unique whatever the names, and the same every time."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from schakel.composite.spreadsheets.cells import is_unknown
from schakel.composite.structure.code_names import NameEmpty, codes_from_names
from schakel.composite.structure.growing import grow_tree
from schakel.composite.structure.tree import Branch, Indicator

FORM = re.compile(r"[A-Za-z][A-Za-z0-9]{0,11}")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Employment", "Employm"),
        ("Trade", "Trade"),
        ("Employment rate", "EmplRate"),
        ("GDP per capita", "GDPCapit"),
        ("Share of young people", "SharYounPeop"),
        ("Early leavers from education and training", "EarLeaEduTra"),
        ("R&D expenditure as a share of GDP", "RDExShGD"),
        ("CO2 emissions", "CO2Emis"),
        ("2020 target", "N2020Targ"),
        ("Łączność", "Lacznosc"),
        ("Œuvre à Ångström", "OeuvrAngst"),
        ("van de in", "VanDeIn"),
        ("%", "Code"),
    ],
)
def test_by_hand(name, code):
    assert codes_from_names([name]) == (code,)


def test_what_would_be_the_same_gets_a_number():
    assert codes_from_names(["Rate", "rate", "Rate 2", "Rate"]) == ("Rate", "Rate3", "Rate2", "Rate4")
    twelve = ["Share of young people", "Share of young people"]
    assert codes_from_names(twelve) == ("SharYounPeop", "SharYounPeo2")


def test_no_code_reads_as_unknown():
    codes = codes_from_names(["NA", "None", "Missing"])
    assert codes == ("NA2", "None2", "Missing2")
    assert not any(is_unknown(code) for code in codes)


def test_the_codes_can_stand_in_a_tree():
    names = ["Jobs in health", "Jobs in care", "Jobs in health"]
    *leaves, root = codes_from_names([*names, "Jobs"])
    tree = grow_tree(
        [Indicator(code, root, name) for code, name in zip(leaves, names, strict=True)], [Branch(root)]
    )
    assert tree.indicator_codes == tuple(leaves)


def test_a_name_without_anything_is_refused():
    with pytest.raises(NameEmpty, match="number 2"):
        codes_from_names(["a", " "])


@given(st.lists(st.text(min_size=1, max_size=30).filter(str.strip), max_size=40))
@example(["a"] * 120)
@example(["Rate", "Rate2", "rate 2", "Rate", "RATE"])
@settings(max_examples=150, deadline=None)
def test_codes_have_their_form_and_differ_and_are_the_same_every_time(names):
    codes = codes_from_names(names)
    assert len(codes) == len(names)
    assert all(FORM.fullmatch(code) for code in codes)
    assert len({code.casefold() for code in codes}) == len(codes)
    assert codes_from_names(names) == codes


@given(st.lists(st.text(min_size=1, max_size=30).filter(str.strip), min_size=1, max_size=10))
@settings(max_examples=50, deadline=None)
def test_the_codes_of_the_first_names_do_not_change_when_new_names_follow(names):
    """Only a plain code of a later name can take a number that an earlier one would have got."""
    later = [*names, "zq"]
    if not any("zq" in code.casefold() for code in codes_from_names(names)):
        assert codes_from_names(later)[:-1] == codes_from_names(names)
