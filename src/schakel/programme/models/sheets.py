# SPDX-License-Identifier: EUPL-1.2
"""Uploaded spreadsheets: what each changed, so that it can be undone."""

from django.db import models

from schakel.programme.models.record import Appended, Traced


class UploadState(models.TextChoices):
    """Where an upload stands."""

    CHECKED = "checked", "checked, not yet applied"
    APPLIED = "applied", "applied"
    UNDONE = "undone", "undone"


class SheetUpload(Traced):
    """An uploaded spreadsheet: checked row by row first, then applied as a whole or not at all."""

    sheet = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=UploadState, default=UploadState.CHECKED)
    rows = models.JSONField(default=list)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "pk")

    def __str__(self) -> str:
        return f"{self.file_name} ({self.state})"


class UploadedChange(Appended):
    """What one row changed: the record before (empty when it was new) and after."""

    upload = models.ForeignKey(SheetUpload, models.CASCADE, related_name="changes")
    row = models.PositiveIntegerField()
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=80)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField()
    version_after = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("upload", "row", "pk")

    def __str__(self) -> str:
        return f"{self.upload_id}: {self.object_type} {self.object_id}"
