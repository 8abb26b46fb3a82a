# SPDX-License-Identifier: EUPL-1.2
"""A real year never reckons with rows that were invented for the demonstration year."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from schakel.cycle.models import CycleYear

AnyModel = TypeVar("AnyModel", bound=Model)


def rows_for(cycle: CycleYear, rows: QuerySet[AnyModel]) -> QuerySet[AnyModel]:
    """Return the rows that count in a year: all of them in an invented year, else the real ones."""
    return rows if cycle.invented else rows.filter(invented=False)
