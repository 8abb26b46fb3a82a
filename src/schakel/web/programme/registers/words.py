# SPDX-License-Identifier: EUPL-1.2
"""Words for the codes of the small registers."""

from django.utils.translation import gettext as _

Choices = list[tuple[str, str]]
RECOMMENDATION_STATUSES = ("unknown", "accepted", "partly", "done", "declined")
SIGNAL_KINDS = ("economic", "social", "technological", "geopolitical", "policy")
SUBJECT_STATUSES = ("planned", "raised", "taken", "declined")
FIRM_STAGES = ("all", "start", "growth", "settled")


def recommendation_words(code: str) -> str:
    """Return what was done with a recommendation."""
    words = {
        "unknown": _("not known"),
        "accepted": _("accepted"),
        "partly": _("partly done"),
        "done": _("done"),
        "declined": _("declined"),
    }
    return words.get(code, code)


def signal_words(code: str) -> str:
    """Return the kind of a signal from outside."""
    words = {
        "economic": _("economic"),
        "social": _("social"),
        "technological": _("technological"),
        "geopolitical": _("geopolitical"),
        "policy": _("policy"),
    }
    return words.get(code, code)


def subject_words(code: str) -> str:
    """Return where a subject stands that is raised elsewhere."""
    words = {
        "planned": _("planned"),
        "raised": _("raised"),
        "taken": _("taken up"),
        "declined": _("declined"),
    }
    return words.get(code, code)


def firm_stage_words(code: str) -> str:
    """Return the stage of the firms that a service is for."""
    words = {
        "all": _("every firm"),
        "start": _("start-up"),
        "growth": _("growing firm"),
        "settled": _("settled firm"),
    }
    return words.get(code, code)


def tier_words(tier: int) -> str:
    """Return whether a service is the first door or the specialist behind it."""
    return {1: _("first line"), 2: _("second line")}.get(tier, str(tier))


def side_words(code: str) -> str:
    """Return whether somebody asks or offers."""
    return {"ask": _("asks for a solution"), "offer": _("offers a solution")}.get(code, code)


def supply_words(code: str) -> str:
    """Return how a topic is supplied in a place."""
    words = {
        "gap": _("nobody known"),
        "one": _("covered"),
        "overlap": _("several for the same firms"),
    }
    return words.get(code, code)


def recommendation_choices() -> Choices:
    """Return the statuses of a recommendation with their words."""
    return [(code, recommendation_words(code)) for code in RECOMMENDATION_STATUSES]


def signal_choices() -> Choices:
    """Return the kinds of signal with their words."""
    return [(code, signal_words(code)) for code in SIGNAL_KINDS]


def subject_choices() -> Choices:
    """Return the statuses of a subject with their words."""
    return [(code, subject_words(code)) for code in SUBJECT_STATUSES]


def firm_stage_choices() -> Choices:
    """Return the stages of a firm with their words."""
    return [(code, firm_stage_words(code)) for code in FIRM_STAGES]


def tier_choices() -> list[tuple[int, str]]:
    """Return the two lines of support with their words."""
    return [(tier, tier_words(tier)) for tier in (1, 2)]


def side_choices() -> Choices:
    """Return the two sides of a match with their words."""
    return [(code, side_words(code)) for code in ("ask", "offer")]
