# SPDX-License-Identifier: EUPL-1.2
"""Move an initiative to another stage of its life, through the gate that stands before it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from schakel.koers.failures import N_, Failure
from schakel.programme.actions.lineage import check_lineage
from schakel.programme.actions.stage_gates import (
    STAGE_NAMES,
    Given,
    Named,
    NamedStages,
    Shortfall,
    gate_of,
    shortfalls,
)
from schakel.programme.auditing import take_turn
from schakel.programme.models import (
    Initiative,
    InitiativeRelation,
    Lesson,
    Lineage,
    LineageKind,
    Stage,
    StageChange,
)
from schakel.programme.queries.stage_evidence import best_evidence
from schakel.programme.recording import Actor, ChangedMeanwhile, add_record, append_row, change_record
from schakel.programme.transitions import STAGE_GATES


class ExternalHasNoStage(Failure):
    """A structure of others is not staged here."""

    template = N_("“{name}” is a structure of others, so the programme does not decide on its stage.")
    cure = N_("Show it as a link; change whose it is first when it became part of the programme.")


class StageCannotFollow(Failure):
    """The stage does not follow from the one it has."""

    template = N_("From the stage {from_stage} an initiative cannot go to {to_stage}.")
    cure = N_("From here it may go to: {allowed}.")


class GateClosed(Failure):
    """Something that the gate asks for is missing; ``problems`` holds each missing thing with its cure."""

    template = N_("“{name}” cannot go to {to_stage} yet. {problems}")
    cure = ""

    def __init__(self, name: str, to: str, problems: tuple[Shortfall, ...]) -> None:
        told = " ".join(str(problem) for problem in problems)
        super().__init__(name=name, to_stage=STAGE_NAMES[to], problems=told)
        self.problems = problems

    @property
    def missing(self) -> frozenset[str]:
        """The parts of the gate that are not met."""
        return frozenset(problem.part for problem in self.problems)


@dataclass(frozen=True, slots=True)
class _Move:
    """A move that passed the gate."""

    initiative: Initiative
    to: str
    given: Given
    decided_by: str
    evidence: str


def move_to_stage(
    *,
    initiative: Initiative,
    to: str,
    on: date,
    reason: str,
    by: Actor,
    at: datetime,
    lesson: str = "",
    decided_by: str = "",
    into: Initiative | None = None,
    exit_on: date | None = None,
    exit_criterion: str = "",
    expected_version: int | None = None,
) -> StageChange:
    """Take a step in the life of an initiative.

    A merger also writes the lineage, and an end also the lesson. The evidence is looked up, not told: the
    best result or value that the register knows on the day.

    Parameters
    ----------
    on
        The day of the decision: not in the future and not before the last step.
    into
        The initiative it goes into, for a merger.
    exit_on, exit_criterion
        When and by what the preparation ends, for being prepared; at most twelve months ahead.

    Raises
    ------
    ExternalHasNoStage, StageCannotFollow
        When no such step exists.
    GateClosed
        When something is missing; it names each missing thing.
    ChangedMeanwhile
        When somebody else changed the initiative since.
    """
    with transaction.atomic():
        take_turn()
        current = Initiative.objects.select_for_update().get(pk=initiative.pk)
        if expected_version is not None and current.version != expected_version:
            raise ChangedMeanwhile(current.name, current.version, {"stage": current.stage})
        gate = _find_gate(current, to)
        given = Given(on, reason.strip(), lesson.strip(), into, exit_on, exit_criterion.strip())
        evidence = best_evidence([current.pk], on).get(current.pk)
        found = shortfalls(gate, current, given, evidence, timezone.localdate(at))
        if found:
            raise GateClosed(current.name, to, found)
        if to == Stage.MERGED and into is not None:
            check_lineage(current, into)
        reference = evidence.reference if evidence is not None and "evidence" in gate else ""
        return _write(_Move(current, to, given, decided_by.strip(), reference), by, at)


def _find_gate(initiative: Initiative, to: str) -> tuple[str, ...]:
    if initiative.relation == InitiativeRelation.EXTERNAL:
        raise ExternalHasNoStage(name=initiative.name)
    gate = gate_of(initiative.stage, to)
    if gate is None:
        allowed = tuple(Named(STAGE_NAMES[stage]) for stage in STAGE_GATES[initiative.stage])
        raise StageCannotFollow(
            from_stage=STAGE_NAMES[initiative.stage],
            to_stage=STAGE_NAMES.get(to, to),
            allowed=NamedStages(allowed or (Named(N_("no other stage")),)),
        )
    return gate


def _write(move: _Move, by: Actor, at: datetime) -> StageChange:
    initiative, given = move.initiative, move.given
    row = StageChange(
        initiative=initiative,
        from_stage=initiative.stage,
        to_stage=move.to,
        on=given.on,
        reason=given.reason,
        lesson=given.lesson,
        decided_by=move.decided_by,
        evidence=move.evidence,
        into=given.into if move.to == Stage.MERGED else None,
    )
    change_record(
        initiative,
        action="initiative.stage",
        expected_version=None,
        by=by,
        at=at,
        changes=_changes(move),
    )
    append_row(row, action="stage.move", by=by, at=at)
    if given.lesson:
        lesson = Lesson(initiative=initiative, text=given.lesson, on=given.on)
        add_record(lesson, action="lesson.add", by=by, at=at)
    _write_lineage(move, by, at)
    return row


def _changes(move: _Move) -> dict[str, object]:
    """Return the fields of the initiative that go along with its stage."""
    changes: dict[str, object] = {"stage": move.to, "exit_on": None, "exit_criterion": ""}
    if move.to == Stage.QUARTERMASTER:
        changes |= {"exit_on": move.given.exit_on, "exit_criterion": move.given.exit_criterion}
    if move.to in (Stage.MERGED, Stage.STOPPED):
        changes |= {"ended_on": move.given.on, "ended_year": move.given.on.year}
    elif move.initiative.stage == Stage.STOPPED:
        changes |= {"ended_on": None, "ended_year": None}
    return changes


def _write_lineage(move: _Move, by: Actor, at: datetime) -> None:
    into = move.given.into
    if move.to != Stage.MERGED or into is None:
        return
    known = Lineage.objects.filter(initiative=move.initiative, other=into, kind=LineageKind.MERGED)
    if not known.exists():
        step = Lineage(
            initiative=move.initiative, other=into, kind=LineageKind.MERGED, year=move.given.on.year
        )
        add_record(step, action="initiative.lineage", by=by, at=at)
