# SPDX-License-Identifier: EUPL-1.2
"""A decision is recorded in session only, with owner and date, under the next number of its year."""

import threading
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.cycle.conftest import NOW
from tests.cycle.factories import AgendaItemFactory, DecisionFactory, MeetingFactory
from tests.programme.factories import PartnerFactory

from schakel.cycle.actions.deciding import (
    DecisionIncomplete,
    DueBeforeDecided,
    LessConfidential,
    NotInSession,
    ReplacedBefore,
    next_number,
    record_decision,
)
from schakel.cycle.models import Decision
from schakel.documents.failures_in_words import explain_failure
from schakel.programme.models import AuditEntry
from schakel.programme.recording import Actor

DUE = date(2031, 6, 30)


@pytest.fixture
def item():
    return AgendaItemFactory(meeting=MeetingFactory(state="in_session"))


@pytest.fixture
def owner():
    return PartnerFactory()


def test_a_decision_gets_the_day_of_its_meeting_and_the_first_number_of_that_year(item, owner, by, now):
    made = record_decision(
        item=item, text=" Het bestuur stemt in ", reason="Het moet", owner=owner, due_on=DUE, by=by, at=now
    )
    assert (made.number, made.on, made.text, made.reason) == (
        "2031-001",
        date(2031, 3, 12),
        "Het bestuur stemt in",
        "Het moet",
    )
    assert (made.meeting, made.owner, made.due_on, made.effect) == (item.meeting, owner, DUE, "none")
    entry = AuditEntry.objects.get(action="decision.record")
    assert entry.object_name.startswith("2031-001 Het bestuur")
    assert entry.actor == by.key


def test_numbers_follow_within_a_year_and_start_again_in_the_next(item, owner, by, now):
    for wanted in ("2031-001", "2031-002", "2031-003"):
        assert record_decision(item=item, text="Ja", owner=owner, due_on=DUE, by=by, at=now).number == wanted
    next_year = AgendaItemFactory(meeting=MeetingFactory(state="in_session", on=date(2032, 1, 8)))
    made = record_decision(item=next_year, text="Ja", owner=owner, due_on=date(2032, 2, 1), by=by, at=now)
    assert made.number == "2032-001"
    assert record_decision(item=item, text="Ja", owner=owner, due_on=DUE, by=by, at=now).number == "2031-004"


def test_the_thousandth_decision_follows_the_999th():
    DecisionFactory(number="2031-999")
    assert next_number(2031) == "2031-1000"
    DecisionFactory(number="2031-1000")
    assert next_number(2031) == "2031-1001"


@pytest.mark.parametrize(
    ("state", "item_state", "told"),
    [
        ("draft", "scheduled", "not in session"),
        ("convened", "scheduled", "not in session"),
        ("closed", "scheduled", "not in session"),
        ("adopted", "handled", "not in session"),
        ("cancelled", "scheduled", "not in session"),
        ("in_session", "carried", "carried over"),
        ("in_session", "withdrawn", "withdrawn"),
    ],
)
def test_outside_a_session_nothing_is_decided(state, item_state, told, owner, by, now):
    item = AgendaItemFactory(meeting=MeetingFactory(state=state), state=item_state)
    with pytest.raises(NotInSession) as raised:
        record_decision(item=item, text="Ja", owner=owner, due_on=DUE, by=by, at=now)
    assert raised.value.details["item"] == item.title
    assert told in explain_failure(raised.value, "en")
    assert not Decision.objects.exists()
    assert not AuditEntry.objects.filter(action="decision.record").exists()


def test_nothing_is_decided_about_what_waits_for_a_meeting(owner, by, now):
    item = AgendaItemFactory(meeting=None, state="backlog")
    with pytest.raises(NotInSession, match="waits for a meeting"):
        record_decision(item=item, text="Ja", owner=owner, due_on=DUE, by=by, at=now)


def test_the_state_of_the_meeting_is_that_of_now_not_of_the_page_that_was_open(item, owner, by, now):
    type(item.meeting).objects.filter(pk=item.meeting.pk).update(state="closed")
    assert item.meeting.state == "in_session"
    with pytest.raises(NotInSession):
        record_decision(item=item, text="Ja", owner=owner, due_on=DUE, by=by, at=now)


@pytest.mark.parametrize(
    ("missing", "told"),
    [({"owner": None}, "owner"), ({"due_on": None}, "date"), ({"text": "  "}, "text")],
)
def test_there_is_no_decision_without_text_owner_and_date(missing, told, item, owner, by, now):
    given = {"text": "Ja", "owner": owner, "due_on": DUE} | missing
    with pytest.raises(DecisionIncomplete, match=f"the {told} is missing"):
        record_decision(item=item, by=by, at=now, **given)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("missing", [{"owner": None}, {"due_on": None}, {"text": ""}])
def test_the_database_itself_refuses_a_decision_without_them(missing, item):
    with pytest.raises(DatabaseError), transaction.atomic():
        DecisionFactory(item=item, **({"owner": PartnerFactory()} | missing))


def test_a_decision_is_not_due_before_it_was_taken(item, owner, by, now):
    with pytest.raises(DueBeforeDecided) as raised:
        record_decision(item=item, text="Ja", owner=owner, due_on=date(2031, 3, 11), by=by, at=now)
    assert raised.value.details == {"due_on": date(2031, 3, 11), "on": date(2031, 3, 12)}
    same_day = record_decision(item=item, text="Ja", owner=owner, due_on=date(2031, 3, 12), by=by, at=now)
    assert same_day.due_on == same_day.on


def test_a_decision_is_as_confidential_as_its_item_or_more(owner, by, now):
    meeting = MeetingFactory(state="in_session")
    secret, open_item = (
        AgendaItemFactory(meeting=meeting, is_confidential=True),
        AgendaItemFactory(meeting=meeting),
    )
    given = {"text": "Ja", "owner": owner, "due_on": DUE, "by": by, "at": now}
    assert record_decision(item=secret, **given).is_confidential
    assert not record_decision(item=open_item, **given).is_confidential
    assert record_decision(item=open_item, is_confidential=True, **given).is_confidential
    with pytest.raises(LessConfidential):
        record_decision(item=secret, is_confidential=False, **given)
    assert Decision.objects.count() == 3


def test_the_audit_chain_does_not_tell_what_a_confidential_decision_says(owner, by, now):
    item = AgendaItemFactory(meeting=MeetingFactory(state="in_session"), is_confidential=True)
    record_decision(
        item=item, text="Geheime zaak", reason="Geheime reden", owner=owner, due_on=DUE, by=by, at=now
    )
    entry = AuditEntry.objects.get(action="decision.record")
    told = f"{entry.object_name} {entry.details}"
    assert "eheim" not in told
    assert entry.details["added"]["due_on"] == "2031-06-30"


def test_a_decision_takes_the_place_of_an_earlier_one_once(item, owner, by, now):
    given = {"item": item, "text": "Ja", "owner": owner, "due_on": DUE, "by": by, "at": now}
    first = record_decision(**given)
    second = record_decision(replaces=first, **given)
    assert second.replaces == first
    assert first.replaced_by.get() == second
    with pytest.raises(ReplacedBefore, match=first.number):
        record_decision(replaces=first, **given)
    assert record_decision(replaces=second, **given).number == "2031-003"


def test_a_recorded_decision_is_never_changed(item, owner, by, now):
    made = record_decision(item=item, text="Ja", owner=owner, due_on=DUE, by=by, at=now)
    for change in ({"text": "Nee"}, {"due_on": date(2032, 1, 1)}, {"number": "2031-999"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Decision.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.filter(pk=made.pk)._raw_delete("default")
    assert Decision.objects.get(pk=made.pk).text == "Ja"


class NumbersAreWithoutGapsOrDoubles(TestCase):
    """Whatever is decided in whichever order and whatever is refused in between."""

    @settings(max_examples=15, deadline=None)
    @given(st.lists(st.sampled_from(["2031", "2032", "refused 2031", "refused 2032"]), max_size=12))
    def test_every_year_counts_from_one_without_a_gap(self, steps):
        by = Actor("account:1")
        items = {
            year: AgendaItemFactory(meeting=MeetingFactory(state="in_session", on=date(int(year), 2, 3)))
            for year in ("2031", "2032")
        }
        owner = PartnerFactory()
        for step in steps:
            year = step[-4:]
            is_refused = step.startswith("refused")
            try:
                record_decision(
                    item=items[year],
                    text="Ja",
                    owner=owner,
                    due_on=date(int(year), 12, 1),
                    effect="stop_initiative" if is_refused else "none",
                    effect_on="bestaat-niet",
                    by=by,
                    at=NOW,
                )
            except Exception:
                assert is_refused
        for year in ("2031", "2032"):
            wanted = [f"{year}-{n + 1:03d}" for n in range(steps.count(year))]
            found = Decision.objects.filter(number__startswith=year).order_by("number")
            assert list(found.values_list("number", flat=True)) == wanted


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_the_same_moment_get_two_numbers():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one at a time write, in a file that threads of a test do not share")
    item = AgendaItemFactory(meeting=MeetingFactory(state="in_session"))
    owner = PartnerFactory()
    found: list[str] = []

    def decide():
        try:
            made = record_decision(
                item=item, text="Ja", owner=owner, due_on=DUE, by=Actor("account:1"), at=NOW
            )
            found.append(made.number)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ["2031-001", "2031-002", "2031-003", "2031-004"]
