# SPDX-License-Identifier: EUPL-1.2
"""What the sheet of an initiative shows of its indicators."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from schakel.programme.models import Indicator, ValueState
from schakel.programme.queries.indicators import amount_of
from schakel.programme.queries.initiative_sheet import InitiativeSheet
from schakel.web.programme.indicators.words import amount_words, state_words
from schakel.web.reading import Reading
from schakel.web.rights.asking import visitor_of
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

MOST_VALUES = 200


def initiative_part(request: HttpRequest, reading: Reading, sheet: InitiativeSheet) -> dict[str, Any]:
    """Return the values of the initiative by indicator and period; drafts only for who may enter them."""
    code = sheet.initiative.code
    may_enter = visitor_of(request).may("initiative-value-new", "write", {"initiative": code})
    shown = [v for v in sheet.values if may_enter or v.state == ValueState.ADOPTED]
    rows = tuple(
        Row(
            (
                text_cell(v.indicator.title, reading.url("indicator", v.indicator.code)),
                Cell(v.period.code, v.period.ends_on.isoformat()),
                text_cell(amount_words(v.indicator, amount_of(v), reading.language)),
                text_cell(
                    state_words(v.state),
                    reading.url("initiative-value", code, v.pk) if may_enter else "",
                ),
            )
        )
        for v in shown[:MOST_VALUES]
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
