# SPDX-License-Identifier: EUPL-1.2
"""Pages over all initiatives: milestones, outputs and seed money."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.documents.programme_pictures.milestone_slip import (
    MilestoneSpan,
    MilestoneSpans,
    draw_milestone_slip,
)
from schakel.programme.queries.milestones import (
    MilestoneStanding,
    MilestoneState,
    count_milestones,
    list_milestones,
    stand_of,
)
from schakel.programme.queries.outputs import list_outputs, outputs_by_kind_and_year
from schakel.programme.queries.seed_money import SeedState, list_seed_money
from schakel.web.programme.activities import tables
from schakel.web.programme.activities.words import milestone_state_choices
from schakel.web.programme.showing import Picture, show_programme
from schakel.web.reading import Reading, page

MOST_DRAWN = 16
MOST_OUTPUTS = 200


@require_safe
@page
def show_milestones(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show which milestones are overdue, coming or moved."""
    today = timezone.localdate()
    standings = [stand_of(m, today) for m in list_milestones()]
    wanted = request.GET.get("state", "")
    kept = [s for s in standings if wanted in ("", s.state) or (wanted == "moved" and s.was_moved)]
    shown = sorted(kept, key=lambda s: (s.done_on is not None, s.due_on))
    pictures = [draw_spans(shown, today)] if shown else []
    context = {
        "programme_page": "activities",
        "counts": count_milestones(standings),
        "states": [*milestone_state_choices(), ("moved", _("moved"))],
        "wanted": wanted,
    }
    table = tables.milestone_table(shown, reading, with_initiative=True)
    return show_programme(
        request,
        reading,
        "web/programme/activities_milestones.html",
        context,
        tables=[table],
        pictures=pictures,
    )


def draw_spans(standings: list[MilestoneStanding], today: date) -> Picture:
    """Return the picture of milestones: what is open first, then what slipped most."""
    order = sorted(standings, key=lambda s: (s.state is MilestoneState.REACHED, -s.slip_days))[:MOST_DRAWN]
    spans = tuple(
        MilestoneSpan(s.title, s.first_due_on, s.due_on, s.done_on, s.state is MilestoneState.OVERDUE)
        for s in sorted(order, key=lambda s: s.first_due_on)
    )
    return Picture("milestone-slip", MilestoneSpans(spans, today), draw_milestone_slip)


@require_safe
@page
def show_outputs(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show what was made or done, by kind and year."""
    totals = outputs_by_kind_and_year()
    limit = None if request.GET.get("file") else MOST_OUTPUTS
    newest = list(list_outputs()[:limit])
    shown = [
        tables.output_total_table(totals, reading),
        tables.output_table(newest, reading, with_initiative=True),
    ]
    context = {"programme_page": "activities", "n": sum(t.n for t in totals), "limit": MOST_OUTPUTS}
    return show_programme(request, reading, "web/programme/activities_outputs.html", context, tables=shown)


@require_safe
@page
def show_seed_money(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show seed money and the decisions that are due."""
    rows = list_seed_money(timezone.localdate())
    states = [row.state for row in rows]
    context = {
        "programme_page": "activities",
        "rows": rows,
        "total_eur": sum((row.amount_eur for row in rows), start=0) if rows else None,
        "n_overdue": states.count(SeedState.OVERDUE),
        "n_without": states.count(SeedState.WITHOUT_DATE),
        "n_coming": states.count(SeedState.COMING),
    }
    table = tables.seed_table(rows, reading)
    return show_programme(
        request, reading, "web/programme/activities_seed_money.html", context, tables=[table]
    )
