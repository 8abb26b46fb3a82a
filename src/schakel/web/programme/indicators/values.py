# SPDX-License-Identifier: EUPL-1.2
"""Values: enter, submit, return, adopt and correct; by the office, or by a lead for its own initiative."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schakel.programme.actions.indicator_values import (
    adopt_value,
    change_value,
    correct_value,
    enter_value,
    return_value,
    submit_value,
)
from schakel.programme.models import Indicator, IndicatorValue, Initiative, ValueState
from schakel.programme.queries.indicators import amount_of
from schakel.programme.queries.periods import is_period_open
from schakel.programme.transitions import VALUE_STEPS
from schakel.web.programme.editing import fill_in, now
from schakel.web.programme.indicators.forms import CommentForm, ValueForm
from schakel.web.programme.indicators.words import amount_words, state_words
from schakel.web.programme.showing import show_programme
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of

STEPS: dict[str, tuple[str, Callable[..., IndicatorValue]]] = {
    "indienen": ("submitted", submit_value),
    "terugsturen": ("returned", return_value),
    "vaststellen": ("adopted", adopt_value),
}
STEPS_OF_A_LEAD = ("indienen",)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def add_value(
    request: HttpRequest, reading: Reading, indicator: str, initiative: str | None = None
) -> HttpResponse:
    """Enter the value of a period, for the region or for an initiative."""
    found = get_object_or_404(Indicator, code=indicator)
    of = get_object_or_404(Initiative, code=initiative) if initiative else None
    form = ValueForm(request.POST or None, found)

    def act(cleaned: dict[str, Any], version: int | None) -> IndicatorValue:
        return enter_value(
            indicator=found,
            period=cleaned["period"],
            **form.amounts(),
            initiative=of,
            **form.around(),
            by=actor_of(request),
            at=now(),
        )

    title = _("Value of %(name)s") % {"name": found.title}
    return fill_in(
        request,
        reading,
        form,
        act,
        title=f"{title}: {of.name}" if of else title,
        done=lambda made: _address(reading, made),
        said=_("Saved as a draft. Submit it when it is right."),
        context={
            "programme_page": "indicators",
            "intro": found.meaning,
            "back": reading.url("indicator", found.code),
        },
    )


def _find(pk: int, initiative: str | None) -> IndicatorValue:
    values = IndicatorValue.objects.select_related("indicator", "period", "initiative")
    if initiative is not None:
        return get_object_or_404(values, pk=pk, initiative__code=initiative)
    return get_object_or_404(values, pk=pk)


def _address(reading: Reading, value: IndicatorValue) -> str:
    if value.initiative is not None:
        return reading.url("initiative-value", value.initiative.code, value.pk)
    return reading.url("value", value.pk)


@require_safe
@page
def show_value(
    request: HttpRequest, reading: Reading, pk: int, initiative: str | None = None
) -> HttpResponse:
    """Show one value, how it came to be, and the steps that are possible now."""
    value = _find(pk, initiative)
    is_open = is_period_open(value.period, timezone.localdate())
    is_author = actor_of(request).key == value.author
    steps = [
        {"name": name, "words": state_words(to)}
        for name, (to, _act) in STEPS.items()
        if is_open
        and (who := VALUE_STEPS[value.state].get(to)) is not None
        and not (who == "other" and is_author)
        and (initiative is None or name in STEPS_OF_A_LEAD)
    ]
    context = {
        "programme_page": "indicators",
        "value": value,
        "amount": amount_words(value.indicator, amount_of(value), reading.language),
        "state": state_words(value.state),
        "events": [
            {"event": e, "from": state_words(e.from_state), "to": state_words(e.to_state)}
            for e in value.events.all()
        ],
        "steps": steps,
        "is_open": is_open,
        "may_change": is_open and value.state in (ValueState.CONCEPT, ValueState.RETURNED),
        "is_author": is_author,
        "of": initiative,
    }
    return show_programme(request, reading, "web/programme/indicator_value.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def step_value(
    request: HttpRequest, reading: Reading, pk: int, step: str, initiative: str | None = None
) -> HttpResponse:
    """Let a value make a step, with a comment."""
    value = _find(pk, initiative)
    if step not in STEPS or (initiative is not None and step not in STEPS_OF_A_LEAD):
        raise Http404
    to_state, act = STEPS[step]
    return fill_in(
        request,
        reading,
        CommentForm(request.POST or None, is_required=step == "terugsturen"),
        lambda cleaned, version: act(
            value=value,
            comment=cleaned["comment"],
            expected_version=version,
            by=actor_of(request),
            at=now(),
        ),
        title=_("%(name)s %(period)s: %(state)s")
        % {"name": value.indicator.title, "period": value.period.code, "state": state_words(to_state)},
        done=lambda made: _address(reading, value),
        record=value,
        context={
            "programme_page": "indicators",
            "intro": amount_words(value.indicator, amount_of(value), reading.language),
            "back": _address(reading, value),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def edit_value(
    request: HttpRequest, reading: Reading, pk: int, initiative: str | None = None
) -> HttpResponse:
    """Change a draft, or a value that was given back."""
    value = _find(pk, initiative)
    form = ValueForm(request.POST or None, value.indicator, value)
    return fill_in(
        request,
        reading,
        form,
        lambda cleaned, version: change_value(
            value=value,
            amounts=form.amounts(),
            **form.around(),
            expected_version=version,
            by=actor_of(request),
            at=now(),
        ),
        title=_("Change: %(name)s") % {"name": f"{value.indicator.title} {value.period.code}"},
        done=lambda made: _address(reading, made),
        record=value,
        context={
            "programme_page": "indicators",
            "intro": value.indicator.meaning,
            "back": _address(reading, value),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def replace_value(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Correct an adopted value with a new draft."""
    value = _find(pk, None)
    form = ValueForm(request.POST or None, value.indicator, value)
    return fill_in(
        request,
        reading,
        form,
        lambda cleaned, version: correct_value(
            value=value, amounts=form.amounts(), **form.around(), by=actor_of(request), at=now()
        ),
        title=_("Correct %(name)s of %(period)s")
        % {"name": value.indicator.title, "period": value.period.code},
        done=lambda made: _address(reading, made),
        context={"programme_page": "indicators", "back": _address(reading, value)},
    )
