# SPDX-License-Identifier: EUPL-1.2
"""Every integrity check fires on a register that is wrong in its way, and on nothing else."""

from datetime import date, timedelta

import pytest
from tests.programme import factories as make

from schakel.programme import models
from schakel.programme.integrity.checks import (
    UnknownCheck,
    count_findings,
    find_check,
    findings_of,
    integrity_checks,
)

TODAY = date(2031, 6, 1)
TRACED = {
    "created_at": make.NOW,
    "changed_at": make.NOW,
    "created_by": "account:1",
    "changed_by": "account:1",
}
ROW = {"recorded_at": make.NOW, "recorded_by": "account:1", "source": "verslag"}


def running(**fields):
    return make.InitiativeFactory(**({"stage": "sowing"} | fields))


def says(claim, step, amount=10, on=date(2031, 1, 1), **fields):
    return models.ClaimStatement.objects.create(
        **(ROW | {"claim": claim, "step": step, "amount": amount, "on": on} | fields)
    )


def responsible(code, partner):
    models.Responsibility.objects.create(
        partner=partner, subject="initiative", subject_code=code, role="accountable", **TRACED
    )


def two_accountable():
    responsible("x", make.PartnerFactory())
    responsible("x", make.PartnerFactory())


def strengthens(initiative, **fields):
    defaults = {"element": "talent", "mechanism": "zo", "cause": make.CauseFactory()} | TRACED
    return models.Strengthening.objects.create(initiative=initiative, **(defaults | fields))


def lineage(first, second, kind="merged_into"):
    models.Lineage.objects.create(initiative=first, other=second, kind=kind, **TRACED)


def both_ways():
    first, second = make.InitiativeFactory(), make.InitiativeFactory()
    lineage(first, second)
    lineage(second, first)


def funding(initiative, **fields):
    source = make.FundingProgrammeFactory()
    return models.Funding.objects.create(initiative=initiative, programme=source, **(TRACED | fields))


def entry(kind, amount, **fields):
    return make.LedgerEntryFactory(kind=kind, amount_eur=amount, **fields)


def granted_too_much():
    source = make.FundingProgrammeFactory()
    entry("pledged", "100.00", programme=source)
    entry("granted", "100.01", programme=source)


def spent_too_much():
    initiative = running()
    entry("granted", "0.30", initiative=initiative)
    entry("spent", "0.31", initiative=initiative)


def two_claims(first=10, second=10, **fields):
    for amount in (first, second):
        says(make.ClaimFactory(place="GM1"), "promised", amount, **fields)


def claim_with(*statements):
    claim = make.ClaimFactory()
    for step, amount, fields in statements:
        says(claim, step, amount, **fields)


def activity(**fields):
    return make.ActivityFactory(**fields)


def commitment(**fields):
    return models.Commitment.objects.create(
        **(
            {"code": "c", "partner": make.PartnerFactory(), "kind": "money", "title": "t", "unit": "EUR"}
            | TRACED
            | fields
        )
    )


def value(**fields):
    indicator = fields.pop("indicator", None) or make.IndicatorFactory()
    period = fields.pop("period", None) or make.ReportingPeriodFactory()
    defaults = {"definition_version": 1, "author": "account:7", "value": 1} | TRACED
    return models.IndicatorValue.objects.create(indicator=indicator, period=period, **(defaults | fields))


def adopted_by_author():
    models.ValueEvent.objects.create(
        value=value(), from_state="submitted", to_state="adopted", **(ROW | {"recorded_by": "account:7"})
    )


def old_definition():
    models.DefinitionChange.objects.create(
        indicator=value().indicator,
        definition_version=2,
        on=TODAY,
        what="w",
        why="w",
        breaks_series=True,
        **ROW,
    )


def reopened():
    models.PeriodReopening.objects.create(
        period=make.ReportingPeriodFactory(due_on=TODAY),
        on=date(2031, 1, 1),
        until=date(2031, 2, 1),
        asked_by="Board",
        reason="r",
        **ROW,
    )


def overdue_round():
    models.UpdateRound.objects.create(
        code="r", title="r", opens_on=date(2031, 4, 1), due_on=date(2031, 5, 1), **TRACED
    )
    running()


def update_without_reason():
    models.ProgressUpdate.objects.create(
        initiative=make.InitiativeFactory(), on=TODAY, quality="red", time="green", money="green", **ROW
    )


def event(**fields):
    return models.Event.objects.create(**({"title": "Ontmoeting", "on": date(2031, 1, 1)} | TRACED | fields))


def follow_up():
    models.FollowUp.objects.create(
        event=event(on=date(2032, 1, 1)), text="Bellen", due_on=date(2031, 1, 1), **TRACED
    )


WRONG = {
    "initiative_without_owner": lambda: running(owner=None),
    "initiative_without_accountable": lambda: running(owner=make.PartnerFactory()),
    "two_accountable": two_accountable,
    "initiative_without_element": lambda: make.InitiativeFactory(stage="consolidated"),
    "strengthening_without_cause": lambda: strengthens(running(), cause=None),
    "strengthening_without_mechanism": lambda: strengthens(running(), mechanism=""),
    "cause_of_another_element": lambda: strengthens(running(), element="finance"),
    "stage_unknown": lambda: make.InitiativeFactory(),
    "quartermaster_without_exit": lambda: running(stage="quartermaster", exit_on=date(2032, 1, 1)),
    "quartermaster_overdue": lambda: running(stage="quartermaster", exit_on=TODAY - timedelta(1)),
    "growing_without_evidence": lambda: running(stage="growing"),
    "ended_without_lesson": lambda: running(stage="stopped"),
    "merged_without_successor": lambda: running(stage="merged"),
    "lineage_both_ways": both_ways,
    "initiative_twice": lambda: [make.InitiativeFactory(name=n) for n in ("Hub", "HUB")],
    "partner_twice": lambda: [make.PartnerFactory(name=n) for n in ("Fabriek", "fabriek")],
    "partner_without_place": lambda: make.PartnerFactory(),
    "participation_after_end": lambda: make.ParticipationFactory(
        starts_on=date(2031, 1, 2), ends_on=date(2031, 1, 1)
    ),
    "money_ends_without_continuity": lambda: funding(running(), ends_on=TODAY + timedelta(365)),
    "running_without_money": lambda: running(),
    "granted_more_than_pledged": granted_too_much,
    "spent_more_than_granted": spent_too_much,
    "entry_outside_programme": lambda: entry(
        "pledged", 1, programme=make.FundingProgrammeFactory(starts_on=date(2031, 1, 2))
    ),
    "money_in_the_future": lambda: entry("spent", 1, on=TODAY + timedelta(1)),
    "pledge_without_payer": lambda: entry("pledged", 1),
    "seed_without_decision": lambda: entry("granted", 1, purpose="seed"),
    "seed_decision_overdue": lambda: entry(
        "granted", 1, purpose="seed", decision_due_on=date(2031, 1, 1), initiative=make.InitiativeFactory()
    ),
    "funding_ends_before_start": lambda: funding(
        make.InitiativeFactory(), starts_on=date(2031, 2, 1), ends_on=date(2031, 1, 1)
    ),
    "contribution_without_rate": lambda: make.FundingProgrammeFactory(kind="contribution"),
    "claim_without_statement": lambda: make.ClaimFactory(),
    "statement_without_source": lambda: says(make.ClaimFactory(), "promised", source=""),
    "verified_without_evidence": lambda: says(make.ClaimFactory(), "verified", method="register"),
    "verified_by_own_word": lambda: says(
        make.ClaimFactory(), "verified", method="stated", evidence_url="https://voorbeeld.invalid/a"
    ),
    "result_repeats_target": lambda: claim_with(("promised", 10, {}), ("realised", 10, {"method": "stated"})),
    "promise_never_came_back": lambda: claim_with(("promised", 10, {"on": date(2029, 1, 1)})),
    "versions_disagree": lambda: claim_with(("promised", 400, {}), ("promised", 490, {})),
    "jobs_from_a_brand": lambda: make.ClaimFactory(initiative=make.InitiativeFactory(kind="brand")),
    "suspected_double": two_claims,
    "investment_without_investor": lambda: make.ClaimFactory(kind="investment"),
    "external_with_result": lambda: make.ClaimFactory(initiative=make.InitiativeFactory(relation="external")),
    "activity_without_purpose": lambda: activity(),
    "activity_without_owner": lambda: activity(status="running"),
    "activity_past_its_end": lambda: activity(status="running", ends_on=date(2031, 1, 1)),
    "milestone_overdue": lambda: models.Milestone.objects.create(
        initiative=running(), title="m", first_due_on=date(2031, 1, 1), due_on=date(2031, 1, 1), **TRACED
    ),
    "commitment_without_statement": lambda: commitment(),
    "commitment_overdue": lambda: commitment(due_on=date(2031, 1, 1)),
    "seat_vacant": lambda: models.Seat.objects.create(
        partner=make.PartnerFactory(), body="board", role="onderwijs", is_vacant=True, **TRACED
    ),
    "contact_expired": lambda: models.Contact.objects.create(
        partner=make.PartnerFactory(), function="f", purpose="p", keep_until=date(2031, 5, 31), **TRACED
    ),
    "indicator_without_baseline": lambda: make.IndicatorFactory(),
    "indicator_without_target": lambda: make.IndicatorFactory(),
    "indicator_without_owner": lambda: make.IndicatorFactory(),
    "indicator_without_source": lambda: make.IndicatorFactory(),
    "adopted_by_its_author": adopted_by_author,
    "ratio_without_parts": lambda: value(indicator=make.IndicatorFactory(time_semantics="ratio")),
    "value_of_an_old_definition": old_definition,
    "value_waits": lambda: value(state="submitted"),
    "period_not_closed": lambda: make.ReportingPeriodFactory(due_on=date(2031, 2, 1)),
    "reopened_too_long": reopened,
    "update_overdue": overdue_round,
    "light_without_reason": update_without_reason,
    "need_unanswered": lambda: models.Need.objects.create(
        initiative=running(), text="Ruimte", asked_on=date(2031, 1, 1), **TRACED
    ),
    "risk_without_measure": lambda: models.Risk.objects.create(
        initiative=running(), text="r", likelihood=3, effect=2, **TRACED
    ),
    "event_without_attendance": lambda: event(),
    "follow_up_overdue": follow_up,
    "proposal_undecided": lambda: models.Proposal.objects.create(title="p", **TRACED),
    "recommendation_open": lambda: models.Recommendation.objects.create(report="r", text="t", **TRACED),
}
CHECKS = [c.id for c in integrity_checks()]


def test_there_are_at_least_thirty_checks_each_with_a_wrong_register():
    assert len(CHECKS) >= 30
    assert len(set(CHECKS)) == len(CHECKS)
    assert set(WRONG) == set(CHECKS)


def test_an_empty_register_has_no_findings():
    assert {c.check.id for c in count_findings(TODAY) if c.n_findings} == set()


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_fires_on_what_it_is_for(check):
    WRONG[check]()
    found = findings_of(find_check(check), TODAY)
    assert len(found) == 1
    assert found[0].name
    assert {c.check.id: c.n_findings for c in count_findings(TODAY)}[check] == 1


def sound_register():
    owner = make.PartnerFactory(municipality="GM1")
    initiative = running(stage="growing", owner=owner, continuity="arranged")
    responsible(initiative.code, owner)
    strengthens(initiative)
    entry("pledged", "100.00", municipality="GM1")
    entry("granted", "0.30", initiative=initiative)
    entry("spent", "0.10", initiative=initiative)
    entry("spent", "0.20", initiative=initiative)
    claim = make.ClaimFactory(initiative=initiative)
    says(claim, "promised", 10)
    says(claim, "realised", 8, method="counted")
    says(claim, "verified", 7, method="register", evidence_url="https://voorbeeld.invalid/a")
    activity(initiative=initiative, owner=owner, status="running", ends_on=TODAY)
    funding(initiative, ends_on=TODAY + timedelta(10))


def test_a_sound_register_has_no_findings_and_three_tenths_are_not_more_than_three_tenths():
    sound_register()
    assert {c.check.id for c in count_findings(TODAY) if c.n_findings} == set()


def test_a_line_that_was_corrected_no_longer_counts():
    source = make.FundingProgrammeFactory()
    entry("pledged", "100.00", programme=source, municipality="GM1")
    wrong = entry("granted", "1000.00", programme=source)
    entry("granted", "10.00", programme=source, corrects=wrong)
    counts = {c.check.id: c.n_findings for c in count_findings(TODAY)}
    assert counts["granted_more_than_pledged"] == 0


def test_what_falls_due_today_is_not_overdue():
    running(stage="quartermaster", exit_on=TODAY, exit_criterion="drie bedrijven")
    counts = {c.check.id: c.n_findings for c in count_findings(TODAY)}
    assert counts["quartermaster_overdue"] == 0


def test_all_counts_are_one_question(django_assert_num_queries):
    with django_assert_num_queries(1):
        count_findings(TODAY)


def test_a_check_that_does_not_exist_is_named():
    with pytest.raises(UnknownCheck):
        find_check("bestaat_niet")
