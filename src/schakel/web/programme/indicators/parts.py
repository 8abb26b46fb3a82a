# SPDX-License-Identifier: EUPL-1.2
"""What the sheet of an initiative shows of its indicators."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from schakel.programme.models import Indicator, IndicatorValue, Initiative, ValueState
from schakel.programme.queries.indicators import amount_of
from schakel.web.programme.indicators.words import amount_words, state_words
from schakel.web.reading import Reading
from schakel.web.rights.asking import visitor_of
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell


def initiative_part(request: HttpRequest, reading: Reading, initiative: Initiative) -> dict[str, Any]:
    """Return the values of the initiative by indicator and period; drafts only for who may enter them."""
    may_enter = visitor_of(request).may("initiative-value-new", "write", {"initiative": initiative.code})
    values = IndicatorValue.objects.filter(initiative=initiative).select_related("indicator", "period")
    if not may_enter:
        values = values.filter(state=ValueState.ADOPTED)
    rows = tuple(
        Row(
            (
                text_cell(v.indicator.title, reading.url("indicator", v.indicator.code)),
                Cell(v.period.code, v.period.ends_on.isoformat()),
                text_cell(amount_words(v.indicator, amount_of(v), reading.language)),
                text_cell(
                    state_words(v.state),
                    reading.url("initiative-value", initiative.code, v.pk) if may_enter else "",
                ),
            )
        )
        for v in values.order_by("indicator__title", "-period__ends_on")[:200]
    )
    columns = (
        Column("indicator", _("Indicator")),
        Column("period", _("Period")),
        Column("value", _("Value")),
        Column("state", _("State")),
    )
    return {
        "tables": [Table("initiative-values", _("Indicators of this initiative"), columns, rows)]
        if rows
        else [],
        "indicators": list(Indicator.objects.filter(is_active=True).order_by("title")) if may_enter else [],
    }
