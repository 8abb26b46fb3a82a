# SPDX-License-Identifier: EUPL-1.2
"""The page of the minutes: a draft, and as they were adopted."""

from datetime import date

import pytest
from tests.cycle.conftest import NOW
from tests.cycle.factories import AgendaItemFactory, DecisionFactory, MeetingFactory
from tests.programme.factories import PartnerFactory

from schakel.cycle.actions.deciding import record_decision
from schakel.cycle.models import AdoptedMinutes, AgendaItem
from schakel.programme.recording import Actor

BY = Actor("account:1")


@pytest.fixture
def site(reader):
    return reader.get("/").url


@pytest.fixture
def meeting(reader):
    made = MeetingFactory(state="closed", code="maart", title="Vergadering van maart", on=date(2031, 3, 12))
    item = AgendaItemFactory(meeting=made, title="Loket", notes="Er is lang gepraat", position=1)
    DecisionFactory(item=item, number="2031-001", text="Er komt een loket")
    return made


def _adopt(meeting):
    later = MeetingFactory(state="in_session", code="april", title="April", on=date(2031, 4, 16))
    return record_decision(
        item=AgendaItemFactory(meeting=later),
        text="Vastgesteld",
        owner=PartnerFactory(),
        due_on=later.on,
        effect="adopt_minutes",
        effect_on=meeting.code,
        by=BY,
        at=NOW,
    )


def test_a_draft_says_that_it_is_one_and_keeps_the_report_for_members(reader, sign_in, site, meeting):
    reader.get("/taal/en/")
    page = reader.get(f"{site}board/vergaderingen/maart/verslag/").content.decode()
    assert "not adopted yet" in page
    assert "Er komt een loket" in page
    assert "Er is lang gepraat" not in page
    assert "public once the minutes are adopted" in page
    assert (
        "Er is lang gepraat"
        in sign_in("board").get(f"{site}board/vergaderingen/maart/verslag/").content.decode()
    )


def test_adopted_minutes_show_their_mark_and_never_change(reader, site, meeting):
    _adopt(meeting)
    address = f"{site}board/vergaderingen/maart/verslag/"
    before = reader.get(address)
    kept = AdoptedMinutes.objects.get()
    assert kept.sha256 in before.content.decode()
    assert "Er is lang gepraat" in before.content.decode()
    AgendaItem.objects.filter(meeting=meeting).update(title="Anders", notes="Anders")
    after = reader.get(address).content.decode()
    assert "Anders" not in after
    assert "Er is lang gepraat" in after


def test_there_are_no_minutes_of_a_meeting_that_was_not_held(reader, bureau, site):
    for state in ("draft", "convened", "cancelled"):
        code = MeetingFactory(state=state).code
        assert reader.get(f"{site}board/vergaderingen/{code}/verslag/").status_code == 404
        assert bureau.get(f"{site}board/vergaderingen/{code}/verslag.pdf").status_code == 404
    assert reader.get(f"{site}board/vergaderingen/bestaat-niet/verslag/").status_code == 404


def test_a_meeting_without_anything_on_its_agenda_says_so(reader, site):
    code = MeetingFactory(state="closed").code
    reader.get("/taal/en/")
    page = reader.get(f"{site}board/vergaderingen/{code}/verslag/").content.decode()
    assert "nothing on the agenda" in page


def test_what_was_left_out_is_counted(reader, site, meeting):
    AgendaItemFactory(meeting=meeting, title="Geheim", is_confidential=True, position=2)
    reader.get("/taal/en/")
    page = reader.get(f"{site}board/vergaderingen/maart/verslag/").content.decode()
    assert "1 confidential item was left out." in page
    assert "Geheim" not in page


def test_the_minutes_take_few_questions(reader, site, meeting, django_assert_max_num_queries):
    for n in range(20):
        item = AgendaItemFactory(meeting=meeting, position=n + 2)
        DecisionFactory(item=item, number=f"2031-{n + 100}")
    with django_assert_max_num_queries(15):
        assert reader.get(f"{site}board/vergaderingen/maart/verslag/").status_code == 200


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_speaks_both_languages(language, reader, site, meeting):
    reader.get(f"/taal/{language}/")
    page = reader.get(f"{site}board/vergaderingen/maart/verslag/").content.decode()
    assert f'<html lang="{language}">' in page
