# SPDX-License-Identifier: EUPL-1.2
"""Money: funding programmes, the append-only ledger, and how long an initiative is paid for."""

from django.db import models

from schakel.programme.models.initiatives import Initiative
from schakel.programme.models.partners import Partner
from schakel.programme.models.record import Appended, Record


class FundingKind(models.TextChoices):
    """A stream of money; streams are never added together without being named."""

    CONTRIBUTION = "contribution", "contribution of the municipalities to the collaboration"
    SCHEME = "scheme", "scheme for firms"
    DEAL = "deal", "regional deal"
    GRANT = "grant", "other grant"
    PARTNER = "partner", "own money of partners"


class FundingProgramme(Record):
    """A source of money with its budget and its own rules; ``scheme`` is the initiative that it is."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=FundingKind)
    budget_eur = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    rate_eur_per_inhabitant = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    initiative = models.ForeignKey(
        Initiative, models.SET_NULL, null=True, blank=True, related_name="as_funding"
    )
    summary = models.TextField(blank=True)

    class Meta:
        ordering = ("kind", "name", "pk")

    def __str__(self) -> str:
        return self.name


class EntryKind(models.TextChoices):
    """The step that the money made: into a programme, to an initiative, out of it."""

    PLEDGED = "pledged", "promised to the programme"
    RECEIVED = "received", "received by the programme"
    GRANTED = "granted", "granted to an initiative"
    SPENT = "spent", "spent by an initiative"
    RETURNED = "returned", "returned"


class LedgerEntry(Appended):
    """One line of the ledger; never changed. A correction names the line it replaces (``corrects``).

    ``amount_eur`` is zero or more; RETURNED counts down. ``on`` is the date, or 1 January where only the
    year is known (``only_year``). ``municipality`` is where the money comes from (PLEDGED, RECEIVED) or
    lands (GRANTED, SPENT), empty for the region as a whole. ``reference`` is unique, so a line that is
    uploaded twice counts once. A withdrawn line is corrected by one with ``amount_eur`` zero.
    """

    kind = models.CharField(max_length=10, choices=EntryKind)
    programme = models.ForeignKey(FundingProgramme, models.PROTECT, related_name="entries")
    amount_eur = models.DecimalField(max_digits=16, decimal_places=2)
    on = models.DateField(db_index=True)
    only_year = models.BooleanField(default=False)
    payer = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="paid")
    payee = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="received")
    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, blank=True, related_name="entries")
    municipality = models.CharField(max_length=12, blank=True)
    line = models.CharField(max_length=12, blank=True)
    purpose = models.CharField(
        max_length=12,
        choices=[
            ("activity", "activity"),
            ("seed", "seed money"),
            ("bureau", "programme office"),
            ("award", "award to a firm"),
            ("building", "building"),
            ("other", "other"),
        ],
        blank=True,
    )
    decision_due_on = models.DateField(null=True, blank=True)
    description = models.CharField(max_length=300, blank=True)
    reference = models.CharField(max_length=80, unique=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )

    class Meta:
        ordering = ("on", "pk")
        indexes = (
            models.Index(fields=["programme", "kind"]),
            models.Index(fields=["initiative", "kind"]),
            models.Index(fields=["kind", "on"]),
            models.Index(fields=["municipality", "on"]),
            models.Index(fields=["amount_eur"]),
        )
        constraints = (
            models.CheckConstraint(condition=models.Q(amount_eur__gte=0), name="ledger_amount_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.reference}: {self.kind} {self.amount_eur}"


class Funding(Record):
    """An initiative is paid from a programme for a time; the amounts stand in the ledger."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="fundings")
    programme = models.ForeignKey(FundingProgramme, models.PROTECT, related_name="fundings")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    decision_due_on = models.DateField(null=True, blank=True)
    is_structural = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("initiative", "starts_on", "pk")

    def __str__(self) -> str:
        return f"{self.initiative} – {self.programme}"
