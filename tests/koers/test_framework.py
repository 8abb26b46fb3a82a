# SPDX-License-Identifier: EUPL-1.2
"""The framework of a course: read, checked, and refused with file and line."""

import shutil
from pathlib import Path

import pytest

from schakel.koers.framework import FrameworkNotValid, load_framework

REPOSITORY = Path(__file__).resolve().parents[2]
COURSE = REPOSITORY / "courses" / "dutch-techzone"
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


@pytest.fixture(scope="module")
def framework():
    return load_framework(COURSE)


@pytest.fixture
def course(tmp_path):
    folder = tmp_path / "a-course"
    folder.mkdir()
    shutil.copy(COURSE / "framework.yaml", folder)
    return folder


def edit(folder, old, new, count=1):
    path = folder / "framework.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, count))
    return text[: text.index(old)].count("\n") + 1


def problems(folder):
    with pytest.raises(FrameworkNotValid) as refusal:
        load_framework(folder)
    return refusal.value.problems


def test_ten_elements_each_with_a_question_and_what_would_measure_it(framework):
    assert framework.element_codes == ELEMENTS
    for element in framework.elements:
        for words in (element.label, element.question, element.would_measure):
            assert words.nl and words.en
        assert element.question.nl != element.question.en


def test_the_comparisons_say_how_the_region_takes_part(framework):
    assert framework.comparison("european").region == "bracket"
    assert framework.comparison("dutch").region == "built"
    assert framework.comparison("dutch").level == "corop"


def test_elements_without_an_indicator_stay_unmeasured(framework):
    assert [e.code for e in framework.unmeasured("european")] == ["leadership"]
    assert [e.code for e in framework.unmeasured("dutch")] == [
        "formal_institutions",
        "networks",
        "finance",
        "leadership",
        "knowledge",
    ]


def test_every_error_says_who_states_it_and_an_assumption_says_so(framework):
    for indicator in framework.indicators:
        basis = indicator.error.basis
        assert (indicator.error.stated == "assumption") == basis.nl.startswith("Aanname"), indicator.code
        assert basis.en.startswith("Assumption") == basis.nl.startswith("Aanname"), indicator.code


def test_survey_scores_carry_half_the_published_margin(framework):
    score = framework.indicators_of("european", "formal_institutions")[0]
    assert (score.error.kind, score.error.value, score.error.stated) == ("absolute", 0.15, "publisher")
    assert score.scale == "interval"


def test_what_is_worse_when_higher_has_its_direction(framework):
    worse = {i.code for i in framework.indicators if i.direction == "-"}
    assert worse == {"early_school_leavers", "neet", "distance_hospital", "distance_primary_school"}


def test_the_hash_follows_the_file(framework, course):
    assert load_framework(course).content_sha256 == framework.content_sha256
    edit(course, 'version: "2026.1"', 'version: "2026.2"')
    assert load_framework(course).content_sha256 != framework.content_sha256


def test_a_missing_file_is_a_problem_with_its_name(tmp_path):
    assert "framework.yaml" in str(problems(tmp_path)[0])


def test_an_unknown_element_is_refused_at_its_line(course):
    line = edit(course, "element: talent", "element: talents")
    found = problems(course)
    assert [(p.file, p.line, p.found) for p in found] == [("a-course/framework.yaml", line, "talents")]
    assert "talent," in str(found[0])


def test_a_code_may_stand_once(course):
    edit(course, "code: quality_accountability", "code: corruption")
    assert "stands twice" in str(problems(course)[0])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('direction: "+"', 'direction: "up"'),
        ("scale: interval", "scale: nominal"),
        ("kind: relative", "kind: vague"),
        ("value: 0.15", "value: -1"),
        ("level: nuts2", "level: street"),
        ("numerator: [", "counted: ["),
        ("factor: 100", "factor: 0"),
        ("min_indicator_share: 0.3", "min_indicator_share: 1.5"),
    ],
)
def test_a_wrong_word_is_refused_with_the_line(course, old, new):
    line = edit(course, old, new)
    assert any(abs(p.line - line) <= 9 for p in problems(course))


def test_several_problems_come_at_once(course):
    edit(course, "scale: interval", "scale: nominal")
    edit(course, "kind: relative", "kind: vague")
    assert len(problems(course)) == 2
