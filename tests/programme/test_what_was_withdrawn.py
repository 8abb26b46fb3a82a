# SPDX-License-Identifier: EUPL-1.2
"""What was withdrawn was never said; what was filtered out still ties; what was, stays in the history."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from tests.programme.factories import ClaimFactory, CommitmentEntryFactory, CommitmentFactory

from schakel.programme.actions.commitments import correct_entry, record_step
from schakel.programme.models import Claim, Partner
from schakel.programme.queries.claim_sums import roots
from schakel.programme.queries.claims import claim_states
from schakel.programme.queries.commitments import commitments_with_entries, state_of
from schakel.programme.recording import add_record


def test_a_promise_that_was_restated_by_mistake_stands_again_when_that_is_withdrawn(by, now):
    commitment = CommitmentFactory()
    CommitmentEntryFactory(commitment=commitment, amount=100)
    wrong = record_step(
        commitment=commitment, step="promised", amount=Decimal(900), on=date(2031, 3, 1), by=by, at=now
    )
    correct_entry(entry=wrong, amount=Decimal(0), on=date(2031, 3, 1), note="verkeerde regel", by=by, at=now)
    assert state_of(commitments_with_entries().get(), date(2031, 5, 6)).promised == 100


def test_a_promise_that_was_withdrawn_altogether_is_nothing_and_never_late(by, now):
    commitment = CommitmentFactory(due_on=date(2031, 2, 1))
    only = record_step(
        commitment=commitment, step="promised", amount=Decimal(900), on=date(2031, 1, 1), by=by, at=now
    )
    correct_entry(entry=only, amount=Decimal(0), on=date(2031, 1, 1), note="nooit gedaan", by=by, at=now)
    state = state_of(commitments_with_entries().get(), date(2031, 5, 6))
    assert (state.promised, state.is_late) == (0, False)


def test_a_delivery_that_was_withdrawn_is_not_reported_rather_than_nothing(by, now):
    commitment = CommitmentFactory()
    CommitmentEntryFactory(commitment=commitment, amount=100)
    given = record_step(
        commitment=commitment, step="delivered", amount=Decimal(40), on=date(2031, 3, 1), by=by, at=now
    )
    correct_entry(entry=given, amount=Decimal(0), on=date(2031, 3, 1), note="andere partner", by=by, at=now)
    state = state_of(commitments_with_entries().get(), date(2031, 5, 6))
    assert (state.delivered, state.n_deliveries) == (None, 0)


def test_a_result_whose_middle_claim_is_filtered_out_counts_once(by, now):
    last = ClaimFactory(code="last")
    middle = ClaimFactory(code="middle", same_as=last)
    first = ClaimFactory(code="first", same_as=middle)
    states = claim_states(Claim.objects.filter(pk__in=(first.pk, last.pk)))
    assert len(set(roots(states).values())) == 1


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_history_of_a_record_is_kept_by_the_database_itself(change, by, now):
    partner = add_record(
        Partner(code="p", name="Voorbeeld", helix="business"), action="partner.add", by=by, at=now
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        if change == "update":
            partner.history.all().update(name="Anders")
        else:
            partner.history.all()._raw_delete("default")
