# SPDX-License-Identifier: EUPL-1.2
"""The Django application of the pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, static files and the Dutch catalogue of the pages."""

    name = "schakel.web"
    label = "web"

    def ready(self) -> None:
        """Write a line in the audit chain at every event around signing in."""
        from schakel.web.accounts.log_lines import listen

        listen()
