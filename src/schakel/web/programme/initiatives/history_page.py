# SPDX-License-Identifier: EUPL-1.2
"""Who changed what of an initiative and when; by role and organisation, never by person."""

from collections.abc import Iterable, Mapping

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.documents import formats
from schakel.programme.models import Partner
from schakel.programme.queries.initiative_history import FieldChange, HistoryEvent, initiative_history
from schakel.web.accounts.words import role_words
from schakel.web.language import page_language
from schakel.web.models.accounts import RoleGrant
from schakel.web.programme.initiatives.finding import initiative_or_404
from schakel.web.programme.initiatives.words import (
    continuity_words,
    embedding_answer_words,
    embedding_question_words,
    kind_words,
    lineage_words,
    participation_words,
    relation_words,
    stage_words,
)
from schakel.web.programme.showing import show_programme
from schakel.web.reading import Reading, page
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell


@require_safe
@page
def show_history(request: HttpRequest, reading: Reading, initiative: str) -> HttpResponse:
    """Show every change, newest first."""
    found = initiative_or_404(initiative)
    events = initiative_history(found)
    who = actor_words({event.actor for event in events})
    partners = _partner_names(events)
    columns = (
        Column("at", _("When")),
        Column("what", _("What")),
        Column("changes", _("From → to")),
        Column("who", _("Who")),
    )
    rows = tuple(
        Row(
            (
                _moment_cell(event, reading),
                text_cell(_what(event)),
                text_cell("; ".join(_change(c, partners, reading) for c in event.changes) or "–"),
                text_cell(_who(event, who)),
            )
        )
        for event in events
    )
    table = Table("history", _("Changes"), columns, rows)
    context = {"programme_page": "initiatives", "i": found, "n": len(events)}
    return show_programme(request, reading, "web/programme/initiatives_history.html", context, tables=[table])


def actor_words(keys: Iterable[str]) -> dict[str, str]:
    """Return who acted by key: the role and the organisation of an account, never the person."""
    numbers = {key: int(key.removeprefix("account:")) for key in keys if key.startswith("account:")}
    grants: dict[int, list[str]] = {}
    for account, role, partner in (
        RoleGrant.objects.filter(account__in=numbers.values())
        .order_by("starts_on", "pk")
        .values_list("account", "role", "partner__name")
    ):
        words = role_words(role)
        told = f"{words} ({partner})" if partner else words
        if told not in grants.setdefault(account, []):
            grants[account].append(told)
    return {key: ", ".join(grants.get(number, [])) for key, number in numbers.items()}


def _who(event: HistoryEvent, who: Mapping[str, str]) -> str:
    if event.actor in who:
        return who[event.actor] or formats.UNKNOWN[page_language()]
    if event.actor.startswith("link:"):
        return _("the update link of the initiative")
    sources = {
        "demonstration": _("the demonstration year (invented)"),
        "course": _("the register of the course"),
        "system": _("the system"),
    }
    return sources.get(event.origin) or sources.get(event.actor) or formats.UNKNOWN[page_language()]


def _what(event: HistoryEvent) -> str:
    sorts = {
        "initiative": _("initiative"),
        "name": _("name"),
        "participation": _("partner"),
        "lineage": _("where it came from and went"),
        "embedding": _("embedding"),
        "stage": _("stage"),
        "readiness": _("readiness of the technology"),
    }
    deeds = {"added": _("added"), "changed": _("changed"), "removed": _("removed")}
    subject = embedding_question_words(event.subject) if event.sort == "embedding" else event.subject
    return f"{sorts[event.sort]} {deeds[event.deed]}: {subject}"


def _change(change: FieldChange, partners: Mapping[int, str], reading: Reading) -> str:
    names = {
        "name": _("name"),
        "kind": _("sort"),
        "relation": _("whose"),
        "summary": _("summary"),
        "place": _("place"),
        "lines": _("lines"),
        "actions": _("actions"),
        "tags": _("themes"),
        "target_groups": _("for whom"),
        "owner": _("owner"),
        "stage": _("stage"),
        "continuity": _("continuation"),
        "continuity_note": _("explanation"),
        "explanation": _("explanation"),
        "answer": _("answer"),
        "started_year": _("year in which it started"),
        "started_on": _("date on which it started"),
        "ended_year": _("year in which it ended"),
        "ended_on": _("date on which it ended"),
        "exit_on": _("the preparation ends on"),
        "exit_criterion": _("what must be there by then"),
        "website": _("website"),
        "note": _("remark"),
        "source": _("source"),
        "level": _("level"),
        "role": _("role"),
        "ends_on": _("until"),
        "since_year": _("from the year"),
        "until_year": _("until the year"),
    }
    before, after = (_value(change.field, v, partners, reading) for v in (change.before, change.after))
    return f"{names.get(change.field, change.field)}: {before} → {after}"


def _value(field: str, value: object, partners: Mapping[int, str], reading: Reading) -> str:
    if value in (None, "", []):
        return "–"
    words = {
        "stage": stage_words,
        "kind": lineage_words if str(value).endswith(("_to", "_into", "_of", "_by")) else kind_words,
        "relation": relation_words,
        "continuity": continuity_words,
        "answer": embedding_answer_words,
        "role": participation_words,
    }
    if field in words:
        return words[field](str(value))
    if field == "owner" and isinstance(value, int):
        return partners.get(value, _("not known"))
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return formats.day(value, reading.language) if hasattr(value, "isoformat") else str(value)  # type: ignore[arg-type]


def _partner_names(events: Iterable[HistoryEvent]) -> dict[int, str]:
    keys = {
        value
        for event in events
        for change in event.changes
        if change.field == "owner"
        for value in (change.before, change.after)
        if isinstance(value, int)
    }
    return dict(Partner.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}


def _moment_cell(event: HistoryEvent, reading: Reading) -> Cell:
    at = timezone.localtime(event.at)
    return Cell(f"{formats.day(at.date(), reading.language)}, {at:%H:%M}", at.isoformat(timespec="seconds"))
