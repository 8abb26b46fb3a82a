# SPDX-License-Identifier: EUPL-1.2
"""What partners bring in: promised, confirmed, delivered; corrections; totals of each kind."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.programme.factories import CommitmentEntryFactory, CommitmentFactory, PartnerFactory

from schakel.programme.actions.commitments import (
    CorrectedAlready,
    NotYetHappened,
    StepTooEarly,
    UnitMissing,
    change_commitment,
    correct_entry,
    make_commitment,
    record_step,
)
from schakel.programme.models import Commitment, CommitmentEntry
from schakel.programme.queries.commitments import (
    counting_entries,
    standings,
    state_of,
    states_of,
    totals_by,
    totals_by_kind,
)
from schakel.programme.recording import WrongEntry

TODAY = date(2031, 5, 6)
DAY = date(2031, 1, 1)


def entry(commitment, step, amount, on=DAY, **more):
    return CommitmentEntryFactory(commitment=commitment, step=step, amount=amount, on=on, **more)


def state(commitment):
    return states_of(Commitment.objects.filter(pk=commitment.pk), TODAY)[0]


def test_a_promise_is_the_first_statement_of_a_commitment(by, now):
    made = make_commitment(
        partner=PartnerFactory(code="school"),
        kind="hours",
        title="Twee docenten een dag in de week",
        amount=Decimal("640"),
        promised_on=DAY,
        line="2",
        by=by,
        at=now,
    )
    assert (made.unit, made.line) == ("hours", "2")
    assert made.code.startswith("school-twee-docenten")
    assert [(e.step, e.amount) for e in made.entries.all()] == [("promised", Decimal("640"))]


def test_two_commitments_with_one_title_get_two_codes(by, now):
    partner = PartnerFactory(code="p" * 40)
    same = {"partner": partner, "kind": "money", "title": "Jaarbijdrage " * 5, "promised_on": DAY}
    codes = [make_commitment(**same, by=by, at=now).code for _ in range(3)]
    assert len(set(codes)) == 3
    assert max(map(len, codes)) <= 60


@pytest.mark.parametrize(
    ("kind", "given_unit", "unit"),
    [("money", "kilo", "EUR"), ("purchase", "", "EUR"), ("hours", "days", "hours"), ("asset", " m2 ", "m2")],
)
def test_money_purchases_and_hours_have_one_unit(kind, given_unit, unit, by, now):
    made = make_commitment(
        partner=PartnerFactory(), kind=kind, title="x", unit=given_unit, promised_on=DAY, by=by, at=now
    )
    assert made.unit == unit


def test_space_without_a_unit_is_refused(by, now):
    with pytest.raises(UnitMissing) as told:
        make_commitment(
            partner=PartnerFactory(), kind="asset", title="Hal", unit=" ", promised_on=DAY, by=by, at=now
        )
    assert told.value.details == {"title": "Hal"}


def test_a_wrong_amount_leaves_no_half_commitment(by, now):
    with pytest.raises(WrongEntry):
        make_commitment(
            partner=PartnerFactory(),
            kind="money",
            title="x",
            amount=Decimal("-1"),
            promised_on=DAY,
            by=by,
            at=now,
        )
    assert not Commitment.objects.exists()


@pytest.mark.parametrize("step", ["confirmed", "delivered"])
def test_nothing_is_confirmed_or_delivered_before_it_was_promised(step, by, now):
    with pytest.raises(StepTooEarly) as told:
        record_step(commitment=CommitmentFactory(title="Hal"), step=step, amount=None, on=DAY, by=by, at=now)
    assert told.value.details == {"title": "Hal", "step": step}


def test_what_was_promised_can_be_delivered_without_a_confirmation(by, now):
    commitment = entry(CommitmentFactory(), "promised", 10).commitment
    record_step(commitment=commitment, step="delivered", amount=Decimal(4), on=DAY, by=by, at=now)
    assert state(commitment).share == Decimal("0.4")


@pytest.mark.parametrize("step", ["confirmed", "delivered"])
def test_the_future_can_only_be_promised(step, by, now):
    commitment = entry(CommitmentFactory(), "promised", 10).commitment
    tomorrow = date(2031, 5, 7)
    record_step(commitment=commitment, step="promised", amount=Decimal(1), on=tomorrow, by=by, at=now)
    with pytest.raises(NotYetHappened) as told:
        record_step(commitment=commitment, step=step, amount=Decimal(1), on=tomorrow, by=by, at=now)
    assert told.value.details == {"on": "2031-05-07"}


def test_of_promises_the_newest_counts_and_deliveries_add_up():
    commitment = CommitmentFactory()
    entry(commitment, "promised", 100, date(2031, 3, 1))
    entry(commitment, "promised", 80, date(2031, 2, 1))
    entry(commitment, "confirmed", 90, date(2031, 2, 1))
    entry(commitment, "confirmed", 95, date(2031, 2, 1))
    entry(commitment, "delivered", "20.50", date(2031, 3, 1))
    entry(commitment, "delivered", "4.50", date(2031, 1, 1))
    found = state(commitment)
    assert (found.promised, found.confirmed, found.delivered) == (100, 95, 25)
    assert (found.share, found.over, found.n_deliveries) == (Decimal("0.25"), 0, 2)


def test_what_is_delivered_on_top_is_shown():
    commitment = entry(CommitmentFactory(), "promised", 100).commitment
    entry(commitment, "delivered", 130)
    found = state(commitment)
    assert (found.share, found.over) == (Decimal("1.3"), 30)


def test_an_unknown_amount_makes_the_share_unknown():
    commitment = entry(CommitmentFactory(), "promised", 100).commitment
    entry(commitment, "delivered", 30)
    entry(commitment, "delivered", None)
    found = state(commitment)
    assert (found.delivered, found.reported, found.share, found.over) == (None, 30, None, None)
    assert found.n_unknown_deliveries == 1


def test_an_unknown_promise_makes_the_share_unknown():
    commitment = entry(CommitmentFactory(), "promised", None).commitment
    entry(commitment, "delivered", 30)
    found = state(commitment)
    assert (found.promised, found.delivered, found.share) == (None, 30, None)


def test_no_report_is_not_the_same_as_nothing_delivered():
    silent = entry(CommitmentFactory(), "promised", 100).commitment
    empty_handed = entry(CommitmentFactory(), "promised", 100).commitment
    entry(empty_handed, "delivered", 0)
    assert (state(silent).delivered, state(silent).share) == (None, None)
    assert (state(empty_handed).delivered, state(empty_handed).share) == (0, 0)


@pytest.mark.parametrize(
    ("due_on", "delivered", "is_late"),
    [
        (date(2031, 5, 5), None, True),
        (date(2031, 5, 5), 99, True),
        (date(2031, 5, 5), 100, False),
        (date(2031, 5, 6), None, False),
        (None, None, False),
    ],
)
def test_late_is_a_day_that_passed_with_less_than_was_promised(due_on, delivered, is_late):
    commitment = entry(CommitmentFactory(due_on=due_on), "promised", 100).commitment
    if delivered is not None:
        entry(commitment, "delivered", delivered)
    assert state(commitment).is_late is is_late


def test_a_correction_replaces_and_the_wrong_statement_stays_readable(by, now):
    commitment = entry(CommitmentFactory(), "promised", 100).commitment
    wrong = entry(commitment, "delivered", 600)
    right = correct_entry(entry=wrong, amount=Decimal(60), on=DAY, note="een nul te veel", by=by, at=now)
    assert state(commitment).delivered == 60
    assert right.corrects == wrong
    assert commitment.entries.count() == 3
    with pytest.raises(CorrectedAlready):
        correct_entry(entry=wrong, amount=Decimal(61), on=DAY, note="", by=by, at=now)
    correct_entry(entry=right, amount=Decimal(0), on=DAY, note="ingetrokken", by=by, at=now)
    assert state(commitment).delivered is None
    assert len(counting_entries(Commitment.objects.get())) == 2


def test_a_delivery_cannot_be_corrected_into_the_future(by, now):
    commitment = entry(CommitmentFactory(), "promised", 100).commitment
    delivered = entry(commitment, "delivered", 1)
    with pytest.raises(NotYetHappened):
        correct_entry(entry=delivered, amount=None, on=date(2032, 1, 1), note="", by=by, at=now)


def test_the_database_keeps_statements_as_they_were_made():
    made = entry(CommitmentFactory(), "promised", 100)
    with pytest.raises(IntegrityError), transaction.atomic():
        CommitmentEntry.objects.filter(pk=made.pk).update(amount=1)


def test_what_a_commitment_is_about_can_change_and_its_kind_stays(by, now):
    commitment = CommitmentFactory()
    changed = change_commitment(
        commitment=commitment, expected_version=1, changes={"line": "1"}, by=by, at=now
    )
    assert (changed.line, changed.kind) == ("1", "money")


def test_kinds_and_units_are_never_added_together():
    entry(CommitmentFactory(kind="money", unit="EUR"), "promised", 100)
    entry(CommitmentFactory(kind="money", unit="EUR"), "promised", 50)
    entry(CommitmentFactory(kind="purchase", unit="EUR"), "promised", 7)
    entry(CommitmentFactory(kind="asset", unit="m2"), "promised", 400)
    entry(CommitmentFactory(kind="asset", unit="days"), "promised", 3)
    totals = totals_by_kind(states_of(None, TODAY))
    assert [(t.kind, t.unit, t.n, t.promised) for t in totals] == [
        ("asset", "days", 1, 3),
        ("asset", "m2", 1, 400),
        ("money", "EUR", 2, 150),
        ("purchase", "EUR", 1, 7),
    ]


def test_a_total_says_of_how_many_the_amount_is_not_known():
    known = entry(CommitmentFactory(line="1"), "promised", 100).commitment
    entry(known, "delivered", 120)
    entry(CommitmentFactory(line="1"), "promised", None)
    (total,) = totals_by_kind(states_of(None, TODAY))
    assert (total.promised, total.delivered, total.share, total.over) == (100, 120, None, 20)
    assert (total.n_promised_unknown, total.n_unreported) == (1, 1)


def test_a_share_of_a_total_counts_commitments_without_a_report_as_not_reported():
    half = entry(CommitmentFactory(), "promised", 100).commitment
    entry(half, "delivered", 50)
    entry(CommitmentFactory(), "promised", 100)
    (total,) = totals_by_kind(states_of(None, TODAY))
    assert (total.share, total.n_unreported) == (Decimal("0.25"), 1)


def test_totals_of_lines_are_apart_and_a_commitment_without_a_line_has_its_own():
    entry(CommitmentFactory(line="2"), "promised", 1)
    entry(CommitmentFactory(line="1"), "promised", 2)
    entry(CommitmentFactory(), "promised", 4)
    by_line = totals_by(states_of(None, TODAY), lambda s: s.line)
    assert {line: totals[0].promised for line, totals in by_line.items()} == {"": 4, "1": 2, "2": 1}


@pytest.mark.parametrize("read", [lambda: states_of(None, TODAY), lambda: standings(TODAY)])
def test_many_commitments_take_as_many_queries_as_one(django_assert_num_queries, read):
    for _ in range(30):
        entry(CommitmentFactory(), "promised", 1)
    with django_assert_num_queries(2):
        assert len(read()) == 30


amounts = st.none() | st.decimals(0, 10**6, places=2)
statements = st.lists(
    st.tuples(
        st.sampled_from(["promised", "confirmed", "delivered"]), amounts, st.dates(date(2030, 1, 1), TODAY)
    ),
    max_size=8,
)


class TotalsReconcile(TestCase):
    @settings(max_examples=15, deadline=None)
    @given(st.lists(st.tuples(st.sampled_from(["1", "2", ""]), statements), max_size=5))
    def test_lines_add_up_to_the_whole_to_the_cent(self, commitments):
        for line, made in commitments:
            commitment = CommitmentFactory(line=line)
            for step, amount, on in made:
                entry(commitment, step, amount, on)
        states = states_of(None, TODAY)
        whole = totals_by_kind(states)
        by_line = [t for totals in totals_by(states, lambda s: s.line).values() for t in totals]
        for name in ("promised", "confirmed", "delivered", "over"):
            parts = [getattr(t, name) for t in by_line if getattr(t, name) is not None]
            total = next((getattr(t, name) for t in whole), None)
            assert sum(parts, Decimal(0)) == (total or 0)
        assert sum(t.n for t in by_line) == len(commitments)
        assert totals_by_kind(standings(TODAY)) == whole
        backwards = totals_by_kind(reversed(states))
        assert backwards == whole
        for found in states:
            assert found == state_of(found.commitment, TODAY)
            assert found.share is None or found.delivered is not None
