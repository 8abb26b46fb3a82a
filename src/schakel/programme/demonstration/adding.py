# SPDX-License-Identifier: EUPL-1.2
"""Add the demonstration year through the actions of every topic, all of it or nothing."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from schakel.koers.course import Course
from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import append_audit_entry
from schakel.programme.demonstration import (
    encounters,
    finances,
    measuring,
    outcomes,
    parties,
    reporting,
    small_registers,
    undertakings,
    work,
)
from schakel.programme.demonstration.course_codes import codes_of
from schakel.programme.demonstration.invented_rows import (
    DemonstrationReport,
    count_invented,
    has_demonstration_year,
)
from schakel.programme.demonstration.scene import DEMONSTRATOR, Scene, demonstration_data


class DemonstrationThere(Failure):
    """The demonstration year is there already."""

    template = N_("The demonstration year is in the register already.")
    cure = N_("Take it away first with “schakel demo-year --remove”.")


def add_demonstration_year(
    course: Course,
    framework_elements: Sequence[str],
    *,
    today: date,
    at: datetime,
    inhabitants: Mapping[tuple[str, int], int] | None = None,
) -> DemonstrationReport:
    """Fill the register with invented rows, each marked as such; real rows stay as they are.

    The same course and day give the same rows. The seed stands in the data and in the audit chain.

    Parameters
    ----------
    framework_elements
        The codes of the elements of the ecosystem.
    today
        Every day of the demonstration year is counted from here.
    inhabitants
        By municipality and year, so that the contribution for each inhabitant can be checked; invented
        where absent.

    Raises
    ------
    DemonstrationThere
        When it is there already.
    """
    data = demonstration_data()
    with transaction.atomic():
        if has_demonstration_year():
            raise DemonstrationThere
        scene = Scene(
            codes=codes_of(course, framework_elements, data["elements"], today),
            today=today,
            at=at,
            inhabitants=inhabitants or {},
            data=data,
            chance=random.Random(data["seed"]),
        )
        _fill(scene)
        counts = count_invented()
        append_audit_entry(
            by=DEMONSTRATOR,
            at=at,
            action="demonstration.add",
            details={"seed": data["seed"], "today": today, "rows": sum(counts.values())},
        )
    return DemonstrationReport(counts)


def _fill(scene: Scene) -> None:
    """Take every part in an order in which each finds what it hangs on."""
    parties.add_partners(scene)
    undertakings.start_initiatives(scene)
    undertakings.take_part(scene)
    undertakings.name_causes(scene)
    undertakings.strengthen(scene, "strengthenings")
    work.plan_activities(scene)
    undertakings.strengthen(scene, "activity_strengthenings")
    work.agree_milestones(scene)
    finances.open_sources(scene)
    finances.collect_contributions(scene)
    finances.fill_ledger(scene)
    outcomes.claim_results(scene)
    work.add_outputs_and_lessons(scene)
    measuring.measure(scene)
    undertakings.move_through_stages(scene)
    undertakings.embed(scene)
    parties.align_goals(scene)
    parties.make_commitments(scene)
    parties.assign_responsibilities(scene)
    reporting.report(scene)
    encounters.meet(scene)
    work.judge_proposals(scene)
    small_registers.fill_registers(scene)
    parties.seat_partners(scene)
