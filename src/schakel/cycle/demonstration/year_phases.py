# SPDX-License-Identifier: EUPL-1.2
"""The invented years themselves: opened, with the owners of their phases, which start and end."""

from schakel.cycle.actions.phases import end_phase, plan_phase, start_phase
from schakel.cycle.actions.years import open_year_of
from schakel.cycle.demonstration.stage import CycleStage, Link
from schakel.cycle.models import Phase
from schakel.cycle.queries.measured import dossier_of
from schakel.cycle.queries.weakness import elements_of
from schakel.cycle.queries.years import phases_of


def open_invented_year(stage: CycleStage, which: str) -> None:
    """Open a year, say who owns its phases, and start the first one."""
    row = stage.data["years"][which]
    starts = row["starts"]
    cycle = open_year_of(
        year=stage.scene.today.year + row["number"],
        criteria=[criterion.code for criterion in stage.course.criteria],
        starts_on=stage.day(starts),
        ends_on=stage.day(row["ends"]),
        focus=row["focus"],
        **stage.who(starts),
    )
    stage.years[which] = cycle
    stage.links[which] = _links(stage, which)
    for phase in phases_of(cycle):
        owner = stage.data["phase_owners"][phase.kind]
        plan_phase(
            phase=phase,
            starts_on=phase.starts_on,
            ends_on=phase.ends_on,
            owner=stage.partner(owner["owner"]),
            owner_role=owner["role"],
            note="",
            expected_version=None,
            **stage.who(starts),
        )
    start_phase(phase=phase_of(stage, which, "diagnose"), **stage.who(starts))


def _links(stage: CycleStage, which: str) -> tuple[Link, ...]:
    """Return the links of a year, each element once; only what the measurement knows can be chosen."""
    measurement = stage.measured(which)
    known = None if measurement is None else elements_of(dossier_of(measurement))
    found: dict[str, Link] = {}
    for row in stage.data["links"][which]:
        cause = stage.kept("causes", row["cause"])
        if cause is not None and (known is None or cause.element in known):
            found.setdefault(cause.element, Link(row["cause"], cause.element, cause, row["reason"]))
    return tuple(found.values())


def phase_of(stage: CycleStage, which: str, kind: str) -> Phase:
    """Return a phase of a year."""
    return next(p for p in phases_of(stage.years[which]) if p.kind == kind)


def end_invented_phase(stage: CycleStage, which: str, kind: str, day: int) -> None:
    """End a phase on a day, through its gate."""
    end_phase(phase=phase_of(stage, which, kind), **stage.who(day))


def go_on(stage: CycleStage, which: str, kind: str, following: str, day: int) -> None:
    """End a phase on a day, and start the one after it on the next."""
    end_invented_phase(stage, which, kind, day)
    start_phase(phase=phase_of(stage, which, following), **stage.who(day + 1))
