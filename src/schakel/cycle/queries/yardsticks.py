# SPDX-License-Identifier: EUPL-1.2
"""What a yardstick showed, and whether its target is reached, on course, behind, or that cannot be said.

The rule, in its order: without a target or a value it cannot be said. A value as good as the target is
*reached*. After the last day anything else is *behind*. Before it the way from baseline to target is a
straight line in time: as good as the line on the day of the value is *on course*, else *behind*; without a
baseline, its day or a last day there is no line, and it cannot be said.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from schakel.cycle.models import Yardstick, YardstickReading


class YardstickVerdict(StrEnum):
    """How a yardstick stands to its target."""

    REACHED = "reached"
    ON_COURSE = "on_course"
    BEHIND = "behind"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Aim:
    """What was agreed: the way from a baseline to a target; ``sign`` is 1 where more is better, else -1."""

    sign: int
    baseline: Decimal | None
    baseline_on: date | None
    target: Decimal | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a yardstick shows: ``value`` between ``low`` and ``high`` where only bounds are known.

    ``because`` is a code where there is no value, or where it is only a lower bound ("at_least").
    """

    on: date | None
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    n: int | None = None
    because: str = ""
    source: str = ""


NOTHING_SHOWN = Shown(None, None, because="no_reading")


def aim_of(yardstick: Yardstick) -> Aim:
    """Return what was agreed, or is proposed."""
    return Aim(
        -1 if yardstick.direction == "-" else 1,
        yardstick.baseline,
        yardstick.baseline_on,
        yardstick.target,
        yardstick.due_on,
    )


def judge_reading(aim: Aim, shown: Shown, today: date) -> tuple[YardstickVerdict, str]:
    """Return the verdict by the rule of this module, with the code of what decided."""
    if aim.target is None:
        return YardstickVerdict.UNKNOWN, "no_target"
    if shown.value is None or shown.on is None:
        return YardstickVerdict.UNKNOWN, shown.because or "no_reading"
    if aim.sign * shown.value >= aim.sign * aim.target:
        return YardstickVerdict.REACHED, "at_target"
    if aim.due_on is not None and today > aim.due_on:
        return YardstickVerdict.BEHIND, "past_due"
    wanted = wanted_on(aim, shown.on)
    if wanted is None:
        return YardstickVerdict.UNKNOWN, "no_line"
    if aim.sign * shown.value >= aim.sign * wanted:
        return YardstickVerdict.ON_COURSE, "on_line"
    return YardstickVerdict.BEHIND, "below_line"


def wanted_on(aim: Aim, day: date) -> Decimal | None:
    """Return the value that the straight way to the target has on a day; ``None`` where there is no way."""
    if aim.target is None or aim.baseline is None or aim.baseline_on is None or aim.due_on is None:
        return None
    if day < aim.baseline_on:
        return None
    whole = (aim.due_on - aim.baseline_on).days
    gone = Decimal((day - aim.baseline_on).days) / whole if whole > 0 else Decimal(1)
    return aim.baseline + (aim.target - aim.baseline) * min(gone, Decimal(1))


def readings_in_force(readings: Iterable[YardstickReading]) -> list[YardstickReading]:
    """Return the readings that count, the newest first: not corrected, and no correction to nothing."""
    rows = sorted(readings, key=lambda r: (r.on, r.pk), reverse=True)
    replaced = {row.corrects_id for row in rows}
    return [
        row
        for row in rows
        if row.pk not in replaced and not (row.corrects_id is not None and row.value is None)
    ]


def typed_reading(readings: Sequence[YardstickReading], until: date) -> Shown:
    """Return the newest reading up to a day that counts."""
    row = next((r for r in readings_in_force(readings) if r.on <= until), None)
    if row is None:
        return NOTHING_SHOWN
    because = "" if row.value is not None else "not_known"
    return Shown(row.on, row.value, because=because, source=row.source)


def all_together(verdicts: Iterable[YardstickVerdict]) -> YardstickVerdict | None:
    """Return the verdict over several yardsticks; ``None`` where there is none.

    Behind where one is behind, else not to be said where that holds of one; reached only when all are.
    """
    found = set(verdicts)
    for verdict in (YardstickVerdict.BEHIND, YardstickVerdict.UNKNOWN, YardstickVerdict.ON_COURSE):
        if verdict in found:
            return verdict
    return YardstickVerdict.REACHED if found else None
