# SPDX-License-Identifier: EUPL-1.2
"""Yardsticks of the criteria: proposed, changed until the board agrees, read with a source, corrected."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from schakel.cycle.models import Decision, Yardstick, YardstickReading
from schakel.cycle.queries.automatic_readings import UNITS
from schakel.koers.failures import N_, Failure
from schakel.programme.actions.entry_rules import check_happened, check_order
from schakel.programme.auditing import take_turn
from schakel.programme.models import Initiative
from schakel.programme.recording import Actor, add_record, append_row, change_record, remove_record


class AgreedAlready(Failure):
    """A yardstick that the board agreed would change."""

    template = N_("“{name}” was agreed by the board and does not change any more.")
    cure = N_("Propose a new yardstick, and let the board agree that one.")


class ComputedByItself(Failure):
    """A value would be typed for a yardstick that Schakel computes."""

    template = N_("“{name}” is computed from the register or the diagnosis; nobody types its value.")
    cure = N_("Correct what it is computed from.")


class SourceNeeded(Failure):
    """A value without a source."""

    template = N_("A value without a source cannot be checked.")
    cure = N_("Say where the value can be found.")


class CorrectedAlready(Failure):
    """A reading that was corrected would be corrected once more."""

    template = N_("This value was corrected already.")
    cure = N_("Correct the newest one.")


class SameDay(Failure):
    """There is a value of the same day already."""

    template = N_("“{name}” has a value of {on} already.")
    cure = N_("Correct that one.")


class TargetIncomplete(Failure):
    """A target without its unit, or a baseline without its day."""

    template = N_("“{name}” is not complete: {reason}.")
    cure = N_("Fill in what is missing, or leave both open as long as they are not known.")


def propose_yardstick(
    *,
    code: str,
    criterion: str,
    title: str,
    by: Actor,
    at: datetime,
    initiative: Initiative | None = None,
    unit: str = "",
    direction: str = "+",
    baseline: Decimal | None = None,
    baseline_on: date | None = None,
    target: Decimal | None = None,
    due_on: date | None = None,
    how_measured: str = "",
    automatic: str = "",
    source: str = "",
) -> Yardstick:
    """Propose how a criterion is measured; it counts once the board agrees it.

    Parameters
    ----------
    initiative
        The hub or campus whose success it is about, where it is about one.
    automatic
        The code of a reading that is computed (:mod:`schakel.cycle.queries.automatic_readings`).

    Raises
    ------
    TargetIncomplete
        When a target has no unit, or a baseline no day.
    EndsBeforeStart
        When the last day lies before that of the baseline.
    """
    yardstick = Yardstick(
        code=code,
        criterion=criterion,
        title=title.strip(),
        initiative=initiative,
        unit=unit.strip() or UNITS.get(automatic.partition(":")[0], ""),
        direction=direction,
        baseline=baseline,
        baseline_on=baseline_on,
        target=target,
        due_on=due_on,
        how_measured=how_measured.strip(),
        automatic=automatic,
        source=source,
    )
    _check(yardstick)
    return add_record(yardstick, action="yardstick.propose", by=by, at=at)


def change_yardstick(
    *,
    yardstick: Yardstick,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Yardstick:
    """Change a proposed yardstick; raises AgreedAlready once the board agreed it."""
    with transaction.atomic():
        take_turn()
        current = Yardstick.objects.get(pk=yardstick.pk)
        if current.agreed_by_id is not None:
            raise AgreedAlready(name=current.title)
        for name, value in changes.items():
            setattr(current, name, value)
        _check(current)
        return change_record(
            yardstick,
            action="yardstick.change",
            expected_version=expected_version,
            by=by,
            at=at,
            changes=changes,
        )


def withdraw_yardstick(
    *, yardstick: Yardstick, by: Actor, at: datetime, expected_version: int | None = None
) -> None:
    """Take a proposal away; one that was agreed, or of which a value was entered, stays."""
    if yardstick.agreed_by_id is not None:
        raise AgreedAlready(name=yardstick.title)
    remove_record(yardstick, action="yardstick.withdraw", expected_version=expected_version, by=by, at=at)


def agree_yardstick(*, yardstick: Yardstick, decision: Decision, by: Actor, at: datetime) -> Yardstick:
    """Agree a yardstick by a decision of the board; from then on it does not change.

    Raises
    ------
    AgreedAlready
        When it was agreed before.
    """
    with transaction.atomic():
        take_turn()
        current = Yardstick.objects.get(pk=yardstick.pk)
        if current.agreed_by_id is not None:
            raise AgreedAlready(name=current.title)
        return change_record(
            current,
            action="yardstick.agree",
            expected_version=None,
            by=by,
            at=at,
            changes={"agreed_by": decision},
        )


def read_yardstick(
    *,
    yardstick: Yardstick,
    on: date,
    value: Decimal | None,
    source: str,
    today: date,
    by: Actor,
    at: datetime,
    note: str = "",
) -> YardstickReading:
    """Write down what a yardstick showed on a day; ``value`` ``None`` is not known.

    Raises
    ------
    ComputedByItself, SourceNeeded, SameDay, NotYetHappened
        See each.
    """
    _check_reading(yardstick, on, source, today)
    with transaction.atomic():
        take_turn()
        there = yardstick.readings.filter(on=on, corrected_by__isnull=True)
        if there.exclude(corrects__isnull=False, value__isnull=True).exists():
            raise SameDay(name=yardstick.title, on=on)
        row = YardstickReading(yardstick=yardstick, on=on, value=value, source=source.strip(), note=note)
        return append_row(row, action="yardstick.read", by=by, at=at)


def correct_reading(
    *,
    reading: YardstickReading,
    on: date,
    value: Decimal | None,
    source: str,
    note: str,
    today: date,
    by: Actor,
    at: datetime,
) -> YardstickReading:
    """Replace a reading that was wrong by a new row; the old one stays readable.

    Without a value the reading is taken back.

    Raises
    ------
    CorrectedAlready, SourceNeeded, NotYetHappened
        See each.
    """
    _check_reading(reading.yardstick, on, source, today)
    with transaction.atomic():
        take_turn()
        if YardstickReading.objects.filter(corrects=reading).exists():
            raise CorrectedAlready
        row = YardstickReading(
            yardstick=reading.yardstick,
            on=on,
            value=value,
            source=source.strip(),
            note=note,
            corrects=reading,
        )
        return append_row(row, action="yardstick.correct", by=by, at=at)


def _check_reading(yardstick: Yardstick, on: date, source: str, today: date) -> None:
    if yardstick.automatic:
        raise ComputedByItself(name=yardstick.title)
    if not source.strip():
        raise SourceNeeded
    check_happened(on, today)


def _check(yardstick: Yardstick) -> None:
    if yardstick.target is not None and not yardstick.unit:
        raise TargetIncomplete(name=yardstick.title, reason=N_("its target has no unit"))
    if (yardstick.baseline is None) != (yardstick.baseline_on is None) and not yardstick.automatic:
        raise TargetIncomplete(name=yardstick.title, reason=N_("its start has no day, or its day no start"))
    check_order(yardstick.baseline_on, yardstick.due_on)
