# SPDX-License-Identifier: EUPL-1.2
"""Mail that waits: put in once for each occasion, sent at least once, tried again, forgotten in time.

A message is claimed before it is sent and marked afterwards. When the sender is killed in between, the
message waits again after a quarter of an hour: it may then arrive twice, but is never lost.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from schakel.cycle.models import MessageState, OutboxMessage
from schakel.cycle.transitions import MESSAGE_STEPS
from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import take_turn
from schakel.programme.recording import Actor, add_record, change_record

BACK_OFF = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12))
"""How long is waited after the first, second, third and fourth try; after the fifth nobody tries again."""
STUCK_AFTER = timedelta(minutes=15)
LONGEST_PROBLEM = 300
STATES = {
    MessageState.WAITING: N_("waiting"),
    MessageState.SENDING: N_("being sent"),
    MessageState.SENT: N_("sent"),
    MessageState.FAILED: N_("given up"),
    MessageState.WITHDRAWN: N_("withdrawn"),
}
"""Where a message stands, in words."""
ENDED = (MessageState.SENT, MessageState.FAILED, MessageState.WITHDRAWN)


class MessageCannot(Failure):
    """A message that is not in the state for this."""

    template = N_("Message {number} cannot do this: it is {state}.")
    cure = N_("Look again at the outbox; it may have changed meanwhile.")


class MessageIsEmpty(Failure):
    """A message without an address, subject or text."""

    template = N_("A message needs an address, a subject and a text.")
    cure = N_("Fill in what is missing.")


def put_in_outbox(
    *,
    key: str,
    occasion: str,
    to: str,
    subject: str,
    text: str,
    not_before: datetime,
    keep_until: date,
    by: Actor,
    at: datetime,
) -> OutboxMessage:
    """Let a message wait to be sent; the same key gives the message that is there already.

    Parameters
    ----------
    key
        Names the occasion, such as "update:2031-spring:hub_a".
    occasion
        The kind of occasion, for the list ("update", "survey", "papers", "meeting", "promise", ...).
    not_before
        The earliest moment of sending.
    keep_until
        The day after which address and text are forgotten.

    Raises
    ------
    MessageIsEmpty
        When there is nothing to send, or nobody to send it to.
    WrongEntry
        When the address cannot be one.
    """
    if not (to.strip() and subject.strip() and text.strip()):
        raise MessageIsEmpty
    with transaction.atomic():
        take_turn()
        known = OutboxMessage.objects.filter(key=key).first()
        if known is not None:
            return known
        message = OutboxMessage(
            key=key,
            occasion=occasion,
            to=to.strip(),
            subject=" ".join(subject.split()),
            text=text,
            not_before=not_before,
            keep_until=keep_until,
        )
        return add_record(message, action="outbox.put", by=by, at=at)


def release_stuck(*, by: Actor, at: datetime) -> int:
    """Let messages wait again whose sender was killed while sending; return how many."""
    with transaction.atomic():
        take_turn()
        stuck = OutboxMessage.objects.filter(state=MessageState.SENDING, changed_at__lte=at - STUCK_AFTER)
        rows = list(stuck)
        for message in rows:
            _move(message, MessageState.WAITING, "outbox.release", by, at, not_before=at)
    return len(rows)


def claim_next(*, by: Actor, at: datetime) -> OutboxMessage | None:
    """Take the message whose turn it is, for one sender only; ``None`` where none is due.

    A message of the demonstration year is never sent.
    """
    with transaction.atomic():
        take_turn()
        release_stuck(by=by, at=at)
        due = OutboxMessage.objects.filter(state=MessageState.WAITING, not_before__lte=at, invented=False)
        message = due.order_by("not_before", "pk").first()
        if message is None:
            return None
        return _move(message, MessageState.SENDING, "outbox.claim", by, at, n_tries=message.n_tries + 1)


def mark_sent(*, message: OutboxMessage, by: Actor, at: datetime) -> OutboxMessage:
    """Say that a claimed message was sent; raises MessageCannot where it was claimed again meanwhile."""
    return _settle(message, MessageState.SENT, "outbox.sent", by, at, sent_at=at, last_problem="")


def mark_failed(
    *, message: OutboxMessage, problem: str, is_final: bool = False, by: Actor, at: datetime
) -> OutboxMessage:
    """Say that a claimed message could not be sent: it waits longer each time, and is given up in the end.

    Parameters
    ----------
    problem
        What went wrong, without the address.
    is_final
        Whether trying again is of no use, such as with an address that does not exist.
    """
    told = problem[:LONGEST_PROBLEM]
    if is_final or message.n_tries > len(BACK_OFF):
        return _settle(message, MessageState.FAILED, "outbox.fail", by, at, last_problem=told)
    later = at + BACK_OFF[max(message.n_tries, 1) - 1]
    return _settle(message, MessageState.WAITING, "outbox.delay", by, at, last_problem=told, not_before=later)


def withdraw_message(
    *, message: OutboxMessage, expected_version: int | None = None, by: Actor, at: datetime
) -> OutboxMessage:
    """Keep a message from being sent; raises MessageCannot where it was sent or is being sent."""
    with transaction.atomic():
        take_turn()
        return _move(
            message, MessageState.WITHDRAWN, "outbox.withdraw", by, at, expected_version=expected_version
        )


def try_again(
    *, message: OutboxMessage, expected_version: int | None = None, by: Actor, at: datetime
) -> OutboxMessage:
    """Send a message after all that was given up, or that waits for its next try, as soon as possible.

    Raises
    ------
    MessageCannot
        When it was sent, withdrawn or is being sent, or its text was forgotten.
    """
    with transaction.atomic():
        take_turn()
        now = OutboxMessage.objects.get(pk=message.pk)
        if now.state not in (MessageState.FAILED, MessageState.WAITING) or not now.text:
            raise _cannot(now)
        return change_record(
            now,
            action="outbox.retry",
            expected_version=expected_version,
            by=by,
            at=at,
            changes={"state": MessageState.WAITING, "n_tries": 0, "not_before": at},
        )


def forget_texts(*, today: date, by: Actor, at: datetime) -> int:
    """Empty the address and text of every message whose day has passed; return how many.

    One that still waits is withdrawn with it: there is nothing left to send.
    """
    with transaction.atomic():
        take_turn()
        rows = OutboxMessage.objects.filter(keep_until__lt=today).exclude(to="", subject="", text="")
        found = list(rows.exclude(state=MessageState.SENDING))
        for message in found:
            state = message.state if message.state in ENDED else MessageState.WITHDRAWN
            change_record(
                message,
                action="outbox.forget",
                expected_version=None,
                by=by,
                at=at,
                changes={"to": "", "subject": "", "text": "", "state": state},
            )
    return len(found)


def _settle(
    message: OutboxMessage, state: str, action: str, by: Actor, at: datetime, **changes: Any
) -> OutboxMessage:
    """Move a claimed message on, unless somebody else claimed it since."""
    with transaction.atomic():
        take_turn()
        now = OutboxMessage.objects.get(pk=message.pk)
        if now.version != message.version:
            raise _cannot(now)
        return _move(now, state, action, by, at, **changes)


def _move(
    message: OutboxMessage,
    state: str,
    action: str,
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
    **changes: Any,
) -> OutboxMessage:
    now = OutboxMessage.objects.get(pk=message.pk)
    if state not in MESSAGE_STEPS[now.state]:
        raise _cannot(now)
    return change_record(
        now,
        action=action,
        expected_version=expected_version,
        by=by,
        at=at,
        changes={"state": state, **changes},
    )


def _cannot(message: OutboxMessage) -> MessageCannot:
    return MessageCannot(number=message.pk, state=STATES[MessageState(message.state)])
