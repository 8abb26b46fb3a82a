# SPDX-License-Identifier: EUPL-1.2
"""Mail in words: what it is about, where it stands, and why it was not sent."""

from django.utils.translation import gettext as _

from schakel.cycle.models import MessageState

TONES = {
    MessageState.SENT: "good",
    MessageState.FAILED: "bad",
    MessageState.WAITING: "",
    MessageState.SENDING: "",
    MessageState.WITHDRAWN: "unknown",
}


def state_words(state: str) -> str:
    """Return where a message stands."""
    names = {
        MessageState.WAITING: _("waits"),
        MessageState.SENDING: _("is being sent"),
        MessageState.SENT: _("sent"),
        MessageState.FAILED: _("given up"),
        MessageState.WITHDRAWN: _("withdrawn"),
    }
    return names[MessageState(state)]


def occasion_words(occasion: str) -> str:
    """Return what a message is about; another code stays as it is."""
    names = {
        "update": _("update"),
        "survey": _("survey"),
        "papers": _("papers"),
        "meeting": _("meeting"),
        "promise": _("promise"),
        "assessment": _("self-assessment"),
    }
    return names.get(occasion, occasion)


def problem_words(problem: str) -> str:
    """Return why a message was not sent, with the number that the mail server gave."""
    code, _space, number = problem.partition(" ")
    names = {
        "": "",
        "no_server": _("The mail server could not be reached."),
        "address_refused": _("The mail server does not know this address."),
        "sender_refused": _("The mail server does not let this site send; ask who runs the server."),
        "sign_in_refused": _("The mail server refuses the password of the site; ask who runs the server."),
        "message_refused": _("The mail server refused the message."),
        "server_problem": _("The mail server gave an answer that was not understood."),
    }
    told = names.get(code, problem)
    if code == "address_refused" and number.startswith("4"):
        told = _("The mailbox cannot take mail now.")
    return f"{told} ({number})" if number and code in names else told
