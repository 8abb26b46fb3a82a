# SPDX-License-Identifier: EUPL-1.2
"""Hours planned beside hours promised: over only where it is certain."""

from datetime import date
from decimal import Decimal

import pytest
from tests.programme.factories import (
    ActivityFactory,
    CommitmentEntryFactory,
    CommitmentFactory,
    InitiativeFactory,
    PartnerFactory,
)

from schakel.programme.queries.capacity import read_capacity
from schakel.programme.queries.coverage import Amount

TODAY = date(2031, 6, 15)


def promise(partner, hours, **fields):
    commitment = CommitmentFactory(partner=partner, kind="hours", unit="hours", **fields)
    CommitmentEntryFactory(commitment=commitment, step="promised", amount=hours)


@pytest.mark.parametrize(
    ("promised", "planned", "verdict"),
    [
        ([100], [60, 40], "fits"),
        ([100], [60, 41], "over"),
        ([60, 41], [100], "fits"),
        ([100], [60, None], "unknown"),
        ([100], [101, None], "over"),
        ([100, None], [300], "unknown"),
        ([], [10], "unknown"),
        ([10], [], "fits"),
    ],
)
def test_more_planned_than_promised_only_where_that_is_certain(promised, planned, verdict):
    partner = PartnerFactory()
    for hours in promised:
        promise(partner, None if hours is None else Decimal(hours))
    for hours in planned:
        ActivityFactory(owner=partner, planned_hours=hours)
    (found,) = read_capacity(TODAY)
    assert (found.code, found.verdict) == (partner.code, verdict)


def test_what_is_over_external_or_past_its_day_does_not_count():
    partner = PartnerFactory()
    promise(partner, Decimal(10), due_on=date(2031, 6, 14))
    promise(partner, Decimal(20), due_on=TODAY)
    CommitmentFactory(partner=partner, kind="money")
    for status in ("done", "cancelled"):
        ActivityFactory(owner=partner, planned_hours=1000, status=status)
    ActivityFactory(owner=partner, planned_hours=1000, initiative=InitiativeFactory(relation="external"))
    ActivityFactory(owner=partner, planned_hours=15, status="running")
    (found,) = read_capacity(TODAY)
    assert (found.promised_hours, found.planned_hours) == (Amount(Decimal(20), 0), Amount(Decimal(15), 0))


def test_activities_without_an_owner_come_last_and_partners_that_are_over_first():
    fits, over = PartnerFactory(name="A"), PartnerFactory(name="B")
    promise(fits, Decimal(10))
    promise(over, Decimal(10))
    ActivityFactory(owner=over, planned_hours=11)
    ActivityFactory(planned_hours=500)
    assert [c.name for c in read_capacity(TODAY)] == ["B", "A", ""]
