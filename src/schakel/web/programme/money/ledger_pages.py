# SPDX-License-Identifier: EUPL-1.2
"""Boekingen: the ledger as a list, a new line, and the correction of one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schakel.programme.actions.ledger import correct_entry, record_entry, withdraw_entry
from schakel.programme.models import EntryKind, FundingProgramme, Initiative, LedgerEntry
from schakel.programme.queries.ledger import current_entries, money_flows
from schakel.web.programme.course_names import course_names
from schakel.web.programme.editing import fill_in, now
from schakel.web.programme.listing import make_listing
from schakel.web.programme.money.books import Books
from schakel.web.programme.money.filters import ledger_filters
from schakel.web.programme.money.forms import (
    CorrectionForm,
    EntryForm,
    WithdrawalForm,
    initial_of,
    values_of,
)
from schakel.web.programme.money.ledger_table import ledger_columns, proof_table
from schakel.web.programme.money.pages import HERE
from schakel.web.programme.money.words import step_words
from schakel.web.programme.showing import show_programme
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of, visitor_of

RELATED = ("programme", "payer", "payee", "initiative", "corrected_by")
REPLACED = "vervangen"


@require_safe
@page
def show_ledger(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the lines of the ledger, and what the chosen ones add up to."""
    books = Books(reading, (), (), course_names(reading))
    chosen = LedgerEntry.objects.all() if request.GET.get(REPLACED) else current_entries()
    filters = ledger_filters(books.names)
    listing = make_listing(
        request,
        chosen.select_related(*RELATED).order_by("-on", "-pk"),
        ledger_columns(books, visitor_of(request).may("ledger-correct", "write")),
        name="ledger",
        caption=_("Lines of the ledger"),
        filters=filters,
    )
    flows = money_flows(filters(request.GET, queryset=current_entries()).qs, whole=True)
    proof = proof_table(Books(reading, flows, (), books.names), flows)
    context = HERE | {"listing": listing, "shows_replaced": bool(request.GET.get(REPLACED))}
    return show_programme(
        request, reading, "web/programme/money_ledger.html", context, tables=[listing.table, proof]
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def write_entry(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Write a line in the ledger; the address says of which step it is."""
    kind = request.GET.get("soort", "")
    if kind not in EntryKind.values:
        kind = EntryKind.PLEDGED.value
    initial = {
        "programme": FundingProgramme.objects.filter(code=request.GET.get("bron", "")).first(),
        "initiative": Initiative.objects.filter(code=request.GET.get("initiatief", "")).first(),
    }
    form = EntryForm(request.POST or None, initial=initial, kind=kind, names=course_names(reading))

    def act(data: dict[str, Any], version: int | None) -> LedgerEntry:
        return record_entry(kind=kind, **values_of(data), by=actor_of(request), at=now())

    context = HERE | {
        "kinds": [(code, step_words(code).capitalize(), code == kind) for code in EntryKind.values],
        "back": reading.url("ledger"),
        "back_name": _("Lines of the ledger"),
    }
    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("What happened to the money?"),
        done=lambda entry: reading.url("money-source", entry.programme.code),
        said=_("The line is in the ledger."),
        template="web/programme/money_entry.html",
        context=context,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def replace_entry(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Replace a line by a corrected one, or withdraw it."""
    entry = get_object_or_404(LedgerEntry.objects.select_related(*RELATED), pk=pk)
    is_withdrawal = "intrekken" in request.GET
    form: WithdrawalForm | CorrectionForm
    if is_withdrawal:
        form = WithdrawalForm(request.POST or None)
    else:
        names = course_names(reading)
        form = CorrectionForm(request.POST or None, initial=initial_of(entry), kind=entry.kind, names=names)

    def act(data: dict[str, Any], version: int | None) -> LedgerEntry:
        given = {"entry": entry, "why": data["why"], "by": actor_of(request), "at": now()}
        if is_withdrawal:
            return withdraw_entry(**given)
        return correct_entry(changes=values_of(data), **given)

    context = HERE | {
        "entry": entry,
        "kind": step_words(entry.kind),
        "is_withdrawal": is_withdrawal,
        "newer": getattr(entry, "corrected_by", None),
        "earlier": _earlier(entry),
        "back": reading.url("ledger"),
        "back_name": _("Lines of the ledger"),
    }
    title = _("Withdraw this line") if is_withdrawal else _("Correct this line")
    return fill_in(
        request,
        reading,
        form,
        act,
        title=title,
        done=lambda newer: reading.url("money-source", newer.programme.code),
        said=_("The line was withdrawn.") if is_withdrawal else _("The corrected line is in the ledger."),
        template="web/programme/money_correction.html",
        context=context,
    )


def _earlier(entry: LedgerEntry) -> list[LedgerEntry]:
    """Return the lines that this one replaced, the newest first."""
    found = []
    older = entry.corrects
    while older is not None:
        found.append(older)
        older = older.corrects
    return found
