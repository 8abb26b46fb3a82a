# SPDX-License-Identifier: EUPL-1.2
"""The next stage of an initiative on one screen: from, to, what the gate asks, what is there already."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.documents import formats
from schakel.programme.actions.stage_gates import MOST_EXIT_MONTHS, SHORTEST_LESSON
from schakel.programme.actions.stages import move_to_stage
from schakel.programme.models import Initiative, StageChange
from schakel.programme.queries.stages import stage_since
from schakel.programme.queries.stages_ahead import GatePart, StageAhead, StagesAhead, stages_ahead
from schakel.web.programme.editing import fill_in, now
from schakel.web.programme.initiatives.finding import InitiativeField, initiative_or_404
from schakel.web.programme.initiatives.forms import DayInput
from schakel.web.programme.initiatives.sheet_answer import evidence_words
from schakel.web.programme.initiatives.words import stage_words
from schakel.web.programme.showing import show_programme
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of

TEMPLATE = "web/programme/initiatives_stage.html"


class StageForm(forms.Form):
    """What is told with a step: only what the gate asks for."""

    on = forms.DateField(widget=DayInput)
    into = InitiativeField(max_length=200)
    exit_on = forms.DateField(widget=DayInput)
    exit_criterion = forms.CharField(max_length=300)
    reason = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    lesson = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}))
    decided_by = forms.CharField(max_length=200, required=False)

    def __init__(self, *given: Any, ahead: StageAhead, **named: Any) -> None:
        super().__init__(*given, **named)
        wanted = {"exit": ("exit_on", "exit_criterion"), "into": ("into",), "lesson": ("lesson",)}
        for part, names in wanted.items():
            if not ahead.asks(part):
                for name in names:
                    del self.fields[name]
        for name, (label, hint) in _labels().items():
            if name in self.fields:
                self.fields[name].label, self.fields[name].help_text = label, hint


def _labels() -> dict[str, tuple[str, str]]:
    return {
        "on": (_("Decided on"), ""),
        "into": (_("It goes into"), _("The name of the initiative that carries on its promises.")),
        "exit_on": (
            _("The preparation ends on"),
            _("At most %(n)s months ahead; it can be extended later, with a reason.")
            % {"n": MOST_EXIT_MONTHS},
        ),
        "exit_criterion": (_("What must be there by then?"), ""),
        "reason": (_("Why?"), _("In a sentence that somebody who was not there understands.")),
        "lesson": (
            _("What did we learn?"),
            _("What should the next initiative do the same or otherwise? At least %(n)s characters.")
            % {"n": SHORTEST_LESSON},
        ),
        "decided_by": (_("Decided by"), _("A board, meeting or organisation; no personal name.")),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@page
def show_stage(request: HttpRequest, reading: Reading, initiative: str) -> HttpResponse:
    """Show which stages may follow, and take a step."""
    found = initiative_or_404(initiative)
    today = timezone.localdate()
    ahead = stages_ahead(found, today)
    chosen = ahead.stage(request.GET.get("to", ""))
    context = _context(reading, found, ahead, chosen)
    if chosen is None:
        return show_programme(request, reading, TEMPLATE, context)
    to = chosen.to
    form = StageForm(request.POST or None, ahead=chosen, initial={"on": today})

    def act(values: dict[str, Any], version: int | None) -> StageChange:
        return move_to_stage(
            initiative=found,
            to=to,
            on=values["on"],
            reason=values["reason"],
            lesson=values.get("lesson", ""),
            decided_by=values["decided_by"],
            into=values.get("into"),
            exit_on=values.get("exit_on"),
            exit_criterion=values.get("exit_criterion", ""),
            expected_version=version,
            by=actor_of(request),
            at=now(),
        )

    return fill_in(
        request,
        reading,
        form,
        act,
        title=str(context["title"]),
        done=lambda step: reading.url("initiative", found.code),
        said=_("The stage is now: %(stage)s.") % {"stage": stage_words(to)},
        record=found,
        template=TEMPLATE,
        context=context,
    )


def _context(
    reading: Reading, initiative: Initiative, ahead: StagesAhead, chosen: StageAhead | None
) -> dict[str, Any]:
    since = stage_since(initiative)
    return {
        "programme_page": "initiatives",
        "i": initiative,
        "title": _("Next stage of %(name)s") % {"name": initiative.name},
        "back": reading.url("initiative", initiative.code),
        "back_name": initiative.name,
        "now_words": stage_words(initiative.stage),
        "since": formats.day(since, reading.language) if since is not None else "",
        "ahead": [(s, stage_words(s.to), [_part_words(p) for p in s.parts]) for s in ahead.stages],
        "chosen": chosen,
        "chosen_words": stage_words(chosen.to) if chosen is not None else "",
        "chosen_parts": _asked(chosen, initiative, reading),
        "evidence": evidence_words(ahead.evidence, reading.language),
        "submit": _("Take this step"),
    }


def _asked(chosen: StageAhead | None, initiative: Initiative, reading: Reading) -> list[tuple[str, str, str]]:
    """Return the parts of the chosen gate: state, words, and where what is missing can be arranged."""
    if chosen is None:
        return []
    arranged_at = {
        "evidence": reading.url("results"),
        "continuity": reading.url("initiative-embedding", initiative.code),
    }
    return [(*_part_words(part), arranged_at.get(part.part, "")) for part in chosen.parts]


def _part_words(part: GatePart) -> tuple[str, str]:
    """Return the state of a part of a gate, and what it is."""
    words = {
        "reason": _("a reason"),
        "exit": _("a date and a criterion at which the preparation ends"),
        "evidence": _("a realised or verified result, or an adopted value of an indicator"),
        "continuity": _("that it is arranged what carries it when its money ends"),
        "into": _("the initiative that it goes into"),
        "lesson": _("a lesson"),
    }
    return part.state, words[part.part]
