# SPDX-License-Identifier: EUPL-1.2
"""Name the causes of a weak link, and say what removes them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from schakel.koers.failures import N_, Failure
from schakel.programme.models import Activity, Cause, CauseStatus, Initiative, Partner, Strengthening
from schakel.programme.recording import Actor, add_record, change_record, remove_record


class UnknownElement(Failure):
    """An element that the course does not have."""

    template = N_("“{element}” is not an element of the ecosystem in this course.")
    cure = N_("Choose one of: {known}.")


class EvidenceNeeded(Failure):
    """A cause is called supported or shown, and nothing says by what."""

    template = N_("A cause that is supported or shown needs its evidence.")
    cure = N_("Say what supports it and where that is written, or call it supposed.")


class CauseOfAnotherElement(Failure):
    """The cause that was chosen is one of another element."""

    template = N_("The cause “{cause}” belongs to another element.")
    cure = N_("Choose a cause of the same element, or leave it open and name it later.")


class OneThingStrengthens(Failure):
    """Not exactly one of initiative and activity was given."""

    template = N_("Exactly one initiative or activity strengthens an element.")
    cure = N_("Choose one of the two.")


class StrengthenedAlready(Failure):
    """The same thing already removes the same cause."""

    template = N_("This was recorded already.")
    cure = N_("Change the existing line instead of adding a second one.")


def add_cause(
    *,
    element: str,
    statement: str,
    elements: Collection[str],
    by: Actor,
    at: datetime,
    status: str = CauseStatus.SUPPOSED,
    evidence: str = "",
    challenge_owner: Partner | None = None,
    source: str = "",
) -> Cause:
    """Name a cause of the weakness of an element.

    Parameters
    ----------
    elements
        The codes of the elements of the course.

    Raises
    ------
    UnknownElement, EvidenceNeeded
        When the element is not one of the course, or the status asks for evidence.
    """
    _check_cause(element, status, evidence, elements)
    cause = Cause(
        element=element,
        statement=statement,
        status=status,
        evidence=evidence,
        challenge_owner=challenge_owner,
        source=source,
    )
    return add_record(cause, action="cause.add", by=by, at=at)


def change_cause(
    *,
    cause: Cause,
    changes: Mapping[str, Any],
    elements: Collection[str],
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> Cause:
    """Change a cause; it stays with its element once something removes it.

    Raises
    ------
    CauseOfAnotherElement
        When its element changes while activities or initiatives remove it.
    """
    new = {name: getattr(cause, name) for name in ("element", "status", "evidence")} | dict(changes)
    _check_cause(new["element"], new["status"], new["evidence"], elements)
    with transaction.atomic():
        if new["element"] != cause.element and cause.strengthenings.exists():
            raise CauseOfAnotherElement(cause=cause.statement)
        return change_record(
            cause, action="cause.change", expected_version=expected_version, by=by, at=at, changes=changes
        )


def add_strengthening(
    *,
    element: str,
    elements: Collection[str],
    by: Actor,
    at: datetime,
    initiative: Initiative | None = None,
    activity: Activity | None = None,
    cause: Cause | None = None,
    mechanism: str = "",
    strength: str = "yes",
    source: str = "",
) -> Strengthening:
    """Say that an initiative or an activity strengthens an element by removing a cause.

    Without a cause it is allowed, and shown as "cause not named" until there is one.

    Raises
    ------
    OneThingStrengthens, UnknownElement, CauseOfAnotherElement, StrengthenedAlready
        When the tie cannot be right.
    """
    if (initiative is None) == (activity is None):
        raise OneThingStrengthens
    _check_element(element, elements)
    _check_tie(element, cause)
    found = Strengthening.objects.filter(
        initiative=initiative, activity=activity, element=element, cause=cause
    )
    if found.exists():
        raise StrengthenedAlready
    tie = Strengthening(
        initiative=initiative,
        activity=activity,
        element=element,
        cause=cause,
        mechanism=mechanism,
        strength=strength,
        source=source,
    )
    return add_record(tie, action="strengthening.add", by=by, at=at)


def change_strengthening(
    *,
    strengthening: Strengthening,
    cause: Cause | None,
    mechanism: str,
    strength: str,
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> Strengthening:
    """Name the cause, or say better how it is removed; the element stays."""
    _check_tie(strengthening.element, cause)
    changes = {"cause": cause, "mechanism": mechanism, "strength": strength}
    return change_record(
        strengthening,
        action="strengthening.change",
        expected_version=expected_version,
        by=by,
        at=at,
        changes=changes,
    )


def remove_strengthening(
    *, strengthening: Strengthening, by: Actor, at: datetime, expected_version: int | None = None
) -> None:
    """Take back that something strengthens an element."""
    remove_record(
        strengthening, action="strengthening.remove", expected_version=expected_version, by=by, at=at
    )


def _check_cause(element: str, status: str, evidence: str, elements: Collection[str]) -> None:
    _check_element(element, elements)
    if status != CauseStatus.SUPPOSED and not evidence.strip():
        raise EvidenceNeeded


def _check_element(element: str, elements: Collection[str]) -> None:
    if element not in elements:
        raise UnknownElement(element=element, known=list(elements))


def _check_tie(element: str, cause: Cause | None) -> None:
    if cause is not None and cause.element != element:
        raise CauseOfAnotherElement(cause=cause.statement)
