# SPDX-License-Identifier: EUPL-1.2
"""How far decisions are, who was at a meeting, and what an item asks, in words of the board's papers."""

from schakel.documents.messages import Words


def standing_words(standing: str, say: Words) -> str:
    """Return how far a decision is."""
    names = {
        "open": say("not begun"),
        "underway": say("underway"),
        "executed": say("carried out"),
        "lapsed": say("no longer needed"),
        "replaced": say("replaced by a later decision"),
    }
    return names[standing]


def action_words(state: str, say: Words) -> str:
    """Return where an action point stands."""
    names = {
        "open": say("open"),
        "done": say("done"),
        "dropped": say("no longer needed"),
    }
    return names[state]


def presence_words(presence: str, say: Words) -> str:
    """Return whether a seat was taken."""
    names = {
        "present": say("present"),
        "replaced": say("replaced"),
        "excused": say("absent with notice"),
        "absent": say("absent"),
    }
    return names[presence]


def asked_words(kind: str, say: Words) -> str:
    """Return what an agenda item asks of the meeting."""
    names = {
        "inform": say("for information"),
        "discuss": say("to discuss"),
        "decide": say("to decide"),
    }
    return names[kind]


def body_words(body: str, say: Words) -> str:
    """Return what a table at which partners sit is called."""
    names = {
        "board": say("programme board"),
        "administrators": say("meeting of administrators"),
        "programme_team": say("programme team"),
        "bureau": say("programme office"),
        "acquisition": say("acquisition group"),
        "steering": say("steering group"),
        "theme": say("theme group"),
    }
    return names[body]


def late_words(standing: str, days_late: int, say: Words) -> str:
    """Return a standing, with how long it is late where it is."""
    if days_late <= 0:
        return standing
    late = say.choose("{n} day late", "{n} days late", days_late)
    return f"{standing}; {late}"
