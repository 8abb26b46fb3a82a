# SPDX-License-Identifier: EUPL-1.2
"""One yardstick: what it shows, how it was agreed; and proposing, changing, reading and correcting it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.cycle.actions import yardsticks as actions
from schakel.cycle.models import Yardstick, YardstickReading
from schakel.cycle.queries.criteria import facts_of, yardstick_states
from schakel.cycle.queries.year_course import course_of_year
from schakel.documents import formats
from schakel.documents.cycle_papers import evaluation_words as words
from schakel.documents.failures_in_words import explain_failure
from schakel.documents.messages import words as words_in
from schakel.koers.failures import Failure
from schakel.web.cycle.editing import fill_in_board
from schakel.web.cycle.evaluation.around import MENU, Around, evaluation_context, look_around
from schakel.web.cycle.evaluation.criteria_tables import (
    agreed_words,
    amount_words,
    reading_table,
    shown_words,
)
from schakel.web.cycle.evaluation.pictures import yardstick_picture
from schakel.web.cycle.evaluation.yardstick_forms import WRITTEN, ReadingForm, YardstickForm, initial_of
from schakel.web.cycle.showing import show_board
from schakel.web.programme.course_names import course_names
from schakel.web.programme.editing import now
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of

METHODS = ("GET", "POST")


@require_safe
@page
def show_yardstick(request: HttpRequest, reading: Reading, yardstick: str) -> HttpResponse:
    """Show a yardstick with its way to the target and every value."""
    around = look_around(request, reading)
    record = get_object_or_404(Yardstick.objects.select_related("initiative"), code=yardstick)
    state = None
    if around.cycle is not None:
        facts = facts_of(around.cycle, timezone.localdate(), tells_means=around.tells_means)
        state = yardstick_states(Yardstick.objects.filter(pk=record.pk), facts)[0]
    addresses = {}
    readings = list(record.readings.select_related("corrected_by"))
    if around.may("yardstick-correct") and not record.automatic:
        addresses = {r.pk: reading.url("yardstick-correct", yardstick=record.code, pk=r.pk) for r in readings}
    names = course_names(reading)
    items = {item.code: reading.text(item.label) for item in reading.dossier.picture}
    context = evaluation_context(around, "criteria") | {
        "record": record,
        "state": state,
        "criterion": f"{record.criterion} {names.criteria.get(record.criterion, '')}".strip(),
        "verdict": words.yardstick_words(state.verdict, around.say) if state else "",
        "why": words.shown_words(state.because, around.say) if state else "",
        "shown": shown_words(around, state.shown, record.unit) if state else "",
        "shown_on": formats.day(state.shown.on, reading.language) if state and state.shown.on else "",
        "agreed": agreed_words(state) if state else "",
        "baseline": amount_words(around, record.baseline, record.unit),
        "target": amount_words(around, record.target, record.unit),
        "automatic": words.automatic_words(record.automatic, around.say, items) if record.automatic else "",
    }
    return show_board(
        request,
        reading,
        "web/cycle/evaluation_yardstick.html",
        context,
        page=MENU,
        tables=[reading_table(around, readings, record.unit, addresses)],
        pictures=yardstick_picture(around, [state] if state else []),
    )


@require_http_methods(METHODS)
@page
def propose(request: HttpRequest, reading: Reading, criterion: str) -> HttpResponse:
    """Propose a yardstick for a criterion."""
    around = look_around(request, reading)
    names = course_names(reading)
    if names.criteria and criterion not in names.criteria:
        raise Http404
    form = YardstickForm(
        request.POST or None, reading=reading, criterion=criterion, hubs=_hubs(around, criterion)
    )

    def act(values: dict[str, Any], version: int | None) -> Yardstick:
        return actions.propose_yardstick(
            code=_free_code(values["title"]),
            criterion=criterion,
            by=actor_of(request),
            at=now(),
            **values,
        )

    return fill_in_board(
        request,
        reading,
        form,
        act,
        page=MENU,
        title=_("Propose a yardstick"),
        done=lambda saved: reading.url("yardstick", saved.code),
        said=_("Proposed. It counts once the board has agreed it."),
        context={
            "back": around.url("criteria"),
            "back_name": _("Criteria"),
            "intro": f"{criterion} {names.criteria.get(criterion, '')}".strip(),
        },
    )


def _hubs(around: Around, criterion: str) -> list[str]:
    """Return the initiatives that a criterion names."""
    if around.cycle is None:
        return []
    course = course_of_year(around.cycle, around.reading.dossier.course_id)
    found = (c for c in course.criteria if c.code == criterion) if course else ()
    return [code for c in found for code in c.initiatives]


def _free_code(title: str) -> str:
    stem = slugify(title)[:54].strip("-") or "maatstaf"
    taken = set(Yardstick.objects.filter(code__startswith=stem).values_list("code", flat=True))
    n = 1
    while (code := stem if n == 1 else f"{stem}-{n}") in taken or code == "nieuw":
        n += 1
    return code


@require_http_methods(METHODS)
@page
def change(request: HttpRequest, reading: Reading, yardstick: str) -> HttpResponse:
    """Change a proposed yardstick."""
    record = get_object_or_404(Yardstick, code=yardstick)
    around = look_around(request, reading)
    form = YardstickForm(
        request.POST or None,
        reading=reading,
        criterion=record.criterion,
        hubs=_hubs(around, record.criterion),
        initial=initial_of(record, WRITTEN),
    )

    def act(values: dict[str, Any], version: int | None) -> Yardstick:
        return actions.change_yardstick(
            yardstick=record, changes=values, expected_version=version, by=actor_of(request), at=now()
        )

    return _fill_in(request, reading, record, form, act, _("Change the yardstick"), record)


@require_POST
@page
def withdraw(request: HttpRequest, reading: Reading, yardstick: str) -> HttpResponse:
    """Take a proposal away."""
    record = get_object_or_404(Yardstick, code=yardstick)
    try:
        actions.withdraw_yardstick(yardstick=record, by=actor_of(request), at=now())
    except Failure as failure:
        messages.error(request, explain_failure(failure, reading.language))
        return HttpResponseRedirect(reading.url("yardstick", record.code))
    messages.success(request, _("The proposal was taken away."))
    return HttpResponseRedirect(reading.url("criteria"))


@require_http_methods(METHODS)
@page
def read(request: HttpRequest, reading: Reading, yardstick: str) -> HttpResponse:
    """Enter a value of a yardstick."""
    record = get_object_or_404(Yardstick, code=yardstick)
    form = ReadingForm(
        request.POST or None, unit=_unit(record, reading), initial={"on": timezone.localdate()}
    )

    def act(values: dict[str, Any], version: int | None) -> YardstickReading:
        return actions.read_yardstick(
            yardstick=record, today=timezone.localdate(), by=actor_of(request), at=now(), **values
        )

    return _fill_in(request, reading, record, form, act, _("Enter a value"))


@require_http_methods(METHODS)
@page
def correct(request: HttpRequest, reading: Reading, yardstick: str, pk: int) -> HttpResponse:
    """Correct a value of a yardstick."""
    record = get_object_or_404(Yardstick, code=yardstick)
    row = get_object_or_404(YardstickReading, pk=pk, yardstick=record)
    form = ReadingForm(
        request.POST or None,
        unit=_unit(record, reading),
        correcting=True,
        initial=initial_of(row, ("on", "value", "source")),
    )

    def act(values: dict[str, Any], version: int | None) -> YardstickReading:
        return actions.correct_reading(
            reading=row, today=timezone.localdate(), by=actor_of(request), at=now(), **values
        )

    return _fill_in(request, reading, record, form, act, _("Correct a value"))


def _unit(record: Yardstick, reading: Reading) -> str:
    return words.unit_words(record.unit, words_in(reading.language))


def _fill_in(
    request: HttpRequest,
    reading: Reading,
    record: Yardstick,
    form: Any,
    act: Any,
    title: str,
    changed: Yardstick | None = None,
) -> HttpResponse:
    back = reading.url("yardstick", record.code)
    return fill_in_board(
        request,
        reading,
        form,
        act,
        page=MENU,
        title=title,
        done=lambda saved: back,
        record=changed,
        context={"back": back, "back_name": record.title},
    )
