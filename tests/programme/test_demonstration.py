# SPDX-License-Identifier: EUPL-1.2
"""The demonstration year: invented and marked, made through the rules, and gone without a trace."""

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import transaction
from tests.programme.factories import InitiativeFactory, ParticipationFactory, PartnerFactory

from schakel.koers.framework import load_framework
from schakel.koers.reading import read_course
from schakel.programme import models
from schakel.programme.actions.ledger import record_entry
from schakel.programme.actions.updates import UpdateAnswers, send_update
from schakel.programme.demonstration import (
    RealRowsHang,
    add_demonstration_year,
    has_demonstration_year,
    remove_demonstration_year,
)
from schakel.programme.demonstration.invented_rows import (
    invented_models,
    invented_rows,
)
from schakel.programme.queries.alarms import judge_alarms
from schakel.programme.queries.claims import claim_states, claims_with_names
from schakel.programme.queries.network_change import network_changes
from schakel.programme.queries.network_records import network_records
from schakel.programme.queries.portfolio import read_portfolio
from schakel.programme.queries.responsibilities import partner_loads
from schakel.programme.queries.seed_money import list_seed_money
from schakel.programme.queries.suspected_doubles import suspected_doubles
from schakel.programme.recording import Actor

MADE_UP = Path(__file__).resolve().parents[1] / "courses" / "made-up"
NOW = datetime(2031, 5, 6, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
SHOWN = ("name", "title", "statement", "text", "subject", "report", "innovation")


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """The demonstration year of the made-up course, made once for this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield add_demonstration_year(course_of(), elements_of(), today=TODAY, at=NOW)
        transaction.set_rollback(True)


def course_of():
    return read_course(MADE_UP)


def elements_of():
    return [element.code for element in load_framework(MADE_UP).elements]


def test_every_table_of_the_register_has_an_invented_row_but_those_with_people_and_files(demonstration):
    of_register = [m for m in invented_models() if m._meta.app_label != "cycle"]
    empty = {m._meta.model_name for m in of_register} - set(demonstration.rows)
    assert empty == {
        "contact",
        "evidencefile",
        "invitation",
        "rolegrant",
        "sheetupload",
        "updatelink",
        "uploadedchange",
    }
    assert demonstration.n_rows == sum(demonstration.rows.values()) > 500


def test_every_row_says_that_it_is_invented_and_who_made_it(demonstration):
    for model in invented_models():
        for row in model._default_manager.all():
            assert row.invented
            assert row.origin == "demonstration"
            assert getattr(row, "created_by", getattr(row, "recorded_by", "")).startswith("demonstration")


def test_nothing_can_pass_for_real(demonstration):
    for model in invented_models():
        names = [f.name for f in model._meta.concrete_fields if f.name in SHOWN]
        if model is models.Responsibility:
            names = []
        for row in invented_rows(model):
            for name in names:
                text = getattr(row, name) or "Voorbeeld"
                assert text.startswith("Voorbeeld") or "(verzonnen)" in text, (model, text)


def test_the_audit_chain_says_with_which_seed_and_day_it_was_made(demonstration):
    line = models.AuditEntry.objects.get(action="demonstration.add")
    assert line.details == {"seed": 20310506, "today": "2031-05-06", "rows": demonstration.n_rows}
    assert line.actor == "demonstration"


def test_real_rows_that_point_at_invented_ones_are_named_and_nothing_is_removed(demonstration):
    invented = models.Initiative.objects.get(code="voorbeeldhub-slimme-techniek")
    real = PartnerFactory(name="Werf Noord")
    ParticipationFactory(initiative=invented, partner=real)
    other = InitiativeFactory(name="Eigen werk", owner=models.Partner.objects.get(code="voorbeeldcollege"))
    with pytest.raises(RealRowsHang) as refused:
        remove_demonstration_year(at=NOW)
    told = str(refused.value)
    assert "Werf Noord" in told and "Voorbeeldhub slimme techniek" in told
    assert f"initiative {other.pk} “Eigen werk” → “Voorbeeldcollege”" in told
    assert len(refused.value.found) == 2
    assert has_demonstration_year()
    assert models.Partner.objects.filter(invented=True).count() == demonstration.rows["partner"]


def test_a_real_responsibility_for_an_invented_initiative_is_named_though_it_points_by_code(demonstration):
    real = PartnerFactory(name="Werf Noord")
    models.Responsibility.objects.create(
        partner=real,
        subject="initiative",
        subject_code="voorbeeldhub-slimme-techniek",
        role="informed",
        created_at=NOW,
        changed_at=NOW,
        created_by="account:1",
        changed_by="account:1",
    )
    with pytest.raises(RealRowsHang, match="voorbeeldhub-slimme-techniek"):
        remove_demonstration_year(at=NOW)


def test_a_real_update_of_an_invented_initiative_is_named(demonstration, by):
    invented = models.Initiative.objects.get(code="voorbeeldhub-slimme-techniek")
    answers = UpdateAnswers(quality="green", time="green", money="green")
    sent = send_update(initiative=invented, answers=answers, on=TODAY, by=by, at=NOW)
    if sent.invented:
        remove_demonstration_year(at=NOW)
        assert not models.ProgressUpdate.objects.exists()
    else:
        with pytest.raises(RealRowsHang, match="Voorbeeldhub slimme techniek"):
            remove_demonstration_year(at=NOW)


def test_money_that_somebody_enters_for_an_invented_initiative_goes_with_it(demonstration, by):
    programme = models.FundingProgramme.objects.filter(invented=True, kind="deal").get()
    record_entry(
        kind="pledged",
        programme=programme,
        amount_eur=Decimal(10),
        on=TODAY,
        payer=PartnerFactory(),
        by=by,
        at=NOW,
    )
    remove_demonstration_year(at=NOW)
    assert not models.LedgerEntry.objects.exists()


def test_every_kind_and_state_is_shown(demonstration):
    def found(model, field):
        return set(model.objects.values_list(field, flat=True))

    assert found(models.Partner, "helix") == set(models.Helix.values)
    assert found(models.Partner, "relation") == {"partner", "candidate", "external"}
    assert found(models.Initiative, "stage") == set(models.Stage.values)
    assert found(models.Initiative, "relation") == {"own", "partner", "external"}
    assert found(models.FundingProgramme, "kind") == set(models.FundingKind.values)
    assert found(models.LedgerEntry, "kind") == set(models.EntryKind.values)
    assert found(models.ClaimStatement, "step") == set(models.ClaimStep.values)
    assert found(models.Claim, "kind") == set(models.ClaimKind.values)
    assert found(models.IndicatorValue, "state") == set(models.ValueState.values)
    assert found(models.Indicator, "time_semantics") == set(models.TimeSemantics.values)
    assert found(models.Commitment, "kind") == set(models.CommitmentKind.values)
    assert found(models.CommitmentEntry, "step") == set(models.CommitmentStep.values)
    assert found(models.Activity, "status") == set(models.ActivityStatus.values)
    assert found(models.Activity, "role") == set(models.ActivityRole.values)
    assert found(models.Proposal, "outcome") == {"open", "admitted", "refused"}
    assert found(models.Lineage, "kind") == {"merged_into", "succeeded_by", "part_of"}
    assert found(models.Cause, "status") == set(models.CauseStatus.values)


def test_the_ledger_has_a_correction_a_withdrawal_and_overdue_seed_money(demonstration):
    corrections = models.LedgerEntry.objects.filter(corrects__isnull=False)
    assert sorted(c.amount_eur for c in corrections) == [0, 135_000]
    states = Counter(seed.state.value for seed in list_seed_money(TODAY))
    assert states == {"overdue": 1, "coming": 1}


def test_results_contradict_each_other_and_one_may_be_counted_twice(demonstration):
    states = claim_states(claims_with_names())
    assert len(suspected_doubles(states)) == 1
    versions = models.ClaimStatement.objects.filter(claim__title="Voorbeeldbanen bij bedrijven van de hub")
    assert sorted(s.amount for s in versions.filter(step="promised")) == [120, 150]


def test_the_alarms_of_the_portfolio_go_off(demonstration):
    fired = {alarm.rule for alarm in judge_alarms(read_portfolio(today=TODAY), today=TODAY).fired}
    assert fired >= {
        "grant_ends",
        "overdue_quartermaster",
        "red_twice",
        "same_firms",
        "no_owner",
        "no_weak_link",
        "too_short",
    }
    assert "stopped_without_lesson" not in fired


def test_one_partner_answers_for_too_much(demonstration):
    overloaded = [load.partner_name for load in partner_loads(TODAY) if load.is_overloaded]
    assert overloaded == ["Voorbeeldcollege"]


def test_the_network_differs_from_year_to_year_and_has_loose_partners(demonstration):
    years = network_changes(network_records(), range(2027, 2032))
    assert len({year.n_ties for year in years}) >= 3
    assert all(year.n_isolated for year in years)


def test_a_period_is_closed_and_one_is_open_again_with_a_correction_that_waits(demonstration):
    periods = list(models.ReportingPeriod.objects.order_by("starts_on"))
    assert [p.is_closed for p in periods] == [True, False, False]
    assert periods[1].closed_on is not None
    correction = models.IndicatorValue.objects.get(supersedes__isnull=False)
    assert (correction.state, correction.value, correction.supersedes.value) == ("concept", 24, 26)


def test_who_enters_a_value_does_not_adopt_it(demonstration):
    steps = models.ValueEvent.objects.filter(to_state__in=("adopted", "returned")).select_related("value")
    assert steps.count() > 10
    assert all(step.recorded_by != step.value.author for step in steps)


def test_the_actor_of_the_demonstration_is_no_person(demonstration):
    actors = set(models.AuditEntry.objects.values_list("actor", flat=True))
    assert actors == {"demonstration", "demonstration:2"}
    assert Actor("x").invented is False
