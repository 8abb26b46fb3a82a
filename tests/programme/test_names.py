# SPDX-License-Identifier: EUPL-1.2
"""An initiative is found by every name it has or had, and followed to what it is now."""

import pytest
from tests.programme.factories import NOW, InitiativeFactory
from tests.shared_data import REPOSITORY

from schakel.koers.reading import read_course
from schakel.programme.loading import load_register
from schakel.programme.models import Lineage
from schakel.programme.queries.names import UnknownName, find_initiative_by_name, present_form

REAL = REPOSITORY / "courses" / "dutch-techzone"


@pytest.fixture
def register():
    return load_register(read_course(REAL), at=NOW)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("RegioCampus", "greenwise_campus"),
        ("regio campus", "greenwise_campus"),
        ("Greenwise Campus", "greenwise_campus"),
        ("greenwise_campus", "greenwise_campus"),
        ("IQ-BOULEVARD", "iq_blvd"),
        ("Kennispoort Drenthe", "kennispoort_drenthe"),
        ("company_subsidy_scheme", "company_subsidy_scheme"),
        ("RoSF", "rosf"),
    ],
)
def test_every_name_leads_to_one_initiative(register, name, code):
    assert find_initiative_by_name(name).code == code


def test_two_names_of_the_same_thing_are_the_same_thing(register):
    assert find_initiative_by_name("RegioCampus") == find_initiative_by_name("Greenwise Campus")


@pytest.mark.parametrize(
    ("name", "now"),
    [
        ("Kennispoort Drenthe", "ibdo"),
        ("Ondernemersfabriek", "ibdo"),
        ("Vierkant voor Werk", "dutch_techzone"),
        ("Regio Deal I", "regio_deal_2"),
        ("TRL-treinen", "trl_trains"),
        ("IT Hub", "it_hub"),
    ],
)
def test_what_went_into_another_is_followed_and_a_part_stays_itself(register, name, now):
    assert present_form(find_initiative_by_name(name)).code == now


def test_an_initiative_without_listed_names_is_found_too():
    initiative = InitiativeFactory(code="nieuw-ding", name="Nieuw Ding")
    assert find_initiative_by_name("nieuw ding!") == initiative


def test_an_unknown_name_gives_the_nearest(register):
    with pytest.raises(UnknownName) as told:
        find_initiative_by_name("Greenwize Campus")
    assert told.value.details == {"found": "Greenwize Campus", "expected": "Greenwise Campus"}
    assert str(told.value)


def test_without_any_initiative_no_name_is_near():
    with pytest.raises(UnknownName) as told:
        find_initiative_by_name("iets")
    assert told.value.details["expected"] == "—"


def test_a_circle_of_successions_ends():
    one, two = InitiativeFactory(), InitiativeFactory()
    traced = {"created_at": NOW, "changed_at": NOW, "created_by": "x", "changed_by": "x"}
    Lineage.objects.create(initiative=one, other=two, kind="merged_into", **traced)
    Lineage.objects.create(initiative=two, other=one, kind="merged_into", **traced)
    assert present_form(one) in (one, two)
