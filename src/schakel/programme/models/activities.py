# SPDX-License-Identifier: EUPL-1.2
"""Activities, milestones and outputs; the causes they remove; proposals for new topics."""

from django.db import models

from schakel.programme.models.initiatives import Initiative
from schakel.programme.models.partners import Partner
from schakel.programme.models.record import Record


class CauseStatus(models.TextChoices):
    """How well it is known that this causes the weakness."""

    SUPPOSED = "supposed", "supposed"
    SUPPORTED = "supported", "supported by figures or by those concerned"
    SHOWN = "shown", "shown by research"


class Cause(Record):
    """A cause of the weakness of an element of the ecosystem."""

    element = models.CharField(max_length=60, db_index=True)
    statement = models.CharField(max_length=300)
    status = models.CharField(max_length=10, choices=CauseStatus, default=CauseStatus.SUPPOSED)
    evidence = models.TextField(blank=True)
    challenge_owner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="causes")

    class Meta:
        ordering = ("element", "pk")

    def __str__(self) -> str:
        return self.statement


class ActivityRole(models.TextChoices):
    """What the programme does in it (section 6: connect, initiate, help programme, put on agendas)."""

    CONNECT = "connect", "connect"
    INITIATE = "initiate", "initiate"
    PROGRAMME = "programme", "help programme"
    AGENDA = "agenda", "put on the agenda"
    FACILITATE = "facilitate", "facilitate"


class ActivityStatus(models.TextChoices):
    """Where an activity stands."""

    PLANNED = "planned", "planned"
    RUNNING = "running", "running"
    DONE = "done", "done"
    CANCELLED = "cancelled", "cancelled"


class Activity(Record):
    """Something that is done; ``action`` is an action of the course, ``goals`` codes of its goals."""

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    initiative = models.ForeignKey(
        Initiative, models.CASCADE, null=True, blank=True, related_name="activities"
    )
    line = models.CharField(max_length=12, blank=True)
    action = models.CharField(max_length=12, blank=True)
    goals = models.JSONField(default=list, blank=True)
    role = models.CharField(max_length=12, choices=ActivityRole, blank=True)
    status = models.CharField(max_length=10, choices=ActivityStatus, default=ActivityStatus.PLANNED)
    owner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="activities")
    place = models.CharField(max_length=12, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    planned_hours = models.DecimalField(max_digits=9, decimal_places=1, null=True, blank=True)
    spent_hours = models.DecimalField(max_digits=9, decimal_places=1, null=True, blank=True)
    planned_eur = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    description = models.TextField(blank=True)

    class Meta:
        ordering = ("-starts_on", "title", "pk")
        indexes = (
            models.Index(fields=["-starts_on", "title"]),
            models.Index(fields=["title"]),
            models.Index(fields=["status", "title"]),
            models.Index(fields=["line"]),
            models.Index(fields=["action"]),
        )
        verbose_name_plural = "activities"

    def __str__(self) -> str:
        return self.title


class Strengthening(Record):
    """An initiative or activity strengthens an element by removing a cause.

    Exactly one of ``initiative`` and ``activity`` is filled in. Without ``cause`` the tie is shown as
    "cause not named". ``mechanism`` is the sentence that says how.
    """

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, null=True, blank=True, related_name="strengthenings"
    )
    activity = models.ForeignKey(
        Activity, models.CASCADE, null=True, blank=True, related_name="strengthenings"
    )
    element = models.CharField(max_length=60, db_index=True)
    cause = models.ForeignKey(Cause, models.PROTECT, null=True, blank=True, related_name="strengthenings")
    mechanism = models.CharField(max_length=400, blank=True)
    strength = models.CharField(
        max_length=10, choices=[("yes", "yes"), ("possibly", "possibly")], default="yes"
    )

    class Meta:
        ordering = ("element", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(initiative__isnull=True) ^ models.Q(activity__isnull=True),
                name="strengthening_of_one_thing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.initiative or self.activity} – {self.element}"


class Milestone(Record):
    """A point in time that was agreed; ``first_due_on`` never changes, ``due_on`` may."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="milestones")
    activity = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True, related_name="milestones")
    title = models.CharField(max_length=200)
    first_due_on = models.DateField()
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("due_on", "pk")
        indexes = (models.Index(fields=["due_on"]),)

    def __str__(self) -> str:
        return f"{self.title} ({self.due_on})"


class OutputKind(models.TextChoices):
    """What was made or done: effort, never effect."""

    EVENT = "event", "event"
    TRAINING = "training", "training"
    ADVICE = "advice", "advice"
    FIRMS = "firms", "firms reached"
    STUDENTS = "students", "students or pupils reached"
    CAMPAIGN = "campaign", "reach of a campaign"
    PRODUCT = "product", "product or document"
    PLACES = "places", "places to work or learn"
    OTHER = "other", "other"


class Output(Record):
    """An output with its amount and unit."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="outputs")
    activity = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True, related_name="outputs")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=OutputKind)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ("-on", "pk")

    def __str__(self) -> str:
        return self.title


class Lesson(Record):
    """What was learnt; a stopped, merged or consolidated initiative leaves at least one."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, null=True, blank=True, related_name="lessons")
    element = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-on", "pk")

    def __str__(self) -> str:
        return self.text[:80]


class Answer(models.TextChoices):
    """An answer of the admission test."""

    YES = "yes", "yes"
    NO = "no", "no"
    UNKNOWN = "unknown", "not known"


class Proposal(Record):
    """A new topic and its admission test (section 7); the reasons of a refusal are kept."""

    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    proposer = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="proposals")
    supra_regional = models.CharField(max_length=8, choices=Answer, default=Answer.UNKNOWN)
    supra_regional_why = models.CharField(max_length=300, blank=True)
    manufacturing = models.CharField(max_length=8, choices=Answer, default=Answer.UNKNOWN)
    manufacturing_why = models.CharField(max_length=300, blank=True)
    element = models.CharField(max_length=60, blank=True)
    cause = models.ForeignKey(Cause, models.PROTECT, null=True, blank=True, related_name="proposals")
    outcome = models.CharField(
        max_length=10,
        choices=[("open", "open"), ("admitted", "admitted"), ("refused", "refused")],
        default="open",
        editable=False,
    )
    reasons = models.JSONField(default=list, editable=False)
    decided_on = models.DateField(null=True, blank=True, editable=False)
    initiative = models.ForeignKey(
        Initiative, models.SET_NULL, null=True, blank=True, related_name="proposals", editable=False
    )

    class Meta:
        ordering = ("-created_at", "pk")

    def __str__(self) -> str:
        return self.title
