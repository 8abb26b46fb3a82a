# SPDX-License-Identifier: EUPL-1.2
"""The addresses of these pages, below the year."""

from django.urls import URLPattern, path

from schakel.web.programme.steering import goals_efforts_page, pages, portfolio_page

PAGES: list[URLPattern] = [
    path("programma/", pages.show_programme_page, name="programme"),
    path("programma/doelen-en-inspanningen/", goals_efforts_page.show_goals_efforts, name="goals-efforts"),
    path("programma/portfolio/", portfolio_page.show_portfolio, name="portfolio"),
]
