# SPDX-License-Identifier: EUPL-1.2
"""Long tables that are made in memory: put in order, then cut into pages; a file holds all rows."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from schakel.web.programme.listing import ROWS_A_PAGE
from schakel.web.tables.table import Row, Table

Item = TypeVar("Item")


def cut_page(request: HttpRequest, table: Table) -> tuple[Table, Page[Row]]:
    """Return the page that the address asks for, in the order that it asks for."""
    ordered = _in_order(request, table)
    size = max(len(table.rows), 1) if request.GET.get("file") else ROWS_A_PAGE
    here = Paginator(ordered.rows, size).get_page(request.GET.get("page"))
    return replace(ordered, rows=tuple(here.object_list)), here


def first_of(request: HttpRequest, name: str, rows: Sequence[Item]) -> Sequence[Item]:
    """Return what a table has to be made of: all rows for its file or another order, else the first."""
    is_whole = "file" in request.GET or request.GET.get("sort", "").startswith(f"{name}.")
    return rows if is_whole else rows[:ROWS_A_PAGE]


def cut_start(request: HttpRequest, table: Table, n_rows: int | None = None) -> Table:
    """Return the first rows and say how many there are, where a page has other things to show too.

    Parameters
    ----------
    table
        Of all rows, or of those of :func:`first_of`.
    n_rows
        How many rows there are in all; as many as the table has when left out.
    """
    n_rows = len(table.rows) if n_rows is None else n_rows
    if request.GET.get("file") or n_rows <= ROWS_A_PAGE:
        return table
    ordered = _in_order(request, table)
    rest = _("The first %(shown)s of %(n)s rows; the files hold all.") % {
        "shown": ROWS_A_PAGE,
        "n": n_rows,
    }
    note = f"{rest} {table.note}".strip()
    return replace(ordered, rows=ordered.rows[:ROWS_A_PAGE], note=note)


def _in_order(request: HttpRequest, table: Table) -> Table:
    name, _dot, sort = request.GET.get("sort", "").partition(".")
    ordered = table.ordered(sort) if name == table.name and sort else table
    return replace(ordered, is_ordered=True, sortable=tuple(c.key for c in table.columns))
