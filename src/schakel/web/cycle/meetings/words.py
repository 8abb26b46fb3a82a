# SPDX-License-Identifier: EUPL-1.2
"""The codes of meetings, agenda items, papers and presence in words."""

from datetime import time

from django.utils.translation import gettext as _

from schakel.cycle.models import Meeting
from schakel.documents import formats
from schakel.koers.label import Language


def meeting_state_words(state: str) -> str:
    """Return where a meeting stands."""
    words = {
        "draft": _("draft"),
        "convened": _("convened"),
        "in_session": _("in session"),
        "closed": _("closed, minutes not adopted yet"),
        "adopted": _("minutes adopted"),
        "cancelled": _("called off"),
    }
    return words.get(state, state)


def item_kind_words(kind: str) -> str:
    """Return what is asked of the meeting."""
    words = {"inform": _("to know"), "discuss": _("to discuss"), "decide": _("to decide")}
    return words.get(kind, kind)


def item_state_words(state: str) -> str:
    """Return where an agenda item stands."""
    words = {
        "backlog": _("waits for a meeting"),
        "scheduled": _("on the agenda"),
        "handled": _("handled"),
        "carried": _("carried over"),
        "withdrawn": _("withdrawn"),
    }
    return words.get(state, state)


def presence_words(presence: str) -> str:
    """Return whether a seat was there."""
    words = {
        "present": _("present"),
        "replaced": _("replaced"),
        "excused": _("absent with notice"),
        "absent": _("absent"),
    }
    return words.get(presence, presence)


def clock(moment: time | None) -> str:
    """Return a time of the day; a dash where it is not known."""
    return "–" if moment is None else f"{moment:%H:%M}"


def when_words(meeting: Meeting, language: Language) -> str:
    """Return the day and times of a meeting."""
    return _("%(day)s, %(start)s to %(end)s") % {
        "day": formats.day(meeting.on, language),
        "start": clock(meeting.starts_at),
        "end": clock(meeting.ends_at),
    }
