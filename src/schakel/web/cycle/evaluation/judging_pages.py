# SPDX-License-Identifier: EUPL-1.2
"""Judge the progress of one subject."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.cycle.actions.judging import judge
from schakel.cycle.models import CycleYear, Judgement, SubjectKind, Verdict
from schakel.cycle.queries.element_progress import elements_moved
from schakel.cycle.queries.measured_years import measured_pair
from schakel.documents.cycle_papers import evaluation_words as words
from schakel.documents.messages import words as words_in
from schakel.documents.sentences.names import upper_first
from schakel.programme.models import Initiative
from schakel.web.cycle.editing import fill_in_board
from schakel.web.cycle.evaluation.around import MENU
from schakel.web.cycle.showing import CHOSEN_YEAR
from schakel.web.programme.activities import choices
from schakel.web.programme.course_names import CourseNames, course_names
from schakel.web.programme.editing import now
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of

PAGE_OF = {"action": "evaluation-actions", "initiative": "evaluation-initiatives", "criterion": "criteria"}


class JudgementForm(forms.Form):
    """A verdict, what it rests on, and what comes next."""

    def __init__(self, *args: Any, reading: Reading, **options: Any) -> None:
        super().__init__(*args, **options)
        say = words_in(reading.language)
        self.fields["verdict"] = forms.ChoiceField(
            label=_("What do we say of it?"),
            choices=[(code, upper_first(words.verdict_words(code, say))) for code in Verdict.values],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one of the four; “cannot be said” is an answer too.")},
        )
        self.fields["because"] = choices.long_field(
            _("Because"),
            required=True,
            hint=_(
                "Name the figures or facts. Say that something moved, not that one thing caused another. A "
                "judgement against the figures says here what weighs more."
            ),
        )
        self.fields["because"].error_messages["required"] = _(
            "Name the figures or facts that it rests on, all the more where it goes against the figures."
        )
        self.fields["next_step"] = choices.line_field(_("What comes next"))
        self.fields["source"] = choices.line_field(_("Where this is written"), longest=500)


@require_http_methods(("GET", "POST"))
@page
def judge_one(request: HttpRequest, reading: Reading, cycle: int, kind: str, subject: str) -> HttpResponse:
    """Judge one subject, or change how it was judged."""
    found = get_object_or_404(CycleYear, year=cycle)
    if kind not in SubjectKind.values:
        raise Http404
    name = _name(course_names(reading), kind, subject)
    there = Judgement.objects.filter(cycle=found, subject_kind=kind, subject=subject).first()
    names = ("verdict", "because", "next_step", "source")
    initial = {n: getattr(there, n) for n in names} if there else None
    form = JudgementForm(request.POST or None, reading=reading, initial=initial)

    def act(values: dict[str, Any], version: int | None) -> Judgement:
        values["verdict"] = Verdict(values["verdict"])
        return judge(
            cycle=found,
            kind=SubjectKind(kind),
            subject=subject,
            expected_version=version,
            by=actor_of(request),
            at=now(),
            **values,
        )

    back = f"{reading.url(PAGE_OF.get(kind, 'evaluation'))}?{CHOSEN_YEAR}={found.year}"
    return fill_in_board(
        request,
        reading,
        form,
        act,
        page=MENU,
        title=_("Judge: %(name)s") % {"name": name},
        done=lambda saved: back,
        record=there,
        context={
            "back": back,
            "back_name": _("Evaluation of %(year)s") % {"year": found.year},
            "intro": _figures(reading, found, kind, subject),
        },
    )


def _name(names: CourseNames, kind: str, subject: str) -> str:
    """Return what a subject is called; one that does not exist is not found."""
    if kind == SubjectKind.INITIATIVE:
        return get_object_or_404(Initiative, code=subject).name
    known = {"element": names.elements, "action": names.actions, "criterion": names.criteria}[kind]
    if known and subject not in known:
        raise Http404
    name = known.get(subject, subject)
    return upper_first(name) if kind == SubjectKind.ELEMENT else f"{subject} {name}"


def _figures(reading: Reading, cycle: CycleYear, kind: str, subject: str) -> str:
    """Return what the figures say of an element."""
    if kind != SubjectKind.ELEMENT:
        return ""
    found = next((e for e in elements_moved(measured_pair(cycle)) if e.element == subject), None)
    if found is None:
        return _("There are no figures of this element for this year.")
    say = words_in(reading.language)
    return _("The figures say: %(verdict)s (%(reason)s).") % {
        "verdict": words.verdict_words(found.says, say),
        "reason": words.reason_words(found.because, say),
    }
