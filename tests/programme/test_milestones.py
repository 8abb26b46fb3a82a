# SPDX-License-Identifier: EUPL-1.2
"""Milestones and outputs: the first date stays, a move has a reason, a unit is never left out."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.programme.factories import (
    ActivityFactory,
    InitiativeFactory,
    MilestoneFactory,
    OutputFactory,
)

from schakel.programme.actions.entry_rules import (
    NegativeAmount,
    NotYetHappened,
    OfAnotherInitiative,
    ReasonNeeded,
)
from schakel.programme.actions.milestones import (
    AlreadyReached,
    agree_milestone,
    change_milestone,
    move_milestone,
    reach_milestone,
    remove_milestone,
)
from schakel.programme.actions.outputs import UnitNeeded, add_output, change_output, remove_output
from schakel.programme.models import AuditEntry, Milestone, Output
from schakel.programme.queries.milestones import (
    MilestoneState,
    count_milestones,
    in_state,
    list_milestones,
    stand_of,
)
from schakel.programme.queries.outputs import outputs_by_kind_and_year

TODAY = date(2031, 5, 6)


@pytest.fixture
def milestone(by, now):
    return agree_milestone(
        initiative=InitiativeFactory(), title="Gebouw open", due_on=date(2031, 3, 1), by=by, at=now
    )


def test_a_milestone_that_moves_keeps_its_first_date(milestone, by, now):
    moved = move_milestone(milestone=milestone, due_on=date(2031, 9, 1), reason="Vergunning", by=by, at=now)
    assert (moved.first_due_on, moved.due_on, moved.note) == (
        date(2031, 3, 1),
        date(2031, 9, 1),
        "Vergunning",
    )
    standing = stand_of(moved, TODAY)
    assert (standing.state, standing.slip_days, standing.was_moved) == (MilestoneState.LATER, 184, True)


def test_moving_asks_why(milestone, by, now):
    with pytest.raises(ReasonNeeded):
        move_milestone(milestone=milestone, due_on=date(2031, 9, 1), reason=" ", by=by, at=now)
    assert Milestone.objects.get().due_on == date(2031, 3, 1)


def test_the_reason_of_an_earlier_move_is_not_the_reason_of_the_next(milestone, by, now):
    moved = move_milestone(milestone=milestone, due_on=date(2031, 9, 1), reason="Vergunning", by=by, at=now)
    with pytest.raises(ReasonNeeded):
        change_milestone(
            milestone=moved,
            title=moved.title,
            due_on=date(2031, 12, 1),
            done_on=None,
            reason="Vergunning",
            today=TODAY,
            by=by,
            at=now,
        )


def test_a_milestone_is_reached_today_at_the_latest(milestone, by, now):
    with pytest.raises(NotYetHappened):
        reach_milestone(milestone=milestone, done_on=TODAY + timedelta(1), today=TODAY, by=by, at=now)
    reached = reach_milestone(milestone=milestone, done_on=TODAY, today=TODAY, by=by, at=now)
    assert stand_of(reached, TODAY).slip_days == 66
    with pytest.raises(AlreadyReached):
        move_milestone(milestone=reached, due_on=date(2031, 9, 1), reason="Toch later", by=by, at=now)


def test_a_milestone_of_another_initiatives_activity_is_refused(by, now):
    other = ActivityFactory(initiative=InitiativeFactory())
    with pytest.raises(OfAnotherInitiative):
        agree_milestone(
            initiative=InitiativeFactory(), title="X", due_on=TODAY, activity=other, by=by, at=now
        )


def test_a_milestone_entered_by_mistake_leaves_a_line_in_the_chain(milestone, by, now):
    remove_milestone(milestone=milestone, by=by, at=now)
    assert not Milestone.objects.exists()
    assert AuditEntry.objects.latest("number").details["removed"]["title"] == "Gebouw open"


@pytest.mark.parametrize(
    ("due_on", "done_on", "state", "slip", "overdue"),
    [
        (date(2031, 5, 5), None, MilestoneState.OVERDUE, 66, 1),
        (date(2031, 5, 6), None, MilestoneState.COMING, 66, None),
        (date(2031, 8, 4), None, MilestoneState.COMING, 156, None),
        (date(2031, 8, 5), None, MilestoneState.LATER, 157, None),
        (date(2031, 3, 1), date(2031, 2, 27), MilestoneState.REACHED, -2, None),
    ],
)
def test_where_a_milestone_stands_by_hand(due_on, done_on, state, slip, overdue):
    milestone = MilestoneFactory(first_due_on=date(2031, 3, 1), due_on=due_on, done_on=done_on)
    standing = stand_of(milestone, TODAY)
    assert (standing.state, standing.slip_days, standing.overdue_days) == (state, slip, overdue)


def test_the_database_and_the_sheet_agree_on_the_states():
    for days in (-400, -1, 0, 1, 89, 90, 91, 400):
        MilestoneFactory(due_on=TODAY + timedelta(days))
        MilestoneFactory(due_on=TODAY + timedelta(days), done_on=TODAY)
    for state in MilestoneState:
        listed = {m.pk for m in in_state(list_milestones(), state, TODAY)}
        assert listed == {m.pk for m in list_milestones() if stand_of(m, TODAY).state is state}


def test_counts_and_the_median_slip_by_hand():
    for due, done in ((1, 1), (1, 11), (5, 31)):
        MilestoneFactory(
            first_due_on=date(2031, 3, 1), due_on=date(2031, 3, due), done_on=date(2031, 3, done)
        )
    MilestoneFactory(first_due_on=date(2031, 5, 1))
    counts = count_milestones(stand_of(m, TODAY) for m in list_milestones())
    assert (counts.n, counts.n_reached, counts.n_reached_on_time) == (4, 3, 1)
    assert (counts.n_overdue, counts.n_moved, counts.median_slip_days) == (1, 1, 10.0)
    assert count_milestones([]).median_slip_days is None


@given(st.integers(-500, 500), st.integers(0, 200), st.none() | st.integers(-500, 0))
def test_a_milestone_is_in_one_state_and_overdue_only_when_open(first, moved, done):
    milestone = Milestone(
        initiative=InitiativeFactory.build(),
        title="X",
        first_due_on=TODAY + timedelta(first),
        due_on=TODAY + timedelta(first + moved),
        done_on=None if done is None else TODAY + timedelta(done),
    )
    standing = stand_of(milestone, TODAY)
    assert (standing.overdue_days is not None) == (standing.state is MilestoneState.OVERDUE)
    assert standing.done_on is not None or standing.slip_days >= moved


@pytest.mark.parametrize(
    ("fields", "failure"),
    [
        ({"amount": Decimal(40)}, UnitNeeded),
        ({"amount": Decimal(-1), "unit": "bedrijven"}, NegativeAmount),
        ({"on": date(2031, 5, 7)}, NotYetHappened),
    ],
)
def test_an_output_that_cannot_be_right_is_refused(by, now, fields, failure):
    with pytest.raises(failure):
        add_output(
            initiative=InitiativeFactory(), title="X", kind="firms", today=TODAY, by=by, at=now, **fields
        )
    assert not Output.objects.exists()


def test_an_output_is_changed_by_the_same_rules_and_can_go(by, now):
    output = add_output(
        initiative=InitiativeFactory(),
        title="Bedrijven bezocht",
        kind="firms",
        amount=Decimal(40),
        unit="bedrijven",
        on=TODAY,
        today=TODAY,
        by=by,
        at=now,
    )
    with pytest.raises(UnitNeeded):
        change_output(output=output, changes={"unit": ""}, today=TODAY, by=by, at=now)
    remove_output(output=output, by=by, at=now)
    assert not Output.objects.exists()


def test_outputs_of_different_units_are_never_added_together():
    for amount, unit, on in (
        ("40", "bedrijven", date(2030, 3, 1)),
        ("2.5", "bedrijven", date(2030, 9, 1)),
        ("300", "leerlingen", date(2030, 9, 1)),
        (None, "bedrijven", date(2031, 1, 1)),
    ):
        OutputFactory(kind="firms", amount=amount, unit=unit, on=on)
    OutputFactory(kind="firms", amount="999", unit="bedrijven", initiative__relation="external")
    totals = {(t.unit, t.year): (t.n, t.amount, t.n_without_amount) for t in outputs_by_kind_and_year()}
    assert totals == {
        ("bedrijven", 2030): (2, Decimal("42.5"), 0),
        ("bedrijven", 2031): (1, None, 1),
        ("leerlingen", 2030): (1, Decimal(300), 0),
    }
