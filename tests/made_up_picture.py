# SPDX-License-Identifier: EUPL-1.2
"""The economic picture and the changes of the invented dossier (see :mod:`made_up_dossier`)."""

import math
from dataclasses import replace

import polars as pl

from schakel.diagnosis import dossier as d
from schakel.koers.label import Label

REGION = d.Area("XR01", Label("Voorbeeldland (verzonnen)", "Voorbeeldland (invented)"), "region")
NEAREST = d.Area("XC01", Label("Streek 01", "Streek 01"), "corop")
PEERS = d.Area("peers", Label("Vergelijkbare streken", "Similar districts"), "corop")
COUNTRY = d.Area("XX", Label("Verzonnen Koninkrijk", "Invented Kingdom"), "country")
KEY = d.FigureKey("xbs_jobs:B-E", "XR01", 2024, "XBS 10001", "00aa11bb22cc33dd")
# code: theme, nl, en, unit, decimals, higher_is, exact for the region, level in 2010, yearly growth, level of the country
ITEMS = {
    "jobs": ("jobs", "Banen van werknemers", "Employee jobs", "thousand_jobs", 1, "better", False, 62.0, 0.004, 8_200.0),
    "industry_jobs": ("jobs", "Banen in de industrie", "Jobs in industry", "thousand_jobs", 1, "better", False, 11.0, -0.012, 820.0),
    "industry_share": ("jobs", "Aandeel van de industrie in de banen", "Share of industry in jobs", "percent", 1, "neutral", False, 17.5, -0.011, 10.0),
    "establishments": ("firms", "Vestigingen", "Establishments", "establishments", 0, "better", True, 14_200.0, 0.031, 1_200_000.0),
    "establishment_size": ("firms", "Gemiddelde omvang van een industriële vestiging", "Average size of an industrial establishment", "jobs_per_establishment", 1, "neutral", False, 16.0, -0.02, 12.0),
    "openings": ("firms", "Oprichtingen van bedrijven per 1.000 vestigingen", "Business openings per 1,000 establishments", "per_1000", 1, "better", False, 70.0, 0.01, 85.0),
    "education": ("people", "Inwoners met hbo of universiteit", "Residents with higher education", "percent", 1, "better", True, 21.0, 0.02, 30.0),
    "participation": ("people", "Netto arbeidsdeelname", "Net labour participation", "percent", 1, "better", True, 64.0, 0.006, 68.0),
    "commuting": ("people", "Uitgaande pendel per inkomende werknemer", "Outgoing per incoming commuter", "ratio", 2, "neutral", False, 1.3, 0.001, 1.0),
    "working_age": ("people", "Inwoners van 15 tot 75 jaar", "Residents aged 15 to 75", "inhabitants", 0, "neutral", True, 98_000.0, -0.003, 12_900_000.0),
    "income": ("income", "Gestandaardiseerd mediaan inkomen", "Standardised median income", "thousand_eur", 1, "better", True, 22.0, 0.025, 24.0),
}  # fmt: skip


UNITS = {
    "thousand_jobs": Label("× 1.000 banen", "× 1,000 jobs"),
    "percent": Label("%", "%"),
    "establishments": Label("vestigingen", "establishments"),
    "jobs_per_establishment": Label("banen per vestiging", "jobs per establishment"),
    "per_1000": Label("per 1.000", "per 1,000"),
    "ratio": Label("", ""),
    "inhabitants": Label("inwoners", "inhabitants"),
    "thousand_eur": Label("× € 1.000", "× € 1,000"),
    "score": Label("", ""),
    "index": Label("", ""),
}


def line(
    area: d.Area,
    role: str,
    level: float,
    growth: float,
    *,
    hole: int | None = None,
    bracket: int | None = None,
) -> d.Line:
    """A series 2010-2024; ``hole`` is a missing year, ``bracket`` a suppressed year of which only bounds are known."""
    points = []
    for period in range(2010, 2025):
        value = round(level * math.exp(growth * (period - 2010)) * (1 + 0.01 * math.sin(period * 1.7)), 3)
        point = d.Point(period, value, None, None, "provisional" if period == 2024 else "normal")
        if period == hole:
            point = replace(point, value=None, status="missing")
        if period == bracket:
            point = d.Point(period, None, round(value * 0.9, 3), round(value * 1.12, 3), "suppressed")
        points.append(point)
    return d.Line(area, role, tuple(points))  # type: ignore[arg-type]


def item(code: str) -> d.PictureItem:
    theme, nl, en, unit, decimals, higher, exact, level, growth, country = ITEMS[code]
    own = (
        line(REGION, "region", level, growth, hole=2013, bracket=2016)
        if exact
        else line(NEAREST, "nearest", level, growth)
    )
    peers = [
        line(
            d.Area(f"XC{n:02d}", Label(f"Streek {n:02d}", f"Streek {n:02d}"), "corop"),
            "peer",
            level * (0.8 + 0.1 * k),
            growth * (0.5 + 0.3 * k),
        )
        for k, n in enumerate((4, 9, 15, 22, 33))
    ]
    lines = (
        own,
        line(PEERS, "peers", level, growth * 1.1),
        *peers,
        line(COUNTRY, "country", country, growth * 1.4),
    )
    last = own.points[-1]
    standing = d.Standing(
        last.period,
        own.area,
        last.value,
        None,
        None,
        lines[-1].points[-1].value,
        lines[1].points[-1].value,
        17,
        41,
        (last.value or 0.0) - (own.points[0].value or 0.0),
        2010,
        KEY,
    )
    printed = {
        "industry_jobs": printed_check("industry_jobs_2020", 9.4, 9.7, "other_definition", nl, en, unit),
        "industry_share": printed_check("industry_share_2020", 15.6, 15.7, "confirmed", nl, en, unit),
        "education": printed_check("education_2020", 25.0, 30.1, "not_confirmed", nl, en, unit),
        "participation": printed_check("participation_lower", None, 69.1, "confirmed", nl, en, unit),
        "commuting": printed_check("commuting_2020", 2.0, None, "no_figure", nl, en, unit),
    }.get(code)
    breaks = (
        (
            d.Note(
                "series_break",
                {"from_period": 2016, "reason_nl": "andere telling", "reason_en": "other count"},
            ),
        )
        if code == "establishments"
        else ()
    )
    return d.PictureItem(code=code, theme=theme, label=Label(nl, en), question=Label(f"Hoe staat het met: {nl.lower()}?", f"How about: {en.lower()}?"), unit=unit, decimals=decimals,
        higher_is=higher, is_region_exact=exact, lines=lines, standing=standing, printed=(printed,) if printed else (), breaks=breaks,
        definition=Label("Verzonnen omschrijving van het cijfer.", "Invented definition of the figure."), source_tables=("XBS 10001",), notes=())  # fmt: skip


def printed_check(
    figure_id: str, printed: float | None, found: float | None, verdict: str, nl: str, en: str, unit: str
) -> d.PrintedCheck:
    return d.PrintedCheck(
        figure_id,
        Label(f"{nl}, 2020", f"{en}, 2020"),
        "4",
        printed,
        2020,
        unit,
        found,
        None,
        None,
        None if found is None else 2020,
        None if found is None else NEAREST,
        verdict,
        (),
        None if found is None else KEY,
    )  # type: ignore[arg-type]


def make_picture() -> tuple[d.PictureItem, ...]:
    """Eleven items, one of them without any figure."""
    items = [item(code) for code in ITEMS]
    nothing = d.Standing(None, None, None, None, None, None, None, None, 0, None, None, None)
    empty = replace(items[0], code="vacancies", theme="people", label=Label("Vacatures die moeilijk te vervullen zijn in de techniek en de maakindustrie", "Vacancies that are hard to fill in technology and manufacturing"),
        lines=(), standing=nothing, printed=(), source_tables=(), unit="vacancies")  # fmt: skip
    return (*items, empty)


def make_changes() -> tuple[d.Change, ...]:
    """Changes since the previous year: real, revised, by method, unknown."""
    label = Label("Banen in de industrie", "Jobs in industry")
    common = {"area": NEAREST, "period": 2024, "previous_period": 2023, "notes": ()}
    return (
        d.Change(subject_kind="picture", subject="industry_jobs", label=label, unit="thousand_jobs", previous_value=9.6, value=9.3, total=-0.3, real=-0.2, revision=-0.1, method=0.0, is_beyond_noise=True, **common),
        d.Change(subject_kind="index", subject="european", label=Label("Index Europa", "Index Europe"), unit="", previous_value=0.95, value=0.98, total=0.03, real=0.01, revision=0.0, method=0.02, is_beyond_noise=False, **common),
        d.Change(subject_kind="element", subject="culture", label=Label("Cultuur", "Culture"), unit="", previous_value=None, value=0.9, total=None, real=None, revision=None, method=None, is_beyond_noise=None, **common),
    )  # fmt: skip


def picture_series_table(picture: tuple[d.PictureItem, ...]) -> pl.DataFrame:
    rows = [
        {"item": i.code, "area_code": one.area.code, "area_name": one.area.label.nl, "role": one.role, "period": p.period, "value": p.value, "low": p.low, "high": p.high,
            "status": p.status, "source_table": i.source_tables[0], "measure": f"xbs_{i.code}"}
        for i in picture for one in i.lines for p in one.points
    ]  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)
