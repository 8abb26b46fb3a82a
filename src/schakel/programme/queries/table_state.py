# SPDX-License-Identifier: EUPL-1.2
"""The state of tables in a few numbers, which differ as soon as a row was added, changed or removed."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, IntegerField, Max, Model, QuerySet, Sum, Value

State = tuple[tuple[str, int, int | None, int | None], ...]


def table_state(tables: Collection[type[Model]]) -> State:
    """Return for each table its rows, its last key and the sum of its versions, in one query.

    Keys are given out once and a version only goes up, so two states of one register that differ never
    give the same numbers. Holds for what goes through ``recording``; a change by hand in the database that
    leaves the version alone is not seen.
    """
    parts = [_part(table) for table in tables]
    return tuple(sorted(parts[0].union(*parts[1:], all=True)))


def _part(table: type[Model]) -> QuerySet[Any, Any]:
    has_version = any(field.name == "version" for field in table._meta.concrete_fields)
    versions = Sum("version") if has_version else Value(0, IntegerField())
    rows: QuerySet[Any, Any] = (
        table._default_manager.order_by()
        .annotate(table=Value(table._meta.model_name))
        .values("table")
        .annotate(n=Count("pk"), last=Max("pk"), versions=versions)
        .values_list("table", "n", "last", "versions")
    )
    return rows
