# SPDX-License-Identifier: EUPL-1.2
"""Evidence: an uploaded file, kept by its fingerprint in the home folder."""

from django.db import models

from schakel.programme.models.record import Traced


class EvidenceFile(Traced):
    """An uploaded file; its bytes stand in ``SCHAKEL_HOME/evidence`` under ``sha256``."""

    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size_bytes = models.PositiveIntegerField()
    media_type = models.CharField(max_length=120)
    description = models.CharField(max_length=300, blank=True)
    is_public = models.BooleanField(default=False)

    class Meta:
        ordering = ("-created_at", "pk")

    def __str__(self) -> str:
        return self.name
