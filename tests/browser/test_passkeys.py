# SPDX-License-Identifier: EUPL-1.2
"""Signing in in a real browser: an invitation, an app, a passkey, and pages that everyone can use."""

import base64
import hashlib
import hmac
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
EMAIL, PASSWORD = "chef@voorbeeld.invalid", "een lange zin als wachtwoord"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
PAGES = [
    "/mijn-account/",
    "/accounts/",
    "/accounts/1/",
    "/accounts/1/rol/",
    "/accounts/1/verwijderen/",
    "/uitnodigingen/",
    "/uitnodigingen/nieuw/",
    "/logboek/",
    "/rechten/",
    "/account/2fa/",
    "/account/2fa/webauthn/",
    "/account/2fa/webauthn/add/",
    "/account/2fa/recovery-codes/",
    "/account/password/change/",
    "/account/logout/",
    "/account/email/",
]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no chromium on this machine"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site on which nothing was computed, and the invitation of its first administrator."""
    home = tmp_path_factory.mktemp("passkey-home")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"SCHAKEL_HOME": str(home), "DATABASE_URL": "", "SCHAKEL_SECOND_FACTOR": "on"}
    url = f"http://localhost:{port}"
    invite = [sys.executable, "-m", "schakel", "accounts", "invite", "--email", EMAIL, "--site", url]
    told = subprocess.run(invite, env=environment, capture_output=True, text=True, check=True).stdout
    command = [sys.executable, "-m", "schakel.web.serve", "127.0.0.1", str(port), "1"]
    server = subprocess.Popen(command, env=environment | {"DJANGO_SETTINGS_MODULE": "schakel.web.settings"})
    try:
        _wait_for(f"http://127.0.0.1:{port}/rechten/")
        yield url, re.search(r"http\S+/uitnodiging/\S+", told).group(0)
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(url):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(300):
        try:
            opener.open(url, timeout=30).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the site did not start")


@pytest.fixture(scope="module")
def page(site):
    """A browser with a device that makes passkeys; what the browser complains about fails the test."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 360, "height": 780})
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
        session = context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        yield page
        browser.close()


def code_of(secret):
    key = base64.b32decode(secret)
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def send(page):
    page.click("main form.entry button[type=submit]")


@pytest.fixture(scope="module")
def signed_in(site, page):
    """The invitation is accepted, the app and a passkey are set up."""
    url, link = site
    page.goto(link)
    page.fill("#id_password1", PASSWORD)
    page.fill("#id_password2", PASSWORD)
    send(page)
    assert page.url == f"{url}/account/2fa/"
    page.click("a[href='/account/2fa/totp/activate/']")
    page.fill("#id_password", PASSWORD)
    send(page)
    page.fill("#id_code", code_of(page.text_content("details.fold code")))
    send(page)
    assert page.url.endswith("/recovery-codes/")
    page.goto(f"{url}/account/2fa/webauthn/add/")
    send(page)
    page.wait_for_url(f"{url}/account/2fa/")
    assert not page.complaints
    return page


@pytest.mark.parametrize("place", PAGES)
def test_a_page_is_accessible_and_fits_a_phone(site, signed_in, place):
    from axe_playwright_python.sync_playwright import Axe

    page = signed_in
    page.goto(f"{site[0]}{place}")
    problems = [v for v in Axe().run(page).response["violations"] if v["id"] != "region"]
    assert not [(v["id"], v["nodes"][0]["html"][:200]) for v in problems]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def sign_out(site, page):
    page.goto(f"{site[0]}/account/logout/")
    page.click("main button[type=submit]")


def test_a_passkey_signs_in_by_itself(site, signed_in):
    page = signed_in
    sign_out(site, page)
    page.goto(f"{site[0]}/account/login/?next=/logboek/")
    page.click("[data-passkey=login] button")
    page.wait_for_url(f"{site[0]}/logboek/")


def test_a_passkey_is_the_second_factor_after_a_password(site, signed_in):
    page = signed_in
    sign_out(site, page)
    page.goto(f"{site[0]}/account/login/?next=/logboek/")
    page.fill("#id_login", EMAIL)
    page.fill("#id_password", PASSWORD)
    send(page)
    page.click("[data-passkey=get] button")
    page.wait_for_url(f"{site[0]}/logboek/")


def test_without_a_script_the_password_and_a_code_still_work(site, signed_in):
    context = signed_in.context.browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site[0]}/account/login/")
    assert not page.is_visible("[data-passkey=login]")
    page.fill("#id_login", EMAIL)
    page.fill("#id_password", PASSWORD)
    send(page)
    assert page.is_visible("#id_code")
    assert not page.is_visible("[data-passkey=get]")
    context.close()
