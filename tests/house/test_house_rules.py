# SPDX-License-Identifier: EUPL-1.2
"""The rules of the house that a linter does not know."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCE = REPOSITORY / "src" / "schakel"
MODULES = sorted(p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts)
ROOMS = sorted(p.name for p in SOURCE.iterdir() if (p / "__init__.py").exists())
TEXT_SUFFIXES = {".py", ".md", ".yaml", ".yml", ".toml", ".txt", ".html", ".css", ".cfg", ".po", ""}
LONGEST_FILE_LINES = 400
LONGEST_FUNCTION_LINES = 40


def tracked_files() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
    )
    if listing.returncode != 0:
        pytest.skip("not a git checkout")
    return [REPOSITORY / name for name in listing.stdout.splitlines() if (REPOSITORY / name).is_file()]


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef, source: list[str]) -> int:
    body = function.body
    has_docstring = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    skipped = range(body[0].lineno, body[0].end_lineno + 1) if has_docstring else range(0)
    numbers = range(body[0].lineno, function.end_lineno + 1)
    return sum(
        1 for n in numbers if n not in skipped and source[n - 1].strip() and source[n - 1].strip()[0] != "#"
    )


@pytest.mark.parametrize("module", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_file_is_one_concept_of_at_most_400_lines(module):
    assert len(module.read_text().splitlines()) <= LONGEST_FILE_LINES


@pytest.mark.parametrize("module", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_function_has_at_most_40_lines_of_code(module):
    text = module.read_text()
    source = text.splitlines()
    too_long = {
        node.name: lines
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := code_lines(node, source)) > LONGEST_FUNCTION_LINES
    }
    assert not too_long


def test_every_source_file_carries_the_licence():
    without = [
        p
        for p in tracked_files()
        if p.suffix == ".py"
        and p.stat().st_size
        and "SPDX-License-Identifier: EUPL-1.2" not in p.read_text()[:200]
    ]
    assert not without


def test_no_room_without_a_name():
    nameless = re.compile(r"(^|/)(utils?|helpers?|common|misc|base|core|shared)(\.py|/|$)")
    offending = [
        str(p.relative_to(REPOSITORY)) for p in MODULES if nameless.search(str(p.relative_to(SOURCE)))
    ]
    assert not offending


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_in_at_most_ten_lines_what_it_is_for(room):
    docstring = ast.get_docstring(ast.parse((SOURCE / room / "__init__.py").read_text()))
    assert docstring, f"{room}/__init__.py has no docstring"
    assert len(docstring.splitlines()) <= 10


def test_decision_records_and_their_index_agree():
    folder = REPOSITORY / "docs" / "decisions"
    index = (folder / "README.md").read_text()
    records = {p.name for p in folder.glob("[0-9]*.md")}
    assert records == set(re.findall(r"\((\d{4}-[a-z0-9-]+\.md)\)", index))
    for name in records:
        text = (folder / name).read_text()
        assert "**Status.**" in text and "**Decision.**" in text, name


def test_no_committed_file_names_a_package_index():
    addresses = re.compile(r"(index-url|extra-index|find-links|resolved[\"']?\s*[:=])", re.IGNORECASE)
    offending = [
        str(p.relative_to(REPOSITORY))
        for p in tracked_files()
        if p.parent.name == "requirements" and addresses.search(p.read_text())
    ]
    assert not offending


def test_requirements_are_pinned_with_hashes():
    for name in ("runtime.txt", "test.txt"):
        text = (REPOSITORY / "requirements" / name).read_text()
        pins = re.findall(r"^[a-z0-9][\w.\[\]-]*==\S+.*$", text, flags=re.MULTILINE)
        assert len(pins) > 20
        assert all(pin.rstrip().endswith("\\") for pin in pins), "a pin without a hash"


def test_no_file_holds_unfinished_places():
    words = re.compile(
        r"\b("
        + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplemented" + "Error", "lorem " + "ipsum"])
        + r")\b"
    )
    offending = [
        str(p.relative_to(REPOSITORY))
        for p in tracked_files()
        if p.suffix in {".py", ".html", ".md", ".yaml"} and words.search(p.read_text())
    ]
    assert not offending


@pytest.mark.parametrize("name", ["README.md", "LEESMIJ.md"])
def test_the_front_pages_name_both_commands(name):
    text = (REPOSITORY / name).read_text()
    assert "make start" in text
    assert "make test" in text


def test_every_method_page_is_listed():
    folder = REPOSITORY / "docs" / "method"
    index = (folder / "README.md").read_text()
    assert {p.name for p in folder.glob("*.md")} - {"README.md"} == set(
        re.findall(r"\(([a-z-]+\.md)\)", index)
    )
