# SPDX-License-Identifier: EUPL-1.2
"""The pages with the demonstration year: a band on each, and a mark where a real name stands beside it."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from tests.web.site import MADE_UP

from schakel.koers.framework import load_framework
from schakel.koers.reading import read_course
from schakel.programme.demonstration import add_demonstration_year, remove_demonstration_year
from schakel.programme.loading import load_register
from schakel.web.programme.showing import has_demonstration

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


@pytest.fixture
def demonstration(reader):
    at = datetime.now(UTC)
    course = read_course(MADE_UP)
    load_register(course, at=at)
    elements = [element.code for element in load_framework(MADE_UP).elements]
    add_demonstration_year(course, elements, today=timezone.localdate(at), at=at)


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


def test_a_municipality_that_falls_short_in_the_invented_contribution_is_named_with_its_source(
    reader, year, demonstration
):
    html = opened(reader, "money", year)
    short = re.findall(r"<li><a[^>]*>([^<]*less than agreed[^<]*|[^<]*minder dan afgesproken[^<]*)</a>", html)
    assert short
    assert all("Voorbeeldbijdrage per inwoner" in s and re.search("verzonnen|invented", s) for s in short)


def test_indicators_and_rounds_mark_what_is_invented(reader, bureau, year, demonstration):
    for client, page in ((reader, "indicators"), (bureau, "update-rounds")):
        rows = re.findall(r"<tr>.*?</tr>", opened(client, page, year), re.DOTALL)
        named = [row for row in rows if "<a" in row and re.search("Voorbeeld(bedrijven|lab|hub|dagen)", row)]
        assert named
        assert all(re.search("verzonnen|invented", row) for row in named)


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
