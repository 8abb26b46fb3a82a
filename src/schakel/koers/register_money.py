# SPDX-License-Identifier: EUPL-1.2
"""Money that public sources name: programmes that pay, and the lines of their ledger."""

from datetime import date
from typing import Annotated, Literal

import pydantic

from schakel.koers.entries import Code, Words
from schakel.koers.region import MunicipalityCode
from schakel.koers.register_fields import Amount, Dated, Rate, ShortText, Slug, Sourced

FundingKind = Literal["contribution", "scheme", "deal", "grant", "partner"]
EntryKind = Literal["pledged", "received", "granted", "spent", "returned"]
Purpose = Literal["activity", "seed", "bureau", "award", "building", "other"]


class LedgerLine(Dated, Sourced):
    """One line of the ledger; ``reference`` is unique over all programmes and never changes.

    ``municipality`` is where the money comes from (pledged, received) or lands (granted, spent).
    """

    reference: Annotated[ShortText, pydantic.Field(max_length=80)]
    kind: EntryKind
    amount_eur: Amount
    payer: Slug | None = None
    payee: Slug | None = None
    initiative: Code | None = None
    municipality: MunicipalityCode | None = None
    line: Code | None = None
    purpose: Purpose | None = None
    description: Words | None = None


class FundingProgramme(Sourced):
    """A source of money; ``initiative`` is the item of the register that it is."""

    code: Slug
    name: ShortText
    kind: FundingKind
    budget_eur: Amount | None = None
    rate_eur_per_inhabitant: Rate | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    initiative: Code | None = None
    label: Words | None = None
    entries: tuple[LedgerLine, ...] = ()
