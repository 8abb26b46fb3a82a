# SPDX-License-Identifier: EUPL-1.2
"""What if: with the choices of the diagnosis it gives the diagnosis, with others it says what changes."""

from dataclasses import replace

import pytest
from tests.made_up_dossier import made_up_measurement
from tests.web.site import address

from schakel.ecosystem.choices import Choices
from schakel.ecosystem.trying import try_choices
from schakel.web.pages.what_if import _indicators, default_choices, weakest_before
from schakel.web.reading import home, open_reading

CHOSEN = Choices(
    scaling="minmax",
    aggregation="minimum",
    treatment="winsorise",
    national_values="include",
    weights=(("talent", 2.0), ("demand", 0.5)),
    leave_out=("culture",),
    boundary="five",
    min_indicator_share=0.3,
    min_element_share=0.6,
)


@pytest.mark.parametrize("choices", [Choices(), CHOSEN])
def test_every_stored_choice_is_read_back(choices):
    comparison = made_up_measurement().dossier.comparison("dutch")
    assert default_choices(replace(comparison, choices=choices.as_text())) == choices


def test_the_choices_of_the_diagnosis_give_the_diagnosis(traced):
    reading = open_reading(None, "nl")
    compared = 0
    for comparison in reading.dossier.comparisons:
        table = _indicators(home(), reading.stored.id, reading.year, comparison.code)
        tried = try_choices(table, default_choices(comparison))
        for place in comparison.ranks:
            if place.area_code in tried.ranking.units:
                assert tried.ranking.rank(place.area_code) == place.rank
                assert next(iter(tried.weakest[place.area_code]), None) == weakest_before(
                    comparison, place.area_code
                )
                compared += 1
    assert compared


def test_choices_that_cannot_be_combined_are_explained(site):
    html = site.get(address("ecosysteem/wat-als/?scaling=minmax&aggregation=geometric")).content.decode()
    assert 'class="verdict"' in html
    assert "<table" not in html


def test_a_choice_that_is_not_understood_is_named_and_left(site):
    html = site.get(address("ecosysteem/wat-als/?scaling=guess&w_talent=heavy")).content.decode()
    assert "Niet begrepen" in html
    assert "schaling, gewichten" in html


def test_other_choices_are_named_beside_the_verdict(site):
    html = site.get(
        address("ecosysteem/wat-als/?comparison=dutch&aggregation=minimum&w_talent=5")
    ).content.decode()
    assert "Anders dan in de diagnose: samenvoeging, gewichten" in html
    assert "houdt stand" in html or "kantelt" in html
