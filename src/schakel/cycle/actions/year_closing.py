# SPDX-License-Identifier: EUPL-1.2
"""Close a year by decision of the board: every phase ended, every gate whole, open promises taken along."""

import dataclasses
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from schakel.cycle.actions.gate_shortfalls import PHASE_NAMES
from schakel.cycle.actions.phases import GateOpen
from schakel.cycle.models import CycleYear, Decision, Phase, YearClosure
from schakel.cycle.queries.artefacts import Artefact, gates_of
from schakel.cycle.queries.years import phases_of
from schakel.cycle.sight import FULL, PUBLIC
from schakel.cycle.transitions import PHASES
from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import take_turn
from schakel.programme.recording import Actor, append_row, change_record


class YearNotClosable(Failure):
    """A year cannot be closed yet, whoever decides it."""

    template = N_("The year {year} cannot be closed: {reason}.")
    cure = N_("Supply what is missing first; no decision can set this aside.")


class PhaseNotEnded(Failure):
    """A phase of the year has not ended."""

    template = N_("The year {year} cannot be closed, since this phase has not ended: {phase}.")
    cure = N_("End the phases in their order first; no decision can set this aside.")


def close_year(*, decision: Decision, cycle: CycleYear, by: Actor, at: datetime) -> YearClosure:
    """Close a year, and keep what was there at every gate and which promises were still open.

    Raises
    ------
    PhaseNotEnded
        When a phase has not ended.
    GateOpen
        When something of a gate is missing (again), also of a phase that has ended.
    YearNotClosable
        When it is closed already, or lacks a phase.
    """
    today = timezone.localdate(at)
    with transaction.atomic():
        take_turn()
        current = CycleYear.objects.select_for_update().get(pk=cycle.pk)
        if current.closed_on is not None:
            raise YearNotClosable(year=str(current.year), reason=N_("it is closed already"))
        phases = phases_of(current)
        gates = gates_of(current, today)
        _check_phases(current, phases)
        _check_gates(phases, gates)
        row = YearClosure(
            cycle=current,
            decision=decision,
            on=today,
            gates=[_told(phase, gates[phase.kind]) for phase in phases],
            open_promises=_promises(today),
        )
        append_row(row, action="year.closed", by=by, at=at)
        change_record(
            current, action="year.close", expected_version=None, by=by, at=at, changes={"closed_on": today}
        )
    return row


def _check_phases(cycle: CycleYear, phases: tuple[Phase, ...]) -> None:
    if {p.kind for p in phases} != set(PHASES):
        raise YearNotClosable(year=str(cycle.year), reason=N_("it does not have all five phases"))
    for phase in phases:
        if phase.ended_on is None:
            raise PhaseNotEnded(year=str(cycle.year), phase=PHASE_NAMES[phase.kind])


def _check_gates(phases: tuple[Phase, ...], gates: dict[str, tuple[Artefact, ...]]) -> None:
    for phase in phases:
        if not all(artefact.is_there for artefact in gates[phase.kind]):
            raise GateOpen(phase, gates[phase.kind])


def _told(phase: Phase, gate: tuple[Artefact, ...]) -> dict[str, Any]:
    return {
        "phase": phase.kind,
        "started_on": str(phase.started_on),
        "ended_on": str(phase.ended_on),
        "artefacts": [{"code": a.code, "needed": a.n_needed, "there": a.n_there} for a in gate],
    }


def _promises(today: date) -> list[dict[str, Any]]:
    """Return the open promises as plain data; ``closed`` marks those that not everybody may read."""
    from schakel.cycle.queries.promises import open_promises

    public = as_plain_rows(open_promises(PUBLIC, today))
    return [row | {"closed": row not in public} for row in as_plain_rows(open_promises(FULL, today))]


def as_plain_rows(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Return records of a query as data that JSON can hold; a row of a table becomes its key."""
    return [
        {field.name: _plain(getattr(row, field.name)) for field in dataclasses.fields(row)} for row in rows
    ]


def _plain(value: object) -> object:
    if isinstance(value, models.Model):
        return {"key": value.pk, "name": str(value)}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return as_plain_rows([value])[0]
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, date | datetime | Decimal):
        return str(value)
    return value
