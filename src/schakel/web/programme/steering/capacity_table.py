# SPDX-License-Identifier: EUPL-1.2
"""Can we still do this: hours that are planned beside hours that were promised, for each partner."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.programme.queries.capacity import Capacity
from schakel.web.programme.steering.matrix_tables import hours_cell
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table

TONES = {"over": "bad", "unknown": "unknown", "fits": ""}


def capacity_table(reading: Reading, found: Sequence[Capacity]) -> Table:
    """Return the hours of each partner."""
    columns = (
        Column("partner", _("Partner")),
        Column("promised", _("Hours promised"), numeric=True),
        Column("planned", _("Hours planned"), numeric=True),
        Column("verdict", _("Does it fit?")),
    )
    words = {"over": _("more planned than promised"), "unknown": _("not known"), "fits": _("fits")}
    rows = tuple(
        Row(
            (
                _partner_cell(reading, c),
                hours_cell(c.promised_hours, reading),
                hours_cell(c.planned_hours, reading),
                Cell(words[c.verdict], c.verdict, tone=TONES[c.verdict]),
            )
        )
        for c in found
    )
    return Table("capacity", _("Hours promised and planned, by partner"), columns, rows)


def _partner_cell(reading: Reading, found: Capacity) -> Cell:
    if not found.code:
        return Cell(_("activities without an owner"), "", tone="unknown")
    return Cell(found.name, found.name, reading.url("partner", found.code))


def capacity_sentence(found: tuple[Capacity, ...]) -> str:
    """Return for how many partners more is planned than they promised."""
    partners = [c for c in found if c.code]
    over = sum(c.verdict == "over" for c in partners)
    unknown = sum(c.verdict == "unknown" for c in partners)
    if not partners:
        return _("That cannot be said: no partner promised hours or owns an activity in the register.")
    parts = []
    if over:
        text = ngettext(
            "Of one partner more hours are planned than it promised.",
            "Of %(n)s partners more hours are planned than they promised.",
            over,
        )
        parts.append(text % {"n": over})
    if unknown:
        text = ngettext(
            "Of one partner it cannot be said, since hours are not known.",
            "Of %(n)s partners it cannot be said, since hours are not known.",
            unknown,
        )
        parts.append(text % {"n": unknown})
    return " ".join(parts) or _("For every partner what is planned fits in what it promised.")
