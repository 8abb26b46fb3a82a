# SPDX-License-Identifier: EUPL-1.2
"""Stored measurements that nobody can change, and which one the board adopted for a year."""

from django.db import models

from schakel.cycle.models.year import CycleYear
from schakel.programme.models.record import Appended


class Measurement(Appended):
    """A computed dossier as it was, whole: ``archive`` is a ZIP of its folder, so that it opens in any year.

    ``identity`` is the name of the measurement: the start of the SHA-256 over its content.
    """

    LEFT_OUT_OF_AUDIT = ("archive",)
    course = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField(db_index=True)
    identity = models.CharField(max_length=16, unique=True)
    code_version = models.CharField(max_length=80)
    course_version = models.CharField(max_length=80)
    framework_sha256 = models.CharField(max_length=64, blank=True)
    inputs_sha256 = models.CharField(max_length=64, blank=True)
    seed = models.BigIntegerField()
    n_runs = models.PositiveIntegerField()
    choices = models.JSONField(default=dict, blank=True)
    snapshots = models.JSONField(default=list, blank=True)
    archive = models.BinaryField(editable=False)
    archive_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("-year", "-recorded_at", "-pk")

    def __str__(self) -> str:
        return f"{self.year} {self.identity}"


class DiagnosisAdoption(Appended):
    """The board adopted a measurement as the diagnosis of a year; the last row of a year counts."""

    PART_OF = ("cycle", "decision")
    cycle = models.ForeignKey(CycleYear, models.PROTECT, related_name="adoptions")
    measurement = models.ForeignKey(Measurement, models.PROTECT, related_name="adoptions")
    decision = models.ForeignKey("cycle.Decision", models.PROTECT, related_name="adoptions")
    on = models.DateField()

    class Meta:
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"{self.cycle}: {self.measurement}"


class ChosenLink(Appended):
    """A link of the ecosystem that the board chose to work on this year, with what was known of it then.

    ``probability`` that it is the weakest, as measured; ``None`` for an element that is not measured.
    """

    PART_OF = ("adoption",)
    cycle = models.ForeignKey(CycleYear, models.PROTECT, related_name="links")
    adoption = models.ForeignKey(DiagnosisAdoption, models.PROTECT, related_name="links")
    element = models.CharField(max_length=60)
    comparison = models.CharField(max_length=40, blank=True)
    probability = models.FloatField(null=True, blank=True)
    reason = models.CharField(max_length=400)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["adoption", "element"], name="link_chosen_once"),)

    def __str__(self) -> str:
        return f"{self.cycle} {self.element}"
