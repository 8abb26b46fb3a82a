# SPDX-License-Identifier: EUPL-1.2
"""The page of the calendar and the file that others subscribe to."""

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar
from tests.cycle.factories import (
    ActionPointFactory,
    AgendaItemFactory,
    DecisionFactory,
    MeetingFactory,
    TalkFactory,
)
from tests.cycle.supplying import TRACED
from tests.programme.factories import MilestoneFactory

from schakel.cycle.models import CalendarDate

TODAY = timezone.localdate()
SOON = TODAY + timedelta(9)
SECRET = "Geheimzinnig"


@pytest.fixture
def top(reader):
    return reader.get("/").url


def text_of(answer):
    return answer.content.decode()


def events_of(answer):
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def a_date(**given):
    values = {"title": "Begroting", "kind": "council", "on": SOON, "municipality": "GM0001"}
    return CalendarDate.objects.create(**values | given, **TRACED)


def fill_secrets():
    meeting = MeetingFactory(state="closed", on=SOON)
    item = AgendaItemFactory(meeting=meeting, is_confidential=True, title=SECRET)
    DecisionFactory(item=item, text=SECRET, due_on=SOON)
    ActionPointFactory(item=item, text=SECRET, due_on=SOON)
    TalkFactory(is_confidential=True, title=SECRET, on=SOON)
    MeetingFactory(state="draft", convened_at=None, title=SECRET, on=SOON)
    a_date(title=SECRET, is_public=False)


def test_an_empty_calendar_says_so(reader, top):
    answer = reader.get(f"{top}board/kalender/")
    assert answer.status_code == 200
    assert len(answer.context["sentences"]) == 1 and not answer.context["months"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_dates_stand_by_month_with_the_next_one_first(reader, top, language, settings):
    reader.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    MeetingFactory(on=SOON, title="Eerste vergadering")
    a_date(on=TODAY + timedelta(100), needs="Tekst voor de begroting")
    answer = reader.get(f"{top}board/kalender/")
    assert "Eerste vergadering" in answer.context["sentences"][0]
    assert len(answer.context["months"]) == 2
    assert "Tekst voor de begroting" in text_of(answer)


def test_the_kind_and_the_municipality_can_be_chosen(reader, top):
    MeetingFactory(on=SOON, title="Een vergadering")
    a_date(title="Van hier")
    a_date(title="Van elders", municipality="GM0002")
    page = text_of(reader.get(f"{top}board/kalender/?kind=council&gemeente=GM0001"))
    assert "Van hier" in page
    assert "Van elders" not in page and "Een vergadering" not in page


@pytest.mark.parametrize("van", ["2020-01", "kapot", "0000-00", "9999-99", ""])
def test_another_month_can_be_chosen_and_nonsense_gives_this_one(reader, top, van):
    answer = reader.get(f"{top}board/kalender/?van={van}&kind=onzin")
    assert answer.status_code == 200
    assert answer.context["earlier"] == ("2019-01" if van == "2020-01" else answer.context["earlier"])


def test_nothing_confidential_reaches_everybody_by_page_file_or_feed(reader, sign_in, bureau, top):
    fill_secrets()
    pages = ("board/kalender/", "board/kalender/?file=dates.csv", "board/kalender/kalender.ics", "")
    for client in (reader, sign_in("lead"), sign_in("partner")):
        for where in pages:
            assert SECRET.encode() not in client.get(f"{top}{where}").content
    assert SECRET in text_of(bureau.get(f"{top}board/kalender/"))
    assert SECRET.encode() not in bureau.get(f"{top}board/kalender/kalender.ics").content


def test_the_feed_is_a_calendar_with_addresses_of_open_pages(reader, top):
    a_date(needs="Een tekst")
    MilestoneFactory(due_on=SOON)
    answer = reader.get(f"{top}board/kalender/kalender.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    found = {str(e["uid"]).partition("-")[0]: e for e in events_of(answer)}
    assert "url" not in found["council"]
    assert str(found["milestone"]["url"]).startswith("http://testserver/")
    assert str(found["milestone"]["uid"]).endswith("@testserver")


def test_the_feed_keeps_to_what_was_chosen_and_the_language(reader, top):
    MeetingFactory(on=SOON)
    a_date()
    answer = reader.get(f"{top}board/kalender/kalender.ics?kind=council&taal=en")
    assert [str(e["summary"]) for e in events_of(answer)] == ["Planning and control of a council: Begroting"]
    page = text_of(reader.get(f"{top}board/kalender/?kind=council"))
    assert "kalender.ics?taal=nl&amp;kind=council" in page


def test_the_calendar_stays_within_its_budget(bureau, top, django_assert_max_num_queries):
    for _ in range(30):
        MilestoneFactory(due_on=SOON)
        MeetingFactory(on=SOON)
        a_date()
    with django_assert_max_num_queries(25):
        bureau.get(f"{top}board/kalender/")
    with django_assert_max_num_queries(18):
        bureau.get(f"{top}board/kalender/kalender.ics")


def test_the_bureau_adds_changes_and_takes_away_a_date(bureau, top):
    values = {"title": "Voorjaarsnota", "kind": "deadline", "on": SOON, "is_public": "on"}
    assert bureau.post(f"{top}board/kalender/nieuw/", values).status_code == 302
    record = CalendarDate.objects.get()
    where = f"{top}board/kalender/{record.pk}/"
    assert "Voorjaarsnota" in text_of(bureau.get(where))
    assert bureau.post(where, values | {"title": "Najaarsnota", "version": 1}).status_code == 302
    assert bureau.post(where, values | {"title": "Te laat", "version": 1}).status_code == 422
    assert CalendarDate.objects.get().title == "Najaarsnota"
    wrong = values | {"until": SOON - timedelta(1), "version": 2}
    assert bureau.post(where, wrong).status_code == 422
    assert bureau.post(f"{where}weg/", {"version": 2}).status_code == 302
    assert not CalendarDate.objects.exists()


@pytest.mark.parametrize("role", [None, "board", "lead", "partner", "council"])
def test_others_do_not_change_the_dates(reader, sign_in, top, role):
    record = a_date()
    client = reader if role is None else sign_in(role)
    for where in ("nieuw/", f"{record.pk}/", f"{record.pk}/weg/"):
        answer = client.post(f"{top}board/kalender/{where}", {"title": "Iets", "kind": "other", "on": SOON})
        assert answer.status_code in (302, 403)
        assert answer.status_code == 403 or "/account/" in answer.url
    assert CalendarDate.objects.get().title == "Begroting"
