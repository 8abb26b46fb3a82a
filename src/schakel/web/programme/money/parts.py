# SPDX-License-Identifier: EUPL-1.2
"""What the sheet of an initiative shows of its money."""

from typing import Any

from django.http import HttpRequest

from schakel.programme.queries.initiative_sheet import InitiativeSheet
from schakel.web.programme.money.initiative_money import InitiativeMoney, told_money
from schakel.web.reading import Reading


def initiative_part(request: HttpRequest, reading: Reading, sheet: InitiativeSheet) -> dict[str, Any]:
    """Return what ``money_initiative.html`` shows; its tables stand under "tables"."""
    money = InitiativeMoney(sheet.initiative, sheet.flows, sheet.fundings)
    return told_money(reading, money, sheet.today) | {"code": sheet.initiative.code}
