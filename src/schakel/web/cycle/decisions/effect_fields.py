# SPDX-License-Identifier: EUPL-1.2
"""The fields that each effect of a decision needs, and no others."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from schakel.cycle.models import AgendaItem, DecisionEffect, Meeting, MeetingState, SourceKind
from schakel.documents import formats
from schakel.programme.actions.stage_gates import MOST_EXIT_MONTHS, SHORTEST_LESSON
from schakel.programme.models import InitiativeKind, Stage
from schakel.web.cycle.decisions import subjects
from schakel.web.language import page_language
from schakel.web.programme.activities.choices import (
    CauseField,
    amount_field,
    choice_field,
    day_field,
    line_field,
    long_field,
)
from schakel.web.programme.course_names import CourseNames
from schakel.web.programme.initiatives.words import kind_words, stage_words

SUBJECT = "effect_on"
CYCLE = "cycle"
LINK = "link_"
TOLD = "told"
"""The reason that others read; apart from the reason of the decision, which may be confidential."""
Fields = dict[str, forms.Field]


def effect_fields(effect: str, item: AgendaItem, names: CourseNames) -> Fields:
    """Return the fields of an effect by name; none for a decision that changes nothing by itself."""
    made = _FIELDS.get(effect)
    return made(item, names) if made else {}


def effect_details(effect: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the action needs from the values of the form."""
    if effect == DecisionEffect.ADOPT_DIAGNOSIS:
        links = [
            {"element": name.removeprefix(LINK), "reason": told}
            for name, told in values.items()
            if name.startswith(LINK) and told
        ]
        return {"cycle": values.get(CYCLE) or "", "links": links}
    found = {name: value for name, value in values.items() if name in DETAILS and value not in (None, "")}
    if TOLD in values:
        found["reason"] = values[TOLD]
    if "cause" in found:
        found["cause"] = str(found["cause"].pk)
    return found


DETAILS = frozenset(
    {
        "name",
        "kind",
        "stage",
        "exit_on",
        "exit_criterion",
        "summary",
        "cause",
        "mechanism",
        "activity",
        "lesson",
        "into",
        "year",
        "value",
        "initiative",
        "place",
        "joined_on",
        "outcome",
    }
)


def _subject(label: str, choices: Iterable[tuple[str, str]], hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[("", _("choose")), *choices], help_text=hint, required=True
    )


def _diagnosis(item: AgendaItem, names: CourseNames) -> Fields:
    fields: Fields = {
        SUBJECT: _subject(_("Which measurement"), subjects.measurements()),
        CYCLE: _subject(_("As the diagnosis of which year"), subjects.open_years()),
    }
    measured = subjects.weakness_by_element(item)
    for code in sorted(names.elements, key=lambda code: -(measured.get(code) or 0)):
        label = _("Weak link: %(name)s") % {"name": names.element(code)}
        hint = _("Why it is chosen; leave it empty where it is not.")
        if code in measured:
            hint = f"{_weakness_words(measured[code])} {hint}"
        fields[LINK + code] = line_field(label, longest=400, hint=hint)
    return fields


def _weakness_words(probability: float | None) -> str:
    if probability is None:
        return _("Not measured.")
    share = formats.probability(probability, page_language())
    return _("The weakest in %(share)s of the runs.") % {"share": share}


def _told() -> forms.Field:
    return forms.CharField(
        label=_("Why, in a sentence that everybody may read"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stands with the step of the initiative. Empty: the reason of the decision."),
    )


def _exit() -> Fields:
    return {
        "exit_on": day_field(
            _("If it is being prepared: the preparation ends on"),
            hint=_("At most %(n)s months ahead; it can be extended later, with a reason.")
            % {"n": MOST_EXIT_MONTHS},
        ),
        "exit_criterion": line_field(_("If it is being prepared: what must be there by then")),
    }


def _start(item: AgendaItem, names: CourseNames) -> Fields:
    first = (Stage.SOWING, Stage.QUARTERMASTER, Stage.GERMINATING)
    cause = CauseField(
        names,
        label=_("Which cause does it take away"),
        required=False,
        empty_label=_("not known yet"),
        help_text=_("Without one it stays flagged as an initiative whose cause is not named."),
    )
    if item.source_kind == SourceKind.ELEMENT:
        cause.queryset = cause.queryset.filter(element=item.source_key)  # type: ignore[union-attr]
    return {
        "name": line_field(_("Name of the new initiative"), required=True, longest=200),
        "kind": _subject(_("What kind of initiative"), [(k, kind_words(k)) for k in InitiativeKind.values]),
        "stage": choice_field(
            _("In which stage it starts"), [(s.value, stage_words(s)) for s in first], required=True
        ),
        **_exit(),
        "summary": long_field(_("What it does")),
        "cause": cause,
        "mechanism": line_field(_("How does it do that, in one sentence"), longest=400),
        "activity": line_field(
            _("First activity that does so"),
            longest=200,
            hint=_("Empty: the initiative as a whole takes the cause away."),
        ),
        TOLD: _told(),
    }


def _change(item: AgendaItem, names: CourseNames) -> Fields:
    stages = [
        (s.value, stage_words(s))
        for s in (Stage.QUARTERMASTER, Stage.SOWING, Stage.GERMINATING, Stage.GROWING, Stage.HARVESTING)
    ]
    stage = choice_field(_("The stage that it goes to"), stages)
    stage.choices = [("", _("its stage stays")), *stages]
    return {
        SUBJECT: _subject(_("Which initiative"), subjects.running_initiatives()),
        "stage": stage,
        **_exit(),
        TOLD: _told(),
    }


def _lesson() -> forms.Field:
    return long_field(
        _("What did we learn?"),
        required=True,
        hint=_("What should the next initiative do the same or otherwise? At least %(n)s characters.")
        % {"n": SHORTEST_LESSON},
    )


def _consolidate(item: AgendaItem, names: CourseNames) -> Fields:
    return {
        SUBJECT: _subject(
            _("Which initiative"),
            subjects.running_initiatives(),
            _("It must show a result or value, and what carries it when its money ends."),
        ),
        "lesson": _lesson(),
        TOLD: _told(),
    }


def _stop(item: AgendaItem, names: CourseNames) -> Fields:
    others = subjects.running_initiatives()
    into = choice_field(_("It goes on in another initiative"), others)
    into.choices = [("", _("no, it stops")), *others]
    return {
        SUBJECT: _subject(_("Which initiative"), others),
        "into": into,
        "lesson": _lesson(),
        TOLD: _told(),
    }


def _value(item: AgendaItem, names: CourseNames) -> Fields:
    hint = _("Values that were submitted. Who entered a value does not record its adoption.")
    return {SUBJECT: _subject(_("Which value"), subjects.submitted_values(), hint)}


def _target(item: AgendaItem, names: CourseNames) -> Fields:
    value = amount_field(_("The target"))
    value.required = True
    initiative = choice_field(_("Of one initiative"), subjects.running_initiatives())
    initiative.choices = [("", _("no, of the programme")), *subjects.running_initiatives()]
    place = choice_field(_("For one municipality"), names.places.items())
    place.choices = [("", _("no, for the whole region")), *names.places.items()]
    return {
        SUBJECT: _subject(_("Which indicator"), subjects.indicators()),
        "year": forms.IntegerField(label=_("For which year"), min_value=2000, max_value=2100),
        "value": value,
        "initiative": initiative,
        "place": place,
    }


def _period(item: AgendaItem, names: CourseNames) -> Fields:
    return {SUBJECT: _subject(_("Which period"), subjects.open_periods())}


def _partner(item: AgendaItem, names: CourseNames) -> Fields:
    return {
        SUBJECT: _subject(_("Which organisation"), subjects.candidates()),
        "joined_on": day_field(_("From which day"), hint=_("Empty: the day of the meeting.")),
    }


def _deviation(item: AgendaItem, names: CourseNames) -> Fields:
    return {
        SUBJECT: _subject(_("Which deviation"), subjects.open_deviations()),
        "outcome": line_field(
            _("How it is settled"),
            required=item.is_confidential,
            hint=_("Everybody may read this. Empty: the text of the decision."),
        ),
    }


def _yardstick(item: AgendaItem, names: CourseNames) -> Fields:
    return {SUBJECT: _subject(_("Which yardstick"), subjects.proposed_yardsticks())}


def _minutes(item: AgendaItem, names: CourseNames) -> Fields:
    return {SUBJECT: _subject(_("The minutes of which meeting"), closed_meetings(item))}


def closed_meetings(item: AgendaItem) -> list[tuple[str, str]]:
    """Return the meetings whose minutes the meeting of an item may adopt."""
    meeting = item.meeting
    if meeting is None:
        return []
    found = Meeting.objects.filter(state=MeetingState.CLOSED, body=meeting.body, on__lte=meeting.on)
    return [(m.code, str(m)) for m in found.exclude(pk=meeting.pk)]


def _cycle(item: AgendaItem, names: CourseNames) -> Fields:
    return {SUBJECT: _subject(_("Which year of the cycle"), subjects.open_years())}


def _course(item: AgendaItem, names: CourseNames) -> Fields:
    return {SUBJECT: _subject(_("Which draft of the course"), subjects.course_drafts())}


_FIELDS: Mapping[str, Callable[[AgendaItem, CourseNames], Fields]] = {
    DecisionEffect.ADOPT_DIAGNOSIS: _diagnosis,
    DecisionEffect.START_INITIATIVE: _start,
    DecisionEffect.CHANGE_INITIATIVE: _change,
    DecisionEffect.CONSOLIDATE_INITIATIVE: _consolidate,
    DecisionEffect.STOP_INITIATIVE: _stop,
    DecisionEffect.ADOPT_VALUE: _value,
    DecisionEffect.ADOPT_TARGET: _target,
    DecisionEffect.CLOSE_PERIOD: _period,
    DecisionEffect.ADMIT_PARTNER: _partner,
    DecisionEffect.SETTLE_DEVIATION: _deviation,
    DecisionEffect.AGREE_YARDSTICK: _yardstick,
    DecisionEffect.ADOPT_MINUTES: _minutes,
    DecisionEffect.ADOPT_EVALUATION: _cycle,
    DecisionEffect.ADOPT_COURSE: _course,
    DecisionEffect.CLOSE_YEAR: _cycle,
}
