# SPDX-License-Identifier: EUPL-1.2
"""The pages of the update: with an account, with one link, and for the office."""

import re
from datetime import date

import pytest
from tests.programme.factories import InitiativeFactory, PartnerFactory

from schakel.programme.models import Milestone, Need, ProgressUpdate, Reminder, UpdateRound
from schakel.programme.models.record import Origin

NEEDED = {"quality": "green", "time": "green", "money": "green"}


@pytest.fixture
def year(reader):
    return reader.get("/").url.strip("/")


@pytest.fixture
def initiative(db):
    return InitiativeFactory(code="hub", name="Groene hub", stage="growing", owner=PartnerFactory())


def make_link(bureau, year):
    page = bureau.post(f"/{year}/programma/initiatieven/hub/bijwerklink/").content.decode()
    return re.search(r'value="http://testserver(/bijwerken/[^"]+)"', page).group(1)


def test_a_lead_reports_by_one_link_without_an_account(reader, bureau, initiative, year):
    address = make_link(bureau, year)
    page = reader.get(address)
    assert "Hoe staat Groene hub ervoor?" in page.content.decode()
    answer = reader.post(address, NEEDED | {"summary": "Alles loopt"})
    assert answer.status_code == 302
    assert "Bedankt" in reader.get(answer.url).content.decode()
    update = ProgressUpdate.objects.get()
    assert (update.summary, update.origin) == ("Alles loopt", Origin.UPDATE)
    assert update.recorded_by.startswith("link:")


def test_an_earlier_link_stops_and_a_made_up_one_never_worked(reader, bureau, initiative, year):
    first = make_link(bureau, year)
    make_link(bureau, year)
    for address in (first, "/bijwerken/verzonnen/"):
        answer = reader.get(address)
        assert answer.status_code == 404
        assert "Vraag het programmabureau om een nieuwe link" in answer.content.decode()


def test_what_is_missing_is_named_and_nothing_is_lost(reader, bureau, initiative, year):
    address = make_link(bureau, year)
    answer = reader.post(address, {"quality": "red", "time": "green", "summary": "Mijn tekst"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Mijn tekst" in text
    assert 'href="#id_quality_reason"' in text
    assert not ProgressUpdate.objects.exists()


def test_the_form_opens_with_the_answers_of_last_time(reader, bureau, initiative, year):
    address = make_link(bureau, year)
    reader.post(address, NEEDED | {"time": "amber", "time_reason": "Vergunning"})
    assert 'value="Vergunning"' in reader.get(address).content.decode()


def test_a_lead_with_an_account_reaches_its_own_initiative_only(sign_in, initiative, year):
    lead = sign_in("lead", initiative=initiative)
    InitiativeFactory(code="ander", stage="growing")
    assert lead.get(f"/{year}/programma/initiatieven/hub/bijwerken/").status_code == 200
    assert lead.get(f"/{year}/programma/initiatieven/ander/bijwerken/").status_code == 403
    assert lead.get(f"/{year}/programma/initiatieven/hub/bijwerklink/").status_code == 403


def test_milestones_are_moved_with_a_reason(sign_in, initiative, year, bureau):
    made = Milestone.objects.create(
        initiative=initiative,
        title="Opening",
        first_due_on=date(2031, 1, 1),
        due_on=date(2031, 1, 1),
        created_at=initiative.created_at,
        changed_at=initiative.created_at,
        created_by="x",
        changed_by="x",
    )
    address = f"/{year}/programma/initiatieven/hub/bijwerken/"
    moved = NEEDED | {f"due_{made.pk}": "2031-06-01"}
    assert bureau.post(address, moved).status_code == 422
    assert bureau.post(address, moved | {f"note_{made.pk}": "Weer"}).status_code == 302
    made.refresh_from_db()
    assert made.due_on == date(2031, 6, 1)


def test_the_office_opens_a_round_reminds_and_answers(bureau, initiative, year):
    answer = bureau.post(
        f"/{year}/programma/bijwerkrondes/nieuw/",
        {"title": "Voorjaar", "opens_on": "2020-01-01", "due_on": "2020-02-01"},
    )
    assert answer.status_code == 302
    code = UpdateRound.objects.get().code
    page = bureau.get(f"/{year}/programma/bijwerkrondes/").content.decode()
    assert "0 van 1 initiatief" in page
    assert "te laat" in page
    bureau.post(f"/{year}/programma/bijwerkrondes/{code}/herinnerd/hub/", {"channel": "call"})
    assert Reminder.objects.get().channel == "call"
    bureau.post(
        f"/{year}/programma/initiatieven/hub/bijwerken/", NEEDED | {"need": "Een ruimte", "asked_of": ""}
    )
    need = Need.objects.get()
    bureau.post(
        f"/{year}/programma/hulpvragen/{need.pk}/", {"status": "met", "answer": "Gevonden", "version": "1"}
    )
    need.refresh_from_db()
    assert (need.status, need.answer) == ("met", "Gevonden")


def test_the_page_with_all_rounds_asks_few_questions(bureau, year, django_assert_max_num_queries):
    InitiativeFactory.create_batch(60, stage="growing", owner=PartnerFactory())
    bureau.post(
        f"/{year}/programma/bijwerkrondes/nieuw/",
        {"title": "V", "opens_on": "2020-01-01", "due_on": "2020-02-01"},
    )
    with django_assert_max_num_queries(25):
        bureau.get(f"/{year}/programma/bijwerkrondes/")


def test_readers_do_not_see_rounds(reader, year):
    assert reader.get(f"/{year}/programma/bijwerkrondes/").status_code == 302


def test_the_form_speaks_english(reader, bureau, initiative, year):
    address = make_link(bureau, year)
    reader.cookies["schakel_language"] = "en"
    assert "How does Groene hub stand?" in reader.get(address).content.decode()
