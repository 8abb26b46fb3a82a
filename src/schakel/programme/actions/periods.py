# SPDX-License-Identifier: EUPL-1.2
"""Reporting periods: opened, closed by decision, and opened again as an exception."""

from datetime import date, datetime, timedelta

from django.db import transaction

from schakel.koers.failures import N_, Failure
from schakel.programme.models import IndicatorValue, PeriodReopening, ReportingPeriod, ValueState
from schakel.programme.queries.periods import is_period_open
from schakel.programme.recording import Actor, add_record, append_row, change_record

LONGEST_REOPENING_DAYS = 60


class PeriodNotPossible(Failure):
    """A period cannot be opened, closed or opened again like this."""

    template = N_("Period {period}: {reason}.")
    cure = N_("Change what is named here; nothing was changed yet.")


def open_period(
    *, code: str, starts_on: date, ends_on: date, due_on: date, by: Actor, at: datetime
) -> ReportingPeriod:
    """Open a period for which values are asked.

    Raises
    ------
    PeriodNotPossible
        When its days are not in order, or it overlaps a period of the same length.
    """
    if not starts_on <= ends_on <= due_on:
        raise PeriodNotPossible(period=code, reason=N_("it must start, end and be due in that order"))
    days = (ends_on - starts_on).days
    for other in ReportingPeriod.objects.filter(starts_on__lte=ends_on, ends_on__gte=starts_on):
        if abs((other.ends_on - other.starts_on).days - days) <= 3:
            raise PeriodNotPossible(period=code, reason=N_("it overlaps another period of this length"))
    record = ReportingPeriod(code=code, starts_on=starts_on, ends_on=ends_on, due_on=due_on)
    return add_record(record, action="period.open", by=by, at=at)


def close_period(
    *,
    period: ReportingPeriod,
    on: date,
    decided_by: str,
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> ReportingPeriod:
    """Close a period; from then on its values do not change.

    Parameters
    ----------
    decided_by
        The meeting or body that decided, kept as the source.

    Raises
    ------
    PeriodNotPossible
        When submitted values still wait, the period did not end yet, or nobody decided.
    """
    waiting = IndicatorValue.objects.filter(period=period, state=ValueState.SUBMITTED).count()
    if waiting:
        raise PeriodNotPossible(period=period.code, reason=N_("submitted values still wait to be adopted"))
    if on <= period.ends_on:
        raise PeriodNotPossible(period=period.code, reason=N_("it has not ended yet"))
    if not decided_by.strip():
        raise PeriodNotPossible(period=period.code, reason=N_("say which meeting decided"))
    changes = {"is_closed": True, "closed_on": period.closed_on or on, "source": decided_by}
    return change_record(
        period, action="period.close", expected_version=expected_version, by=by, at=at, changes=changes
    )


def reopen_period(
    *, period: ReportingPeriod, on: date, until: date, asked_by: str, reason: str, by: Actor, at: datetime
) -> PeriodReopening:
    """Open a closed period as an exception; it closes by itself after ``until``.

    Parameters
    ----------
    asked_by
        Who asked, by role and organisation.

    Raises
    ------
    PeriodNotPossible
        Without a name or reason, for a period that is open, or for longer than 60 days.
    """
    if not asked_by.strip() or not reason.strip():
        raise PeriodNotPossible(period=period.code, reason=N_("say who asked and why"))
    if is_period_open(period, on):
        raise PeriodNotPossible(period=period.code, reason=N_("it is open"))
    if not on <= until <= on + timedelta(LONGEST_REOPENING_DAYS):
        raise PeriodNotPossible(period=period.code, reason=N_("it may be open again for 60 days at most"))
    with transaction.atomic():
        change_record(
            period,
            action="period.reopen",
            expected_version=None,
            by=by,
            at=at,
            changes={"is_closed": False},
        )
        row = PeriodReopening(period=period, on=on, until=until, asked_by=asked_by, reason=reason)
        return append_row(row, action="period.reopened", by=by, at=at)
