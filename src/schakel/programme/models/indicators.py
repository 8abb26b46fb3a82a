# SPDX-License-Identifier: EUPL-1.2
"""Indicators of effort and result: definition, baseline, target and values with their approval."""

from django.db import models

from schakel.programme.models.evidence import EvidenceFile
from schakel.programme.models.initiatives import Initiative
from schakel.programme.models.partners import Partner
from schakel.programme.models.record import Appended, Record


class IndicatorLevel(models.TextChoices):
    """Effort (output), result (outcome) or impact."""

    EFFORT = "effort", "effort"
    RESULT = "result", "result"
    IMPACT = "impact", "impact"


class TimeSemantics(models.TextChoices):
    """How values of periods and places combine."""

    FLOW = "flow", "amount in the period: adds up"
    STOCK = "stock", "state at the end: the last counts"
    RATIO = "ratio", "ratio: sum of numerators over sum of denominators"
    INDEX = "index", "index or rank: does not combine"


class Direction(models.TextChoices):
    """Which way is good."""

    HIGHER = "higher", "higher is better"
    LOWER = "lower", "lower is better"
    TARGET = "target", "near the target is better"


class Indicator(Record):
    """The definition sheet of an indicator; ``definition_version`` goes up when its meaning changes."""

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    level = models.CharField(max_length=8, choices=IndicatorLevel)
    meaning = models.TextField()
    unit = models.CharField(max_length=60)
    decimals = models.PositiveSmallIntegerField(default=0)
    time_semantics = models.CharField(max_length=8, choices=TimeSemantics)
    direction = models.CharField(max_length=8, choices=Direction)
    collected_how = models.TextField(blank=True)
    frequency = models.CharField(
        max_length=8,
        choices=[("year", "yearly"), ("half", "every half year"), ("quarter", "quarterly")],
        default="year",
    )
    owner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="indicators")
    known_issues = models.TextField(blank=True)
    goal = models.CharField(max_length=60, blank=True)
    element = models.CharField(max_length=60, blank=True)
    definition_version = models.PositiveSmallIntegerField(default=1, editable=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("level", "title", "pk")

    def __str__(self) -> str:
        return self.title


class DefinitionChange(Appended):
    """Why the meaning of an indicator changed; ``breaks_series`` forbids comparing over it."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="definition_changes")
    definition_version = models.PositiveSmallIntegerField()
    on = models.DateField()
    what = models.CharField(max_length=500)
    why = models.CharField(max_length=500)
    breaks_series = models.BooleanField()

    class Meta:
        ordering = ("on", "pk")

    def __str__(self) -> str:
        return f"{self.indicator} {self.definition_version}: {self.what}"


class ReportingPeriod(Record):
    """A period for which values are asked; closing it is a decision, opening it again an exception."""

    code = models.SlugField(max_length=12, unique=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    due_on = models.DateField()
    is_closed = models.BooleanField(default=False, editable=False)
    closed_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("starts_on", "pk")

    def __str__(self) -> str:
        return self.code


class PeriodReopening(Appended):
    """A closed period opened again: by whom (a role), why, and until when; listed in the yearly report."""

    period = models.ForeignKey(ReportingPeriod, models.CASCADE, related_name="reopenings")
    on = models.DateField()
    until = models.DateField()
    asked_by = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)

    class Meta:
        ordering = ("on", "pk")

    def __str__(self) -> str:
        return f"{self.period} {self.on}–{self.until}"


class IndicatorTarget(Record):
    """A baseline or target; ``year`` is the year it is about, ``place`` empty for the region."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="targets")
    initiative = models.ForeignKey(Initiative, models.CASCADE, null=True, blank=True, related_name="targets")
    place = models.CharField(max_length=12, blank=True)
    kind = models.CharField(max_length=8, choices=[("baseline", "baseline"), ("target", "target")])
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=18, decimal_places=4)
    agreed_by = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("indicator", "year", "pk")

    def __str__(self) -> str:
        return f"{self.indicator} {self.kind} {self.year}: {self.value}"


class ValueState(models.TextChoices):
    """Where a value is in its approval; only ADOPTED values count in totals."""

    CONCEPT = "concept", "draft"
    SUBMITTED = "submitted", "submitted"
    RETURNED = "returned", "returned"
    ADOPTED = "adopted", "adopted"


class IndicatorValue(Record):
    """The value of an indicator in a period; a ratio keeps its parts.

    One per indicator, period, initiative and place that is not superseded. ``author`` is the key of who
    entered it; who adopts it is somebody else.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="values")
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="values")
    initiative = models.ForeignKey(Initiative, models.CASCADE, null=True, blank=True, related_name="values")
    place = models.CharField(max_length=12, blank=True)
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    numerator = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    state = models.CharField(max_length=10, choices=ValueState, default=ValueState.CONCEPT, editable=False)
    definition_version = models.PositiveSmallIntegerField(editable=False)
    author = models.CharField(max_length=80, editable=False)
    note = models.CharField(max_length=500, blank=True)
    is_provisional = models.BooleanField(default=False)
    evidence = models.ForeignKey(
        EvidenceFile, models.PROTECT, null=True, blank=True, related_name="indicator_values"
    )
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", editable=False
    )

    class Meta:
        ordering = ("indicator", "period", "pk")
        indexes = (models.Index(fields=["period", "state"]),)

    def __str__(self) -> str:
        return f"{self.indicator} {self.period}: {self.value}"


class ValueEvent(Appended):
    """A step in the approval of a value, with the comment that went with it."""

    value = models.ForeignKey(IndicatorValue, models.CASCADE, related_name="events")
    from_state = models.CharField(max_length=10, choices=ValueState)
    to_state = models.CharField(max_length=10, choices=ValueState)
    comment = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("recorded_at", "pk")

    def __str__(self) -> str:
        return f"{self.value_id}: {self.to_state}"
