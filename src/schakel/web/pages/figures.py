# SPDX-License-Identifier: EUPL-1.2
"""Cijfers: the ledger with its filters, and the contradictions that the checks found."""

from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.parse import urlencode

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.cycle.models import SourceKind
from schakel.dataroom.observations import STATUSES
from schakel.documents import formats
from schakel.documents.sentences.answers import answer_figures
from schakel.documents.sentences.findings import (
    computed_in_words,
    contradiction_sentence,
    next_step_sentence,
    severity_word,
)
from schakel.koers.failures import Failure
from schakel.web.cycle.meetings.known_names import known_names
from schakel.web.ledger import Ledger, open_ledger, region_name
from schakel.web.pages.errors import failure_page
from schakel.web.reading import Reading, page, show
from schakel.web.tables.ecosystem_tables import level_in_words
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell
from schakel.web.words import status_words

ROWS_ON_A_PAGE = 50
MOST_ROWS_IN_A_FILE = 100_000
SEVERITY_TONES = {"contradiction": "bad", "rounding": "mild", "warning": "mild", "notice": "unknown"}


@dataclass(frozen=True)
class Filters:
    """What a reader asked of the ledger; what is not understood is left out."""

    table: str = ""
    measure: str = ""
    area: str = ""
    year: int | None = None
    status: str = ""

    @classmethod
    def of(cls, request: HttpRequest, ledger: Ledger) -> "Filters":
        """Read the filters from the address."""
        get = request.GET
        year = get.get("jaar", "")
        return cls(
            table=get.get("tabel", "") if get.get("tabel") in ledger.tables else "",
            measure=get.get("maat", "") if get.get("maat") in ledger.measures else "",
            area=get.get("gebied", "").strip()[:60],
            year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
            status=get.get("status", "") if get.get("status") in STATUSES else "",
        )

    def query(self) -> str:
        """Return the filters as the query of an address."""
        pairs = {"tabel": self.table, "maat": self.measure, "gebied": self.area, "status": self.status}
        pairs["jaar"] = str(self.year or "")
        return urlencode({k: v for k, v in pairs.items() if v})

    def apply(self, reading: Reading, ledger: Ledger) -> pl.DataFrame:
        """Return the observations that fit."""
        found = ledger.observations
        for column, value in (
            ("source_table", self.table),
            ("measure", self.measure),
            ("status", self.status),
        ):
            found = found.filter(pl.col(column) == value) if value else found
        if self.year is not None:
            found = found.filter(pl.col("period") == self.year)
        if self.area:
            wanted = self.area.casefold()
            codes = [
                code
                for code in found["region_code"].unique().to_list()
                if wanted == code.casefold() or wanted in region_name(reading, ledger, code).casefold()
            ]
            found = found.filter(pl.col("region_code").is_in(codes))
        return found


def ledger_table(reading: Reading, ledger: Ledger, found: pl.DataFrame, query: str) -> Table:
    """Return observations as a table, each value a link to its own page."""
    columns = (
        Column("measure", _("Measure")),
        Column("area", _("Area")),
        Column("period", _("Year"), True),
        Column("value", _("Value"), True),
        Column("unit", _("Unit")),
        Column("status", _("Status")),
        Column("level", _("Measured at")),
        Column("source", _("Source table")),
        Column("vintage", _("Edition")),
    )
    rows = tuple(Row(_cells(reading, ledger, row)) for row in found.iter_rows(named=True))
    return Table("figures", _("Figures"), columns, rows, query=query)


def _cells(reading: Reading, ledger: Ledger, row: dict[str, str | int | float | None]) -> tuple[Cell, ...]:
    language = reading.language
    code, area, period = str(row["measure"]), str(row["region_code"]), int(row["period"] or 0)
    measure = ledger.measures.get(code)
    decimals = measure.decimals if measure else 1
    value, low, high = (None if row[k] is None else float(row[k] or 0) for k in ("value", "lower", "upper"))
    return (
        text_cell(ledger.measure_label(code, language)),
        text_cell(region_name(reading, ledger, area)),
        Cell(str(period), period),
        Cell(
            formats.bracket(value, low, high, language, decimals),
            value,
            reading.url("figure", code, area, period),
            "" if value is not None else "unknown",
        ),
        text_cell(reading.text(measure.unit) if measure else str(row["unit"])),
        text_cell(status_words(str(row["status"]))),
        text_cell(level_in_words(str(row["measured_at_level"]))),
        text_cell(str(row["source_table"])),
        text_cell(str(row["vintage"])),
    )


def whole_ledger(request: HttpRequest, reading: Reading) -> Table:
    """Return every figure that fits the filters, for a file."""
    ledger = open_ledger()
    filters = Filters.of(request, ledger)
    found = filters.apply(reading, ledger).head(MOST_ROWS_IN_A_FILE)
    return ledger_table(reading, ledger, found, filters.query())


@require_safe
@page
def show_figures(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the ledger, fifty figures at a time."""
    try:
        ledger = open_ledger()
    except Failure as failure:
        return failure_page(request, failure, HTTPStatus.NOT_FOUND)
    filters = Filters.of(request, ledger)
    found = _ordered(filters.apply(reading, ledger), request.GET.get("sort", ""))
    last = max(1, -(-found.height // ROWS_ON_A_PAGE))
    asked = request.GET.get("pagina", "1")
    number = min(max(int(asked), 1), last) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    shown = found.slice((number - 1) * ROWS_ON_A_PAGE, ROWS_ON_A_PAGE)
    table = replace(ledger_table(reading, ledger, shown, filters.query()), sort=_plain_sort(request))
    context = {
        "section": "figures",
        "sentences": answer_figures(reading.dossier, reading.language),
        "filters": filters,
        "table": table,
        "n_found": found.height,
        "n_all": ledger.observations.height,
        "number": number,
        "last": last,
        "tables": sorted(ledger.tables.values(), key=lambda t: t.id),
        "measures": _measures(reading, ledger, filters.table),
        "measure": ledger.measures.get(filters.measure),
        "statuses": [(s, status_words(s)) for s in STATUSES],
        "years": sorted(ledger.observations["period"].unique().to_list(), reverse=True),
    }
    return show(request, reading, "web/figures.html", context)


_SORTED_BY = {
    "period": "period",
    "value": "value",
    "measure": "measure",
    "area": "region_code",
    "status": "status",
    "source": "source_table",
    "vintage": "vintage",
}


def _plain_sort(request: HttpRequest) -> str:
    return request.GET.get("sort", "").removeprefix("figures.")


def _ordered(found: pl.DataFrame, sort: str) -> pl.DataFrame:
    """Put the whole selection in order, before it is cut in pages."""
    key = sort.removeprefix("figures.")
    column = _SORTED_BY.get(key.removeprefix("-"))
    if column is None:
        return found.sort("period", descending=True, maintain_order=True)
    return found.sort(column, descending=key.startswith("-"), nulls_last=True, maintain_order=True)


def _measures(reading: Reading, ledger: Ledger, table: str) -> list[tuple[str, str]]:
    codes = (
        ledger.measures
        if not table
        else [c for c, m in ledger.measures.items() if table in {t.id for t in m.tables}]
    )
    return sorted(((c, ledger.measure_label(c, reading.language)) for c in codes), key=lambda pair: pair[1])


def statement_url(reading: Reading, statement: str) -> str:
    """Return where a stated figure can be seen: in the ledger, or beside the item that it is about."""
    parts = statement.split("/")
    if len(parts) == 4 and parts[2].isdigit():
        return reading.url("figure", parts[0], parts[1], int(parts[2]))
    items = (i for i in reading.dossier.picture if any(p.figure_id == statement for p in i.printed))
    item = next(items, None)
    return reading.url("region-item", item.code) if item else ""


def contradictions_table(reading: Reading) -> Table:
    """Return every finding of the checks with what is stated and what follows from the arithmetic."""
    columns = (
        Column("finding", _("Finding")),
        Column("severity", _("Kind")),
        Column("scope", _("Where")),
        Column("stated", _("Stated"), True),
        Column("computed", _("Follows from the rest"), True),
        Column("likelier", _("Likelier value"), True),
    )
    scopes = {"course": _("in the course"), "figures": _("in the sources")}
    language = reading.language
    rows = []
    for c in reading.dossier.contradictions:
        links = [link for link in (statement_url(reading, f) for f in c.figures) if link]
        known = c.computed is not None or c.computed_low is not None
        cells = (
            text_cell(
                f"{contradiction_sentence(c, reading.dossier, language)} "
                f"{next_step_sentence(c.next_step, language)}".strip()
            ),
            text_cell(severity_word(c.severity, language, reading.dossier), tone=SEVERITY_TONES[c.severity]),
            text_cell(scopes[c.scope]),
            Cell(
                "–" if c.stated is None else formats.plain_number(c.stated, language),
                c.stated,
                links[0] if links else "",
            ),
            Cell(computed_in_words(c, language) if known else "–", c.computed, links[-1] if links else ""),
            Cell(
                "–" if c.likelier_value is None else formats.plain_number(c.likelier_value, language),
                c.likelier_value,
            ),
        )
        rows.append(Row(cells))
    return Table("contradictions", _("Findings of the consistency checks"), columns, tuple(rows))


@require_safe
@page
def show_contradictions(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show what contradicts what."""
    context = {
        "section": "figures",
        "sentences": answer_figures(reading.dossier, reading.language),
        "table": contradictions_table(reading),
        "subjects": list(known_names(reading, SourceKind.CONTRADICTION).items()),
    }
    return show(request, reading, "web/contradictions.html", context)
