# SPDX-License-Identifier: EUPL-1.2
"""Tables of the measurements: which there are, the chosen links, the weakest links and the files."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from schakel.cycle.models import ChosenLink
from schakel.cycle.queries.weakness import elements_of, weakness_in
from schakel.diagnosis.dossier import Comparison
from schakel.documents import formats
from schakel.documents.sentences.names import upper_first
from schakel.web.cycle.measurements.known import Known, counting_adoptions
from schakel.web.cycle.measurements.words import adoption_words, keeping_words
from schakel.web.pages.account import sources_table
from schakel.web.reading import Reading
from schakel.web.tables.ecosystem_tables import probability_cell
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell


def measurements_table(reading: Reading, known: tuple[Known, ...], numbers: Mapping[int, str]) -> Table:
    """Return every measurement; ``numbers`` holds the decisions that the reader may see, by their key."""
    columns = (
        Column("year", _("Year"), True),
        Column("measurement", _("Measurement")),
        Column("kept", _("Kept where")),
        Column("adopted", _("Adopted")),
        Column("shown", _("On the pages")),
        Column("runs", _("Runs"), True),
        Column("code", _("Version of the program")),
    )
    counting = counting_adoptions(known)
    rows = []
    for one in known:
        told = [
            adoption_words(reading, a, numbers.get(a.decision_id, ""))
            + ("" if a.pk in counting else f" ({_('replaced since')})")
            for a in one.adoptions
        ]
        shown = _("what they show") if one.is_shown else _("newer computation") if one.is_current else "–"
        rows.append(
            Row(
                (
                    Cell(str(one.year), one.year),
                    text_cell(one.identity, reading.url("measurement", one.identity)),
                    text_cell(keeping_words(one)),
                    text_cell("; ".join(told)) if told else Cell(_("no"), None),
                    text_cell(shown),
                    Cell(formats.number(one.kept.n_runs, reading.language, 0), one.kept.n_runs)
                    if one.kept
                    else Cell("–", None),
                    text_cell(one.kept.code_version) if one.kept else Cell("–", None),
                ),
                "target" if one.is_shown else "",
            )
        )
    return Table("measurements", _("Every measurement of this course"), columns, tuple(rows))


def chosen_table(reading: Reading, links: Iterable[ChosenLink]) -> Table:
    """Return the links that the board chose, with what was measured of them then."""
    columns = (
        Column("element", _("Element")),
        Column("probability", _("Weakest"), True, _("probability, as measured then")),
        Column("comparison", _("Comparison")),
        Column("reason", _("Why it was chosen")),
    )
    rows = tuple(
        Row(
            (
                text_cell(upper_first(reading.names.element(link.element))),
                probability_cell(reading, link.probability),
                text_cell(reading.names.comparison(link.comparison)) if link.comparison else Cell("–", None),
                text_cell(link.reason),
            )
        )
        for link in links
    )
    return Table("chosen", _("The links that the board chose to work on"), columns, rows)


def likelihoods_table(reading: Reading, comparison: Comparison) -> Table:
    """Return how likely each element is the weakest link in one comparison, all areas together."""
    columns = (
        Column("element", _("Element")),
        Column("probability", _("Weakest"), True, _("probability, all areas together")),
        Column("in_set", _("Possible weakest link")),
    )
    dossier = reading.dossier
    found = [weakness_in(dossier, comparison, element) for element in elements_of(dossier)]
    found.sort(key=lambda w: (w.probability is None, -(w.probability or 0.0)))
    rows = tuple(
        Row(
            (
                text_cell(upper_first(reading.names.element(w.element))),
                probability_cell(reading, w.probability),
                text_cell(_("yes") if w.in_set else _("no") if w.probability is not None else "–"),
            )
        )
        for w in found
    )
    caption = _("How likely each element is the weakest link: %(comparison)s") % {
        "comparison": reading.text(comparison.label)
    }
    return Table("likelihoods", caption, columns, rows)


def files_table(reading: Reading, *, linked: bool) -> Table:
    """Return the files that a measurement rests on; ``linked`` where their own pages can be opened."""
    table = sources_table(reading)
    if linked:
        return replace(table, name="files")
    rows = tuple(Row((text_cell(row.cells[0].text), *row.cells[1:]), row.tone) for row in table.rows)
    return replace(table, name="files", rows=rows)
