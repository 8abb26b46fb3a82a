# SPDX-License-Identifier: EUPL-1.2
"""What the review of the year found: what is adopted, decided or closed stays as it was, for everybody."""

from datetime import date, timedelta

import pytest
from tests.cycle.factories import (
    NOW,
    ActionPointFactory,
    AdoptionFactory,
    AgendaItemFactory,
    AgreementFactory,
    ChallengeOwnerFactory,
    ChosenLinkFactory,
    CycleYearFactory,
    DecisionFactory,
    JudgementFactory,
    MeetingFactory,
    SurveyFactory,
    TalkFactory,
)
from tests.programme.factories import CauseFactory, PartnerFactory

from schakel.cycle.actions import agreements, challenge_owners, judging, surveys, talks
from schakel.cycle.actions.agenda import set_confidential
from schakel.cycle.actions.agenda_steps import WithdrawnAfterDecision, withdraw_item
from schakel.cycle.actions.evaluating import adopt_evaluation
from schakel.cycle.actions.meetings import close_session, reopen_session
from schakel.cycle.actions.open_year import YearIsClosed
from schakel.cycle.adopted_mark import read_marks
from schakel.cycle.models import (
    AgendaItem,
    CycleYear,
    EvaluationAdoption,
    SubjectKind,
    Survey,
    Talk,
    Verdict,
)
from schakel.cycle.queries.artefacts import adopted_evaluation
from schakel.cycle.queries.dialogue import agreements_of, link_states
from schakel.cycle.queries.gate_facts import GateFacts
from schakel.cycle.queries.minutes import content_of
from schakel.cycle.queries.promises import open_promises
from schakel.cycle.sight import BOARD_SIGHT, PUBLIC, visible_actions, visible_agreements

TODAY = date(2031, 5, 6)


@pytest.fixture
def stale():
    """A year as one browser holds it, while another one had the board close it a moment ago."""
    cycle = CycleYearFactory(year=2031)
    CycleYear.objects.filter(pk=cycle.pk).update(closed_on=TODAY)
    assert cycle.closed_on is None
    return cycle


def _survey(cycle, by, now):
    days = {"opens_on": TODAY, "closes_on": date(2031, 6, 1)}
    surveys.make_survey(
        cycle=cycle, title="Peiling", elements=["talent"], known_elements=["talent"], **days, by=by, at=now
    )


def _talk(cycle, by, now):
    heard = [talks.HeardChoice(PartnerFactory())]
    about = {"elements": ["talent"], "known_elements": ["talent"], "heard": heard}
    talks.record_talk(cycle=cycle, title="Gesprek", on=TODAY, **about, by=by, at=now)


def _agreement(cycle, by, now):
    told = {"element": "talent", "cause": CauseFactory(element="talent"), "text": "Iets doen"}
    due = {"owner": PartnerFactory(), "due_on": date(2031, 9, 1)}
    agreements.make_agreement(cycle=cycle, **told, **due, by=by, at=now)


def _owner(cycle, by, now):
    asked = {"element": "talent", "elements": ["talent"], "partner": PartnerFactory()}
    challenge_owners.ask_owner(cycle=cycle, **asked, by=by, at=now)


def _judgement(cycle, by, now):
    judging.judge(
        cycle=cycle,
        kind=SubjectKind.ELEMENT,
        subject="talent",
        verdict=Verdict.AHEAD,
        because="Cijfers",
        by=by,
        at=now,
    )


def _evaluation(cycle, by, now):
    adopt_evaluation(decision=DecisionFactory(), cycle=cycle, by=by, at=now)


@pytest.mark.parametrize("add", [_survey, _talk, _agreement, _owner, _judgement, _evaluation])
def test_a_year_that_was_closed_a_moment_ago_gets_nothing_more(stale, by, now, add):
    with pytest.raises(YearIsClosed):
        add(stale, by, now)
    assert not Survey.objects.exists() and not Talk.objects.exists()


def test_a_judgement_and_an_answer_of_a_year_that_was_closed_a_moment_ago_stay(stale, by, now):
    judgement, owner = JudgementFactory(cycle=stale), ChallengeOwnerFactory(cycle=stale)
    with pytest.raises(YearIsClosed):
        judging.take_back(judgement=judgement, by=by, at=now)
    with pytest.raises(YearIsClosed):
        challenge_owners.record_answer(owner=owner, answer="accepted", by=by, at=now)


def test_of_an_agreement_of_a_closed_year_only_who_and_before_when_still_change(stale, by, now):
    agreement = AgreementFactory(cycle=stale)
    for changes in ({"text": "Iets anders"}, {"cause": CauseFactory(element="talent")}):
        with pytest.raises(YearIsClosed):
            agreements.change_agreement(
                agreement=agreement, changes=changes, expected_version=None, by=by, at=now
            )
    later = {"due_on": date(2031, 12, 1), "owner": PartnerFactory(), "text": agreement.text}
    changed = agreements.change_agreement(
        agreement=agreement, changes=later, expected_version=None, by=by, at=now
    )
    assert changed.due_on == date(2031, 12, 1)


def test_an_agreement_is_settled_once_also_by_two_browsers(by, now):
    first = AgreementFactory()
    second = type(first).objects.get(pk=first.pk)
    agreements.settle_agreement(agreement=first, status="kept", outcome="Gedaan", by=by, at=now)
    with pytest.raises(agreements.AgreementSettled):
        agreements.settle_agreement(agreement=second, status="dropped", outcome="Toch niet", by=by, at=now)


def test_a_survey_is_closed_once_also_by_two_browsers(by, now):
    first = SurveyFactory(closes_on=date(2031, 8, 1))
    second = Survey.objects.get(pk=first.pk)
    surveys.close_survey(survey=first, by=by, at=now)
    with pytest.raises(surveys.SurveyIsOver):
        surveys.close_survey(survey=second, by=by, at=now)


@pytest.mark.parametrize("hanging", [DecisionFactory, ActionPointFactory])
def test_what_was_decided_or_promised_cannot_vanish_from_the_minutes_with_its_item(by, now, hanging):
    item = AgendaItemFactory(meeting=MeetingFactory(state="in_session"))
    row = hanging(item=item, meeting=item.meeting)
    with pytest.raises(WithdrawnAfterDecision):
        withdraw_item(item=item, reason="Vergissing", expected_version=None, by=by, at=now)
    (minuted,) = content_of(item.meeting).items
    assert [x.text for x in (*minuted.decisions, *minuted.actions)] == [row.text]
    assert AgendaItem.objects.get(pk=item.pk).state == "scheduled"


class TestAgreementsOfClosedConversations:
    @pytest.fixture
    def links(self):
        cycle = CycleYearFactory(year=2031)
        ChosenLinkFactory(adoption=AdoptionFactory(cycle=cycle), element="talent")
        AgreementFactory(cycle=cycle, talk=TalkFactory(cycle=cycle, is_confidential=True), text="Besloten")
        AgreementFactory(cycle=cycle, talk=TalkFactory(cycle=cycle), text="Open")
        return cycle

    def test_they_are_for_the_office_and_the_board(self, links):
        assert [a.text for a in visible_agreements(PUBLIC)] == ["Open"]
        assert [a.text for a in agreements_of(links, PUBLIC)] == ["Open"]
        assert len(agreements_of(links, BOARD_SIGHT)) == 2

    def test_others_are_told_how_many_stand_and_not_what(self, links):
        (state,) = link_states(links, PUBLIC)
        assert [a.text for a in state.agreements] == ["Open"]
        assert (state.n_closed, state.n_closed_loose) == (1, 1)
        (whole,) = link_states(links, BOARD_SIGHT)
        assert len(whole.agreements) == 2 and whole.n_closed == 0


def test_an_action_point_of_a_decision_whose_item_was_closed_afterwards_is_closed():
    meeting = MeetingFactory(state="closed")
    closed = AgendaItemFactory(meeting=meeting, is_confidential=True)
    ActionPointFactory(meeting=meeting, decision=DecisionFactory(item=closed))
    assert not visible_actions(PUBLIC).exists()


def test_a_promise_of_an_item_that_was_closed_afterwards_is_marked_as_such():
    item = AgendaItemFactory(meeting=MeetingFactory(state="closed"), is_confidential=True)
    DecisionFactory(item=item)
    ActionPointFactory(item=item, meeting=item.meeting)
    assert [p.is_confidential for p in open_promises(BOARD_SIGHT, TODAY)] == [True, True]


class TestTheMarkOfTheAdoptedMeasurement:
    @pytest.fixture
    def home(self, tmp_path, settings):
        settings.SCHAKEL_HOME = str(tmp_path)
        return tmp_path

    @pytest.fixture
    def adoption(self, home):
        item = AgendaItemFactory(
            meeting=MeetingFactory(state="in_session", on=TODAY), state="handled", kind="decide"
        )
        return AdoptionFactory(decision=DecisionFactory(item=item, number="2031-044"))

    def _told(self, home):
        return [mark.decision for mark in read_marks(home).values()]

    def test_the_number_is_told_once_the_meeting_is_over(
        self, home, adoption, by, now, django_capture_on_commit_callbacks
    ):
        meeting = adoption.decision.meeting
        with django_capture_on_commit_callbacks(execute=True):
            close_session(meeting=meeting, expected_version=None, by=by, at=now)
        assert self._told(home) == ["2031-044"]
        with django_capture_on_commit_callbacks(execute=True):
            reopen_session(meeting=meeting, expected_version=None, by=by, at=now)
        assert self._told(home) == [""]

    def test_the_number_goes_when_the_item_is_closed_afterwards(
        self, home, adoption, by, now, django_capture_on_commit_callbacks
    ):
        item = adoption.decision.item
        with django_capture_on_commit_callbacks(execute=True):
            close_session(meeting=item.meeting, expected_version=None, by=by, at=now)
        with django_capture_on_commit_callbacks(execute=True):
            set_confidential(
                item=item, is_confidential=True, ground="Een belang", expected_version=None, by=by, at=now
            )
        assert self._told(home) == [""]


def test_an_evaluation_adopted_before_the_diagnosis_was_chosen_anew_does_not_close_the_year():
    cycle = CycleYearFactory(year=2031)

    def evaluate():
        told = {"content": {}, "sha256": "0" * 64, "recorded_at": NOW, "recorded_by": "account:1"}
        decision = DecisionFactory()
        EvaluationAdoption.objects.create(cycle=cycle, decision=decision, on=decision.on, **told)
        return adopted_evaluation(GateFacts(cycle, TODAY)).is_there

    assert evaluate()
    AdoptionFactory(cycle=cycle)
    assert not adopted_evaluation(GateFacts(cycle, TODAY)).is_there
    assert evaluate()


def test_a_judgement_that_was_changed_after_the_evaluation_was_adopted_is_adopted_anew():
    cycle = CycleYearFactory(year=2031)
    judgement = JudgementFactory(cycle=cycle)

    def evaluate(at):
        told = {"content": {}, "sha256": "0" * 64, "recorded_at": at, "recorded_by": "account:1"}
        decision = DecisionFactory()
        EvaluationAdoption.objects.create(cycle=cycle, decision=decision, on=decision.on, **told)
        return adopted_evaluation(GateFacts(cycle, TODAY)).is_there

    assert evaluate(NOW)
    type(judgement).objects.filter(pk=judgement.pk).update(changed_at=NOW + timedelta(hours=1))
    assert not adopted_evaluation(GateFacts(cycle, TODAY)).is_there
    assert evaluate(NOW + timedelta(hours=2))
