# SPDX-License-Identifier: EUPL-1.2
"""Registering results and what is said about them: a claim never moves up without evidence."""

from datetime import date
from decimal import Decimal

import pytest
from tests.programme.factories import (
    ClaimFactory,
    ClaimStatementFactory,
    EvidenceFileFactory,
    FundingProgrammeFactory,
    InitiativeFactory,
    PartnerFactory,
)

from schakel.programme.actions import claim_failures as failures
from schakel.programme.actions.claims import (
    change_claim,
    correct_statement,
    register_claim,
    remove_claim,
    say_same_result,
    state_result,
    withdraw_statement,
)
from schakel.programme.models import AuditEntry, Claim, ClaimStatement, Output
from schakel.programme.queries.claims import all_statements, claim_states
from schakel.programme.recording import ChangedMeanwhile, StillInUse

SPOKEN = date(2031, 3, 1)


@pytest.fixture
def registered(by, now):
    def register(**fields):
        given = {"title": "Banen in de regeling", "kind": "jobs", "unit": "banen", "by": by, "at": now}
        return register_claim(**(given | {"initiative": InitiativeFactory()} | fields))

    return register


@pytest.fixture
def said(by, now):
    def state(claim, step, amount, **fields):
        given = {"on": SPOKEN, "source": "jaarverslag", "by": by, "at": now}
        return state_result(
            claim=claim,
            step=step,
            amount=None if amount is None else Decimal(amount),
            **(given | fields),
        )

    return state


def test_a_claim_gets_a_code_of_its_title_and_a_line_in_the_chain(registered):
    first, second = registered(), registered()
    assert (first.code, second.code) == ("banen-in-de-regeling", "banen-in-de-regeling-2")
    assert AuditEntry.objects.filter(action="claim.register").count() == 2


@pytest.mark.parametrize("title", ["Nieuw", "Uitgelokt"])
def test_a_code_never_is_the_address_of_another_page(registered, title):
    assert registered(title=title).code == f"{title.lower()}-2"


def test_an_investment_is_in_euros_whatever_is_entered(registered):
    assert registered(kind="investment", unit="banen", investor="private").unit == "EUR"


@pytest.mark.parametrize(
    ("fields", "failure"),
    [
        ({"kind": "investment"}, failures.InvestorMissing),
        ({"investor": "private"}, failures.OnlyForInvestment),
        ({"unit": " "}, failures.UnitMissing),
        ({"initiative": None}, failures.ResultOfNothing),
    ],
)
def test_a_claim_that_cannot_be_judged_is_refused(registered, fields, failure):
    with pytest.raises(failure):
        registered(**fields)
    assert not Claim.objects.exists()


@pytest.mark.parametrize("kind", ["jobs", "firms"])
def test_a_brand_never_gets_a_number_of_jobs_or_firms(registered, kind):
    with pytest.raises(failures.WrongInstrument) as told:
        registered(kind=kind, initiative=InitiativeFactory(kind="brand", name="Merk"))
    assert told.value.details == {"name": "Merk"}
    assert "reach or awareness" in str(told.value)


def test_neither_does_a_source_of_money_that_is_a_brand(registered):
    programme = FundingProgrammeFactory(initiative=InitiativeFactory(kind="brand"))
    with pytest.raises(failures.WrongInstrument):
        registered(initiative=None, programme=programme)


def test_a_brand_may_have_reach(registered):
    claim = registered(kind="reach", unit="lezers", initiative=InitiativeFactory(kind="brand"))
    assert claim.kind == "reach"


def test_an_initiative_that_only_campaigned_has_no_jobs_either(registered, now):
    initiative = InitiativeFactory()
    moments = {"created_at": now, "changed_at": now, "created_by": "x", "changed_by": "x"}
    Output.objects.create(initiative=initiative, title="Spotje", kind="campaign", **moments)
    with pytest.raises(failures.OnlyCampaigns):
        registered(initiative=initiative)
    Output.objects.create(initiative=initiative, title="Cursus", kind="training", **moments)
    assert registered(initiative=initiative).kind == "jobs"


def test_a_claim_cannot_move_to_a_brand_later(registered, said, by, now):
    claim = registered()
    brand = InitiativeFactory(kind="brand")
    with pytest.raises(failures.WrongInstrument):
        change_claim(claim, expected_version=1, changes={"initiative": brand}, by=by, at=now)
    claim.initiative.kind = "brand"
    with pytest.raises(failures.WrongInstrument):
        said(claim, "promised", 10)


def test_the_second_who_changes_a_claim_is_told(registered, by, now):
    claim = registered()
    change_claim(claim, expected_version=1, changes={"title": "Anders"}, by=by, at=now)
    with pytest.raises(ChangedMeanwhile):
        change_claim(claim, expected_version=1, changes={"title": "Nog anders"}, by=by, at=now)
    assert Claim.objects.get().title == "Anders"


def test_a_promise_needs_a_source(registered, said):
    with pytest.raises(failures.SourceMissing):
        said(registered(), "promised", 400, source=" ")


def test_a_realised_result_needs_a_method(registered, said):
    with pytest.raises(failures.MethodMissing):
        said(registered(), "realised", 300)


@pytest.mark.parametrize("step", ["promised", "expected"])
@pytest.mark.parametrize("method", ["unknown", "stated"])
def test_a_report_that_repeats_the_target_is_refused(registered, said, step, method):
    claim = registered()
    said(claim, step, 400)
    with pytest.raises(failures.RepeatsTheTarget) as told:
        said(claim, "realised", "400.00", method=method)
    assert told.value.details == {"amount": "400"}
    assert "repeats the target" in str(told.value)
    assert ClaimStatement.objects.count() == 1


def test_exactly_the_promise_may_be_realised_when_it_was_counted(registered, said):
    claim = registered()
    said(claim, "promised", 400)
    assert said(claim, "realised", 400, method="counted").pk


@pytest.mark.parametrize(
    ("fields", "failure"),
    [
        ({"method": "counted"}, failures.NotIndependent),
        ({"stated_by": ""}, failures.VerifierMissing),
        ({"evidence_url": ""}, failures.EvidenceMissing),
        ({"source": ""}, failures.SourceMissing),
        ({"stated_by": "  GEMEENTE NOORD "}, failures.VerifiesItself),
        ({"stated_by": "Trekker bv"}, failures.VerifiesItself),
        ({"stated_by": "De telploeg"}, failures.VerifiesItself),
    ],
)
def test_a_result_is_verified_only_by_another_with_evidence(registered, said, fields, failure):
    claim = registered(
        claimed_by=PartnerFactory(name="Gemeente Noord"),
        initiative=InitiativeFactory(owner=PartnerFactory(name="Trekker bv")),
    )
    said(claim, "realised", 300, method="counted", stated_by="de Telploeg")
    right = {"method": "register", "stated_by": "Rekenkamer", "evidence_url": "https://voorbeeld.invalid/x"}
    with pytest.raises(failure):
        said(claim, "verified", 280, **(right | fields))
    assert said(claim, "verified", 280, **right).step == "verified"


def test_a_file_is_evidence_too(registered, said):
    statement = said(
        registered(),
        "verified",
        280,
        method="independent",
        stated_by="Rekenkamer",
        evidence=EvidenceFileFactory(),
    )
    assert statement.evidence.name == "telling.pdf"


@pytest.mark.parametrize(
    ("amount", "on", "failure"),
    [(-1, SPOKEN, failures.BelowZero), (1, date(2031, 5, 7), failures.NotYet)],
)
def test_a_statement_is_not_negative_and_not_of_tomorrow(registered, said, amount, on, failure):
    with pytest.raises(failure):
        said(registered(), "promised", amount, on=on)


def test_versions_of_a_claim_stay_side_by_side(registered, said):
    claim = registered()
    said(claim, "promised", 400, source="raadsvraag")
    said(claim, "promised", 490, source="persbericht")
    (state,) = claim_states(Claim.objects.filter(pk=claim.pk))
    assert [v.amount for v in state.at("promised").versions] == [400, 490]


def test_a_typing_error_is_corrected_and_stays_visible(registered, said, by, now):
    claim = registered()
    wrong = said(claim, "promised", 4000, stated_by="Noord")
    right = correct_statement(wrong, amount=Decimal(400), on=SPOKEN, reason="een nul te veel", by=by, at=now)
    assert (right.step, right.stated_by, right.source) == ("promised", "Noord", "jaarverslag")
    (state,) = claim_states(Claim.objects.filter(pk=claim.pk))
    assert [v.amount for v in state.at("promised").versions] == [400]
    assert [s.amount for s in all_statements(claim)] == [4000, 400]
    with pytest.raises(failures.AlreadyCorrected):
        correct_statement(wrong, amount=Decimal(40), on=SPOKEN, reason="toch", by=by, at=now)


def test_a_correction_keeps_to_the_rules_and_says_why(registered, said, by, now):
    claim = registered()
    said(claim, "promised", 400)
    realised = said(claim, "realised", 390, method="stated")
    with pytest.raises(failures.RepeatsTheTarget):
        correct_statement(realised, amount=Decimal(400), on=SPOKEN, reason="typefout", by=by, at=now)
    with pytest.raises(failures.ReasonMissing):
        correct_statement(realised, amount=Decimal(380), on=SPOKEN, reason=" ", by=by, at=now)


def test_what_was_entered_by_mistake_is_taken_back_and_no_longer_counts(registered, said, by, now):
    claim = registered()
    said(claim, "promised", 400)
    mistake = said(claim, "realised", 12, method="counted")
    withdrawal = withdraw_statement(mistake, reason="hoort bij een ander resultaat", by=by, at=now)
    (state,) = claim_states(Claim.objects.filter(pk=claim.pk))
    assert state.reached == "promised"
    assert len(all_statements(claim)) == 3
    with pytest.raises(failures.AlreadyWithdrawn):
        correct_statement(withdrawal, amount=Decimal(1), on=SPOKEN, reason="toch", by=by, at=now)


def test_two_claims_can_be_about_the_same_result_but_not_in_a_circle(by, now):
    a, b, c = (ClaimFactory() for _ in range(3))
    b = say_same_result(b, a, by=by, at=now)
    c = say_same_result(c, b, by=by, at=now)
    for claim, other in ((a, c), (a, b), (a, a)):
        with pytest.raises(failures.GoesInCircles):
            say_same_result(claim, other, by=by, at=now)
    assert say_same_result(c, None, by=by, at=now).same_as is None


@pytest.mark.parametrize("difference", [{"kind": "firms"}, {"unit": "fte"}, {"investor": "public"}])
def test_different_things_are_never_the_same_result(by, now, difference):
    with pytest.raises(failures.DifferentResults):
        say_same_result(ClaimFactory(), ClaimFactory(**difference), by=by, at=now)


def test_a_claim_about_which_something_was_said_stays(registered, by, now):
    empty, told = registered(), registered()
    ClaimStatementFactory(claim=told)
    remove_claim(empty, expected_version=1, by=by, at=now)
    with pytest.raises(StillInUse):
        remove_claim(told, expected_version=1, by=by, at=now)
    assert list(Claim.objects.all()) == [told]


def test_four_hundred_jobs_do_not_become_four_hundred_people(by, now):
    from schakel.programme.actions.claim_failures import MeaningIsFixed
    from schakel.programme.actions.claims import change_claim, register_claim, state_result

    claim = register_claim(
        title="Banen", kind="jobs", unit="banen", initiative=InitiativeFactory(), by=by, at=now
    )
    asked = {"expected_version": None, "by": by, "at": now}
    change_claim(claim, changes={"unit": "arbeidsplaatsen"}, **asked)
    state_result(
        claim=claim, step="promised", amount=Decimal(400), on=now.date(), source="besluit", by=by, at=now
    )
    change_claim(claim, changes={"title": "Banen in de regio"}, **asked)
    with pytest.raises(MeaningIsFixed):
        change_claim(claim, changes={"kind": "people", "unit": "mensen"}, **asked)
