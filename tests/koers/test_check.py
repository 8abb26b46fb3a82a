# SPDX-License-Identifier: EUPL-1.2
"""Broken course folders: each kind of error says file, line, what was found and what was expected."""

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.shared_data import REPOSITORY

from schakel.koers.check import check_course, read_course_files
from schakel.koers.problems import Problem
from schakel.koers.reading import CourseNotValid, read_course

MADE_UP = REPOSITORY / "tests" / "courses" / "made-up"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "made-up"
    shutil.copytree(MADE_UP, copy)
    return copy


def break_line(folder: Path, file: str, old: str, new: str) -> int:
    """Replace the first ``old`` by ``new`` and return the line where it stood."""
    path = folder / file
    text = path.read_text()
    assert old in text, old
    path.write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


# file, old text, new text, lines further down, kind of problem, found, expected
BROKEN = [
    ("course.yaml", "  sbi_groups:", "  sbi_group:", 0, "UnknownKeyLooksLike", "sbi_group", "sbi_groups"),
    ("course.yaml", "focus:\n", "focus:\n  weather: sunny\n", 1, "UnknownKey", "weather", "sbi_groups"),
    ("course.yaml", 'version: "2030-2033"\n', "", 0, "MissingKey", "{", "version"),
    ("course.yaml", "{nl: Mensen, en: People}", "{nl: Mensen}", 0, "LabelMissing", "{nl}", "en"),
    ("course.yaml", "{nl: Mensen, en: People}", "{en: People}", 0, "LabelMissing", "{en}", "nl"),
    ("course.yaml", "{nl: Mensen, en: People}", "Mensen", 0, "NotAMapping", "Mensen", "model"),
    ("course.yaml", "en: People}", "en: ''}", 0, "EmptyText", "", "string"),
    ("course.yaml", "strength: possibly", "strength: maybe", 0, "UnknownWord", "maybe", "possibly"),
    ("course.yaml", "level: direct", "level: straight", 0, "UnknownWord", "straight", "strategic"),
    ("course.yaml", "from_year: 2030", "from_year: soon", 0, "NotAWholeNumber", "soon", "int"),
    ("course.yaml", "from_year: 2030", "from_year: 1030", 0, "TooSmall", "1030", "1900"),
    ("course.yaml", "until_year: 2033", "until_year: 3033", 0, "TooLarge", "3033", "2200"),
    ("course.yaml", "until_year: 2033", "until_year: 2029", 0, "DatesReversed", "2029", "2030"),
    (
        "course.yaml",
        "valid_to: 2032-01-01",
        "valid_to: 2028-01-01",
        0,
        "DatesReversed",
        "2028-01-01",
        "2028-03-01",
    ),
    ("course.yaml", "due: 2033-12-31", "due: the end of 2033", 0, "NotADate", "the end of 2033", "date"),
    ("course.yaml", "due: 2033-12-31", "due: 2033-02-30", 0, "NotADayThatExists", "2033-02-30", "2022-01-31"),
    ("course.yaml", "invented: true", "invented: perhaps", 0, "NotYesOrNo", "perhaps", "bool"),
    ("course.yaml", "budget_eur: 25000", "budget_eur: 25.000,00", 0, "NotANumber", "25.000,00", "float"),
    ("course.yaml", "budget_eur: 25000", "budget_eur: -5", 0, "TooSmall", "-5", "0"),
    ("course.yaml", "members: [GM9901, GM9902]", "members: GM9901", 0, "NotAList", "GM9901", "tuple"),
    ("course.yaml", "members: [GM9901, GM9902]", "members: []", 0, "TooFew", "[]", "1"),
    ("course.yaml", "- code: GM9902", "- code: GM99", 0, "WrongPattern", "GM99", "GM"),
    ("course.yaml", "- code: GM9902", "- code: GM9901", 0, "DuplicateCode", "GM9901", "not used"),
    ("course.yaml", "- code: 2a", "- code: 1b", 0, "DuplicateCode", "1b", "not used"),
    ("course.yaml", "- code: 2a", "- code: 7a", 0, "CodeOutsideLine", "7a", "2"),
    ("course.yaml", "publisher: Voorbeeldland", "publisher: 12", 0, "NotAText", "12", "string"),
    ("course.yaml", "invented: true", "invented: true\nid: twice", 1, "DuplicateKey", "id", "once"),
    (
        "course.yaml",
        "element: talent",
        "element: talents",
        0,
        "UnknownReferenceLooksLike",
        "talents",
        "talent",
    ),
    ("course.yaml", "element: talent", "element: xyz", 0, "UnknownReference", "xyz", "talent"),
    ("course.yaml", "through: [1b]", "through: [9z]", 0, "UnknownReference", "9z", "1a"),
    (
        "course.yaml",
        "[GM9901, GM9902, GM9903]",
        "[GM9901, GM9904]",
        0,
        "UnknownReferenceLooksLike",
        "GM9904",
        "GM9903",
    ),
    (
        "course.yaml",
        "default_variant: now",
        "default_variant: then",
        0,
        "UnknownReference",
        "then",
        "now",
    ),
    (
        "course.yaml",
        "cross_cutting: [green]",
        "cross_cutting: [blue]",
        0,
        "UnknownReference",
        "blue",
        "green",
    ),
    (
        "course.yaml",
        "initiatives: [laadplaats]",
        "initiatives: [laadplek]",
        0,
        "UnknownReferenceLooksLike",
        "laadplek",
        "laadplaats",
    ),
    ("course.yaml", "unit: jobs, year: 2033", "unit: jobs, year: 2020", 0, "DatesReversed", "2020", "2029"),
    (
        "course.yaml",
        "valid_from: 2028-03-01\n",
        "certainty: unknown\n      valid_from: 2028-03-01\n",
        0,
        "CertaintyDisagrees",
        "2028-03-01",
        "certainty",
    ),
    ("course.yaml", "      valid_from: 2028-03-01\n", "", -6, "CertaintyDisagrees", "", "valid_from"),
    (
        "course.yaml",
        "label: {nl: Voorbeeldland (",
        "label: {nl: Voorbeeldland (]",
        0,
        "NotYaml",
        "Voorbeeldland",
        "YAML",
    ),
    ("course.yaml", "\ngoals:", "\n\tgoals:", 1, "NotYaml", "goals", "YAML"),
    ("course.yaml", "publisher: Voor", "publisher: *Voor", 0, "AnchorRefused", "Voor", "value"),
    ("register.yaml", 'lines: ["1"]', 'lines: ["5"]', 0, "UnknownReference", "5", "1, 2"),
    ("register.yaml", "actions: [2a]", "actions: [2b]", 0, "UnknownReference", "2b", "2a"),
    ("register.yaml", "place: GM9901", "place: GM1234", 0, "UnknownReference", "GM1234", "GM9903"),
    (
        "register.yaml",
        "other: laadplaats",
        "other: laadplaatsen",
        0,
        "UnknownReferenceLooksLike",
        "laadplaatsen",
        "laadplaats",
    ),
    (
        "register.yaml",
        "other: laadplaats",
        "other: chauffeursschool",
        -1,
        "LineageInCircle",
        "chauffeursschool",
        "merged_into",
    ),
    (
        "register.yaml",
        "name: Chauffeursschool",
        "name: laadplein aastad",
        0,
        "DuplicateName",
        "laadplein",
        "not used",
    ),
    ("register.yaml", "type: hub", "type: pub", 0, "UnknownWord", "pub", "hub"),
    (
        "register.yaml",
        "ended_year: 2031",
        "started_year: 2032\n    ended_year: 2031",
        1,
        "DatesReversed",
        "2031",
        "2032",
    ),
    ("register.yaml", 'sections: ["2"]', 'sections: ["9"]', 0, "UnknownReference", "9", "1, 2, 3"),
    ("sources.yaml", "refresh: yearly", "refresh: weekly", 0, "UnknownWord", "weekly", "yearly"),
    ("sources.yaml", "may_publish: true", "may_publish: 'yes'", 0, "NotYesOrNo", "yes", "bool"),
    (
        "sources.yaml",
        "elements: [demand]",
        "elements: [demands]",
        0,
        "UnknownReferenceLooksLike",
        "demands",
        "demand",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "down", "kind", "found", "expected"), BROKEN)
def test_a_broken_file_says_file_line_found_and_expected(folder, file, old, new, down, kind, found, expected):
    line = break_line(folder, file, old, new) + down
    problems = check_course(folder)
    matching = [p for p in problems if type(p).__name__ == kind]
    assert matching, [f"{type(p).__name__}: {p}" for p in problems]
    problem = matching[0]
    assert problem.file == f"made-up/{file}"
    assert found in problem.found
    assert expected in problem.expected
    assert problem.line == (line if kind != "MissingKey" else 3)
    assert f"{file}, line {problem.line}" in str(problem)


def test_the_made_up_course_has_no_problems():
    assert [str(p) for p in check_course(MADE_UP)] == []


def test_all_problems_are_found_at_once(folder):
    break_line(folder, "course.yaml", "strength: possibly", "strength: maybe")
    break_line(folder, "course.yaml", "from_year: 2030", "from_year: soon")
    break_line(folder, "register.yaml", "type: hub", "type: pub")
    break_line(folder, "sources.yaml", "refresh: yearly", "refresh: weekly")
    kinds = [(p.file.split("/")[1], type(p).__name__) for p in check_course(folder)]
    assert kinds == [
        ("course.yaml", "NotAWholeNumber"),
        ("course.yaml", "UnknownWord"),
        ("register.yaml", "UnknownWord"),
        ("sources.yaml", "UnknownWord"),
    ]


@pytest.mark.parametrize("file", ["course.yaml", "register.yaml", "sources.yaml", "framework.yaml"])
def test_a_missing_file_is_named(folder, file):
    (folder / file).unlink(missing_ok=True)
    missing = [p for p in check_course(folder) if type(p).__name__ == "FileMissing"]
    assert [p.file for p in missing] == [f"made-up/{file}"]


def test_a_folder_that_is_a_file_or_absent_gives_problems_and_no_crash(tmp_path):
    assert len(check_course(tmp_path / "nothing")) >= 3
    (tmp_path / "file").write_text("x")
    assert check_course(tmp_path / "file")


def test_reading_a_broken_course_raises_with_every_problem(folder):
    break_line(folder, "course.yaml", "strength: possibly", "strength: maybe")
    with pytest.raises(CourseNotValid, match=r"made-up: 1\. .*course\.yaml, line \d+") as caught:
        read_course(folder)
    assert len(caught.value.problems) == 1
    assert "schakel koers check" in str(caught.value)


def test_an_untouched_course_reads_and_keeps_a_fingerprint(folder):
    before = read_course(folder)
    break_line(folder, "sources.yaml", "licence: CC0", "licence: CC-BY")
    after = read_course(folder)
    assert before.content_sha256 != after.content_sha256
    assert re.fullmatch("[0-9a-f]{64}", after.content_sha256)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    content=st.binary(max_size=300) | st.text(max_size=300).map(lambda t: t.encode("utf-8", "surrogatepass"))
)
def test_garbage_never_crashes_the_check(folder, content):
    for file in ("course.yaml", "register.yaml", "sources.yaml", "framework.yaml"):
        (folder / file).write_bytes(content)
    problems = check_course(folder)
    assert problems
    assert all(isinstance(p, Problem) and p.line >= 1 and str(p) for p in problems)


leaves = st.none() | st.booleans() | st.integers(-9, 9999) | st.text(max_size=12) | st.dates()
trees = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None)
@given(data=st.data(), tree=trees)
def test_a_value_of_any_kind_anywhere_never_crashes_the_check(folder, data, tree):
    import yaml

    document = yaml.safe_load((MADE_UP / "course.yaml").read_text())
    place = document
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if not (isinstance(place[key], dict | list) and place[key]) or data.draw(st.booleans()):
            place[key] = tree
            break
        place = place[key]
    (folder / "course.yaml").write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    problems = check_course(folder)
    assert all(isinstance(p, Problem) and p.line >= 1 and str(p) for p in problems)


def test_reading_takes_the_files_as_they_are_without_raising(folder):
    (folder / "course.yaml").write_text("lines: 3\n")
    files = read_course_files(folder)
    assert files.course is None
    assert files.register is not None
