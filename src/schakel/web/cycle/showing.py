# SPDX-License-Identifier: EUPL-1.2
"""Show a page of the cycle, with the year of the cycle that it is about."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from schakel.cycle.models import CycleYear
from schakel.cycle.queries.years import shown_year
from schakel.web.cycle.menu import board_pages
from schakel.web.cycle.seeing import sight_of
from schakel.web.programme.showing import Picture, show_programme
from schakel.web.reading import Reading
from schakel.web.tables.table import Table

CHOSEN_YEAR = "cyclus"


def cycle_of(request: HttpRequest) -> CycleYear | None:
    """Return the year of the cycle that the address asks for (``?cyclus=2026``), else the open one."""
    wanted = request.GET.get(CHOSEN_YEAR, "")
    return shown_year(int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) == 4 else None)


def board_context(request: HttpRequest, page: str) -> dict[str, Any]:
    """Return what every template of the cycle needs; ``page`` is its name in the menu."""
    return {
        "section": "board",
        "board_page": page,
        "board_pages": board_pages(request),
        "sight": sight_of(request),
    }


def show_board(
    request: HttpRequest,
    reading: Reading,
    template: str,
    context: dict[str, Any],
    *,
    page: str,
    tables: Sequence[Table] = (),
    pictures: Sequence[Picture] = (),
) -> HttpResponse:
    """Show the page, or send the table or picture that the address asks for.

    Parameters
    ----------
    page
        Its name in the menu of the cycle.
    tables, pictures
        As for :func:`schakel.web.programme.showing.show_programme`; what they hold must already be
        limited to what the reader may see (:mod:`schakel.cycle.sight`).
    """
    given = board_context(request, page) | context
    return show_programme(request, reading, template, given, tables=tables, pictures=pictures)
