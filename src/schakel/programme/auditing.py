# SPDX-License-Identifier: EUPL-1.2
"""The audit chain: append a line, and prove that no line was changed, added or removed since."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from django.db import models, transaction

from schakel.koers.failures import N_, Failure
from schakel.programme.models.audit import AuditEntry, AuditHead

FIRST_DIGEST = "0" * 64


class Acting(Protocol):
    """Who acts and from where."""

    @property
    def key(self) -> str:
        """The key of the actor."""

    @property
    def channel(self) -> str:
        """Where the action came from."""


class BrokenChain(Failure):
    """A line of the audit chain is not what was written."""

    template = N_("The audit chain is broken at line {number}: {reason}.")
    cure = N_("Restore the last backup beside it, and compare the lines from this number on.")


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What was checked: the number of lines, and the number and digest of the last one."""

    n_entries: int
    last_number: int
    last_digest: str


def take_turn() -> AuditHead:
    """Wait until nobody else writes, and hold the end of the chain until the transaction is over.

    Whoever locks rows takes the turn first: two actions that would lock the same things in another order
    then come one after the other, and never wait for each other.
    """
    head, _ = AuditHead.objects.select_for_update().get_or_create(
        pk=1, defaults={"number": 0, "digest": FIRST_DIGEST}
    )
    return head


def append_audit_entry(
    *,
    by: Acting,
    at: datetime,
    action: str,
    of: models.Model | None = None,
    result: str = "done",
    details: Mapping[str, object] | None = None,
) -> AuditEntry:
    """Write the next line of the chain, in the transaction of the action itself.

    Parameters
    ----------
    of
        The record it is about; ``None`` for an action without one, such as signing in.
    result
        "done" or "refused".
    details
        What changed, without personal data; made plain JSON.
    """
    with transaction.atomic():
        head = take_turn()
        entry = AuditEntry(
            number=head.number + 1,
            at=at,
            actor=by.key[:80],
            origin=by.channel[:80],
            action=action,
            object_type="" if of is None else of._meta.model_name or "",
            object_id="" if of is None else str(of.pk),
            object_name=_name_of(of),
            result=result,
            details=json.loads(json.dumps(details or {}, default=str)),
            previous_digest=head.digest,
        )
        entry.digest = digest_of(entry)
        entry.save(force_insert=True)
        head.number, head.digest = entry.number, entry.digest
        head.save()
    return entry


def _name_of(record: models.Model | None) -> str:
    """Return what a record is called; nothing where that would tell a person or something confidential."""
    if record is None or hasattr(record, "PERSONAL_FIELDS") or getattr(record, "is_confidential", False):
        return ""
    return str(record)[:200]


def digest_of(entry: AuditEntry) -> str:
    """Return the SHA-256 over a line and the digest of the line before it."""
    parts = (
        entry.number,
        entry.at.astimezone(UTC).isoformat(),
        entry.actor,
        entry.origin,
        entry.action,
        entry.object_type,
        entry.object_id,
        entry.object_name,
        entry.result,
        entry.details,
        entry.previous_digest,
    )
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def verify_audit_chain() -> ChainReport:
    """Check every line of the chain and its end.

    Raises
    ------
    BrokenChain
        At the first line that was changed, is missing or does not belong.
    """
    number, digest = 0, FIRST_DIGEST
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=2_000):
        number += 1
        if entry.number != number:
            raise BrokenChain(number=number, reason=N_("a line is missing"))
        if entry.previous_digest != digest:
            raise BrokenChain(number=number, reason=N_("it does not follow from the line before"))
        if digest_of(entry) != entry.digest:
            raise BrokenChain(number=number, reason=N_("its content was changed"))
        digest = entry.digest
    head = AuditHead.objects.filter(pk=1).first()
    if (head.number if head else 0, head.digest if head else FIRST_DIGEST) != (number, digest):
        raise BrokenChain(number=number + 1, reason=N_("lines at the end are missing"))
    return ChainReport(number, number, digest)
