# SPDX-License-Identifier: EUPL-1.2
"""The kept measurements, and what stands in one: opened from the file in the database, proved first."""

from collections import OrderedDict
from pathlib import Path

import polars as pl
from django.db.models import Prefetch, QuerySet

from schakel.cycle.adopted_mark import year_folder
from schakel.cycle.archive import ArchivedMeasurement, open_archive
from schakel.cycle.models import DiagnosisAdoption, Measurement
from schakel.diagnosis.dossier import Dossier
from schakel.diagnosis.storage import StoredMeasurement

_OPENED: OrderedDict[tuple[str, str], ArchivedMeasurement] = OrderedDict()
_MOST_OPENED = 6


def kept_measurements() -> QuerySet[Measurement]:
    """Return the kept measurements without their files, newest year first."""
    return Measurement.objects.defer("archive")


def measurements_of_course(course: str, year: int | None = None) -> QuerySet[Measurement]:
    """Return the kept measurements of a course, with by which decisions they were adopted."""
    rows = DiagnosisAdoption.objects.select_related("cycle", "decision").order_by("pk")
    found = kept_measurements().filter(course=course).prefetch_related(Prefetch("adoptions", queryset=rows))
    return found if year is None else found.filter(year=year)


def measurement_called(identity: str) -> Measurement | None:
    """Return the kept measurement with this name."""
    return kept_measurements().filter(identity=identity).first()


def folder_of(measurement: Measurement, home: Path) -> StoredMeasurement:
    """Return where the folder of a kept measurement stands, or would stand."""
    folder = year_folder(home, measurement.course, measurement.year) / measurement.identity
    return StoredMeasurement(measurement.identity, folder)


def opened(measurement: Measurement) -> ArchivedMeasurement:
    """Return what stands in a measurement; opened and proved once in a process.

    Raises
    ------
    DamagedArchive
        When the kept file was changed.
    """
    key = (measurement.identity, measurement.archive_sha256)
    found = _OPENED.get(key)
    if found is None:
        found = _OPENED[key] = opened_anew(measurement)
        while len(_OPENED) > _MOST_OPENED:
            _OPENED.popitem(last=False)
    return found


def opened_anew(measurement: Measurement) -> ArchivedMeasurement:
    """Return what stands in a measurement as the database holds it now, proved again."""
    content = bytes(Measurement.objects.values_list("archive", flat=True).get(pk=measurement.pk))
    return open_archive(content, identity=measurement.identity, sha256=measurement.archive_sha256)


def dossier_of(measurement: Measurement) -> Dossier:
    """Return the dossier of a kept measurement; raises DamagedArchive as :func:`opened` does."""
    return opened(measurement).dossier


def table_of(measurement: Measurement, name: str) -> pl.DataFrame:
    """Return a table of a kept measurement; raises NoTable where it has none of this name."""
    return opened(measurement).table(name)
