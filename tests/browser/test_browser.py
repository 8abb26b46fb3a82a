# SPDX-License-Identifier: EUPL-1.2
"""The pages in a real browser: accessible, no sideways scrolling, keyboard, no JavaScript."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from tests.made_up_dossier import YEAR
from tests.web.site import MADE_UP, build_home

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
PHONE, DESKTOP = 360, 1280
SHOWN = [
    "",
    "regio/",
    "regio/education/",
    "regio/vacancies/",
    "ecosysteem/",
    "ecosysteem/?comparison=dutch",
    "ecosysteem/finance/",
    "ecosysteem/leadership/",
    "ecosysteem/wat-als/",
    "koers/",
    "cijfers/",
    "cijfers/tegenspraken/",
    "verantwoording/",
    "zoeken/?q=talent",
    "bestaat-niet/",
]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no chromium on this machine"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The site of the invented measurement, served as readers get it."""
    home = build_home(tmp_path_factory.mktemp("browser-home"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "SCHAKEL_HOME": str(home),
        "SCHAKEL_FIGURES": str(MADE_UP / "figures"),
        "SCHAKEL_COURSES": str(MADE_UP.parent),
        "DJANGO_SETTINGS_MODULE": "schakel.web.settings",
        "DATABASE_URL": "",
    }
    command = [sys.executable, "-m", "schakel.web.serve", "127.0.0.1", str(port), "1"]
    server = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url)
        yield url
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(url):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(300):
        try:
            opener.open(f"{url}/{YEAR}/", timeout=30).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the site did not start")


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser, address):
    contexts = []

    def opened(path, width=DESKTOP, language="nl", **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        context.add_cookies([{"name": "schakel_language", "value": language, "url": address}])
        page = context.new_page()
        page.goto(f"{address}/{YEAR}/{path}")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", SHOWN)
def test_axe_finds_nothing(open_page, path, language):
    """On phone and desktop, in light and dark, with every fold open."""
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(path, PHONE, language)
    for fold in page.locator("details").all():
        fold.evaluate("fold => fold.open = true")
    for width in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            results = Axe().run(page, options={"resultTypes": ["violations"]})
            assert results.violations_count == 0, f"{width} {scheme}: {results.generate_report()}"


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", SHOWN)
def test_a_phone_never_scrolls_sideways(open_page, path, language):
    page = open_page(path, PHONE, language)
    for fold in page.locator("details").all():
        fold.evaluate("fold => fold.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


@pytest.mark.parametrize("path", SHOWN[:-1])
def test_nothing_is_blocked_or_broken(open_page, browser, address, path):
    context = browser.new_context(viewport={"width": DESKTOP, "height": 900})
    page = context.new_page()
    complaints = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: complaints.append(str(e)))
    page.on("response", lambda r: complaints.append(r.url) if r.status >= 400 else None)
    page.goto(f"{address}/{YEAR}/{path}")
    page.evaluate("document.querySelectorAll('img').forEach(i => { i.loading = 'eager' })")
    page.wait_for_load_state("networkidle")
    sizes = page.evaluate("[...document.images].map(i => i.complete && i.naturalWidth > 0)")
    context.close()
    assert not complaints
    assert all(sizes)


def test_the_first_tab_stop_leads_past_the_menu_and_is_visible(open_page):
    page = open_page("ecosysteem/")
    page.keyboard.press("Tab")
    link = page.locator(":focus")
    assert link.get_attribute("href") == "#content"
    assert link.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_menu_is_walked_by_keyboard(open_page):
    page = open_page("")
    names = []
    for _ in range(14):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.textContent.trim()"))
    menu = ["Overzicht", "Regio", "Ecosysteem", "Programma", "Board", "Verantwoording"]
    assert [n for n in names if n in menu] == menu


def test_what_if_works_without_javascript(open_page):
    page = open_page("ecosysteem/wat-als/?comparison=dutch", java_script_enabled=False)
    page.select_option("#c-aggregation", "minimum")
    page.click("form.choices button")
    assert "aggregation=minimum" in page.url
    assert page.locator("#result table").count() == 1


def test_what_if_answers_at_once_with_javascript(open_page):
    page = open_page("ecosysteem/wat-als/?comparison=dutch")
    with page.expect_response(lambda r: "aggregation=minimum" in r.url):
        page.select_option("#c-aggregation", "minimum")
    page.wait_for_url("**aggregation=minimum**")
    assert page.locator("#result table").count() == 1


def test_the_ledger_is_filtered_without_javascript(open_page):
    page = open_page("cijfers/", java_script_enabled=False)
    page.select_option("#f-status", "suppressed")
    page.click("form.choices button")
    assert "status=suppressed" in page.url


def test_a_reader_switches_language_and_stays_on_the_page(open_page):
    page = open_page("koers/", java_script_enabled=False)
    page.click("a.language")
    assert page.url.endswith(f"/{YEAR}/koers/")
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_table_is_put_in_order_by_its_heading(open_page):
    page = open_page("regio/", java_script_enabled=False)
    page.click("#picture thead th:nth-child(4) a")
    assert page.locator("#picture thead th:nth-child(4)").get_attribute("aria-sort") == "ascending"


def test_print_leaves_the_menu_out(open_page):
    page = open_page("ecosysteem/")
    page.emulate_media(media="print")
    assert not page.locator("nav.menu").is_visible()
    assert page.locator("h1").is_visible()
