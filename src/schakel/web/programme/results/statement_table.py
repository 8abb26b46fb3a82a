# SPDX-License-Identifier: EUPL-1.2
"""Everything that was said about one claim, also what was replaced, corrected or taken back."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from schakel.programme.queries.claims import STEPS, ClaimState, Statement
from schakel.web.programme.results.amounts import amount_words
from schakel.web.programme.results.tables import day_cell
from schakel.web.programme.results.words import method_words, step_words
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell


def statement_table(
    claim: ClaimState,
    said: Sequence[Statement],
    reading: Reading,
    correct: Callable[[Statement], str],
) -> Table:
    """Return the statements by step and date.

    Parameters
    ----------
    correct
        The address at which a statement can be corrected; empty where the reader may not.
    """
    replaced = {s.corrects_id for s in said}
    may_correct = any(correct(s) for s in said)
    columns = [
        Column("step", _("Step")),
        Column("amount", _("Amount"), numeric=True),
        Column("on", _("Said on")),
        Column("by", _("By whom")),
        Column("method", _("How found")),
        Column("source", _("Source")),
        Column("evidence", _("Evidence")),
        Column("remark", _("Remark")),
    ]
    if may_correct:
        columns.append(Column("correct", _("Correct")))
    rows = []
    for statement in sorted(said, key=lambda s: (STEPS.index(s.step), s.on, s.id)):
        cells = [
            text_cell(step_words(statement.step)),
            _amount(statement, claim.unit, reading),
            day_cell(statement.on, reading, only_year=statement.only_year),
            _text(statement.stated_by),
            text_cell(method_words(statement.method)),
            _source(statement.source),
            evidence_cell(statement, reading),
            Cell(_remark(claim, statement, replaced), statement.note, detail=statement.note),
        ]
        if may_correct:
            stands = statement.id not in replaced and not statement.is_withdrawal
            address = correct(statement) if stands else ""
            cells.append(text_cell(_("Correct") if address else "–", address))
        rows.append(Row(tuple(cells), "" if statement.id not in replaced else "peer"))
    return Table("statements", _("What was said about it"), tuple(columns), tuple(rows))


def _amount(statement: Statement, unit: str, reading: Reading) -> Cell:
    if statement.amount is None:
        text = _("taken back") if statement.is_withdrawal else _("not known")
        return Cell(text, tone="unknown")
    return Cell(amount_words(statement.amount, unit, reading.language), float(statement.amount))


def _text(text: str) -> Cell:
    return Cell(text, text) if text else Cell(_("not known"), tone="unknown")


def _source(source: str) -> Cell:
    if source.startswith(("https://", "http://")):
        return Cell(source.split("/")[2], source, source)
    return _text(source)


def evidence_cell(statement: Statement, reading: Reading) -> Cell:
    """Return a link to the evidence, where there is any."""
    if statement.evidence_id is not None:
        return Cell(_("file"), "file", reading.url("evidence-file", pk=statement.evidence_id))
    if statement.evidence_url:
        return Cell(_("page"), statement.evidence_url, statement.evidence_url)
    return Cell("–")


def _remark(claim: ClaimState, statement: Statement, replaced: set[int | None]) -> str:
    if statement.id in replaced:
        return _("corrected or taken back; does not count")
    if statement.is_withdrawal:
        return _("takes an earlier statement back")
    step = claim.at(statement.step)
    if statement in step.earlier:
        return _("an earlier count by the same speaker")
    if step.is_contested and statement.amount is not None:
        return _("another version says something else")
    return _("corrects a typing error") if statement.corrects_id else ""
