# SPDX-License-Identifier: EUPL-1.2
"""Money: open a source of money, change it, and pay an initiative for a time.

The lines of the ledger have their own module (``actions.ledger``).
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.text import slugify

from schakel.koers.failures import N_, Failure
from schakel.programme.actions.ledger import as_invented
from schakel.programme.models import Funding, FundingKind, FundingProgramme, Initiative
from schakel.programme.recording import Actor, add_record, change_record


class EndsBeforeStart(Failure):
    """A period whose end lies before its start."""

    template = N_("The end ({ends_on}) lies before the start ({starts_on}).")
    cure = N_("Correct one of the two dates.")


class RateWithoutContribution(Failure):
    """A rate for each inhabitant belongs to a contribution of municipalities only."""

    template = N_("An amount for each inhabitant belongs to a contribution of the municipalities only.")
    cure = N_("Leave it empty, or choose the contribution as the kind of money.")


def open_funding_programme(
    *,
    name: str,
    kind: str,
    code: str = "",
    budget_eur: Decimal | None = None,
    rate_eur_per_inhabitant: Decimal | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    initiative: Initiative | None = None,
    summary: str = "",
    source: str = "",
    by: Actor,
    at: datetime,
) -> FundingProgramme:
    """Open a source of money.

    Parameters
    ----------
    kind
        The stream it belongs to (FundingKind); streams are never added together.
    code
        Its name in addresses; made from ``name`` when empty.

    Raises
    ------
    EndsBeforeStart, RateWithoutContribution
        When these do not fit together.
    WrongEntry
        When a field is wrong, such as a code that exists.
    """
    check_period(starts_on, ends_on)
    _check_rate(kind, rate_eur_per_inhabitant)
    programme = FundingProgramme(
        code=code or _free_code(name),
        name=name,
        kind=kind,
        budget_eur=budget_eur,
        rate_eur_per_inhabitant=rate_eur_per_inhabitant,
        starts_on=starts_on,
        ends_on=ends_on,
        initiative=initiative,
        summary=summary,
        source=source,
    )
    return add_record(programme, action="money.open", by=by, at=at)


def change_funding_programme(
    *,
    programme: FundingProgramme,
    changes: Mapping[str, Any],
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> FundingProgramme:
    """Change a source of money; raises as :func:`open_funding_programme` does, and ChangedMeanwhile."""
    after = {
        name: changes.get(name, getattr(programme, name))
        for name in ("kind", "rate_eur_per_inhabitant", "starts_on", "ends_on")
    }
    check_period(after["starts_on"], after["ends_on"])
    _check_rate(after["kind"], after["rate_eur_per_inhabitant"])
    return change_record(
        programme, action="money.change", expected_version=expected_version, by=by, at=at, changes=changes
    )


def pay_initiative(
    *,
    initiative: Initiative,
    programme: FundingProgramme,
    starts_on: date | None = None,
    ends_on: date | None = None,
    decision_due_on: date | None = None,
    is_structural: bool = False,
    note: str = "",
    source: str = "",
    by: Actor,
    at: datetime,
) -> Funding:
    """Record that an initiative is paid from a source for a time; the amounts stand in the ledger.

    Parameters
    ----------
    decision_due_on
        When is decided about what comes after.
    is_structural
        Whether it is permanent money; without an end it then has none.

    Raises
    ------
    EndsBeforeStart
        When the period ends before it starts.
    """
    check_period(starts_on, ends_on)
    funding = Funding(
        initiative=initiative,
        programme=programme,
        starts_on=starts_on,
        ends_on=ends_on,
        decision_due_on=decision_due_on,
        is_structural=is_structural,
        note=note,
        source=source,
    )
    return add_record(funding, action="money.pay", by=as_invented(by, funding), at=at)


def change_funding(
    *, funding: Funding, changes: Mapping[str, Any], expected_version: int | None, by: Actor, at: datetime
) -> Funding:
    """Change for how long, or from which source, an initiative is paid; raises EndsBeforeStart."""
    starts_on, ends_on = (changes.get(name, getattr(funding, name)) for name in ("starts_on", "ends_on"))
    check_period(starts_on, ends_on)
    return change_record(
        funding, action="money.change-pay", expected_version=expected_version, by=by, at=at, changes=changes
    )


def check_period(starts_on: date | None, ends_on: date | None) -> None:
    """Check that a period does not end before it starts."""
    if starts_on and ends_on and ends_on < starts_on:
        raise EndsBeforeStart(starts_on=starts_on.isoformat(), ends_on=ends_on.isoformat())


def _check_rate(kind: str, rate_eur_per_inhabitant: Decimal | None) -> None:
    if rate_eur_per_inhabitant is not None and kind != FundingKind.CONTRIBUTION:
        raise RateWithoutContribution


def _free_code(name: str) -> str:
    root = slugify(name)[:54] or "source"
    taken = set(FundingProgramme.objects.filter(code__startswith=root).values_list("code", flat=True))
    number, code = 1, root
    while code in taken:
        number += 1
        code = f"{root}-{number}"
    return code
