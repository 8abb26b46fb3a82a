# SPDX-License-Identifier: EUPL-1.2
"""The invented advice, signals, subjects, services and challenges."""

from collections.abc import Callable, Mapping
from typing import Any

from schakel.programme.actions.challenges import add_challenge, match_challenge, record_first_customer
from schakel.programme.actions.registers import (
    add_agenda_subject,
    add_recommendation,
    add_service,
    add_signal,
)
from schakel.programme.demonstration.scene import Scene

DATED: Mapping[str, Callable[..., Any]] = {
    "recommendations": add_recommendation,
    "signals": add_signal,
    "subjects": add_agenda_subject,
}


def fill_registers(scene: Scene) -> None:
    """Fill the small registers, and match one ask with an offer."""
    for part, add in DATED.items():
        for row in scene.rows(part):
            add(**scene.fields(row), today=scene.today, source="verzonnen", by=scene.by, at=scene.at)
    for row in scene.rows("services"):
        add_service(**scene.fields(row), by=scene.by, at=scene.at)
    for row in scene.rows("challenges"):
        scene.keep("challenges", row, add_challenge(**scene.fields(row), by=scene.by, at=scene.at))
    for row in scene.rows("matches"):
        ask, offer = (scene.kept["challenges", row[side]] for side in ("ask", "offer"))
        match_challenge(ask=ask, offer=offer, by=scene.by, at=scene.at)
        record_first_customer(
            challenge=ask, on=scene.day(row["customer"]), today=scene.today, by=scene.by, at=scene.at
        )
