# SPDX-License-Identifier: EUPL-1.2
"""The life cycles of the year as data: meetings, phases and their gates, deviations, messages.

What each artefact of a gate means, and whether it is there, is in :mod:`schakel.cycle.queries.artefacts`.
"""

from collections.abc import Mapping

from schakel.cycle.models.following import DeviationState
from schakel.cycle.models.meetings import ItemState, MeetingState
from schakel.cycle.models.outbox import MessageState
from schakel.cycle.models.year import PhaseKind

PHASES = (
    PhaseKind.DIAGNOSE,
    PhaseKind.DIALOGUE,
    PhaseKind.DEVELOP,
    PhaseKind.FOLLOW,
    PhaseKind.EVALUATE,
)
"""The phases in their order; one may start when the one before it has ended."""

PHASE_GATES: Mapping[str, tuple[str, ...]] = {
    PhaseKind.DIAGNOSE: ("measurement", "adopted_diagnosis", "chosen_links"),
    PhaseKind.DIALOGUE: (
        "owner_of_each_link",
        "each_owner_heard",
        "agreement_on_each_link",
        "surveys_closed",
    ),
    PhaseKind.DEVELOP: ("agreements_taken_up", "answer_to_each_link"),
    PhaseKind.FOLLOW: ("update_round_ended", "updates_answered", "deviations_settled"),
    PhaseKind.EVALUATE: (
        "judgement_of_each_link",
        "judgement_of_each_criterion",
        "lesson_of_the_year",
        "recommendations_answered",
        "adopted_evaluation",
    ),
}
"""What must be there before a phase ends. No decision can set a gate aside."""

MEETING_STEPS: Mapping[str, tuple[str, ...]] = {
    MeetingState.DRAFT: (MeetingState.CONVENED, MeetingState.CANCELLED),
    MeetingState.CONVENED: (MeetingState.DRAFT, MeetingState.IN_SESSION, MeetingState.CANCELLED),
    MeetingState.IN_SESSION: (MeetingState.CLOSED,),
    MeetingState.CLOSED: (MeetingState.IN_SESSION, MeetingState.ADOPTED),
    MeetingState.ADOPTED: (),
    MeetingState.CANCELLED: (),
}
"""From state to state. From closed back into session only on the day itself, to mend what was entered."""

ITEM_STEPS: Mapping[str, tuple[str, ...]] = {
    ItemState.BACKLOG: (ItemState.SCHEDULED, ItemState.WITHDRAWN),
    ItemState.SCHEDULED: (ItemState.BACKLOG, ItemState.HANDLED, ItemState.CARRIED, ItemState.WITHDRAWN),
    ItemState.HANDLED: (),
    ItemState.CARRIED: (),
    ItemState.WITHDRAWN: (),
}

DEVIATION_STEPS: Mapping[str, tuple[str, ...]] = {
    DeviationState.NOTED: (DeviationState.ESCALATED, DeviationState.SETTLED),
    DeviationState.ESCALATED: (DeviationState.SETTLED,),
    DeviationState.SETTLED: (),
}

MESSAGE_STEPS: Mapping[str, tuple[str, ...]] = {
    MessageState.WAITING: (MessageState.SENDING, MessageState.WITHDRAWN),
    MessageState.SENDING: (MessageState.SENT, MessageState.WAITING, MessageState.FAILED),
    MessageState.FAILED: (MessageState.WAITING, MessageState.WITHDRAWN),
    MessageState.SENT: (),
    MessageState.WITHDRAWN: (),
}
