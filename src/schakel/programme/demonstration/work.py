# SPDX-License-Identifier: EUPL-1.2
"""The invented work: activities, milestones, outputs, lessons and proposals for new topics."""

from decimal import Decimal
from typing import Any

from schakel.programme.actions.activities import (
    cancel_activity,
    finish_activity,
    plan_activity,
    start_activity,
)
from schakel.programme.actions.lessons import add_lesson
from schakel.programme.actions.milestones import agree_milestone, move_milestone, reach_milestone
from schakel.programme.actions.outputs import add_output
from schakel.programme.actions.proposals import judge_proposal, submit_proposal
from schakel.programme.demonstration.scene import Row, Scene
from schakel.programme.models import Activity

ADMITTED_BECAUSE = "Toelatingstoets van het demonstratiejaar (verzonnen)"


def plan_activities(scene: Scene) -> None:
    """Plan activities, and start, finish or cancel most of them."""
    for row in scene.rows("activities"):
        planned = scene.fields(row, "started", "finished", "cancelled", "spent_hours")
        scene.keep(
            "activities", row, _carry_out(scene, row, plan_activity(**planned, by=scene.by, at=scene.at))
        )


def _carry_out(scene: Scene, row: Row, activity: Activity) -> Activity:
    who: dict[str, Any] = {"by": scene.by, "at": scene.at}
    if "started" in row:
        day = scene.day(row["started"])
        activity = start_activity(activity=activity, on=day, today=scene.today, **who)
    if "finished" in row:
        hours = row.get("spent_hours")
        activity = finish_activity(
            activity=activity,
            on=scene.day(row["finished"]),
            today=scene.today,
            spent_hours=None if hours is None else Decimal(hours),
            **who,
        )
    if "cancelled" in row:
        activity = cancel_activity(activity=activity, reason=row["cancelled"], **who)
    return activity


def agree_milestones(scene: Scene) -> None:
    """Agree milestones; some are moved, some reached, some overdue."""
    for row in scene.rows("milestones"):
        milestone = agree_milestone(**scene.fields(row, "moved", "reached"), by=scene.by, at=scene.at)
        if "moved" in row:
            days, reason = row["moved"]
            milestone = move_milestone(
                milestone=milestone, due_on=scene.day(days), reason=reason, by=scene.by, at=scene.at
            )
        if "reached" in row:
            milestone = reach_milestone(
                milestone=milestone,
                done_on=scene.day(row["reached"]),
                today=scene.today,
                by=scene.by,
                at=scene.at,
            )
        scene.keep("milestones", row, milestone)


def add_outputs_and_lessons(scene: Scene) -> None:
    """Record what was made, and what was learnt."""
    for row in scene.rows("outputs"):
        add_output(**scene.fields(row), today=scene.today, by=scene.by, at=scene.at)
    for row in scene.rows("lessons"):
        add_lesson(**scene.fields(row), today=scene.today, by=scene.by, at=scene.at)


def judge_proposals(scene: Scene) -> None:
    """Submit new topics: one is admitted, some are refused with reasons, one waits for answers."""
    for row in scene.rows("proposals"):
        proposal = submit_proposal(**scene.fields(row, "judged"), by=scene.by, at=scene.at)
        if row.get("judged"):
            judge_proposal(
                proposal=proposal,
                reason=ADMITTED_BECAUSE,
                today=scene.today,
                by=scene.checker,
                at=scene.at,
            )
