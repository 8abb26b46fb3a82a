# SPDX-License-Identifier: EUPL-1.2
"""The table of perceived scores: everybody together and each strand, small groups said to be too small."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from schakel.cycle.queries.perceptions import ElementPerception, Perceived
from schakel.documents import formats
from schakel.web.programme.partners.words import helix_words
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell


def perception_table(
    reading: Reading, perceptions: Sequence[ElementPerception], names: Mapping[str, str]
) -> Table:
    """Return a row for everybody and one for each strand in which somebody answered."""
    columns = (
        Column("element", _("Element")),
        Column("group", _("Who")),
        Column("mean", _("Mean"), True, _("from 1 to 10")),
        Column("median", _("Middle score"), True),
        Column("half", _("Half of the scores"), True),
        Column("n", _("Scores"), True),
        Column("unknown", _("Did not know"), True),
    )
    rows = [
        Row(_cells(reading, group, names.get(p.element, p.element)), "target" if not group.helix else "")
        for p in perceptions
        for group in (p.total, *p.groups)
    ]
    note = _(
        "A group is shown from the smallest number that was agreed before; a second one is left out where "
        "the total would give away the first."
    )
    return Table("perceptions", _("Perceived scores"), columns, tuple(rows), note=note)


def _cells(reading: Reading, group: Perceived, name: str) -> tuple[Cell, ...]:
    language = reading.language
    who = helix_words(group.helix) if group.helix else _("everybody")
    if group.is_hidden:
        hidden = Cell(_("too few to show"), None, tone="unknown")
        return (text_cell(name), text_cell(who), hidden, *(Cell("–", None) for _column in range(4)))
    half = f"{formats.number(group.lower, language, 1)}–{formats.number(group.upper, language, 1)}"
    return (
        text_cell(name),
        text_cell(who),
        Cell(formats.number(group.mean, language, 1), group.mean),
        Cell(formats.number(group.median, language, 1), group.median),
        Cell(half, group.lower),
        Cell(formats.number(group.n, language, 0), group.n),
        Cell(formats.percent(group.unknown_share, language), group.unknown_share),
    )
