# SPDX-License-Identifier: EUPL-1.2
"""The invented updates: two rounds with lights, reasons, risks, needs and reminders."""

from typing import Any

from schakel.programme.actions.updates import (
    MilestoneChange,
    NewNeed,
    NewRisk,
    UpdateAnswers,
    answer_need,
    close_risk,
    give_reminder,
    open_update_round,
    send_update,
)
from schakel.programme.demonstration.scene import Row, Scene, marked
from schakel.programme.models import Need, Risk, UpdateRound


def report(scene: Scene) -> None:
    """Hold the rounds; some leads are late, some need a reminder, some stay silent."""
    for row in scene.rows("rounds"):
        update_round = open_update_round(
            **scene.fields(row, "sent", "reminded"),
            code=f"voorbeeld-{row['key']}",
            by=scene.by,
            at=scene.at,
        )
        for sent in row["sent"]:
            _send(scene, sent, update_round)
        for initiative, days, channel in row["reminded"]:
            give_reminder(
                update_round=update_round,
                initiative=scene.initiative(initiative),
                on=scene.day(days),
                channel=channel,
                by=scene.by,
                at=scene.at,
            )
    _answer(scene)


def _send(scene: Scene, row: Row, update_round: UpdateRound) -> None:
    fields = scene.fields(row, "initiative", "on", "lights", "risk", "need", "moved")
    quality, time, money = row["lights"]
    if "moved" in row:
        key, days, why = row["moved"]
        milestone = scene.kept["milestones", key]
        fields["milestones"] = [MilestoneChange(milestone.pk, due_on=scene.day(days), note=why)]
    if "risk" in row:
        text, *rest = row["risk"]
        fields["risk"] = NewRisk(marked(text), *rest)
    if "need" in row:
        text, asked_of = row["need"]
        fields["need"] = NewNeed(marked(text), scene.partner(asked_of))
    send_update(
        initiative=scene.initiative(row["initiative"]),
        answers=UpdateAnswers(quality=quality, time=time, money=money, **fields),
        on=scene.day(row["on"]),
        update_round=update_round,
        by=scene.by,
        at=scene.at,
    )


def _answer(scene: Scene) -> None:
    """Answer one need, and close one risk."""
    for row in scene.rows("needs_answered"):
        need = Need.objects.filter(initiative=scene.initiative(row["initiative"])).first()
        more: dict[str, Any] = scene.fields(row, "initiative")
        if need is not None:
            answer_need(need=need, **more, by=scene.checker, at=scene.at)
    for row in scene.rows("risks_closed"):
        risk = Risk.objects.filter(initiative=scene.initiative(row["initiative"])).first()
        more = scene.fields(row, "initiative")
        if risk is not None:
            close_risk(risk=risk, **more, by=scene.checker, at=scene.at)
