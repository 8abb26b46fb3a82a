# SPDX-License-Identifier: EUPL-1.2
"""Evaluation: judgements beside the figures, agreed yardsticks, the partners' own judgement, assumptions."""

from django.db import models

from schakel.cycle.models.decisions import Decision
from schakel.cycle.models.year import CycleYear
from schakel.programme.models import ContextSignal, Initiative, Partner
from schakel.programme.models.record import Appended, Record


class SubjectKind(models.TextChoices):
    """What is judged."""

    ELEMENT = "element", "element of the ecosystem"
    ACTION = "action", "action of the course"
    INITIATIVE = "initiative", "initiative"
    CRITERION = "criterion", "criterion of satisfaction"


class Verdict(models.TextChoices):
    """What is said of a subject; "not known" is an answer."""

    AHEAD = "ahead", "moved forward"
    SAME = "same", "did not move"
    BEHIND = "behind", "moved back"
    UNKNOWN = "unknown", "cannot be said"


DIRECTIONS = [("+", "more is better"), ("-", "less is better")]


class Judgement(Record):
    """What the bureau, and after adoption the board, says of the progress of a subject in a year.

    ``subject`` is the code of the element, action, initiative or criterion. ``because`` names the figures
    or facts; a judgement that goes against the figures says so there.
    """

    cycle = models.ForeignKey(CycleYear, models.CASCADE, related_name="judgements")
    subject_kind = models.CharField(max_length=10, choices=SubjectKind)
    subject = models.CharField(max_length=60)
    verdict = models.CharField(max_length=8, choices=Verdict)
    because = models.TextField()
    next_step = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("cycle", "subject_kind", "subject", "pk")
        constraints = (
            models.UniqueConstraint(fields=["cycle", "subject_kind", "subject"], name="one_judgement_each"),
        )

    def __str__(self) -> str:
        return f"{self.cycle} {self.subject}"


class Yardstick(Record):
    """How a criterion of satisfaction is measured: agreed by decision, before that proposed.

    ``initiative`` for the success that was agreed for one hub or campus. ``direction`` "+" means that
    more is better. ``automatic`` names a figure that Schakel computes itself (:mod:`queries.criteria`).
    """

    code = models.SlugField(max_length=60, unique=True)
    criterion = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    initiative = models.ForeignKey(
        Initiative, models.CASCADE, null=True, blank=True, related_name="yardsticks"
    )
    unit = models.CharField(max_length=60, blank=True)
    direction = models.CharField(
        max_length=1, choices=[("+", "more is better"), ("-", "less is better")], default="+"
    )
    baseline = models.DecimalField(max_digits=16, decimal_places=3, null=True, blank=True)
    baseline_on = models.DateField(null=True, blank=True)
    target = models.DecimalField(max_digits=16, decimal_places=3, null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    how_measured = models.CharField(max_length=300, blank=True)
    automatic = models.CharField(max_length=40, blank=True)
    agreed_by = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="yardsticks", editable=False
    )

    class Meta:
        ordering = ("criterion", "title", "pk")

    def __str__(self) -> str:
        return self.title


class YardstickReading(Appended):
    """What a yardstick showed on a day; a correction points at the row it replaces."""

    PART_OF = ("yardstick",)
    yardstick = models.ForeignKey(Yardstick, models.PROTECT, related_name="readings")
    on = models.DateField()
    value = models.DecimalField(max_digits=16, decimal_places=3, null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )

    class Meta:
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"{self.yardstick} {self.on}"


class PartnerAssessment(Appended):
    """A partner's own yearly judgement of its part; scores 1 to 5 by question, ``None`` for no answer.

    The questions are in ``queries.assessments.QUESTIONS``. A second one corrects the first. What was answered
    is for the partner, the bureau and the board: the audit chain tells only that it was.
    """

    PART_OF = ("cycle",)
    LEFT_OUT_OF_AUDIT = ("scores", "did", "needs")
    cycle = models.ForeignKey(CycleYear, models.PROTECT, related_name="assessments")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="assessments")
    on = models.DateField()
    scores = models.JSONField(default=dict)
    did = models.TextField(blank=True)
    needs = models.TextField(blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )

    class Meta:
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"{self.partner} {self.cycle}"


class AssumptionStatus(models.TextChoices):
    """Whether an assumption still holds."""

    HOLDS = "holds", "holds"
    DOUBTED = "doubted", "is doubted"
    FALLEN = "fallen", "no longer holds"


class Assumption(Record):
    """What the course takes for granted; ``course_code`` is the line, action or goal that rests on it."""

    code = models.SlugField(max_length=60, unique=True)
    statement = models.CharField(max_length=300)
    course_code = models.CharField(max_length=60, blank=True)
    section = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=8, choices=AssumptionStatus, default=AssumptionStatus.HOLDS)
    status_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("course_code", "pk")

    def __str__(self) -> str:
        return self.statement


class AssumptionTouch(Record):
    """A signal from outside supports an assumption of the course, or goes against it."""

    assumption = models.ForeignKey(Assumption, models.CASCADE, related_name="touches")
    signal = models.ForeignKey(ContextSignal, models.CASCADE, related_name="touches")
    effect = models.CharField(
        max_length=8, choices=[("supports", "supports it"), ("against", "goes against it")]
    )
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("assumption", "pk")
        constraints = (models.UniqueConstraint(fields=["assumption", "signal"], name="signal_touches_once"),)

    def __str__(self) -> str:
        return f"{self.signal} – {self.assumption}"


class EvaluationAdoption(Appended):
    """The evaluation of a year as the board adopted it: ``content`` is all of it as data."""

    PART_OF = ("cycle",)
    LEFT_OUT_OF_AUDIT = ("content",)
    cycle = models.ForeignKey(CycleYear, models.PROTECT, related_name="evaluations")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="evaluations")
    on = models.DateField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"evaluation {self.cycle}"
