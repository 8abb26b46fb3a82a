# SPDX-License-Identifier: EUPL-1.2
"""Each table of a page as a CSV or XLSX file, with the same rows."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from schakel.web.pages import account, course, element, figures, region, what_if
from schakel.web.reading import Reading, page
from schakel.web.tables import ecosystem_tables, region_tables
from schakel.web.tables.table import Table, as_csv, as_xlsx

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Builder = Callable[[HttpRequest, Reading], Table]


def _of_comparison(build: Callable[..., Table]) -> Builder:
    def built(request: HttpRequest, reading: Reading) -> Table:
        comparison = ecosystem_tables.chosen_comparison(reading, request.GET.get("comparison"))
        if comparison is None:
            raise Http404
        return build(reading, comparison)

    return built


def _printed(request: HttpRequest, reading: Reading) -> Table:
    return region_tables.printed_table(reading, [(i, p) for i in reading.dossier.picture for p in i.printed])


def _item(request: HttpRequest, reading: Reading) -> Table:
    return region.lines_table(reading, region.find_item(reading, request.GET.get("item", "")))


def _indicators(comparison: str) -> Builder:
    def built(request: HttpRequest, reading: Reading) -> Table:
        return element.element_indicators(reading, request.GET.get("element", ""), comparison)

    return built


TABLES: dict[str, Builder] = {
    "elements": _of_comparison(ecosystem_tables.elements_table),
    "weakest": _of_comparison(ecosystem_tables.weakest_table),
    "ranking": _of_comparison(ecosystem_tables.ranking_table),
    "indicators-european": _indicators("european"),
    "indicators-dutch": _indicators("dutch"),
    "what-if": what_if.what_if_table,
    "picture": lambda request, reading: region_tables.picture_table(reading),
    "sources": lambda request, reading: account.sources_table(reading),
    "changes": lambda request, reading: region_tables.changes_table(reading),
    "printed": _printed,
    "item": _item,
    "coverage": lambda request, reading: course.coverage_table(reading),
    "figures": lambda request, reading: figures.whole_ledger(request, reading),
    "contradictions": lambda request, reading: figures.contradictions_table(reading),
}


@require_safe
@page
def send_table(request: HttpRequest, reading: Reading, name: str, form: str) -> HttpResponse:
    """Send one table as a file."""
    build = TABLES.get(name)
    if build is None or form not in ("csv", "xlsx"):
        raise Http404
    table = build(request, reading)
    if form == "csv":
        response = HttpResponse(as_csv(table), content_type="text/csv; charset=utf-8")
    else:
        title = f"{reading.text(reading.dossier.region.label)} {reading.year}: {table.caption}"
        remark = f"Schakel {reading.dossier.provenance.code_version}, {reading.stored.id}"
        response = HttpResponse(as_xlsx(table, {"title": title}, [title, remark]), content_type=XLSX_TYPE)
    file_name = f"{reading.dossier.course_id}-{reading.year}-{name}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response
