# SPDX-License-Identifier: EUPL-1.2
"""The Django application of the cycle; the programme seals its append-only tables with its own."""

from django.apps import AppConfig


class CycleConfig(AppConfig):
    """Tables of the yearly cycle."""

    name = "schakel.cycle"
    label = "cycle"
