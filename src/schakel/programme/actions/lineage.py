# SPDX-License-Identifier: EUPL-1.2
"""Record where an initiative went: renamed, merged, succeeded, or part of something larger."""

from datetime import datetime

from schakel.koers.failures import N_, Failure
from schakel.programme.models import Initiative, Lineage, LineageKind, Stage
from schakel.programme.queries.lineage import lineage_graph
from schakel.programme.recording import Actor, add_record, remove_record


class GoesIntoItself(Failure):
    """An initiative cannot go into itself."""

    template = N_("“{name}” cannot go into itself.")
    cure = N_("Choose the initiative that it went into.")


class LineageCircle(Failure):
    """The step would close a circle."""

    template = N_("“{other}” itself went into “{name}”: {path}.")
    cure = N_("Remove the step that is not right first.")


class LineageKnown(Failure):
    """The same step is there already."""

    template = N_("The register already says that “{name}” went into “{other}” in this way.")
    cure = N_("Nothing needs to be done.")


class LineageOfMerger(Failure):
    """The step belongs to a stage that cannot be taken back."""

    template = N_("“{name}” has the stage merged, and this step says into what.")
    cure = N_("Leave it; add what came later as another step.")


def add_lineage(
    *,
    initiative: Initiative,
    other: Initiative,
    kind: str,
    by: Actor,
    at: datetime,
    year: int | None = None,
    note: str = "",
) -> Lineage:
    """Record that ``initiative`` went into ``other``.

    Raises
    ------
    GoesIntoItself, LineageCircle
        When the step would lead back to where it starts.
    LineageKnown
        When the step is there already.
    """
    check_lineage(initiative, other)
    if Lineage.objects.filter(initiative=initiative, other=other, kind=kind).exists():
        raise LineageKnown(name=initiative.name, other=other.name)
    row = Lineage(initiative=initiative, other=other, kind=kind, year=year, note=note)
    return add_record(row, action="initiative.lineage", by=by, at=at)


def remove_lineage(*, lineage: Lineage, expected_version: int | None, by: Actor, at: datetime) -> None:
    """Remove a step that is not right; LineageOfMerger when the stage of the initiative rests on it."""
    initiative = lineage.initiative
    is_basis = initiative.stage_changes.filter(to_stage=Stage.MERGED, into=lineage.other_id).exists()
    if lineage.kind == LineageKind.MERGED and initiative.stage == Stage.MERGED and is_basis:
        raise LineageOfMerger(name=initiative.name)
    remove_record(
        lineage, action="initiative.lineage_remove", expected_version=expected_version, by=by, at=at
    )


def check_lineage(initiative: Initiative, other: Initiative) -> None:
    """Raise GoesIntoItself or LineageCircle when a step from one to the other would close a circle."""
    if initiative.pk == other.pk:
        raise GoesIntoItself(name=initiative.name)
    path = lineage_graph().path(other.pk, initiative.pk)
    if path:
        raise LineageCircle(name=initiative.name, other=other.name, path=" → ".join(path))
