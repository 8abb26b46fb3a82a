# SPDX-License-Identifier: EUPL-1.2
"""Writing about money: every rule of the ledger with its details, corrections in a chain, and no double line."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests.programme.factories import FundingProgrammeFactory, InitiativeFactory, PartnerFactory

from schakel.programme.actions import ledger, money
from schakel.programme.auditing import verify_audit_chain
from schakel.programme.models import AuditEntry, LedgerEntry
from schakel.programme.queries.ledger import current_entries
from schakel.programme.recording import ChangedMeanwhile, WrongEntry


@pytest.fixture
def programme():
    return FundingProgrammeFactory(code="deal", kind="deal")


@pytest.fixture
def record(programme, by, now):
    def write(**given):
        values = {
            "kind": "pledged",
            "programme": programme,
            "amount_eur": Decimal("100.00"),
            "on": date(2030, 3, 4),
            "municipality": "GM9901",
        }
        return ledger.record_entry(**(values | given), by=by, at=now)

    return write


class TestSources:
    def test_a_source_gets_a_code_from_its_name_and_never_the_same_twice(self, by, now):
        first = money.open_funding_programme(name="Nieuw geld", kind="grant", by=by, at=now)
        second = money.open_funding_programme(name="Nieuw geld", kind="grant", by=by, at=now)
        assert (first.code, second.code) == ("nieuw-geld", "nieuw-geld-2")

    def test_a_period_that_ends_before_it_starts_is_refused_with_both_dates(self, by, now):
        with pytest.raises(money.EndsBeforeStart) as caught:
            money.open_funding_programme(
                name="Geld",
                kind="grant",
                starts_on=date(2031, 1, 1),
                ends_on=date(2030, 1, 1),
                by=by,
                at=now,
            )
        assert caught.value.details == {"starts_on": "2031-01-01", "ends_on": "2030-01-01"}

    def test_a_rate_for_each_inhabitant_belongs_to_a_contribution_only(self, by, now):
        with pytest.raises(money.RateWithoutContribution):
            money.open_funding_programme(
                name="Geld", kind="deal", rate_eur_per_inhabitant=Decimal(1), by=by, at=now
            )
        opened = money.open_funding_programme(
            name="Bijdrage", kind="contribution", rate_eur_per_inhabitant=Decimal(1), by=by, at=now
        )
        with pytest.raises(money.RateWithoutContribution):
            money.change_funding_programme(
                programme=opened, changes={"kind": "deal"}, expected_version=1, by=by, at=now
            )

    def test_the_second_of_two_people_is_told_and_nothing_is_lost(self, by, somebody_else, now):
        opened = money.open_funding_programme(name="Geld", kind="grant", by=by, at=now)
        change = money.change_funding_programme
        change(programme=opened, changes={"name": "Beter geld"}, expected_version=1, by=by, at=now)
        with pytest.raises(ChangedMeanwhile):
            change(
                programme=opened, changes={"name": "Ander geld"}, expected_version=1, by=somebody_else, at=now
            )
        opened.refresh_from_db()
        assert (opened.name, opened.version) == ("Beter geld", 2)


class TestLines:
    def test_a_line_without_reference_gets_the_next_one_of_its_programme(self, record):
        assert [record().reference, record().reference] == ["deal-2030-0001", "deal-2030-0002"]

    def test_a_reference_that_somebody_gave_already_is_skipped_over(self, record):
        record(reference="deal-2030-0002")
        assert record().reference == "deal-2030-0003"

    def test_the_same_reference_twice_counts_once(self, record):
        record(reference="factuur 7")
        with pytest.raises(ledger.ReferenceTaken) as caught:
            record(reference="factuur 7")
        assert caught.value.details == {"reference": "factuur 7"}
        assert LedgerEntry.objects.count() == 1

    @pytest.mark.parametrize("amount", ["0.00", "-1.00"])
    def test_an_amount_is_more_than_zero(self, record, amount):
        with pytest.raises(ledger.AmountNotPositive) as caught:
            record(amount_eur=Decimal(amount))
        assert caught.value.details == {"amount": Decimal(amount)}

    def test_an_amount_has_whole_cents_and_is_never_a_float(self, record):
        with pytest.raises(ledger.AmountFinerThanCents):
            record(amount_eur=Decimal("0.005"))
        with pytest.raises(TypeError):
            record(amount_eur=0.1)
        assert record(amount_eur=Decimal("0.010")).amount_eur == Decimal("0.01")

    @pytest.mark.parametrize("kind", ["pledged", "received", "returned"])
    def test_money_that_comes_in_or_goes_back_names_whose_it_is(self, record, kind):
        with pytest.raises(ledger.PayerMissing):
            record(kind=kind, municipality="")
        assert record(kind=kind, municipality="", payer=PartnerFactory()).kind == kind

    @pytest.mark.parametrize("kind", ["granted", "spent"])
    def test_money_that_goes_out_names_the_initiative(self, record, kind):
        with pytest.raises(ledger.InitiativeMissing):
            record(kind=kind)
        assert record(kind=kind, initiative=InitiativeFactory(), municipality="").kind == kind

    def test_an_initiative_that_gives_money_back_needs_no_payer(self, record):
        assert record(kind="returned", initiative=InitiativeFactory(), municipality="").kind == "returned"

    @pytest.mark.parametrize("on", [date(1203, 5, 6), date(2203, 5, 6)])
    def test_an_absurd_year_is_refused_with_the_years_that_may_be(self, record, on):
        with pytest.raises(ledger.AbsurdDate) as caught:
            record(on=on)
        assert caught.value.details == {"on": on.isoformat(), "earliest": 1990, "latest": 2051}

    def test_only_a_promise_or_a_grant_may_lie_ahead(self, record):
        ahead = date(2032, 1, 1)
        assert record(on=ahead).on == ahead
        assert record(kind="granted", on=ahead, initiative=InitiativeFactory()).on == ahead
        with pytest.raises(ledger.NotYetHappened):
            record(kind="received", on=ahead)
        with pytest.raises(ledger.NotYetHappened):
            record(kind="spent", on=ahead, initiative=InitiativeFactory())

    def test_the_last_evening_in_the_netherlands_is_not_the_future(self, programme, by):
        evening = datetime(2030, 12, 31, 23, 30, tzinfo=UTC)
        entry = ledger.record_entry(
            kind="received",
            programme=programme,
            amount_eur=Decimal(1),
            on=date(2031, 1, 1),
            municipality="GM9901",
            by=by,
            at=evening,
        )
        assert entry.on == date(2031, 1, 1)

    def test_where_only_the_year_is_known_the_first_of_january_is_kept(self, record):
        entry = record(on=date(2030, 8, 9), only_year=True)
        assert (entry.on, entry.only_year) == (date(2030, 1, 1), True)

    def test_seed_money_has_a_day_of_decision(self, record):
        given = {"kind": "granted", "purpose": "seed", "initiative": InitiativeFactory()}
        with pytest.raises(ledger.DecisionDateMissing):
            record(**given)
        assert record(**given, decision_due_on=date(2031, 1, 1)).purpose == "seed"

    def test_a_wrong_kind_is_refused_by_field(self, record):
        with pytest.raises(WrongEntry) as caught:
            record(kind="borrowed")
        assert list(caught.value.fields) == ["kind"]

    def test_every_line_stands_in_the_audit_chain(self, record):
        entry = record()
        found = AuditEntry.objects.get(action="money.record")
        assert (found.object_id, found.actor) == (str(entry.pk), "account:1")
        assert verify_audit_chain().n_entries == 1

    def test_what_hangs_on_something_invented_is_invented_and_goes_with_it(self, record):
        assert not record().invented
        assert record(programme=FundingProgrammeFactory(invented=True)).invented
        assert record(kind="granted", initiative=InitiativeFactory(invented=True)).invented


class TestCorrections:
    def test_a_correction_is_a_new_line_and_the_old_one_drops_out(self, record, by, now):
        wrong = record(description="Bijdrage")
        right = ledger.correct_entry(
            entry=wrong, changes={"amount_eur": Decimal("90.00")}, why="Typefout", by=by, at=now
        )
        wrong.refresh_from_db()
        assert wrong.amount_eur == Decimal("100.00")
        assert right.description == "Bijdrage – Typefout"
        assert right.reference == "deal-2030-0001/1"
        assert list(current_entries()) == [right]

    def test_in_a_chain_of_corrections_only_the_last_holds(self, record, by, now):
        entry = record()
        for amount in ("90.00", "80.00", "70.00"):
            entry = ledger.correct_entry(
                entry=entry, changes={"amount_eur": Decimal(amount)}, why="Beter", by=by, at=now
            )
        assert entry.reference == "deal-2030-0001/3"
        assert [e.amount_eur for e in current_entries()] == [Decimal("70.00")]
        assert LedgerEntry.objects.count() == 4

    def test_the_second_of_two_corrections_of_one_line_is_refused(self, record, by, somebody_else, now):
        wrong = record()
        newer = ledger.correct_entry(
            entry=wrong, changes={"amount_eur": Decimal(90)}, why="Fout", by=by, at=now
        )
        with pytest.raises(ledger.AlreadyCorrected) as caught:
            ledger.correct_entry(
                entry=wrong, changes={"amount_eur": Decimal(80)}, why="Fout", by=somebody_else, at=now
            )
        assert caught.value.details == {"reference": wrong.reference, "newer": newer.reference}
        assert LedgerEntry.objects.count() == 2

    def test_a_correction_keeps_the_rules_of_the_ledger(self, record, by, now):
        entry = record()
        with pytest.raises(ledger.PayerMissing):
            ledger.correct_entry(entry=entry, changes={"municipality": ""}, why="Fout", by=by, at=now)
        with pytest.raises(ledger.AmountNotPositive):
            ledger.correct_entry(entry=entry, changes={"amount_eur": Decimal(0)}, why="Fout", by=by, at=now)

    def test_a_correction_says_why_and_changes_something(self, record, by, now):
        entry = record()
        with pytest.raises(ledger.WhyMissing):
            ledger.correct_entry(entry=entry, changes={"amount_eur": Decimal(90)}, why=" ", by=by, at=now)
        with pytest.raises(ledger.NothingCorrected):
            ledger.correct_entry(entry=entry, changes={"amount_eur": Decimal(100)}, why="Fout", by=by, at=now)

    def test_a_withdrawn_line_counts_for_nothing_and_can_be_put_back(self, record, by, now):
        entry = record()
        withdrawn = ledger.withdraw_entry(entry=entry, why="Dubbel", by=by, at=now)
        assert withdrawn.amount_eur == 0
        with pytest.raises(ledger.NothingCorrected):
            ledger.withdraw_entry(entry=withdrawn, why="Nog eens", by=by, at=now)
        back = ledger.correct_entry(
            entry=withdrawn, changes={"amount_eur": Decimal(100)}, why="Toch niet", by=by, at=now
        )
        assert list(current_entries()) == [back]

    def test_the_correction_of_an_invented_line_is_invented_too(self, record, by, now):
        entry = record(programme=FundingProgrammeFactory(invented=True))
        newer = ledger.correct_entry(
            entry=entry, changes={"programme": FundingProgrammeFactory()}, why="Fout", by=by, at=now
        )
        assert newer.invented


class TestPaying:
    def test_an_initiative_is_paid_for_a_time_and_that_can_change(self, programme, by, now):
        initiative = InitiativeFactory()
        funding = money.pay_initiative(
            initiative=initiative,
            programme=programme,
            starts_on=date(2030, 1, 1),
            ends_on=date(2031, 12, 31),
            by=by,
            at=now,
        )
        changed = money.change_funding(
            funding=funding, changes={"ends_on": date(2032, 12, 31)}, expected_version=1, by=by, at=now
        )
        assert changed.ends_on == date(2032, 12, 31)
        assert [e.action for e in AuditEntry.objects.all()] == ["money.pay", "money.change-pay"]

    def test_a_change_that_would_end_before_the_start_is_refused(self, programme, by, now):
        funding = money.pay_initiative(
            initiative=InitiativeFactory(), programme=programme, starts_on=date(2030, 1, 1), by=by, at=now
        )
        with pytest.raises(money.EndsBeforeStart):
            money.change_funding(
                funding=funding, changes={"ends_on": date(2029, 1, 1)}, expected_version=1, by=by, at=now
            )
