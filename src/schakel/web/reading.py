# SPDX-License-Identifier: EUPL-1.2
"""What a page reads: one stored measurement in one language, with the years that exist."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, wraps
from http import HTTPStatus
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from schakel.diagnosis.dossier import Dossier, FigureKey
from schakel.diagnosis.storage import StoredMeasurement, list_measurements, load_measurement
from schakel.documents.sentences.names import Names
from schakel.koers.label import Label, Language
from schakel.web.language import page_language


class NoMeasurementError(Exception):
    """Nothing was computed yet for the course of this site."""


@dataclass(frozen=True)
class StoredMeasurementInMemory(StoredMeasurement):
    """A stored measurement that reads each of its tables once."""

    _tables: dict[str, pl.DataFrame] = field(default_factory=dict)

    def table(self, name: str) -> pl.DataFrame:
        """Return a table, read at most once."""
        if name not in self._tables:
            self._tables[name] = super().table(name)
        return self._tables[name]


@dataclass(frozen=True)
class Reading:
    """One stored measurement as a page reads it."""

    stored: StoredMeasurement
    language: Language
    years: tuple[int, ...]

    @property
    def dossier(self) -> Dossier:
        """The dossier of the measurement."""
        return self.stored.dossier

    @property
    def year(self) -> int:
        """The year that the measurement is about."""
        return self.dossier.year

    @cached_property
    def names(self) -> Names:
        """What things are called in the language of the reader."""
        return Names(self.dossier, self.language)

    def table(self, name: str) -> pl.DataFrame:
        """Return one stored table."""
        return self.stored.table(name)

    def text(self, label: Label | None) -> str:
        """Return a label in the language of the reader."""
        return "" if label is None else label.in_language(self.language)

    def url(self, page: str, *args: object, **names: object) -> str:
        """Return the address of a page in the same year."""
        if names:
            return reverse(page, kwargs={"year": self.year, **names})
        return reverse(page, args=(self.year, *args))

    def figure_url(self, key: FigureKey | None) -> str:
        """Return the address of the figure's own page, or nothing where the figure is not known."""
        if key is None:
            return ""
        return self.url("figure", key.measure, key.region_code, key.period)


def home() -> Path:
    """Return the folder in which everything is remembered."""
    return Path(settings.SCHAKEL_HOME)


def open_reading(year: int | None, language: Language) -> Reading:
    """Return the measurement of a year, or the newest one.

    Raises
    ------
    NoMeasurementError
        When nothing was computed yet.
    Http404
        When there is none for this year.
    """
    found = list_measurements(home())
    courses = {m.course_id for m in found}
    wanted = settings.SCHAKEL_COURSE or next(iter(sorted(courses)), None)
    years = tuple(sorted({m.year for m in found if m.course_id == wanted}))
    if not years or wanted is None:
        raise NoMeasurementError
    chosen = years[-1] if year is None else year
    if chosen not in years:
        raise Http404
    current = next(m for m in found if m.course_id == wanted and m.year == chosen)
    return Reading(_load(home(), wanted, chosen, current.id), language, years)


@lru_cache(maxsize=8)
def _load(folder: Path, course_id: str, year: int, measurement_id: str) -> StoredMeasurement:
    """Read a measurement once; its folder is written once, so it cannot become stale."""
    stored = load_measurement(folder, course_id, year, measurement_id)
    return StoredMeasurementInMemory(stored.id, stored.folder)


def page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the measurement of the year in its address; say what to do when there is none."""

    @wraps(view)
    def opened(request: HttpRequest, **names: Any) -> HttpResponse:
        try:
            reading = open_reading(names.pop("year", None), page_language())
        except NoMeasurementError:
            return render(request, "web/empty.html", status=HTTPStatus.NOT_FOUND)
        return view(request, reading, **names)

    return opened


def show(request: HttpRequest, reading: Reading, template: str, context: dict[str, Any]) -> HttpResponse:
    """Render a page with the parts that every page has."""
    return render(request, template, {"reading": reading, "dossier": reading.dossier} | context)
