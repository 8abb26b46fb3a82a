# SPDX-License-Identifier: EUPL-1.2
"""An agenda item as a page tells it: its words, its papers with their state, and where it comes from."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext as _

from schakel.cycle.models import Paper, PaperFile
from schakel.cycle.queries.agenda import Agenda, AgendaLine, is_late
from schakel.cycle.queries.sources import place_of
from schakel.documents import formats
from schakel.web.cycle.meetings.finding import url_of_place
from schakel.web.cycle.meetings.source_words import source_kind_words
from schakel.web.cycle.meetings.words import clock, item_kind_words, item_state_words
from schakel.web.reading import Reading


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """A paper with its state in words, and its last file."""

    paper: Paper
    state: str
    tone: str
    file: PaperFile | None
    n_versions: int


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of an agenda in words.

    Attributes
    ----------
    source, source_url
        What it comes from in words, and the page of that where the reader may go there.
    """

    line: AgendaLine
    starts: str
    kind: str
    state: str
    minutes: str
    papers: tuple[ShownPaper, ...]
    source: str
    source_url: str


def show_lines(request: HttpRequest, reading: Reading, agenda: Agenda, today: date) -> list[ShownLine]:
    """Return the lines of an agenda in words."""
    return [show_line(request, reading, line, today) for line in agenda.lines]


def show_line(request: HttpRequest, reading: Reading, line: AgendaLine, today: date) -> ShownLine:
    """Return a line of an agenda in words."""
    item = line.item
    place = place_of(item.source_kind, item.source_key)
    minutes = (
        _("minutes not known")
        if item.minutes is None
        else _("%(n)s min.") % {"n": formats.number(item.minutes, reading.language, 0)}
    )
    return ShownLine(
        line=line,
        starts=clock(line.slot.starts_at),
        kind=item_kind_words(item.kind),
        state=item_state_words(item.state),
        minutes=minutes,
        papers=tuple(_paper(reading, p, today) for p in line.papers),
        source=source_kind_words(item.source_kind),
        source_url="" if place is None else url_of_place(request, reading, place),
    )


def _paper(reading: Reading, paper: Paper, today: date) -> ShownPaper:
    files = list(paper.files.all())
    day = formats.day(paper.due_on, reading.language)
    if paper.received_on is not None:
        state, tone = _("there"), ""
    elif is_late(paper, today):
        state, tone = _("late: was due on %(day)s") % {"day": day}, "bad"
    elif paper.due_on is not None:
        state, tone = _("expected on %(day)s") % {"day": day}, "mild"
    else:
        state, tone = _("not there yet"), "mild"
    return ShownPaper(paper, state, tone, files[0] if files else None, len(files))
