# SPDX-License-Identifier: EUPL-1.2
"""The glossary and the code use the same words."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from tests.shared_data import REPOSITORY

SOURCE = REPOSITORY / "src" / "schakel"
ROWS = [
    [cell.strip() for cell in row.strip("|").split("|")]
    for row in (REPOSITORY / "docs" / "glossary.md").read_text().splitlines()
    if row.startswith("| ") and not row.startswith("| Dutch")
]
NAMED = [
    (dutch, code.strip("`"), room)
    for dutch, _english, code, room, _definition, _source in ROWS
    if code != "-"
]


def names_in(room: str) -> set[str]:
    names: set[str] = set()
    for path in (SOURCE / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                names.add(node.name)
            elif isinstance(node, ast.Assign):
                names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return names


def public_models(path: Path) -> set[str]:
    """Classes of a module that are data: frozen dataclasses and entries, not failures and not files' inner parts."""
    found = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            is_dataclass = any("dataclass" in ast.unparse(d) for d in node.decorator_list)
            is_entry = {ast.unparse(base) for base in node.bases} & {"Entry", "Item", "CourseFile"}
            if is_dataclass or is_entry:
                found.add(node.name)
    return found


@pytest.mark.parametrize(("dutch", "code", "room"), NAMED, ids=[name[1] for name in NAMED])
def test_a_name_of_the_glossary_exists_in_its_room(dutch, code, room):
    assert code in names_in(room), f"{dutch}: {room} has no {code}"


def test_no_dutch_word_and_no_english_word_has_two_meanings():
    for column in (0, 1):
        doubled = [word for word, count in Counter(row[column].lower() for row in ROWS).items() if count > 1]
        assert doubled == []


def test_every_line_is_filled_in():
    assert [row for row in ROWS if len(row) != 6 or not all(row)] == []
    assert all(re.fullmatch(r"-|`\w+`", row[2]) for row in ROWS)


@pytest.mark.parametrize(
    "module",
    [
        "koers/course.py",
        "koers/region.py",
        "koers/register.py",
        "koers/coverage.py",
        "koers/compare.py",
        "koers/sources.py",
        "diagnosis/dossier.py",
        "diagnosis/vocabulary.py",
        "composite/structure/tree.py",
        "composite/structure/indicator_data.py",
        "composite/building/steps.py",
        "composite/building/build.py",
        "composite/varying/alternatives.py",
        "composite/varying/variation.py",
        "composite/varying/sensitivity.py",
        "composite/varying/data_error.py",
        "composite/building/comparing.py",
        "composite/changing/change_parts.py",
        "composite/changing/attribute_change.py",
    ],
)
def test_every_model_of_the_course_the_dossier_and_the_composite_has_a_line(module):
    room = module.split("/")[0]
    listed = {code for _dutch, code, named_room in NAMED if named_room == room}
    others = {code for _dutch, code, _room in NAMED}
    missing = public_models(SOURCE / module) - listed - {"Region"}
    assert missing - others == set()
    assert missing <= {"Comparison", "Indicator"}
