# SPDX-License-Identifier: EUPL-1.2
"""What came of a decision is told step by step, and what was told stays."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from tests.cycle.factories import DecisionFactory

from schakel.cycle.actions.decision_steps import (
    DECISION_STEPS,
    StatusCannotFollow,
    StepOutOfTime,
    report_on_decision,
)
from schakel.cycle.models import DecisionStatus, DecisionStep
from schakel.cycle.queries.decisions import (
    count_decisions,
    decision_sheet,
    decision_years,
    decisions_on,
    decisions_with_standing,
    open_decisions,
)
from schakel.cycle.sight import BOARD_SIGHT, FULL, PUBLIC
from schakel.documents.failures_in_words import explain_failure
from schakel.programme.models import AuditEntry

TODAY = date(2031, 5, 6)


def _held(**fields):
    decision = DecisionFactory(**fields)
    type(decision.meeting).objects.filter(pk=decision.meeting.pk).update(state="closed")
    decision.meeting.refresh_from_db()
    return decision


@pytest.fixture
def report(by, now):
    def reported(decision, status, on=date(2031, 4, 1), note="Er is een plan"):
        return report_on_decision(decision=decision, status=status, on=on, note=note, by=by, at=now)

    return reported


def _standing(decision, sight=FULL, today=TODAY):
    found = decisions_with_standing(sight, today).get(pk=decision.pk)
    return found.standing, found.is_late


def test_every_status_has_its_steps():
    assert set(DECISION_STEPS) == set(DecisionStatus.values)


def test_the_last_step_says_where_a_decision_stands_and_the_earlier_ones_stay(report):
    decision = DecisionFactory()
    assert _standing(decision) == ("open", False)
    report(decision, "underway", note=" Werkgroep gevormd ")
    report(decision, "executed", on=date(2031, 4, 20), note="Plan is af")
    assert _standing(decision) == ("executed", False)
    assert [(s.status, s.note) for s in decision.steps.all()] == [
        ("executed", "Plan is af"),
        ("underway", "Werkgroep gevormd"),
    ]
    with pytest.raises(DatabaseError), transaction.atomic():
        DecisionStep.objects.update(note="anders")


def test_what_was_called_carried_out_too_soon_is_taken_up_again(report):
    decision = DecisionFactory()
    report(decision, "executed")
    with pytest.raises(StatusCannotFollow, match="does not follow"):
        report(decision, "lapsed")
    report(decision, "underway", note="Het plan was niet af")
    assert _standing(decision) == ("underway", False)
    report(decision, "lapsed", note="Niet meer nodig")
    assert _standing(decision, today=date(2040, 1, 1)) == ("lapsed", False)


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2031, 5, 7), "still to come"),
        (date(2031, 3, 11), "before the decision"),
        (date(2031, 3, 31), "before what was told last"),
    ],
)
def test_a_step_lies_between_the_last_one_and_today(on, told, report):
    decision = DecisionFactory()
    report(decision, "underway", on=date(2031, 4, 1))
    with pytest.raises(StepOutOfTime, match=told) as raised:
        report(decision, "executed", on=on)
    assert explain_failure(raised.value, "nl")
    assert decision.steps.count() == 1


def test_a_step_says_something(report):
    decision = DecisionFactory()
    with pytest.raises(StatusCannotFollow, match="what was done"):
        report(decision, "executed", note="  ")
    with pytest.raises(StatusCannotFollow):
        report(decision, "open")
    assert not decision.steps.exists()


def test_what_takes_effect_at_once_is_carried_out_until_somebody_says_otherwise(report):
    decision = DecisionFactory(effect="adopt_minutes", due_on=date(2031, 3, 12))
    assert _standing(decision) == ("executed", False)
    assert decision not in open_decisions(FULL, TODAY)
    with pytest.raises(StatusCannotFollow):
        report(decision, "executed")
    report(decision, "underway", note="Er moet nog een brief uit")
    assert _standing(decision) == ("underway", True)
    asks_work = DecisionFactory(effect="stop_initiative", due_on=date(2031, 3, 12))
    assert _standing(asks_work) == ("open", True)


def test_what_was_replaced_takes_no_steps_and_is_never_late(report):
    old = DecisionFactory(due_on=date(2031, 3, 20))
    assert _standing(old) == ("open", True)
    new = DecisionFactory(replaces=old)
    assert _standing(old) == ("replaced", False)
    assert _standing(new)[0] == "open"
    with pytest.raises(StatusCannotFollow, match="took its place"):
        report(old, "executed")


def test_a_step_of_a_confidential_decision_is_not_told_to_the_audit_chain(report):
    decision = DecisionFactory(is_confidential=True)
    report(decision, "underway", note="Geheim bod gedaan")
    entry = AuditEntry.objects.get(action="decision.report")
    assert "eheim" not in f"{entry.object_name}{entry.details}"


def test_a_decision_is_late_from_the_day_after_its_date():
    decision = DecisionFactory(due_on=TODAY)
    assert _standing(decision) == ("open", False)
    assert _standing(decision, today=date(2031, 5, 7)) == ("open", True)


def test_decisions_are_counted_by_where_they_stand(report):
    for status in ("underway", "executed", "executed", "lapsed"):
        report(DecisionFactory(due_on=date(2031, 4, 2)), status)
    DecisionFactory(replaces=DecisionFactory(due_on=date(2031, 3, 15)))
    counts = count_decisions(decisions_with_standing(FULL, TODAY))
    assert (counts.n, counts.n_open, counts.n_underway, counts.n_executed) == (6, 1, 1, 2)
    assert (counts.n_lapsed, counts.n_replaced, counts.n_late) == (1, 1, 1)


def test_open_decisions_come_by_date_and_years_newest_first(report):
    second, first = DecisionFactory(due_on=date(2031, 9, 1)), DecisionFactory(due_on=date(2031, 8, 1))
    report(DecisionFactory(), "executed")
    DecisionFactory(number="2032-001", on=date(2032, 1, 1), due_on=date(2032, 2, 1))
    assert list(open_decisions(FULL, TODAY))[:2] == [first, second]
    assert decision_years(FULL) == (2032, 2031)
    assert decision_years(PUBLIC) == ()


def test_the_public_sees_decisions_of_meetings_that_are_over_only():
    in_session = DecisionFactory()
    type(in_session.meeting).objects.filter(pk=in_session.meeting.pk).update(state="in_session")
    over, secret = _held(), _held(is_confidential=True)
    assert set(decisions_with_standing(PUBLIC, TODAY)) == {over}
    assert set(decisions_with_standing(BOARD_SIGHT, TODAY)) == {in_session, over, secret}
    assert decision_sheet(secret.number, PUBLIC, TODAY) is None
    assert decision_sheet(in_session.number, PUBLIC, TODAY) is None


def test_what_a_meeting_in_session_replaces_is_not_public_before_it_is_over():
    old = _held()
    new = DecisionFactory(replaces=old)
    type(new.meeting).objects.filter(pk=new.meeting.pk).update(state="in_session")
    assert _standing(old, PUBLIC) == ("open", False)
    assert _standing(old, BOARD_SIGHT) == ("replaced", False)


def test_which_confidential_decision_took_its_place_is_not_told():
    old = _held()
    new = _held(replaces=old, is_confidential=True)
    sheet = decision_sheet(old.number, PUBLIC, TODAY)
    assert (sheet.standing, sheet.replaced_by) == ("replaced", None)
    assert decision_sheet(old.number, BOARD_SIGHT, TODAY).replaced_by == new
    assert decision_sheet(new.number, BOARD_SIGHT, TODAY).replaces == old


def test_the_decisions_about_one_thing_are_found():
    one = DecisionFactory(effect="stop_initiative", effect_on="techlab")
    DecisionFactory(effect="stop_initiative", effect_on="anders")
    DecisionFactory(effect="close_period", effect_on="techlab")
    assert list(decisions_on("techlab", ["stop_initiative"], FULL, TODAY)) == [one]


def test_a_list_with_its_standings_takes_one_question(django_assert_max_num_queries, report):
    for _ in range(5):
        report(_held(), "underway")
    with django_assert_max_num_queries(1):
        rows = list(decisions_with_standing(PUBLIC, TODAY))
        assert {(r.standing, r.owner.name[:4], r.meeting.title[:4], r.item.title[:4]) for r in rows} == {
            ("underway", "Voor", "Voor", "Voor")
        }
