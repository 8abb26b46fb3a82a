# SPDX-License-Identifier: EUPL-1.2
"""A whole year of the cycle in chromium, each step by who takes it, with what is on the screen.

The steps build on each other, so they are one test; what each of them is called is what stands in the report
of a failure.
"""

from pathlib import Path

import pytest
from tests.browser.cycle_hand import Hand
from tests.browser.filled_site import CHROMIUM, PHONE, People, serve_filled_site
from tests.browser.page_checks import problems_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("cycle-journey"),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no chromium on this machine"),
]
FIRM, SCHOOL = "Proefbedrijf", "Proefschool"
DIAGNOSIS = "De diagnose vaststellen en de zwakste schakels kiezen"
SECRET = "Geheime aankoop van de loods"


ROOMS = (
    "", "jaar/", "diagnose/", "gesprek/", "gesprek/talent/", "gesprekken/", "afspraken/", "peilingen/",
    "vergaderingen/", "besluiten/", "toezeggingen/", "uitvoering/", "afwijkingen/", "bureau/uren/",
    "bureau/plan/", "evaluatie/", "evaluatie/acties/", "evaluatie/initiatieven/", "evaluatie/geleerd/",
    "evaluatie/maatstaven/", "evaluatie/zelfoordeel/", "evaluatie/aannames/", "koers/", "kalender/",
)  # fmt: skip
"""The pages of the board that have something to say, whatever is there."""
OF_THE_OFFICE = ("voorraad/", "standaardagendas/", "week/", "postvak-uit/")


@pytest.fixture(scope="module")
def year_site(tmp_path_factory):
    """A site in which no year was opened yet."""
    folder = tmp_path_factory.mktemp("journey-home")
    with serve_filled_site(folder, "tests.browser.filling_journey", with_demonstration=False) as site:
        yield site


@pytest.fixture
def hands(chromium, year_site):
    """Return a function that gives the hand of somebody: ``hands("bureau")``."""
    people = People(chromium, year_site)

    def hand(who="reader", **options) -> Hand:
        return Hand(people.open(who, **options), year_site)

    yield hand
    people.leave()


@pytest.mark.parametrize("who", ["reader", "bureau"])
def test_before_the_first_year_every_page_says_what_to_do(hands, who):
    hand = hands(who)
    for path in (*ROOMS, *(OF_THE_OFFICE if who == "bureau" else ())):
        found = problems_of(hand.page, f"{hand.site.url}/{hand.site.year}/board/{path}")
        assert not found, (path, found)
        assert len(hand.text) > 200, f"{path} says next to nothing"


def test_a_whole_year_from_measurement_to_the_next_year(hands):
    office = hands("bureau")
    open_the_year(office)
    keep_the_measurement_and_put_links_on_the_agenda(office)
    first = plan_and_convene_a_meeting(office)
    read_the_pack_on_a_phone(hands("board", width=PHONE), first)
    hold_the_meeting(office, first)
    ask_the_owner_and_agree(office)
    answer_a_survey_without_an_account(office, hands)
    report_red_and_note_a_deviation(hands("lead", width=PHONE))
    second = put_the_rest_on_the_agenda(office, first)
    hold_the_second_meeting(office, hands, second)
    see_the_next_year_with_what_is_still_open(office)
    nothing_confidential_is_for_everybody(hands(), first)


@pytest.mark.parametrize("who", ["reader", "bureau"])
def test_a_year_that_was_closed_can_be_read_and_asks_nothing_any_more(hands, who):
    hand = hands(who)
    year = hand.site.year
    paths = [f"{path}?cyclus={year}" for path in ROOMS]
    paths += [f"jaar/{year}/{phase}/" for phase in ("diagnose", "dialogue", "develop", "follow", "evaluate")]
    for path in paths:
        found = problems_of(hand.page, f"{hand.site.url}/{year}/board/{path}")
        assert not found, (path, found)
        assert not hand.page.locator("main a.button:is([href$='/starten/'], [href$='/beeindigen/'])").count()
    hand.go(f"jaar/{year}/").sees(f"Het jaar {year} is gesloten")


def open_the_year(office):
    office.go("jaar/").sees("Er is nog geen jaar geopend")
    office.click("Open het eerste jaar")
    year = office.site.year
    office.fill(
        year=year, starts_on=office.day(-300), ends_on=f"{year}-01-31", focus="Werken aan talent"
    ).send()
    office.sees(f"Waar staan we in {year}?", "Werken aan talent")
    office.click("Begin deze fase").send()
    office.sees("een bewaarde meting")


def keep_the_measurement_and_put_links_on_the_agenda(office):
    office.go("diagnose/").click("Bewaar deze meting")
    office.click("Zet op de agenda")
    office.sees("wacht nu op een vergadering")
    office.go("ecosysteem/talent/", room="").click("Zet op de agenda")
    office.sees("wacht nu op een vergadering")


def plan_and_convene_a_meeting(office) -> str:
    office.go("vergaderingen/").click("Plan een vergadering")
    office.fill(title="Vergadering over de diagnose", agenda="standard-year-diagnosis", on=office.day(0),
                starts_at="09:00", ends_at="13:00").send()  # fmt: skip
    office.sees(DIAGNOSIS, "concept")
    code = office.page.url.rstrip("/").rpartition("/")[2]
    for _ in range(2):
        office.go("voorraad/")
        office.page.locator("main tbody a").first.click()
        office.click("Zet het op een agenda").fill(meeting=code).send()
    for item in office.page.locator("ol.agenda h3 a").all():
        assert item.inner_text()
    office.go(f"vergaderingen/{code}/").click("Agendapunt toevoegen")
    office.fill(title=SECRET, kind="decide", is_confidential=True, minutes=10,
                confidential_ground="Belang van een bedrijf").send()  # fmt: skip
    give_minutes(office, code)
    office.go(f"vergaderingen/{code}/").click("Roep de vergadering bijeen")
    office.sees("bijeengeroepen")
    return code


def give_minutes(office, code):
    office.go(f"vergaderingen/{code}/")
    items = office.page.locator("ol.agenda > li:has(.time) h3 a").evaluate_all("all => all.map(a => a.href)")
    for address in items:
        office.page.goto(f"{address}wijzigen/")
        if not office.page.input_value("#id_minutes"):
            office.fill(minutes=15, kind="decide").send()


def read_the_pack_on_a_phone(member, code):
    member.go(f"vergaderingen/{code}/").sees(SECRET, "besloten")
    assert member.page.evaluate("document.documentElement.scrollWidth") <= PHONE
    with member.page.expect_download() as pack:
        member.page.locator("main .next a[href$='.pdf']").first.click()
    assert Path(pack.value.path()).read_bytes().startswith(b"%PDF")
    member.go("").sees("Vergadering over de diagnose")
    assert not member.page.complaints


def hold_the_meeting(office, code):
    office.go(f"vergaderingen/{code}/").click("Open de vergadering").click("Wie zijn er?")
    seats = office.page.locator("main select").evaluate_all("all => all.map(e => e.name)")
    office.fill(**dict.fromkeys(seats, "present")).send()
    decide(office, code, f"Meting {office.site.made['identity']}", "stelt een diagnose vast", text="Wij nemen deze diagnose over",
           cycle=str(office.site.year), link_talent="Bedrijven zoeken een half jaar naar monteurs")  # fmt: skip
    office.sees("Talent")
    decide(office, code, "Talent", "Niets vanzelf", text="Wij werken dit jaar aan stages")
    decide(office, code, SECRET, text="De loods wordt in stilte gekocht")
    note_an_action_point(office, code)
    finish_the_agenda(office, code, withdrawn=("Opening en verslag", DIAGNOSIS))
    office.go(f"vergaderingen/{code}/").click("Sluit de vergadering").sees("Er zijn 3 besluiten genomen")


def item_of(office, code, title):
    office.go(f"vergaderingen/{code}/")
    office.page.locator(f"ol.agenda h3 a:has-text('{title}')").first.click()
    office.page.wait_for_load_state()
    return office


def decide(office, code, title, effect="", **fields):
    """Record a decision under an item; what the item suggests stands first."""
    item_of(office, code, title).click("Leg een besluit vast")
    if effect:
        office.click(effect)
    office.fill(owner=FIRM, due_on=office.day(90), **fields).send()
    assert "/besluiten/" in office.page.url


def note_an_action_point(office, code):
    item_of(office, code, "Talent").click("Actiepunt noteren")
    office.fill(text="De scholen bellen", owner=SCHOOL, due_on=office.day(20)).send()
    office.sees("Te doen: De scholen bellen")
    assert f"/vergaderingen/{code}/" in office.page.url, "back in the meeting, for the next item"


def finish_the_agenda(office, code, withdrawn=()):
    for title in withdrawn:
        item_of(office, code, title).click("Intrekken").fill(reason="Komt een volgende keer").send()
    office.go(f"vergaderingen/{code}/")
    while (
        handled := office.page.locator(
            "ol.agenda li:not(.off):not(:has(.decided)) form[action$='/handle/'] button"
        )
    ).count():
        with office.page.expect_navigation():
            handled.first.click()


def end_phase(office, phase, next_phase=""):
    office.go(f"jaar/{office.site.year}/{phase}/").click("Rond deze fase af").send()
    if next_phase:
        office.go(f"jaar/{office.site.year}/{next_phase}/").click("Begin deze fase").send()


def ask_the_owner_and_agree(office):
    end_phase(office, "diagnose", "dialogue")
    office.go("gesprek/").sees("Talent", "nog niemand").click("vraag een organisatie")
    office.fill(partner=FIRM, role="directeur").send()
    office.click("leg het antwoord vast").fill(answer="accepted").send()
    office.click("Leg een gesprek vast")
    office.fill(title="Gesprek over stages", on=office.day(0), report="Scholen zoeken in mei").send()
    office.sees("Gesprek over stages", FIRM).click("Leg een afspraak vast")
    office.fill(
        text="Tien stages in het najaar",
        owner=SCHOOL,
        cause=str(office.site.made["cause"]),
        due_on=office.day(120),
    ).send()
    office.go("afspraken/").sees("Tien stages in het najaar")
    office.go("gesprek/talent/").click("nog niet opgepakt")
    office.fill(mechanism="Leerlingen werken mee aan echte wagens").send()
    office.go("activiteiten/", room="programma/").sees("Tien stages in het najaar")


def answer_a_survey_without_an_account(office, hands):
    office.go("gesprek/").click("Vraag hoe mensen het zien")
    office.fill(title="Wat merkt u ervan?", closes_on=office.day(20)).send()
    office.click("Maak links").fill(n=1, helix="business").send()
    mail = office.page.input_value("#mail")
    address = next(word for word in mail.split() if "/gesprek/" in word)
    somebody = hands(width=PHONE)
    somebody.page.goto(f"{office.site.url}{address[address.index('/gesprek/') :]}")
    assert somebody.page.evaluate("document.documentElement.scrollWidth") <= PHONE
    somebody.page.locator("main fieldset").first.get_by_label("4", exact=True).check()
    somebody.page.click("main form button[type=submit]")
    somebody.sees("Bedankt")
    somebody.page.goto(f"{office.site.url}{address[address.index('/gesprek/') :]}")
    assert not somebody.page.locator("main form").count(), "a link is answered once"
    office.go("peilingen/").click("Wat merkt u ervan?").click("Nu sluiten").send()
    end_phase(office, "dialogue", "develop")
    end_phase(office, "develop", "follow")


def report_red_and_note_a_deviation(lead):
    lead.go("initiatieven/proeflab/bijwerken/", room="programma/")
    lead.fill(quality="green", time="red", time_reason="Het net is vol", money="green").send()
    lead.go("uitvoering/").sees("Proeflab").click("Afwijking noteren")
    lead.fill(what="Een half jaar later klaar", kind="time", since=lead.day(-3), cause="Het net is vol",
              proposal="Een batterij huren", owner=FIRM).send()  # fmt: skip
    lead.sees("Een half jaar later klaar")
    assert lead.page.evaluate("document.documentElement.scrollWidth") <= PHONE


def put_the_rest_on_the_agenda(office, first) -> str:
    """The deviation, the minutes of the first meeting and the evaluation, each from its own page."""
    office.go("afwijkingen/").click("Een half jaar later klaar").click("Bij het bestuur brengen").send()
    office.go(f"vergaderingen/{first}/verslag/").sees("Wij nemen deze diagnose over").click(
        "Zet op de agenda"
    )
    office.go("evaluatie/").click("Zet op de agenda : Evaluatie van")
    office.go("vergaderingen/nieuw/")
    office.fill(title="Vergadering over de evaluatie", agenda="", on=office.day(0), starts_at="13:30",
                ends_at="16:00").send()  # fmt: skip
    code = office.page.url.rstrip("/").rpartition("/")[2]
    for title in ("Een half jaar later klaar", "Vergadering over de diagnose", "Evaluatie van"):
        office.go("voorraad/")
        office.page.locator(f"main tbody a:has-text('{title}')").first.click()
        office.click("Zet het op een agenda").fill(meeting=code).send()
    give_minutes(office, code)
    office.go(f"vergaderingen/{code}/").click("Roep de vergadering bijeen").click("Open de vergadering")
    return code


def hold_the_second_meeting(office, hands, code):
    year = office.site.year
    decide(office, code, "Een half jaar later klaar", "Rondt een afwijking af", text="Huur een batterij")
    decide(office, code, "Vergadering over de diagnose", "Stelt een verslag vast", text="Het verslag klopt")
    end_phase(office, "follow", "evaluate")
    judge_what_moved(office)
    assess_oneself(hands("partner", width=PHONE))
    evaluation = "Evaluatie van"
    decide(office, code, evaluation, "Stelt de evaluatie van een jaar vast", text="De evaluatie klopt")
    end_phase(office, "evaluate")
    decide(office, code, evaluation, "Sluit een jaar van de cyclus", text=f"Het jaar {year} is gesloten")
    office.go(f"vergaderingen/{code}/").click("Sluit de vergadering")
    office.go(f"jaar/{year}/").sees(f"Het jaar {year} is gesloten", "stonden nog")


def judge_what_moved(office):
    for _ in range(2):
        office.go("evaluatie/").click("Beoordelen")
        office.fill(verdict="unknown", because="Er is nog maar één meting", next_step="Opnieuw meten").send()
    office.go("evaluatie/").sees("Elke gekozen schakel en elk criterium heeft een oordeel")


def assess_oneself(partner):
    partner.go("evaluatie/zelfoordeel/proefbedrijf/")
    partner.page.locator("main fieldset").first.locator("input[value='4']").check()
    partner.fill(did="Wij namen vijf stagiairs aan").send()
    assert partner.page.evaluate("document.documentElement.scrollWidth") <= PHONE


def see_the_next_year_with_what_is_still_open(office):
    year = office.site.year
    office.go("jaar/").click("Open het volgende jaar")
    assert office.page.input_value("#id_year") == str(year + 1)
    office.send()
    office.sees(f"Waar staan we in {year + 1}?")
    assert str(year) in office.page.inner_text("#carried-title")
    office.go("toezeggingen/").sees("De scholen bellen", "Tien stages in het najaar", f"uit {year}")


def nothing_confidential_is_for_everybody(reader, code):
    reader.go("besluiten/").sees("Wij nemen deze diagnose over", "Huur een batterij")
    for path in (
        "besluiten/",
        f"vergaderingen/{code}/",
        f"vergaderingen/{code}/verslag/",
        "toezeggingen/",
        "kalender/",
    ):
        assert "loods" not in reader.go(path).text.lower(), path
    reader.go("zoeken/?q=loods", room="")
    assert "Geheime" not in reader.text
    for path in ("besluiten/besluitenlijst.ics", f"vergaderingen/{code}/agenda.ics", "kalender/kalender.ics"):
        answer = reader.page.request.get(f"{reader.site.url}/{reader.site.year}/board/{path}")
        assert answer.ok, path
        assert "loods" not in answer.text().lower(), path
    assert not reader.page.complaints


def tab_to(hand, condition, most=120):
    """Press Tab until what has the focus fits."""
    for _ in range(most):
        hand.page.keyboard.press("Tab")
        if hand.page.evaluate(f"(e => {condition})(document.activeElement)"):
            return
    raise AssertionError(f"never reached with Tab: {condition}")


def test_by_keyboard_alone_onto_the_agenda_and_an_action_point_noted(hands):
    office = hands("bureau")
    keys = office.page.keyboard
    office.go("ecosysteem/demand/", room="")
    tab_to(office, "e.type === 'submit' && e.textContent.includes('Zet op de agenda')")
    with office.page.expect_navigation():
        keys.press("Enter")
    assert "wacht" in office.page.inner_text(".messages")
    office.go("toezeggingen/")
    tab_to(office, "e.href?.endsWith('/actiepunten/nieuw/')")
    with office.page.expect_navigation():
        keys.press("Enter")
    tab_to(office, "e.name === 'text'")
    keys.type("De sleutel ophalen")
    tab_to(office, "e.name === 'owner'")
    keys.type(FIRM)
    tab_to(office, "e.name === 'due_on'")
    keys.type("10102099")
    tab_to(office, "e.type === 'submit' && e.closest('main')")
    with office.page.expect_navigation():
        keys.press("Enter")
    office.sees("De sleutel ophalen", FIRM, "2099")
    assert not office.page.complaints
