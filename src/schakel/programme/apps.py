# SPDX-License-Identifier: EUPL-1.2
"""The Django application of the programme."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ProgrammeConfig(AppConfig):
    """Tables of the programme register."""

    name = "schakel.programme"
    label = "programme"

    def ready(self) -> None:
        """Seal the append-only tables whenever the tables were made or changed."""
        from schakel.programme.sealing import seal_tables

        post_migrate.connect(seal_tables, sender=self, dispatch_uid="schakel-seal-tables")
