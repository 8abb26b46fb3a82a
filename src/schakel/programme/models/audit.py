# SPDX-License-Identifier: EUPL-1.2
"""The audit chain: every action with object, result, origin, actor and time, each line sealed by the next."""

from django.db import models


class AuditEntry(models.Model):
    """A line of the chain; ``digest`` covers the line and the digest of the line before it.

    ``result`` is "done" or "refused". ``origin`` says where it came from ("web 127.0.0.1", "command").
    ``details`` holds what changed, without personal data.
    """

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    origin = models.CharField(max_length=80)
    action = models.CharField(max_length=60, db_index=True)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=80, blank=True)
    object_name = models.CharField(max_length=200, blank=True)
    result = models.CharField(max_length=10)
    details = models.JSONField(default=dict)
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)
        indexes = (
            models.Index(fields=["object_type", "object_id"]),
            models.Index(fields=["at"]),
            models.Index(fields=["actor", "number"]),
        )
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.object_name}"


class AuditHead(models.Model):
    """The end of the chain: one row, so that lines cut off at the end are missed too."""

    number = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.number} {self.digest}"
