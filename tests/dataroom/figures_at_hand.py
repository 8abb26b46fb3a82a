# SPDX-License-Identifier: EUPL-1.2
"""Small declarations and observations for hand-worked tests, and the shipped figures loaded once."""

from datetime import date
from functools import lru_cache
from pathlib import Path

import polars as pl

from schakel.dataroom.measures import Break, Measure, SourceTable, load_measures
from schakel.dataroom.observations import SCHEMA
from schakel.dataroom.regions import Redivision, Region, RegionTable, load_regions
from schakel.koers.label import Label

FIGURES = Path(__file__).resolve().parents[2] / "figures"
FOUR = ("GM0109", "GM0114", "GM0118", "GM0160")


def words(text="x"):
    return Label(nl=text, en=text)


TABLE = SourceTable(
    id="TEST 1",
    stem="test_1",
    publisher="Nobody",
    title=words(),
    url="https://example.org",
    licence="CC0",
    attribution="Nobody",
    reference_date=words(),
    retrieved_date=date(2026, 1, 1),
    vintage="2026",
    cautions=words(),
)


def a_measure(code, **changes):
    values = {
        "label": words(code),
        "unit": words("number"),
        "unit_code": "count",
        "decimals": 0,
        "time_semantics": "stock",
        "rounding": None,
        "rounding_at": (),
        "definition": words(),
        "counts_what": "things",
        "numerator": (),
        "denominator": (),
        "factor": 1.0,
        "weight": None,
        "within": None,
        "siblings": (),
        "breaks": (),
        "tables": (TABLE,),
    }
    return Measure(code=code, **{**values, **changes})


def a_break(from_period):
    return Break(from_period, words())


def observed(*rows):
    """Rows of (measure, region, period, value[, dict of other columns])."""
    full = []
    for measure, region, period, value, *other in rows:
        row = {
            "measure": measure,
            "region_code": region,
            "period": period,
            "value": value,
            "lower": None,
            "upper": None,
            "unit": "count",
            "status": "normal" if value is not None else "suppressed",
            "note": "",
            "measured_at_level": "municipality" if region.startswith("GM") else "corop",
            "source_table": "TEST 1",
            "vintage": "2026",
            "snapshot_id": "s",
        }
        full.append({**row, **(other[0] if other else {})})
    return pl.DataFrame(full, schema=SCHEMA, orient="row")


def a_region(code, level="municipality", **places):
    values = {
        "label": words(code),
        "corop": None,
        "province": None,
        "nuts3": None,
        "nuts2": None,
        "nuts1": None,
        "country": "NL",
        "valid_from": None,
        "valid_to": None,
        "successor": None,
        "tile": None,
    }
    return Region(code=code, level=level, **{**values, **places})


def small_land(*, redivisions=(), **municipalities):
    """A country with COROP areas CRA and CRB and the municipalities given as code=corop."""
    towns = [a_region(code, corop=corop) for code, corop in municipalities.items()]
    areas = [a_region(code, "corop") for code in sorted(set(municipalities.values()))]
    steps = [Redivision(date.fromisoformat(day), old, new, kind) for day, old, new, kind in redivisions]
    return RegionTable([a_region("NL", "country"), *areas, *towns], steps)


@lru_cache(maxsize=1)
def shipped_measures():
    return load_measures(FIGURES)


@lru_cache(maxsize=1)
def shipped_regions():
    return load_regions(FIGURES)
