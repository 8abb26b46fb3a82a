# SPDX-License-Identifier: EUPL-1.2
"""Open promises: all three kinds, late first, until each is closed, also over the turn of a year."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.cycle.factories import (
    ActionPointFactory,
    AgendaItemFactory,
    AgreementFactory,
    CycleYearFactory,
    DecisionFactory,
    MeetingFactory,
    TalkFactory,
)
from tests.programme.factories import PartnerFactory

from schakel.cycle.actions.action_points import finish_action
from schakel.cycle.actions.decision_steps import report_on_decision
from schakel.cycle.queries.promises import open_promises, promises_by_owner
from schakel.cycle.sight import BOARD_SIGHT, FULL, PUBLIC

TODAY = date(2031, 5, 6)


def _decision(**fields):
    meeting = fields.pop("meeting", None) or MeetingFactory(state="closed")
    return DecisionFactory(item=AgendaItemFactory(meeting=meeting), **fields)


def test_there_are_none_where_nothing_was_promised():
    assert open_promises(FULL, TODAY) == ()
    assert promises_by_owner(()) == ()


def test_decisions_actions_and_agreements_stand_together_late_ones_first():
    owner = PartnerFactory(name="Voorbeeldgemeente")
    cycle = CycleYearFactory(year=2031)
    decision = _decision(due_on=date(2031, 5, 1), owner=owner)
    action = ActionPointFactory(due_on=date(2031, 4, 6), owner=owner)
    agreement = AgreementFactory(due_on=date(2031, 5, 6), cycle=cycle, owner=owner)
    found = open_promises(FULL, TODAY)
    assert [(p.kind, p.key, p.days_late) for p in found] == [
        ("action", str(action.pk), 30),
        ("decision", decision.number, 5),
        ("agreement", str(agreement.pk), 0),
    ]
    assert [p.is_late for p in found] == [True, True, False]
    assert {p.owner for p in found} == {"Voorbeeldgemeente"}
    assert found[1].meeting_code == decision.meeting.code
    assert (found[1].promised_on, found[1].status) == (date(2031, 3, 12), "open")


def test_what_is_closed_is_gone_and_what_is_underway_stays(by, now):
    done, going = _decision(), _decision()
    report_on_decision(decision=done, status="executed", on=TODAY, note="Af", by=by, at=now)
    report_on_decision(decision=going, status="underway", on=TODAY, note="Bezig", by=by, at=now)
    old = _decision()
    new = _decision(replaces=old)
    action = ActionPointFactory()
    finish_action(action=action, on=TODAY, by=by, at=now)
    ActionPointFactory(dropped_on=TODAY)
    AgreementFactory(status="kept")
    AgreementFactory(status="dropped")
    found = open_promises(FULL, TODAY)
    assert {(p.key, p.status) for p in found} == {(going.number, "underway"), (new.number, "open")}


def test_a_promise_of_an_earlier_year_says_from_which():
    CycleYearFactory(year=2030, closed_on=date(2031, 1, 10))
    CycleYearFactory(year=2031)
    earlier = MeetingFactory(state="adopted", on=date(2030, 11, 3))
    old = _decision(meeting=earlier, on=date(2030, 11, 3), number="2030-004")
    ActionPointFactory(meeting=earlier)
    _decision()
    carried = {p.key: p.carried_from for p in open_promises(FULL, TODAY)}
    assert carried[old.number] == 2030
    assert sorted(carried.values(), key=str) == [2030, 2030, None]


def test_the_year_of_the_cycle_counts_not_that_of_the_calendar():
    closed = CycleYearFactory(year=2030, closed_on=date(2031, 2, 1))
    CycleYearFactory(year=2031)
    late_meeting = MeetingFactory(state="closed", on=date(2031, 1, 20), cycle=closed)
    _decision(meeting=late_meeting, on=date(2031, 1, 20))
    (promise,) = open_promises(FULL, TODAY)
    assert (promise.year, promise.carried_from) == (2030, 2030)


def test_what_is_confidential_or_not_yet_public_reaches_the_board_only():
    _decision(is_confidential=True)
    _decision(meeting=MeetingFactory(state="in_session"))
    ActionPointFactory(is_confidential=True)
    ActionPointFactory(meeting=MeetingFactory(state="in_session"))
    AgreementFactory(talk=TalkFactory(is_confidential=True))
    assert open_promises(PUBLIC, TODAY) == ()
    assert len(open_promises(BOARD_SIGHT, TODAY)) == 5


def test_who_has_most_that_is_late_comes_first():
    late, calm = PartnerFactory(name="Zandbedrijf"), PartnerFactory(name="Aardbedrijf")
    ActionPointFactory(owner=late, due_on=date(2031, 1, 1))
    ActionPointFactory(owner=calm, due_on=date(2031, 9, 1))
    ActionPointFactory(owner=calm, due_on=date(2031, 10, 1))
    found = promises_by_owner(open_promises(FULL, TODAY))
    assert [(o.owner, o.n_late, len(o.promises)) for o in found] == [
        ("Zandbedrijf", 1, 1),
        ("Aardbedrijf", 0, 2),
    ]


def test_the_number_of_questions_does_not_grow(django_assert_max_num_queries):
    for _ in range(6):
        _decision()
        ActionPointFactory(meeting=MeetingFactory(state="closed"))
        AgreementFactory(talk=TalkFactory())
    with django_assert_max_num_queries(4):
        assert len(open_promises(PUBLIC, TODAY)) == 18


class NothingLeavesByGrowingOld(TestCase):
    """Whatever the dates are and however late it is read."""

    @settings(max_examples=15, deadline=None)
    @given(st.lists(st.integers(-400, 400), max_size=6), st.integers(0, 2000))
    def test_every_open_promise_stands_on_the_list_in_order_on_every_later_day(self, offsets, later):
        for offset in offsets:
            ActionPointFactory(due_on=TODAY + timedelta(offset))
        today = TODAY + timedelta(later)
        found = open_promises(PUBLIC, today)
        assert sorted(p.due_on for p in found) == sorted(TODAY + timedelta(o) for o in offsets)
        assert [p.days_late for p in found] == sorted((p.days_late for p in found), reverse=True)
        assert all(p.days_late == max(0, (today - p.due_on).days) for p in found)
        assert sum(len(o.promises) for o in promises_by_owner(found)) == len(offsets)
