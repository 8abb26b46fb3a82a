# SPDX-License-Identifier: EUPL-1.2
"""The audit log: who did what to what, when and from where; newest first, and as a file."""

import json
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.programme.models import AuditEntry
from schakel.web.accounts.audit_filter import CLOSED_TYPES, AuditFilter, AuditFilterOfOthers
from schakel.web.accounts.showing import show_accounts
from schakel.web.accounts.tables import moment_cell
from schakel.web.cycle.seeing import sight_of
from schakel.web.programme.listing import ListColumn, Listing, make_listing
from schakel.web.tables.table import Cell, text_cell

MOST_DETAIL = 400
# What every record has and nobody looks for; the file of the log holds it all.
_QUIET = frozenset(
    {
        "id",
        "version",
        "invented",
        "origin",
        "created_by",
        "changed_by",
        "recorded_by",
        "fingerprint",
        "sha256",
    }
)


def details_in_words(details: Mapping[str, object]) -> str:
    """Return what a line says as text: "field: old → new" for changes, "field: value" for the rest."""
    parts = []
    for key, value in details.items():
        if key in ("added", "changed", "removed") and isinstance(value, dict):
            parts += [f"{name}: {_value(found)}" for name, found in value.items() if name not in _QUIET]
        else:
            parts.append(f"{key}: {_value(value)}")
    return "; ".join(parts)


def _value(value: object) -> str:
    if isinstance(value, list) and len(value) == 2:
        return f"{_plain(value[0])} → {_plain(value[1])}"
    if isinstance(value, list):
        return ", ".join(_plain(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {_plain(each)}" for name, each in value.items())
    return _plain(value)


def _plain(value: object) -> str:
    return "–" if value in (None, "") else str(value)


def _about_cell(entry: AuditEntry, *, sees_closed: bool) -> Cell:
    kind = f"{entry.object_type} {entry.object_id}".strip()
    name = entry.object_name if sees_closed or entry.object_type not in CLOSED_TYPES else ""
    return Cell(name or kind or "–", kind, detail=kind if name else "")


def _details_cell(entry: AuditEntry, *, sees_closed: bool) -> Cell:
    if not sees_closed and entry.object_type in CLOSED_TYPES:
        return Cell(_("for the programme office and the board"), None, tone="unknown")
    text = details_in_words(entry.details or {})
    whole = json.dumps(entry.details or {}, ensure_ascii=False, sort_keys=True)
    return Cell(text if len(text) <= MOST_DETAIL else f"{text[:MOST_DETAIL]} …", whole)


def _result_cell(entry: AuditEntry) -> Cell:
    if entry.result == "refused":
        return Cell(_("not allowed"), entry.result, tone="bad")
    return Cell(_("done"), entry.result)


def list_audit(request: HttpRequest) -> Listing:
    """Return the log, newest first; what is written in meetings only for who may see what is closed."""
    sees_closed = sight_of(request).closed
    columns = [
        ListColumn("number", _("Line number"), lambda e: Cell(str(e.number), e.number), "number"),
        ListColumn("at", _("When"), lambda e: moment_cell(e.at), "at"),
        ListColumn("actor", _("Who"), lambda e: text_cell(e.actor), "actor"),
        ListColumn("action", _("Action"), lambda e: text_cell(e.action), "action"),
        ListColumn("about", _("About"), lambda e: _about_cell(e, sees_closed=sees_closed)),
        ListColumn("result", _("Result"), _result_cell, "result"),
        ListColumn("details", _("What changed"), lambda e: _details_cell(e, sees_closed=sees_closed)),
        ListColumn("origin", _("From where"), lambda e: text_cell(e.origin)),
    ]
    return make_listing(
        request,
        AuditEntry.objects.order_by("-number"),
        columns,
        name="audit-log",
        caption=_("What was done, newest first"),
        filters=AuditFilter if sees_closed else AuditFilterOfOthers,
    )


@require_safe
def show_audit(request: HttpRequest) -> HttpResponse:
    """Show the audit log."""
    listing = list_audit(request)
    context = {"listing": listing, "newest": AuditEntry.objects.order_by("-number").first()}
    return show_accounts(request, "web/accounts/audit_log.html", "audit-log", context, [listing.table])
