# SPDX-License-Identifier: EUPL-1.2
"""Coverage: which element each line strengthens, and what the course leaves open."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.shared_data import REPOSITORY

from schakel.koers.course import Contribution
from schakel.koers.coverage import cover
from schakel.koers.reading import read_course

ELEMENTS = (
    "formal_institutions",
    "culture",
    "networks",
    "physical_infrastructure",
    "finance",
    "leadership",
    "talent",
    "knowledge",
    "intermediate_services",
    "demand",
)


COURSE = read_course(REPOSITORY / "courses" / "dutch-techzone")


@pytest.fixture(scope="module")
def course():
    return COURSE


@pytest.fixture(scope="module")
def coverage(course):
    return cover(course, ELEMENTS)


def test_three_elements_are_strengthened_by_no_line(coverage):
    assert coverage.elements_without_line == ("formal_institutions", "physical_infrastructure", "leadership")


def test_finance_is_only_possible_and_advice_only_implied(coverage):
    assert coverage.elements_only_possibly == ("finance",)
    assert coverage.elements_only_implicitly == ("intermediate_services",)


def test_leadership_returns_outside_the_lines(coverage):
    assert coverage.named_elsewhere == ("leadership",)


def test_entrepreneurship_is_reported_as_an_output(coverage):
    assert coverage.outputs_named_as_elements == ("entrepreneurship",)


def test_the_matrix_is_the_one_of_the_course(coverage):
    said = {
        ("1", "knowledge"): "yes",
        ("1", "networks"): "yes",
        ("1", "finance"): "possibly",
        ("1", "intermediate_services"): "implicit",
        ("2", "talent"): "yes",
        ("2", "networks"): "yes",
        ("3", "demand"): "yes",
        ("3", "culture"): "yes",
    }
    assert len(coverage.cells) == 30
    assert {(c.line, c.element): c.strength for c in coverage.cells if c.strength != "no"} == said
    assert coverage.strength("2", "demand") == "no"
    (advice,) = [c for c in coverage.cells if c.strength == "implicit"]
    assert advice.through == ("1e",)


def test_nothing_has_an_owner_a_budget_a_number_or_a_date(coverage):
    assert len(coverage.actions_without_owner) == len(coverage.actions_without_budget) == 14
    assert coverage.criteria_without_number == coverage.criteria_without_date == ("9.1", "9.2", "9.3", "9.4")
    assert len(coverage.goals_without_baseline) == len(coverage.goals_without_target) == 6


def test_holes_name_what_was_counted(coverage):
    holes = {hole.kind: hole for hole in coverage.holes()}
    assert holes["elements_without_line"].n_items == 10
    assert holes["actions_without_owner"].n_items == 14
    assert all(0 < len(hole.codes) <= hole.n_items for hole in holes.values())


def test_an_owner_that_is_filled_in_closes_its_hole(course):
    first, *others = course.lines
    owned = first.actions[0].model_copy(update={"owner": "programme_office", "budget_eur": 1000.0})
    line = first.model_copy(update={"actions": (owned, *first.actions[1:])})
    coverage = cover(course.model_copy(update={"lines": (line, *others)}), ELEMENTS)
    assert "1a" not in coverage.actions_without_owner
    assert "1a" not in coverage.actions_without_budget
    assert coverage.n_actions == 14


contributions = st.lists(
    st.builds(
        Contribution,
        element=st.sampled_from(ELEMENTS),
        strength=st.sampled_from(["yes", "possibly", "implicit"]),
    ),
    max_size=6,
).map(tuple)


@settings(deadline=None)
@given(st.lists(contributions, min_size=3, max_size=3))
def test_each_element_is_in_at_most_one_kind_of_hole(course_contributions):
    lines = tuple(
        line.model_copy(update={"strengthens": said})
        for line, said in zip(COURSE.lines, course_contributions, strict=True)
    )
    coverage = cover(COURSE.model_copy(update={"lines": lines}), ELEMENTS)
    kinds = (
        coverage.elements_without_line,
        coverage.elements_only_possibly,
        coverage.elements_only_implicitly,
    )
    firm = {c.element for c in coverage.cells if c.strength == "yes"}
    assert sum(map(len, kinds)) + len(firm) == len(ELEMENTS)
    assert set().union(*kinds).isdisjoint(firm)
    named = {c.element for said in course_contributions for c in said}
    assert set(coverage.elements_without_line) == set(ELEMENTS) - named
