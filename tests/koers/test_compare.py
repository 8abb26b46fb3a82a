# SPDX-License-Identifier: EUPL-1.2
"""Two versions of a course side by side."""

import shutil

import pytest
from tests.shared_data import REPOSITORY

from schakel.koers.compare import compare_courses
from schakel.koers.reading import read_course

MADE_UP = REPOSITORY / "tests" / "courses" / "made-up"


@pytest.fixture(scope="module")
def old():
    return read_course(MADE_UP)


def changed_course(tmp_path, *changes):
    folder = tmp_path / "made-up"
    shutil.copytree(MADE_UP, folder)
    path = folder / "course.yaml"
    text = path.read_text()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    path.write_text(text)
    return read_course(folder)


def test_a_course_does_not_differ_from_itself(old):
    assert compare_courses(old, old).is_empty


def test_an_action_that_came_is_added(old, tmp_path):
    new = changed_course(
        tmp_path,
        ("bodies:\n", 'bodies:\n  - {code: council, section: "3", label: {nl: Raad, en: Council}}\n'),
    )
    difference = compare_courses(old, new)
    assert difference.added == ("bodies:council",)
    assert compare_courses(new, old).removed == ("bodies:council",)
    assert difference.lines("nl") == ("+ bodies:council  Raad",)
    assert difference.lines("en") == ("+ bodies:council  Council",)


def test_an_owner_a_label_and_a_date_that_changed_are_named(old, tmp_path):
    new = changed_course(
        tmp_path,
        ("owner: programme_office\n        budget_eur: 25000", "owner: council\n        budget_eur: 30000"),
        ("due: 2033-12-31", "due: 2034-12-31"),
        ("{nl: Mensen, en: People}", "{nl: Vakmensen, en: Skilled people}"),
        ("strength: possibly", "strength: yes"),
    )
    lines = compare_courses(old, new).lines()
    assert "~ actions:1a.owner: programme_office → council" in lines
    assert "~ actions:1a.budget_eur: 25000.0 → 30000.0" in lines
    assert "~ criteria:3.1.due: 2033-12-31 → 2034-12-31" in lines
    assert "~ lines:2.label: “People” → “Skilled people”" in lines
    assert any(line.startswith("~ lines:2.strengthens") and "possibly" in line for line in lines)
    assert len(lines) == 5


def test_an_owner_that_came_was_unknown_before(old, tmp_path):
    new = changed_course(
        tmp_path,
        ('- code: 1b\n        section: "2"\n', '- code: 1b\n        section: "2"\n        owner: council\n'),
    )
    assert compare_courses(old, new).lines() == ("~ actions:1b.owner: — → council",)


def test_moving_an_item_in_its_list_is_no_change(old):
    moved = old.model_copy(update={"cycle": tuple(reversed(old.cycle))})
    assert compare_courses(old, moved).is_empty
