# SPDX-License-Identifier: EUPL-1.2
"""Action points: promised with owner and date, closed with a result or a reason, and never lost."""

from datetime import date

import pytest
from tests.cycle.factories import ActionPointFactory, AgendaItemFactory, DecisionFactory, MeetingFactory
from tests.programme.factories import PartnerFactory

from schakel.cycle.actions import action_points as actions
from schakel.cycle.models import ActionPoint
from schakel.documents.failures_in_words import explain_failure
from schakel.programme.models import AuditEntry
from schakel.programme.recording import ChangedMeanwhile

DUE = date(2031, 6, 30)


@pytest.fixture
def promise(by, now):
    def promised(**given):
        fields = {"text": "Uitzoeken", "owner": PartnerFactory(), "due_on": DUE}
        return actions.promise_action(**(fields | given), by=by, at=now)

    return promised


def test_an_action_point_of_an_item_belongs_to_its_meeting(promise):
    item = AgendaItemFactory(meeting=MeetingFactory(state="in_session"))
    made = promise(item=item, text=" Uitzoeken hoe ")
    assert (made.meeting, made.item, made.text, made.is_confidential) == (
        item.meeting,
        item,
        "Uitzoeken hoe",
        False,
    )


@pytest.mark.parametrize("missing", [{"owner": None}, {"due_on": None}, {"text": " "}])
def test_there_is_no_action_point_without_what_who_and_when(missing, promise):
    with pytest.raises(actions.ActionIncomplete) as raised:
        promise(**missing)
    assert explain_failure(raised.value, "nl")
    assert not ActionPoint.objects.exists()


def test_outside_a_session_a_meeting_gets_no_action_points(promise):
    for state in ("convened", "closed", "adopted"):
        with pytest.raises(actions.ActionNotInSession):
            promise(item=AgendaItemFactory(meeting=MeetingFactory(state=state)))
        with pytest.raises(actions.ActionNotInSession):
            promise(meeting=MeetingFactory(state=state))
    assert promise().meeting is None


def test_for_a_decision_it_may_be_noted_afterwards_and_then_belongs_to_no_meeting(promise):
    decision = DecisionFactory()
    type(decision.meeting).objects.filter(pk=decision.meeting.pk).update(state="in_session")
    assert promise(decision=decision).meeting == decision.meeting
    type(decision.meeting).objects.filter(pk=decision.meeting.pk).update(state="closed")
    made = promise(decision=decision)
    assert (made.meeting, made.decision, made.item) == (None, decision, decision.item)


def test_it_is_as_confidential_as_what_it_hangs_on_or_more(promise):
    meeting = MeetingFactory(state="in_session")
    secret = AgendaItemFactory(meeting=meeting, is_confidential=True)
    assert promise(item=secret).is_confidential
    assert promise(decision=DecisionFactory(is_confidential=True)).is_confidential
    assert promise(decision=DecisionFactory(item=secret)).is_confidential
    assert promise(item=AgendaItemFactory(meeting=meeting), is_confidential=True).is_confidential
    with pytest.raises(actions.ActionLessConfidential):
        promise(item=secret, is_confidential=False)


def test_a_confidential_one_is_not_told_to_the_audit_chain(promise, by, now):
    made = promise(text="Geheim bod doen", is_confidential=True)
    actions.finish_action(action=made, on=date(2031, 5, 1), result="Geheim bod gedaan", by=by, at=now)
    assert not any("eheim" in f"{e.object_name}{e.details}" for e in AuditEntry.objects.all())


def test_its_date_may_move_and_every_earlier_date_is_kept(promise, by, now):
    made = promise()
    changes = {"due_on": date(2031, 9, 1)}
    moved = actions.change_action(action=made, changes=changes, expected_version=1, by=by, at=now)
    assert moved.due_on == date(2031, 9, 1)
    assert set(made.history.values_list("due_on", flat=True)) == {DUE, date(2031, 9, 1)}
    with pytest.raises(ChangedMeanwhile):
        actions.change_action(action=made, changes=changes | {"text": "X"}, expected_version=1, by=by, at=now)
    with pytest.raises(ValueError, match="done_on"):
        actions.change_action(action=made, changes={"done_on": None}, expected_version=None, by=by, at=now)


def test_it_is_done_once_and_can_be_taken_up_again(promise, by, now):
    made = promise()
    done = actions.finish_action(action=made, on=date(2031, 5, 6), result=" Af ", by=by, at=now)
    assert (done.done_on, done.result, actions.is_open(done)) == (date(2031, 5, 6), "Af", False)
    for attempt in (
        lambda: actions.finish_action(action=made, on=date(2031, 5, 6), by=by, at=now),
        lambda: actions.drop_action(action=made, on=date(2031, 5, 6), reason="x", by=by, at=now),
        lambda: actions.change_action(action=made, changes={}, expected_version=None, by=by, at=now),
    ):
        with pytest.raises(actions.ActionClosed, match="Uitzoeken"):
            attempt()
    again = actions.reopen_action(action=made, by=by, at=now)
    assert (again.done_on, again.result) == (None, "")
    assert again.history.filter(result="Af").exists()
    with pytest.raises(actions.ActionOpen):
        actions.reopen_action(action=made, by=by, at=now)


def test_it_is_dropped_with_a_reason_only(promise, by, now):
    made = promise()
    with pytest.raises(actions.ActionIncomplete):
        actions.drop_action(action=made, on=date(2031, 5, 1), reason=" ", by=by, at=now)
    dropped = actions.drop_action(action=made, on=date(2031, 5, 1), reason="Achterhaald", by=by, at=now)
    assert (dropped.dropped_on, dropped.done_on, dropped.result) == (date(2031, 5, 1), None, "Achterhaald")


def test_nothing_is_closed_on_a_day_that_is_still_to_come(by, now):
    made = ActionPointFactory()
    with pytest.raises(actions.ClosedOutOfTime):
        actions.finish_action(action=made, on=date(2031, 5, 7), by=by, at=now)
    with pytest.raises(actions.ClosedOutOfTime):
        actions.drop_action(action=made, on=date(2031, 5, 7), reason="x", by=by, at=now)
