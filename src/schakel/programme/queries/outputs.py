# SPDX-License-Identifier: EUPL-1.2
"""Outputs by kind, unit and year: what was made or done, never added over different units."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet

from schakel.programme.models import Initiative, Output
from schakel.programme.queries.exact_sums import exact_sum


@dataclass(frozen=True, slots=True)
class OutputTotal:
    """The outputs of one kind and unit in one year; ``amount`` is ``None`` where none has a number."""

    kind: str
    unit: str
    year: int | None
    n: int
    amount: Decimal | None
    n_without_amount: int


def list_outputs(initiative: Initiative | None = None) -> QuerySet[Output]:
    """Return the outputs of one initiative or of all, the newest first."""
    found = Output.objects.select_related("initiative", "activity")
    return found if initiative is None else found.filter(initiative=initiative)


def outputs_by_kind_and_year() -> tuple[OutputTotal, ...]:
    """Return the sum of the outputs of own and partners' initiatives by kind, unit and year.

    What outside structures do is not counted: it is not an output of the programme.
    """
    rows = (
        Output.objects.exclude(initiative__relation="external")
        .order_by("kind", "unit", "on__year")
        .values_list("kind", "unit", "on__year")
        .annotate(n=Count("pk"), total=exact_sum("amount", 2), n_known=Count("amount"))
    )
    found = [
        OutputTotal(kind, unit, year, n, total, n - n_known) for kind, unit, year, n, total, n_known in rows
    ]
    return tuple(sorted(found, key=lambda t: (t.kind, t.unit, t.year is None, t.year or 0)))
