# SPDX-License-Identifier: EUPL-1.2
"""The Django application of the pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, static files and the Dutch catalogue of the pages."""

    name = "schakel.web"
    label = "web"
