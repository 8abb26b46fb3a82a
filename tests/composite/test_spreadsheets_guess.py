# SPDX-License-Identifier: EUPL-1.2
"""Any spreadsheet: which layout is recognised, what is assumed and said, and what is refused."""

import math
from datetime import datetime

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.composite.made_up_workbook import coin_tool_workbook, workbook
from tests.composite.test_spreadsheets_files import ods

from schakel.composite.spreadsheets.guess_roles import NoSuchHeading
from schakel.composite.spreadsheets.guess_structure import read_index_workbook
from schakel.composite.spreadsheets.guesses import KINDS
from schakel.composite.spreadsheets.problems import WrongTable
from schakel.composite.spreadsheets.read_sheets import NoSuchSheet, NotASpreadsheet
from schakel.composite.structure.tree import Branch, Indicator

NAN = math.nan


def said(index, kind):
    """Return (found, place, certainty) of each guess of a kind."""
    return [(g.found, g.place, g.certainty) for g in index.guesses if g.what == KINDS[kind][0]]


def problems_of(error):
    return [(one.table, one.row, one.column, one.found) for one in error.value.problems]


def parents(index):
    return {one.code: one.parent for one in (*index.tree.indicators, *index.tree.branches)}


def test_the_smallest_sheet_gives_an_index_and_states_what_it_does_not_say():
    index = read_index_workbook(workbook(Data=[["land", "a", "b"], ["X", 1, 2], ["Y", 3, None]]))
    assert index.layout == "one sheet"
    assert index.data.units == ("X", "Y")
    np.testing.assert_array_equal(index.data.values, [[[1, 2], [3, NAN]]])
    assert index.tree.indicators == (Indicator("a", "index"), Indicator("b", "index"))
    assert index.tree.branches == (Branch("index"),)
    assert said(index, "direction") == [("a, b", "", "assumed")]
    assert said(index, "weight") == [("a, b", "", "assumed")]
    assert said(index, "no_branches") == [("2", "Data", "assumed")]
    assert said(index, "unit") == [("land", "Data!A1", "likely")]
    assert [guess.certainty for guess in index.guesses] == sorted(
        (guess.certainty for guess in index.guesses), key=["assumed", "likely", "certain"].index
    )


def test_settings_above_the_figures_are_read_in_dutch():
    index = read_index_workbook(
        workbook(
            Data=[
                ["Regional index, made up"],
                [],
                ["Pijler", "Talent", None, "Kennis", "Kennis"],
                ["Gewicht", 2, "1,5", 1, None],
                ["Richting", "hoger is beter", "-", "+", 1],
                ["Eenheid", "%", "%", "per 1000", "aantal"],
                ["Noemer", None, None, "inwoners", None],
                ["Doel", 50, None, None, None],
                ["Naam", "Hoger opgeleid", "Zonder werk", "Octrooien", "Inwoners"],
                ["Gemeente", "hbo", "neet", "oct", "Inwoners"],
                ["X", 1, 2, 3, 100],
                ["Y", 3, None, 4, 200],
                ["Totaal", 4, 2, 7, 300],
                ["Bron: verzonnen"],
            ]
        )
    )
    assert index.data.units == ("X", "Y")
    assert index.tree.indicators == (
        Indicator("hbo", "Talent", "Hoger opgeleid", "%", 2.0, 1, target=50.0),
        Indicator("neet", "Talent", "Zonder werk", "%", 1.5, -1),
        Indicator("oct", "Kennis", "Octrooien", "per 1000", 1.0, 1, denominator="Inwoners"),
    )
    np.testing.assert_array_equal(index.data.denominators["Inwoners"], [[100, 200]])
    assert parents(index)["Talent"] == "index"
    assert said(index, "direction") == []
    assert said(index, "weight") == [("Talent, Kennis", "", "assumed")]
    assert said(index, "total") == [("Totaal", "Data!13:13", "likely")]
    assert said(index, "rows_below") == [("Bron: verzonnen", "Data!14:14", "likely")]
    assert said(index, "branch_row") == [("Talent, Kennis", "Data!3:3", "likely")]
    assert said(index, "decimal_mark") == [(",", "Data", "likely")]


def test_settings_may_stand_below_the_names_too():
    index = read_index_workbook(
        workbook(Data=[["unit", "a", "b"], ["weight", 2, 3], ["direction", 1, -1], ["X", 1, 2], ["Y", 3, 4]])
    )
    assert [(one.weight, one.direction) for one in index.tree.indicators] == [(2, 1), (3, -1)]
    assert index.data.units == ("X", "Y")


@pytest.mark.parametrize("separator", [": ", " / ", " > ", " | "])
def test_a_prefix_that_columns_share_is_their_branch(separator):
    headings = [
        f"Talent{separator}share (%)",
        f"Talent{separator}years",
        f"Knowledge{separator}patents",
        "other",
    ]
    index = read_index_workbook(workbook(Data=[["region", *headings], ["X", 1, 2, 3, 4], ["Y", 1, 2, 3, 5]]))
    first = index.tree.indicators[0]
    assert (first.code, first.parent, first.name, first.unit) == (headings[0], "Talent", "share", "%")
    assert parents(index)["other"] == "index"
    assert said(index, "prefix")[0][0] == separator.strip()


def test_prefixes_of_which_none_is_shared_are_no_branches():
    index = read_index_workbook(
        workbook(Data=[["region", "income: mean", "age: median"], ["X", 1, 2], ["Y", 2, 3]])
    )
    assert index.tree.children["index"] == ("income: mean", "age: median")


def test_rows_above_the_names_are_levels_and_repeated_names_get_their_branch_in_front():
    index = read_index_workbook(
        workbook(
            Data=[
                [None, "P1", None, None, "P2"],
                [None, "E1", None, "E2", "E1"],
                ["land", "a", "b", "c", "a"],
                ["X", 1, 2, 3, 4],
                ["Y", 1, 2, 3, 5],
            ]
        )
    )
    assert parents(index) == {
        "P1 / E1 / a": "P1 / E1",
        "b": "P1 / E1",
        "c": "E2",
        "P2 / E1 / a": "P2 / E1",
        "index": None,
        "P1": "index",
        "P1 / E1": "P1",
        "E2": "P1",
        "P2": "index",
        "P2 / E1": "P2",
    }
    np.testing.assert_array_equal(index.data.column("P2 / E1 / a"), [[4, 5]])


@pytest.mark.parametrize("first", ["Naam", "code", "Unit", "land"])
def test_a_row_of_names_that_begins_with_a_word_for_a_setting_is_still_the_row_of_names(first):
    index = read_index_workbook(
        workbook(Data=[[None, "Talent", "Kennis"], [first, "a", "b"], ["X", 1, 2], ["Y", 3, 4]])
    )
    assert parents(index) == {
        "a": "Talent",
        "b": "Kennis",
        "index": None,
        "Talent": "index",
        "Kennis": "index",
    }


def test_the_first_unit_may_know_nothing():
    index = read_index_workbook(
        workbook(Data=[["land", "a", "b"], ["X", None, "n/a"], ["Y", 1, 2], ["Z", 2, 3]])
    )
    assert index.data.units == ("X", "Y", "Z")
    assert np.isnan(index.data.values[0, 0]).all()


def test_a_panel_with_codes_names_groups_and_years():
    index = read_index_workbook(
        workbook(
            Data=[
                ["gemeentecode", "gemeente", "jaar", "provincie", "a"],
                [344, "Dorp", 2020, "Noord", 1],
                [344, "Dorp", 2021, "Noord", 2],
                [345, "Stad", 2021, "Zuid", 3],
                [346, "Wijk", 2021, "Zuid", 4],
            ]
        )
    )
    data = index.data
    assert (data.units, data.periods) == (("344", "345", "346"), (2020, 2021))
    assert data.unit_names == ("Dorp", "Stad", "Wijk")
    assert data.groups == {"provincie": ("Noord", "Zuid", "Zuid")}
    np.testing.assert_array_equal(data.column("a"), [[1, NAN, NAN], [2, 3, 4]])


def test_years_without_a_heading_are_found_only_where_units_repeat():
    rows = [["land", "x", "a"], ["X", 2020, 1], ["Y", 2021, 2]]
    assert read_index_workbook(workbook(Data=rows)).data.columns == ("x", "a")
    index = read_index_workbook(workbook(Data=[*rows, ["X", 2021, 5]]))
    assert index.data.periods == (2020, 2021)


def test_a_year_that_differs_per_unit_without_repeats_is_left_out():
    rows = [["land", "jaar", "a"], ["X", 2020, 1], ["Y", 2021, 2]]
    index = read_index_workbook(workbook(Data=rows))
    assert (index.data.columns, index.data.periods) == (("a",), ("",))
    assert said(index, "one_period_each") == [("jaar", "Data!B1", "likely")]
    assert read_index_workbook(workbook(Data=rows), period="jaar").data.periods == (2020, 2021)


def test_the_caller_may_name_columns_and_leave_some_out():
    rows = [["nr", "land", "b", "a"], ["1", "X", 1, 2], ["2", "Y", 2, 3]]
    index = read_index_workbook(workbook(Data=rows), unit="Land", leave_out=["b", "nr"])
    assert (index.data.units, index.data.columns) == (("X", "Y"), ("a",))
    assert said(index, "unit") == [("land", "Data!B1", "certain")]
    assert {found for found, _, _ in said(index, "asked_out")} == {"b", "nr"}
    with pytest.raises(NoSuchHeading, match="nr, land, b, a"):
        read_index_workbook(workbook(Data=rows), unit="region")


STRUCTURE = [
    ["code", "naam", "pijler", "gewicht", "richting", "noemer", "ondergrens", "bovengrens", "fout"],
    ["hbo", "Hoger opgeleid", "Talent", 2, "+", None, 0, 100, 0.5],
    ["neet", "Zonder werk", None, 1, "lager is beter", None, None, None, None],
    ["oct", "Octrooien", "Kennis", 1, 1, "Inwoners", None, None, None],
    ["Talent", "Talent en opleiding", None, 3, None, None, None, None, None],
]
FIGURES = [
    ["gemeente", "inwoners", "HBO", "Zonder werk", "oct", "extra"],
    ["X", 100, 1, 2, 3, 9],
    ["Y", 200, 3, None, 4, 9],
]


def test_a_sheet_with_the_structure_is_found_and_matched_by_code_or_name():
    index = read_index_workbook(workbook(Structuur=STRUCTURE, Cijfers=FIGURES))
    assert index.layout == "two sheets"
    assert index.tree.indicators == (
        Indicator("hbo", "Talent", "Hoger opgeleid", weight=2.0, low=0.0, high=100.0, standard_error=0.5),
        Indicator("neet", "Talent", "Zonder werk", direction=-1),
        Indicator("oct", "Kennis", "Octrooien", denominator="Inwoners"),
    )
    assert set(index.tree.branches) == {
        Branch("Talent", "index", "Talent en opleiding", weight=3.0),
        Branch("Kennis", "index"),
        Branch("index"),
    }
    np.testing.assert_array_equal(index.data.denominators["Inwoners"], [[100, 200]])
    assert said(index, "undescribed_column") == [("extra", "Cijfers!F1", "likely")]
    assert said(index, "added_branch") == [("Kennis", "Structuur", "likely")]
    assert said(index, "weight") == [("Kennis", "", "assumed")]
    assert said(index, "data_sheet")[0][0] == "Cijfers"
    named = read_index_workbook(
        workbook(Structuur=STRUCTURE, Cijfers=FIGURES), data_sheet="Cijfers", structure_sheet="Structuur"
    )
    assert named.tree == index.tree


def test_levels_in_columns_are_ordered_by_how_fine_they_are():
    structure = [
        ["Element", "Pijler", "Indicator", "Gewicht"],
        ["E1", "P1", "a", 1],
        [None, None, "b", 1],
        ["E2", None, "c", 2],
        ["E3", "P2", "d", 1],
    ]
    figures = [["land", "a", "b", "c", "d"], ["X", 1, 2, 3, 4], ["Y", 1, 2, 3, 5]]
    index = read_index_workbook(workbook(Structuur=structure, Data=figures))
    assert parents(index) == {
        "a": "E1",
        "b": "E1",
        "c": "E2",
        "d": "E3",
        "E1": "P1",
        "E2": "P1",
        "E3": "P2",
        "P1": "index",
        "P2": "index",
        "index": None,
    }


def test_a_top_with_a_row_of_its_own_is_the_top():
    structure = [
        ["code", "parent", "weight", "type", "method"],
        ["a", "P", 1, "indicator", None],
        ["b", "Q", 1, "indicator", None],
        ["P", "All", 2, "aggregate", "geometric"],
        ["Q", "All", 1, "aggregate", None],
        ["All", None, None, "aggregate", None],
    ]
    figures = [["land", "a", "b"], ["X", 1, 2], ["Y", 1, 3]]
    index = read_index_workbook(workbook(Meta=structure, Data=figures))
    assert index.tree.root == "All"
    assert said(index, "added_root") == []
    assert index.tree.nodes["P"].aggregation.method == "geometric"


def test_a_branch_that_nothing_names_and_that_has_no_parent_is_the_top():
    structure = [
        ["naam", "pijler", "gewicht"],
        ["a", "P", 1],
        [],
        ["b", "Q", 1],
        ["P", None, 2],
        ["Totaal", None, None],
        ["Bron: verzonnen"],
        ["c", "P", 1],
    ]
    index = read_index_workbook(workbook(Meta=structure, Data=[["land", "a", "b"], ["X", 1, 2], ["Y", 1, 3]]))
    assert index.tree.root == "Totaal"
    assert parents(index) == {"a": "P", "b": "Q", "P": "Totaal", "Q": "Totaal", "Totaal": None}


def test_a_top_that_is_added_gets_a_code_that_is_free():
    rows = [["land", "index", "b"], ["X", 1, 2], ["Y", 1, 3]]
    assert parents(read_index_workbook(workbook(Data=rows))) == {
        "index": "index / index",
        "b": "index / index",
        "index / index": None,
    }
    structure = [["code", "naam", "gewicht"], ["index", "Een", 1], [None, "b", 1]]
    assert parents(read_index_workbook(workbook(Meta=structure, Data=rows))) == {
        "index": "index index",
        "b": "index index",
        "index index": None,
    }


def test_one_branch_over_all_columns_is_the_top_whatever_its_name():
    rows = [[None, "index", None], [None, "P", "Q"], ["land", "a", "b"], ["X", 1, 2], ["Y", 1, 3]]
    index = read_index_workbook(workbook(Data=rows))
    assert parents(index) == {"a": "P", "b": "Q", "index": None, "P": "index", "Q": "index"}
    assert said(index, "added_root") == []


def test_a_row_below_the_names_without_a_word_in_front_holds_units():
    rows = [["land", "a", "b"], [None, "%", "euro"], ["X", 1, 2], ["Y", 1, 3]]
    index = read_index_workbook(workbook(Data=rows))
    assert [one.unit for one in index.tree.indicators] == ["%", "euro"]
    assert said(index, "unit_row") == [("", "Data!2:2", "likely")]


def test_units_may_follow_an_empty_row_but_another_table_or_note_ends_the_sheet():
    rows = [["land", "a", "b"], ["X", 1, 2], [], ["Y", 1, 3], [], ["land", "c", "d"], ["X", 7, 8]]
    index = read_index_workbook(workbook(Data=rows))
    assert index.data.units == ("X", "Y")
    assert said(index, "rows_below") == [("land", "Data!6:6", "likely")]


@pytest.mark.parametrize("heading", ["gemeente", "leeg"])
def test_units_may_be_numbers_in_the_first_column(heading):
    index = read_index_workbook(workbook(Data=[[heading, "a", "b"], [34, 1, 2], [12, 1, 3]]))
    assert (index.data.units, index.data.columns) == (("34", "12"), ("a", "b"))


def test_a_date_that_the_spreadsheet_made_of_a_number_is_refused():
    rows = [["land", "a"], ["X", datetime(2024, 5, 3)], ["Y", 1], ["Z", 2]]
    with pytest.raises(WrongTable, match="has the date 2024-05-03"):
        read_index_workbook(workbook(Data=rows))


def test_wrong_rows_of_the_structure_are_placed_all_at_once():
    structure = [
        ["code", "ouder", "gewicht", "richting", "noemer"],
        ["hbo", "Talent", "zwaar", "omhoog", None],
        ["neet", "Talent", -2, "soms", "geld"],
        ["weg", "Talent", 1, 1, None],
    ]
    with pytest.raises(WrongTable) as error:
        read_index_workbook(workbook(S=structure, D=[["land", "hbo", "neet"], ["X", "veel", 2], ["Y", 1, 2]]))
    assert set(problems_of(error)) == {
        ("S", 2, "gewicht", "zwaar"),
        ("S", 3, "gewicht", "-2"),
        ("S", 3, "richting", "soms"),
        ("S", 3, "noemer", "geld"),
        ("S", 4, "code", "weg"),
        ("D", 2, "hbo", "veel"),
    }


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("land;a;b\nX;1,5;1.234\nY;2;3\n", [[1.5, 1234], [2, 3]]),
        ("land,a,b\nX,1.5,1.234\nY,2,3\n", [[1.5, 1.234], [2, 3]]),
        ("land,a,b\nX,1.234,2\nY,2.345,3\n", [[1.234, 2], [2.345, 3]]),
        ('land,a,b\nX,"1,5",2\nY,"0,606",3\n', [[1.5, 2], [0.606, 3]]),
    ],
)
def test_the_decimal_mark_of_a_csv_file_is_proved_by_its_cells(text, values):
    np.testing.assert_array_equal(read_index_workbook(text.encode()).data.values, [values])


def test_a_number_that_can_be_two_is_refused_until_the_mark_is_stated():
    text = b"land;a;b\nX;1.234;2\nY;3.250;4\n"
    with pytest.raises(WrongTable) as error:
        read_index_workbook(text)
    assert problems_of(error) == [("file", 2, "a", "1.234"), ("file", 3, "a", "3.250")]
    assert read_index_workbook(text, decimal_mark=".").data.values[0, 0, 0] == 1.234
    assert read_index_workbook(text, decimal_mark=",").data.values[0, 0, 0] == 1234


def test_wrong_cells_are_placed_as_the_spreadsheet_shows_them():
    rows = [
        ["title"],
        [],
        ["land", "a", "b"],
        ["X", "veel", 2],
        ["Y", 3, "5%"],
        ["X", 1, "#DIV/0!"],
        ["Z", 1, 2],
    ]
    with pytest.raises(WrongTable) as error:
        read_index_workbook(workbook(Data=rows))
    assert problems_of(error) == [
        ("Data", 6, "land", "X"),
        ("Data", 4, "a", "veel"),
        ("Data", 5, "b", "5%"),
        ("Data", 6, "b", "#DIV/0!"),
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([["X", 1, 2], ["Y", 3, 4]], "No row with names"),
        ([["land", 2019, 2020], ["X", 1, 2], ["Y", 3, 4]], "No row with names"),
        ([["land", "a"], ["X", "p"]], "No column with figures"),
        ([["a", "b"], [1, 1], [1, 2]], "names or codes of units"),
        ([["land", "a", None], ["X", 1, 2], ["Y", 1, 3]], r"figures \(Data!C2\) has no heading"),
        ([["land", "a", "a"], ["X", 1, 2], ["Y", 1, 3]], "'a' stands in row 1 as well"),
    ],
)
def test_a_sheet_that_cannot_be_understood_is_refused(rows, message):
    with pytest.raises(WrongTable, match=message):
        read_index_workbook(workbook(Data=rows))


def test_unquoted_decimal_commas_do_not_shift_the_columns():
    with pytest.raises(WrongTable, match="no heading"):
        read_index_workbook(b"land,a,b\nX,1,5,2\nY,2,3\nZ,2,3\n")


def test_an_empty_column_is_left_out_and_said():
    index = read_index_workbook(workbook(Data=[["land", "a", "b"], ["X", 1, None], ["Y", 2, None]]))
    assert index.data.columns == ("a",)
    assert said(index, "empty_column") == [("b", "Data!C1", "certain")]


def test_the_coin_tool_and_the_tables_of_coinr_are_recognised(tmp_path):
    assert read_index_workbook(coin_tool_workbook()).layout == "COIN Tool"
    data = [["uCode", "x"], ["A", 1], ["B", 2]]
    meta = [
        ["Level", "iCode", "Type", "Parent", "Direction", "Weight"],
        [1, "x", "Indicator", "Index", 1, 1],
        [2, "Index", "Aggregate", None, 1, 1],
    ]
    index = read_index_workbook(workbook(iMeta=meta, iData=data))
    assert (index.layout, index.data.units) == ("COINr", ("A", "B"))
    paths = [tmp_path / "one.csv", tmp_path / "two.csv"]
    for path, rows in zip(paths, (data, meta), strict=True):
        path.write_text("\n".join(";".join("" if c is None else str(c) for c in row) for row in rows))
    assert read_index_workbook(paths).tree == index.tree
    wrong = [*meta[:1], [1, "x", "Indicator", "Top", 2, 1], *meta[2:]]
    with pytest.raises(WrongTable) as error:
        read_index_workbook(workbook(iMeta=wrong, iData=data))
    assert ("iMeta", 2, "Direction", "2") in problems_of(error)


def test_an_open_document_and_a_named_sheet_are_read():
    with pytest.raises(WrongTable):
        read_index_workbook(ods())
    rows = [["land", "a"], ["X", 1], ["Y", 2]]
    many = [["land", "b", "c"], ["X", 1, 5], ["Y", 2, 6]]
    both = workbook(First=rows, Second=many)
    assert read_index_workbook(both).data.columns == ("b", "c")
    assert read_index_workbook(both, data_sheet="First").data.columns == ("a",)
    with pytest.raises(NoSuchSheet):
        read_index_workbook(both, data_sheet="Third")
    with pytest.raises(WrongTable):
        read_index_workbook(both, structure_sheet="First")
    with pytest.raises(NotASpreadsheet):
        read_index_workbook(workbook(Empty=[]))


def test_every_guess_can_be_said():
    index = read_index_workbook(workbook(Structuur=STRUCTURE, Cijfers=FIGURES))
    for guess in index.guesses:
        assert "{" not in str(guess)
        assert str(guess).startswith(f"[{guess.certainty}] ")


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_values_are_placed_right_whatever_the_order_of_units_and_columns(draw):
    n, k = draw.draw(st.integers(2, 5)), draw.draw(st.integers(1, 4))
    cell = st.integers(-(10**6), 10**6).map(lambda whole: whole / 64) | st.none()
    values = [[draw.draw(cell) for _ in range(k)] for _ in range(n)]
    for column in range(k):
        values[0][column] = 1.5
    rows, columns = draw.draw(st.permutations(range(n))), draw.draw(st.permutations(range(k)))
    sheet = [["land", *(f"x{j}" for j in columns)]]
    sheet += [[f"u{i}", *(values[i][j] for j in columns)] for i in rows]
    index = read_index_workbook(workbook(Data=sheet))
    expected = pl.DataFrame(values, schema=[f"x{j}" for j in range(k)], orient="row").to_numpy().astype(float)
    units = [index.data.units.index(f"u{i}") for i in range(n)]
    held = [index.data.columns.index(f"x{j}") for j in range(k)]
    np.testing.assert_array_equal(index.data.values[0][units][:, held], expected)
