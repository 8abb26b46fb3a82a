# SPDX-License-Identifier: EUPL-1.2
"""Signing in with the account of the organisation, against a provider that this test runs itself."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client, override_settings

from schakel.programme.models import AuditEntry
from schakel.web.environment import WrongSettings, read_environment
from schakel.web.models import Account
from schakel.web.sign_in_settings import sign_in_settings

CLIENT_ID, SECRET = "schakel", "een geheim van de proef"


class Provider(ThreadingHTTPServer):
    """An OpenID Connect provider on the loopback address, strict about what it is sent."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Answers)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.person = {"sub": "person-1", "email": "iemand@voorbeeld.invalid", "email_verified": True}
        self.codes = {}
        self.issuer, self.audience = self.url, CLIENT_ID

    def authorize(self, query):
        """Answer as if the person signed in there: with the address to go back to."""
        assert query["client_id"] == CLIENT_ID and query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256", "PKCE is missing"
        assert "openid" in query["scope"].split()
        code = secrets.token_urlsafe(8)
        self.codes[code] = (query["code_challenge"], query["redirect_uri"])
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form):
        challenge, redirect_uri = self.codes.pop(form["code"])
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == challenge
        assert (form["redirect_uri"], form["client_id"], form["client_secret"]) == (
            redirect_uri,
            CLIENT_ID,
            SECRET,
        )
        now = int(time.time())
        claims = {**self.person, "iss": self.issuer, "aud": self.audience, "iat": now, "exp": now + 60}
        return {
            "access_token": "x",
            "token_type": "Bearer",
            "id_token": jwt.encode(claims, "k" * 32, "HS256"),
        }


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        server = self.server
        if self.path == "/.well-known/openid-configuration":
            self._send(
                {
                    "issuer": server.url,
                    "authorization_endpoint": f"{server.url}/authorize",
                    "token_endpoint": f"{server.url}/token",
                    "userinfo_endpoint": f"{server.url}/userinfo",
                    "jwks_uri": f"{server.url}/jwks",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        elif self.path == "/userinfo":
            self._send(server.person)
        else:
            self.send_error(404)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {k: v[0] for k, v in parse_qs(body).items()}
        try:
            self._send(self.server.token(form))
        except (AssertionError, KeyError):
            self.send_error(400)

    def _send(self, data):
        body = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def environment(monkeypatch):
    for name in ("URL", "CLIENT_ID", "SECRET", "NAME"):
        monkeypatch.delenv(f"SCHAKEL_OIDC_{name}", raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    return monkeypatch


@pytest.fixture
def provider(place, environment):
    """The provider, and a site that is set up for it by its environment."""
    with Provider() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        environment.setenv("SCHAKEL_OIDC_URL", server.url)
        environment.setenv("SCHAKEL_OIDC_CLIENT_ID", CLIENT_ID)
        environment.setenv("SCHAKEL_OIDC_SECRET", SECRET)
        environment.setenv("SCHAKEL_OIDC_NAME", "Voorbeeldorganisatie")
        found = sign_in_settings(read_environment())
        names = ("SOCIALACCOUNT_PROVIDERS", "SCHAKEL_OIDC_NAME")
        with override_settings(**{name: found[name] for name in names}):
            yield server
        server.shutdown()


def go(provider, client, query=""):
    """Sign in there and come back; returns the last answer of the site."""
    start = client.get(f"/account/oidc/organisation/login/{query}")
    assert start.status_code == 302, start.content.decode()[:2000]
    parts = urlsplit(start["Location"])
    asked = {k: v[0] for k, v in parse_qs(parts.query).items()}
    back = urlsplit(provider.authorize(asked))
    return client.get(f"{back.path}?{back.query}")


def refusals():
    return [(e.details, e.actor) for e in AuditEntry.objects.filter(result="refused")]


def is_signed_in(client):
    return client.get("/mijn-account/").status_code == 200


def test_the_sign_in_page_offers_it_only_where_it_is_set_up(provider, anybody):
    assert "Voorbeeldorganisatie" in anybody.get("/account/login/").content.decode()
    with override_settings(SCHAKEL_OIDC_NAME=""):
        assert "Voorbeeldorganisatie" not in anybody.get("/account/login/").content.decode()


def test_without_the_setting_the_address_is_not_there(anybody):
    assert anybody.get("/account/oidc/organisation/login/").status_code == 404


def test_who_was_invited_gets_in_and_comes_back(provider, anybody, make_account):
    account = make_account("council", email="iemand@voorbeeld.invalid")
    answer = go(provider, anybody, "?next=/rechten/")
    assert answer["Location"] == "/rechten/"
    assert is_signed_in(anybody)
    assert Account.objects.count() == 1
    kept = SocialAccount.objects.get()
    assert (kept.user_id, kept.uid, kept.extra_data) == (account.pk, "person-1", {})
    account.refresh_from_db()
    assert account.has_usable_password()


def test_the_second_time_the_key_counts_and_not_the_address(provider, anybody, make_account):
    make_account("council", email="iemand@voorbeeld.invalid")
    go(provider, anybody)
    provider.person = {"sub": "person-1", "email": "nieuw@voorbeeld.invalid", "email_verified": True}
    client = Client()
    go(provider, client)
    assert is_signed_in(client)
    assert SocialAccount.objects.get().extra_data == {}


def test_who_was_not_invited_stays_outside(provider, anybody):
    answer = go(provider, anybody)
    assert answer.status_code == 200
    assert not is_signed_in(anybody)
    assert not Account.objects.exists() and not SocialAccount.objects.exists()
    assert refusals() == [({"reason": "not invited"}, "reader")]


@pytest.mark.parametrize("verified", [False, None, "false", "true", 0])
def test_an_address_that_the_provider_did_not_verify_opens_nothing(provider, anybody, make_account, verified):
    make_account("administrator", email="iemand@voorbeeld.invalid")
    provider.person["email_verified"] = verified
    go(provider, anybody)
    assert not is_signed_in(anybody)
    assert not SocialAccount.objects.exists()


def test_somebody_else_with_the_same_claim_of_name_does_not_get_in(provider, anybody, make_account):
    make_account("council", email="ander@voorbeeld.invalid")
    go(provider, anybody)
    assert not is_signed_in(anybody)


def test_a_closed_account_stays_closed(provider, anybody, make_account):
    make_account("council", email="iemand@voorbeeld.invalid")
    Account.objects.update(is_active=False)
    assert go(provider, anybody)["Location"] == "/account/inactive/"
    assert not is_signed_in(anybody)


def test_the_second_factor_of_the_account_is_still_asked(provider, anybody, make_account):
    from allauth.mfa.models import Authenticator

    account = make_account("bureau", email="iemand@voorbeeld.invalid")
    Authenticator.objects.create(user=account, type="totp", data={"secret": "x"})
    assert go(provider, anybody)["Location"] == "/account/2fa/authenticate/"
    assert not is_signed_in(anybody)


def test_a_token_for_another_site_or_of_another_issuer_is_refused(provider, anybody, make_account):
    make_account("council", email="iemand@voorbeeld.invalid")
    provider.audience = "een andere site"
    assert "<h1>" in go(provider, anybody).content.decode()
    provider.audience, provider.issuer = CLIENT_ID, "http://elders.invalid"
    go(provider, anybody)
    assert not is_signed_in(anybody)


def test_a_way_back_that_was_not_asked_for_is_refused(provider, anybody, make_account):
    make_account("council", email="iemand@voorbeeld.invalid")
    answer = anybody.get("/account/oidc/organisation/login/callback/?code=x&state=verzonnen")
    assert answer.status_code in (200, 302, 401, 403)
    assert not is_signed_in(anybody)


def test_a_provider_that_is_down_gives_a_page_with_a_way_on(provider, anybody):
    provider.shutdown()
    provider.server_close()
    client = Client(raise_request_exception=False)
    answer = client.get("/account/oidc/organisation/login/")
    assert "/account/login/" in answer.content.decode()


def test_stopping_there_is_no_failure(provider, anybody):
    start = anybody.get("/account/oidc/organisation/login/")
    state = parse_qs(urlsplit(start["Location"]).query)["state"][0]
    answer = anybody.get(
        f"/account/oidc/organisation/login/callback/?error=access_denied&state={state}", follow=True
    )
    assert answer.status_code == 200
    assert "/account/login/" in answer.content.decode()


def test_nobody_can_be_made_to_sign_up_through_it(provider, anybody):
    go(provider, anybody)
    assert anybody.get("/account/3rdparty/signup/").status_code == 403
    assert not EmailAddress.objects.exists()


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"URL": "https://login.voorbeeld.invalid"}, "SCHAKEL_OIDC_CLIENT_ID"),
        ({"URL": "https://login.voorbeeld.invalid", "CLIENT_ID": "x"}, "SCHAKEL_OIDC_CLIENT_ID"),
        ({"CLIENT_ID": "x", "SECRET": "geheim-van-ons"}, "SCHAKEL_OIDC_CLIENT_ID"),
        ({"URL": "http://login.voorbeeld.invalid", "CLIENT_ID": "x", "SECRET": "y"}, "SCHAKEL_OIDC_URL"),
    ],
)
def test_half_a_setting_stops_the_start_with_a_sentence(environment, given, named):
    for name, value in given.items():
        environment.setenv(f"SCHAKEL_OIDC_{name}", value)
    with pytest.raises(WrongSettings) as caught:
        read_environment()
    assert named in str(caught.value)
    assert "geheim-van-ons" not in str(caught.value)
