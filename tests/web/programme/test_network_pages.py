# SPDX-License-Identifier: EUPL-1.2
"""The pages of the network: ties, suggestions, meetings, follow-ups and introductions."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from tests.programme.factories import (
    AttendanceFactory,
    ConnectionFactory,
    EventFactory,
    FollowUpFactory,
    InitiativeFactory,
    ParticipationFactory,
    PartnerFactory,
)

from schakel.programme.models import Attendance, Connection, Event, FollowUp
from schakel.web.programme.network.attendance_lines import read_lines


@pytest.fixture
def here(reader):
    """Return a function that gives the address of a page in the year of the measurement."""
    start = reader.get("/").url
    return lambda page="": f"{start}programma/{page}"


@pytest.fixture
def year(reader):
    return int(reader.get("/").url.strip("/"))


@pytest.fixture
def firm_and_school(year):
    firm = PartnerFactory(name="Bedrijf", helix="business")
    school = PartnerFactory(name="School", helix="knowledge")
    town = PartnerFactory(name="Gemeente", helix="government")
    for partners, start in (((firm, town), year - 2), ((school, town), year)):
        initiative = InitiativeFactory(name=f"Lab {start}", target_groups=["mkb"], started_year=start)
        for partner in partners:
            ParticipationFactory(initiative=initiative, partner=partner)
    return firm, school


def english(client, address):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    response = client.get(address)
    assert response.status_code == 200, response
    return response.content.decode()


def test_readers_read_and_only_the_bureau_writes(reader, sign_in, here):
    event, connection = EventFactory(), ConnectionFactory()
    attendance, agreed = AttendanceFactory(event=event), FollowUpFactory(event=event)
    public = ["netwerk/", "netwerk/kennismakingen/", "bijeenkomsten/", f"bijeenkomsten/{event.pk}/"]
    written = [
        "netwerk/kennismakingen/nieuw/",
        f"netwerk/kennismakingen/{connection.pk}/",
        "bijeenkomsten/nieuw/",
        f"bijeenkomsten/{event.pk}/wijzigen/",
        f"bijeenkomsten/{event.pk}/aanwezig/",
        f"bijeenkomsten/{event.pk}/aanwezig/{attendance.pk}/weg/",
        f"bijeenkomsten/{event.pk}/afspraken/nieuw/",
        f"bijeenkomsten/{event.pk}/afspraken/{agreed.pk}/",
    ]
    board, bureau = sign_in("board"), sign_in("bureau")
    for page in public:
        assert reader.get(here(page)).status_code == 200, page
    for page in written:
        assert reader.get(here(page)).status_code == 302, page
        assert board.get(here(page)).status_code == 403, page
        assert bureau.get(here(page)).status_code == 200, page
    done = here(f"bijeenkomsten/{event.pk}/afspraken/{agreed.pk}/klaar/")
    assert board.post(done).status_code == 403
    assert bureau.post(done).status_code == 302


def test_what_belongs_to_another_meeting_is_not_found(bureau, here):
    event, other = EventFactory(), EventFactory()
    attendance, agreed = AttendanceFactory(event=other), FollowUpFactory(event=other)
    for page in (f"aanwezig/{attendance.pk}/weg/", f"afspraken/{agreed.pk}/"):
        assert bureau.get(here(f"bijeenkomsten/{event.pk}/{page}")).status_code == 404
    assert bureau.get(here("bijeenkomsten/999/")).status_code == 404
    assert bureau.get(here("netwerk/kennismakingen/999/")).status_code == 404


@pytest.mark.parametrize("page", ["netwerk/", "netwerk/kennismakingen/", "bijeenkomsten/"])
def test_a_page_without_data_says_what_to_supply(reader, here, page):
    shown = english(reader, here(page))
    assert "recorded yet" in shown or "register yet" in shown


def test_the_network_of_the_year_is_answered_drawn_and_listed(reader, here, year, firm_and_school):
    page = english(reader, here("netwerk/"))
    assert f"In {year} 3 organisations have 2 ties; 100% of the ties join two strands." in page
    assert "Most ways between the others run through Gemeente." in page
    drawing = reader.get(here("netwerk/?picture=network.desktop"))
    assert drawing["Content-Type"].startswith("image/svg+xml")
    assert "Gemeente" in drawing.content.decode()
    file = reader.get(here("netwerk/?file=adjacency.csv")).content.decode("utf-8-sig").splitlines()
    assert file[1] == 'Gemeente,government,2,2,1.0,"Bedrijf, School"'


def test_another_year_can_be_chosen_and_the_change_is_shown(reader, here, year, firm_and_school):
    page = english(reader, here(f"netwerk/?of={year - 1}"))
    assert f"In {year - 1} 3 organisations have 1 tie; 100% of the ties joins two strands." in page
    assert "1 organisation has no tie." in page
    shown = english(reader, here("netwerk/"))
    assert f"Which ties came and went in {year}" in shown
    assert "School – Gemeente" in shown


@pytest.mark.parametrize("query", ["of=abc", "of=1900", "ties=zzz", "who=<b>"])
def test_a_wrong_choice_in_the_address_is_ignored(reader, here, year, firm_and_school, query):
    assert f"In {year} 3 organisations" in english(reader, here(f"netwerk/?{query}"))


def test_meetings_and_outside_organisations_count_on_request(reader, here, year):
    event = EventFactory(on=date(year, 2, 1))
    for name, relation in (("A", "partner"), ("B", "partner"), ("Buiten", "external")):
        AttendanceFactory(event=event, partner=PartnerFactory(name=name, relation=relation))
    outside = InitiativeFactory(relation="external")
    ParticipationFactory(initiative=outside, partner=PartnerFactory(name="Ver weg", relation="external"))
    assert "no tie is recorded" in english(reader, here("netwerk/"))
    assert "2 organisations have 1 tie" in english(reader, here("netwerk/?ties=met"))
    assert "Ver weg" in english(reader, here("netwerk/?who=all"))


def test_a_suggestion_becomes_an_introduction_with_one_click(reader, bureau, here, firm_and_school):
    firm, school = firm_and_school
    page = english(reader, here("netwerk/"))
    assert "both work for mkb" in page
    assert "Could be introduced by Gemeente." in page
    assert "Note that they were introduced today" not in page
    assert "Note that they were introduced today" in english(bureau, here("netwerk/"))
    form = {"first": firm.pk, "second": school.pk, "on": timezone.localdate().isoformat(), "reason": "mkb"}
    answer = bureau.post(here("netwerk/kennismakingen/nieuw/"), form)
    assert answer.url == here("netwerk/kennismakingen/")
    assert "both work for mkb" not in english(reader, here("netwerk/"))
    again = bureau.post(here("netwerk/kennismakingen/nieuw/"), form)
    assert again.status_code == 422
    assert Connection.objects.count() == 1


def test_what_came_of_an_introduction_is_noted(bureau, here):
    connection = ConnectionFactory()
    assert "of 0 it is known what came of it" in english(bureau, here("netwerk/kennismakingen/"))
    form = {"result": "Drie stageplaatsen", "on": "2031-04-01", "reason": "Talent", "version": "1"}
    bureau.post(here(f"netwerk/kennismakingen/{connection.pk}/"), form)
    page = english(bureau, here("netwerk/kennismakingen/"))
    assert "Drie stageplaatsen" in page
    assert "of 1 it is known what came of it" in page
    assert "No rows." in english(bureau, here("netwerk/kennismakingen/?result=unknown"))


def test_candidates_are_laid_beside_gaps(reader, here, firm_and_school):
    PartnerFactory(name="Kandidaat", relation="candidate", helix="knowledge")
    page = english(reader, here("netwerk/"))
    assert "Kandidaat" in page
    assert "Initiatives that lack this strand" in page


def test_the_network_takes_few_queries(reader, here, django_assert_max_num_queries):
    for n in range(20):
        initiative = InitiativeFactory(target_groups=[f"groep {n % 3}"])
        for helix in ("business", "knowledge"):
            ParticipationFactory(initiative=initiative, partner=PartnerFactory(helix=helix))
    with django_assert_max_num_queries(25):
        english(reader, here("netwerk/"))


def test_lists_of_meetings_and_introductions_take_few_queries(reader, here, django_assert_max_num_queries):
    for _n in range(55):
        event = EventFactory(organiser=PartnerFactory(), initiative=InitiativeFactory())
        AttendanceFactory(event=event)
        FollowUpFactory(event=event, owner=PartnerFactory())
        ConnectionFactory()
    for page in ("bijeenkomsten/", "netwerk/kennismakingen/"):
        with django_assert_max_num_queries(15):
            english(reader, here(page))


def test_a_meeting_is_added_with_attendance_and_what_was_agreed(bureau, here):
    school = PartnerFactory(name="Voorbeeldschool", short_name="VS", helix="knowledge")
    PartnerFactory(name="Fabriek; afdeling 3")
    answer = bureau.post(
        here("bijeenkomsten/nieuw/"), {"title": "Ontbijt", "on": "2026-03-01", "place": "GM9901"}
    )
    event = Event.objects.get()
    assert answer.url == here(f"bijeenkomsten/{event.pk}/")
    lines = {"lines": "vs; 3\n\nFabriek; afdeling 3\n"}
    bureau.post(here(f"bijeenkomsten/{event.pk}/aanwezig/"), lines)
    assert dict(Attendance.objects.values_list("partner__name", "people")) == {
        "Voorbeeldschool": 3,
        "Fabriek; afdeling 3": None,
    }
    bureau.post(
        here(f"bijeenkomsten/{event.pk}/afspraken/nieuw/"),
        {"text": "Rondleiding", "owner": school.pk, "due_on": "2026-04-01"},
    )
    page = english(bureau, here(f"bijeenkomsten/{event.pk}/"))
    assert "2 organisations were there: 1 business and 1 education and knowledge. People: 3." in page
    assert "Of 1 thing that was agreed, 0% was done. Of 1 the day has passed." in page
    agreed = FollowUp.objects.get()
    bureau.post(here(f"bijeenkomsten/{event.pk}/afspraken/{agreed.pk}/klaar/"))
    agreed.refresh_from_db()
    assert agreed.done_on == timezone.localdate()
    bureau.post(
        here(f"bijeenkomsten/{event.pk}/wijzigen/"), {"title": "Lunch", "on": "2026-03-01", "version": "1"}
    )
    event.refresh_from_db()
    assert (event.title, event.place) == ("Lunch", "")
    attendance = Attendance.objects.get(partner=school)
    bureau.post(here(f"bijeenkomsten/{event.pk}/aanwezig/{attendance.pk}/weg/"))
    assert Attendance.objects.count() == 1


def test_what_cannot_be_read_in_the_attendance_is_told_line_by_line_and_stays(bureau, here):
    PartnerFactory(name="School", short_name="X")
    PartnerFactory(name="Bedrijf", short_name="X")
    event = EventFactory()
    bureau.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    lines = "School; 2\nOnbekend, 4\nx\nschool"
    answer = bureau.post(here(f"bijeenkomsten/{event.pk}/aanwezig/"), {"lines": lines})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Line 2: no organisation is called “Onbekend”." in page
    assert "Line 3: several organisations are called “x”." in page
    assert "Line 4: “school” stands here twice." in page
    assert "Onbekend, 4" in page
    assert not Attendance.objects.exists()


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("School", None),
        ("school;3", 3),
        ("SCHOOL\t12", 12),
        ("School, 4 ", 4),
        ("School:0", 0),
        ("school ; 2", 2),
    ],
)
def test_a_line_of_attendance_is_read_as_people_write_it(db, line, people):
    partner = PartnerFactory(name="School")
    read = read_lines(line, [partner])
    assert (read.people, read.problems) == ({partner: people}, [])


def test_a_few_people_are_not_counted_in_public(reader, bureau, here):
    event = EventFactory()
    AttendanceFactory(event=event, people=3)
    assert "People: fewer than 5." in english(reader, here(f"bijeenkomsten/{event.pk}/"))
    assert "People: 3." in english(bureau, here(f"bijeenkomsten/{event.pk}/"))
    assert "fewer than 5" in english(reader, here("bijeenkomsten/"))
    for page in ("bijeenkomsten/?file=events.csv", f"bijeenkomsten/{event.pk}/?file=attendance.csv"):
        assert ",3" not in reader.get(here(page)).content.decode().replace("2031-03-01", "")
    AttendanceFactory(event=event, people=20)
    public = english(reader, here(f"bijeenkomsten/{event.pk}/"))
    assert "People: 23." in public
    assert '<td class="n">20' not in public


def test_done_in_one_click_before_the_meeting_is_refused(bureau, here):
    ahead = EventFactory(on=timezone.localdate() + timedelta(days=3))
    agreed = FollowUpFactory(event=ahead)
    bureau.post(here(f"bijeenkomsten/{ahead.pk}/afspraken/{agreed.pk}/klaar/"))
    agreed.refresh_from_db()
    assert agreed.done_on is None


def test_a_meeting_ahead_says_so(reader, here):
    ahead = EventFactory(on=timezone.localdate() + timedelta(days=3))
    assert "This meeting lies ahead." in english(reader, here(f"bijeenkomsten/{ahead.pk}/"))


def test_what_was_agreed_can_be_changed(bureau, here):
    agreed = FollowUpFactory()
    page = here(f"bijeenkomsten/{agreed.event.pk}/afspraken/{agreed.pk}/")
    assert bureau.post(page, {"text": "Anders", "done_on": "1999-01-01", "version": "1"}).status_code == 422
    assert bureau.post(page, {"text": "Anders", "version": "1"}).status_code == 302
    agreed.refresh_from_db()
    assert agreed.text == "Anders"
