# SPDX-License-Identifier: EUPL-1.2
"""The admission test: all conditions met or refused with reasons, and unknown is never yes."""

from datetime import date
from itertools import product

import pytest
from tests.programme.factories import CauseFactory, InitiativeFactory, PartnerFactory

from schakel.programme.actions.proposals import (
    JudgedAlready,
    NotYetDecidable,
    ProposerCannotJudge,
    change_proposal,
    judge_proposal,
    submit_proposal,
)
from schakel.programme.models import Initiative, Proposal, StageChange, Strengthening
from schakel.programme.queries.proposals import Outcome, count_proposals, examine_proposal
from schakel.programme.recording import ChangedMeanwhile

TODAY = date(2031, 5, 6)


@pytest.fixture
def submit(by, now):
    def submitted(**answers):
        given = {"supra_regional": "yes", "manufacturing": "yes"} | answers
        if "element" not in given:
            given |= {"element": "talent", "cause": CauseFactory()}
        return submit_proposal(title="Waterstofschool", proposer=PartnerFactory(), by=by, at=now, **given)

    return submitted


@pytest.fixture
def judge(somebody_else, now):
    def judged(proposal, **given):
        return judge_proposal(proposal=proposal, by=somebody_else, at=now, today=TODAY, **given)

    return judged


def test_a_local_topic_outside_manufacturing_is_refused_with_every_reason(submit, judge):
    proposal = submit(supra_regional="no", manufacturing="no", element="", cause=None)
    refused = judge(proposal)
    assert refused.outcome == "refused"
    assert refused.reasons == [
        "supra_regional.no",
        "manufacturing.no",
        "weak_link.missing",
        "cause.missing",
    ]
    assert refused.decided_on == TODAY
    assert (refused.initiative, Initiative.objects.count()) == (None, 0)


def test_an_admitted_topic_becomes_an_initiative_that_is_sown_and_aimed(submit, judge):
    proposal = submit()
    admitted = judge(proposal)
    made = Initiative.objects.get()
    assert (admitted.outcome, admitted.initiative, admitted.reasons) == ("admitted", made, [])
    assert (made.name, made.stage, made.relation) == ("Waterstofschool", "sowing", "own")
    assert made.owner == proposal.proposer
    assert StageChange.objects.get().to_stage == "sowing"
    tie = Strengthening.objects.get()
    assert (tie.initiative, tie.element, tie.cause) == (made, "talent", proposal.cause)


def test_an_admitted_topic_can_go_to_an_existing_initiative(submit, judge):
    existing = InitiativeFactory(stage="growing")
    admitted = judge(submit(), initiative=existing)
    assert admitted.initiative == existing
    assert Initiative.objects.get().stage == "growing"
    assert Strengthening.objects.get().initiative == existing


@pytest.mark.parametrize("condition", ["supra_regional", "manufacturing"])
def test_unknown_is_not_yes(submit, judge, condition):
    proposal = submit(**{condition: "unknown"})
    with pytest.raises(NotYetDecidable) as told:
        judge(proposal)
    assert told.value.conditions == (condition,)
    assert told.value.details == {"n": 1}
    assert Proposal.objects.get().outcome == "open"
    assert not Initiative.objects.exists()


def test_one_no_decides_and_the_unknown_is_told_too(submit, judge):
    refused = judge(submit(supra_regional="unknown", manufacturing="no"))
    assert refused.reasons == ["supra_regional.unknown", "manufacturing.no"]


def test_only_four_times_yes_admits():
    causes = {"right": CauseFactory(), "wrong": CauseFactory(element="finance"), "none": None}
    for supra, making, element, cause in product(
        ("yes", "no", "unknown"), ("yes", "no", "unknown"), ("talent", ""), causes
    ):
        proposal = Proposal(supra_regional=supra, manufacturing=making, element=element, cause=causes[cause])
        test = examine_proposal(proposal)
        wanted = (supra, making, element, cause) == ("yes", "yes", "talent", "right")
        assert (test.outcome is Outcome.ADMITTED) == wanted
        assert len(test.reasons) == sum(not c.is_met for c in test.conditions)


def test_a_cause_of_another_element_is_no_cause(submit, judge):
    refused = judge(submit(element="talent", cause=CauseFactory(element="finance")))
    assert refused.reasons == ["cause.other_element"]


def test_the_judge_may_answer_otherwise_and_both_answers_are_kept(submit, judge):
    proposal = submit()
    refused = judge(proposal, answers={"supra_regional": "no", "supra_regional_why": "Eén straat"})
    assert refused.reasons == ["supra_regional.no"]
    assert next(h.supra_regional for h in refused.history.order_by("history_id")) == "yes"


def test_who_submits_does_not_judge(submit, by, now):
    with pytest.raises(ProposerCannotJudge):
        judge_proposal(proposal=submit(), by=by, at=now, today=TODAY)
    assert Proposal.objects.get().outcome == "open"


def test_a_judgement_stands(submit, judge, by, now):
    refused = judge(submit(manufacturing="no"))
    with pytest.raises(JudgedAlready):
        judge(refused)
    with pytest.raises(JudgedAlready):
        change_proposal(proposal=refused, changes={"manufacturing": "yes"}, by=by, at=now)


def test_a_judgement_of_an_older_version_is_told(submit, judge, by, now):
    proposal = submit()
    change_proposal(proposal=proposal, changes={"title": "Andere titel"}, by=by, at=now, expected_version=1)
    with pytest.raises(ChangedMeanwhile):
        judge(proposal, expected_version=1)


def test_the_outcome_is_not_changed_as_a_field(submit, by, now):
    same = change_proposal(proposal=submit(), changes={"outcome": "admitted"}, by=by, at=now)
    assert same.outcome == "open"


def test_counts(submit, judge, now):
    submit(supra_regional="unknown")
    judge(submit(manufacturing="no"))
    counts = count_proposals()
    assert (counts.n_open, counts.n_admitted, counts.n_refused) == (1, 0, 1)
    assert counts.oldest_open_on == now.date()
