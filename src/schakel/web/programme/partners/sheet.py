# SPDX-License-Identifier: EUPL-1.2
"""The sheet of a partner: what was committed, what was delivered, and what is not known."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from schakel.documents import formats
from schakel.koers.label import Language
from schakel.programme.models import Partner
from schakel.programme.queries.partners import PartnerSheet, partner_sheet
from schakel.programme.retention import export_partner_data
from schakel.web.programme.course_names import CourseNames, course_names
from schakel.web.programme.partners.commitment_tables import commitments_table, totals_table
from schakel.web.programme.partners.finding import partner_or_404
from schakel.web.programme.partners.sheet_tables import (
    duties_table,
    goals_table,
    initiatives_table,
    meetings_table,
    paid_table,
    seats_table,
)
from schakel.web.programme.partners.words import helix_words, partner_relation_words
from schakel.web.programme.showing import show_programme
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import visitor_of
from schakel.web.tables.table import Column, Table


@require_safe
@page
def show_partner(request: HttpRequest, reading: Reading, partner: str) -> HttpResponse:
    """Show the sheet of a partner."""
    record = partner_or_404(partner)
    names = course_names(reading)
    sheet = partner_sheet(record, timezone.localdate())
    context = {
        "programme_page": "partners",
        "p": record,
        "sheet": sheet,
        "helix": helix_words(record.helix),
        "relation": partner_relation_words(record.relation),
        "place": names.place(record.municipality),
        "sentences": answer_sentences(sheet, reading.language),
        "has_lines": any(code for code in sheet.totals_by_line),
    }
    tables = _tables(request, sheet, reading, names)
    return show_programme(request, reading, "web/programme/partners_sheet.html", context, tables=tables)


@require_safe
@page
def send_partner_data(request: HttpRequest, reading: Reading, partner: str) -> HttpResponse:
    """Send all that is kept about a partner, personal data included, as a file."""
    record = partner_or_404(partner)
    response = JsonResponse(
        export_partner_data(record), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{record.code}.json"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _tables(request: HttpRequest, sheet: PartnerSheet, reading: Reading, names: CourseNames) -> list[Table]:
    about = {"partner": sheet.partner.code}
    visitor = visitor_of(request)
    may_seats = visitor.may("seat-edit", "write", about)
    may_goals = visitor.may("partner-goal", "write", about)
    lines = {code: f"{code}. {name}" for code, name in names.lines.items()}
    return [
        totals_table({"": list(sheet.totals)}, reading, name="totals", caption=_("What it brings in")),
        totals_table(
            sheet.totals_by_line,
            reading,
            name="totals-by-line",
            caption=_("The same for each line of the course"),
            group=Column("line", _("Line of the course")),
            group_names=lines,
        ),
        commitments_table(sheet.commitments, reading, names),
        initiatives_table(sheet, reading),
        goals_table(sheet.goals, sheet.partner, reading, names, may_edit=may_goals),
        seats_table(sheet.seats, sheet.partner, reading, may_edit=may_seats),
        duties_table(sheet.responsibilities, reading, names),
        paid_table(sheet.paid, reading),
        meetings_table(sheet.meetings, reading),
    ]


def answer_sentences(sheet: PartnerSheet, language: Language) -> list[str]:
    """Return what was committed and reported as delivered, and what is not known."""
    found = [_committed(sheet, language)] if sheet.commitments else []
    gap_names: dict[str, Any] = {
        "commitments": _("what it brings in"),
        "goals": _("its own goals"),
        "initiatives": _("in which initiatives it takes part"),
        "seats": _("its seats"),
    }
    gaps = [gap_names[gap] for gap in sheet.gaps]
    if gaps:
        found.append(_("Not recorded: %(gaps)s.") % {"gaps": formats.enumeration(gaps, language)})
    return found


def _committed(sheet: PartnerSheet, language: Language) -> str:
    n = len(sheet.commitments)
    reported = sum(state.n_deliveries > 0 for state in sheet.commitments)
    made = ngettext("%(n)s commitment is recorded", "%(n)s commitments are recorded", n) % {
        "n": formats.number(n, language, 0)
    }
    if reported == n:
        return _("%(made)s; of all of them a delivery is reported.") % {"made": made}
    if not reported:
        return _("%(made)s; no delivery is reported yet.") % {"made": made}
    return ngettext(
        "%(made)s; of %(n)s a delivery is reported.", "%(made)s; of %(n)s a delivery is reported.", reported
    ) % {"made": made, "n": formats.number(reported, language, 0)}


def own_pages(partner: Partner, reading: Reading) -> dict[str, str]:
    """Return the way back to the sheet, for the forms about it."""
    return {"back": reading.url("partner", partner.code), "back_name": partner.name}
