# SPDX-License-Identifier: EUPL-1.2
"""A long list: filtered and put in order by the database, fifty rows a page, all rows as a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import django_filters
from django.core.paginator import Page, Paginator
from django.db.models import F, Model, OrderBy, QuerySet
from django.http import HttpRequest

from schakel.web.tables.table import Cell, Column, Row, Table

ROWS_A_PAGE = 50
MOST_ROWS_IN_A_FILE = 100_000


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list: ``cell`` makes its cell from a record, ``order`` is a field of the database."""

    key: str
    heading: str
    cell: Callable[[Any], Cell]
    order: str = ""
    numeric: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list page shows: the table of this page, the form of the filter, and where the reader is."""

    table: Table
    page: Page[Any]
    filter_form: Any
    n_rows: int


def make_listing(
    request: HttpRequest,
    queryset: QuerySet[Any],
    columns: Sequence[ListColumn],
    *,
    name: str,
    caption: str,
    filters: type[django_filters.FilterSet] | None = None,
    tone: Callable[[Model], str] = lambda record: "",
    note: str = "",
) -> Listing:
    """Filter, order and cut a list as the address says.

    Parameters
    ----------
    queryset
        Every record that the reader may see, with ``select_related`` for what the cells need.
    filters
        A filter set on the query string; wrong values are ignored and shown in the form.

    Returns
    -------
    Listing
        For ``?file=`` requests its table holds all rows, else those of the page.
    """
    found = filters(request.GET, queryset=queryset) if filters else None
    rows = found.qs if found is not None else queryset
    sort = _sort(request, name, columns)
    if sort:
        column = next(c for c in columns if c.key == sort.removeprefix("-"))
        rows = rows.order_by(_ordering(queryset.model, column.order, sort.startswith("-")), "pk")
    paginator = Paginator(rows, MOST_ROWS_IN_A_FILE if request.GET.get("file") else ROWS_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    table = Table(
        name,
        caption,
        tuple(Column(c.key, c.heading, c.numeric, c.hint) for c in columns),
        tuple(Row(tuple(c.cell(record) for c in columns), tone(record)) for record in page.object_list),
        sort=sort,
        note=note,
        is_ordered=True,
        sortable=tuple(c.key for c in columns if c.order),
    )
    return Listing(table, page, found.form if found is not None else None, paginator.count)


def _sort(request: HttpRequest, name: str, columns: Sequence[ListColumn]) -> str:
    table, _, wanted = request.GET.get("sort", "").partition(".")
    known = {c.key for c in columns if c.order}
    return wanted if table == name and wanted.removeprefix("-") in known else ""


def _ordering(model: type[Model], field: str, descending: bool) -> OrderBy:
    """Return the order by a field, unknown last; without unknowns an index of the database can serve it."""
    if not _may_be_unknown(model, field):
        return F(field).desc() if descending else F(field).asc()
    return F(field).desc(nulls_last=True) if descending else F(field).asc(nulls_last=True)


def _may_be_unknown(model: type[Model], path: str) -> bool:
    for name in path.split("__"):
        fields = {field.name: field for field in model._meta.concrete_fields}
        field = fields.get(name)
        if field is None or field.null:
            return True
        if field.related_model is not None:
            model = field.related_model
    return False
