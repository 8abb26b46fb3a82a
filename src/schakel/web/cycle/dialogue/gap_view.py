# SPDX-License-Identifier: EUPL-1.2
"""Measured beside perceived as a page shows it: picture, table, and what is worth the agenda."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.cycle.models import CycleYear
from schakel.cycle.queries.gap import GapRow, Quadrant, compare_views, measured_shares
from schakel.cycle.queries.perceptions import ElementPerception, perceptions_in
from schakel.documents import formats
from schakel.documents.cycle_pictures.gap import GapDot, GapPicture, draw_gap
from schakel.web.cycle.dialogue.words import quadrant_words
from schakel.web.programme.showing import Picture
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

DISAGREE = (Quadrant.MEASURED_WEAK, Quadrant.PERCEIVED_WEAK)


def gap_rows(reading: Reading, cycle: CycleYear, names: Mapping[str, str], today: date) -> list[GapRow]:
    """Return every element measured and perceived; nothing when no survey of the year is over."""
    perceived: dict[str, ElementPerception] = {
        element: found for element, (_survey, found) in perceptions_in(cycle, today).items()
    }
    if not perceived:
        return []
    rows = compare_views(list(names), measured_shares(reading.dossier), perceived)
    return [row for row in rows if row.is_asked or row.measured is not None]


def gap_picture(rows: Sequence[GapRow], names: Mapping[str, str]) -> Picture:
    """Return the picture of both views."""
    dots = tuple(
        GapDot(
            names.get(r.element, r.element),
            r.measured.share if r.measured else None,
            r.measured.low if r.measured else None,
            r.measured.high if r.measured else None,
            None if r.perceived is None else round(r.perceived, 2),
            r.n,
            r.quadrant in DISAGREE,
        )
        for r in rows
    )
    return Picture("gap", GapPicture(dots), draw_gap)


def gap_table(reading: Reading, rows: Sequence[GapRow], names: Mapping[str, str]) -> Table:
    """Return the table of both views with the place in each order."""
    columns = (
        Column("element", _("Element")),
        Column("measured", _("Measured"), True, _("share of the regions that do less well")),
        Column("perceived", _("Perceived"), True, _("mean from 1 to 10")),
        Column("n", _("Scores"), True),
        Column("measured_place", _("Place measured"), True),
        Column("perceived_place", _("Place perceived"), True),
        Column("verdict", _("Both together")),
    )
    note = _("A place is given to elements that have both a figure and a score; equals share a place.")
    return Table(
        "gap",
        _("Measured beside perceived"),
        columns,
        tuple(Row(_cells(reading, row, names)) for row in rows),
        note=note,
    )


def _cells(reading: Reading, row: GapRow, names: Mapping[str, str]) -> tuple[Cell, ...]:
    language = reading.language
    measured = Cell(_("not measured"), None, tone="unknown")
    if row.measured is not None:
        text = formats.percent(row.measured.share, language)
        if row.measured.low is not None and row.measured.high is not None:
            low, high = 100 * row.measured.low, 100 * row.measured.high
            text += f" ({formats.span(low, high, language)})"
        measured = Cell(text, row.measured.share)
    perceived = Cell(_("too few") if row.is_asked else _("not asked"), None, tone="unknown")
    if row.perceived is not None:
        perceived = Cell(formats.number(row.perceived, language, 1), row.perceived)
    return (
        text_cell(names.get(row.element, row.element), reading.url("dialogue-element", row.element)),
        measured,
        perceived,
        Cell("–", None) if row.n is None else Cell(formats.number(row.n, language, 0), row.n),
        _place(row.measured_place, reading),
        _place(row.perceived_place, reading),
        text_cell(quadrant_words(row.quadrant), "", "bad" if row.quadrant in DISAGREE else ""),
    )


def _place(place: float | None, reading: Reading) -> Cell:
    if place is None:
        return Cell("–", None)
    return Cell(formats.number(place, reading.language, 0 if place % 1 == 0 else 1), place)


def gap_sentence(rows: Sequence[GapRow], names: Mapping[str, str]) -> str:
    """Return on how many elements figures and scores disagree, and on which most."""
    placed = [row for row in rows if row.quadrant is not None]
    if not placed:
        return _("Too few elements have both a figure and a score to lay their order side by side.")
    apart = [row for row in placed if row.quadrant in DISAGREE]
    if not apart:
        return _("Figures and scores put no element in another half.")
    told = ngettext(
        "On %(n)s of %(all)s elements figures and scores disagree, most on %(element)s.",
        "On %(n)s of %(all)s elements figures and scores disagree, most on %(element)s.",
        len(apart),
    )
    most = max(apart, key=lambda row: abs(row.shift or 0))
    return told % {
        "n": len(apart),
        "all": len(placed),
        "element": names.get(most.element, most.element).lower(),
    }
