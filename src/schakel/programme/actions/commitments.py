# SPDX-License-Identifier: EUPL-1.2
"""What partners bring in: a commitment and the statements about it, which are never changed."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from schakel.koers.failures import N_, Failure
from schakel.programme.models import (
    Commitment,
    CommitmentEntry,
    CommitmentKind,
    CommitmentStep,
    EvidenceFile,
    Partner,
)
from schakel.programme.recording import Actor, add_record, append_row, change_record
from schakel.programme.transitions import COMMITMENT_STEPS

FIXED_UNITS: Mapping[str, str] = {
    CommitmentKind.MONEY: "EUR",
    CommitmentKind.PURCHASE: "EUR",
    CommitmentKind.HOURS: "hours",
}
"""The unit of the kinds that have only one."""
LONGEST_CODE = 60


class UnitMissing(Failure):
    """Space, equipment or network without a word for what is counted."""

    template = N_("It is not said in what “{title}” is counted.")
    cure = N_("Give the unit in a word, such as square metres, days or introductions.")


class StepTooEarly(Failure):
    """A step before the step that it rests on."""

    template = N_("“{title}” cannot be {step} yet, since nothing was promised.")
    cure = N_("Enter the promise first; its date may lie in the past.")


class NotYetHappened(Failure):
    """A confirmation or delivery in the future."""

    template = N_("A day in the future ({on}) can only be promised.")
    cure = N_("Enter the day on which it was confirmed or delivered, once it was.")


class CorrectedAlready(Failure):
    """The statement was replaced by another one."""

    template = N_("This statement was corrected already.")
    cure = N_("Correct the newer statement instead.")


def make_commitment(
    *,
    partner: Partner,
    kind: str,
    title: str,
    promised_on: date,
    by: Actor,
    at: datetime,
    amount: Decimal | None = None,
    unit: str = "",
    **fields: Any,
) -> Commitment:
    """Note what a partner promises; the promise is its first statement.

    Parameters
    ----------
    amount
        In ``unit``; ``None`` where how much is not known.
    unit
        For space, equipment and network; money, purchases and hours have a unit of their own.
    fields
        Other fields of :class:`Commitment`, such as ``initiative``, ``line`` and ``due_on``.

    Raises
    ------
    UnitMissing
        When it is not said what is counted.
    WrongEntry
        When a field is wrong.
    """
    unit = FIXED_UNITS.get(kind, unit.strip())
    if not unit:
        raise UnitMissing(title=title)
    with transaction.atomic():
        code = fields.pop("code", "") or _free_code(partner, title)
        commitment = Commitment(code=code, partner=partner, kind=kind, title=title, unit=unit, **fields)
        add_record(commitment, action="commitment.make", by=by, at=at)
        record_step(
            commitment=commitment,
            step=CommitmentStep.PROMISED,
            amount=amount,
            on=promised_on,
            source=fields.get("source", ""),
            by=by,
            at=at,
        )
    return commitment


def change_commitment(
    *,
    commitment: Commitment,
    expected_version: int | None,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> Commitment:
    """Change what a commitment is about; its kind and unit stay, since statements rest on them."""
    return change_record(
        commitment,
        action="commitment.change",
        expected_version=expected_version,
        by=by,
        at=at,
        changes=changes,
    )


def record_step(
    *,
    commitment: Commitment,
    step: str,
    amount: Decimal | None,
    on: date,
    by: Actor,
    at: datetime,
    note: str = "",
    source: str = "",
    evidence: EvidenceFile | None = None,
) -> CommitmentEntry:
    """Add a statement: promised or confirmed again (the newest counts), or delivered (adds up).

    Raises
    ------
    StepTooEarly
        When the step that it rests on is not there.
    NotYetHappened
        When something is confirmed or delivered in the future.
    WrongEntry
        When the amount is below zero, or another field is wrong.
    """
    needed = COMMITMENT_STEPS[step]
    if needed and not commitment.entries.filter(step__in=needed).exists():
        raise StepTooEarly(title=commitment.title, step=CommitmentStep(step).label)
    _check_day(step, on, at)
    entry = CommitmentEntry(
        commitment=commitment, step=step, amount=amount, on=on, note=note, source=source, evidence=evidence
    )
    return append_row(entry, action=f"commitment.{step}", by=by, at=at)


def correct_entry(
    *,
    entry: CommitmentEntry,
    amount: Decimal | None,
    on: date,
    note: str,
    by: Actor,
    at: datetime,
    source: str = "",
) -> CommitmentEntry:
    """Replace a statement by a right one; the wrong one stays readable. Zero withdraws it.

    Raises
    ------
    CorrectedAlready
        When it was replaced before.
    NotYetHappened
        When something is confirmed or delivered in the future.
    """
    if CommitmentEntry.objects.filter(corrects=entry).exists():
        raise CorrectedAlready
    _check_day(entry.step, on, at)
    replacement = CommitmentEntry(
        commitment=entry.commitment,
        step=entry.step,
        amount=amount,
        on=on,
        note=note,
        source=source or entry.source,
        evidence=entry.evidence,
        corrects=entry,
    )
    return append_row(replacement, action="commitment.correct", by=by, at=at)


def _check_day(step: str, on: date, at: datetime) -> None:
    if step != CommitmentStep.PROMISED and on > timezone.localdate(at):
        raise NotYetHappened(on=on.isoformat())


def _free_code(partner: Partner, title: str) -> str:
    """Return a code made from the partner and the title; a number follows where it is taken."""
    stem = f"{partner.code[:28]}-{slugify(title)[:26]}".strip("-")[: LONGEST_CODE - 5]
    taken = set(Commitment.objects.filter(code__startswith=stem).values_list("code", flat=True))
    candidates = (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3)))
    return next(code for code in candidates if code not in taken)
