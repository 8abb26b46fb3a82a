# SPDX-License-Identifier: EUPL-1.2
"""Signing in and out: with a password, a second factor, and never more often than is sensible."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings
from tests.web.accounts.conftest import PASSWORD

from schakel.programme.models import AuditEntry
from schakel.web.models import Account


def sign_in(client, email, password=PASSWORD, **more):
    return client.post("/account/login/", {"login": email, "password": password, **more})


def lines():
    return [(e.action, e.result, e.details) for e in AuditEntry.objects.order_by("number")]


def code_of(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_a_password_signs_in_and_goes_back(anybody, make_account):
    account = make_account("council")
    answer = anybody.post("/account/login/?next=/rechten/", {"login": account.email, "password": PASSWORD})
    assert answer["Location"] == "/rechten/"
    assert lines() == [("account.sign-in", "done", {"ways": ["password"]})]
    account.refresh_from_db()
    assert account.last_login is not None


def test_capitals_in_the_address_do_not_matter(anybody, make_account):
    assert sign_in(anybody, make_account("council").email.upper()).status_code == 302


def test_another_site_is_never_where_one_goes_back_to(anybody, make_account):
    sent = {"login": make_account("council").email, "password": PASSWORD}
    assert anybody.post("/account/login/?next=https://elders.invalid/", sent)["Location"] == "/"


def test_a_wrong_password_is_refused_and_logged_without_the_address(anybody, make_account):
    account = make_account("council")
    answer = sign_in(anybody, account.email, "een ander lang wachtwoord")
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert sign_in(anybody, "onbekend@voorbeeld.invalid").status_code == 200
    assert lines() == [("account.sign-in", "refused", {"reason": "password"})] * 2
    known, unknown = AuditEntry.objects.order_by("number")
    assert (known.actor, known.object_id) == ("reader", str(account.pk))
    assert (unknown.actor, unknown.object_id) == ("reader", "")
    assert "voorbeeld.invalid" not in str([vars(e) for e in AuditEntry.objects.all()])


def test_both_refusals_look_the_same_so_nobody_learns_who_has_an_account(anybody, make_account):
    def refusal(email):
        page = sign_in(Client(), email, "een ander lang wachtwoord").content.decode()
        return re.search(r'<div class="problems".*?</div>', page, re.DOTALL).group(0)

    assert refusal(make_account("council").email) == refusal("onbekend@voorbeeld.invalid")


def test_a_closed_account_does_not_get_in(anybody, make_account):
    account = make_account("council")
    Account.objects.update(is_active=False)
    assert sign_in(anybody, account.email)["Location"] == "/account/inactive/"
    assert anybody.get("/account/inactive/").status_code == 200
    assert lines() == [("account.sign-in", "refused", {"reason": "closed account"})]
    assert anybody.get("/mijn-account/").status_code == 302


def test_after_five_wrong_passwords_the_right_one_has_to_wait(anybody, make_account):
    account = make_account("council")
    for _ in range(5):
        sign_in(anybody, account.email, "een ander lang wachtwoord")
    assert sign_in(anybody, account.email).status_code == 200
    assert len(lines()) == 5
    cache.clear()
    assert sign_in(anybody, account.email).status_code == 302


def test_signing_out_needs_a_button_and_is_logged(browser):
    client = browser("council")
    assert client.get("/account/logout/").status_code == 200
    assert client.get("/mijn-account/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/mijn-account/").status_code == 302
    assert lines() == [("account.sign-out", "done", {})]


def test_the_session_gets_a_new_key_lasts_twelve_hours_and_is_hidden_from_scripts(anybody, make_account):
    anybody.get("/account/login/")
    before = anybody.cookies.get("sessionid")
    sign_in(anybody, make_account("council").email)
    cookie = anybody.cookies["sessionid"]
    assert before is None or before.value != cookie.value
    assert cookie["max-age"] == 12 * 3600
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_there_are_three_cookies_at_most(anybody, make_account):
    anybody.get("/taal/en/")
    anybody.get("/account/login/")
    sign_in(anybody, make_account("council").email)
    anybody.get("/mijn-account/")
    assert set(anybody.cookies) <= {"sessionid", "csrftoken", "schakel_language"}


@override_settings(SCHAKEL_SENDS_MAIL=True)
def test_a_new_password_comes_by_mail_and_works_once(anybody, make_account):
    account = make_account("council")
    answer = anybody.post("/account/password/reset/", {"email": account.email})
    assert answer["Location"] == "/account/password/reset/done/"
    (letter,) = mail.outbox
    link = re.search(r"http://testserver(/account/password/reset/key/\S+)", letter.body).group(1)
    page = anybody.get(link, follow=True)
    place = page.redirect_chain[-1][0]
    new = "een nieuwe lange zin hier"
    assert anybody.post(place, {"password1": new, "password2": new}).status_code == 302
    assert sign_in(Client(), account.email, new).status_code == 302
    assert "set-password" not in Client().get(link, follow=True).redirect_chain.__str__()
    assert ("account.password-change", "done", {}) in lines()


def test_asking_for_an_unknown_address_says_the_same_and_sends_nothing(anybody, make_account):
    answer = anybody.post("/account/password/reset/", {"email": "onbekend@voorbeeld.invalid"})
    assert answer["Location"] == "/account/password/reset/done/"
    assert not mail.outbox


def test_without_a_mail_server_the_page_says_what_to_do(anybody):
    text = anybody.get("/account/password/reset/").content.decode()
    assert "schakel accounts let-in" in text
    assert "id_email" not in text


def test_the_password_is_changed_with_the_old_one(browser):
    client = browser("council")
    new = "een nieuwe lange zin hier"
    sent = {"oldpassword": "verkeerd", "password1": new, "password2": new}
    assert client.post("/account/password/change/", sent).status_code == 200
    assert client.post("/account/password/change/", {**sent, "oldpassword": PASSWORD}).status_code == 302
    client.account.refresh_from_db()
    assert client.account.check_password(new)


# The second factor


def test_an_app_is_set_up_after_proving_once_more_who_one_is(browser, django_capture_on_commit_callbacks):
    client = browser("bureau")
    assert client.get("/account/2fa/totp/activate/")["Location"].startswith("/account/reauthenticate/")
    client.post("/account/reauthenticate/?next=/account/2fa/totp/activate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/").content.decode()
    assert "<svg" in page and "<?xml" not in page and "data:image" not in page
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page).group(1)
    assert client.post("/account/2fa/totp/activate/", {"code": "000000"}).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer["Location"] == "/account/2fa/recovery-codes/"
    assert len(re.findall(r"<li><code>", client.get("/account/2fa/recovery-codes/").content.decode())) == 10
    kinds = [d["kind"] for a, r, d in lines() if a == "account.second-factor-add"]
    assert "totp" in kinds


@pytest.fixture
def guarded(make_account):
    """An account with an authenticator app and recovery codes."""
    account = make_account("bureau")
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    codes = RecoveryCodes.activate(account).get_unused_codes()
    return account, secret, codes


def test_a_password_alone_does_not_get_past_the_second_factor(anybody, guarded):
    account, _, _ = guarded
    assert sign_in(anybody, account.email)["Location"] == "/account/2fa/authenticate/"
    assert anybody.get("/mijn-account/").status_code == 302
    assert anybody.get("/account/2fa/authenticate/").status_code == 200


def test_the_code_of_the_app_gets_in(anybody, guarded):
    account, secret, _ = guarded
    sign_in(anybody, account.email)
    assert anybody.post("/account/2fa/authenticate/", {"code": code_of(secret)}).status_code == 302
    assert anybody.get("/mijn-account/").status_code == 200
    assert lines()[-1] == ("account.sign-in", "done", {"ways": ["password", "totp"]})


def test_a_recovery_code_gets_in_once(guarded):
    account, _, codes = guarded
    for expected in (302, 200):
        client = Client()
        sign_in(client, account.email)
        answer = client.post("/account/2fa/authenticate/", {"code": codes[0]})
        assert answer.status_code == expected


def test_a_wrong_code_is_refused_logged_and_counted(anybody, guarded):
    account, secret, _ = guarded
    sign_in(anybody, account.email)
    for _ in range(6):
        anybody.post("/account/2fa/authenticate/", {"code": "000000"})
    refused = [d for a, r, d in lines() if r == "refused"]
    assert refused == [{"reason": "second factor"}] * 5
    assert anybody.post("/account/2fa/authenticate/", {"code": code_of(secret)}).status_code == 200


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    "page",
    [
        "/mijn-account/",
        "/account/2fa/",
        "/account/2fa/webauthn/",
        "/account/password/change/",
        "/account/logout/",
        "/account/reauthenticate/",
    ],
)
def test_the_pages_of_ones_own_account_have_a_heading_and_no_inline_script(browser, page, language):
    client = browser("bureau")
    client.cookies["schakel_language"] = language
    answer = client.get(page)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert text.count("<h1>") == 1
    assert not re.search(r"<script(?![^>]*(src=|application/json))|style=|onclick", text)
    assert "allauth" not in text


def test_who_lost_the_phone_is_let_in_from_the_server(guarded):
    from django.utils import timezone

    from schakel.programme.recording import Actor
    from schakel.web.accounts.letting_in import make_password_link

    account, _, _ = guarded
    place = make_password_link(
        account=account, removes_second_factor=True, by=Actor("system"), at=timezone.now()
    )
    client = Client()
    last = client.get(place, follow=True).redirect_chain[-1][0]
    new = "een nieuwe lange zin hier"
    client.post(last, {"password1": new, "password2": new})
    assert not Authenticator.objects.exists()
    assert sign_in(client, account.email, new).status_code == 302
    assert client.get("/mijn-account/").status_code == 200
    assert ("account.let-in", "done", {"removed_second_factor": True}) in lines()


def test_passwords_are_twelve_signs_at_least():
    names = [v["NAME"].rpartition(".")[2] for v in settings.AUTH_PASSWORD_VALIDATORS]
    assert {"MinimumLengthValidator", "CommonPasswordValidator"} <= set(names)
