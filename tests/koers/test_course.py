# SPDX-License-Identifier: EUPL-1.2
"""The course of Dutch TechZone as data: complete, right, and in words of its own."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from tests.shared_data import REPOSITORY, shared_path

from schakel.koers.check import check_course
from schakel.koers.course import Course, resolve_initiative, resolve_present_form
from schakel.koers.entries import Entry
from schakel.koers.label import Label
from schakel.koers.reading import read_course
from schakel.koers.region import UnknownVariant
from schakel.koers.register import UnknownInitiative

FOLDER = REPOSITORY / "courses" / "dutch-techzone"
LONGEST_SHARED_RUN_WORDS = 5


@pytest.fixture(scope="module")
def course() -> Course:
    return read_course(FOLDER)


def labels(entry: object) -> Iterator[Label]:
    if isinstance(entry, Label):
        yield entry
    elif isinstance(entry, Entry):
        for name in type(entry).model_fields:
            yield from labels(getattr(entry, name))
    elif isinstance(entry, tuple):
        for part in entry:
            yield from labels(part)


def words(text: str) -> list[str]:
    return re.findall(r"[0-9a-zà-ÿ]+", text.lower())


def test_the_folder_has_no_problems():
    assert [str(p) for p in check_course(FOLDER)] == []


@pytest.mark.parametrize(
    ("part", "count"),
    [
        ("lines", 3),
        ("actions", 14),
        ("criteria", 4),
        ("tasks", 7),
        ("roles", 4),
        ("admission", 2),
        ("ambitions", 3),
        ("cross_cutting", 2),
        ("sections", 10),
        ("parties", 3),
    ],
)
def test_the_course_has_all_its_items(course, part, count):
    assert len(getattr(course, part)) == count


def test_the_actions_are_1a_to_e_2a_to_f_and_3a_to_c(course):
    assert "".join(a.code for a in course.actions) == "1a1b1c1d1e2a2b2c2d2e2f3a3b3c"
    assert course.line_of_action("2f").code == "2"


def test_there_are_four_direct_goals_one_strategic_and_one_societal(course):
    assert [len(course.goals_at(level)) for level in ("direct", "strategic", "societal")] == [4, 1, 1]


def test_the_yearly_cycle_runs_from_diagnosis_to_diagnosis(course):
    assert [step.code for step in course.cycle] == [
        "diagnose",
        "evaluate",
        "choose_links",
        "discuss",
        "adjust",
        "follow_delivery",
        "diagnose_again",
    ]


def test_entrepreneurship_is_kept_as_an_output_and_not_as_an_element(course):
    assert [o.code for o in course.outputs] == ["entrepreneurship"]
    assert course.line("1").outputs == ("entrepreneurship",)
    assert "entrepreneurship" not in {c.element for line in course.lines for c in line.strengthens}


def test_four_municipalities_lie_in_three_corops_and_two_provinces(course):
    assert [m.name for m in course.region.members_of()] == ["Emmen", "Hardenberg", "Hoogeveen", "Coevorden"]
    assert course.region.areas_of("corop") == ("CR08", "CR10", "CR09")
    assert course.region.areas_of("province") == ("PV22", "PV23")
    assert course.region.areas_of("nuts3") == ("NL132", "NL211", "NL133")
    assert course.region.areas_of("nuts2") == ("NL13", "NL21")


def test_the_fifth_municipality_is_a_boundary_of_its_own_and_its_date_is_unknown(course):
    (fifth,) = set(course.region.members_of("five")) - set(course.region.members_of("four"))
    assert (fifth.code, fifth.certainty, fifth.valid_from) == ("GM1681", "unknown", None)
    assert fifth.note
    assert not fifth.belongs_on(date(2024, 1, 1))
    assert [len(course.region.members_on(date(year, 6, 1))) for year in (2016, 2017, 2024)] == [0, 4, 4]


def test_members_lie_where_the_map_of_municipalities_says(course):
    rows = shared_path("data", "tidy", "map_gemeente_corop_nuts.csv").read_text().splitlines()
    header = rows[0].split(",")
    known = {r["gm"]: r for r in (dict(zip(header, row.split(","), strict=False)) for row in rows[1:])}
    for member in course.region.members:
        row = known[member.code]
        assert (member.name, member.corop, member.nuts3, member.nuts2) == (
            row["name"],
            row["corop"],
            row["nuts3_2016"],
            row["nuts2"],
        )


def test_an_unknown_boundary_names_the_known_ones(course):
    with pytest.raises(UnknownVariant, match="four, five"):
        course.region.members_of("six")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("RegioCampus", "greenwise_campus"),
        ("Greenwise Campus", "greenwise_campus"),
        ("iq boulevard", "iq_blvd"),
        ("IQ BLVD", "iq_blvd"),
        ("IT-Hub", "it_hub"),
        ("IBDO", "ibdo"),
        ("Kennispoort Drenthe", "kennispoort_drenthe"),
        ("Kennispoort Zwolle", "kennispoort_regio_zwolle"),
        ("TOPDUTCH", "top_dutch"),
        ("Regiodeal", "regio_deal"),
        ("Smart Industry Hub", "smart_industry_hub"),
        ("skills4future", "skills4future"),
    ],
)
def test_an_initiative_is_found_by_any_name(course, name, code):
    assert resolve_initiative(course, name).code == code


def test_what_merged_is_followed_to_what_it_is_now(course):
    assert resolve_present_form(course, "Kennispoort Drenthe").code == "ibdo"
    assert resolve_present_form(course, "Vierkant voor Werk").code == "dutch_techzone"
    assert resolve_present_form(course, "Chemical Cluster Emmen").code == "chemical_cluster_emmen"


def test_an_unknown_initiative_names_the_nearest_one(course):
    with pytest.raises(UnknownInitiative, match="Greenwise"):
        resolve_initiative(course, "Greenwize Campus")


def test_structures_of_others_are_not_counted_as_own(course):
    own = {i.code for i in course.initiatives if i.relation == "own"}
    assert own.isdisjoint(
        {"chemport_europe", "smart_industry_hub", "nom", "rvo", "snn", "oost_nl", "top_dutch"}
    )


def test_no_owner_or_budget_is_made_up(course):
    assert all(a.owner is None and a.budget_eur is None for a in course.actions)
    assert all(c.number is None and c.due is None for c in course.criteria)


def test_confidential_sources_may_not_be_published(course):
    assert {s.code for s in course.sources if not s.may_publish} == {"lisa_register"}


@pytest.mark.parametrize("file", ["course.yaml", "register.yaml", "sources.yaml", "framework.yaml"])
def test_labels_are_in_words_of_their_own(file):
    prose = words(shared_path("koers", "strategische-koers-2022-2025.txt").read_text())
    size = LONGEST_SHARED_RUN_WORDS + 1
    runs = {tuple(prose[n : n + size]) for n in range(len(prose) - size + 1)}
    path = FOLDER / file
    if not path.is_file():
        pytest.skip(f"no {file}")
    copied = []
    for text in texts(yaml.safe_load(path.read_text())):
        own = words(text)
        copied += [
            " ".join(own[n : n + size])
            for n in range(len(own) - size + 1)
            if tuple(own[n : n + size]) in runs
        ]
    assert copied == []


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


def test_dutch_and_english_differ_where_they_are_sentences(course):
    same = [label.nl for label in labels(course) if label.nl == label.en and len(words(label.nl)) > 2]
    assert same == []


def test_the_files_hold_no_path_of_a_machine():
    absolute = re.compile(r"(?<![\w:/.])/(?:home|root|tmp|usr|var|work)/")
    for path in Path(FOLDER).iterdir():
        assert not absolute.search(path.read_text())
