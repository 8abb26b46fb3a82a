# SPDX-License-Identifier: EUPL-1.2
"""What each gate asks for, by hand; and that no path ends a phase or closes a year with an open gate."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.cycle.factories import (
    AdoptionFactory,
    AgendaItemFactory,
    AgreementFactory,
    ChallengeOwnerFactory,
    ChosenLinkFactory,
    CycleYearFactory,
    DecisionFactory,
    DeviationFactory,
    HeardFactory,
    MeasurementFactory,
    SurveyFactory,
    TalkFactory,
    year_with_phases,
)
from tests.cycle.supplying import BURDENS, LINK, NEEDS, TRACED, Supplier, supply_everything
from tests.programme.factories import (
    ActivityFactory,
    CauseFactory,
    InitiativeFactory,
    LessonFactory,
    PartnerFactory,
    ProgressUpdateFactory,
    ProposalFactory,
    StrengtheningFactory,
)

from schakel.cycle.actions.phases import GateOpen, PhaseNotPossible, end_phase, start_phase
from schakel.cycle.actions.year_closing import PhaseNotEnded, YearNotClosable, close_year
from schakel.cycle.models import CycleYear, Judgement, YearClosure
from schakel.cycle.queries.artefacts import ARTEFACTS, gate_of, gates_of
from schakel.cycle.queries.gate_facts import GateFacts
from schakel.cycle.queries.years import phases_of
from schakel.cycle.transitions import PHASE_GATES, PHASES
from schakel.koers.failures import Failure
from schakel.programme.models import Recommendation, UpdateRound
from schakel.programme.recording import Actor

TODAY = date(2031, 12, 20)
AT = datetime(2031, 12, 20, 12, tzinfo=UTC)


@pytest.fixture
def cycle():
    return year_with_phases(2031, criteria=["9.1", "9.2"])


@pytest.fixture
def links(cycle):
    """The board chose two links."""
    adoption = AdoptionFactory(cycle=cycle)
    for element in ("talent", "finance"):
        ChosenLinkFactory(adoption=adoption, element=element)


def found(cycle, code, today=TODAY):
    return ARTEFACTS[code](GateFacts(cycle, today))


def a_round(due_on, code="ronde"):
    days = {"opens_on": date(due_on.year, due_on.month, 1), "due_on": due_on}
    return UpdateRound.objects.create(code=code, title="Ronde", **days, **TRACED)


def test_every_code_of_the_gates_has_its_function():
    assert set(ARTEFACTS) == {code for codes in PHASE_GATES.values() for code in codes}


def test_in_a_year_without_anything_only_what_asks_for_nothing_is_there(cycle):
    gates = gates_of(cycle, TODAY)
    there = {a.code for gate in gates.values() for a in gate if a.is_there}
    assert there == {"surveys_closed", "deviations_settled", "recommendations_answered"}
    assert [a.code for a in gate_of(phases_of(cycle)[0], TODAY)] == list(PHASE_GATES["diagnose"])


def test_a_measurement_that_served_another_year_is_no_measurement_of_this_one(cycle):
    used = MeasurementFactory()
    AdoptionFactory(cycle=CycleYearFactory(year=2030), measurement=used)
    assert not found(cycle, "measurement").is_there
    MeasurementFactory()
    assert found(cycle, "measurement").is_there


def test_the_same_measurement_may_be_adopted_again(cycle):
    used = MeasurementFactory()
    AdoptionFactory(cycle=CycleYearFactory(year=2030), measurement=used)
    AdoptionFactory(cycle=cycle, measurement=used)
    assert found(cycle, "measurement").is_there and found(cycle, "adopted_diagnosis").is_there


def test_only_the_links_of_the_last_adoption_count(cycle):
    ChosenLinkFactory(adoption=AdoptionFactory(cycle=cycle), element="talent")
    assert found(cycle, "chosen_links").is_there
    AdoptionFactory(cycle=cycle)
    assert not found(cycle, "chosen_links").is_there


@pytest.mark.parametrize(
    "code",
    [
        "owner_of_each_link",
        "agreement_on_each_link",
        "answer_to_each_link",
        "judgement_of_each_link",
    ],
)
def test_where_no_link_is_chosen_nothing_can_be_said_of_each_link(cycle, code):
    artefact = found(cycle, code)
    assert not artefact.is_there
    assert artefact.waits_for == "chosen_links"


def test_an_owner_counts_when_it_accepted(cycle, links):
    ChallengeOwnerFactory(cycle=cycle, element="talent", answer="accepted")
    ChallengeOwnerFactory(cycle=cycle, element="finance", answer="declined")
    artefact = found(cycle, "owner_of_each_link")
    assert (artefact.n_needed, artefact.n_missing, artefact.missing) == (2, 1, ("finance",))


def test_an_owner_is_heard_in_a_talk_of_this_year_about_its_own_link(cycle, links):
    owner = PartnerFactory(code="school")
    ChallengeOwnerFactory(cycle=cycle, element="talent", partner=owner, answer="accepted")
    HeardFactory(talk=TalkFactory(cycle=cycle, elements=["finance"]), partner=owner)
    HeardFactory(talk=TalkFactory(cycle=CycleYearFactory(year=2030)), partner=owner)
    HeardFactory(talk=TalkFactory(cycle=cycle, on=date(2032, 1, 1)), partner=owner)
    assert found(cycle, "each_owner_heard").missing == ("talent:school",)
    HeardFactory(talk=TalkFactory(cycle=cycle, elements=["finance", "talent"]), partner=owner)
    assert found(cycle, "each_owner_heard").is_there


def test_an_owner_of_a_link_that_was_not_chosen_need_not_be_heard(cycle, links):
    ChallengeOwnerFactory(cycle=cycle, element="networks", answer="accepted")
    assert found(cycle, "each_owner_heard").waits_for == "owner_of_each_link"


def test_an_agreement_that_was_dropped_is_none(cycle, links):
    AgreementFactory(cycle=cycle, element="talent", status="dropped", outcome="Te duur")
    AgreementFactory(cycle=cycle, element="finance", status="kept")
    assert found(cycle, "agreement_on_each_link").missing == ("talent",)


def test_a_survey_that_is_open_is_named(cycle):
    survey = SurveyFactory(cycle=cycle)
    SurveyFactory(cycle=cycle, closed_on=date(2031, 5, 1))
    artefact = found(cycle, "surveys_closed")
    assert (artefact.n_needed, artefact.missing) == (2, (str(survey.pk),))


def test_an_agreement_is_taken_up_as_activity_or_proposal_or_settled(cycle):
    AgreementFactory(cycle=cycle, activity=ActivityFactory())
    AgreementFactory(cycle=cycle, proposal=ProposalFactory())
    AgreementFactory(cycle=cycle, status="kept")
    AgreementFactory(cycle=cycle, status="dropped", outcome="Niet nodig gebleken")
    silent = AgreementFactory(cycle=cycle, status="dropped")
    waiting = AgreementFactory(cycle=cycle)
    artefact = found(cycle, "agreements_taken_up")
    assert set(artefact.missing) == {str(silent.pk), str(waiting.pk)}
    assert artefact.n_needed == 6


def test_a_link_is_answered_by_work_against_a_named_cause(cycle, links):
    StrengtheningFactory(activity=ActivityFactory(), element="talent", cause=CauseFactory())
    StrengtheningFactory(activity=ActivityFactory(), element="finance")
    assert found(cycle, "answer_to_each_link").missing == ("finance",)


@pytest.mark.parametrize(
    "of",
    [
        lambda: {"activity": ActivityFactory(status="cancelled")},
        lambda: {"activity": ActivityFactory(initiative=InitiativeFactory(relation="external"))},
        lambda: {"activity": ActivityFactory(initiative=InitiativeFactory(stage="stopped"))},
        lambda: {"initiative": InitiativeFactory(stage="stopped")},
        lambda: {"initiative": InitiativeFactory(stage="merged")},
        lambda: {"initiative": InitiativeFactory(relation="external")},
    ],
)
def test_what_was_stopped_or_is_of_others_answers_no_link(cycle, links, of):
    StrengtheningFactory(element="talent", cause=CauseFactory(), **of())
    assert "talent" in found(cycle, "answer_to_each_link").missing


def test_a_decision_of_the_year_on_the_element_answers_a_link_until_it_is_replaced(cycle, links):
    item = AgendaItemFactory(source_kind="element", source_key="talent")
    decision = DecisionFactory(item=item, on=date(2031, 3, 12))
    DecisionFactory(item=AgendaItemFactory(source_kind="element", source_key="finance"), on=date(2030, 3, 1))
    assert found(cycle, "answer_to_each_link").missing == ("finance",)
    DecisionFactory(replaces=decision, on=date(2031, 6, 1))
    assert found(cycle, "answer_to_each_link").missing == ("talent", "finance")


def test_a_round_counts_once_it_is_due_in_the_year_and_over(cycle):
    a_round(date(2030, 12, 20), "eerder")
    assert not found(cycle, "update_round_ended").is_there
    a_round(date(2031, 9, 20))
    assert not found(cycle, "update_round_ended", date(2031, 9, 20)).is_there
    assert found(cycle, "update_round_ended", date(2031, 9, 21)).is_there


def test_an_initiative_that_did_not_answer_is_named_unless_it_is_noted_why(cycle):
    silent = InitiativeFactory(code="silent", stage="growing")
    InitiativeFactory(stage="growing", relation="external")
    InitiativeFactory(stage="stopped")
    answered = InitiativeFactory(stage="sowing", relation="partner")
    assert found(cycle, "updates_answered").waits_for == "update_round_ended"
    ProgressUpdateFactory(initiative=answered, round=a_round(date(2031, 9, 20)), on=date(2031, 9, 25))
    artefact = found(cycle, "updates_answered")
    assert (artefact.n_needed, artefact.missing) == (2, ("silent",))
    DeviationFactory(initiative=silent, cycle=cycle, kind="time", since=date(2031, 9, 21))
    assert not found(cycle, "updates_answered").is_there
    DeviationFactory(initiative=silent, cycle=cycle, kind="reporting", since=date(2031, 9, 21))
    assert found(cycle, "updates_answered").is_there


def test_only_the_last_round_that_ended_asks_for_answers(cycle):
    InitiativeFactory(stage="growing", code="lead")
    a_round(date(2031, 6, 20), "eerste")
    last = a_round(date(2031, 9, 20), "tweede")
    lead = InitiativeFactory(stage="growing")
    ProgressUpdateFactory(initiative=lead, round=last, on=date(2031, 9, 10))
    assert found(cycle, "updates_answered").missing == ("lead",)


def test_a_settled_deviation_about_an_earlier_round_does_not_excuse_this_one(cycle):
    silent = InitiativeFactory(stage="growing")
    a_round(date(2031, 9, 20))
    DeviationFactory(
        initiative=silent, cycle=cycle, kind="reporting", since=date(2031, 4, 1), state="settled"
    )
    assert not found(cycle, "updates_answered").is_there


def test_a_deviation_asks_until_it_is_settled(cycle):
    open_one = DeviationFactory(cycle=cycle, state="escalated")
    DeviationFactory(cycle=cycle, state="settled")
    DeviationFactory(cycle=None, since=date(2033, 1, 1))
    assert found(cycle, "deviations_settled").missing == (str(open_one.pk),)


def test_each_link_and_each_criterion_is_judged(cycle, links):
    for kind, subject in (("element", "talent"), ("criterion", "9.2"), ("initiative", "finance")):
        Judgement.objects.create(
            cycle=cycle, subject_kind=kind, subject=subject, verdict="same", because="Gelijk", **TRACED
        )
    assert found(cycle, "judgement_of_each_link").missing == ("finance",)
    assert found(cycle, "judgement_of_each_criterion").missing == ("9.1",)


@pytest.mark.parametrize(
    ("on", "counts"), [(date(2030, 12, 31), False), (None, False), (date(2031, 1, 1), True)]
)
def test_a_lesson_is_of_the_year_when_its_day_is(cycle, on, counts):
    LessonFactory(on=on)
    assert found(cycle, "lesson_of_the_year").is_there is counts


def test_a_lesson_of_an_evaluation_that_runs_on_into_january_counts(cycle):
    LessonFactory(on=date(2032, 1, 20))
    assert not found(cycle, "lesson_of_the_year").is_there
    cycle.phases.filter(kind="evaluate").update(ends_on=date(2032, 1, 31))
    assert found(cycle, "lesson_of_the_year").is_there


def test_a_recommendation_that_nobody_answered_is_named(cycle):
    unknown = Recommendation.objects.create(report="Rapport", text="Doe iets", **TRACED)
    Recommendation.objects.create(report="Rapport", text="Doe meer", status="accepted", **TRACED)
    Recommendation.objects.create(report="Later", text="Doe later", on=date(2032, 5, 1), **TRACED)
    assert found(cycle, "recommendations_answered").missing == (str(unknown.pk),)


def test_a_real_year_reckons_with_nothing_invented(cycle):
    MeasurementFactory(invented=True)
    LessonFactory(on=date(2031, 5, 1), invented=True)
    DeviationFactory(cycle=cycle, invented=True)
    assert not found(cycle, "measurement").is_there
    assert not found(cycle, "lesson_of_the_year").is_there
    assert found(cycle, "deviations_settled").is_there


def test_an_invented_year_is_not_held_up_by_what_is_real():
    cycle = year_with_phases(2031, invented=True)
    DeviationFactory(cycle=None)
    Recommendation.objects.create(report="Echt", text="Doe iets", **TRACED)
    assert found(cycle, "deviations_settled").is_there
    assert found(cycle, "recommendations_answered").is_there


def test_a_phase_that_lacks_something_does_not_end_and_each_missing_thing_is_named(cycle, by):
    phase = start_phase(phase=phases_of(cycle)[0], by=by, at=AT)
    with pytest.raises(GateOpen) as refused:
        end_phase(phase=phase, by=by, at=AT)
    assert refused.value.missing == PHASE_GATES["diagnose"]
    assert "No measurement is stored" in str(refused.value)
    phase.refresh_from_db()
    assert phase.ended_on is None


def test_the_failure_names_the_links_that_lack_something(cycle, links, by):
    ChallengeOwnerFactory(cycle=cycle, element="talent", answer="accepted")
    first, second = phases_of(cycle)[:2]
    end_phase(phase=start_phase(phase=first, by=by, at=AT), by=by, at=AT)
    with pytest.raises(GateOpen) as refused:
        end_phase(phase=start_phase(phase=second, by=by, at=AT), by=by, at=AT)
    told = {p.part: p.details["missing"] for p in refused.value.problems}
    assert told["owner_of_each_link"] == "finance"
    assert told["agreement_on_each_link"] == "talent, finance"


def run_the_year(cycle, by, *, at=AT):
    for phase in phases_of(cycle):
        end_phase(phase=start_phase(phase=phase, by=by, at=at), by=by, at=at)


def test_a_year_with_everything_is_closed_and_keeps_its_gates(cycle, by):
    supply_everything(cycle)
    run_the_year(cycle, by)
    closure = close_year(decision=DecisionFactory(), cycle=cycle, by=by, at=AT)
    cycle.refresh_from_db()
    assert cycle.closed_on == closure.on == TODAY
    assert [gate["phase"] for gate in closure.gates] == list(PHASES)
    assert all(a["needed"] == a["there"] for gate in closure.gates for a in gate["artefacts"])


def test_an_open_promise_is_kept_with_the_closure_and_a_confidential_one_is_marked(cycle, by):
    supply_everything(cycle)
    run_the_year(cycle, by)
    open_one = DecisionFactory(item__meeting__state="closed", text="Iets openbaars")
    DecisionFactory(item__meeting__state="closed", text="Iets geheims", is_confidential=True)
    closure = close_year(decision=open_one, cycle=cycle, by=by, at=AT)
    told = {row["text"]: row["closed"] for row in closure.open_promises if row["kind"] == "decision"}
    assert told["Iets openbaars"] is False
    assert told["Iets geheims"] is True


def test_a_year_is_not_closed_twice(cycle, by):
    supply_everything(cycle)
    run_the_year(cycle, by)
    close_year(decision=DecisionFactory(), cycle=cycle, by=by, at=AT)
    with pytest.raises(YearNotClosable):
        close_year(decision=DecisionFactory(), cycle=cycle, by=by, at=AT)
    assert YearClosure.objects.count() == 1


def test_a_year_with_a_phase_that_runs_is_not_closed(cycle, by):
    supply_everything(cycle)
    with pytest.raises(PhaseNotEnded) as refused:
        close_year(decision=DecisionFactory(), cycle=cycle, by=by, at=AT)
    assert refused.value.details["phase"] == "Diagnose"


def test_a_year_without_phases_is_not_closed(by):
    with pytest.raises(YearNotClosable):
        close_year(decision=DecisionFactory(), cycle=CycleYearFactory(), by=by, at=AT)


@pytest.mark.parametrize("code", BURDENS)
def test_what_opened_again_after_its_phase_ended_keeps_the_year_open(cycle, by, code):
    supplier = supply_everything(cycle)
    run_the_year(cycle, by)
    supplier.burden(code)
    with pytest.raises(GateOpen) as refused:
        close_year(decision=DecisionFactory(), cycle=cycle, by=by, at=AT)
    assert refused.value.missing == (code,)
    assert not YearClosure.objects.exists()


CODES = sorted(ARTEFACTS)
STEPS = st.one_of(
    st.tuples(st.just("supply"), st.sampled_from(CODES)),
    st.tuples(st.just("burden"), st.sampled_from(BURDENS)),
    st.tuples(st.just("go"), st.sampled_from(PHASES)),
    st.tuples(st.just("close"), st.just("")),
)
WHOLE = [
    *(
        step
        for kind, codes in PHASE_GATES.items()
        for step in (*(("supply", c) for c in codes), ("go", kind))
    ),
    ("close", ""),
]
AGAIN = [
    *WHOLE[:-1],
    ("burden", "surveys_closed"),
    ("close", ""),
    ("supply", "surveys_closed"),
    ("close", ""),
]


class Expected:
    """What must be there, told apart from the tables: which steps were taken, in which order."""

    def __init__(self):
        self.has = {"surveys_closed", "deviations_settled", "recommendations_answered"}
        self.ended = []
        self.closed = False

    def supply(self, code):
        if all(self.is_there(need) for need in NEEDS.get(code, ())) or code in LATER:
            self.has.add(code)
        if code == "adopted_diagnosis":
            self.has.add("measurement")
        if code == "agreement_on_each_link":
            self.has.discard("agreements_taken_up")

    def burden(self, code):
        self.has.discard(code)
        if code == "agreements_taken_up":
            self.has.add("agreement_on_each_link")

    def is_there(self, code):
        return code in self.has and all(self.is_there(need) for need in NEEDS.get(code, ()))

    def may_go(self, kind):
        in_turn = len(self.ended) < len(PHASES) and PHASES[len(self.ended)] == kind
        return in_turn and not self.closed and all(self.is_there(code) for code in PHASE_GATES[kind])

    def may_close(self):
        return (
            not self.closed
            and len(self.ended) == len(PHASES)
            and all(self.is_there(code) for code in ARTEFACTS)
        )


# What may be entered before what it hangs on is there, and counts once that is.
LATER = {
    "owner_of_each_link",
    "each_owner_heard",
    "agreement_on_each_link",
    "answer_to_each_link",
    "judgement_of_each_link",
}


def take(step, supplier, cycle, by):
    """Do a step; returns whether it went."""
    deed, what = step
    if deed in ("supply", "burden"):
        getattr(supplier, deed)(what)
        return True
    try:
        with transaction.atomic():
            if deed == "close":
                close_year(decision=DecisionFactory(), cycle=cycle, by=by, at=AT)
            else:
                phase = cycle.phases.get(kind=what)
                if phase.started_on is None:
                    phase = start_phase(phase=phase, by=by, at=AT)
                end_phase(phase=phase, by=by, at=AT)
    except Failure as failure:
        assert isinstance(failure, GateOpen | PhaseNotPossible | PhaseNotEnded | YearNotClosable)
        return False
    return True


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(steps=WHOLE)
@example(steps=AGAIN)
@given(steps=st.lists(STEPS, max_size=30))
def test_no_path_ends_a_phase_or_closes_a_year_with_an_open_gate(steps):
    by = Actor("account:1", "test")
    with transaction.atomic():
        cycle, expected = year_with_phases(2031, criteria=["9.1"]), Expected()
        supplier = Supplier(cycle)
        for step in steps:
            deed, what = step
            went = take(step, supplier, cycle, by)
            if deed == "go":
                assert went == expected.may_go(what), step
                expected.ended += [what] if went else []
            elif deed == "close":
                assert went == expected.may_close(), step
                expected.closed = expected.closed or went
            else:
                getattr(expected, deed)(what)
        assert (CycleYear.objects.get().closed_on is not None) == expected.closed
        transaction.set_rollback(True)


def test_the_examples_of_the_property_do_close_a_year(by):
    cycle = year_with_phases(2031, criteria=["9.1"])
    supplier = Supplier(cycle)
    went = [take(step, supplier, cycle, by) for step in AGAIN]
    assert [w for w, step in zip(went, AGAIN, strict=True) if step[0] == "close"] == [False, True]
    assert LINK == "talent"
