# SPDX-License-Identifier: EUPL-1.2
"""The Dutch catalogue is complete: every sentence of this room and every failure of the others."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from schakel.documents import messages
from schakel.documents.sentences.note_texts import NOTE_TEXTS

SOURCE = Path(__file__).resolve().parents[2] / "src" / "schakel"
PO_FILE = SOURCE / "documents" / "locale" / "nl" / "LC_MESSAGES" / "documents.po"
SAYING = ("documents", "commands", "__main__.py")
FIELD = re.compile(r"{(\w+)[^}]*}")


def called_name(node):
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def source_strings():
    for file in SOURCE.rglob("*.py"):
        room = file.relative_to(SOURCE).parts[0]
        if room == "web":
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call):
                marked = called_name(node) == "N_" or (called_name(node) == "say" and room in SAYING)
                texts = (
                    node.args[:1]
                    if marked
                    else node.args[:2]
                    if called_name(node) == "choose" and room in SAYING
                    else []
                )
                values = tuple(
                    t.value for t in texts if isinstance(t, ast.Constant) and isinstance(t.value, str)
                )
                if values and values[0].strip():
                    yield values
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                is_failure_text = isinstance(target, ast.Name) and target.id in ("template", "cure")
                if (
                    is_failure_text
                    and isinstance(node.value, ast.Constant)
                    and isinstance(node.value.value, str)
                    and node.value.value
                ):
                    yield (node.value.value,)


@pytest.fixture(scope="module")
def catalogue():
    return read_po(PO_FILE.open("rb"), locale="nl")


def dutch(catalogue, text):
    message = catalogue.get(text)
    if message is None:
        return ()
    return message.string if isinstance(message.string, tuple) else (message.string,)


def test_every_sentence_has_a_dutch_text(catalogue):
    missing = sorted(
        {s[0] for s in source_strings() if not all(dutch(catalogue, s[0])) or not dutch(catalogue, s[0])}
    )
    assert not missing


def test_nothing_is_fuzzy(catalogue):
    assert not [m.id for m in catalogue if m.id and m.fuzzy]


def test_the_dutch_text_has_the_same_details(catalogue):
    wrong = []
    for message in catalogue:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        for source, text in zip(ids, dutch(catalogue, ids[0]), strict=False):
            if set(FIELD.findall(source)) != set(FIELD.findall(text)):
                wrong.append(source)
    assert not wrong


def test_the_catalogue_is_compiled_in_memory_where_no_compiled_file_lies(tmp_path):
    copy = tmp_path / "documents.po"
    copy.write_bytes(PO_FILE.read_bytes())
    assert messages._load(copy).gettext("not known") == "niet bekend"


def test_another_language_is_refused():
    with pytest.raises(ValueError, match='"nl" or "en"'):
        messages.words("de")


def note_codes():
    """Codes that the calculating rooms put in a remark, as far as they stand in the code."""
    pattern = re.compile(r'Note\(\s*"([a-z_]+)"|note_code="([a-z_]+)"|append\(\(\s*"([a-z_]+)",\s*\{')
    found = set()
    for room in ("dataroom", "diagnosis", "economy", "ecosystem"):
        for file in (SOURCE / room).rglob("*.py"):
            found |= {next(filter(None, groups)) for groups in pattern.findall(file.read_text())}
    holes = re.findall(
        r'\("([a-z]+_(?:without|only)_[a-z]+)", self', (SOURCE / "koers" / "coverage.py").read_text()
    )
    return found | set(holes)


def test_every_remark_has_a_sentence():
    assert len(note_codes()) > 20
    assert not sorted(note_codes() - set(NOTE_TEXTS))
