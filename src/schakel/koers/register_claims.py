# SPDX-License-Identifier: EUPL-1.2
"""Results that public sources claim, version beside version, and what advisers recommended."""

from datetime import date
from typing import Annotated, Literal

import pydantic

from schakel.koers.entries import Code, Words
from schakel.koers.region import MunicipalityCode
from schakel.koers.register_fields import Amount, Dated, ShortText, Slug, Sourced, Url

ClaimKind = Literal["jobs", "investment", "firms", "people", "reach", "other"]
ImpactLevel = Literal["direct", "strategic", "societal"]
ClaimStep = Literal["promised", "expected", "realised", "verified"]
ClaimMethod = Literal["unknown", "stated", "counted", "register", "independent"]
Investor = Literal["public", "private"]
RecommendationStatus = Literal["unknown", "accepted", "partly", "done", "declined"]
INDEPENDENT_METHODS: tuple[ClaimMethod, ...] = ("register", "independent")
UNMEASURED: tuple[ClaimMethod, ...] = ("unknown", "stated")
NOT_FOR_BRANDS: tuple[ClaimKind, ...] = ("jobs", "firms")


class Statement(Dated, Sourced):
    """What somebody said about a claim; another amount is another statement, never a replacement."""

    step: ClaimStep
    amount: Amount | None = None
    stated_by: ShortText | None = None
    method: ClaimMethod = "unknown"
    evidence_url: Url | None = None
    note: Words | None = None


class Claim(Sourced):
    """A result that somebody claims. ``same_as`` points at another claim about the same result.

    ``unit`` is EUR for an investment. ``place`` is a municipality; absent for the region.
    """

    code: Slug
    label: Words
    kind: ClaimKind
    unit: Annotated[ShortText, pydantic.Field(max_length=40)]
    level: ImpactLevel = "direct"
    initiative: Code | None = None
    programme: Slug | None = None
    claimed_by: Slug | None = None
    goal: Code | None = None
    place: MunicipalityCode | None = None
    investor: Investor | None = None
    same_as: Slug | None = None
    note: Words | None = None
    statements: tuple[Statement, ...] = ()


class Recommendation(Sourced):
    """A recommendation or finding of a ``report``, and what was done with it."""

    code: Slug
    report: ShortText
    on: date | None = None
    label: Words
    owner: Slug | None = None
    status: RecommendationStatus = "unknown"
    what_was_done: Words | None = None
