# SPDX-License-Identifier: EUPL-1.2
"""Where a year stands today: its phase, what is missing now, what is late and how many days are left."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from schakel.cycle.models import CycleYear, Phase, PhaseKind, YearClosure
from schakel.cycle.queries.artefacts import Artefact, gate_of_kind
from schakel.cycle.queries.gate_facts import GateFacts
from schakel.cycle.queries.years import phases_of
from schakel.cycle.sight import Sight

Standing = Literal["waiting", "running", "ended"]


@dataclass(frozen=True, slots=True)
class PhaseState:
    """A phase today. ``gate`` is empty where it was not asked for.

    ``days_left`` is until the day on which it must start (waiting) or end (running), negative when that
    day has passed, and ``None`` for a phase that has ended.
    """

    phase: Phase
    standing: Standing
    days_left: int | None
    may_start: bool
    gate: tuple[Artefact, ...] = ()

    def with_gate(self, gate: tuple[Artefact, ...]) -> "PhaseState":
        """Return the same phase with its gate read."""
        return replace(self, gate=gate)

    @property
    def missing(self) -> tuple[Artefact, ...]:
        """What is not there yet."""
        return tuple(a for a in self.gate if not a.is_there)

    @property
    def is_late(self) -> bool:
        """Whether it should have started, or ended, before today."""
        return self.days_left is not None and self.days_left < 0

    @property
    def may_end(self) -> bool:
        """Whether it runs and everything is there."""
        return self.standing == "running" and bool(self.gate) and not self.missing


@dataclass(frozen=True, slots=True)
class YearState:
    """A year today: ``current`` is the first phase that has not ended, ``None`` when all have."""

    cycle: CycleYear
    phases: tuple[PhaseState, ...]
    current: PhaseState | None

    @property
    def missing(self) -> tuple[Artefact, ...]:
        """What is missing today: in the gate of the current phase."""
        return self.current.missing if self.current else ()

    @property
    def late(self) -> tuple[PhaseState, ...]:
        """The phases that should have started or ended before today."""
        return tuple(p for p in self.phases if p.is_late)

    @property
    def broken(self) -> tuple[PhaseState, ...]:
        """The phases that have ended and of which something is missing again."""
        return tuple(p for p in self.phases if p.standing == "ended" and p.missing)

    @property
    def may_close(self) -> bool:
        """Whether a decision may close the year; true only for a state with all its gates."""
        return (
            self.cycle.closed_on is None
            and bool(self.phases)
            and all(p.standing == "ended" and p.gate and not p.missing for p in self.phases)
        )


def year_state(cycle: CycleYear, today: date, *, all_gates: bool = True) -> YearState:
    """Return where a year stands.

    Parameters
    ----------
    all_gates
        Whether to read the gate of every phase, or of the current one only.
    """
    facts = GateFacts(cycle, today)
    phases = facts.phases
    current = next((p for p in phases if p.ended_on is None), None)
    states = []
    for n, phase in enumerate(phases):
        gate = gate_of_kind(phase.kind, facts) if all_gates or phase == current else ()
        may_start = phase.started_on is None and cycle.closed_on is None and _has_ended_before(phases, n)
        states.append(PhaseState(phase, standing_of(phase), _days_left(phase, today), may_start, gate))
    here = next((s for s in states if s.phase == current), None)
    return YearState(cycle, tuple(states), here)


def _has_ended_before(phases: tuple[Phase, ...], n: int) -> bool:
    return n == 0 or phases[n - 1].ended_on is not None


def standing_of(phase: Phase) -> Standing:
    """Return whether a phase waits, runs or has ended."""
    if phase.ended_on is not None:
        return "ended"
    return "waiting" if phase.started_on is None else "running"


def _days_left(phase: Phase, today: date) -> int | None:
    if phase.ended_on is not None:
        return None
    return ((phase.starts_on if phase.started_on is None else phase.ends_on) - today).days


def kept_gate(closure: YearClosure, kind: str) -> tuple[Artefact, ...]:
    """Return the gate of a phase as it was kept when its year was closed; nothing where it was not kept."""
    kept: dict[str, Any] = next((gate for gate in closure.gates if gate.get("phase") == kind), {})
    return tuple(
        Artefact(a["code"], a["needed"], a["needed"] - a["there"], kind="kept" if a["needed"] > 1 else "")
        for a in kept.get("artefacts", ())
    )


def promises_told(closure: YearClosure, sight: Sight) -> list[dict[str, Any]]:
    """Return the promises that were open when a year was closed, as far as the reader may see them."""
    return [row for row in closure.open_promises if sight.closed or not row.get("closed", True)]


def is_in_evaluation(cycle: CycleYear) -> bool:
    """Say whether a year is in its last phase, so that the next one may be opened beside it."""
    return any(p.kind == PhaseKind.EVALUATE and p.started_on is not None for p in phases_of(cycle))
