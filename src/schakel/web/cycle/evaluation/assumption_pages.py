# SPDX-License-Identifier: EUPL-1.2
"""The assumptions of the course: what was named, which signals touch it, and judging it again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.cycle.actions import assumptions as actions
from schakel.cycle.models import Assumption, AssumptionStatus, AssumptionTouch
from schakel.cycle.queries.assumptions import (
    AssumptionState,
    assumption_states,
    signals_untouched,
    watched,
)
from schakel.cycle.queries.year_course import course_of_year
from schakel.documents.cycle_papers import evaluation_words as words
from schakel.documents.messages import words as words_in
from schakel.documents.sentences.names import upper_first
from schakel.koers.course import CourseFile
from schakel.programme.models import ContextSignal
from schakel.web.cycle.editing import fill_in_board
from schakel.web.cycle.evaluation.around import MENU, Around, evaluation_context, look_around
from schakel.web.cycle.showing import show_board
from schakel.web.programme.activities import choices
from schakel.web.programme.editing import now
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

METHODS = ("GET", "POST")
WRITTEN = ("statement", "course_code", "section", "source")
MOST_SIGNALS = 8
TONES = {"holds": "good", "doubted": "mild", "fallen": "bad"}


class AssumptionForm(forms.Form):
    """What the course takes for granted, and what rests on it."""

    def __init__(self, *args: Any, codes: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["statement"] = choices.line_field(
            _("What does the course take for granted?"), required=True
        )
        self.fields["course_code"] = forms.ChoiceField(
            label=_("What rests on it"), required=False, choices=[("", _("the course as a whole")), *codes]
        )
        self.fields["section"] = choices.line_field(_("Section of the course"), longest=20)
        self.fields["source"] = choices.line_field(_("Where this is written"), longest=500)


class TouchForm(forms.Form):
    """Which signal touches an assumption, and how."""

    def __init__(self, *args: Any, assumption: Assumption, **options: Any) -> None:
        super().__init__(*args, **options)
        free = ContextSignal.objects.exclude(touches__assumption=assumption).order_by("-on", "pk")
        self.fields["signal"] = forms.ModelChoiceField(free, label=_("Which signal from outside?"))
        self.fields["effect"] = forms.ChoiceField(
            label=_("What does it do?"),
            choices=[("against", _("it goes against the assumption")), ("supports", _("it supports it"))],
            widget=forms.RadioSelect,
        )
        self.fields["note"] = choices.line_field(_("In which way"))


class AssumptionJudgementForm(forms.Form):
    """Whether an assumption still holds, and why."""

    def __init__(self, *args: Any, reading: Reading, **options: Any) -> None:
        super().__init__(*args, **options)
        say = words_in(reading.language)
        self.fields["status"] = forms.ChoiceField(
            label=_("Does it still hold?"),
            choices=[(c, upper_first(words.assumption_words(c, say))) for c in AssumptionStatus.values],
            widget=forms.RadioSelect,
        )
        self.fields["reason"] = choices.line_field(_("Because"), required=True)


@require_safe
@page
def show_assumptions(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show what the course rests on, and what has to be judged again."""
    around = look_around(request, reading)
    states = assumption_states()
    course = _course(around)
    waiting = list(signals_untouched()[: MOST_SIGNALS + 1])
    context = evaluation_context(around, "assumptions") | {
        "n": len(states),
        "flagged": [s for s in states if s.flagged],
        "n_doubted": sum(s.assumption.status == "doubted" for s in states),
        "n_fallen": sum(s.assumption.status == "fallen" for s in states),
        "watch": [(w, reading.text(w.label)) for w in watched(course, states)],
        "waiting": waiting[:MOST_SIGNALS],
        "more_waiting": len(waiting) > MOST_SIGNALS,
    }
    return show_board(
        request,
        reading,
        "web/cycle/evaluation_assumptions.html",
        context,
        page=MENU,
        tables=[assumption_table(around, states)],
    )


def _course(around: Around) -> CourseFile | None:
    if around.cycle is None:
        return None
    return course_of_year(around.cycle, around.reading.dossier.course_id)


def assumption_table(around: Around, states: tuple[AssumptionState, ...]) -> Table:
    """Return every assumption, those that have to be judged again first."""
    columns = (
        Column("assumption", _("Assumption")),
        Column("rests", _("What rests on it")),
        Column("status", _("Judgement")),
        Column("supporting", _("Signals for"), True),
        Column("against", _("Signals against"), True),
        Column("flag", _("Judge again")),
    )
    names = dict(_codes(around))
    rows = tuple(
        Row(
            (
                Cell(
                    s.assumption.statement,
                    s.assumption.statement,
                    around.url("assumption", assumption=s.assumption.code),
                    detail=_("invented") if s.assumption.invented else "",
                ),
                text_cell(names.get(s.assumption.course_code, s.assumption.course_code) or "–"),
                Cell(
                    words.assumption_words(s.assumption.status, around.say),
                    s.assumption.status,
                    tone=TONES[s.assumption.status],
                    detail=s.assumption.status_reason,
                ),
                Cell(str(len(s.supporting)), len(s.supporting)),
                Cell(str(len(s.against)), len(s.against)),
                text_cell(_("yes"), tone="bad") if s.flagged else Cell("–", None),
            )
        )
        for s in states
    )
    return Table("assumptions", _("What the course takes for granted"), columns, rows)


def _codes(around: Around) -> list[tuple[str, str]]:
    """Return the codes of the course that may rest on an assumption, with their names."""
    names, course = around.names, _course(around)
    points = [(p.code, around.reading.text(p.label)) for p in course.watch_list] if course else []
    lines = [(code, f"{code}. {name}") for code, name in names.lines.items()]
    actions_of = [(code, f"{code} {name}") for code, name in names.actions.items()]
    return [*points, *lines, *actions_of, *names.goals.items()]


@require_safe
@page
def show_assumption(request: HttpRequest, reading: Reading, assumption: str) -> HttpResponse:
    """Show an assumption with the signals that touch it and how it was judged."""
    around = look_around(request, reading)
    record = get_object_or_404(Assumption, code=assumption)
    state = assumption_states(Assumption.objects.filter(pk=record.pk))[0]
    context = evaluation_context(around, "assumptions") | {
        "record": record,
        "state": state,
        "status": words.assumption_words(record.status, around.say),
        "tone": TONES[record.status],
        "rests": dict(_codes(around)).get(record.course_code, record.course_code),
        "touches": [*state.against, *state.supporting],
    }
    return show_board(request, reading, "web/cycle/evaluation_assumption.html", context, page=MENU)


@require_http_methods(METHODS)
@page
def add(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Name an assumption of the course."""
    around = look_around(request, reading)
    initial = {"course_code": request.GET.get("code", ""), "statement": request.GET.get("stelling", "")}
    form = AssumptionForm(request.POST or None, codes=_codes(around), initial=initial)

    def act(values: dict[str, Any], version: int | None) -> Assumption:
        code = _free_code(values["statement"])
        return actions.add_assumption(code=code, by=actor_of(request), at=now(), **values)

    return fill_in_board(
        request,
        reading,
        form,
        act,
        page=MENU,
        title=_("Name an assumption of the course"),
        done=lambda saved: reading.url("assumption", saved.code),
        context={"back": reading.url("assumptions"), "back_name": _("Assumptions")},
    )


def _free_code(statement: str) -> str:
    stem = slugify(statement)[:50].strip("-") or "aanname"
    taken = set(Assumption.objects.filter(code__startswith=stem).values_list("code", flat=True))
    n = 1
    while (code := stem if n == 1 else f"{stem}-{n}") in taken or code == "nieuw":
        n += 1
    return code


@require_http_methods(METHODS)
@page
def change(request: HttpRequest, reading: Reading, assumption: str) -> HttpResponse:
    """Change the words of an assumption."""
    around = look_around(request, reading)
    record = get_object_or_404(Assumption, code=assumption)
    initial = {name: getattr(record, name) for name in WRITTEN}
    form = AssumptionForm(request.POST or None, codes=_codes(around), initial=initial)

    def act(values: dict[str, Any], version: int | None) -> Assumption:
        return actions.change_assumption(
            assumption=record, changes=values, expected_version=version, by=actor_of(request), at=now()
        )

    return _fill_in(request, reading, record, form, act, _("Change the assumption"))


@require_http_methods(METHODS)
@page
def judge(request: HttpRequest, reading: Reading, assumption: str) -> HttpResponse:
    """Judge whether an assumption still holds."""
    record = get_object_or_404(Assumption, code=assumption)
    initial = {"status": record.status, "reason": record.status_reason}
    form = AssumptionJudgementForm(request.POST or None, reading=reading, initial=initial)

    def act(values: dict[str, Any], version: int | None) -> Assumption:
        return actions.judge_assumption(
            assumption=record,
            status=AssumptionStatus(values["status"]),
            reason=values["reason"],
            expected_version=version,
            by=actor_of(request),
            at=now(),
        )

    return _fill_in(request, reading, record, form, act, _("Does it still hold?"))


@require_http_methods(METHODS)
@page
def touch(request: HttpRequest, reading: Reading, assumption: str) -> HttpResponse:
    """Link a signal from outside to an assumption."""
    record = get_object_or_404(Assumption, code=assumption)
    initial = {"signal": request.GET.get("signaal")}
    form = TouchForm(request.POST or None, assumption=record, initial=initial)

    def act(values: dict[str, Any], version: int | None) -> AssumptionTouch:
        return actions.touch_assumption(assumption=record, by=actor_of(request), at=now(), **values)

    return _fill_in(request, reading, record, form, act, _("Link a signal from outside"), changes=False)


@require_POST
@page
def untouch(request: HttpRequest, reading: Reading, assumption: str, pk: int) -> HttpResponse:
    """Take the link with a signal away."""
    record = get_object_or_404(Assumption, code=assumption)
    row = get_object_or_404(AssumptionTouch, pk=pk, assumption=record)
    actions.untouch_assumption(touch=row, by=actor_of(request), at=now())
    messages.success(request, _("The link was taken away."))
    return HttpResponseRedirect(reading.url("assumption", record.code))


def _fill_in(
    request: HttpRequest,
    reading: Reading,
    record: Assumption,
    form: forms.Form,
    act: Any,
    title: str,
    *,
    changes: bool = True,
) -> HttpResponse:
    back = reading.url("assumption", record.code)
    return fill_in_board(
        request,
        reading,
        form,
        act,
        page=MENU,
        title=title,
        done=lambda saved: back,
        record=record if changes else None,
        context={"back": back, "back_name": _("The assumption"), "intro": record.statement},
    )
