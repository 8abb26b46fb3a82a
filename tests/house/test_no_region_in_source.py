# SPDX-License-Identifier: EUPL-1.2
"""The source knows no region: everything about one comes from its course folder."""

import re
from pathlib import Path

import pytest
from tests.shared_data import REPOSITORY

from schakel.koers.label import Label
from schakel.koers.reading import read_course

SOURCE = REPOSITORY / "src"
COURSE = REPOSITORY / "courses" / "dutch-techzone"
TEXT_FILES = {
    ".py",
    ".html",
    ".css",
    ".js",
    ".po",
    ".typ",
    ".yaml",
    ".json",
    ".csv",
    ".txt",
    ".svg",
    ".toml",
    ".md",
}


def source_files() -> list[Path]:
    return sorted(p for p in SOURCE.rglob("*") if p.is_file() and p.suffix in TEXT_FILES)


def words_of_the_course() -> set[str]:
    course = read_course(COURSE)
    words = {course.id, course.label.nl, "TechZone", "Tech Zone", "DTZ"}
    for member in course.region.members:
        words |= {member.code, member.name, member.corop, member.nuts3}
    generic = {"Top Dutch", "bidbook", "NOM", "RVO", "SNN"}
    words |= {i.name for i in course.initiatives} - generic
    words |= {p.name for p in course.partners} - generic - {"Rijksoverheid"}
    return words | {"Drenthe", "Overijssel", "RegioCampus", "Vechtdal"}


def test_the_course_has_words_to_look_for():
    words = words_of_the_course()
    assert {"Emmen", "Coevorden", "Hoogeveen", "Hardenberg", "GM0114", "CR08", "NL132"} <= words


@pytest.mark.parametrize("path", source_files(), ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_source_file_does_not_know_dutch_techzone(path):
    pattern = "|".join(sorted(map(re.escape, words_of_the_course()), key=len, reverse=True))
    known = re.compile(rf"(?<![0-9A-Za-z])({pattern})(?![0-9A-Za-z])", re.IGNORECASE)
    text = path.read_text(encoding="utf-8", errors="replace")
    found = {
        (number, match.group())
        for number, row in enumerate(text.splitlines(), 1)
        for match in known.finditer(row)
    }
    assert not found


def test_a_made_up_region_reads_with_the_same_code():
    course = read_course(REPOSITORY / "tests" / "courses" / "made-up")
    assert course.invented
    assert course.label == Label(nl="Voorbeeldland (verzonnen)", en="Exampleland (invented)")
    assert [m.name for m in course.region.members_of("at_the_start")] == ["Aastad", "Beedorp", "Ceewolde"]
