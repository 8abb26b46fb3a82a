# SPDX-License-Identifier: EUPL-1.2
"""Which two measurements a year of the cycle compares: its own diagnosis and that of the year before."""

from dataclasses import dataclass

from django.db.models import QuerySet

from schakel.cycle.archive import DamagedArchive
from schakel.cycle.models import CycleYear, Measurement
from schakel.cycle.queries.measured import dossier_of
from schakel.cycle.queries.years import adoption_of, previous_year
from schakel.diagnosis.dossier import Dossier


@dataclass(frozen=True, slots=True)
class MeasuredYear:
    """A measurement by its name and year, and whether the board adopted it; not the measurement itself."""

    identity: str
    year: int
    is_adopted: bool


@dataclass(frozen=True, slots=True)
class MeasuredPair:
    """The diagnosis of this year and the one before; each is ``None`` where there is none.

    Of one whose kept file is damaged the dossier is ``None``.
    """

    now: MeasuredYear | None
    before: MeasuredYear | None
    dossier: Dossier | None
    dossier_before: Dossier | None


def measured_pair(cycle: CycleYear, *, strict: bool = False) -> MeasuredPair:
    """Return the two measurements of a year.

    This year's is the one that the board adopted, else the newest one that is stored since the year began.
    Last year's is the one adopted then, else the newest stored one about an earlier year than this one.

    Parameters
    ----------
    strict
        Raise DamagedArchive where a kept file is damaged, instead of going on without it.
    """
    now, is_adopted = _of_year(cycle)
    if now is None:
        return MeasuredPair(None, None, None, None)
    before, was_adopted = _before(cycle, now)
    return MeasuredPair(
        MeasuredYear(now.identity, now.year, is_adopted),
        MeasuredYear(before.identity, before.year, was_adopted) if before else None,
        _opened(now, strict),
        _opened(before, strict) if before else None,
    )


def _of_year(cycle: CycleYear) -> tuple[Measurement | None, bool]:
    adoption = adoption_of(cycle)
    if adoption is not None:
        return adoption.measurement, True
    stored = _stored().filter(recorded_at__date__gte=cycle.starts_on, recorded_at__date__lte=cycle.ends_on)
    return stored.first(), False


def _before(cycle: CycleYear, now: Measurement) -> tuple[Measurement | None, bool]:
    previous = previous_year(cycle)
    adoption = adoption_of(previous) if previous else None
    if adoption is not None and adoption.measurement_id != now.pk:
        return adoption.measurement, True
    return _stored().filter(course=now.course, year__lt=now.year).first(), False


def _stored() -> QuerySet[Measurement]:
    return Measurement.objects.defer("archive").order_by("-year", "-recorded_at", "-pk")


def _opened(measurement: Measurement, strict: bool) -> Dossier | None:
    try:
        return dossier_of(measurement)
    except DamagedArchive:
        if strict:
            raise
        return None
