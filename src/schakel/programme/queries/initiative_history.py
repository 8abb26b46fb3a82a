# SPDX-License-Identifier: EUPL-1.2
"""Who changed what of an initiative and when, from the kept history; who is a key, never a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from schakel.programme.models import (
    EmbeddingAnswer,
    Initiative,
    InitiativeName,
    Lineage,
    Participation,
    ReadinessChange,
    StageChange,
)

UNTOLD = frozenset(
    {
        "id",
        "version",
        "created_at",
        "created_by",
        "changed_at",
        "changed_by",
        "history_id",
        "history_date",
        "history_change_reason",
        "history_type",
        "history_user_id",
        "origin",
        "invented",
        "plain",
        "initiative",
    }
)
MOST_EVENTS = 500


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field with what it was and what it became; ``None`` for what was not there."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """A change: of which sort of record, which one, by whom, and of which fields.

    ``sort`` is "initiative", "name", "participation", "lineage", "embedding", "stage" or "readiness";
    ``deed`` "added", "changed" or "removed".
    """

    at: datetime
    actor: str
    origin: str
    sort: str
    subject: str
    deed: str
    changes: tuple[FieldChange, ...]


def initiative_history(initiative: Initiative) -> tuple[HistoryEvent, ...]:
    """Return everything that happened to an initiative, newest first; eight queries."""
    pk = initiative.pk
    events = [
        *_kept("initiative", Initiative.history.filter(id=pk), "name"),
        *_kept("name", InitiativeName.history.filter(initiative_id=pk), "name"),
        *_kept("lineage", Lineage.history.filter(initiative_id=pk).select_related("other"), "other"),
        *_kept(
            "participation",
            Participation.history.filter(initiative_id=pk).select_related("partner"),
            "partner",
        ),
        *_kept("embedding", EmbeddingAnswer.history.filter(initiative_id=pk), "question"),
        *_appended(initiative),
    ]
    return tuple(sorted(events, key=lambda e: e.at, reverse=True)[:MOST_EVENTS])


def _kept(sort: str, rows: Any, subject: str) -> Iterator[HistoryEvent]:
    """Compare each kept form of a record with the one before it."""
    earlier: dict[int, Any] = {}
    for row in rows.order_by("history_id"):
        before = earlier.get(row.id)
        deed = {"+": "added", "-": "removed"}.get(row.history_type, "changed")
        changes = _changes(before, row) if deed == "changed" else ()
        earlier[row.id] = row
        if deed != "changed" or changes:
            at = row.changed_at if deed != "removed" else row.history_date
            actor = row.history_user_id or row.changed_by if deed != "removed" else ""
            yield HistoryEvent(at, actor, row.origin, sort, str(getattr(row, subject)), deed, changes)


def _changes(before: Any, row: Any) -> tuple[FieldChange, ...]:
    if before is None:
        return ()
    names = [f.name for f in row._meta.fields if f.name not in UNTOLD]
    columns = {f.name: f.attname for f in row._meta.fields}
    found = []
    for name in names:
        old, new = getattr(before, columns[name]), getattr(row, columns[name])
        if old != new:
            found.append(FieldChange(name, old, new))
    return tuple(found)


def _appended(initiative: Initiative) -> Iterator[HistoryEvent]:
    for step in StageChange.objects.filter(initiative=initiative):
        change = FieldChange("stage", step.from_stage, step.to_stage)
        yield HistoryEvent(
            step.recorded_at, step.recorded_by, step.origin, "stage", step.reason, "added", (change,)
        )
    for row in ReadinessChange.objects.filter(initiative=initiative):
        change = FieldChange("level", None, row.level)
        yield HistoryEvent(
            row.recorded_at, row.recorded_by, row.origin, "readiness", row.innovation, "added", (change,)
        )
