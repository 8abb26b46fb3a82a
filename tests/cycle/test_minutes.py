# SPDX-License-Identifier: EUPL-1.2
"""Minutes: from the rows while they are a draft, frozen once a later meeting adopted them."""

from datetime import date, time

import pytest
from django.db import DatabaseError, transaction
from tests.cycle.factories import (
    ActionPointFactory,
    AgendaItemFactory,
    DecisionFactory,
    MeetingFactory,
)
from tests.programme.factories import PartnerFactory, SeatFactory

from schakel.cycle.actions.deciding import record_decision
from schakel.cycle.actions.minutes import MinutesNotPossible
from schakel.cycle.models import AdoptedMinutes, AgendaItem, Decision, Presence
from schakel.cycle.queries.minutes import as_data, content_of, digest_of, from_data, minutes_content
from schakel.cycle.sight import BOARD_SIGHT, FULL, PUBLIC
from schakel.documents.failures_in_words import explain_failure
from schakel.programme.models import AuditEntry

NOW_FIELDS = {"created_by": "account:1", "changed_by": "account:1"}


@pytest.fixture
def meeting(now):
    """A closed meeting with an open item, a confidential item and presence."""
    made = MeetingFactory(
        state="closed",
        title="Vergadering van maart",
        venue="Raadhuis",
        chair=PartnerFactory(name="Voorbeeldgemeente"),
        opening_note="Geopend om half tien",
    )
    seat = SeatFactory(partner=PartnerFactory(name="College"), role="lid")
    Presence.objects.create(
        meeting=made,
        seat=seat,
        presence="replaced",
        deputy="adjunct",
        created_at=now,
        changed_at=now,
        **NOW_FIELDS,
    )
    item = AgendaItemFactory(
        meeting=made, position=1, title="Loket", asked="Stemt u in?", notes="Er is gepraat", state="handled"
    )
    owner = PartnerFactory(name="Bedrijf")
    DecisionFactory(item=item, number="2031-001", text="Er komt een loket", owner=owner)
    DecisionFactory(item=item, number="2031-002", text="Stil bod", owner=owner, is_confidential=True)
    ActionPointFactory(meeting=made, item=item, text="Uitzoeken waar", owner=owner)
    ActionPointFactory(meeting=made, text="Zaal huren", owner=owner)
    secret = AgendaItemFactory(
        meeting=made, position=2, title="Geheime aankoop", notes="Geheim", is_confidential=True
    )
    DecisionFactory(item=secret, number="2031-003", text="Geheim bod", owner=owner, is_confidential=True)
    AgendaItemFactory(meeting=made, position=3, title="Ingetrokken punt", state="withdrawn")
    return made


@pytest.fixture
def adopt(by, now):
    def adopted(meeting, **of_later):
        later = MeetingFactory(
            **({"state": "in_session", "on": date(2031, 4, 16), "title": "April"} | of_later)
        )
        item = AgendaItemFactory(meeting=later, source_kind="meeting", source_key=meeting.code)
        return record_decision(
            item=item,
            text="Het verslag wordt vastgesteld",
            owner=PartnerFactory(),
            due_on=later.on,
            effect="adopt_minutes",
            effect_on=meeting.code,
            by=by,
            at=now,
        )

    return adopted


def test_a_draft_tells_what_stands_under_each_item(meeting):
    minutes = minutes_content(meeting, FULL)
    content = minutes.content
    assert not minutes.is_adopted
    assert (content.title, content.on, content.starts_at, content.chair) == (
        "Vergadering van maart",
        "2031-03-12",
        "09:30",
        "Voorbeeldgemeente",
    )
    assert [(p.partner, p.role, p.presence, p.deputy) for p in content.presences] == [
        ("College", "lid", "replaced", "adjunct")
    ]
    assert [i.title for i in content.items] == ["Loket", "Geheime aankoop"]
    assert [d.number for d in content.items[0].decisions] == ["2031-001", "2031-002"]
    assert [a.text for a in content.items[0].actions] == ["Uitzoeken waar"]
    assert [a.text for a in content.actions] == ["Zaal huren"]


def test_the_public_reads_what_was_decided_but_no_notes_and_nothing_confidential(meeting):
    minutes = minutes_content(meeting, PUBLIC)
    assert (minutes.n_confidential, minutes.shows_notes, minutes.shows_outcomes) == (1, False, True)
    (item,) = minutes.content.items
    assert (item.notes, minutes.content.opening_note) == ("", "")
    assert [d.number for d in item.decisions] == ["2031-001"]
    told = str(as_data(minutes.content))
    for hidden in ("eheim", "Stil bod", "gepraat", "half tien"):
        assert hidden not in told
    assert minutes_content(meeting, BOARD_SIGHT).n_confidential == 0


def test_while_the_meeting_is_in_session_the_public_reads_no_outcomes(meeting):
    type(meeting).objects.filter(pk=meeting.pk).update(state="in_session")
    meeting.refresh_from_db()
    minutes = minutes_content(meeting, PUBLIC)
    assert not minutes.shows_outcomes
    assert [(i.decisions, i.actions) for i in minutes.content.items] == [((), ())]
    assert minutes.content.actions == ()
    assert minutes_content(meeting, BOARD_SIGHT).content.items[0].decisions


def test_a_later_meeting_adopts_them_and_they_are_kept_whole(meeting, adopt):
    whole = as_data(content_of(meeting))
    decision = adopt(meeting)
    meeting.refresh_from_db()
    kept = AdoptedMinutes.objects.get()
    assert meeting.state == "adopted"
    assert (kept.decision, kept.adopted_in, kept.content) == (decision, decision.meeting, whole)
    assert kept.sha256 == digest_of(whole) and len(kept.sha256) == 64
    assert from_data(kept.content) == content_of(meeting)
    entry = AuditEntry.objects.get(action="minutes.adopt")
    assert "content" not in entry.details["added"]
    assert entry.details["added"]["sha256"] == kept.sha256


def test_adopted_minutes_stay_as_they_were_whatever_changes_afterwards(meeting, adopt):
    adopt(meeting)
    meeting.refresh_from_db()
    before = minutes_content(meeting, FULL)
    AgendaItem.objects.filter(meeting=meeting).update(title="Anders", notes="Anders", is_confidential=True)
    type(meeting).objects.filter(pk=meeting.pk).update(title="Anders")
    meeting.refresh_from_db()
    after = minutes_content(meeting, FULL)
    assert after == before
    assert digest_of(as_data(after.content)) == after.sha256
    for change in ({"sha256": "0" * 64}, {"content": {}}):
        with pytest.raises(DatabaseError), transaction.atomic():
            AdoptedMinutes.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        AdoptedMinutes.objects.all()._raw_delete("default")


def test_adopted_minutes_show_the_public_the_notes_but_nothing_confidential(meeting, adopt):
    decision = adopt(meeting)
    meeting.refresh_from_db()
    minutes = minutes_content(meeting, PUBLIC)
    assert minutes.is_adopted and minutes.shows_notes
    assert (minutes.n_confidential, minutes.adopted_in, minutes.adopted_on) == (1, "April", "2031-04-16")
    assert [i.notes for i in minutes.content.items] == ["Er is gepraat"]
    assert minutes.adopted_by == "", "the meeting that adopts is still in session"
    type(decision.meeting).objects.filter(pk=decision.meeting.pk).update(state="closed")
    assert minutes_content(meeting, PUBLIC).adopted_by == decision.number
    told = str(as_data(minutes.content))
    assert "eheim" not in told and "Stil bod" not in told


@pytest.mark.parametrize(
    ("state", "of_later", "told"),
    [
        ("in_session", {}, "not closed"),
        ("convened", {}, "not closed"),
        ("cancelled", {}, "not closed"),
        ("closed", {"on": date(2031, 3, 11)}, "not later"),
        ("closed", {"on": date(2031, 3, 12)}, "not later"),
        ("closed", {"body": "programme_team"}, "another body"),
    ],
)
def test_what_cannot_be_adopted_is_said_and_nothing_is_recorded(state, of_later, told, meeting, adopt):
    type(meeting).objects.filter(pk=meeting.pk).update(state=state)
    before = Decision.objects.count()
    with pytest.raises(MinutesNotPossible, match=told) as raised:
        adopt(meeting, **of_later)
    assert "Vergadering van maart" in explain_failure(raised.value, "nl")
    assert Decision.objects.count() == before
    assert not AdoptedMinutes.objects.exists()


def test_a_meeting_later_on_the_same_day_may_adopt_them_once(meeting, adopt):
    given = {"on": meeting.on, "starts_at": time(13), "ends_at": time(14)}
    adopt(meeting, **given)
    with pytest.raises(MinutesNotPossible, match="adopted before"):
        adopt(meeting, **given)
    assert AdoptedMinutes.objects.count() == 1


def test_the_digest_does_not_depend_on_the_order_of_what_is_kept():
    assert digest_of({"a": 1, "b": [1, 2]}) == digest_of({"b": [1, 2], "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": 2})


def test_an_empty_meeting_has_minutes_too():
    content = minutes_content(MeetingFactory(state="closed"), PUBLIC).content
    assert (content.items, content.actions, content.presences) == ((), (), ())
