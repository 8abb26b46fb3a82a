# SPDX-License-Identifier: EUPL-1.2
"""What a page reads: one stored measurement in one language, with the years that exist."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, wraps
from http import HTTPStatus
from pathlib import Path
from typing import Any

import polars as pl
import structlog
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from schakel.cycle.adopted_mark import AdoptedMark, read_marks, year_folder
from schakel.cycle.archive import ArchivedMeasurement, FolderState, folder_state
from schakel.diagnosis.dossier import Dossier, FigureKey
from schakel.diagnosis.storage import MeasurementEntry, StoredMeasurement, list_measurements, load_measurement
from schakel.documents.sentences.names import Names
from schakel.koers.failures import Failure
from schakel.koers.label import Label, Language
from schakel.web.language import page_language

log = structlog.get_logger(__name__)


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
    """One stored measurement as a page reads it.

    ``adopted`` when the board adopted this one; ``newer`` is then the name of a newer computation of the same
    year, which was not adopted.
    """

    stored: StoredMeasurement | ArchivedMeasurement
    language: Language
    years: tuple[int, ...]
    adopted: AdoptedMark | None = None
    newer: str = ""

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
    """Return the measurement of a year or of the newest: the one that was adopted, else the current one.

    Raises
    ------
    NoMeasurementError
        When nothing was computed yet.
    Http404
        When there is none for this year.
    """
    found, marks = list_measurements(home()), read_marks(home())
    courses = {m.course_id for m in found} | {course for course, _ in marks}
    wanted = settings.SCHAKEL_COURSE or next(iter(sorted(courses)), None)
    known = {m.year for m in found if m.course_id == wanted}
    years = tuple(sorted(known | {adopted for course, adopted in marks if course == wanted}))
    if not years or wanted is None:
        raise NoMeasurementError
    chosen = years[-1] if year is None else year
    if chosen not in years:
        raise Http404
    entry = next((m for m in found if m.course_id == wanted and m.year == chosen), None)
    mark = marks.get((wanted, chosen))
    stored = _adopted(wanted, chosen, mark) if mark else None
    if stored is not None:
        return Reading(stored, language, years, mark, _newer(entry, stored))
    if entry is None:
        raise Http404
    return Reading(_load(home(), wanted, chosen, entry.id), language, years)


def _newer(entry: MeasurementEntry | None, stored: StoredMeasurement) -> str:
    return entry.id if entry is not None and entry.is_current and entry.id != stored.id else ""


@lru_cache(maxsize=8)
def _load(folder: Path, course_id: str, year: int, measurement_id: str) -> StoredMeasurement:
    """Read a measurement once; its folder is written once, so it cannot become stale."""
    stored = load_measurement(folder, course_id, year, measurement_id)
    return StoredMeasurementInMemory(stored.id, stored.folder)


def _adopted(course_id: str, year: int, mark: AdoptedMark) -> StoredMeasurement | None:
    """Return the adopted measurement; nothing when the database does not have what the mark names."""
    try:
        return _load_adopted(home(), course_id, year, mark.identity)
    except Failure as failure:
        log.error("adopted measurement not opened", measurement=mark.identity, reason=str(failure))
        return None


@lru_cache(maxsize=8)
def _load_adopted(folder: Path, course_id: str, year: int, measurement_id: str) -> StoredMeasurement:
    """Read an adopted measurement once, proved; its folder is put back when it is gone or damaged."""
    stored = StoredMeasurementInMemory(measurement_id, year_folder(folder, course_id, year) / measurement_id)
    if folder_state(stored) is not FolderState.WHOLE:
        from schakel.cycle.actions.putting_back import restore_called  # the tables are needed here only

        restore_called(measurement_id, folder)
    return stored


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
