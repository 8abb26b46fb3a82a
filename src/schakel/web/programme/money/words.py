# SPDX-License-Identifier: EUPL-1.2
"""The words of money: streams, steps, purposes, differences and verdicts."""

from django.utils.translation import gettext as _

from schakel.programme.models import EntryKind, FundingKind


def stream_words(code: str) -> str:
    """Return a stream of money (FundingKind) in words."""
    words = {
        "contribution": _("contribution of the municipalities"),
        "scheme": _("scheme for firms"),
        "deal": _("regional deal"),
        "grant": _("other grant"),
        "partner": _("partners' own money"),
    }
    return words.get(code, code)


def step_words(code: str) -> str:
    """Return a step of money (EntryKind, or a step of the ledger's totals) in words."""
    words = {
        "pledged": _("pledged"),
        "received": _("received"),
        "granted": _("granted"),
        "spent": _("spent"),
        "returned": _("paid back"),
        "returned_to_payer": _("paid back to the payer"),
        "returned_by_initiative": _("paid back by an initiative"),
    }
    return words.get(code, code)


def purpose_words(code: str) -> str:
    """Return what money is for in words."""
    words = {
        "activity": _("activity"),
        "seed": _("seed money"),
        "bureau": _("programme office"),
        "award": _("award to a firm"),
        "building": _("building"),
        "other": _("other"),
        "": _("not named"),
    }
    return words.get(code, code)


def gap_words(lower: str, state: str) -> str:
    """Return what the difference between a step and the one before it means."""
    words = {
        ("received", "open"): _("still to be received"),
        ("received", "over"): _("more received than pledged"),
        ("granted", "open"): _("still to be granted"),
        ("granted", "over"): _("more granted than received"),
        ("spent", "open"): _("still to be spent"),
        ("spent", "over"): _("more spent than granted"),
    }
    if state == "even":
        return _("no difference")
    return words.get((lower, state), _("cannot be said: one of both is not in the ledger"))


def warning_words(kind: str) -> str:
    """Return what does not add up, as the end of a sentence that begins with a name."""
    words = {
        "received_over_pledged": _("more was received than was pledged"),
        "granted_over_received": _("more was granted than was received"),
        "spent_over_granted": _("more was spent than was granted"),
    }
    return words.get(kind, kind)


def verdict_words(code: str) -> str:
    """Return the verdict on a contribution in words."""
    words = {
        "ok": _("as agreed"),
        "short": _("less than agreed"),
        "over": _("more than agreed"),
        "unknown": _("not known"),
    }
    return words.get(code, code)


def verdict_reason(code: str) -> str:
    """Return why a contribution cannot be judged."""
    words = {
        "no_rate": _("the source has no amount for each inhabitant"),
        "no_inhabitants": _("the inhabitants of that year are not in the public figures"),
        "other_year": _("counted with the inhabitants of another year"),
        "no_lines": _("the ledger has no line of this municipality and year"),
    }
    return words.get(code, code)


def until_words(state: str) -> str:
    """Return until when an initiative is paid, where a date does not say it."""
    words = {
        "structural": _("permanent money"),
        "ended": _("has ended"),
        "soon": _("within twelve months"),
        "later": _("later than twelve months"),
        "open": _("one of its sources has no end date"),
        "none": _("no source is recorded"),
    }
    return words.get(state, state)


def decision_words(state: str) -> str:
    """Return where a decision on money stands."""
    words = {
        "missing": _("no date was agreed"),
        "overdue": _("the date has passed"),
        "soon": _("within ninety days"),
        "later": _("later"),
        "decided": _("decided"),
    }
    return words.get(state, state)


def stream_choices() -> list[tuple[str, str]]:
    """Return the streams as choices of a form."""
    return [(code, stream_words(code).capitalize()) for code in FundingKind.values]


def step_choices() -> list[tuple[str, str]]:
    """Return the steps of a line as choices of a form."""
    return [(code, step_words(code).capitalize()) for code in EntryKind.values]
