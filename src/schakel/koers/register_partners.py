# SPDX-License-Identifier: EUPL-1.2
"""Partners of a course: organisations, their seats by role, and who answers for what."""

from datetime import date
from typing import Annotated, Literal

import pydantic

from schakel.koers.entries import Code, Words
from schakel.koers.region import MunicipalityCode
from schakel.koers.register_fields import ShortText, Slug, Sourced, Url, Year

Helix = Literal["business", "knowledge", "government", "other"]
PartnerRelation = Literal["partner", "candidate", "external"]
Body = Literal["board", "administrators", "programme_team", "bureau", "acquisition", "steering", "theme"]
Raci = Literal["responsible", "accountable", "consulted", "informed"]
Subject = Literal["action", "goal", "line", "element", "initiative"]


class Seat(Sourced):
    """A seat at a table by role, never by person; without ``until_year`` it is held now."""

    body: Body
    role: Annotated[ShortText, pydantic.Field(max_length=80)]
    since_year: Year | None = None
    until_year: Year | None = None
    note: Words | None = None


class Partner(Sourced):
    """An organisation; ``municipality`` is a member of the region, absent for an organisation elsewhere."""

    code: Slug
    name: ShortText
    short_name: Annotated[ShortText, pydantic.Field(max_length=60)] | None = None
    helix: Helix
    relation: PartnerRelation
    municipality: MunicipalityCode | None = None
    is_manufacturer: bool | None = None
    website: Url | None = None
    label: Words | None = None
    joined_on: date | None = None
    left_on: date | None = None
    seats: tuple[Seat, ...] = ()


class Responsibility(Sourced):
    """A partner's role for a ``subject`` (its kind) with the code ``subject_code``."""

    partner: Slug
    subject: Subject
    subject_code: Code
    role: Raci
    since: date | None = None
    until: date | None = None
