# SPDX-License-Identifier: EUPL-1.2
"""From a number to its source: the ledger, the page of a figure, the stored file."""

import hashlib
import re

import polars as pl
import pytest
from tests.web.site import address, links_of

from schakel.dataroom.observations import read_observations
from schakel.web.pages.figures import ROWS_ON_A_PAGE


def figure_links(html):
    return [link for link in links_of(html) if "/cijfers/cijfer/" in link]


def test_the_ledger_shows_fifty_figures_at_a_time(site, home):
    html = site.get(address("cijfers/")).content.decode()
    n = read_observations(home).height
    assert len(figure_links(html)) == min(ROWS_ON_A_PAGE, n)


def test_a_figure_is_one_click_from_the_ledger_and_its_file_is_the_second(site):
    link = figure_links(site.get(address("cijfers/")).content.decode())[0]
    html = site.get(link).content.decode()
    snapshot = next(one for one in links_of(html) if "/cijfers/bestand/" in one)
    page = site.get(snapshot).content.decode()
    content = site.get(next(one for one in links_of(page) if one.endswith("/inhoud"))).content
    assert hashlib.sha256(content).hexdigest() in page


def test_a_filter_keeps_only_what_fits(site, home):
    measure = read_observations(home)["measure"][0]
    html = site.get(address("cijfers/"), {"maat": measure}).content.decode()
    assert all(f"/{measure}/" in link for link in figure_links(html))


@pytest.mark.parametrize("number", ["0", "-3", "99999", "x", ""])
def test_a_page_number_out_of_range_shows_the_nearest_page(site, number):
    assert site.get(address("cijfers/"), {"pagina": number}).status_code == 200


def traced_year(client):
    return client.get("/").headers["Location"]


@pytest.mark.parametrize("page", ["regio/", "ecosysteem/", "ecosysteem/?comparison=dutch"])
def test_every_figure_link_of_a_real_measurement_resolves(traced, page):
    start = traced_year(traced)
    html = traced.get(start + page).content.decode()
    todo = [x for x in links_of(html) if re.search(r"/regio/[^/]+/$|/ecosysteem/[a-z_]+/", x)]
    found = set(figure_links(html))
    for link in todo:
        found |= set(figure_links(traced.get(link).content.decode()))
    for link in sorted(found):
        response = traced.get(link)
        assert response.status_code == 200, link
    if page == "regio/":
        assert found


def test_the_file_of_every_source_can_be_opened(traced):
    html = traced.get(traced_year(traced) + "verantwoording/").content.decode()
    snapshots = [x for x in links_of(html) if "/cijfers/bestand/" in x]
    assert snapshots
    assert all(traced.get(x).status_code == 200 for x in snapshots)


def test_a_share_is_never_shown_as_the_value_of_its_numerator(traced):
    """A number that is calculated leads to its parts; only a plain one is the figure itself."""
    from schakel.web.ledger import open_ledger
    from schakel.web.reading import open_reading
    from schakel.web.recipes import uses_of

    reading, ledger = open_reading(None, "nl"), open_ledger()
    series = reading.table("picture_series").filter(pl.col("measure") != "")
    calculated = 0
    for measure, area, period in series.select("measure", "area_code", "period").unique().iter_rows():
        for use in uses_of(reading, ledger, measure, area, period):
            if use.below or len(use.above) > 1:
                assert not use.is_plain
                calculated += 1
    assert calculated


def test_a_calculated_number_names_what_it_is_divided_by(traced):
    html = traced.get(traced_year(traced) + "regio/").content.decode()
    pages = [traced.get(link).content.decode() for link in figure_links(html)]
    assert any("gedeeld door" in page for page in pages)
