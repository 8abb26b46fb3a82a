# SPDX-License-Identifier: EUPL-1.2
"""The partners' own judgement: entered once and corrected, counted by strand, kept back where few answered."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cycle.factories import AssessmentFactory, CycleYearFactory
from tests.programme.factories import PartnerFactory

from schakel.cycle.actions.assessments import (
    NotAPartner,
    NothingSaid,
    OnBehalfOf,
    WrongScores,
    assess_self,
)
from schakel.cycle.actions.open_year import YearIsClosed
from schakel.cycle.models import PartnerAssessment
from schakel.cycle.queries.assessments import (
    QUESTIONS,
    Assessments,
    answer_of,
    assessments_of,
    by_helix,
    document_questions,
    public_results,
)
from schakel.programme.actions.entry_rules import NotYetHappened
from schakel.programme.models import GoalAlignment, Helix, Partner, PartnerGoal

TODAY = date(2031, 5, 6)
TRACED = {
    "created_at": "2031-01-01T00:00:00Z",
    "changed_at": "2031-01-01T00:00:00Z",
    "created_by": "account:1",
    "changed_by": "account:1",
}


@pytest.fixture
def cycle():
    return CycleYearFactory(year=2031)


def answer(cycle, partner, by, now, **parts):
    given = {"scores": {"direction": 5, "kept": None}, "on": TODAY, "today": TODAY}
    return assess_self(cycle=cycle, partner=partner, by=by, at=now, **given | parts)


def test_a_second_answer_takes_the_place_of_the_first_and_both_are_kept(cycle, by, now):
    partner = PartnerFactory()
    first = answer(cycle, partner, by, now)
    second = answer(cycle, partner, by, now, scores={"direction": 2}, needs=" Een ingang ")
    assert second.corrects == first
    assert answer_of(cycle, partner) == second
    assert PartnerAssessment.objects.count() == 2
    assert second.needs == "Een ingang"
    assert second.scores == {q: (2 if q == "direction" else None) for q in QUESTIONS}


@pytest.mark.parametrize(
    ("parts", "failure"),
    [
        ({"scores": {"direction": 6}}, WrongScores),
        ({"scores": {"direction": True}}, WrongScores),
        ({"scores": {"other": 3}}, WrongScores),
        ({"scores": {}}, NothingSaid),
        ({"on": date(2031, 5, 7)}, NotYetHappened),
        ({"on_behalf": True}, OnBehalfOf),
    ],
)
def test_what_is_not_right_is_refused(cycle, by, now, parts, failure):
    with pytest.raises(failure):
        answer(cycle, PartnerFactory(), by, now, **parts)


def test_the_bureau_enters_an_answer_with_where_it_was_given(cycle, by, now):
    row = answer(cycle, PartnerFactory(), by, now, on_behalf=True, source="gesprek van 3 mei")
    assert row.source == "gesprek van 3 mei"


def test_only_partners_answer_and_only_while_the_year_is_open(cycle, by, now):
    with pytest.raises(NotAPartner):
        answer(cycle, PartnerFactory(relation="external"), by, now)
    with pytest.raises(NotAPartner):
        answer(cycle, PartnerFactory(left_on=date(2031, 1, 1)), by, now)
    cycle.closed_on = TODAY
    with pytest.raises(YearIsClosed):
        answer(cycle, PartnerFactory(), by, now)


def test_the_response_is_of_the_partners_of_the_day(cycle):
    firms = [PartnerFactory(helix="business") for _ in range(3)]
    PartnerFactory(helix="government")
    gone = PartnerFactory(helix="business", left_on=date(2031, 2, 1))
    for partner in (*firms[:2], gone):
        AssessmentFactory(cycle=cycle, partner=partner, scores={"direction": 4})
    found = assessments_of(cycle, TODAY)
    everything = {a.helix: a for a in by_helix(found)}
    assert (everything[""].n_asked, everything[""].n_answered) == (4, 2)
    assert everything["business"].response == pytest.approx(2 / 3)
    assert everything["government"].response == 0
    assert "knowledge" not in everything
    assert [p.helix for p in found.silent] == ["business", "government"]


def test_a_mean_leaves_open_questions_out(cycle):
    for score in (1, 5, None):
        AssessmentFactory(cycle=cycle, scores={"direction": score, "kept": 3})
    whole = by_helix(assessments_of(cycle, TODAY))[0]
    assert (whole.mean("direction"), whole.n("direction")) == (3, 2)
    assert (whole.mean("kept"), whole.n("kept")) == (3, 3)
    assert whole.mean("helped") is None


def test_readers_get_no_mean_of_one_or_two_and_none_from_which_it_follows(cycle):
    for helix, n in (("business", 3), ("knowledge", 1), ("government", 4)):
        for _ in range(n):
            AssessmentFactory(cycle=cycle, partner__helix=helix)
    found = {a.helix: a.mean("direction") for a in public_results(assessments_of(cycle, TODAY))}
    assert found["knowledge"] is None
    hidden = [h for h, mean in found.items() if h and mean is None]
    assert found[""] is None or len(hidden) > 1


groups = st.lists(
    st.tuples(st.sampled_from(Helix.values), st.one_of(st.none(), st.integers(1, 5)), st.booleans()),
    max_size=14,
)


@given(groups)
def test_shares_are_shares_and_what_is_shown_is_never_of_one_or_two(rows):
    partners = [Partner(pk=n, helix=helix) for n, (helix, _, _) in enumerate(rows)]
    answers = {
        n: PartnerAssessment(scores={"direction": score})
        for n, (_, score, answered) in enumerate(rows)
        if answered
    }
    found = Assessments(TODAY, tuple(partners), answers)
    public = public_results(found)
    for line in public:
        assert line.response is None or 0 <= line.response <= 1
        assert line.n_answered <= line.n_asked
        assert line.mean("direction") is None or (
            line.n("direction") >= 3 and 1 <= line.mean("direction") <= 5
        )
    if public[0].mean("direction") is not None:
        left = sum(x.n("direction") for x in public[1:] if x.mean("direction") is None)
        assert left == 0 or left >= 3


def test_an_answer_is_laid_beside_the_goals_that_are_recorded(cycle):
    aligned, alone, silent, modest = (PartnerFactory(name=name) for name in "ABCD")
    for partner in (aligned, alone, silent):
        AssessmentFactory(cycle=cycle, partner=partner, scores={"direction": 5})
    AssessmentFactory(cycle=cycle, partner=modest, scores={"direction": 2})
    goals = [
        PartnerGoal.objects.create(partner=p, statement="Meer leerlingen", **TRACED) for p in (aligned, alone)
    ]
    GoalAlignment.objects.create(goal=goals[0], course_code="1a", fit="same", **TRACED)
    GoalAlignment.objects.create(goal=goals[1], course_code="1a", fit="conflict", **TRACED)
    found = document_questions(assessments_of(cycle, TODAY))
    assert [(q.partner.name, q.score, q.n_goals) for q in found] == [("B", 5, 1), ("C", 5, 0)]
