# SPDX-License-Identifier: EUPL-1.2
"""The table of the statements about one commitment."""

from django.utils.translation import gettext as _

from schakel.programme.models import Commitment, CommitmentEntry
from schakel.programme.queries.commitments import counting_entries
from schakel.web.programme.partners.cells import amount_cell, day_cell, or_dash
from schakel.web.programme.partners.words import commitment_step_words
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table


def entries_table(commitment: Commitment, reading: Reading, *, may_correct: bool) -> Table:
    """Return every statement about a commitment, newest first; corrected ones stay readable."""
    language = reading.language
    counting = {entry.pk for entry in counting_entries(commitment)}
    columns = (
        Column("on", _("Day")),
        Column("step", _("Step")),
        Column("amount", _("How much"), True),
        Column("note", _("Remark")),
        Column("source", _("Source")),
        *((Column("correct", _("Wrong?")),) if may_correct else ()),
    )
    entries = sorted(commitment.entries.all(), key=lambda e: (e.on, e.pk), reverse=True)
    rows = []
    for entry in entries:
        holds = entry.pk in counting
        cells = (
            day_cell(entry.on, language),
            _step_cell(entry, holds=holds),
            amount_cell(entry.amount, commitment.unit, language),
            or_dash(entry.note),
            or_dash(entry.source),
        )
        correct = (_correct_cell(entry, reading, holds=holds),) if may_correct else ()
        rows.append(Row((*cells, *correct)))
    note = _("Nothing is ever changed or removed here: a correction is a new line.")
    return Table("entries", _("What was said about it"), columns, tuple(rows), note=note)


def _step_cell(entry: CommitmentEntry, *, holds: bool) -> Cell:
    word = commitment_step_words(entry.step)
    parts = [] if holds else [_("corrected: does not count")]
    if entry.corrects_id:
        parts.append(_("replaces an earlier line"))
    if entry.invented:
        parts.append(_("invented"))
    return Cell(word, word, tone="" if holds else "unknown", detail=" · ".join(parts))


def _correct_cell(entry: CommitmentEntry, reading: Reading, *, holds: bool) -> Cell:
    commitment = entry.commitment
    if not holds:
        return Cell("–", None)
    link = reading.url("commitment-entry-correct", commitment.partner.code, commitment.code, entry.pk)
    return Cell(_("Correct"), None, link)
