# SPDX-License-Identifier: EUPL-1.2
"""Everything that the room of composite indicators refuses is explained in Dutch, with all its details."""

import ast
import importlib
import pkgutil
import re
from pathlib import Path

import numpy as np
import pytest
from babel.messages.pofile import read_po

import schakel.composite
from schakel.composite.bad_input import BadInput, NothingKnown, Reason, Unnamed, WrongShape, name_of
from schakel.composite.building.steps import UnknownChoice
from schakel.composite.specification.problems import (
    A_NUMBER,
    WrongSpecification,
    name_problem,
    specification_problem,
)
from schakel.composite.spreadsheets.problems import Placed, WrongTable, problem_at
from schakel.composite.structure.growing import WrongTree, find_tree_problems
from schakel.composite.structure.indicator_data import CodesNotUnique, UnknownColumn, hold_data
from schakel.composite.structure.tree import Branch, Indicator
from schakel.composite.varying.alternatives import WrongFactors, check_factors, vary_range
from schakel.composite.varying.combinations import Infeasible, InfeasibleCombinations
from schakel.composite.weighing.weigh import WrongWeights, weigh_given
from schakel.documents.failures_in_words import explain_failure
from schakel.documents.messages import CATALOGUES

ROOM = Path(schakel.composite.__file__).parent
FIELD = re.compile(r"{(\w+)[^}]*}")
PO_FILE = CATALOGUES / "nl" / "LC_MESSAGES" / "documents.po"
CATALOGUE = {message.id: message.string for message in read_po(PO_FILE.open("rb"), locale="nl")}
for module in pkgutil.walk_packages([str(ROOM)], "schakel.composite."):
    importlib.import_module(module.name)


def all_below(kind):
    for below in kind.__subclasses__():
        yield below
        yield from all_below(below)


REFUSALS = sorted(
    {kind for kind in all_below(BadInput) if kind.__module__.startswith("schakel.")},
    key=lambda kind: (kind.__module__, kind.__name__),
)


def refusal_with(kind, details):
    """A refusal as it would be raised with these details, whatever its own way of making them."""
    refusal = kind.__new__(kind)
    BadInput.__init__(refusal, **details)
    return refusal


def test_the_whole_room_was_looked_at():
    assert len(REFUSALS) > 100


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: f"{kind.__module__[18:]}.{kind.__name__}")
def test_a_refusal_is_a_dutch_sentence_with_every_detail(kind):
    fields = sorted(set(FIELD.findall(kind.template + kind.cure)))
    details = {name: f"<{place}>" for place, name in enumerate(fields)}
    told = explain_failure(refusal_with(kind, details), "nl")
    assert not FIELD.search(told)
    assert [mark for mark in details.values() if mark not in told] == []
    assert [part for part in (kind.template, kind.cure) if part and not CATALOGUE.get(part)] == []


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: f"{kind.__module__[18:]}.{kind.__name__}")
def test_a_refusal_with_numbers_and_lists_is_filled_in_as_well(kind):
    for value in (0.25, 3, [0.5, 0.25], (3, 2), ["a", "b"]):
        details = dict.fromkeys(FIELD.findall(kind.template + kind.cure), value)
        assert not FIELD.search(explain_failure(refusal_with(kind, details), "nl"))


def refusals_made():
    """Every call in the room that makes a refusal, with its keyword arguments."""
    names = {kind.__name__ for kind in REFUSALS}
    for file in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names:
                for argument in node.keywords:
                    yield file.name, node.func.id, argument.arg, argument.value


def told_text(value):
    """The English text of an argument, whether it is marked or not; None where it is no constant."""
    if isinstance(value, ast.Call) and getattr(value.func, "id", "") == "N_":
        value = value.args[0]
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def test_what_a_refusal_says_in_a_detail_has_a_dutch_text():
    """A reason in words is marked, or a ``Reason`` with details; never a text with numbers written into it."""
    seen, wrong = 0, []
    for file, refusal, name, value in refusals_made():
        if name not in ("reason", "why", "what", "also", "choices"):
            continue
        text = told_text(value)
        if isinstance(value, ast.JoinedStr):
            wrong.append((file, refusal, name))
        elif text and " " in text and not re.fullmatch(r"\w+(, \w+)+", text):
            seen += 1
            if not CATALOGUE.get(text):
                wrong.append((file, refusal, text))
    assert seen > 15
    assert wrong == []


def test_a_reason_with_details_is_translated_inside_its_sentence():
    with pytest.raises(WrongFactors) as caught:
        vary_range("marge", step="treat", setting="share", low=0.5, high=0.25)
    assert str(caught.value).startswith("The factor 'marge' cannot be varied: 0.5 to 0.25 in 25 parts is no ")
    assert explain_failure(caught.value, "nl").startswith(
        "De keuze 'marge' is niet te variëren: 0,5 tot 0,25 in 25 delen is geen bereik."
    )
    with pytest.raises(WrongFactors) as caught:
        check_factors([], None, [])
    assert "er is er geen." in explain_failure(caught.value, "nl")


def test_a_unit_without_a_name_has_its_number_in_dutch():
    assert name_of(None, 1) == "number 2"
    assert isinstance(name_of(None, 1), Unnamed)
    assert explain_failure(NothingKnown(indicator=name_of(None, 1)), "nl").startswith(
        "Over indicator 'nummer 2' is niets bekend."
    )
    assert str(NothingKnown(indicator=name_of(None, 1))).startswith(
        "Nothing is known about indicator 'number 2'"
    )


def test_a_name_that_is_also_an_english_word_stays_as_it_was_written():
    failure = UnknownColumn(column="Region", known="Country")
    assert explain_failure(failure, "nl").startswith("Er is geen kolom 'Region'; bekend zijn Country.")
    choice = UnknownChoice(label="method", setting="method", value="none", possible="minmax, zscore")
    told = explain_failure(choice, "nl")
    assert told.startswith("Stap 'method' heeft bij 'method' de waarde 'none'; mogelijk is minmax, zscore.")


def test_what_is_counted_is_said_in_dutch():
    with pytest.raises(CodesNotUnique) as caught:
        hold_data(np.zeros((2, 1)), units=["A", "A"], columns=["x"])
    assert explain_failure(caught.value, "nl").startswith("'A' komt 2 keer voor bij de eenheden.")


def test_numbers_have_a_decimal_comma_and_shapes_stay_shapes():
    with pytest.raises(WrongWeights) as caught:
        weigh_given(np.array([0.5, -1.5, 2.0]))
    told = explain_failure(caught.value, "nl")
    assert told.startswith(
        "De gewichten 0,5; -1,5; 2 zijn niet bruikbaar: een gewicht is negatief of onbekend."
    )
    shape = WrongShape(name="values", found=(3, 2), expected=Reason("a row {number}", {"number": 7}))
    assert explain_failure(shape, "nl").startswith("'values' heeft vorm (3, 2); verwacht een rij 7.")
    unknown = WrongWeights(weights=[float("nan"), float("inf"), 123456.0], reason="time is up")
    assert "niet bekend; oneindig; 123456 zijn" in explain_failure(unknown, "nl")
    assert "not known; infinite; 123456 cannot" in explain_failure(unknown, "en")


def test_every_problem_of_a_tree_is_told_in_dutch():
    problems = find_tree_problems([Indicator("x", parent="nowhere")], [Branch("top"), Branch("top")])
    assert len(problems) == 2
    told = explain_failure(WrongTree(problems), "nl").split("\n")
    assert told[0].startswith("De structuur van de index heeft 2 fout(en): Code 'top' is 2 keer gebruikt.")
    assert told[1].startswith("'x' hoort bij 'nowhere', en dat is geen tak. Verbeter de tak erboven")


def test_every_problem_of_a_table_is_told_in_dutch_with_its_place():
    wrong = [problem_at("no_number", Placed("veel", "Blad1", 4, "inkomen"), unit="Y")]
    assert explain_failure(WrongTable(wrong), "nl") == (
        "De tabellen hebben 1 fout(en): Blad1, rij 4, kolom 'inkomen': Eenheid 'Y' heeft 'veel', en dat is geen "
        "getal. Verbeter de cel, of maak haar leeg als de waarde onbekend is."
    )


def test_every_problem_of_a_specification_is_told_in_dutch_with_its_place():
    wrong = [
        specification_problem("kind", ("steps", 0, "low"), found="laag", expected=A_NUMBER),
        name_problem("name", ("data", "unit"), "lnd", ["land"], what="unit"),
    ]
    assert explain_failure(WrongSpecification(wrong), "nl") == (
        "De specificatie heeft 2 fout(en): steps[0].low: Hier staat laag. Geef een getal met een decimale punt.\n"
        "data.unit: Er is geen eenheid 'lnd'. Bedoelde u 'land'? Er zijn: land."
    )


def test_a_combination_that_cannot_be_built_says_why_in_dutch():
    infeasible = Infeasible({"mean": "geometric"}, NothingKnown(indicator="x"))
    failure = InfeasibleCombinations([infeasible], 4)
    assert str(failure).startswith(
        "1 of 4 combinations cannot be built; the first is mean = geometric: Nothing is known about indicator 'x'. "
        "Leave the indicator out."
    )
    assert explain_failure(failure, "nl").startswith(
        "1 van de 4 combinaties zijn niet te bouwen; de eerste is mean = geometric: Over indicator 'x' is niets "
        "bekend. Laat de indicator weg."
    )
