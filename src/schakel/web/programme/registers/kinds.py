# SPDX-License-Identifier: EUPL-1.2
"""Each small register as data: its records, its form and the two actions that write it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from schakel.programme import models
from schakel.programme.actions import challenges, lessons, registers
from schakel.programme.models.record import Record
from schakel.web.programme.activities.forms import LessonForm
from schakel.web.programme.registers.forms import (
    AgendaSubjectForm,
    ChallengeForm,
    RecommendationForm,
    ServiceForm,
    SignalForm,
)


@dataclass(frozen=True, slots=True)
class Register:
    """A register: ``page`` shows it, ``name`` is what the change action calls its record.

    ``is_dated``: its actions check that what happened is not in the future.
    """

    page: str
    name: str
    model: type[Record]
    form: Callable[..., forms.Form]
    fields: tuple[str, ...]
    add: Callable[..., Record]
    change: Callable[..., Record]
    is_dated: bool = True

    def write(self, record: Record | None, values: Mapping[str, Any], today: date, **who: Any) -> Record:
        """Add a record, or change one, by the actions of the register."""
        extra: dict[str, Any] = {"today": today} if self.is_dated else {}
        if record is None:
            who.pop("expected_version", None)
            return self.add(**values, **extra, **who)
        return self.change(**{self.name: record}, changes=values, **extra, **who)


REGISTERS: Mapping[str, Register] = {
    "recommendation": Register(
        "recommendations",
        "recommendation",
        models.Recommendation,
        RecommendationForm,
        ("report", "on", "text", "owner", "status", "what_was_done", "source"),
        registers.add_recommendation,
        registers.change_recommendation,
    ),
    "signal": Register(
        "signals",
        "signal",
        models.ContextSignal,
        SignalForm,
        ("title", "on", "kind", "assumption", "contradicts", "meaning", "source"),
        registers.add_signal,
        registers.change_signal,
    ),
    "agenda-subject": Register(
        "agenda-subjects",
        "subject",
        models.AgendaSubject,
        AgendaSubjectForm,
        ("subject", "addressee", "ask", "owner", "status", "raised_on", "outcome", "source"),
        registers.add_agenda_subject,
        registers.change_agenda_subject,
    ),
    "service": Register(
        "services",
        "service",
        models.Service,
        ServiceForm,
        ("title", "provider", "topic", "places", "firm_stage", "tier", "initiative", "source"),
        registers.add_service,
        registers.change_service,
        is_dated=False,
    ),
    "challenge": Register(
        "challenges",
        "challenge",
        models.Challenge,
        ChallengeForm,
        ("title", "side", "partner", "themes", "budget_eur", "wanted_on", "note", "source"),
        challenges.add_challenge,
        challenges.change_challenge,
        is_dated=False,
    ),
    "lesson": Register(
        "lessons",
        "lesson",
        models.Lesson,
        LessonForm,
        ("text", "initiative", "element", "on", "source"),
        lessons.add_lesson,
        lessons.change_lesson,
    ),
}


def register_titles(key: str) -> tuple[str, str]:
    """Return the titles of the pages that add to a register and change a record in it."""
    titles = {
        "recommendation": (_("Add a recommendation"), _("Change the recommendation")),
        "signal": (_("Add a signal from outside"), _("Change the signal")),
        "agenda-subject": (_("Add a subject to raise elsewhere"), _("Change the subject")),
        "service": (_("Add a service for firms"), _("Change the service")),
        "challenge": (_("Add a question or an offer"), _("Change the question or offer")),
        "lesson": (_("Write down a lesson"), _("Change the lesson")),
    }
    return titles[key]


def register_name(key: str) -> str:
    """Return what a register is called."""
    names = {
        "recommendation": _("Recommendations"),
        "signal": _("Signals from outside"),
        "agenda-subject": _("Subjects raised elsewhere"),
        "service": _("Services for firms"),
        "challenge": _("Questions and offers"),
        "lesson": _("Lessons"),
    }
    return names[key]
