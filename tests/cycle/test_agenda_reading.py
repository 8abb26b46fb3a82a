# SPDX-License-Identifier: EUPL-1.2
"""What is read of meetings: times that add up, what each reader sees, what waits, what moved, presence."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cycle.factories import (
    ActionPointFactory,
    AdoptionFactory,
    AgendaItemFactory,
    DecisionFactory,
    MeetingFactory,
)
from tests.programme.factories import (
    ClaimFactory,
    ClaimStatementFactory,
    InitiativeFactory,
    PartnerFactory,
    ProgressUpdateFactory,
    SeatFactory,
    StageChangeFactory,
)

from schakel.cycle.actions import agenda, agenda_options, papers, presence
from schakel.cycle.actions.agenda_templates import (
    TemplateWithoutLines,
    WrongTemplateLine,
    add_template,
    change_template,
    remove_template,
)
from schakel.cycle.actions.meeting_rules import MeetingIsFixed
from schakel.cycle.models import AgendaTemplate, Meeting
from schakel.cycle.queries.agenda import agenda_of, is_late, line_of
from schakel.cycle.queries.agenda_templates import TemplateLine, lines_of
from schakel.cycle.queries.backlog import is_pressing, open_items_about, waiting_items
from schakel.cycle.queries.meetings import last_meeting, listed_meetings, next_meeting
from schakel.cycle.queries.moved import moved_since
from schakel.cycle.queries.time_budget import budget_of, slots_of
from schakel.cycle.sight import BOARD_SIGHT, FULL, PUBLIC

AT = datetime(2031, 3, 12, 10, tzinfo=UTC)
DAY = date(2031, 3, 12)


def test_items_of_15_20_and_10_minutes_start_at_half_past_nine_and_so_on():
    slots = slots_of(time(9, 30), time(10, 10), [15, 20, 10])
    assert [(s.starts_at, s.ends_at) for s in slots] == [
        (time(9, 30), time(9, 45)),
        (time(9, 45), time(10, 5)),
        (time(10, 5), time(10, 15)),
    ]
    assert [s.is_over for s in slots] == [False, False, True]


def test_after_an_item_without_minutes_no_time_is_known():
    slots = slots_of(time(9, 0), time(10, 0), [15, None, 10])
    assert [s.starts_at for s in slots] == [time(9, 0), time(9, 15), None]
    assert [s.ends_at for s in slots] == [time(9, 15), None, None]
    assert not any(s.is_over for s in slots)


def test_past_midnight_no_time_is_told():
    last = slots_of(time(23, 0), time(23, 59), [90, 10])[-1]
    assert (last.starts_at, last.is_over) == (None, True)


@given(
    minutes=st.lists(st.integers(1, 60), max_size=12),
    start=st.integers(0, 12 * 60),
    length=st.integers(1, 300),
)
def test_the_times_of_an_agenda_add_up(minutes, start, length):
    def clock(minute):
        return time(minute // 60, minute % 60)

    meeting = Meeting(starts_at=clock(start), ends_at=clock(start + length))
    slots = slots_of(meeting.starts_at, meeting.ends_at, minutes)
    assert len(slots) == len(minutes)
    reached = start
    for slot, taken in zip(slots, minutes, strict=True):
        assert slot.starts_at == (clock(reached) if reached < 1440 else None)
        reached += taken
        assert slot.ends_at == (clock(reached) if reached < 1440 else None)
        assert slot.is_over == (reached > start + length)
    assert any(s.is_over for s in slots) == (sum(minutes) > length)


def test_the_budget_counts_what_is_known_and_says_how_many_are_not():
    meeting = MeetingFactory()
    for minutes, state in ((30, "scheduled"), (None, "scheduled"), (20, "carried"), (50, "withdrawn")):
        AgendaItemFactory(meeting=meeting, minutes=minutes, state=state)
    budget = budget_of(meeting, meeting.items.all())
    assert (budget.minutes, budget.asked, budget.left, budget.n_unknown) == (120, 50, 70, 1)
    assert not budget.is_over


@pytest.fixture
def meeting(by, tmp_path):
    """A convened meeting: open, closed (confidential), withdrawn and last item, with what hangs on them."""
    held = MeetingFactory()
    first = AgendaItemFactory(meeting=held, position=1, title="Open", minutes=10)
    closed = AgendaItemFactory(meeting=held, position=2, title="Gesloten", minutes=30, is_confidential=True)
    AgendaItemFactory(meeting=held, position=3, title="Weg", minutes=15, state="withdrawn")
    AgendaItemFactory(meeting=held, position=4, title="Laatste", minutes=20, kind="inform")
    for item in (first, closed):
        agenda_options.add_option(item=item, title=f"Optie {item.title}", by=by, at=AT)
        papers.expect_paper(item=item, title=f"Stuk {item.title}", by=by, at=AT)
    papers.expect_paper(item=first, title="Ledenstuk", is_public=False, by=by, at=AT)
    return held


def test_everybody_sees_the_same_numbers_and_times_and_only_members_see_all(meeting):
    public, board = agenda_of(meeting, PUBLIC), agenda_of(meeting, BOARD_SIGHT)
    assert [(line.number, line.item.title) for line in public.lines] == [(1, "Open"), (3, "Laatste")]
    assert [line.slot.starts_at for line in public.lines] == [time(9, 30), time(10, 10)]
    assert public.n_confidential == 1
    assert [(line.number, line.item.title) for line in board.lines] == [
        (1, "Open"),
        (2, "Gesloten"),
        (None, "Weg"),
        (3, "Laatste"),
    ]
    assert board.n_confidential == 0
    assert public.budget == board.budget


def test_a_paper_for_members_is_not_for_everybody(meeting):
    public, board = agenda_of(meeting, PUBLIC).lines[0], agenda_of(meeting, BOARD_SIGHT).lines[0]
    assert [p.title for p in public.papers] == ["Stuk Open"]
    assert [p.title for p in board.papers] == ["Stuk Open", "Ledenstuk"]
    assert board.n_missing_papers == 2


def test_a_draft_has_no_line_for_who_may_not_see_drafts():
    draft = AgendaItemFactory(meeting=MeetingFactory(state="draft", convened_at=None)).meeting
    assert agenda_of(draft, PUBLIC).lines == ()
    assert agenda_of(draft, BOARD_SIGHT).lines == ()
    assert len(agenda_of(draft, FULL).lines) == 1


def test_what_is_decided_in_a_running_session_is_not_public_yet():
    item = AgendaItemFactory(meeting=MeetingFactory(state="in_session"))
    decision = DecisionFactory(item=item)
    ActionPointFactory(item=item, meeting=item.meeting)
    item.notes = "Gezegd"
    item.save()
    public = agenda_of(item.meeting, PUBLIC).lines[0]
    assert (public.decisions, public.actions, public.notes) == ((), (), "")
    assert public.asks_decision
    board = agenda_of(item.meeting, BOARD_SIGHT).lines[0]
    assert (board.decisions, len(board.actions), board.notes) == ((decision,), 1, "Gezegd")
    assert not board.asks_decision


def test_notes_are_public_once_the_minutes_are_adopted():
    item = AgendaItemFactory(meeting=MeetingFactory(state="closed"), state="handled", notes="Gezegd")
    assert agenda_of(item.meeting, PUBLIC).lines[0].notes == ""
    item.meeting.state = "adopted"
    assert agenda_of(item.meeting, PUBLIC).lines[0].notes == "Gezegd"


def test_an_agenda_takes_as_many_questions_with_thirty_items_as_with_one(django_assert_max_num_queries, by):
    held = MeetingFactory()
    for n in range(30):
        item = AgendaItemFactory(meeting=held, position=n, presenter=PartnerFactory())
        agenda_options.add_option(item=item, title="Ja", by=by, at=AT)
        papers.expect_paper(item=item, title="Stuk", owner=PartnerFactory(), by=by, at=AT)
    with django_assert_max_num_queries(9):
        lines = agenda_of(Meeting.objects.get(pk=held.pk), FULL).lines
        assert len({line.item.presenter.name for line in lines}) == 30
        assert {line.papers[0].owner is not None for line in lines} == {True}


def test_one_item_knows_its_place_in_the_meeting(meeting):
    item = meeting.items.get(title="Laatste")
    line = line_of(item, PUBLIC)
    assert (line.number, line.slot.starts_at) == (3, time(10, 10))
    waiting = AgendaItemFactory(meeting=None, state="backlog")
    assert line_of(waiting, FULL).number is None


def test_a_paper_is_late_after_its_day_and_not_on_it(by, meeting):
    paper = papers.expect_paper(item=meeting.items.get(title="Open"), title="Plan", due_on=DAY, by=by, at=AT)
    assert not is_late(paper, DAY)
    assert is_late(paper, date(2031, 3, 13))


def test_the_next_meeting_is_the_one_in_session_or_else_the_first_to_come():
    later = MeetingFactory(on=date(2031, 6, 1))
    sooner = MeetingFactory(on=date(2031, 4, 1))
    MeetingFactory(on=date(2031, 3, 20), state="draft", convened_at=None)
    MeetingFactory(on=date(2031, 3, 15), state="cancelled")
    MeetingFactory(on=date(2031, 3, 14), body="theme")
    assert next_meeting(PUBLIC, DAY) == sooner
    assert next_meeting(FULL, DAY).on == date(2031, 3, 20)
    assert next_meeting(PUBLIC, date(2031, 4, 2)) == later
    running = MeetingFactory(on=date(2031, 3, 10), state="in_session")
    assert next_meeting(PUBLIC, DAY) == running


def test_the_last_meeting_is_the_last_one_that_was_held():
    assert last_meeting(PUBLIC) is None
    first = MeetingFactory(on=date(2031, 1, 8), state="adopted")
    second = MeetingFactory(on=date(2031, 2, 8), state="closed")
    MeetingFactory(on=date(2031, 3, 8), state="cancelled")
    assert last_meeting(PUBLIC) == second
    assert last_meeting(PUBLIC, before=second) == first


def test_the_list_counts_what_its_reader_may_see(meeting):
    DecisionFactory(item=meeting.items.get(title="Open"), meeting=meeting)
    counted = {
        sight: (row.n_items, row.n_decisions)
        for sight in (PUBLIC, BOARD_SIGHT)
        for row in listed_meetings(sight)
    }
    assert counted == {PUBLIC: (2, 0), BOARD_SIGHT: (4, 1)}


def test_what_waits_stands_by_the_day_before_which_it_is_wanted():
    late = AgendaItemFactory(meeting=None, state="backlog", wanted_before=date(2031, 6, 1))
    never = AgendaItemFactory(meeting=None, state="backlog")
    soon = AgendaItemFactory(meeting=None, state="backlog", wanted_before=date(2031, 4, 1))
    AgendaItemFactory(meeting=None, state="withdrawn")
    assert list(waiting_items(FULL)) == [soon, late, never]
    assert list(waiting_items(PUBLIC)) == []
    assert is_pressing(soon, date(2031, 5, 1))
    assert not is_pressing(late, date(2031, 5, 1))
    assert not is_pressing(never, None)
    assert is_pressing(late, None)


def test_what_waits_about_something_is_not_put_twice_and_tells_nobody_what_is_confidential(by):
    def put(**fields):
        return agenda.add_agenda_item(
            title="Talent", source_kind="element", source_key="talent", **fields, by=by, at=AT
        )

    closed = put(is_confidential=True, confidential_ground="Belang")
    assert open_items_about("element", "talent", PUBLIC) == []
    assert open_items_about("element", "talent", BOARD_SIGHT) == [closed]
    open_one = put()
    assert open_items_about("element", "talent", PUBLIC) == [open_one]
    assert open_items_about("element", "money", BOARD_SIGHT) == []
    over = AgendaItemFactory(source_kind="claim", source_key="banen", meeting=MeetingFactory(state="closed"))
    assert over.state == "scheduled"
    assert open_items_about("claim", "banen", FULL) == []


def test_what_moved_is_what_was_told_after_the_last_meeting():
    initiative = InitiativeFactory()
    ProgressUpdateFactory(initiative=initiative, on=date(2031, 1, 5), time="red", time_reason="Bouw")
    ProgressUpdateFactory(initiative=initiative, on=date(2031, 2, 5))
    ProgressUpdateFactory(initiative=initiative, on=date(2031, 3, 20), money="amber", money_reason="Duurder")
    moved = moved_since(DAY, date(2031, 4, 1), PUBLIC)
    assert [(c.light, c.before, c.now, c.reason) for c in moved.lights] == [
        ("money", "green", "amber", "Duurder")
    ]
    assert moved.lights[0].is_worse
    assert moved_since(date(2031, 3, 20), date(2031, 4, 1), PUBLIC).is_empty


def test_a_first_report_tells_only_the_lights_that_are_not_green():
    ProgressUpdateFactory(on=date(2031, 3, 20), quality="red", quality_reason="Geen docenten")
    moved = moved_since(DAY, date(2031, 4, 1), PUBLIC)
    assert [(c.light, c.before, c.now) for c in moved.lights] == [("quality", "", "red")]
    assert not moved.lights[0].is_worse


def test_of_several_reports_since_the_meeting_the_last_one_counts():
    initiative = InitiativeFactory()
    ProgressUpdateFactory(initiative=initiative, on=date(2031, 3, 1))
    ProgressUpdateFactory(initiative=initiative, on=date(2031, 3, 20), time="red", time_reason="Stil")
    ProgressUpdateFactory(initiative=initiative, on=date(2031, 3, 25))
    assert moved_since(DAY, date(2031, 4, 1), PUBLIC).lights == ()


def test_verified_results_count_and_promised_or_withdrawn_ones_do_not():
    verified = {"step": "verified", "method": "register", "on": date(2031, 3, 20)}
    ClaimStatementFactory(claim=ClaimFactory(code="banen"), **verified)
    ClaimStatementFactory(claim=ClaimFactory(code="beloofd"), on=date(2031, 3, 20))
    wrong = ClaimStatementFactory(claim=ClaimFactory(code="fout"), **verified)
    ClaimStatementFactory(claim=wrong.claim, corrects=wrong, **(verified | {"amount": None}))
    assert [r.code for r in moved_since(DAY, date(2031, 4, 1), PUBLIC).results] == ["banen"]


def test_stages_and_an_adopted_diagnosis_moved_too():
    StageChangeFactory(on=date(2031, 3, 20), from_stage="sowing", to_stage="germinating")
    StageChangeFactory(on=date(2031, 3, 20), from_stage="quartermaster", to_stage="quartermaster")
    item = AgendaItemFactory(meeting=MeetingFactory(state="closed"))
    AdoptionFactory(decision=DecisionFactory(item=item), on=date(2031, 3, 20))
    hidden = AgendaItemFactory(meeting=item.meeting, is_confidential=True)
    AdoptionFactory(decision=DecisionFactory(item=hidden), on=date(2031, 3, 20))
    moved = moved_since(DAY, date(2031, 4, 1), PUBLIC)
    assert [(s.before, s.now) for s in moved.stages] == [("sowing", "germinating")]
    assert len(moved.diagnoses) == 1
    assert len(moved_since(DAY, date(2031, 4, 1), BOARD_SIGHT).diagnoses) == 2


@pytest.fixture
def seats():
    held = SeatFactory(partner=PartnerFactory(name="Alfa"))
    other = SeatFactory(partner=PartnerFactory(name="Beta"), role="voorzitter")
    SeatFactory(is_vacant=True)
    SeatFactory(ends_on=date(2031, 3, 11))
    SeatFactory(body="theme")
    return held, other


def test_the_seats_of_a_meeting_are_those_held_at_its_table_on_its_day(seats):
    assert presence.held_seats("board", DAY) == list(seats)


def test_presence_is_noted_by_seat_and_can_be_mended(seats, by):
    held, other = seats
    meeting = MeetingFactory(state="in_session")
    noted = {held: presence.Noted("present"), other: presence.Noted("replaced", "hoofd strategie")}
    rows = presence.note_presence(meeting=meeting, noted=noted, by=by, at=AT)
    assert {(r.seat, r.presence, r.deputy) for r in rows} == {
        (held, "present", ""),
        (other, "replaced", "hoofd strategie"),
    }
    again = {held: presence.Noted("excused", "blijft leeg"), other: None}
    rows = presence.note_presence(meeting=meeting, noted=again, by=by, at=AT)
    assert [(r.seat, r.presence, r.deputy) for r in rows] == [(held, "excused", "")]


def test_presence_of_a_seat_that_was_not_held_is_refused_and_nothing_is_kept(seats, by):
    meeting = MeetingFactory(state="in_session")
    stranger = SeatFactory(starts_on=date(2031, 3, 13))
    with pytest.raises(presence.SeatNotHeld) as refused:
        presence.note_presence(
            meeting=meeting,
            noted={seats[0]: presence.Noted("present"), stranger: presence.Noted("present")},
            by=by,
            at=AT,
        )
    assert refused.value.details["on"] == DAY
    assert not meeting.presences.exists()


def test_who_came_instead_is_told_by_role(seats, by):
    meeting = MeetingFactory(state="in_session")
    with pytest.raises(presence.DeputyWithoutRole):
        presence.note_presence(
            meeting=meeting, noted={seats[0]: presence.Noted("replaced", " ")}, by=by, at=AT
        )


@pytest.mark.parametrize("state", ["draft", "closed", "adopted", "cancelled"])
def test_presence_is_noted_from_convening_until_closing(state, seats, by):
    with pytest.raises(MeetingIsFixed):
        presence.note_presence(
            meeting=MeetingFactory(state=state),
            noted={seats[0]: presence.Noted("present")},
            by=by,
            at=AT,
        )


def test_a_standard_agenda_is_kept_changed_and_removed(by):
    lines = [TemplateLine("Opening", "inform", 5), TemplateLine("Plan", "decide", None, "Doen wij dit?")]
    template = add_template(title="Kort", lines=lines, by=by, at=AT)
    assert list(lines_of(template)) == lines
    changed = change_template(
        template=template, expected_version=1, title="Kort", body="theme", lines=lines[:1], by=by, at=AT
    )
    assert (changed.body, len(changed.lines)) == ("theme", 1)
    remove_template(template=changed, expected_version=2, by=by, at=AT)
    assert not AgendaTemplate.objects.exists()


def test_a_standard_agenda_with_a_wrong_line_is_refused_with_its_number(by):
    with pytest.raises(TemplateWithoutLines):
        add_template(title="Leeg", lines=[], by=by, at=AT)
    for wrong in (TemplateLine(" "), TemplateLine("Nul", "inform", 0), TemplateLine("Soort", "vote", 5)):
        with pytest.raises(WrongTemplateLine) as refused:
            add_template(title="Fout", lines=[TemplateLine("Goed"), wrong], by=by, at=AT)
        assert refused.value.details["n"] == 2


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    confidential=st.lists(st.booleans(), min_size=1, max_size=6),
    state=st.sampled_from(["draft", "convened", "in_session", "closed", "adopted", "cancelled"]),
)
def test_no_agenda_shows_the_public_more_than_it_may(confidential, state):
    held = MeetingFactory(state=state, convened_at=None if state == "draft" else AT)
    for n, closed in enumerate(confidential):
        AgendaItemFactory(meeting=held, position=n, is_confidential=closed)
    public, board, full = (agenda_of(held, sight) for sight in (PUBLIC, BOARD_SIGHT, FULL))
    seen = {line.item.pk for line in public.lines}
    assert seen <= {line.item.pk for line in board.lines} <= {line.item.pk for line in full.lines}
    assert not any(line.item.is_confidential for line in public.lines)
    assert len(full.lines) == len(confidential)
    assert len(board.lines) == (0 if state == "draft" else len(confidential))
