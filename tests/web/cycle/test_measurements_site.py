# SPDX-License-Identifier: EUPL-1.2
"""What the board adopted is what the pages of its year show: after a newer computation, and without a folder."""

import re
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from tests.cycle.factories import CycleYearFactory, DecisionFactory, MeetingFactory
from tests.web.site import site_settings

from schakel.cycle.actions.adoption import LinkChoice, adopt_diagnosis
from schakel.cycle.adopted_mark import AdoptedMark, read_marks, write_mark
from schakel.cycle.models import CycleYear, Measurement
from schakel.diagnosis.dossier import Interval
from schakel.diagnosis.storage import Diagnosis, list_measurements, load_measurement, store_measurement
from schakel.programme.recording import Actor
from schakel.web.preparing import settle_measurements

COURSE = "voorbeeldland"
PAGES = [
    "",
    "regio/",
    "ecosysteem/",
    "koers/",
    "cijfers/",
    "verantwoording/",
    "verantwoording/herkomst.json",
    "verantwoording/tabellen/changes.csv",
    "verantwoording/tabellen/element_scores.csv",
]
ON = date(2031, 3, 12)
BAND = re.compile(r'<p class="messages" id="adopted">.*?</p>\n?', re.DOTALL)
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
NOT_ADOPTED = "The board has not adopted this diagnosis."


@pytest.fixture
def home(traced_home, tmp_path):
    """A home folder of this test alone, with the measurement of the made-up course."""
    folder = tmp_path / "home"
    shutil.copytree(traced_home, folder)
    with site_settings(folder):
        yield folder


@pytest.fixture
def client(home):
    browser = Client()
    browser.cookies["schakel_language"] = "en"
    return browser


@pytest.fixture
def stored(home):
    return load_measurement(home, COURSE)


@pytest.fixture
def adopt(home, stored, db, django_capture_on_commit_callbacks):
    """Adopt a measurement, by default the newest, with a decision of a meeting that is over."""

    def adopted(measurement=None, number="2031-004", state="closed", invented=False):
        decision = DecisionFactory(number=number, on=ON, item__meeting=MeetingFactory(state=state, on=ON))
        with django_capture_on_commit_callbacks(execute=True):
            return adopt_diagnosis(
                decision=decision,
                cycle=CycleYearFactory(year=2040 + CycleYear.objects.count()),
                measurement=measurement or stored,
                links=[LinkChoice(stored.dossier.comparisons[0].elements[0].element, "Een voorbeeld")],
                by=Actor("account:1", invented=invented),
                at=datetime(2031, 3, 12, 12, tzinfo=UTC),
            )

    return adopted


def compute_anew(home, stored):
    """Store a newer computation of the same year, with other scores; return its name."""

    def doubled(element):
        score = element.score
        if not element.measured:
            return element
        return replace(element, score=Interval(score.value * 2, score.low * 2, score.high * 2))

    comparisons = tuple(
        replace(c, elements=tuple(doubled(e) for e in c.elements)) for c in stored.dossier.comparisons
    )
    dossier = replace(stored.dossier, comparisons=comparisons)
    dossier = replace(dossier, provenance=replace(dossier.provenance, seed=77))
    tables = {name: stored.table(name) for name in stored.table_names}
    return store_measurement(Diagnosis(dossier, tables), home)


def pages(client, year):
    """Every page of the year as its bytes, without what a browser gets for itself."""
    found = {}
    for page in PAGES:
        response = client.get(f"/{year}/{page}")
        assert response.status_code == 200, page
        found[page] = CSRF.sub("", response.content.decode())
    return found


def test_before_adoption_the_foot_says_so(client, stored):
    html = client.get(f"/{stored.dossier.year}/ecosysteem/").content.decode()
    assert NOT_ADOPTED in html and 'id="adopted"' not in html


def test_an_adopted_diagnosis_says_by_whom_and_when(client, stored, adopt):
    adopt()
    html = client.get(f"/{stored.dossier.year}/").content.decode()
    assert "Adopted by the board on 12 March 2031 (decision 2031-004)." in html
    assert NOT_ADOPTED not in html and 'id="adopted"' not in html


def test_after_a_newer_computation_every_page_still_shows_what_was_adopted(client, home, stored, adopt):
    year = stored.dossier.year
    adopt()
    before = pages(client, year)
    newer = compute_anew(home, stored)
    assert newer != stored.id and load_measurement(home, COURSE, year).id == newer
    after = pages(client, year)
    for page in PAGES:
        if not page.endswith((".json", ".csv")):
            assert f"?old={stored.id}&amp;new={newer}" in after[page], page
            assert "There is a newer computation, which was not adopted." in after[page]
    line = "Adopted by the board on 12 March 2031 (decision 2031-004).\n"
    for page in PAGES:
        without = BAND.sub("", after[page])
        assert without.split() == before[page].replace(line, "").split(), page


def test_the_newer_computation_is_shown_once_it_is_adopted(client, home, stored, adopt):
    adopt()
    newer = compute_anew(home, stored)
    adopt(load_measurement(home, COURSE, stored.dossier.year, newer), number="2031-009")
    html = client.get(f"/{stored.dossier.year}/").content.decode()
    assert newer in html and stored.id not in html and 'id="adopted"' not in html
    assert "(decision 2031-009)" in html


@pytest.mark.parametrize("loss", ["gone", "changed"])
def test_without_its_folder_a_year_opens_the_same(client, home, stored, adopt, loss):
    from schakel.web import reading

    year = stored.dossier.year
    adopt()
    before = pages(client, year)
    if loss == "gone":
        shutil.rmtree(stored.folder)
    else:
        (stored.folder / "dossier.json").write_text("{}")
    reading._load_adopted.cache_clear()
    assert pages(client, year) == before
    assert stored.folder.is_dir()


def test_a_home_that_lost_everything_follows_the_database_before_it_is_served(
    client, home, stored, adopt, monkeypatch
):
    from schakel.web import reading

    year = stored.dossier.year
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    shutil.rmtree(home / "measurements" / COURSE / str(year - 1))
    adopt()
    before = pages(client, year)
    shutil.rmtree(home / "measurements")
    reading._load_adopted.cache_clear()
    settle_measurements()
    assert list(read_marks(home)) == [(COURSE, year)] and stored.folder.is_dir()
    assert pages(client, year) == before


def test_a_mark_needs_no_database_where_the_folder_is_whole(client, home, stored):
    """Without the fixture of the database every query would fail."""
    year = stored.dossier.year
    compute_anew(home, stored)
    write_mark(home, COURSE, year, AdoptedMark(stored.id, "2031-03-12", "2031-004", 2031))
    html = client.get(f"/{year}/ecosysteem/").content.decode()
    assert stored.id in html and 'id="adopted"' in html


def test_a_mark_of_something_that_is_nowhere_shows_what_is_computed(client, home, stored, db):
    write_mark(home, COURSE, stored.dossier.year, AdoptedMark("f" * 16, "2031-03-12", "2031-004", 2031))
    html = client.get(f"/{stored.dossier.year}/").content.decode()
    assert stored.id in html and NOT_ADOPTED in html


def test_a_year_of_which_only_the_mark_is_left_opens_from_the_database(client, home, stored, adopt):
    year = stored.dossier.year
    adopt()
    shutil.rmtree(stored.folder)
    assert year not in {e.year for e in list_measurements(home, COURSE)}
    assert client.get("/").headers["Location"] == f"/{year}/"
    assert client.get(f"/{year}/").status_code == 200


def test_what_an_invented_board_adopts_is_not_told_of_the_diagnosis(client, stored, adopt):
    adopt(invented=True)
    html = client.get(f"/{stored.dossier.year}/").content.decode()
    assert "The board has not adopted this diagnosis." in html
    assert "Adopted by the board" not in html
    assert not Measurement.objects.get().invented


def test_a_dutch_reader_reads_it_in_dutch(client, home, stored, adopt):
    adopt()
    compute_anew(home, stored)
    client.cookies["schakel_language"] = "nl"
    html = client.get(f"/{stored.dossier.year}/").content.decode()
    assert "12 maart 2031" in html and "Adopted" not in html and "newer computation" not in html
