# SPDX-License-Identifier: EUPL-1.2
"""What once went wrong without anybody being told: money, approvals, removals and numbers by sheet."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from tests.programme.factories import (
    ActivityFactory,
    ClaimFactory,
    ClaimStatementFactory,
    EvidenceFileFactory,
    IndicatorFactory,
    InitiativeFactory,
    MilestoneFactory,
    OutputFactory,
    PartnerFactory,
    ReportingPeriodFactory,
    StageChangeFactory,
)

from schakel.programme.actions.claims import remove_claim, say_same_result
from schakel.programme.actions.entry_rules import ReasonNeeded
from schakel.programme.actions.indicator_values import (
    PeriodIsClosed,
    StepNotAllowed,
    adopt_value,
    change_value,
    correct_value,
    enter_value,
    submit_value,
)
from schakel.programme.actions.indicators import change_definition, set_target
from schakel.programme.actions.milestones import AlreadyReached
from schakel.programme.actions.periods import close_period, reopen_period
from schakel.programme.actions.stages import GateClosed, move_to_stage
from schakel.programme.actions.updates import (
    LinkUnusable,
    MilestoneChange,
    UpdateAnswers,
    make_update_link,
    open_update_link,
    open_update_round,
    send_update,
)
from schakel.programme.models import Activity, Claim, Contact, Indicator, Initiative, Milestone, UpdateLink
from schakel.programme.queries.activities import effort_by
from schakel.programme.queries.indicator_progress import region_progress
from schakel.programme.queries.indicators import indicators_with_values
from schakel.programme.queries.outputs import outputs_by_kind_and_year
from schakel.programme.queries.periods import is_period_open
from schakel.programme.queries.updates import punctuality_of_partners
from schakel.programme.recording import ChangedMeanwhile, StillInUse, add_record, remove_record

D = Decimal
TODAY = date(2031, 5, 6)
AFTER_MIDNIGHT = datetime(2031, 5, 5, 22, 30, tzinfo=UTC)
"""Half past midnight on TODAY, by the clock on the wall."""
GREEN = {"quality": "green", "time": "green", "money": "green"}


@pytest.fixture
def indicator():
    return IndicatorFactory(code="maat")


@pytest.fixture
def period():
    return ReportingPeriodFactory(
        code="2030", starts_on=date(2030, 1, 1), ends_on=date(2030, 12, 31), due_on=date(2031, 2, 1)
    )


def adopted(indicator, period, by, other, now, **value):
    made = enter_value(indicator=indicator, period=period, by=by, at=now, **value)
    return adopt_value(value=submit_value(value=made, by=by, at=now), by=other, at=now)


def progress():
    return region_progress(indicators_with_values().get())


# What hangs on a record never goes with it unseen


def test_what_others_point_at_is_not_removed(by, now):
    milestone = MilestoneFactory()
    with pytest.raises(StillInUse):
        remove_record(milestone.initiative, action="x", expected_version=None, by=by, at=now)
    assert Milestone.objects.get() == milestone


def test_what_would_lose_its_link_keeps_it(by, now):
    activity = ActivityFactory(initiative=InitiativeFactory())
    OutputFactory(initiative=activity.initiative, activity=activity)
    with pytest.raises(StillInUse):
        remove_record(activity, action="x", expected_version=None, by=by, at=now)


def test_a_claim_that_others_repeat_stays_so_that_they_count_once(by, now):
    first, second, real = (ClaimFactory(initiative=InitiativeFactory()) for _ in range(3))
    for claim in (first, second):
        say_same_result(claim, real, by=by, at=now)
    with pytest.raises(StillInUse):
        remove_claim(real, expected_version=None, by=by, at=now)
    assert Claim.objects.filter(same_as=real).count() == 2


def test_personal_data_goes_whatever_points_at_it(by, now):
    contact = Contact(partner=PartnerFactory(), function="Balie", purpose="Vragen", keep_until=TODAY)
    add_record(contact, action="contact.add", by=by, at=now)
    link = make_update_link(
        initiative=InitiativeFactory(),
        secret="geheim",
        contact=contact,
        expires_on=TODAY + timedelta(9),
        by=by,
        at=now,
    )
    remove_record(contact, action="contact.remove", expected_version=None, by=by, at=now)
    assert UpdateLink.objects.get(pk=link.pk).contact is None


# Nobody adopts their own number


def test_words_around_a_number_do_not_make_it_somebody_elses(indicator, period, by, somebody_else, now):
    value = enter_value(indicator=indicator, period=period, value=D(100), by=by, at=now)
    value = change_value(
        value=value,
        amounts={"value": D(100)},
        note="Toelichting",
        expected_version=1,
        by=somebody_else,
        at=now,
    )
    submit_value(value=value, by=somebody_else, at=now)
    with pytest.raises(StepNotAllowed):
        adopt_value(value=value, by=by, at=now)


def test_an_adopted_value_is_not_changed_from_an_old_page(indicator, period, by, somebody_else, now):
    value = enter_value(indicator=indicator, period=period, value=D(100), by=by, at=now)
    adopt_value(value=submit_value(value=value, by=by, at=now), by=somebody_else, at=now)
    with pytest.raises(StepNotAllowed):
        change_value(value=value, amounts={"value": D(999)}, note="", expected_version=None, by=by, at=now)


def test_what_changed_since_it_was_read_is_not_adopted(indicator, period, by, somebody_else, now):
    value = submit_value(
        value=enter_value(indicator=indicator, period=period, value=D(1), by=by, at=now), by=by, at=now
    )
    with pytest.raises(ChangedMeanwhile):
        adopt_value(value=value, expected_version=value.version - 1, by=somebody_else, at=now)


def test_a_correction_keeps_what_was_said_around_the_number(indicator, period, by, somebody_else, now):
    file = EvidenceFileFactory()
    said = {"is_provisional": True, "evidence": file, "source": "Telling"}
    value = adopted(indicator, period, by, somebody_else, now, value=D(5), **said)
    new = correct_value(value=value, amounts={"value": D(6)}, note="", by=by, at=now)
    assert (new.is_provisional, new.evidence, new.source) == (True, file, "Telling")


# Days and periods


def test_a_day_is_a_day_here_also_just_after_midnight(indicator, period, by):
    send_update(
        initiative=InitiativeFactory(), answers=UpdateAnswers(**GREEN), on=TODAY, by=by, at=AFTER_MIDNIGHT
    )
    closed = close_period(
        period=period, on=TODAY, decided_by="Bestuur", expected_version=None, by=by, at=AFTER_MIDNIGHT
    )
    with pytest.raises(PeriodIsClosed):
        enter_value(indicator=indicator, period=closed, value=D(1), by=by, at=AFTER_MIDNIGHT)


def test_a_period_that_is_closed_again_is_closed(period, by, now):
    def close(on):
        return close_period(period=period, on=on, decided_by="Bestuur", expected_version=None, by=by, at=now)

    period = close(date(2031, 3, 1))
    reopen_period(period=period, on=TODAY, until=date(2031, 6, 1), asked_by="x", reason="y", by=by, at=now)
    period.refresh_from_db()
    assert is_period_open(period, date(2031, 5, 8))
    assert not is_period_open(close(date(2031, 5, 7)), date(2031, 5, 8))


# What the region is said to be


def test_municipalities_and_initiatives_are_not_added_to_each_other(
    indicator, period, by, somebody_else, now
):
    adopted(indicator, period, by, somebody_else, now, value=D(10), place="GM1")
    adopted(indicator, period, by, somebody_else, now, value=D(10), initiative=InitiativeFactory())
    assert (progress().actual, progress().n_parts) == (10, 1)


def test_what_others_do_is_not_of_the_region(indicator, period, by, somebody_else, now):
    outside = InitiativeFactory(relation="external")
    adopted(indicator, period, by, somebody_else, now, value=D(10), initiative=outside)
    assert progress().actual is None


def test_the_index_of_one_municipality_is_not_that_of_the_region(period, by, somebody_else, now):
    index = IndicatorFactory(time_semantics="index")
    adopted(index, period, by, somebody_else, now, value=D(10), place="GM1")
    assert progress().actual is None


def test_nothing_is_compared_over_a_break_of_the_series(indicator, period, by, somebody_else, now):
    for kind, year, amount in (("baseline", 2020, 100), ("target", 2035, 200)):
        set_target(indicator=indicator, kind=kind, year=year, value=D(amount), by=by, at=now)
    indicator = change_definition(
        indicator=indicator,
        changes={"meaning": "Anders geteld"},
        what="Ook deeltijd",
        why="Landelijke definitie",
        breaks_series=True,
        on=date(2030, 6, 1),
        expected_version=None,
        by=by,
        at=now,
    )
    adopted(Indicator.objects.get(), period, by, somebody_else, now, value=D(250))
    found = progress()
    assert (found.actual, found.share, found.is_reached, found.is_broken) == (250, None, None, True)
    later = now + timedelta(days=1)
    set_target(indicator=indicator, kind="target", year=2035, value=D(240), by=by, at=later)
    assert progress().is_reached


def test_the_amount_of_a_quarter_is_not_held_against_a_year(indicator, period, by, somebody_else, now):
    quarter = ReportingPeriodFactory(
        code="2031-q1", starts_on=date(2031, 1, 1), ends_on=date(2031, 3, 31), due_on=date(2031, 4, 1)
    )
    set_target(indicator=indicator, kind="target", year=2035, value=D(20), by=by, at=now)
    adopted(indicator, quarter, by, somebody_else, now, value=D(25))
    assert (progress().actual, progress().is_reached) == (25, None)


def test_sums_of_ten_thousand_rows_are_exact_and_without_what_others_do(now):
    kept = {"created_at": now, "changed_at": now, "created_by": "x", "changed_by": "x"}
    own, outside = InitiativeFactory(), InitiativeFactory(relation="external")
    Activity.objects.bulk_create(
        Activity(code=f"a{n}", title="x", planned_hours=D("0.1"), planned_eur=D("0.10"), **kept)
        for n in range(10_000)
    )
    ActivityFactory(initiative=outside, planned_hours=D(7))
    OutputFactory.create_batch(30, initiative=own, unit="x", amount=D("0.10"))
    (effort,) = effort_by("role")
    assert (effort.n, effort.planned_hours, effort.planned_eur) == (10_000, 1000, 1000)
    assert outputs_by_kind_and_year()[0].amount == 3


# Rules that could be walked around


def test_an_update_moves_a_milestone_under_the_rules_of_milestones(by, now):
    reached, open_ = MilestoneFactory(done_on=date(2031, 3, 1)), MilestoneFactory()
    for milestone, failure in ((reached, AlreadyReached), (open_, ReasonNeeded)):
        moved = (MilestoneChange(milestone.pk, due_on=date(2032, 1, 1)),)
        with pytest.raises(failure):
            send_update(
                initiative=milestone.initiative,
                answers=UpdateAnswers(**GREEN, milestones=moved),
                on=TODAY,
                by=by,
                at=now,
            )


@pytest.mark.parametrize("gone", [{"stage": "stopped"}, {"stage": "merged"}, {"relation": "external"}])
def test_the_link_of_an_initiative_that_ended_no_longer_works(by, now, gone):
    initiative = InitiativeFactory(stage="sowing")
    make_update_link(initiative=initiative, secret="geheim", expires_on=TODAY + timedelta(9), by=by, at=now)
    assert open_update_link("geheim", TODAY).initiative == initiative
    Initiative.objects.update(**gone)
    with pytest.raises(LinkUnusable):
        open_update_link("geheim", TODAY)


def test_invented_evidence_opens_no_gate_of_something_real(by, now):
    def grow(*, invented):
        initiative = InitiativeFactory(stage="germinating", invented=invented)
        claim = ClaimFactory(initiative=initiative, invented=True)
        ClaimStatementFactory(claim=claim, step="realised", method="counted", invented=True)
        return move_to_stage(initiative=initiative, to="growing", on=TODAY, reason="Werkt", by=by, at=now)

    assert grow(invented=True).to_stage == "growing"
    with pytest.raises(GateClosed):
        grow(invented=False)


def test_who_began_after_a_round_was_not_asked_in_it(by, now):
    open_update_round(
        code="r", title="Ronde", opens_on=date(2030, 1, 1), due_on=date(2030, 2, 1), by=by, at=now
    )
    newcomer = InitiativeFactory(owner=PartnerFactory(), stage="sowing")
    StageChangeFactory(initiative=newcomer, on=date(2031, 4, 1))
    assert punctuality_of_partners(TODAY) == ()
