# SPDX-License-Identifier: EUPL-1.2
"""Every page of the permission table in chromium: accessible, no sideways scrolling, nothing blocked.

The pages come from the table itself, so a page that is added is looked at too; when its address needs a
record, ``filling.py`` must make one and name it.
"""

import re
import urllib.request
from functools import cache
from pathlib import Path

import axe_playwright_python
import pytest
from django.urls import Resolver404, get_resolver, resolve, reverse
from tests.browser.filled_site import CHROMIUM, DESKTOP, PHONE, People

from schakel.web.rights.permissions import permission_table

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
RUN_AXE = """async () => {
  const found = await axe.run({resultTypes: ["violations"]});
  return found.violations.map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(" | ")}`)
}"""
OPEN_FOLDS = "document.querySelectorAll('details').forEach(fold => { fold.open = true })"
LOAD_PICTURES = "document.querySelectorAll('img').forEach(image => { image.loading = 'eager' })"
BROKEN_PICTURES = """async () => {
  const arrived = image => image.complete || new Promise(done => { image.onload = image.onerror = done; });
  await Promise.all([...document.images].map(arrived));
  return [...document.images].filter(image => image.naturalWidth === 0).map(image => image.currentSrc)
}"""
# The widest part that sticks out of a page, for the message; parts inside a box that scrolls do not count.
STICKS_OUT = """() => [...document.querySelectorAll('main *')]
  .filter(e => !e.closest('.table-scroll, pre') && e.getBoundingClientRect().right > innerWidth + 1)
  .slice(0, 3).map(e => e.outerHTML.slice(0, 160))"""
WITHOUT_ACCOUNT = {"account_login", "account_reset_password", "account_reset_password_done", "invitation-accept",
                   "account_inactive", "socialaccount_login_cancelled", "socialaccount_login_error",
                   "account_reset_password_from_key_done", "update-by-link"}  # fmt: skip
# Pages of a step that this site cannot be in: no sign-in of an organisation, no passkey, no mail with a key.
OUT_OF_REACH = {"openid_connect_login", "openid_connect_callback", "mfa_authenticate", "mfa_login_webauthn",
                "mfa_reauthenticate_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn",
                "account_reset_password_from_key", "security-contact", "choose-language",
                "socialaccount_login_error"}  # fmt: skip
WITHOUT_A_FORM = {"follow-up-done", "challenge-unmatch"}
FILES = {"report", "stored-table", "provenance", "table-file", "chart", "snapshot-file", "my-data",
         "partner-data", "evidence-file", "sheet-file", "mfa_download_recovery_codes", "calendar-feed",
         "measurement-archive", "measurement-provenance", "measurement-table", "dialogue-kit", "dialogue-card",
         "meeting-pack", "meeting-ics", "paper-file", "decision-list", "action-list", "minutes-file",
         "evaluation-report", "course-version-file", "course-draft-file", "course-draft-skeleton"}  # fmt: skip
LEFT_OUT = OUT_OF_REACH | WITHOUT_A_FORM | FILES
FIXED = {"initiative": "proeflab", "partner": "proefbedrijf", "other": "laadplaats"}
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("programme-pages"),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no chromium on this machine"),
]


@cache
def routes() -> dict[str, str]:
    """Return the route of every name."""
    found: dict[str, str] = {}

    def walk(patterns, before):
        for pattern in patterns:
            here = before + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns, here)
            elif pattern.name:
                found.setdefault(pattern.name, here)

    walk(get_resolver().url_patterns, "/")
    return found


def readable_pages() -> list[str]:
    """Return the pages that somebody may open and that are no file."""
    table = permission_table()
    return [n for n, rule in table.items() if (rule.read.all or rule.read.own) and n not in LEFT_OUT]


def reader_of(page: str) -> str:
    """Return who sees most of a page."""
    may_read = permission_table()[page].read
    if page in WITHOUT_ACCOUNT:
        return "reader"
    everybody = {"everyone", "signed_in", "bureau"} & may_read.all
    return "bureau" if everybody else next(iter(sorted((may_read.all | may_read.own) - {"acquisition"})))


def address_of(page: str, site, linked: dict[str, str]) -> str:
    """Return the address of the example of a page."""
    if page in linked:
        return linked[page]
    made = site.made
    given = made.get(page)
    values = (
        FIXED
        | {"year": site.year, "language": "nl"}
        | {k: v for k, v in made.items() if not isinstance(v, dict)}
    )
    if isinstance(given, dict):
        values |= given
    elif given is not None:
        values["pk"] = given
    names = re.findall(r"<(?:\w+:)?(\w+)>", routes()[page])
    missing = [n for n in names if n not in values]
    assert not missing, f"filling.py names no example for {missing} of the page {page}"
    return reverse(page, kwargs={n: values[n] for n in names})


@pytest.fixture(scope="module")
def linked(filled_site):
    """Addresses of pages of the measurement, which the filling did not make: the first link to each."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    found: dict[str, str] = {}
    ask = [
        f"/{filled_site.year}/{place}"
        for place in ("", "regio/", "ecosysteem/", "cijfers/", "verantwoording/")
    ]
    while ask:
        with opener.open(filled_site.url + ask.pop(0), timeout=30) as answer:
            text = answer.read().decode()
        for path in re.findall(r'(?:href|src)="(/[12][0-9]{3}/[^"#?]*)', text):
            try:
                name = resolve(path).view_name
            except Resolver404:
                continue
            if "/programma/" not in path and name not in found:
                found[name] = path
                ask += [path] if name in ("element", "region-item", "figure", "snapshot") else []
    return found


@pytest.fixture(scope="module")
def windows(chromium, filled_site):
    """Give each kind of reader one window, which goes from page to page."""
    people, found = People(chromium, filled_site), {}

    def window(who, language):
        if (who, language) not in found:
            found[who, language] = people.open(who, PHONE, language)
        return found[who, language]

    yield window
    people.leave()


def axe_of(page) -> list[str]:
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(RUN_AXE)


@pytest.mark.parametrize("name", readable_pages())
def test_a_page_is_for_everybody(windows, filled_site, linked, name):
    """On phone and desktop in Dutch; on half of the pages also dark or in English, in turn."""
    who, address = reader_of(name), address_of(name, filled_site, linked)
    page = windows(who, "nl")
    page.complaints.clear()
    page.set_viewport_size({"width": PHONE, "height": 780})
    page.emulate_media(color_scheme="light")
    answer = page.goto(filled_site.url + address)
    assert answer.status == 200, f"{address} answers {answer.status}"
    assert page.locator("main h1").count() == 1
    page.evaluate(LOAD_PICTURES)
    page.evaluate(OPEN_FOLDS)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE, page.evaluate(STICKS_OUT)
    turn = readable_pages().index(name) % 4
    found = {f"{PHONE}": axe_of(page)}
    page.set_viewport_size({"width": DESKTOP, "height": 780})
    found[f"{DESKTOP}"] = axe_of(page)
    if turn == 0:
        page.emulate_media(color_scheme="dark")
        found["dark"] = axe_of(page)
    assert page.evaluate(BROKEN_PICTURES) == []
    assert not page.complaints
    english = windows(who, "en")
    english.complaints.clear()
    english.emulate_media(color_scheme="dark" if turn == 2 else "light")
    assert english.goto(filled_site.url + address).status == 200
    english.evaluate(OPEN_FOLDS)
    assert english.evaluate("document.documentElement.scrollWidth") <= PHONE, english.evaluate(STICKS_OUT)
    if turn in (1, 2):
        found["English"] = axe_of(english)
    assert not english.complaints
    assert not {how: problems for how, problems in found.items() if problems}


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_arrives_as_a_file(windows, filled_site, linked, name):
    address = linked[name] if name in linked else address_of(name, filled_site, linked)
    answer = windows("bureau", "nl").request.get(filled_site.url + address)
    assert answer.status == 200, address
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "html" not in answer.headers["content-type"] or "reauthenticate" in answer.url


def test_no_address_is_without_a_line_in_the_permission_table():
    left_out = {n for n in routes() if n not in permission_table()}
    assert all(n.startswith(("account_", "socialaccount_")) for n in left_out)
