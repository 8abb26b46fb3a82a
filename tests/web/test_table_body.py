# SPDX-License-Identifier: EUPL-1.2
"""The rows of a table as markup: headings, styles, links and hints, and nothing that is not escaped."""

from schakel.web.tables.body import table_body
from schakel.web.tables.table import Cell, Column, Row, Table

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
