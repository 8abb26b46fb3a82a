# SPDX-License-Identifier: EUPL-1.2
"""The invented evaluation: yardsticks, the partners' own judgement, judgements, a lesson and assumptions."""

from decimal import Decimal
from typing import Any

from schakel.cycle.actions.assessments import assess_self
from schakel.cycle.actions.assumptions import add_assumption, judge_assumption, touch_assumption
from schakel.cycle.actions.judging import judge
from schakel.cycle.actions.yardsticks import propose_yardstick, read_yardstick
from schakel.cycle.demonstration.stage import LAST, CycleStage
from schakel.cycle.models import AssumptionStatus, SubjectKind, Verdict
from schakel.cycle.queries.assessments import QUESTIONS
from schakel.programme.actions.lessons import add_lesson

NUMBERS = ("baseline", "target")
DAYS = ("baseline_on", "due_on")
JUDGED_ON = -305


def propose_yardsticks(stage: CycleStage, which: str) -> None:
    """Propose yardsticks, and read those that are read by hand."""
    criteria = [criterion.code for criterion in stage.course.criteria]
    for row in stage.data["yardsticks"][which] if criteria else ():
        apart = ("key", "on", "readings", "criterion", "initiative", *NUMBERS, *DAYS)
        fields: dict[str, Any] = {name: value for name, value in row.items() if name not in apart}
        fields |= {name: Decimal(row[name]) for name in NUMBERS if name in row}
        fields |= {name: stage.day(row[name]) for name in DAYS if name in row}
        if "initiative" in row:
            fields["initiative"] = stage.initiative(row["initiative"])
        yardstick = propose_yardstick(
            criterion=criteria[row["criterion"] % len(criteria)], **fields, **stage.who(row["on"])
        )
        stage.keep("yardsticks", row, yardstick)


def read_yardsticks(stage: CycleStage, which: str) -> None:
    """Write down what the yardsticks showed; one value is not known."""
    for row in stage.data["yardsticks"][which]:
        yardstick = stage.kept("yardsticks", row["key"])
        for day, value, source in row.get("readings", ()) if yardstick is not None else ():
            read_yardstick(
                yardstick=yardstick,
                on=stage.day(day),
                value=None if value is None else Decimal(value),
                source=source,
                today=stage.day(day),
                **stage.who(day),
            )


def let_partners_judge(stage: CycleStage, which: str) -> None:
    """Let partners judge their own part."""
    for row in stage.data["assessments"][which]:
        day = row["on"]
        assess_self(
            cycle=stage.years[which],
            partner=stage.scene.partner(row["partner"]),
            on=stage.day(day),
            scores=dict(zip(QUESTIONS, row["scores"], strict=True)),
            did=row.get("did", ""),
            needs=row.get("needs", ""),
            today=stage.day(day),
            **stage.who(day),
        )


def judge_last_year(stage: CycleStage) -> None:
    """Judge the links, the criteria and an initiative of last year, and write down a lesson."""
    data, links = stage.data["judgements"], stage.links[LAST]
    for link, said in zip(links, data["links"], strict=False):
        _judge(stage, SubjectKind.ELEMENT, link.element, said)
    for number, criterion in enumerate(stage.course.criteria):
        said = data["criteria"][number % len(data["criteria"])]
        _judge(stage, SubjectKind.CRITERION, criterion.code, said)
    key, *said = data["initiative"]
    _judge(stage, SubjectKind.INITIATIVE, stage.initiative(key).code, said)
    lesson = stage.data["lesson"]
    day = stage.day(lesson["on"])
    add_lesson(text=lesson["text"], on=day, today=day, **stage.who(lesson["on"]))


def _judge(stage: CycleStage, kind: SubjectKind, subject: str, said: list[str]) -> None:
    verdict, because, next_step = said
    judge(
        cycle=stage.years[LAST],
        kind=kind,
        subject=subject,
        verdict=Verdict(verdict),
        because=because,
        next_step=next_step,
        **stage.who(JUDGED_ON),
    )


def doubt_assumptions(stage: CycleStage) -> None:
    """Name what the course takes for granted, and lay signals from outside beside it."""
    for row in stage.data["assumptions"]:
        assumption = add_assumption(
            code=row["code"],
            statement=row["statement"],
            course_code=stage.scene.codes.pick("line", row["line"]),
            **stage.who(-130),
        )
        for signal, effect, note in row["touch"]:
            record = stage.kept("signals", str(signal))
            touch_assumption(assumption=assumption, signal=record, effect=effect, note=note, **stage.who(-15))
        if "status" in row:
            status = AssumptionStatus(row["status"])
            judge_assumption(assumption=assumption, status=status, reason=row["reason"], **stage.who(-14))
        stage.keep("assumptions", row, assumption)
