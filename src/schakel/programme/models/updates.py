# SPDX-License-Identifier: EUPL-1.2
"""The five-minute update of an initiative lead, its rounds, links and reminders; risks and needs."""

from django.db import models

from schakel.programme.models.initiatives import Initiative
from schakel.programme.models.partners import Contact, Partner
from schakel.programme.models.record import Appended, Record, Traced


class Light(models.TextChoices):
    """A light: going well, needs attention, stuck."""

    GREEN = "green", "goes well"
    AMBER = "amber", "needs attention"
    RED = "red", "is stuck"


class UpdateRound(Record):
    """A round in which every running initiative of our own or of partners is asked how it stands."""

    code = models.SlugField(max_length=20, unique=True)
    title = models.CharField(max_length=120)
    opens_on = models.DateField()
    due_on = models.DateField()

    class Meta:
        ordering = ("-opens_on", "pk")

    def __str__(self) -> str:
        return self.title


class UpdateLink(Traced):
    """The one link with which a lead reports without an account; only a fingerprint of it is kept."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="update_links")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="+")
    fingerprint = models.CharField(max_length=64, unique=True)
    expires_on = models.DateField()
    revoked_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("initiative", "pk")

    def __str__(self) -> str:
        return f"{self.initiative} – {self.expires_on}"


class ProgressUpdate(Appended):
    """How an initiative stands, says its lead: three lights, each with a reason unless it is green."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="updates")
    round = models.ForeignKey(UpdateRound, models.PROTECT, null=True, blank=True, related_name="updates")
    on = models.DateField()
    quality = models.CharField(max_length=6, choices=Light)
    quality_reason = models.CharField(max_length=300, blank=True)
    time = models.CharField(max_length=6, choices=Light)
    time_reason = models.CharField(max_length=300, blank=True)
    money = models.CharField(max_length=6, choices=Light)
    money_reason = models.CharField(max_length=300, blank=True)
    spent_eur = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    summary = models.TextField(blank=True)
    milestone_changes = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("-on", "-pk")
        indexes = (models.Index(fields=["initiative", "-on"]),)

    def __str__(self) -> str:
        return f"{self.initiative} {self.on}"


class Reminder(Appended):
    """A reminder that was given for a round: who is asked again and how."""

    round = models.ForeignKey(UpdateRound, models.CASCADE, related_name="reminders")
    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="reminders")
    on = models.DateField()
    channel = models.CharField(
        max_length=10, choices=[("mail", "mail"), ("call", "telephone"), ("talk", "in person")]
    )

    class Meta:
        ordering = ("-on", "pk")

    def __str__(self) -> str:
        return f"{self.round} {self.initiative} {self.on}"


class Risk(Record):
    """What may go wrong, how likely and how bad (1 to 3), and what is done about it."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="risks")
    text = models.CharField(max_length=300)
    likelihood = models.PositiveSmallIntegerField(choices=[(1, "small"), (2, "medium"), (3, "large")])
    effect = models.PositiveSmallIntegerField(choices=[(1, "small"), (2, "medium"), (3, "large")])
    measure = models.CharField(max_length=300, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("closed_on", "-likelihood", "-effect", "pk")

    def __str__(self) -> str:
        return self.text


class Need(Record):
    """What a lead needs, of whom; open until it is met or declined."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="needs")
    text = models.CharField(max_length=300)
    asked_of = models.ForeignKey(Partner, models.SET_NULL, null=True, blank=True, related_name="asked")
    asked_on = models.DateField()
    status = models.CharField(
        max_length=8,
        choices=[("open", "open"), ("met", "met"), ("declined", "declined")],
        default="open",
    )
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("status", "-asked_on", "pk")

    def __str__(self) -> str:
        return self.text
