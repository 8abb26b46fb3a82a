# SPDX-License-Identifier: EUPL-1.2
"""Let go of real rows that came to hang on the invented cycle, so that it can be taken away."""

from datetime import datetime
from typing import Any

from django.db import transaction

from schakel.cycle.models import AgendaItem, Deviation, ItemState, Meeting
from schakel.programme.auditing import take_turn
from schakel.programme.demonstration.scene import DEMONSTRATOR
from schakel.programme.recording import change_record

BACK = frozenset({ItemState.SCHEDULED, ItemState.HANDLED})
"""What an invented meeting would deal with, or seemed to: it waits for a real one again."""


def let_go_of_real_rows(*, at: datetime) -> int:
    """Return real items of invented meetings to the backlog, and untie real deviations from invented years.

    Returns
    -------
    int
        How many real rows were changed.
    """
    with transaction.atomic():
        take_turn()
        items = AgendaItem.objects.filter(invented=False, meeting__invented=True).order_by("pk")
        deviations = Deviation.objects.filter(invented=False, cycle__invented=True).order_by("pk")
        meetings = Meeting.objects.filter(invented=False, cycle__invented=True).order_by("pk")
        n_changed = 0
        for item in items:
            state = ItemState.BACKLOG if item.state in BACK else item.state
            _change(item, "agenda.unschedule", at, meeting=None, position=0, state=state)
            n_changed += 1
        for record in (*deviations, *meetings):
            _change(record, f"{record._meta.model_name}.change", at, cycle=None)
            n_changed += 1
    return n_changed


def _change(record: Any, action: str, at: datetime, **changes: Any) -> None:
    change_record(record, action=action, expected_version=None, by=DEMONSTRATOR, at=at, changes=changes)
