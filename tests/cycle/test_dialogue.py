# SPDX-License-Identifier: EUPL-1.2
"""Challenge owners, conversations and agreements: what is recorded, what is refused, where a link stands."""

from datetime import UTC, date, datetime

import pytest
from tests.cycle.factories import (
    AdoptionFactory,
    AgreementFactory,
    ChallengeOwnerFactory,
    ChosenLinkFactory,
    CycleYearFactory,
    HeardFactory,
    TalkFactory,
)
from tests.programme.factories import ActivityFactory, CauseFactory, PartnerFactory

from schakel.cycle.actions.agreements import (
    AgreementSettled,
    DueInThePast,
    TakenUpAlready,
    TalkOfAnotherYear,
    change_agreement,
    make_agreement,
    propose_from,
    settle_agreement,
    start_activity_from,
    take_up_in_activity,
)
from schakel.cycle.actions.challenge_owners import (
    AnsweredAlready,
    AskedAlready,
    ask_owner,
    record_answer,
    take_back_question,
)
from schakel.cycle.actions.open_year import YearIsClosed
from schakel.cycle.actions.talks import HeardChoice, NobodyHeard, TalkAboutNothing, change_talk, record_talk
from schakel.cycle.models import Agreement, ChallengeOwner, Heard
from schakel.cycle.queries.dialogue import LinkStep, element_states, is_late, link_states
from schakel.cycle.queries.owner_suggestions import suggest_owners
from schakel.programme.actions.causes import CauseOfAnotherElement, UnknownElement
from schakel.programme.actions.entry_rules import EndsBeforeStart, NotYetHappened, ReasonNeeded
from schakel.programme.models import (
    Activity,
    AuditEntry,
    Initiative,
    Proposal,
    Responsibility,
    Strengthening,
)
from schakel.programme.recording import ChangedMeanwhile

ELEMENTS = ("talent", "finance", "demand")
TODAY = date(2031, 5, 6)
TRACE = {
    "created_at": datetime(2031, 1, 1, tzinfo=UTC),
    "changed_at": datetime(2031, 1, 1, tzinfo=UTC),
    "created_by": "account:1",
    "changed_by": "account:1",
}


@pytest.fixture
def cycle():
    return CycleYearFactory(year=2031)


@pytest.fixture
def links(cycle):
    adoption = AdoptionFactory(cycle=cycle)
    for element in ("talent", "finance"):
        ChosenLinkFactory(adoption=adoption, element=element)
    return cycle


@pytest.fixture
def agreed(cycle, by, now):
    return make_agreement(
        cycle=cycle,
        element="talent",
        cause=CauseFactory(),
        text="Een stageplan maken",
        owner=PartnerFactory(),
        due_on=date(2031, 9, 1),
        by=by,
        at=now,
    )


def state_of(cycle, element="talent"):
    (found,) = element_states(cycle, [element])
    return found


def test_an_organisation_is_asked_and_accepts(cycle, by, now):
    owner = ask_owner(
        cycle=cycle,
        element="talent",
        elements=ELEMENTS,
        partner=PartnerFactory(),
        role="directeur",
        by=by,
        at=now,
    )
    assert (owner.asked_on, owner.answer, owner.answered_on) == (TODAY, "asked", None)
    accepted = record_answer(owner=owner, answer="accepted", by=by, at=now)
    assert (accepted.answer, accepted.answered_on) == ("accepted", TODAY)
    assert state_of(cycle).owners == (accepted,)
    assert [e.action for e in AuditEntry.objects.order_by("number")] == [
        "challenge_owner.ask",
        "challenge_owner.answer",
    ]


def test_an_answer_can_be_taken_back(cycle, by, now):
    owner = ChallengeOwnerFactory(cycle=cycle, answer="declined", answered_on=date(2031, 4, 1))
    again = record_answer(owner=owner, answer="asked", by=by, at=now)
    assert again.answered_on is None
    assert state_of(cycle).asked == (again,)


def test_the_same_organisation_is_not_asked_twice_for_an_element(cycle, by, now):
    owner = ChallengeOwnerFactory(cycle=cycle)
    with pytest.raises(AskedAlready) as refused:
        ask_owner(cycle=cycle, element="talent", elements=ELEMENTS, partner=owner.partner, by=by, at=now)
    assert refused.value.details == {"name": owner.partner.name}
    ask_owner(cycle=cycle, element="finance", elements=ELEMENTS, partner=owner.partner, by=by, at=now)


def test_a_question_is_refused_for_an_unknown_element_a_closed_year_or_a_day_to_come(cycle, by, now):
    def ask(**changed):
        given = {"cycle": cycle, "element": "talent", "partner": PartnerFactory()} | changed
        return ask_owner(**given, elements=ELEMENTS, by=by, at=now)

    with pytest.raises(UnknownElement):
        ask(element="weather")
    with pytest.raises(NotYetHappened):
        ask(asked_on=date(2031, 5, 7))
    with pytest.raises(YearIsClosed) as refused:
        ask(cycle=CycleYearFactory(closed_on=date(2030, 12, 1)))
    assert set(refused.value.details) == {"year"}
    assert not ChallengeOwner.objects.exists()


def test_an_answer_before_the_question_is_refused(cycle, by, now):
    owner = ChallengeOwnerFactory(cycle=cycle, asked_on=date(2031, 4, 1))
    with pytest.raises(EndsBeforeStart):
        record_answer(owner=owner, answer="accepted", answered_on=date(2031, 3, 31), by=by, at=now)


def test_only_a_question_without_an_answer_is_taken_back(cycle, by, now):
    take_back_question(owner=ChallengeOwnerFactory(cycle=cycle), by=by, at=now)
    accepted = ChallengeOwnerFactory(cycle=cycle, answer="accepted")
    with pytest.raises(AnsweredAlready):
        take_back_question(owner=accepted, by=by, at=now)
    assert list(ChallengeOwner.objects.all()) == [accepted]


def test_suggestions_put_first_who_is_tied_most_and_tell_why(cycle):
    today = TODAY
    many, some, earlier, gone, asked = (
        PartnerFactory(name=n) for n in ("Veel", "Iets", "Eerder", "Weg", "G")
    )
    CauseFactory(challenge_owner=many)
    CauseFactory(challenge_owner=gone)
    type(gone).objects.filter(pk=gone.pk).update(left_on=date(2030, 1, 1))
    Responsibility.objects.create(
        partner=many, subject="element", subject_code="talent", role="accountable", **TRACE
    )
    Responsibility.objects.create(
        partner=gone, subject="element", subject_code="finance", role="accountable", **TRACE
    )
    activity = ActivityFactory(owner=some)
    Strengthening.objects.create(activity=activity, element="talent", **TRACE)
    cancelled = ActivityFactory(owner=PartnerFactory(name="Gestopt"), status="cancelled")
    Strengthening.objects.create(activity=cancelled, element="talent", **TRACE)
    ChallengeOwnerFactory(cycle=CycleYearFactory(year=2029), partner=earlier, answer="accepted")
    ChallengeOwnerFactory(cycle=cycle, partner=asked)
    CauseFactory(challenge_owner=asked)
    found = suggest_owners(cycle, "talent", today)
    assert [(s.partner_name, s.reasons) for s in found] == [
        ("Veel", ("accountable", "cause")),
        ("Eerder", ("owned_before",)),
        ("Iets", ("activity",)),
    ]


def test_a_conversation_keeps_who_was_heard_by_organisation_and_role(cycle, by, now):
    school = PartnerFactory()
    talk = record_talk(
        cycle=cycle,
        title="Gesprek over talent",
        on=date(2031, 5, 1),
        elements=["talent"],
        known_elements=ELEMENTS,
        heard=[HeardChoice(school, "directeur"), HeardChoice(school, "docent")],
        by=by,
        at=now,
    )
    assert {h.role for h in talk.heard.all()} == {"directeur", "docent"}
    changed = change_talk(
        talk=talk,
        changes={"elements": ["talent", "finance"]},
        known_elements=ELEMENTS,
        heard=[HeardChoice(school, "directeur"), HeardChoice(PartnerFactory())],
        expected_version=1,
        by=by,
        at=now,
    )
    assert changed.elements == ["talent", "finance"]
    assert sorted(h.role for h in changed.heard.all()) == ["", "directeur"]


def test_a_conversation_about_nothing_or_with_nobody_is_refused(cycle, by, now):
    def record(**changed):
        given = {"elements": ["talent"], "heard": [HeardChoice(PartnerFactory())], "on": TODAY} | changed
        return record_talk(cycle=cycle, title="Gesprek", known_elements=ELEMENTS, **given, by=by, at=now)

    with pytest.raises(TalkAboutNothing):
        record(elements=[])
    with pytest.raises(UnknownElement):
        record(elements=["weather"])
    with pytest.raises(NobodyHeard):
        record(heard=[])
    with pytest.raises(NotYetHappened):
        record(on=date(2031, 5, 7))
    assert not Heard.objects.exists()


def test_a_change_on_an_older_version_of_a_conversation_changes_nothing(cycle, by, now):
    talk = TalkFactory(cycle=cycle, version=3)
    HeardFactory(talk=talk)
    with pytest.raises(ChangedMeanwhile):
        change_talk(
            talk=talk,
            changes={"title": "Anders"},
            known_elements=ELEMENTS,
            heard=[HeardChoice(PartnerFactory())],
            expected_version=2,
            by=by,
            at=now,
        )
    assert talk.heard.count() == 1


def test_the_audit_chain_does_not_tell_what_a_closed_conversation_was_about(cycle, by, now):
    talk = record_talk(
        cycle=cycle,
        title="Geheim onderwerp",
        on=TODAY,
        elements=["talent"],
        known_elements=ELEMENTS,
        heard=[HeardChoice(PartnerFactory(), "geheime functie")],
        report="Geheim verslag",
        is_confidential=True,
        by=by,
        at=now,
    )
    change_talk(
        talk=talk,
        changes={"report": "Geheim vervolg"},
        known_elements=ELEMENTS,
        heard=[HeardChoice(PartnerFactory())],
        expected_version=None,
        by=by,
        at=now,
    )
    told = "".join(f"{e.object_name} {e.details}" for e in AuditEntry.objects.all())
    assert AuditEntry.objects.count() == 5
    assert "eheim" not in told


def test_an_agreement_has_owner_day_element_and_a_cause_of_that_element(agreed, cycle, by, now):
    assert agreed.status == "open"
    with pytest.raises(CauseOfAnotherElement):
        make_agreement(
            cycle=cycle,
            element="finance",
            cause=agreed.cause,
            text="Iets",
            owner=agreed.owner,
            due_on=date(2031, 9, 1),
            by=by,
            at=now,
        )
    with pytest.raises(TypeError):
        make_agreement(
            cycle=cycle, element="talent", text="Iets", owner=agreed.owner, due_on=TODAY, by=by, at=now
        )


def test_an_agreement_for_a_day_that_is_over_or_from_another_year_is_refused(agreed, cycle, by, now):
    given = {"cycle": cycle, "element": "talent", "cause": agreed.cause, "owner": agreed.owner, "text": "X"}
    with pytest.raises(DueInThePast):
        make_agreement(**given, due_on=date(2031, 5, 5), by=by, at=now)
    with pytest.raises(TalkOfAnotherYear):
        make_agreement(**given, due_on=TODAY, talk=TalkFactory(), by=by, at=now)
    with pytest.raises(DueInThePast):
        change_agreement(
            agreement=agreed, changes={"due_on": date(2031, 5, 5)}, expected_version=1, by=by, at=now
        )
    assert Agreement.objects.count() == 1


def test_an_agreement_past_its_day_may_still_be_reworded(cycle, by, now):
    late = AgreementFactory(cycle=cycle, due_on=date(2031, 4, 1))
    assert is_late(late, TODAY)
    changed = change_agreement(
        agreement=late, changes={"text": "Beter gezegd"}, expected_version=1, by=by, at=now
    )
    assert changed.text == "Beter gezegd"


def test_an_agreement_is_kept_or_dropped_with_a_reason_and_only_once(agreed, by, now):
    with pytest.raises(ReasonNeeded):
        settle_agreement(agreement=agreed, status="dropped", outcome=" ", by=by, at=now)
    kept = settle_agreement(agreement=agreed, status="kept", outcome="", by=by, at=now)
    assert (kept.status, kept.settled_on) == ("kept", TODAY)
    with pytest.raises(AgreementSettled):
        settle_agreement(agreement=kept, status="dropped", outcome="Toch niet", by=by, at=now)


def test_an_agreement_of_a_closed_year_can_still_be_settled(by, now):
    old = AgreementFactory(cycle=CycleYearFactory(closed_on=date(2031, 1, 5)))
    assert settle_agreement(agreement=old, status="kept", outcome="", by=by, at=now).status == "kept"


def test_an_agreement_becomes_a_new_activity_with_its_cause_in_one_step(agreed, by, now):
    done = start_activity_from(
        agreement=agreed,
        elements=ELEMENTS,
        mechanism="Meer stages",
        by=by,
        at=now,
        details={"role": "connect"},
    )
    (tie,) = Strengthening.objects.all()
    assert done.activity == Activity.objects.get()
    assert (done.activity.title, done.activity.owner, done.activity.role) == (
        "Een stageplan maken",
        agreed.owner,
        "connect",
    )
    assert (tie.activity, tie.element, tie.cause, tie.mechanism) == (
        done.activity,
        "talent",
        agreed.cause,
        "Meer stages",
    )
    with pytest.raises(TakenUpAlready):
        propose_from(agreement=done, by=by, at=now)
    assert not Proposal.objects.exists()


def test_nothing_is_planned_when_taking_up_fails_half_way(agreed, by, now):
    with pytest.raises(UnknownElement):
        start_activity_from(agreement=agreed, elements=("finance",), by=by, at=now)
    assert not Activity.objects.exists()
    assert not Agreement.objects.filter(activity__isnull=False).exists()


def test_an_existing_activity_takes_an_agreement_up_without_a_second_tie(agreed, by, now):
    activity = ActivityFactory()
    Strengthening.objects.create(activity=activity, element="talent", cause=agreed.cause, **TRACE)
    done = take_up_in_activity(agreement=agreed, activity=activity, elements=ELEMENTS, by=by, at=now)
    assert done.activity == activity
    assert Strengthening.objects.count() == 1


def test_an_agreement_becomes_a_proposal_with_its_element_and_cause(agreed, by, now):
    done = propose_from(agreement=agreed, details={"description": "Een plan"}, by=by, at=now)
    assert (done.proposal.element, done.proposal.cause, done.proposal.proposer, done.proposal.outcome) == (
        "talent",
        agreed.cause,
        agreed.owner,
        "open",
    )
    assert not Initiative.objects.exists()


def test_the_state_of_a_link_goes_from_asking_to_nothing_left(links, by, now):
    cycle = links
    steps = [state_of(cycle).next_step]
    owner = ChallengeOwnerFactory(cycle=cycle)
    steps.append(state_of(cycle).next_step)
    record_answer(owner=owner, answer="accepted", by=by, at=now)
    steps.append(state_of(cycle).next_step)
    HeardFactory(talk=TalkFactory(cycle=cycle), partner=owner.partner)
    assert state_of(cycle).is_heard
    steps.append(state_of(cycle).next_step)
    agreement = AgreementFactory(cycle=cycle, due_on=date(2031, 9, 1))
    steps.append(state_of(cycle).next_step)
    start_activity_from(agreement=agreement, elements=ELEMENTS, by=by, at=now)
    steps.append(state_of(cycle).next_step)
    assert steps == [
        LinkStep.ASK_OWNER,
        LinkStep.AWAIT_ANSWER,
        LinkStep.TALK,
        LinkStep.AGREE,
        LinkStep.TAKE_UP,
        LinkStep.NOTHING,
    ]


def test_states_follow_the_links_that_the_board_chose(links):
    assert [s.element for s in link_states(links)] == ["talent", "finance"]
    assert link_states(CycleYearFactory()) == ()


def test_an_owner_heard_about_another_element_was_not_heard_about_this_one(cycle):
    owner = ChallengeOwnerFactory(cycle=cycle, answer="accepted")
    HeardFactory(talk=TalkFactory(cycle=cycle, elements=["finance"]), partner=owner.partner)
    assert state_of(cycle).unheard_owners == (owner,)
    assert not state_of(cycle).is_heard


def test_a_dropped_agreement_does_not_count_as_one(cycle):
    AgreementFactory(cycle=cycle, status="dropped", outcome="Geen geld")
    state = state_of(cycle)
    assert state.agreements == ()
    assert len(state.dropped) == 1


def test_the_title_of_a_closed_conversation_is_in_no_state(cycle):
    HeardFactory(talk=TalkFactory(cycle=cycle, title="Geheim", is_confidential=True))
    assert [h.title for h in state_of(cycle).heard] == [""]


def test_the_states_of_many_links_take_few_questions_to_the_database(cycle, django_assert_max_num_queries):
    for k in range(30):
        ChallengeOwnerFactory(cycle=cycle, element=f"e{k}")
        AgreementFactory(cycle=cycle, element=f"e{k}")
        HeardFactory(talk=TalkFactory(cycle=cycle, elements=[f"e{k}"]))
    with django_assert_max_num_queries(4):
        states = element_states(cycle, [f"e{k}" for k in range(30)])
        assert all(s.asked[0].partner.name and s.agreements[0].owner.name for s in states)
