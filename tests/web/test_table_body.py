# SPDX-License-Identifier: EUPL-1.2
"""The rows of a table as markup: headings, styles, links and hints, and nothing that is not escaped."""

from schakel.web.tables.body import table_body
from schakel.web.tables.table import Cell, Column, Row, Table, as_csv, with_marked_rows

COLUMNS = (Column("name", "Naam"), Column("n", "Aantal", True))


def body(*rows):
    return table_body(Table("t", "Tabel", COLUMNS, rows))


def test_the_first_cell_heads_the_row_and_numbers_have_their_style():
    html = body(Row((Cell("Hub", "Hub", "/hub/"), Cell("3", 3, tone="bad", detail="van 4")), "target"))
    assert html == (
        '<tr class="target"><th scope="row"><a href="/hub/">Hub</a></th>'
        '<td class="n bad">3<span class="hint">van 4</span></td></tr>'
    )


def test_a_heading_may_have_a_style_and_a_plain_cell_has_none():
    columns = (COLUMNS[0], Column("kind", "Soort"))
    row = Row((Cell("?", tone="unknown"), Cell("hub")))
    html = table_body(Table("t", "Tabel", columns, (row,)))
    assert html == '<tr><th scope="row" class="unknown">?</th><td>hub</td></tr>'


def test_whatever_was_typed_is_text():
    evil = "<script>\"&'"
    html = body(Row((Cell(evil, evil, f"/{evil}/", evil, evil), Cell(evil, tone=evil)), evil))
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 7
    assert html.count('"') == 12


def test_rows_stand_below_each_other_and_none_is_nothing():
    assert body(*[Row((Cell("a"), Cell("1")))] * 2).count("\n") == 1
    assert body() == ""


def test_a_file_says_in_a_column_of_its_own_which_rows_are_invented():
    rows = (
        Row((Cell("Hub", "Hub", detail="verzonnen"), Cell("3", 3))),
        Row((Cell("Echt", "Echt"), Cell("4", 4))),
    )
    marked = with_marked_rows(Table("t", "Tabel", COLUMNS, rows), "verzonnen")
    assert as_csv(marked).decode("utf-8-sig") == "name,n,verzonnen\r\nHub,3,verzonnen\r\nEcht,4,\r\n"


def test_a_file_without_invented_rows_has_no_such_column():
    table = Table("t", "Tabel", COLUMNS, (Row((Cell("Echt", "Echt"), Cell("4", 4))),))
    assert with_marked_rows(table, "verzonnen") is table
