# SPDX-License-Identifier: EUPL-1.2
"""Small invented tables for the tests of the ledger and the consistency checks."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from schakel.dataroom.checks import check_figures, load_rules
from schakel.dataroom.measures import Break, Measure, SourceTable
from schakel.dataroom.observations import SCHEMA
from schakel.dataroom.printed_figures import COLUMNS
from schakel.dataroom.regions import Region, RegionTable
from schakel.koers.label import Label

REPOSITORY = Path(__file__).resolve().parents[2]
COURSE = REPOSITORY / "courses" / "dutch-techzone"
FIGURES = REPOSITORY / "figures"

TABLE = SourceTable(
    id="BUREAU 1",
    stem="bureau_1",
    publisher="Bureau",
    title=Label("Tabel", "Table"),
    url="https://example.org/1",
    licence="CC BY 4.0",
    attribution="Bron: Bureau",
    reference_date=Label("1 januari", "1 January"),
    retrieved_date=date(2026, 1, 1),
    vintage="2026",
    cautions=Label("", ""),
)


def figure(figure_id: str, quantity: str, value: float, **more: Any) -> dict[str, Any]:
    row = {
        "figure_id": figure_id,
        "quantity": quantity,
        "label_nl": f"nl {quantity}",
        "label_en": f"en {quantity}",
        "area": "region",
        "period": 2020,
        "from_period": None,
        "reference_date": None,
        "value": float(value),
        "unit": "jobs",
        "rounding": 1.0,
        "qualifier": "exact",
        "definition_nl": "niet vermeld",
        "definition_en": "not stated",
        "section": "4",
        "passage": "4a",
        "passage_nl": "Eerste",
        "passage_en": "First",
        "reading_nl": None,
        "reading_en": None,
    }
    return row | more


def printed(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=COLUMNS, orient="row")


def observation(
    measure: str, region_code: str, period: int, value: float | None, **more: Any
) -> dict[str, Any]:
    row = {
        "measure": measure,
        "region_code": region_code,
        "period": period,
        "value": value,
        "lower": None,
        "upper": None,
        "unit": "count",
        "status": "suppressed" if value is None else "normal",
        "note": "",
        "measured_at_level": "municipality",
        "source_table": "BUREAU 1",
        "vintage": "2026",
        "snapshot_id": "0123456789abcdef",
    }
    return row | more


def observations(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SCHEMA, orient="row")


def measure(code: str, **more: Any) -> Measure:
    values: dict[str, Any] = {
        "code": code,
        "label": Label(f"nl {code}", f"en {code}"),
        "unit": Label("aantal", "number"),
        "unit_code": "count",
        "decimals": 0,
        "time_semantics": "stock",
        "rounding": 5.0,
        "rounding_at": (),
        "definition": Label("wat", "what"),
        "counts_what": code,
        "numerator": (),
        "denominator": (),
        "factor": 1.0,
        "weight": None,
        "within": None,
        "siblings": (),
        "breaks": (),
        "tables": (TABLE,),
    }
    return Measure(**(values | more))


def measures(*found: Measure) -> dict[str, Measure]:
    return {m.code: m for m in found}


def break_in(year: int) -> Break:
    return Break(year, Label("anders geteld", "counted otherwise"))


def _region(code: str, level: str, **more: Any) -> Region:
    values: dict[str, Any] = dict.fromkeys(
        ("corop", "province", "nuts3", "nuts2", "nuts1", "valid_from", "valid_to", "successor", "tile")
    )
    return Region(
        code=code, label=Label(f"nl {code}", f"en {code}"), level=level, country="NL", **(values | more)
    )


REGIONS = RegionTable(
    [
        *[_region(code, "municipality", corop="CR01") for code in ("GM0001", "GM0002", "GM0003")],
        _region("CR01", "corop"),
        _region("NL", "country"),
        _region("NL1", "nuts1"),
        _region("NL11", "nuts2", nuts1="NL1"),
        _region("NL12", "nuts2", nuts1="NL1"),
        _region("NL111", "nuts3", nuts2="NL11"),
        _region("NL112", "nuts3", nuts2="NL11"),
    ],
    [],
)


def rules_from(folder: Path, text: str):
    """Load rules from a text, as the course's own file beside an empty file of the figures."""
    course, figures = folder / "course", folder / "figures"
    course.mkdir(exist_ok=True)
    figures.mkdir(exist_ok=True)
    (course / "checks.yaml").write_text(text, encoding="utf-8")
    (figures / "checks.yaml").write_text("rules: []\n", encoding="utf-8")
    return load_rules(course, figures)


def run(rules, *, printed_figures=None, observed=None, meaning=None, today_year=2024):
    return check_figures(
        observations() if observed is None else observed,
        printed() if printed_figures is None else printed_figures,
        rules,
        meaning or {},
        REGIONS,
        today_year,
    )
