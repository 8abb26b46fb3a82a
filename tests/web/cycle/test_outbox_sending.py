# SPDX-License-Identifier: EUPL-1.2
"""Sending what waits, to a real mail server on this machine: refused, unreachable, killed and started again."""

import os
import signal
import subprocess
import sys
from datetime import date, timedelta

import pytest
from django.test import override_settings
from django.utils import timezone
from tests.mail_server import mail_server

from schakel.cycle.actions.outbox import put_in_outbox
from schakel.cycle.models import OutboxMessage
from schakel.programme.recording import Actor
from schakel.web.mailing import send_waiting

pytestmark = pytest.mark.django_db
NOW = timezone.now()
BY = Actor("account:1", "web 127.0.0.1")


@pytest.fixture
def server():
    with mail_server() as running, sends_to(running.port):
        yield running


def sends_to(port):
    return override_settings(
        SCHAKEL_SENDS_MAIL=True,
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        EMAIL_HOST_USER="",
        EMAIL_HOST_PASSWORD="",
        EMAIL_USE_TLS=False,
        EMAIL_USE_SSL=False,
        EMAIL_TIMEOUT=5,
        DEFAULT_FROM_EMAIL="schakel@voorbeeld.invalid",
    )


def put(key="a", to="een@voorbeeld.invalid", **fields):
    message = {"subject": "Vraag: één", "text": "Geachte lezer,\n\nhoe staat het? € 5\n.\nGroet"} | fields
    when = {"not_before": NOW, "keep_until": date(2999, 1, 1)}
    return put_in_outbox(key=key, occasion="update", to=to, **message, **when, by=BY, at=NOW)


def state_of(message):
    message.refresh_from_db()
    return message.state, message.last_problem


def test_what_waits_is_sent_once_as_it_was_written(server):
    message = put()
    assert send_waiting().n_sent == 1
    assert send_waiting().n_sent == 0
    [(to, mail)] = server.got
    assert (to, mail["to"], mail["subject"]) == (
        "een@voorbeeld.invalid",
        "een@voorbeeld.invalid",
        "Vraag: één",
    )
    assert mail["from"] == "schakel@voorbeeld.invalid"
    assert mail["message-id"].startswith(f"<schakel-{message.pk}-")
    assert mail.get_content().replace("\r\n", "\n").strip() == message.text
    assert state_of(message) == ("sent", "")
    message.refresh_from_db()
    assert message.sent_at is not None


def test_an_address_that_is_refused_is_given_up_and_the_others_go_on(server):
    server.answers["weg@voorbeeld.invalid"] = "550 no such user weg@voorbeeld.invalid"
    bad, good = put("a", "weg@voorbeeld.invalid"), put("b")
    report = send_waiting()
    assert (report.n_sent, report.n_given_up) == (1, 1)
    assert state_of(bad) == ("failed", "address_refused 550")
    assert state_of(good)[0] == "sent"


def test_a_full_mailbox_is_tried_again_later(server):
    server.answers["vol@voorbeeld.invalid"] = "452 full"
    message = put("a", "vol@voorbeeld.invalid")
    assert send_waiting().n_delayed == 1
    assert state_of(message) == ("waiting", "address_refused 452")
    del server.answers["vol@voorbeeld.invalid"]
    assert send_waiting().n_sent == 0
    assert send_waiting(clock=lambda: timezone.now() + timedelta(minutes=6)).n_sent == 1


@pytest.mark.parametrize(
    ("verb", "answer", "state", "problem"),
    [
        ("MAIL", "553 who are you", "waiting", "sender_refused 553"),
        ("DATA", "554 spam", "failed", "message_refused 554"),
        ("DATA", "451 later", "waiting", "message_refused 451"),
    ],
)
def test_what_the_server_refuses_is_told_by_its_number(server, verb, answer, state, problem):
    server.answers[verb] = answer
    message = put()
    send_waiting()
    assert state_of(message) == (state, problem)


def test_a_server_that_cannot_be_reached_costs_one_message_one_try():
    with mail_server() as gone:
        port = gone.port
    first, second = put("a"), put("b")
    with sends_to(port):
        assert send_waiting().n_delayed == 1
    assert state_of(first) == ("waiting", "no_server")
    assert (first.n_tries, second.n_tries) == (1, 0)


def test_without_a_mail_server_nothing_is_sent_and_everything_waits():
    message = put()
    with override_settings(SCHAKEL_SENDS_MAIL=False):
        assert send_waiting().n_sent == 0
    assert state_of(message) == ("waiting", "")


def test_old_texts_are_forgotten_by_the_same_run():
    put()
    with override_settings(SCHAKEL_SENDS_MAIL=False):
        report = send_waiting(clock=lambda: timezone.now().replace(year=2999, month=6, day=1))
    assert report.n_forgotten == 1
    assert OutboxMessage.objects.get().to == ""


PUT = """
import django; django.setup()
from datetime import date
from django.utils import timezone
from schakel.web.preparing import prepare_database; prepare_database()
from schakel.cycle.actions.outbox import put_in_outbox
from schakel.programme.recording import Actor
for key in ("a", "b"):
    put_in_outbox(key=key, occasion="update", to=f"{key}@voorbeeld.invalid", subject="Vraag", text="Hoe staat het?",
        not_before=timezone.now(), keep_until=date(2999, 1, 1), by=Actor("account:1"), at=timezone.now())
"""
SEND = """
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from schakel.cycle.models import OutboxMessage
from schakel.web.mailing import send_waiting
print([m.state for m in OutboxMessage.objects.order_by("key")])
send_waiting()
print([m.state for m in OutboxMessage.objects.order_by("key")])
send_waiting(clock=lambda: timezone.now() + timedelta(minutes=16))
print([m.state for m in OutboxMessage.objects.order_by("key")])
"""


def test_a_sender_that_is_killed_while_sending_loses_nothing(tmp_path):
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {
        "SCHAKEL_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "schakel.web.settings",
        "SCHAKEL_MAIL_FROM": "schakel@voorbeeld.invalid",
        "SCHAKEL_LANGUAGE": "en",
    }
    with mail_server() as server:
        environment["SCHAKEL_MAIL_URL"] = f"smtp://127.0.0.1:{server.port}"
        subprocess.run([sys.executable, "-c", PUT], env=environment, check=True, timeout=300)
        server.stalls = True
        sender = subprocess.Popen([sys.executable, "-m", "schakel", "outbox", "send"], env=environment)
        assert server.received.wait(120)
        sender.send_signal(signal.SIGKILL)
        sender.wait(30)
        server.stalls = False
        server.may_answer.set()
        done = subprocess.run(
            [sys.executable, "-c", SEND],
            env=environment,
            check=True,
            timeout=120,
            capture_output=True,
            text=True,
        )
    assert done.stdout.splitlines() == [
        "['sending', 'waiting']",
        "['sending', 'sent']",
        "['sent', 'sent']",
    ]
    recipients = [to for to, _ in server.got]
    assert recipients == ["a@voorbeeld.invalid", "b@voorbeeld.invalid", "a@voorbeeld.invalid"]
    assert len({mail["message-id"] for _, mail in server.got}) == 2
