# SPDX-License-Identifier: EUPL-1.2
"""Values of indicators: entered, submitted, returned, adopted by another; corrected by a new one."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import take_turn
from schakel.programme.models import (
    EvidenceFile,
    Indicator,
    IndicatorValue,
    Initiative,
    ReportingPeriod,
    TimeSemantics,
    ValueEvent,
    ValueState,
)
from schakel.programme.queries.periods import is_period_open
from schakel.programme.recording import Actor, add_record, append_row, change_record
from schakel.programme.transitions import VALUE_STEPS


class PeriodIsClosed(Failure):
    """A value of a closed period would change."""

    template = N_("Period {period} is closed.")
    cure = N_("Ask the board to open it again, with a reason and an end date.")


class ValueIncomplete(Failure):
    """The numbers of a value are not what its indicator asks."""

    template = N_("“{name}” cannot have this value: {reason}.")
    cure = N_("Fill in what is asked, or leave the value empty when it is not known.")


class ValueExists(Failure):
    """There is a value for the same indicator, period, initiative and place already."""

    template = N_("“{name}” has a value for {period} already.")
    cure = N_("Change that one, or correct it when it was adopted.")


class StepNotAllowed(Failure):
    """The value cannot make this step, or not by this person."""

    template = N_("This value cannot go from {from_state} to {to_state}: {reason}.")
    cure = N_("Look at the state of the value; somebody else may have to do this.")


def enter_value(
    *,
    indicator: Indicator,
    period: ReportingPeriod,
    value: Decimal | None = None,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    initiative: Initiative | None = None,
    place: str = "",
    note: str = "",
    source: str = "",
    is_provisional: bool = False,
    evidence: EvidenceFile | None = None,
    by: Actor,
    at: datetime,
) -> IndicatorValue:
    """Enter the value of a period as a draft.

    Parameters
    ----------
    value
        For every indicator but a ratio.
    numerator, denominator
        For a ratio, whose value is their quotient and never entered itself.

    Raises
    ------
    PeriodIsClosed, ValueIncomplete, ValueExists
        See each.
    """
    _check_open(period, at)
    _check_numbers(indicator, value, numerator, denominator)
    same = IndicatorValue.objects.filter(
        indicator=indicator, period=period, initiative=initiative, place=place, superseded_by=None
    )
    if same.exists():
        raise ValueExists(name=indicator.title, period=period.code)
    record = IndicatorValue(
        indicator=indicator,
        period=period,
        initiative=initiative,
        place=place,
        value=value,
        numerator=numerator,
        denominator=denominator,
        note=note,
        source=source,
        is_provisional=is_provisional,
        evidence=evidence,
        definition_version=indicator.definition_version,
        author=by.key,
    )
    return add_record(record, action="value.enter", by=by, at=at)


def change_value(
    *,
    value: IndicatorValue,
    amounts: dict[str, Decimal | None],
    note: str,
    source: str | None = None,
    is_provisional: bool | None = None,
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> IndicatorValue:
    """Change a draft or returned value; ``amounts`` holds value, numerator and denominator by name.

    Who changes a number is its author from then on; who changes only the words around it is not.
    """
    _check_open(value.period, at)
    _check_numbers(
        value.indicator, amounts.get("value"), amounts.get("numerator"), amounts.get("denominator")
    )
    with transaction.atomic():
        take_turn()
        current = IndicatorValue.objects.get(pk=value.pk)
        if current.state not in (ValueState.CONCEPT, ValueState.RETURNED):
            raise StepNotAllowed(
                from_state=current.state,
                to_state=current.state,
                reason=N_("only a draft or a returned one changes"),
            )
        changes: dict[str, object] = {**amounts, "note": note}
        changes |= {} if source is None else {"source": source}
        changes |= {} if is_provisional is None else {"is_provisional": is_provisional}
        if any(getattr(current, name) != amount for name, amount in amounts.items()):
            changes["author"] = by.key
        return change_record(
            current, action="value.change", expected_version=expected_version, by=by, at=at, changes=changes
        )


def submit_value(
    *,
    value: IndicatorValue,
    comment: str = "",
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> IndicatorValue:
    """Hand in a draft or returned value."""
    return _step(value, ValueState.SUBMITTED, comment, expected_version, by, at)


def return_value(
    *, value: IndicatorValue, comment: str, by: Actor, at: datetime, expected_version: int | None = None
) -> IndicatorValue:
    """Give a submitted value back with a comment."""
    if not comment.strip():
        raise StepNotAllowed(
            from_state=value.state,
            to_state=ValueState.RETURNED,
            reason=N_("say what has to be different"),
        )
    return _step(value, ValueState.RETURNED, comment, expected_version, by, at)


def adopt_value(
    *,
    value: IndicatorValue,
    comment: str = "",
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> IndicatorValue:
    """Adopt a submitted value; somebody other than its author does that.

    Raises
    ------
    StepNotAllowed
        When it was not submitted, or by its author.
    ChangedMeanwhile
        When it has another version than the person had before them.
    """
    return _step(value, ValueState.ADOPTED, comment, expected_version, by, at)


def correct_value(
    *,
    value: IndicatorValue,
    amounts: dict[str, Decimal | None],
    note: str,
    source: str | None = None,
    is_provisional: bool | None = None,
    by: Actor,
    at: datetime,
) -> IndicatorValue:
    """Replace an adopted value by a new draft; until that is adopted too, the old one counts.

    What is not given (source, whether it is provisional) and the file of evidence are as they were.
    """
    _check_open(value.period, at)
    if value.state != ValueState.ADOPTED:
        raise StepNotAllowed(
            from_state=value.state, to_state=ValueState.CONCEPT, reason=N_("it was not adopted yet")
        )
    _check_numbers(
        value.indicator, amounts.get("value"), amounts.get("numerator"), amounts.get("denominator")
    )
    record = IndicatorValue(
        indicator=value.indicator,
        period=value.period,
        initiative=value.initiative,
        place=value.place,
        note=note,
        source=value.source if source is None else source,
        is_provisional=value.is_provisional if is_provisional is None else is_provisional,
        evidence=value.evidence,
        definition_version=value.indicator.definition_version,
        author=by.key,
        supersedes=value,
        **amounts,
    )
    return add_record(record, action="value.correct", by=by, at=at)


def _step(
    value: IndicatorValue, to_state: str, comment: str, expected_version: int | None, by: Actor, at: datetime
) -> IndicatorValue:
    _check_open(value.period, at)
    with transaction.atomic():
        take_turn()
        current = IndicatorValue.objects.get(pk=value.pk)
        who = VALUE_STEPS[current.state].get(to_state)
        if who is None:
            raise StepNotAllowed(
                from_state=current.state, to_state=to_state, reason=N_("that step does not exist")
            )
        if who == "other" and by.key == current.author:
            raise StepNotAllowed(
                from_state=current.state,
                to_state=to_state,
                reason=N_("who entered a value does not adopt or return it"),
            )
        if to_state == ValueState.SUBMITTED and _is_empty(current):
            raise ValueIncomplete(name=current.indicator.title, reason=N_("there is no number"))
        changed = change_record(
            current,
            action=f"value.{to_state}",
            expected_version=expected_version,
            by=by,
            at=at,
            changes={"state": to_state},
        )
        event = ValueEvent(value=changed, from_state=current.state, to_state=to_state, comment=comment)
        append_row(event, action="value.step", by=by, at=at)
    return changed


def _is_empty(value: IndicatorValue) -> bool:
    if value.indicator.time_semantics == TimeSemantics.RATIO:
        return value.numerator is None or value.denominator is None
    return value.value is None


def _check_open(period: ReportingPeriod, at: datetime) -> None:
    if not is_period_open(period, timezone.localdate(at)):
        raise PeriodIsClosed(period=period.code)


def _check_numbers(
    indicator: Indicator, value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None
) -> None:
    if indicator.time_semantics != TimeSemantics.RATIO:
        if numerator is not None or denominator is not None:
            raise ValueIncomplete(name=indicator.title, reason=N_("it is not a ratio, so it has no parts"))
        return
    if value is not None:
        raise ValueIncomplete(
            name=indicator.title, reason=N_("a ratio is computed from its numerator and denominator")
        )
    if (numerator is None) != (denominator is None):
        raise ValueIncomplete(name=indicator.title, reason=N_("a ratio needs both of its parts"))
    if denominator is not None and denominator <= 0:
        raise ValueIncomplete(name=indicator.title, reason=N_("the denominator is not above zero"))
