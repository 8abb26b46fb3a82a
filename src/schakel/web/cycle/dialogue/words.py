# SPDX-License-Identifier: EUPL-1.2
"""Words for the codes of the conversation: answers of owners, forms of a talk, steps, why a link fails."""

from datetime import date

from django.utils.translation import gettext as _

from schakel.cycle.models import Agreement, ChallengeOwner, Survey, TalkForm
from schakel.cycle.queries.dialogue import is_late
from schakel.documents import formats
from schakel.koers.label import Language


def owner_answer_words(answer: str) -> str:
    """Return what an organisation said when it was asked."""
    words = {
        "asked": _("asked, no answer yet"),
        "accepted": _("is challenge owner"),
        "declined": _("said no"),
    }
    return words.get(answer, answer)


def talk_form_words(form: str) -> str:
    """Return how a conversation was held."""
    words = {
        "talk": _("conversation"),
        "table": _("round table"),
        "visit": _("visit"),
        "call": _("call"),
        "written": _("in writing"),
    }
    return words.get(form, form)


def talk_form_choices() -> list[tuple[str, str]]:
    """Return the forms of a conversation to choose from."""
    return [(form, talk_form_words(form)) for form in TalkForm.values]


def agreement_status_words(status: str) -> str:
    """Return where an agreement stands."""
    return {"open": _("open"), "kept": _("kept"), "dropped": _("dropped")}.get(status, status)


def agreement_words(agreement: Agreement, today: date, language: Language) -> tuple[str, str]:
    """Return where an agreement stands and the tone of that."""
    if is_late(agreement, today):
        return _("late"), "bad"
    told = agreement_status_words(agreement.status)
    if agreement.settled_on is not None:
        told += f" ({formats.day(agreement.settled_on, language)})"
    return told, {"kept": "good", "dropped": "mild"}.get(agreement.status, "")


def next_step_words(step: str) -> str:
    """Return what is to be done next for a weak link."""
    words = {
        "ask_owner": _("ask an organisation to own this challenge"),
        "await_answer": _("wait for the answer of who was asked, or ask another"),
        "talk": _("have the conversation with the owner"),
        "agree": _("agree who does what"),
        "take_up": _("turn the agreement into an activity or a proposal"),
        "nothing": _("nothing: owner, conversation and agreement are there"),
    }
    return words.get(step, step)


def suggestion_words(reason: str) -> str:
    """Return why an organisation might own a challenge."""
    words = {
        "owned_before": _("was challenge owner in an earlier year"),
        "accountable": _("is accountable for this element"),
        "responsible": _("is responsible for this element"),
        "cause": _("owns a cause"),
        "activity": _("has an activity that strengthens it"),
        "initiative": _("has an initiative that strengthens it"),
    }
    return words.get(reason, reason)


def survey_state_words(survey: Survey, today: date, language: Language) -> str:
    """Return where a survey stands."""
    if survey.closed_on is not None:
        return _("closed on %(day)s") % {"day": formats.day(survey.closed_on, language)}
    if survey.closes_on < today:
        return _("ended on %(day)s") % {"day": formats.day(survey.closes_on, language)}
    if survey.opens_on > today:
        return _("opens on %(day)s") % {"day": formats.day(survey.opens_on, language)}
    return _("open until %(day)s") % {"day": formats.day(survey.closes_on, language)}


def quadrant_words(quadrant: str | None) -> str:
    """Return where an element stands measured and perceived."""
    words = {
        "both_strong": _("high in both"),
        "both_weak": _("low in both"),
        "measured_weak": _("measured low, perceived high"),
        "perceived_weak": _("measured high, perceived low"),
    }
    return words.get(quadrant or "", _("cannot be said"))


def owner_line(owner: ChallengeOwner) -> str:
    """Return an organisation with the function that answers for it."""
    return f"{owner.partner.name} ({owner.role})" if owner.role else owner.partner.name
