# SPDX-License-Identifier: EUPL-1.2
"""The tables of one municipality: what it paid beside the others, and where money landed."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from schakel.programme.queries.ledger import Flow, steps_by
from schakel.programme.queries.place_money import PlaceStream
from schakel.web.programme.money.books import Books
from schakel.web.programme.money.tables import money_cell
from schakel.web.programme.money.words import stream_words
from schakel.web.tables.table import Column, Row, Table, text_cell


def paid_table(books: Books, streams: Iterable[PlaceStream]) -> Table:
    """Return what the municipality promised and paid, beside what the whole region has of that kind."""
    columns = (
        Column("kind", _("Kind of money")),
        Column("pledged", _("Promised by this municipality"), True),
        Column("received", _("Received from it"), True),
        Column("region", _("Received from everybody"), True),
    )
    rows = tuple(
        Row(
            (
                text_cell(stream_words(s.stream)),
                money_cell(s.here.pledged, books.reading),
                money_cell(s.here.received_net, books.reading),
                money_cell(s.region.received_net, books.reading),
            )
        )
        for s in streams
    )
    return Table("paid", _("What it put in"), columns, rows)


def landed_table(books: Books, streams: Iterable[PlaceStream]) -> Table:
    """Return where granted money landed; the three parts add up to the region."""
    columns = (
        Column("kind", _("Kind of money")),
        Column("here", _("In this municipality"), True),
        Column("whole", _("For the region as a whole"), True),
        Column("elsewhere", _("In other municipalities"), True),
        Column("region", _("In the region, together"), True),
        Column("spent", _("Spent in this municipality"), True),
    )
    rows = tuple(
        Row(
            (
                text_cell(stream_words(s.stream)),
                money_cell(s.here.granted_net, books.reading),
                money_cell(s.whole.granted_net, books.reading),
                money_cell(s.elsewhere.granted_net, books.reading),
                money_cell(s.region.granted_net, books.reading),
                money_cell(s.here.spent, books.reading),
            )
        )
        for s in streams
    )
    note = _("The first three amounts add up to the fourth, from the same lines.")
    return Table("landed", _("Where granted money landed"), columns, rows, note=note)


def landed_initiatives_table(books: Books, flows: Iterable[Flow]) -> Table:
    """Return the initiatives whose money landed in the municipality; ``flows`` are those of it."""
    found = steps_by(
        (f for f in flows if f.initiative),
        lambda f: (f.initiative_name, f.initiative, f.stream),
        set(books.streams),
    )
    columns = (
        Column("initiative", _("Initiative")),
        Column("kind", _("Kind of money")),
        Column("granted", _("Granted"), True),
        Column("spent", _("Spent"), True),
    )
    rows = tuple(
        Row(
            (
                text_cell(name, books.reading.url("initiative-funding", code)),
                text_cell(stream_words(stream)),
                money_cell(steps.granted_net, books.reading),
                money_cell(steps.spent, books.reading),
            )
        )
        for (name, code, stream), steps in sorted(found.items())
    )
    return Table("landed-initiatives", _("Initiatives whose money landed here"), columns, rows)
