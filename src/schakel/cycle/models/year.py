# SPDX-License-Identifier: EUPL-1.2
"""The year as a process: its phases with dates and owners, its calendar, and how it was closed."""

from django.db import models

from schakel.programme.models import Partner
from schakel.programme.models.record import Appended, Record


class CycleYear(Record):
    """A year of the cycle, named after the calendar year in which most of it falls.

    Its diagnosis is that of the measurement which the board adopts, whatever year that is about. It is
    open from ``opened_on`` until a decision of the board closes it (:class:`YearClosure`). ``criteria`` are
    the codes of the course's criteria of satisfaction when it was opened: each asks for a judgement.
    """

    year = models.PositiveSmallIntegerField(unique=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True, editable=False)
    focus = models.CharField(max_length=300, blank=True)
    criteria = models.JSONField(default=list, blank=True, editable=False)

    class Meta:
        ordering = ("-year",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(starts_on__lt=models.F("ends_on")), name="cycle_year_has_days"
            ),
        )

    def __str__(self) -> str:
        return str(self.year)


class PhaseKind(models.TextChoices):
    """The phases of a year, in their order."""

    DIAGNOSE = "diagnose", "diagnose"
    DIALOGUE = "dialogue", "dialogue"
    DEVELOP = "develop", "develop or adjust"
    FOLLOW = "follow", "follow delivery"
    EVALUATE = "evaluate", "evaluate"


class Phase(Record):
    """A phase of a year: planned days, who owns it, when it was really started and ended.

    What must be there before it ends stands in ``transitions.PHASE_GATES``.
    """

    cycle = models.ForeignKey(CycleYear, models.CASCADE, related_name="phases")
    kind = models.CharField(max_length=10, choices=PhaseKind)
    starts_on = models.DateField()
    ends_on = models.DateField()
    owner = models.ForeignKey(Partner, models.SET_NULL, null=True, blank=True, related_name="+")
    owner_role = models.CharField(max_length=80, blank=True)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("cycle", "starts_on", "pk")
        constraints = (models.UniqueConstraint(fields=["cycle", "kind"], name="one_phase_of_a_kind"),)

    def __str__(self) -> str:
        return f"{self.cycle} {self.kind}"


class CalendarKind(models.TextChoices):
    """What a date in the calendar is."""

    COUNCIL = "council", "planning and control of a municipality or province"
    FUNDING = "funding", "opening or closing of a fund"
    PUBLICATION = "publication", "publication of figures"
    EVENT = "event", "event"
    DEADLINE = "deadline", "deadline"
    OTHER = "other", "other"


class CalendarDate(Record):
    """A date that the year has to reckon with; ``municipality`` is a code of the course's region or empty.

    Dates of phases, meetings, promises and rounds are not entered here: the calendar reads them where
    they are.
    """

    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=CalendarKind, default=CalendarKind.OTHER)
    on = models.DateField()
    until = models.DateField(null=True, blank=True)
    municipality = models.CharField(max_length=12, blank=True)
    needs = models.CharField(max_length=300, blank=True)
    is_public = models.BooleanField(default=True)

    class Meta:
        ordering = ("on", "pk")
        indexes = (models.Index(fields=["on"]),)

    def __str__(self) -> str:
        return f"{self.on} {self.title}"


class YearClosure(Appended):
    """A year was closed by decision: what was there at every gate, and which promises went on.

    ``gates`` and ``open_promises`` are as they were on that day.
    """

    PART_OF = ("cycle",)
    LEFT_OUT_OF_AUDIT = ("gates", "open_promises")
    cycle = models.OneToOneField(CycleYear, models.PROTECT, related_name="closure")
    decision = models.ForeignKey("cycle.Decision", models.PROTECT, related_name="closures")
    on = models.DateField()
    gates = models.JSONField(default=list)
    open_promises = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("-on", "pk")

    def __str__(self) -> str:
        return f"{self.cycle} closed"
