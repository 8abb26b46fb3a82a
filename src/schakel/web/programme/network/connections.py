# SPDX-License-Identifier: EUPL-1.2
"""Introductions: which partners were brought together, and what came of it."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from schakel.documents import formats
from schakel.koers.label import Language
from schakel.programme.actions.events import change_connection, connect_partners
from schakel.programme.models import Connection
from schakel.programme.queries.events import Connections, count_connections
from schakel.web.programme.editing import fill_in, now
from schakel.web.programme.listing import ListColumn, make_listing
from schakel.web.programme.network.event_tables import connection_cells, result_cell
from schakel.web.programme.network.forms import ConnectionForm, ConnectionResultForm
from schakel.web.programme.partners.cells import day_cell, initiative_cell, marked
from schakel.web.programme.showing import show_programme
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of, visitor_of
from schakel.web.tables.table import Cell


@require_safe
@page
def show_connections(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the introductions, newest first."""
    may_edit = visitor_of(request).may("connection", "write")
    listing = make_listing(
        request,
        Connection.objects.select_related("first", "second", "initiative"),
        _columns(reading, may_edit=may_edit),
        name="connections",
        caption=_("Introductions"),
        filters=_connection_filter(),
    )
    counted = count_connections(Connection.objects.all())
    context = {
        "programme_page": "network",
        "listing": listing,
        "sentences": _sentences(counted, reading.language),
    }
    return show_programme(
        request, reading, "web/programme/network_connections.html", context, tables=[listing.table]
    )


@require_http_methods(["GET", "POST"])
@page
def new_connection(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Note an introduction; a suggestion sends everything that is needed with one click."""
    form = ConnectionForm(request.POST or None, initial={"on": timezone.localdate()})

    def act(values: dict[str, Any], version: int | None) -> Connection:
        return connect_partners(**values, by=actor_of(request), at=now())

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("Whom did you bring together?"),
        done=lambda made: reading.url("connections"),
        said=_("Noted. Write here later what came of it."),
        context=_way_back(reading),
    )


@require_http_methods(["GET", "POST"])
@page
def edit_connection(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Note what came of an introduction."""
    connection = Connection.objects.select_related("first", "second").filter(pk=pk).first()
    if connection is None:
        raise Http404
    form = ConnectionResultForm(request.POST or None)
    form.initial = {name: getattr(connection, name) for name in form.fields}

    def act(values: dict[str, Any], version: int | None) -> Connection:
        return change_connection(
            connection=connection, expected_version=version, changes=values, by=actor_of(request), at=now()
        )

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("What came of it?"),
        done=lambda changed: reading.url("connections"),
        record=connection,
        context={"intro": str(connection), **_way_back(reading)},
    )


def _connection_filter() -> type[django_filters.FilterSet]:
    class ConnectionFilter(django_filters.FilterSet):  # type: ignore[misc]
        """Chooses among the introductions."""

        result = django_filters.ChoiceFilter(
            label=_("What came of it"),
            choices=[("known", _("known")), ("unknown", _("not known yet"))],
            empty_label=_("all"),
            method="by_result",
        )

        def by_result(self, found: QuerySet[Connection], name: str, value: str) -> QuerySet[Connection]:
            """Choose by whether the result is known."""
            return found.filter(result="") if value == "unknown" else found.exclude(result="")

    return ConnectionFilter


def _columns(reading: Reading, *, may_edit: bool) -> list[ListColumn]:
    def reason(connection: Connection) -> Cell:
        link = reading.url("connection", connection.pk) if may_edit else ""
        return marked(connection.reason, invented=connection.invented, link=link)

    return [
        ListColumn("first", _("Organisation"), lambda c: connection_cells(c, reading)[0], "first__name"),
        ListColumn(
            "second", _("Brought together with"), lambda c: connection_cells(c, reading)[1], "second__name"
        ),
        ListColumn("on", _("Day"), lambda c: day_cell(c.on, reading.language), "on"),
        ListColumn("reason", _("Why"), reason),
        ListColumn("result", _("What came of it"), result_cell, "result"),
        ListColumn("initiative", _("Led to"), lambda c: initiative_cell(c.initiative, reading)),
    ]


def _sentences(counted: Connections, language: Language) -> list[str]:
    if not counted.n:
        return []
    told = ngettext("%(n)s introduction is recorded", "%(n)s introductions are recorded", counted.n) % {
        "n": formats.number(counted.n, language, 0)
    }
    return [
        _("%(told)s; of %(known)s it is known what came of it, and %(into)s led to an initiative.")
        % {"told": told, "known": counted.n_with_result, "into": counted.n_into_initiative}
    ]


def _way_back(reading: Reading) -> dict[str, str]:
    return {
        "programme_page": "network",
        "back": reading.url("connections"),
        "back_name": _("All introductions"),
    }
