# SPDX-License-Identifier: EUPL-1.2
"""Everything a page of money reads: the amounts, the sources and what places are called."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from schakel.programme.models import FundingKind, FundingProgramme, Initiative, LedgerEntry, Partner
from schakel.programme.queries.contributions import ContributionCheck, check_contributions
from schakel.programme.queries.ledger import Flow, money_flows
from schakel.programme.queries.money_flow import (
    FlowBlock,
    FlowEnd,
    MoneyWarning,
    ProgrammeAccount,
    flow_blocks,
    money_warnings,
    reconcile,
)
from schakel.web.programme.course_names import CourseNames, course_names
from schakel.web.programme.kept import kept
from schakel.web.programme.money.inhabitants import members_by_year, read_inhabitants
from schakel.web.programme.money.words import stream_words
from schakel.web.reading import Reading

OF_BOOKS = (FundingProgramme, Initiative, LedgerEntry, Partner)


@dataclass(frozen=True, slots=True)
class Books:
    """The ledger as the pages read it, in one moment."""

    reading: Reading
    flows: tuple[Flow, ...]
    accounts: tuple[ProgrammeAccount, ...]
    names: CourseNames

    @property
    def has_invented(self) -> bool:
        """Whether any amount or source was invented for the demonstration year."""
        return any(f.invented for f in self.flows) or any(a.invented for a in self.accounts)

    @property
    def streams(self) -> tuple[str, ...]:
        """The streams that have lines, in their fixed order."""
        found = {f.stream for f in self.flows}
        return tuple(code for code in FundingKind.values if code in found)

    def programme_name(self, code: str) -> str:
        """Return the name of a source of money, marked when it was invented."""
        found = next((a for a in self.accounts if a.code == code), None)
        if found is None:
            return code
        return f"{found.name} ({_('invented')})" if found.invented else found.name

    def place_name(self, code: str) -> str:
        """Return the name of a municipality, or that it is the region as a whole."""
        return self.names.place(code) if code else _("the region as a whole")

    def ledger_url(self, **choices: object) -> str:
        """Return the address of the ledger with some of its choices made."""
        query = "&".join(f"{name}={value}" for name, value in choices.items() if value not in ("", None))
        return self.reading.url("ledger") + (f"?{query}" if query else "")


def open_books(reading: Reading) -> Books:
    """Read the ledger and the sources, anew only when they changed: at most three questions."""
    flows, accounts = kept("books", OF_BOOKS, _read_books)
    return Books(reading, flows, accounts, course_names(reading))


def _read_books() -> tuple[tuple[Flow, ...], tuple[ProgrammeAccount, ...]]:
    flows = money_flows()
    return flows, reconcile(flows)


def contribution_checks(books: Books, today: date) -> tuple[ContributionCheck, ...]:
    """Return the check of each contribution in the years that have lines and in the year that is read."""
    paid = {f.year for f in books.flows if f.stream == FundingKind.CONTRIBUTION}
    years = sorted(paid | {min(books.reading.year, today.year)})
    return check_contributions(
        books.accounts,
        books.flows,
        members_by_year(books.reading, years),
        read_inhabitants(books.reading, years),
    )


def warnings_of(books: Books) -> tuple[MoneyWarning, ...]:
    """Return every step of the money that is larger than the step before."""
    return money_warnings(books.accounts, books.flows)


def named_blocks(books: Books, programmes: Iterable[str] | None = None) -> tuple[FlowBlock, ...]:
    """Return the blocks of the picture with the names that readers know."""
    wanted = None if programmes is None else set(programmes)
    accounts = [a for a in books.accounts if wanted is None or a.code in wanted]
    return tuple(
        replace(
            block,
            stream_name=stream_words(block.stream),
            sources=tuple(_named(end, books) for end in block.sources),
        )
        for block in flow_blocks(accounts, books.flows)
    )


def _named(end: FlowEnd, books: Books) -> FlowEnd:
    return replace(end, name=books.place_name(end.code)) if end.kind == "municipality" else end
