# SPDX-License-Identifier: EUPL-1.2
"""A publisher revises a figure, then the method changes: each lands in its own part."""

import shutil

import pytest
from tests.shared_data import REPOSITORY

from schakel.diagnosis.run import make_measurement

MADE_UP = REPOSITORY / "tests" / "courses" / "made-up"


@pytest.fixture
def folders(tmp_path):
    course = tmp_path / "made-up"
    shutil.copytree(MADE_UP, course)
    return course, course / "figures", tmp_path / "home"


def make(folders, year):
    return make_measurement(*folders, year=year, n_runs=40).dossier


def population_change(dossier):
    return next(c for c in dossier.changes if c.subject == "population")


def replace_in(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_a_revised_figure_is_revision_and_not_growth(folders):
    make(folders, 2031)
    replace_in(
        folders[1] / "invented.csv",
        "cbs_population:TOTAL,GM9901,2031,36558",
        "cbs_population:TOTAL,GM9901,2031,36058",
    )
    change = population_change(make(folders, 2032))
    assert change.previous_value == 36558 + 49498
    assert change.value == 36502 + 49999
    assert change.revision == -500.0
    assert change.method == 0.0
    assert change.real == (36502 - 36058) + (49999 - 49498)
    assert change.real + change.revision + change.method == change.total


def test_another_definition_is_method_and_not_growth(folders):
    make(folders, 2031)
    replace_in(
        folders[0] / "picture.yaml",
        """    change_years: 3
    value: {numerator: ["cbs_population:TOTAL"]}
    printed""",
        """    change_years: 3
    value: {numerator: ["cbs_population:TOTAL"], factor: 2}
    printed""",
    )
    change = population_change(make(folders, 2032))
    before, now = 36558 + 49498, 36502 + 49999
    assert change.method == before
    assert change.revision == 0.0
    assert change.real == 2 * (now - before)
    assert change.real + change.revision + change.method == change.total


def test_a_revised_figure_under_another_definition_is_split_in_both(folders):
    make(folders, 2031)
    replace_in(
        folders[1] / "invented.csv",
        "cbs_population:TOTAL,GM9901,2031,36558",
        "cbs_population:TOTAL,GM9901,2031,36058",
    )
    replace_in(
        folders[0] / "picture.yaml",
        """    change_years: 3
    value: {numerator: ["cbs_population:TOTAL"]}
    printed""",
        """    change_years: 3
    value: {numerator: ["cbs_population:TOTAL"], factor: 2}
    printed""",
    )
    change = population_change(make(folders, 2032))
    assert change.method == 36558 + 49498
    assert change.revision == -1000.0
    assert change.real + change.revision + change.method == change.total
