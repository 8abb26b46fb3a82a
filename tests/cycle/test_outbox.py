# SPDX-License-Identifier: EUPL-1.2
"""Mail that waits: once for each occasion, claimed by one sender, tried again later, forgotten in time."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schakel.cycle.actions.outbox import (
    BACK_OFF,
    MessageCannot,
    MessageIsEmpty,
    claim_next,
    forget_texts,
    mark_failed,
    mark_sent,
    put_in_outbox,
    release_stuck,
    try_again,
    withdraw_message,
)
from schakel.cycle.models import OutboxMessage
from schakel.cycle.transitions import MESSAGE_STEPS
from schakel.programme.auditing import verify_audit_chain
from schakel.programme.models import AuditEntry
from schakel.programme.recording import ChangedMeanwhile, WrongEntry

MINUTE = timedelta(minutes=1)


@pytest.fixture
def put(by, now):
    def given_out(key="update:1", **fields):
        message = {
            "occasion": "update",
            "to": "een@voorbeeld.invalid",
            "subject": "Hoe staat het ervoor?",
            "text": "Geachte lezer,\n\nVul de update in.",
            "not_before": now,
            "keep_until": date(2031, 12, 31),
        } | fields
        return put_in_outbox(key=key, **message, by=by, at=now)

    return given_out


def test_the_same_occasion_gives_one_message(put):
    first = put()
    assert put(text="Iets anders") == first
    assert OutboxMessage.objects.count() == 1
    assert put("update:2") != first


@pytest.mark.parametrize("empty", ["to", "subject", "text"])
def test_a_message_says_something_to_somebody(put, empty):
    with pytest.raises(MessageIsEmpty):
        put(**{empty: "  "})
    assert not OutboxMessage.objects.exists()


def test_an_address_that_cannot_be_one_is_refused(put):
    with pytest.raises(WrongEntry) as raised:
        put(to="geen adres")
    assert "to" in raised.value.fields


def test_a_subject_is_one_line(put):
    assert put(subject="Een\nBcc: ander@voorbeeld.invalid").subject == "Een Bcc: ander@voorbeeld.invalid"


def test_address_and_text_are_not_in_the_audit_chain(put, by, now):
    put()
    mark_sent(message=claim_next(by=by, at=now), by=by, at=now)
    forget_texts(today=date(2032, 1, 1), by=by, at=now)
    told = "".join(f"{e.object_name}{e.details}" for e in AuditEntry.objects.all())
    assert "voorbeeld.invalid" not in told
    assert "update in" not in told
    assert verify_audit_chain().n_entries == 4


def test_messages_are_claimed_one_by_one_in_the_order_of_their_moment(put, by, now):
    later = put("b", not_before=now + 10 * MINUTE)
    first, second = put("c", not_before=now - MINUTE), put("a")
    assert [claim_next(by=by, at=now) for _ in range(3)] == [first, second, None]
    assert claim_next(by=by, at=now + 10 * MINUTE) == later


def test_a_message_that_cannot_be_sent_waits_longer_each_time_and_is_given_up_in_the_end(put, by, now):
    put()
    at, waits = now, []
    for _ in range(len(BACK_OFF) + 1):
        message = claim_next(by=by, at=at)
        message = mark_failed(message=message, problem="no_server", by=by, at=at)
        if message.state == "waiting":
            assert claim_next(by=by, at=message.not_before - timedelta(seconds=1)) is None
            waits.append(message.not_before - at)
            at = message.not_before
    assert waits == [timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12)]
    assert (message.state, message.n_tries, message.last_problem) == ("failed", 5, "no_server")
    assert claim_next(by=by, at=at + timedelta(days=30)) is None


def test_an_address_that_does_not_exist_is_given_up_at_once(put, by, now):
    put()
    told = mark_failed(
        message=claim_next(by=by, at=now), problem="address_refused 550", is_final=True, by=by, at=now
    )
    assert told.state == "failed"


def test_what_a_killed_sender_left_waits_again_after_a_quarter_of_an_hour(put, by, now):
    put()
    message = claim_next(by=by, at=now)
    assert release_stuck(by=by, at=now + 14 * MINUTE) == 0
    again = claim_next(by=by, at=now + 15 * MINUTE)
    assert again == message
    assert again.n_tries == 2
    with pytest.raises(MessageCannot):
        mark_sent(message=message, by=by, at=now + 16 * MINUTE)
    mark_sent(message=again, by=by, at=now + 16 * MINUTE)
    assert OutboxMessage.objects.get().state == "sent"


def test_a_message_can_be_withdrawn_until_it_is_being_sent(put, by, now):
    waiting, sending = put("a"), put("b", not_before=now - MINUTE)
    assert claim_next(by=by, at=now) == sending
    assert withdraw_message(message=waiting, by=by, at=now).state == "withdrawn"
    with pytest.raises(MessageCannot, match="it is being sent"):
        withdraw_message(message=sending, by=by, at=now)
    assert claim_next(by=by, at=now) is None


def test_withdrawing_notices_that_somebody_else_was_first(put, by, now):
    message = put()
    mark_failed(message=claim_next(by=by, at=now), problem="no_server", by=by, at=now)
    with pytest.raises(ChangedMeanwhile):
        withdraw_message(message=message, expected_version=message.version, by=by, at=now)


def test_what_was_given_up_can_be_tried_again_from_the_beginning(put, by, now):
    put()
    given_up = mark_failed(message=claim_next(by=by, at=now), problem="x", is_final=True, by=by, at=now)
    again = try_again(message=given_up, by=by, at=now + MINUTE)
    assert (again.state, again.n_tries, again.not_before) == ("waiting", 0, now + MINUTE)
    mark_sent(message=claim_next(by=by, at=now + MINUTE), by=by, at=now + MINUTE)
    with pytest.raises(MessageCannot):
        try_again(message=again, by=by, at=now + MINUTE)


def test_address_and_text_are_forgotten_after_their_day(put, by, now):
    sent, waiting, kept = put("a", not_before=now - MINUTE), put("b"), put("c", keep_until=date(2032, 6, 1))
    mark_sent(message=claim_next(by=by, at=now), by=by, at=now)
    assert forget_texts(today=date(2031, 12, 31), by=by, at=now) == 0
    assert forget_texts(today=date(2032, 1, 1), by=by, at=now) == 2
    assert forget_texts(today=date(2032, 1, 1), by=by, at=now) == 0
    for message, state in ((sent, "sent"), (waiting, "withdrawn")):
        message.refresh_from_db()
        assert (message.to, message.subject, message.text, message.state) == ("", "", "", state)
    kept.refresh_from_db()
    assert kept.text
    with pytest.raises(MessageCannot):
        try_again(message=waiting, by=by, at=now)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(["claim", "sent", "failed", "final", "withdraw", "retry", "wait"]), max_size=12)
)
def test_whatever_happens_only_the_steps_of_the_life_cycle_are_taken_and_what_was_sent_stays_sent(
    put, by, now, deeds
):
    OutboxMessage.objects.all().delete()
    message, at, claimed, states = put(), now, None, ["waiting"]
    for deed in deeds:
        try:
            if deed == "claim":
                claimed = claim_next(by=by, at=at) or claimed
            elif deed == "wait":
                at += timedelta(hours=13)
                release_stuck(by=by, at=at)
            elif deed == "withdraw":
                withdraw_message(message=message, by=by, at=at)
            elif deed == "retry":
                try_again(message=message, by=by, at=at)
            elif claimed is not None and deed == "sent":
                mark_sent(message=claimed, by=by, at=at)
            elif claimed is not None:
                mark_failed(message=claimed, problem="x", is_final=deed == "final", by=by, at=at)
        except MessageCannot as failure:
            assert str(failure)
        states.append(OutboxMessage.objects.get(pk=message.pk).state)
    steps = [(a, b) for a, b in itertools.pairwise(states) if a != b]
    assert all(b in MESSAGE_STEPS[a] for a, b in steps)
    assert not steps or "sent" not in [a for a, _ in steps]
