# SPDX-License-Identifier: EUPL-1.2
"""The tables with their seats: vacancies, and the turnover of the year."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from schakel.programme.queries.seats import BodySeats, bodies
from schakel.web.programme.partners.cells import count_cell, day_cell, marked, partner_cell
from schakel.web.programme.partners.cutting import first_rows
from schakel.web.programme.partners.sheet_tables import vacancy_cell
from schakel.web.programme.partners.words import body_words
from schakel.web.programme.showing import show_programme
from schakel.web.reading import Reading, page
from schakel.web.tables.table import Column, Row, Table, text_cell


@require_safe
@page
def show_seats(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show who sits at which table by role, vacancies, and the turnover of the year."""
    today = timezone.localdate()
    found = bodies(today, today.year)
    n_vacant, n_seats = sum(b.n_vacant for b in found), sum(len(b.lines) for b in found)
    context = {
        "programme_page": "partners",
        "answer": _answer(n_seats, n_vacant),
        "filled": [_key(b.body) for b in found if b.lines],
    }
    tables = [
        _turnover_table(found, reading, today.year),
        *(first_rows(_body_table(b, reading), request) for b in found),
    ]
    return show_programme(request, reading, "web/programme/partners_seats.html", context, tables=tables)


def _answer(n_seats: int, n_vacant: int) -> str:
    if not n_seats:
        return ""
    told = ngettext("%(n)s seat is recorded", "%(n)s seats are recorded", n_seats) % {"n": n_seats}
    if not n_vacant:
        return _("%(seats)s; none is vacant.") % {"seats": told}
    return ngettext(
        "%(seats)s, of which %(n)s is vacant.", "%(seats)s, of which %(n)s are vacant.", n_vacant
    ) % {"seats": told, "n": n_vacant}


def _turnover_table(found: list[BodySeats], reading: Reading, year: int) -> Table:
    language = reading.language
    columns = (
        Column("body", _("Board or group")),
        Column("n", _("Seats"), True),
        Column("vacant", _("Vacant"), True),
        Column("begun", _("Taken in %(year)s") % {"year": year}, True),
        Column("handed_over", _("of which after somebody else"), True),
        Column("ended", _("Given up in %(year)s") % {"year": year}, True),
    )
    rows = [
        Row(
            (
                text_cell(body_words(b.body)),
                count_cell(len(b.lines), language),
                count_cell(b.n_vacant, language),
                count_cell(b.n_begun, language),
                count_cell(b.n_handed_over, language),
                count_cell(b.n_ended, language),
            )
        )
        for b in found
    ]
    return Table("turnover", _("Seats, vacancies and turnover"), columns, tuple(rows))


def _key(body: str) -> str:
    return f"seats-{body.replace('_', '-')}"


def _body_table(body: BodySeats, reading: Reading) -> Table:
    columns = (
        Column("role", _("Role")),
        Column("partner", _("Partner")),
        Column("since", _("Since")),
        Column("state", _("Held now")),
    )
    rows = [
        Row(
            (
                marked(line.seat.role, invented=line.seat.invented),
                partner_cell(line.seat.partner, reading),
                day_cell(line.seat.starts_on, reading.language),
                vacancy_cell(line, reading.language),
            ),
            "target" if line.is_vacant else "",
        )
        for line in body.lines
    ]
    return Table(_key(body.body), body_words(body.body), columns, tuple(rows))
