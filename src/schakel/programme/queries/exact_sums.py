# SPDX-License-Identifier: EUPL-1.2
"""Sums by the database that are exact: SQLite adds decimals as floating point numbers."""

from django.db.models import DecimalField, Sum
from django.db.models.functions import Round


def exact_sum(field: str, decimals: int) -> Round:
    """Return the sum of a field over a group, at its own number of decimals; unknown where all are."""
    return Round(Sum(field), precision=decimals, output_field=DecimalField())
