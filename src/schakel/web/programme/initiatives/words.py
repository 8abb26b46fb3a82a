# SPDX-License-Identifier: EUPL-1.2
"""The codes of initiatives in words: kinds, stages, lineage, roles, links, embedding."""

from django.utils.translation import gettext as _


def kind_words(code: str) -> str:
    """Return what sort of thing an initiative is."""
    words = {
        "hub": _("hub"),
        "campus": _("campus"),
        "field_lab": _("field lab"),
        "desk": _("desk"),
        "programme": _("programme"),
        "cluster": _("cluster"),
        "scheme": _("scheme"),
        "fund": _("fund"),
        "agency": _("agency"),
        "brand": _("brand or campaign"),
        "document": _("document"),
        "strategy": _("strategy"),
        "location": _("location"),
        "community": _("community of practice"),
        "project": _("project"),
    }
    return words.get(code, code)


def relation_words(code: str) -> str:
    """Return whose an initiative is."""
    words = {
        "own": _("of the collaboration"),
        "partner": _("of partners"),
        "external": _("of others"),
    }
    return words.get(code, code)


def stage_words(code: str) -> str:
    """Return a stage of the life of an initiative."""
    words = {
        "unknown": _("stage not known"),
        "quartermaster": _("being prepared"),
        "sowing": _("sowing"),
        "germinating": _("germinating"),
        "growing": _("growing"),
        "harvesting": _("harvesting"),
        "consolidated": _("made permanent"),
        "merged": _("merged into another"),
        "stopped": _("stopped"),
    }
    return words.get(code, code)


def continuity_words(code: str) -> str:
    """Return whether it is arranged what carries an initiative on."""
    words = {
        "unknown": _("not known"),
        "none": _("not arranged"),
        "partly": _("partly arranged"),
        "arranged": _("arranged"),
    }
    return words.get(code, code)


def lineage_words(code: str) -> str:
    """Return where an initiative went."""
    words = {
        "renamed_to": _("renamed to"),
        "merged_into": _("merged into"),
        "part_of": _("part of"),
        "succeeded_by": _("succeeded by"),
    }
    return words.get(code, code)


def participation_words(code: str) -> str:
    """Return what a partner is to an initiative."""
    words = {
        "initiator": _("started it"),
        "lead": _("runs it"),
        "funder": _("pays"),
        "host": _("gives a place"),
        "knowledge": _("brings knowledge"),
        "participant": _("takes part"),
        "customer": _("first customer"),
        "adviser": _("advises"),
    }
    return words.get(code, code)


def link_words(code: str, *, is_from_here: bool = True) -> str:
    """Return what two initiatives share; for a link with a direction, seen from one of them."""
    words = {
        "target_group": _("the same target group"),
        "location": _("the same place"),
        "funder": _("the same funder"),
        "staff": _("the same staff"),
        "refers": _("refers to it") if is_from_here else _("is referred to by it"),
        "supplies": _("supplies it") if is_from_here else _("is supplied by it"),
    }
    return words.get(code, code)


def raci_words(code: str) -> str:
    """Return a role of the responsibility table."""
    words = {
        "responsible": _("does the work"),
        "accountable": _("answers for it"),
        "consulted": _("is asked beforehand"),
        "informed": _("is told afterwards"),
    }
    return words.get(code, code)


def embedding_question_words(code: str) -> str:
    """Return a question of the embedding checklist."""
    words = {
        "owner": _("Is there an organisation that owns it?"),
        "accountable": _("Is one party accountable for it?"),
        "money": _("Is there money after the grant?"),
        "place": _("Has it a place in a standing organisation?"),
        "links": _("Is it linked to structures that exist?"),
        "continuation": _("Has its continuation been agreed?"),
    }
    return words.get(code, code)


def embedding_answer_words(code: str) -> str:
    """Return an answer to a question of the embedding checklist."""
    words = {"yes": _("yes"), "partly": _("partly"), "no": _("no"), "unknown": _("not known")}
    return words.get(code, code)


def step_words(code: str) -> str:
    """Return how far a result, commitment or amount is, as the sheet of an initiative says it."""
    words = {
        "promised": _("promised"),
        "expected": _("expected"),
        "realised": _("realised, says the claimant"),
        "verified": _("verified by another"),
        "indicator": _("adopted value of an indicator"),
        "confirmed": _("confirmed"),
        "delivered": _("delivered"),
        "granted": _("granted"),
        "spent": _("spent"),
    }
    return words.get(code, code)
