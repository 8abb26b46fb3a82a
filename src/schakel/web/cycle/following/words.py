# SPDX-License-Identifier: EUPL-1.2
"""Words for deviations, for how grave something is, and for whether something fits."""

from django.utils.translation import gettext as _

Choices = list[tuple[str, str]]
LIGHT_KINDS = ("quality", "time", "money")


def kind_words(kind: str) -> str:
    """Return on what an initiative deviates."""
    words = {
        "quality": _("quality"),
        "time": _("time"),
        "money": _("money"),
        "result": _("result"),
        "reporting": _("no report"),
    }
    return words.get(kind, kind)


def kind_choices() -> Choices:
    """Return every kind with its words."""
    return [(kind, kind_words(kind)) for kind in ("quality", "time", "money", "result", "reporting")]


def state_words(state: str) -> str:
    """Return where a deviation stands."""
    words = {"noted": _("noted"), "escalated": _("before the board"), "settled": _("settled")}
    return words.get(state, state)


def state_choices() -> Choices:
    """Return every state with its words."""
    return [(state, state_words(state)) for state in ("noted", "escalated", "settled")]


def proposal_words(proposal: str) -> str:
    """Return what is proposed."""
    words = {
        "accept": _("accept it"),
        "adjust": _("adjust the plan"),
        "help": _("help"),
        "stop": _("stop or merge"),
    }
    return words.get(proposal, proposal)


def proposal_choices() -> Choices:
    """Return every proposal with its words."""
    return [(code, proposal_words(code)) for code in ("adjust", "help", "accept", "stop")]


def severity_words(severity: str) -> str:
    """Return how grave something is."""
    words = {"critical": _("urgent"), "severe": _("serious"), "warning": _("watch")}
    return words.get(severity, severity)


def fit_words(verdict: str) -> str:
    """Return whether something fits."""
    words = {"fits": _("fits"), "over": _("does not fit"), "unknown": _("cannot be said")}
    return words[verdict]


def light_heading(kind: str) -> str:
    """Return which light it is about."""
    return {"quality": _("Quality"), "time": _("Time"), "money": _("Money")}.get(kind, kind)
