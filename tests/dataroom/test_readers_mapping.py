# SPDX-License-Identifier: EUPL-1.2
"""From raw tables to observations, all or nothing, on made-up figures (no figure here is real)."""

import polars as pl
import pytest

from schakel.dataroom.readers.forms import read_any
from schakel.dataroom.readers.mapping import ObservationMapping, fixed, in_column, in_header
from schakel.dataroom.readers.observing import OBSERVATION_SCHEMA, to_observations
from schakel.dataroom.readers.periods import (
    Period,
    clean_region_code,
    is_region_code,
    read_period,
    split_region_label,
)
from schakel.dataroom.readers.raw_table import NoSuchColumn
from schakel.dataroom.readers.unreadable import Problems, UnreadableCells
from schakel.dataroom.readers.value_cells import EmptyMapping, NoSuchText, UnclearColumns

LONG = (
    '"SBI";"Regio";"Periode";"Banen"\n'
    '"A";"Verzonnendam";"2008 december**";"4.50"\n'
    '"A";"Verzonnendam";"2010 december*";"x"\n'
    '"A";"Fantasie (CR)";"2010";"."\n'
    '"C";"Fantasie (CR)";"2010";"-"\n'
)
CODES = {"Verzonnendam": "GM9001", "Fantasie (CR)": "CR91"}


def table(text, name="made_up.csv"):
    return read_any(text.encode(), name)


def long_mapping(**more):
    return ObservationMapping(
        **{
            "measure": in_column("SBI"),
            "region": in_column("Regio"),
            "period": in_column("Periode"),
            "value_columns": ("Banen",),
            "region_codes": CODES,
            **more,
        }
    )


def test_a_long_table_becomes_observations():
    found = to_observations(table(LONG), long_mapping())
    assert dict(found.schema) == OBSERVATION_SCHEMA
    assert found.rows() == [
        ("A", "GM9001", 2008, 4.5, "provisional", "**", 2, 4),
        ("A", "GM9001", 2010, None, "suppressed", "*", 3, 4),
        ("A", "CR91", 2010, None, "missing", "", 4, 4),
        ("C", "CR91", 2010, 0.0, "nil", "", 5, 4),
    ]


def test_a_wide_table_becomes_observations():
    text = "Regio's;2019;2020*\nGM9001    ;1,5;2,5\nGM9002;x;-\n"
    found = to_observations(table(text), ObservationMapping(fixed("jobs"), in_column("Regio's"), in_header()))
    assert found.select("measure", "region_code", "period", "value", "status").rows() == [
        ("jobs", "GM9001", 2019, 1.5, "normal"),
        ("jobs", "GM9001", 2020, 2.5, "provisional"),
        ("jobs", "GM9002", 2019, None, "suppressed"),
        ("jobs", "GM9002", 2020, 0.0, "nil"),
    ]


def test_measures_may_stand_above_the_values():
    text = "code,year,men,women\nGM9001,2020,5,6\nGM9002,2020,7,8\n"
    found = to_observations(
        table(text),
        ObservationMapping(
            in_header(),
            in_column("code"),
            in_column("year"),
            measure_codes={"men": "population:M", "women": "population:F"},
        ),
    )
    assert found.select("measure", "region_code", "value").rows() == [
        ("population:M", "GM9001", 5.0),
        ("population:F", "GM9001", 6.0),
        ("population:M", "GM9002", 7.0),
        ("population:F", "GM9002", 8.0),
    ]


def test_a_flag_column_says_more_about_the_value():
    text = (
        "corop,year,jobs,flag\nCR91,2020,,x\nCR91,2021,5,\nCR91,2022,6,p\n"
        "CR92,2020,7,survey by post\nCR92,2021,,-\nCR92,2022,9,e\n"
    )
    found = to_observations(
        table(text),
        ObservationMapping(
            fixed("jobs"), in_column("corop"), in_column("year"), value_columns=("jobs",), flag_column="flag"
        ),
    )
    assert found.select("value", "status", "note").rows() == [
        (None, "suppressed", "x"),
        (5.0, "normal", ""),
        (6.0, "provisional", "p"),
        (7.0, "normal", "survey by post"),
        (0.0, "nil", "-"),
        (9.0, "estimated", "e"),
    ]


def test_nothing_is_loaded_when_one_cell_is_wrong():
    with pytest.raises(UnreadableCells) as caught:
        to_observations(table(LONG.replace('"4.50"', '"veel"')), long_mapping())
    message = str(caught.value)
    assert "made_up.csv is not loaded: 1 places" in message
    assert "row 2, column 4 (Banen): found 'veel', expected a number" in message


def test_problems_of_every_kind_are_reported_together():
    wrong = LONG.replace('"4.50"', '"veel"').replace("2010 december*", "2010 kwartaal 3").replace('"C"', '""')
    with pytest.raises(UnreadableCells) as caught:
        to_observations(table(wrong), long_mapping(region_codes={"Verzonnendam": "GM9001"}))
    message = str(caught.value)
    for place in (
        "row 2, column 4 (Banen): found 'veel'",
        "row 3, column 3 (Periode): found '2010 kwartaal 3'",
        "row 4, column 2 (Regio): found 'Fantasie (CR)'",
        "row 5, column 1 (SBI): found ''",
    ):
        assert place in message
    assert caught.value.details["count"] == 5


def test_the_first_twenty_problems_are_shown_and_all_are_counted():
    rows = "".join(f'"A";"Verzonnendam";"{1900 + i}";"veel"\n' for i in range(57))
    with pytest.raises(UnreadableCells) as caught:
        to_observations(table(LONG.split("\n")[0] + "\n" + rows), long_mapping())
    problems = caught.value.details["problems"]
    assert isinstance(problems, Problems)
    assert (len(problems.shown), problems.total) == (20, 57)


def test_a_figure_given_twice_is_refused_with_both_places():
    doubled = LONG + '"A";"Verzonnendam";"2008";"9"\n'
    with pytest.raises(UnreadableCells, match=r"row 6, column 4 .* one figure .*also in row 2, column 4"):
        to_observations(table(doubled), long_mapping())


def test_an_unlisted_region_is_left_out_only_when_asked():
    few = {"Verzonnendam": "GM9001"}
    with pytest.raises(UnreadableCells, match="a region code, or a name that the mapping lists"):
        to_observations(table(LONG), long_mapping(region_codes=few))
    found = to_observations(table(LONG), long_mapping(region_codes=few, unlisted_regions="leave_out"))
    assert found["region_code"].to_list() == ["GM9001", "GM9001"]


def test_a_wrong_cell_of_a_left_out_row_does_not_matter():
    text = LONG + '"A";"Elders";"2010";"veel"\n'
    assert to_observations(table(text), long_mapping(unlisted_regions="leave_out")).height == 4


def test_a_number_that_could_be_either_is_refused_with_the_cure():
    text = "code;year;jobs\nGM9001;2019;1.234\nGM9001;2020;5.678\n"
    with pytest.raises(UnreadableCells, match="state the decimal mark"):
        to_observations(
            table(text),
            ObservationMapping(fixed("jobs"), in_column("code"), in_column("year"), value_columns=("jobs",)),
        )


def test_filters_keep_rows_and_a_filter_on_nothing_is_refused():
    found = to_observations(table(LONG), long_mapping(where={"SBI": ("C",)}))
    assert found["value"].to_list() == [0.0]
    with pytest.raises(NoSuchText, match="column 'SBI' never has 'B-E'"):
        to_observations(table(LONG), long_mapping(where={"SBI": ("C", "B-E")}))


def test_a_mapping_that_does_not_fit_is_refused():
    with pytest.raises(NoSuchColumn, match="no column 'Jaar'"):
        to_observations(table(LONG), long_mapping(period=in_column("Jaar")))
    with pytest.raises(NoSuchColumn, match="no column 'Perioden'"):
        to_observations(table(LONG), long_mapping(period=in_header("Perioden")))
    with pytest.raises(NoSuchColumn):
        to_observations(table(LONG), long_mapping(period=in_header(4)))
    with pytest.raises(EmptyMapping):
        to_observations(table(LONG), long_mapping(region_codes={}, unlisted_regions="leave_out"))
    texts = "naam;soort\nA;x1\nB;x2\n"
    with pytest.raises(EmptyMapping, match="no column of numbers"):
        to_observations(table(texts), ObservationMapping(fixed("m"), in_column("naam"), fixed("2020")))


def test_a_header_cell_that_is_no_year_is_named_at_its_place():
    text = "Regio's;2019;totaal\nGM9001;1,5;2,5\nGM9002;3,5;4,5\n"
    with pytest.raises(UnreadableCells, match=r"row 1, column 3 \(totaal\): found 'totaal', expected a year"):
        to_observations(table(text), ObservationMapping(fixed("jobs"), in_column("Regio's"), in_header()))


def test_one_wrong_cell_never_makes_a_column_of_figures_disappear():
    text = "Regio's;2019;2020\nGM9001;1,5;2,5\nGM9002;veel;4,5\nGM9003;5,5;6,5\n"
    wide = ObservationMapping(fixed("jobs"), in_column("Regio's"), in_header())
    with pytest.raises(UnreadableCells, match=r"row 3, column 2 \(2019\): found 'veel'"):
        to_observations(table(text), wide)
    mostly = "code,jobs,firms\nGM9001,1.5,2.5\nGM9002,many,4.5\nGM9003,5.5,6.5\n"
    with pytest.raises(UnreadableCells, match=r"row 3, column 2 \(jobs\): found 'many'"):
        to_observations(table(mostly), ObservationMapping(in_header(), in_column("code"), fixed("2020")))


def test_figures_that_look_like_years_are_not_forgotten():
    text = "Regio's;2019;2020\nGM9001;1950;1,5\nGM9002;2001;2,5\n"
    found = to_observations(
        table(text), ObservationMapping(fixed("firms"), in_column("Regio's"), in_header())
    )
    assert found["value"].to_list() == [1950.0, 1.5, 2001.0, 2.5]
    unclear = "code,firms,jobs\nGM9001,1950,5\nGM9002,2001,6\n"
    with pytest.raises(UnclearColumns, match="firms"):
        to_observations(table(unclear), ObservationMapping(in_header(), in_column("code"), fixed("2020")))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2012", Period(2012)),
        ("2012*", Period(2012, "", "*")),
        ("2008 december**", Period(2008, "december", "**")),
        ("2024JJ00", Period(2024)),
        (" 2020 ", Period(2020)),
        ("2024KW01", None),
        ("2024MM03", None),
        ("2019-2020", None),
        ("2019 totaal", None),
        ("19", None),
        ("3012", None),
        ("", None),
    ],
)
def test_years_as_publishers_write_them(text, period):
    assert read_period(text) == period


@pytest.mark.parametrize(
    "text", ["GM0114", "CR08  ", "NL132", "NL", "PV22", "LD01", "DE24", "NL_C", "EU27_2020"]
)
def test_region_codes(text):
    assert is_region_code(text)
    assert clean_region_code(text) == text.strip()


@pytest.mark.parametrize("text", ["Emmen", "Nederland", "0114", "gm0114", "A", ""])
def test_names_are_no_region_codes(text):
    assert not is_region_code(text)


def test_the_whole_country_has_one_code():
    assert [clean_region_code(code) for code in ("NL00      ", "NL01", "NL", "NL1")] == [
        "NL",
        "NL",
        "NL",
        "NL1",
    ]


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("Zuidoost-Drenthe (CR)", ("Zuidoost-Drenthe", "CR")),
        ("Noord-Nederland  (LD)", ("Noord-Nederland", "LD")),
        ("Hengelo (O.)", ("Hengelo (O.)", "")),
        ("Groningen (gemeente)", ("Groningen (gemeente)", "")),
    ],
)
def test_region_labels_part_into_name_and_kind(label, parts):
    assert split_region_label(label) == parts


def test_observations_are_in_the_order_of_the_file_and_carry_their_place():
    found = to_observations(table(LONG), long_mapping())
    assert found["row"].to_list() == [2, 3, 4, 5]
    assert found.schema["period"] == pl.Int64
