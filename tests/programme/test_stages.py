# SPDX-License-Identifier: EUPL-1.2
"""The stages of an initiative and the gates between them."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.programme.factories import (
    ClaimFactory,
    IndicatorFactory,
    InitiativeFactory,
    ReportingPeriodFactory,
)

from schakel.documents.failures_in_words import explain_failure
from schakel.programme.actions.lineage import LineageCircle
from schakel.programme.actions.stage_gates import STAGE_NAMES, Given, shortfalls
from schakel.programme.actions.stages import (
    ExternalHasNoStage,
    GateClosed,
    StageCannotFollow,
    move_to_stage,
)
from schakel.programme.models import (
    AuditEntry,
    ClaimStatement,
    IndicatorValue,
    Initiative,
    Lesson,
    Lineage,
    Stage,
    StageChange,
)
from schakel.programme.queries.months import months_later
from schakel.programme.queries.stage_evidence import best_evidence
from schakel.programme.queries.stages import (
    Age,
    age_of,
    overdue_preparations,
    stage_history,
    stage_since,
    time_in_stage,
)
from schakel.programme.recording import ChangedMeanwhile
from schakel.programme.transitions import STAGE_GATES

TODAY = date(2031, 5, 6)
LESSON = "Begin met drie bedrijven die zelf meebetalen."


@pytest.fixture
def move(by, now):
    """Take a step with everything that the simplest gates ask for."""

    def moved(initiative, to, **given):
        given = {"on": TODAY, "reason": "Het bestuur besloot zo.", "by": by, "at": now} | given
        return move_to_stage(initiative=initiative, to=to, **given)

    return moved


def say_result(initiative, step="realised", amount="12", on=TODAY, **fields):
    claim = ClaimFactory(initiative=initiative)
    return ClaimStatement.objects.create(
        claim=claim,
        step=step,
        amount=amount,
        on=on,
        recorded_at="2031-05-06T09:30Z",
        recorded_by="x",
        **fields,
    )


def adopt_value(initiative, state="adopted", **fields):
    return IndicatorValue.objects.create(
        indicator=IndicatorFactory(),
        period=ReportingPeriodFactory(starts_on=date(2030, 1, 1), ends_on=date(2030, 12, 31)),
        initiative=initiative,
        state=state,
        definition_version=1,
        author="account:1",
        created_at="2031-05-06T09:30Z",
        changed_at="2031-05-06T09:30Z",
        created_by="x",
        changed_by="x",
        **({"value": 3} | fields),
    )


def test_a_life_from_sowing_to_permanent_leaves_every_step_with_its_reason(move):
    initiative = InitiativeFactory(continuity="arranged")
    say_result(initiative)
    move(initiative, "sowing", on=date(2030, 1, 1))
    move(initiative, "germinating", on=date(2030, 7, 1))
    move(initiative, "growing", on=TODAY)
    move(initiative, "consolidated", lesson=LESSON)
    history = stage_history(StageChange.objects.select_related("into"), TODAY)
    assert [(s.stage, s.since, s.until) for s in history] == [
        ("sowing", date(2030, 1, 1), date(2030, 7, 1)),
        ("germinating", date(2030, 7, 1), TODAY),
        ("growing", TODAY, TODAY),
        ("consolidated", TODAY, None),
    ]
    assert [s.n_days for s in history] == [181, 309, 0, 0]
    assert Initiative.objects.get().stage == "consolidated"
    assert Lesson.objects.get().text == LESSON


@pytest.mark.parametrize("stage", ["growing", "harvesting"])
def test_growing_without_evidence_is_refused_and_nothing_changes(move, stage):
    initiative = InitiativeFactory()
    with pytest.raises(GateClosed) as told:
        move(initiative, stage)
    assert told.value.missing == {"evidence"}
    assert Initiative.objects.get().stage == "unknown"
    assert not StageChange.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("step", "amount", "on", "is_enough"),
    [
        ("promised", "12", TODAY, False),
        ("expected", "12", TODAY, False),
        ("realised", "12", TODAY, True),
        ("verified", "12", TODAY, True),
        ("realised", None, TODAY, False),
        ("realised", "0", TODAY, False),
        ("realised", "12", TODAY + timedelta(days=1), False),
    ],
)
def test_only_what_was_realised_with_an_amount_by_that_day_is_evidence(step, amount, on, is_enough):
    initiative = InitiativeFactory()
    say_result(initiative, step, amount, on)
    evidence = best_evidence([initiative.pk], TODAY).get(initiative.pk)
    assert (evidence is not None and evidence.is_enough) == is_enough


def test_a_corrected_result_is_no_evidence(move):
    initiative = InitiativeFactory()
    wrong = say_result(initiative)
    ClaimStatement.objects.create(
        claim=wrong.claim,
        step="realised",
        amount="0",
        on=TODAY,
        corrects=wrong,
        recorded_at="2031-05-06T09:30Z",
        recorded_by="x",
    )
    with pytest.raises(GateClosed):
        move(initiative, "growing")


@pytest.mark.parametrize(("state", "is_enough"), [("adopted", True), ("submitted", False)])
def test_an_indicator_value_counts_once_it_is_adopted(move, state, is_enough):
    initiative = InitiativeFactory()
    adopt_value(initiative, state)
    if is_enough:
        assert move(initiative, "growing").evidence.startswith("indicator:")
    else:
        with pytest.raises(GateClosed):
            move(initiative, "growing")


def test_a_verified_result_is_better_evidence_than_a_newer_stated_one():
    initiative = InitiativeFactory()
    say_result(initiative, "verified", "8", date(2029, 1, 1))
    say_result(initiative, "realised", "90", TODAY)
    assert best_evidence([initiative.pk], TODAY)[initiative.pk].amount == 8


def test_what_it_showed_under_its_earlier_name_is_its_own_and_what_a_merged_one_showed_is_not(move):
    now_called, merged = InitiativeFactory(), InitiativeFactory()
    earlier, other = InitiativeFactory(), InitiativeFactory()
    stamp = {"created_at": "2031-05-06T09:30Z", "changed_at": "2031-05-06T09:30Z"}
    Lineage.objects.create(initiative=earlier, other=now_called, kind="renamed_to", **stamp)
    Lineage.objects.create(initiative=other, other=merged, kind="merged_into", **stamp)
    say_result(earlier)
    say_result(other)
    found = best_evidence([now_called.pk, merged.pk, earlier.pk], TODAY)
    assert set(found) == {now_called.pk, earlier.pk}


@pytest.mark.parametrize(
    ("exit_on", "criterion", "n_problems"),
    [
        (None, "", 2),
        (None, "Vijf bedrijven tekenen", 1),
        (date(2032, 5, 7), "Vijf bedrijven tekenen", 1),
        (TODAY, "Vijf bedrijven tekenen", 1),
        (date(2032, 5, 6), "", 1),
        (date(2032, 5, 6), "Vijf bedrijven tekenen", 0),
    ],
)
def test_a_preparation_has_an_end_within_a_year_and_a_criterion(move, exit_on, criterion, n_problems):
    initiative = InitiativeFactory()
    if n_problems:
        with pytest.raises(GateClosed) as told:
            move(initiative, "quartermaster", exit_on=exit_on, exit_criterion=criterion)
        assert told.value.missing == {"exit"}
        assert len(told.value.problems) == n_problems
    else:
        move(initiative, "quartermaster", exit_on=exit_on, exit_criterion=criterion)
        assert Initiative.objects.get().exit_on == exit_on


def test_an_overdue_preparation_is_listed_until_it_is_extended_and_the_phase_does_not_start_anew(move, by):
    initiative = InitiativeFactory()
    move(
        initiative,
        "quartermaster",
        on=date(2030, 1, 1),
        exit_on=date(2030, 12, 31),
        exit_criterion="Vijf bedrijven",
    )
    assert overdue_preparations(date(2030, 12, 31)) == []
    assert overdue_preparations(TODAY) == [initiative]
    move(initiative, "quartermaster", exit_on=date(2031, 9, 1), exit_criterion="Vijf bedrijven")
    assert overdue_preparations(TODAY) == []
    fresh = Initiative.objects.get()
    assert stage_since(fresh) == date(2030, 1, 1)
    assert time_in_stage(fresh, TODAY) == 490


def test_after_the_preparation_its_end_date_is_gone(move):
    initiative = InitiativeFactory(stage="quartermaster", exit_on=TODAY, exit_criterion="Vijf bedrijven")
    move(initiative, "sowing")
    fresh = Initiative.objects.get()
    assert (fresh.exit_on, fresh.exit_criterion) == (None, "")


def test_everything_that_is_missing_is_named_at_once(move):
    initiative = InitiativeFactory(stage="germinating")
    with pytest.raises(GateClosed) as told:
        move(initiative, "consolidated", reason=" ", lesson="Te kort.", on=date(2031, 5, 7))
    assert told.value.missing == {"on", "reason", "evidence", "continuity", "lesson"}
    dutch = explain_failure(told.value, "nl")
    assert str(initiative) in dutch
    assert dutch.count("\n") == 4


def test_a_merger_writes_its_lineage_once_and_its_end(move):
    small, large = InitiativeFactory(), InitiativeFactory()
    stamp = {"created_at": "2031-05-06T09:30Z", "changed_at": "2031-05-06T09:30Z"}
    Lineage.objects.create(initiative=small, other=large, kind="merged_into", year=2031, **stamp)
    step = move(small, "merged", into=large, lesson=LESSON)
    assert step.into == large
    assert Lineage.objects.count() == 1
    small.refresh_from_db()
    assert (small.stage, small.ended_on, small.ended_year) == ("merged", TODAY, 2031)


def test_a_merger_asks_for_a_living_initiative_to_go_into(move):
    small, dead = InitiativeFactory(), InitiativeFactory(stage="stopped")
    for into in (None, dead):
        with pytest.raises(GateClosed) as told:
            move(small, "merged", into=into, lesson=LESSON)
        assert told.value.missing == {"into"}


def test_two_initiatives_cannot_merge_into_each_other(move):
    first, second = InitiativeFactory(), InitiativeFactory()
    stamp = {"created_at": "2031-05-06T09:30Z", "changed_at": "2031-05-06T09:30Z"}
    Lineage.objects.create(initiative=second, other=first, kind="succeeded_by", **stamp)
    with pytest.raises(LineageCircle):
        move(first, "merged", into=second, lesson=LESSON)
    assert first.stage_changes.count() == 0


def test_a_stopped_initiative_may_start_again_and_then_has_no_end(move):
    initiative = InitiativeFactory()
    move(initiative, "stopped", lesson=LESSON, on=date(2030, 1, 1))
    move(initiative, "sowing")
    fresh = Initiative.objects.get()
    assert (fresh.stage, fresh.ended_on, fresh.ended_year) == ("sowing", None, None)


def test_a_structure_of_others_gets_no_stage(move):
    with pytest.raises(ExternalHasNoStage):
        move(InitiativeFactory(relation="external"), "sowing")


def test_a_step_that_cannot_follow_names_those_that_can_in_dutch_too(move):
    initiative = InitiativeFactory(stage="sowing")
    with pytest.raises(StageCannotFollow) as told:
        move(initiative, "harvesting")
    assert "germinating; merged into another; stopped" in str(told.value)
    assert "{" not in explain_failure(told.value, "nl")
    with pytest.raises(StageCannotFollow) as told:
        move(InitiativeFactory(stage="merged"), "sowing")
    assert "no other stage" in str(told.value)


def test_a_step_cannot_be_dated_before_the_last_one(move):
    initiative = InitiativeFactory()
    move(initiative, "sowing", on=date(2031, 3, 1))
    with pytest.raises(GateClosed) as told:
        move(initiative, "germinating", on=date(2031, 2, 1))
    assert told.value.missing == {"on"}


def test_the_second_of_two_people_is_told_that_the_stage_changed(move):
    initiative = InitiativeFactory()
    move(initiative, "sowing", expected_version=1)
    with pytest.raises(ChangedMeanwhile) as told:
        move(initiative, "germinating", expected_version=1)
    assert told.value.theirs == {"stage": "sowing"}


@pytest.mark.parametrize(
    ("fields", "age"),
    [
        ({}, None),
        ({"started_year": 2028}, Age(None, 3)),
        ({"started_on": date(2028, 5, 6)}, Age(1095, 2)),
        ({"started_on": date(2028, 5, 5)}, Age(1096, 3)),
        ({"started_year": 2028, "ended_year": 2030}, Age(None, 2)),
        ({"started_year": 2028, "ended_year": 2040}, Age(None, 3)),
        ({"started_year": 2028, "stage": "stopped"}, None),
        ({"started_year": 2028, "stage": "consolidated"}, Age(None, 3)),
        ({"started_year": 2032}, None),
    ],
)
def test_the_age_is_as_exact_as_its_dates(fields, age):
    assert age_of(InitiativeFactory.build(**fields), TODAY) == age


def test_the_time_in_a_stage_that_nobody_recorded_is_not_known():
    initiative = InitiativeFactory(stage="growing")
    assert stage_since(initiative) is None
    assert time_in_stage(initiative, TODAY) is None


@pytest.mark.parametrize("gates", STAGE_GATES.values())
def test_every_part_of_every_gate_is_checked(gates):
    for gate in gates.values():
        found = shortfalls(gate, InitiativeFactory(), Given(TODAY, ""), None, TODAY)
        assert {s.part for s in found} == set(gate)
        assert all(s.cure for s in found)


def test_every_stage_has_a_name_for_messages():
    assert set(STAGE_NAMES) == set(Stage.values)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=st.dates(date(1999, 1, 1), date(2040, 1, 1)), months=st.integers(0, 40))
def test_months_later_never_skips_a_month(day, months):
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
