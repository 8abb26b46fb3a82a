# SPDX-License-Identifier: EUPL-1.2
"""The goals-efforts network: every link once, said by who says it; causes and goals without work."""

from tests.made_up_dossier import made_up_measurement
from tests.programme.factories import (
    ActivityFactory,
    CauseFactory,
    ClaimFactory,
    InitiativeFactory,
    StrengtheningFactory,
)

from schakel.programme.queries.effort import read_efforts
from schakel.programme.queries.goals_efforts import GoalLink, build_network
from schakel.programme.queries.weakness import (
    find_weaknesses,
    highest_probability,
    unmeasured_elements,
    weak_elements,
)

GOALS, ELEMENTS = ["jobs", "place"], ["talent", "finance"]


def network(**options):
    return build_network(read_efforts({}), GOALS, ELEMENTS, **options)


def test_each_link_is_said_once_by_who_says_it():
    initiative, cause = InitiativeFactory(), CauseFactory()
    activity = ActivityFactory(initiative=initiative, goals=["jobs"])
    StrengtheningFactory(activity=activity, cause=cause, mechanism="Zij blijven vaker", strength="possibly")
    found = network()
    (link,) = found.assumptions
    assert (link.effort.code, link.cause, link.mechanism) == (
        activity.code,
        cause.statement,
        "Zij blijven vaker",
    )
    assert (link.strength, link.goals) == ("possibly", ("jobs",))
    assert [c.n_efforts for c in found.causes] == [1]


def test_a_goal_and_an_element_are_linked_where_work_names_both():
    initiative = InitiativeFactory()
    StrengtheningFactory(initiative=initiative)
    ClaimFactory(initiative=initiative, goal="place")
    ActivityFactory(initiative=initiative, goals=["jobs"])
    ActivityFactory(goals=["jobs"])
    found = network()
    assert found.goal_links == (GoalLink("jobs", "talent", 2), GoalLink("place", "talent", 1))
    assert found.goals_without_effort == ()


def test_external_work_is_shown_and_links_no_goal_and_removes_no_cause():
    external, cause = InitiativeFactory(relation="external"), CauseFactory()
    StrengtheningFactory(initiative=external, cause=cause)
    ClaimFactory(initiative=external, goal="jobs")
    found = network()
    assert len(found.assumptions) == 1
    assert found.goal_links == ()
    assert [c.id for c in found.causes_without_effort] == [cause.pk]


def test_one_element_leaves_out_the_others():
    StrengtheningFactory(initiative=InitiativeFactory(), element="finance")
    StrengtheningFactory(initiative=InitiativeFactory(), element="talent")
    CauseFactory(element="finance")
    found = network(only_element="talent")
    assert (found.elements, {a.element for a in found.assumptions}) == (("talent",), {"talent"})
    assert found.causes == ()


def test_the_weakness_of_an_element_agrees_with_the_verdict_of_the_diagnosis():
    dossier = made_up_measurement(first_year=False).dossier
    weaknesses = find_weaknesses(dossier)
    for verdict in dossier.weakest:
        for link in verdict.links:
            (found,) = [
                w for w in weaknesses if (w.comparison, w.element) == (verdict.comparison, link.element)
            ]
            assert (found.probability, found.in_set) == (link.probability, True)
    assert weak_elements(weaknesses) == {x.element for v in dossier.weakest for x in v.links}
    for element in unmeasured_elements(weaknesses):
        assert highest_probability(weaknesses, element) is None
        assert all(not e.measured for c in dossier.comparisons for e in c.elements if e.element == element)
