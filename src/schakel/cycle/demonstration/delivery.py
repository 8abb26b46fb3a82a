# SPDX-License-Identifier: EUPL-1.2
"""The invented delivery: last year's round of updates, deviations, and the hours of the bureau."""

from decimal import Decimal

from schakel.cycle.actions.bureau_hours import log_hours
from schakel.cycle.actions.bureau_planning import plan_hours, set_capacity
from schakel.cycle.actions.deviations import escalate_deviation, note_deviation, settle_deviation
from schakel.cycle.demonstration.stage import THIS, CycleStage
from schakel.cycle.models import BureauCapacity
from schakel.programme.actions.updates import UpdateAnswers, open_update_round, send_update
from schakel.programme.queries.updates import round_lines

ANSWERED_BEFORE = 4


def hold_round(stage: CycleStage) -> None:
    """Hold the round of last year: everybody answers in time but one."""
    row = stage.data["round"]
    opened, due = row["opens_on"], row["due_on"]
    update_round = open_update_round(
        code=row["code"],
        title=row["title"],
        opens_on=stage.day(opened),
        due_on=stage.day(due),
        **stage.who(opened),
    )
    silent, amber = stage.initiative(row["silent"]).pk, stage.initiative(row["amber"]).pk
    day = due - ANSWERED_BEFORE
    for line in round_lines(update_round, stage.day(day)):
        initiative = line.initiative
        if initiative.pk == silent or not initiative.invented:
            continue
        is_amber = initiative.pk == amber
        answers = UpdateAnswers(
            quality="green",
            time="amber" if is_amber else "green",
            time_reason=row["amber_reason"] if is_amber else "",
            money="green",
            summary=row["summary"],
        )
        send_update(
            initiative=initiative,
            answers=answers,
            on=stage.day(day),
            update_round=update_round,
            **stage.who(day),
        )


def note_deviations(stage: CycleStage, *keys: str) -> None:
    """Note deviations, put some before the board, and settle one outside it."""
    for row in stage.data["deviations"]:
        if row["key"] not in keys:
            continue
        deviation = note_deviation(
            initiative=stage.initiative(row["initiative"]),
            kind=row["kind"],
            since=stage.day(row["since"]),
            what=row["what"],
            cause=row["cause"],
            proposal=row["proposal"],
            proposal_kind=row.get("proposal_kind", "adjust"),
            owner=stage.partner(row["owner"]),
            **stage.who(row["on"]),
        )
        if "escalated" in row:
            deviation = escalate_deviation(deviation=deviation, **stage.who(row["escalated"]))
        if "settled" in row:
            who = stage.who(row["settled"])
            deviation = settle_deviation(deviation=deviation, outcome=row["outcome"], **who)
        stage.keep("deviations", row, deviation)


def plan_bureau(stage: CycleStage) -> None:
    """Plan more hours than the bureau has, and write down what was spent; a real capacity stays."""
    tasks = [task.code for task in stage.course.tasks]
    data, year = stage.data["bureau"], stage.years[THIS].year
    if not BureauCapacity.objects.filter(year=year).exists():
        capacity = data["capacity"]
        set_capacity(
            year=year,
            hours=Decimal(capacity["hours"]),
            seed_money_eur=Decimal(capacity["seed_money_eur"]),
            note=capacity["note"],
            **stage.who(-1),
        )
    if not tasks:
        return
    for task, role, hours in data["plan"]:
        plan_hours(
            year=year,
            task=tasks[task % len(tasks)],
            role=role,
            hours=Decimal(hours),
            what=data["what"],
            **stage.who(-1),
        )
    for day, task, role, hours in data["hours"]:
        log_hours(
            on=stage.day(day),
            task=tasks[task % len(tasks)],
            role=role,
            hours=Decimal(str(hours)),
            what=data["what"],
            **stage.who(day),
        )
