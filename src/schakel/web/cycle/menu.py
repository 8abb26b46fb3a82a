# SPDX-License-Identifier: EUPL-1.2
"""The pages of the cycle in the order of its menu; a reader sees those that are open to them."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from schakel.web.programme.menu import MenuPage
from schakel.web.rights.asking import visitor_of


def board_pages(request: HttpRequest) -> list[MenuPage]:
    """Return the pages of the menu under Board."""
    names = {
        "board": _("Now"),
        "cycle-year": _("Year"),
        "measurements": _("Diagnosis"),
        "dialogue": _("Conversation"),
        "meetings": _("Agendas and meetings"),
        "decisions": _("Decisions"),
        "promises": _("Promises"),
        "following": _("Delivery"),
        "evaluation": _("Evaluation"),
        "course-versions": _("Recalibration"),
        "calendar": _("Calendar"),
        "week": _("Week of the bureau"),
        "outbox": _("Outbox"),
    }
    visitor = visitor_of(request)
    return [MenuPage(page, name, visitor.may(page)) for page, name in names.items()]
