# SPDX-License-Identifier: EUPL-1.2
"""Every page in both languages: it answers, is light, refuses what it should, and leads everywhere."""

import gzip
import re

import pytest
from tests.made_up_dossier import YEAR, made_up_measurement
from tests.web.site import PAGES, REPOSITORY, address, links_of, site_settings

from schakel.documents import formats

MOST_KILOBYTES = 50
HOSTILE = ["'\"><script>alert(1)</script>", "../../etc/passwd", "-1", "9" * 30, "1e309", "NaN", "’☃\u202e", "%00", "{{7*7}}", "' OR 1=1 --"]  # fmt: skip


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_answers_in_both_languages(site, page, language):
    site.cookies["schakel_language"] = language
    response = site.get(address(page))
    html = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}">' in html
    assert response.headers["Content-Language"] == language
    assert html.count("<h1") == 1
    assert "could not be drawn" not in html and "kon niet worden getekend" not in html
    assert "%(" not in html and "{%" not in html and "{{" not in html


@pytest.mark.parametrize("page", PAGES)
def test_a_page_weighs_at_most_50_kilobytes_with_its_style(site, page):
    css = (REPOSITORY / "src/schakel/web/static/web/schakel.css").read_bytes()
    html = site.get(address(page)).content
    assert len(css) <= 28_000
    assert (len(gzip.compress(html)) + len(gzip.compress(css))) / 1000 <= MOST_KILOBYTES


@pytest.mark.django_db
@pytest.mark.parametrize("page", [p for p in PAGES if "sort=" not in str(p)])
def test_every_link_of_a_page_answers(site, page):
    html = site.get(address(page)).content.decode()
    known_holes = re.compile(r"/cijfers/cijfer/|/cijfers/bestand/|/rapport-")
    for link in links_of(html):
        if not known_holes.search(link) and "sort=" not in link:
            assert site.get(link).status_code in (200, 302), link


def test_a_dutch_reader_gets_dutch_and_can_switch_on_the_same_page(site):
    assert 'lang="nl"' in site.get(address("koers/"), HTTP_ACCEPT_LANGUAGE="en-US").content.decode()
    response = site.get(f"/taal/en/?next=/{YEAR}/koers/")
    assert response.status_code == 302 and response.headers["Location"] == f"/{YEAR}/koers/"
    assert 'lang="en"' in site.get(address("koers/")).content.decode()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"]
)
def test_the_language_switch_never_leads_off_the_site(site, target):
    assert site.get("/taal/en/", {"next": target}).headers["Location"] == "/"


def test_the_front_door_leads_to_the_newest_year(site):
    assert site.get("/").headers["Location"] == f"/{YEAR}/"


@pytest.mark.parametrize("page", ["/1999/", f"/{YEAR}/regio/nothing/", f"/{YEAR}/ecosysteem/nothing/", "/nothing/", f"/{YEAR}/cijfers/cijfer/x/y/1/", f"/{YEAR}/cijfers/bestand/0123/", f"/{YEAR}/tabel/nothing.csv", f"/{YEAR}/tabel/elements.exe", f"/{YEAR}/beeld/x/y.svg"])  # fmt: skip
def test_what_does_not_exist_is_said_in_plain_words(site, page):
    response = site.get(page)
    assert response.status_code == 404
    assert "Deze pagina bestaat niet" in response.content.decode()


def test_without_a_measurement_the_page_names_the_command(tmp_path):
    from django.test import Client

    with site_settings(tmp_path):
        client = Client()
        assert "make start" in client.get("/").content.decode()
        assert client.get("/2024/").status_code == 404
        assert "make start" in client.get("/2024/regio/").content.decode()


def test_a_crash_is_one_plain_page(site, monkeypatch):
    from schakel.web.pages import overview

    monkeypatch.setattr(overview, "answer_overview", lambda *_: 1 / 0)
    site.raise_request_exception = False
    response = site.get(address(""))
    assert response.status_code == 500
    assert "Er ging iets mis" in response.content.decode()
    assert "ZeroDivision" not in response.content.decode()


def test_a_picture_that_cannot_be_drawn_leaves_the_page_whole(site, monkeypatch):
    from schakel.web import pictures

    monkeypatch.setattr(pictures, "open_chart", lambda *_: 1 / 0)
    response = site.get(address("ecosysteem/"))
    assert response.status_code == 200
    assert "De figuur kon niet worden getekend" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["", "regio/", "cijfers/", f"../static/web/schakel.css?{YEAR}"])
def test_every_answer_carries_the_security_headers(site, page):
    path = address(page) if not page.startswith("..") else "/static/web/schakel.css"
    headers = site.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "Referrer-Policy" in headers


@pytest.mark.parametrize("page", PAGES)
def test_no_page_needs_inline_script_or_style(site, page):
    html = site.get(address(page)).content.decode()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)", html)


@pytest.mark.django_db
@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "page", ["ecosysteem/", "ecosysteem/wat-als/", "cijfers/", "zoeken/", "tabel/ranking.csv", "regio/"]
)
def test_hostile_input_changes_nothing(site, page, value):
    names = ["comparison", "scaling", "aggregation", "treatment", "national_values", "leave_out", "boundary", "w_talent", "tabel", "maat", "gebied", "jaar", "status", "pagina", "sort", "q", "element", "item"]  # fmt: skip
    response = site.get(address(page), dict.fromkeys(names, value))
    assert response.status_code in (200, 400)
    assert "<script>alert" not in response.content.decode()


def test_a_null_byte_or_an_endless_address_is_refused(site):
    assert site.get(address("zoeken/"), {"q": "a\x00b"}).status_code == 400
    assert site.get(address("zoeken/"), {"q": "a" * 5000}).status_code == 400


def test_numbers_on_the_ecosystem_page_are_those_of_the_dossier(site):
    html = site.get(address("ecosysteem/?comparison=european")).content.decode()
    comparison = made_up_measurement(first_year=False).dossier.comparison("european")
    for e in comparison.elements:
        if e.measured:
            assert formats.interval(e.score, "nl", 2) in html
    assert html.count("niet gemeten") >= sum(not e.measured for e in comparison.elements)


def test_numbers_on_the_region_page_are_those_of_the_dossier(site):
    html = site.get(address("regio/")).content.decode()
    for item in made_up_measurement(first_year=False).dossier.picture:
        if item.standing.value is not None:
            assert formats.number(item.standing.value, "nl", item.decimals) in html


@pytest.mark.django_db
def test_a_year_that_is_read_twice_gives_the_same_page(site):
    assert site.get(address("")).content == site.get(address("")).content
