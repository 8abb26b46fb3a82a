# SPDX-License-Identifier: EUPL-1.2
"""Which year of the cycle a page or an action is about, and the diagnosis and links of that year."""

from datetime import date

from django.db.models import QuerySet

from schakel.cycle.models import ChosenLink, CycleYear, DiagnosisAdoption, Phase
from schakel.cycle.transitions import PHASES


def open_year() -> CycleYear | None:
    """Return the year that is not closed yet, the first when there are two; ``None`` where none is open."""
    return CycleYear.objects.filter(closed_on__isnull=True).order_by("year").first()


def shown_year(wanted: int | None = None) -> CycleYear | None:
    """Return the wanted year, else the open one, else the last one; ``None`` where there is none."""
    if wanted is not None:
        found = CycleYear.objects.filter(year=wanted).first()
        if found is not None:
            return found
    return open_year() or CycleYear.objects.order_by("-year").first()


def year_of_day(on: date, *, is_invented: bool) -> CycleYear | None:
    """Return the year in which a day falls; what is real never falls in an invented year, nor the reverse."""
    found = CycleYear.objects.filter(starts_on__lte=on, ends_on__gte=on, invented=is_invented)
    return found.order_by("year").first()


def previous_year(cycle: CycleYear) -> CycleYear | None:
    """Return the year before this one that is known."""
    return CycleYear.objects.filter(year__lt=cycle.year).order_by("-year").first()


def phases_of(cycle: CycleYear) -> tuple[Phase, ...]:
    """Return the phases in their order."""
    return tuple(sorted(cycle.phases.select_related("owner"), key=lambda p: PHASES.index(p.kind)))


def adoption_of(cycle: CycleYear) -> DiagnosisAdoption | None:
    """Return the adoption that counts: the last one of the year."""
    rows = cycle.adoptions.select_related("measurement", "decision").defer("measurement__archive")
    return rows.order_by("-pk").first()


def chosen_links(cycle: CycleYear) -> QuerySet[ChosenLink]:
    """Return the links that the board chose to work on in this year."""
    adoption = adoption_of(cycle)
    return ChosenLink.objects.filter(adoption=adoption) if adoption else ChosenLink.objects.none()
