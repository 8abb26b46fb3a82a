# SPDX-License-Identifier: EUPL-1.2
"""Decisions with number, owner and date; what came of them; and action points."""

from django.db import models

from schakel.cycle.models.meetings import AgendaItem, Meeting
from schakel.programme.models import Partner
from schakel.programme.models.record import Appended, Record


class DecisionEffect(models.TextChoices):
    """What a decision changes by itself; ``effect_on`` says of what."""

    NONE = "none", "nothing by itself"
    ADOPT_DIAGNOSIS = "adopt_diagnosis", "adopts a diagnosis and chooses its weak links"
    START_INITIATIVE = "start_initiative", "starts an initiative"
    CHANGE_INITIATIVE = "change_initiative", "changes an initiative"
    CONSOLIDATE_INITIATIVE = "consolidate_initiative", "makes an initiative permanent"
    STOP_INITIATIVE = "stop_initiative", "stops an initiative"
    ADOPT_VALUE = "adopt_value", "adopts a value"
    ADOPT_TARGET = "adopt_target", "adopts a target"
    CLOSE_PERIOD = "close_period", "closes a reporting period"
    ADMIT_PARTNER = "admit_partner", "admits a partner"
    SETTLE_DEVIATION = "settle_deviation", "settles a deviation"
    AGREE_YARDSTICK = "agree_yardstick", "agrees a yardstick"
    ADOPT_MINUTES = "adopt_minutes", "adopts minutes"
    ADOPT_EVALUATION = "adopt_evaluation", "adopts the evaluation of a year"
    ADOPT_COURSE = "adopt_course", "adopts a new version of the course"
    CLOSE_YEAR = "close_year", "closes a year"


class Decision(Appended):
    """A decision of a meeting; never changed: a later decision may ``replace`` it.

    ``number`` is the year of the meeting and a serial number ("2026-007"). ``effect_details`` holds what
    the effect needed. There is none without an owner and a date.
    """

    PART_OF = ("meeting",)
    number = models.CharField(max_length=12, unique=True)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="decisions")
    text = models.TextField()
    reason = models.TextField(blank=True)
    on = models.DateField(db_index=True)
    owner = models.ForeignKey(Partner, models.PROTECT, related_name="decisions")
    due_on = models.DateField()
    is_confidential = models.BooleanField(default=False)
    effect = models.CharField(max_length=24, choices=DecisionEffect, default=DecisionEffect.NONE)
    effect_on = models.CharField(max_length=80, blank=True)
    effect_name = models.CharField(max_length=200, blank=True)
    effect_details = models.JSONField(default=dict, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")

    class Meta:
        ordering = ("-on", "-number")
        indexes = (models.Index(fields=["effect", "effect_on"]),)
        constraints = (models.CheckConstraint(condition=~models.Q(text=""), name="decision_says_something"),)

    def __str__(self) -> str:
        return f"{self.number} {self.text[:80]}"


class DecisionStatus(models.TextChoices):
    """How far a decision was carried out."""

    OPEN = "open", "not begun"
    UNDERWAY = "underway", "underway"
    EXECUTED = "executed", "carried out"
    LAPSED = "lapsed", "no longer needed"


class DecisionStep(Appended):
    """What was done with a decision; the last row counts. Without one it is open."""

    PART_OF = ("decision",)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="steps")
    status = models.CharField(max_length=10, choices=DecisionStatus)
    on = models.DateField()
    note = models.CharField(max_length=500)

    class Meta:
        ordering = ("-on", "-pk")

    @property
    def is_confidential(self) -> bool:
        """Whether its decision is, or the agenda item of that."""
        return self.decision.is_confidential or self.decision.item.is_confidential

    def __str__(self) -> str:
        return f"{self.decision.number} {self.status}"


class ActionPoint(Record):
    """Who does what before when, promised in a meeting; open until done or dropped with a reason."""

    PART_OF = ("meeting", "item", "decision")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="actions")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="actions")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="actions")
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(Partner, models.PROTECT, related_name="action_points")
    due_on = models.DateField()
    is_confidential = models.BooleanField(default=False)
    done_on = models.DateField(null=True, blank=True)
    dropped_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("due_on", "pk")
        indexes = (models.Index(fields=["done_on", "dropped_on", "due_on"]),)

    def __str__(self) -> str:
        return self.text
