# SPDX-License-Identifier: EUPL-1.2
"""A refusal is known by its name, so one name means one thing in the whole room."""

import ast
from collections import Counter
from pathlib import Path

import schakel.composite

ROOM = Path(schakel.composite.__file__).parent


def refusals():
    for path in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and any(
                isinstance(parent, ast.Name) and parent.id == "BadInput" for parent in node.bases
            ):
                yield node.name


def test_no_two_refusals_have_the_same_name():
    names = Counter(refusals())
    assert len(names) > 100
    assert [name for name, count in names.items() if count > 1] == []
