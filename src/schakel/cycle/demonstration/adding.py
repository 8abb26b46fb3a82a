# SPDX-License-Identifier: EUPL-1.2
"""Add the invented cycle through its actions, day by day: all of it or nothing."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from django.db import transaction

from schakel.cycle.actions.measuring import store_measurement_row
from schakel.cycle.demonstration import ahead, appraisal, conversation, delivery, gatherings, next_course
from schakel.cycle.demonstration.cast import find_cast
from schakel.cycle.demonstration.stage import LAST, THIS, CycleStage, cycle_data
from schakel.cycle.demonstration.year_phases import go_on, open_invented_year
from schakel.cycle.models import CycleYear
from schakel.diagnosis.storage import StoredMeasurement
from schakel.koers.course import Course
from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import append_audit_entry, take_turn
from schakel.programme.demonstration import has_demonstration_year
from schakel.programme.demonstration.course_codes import codes_of
from schakel.programme.demonstration.invented_rows import count_invented
from schakel.programme.demonstration.scene import DEMONSTRATOR, Scene, demonstration_data


class LeftOut(StrEnum):
    """Why a part of the invented cycle was left out."""

    REAL_YEARS = "real_years"
    NO_MEASUREMENT = "no_measurement"
    MEASURED_LATER = "measured_later"


class CycleThere(Failure):
    """The invented cycle is there already."""

    template = N_("The demonstration of the yearly cycle is there already.")
    cure = N_("Take it away first with “schakel demo-year --remove”.")


class NothingToHangOn(Failure):
    """The invented cycle has no invented partners and initiatives to hang on."""

    template = N_("The demonstration year of the programme is not there, and the cycle hangs on it.")
    cure = N_("Add both at once with “schakel demo-year”.")


@dataclass(frozen=True, slots=True)
class CycleReport:
    """How many invented rows there are of each table, and what was left out.

    ``rows`` counts those that the cycle added, also to tables of the programme.
    """

    rows: Mapping[str, int]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def n_rows(self) -> int:
        """How many rows in all."""
        return sum(self.rows.values())


def add_demonstration_cycle(
    course: Course,
    elements: Sequence[str],
    *,
    folder: Path,
    measurement: StoredMeasurement | None,
    today: date,
    at: datetime,
    previous: StoredMeasurement | None = None,
) -> CycleReport:
    """Fill the cycle with invented rows that hang on the demonstration year of the programme.

    Where real years of the cycle are there nothing is added. Last year is added when it could have a
    diagnosis; without a measurement this year stays in its first phase.

    Parameters
    ----------
    elements
        The codes of the elements of the ecosystem.
    folder
        The folder of the course.
    measurement
        The real measurement that the invented board adopts.
    previous
        The one of a year earlier, which it adopted last year; the same one where there is none.
    today
        Every day of the cycle is counted from here.

    Raises
    ------
    CycleThere, NothingToHangOn
        See each.
    """
    with transaction.atomic():
        take_turn()
        if not has_demonstration_year():
            raise NothingToHangOn
        if CycleYear.objects.filter(invented=True).exists():
            raise CycleThere
        if CycleYear.objects.exists():
            return CycleReport({}, (LeftOut.REAL_YEARS,))
        before = count_invented()
        stage = _stage(course, elements, folder, (measurement, previous), today, at)
        left_out = _left_out(stage)
        _fill(stage, left_out)
        after = count_invented()
        rows = {name: n - before.get(name, 0) for name, n in after.items() if n > before.get(name, 0)}
        append_audit_entry(
            by=DEMONSTRATOR,
            at=at,
            action="demonstration.add_cycle",
            details={"seed": stage.data["seed"], "today": today, "rows": sum(rows.values())},
        )
    return CycleReport(rows, left_out)


def _stage(
    course: Course,
    elements: Sequence[str],
    folder: Path,
    measurements: tuple[StoredMeasurement | None, StoredMeasurement | None],
    today: date,
    at: datetime,
) -> CycleStage:
    data = cycle_data()
    scene = Scene(
        codes=codes_of(course, elements, demonstration_data()["elements"], today),
        today=today,
        at=at,
        inhabitants={},
        data=data,
        chance=random.Random(data["seed"]),
        kept=find_cast(),
    )
    kept = [store_measurement_row(stored=m, by=DEMONSTRATOR, at=at) if m else None for m in measurements]
    if kept[0] is not None and kept[0].year > today.year:
        kept = [None, None]
    return CycleStage(scene, course, folder, kept[0], kept[1])


def _left_out(stage: CycleStage) -> tuple[LeftOut, ...]:
    last = stage.measured(LAST)
    if last is None:
        return (LeftOut.NO_MEASUREMENT,)
    return (LeftOut.MEASURED_LATER,) if last.year >= stage.scene.today.year else ()


def _fill(stage: CycleStage, left_out: tuple[LeftOut, ...]) -> None:
    version = next_course.keep_running_course(stage)
    if not left_out:
        _live_last_year(stage)
    _live_this_year(stage)
    appraisal.doubt_assumptions(stage)
    next_course.draft_next_course(stage, version)
    delivery.plan_bureau(stage)
    ahead.note_dates(stage)
    ahead.fill_outbox(stage)


def _live_last_year(stage: CycleStage) -> None:
    """Walk last year from its opening to its closing, in the order in which it happened."""
    open_invented_year(stage, LAST)
    gatherings.hold_meetings(stage, LAST, "m1")
    go_on(stage, LAST, "diagnose", "dialogue", -580)
    conversation.ask_owners(stage, LAST)
    conversation.hold_talks(stage, LAST)
    conversation.ask_everybody(stage, LAST)
    conversation.agree(stage, LAST)
    go_on(stage, LAST, "dialogue", "develop", -520)
    gatherings.hold_meetings(stage, LAST, "m2")
    conversation.take_up_agreements(stage, LAST)
    go_on(stage, LAST, "develop", "follow", -458)
    appraisal.propose_yardsticks(stage, LAST)
    delivery.hold_round(stage)
    delivery.note_deviations(stage, "d0", "d1")
    gatherings.hold_meetings(stage, LAST, "m3")
    go_on(stage, LAST, "follow", "evaluate", -337)
    appraisal.read_yardsticks(stage, LAST)
    appraisal.let_partners_judge(stage, LAST)
    appraisal.judge_last_year(stage)
    gatherings.hold_meetings(stage, LAST, "m4")


def _live_this_year(stage: CycleStage) -> None:
    """Walk this year as far as it has come: into its follow phase where there is a diagnosis."""
    is_diagnosed = stage.measurement is not None
    open_invented_year(stage, THIS)
    gatherings.hold_meetings(stage, THIS, "m5")
    if is_diagnosed:
        go_on(stage, THIS, "diagnose", "dialogue", -215)
    conversation.ask_owners(stage, THIS)
    conversation.hold_talks(stage, THIS)
    conversation.agree(stage, THIS)
    if is_diagnosed:
        go_on(stage, THIS, "dialogue", "develop", -155)
    conversation.take_up_agreements(stage, THIS)
    gatherings.hold_meetings(stage, THIS, "m6")
    if is_diagnosed:
        go_on(stage, THIS, "develop", "follow", -94)
    appraisal.propose_yardsticks(stage, THIS)
    delivery.note_deviations(stage, "d2")
    gatherings.hold_meetings(stage, THIS, "m7")
    conversation.ask_everybody(stage, THIS)
    appraisal.read_yardsticks(stage, THIS)
    appraisal.let_partners_judge(stage, THIS)
    delivery.note_deviations(stage, "d3", "d4")
    ahead.prepare_meetings(stage)
