# SPDX-License-Identifier: EUPL-1.2
"""The life of a meeting: every step, what refuses it, and no way past the table of steps."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cycle.factories import AgendaItemFactory, CycleYearFactory, DecisionFactory, MeetingFactory

from schakel.cycle.actions import meetings
from schakel.cycle.actions.agenda_steps import handle_item, withdraw_item
from schakel.cycle.actions.meeting_budget import EmptyAgenda, MinutesUnknown, OverTime
from schakel.cycle.actions.meeting_rules import MeetingCannotBecome, MeetingIsFixed
from schakel.cycle.models import AgendaItem, Meeting, MeetingState
from schakel.cycle.queries.agenda_templates import TemplateLine, standard_agendas
from schakel.cycle.transitions import MEETING_STEPS
from schakel.koers.failures import Failure
from schakel.programme.models import AuditEntry
from schakel.programme.recording import ChangedMeanwhile, WrongEntry

DAY = date(2031, 3, 12)


def moment(day=DAY, hour=10):
    """A moment on a day in the zone of the site."""
    from django.utils import timezone

    return datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone())


@pytest.fixture
def plan(by):
    def planned(**fields):
        usual = {"on": DAY, "starts_at": time(9, 30), "ends_at": time(11, 30), "title": "Bestuur in maart"}
        return meetings.plan_meeting(**(usual | fields), by=by, at=moment(date(2031, 2, 1)))

    return planned


@pytest.fixture
def convened(plan, by):
    meeting = plan(lines=[TemplateLine("Opening", "inform", 10), TemplateLine("Het plan", "decide", 50)])
    return meetings.convene_meeting(meeting=meeting, expected_version=1, by=by, at=moment(date(2031, 2, 20)))


@pytest.fixture
def in_session(convened, by):
    return meetings.open_session(meeting=convened, expected_version=2, by=by, at=moment())


def test_a_planned_meeting_is_a_draft_with_a_code_of_its_body_and_day(plan):
    first, second = plan(), plan()
    assert (first.code, second.code) == ("board-2031-03-12", "board-2031-03-12-2")
    assert first.state == MeetingState.DRAFT
    assert first.convened_at is None
    assert plan(body="programme_team").code == "programme-team-2031-03-12"


def test_a_meeting_belongs_to_the_year_in_which_its_day_falls(plan):
    cycle = CycleYearFactory(year=2031)
    assert plan().cycle == cycle
    assert plan(on=date(2032, 1, 5)).cycle is None


def test_the_lines_of_a_standard_agenda_become_items_with_their_minutes(plan):
    agenda = standard_agendas()[0]
    meeting = plan(lines=agenda.in_language("nl"))
    items = list(meeting.items.order_by("position"))
    assert [i.title for i in items] == [line.label.nl for line in agenda.lines]
    assert sum(i.minutes for i in items) == 120
    assert {i.state for i in items} == {"scheduled"}
    assert [i.position for i in items] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("agenda", standard_agendas(), ids=lambda a: a.code)
def test_the_minutes_of_a_standard_agenda_add_up_to_what_it_says(agenda):
    assert sum(line.minutes for line in agenda.lines) == agenda.minutes
    assert all(line.label.nl != line.label.en for line in agenda.lines)


def test_a_meeting_that_ends_before_it_starts_is_refused_with_its_times(plan):
    with pytest.raises(meetings.EndsBeforeStart) as refused:
        plan(starts_at=time(11), ends_at=time(10, 30))
    assert refused.value.details == {"starts_at": "11:00", "ends_at": "10:30"}
    assert Meeting.objects.count() == 0


def test_a_meeting_without_a_title_is_refused_and_nothing_is_written(plan):
    with pytest.raises(WrongEntry):
        plan(title="", lines=[TemplateLine("Opening")])
    assert not Meeting.objects.exists()
    assert not AgendaItem.objects.exists()


def test_an_empty_agenda_is_not_convened(plan, by):
    with pytest.raises(EmptyAgenda):
        meetings.convene_meeting(meeting=plan(), expected_version=1, by=by, at=moment())


def test_an_agenda_of_which_all_items_were_withdrawn_is_empty(plan, by):
    meeting = plan(lines=[TemplateLine("Opening", "inform", 10)])
    withdraw_item(item=meeting.items.get(), reason="Vervalt", expected_version=1, by=by, at=moment())
    with pytest.raises(EmptyAgenda):
        meetings.convene_meeting(meeting=meeting, expected_version=1, by=by, at=moment())


def test_items_without_minutes_are_named_when_the_meeting_is_convened(plan, by):
    meeting = plan(lines=[TemplateLine("Opening", "inform", 10), TemplateLine("Rondvraag")])
    with pytest.raises(MinutesUnknown) as refused:
        meetings.convene_meeting(meeting=meeting, expected_version=1, by=by, at=moment())
    assert refused.value.details == {"items": ["Rondvraag"]}


def test_an_agenda_of_130_minutes_does_not_fit_in_two_hours(plan, by):
    meeting = plan(lines=[TemplateLine("Een", "discuss", 70), TemplateLine("Twee", "discuss", 60)])
    with pytest.raises(OverTime) as refused:
        meetings.convene_meeting(meeting=meeting, expected_version=1, by=by, at=moment())
    assert refused.value.details == {"asked": 130, "minutes": 120, "over": 10}


def test_an_agenda_of_exactly_the_minutes_of_the_meeting_fits(plan, by):
    meeting = plan(lines=[TemplateLine("Een", "discuss", 60), TemplateLine("Twee", "discuss", 60)])
    found = meetings.convene_meeting(meeting=meeting, expected_version=1, by=by, at=moment())
    assert found.state == MeetingState.CONVENED


def test_a_convened_meeting_that_is_taken_back_is_a_draft_as_if_never_convened(convened, by):
    assert convened.convened_at == moment(date(2031, 2, 20))
    draft = meetings.take_back_meeting(meeting=convened, expected_version=2, by=by, at=moment())
    assert (draft.state, draft.convened_at) == (MeetingState.DRAFT, None)


def test_a_session_is_not_opened_before_its_day(convened, by):
    with pytest.raises(meetings.TooEarlyToOpen) as refused:
        meetings.open_session(meeting=convened, expected_version=2, by=by, at=moment(DAY - timedelta(1), 23))
    assert refused.value.details["on"] == DAY


def test_the_day_of_a_meeting_is_that_of_the_place_and_not_of_greenwich(convened, by):
    just_after_midnight = moment(DAY, 0)
    assert just_after_midnight.utctimetuple().tm_mday == 11
    opened = meetings.open_session(meeting=convened, expected_version=2, by=by, at=just_after_midnight)
    assert opened.state == MeetingState.IN_SESSION


def test_a_session_may_be_opened_on_a_later_day(convened, by):
    late = moment(DAY + timedelta(7))
    assert meetings.open_session(meeting=convened, expected_version=2, by=by, at=late).opened_at == late


def test_a_draft_cannot_be_opened(plan, by):
    with pytest.raises(MeetingCannotBecome) as refused:
        meetings.open_session(meeting=plan(), expected_version=1, by=by, at=moment())
    assert refused.value.details == {
        "name": "Bestuur in maart",
        "state": "a draft",
        "wanted": "in session",
    }


def test_a_meeting_is_not_closed_while_an_item_to_decide_has_no_decision(in_session, by):
    handle_item(item=in_session.items.get(title="Opening"), expected_version=1, by=by, at=moment())
    with pytest.raises(meetings.NothingDecidedOn) as refused:
        meetings.close_session(meeting=in_session, expected_version=3, by=by, at=moment())
    assert refused.value.details["items"] == ["Het plan"]


def test_a_meeting_is_not_closed_while_another_item_waits(in_session, by):
    DecisionFactory(item=in_session.items.get(title="Het plan"), meeting=in_session)
    with pytest.raises(meetings.ItemsNotHandled) as refused:
        meetings.close_session(meeting=in_session, expected_version=3, by=by, at=moment())
    assert refused.value.details["items"] == ["Opening"]
    assert in_session.items.get(title="Het plan").state == "scheduled"


def test_an_item_on_which_was_decided_counts_as_handled_when_the_meeting_closes(in_session, by):
    DecisionFactory(item=in_session.items.get(title="Het plan"), meeting=in_session)
    handle_item(item=in_session.items.get(title="Opening"), expected_version=1, by=by, at=moment())
    closed = meetings.close_session(meeting=in_session, expected_version=3, by=by, at=moment(hour=11))
    assert closed.closed_at == moment(hour=11)
    assert {i.state for i in closed.items.all()} == {"handled"}


@pytest.fixture
def closed(in_session, by):
    DecisionFactory(item=in_session.items.get(title="Het plan"), meeting=in_session)
    handle_item(item=in_session.items.get(title="Opening"), expected_version=1, by=by, at=moment())
    return meetings.close_session(meeting=in_session, expected_version=3, by=by, at=moment(hour=11))


def test_a_closed_meeting_is_reopened_on_the_same_day_only(closed, by):
    with pytest.raises(meetings.TooLateToReopen) as refused:
        meetings.reopen_session(meeting=closed, expected_version=4, by=by, at=moment(DAY + timedelta(1), 0))
    assert refused.value.details["on"] == DAY
    again = meetings.reopen_session(meeting=closed, expected_version=4, by=by, at=moment(hour=23))
    assert (again.state, again.closed_at) == (MeetingState.IN_SESSION, None)


def test_opening_is_not_a_way_to_reopen_a_closed_meeting(closed, by):
    with pytest.raises(MeetingCannotBecome):
        meetings.open_session(meeting=closed, expected_version=4, by=by, at=moment(DAY + timedelta(9)))


def test_the_items_of_a_cancelled_meeting_wait_again(convened, by):
    found = meetings.cancel_meeting(
        meeting=convened, reason="Te weinig leden", expected_version=2, by=by, at=moment()
    )
    assert (found.state, found.opening_note) == (MeetingState.CANCELLED, "Te weinig leden")
    items = AgendaItem.objects.all()
    assert {(i.state, i.meeting_id, i.position) for i in items} == {("backlog", None, 0)}


def test_a_meeting_in_session_cannot_be_cancelled(in_session, by):
    with pytest.raises(MeetingCannotBecome):
        meetings.cancel_meeting(meeting=in_session, reason="", expected_version=3, by=by, at=moment())


def test_a_convened_meeting_is_not_shortened_below_its_agenda(convened, by):
    with pytest.raises(OverTime) as refused:
        meetings.change_meeting(
            meeting=convened,
            expected_version=2,
            changes={"ends_at": time(10, 0)},
            by=by,
            at=moment(),
        )
    assert refused.value.details == {"asked": 60, "minutes": 30, "over": 30}


def test_the_day_of_a_meeting_in_session_is_fixed_and_its_room_is_not(in_session, by):
    with pytest.raises(meetings.FixedWhileInSession):
        meetings.change_meeting(
            meeting=in_session,
            expected_version=3,
            changes={"on": DAY + timedelta(1)},
            by=by,
            at=moment(),
        )
    moved = meetings.change_meeting(
        meeting=in_session, expected_version=3, changes={"venue": "Zaal 2"}, by=by, at=moment()
    )
    assert moved.venue == "Zaal 2"


@pytest.mark.parametrize("state", ["closed", "adopted", "cancelled"])
def test_nothing_of_a_meeting_that_is_over_changes(state, by):
    meeting = MeetingFactory(state=state, closed_at=moment())
    with pytest.raises(MeetingIsFixed):
        meetings.change_meeting(
            meeting=meeting, expected_version=1, changes={"title": "Anders"}, by=by, at=moment()
        )
    meeting.refresh_from_db()
    assert meeting.title != "Anders"


def test_two_people_do_not_undo_each_others_step(convened, by, somebody_else):
    meetings.take_back_meeting(meeting=convened, expected_version=2, by=by, at=moment())
    draft = Meeting.objects.get()
    with pytest.raises(ChangedMeanwhile):
        meetings.convene_meeting(meeting=draft, expected_version=2, by=somebody_else, at=moment())


def test_every_step_stands_in_the_audit_chain(closed):
    told = list(AuditEntry.objects.filter(action__startswith="meeting.").values_list("action", flat=True))
    assert told == ["meeting.plan", "meeting.convene", "meeting.open", "meeting.close"]


STEPS = {
    "convene": (meetings.convene_meeting, {}),
    "take_back": (meetings.take_back_meeting, {}),
    "open": (meetings.open_session, {}),
    "close": (meetings.close_session, {}),
    "reopen": (meetings.reopen_session, {}),
    "cancel": (meetings.cancel_meeting, {"reason": ""}),
}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    names=st.lists(st.sampled_from(sorted(STEPS)), max_size=9),
    days=st.lists(st.integers(-1, 2), min_size=9, max_size=9),
    handled=st.booleans(),
)
def test_no_sequence_of_steps_reaches_a_state_that_the_table_does_not_allow(by, names, days, handled):
    meeting = MeetingFactory(state="draft", convened_at=None)
    AgendaItemFactory(meeting=meeting, kind="inform", state="handled" if handled else "scheduled")
    for name, shift in zip(names, days, strict=False):
        act, extra = STEPS[name]
        before = Meeting.objects.get(pk=meeting.pk)
        try:
            act(
                meeting=before,
                expected_version=None,
                by=by,
                at=moment(before.on + timedelta(shift)),
                **extra,
            )
        except Failure:
            after = Meeting.objects.get(pk=meeting.pk)
            assert after.state == before.state
            assert after.version == before.version
            continue
        after = Meeting.objects.get(pk=meeting.pk)
        assert after.state in MEETING_STEPS[before.state]
        assert (after.convened_at is None) == (
            after.state == "draft" or (after.state == "cancelled" and before.state == "draft")
        )
        assert (after.closed_at is not None) == (after.state == "closed")
        if after.state == "closed":
            assert not after.items.filter(state="scheduled").exists()
        if after.state == "in_session" and before.state == "convened":
            assert shift >= 0
