# SPDX-License-Identifier: EUPL-1.2
"""Indicatoren: what is measured, where it began, where it is and where it should be."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from schakel.documents.programme_pictures.indicator_line import (
    IndicatorLine,
    LinePoint,
    draw_indicator_line,
)
from schakel.programme.actions.indicators import (
    change_definition,
    change_indicator,
    define_indicator,
    set_target,
)
from schakel.programme.models import Indicator, IndicatorTarget, IndicatorValue, ReportingPeriod, ValueState
from schakel.programme.queries.indicator_progress import Progress, region_progress, region_series
from schakel.programme.queries.indicators import indicators_with_values, waiting_values
from schakel.web.programme.course_names import course_names
from schakel.web.programme.editing import fill_in, now
from schakel.web.programme.indicators.forms import MEANING, DefinitionForm, IndicatorForm, TargetForm
from schakel.web.programme.indicators.tables import (
    indicators_table,
    periods_table,
    values_table,
    waiting_table,
)
from schakel.web.programme.indicators.words import (
    amount_words,
    direction_words,
    frequency_words,
    level_words,
    semantics_words,
)
from schakel.web.programme.showing import Picture, show_programme
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of, visitor_of

DAYS_A_YEAR = 365.25


@require_safe
@page
def show_indicators(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show every indicator, and what waits to be adopted."""
    indicators = list(indicators_with_values())
    periods = ReportingPeriod.objects.order_by("-starts_on")[:20]
    tables = [
        indicators_table(reading, indicators),
        periods_table(reading, periods, timezone.localdate()),
    ]
    waiting: list[IndicatorValue] = []
    if visitor_of(request).may("value"):
        waiting = list(waiting_values()[:100])
        tables.append(waiting_table(reading, waiting))
    context = {
        "programme_page": "indicators",
        "answer": _answer([region_progress(i) for i in indicators]),
        "n_waiting": len(waiting),
    }
    return show_programme(request, reading, "web/programme/indicators.html", context, tables=tables)


def _answer(all_progress: list[Progress]) -> str:
    if not all_progress:
        return _("No indicators were defined yet.")
    n_reached = sum(p.is_reached is True for p in all_progress)
    n_unknown = sum(p.is_reached is None for p in all_progress)
    text = ngettext(
        "Of %(all)s indicator %(reached)s has reached its target.",
        "Of %(all)s indicators %(reached)s have reached their target.",
        len(all_progress),
    ) % {"all": len(all_progress), "reached": n_reached}
    if n_unknown:
        text += " " + _("Of %(n)s that cannot be said: a value or a target is missing.") % {"n": n_unknown}
    return text


@require_safe
@page
def show_indicator(request: HttpRequest, reading: Reading, indicator: str) -> HttpResponse:
    """Show the definition sheet, the picture and the values of an indicator."""
    found = get_object_or_404(indicators_with_values(with_ended=True), code=indicator)
    progress = region_progress(found)
    values = IndicatorValue.objects.filter(indicator=found).select_related("period", "initiative")
    sees_drafts = visitor_of(request).may("value")
    if not sees_drafts:
        values = values.filter(state=ValueState.ADOPTED)
    rows = list(values.select_related("superseded_by").order_by("-period__ends_on", "pk")[:500])
    names = course_names(reading)
    context: dict[str, Any] = {
        "programme_page": "indicators",
        "indicator": found,
        "answer": _indicator_answer(reading, found, progress),
        "facts": {
            "level": level_words(found.level),
            "semantics": semantics_words(found.time_semantics),
            "direction": direction_words(found.direction),
            "frequency": frequency_words(found.frequency),
            "goal": names.goals.get(found.goal, found.goal),
            "element": names.element(found.element),
        },
        "changes": list(found.definition_changes.all()),
        "targets": list(found.targets.filter(initiative=None, place="").order_by("year")),
    }
    tables = [values_table(reading, found, rows, linked=sees_drafts)]
    line = _line(found, progress)
    pictures = [Picture("line", line, draw_indicator_line)] if line.points or line.target else []
    return show_programme(
        request, reading, "web/programme/indicator.html", context, tables=tables, pictures=pictures
    )


def _indicator_answer(reading: Reading, indicator: Indicator, progress: Progress) -> str:
    if progress.actual is None or progress.actual_period is None:
        return _("No adopted value yet, so it cannot be said how this stands.")
    told = _("In %(period)s it is %(value)s.") % {
        "period": progress.actual_period.code,
        "value": amount_words(indicator, progress.actual, reading.language),
    }
    if progress.n_parts:
        told += " " + ngettext(
            "That is the value of %(n)d municipality or initiative; the region itself has none.",
            "That is the total of %(n)d municipalities or initiatives; the region itself has none.",
            progress.n_parts,
        ) % {"n": progress.n_parts}
    if progress.is_provisional:
        told += " " + _("That value is provisional.")
    if progress.is_broken:
        told += " " + _("What is counted has changed since, so it is not compared with the start or target.")
    if progress.target is None:
        return told + " " + _("No target was agreed.")
    target = amount_words(indicator, progress.target.value, reading.language)
    words = {"target": target, "year": progress.target.year}
    if progress.is_reached:
        return told + " " + _("The target of %(target)s for %(year)s is reached.") % words
    return told + " " + _("The target for %(year)s is %(target)s.") % words


def _line(indicator: Indicator, progress: Progress) -> IndicatorLine:
    points = tuple(
        LinePoint(_moment(period), period.code, float(value), provisional)
        for period, value, provisional in region_series(indicator)
    )
    breaks = tuple(
        c.on.year + c.on.timetuple().tm_yday / DAYS_A_YEAR
        for c in indicator.definition_changes.all()
        if c.breaks_series
    )
    return IndicatorLine(
        indicator.title,
        indicator.unit,
        indicator.decimals,
        points,
        _target_point(progress.baseline),
        _target_point(progress.target),
        breaks,
    )


def _moment(period: ReportingPeriod) -> float:
    return period.ends_on.year + period.ends_on.timetuple().tm_yday / DAYS_A_YEAR


def _target_point(target: IndicatorTarget | None) -> LinePoint | None:
    return None if target is None else LinePoint(target.year + 1.0, str(target.year), float(target.value))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def add_indicator(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Define a new indicator."""
    form = IndicatorForm(request.POST or None, course_names(reading))
    return fill_in(
        request,
        reading,
        form,
        lambda cleaned, version: define_indicator(values=form.values(), by=actor_of(request), at=now()),
        title=_("Define an indicator"),
        done=lambda made: reading.url("indicator", made.code),
        context={"programme_page": "indicators", "back": reading.url("indicators")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def edit_indicator(request: HttpRequest, reading: Reading, indicator: str) -> HttpResponse:
    """Change the sheet, except for its meaning."""
    found = get_object_or_404(Indicator, code=indicator)

    def act(cleaned: dict[str, Any], version: int | None) -> Indicator:
        return change_indicator(
            indicator=found, changes=cleaned, expected_version=version, by=actor_of(request), at=now()
        )

    return fill_in(
        request,
        reading,
        IndicatorForm(request.POST or None, course_names(reading), found),
        act,
        title=_("Change %(name)s") % {"name": found.title},
        done=lambda made: reading.url("indicator", made.code),
        record=found,
        context={"programme_page": "indicators", "back": reading.url("indicator", found.code)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def redefine_indicator(request: HttpRequest, reading: Reading, indicator: str) -> HttpResponse:
    """Change what an indicator means, with the reason and whether the series breaks."""
    found = get_object_or_404(Indicator, code=indicator)

    def act(cleaned: dict[str, Any], version: int | None) -> Indicator:
        return change_definition(
            indicator=found,
            changes={name: cleaned[name] for name in MEANING},
            what=cleaned["what"],
            why=cleaned["why"],
            breaks_series=cleaned["breaks_series"],
            on=timezone.localdate(),
            expected_version=version,
            by=actor_of(request),
            at=now(),
        )

    return fill_in(
        request,
        reading,
        DefinitionForm(request.POST or None, found),
        act,
        title=_("Change the definition of %(name)s") % {"name": found.title},
        done=lambda made: reading.url("indicator", made.code),
        record=found,
        context={"programme_page": "indicators", "back": reading.url("indicator", found.code)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def add_target(request: HttpRequest, reading: Reading, indicator: str) -> HttpResponse:
    """Set a start or target for the region."""
    found = get_object_or_404(Indicator, code=indicator)
    return fill_in(
        request,
        reading,
        TargetForm(request.POST or None),
        lambda cleaned, version: set_target(indicator=found, **cleaned, by=actor_of(request), at=now()),
        title=_("Start or target of %(name)s") % {"name": found.title},
        done=lambda made: reading.url("indicator", found.code),
        context={"programme_page": "indicators", "back": reading.url("indicator", found.code)},
    )
