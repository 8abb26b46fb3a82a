# SPDX-License-Identifier: EUPL-1.2
"""Tables of two measurements side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from schakel.cycle.queries.comparing import Compared, Moved, RankMoved
from schakel.diagnosis.dossier import Interval
from schakel.documents import formats
from schakel.documents.sentences.names import upper_first
from schakel.web.cycle.measurements.words import beyond_words, input_state, input_words, split_words
from schakel.web.reading import Reading
from schakel.web.tables.ecosystem_tables import interval_cell, probability_cell
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell
from schakel.web.words import choice_words

SCORE_DECIMALS = 2
MOST_DECIMALS = 3


def moved_table(reading: Reading, compared: Compared, comparison: str) -> Table:
    """Return the index and every element of one comparison, then and now, with the change in its parts."""
    rows = [m for m in compared.moved if m.comparison == comparison]
    rows.sort(key=lambda m: (m.kind == "element", reading.text(m.label), m.area.code))
    caption = _("Index and elements then and now: %(comparison)s") % {
        "comparison": reading.names.comparison(comparison)
    }
    note = _("The average of all regions is 1. Change = real change + revision + method, where known.")
    return _table_of(reading, "moved", caption, rows, note)


def picture_table(reading: Reading, compared: Compared) -> Table:
    """Return every item of the economic picture, then and now, with the change in its parts."""
    caption = _("Items of the economic picture then and now")
    note = _("Change = real change + revision + method, where known.")
    return _table_of(reading, "picture", caption, compared.moved_of("picture"), note)


def _table_of(reading: Reading, name: str, caption: str, moved: Sequence[Moved], note: str) -> Table:
    """Return a table; how the change is split is said once where it is the same for every row."""
    hows = {m.how for m in moved if m.split.total is not None}
    columns, rows = _moved_columns(), tuple(_moved_rows(reading, moved))
    if len(hows) == 1:
        note = _("%(note)s For all of them: %(how)s.") % {"note": note, "how": split_words(hows.pop())}
        columns, rows = columns[:-1], tuple(replace(row, cells=row.cells[:-1]) for row in rows)
    return Table(name, caption, columns, rows, note=note)


def _moved_columns() -> tuple[Column, ...]:
    return (
        Column("subject", _("Subject")),
        Column("area", _("Area")),
        Column("then", _("Then"), True, _("with interval")),
        Column("now", _("Now"), True, _("with interval")),
        Column("total", _("Change"), True),
        Column("real", _("Real change"), True),
        Column("revision", _("Revision"), True),
        Column("method", _("Method"), True),
        Column("noise", _("More than noise?")),
        Column("how", _("How it is split")),
    )


def _moved_rows(reading: Reading, rows: Iterable[Moved]) -> Iterable[Row]:
    for m in rows:
        digits = _decimals(reading, m)
        parts = (m.split.total, m.split.real, m.split.revision, m.split.method)
        name = _("Index as a whole") if m.kind == "index" else upper_first(reading.text(m.label))
        yield Row(
            (
                text_cell(name),
                text_cell(reading.text(m.area.label)),
                _side(reading, m.then, m.period_then, digits, m.kind == "picture"),
                _side(reading, m.now, m.period_now, digits, m.kind == "picture"),
                *(_part(reading, value, digits) for value in parts),
                text_cell(beyond_words(m.is_beyond_noise, m.split.total)),
                text_cell(split_words(m.how) if m.split.total is not None else "–"),
            ),
            "target" if m.is_beyond_noise else "",
        )


def _decimals(reading: Reading, moved: Moved) -> int:
    """Return the decimals of a value: one more than the item of the picture has, none for a count."""
    item = next((i for i in reading.dossier.picture if i.code == moved.subject), None)
    if moved.kind != "picture" or item is None:
        return SCORE_DECIMALS
    return 0 if item.decimals == 0 else min(item.decimals + 1, MOST_DECIMALS)


def _side(reading: Reading, value: Interval, period: int | None, digits: int, with_period: bool) -> Cell:
    """Return a value with its interval, and of an item of the picture the year that it is about."""
    cell = interval_cell(reading, value, digits)
    if period is None:
        return Cell(_("not measured"), None, tone="unknown")
    return Cell(f"{cell.text} · {period}", cell.value, tone=cell.tone) if with_period else cell


def _part(reading: Reading, value: float | None, digits: int) -> Cell:
    if value is None:
        return Cell("–", None, tone="unknown")
    return Cell(formats.signed(value, reading.language, digits), value)


def ranks_table(reading: Reading, compared: Compared, comparison: str) -> Table:
    """Return the places among all regions, then and now."""
    columns = (
        Column("subject", _("Subject")),
        Column("area", _("Area")),
        Column("then", _("Place then"), True, _("with interval")),
        Column("now", _("Place now"), True, _("with interval")),
        Column("n_then", _("Regions then"), True),
        Column("n_now", _("Regions now"), True),
        Column("noise", _("More than noise?")),
    )
    found = [r for r in compared.ranks if r.comparison == comparison]
    found.sort(key=lambda r: (r.element != "", reading.text(r.label), r.area.code))
    rows = tuple(
        Row(
            (
                text_cell(upper_first(reading.text(r.label)) if r.element else _("Index as a whole")),
                text_cell(reading.text(r.area.label)),
                interval_cell(reading, r.then),
                interval_cell(reading, r.now),
                Cell(formats.number(r.n_then, reading.language, 0), r.n_then),
                Cell(formats.number(r.n_now, reading.language, 0), r.n_now),
                text_cell(beyond_words(r.is_beyond_noise, _places(r))),
            ),
            "target" if r.is_beyond_noise else "",
        )
        for r in found
    )
    caption = _("Places then and now: %(comparison)s") % {"comparison": reading.names.comparison(comparison)}
    return Table("places", caption, columns, rows)


def _places(moved: RankMoved) -> float | None:
    then, now = moved.then.value, moved.now.value
    return None if then is None or now is None else now - then


def links_table(reading: Reading, compared: Compared, comparison: str) -> Table:
    """Return how likely each possible weakest link is the weakest, then and now."""
    columns = (
        Column("element", _("Element")),
        Column("then", _("Weakest then"), True, _("probability")),
        Column("now", _("Weakest now"), True, _("probability")),
        Column("set", _("Possible weakest link")),
    )
    rows = tuple(
        Row(
            (
                text_cell(upper_first(reading.text(link.label))),
                probability_cell(reading, link.then),
                probability_cell(reading, link.now),
                text_cell(
                    _("then and now")
                    if link.in_then and link.in_now
                    else _("only then")
                    if link.in_then
                    else _("only now")
                ),
            )
        )
        for link in compared.links
        if link.comparison == comparison
    )
    caption = _("Possible weakest links then and now: %(comparison)s") % {
        "comparison": reading.names.comparison(comparison)
    }
    return Table("links", caption, columns, rows)


def inputs_table(reading: Reading, compared: Compared) -> Table:
    """Return what went into the two measurements differently."""
    columns = (
        Column("what", _("What")),
        Column("title", _("What it holds")),
        Column("state", _("Difference")),
        Column("then", _("Then")),
        Column("now", _("Now")),
    )
    rows = tuple(
        Row(
            (
                text_cell(upper_first(input_words(m))),
                text_cell(reading.text(m.label)) if m.label else Cell("–", None),
                text_cell(input_state(m)),
                Cell("–", None) if m.then is None else text_cell(_told(m.kind, m.then)),
                Cell("–", None) if m.now is None else text_cell(_told(m.kind, m.now)),
            )
        )
        for m in compared.inputs
    )
    note = _("Of a file and of the framework the start of the SHA-256 is shown.")
    return Table("inputs", _("What went in differently"), columns, rows, note=note)


def _told(kind: str, value: str) -> str:
    return choice_words(value) if kind == "choice" else value
