# SPDX-License-Identifier: EUPL-1.2
"""The filled site, once for each worker; playwright once for each module (two at once do not go together)."""

import pytest
from tests.browser.filled_site import ARGUMENTS, CHROMIUM, People, serve_filled_site


@pytest.fixture(scope="session")
def filled_site(tmp_path_factory):
    with serve_filled_site(tmp_path_factory.mktemp("filled-home")) as site:
        yield site


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def people(chromium, filled_site):
    found = People(chromium, filled_site)
    yield found
    found.leave()
