# SPDX-License-Identifier: EUPL-1.2
"""What the artefacts of the gates are called, and where each is supplied."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

SUPPLIED_AT: Mapping[str, str] = {
    "measurement": "measurements",
    "adopted_diagnosis": "measurements",
    "chosen_links": "measurements",
    "owner_of_each_link": "dialogue",
    "each_owner_heard": "talks",
    "agreement_on_each_link": "agreements",
    "surveys_closed": "surveys",
    "agreements_taken_up": "agreements",
    "answer_to_each_link": "dialogue",
    "update_round_ended": "update-rounds",
    "updates_answered": "update-rounds",
    "deviations_settled": "deviations",
    "judgement_of_each_link": "evaluation",
    "judgement_of_each_criterion": "criteria",
    "lesson_of_the_year": "lessons",
    "recommendations_answered": "recommendations",
    "adopted_evaluation": "evaluation",
}
"""The page on which an artefact is supplied."""


def artefact_name(code: str) -> str:
    """Return what an artefact is called, as the end of "there must be"."""
    names = {
        "measurement": _("a stored measurement"),
        "adopted_diagnosis": _("a diagnosis that the board adopted"),
        "chosen_links": _("the weak links that the board chose"),
        "owner_of_each_link": _("an owner for each chosen link"),
        "each_owner_heard": _("a conversation with each owner"),
        "agreement_on_each_link": _("an agreement on each chosen link"),
        "surveys_closed": _("the closing of every survey"),
        "agreements_taken_up": _("an activity, proposal or outcome for each agreement"),
        "answer_to_each_link": _("work against a named cause, or a decision, for each chosen link"),
        "update_round_ended": _("a round of updates that has ended"),
        "updates_answered": _("an update of each initiative that was asked"),
        "deviations_settled": _("an outcome for each deviation"),
        "judgement_of_each_link": _("a judgement of each chosen link"),
        "judgement_of_each_criterion": _("a judgement of each criterion of satisfaction"),
        "lesson_of_the_year": _("a lesson of this year"),
        "recommendations_answered": _("what was done with each recommendation"),
        "adopted_evaluation": _("an evaluation that the board adopted"),
    }
    return names[code]


def supply_words(code: str) -> str:
    """Return what a link to the page where an artefact is supplied says."""
    words = {
        "measurements": _("to the diagnosis"),
        "dialogue": _("to the conversation"),
        "talks": _("to the talks"),
        "agreements": _("to the agreements"),
        "surveys": _("to the surveys"),
        "update-rounds": _("to the rounds"),
        "deviations": _("to the deviations"),
        "evaluation": _("to the evaluation"),
        "criteria": _("to the criteria"),
        "lessons": _("to the lessons"),
        "recommendations": _("to the recommendations"),
    }
    return words[SUPPLIED_AT[code]]


def standing_name(standing: str, *, is_late: bool) -> str:
    """Return where a phase stands."""
    words = {
        "ended": _("ended"),
        "running": _("should have ended") if is_late else _("runs"),
        "waiting": _("should have started") if is_late else _("not started"),
    }
    return words[standing]
