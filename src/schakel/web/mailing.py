# SPDX-License-Identifier: EUPL-1.2
"""Sending what waits in the outbox through the mail server of the site, at least once each."""

import hashlib
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from schakel.cycle.actions.outbox import (
    MessageCannot,
    claim_next,
    forget_texts,
    mark_failed,
    mark_sent,
)
from schakel.cycle.models import OutboxMessage
from schakel.programme.recording import Actor

SENDER = Actor("system", "outbox")
PERMANENT = 500
NO_SERVER = "no_server"


@dataclass(frozen=True, slots=True)
class SendingReport:
    """What one run did: sent, to be tried again, given up, and texts that were forgotten."""

    n_sent: int = 0
    n_delayed: int = 0
    n_given_up: int = 0
    n_forgotten: int = 0


@dataclass(frozen=True, slots=True)
class SendingProblem:
    """Why a message was not sent: a code, with the number that the server answered, never an address.

    ``is_final``: trying again is of no use. ``stops``: the server cannot be reached, so the others wait.
    """

    code: str
    is_final: bool = False
    stops: bool = False


def send_waiting(*, clock: Callable[[], datetime] = timezone.now, by: Actor = SENDER) -> SendingReport:
    """Send every message that is due; without a mail server nothing is sent and nothing changes its place.

    When the server cannot be reached the run ends, and what was not tried keeps its turn.
    """
    at = clock()
    counts = {
        "n_sent": 0,
        "n_delayed": 0,
        "n_given_up": 0,
        "n_forgotten": forget_texts(today=timezone.localdate(at), by=by, at=at),
    }
    while settings.SCHAKEL_SENDS_MAIL:
        message = claim_next(by=by, at=clock())
        if message is None:
            break
        problem = try_to_send(message)
        counts[_settle(message, problem, by, clock())] += 1
        if problem is not None and problem.stops:
            break
    return SendingReport(**counts)


def try_to_send(message: OutboxMessage) -> SendingProblem | None:
    """Hand a message to the mail server; return what went wrong, or nothing."""
    try:
        as_email(message).send()
    except smtplib.SMTPException as error:
        return _problem_of(error)
    except OSError:
        return SendingProblem(NO_SERVER, stops=True)
    except ValueError:
        return SendingProblem("address_refused", is_final=True)
    return None


def as_email(message: OutboxMessage) -> EmailMessage:
    """Return a message as it is sent; its Message-ID stays the same when it is sent twice."""
    name = hashlib.sha256(message.key.encode()).hexdigest()[:16]
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >") or "localhost"
    headers = {"Message-ID": f"<schakel-{message.pk}-{name}@{host}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(
        message.subject, message.text, settings.DEFAULT_FROM_EMAIL, [message.to], headers=headers
    )


def _problem_of(error: smtplib.SMTPException) -> SendingProblem:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        number = max((code for code, _ in error.recipients.values()), default=PERMANENT)
        return SendingProblem(f"address_refused {number}", is_final=number >= PERMANENT)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return SendingProblem(f"sign_in_refused {error.smtp_code}", stops=True)
    if isinstance(error, smtplib.SMTPSenderRefused):
        return SendingProblem(f"sender_refused {error.smtp_code}", stops=True)
    if isinstance(error, smtplib.SMTPDataError):
        number = error.smtp_code
        return SendingProblem(f"message_refused {number}", is_final=number >= PERMANENT)
    if isinstance(error, smtplib.SMTPServerDisconnected | smtplib.SMTPConnectError):
        return SendingProblem(NO_SERVER, stops=True)
    return SendingProblem("server_problem", stops=True)


def _settle(message: OutboxMessage, problem: SendingProblem | None, by: Actor, at: datetime) -> str:
    """Write down how it went; a message that another sender took over meanwhile is left to that one."""
    try:
        if problem is None:
            mark_sent(message=message, by=by, at=at)
            return "n_sent"
        told = mark_failed(message=message, problem=problem.code, is_final=problem.is_final, by=by, at=at)
    except MessageCannot:
        return "n_sent" if problem is None else "n_delayed"
    return "n_given_up" if told.state == "failed" else "n_delayed"
