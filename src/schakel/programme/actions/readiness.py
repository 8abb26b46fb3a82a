# SPDX-License-Identifier: EUPL-1.2
"""Record how ready the technology of an innovation is (levels 1 to 9); a step back has a reason."""

from datetime import date, datetime

from django.utils import timezone

from schakel.koers.failures import N_, Failure
from schakel.koers.register import plain_name
from schakel.programme.models import Initiative, Partner, ReadinessChange
from schakel.programme.recording import Actor, append_row

LEVELS = range(1, 10)


class NoSuchLevel(Failure):
    """A level that does not exist."""

    template = N_("{level} is not a readiness level.")
    cure = N_("Give a level from 1 (idea) to 9 (in use).")


class StepBackWithoutReason(Failure):
    """The level goes down and nobody said why."""

    template = N_("“{innovation}” was at level {before} and goes back to level {level} without a reason.")
    cure = N_("Say why it goes back; that is often the most useful lesson.")


class ReadinessDateWrong(Failure):
    """The date is in the future or before the last step."""

    template = N_("The date {on} is not between the last step ({last}) and today ({today}).")
    cure = N_("Give the date on which the level was reached.")


def record_readiness(
    *,
    initiative: Initiative,
    innovation: str,
    level: int,
    on: date,
    by: Actor,
    at: datetime,
    owner: Partner | None = None,
    reason: str = "",
) -> ReadinessChange:
    """Add the level of an innovation on a date; spellings of the innovation's name meet.

    Raises
    ------
    NoSuchLevel, StepBackWithoutReason, ReadinessDateWrong
        When the step is not right.
    """
    if level not in LEVELS:
        raise NoSuchLevel(level=level)
    plain = plain_name(innovation)
    earlier = [r for r in initiative.readiness.all() if plain_name(r.innovation) == plain]
    last = max(earlier, key=lambda r: (r.on, r.pk), default=None)
    today = timezone.localdate(at)
    if on > today or (last is not None and on < last.on):
        shown = last.on if last is not None else "–"
        raise ReadinessDateWrong(on=on, last=shown, today=today)
    if last is not None and level < last.level and not reason.strip():
        raise StepBackWithoutReason(innovation=last.innovation, before=last.level, level=level)
    row = ReadinessChange(
        initiative=initiative,
        innovation=last.innovation if last is not None else innovation.strip(),
        level=level,
        on=on,
        owner=owner,
        reason=reason.strip(),
    )
    return append_row(row, action="readiness.record", by=by, at=at)
