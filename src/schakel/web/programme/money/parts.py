# SPDX-License-Identifier: EUPL-1.2
"""What the sheet of an initiative shows of its money."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from schakel.programme.models import Initiative
from schakel.web.programme.money.initiative_money import open_initiative_money
from schakel.web.reading import Reading


def initiative_part(request: HttpRequest, reading: Reading, initiative: Initiative) -> dict[str, Any]:
    """Return what ``money_initiative.html`` shows; its tables stand under "tables"."""
    part = open_initiative_money(reading, initiative, timezone.localdate())
    return part | {"code": initiative.code}
