# SPDX-License-Identifier: EUPL-1.2
"""Every column of the data has the role that a specification gives it, else the one that is guessed."""

import numpy as np
import pytest
from tests.made_up_towns import (
    STRUCTURE,
    TOWNS,
    figure_rows,
    made_up_figures,
    write_plain_csv,
    write_workbook,
)

from schakel.composite.building.build import build_index
from schakel.composite.specification.problems import WrongSpecification
from schakel.composite.specification.running import NoData, NoDataFile, make_index, read_index
from schakel.composite.spreadsheets.guess_structure import read_index_workbook
from schakel.composite.spreadsheets.problems import WrongTable


@pytest.fixture
def workbook(tmp_path):
    return write_workbook(tmp_path / "towns.xlsx")


def test_without_a_word_said_the_index_is_the_guessed_one(workbook):
    guessed = read_index_workbook(workbook)
    given = read_index({}, files=[workbook])
    index = make_index(given)
    assert given.tree == guessed.tree
    np.testing.assert_array_equal(index.build.scores(), build_index(guessed.data, guessed.tree).scores())
    assert given.read.source.unit == "code"
    assert given.read.source.data_sheet == "Figures"


def test_a_column_that_the_structure_does_not_name_can_be_asked_for(workbook):
    given = read_index({"data": {"other_columns": ["cases"], "unit_name": "name"}}, files=[workbook])
    assert given.read.data.denominators["cases"].tolist() == [[50.0 + 7 * n for n in range(16)]]
    assert given.read.data.unit_names == TOWNS


def test_a_column_that_an_analysis_names_need_not_be_listed(workbook):
    plain = {"analyses": [{"rank_counts": {"counts": "cases", "exposure": "inhabitants"}}]}
    given = read_index(plain, files=[workbook])
    assert {"cases", "inhabitants"} <= set(given.read.data.denominators)


def test_in_a_plain_table_columns_are_no_indicators_when_they_have_another_role(tmp_path):
    path = write_plain_csv(tmp_path / "towns.csv")
    assert {"inhabitants", "cases"} <= set(read_index({}, files=[path]).tree.indicator_codes)
    plain = {
        "data": {"denominators": ["inhabitants"], "groups": ["cases"]},
        "structure": {"per_node": {"jobs": {"denominator": "inhabitants"}}},
    }
    given = read_index(plain, files=[path])
    assert given.tree.indicator_codes == ("jobs", "wages", "patents", "school", "air", "waste")
    assert given.read.data.groups["cases"][:2] == ("50", "57")
    figures = made_up_figures()
    np.testing.assert_array_equal(given.read.data.column("air")[0], figures[:, 4])
    np.testing.assert_array_equal(given.read.data.denominators["inhabitants"][0], figures[:, 6])
    shares = make_index(given).build.stage("denominate").data.column("jobs")[0]
    np.testing.assert_allclose(shares, figures[:, 0] / figures[:, 6], rtol=1e-15)


def test_a_structure_in_the_specification_stands_above_the_one_in_the_file(workbook):
    plain = {
        "structure": {
            "indicators": [
                {"code": "wages", "parent": "top", "weight": 2},
                {"code": "cases", "parent": "top", "direction": -1, "denominator": "inhabitants"},
            ],
            "branches": [{"code": "top"}],
        }
    }
    given = read_index(plain, files=[workbook])
    assert given.tree.indicator_codes == ("wages", "cases")
    index = make_index(given)
    cases = np.array([50.0 + 7 * n for n in range(16)])
    divided = index.build.stage("denominate").data.column("cases")[0]
    np.testing.assert_allclose(divided, cases / made_up_figures()[:, 6], rtol=1e-15)


def test_something_can_be_divided_by_an_indicator_that_counts_itself_too(workbook):
    plain = {
        "structure": {
            "indicators": [
                {"code": "wages", "parent": "top"},
                {"code": "jobs", "parent": "top", "denominator": "wages"},
            ],
            "branches": [{"code": "top"}],
        }
    }
    index = make_index(read_index(plain, files=[workbook]))
    figures = made_up_figures()
    divided = index.build.stage("denominate").data
    np.testing.assert_allclose(divided.column("jobs")[0], figures[:, 0] / figures[:, 1], rtol=1e-15)
    np.testing.assert_array_equal(divided.column("wages")[0], figures[:, 1])


def test_a_table_and_a_structure_may_be_two_csv_files(tmp_path):
    def write(name, rows):
        lines = [";".join("" if v is None else str(v) for v in row) for row in rows]
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")

    write("figures.csv", figure_rows())
    write("structure.csv", STRUCTURE)
    plain = {
        "data": {"files": ["figures.csv", "structure.csv"], "other_columns": ["cases"], "decimal_mark": "."}
    }
    given = read_index(plain, folder=tmp_path)
    assert given.tree.root == "index"
    assert given.read.data.denominators["cases"].shape == (1, 16)


def test_a_column_that_is_nowhere_is_refused(workbook):
    with pytest.raises(WrongTable, match="caces"):
        read_index({"data": {"other_columns": ["caces"]}}, files=[workbook])


def test_names_are_checked_against_the_data(workbook):
    plain = {"steps": [{"impute": {"method": "group_mean", "group": "povince"}}, "normalise", "aggregate"]}
    with pytest.raises(WrongSpecification) as wrong:
        read_index(plain, files=[workbook])
    assert wrong.value.problems[0].details["nearest"] == "province"


def test_the_shown_period_must_be_one_of_the_data(tmp_path):
    path = write_workbook(tmp_path / "panel.xlsx", years=(2022, 2023))
    assert make_index(read_index({"period": "2022"}, files=[path])).period == 0
    assert make_index(read_index({}, files=[path])).place(None) == 1
    with pytest.raises(WrongSpecification):
        read_index({"period": 2019}, files=[path])


def test_a_specification_without_data_or_with_a_missing_file_is_refused(tmp_path):
    with pytest.raises(NoData):
        read_index({})
    with pytest.raises(NoDataFile):
        read_index({"data": {"file": "towns.xlsx"}}, folder=tmp_path)
