# SPDX-License-Identifier: EUPL-1.2
"""The pages with the demonstration year: a band on each, and a mark where a real name stands beside it."""

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from tests.web.site import MADE_UP

from schakel.koers.framework import load_framework
from schakel.koers.reading import read_course
from schakel.programme.demonstration import add_demonstration_year, remove_demonstration_year
from schakel.programme.queries.contributions import ContributionCheck, Inhabitants
from schakel.web.programme.money.books import open_books
from schakel.web.programme.money.check_tables import difference_sentence
from schakel.web.programme.showing import has_demonstration
from schakel.web.reading import open_reading

OPEN_PAGES = (
    "programme",
    "portfolio",
    "goals-efforts",
    "initiatives",
    "activities",
    "partners",
    "network",
    "events",
    "connections",
    "money",
    "ledger",
    "money-until",
    "results",
    "elicited",
    "indicators",
    "registers",
    "recommendations",
    "signals",
    "agenda-subjects",
    "services",
    "challenges",
    "lessons",
    "commitments",
    "alignment",
    "seats",
    "causes",
    "proposals",
    "milestones",
    "outputs",
    "seed-money",
    "checks",
)
BAND = 'class="demonstration"'


@pytest.fixture
def year(reader):
    return int(re.search(r"/(\d{4})/", reader.get("/").url)[1])


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """The demonstration year of today, made once for this module."""
    at = datetime.now(UTC)
    elements = [element.code for element in load_framework(MADE_UP).elements]
    with django_db_blocker.unblock(), transaction.atomic():
        yield add_demonstration_year(read_course(MADE_UP), elements, today=timezone.localdate(at), at=at)
        transaction.set_rollback(True)


def opened(client, page, year, **names):
    response = client.get(reverse(page, kwargs={"year": year, **names}))
    assert response.status_code == 200, page
    return response.content.decode()


def test_every_open_page_carries_the_band_while_the_demonstration_year_is_there(reader, year, demonstration):
    without = [page for page in OPEN_PAGES if BAND not in opened(reader, page, year)]
    assert without == []


def test_no_page_carries_the_band_before_or_after(reader, year, demonstration):
    remove_demonstration_year(at=datetime.now(UTC))
    assert [page for page in OPEN_PAGES if BAND in opened(reader, page, year)] == []


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("initiative", {"initiative": "voorbeeldhub-slimme-techniek"}),
        ("initiative", {"initiative": "voorbeeldproef-drones"}),
        ("initiative", {"initiative": "voorbeeldkwartiermaker-waterstof"}),
        ("initiative", {"initiative": "voorbeeldcentrum-productietechniek"}),
        ("partner", {"partner": "voorbeeldcollege"}),
        ("partner", {"partner": "voorbeeld-verpakkingen"}),
        ("result", {"claim": "voorbeeldbanen-bij-bedrijven-van-de-hub"}),
        ("indicator", {"indicator": "voorbeeld-reused"}),
        ("activity", {"activity": "voorbeeldklas-besturingstechniek"}),
        ("money-source", {"source": "voorbeeldbijdrage-per-inwoner"}),
    ],
)
def test_a_page_about_something_invented_says_so(reader, year, demonstration, page, names):
    html = opened(reader, page, year, **names)
    assert BAND in html
    assert '<span class="mark invented">' in html


def test_the_band_says_how_to_take_it_away_in_both_languages(reader, year, demonstration):
    for language in ("nl", "en"):
        reader.get(reverse("choose-language", args=(language,)))
        band = opened(reader, "programme", year).partition(BAND)[2].partition("</p>")[0]
        assert "<code>schakel demo-year --remove</code>" in band
    assert "invented data stands among the real" in band


def test_a_real_municipality_that_pays_too_little_of_an_invented_contribution_is_named_with_its_source(
    reader, demonstration
):
    books = open_books(open_reading(None, "en"))
    check = ContributionCheck(
        programme="voorbeeldbijdrage-per-inwoner",
        municipality="GM9901",
        year=2031,
        inhabitants=Inhabitants(1_000, 2031, "normal"),
        due_eur=Decimal(1_000),
        pledged_eur=None,
        received_eur=Decimal(600),
        basis="received",
        difference_eur=Decimal(-400),
        verdict="short",
    )
    with translation.override("en"):
        told = difference_sentence(check, books)
    assert told.startswith("Voorbeeldbijdrage per inwoner (invented): Aastad: ")
    assert told.endswith("less than agreed for 2031.")


def test_indicators_and_rounds_mark_what_is_invented(reader, bureau, year, demonstration):
    for client, page in ((reader, "indicators"), (bureau, "update-rounds")):
        table = opened(client, page, year).partition("<tbody>")[2].partition("</tbody>")[0]
        rows = [row for row in table.split("</tr>") if "Voorbeeld" in row]
        assert rows
        assert [row for row in rows if not re.search("verzonnen|invented", row)] == []


def test_whether_there_is_a_demonstration_year_costs_one_question_for_each_request(demonstration):
    request = RequestFactory().get("/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert has_demonstration(request)
        assert has_demonstration(request)
    assert len(queries) == 1


def test_a_lead_finds_the_band_above_a_form(bureau, year, demonstration):
    with translation.override("nl"):
        assert BAND in opened(bureau, "initiative-edit", year, initiative="voorbeeldhub-slimme-techniek")
