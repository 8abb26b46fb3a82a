# SPDX-License-Identifier: EUPL-1.2
"""What is known of each initiative, and of the initiatives of a partner."""

from datetime import date

import pytest
from tests.programme.factories import (
    NOW,
    ActivityFactory,
    CauseFactory,
    ClaimFactory,
    FundingProgrammeFactory,
    InitiativeFactory,
    PartnerFactory,
)

from schakel.programme.models import Funding, Responsibility, Strengthening
from schakel.programme.queries.completeness import FACTS, initiative_completeness, partner_completeness

TODAY = date(2031, 5, 6)
TRACED = {"created_at": NOW, "changed_at": NOW, "created_by": "x", "changed_by": "x"}


def test_of_an_empty_initiative_nothing_is_known():
    InitiativeFactory()
    (found,) = initiative_completeness(TODAY)
    assert found.missing == FACTS
    assert found.share == 0


def complete(owner):
    initiative = InitiativeFactory(owner=owner, stage="growing", continuity="none")
    Responsibility.objects.create(
        partner=owner, subject="initiative", subject_code=initiative.code, role="accountable", **TRACED
    )
    Strengthening.objects.create(initiative=initiative, element="talent", cause=CauseFactory(), **TRACED)
    Funding.objects.create(initiative=initiative, programme=FundingProgrammeFactory(), **TRACED)
    ActivityFactory(initiative=initiative)
    ClaimFactory(initiative=initiative)
    return initiative


def test_that_nothing_is_arranged_is_known_too():
    complete(PartnerFactory())
    (found,) = initiative_completeness(TODAY)
    assert found.missing == ()


@pytest.mark.parametrize(("until", "is_missing"), [(date(2031, 5, 6), True), (date(2031, 5, 7), False)])
def test_a_role_that_ended_no_longer_counts(until, is_missing):
    complete(PartnerFactory())
    Responsibility.objects.update(until=until)
    (found,) = initiative_completeness(TODAY)
    assert ("accountable" in found.missing) is is_missing


def test_what_ended_or_is_of_others_is_not_asked():
    InitiativeFactory(stage="stopped")
    InitiativeFactory(relation="external")
    assert initiative_completeness(TODAY) == ()


def test_a_partner_is_the_mean_of_its_initiatives_and_the_ownerless_come_last():
    owner = PartnerFactory(name="School")
    complete(owner)
    InitiativeFactory(owner=owner)
    InitiativeFactory()
    found = partner_completeness(initiative_completeness(TODAY))
    assert [(p.name, p.n_initiatives) for p in found] == [("School", 2), (None, 1)]
    assert found[0].share == pytest.approx((1 + 1 / 8) / 2)


def test_all_initiatives_are_one_question(django_assert_num_queries):
    InitiativeFactory.create_batch(20, owner=PartnerFactory())
    with django_assert_num_queries(1):
        initiative_completeness(TODAY)
