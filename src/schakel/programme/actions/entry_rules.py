# SPDX-License-Identifier: EUPL-1.2
"""Rules that many entries obey: what happened is not in the future, a reason where one is asked for."""

from datetime import date
from decimal import Decimal

from schakel.koers.failures import N_, Failure


class NotYetHappened(Failure):
    """A date at which something was done lies in the future."""

    template = N_("A date on which something was done cannot lie in the future.")
    cure = N_("Enter the day on which it really happened, or leave it open until then.")


class ReasonNeeded(Failure):
    """A step asks why, and no reason was given."""

    template = N_("This step asks for a reason, and none was given.")
    cure = N_("Say in one sentence why.")


class EndsBeforeStart(Failure):
    """An end lies before its start."""

    template = N_("The end lies before the start.")
    cure = N_("Change one of the two dates.")


class NegativeAmount(Failure):
    """An amount below zero where only a size makes sense."""

    template = N_("An amount cannot be below zero.")
    cure = N_("Enter zero or more, or leave it empty where it is not known.")


class OfAnotherInitiative(Failure):
    """An activity was named that belongs to another initiative."""

    template = N_("“{name}” belongs to another initiative.")
    cure = N_("Choose an activity of this initiative.")


def check_happened(on: date | None, today: date) -> None:
    """Raise NotYetHappened when a day that is known lies after today."""
    if on is not None and on > today:
        raise NotYetHappened


def need_reason(text: str) -> str:
    """Return the reason without spaces around it; raises ReasonNeeded when it is empty."""
    if not text.strip():
        raise ReasonNeeded
    return text.strip()


def check_order(starts_on: date | None, ends_on: date | None) -> None:
    """Raise EndsBeforeStart when both dates are known and in the wrong order."""
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        raise EndsBeforeStart


def check_sizes(*amounts: Decimal | None) -> None:
    """Raise NegativeAmount when an amount that is known is below zero."""
    if any(amount is not None and amount < 0 for amount in amounts):
        raise NegativeAmount
