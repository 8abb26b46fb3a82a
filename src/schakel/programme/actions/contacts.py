# SPDX-License-Identifier: EUPL-1.2
"""Business contacts: as few as are needed, each with a purpose and an end, and removed after it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from schakel.koers.failures import N_, Failure
from schakel.programme.models import Contact, Partner
from schakel.programme.recording import Actor, add_record, change_record, remove_record

LONGEST_KEEPING_YEARS = 3


class KeptTooLong(Failure):
    """A contact is kept until a day that lies too far ahead, or behind."""

    template = N_("A contact can be kept until {latest} at most, and not until a day that has passed.")
    cure = N_("Choose an earlier day; it can be made later again when the contact is still needed.")


class NoWayToReach(Failure):
    """A contact without e-mail address and telephone number."""

    template = N_("There is no e-mail address and no telephone number.")
    cure = N_("Give one of the two; a contact that cannot be reached need not be kept.")


def latest_keeping_day(today: date) -> date:
    """Return the last day until which a contact may be kept."""
    try:
        return today.replace(year=today.year + LONGEST_KEEPING_YEARS)
    except ValueError:
        return today.replace(year=today.year + LONGEST_KEEPING_YEARS, day=28)


def add_contact(
    *,
    partner: Partner,
    function: str,
    purpose: str,
    keep_until: date,
    by: Actor,
    at: datetime,
    email: str = "",
    telephone: str = "",
) -> Contact:
    """Keep a way to reach a function at a partner, for a purpose and until a day.

    Raises
    ------
    KeptTooLong
        When the day has passed or lies more than three years ahead.
    NoWayToReach
        When there is neither an e-mail address nor a telephone number.
    """
    _check(keep_until, email, telephone, at)
    record = Contact(
        partner=partner,
        function=function,
        purpose=purpose,
        keep_until=keep_until,
        email=email,
        telephone=telephone,
    )
    return add_record(record, action="contact.add", by=by, at=at)


def change_contact(
    *, contact: Contact, expected_version: int | None, changes: Mapping[str, Any], by: Actor, at: datetime
) -> Contact:
    """Change a contact, or keep it longer; raises as :func:`add_contact`."""
    held = {name: changes.get(name, getattr(contact, name)) for name in ("keep_until", "email", "telephone")}
    _check(held["keep_until"], held["email"], held["telephone"], at)
    return change_record(
        contact, action="contact.change", expected_version=expected_version, by=by, at=at, changes=changes
    )


def remove_contact(*, contact: Contact, expected_version: int | None, by: Actor, at: datetime) -> None:
    """Remove a contact before its day; nothing of it is kept."""
    remove_record(contact, action="contact.remove", expected_version=expected_version, by=by, at=at)


def remove_expired_contacts(*, today: date, by: Actor, at: datetime) -> int:
    """Remove every contact whose day has passed; return how many."""
    expired = list(Contact.objects.filter(keep_until__lt=today))
    for contact in expired:
        remove_record(contact, action="contact.expire", expected_version=None, by=by, at=at)
    return len(expired)


def _check(keep_until: date, email: str, telephone: str, at: datetime) -> None:
    today = timezone.localdate(at)
    latest = latest_keeping_day(today)
    if not today <= keep_until <= latest:
        raise KeptTooLong(latest=latest.isoformat())
    if not email and not telephone:
        raise NoWayToReach
