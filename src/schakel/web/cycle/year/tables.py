# SPDX-License-Identifier: EUPL-1.2
"""The tables of the year: its phases, and its dates."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from schakel.cycle.models import YearClosure
from schakel.cycle.queries.calendar_entries import CalendarEntry
from schakel.cycle.queries.year_state import PhaseState, promises_told
from schakel.cycle.sight import Sight
from schakel.documents import formats
from schakel.documents.cycle_papers.calendar import entry_title
from schakel.documents.cycle_papers.phase_words import date_kinds, phase_name
from schakel.documents.messages import words
from schakel.web.cycle.year.words import standing_name
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell


def phases_table(reading: Reading, phases: Sequence[PhaseState]) -> Table:
    """Return the phases with what was planned, what happened, whose they are and what is there."""
    columns = (
        Column("phase", _("Phase")),
        Column("stands", _("Stands")),
        Column("planned", _("Planned")),
        Column("started", _("Started on")),
        Column("ended", _("Ended on")),
        Column("owner", _("Owner")),
        Column("there", _("What must be there")),
    )
    return Table(
        "phases", _("The phases of the year"), columns, tuple(_phase_row(reading, p) for p in phases)
    )


def _phase_row(reading: Reading, state: PhaseState) -> Row:
    phase, language = state.phase, reading.language
    name = phase_name(phase.kind, words(language))
    days = {"first": formats.day(phase.starts_on, language), "last": formats.day(phase.ends_on, language)}
    tone = "bad" if state.is_late else ""
    return Row(
        (
            marked_cell(name, reading.url("phase", phase.cycle.year, phase.kind), invented=phase.invented),
            text_cell(standing_name(state.standing, is_late=state.is_late), tone=tone),
            Cell(_("%(first)s until %(last)s") % days, phase.starts_on.isoformat()),
            day_cell(reading, phase.started_on),
            day_cell(reading, phase.ended_on),
            text_cell(owner_words(state) or "–"),
            _gate_cell(state),
        ),
        "target" if state.standing == "running" else "",
    )


def _gate_cell(state: PhaseState) -> Cell:
    there, needed = len(state.gate) - len(state.missing), len(state.gate)
    text = _("%(there)s of %(needed)s there") % {"there": there, "needed": needed}
    tone = "bad" if state.standing == "ended" and state.missing else ""
    return Cell(text, there / needed if needed else None, tone=tone)


def owner_words(state: PhaseState) -> str:
    """Return who owns a phase: an organisation and a role."""
    owner = state.phase.owner.name if state.phase.owner else ""
    return ", ".join(part for part in (owner, state.phase.owner_role) if part)


def day_cell(reading: Reading, on: date | None) -> Cell:
    """Return a cell with a day, or a dash where it did not come yet."""
    return Cell("–", None) if on is None else Cell(formats.day(on, reading.language), on.isoformat())


def marked_cell(text: str, link: str, *, invented: bool) -> Cell:
    """Return a cell with words, marked where the row was invented."""
    return Cell(text, text, link, detail=_("invented") if invented else "")


def dates_table(
    reading: Reading, shown: Iterable[tuple[CalendarEntry, str]], places: dict[str, str]
) -> Table:
    """Return dates with the address of the page of each."""
    say = words(reading.language)
    kinds = date_kinds(say)
    columns = (
        Column("on", _("Day")),
        Column("until", _("Until")),
        Column("kind", _("Kind")),
        Column("title", _("What")),
        Column("about", _("Of whom")),
        Column("needs", _("Needed for this")),
    )
    rows = tuple(
        Row(
            (
                day_cell(reading, e.on),
                day_cell(reading, e.until),
                text_cell(kinds[e.kind]),
                marked_cell(
                    phase_name(e.title, say) if e.kind == "phase" else e.title, url, invented=e.invented
                ),
                text_cell(places.get(e.municipality, e.municipality) or e.about or "–"),
                text_cell(e.needs or "–"),
            )
        )
        for e, url in shown
    )
    return Table("dates", _("The dates"), columns, rows)


def title_words(reading: Reading, entry: CalendarEntry) -> str:
    """Return a date as one line."""
    say = words(reading.language)
    return entry_title(entry, date_kinds(say)[entry.kind], say)


def carried_table(reading: Reading, closure: YearClosure, sight: Sight) -> Table:
    """Return the promises that were open when a year was closed, as far as the reader may see them."""
    columns = (
        Column("what", _("What was promised")),
        Column("owner", _("By whom")),
        Column("due", _("Due on"), numeric=False),
    )
    kept = promises_told(closure, sight)
    rows = tuple(
        Row(
            (
                marked_cell(str(row.get("text", "")), "", invented=bool(row.get("invented"))),
                text_cell(str(row.get("owner", "")) or "–"),
                Cell(formats.day(row.get("due_on"), reading.language), str(row.get("due_on") or "") or None),
            )
        )
        for row in kept
    )
    caption = _("Promises that were open when %(year)s was closed") % {"year": closure.cycle.year}
    return Table("carried", caption, columns, rows)
