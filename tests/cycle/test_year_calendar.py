# SPDX-License-Identifier: EUPL-1.2
"""The calendar: what stands in it for whom, and the file that others subscribe to."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from tests.cycle.factories import (
    ActionPointFactory,
    AgendaItemFactory,
    AgreementFactory,
    DecisionFactory,
    MeetingFactory,
    SurveyFactory,
    TalkFactory,
    year_with_phases,
)
from tests.cycle.supplying import TRACED
from tests.programme.factories import (
    EventFactory,
    FundingFactory,
    FundingProgrammeFactory,
    MilestoneFactory,
    ReportingPeriodFactory,
)

from schakel.cycle.actions.calendar_dates import (
    add_calendar_date,
    change_calendar_date,
    remove_calendar_date,
)
from schakel.cycle.models import CalendarDate, DecisionStep
from schakel.cycle.queries.calendar import KINDS, calendar_days
from schakel.cycle.sight import BOARD_SIGHT, FULL, PUBLIC
from schakel.documents.cycle_papers.calendar import FeedEvent, feed_events, write_feed
from schakel.documents.cycle_papers.phase_words import date_kinds
from schakel.documents.messages import words
from schakel.programme.actions.entry_rules import EndsBeforeStart
from schakel.programme.models import UpdateRound

FIRST, LAST = date(2031, 1, 1), date(2031, 12, 31)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
AT = datetime(2031, 3, 1, 9, 30, tzinfo=UTC)


def days(sight=PUBLIC, **given):
    return calendar_days(FIRST, LAST, sight, **given)


def a_date(by, **given):
    values = {"title": "Begroting", "kind": "council", "on": date(2031, 6, 3), "municipality": "GM0001"}
    return add_calendar_date(**values | given, by=by, at=AT)


def feed(entries, language="nl"):
    events = feed_events(entries, address_of=lambda entry: "", places={"GM0001": "Dorp"}, say=words(language))
    return write_feed(events, title="Kalender", domain="voorbeeld.invalid", zone=AMSTERDAM, at=AT)


def fill(by):
    """One date of every kind."""
    year_with_phases(2031)
    MeetingFactory(papers_due_on=date(2031, 3, 5))
    TalkFactory(cycle=year_with_phases(2029))
    SurveyFactory(cycle=year_with_phases(2028))
    UpdateRound.objects.create(
        code="r1", title="Ronde 1", opens_on=date(2031, 4, 1), due_on=date(2031, 4, 20), **TRACED
    )
    ReportingPeriodFactory(
        code="2031-1", starts_on=FIRST, ends_on=date(2031, 6, 30), due_on=date(2031, 7, 31)
    )
    MilestoneFactory(due_on=date(2031, 8, 1))
    DecisionFactory(item__meeting__state="closed")
    ActionPointFactory()
    AgreementFactory(cycle=year_with_phases(2027))
    FundingProgrammeFactory(ends_on=date(2031, 12, 31))
    FundingFactory(ends_on=date(2031, 10, 1), decision_due_on=date(2031, 5, 1))
    EventFactory(on=date(2031, 9, 9))
    for kind in ("council", "funding", "publication", "event", "deadline", "other"):
        a_date(by, kind=kind)


def test_every_kind_of_date_stands_in_the_calendar_and_has_a_name(by):
    fill(by)
    assert {entry.kind for entry in days()} == set(KINDS)
    assert set(date_kinds(words("en"))) == set(KINDS)


def test_it_is_in_the_order_of_time(by):
    fill(by)
    found = [entry.on for entry in days()]
    assert found == sorted(found)


def test_the_calendar_is_read_with_few_questions(by, django_assert_max_num_queries):
    fill(by)
    for _ in range(5):
        MilestoneFactory(due_on=date(2031, 8, 1))
        DecisionFactory(item__meeting__state="closed")
        AgreementFactory()
    with django_assert_max_num_queries(15):
        days()


def test_a_kind_that_is_not_asked_for_is_not_read(by, django_assert_num_queries):
    fill(by)
    with django_assert_num_queries(1):
        found = days(kinds=["meeting"])
    assert {entry.kind for entry in found} == {"meeting"}


def test_the_dates_of_another_municipality_are_left_out(by):
    a_date(by)
    a_date(by, municipality="GM0002")
    a_date(by, kind="deadline", municipality="")
    found = days(municipality="GM0002")
    assert [(e.kind, e.municipality) for e in found] == [("council", "GM0002"), ("deadline", "")]


def test_a_date_that_runs_into_the_period_counts(by):
    a_date(by, on=date(2030, 12, 20), until=date(2031, 1, 5))
    a_date(by, on=date(2030, 11, 1), until=date(2030, 11, 5))
    assert [entry.on for entry in days()] == [date(2030, 12, 20)]


def test_what_is_done_stands_in_it_no_longer(by):
    decision = DecisionFactory(item__meeting__state="closed")
    ActionPointFactory(done_on=date(2031, 5, 1))
    AgreementFactory(status="kept")
    MilestoneFactory(due_on=date(2031, 8, 1), done_on=date(2031, 7, 1))
    DecisionStep.objects.create(
        decision=decision,
        status="executed",
        on=date(2031, 5, 1),
        note="Gedaan",
        recorded_at=AT,
        recorded_by="account:1",
    )
    assert {e.kind for e in days()} == {"meeting"}


def test_a_draft_of_a_meeting_is_for_the_bureau(by):
    MeetingFactory(state="draft", convened_at=None, papers_due_on=date(2031, 3, 5), title="Een concept")
    assert days() == days(BOARD_SIGHT) == ()
    assert {e.kind for e in days(FULL)} == {"meeting", "papers"}


def test_a_meeting_that_was_cancelled_is_told_so_and_asks_for_no_papers(by):
    MeetingFactory(state="cancelled", papers_due_on=date(2031, 3, 5))
    assert [(e.kind, e.is_cancelled) for e in days()] == [("meeting", True)]


SECRET = "Geheim"


def fill_secrets(by):
    """Something confidential of every kind that can be."""
    meeting = MeetingFactory(state="closed")
    item = AgendaItemFactory(meeting=meeting, is_confidential=True, title=SECRET)
    DecisionFactory(item=item, text=SECRET)
    DecisionFactory(item__meeting=meeting, text=SECRET, is_confidential=True)
    DecisionFactory(item__meeting__state="in_session", text=SECRET)
    ActionPointFactory(item=item, text=SECRET)
    ActionPointFactory(text=SECRET, is_confidential=True)
    talk = TalkFactory(is_confidential=True, title=SECRET)
    AgreementFactory(talk=talk, cycle=talk.cycle, text=SECRET)
    MeetingFactory(state="draft", convened_at=None, title=SECRET)
    a_date(by, title=SECRET, is_public=False)


def test_nothing_confidential_is_for_everybody(by):
    fill_secrets(by)
    assert not [e for e in days() if SECRET in e.title]
    assert {e.kind for e in days(FULL) if SECRET in e.title} == {
        "decision",
        "action",
        "talk",
        "agreement",
        "meeting",
        "council",
    }


def test_the_feed_holds_no_confidential_title(by):
    fill(by)
    fill_secrets(by)
    assert SECRET.encode() not in feed(days())
    assert SECRET.encode() in feed(days(FULL))


def test_the_feed_reads_back_as_it_was_written(by):
    fill(by)
    entries = days()
    read = Calendar.from_ical(feed(entries))
    events = list(read.walk("VEVENT"))
    assert len(events) == len(entries)
    assert len({str(e["uid"]) for e in events}) == len(events)
    assert all(e["dtstamp"].dt == AT for e in events)
    assert {str(z["tzid"]) for z in read.walk("VTIMEZONE")} == {"Europe/Amsterdam"}
    assert all(len(line) <= 75 for line in feed(entries).split(b"\r\n"))


def test_a_day_ends_the_next_day_and_a_meeting_has_its_hours(by):
    year_with_phases(2031)
    MeetingFactory(code="maart", venue="Raadzaal; 1e etage, links")
    found = {str(e["uid"]): e for e in Calendar.from_ical(feed(days())).walk("VEVENT")}
    phase = found["phase-2031-diagnose@voorbeeld.invalid"]
    assert (phase["dtstart"].dt, phase["dtend"].dt) == (date(2031, 1, 1), date(2031, 3, 1))
    meeting = found["meeting-maart@voorbeeld.invalid"]
    assert meeting["dtstart"].dt == datetime(2031, 3, 12, 9, 30, tzinfo=AMSTERDAM)
    assert meeting["dtend"].dt.astimezone(UTC) == datetime(2031, 3, 12, 10, 30, tzinfo=UTC)
    assert str(meeting["location"]) == "Raadzaal; 1e etage, links"


def test_a_date_of_a_council_says_whose_it_is_and_what_it_needs(by):
    a_date(by, needs="Tekst over; de inzet,\nmet bedragen")
    event = next(iter(Calendar.from_ical(feed(days(), "en")).walk("VEVENT")))
    assert str(event["summary"]) == "Planning and control of a council: Begroting"
    assert str(event["description"]) == "Dorp\nNeeded for this: Tekst over; de inzet,\nmet bedragen"
    assert event["categories"].cats == ["Planning and control of a council"]


def test_a_cancelled_meeting_is_cancelled_in_the_feed_under_the_same_name(by):
    meeting = MeetingFactory(code="maart")
    before = next(iter(Calendar.from_ical(feed(days())).walk("VEVENT")))
    meeting.state = "cancelled"
    meeting.save()
    after = next(iter(Calendar.from_ical(feed(days())).walk("VEVENT")))
    assert before["uid"] == after["uid"]
    assert str(after["status"]) == "CANCELLED" and "status" not in before


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=300),
    where=st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=80),
    on=st.dates(date(2000, 1, 1), date(2098, 1, 1)),
    hour=st.one_of(st.none(), st.integers(0, 22)),
)
def test_any_words_and_days_survive_the_feed(title, where, on, hour):
    hours = {} if hour is None else {"starts_at": time(hour), "ends_at": time(hour + 1)}
    written = write_feed(
        [FeedEvent("x-1", title, on, where=where, **hours)],
        title="Kalender",
        domain="voorbeeld.invalid",
        zone=AMSTERDAM,
        at=AT,
    )
    event = next(iter(Calendar.from_ical(written).walk("VEVENT")))
    told = " ".join(title.split())
    assert str(event["summary"]) == told or str(event["summary"])[:-1].rstrip() == told[:159].rstrip()
    assert str(event.get("location", "")) == where
    start = event["dtstart"].dt
    assert (start if hour is None else start.date()) == on


def test_a_date_is_added_changed_and_taken_away(by):
    record = a_date(by, title=" Begroting ", needs=" Tekst ")
    assert (record.title, record.needs) == ("Begroting", "Tekst")
    changed = change_calendar_date(
        calendar_date=record, changes={"on": date(2031, 6, 10)}, expected_version=1, by=by, at=AT
    )
    assert changed.on == date(2031, 6, 10)
    with pytest.raises(EndsBeforeStart):
        change_calendar_date(
            calendar_date=record, changes={"until": date(2031, 6, 1)}, expected_version=None, by=by, at=AT
        )
    remove_calendar_date(calendar_date=record, expected_version=changed.version, by=by, at=AT)
    assert not CalendarDate.objects.exists()


def test_a_date_does_not_end_before_it_starts(by):
    with pytest.raises(EndsBeforeStart):
        a_date(by, until=date(2031, 6, 2))
