# SPDX-License-Identifier: EUPL-1.2
"""What the search finds in the register and the cycle: by any name of an initiative, and by titles.

Of meetings, agenda items and decisions it finds what the reader may see (:mod:`schakel.cycle.sight`).
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from schakel.cycle.sight import (
    Sight,
    visible_actions,
    visible_decisions,
    visible_items,
    visible_meetings,
)
from schakel.programme.models import (
    Activity,
    Claim,
    FundingProgramme,
    Indicator,
    InitiativeName,
    Partner,
)
from schakel.web.reading import Reading

MOST_OF_A_KIND = 200


@dataclass(frozen=True, slots=True)
class Found:
    """One result: its kind, title and address."""

    kind: str
    title: str
    url: str


def search_register(reading: Reading, query: str, sight: Sight) -> list[Found]:
    """Return what holds every word of the query, initiatives first; at most 200 of a kind.

    Parameters
    ----------
    query
        As typed; empty finds nothing.
    sight
        What the reader may see of the meetings.
    """
    if not query.split():
        return []
    names = _holding(InitiativeName.objects.select_related("initiative"), query, ("name",))
    initiatives = {
        n.initiative.code: Found(
            _("Initiatives"), _shown_name(n), reading.url("initiative", n.initiative.code)
        )
        for n in names
    }
    kinds: tuple[tuple[str, QuerySet[Any], tuple[str, ...], str], ...] = (
        (_("Partners"), Partner.objects.all(), ("name", "short_name"), "partner"),
        (_("Sources of money"), FundingProgramme.objects.all(), ("name",), "money-source"),
        (_("Activities"), Activity.objects.all(), ("title",), "activity"),
        (_("Results"), Claim.objects.all(), ("title",), "result"),
        (_("Indicators of the programme"), Indicator.objects.all(), ("title",), "indicator"),
    )
    others = [
        Found(kind, str(record), reading.url(page, record.code))
        for kind, records, fields, page in kinds
        for record in _holding(records, query, fields)
    ]
    return [*initiatives.values(), *others, *_search_meetings(reading, query, sight)]


def _search_meetings(reading: Reading, query: str, sight: Sight) -> list[Found]:
    """Return the meetings, items, decisions and action points that hold the query and may be seen."""
    meetings = _holding(visible_meetings(sight), query, ("title",))
    items = _holding(visible_items(sight).select_related("meeting"), query, ("title", "asked"))
    decisions = _holding(visible_decisions(sight), query, ("number", "text"))
    actions = _holding(visible_actions(sight), query, ("text",))
    return [
        *(Found(_("Board meetings"), str(m), reading.url("meeting", m.code)) for m in meetings),
        *(Found(_("Agenda items"), i.title, reading.url("agenda-item", i.pk)) for i in items),
        *(Found(_("Decisions"), str(d), reading.url("decision", d.number)) for d in decisions),
        *(Found(_("Action points"), a.text, reading.url("action-point", a.pk)) for a in actions),
    ]


def _shown_name(name: InitiativeName) -> str:
    present = name.initiative.name
    return present if name.name == present else f"{name.name} → {present}"


def _holding(records: QuerySet[Any], query: str, fields: tuple[str, ...]) -> list[Any]:
    for word in query.split()[:8]:
        anywhere = Q()
        for field in fields:
            anywhere |= Q(**{f"{field}__icontains": word})
        records = records.filter(anywhere)
    return list(records[:MOST_OF_A_KIND])
