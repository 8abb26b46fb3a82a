# SPDX-License-Identifier: EUPL-1.2
"""The rows of a table as markup; written here, since a template takes ten times as long for each cell."""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from schakel.web.tables.table import Cell, Column, Row, Table


def table_body(table: Table) -> SafeString:
    """Return the rows of a table: the first cell of each is its heading; everything is escaped."""
    return mark_safe("\n".join(_row(row, table.columns) for row in table.rows))


def _row(row: Row, columns: tuple[Column, ...]) -> str:
    head, *rest = row.cells
    cells = [f'<th scope="row"{_style(head.tone)}>{_content(head)}</th>']
    cells += [
        f"<td{_style('n' if column.numeric else '', cell.tone)}>{_content(cell)}</td>"
        for cell, column in zip(rest, columns[1:], strict=True)
    ]
    return f"<tr{_style(row.tone)}>{''.join(cells)}</tr>"


def _style(*names: str) -> str:
    given = " ".join(name for name in names if name)
    return f' class="{escape(given)}"' if given else ""


def _content(cell: Cell) -> str:
    text = str(escape(cell.text))
    if cell.link:
        text = f'<a href="{escape(cell.link)}">{text}</a>'
    return f'{text}<span class="hint">{escape(cell.detail)}</span>' if cell.detail else text
