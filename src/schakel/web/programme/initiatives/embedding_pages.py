# SPDX-License-Identifier: EUPL-1.2
"""The embedding checklist, and how ready the technology of innovations is."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from schakel.programme.actions.embedding import answer_checklist
from schakel.programme.actions.readiness import LEVELS, record_readiness
from schakel.programme.models import Continuity, Initiative, Partner, ReadinessChange
from schakel.programme.models.record import Traced
from schakel.programme.queries.embedding import (
    QUESTIONS,
    EmbeddingState,
    checklist_version,
    embedding_states,
)
from schakel.programme.queries.readiness import Innovation, innovations
from schakel.web.programme.editing import now
from schakel.web.programme.initiatives.finding import initiative_or_404
from schakel.web.programme.initiatives.forms import DayInput
from schakel.web.programme.initiatives.sheet_tables import embedding_table, readiness_table
from schakel.web.programme.initiatives.showing_ties import TiePage, show_ties
from schakel.web.programme.initiatives.words import (
    continuity_words,
    embedding_answer_words,
    embedding_question_words,
)
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of

METHODS = ["GET", "HEAD", "POST"]
ANSWERS = ("unknown", "yes", "partly", "no")


@dataclass(frozen=True, slots=True)
class _Checklist:
    """The checklist as one record with one version."""

    version: int


class EmbeddingForm(forms.Form):
    """The questions, each with an answer and where that is arranged; and what carries it on."""

    continuity = forms.ChoiceField()
    continuity_note = forms.CharField(required=False, max_length=300)

    def __init__(self, *given: Any, state: EmbeddingState, **named: Any) -> None:
        super().__init__(*given, **named)
        fields: dict[str, forms.Field] = {}
        for q in state.questions:
            fields[f"{q.question}_answer"] = forms.ChoiceField(
                label=embedding_question_words(q.question),
                choices=[(a, embedding_answer_words(a)) for a in ANSWERS],
                initial=q.answer,
                help_text=_("The register shows this.") if q.shown_by_register else "",
            )
            fields[f"{q.question}_explanation"] = forms.CharField(
                label=_("Where is that arranged?"), required=False, max_length=300, initial=q.explanation
            )
        continuity = self.fields["continuity"]
        assert isinstance(continuity, forms.ChoiceField)
        continuity.choices = [(c, continuity_words(c)) for c in Continuity.values]
        continuity.label = _("All in all: what carries it when its money ends?")
        self.fields["continuity_note"].label = _("Explanation")
        self.fields = fields | self.fields


class ReadinessForm(forms.Form):
    """A level of an innovation on a day."""

    innovation = forms.CharField(max_length=200)
    level = forms.TypedChoiceField(coerce=int)
    on = forms.DateField(widget=DayInput)
    owner = forms.ModelChoiceField(Partner.objects.none(), required=False)
    reason = forms.CharField(required=False, max_length=300)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        level, owner = self.fields["level"], self.fields["owner"]
        assert isinstance(level, forms.ChoiceField) and isinstance(owner, forms.ModelChoiceField)
        level.choices = [(n, _level_words(n)) for n in LEVELS]
        level.label = _("Level")
        owner.queryset, owner.label = Partner.objects.order_by("name"), _("With which partner is it now?")
        owner.empty_label = _("not known")
        self.fields["innovation"].label = _("Innovation")
        self.fields["innovation"].help_text = _("The same name as before continues the same innovation.")
        self.fields["on"].label = _("Reached on")
        self.fields["reason"].label = _("Remark")
        self.fields["reason"].help_text = _("Needed when the level goes down.")


def _level_words(level: int) -> str:
    words = {
        1: _("principle observed"),
        2: _("idea worked out"),
        3: _("proof that it can work"),
        4: _("tried in the laboratory"),
        5: _("tried in a setting like practice"),
        6: _("shown in a setting like practice"),
        7: _("prototype in practice"),
        8: _("complete and tested"),
        9: _("in use"),
    }
    return f"{level}: {words[level]}"


@require_http_methods(METHODS)
@page
def show_embedding(request: HttpRequest, reading: Reading, initiative: str) -> HttpResponse:
    """Show the checklist and let those who may answer it."""
    found = initiative_or_404(initiative)
    state = embedding_states([found], timezone.localdate())[found.pk]
    n, total = state.count("yes"), len(QUESTIONS)
    told = TiePage(
        "initiative-embedding",
        _("Is %(name)s embedded?") % {"name": found.name},
        _("%(n)s of %(total)s questions are answered with yes. Continuation: %(continuity)s.")
        % {"n": n, "total": total, "continuity": continuity_words(found.continuity)},
        (embedding_table(state),),
        _("Answer the questions"),
        how=_(
            "The answers are given by people. Beside them stands what the register itself shows, such as an "
            "owner, a structural source of money or a link; where the two differ, one of them needs work."
        ),
    )
    form = EmbeddingForm(
        request.POST or None,
        state=state,
        initial={"continuity": found.continuity, "continuity_note": found.continuity_note},
    )

    def act(values: dict[str, Any], version: int | None) -> Initiative:
        answers = {q: (values[f"{q}_answer"], values[f"{q}_explanation"]) for q in QUESTIONS}
        return answer_checklist(
            initiative=found,
            answers=answers,
            continuity=values["continuity"],
            continuity_note=values["continuity_note"],
            expected_version=version,
            by=actor_of(request),
            at=now(),
        )

    record = cast(Traced, _Checklist(checklist_version(found)))
    return show_ties(request, reading, found, told, form, act, record=record)


@require_http_methods(METHODS)
@page
def show_readiness(request: HttpRequest, reading: Reading, initiative: str) -> HttpResponse:
    """Show how ready each innovation is, and record a step."""
    found = initiative_or_404(initiative)
    rows = found.readiness.select_related("owner", "initiative")
    known = innovations(rows, timezone.localdate())
    told = TiePage(
        "initiative-readiness",
        _("How ready is the technology of %(name)s?") % {"name": found.name},
        _readiness_answer(known),
        (readiness_table(known, reading),),
        _("Record a level"),
        how=_(
            "Levels run from 1 (principle observed) to 9 (in use). A step is never erased; a step back has "
            "a reason."
        ),
    )

    def act(values: dict[str, Any], version: int | None) -> ReadinessChange:
        return record_readiness(initiative=found, by=actor_of(request), at=now(), **values)

    form = ReadinessForm(request.POST or None, initial={"on": timezone.localdate()})
    return show_ties(request, reading, found, told, form, act)


def _readiness_answer(known: tuple[Innovation, ...]) -> str:
    if not known:
        return _("No innovation is recorded here.")
    n, stalled = len(known), sum(i.is_stalled for i in known)
    told = ngettext("%(n)s innovation is followed.", "%(n)s innovations are followed.", n) % {"n": n}
    if not stalled:
        return told
    late = ngettext(
        "%(n)s took no step for more than a year.", "%(n)s took no step for more than a year.", stalled
    )
    return f"{told} {late % {'n': stalled}}"
