# SPDX-License-Identifier: EUPL-1.2
"""The Dutch catalogue is complete: every text of templates and code, none empty, none fuzzy, none unused."""

import ast
import re

import pytest
from babel.messages.pofile import read_po
from tests.web.site import REPOSITORY

ROOM = REPOSITORY / "src" / "schakel" / "web"
CATALOGUE = ROOM / "locale" / "nl" / "LC_MESSAGES" / "django.po"


def source_texts():
    """Every source text, as Django extracts it from templates and from calls of gettext in code."""
    from django.utils.translation.template import templatize

    found = set()
    for path in sorted(ROOM.rglob("*.html")):
        code = templatize(path.read_text(), origin=str(path))
        for call in re.finditer(r"\bn?gettext\(((?:[^()']|'[^']*')*?|.*?)\)(?=\s|$)", code):
            found |= strings_of(call.group(0))
    for path in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("_", "gettext", "ngettext")
            ):
                found |= {
                    a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)
                }
    return found


def strings_of(call):
    try:
        tree = ast.parse(call.strip(), mode="eval")
    except SyntaxError:
        tree = None
    if tree is not None:
        return {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return set()


@pytest.fixture(scope="module")
def catalogue():
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="nl")


def test_every_text_has_a_dutch_one(catalogue):
    texts = source_texts()
    known = {m.id[0] if isinstance(m.id, tuple) else m.id for m in catalogue if m.id}
    plurals = {m.id[1] for m in catalogue if isinstance(m.id, tuple)}
    assert len(texts) > 200
    assert texts <= known | plurals, sorted(texts - known - plurals)


def test_no_text_is_empty_or_doubtful(catalogue):
    for message in catalogue:
        if message.id:
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            assert all(strings), message.id
            assert not message.fuzzy, message.id


def test_the_dutch_text_keeps_every_name(catalogue):
    names = re.compile(r"%\((\w+)\)s")
    for message in catalogue:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id:
            assert set(names.findall(strings[-1])) == set(names.findall(ids[-1])), message.id


def test_no_dutch_text_is_left_over(catalogue):
    known = {m.id[0] if isinstance(m.id, tuple) else m.id for m in catalogue if m.id}
    assert not known - source_texts()
