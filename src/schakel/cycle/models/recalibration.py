# SPDX-License-Identifier: EUPL-1.2
"""Recalibration: versions of the course, and the draft of a new one with a reason for each change."""

from django.db import models

from schakel.cycle.models.decisions import Decision
from schakel.cycle.models.evaluation import Assumption
from schakel.programme.models import ContextSignal, Lesson
from schakel.programme.models.record import Appended, Record


class CourseVersion(Appended):
    """A version of the course that held or holds, whole: ``content`` is its file (YAML).

    ``decision`` is empty for the version that was there when Schakel was taken into use.
    """

    PART_OF = ("decision",)
    LEFT_OUT_OF_AUDIT = ("content",)
    course = models.CharField(max_length=60)
    version_name = models.CharField(max_length=40)
    content = models.TextField()
    content_sha256 = models.CharField(max_length=64)
    valid_from = models.DateField()
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="course_versions"
    )

    class Meta:
        ordering = ("-valid_from", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["course", "content_sha256"], name="course_content_once"),
        )

    def __str__(self) -> str:
        return f"{self.course} {self.version_name}"


class CourseDraft(Record):
    """The draft of a new version, made from ``based_on`` by the changes that hang on it."""

    PART_OF = ("based_on",)
    code = models.SlugField(max_length=40, unique=True)
    version_name = models.CharField(max_length=40)
    based_on = models.ForeignKey(CourseVersion, models.PROTECT, related_name="drafts")
    valid_from = models.DateField()
    reason = models.TextField(blank=True)
    adopted = models.ForeignKey(
        CourseVersion, models.PROTECT, null=True, blank=True, related_name="made_from", editable=False
    )

    class Meta:
        ordering = ("-valid_from", "-pk")

    def __str__(self) -> str:
        return self.version_name


class CourseChangeKind(models.TextChoices):
    """How an item of the course changes."""

    REWORD = "reword", "says it differently"
    ADD = "add", "is new"
    REMOVE = "remove", "goes"
    FIELD = "field", "gets another value"


class CourseChange(Record):
    """One change of a draft, never without a reason.

    ``item`` is the item as ``list:code`` ("actions:1a"); ``parent`` the line of a new action; ``field``
    and ``value`` for kind "field" (such as owner, budget_eur or due). Labels in two languages.
    """

    draft = models.ForeignKey(CourseDraft, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=8, choices=CourseChangeKind)
    item = models.CharField(max_length=80)
    parent = models.CharField(max_length=80, blank=True)
    label_nl = models.CharField(max_length=300, blank=True)
    label_en = models.CharField(max_length=300, blank=True)
    field = models.CharField(max_length=40, blank=True)
    value = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=500)
    signal = models.ForeignKey(ContextSignal, models.SET_NULL, null=True, blank=True, related_name="+")
    lesson = models.ForeignKey(Lesson, models.SET_NULL, null=True, blank=True, related_name="+")
    assumption = models.ForeignKey(Assumption, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("draft", "item", "pk")

    def __str__(self) -> str:
        return f"{self.item} {self.kind}"


class CourseMapping(Record):
    """An old line or action goes on as a new one; several rows for one that is split or merged.

    ``new_item`` is empty for what goes on nowhere.
    """

    draft = models.ForeignKey(CourseDraft, models.CASCADE, related_name="mappings")
    old_item = models.CharField(max_length=80)
    new_item = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("draft", "old_item", "pk")
        constraints = (models.UniqueConstraint(fields=["draft", "old_item", "new_item"], name="mapped_once"),)

    def __str__(self) -> str:
        return f"{self.old_item} → {self.new_item}"
