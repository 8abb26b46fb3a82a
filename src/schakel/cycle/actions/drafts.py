# SPDX-License-Identifier: EUPL-1.2
"""Drafting a new version of the course: each change with its reason, and old items mapped to new."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from schakel.cycle.actions.change_rules import check_change, check_mapping
from schakel.cycle.models import CourseChange, CourseDraft, CourseMapping, CourseVersion
from schakel.cycle.queries.course_versions import latest_version
from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import take_turn
from schakel.programme.recording import Actor, add_record, change_record, remove_record


class DraftIsAdopted(Failure):
    """A change of a draft that was adopted."""

    template = N_("“{name}” was adopted and is not changed any more.")
    cure = N_("Begin a new draft from it.")


class DraftTooEarly(Failure):
    """A version that would begin before the one that it follows."""

    template = N_("The new version would begin on {found}, not after {expected}.")
    cure = N_("Choose a later first day.")


class VersionNameTaken(Failure):
    """Two versions with one name."""

    template = N_("There is a version named “{name}” already.")
    cure = N_("Give the new version a name of its own, such as its years.")


def begin_draft(
    *,
    code: str,
    version_name: str,
    based_on: CourseVersion,
    valid_from: date,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> CourseDraft:
    """Begin the draft of a new version.

    Parameters
    ----------
    based_on
        The version that it changes.
    valid_from
        The first day of the new version.
    reason
        Why the course is recalibrated at all.

    Raises
    ------
    DraftTooEarly
        When it would begin before the version that it changes.
    VersionNameTaken
        When a version of the course has this name.
    """
    with transaction.atomic():
        take_turn()
        _check_draft(based_on, version_name, valid_from)
        draft = CourseDraft(
            code=code, version_name=version_name, based_on=based_on, valid_from=valid_from, reason=reason
        )
        return add_record(draft, action="course_draft.begin", by=by, at=at)


def change_draft(
    *,
    draft: CourseDraft,
    expected_version: int | None,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> CourseDraft:
    """Change the name, first day or reason of a draft; raises as :func:`begin_draft`, and DraftIsAdopted."""
    with transaction.atomic():
        _open_again(draft)
        _check_draft(
            draft.based_on,
            changes.get("version_name", draft.version_name),
            changes.get("valid_from", draft.valid_from),
        )
        return change_record(
            draft,
            action="course_draft.change",
            expected_version=expected_version,
            by=by,
            at=at,
            changes=changes,
        )


def move_draft(*, draft: CourseDraft, by: Actor, at: datetime) -> CourseDraft:
    """Base a draft on the latest version of the course, where another one came in between.

    What its changes then cannot find any more is told as a problem of the draft.
    """
    with transaction.atomic():
        _open_again(draft)
        latest = latest_version(draft.based_on.course) or draft.based_on
        _check_draft(latest, draft.version_name, draft.valid_from)
        return change_record(
            draft,
            action="course_draft.move",
            expected_version=None,
            by=by,
            at=at,
            changes={"based_on": latest},
        )


def _check_draft(based_on: CourseVersion, version_name: str, valid_from: date) -> None:
    if valid_from <= based_on.valid_from:
        raise DraftTooEarly(found=valid_from.isoformat(), expected=based_on.valid_from.isoformat())
    if CourseVersion.objects.filter(course=based_on.course, version_name=version_name.strip()).exists():
        raise VersionNameTaken(name=version_name)


def _open_again(draft: CourseDraft) -> CourseDraft:
    """Return the draft as it is now, taking the turn first; raises DraftIsAdopted."""
    take_turn()
    now = CourseDraft.objects.select_related("based_on").get(pk=draft.pk)
    if now.adopted_id is not None:
        raise DraftIsAdopted(name=now.version_name)
    return now


def add_change(
    *,
    draft: CourseDraft,
    kind: str,
    item: str,
    reason: str,
    folder: Path | None = None,
    by: Actor,
    at: datetime,
    **fields: Any,
) -> CourseChange:
    """Add a change to a draft.

    Parameters
    ----------
    kind, item
        See :class:`CourseChange`.
    reason
        Never empty.
    folder
        The course folder, to judge codes that refer to its other files.
    fields
        ``parent``, ``label_nl``, ``label_en``, ``field``, ``value``, ``signal``, ``lesson``, ``assumption``.

    Raises
    ------
    DraftIsAdopted
        When the draft was adopted.
    Failure
        When the change does not fit the course or the other changes: see :mod:`.change_rules`.
    """
    with transaction.atomic():
        now = _open_again(draft)
        change = CourseChange(draft=now, kind=kind, item=item, reason=reason, **fields)
        check_change(change, list(now.changes.all()), folder)
        return add_record(change, action="course_change.add", by=by, at=at)


def edit_change(
    *,
    change: CourseChange,
    expected_version: int | None,
    changes: Mapping[str, Any],
    folder: Path | None = None,
    by: Actor,
    at: datetime,
) -> CourseChange:
    """Change what a change of a draft says; raises as :func:`add_change`."""
    with transaction.atomic():
        now = _open_again(change.draft)
        wanted = CourseChange.objects.get(pk=change.pk)
        for name, value in changes.items():
            setattr(wanted, name, value)
        check_change(wanted, list(now.changes.exclude(pk=change.pk)), folder)
        return change_record(
            change,
            action="course_change.change",
            expected_version=expected_version,
            by=by,
            at=at,
            changes=changes,
        )


def remove_change(*, change: CourseChange, expected_version: int | None, by: Actor, at: datetime) -> None:
    """Take a change out of its draft; raises DraftIsAdopted."""
    with transaction.atomic():
        _open_again(change.draft)
        remove_record(change, action="course_change.remove", expected_version=expected_version, by=by, at=at)


def map_item(
    *,
    draft: CourseDraft,
    old_item: str,
    new_items: tuple[str, ...],
    note: str = "",
    by: Actor,
    at: datetime,
) -> tuple[CourseMapping, ...]:
    """Say what an old line, action or goal goes on as: one item, several (a split), or nothing at all.

    Two old items with the same new one are a merger. What was said before about the old item is replaced.

    Raises
    ------
    DraftIsAdopted
        When the draft was adopted.
    MappingNotPossible
        When the old item is not in the version before, or a new one not in the draft.
    """
    with transaction.atomic():
        now = _open_again(draft)
        check_mapping(now, old_item, new_items)
        said = {row.new_item: row for row in now.mappings.filter(old_item=old_item)}
        wanted = new_items or ("",)
        for new_item, row in said.items():
            if new_item not in wanted:
                remove_record(row, action="course_mapping.remove", expected_version=None, by=by, at=at)
        return tuple(_say(now, old_item, new, note, said.get(new), by, at) for new in wanted)


def _say(
    draft: CourseDraft,
    old_item: str,
    new_item: str,
    note: str,
    row: CourseMapping | None,
    by: Actor,
    at: datetime,
) -> CourseMapping:
    if row is None:
        made = CourseMapping(draft=draft, old_item=old_item, new_item=new_item, note=note)
        return add_record(made, action="course_mapping.add", by=by, at=at)
    return change_record(
        row,
        action="course_mapping.change",
        expected_version=None,
        by=by,
        at=at,
        changes={"note": note},
    )


def unmap_item(*, draft: CourseDraft, old_item: str, by: Actor, at: datetime) -> None:
    """Take back what was said about an old item; raises DraftIsAdopted."""
    with transaction.atomic():
        now = _open_again(draft)
        for row in now.mappings.filter(old_item=old_item):
            remove_record(row, action="course_mapping.remove", expected_version=None, by=by, at=at)


def withdraw_draft(*, draft: CourseDraft, expected_version: int | None, by: Actor, at: datetime) -> None:
    """Remove a draft with its changes and mappings; their history stays. Raises DraftIsAdopted."""
    with transaction.atomic():
        now = _open_again(draft)
        for change in now.changes.all():
            remove_record(change, action="course_change.remove", expected_version=None, by=by, at=at)
        for row in now.mappings.all():
            remove_record(row, action="course_mapping.remove", expected_version=None, by=by, at=at)
        remove_record(now, action="course_draft.withdraw", expected_version=expected_version, by=by, at=at)
