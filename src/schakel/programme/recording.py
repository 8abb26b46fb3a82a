# SPDX-License-Identifier: EUPL-1.2
"""The one door through which the register changes: checked, with history and a line in the audit chain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.deletion import Collector, ProtectedError, RestrictedError

from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import append_audit_entry, take_turn
from schakel.programme.models.record import Appended, Origin, Traced

AnyRecord = TypeVar("AnyRecord", bound=Traced)
AnyRow = TypeVar("AnyRow", bound=Appended)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: ``key`` never holds a personal name ("account:12", "link:7", "system").

    ``channel`` is where the action came from ("web 127.0.0.1", "command"); ``entry`` marks the rows that
    are written; ``invented`` is true for the demonstration year only.
    """

    key: str
    channel: str = "command"
    entry: Origin = Origin.HAND
    invented: bool = False


class WrongEntry(Failure):
    """One or more fields cannot be saved; ``fields`` holds the problems by the name of the field."""

    template = N_("This cannot be saved: {problems}.")
    cure = N_("Change what is named here and save again; nothing was changed yet.")

    def __init__(self, problems: str, fields: Mapping[str, list[str]]) -> None:
        super().__init__(problems=problems)
        self.fields = dict(fields)


class ChangedMeanwhile(Failure):
    """Somebody else changed the record since it was opened; ``theirs`` holds what they changed."""

    template = N_("Somebody else changed “{name}” while you were working on it.")
    cure = N_("Your text is still here. Compare it with what the other changed, and save again.")

    def __init__(self, name: str, version: int, theirs: Mapping[str, object]) -> None:
        super().__init__(name=name)
        self.version = version
        self.theirs = dict(theirs)


class StillInUse(Failure):
    """The record cannot be removed, since other rows or lines of the ledger hang on it."""

    template = N_("“{name}” cannot be removed, since other records point at it.")
    cure = N_("Close or stop it instead, so that its history stays.")


def add_record(record: AnyRecord, *, action: str, by: Actor, at: datetime) -> AnyRecord:
    """Save a new record.

    Parameters
    ----------
    record
        Not saved yet.
    action
        The name of the action in the audit chain, such as "initiative.start".

    Raises
    ------
    WrongEntry
        When a field is wrong or a unique value is taken already.
    """
    record.origin, record.invented = by.entry, by.invented or hangs_on_invented(record)
    record.created_at = record.changed_at = at
    record.created_by = record.changed_by = by.key
    with transaction.atomic():
        _save_new(record)
        append_audit_entry(by=by, at=at, action=action, of=record, details={"added": _values(record)})
    return record


def append_row(row: AnyRow, *, action: str, by: Actor, at: datetime) -> AnyRow:
    """Save a row that is never changed afterwards; raises WrongEntry as :func:`add_record` does."""
    row.origin, row.invented = by.entry, by.invented or hangs_on_invented(row)
    row.recorded_at, row.recorded_by = at, by.key
    with transaction.atomic():
        _save_new(row)
        append_audit_entry(by=by, at=at, action=action, of=row, details={"added": _values(row)})
    return row


def hangs_on_invented(record: models.Model) -> bool:
    """Say whether a row is part of something invented, so that it goes when the demonstration year goes.

    A row is part of what it would be removed with, and of what its ``PART_OF`` names.
    """
    parents = {
        field.name
        for field in record._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE
    }
    parents |= set(getattr(record, "PART_OF", ()))
    return any(getattr(getattr(record, name, None), "invented", False) for name in parents)


def _save_new(record: models.Model) -> None:
    take_turn()
    check_entry(record)
    try:
        with transaction.atomic():
            record.save(force_insert=True)
    except IntegrityError as error:
        raise WrongEntry(str(error), {NON_FIELD_ERRORS: [str(error)]}) from error


def change_record(
    record: AnyRecord,
    *,
    action: str,
    expected_version: int | None,
    by: Actor,
    at: datetime,
    changes: Mapping[str, Any],
) -> AnyRecord:
    """Change fields of a record; without a difference nothing is written.

    Parameters
    ----------
    expected_version
        The version that the person had before them; ``None`` where nobody had (loading, an action on
        the newest state).
    changes
        New values by field name.

    Raises
    ------
    ChangedMeanwhile
        When the record has another version by now.
    WrongEntry
        When a new value is wrong.
    """
    with transaction.atomic():
        take_turn()
        current = type(record)._default_manager.select_for_update().get(pk=record.pk)
        if expected_version is not None and current.version != expected_version:
            theirs = {name: getattr(current, name) for name in changes}
            raise ChangedMeanwhile(str(current), current.version, theirs)
        before = {name: getattr(current, name) for name in changes}
        hidden = hidden_fields(current)
        changed = {name: value for name, value in changes.items() if before[name] != value}
        if not changed:
            return current
        for name, value in changed.items():
            setattr(current, name, value)
        current.version += 1
        current.changed_at, current.changed_by = at, by.key
        check_entry(current)
        current.save(force_update=True)
        hidden |= hidden_fields(current)
        details = {
            name: ["…", "…"] if name in hidden else [_plain(before[name]), _plain(value)]
            for name, value in changed.items()
        }
        append_audit_entry(by=by, at=at, action=action, of=current, details={"changed": details})
    return current


def remove_record(
    record: Traced, *, action: str, expected_version: int | None, by: Actor, at: datetime
) -> None:
    """Remove a record that nothing hangs on; what points at it is removed by an action of its own first.

    Raises
    ------
    ChangedMeanwhile
        When the record has another version by now.
    StillInUse
        When other records, or rows that are never removed, point at it.
    """
    with transaction.atomic():
        take_turn()
        current = type(record)._default_manager.select_for_update().get(pk=record.pk)
        if expected_version is not None and current.version != expected_version:
            raise ChangedMeanwhile(str(current), current.version, {})
        if _is_pointed_at(current):
            raise StillInUse(name=str(current))
        details = {"removed": _values(current)}
        key, name = current.pk, str(current)
        try:
            with transaction.atomic():
                current.delete()
        except (ProtectedError, RestrictedError, IntegrityError) as error:
            raise StillInUse(name=name) from error
        current.pk = key
        append_audit_entry(by=by, at=at, action=action, of=current, details=details)


def _is_pointed_at(record: models.Model) -> bool:
    """Say whether other rows point at a record, and would go or lose that with it.

    Personal data goes whatever points at it.
    """
    if hasattr(record, "PERSONAL_FIELDS"):
        return False
    gone = Collector(using=record._state.db or "default", origin=record)
    try:
        gone.collect([record])
    except (ProtectedError, RestrictedError):
        return True
    others: list[Any] = [
        *gone.fast_deletes,
        *(rows for found in gone.field_updates.values() for rows in found),
    ]
    return sum(len(rows) for rows in gone.data.values()) > 1 or any(list(rows[:1]) for rows in others)


def check_entry(record: models.Model) -> None:
    """Check every field and constraint of a record; raises WrongEntry."""
    try:
        record.full_clean()
    except ValidationError as error:
        fields = {name: list(texts) for name, texts in error.message_dict.items()}
        told = "; ".join(f"{name}: {' '.join(texts)}" for name, texts in fields.items())
        raise WrongEntry(told.replace(f"{NON_FIELD_ERRORS}: ", "").rstrip("."), fields) from error


def hidden_fields(record: models.Model) -> set[str]:
    """Return the fields that the audit chain does not tell: personal ones, and text that is confidential."""
    hidden = set(getattr(record, "PERSONAL_FIELDS", ()))
    if getattr(record, "is_confidential", False):
        telling = (models.CharField, models.TextField, models.JSONField)
        hidden |= {f.name for f in record._meta.concrete_fields if isinstance(f, telling) and not f.choices}
    return hidden


def _values(record: models.Model) -> dict[str, object]:
    """Return the fields of a record as plain values, personal ones left out."""
    left_out = getattr(record, "LEFT_OUT_OF_AUDIT", ())
    hidden = {"created_at", "changed_at", "recorded_at", *left_out, *hidden_fields(record)}
    return {
        field.attname: _plain(getattr(record, field.attname))
        for field in record._meta.concrete_fields
        if field.name not in hidden and getattr(record, field.attname) not in (None, "", [], {})
    }


def _plain(value: object) -> object:
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Decimal | date | datetime):
        return str(value)
    return value
