# SPDX-License-Identifier: EUPL-1.2
"""Activities: planning, their steps, and whether they are aimed at a weak link and its cause."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.programme.factories import (
    ActivityFactory,
    CauseFactory,
    InitiativeFactory,
    StrengtheningFactory,
)

from schakel.programme.actions.activities import (
    StepNotPossible,
    StepsHaveTheirOwnVerb,
    cancel_activity,
    change_activity,
    finish_activity,
    plan_activity,
    start_activity,
)
from schakel.programme.actions.entry_rules import (
    EndsBeforeStart,
    NegativeAmount,
    NotYetHappened,
    ReasonNeeded,
)
from schakel.programme.models import Activity, AuditEntry
from schakel.programme.queries.activities import (
    Gap,
    count_activities,
    effort_by,
    effort_in_total,
    gaps_of,
    list_activities,
    strengthening_element,
    with_gap,
)
from schakel.programme.recording import ChangedMeanwhile

TODAY = date(2031, 5, 6)


def lacks(code):
    return gaps_of(list_activities().get(code=code))


def test_an_activity_gets_a_code_of_its_title_and_a_second_one_another(by, now):
    first = plan_activity(title="Open Dag Techniek", by=by, at=now)
    second = plan_activity(title="Open dag techniek", by=by, at=now)
    assert (first.code, second.code) == ("open-dag-techniek", "open-dag-techniek-2")
    assert first.status == "planned"
    assert AuditEntry.objects.filter(action="activity.plan").count() == 2


@pytest.mark.parametrize(
    ("fields", "failure"),
    [
        ({"starts_on": date(2031, 2, 1), "ends_on": date(2031, 1, 31)}, EndsBeforeStart),
        ({"planned_hours": Decimal("-0.5")}, NegativeAmount),
        ({"planned_eur": Decimal("-1")}, NegativeAmount),
    ],
)
def test_dates_and_amounts_that_cannot_be_right_are_refused(by, now, fields, failure):
    with pytest.raises(failure):
        plan_activity(title="X", by=by, at=now, **fields)
    assert not Activity.objects.exists()


def test_a_change_is_checked_against_what_stays_the_same(by, now):
    activity = ActivityFactory(starts_on=date(2031, 2, 1))
    with pytest.raises(EndsBeforeStart):
        change_activity(
            activity=activity, changes={"ends_on": date(2031, 1, 1)}, expected_version=1, by=by, at=now
        )
    with pytest.raises(StepsHaveTheirOwnVerb):
        change_activity(activity=activity, changes={"status": "done"}, expected_version=1, by=by, at=now)


def test_an_activity_runs_from_its_start_to_its_end(by, now):
    activity = ActivityFactory(starts_on=date(2031, 3, 1))
    running = start_activity(activity=activity, on=date(2031, 4, 1), today=TODAY, by=by, at=now)
    assert (running.status, running.starts_on) == ("running", date(2031, 4, 1))
    done = finish_activity(
        activity=running, on=TODAY, spent_hours=Decimal("12.5"), today=TODAY, by=by, at=now
    )
    assert (done.status, done.ends_on, done.spent_hours) == ("done", TODAY, Decimal("12.5"))
    again = start_activity(activity=done, on=TODAY, today=TODAY, by=by, at=now)
    assert (again.status, again.starts_on, again.ends_on) == ("running", date(2031, 4, 1), None)


def test_what_happened_is_not_in_the_future_and_not_before_the_start(by, now):
    activity = ActivityFactory(starts_on=date(2031, 3, 1), status="running")
    with pytest.raises(NotYetHappened):
        finish_activity(activity=activity, on=date(2031, 5, 7), today=TODAY, by=by, at=now)
    with pytest.raises(EndsBeforeStart):
        finish_activity(activity=activity, on=date(2031, 2, 1), today=TODAY, by=by, at=now)
    with pytest.raises(StepNotPossible) as told:
        start_activity(activity=activity, on=TODAY, today=TODAY, by=by, at=now)
    assert told.value.details == {"name": activity.title}


def test_cancelling_needs_a_reason_and_keeps_it(by, now):
    activity = ActivityFactory(description="Een dag voor scholen.")
    with pytest.raises(ReasonNeeded):
        cancel_activity(activity=activity, reason="  ", by=by, at=now)
    gone = cancel_activity(activity=activity, reason="Geen zaal.", by=by, at=now)
    assert (gone.status, gone.description) == ("cancelled", "Een dag voor scholen.\n\nGeen zaal.")


def test_a_step_on_an_older_version_is_told(by, somebody_else, now):
    activity = ActivityFactory()
    change_activity(activity=activity, changes={"title": "Nieuw"}, expected_version=1, by=by, at=now)
    with pytest.raises(ChangedMeanwhile):
        start_activity(activity=activity, on=TODAY, today=TODAY, by=somebody_else, at=now)


def test_an_activity_that_serves_nothing_is_an_orphan():
    ActivityFactory(code="alone")
    assert lacks("alone") == (Gap.NO_ELEMENT, Gap.NO_GOAL)


def test_a_tie_without_a_cause_is_not_enough():
    activity = ActivityFactory(code="tied", goals=["jobs"])
    StrengtheningFactory(activity=activity)
    assert lacks("tied") == (Gap.NO_CAUSE,)
    StrengtheningFactory(activity=activity, cause=CauseFactory())
    assert lacks("tied") == ()


def test_an_activity_has_what_it_does_not_say_from_its_initiative():
    initiative = InitiativeFactory()
    ActivityFactory(code="part", initiative=initiative, goals=["jobs"])
    StrengtheningFactory(initiative=initiative, cause=CauseFactory())
    assert lacks("part") == ()
    assert [a.code for a in strengthening_element(list_activities(), "talent")] == ["part"]
    StrengtheningFactory(activity=Activity.objects.get(), element="finance")
    assert lacks("part") == (Gap.NO_CAUSE,)
    assert not strengthening_element(list_activities(), "talent").exists()


def test_what_was_cancelled_or_is_of_others_is_no_orphan():
    ActivityFactory(code="gone", status="cancelled")
    ActivityFactory(code="theirs", initiative=InitiativeFactory(relation="external"))
    assert (lacks("gone"), lacks("theirs")) == ((), ())
    assert not with_gap(list_activities()).exists()


def test_the_list_and_the_sheet_agree_on_what_is_missing():
    cause = CauseFactory()
    for n in range(8):
        initiative = InitiativeFactory() if n & 1 else None
        activity = ActivityFactory(initiative=initiative, goals=["jobs"] if n & 2 else [])
        if n & 4:
            StrengtheningFactory(activity=activity, cause=cause if n & 2 else None)
    for gap in Gap:
        listed = {a.pk for a in with_gap(list_activities(), gap)}
        assert listed == {a.pk for a in list_activities() if gap in gaps_of(a)}
    assert count_activities().n_orphans == sum(bool(gaps_of(a)) for a in list_activities())


def test_effort_by_role_and_year_by_hand():
    ActivityFactory(role="connect", starts_on=date(2030, 5, 1), planned_hours="10", planned_eur="100.10")
    ActivityFactory(role="connect", starts_on=date(2030, 9, 1), planned_hours="5.5", spent_hours="8")
    ActivityFactory(role="agenda", starts_on=date(2031, 1, 1))
    ActivityFactory(role="agenda", starts_on=date(2031, 1, 1), status="cancelled", planned_hours="99")
    ActivityFactory()
    rows = {(e.code, e.year): e for e in effort_by("role")}
    assert set(rows) == {("connect", 2030), ("agenda", 2031), ("", None)}
    connect = rows["connect", 2030]
    assert (connect.n, connect.planned_hours, connect.n_planned_hours) == (2, Decimal("15.5"), 2)
    assert (connect.spent_hours, connect.n_spent_hours) == (Decimal(8), 1)
    assert (connect.planned_eur, connect.n_planned_eur) == (Decimal("100.10"), 1)
    assert rows["agenda", 2031].planned_hours is None
    assert rows["", None].n == 1


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["connect", "agenda", ""]),
            st.sampled_from([None, date(2030, 1, 1), date(2031, 1, 1)]),
            st.none() | st.decimals(0, 9999, places=2),
        ),
        max_size=6,
    )
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_parts_add_up_to_the_whole_to_the_cent(rows):
    Activity.objects.all().delete()
    for role, starts_on, amount in rows:
        ActivityFactory(role=role, starts_on=starts_on, planned_eur=amount)
    known = [amount for _, _, amount in rows if amount is not None]
    for grouping in ("role", "line", "action"):
        total = effort_in_total(effort_by(grouping))
        assert total.n == len(rows)
        assert total.n_planned_eur == len(known)
        assert total.planned_eur == (sum(known) if known else None)
