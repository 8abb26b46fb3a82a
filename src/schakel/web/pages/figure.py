# SPDX-License-Identifier: EUPL-1.2
"""The page of one figure: every edition, what it means, where it comes from, what a sum is made of."""

from http import HTTPStatus

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from schakel.dataroom.measures import Measure
from schakel.documents import formats
from schakel.koers.failures import Failure
from schakel.web.ledger import Ledger, open_ledger, region_name
from schakel.web.pages.errors import failure_page
from schakel.web.reading import Reading, page, show
from schakel.web.recipes import Use, uses_of
from schakel.web.tables.ecosystem_tables import level_in_words
from schakel.web.words import status_words


@require_safe
@page
def show_figure(
    request: HttpRequest, reading: Reading, measure: str, region_code: str, period: int
) -> HttpResponse:
    """Show one figure."""
    try:
        ledger = open_ledger()
    except Failure as failure:
        return failure_page(request, failure, HTTPStatus.NOT_FOUND)
    editions = [
        _edition(reading, ledger, r) for r in ledger.rows(measure, region_code, period).iter_rows(named=True)
    ]
    members = [] if editions else _members(reading, ledger, measure, region_code, period)
    known = ledger.measures.get(measure)
    if not editions and not any(m["editions"] for m in members):
        raise Http404
    uses = uses_of(reading, ledger, measure, region_code, period)
    context = {
        "section": "figures",
        "code": measure,
        "measure": known,
        "name": ledger.measure_label(measure, reading.language),
        "area": region_name(reading, ledger, region_code),
        "region_code": region_code,
        "period": period,
        "editions": editions,
        "own_value": next((use.value for use in uses if use.is_plain), ""),
        "members": members,
        "parts": _parts(reading, ledger, known, region_code, period),
        "uses": [_use_in_words(reading, ledger, use, region_code, period) for use in uses],
        "before": _neighbour(reading, ledger, measure, region_code, period - 1),
        "after": _neighbour(reading, ledger, measure, region_code, period + 1),
    }
    return show(request, reading, "web/figure.html", context)


def _edition(reading: Reading, ledger: Ledger, row: dict[str, object]) -> dict[str, object]:
    """Return one edition of a figure in words, with its source table and snapshot."""
    measure = ledger.measures.get(str(row["measure"]))
    decimals = measure.decimals if measure else 1
    value, low, high = (
        v if isinstance(v, int | float) else None for v in (row["value"], row["lower"], row["upper"])
    )
    snapshot = str(row["snapshot_id"] or "")
    unit = reading.text(measure.unit) if measure else str(row["unit"])
    text = formats.bracket(value, low, high, reading.language, decimals)
    return {
        "value": f"{text}%" if unit == "%" else f"{text} {unit}",
        "margin": formats.span(low, high, reading.language, decimals)
        if value is not None and low is not None
        else "",
        "status": status_words(str(row["status"])),
        "note": row["note"] or "",
        "level": level_in_words(str(row["measured_at_level"])),
        "vintage": formats.day(str(row["vintage"]), reading.language),
        "source": str(row["source_table"]),
        "table": ledger.tables.get(str(row["source_table"])),
        "snapshot": snapshot,
        "snapshot_url": reading.url("snapshot", snapshot) if snapshot else "",
    }


def _members(
    reading: Reading, ledger: Ledger, measure: str, region_code: str, period: int
) -> list[dict[str, object]]:
    """Return the figures of the municipalities, where the area has none of its own."""
    codes = _member_codes(reading, ledger, (measure, region_code, period))
    found: list[dict[str, object]] = []
    rows = ledger.of_members(measure, codes, period)
    for code in codes:
        row = rows.get(code)
        found.append(
            {
                "name": region_name(reading, ledger, code),
                "url": reading.url("figure", measure, code, period) if row else "",
                "editions": [_edition(reading, ledger, row)] if row else [],
            }
        )
    return found


def _member_codes(reading: Reading, ledger: Ledger, key: tuple[str, str, int]) -> list[str]:
    """Return the areas that a figure is put together from.

    The municipalities of the course's region or of a larger area; where none of them has the
    figure, the same area in another classification, or the parts of the country that have it.
    """
    measure, region_code, period = key
    if region_code == reading.dossier.region.code:
        return [area.code for area in reading.dossier.members]
    if region_code not in ledger.regions or ledger.regions.level(region_code) == "municipality":
        return []
    region = ledger.regions.region(region_code)
    known = ledger.measures.get(measure)
    try:
        year = known.division_year(period) if known else period
        members = list(ledger.regions.members(region_code, year))
    except Failure:
        members = []
    having = set(ledger.of_measure(measure, period))
    parts = [c for c in ledger.regions.equivalents(region.nuts3 or region_code) if c in having]
    if region.level == "country":
        parts += [c for c in sorted(having) if ledger.regions.country(c) == region_code]
    return members if having.intersection(members) else parts


def _parts(
    reading: Reading, ledger: Ledger, measure: Measure | None, region_code: str, period: int
) -> list[dict[str, str]]:
    """Return the measures that a ratio is made of, with their own pages."""
    codes = (*measure.numerator, *measure.denominator) if measure else ()
    return [
        {
            "name": ledger.measure_label(code, reading.language),
            "url": reading.url("figure", code, region_code, period)
            if _has_figure(reading, ledger, code, region_code, period)
            else "",
        }
        for code in codes
    ]


def _use_in_words(
    reading: Reading, ledger: Ledger, use: Use, region_code: str, period: int
) -> dict[str, object]:
    """Return a use with the pages of the measures that it is calculated from."""

    def linked(codes: tuple[str, ...]) -> list[dict[str, str]]:
        return [
            {
                "name": ledger.measure_label(code, reading.language),
                "url": reading.url("figure", code, region_code, period)
                if _has_figure(reading, ledger, code, region_code, period)
                else "",
            }
            for code in codes
        ]

    calculated = not use.is_plain and bool(use.above)
    return {
        "use": use,
        "above": linked(use.above) if calculated else [],
        "below": linked(use.below) if calculated else [],
    }


def _has_figure(reading: Reading, ledger: Ledger, measure: str, region_code: str, period: int) -> bool:
    """Tell whether a figure has a page: of its own, or put together from members."""
    codes = [region_code, *_member_codes(reading, ledger, (measure, region_code, period))]
    return bool(ledger.of_members(measure, codes, period))


def _neighbour(
    reading: Reading, ledger: Ledger, measure: str, region_code: str, period: int
) -> dict[str, object]:
    codes = [region_code, *_member_codes(reading, ledger, (measure, region_code, period))]
    here = ledger.observations.filter(
        (pl.col("measure") == measure) & (pl.col("period") == period) & pl.col("region_code").is_in(codes)
    )
    if here.is_empty():
        return {}
    return {"year": period, "url": reading.url("figure", measure, region_code, period)}
