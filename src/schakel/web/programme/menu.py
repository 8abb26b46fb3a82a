# SPDX-License-Identifier: EUPL-1.2
"""The pages of the programme in the order of its menu; a reader sees those that are open to them."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from schakel.web.rights.asking import visitor_of


@dataclass(frozen=True, slots=True)
class MenuPage:
    """A page in the menu of the programme."""

    page: str
    name: str
    shown: bool


def menu_pages(request: HttpRequest) -> list[MenuPage]:
    """Return the pages of the menu."""
    names = {
        "course": _("Course"),
        "programme": _("Aimed right?"),
        "portfolio": _("Portfolio"),
        "initiatives": _("Initiatives"),
        "activities": _("Activities"),
        "partners": _("Partners"),
        "network": _("Network"),
        "money": _("Money"),
        "results": _("Results"),
        "indicators": _("Indicators"),
        "update-rounds": _("Update rounds"),
        "sheets": _("Spreadsheets"),
        "registers": _("Other registers"),
        "checks": _("Checks"),
    }
    visitor = visitor_of(request)
    return [MenuPage(page, name, visitor.may(page)) for page, name in names.items()]
