# SPDX-License-Identifier: EUPL-1.2
"""The words of register.yaml are those of the tables, since one room may not look into the other."""

import pytest

from schakel.koers import register, register_claims, register_money, register_partners
from schakel.programme import models

PAIRS = [
    (register.InitiativeType, models.Initiative, "kind"),
    (register.Relation, models.Initiative, "relation"),
    (register.ContinuityState, models.Initiative, "continuity"),
    (register.LineageKind, models.Lineage, "kind"),
    (register.ParticipationRole, models.Participation, "role"),
    (register.LinkKind, models.InitiativeLink, "kind"),
    (register.StrengtheningStrength, models.Strengthening, "strength"),
    (register_partners.Helix, models.Partner, "helix"),
    (register_partners.PartnerRelation, models.Partner, "relation"),
    (register_partners.Body, models.Seat, "body"),
    (register_partners.Raci, models.Responsibility, "role"),
    (register_money.FundingKind, models.FundingProgramme, "kind"),
    (register_money.EntryKind, models.LedgerEntry, "kind"),
    (register_money.Purpose, models.LedgerEntry, "purpose"),
    (register_claims.ClaimKind, models.Claim, "kind"),
    (register_claims.ImpactLevel, models.Claim, "level"),
    (register_claims.Investor, models.Claim, "investor"),
    (register_claims.ClaimStep, models.ClaimStatement, "step"),
    (register_claims.ClaimMethod, models.ClaimStatement, "method"),
    (register_claims.RecommendationStatus, models.Recommendation, "status"),
]


@pytest.mark.parametrize(("words", "model", "field"), PAIRS, ids=lambda p: str(getattr(p, "__name__", p)))
def test_file_and_table_use_the_same_words(words, model, field):
    choices = model._meta.get_field(field).choices
    assert set(words.__args__) == {value for value, _ in choices if value}


def test_what_shows_a_result_is_the_same_in_both_rooms():
    from schakel.programme.actions.claim_rules import INDEPENDENT, UNMEASURED
    from schakel.programme.queries.claims import NOT_FOR_BRANDS

    assert set(register_claims.INDEPENDENT_METHODS) == set(INDEPENDENT)
    assert set(register_claims.UNMEASURED) == set(UNMEASURED)
    assert set(register_claims.NOT_FOR_BRANDS) == set(NOT_FOR_BRANDS)
