# SPDX-License-Identifier: EUPL-1.2
"""Reporting periods: whether one is open on a day. A reopened one closes by itself on its end date."""

from datetime import date

from django.db.models import QuerySet

from schakel.programme.models import PeriodReopening, ReportingPeriod


def is_period_open(period: ReportingPeriod, today: date) -> bool:
    """Say whether values of a period may change on a day.

    Open until it is closed for the first time; afterwards only between the days of a reopening, and no
    longer once it is closed again.
    """
    if period.closed_on is None or today < period.closed_on:
        return True
    if period.is_closed:
        return False
    return PeriodReopening.objects.filter(period=period, on__lte=today, until__gte=today).exists()


def reopenings_in(year: int) -> QuerySet[PeriodReopening]:
    """Return the exceptions of a year, for the yearly report."""
    found = PeriodReopening.objects.filter(on__year=year).select_related("period")
    return found.order_by("on", "pk")
