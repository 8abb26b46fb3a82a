# SPDX-License-Identifier: EUPL-1.2
"""A long table on a page: its first rows in the order that was asked for; the file has all of them."""

from dataclasses import replace

from django.http import HttpRequest
from django.utils.translation import gettext as _

from schakel.web.tables.table import Table

MOST_ROWS = 100


def needs_all(name: str, request: HttpRequest) -> bool:
    """Say whether every row of a table is needed: for a file, or for another order than its own."""
    return bool(request.GET.get("file")) or request.GET.get("sort", "").startswith(f"{name}.")


def first_rows(table: Table, request: HttpRequest, n_rows: int | None = None) -> Table:
    """Return the table with its first hundred rows for a page, and with all of them for a file.

    Parameters
    ----------
    table
        Its rows may be fewer than ``n_rows`` where :func:`needs_all` says no: the first ones are enough.
    n_rows
        How many rows there are; as many as the table has where absent.
    """
    n_rows = len(table.rows) if n_rows is None else n_rows
    if n_rows <= MOST_ROWS or request.GET.get("file"):
        return table
    name, _dot, sort = request.GET.get("sort", "").partition(".")
    ordered = table.ordered(sort) if name == table.name else table
    remark = _("The first %(n)s of %(all)s rows; the file has all.") % {
        "n": MOST_ROWS,
        "all": n_rows,
    }
    return replace(
        ordered,
        rows=ordered.rows[:MOST_ROWS],
        note=f"{table.note} {remark}".strip(),
        is_ordered=True,
        sortable=tuple(column.key for column in table.columns),
    )
