# SPDX-License-Identifier: EUPL-1.2
"""The outbox of the bureau: what waits and why, the text to copy, withdraw, try again."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import override_settings
from django.utils import timezone

from schakel.cycle.actions.outbox import claim_next, forget_texts, mark_failed, mark_sent, put_in_outbox
from schakel.cycle.models import OutboxMessage
from schakel.programme.recording import Actor
from schakel.web.cycle.week.outbox_pages import mail_link
from schakel.web.cycle.week.outbox_words import problem_words

NOW = timezone.now()
BY = {"by": Actor("account:1", "web 127.0.0.1"), "at": NOW}


@pytest.fixture
def site(reader):
    return reader.get("/").url + "board/postvak-uit/"


def put(key="a", **fields):
    message = {
        "occasion": "update",
        "to": "een@voorbeeld.invalid",
        "subject": "Hoe staat het ervoor?",
        "text": "Geachte lezer,\n\nVul de update in & stuur <hem>.",
        "not_before": NOW,
        "keep_until": date(2999, 1, 1),
    } | fields
    return put_in_outbox(key=key, **message, **BY)


def fail(problem="address_refused 550"):
    return mark_failed(message=claim_next(**BY), problem=problem, is_final=True, **BY)


def test_an_empty_outbox_says_what_comes_there(bureau, site):
    page = bureau.get(site).content.decode()
    assert "<table" not in page
    assert "mail" in page


def test_what_was_given_up_comes_first_with_its_reason(bureau, site):
    put("a", subject="Eerste", not_before=NOW - timedelta(minutes=1))
    fail()
    put("b", subject="Tweede")
    page = bureau.get(site).content.decode()
    assert page.index("Eerste") < page.index("Tweede")
    assert "(550)" in page
    assert "een@voorbeeld.invalid" in bureau.get(f"{site}?file=outbox.csv").content.decode("utf-8-sig")


def test_a_message_shows_its_text_to_copy_and_opens_in_a_mail_program(bureau, site):
    message = put()
    page = bureau.get(f"{site}{message.pk}/").content.decode()
    assert "readonly" in page
    assert "stuur &lt;hem&gt;." in page
    link = urlsplit(mail_link(message))
    assert (link.scheme, link.path) == ("mailto", "een@voorbeeld.invalid")
    assert parse_qs(link.query) == {
        "subject": [message.subject],
        "body": [message.text.replace("\n", "\r\n")],
    }
    assert "body" not in mail_link(OutboxMessage(to="a@b.invalid", subject="x", text="y" * 5000))
    assert mail_link(OutboxMessage()) == ""


def test_a_message_is_withdrawn_once(bureau, site):
    message = put()
    assert bureau.post(f"{site}{message.pk}/intrekken/", {"version": 1}).status_code == 302
    message.refresh_from_db()
    assert message.state == "withdrawn"
    again = bureau.post(f"{site}{message.pk}/intrekken/", {"version": 2}, follow=True)
    assert 'class="error"' in again.content.decode() or "error" in again.content.decode()
    assert bureau.get(f"{site}{message.pk}/").content.decode().count("intrekken/") == 0


def test_what_was_given_up_is_tried_again(bureau, site):
    put()
    message = fail()
    with override_settings(SCHAKEL_SENDS_MAIL=True):
        assert "opnieuw/" in bureau.get(f"{site}{message.pk}/").content.decode()
    bureau.post(f"{site}{message.pk}/opnieuw/", {"version": message.version})
    message.refresh_from_db()
    assert (message.state, message.n_tries) == ("waiting", 0)


def test_somebody_who_was_too_late_is_told(bureau, site):
    message = put()
    mark_sent(message=claim_next(**BY), **BY)
    bureau.post(f"{site}{message.pk}/intrekken/", {"version": 1})
    message.refresh_from_db()
    assert message.state == "sent"


def test_a_forgotten_text_is_said_to_be_forgotten(bureau, site):
    message = put()
    mark_sent(message=claim_next(**BY), **BY)
    forget_texts(today=date(2999, 1, 2), **BY)
    page = bureau.get(f"{site}{message.pk}/").content.decode()
    assert "voorbeeld.invalid" not in page
    assert "<textarea" not in page
    assert bureau.get(site).status_code == 200


@pytest.mark.parametrize("role", ["board", "council", "administrator", "lead", "acquisition"])
def test_the_outbox_is_for_the_bureau_only(reader, sign_in, site, role):
    message = put()
    addresses = (site, f"{site}{message.pk}/", f"{site}?file=outbox.csv")
    client = sign_in(role)
    for address in addresses:
        assert client.get(address).status_code == 403
        assert reader.get(address).status_code == 302
    for deed in ("intrekken", "opnieuw"):
        assert client.post(f"{site}{message.pk}/{deed}/").status_code == 403
        assert reader.post(f"{site}{message.pk}/{deed}/").status_code == 302
    message.refresh_from_db()
    assert message.state == "waiting"


def test_every_problem_has_a_sentence():
    for code in (
        "no_server",
        "sender_refused 553",
        "sign_in_refused 535",
        "message_refused 554",
        "server_problem",
    ):
        assert problem_words(code) != code
    assert problem_words("address_refused 450") != problem_words("address_refused 550")
    assert problem_words("") == ""


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_long_outbox_takes_few_queries(bureau, site, language, django_assert_max_num_queries):
    for n in range(60):
        put(f"k{n}")
    with django_assert_max_num_queries(15):
        assert bureau.get(site, headers={"accept-language": language}).status_code == 200
