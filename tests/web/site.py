# SPDX-License-Identifier: EUPL-1.2
"""The site of the tests: which pages it has, its home folder and its settings."""

import re
from pathlib import Path
from uuid import uuid4

import numpy as np
import polars as pl
import pytest
from django.test import override_settings
from tests.made_up_dossier import ELEMENTS, WORLDS, YEAR, made_up_measurement

from schakel.dataroom.store import ingest_figures
from schakel.diagnosis.storage import Diagnosis, store_measurement
from schakel.ecosystem.indicator_table import IndicatorSpec, IndicatorTable, indicators_as_frame

REPOSITORY = Path(__file__).resolve().parents[2]
MADE_UP = REPOSITORY / "tests" / "courses" / "made-up"
TABLES = (
    "element_scores",
    "index_ranking",
    "pairwise",
    "indicators",
    "picture_series",
    "contradictions",
    "changes",
    "printed_checks",
)
PAGES = [
    pytest.param("", marks=pytest.mark.django_db),
    "regio/",
    "regio/education/",
    "regio/vacancies/",
    "ecosysteem/",
    "ecosysteem/?comparison=dutch",
    *(f"ecosysteem/{element}/" for element in ELEMENTS),
    "ecosysteem/wat-als/",
    "ecosysteem/wat-als/?comparison=dutch&scaling=minmax",
    "koers/",
    "cijfers/",
    "cijfers/tegenspraken/",
    "verantwoording/",
    "zoeken/",
    pytest.param("zoeken/?q=talent", marks=pytest.mark.django_db),
    pytest.param("zoeken/?q=bestaatniet", marks=pytest.mark.django_db),
]


def build_home(folder: Path) -> Path:
    """Store the invented measurement and ingest the figures of the made-up course."""
    ingest_figures(MADE_UP / "figures", folder)
    measurement = made_up_measurement(first_year=False)
    tables = {name: measurement.table(name) for name in TABLES}
    tables["indicators"] = pl.concat([indicators_as_frame(indicator_table(world)) for world in WORLDS])
    store_measurement(Diagnosis(measurement.dossier, tables), folder)
    return folder


def indicator_table(world) -> IndicatorTable:
    """The indicators behind the invented scores: one for each measured element."""
    shape = (len(world.codes), len(world.measured))

    def filled(value, kind=object):
        return np.full(shape, value, dtype=kind)

    return IndicatorTable(
        comparison=world.code,
        units=tuple(world.codes),
        targets=tuple(a.code for a in world.targets),
        elements=tuple(ELEMENTS),
        indicators=tuple(IndicatorSpec(f"{e}_{world.code}", e, error_value=0.05) for e in world.measured),
        values=world.scores,
        event_sizes=filled(np.nan, np.float64),
        periods=filled(2021, np.int64),
        levels=filled("nuts2"),
        sources=filled("XBS 10001"),
        snapshots=filled("00aa11bb22cc33dd"),
        reasons=filled(""),
        error_groups=np.arange(shape[0] * shape[1]).reshape(shape),
        is_reference=np.ones(shape[0], dtype=bool),
    )


def site_settings(home: Path) -> override_settings:
    return override_settings(
        SCHAKEL_HOME=home,
        SCHAKEL_FIGURES=MADE_UP / "figures",
        SCHAKEL_COURSES=MADE_UP.parent,
        SCHAKEL_COURSE=None,
        SCHAKEL_SECOND_FACTOR=False,
        CACHES={
            "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": uuid4().hex}
        },
        ALLOWED_HOSTS=["testserver", "127.0.0.1", "localhost"],
    )


def address(page: str) -> str:
    return f"/{YEAR}/{page}"


def links_of(html: str) -> list[str]:
    """Every address on the site that a page leads to."""
    found = re.findall(r'(?:href|src|srcset|action)="(/[^"#]*)', html)
    return list(
        dict.fromkeys(f.replace("&amp;", "&") for f in found if not f.startswith(("/static/", "/taal/")))
    )
