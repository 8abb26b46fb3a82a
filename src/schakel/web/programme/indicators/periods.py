# SPDX-License-Identifier: EUPL-1.2
"""Periods: open, close by decision, open again as an exception."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schakel.programme.actions.periods import close_period, open_period, reopen_period
from schakel.programme.models import IndicatorValue, ReportingPeriod, ValueState
from schakel.programme.queries.periods import is_period_open
from schakel.web.programme.editing import fill_in, now
from schakel.web.programme.indicators.forms import ClosePeriodForm, PeriodForm, ReopenPeriodForm
from schakel.web.programme.indicators.tables import values_of_period_table
from schakel.web.programme.showing import show_programme
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of, visitor_of


@require_safe
@page
def show_period(request: HttpRequest, reading: Reading, period: str) -> HttpResponse:
    """Show a period, its values and its exceptions."""
    found = get_object_or_404(ReportingPeriod, code=period)
    values = IndicatorValue.objects.filter(period=found).select_related("indicator", "initiative", "period")
    sees_drafts = visitor_of(request).may("value")
    if not sees_drafts:
        values = values.filter(state=ValueState.ADOPTED)
    context = {
        "programme_page": "indicators",
        "period": found,
        "is_open": is_period_open(found, timezone.localdate()),
        "reopenings": list(found.reopenings.all()),
    }
    tables = [values_of_period_table(reading, values.order_by("indicator__title", "pk")[:500], sees_drafts)]
    return show_programme(request, reading, "web/programme/indicator_period.html", context, tables=tables)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def add_period(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Open a period for which values are asked."""
    return fill_in(
        request,
        reading,
        PeriodForm(request.POST or None),
        lambda cleaned, version: open_period(**cleaned, by=actor_of(request), at=now()),
        title=_("Open a period"),
        done=lambda made: reading.url("period", made.code),
        context={"programme_page": "indicators", "back": reading.url("indicators")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def shut_period(request: HttpRequest, reading: Reading, period: str) -> HttpResponse:
    """Close a period; its values do not change afterwards."""
    found = get_object_or_404(ReportingPeriod, code=period)

    def act(cleaned: dict[str, Any], version: int | None) -> ReportingPeriod:
        return close_period(
            period=found,
            on=timezone.localdate(),
            decided_by=cleaned["decided_by"],
            expected_version=version,
            by=actor_of(request),
            at=now(),
        )

    return fill_in(
        request,
        reading,
        ClosePeriodForm(request.POST or None),
        act,
        title=_("Close period %(code)s") % {"code": found.code},
        done=lambda made: reading.url("period", found.code),
        record=found,
        context={"programme_page": "indicators", "back": reading.url("period", found.code)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def unlock_period(request: HttpRequest, reading: Reading, period: str) -> HttpResponse:
    """Open a closed period again, with who asked, why and until when."""
    found = get_object_or_404(ReportingPeriod, code=period)
    return fill_in(
        request,
        reading,
        ReopenPeriodForm(request.POST or None),
        lambda cleaned, version: reopen_period(
            period=found, on=timezone.localdate(), **cleaned, by=actor_of(request), at=now()
        ),
        title=_("Open period %(code)s again") % {"code": found.code},
        done=lambda made: reading.url("period", found.code),
        context={"programme_page": "indicators", "back": reading.url("period", found.code)},
    )
