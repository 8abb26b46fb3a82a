# SPDX-License-Identifier: EUPL-1.2
"""What the codes of decisions, promises and minutes are called."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.documents import formats
from schakel.koers.label import Language


def effect_words(effect: str) -> str:
    """Return what a decision changes by itself."""
    names = {
        "none": _("nothing by itself"),
        "adopt_diagnosis": _("adopts a diagnosis and chooses weak links"),
        "start_initiative": _("starts an initiative"),
        "change_initiative": _("changes an initiative"),
        "consolidate_initiative": _("makes an initiative permanent"),
        "stop_initiative": _("stops an initiative"),
        "adopt_value": _("adopts a value"),
        "adopt_target": _("adopts a target"),
        "close_period": _("closes a reporting period"),
        "admit_partner": _("admits a partner"),
        "settle_deviation": _("settles a deviation"),
        "agree_yardstick": _("agrees a yardstick"),
        "adopt_minutes": _("adopts minutes"),
        "adopt_evaluation": _("adopts the evaluation of a year"),
        "adopt_course": _("adopts a new version of the course"),
        "close_year": _("closes a year of the cycle"),
    }
    return names[effect]


def standing_words(standing: str) -> str:
    """Return how far a decision is."""
    names = {
        "open": _("not begun"),
        "underway": _("underway"),
        "executed": _("carried out"),
        "lapsed": _("no longer needed"),
        "replaced": _("replaced by a later decision"),
    }
    return names[standing]


STANDING_TONES = {"open": "", "underway": "", "executed": "good", "lapsed": "unknown", "replaced": "unknown"}


def promise_kind_words(kind: str) -> str:
    """Return what sort of promise it is."""
    names = {"decision": _("decision"), "action": _("action point"), "agreement": _("agreement")}
    return names[kind]


def action_state_words(state: str) -> str:
    """Return where an action point stands."""
    names = {"open": _("open"), "done": _("done"), "dropped": _("no longer needed")}
    return names[state]


def late_words(days: int, language: Language) -> str:
    """Return how long something is late; nothing where it is not."""
    if days <= 0:
        return ""
    return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": formats.number(days, language, 0)}
