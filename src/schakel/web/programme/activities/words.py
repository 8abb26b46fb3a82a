# SPDX-License-Identifier: EUPL-1.2
"""Words for the codes of activities, milestones, outputs, causes and the admission test."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Choices = list[tuple[str, str]]


def role_words(code: str) -> str:
    """Return what the programme does in an activity."""
    words = {
        "connect": _("connect"),
        "initiate": _("initiate"),
        "programme": _("help to programme"),
        "agenda": _("put on the agenda"),
        "facilitate": _("facilitate"),
        "": _("role not given"),
    }
    return words.get(code, code)


def activity_status_words(code: str) -> str:
    """Return where an activity stands."""
    words = {
        "planned": _("planned"),
        "running": _("running"),
        "done": _("done"),
        "cancelled": _("cancelled"),
    }
    return words.get(code, code)


def cause_status_words(code: str) -> str:
    """Return how well it is known that something causes the weakness."""
    words = {
        "supposed": _("supposed"),
        "supported": _("supported by figures or by those concerned"),
        "shown": _("shown by research"),
    }
    return words.get(code, code)


def strength_of_tie_words(code: str) -> str:
    """Return how firmly something strengthens an element."""
    return {"yes": _("strengthens"), "possibly": _("possibly strengthens")}.get(code, code)


def output_kind_words(code: str) -> str:
    """Return what kind of output it is."""
    words = {
        "event": _("meeting or event"),
        "training": _("training"),
        "advice": _("advice"),
        "firms": _("firms reached"),
        "students": _("students or pupils reached"),
        "campaign": _("reach of a campaign"),
        "product": _("product or document"),
        "places": _("places to work or learn"),
        "other": _("other"),
    }
    return words.get(code, code)


def answer_words(code: str) -> str:
    """Return an answer of the admission test."""
    return {"yes": _("yes"), "no": _("no"), "unknown": _("not known yet")}.get(code, code)


def gap_words(code: str) -> str:
    """Return what an activity lacks."""
    words = {
        "no_element": _("no weak link named"),
        "no_cause": _("cause not named"),
        "no_goal": _("no goal of the course named"),
    }
    return words.get(code, code)


def milestone_state_words(code: str) -> str:
    """Return where a milestone stands."""
    words = {
        "overdue": _("overdue"),
        "coming": _("within three months"),
        "later": _("later"),
        "reached": _("reached"),
    }
    return words.get(code, code)


def slip_words(days: int) -> str:
    """Return how far a milestone is from its first date."""
    if days == 0:
        return _("no slip")
    if days > 0:
        return ngettext("%(n)s day later", "%(n)s days later", days) % {"n": days}
    return ngettext("%(n)s day earlier", "%(n)s days earlier", -days) % {"n": -days}


def seed_state_words(code: str) -> str:
    """Return where the decision on seed money stands."""
    words = {
        "without_date": _("no date of decision agreed"),
        "overdue": _("decision overdue"),
        "coming": _("decision to come"),
        "decided": _("decided"),
    }
    return words.get(code, code)


def outcome_words(code: str) -> str:
    """Return the outcome of the admission test."""
    words = {
        "open": _("not judged yet"),
        "admitted": _("admitted"),
        "refused": _("refused"),
        "undecided": _("not yet decidable"),
    }
    return words.get(code, code)


def condition_words(code: str) -> str:
    """Return a condition of the admission test as a question."""
    words = {
        "supra_regional": _("Does it matter to the whole region or beyond it?"),
        "manufacturing": _("Does it touch manufacturing?"),
        "weak_link": _("Does it name the weak link that it strengthens?"),
        "cause": _("Does it name the cause that it removes?"),
    }
    return words.get(code, code)


def reason_words(code: str) -> str:
    """Return why a condition of the admission test is not met."""
    words = {
        "supra_regional.no": _("It matters to one place only."),
        "supra_regional.unknown": _("It is not known whether it matters beyond one place."),
        "manufacturing.no": _("It does not touch manufacturing."),
        "manufacturing.unknown": _("It is not known whether it touches manufacturing."),
        "weak_link.missing": _("It does not name the weak link that it strengthens."),
        "cause.missing": _("It does not name the cause that it removes."),
        "cause.other_element": _("The cause that it names belongs to another element."),
    }
    return words.get(code, code)


def remedy_words(code: str) -> str:
    """Return what would change the judgement on a condition."""
    words = {
        "supra_regional.no": _("Show what it does for other municipalities, or bring it to the own council."),
        "supra_regional.unknown": _("Ask partners in other municipalities whether they would use it."),
        "manufacturing.no": _("Show which manufacturers take part or buy, or bring it to another table."),
        "manufacturing.unknown": _("Find a manufacturer that says what it is worth to them."),
        "weak_link.missing": _("Choose the element of the ecosystem that gets stronger by it."),
        "cause.missing": _("Name why that element is weak, and how this takes the cause away."),
        "cause.other_element": _("Choose a cause of the element that is named."),
    }
    return words.get(code, "")


ROLES = ("connect", "initiate", "programme", "agenda", "facilitate")
STATUSES = ("planned", "running", "done", "cancelled")
CAUSE_STATUSES = ("supposed", "supported", "shown")
OUTPUT_KINDS = (
    "event",
    "training",
    "advice",
    "firms",
    "students",
    "campaign",
    "product",
    "places",
    "other",
)
ANSWERS = ("unknown", "yes", "no")
GAPS = ("no_element", "no_cause", "no_goal")
MILESTONE_STATES = ("overdue", "coming", "later", "reached")


def role_choices() -> Choices:
    """Return the roles with their words."""
    return _choices(ROLES, [role_words(code) for code in ROLES])


def activity_status_choices() -> Choices:
    """Return the statuses of an activity with their words."""
    return _choices(STATUSES, [activity_status_words(code) for code in STATUSES])


def cause_status_choices() -> Choices:
    """Return the statuses of a cause with their words."""
    return _choices(CAUSE_STATUSES, [cause_status_words(code) for code in CAUSE_STATUSES])


def output_kind_choices() -> Choices:
    """Return the kinds of output with their words."""
    return _choices(OUTPUT_KINDS, [output_kind_words(code) for code in OUTPUT_KINDS])


def answer_choices() -> Choices:
    """Return the answers of the admission test with their words."""
    return _choices(ANSWERS, [answer_words(code) for code in ANSWERS])


def gap_choices() -> Choices:
    """Return what an activity may lack, with words."""
    return [("any", _("anything")), *_choices(GAPS, [gap_words(code) for code in GAPS])]


def milestone_state_choices() -> Choices:
    """Return the states of a milestone with their words."""
    return _choices(MILESTONE_STATES, [milestone_state_words(code) for code in MILESTONE_STATES])


def _choices(codes: Iterable[str], words: Iterable[str]) -> Choices:
    return list(zip(codes, words, strict=True))
