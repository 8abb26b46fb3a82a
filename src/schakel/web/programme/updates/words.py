# SPDX-License-Identifier: EUPL-1.2
"""Words for lights, for how far an update is, and for reminders."""

from django.utils.translation import gettext as _

LIGHTS = ("green", "amber", "red")


def light_words(light: str) -> str:
    """Return a light in words."""
    return {"green": _("goes well"), "amber": _("needs attention"), "red": _("is stuck")}[light]


def light_names() -> dict[str, str]:
    """Return the three lights in words, by code."""
    return {light: light_words(light) for light in LIGHTS}


def light_subject(subject: str) -> str:
    """Return what a light is about."""
    return {"quality": _("Quality"), "time": _("Time"), "money": _("Money")}[subject]


def answer_state_words(state: str) -> str:
    """Return how far an update is, in words."""
    return {
        "sent": _("came in time"),
        "late": _("came late"),
        "waiting": _("has yet to come"),
        "overdue": _("overdue"),
    }[state]


def channel_words(channel: str) -> str:
    """Return how a lead was reminded."""
    return {"mail": _("by mail"), "call": _("by telephone"), "talk": _("in person")}[channel]


def size_words(size: int) -> str:
    """Return how large a likelihood or effect is."""
    return {1: _("small"), 2: _("medium"), 3: _("large")}[size]


def fact_words(fact: str) -> str:
    """Return a fact that should be known of every initiative."""
    return {
        "owner": _("owner"),
        "accountable": _("who answers for it"),
        "stage": _("stage"),
        "cause": _("which cause it removes"),
        "money": _("who pays and until when"),
        "continuation": _("what carries it afterwards"),
        "plan": _("plan or milestones"),
        "result": _("promised result"),
    }[fact]
