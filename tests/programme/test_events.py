# SPDX-License-Identifier: EUPL-1.2
"""Meetings, attendance, follow-ups and introductions."""

from datetime import date

import pytest
from tests.programme.factories import (
    AttendanceFactory,
    ConnectionFactory,
    EventFactory,
    FollowUpFactory,
    InitiativeFactory,
    PartnerFactory,
)

from schakel.programme.actions.events import (
    ConnectedAlready,
    DoneBeforeMeeting,
    SamePartner,
    add_event,
    agree_follow_up,
    change_connection,
    change_event,
    change_follow_up,
    connect_partners,
    record_attendance,
    remove_attendance,
)
from schakel.programme.models import Attendance, AuditEntry, Connection
from schakel.programme.queries.events import (
    count_connections,
    count_follow_ups,
    event_sheet,
    event_year,
    listed_events,
    open_follow_ups,
)

TODAY = date(2031, 5, 6)


def test_a_meeting_may_lie_ahead_and_can_change(by, now):
    event = add_event(title="Ontbijt", on=date(2031, 9, 1), venue="Hal 3", by=by, at=now)
    changed = change_event(event=event, expected_version=1, changes={"topic": "Talent"}, by=by, at=now)
    assert (changed.topic, changed.version) == ("Talent", 2)


def test_attendance_is_added_and_corrected_without_losing_what_was_there(by, now):
    event, first, second = EventFactory(), PartnerFactory(), PartnerFactory()
    record_attendance(event=event, people={first: 3, second: None}, by=by, at=now)
    record_attendance(event=event, people={first: 4}, by=by, at=now)
    people = dict(Attendance.objects.values_list("partner", "people"))
    assert people == {first.pk: 4, second.pk: None}
    assert AuditEntry.objects.filter(action="attendance.change").count() == 1
    remove_attendance(attendance=Attendance.objects.get(partner=second), by=by, at=now)
    assert Attendance.objects.count() == 1


def test_what_was_agreed_is_done_between_the_meeting_and_today(by, now):
    event = EventFactory(on=date(2031, 3, 1))
    agreed = agree_follow_up(event=event, text="Bellen", owner=PartnerFactory(), by=by, at=now)
    for wrong in (date(2031, 2, 28), date(2031, 5, 7)):
        with pytest.raises(DoneBeforeMeeting) as told:
            change_follow_up(follow_up=agreed, expected_version=1, changes={"done_on": wrong}, by=by, at=now)
        assert told.value.details == {"on": "2031-03-01", "done_on": wrong.isoformat()}
    done = change_follow_up(follow_up=agreed, expected_version=1, changes={"done_on": TODAY}, by=by, at=now)
    assert done.done_on == TODAY


def test_two_partners_are_brought_together_once_in_either_order(by, now):
    first, second = PartnerFactory(name="A"), PartnerFactory(name="B")
    made = connect_partners(first=first, second=second, on=TODAY, reason="Talent", by=by, at=now)
    with pytest.raises(ConnectedAlready) as told:
        connect_partners(first=second, second=first, on=TODAY, reason="Talent", by=by, at=now)
    assert told.value.details == {"first": "B", "second": "A", "on": "2031-05-06"}
    changed = change_connection(
        connection=made, expected_version=1, changes={"result": "Stageplaatsen"}, by=by, at=now
    )
    assert changed.result == "Stageplaatsen"


def test_nobody_is_brought_together_with_itself(by, now):
    partner = PartnerFactory()
    with pytest.raises(SamePartner):
        connect_partners(first=partner, second=partner, on=TODAY, reason="x", by=by, at=now)
    assert not Connection.objects.exists()


def test_the_sheet_of_a_meeting_counts_organisations_and_people(django_assert_num_queries):
    event = EventFactory()
    earlier = EventFactory(on=date(2030, 1, 1))
    old, new = PartnerFactory(helix="knowledge"), PartnerFactory()
    AttendanceFactory(event=earlier, partner=old)
    AttendanceFactory(event=event, partner=old, people=4)
    AttendanceFactory(event=event, partner=new, people=None)
    FollowUpFactory(event=event, done_on=TODAY)
    with django_assert_num_queries(3):
        sheet = event_sheet(event, TODAY)
    assert sheet.helix_mix == {"business": 1, "knowledge": 1, "government": 0, "other": 0}
    assert (sheet.people, sheet.n_uncounted) == (4, 1)
    assert sheet.first_timers == {new.pk}
    assert sheet.summary.rate == 1


def test_nobody_counted_is_not_nobody_there():
    attendance = AttendanceFactory(people=None)
    assert event_sheet(attendance.event, TODAY).people is None


def test_follow_ups_are_counted_with_what_nobody_can_be_asked_about():
    event = EventFactory()
    FollowUpFactory(event=event, done_on=TODAY, due_on=date(2031, 4, 1))
    FollowUpFactory(event=event, due_on=date(2031, 5, 5), owner=PartnerFactory())
    FollowUpFactory(event=event, due_on=TODAY)
    FollowUpFactory(event=event)
    counted = count_follow_ups(event.follow_ups.all(), TODAY)
    assert (counted.n, counted.n_done, counted.rate) == (4, 1, 0.25)
    assert (counted.n_late, counted.n_undated, counted.n_without_owner) == (1, 1, 2)
    assert count_follow_ups([], TODAY).rate is None


def test_a_year_counts_each_organisation_once():
    partner = PartnerFactory(helix="government")
    for month in (1, 2):
        AttendanceFactory(event=EventFactory(on=date(2031, month, 1)), partner=partner)
    AttendanceFactory(event=EventFactory(on=date(2030, 1, 1)))
    year = event_year(2031, TODAY)
    assert (year.n, year.helix_mix["government"], sum(year.helix_mix.values())) == (2, 1, 1)


def test_the_list_of_meetings_counts_each_thing_by_itself(django_assert_num_queries):
    event = EventFactory()
    for people in (2, 3, None):
        AttendanceFactory(event=event, people=people)
    FollowUpFactory(event=event)
    FollowUpFactory(event=event, done_on=TODAY)
    with django_assert_num_queries(1):
        listed = listed_events().get()
    assert (listed.n_organisations, listed.n_people, listed.n_agreed, listed.n_done) == (3, 5, 2, 1)


def test_what_is_still_open_and_what_came_of_introductions():
    FollowUpFactory(done_on=TODAY)
    still_open = FollowUpFactory()
    assert list(open_follow_ups()) == [still_open]
    ConnectionFactory()
    ConnectionFactory(result="Gesprek")
    ConnectionFactory(result="Project", initiative=InitiativeFactory())
    counted = count_connections(Connection.objects.all())
    assert (counted.n, counted.n_with_result, counted.n_into_initiative) == (3, 2, 1)
