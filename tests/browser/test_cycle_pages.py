# SPDX-License-Identifier: EUPL-1.2
"""The pages of the board in the states in which people find them, in chromium and in Dutch.

That every page is accessible with what the filling made is looked at in ``test_programme_pages``.
"""

import re
from pathlib import Path

import pytest
from tests.browser.filled_site import CHROMIUM, DESKTOP, PHONE, People
from tests.browser.page_checks import english_lines, problems_of
from tests.browser.test_programme_pages import address_of, readable_pages, reader_of

from schakel.web.cycle.addresses import PAGES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("programme-pages"),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no chromium on this machine"),
]
STATES = ("draft", "convened", "in_session", "closed", "adopted")
OVER = {"early": 410, "over": 410, "used": 410, "open": 200}
NAMES = {pattern.name for pattern in PAGES}
SECRET = "Geheime aankoop van de loods"


@pytest.fixture(scope="module")
def windows(chromium, filled_site):
    """Give each kind of reader one window, which goes from page to page."""
    people, found = People(chromium, filled_site), {}

    def window(who="reader", language="nl"):
        if (who, language) not in found:
            found[who, language] = people.open(who, PHONE, language)
        return found[who, language]

    yield window
    people.leave()


def board(site, path: str) -> str:
    return f"{site.url}/{site.year}/board/{path}"


@pytest.mark.parametrize("name", [n for n in readable_pages() if n in NAMES])
def test_a_page_of_the_board_is_whole_dutch_and_fits_a_wide_screen(windows, filled_site, name):
    page = windows(reader_of(name))
    url = filled_site.url + address_of(name, filled_site, {})
    assert not problems_of(page, url, with_axe=False)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("who", ["bureau", "reader"])
def test_a_meeting_in_every_state(windows, filled_site, state, who):
    """With the screen of the room and, once it began, its minutes; a draft is for the office only."""
    code = filled_site.made["meetings"][state]
    is_hidden = state == "draft" and who == "reader"
    for path in ("", "scherm/", "verslag/"):
        url = board(filled_site, f"vergaderingen/{code}/{path}")
        is_ahead = path == "verslag/" and state in ("draft", "convened")
        status = 404 if is_hidden or is_ahead else 200
        assert not problems_of(windows(who), url, status), path


def test_the_screen_of_the_room_goes_through_the_agenda_with_one_key(windows, filled_site):
    page = windows("bureau")
    page.set_viewport_size({"width": DESKTOP, "height": 780})
    page.goto(board(filled_site, f"vergaderingen/{filled_site.made['meetings']['in_session']}/scherm/"))
    seen = []
    for _ in range(2):
        with page.expect_navigation():
            page.keyboard.press("Enter")
        seen.append(page.inner_text("h1"))
        assert page.evaluate("document.documentElement.scrollWidth") <= DESKTOP
    assert ["Verslag" in seen[0], "zwakste schakel" in seen[1]] == [True, True], seen


@pytest.mark.parametrize(("state", "status"), OVER.items())
def test_a_link_of_a_survey_in_every_state(windows, filled_site, state, status):
    token = filled_site.made["survey_tokens"][state]
    page = windows()
    assert not problems_of(page, f"{filled_site.url}/gesprek/{token}/", status)
    assert bool(page.locator("main form").count()) == (status == 200)


def test_a_link_of_a_survey_that_does_not_exist_says_what_to_do(windows, filled_site):
    page = windows()
    assert page.goto(f"{filled_site.url}/gesprek/dit-is-hem-niet/").status == 404
    assert not english_lines(page)


def test_a_fact_card_prints_without_menus(windows, filled_site):
    page = windows("bureau")
    page.goto(board(filled_site, "gesprek/talent/"))
    page.emulate_media(media="print")
    try:
        assert page.locator("main h1").is_visible()
        assert not page.locator("nav.menu").is_visible()
        assert not page.locator("main button:visible").count()
    finally:
        page.emulate_media(media="screen")


@pytest.mark.parametrize("path", ["besluiten/", "toezeggingen/", "", "kalender/", "vergaderingen/{}/", "vergaderingen/{}/scherm/", "vergaderingen/{}/verslag/"])  # fmt: skip
def test_what_is_confidential_is_for_the_board_and_not_for_others(windows, filled_site, path):
    url = board(filled_site, path.format(filled_site.made["meetings"]["closed"]))
    reader = windows()
    assert reader.goto(url).status == 200
    assert "loods" not in reader.content().lower()


def test_the_board_reads_the_confidential_item_with_its_ground(windows, filled_site):
    item = board(filled_site, f"agendapunten/{filled_site.made['secret_item']}/")
    member = windows("board")
    assert member.goto(item).status == 200
    assert "Belang van een bedrijf" in member.inner_text("main")
    for who in ("reader", "partner", "lead", "council"):
        assert windows(who).goto(item).status == 404, who


@pytest.mark.parametrize("who", ["reader", "bureau"])
def test_no_link_of_the_board_leads_nowhere(windows, filled_site, who):
    """Follow every link of every page of the board; files and other rooms are looked at elsewhere."""
    ask, request = [f"/{filled_site.year}/board/"], windows(who).request
    found, broken = {ask[0]: "the menu"}, []
    link = re.compile(rf'href="(/{filled_site.year}/board/[^"#?.]*)["#?]')
    while ask:
        path = ask.pop()
        answer = request.get(filled_site.url + path)
        if not answer.ok:
            broken.append(f"{answer.status} {path}, named on {found[path]}")
            continue
        main = answer.text().partition("<main")[2]
        new = set(link.findall(main)) - found.keys()
        found |= dict.fromkeys(new, path)
        ask += new
    assert not broken
    assert len(found) > 60, "the pages were not read"
