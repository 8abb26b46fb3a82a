# SPDX-License-Identifier: EUPL-1.2
"""Causes of a weak link, and what removes them."""

import pytest
from tests.programme.factories import (
    ActivityFactory,
    CauseFactory,
    InitiativeFactory,
    StrengtheningFactory,
)

from schakel.programme.actions.causes import (
    CauseOfAnotherElement,
    EvidenceNeeded,
    OneThingStrengthens,
    StrengthenedAlready,
    UnknownElement,
    add_cause,
    add_strengthening,
    change_cause,
    change_strengthening,
    remove_strengthening,
)
from schakel.programme.models import Cause, CauseStatus, Strengthening
from schakel.programme.queries.causes import element_stories, strengthenings_of

ELEMENTS = ("talent", "finance")


def test_a_supposed_cause_needs_no_evidence_and_a_better_one_does(by, now):
    cause = add_cause(element="talent", statement="Wonen is duur", elements=ELEMENTS, by=by, at=now)
    assert cause.status == CauseStatus.SUPPOSED
    for status in (CauseStatus.SUPPORTED, CauseStatus.SHOWN):
        with pytest.raises(EvidenceNeeded):
            change_cause(
                cause=cause,
                changes={"status": status},
                elements=ELEMENTS,
                expected_version=1,
                by=by,
                at=now,
            )
    shown = change_cause(
        cause=cause,
        changes={"status": "shown", "evidence": "Onderzoek 2030"},
        elements=ELEMENTS,
        expected_version=1,
        by=by,
        at=now,
    )
    assert shown.status == "shown"


def test_an_element_outside_the_course_is_refused_and_the_known_ones_are_told(by, now):
    with pytest.raises(UnknownElement) as told:
        add_cause(element="weather", statement="Regen", elements=ELEMENTS, by=by, at=now)
    assert told.value.details == {"element": "weather", "known": ["talent", "finance"]}
    assert not Cause.objects.exists()


def test_a_cause_belongs_to_the_element_that_is_strengthened(by, now):
    cause = CauseFactory(element="finance")
    with pytest.raises(CauseOfAnotherElement):
        add_strengthening(
            initiative=InitiativeFactory(), element="talent", cause=cause, elements=ELEMENTS, by=by, at=now
        )
    assert not Strengthening.objects.exists()


def test_a_cause_that_is_being_removed_stays_with_its_element(by, now):
    cause = CauseFactory(element="talent")
    StrengtheningFactory(initiative=InitiativeFactory(), cause=cause)
    with pytest.raises(CauseOfAnotherElement):
        change_cause(
            cause=cause,
            changes={"element": "finance"},
            elements=ELEMENTS,
            expected_version=1,
            by=by,
            at=now,
        )


@pytest.mark.parametrize("both", [True, False])
def test_one_thing_strengthens(by, now, both):
    things = {"initiative": InitiativeFactory(), "activity": ActivityFactory()} if both else {}
    with pytest.raises(OneThingStrengthens):
        add_strengthening(element="talent", elements=ELEMENTS, by=by, at=now, **things)


def test_the_same_is_not_recorded_twice(by, now):
    activity = ActivityFactory()
    tie = add_strengthening(activity=activity, element="talent", elements=ELEMENTS, by=by, at=now)
    with pytest.raises(StrengthenedAlready):
        add_strengthening(activity=activity, element="talent", elements=ELEMENTS, by=by, at=now)
    cause = CauseFactory()
    changed = change_strengthening(
        strengthening=tie,
        cause=cause,
        mechanism="Leert ze hier werken",
        strength="possibly",
        expected_version=1,
        by=by,
        at=now,
    )
    assert (changed.cause, changed.mechanism) == (cause, "Leert ze hier werken")
    remove_strengthening(strengthening=changed, by=by, at=now)
    assert not Strengthening.objects.exists()


def test_from_weak_link_to_cause_to_what_is_done():
    covered, uncovered = CauseFactory(), CauseFactory(statement="Onbekend maakt onbemind")
    running = ActivityFactory(status="running")
    StrengtheningFactory(activity=running, cause=covered)
    StrengtheningFactory(activity=ActivityFactory(status="cancelled"), cause=uncovered)
    StrengtheningFactory(initiative=InitiativeFactory(relation="external"), cause=uncovered)
    StrengtheningFactory(initiative=InitiativeFactory(stage="stopped"), cause=uncovered)
    StrengtheningFactory(initiative=InitiativeFactory(code="vaag"))
    talent, finance = element_stories(ELEMENTS)
    assert [(c.statement, c.is_covered) for c in talent.causes] == [
        ("Te weinig technici blijven", True),
        ("Onbekend maakt onbemind", False),
    ]
    assert [r.code for r in talent.without_cause] == ["vaag"]
    assert talent.n_uncovered == 1
    assert (finance.causes, finance.without_cause) == ((), ())


def test_stories_take_two_questions_however_many_causes(django_assert_num_queries):
    for _ in range(20):
        StrengtheningFactory(activity=ActivityFactory(), cause=CauseFactory())
        StrengtheningFactory(initiative=InitiativeFactory(), cause=CauseFactory(element="finance"))
    with django_assert_num_queries(2):
        assert sum(len(story.causes) for story in element_stories(ELEMENTS)) == 40


def test_an_initiative_strengthens_also_through_its_activities():
    initiative = InitiativeFactory()
    StrengtheningFactory(initiative=initiative)
    StrengtheningFactory(activity=ActivityFactory(initiative=initiative), element="finance")
    assert [tie.element for tie in strengthenings_of(initiative)] == ["talent", "finance"]
