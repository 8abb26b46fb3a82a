# SPDX-License-Identifier: EUPL-1.2
"""Check an upload row by row, apply it as a whole or not at all, and undo it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from schakel.koers.failures import N_, Failure
from schakel.programme.actions.ledger import ENTRY_FIELDS, correct_entry, withdraw_entry
from schakel.programme.auditing import take_turn
from schakel.programme.models import (
    IndicatorValue,
    Initiative,
    LedgerEntry,
    SheetUpload,
    UploadedChange,
    UploadState,
)
from schakel.programme.models.record import Origin, Traced
from schakel.programme.queries.periods import is_period_open
from schakel.programme.recording import (
    Actor,
    add_record,
    append_row,
    change_record,
    remove_record,
)
from schakel.programme.sheets.columns import CellNotRead, Vocabularies, is_same, read_cell, write_cell
from schakel.programme.sheets.definitions import SHEETS, SheetDefinition
from schakel.programme.sheets.reading import SheetRow

RowState = Literal["new", "changed", "same", "wrong"]


class RowIncomplete(Failure):
    """A cell that every row needs is empty."""

    template = N_("“{column}” is empty.")
    cure = N_("Fill it in; every row needs it.")


class UploadHasErrors(Failure):
    """Rows cannot be applied, so nothing is."""

    template = N_("{n} rows cannot be applied, so nothing was changed.")
    cure = N_("Correct these rows in the file and upload it again.")


class UploadNotOpen(Failure):
    """The upload was applied or undone already."""

    template = N_("This upload was handled already.")
    cure = N_("Upload the file again to change more.")


class UndoNotPossible(Failure):
    """Rows were changed by others since, so undoing would lose that."""

    template = N_("Row {row} was changed or used by others since, so the upload cannot be undone.")
    cure = N_("Change these records by hand.")


@dataclass(frozen=True, slots=True)
class RowResult:
    """What a row does: its state, the record's name, changes as (column, before, after), and failures.

    A failure comes with the column it is about, or with "" where it is about the row.
    """

    number: int
    state: RowState
    name: str
    changes: tuple[tuple[str, str, str], ...]
    failures: tuple[tuple[str, Failure], ...]


class _RollBack(Exception):  # noqa: N818
    """Ends a trial, so that nothing of it stays."""


def check_upload(
    definition: SheetDefinition,
    rows: Sequence[SheetRow],
    vocabularies: Vocabularies,
    *,
    by: Actor,
    at: datetime,
) -> tuple[RowResult, ...]:
    """Return what each row would do, by doing it all and taking it back."""
    results: tuple[RowResult, ...] = ()
    try:
        with transaction.atomic():
            results = tuple(_try_row(definition, row, vocabularies, None, by, at) for row in rows)
            raise _RollBack
    except _RollBack:
        return results


def keep_upload(
    *,
    definition: SheetDefinition,
    file_name: str,
    content: bytes,
    rows: Sequence[SheetRow],
    by: Actor,
    at: datetime,
) -> SheetUpload:
    """Keep a checked upload until it is applied."""
    kept = [{"number": r.number, "cells": {k: _kept(c) for k, c in r.cells.items()}} for r in rows]
    record = SheetUpload(
        sheet=definition.name,
        file_name=file_name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        rows=kept,
    )
    return add_record(record, action="upload.check", by=by, at=at)


def rows_of(upload: SheetUpload) -> tuple[SheetRow, ...]:
    """Return the rows that were kept."""
    return tuple(SheetRow(int(row["number"]), dict(row["cells"])) for row in upload.rows)


def apply_upload(
    *, upload: SheetUpload, vocabularies: Vocabularies, by: Actor, at: datetime
) -> tuple[RowResult, ...]:
    """Apply every row, or none.

    Raises
    ------
    UploadNotOpen
        When it was applied or undone before.
    UploadHasErrors
        When a row fails; nothing was changed.
    """
    definition = SHEETS[upload.sheet]
    acting = Actor(by.key, by.channel, Origin.SHEET, by.invented)
    with transaction.atomic():
        take_turn()
        current = SheetUpload.objects.select_for_update().get(pk=upload.pk)
        if current.state != UploadState.CHECKED:
            raise UploadNotOpen
        results = tuple(
            _try_row(definition, row, vocabularies, current, acting, at) for row in rows_of(current)
        )
        n_wrong = sum(result.state == "wrong" for result in results)
        if n_wrong:
            raise UploadHasErrors(n=n_wrong)
        changes = {"state": UploadState.APPLIED, "applied_at": at}
        change_record(current, action="upload.apply", expected_version=None, by=by, at=at, changes=changes)
    return results


def _try_row(
    definition: SheetDefinition,
    row: SheetRow,
    vocabularies: Vocabularies,
    upload: SheetUpload | None,
    by: Actor,
    at: datetime,
) -> RowResult:
    values, failures = _read_row(definition, row, vocabularies)
    if failures:
        return RowResult(row.number, "wrong", _name(row), (), tuple(failures))
    try:
        with transaction.atomic():
            return _do_row(definition, row, values, upload, by, at)
    except Failure as failure:
        return RowResult(row.number, "wrong", _name(row), (), (("", failure),))


def _read_row(
    definition: SheetDefinition, row: SheetRow, vocabularies: Vocabularies
) -> tuple[dict[str, Any], list[tuple[str, Failure]]]:
    values: dict[str, Any] = {}
    failures: list[tuple[str, Failure]] = []
    for column in definition.columns:
        if column.key not in row.cells:
            continue
        try:
            values[column.key] = read_cell(column, row.cells[column.key], vocabularies)
        except CellNotRead as failure:
            failures.append((column.key, failure))
            continue
        if column.is_required and values[column.key] in (None, ""):
            failures.append((column.key, RowIncomplete(column=column.key)))
    return values, failures


def _do_row(
    definition: SheetDefinition,
    row: SheetRow,
    values: dict[str, Any],
    upload: SheetUpload | None,
    by: Actor,
    at: datetime,
) -> RowResult:
    record = definition.find(values)
    if record is None:
        made = definition.add(values, by, at)
        _keep_change(upload, row, None, definition, made, by, at)
        return RowResult(row.number, "new", str(made), (), ())
    before = definition.values_of(record)
    changed = {
        key: value
        for key, value in values.items()
        if key not in ("id", "version", "code", "reference") and not is_same(before[key], value)
    }
    if not changed:
        return RowResult(row.number, "same", str(record), (), ())
    after = definition.change(record, changed, values.get("version"), by, at)
    _keep_change(upload, row, before, definition, after, by, at)
    told = tuple((k, str(write_cell(before[k])), str(write_cell(v))) for k, v in changed.items())
    return RowResult(row.number, "changed", str(after), told, ())


def _keep_change(
    upload: SheetUpload | None,
    row: SheetRow,
    before: dict[str, Any] | None,
    definition: SheetDefinition,
    record: models.Model,
    by: Actor,
    at: datetime,
) -> None:
    if upload is None:
        return
    change = UploadedChange(
        upload=upload,
        row=row.number,
        object_type=str(record._meta.model_name),
        object_id=str(record.pk),
        before=None if before is None else {k: _stored(v) for k, v in before.items()},
        after={k: _stored(v) for k, v in definition.values_of(record).items()},
        version_after=getattr(record, "version", None),
    )
    append_row(change, action="upload.row", by=by, at=at)


def undo_upload(*, upload: SheetUpload, by: Actor, at: datetime) -> SheetUpload:
    """Take back what an upload did, as a whole or not at all.

    A new record is removed, a changed one gets its earlier values; in the ledger a new line withdraws what
    the upload wrote, or says again what it corrected.

    Raises
    ------
    UploadNotOpen
        When it was not applied, or undone already.
    UndoNotPossible
        When a record was changed or used by others since.
    """
    with transaction.atomic():
        take_turn()
        current = SheetUpload.objects.select_for_update().get(pk=upload.pk)
        if current.state != UploadState.APPLIED:
            raise UploadNotOpen
        for change in current.changes.order_by("-pk"):
            _undo_change(change, by, at)
        changes = {"state": UploadState.UNDONE, "undone_at": at}
        return change_record(
            current, action="upload.undo", expected_version=None, by=by, at=at, changes=changes
        )


def _undo_change(change: UploadedChange, by: Actor, at: datetime) -> None:
    model = apps.get_model("programme", change.object_type)
    record = model._default_manager.filter(pk=change.object_id).first()
    try:
        if isinstance(record, LedgerEntry):
            _undo_entry(record, change.before, by, at)
        elif isinstance(record, Traced):
            _undo_record(record, change, by, at)
        else:
            raise UndoNotPossible(row=change.row)
    except UndoNotPossible:
        raise
    except Failure as failure:
        raise UndoNotPossible(row=change.row) from failure


def _undo_record(record: Traced, change: UploadedChange, by: Actor, at: datetime) -> None:
    """Remove a record that the upload made, or give it its earlier values."""
    if isinstance(record, IndicatorValue) and not is_period_open(record.period, timezone.localdate(at)):
        raise UndoNotPossible(row=change.row)
    if change.before is not None:
        change_record(
            record,
            action="upload.undo_change",
            expected_version=change.version_after,
            by=by,
            at=at,
            changes=_restored(type(record), change.before) | _author_before(record, change),
        )
        return
    if isinstance(record, Initiative):
        _remove_names(record, change, by, at)
    remove_record(record, action="upload.undo_new", expected_version=change.version_after, by=by, at=at)


def _author_before(record: Traced, change: UploadedChange) -> dict[str, str]:
    """Return whose number a value gets back, so that nobody adopts their own."""
    if not isinstance(record, IndicatorValue):
        return {}
    earlier = record.history.filter(version__lt=change.version_after).order_by("-version").first()
    return {} if earlier is None else {"author": earlier.author}


def _undo_entry(entry: LedgerEntry, before: dict[str, Any] | None, by: Actor, at: datetime) -> None:
    if before is None:
        withdraw_entry(entry=entry, why=N_("upload undone"), by=by, at=at)
        return
    earlier = {k: v for k, v in _restored(LedgerEntry, before).items() if k in ENTRY_FIELDS}
    if earlier["amount_eur"] == 0:
        withdraw_entry(entry=entry, why=N_("upload undone"), by=by, at=at)
    else:
        correct_entry(entry=entry, changes=earlier, why=N_("upload undone"), by=by, at=at)


def _remove_names(initiative: Initiative, change: UploadedChange, by: Actor, at: datetime) -> None:
    """Remove the names that came with a new initiative; a name of later stays, and stops the undoing."""
    for name in initiative.names.filter(created_at=change.recorded_at):
        remove_record(name, action="upload.undo_new", expected_version=1, by=by, at=at)


def _restored(model: type[models.Model], before: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in before.items():
        if name in ("id", "version"):
            continue
        field: Any = model._meta.get_field(name)
        if isinstance(field, models.ForeignKey):
            found[name] = None if value is None else field.related_model._default_manager.get(pk=value)
        else:
            found[name] = field.to_python(value)
    return found


def _stored(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    return str(value) if isinstance(value, Decimal | date | datetime) else value


def _kept(cell: object) -> Any:
    if cell is None or isinstance(cell, str | int | float | bool):
        return cell
    return cell.isoformat() if isinstance(cell, date | datetime) else str(cell)


def _name(row: SheetRow) -> str:
    for key in ("name", "title", "reference", "code", "initiative", "commitment", "indicator"):
        if row.cells.get(key):
            return str(row.cells[key])
    return ""
