# SPDX-License-Identifier: EUPL-1.2
"""What a decision changes in the register is really changed; where that fails, nothing is recorded."""

from datetime import date
from decimal import Decimal

import pytest
from tests.cycle.factories import AgendaItemFactory, MeetingFactory
from tests.programme.factories import (
    CauseFactory,
    ClaimFactory,
    ClaimStatementFactory,
    IndicatorFactory,
    InitiativeFactory,
    PartnerFactory,
    ReportingPeriodFactory,
)

from schakel.cycle.actions.deciding import record_decision
from schakel.cycle.actions.effect_parts import EffectIncomplete, EffectSubjectUnknown
from schakel.cycle.actions.effects import EFFECTS
from schakel.cycle.actions.effects_on_register import PartnerAlready
from schakel.cycle.models import Decision, DecisionEffect
from schakel.documents.failures_in_words import explain_failure
from schakel.programme.actions.indicator_values import StepNotAllowed, enter_value, submit_value
from schakel.programme.actions.indicators import TargetBeforeBaseline, set_target
from schakel.programme.actions.initiative_names import NameTaken
from schakel.programme.actions.initiatives import start_initiative
from schakel.programme.actions.periods import PeriodNotPossible
from schakel.programme.actions.stages import GateClosed
from schakel.programme.models import (
    Activity,
    AuditEntry,
    IndicatorTarget,
    Initiative,
    Lesson,
    Lineage,
    Partner,
    ReportingPeriod,
    StageChange,
    Strengthening,
)

LESSON = "Een vaste trekker vanaf de eerste dag."


@pytest.fixture
def decide(by, now):
    """Decide about an item, by default one of a meeting in session about nothing in particular."""

    def decided(effect, effect_on="", details=None, item=None, **given):
        item = item or AgendaItemFactory(meeting=MeetingFactory(state="in_session"))
        fields = {"text": "Het bestuur stemt in", "owner": PartnerFactory(), "due_on": date(2031, 6, 30)}
        return record_decision(
            item=item,
            effect=effect,
            effect_on=effect_on,
            details=details,
            **(fields | {"by": by, "at": now} | given),
        )

    return decided


def test_every_effect_of_the_models_is_carried_out_by_something():
    assert set(EFFECTS) == set(DecisionEffect.values)


def test_a_decision_without_effect_changes_nothing(decide):
    made = decide("none")
    assert (made.effect_on, made.effect_name, made.effect_details) == ("", "", {})
    assert AuditEntry.objects.count() == 1


# initiatives


def test_an_initiative_is_started_and_takes_away_the_cause(decide):
    cause = CauseFactory(element="talent")
    details = {"name": "Vakcollege", "kind": "campus", "cause": str(cause.pk), "mechanism": "Door te leren"}
    made = decide("start_initiative", details=details)
    initiative = Initiative.objects.get(code="vakcollege")
    assert (made.effect_on, made.effect_name) == ("vakcollege", "Vakcollege")
    assert (initiative.stage, initiative.relation, initiative.owner) == ("sowing", "own", made.owner)
    assert (initiative.started_on, initiative.source) == (date(2031, 3, 12), made.number)
    change = initiative.stage_changes.get()
    assert (change.decided_by, change.reason) == (made.number, "Het bestuur stemt in")
    tie = Strengthening.objects.get()
    assert (tie.initiative, tie.cause, tie.element, tie.mechanism) == (
        initiative,
        cause,
        "talent",
        "Door te leren",
    )


def test_a_first_activity_may_answer_the_cause_instead(decide):
    cause = CauseFactory(element="talent")
    details = {"name": "Vakcollege", "kind": "campus", "cause": cause.pk, "activity": "Bouw een leslokaal"}
    made = decide("start_initiative", details=details)
    activity = Activity.objects.get()
    assert (activity.title, activity.initiative.code, activity.owner) == (
        "Bouw een leslokaal",
        "vakcollege",
        made.owner,
    )
    tie = Strengthening.objects.get()
    assert (tie.initiative, tie.activity, tie.cause) == (None, activity, cause)


def test_without_a_cause_it_answers_the_element_of_the_agenda_item(decide):
    meeting = MeetingFactory(state="in_session")
    item = AgendaItemFactory(meeting=meeting, source_kind="element", source_key="finance")
    decide("start_initiative", details={"name": "Fonds", "kind": "fund"}, item=item)
    tie = Strengthening.objects.get()
    assert (tie.element, tie.cause) == ("finance", None)


def test_a_quartermaster_phase_asks_for_its_exit(decide):
    details = {"name": "Verkenning", "kind": "project", "stage": "quartermaster"}
    with pytest.raises(GateClosed) as raised:
        decide("start_initiative", details=details)
    assert "exit" in raised.value.missing
    assert not Decision.objects.exists()
    assert not Initiative.objects.exists()
    decide(
        "start_initiative",
        details=details | {"exit_on": "2031-10-01", "exit_criterion": "Drie bedrijven tekenen"},
    )
    made = Initiative.objects.get()
    assert (made.stage, made.exit_on) == ("quartermaster", date(2031, 10, 1))


@pytest.mark.parametrize(
    ("details", "told"),
    [
        ({}, "name of the new initiative"),
        ({"name": "Fonds"}, "what kind"),
        ({"name": "Fonds", "kind": "fund", "stage": "harvesting"}, "starts being prepared"),
        ({"name": "Fonds", "kind": "fund", "exit_on": "2031-13-01"}, "a day that exists"),
    ],
)
def test_what_a_new_initiative_lacks_is_named(details, told, decide):
    with pytest.raises(EffectIncomplete, match=told):
        decide("start_initiative", details=details)
    assert not Decision.objects.exists()


def test_a_name_that_is_taken_records_nothing_and_leaves_no_gap(decide, by, now):
    start_initiative(name="Vakcollege", kind="campus", relation="own", by=by, at=now)
    with pytest.raises(NameTaken) as raised:
        decide("start_initiative", details={"name": "vakcollege", "kind": "campus"})
    assert "vakcollege" in explain_failure(raised.value, "nl")
    assert not Decision.objects.exists()
    assert decide("none").number == "2031-001"


def test_an_initiative_is_stopped_with_its_lesson(decide):
    initiative = InitiativeFactory(stage="sowing")
    made = decide("stop_initiative", initiative.code, {"lesson": LESSON, "reason": "Geen deelnemers"})
    initiative.refresh_from_db()
    assert (initiative.stage, initiative.ended_on) == ("stopped", date(2031, 3, 12))
    change = StageChange.objects.get()
    assert (change.reason, change.lesson, change.decided_by) == ("Geen deelnemers", LESSON, made.number)
    assert Lesson.objects.get().text == LESSON
    assert made.effect_name == initiative.name


def test_a_stop_without_a_lesson_records_nothing(decide):
    initiative = InitiativeFactory(stage="sowing")
    with pytest.raises(GateClosed) as raised:
        decide("stop_initiative", initiative.code)
    assert raised.value.missing == {"lesson"}
    initiative.refresh_from_db()
    assert initiative.stage == "sowing"
    assert not Decision.objects.exists()
    assert not StageChange.objects.exists()
    assert not AuditEntry.objects.exists()


def test_an_initiative_may_stop_by_going_into_another(decide):
    first, second = InitiativeFactory(stage="growing"), InitiativeFactory(stage="growing")
    decide("stop_initiative", first.code, {"lesson": LESSON, "into": second.code})
    first.refresh_from_db()
    assert first.stage == "merged"
    assert Lineage.objects.get().other == second


def test_an_initiative_is_made_permanent_only_with_evidence_and_continuity(decide):
    initiative = InitiativeFactory(stage="harvesting")
    with pytest.raises(GateClosed) as raised:
        decide("consolidate_initiative", initiative.code, {"lesson": LESSON})
    assert raised.value.missing == {"evidence", "continuity"}
    assert not Decision.objects.exists()
    claim = ClaimFactory(initiative=initiative)
    ClaimStatementFactory(claim=claim, step="realised", method="geteld")
    Initiative.objects.filter(pk=initiative.pk).update(continuity="arranged", continuity_note="Gemeente")
    made = decide("consolidate_initiative", initiative.code, {"lesson": LESSON})
    initiative.refresh_from_db()
    assert initiative.stage == "consolidated"
    assert initiative.stage_changes.get().decided_by == made.number


def test_a_change_of_an_initiative_may_be_words_only_or_a_step(decide):
    initiative = InitiativeFactory(stage="sowing")
    made = decide("change_initiative", initiative.code)
    assert (made.effect_on, StageChange.objects.count()) == (initiative.code, 0)
    decide("change_initiative", initiative.code, {"stage": "germinating"})
    initiative.refresh_from_db()
    assert initiative.stage == "germinating"


def test_a_confidential_decision_tells_the_register_only_what_was_entered_to_be_told(decide):
    item = AgendaItemFactory(meeting=MeetingFactory(state="in_session"), is_confidential=True)
    initiative = InitiativeFactory(stage="sowing")
    given = {"item": item, "text": "Geheim besluit", "reason": "Geheime reden"}
    with pytest.raises(GateClosed) as raised:
        decide("stop_initiative", initiative.code, {"lesson": LESSON}, **given)
    assert raised.value.missing == {"reason"}
    decide("stop_initiative", initiative.code, {"lesson": LESSON, "reason": "Het geld is op"}, **given)
    change = StageChange.objects.get()
    assert change.reason == "Het geld is op"
    told = " ".join(f"{e.object_name} {e.details}" for e in AuditEntry.objects.all())
    assert "eheim" not in told
    assert "eheim" not in f"{initiative.history.values()}{StageChange.objects.values()}"


# values, targets, periods and partners


def _submitted(by, now):
    indicator, period = IndicatorFactory(), ReportingPeriodFactory()
    value = enter_value(indicator=indicator, period=period, value=Decimal(12), by=by, at=now)
    return submit_value(value=value, by=by, at=now)


def test_a_value_is_adopted_by_somebody_other_than_its_author(decide, by, somebody_else, now):
    value = _submitted(by, now)
    with pytest.raises(StepNotAllowed):
        decide("adopt_value", str(value.pk))
    assert not Decision.objects.exists()
    made = decide("adopt_value", str(value.pk), by=somebody_else)
    value.refresh_from_db()
    assert value.state == "adopted"
    assert value.events.last().comment == made.number


def test_a_target_is_set_with_the_number_of_the_decision(decide, by, now):
    indicator = IndicatorFactory()
    set_target(indicator=indicator, kind="baseline", year=2030, value=Decimal(5), by=by, at=now)
    made = decide("adopt_target", indicator.code, {"year": 2034, "value": "12.5"})
    target = IndicatorTarget.objects.get(kind="target")
    assert (target.year, target.value, target.agreed_by) == (2034, Decimal("12.5"), made.number)
    assert made.effect_details == {"year": 2034, "value": "12.5"}
    with pytest.raises(TargetBeforeBaseline):
        decide("adopt_target", indicator.code, {"year": 2029, "value": "12"})
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    "details",
    [{"value": "3"}, {"year": "straks", "value": "3"}, {"year": 2034}, {"year": 2034, "value": "NaN"}],
)
def test_a_target_needs_a_year_and_a_number(details, decide):
    with pytest.raises(EffectIncomplete):
        decide("adopt_target", IndicatorFactory().code, details)
    assert not Decision.objects.exists()


def test_a_period_is_closed_by_decision_when_it_has_ended(decide):
    period = ReportingPeriodFactory(code="2030", starts_on=date(2030, 1, 1), ends_on=date(2030, 12, 31))
    made = decide("close_period", "2030")
    period.refresh_from_db()
    assert (period.is_closed, period.closed_on, period.source) == (True, date(2031, 3, 12), made.number)
    ReportingPeriodFactory(code="2031h1", starts_on=date(2031, 1, 1), ends_on=date(2031, 6, 30))
    with pytest.raises(PeriodNotPossible):
        decide("close_period", "2031h1")
    assert not ReportingPeriod.objects.get(code="2031h1").is_closed
    assert Decision.objects.count() == 1


def test_a_candidate_becomes_a_partner_from_the_day_of_the_meeting_or_another(decide):
    first, second = PartnerFactory(relation="candidate"), PartnerFactory(relation="external")
    decide("admit_partner", first.code)
    decide("admit_partner", second.code, {"joined_on": "2031-04-01"})
    assert list(
        Partner.objects.filter(pk__in=(first.pk, second.pk)).values_list("relation", "joined_on")
    ) == [
        ("partner", date(2031, 3, 12)),
        ("partner", date(2031, 4, 1)),
    ]
    with pytest.raises(PartnerAlready, match=first.name):
        decide("admit_partner", first.code)
    assert Decision.objects.count() == 2


def test_who_left_may_be_admitted_again(decide):
    partner = PartnerFactory(joined_on=date(2028, 1, 1), left_on=date(2029, 1, 1))
    decide("admit_partner", partner.code)
    partner.refresh_from_db()
    assert (partner.joined_on, partner.left_on) == (date(2031, 3, 12), None)


@pytest.mark.parametrize("effect", sorted(set(DecisionEffect.values) - {"none", "start_initiative"}))
def test_an_effect_on_nothing_or_on_what_does_not_exist_is_refused(effect, decide):
    with pytest.raises(EffectIncomplete):
        decide(effect)
    with pytest.raises((EffectSubjectUnknown, EffectIncomplete)) as raised:
        decide(effect, "bestaat-niet", {"cycle": "2031"})
    assert explain_failure(raised.value, "nl")
    assert not Decision.objects.exists()
