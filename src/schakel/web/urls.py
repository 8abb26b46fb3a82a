# SPDX-License-Identifier: EUPL-1.2
"""The addresses of the site: Dutch words, and the year of the measurement in front."""

from django.urls import include, path, register_converter

from schakel.koers.label import LANGUAGES
from schakel.web.accounts.addresses import PAGES as ACCOUNTS
from schakel.web.cycle.addresses import PAGES as CYCLE
from schakel.web.cycle.dialogue.addresses import LINK_PAGES as SURVEY_LINKS
from schakel.web.language import choose_language
from schakel.web.pages import (
    account,
    charts,
    course,
    ecosystem,
    element,
    errors,
    figure,
    figures,
    overview,
    region,
    search,
    snapshots,
    table_files,
    what_if,
)
from schakel.web.programme.addresses import PAGES as PROGRAMME
from schakel.web.programme.updates.addresses import LINK_PAGES as UPDATE_LINKS


class LanguageConverter:
    """A language of the site in an address."""

    regex = "|".join(LANGUAGES)

    def to_python(self, value: str) -> str:
        """Return the language."""
        return value

    def to_url(self, value: str) -> str:
        """Return the language."""
        return value


class YearConverter(LanguageConverter):
    """Four digits."""

    regex = "[12][0-9]{3}"

    def to_python(self, value: str) -> int:  # type: ignore[override]
        """Return the year as a number."""
        return int(value)

    def to_url(self, value: str | int) -> str:
        """Return the year as text."""
        return str(value)


register_converter(LanguageConverter, "language")
register_converter(YearConverter, "year")

PAGES = [
    path("", overview.show_overview, name="overview"),
    path("regio/", region.show_region, name="region"),
    path("regio/<slug:code>/", region.show_item, name="region-item"),
    path("ecosysteem/", ecosystem.show_ecosystem, name="ecosystem"),
    path("ecosysteem/wat-als/", what_if.show_what_if, name="what-if"),
    path("ecosysteem/<slug:code>/", element.show_element, name="element"),
    path("koers/", course.show_course, name="course"),
    path("cijfers/", figures.show_figures, name="figures"),
    path("cijfers/tegenspraken/", figures.show_contradictions, name="contradictions"),
    path("cijfers/bestand/<slug:snapshot_id>/", snapshots.show_snapshot, name="snapshot"),
    path("cijfers/bestand/<slug:snapshot_id>/inhoud", snapshots.send_snapshot, name="snapshot-file"),
    path("cijfers/cijfer/<str:measure>/<str:region_code>/<int:period>/", figure.show_figure, name="figure"),
    path("verantwoording/", account.show_account, name="account"),
    path("verantwoording/rapport-<language:language>.<slug:form>", account.send_report, name="report"),
    path("verantwoording/tabellen/<slug:name>.<slug:form>", account.send_table, name="stored-table"),
    path("verantwoording/herkomst.json", account.send_provenance, name="provenance"),
    path("zoeken/", search.show_search, name="search"),
    path("tabel/<slug:name>.<slug:form>", table_files.send_table, name="table-file"),
    path("beeld/<slug:measurement>/<str:name>", charts.send_chart, name="chart"),
]
urlpatterns = [
    path("", overview.go_to_newest, name="newest"),
    path("taal/<language:language>/", choose_language, name="choose-language"),
    path("account/", include("allauth.urls")),
    *ACCOUNTS,
    *UPDATE_LINKS,
    *SURVEY_LINKS,
    path("<year:year>/", include([*PAGES, *PROGRAMME, *CYCLE])),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
