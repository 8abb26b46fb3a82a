# SPDX-License-Identifier: EUPL-1.2
"""The register of a course: partners, money and claims, and what is wrong said with its line."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.shared_data import REPOSITORY

from schakel.koers.check import check_course
from schakel.koers.entries import validate_entry
from schakel.koers.located_yaml import parse_located_yaml
from schakel.koers.reading import read_course
from schakel.koers.register import Register
from schakel.koers.register_fields import LARGEST_AMOUNT

MADE_UP = REPOSITORY / "tests" / "courses" / "made-up"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "made-up"
    shutil.copytree(MADE_UP, copy, ignore=shutil.ignore_patterns("figures"))
    return copy


def problems_after(folder: Path, old: str, new: str):
    """Replace the first ``old`` and return its line with the problems by kind."""
    path = folder / "register.yaml"
    text = path.read_text()
    assert old in text, old
    path.write_text(text.replace(old, new, 1))
    line = text[: text.index(old)].count("\n") + 1
    return line, {type(p).__name__: p for p in check_course(folder)}


# old text, new text, lines further down, kind of problem, found, expected
BROKEN = [
    ("helix: knowledge", "helix: school", 0, "UnknownWord", "school", "knowledge"),
    ("relation: external", "relation: elsewhere", 0, "UnknownWord", "elsewhere", "candidate"),
    ("municipality: GM9902", "municipality: GM1111", 0, "UnknownReference", "GM1111", "GM9902"),
    ("municipality: GM9902", "municipality: Beedorp", 0, "WrongPattern", "Beedorp", "GM"),
    ("code: vakschool", "code: vak.school", 0, "WrongPattern", "vak.school", "small_letters"),
    ("code: vakschool", "code: buitenland", 6, "DuplicateCode", "buitenland", "not used"),
    ("website: https://tr", "website: www.tr", 0, "WrongPattern", "www.tr", "https://"),
    ("body: board", "body: table", 0, "UnknownWord", "table", "board"),
    ("until_year: 2031", "until_year: 2029", 0, "DatesReversed", "2029", "2030"),
    ("owner: transport-noord", "owner: transport-nord", 0, "UnknownReferenceLooksLike", "nord", "noord"),
    ("{partner: vakschool, role: lead}", "{partner: x, role: lead}", 0, "UnknownReference", "x", "vakschool"),
    (
        "{partner: vakschool, role: lead}",
        "{partner: vakschool, role: boss}",
        0,
        "UnknownWord",
        "boss",
        "host",
    ),
    (
        "{partner: gemeente-aastad, role: funder}",
        "{partner: transport-noord, role: lead}",
        0,
        "SameTwice",
        "transport-noord",
        "once",
    ),
    ("target_groups: [carriers]", "target_groups: [boats]", 0, "UnknownReference", "boats", "carriers"),
    (
        "element: physical_infrastructure",
        "element: physical_infrastucture",
        0,
        "UnknownReferenceLooksLike",
        "infrastucture",
        "physical_infrastructure",
    ),
    ("other: landelijk-laadnet", "other: laadplaats", 0, "LinkToItself", "laadplaats", "another"),
    (
        "{programme: bijdrage,",
        "{programme: bijdragen,",
        0,
        "UnknownReferenceLooksLike",
        "bijdragen",
        "bijdrage",
    ),
    ("subject_code: 1a", "subject_code: 9a", 0, "UnknownReference", "9a", "1a"),
    ("subject: action", "subject: deed", 0, "UnknownWord", "deed", "action"),
    ("kind: contribution", "kind: gift", 0, "UnknownWord", "gift", "contribution"),
    ("amount_eur: 22635.25", "amount_eur: 22635.255", 0, "TooManyDecimals", "22635.255", "2"),
    ("amount_eur: 22635.25", "amount_eur: -1", 0, "TooSmall", "-1", "0"),
    ("amount_eur: 22635.25", "amount_eur: 1.0e+13", 0, "TooLarge", "", "1000000000000"),
    ("amount_eur: 22635.25", "amount_eur: '22.635,25'", 0, "NotANumber", "22.635,25", "float"),
    ("amount_eur: 22635.25, year: 2030", "amount_eur: 22635.25", 0, "DayOrYear", "—", "on, year"),
    ("on: 2030-06-15", "on: 2030-06-15\n        year: 2030", -8, "DayOrYear", "2030-06-15, 2030", "on, year"),
    (
        "reference: bijdrage-2030-beedorp",
        "reference: bijdrage-2030-aastad",
        0,
        "DuplicateCode",
        "aastad",
        "not",
    ),
    ("payee: transport-noord", "payee: niemand", 0, "UnknownReference", "niemand", "vakschool"),
    ('line: "1"', 'line: "7"', 0, "UnknownReference", "7", "1, 2"),
    ("goal: jobs", "goal: job", 0, "UnknownReferenceLooksLike", "job", "jobs"),
    ("unit: EUR", "unit: dollar", 0, "InvestmentNotInEuros", "dollar", "EUR"),
    ("    investor: private\n", "", -4, "InvestorDisagrees", "—", "public, private"),
    ("kind: reach", "kind: jobs", 0, "JobsFromBranding", "jobs", "reach"),
    ("kind: reach", "kind: firms", 0, "JobsFromBranding", "firms", "reach"),
    ("    initiative: rijdt-groen\n", "", -4, "ResultOfNothing", "campagne-bereik", "programme"),
    (
        "on: 2031-12-31, stated_by: Transport Noord, method: counted",
        "on: 2031-12-31",
        0,
        "StatementWithoutSupport",
        "realised",
        "counted",
    ),
    (
        "method: independent, evidence_url",
        "method: counted, evidence_url",
        0,
        "StatementWithoutSupport",
        "verified",
        "independent",
    ),
    (
        ', evidence_url: "https://voorbeeldland.invalid/rekenkamer"',
        "",
        0,
        "StatementWithoutSupport",
        "verified",
        "evidence",
    ),
    (
        "step: realised, amount: 11, on: 2031-12-31, stated_by: Transport Noord, method: counted",
        "step: realised, amount: 30, on: 2031-12-31, method: stated",
        0,
        "TargetRepeated",
        "30",
        "counted",
    ),
    (
        "step: promised, amount: 36, year: 2030, stated_by: Gemeente Aastad",
        "step: promised, amount: 30, year: 2030, stated_by: Transport Noord",
        0,
        "SameTwice",
        "laadplaats-banen",
        "once",
    ),
    (
        "claimed_by: transport-noord",
        "same_as: laadplaats-investering",
        0,
        "ClaimSameAsItself",
        "investering",
        "—",
    ),
    (
        "claimed_by: transport-noord",
        "same_as: laadplaats-bannen",
        0,
        "UnknownReferenceLooksLike",
        "bannen",
        "laadplaats-banen",
    ),
    ("status: partly", "status: nearly", 0, "UnknownWord", "nearly", "partly"),
    ("partners:\n", "partnrs:\n", 0, "UnknownKeyLooksLike", "partnrs", "partners"),
    ("    joined_on:", "    joind_on:", 0, "UnknownKeyLooksLike", "joind_on", "joined_on"),
]


@pytest.mark.parametrize(("old", "new", "down", "kind", "found", "expected"), BROKEN)
def test_what_is_wrong_is_said_with_its_line(folder, old, new, down, kind, found, expected):
    line, problems = problems_after(folder, old, new)
    assert kind in problems, {name: str(p) for name, p in problems.items()}
    problem = problems[kind]
    assert problem.file == "made-up/register.yaml"
    assert problem.line == line + down
    assert found in problem.found
    assert expected in problem.expected
    assert str(problem)


def test_a_statement_needs_a_source_of_its_own_or_of_its_claim(folder):
    _, problems = problems_after(folder, "    source: https://voorbeeldland.invalid/campagne\n", "")
    assert problems["StatementWithoutSupport"].details["lacking"] == "source"


def test_a_wrong_register_leaves_the_other_files_judged(folder):
    path = folder / "course.yaml"
    path.write_text(path.read_text().replace("element: talent", "element: talnt"))
    _, problems = problems_after(folder, "helix: knowledge", "helix: school")
    assert {p.file for p in problems.values()} == {"made-up/course.yaml", "made-up/register.yaml"}


def test_amounts_are_exact(folder):
    programme = read_course(MADE_UP).funding[0]
    assert programme.rate_eur_per_inhabitant == Decimal("0.7500")
    assert sum(e.amount_eur for e in programme.entries if e.kind == "pledged") == Decimal("63885.75")


@given(cents=st.integers(min_value=0, max_value=int(LARGEST_AMOUNT) * 100))
def test_any_amount_in_cents_is_read_to_the_cent(cents):
    amount = Decimal(cents) / 100
    text = f"""
funding:
  - code: x
    name: X
    kind: grant
    budget_eur: {amount:f}
"""
    register, problems = validate_entry(parse_located_yaml(text.encode(), file="register.yaml"), Register)
    assert problems == ()
    assert register.funding[0].budget_eur == amount


def test_an_empty_register_is_right():
    register, problems = validate_entry(parse_located_yaml(b"{}", file="register.yaml"), Register)
    assert problems == ()
    assert register == Register()


def test_the_text_names_the_initiatives_that_have_a_section():
    named = {i.code for i in read_course(MADE_UP).named_initiatives}
    assert "laadplaats" in named
    assert "landelijk-laadnet" not in named
