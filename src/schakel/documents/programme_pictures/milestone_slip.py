# SPDX-License-Identifier: EUPL-1.2
"""How far milestones moved: from the first date to the date that counts now, with today as a line."""

from dataclasses import dataclass
from datetime import date

from schakel.documents.charts.canvas import Align, Canvas, fit
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.kinds import Drawn
from schakel.documents.charts.scales import Scale
from schakel.documents.formats import day
from schakel.documents.messages import Words

NARROW = 500
ROW, TOP = 34.0, 40.0
DAY_LIMITS = 20


@dataclass(frozen=True, slots=True)
class MilestoneSpan:
    """A milestone: its first date, the date now and the day it was reached."""

    title: str
    first_due_on: date
    due_on: date
    done_on: date | None
    is_overdue: bool

    @property
    def last(self) -> date:
        """The day at which the span ends: reached, or the date now."""
        return self.done_on or self.due_on


@dataclass(frozen=True, slots=True)
class MilestoneSpans:
    """Milestones in the order in which they are drawn, and today."""

    spans: tuple[MilestoneSpan, ...]
    today: date


def draw_milestone_slip(data: MilestoneSpans, width: int, say: Words) -> Drawn:
    """Draw each milestone from its first date (open) to the date now (filled when reached)."""
    room = 0 if width < NARROW else 240
    row = ROW + (18 if not room else 0)
    canvas = Canvas(width, height=TOP + row * len(data.spans))
    days = [d for s in data.spans for d in (s.first_due_on, s.last)] + [data.today]
    first, last = min(days).toordinal() - DAY_LIMITS, max(days).toordinal() + DAY_LIMITS
    scale = Scale(first, last, room + 8, width - 14)
    _draw_years(canvas, scale, date.fromordinal(first), date.fromordinal(last))
    here = scale.at(data.today.toordinal())
    canvas.dashed((here, 24, here, canvas.height), "ink", 1.2)
    canvas.text((here, 16), say("today"), "ink", 11, align=_side(here, scale))
    for i, span in enumerate(data.spans):
        top = TOP + row * i
        canvas.text(
            (0, top + (8 if not room else 12)), fit(span.title, (room or width) - 12, 12.5), "ink", 12.5
        )
        _draw_span(canvas, span, scale, top + (26 if not room else 12))
    how = say(
        "An open dot is the first date that was agreed, a filled dot the day it was reached; a diamond is "
        "the date that counts now, a square one that has passed. The line between them is the slip."
    )
    return Drawn(canvas, say("How far milestones moved"), how, _alt(data, say), _table(data, say))


def _side(x: float, scale: Scale) -> Align:
    return "right" if x > scale.end - 30 else "center"


def _draw_years(canvas: Canvas, scale: Scale, first: date, last: date) -> None:
    for year in range(first.year + 1, last.year + 1):
        x = scale.at(date(year, 1, 1).toordinal())
        canvas.rule((x, 24, x, canvas.height), "grid")
        canvas.text((x + 3, 30), str(year), "muted", 10.5)


def _draw_span(canvas: Canvas, span: MilestoneSpan, scale: Scale, y: float) -> None:
    start, end = scale.at(span.first_due_on.toordinal()), scale.at(span.last.toordinal())
    if abs(end - start) > 1:
        canvas.rule((start, y, end, y), "accent" if span.is_overdue else "peer", 2)
        canvas.dot((start, y), "peer", 50, hollow=True)
    if span.done_on is not None:
        canvas.dot((end, y), "peer", 60)
    elif span.is_overdue:
        canvas.dot((end, y), "accent", 75, shape="square")
    else:
        canvas.dot((end, y), "peer", 75, hollow=True, shape="diamond")


def _alt(data: MilestoneSpans, say: Words) -> str:
    overdue = sum(s.is_overdue for s in data.spans)
    moved = sum(s.due_on != s.first_due_on for s in data.spans)
    return say(
        "{n} milestones on a line of time: {moved} were moved, {overdue} are overdue on {today}.",
        n=len(data.spans),
        moved=moved,
        overdue=overdue,
        today=day(data.today, say.language),
    )


def _table(data: MilestoneSpans, say: Words) -> ChartTable:
    columns = (
        Column(say("Milestone")),
        Column(say("First date")),
        Column(say("Date now")),
        Column(say("Reached on")),
    )
    rows = tuple(
        (
            s.title,
            s.first_due_on.isoformat(),
            s.due_on.isoformat(),
            s.done_on.isoformat() if s.done_on else None,
        )
        for s in data.spans
    )
    return ChartTable(columns, rows)
