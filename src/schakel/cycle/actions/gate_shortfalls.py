# SPDX-License-Identifier: EUPL-1.2
"""What is missing at the gate of a phase, in a sentence with its cure, for every artefact."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from schakel.cycle.queries.artefacts import Artefact
from schakel.koers.failures import N_
from schakel.programme.actions.stage_gates import Shortfall

PHASE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "diagnose": N_("Diagnose"),
        "dialogue": N_("Conversation"),
        "develop": N_("Develop or adjust"),
        "follow": N_("Follow delivery"),
        "evaluate": N_("Evaluate"),
    }
)
SHORTFALLS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "measurement": (
            N_("No measurement is stored for this year."),
            N_("Compute one and store it under Diagnosis."),
        ),
        "adopted_diagnosis": (
            N_("The board has not adopted a diagnosis for this year."),
            N_("Put a measurement on the agenda and have it adopted."),
        ),
        "chosen_links": (
            N_("No link was chosen to work on this year."),
            N_("Choose the links in the decision that adopts the diagnosis."),
        ),
        "owner_of_each_link": (
            N_("A chosen link has no owner who accepted ({n} of {needed}): {missing}."),
            N_("Ask an organisation and record that it accepts."),
        ),
        "each_owner_heard": (
            N_("An owner was not heard about its link ({n} of {needed}): {missing}."),
            N_("Hold the conversation and record who was there."),
        ),
        "agreement_on_each_link": (
            N_("Nothing was agreed on a chosen link ({n} of {needed}): {missing}."),
            N_("Record who does what before when, and against which cause."),
        ),
        "surveys_closed": (
            N_("A survey is still open ({n} of {needed})."),
            N_("Close it, so that its answers can be read."),
        ),
        "agreements_taken_up": (
            N_("An agreement became nothing yet ({n} of {needed})."),
            N_("Tie it to an activity or a proposal, or settle it with its outcome."),
        ),
        "answer_to_each_link": (
            N_("A chosen link has no answer ({n} of {needed}): {missing}."),
            N_("Register an activity against a named cause, or have the board decide on it."),
        ),
        "update_round_ended": (
            N_("No round of updates that was due this year has ended."),
            N_("Open a round, and wait until it is due."),
        ),
        "updates_answered": (
            N_("An initiative did not answer in the last round ({n} of {needed}): {missing}."),
            N_("Get the update, or note a deviation that says why there is none."),
        ),
        "deviations_settled": (
            N_("A deviation is not settled ({n} of {needed})."),
            N_("Settle it with its outcome, or bring it before the board."),
        ),
        "judgement_of_each_link": (
            N_("A chosen link was not judged ({n} of {needed}): {missing}."),
            N_("Say whether it moved, and on which figures that rests."),
        ),
        "judgement_of_each_criterion": (
            N_("A criterion of satisfaction was not judged ({n} of {needed}): {missing}."),
            N_("Say how it stands; that it cannot be said is an answer too."),
        ),
        "lesson_of_the_year": (
            N_("No lesson of this year was written down."),
            N_("Write at least one: what should be done the same or otherwise?"),
        ),
        "recommendations_answered": (
            N_("Of a recommendation it is not known what was done with it ({n} of {needed})."),
            N_("Say of each whether it was done, partly done, accepted or declined."),
        ),
        "adopted_evaluation": (
            N_("The board has not adopted the evaluation of this year."),
            N_("Put the evaluation on the agenda and have it adopted."),
        ),
    }
)


def shortfalls_of(gate: Iterable[Artefact]) -> tuple[Shortfall, ...]:
    """Return what is missing of a gate, each with its cure."""
    return tuple(shortfall_of(artefact) for artefact in gate if not artefact.is_there)


def shortfall_of(artefact: Artefact) -> Shortfall:
    """Return what is missing of an artefact; one that waits for another says which."""
    if artefact.waits_for:
        template, cure = SHORTFALLS[artefact.waits_for]
    else:
        template, cure = SHORTFALLS[artefact.code]
    details = {
        "n": artefact.n_missing,
        "needed": artefact.n_needed,
        "missing": ", ".join(artefact.missing),
    }
    return Shortfall(artefact.code, template, cure, details)
