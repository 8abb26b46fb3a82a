# SPDX-License-Identifier: EUPL-1.2
"""The tables of the update rounds: who sent, who keeps up, and what is known."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.documents import formats
from schakel.programme.queries.completeness import InitiativeCompleteness, partner_completeness
from schakel.programme.queries.updates import Punctuality, RoundLine
from schakel.web.programme.partners.cells import marked
from schakel.web.programme.updates.words import answer_state_words, fact_words, light_words
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

TONES = {"sent": "good", "late": "mild", "waiting": "unknown", "overdue": "bad"}


def round_table(reading: Reading, lines: tuple[RoundLine, ...]) -> Table:
    """Return every initiative of a round."""
    columns = (
        Column("initiative", _("Initiative")),
        Column("owner", _("Owner")),
        Column("state", _("Update")),
        Column("sent", _("Sent on")),
        Column("lights", _("Quality, time, money")),
        Column("reminders", _("Reminders"), True),
    )
    rows = tuple(
        Row(
            (
                marked(
                    line.initiative.name,
                    invented=line.initiative.invented,
                    link=reading.url("initiative", line.initiative.code),
                ),
                text_cell(line.initiative.owner.name if line.initiative.owner else _("not known")),
                Cell(_state(line), line.days_late, tone=TONES[line.state]),
                Cell(
                    formats.day(line.sent_on, reading.language) if line.sent_on else "–",
                    line.sent_on.isoformat() if line.sent_on else None,
                    tone="date",
                ),
                text_cell(", ".join(light_words(light) for light in line.lights) if line.lights else "–"),
                Cell(str(line.n_reminders), line.n_reminders),
            )
        )
        for line in lines
    )
    return Table("round", _("Every running initiative, the overdue ones first"), columns, rows)


def _state(line: RoundLine) -> str:
    words = answer_state_words(line.state)
    if line.state in ("overdue", "late"):
        days = ngettext("%(n)s day", "%(n)s days", line.days_late) % {"n": line.days_late}
        return f"{words} ({days})"
    return words


def punctuality_table(reading: Reading, partners: tuple[Punctuality, ...]) -> Table:
    """Return how partners kept up."""
    columns = (
        Column("partner", _("Partner")),
        Column("asked", _("Asked"), True),
        Column("sent", _("Came"), True),
        Column("in-time", _("In time"), True),
        Column("share", _("Share in time"), True),
    )
    rows = tuple(
        Row(
            (
                text_cell(p.partner_name, reading.url("partner", p.partner_code)),
                Cell(str(p.n_asked), p.n_asked),
                Cell(str(p.n_sent), p.n_sent),
                Cell(str(p.n_in_time), p.n_in_time),
                Cell(formats.percent(p.in_time_share, reading.language), p.in_time_share),
            )
        )
        for p in partners
    )
    caption = _("How partners kept up over the last four rounds, with thanks to the first ones")
    return Table("punctuality", caption, columns, rows)


def completeness_table(reading: Reading, rows: tuple[InitiativeCompleteness, ...]) -> Table:
    """Return what is known of each initiative."""
    columns = (
        Column("initiative", _("Initiative")),
        Column("share", _("Known"), True),
        Column("missing", _("Not known yet")),
    )
    cells = tuple(
        Row(
            (
                text_cell(r.name, reading.url("initiative", r.code)),
                Cell(formats.percent(r.share, reading.language), r.share),
                text_cell(", ".join(fact_words(fact) for fact in r.missing) or "–"),
            )
        )
        for r in sorted(rows, key=lambda r: (r.share, r.name))
    )
    return Table("completeness", _("What is known of each initiative, the least known first"), columns, cells)


def partners_table(reading: Reading, rows: tuple[InitiativeCompleteness, ...]) -> Table:
    """Return how much is known of the initiatives of each partner."""
    columns = (
        Column("partner", _("Partner")),
        Column("initiatives", _("Initiatives"), True),
        Column("share", _("Known"), True),
    )
    cells = tuple(
        Row(
            (
                text_cell(p.name or _("no owner known"), reading.url("partner", p.code) if p.code else ""),
                Cell(str(p.n_initiatives), p.n_initiatives),
                Cell(formats.percent(p.share, reading.language), p.share),
            )
        )
        for p in partner_completeness(rows)
    )
    return Table(
        "partner-completeness", _("How much is known of the initiatives of each partner"), columns, cells
    )
