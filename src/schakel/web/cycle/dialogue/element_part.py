# SPDX-License-Identifier: EUPL-1.2
"""What the page of an element tells of the conversation: its owner, who was heard, and what was agreed."""

from typing import Any

from django.http import HttpRequest

from schakel.cycle.queries.dialogue import element_states
from schakel.cycle.queries.years import open_year
from schakel.web.cycle.dialogue.words import next_step_words, owner_line
from schakel.web.cycle.seeing import sight_of
from schakel.web.rights.asking import visitor_of


def conversation_part(request: HttpRequest, element: str) -> dict[str, Any] | None:
    """Return the conversation of the open year for who is signed in; others get the link to its page.

    Without a session nothing is asked of the database: the pages of the diagnosis do not need one.
    """
    if not visitor_of(request).is_signed_in:
        return None
    cycle = open_year()
    if cycle is None:
        return None
    (state,) = element_states(cycle, [element], sight_of(request))
    return {
        "cycle": cycle,
        "state": state,
        "owners": [(owner_line(o), o.invented or o.partner.invented) for o in state.owners],
        "next_step": next_step_words(state.next_step),
    }
