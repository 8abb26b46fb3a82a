# SPDX-License-Identifier: EUPL-1.2
"""Plan, start and end a phase of a year; none ends while something that its gate asks for is missing."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from schakel.cycle.actions.gate_shortfalls import PHASE_NAMES, shortfalls_of
from schakel.cycle.actions.years import Days, are_in_order
from schakel.cycle.models import Phase
from schakel.cycle.queries.artefacts import Artefact, gate_of
from schakel.cycle.queries.years import phases_of
from schakel.koers.failures import N_, Failure
from schakel.programme.actions.entry_rules import check_happened
from schakel.programme.actions.stage_gates import Shortfall
from schakel.programme.auditing import take_turn
from schakel.programme.models import Partner
from schakel.programme.recording import Actor, change_record


class PhaseNotPossible(Failure):
    """A phase cannot be planned, started or ended like this."""

    template = N_("{phase}, {year}: {reason}.")
    cure = N_("Change what is named here; nothing was changed yet.")


class GateOpen(Failure):
    """Something that must be there before a phase ends is missing; ``problems`` holds each with its cure."""

    template = N_("{phase}, {year}: this phase cannot end yet. {problems}")
    cure = ""

    def __init__(self, phase: Phase, gate: Sequence[Artefact]) -> None:
        found = shortfalls_of(gate)
        told: dict[str, Shortfall] = {}
        for shortfall in found:
            told.setdefault(shortfall.template, shortfall)
        self.problems = tuple(told.values())
        self.missing = tuple(shortfall.part for shortfall in found)
        super().__init__(
            phase=PHASE_NAMES[phase.kind],
            year=str(phase.cycle.year),
            problems=" ".join(str(problem) for problem in self.problems),
        )


def plan_phase(
    *,
    phase: Phase,
    starts_on: date,
    ends_on: date,
    owner: Partner | None,
    owner_role: str,
    note: str,
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> Phase:
    """Plan the days of a phase and who owns it.

    Raises
    ------
    PhaseNotPossible
        When the year is closed, the phase has ended and its days change, or the phases would no longer
        follow each other.
    """
    with transaction.atomic():
        take_turn()
        current = _current(phase)
        if current.ended_on is not None and (starts_on, ends_on) != (current.starts_on, current.ends_on):
            raise _refusal(current, N_("it has ended, so its days no longer change"))
        days = [
            Days(starts_on, ends_on) if p.pk == current.pk else Days(p.starts_on, p.ends_on)
            for p in phases_of(current.cycle)
        ]
        if not are_in_order(days, Days(current.cycle.starts_on, current.cycle.ends_on)):
            raise _refusal(current, N_("with these days the phases do not follow each other in the year"))
        changes = {
            "starts_on": starts_on,
            "ends_on": ends_on,
            "owner": owner,
            "owner_role": owner_role.strip(),
            "note": note.strip(),
        }
        return change_record(
            current, action="phase.plan", expected_version=expected_version, by=by, at=at, changes=changes
        )


def start_phase(*, phase: Phase, by: Actor, at: datetime, on: date | None = None) -> Phase:
    """Start a phase: today, or on an earlier day.

    Raises
    ------
    PhaseNotPossible
        When it has started already, or the phase before it has not ended by then.
    NotYetHappened
        When the day lies in the future.
    """
    today = timezone.localdate(at)
    day = on or today
    check_happened(day, today)
    with transaction.atomic():
        take_turn()
        current = _current(phase)
        if current.started_on is not None:
            raise _refusal(current, N_("it has started already"))
        before = _before(current)
        if before is not None and before.ended_on is None:
            raise _refusal(current, N_("the phase before it has not ended"))
        if before is not None and before.ended_on is not None and day < before.ended_on:
            raise _refusal(current, N_("the phase before it ended later than that"))
        return change_record(
            current,
            action="phase.start",
            expected_version=None,
            by=by,
            at=at,
            changes={"started_on": day},
        )


def end_phase(*, phase: Phase, by: Actor, at: datetime, on: date | None = None) -> Phase:
    """End a phase: today, or on an earlier day; its gate is judged by what is there now.

    Raises
    ------
    GateOpen
        When something of its gate is missing.
    PhaseNotPossible
        When it has not started, has ended already, or would end before it started.
    NotYetHappened
        When the day lies in the future.
    """
    today = timezone.localdate(at)
    day = on or today
    check_happened(day, today)
    with transaction.atomic():
        take_turn()
        current = _current(phase)
        if current.started_on is None:
            raise _refusal(current, N_("it has not started"))
        if current.ended_on is not None:
            raise _refusal(current, N_("it has ended already"))
        if day < current.started_on:
            raise _refusal(current, N_("it would end before it started"))
        gate = gate_of(current, today)
        if not all(artefact.is_there for artefact in gate):
            raise GateOpen(current, gate)
        return change_record(
            current, action="phase.end", expected_version=None, by=by, at=at, changes={"ended_on": day}
        )


def _current(phase: Phase) -> Phase:
    """Return the phase as it is now, locked; raises PhaseNotPossible when its year is closed."""
    current = Phase.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=phase.pk)
    if current.cycle.closed_on is not None:
        raise _refusal(current, N_("the year is closed"))
    return current


def _before(phase: Phase) -> Phase | None:
    phases = phases_of(phase.cycle)
    position = [p.pk for p in phases].index(phase.pk)
    return phases[position - 1] if position else None


def _refusal(phase: Phase, reason: str) -> PhaseNotPossible:
    return PhaseNotPossible(phase=PHASE_NAMES[phase.kind], year=str(phase.cycle.year), reason=reason)
