# SPDX-License-Identifier: EUPL-1.2
"""The demonstration of the cycle: a closed year and one that runs, invented and marked, made by the rules."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import override_settings
from tests.cycle.demonstration_site import NOW, add_both

from schakel.cycle import models
from schakel.cycle.adopted_mark import read_marks
from schakel.cycle.marking import marks_that_differ
from schakel.cycle.queries.artefacts import gates_of
from schakel.cycle.queries.escalation import escalations
from schakel.cycle.queries.promises import open_promises
from schakel.cycle.queries.week import read_week
from schakel.cycle.queries.years import adoption_of, chosen_links, phases_of
from schakel.cycle.sight import FULL, PUBLIC, visible_items
from schakel.programme.demonstration.invented_rows import invented_models, invented_rows
from schakel.programme.models import Initiative, Partner

TODAY = NOW.date()
CANNOT = {"measurement": "is real", "courseversion": "is real", "paperfile": "would leave its bytes behind"}
"""The tables of the cycle without an invented row, and why."""
TOLD = (
    *("title", "text", "what", "cause", "proposal", "statement", "reason", "because", "note", "outcome"),
    *("report", "introduction", "explanation", "asked", "notes", "confidential_ground"),
    *("consequence", "evidence", "result", "needs", "did", "focus", "opening_note", "status_reason"),
)


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demonstration year with its cycle, made once for this module."""
    home = tmp_path_factory.mktemp("home")
    with django_db_blocker.unblock(), override_settings(SCHAKEL_HOME=home), transaction.atomic():
        yield add_both(home), home
        transaction.set_rollback(True)


@pytest.fixture
def report(made):
    return made[0]


@pytest.fixture
def last(made):
    return models.CycleYear.objects.get(year=TODAY.year - 1)


@pytest.fixture
def this(made):
    return models.CycleYear.objects.get(year=TODAY.year)


def test_every_table_of_the_cycle_has_an_invented_row_but_those_that_cannot(report):
    of_cycle = {m._meta.model_name for m in invented_models() if m._meta.app_label == "cycle"}
    assert of_cycle - set(report.rows) == set(CANNOT)
    assert report.left_out == ()


def test_every_row_says_that_it_is_invented_and_only_the_measurement_and_the_course_are_real(made):
    for model in invented_models():
        real = model._default_manager.filter(invented=False)
        assert not real.exists() or model._meta.model_name in ("measurement", "courseversion"), model
        if model is not models.SurveyAnswer:
            assert set(invented_rows(model).values_list("origin", flat=True)) <= {"demonstration"}


def test_nothing_of_the_cycle_can_pass_for_real(made):
    for model in invented_models():
        if model._meta.app_label != "cycle":
            continue
        names = [f.name for f in model._meta.concrete_fields if f.name in TOLD]
        for row in invented_rows(model):
            for name in names:
                told = getattr(row, name) or "Voorbeeld"
                if not isinstance(told, str):
                    continue
                assert "oorbeeld" in told or "erzonnen" in told, (model, name, told)


def test_last_year_is_closed_with_every_gate_whole_and_promises_that_went_on(last):
    assert last.closed_on is not None and last.closed_on < last.ends_on + timedelta(1)
    assert all(p.started_on and p.ended_on for p in phases_of(last))
    assert all(a.is_there for gate in gates_of(last, last.closed_on).values() for a in gate)
    kinds = {promise["kind"] for promise in last.closure.open_promises}
    assert {"decision", "action"} <= kinds
    assert any(promise["closed"] for promise in last.closure.open_promises)
    assert last.evaluations.get().decision.meeting == last.closure.decision.meeting


def test_this_year_follows_its_delivery(this):
    state = {p.kind: (p.started_on is not None, p.ended_on is not None) for p in phases_of(this)}
    assert state == {
        "diagnose": (True, True),
        "dialogue": (True, True),
        "develop": (True, True),
        "follow": (True, False),
        "evaluate": (False, False),
    }
    assert adoption_of(this).invented and not adoption_of(this).measurement.invented
    assert len(chosen_links(this)) >= 2
    assert {o.answer for o in this.challenge_owners.all()} == {"accepted", "declined", "asked"}


def test_the_surveys_have_enough_answers_and_one_still_runs(this, last):
    assert last.surveys.get().closed_on is not None and last.surveys.get().answers.count() == 18
    running = this.surveys.get()
    assert running.closed_on is None and running.opens_on <= TODAY <= running.closes_on
    assert running.invitations.filter(answered_on=None).count() == 7


def test_the_meetings_stand_in_every_state_but_in_session(made):
    states = set(models.Meeting.objects.values_list("state", flat=True))
    assert states == set(models.MeetingState) - {models.MeetingState.IN_SESSION}
    convened = models.Meeting.objects.get(state="convened")
    assert TODAY < convened.on <= TODAY + timedelta(14)
    papers = models.Paper.objects.filter(item__meeting=convened)
    assert {p.received_on is None for p in papers} == {True, False}
    hidden = visible_items(FULL).filter(meeting=convened).exclude(pk__in=visible_items(PUBLIC))
    assert [i.is_confidential for i in hidden] == [True]


def test_decisions_changed_what_they_said(made):
    effects = set(models.Decision.objects.values_list("effect", flat=True))
    assert {
        "adopt_diagnosis",
        "start_initiative",
        "stop_initiative",
        "admit_partner",
        "adopt_target",
    } <= effects
    assert {
        "agree_yardstick",
        "settle_deviation",
        "adopt_minutes",
        "adopt_evaluation",
        "close_year",
    } <= effects
    stopped = models.Decision.objects.get(effect="stop_initiative")
    assert Initiative.objects.get(code=stopped.effect_on).stage == "stopped"
    admitted = models.Decision.objects.get(effect="admit_partner")
    assert Partner.objects.get(code=admitted.effect_on).relation == "partner"


def test_there_is_something_late_something_to_escalate_and_a_week(made):
    assert any(p.is_late for p in open_promises(FULL, TODAY))
    assert escalations(TODAY)
    assert models.Deviation.objects.filter(state="escalated", item__meeting__state="convened").exists()
    assert models.OutboxMessage.objects.filter(state="waiting", to__endswith=".invalid").count() == 3
    planned = sum(p.hours for p in models.BureauPlan.objects.filter(year=TODAY.year))
    assert planned > models.BureauCapacity.objects.get(year=TODAY.year).hours
    assert read_week(TODAY, FULL).silent


def test_the_invented_adoption_leaves_no_mark_beside_the_measurements(made):
    home = made[1]
    assert models.DiagnosisAdoption.objects.count() == 2
    with override_settings(SCHAKEL_HOME=home):
        assert read_marks(home) == {} and marks_that_differ(home) == ()
