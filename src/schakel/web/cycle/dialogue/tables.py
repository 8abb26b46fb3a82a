# SPDX-License-Identifier: EUPL-1.2
"""The tables of the conversation: weak links, agreements, conversations."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from schakel.cycle.models import Agreement, AgreementStatus
from schakel.cycle.queries.dialogue import LinkState, taken_up
from schakel.web.cycle.dialogue.words import agreement_words, next_step_words, owner_line
from schakel.web.programme.partners.cells import day_cell, partner_cell
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell


def links_table(reading: Reading, states: Sequence[LinkState], names: Mapping[str, str]) -> Table:
    """Return a row for each weak link: its owner, who was heard, what was agreed, what comes next."""
    columns = (
        Column("element", _("Element")),
        Column("owner", _("Challenge owner")),
        Column("heard", _("Heard"), True, _("organisations")),
        Column("agreed", _("Agreed"), True),
        Column("taken_up", _("Taken up"), True, _("became an activity or a proposal")),
        Column("next", _("Next step")),
    )
    rows = [
        Row(
            (
                text_cell(names.get(s.element, s.element), reading.url("dialogue-element", s.element)),
                _owner_cell(s),
                Cell(*_count(len({h.partner_code for h in s.heard}))),
                Cell(*_count(len(s.agreements))),
                Cell(*_count(sum(taken_up(a) for a in s.agreements))),
                text_cell(next_step_words(s.next_step)),
            )
        )
        for s in states
    ]
    return Table("links", _("Each weak link"), columns, tuple(rows))


def _owner_cell(state: LinkState) -> Cell:
    if not state.owners:
        return Cell(_("nobody yet"), None, tone="bad")
    told = ", ".join(owner_line(owner) for owner in state.owners)
    invented = any(o.invented or o.partner.invented for o in state.owners)
    return Cell(told, told, detail=_("invented") if invented else "")


def _count(n: int) -> tuple[str, int]:
    return str(n) if n else "–", n


def agreements_table(
    reading: Reading,
    agreements: Sequence[Agreement],
    names: Mapping[str, str],
    today: date,
    *,
    may_settle: bool,
    with_element: bool = True,
) -> Table:
    """Return a row for each agreement, with what it became and, for who may, the way to go on."""
    first = (Column("element", _("Element")),) if with_element else ()
    columns = (
        Column("text", _("Agreement")),
        *first,
        Column("owner", _("Who")),
        Column("due", _("Before")),
        Column("cause", _("Against which cause")),
        Column("became", _("Became")),
        Column("status", _("Stands")),
    )
    rows = [
        Row(tuple(_agreement_cells(reading, a, names, today, may_settle, with_element))) for a in agreements
    ]
    return Table("agreements", _("Agreements"), columns, tuple(rows))


def _agreement_cells(
    reading: Reading,
    agreement: Agreement,
    names: Mapping[str, str],
    today: date,
    may_settle: bool,
    with_element: bool,
) -> list[Cell]:
    link = ""
    if may_settle and agreement.status == AgreementStatus.OPEN:
        link = reading.url("agreement-settle", agreement.pk)
    told, tone = agreement_words(agreement, today, reading.language)
    cells = [
        Cell(
            agreement.text,
            agreement.text,
            link,
            detail=_("invented") if agreement.invented else agreement.outcome,
        )
    ]
    if with_element:
        name = names.get(agreement.element, agreement.element)
        cells.append(text_cell(name, reading.url("dialogue-element", agreement.element)))
    return [
        *cells,
        partner_cell(agreement.owner, reading),
        day_cell(agreement.due_on, reading.language),
        text_cell(agreement.cause.statement),
        _became_cell(reading, agreement, may_settle),
        text_cell(told, "", tone),
    ]


def _became_cell(reading: Reading, agreement: Agreement, may_take_up: bool) -> Cell:
    if agreement.activity is not None:
        activity = agreement.activity
        return text_cell(activity.title, reading.url("activity", activity.code))
    if agreement.proposal is not None:
        return text_cell(_("a proposal"), reading.url("proposal", agreement.proposal.pk))
    if agreement.status != AgreementStatus.OPEN:
        return Cell("–", None)
    link = reading.url("agreement-take-up", agreement.pk, "nieuw") if may_take_up else ""
    return Cell(_("not taken up yet"), None, link, "unknown")
