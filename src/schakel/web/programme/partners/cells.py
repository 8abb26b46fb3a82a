# SPDX-License-Identifier: EUPL-1.2
"""Cells that the tables of partners share: an organisation, a day, an amount, a count."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from schakel.documents import formats
from schakel.koers.label import Language
from schakel.programme.models import Initiative, Partner
from schakel.web.programme.partners.words import amount_words, share_words
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, text_cell


def partner_cell(partner: Partner, reading: Reading, detail: str = "") -> Cell:
    """Return an organisation with a link to its sheet, marked when it was invented."""
    parts = [_("invented")] if partner.invented else []
    told = " · ".join([*parts, detail] if detail else parts)
    return Cell(partner.name, partner.name, reading.url("partner", partner.code), detail=told)


def initiative_cell(initiative: Initiative | None, reading: Reading) -> Cell:
    """Return an initiative with a link to its sheet, or a dash."""
    if initiative is None:
        return Cell("–", None)
    link = reading.url("initiative", initiative.code)
    return marked(initiative.name, invented=initiative.invented, link=link)


def marked(text: str, *, invented: bool, link: str = "") -> Cell:
    """Return words, marked when the row was invented."""
    return Cell(text, text, link, detail=_("invented") if invented else "")


def day_cell(day: date | None, language: Language) -> Cell:
    """Return a day; an unknown one is said in words."""
    if day is None:
        return Cell(_("not known"), None, tone="unknown")
    return Cell(formats.day(day, language), day.isoformat())


def amount_cell(amount: Decimal | None, unit: str, language: Language, detail: str = "") -> Cell:
    """Return an amount with its unit; an unknown one is said in words."""
    value = None if amount is None else float(amount)
    tone = "unknown" if amount is None else ""
    return Cell(amount_words(amount, unit, language), value, tone=tone, detail=detail)


def share_cell(share: Decimal | None, language: Language) -> Cell:
    """Return a share; an unknown one is said in words."""
    value = None if share is None else float(share)
    return Cell(share_words(share, language), value, tone="unknown" if share is None else "")


def count_cell(n: int | None, language: Language) -> Cell:
    """Return how many there are; none is a dash."""
    return Cell(formats.number(n, language, 0) if n else "–", n or 0)


def or_dash(text: str) -> Cell:
    """Return words, or a dash where there are none."""
    return text_cell(text) if text else Cell("–", None)
