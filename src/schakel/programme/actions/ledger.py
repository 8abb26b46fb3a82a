# SPDX-License-Identifier: EUPL-1.2
"""The ledger: write a line, replace one by a correction, or withdraw one."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import take_turn
from schakel.programme.models import EntryKind, FundingProgramme, Initiative, LedgerEntry, Partner
from schakel.programme.models.record import Appended, Traced
from schakel.programme.recording import Actor, append_row

EARLIEST_YEAR = 1990
FURTHEST_YEARS = 20
CENT = Decimal("0.01")
ENTRY_FIELDS = (
    "kind",
    "programme",
    "amount_eur",
    "on",
    "only_year",
    "payer",
    "payee",
    "initiative",
    "municipality",
    "line",
    "purpose",
    "decision_due_on",
    "description",
    "source",
)


class AmountNotPositive(Failure):
    """A line of the ledger without an amount."""

    template = N_("The amount {amount} is not more than zero.")
    cure = N_("Enter an amount of at least one cent; money that goes back is a line of its own.")


class AmountFinerThanCents(Failure):
    """An amount with parts of a cent."""

    template = N_("The amount {amount} has more than two decimals.")
    cure = N_("Enter it in euros and whole cents.")


class PayerMissing(Failure):
    """Money that comes in, or goes back, without anybody who pays or gets it."""

    template = N_("It is not said whose money this is.")
    cure = N_("Choose the organisation, or the municipality, that the money comes from or goes back to.")


class InitiativeMissing(Failure):
    """Money that is granted or spent without an initiative."""

    template = N_("It is not said which initiative this money is for.")
    cure = N_("Choose the initiative; add it to the register first when it is not there yet.")


class AbsurdDate(Failure):
    """A date that cannot be right."""

    template = N_("The date {on} cannot be right: it lies before {earliest} or after {latest}.")
    cure = N_("Correct the year.")


class NotYetHappened(Failure):
    """Money that would have moved in the future."""

    template = N_("The date {on} lies in the future, but this money would have moved already.")
    cure = N_("Correct the date, or record it as promised or granted.")


class DecisionDateMissing(Failure):
    """Seed money without the date at which is decided to go on or stop."""

    template = N_("Seed money needs the date at which is decided to go on or to stop.")
    cure = N_("Enter the date of the decision, or choose another purpose.")


class ReferenceTaken(Failure):
    """A line with this reference is in the ledger already."""

    template = N_("A line with the reference “{reference}” is in the ledger already.")
    cure = N_("Check whether it is the same money; leave the reference empty to get a new one.")


class AlreadyCorrected(Failure):
    """The line was replaced already; only the line that holds can be corrected."""

    template = N_("The line “{reference}” was replaced by “{newer}” already.")
    cure = N_("Open the newer line and correct that one.")


class NothingCorrected(Failure):
    """A correction that changes nothing."""

    template = N_("The corrected line would say the same as the line “{reference}”.")
    cure = N_("Change what is wrong in it; nothing was saved.")


class WhyMissing(Failure):
    """A correction without a reason."""

    template = N_("It is not said why the line is corrected.")
    cure = N_("Say in a few words what was wrong; everybody can read it.")


def record_entry(
    *,
    kind: str,
    programme: FundingProgramme,
    amount_eur: Decimal,
    on: date,
    only_year: bool = False,
    payer: Partner | None = None,
    payee: Partner | None = None,
    initiative: Initiative | None = None,
    municipality: str = "",
    line: str = "",
    purpose: str = "",
    decision_due_on: date | None = None,
    description: str = "",
    source: str = "",
    reference: str = "",
    by: Actor,
    at: datetime,
) -> LedgerEntry:
    """Write a line in the ledger.

    Parameters
    ----------
    amount_eur
        More than zero, in euros and whole cents.
    on
        The date; with ``only_year`` its year only, and 1 January is kept.
    municipality
        Where promised or received money comes from, where granted or spent money lands; empty for the
        region as a whole.
    reference
        Unique, so that a line that is entered twice counts once; made when empty.

    Raises
    ------
    AmountNotPositive, AmountFinerThanCents, PayerMissing, InitiativeMissing, AbsurdDate, NotYetHappened, \
DecisionDateMissing, ReferenceTaken
        When a rule of the ledger is broken.
    WrongEntry
        When a field is wrong.
    """
    entry = LedgerEntry(
        kind=kind,
        programme=programme,
        amount_eur=amount_eur,
        on=date(on.year, 1, 1) if only_year else on,
        only_year=only_year,
        payer=payer,
        payee=payee,
        initiative=initiative,
        municipality=municipality,
        line=line,
        purpose=purpose,
        decision_due_on=decision_due_on,
        description=description,
        source=source,
    )
    _check_entry(entry, at)
    with transaction.atomic():
        take_turn()
        entry.reference = reference or _next_reference(programme, on.year)
        _check_reference_free(entry.reference)
        return append_row(entry, action="money.record", by=as_invented(by, entry), at=at)


def correct_entry(
    *, entry: LedgerEntry, changes: Mapping[str, Any], why: str, by: Actor, at: datetime
) -> LedgerEntry:
    """Replace a line by a new one that says what ``changes`` says; the old one stays and drops out.

    Parameters
    ----------
    changes
        New values by field name (``ENTRY_FIELDS``).
    why
        What was wrong; added to the description.

    Raises
    ------
    AlreadyCorrected, NothingCorrected, WhyMissing
        When it cannot be corrected so; and everything that :func:`record_entry` raises.
    """
    values = {name: changes.get(name, getattr(entry, name)) for name in ENTRY_FIELDS}
    if values["only_year"]:
        values["on"] = date(values["on"].year, 1, 1)
    if all(values[name] == getattr(entry, name) for name in ENTRY_FIELDS):
        raise NothingCorrected(reference=entry.reference)
    newer = LedgerEntry(**values)
    _check_entry(newer, at)
    return _replace(entry, newer, why, action="money.correct", by=by, at=at)


def withdraw_entry(*, entry: LedgerEntry, why: str, by: Actor, at: datetime) -> LedgerEntry:
    """Take a line out of every total: a new line with the amount zero; raises as :func:`correct_entry`."""
    values = {name: getattr(entry, name) for name in ENTRY_FIELDS} | {"amount_eur": Decimal("0.00")}
    if entry.amount_eur == 0:
        raise NothingCorrected(reference=entry.reference)
    return _replace(entry, LedgerEntry(**values), why, action="money.withdraw", by=by, at=at)


def _check_entry(entry: LedgerEntry, at: datetime) -> None:
    """Check the rules of the ledger that no single field knows; the amount becomes one in cents."""
    entry.amount_eur = _whole_cents(entry.amount_eur)
    _check_date(entry, timezone.localdate(at))
    names_payer = bool(entry.payer_id or entry.municipality)
    comes_in = entry.kind in (EntryKind.PLEDGED, EntryKind.RECEIVED)
    goes_back = entry.kind == EntryKind.RETURNED and not entry.initiative_id
    if (comes_in or goes_back) and not names_payer:
        raise PayerMissing
    goes_out = entry.kind in (EntryKind.GRANTED, EntryKind.SPENT)
    if goes_out and not entry.initiative_id:
        raise InitiativeMissing
    if goes_out and entry.purpose == "seed" and entry.decision_due_on is None:
        raise DecisionDateMissing


def _whole_cents(amount: Decimal) -> Decimal:
    if isinstance(amount, float):
        raise TypeError("an amount is a Decimal, not a float")
    if amount <= 0:
        raise AmountNotPositive(amount=amount)
    rounded = Decimal(amount).quantize(CENT)
    if rounded != amount:
        raise AmountFinerThanCents(amount=amount)
    return rounded


def _check_date(entry: LedgerEntry, today: date) -> None:
    latest = today.year + FURTHEST_YEARS
    if not EARLIEST_YEAR <= entry.on.year <= latest:
        raise AbsurdDate(on=entry.on.isoformat(), earliest=EARLIEST_YEAR, latest=latest)
    if entry.kind not in (EntryKind.PLEDGED, EntryKind.GRANTED) and entry.on > today:
        raise NotYetHappened(on=entry.on.isoformat())


def _replace(
    entry: LedgerEntry, newer: LedgerEntry, why: str, *, action: str, by: Actor, at: datetime
) -> LedgerEntry:
    if not why.strip():
        raise WhyMissing
    newer.description = " – ".join(part for part in (newer.description, why.strip()) if part)
    with transaction.atomic():
        take_turn()
        current = LedgerEntry.objects.select_for_update().get(pk=entry.pk)
        replaced_by = LedgerEntry.objects.filter(corrects=current).first()
        if replaced_by is not None:
            raise AlreadyCorrected(reference=current.reference, newer=replaced_by.reference)
        newer.corrects = current
        newer.reference = _reference_of_correction(current.reference)
        return append_row(newer, action=action, by=as_invented(by, newer, current), at=at)


def as_invented(by: Actor, row: Traced | Appended, *others: Traced | Appended) -> Actor:
    """Return the actor; a row that hangs on something invented goes when that goes, so it is invented too."""
    names = ("programme", "initiative", "payer", "payee")
    found = [*(getattr(row, name, None) for name in names), *others]
    return replace(by, invented=by.invented or any(f.invented for f in found if f is not None))


def _next_reference(programme: FundingProgramme, year: int) -> str:
    """Return the next free reference of a programme; nobody else writes until the line is there."""
    number = LedgerEntry.objects.filter(programme=programme).count() + 1
    start = f"{programme.code[:16].rstrip('-')}-{year}"
    while LedgerEntry.objects.filter(reference=f"{start}-{number:04d}").exists():
        number += 1
    return f"{start}-{number:04d}"


def _check_reference_free(reference: str) -> None:
    if LedgerEntry.objects.filter(reference=reference).exists():
        raise ReferenceTaken(reference=reference)


def _reference_of_correction(reference: str) -> str:
    match = re.fullmatch(r"(.*)/(\d+)", reference)
    root, number = (match[1], int(match[2])) if match else (reference, 0)
    while True:
        number += 1
        suffix = f"/{number}"
        candidate = root[: 80 - len(suffix)] + suffix
        if not LedgerEntry.objects.filter(reference=candidate).exists():
            return candidate
