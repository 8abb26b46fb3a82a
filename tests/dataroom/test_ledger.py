# SPDX-License-Identifier: EUPL-1.2
"""The ledger: statements side by side, and the way back to their file."""

from dataclasses import replace

import pytest
from tests.dataroom.checks_material import (
    COURSE,
    figure,
    measure,
    measures,
    observation,
    observations,
    printed,
)

from schakel.dataroom.ledger import (
    SCHEMA,
    Ledger,
    UnknownStatement,
    list_statements,
    load_printed_figures,
    statements_about,
    trace,
)
from schakel.dataroom.printed_figures import (
    COLUMNS,
    NoPrintedFigures,
    WrongPrintedColumns,
    WrongPrintedFigure,
)

MEASURES = measures(
    measure("jobs:T"), measure("firms:T"), measure("size", numerator=("jobs:T",), denominator=("firms:T",))
)


@pytest.fixture
def ledger():
    return Ledger(
        printed=printed(
            figure("j", "jobs_total", 118_000, rounding=1000, qualifier="at_least", reference_date="2020-09"),
            figure("n", "jobs_total", 1, area="NL"),
            figure("m", "share", 51, period=None),
        ),
        observations=observations(
            observation("jobs:T", "GM0001", 2020, 500),
            observation("jobs:T", "GM0001", 2020, 510, vintage="2027"),
            observation("jobs:T", "voorbeeld", 2020, 117_000),
            observation("firms:T", "GM0001", 2020, None),
            observation("size", "GM0001", 2020, 5),
        ),
        measures=MEASURES,
        course="Koers",
        region_code="voorbeeld",
        about={"jobs_total": ("jobs:T",)},
    )


def test_printed_figures_and_observations_stand_in_one_table(ledger):
    table = list_statements(ledger)
    assert table.columns == list(SCHEMA)
    assert table.height == 8
    assert table["origin"].to_list() == ["printed"] * 3 + ["observation"] * 5
    assert table["statement_id"].is_unique().all()


def test_a_statement_carries_what_it_means(ledger):
    first = list_statements(ledger, quantity="jobs_total", areas=("voorbeeld",)).row(0, named=True)
    assert (first["value"], first["rounding"], first["qualifier"]) == (118_000, 1000, "at_least")
    assert (first["reference_date"], first["source"], first["section"]) == ("2020-09", "Koers", "4")
    row = list_statements(ledger, quantity="firms:T").row(0, named=True)
    assert (row["value"], row["status"], row["rounding"]) == (None, "suppressed", 5)
    assert (row["definition_nl"], row["reference_date_en"], row["source"]) == ("wat", "1 January", "BUREAU 1")


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"quantity": "jobs", "areas": ("GM0001",)}, ["jobs:T/GM0001/2020/2026", "jobs:T/GM0001/2020/2027"]),
        ({"origin": "printed", "periods": (2020, 2020)}, ["n", "j"]),
        ({"status": "suppressed"}, ["firms:T/GM0001/2020/2026"]),
        ({"source": "Koers", "areas": ("NL",)}, ["n"]),
        ({"quantity": "nothing"}, []),
    ],
)
def test_filters(ledger, filters, ids):
    assert list_statements(ledger, **filters)["statement_id"].to_list() == ids


def test_everything_about_one_thing_side_by_side(ledger):
    table = statements_about(ledger, "jobs_total", "voorbeeld", 2020)
    assert table["statement_id"].to_list() == ["j", "jobs:T/voorbeeld/2020/2026"]
    assert (
        statements_about(ledger, "jobs:T", "voorbeeld", 2020)["statement_id"].to_list()
        == table["statement_id"].to_list()
    )
    assert statements_about(ledger, "share", "voorbeeld", 2020)["statement_id"].to_list() == ["m"]


def test_the_way_back_of_a_printed_figure(ledger):
    found = trace(ledger, "n")
    assert (found.file, found.line, found.source_table) == ("printed_figures.csv", 3, "Koers")
    assert found.definition.en == "not stated"


def test_the_way_back_of_an_observation_and_of_a_ratio(ledger):
    found = trace(ledger, "jobs:T/GM0001/2020/2027")
    assert (found.file, found.publisher, found.licence) == ("bureau_1.csv", "Bureau", "CC BY 4.0")
    assert (found.vintage, found.snapshot_id, found.members) == ("2027", "0123456789abcdef", ())
    members = trace(ledger, "size/GM0001/2020/2026").members
    assert members == ("firms:T/GM0001/2020/2026", "jobs:T/GM0001/2020/2026", "jobs:T/GM0001/2020/2027")


def test_the_sum_over_the_region_names_its_members(ledger):
    with_members = replace(ledger, region_code="streek", region_members=("GM0001", "voorbeeld"))
    found = trace(with_members, "jobs:T/streek/2020/2026")
    assert found.members == ("jobs:T/GM0001/2020/2026", "jobs:T/voorbeeld/2020/2026")
    assert found.source_table == "BUREAU 1"


def test_the_line_of_a_shipped_figure(ledger, tmp_path):
    rows = [
        "measure,region_code,period,value,vintage",
        "jobs:T,GM0001,2020,500,",
        "jobs:T,GM0001,2020,510,2027",
    ]
    (tmp_path / "bureau_1.csv").write_text("\n".join(rows), encoding="utf-8")
    here = replace(ledger, figures_folder=tmp_path)
    assert trace(here, "jobs:T/GM0001/2020/2026").line == 2
    assert trace(here, "jobs:T/GM0001/2020/2027").line == 3
    assert trace(here, "firms:T/GM0001/2020/2026").line is None


@pytest.mark.parametrize(
    "wrong", ["", "zz", "jobs:T/GM0001/2020", "jobs:T/GM0001/x/2026", "jobs:T/GM0009/2020/2026"]
)
def test_an_unknown_statement_is_refused(ledger, wrong):
    with pytest.raises(UnknownStatement):
        trace(ledger, wrong)


def test_the_courses_own_figures_trace_to_their_lines():
    table = load_printed_figures(COURSE)
    course = Ledger(table, observations(), {}, "Koers")
    lines = (COURSE / "printed_figures.csv").read_text(encoding="utf-8").splitlines()
    for figure_id in table["figure_id"]:
        assert lines[trace(course, figure_id).line - 1].startswith(f"{figure_id},")


def write(folder, text):
    (folder / "printed_figures.csv").write_text(text, encoding="utf-8")
    return folder


def row_text(**more):
    row = figure("a", "jobs", 5) | more
    return ",".join("" if row[c] is None else str(row[c]) for c in COLUMNS)


HEADER = ",".join(COLUMNS)


def test_only_a_header_is_a_course_without_figures(tmp_path):
    assert load_printed_figures(write(tmp_path, HEADER + "\n")).height == 0


@pytest.mark.parametrize(
    ("more", "column"),
    [
        ({"value": "1.000,5"}, "value"),
        ({"value": "nan"}, "value"),
        ({"rounding": -1}, "rounding"),
        ({"qualifier": "maybe"}, "qualifier"),
        ({"label_en": None}, "label_en"),
        ({"period": "2020?"}, "period"),
        ({"from_period": 2021}, "from_period"),
    ],
)
def test_a_wrong_cell_is_refused_with_line_and_column(tmp_path, more, column):
    more = {k: f'"{v}"' if isinstance(v, str) and "," in v else v for k, v in more.items()}
    with pytest.raises(WrongPrintedFigure) as refusal:
        load_printed_figures(
            write(tmp_path, f"{HEADER}\n{row_text(figure_id='first')}\n{row_text(**more)}\n")
        )
    assert (refusal.value.details["line"], refusal.value.details["column"]) == (3, column)


def test_an_id_twice_a_missing_column_and_a_missing_file(tmp_path):
    with pytest.raises(NoPrintedFigures):
        load_printed_figures(tmp_path)
    with pytest.raises(WrongPrintedFigure, match="each id once"):
        load_printed_figures(write(tmp_path, f"{HEADER}\n{row_text()}\n{row_text()}\n"))
    with pytest.raises(WrongPrintedColumns):
        load_printed_figures(write(tmp_path, "figure_id,value\na,1\n"))
