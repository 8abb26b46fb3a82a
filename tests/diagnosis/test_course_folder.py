# SPDX-License-Identifier: EUPL-1.2
"""A whole course folder against the figures that it names."""

import shutil
from pathlib import Path

import pytest
from tests.shared_data import REPOSITORY

from schakel.diagnosis.course_folder import check_course_folder

MADE_UP = REPOSITORY / "tests" / "courses" / "made-up"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "made-up"
    shutil.copytree(MADE_UP, copy)
    return copy


def broken(folder: Path, file: str, old: str, new: str) -> int:
    path = folder / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("course", "figures"),
    [(REPOSITORY / "courses" / "dutch-techzone", REPOSITORY / "figures"), (MADE_UP, MADE_UP / "figures")],
    ids=["dutch-techzone", "made-up"],
)
def test_the_folders_of_the_project_are_right(course, figures):
    assert [str(p) for p in check_course_folder(course, figures)] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "kind", "found", "expected"),
    [
        (
            "framework.yaml",
            "invented_drivers",
            "invented_driver",
            "UnknownMeasure",
            "invented_driver",
            "invented_drivers",
        ),
        (
            "picture.yaml",
            "invented_jobs:G-I",
            "invented_jobs:G",
            "UnknownMeasure",
            "invented_jobs:G",
            "invented_jobs:G-I",
        ),
        ("course.yaml", "invented_jobs:G-I", "made_jobs", "UnknownMeasure", "made_jobs", ""),
        ("sources.yaml", "[INVENTED]", "[INVENT]", "UnknownFigureTable", "INVENT", "INVENTED"),
        ("course.yaml", "corop: CR92", "corop: CR93", "MemberElsewhere", "CR93", "CR92"),
        ("course.yaml", "nuts2: NL92", "nuts2: NL91", "MemberElsewhere", "NL91", "NL92"),
        ("picture.yaml", "theme: people", "theme: weather", "UnknownWord", "weather", "people"),
        ("checks.yaml", "kind: share_of", "kind: part_of", "UnknownWord", "part_of", "share_of"),
    ],
)
def test_what_does_not_fit_the_figures_is_named_with_its_line(folder, file, old, new, kind, found, expected):
    line = broken(folder, file, old, new)
    problems = [p for p in check_course_folder(folder, folder / "figures") if type(p).__name__ == kind]
    assert problems
    assert problems[0].line == line
    assert problems[0].file == f"made-up/{file}"
    assert found in problems[0].found
    assert expected in problems[0].expected


def test_a_member_that_is_no_municipality_is_named(folder):
    path = folder / "course.yaml"
    path.write_text(path.read_text().replace("GM9903", "GM8803"))
    (problem,) = check_course_folder(folder, folder / "figures")
    assert type(problem).__name__ == "UnknownMunicipality"


def test_printed_figures_that_cannot_be_read_are_a_failure(folder):
    (folder / "printed_figures.csv").write_text("a,b\n1,2\n")
    (failure,) = check_course_folder(folder)
    assert "printed_figures.csv" in str(failure)


def test_an_empty_folder_gives_failures_and_no_crash(tmp_path):
    assert len(check_course_folder(tmp_path, MADE_UP / "figures")) >= 5
