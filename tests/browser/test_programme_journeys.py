# SPDX-License-Identifier: EUPL-1.2
"""What people come to do with the programme, done in chromium with what is on the screen."""

import base64
import hashlib
import hmac
import re
import struct
import time
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from tests.browser.filled_site import CHROMIUM, PHONE

PASSWORD = "een andere lange zin voor de proef"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("programme-journeys"),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no chromium on this machine"),
]


class Hand:
    """Taps and types as a person does, and counts."""

    def __init__(self, page):
        self.page, self.n = page, 0

    def tap(self, label):
        self.page.get_by_text(label, exact=True).first.click()
        self.n += 1

    def choose(self, question, answer):
        group = self.page.get_by_role("group", name=question)
        group.get_by_label(answer).check()
        self.n += 1

    def type(self, label, text):
        self.page.get_by_label(label).first.fill(text)
        self.n += 1


def send(page):
    page.click("main form button[type=submit]")


def day_of(site, n_days: int) -> str:
    """Return the day so many days after the day of the filling."""
    return (date.fromisoformat(site.made["today"]) + timedelta(days=n_days)).isoformat()


def main_text(page) -> str:
    return page.inner_text("main")


def code_of(secret: str) -> str:
    """Return the code that an app shows now (RFC 6238)."""
    digest = hmac.new(
        base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1
    ).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def test_a_lead_reports_on_a_phone_with_one_link(people, filled_site):
    page = people.open("reader", PHONE, has_touch=True)
    page.goto(f"{filled_site.url}/bijwerken/{filled_site.made['secret']}/")
    assert "Proeflab" in page.inner_text("h1")
    hand = Hand(page)
    hand.choose("Kwaliteit", "loopt goed")
    hand.choose("Tijd", "vraagt aandacht")
    hand.choose("Geld", "loopt goed")
    page.fill("#id_time_reason", "De wagens komen later")
    late = filled_site.made["late"]
    page.fill(f"#id_due_{late}", day_of(filled_site, 40))
    page.fill(f"#id_note_{late}", "De vloer droogt langzaam")
    page.fill("#id_need", "Een monteur voor twee dagen")
    hand.n += 4
    send(page)
    assert hand.n + 1 <= 25
    assert page.inner_text("h1") == "Bedankt"
    assert "bijwerken" in page.url
    page.goto(filled_site.address("initiatieven/proeflab/"))
    shown = main_text(page)
    assert "De wagens komen later" in shown
    assert "Een monteur voor twee dagen" not in shown, "what a lead needs is not for everybody"
    assert "70 dagen later" in shown
    assert not page.complaints


def test_a_lead_who_gives_no_reason_loses_nothing(people, filled_site):
    page = people.open("reader", PHONE)
    page.goto(f"{filled_site.url}/bijwerken/{filled_site.made['secret']}/")
    hand = Hand(page)
    hand.choose("Kwaliteit", "zit vast")
    hand.choose("Tijd", "loopt goed")
    hand.choose("Geld", "loopt goed")
    page.fill("#id_quality_reason", "")
    page.fill("#id_summary", "Dit mag niet weg zijn")
    send(page)
    assert page.locator(".problems").is_visible()
    assert page.input_value("#id_summary") == "Dit mag niet weg zijn"
    assert page.is_checked("#id_quality_2")


def test_a_wrong_link_says_what_to_do(people, filled_site):
    page = people.open("reader", PHONE)
    answer = page.goto(f"{filled_site.url}/bijwerken/dit-is-hem-niet/")
    assert answer.status == 404
    assert "programmabureau" in main_text(page)


def test_the_office_passes_the_gate_only_with_evidence(people, filled_site):
    page = people.open("bureau")
    page.goto(filled_site.address("initiatieven/nieuw/"))
    page.fill("#id_name", "Leerwerf voor monteurs")
    page.select_option("#id_kind", "project")
    page.check("#id_relation_0")
    send(page)
    sheet = page.url
    assert page.inner_text("h1") == "Leerwerf voor monteurs"
    to_growing(page)
    assert page.locator(".problems").is_visible()
    assert "bewijs" in page.inner_text(".problems").lower() or "resultaat" in page.inner_text(".problems")
    page.goto(sheet)
    page.click("main a[href$='/resultaten/nieuw/']")
    page.fill("#id_title", "Opgeleide monteurs")
    page.select_option("#id_kind", "people")
    page.fill("#id_unit", "monteurs")
    send(page)
    if "uitspraak" not in page.url:
        page.click("a[href*='uitspraak']")
    page.select_option("#id_step", "realised")
    page.fill("#id_amount", "8")
    page.fill("#id_on", day_of(filled_site, -3))
    page.fill("#id_stated_by", "De leerwerf")
    page.select_option("#id_method", "counted")
    page.fill("#id_source", "presentielijst")
    send(page)
    assert "8 monteurs" in main_text(page)
    page.goto(sheet)
    to_growing(page)
    assert page.url.rstrip("/") == sheet.rstrip("/")
    assert "groeien" in page.inner_text(".answer")
    assert not [c for c in page.complaints if "422" not in c]


def to_growing(page):
    page.click("main .deeds a[href$='/stadium/']")
    page.click("main li h3 a:text-is('groeien')")
    page.fill("#id_reason", "Drie garages willen meedoen")
    send(page)


def test_the_office_changes_the_register_with_a_spreadsheet_and_takes_it_back(people, filled_site, tmp_path):
    page = people.open("bureau")
    page.goto(filled_site.address("rekenbladen/"))
    with page.expect_download() as download:
        page.click("a[href$='rekenbladen/partners.xlsx']")
    book = openpyxl.load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    change_the_place_of_the_firm(book)
    book.save(tmp_path / "partners.xlsx")
    page.click("main a[href$='/partners/aanleveren/']")
    page.set_input_files("#file", tmp_path / "partners.xlsx")
    send(page)
    assert "1 veranderd" in page.inner_text(".lead")
    assert "Beedorp" in page.inner_text("#rows")
    assert place_of_the_firm(people, filled_site) == "Aastad", "nothing changed before it was applied"
    page.click("form[action$='/toepassen/'] button")
    assert "1 rij" in page.inner_text(".messages")
    assert place_of_the_firm(people, filled_site) == "Beedorp"
    page.click("form[action$='/terugdraaien/'] button")
    assert "Teruggedraaid" in page.inner_text(".messages")
    assert place_of_the_firm(people, filled_site) == "Aastad"


def change_the_place_of_the_firm(book):
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            values = [str(cell.value) for cell in row]
            if "Proefbedrijf" in values:
                cell = next(c for c in row if str(c.value) in ("Aastad", "GM9901"))
                cell.value = "Beedorp" if cell.value == "Aastad" else "GM9902"
                return
    raise AssertionError("the sheet does not hold the firm")


def place_of_the_firm(people, site) -> str:
    page = people.open("reader")
    page.goto(site.address("partners/?name=Proefbedrijf"))
    row = page.locator("tr", has_text="Proefbedrijf").first.inner_text()
    return next(name for name in ("Aastad", "Beedorp") if name in row)


def test_who_saves_second_is_told_and_keeps_the_text(people, filled_site):
    first, second = people.open("bureau"), people.open("lead")
    for page in (first, second):
        page.goto(filled_site.address("initiatieven/proeflab/wijzigen/"))
    first.fill("#id_summary", "Van de eerste: twaalf wagens")
    send(first)
    assert first.url.endswith("/proeflab/")
    second.fill("#id_summary", "Van de tweede: ook een bus")
    send(second)
    assert "Van de eerste: twaalf wagens" in main_text(second), "what the other person saved is shown"
    assert second.input_value("#id_summary") == "Van de tweede: ook een bus"
    send(second)
    assert second.url.endswith("/proeflab/")
    assert "Van de tweede: ook een bus" in main_text(second)


def test_somebody_is_invited_and_sees_what_the_role_allows(people, filled_site):
    office = people.open("bureau")
    office.goto(f"{filled_site.url}/uitnodigingen/nieuw/")
    office.fill("#id_email", "trekker@voorbeeld.invalid")
    office.select_option("#id_role", "lead")
    office.select_option("#id_initiative", label="Proeflab voor schone vrachtwagens")
    send(office)
    link = office.locator(".once input, .once code").first
    address = link.input_value() if link.evaluate("e => e.tagName") == "INPUT" else link.inner_text()
    assert "/uitnodiging/" in address
    page = people.open("reader", PHONE)
    page.goto(f"{filled_site.url}{address[address.index('/uitnodiging/') :]}")
    page.fill("#id_password1", PASSWORD)
    page.fill("#id_password2", PASSWORD)
    send(page)
    page.goto(f"{filled_site.url}/account/logout/")
    page.click("main button[type=submit]")
    page.goto(f"{filled_site.url}/account/login/")
    page.fill("#id_login", "trekker@voorbeeld.invalid")
    page.fill("#id_password", PASSWORD)
    send(page)
    page.goto(filled_site.address("initiatieven/proeflab/"))
    menu = page.locator("nav.sub .tabs").text_content()
    assert "Portfolio" in menu
    assert "Rekenbladen" not in menu
    assert page.locator("main a[href$='/proeflab/bijwerken/']").count() >= 1
    assert page.goto(filled_site.address("rekenbladen/")).status == 403
    assert "niet" in page.inner_text("h1")
    assert page.goto(filled_site.address("initiatieven/laadplaats/wijzigen/")).status == 403
    assert page.goto(filled_site.address("initiatieven/proeflab/wijzigen/")).status == 200


def test_a_password_alone_is_not_enough_for_the_office(people, filled_site):
    page = people.open("reader")
    page.goto(f"{filled_site.url}/account/login/?next=/uitnodigingen/")
    page.fill("#id_login", "board@voorbeeld.invalid")
    page.fill("#id_password", "een lange zin als wachtwoord")
    send(page)
    assert page.is_visible("#id_code")
    page.fill("#id_code", code_of(filled_site.made["totp"]["board"]))
    send(page)
    assert page.goto(f"{filled_site.url}/mijn-account/").status == 200
    assert page.goto(f"{filled_site.url}/uitnodigingen/").status == 403


def test_a_councillor_finds_what_the_own_municipality_paid_in_three_clicks(people, filled_site):
    page = people.open("reader")
    page.goto(f"{filled_site.url}/{filled_site.year}/")
    page.click("nav.menu >> text=Programma")
    page.click("nav.sub .tabs >> text=Geld")
    page.click("main .next >> text=Aastad")
    assert "Aastad" in page.inner_text("h1")
    text = main_text(page).replace("\u00a0", " ")
    assert re.search(r"Aastad betaalde € [\d.,]+; toegekend in Aastad € [\d.,]+", text)
    assert re.search(r"Proeflab voor schone vrachtwagens\s+bijdrage van de gemeenten\s+€ 15\.000", text)
    assert page.locator("main table").count() >= 2


def test_the_menu_of_the_programme_is_short_on_a_phone(people, filled_site):
    page = people.open("bureau", PHONE)
    page.goto(filled_site.address("portfolio/"))
    bar = page.locator("nav.sub")
    line = page.evaluate("parseFloat(getComputedStyle(document.querySelector('nav.sub summary')).lineHeight)")
    assert bar.bounding_box()["height"] <= 3 * line + 32
    bar.locator("summary").click()
    assert bar.locator(".short a").count() == 14
    bar.locator(".short >> text=Controles").click()
    assert page.url.endswith("/controles/")


def test_by_keyboard_alone_to_a_wrong_form_and_into_the_wrong_field(people, filled_site):
    page = people.open("bureau")
    page.goto(filled_site.address("initiatieven/"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    reached = tab_until(page, "document.activeElement.textContent.trim() === 'Portfolio'")
    assert reached, "the menu of the programme is reached with Tab"
    page.goto(filled_site.address("initiatieven/nieuw/"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert tab_until(page, "document.activeElement.id === 'id_name'")
    assert tab_until(
        page, "document.activeElement.type === 'submit' && document.activeElement.closest('main')"
    )
    page.keyboard.press("Enter")
    page.wait_for_selector(".problems")
    assert page.evaluate("document.activeElement.classList.contains('problems')")
    page.keyboard.press("Tab")
    assert "Naam" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_name"
    described = page.get_attribute("#id_name", "aria-describedby")
    assert page.get_attribute("#id_name", "aria-invalid") == "true"
    assert described and page.locator(f"#{described.split()[-1]}").inner_text()


def test_a_link_in_the_summary_of_errors_reaches_a_question_with_three_answers(people, filled_site):
    page = people.open("reader", PHONE)
    page.goto(f"{filled_site.url}/bijwerken/{filled_site.made['secret']}/")
    page.evaluate(
        "document.querySelectorAll('input[type=radio]').forEach(radio => { radio.checked = false })"
    )
    send(page)
    page.locator(".problems a").first.click()
    assert page.evaluate("document.activeElement.name") == "quality"


def tab_until(page, condition, most=90) -> bool:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(condition):
            return True
    return False
