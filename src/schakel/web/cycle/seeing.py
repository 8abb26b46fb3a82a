# SPDX-License-Identifier: EUPL-1.2
"""What the reader of a page may see of the meetings, by the permission table."""

from django.http import HttpRequest

from schakel.cycle.sight import Sight
from schakel.web.rights.asking import visitor_of


def sight_of(request: HttpRequest) -> Sight:
    """Return the sight of who looks: drafts for who may edit a meeting, closed items by "read_closed"."""
    visitor = visitor_of(request)
    return Sight(drafts=visitor.may("meeting-edit", "write"), closed=visitor.may("meeting", "read_closed"))
