# SPDX-License-Identifier: EUPL-1.2
"""The pages of the meetings: empty, filled, in two languages, with their forms, buttons and refusals."""

import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from pypdf import PdfReader
from tests.cycle.factories import (
    ActionPointFactory,
    AgendaItemFactory,
    AgendaOptionFactory,
    CycleYearFactory,
    DecisionFactory,
    MeetingFactory,
    NeedFactory,
)
from tests.programme.factories import (
    ClaimFactory,
    ClaimStatementFactory,
    InitiativeFactory,
    PartnerFactory,
    ProgressUpdateFactory,
    ProposalFactory,
    SeatFactory,
)

from schakel.cycle.models import AgendaItem, AgendaTemplate, Meeting, Paper, Presence
from schakel.programme.models import ContextSignal

EMPTY_PAGES = ("board/", "board/vergaderingen/")
FORMS = {
    "meeting-new": (),
    "agenda-item-new": (),
    "agenda-template-new": (),
    "agenda-templates": (),
    "backlog": (),
}


@pytest.fixture
def year(reader):
    return reader.get("/").url.strip("/")


def at(year, page, *args):
    return reverse(page, args=(int(year), *args))


def told(response):
    return response.content.decode()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("page", EMPTY_PAGES)
def test_an_empty_board_says_what_to_do(page, language, reader, bureau, year):
    for client in (reader, bureau):
        client.get(f"/taal/{language}/?next=/")
        answer = client.get(f"/{year}/{page}")
        assert answer.status_code == 200
        assert f'lang="{language}"' in told(answer)
        planning = f'href="{at(year, "meeting-new")}"'
        assert (planning in told(answer)) == (client is bureau)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("page", FORMS)
def test_the_forms_open_for_the_bureau(page, language, bureau, year):
    bureau.get(f"/taal/{language}/?next=/")
    assert bureau.get(at(year, page)).status_code == 200


def test_a_meeting_is_planned_from_a_standard_agenda_and_stays_a_draft(bureau, reader, year):
    answer = bureau.post(
        at(year, "meeting-new"),
        {
            "title": "Bestuur in maart",
            "body": "board",
            "agenda": "standard-board",
            "on": "2031-03-12",
            "starts_at": "09:30",
            "ends_at": "11:30",
        },
    )
    meeting = Meeting.objects.get()
    assert answer.url == at(year, "meeting", "board-2031-03-12")
    assert (meeting.state, meeting.items.count()) == ("draft", 6)
    assert reader.get(answer.url).status_code == 404
    page = told(bureau.get(answer.url))
    assert "120" in page


def test_a_meeting_that_ends_too_early_comes_back_with_what_was_filled_in(bureau, year):
    answer = bureau.post(
        at(year, "meeting-new"),
        {
            "title": "Kort",
            "body": "board",
            "agenda": "",
            "on": "2031-03-12",
            "starts_at": "11:30",
            "ends_at": "09:30",
        },
    )
    assert answer.status_code == 422
    assert 'value="Kort"' in told(answer)
    assert "09:30" in told(answer)
    assert not Meeting.objects.exists()


def step(client, year, meeting, name):
    meeting.refresh_from_db()
    return client.post(
        at(year, "meeting-step", meeting.code, name), {"version": meeting.version}, follow=True
    )


def test_a_meeting_goes_from_draft_to_closed_by_buttons(bureau, year):
    today = timezone.localdate()
    meeting = MeetingFactory(state="draft", convened_at=None, on=today)
    item = AgendaItemFactory(meeting=meeting, kind="inform", position=1)
    seen = []
    for name in ("convene", "open", "close"):
        step(bureau, year, meeting, name)
        meeting.refresh_from_db()
        seen.append(meeting.state)
        if name == "open":
            bureau.post(at(year, "agenda-item-step", item.pk, "handle"), {"version": item.version})
    assert seen == ["convened", "in_session", "closed"]
    page = told(bureau.get(at(year, "meeting", meeting.code)))
    assert at(year, "meeting-step", meeting.code, "reopen") in page


def test_a_step_that_is_refused_says_why(bureau, year):
    meeting = MeetingFactory(state="draft", convened_at=None)
    page = told(step(bureau, year, meeting, "convene"))
    assert 'class="error"' in page
    meeting.refresh_from_db()
    assert meeting.state == "draft"
    assert bureau.post(at(year, "meeting-step", meeting.code, "adopt")).status_code == 404


def test_a_button_of_an_old_page_changes_nothing(bureau, year):
    meeting = MeetingFactory(state="draft", convened_at=None)
    AgendaItemFactory(meeting=meeting, kind="inform")
    meeting.version = 7
    meeting.save()
    bureau.post(at(year, "meeting-step", meeting.code, "convene"), {"version": 3})
    meeting.refresh_from_db()
    assert meeting.state == "draft"


def test_the_agenda_shows_its_times_and_what_is_too_late(bureau, reader, year):
    meeting = MeetingFactory(starts_at=time(9, 30), ends_at=time(10, 0))
    for n, minutes in enumerate((10, 15, 20), start=1):
        AgendaItemFactory(meeting=meeting, position=n, minutes=minutes, title=f"Punt {n}", kind="inform")
    page = told(reader.get(at(year, "meeting", meeting.code)))
    assert [f">{t}" in page for t in ("09:30", "09:40", "09:55")] == [True, True, True]
    assert page.count('class="time bad"') == 1
    assert 'id="budget"' not in page
    assert 'class="bad" id="budget"' in told(bureau.get(at(year, "meeting", meeting.code)))


def test_items_move_by_buttons_and_by_place(bureau, year):
    meeting = MeetingFactory()
    items = [AgendaItemFactory(meeting=meeting, position=n, title=t) for n, t in enumerate("ABC", start=1)]

    def order():
        return [i.title for i in meeting.items.order_by("position")]

    bureau.post(at(year, "agenda-item-step", items[2].pk, "up"))
    assert order() == ["A", "C", "B"]
    bureau.post(at(year, "agenda-item-place", items[0].pk), {"position": "3"})
    assert order() == ["C", "B", "A"]
    assert bureau.post(at(year, "agenda-item-place", items[0].pk), {"position": "4"}).status_code == 422
    items[1].refresh_from_db()
    bureau.post(at(year, "agenda-item-step", items[1].pk, "off"), {"version": items[1].version})
    items[1].refresh_from_db()
    assert items[1].state == "backlog"


def test_the_bureau_adds_an_item_to_an_agenda_and_takes_one_that_waits(bureau, year):
    meeting = MeetingFactory()
    address = f"{at(year, 'agenda-item-new')}?vergadering={meeting.code}"
    bureau.post(address, {"title": "Nieuw punt", "kind": "decide", "minutes": "15"})
    assert meeting.items.get().title == "Nieuw punt"
    waiting = AgendaItemFactory(meeting=None, state="backlog")
    bureau.post(at(year, "agenda-item-place", waiting.pk), {"meeting": meeting.code, "version": "1"})
    waiting.refresh_from_db()
    assert (waiting.meeting, waiting.position) == (meeting, 2)
    assert bureau.get(f"{at(year, 'agenda-item-new')}?vergadering=bestaat-niet").status_code == 404


def test_a_partner_puts_a_subject_forward_and_cannot_put_it_on_an_agenda(sign_in, year):
    meeting = MeetingFactory()
    partner = sign_in("partner", partner=PartnerFactory())
    address = f"{at(year, 'agenda-item-new')}?vergadering={meeting.code}"
    answer = partner.post(address, {"title": "Stageplaatsen", "kind": "discuss", "minutes": "60"})
    item = AgendaItem.objects.get()
    assert (item.meeting, item.minutes, item.state) == (None, None, "backlog")
    assert answer.url == at(year, "board")
    assert partner.get(at(year, "agenda-item", item.pk)).status_code == 404


def test_nobody_puts_a_subject_forward_without_an_account(reader, year):
    assert reader.post(at(year, "agenda-item-new"), {"title": "Spam", "kind": "discuss"}).status_code == 302
    assert (
        reader.post(at(year, "agenda-put"), {"source_kind": "element", "source_key": "talent"}).status_code
        == 302
    )
    assert not AgendaItem.objects.exists()


def test_a_confidential_item_without_a_ground_comes_back(sign_in, year):
    partner = sign_in("partner", partner=PartnerFactory())
    answer = partner.post(
        at(year, "agenda-item-new"), {"title": "Stil", "kind": "discuss", "is_confidential": "on"}
    )
    assert answer.status_code == 422
    assert not AgendaItem.objects.exists()


def put(client, year, kind, key, back="/"):
    sent = {"source_kind": kind, "source_key": key, "back": back}
    return client.post(at(year, "agenda-put"), sent, follow=True)


def test_one_button_puts_an_element_on_the_agenda_once(bureau, year):
    page = at(year, "element", "talent")
    first = put(bureau, year, "element", "talent", page)
    item = AgendaItem.objects.get()
    assert first.redirect_chain[-1][0] == page
    assert at(year, "agenda-item", item.pk) in told(first)
    assert (item.source_kind, item.source_key, item.state) == ("element", "talent", "backlog")
    assert item.title == item.source_title
    assert item.asked
    again = put(bureau, year, "element", "talent", page)
    assert at(year, "agenda-item", item.pk) in told(again)
    assert AgendaItem.objects.count() == 1


def test_the_title_comes_from_the_register_and_not_from_the_browser(bureau, year):
    initiative = InitiativeFactory(code="hub", name="Voorbeeldhub")
    sent = {
        "source_kind": "initiative",
        "source_key": initiative.code,
        "source_title": "Valse titel",
        "title": "Valse titel",
        "back": "/",
    }
    bureau.post(at(year, "agenda-put"), sent)
    assert AgendaItem.objects.get().title == "Voorbeeldhub"


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("initiative", "bestaat-niet"),
        ("element", "bestaat-niet"),
        ("", ""),
        ("none", "1"),
        ("need", "x"),
        ("alarm", "geen-regel:hub"),
        ("check", "bestaat-niet"),
        ("proposal", "99999999999999"),
    ],
)
def test_what_is_not_there_is_not_put_on_the_agenda(kind, key, bureau, year):
    assert put(bureau, year, kind, key).status_code == 404
    assert not AgendaItem.objects.exists()


@pytest.mark.parametrize("back", ["https://elders.invalid/", "//elders.invalid/", "javascript:alert(1)"])
def test_going_back_never_leads_off_the_site(back, bureau, year):
    answer = bureau.post(
        at(year, "agenda-put"), {"source_kind": "element", "source_key": "talent", "back": back}
    )
    assert answer.url == at(year, "board")


def test_a_partner_is_told_that_it_waits_without_a_link(sign_in, year):
    partner = sign_in("partner", partner=PartnerFactory())
    answer = told(put(partner, year, "element", "talent", at(year, "element", "talent")))
    item = AgendaItem.objects.get()
    assert at(year, "agenda-item", item.pk) not in answer
    assert 'role="status"' in answer


def test_what_is_confidential_about_something_is_not_told_by_the_button(sign_in, year):
    AgendaItemFactory(
        meeting=None, state="backlog", source_kind="element", source_key="talent", is_confidential=True
    )
    put(sign_in("partner", partner=PartnerFactory()), year, "element", "talent")
    assert AgendaItem.objects.filter(is_confidential=False).count() == 1


def test_a_need_that_is_not_public_comes_as_a_confidential_item_and_for_its_own_lead_only(sign_in, year):
    need = NeedFactory(text="Een ingang bij een koper")
    stranger = sign_in("lead", initiative=InitiativeFactory())
    assert put(stranger, year, "need", need.pk).status_code == 404
    lead = sign_in("lead", initiative=need.initiative)
    for _ in range(2):
        assert put(lead, year, "need", need.pk).status_code == 200
    item = AgendaItem.objects.get()
    assert item.is_confidential
    assert item.confidential_ground
    assert "Een ingang bij een koper" in item.title


def test_pages_carry_the_button_for_who_has_an_account(bureau, reader, year):
    proposal = ProposalFactory()
    claim = ClaimFactory()
    signal = ContextSignal.objects.create(
        title="Andere regels",
        on=date(2031, 1, 1),
        kind="policy",
        created_at=timezone.now(),
        changed_at=timezone.now(),
        created_by="a",
        changed_by="a",
    )
    need = NeedFactory()
    kinds = {
        at(year, "element", "talent"): ("element", "talent"),
        at(year, "proposal", proposal.pk): ("proposal", proposal.pk),
        at(year, "result", claim.code): ("claim", claim.code),
        at(year, "signals"): ("signal", signal.pk),
        at(year, "initiative", need.initiative.code): ("need", need.pk),
    }
    for address, (kind, key) in kinds.items():
        field = f'name="source_kind" value="{kind}"><input type="hidden" name="source_key" value="{key}"'
        assert field in told(bureau.get(address)), address
        assert 'name="source_kind"' not in told(reader.get(address)), address


def test_contradictions_of_the_figures_can_be_put_on_the_agenda(bureau, year):
    page = told(bureau.get(at(year, "contradictions")))
    key = page.split(
        'name="source_kind" value="contradiction"><input type="hidden" name="source_key" value="'
    )
    assert len(key) > 1
    assert put(bureau, year, "contradiction", key[1].partition('"')[0]).status_code == 200
    assert AgendaItem.objects.get().source_kind == "contradiction"


def test_an_item_gets_options_papers_and_a_report_by_its_pages(bureau, reader, year, tmp_path, settings):
    meeting = MeetingFactory(state="in_session", on=timezone.localdate())
    item = AgendaItemFactory(meeting=meeting, title="Het plan")
    bureau.post(at(year, "option-new", item.pk), {"title": "Doen", "consequence": "Veel", "is_advised": "on"})
    bureau.post(at(year, "paper-new", item.pk), {"title": "Stuk", "is_public": "on"})
    paper = Paper.objects.get()
    file = SimpleUploadedFile("stuk.txt", b"Een stuk")
    home = tmp_path / "home"
    home.mkdir()
    for part in settings.SCHAKEL_HOME.iterdir():
        (home / part.name).symlink_to(part)
    settings.SCHAKEL_HOME = home
    bureau.post(at(year, "paper-receive", item.pk, paper.pk), {"file": file, "version": "1"})
    bureau.post(at(year, "agenda-item-notes", item.pk), {"notes": "Er is gepraat", "version": "1"})
    page = told(bureau.get(at(year, "agenda-item", item.pk)))
    for word in ("Doen", "Veel", "Stuk", "Er is gepraat"):
        assert word in page
    sent = reader.get(at(year, "paper-file", paper.files.get().pk))
    assert sent.content == b"Een stuk"
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    option = item.options.get()
    bureau.post(at(year, "option-edit", item.pk, option.pk), {"title": "Niet doen", "version": "1"})
    bureau.post(at(year, "option-remove", item.pk, option.pk), {"version": "2"})
    assert not item.options.exists()


def test_an_option_or_paper_is_looked_up_within_its_own_item(bureau, year):
    option, other = AgendaOptionFactory(), AgendaItemFactory()
    assert bureau.get(at(year, "option-edit", other.pk, option.pk)).status_code == 404
    assert bureau.get(at(year, "option-edit", option.item.pk, option.pk)).status_code == 200


def test_an_item_is_withdrawn_carried_over_and_closed_off_by_its_pages(bureau, year):
    running = MeetingFactory(state="in_session", on=timezone.localdate())
    later = MeetingFactory(on=date(2999, 1, 1))
    carried = AgendaItemFactory(meeting=running)
    bureau.post(at(year, "agenda-item-carry", carried.pk), {"meeting": later.code, "version": "1"})
    assert later.items.get().carried_from == carried
    gone = AgendaItemFactory(meeting=running)
    bureau.post(at(year, "agenda-item-withdraw", gone.pk), {"reason": "Vervalt", "version": "1"})
    gone.refresh_from_db()
    assert (gone.state, gone.notes) == ("withdrawn", "Vervalt")
    closed = AgendaItemFactory(meeting=running)
    sent = {"is_confidential": "on", "confidential_ground": "Belang", "version": "1"}
    bureau.post(at(year, "agenda-item-closed", closed.pk), sent)
    closed.refresh_from_db()
    assert closed.is_confidential


def test_presence_is_filled_in_by_seat(bureau, year):
    seat = SeatFactory(partner=PartnerFactory(name="Alfa"), role="lid")
    meeting = MeetingFactory(state="in_session")
    assert "Alfa, lid" in told(bureau.get(at(year, "meeting-presence", meeting.code)))
    sent = {f"seat_{seat.pk}": "replaced", f"deputy_{seat.pk}": "adjunct-directeur"}
    bureau.post(at(year, "meeting-presence", meeting.code), sent)
    assert Presence.objects.get().deputy == "adjunct-directeur"
    assert "adjunct-directeur" in told(bureau.get(at(year, "meeting", meeting.code)))


def test_a_standard_agenda_is_written_as_lines_and_used(bureau, year):
    bureau.get("/taal/en/?next=/")
    lines = "Opening; 5; know\nHet plan; 20; decide; Doen?"
    sent = {"title": "Kort overleg", "body": "board", "lines": lines}
    bureau.post(at(year, "agenda-template-new"), sent)
    template = AgendaTemplate.objects.get()
    assert [(line["title"], line["minutes"], line["kind"], line["asked"]) for line in template.lines] == [
        ("Opening", 5, "inform", ""),
        ("Het plan", 20, "decide", "Doen?"),
    ]
    page = told(bureau.get(at(year, "agenda-template-edit", template.pk)))
    assert "Het plan; 20; " in page
    assert f'value="own-{template.pk}"' in told(bureau.get(at(year, "meeting-new")))
    wrong = bureau.post(at(year, "agenda-template-new"), sent | {"lines": "Opening; vijf; know"})
    assert wrong.status_code == 422
    assert "vijf" in told(wrong)


def test_a_standard_agenda_of_schakel_can_be_made_our_own(bureau, year):
    page = told(bureau.get(f"{at(year, 'agenda-template-new')}?van=board"))
    assert "; 5; " in page


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_landing_page_answers_what_the_board_must_do(reader, sign_in, year, language):
    today = timezone.localdate()
    partner = PartnerFactory(name="Alfa")
    before = MeetingFactory(on=today - timedelta(30), state="closed")
    decision = DecisionFactory(
        item=AgendaItemFactory(meeting=before, state="handled"),
        text="Oud besluit",
        owner=partner,
        due_on=today - timedelta(3),
    )
    ActionPointFactory(text="Ander werk", meeting=before, due_on=today + timedelta(9))
    coming = MeetingFactory(on=today + timedelta(12), title="Bestuur", venue="Zaal 3")
    item = AgendaItemFactory(meeting=coming, position=1, title="Het plan", asked="Doen wij dit?")
    AgendaOptionFactory(item=item, title="Ja", evidence="Een proef in een stad", is_advised=True)
    update = ProgressUpdateFactory(on=today - timedelta(2), time="red", time_reason="De bouw ligt stil")
    board = sign_in("board", partner=partner)
    for client in (reader, board):
        client.get(f"/taal/{language}/?next=/")
        page = told(client.get(at(year, "board")))
        for word in (
            "Zaal 3",
            "Het plan",
            "Doen wij dit?",
            "Ja",
            "Een proef in een stad",
            "Oud besluit",
            "Ander werk",
            update.initiative.name,
            "De bouw ligt stil",
            decision.number,
        ):
            assert word in page, word
        assert " 12 " in page
        assert ("own-title" in page) == (client is board)
        assert page.index("Oud besluit") < page.index("Ander werk")
    own = told(board.get(at(year, "board")))
    assert own.index("own-title") < own.index("next-meeting")


def test_the_landing_page_asks_little_of_the_database(reader, year, django_assert_max_num_queries):
    today = timezone.localdate()
    before = MeetingFactory(on=today - timedelta(30), state="closed")
    coming = MeetingFactory(on=today + timedelta(12))
    for n in range(25):
        done = AgendaItemFactory(meeting=before, position=n, state="handled")
        DecisionFactory(item=done, owner=PartnerFactory())
        ActionPointFactory(item=done, meeting=before, owner=PartnerFactory())
        item = AgendaItemFactory(meeting=coming, position=n, presenter=PartnerFactory())
        AgendaOptionFactory(item=item)
        ProgressUpdateFactory(on=today, time="red", time_reason="Stil")
    reader.get(at(year, "board"))
    with django_assert_max_num_queries(25):
        reader.get(at(year, "board"))


@pytest.mark.parametrize("page", ["meetings", "backlog"])
def test_the_lists_ask_little_of_the_database(page, bureau, year, django_assert_max_num_queries):
    for n in range(60):
        meeting = MeetingFactory(on=date(2031, 1, 1) + timedelta(n), chair=PartnerFactory())
        DecisionFactory(item=AgendaItemFactory(meeting=meeting))
        AgendaItemFactory(meeting=None, state="backlog", presenter=PartnerFactory())
    bureau.get(at(year, page))
    with django_assert_max_num_queries(15):
        assert told(bureau.get(at(year, page))).count("<tr") > 40


def test_a_meeting_asks_little_of_the_database(bureau, year, django_assert_max_num_queries):
    meeting = MeetingFactory(state="in_session", on=timezone.localdate())
    for n in range(25):
        item = AgendaItemFactory(
            meeting=meeting,
            position=n,
            presenter=PartnerFactory(),
            source_kind="initiative",
            source_key=InitiativeFactory().code,
        )
        AgendaOptionFactory(item=item)
        DecisionFactory(item=item)
    bureau.get(at(year, "meeting", meeting.code))
    with django_assert_max_num_queries(20):
        bureau.get(at(year, "meeting", meeting.code))


def test_the_list_shows_one_year_of_the_cycle(reader, year):
    for number in (2031, 2032):
        cycle = CycleYearFactory(year=number)
        MeetingFactory(cycle=cycle, on=date(number, 3, 1), title=f"Vergadering in {number}")
    page = told(reader.get(f"{at(year, 'meetings')}?cyclus=2031"))
    assert "Vergadering in 2031" in page
    assert ">Vergadering in 2032" not in page.split("<table")[1]


def test_the_screen_shows_one_item_at_a_time_without_a_menu(reader, year):
    meeting = MeetingFactory(title="Bestuur", opening_note="Welkom")
    for n, title in enumerate(("Eerste", "Tweede"), start=1):
        AgendaOptionFactory(item=AgendaItemFactory(meeting=meeting, position=n, title=title), title=f"O{n}")
    address = at(year, "meeting-present", meeting.code)
    pages = [told(reader.get(f"{address}?punt={n}")) for n in range(3)]
    assert "Welkom" in pages[0]
    assert ("Eerste" in pages[1], "O1" in pages[1], "Tweede" in pages[1]) == (True, True, False)
    assert 'rel="next" href="?punt=2" autofocus' in pages[1]
    assert 'rel="prev" href="?punt=1"' in pages[2]
    assert 'rel="next"' not in pages[2]
    assert all('class="menu"' not in page for page in pages)
    assert told(reader.get(f"{address}?punt=99")) == pages[2]
    assert told(reader.get(f"{address}?punt=-1")) == pages[0]


def test_the_date_of_a_meeting_can_be_put_in_a_calendar(reader, year):
    meeting = MeetingFactory(title="Bestuur", venue="Zaal 3")
    AgendaItemFactory(meeting=meeting, position=1, title="Het plan")
    answer = reader.get(at(year, "meeting-ics", meeting.code))
    assert answer.headers["Content-Type"].startswith("text/calendar")
    event = next(iter(Calendar.from_ical(answer.content).walk("VEVENT")))
    zone = timezone.get_default_timezone()
    assert event["DTSTART"].dt == datetime(2031, 3, 12, 9, 30, tzinfo=zone)
    assert event["DTEND"].dt == datetime(2031, 3, 12, 11, 30, tzinfo=zone)
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("Bestuur", "Zaal 3")
    assert "09:30 1. Het plan" in str(event["DESCRIPTION"])
    cancelled = MeetingFactory(state="cancelled")
    ics = reader.get(at(year, "meeting-ics", cancelled.code)).content
    assert b"STATUS:CANCELLED" in ics


def test_the_papers_of_a_full_meeting_fit_on_six_pages(reader, year):
    long = "Dit is een zin die de bladzijde vult en nergens over gaat. " * 40
    meeting = MeetingFactory(title="Volle vergadering")
    before = MeetingFactory(on=date(2031, 1, 1), state="closed")
    for n in range(18):
        item = AgendaItemFactory(
            meeting=meeting, position=n, title=f"Punt {n} {long[:120]}", explanation=long, asked=long[:400]
        )
        for k in range(5):
            AgendaOptionFactory(item=item, title=f"Optie {k}", consequence=long, evidence=long)
        DecisionFactory(item=AgendaItemFactory(meeting=before, state="handled"), text=long)
        ProgressUpdateFactory(on=date(2031, 2, 1), time="red", time_reason=long[:290])
    answer = reader.get(at(year, "meeting-pack", meeting.code, "pdf"))
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) <= 6
    text = " ".join(page.extract_text() for page in pages)
    assert all(f"Punt {n} " in text for n in range(18))


@pytest.mark.parametrize("form", ["html", "doc"])
def test_the_papers_come_as_pdf_and_docx_only(form, reader, year):
    assert reader.get(at(year, "meeting-pack", MeetingFactory().code, form)).status_code == 404


def test_a_paper_of_the_meeting_is_a_tagged_pdf_in_its_language(reader, year):
    meeting = MeetingFactory()
    reader.get("/taal/en/?next=/")
    pdf = PdfReader(io.BytesIO(reader.get(at(year, "meeting-pack", meeting.code, "pdf")).content))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"].startswith("en")


@pytest.mark.parametrize("page", ["meeting-edit", "meeting-cancel", "meeting-presence"])
def test_a_board_member_reads_but_does_not_arrange(page, sign_in, year):
    board = sign_in("board")
    meeting = MeetingFactory()
    assert board.get(at(year, page, meeting.code)).status_code == 403
    assert board.post(at(year, "meeting-step", meeting.code, "open")).status_code == 403
    assert board.get(at(year, "meeting", meeting.code)).status_code == 200


def test_what_an_item_comes_from_is_told_as_it_is_now(reader, year):
    initiative = InitiativeFactory(name="Voorbeeldhub", stage="growing")
    item = AgendaItemFactory(source_kind="initiative", source_key=initiative.code)
    page = told(reader.get(at(year, "agenda-item", item.pk)))
    assert at(year, "initiative", initiative.code) in page
    assert "Voorbeeldhub" in page


def test_an_amount_that_was_verified_is_told_on_the_landing_page(reader, year):
    today = timezone.localdate()
    MeetingFactory(on=today - timedelta(9), state="closed")
    claim = ClaimFactory(title="Nieuwe banen", unit="EUR")
    ClaimStatementFactory(claim=claim, step="verified", method="register", on=today, amount=Decimal(12500))
    page = told(reader.get(at(year, "board")))
    assert "Nieuwe banen" in page
    assert "12.500" in page or "12,500" in page
