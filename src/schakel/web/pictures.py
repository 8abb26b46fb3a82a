# SPDX-License-Identifier: EUPL-1.2
"""Charts of ``documents`` as files with an address, for phones and for wide screens."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings

from schakel.documents.charts.chart import WIDTHS, Chart
from schakel.documents.charts.drawing import chart_names, load_chart, prerender
from schakel.documents.charts.stored import Surroundings
from schakel.documents.charts.surroundings import surroundings_of
from schakel.koers.failures import Failure
from schakel.koers.label import LANGUAGES, Language
from schakel.web.reading import Reading, home, open_reading
from schakel.web.strategic_course import open_course

log = structlog.get_logger(__name__)


def surroundings(reading: Reading) -> Surroundings:
    """Return the tiles of the map and the names of the main lines, which charts show too."""
    folders = Path(settings.SCHAKEL_FIGURES), Path(settings.SCHAKEL_COURSES)
    key = (*folders, reading.dossier.course_id, reading.language)
    if key not in _SURROUNDINGS:
        course = open_course(reading)
        try:
            found = surroundings_of(folders[0], course.lines if course else (), reading.language)
        except (Failure, OSError):
            found = Surroundings()
        _SURROUNDINGS[key] = found
    return _SURROUNDINGS[key]


_SURROUNDINGS: dict[tuple[Path, Path, str, Language], Surroundings] = {}


def open_chart(reading: Reading, name: str, width: str) -> Chart | None:
    """Return a chart of the measurement, or nothing where the measurement has no data for it."""
    key = (str(home()), reading.stored.id, reading.language, name, width)
    found = _CHARTS.get(key)
    if found is None:
        around = surroundings(reading)
        if name not in chart_names(reading.dossier, around):
            return None
        found = load_chart(name, reading.stored, home(), reading.language, width, around)
        if len(_CHARTS) > _MOST_CHARTS:
            _CHARTS.clear()
        _CHARTS[key] = found
    return found


_CHARTS: dict[tuple[str, ...], Chart] = {}
_MOST_CHARTS = 400


def picture_sources(reading: Reading, name: str, widths: tuple[str, ...] = tuple(WIDTHS)) -> dict[str, Any]:
    """Return the addresses, the size and the text alternative of a chart; empty where there is none."""
    try:
        charts = {width: open_chart(reading, name, width) for width in widths}
    except Exception:  # the table beside it holds the same numbers: a page never fails on its picture
        log.exception("picture not drawn", picture=name, measurement=reading.stored.id)
        return {"failed": True}
    if any(chart is None for chart in charts.values()):
        return {}
    found: dict[str, Any] = {
        width: {"url": _address(reading, chart, width), "width": chart.width, "height": chart.height}
        for width, chart in charts.items()
        if chart is not None
    }
    chart = next(c for c in charts.values() if c is not None)
    return found | {"alt": chart.alt, "title": chart.title, "how": chart.how}


def _address(reading: Reading, chart: Chart, width: str) -> str:
    version = hashlib.sha256(chart.svg.encode()).hexdigest()[:10]
    address = reading.url("chart", reading.stored.id, f"{chart.name}.{reading.language}.{width}.svg")
    return f"{address}?v={version}"


def svg_file(reading: Reading, measurement: str, name: str) -> str | None:
    """Return the drawing with this file name, or nothing where there is none."""
    parts = name.split(".")
    if len(parts) != 4 or parts[1] not in LANGUAGES or parts[2] not in WIDTHS or parts[3] != "svg":
        return None
    if measurement != reading.stored.id:
        return None
    language: Language = "en" if parts[1] == "en" else "nl"
    chart = open_chart(Reading(reading.stored, language, reading.years), parts[0], parts[2])
    return chart.svg if chart else None


def prepare_pictures(report: Callable[[int, int, str], None] | None = None, year: int | None = None) -> int:
    """Draw every chart of a measurement ahead, as the pages ask for it; return how many there are.

    Raises
    ------
    NoMeasurementError
        When nothing was computed yet.
    """
    count = 0
    for language in LANGUAGES:
        reading = open_reading(year, language)
        count += prerender(reading.stored, home(), language, surroundings(reading), report)
    return count
