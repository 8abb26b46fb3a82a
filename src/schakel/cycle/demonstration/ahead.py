# SPDX-License-Identifier: EUPL-1.2
"""What lies ahead of the invented board: its next meetings, the backlog, dates, mail and the next course."""

from datetime import timedelta

from schakel.cycle.actions.agenda_options import add_option
from schakel.cycle.actions.agenda_templates import add_template
from schakel.cycle.actions.calendar_dates import add_calendar_date
from schakel.cycle.actions.meetings import cancel_meeting, convene_meeting
from schakel.cycle.actions.outbox import put_in_outbox
from schakel.cycle.actions.papers import expect_paper, receive_paper
from schakel.cycle.demonstration.gatherings import plan_invented, put_on_agenda
from schakel.cycle.demonstration.stage import THIS, CycleStage
from schakel.cycle.models import AgendaItem
from schakel.cycle.queries.agenda_templates import TemplateLine
from schakel.programme.demonstration.scene import Row

KEPT_DAYS = 60


def prepare_meetings(stage: CycleStage) -> None:
    """Convene the next meeting, with options and papers of which one is missing; draft one after it."""
    data = stage.data["ahead"]
    templates = [_template(stage, row) for row in stage.data["templates"]]
    cancelled = data["cancelled"]
    meeting = plan_invented(stage, THIS, cancelled, cancelled["planned"])
    for spec in cancelled["items"]:
        put_on_agenda(stage, THIS, spec, meeting, cancelled["planned"])
    cancel_meeting(
        meeting=meeting, reason=cancelled["reason"], expected_version=None, **stage.who(cancelled["on"])
    )
    meeting = plan_invented(stage, THIS, data["convened"], -25)
    for spec in data["items"]:
        _prepare(stage, spec, put_on_agenda(stage, THIS, spec, meeting, -5))
    convene_meeting(meeting=meeting, expected_version=None, **stage.who(-3))
    draft = plan_invented(stage, THIS, data["draft"], -2)
    for line in templates[0]:
        spec = {"title": line.title, "kind": line.kind, "minutes": line.minutes}
        put_on_agenda(stage, THIS, spec, draft, -2)
    for spec in data["backlog"]:
        put_on_agenda(stage, THIS, spec, None, -9)


def _template(stage: CycleStage, row: Row) -> list[TemplateLine]:
    lines = [TemplateLine(title, kind, minutes) for title, kind, minutes in row["lines"]]
    add_template(title=row["title"], lines=lines, **stage.who(-60))
    return lines


def _prepare(stage: CycleStage, spec: Row, item: AgendaItem) -> None:
    for option in spec.get("options", ()):
        add_option(item=item, **option, **stage.who(-5))
    for row in spec.get("papers", ()):
        paper = expect_paper(
            item=item, title=row["title"], owner=stage.partner(row["owner"]), **stage.who(-5)
        )
        if "received" in row:
            receive_paper(
                paper=paper,
                expected_version=None,
                folder=stage.folder,
                link=row["link"],
                **stage.who(row["received"]),
            )


def note_dates(stage: CycleStage) -> None:
    """Note the dates with which the year has to reckon."""
    for row in stage.data["calendar"]:
        number = row.get("municipality")
        add_calendar_date(
            title=row["title"],
            kind=row["kind"],
            on=stage.day(row["on"]),
            until=stage.day(row["until"]) if "until" in row else None,
            needs=row.get("needs", ""),
            is_public=row.get("is_public", True),
            municipality="" if number is None else stage.scene.codes.pick("place", number),
            **stage.who(-90),
        )


def fill_outbox(stage: CycleStage) -> None:
    """Let messages wait that can reach nobody: their addresses do not exist."""
    for row in stage.data["outbox"]:
        put_in_outbox(
            key=f"demonstration:{row['key']}",
            occasion=row["occasion"],
            to=row["to"],
            subject=row["subject"],
            text=row["text"],
            not_before=stage.scene.at + timedelta(row["days"]),
            keep_until=stage.day(KEPT_DAYS),
            **stage.who(0),
        )
