# SPDX-License-Identifier: EUPL-1.2
"""What decisions can be about, as choices: key and name, only where the effect is possible at all."""

from django.utils import timezone

from schakel.cycle.models import (
    AgendaItem,
    CourseDraft,
    CycleYear,
    Deviation,
    DeviationState,
    Measurement,
    SourceKind,
    Yardstick,
)
from schakel.cycle.queries.measured import dossier_of, measurement_called
from schakel.cycle.queries.weakness import elements_of, weakness_of
from schakel.documents import formats
from schakel.koers.failures import Failure
from schakel.programme.models import (
    Indicator,
    IndicatorValue,
    Initiative,
    InitiativeRelation,
    Partner,
    PartnerRelation,
    ReportingPeriod,
    Stage,
    ValueState,
)
from schakel.web.language import page_language

Choices = list[tuple[str, str]]


def measurements() -> Choices:
    """Return the stored measurements, newest first."""
    language = page_language()
    rows = Measurement.objects.values_list("identity", "year", "recorded_at")
    return [
        (identity, f"{year} · {formats.day(timezone.localdate(at), language)} · {identity}")
        for identity, year, at in rows
    ]


def weakness_by_element(item: AgendaItem) -> dict[str, float | None]:
    """Return how probably each element is the weakest, in the measurement that an agenda item is about."""
    if item.source_kind != SourceKind.MEASUREMENT:
        return {}
    measurement = measurement_called(item.source_key)
    if measurement is None:
        return {}
    try:
        dossier = dossier_of(measurement)
    except Failure:
        return {}
    return {code: weakness_of(dossier, code).probability for code in elements_of(dossier)}


def open_years() -> Choices:
    """Return the years of the cycle that are not closed."""
    rows = CycleYear.objects.filter(closed_on__isnull=True).order_by("year").values_list("year", flat=True)
    return [(str(year), str(year)) for year in rows]


def running_initiatives() -> Choices:
    """Return the initiatives on whose stage the programme decides and that did not end."""
    found = Initiative.objects.exclude(relation=InitiativeRelation.EXTERNAL)
    found = found.exclude(stage__in=(Stage.MERGED, Stage.STOPPED))
    return list(found.order_by("name", "pk").values_list("code", "name"))


def submitted_values() -> Choices:
    """Return the values that wait to be adopted."""
    found = IndicatorValue.objects.filter(state=ValueState.SUBMITTED)
    return [(str(v.pk), str(v)) for v in found.select_related("indicator", "period")]


def indicators() -> Choices:
    """Return the indicators that are in use."""
    return list(Indicator.objects.filter(is_active=True).values_list("code", "title"))


def open_periods() -> Choices:
    """Return the reporting periods that are not closed."""
    codes = ReportingPeriod.objects.filter(is_closed=False).values_list("code", flat=True)
    return [(code, code) for code in codes]


def candidates() -> Choices:
    """Return the organisations that are no partner now, candidates first."""
    rows = Partner.objects.exclude(relation=PartnerRelation.PARTNER, left_on__isnull=True)
    found = list(rows.order_by("name", "pk").values_list("code", "name", "relation"))
    found.sort(key=lambda row: row[2] != PartnerRelation.CANDIDATE)
    return [(code, name) for code, name, _relation in found]


def open_deviations() -> Choices:
    """Return the deviations that are not settled."""
    rows = Deviation.objects.exclude(state=DeviationState.SETTLED).select_related("initiative")
    return [(str(d.pk), f"{d.initiative.name}: {d.what}") for d in rows]


def proposed_yardsticks() -> Choices:
    """Return the yardsticks that were not agreed yet."""
    return list(Yardstick.objects.filter(agreed_by__isnull=True).values_list("code", "title"))


def course_drafts() -> Choices:
    """Return the drafts of the course that were not adopted."""
    return list(CourseDraft.objects.filter(adopted__isnull=True).values_list("code", "version_name"))
