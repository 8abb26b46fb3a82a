# SPDX-License-Identifier: EUPL-1.2
"""What the sheet of an initiative shows of this subject."""

from typing import Any

from django.http import HttpRequest

from schakel.programme.models import Initiative
from schakel.web.reading import Reading


def initiative_part(request: HttpRequest, reading: Reading, initiative: Initiative) -> dict[str, Any]:
    """Return what ``updates_initiative.html`` shows; its tables stand under "tables"."""
    return {}
