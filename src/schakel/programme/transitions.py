# SPDX-License-Identifier: EUPL-1.2
"""The life cycles as data: which step may follow which, and what each step asks for.

An initiative goes from preparation through sowing, germinating and growing to harvesting (section 5 of
the course), and ends as made permanent, merged or stopped. A gate names what must be there:

- ``reason``: why;
- ``exit``: a date and a criterion at which the preparation ends;
- ``evidence``: a realised or verified result, or an adopted indicator value, of the initiative;
- ``continuity``: what carries it when its money ends;
- ``into``: the initiative it goes into;
- ``lesson``: what was learnt.
"""

from collections.abc import Mapping

from schakel.programme.models.claims import ClaimStep
from schakel.programme.models.commitments import CommitmentStep
from schakel.programme.models.indicators import ValueState
from schakel.programme.models.initiatives import Stage

Gate = tuple[str, ...]

_START: Mapping[str, Gate] = {
    Stage.QUARTERMASTER: ("reason", "exit"),
    Stage.SOWING: ("reason",),
    Stage.GERMINATING: ("reason",),
    Stage.GROWING: ("reason", "evidence"),
    Stage.HARVESTING: ("reason", "evidence"),
}
_ENDS: Mapping[str, Gate] = {
    Stage.CONSOLIDATED: ("reason", "evidence", "continuity", "lesson"),
    Stage.MERGED: ("reason", "into", "lesson"),
    Stage.STOPPED: ("reason", "lesson"),
}
STAGE_GATES: Mapping[str, Mapping[str, Gate]] = {
    Stage.UNKNOWN: {**_START, **_ENDS},
    Stage.QUARTERMASTER: {
        Stage.QUARTERMASTER: ("reason", "exit"),
        Stage.SOWING: ("reason",),
        Stage.GERMINATING: ("reason",),
        Stage.MERGED: _ENDS[Stage.MERGED],
        Stage.STOPPED: _ENDS[Stage.STOPPED],
    },
    Stage.SOWING: {
        Stage.GERMINATING: ("reason",),
        Stage.MERGED: _ENDS[Stage.MERGED],
        Stage.STOPPED: _ENDS[Stage.STOPPED],
    },
    Stage.GERMINATING: {Stage.SOWING: ("reason",), Stage.GROWING: ("reason", "evidence"), **_ENDS},
    Stage.GROWING: {Stage.GERMINATING: ("reason",), Stage.HARVESTING: ("reason", "evidence"), **_ENDS},
    Stage.HARVESTING: {Stage.GROWING: ("reason",), **_ENDS},
    Stage.CONSOLIDATED: {Stage.STOPPED: _ENDS[Stage.STOPPED], Stage.MERGED: _ENDS[Stage.MERGED]},
    Stage.MERGED: {},
    Stage.STOPPED: {Stage.SOWING: ("reason",)},
}
"""From the stage (outer) to the stage (inner), with the gate. QUARTERMASTER to itself extends its exit."""

ENDED = frozenset({Stage.CONSOLIDATED, Stage.MERGED, Stage.STOPPED})
RUNNING = frozenset({Stage.QUARTERMASTER, Stage.SOWING, Stage.GERMINATING, Stage.GROWING, Stage.HARVESTING})

CLAIM_NEEDS: Mapping[str, tuple[str, ...]] = {
    ClaimStep.PROMISED: ("source",),
    ClaimStep.EXPECTED: ("source",),
    ClaimStep.REALISED: ("source", "method"),
    ClaimStep.VERIFIED: ("source", "independent_method", "evidence"),
}
"""What a statement must have at each step."""

COMMITMENT_STEPS: Mapping[str, tuple[str, ...]] = {
    CommitmentStep.PROMISED: (),
    CommitmentStep.CONFIRMED: (CommitmentStep.PROMISED,),
    CommitmentStep.DELIVERED: (CommitmentStep.PROMISED, CommitmentStep.CONFIRMED),
}
"""The steps of which one must be there before."""

VALUE_STEPS: Mapping[str, Mapping[str, str]] = {
    ValueState.CONCEPT: {ValueState.SUBMITTED: "author"},
    ValueState.SUBMITTED: {ValueState.RETURNED: "other", ValueState.ADOPTED: "other"},
    ValueState.RETURNED: {ValueState.SUBMITTED: "author"},
    ValueState.ADOPTED: {},
}
"""From state to state, and who may: its author, or somebody other than its author."""
