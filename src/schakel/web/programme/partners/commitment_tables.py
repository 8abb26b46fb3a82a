# SPDX-License-Identifier: EUPL-1.2
"""Tables of commitments: each by itself, and totals of each kind."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from schakel.documents import formats
from schakel.koers.label import Language
from schakel.programme.models import Commitment
from schakel.programme.queries.commitments import CommitmentState, CommitmentTotal
from schakel.web.programme.course_names import CourseNames
from schakel.web.programme.partners.cells import (
    amount_cell,
    count_cell,
    initiative_cell,
    marked,
    or_dash,
    partner_cell,
    share_cell,
)
from schakel.web.programme.partners.words import (
    amount_words,
    commitment_kind_words,
    share_words,
    unit_words,
)
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell


def delivered_cell(state: CommitmentState, language: Language) -> Cell:
    """Return what was delivered; nothing reported and not known are said in words."""
    unit = state.commitment.unit
    if not state.n_deliveries:
        return Cell(_("nothing reported yet"), None, tone="unknown")
    if state.n_unknown_deliveries:
        known = amount_words(state.reported, unit, language) if state.reported else ""
        detail = _("of which known: %(amount)s") % {"amount": known} if known else ""
        return Cell(_("yes, how much is not known"), None, tone="unknown", detail=detail)
    over = ""
    if state.over:
        over = _("%(amount)s extra") % {"amount": amount_words(state.over, unit, language)}
    return amount_cell(state.delivered, unit, language, over)


def confirmed_cell(state: CommitmentState, language: Language) -> Cell:
    """Return what was confirmed; not confirmed is a dash, an unknown amount is said in words."""
    if not state.is_confirmed:
        return Cell("–", None)
    if state.confirmed is None:
        return Cell(_("yes, how much is not known"), None, tone="unknown")
    return amount_cell(state.confirmed, state.commitment.unit, language)


def due_cell(state: CommitmentState, language: Language) -> Cell:
    """Return the day before which it is delivered, marked when that has passed."""
    day = state.commitment.due_on
    if day is None:
        return Cell(_("not agreed"), None, tone="unknown")
    detail = _("this day has passed") if state.is_late else ""
    return Cell(
        formats.day(day, language), day.isoformat(), tone="mild" if state.is_late else "", detail=detail
    )


def title_cell(state: CommitmentState, reading: Reading) -> Cell:
    """Return the title with a link to its page."""
    commitment = state.commitment
    link = reading.url("commitment", commitment.partner.code, commitment.code)
    return marked(commitment.title, invented=commitment.invented, link=link)


def commitments_table(
    states: Iterable[CommitmentState], reading: Reading, names: CourseNames, *, with_partner: bool = False
) -> Table:
    """Return each commitment with how far it is."""
    language = reading.language
    columns = (
        Column("title", _("Commitment")),
        *((Column("partner", _("Partner")),) if with_partner else ()),
        Column("promised", _("Committed"), True),
        Column("delivered", _("Delivered"), True),
        Column("share", _("Share delivered"), True),
        Column("confirmed", _("Confirmed"), True),
        Column("kind", _("What")),
        Column("due_on", _("Before")),
        Column("initiative", _("Initiative")),
        Column("line", _("Line of the course")),
    )
    rows = []
    for state in states:
        c = state.commitment
        rows.append(
            Row(
                (
                    title_cell(state, reading),
                    *((partner_cell(c.partner, reading),) if with_partner else ()),
                    amount_cell(state.promised, c.unit, language),
                    delivered_cell(state, language),
                    share_cell(state.share, language),
                    confirmed_cell(state, language),
                    text_cell(commitment_kind_words(c.kind)),
                    due_cell(state, language),
                    initiative_cell(c.initiative, reading),
                    or_dash(line_words(c, names)),
                )
            )
        )
    return Table("commitments", _("Commitments"), columns, tuple(rows))


def line_words(commitment: Commitment, names: CourseNames) -> str:
    """Return the line or action that a commitment is for, with its name."""
    code = commitment.action or commitment.line
    name = names.actions.get(code) or names.lines.get(code, "")
    return f"{code} {name}".strip()


def totals_table(
    groups: Mapping[str, list[CommitmentTotal]],
    reading: Reading,
    *,
    name: str,
    caption: str,
    group: Column | None = None,
    group_names: Mapping[str, str] | None = None,
) -> Table:
    """Return a row for each group, kind and unit; they are never added together.

    Parameters
    ----------
    group
        The column that names the group; none where there is one group only.
    group_names
        The words of each group; the empty one is "not named".
    """
    columns = (
        *((group,) if group else ()),
        Column("kind", _("What")),
        Column("promised", _("Committed"), True),
        Column("delivered", _("Delivered"), True),
        Column("share", _("Share delivered"), True),
        Column("confirmed", _("Confirmed"), True),
        Column("n", _("Number"), True),
        Column("remark", _("What is not known")),
    )
    rows = [
        Row(
            (
                *((_group_cell(code, group_names or {}),) if group else ()),
                *_total_cells(total, reading.language),
            )
        )
        for code, totals in groups.items()
        for total in totals
    ]
    note = _(
        "Kinds and units are never added together. What was delivered on top of one promise does not make "
        "up for another."
    )
    return Table(name, caption, columns, tuple(rows), note=note)


def _group_cell(code: str, names: Mapping[str, str]) -> Cell:
    return text_cell(names.get(code, code)) if code else Cell(_("none named"), None, tone="unknown")


def _total_cells(total: CommitmentTotal, language: Language) -> tuple[Cell, ...]:
    kind = commitment_kind_words(total.kind)
    unit = "" if total.unit in ("EUR", "hours") else unit_words(total.unit)
    over = ""
    if total.over:
        over = _("%(amount)s extra") % {"amount": amount_words(total.over, total.unit, language)}
    delivered = amount_cell(total.delivered, total.unit, language, over)
    if total.delivered is None:
        delivered = Cell(_("nothing reported yet"), None, tone="unknown")
    return (
        Cell(kind, kind, detail=unit),
        amount_cell(total.promised, total.unit, language),
        delivered,
        share_cell(total.share, language),
        Cell("–", None) if total.confirmed is None else amount_cell(total.confirmed, total.unit, language),
        count_cell(total.n, language),
        or_dash(_unknown_words(total)),
    )


def _unknown_words(total: CommitmentTotal) -> str:
    """Return of how many commitments something is not known."""
    counted = (
        (total.n_promised_unknown, _("of %(n)s how much")),
        (total.n_delivered_unknown, _("of %(n)s how much was delivered")),
        (total.n_unreported, _("of %(n)s whether anything was delivered")),
    )
    return "; ".join(text % {"n": n} for n, text in counted if n)


def total_sentence(total: CommitmentTotal, language: Language) -> str:
    """Return what was promised and delivered of one kind, as a sentence of the answer."""
    kind = commitment_kind_words(total.kind)
    if total.promised is None:
        return _("Of %(kind)s it is not known how much was promised.") % {"kind": kind}
    promised = _in_short(total, language)
    if total.share is None:
        if total.delivered is None:
            return _("Promised in %(kind)s: %(amount)s; no delivery is reported yet.") % {
                "kind": kind,
                "amount": promised,
            }
        return _("Promised in %(kind)s: %(amount)s; which share was delivered is not known.") % {
            "kind": kind,
            "amount": promised,
        }
    return _("Promised in %(kind)s: %(amount)s; reported as delivered: %(share)s.") % {
        "kind": kind,
        "amount": promised,
        "share": share_words(total.share, language),
    }


def _in_short(total: CommitmentTotal, language: Language) -> str:
    amount = amount_words(total.promised, total.unit, language)
    return _("at least %(amount)s") % {"amount": amount} if total.n_promised_unknown else amount
