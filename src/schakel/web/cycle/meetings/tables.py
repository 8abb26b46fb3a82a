# SPDX-License-Identifier: EUPL-1.2
"""The tables of meetings: their list, an agenda, who was there, and what waits."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.cycle.queries.agenda import Agenda, AgendaLine
from schakel.web.cycle.meetings.source_words import source_kind_words
from schakel.web.cycle.meetings.words import (
    clock,
    item_kind_words,
    item_state_words,
    meeting_state_words,
    presence_words,
)
from schakel.web.programme.listing import ListColumn
from schakel.web.programme.partners.cells import count_cell, day_cell, marked, or_dash, partner_cell
from schakel.web.programme.partners.words import body_words
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

STATE_TONES = {"cancelled": "unknown", "draft": "mild", "in_session": "good"}


def meeting_columns(reading: Reading) -> list[ListColumn]:
    """Return the columns of the list of meetings."""
    language = reading.language
    return [
        ListColumn(
            "title",
            _("Board meeting"),
            lambda m: marked(m.title, invented=m.invented, link=reading.url("meeting", m.code)),
            "title",
        ),
        ListColumn("on", _("Day"), lambda m: day_cell(m.on, language), "on"),
        ListColumn(
            "time",
            _("Time"),
            lambda m: text_cell(f"{clock(m.starts_at)}–{clock(m.ends_at)}"),
        ),
        ListColumn("body", _("Table"), lambda m: text_cell(body_words(m.body)), "body"),
        ListColumn(
            "state",
            _("Standing"),
            lambda m: text_cell(meeting_state_words(m.state), "", STATE_TONES.get(m.state, "")),
            "state",
        ),
        ListColumn("items", _("Items"), lambda m: count_cell(m.n_items, language), "n_items", numeric=True),
        ListColumn(
            "decisions",
            _("Decisions"),
            lambda m: count_cell(m.n_decisions, language),
            "n_decisions",
            numeric=True,
        ),
    ]


def agenda_table(reading: Reading, agenda: Agenda) -> Table:
    """Return the agenda as a table: a row for each item that may be seen."""
    columns = (
        Column("number", _("Item number"), True),
        Column("from", _("From")),
        Column("minutes", _("Time in minutes"), True),
        Column("item", _("Agenda item")),
        Column("asked", _("Asked")),
        Column("state", _("Standing")),
        Column("papers", _("Papers")),
        Column("source", _("Comes from")),
    )
    rows = tuple(_agenda_row(reading, line) for line in agenda.lines)
    return Table("agenda", _("Agenda of “%(name)s”") % {"name": agenda.meeting.title}, columns, rows)


def _agenda_row(reading: Reading, line: AgendaLine) -> Row:
    item = line.item
    minutes = (
        Cell(_("not known"), None, tone="unknown")
        if item.minutes is None
        else Cell(str(item.minutes), item.minutes)
    )
    closed = _("confidential") if item.is_confidential else ""
    there = len(line.papers) - line.n_missing_papers
    papers = _("%(n)s of %(all)s") % {"n": there, "all": len(line.papers)} if line.papers else ""
    return Row(
        (
            Cell("–" if line.number is None else str(line.number), line.number),
            text_cell(clock(line.slot.starts_at), "", "bad" if line.slot.is_over else ""),
            minutes,
            Cell(item.title, item.title, reading.url("agenda-item", item.pk), detail=closed),
            text_cell(item_kind_words(item.kind)),
            text_cell(item_state_words(item.state)),
            or_dash(papers),
            or_dash(source_kind_words(item.source_kind)),
        )
    )


def presence_table(reading: Reading, agenda: Agenda) -> Table:
    """Return who was there, by organisation and role."""
    columns = (
        Column("partner", _("Organisation")),
        Column("role", _("Role")),
        Column("presence", _("Presence")),
    )
    rows = tuple(
        Row(
            (
                partner_cell(p.seat.partner, reading),
                text_cell(p.seat.role),
                Cell(presence_words(p.presence), p.presence, detail=p.deputy),
            )
        )
        for p in agenda.presences
    )
    return Table("presence", _("Who was there, by organisation and role"), columns, rows)


def backlog_columns(reading: Reading) -> list[ListColumn]:
    """Return the columns of what waits for a meeting."""
    language = reading.language

    def title(item: Any) -> Cell:
        parts = [_("invented")] if item.invented else []
        parts += [_("confidential")] if item.is_confidential else []
        parts += [_("carried over")] if item.carried_from_id else []
        return Cell(item.title, item.title, reading.url("agenda-item", item.pk), detail=" · ".join(parts))

    return [
        ListColumn("title", _("Subject"), title, "title"),
        ListColumn("kind", _("Asked"), lambda i: text_cell(item_kind_words(i.kind)), "kind"),
        ListColumn("body", _("Table"), lambda i: text_cell(body_words(i.body)), "body"),
        ListColumn(
            "source", _("Comes from"), lambda i: or_dash(source_kind_words(i.source_kind)), "source_kind"
        ),
        ListColumn(
            "wanted",
            _("Wanted before"),
            lambda i: Cell("–", None) if i.wanted_before is None else day_cell(i.wanted_before, language),
            "wanted_before",
        ),
        ListColumn(
            "since",
            _("Waits since"),
            lambda i: day_cell(timezone.localdate(i.created_at), language),
            "created_at",
        ),
    ]
