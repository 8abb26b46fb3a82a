# SPDX-License-Identifier: EUPL-1.2
"""Every measurement that a page can show: those that the database keeps and those in the home folder."""

from dataclasses import dataclass
from pathlib import Path

from django.http import Http404

from schakel.cycle.archive import ArchivedMeasurement, DamagedArchive, FolderState, folder_state
from schakel.cycle.models import DiagnosisAdoption, Measurement
from schakel.cycle.queries.measured import measurements_of_course, opened
from schakel.diagnosis.storage import DamagedMeasurement, StoredMeasurement, list_measurements
from schakel.web.reading import Reading, StoredMeasurementInMemory, home


@dataclass(frozen=True, slots=True)
class Known:
    """A measurement of the course: kept in the database, computed in a folder, or both.

    ``is_current``: the newest computation of its year. ``is_shown``: what the pages of its year show.
    ``adoptions``: each of which counted when it was made; the last of a year of the cycle counts now.
    """

    identity: str
    year: int
    kept: Measurement | None
    folder: Path | None
    is_current: bool
    is_shown: bool
    adoptions: tuple[DiagnosisAdoption, ...]

    @property
    def stored(self) -> StoredMeasurement | None:
        """Its folder, where there is one."""
        return None if self.folder is None else StoredMeasurementInMemory(self.identity, self.folder)


def known_measurements(reading: Reading) -> tuple[Known, ...]:
    """Return the measurements of the course, newest year first, what the pages show first."""
    course = reading.dossier.course_id
    kept = {m.identity: m for m in measurements_of_course(course)}
    entries = {e.id: e for e in list_measurements(home(), course)}
    years = {i: m.year for i, m in kept.items()} | {i: e.year for i, e in entries.items()}
    shown = _shown_by_year(kept)
    found = []
    for identity, year in years.items():
        row, entry = kept.get(identity), entries.get(identity)
        is_current = entry is not None and entry.is_current
        found.append(
            Known(
                identity=identity,
                year=year,
                kept=row,
                folder=entry.folder if entry else None,
                is_current=is_current,
                is_shown=shown[year] == identity if year in shown else is_current,
                adoptions=real_adoptions(row) if row else (),
            )
        )
    return tuple(sorted(found, key=lambda k: (-k.year, not k.is_shown, not k.is_current, k.identity)))


def real_adoptions(row: Measurement) -> tuple[DiagnosisAdoption, ...]:
    """Return the adoptions of a measurement; what an invented board adopted is left out."""
    return tuple(adoption for adoption in row.adoptions.all() if not adoption.invented)


def _shown_by_year(kept: dict[str, Measurement]) -> dict[int, str]:
    """Return what was adopted last of each year that the measurements are about."""
    last: dict[int, tuple[int, str]] = {}
    for identity, row in kept.items():
        for adoption in real_adoptions(row):
            last[row.year] = max(last.get(row.year, (0, "")), (adoption.pk, identity))
    return {year: identity for year, (_, identity) in last.items()}


def counting_adoptions(known: tuple[Known, ...]) -> frozenset[int]:
    """Return the keys of the adoptions that count now: the last one of each year of the cycle."""
    last: dict[int, int] = {}
    for one in known:
        for adoption in one.adoptions:
            last[adoption.cycle_id] = max(last.get(adoption.cycle_id, 0), adoption.pk)
    return frozenset(last.values())


def find_known(known: tuple[Known, ...], identity: str) -> Known:
    """Return the measurement with this name; raises Http404 where there is none."""
    found = next((k for k in known if k.identity == identity), None)
    if found is None:
        raise Http404
    return found


def open_known(known: Known) -> StoredMeasurement | ArchivedMeasurement:
    """Return what stands in a measurement: from the database, or from its folder where it is not kept.

    Raises
    ------
    DamagedArchive, DamagedMeasurement
        When neither is what was computed.
    """
    stored = known.stored
    if known.kept is not None:
        try:
            return opened(known.kept)
        except DamagedArchive:
            if stored is None or folder_state(stored) is not FolderState.WHOLE:
                raise
    if stored is None or folder_state(stored) is not FolderState.WHOLE:
        raise DamagedMeasurement(measurement=known.identity, folder=str(known.folder or ""))
    return stored


def reading_of(known: Known, reading: Reading) -> Reading:
    """Return a measurement as a page reads it, in the language of the page."""
    return Reading(open_known(known), reading.language, reading.years)
