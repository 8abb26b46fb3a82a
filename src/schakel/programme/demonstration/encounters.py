# SPDX-License-Identifier: EUPL-1.2
"""The invented meetings with attendance and follow-ups, and partners that were brought together."""

from typing import Any

from schakel.programme.actions.events import (
    add_event,
    agree_follow_up,
    change_follow_up,
    connect_partners,
    record_attendance,
)
from schakel.programme.demonstration.scene import Scene

MOST_PEOPLE = 5


def meet(scene: Scene) -> None:
    """Hold the meetings, note who was there and what was agreed, and bring partners together."""
    for row in scene.rows("events"):
        event = add_event(**scene.fields(row, "there"), by=scene.by, at=scene.at)
        scene.keep("events", row, event)
        people = {scene.partner(key): scene.chance.randint(1, MOST_PEOPLE) for key in row.get("there", ())}
        record_attendance(event=event, people=people, by=scene.by, at=scene.at)
    for row in scene.rows("follow_ups"):
        follow_up = agree_follow_up(**scene.fields(row, "done"), by=scene.by, at=scene.at)
        if "done" in row:
            change_follow_up(
                follow_up=follow_up,
                expected_version=None,
                changes={"done_on": scene.day(row["done"])},
                by=scene.by,
                at=scene.at,
            )
    for row in scene.rows("connections"):
        pair: dict[str, Any] = {name: scene.partner(row[name]) for name in ("first", "second")}
        connect_partners(**pair, **scene.fields(row, "first", "second"), by=scene.by, at=scene.at)
