# SPDX-License-Identifier: EUPL-1.2
"""What the phases of a year and the kinds of dates in its calendar are called."""

from schakel.documents.messages import Words


def phase_name(kind: str, say: Words) -> str:
    """Return what a phase is called."""
    names = {
        "diagnose": say("Diagnose"),
        "dialogue": say("Conversation"),
        "develop": say("Develop or adjust"),
        "follow": say("Follow delivery"),
        "evaluate": say("Evaluate"),
    }
    return names[kind]


def date_kinds(say: Words) -> dict[str, str]:
    """Return what each kind of date in the calendar is called, by code."""
    return {
        "phase": say("Phase of the year"),
        "meeting": say("Meeting"),
        "papers": say("Papers due"),
        "talk": say("Conversation"),
        "survey": say("Survey closes"),
        "round": say("Updates due"),
        "period": say("Figures due"),
        "milestone": say("Milestone"),
        "decision": say("Decision due"),
        "action": say("Action point due"),
        "agreement": say("Agreement due"),
        "fund_ends": say("A source of money ends"),
        "grant_ends": say("Money of an initiative ends"),
        "grant_decision": say("Decision on money needed"),
        "gathering": say("Gathering"),
        "council": say("Planning and control of a council"),
        "funding": say("A fund opens or closes"),
        "publication": say("Publication of figures"),
        "event": say("Event"),
        "deadline": say("Deadline"),
        "other": say("Other date"),
    }
