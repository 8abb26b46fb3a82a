# SPDX-License-Identifier: EUPL-1.2
"""Following delivery: deviations with cause and proposal, and the hours and money of the bureau."""

from django.db import models

from schakel.cycle.models.decisions import Decision
from schakel.cycle.models.meetings import AgendaItem
from schakel.cycle.models.year import CycleYear
from schakel.programme.models import Activity, ActivityRole, Initiative, Partner
from schakel.programme.models.record import Record


class DeviationKind(models.TextChoices):
    """On what an initiative deviates."""

    QUALITY = "quality", "quality"
    TIME = "time", "time"
    MONEY = "money", "money"
    RESULT = "result", "result"
    REPORTING = "reporting", "no report"


class DeviationState(models.TextChoices):
    """Where a deviation stands."""

    NOTED = "noted", "noted"
    ESCALATED = "escalated", "put before the board"
    SETTLED = "settled", "settled"


class Deviation(Record):
    """An initiative deviates: since when, why, and what is proposed; ``rule`` is the rule that asked for it.

    ``proposal_kind`` is what is proposed. A settled one says how in ``outcome``.
    """

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="deviations")
    cycle = models.ForeignKey(CycleYear, models.SET_NULL, null=True, blank=True, related_name="deviations")
    kind = models.CharField(max_length=10, choices=DeviationKind)
    since = models.DateField()
    what = models.CharField(max_length=300)
    cause = models.CharField(max_length=300)
    proposal = models.CharField(max_length=300)
    proposal_kind = models.CharField(
        max_length=8,
        choices=[
            ("accept", "accept it"),
            ("adjust", "adjust the plan"),
            ("help", "help"),
            ("stop", "stop or merge"),
        ],
        default="adjust",
    )
    owner = models.ForeignKey(Partner, models.SET_NULL, null=True, blank=True, related_name="+")
    rule = models.CharField(max_length=40, blank=True)
    state = models.CharField(
        max_length=10, choices=DeviationState, default=DeviationState.NOTED, editable=False
    )
    item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="deviations", editable=False
    )
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="deviations", editable=False
    )
    settled_on = models.DateField(null=True, blank=True, editable=False)
    outcome = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        ordering = ("state", "-since", "pk")

    @property
    def is_confidential(self) -> bool:
        """Whether the item or the decision that it hangs on is."""
        of_item = self.item is not None and self.item.is_confidential
        of_decision = self.decision is not None and (
            self.decision.is_confidential or self.decision.item.is_confidential
        )
        return of_item or of_decision

    def __str__(self) -> str:
        return self.what


class BureauCapacity(Record):
    """What the bureau has in a year: hours, and money to start things with; unknown stays empty."""

    year = models.PositiveSmallIntegerField(unique=True)
    hours = models.DecimalField(max_digits=9, decimal_places=1, null=True, blank=True)
    seed_money_eur = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-year",)
        verbose_name_plural = "bureau capacities"

    def __str__(self) -> str:
        return str(self.year)


class BureauPlan(Record):
    """The hours that a year's plan gives to a task of the bureau (``task``: a code of the course)."""

    year = models.PositiveSmallIntegerField(db_index=True)
    task = models.CharField(max_length=12)
    role = models.CharField(max_length=12, choices=ActivityRole, blank=True)
    hours = models.DecimalField(max_digits=9, decimal_places=1)
    what = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-year", "task", "pk")

    def __str__(self) -> str:
        return f"{self.year} {self.task}"


class BureauEffort(Record):
    """Hours that the bureau spent, by task and role; never by person."""

    on = models.DateField(db_index=True)
    task = models.CharField(max_length=12)
    role = models.CharField(max_length=12, choices=ActivityRole)
    hours = models.DecimalField(max_digits=7, decimal_places=1)
    activity = models.ForeignKey(
        Activity, models.SET_NULL, null=True, blank=True, related_name="bureau_efforts"
    )
    what = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"{self.on} {self.task} {self.hours}"
