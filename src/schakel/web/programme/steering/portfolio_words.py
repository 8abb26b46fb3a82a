# SPDX-License-Identifier: EUPL-1.2
"""Times, mass and money of an initiative in words; unknown is said, never shown as zero."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.documents import formats
from schakel.programme.queries.portfolio import PortfolioRow
from schakel.web.programme.partners.words import helix_words
from schakel.web.reading import Reading

MONTHS_IN_WORDS = 24


def months_words(months: int | None, reading: Reading) -> str:
    """Return a length of time: months up to two years, years from there."""
    if months is None:
        return formats.UNKNOWN[reading.language]
    if months < MONTHS_IN_WORDS:
        return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    years = formats.plain_number(round(months / 12, 1), reading.language)
    return _("%(n)s years") % {"n": years}


def age_words(row: PortfolioRow, today: date, reading: Reading) -> str:
    """Return how long ago it started; by year where only that is known."""
    if row.started_on is None and row.started_year:
        return _("since %(year)s") % {"year": row.started_year}
    return months_words(row.age_months(today), reading)


def paid_words(row: PortfolioRow, reading: Reading) -> str:
    """Return until when it is paid for."""
    if row.money.is_structural:
        return _("lasting money")
    return formats.day(row.money.until, reading.language)


def helix_mix_words(row: PortfolioRow) -> str:
    """Return how many partners of each strand take part."""
    return ", ".join(f"{n} {helix_words(strand)}" for strand, n in row.helix)


def embedding_words(row: PortfolioRow) -> str:
    """Return how many questions of the embedding checklist were answered with yes."""
    yes, partly, no, _unknown = row.embedding
    answered = yes + partly + no
    if not answered:
        return _("not asked yet")
    return _("%(yes)s of %(n)s yes") % {"yes": yes, "n": answered}
