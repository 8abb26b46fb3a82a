# SPDX-License-Identifier: EUPL-1.2
"""What is added to a year is added while it is open; what was promised in it is settled later too."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

from schakel.cycle.models import CycleYear
from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import take_turn

Given = ParamSpec("Given")
Made = TypeVar("Made")


class YearIsClosed(Failure):
    """Something was to be added to a year that the board closed."""

    template = N_("The year {year} is closed, so nothing is added to it.")
    cure = N_("Record it in the year that is open now.")


def check_year_open(cycle: CycleYear) -> None:
    """Raise YearIsClosed when the board closed the year, also when that was a moment ago."""
    if cycle.closed_on is not None or CycleYear.objects.filter(pk=cycle.pk, closed_on__isnull=False).exists():
        raise YearIsClosed(year=cycle.year)


def in_turn(act: Callable[Given, Made]) -> Callable[Given, Made]:
    """Let an action wait for its turn before it looks: what it found then still holds when it writes.

    Without it a year could be closed between the look and the writing, and get something that its gate
    would have refused.
    """

    @wraps(act)
    def acted(*args: Given.args, **named: Given.kwargs) -> Made:
        with transaction.atomic():
            take_turn()
            return act(*args, **named)

    return acted
