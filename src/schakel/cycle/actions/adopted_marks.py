# SPDX-License-Identifier: EUPL-1.2
"""Let the pages of the diagnosis tell by which decision it was adopted, once everybody may see that one."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from schakel.cycle.marking import settle_marks
from schakel.cycle.models import DiagnosisAdoption, Meeting


def mark_again_after_commit(meeting: Meeting) -> None:
    """Write the marks anew when the transaction is over, where this meeting adopted a diagnosis.

    Asked when a meeting is closed or opened again, and when an item becomes confidential or public.
    """
    if DiagnosisAdoption.objects.filter(decision__meeting=meeting).exists():
        home = Path(settings.SCHAKEL_HOME)
        transaction.on_commit(lambda: settle_marks(home), robust=True)
