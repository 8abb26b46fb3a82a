# SPDX-License-Identifier: EUPL-1.2
"""Measured against perceived by the order of the elements, and the card of facts with its questions."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cycle.factories import (
    AgreementFactory,
    ChallengeOwnerFactory,
    CycleYearFactory,
    SurveyAnswerFactory,
    SurveyFactory,
)
from tests.cycle.test_dialogue import TRACE
from tests.made_up_dossier import ELEMENTS, made_up_measurement
from tests.programme.factories import ActivityFactory, CauseFactory

from schakel.cycle.queries.conversation_questions import FEWEST, MOST
from schakel.cycle.queries.fact_cards import fact_cards
from schakel.cycle.queries.gap import Measured, Quadrant, compare_views, measured_shares, places
from schakel.cycle.queries.perceptions import ElementPerception, Perceived
from schakel.programme.models import Strengthening

AFTER = date(2031, 7, 1)


@pytest.fixture(scope="module")
def dossier():
    return made_up_measurement(first_year=False).dossier


def measured(**shares):
    return {code: Measured(share, None, None, 1) for code, share in shares.items()}


def perceived(**means):
    return {
        code: ElementPerception(code, Perceived(code, "", mean is None, mean=mean, n=mean and 5), ())
        for code, mean in means.items()
    }


def test_two_orders_are_laid_side_by_side():
    rows = compare_views(
        "abcde",
        measured(a=0.9, b=0.7, c=0.4, d=0.1),
        perceived(a=5.0, b=8.0, c=7.0, d=6.0, e=9.0),
    )
    told = [(r.element, r.measured_place, r.perceived_place, r.shift, r.quadrant) for r in rows]
    assert told == [
        ("a", 1, 4, 3, Quadrant.PERCEIVED_WEAK),
        ("c", 3, 2, -1, Quadrant.MEASURED_WEAK),
        ("b", 2, 1, -1, Quadrant.BOTH_STRONG),
        ("d", 4, 3, -1, Quadrant.BOTH_WEAK),
        ("e", None, None, None, None),
    ] or told == [
        ("a", 1, 4, 3, Quadrant.PERCEIVED_WEAK),
        ("b", 2, 1, -1, Quadrant.BOTH_STRONG),
        ("c", 3, 2, -1, Quadrant.MEASURED_WEAK),
        ("d", 4, 3, -1, Quadrant.BOTH_WEAK),
        ("e", None, None, None, None),
    ]


def test_with_few_elements_nothing_is_called_weak():
    rows = compare_views("abc", measured(a=0.9, b=0.5, c=0.1), perceived(a=1.0, b=5.0, c=9.0))
    assert {r.quadrant for r in rows} == {None}


def test_the_middle_place_is_neither_strong_nor_weak():
    codes = "abcde"
    rows = compare_views(
        codes,
        measured(a=0.9, b=0.8, c=0.5, d=0.2, e=0.1),
        perceived(a=9.0, b=8.0, c=5.0, d=2.0, e=1.0),
    )
    assert {r.element: r.quadrant for r in rows}["c"] is None


def test_a_hidden_score_has_no_place():
    rows = compare_views("ab", measured(a=0.9, b=0.5), perceived(a=None, b=5.0))
    row = next(r for r in rows if r.element == "a")
    assert row.is_asked
    assert (row.perceived, row.n, row.perceived_place) == (None, None, None)


def test_equals_share_the_mean_of_their_places():
    assert places({"a": 5, "b": 7, "c": 5, "d": 5}) == {"b": 1, "a": 3, "c": 3, "d": 3}


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 5), max_size=12))
def test_places_add_up_and_follow_the_values(values):
    found = places(values)
    assert sum(found.values()) == pytest.approx(len(values) * (len(values) + 1) / 2)
    assert all((values[a] > values[b]) == (found[a] < found[b]) for a in values for b in values)


def test_the_share_that_does_less_well_lies_within_its_bounds(dossier):
    found = measured_shares(dossier)
    assert found
    assert set(found) <= set(ELEMENTS)
    for row in found.values():
        assert 0 <= row.low <= row.share <= row.high <= 1


def card(dossier, element, cycle=None):
    (found,) = fact_cards(dossier, [element], cycle, AFTER)
    return found


def codes(found):
    return [question.code for question in found.questions]


def unmeasured(dossier):
    seen = {e.element for c in dossier.comparisons for e in c.elements if e.measured}
    return next(code for code in ELEMENTS if code not in seen)


@pytest.mark.parametrize("element", ELEMENTS)
def test_every_card_raises_four_to_six_different_questions_and_ends_with_the_own_part(dossier, element):
    found = card(dossier, element, CycleYearFactory())
    assert FEWEST <= len(found.questions) <= MOST
    assert len(set(found.questions)) == len(found.questions)
    assert codes(found)[-1] == "own_part"


def test_without_a_figure_the_question_is_what_people_see_themselves(dossier):
    found = card(dossier, unmeasured(dossier))
    assert not found.is_measured
    assert codes(found)[0] == "no_figure"


def test_without_cause_activity_and_owner_each_is_asked(dossier):
    assert {"no_cause", "no_activity", "no_owner"} <= set(codes(card(dossier, "talent", CycleYearFactory())))


def test_a_supposed_cause_is_asked_after_and_one_that_is_shown_is_not(dossier):
    CauseFactory(element="talent", status="shown", evidence="onderzoek")
    assert "supposed_cause" not in codes(card(dossier, "talent"))
    CauseFactory(element="talent", statement="Te weinig stages")
    asked = {q.code: q.subject for q in card(dossier, "talent").questions}
    assert asked["supposed_cause"] == "Te weinig stages"


def test_what_runs_without_a_named_cause_is_asked_after(dossier):
    activity = ActivityFactory(title="Open dag", status="running")
    Strengthening.objects.create(activity=activity, element="talent", **TRACE)
    cycle = CycleYearFactory()
    ChallengeOwnerFactory(cycle=cycle, answer="accepted")
    found = card(dossier, "talent", cycle)
    assert found.has_remedy
    assert {"no_activity", "no_owner"}.isdisjoint(codes(found))
    assert {q.code: q.subject for q in found.questions}["cause_not_named"] == "Open dag"


def test_an_open_agreement_of_an_earlier_year_is_asked_first(dossier):
    AgreementFactory(element="talent", text="Stageplan", cycle=CycleYearFactory(year=2028))
    AgreementFactory(element="talent", text="Gedaan", status="kept")
    found = card(dossier, "talent", CycleYearFactory(year=2029))
    assert (found.questions[0].code, found.questions[0].subject) == ("agreement", "Stageplan")


def test_what_is_perceived_stands_on_the_card(dossier):
    survey = SurveyFactory()
    for score in (8, 8, 9, 9, 9):
        SurveyAnswerFactory(survey=survey, scores={"talent": score})
    found = card(dossier, "talent", survey.cycle)
    assert found.perceived.total.mean == 8.6
    assert found.survey == survey
    assert card(dossier, "finance", survey.cycle).perceived is None


def test_all_cards_take_few_questions_to_the_database(dossier, django_assert_max_num_queries):
    cycle = CycleYearFactory()
    for element in ELEMENTS:
        for _k in range(5):
            AgreementFactory(element=element, cycle=cycle)
    with django_assert_max_num_queries(10):
        assert len(fact_cards(dossier, list(ELEMENTS), cycle, AFTER)) == len(ELEMENTS)
