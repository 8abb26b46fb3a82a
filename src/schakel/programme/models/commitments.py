# SPDX-License-Identifier: EUPL-1.2
"""Commitments: what a partner brings in, promised, confirmed and delivered."""

from django.db import models

from schakel.programme.models.evidence import EvidenceFile
from schakel.programme.models.initiatives import Initiative
from schakel.programme.models.partners import Partner
from schakel.programme.models.record import Appended, Record


class CommitmentKind(models.TextChoices):
    """What is brought in; each kind has its own unit and they are never added together."""

    MONEY = "money", "money"
    HOURS = "hours", "hours"
    ASSET = "asset", "space or equipment"
    NETWORK = "network", "network and introductions"
    PURCHASE = "purchase", "purchase as first customer"


class Commitment(Record):
    """A partner's commitment; ``unit`` is EUR for MONEY and PURCHASE, "hours" for HOURS, else a word."""

    code = models.SlugField(max_length=60, unique=True)
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="commitments")
    kind = models.CharField(max_length=10, choices=CommitmentKind)
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=40)
    initiative = models.ForeignKey(
        Initiative, models.SET_NULL, null=True, blank=True, related_name="commitments"
    )
    line = models.CharField(max_length=12, blank=True)
    action = models.CharField(max_length=12, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("partner", "kind", "pk")
        indexes = (
            models.Index(fields=["title"]),
            models.Index(fields=["kind"]),
            models.Index(fields=["due_on"]),
            models.Index(fields=["line"]),
        )

    def __str__(self) -> str:
        return f"{self.partner}: {self.title}"


class CommitmentStep(models.TextChoices):
    """How far a commitment is."""

    PROMISED = "promised", "promised"
    CONFIRMED = "confirmed", "confirmed"
    DELIVERED = "delivered", "delivered"


class CommitmentEntry(Appended):
    """A statement about a commitment; of PROMISED and CONFIRMED the newest counts, DELIVERED adds up."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="entries")
    step = models.CharField(max_length=10, choices=CommitmentStep)
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    evidence = models.ForeignKey(
        EvidenceFile, models.PROTECT, null=True, blank=True, related_name="commitment_entries"
    )
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )

    class Meta:
        ordering = ("on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | models.Q(amount__gte=0),
                name="commitment_amount_not_negative",
            ),
        )

    def __str__(self) -> str:
        return f"{self.commitment}: {self.step} {self.amount}"
