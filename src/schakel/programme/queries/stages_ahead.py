# SPDX-License-Identifier: EUPL-1.2
"""Which stages may follow for an initiative, what each gate asks, and what of it is there already."""

from dataclasses import dataclass
from datetime import date

from schakel.programme.models import Continuity, Initiative, InitiativeRelation
from schakel.programme.queries.stage_evidence import Evidence, best_evidence
from schakel.programme.transitions import STAGE_GATES


@dataclass(frozen=True, slots=True)
class GatePart:
    """A part of a gate: ``state`` is "there", "missing" (arrange it first) or "to_give" (with the step)."""

    part: str
    state: str


@dataclass(frozen=True, slots=True)
class StageAhead:
    """A stage that may follow, with its gate."""

    to: str
    parts: tuple[GatePart, ...]

    @property
    def is_open(self) -> bool:
        """Whether nothing has to be arranged first."""
        return all(part.state != "missing" for part in self.parts)

    def asks(self, part: str) -> bool:
        """Whether the gate asks for something."""
        return any(p.part == part for p in self.parts)


@dataclass(frozen=True, slots=True)
class StagesAhead:
    """The stages that may follow, and the best evidence that is known today."""

    stages: tuple[StageAhead, ...]
    evidence: Evidence | None

    def stage(self, to: str) -> StageAhead | None:
        """Return one of them."""
        return next((ahead for ahead in self.stages if ahead.to == to), None)


def stages_ahead(initiative: Initiative, today: date) -> StagesAhead:
    """Return what may follow for an initiative; nothing for a structure of others."""
    if initiative.relation == InitiativeRelation.EXTERNAL:
        return StagesAhead((), None)
    evidence = best_evidence([initiative.pk], today).get(initiative.pk)
    there = {
        "evidence": evidence is not None and evidence.is_enough,
        "continuity": initiative.continuity == Continuity.ARRANGED,
    }
    found = []
    for to, gate in STAGE_GATES[initiative.stage].items():
        parts = tuple(
            GatePart(part, "to_give" if part not in there else "there" if there[part] else "missing")
            for part in gate
        )
        found.append(StageAhead(to, parts))
    return StagesAhead(tuple(found), evidence)
