# SPDX-License-Identifier: EUPL-1.2
"""Another region brings its own folder, and the same code makes its diagnosis."""

import pytest
from tests.shared_data import REPOSITORY

from schakel.dataroom.ledger import load_printed_figures
from schakel.dataroom.regions import load_regions
from schakel.dataroom.store import ingest_figures
from schakel.diagnosis.diagnosing import diagnose
from schakel.diagnosis.dossier_json import dossier_to_json
from schakel.diagnosis.inputs import Inputs, load_inputs
from schakel.koers.check import check_course

COURSE = REPOSITORY / "tests" / "courses" / "made-up"
FIGURES = COURSE / "figures"


@pytest.fixture(scope="module")
def inputs(tmp_path_factory) -> Inputs:
    home = tmp_path_factory.mktemp("home")
    assert ingest_figures(FIGURES, home) > 300
    return load_inputs(COURSE, FIGURES, home)


@pytest.fixture(scope="module")
def diagnosis(inputs):
    return diagnose(inputs, year=2032, n_runs=40)


def test_the_folder_is_whole():
    assert check_course(COURSE) == ()
    assert load_printed_figures(COURSE).height == 5


def test_its_municipalities_lie_where_its_regions_say():
    regions = load_regions(FIGURES)
    for variant in ("now", "at_the_start"):
        for member in load_course_region().members_of(variant):
            assert regions.corop_of(member.code) == member.corop
            assert regions.nuts_of(member.code, 3) == member.nuts3
            assert regions.nuts_of(member.code, 2) == member.nuts2


def load_course_region():
    from schakel.koers.reading import read_course

    return read_course(COURSE).region


def test_the_dossier_is_about_the_made_up_region(diagnosis):
    dossier = diagnosis.dossier
    assert dossier.region.code == "voorbeeldland"
    assert [m.label.nl for m in dossier.members] == ["Aastad", "Beedorp"]
    assert [c.code for c in dossier.comparisons] == ["national"]
    assert len(dossier.peers) == 2


def test_an_element_without_indicator_is_not_measured(diagnosis):
    (comparison,) = diagnosis.dossier.comparisons
    measured = {e.element: e.measured for e in comparison.elements}
    assert measured["talent"]
    assert measured["demand"]
    assert not measured["leadership"]
    assert not measured["finance"]


def test_the_population_of_the_region_is_the_sum_of_its_municipalities(inputs, diagnosis):
    population = next(i for i in diagnosis.dossier.picture if i.code == "population")
    own = next(line for line in population.lines if line.role == "region")
    in_2029 = next(p.value for p in own.points if p.period == 2029)
    assert in_2029 == 85181
    assert population.is_region_exact


def test_what_its_text_prints_twice_is_found(diagnosis):
    rules = {c.rule for c in diagnosis.dossier.contradictions if c.scope == "course"}
    assert {"twice", "logistics-share"} <= rules


def test_its_coverage_shows_the_elements_that_no_line_strengthens(diagnosis):
    cells = {(c.line, c.element): c.strength for c in diagnosis.dossier.coverage}
    assert cells["1", "physical_infrastructure"] == "yes"
    assert cells["1", "demand"] == "implicit"
    assert cells["2", "finance"] == "possibly"
    assert {cells[line, "leadership"] for line in ("1", "2")} == {"no"}


def test_nothing_of_another_region_gets_into_its_dossier(diagnosis):
    text = str(dossier_to_json(diagnosis.dossier))
    for name in ("TechZone", "Emmen", "GM0114", "CR08", 'NL13"'):
        assert name not in text
