# SPDX-License-Identifier: EUPL-1.2
"""Where partners meet: events with attendance by organisation, follow-ups and connections made."""

from django.db import models

from schakel.programme.models.initiatives import Initiative
from schakel.programme.models.partners import Partner
from schakel.programme.models.record import Record


class Event(Record):
    """A meeting, visit or gathering."""

    title = models.CharField(max_length=200)
    on = models.DateField()
    place = models.CharField(max_length=12, blank=True)
    venue = models.CharField(max_length=120, blank=True)
    organiser = models.ForeignKey(Partner, models.SET_NULL, null=True, blank=True, related_name="events")
    initiative = models.ForeignKey(Initiative, models.SET_NULL, null=True, blank=True, related_name="events")
    topic = models.CharField(max_length=200, blank=True)
    report = models.TextField(blank=True)

    class Meta:
        ordering = ("-on", "pk")
        indexes = (models.Index(fields=["-on"]), models.Index(fields=["title"]))

    def __str__(self) -> str:
        return f"{self.title} ({self.on})"


class Attendance(Record):
    """An organisation was there, with how many people."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="attendances")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="attendances")
    people = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["event", "partner"], name="one_attendance_each"),)

    def __str__(self) -> str:
        return f"{self.partner} – {self.event}"


class FollowUp(Record):
    """What was agreed at an event."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="follow_ups")
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(Partner, models.SET_NULL, null=True, blank=True, related_name="follow_ups")
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    initiative = models.ForeignKey(
        Initiative, models.SET_NULL, null=True, blank=True, related_name="follow_ups"
    )

    class Meta:
        ordering = ("due_on", "pk")
        indexes = (models.Index(fields=["done_on", "due_on"]),)

    def __str__(self) -> str:
        return self.text


class Connection(Record):
    """Two partners brought together by the bureau, and what came of it."""

    first = models.ForeignKey(Partner, models.CASCADE, related_name="connections_from")
    second = models.ForeignKey(Partner, models.CASCADE, related_name="connections_to")
    on = models.DateField()
    reason = models.CharField(max_length=300)
    result = models.CharField(max_length=300, blank=True)
    initiative = models.ForeignKey(
        Initiative, models.SET_NULL, null=True, blank=True, related_name="connections"
    )

    class Meta:
        ordering = ("-on", "pk")
        constraints = (
            models.CheckConstraint(condition=~models.Q(first=models.F("second")), name="connection_of_two"),
        )

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"
